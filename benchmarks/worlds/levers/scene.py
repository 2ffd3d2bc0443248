"""All movements of a night together: angles, the mattress, and the truth measured on them."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.levers.draws import Floats
from benchmarks.worlds.levers.lever import RATE, Tissue, follow, gravity, into, swung
from benchmarks.worlds.levers.movement import Movement, Strand
from benchmarks.worlds.levers.sleeper import Posture, Sleeper
from benchmarks.worlds.night import PLACES, Truth

FAINT = 2e-5
"""Acceleration that no sensor shows, g. Chosen."""


@dataclass(frozen=True, kw_only=True)
class Patch:
    """One movement at one limb from step `first` on: turns, pushes in the room, pushes on it."""

    first: int
    turn: Floats
    room: Floats
    skin: Floats


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What one lever feels from step `first` on, g, in its own frame; still before and after."""

    first: int
    felt: Floats


def act(
    sleeper: Sleeper, movements: list[Movement], posture: Posture
) -> tuple[dict[str, list[Stretch]], list[Truth]]:
    """Every movement at every limb, and what it was.

    Parameters
    ----------
    sleeper : Sleeper
        Who moves.
    movements : list of Movement
        In any order.
    posture : dict of str to ndarray
        Pitch and roll at the start, rad.

    Returns
    -------
    dict of str to list of Stretch
        Per limb, in order, apart from each other.
    list of Truth
        In order of onset.
    """
    ordered = sorted(movements, key=lambda each: each.at)
    turns = _turns(sleeper, ordered)
    rest = {place: np.array([*posture[place], 0.0]) for place in PLACES}
    start = {place: rest[place].copy() for place in PLACES}
    patches: dict[str, list[Patch]] = {place: [] for place in PLACES}
    truth = []
    for rank, movement in enumerate(ordered):
        found = _patches(sleeper, movement, rank, turns, rest)
        truth.append(_truth(sleeper, movement, found, rest))
        for place, patch in found.items():
            patches[place].append(patch)
            rest[place] = rest[place] + patch.turn[-1]
    stretches = {
        place: _stretches(sleeper.arms[place], patches[place], start[place]) for place in PLACES
    }
    return stretches, sorted(truth, key=lambda each: each.onset_s)


def _turns(sleeper: Sleeper, movements: list[Movement]) -> dict[tuple[int, str], Floats]:
    """What the equations of motion make of all commands."""
    keys, commands, torques, tissues = [], [], [], []
    out = {}
    for rank, movement in enumerate(movements):
        for place, strand in movement.strands.items():
            if strand.rigid:
                out[rank, place] = strand.command
                continue
            own = sleeper.tissues[place]
            keys.append((rank, place))
            commands.append(strand.command)
            torques.append(strand.torque)
            tissues.append(
                Tissue(
                    hertz=own.hertz * strand.hertz,
                    damping=own.damping * strand.damping,
                    grip=own.grip * strand.grip,
                    floor=own.floor,
                    harden=own.harden,
                )
            )
    out.update(zip(keys, follow(commands, torques, tissues), strict=True))
    return out


def _aimed(strand: Strand, rest: Floats) -> Floats:
    """Way to a new rest, the short way around."""
    if strand.target is None or strand.share is None:
        return np.zeros((1, 3))
    pitch = strand.target[0] - rest[0]
    roll = (strand.target[1] - rest[1] + np.pi) % (2 * np.pi) - np.pi
    return np.asarray(strand.share[:, None] * np.array([pitch, roll, 0.0]))


