"""Single movements, pasted from real ones: leg pulses, jolts, stirs, turns, handling, steps."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.collage.figure import LEGS, Act, Scene, lying
from benchmarks.worlds.collage.paste import level, lever, place, sample, sized, thrust, warp
from benchmarks.worlds.collage.scraps import FS, Scrap, band
from benchmarks.worlds.collage.spin import matrix, turn, unit

MIRROR = np.diag([1.0, -1.0, 1.0])


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one limb makes its leg movements in a stretch of a night."""

    mode: str  # "lever", "cycle" (real leg lifts), "kick" (real ankle movement)
    axis: np.ndarray
    arm: np.ndarray
    spin: np.ndarray
    piece: Scrap
    rise: float
    fall: float
    detail: float


def busy(k: Scrap) -> float:
    """Return how many seconds a movement lies clearly away from its rests."""
    line = np.linspace(k.xyz[0], k.xyz[-1], len(k.xyz))
    away = np.flatnonzero(np.linalg.norm(k.xyz - line, axis=1) > 0.15 * k.peak)
    return float(np.ptp(away)) / FS if len(away) else 0.0


def style(scene: Scene, rng: np.random.Generator, mode: str | None = None) -> Style:
    """Draw how a leg moves: hip-knee-ankle flexion turns the shank about its left-right axis."""
    kicks = [k for k in scene.s.kicks if k.angle < 25 and k.peak < 2 and 0.7 < busy(k) < 4.5]
    return Style(
        mode=mode or str(rng.choice(["lever", "cycle", "kick"], p=[0.45, 0.25, 0.3])),
        axis=unit(np.array([rng.normal(0, 0.25), 1.0, rng.normal(0, 0.25)])),
        arm=np.array([-rng.uniform(0.05, 0.4), rng.normal(0, 0.03), rng.normal(0, 0.04)]),
        spin=matrix(rng),
        piece=kicks[rng.integers(len(kicks))],
        rise=float(np.clip(rng.lognormal(np.log(0.5), 0.4), 0.16, 1.2)),
        fall=float(np.clip(rng.lognormal(np.log(0.75), 0.4), 0.25, 1.8)),
        detail=float(rng.uniform(0.0, 0.35)),
    )


def rough(scene: Scene, rng: np.random.Generator, n: int) -> np.ndarray:
    """Return n samples of the quick part of real movement, unit size, in a random direction."""
    long = [h for h in scene.s.handling if h.origin == "paradigma" and len(h.xyz) > 250]
    x = long[rng.integers(len(long))].xyz[20:-20]
    x = x - gaussian_filter1d(x, 7, axis=0)
    y = sample(x, np.linspace(0, 1, n) * min(len(x) - 1, n * rng.uniform(0.7, 1.2)))
    return y @ matrix(rng).T / max(float(np.linalg.norm(y, axis=1).max()), 1e-6)


def textured(scene: Scene, rng: np.random.Generator, a: np.ndarray, share: float) -> np.ndarray:
    """Add real quick movement where a coarse (5/s) recording moves: it cannot hold it itself."""
    pace = np.linalg.norm(np.gradient(a, axis=0), axis=1) * FS
    pace = gaussian_filter1d(pace, 12)
    edge = np.minimum(1, np.minimum(np.arange(len(a)), np.arange(len(a))[::-1]) / 20)
    return a + rough(scene, rng, len(a)) * (np.minimum(pace * 0.3, 1.2) * edge * share)[:, None]


