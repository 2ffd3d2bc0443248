"""Sustained and rhythmic: tonic, convulsive, focal; tremors, shudders, foot tremor, cramp."""

import numpy as np

from benchmarks.worlds.strokes.background import place
from benchmarks.worlds.strokes.chain import ARM, FIRST, LEFT, LIMBS, PITCH, RIGHT, ROLL, TZ
from benchmarks.worlds.strokes.jolts import jerks, moments
from benchmarks.worlds.strokes.maker import LEGS, Maker
from benchmarks.worlds.strokes.person import Score
from benchmarks.worlds.strokes.stroke import REACH


def stiffen(score: Score, stop: float, level: float, limbs: tuple[str, ...], hz: float) -> None:
    """Stiffen limbs slowly, tremble in co-contraction (rms g), let go."""
    rng = score.rng
    rise = rng.uniform(0.4, 1.6)
    for name in limbs:
        k = FIRST[name]
        for j in (0, 1, 3, 4):
            amount = rng.uniform(0.03, 0.3) * (0.4 if j in (0, 1) else 1.0) * rng.choice([-1, 1])
            score.move(k + j, rng.uniform(0, 0.4), amount, rise)
        parts = max(3, int(stop / 3))
        own = hz * rng.uniform(0.9, 1.1)
        for j in (0, 3):
            for n in range(parts):
                a, b = 0.4 + (stop - 0.4) * n / parts, 0.6 + (stop - 0.4) * (n + 1) / parts
                grow = (0.5 + n / parts) * float(np.exp(rng.normal(0, 0.3)))
                score.quiver(k + j, a, b, 0.7 * level * grow, own, REACH[k + j])
    score.move(PITCH, 0.2, rng.uniform(0.0, 0.08), rise)
    score.move(ROLL, 0.2, rng.normal(0.0, 0.06), rise)


def tonic(maker: Maker, count: int = 0) -> None:
    """Sustained stiffening."""
    rng = maker.rng
    hz = float(rng.uniform(9, 18))
    level = float(np.exp(rng.normal(np.log(0.03), 0.6)))
    made = 0
    for _ in range(count or int(rng.integers(2, 8))):
        length = float(rng.uniform(10, 30))
        t = place(maker, length + 3)
        if t is None:
            continue
        limbs = LIMBS if rng.random() < 0.8 else LIMBS[:2]
        score = maker.score()
        stiffen(score, length - 1.5, level * float(np.exp(rng.normal(0, 0.3))), limbs, hz)
        score.back(length - 1.5, rng.uniform(0.3, 0.9), 0.1, 0.3)
        maker.put(score.act(t, "tonic", limbs))
        made += 1
        if rng.random() < 0.3:
            maker.stir(t + length + rng.uniform(3, 12), rng.uniform(2, 6), 0.5)
    maker.facts |= {"tonic": made, "tonic_level_g": round(level, 4)}


def convulsive(maker: Maker) -> None:
    """Tonic, then clonic and slowing, then stillness."""
    rng, night = maker.rng, maker.night
    made = 0
    for _ in range(int(rng.integers(1, 3))):
        first, second = float(rng.uniform(8, 20)), float(rng.uniform(35, 90))
        t = place(maker, first + second + 60)
        if t is None:
            continue
        score = maker.score()
        level = float(rng.uniform(0.05, 0.2))
        stiffen(score, first, level, LIMBS, rng.uniform(9, 14))
        joints = {
            LEFT: 0.4,
            LEFT + 3: 0.6,
            RIGHT: 0.4,
            RIGHT + 3: 0.6,
            ARM: 0.4,
            ARM + 3: 0.8,
            TZ: 0.1,
            PITCH: 0.15,
        }
        joints = {j: s * float(np.exp(rng.normal(0, 0.3))) for j, s in joints.items()}
        peak = float(rng.uniform(0.4, 1.3))
        stop = first + second
        fast, slow = rng.uniform(3.5, 6), rng.uniform(0.7, 1.2)
        cut = first + 0.35 * second
        jerks(score, joints, moments(rng, first, cut, (fast, 2.5), 0.06), 0.6 * peak, 0.03, 0.11)
        late = moments(rng, cut + 0.3, stop, (2.4, slow), 0.1)
        jerks(score, joints, late, peak, 0.04, 0.2)
        score.back(stop + 0.3, 0.6, 0.2, 0.5)
        maker.put(score.act(t, "convulsive", LIMBS))
        maker.calendar.book(t + stop, t + stop + rng.uniform(120, 300))
        made += 1
    maker.facts |= {"convulsive": made}
    del night


