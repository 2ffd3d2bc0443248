"""Periodic leg movements, sleep starts, twitches and foot tremor."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.collage.figure import LEGS, Act, Scene
from benchmarks.worlds.collage.habits import Spans, clip, posture, wakes
from benchmarks.worlds.collage.moves import Style, jolt, pulse, shaking, snippet, style
from benchmarks.worlds.collage.paste import lever, sample, sized, thrust, warp
from benchmarks.worlds.collage.scraps import FS
from benchmarks.worlds.collage.spin import matrix, unit


def plm(
    scene: Scene,
    index: float,
    *,
    size: float | None = None,
    toes: float = 0.12,
    waking: float = 0.08,
    spans: Spans | None = None,
) -> None:
    """Plan a night of periodic movements, about `index` an hour of sleep.

    Intervals are log-normal, mostly 15-45 s (Ferri 2006; mode 22-26 s, PMID 17252889); stretches
    thin out through the night in most sleepers (PMID 17252889).
    """
    rng, book = scene.rng, scene.book
    asleep = spans or book.sleep()
    begin, end = asleep[0][0], asleep[-1][1]
    hours = sum(b - a for a, b in asleep) / 3600
    want = int(index * hours * rng.uniform(0.8, 1.2)) + 4
    median = float(np.clip(rng.lognormal(np.log(25), 0.28), 15, 45))
    spread = float(rng.uniform(0.15, 0.45))
    drift = float(rng.normal(0, 0.12))
    fade = float(rng.uniform(0.25, 1.2)) if rng.random() < 0.8 else 9.0
    size = size or float(np.clip(rng.lognormal(np.log(0.075), 0.6), 0.015, 0.3))
    arm = float(rng.choice([0.0, 0.0, 0.0, 0.12, 0.35]))
    both = float(rng.choice([0.05, 0.3, 0.6, 0.95]))
    typical = float(np.clip(rng.lognormal(np.log(2.3), 0.3), 0.9, 5))
    habit = {leg: style(scene, rng) for leg in LEGS}
    scene.notes["plm"] = {
        "index": index,
        "median": median,
        "spread": spread,
        "size": size,
        "both": both,
        "modes": [h.mode for h in habit.values()],
    }
    made, tries = 0, 0
    while made < want and tries < 400:
        tries += 1
        t = begin + (end - begin) * min(float(rng.exponential(fade)), 1.5) * rng.random() ** 0.5
        t = t if t < end - 60 else float(rng.uniform(begin, end - 60))
        if not book.asleep(t) and rng.random() > waking * 3:
            continue
        if any(a < t < b for a, b in book.rem) and rng.random() < 0.75:
            continue
        if any(a - 40 < t < b + 40 for a, b in book.trips) or t > book.rise - 30 or t < book.off:
            continue
        many = min(int(np.clip(rng.lognormal(np.log(22), 0.8), 4, 150)), max(want - made, 4))
        lead, follow = LEGS if rng.random() < 0.5 else LEGS[::-1]
        bilateral = float(np.clip(both + rng.normal(0, 0.15), 0, 1))
        habit[lead] = style(scene, rng) if rng.random() < 0.2 else habit[lead]
        local = median * float(
            np.exp(drift * (t - begin) / (end - begin) * 3 + rng.normal(0, 0.06))
        )
        loud = size * float(rng.lognormal(0, 0.25))
        for _ in range(many):
            awake = not book.asleep(t)
            if awake and rng.random() < 0.5:
                break
            length = float(np.clip(typical * rng.lognormal(0, 0.35), 0.6, 8))
            if t + length + 4 > book.rise - 15 or any(a - 15 < t < b + 20 for a, b in book.trips):
                break
            if book.free(t - 0.6, t + length + 1.2) and rng.random() > 0.05:
                faint = rng.random() < toes
                goal = (
                    float(rng.uniform(0.0015, 0.009))
                    if faint
                    else loud * float(rng.lognormal(0, 0.5))
                )
                goal = float(np.clip(goal, 0.0012, 0.75))
                used = (lead, follow) if rng.random() < bilateral else (lead,)
                kick = not faint and rng.random() < 0.15
                made += _member(scene, t, used, habit, goal, length, kick, rng.random() < arm)
            step = local * float(rng.lognormal(0, spread))
            if rng.random() < 0.04:  # an extra movement out of rhythm
                x = t + step * float(rng.uniform(0.35, 0.7))
                if book.free(x - 1, x + 3):
                    book.take(x, x + 2)
                    goal = loud * float(rng.lognormal(0, 0.6))
                    scene.plan(x, "limb_movement", leg((lead,), habit, goal, 1.5, False, False))
            t += max(step, length + 1.0)


def _member(scene, t, used, habit, goal, length, kick, arm) -> int:
    """Plan one member of a rhythm, at times a doublet."""
    rng, book = scene.rng, scene.book
    act = leg(used, habit, goal, length, kick, arm)
    scene.plan(t, "plm", act)
    stop = t + length + 0.8
    if rng.random() < 0.06 and book.free(stop, stop + 4):
        later = stop + float(rng.uniform(0.4, 1.6))
        short = float(np.clip(length * 0.5, 0.6, 2))
        scene.plan(
            later, "plm", leg(used, habit, goal * float(rng.uniform(0.4, 1)), short, False, False)
        )
        stop = later + short + 0.6
    book.take(t - 0.3, stop)
    if rng.random() < 0.03:  # it wakes the sleeper a little
        posture(scene, [(stop + 0.5, stop + 20)], False)
    return 1


def leg(used, habit: dict[str, Style], goal: float, length: float, kick: bool, arm: bool):
    """Return the making of one leg movement of one or both legs."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        parts = {}
        for k, limb in enumerate(used):
            goal_k = goal * (1 if k == 0 else float(np.clip(rng.lognormal(-0.4, 0.5), 0.1, 1.5)))
            own = float(length * rng.uniform(0.8, 1.1)) if k else length
            delay = float(rng.exponential(0.15)) if k else 0.0
            parts[limb] = (delay, pulse(scene, rng, limb, habit[limb], goal_k, own, kick=kick))
        if arm:
            target = goal * float(rng.uniform(0.3, 1.2))
            a = snippet(scene, rng, "wrist", scene.s.jerks, target=target, longest=4, home=True)
            parts["wrist"] = (float(rng.uniform(0, 0.4)), a)
        return Act(parts=parts, active=tuple(parts))

    return make


