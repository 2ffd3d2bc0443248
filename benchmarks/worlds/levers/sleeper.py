"""Who wears the sensors tonight: body, postures, habits."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.levers.draws import Floats, Rng, around, between, chance, pick, span
from benchmarks.worlds.levers.lever import GRAVITY, Tissue
from benchmarks.worlds.levers.mattress import Mattress, draw_mattress
from benchmarks.worlds.night import PLACES

LEGS = ("ankle_left", "ankle_right")
ARM = "wrist"
UPRIGHT = -0.5 * np.pi
"""Pitch of a shank whose foot is on the ground, rad."""

Posture = dict[str, Floats]


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How someone's periodic movements look, drawn once a night."""

    tilt: float
    tilt_sd: float
    length: float
    length_sd: float
    interval: float
    interval_sd: float
    run: float
    kick: float
    arm: float
    both: float
    left: float
    fading: float
    axes: dict[str, Floats]


@dataclass(frozen=True, kw_only=True)
class Sleeper:
    """Everything of the wearer and the bed that does not depend on what happens."""

    arms: dict[str, Floats]
    tissues: dict[str, Tissue]
    mattress: Mattress
    postures: list[Posture]
    standing: Posture
    sitting: Posture
    habit: Habit
    vigour: float
    breath_hertz: float
    breath: dict[str, float]
    pulse_hertz: float
    pulse: dict[str, float]

    def jolt(self, place: str, peak: float, axis: Floats) -> float:
        """Angular acceleration about an axis that moves this sensor by so many g, rad/s^2."""
        # a roll hardly moves what lies near its axis
        share = max(float(np.hypot(axis[0], axis[2])), 0.4)
        return peak * GRAVITY / (share * float(self.arms[place][0]))

    def swing(self, place: str, peak: float, hertz: float) -> float:
        """Angle of an oscillation that shows as so many g, rad; gravity turns with it."""
        inertia = (2 * np.pi * hertz) ** 2 * float(self.arms[place][0]) / GRAVITY
        return min(peak / (0.7 + inertia), 0.5)


def draw_habit(rng: Rng, tilt: tuple[float, float]) -> Habit:
    """Draw how periodic movements look; `tilt` is the range of their median, degrees."""
    axes = {}
    for place in PLACES:
        axis = np.array([between(rng, 0.3, 1.0), rng.normal(0.0, 0.6), rng.normal(0.0, 0.7)])
        axes[place] = axis / np.linalg.norm(axis)
    return Habit(
        tilt=span(rng, *tilt),
        tilt_sd=between(rng, 0.2, 0.55),
        # SCORING.md: 2-4 s by EMG, intervals of 15-45 s with a spread of 0.2-0.4 in log
        length=around(rng, 2.4, 0.4, 0.9, 5.0),
        length_sd=between(rng, 0.15, 0.4),
        interval=around(rng, 25.0, 0.3, 14.0, 48.0),
        interval_sd=between(rng, 0.12, 0.36),
        run=span(rng, 6.0, 60.0),
        kick=pick(rng, (0.0, between(rng, 0.1, 0.9))),
        arm=pick(rng, (0.0, between(rng, 0.02, 0.25)), (0.7, 0.3)),
        both=between(rng, 0.05, 0.75),
        left=between(rng, 0.1, 0.9),
        fading=between(rng, 0.4, 1.1),
        axes=axes,
    )


def draw_sleeper(rng: Rng, tilt: tuple[float, float]) -> Sleeper:
    """Draw one night's wearer."""
    shank, forearm = between(rng, 0.25, 0.45), between(rng, 0.2, 0.27)
    arms = {}
    for place in PLACES:
        reach = forearm if place == ARM else shank * between(rng, 0.9, 1.0)
        aside = between(rng, 0.02, 0.05) * np.array([0.0, *_around(rng)])
        arms[place] = np.array([min(max(reach, 0.2), 0.45), 0.0, 0.0]) + aside
    return Sleeper(
        arms=arms,
        tissues={place: _tissue(rng, place) for place in PLACES},
        mattress=draw_mattress(rng),
        postures=[_lying(rng) for _ in range(int(rng.integers(4, 9)))],
        standing=_upright(rng, UPRIGHT),
        sitting=_upright(rng, between(rng, -1.5, -1.1)),
        habit=draw_habit(rng, tilt),
        vigour=around(rng, 1.0, 0.3, 0.5, 2.0),
        breath_hertz=between(rng, 0.2, 0.3),
        breath={place: 1e-3 * span(rng, 0.2, 3.0) for place in PLACES},
        pulse_hertz=between(rng, 0.8, 1.25),
        pulse={place: 1e-3 * span(rng, 0.05, 0.8) for place in PLACES},
    )


def _around(rng: Rng) -> tuple[float, float]:
    angle = between(rng, 0.0, 2 * np.pi)
    return float(np.cos(angle)), float(np.sin(angle))


def _tissue(rng: Rng, place: str) -> Tissue:
    light = place == ARM
    return Tissue(
        hertz=span(rng, 1.8, 4.0) * (1.25 if light else 1.0),
        damping=span(rng, 0.22, 0.8),
        grip=span(rng, 2e-4, 6e-3),
        floor=span(rng, 2.5, 6.5),
        harden=span(rng, 0.3, 6.0),
    )


def _lying(rng: Rng) -> Posture:
    trunk = pick(rng, (0.0, 0.5 * np.pi, -0.5 * np.pi, np.pi), (0.4, 0.25, 0.25, 0.1))
    out = {}
    for place in PLACES:
        roll = trunk + rng.normal(0.0, 0.35 if place in LEGS else 1.0)
        pitch = rng.normal(0.0, 0.1 if place in LEGS else 0.3)
        if place in LEGS and chance(rng, 0.15):
            # a foot propped up or a knee drawn up
            pitch = pick(rng, (1.0, -1.0)) * between(rng, 0.25, 0.8)
        out[place] = np.array([pitch, roll])
    return out


def _upright(rng: Rng, pitch: float) -> Posture:
    out = {leg: np.array([pitch + rng.normal(0.0, 0.06), rng.normal(0.0, 0.15)]) for leg in LEGS}
    return {**out, ARM: np.array([between(rng, -1.5, -0.5), rng.normal(0.0, 0.5)])}
