"""What is drawn of the sleeper's habits for a night."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.engine.postures import draw_likes


@dataclass(frozen=True, kw_only=True)
class Person:
    """Habits and strengths.

    Parameters
    ----------
    watch : str
        Side of the wrist sensor, ``l`` or ``r``.
    plm_gain : float
        Median drive of a periodic leg movement.
    plm_spread : float
        Of its logarithm within a run.
    plm_seconds : float
        Median length, s.
    plm_shapes : dict of str to float
        Weights of shapes.
    plm_legs : dict of str to float
        Weights of left, right, both, alternating.
    joints : dict of str to float
        Share of hip, knee and ankle in leg movements.
    jerk_gain, twitch_gain, stir_gain : float
        Drives of sleep starts, twitches, stirring.
    tremor_hz : float
        Of a tremor at rest.
    likes : dict of str to float
        Of postures.
    """

    watch: str
    plm_gain: float
    plm_spread: float
    plm_seconds: float
    plm_shapes: dict[str, float]
    plm_legs: dict[str, float]
    joints: dict[str, float]
    jerk_gain: float
    twitch_gain: float
    stir_gain: float
    tremor_hz: float
    likes: dict[str, float]


SHAPES = ("hold", "ring", "double", "kick", "slow")
LEGS = ("left", "right", "both", "turns")


def draw_person(rng: np.random.Generator) -> Person:
    """Draw a sleeper."""
    joints = {
        "ankle": float(rng.uniform(0.5, 1.0)),
        "knee": float(rng.uniform(0.1, 0.8)),
        "hip_flex": float(rng.uniform(0.05, 0.7)),
    }
    return Person(
        watch="l" if rng.random() < 0.65 else "r",
        plm_gain=float(np.exp(rng.normal(np.log(0.125), 0.45))),
        plm_spread=float(rng.uniform(0.15, 0.45)),
        plm_seconds=float(np.clip(np.exp(rng.normal(np.log(2.0), 0.35)), 0.8, 5)),
        plm_shapes=dict(zip(SHAPES, map(float, rng.dirichlet(np.full(5, 0.8))), strict=True)),
        plm_legs=dict(
            zip(LEGS, map(float, rng.dirichlet(np.array([0.8, 0.8, 1, 0.4]))), strict=True)
        ),
        joints=joints,
        jerk_gain=float(np.exp(rng.normal(0, 0.35))),
        twitch_gain=float(np.exp(rng.normal(0, 0.4))),
        stir_gain=float(np.exp(rng.normal(0, 0.25))),
        tremor_hz=float(rng.uniform(4.1, 5.9)),
        likes=draw_likes(rng),
    )


def pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """Draw a key by its weight."""
    p = np.array(list(weights.values()))
    return str(rng.choice(list(weights), p=p / p.sum()))
