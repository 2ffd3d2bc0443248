"""The sleeper and the bed: how limbs lie, how straps and mattress pass movement on."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import fftconvolve

from benchmarks.worlds.collage.diary import Diary
from benchmarks.worlds.collage.scraps import FS, Scraps
from benchmarks.worlds.collage.spin import between, matrix, turn, unit
from benchmarks.worlds.night import PLACES, Truth

LEGS = ("ankle_left", "ankle_right")
# how much of a neighbour's movement a mattress carries to a limb (0.5-5 % foam, to 30 % springs)
MATTRESS = {
    "firm foam": (0.004, 0.03),
    "soft foam": (0.008, 0.05),
    "pocket springs": (0.02, 0.1),
    "old springs": (0.06, 0.3),
    "water or air": (0.05, 0.25),
}


@dataclass(frozen=True, kw_only=True)
class Act:
    """What one event does: acceleration of limbs (limb frame, 100/s), or a push from outside."""

    parts: dict[str, tuple[float, np.ndarray]]  # limb -> delay s, (n, 3) beginning at its gravity
    active: tuple[str, ...] = ()
    outside: np.ndarray | None = None  # (n, 3) of a neighbour or the bed
    carried: float = 1.0  # multiplies what the mattress carries


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An event to be rendered when its turn comes."""

    at: float
    kind: str
    make: Callable[["Scene", np.random.Generator], Act]
    source: str = "self"
    least: float = 0.0  # leave out of the truth what moves no sensor by this many g


@dataclass(frozen=True, kw_only=True)
class Body:
    """What is drawn of sleeper and bed for a night."""

    mattress: str
    mount: dict[str, np.ndarray]
    paths: dict[tuple[str, str], tuple[np.ndarray, np.ndarray, float]]
    strap: dict[str, np.ndarray | None]
    vigour: float
    habits: dict[str, float]


@dataclass(kw_only=True)
class Scene:
    """A night in the making."""

    rng: np.random.Generator
    s: Scraps
    book: Diary
    body: Body
    gravity: dict[str, np.ndarray]  # of each limb now, limb frame
    plans: list[Plan] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    layers: dict[str, list[tuple[float, np.ndarray]]] = field(default_factory=dict)
    moves: dict[str, list[tuple[float, float, np.ndarray]]] = field(default_factory=dict)
    notes: dict = field(default_factory=dict)

    def plan(self, at: float, kind: str, make, *, source: str = "self", least: float = 0.0) -> None:
        """Plan an event."""
        self.plans.append(Plan(at=at, kind=kind, make=make, source=source, least=least))


