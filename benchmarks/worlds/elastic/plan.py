"""Who moves when: the acts of the sleeper, the partner, the pet and the house in one night."""

import numpy as np

from benchmarks.worlds.elastic import moves, neighbours
from benchmarks.worlds.elastic.gait import draw_trip
from benchmarks.worlds.elastic.hypnogram import draw_hypnogram
from benchmarks.worlds.elastic.occasions import pick, turn
from benchmarks.worlds.elastic.records import Act
from benchmarks.worlds.elastic.rhythm import draw_rhythm
from benchmarks.worlds.elastic.special import SPECIAL

RANK = {
    "walking": 0,
    "convulsive": 1,
    "spasm": 1,
    "tonic": 1,
    "focal": 1,
    "cramp": 1,
    "gross_movement": 3,
}
RANK |= {"hypnic_jerk": 2, "tremor": 3, "foot_tremor": 3, "dream": 4, "plm": 4, "twitch": 5}
PLM_RATE = {
    "plm_mild": (4, 14),
    "plm": (15, 45),
    "plm_severe": (50, 95),
    "toes": (15, 50),
    "hypnic_plm": (12, 45),
}
PLM_RATE |= {"both_plm": (15, 50), "rls": (20, 70)}


def draw_plan(rng, scenario, end, worn, partnered):
    """Draw the night: hypnogram, acts of self and others, and facts."""
    parts = [scenario]
    if scenario == "mixed":
        pool = [s for s in SPECIAL if s not in ("convulsive", "tonic", "spasms")] + [
            "plm",
            "plm",
            "plm_mild",
            "hypnic",
        ]
        parts = [str(x) for x in rng.choice(pool, int(rng.integers(2, 4)), replace=False)]
    has = set(parts)
    lights = float(rng.uniform(120, 600))
    rising = end - float(rng.uniform(120, 500))
    latency = float(np.clip(rng.lognormal(np.log(900), 0.5), 240, 3600))
    if "rls" in has:
        latency = float(rng.uniform(2700, 4500))
    if "reading" in has:
        latency = float(rng.uniform(2400, 6000))
    latency = min(latency, 0.3 * end)
    restless = 1.0 + 0.8 * bool(has & {"rls", "breathing", "plm_severe", "hypnic_plm"})
    sleep = draw_hypnogram(rng, lights, rising, latency, restless)
    facts = {"parts": parts, "latency_s": latency}
    acts = _ordinary(rng, sleep, lights, rising, worn)
    if has & set(PLM_RATE):
        name = next(p for p in parts if p in PLM_RATE)
        own, facts["rhythm"] = _periodic(rng, name, sleep, lights, worn)
        acts += own
    for name in parts:
        if name in SPECIAL:
            acts += SPECIAL[name](rng, sleep, lights, worn)
    trips = int(rng.random() < 0.3) + int(rng.integers(2, 4)) * ("walks" in has)
    wakes = [s for s in sleep.spans("W") if lights + latency + 1200 < s[0] < rising - 1500]
    for i in rng.permutation(len(wakes))[:trips]:
        acts.append(_trip(rng, wakes[i][0] + rng.uniform(2, 12)))
    missing = trips - min(trips, len(wakes))
    for at in pick(rng, [(lights + latency + 1500, rising - 1500)], missing):
        acts.append(_trip(rng, float(at)))
    others = []
    if partnered:
        others += neighbours.partner(rng, has, end, lights)
    if "pet" in has:
        others += neighbours.pet(rng, lights, rising, worn)
    others += neighbours.house(rng, "bed_shaken" in has, lights, rising)
    acts = _settle(acts, end)
    others = [b for b in _settle(others, end) if not _meets(b, acts)]
    return sleep, (lights, rising), acts, others, facts


def _meets(other, acts):
    """Whether something from outside falls into a movement of the sleeper."""
    a, b = other.onset - 1.0, other.onset + other.duration + 2.0
    return any(b > act.onset and a < act.onset + act.duration + 1.5 for act in acts)


def _trip(rng, onset):
    """A trip to the bathroom."""
    trip = draw_trip(rng)
    return Act(
        onset=onset, duration=float(trip["marks"][-1]), kind="walking", bed=[trip], posture_after=-1
    )


def _settle(acts, end):
    """Leave out acts that run into more important ones."""
    taken, out = [], []
    for act in sorted(acts, key=lambda a: (RANK.get(a.kind, 4), a.onset)):
        a, b = act.onset - 1.0, act.onset + act.duration + 2.5
        if a < 5 or b > end - 5:
            continue
        if all(b < c or a > d for c, d in taken):
            taken.append((a, b))
            out.append(act)
    return sorted(out, key=lambda a: a.onset)


def _ordinary(rng, sleep, lights, rising, worn):
    """What everybody does: settle down, turn, twitch a limb, wake and stir."""
    acts = [turn(lights + rng.uniform(0, 60))]
    hours = (rising - lights) / 3600
    asleep, awake = sleep.spans("N1", "N2", "N3", "R"), sleep.spans("W")
    turns = rng.uniform(0.8, 3.2)
    light = sleep.spans("N1", "N2", "R")
    acts += [turn(t) for t in pick(rng, light, rng.poisson(turns * hours * 0.5))]
    acts += [turn(t, False) for t in pick(rng, light, rng.poisson(1.2 * hours))]
    for t in pick(rng, asleep, rng.poisson(rng.uniform(2, 6) * hours)):
        acts.append(moves.isolated(rng, float(t), worn))
    limbs = ["leg_left", "leg_right", worn, worn]
    busy = rng.uniform(0.3, 1.6)  # how restless this sleeper is while awake, movements a minute
    for a, b in awake:
        a = max(a, lights) if a < lights + 1 else a
        if rng.random() < 0.55 and a > lights:
            acts.append(turn(a + rng.uniform(0, 8), rng.random() < 0.6))
        for t in pick(rng, [(a, b)], rng.poisson(busy * (b - a) / 60)):
            acts.append(moves.wake(rng, float(t), limbs))
        if b - a > 240:
            acts += [turn(t) for t in pick(rng, [(a, b)], rng.poisson((b - a) / 420))]
    for t in pick(rng, [(8, lights - 5), (rising, sleep.end + 110)], int(rng.integers(6, 25))):
        acts.append(moves.wake(rng, float(t), limbs, 1.5))
    return acts


def _periodic(rng, name, sleep, lights, worn):
    """The sleeper's own periodic movements."""
    low, high = PLM_RATE[name]
    wanted = float(rng.uniform(low, high))
    awake = float(rng.uniform(0.5, 1.0)) if name == "rls" else float(rng.choice([0.1, 0.4]))
    first = lights + 300 if name == "rls" else None
    onsets, facts = draw_rhythm(rng, sleep, wanted, awake, first)
    style = moves.draw_style(rng)
    faint = rng.uniform(0.65, 0.95) if name == "toes" else style["faint"]
    mood, acts = 0.0, []
    for t in onsets:
        mood = 0.9 * mood + 0.44 * rng.normal(0, 0.45)
        acts.append(moves.plm(rng, float(t), style, np.exp(mood), rng.random() < faint, worn))
        if acts[-1].duration > 0 and rng.random() < 0.02:
            acts.append(turn(t + acts[-1].duration + 3.5 + rng.uniform(0, 2), rng.random() < 0.4))
    return acts, facts | {"wanted_per_h": wanted, "style": style}
