"""Rows of any format, understood, tidied and put together as one scoring."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.scorings.scoring import (
    Hypnogram,
    ScoredEvents,
    ScoredLegMovements,
    Scoring,
)
from limbwatch.sensor.scorings.vocabulary import Meaning, meanings_of, stage_of

Times = NDArray[np.float64]


class ListedRow(NamedTuple):
    """One scored event as a program listed it; seconds from the file's second 0.

    ``stage`` is what a column of stages says beside it: of the moment of the event, no epoch.
    """

    onset_s: float
    duration_s: float
    text: str
    place: str = ""
    stage: str = ""


class ListedLeg(NamedTuple):
    """A row that is a leg movement; ``asleep`` is None where no stage is told beside it."""

    onset_s: float
    duration_s: float
    side: str
    kind: str
    asleep: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultDuration:
    """When a duration of exactly ``seconds`` is what the program fills in, and no measurement.

    Technicians' exports have 0 or 5.00 s in most rows and true durations in others. A value is
    taken for filled in where it stands in ``fewest`` rows or more and ``times`` as often as its
    neighbours up to ``near`` seconds away let expect. Chosen.
    """

    seconds: float = 5.0
    near: float = 1.0
    fewest: int = 3
    times: float = 3.0


DEFAULT_DURATION: Final = DefaultDuration()
_STEPS: Final = (1.0, 0.5, 0.1, 0.01, 0.001)
EPOCH_S: Final = 30.0
"""Sleep is staged in epochs of 30 s (AASM manual)."""
SHORTEST_STAGE_S: Final = 1.0
"""A duration below this is no stage's (they are scored in epochs of 30 s); chosen."""
LONGEST_MOVEMENT_S: Final = 15.0
"""No candidate is longer: a movement of both legs lasts up to 15 s (WASM 2016)."""
_STRONGER: Final = ("lm", "plm", "respiratory")
_BESIDE_EVENTS: Final = (
    "stages stand beside the events only: they tell which movements lay in sleep, and not how long "
    "was slept"
)
_NAMED: Final = 6
"""So many words of rows that were not used are named."""


def scoring_of(
    rows: Iterable[ListedRow],
    *,
    source: str,
    start: datetime | None = None,
    doubts: Sequence[str] = (),
    stages: Hypnogram | None = None,
) -> Scoring:
    """Understand rows and put them together.

    Parameters
    ----------
    rows : iterable of ListedRow
        In any order.
    source : str
        Name of the format.
    start : datetime, optional
        Time of second 0.
    doubts : sequence of str
        What the reader of the format took for what.
    stages : Hypnogram, optional
        Where the format lists stages apart.

    Returns
    -------
    Scoring
        With a doubt for whatever was joined, filled in, left out or not understood.
    """
    said = list(doubts)
    families: dict[str, list[tuple[ListedRow, Meaning]]] = {}
    unused: Counter[str] = Counter()
    for row in rows:
        meanings = meanings_of(row.text, row.place)
        if not meanings:
            unused[row.text.strip() or "(no text)"] += 1
        for meaning in meanings:
            families.setdefault(meaning.family, []).append((row, meaning))
    if unused:
        said.append(_unused(unused))
    listed = [
        ListedLeg(row.onset_s, row.duration_s, m.side, m.kind, _asleep(row.stage))
        for row, m in families.get("leg", ())
    ]
    legs = leg_movements_of(_without_series(listed, said), said)
    staged = [(row.onset_s, row.duration_s, m.kind) for row, m in families.get("stage", ())]
    if staged or stages is not None:
        legs = replace(legs, asleep=None)  # epochs tell more than what stands beside events
    elif legs.asleep is not None:
        said.append(_BESIDE_EVENTS)
    return Scoring(
        start=start,
        leg_movements=legs,
        stages=hypnogram_of(staged, said) if staged else stages,
        lights_off_s=_lights(families, "lights_off", said),
        lights_on_s=_lights(families, "lights_on", said),
        breathing=_events(families.get("breathing", ())),
        arousals=_events(families.get("arousal", ())),
        sleep_starts=_events(families.get("sleep_start", ())),
        source=source,
        resolution_s=resolution_of(legs.onset_s),
        doubts=tuple(said),
        unused=dict(unused.most_common()),
    )


