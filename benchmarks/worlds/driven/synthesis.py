"""Acts into what the worn places feel, and into truth."""

from dataclasses import dataclass, field

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.driven.act import Act, Turn
from benchmarks.worlds.driven.body import Body, resting
from benchmarks.worlds.driven.drive import FS, Array, Rng, between, force
from benchmarks.worlds.driven.response import Mode, accelerated, mode, rotated, unit
from benchmarks.worlds.night import PLACES, Truth

TAIL = 1.6
SEEN = 0.004


@dataclass(frozen=True)
class Window:
    """Departure from rest at one place, g, from a second on."""

    start_s: float
    delta: Array


@dataclass
class Track:
    """One place through the night: resting direction, its lasting changes, departures."""

    first: Array
    rest: Array
    times: list[float] = field(default_factory=list)
    changes: list[Array] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)


def way_between(start: Array, end: Array, path: Array, rng: Rng) -> Array:
    """Directions from start to end along a path of 0..1, shape (n, 3)."""
    axis = np.cross(start, end)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-6:
        axis = np.cross(start, unit(rng))
        sine = float(np.linalg.norm(axis))
    angle = float(np.arctan2(np.linalg.norm(np.cross(start, end)), start @ end))
    bow = rotated(start, axis / sine, angle * path)
    detour = between(rng, -0.3, 0.3) * min(angle, 1.0)
    bow = bow + np.outer(detour * np.sin(np.pi * np.clip(path, 0.0, 1.0)), axis / sine)
    out: Array = bow / np.linalg.norm(bow, axis=1)[:, None]
    return out


def added(out: Array, first: int, part: Array) -> None:
    """Add a part to a window from a sample on, cutting what is beyond."""
    n = min(part.shape[0], out.shape[0] - first)
    if n > 0:
        out[first : first + n] += part[:n]


