"""What the command line asks of a recording."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from limbwatch.cli.recording.until import end_of
from limbwatch.cli.recording.worn import Worn
from limbwatch.sensor import Placement, Recording

SIMULATED_HOURS = 8.0
"""Length of a simulated night when none is asked for."""

_SHORTEST_SIMULATED_HOURS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPlan:
    """What the command line asks for.

    Parameters
    ----------
    worn : tuple of Worn
    nights : Path or None
        Folder of the nights; the user's when None.
    folder : Path or None
        Night to go on with; a new one when None.
    until, duration : str or None
    rate : float
        Wanted samples per second, Hz.
    tap_test, bell : bool
    on_silence : str or None
        Command to run.
    speed : float or None
        How much faster time runs with simulated sensors.
    seed : int
        Of the simulated night.
    rules : str
    age : float or None
    """

    worn: tuple[Worn, ...]
    nights: Path | None
    folder: Path | None
    until: str | None
    duration: str | None
    rate: float
    tap_test: bool
    on_silence: str | None
    bell: bool
    speed: float | None
    seed: int
    rules: str
    age: float | None

    @property
    def simulated(self) -> bool:
        """Whether no sensor is real."""
        return all(one.scenario is not None for one in self.worn)


def simulated_recordings(plan: RecordingPlan) -> dict[Placement, Recording]:
    """Make what the simulated sensors will play, before time begins to count.

    Parameters
    ----------
    plan : RecordingPlan

    Returns
    -------
    dict
        By placement; empty when all sensors are real.
    """
    if all(one.scenario is None for one in plan.worn):
        return {}
    from limbwatch.sample_data.simulator import simulate

    now = datetime.now().astimezone()
    end = end_of(plan.until, plan.duration, now)
    asked = timedelta(hours=SIMULATED_HOURS) if end is None else end - now
    # a little more, so that the sensors still stream when the recording ends
    hours = min(24.0, max(_SHORTEST_SIMULATED_HOURS, asked.total_seconds() / 3600 + 0.05))
    played: dict[Placement, Recording] = {}
    for scenario in {one.scenario for one in plan.worn if one.scenario is not None}:
        placements = tuple(one.target.placement for one in plan.worn if one.scenario == scenario)
        night = simulate(
            scenario, seed=plan.seed, placements=placements, hours=hours, rate=plan.rate
        )
        played |= {recording.placement: recording for recording in night.recordings}
    return played
