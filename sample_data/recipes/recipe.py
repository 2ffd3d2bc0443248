"""The ingredients of a kind of night, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from limbwatch.sample_data.sensor_model import SensorModel

Range = tuple[float, float]
Group = Literal["plain", "kinds"]
Shape = Literal["flexion", "hold", "kick", "doublet", "clonic"]
Episode = Literal[
    "adjustment", "alternating", "convulsion", "cramp", "dream_enactment", "foot_tremor",
    "scratching", "short_interval", "shudder", "startle", "stir", "tremor", "twitch", "walking",
]  # fmt: skip

_ORDINARY_SHAPES: Mapping[Shape, float] = MappingProxyType(
    {"flexion": 0.68, "hold": 0.12, "kick": 0.13, "doublet": 0.03, "clonic": 0.04}
)


def _ordinary() -> Mapping[Shape, float]:
    return _ORDINARY_SHAPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """Periodic limb movements of a night."""

    per_hour: Range
    """Range of movements per hour of sleep."""
    interval_s: Range = (17.0, 38.0)
    """Range of the night's geometric mean onset-to-onset interval. In restless legs the intervals
    peak at 22-26 s within 15-30 s, log-normal within 10-90 s (PMID 17252889)."""
    interval_log_sd: Range = (0.14, 0.3)
    """Range of the night's standard deviation of the log interval."""
    peak_g: Range = (0.05, 0.35)
    """Range of the night's median peak at the ankle, log-uniform."""
    peak_log_sd: Range = (0.25, 0.45)
    """Range of the spread of the log peak within the night."""
    both: Range = (0.1, 0.6)
    """Range of the share of movements of both legs; 93 % of bilateral pairs overlap (Sleep Med
    2017;32:10)."""
    arms: Range = (0.0, 0.1)
    """Range of the share in which an arm joins in."""
    shapes: Mapping[Shape, float] = field(default_factory=_ordinary)
    """Weights of the ways a leg moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Shaking of the bed by other causes than the sleeper; peaks are log-uniform in their range."""

    partner_per_hour: Range = (0.0, 0.0)
    """Movements of a bed partner."""
    partner_peak_g: Range = (0.002, 0.012)
    """Acceleration that these movements give the mattress."""
    knocks_per_hour: Range = (0.0, 0.0)
    """A door, a pet, somebody sitting down."""
    knock_peak_g: Range = (0.03, 0.5)
    touches_per_hour: Range = (0.0, 0.0)
    """Trains of pushes against a single limb, as by a pet that kneads or a partner's foot."""
    touch_peak_g: Range = (0.006, 0.04)
    vibration_share: Range = (0.0, 0.0)
    """Share of the night with a pump or an engine running."""
    vibration_peak_g: Range = (0.002, 0.012)
    """Acceleration of the mattress by that."""
    coupling: Range = (0.001, 0.015)
    """Share of the peak of one limb's own movement that the mattress transmits to the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """The kinds of sensor, and how they are worn."""

    sensors: tuple[SensorModel, ...] = (SensorModel(),)
    """Models from which each sensor is drawn."""
    strap_ring: Range = (0.0, 0.0)
    """Range of the peak of the ringing of a loose strap, relative to that of the movement."""
    slips: Range = (0.0, 0.0)
    """Range of the number of times a sensor turns on its limb."""
    falls_off: float = 0.0
    """Probability that one sensor comes off for the rest of the night."""
    off_share: Range = (0.0, 0.0)
    """Range of the share of the night that one sensor spends on a charger or a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of night; each seed draws new values from the ranges."""

    name: str
    description: str
    group: Group = "plain"
    """``plain``, or ``kinds`` for nights made to contain a kind of movement."""
    periodic: Periodic | None = None
    """Periodic limb movements, if any."""
    hypnic_jerks: Range = (0.0, 1.0)
    """Number in the night. 60-70 % of people have them at some time, about 10 % daily (ICSD-3)."""
    hypnic_peak_g: Range = (0.1, 1.6)
    """Range of their peaks, log-uniform."""
    isolated_per_hour: Range = (1.0, 4.0)
    """Single leg movements per hour of sleep."""
    arms_per_hour: Range = (1.0, 4.0)
    """Single arm movements per hour of sleep."""
    isolated_peak_g: Range = (0.03, 0.4)
    """Range of the peaks of leg and arm movements outside series, log-uniform."""
    isolated_shapes: Mapping[Shape, float] = field(default_factory=_ordinary)
    """Weights of the ways an isolated leg moves."""
    postures_per_hour: Range = (1.0, 2.5)
    """Changes of posture per hour of sleep. Together with ``stir`` they make the 6.8/h (4.5-10.8)
    large movements of healthy adults (Ferri 2021, PMC8436137)."""
    vigour: Range = (0.08, 1.0)
    """Range of the size of movements of several limbs around their resting places, log-uniform; 1
    is a sleeper who stretches."""
    latency_min: Range = (9.0, 25.0)
    """Minutes awake before sleep."""
    awakenings: tuple[int, int] = (2, 6)
    """Number in 8 h."""
    vitals_mg: Range = (0.2, 1.5)
    """Range of the amplitude of breath and of pulse at a resting sensor, mg, log-uniform."""
    restless_per_min: Range = (0.0, 0.0)
    """Movements of restless legs per minute awake before sleep."""
    episodes: Mapping[Episode, Range] = field(
        default_factory=lambda: {"stir": (10.0, 30.0), "twitch": (0.0, 6.0)}
    )
    """Range of the number of other episodes in 8 h; one with a lower end of 1 or more occurs at
    least once in a night of any length."""
    surroundings: Surroundings = Surroundings()
    wear: Wear = Wear()
