"""A laboratory's files, read and moved to the clock of a night."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from limbwatch.classify.agreement.clock_fit import ClockFit, fit_clock, shifted
from limbwatch.classify.agreement.ours import leg_movements_of
from limbwatch.classify.laboratory import BreathingEvent, Laboratory
from limbwatch.classify.night import Night
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.laboratory_files import LaboratoryFile, LaboratoryFiles
from limbwatch.cli.reading.another_night import another_night_doubt
from limbwatch.cli.reading.scored_clock import on_clock_of_night
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.arrays import Span
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, ScoredEvents, Scoring, second_zero
from limbwatch.sensor.scorings.reading import read_scoring
from limbwatch.sensor.scorings.shared_start import with_shared_start

_CLOCK_UNKNOWN: Final = (
    "leg movements do not show how far its clock was off ours, so both are taken as they are "
    "written; give the difference with --hypnogram-shift or --breathing-shift SECONDS"
)
_OPTIONS: Final = "--hypnogram-shift or --breathing-shift SECONDS"
_SAME_RECORDER: Final = (
    "if it is from the recorder of {name}, whose clock was {seconds:.1f} s ahead, give it that "
    "shift too: the window of respiratory movements is of seconds"
)
_LAG_S: Final = 2.0
"""Largest lag between muscle and limb, with rounding, seconds; a larger difference of shifts is a
mistake. Chosen."""
_SHIFT_CONTRADICTED: Final = (
    "its clock was said to be {shift:.1f} s ahead of ours, but {pairs} leg movements of both show "
    "that it was {offset:.1f} s ahead: check whether the seconds or their sign were mistyped"
)
_MATTERS_S: Final = 0.5
"""Least clock offset that is suggested for the other file, seconds. Chosen: breathing events are
marked by the second."""
_AS_WRITTEN: Final = ClockFit(offset_s=0.0, drift_ppm=None, origin="as written", certain=False)
"""Clock of a file whose times are used as written."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _AlignedScoring:
    """A scoring and the transformation of its times to our clock."""

    file: LaboratoryFile
    scoring: Scoring
    zero: float
    """Second 0 of the scoring, seconds from the night's start by the file's clock."""
    clock: ClockFit
    """Fit of the file's clock to ours."""
    remarks: tuple[str, ...]

    def times(self, seconds: np.ndarray) -> np.ndarray:
        return self.clock.to_ours(seconds + self.zero)

    def time(self, seconds: float | None) -> float | None:
        return None if seconds is None else float(self.times(np.array([seconds]))[0])

    @property
    def title(self) -> str:
        return f"{self.file.name} ({self.scoring.source})"


def laboratory_on(night: Night, files: LaboratoryFiles) -> Laboratory | None:
    """Read the laboratory files of a night that was scored without them; None without files.

    Its leg movements show the offset between the clocks, if the files list leg movements too.

    Raises
    ------
    UnreadableFile
        If a file is not a scoring.
    CommandError
        If a file lacks what its option asks for, or is of another night.
    """
    if not files:
        return None
    both = files.of_both
    hypnogram = both or files.hypnogram
    staged = None if hypnogram is None else _read(night, hypnogram, files)
    # one file has one clock, and is reported once
    breathing = staged if both else None
    if files.breathing is not None and not both:
        breathing = _read(night, files.breathing, files)
    if staged is not None and staged.scoring.stages is None:
        raise _missing_content(staged, "sleep stages", "--hypnogram")
    if breathing is not None and breathing.scoring.is_empty:
        raise _missing_content(breathing, "breathing events", "--breathing")
    read = (staged,) if both else (staged, breathing)
    found = _suggest_shift([one for one in read if one is not None])
    length = (night.end - night.start).total_seconds()
    for one in found:
        _require_overlap(one, night, length)
    breaths = breathing or (staged if staged and len(staged.scoring.breathing) else None)
    aroused = next((one for one in found if len(one.scoring.arousals)), None)
    first = found[0]
    return Laboratory(
        files=tuple(one.title for one in found),
        clock_offset_s=first.clock.offset_s or 0.0,
        clock_drift_ppm=first.clock.drift_ppm or 0.0,
        clock_from=first.clock.origin,
        stages=None if staged is None else _aligned_stages(staged),
        staged=staged is not None,
        lights_off=first.time(first.scoring.lights_off_s),
        lights_on=first.time(first.scoring.lights_on_s),
        breathing=None if breaths is None else _aligned_breathing(breaths, length),
        arousals=None if aroused is None else _aligned_arousals(aroused, length),
        remarks=tuple(f"{one.file.name}: {said}" for one in found for said in one.remarks),
    )


def _suggest_shift(found: list[_AlignedScoring]) -> list[_AlignedScoring]:
    """Suggest the certain shift of one file for the other: they may be of one recorder."""
    told = next((one for one in found if one.clock.certain), None)
    offset = 0.0 if told is None else told.clock.offset_s or 0.0
    if told is None or abs(offset) < _MATTERS_S:
        return found
    said = _SAME_RECORDER.format(name=told.file.name, seconds=offset)
    return [
        one if one.clock is not _AS_WRITTEN else replace(one, remarks=(*one.remarks, said))
        for one in found
    ]


