"""When the things of a night happen: scattered over spans of time."""

from collections.abc import Callable

import numpy as np

from benchmarks.worlds.engine.events import Act, Event
from benchmarks.worlds.engine.person import Person
from benchmarks.worlds.engine.timeline import Timeline

Ingredient = Callable[[np.random.Generator, Timeline, Person, list[Event]], None]


def scattered(
    rng: np.random.Generator,
    timeline: Timeline,
    spans: list[tuple[float, float]],
    plan: list[Event],
    count: int,
    room: float,
    act: Act | Callable[[], Act],
    *,
    made: bool = False,
    firm: bool = False,
) -> None:
    """Plan an act so many times, wherever the spans have room; ``made`` makes each anew."""
    for _ in range(count):
        at = timeline.somewhere(rng, spans, room)
        if at is not None:
            plan.append(Event(at, act() if made else act, firm))  # type: ignore[call-arg, arg-type]


def waking(timeline: Timeline) -> list[tuple[float, float]]:
    """Return the spans awake, from the night's beginning to getting up."""
    edges = [5.0] + [x for span in timeline.sleep for x in span] + [timeline.rise]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 10]
