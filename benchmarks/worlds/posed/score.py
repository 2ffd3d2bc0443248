"""A movement as strokes of segments, and what it does to the strap points."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.night import PLACES
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.pose import SEGMENT_OF, Pose
from benchmarks.worlds.posed.strokes import STEP, clock, ringing
from benchmarks.worlds.posed.turning import Array, about, back, times, turned, unit

G = 9.81
LEGS = {"ankle_left": "left", "ankle_right": "right"}


@dataclass
class Motion:
    """Strap points in a window: acceleration (world, g) and turn since rest."""

    t: Array
    push: dict[str, Array]
    turn: dict[str, Array]
    trunk: Array
    final: dict[str, Array]


@dataclass
class Score:
    """Strokes of one movement.

    Parameters
    ----------
    length : float
        Of the window, seconds; the movement begins at ``lead``.
    aim : tuple of str and float
        Placement and the departure from rest (g) that the strokes are scaled to.
    top : float
        Most that a strap point is accelerated, g.
    lasting : float
        Seconds that the muscles work even where hardly anything moves.
    """

    length: float
    lead: float = 0.15
    turns: dict[str, list[tuple[Array, Array]]] = field(default_factory=dict)
    shifts: list[tuple[Array, Array]] = field(default_factory=list)
    knocks: list[tuple[str, float, float, float]] = field(default_factory=list)
    pushes: list[tuple[str, Array]] = field(default_factory=list)
    limbs: set[str] = field(default_factory=set)
    aim: tuple[str, float] | None = None
    top: float = 1.5
    lasting: float = 0.0
    t: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        self.t = clock(self.length)

    def turn(self, segment: str, vector: Array, course: Array) -> None:
        """Turn a segment by a rotation vector (world, rad) times a course."""
        self.turns.setdefault(segment, []).append((vector, course))

    def flex(
        self,
        pose: Pose,
        side: str,
        hip: float,
        knee: float,
        course: Array,
        tilt: Array | None = None,
    ) -> None:
        """Flex hip and knee of a leg; the shank turns by their difference."""
        axis = pose.flexing if tilt is None else unit(pose.flexing + tilt)
        if hip:
            self.turn(f"thigh_{side}", axis * hip, course)
        self.turn(f"shank_{side}", axis * (hip - knee), course)
        self.limbs.add(f"ankle_{side}")

    def foot(self, person: Person, pose: Pose, side: str, angle: float, course: Array) -> None:
        """Raise the foot: the strap sees what heel and tendon pass on."""
        self.turn(f"shank_{side}", pose.flexing * angle * person.heel, course)
        self.limbs.add(f"ankle_{side}")

    def arm(self, upper: Array, fore: Array, course: Array) -> None:
        """Turn upper arm and forearm by rotation vectors."""
        self.turn("upper", upper, course)
        self.turn("fore", upper + fore, course)
        self.limbs.add("wrist")

    def solved(self, person: Person, pose: Pose) -> Motion:
        """Accelerations of the strap points, scaled to the aim if there is one."""
        motion = self._solve(person, pose, 1.0)
        if self.aim is None:
            return motion
        place, wanted = self.aim
        scale = 1.0
        for _ in range(2):
            up = np.array([0.0, 0, 1])
            seen = turned(back(motion.turn[place]), motion.push[place] + up) - up
            peak = float(np.max(np.linalg.norm(seen, axis=1)))
            scale = float(np.clip(scale * wanted / max(peak, 1e-5), 0.002, 40.0))
            motion = self._solve(person, pose, scale)
        return motion

    def _path(self, segment: str, scale: float) -> Array | None:
        """Turns of a segment since rest."""
        strokes = self.turns.get(segment)
        if not strokes:
            return None
        path: Array | None = None
        for vector, course in strokes:
            one = about(scale * course[:, None] * vector[None, :])
            path = one if path is None else times(one, path)
        return path

    def _solve(self, person: Person, pose: Pose, scale: float) -> Motion:
        count = len(self.t)
        none = np.tile([1.0, 0, 0, 0], (count, 1))
        root = np.zeros((count, 3))
        for vector, course in self.shifts:
            root += scale * course[:, None] * vector[None, :]
        body = self._path("trunk", scale)
        push, turn, final = {}, {}, {}
        if body is not None:
            final["trunk"] = body[-1]
        for place in PLACES:
            if place in LEGS:
                side = LEGS[place]
                upper, lower = f"thigh_{side}", f"shank_{side}"
                reach, span = person.thigh, person.shank
                sign = 1.0 if side == "left" else -1.0
                hinge = np.array([0.0, sign * person.width, 0.0])
            else:
                upper, lower, reach, span = "upper", "fore", person.upper, person.fore
                hinge = np.array([-0.5, 0.2, 0.02])
            point = root.copy()
            if body is not None:
                point += turned(body, hinge)
            first, second = self._path(upper, scale), self._path(lower, scale)
            if first is not None:
                point += turned(first, reach * pose.along(upper))
                final[upper] = first[-1]
            if second is not None:
                point += turned(second, span * pose.along(lower))
                final[lower] = second[-1]
            still = first is None and second is None and body is None and not self.shifts
            push[place] = np.zeros((count, 3)) if still else _twice(point) / G
            turn[place] = none if second is None else second
        for place, at, size, hertz in self.knocks:
            course = scale * size * ringing(self.t, at, hertz, 0.9 / hertz)
            push[place] = push[place] + course[:, None] * np.array([0.35, 0.2, 1.0])
        for place, course in self.pushes:
            push[place] = push[place] + scale * course
        trunk = _twice(root) / G if self.shifts else np.zeros((count, 3))
        for place in PLACES:
            peak = float(np.max(np.linalg.norm(push[place], axis=1)))
            if peak > self.top:
                push[place] = push[place] * (self.top / peak)
        return Motion(self.t, push, turn, trunk, final)


def _twice(point: Array) -> Array:
    """Second derivative in time."""
    slope = np.gradient(point, STEP, axis=0)
    return np.asarray(np.gradient(slope, STEP, axis=0), dtype=np.float64)


def segment_of(place: str) -> str:
    """The segment that carries a sensor."""
    return SEGMENT_OF[place]
