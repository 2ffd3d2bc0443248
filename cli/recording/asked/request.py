"""What the command line asks of a recording."""

import time
from dataclasses import dataclass
from pathlib import Path

from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.recording.asked.until import ending_of
from limbwatch.cli.recording.asked.worn import WornSensor
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.capture.host_clock import ClockPair

SIMULATED_HOURS = 8.0
"""Length of a simulated night by default, hours."""

_SHORTEST_SIMULATED_HOURS = 0.25
"""Shortest night to simulate, hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPlan:
    """What the command line asks of a recording."""

    worn: tuple[WornSensor, ...]
    nights: Path
    """Folder of one person's nights."""
    folder: Path | None
    """Folder of a night to resume; None for a new night."""
    start: str | None
    until: str | None
    duration: str | None
    rate: float
    """Rate asked of the sensors, Hz."""
    tap_test: bool
    on_silence: str | None
    """Command to run at an alarm."""
    adapter: str | None
    """Name or address of the Bluetooth adapter; None for the first that is on."""
    phone_port: int
    """Port that receives the data phones push."""
    lan: bool
    """Whether to show the recording to other devices in the network."""
    bell: bool
    speed: float | None
    """Speed of time with simulated sensors, as a multiple of real time."""
    seed: int
    """Seed of the simulated night."""
    by: ScoredBy
    """Rules and age for scoring."""
    test: str | None = None

    @property
    def simulated(self) -> bool:
        """Whether all sensors are simulated."""
        return all(one.scenario is not None for one in self.worn)

    @property
    def by_bluetooth(self) -> bool:
        """Whether any sensor uses Bluetooth."""
        return any(one.scenario is None and not one.phone for one in self.worn)

    @property
    def played(self) -> str:
        """Scenarios and seed of the simulated sensors; empty if there are none."""
        scenarios = sorted({one.scenario for one in self.worn if one.scenario is not None})
        return f"{', '.join(scenarios)}, seed {self.seed}" if scenarios else ""


def simulated_recordings(plan: RecordingPlan) -> dict[Placement, Recording]:
    """Make the recordings that simulated sensors will play, before time counts."""
    if all(one.scenario is None for one in plan.worn):
        return {}
    from limbwatch.sample_data.simulator import simulate

    now = ClockPair(0, 0, time.time_ns())
    asked_s = ending_of(plan.until, plan.duration, now).left(now) or SIMULATED_HOURS * 3600
    # slightly longer, so that the sensors still stream when the recording ends
    hours = min(24.0, max(_SHORTEST_SIMULATED_HOURS, asked_s / 3600 + 0.05))
    played: dict[Placement, Recording] = {}
    for scenario in {one.scenario for one in plan.worn if one.scenario is not None}:
        placements = tuple(one.target.placement for one in plan.worn if one.scenario == scenario)
        night = simulate(
            scenario, seed=plan.seed, placements=placements, hours=hours, rate=plan.rate
        )
        played |= {recording.placement: recording for recording in night.recordings}
    return played
