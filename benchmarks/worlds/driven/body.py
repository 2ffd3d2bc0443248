"""The sleeper: postures, limbs' answers to their muscles, ways from one part to another."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.driven.drive import Array, Rng, around, between
from benchmarks.worlds.driven.response import Mode, Response, mode, response, unit
from benchmarks.worlds.night import PLACES

LYING = ("supine", "left", "right", "prone")
LEGS = ("ankle_left", "ankle_right")
ROLL = {"supine": 0.0, "left": -90.0, "right": 90.0, "prone": 180.0}
PAIR = {"ankle_left": "ankle_right", "ankle_right": "ankle_left"}


@dataclass(frozen=True)
class Way:
    """How motion of one part reaches another."""

    gain: float
    modes: tuple[Mode, ...]
    direction: Array
    delay: float


@dataclass
class Body:
    """One wearer in one bed."""

    rng: Rng
    strength: float
    lean_habit: dict[str, float]
    spread: float
    limpness: float
    answers: dict[tuple[str, str, int], Response] = field(default_factory=dict)
    ways: dict[tuple[str, str], Way] = field(default_factory=dict)

    def answer(self, posture: str, limb: str, muscle: int) -> Response:
        """Response of a limb to a muscle in a posture, drawn once."""
        key = (posture, limb, muscle)
        if key not in self.answers:
            self.answers[key] = response(self.rng, limb, quick=muscle == 2)
        return self.answers[key]

    def way(self, source: str, limb: str) -> Way:
        """Transfer from a part, the partner, the pet or the bed to a worn limb, drawn once."""
        key = (source, limb)
        if key not in self.ways:
            r = self.rng
            near = PAIR.get(source) == limb
            median = 0.05 if near else 0.02
            self.ways[key] = Way(
                gain=self.limpness * around(r, median, 0.7, 0.002, 0.25),
                modes=(mode(r, 2.0, 9.0, 0.14), mode(r, 3.0, 14.0, 0.1)),
                direction=unit(r),
                delay=between(r, 0.005, 0.04),
            )
        return self.ways[key]

    def gravity(self, posture: str, limb: str) -> Array:
        """Which way is up in the frame of a limb (distal, left, front) in a posture."""
        r = self.rng
        if posture in ("stand", "sit"):
            tip = -90.0 if posture == "stand" or limb != "wrist" else between(r, -60.0, 20.0)
            return direction(tip + 6.0 * r.standard_normal(), between(r, -20.0, 20.0))
        if posture == "recline":
            posture = "supine"
        if limb == "wrist":
            return direction(22.0 * r.standard_normal(), between(r, -180.0, 180.0))
        out = self.lean_habit[limb] if posture == "supine" else 0.0
        bent = between(r, 20.0, 50.0) if r.random() < 0.15 else 0.0
        pitch = 6.0 * r.standard_normal() + bent * r.choice([-1.0, 1.0])
        return direction(pitch, ROLL[posture] + out + self.spread * r.standard_normal())


def direction(pitch: float, roll: float) -> Array:
    """Unit vector from pitch and roll, degrees."""
    p, q = np.radians(pitch), np.radians(roll)
    return np.array([np.sin(p), np.cos(p) * np.sin(q), np.cos(p) * np.cos(q)])


def draw_body(rng: Rng) -> Body:
    """Draw a wearer."""
    return Body(
        rng=np.random.default_rng(rng.integers(2**63)),
        strength=around(rng, 1.0, 0.35, 0.45, 2.2),
        lean_habit={
            "ankle_left": between(rng, 5.0, 50.0),
            "ankle_right": -between(rng, 5.0, 50.0),
        },
        spread=between(rng, 8.0, 25.0),
        limpness=around(rng, 1.0, 0.5, 0.3, 2.5),
    )


def resting(body: Body, posture: str) -> dict[str, Array]:
    """Resting directions of all worn limbs in a posture."""
    return {place: body.gravity(posture, place) for place in PLACES}
