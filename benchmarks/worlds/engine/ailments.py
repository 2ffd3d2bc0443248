"""What comes over the ill, and trembling and cramps that others know as well."""

import numpy as np

from benchmarks.worlds.engine import events
from benchmarks.worlds.engine.agenda import scattered, waking
from benchmarks.worlds.engine.events import Event
from benchmarks.worlds.engine.person import Person
from benchmarks.worlds.engine.timeline import Timeline


def tremors(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Tremor of a resting limb, awake."""
    limb = str(rng.choice(("a", "l", "r"), p=(0.6, 0.2, 0.2)))
    for _i in range(int(rng.integers(5, 13))):
        seconds = float(rng.uniform(20, 70))
        at = timeline.somewhere(rng, waking(timeline), seconds + 3)
        if at is not None:
            plan.append(Event(at, events.tremor(limb, seconds)))


def shudders(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Shuddering."""
    spans = [(timeline.lights, timeline.rise)]
    scattered(rng, timeline, spans, plan, int(rng.integers(4, 13)), 8, events.shudder)


def foot_tremors(
    rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]
) -> None:
    """Hypnagogic foot tremor."""
    spans = [(max(timeline.lights, a - 400), min(b, a + 900)) for a, b in timeline.sleep]
    scattered(rng, timeline, spans, plan, int(rng.integers(5, 15)), 20, events.foot_tremor)


def cramps(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Cramps that wake the sleeper."""
    for _i in range(int(rng.integers(1, 4))):
        at = timeline.somewhere(rng, timeline.sleep, 260)
        if at is None:
            continue
        plan.append(Event(at, events.cramp, firm=True))
        end = at + 260
        plan.append(Event(at + 170, events.handling, firm=True))
        plan.append(Event(at + 190, events.turn, firm=True))
        timeline.sleep[:] = [
            piece
            for a, b in timeline.sleep
            for piece in ([(a, at + 3), (end, b)] if a <= at < b else [(a, b)])
        ]


def tonics(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Stiffenings out of sleep."""
    for _i in range(int(rng.integers(3, 9))):
        seconds = float(rng.uniform(10, 30))
        at = timeline.somewhere(rng, timeline.sleep, seconds + 4)
        if at is not None:
            plan.append(Event(at, events.tonic(seconds)))


def convulsions(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """One to three convulsive seizures, then stillness."""
    for _i in range(int(rng.integers(1, 4))):
        stiff, jerks = float(rng.uniform(8, 20)), float(rng.uniform(35, 90))
        at = timeline.somewhere(rng, timeline.sleep, stiff + jerks + 240)
        if at is not None:
            plan.append(Event(at, events.convulsion(stiff, jerks), firm=True))


def focals(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Rhythmic shaking of one limb, mostly the same."""
    limb = str(rng.choice(("a", "l", "r")))
    for _i in range(int(rng.integers(3, 9))):
        seconds = float(rng.uniform(10, 60))
        at = timeline.somewhere(rng, timeline.sleep, seconds + 4)
        if at is not None:
            plan.append(Event(at, events.focal(limb, seconds)))


def spasms(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Clusters of spasms, most on awakening."""
    anchors = [b for _a, b in timeline.sleep]
    for k in range(int(rng.integers(2, 5))):
        if k < len(anchors) and rng.random() < 0.7:
            t = anchors[k] - float(rng.uniform(20, 120))
        else:
            a, b = timeline.sleep[int(rng.integers(len(timeline.sleep)))]
            t = float(rng.uniform(a, b))
        every = float(rng.uniform(6, 20))
        for _i in range(int(rng.integers(6, 35))):
            if t < timeline.rise - 15 and timeline.take(t, t + 4, 0.0):
                plan.append(Event(t, events.spasm))
            t += float(np.clip(every * np.exp(0.25 * rng.normal()), 5, 30))
