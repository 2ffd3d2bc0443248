"""Stretches of the night: gaps, time off the limb, time without any sensor."""

from collections.abc import Iterable, Sequence

from limbwatch.cli.night.contents import Facts

Span = tuple[float, float]


def gaps(facts: Facts, placement: str) -> list[Span]:
    """Find the stretches in which a sensor has no data.

    Parameters
    ----------
    facts : mapping
        ``night.json``.
    placement : str

    Returns
    -------
    list of (float, float)
        Seconds.
    """
    return _spans(facts, placement, "gaps")


def not_worn(facts: Facts, placement: str) -> list[Span]:
    """Find the stretches in which a sensor was recorded and judged as not worn.

    Parameters
    ----------
    facts : mapping
        ``night.json``.
    placement : str

    Returns
    -------
    list of (float, float)
        Seconds.
    """
    return _spans(facts, placement, "not_worn")


def unseen(facts: Facts, placements: Sequence[str]) -> list[Span]:
    """Find the stretches that none of some sensors saw.

    Parameters
    ----------
    facts : mapping
        ``night.json``.
    placements : sequence of str

    Returns
    -------
    list of (float, float)
        Seconds.
    """
    common: list[Span] | None = None
    for place in placements:
        missing = merged([*gaps(facts, place), *not_worn(facts, place)])
        common = missing if common is None else _overlap(common, missing)
    return common or []


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap.

    Parameters
    ----------
    spans : iterable of (float, float)

    Returns
    -------
    list of (float, float)
        In order, apart from each other.
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def outside(spans: Iterable[Span], start: float, end: float) -> list[Span]:
    """Find what is left of a stretch when some spans are taken out.

    Parameters
    ----------
    spans : iterable of (float, float)
    start, end : float

    Returns
    -------
    list of (float, float)
    """
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


def _overlap(left: list[Span], right: list[Span]) -> list[Span]:
    shared = [(max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) < min(b, d)]
    return merged(shared)


def _spans(facts: Facts, placement: str, key: str) -> list[Span]:
    for sensor in facts.get("coverage", ()):
        if sensor.get("placement") == placement:
            return [(float(start), float(end)) for start, end in sensor.get(key, ())]
    return []