def _read(night: Night, file: LaboratoryFile, files: LaboratoryFiles) -> _AlignedScoring:
    scoring = _scoring_in(file)
    if scoring.start is None:
        beside = [(one.name, _scoring_in(one)) for one in files.by_option.values()]
        scoring = with_shared_start(scoring, beside)
    zero, doubt = second_zero(
        scoring.start,
        night.start,
        stretch=scoring.stretch,
        length=(night.end - night.start).total_seconds(),
        shift=file.shift_s or 0.0,
    )
    scoring, changed = on_clock_of_night(scoring, zero, night)
    other_date = scoring.start if doubt and len(scoring.leg_movements) else None
    clock, said = _choose_clock(night, scoring, zero, file.shift_s, other_date)
    remarks = (*scoring.doubts, *doubt, *changed, *said)
    return _AlignedScoring(file=file, scoring=scoring, zero=zero, clock=clock, remarks=remarks)


def _scoring_in(file: LaboratoryFile) -> Scoring:
    try:
        return read_scoring(file.path)
    except UnreadableFile as error:
        # a person knows a copy by the name of the original
        raise UnreadableFile(str(error).replace(str(file.path), file.name)) from error


def _choose_clock(
    night: Night,
    scoring: Scoring,
    zero: float,
    shift: float | None,
    other_date: datetime | None,
) -> tuple[ClockFit, tuple[str, ...]]:
    if shift is not None:
        return shifted(shift), _check_shift(night, scoring, zero, shift)
    theirs = np.unique(scoring.leg_movements.onset_s) + zero
    found = fit_clock(leg_movements_of(night).onset, theirs, resolution=scoring.resolution_s)
    if found.certain:
        offset, ppm = found.offset_s or 0.0, round(found.drift_ppm or 0.0)
        drift = f" and runs {abs(ppm)} ppm {'fast' if ppm > 0 else 'slow'}" if ppm else ""
        said = (
            f"its clock was {abs(offset):.1f} s {'ahead of' if offset >= 0 else 'behind'} ours"
            f"{drift}, by {found.pairs} leg movements of both; its times were changed so"
        )
        return found, (said,)
    doubts = another_night_doubt(other_date, night, pairs=found.pairs, option=_OPTIONS)
    return _AS_WRITTEN, doubts or (_CLOCK_UNKNOWN,)


def _check_shift(night: Night, scoring: Scoring, zero: float, shift: float) -> tuple[str, ...]:
    """Return a warning if the leg movements contradict the shift a person gave, as after a typo."""
    ours = leg_movements_of(night).onset
    theirs = np.unique(scoring.leg_movements.onset_s) + zero
    # search around the given shift first, then as if none were given
    for around in dict.fromkeys((shift, 0.0)):
        found = fit_clock(ours, theirs - around, resolution=scoring.resolution_s)
        if found.certain and found.offset_s is not None:
            offset = found.offset_s + around
            if abs(offset - shift) <= _LAG_S:
                return ()
            return (_SHIFT_CONTRADICTED.format(shift=shift, pairs=found.pairs, offset=offset),)
    return ()


def _require_overlap(one: _AlignedScoring, night: Night, length: float) -> None:
    listed = [one.scoring.breathing.onset_s, one.scoring.arousals.onset_s]
    if one.scoring.stages is not None:
        listed.append(one.scoring.stages.onset_s)
    times = one.times(np.concatenate(listed))
    if not len(times) or (times.min() < length and times.max() >= 0):
        return
    first, last = (night.start + timedelta(seconds=float(t)) for t in (times.min(), times.max()))
    raise CommandError(
        f"{one.file.name} is from another time: its events are from {first:%Y-%m-%d %H:%M} to "
        f"{last:%Y-%m-%d %H:%M}, and the night from {night.start:%Y-%m-%d %H:%M} to "
        f"{night.end:%Y-%m-%d %H:%M}. Name the file of this night, or say with --hypnogram-shift "
        "or --breathing-shift SECONDS how much its clock is ahead.",
        exit_code=ExitCode.UNREADABLE,
    )


def _missing_content(one: _AlignedScoring, what: str, option: str) -> CommandError:
    return CommandError(
        f"{one.title} holds no {what}, which {option} asks for"
        + (f" ({'; '.join(one.scoring.doubts)})" if one.scoring.doubts else "")
        + ". Name the file that holds them.",
        exit_code=ExitCode.UNREADABLE,
    )


def _aligned_stages(one: _AlignedScoring) -> Hypnogram | None:
    stages = one.scoring.stages
    if stages is None:
        return None
    onset = one.times(stages.onset_s)
    end = one.times(stages.onset_s + stages.duration_s)
    return replace(stages, onset_s=onset, duration_s=end - onset)


def _aligned_spans(
    one: _AlignedScoring, events: ScoredEvents, length: float
) -> list[tuple[str, Span]]:
    """Return kind and span of the events within the night; an unknown end is NaN."""
    start, end = one.times(events.onset_s), one.times(events.onset_s + events.duration_s)
    return [
        (str(kind), (max(0.0, float(a)), float(b)))
        for kind, a, b in zip(events.kind, start, end, strict=True)
        if a < length and not (b if np.isfinite(b) else a) < 0
    ]


def _aligned_breathing(one: _AlignedScoring, length: float) -> tuple[BreathingEvent, ...]:
    return tuple(
        BreathingEvent(kind=kind, start_s=start, end_s=end if np.isfinite(end) else None)
        for kind, (start, end) in _aligned_spans(one, one.scoring.breathing, length)
    )


def _aligned_arousals(one: _AlignedScoring, length: float) -> tuple[Span, ...]:
    return tuple(
        (start, end if np.isfinite(end) else start)
        for _, (start, end) in _aligned_spans(one, one.scoring.arousals, length)
    )
