"""What a scenario adds to an ordinary night."""

import numpy as np

from benchmarks.worlds.elastic import attacks, moves
from benchmarks.worlds.elastic.occasions import pick, turn


def _starts(rng, sleep, lights, worn):
    """Sleep starts: near sleep onset and after awakenings, some anywhere in light sleep."""
    acts = []
    onset = [(max(lights + 60, sleep.starts[1] - 500), sleep.starts[1] + 300)]
    again = [(b - 40, b + 120) for a, b in sleep.spans("W")[1:] if b - a > 60]
    count = int(rng.integers(2, 9))
    first = max(1, round(0.6 * count))
    times = list(pick(rng, onset, first)) + list(pick(rng, again or onset, count - first))
    if rng.random() < 0.3:
        times += list(pick(rng, sleep.spans("N1", "N2"), 1))
    force = rng.lognormal(np.log(0.4), 0.35)
    for t in times:
        acts.append(moves.jerk(rng, float(t), worn, force * rng.lognormal(0, 0.4)))
        if rng.random() < 0.4:
            acts.append(turn(t + rng.uniform(4, 9), rng.random() < 0.5))
    return acts


def _restless(rng, sleep, lights, worn):
    """Restless legs before sleep."""
    acts, t = [], lights + 40
    while t < sleep.starts[1] - 60:
        legs = ["leg_left", "leg_right"]
        chosen = legs if rng.random() < 0.4 else [str(rng.choice(legs))]
        draw = rng.random()
        if draw < 0.55:
            acts.append(moves.rubbing(rng, t, chosen))
        elif draw < 0.8:
            acts.append(moves.wake(rng, t, legs, 1.4))
        else:
            acts.append(turn(t, False))
        t += acts[-1].duration + rng.exponential(35) + 5
    return acts


def _reading(rng, sleep, lights, worn):
    """Hands turn pages, feet fidget."""
    acts = []
    page = rng.uniform(25, 110)
    t = 30.0
    while t < sleep.starts[1] - 200:
        if rng.random() < 0.7:
            acts.append(moves.wake(rng, t, [worn], rng.uniform(0.3, 0.9)))
        elif rng.random() < 0.5:
            acts.append(moves.wake(rng, t, ["leg_left", "leg_right"], 0.5))
        else:
            act = moves.alternating(rng, t, worn)
            act.kind = "wake_movement"
            acts.append(act)
        t += acts[-1].duration + rng.lognormal(np.log(page), 0.6)
    return acts


def _breathing(rng, sleep, lights, worn):
    """Apnoeas whose ends arouse: legs and arm move at most of them."""
    acts, low, high = [], *np.sort(rng.uniform(20, 60, 2))
    for a, b in sleep.spans("N1", "N2", "R"):
        t = a + rng.uniform(20, 90)
        if b - a < 300 or rng.random() < 0.3:
            continue
        while t < b - 20:
            if rng.random() < 0.55:
                act = moves.isolated(rng, float(t), worn)
                if rng.random() < 0.5:
                    act.drives[worn] = moves.reach(rng, max(1, act.duration), 0.15, True)
                acts.append(act)
            elif rng.random() < 0.06:
                acts.append(turn(t, rng.random() < 0.4))
            t += rng.uniform(low, high + 5) + rng.normal(0, 4)
    return acts


def _rest_tremor(rng, sleep, lights, worn):
    """Rest tremor of the worn wrist while awake and quiet; gone in sleep (Deuschl 1998)."""
    acts, hertz = [], rng.uniform(4, 6.2)
    size = rng.lognormal(np.log(0.35), 0.6)
    for a, b in sleep.spans("W"):
        t = a + rng.uniform(2, 20)
        while t < b - 10:
            span = float(min(rng.lognormal(np.log(25), 0.8), 120, b - t - 3))
            if span > 3:
                act = moves.rhythmic(
                    rng, float(t), "tremor", [worn], hertz, span, size * rng.lognormal(0, 0.3), 0.06
                )
                acts.append(act)
            t += span + rng.lognormal(np.log(25), 0.8) + 4
    return acts