def hypnic(scene: Scene, count: int) -> None:
    """Plan sleep starts: near sleep onset and after awakenings, a few anywhere (PMID 28007358)."""
    rng, book = scene.rng, scene.book
    asleep = book.sleep()
    near = [(max(a - 240, book.off + 5), a + 240) for a, b in asleep if b - a > 300]
    for k in range(count):
        where = asleep if rng.random() < 0.15 else (near[:1] if rng.random() < 0.6 else near)
        t = book.slot(rng, where, 3.0, 4.0)
        if t is None:
            continue
        scene.plan(t, "hypnic_jerk", _start)
        if rng.random() < 0.5:
            posture(scene, [(t + 3, t + 32)], bool(rng.random() < 0.4))


def _start(scene: Scene, rng: np.random.Generator) -> Act:
    """Jolt two to all limbs within about 0.1 s; no fixed order of muscles."""
    limbs = [*LEGS, "wrist"]
    if rng.random() < 0.3:
        limbs.pop(int(rng.integers(3)))
    loud = float(np.clip(rng.lognormal(np.log(0.55), 0.5), 0.2, 2.2))
    parts = {}
    for limb in limbs:
        target = float(np.clip(loud * rng.lognormal(0, 0.45), 0.1, 2.5))
        parts[limb] = (float(abs(rng.normal(0, 0.06))), jolt(scene, rng, limb, target))
    return Act(parts=parts, active=tuple(limbs), carried=2.0)


def twitches(scene: Scene, count: int) -> None:
    """Plan tiny short twitches of one limb."""
    rng = scene.rng
    for _ in range(count):
        t = scene.book.slot(rng, scene.book.sleep(), 1.2, 0.5)
        if t is not None:
            scene.plan(t, "twitch", _twitch)


def _twitch(scene: Scene, rng: np.random.Generator) -> Act:
    """Twitch one limb: a bundle of muscle moves it for less than half a second."""
    limb = [*LEGS, "wrist"][rng.integers(3)]
    g = scene.gravity[limb]
    shape = thrust(scene.s.flanks, rng, rng.uniform(0.05, 0.12), 0.01, rng.uniform(0.08, 0.2))
    axis, arm = unit(rng.normal(size=3)), rng.normal(0, 0.1, 3)
    target = float(np.clip(rng.lognormal(np.log(0.012), 0.7), 0.002, 0.06))
    a = sized(lambda k: lever(shape, axis=axis, arm=arm, start=g, size=k), target, g, (1e-4, 0.2))
    return Act(parts={limb: (0.0, a)}, active=(limb,))


