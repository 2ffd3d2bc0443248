"""Wear of a still sensor, decided by the movements of the other sensors of the night."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from limbwatch.dsp import Track
from limbwatch.dsp.posture.wear import WEAR_LIMITS, doubtful_spans
from limbwatch.sensor.arrays import Array
from limbwatch.sensor.spans import cut_out, inside


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessLimits:
    """When two other limbs show that a still sensor is not on its limb."""

    turn: float = 10.0
    """Turn that both limbs must exceed, degrees: the body changed its posture."""
    apart: float = 5.0
    """Longest time between the onsets of their movements, seconds."""
    margin: float = 120.0
    """Time at the edges of the stretch in which movements are ignored, seconds: taking a sensor off
    moves other limbs too."""


WITNESS = WitnessLimits()


def witnessed(tracks: Sequence[Track]) -> tuple[Track, ...]:
    """Remove doubtful stretches from a sensor's worn time where two others show it was not worn.

    With fewer than three sensors the tracks are unchanged.

    Notes
    -----
    A sensor in a charger is as still as on a sound sleeper. But when the sleeper turns over, every
    limb moves by at least a few milli-g: a sensor that stays at its noise while two other limbs
    come to rest in another posture is not on the body.
    """
    return tuple(
        _without_unworn(track, [other for other in tracks if other is not track])
        for track in tracks
    )


def _without_unworn(track: Track, others: Sequence[Track]) -> Track:
    if len(others) < 2:
        return track
    turns = _turns_of_two(others)
    unworn = [
        (start, end)
        for start, end in doubtful_spans(track.epochs).tolist()
        if ((turns > start + WITNESS.margin) & (turns < end - WITNESS.margin)).any()
    ]
    if not unworn:
        return track
    return replace(track, worn=cut_out(track.worn, unworn, shortest=WEAR_LIMITS.cell))


def _turns_of_two(tracks: Sequence[Track]) -> Array:
    """Return the times at which at least two of the sensors turned while worn, seconds."""
    times, owners = [np.empty(0)], [np.empty(0, np.intp)]
    for number, track in enumerate(tracks):
        onset = track.movements.onset[track.movements.turn > WITNESS.turn]
        worn = onset[inside(onset, track.worn)]
        times.append(worn)
        owners.append(np.full(len(worn), number, np.intp))
    time = np.concatenate(times)
    order = np.argsort(time, kind="stable")
    time, owner = time[order], np.concatenate(owners)[order]
    paired = (np.diff(time) <= WITNESS.apart) & (np.diff(owner) != 0)
    return np.asarray(time[1:][paired])
