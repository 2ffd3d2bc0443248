"""The bed: a frame and a mattress with a few modes, shaken by everybody in it."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.rigid.body import GRAVITY
from benchmarks.worlds.rigid.chain import DT, RATE
from benchmarks.worlds.rigid.rows import resonance

SPOTS = {"ankle_left": 0.8, "ankle_right": 0.8, "wrist": -0.1, "trunk": -0.3}
WORN = ("ankle_left", "ankle_right", "wrist")


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One mode: what it takes in and gives out at each place."""

    hz: float
    zeta: float
    mass: float
    into: dict[str, np.ndarray]
    out: dict[str, np.ndarray]
    near: bool  # fades with the distance along the mattress


@dataclass(frozen=True, kw_only=True)
class Bed:
    """Modes, reach of the mattress, and how a limb rides on it."""

    kind: str
    modes: list[Mode]
    reach: float
    rides: dict[str, tuple[float, float]]
    spots: dict[str, tuple[float, float]]
    slope: float  # rad of tilt at 0.5 m per 100 N of moved weight

    def fade(self, a: str, b: str) -> float:
        """Share of a mattress wave left from place a to place b."""
        d = np.hypot(*np.subtract(self.spots[a], self.spots[b]))
        return float(np.exp(-d / self.reach) + 0.02)

    def carry(self, force, places) -> dict[str, np.ndarray]:
        """World acceleration in g at each worn place, (T, 3, B), from forces (T, 3, B) in N."""
        out = {p: np.zeros(force.shape, np.float32) for p in WORN}
        for mode in self.modes:
            drive = np.stack([force[:, :, i] @ mode.into[p] for i, p in enumerate(places)], 1)
            b, a = resonance(mode.hz, mode.zeta, "mass")
            q = lfilter(b, a, drive.astype(np.float32) / (mode.mass * GRAVITY), axis=0)
            for target, x in out.items():
                gain = np.array([self.fade(p, target) if mode.near else 1.0 for p in places])
                for axis in np.flatnonzero(mode.out[target]):
                    x[:, axis] += q * (gain * mode.out[target][axis])
        return {p: self._ride(p, x) for p, x in out.items()}

    def shake(self, accel) -> dict[str, np.ndarray]:
        """World acceleration in g at each worn place from a moving floor, (T, 3) in g."""
        out = {p: np.zeros((len(accel), 3)) for p in WORN}
        for axis in range(3):
            mode = next(m for m in self.modes if m.into["trunk"][axis])
            q = lfilter(*resonance(mode.hz, mode.zeta, "pass"), accel[:, axis])
            for x in out.values():
                x[:, axis] += q
        return {p: self._ride(p, x[:, :, None])[:, :, 0] for p, x in out.items()}

    def _ride(self, place, x):
        return lfilter(*resonance(*self.rides[place], "pass"), x, axis=0).astype(np.float32)


KINDS = {  # Hz, damping, reach in m, firmness; after Bain 2003 and ISO 2631 body on a mattress
    "spring": ((3.0, 5.5), (0.04, 0.12), (0.9, 2.2), 0.8),
    "pocket": ((4.0, 7.0), (0.08, 0.18), (0.35, 0.9), 1.0),
    "foam": ((5.0, 9.0), (0.15, 0.3), (0.2, 0.5), 1.1),
    "memory": ((4.0, 7.0), (0.3, 0.55), (0.12, 0.3), 0.9),
    "futon": ((9.0, 14.0), (0.1, 0.25), (0.15, 0.4), 1.8),
    "water": ((1.0, 2.5), (0.08, 0.2), (1.0, 2.0), 0.6),
}


def draw_kind(rng) -> str:
    """Draw a kind of mattress."""
    return str(rng.choice(list(KINDS), p=[0.25, 0.25, 0.25, 0.15, 0.06, 0.04]))


