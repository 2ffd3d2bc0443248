"""Jolts of the whole body: sleep starts and spasms; and rhythmic jerking."""

import numpy as np

from benchmarks.worlds.strokes.chain import ARM, LEFT, LIMBS, PITCH, RIGHT, ROLL, TX, TZ
from benchmarks.worlds.strokes.maker import Maker
from benchmarks.worlds.strokes.person import Score
from benchmarks.worlds.strokes.stroke import REACH


def moments(
    rng: np.random.Generator, start: float, stop: float, hz: tuple[float, float], wander: float
) -> list[float]:
    """Draw beats of a rhythm that changes from one rate to another."""
    out, t, slow = [], start, 0.0
    while t < stop:
        out.append(t)
        slow = 0.85 * slow + rng.normal(0, 0.5 * wander)
        f = hz[0] + (hz[1] - hz[0]) * (t - start) / max(stop - start, 1e-6)
        t += float(np.exp(slow + rng.normal(0, 0.4 * wander))) / f
    return out


def jerks(
    score: Score,
    joints: dict[int, float],
    beats: list[float],
    peak: float,
    width: float,
    back: float,
    *,
    ragged: float = 0.25,
    lag: float = 0.02,
) -> None:
    """Jolt joints (with shares) at every beat."""
    rng = score.rng
    late = {j: rng.uniform(0, lag) for j in joints}
    count = len(beats)
    for k, t in enumerate(beats):
        size = peak * float(np.exp(rng.normal(0, ragged))) * min(1.0, 0.5 + 0.25 * k)
        size *= min(1.0, 0.45 + 0.25 * (count - 1 - k)) if count > 3 else 1.0
        for j, share in joints.items():
            w = width * float(np.exp(rng.normal(0, 0.1)))
            again = back * float(np.exp(rng.normal(0, 0.1)))
            score.jolt(j, t + late[j] + rng.normal(0, 0.004), size * share, w, REACH[j], again)


def start(maker: Maker, at: float, habit: dict[int, float], peak: float) -> None:
    """One sleep start."""
    rng = maker.rng
    score = maker.score()
    width = float(rng.uniform(0.018, 0.038))
    sides = {LEFT: rng.lognormal(0, 0.4), RIGHT: rng.lognormal(0, 0.4), ARM: rng.lognormal(0, 0.5)}
    limbs = []
    for k, name in zip((LEFT, RIGHT, ARM), LIMBS, strict=True):
        if rng.random() < (0.97 if k < ARM else 0.88):
            limbs.append(name)
            late = rng.uniform(0, 0.06)
            for j, share in habit.items():
                if k <= j < k + 5:
                    size = peak * share * sides[k] * rng.uniform(0.6, 1.3)
                    again = rng.uniform(0.1, 0.24)
                    score.jolt(j, late, size, width * rng.uniform(0.9, 1.2), REACH[j], again)
    for j in (PITCH, TZ, TX, ROLL):
        if j in habit:
            size = peak * habit[j] * rng.uniform(0.5, 1.3)
            score.jolt(
                j, rng.uniform(0, 0.03), size, width * 1.1, REACH[j], rng.uniform(0.12, 0.25)
            )
    if rng.random() < 0.25:  # a second, smaller one within the same start
        for j, share in habit.items():
            if j > TZ:
                score.jolt(j, rng.uniform(0.2, 0.3), 0.35 * peak * share, width, REACH[j], 0.15)
    maker.put(score.act(at, "hypnic_jerk", tuple(limbs)))
    if rng.random() < 0.35:
        later = at + rng.uniform(1.2, 8.0)
        if rng.random() < 0.4:
            maker.turn_over(later)
        else:
            maker.stir(later, rng.uniform(1.5, 5), rng.uniform(0.3, 0.8))