def pulse(
    scene: Scene,
    rng: np.random.Generator,
    limb: str,
    st: Style,
    target: float,
    length: float,
    *,
    kick: bool = False,
) -> np.ndarray:
    """Return one leg movement of about `length` s and `target` g that comes back to rest."""
    g = scene.gravity[limb]
    if st.mode == "kick" and not kick and length > 0.5:
        stretch = float(np.clip(length / busy(st.piece), 0.6, 2.5))
        tail = np.random.default_rng(rng.integers(2**32)).bit_generator.state
        local = np.random.default_rng()

        def paste(size: float) -> np.ndarray:
            local.bit_generator.state = tail
            return place(
                st.piece.xyz, local, start=g, end=g, spin=st.spin, scale=size, stretch=stretch
            )

        return sized(paste, target, g, (0.002, 2.5))
    rise, fall = (float(np.clip(x * rng.lognormal(0, 0.15), 0.1, 2)) for x in (st.rise, st.fall))
    quick = min(1.0, length / (rise + fall + 0.1))
    rise, fall = max(rise * quick, 0.1), max(fall * quick, 0.14)
    shape = thrust(scene.s.flanks, rng, rise, max(length - rise - fall, 0.02), fall)
    n = len(shape)
    axis = unit(st.axis + rng.normal(0, 0.05, 3))
    extra = np.zeros((n, 3))
    if st.mode == "cycle" or kick:
        for at, part in ((0.0, 1.0), (length - fall, rng.uniform(0.2, 0.8))):
            c = scene.s.cycles[rng.integers(len(scene.s.cycles))] @ st.spin.T
            tempo = 0.6 if kick and at == 0 else rng.uniform(0.8, 1.6)
            c = sample(c, warp(len(c), tempo, rng)) * part
            c = c * np.hanning(len(c) + 2)[1:-1, None] ** 0.5
            i = 15 + int(at * FS)
            extra[i : i + len(c)] += c[: max(n - i, 0)]
            if kick:
                break
        extra *= target * (1.0 if kick else rng.uniform(0.4, 0.9)) / np.abs(extra).max()
    edge = np.convolve(np.abs(np.gradient(shape)), np.hanning(25), "same")
    if st.detail > 0:
        extra += rough(scene, rng, n) * (target * st.detail * edge / edge.max())[:, None]
    extra *= np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 12)[:, None]

    def make(size: float) -> np.ndarray:
        return lever(shape, axis=axis, arm=st.arm, start=g, size=size) + extra

    return sized(make, target, g, (0.0004, 0.9))


def jolt(
    scene: Scene, rng: np.random.Generator, limb: str, target: float, end: np.ndarray | None = None
) -> np.ndarray:
    """Return a sleep start of one limb: a 75-250 ms contraction, then the limb drops back."""
    g = scene.gravity[limb]
    axis = unit(rng.normal(size=3))
    arm = unit(np.cross(axis, rng.normal(size=3))) * rng.uniform(0.15, 0.5)
    shape = thrust(
        scene.s.flanks, rng, rng.uniform(0.09, 0.2), rng.uniform(0.01, 0.12), rng.uniform(0.15, 0.5)
    )
    n = len(shape)
    fade = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 10)
    hit = np.exp(-np.clip(np.arange(n) - 14, 0, None) / 14.0) * fade
    extra = rough(scene, rng, n) * (hit * target * rng.uniform(0.1, 0.4))[:, None]
    return sized(
        lambda k: lever(shape, axis=axis, arm=arm, start=g, size=k) + extra, target, g, (0.002, 0.8)
    )


def snippet(
    scene: Scene,
    rng: np.random.Generator,
    limb: str,
    pool: list[Scrap],
    *,
    target: float | None = None,
    stretch: tuple[float, float] = (0.8, 1.3),
    longest: float = 60.0,
    home: bool = False,
) -> np.ndarray:
    """Return a real movement from a pool, pasted in a random direction."""
    fit = [p for p in pool if len(p.xyz) < longest * FS]
    piece = fit[rng.integers(len(fit))]
    g, spin, pace = scene.gravity[limb], matrix(rng), float(rng.uniform(*stretch))
    end = g if home else None
    seed = int(rng.integers(2**32))

    def paste(size: float) -> np.ndarray:
        local = np.random.default_rng(seed)
        return place(piece.xyz, local, start=g, end=end, spin=spin, scale=size, stretch=pace)

    a = paste(1.0) if target is None else sized(paste, target, g, (0.003, 1.6))
    return (
        textured(scene, rng, a, 0.6)
        if piece.origin.startswith("p") and "para" not in piece.origin
        else a
    )


