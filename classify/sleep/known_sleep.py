"""Sleep that is known otherwise: staged by a laboratory, or ruled out by a test."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.slept import Sleep, Window

STAGED = "Scored by a sleep laboratory from brain waves"
KEPT_AWAKE = "Awake throughout, as the test asks; not measured"
"""How sleep is known, in words."""


def staged_sleep(estimate: Sleep, laboratory: Laboratory) -> Sleep:
    """Put the laboratory's stages in place of the estimate.

    Parameters
    ----------
    estimate : Sleep
        As estimated from movement and posture: its epochs, and where sensors were worn.

    Returns
    -------
    Sleep
        An epoch is asleep by the stage at its middle. Where no stage is known it is not observed:
        neither sleep nor wake. The estimate itself without stages.
    """
    stages = laboratory.stages
    if stages is None:
        return estimate
    at = stages.stage_at(estimate.middles)
    known = at != "unknown"
    listed = stages.stage != "unknown"
    begin, end = stages.onset_s[listed], (stages.onset_s + stages.duration_s)[listed]
    off, on = laboratory.lights_off, laboratory.lights_on
    length = len(at) * estimate.epoch
    bed = (
        max(0.0, float(begin.min()) if off is None else off),
        min(length, float(end.max()) if on is None else on),
    )
    return replace(
        estimate,
        asleep=stages.asleep_at(estimate.middles)
        & (estimate.middles >= bed[0])
        & (estimate.middles < bed[1]),
        valid=np.asarray(estimate.valid & known),
        in_bed=bed if bed[0] < bed[1] else None,
        method=STAGED,
        window=Window.ESTIMATED if off is None and on is None else Window.LIGHTS,
        estimated=False,
    )


def kept_awake(estimate: Sleep) -> Sleep:
    """Take all of a recording for wakefulness in bed.

    Parameters
    ----------
    estimate : Sleep
        Its epochs, and where sensors were worn, stay.
    """
    length = len(estimate.asleep) * estimate.epoch
    return replace(
        estimate,
        asleep=np.zeros(len(estimate.asleep), np.bool_),
        in_bed=(0.0, length) if length else None,
        method=KEPT_AWAKE,
        window=Window.DIARY,
        estimated=False,
    )
