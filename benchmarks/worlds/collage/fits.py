"""Convulsions, tonic stiffening, focal clonus, spasms, cramps and dream enactment."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.collage.figure import LEGS, Act, Scene
from benchmarks.worlds.collage.habits import clip, posture
from benchmarks.worlds.collage.moves import fidget, handle, shaking, snippet, stiffen, style
from benchmarks.worlds.collage.paste import lever, sized, thrust
from benchmarks.worlds.collage.scraps import FS
from benchmarks.worlds.collage.spin import unit
from benchmarks.worlds.night import PLACES


def _beats(
    scene: Scene, rng: np.random.Generator, limb: str, times: np.ndarray, loud: float, n: int
) -> np.ndarray:
    """Return clonic jerks of one limb at given times: quick real flanks, slower release."""
    g = scene.gravity[limb]
    axis, arm = unit(rng.normal(size=3)), unit(rng.normal(size=3)) * rng.uniform(0.1, 0.4)
    motion = np.zeros(n)
    gaps = np.diff(np.r_[times, times[-1] + 0.5])
    for t, gap in zip(times, gaps):
        fall = min(float(rng.uniform(0.18, 0.35)), 0.6 * float(gap))
        y = thrust(scene.s.flanks, rng, min(float(rng.uniform(0.08, 0.13)), 0.3 * gap), 0.02, fall)
        i = int(t * FS)
        y = y[: n - i] * rng.lognormal(0, 0.2)
        motion[i : i + len(y)] += y
    motion *= np.minimum(1, np.arange(n)[::-1] / 15)
    return sized(
        lambda k: lever(motion, axis=axis, arm=arm, start=g, size=k), loud, g, (0.003, 0.8)
    )


def convulsions(scene: Scene, count: int) -> None:
    """Plan tonic-clonic seizures: 5-20 s stiff, then 30-70 s of slowing clonic jerks."""
    rng, book = scene.rng, scene.book
    for _ in range(count):
        stiff, clonic = float(rng.uniform(5, 18)), float(rng.uniform(25, 70))
        t = book.slot(rng, book.sleep(), stiff + clonic + 5, 60.0)
        if t is None:
            continue
        scene.plan(t, "convulsive", _convulsion(stiff, clonic))
        posture(scene, [(t + stiff + clonic + 30, t + stiff + clonic + 400)])


def _convulsion(stiff: float, clonic: float):
    """Return the making of one tonic-clonic seizure."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        total = stiff + clonic
        first, last = rng.uniform(4, 7), rng.uniform(0.7, 1.5)
        times, t = [], stiff * rng.uniform(0.75, 1.0)
        while t < total - 1.2:
            times.append(t)
            rate = first * (last / first) ** ((t - stiff) / clonic)
            t += max(1 / rate * rng.lognormal(0, 0.1), 0.14)
        n, parts = int((total + 2) * FS), {}
        for limb in PLACES:
            loud = float(np.clip(rng.lognormal(np.log(0.9), 0.45), 0.25, 3))
            a = _beats(scene, rng, limb, np.array(times), loud, n)
            hold = stiffen(scene, rng, limb, float(rng.uniform(0.15, 0.6)), stiff + 1)
            m = min(len(hold), n)
            a[:m] += hold[:m] - scene.gravity[limb]
            fine = shaking(scene, rng, (8, 12), stiff + 3)[: n - 10]
            a[: len(fine)] += fine * loud * rng.uniform(0.05, 0.25)
            parts[limb] = (float(rng.uniform(0, 0.3)), a)
        return Act(parts=parts, active=PLACES)

    return make


def tonics(scene: Scene, count: int) -> None:
    """Plan stiffening of several limbs for 3-30 s."""
    rng, book = scene.rng, scene.book
    for _ in range(count):
        length = float(np.clip(rng.lognormal(np.log(9), 0.5), 3.2, 29))
        t = book.slot(rng, book.sleep(), length + 2, 8.0)
        if t is not None:
            scene.plan(t, "tonic", _tonic(length))


