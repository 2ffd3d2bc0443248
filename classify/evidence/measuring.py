"""From the limbs of each event to its features."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.around_sleep import around_sleep
from limbwatch.classify.evidence.company import company_of
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.gait import STEADY, gait_of, swing_of
from limbwatch.classify.evidence.impulse import impulse_of
from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.evidence.lasting import held_of, lasting_of
from limbwatch.classify.evidence.parts import Parts
from limbwatch.classify.evidence.rhythm import Rhythm
from limbwatch.classify.evidence.settling import settling_of
from limbwatch.classify.evidence.similarity import resemblance_of, waveform_similarity_of
from limbwatch.classify.evidence.strength import FeltStrength, ratios_of
from limbwatch.classify.evidence.swells import swells_of
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.classify.observation.coverage import inside
from limbwatch.classify.slept import Sleep
from limbwatch.dsp import Track
from limbwatch.dsp.limits import SHAPE_RATE

Column = NDArray[np.float64]

_NEIGHBOURHOOD_S = 300.0
"""Reach of the count of neighbouring events, seconds."""

_FEIGNED_DEG_PER_G = 1.7
"""Chosen: 3 % of a mattress's ringing (3 Hz and more) is taken to get through the mean over 0.36 s
(`Limits.slow` at 25 Hz); across gravity that looks like a turn of 1.7 degrees for each g."""

_FAINT_G = 0.03
"""What reaches a sensor through a mattress stays below this, g."""


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
    leg = on_legs(tracks)
    moved = felt.moved
    worn = np.stack([inside(onset, track.worn) for track in tracks], axis=1) | moved
    limbs = moved.sum(axis=1).astype(np.float64)
    several = np.bincount(joint.event, minlength=len(joint)) > 1
    strongest = joint.track[parts.strongest]
    peak, lean = parts.most("peak"), parts.most("lean")
    active = parts.of_strongest("active")
    excursion = parts.most("excursion")
    reach = np.maximum.accumulate(offset) if len(offset) else offset
    end = max((float(track.spans[-1, 1]) for track in tracks), default=0.0)
    around = around_sleep(onset, sleep)
    waveforms = waveform_similarity_of(joint, tracks, parts.strongest)
    ratios = ratios_of(felt.strength, tracks)
    swing = swing_of(parts, tracks)
    gait = gait_of(onset, offset - onset, strongest, tracks)
    turn = parts.most("turn")
    slowness = parts.most("displacement") / np.maximum(peak, 1e-9)
    leaning = lean / np.maximum(peak, 1e-9)
    held = held_of(parts)
    swells = swells_of(parts, tracks)
    lasting = lasting_of(parts, tracks, own=felt.own, worn=worn)
    impulse = impulse_of(parts, tracks, own=felt.own, clock=waveforms.clock)
    others = np.where(worn.sum(axis=1) > 1, limbs - 1, np.nan)
    company = company_of(
        onset,
        peak,
        rhythm.member,
        {
            "leaning": leaning,
            "slowness": slowness,
            "held": held,
            "arms": ratios.arms_over_legs,
            "others": others,
        },
    )
    return Features(
        onset=onset,
        duration=offset - onset,
        limbs=limbs,
        share=_share(moved, worn),
        worn=worn.sum(axis=1).astype(np.float64),
        legs=_share(moved[:, leg], worn[:, leg]),
        arms=_share(moved[:, ~leg], worn[:, ~leg]),
        others=others,
        lag=np.where(several, parts.apart(parts.column("onset") - waveforms.clock), np.nan),
        peak=peak,
        crest=peak / np.maximum(parts.of_strongest("rms"), 1e-9),
        width=parts.of_strongest("width"),
        rise=parts.of_strongest("rise"),
        abruptness=parts.of_strongest("jerk") / np.maximum(peak, 1e-9),
        evenness=np.where(several, parts.least("peak") / np.maximum(peak, 1e-9), np.nan),
        burst_share=impulse.burst,
        swing_share=impulse.swing,
        early_share=impulse.early,
        begun_apart=impulse.begun_apart,
        half_apart=impulse.half_apart,
        weakest=parts.reduced(np.minimum, np.where(felt.own, parts.column("peak"), np.inf)),
        active=parts.most("active"),
        turn=turn,
        excursion=excursion,
        tilt=excursion - _FEIGNED_DEG_PER_G * peak,
        slowness=slowness,
        leaning=leaning,
        frequency=parts.of_strongest("frequency"),
        rhythm=parts.of_strongest("rhythm"),
        bursts=parts.reduced(np.maximum, swells),
        rate=swells[parts.strongest] / np.maximum(active, 1 / SHAPE_RATE),
        still_before=np.maximum(onset - np.concatenate([[0.0], reach[:-1]]), 0.0),
        still_after=np.maximum(np.concatenate([onset[1:], [end]]) - reach, 0.0),
        settling=_settling(parts, tracks),
        neighbours=_neighbours(onset, onset),
        faint=_neighbours(onset, onset[peak < _FAINT_G]) + (peak >= _FAINT_G),
        salience=peak / np.array([track.threshold for track in tracks])[strongest],
        similarity=waveforms.most,
        agreement=waveforms.least,
        delay=waveforms.delay,
        resemblance=parts.select([resemblance_of(track.movements) for track in tracks]),
        since_wake=around.since_wake,
        until_wake=around.until_wake,
        falling=around.falling,
        like_it_h=around.like_it_h,
        held=held,
        lean_evenness=np.where(several, parts.least("lean") / np.maximum(lean, 1e-9), np.nan),
        arms_over_legs=ratios.arms_over_legs,
        leg_over_leg=ratios.leg_over_leg,
        fixed=ratios.fixed,
        rhythmic=rhythm.member,
        running=rhythm.running,
        pace=rhythm.interval,
        stride=gait.stride,
        antiphase=np.where(swing >= STEADY, np.nan, gait.antiphase),
        at_pace=gait.at_pace,
        posture_share=np.where(swing >= STEADY, np.nan, gait.posture_share),
        swing=swing,
        company_leaning=company["leaning"],
        company_slowness=company["slowness"],
        company_held=company["held"],
        company_arms=company["arms"],
        company_others=company["others"],
        leg_lasting=lasting.leg,
        second_lasting=np.where(worn.sum(axis=1) > 1, lasting.second, np.nan),
        leg_held=lasting.leg_held,
        least_lasting=np.where(worn.sum(axis=1) > 1, lasting.least, np.nan),
        held_least=np.where(worn.sum(axis=1) > 1, lasting.held_least, np.nan),
        moving_legs=moved[:, leg].sum(axis=1).astype(np.float64),
        sampling=np.array([track.rate for track in tracks])[strongest],
        night=onset / end if end else onset,
        asleep=around.asleep,
    )


def _settling(parts: Parts, tracks: Sequence[Track]) -> Column:
    ratio = parts.of_tracks([settling_of(track.movements) for track in tracks])
    largest = parts.reduced(np.maximum, ratio)
    return np.where(np.isinf(largest), np.nan, largest)


def _share(moved: NDArray[np.bool_], worn: NDArray[np.bool_]) -> Column:
    """Return the share of the worn sensors that moved; NaN where none is worn."""
    count = worn.sum(axis=1)
    return np.where(count > 0, moved.sum(axis=1) / np.maximum(count, 1), np.nan)


def _neighbours(onset: Column, others: Column) -> Column:
    """Count the others within the neighbourhood of each onset, itself left out."""
    low = np.searchsorted(others, onset - _NEIGHBOURHOOD_S)
    high = np.searchsorted(others, onset + _NEIGHBOURHOOD_S, side="right")
    return np.asarray(high - low - 1, np.float64)
