"""Others in the bed: a partner who turns or has periodic movements, a pet, and a shaken bed."""

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import butter, sosfilt

from benchmarks.worlds.collage.figure import LEGS, Act, Scene
from benchmarks.worlds.collage.moves import rough
from benchmarks.worlds.collage.paste import lever, place, sample, sized, thrust, warp
from benchmarks.worlds.collage.scraps import FS
from benchmarks.worlds.collage.spin import matrix, unit
from benchmarks.worlds.night import PLACES

SEEN = 0.004  # the truth lists a neighbour's movement that moves a sensor by more


def partner_turns(scene: Scene, rate: float) -> None:
    """Plan the turning of a partner, per hour."""
    rng, book = scene.rng, scene.book
    for _ in range(rng.poisson(rate * (book.rise - book.off) / 3600)):
        t = book.slot(rng, [(book.off, book.rise - 30)], 9.0, 0.2)
        if t is not None:
            scene.plan(t, "external", _roll, source="partner", least=SEEN)


def _roll(scene: Scene, rng: np.random.Generator) -> Act:
    """Turn a partner over: the quick part of a real turn shakes the bed."""
    pool = [k for k in scene.s.kicks if len(k.xyz) > 150] + [p.wrist for p in scene.s.downs]
    x = pool[rng.integers(len(pool))].xyz
    x = sample(x, warp(len(x), float(rng.uniform(0.8, 1.8)), rng))[: int(8 * FS)]
    push = (x - gaussian_filter1d(x, 25, axis=0)) * float(rng.uniform(0.4, 1.3))
    edge = np.minimum(1, np.minimum(np.arange(len(x)), np.arange(len(x))[::-1]) / 15)
    return Act(parts={}, outside=push * edge[:, None])


def partner_plm(scene: Scene, index: float) -> None:
    """Plan a partner's periodic leg movements in stretches."""
    rng, book = scene.rng, scene.book
    begin, end = book.off + 600, book.rise - 60
    want, made, tries = int(index * (end - begin) / 3600), 0, 0
    median, spread = float(np.clip(rng.lognormal(np.log(25), 0.28), 15, 45)), rng.uniform(0.15, 0.4)
    loud = float(np.clip(rng.lognormal(np.log(0.35), 0.5), 0.1, 1.0))
    typical, way = float(rng.uniform(1, 3.5)), matrix(rng)
    scene.notes["partner_plm"] = {"index": index, "median": median, "loud": loud}
    while made < want and tries < 300:
        tries += 1
        t = float(
            rng.uniform(begin, end - 200)
            if rng.random() < 0.4
            else rng.uniform(begin, (begin + end) / 2)
        )
        for _ in range(int(np.clip(rng.lognormal(np.log(22), 0.7), 4, 120))):
            if t > end - 20 or any(a - 10 < t < b + 15 for a, b in book.trips):
                break
            if book.free(t, t + typical + 0.8):
                book.take(t, t + typical + 0.5)
                length = typical * float(rng.lognormal(0, 0.25))
                scene.plan(
                    t, "external", _partner_leg(loud * float(rng.lognormal(0, 0.4)), length, way),
                    source="partner", least=SEEN,
                )  # fmt: skip
                made += 1
            t += median * float(rng.lognormal(0, spread))