def _asleep(stage: str) -> bool | None:
    """Tell sleep by a column of stages; None where it says nothing that is known."""
    found = stage_of(stage, bare=True) if stage.strip() else None
    return None if found in (None, "unknown") else found != "W"


def _without_series(listed: list[ListedLeg], said: list[str]) -> list[ListedLeg]:
    """Leave out rows that reach over a whole series, as Noxturnal's PLM beside its PLMS."""
    onset = np.sort([row[0] for row in listed if not row[1] > LONGEST_MOVEMENT_S])
    kept = [
        row
        for row in listed
        if not row[1] > LONGEST_MOVEMENT_S
        or np.diff(np.searchsorted(onset, (row[0] - 1, row[0] + row[1])))[0] <= 2
    ]
    if len(kept) < len(listed):
        said.append(
            f"{len(listed) - len(kept)} rows of leg movements last longer than "
            f"{LONGEST_MOVEMENT_S:g} s and hold others: they mark series and were left out"
        )
    return kept


def leg_movements_of(listed: Sequence[ListedLeg], said: list[str]) -> ScoredLegMovements:
    """Tidy leg movements: one row for what was listed twice, no duration that is a filler.

    Parameters
    ----------
    listed : sequence of ListedLeg
    said : list of str
        What was done is added.

    Returns
    -------
    ScoredLegMovements
        In order of onset; whether asleep is told only where every row tells it.
    """
    durations = np.array([row.duration_s for row in listed], np.float64)
    filled = _filled_in(durations)
    if filled.any():
        values = ", ".join(f"{value:g} s" for value in np.unique(durations[filled]))
        said.append(
            f"{int(filled.sum())} of {len(listed)} leg movements have a duration that the program "
            f"fills in ({values}): only their onsets are used"
        )
        durations = np.where(filled, np.nan, durations)
    rows = sorted(
        (row._replace(duration_s=float(d)) for row, d in zip(listed, durations, strict=True)),
        key=lambda row: row[:4],
    )
    kept, doubled, both = _one_each(rows)
    if doubled:
        said.append(f"{doubled} leg movements are listed twice for the same leg and were joined")
    if both:
        said.append(f"{both} pairs of rows of both legs at one moment are one movement of both")
    told = [row.asleep for row in kept if row.asleep is not None]
    if told and len(told) < len(kept):
        said.append(
            f"a stage stands beside {len(told)} of {len(kept)} leg movements only, so it is not used"
        )
    return ScoredLegMovements(
        onset_s=np.array([row.onset_s for row in kept], np.float64),
        duration_s=np.array([row.duration_s for row in kept], np.float64),
        side=np.array([row.side for row in kept], dtype="<U8"),
        kind=np.array([row.kind for row in kept], dtype="<U16"),
        asleep=np.array(told, np.bool_) if told and len(told) == len(kept) else None,
    )


def _filled_in(durations: Times) -> NDArray[np.bool_]:
    rule = DEFAULT_DURATION
    zero = durations == 0
    same = np.isclose(durations, rule.seconds, atol=1e-6)
    others = durations[~same & ~zero & np.isfinite(durations)]
    near = int((np.abs(others - rule.seconds) <= rule.near).sum())
    # of durations in steps, so many of the neighbours' rows fall on any one step
    expected = near * (resolution_of(others) or _STEPS[-1]) / (2 * rule.near)
    often = same.sum() >= rule.fewest and same.sum() > rule.times * expected
    return np.asarray(zero | (same & often))


