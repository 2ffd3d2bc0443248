"""Files of another scorer, read as one reference in seconds of our night."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from limbwatch.classify.agreement.reference import Marks, Reference
from limbwatch.classify.night import Night
from limbwatch.cli.compare.one_scorer import require_one_scorer
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.scored_clock import on_clock_of_night
from limbwatch.sensor.scorings.manual_scoring import second_zero

if TYPE_CHECKING:
    from limbwatch.sensor.scorings.manual_scoring import Hypnogram, ScoredEvents, Scoring

_NO_LEGS: Final = (
    "no row of the reference was recognised as a leg movement: its indices are not known, and "
    "ours are neither found nor false. If a word in its rows means one, write LM or PLM in its "
    "place, in a table with the columns onset_s,duration_s,kind"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReference:
    """A reference on its own clock."""

    reference: Reference
    """Times in seconds from our night's start, by the clocks as written."""
    dated: bool
    """Whether the files state times of day."""
    remarks: tuple[str, ...]
    """How ambiguous content was read."""
    other_date: datetime | None = None
    """Start of a file with leg movements whose date was not believed; None if there is none."""


def read_reference(
    paths: Sequence[Path], night: Night, *, named: bool = True, shift: float | None = None
) -> RawReference:
    """Read one scorer's files of one night, one or more, and merge them.

    Movements, stages and breathing may be in one file or in several. ``named`` says whether remarks
    begin with the name of the file. ``shift`` is reference minus our clock as a person knows it,
    seconds: it decides which day it is.

    Raises
    ------
    UnreadableFile
        If a file cannot be parsed.
    CommandError
        If they hold nothing to compare with, or are of two scorers.
    """
    from limbwatch.sensor.scorings.reading import read_scoring

    found = _from_one_start([(path, read_scoring(path)) for path in paths])
    remarks: list[str] = []
    parts = []
    other_date = None
    for path, written in found:
        zero, remark = second_zero(
            written.start,
            night.start,
            stretch=written.stretch,
            length=(night.end - night.start).total_seconds(),
            shift=shift or 0.0,
        )
        scoring, clock_remark = on_clock_of_night(written, zero, night)
        if remark and other_date is None and len(written.leg_movements):
            other_date = written.start
        remark = (*remark, *clock_remark)
        parts.append(_reference(scoring, zero))
        before = f"{path.name}: " if named else ""
        remarks += [f"{before}{doubt}" for doubt in (*scoring.doubts, *remark)]
    require_one_scorer([(path, part) for path, part in zip(paths, parts, strict=True)])
    whole = _merged(parts)
    if not (len(whole.legs) or whole.staged or whole.sleep_starts):
        names = ", ".join(path.name for path in paths)
        raise CommandError(
            f"{names}: neither leg movements nor stages nor sleep starts are in it, so there is "
            "nothing to compare with. Name the file of the scored events.",
            exit_code=ExitCode.UNREADABLE,
        )
    if not whole.listed:
        remarks.append(_NO_LEGS)
    return RawReference(
        reference=whole,
        dated=all(scoring.start is not None for _, scoring in found),
        remarks=tuple(dict.fromkeys(remarks)),
        other_date=other_date,
    )


def _from_one_start(found: list[tuple[Path, "Scoring"]]) -> list[tuple[Path, "Scoring"]]:
    from limbwatch.sensor.scorings.shared_start import with_shared_start

    named = [(path.name, scoring) for path, scoring in found]
    return [(path, with_shared_start(scoring, named)) for path, scoring in found]


def _reference(scoring: "Scoring", shift: float) -> Reference:
    legs, stages = scoring.leg_movements, scoring.stages

    def at(time: float | None) -> float | None:
        return None if time is None else time + shift

    return Reference(
        legs=_marks(legs, shift),
        side=np.array([str(side) for side in legs.side], dtype="<U8"),
        kind=np.array([str(kind) for kind in legs.kind], dtype="<U16"),
        stages=Marks.none() if stages is None else _marks(stages, shift),
        stage=np.array(
            [] if stages is None else [str(stage) for stage in stages.stage], dtype="<U8"
        ),
        lights_off=at(scoring.lights_off_s),
        lights_on=at(scoring.lights_on_s),
        breathing=_marks(scoring.breathing, shift),
        breathing_kind=np.array([str(kind) for kind in scoring.breathing.kind], dtype="<U24"),
        arousals=_marks(scoring.arousals, shift),
        sleep_starts=_marks(scoring.sleep_starts, shift) if len(scoring.sleep_starts) else None,
        resolution=scoring.resolution_s,
        listed=scoring.lists_legs,
        asleep=legs.asleep,
    )


def _marks(events: "ScoredEvents | Hypnogram", shift: float) -> Marks:
    return Marks(onset=events.onset_s + shift, duration=events.duration_s)


def _merged(parts: Sequence[Reference]) -> Reference:
    first = parts[0]
    if len(parts) == 1:
        return first
    content = {
        one.name: _joined([held for part in parts if (held := getattr(part, one.name)) is not None])
        for one in fields(Reference)
    }
    listed = [part for part in parts if len(part.legs)]
    asleep = [part.asleep for part in listed if part.asleep is not None]
    return Reference(
        **content
        | {
            "listed": any(part.listed for part in parts),
            "asleep": _joined(asleep) if len(asleep) == len(listed) else None,
            "resolution": max((part.resolution for part in listed), default=first.resolution),
        }
    )


def _joined(held: Sequence[Any]) -> Any:
    """Join what several files hold of one thing; of two times the first counts."""
    if not held or not isinstance(held[0], Marks | np.ndarray):
        return next(iter(held), None)
    if isinstance(held[0], Marks):
        return Marks(
            onset=np.concatenate([one.onset for one in held]),
            duration=np.concatenate([one.duration for one in held]),
        )
    return np.concatenate(held)