def hypnic(maker: Maker) -> None:
    """Several sleep starts around falling asleep, also after awakenings."""
    rng, night = maker.rng, maker.night
    habit: dict[int, float] = {}
    for k in (LEFT, RIGHT):
        habit[k] = rng.uniform(0.2, 0.9)
        habit[k + 3] = rng.uniform(0.1, 0.9) * rng.choice([-1, 1])
        habit[k + 4] = rng.uniform(0.0, 0.3)
    habit[ARM] = rng.uniform(0.1, 0.6) * rng.choice([-1, 1])
    habit[ARM + 3] = rng.uniform(0.2, 1.0)
    habit[ARM + 1] = rng.uniform(0.0, 0.5)
    for j in (PITCH, TZ, TX):
        habit[j] = rng.uniform(0.05, 0.4)
    count = int(rng.integers(4, 13))
    level = float(np.exp(rng.normal(np.log(0.4), 0.5)))
    made = 0
    for _ in range(40 * count):
        if made >= count:
            break
        first = rng.random() < 0.7 or not night.awakenings
        zero = (
            night.onset if first else night.awakenings[int(rng.integers(len(night.awakenings)))][1]
        )
        early = min(360.0, 0.5 * (night.onset - night.off)) if first else 20.0
        t = zero + rng.uniform(-early, min(480.0, 0.12 * night.total))
        if maker.calendar.free(t - 8, t + 8):
            start(maker, t, habit, float(np.clip(level * rng.lognormal(0, 0.5), 0.08, 2.5)))
            made += 1
    maker.facts |= {"sleep_starts": made, "start_level_g": round(level, 3)}


def spasms(maker: Maker) -> None:
    """Clusters of epileptic spasms on awakening."""
    rng, night = maker.rng, maker.night
    sizes = []
    habit = {
        LEFT: rng.uniform(0.2, 0.8),
        RIGHT: rng.uniform(0.2, 0.8),
        ARM: rng.uniform(0.2, 0.8),
        ARM + 1: rng.uniform(0.2, 0.8),
        PITCH: rng.uniform(0.2, 0.6),
    }
    for k in (LEFT, RIGHT):
        habit[k + 3] = rng.uniform(0.2, 0.8)
    habit[ARM + 3] = rng.uniform(0.3, 1.0)
    ends = [a for a, _ in night.awakenings] + [night.sleep[-1][1]]
    chosen = rng.permutation(len(ends))[: int(rng.integers(1, 4))]
    level = float(np.exp(rng.normal(np.log(0.25), 0.4)))
    pace = float(rng.uniform(7, 18))
    hold = float(rng.uniform(0.3, 1.3))
    for c in sorted(chosen):
        t = ends[c] + rng.uniform(1, 15)
        count = int(rng.integers(6, 36))
        first = t
        made = 0
        for k in range(count):
            if t > night.rise - 20:
                break
            bell = 0.4 + 0.6 * np.sin(np.pi * (k + 1) / (count + 1))
            score = maker.score()
            width = float(rng.uniform(0.03, 0.07))
            peak = level * bell * float(np.exp(rng.normal(0, 0.25)))
            stay = float(np.clip(hold * np.exp(rng.normal(0, 0.3)), 0.2, 1.8))
            for j, share in habit.items():
                size = 0.9 * peak * share * rng.uniform(0.7, 1.3)
                score.jolt(j, rng.uniform(0, 0.04), size, width, REACH[j], 0.25 + stay)
                if j > TZ:
                    score.quiver(j, 0.1, 0.2 + stay, 0.05 * peak, rng.uniform(9, 14), REACH[j])
            if maker.calendar.free(t, t + 2):
                maker.put(score.act(t, "spasm", LIMBS))
                made += 1
            t += float(np.clip(pace * np.exp(rng.normal(0, 0.3)), 5, 30))
        night.wake(first - 1, t)
        maker.calendar.book(first, t)
        sizes.append(made)
    maker.facts |= {"spasm_clusters": sizes, "spasm_level_g": round(level, 3)}
