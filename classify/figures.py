"""The typed figures of a night: the content of ``night.json``, key by key.

A new figure is a field here, with a default for nights that were written without it, and a value
in `limbwatch.classify.summary`. Field names are the keys of the file and end in the unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import LaboratoryFigures
from limbwatch.classify.night import Finding
from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.classify.rounding import half_up
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.classify.slept import Window
from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Span
from limbwatch.sensor.one_line import one_line


def moment(text: str) -> datetime:
    """Parse a time of ``night.json``.

    Raises
    ------
    ValueError
        If it is not a time, or has no offset from UTC.
    """
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(f"{text} has no offset from UTC")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepFigures:
    """How long and when the person slept, as estimated; None where unknown."""

    onset_s: float | None
    minutes: float | None
    efficiency: float | None
    waso_minutes: float | None
    latency_minutes: float | None
    time_in_bed_minutes: float | None
    observed_in_bed_minutes: float | None
    in_bed_s: Span | None
    asleep_s: tuple[Span, ...]
    observed_s: tuple[Span, ...]
    epoch_s: float
    epochs: int | None = None
    method: str
    estimated: bool = True

    __repr__ = one_line

    @property
    def of_the_observed(self) -> bool:
        """Whether the efficiency, a share of the observed time, differs as a share of time in bed.

        Compared in whole percent, as it is shown, and only where more time in bed was not observed
        than rounding to whole epochs explains.
        """
        bed, observed = self.time_in_bed_minutes, self.observed_in_bed_minutes
        if (
            self.efficiency is None
            or not bed
            or observed is None
            or bed - observed <= self.epoch_s / 60
        ):
            return False
        return half_up(100 * self.efficiency * observed / bed) != half_up(100 * self.efficiency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMovementFigures:
    """Movements of the legs, periodic or not, asleep and awake in bed."""

    count: int
    index_per_hour: float | None
    wake_count: int
    wake_index_per_hour: float | None

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFigures:
    """One series of periodic movements; ``interval_s`` is the median from onset to onset."""

    number: int
    count: int
    onset_s: float
    end_s: float
    interval_s: float

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalFigures:
    """Intervals within series; ``log_mean`` as seconds, ``log_sd`` of the natural logarithms."""

    count: int
    median: float | None
    log_mean: float | None
    log_sd: float | None

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class HourFigures:
    """Periodic movements of one hour of the clock; None without a sensor on a leg."""

    start: str
    start_s: float
    count: int | None
    wake_count: int | None
    sleep_minutes: float
    index_per_hour: float | None

    __repr__ = one_line

    def __post_init__(self) -> None:
        moment(self.start)

    @property
    def begins(self) -> datetime:
        """Aware start of the hour."""
        return moment(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlmFigures:
    """Periodic movements, each rate with the hours it was counted in.

    ``left``, ``right`` and ``bilateral`` are None where no sensor could have seen them, and without
    a sensor on a leg so are all counts and rates: see `uncounted`.
    """

    count: int | None
    index_per_hour: float | None
    hours_of_sleep: float
    wake_count: int | None
    wake_index_per_hour: float | None
    hours_of_wake: float
    series: tuple[SeriesFigures, ...]
    periodicity_index: float | None
    interval_s: IntervalFigures
    per_hour: tuple[HourFigures, ...]
    left: int | None
    right: int | None
    bilateral: int | None

    __repr__ = one_line

    def uncounted(self) -> "PlmFigures":
        """Return a copy with no counts or rates, for a night without a sensor on a leg.

        Movements that could not be seen are None, not 0. Series of the arms and hours stay.
        """
        hours = (
            replace(hour, count=None, wake_count=None, index_per_hour=None)
            for hour in self.per_hour
        )
        return replace(
            self,
            count=None,
            index_per_hour=None,
            wake_count=None,
            wake_index_per_hour=None,
            periodicity_index=None,
            per_hour=tuple(hours),
            left=None,
            right=None,
            bilateral=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JerkFigures:
    """One hypnic jerk."""

    onset: str
    onset_s: float
    limbs: tuple[Placement, ...]
    confidence: float | None
    reason: str

    __repr__ = one_line

    def __post_init__(self) -> None:
        moment(self.onset)


@dataclass(frozen=True, slots=True, kw_only=True)
class JerksFigures:
    """The hypnic jerks of the night."""

    count: int
    events: tuple[JerkFigures, ...]

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of a night with their denominators."""

    schema: str
    version: str
    rules: str
    age: float | None
    start: str
    end: str
    duration_s: float
    placements: tuple[Placement, ...]
    sleep: SleepFigures
    limb_movements: LegMovementFigures
    plm: PlmFigures
    hypnic_jerks: JerksFigures
    counts: Mapping[Kind, int]
    coverage: tuple[SensorFigures, ...]
    not_assessed: tuple[str, ...]
    another_sensor: tuple[str, ...] = ()
    findings: tuple[Finding, ...]
    subject: str | None = None
    session: str | None = None
    source: tuple[SourceFile, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    evening: str | None = None
    part: str | None = None
    window: Window = Window.ESTIMATED
    laboratory: LaboratoryFigures | None = None
    code: str = ""

    __repr__ = one_line

    def __post_init__(self) -> None:
        if self.evening is not None:
            date.fromisoformat(self.evening)
        if not self.begins <= self.ends:
            raise ValueError(f"the end ({self.end}) is before the start ({self.start})")

    @property
    def begins(self) -> datetime:
        """Aware time of second 0."""
        return moment(self.start)

    @property
    def ends(self) -> datetime:
        """Aware end of the last sample of any sensor."""
        return moment(self.end)

    @property
    def origin(self) -> Origin:
        """Whose night it is, and which files it was made from."""
        return Origin(
            subject=self.subject,
            session=self.session,
            source=self.source,
            asked=self.asked,
            simulated=self.simulated,
            evening=self.evening,
            part=self.part,
        )

    @property
    def test(self) -> str | None:
        """Name of the test that was recorded instead of a night; None for a night."""
        return self.origin.test

    @property
    def lived(self) -> bool:
        """Whether it is a real night of a person, neither a test nor simulated."""
        return not self.simulated and self.test is None

    @property
    def seldom_seen_legs(self) -> tuple[SensorFigures, ...]:
        """The ankle sensors that were worn for too small a share of the recording."""
        return tuple(
            one
            for one in self.coverage
            if one.placement.limb == "ankle"
            and one.worn_share is not None
            and one.worn_share < CONCERN.coverage
        )

    def sensor(self, placement: str) -> SensorFigures | None:
        """Return the sensor of a placement, or None."""
        return next((one for one in self.coverage if one.placement == placement), None)