def smooth_fir(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Return a random smooth decaying impulse response whose greatest gain is one."""
    n = int(seconds * FS)
    h = gaussian_filter1d(rng.normal(size=n + 40), rng.uniform(1.0, 3.5))[20:-20]
    h *= np.exp(-np.arange(n) / (n * rng.uniform(0.12, 0.35)))
    h[:2] *= [0.3, 0.7]
    return h / np.abs(np.fft.rfft(h, 1024)).max()


def draw_body(rng: np.random.Generator) -> Body:
    """Draw sleeper and bed."""
    mattress = str(rng.choice(list(MATTRESS)))
    low, high = MATTRESS[mattress]
    carry = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    paths = {}
    for to in PLACES:
        for of in (*PLACES, "outside"):
            if of == to:
                continue
            if of == "outside":
                share = min(carry * rng.uniform(0.5, 1.5), 0.33)
            elif "wrist" in (of, to):
                share = min(
                    float(np.exp(rng.uniform(np.log(0.003), np.log(0.05)))) + carry / 4, 0.12
                )
            else:
                share = min(
                    float(np.exp(rng.uniform(np.log(0.01), np.log(0.12)))) + carry / 3, 0.25
                )
            paths[of, to] = (smooth_fir(rng, rng.uniform(0.25, 0.9)), matrix(rng), float(share))
    strap = {}
    for place in PLACES:
        loose = rng.random() < 0.35
        strap[place] = (
            smooth_fir(rng, rng.uniform(0.08, 0.25)) * rng.uniform(0.2, 0.7) if loose else None
        )
    return Body(
        mattress=mattress,
        mount={p: matrix(rng) for p in PLACES},
        paths=paths,
        strap=strap,
        vigour=float(rng.lognormal(0, 0.3)),
        habits={
            "turns": float(np.clip(rng.lognormal(np.log(2.2), 0.45), 0.7, 7)),
            "shifts": float(np.clip(rng.lognormal(np.log(2.0), 0.5), 0.4, 6)),
            "limbs": float(rng.uniform(2, 6)),
            "fidgets": float(np.clip(rng.lognormal(np.log(45), 0.7), 8, 200)),
        },
    )


def lying(rng: np.random.Generator, posture: str | None = None) -> dict[str, np.ndarray]:
    """Return the gravity each limb sees in a posture (x up the limb, y left, z to the front)."""
    posture = posture or str(
        rng.choice(["back", "left", "right", "front"], p=[0.35, 0.28, 0.28, 0.09])
    )
    main = {"back": [0, 0, 1], "left": [0, -1, 0], "right": [0, 1, 0], "front": [0, 0, -1]}[posture]
    out = {}
    for limb, side in (("ankle_left", 1), ("ankle_right", -1)):
        roll = rng.normal(0.35 * side if posture == "back" else 0, 0.3)
        g = turn(np.array(main, float), np.array([roll, 0, 0]))
        out[limb] = unit(g + np.array([rng.normal(0, 0.17), 0, 0]))
    out["wrist"] = unit(rng.normal(size=3) + np.array(main) * 0.6)
    return out


def _carry(body: Body, of: str, to: str, quick: np.ndarray, more: float) -> np.ndarray:
    """Return what the bed carries of a quick movement to another sensor."""
    fir, way, share = body.paths[of, to]
    return fftconvolve(quick, fir[:, None], axes=0) @ way.T * (share * more)


def _bounds(limb: np.ndarray, least: float) -> tuple[int, int] | None:
    """Return first and last sample of visible movement of one limb."""
    away0 = np.linalg.norm(limb - limb[0], axis=1)
    away1 = np.linalg.norm(limb - limb[-1], axis=1)
    peak = np.minimum(away0, away1).max()
    level = max(min(least, 0.12 * peak), 0.04 * peak)
    on, off = np.flatnonzero(away0 > level), np.flatnonzero(away1 > level)
    return (int(on[0]), int(off[-1]) + 1) if len(on) and len(off) else None


def _make(scene: Scene, plan: Plan) -> Act:
    """Make an event; a leg or lone movement shorter than 0.55 s is drawn anew (WASM: 0.5-10 s)."""
    for _ in range(8):
        act = plan.make(scene, scene.rng)
        if plan.kind not in ("plm", "limb_movement"):
            break
        edges = [_bounds(a - a[0], 1.5e-3) for _, a in act.parts.values()]
        if max((e[1] - e[0] for e in edges if e), default=0) > 0.55 * FS:
            break
    return act


def render(scene: Scene) -> None:
    """Play all plans in order of time into layers, gravity and truth."""
    scene.layers = {p: [] for p in PLACES}
    scene.moves = {p: [(0.0, 0.0, scene.gravity[p].copy())] for p in PLACES}
    for plan in sorted(scene.plans, key=lambda p: p.at):
        act = _make(scene, plan)
        layer = {p: [] for p in PLACES}
        on, off = [], []
        for limb, (delay, a) in act.parts.items():
            g = scene.gravity[limb]
            own = a - g
            quick = own - gaussian_filter1d(own, 25, axis=0)
            layer[limb].append((delay, own))
            if scene.body.strap[limb] is not None:
                shake = fftconvolve(quick, scene.body.strap[limb][:, None], axes=0)
                layer[limb].append((delay, shake))
            for to in PLACES:
                if to != limb and len(a) < 6000:
                    layer[to].append((delay, _carry(scene.body, limb, to, quick, act.carried)))
            if limb in act.active or not act.active:
                edge = _bounds(own, 1.5e-3)
                if edge:
                    on.append(delay + edge[0] / FS)
                    off.append(delay + edge[1] / FS)
            if np.linalg.norm(own[-1]) > 1e-5:
                new = unit(a[-1])
                stop = plan.at + delay + (len(a) - 1) / FS
                scene.gravity[limb] = new
                scene.moves[limb].append((plan.at + delay, stop, new))
        if act.outside is not None:
            for to in PLACES:
                layer[to].append((0.0, _carry(scene.body, "outside", to, act.outside, act.carried)))
            edge = _bounds(np.r_[act.outside[:1] * 0, act.outside, act.outside[:1] * 0], 0.0)
            if edge:
                on.append(edge[0] / FS)
                off.append(edge[1] / FS)
        visible = {}
        for place, pieces in layer.items():
            visible[place] = _peak(pieces)
            scene.layers[place] += [(plan.at + d, x) for d, x in pieces]
        if on and max(visible.values()) >= plan.least:
            scene.truth.append(
                Truth(
                    onset_s=plan.at + min(on),
                    duration_s=max(off) - min(on),
                    kind=plan.kind,
                    limbs=tuple(p for p in PLACES if p in act.active),
                    source=plan.source,
                    visible=visible,
                )
            )


def _peak(pieces: list[tuple[float, np.ndarray]]) -> float:
    """Return the greatest departure of the sum of pieces."""
    if not pieces:
        return 0.0
    n = max(int(d * FS) + len(x) for d, x in pieces)
    total = np.zeros((n, 3))
    for d, x in pieces:
        total[int(d * FS) : int(d * FS) + len(x)] += x
    return float(np.linalg.norm(total, axis=1).max())


def angle(a: np.ndarray, b: np.ndarray) -> float:
    """Return the angle between two directions in degrees."""
    return float(np.degrees(np.linalg.norm(between(a, b))))