def settle(scene: Scene, rng: np.random.Generator, limb: str, pool: list[Scrap], end: np.ndarray):
    """Return a real movement of a limb that ends in a given posture."""
    pool = [p for p in pool if len(p.xyz) < 12 * FS]
    piece = pool[rng.integers(len(pool))]
    pace = float(np.clip(rng.uniform(2.5, 10) / (len(piece.xyz) / FS), 0.6, 2.2))
    a = place(
        piece.xyz, rng, start=scene.gravity[limb], end=end, spin=matrix(rng),
        scale=float(rng.uniform(0.25, 0.9)), stretch=max(pace, 0.9),
    )  # fmt: skip
    coarse = piece.origin.startswith("p") and "para" not in piece.origin
    return textured(scene, rng, a, 0.8) if coarse else a


def turn_over(scene: Scene, rng: np.random.Generator, posture: str | None = None) -> Act:
    """Turn in bed: all limbs move and come to lie anew."""
    new = lying(rng, posture)
    s, parts = scene.s, {}
    for limb in LEGS:
        pool = [k for k in s.kicks if len(k.xyz) > 130] + [p.ankle for p in s.downs + s.ups]
        parts[limb] = (float(rng.uniform(0, 1.2)), settle(scene, rng, limb, pool, new[limb]))
    if rng.random() < 0.8:
        a = snippet(scene, rng, "wrist", s.turns, longest=11)
        parts["wrist"] = (float(rng.uniform(0, 0.8)), a)
    else:
        parts["wrist"] = (0.0, settle(scene, rng, "wrist", s.turns + s.handling, new["wrist"]))
    return Act(parts=parts, active=tuple(parts))


def shift(scene: Scene, rng: np.random.Generator) -> Act:
    """Shift without turning: some limbs change place a little."""
    parts = {}
    legs = rng.random() < 0.75
    for limb in LEGS if legs else ():
        if rng.random() < 0.8:
            g = scene.gravity[limb]
            end = turn(g, rng.normal(0, 0.22, 3))
            delay = float(rng.uniform(0, 0.6))
            parts[limb] = (delay, settle(scene, rng, limb, scene.s.kicks, unit(end)))
    if not parts or rng.random() < 0.6:
        pool = scene.s.stirs + scene.s.turns
        a = snippet(scene, rng, "wrist", pool, longest=8)
        parts["wrist"] = (float(rng.uniform(0, 0.5)), a)
    return Act(parts=parts, active=tuple(parts))


def handle(scene: Scene, rng: np.random.Generator, longest: float = 9.5) -> Act:
    """Waking hand: real handling, sometimes with a leg."""
    parts = {"wrist": (0.0, snippet(scene, rng, "wrist", scene.s.handling, longest=longest))}
    if rng.random() < 0.15:
        limb = LEGS[rng.integers(2)]
        target = float(rng.lognormal(np.log(0.1), 0.7))
        parts[limb] = (
            float(rng.uniform(0, 1)),
            snippet(scene, rng, limb, scene.s.kicks, target=target),
        )
    return Act(parts=parts, active=tuple(parts))


def fidget(scene: Scene, rng: np.random.Generator) -> Act:
    """Waking feet: a leg or both move now and then."""
    both = rng.random() < 0.35
    limbs = LEGS if both else (LEGS[rng.integers(2)],)
    parts = {}
    for limb in limbs:
        target = float(np.clip(rng.lognormal(np.log(0.12), 0.8), 0.01, 1.2))
        a = snippet(
            scene, rng, limb, scene.s.kicks, target=target, longest=5, home=rng.random() < 0.7
        )
        parts[limb] = (float(rng.uniform(0, 0.5)) if both else 0.0, a)
    return Act(parts=parts, active=tuple(limbs))


