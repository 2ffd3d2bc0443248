"""Each number by which arrivals are timed: what just reaches it, and what just does not."""

from collections.abc import Callable

import numpy as np
import pytest

from limbwatch.sensor.capture.timing.arrival import _other_period, _period
from limbwatch.sensor.capture.timing.pace import (
    _block_rates,
    _holes,
    _leaves_steady,
    _rate_steps,
    _with_gaps,
    pace_of,
)
from limbwatch.sensor.capture.timing.quickest import QuickestPackets, _find_waited, _rates


def left(away: float, scatter: float = 0.0, then: float | None = None) -> bool:
    """Say whether times that are so far from one rate's are followed, in the last window."""
    aways = [away] if then is None else [away, then]
    late = np.tile([-scatter, scatter], 10 * len(aways))
    window = np.repeat(np.arange(len(aways)), 20)
    return bool(_leaves_steady(np.repeat(aways, 20), late, window)[-1])


def paced(seconds: float, every: float) -> bool:
    """Say whether a recording is long enough to be looked at, of packets that come so often."""
    index = np.arange(round(seconds / every) + 1)
    return pace_of(index * every, index, index * every * 1.2, every) is not None


def gap(silence: float, every: float = 0.25, lacks: int | None = None) -> bool:
    """Say whether samples are missed in a silence among packets of a hundred.

    It lacks all but one packet, or so many samples.
    """
    packet = np.arange(401)
    host = packet * every + (packet > 200) * (silence - every)
    index = packet * 100
    if lacks is not None:
        index = index + (packet > 200) * (round(100 * silence / every) - 100 - lacks)
    found = pace_of(host, index, index * every / 100, every / 100)
    return found is not None and bool(found.missing.any())


def doubted(lacks: float) -> bool:
    """Say whether so much is missed of 8 s, where rates scatter by 2 in 100."""
    index = np.arange(2001)
    number = np.arange(0, 2001, 50)
    number = np.delete(number, [19, 20, 21])
    seconds = np.diff(number) * 0.04 * np.where(np.arange(len(number) - 1) % 2, 1.02, 0.98)
    middle = int(np.flatnonzero(np.diff(number) == 200)[0])
    seconds[middle] = 8.0 + lacks
    at = np.concatenate([[0.0], np.cumsum(seconds)])
    host = np.interp(index, number, at)
    group = (index > number[middle]).astype(np.int64)
    found = QuickestPackets(packets=number, usual=np.full(len(number), 0.04))
    return bool(_with_gaps(host, index, found, group, 1.0)[2].any())


def stepped(other: float, uneven: float = 0.0) -> bool:
    """Say whether a step between two rates is placed."""
    rates = np.array([1.0, 1.0 + uneven, 1.0, 1.0005, other, other, other])
    at = np.concatenate([[0.0], np.cumsum(100 * rates)])
    return bool(_rate_steps(np.arange(8) * 100, at, np.zeros(7, bool)))


def holed(widest: float) -> bool:
    apart = np.full(100, 0.04)
    apart[50] = widest
    host = np.concatenate([[0.0], np.cumsum(apart)])
    return bool(_holes(host, np.arange(0, 101, 20)).any())


def pure(second: float) -> bool:
    """Say whether the rate that begins then is told from the one before it."""
    at = np.arange(20.0)
    samples = np.where(at < second, 50, 60)
    return set(_block_rates(at, samples, np.ones(20)).tolist()) == {50.0, 60.0}


def scattered(seconds: float) -> bool:
    """Say whether two-second steps are looked at each by itself: rates then seem to scatter."""
    steps = np.resize([98, 102, 98, 102, 100], round(seconds / 2))
    number = np.concatenate([[0], np.cumsum(steps)])
    return _rates(np.arange(len(number)) * 2.0, number)[2] > 1e-6


