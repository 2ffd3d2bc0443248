"""Stretches of the night: gaps, time off the limb, time without any sensor."""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from limbwatch.classify.figures import Summary
from limbwatch.sensor.arrays import Span, Spans
from limbwatch.sensor.spans import merged, shared, without


def unseen(summary: Summary) -> list[Span]:
    """Find the stretches that no sensor of a night saw, in order."""
    each = [merged([*sensor.gaps, *sensor.not_worn]) for sensor in summary.coverage]
    return _pairs(reduce(shared, each)) if each else []


def united(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap."""
    return _pairs(merged(spans))


def awake_in_bed(summary: Summary, left_out: Iterable[Span] = ()) -> list[Span]:
    """Find the stretches in bed that were seen, counted and no sleep; none without a bed time."""
    bed = summary.sleep.in_bed_s
    if bed is None:
        return []
    other = merged([*summary.sleep.asleep_s, *unseen(summary), *left_out])
    return _pairs(without(np.array([bed], np.float64), other))


def _pairs(spans: Spans) -> list[Span]:
    return [(begin, end) for begin, end in spans.tolist()]
