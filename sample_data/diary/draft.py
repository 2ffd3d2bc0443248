"""A night while it is being drawn up: the person, the stages, and what is already entered."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

import numpy as np

from limbwatch.sample_data.body.actor import Actor, Motions
from limbwatch.sample_data.diary.environment import Tremble, Vibration
from limbwatch.sample_data.diary.sleep_architecture import Architecture
from limbwatch.sample_data.recipes.recipe import Range, Scenario

ASLEEP = ("N1", "N2", "N3", "R")
"""The stages of sleep."""

_EDGE_S = 5.0
"""Time without actions at the start and the end of a night, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action:
    """One planned movement of the person."""

    kind: str
    """The true kind."""
    source: str
    """What the simulator made, finer than ``kind``."""
    motions: Motions
    """At least one."""

    @property
    def onset(self) -> float:
        """First onset, true seconds."""
        return min(motion.onset for motion in self.motions.values())

    @property
    def offset(self) -> float:
        """Last offset, true seconds."""
        return max(motion.offset for motion in self.motions.values())


class Diary:
    """Occupied stretches of the night."""

    def __init__(self) -> None:
        self._occupied: list[tuple[float, float]] = []
        self._longest = 0.0

    def free(self, start: float, end: float) -> bool:
        """Return whether nothing is entered between two times, seconds."""
        first = bisect_left(self._occupied, (start - self._longest, 0.0))
        for begin, finish in self._occupied[first:]:
            if begin >= end:
                return True
            if finish > start:
                return False
        return True

    def enter(self, start: float, end: float) -> None:
        """Mark a stretch as occupied, seconds."""
        insort(self._occupied, (start, end))
        self._longest = max(self._longest, end - start)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """The state of a night while it is being drawn up; what was added so far is in any order."""

    scenario: Scenario
    architecture: Architecture
    actor: Actor
    diary: Diary = field(default_factory=Diary)
    actions: list[Action] = field(default_factory=list)
    trembles: list[Tremble] = field(default_factory=list)
    vibrations: list[Vibration] = field(default_factory=list)

    @property
    def rng(self) -> np.random.Generator:
        """Random numbers of the night."""
        return self.actor.rng

    @property
    def end(self) -> float:
        """End of the night, seconds."""
        return self.architecture.end

    def add(self, action: Action, *, before: float = 1.0, after: float = 1.0) -> bool:
        """Enter an action if the night has room for it; return whether it was entered.

        ``before`` and ``after`` are the least distances from actions already entered, seconds.
        """
        inside = action.onset > _EDGE_S and action.offset < self.end - _EDGE_S
        if not inside or not self.diary.free(action.onset - before, action.offset + after):
            return False
        self.diary.enter(action.onset, action.offset)
        self.actions.append(action)
        return True

    def draw_log(self, bounds: Range) -> float:
        """Draw log-uniformly from a range above zero; a fixed value needs no draw."""
        if bounds[0] == bounds[1]:
            return bounds[0]
        return float(np.exp(self.rng.uniform(*np.log(bounds))))

    def asleep(self) -> list[tuple[float, float]]:
        """Return the stretches of sleep, seconds."""
        return self.architecture.spans(*ASLEEP)

    def random_times(
        self, count: int, spans: list[tuple[float, float]] | None = None
    ) -> list[float]:
        """Draw times in sleep, or in other stretches, in no order; none without any."""
        places = np.array(self.asleep() if spans is None else spans).reshape(-1, 2)
        ends = np.cumsum(places[:, 1] - places[:, 0])
        if len(ends) == 0 or ends[-1] <= 0:
            return []
        drawn = self.rng.uniform(0, ends[-1], count)
        index = np.searchsorted(ends, drawn)
        return [float(time) for time in places[index, 1] - (ends[index] - drawn)]

    def number_of(self, range_in_eight_hours: Range) -> int:
        """Draw how often something occurs in a night of this length."""
        expected = self.rng.uniform(*range_in_eight_hours) * self.end / (8 * 3600.0)
        count = int(expected + self.rng.random())
        return max(1, count) if range_in_eight_hours[0] >= 1 else count

    def per_hour_of_sleep(self, bounds: Range) -> int:
        """Draw a number from a range of rates per hour of sleep."""
        hours = sum(end - start for start, end in self.asleep()) / 3600.0
        return int(self.rng.poisson(self.rng.uniform(*bounds) * hours))