def _patches(
    sleeper: Sleeper,
    movement: Movement,
    rank: int,
    turns: dict[tuple[int, str], Floats],
    rest: dict[str, Floats],
) -> dict[str, Patch]:
    first = int(movement.at * RATE)
    bed = movement.bed
    own: dict[str, Floats] = {}
    for place, strand in movement.strands.items():
        own[place] = turns[rank, place] + _aimed(strand, rest[place])
        if movement.source != "self" or strand.origin is not None:
            continue
        angles = rest[place] + own[place]
        lift = np.sum(swung(angles, sleeper.arms[place]) * gravity(angles), axis=1)
        # what the limb pushes is carried along with what the movement itself does to the bed
        push = sleeper.mattress.shares[place] * lift
        bed = push if bed is None else _sum(bed, push)
    wave = None if bed is None else _carried(sleeper, movement, bed)
    out = {}
    for place in PLACES:
        strand = movement.strands.get(place)
        count = len(own[place]) if strand else 0 if wave is None else len(wave)
        if count == 0:
            continue
        room, skin = np.zeros((count, 3)), np.zeros((count, 3))
        if wave is not None:
            part = wave[:count, None] * sleeper.mattress.gains[place]
            room[: len(part)] += part * sleeper.mattress.ways[place]
        if strand and strand.origin is not None:
            room += strand.origin
        if strand and strand.skin is not None:
            skin += strand.skin
        if not strand and np.abs(room).max() < FAINT:
            continue
        turn = own[place] if strand else np.zeros((count, 3))
        out[place] = Patch(first=first, turn=turn, room=room, skin=skin)
    return out


def _sum(one: Floats, other: Floats) -> Floats:
    if len(one) < len(other):
        one, other = other, one
    out = one.copy()
    out[: len(other)] += other
    return out


def _carried(sleeper: Sleeper, movement: Movement, bed: Floats) -> Floats:
    """Acceleration of the mattress; what is from outside comes as such already."""
    if movement.source != "self":
        return bed
    wave = sleeper.mattress.carry(bed)
    wave[-40:] *= np.linspace(1.0, 0.0, 40)
    return wave


def _felt(arm: Floats, angles: Floats, room: Floats, skin: Floats) -> Floats:
    return gravity(angles) + swung(angles, arm) + into(angles, room) + skin


def _truth(
    sleeper: Sleeper, movement: Movement, found: dict[str, Patch], rest: dict[str, Floats]
) -> Truth:
    visible = dict.fromkeys(PLACES, 0.0)
    courses = {}
    for place, patch in found.items():
        angles = rest[place] + patch.turn
        felt = _felt(sleeper.arms[place], angles, patch.room, patch.skin)
        before = np.linalg.norm(felt - gravity(angles[0]), axis=1)
        after = np.linalg.norm(felt - gravity(angles[-1]), axis=1)
        visible[place] = float(before.max())
        courses[place] = before, after
    judged = [place for place in movement.limbs if place in found] or list(found)
    top = max((visible[place] for place in judged), default=0.0)
    begins, ends = [], []
    for place in judged:
        before, after = courses[place]
        begun = np.flatnonzero(before > min(0.002, 0.1 * top))
        over = np.flatnonzero(after > min(max(0.1 * top, 0.002), 0.03))
        if visible[place] > 0.1 * top and len(begun) and len(over):
            begins.append(int(begun[0]))
            ends.append(int(over[-1]) + 1)
    onset, length = movement.at, movement.length
    if begins and top > 5e-4:
        onset += min(begins) / RATE
        length = max(max(ends) - min(begins), 10) / RATE
    return Truth(
        onset_s=float(onset),
        duration_s=float(length),
        kind=movement.kind,
        limbs=tuple(place for place in PLACES if place in movement.limbs),
        source=movement.source,
        visible=visible,
    )


def _stretches(arm: Floats, patches: list[Patch], start: Floats) -> list[Stretch]:
    out, rest = [], start
    for group in _groups(patches):
        first = group[0].first
        count = max(patch.first + len(patch.turn) for patch in group) - first
        angles = np.tile(rest, (count, 1))
        room, skin = np.zeros((count, 3)), np.zeros((count, 3))
        for patch in group:
            begin = patch.first - first
            stop = begin + len(patch.turn)
            angles[begin:stop] += patch.turn
            angles[stop:] += patch.turn[-1]
            room[begin:stop] += patch.room
            skin[begin:stop] += patch.skin
        out.append(Stretch(first=first, felt=_felt(arm, angles, room, skin)))
        rest = angles[-1]
    return out


def _groups(patches: list[Patch]) -> list[list[Patch]]:
    out: list[list[Patch]] = []
    last = -1
    for patch in sorted(patches, key=lambda each: each.first):
        if out and patch.first <= last + 2:
            out[-1].append(patch)
        else:
            out.append([patch])
        last = max(last, patch.first + len(patch.turn))
    return out