def _partner_leg(loud: float, length: float, way: np.ndarray):
    """Return the making of a partner's leg movement, felt through the bed."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        g = np.array([0.0, 0.0, 1.0])
        if rng.random() < 0.5:
            shape = thrust(scene.s.flanks, rng, 0.25, max(length - 0.8, 0.05), 0.55)
            axis, arm = np.array([0, 1.0, 0]), np.array([-0.4, 0, 0])
            x = sized(
                lambda k: lever(shape, axis=axis, arm=arm, start=g, size=k), loud, g, (0.003, 0.8)
            )
        else:
            kicks = [k for k in scene.s.kicks if k.angle < 25 and 60 < len(k.xyz) < 400]
            piece = kicks[rng.integers(len(kicks))].xyz
            pace = float(np.clip(length * FS / len(piece), 0.5, 2))
            x = place(piece, rng, start=g, end=g, spin=np.eye(3), scale=loud, stretch=pace)
        x = x - g
        return Act(parts={}, outside=(x - 0.7 * gaussian_filter1d(x, 25, axis=0)) @ way.T)

    return make


def pet(scene: Scene, visits: int) -> None:
    """Plan visits of a cat or dog: a landing, then kneading or leaning on one limb."""
    rng, book = scene.rng, scene.book
    for _ in range(visits):
        a = float(rng.uniform(book.off, book.rise - 200))
        limb = str(rng.choice([*LEGS, "wrist"], p=[0.4, 0.4, 0.2]))
        loud = float(np.clip(rng.lognormal(np.log(0.05), 0.7), 0.008, 0.4))
        t = a
        for k in range(int(rng.integers(2, 9))):
            length = 1.2 if k == 0 else float(np.clip(rng.lognormal(np.log(6), 0.7), 0.8, 25))
            if book.free(t, t + length + 0.5) and not any(
                u - 15 < t < v + 20 for u, v in book.trips
            ):
                book.take(t, t + length + 0.5)
                make = _landing if k == 0 else _paw(limb, loud, length, rng.random() < 0.6)
                scene.plan(t, "external", make, source="pet", least=0.003)
            t += length + float(rng.exponential(12)) + 1


def _landing(scene: Scene, rng: np.random.Generator) -> Act:
    """Let a pet of 3-8 kg land on the bed."""
    n = 120
    hit = np.zeros((n, 3))
    for at in (8, int(rng.uniform(14, 40))):
        hit[at : at + 60] += np.exp(-np.arange(60) / 8)[:, None] * rng.normal(size=3)
    hit = gaussian_filter1d(hit, 2.5, axis=0)
    return Act(parts={}, outside=hit * float(rng.uniform(0.2, 0.8)) / np.abs(hit).max())


def _paw(limb: str, loud: float, length: float, knead: bool):
    """Return the making of paws or a body that pushes one limb."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        g, n = scene.gravity[limb], int(length * FS)
        axis, arm, motion = unit(rng.normal(size=3)), rng.normal(0, 0.15, 3), np.zeros(n)
        t, rate = 0.1, float(rng.uniform(0.8, 2.2))
        while t < length - 0.8:
            gap = 1 / rate * rng.lognormal(0, 0.2) if knead else float(rng.exponential(1.8)) + 0.4
            y = thrust(scene.s.flanks, rng, 0.35 * min(gap, 1.2), 0.1, 0.4 * min(gap, 1.2))
            i = int(t * FS)
            y = y[: n - i] * rng.lognormal(0, 0.3)
            motion[i : i + len(y)] += y
            t += gap
        motion *= np.minimum(1, np.arange(n)[::-1] / 20)
        if motion.max() <= 0:
            motion = np.hanning(n)
        x = sized(
            lambda k: lever(motion, axis=axis, arm=arm, start=g, size=k), loud, g, (5e-4, 0.5)
        )
        edge = np.convolve(np.abs(np.gradient(motion)), np.hanning(21), "same")
        x = x + rough(scene, rng, n) * (edge / max(edge.max(), 1e-9) * loud * 0.3)[:, None]
        return Act(parts={limb: (0.0, x)}, active=())

    return make


def shaken(scene: Scene, traffic: int, machines: int) -> None:
    """Plan a bed shaken by traffic (5-25 Hz, seconds) and by a spinning machine (minutes)."""
    rng, book = scene.rng, scene.book
    for k in range(traffic + machines):
        engine = k >= traffic
        length = float(rng.uniform(60, 600) if engine else rng.lognormal(np.log(6), 0.5))
        t = float(rng.uniform(book.off, max(book.rise - length - 60, book.off + 1)))
        if engine or book.free(t, t + length):
            if not engine:
                book.take(t, t + length)
            loud = float(rng.lognormal(np.log(0.004), 0.6))
            scene.plan(t, "external", _hum(length, engine, loud), source="bed", least=0.002)
    for _ in range(rng.poisson(2)):
        t = book.slot(rng, [(book.off, book.rise - 20)], 1.5, 0.3)
        if t is not None:
            scene.plan(t, "external", _knock, source="bed", least=0.002)


def _hum(length: float, engine: bool, loud: float):
    """Return the making of a vibration, about the same at all sensors."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        n = int(length * FS)
        if engine:
            f = np.cumsum(np.interp(np.arange(n), [0, 0.4 * n, n], np.sort(rng.uniform(6, 20, 3))))
            x = np.sin(2 * np.pi * f / FS) + 0.3 * np.sin(4 * np.pi * f / FS + 1)
            x *= np.exp(0.4 * gaussian_filter1d(rng.normal(size=n), 100) * 17)
        else:
            low = float(rng.uniform(5, 14))
            sos = butter(2, [low, low * rng.uniform(1.3, 2)], "band", fs=FS, output="sos")
            x = sosfilt(sos, rng.normal(size=n)) * np.hanning(n)
        x *= (
            loud
            / np.percentile(np.abs(x), 98)
            * np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 80)
        )
        parts = {}
        for p in PLACES:
            way = unit(scene.gravity[p] + rng.normal(0, 0.3, 3))
            size = float(rng.lognormal(0, 0.4))
            parts[p] = (0.0, scene.gravity[p] + np.outer(x * size, way))
        return Act(parts=parts, active=())

    return make


def _knock(scene: Scene, rng: np.random.Generator) -> Act:
    """Knock against the bed."""
    n = 110
    f, tau = rng.uniform(4, 14), rng.uniform(0.06, 0.25)
    t = np.arange(n - 10) / FS
    ring = np.r_[np.zeros(10), np.sin(2 * np.pi * f * t) * np.exp(-t / tau)]
    ring = gaussian_filter1d(ring, 1.5) * np.minimum(1, np.arange(n)[::-1] / 20)
    loud = float(np.clip(rng.lognormal(np.log(0.02), 0.7), 0.003, 0.2))
    parts = {}
    for p in PLACES:
        way = unit(scene.gravity[p] + rng.normal(0, 0.5, 3)) * float(rng.lognormal(0, 0.4))
        parts[p] = (0.0, scene.gravity[p] + loud * np.outer(ring, way))
    return Act(parts=parts, active=())
