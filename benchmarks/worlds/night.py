"""A simulated night as every world hands it out."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PLACES = ("ankle_left", "ankle_right", "wrist")
"""Where sensors are worn."""

SCENARIOS = (
    "none",
    "plm_mild",
    "plm",
    "plm_severe",
    "hypnic",
    "hypnic_plm",
    "partner_plm",
    "both_plm",
    "pet",
    "bed_shaken",
    "rls",
    "reading",
    "walks",
    "breathing",
    "rest_tremor",
    "shudder",
    "foot_tremor",
    "cramp",
    "twitches",
    "dream",
    "tonic",
    "convulsive",
    "focal",
    "spasms",
    "mixed",
    "toes",
)
"""What a world simulates nights of, in the order of the worlds that number them."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One contiguous run of one sensor.

    Parameters
    ----------
    start_s : float
        Seconds since the night's second 0.
    rate : float
        True samples per second, Hz.
    xyz : ndarray of float32, shape (n, 3)
        Acceleration, g, gravity included.
    """

    start_s: float
    rate: float
    xyz: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Truth:
    """One thing that really happened.

    Parameters
    ----------
    onset_s, duration_s : float
        Of the first movement that could be seen, seconds.
    kind : str
        A kind of movement, or ``spasm``, ``dream`` and the like.
    limbs : tuple of str
        Placements of the limbs that took part by their own muscles.
    source : str
        ``self``, ``partner``, ``pet`` or ``bed``.
    visible : dict of str to float
        Largest departure from rest at each worn sensor, g, before the sensor's noise.
    """

    onset_s: float
    duration_s: float
    kind: str
    limbs: tuple[str, ...]
    source: str
    visible: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Night:
    """What the sensors wrote, and what really happened.

    Parameters
    ----------
    world, scenario : str
    seed : int
        With the scenario it decides everything.
    streams : dict of str to list of Stream
        Runs of each placement, in order.
    truth : list of Truth
        In order of onset.
    sleep : list of (float, float)
        Asleep from and to, seconds.
    bed : tuple of float
        Lights off and final rising, seconds.
    facts : dict
        What was drawn for this night.
    """

    world: str
    scenario: str
    seed: int
    streams: dict[str, list[Stream]]
    truth: list[Truth]
    sleep: list[tuple[float, float]]
    bed: tuple[float, float]
    facts: dict[str, object] = field(default_factory=dict)


def same(one: Night, other: Night) -> bool:
    """Tell whether two nights have the same samples and the same truth."""
    return one.truth == other.truth and all(
        len(runs) == len(other.streams[place])
        and all(
            np.array_equal(run.xyz, again.xyz)
            for run, again in zip(runs, other.streams[place], strict=True)
        )
        for place, runs in one.streams.items()
    )
