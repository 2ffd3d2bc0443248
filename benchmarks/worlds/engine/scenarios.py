"""What each scenario adds to a night, and what every night holds."""

import numpy as np

from benchmarks.worlds.engine import ailments, events
from benchmarks.worlds.engine.agenda import Ingredient, scattered, waking
from benchmarks.worlds.engine.events import Event
from benchmarks.worlds.engine.person import Person, pick
from benchmarks.worlds.engine.timeline import Timeline


def background(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Settling, waking, turning, stirring, limb movements and twitches."""
    hours = timeline.slept
    sleep = timeline.sleep
    short = (8 / max(timeline.total / 3600, 0.5)) ** 0.4
    scattered(
        rng,
        timeline,
        [(5, timeline.lights + 120)],
        plan,
        int(rng.integers(2, 6)),
        6,
        events.handling,
    )
    presleep = [(timeline.lights, timeline.onset)]
    minutes = (timeline.onset - timeline.lights) / 60
    scattered(rng, timeline, presleep, plan, 1 + int(rng.poisson(0.15 * minutes)), 12, events.turn)
    scattered(
        rng,
        timeline,
        presleep,
        plan,
        int(rng.poisson(rng.uniform(0.2, 0.9) * minutes)),
        6,
        events.handling,
    )
    for a, b in waking(timeline)[1:]:
        end = min(b, timeline.rise - 5)
        first = events.seen(timeline, events.turn, a + 0.5, 12, firm=True)
        if first:
            plan.append(first)
        count = 1 + int(rng.poisson((end - a) / 45))
        scattered(rng, timeline, [(a, end)], plan, count, 6, events.handling)
    turns = int(max(3, rng.poisson(rng.uniform(1, 5) * hours * short)))
    scattered(rng, timeline, sleep, plan, turns, 13, events.turn)
    scattered(
        rng, timeline, sleep, plan, int(rng.poisson(rng.uniform(1.5, 6) * hours)), 14, events.stir
    )
    scattered(
        rng, timeline, sleep, plan, int(rng.poisson(rng.uniform(2, 12) * hours)), 7, events.lone
    )
    scattered(
        rng, timeline, sleep, plan, int(rng.poisson(rng.uniform(3, 18) * hours)), 3, events.twitch
    )


def _run_times(
    rng: np.random.Generator, timeline: Timeline, index: float, likely_short: bool
) -> list[tuple[float, int, int]]:
    """Times of periodic movements: time, place in the run, length of the run."""
    wanted = int(index * timeline.slept * float(np.exp(rng.normal(0, 0.15))))
    wanted = max(wanted, 5)
    out: list[tuple[float, int, int]] = []
    start, end = timeline.sleep[0][0] - 120, timeline.sleep[-1][1]
    ends: list[tuple[float, float]] = []
    habit = float(np.clip(np.exp(rng.normal(np.log(24), 0.25)), 13, 50))
    for _ in range(300):
        if len(out) >= wanted:
            break
        median = 9 if likely_short else 18
        length = int(np.clip(np.exp(rng.normal(np.log(median), 0.7)), 5, 100))
        length = max(5, min(length, wanted - len(out)))
        interval = habit * float(np.exp(rng.normal(0, 0.12)))
        spread = rng.uniform(0.08, 0.28)
        span = length * interval
        t = start + (end - start) * float(rng.beta(1.0, 1.7 if wanted < 80 else 1.15))
        if t + 5 * interval > end or any(t < b + 40 and t + span > a - 40 for a, b in ends):
            continue
        first, drift = t, 0.0
        for i in range(length):
            if t > end:
                break
            if timeline.asleep(t) or (i == 0 and t > start):
                out.append((t, i, length))
            drift = 0.8 * drift + 0.06 * rng.normal()
            t += float(np.clip(interval * np.exp(drift + spread * rng.normal()), 10.5, 75))
        ends.append((first, t))
    return out


def periodic(index: float, *, toes: bool = False) -> Ingredient:
    """Own periodic limb movements per hour of sleep."""

    def add(
        rng: np.random.Generator, timeline: Timeline, person: Person, plan: list[Event]
    ) -> None:
        legs, side = "lr", "l"
        way = "both"
        for t, i, length in _run_times(rng, timeline, index, index < 12):
            if i == 0:
                way = pick(rng, person.plm_legs)
                side = "l" if rng.random() < 0.5 else "r"
            if way == "both":
                legs = "lr" if side == "l" else "rl"
                if rng.random() < 0.12:
                    legs = side
            elif way == "turns":
                side = "r" if side == "l" else "l"
                legs = side
            else:
                legs = way[0]
                if rng.random() < 0.1:
                    legs = "lr"
            fade = 1.0 - 0.5 * (i / length) * float(rng.uniform(0, 1))
            event = events.seen(timeline, events.periodic(legs, fade, toes=toes), t, 5.0)
            if event:
                plan.append(event)
                after = t + 6.5
                if not toes and rng.random() < 0.05 and timeline.take(after, after + 8):
                    plan.append(Event(after, events.stir))

    return add


def partner_periodic(index: float) -> Ingredient:
    """The partner's periodic limb movements."""

    def add(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
        for t, _i, _n in _run_times(rng, timeline, index, False):
            event = events.seen(timeline, events.partner_leg, t, 5.0)
            if event:
                plan.append(event)
        scattered(
            rng, timeline, timeline.sleep, plan, int(rng.integers(2, 6)), 11, events.partner_turn
        )

    return add


def starts(low: int, high: int) -> Ingredient:
    """Sleep starts around every falling asleep."""

    def add(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
        spans = []
        for k, (a, b) in enumerate(timeline.sleep):
            before = 300.0 if k == 0 else 30.0
            spans.append((max(timeline.lights, a - before), min(b, a + (720 if k == 0 else 240))))
        for _ in range(int(rng.integers(low, high + 1))):
            at = timeline.somewhere(rng, spans, 6)
            if at is None:
                continue
            plan.append(Event(at, events.jerk))
            if rng.random() < 0.25 and timeline.take(at + 6, at + 14, 0.0):
                plan.append(Event(at + 6, events.stir if rng.random() < 0.5 else events.lone))

    return add


def pet(rng: np.random.Generator, timeline: Timeline, person: Person, plan: list[Event]) -> None:
    """A pet that touches one limb."""
    grip = str(
        rng.choice(("knee_grip_l", "knee_grip_r", f"forearm_{person.watch}"), p=(0.4, 0.4, 0.2))
    )
    spans = [(timeline.lights, timeline.rise)]
    count = int(rng.poisson(rng.uniform(8, 25) * timeline.slept)) + 3
    scattered(rng, timeline, spans, plan, count, 11, events.pet(grip))


def shaken(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Footsteps, traffic and a partner who turns."""
    spans = [(timeline.lights, timeline.rise)]
    count = 3 + int(rng.poisson(rng.uniform(6, 20) * timeline.slept))
    scattered(rng, timeline, spans, plan, count, 16, events.shake)
    scattered(
        rng,
        timeline,
        spans,
        plan,
        2 + int(rng.poisson(5 * timeline.slept)),
        12,
        events.partner_turn,
    )


def restless(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Restless legs before sleep."""
    span = [(timeline.lights, timeline.onset - 20)]
    minutes = (timeline.onset - timeline.lights) / 60
    for _i in range(int(rng.integers(1, 1 + max(2, int(minutes / 12))))):
        seconds = float(rng.uniform(30, 150))
        at = timeline.somewhere(rng, span, seconds + 14)
        if at is not None:
            plan.append(Event(at, events.walk(seconds, pause=False), firm=True))
    scattered(rng, timeline, span, plan, int(rng.uniform(0.9, 2.0) * minutes), 14, events.bout)


def reading(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Still, with a hand or a foot moving now and then."""
    t = timeline.lights * 0.5
    every = rng.uniform(18, 45)
    while t < timeline.onset - rng.uniform(120, 400):
        if timeline.take(t, t + 5):
            plan.append(Event(t, events.reading))
        t += float(np.clip(every * np.exp(0.45 * rng.normal()), 12, 80))


def walks(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """To the bathroom and back."""
    for _i in range(int(rng.integers(1, 4))):
        seconds = float(rng.uniform(60, 200))
        awake = float(rng.uniform(30, 90)), float(rng.uniform(60, 200))
        at = timeline.somewhere(rng, timeline.sleep, seconds + 16 + sum(awake))
        if at is None:
            continue
        up = at + awake[0]
        end = at + seconds + 16 + sum(awake)
        plan.append(Event(at + 1, events.turn))
        plan.append(Event(at + 0.6 * awake[0], events.handling))
        plan.append(Event(up, events.walk(seconds, pause=True), firm=True))
        plan.append(Event(end - awake[1] * 0.7, events.turn))
        plan.append(Event(end - awake[1] * 0.4, events.handling))
        timeline.sleep[:] = [
            piece
            for a, b in timeline.sleep
            for piece in ([(a, at), (end, b)] if a <= at < b else [(a, b)])
        ]


def twitches(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Many tiny ones."""
    count = int(rng.uniform(60, 150) * timeline.slept)
    scattered(rng, timeline, timeline.sleep, plan, count, 2, events.twitch)


def dreams(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Dreams acted out, in clusters."""
    minutes = sum(b - a for a, b in timeline.rem) / 60
    for _i in range(int(max(8, rng.uniform(0.5, 1.6) * minutes))):
        at = timeline.somewhere(rng, timeline.rem, 8)
        if at is None:
            continue
        plan.append(Event(at, events.dream))
        while rng.random() < 0.5:
            at += float(rng.uniform(9, 20))
            if not timeline.take(at, at + 8, 0.0):
                break
            plan.append(Event(at, events.dream))


def breathing(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Apnoeas whose ends bring movement; their spans go to ``timeline.pauses``."""
    for a, b in timeline.sleep:
        t = a + float(rng.uniform(60, 400))
        while t < b - 60:
            every = float(rng.uniform(32, 55))
            for _i in range(int(rng.integers(8, 40))):
                gap = float(np.clip(every * np.exp(0.12 * rng.normal()), 28, 65))
                if t + gap > b - 10:
                    break
                pause = gap * float(rng.uniform(0.4, 0.65))
                end = t + gap
                timeline.pauses.append((end - pause, end))
                if rng.random() < 0.75 and timeline.take(end, end + 7, 0.0):
                    size = float(np.exp(rng.normal(0, 0.45)))
                    plan.append(Event(end, events.breath_end(size)))
                t = end
            t += float(rng.uniform(120, 900))


def mixed(rng: np.random.Generator, timeline: Timeline, person: Person, plan: list[Event]) -> None:
    """Several of these."""
    choice = (
        periodic(15), starts(3, 7), ailments.tremors, ailments.shudders, ailments.foot_tremors,
        ailments.cramps, dreams, ailments.tonics, ailments.focals, ailments.spasms, walks, pet,
        ailments.convulsions, shaken,
    )  # fmt: skip
    for i in sorted(rng.choice(len(choice), size=int(rng.integers(3, 6)), replace=False)):
        choice[int(i)](rng, timeline, person, plan)


CONTENT: dict[str, tuple[Ingredient, ...]] = {
    "none": (),
    "plm_mild": (periodic(8),),
    "plm": (periodic(25),),
    "plm_severe": (periodic(60),),
    "hypnic": (starts(4, 12),),
    "hypnic_plm": (starts(4, 12), periodic(25)),
    "partner_plm": (partner_periodic(30),),
    "both_plm": (periodic(25), partner_periodic(25)),
    "pet": (pet,),
    "bed_shaken": (shaken,),
    "rls": (restless, periodic(15)),
    "reading": (reading,),
    "walks": (walks,),
    "breathing": (breathing,),
    "rest_tremor": (ailments.tremors,),
    "shudder": (ailments.shudders,),
    "foot_tremor": (ailments.foot_tremors,),
    "cramp": (ailments.cramps,),
    "twitches": (twitches,),
    "dream": (dreams,),
    "tonic": (ailments.tonics,),
    "convulsive": (ailments.convulsions,),
    "focal": (ailments.focals,),
    "spasms": (ailments.spasms,),
    "mixed": (mixed,),
    "toes": (periodic(30, toes=True),),
}