def _one_each(rows: list[ListedLeg]) -> tuple[list[ListedLeg], int, int]:
    """Join rows of one moment: of one leg always, of two where their durations agree."""
    kept: list[ListedLeg] = []
    doubled = both = 0
    first = 0  # of the rows kept that begin at this moment
    for row in rows:
        if kept and row.onset_s - kept[-1].onset_s > 1e-3:
            first = len(kept)
        for place in range(first, len(kept)):
            other = kept[place]
            lengths = (other.duration_s, row.duration_s)
            same_length = lengths[0] == lengths[1] or bool(np.isnan(lengths).all())
            asleep = other.asleep if row.asleep is None else row.asleep or bool(other.asleep)
            joined = other._replace(
                kind=max(other.kind, row.kind, key=_STRONGER.index), asleep=asleep
            )
            if other.side == row.side:
                longest = float(np.fmax(*lengths))
                kept[place], doubled = joined._replace(duration_s=longest), doubled + 1
                break
            if {other.side, row.side} == {"left", "right"} and same_length:
                kept[place], both = joined._replace(side="both"), both + 1
                break
        else:
            kept.append(row)
    return kept, doubled, both


def hypnogram_of(listed: Sequence[tuple[float, float, str]], said: list[str]) -> Hypnogram:
    """Put stages in order; one without a duration lasts until the next.

    Parameters
    ----------
    listed : sequence of (float, float, str)
        Onset, duration, stage.
    said : list of str
        What was done is added.
    """
    rows = sorted(listed, key=lambda row: row[0])
    unstaged = sum(row[2] == "N" for row in rows)
    if unstaged:
        said.append(
            f"{unstaged} stages are NREM sleep that was not staged further: N2 stands for them"
        )
        rows = [(*row[:2], "N2" if row[2] == "N" else row[2]) for row in rows]
    onset = np.array([row[0] for row in rows], np.float64)
    duration = np.array([row[1] for row in rows], np.float64)
    unknown = ~(duration >= SHORTEST_STAGE_S)
    if unknown.any():
        until_next = np.append(np.diff(onset), EPOCH_S)
        duration = np.where(unknown, until_next, duration)
        said.append(
            f"{int(unknown.sum())} stages have no duration of {SHORTEST_STAGE_S:g} s or more: each "
            f"was taken to last until the next, the last one {EPOCH_S:g} s"
        )
    beyond = np.append(duration[:-1] > np.diff(onset) + SHORTEST_STAGE_S, False)
    if beyond.any():
        duration[beyond] = np.diff(onset)[beyond[:-1]]
        said.append(f"{int(beyond.sum())} stages last into the next: they were cut there")
    return Hypnogram(
        onset_s=onset, duration_s=duration, stage=np.array([row[2] for row in rows], dtype="<U8")
    )


def resolution_of(onsets: Times) -> float:
    """Find the step of times: the longest whose multiples lie between all of them.

    Parameters
    ----------
    onsets : ndarray of float
        Seconds.

    Returns
    -------
    float
        1 for whole seconds; 0 when there is none, or fewer than two times.
    """
    if len(onsets) < 2:
        return 0.0
    since = onsets - onsets[0]
    return next((s for s in _STEPS if np.allclose(since / s, np.rint(since / s), atol=1e-4)), 0.0)


def _lights(
    families: dict[str, list[tuple[ListedRow, Meaning]]], family: str, said: list[str]
) -> float | None:
    times = sorted(row.onset_s for row, _ in families.get(family, ()))
    if not times:
        return None
    chosen, which = (times[0], "first") if family == "lights_off" else (times[-1], "last")
    if len(times) > 1:
        words = family.replace("_", " ")
        said.append(f"{words} is marked {len(times)} times: the {which} was taken")
    return chosen


def _events(found: Sequence[tuple[ListedRow, Meaning]]) -> ScoredEvents:
    rows = sorted((row.onset_s, row.duration_s or float("nan"), m.kind) for row, m in found)
    return ScoredEvents(
        onset_s=np.array([row[0] for row in rows], np.float64),
        duration_s=np.array([row[1] for row in rows], np.float64),
        kind=np.array([row[2] for row in rows], dtype="<U24"),
    )


def _unused(words: Counter[str]) -> str:
    named = ", ".join(f"{text[:40]!r} ({count})" for text, count in words.most_common(_NAMED))
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    one = words.total() == 1
    rows = "1 row is of a kind" if one else f"{words.total()} rows are of kinds"
    return f"{rows} not understood or not used here: {named}{more}"