def focal(maker: Maker) -> None:
    """Rhythmic shaking of one limb."""
    rng = maker.rng
    home = str(rng.choice(LIMBS))
    for _ in range(int(rng.integers(3, 9))):
        length = float(rng.uniform(10, 60))
        t = place(maker, length + 2)
        if t is None:
            continue
        limb = home if rng.random() < 0.85 else str(rng.choice(LIMBS))
        k = FIRST[limb]
        hz = float(rng.uniform(1.2, 4.0))
        joints = {k: rng.uniform(0.1, 0.6), k + 3: rng.uniform(0.3, 1.0), k + 4: 0.15}
        beats = moments(rng, 0.0, length, (hz, hz * rng.uniform(0.5, 1.0)), 0.08)
        score = maker.score()
        width = min(0.05, 0.12 / hz)
        jerks(score, joints, beats, float(rng.lognormal(np.log(0.18), 0.5)), width, 0.4 / hz)
        maker.put(score.act(t, "focal", (limb,)))
    maker.facts |= {"focal_limb": home}


def awake_moment(maker: Maker, length: float) -> float | None:
    """Find a free moment awake in bed."""
    rng, night = maker.rng, maker.night
    spans = [(night.off + 15, night.onset)] + night.awakenings + [(night.sleep[-1][1], night.rise)]
    spans = [(a, b) for a, b in spans if b - a > length + 4]
    if not spans:
        return None
    room = np.array([b - a for a, b in spans])
    for _ in range(30):
        a, b = spans[int(rng.choice(len(spans), p=room / room.sum()))]
        t = float(rng.uniform(a + 1, b - length - 2))
        if maker.calendar.free(t - 1, t + length + 1):
            return t
    return None


def rest_tremor(maker: Maker) -> None:
    """Tremor of one limb at rest, awake."""
    rng = maker.rng
    limb = str(rng.choice(LIMBS, p=[0.25, 0.25, 0.5]))
    k = FIRST[limb]
    hz = float(rng.uniform(4.0, 6.0))
    level = float(np.exp(rng.normal(np.log(0.03), 0.6)))
    mix = {3: 1.0, 4: rng.uniform(0.3, 1.0), 0: rng.uniform(0, 0.15)}
    made = 0
    for _ in range(int(rng.integers(4, 12))):
        length = float(rng.uniform(20, 70))
        t = awake_moment(maker, length)
        if t is None:
            continue
        score = maker.score()
        size = level * float(np.exp(rng.normal(0, 0.3)))
        f = hz * float(np.exp(rng.normal(0, 0.05)))
        for j, share in mix.items():
            s = 0.28 * 0.45 / f
            amount = size * share * 9.81 * s * s / 0.242 / max(REACH[k + j], 0.15)
            score.rhythm(k + j, 0.0, length, (f, f), amount, wander=0.1, swell=0.45)
        maker.put(score.act(t, "rest_tremor", (limb,)))
        made += 1
    maker.facts |= {"rest_tremor": made, "rest_tremor_limb": limb, "rest_tremor_hz": round(hz, 2)}


def shudder(maker: Maker) -> None:
    """Shudder for a few seconds, whole body or trunk."""
    rng = maker.rng
    hz = float(rng.uniform(8.5, 11.5))
    level = float(np.exp(rng.normal(np.log(0.04), 0.5)))
    for _ in range(int(rng.integers(5, 16))):
        length = float(rng.uniform(1.8, 6.0))
        t = awake_moment(maker, length) if rng.random() < 0.5 else place(maker, length)
        if t is None:
            continue
        score = maker.score()
        whole = rng.random() < 0.7
        size = level * float(np.exp(rng.normal(0, 0.4)))
        f = hz * float(np.exp(rng.normal(0, 0.05)))
        for j in (TZ, ROLL, PITCH):
            score.quiver(j, 0.0, length, size * 0.4, f, REACH[j])
        if whole:
            for k in (LEFT, RIGHT, ARM):
                for j in (0, 3):
                    a, b = rng.uniform(0, 0.3), length - rng.uniform(0, 0.5)
                    score.quiver(k + j, a, b, size * rng.uniform(0.3, 1), f, REACH[k + j])
                score.move(k + 3, 0.1, rng.normal(0, 0.06), 0.4)
        score.back(length - 0.5, 0.3)
        maker.put(score.act(t, "shudder", LIMBS if whole else ("wrist",)))
    maker.facts |= {"shudder_hz": round(hz, 2)}