def draw_bed(rng, kind: str, shared: bool, mass: float) -> Bed:
    """Draw a bed; the sleeper lies at y = 0, a partner at y = +-gap."""
    hz, zeta, reach, _ = KINDS[kind]
    f, z = rng.uniform(*hz), rng.uniform(*zeta)
    gap = rng.uniform(0.5, 0.9) * rng.choice([-1, 1])
    spots = {p: (x + rng.normal(0, 0.05), rng.normal(0, 0.1)) for p, x in SPOTS.items()}
    spots |= {f"partner_{p}": (x, gap + rng.normal(0, 0.1)) for p, x in SPOTS.items()}
    spots |= {"foot_end": (rng.uniform(0.4, 0.9), rng.uniform(-0.5, 0.5)), "frame": (1.0, gap / 2)}
    width = 0.9 if shared else 0.5
    total = mass * (2 if shared else 1) + rng.uniform(30, 90)
    modes = []

    def add(axis, shape, hz, zeta, share, near=False):
        unit = np.eye(3)[axis]
        at = {p: unit * shape(x, y) for p, (x, y) in spots.items()}
        if axis < 2 and rng.random() < 0.5:  # sway tilts: some of it comes out as heave
            k = rng.normal(0, 0.15)
            at = {p: v + np.array([0, 0, k * spots[p][axis]]) for p, v in at.items()}
        modes.append(Mode(hz=hz, zeta=zeta, mass=total * share, into=at, out=at, near=near))

    add(2, lambda x, y: 1.0, f, z, rng.uniform(0.2, 0.5), near=True)
    add(2, lambda x, y: x, f * rng.uniform(1.1, 1.5), z, rng.uniform(0.2, 0.5), near=True)
    add(2, lambda x, y: y / width, f * rng.uniform(1.1, 1.7), z, rng.uniform(0.3, 0.6), near=True)
    add(0, lambda x, y: 1.0, rng.uniform(2, 7), rng.uniform(0.03, 0.1), rng.uniform(0.7, 1.2))
    add(1, lambda x, y: 1.0, rng.uniform(1.8, 6), rng.uniform(0.03, 0.1), rng.uniform(0.7, 1.2))
    add(2, lambda x, y: 1 - 0.8 * x * x, rng.uniform(9, 18), rng.uniform(0.04, 0.15), 0.9)
    rides = {p: (rng.uniform(4, 11), rng.uniform(0.2, 0.6)) for p in WORN}
    slope = {"spring": 0.006, "water": 0.02, "futon": 0.001}.get(kind, 0.003)
    return Bed(
        kind=kind,
        modes=modes,
        reach=rng.uniform(*reach),
        rides=rides,
        spots=spots,
        slope=slope * rng.uniform(0.4, 2),
    )


def wave_of(shove):
    """Force (n, 3) in N, or floor acceleration in g, of one shove with a tail to ring."""
    rng = np.random.default_rng(shove.seed)
    n = int((shove.dur + 1.6) * RATE)
    x = np.arange(n) * DT / shove.dur
    inside = (x > 0) & (x < 1)
    if shove.shape == "step":  # a weight that moves: its inertia, in two or three heaves
        path = np.zeros(n)
        for share in rng.dirichlet([2, 2, 2]):
            at = rng.uniform(0, 0.6)
            y = np.clip((x - at) / rng.uniform(0.2, 0.4), 0, 1)
            path += share * y**3 * (10 - 15 * y + 6 * y * y)
        w = np.gradient(np.gradient(path, DT), DT)
    elif shove.shape == "pulse":
        w = np.sin(np.pi * np.clip(x, 0, 1)) ** 2
    elif shove.shape == "train":
        rate = np.geomspace(shove.hz, shove.hz_end or shove.hz, n)
        w = inside * np.maximum(np.sin(2 * np.pi * np.cumsum(rate) * DT), 0) ** 2
        w *= np.exp(0.3 * rng.standard_normal(n // 60 + 1)).repeat(60)[:n]
    else:
        rate = np.geomspace(shove.hz, shove.hz_end or shove.hz, n)
        noise = lfilter([0.05], [1, -0.95], rng.standard_normal(n)) * 6
        w = np.sin(np.pi * np.clip(x, 0, 1)) ** 0.7
        w = w * np.sin(2 * np.pi * np.cumsum(rate * (1 + 0.01 * noise)) * DT) * (1 + 0.3 * noise)
    return w[:, None] * np.array(shove.newton)
