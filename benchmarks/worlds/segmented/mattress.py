"""Mattress and covers: stiffness, damping, friction, and how motion travels through them."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import bilinear, lfilter

from benchmarks.worlds.segmented.muscle import FS

# Vertical stiffness (N/m) below each contact point of a medium mattress; a person of 75 kg sinks
# some 2-5 cm, whence 15-30 kN/m in all.
STIFF = np.array([9e3, 8e3, 2e3, 4e3, 2e3, 1.6e3, 0.9e3, 4e3, 2e3, 1.6e3, 0.9e3, 1.5e3, 1.0e3])


@dataclass(frozen=True, kw_only=True)
class Mattress:
    """What one night's bed is made of."""

    kind: str
    stiff: np.ndarray  # N/m below each contact point
    damp: float  # damping ratio of a limb on it
    share: float  # of a dent carried to a point half a metre away
    reach: float  # m, over which that falls to 1/e
    ring: tuple[float, float]  # Hz and damping ratio of the wave that arrives elsewhere
    tilt: float  # rad/N, common slow tilt of the surface by a load at the far half
    slip: np.ndarray  # friction coefficients of the contact points
    cover: float  # N of blanket on each forefoot
    tuck: float  # N/m of a blanket tucked in at the foot end


# Share of a dent felt at half a metre: 0.5-5 % for foam, up to 30 % for linked springs.
KINDS = {  # kind: stiffness, damping, share, reach, ring Hz, ring damping, tilt
    "memory": ((0.5, 0.9), (0.5, 0.9), (0.004, 0.02), 0.25, (2.5, 4.5), (0.6, 0.9), 0.2),
    "latex": ((0.7, 1.3), (0.25, 0.45), (0.015, 0.05), 0.3, (3.0, 6.0), (0.35, 0.6), 0.5),
    "pocket": ((0.7, 1.4), (0.2, 0.4), (0.02, 0.08), 0.35, (3.5, 7.0), (0.25, 0.5), 0.7),
    "bonnell": ((0.5, 1.2), (0.12, 0.3), (0.10, 0.3), 0.6, (3.0, 7.0), (0.12, 0.3), 1.5),
    "futon": ((1.8, 3.0), (0.4, 0.7), (0.005, 0.02), 0.25, (6.0, 12.0), (0.4, 0.7), 0.1),
    "air": ((0.6, 1.0), (0.1, 0.2), (0.12, 0.35), 0.9, (1.5, 4.0), (0.1, 0.25), 2.5),
}


def mattress(rng: np.random.Generator) -> Mattress:
    """Draw a bed, its sheets and its covers."""
    kind = str(rng.choice(list(KINDS), p=[0.22, 0.12, 0.28, 0.23, 0.08, 0.07]))
    k, z, share, reach, f, fz, tilt = KINDS[kind]
    base = rng.choice([rng.uniform(0.15, 0.3), rng.uniform(0.3, 0.55)], p=[0.3, 0.7])
    slip = base * rng.uniform(0.8, 1.25, len(STIFF))
    slip[[5, 9]] *= rng.choice([0.5, 1.0, 2.0])  # socks or bare, sticking heels
    return Mattress(
        kind=kind,
        stiff=STIFF * rng.uniform(*k) * rng.uniform(0.85, 1.15, len(STIFF)),
        damp=rng.uniform(*z),
        share=rng.uniform(*share),
        reach=reach * rng.uniform(0.8, 1.2),
        ring=(rng.uniform(*f), rng.uniform(*fz)),
        tilt=tilt * rng.uniform(0.5, 1.5) * 4e-6,
        slip=slip,
        cover=float(rng.choice([0.0, rng.uniform(1, 4), rng.uniform(4, 9)], p=[0.2, 0.5, 0.3])),
        tuck=float(rng.choice([0.0, rng.uniform(50, 300)], p=[0.7, 0.3])),
    )


def resonate(x: np.ndarray, hz: float, zeta: float, rate: float) -> np.ndarray:
    """Pass along axis 0 through a unity-gain mass on a spring (low-pass of second order)."""
    w = 2 * np.pi * hz
    b, a = bilinear([w * w], [1.0, 2 * zeta * w, w * w], rate)
    return lfilter(b, a, x, axis=0)


def passed(m: Mattress, away: np.ndarray) -> np.ndarray:
    """Share of a dent that is felt at a distance (m)."""
    return np.minimum(m.share * np.exp((0.5 - away) / m.reach), 0.5)


def carried(m: Mattress, force: np.ndarray, points: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Height of the surface (T, P) below contact points as a load (T,) pushes at `source`."""
    away = np.hypot(points[:, 0] - source[0], points[:, 1] - source[1])
    dent = -passed(m, away) / (2.5 * np.median(m.stiff))  # the load lies on several points
    wave = resonate(force, *m.ring, FS)
    slow = resonate(force, 0.6, 0.8, FS)
    lever = (points[:, 1] * np.sign(source[1])) * m.tilt
    return wave[:, None] * dent[None] - slow[:, None] * lever[None]
