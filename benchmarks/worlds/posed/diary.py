"""The list of what will happen, free of collisions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.worlds.posed.score import Score
from benchmarks.worlds.posed.strokes import Rng

Maker = Callable[..., Score]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One movement to be made.

    Parameters
    ----------
    at, length : float
        Seconds.
    make : callable
        Builds the score.
    kind, source : str
    to : str
        Posture that is taken up; ``settle`` for a small change, empty for none.
    options : dict
        Passed to ``make``.
    """

    at: float
    length: float
    make: Maker
    kind: str
    source: str = "self"
    to: str = ""
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Diary:
    """Acts of the wearer (which never overlap) and of others."""

    end: float
    acts: list[Act] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)
    closed: list[tuple[float, float]] = field(default_factory=list)

    def free(self, at: float, length: float, margin: float = 1.0) -> bool:
        """Whether the wearer has nothing to do then."""
        if at < 1 or at + length > self.end - 3:
            return False
        low, high = at - margin, at + length + margin
        return not any(low < b and high > a for a, b in self.taken)

    def put(self, act: Act, *, margin: float = 1.0, closed: bool = False) -> bool:
        """Add an act of the wearer if there is room for it."""
        if not self.free(act.at, act.length, margin):
            return False
        inside = any(act.at < b and act.at + act.length > a for a, b in self.closed)
        if inside and not closed:
            return False
        self.taken.append((act.at, act.at + act.length))
        self.acts.append(act)
        return True

    def add(self, act: Act) -> None:
        """Add an act of somebody else."""
        if act.at > 1 and act.at + act.length < self.end - 3:
            self.acts.append(act)

    def close(self, begin: float, end: float) -> None:
        """Keep a time for one purpose."""
        self.closed.append((begin, end))

    def scatter(self, rng: Rng, spans: list[tuple[float, float]], count: int) -> list[float]:
        """Times drawn evenly over spans."""
        total = sum(b - a for a, b in spans)
        times = []
        for _ in range(count):
            x = float(rng.uniform(0, total))
            for a, b in spans:
                if x < b - a:
                    times.append(a + x)
                    break
                x -= b - a
        return sorted(times)
