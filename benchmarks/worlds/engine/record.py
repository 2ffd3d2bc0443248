"""The night as it runs: windows that were simulated, rest between, truth."""

from collections.abc import Mapping

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.engine.bursts import Floats, steps
from benchmarks.worlds.engine.model import SPOTS, STEP_S
from benchmarks.worlds.engine.person import Person
from benchmarks.worlds.engine.sleeper import LostError, Plan, Sleeper, Trace
from benchmarks.worlds.night import Truth

PLACE_OF = {"l": "ankle_left", "r": "ankle_right", "a": "wrist"}
SEEN_G = 0.004


class Record:
    """Collects windows in order of time.

    Parameters
    ----------
    sleeper : Sleeper
    person : Person
    rng : Generator
    """

    def __init__(self, sleeper: Sleeper, person: Person, rng: np.random.Generator) -> None:
        self.sleeper, self.person, self.rng = sleeper, person, rng
        self.spots = {
            "ankle_left": "shank_l",
            "ankle_right": "shank_r",
            "wrist": f"forearm_{person.watch}",
        }
        self.straps = {
            place: (float(rng.uniform(8, 22)), float(rng.uniform(0.4, 0.9))) for place in self.spots
        }
        felt = sleeper.run([sleeper.plan(2.0)]).felt
        self.rest: dict[str, Floats] = {spot: felt[spot][-40:].mean(axis=0) for spot in SPOTS}
        self.first = dict(self.rest)
        self.windows: list[tuple[float, dict[str, Floats]]] = []
        self.truth: list[Truth] = []
        self.library: list[tuple[Trace, str]] = []
        self.busy = 0.0

    def play(
        self,
        at: float,
        plans: list[Plan],
        kind: str,
        limbs: str,
        source: str = "self",
        settle_s: float = 0.0,
    ) -> float:
        """Simulate plans from a time on and note what happened; hands back the end.

        With ``settle_s`` the slow settling after it is run beforehand and squeezed into the
        window's last second and a half, so that nothing creeps in the windows that follow. Where
        the engine loses the sleeper, who turns over instead.
        """
        try:
            trace = self.sleeper.run(plans)
            later = self.sleeper.run([self.sleeper.plan(settle_s)]) if settle_s else trace
        except LostError:
            return self.lie_anew(at)
        if settle_s:
            for spot, wave in trace.felt.items():
                n = min(len(wave), steps(1.5))
                u = np.linspace(0, 1, n)[:, None]
                wave[-n:] += u * u * (3 - 2 * u) * (later.felt[spot][-1] - wave[-1])
        return self.keep(at, trace, kind, limbs, source)

    def lie_anew(self, at: float) -> float:
        """Turn over in two seconds, and lie as after going to bed."""
        sleeper = self.sleeper
        if sleeper.posture is None:
            raise LostError("the sleeper was lost before lying down")
        sleeper.lie_down(sleeper.posture)
        felt = sleeper.run([sleeper.plan(2.0)]).felt
        u = np.linspace(0, 1, steps(2.0))[:, None]
        course = u * u * (3 - 2 * u)
        turned = {
            spot: self.rest[spot] + course * (felt[spot][-40:].mean(axis=0) - self.rest[spot])
            for spot in SPOTS
        }
        return self.keep(at, Trace(felt=turned, drive=(0.0, 2.0)), "gross_movement", "lra")

    def keep(self, at: float, trace: Trace, kind: str, limbs: str, source: str = "self") -> float:
        """Keep a trace as a window of the night."""
        felt = self._joined(trace.felt)
        worn = {place: self._strapped(felt[spot], place) for place, spot in self.spots.items()}
        share = 0.06 if kind == "hypnic_jerk" else 0.02
        onset, end = self._extent(worn, trace.drive, limbs, share)
        visible = {
            place: float(np.linalg.norm(wave - wave[0], axis=1).max())
            for place, wave in worn.items()
        }
        self.windows.append((at, worn))
        self.truth.append(
            Truth(
                onset_s=at + onset,
                duration_s=end - onset,
                kind=kind,
                limbs=tuple(PLACE_OF[k] for k in "lra" if k in limbs),
                source=source,
                visible=visible,
            )
        )
        self.rest = {spot: felt[spot][-1] for spot in SPOTS}
        self.busy = at + trace.seconds
        return self.busy

    def _joined(self, felt: Mapping[str, Floats]) -> dict[str, Floats]:
        """Windows begin at the last rest and end at rest."""
        out = {}
        ramp = np.linspace(1, 0, steps(0.25))[:, None]
        for spot, raw in felt.items():
            wave = raw.copy()
            wave[: len(ramp)] += ramp * (self.rest[spot] - wave[0])
            tail = min(60, len(wave) // 3)
            quiet = wave[-tail:].mean(axis=0)
            quiet /= np.linalg.norm(quiet)
            fade = np.linspace(0, 1, tail)[:, None]
            wave[-tail:] += fade * (quiet - wave[-tail:])
            out[spot] = wave
        return out

    def _strapped(self, wave: Floats, place: str) -> Floats:
        hz, ratio = self.straps[place]
        w = 2 * np.pi * hz * STEP_S
        k = 1 / (1 + 2 * ratio * w + w * w)
        b, a = [w * w * k], [1.0, -(2 + 2 * ratio * w) * k, k]
        moved = lfilter(b, a, wave - wave[0], axis=0)
        return np.asarray(moved, dtype=np.float64) + wave[0]

    def _extent(
        self, worn: dict[str, Floats], drive: tuple[float, float], limbs: str, share: float
    ) -> tuple[float, float]:
        places = [PLACE_OF[k] for k in "lra" if k in limbs] or list(worn)
        away = np.max([np.linalg.norm(worn[p] - worn[p][0], axis=1) for p in places], axis=0)
        left = np.max([np.linalg.norm(worn[p] - worn[p][-1], axis=1) for p in places], axis=0)
        start = steps(drive[0]) if drive[0] > 0 else 0
        limit = min(SEEN_G, 0.1 * float(away.max()) + 1e-4)
        over = np.flatnonzero(away[start:] > limit)
        onset = drive[0] if len(over) == 0 else (start + int(over[0])) * STEP_S
        onset = min(onset, drive[0] + 0.4) if limbs else onset
        half = steps(0.15)
        swift = np.zeros(len(away))
        swift[half:-half] = np.max(
            [np.linalg.norm(worn[p][2 * half :] - worn[p][: -2 * half], axis=1) for p in places],
            axis=0,
        )
        moving = np.flatnonzero(swift > max(limit, share * float(left.max())))
        apart = np.flatnonzero(left > limit)
        last_swift = (int(moving[-1]) - half // 2) * STEP_S if len(moving) else onset
        last_apart = (int(apart[-1]) + 1) * STEP_S if len(apart) else drive[1]
        end = max(last_swift, min(drive[1], last_apart))
        if limbs:
            end = min(end, drive[1] + 2.0)
            end = max(end, onset + 0.6 * (drive[1] - drive[0]))
        return onset, max(end, onset + 0.05)


def warped(rng: np.random.Generator, trace: Trace, rest: Mapping[str, Floats]) -> Trace:
    """A known trace again: other speed and strength, ending where it began."""
    speed, size = rng.uniform(0.8, 1.25), rng.uniform(0.7, 1.25)
    felt = {}
    n = steps(trace.seconds / speed)
    for spot, wave in trace.felt.items():
        x = np.linspace(0, len(wave) - 1, n)
        i = np.minimum(x.astype(int), len(wave) - 2)
        f = (x - i)[:, None]
        dense = wave[i] * (1 - f) + wave[i + 1] * f
        dense = (dense - dense[0]) * size
        dense -= np.linspace(0, 1, n)[:, None] * dense[-1]
        felt[spot] = dense @ _turn(trace.felt[spot][0], rest[spot]).T + rest[spot]
    return Trace(felt=felt, drive=(trace.drive[0] / speed, trace.drive[1] / speed))


def _turn(a: Floats, b: Floats) -> Floats:
    """Rotation of one direction onto another."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    v, c = np.cross(a, b), float(a @ b)
    if c < -0.999:
        return np.diag([1.0, -1.0, -1.0])
    skew = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])
    return np.eye(3) + skew + skew @ skew / (1 + c)
