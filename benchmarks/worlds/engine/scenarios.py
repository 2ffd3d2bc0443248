"""What each scenario adds to a night, and what every night holds."""

from collections.abc import Callable

import numpy as np

from benchmarks.worlds.engine import events
from benchmarks.worlds.engine.events import Act, Event
from benchmarks.worlds.engine.person import Person, pick
from benchmarks.worlds.engine.timeline import Timeline

Ingredient = Callable[[np.random.Generator, Timeline, Person, list[Event]], None]


def _some(
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
    for _ in range(count):
        at = timeline.somewhere(rng, spans, room)
        if at is not None:
            plan.append(Event(at, act() if made else act, firm))  # type: ignore[call-arg, arg-type]


def _waking(timeline: Timeline) -> list[tuple[float, float]]:
    edges = [5.0] + [x for span in timeline.sleep for x in span] + [timeline.rise]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 10]


def background(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Settling, waking, turning, stirring, limb movements and twitches."""
    hours = timeline.slept
    sleep = timeline.sleep
    short = (8 / max(timeline.total / 3600, 0.5)) ** 0.4
    _some(
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
    _some(rng, timeline, presleep, plan, 1 + int(rng.poisson(0.15 * minutes)), 12, events.turn)
    _some(
        rng,
        timeline,
        presleep,
        plan,
        int(rng.poisson(rng.uniform(0.2, 0.9) * minutes)),
        6,
        events.handling,
    )
    for a, b in _waking(timeline)[1:]:
        end = min(b, timeline.rise - 5)
        first = events.seen(timeline, events.turn, a + 0.5, 12, firm=True)
        if first:
            plan.append(first)
        count = 1 + int(rng.poisson((end - a) / 45))
        _some(rng, timeline, [(a, end)], plan, count, 6, events.handling)
    turns = int(max(3, rng.poisson(rng.uniform(1, 5) * hours * short)))
    _some(rng, timeline, sleep, plan, turns, 13, events.turn)
    _some(
        rng, timeline, sleep, plan, int(rng.poisson(rng.uniform(1.5, 6) * hours)), 14, events.stir
    )
    _some(rng, timeline, sleep, plan, int(rng.poisson(rng.uniform(2, 12) * hours)), 7, events.lone)
    _some(
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
        _some(rng, timeline, timeline.sleep, plan, int(rng.integers(2, 6)), 11, events.partner_turn)

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
    _some(rng, timeline, spans, plan, count, 11, events.pet(grip))


def shaken(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Footsteps, traffic and a partner who turns."""
    spans = [(timeline.lights, timeline.rise)]
    count = 3 + int(rng.poisson(rng.uniform(6, 20) * timeline.slept))
    _some(rng, timeline, spans, plan, count, 16, events.shake)
    _some(
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
    _some(rng, timeline, span, plan, int(rng.uniform(0.9, 2.0) * minutes), 14, events.bout)


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


def tremors(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Tremor of a resting limb, awake."""
    limb = str(rng.choice(("a", "l", "r"), p=(0.6, 0.2, 0.2)))
    for _i in range(int(rng.integers(5, 13))):
        seconds = float(rng.uniform(20, 70))
        at = timeline.somewhere(rng, _waking(timeline), seconds + 3)
        if at is not None:
            plan.append(Event(at, events.tremor(limb, seconds)))


def shudders(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Shuddering."""
    spans = [(timeline.lights, timeline.rise)]
    _some(rng, timeline, spans, plan, int(rng.integers(4, 13)), 8, events.shudder)


def foot_tremors(
    rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]
) -> None:
    """Hypnagogic foot tremor."""
    spans = [(max(timeline.lights, a - 400), min(b, a + 900)) for a, b in timeline.sleep]
    _some(rng, timeline, spans, plan, int(rng.integers(5, 15)), 20, events.foot_tremor)


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


def twitches(rng: np.random.Generator, timeline: Timeline, _: Person, plan: list[Event]) -> None:
    """Many tiny ones."""
    count = int(rng.uniform(60, 150) * timeline.slept)
    _some(rng, timeline, timeline.sleep, plan, count, 2, events.twitch)


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
        periodic(15), starts(3, 7), tremors, shudders, foot_tremors, cramps, dreams, tonics,
        focals, spasms, walks, pet, convulsions, shaken,
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
    "rest_tremor": (tremors,),
    "shudder": (shudders,),
    "foot_tremor": (foot_tremors,),
    "cramp": (cramps,),
    "twitches": (twitches,),
    "dream": (dreams,),
    "tonic": (tonics,),
    "convulsive": (convulsions,),
    "focal": (focals,),
    "spasms": (spasms,),
    "mixed": (mixed,),
    "toes": (periodic(30, toes=True),),
}