def lone(scene: Scene, rng: np.random.Generator, limb: str) -> Act:
    """One isolated movement of one limb asleep, 0.5-10 s."""
    target = float(np.clip(rng.lognormal(np.log(0.09), 0.8), 0.008, 0.9))
    if limb == "wrist":
        pool = scene.s.stirs + [j for j in scene.s.jerks if len(j.xyz) > 80]
        home = rng.random() < 0.6
        a = snippet(scene, rng, limb, pool, target=target * 1.5, longest=6, home=home)
    else:
        st = style(scene, rng)
        length = float(np.clip(rng.lognormal(np.log(1.8), 0.6), 0.6, 8))
        a = pulse(scene, rng, limb, st, target, length)
    return Act(parts={limb: (0.0, a)}, active=(limb,))


def upright(scene: Scene, rng: np.random.Generator, up: bool) -> Act:
    """Get up from the bed, or lie down again: real, wrist and ankle together."""
    pairs = scene.s.ups if up else scene.s.downs
    pair = pairs[rng.integers(len(pairs))]
    new = lying(rng)
    if up:
        tip = [unit(np.array([1.0, rng.normal(0, 0.1), rng.normal(0.05, 0.1)])) for _ in LEGS]
        new = dict(zip(LEGS, tip)) | {"wrist": unit(rng.normal(0, 0.25, 3) + [-1.0, 0.3, 0.2])}
    pace = float(rng.uniform(0.9, 1.6))
    flip = rng.random() < 0.5
    parts = {}
    for limb, delay in (("wrist", 0.0), ("ankle_left", 0.0), ("ankle_right", rng.uniform(0, 0.7))):
        x = pair.wrist.xyz if limb == "wrist" else pair.ankle.xyz
        spin = MIRROR if (limb == "ankle_left") == flip else np.eye(3)
        a = place(x, rng, start=scene.gravity[limb], end=new[limb], spin=spin, stretch=pace)
        parts[limb] = (float(delay), a)
    return Act(parts=parts, active=tuple(parts))