def foot_tremor(scene: Scene, count: int) -> None:
    """Plan trains of foot movements, awake before sleep and in light sleep (Wichniak 2001)."""
    rng, book = scene.rng, scene.book
    light = [(a, min(a + 1200, b)) for a, b in book.sleep()]
    drowsy = [(max(a, b - 1200), b) for a, b in clip(wakes(scene), book.off, book.rise)]
    for _ in range(count):
        length = float(np.clip(rng.lognormal(np.log(12), 0.5), 3, 60))
        t = book.slot(rng, drowsy if rng.random() < 0.6 else light, length + 1, 2.0)
        if t is not None:
            scene.plan(t, "foot_tremor", train(length))


def train(length: float):
    """Return the making of a train of foot movements from real, re-timed leg agility."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        lift = scene.s.lifts[rng.integers(len(scene.s.lifts))]
        rate = float(np.clip(rng.lognormal(np.log(1.5), 0.45), 0.4, 3.8))
        pair = rng.random() < 0.45
        used = LEGS if pair else (LEGS[rng.integers(2)],)
        alternate = rng.random() < 0.6
        loud = float(np.clip(rng.lognormal(np.log(0.05), 0.8), 0.004, 0.4))
        n, parts, spin = int(length * FS), {}, matrix(rng)
        at = warp(int(length * FS * rate / 2.25), 2.25 / rate, rng, 0.15)[:n] % (len(lift) - 2)
        grow = np.minimum(1, np.minimum(np.arange(len(at)), np.arange(len(at))[::-1]) / 40)
        rest = 1.0 / (1 + np.exp(4 * gaussian_filter1d(rng.normal(size=len(at)), 60) * 20 - 3))
        for k, limb in enumerate(used):
            half = 100 / 2.25 / 2 if alternate and k else 0.0
            wave = sample(lift, (at + half) % (len(lift) - 2)) @ (spin if k == 0 else matrix(rng)).T
            wave *= (grow * rest)[:, None] * loud / np.percentile(np.abs(wave).max(1), 97)
            g = scene.gravity[limb]
            sway = -np.cross(unit(rng.normal(size=3)), g) * wave[:, :1] * float(rng.uniform(0, 0.5))
            parts[limb] = (0.0, g + wave * (1 if k == 0 else rng.uniform(0.4, 1.2)) + sway)
        return Act(parts=parts, active=tuple(used))

    return make


def rest_tremor(scene: Scene, loud: float) -> None:
    """Plan rest tremor of the wrist, 4-6 Hz, awake and at awakenings (it stops in sleep)."""
    rng, book = scene.rng, scene.book
    hertz = float(rng.uniform(4, 6))
    for a, b in wakes(scene):
        t = a + float(rng.exponential(20))
        while t < b - 8:
            length = float(np.clip(rng.lognormal(np.log(22), 0.8), 3, 180))
            length = min(length, b - t - 2)
            if length > 2.5 and book.free(t, t + length):
                book.take(t, t + length)
                scene.plan(
                    t, "tremor", _tremor(("wrist",), (hertz * 0.95, hertz * 1.05), loud, length)
                )
            t += length + float(rng.exponential(60))


def shudders(scene: Scene, count: int) -> None:
    """Plan shudders: a shiver of all limbs, 6-12 Hz for 2-6 s."""
    rng = scene.rng
    for _ in range(count):
        length = float(rng.uniform(2.3, 6))
        spans = scene.book.sleep() if rng.random() < 0.6 else clip(wakes(scene), 5, scene.book.rise)
        t = scene.book.slot(rng, spans, length + 1, 3.0)
        if t is not None:
            loud = float(np.clip(rng.lognormal(np.log(0.08), 0.6), 0.015, 0.5))
            scene.plan(t, "tremor", _tremor((*LEGS, "wrist"), (6, 11.5), loud, length))


def _tremor(limbs: tuple[str, ...], hertz: tuple[float, float], loud: float, length: float):
    """Return the making of a tremor of some limbs."""

    def make(scene: Scene, rng: np.random.Generator) -> Act:
        parts = {}
        for limb in limbs:
            size = loud * float(rng.lognormal(0, 0.35))
            parts[limb] = (0.0, scene.gravity[limb] + size * shaking(scene, rng, hertz, length))
        return Act(parts=parts, active=limbs)

    return make
