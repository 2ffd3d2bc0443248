"""Sleep that is not estimated: staged by a laboratory, or ruled out by a test."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.slept import Sleep, Window

STAGED = "Scored by a sleep laboratory from brain waves"
"""Method of staged sleep, in words."""
KEPT_AWAKE = "Awake throughout, as the test asks; not measured"
"""Method of a test of wakefulness, in words."""


def staged_sleep(estimate: Sleep, laboratory: Laboratory) -> Sleep:
    """Replace the estimate by the laboratory's stages, if it has any.

    The estimate provides the epochs and where sensors were worn. An epoch is asleep by the stage at
    its middle; without a known stage it is not observed, neither sleep nor wake.
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
    """Mark a whole recording as wakefulness in bed.

    The estimate provides the epochs and where sensors were worn.
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
