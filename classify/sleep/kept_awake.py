"""Wakefulness that a test asks for, in place of an estimate of sleep."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.slept import Sleep, Window

METHOD = "Awake throughout, as the test asks; not measured"


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
        method=METHOD,
        window=Window.DIARY,
        estimated=False,
    )
