"""Measurement of the features of each event from the movements of its limbs."""

from collections.abc import Sequence

import numpy as np

from limbwatch.classify.evidence.around_sleep import around_sleep
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.gait import STEADY, gait_of, swing_of
from limbwatch.classify.evidence.impulse import impulse_of
from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.evidence.lasting import held_of, lasting_of
from limbwatch.classify.evidence.parts import Parts, swells_of
from limbwatch.classify.evidence.rhythm import Rhythm
from limbwatch.classify.evidence.similarity import resemblance_of, waveform_similarity_of
from limbwatch.classify.evidence.strength import FeltStrength, ratios_of
from limbwatch.classify.evidence.vicinity import company_of, vicinity_of
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.classify.slept import Sleep
from limbwatch.dsp import Track
from limbwatch.dsp.limits import SHAPE_RATE
from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.spans import inside

Columns = dict[str, Array]
"""Columns of `Features` by their names."""

_FEIGNED_DEG_PER_G = 1.7
"""Apparent turn of a shaken sensor, degrees per g of peak. Chosen: 3 % of a mattress's ringing (3
Hz and more) is assumed to pass the mean over 0.36 s (`Limits.slow` at 25 Hz); across gravity that
looks like a turn of 1.7 degrees for each g."""


def features_of(
    joint: JointMovements,
    tracks: Sequence[Track],
    sleep: Sleep,
    felt: FeltStrength,
    rhythm: Rhythm,
) -> Features:
    """Measure every event."""
    parts = Parts(joint, tracks)
    onset, offset = parts.least("onset"), parts.most("offset")
    strongest = joint.track[parts.strongest]
    end = max((float(track.spans[-1, 1]) for track in tracks), default=0.0)
    worn = np.stack([inside(onset, track.worn) for track in tracks], axis=1) | felt.moved
    waveforms, clock = waveform_similarity_of(joint, tracks, parts.strongest)
    limbs = _limbs(felt.moved, worn, on_legs(tracks))
    size, turning = _size(parts, tracks), _turning(parts)
    ratios = ratios_of(felt.strength, tracks)
    company = company_of(
        onset,
        size["peak"],
        rhythm.member,
        {
            "company_leaning": turning["leaning"],
            "company_slowness": turning["slowness"],
            "company_held": turning["held"],
            "company_arms": ratios.arms_over_legs,
            "company_others": limbs["others"],
        },
    )
    return Features(
        onset=onset,
        duration=offset - onset,
        **limbs,
        **size,
        **turning,
        **_differences(parts, clock),
        **impulse_of(parts, tracks, own=felt.own, clock=clock)._asdict(),
        weakest=parts.reduced(np.minimum, np.where(felt.own, parts.column("peak"), np.inf)),
        **_oscillation(parts, tracks),
        **vicinity_of(parts, tracks, end=end),
        **waveforms._asdict(),
        resemblance=parts.select([resemblance_of(track.movements) for track in tracks]),
        **around_sleep(onset, sleep)._asdict(),
        **ratios._asdict(),
        rhythmic=rhythm.member,
        running=rhythm.running,
        pace=rhythm.interval,
        **_gait(parts, tracks, strongest),
        **company,
        **lasting_of(parts, tracks, own=felt.own, worn=worn)._asdict(),
        sampling=np.array([track.rate for track in tracks])[strongest],
        night=onset / end if end else onset,
    )


def _limbs(moved: Mask, worn: Mask, leg: Mask) -> Columns:
    """Count the limbs that moved and those with a worn sensor."""
    limbs, sensors = moved.sum(axis=1).astype(np.float64), worn.sum(axis=1)
    return {
        "limbs": limbs,
        "share": _share(moved, worn),
        "worn": sensors.astype(np.float64),
        "legs": _share(moved[:, leg], worn[:, leg]),
        "arms": _share(moved[:, ~leg], worn[:, ~leg]),
        "others": np.where(sensors > 1, limbs - 1, np.nan),
        "moving_legs": moved[:, leg].sum(axis=1).astype(np.float64),
    }


def _size(parts: Parts, tracks: Sequence[Track]) -> Columns:
    """Measure the strength of an event and the time course of its strongest limb."""
    peak = parts.most("peak")
    threshold = np.array([track.threshold for track in tracks])
    return {
        "peak": peak,
        "crest": peak / np.maximum(parts.of_strongest("rms"), 1e-9),
        "width": parts.of_strongest("width"),
        "rise": parts.of_strongest("rise"),
        "abruptness": parts.of_strongest("jerk") / np.maximum(peak, 1e-9),
        "salience": peak / threshold[parts.joint.track[parts.strongest]],
        "active": parts.most("active"),
    }


def _turning(parts: Parts) -> Columns:
    """Measure how far limbs turn, and how long they stay turned."""
    peak, excursion = parts.most("peak"), parts.most("excursion")
    return {
        "turn": parts.most("turn"),
        "excursion": excursion,
        "tilt": excursion - _FEIGNED_DEG_PER_G * peak,
        "slowness": parts.most("displacement") / np.maximum(peak, 1e-9),
        "leaning": parts.most("lean") / np.maximum(peak, 1e-9),
        "held": held_of(parts),
    }


def _differences(parts: Parts, clock: Array) -> Columns:
    """Compare the limbs of an event; NaN for a single one."""
    peak, lean = parts.most("peak"), parts.most("lean")
    several = np.bincount(parts.joint.event, minlength=len(parts.joint)) > 1
    return {
        "lag": np.where(several, parts.apart(parts.column("onset") - clock), np.nan),
        "evenness": np.where(several, parts.least("peak") / np.maximum(peak, 1e-9), np.nan),
        "lean_evenness": np.where(several, parts.least("lean") / np.maximum(lean, 1e-9), np.nan),
    }


def _oscillation(parts: Parts, tracks: Sequence[Track]) -> Columns:
    swells = swells_of(parts, tracks)
    return {
        "frequency": parts.of_strongest("frequency"),
        "rhythm": parts.of_strongest("rhythm"),
        "bursts": parts.reduced(np.maximum, swells),
        "rate": swells[parts.strongest] / np.maximum(parts.of_strongest("active"), 1 / SHAPE_RATE),
    }


def _gait(parts: Parts, tracks: Sequence[Track], strongest: Index) -> Columns:
    """Measure steps; a steady swing is walking whatever its antiphase and posture."""
    onset, swing = parts.least("onset"), swing_of(parts, tracks)
    gait = gait_of(onset, parts.most("offset") - onset, strongest, tracks)
    return gait._asdict() | {
        "antiphase": np.where(swing >= STEADY, np.nan, gait.antiphase),
        "posture_share": np.where(swing >= STEADY, np.nan, gait.posture_share),
        "swing": swing,
    }


def _share(moved: Mask, worn: Mask) -> Array:
    """Return the share of the worn sensors that moved; NaN where none is worn."""
    count = worn.sum(axis=1)
    return np.where(count > 0, moved.sum(axis=1) / np.maximum(count, 1), np.nan)
