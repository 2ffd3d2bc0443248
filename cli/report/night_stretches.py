"""Stretches of the night: gaps, time off the limb, time without any sensor."""

from collections.abc import Iterable

from limbwatch.classify.figures import Span, Summary


def unseen(summary: Summary) -> list[Span]:
    """Find the stretches that no sensor of a night saw, in order."""
    common: list[Span] | None = None
    for sensor in summary.coverage:
        missing = merged([*sensor.gaps, *sensor.not_worn])
        common = missing if common is None else _overlap(common, missing)
    return common or []


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap: they are in order then, and apart from each other."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def outside(spans: Iterable[Span], start: float, end: float) -> list[Span]:
    """Find what is left of a stretch when some spans are taken out."""
    rest, at = [], start
    for first, last in merged(spans):
        if first > at:
            rest.append((at, min(first, end)))
        at = max(at, last)
        if at >= end:
            break
    if at < end:
        rest.append((at, end))
    return [span for span in rest if span[0] < span[1]]


def awake_in_bed(summary: Summary, left_out: Iterable[Span] = ()) -> list[Span]:
    """Find the stretches in bed that were seen, counted and no sleep; none without a bed time."""
    bed = summary.sleep.in_bed_s
    return (
        [] if bed is None else outside([*summary.sleep.asleep_s, *unseen(summary), *left_out], *bed)
    )


def _overlap(left: list[Span], right: list[Span]) -> list[Span]:
    shared = [(max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) < min(b, d)]
    return merged(shared)
