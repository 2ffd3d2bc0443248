"""What one sensor saw of a night, in figures."""

from dataclasses import dataclass

from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Span
from limbwatch.sensor.one_line import one_line

SETTING_UP_S = 30.0
"""Sensors are connected one after the other: so much after the first of them is no late begin, as
in `limbwatch.sensor.capture.balance`; chosen..."""
SETTING_UP = 0.1
"""...unless the recording is so short that it is more than this share of what the sensor recorded:
what is missed then is told as missing, and this is why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorFigures:
    """What one sensor saw: the rounded `limbwatch.classify.night.Coverage`."""

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
        """Seconds from the begin of the night to the first data; 0 of a sensor set up with it."""
        begun_s = self._begun_s
        return begun_s if begun_s > min(SETTING_UP_S, SETTING_UP * self.recorded_s) else 0.0

    @property
    def losses(self) -> tuple[Span, ...]:
        """The gaps after the first data: one that began later was not lost."""
        return self.gaps[1:] if self._begun_s else self.gaps

    @property
    def _begun_s(self) -> float:
        return self.gaps[0][1] if self.gaps and self.gaps[0][0] == 0 else 0.0
