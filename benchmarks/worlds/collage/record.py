"""What a night is handed out as."""

from dataclasses import dataclass

import numpy as np

PLACES = ("ankle_left", "ankle_right", "wrist")


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One contiguous run of one sensor."""

    start_s: float
    rate: float
    xyz: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Truth:
    """One thing that really happened."""

    onset_s: float
    duration_s: float
    kind: str
    limbs: tuple[str, ...]
    source: str
    visible: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Night:
    """A night of three sensors with its complete truth."""

    world: str
    scenario: str
    seed: int
    streams: dict[str, list[Stream]]
    truth: list[Truth]
    sleep: list[tuple[float, float]]
    bed: tuple[float, float]
    facts: dict
