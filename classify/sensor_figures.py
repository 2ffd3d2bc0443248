"""The figures of one sensor's coverage of a night."""

from dataclasses import dataclass

from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Span
from limbwatch.sensor.one_line import one_line

SETTING_UP_S = 30.0
"""Longest delay after the first sensor that is not a late start, seconds: sensors are connected one
after the other, as in `limbwatch.sensor.capture.balance`. Chosen."""
SETTING_UP = 0.1
"""Largest share of the sensor's recording that such a delay may be: in a short recording a shorter
delay is reported as missing data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorFigures:
    """The coverage of one sensor: a rounded `limbwatch.classify.night.Coverage`."""

    placement: Placement
    device: str
    recorded_s: float
    worn_s: float
    worn_share: float | None
    gaps: tuple[Span, ...]
    not_worn: tuple[Span, ...]
    rate_hz: float
    rate_nominal_hz: float | None
    clock_drift_ppm: float | None
    floor_g: float | None
    threshold_g: float | None
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    __repr__ = one_line

    @property
    def late_s(self) -> float:
        """Seconds from the start of the night to the first data; 0 within the setting-up time."""
        begun_s = self._begun_s
        return begun_s if begun_s > min(SETTING_UP_S, SETTING_UP * self.recorded_s) else 0.0

    @property
    def losses(self) -> tuple[Span, ...]:
        """The gaps after the first data; a late start is not a loss."""
        return self.gaps[1:] if self._begun_s else self.gaps

    @property
    def _begun_s(self) -> float:
        return self.gaps[0][1] if self.gaps and self.gaps[0][0] == 0 else 0.0
