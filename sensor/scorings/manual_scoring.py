"""What a person scored of one night, whatever program wrote it, placed on a night's clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Words
from limbwatch.sensor.scorings.moments import UNKNOWN_DAY

SLEEP_STAGES: Final = ("N1", "N2", "N3", "R")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredEvents:
    """Events of one family; every column has shape (n,)."""

    onset_s: Array = field(default_factory=lambda: np.empty(0))
    """Onset, seconds from second 0 of the file."""
    duration_s: Array = field(default_factory=lambda: np.empty(0))
    """Duration, seconds; NaN if unknown."""
    kind: Words = field(default_factory=lambda: np.empty(0, dtype="<U1"))
    """Such as ``obstructive_apnea``, ``hypopnea``, ``arousal``."""

    def __len__(self) -> int:
        return len(self.onset_s)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredLegMovements(ScoredEvents):
    """Leg movements as listed, of kind ``lm``, ``plm`` or ``respiratory``."""

    side: Words = field(default_factory=lambda: np.empty(0, dtype="<U1"))
    """``left``, ``right``, ``both`` or ``unknown``; shape (n,)."""
    asleep: Mask | None = None
    """Whether the person slept at each onset, if the list itself tells; shape (n,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hypnogram:
    """Stretches of one sleep stage each: ``W``, ``N1``, ``N2``, ``N3``, ``R`` or ``unknown``."""

    onset_s: Array
    duration_s: Array
    stage: Words

    def stage_at(self, moments: Array) -> Words:
        """Return the stage at each moment, seconds; ``unknown`` outside the stretches."""
        if not len(self.onset_s):
            return np.full(len(moments), "unknown")
        place = np.searchsorted(self.onset_s, moments, side="right") - 1
        within = (place >= 0) & (moments < (self.onset_s + self.duration_s)[place])
        return np.where(within, self.stage[place], "unknown")

    def asleep_at(self, moments: Array) -> Mask:
        """Return whether a stage of sleep was scored at each moment, seconds."""
        return np.isin(self.stage_at(moments), SLEEP_STAGES)

    @property
    def hours_asleep(self) -> float:
        """Time in stages of sleep, hours."""
        return float(self.duration_s[np.isin(self.stage, SLEEP_STAGES)].sum() / 3600)

    @property
    def hours_awake(self) -> float:
        """Time scored as wake, hours."""
        return float(self.duration_s[self.stage == "W"].sum() / 3600)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scoring:
    """The content of one file of scored events."""

    start: datetime | None
    """Written time of second 0, without a zone unless the file has one."""
    from_recording: bool = False
    """Whether second 0 is the start of the recording, and not of the first event."""
    leg_movements: ScoredLegMovements = field(default_factory=ScoredLegMovements)
    stages: Hypnogram | None = None
    lights_off_s: float | None = None
    lights_on_s: float | None = None
    hours_of_sleep: float | None = None
    """Stated by a list without stages."""
    breathing: ScoredEvents = field(default_factory=ScoredEvents)
    arousals: ScoredEvents = field(default_factory=ScoredEvents)
    sleep_starts: ScoredEvents = field(default_factory=ScoredEvents)
    source: str
    """Name of the format."""
    resolution_s: float
    """Step of its onsets, seconds: 1 for whole seconds."""
    doubts: tuple[str, ...] = ()
    """Assumptions, and what was not understood, as sentences."""
    unused: Mapping[str, int] = field(default_factory=dict)
    """Words of rows that were not understood or not used, with counts; most frequent first."""

    @property
    def lists(self) -> tuple[ScoredEvents | Hypnogram, ...]:
        """All lists of events, and the stages."""
        events = (self.leg_movements, self.breathing, self.arousals, self.sleep_starts)
        return events if self.stages is None else (*events, self.stages)

    @property
    def stretch(self) -> tuple[float, float]:
        """Beginning and end of everything it holds, seconds from its start."""
        edges = [edge for edge in (self.lights_off_s, self.lights_on_s) if edge is not None]
        for one in self.lists:
            if len(one.onset_s):
                ends = one.onset_s + np.nan_to_num(one.duration_s)
                edges += [float(one.onset_s.min()), float(ends.max())]
        return (min(edges), max(edges)) if edges else (0.0, 0.0)

    @property
    def start_words(self) -> str | None:
        """The start in ISO 8601, without a date if it has none; None without a start."""
        if self.start is None:
            return None
        dated = self.start.date() != UNKNOWN_DAY.date()
        return self.start.isoformat() if dated else self.start.timetz().isoformat()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it was understood."""
        return self.stages is None and not any(len(one.onset_s) for one in self.lists)

    @property
    def lists_legs(self) -> bool:
        """Whether leg movements were understood, or the file has no row at all: none happened.

        A file with other rows but no leg movement may be a hypnogram, or name movements by unknown
        words, so that no index can be told from it.
        """
        return bool(len(self.leg_movements)) or (self.is_empty and not self.unused)


_DAY: Final = timedelta(days=1)
_HALF_DAY: Final = timedelta(hours=12)
_NO_TIME: Final = "it has no time of day, so its seconds are taken to count from our start"
_WRITE_START: Final = (
    "if its seconds count from another time, write # start: and that time above the rows of a text"
)
_NO_DATE: Final = "it has times of day without a date, so they are taken to be of our night"


def second_zero(
    theirs: datetime | None,
    ours: datetime,
    *,
    stretch: tuple[float, float] = (0.0, 0.0),
    length: float = 0.0,
    shift: float = 0.0,
) -> tuple[float, tuple[str, ...]]:
    """Return the start of a scoring on a night's clock, seconds, and the assumptions made.

    ``theirs`` is the start of a `Scoring`, in the night's zone if it has none; ``stretch`` is the
    beginning and end of what the scoring holds, seconds from its start. ``length`` is that of the
    night, and ``shift`` how far its clock is ahead, as a person states, both in seconds: the date
    may be wrong with it. The scoring's date is believed if it then meets the night; otherwise only
    its time of day is used, as anonymous files have made-up dates.
    """
    if theirs is None:
        return 0.0, (_NO_TIME, _WRITE_START)
    ahead, night = timedelta(seconds=shift), timedelta(seconds=length)
    first, last = (timedelta(seconds=edge) for edge in stretch)

    def meets(apart: timedelta) -> bool:
        return apart - ahead + last >= timedelta(0) and apart - ahead + first <= night

    apart = _difference(theirs, ours)
    if abs(apart - ahead) <= _HALF_DAY or meets(apart):
        return apart.total_seconds(), ()
    own = theirs.tzinfo or ours.tzinfo
    day = (ours + ahead).astimezone(own).date()
    times = [datetime.combine(day + _DAY * k, theirs.time(), theirs.tzinfo) for k in (-1, 0, 1)]
    # prefer a day on which it meets the night, then the nearest
    nearest = min(
        (_difference(time, ours) for time in times),
        key=lambda one: (not meets(one), abs(one - ahead)),
    )
    if theirs.date() == UNKNOWN_DAY.date():
        return nearest.total_seconds(), (_NO_DATE,)
    assumption = (
        f"it does not have the date of our night ({ours:%Y-%m-%d}) but {theirs:%Y-%m-%d}, so only "
        "its time of day is used"
    )
    return nearest.total_seconds(), (assumption,)


def _difference(theirs: datetime, ours: datetime) -> timedelta:
    """Return the difference through UTC, as clocks may change between the two."""
    aware = theirs if theirs.utcoffset() is not None else theirs.replace(tzinfo=ours.tzinfo)
    return aware.astimezone(UTC) - ours.astimezone(UTC)