def _shudder(rng, sleep, lights, worn):
    """Shivers and shudders of 2-8 s at 5-11 Hz in several limbs."""
    acts = []
    for t in pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(3, 14))):
        limbs = [x for x in ("leg_left", "leg_right", worn) if rng.random() < 0.75] or [worn]
        act = moves.rhythmic(
            rng,
            float(t),
            "tremor",
            limbs,
            rng.uniform(5, 11),
            float(rng.uniform(2.1, 8)),
            1.0,
            0.15,
            1.6,
        )
        for limb, drive in act.drives.items():
            if limb.startswith("leg"):
                drive.waves = [(a, s, c, 3 * n, h, w) for a, s, c, n, h, w in drive.waves]
        acts.append(act)
    return acts


def _feet(rng, sleep, lights, worn):
    """Trains of foot tremor before sleep and at arousals."""
    spans = [(lights + 30, sleep.starts[1] + 600)] * 2 + sleep.spans("W", "N1")
    return [
        moves.alternating(rng, float(t), worn) for t in pick(rng, spans, int(rng.integers(5, 30)))
    ]


def _cramps(rng, sleep, lights, worn):
    """One to three cramps that wake the sleeper."""
    acts = []
    for t in pick(rng, sleep.spans("N1", "N2"), int(rng.integers(1, 4))):
        act = attacks.cramp(rng, float(t))
        acts += [act, moves.rubbing(rng, float(t) + act.duration + 4, list(act.drives))]
    return acts


def _twitches(rng, sleep, lights, worn):
    """Tiny twitches, more in REM and N1."""
    spans = sleep.spans("R") * 3 + sleep.spans("N1", "N2")
    limbs = ["leg_left", "leg_right", worn]
    return [
        moves.twitch(rng, float(t), str(rng.choice(limbs)))
        for t in pick(rng, spans, int(rng.integers(20, 120)))
    ]


def _dreams(rng, sleep, lights, worn):
    """Dream enactment in bouts within REM of the last two thirds."""
    acts = []
    for a, b in sleep.spans("R"):
        if b < sleep.end / 3:
            continue
        for c in pick(rng, [(a, b)], int(rng.integers(0, 4)), 10):
            t = c
            for _ in range(int(rng.integers(1, 7))):
                acts.append(moves.dream(rng, float(t), worn))
                t += acts[-1].duration + 2 + rng.exponential(12)
    return acts


def _stiff(rng, sleep, lights, worn):
    """Tonic stiffenings out of NREM sleep."""
    return [
        attacks.stiffening(rng, float(t))
        for t in pick(rng, sleep.spans("N1", "N2", "N3"), int(rng.integers(2, 8)))
    ]


def _convulse(rng, sleep, lights, worn):
    """One or two convulsions; the limbs lie slack afterwards."""
    return [
        attacks.convulsion(rng, float(t))
        for t in pick(rng, sleep.spans("N2"), int(rng.integers(1, 3)), 100)
    ]


def _focal(rng, sleep, lights, worn):
    """Shaking of one limb, always the same one."""
    limb = str(rng.choice(["leg_left", "leg_right", worn]))
    return [
        attacks.focal(rng, float(t), limb)
        for t in pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(2, 9)))
    ]


def _spasms(rng, sleep, lights, worn):
    """Clusters of spasms 5-30 s apart, often after waking."""
    acts = []
    for t in pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(1, 4)), 10):
        size = rng.uniform(6, 25)
        for _ in range(int(rng.integers(5, 25))):
            acts.append(attacks.spasm(rng, float(t)))
            t += 4.5 + size * rng.lognormal(0, 0.35)
    return acts


SPECIAL = {
    "hypnic": _starts,
    "hypnic_plm": _starts,
    "rls": _restless,
    "reading": _reading,
    "breathing": _breathing,
    "rest_tremor": _rest_tremor,
    "shudder": _shudder,
    "foot_tremor": _feet,
    "cramp": _cramps,
    "twitches": _twitches,
    "dream": _dreams,
    "tonic": _stiff,
    "convulsive": _convulse,
    "focal": _focal,
    "spasms": _spasms,
}
