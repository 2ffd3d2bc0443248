"""Who sleeps: lengths, strength and habits, drawn once a night."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.posed.strokes import Rng, around, between


@dataclass(frozen=True, kw_only=True)
class Person:
    """One sleeper; lengths in m, angles in rad, times in s."""

    thigh: float
    shank: float
    upper: float
    fore: float
    width: float
    pace: float
    """Above 1: quick strokes."""
    vigour: float
    """Size of arousals and posture changes."""
    heel: float
    """Part of the foot's turn that the strap at the ankle sees."""
    skew: float
    """Spread of the axis of flexion, rad."""
    plm_angle: float
    plm_rise: float
    plm_length: float
    plm_every: float
    plm_shapes: tuple[float, ...]
    plm_sides: tuple[float, ...]
    """Chance of left, right, both, alternating runs."""
    plm_arm: float
    plm_arousal: float
    hip_share: float
    friction: float
    twitch_rate: float
    isolated_rate: float
    posture_rate: float
    arousal_rate: float
    postures: tuple[float, ...]


def draw(rng: Rng) -> Person:
    """A person at random."""
    size = float(rng.normal(1.0, 0.06))
    lean = float(rng.beta(0.7, 0.7))
    both = float(rng.uniform(0.1, 0.6))
    alternating = float(rng.uniform(0.0, 0.3))
    rest = 1 - both - alternating
    return Person(
        thigh=0.43 * size,
        shank=float(rng.uniform(0.31, 0.38)) * size,
        upper=0.30 * size,
        fore=float(rng.uniform(0.21, 0.26)) * size,
        width=0.12 * size,
        pace=around(rng, 1.0, 0.25, 0.6, 1.7),
        vigour=around(rng, 1.0, 0.35, 0.45, 2.0),
        heel=between(rng, 0.03, 0.2),
        skew=float(rng.uniform(0.05, 0.45)),
        plm_angle=np.radians(around(rng, 5.0, 0.6, 1.2, 16.0)),
        plm_rise=around(rng, 0.38, 0.35, 0.18, 0.9),
        plm_length=around(rng, 2.4, 0.35, 1.0, 4.5),
        plm_every=around(rng, 24.0, 0.3, 14.0, 48.0),
        plm_shapes=tuple(float(v) for v in rng.dirichlet(np.full(5, 0.8))),
        plm_sides=(rest * lean, rest * (1 - lean), both, alternating),
        plm_arm=float(rng.beta(0.6, 6)),
        plm_arousal=float(rng.uniform(0.03, 0.35)),
        hip_share=float(rng.uniform(0.1, 1.0)),
        friction=float(rng.uniform(0.0, 0.7)),
        twitch_rate=between(rng, 1.0, 10.0),
        isolated_rate=between(rng, 1.0, 8.0),
        posture_rate=float(rng.uniform(1.2, 4.5)),
        arousal_rate=between(rng, 2.0, 9.0),
        postures=tuple(float(v) for v in rng.dirichlet([2.0, 2.0, 2.0, 0.6])),
    )