def walk(scene: Scene, rng: np.random.Generator, length: float) -> Act:
    """Walk: real strides of one subject, strung together; the other ankle half a stride later."""
    gait = scene.s.gaits[rng.integers(len(scene.s.gaits))]
    m, pace = gait.marks, float(rng.uniform(0.95, 1.35))
    ankle, wrist, k = [], [], 0
    seam, fade = {}, np.linspace(0, 1, 12)[:, None]
    while sum(map(len, ankle)) < length * FS + 300:
        if k >= len(m) - 1 or rng.random() < 0.1:
            k = int(rng.integers(len(m) - 1))
        at = warp(m[k + 1] - m[k], pace * rng.uniform(0.97, 1.03), rng, 0.08) + m[k]
        ahead = np.r_[at, at[-1] + np.arange(1, 13)].clip(0, len(gait.ankle) - 1)
        for track, x in ((ankle, gait.ankle), (wrist, gait.wrist)):
            y = sample(x, ahead)
            if track:  # cross-fade from the end of the stride before
                y[:12] = seam[id(track)] * fade[::-1] + y[:12] * fade
            seam[id(track)] = y[-12:]
            track.append(y[:-12])
        k += 1
    a, w = (gaussian_filter1d(np.concatenate(x), 1.2, axis=0) for x in (ankle, wrist))
    stride = int(np.median(np.diff(m)) * pace)
    n, parts = int(length * FS), {}
    grow = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 60.0)[:, None]
    force = 1 / pace**2 * rng.uniform(0.7, 1.0)  # bare feet, half asleep: softer and slower
    for limb, x, first, spin in (
        ("ankle_left", a, 0, np.eye(3)),
        ("ankle_right", a, stride // 2, MIRROR),
        ("wrist", w, 0, np.eye(3)),
    ):
        mean = unit(x.mean(0))
        y = (x[first : first + n] - x.mean(0)) @ spin.T * grow * force
        g = scene.gravity[limb]
        join = np.cross(spin @ mean, g)
        sine = np.linalg.norm(join)
        join = join / max(sine, 1e-9) * np.arctan2(sine, float(spin @ mean @ g))
        parts[limb] = (0.0, g + turn(y, join))
    return Act(parts=parts, active=tuple(parts))


def chore(scene: Scene, rng: np.random.Generator) -> Act:
    """Something done while up, standing: real, wrist and ankle together."""
    pair = scene.s.chores[rng.integers(len(scene.s.chores))]
    parts = {"wrist": (0.0, snippet(scene, rng, "wrist", [pair.wrist]))}
    for limb in LEGS:
        if rng.random() < 0.6 and pair.ankle.peak > 0.05:
            g = scene.gravity[limb]
            spin = MIRROR if limb == "ankle_right" else np.eye(3)
            a = place(pair.ankle.xyz, rng, start=g, end=g, spin=spin)
            parts[limb] = (float(rng.uniform(0, 0.5)), a)
    return Act(parts=parts, active=tuple(parts))


def shaking(
    scene: Scene, rng: np.random.Generator, hertz: tuple[float, float], length: float
) -> np.ndarray:
    """Return real tremor re-timed to a rate that wanders, unit size, (n, 3)."""
    pool = scene.s.tremors
    rate, x = pool[rng.integers(len(pool))]
    goal = float(rng.uniform(*hertz))
    n = round(length * FS)
    pace = goal / rate * (1 + 0.06 * gaussian_filter1d(rng.normal(size=n), 150) * 20)
    at = np.cumsum(np.clip(pace, 0.3, 3))
    span = len(x) - 30
    fold = np.abs((at + rng.uniform(0, span)) % (2 * span) - span)  # there and back, no seam
    y = sample(x, fold)
    y = band(y, FS, max(0.6 * goal, 1.5), min(3.2 * goal, 20)) @ matrix(rng).T
    swell = np.exp(0.35 * gaussian_filter1d(rng.normal(size=n), 80) * 14)
    y *= swell[:, None] / max(float(np.percentile(np.linalg.norm(y, axis=1), 95)), 1e-9)
    ramp = min(n // 3, int(rng.uniform(0.2, 1.2) * FS))
    edge = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / max(ramp, 1))
    return np.clip(y, -2, 2) * (edge * edge * (3 - 2 * edge))[:, None]


def stiffen(
    scene: Scene, rng: np.random.Generator, limb: str, target: float, length: float
) -> np.ndarray:
    """Return a held contraction of one limb: it rises, trembles and lets go."""
    g = scene.gravity[limb]
    rise = float(rng.uniform(0.25, 1.2))
    fall = float(rng.uniform(0.5, 2.5))
    shape = thrust(scene.s.flanks, rng, rise, max(length - rise - fall, 0.1), fall)
    axis, arm = unit(rng.normal(size=3)), rng.normal(0, 0.15, 3)
    a = sized(lambda k: lever(shape, axis=axis, arm=arm, start=g, size=k), target, g, (0.004, 0.8))
    held = np.clip(shape, 0, 1) ** 2
    return a + shaking(scene, rng, (7, 12), len(a) / FS)[: len(a)] * (
        held[:, None] * target * rng.uniform(0.05, 0.3)
    )


def drop(scene: Scene, rng: np.random.Generator, limb: str, end: np.ndarray, time: float):
    """Return a limb that sinks along one real flank into another place."""
    g = scene.gravity[limb]
    shape = level(scene.s.flanks, rng, time)
    cross = np.cross(g, end)
    size = float(np.arctan2(np.linalg.norm(cross), g @ end))
    a = lever(shape, axis=-unit(cross), arm=rng.normal(0, 0.1, 3), start=g, size=size)
    a[0], a[-1] = g, unit(a[-1])
    return a
