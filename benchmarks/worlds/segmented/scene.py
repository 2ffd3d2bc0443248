"""Scenes: which acts fill a night of each scenario."""

import numpy as np

from benchmarks.worlds.segmented import act, seizure
from benchmarks.worlds.segmented.hypnogram import Plan, within
from benchmarks.worlds.segmented.mattress import Mattress
from benchmarks.worlds.segmented.outside import legs, partner, stirs, turning
from benchmarks.worlds.segmented.rhythm import Rhythm, member, rhythm, spans, times
from benchmarks.worlds.segmented.stage import Stage, add, awake, light, own, pick

SCENARIOS = {
    "none": "Ordinary sleeper: posture changes, a few isolated limb movements, awakenings.",
    "plm_mild": "A few short stretches of periodic limb movements.",
    "plm": "Periodic limb movements, 15-45 an hour.",
    "plm_severe": "Periodic limb movements most of the night.",
    "hypnic": "Two to eight sleep starts near sleep onset and after awakenings.",
    "hypnic_plm": "Sleep starts, and periodic limb movements later.",
    "partner_plm": "A partner in the same bed has periodic limb movements, the wearer none.",
    "both_plm": "Wearer and partner both have periodic limb movements.",
    "pet": "A cat or dog visits, kneads and shoves.",
    "bed_shaken": "Traffic, a washing machine, knocks, a partner who turns over.",
    "rls": "An hour of rubbing, stretching and bouncing legs, then periodic limb movements.",
    "reading": "Long awake in bed with small movements of hands and feet, then sleep.",
    "walks": "Two or three trips to the bathroom.",
    "breathing": "Apnoeas every 20-60 s whose ends arouse; no own periodic movements.",
    "rest_tremor": "4-6 Hz rest tremor of the worn wrist while awake and at awakenings.",
    "shudder": "Bouts of shivering.",
    "foot_tremor": "Hypnagogic foot tremor and alternating leg muscle activation.",
    "cramp": "Calf cramps.",
    "twitches": "Many tiny twitches of single muscles.",
    "dream": "Dream enactment in REM sleep.",
    "tonic": "Tonic stiffening of several limbs.",
    "convulsive": "Tonic-clonic convulsions.",
    "focal": "Rhythmic clonic shaking of one limb.",
    "spasms": "Clusters of bilateral spasms.",
    "mixed": "Several of the above at random.",
    "toes": "Periodic limb movements of which most move only the toes.",
}


def ordinary(s: Stage) -> None:
    """Isolated movements, fidgeting while awake, stray twitches, and whoever shares the bed."""
    rng, p = s.rng, s.plan
    hours = sum(b - a for a, b in p.sleep) / 3600
    sides = ["r", "l", "a", "rl", "ra", "la", "rla"]
    for t in pick(rng, p.sleep, rng.poisson(rng.uniform(2, 6) * hours)):
        lasts = float(np.clip(rng.lognormal(np.log(1.8), 0.6), 0.5, 9))
        where = str(rng.choice(sides, p=[0.2, 0.2, 0.25, 0.12, 0.08, 0.08, 0.07]))
        w = act.move(rng, rng.lognormal(np.log(0.06), 0.7), where, lasts)
        add(s, own(t, "limb_movement", w), 6)
    for t in pick(rng, p.sleep, rng.poisson(rng.uniform(0, 2) * hours)):
        add(s, own(t, "twitch", act.twitch(rng, str(rng.choice(["r", "l", "a"])))))
    still = rng.uniform(10, 40)
    habits = ["move", "rub", "stretch", "bounce"]
    taste = rng.dirichlet([3, 0.7, 0.7, 0.5])
    for a, b in awake(p):
        for t in pick(
            rng, [(a, b)], max(rng.poisson((b - a) / 3600 * still), int(rng.random() < 0.7))
        ):
            where = str(rng.choice(["a", "rl", "r", "l", "rla"]))
            add(
                s, own(t, "wake_movement", act.fidget(rng, where, str(rng.choice(habits, p=taste))))
            )
    if s.partner is None and rng.random() < 0.35:
        s.partner = partner(rng, s.bed)
    if s.partner is not None:
        span = [(p.bed[0], p.bed[1])]
        s.loads += turning(rng, s.partner, pick(rng, span, rng.poisson(rng.uniform(1, 4) * hours)))
        s.loads += stirs(rng, s.partner, pick(rng, span, rng.poisson(rng.uniform(1, 5) * hours)))
        s.facts["partner"] = {"side_m": s.partner.side, "split": s.partner.split}
    if rng.random() < 0.12:
        s.others += [
            (t, "pet " + str(rng.choice(["walk", "shove", "jump"]))) for t in pick(rng, p.sleep, 3)
        ]