def foot_tremor(maker: Maker) -> None:
    """Hypnagogic foot tremor: trains of bursts about sleep onset."""
    rng, night = maker.rng, maker.night
    hz = float(rng.uniform(0.9, 2.0))
    level = float(np.exp(rng.normal(np.log(0.05), 0.5)))
    ends = [night.onset] + [b for _, b in night.awakenings]
    made = 0
    for _ in range(int(rng.integers(5, 18))):
        zero = ends[0] if rng.random() < 0.7 else ends[int(rng.integers(len(ends)))]
        count = int(np.clip(rng.lognormal(np.log(9), 0.5), 4, 30))
        length = count / hz
        early = min(240.0, 0.5 * (night.onset - night.off)) if zero == night.onset else 20.0
        t = zero + rng.uniform(-early, min(420.0, 0.12 * night.total))
        if not maker.calendar.free(t - 2, t + length + 2):
            continue
        score = maker.score()
        side = int(rng.integers(2))
        both = rng.random() < 0.3
        beats = moments(rng, 0.0, length, (hz, hz * rng.uniform(0.85, 1.1)), 0.06)
        beats = beats[: max(4, count)]
        size = level * float(np.exp(rng.normal(0, 0.35)))
        burst = rng.uniform(0.15, min(0.4, 0.5 / hz))
        for leg in (0, 1) if both else (side,):
            k = (LEFT, RIGHT)[leg]
            own = [b + (0.5 / hz if leg != side else 0.0) for b in beats]
            joints = {k + 4: 1.0, k + 3: rng.uniform(0, 0.3)}
            jerks(score, joints, own, size, rng.uniform(0.035, 0.06), burst, ragged=0.2)
        limbs = LEGS if both else (LEGS[side],)
        maker.put(score.act(t, "foot_tremor", limbs))
        made += 1
    maker.facts |= {"foot_tremor": made, "foot_tremor_hz": round(hz, 2)}


def cramp(maker: Maker) -> None:
    """A leg cramps; the wearer wakes and rubs it."""
    rng, night = maker.rng, maker.night
    for _ in range(int(rng.integers(1, 4))):
        length = min(float(rng.uniform(60, 180)), 0.05 * night.total + 40)
        t = place(maker, length + 60)
        if t is None or night.sleep_hours * 3600 - length - 180 < 0.5 * night.total:
            continue
        limb = str(rng.choice(LEGS))
        k = FIRST[limb]
        score = maker.score()
        level = float(np.exp(rng.normal(np.log(0.015), 0.5)))
        score.move(k + 4, 0.0, -rng.uniform(0.2, 0.5), rng.uniform(0.3, 1.0))
        score.move(k + 3, 0.0, rng.uniform(-0.1, 0.5), rng.uniform(0.4, 1.0))
        score.move(k, 0.2, rng.uniform(0.0, 0.25), 0.6)
        at = 0.3
        while at < length:
            part = rng.uniform(1.5, 6)
            stop = min(length, at + part)
            score.quiver(k + 3, at, stop + 0.3, level * rng.lognormal(0, 0.4), 9.5, 0.36)
            if rng.random() < 0.5:
                score.move(k + int(rng.choice([0, 3, 4])), at, rng.normal(0, 0.08), 0.5)
            at = stop
        score.back(length - 2, rng.uniform(0.8, 2.0), 0.1, 0.8)
        maker.put(score.act(t, "cramp", (limb,)))
        when = t + rng.uniform(3, 12)
        maker.go_to(when, "sitting", 2.0, "wake_movement")
        when += rng.uniform(4, 8)
        while when < t + length - 12:
            rub = maker.score()
            stop = rng.uniform(4, 12)
            rub.move(ARM, 0.0, 0.4, 0.4)
            f = rng.uniform(1.2, 2.8)
            rub.rhythm(ARM + 3, 0.4, stop, (f, f), rng.uniform(0.1, 0.35), wander=0.12)
            rub.rhythm(k + 3, 0.6, stop, (f, f), rng.uniform(0.005, 0.03), wander=0.12)
            rub.back(stop + 0.2, 0.4)
            maker.put(rub.act(when, "wake_movement", ("wrist",)))
            when += stop + rng.uniform(1, 8)
        back = t + length + rng.uniform(3, 20)
        maker.turn_over(back)
        night.wake(t, back + rng.uniform(30, 150))