def _tonic(length: float):
    """Return the making of a tonic event."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        limbs = PLACES if rng.random() < 0.7 else (*LEGS,)
        loud = float(np.clip(rng.lognormal(np.log(0.17), 0.5), 0.04, 0.7))
        parts = {}
        for limb in limbs:
            a = stiffen(scene, rng, limb, loud * float(rng.lognormal(0, 0.3)), length)
            parts[limb] = (float(rng.uniform(0, 0.4)), a)
        return Act(parts=parts, active=tuple(limbs))

    return make


def focals(scene: Scene, count: int) -> None:
    """Plan clonic shaking of one limb, the same limb all night, 1-3 Hz, 8-90 s."""
    rng, book = scene.rng, scene.book
    limb = PLACES[rng.integers(3)]
    for _ in range(count):
        length = float(np.clip(rng.lognormal(np.log(25), 0.6), 8, 90))
        t = book.slot(rng, book.sleep(), length + 3, 10.0)
        if t is not None:
            scene.plan(t, "focal", _focal(limb, length))


def _focal(limb: str, length: float):
    """Return the making of a focal seizure."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        rate, times, t = rng.uniform(1, 3.2), [], 0.05
        while t < length - 0.7:
            times.append(t)
            t += max(1 / rate * rng.lognormal(0, 0.15), 0.15)
        loud = float(np.clip(rng.lognormal(np.log(0.25), 0.6), 0.04, 1.2))
        a = _beats(scene, rng, limb, np.array(times), loud, int((length + 1) * FS))
        n = len(a)
        swell = np.interp(np.arange(n), [0, 0.2 * n, 0.8 * n, n], [0.3, 1, 0.9, 0.4])
        a = scene.gravity[limb] + (a - scene.gravity[limb]) * swell[:, None]
        return Act(parts={limb: (0.0, a)}, active=(limb,))

    return make


def _swing(shape: np.ndarray, rng: np.random.Generator, g: np.ndarray, goal: float) -> np.ndarray:
    """Return a limb swung along a motion about a random axis, to a peak of goal g."""
    axis, arm = unit(rng.normal(size=3)), unit(rng.normal(size=3)) * rng.uniform(0.05, 0.4)
    return sized(lambda k: lever(shape, axis=axis, arm=arm, start=g, size=k), goal, g, (0.002, 0.9))


def spasms(scene: Scene, clusters: int) -> None:
    """Plan clusters of bilateral spasms, 5-30 s apart, mostly soon after waking."""
    rng, book = scene.rng, scene.book
    near = [(b, b + 240) for _, b in book.sleep() if b + 300 < book.rise]
    for _ in range(clusters):
        spans = near if near and rng.random() < 0.6 else book.sleep()
        a, b = spans[rng.integers(len(spans))]
        t = float(rng.uniform(a, max(b - 120, a + 1)))
        loud, rhythm = float(rng.lognormal(np.log(0.35), 0.4)), float(rng.uniform(6, 22))
        used = PLACES if rng.random() < 0.75 else LEGS
        for _ in range(int(rng.integers(5, 30))):
            if t > book.rise - 15 or any(x - 15 < t < y + 20 for x, y in book.trips):
                break
            if book.free(t - 0.5, t + 3):
                book.take(t - 0.5, t + 3)
                scene.plan(t, "spasm", _spasm(used, loud * float(rng.lognormal(0, 0.3))))
            t += rhythm * float(rng.lognormal(0, 0.3)) + 2