class Stage:
    """Plays acts in their order on the three places."""

    def __init__(self, body: Body, rng: Rng, posture: str, loose: dict[str, float]) -> None:
        self.body = body
        self.rng = rng
        self.posture = posture
        self.loose = loose
        start = resting(body, posture)
        self.tracks = {p: Track(start[p], start[p]) for p in PLACES}
        self.truth: list[Truth] = []

    def play(self, act: Act) -> None:
        """Play one act."""
        n = int((act.length + TAIL) * FS)
        delta = {p: np.zeros((n, 3)) for p in PLACES}
        rest = {p: self.tracks[p].rest for p in PLACES}
        for turn in act.turns:
            self._turn(turn, rest[turn.limb], delta[turn.limb])
        self._pulls(act, rest, delta)
        self._felt(act, rest, delta)
        for shock in act.shocks:
            t = np.arange(int(6.0 * shock.decay * FS) + 2) / FS
            wave = shock.peak * np.exp(-t / shock.decay) * np.cos(2 * np.pi * shock.hz * t)
            added(delta[shock.limb], int(shock.at * FS), np.outer(wave, unit(self.rng)))
        moved = {t.limb for t in act.turns}
        fade = np.ones(n)
        fade[-40:] = np.linspace(1.0, 0.0, 40)
        for place, change in delta.items():
            final = change[-1].copy() if place in moved else np.zeros(3)
            if place in moved:
                final = self._settled(rest[place], final)
            change[:] = final + (change - final) * fade[:, None]
            if np.abs(change).max() < 1e-5:
                continue
            track = self.tracks[place]
            track.windows.append(Window(act.at, change))
            if place in moved:
                track.times.append(act.at + (n - 1) / FS)
                track.changes.append(final)
                track.rest = rest[place] + final
        if act.kind:
            self._tell(act, delta)
        if act.posture is not None:
            self.posture = act.posture

    def _settled(self, rest: Array, final: Array) -> Array:
        """Departure that leaves a resting direction of length 1."""
        end = rest + final
        out: Array = end / np.linalg.norm(end) - rest
        return out

    def _turn(self, turn: Turn, rest: Array, out: Array) -> None:
        first = int(turn.lag * FS)
        if turn.gravity is not None:
            way = way_between(rest, turn.gravity, turn.path, self.rng)
        elif turn.nudge is not None:
            size = float(np.linalg.norm(turn.nudge))
            way = rotated(rest, turn.nudge / (size + 1e-12), size * turn.path)
        else:
            return
        added(out, first, way - rest)
        if first + way.shape[0] < out.shape[0]:
            out[first + way.shape[0] :] += way[-1] - rest

    def _pulls(self, act: Act, rest: dict[str, Array], delta: dict[str, Array]) -> None:
        for pull in act.pulls:
            pad = int(TAIL * FS)
            env = np.concatenate([pull.envelope, np.zeros(pad)])
            drive = force(self.rng, env, pull.units, pull.twitch)
            answer = self.body.answer(self.posture, pull.limb, pull.muscle)
            extra = (Mode(pull.ringing, between(self.rng, 0.1, 0.2)),) if pull.ringing else ()
            own, tilt = answer.play(self.rng, drive, pull.peak, rest[pull.limb], extra)
            first = int(pull.lag * FS)
            own += self._buckle(own, pull.limb)
            added(delta[pull.limb], first, own + tilt)
            if act.upright:
                continue
            along = own @ answer.mix[:, 0] / np.linalg.norm(answer.mix[:, 0])
            for place in PLACES:
                if place != pull.limb:
                    way = self.body.way(pull.limb, place)
                    heard = way.modes[0].over(along) + 0.5 * way.modes[1].over(along)
                    late = first + int(way.delay * FS)
                    added(delta[place], late, np.outer(way.gain * heard, way.direction))

    def _buckle(self, own: Array, limb: str) -> Array:
        """Taps of a loose strap's buckle at the jerkiest instants."""
        out = np.zeros_like(own)
        size = np.linalg.norm(own, axis=1)
        top = float(size.max())
        loose = self.loose[limb]
        if top < 0.15 or self.rng.random() > loose:
            return out
        for _ in range(int(self.rng.integers(1, 3))):
            at = int(np.argmax(size * self.rng.uniform(0.5, 1.0, size.size)))
            t = np.arange(24) / FS
            hz = between(self.rng, 22.0, 48.0)
            wave = between(self.rng, 0.05, 0.35) * top * np.exp(-t / 0.018)
            added(out, at, np.outer(wave * np.sin(2 * np.pi * hz * t + 0.6), unit(self.rng)))
        return out

    def _felt(self, act: Act, rest: dict[str, Array], delta: dict[str, Array]) -> None:
        for felt in act.felt:
            env = np.concatenate([felt.envelope, np.zeros(int(TAIL * FS))])
            twitch = 0.012 if felt.fast else 0.045
            drive = force(self.rng, env, 300, twitch)
            source = act.source + ("touch" if felt.touch else "")
            way = self.body.way(source, felt.limb)
            modes = way.modes
            if felt.fast:
                modes = (Mode(between(self.rng, 8.0, 20.0), between(self.rng, 0.08, 0.3)),)
            x = sum((m.over(drive) for m in modes), np.zeros(drive.size))
            a = accelerated(x)
            part = np.outer(a / (np.abs(a).max() + 1e-12), way.direction)
            give = between(self.rng, 0.3, 1.5) if felt.touch else between(self.rng, 0.0, 0.5)
            slow = mode(self.rng, 0.8, 1.5, 0.5).over(drive)
            slow /= np.abs(slow).max() + 1e-12
            axis = np.cross(rest[felt.limb], way.direction)
            side = np.cross(axis / (np.linalg.norm(axis) + 1e-12), rest[felt.limb])
            part += np.outer(give * slow, side)
            part *= felt.peak / (float(np.linalg.norm(part, axis=1).max()) + 1e-12)
            late = int((felt.lag + way.delay) * FS)
            added(delta[felt.limb], late, part)

    def _tell(self, act: Act, delta: dict[str, Array]) -> None:
        own = {p.limb for p in act.pulls} | {t.limb for t in act.turns if act.pulls}
        own |= {s.limb for s in act.shocks} if act.source == "self" else set()
        limbs = tuple(p for p in PLACES if p in own) if act.source == "self" else ()
        visible = {p: float(np.linalg.norm(delta[p], axis=1).max()) for p in PLACES}
        judged = limbs or PLACES
        bar = min(SEEN, 0.15 * max(visible[p] for p in judged))
        first, last = np.inf, 0
        for place in judged:
            size = np.linalg.norm(delta[place], axis=1)
            left = np.linalg.norm(delta[place] - delta[place][-1], axis=1)
            if size.max() < bar:
                continue
            first = min(first, int(np.argmax(size > bar)))
            over = np.flatnonzero(left > bar)
            last = max(last, int(over[-1]) if over.size else 0)
        if not np.isfinite(first):
            return
        self.truth.append(
            Truth(
                onset_s=act.at + float(first) / FS,
                duration_s=max((last - float(first)) / FS, 0.03),
                kind=act.kind,
                limbs=limbs,
                source=act.source,
                visible=visible,
            )
        )


def lowpassed(x: Array, pole: float) -> Array:
    """One-pole low-pass along time."""
    out: Array = lfilter([1.0 - pole], [1.0, -pole], x, axis=0)
    return out