def series(s: Stage, share: float, level: float = 1.0, faint: float | None = None) -> None:
    """The sleeper's own periodic movements."""
    rng, p = s.rng, s.plan
    r: Rhythm = rhythm(rng, level, faint)
    for _ in range(20):
        where = spans(rng, p.sleep, p.rem, share)
        if sum(b - a for a, b in where) > 400:
            break
    if rng.random() < 0.5:
        where += [(a, b) for a, b in awake(p) if b - a > 200 and rng.random() < 0.5]
    for t in times(rng, r, sorted(where)):
        if not any(a - 2 < t < b + 2 for a, b in p.trips):
            add(s, member(rng, r, t), 1.0)
    s.facts["rhythm"] = {k: getattr(r, k) for k in r.__dataclass_fields__}


def starts(s: Stage) -> None:
    """Sleep starts (hypnic jerks), often followed by a stir or a turn."""
    rng = s.rng
    for t in pick(rng, light(s.plan), int(rng.integers(2, 9))):
        w = act.jerk(rng, rng.lognormal(np.log(0.5), 0.35))
        if add(s, own(t, "hypnic_jerk", w), 15):
            after = rng.random()
            if after < 0.25:
                s.plan.turns.append(t + rng.uniform(2, 12))
            elif after < 0.5:
                w = act.move(rng, 0.08, str(rng.choice(["r", "l", "a"])), rng.uniform(0.6, 4))
                add(s, own(t + rng.uniform(2, 8), "wake_movement", w), 0.5)


def partner_series(s: Stage) -> None:
    """Periodic movements of the partner, felt through the bed."""
    rng = s.rng
    s.partner = s.partner or partner(rng, s.bed)
    where = spans(rng, s.plan.sleep, [], rng.uniform(0.4, 0.9))
    s.loads += legs(rng, s.partner, times(rng, s.partner.rhythm, where))


def pet(s: Stage) -> None:
    """Visits of an animal."""
    rng, p = s.rng, s.plan
    for t in pick(rng, [(p.bed[0], p.bed[1] - 120)], int(rng.integers(6, 20))):
        s.others.append((t, "pet jump"))
        at = t + 2
        for _ in range(int(rng.integers(2, 7))):
            style = str(rng.choice(["walk", "knead", "shove", "scratch"], p=[0.3, 0.4, 0.2, 0.1]))
            s.others.append((at, "pet " + style))
            at += rng.uniform(8, 120)


def shaken(s: Stage) -> None:
    """Street and house."""
    rng, p = s.rng, s.plan
    s.partner = s.partner or partner(rng, s.bed)
    span = [(p.bed[0], p.bed[1] - 120)]
    s.others += [(t, "bed traffic") for t in pick(rng, span, int(rng.integers(10, 70)))]
    s.others += [(t, "bed knock") for t in pick(rng, span, int(rng.integers(5, 30)))]
    if rng.random() < 0.6:
        t = pick(rng, span, 1)[0]
        for _ in range(int(rng.integers(2, 6))):
            s.others.append((t, "bed machine"))
            t += rng.uniform(210, 400)