def usual(blocks: np.ndarray, which: int) -> float:
    """The shortest (1), or the usual time (0) between samples in the middle of pieces of 20 s."""
    number = np.concatenate([[0], np.cumsum(np.round(20 / blocks).astype(np.int64))])
    return float(_rates(np.arange(len(number)) * 20.0, number)[which][len(blocks) // 2])


def slower(count: int) -> bool:
    """Say whether so many slow pieces among 121 are the usual ones in their middle."""
    blocks = np.full(121, 0.02)
    blocks[60 - count // 2 : 60 - count // 2 + count] = 0.04
    return usual(blocks, 0) > 0.03


def faster(count: int) -> bool:
    blocks = np.full(121, 0.04)
    blocks[45 : 45 + count] = 0.02
    return usual(blocks, 1) < 0.03


def waits(
    drained: float,
    *,
    every: float = 2.0,
    late: float = 0.0,
    below: float = 0.0,
    scatter: float = 0.0,
    for_s: float | None = None,
) -> bool:
    """Say whether a backlog is found that grew in one step, and drained in one.

    ``late`` is how far all is off the times of one rate, ``below`` how much earlier than before
    it what follows is, ``for_s`` how long the radio was blocked.
    """
    lasting = 1 if for_s is None else round(for_s / every)
    delay = np.zeros(20 + lasting + 20)
    delay[20 : 20 + lasting] = drained - below
    delay[20 + lasting :] = -below
    if for_s is not None:
        delay[:19] = drained
    number = np.arange(len(delay)) * round(every * 50)
    usual = np.full(len(delay), 0.02)
    at = number * 0.02 + delay
    found = _find_waited(at, number, delay + late, usual=usual, least=usual, scatter=scatter)
    return bool(found[20 : 20 + lasting].any())


def other_rate(off: float) -> bool:
    """Say whether a rate is told by ten parts, two of which are wild and one is off by a share."""
    seconds = np.array([1.2] * 7 + [1.2 * (1 + off), 5.0, 9.0])
    host = np.concatenate([[0.0], np.repeat(seconds / 10, 10).cumsum()])
    return _other_period(host, np.arange(101), 0.1) != 0.1


def at_once(share: float) -> bool:
    """Say whether packets that came in that share of their time tell a rate."""
    index = np.arange(6000)
    return _period([(index * 0.1 * share, index)], 0.1) < 0.05


CASES: dict[str, Callable[[], tuple[bool, bool]]] = {
    "arrival: far": lambda: (other_rate(0.099), other_rate(0.101)),
    "arrival: at_once": lambda: (at_once(0.0101), at_once(0.0099)),
    "window_s": lambda: (paced(10.02, 0.02), paced(9.98, 0.02)),
    "window_packets": lambda: (paced(20.25, 0.25), paced(19.75, 0.25)),
    "follow_s": lambda: (left(0.061), left(0.059)),
    "spreads": lambda: (left(0.095, 0.02), left(0.093, 0.02)),
    "most_s": lambda: (left(0.401, 0.2), left(0.399, 0.2)),
    "near_s": lambda: (left(0.1, then=0.0201), left(0.1, then=0.0199)),
    "stall_s": lambda: (gap(0.401, 0.1), gap(0.399, 0.1)),
    "stall_packets": lambda: (gap(0.76), gap(0.74)),
    "step": lambda: (gap(0.5, 0.1, lacks=76), gap(0.5, 0.1, lacks=74)),
    "doubt": lambda: (doubted(0.25), doubted(0.23)),
    "hole": lambda: (holed(0.101), holed(0.099)),
    "other": lambda: (stepped(1.052), stepped(1.0495)),
    "steady": lambda: (stepped(1.1, 0.029), stepped(1.1, 0.031)),
    "block_s": lambda: (pure(10), pure(9)),
    "anchor: few_blocks": lambda: (not scattered(100), not scattered(98)),
    "anchor: around": lambda: (slower(31), slower(30)),
    "anchor: quickest": lambda: (faster(16), faster(15)),
    "anchor: fast": lambda: (waits(0.102, late=1), waits(0.098, late=1)),
    "anchor: least_fast": lambda: (waits(0.22, every=20), waits(0.18, every=20)),
    "anchor: scatters": lambda: (
        waits(0.62, every=20, scatter=0.01),
        waits(0.58, every=20, scatter=0.01),
    ),
    "anchor: drained_s": lambda: (waits(0.061), waits(0.059)),
    "anchor: level_s": lambda: (
        waits(0.2, late=1, below=0.019),
        waits(0.2, late=1, below=0.021),
    ),
    "anchor: back_s": lambda: (
        waits(3.0, every=100, for_s=3500),
        waits(3.0, every=100, for_s=3600),
    ),
}
"""For each number what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_a_number_of_arrival_decides_where_it_says(limit: str) -> None:
    assert CASES[limit]() == (True, False)
