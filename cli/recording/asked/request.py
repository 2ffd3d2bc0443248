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
"""Length of a simulated night when none is asked for."""

_SHORTEST_SIMULATED_HOURS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPlan:
    """What the command line asks for."""

    worn: tuple[WornSensor, ...]
    nights: Path
    """Folder of the nights of the person."""
    folder: Path | None
    """Night to go on with; a new one when None."""
    start: str | None
    until: str | None
    duration: str | None
    rate: float
    """Wanted samples per second, Hz."""
    tap_test: bool
    on_silence: str | None
    """Command to run."""
    adapter: str | None
    """Name or address of the Bluetooth adapter; the first that is on when None."""
    phone_port: int
    """Where the pushes of phones are taken."""
    lan: bool
    """Show the recording to other devices in the network."""
    bell: bool
    speed: float | None
    """How much faster time runs with simulated sensors."""
    seed: int
    """Of the simulated night."""
    by: ScoredBy
    test: str | None = None

    @property
    def simulated(self) -> bool:
        """Whether no sensor is real."""
        return all(one.scenario is not None for one in self.worn)

    @property
    def by_bluetooth(self) -> bool:
        """Whether a sensor comes by Bluetooth."""
        return any(one.scenario is None and not one.phone for one in self.worn)

    @property
    def played(self) -> str:
        """What the simulated sensors play; empty when all are real."""
        scenarios = sorted({one.scenario for one in self.worn if one.scenario is not None})
        return f"{', '.join(scenarios)}, seed {self.seed}" if scenarios else ""


def simulated_recordings(plan: RecordingPlan) -> dict[Placement, Recording]:
    """Make what the simulated sensors will play, before time begins to count."""
    if all(one.scenario is None for one in plan.worn):
        return {}
    from limbwatch.sample_data.simulator import simulate

    now = ClockPair(0, 0, time.time_ns())
    asked_s = ending_of(plan.until, plan.duration, now).left(now) or SIMULATED_HOURS * 3600
    # a little more, so that the sensors still stream when the recording ends
    hours = min(24.0, max(_SHORTEST_SIMULATED_HOURS, asked_s / 3600 + 0.05))
    played: dict[Placement, Recording] = {}
    for scenario in {one.scenario for one in plan.worn if one.scenario is not None}:
        placements = tuple(one.target.placement for one in plan.worn if one.scenario == scenario)
        night = simulate(
            scenario, seed=plan.seed, placements=placements, hours=hours, rate=plan.rate
        )
        played |= {recording.placement: recording for recording in night.recordings}
    return played