def restless(s: Stage) -> None:
    """An hour of restless legs before sleep."""
    rng, p = s.rng, s.plan
    t = p.bed[0]
    while t < p.sleep[0][0] - 30:
        style = str(rng.choice(["rub", "stretch", "bounce", "move"], p=[0.35, 0.25, 0.2, 0.2]))
        add(s, own(t, "wake_movement", act.fidget(rng, "rl", style)), 1.0)
        t += rng.lognormal(np.log(25), 0.7)
    series(s, rng.uniform(0.4, 0.9))


def reading(s: Stage) -> None:
    """Small movements of a reader: page turns, feet that wiggle."""
    rng, p = s.rng, s.plan
    s.sitting = True
    t = p.bed[0]
    while t < p.sleep[0][0] - 300:
        if rng.random() < 0.6:
            w = act.move(rng, rng.lognormal(np.log(0.08), 0.4), "a", rng.uniform(0.6, 2))
        else:
            style = str(rng.choice(["move", "bounce", "rub"], p=[0.6, 0.25, 0.15]))
            w = act.fidget(rng, str(rng.choice(["r", "l"])), style)
        add(s, own(t, "wake_movement", w), 1.0)
        t += rng.lognormal(np.log(40), 0.6)


def apnoeas(s: Stage) -> None:
    """Obstructive events and the arousals that end them."""
    rng, p = s.rng, s.plan
    moved = rng.uniform(0.3, 0.85)
    size = rng.lognormal(np.log(0.1), 0.3)
    for a, b in p.sleep:
        t = a + rng.uniform(60, 600)
        while t < b - 60:
            until = t + rng.lognormal(np.log(1200), 0.6)
            every = rng.uniform(25, 55)
            while t < min(until, b - 60):
                long = float(np.clip(every * rng.uniform(0.35, 0.7), 10, 45))
                s.stops.append((t, t + long))
                if rng.random() < moved:
                    where = str(
                        rng.choice(
                            ["rla", "ra", "la", "a", "rl", "r"], p=[0.4, 0.15, 0.15, 0.1, 0.1, 0.1]
                        )
                    )
                    w = act.move(
                        rng, size * rng.lognormal(0, 0.5), where, float(rng.uniform(0.8, 6))
                    )
                    add(s, own(t + long + rng.normal(0.5, 0.8), "limb_movement", w), 0.5)
                t += float(np.clip(every * rng.lognormal(0, 0.18), 20, 60))
            t += rng.exponential(900)


def resting(s: Stage) -> None:
    """Rest tremor of the worn wrist (4-6 Hz) while awake; sleep stills it."""
    rng = s.rng
    hz, size = rng.uniform(4, 6), rng.lognormal(np.log(0.05), 0.6)
    for a, b in awake(s.plan):
        t = a + rng.uniform(0, 10)
        while t < b - 5:
            lasts = float(np.clip(rng.lognormal(np.log(30), 0.8), 2.5, 150))
            lasts = min(lasts, b - t)
            w = act.tremor(rng, "a", hz * rng.lognormal(0, 0.03), size, lasts)
            add(s, own(t, "tremor", w), 0.5)
            t += lasts + rng.lognormal(np.log(25), 0.8)


def few(kind: str, make, count: tuple[int, int], gap: float = 8.0, where=None):
    """An arranger that strews `count` acts of one kind over spans."""

    def arrange(s: Stage) -> None:
        at = pick(s.rng, (where or (lambda p: p.sleep))(s.plan), int(s.rng.integers(*count)))
        for t in at:
            add(s, own(t, kind, make(s.rng)), gap)

    return arrange


def clusters(s: Stage) -> None:
    """Clusters of spasms, 5-30 s apart."""
    rng = s.rng
    for t in pick(rng, s.plan.sleep + s.plan.wakes, int(rng.integers(2, 6))):
        size = rng.lognormal(np.log(0.22), 0.3)
        for k in range(int(rng.integers(5, 30))):
            add(s, own(t, "spasm", seizure.spasm(rng, size * rng.lognormal(-0.02 * k, 0.2))), 1.0)
            t += rng.uniform(5, 30)