def _spasm(limbs: tuple[str, ...], loud: float):
    """Return the making of one spasm: a fast flexion, held for a moment, slowly let go."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        rise, hold = float(rng.uniform(0.12, 0.3)), float(rng.uniform(0.1, 0.9))
        fall, parts = float(rng.uniform(0.3, 0.9)), {}
        for limb in limbs:
            shape = thrust(scene.s.flanks, rng, rise, hold, fall)
            goal = float(np.clip(loud * rng.lognormal(0, 0.3), 0.06, 1.5))
            a = _swing(shape, rng, scene.gravity[limb], goal)
            parts[limb] = (float(rng.uniform(0, 0.08)), a)
        return Act(parts=parts, active=tuple(limbs))

    return make


def cramps(scene: Scene, count: int) -> None:
    """Plan cramps of one calf, 40 s-6 min, awake; rubbing and stretching follow."""
    rng, book = scene.rng, scene.book
    for _ in range(count):
        length = float(np.clip(rng.lognormal(np.log(100), 0.6), 40, 360))
        t = book.slot(rng, book.sleep(), length + 90, 5.0)
        if t is None:
            continue
        book.wakes.append((t + 2, t + length + float(rng.uniform(100, 400))))
        scene.plan(t, "cramp", _cramp(LEGS[rng.integers(2)], length))
        x = t + length + 3
        while x < t + length + 70:
            scene.plan(x, "wake_movement", fidget if rng.random() < 0.4 else handle)
            x += float(rng.uniform(13, 30))


def _cramp(limb: str, length: float):
    """Return the making of a cramp: the foot is pulled and held, trembling, its strength waving."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        g, st = scene.gravity[limb], style(scene, rng, "lever")
        shape = thrust(scene.s.flanks, rng, rng.uniform(0.4, 2), length - 5, rng.uniform(1, 3))
        n = len(shape)
        wave = 1 + 0.35 * gaussian_filter1d(rng.normal(size=n), 150) * 20
        goal = float(np.clip(rng.lognormal(np.log(0.12), 0.5), 0.03, 0.5))
        motion = shape * wave
        a = sized(
            lambda k: lever(motion, axis=st.axis, arm=st.arm * 0.4, start=g, size=k),
            goal,
            g,
            (2e-3, 0.8),
        )
        fine = shaking(scene, rng, (7, 11), n / FS)
        m = min(n, len(fine))
        a[:m] += fine[:m] * (np.clip(shape[:m], 0, 1) * goal * rng.uniform(0.03, 0.12))[:, None]
        for _ in range(rng.poisson(length / 15)):  # kicks against it
            i = int(rng.uniform(0.05, 0.85) * n)
            x = snippet(
                scene,
                rng,
                limb,
                scene.s.kicks,
                target=goal * rng.uniform(0.5, 2),
                longest=3,
                home=True,
            )
            x = x[: n - i] - g
            a[i : i + len(x)] += x * np.minimum(1, np.arange(len(x))[::-1] / 10)[:, None]
        return Act(parts={limb: (0.0, a)}, active=(limb,))

    return make


def dreams(scene: Scene, bouts: int) -> None:
    """Plan dream enactment: bursts of arms more than legs, in REM of the last two thirds."""
    rng, book = scene.rng, scene.book
    a, b = book.off, book.rise
    late = clip(book.rem, a + (b - a) / 3, b - 30) or [(a + (b - a) / 2, b - 30)]
    late = [r for r in late if r[1] - r[0] > 60] or late
    for _ in range(bouts):
        x, y = late[rng.integers(len(late))]
        t = float(rng.uniform(x, max(y - 60, x + 1)))
        for _ in range(int(rng.integers(2, 14))):
            length = float(np.clip(rng.lognormal(np.log(0.9), 0.7), 0.25, 5))
            clear = not any(u - 15 < t < v + 20 for u, v in book.trips)
            if book.free(t - 0.3, t + length + 0.6) and book.asleep(t) and clear:
                book.take(t - 0.3, t + length + 0.6)
                scene.plan(t, "dream", _burst(length))
            t += length + float(rng.exponential(7)) + 0.8


def _burst(length: float):
    """Return the making of one burst of dream enactment."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        limbs = ["wrist"] if rng.random() < 0.85 else []
        limbs += [leg for leg in LEGS if rng.random() < 0.3]
        parts = {}
        for limb in limbs or ["wrist"]:
            pool = scene.s.kicks if limb in LEGS else scene.s.jerks + scene.s.handling
            fit = [p for p in pool if 0.4 < len(p.xyz) / FS / length < 2.2] or scene.s.jerks
            goal = float(np.clip(rng.lognormal(np.log(0.3), 0.9), 0.02, 2))
            goal *= 1.0 if limb == "wrist" else 0.5
            home = rng.random() < 0.5
            a = snippet(scene, rng, limb, fit, target=goal, stretch=(0.5, 0.9), home=home)
            parts[limb] = (float(rng.uniform(0, 0.3)), a)
        return Act(parts=parts, active=tuple(parts))

    return make
