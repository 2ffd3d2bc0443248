"""Moves become acceleration at each sensor, and the truth is measured on it."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

from benchmarks.worlds.direct.draws import Floats, Rng, turned
from benchmarks.worlds.direct.person import Person
from benchmarks.worlds.direct.pieces import RATE, Tilt
from benchmarks.worlds.direct.pull import Move
from benchmarks.worlds.night import PLACES, Truth

LEAD = 0.1
TAIL = 0.8


@dataclass(frozen=True, kw_only=True)
class Patch:
    """One move at one sensor: added acceleration and turns of gravity, at RATE from `first`."""

    first: int
    add: Floats
    turns: list[tuple[Floats, Floats]]
    before: Floats
    after: Floats

    def gravity(self, vectors: Floats) -> Floats:
        """Gravity over the window, from a course of vectors before these turns."""
        for axis, angle in self.turns:
            vectors = turned(vectors, axis, angle)
        return vectors


def render(
    rng: Rng, person: Person, moves: list[Move], start: dict[str, Floats]
) -> tuple[dict[str, list[Patch]], list[Truth]]:
    """Every move at every sensor, and what it was."""
    rest = {place: person.devices[place].mount @ start[place] for place in PLACES}
    patches: dict[str, list[Patch]] = {place: [] for place in PLACES}
    truth = []
    for move in sorted(moves, key=lambda each: each.at):
        local = {place: _waves(rng, person, move, place) for place in move.parts}
        found = {}
        for place in PLACES:
            patch = _patch(person, move, place, local, rest[place])
            if patch is not None:
                patches[place].append(patch)
                rest[place] = patch.after
                found[place] = patch
        if found:
            truth.append(_truth(move, found))
    return patches, sorted(truth, key=lambda each: each.onset_s)


def _window(move: Move) -> tuple[int, int]:
    first = int((move.at - LEAD) * RATE)
    return first, int((move.end + TAIL) * RATE) - first


def _delay(person: Person, move: Move, place: str) -> float:
    delay = move.lags.get(place, 0.0) + person.devices[place].delay
    if move.source == "partner":
        delay += person.partner[place].delay
    elif move.source == "bed":
        delay += person.bed[place].delay
    return delay


def _waves(rng: Rng, person: Person, move: Move, place: str) -> Floats:
    """Added acceleration of one placement's own pieces, in the limb's frame."""
    first, count = _window(move)
    zero = move.at + _delay(person, move, place) - first / RATE
    out = np.zeros((count, 3))
    for piece in move.parts[place]:
        if isinstance(piece, Tilt):
            continue
        begin = max(int(np.ceil((zero + piece.start) * RATE)), 0)
        stop = min(int((zero + piece.end) * RATE) + 1, count)
        if stop - begin < 2:
            continue
        time = np.arange(begin, stop) / RATE - zero - piece.start
        out[begin:stop] += piece.wave(time, rng)
    return out


def _low(wave: Floats, corner: float) -> Floats:
    return np.asarray(sosfilt(butter(2, corner, fs=RATE, output="sos"), wave, axis=0))


def _patch(
    person: Person, move: Move, place: str, local: dict[str, Floats], rest: Floats
) -> Patch | None:
    device = person.devices[place]
    first, count = _window(move)
    tilts: list[tuple[Tilt, float, Floats, float]] = []
    if place in move.parts:
        wave = local[place] @ device.mixing.T * device.gain
        if move.source == "partner":
            wave = _low(wave, person.partner[place].corner)
        elif move.source == "bed":
            wave = _low(wave, person.bed[place].corner)
        zero = move.at + _delay(person, move, place) - first / RATE
        tilts += [
            (piece, 1.0, device.mount, zero)
            for piece in move.parts[place]
            if isinstance(piece, Tilt)
        ]
    else:
        wave = np.zeros((count, 3))
        for other in move.limbs:
            way = person.body[other, place]
            mixing = device.mount @ way.mixing
            late = int(way.delay * RATE)
            part = np.zeros((count, 3))
            part[late:] = local[other][: count - late]
            wave += _low(part, way.corner) @ mixing.T * way.gain
            zero = move.at + way.delay + move.lags.get(other, 0.0) - first / RATE
            tilts += [
                (piece, 0.4 * way.gain, mixing, zero)
                for piece in move.parts[other]
                if isinstance(piece, Tilt) and piece.target is None
            ]
        if not move.limbs:
            return None
    add = _low(wave, device.corner)
    time = np.arange(count) / RATE
    turns, now = [], rest
    for tilt, share, frame, zero in tilts:
        turn = _turn(tilt, share, frame, now)
        if turn is None:
            continue
        axis, angle = turn
        turns.append((axis, angle * tilt.share(time - zero)))
        now = turned(now[None, :], axis, np.array([angle * tilt.last()]))[0]
    return Patch(first=first, add=add, turns=turns, before=rest, after=now / np.linalg.norm(now))


def _turn(tilt: Tilt, share: float, frame: Floats, rest: Floats) -> tuple[Floats, float] | None:
    if tilt.target is not None:
        target = frame @ tilt.target
        cross = np.cross(rest, target)
        size = float(np.linalg.norm(cross))
        if size < 1e-6:
            return None
        return cross / size, float(np.arctan2(size, rest @ target))
    if tilt.axis is None or share * abs(tilt.angle) < 1e-6:
        return None
    axis = frame @ tilt.axis
    # the hinge is held across gravity for the most part, or the limb would turn unseen
    axis = axis - 0.75 * (axis @ rest) * rest
    return axis / np.linalg.norm(axis), share * tilt.angle


def _truth(move: Move, found: dict[str, Patch]) -> Truth:
    """Onset, duration and what was to be seen, measured on the synthesis."""
    visible = {}
    onset, end = np.inf, -np.inf
    judged = [place for place in move.limbs if place in found] or list(found)
    departures = {}
    for place, patch in found.items():
        course = patch.gravity(np.tile(patch.before, (len(patch.add), 1))) + patch.add
        before = np.linalg.norm(course - patch.before, axis=1)
        visible[place] = float(before.max())
        departures[place] = (before, np.linalg.norm(course - patch.after, axis=1))
    top = max(visible[place] for place in judged)
    for place in judged:
        before, after = departures[place]
        if visible[place] < 0.1 * top:
            continue
        begun = np.flatnonzero(before > min(0.002, 0.1 * top))
        over = np.flatnonzero(after > min(0.004, 0.3 * top))
        if len(begun) and len(over):
            onset = min(onset, found[place].first + begun[0])
            end = max(end, found[place].first + over[-1] + 1)
    if top < 5e-4 or not np.isfinite(onset) or end <= onset:
        onset, end = move.at * RATE, (move.at + move.length) * RATE
    for place in PLACES:
        visible.setdefault(place, 0.0)
    return Truth(
        onset_s=float(onset / RATE),
        duration_s=float((end - onset) / RATE),
        kind=move.kind,
        limbs=tuple(place for place in PLACES if place in move.limbs),
        source=move.source,
        visible={place: visible[place] for place in PLACES},
    )