def dreaming(s: Stage) -> None:
    """Dream enactment in REM sleep of the last two thirds."""
    rng, p = s.rng, s.plan
    late = [(a, b) for a, b in p.rem if a > p.total / 3] or p.rem[-1:] or p.sleep[-1:]
    size = rng.lognormal(np.log(0.12), 0.4)
    for t in pick(rng, late, int(rng.integers(5, 25))):
        for _ in range(int(rng.integers(1, 6))):
            a = own(t, "dream", act.dream(rng, size))
            add(s, a, 0.6)
            t += a.lasts + rng.lognormal(np.log(6), 0.7)


def limb(rng: np.random.Generator) -> str:
    """A limb at random."""
    return str(rng.choice(["r", "l", "a"]))


FEATURES = {
    "plm_mild": [lambda s: series(s, s.rng.uniform(0.12, 0.3), 0.8)],
    "plm": [lambda s: series(s, s.rng.uniform(0.35, 0.7))],
    "plm_severe": [lambda s: series(s, s.rng.uniform(1.0, 1.8), 1.2)],
    "hypnic": [starts],
    "hypnic_plm": [starts, lambda s: series(s, s.rng.uniform(0.3, 0.7))],
    "partner_plm": [partner_series],
    "both_plm": [lambda s: series(s, s.rng.uniform(0.35, 0.7)), partner_series],
    "pet": [pet],
    "bed_shaken": [shaken],
    "rls": [restless],
    "reading": [reading],
    "walks": [],
    "breathing": [apnoeas],
    "rest_tremor": [resting],
    "shudder": [few("tremor", lambda r: act.shudder(r, r.uniform(2, 7)), (5, 20))],
    "foot_tremor": [
        few("foot_tremor", lambda r: act.foot(r, "hft"), (4, 18), where=light),
        few("foot_tremor", lambda r: act.foot(r, "alma"), (4, 18)),
    ],
    "cramp": [few("cramp", lambda r: act.cramp(r, str(r.choice(["r", "l"]))), (1, 4), 20)],
    "twitches": [few("twitch", lambda r: act.twitch(r, limb(r)), (80, 400), 1.5)],
    "dream": [dreaming],
    "tonic": [
        few(
            "tonic",
            lambda r: seizure.tonic(r, r.uniform(3, 28), r.lognormal(np.log(0.15), 0.4)),
            (4, 14),
            20,
        )
    ],
    "convulsive": [few("convulsive", seizure.convulsion, (1, 4), 60)],
    "focal": [few("focal", lambda r: seizure.focal(r, limb(r)), (3, 12), 20)],
    "spasms": [clusters],
    "toes": [lambda s: series(s, s.rng.uniform(0.5, 0.9), 0.9, faint=s.rng.uniform(0.6, 0.9))],
}


def scene(rng: np.random.Generator, scenario: str, plan: Plan, bed: Mattress) -> Stage:
    """Arrange a night's acts."""
    s = Stage(rng=rng, plan=plan, bed=bed)
    s.busy += [(a - 15, b + 60) for a, b in plan.trips]
    if scenario == "mixed":
        names = [
            n for n in FEATURES if n not in ("plm_mild", "plm_severe", "toes", "reading", "rls")
        ]
        names = list(rng.choice(names, int(rng.integers(2, 6)), replace=False))
        s.facts["mixed"] = [str(n) for n in names]
    else:
        names = [scenario]
    for name in names:
        for feature in FEATURES.get(name, []):
            feature(s)
    ordinary(s)
    # A still period after an arousal may hold a turn; none in the middle of an own act.
    plan.turns = sorted(t for t in plan.turns if not within(t, [(a - 1, b) for a, b in plan.trips]))
    return s
