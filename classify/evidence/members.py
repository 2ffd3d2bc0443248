"""Which movements of each limb are members of a rhythm, found before sleep is estimated."""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.evidence.parts import Parts
from limbwatch.classify.evidence.rhythm import Rhythm, regular_rhythm_of, rhythm_of
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import Track
from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.spans import inside

_LONGEST_MEMBER_S = 10.0
"""Longest periodic movement, seconds (WASM 2016)."""
_MEMBER_TURN_DEG = 20.0
"""Turn that no periodic movement leaves behind, degrees."""

_ARM_ALONE, _UNLIKE = 0.3, 0.1
"""Likelihood, relative to a typical member of a rhythm, of a movement of an arm alone where a leg
has a sensor, and of a movement beyond the limits above; chosen."""

_RUNNING, _MEMBER = 0.3, 0.5
"""Least probability that a rhythm runs, for a brief leg movement, and of membership in it, for one
of an arm, at which the movement is not a sign of wake; chosen on worlds left out: at .5 for legs
128 and 109 of 911 periodic movements of one world fell into wake, three sensors and two ankles, at
.3 111 and 96."""

_ARM_PACE_S = 18.0
"""Interval below which a rhythm of an arm is faster than sleep allows, seconds: awake before sleep
people move an arm every ten or fifteen seconds; legs move every 20 to 40 s in sleep (Ferri et al.
2006). Of 15, 18 and 21 this corrects the evenings of four acceptance tests and costs worlds here
nothing (``docs/sleep.md``)."""

_SWAYED = 1.0
"""Peak below which a movement of an arm alone is a slow sway, as a share of the detection
threshold: a wrist on the belly moves with each breath. 171 and 255 of them an hour lay between the
periodic movements of two nights of an outsider's simulator, and hid their rhythm."""

_BREATH_HZ, _BREATHED = (0.15, 0.55), 3.0
"""Pace of breath, Hz, 9 to 33 a minute (asleep 12 to 20 are usual, up to 30 in children), and the
peak below which a movement at that pace is a sway, as a share of the threshold. In an outsider's
bed a third of the night's movements were breaths, up to 700 on a night; total sleep there was 28
min off, mean absolute error, and is 19 with this, three sensors (31 and 22 by a wrist alone); in
two others' beds it was 22 and 21 and is 24 and 21 (28 and 31, now 26 and 32); on 512 development
nights it stays."""

_SWAY_DEG = 5.0
"""Largest turn of a limb that keeps its posture, degrees (van Hees 2015)."""

_RETURN_DEG = 15.0
"""Largest turn of a limb that comes back to rest, degrees; chosen."""


class Members(NamedTuple):
    """The rhythm of a night's events, and the movements of each limb that belong to it."""

    rhythm: Rhythm
    """Rhythm of the events, regular or not."""
    single: list[Mask]
    """For each track, the limb's own movements outside any regular rhythm, which are signs of wake
    or of turning over; shape (movements,)."""
    rhythmic: list[Mask]
    """For each track, the limb's own movements that are members of a regular rhythm; shape
    (movements,)."""
    hurried: list[Mask]
    """For each track of an arm, those that are members of a rhythm faster than that of legs in
    sleep; shape (movements,)."""


def members_of(joint: JointMovements, tracks: Sequence[Track], *, own: Mask) -> Members:
    """Find the rhythms of a night, and the movements outside them.

    ``own`` is whether the limb of each part moved by itself (`evidence.strength`).
    """
    parts = Parts(joint, tracks)
    swayed = _is_sway(parts, tracks)
    onset, weight, chosen = _candidates(parts, tracks, own=own, swayed=swayed)
    rhythm = _rhythm_among(onset, weight, chosen, rhythm_of)
    regular = _rhythm_among(onset, weight, chosen, regular_rhythm_of)
    duration = parts.column("offset") - parts.column("onset")
    back = (duration <= _LONGEST_MEMBER_S) & (parts.column("turn") <= _RETURN_DEG)
    leg = on_legs(tracks)[joint.track]
    likely = np.where(
        leg, regular.running[joint.event] >= _RUNNING, regular.member[joint.event] >= _MEMBER
    )
    member = likely & back

    def by_track(chosen: Mask) -> list[Mask]:
        found = [np.zeros(len(track.movements), np.bool_) for track in tracks]
        for number, flags in enumerate(found):
            of_track = joint.track == number
            flags[joint.row[of_track]] = chosen[of_track]
        return found

    # a wrist on the belly tilts to and fro with each breath, which is not a sign of wake
    breath = swayed & ~leg & (parts.column("turn") <= _SWAY_DEG)
    fast = ~leg & (regular.interval < _ARM_PACE_S)[joint.event]
    return Members(
        rhythm,
        by_track(own & ~member & ~breath),
        by_track(own & member),
        by_track(own & member & fast),
    )


def _candidates(
    parts: Parts, tracks: Sequence[Track], *, own: Mask, swayed: Mask
) -> tuple[Array, Array, Index]:
    """Return onsets of events, their weights in a rhythm by length and limbs, and which may be."""
    leg = on_legs(tracks)
    legs = own & leg[parts.joint.track]
    begin, turn = parts.least("onset"), parts.most("turn")
    of_leg = parts.earliest(legs)
    onset = np.where(np.isnan(of_leg), begin, of_leg)
    legs_worn = np.zeros(len(onset), np.bool_)
    for track in compress(tracks, leg):
        legs_worn |= inside(begin, track.worn)
    arm_alone = np.isnan(of_leg) & legs_worn
    weight = np.where(arm_alone, _ARM_ALONE, 1.0)
    long = parts.most("offset") - begin > _LONGEST_MEMBER_S
    weight = np.where(long | (turn > _MEMBER_TURN_DEG), _UNLIKE, weight)
    moved = parts.reduced(np.maximum, np.where(swayed, 0.0, 1.0)) > 0
    return onset, weight, np.flatnonzero(moved | ~arm_alone)


def _is_sway(parts: Parts, tracks: Sequence[Track]) -> Mask:
    """Return whether each part is as weak, or as slow, as a sway of an arm with breath."""
    thresholds = np.array([track.threshold for track in tracks])[parts.joint.track]
    salience = parts.column("peak") / thresholds
    pace = parts.column("frequency")
    breathes = (pace >= _BREATH_HZ[0]) & (pace <= _BREATH_HZ[1])
    return np.asarray((salience < _SWAYED) | (breathes & (salience < _BREATHED)))


def _rhythm_among(
    onset: Array, weight: Array, chosen: Index, rhythms_of: Callable[[Array, Array], Rhythm]
) -> Rhythm:
    """Find a rhythm among chosen events; for the others ``running`` is interpolated."""
    # using the onsets of the legs may swap the order of two events
    order = chosen[np.argsort(onset[chosen], kind="stable")]
    found = rhythms_of(onset[order], weight[order])
    member, interval = np.zeros(len(onset)), np.full(len(onset), np.nan)
    running = np.interp(onset, onset[order], found.running) if len(order) else member.copy()
    member[order], running[order], interval[order] = found
    return Rhythm(member, running, interval)
