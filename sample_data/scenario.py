"""The kinds of night that the simulator makes, as data."""

from dataclasses import dataclass, field
from typing import Literal

from limbwatch.sample_data.sensor_model import SensorModel

Range = tuple[float, float]
Group = Literal["plain", "hard", "kinds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """Periodic limb movements of a night.

    Parameters
    ----------
    per_hour : tuple of float
        Range of movements per hour of sleep.
    interval_s : tuple of float
        Range of the night's geometric mean onset-to-onset interval. In restless legs the
        intervals peak at 22-26 s within 15-30 s, log-normal within 10-90 s (PMID 17252889).
    interval_log_sd : tuple of float
        Range of the night's standard deviation of the log interval.
    peak_g : tuple of float
        Range of the night's median peak at the ankle, log-uniform.
    peak_log_sd : tuple of float
        Spread of the log peak within the night.
    both : tuple of float
        Range of the share of movements of both legs; 93 % of bilateral pairs overlap
        (Sleep Med 2017;32:10).
    shapes : dict of str to float
        Weights of flexion, hold, kick and doublet.
    """

    per_hour: Range
    interval_s: Range = (17.0, 38.0)
    interval_log_sd: Range = (0.14, 0.3)
    peak_g: Range = (0.06, 0.3)
    peak_log_sd: Range = (0.25, 0.45)
    both: Range = (0.1, 0.6)
    shapes: dict[str, float] = field(
        default_factory=lambda: {"flexion": 0.7, "hold": 0.12, "kick": 0.15, "doublet": 0.03}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of night; ranges are drawn from anew for each seed.

    Parameters
    ----------
    name, description : str
    group : str
        ``plain``, ``hard`` or ``kinds``.
    periodic : Periodic or None
        Periodic limb movements, if any.
    hypnic_jerks : tuple of float
        Number in the night. 60-70 % of people have them at some time, about 10 % daily
        (ICSD-3).
    hypnic_peak_g : tuple of float
        Range of their peaks, log-uniform.
    isolated_per_hour, arms_per_hour : tuple of float
        Single leg and arm movements per hour of sleep.
    isolated_peak_g : tuple of float
        Range of the peaks of leg and arm movements outside series, log-uniform.
    postures_per_hour : tuple of float
        Posture changes per hour of sleep; 6.8/h (4.5-10.8) large movements in healthy adults
        (Ferri 2021, PMC8436137), of which about a third turns the body.
    latency_min : tuple of float
        Minutes awake before sleep.
    awakenings : tuple of int
        Number in 8 h.
    partner_per_hour : tuple of float
        Movements of a bed partner that shake the mattress.
    partner_peak_g : tuple of float
        Their range, log-uniform.
    sensor : SensorModel
    """

    name: str
    description: str
    group: Group = "plain"
    periodic: Periodic | None = None
    hypnic_jerks: Range = (0.0, 1.0)
    hypnic_peak_g: Range = (0.2, 1.6)
    isolated_per_hour: Range = (1.0, 4.0)
    arms_per_hour: Range = (1.0, 4.0)
    isolated_peak_g: Range = (0.03, 0.4)
    postures_per_hour: Range = (1.0, 2.5)
    latency_min: Range = (9.0, 25.0)
    awakenings: tuple[int, int] = (2, 6)
    partner_per_hour: Range = (0.0, 0.0)
    partner_peak_g: Range = (0.002, 0.012)
    restless_per_min: Range = (0.0, 0.0)
    sensor: SensorModel = field(default_factory=SensorModel)


_ALL = (
    Scenario(name="healthy", description="A quiet night of a healthy sleeper."),
    Scenario(
        name="hypnic",
        description="Frequent sleep starts.",
        hypnic_jerks=(4.0, 12.0),
        latency_min=(12.0, 35.0),
        awakenings=(4, 8),
    ),
    Scenario(
        name="plm_mild",
        description="Periodic limb movements, 5 to 15 an hour.",
        periodic=Periodic(per_hour=(5.0, 15.0)),
    ),
    Scenario(
        name="plm_moderate",
        description="Periodic limb movements, 15 to 40 an hour.",
        periodic=Periodic(per_hour=(15.0, 40.0)),
    ),
    Scenario(
        name="plm_severe",
        description="Periodic limb movements, 40 to 80 an hour.",
        periodic=Periodic(per_hour=(40.0, 80.0), interval_s=(16.0, 30.0)),
        awakenings=(4, 9),
    ),
    Scenario(
        name="faint",
        description="Periodic limb movements of a few hundredths of a g.",
        periodic=Periodic(per_hour=(15.0, 45.0), peak_g=(0.018, 0.04), peak_log_sd=(0.2, 0.3)),
    ),
    Scenario(
        name="slow_rhythm",
        description="Periodic limb movements a minute apart.",
        periodic=Periodic(
            per_hour=(10.0, 25.0), interval_s=(45.0, 65.0), interval_log_sd=(0.1, 0.18)
        ),
    ),
    Scenario(
        name="both",
        description="Periodic limb movements and sleep starts.",
        periodic=Periodic(per_hour=(15.0, 45.0)),
        hypnic_jerks=(3.0, 8.0),
        latency_min=(12.0, 30.0),
    ),
    Scenario(
        name="restless_legs",
        description="Restless legs in the evening, then periodic limb movements.",
        periodic=Periodic(per_hour=(20.0, 60.0)),
        latency_min=(25.0, 60.0),
        restless_per_min=(1.5, 4.0),
        awakenings=(4, 9),
    ),
    Scenario(
        name="restless_sleeper",
        description="Many posture changes and single movements, no rhythm.",
        isolated_per_hour=(6.0, 14.0),
        arms_per_hour=(6.0, 14.0),
        postures_per_hour=(5.0, 10.0),
        awakenings=(6, 14),
    ),
    Scenario(
        name="bed_partner",
        description="A partner who shakes the mattress; periodic limb movements of one's own.",
        periodic=Periodic(per_hour=(8.0, 30.0)),
        partner_per_hour=(6.0, 20.0),
    ),
)

SCENARIOS: dict[str, Scenario] = {scenario.name: scenario for scenario in _ALL}
"""Every scenario by name."""
