"""Spans of the night: gaps, time off the limb, time awake in bed."""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from limbwatch.classify.figures import Summary
from limbwatch.sensor.arrays import Span, Spans
from limbwatch.sensor.spans import merged, shared, without


def unseen(summary: Summary) -> list[Span]:
    """Return the spans that no sensor saw, in order."""
    each = [merged([*sensor.gaps, *sensor.not_worn]) for sensor in summary.coverage]
    return _pairs(reduce(shared, each)) if each else []


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Merge spans that touch or overlap."""
    return _pairs(merged(spans))


def awake_in_bed(summary: Summary, left_out: Iterable[Span] = ()) -> list[Span]:
    """Return the spans in bed that were observed, counted and without sleep."""
    bed = summary.sleep.in_bed_s
    if bed is None:
        return []
    other = merged([*summary.sleep.asleep_s, *unseen(summary), *left_out])
    return _pairs(without(np.array([bed], np.float64), other))


def _pairs(spans: Spans) -> list[Span]:
    return [(begin, end) for begin, end in spans.tolist()]
