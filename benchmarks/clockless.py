"""How well samples without a clock are timed, on links made from physics.

A sampling clock fills packets, a queue of the sender holds some of them, connection events take
what waits or fail, and the computer looks a little late. What the program makes of the arrivals is
held against when the samples were taken.

    python -m benchmarks.clockless [SEED ...]

Seeds below 100 are for development, those from 1000 on for reporting.
"""

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.capture.timing.arrivals import Arrivals
from limbwatch.sensor.capture.timing.assembly import PacketTimeline, timeline

Column = NDArray[np.float64]
OverTime = Callable[[Column], Column]

SETTLED_S = 5.0
"""The first seconds, in which nobody can know how late the quickest packet is, are left out."""
GAP_S = 0.5
"""Silence of samples from which a true gap is looked for among those told, seconds."""


def always(value: float) -> OverTime:
    """Give one value at all times."""
    return lambda at: np.full(len(at), value)


NEVER = always(0.0)


def during(spans: list[tuple[float, float]], inside: float, outside: float = 0.0) -> OverTime:
    """Give one value within spans of seconds and another one outside."""

    def over_time(at: Column) -> Column:
        within = np.zeros(len(at), np.bool_)
        for begin, end in spans:
            within |= (at >= begin) & (at < end)
        return np.where(within, inside, outside)

    return over_time


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioScene:
    """One sensor and its link.

    Parameters
    ----------
    rate : callable
        Samples per second at some second.
    fails : callable
        Share of connection events that fail.
    nominal : float
        Rate that the sensor was set to, Hz.
    seconds : float
    per_packet : int
    queue : int
        Packets that the sender holds; what comes while it is full is dropped.
    interval_s : float
        Between two connection events.
    per_event : int
        Packets that one event takes.
    silent : list of (float, float)
        Spans in which the sensor samples nothing.
    host_s : float
        Mean lateness of the computer, seconds.
    late : callable
        Mean lateness of the radio, seconds, besides.
    """

    rate: OverTime
    nominal: float
    fails: OverTime = NEVER
    seconds: float = 3600.0
    per_packet: int = 1
    queue: int = 64
    interval_s: float = 0.045
    per_event: int = 4
    silent: tuple[tuple[float, float], ...] = ()
    host_s: float = 0.002
    late: OverTime = NEVER


def taken_at(scene: RadioScene) -> Column:
    """Give the time of each sample, seconds."""
    grid = np.arange(0.0, scene.seconds, 0.1)
    rate = np.where(during(list(scene.silent), 1.0)(grid) > 0, 0.0, scene.rate(grid))
    passed = np.concatenate([[0.0], np.cumsum(rate * 0.1)])
    # where nothing is sampled, the number of samples stands still
    passed += 1e-9 * np.arange(len(passed))
    number = np.arange(1, int(passed[-1]))
    return np.asarray(np.interp(number, passed, np.append(grid, scene.seconds)))


def sent_through(scene: RadioScene, seed: int) -> tuple[Arrivals, Column]:
    """Send the samples of a scene; give what arrives, and when each arrived sample was taken."""
    rng = np.random.default_rng(seed)
    taken = taken_at(scene)
    size = scene.per_packet
    taken = taken[: len(taken) // size * size]
    ready = taken[size - 1 :: size] + 0.004
    events = np.arange(rng.uniform(0, scene.interval_s), scene.seconds + 120, scene.interval_s)
    events += rng.normal(0, 2e-5, len(events)).cumsum() * 0.1
    works = rng.random(len(events)) >= scene.fails(events)
    waiting: deque[int] = deque()
    packets, came = [], []
    upto = np.searchsorted(ready, events)
    first = 0
    for event, last, good in zip(events.tolist(), upto.tolist(), works.tolist(), strict=True):
        for packet in range(first, last):
            if len(waiting) < scene.queue:
                waiting.append(packet)
        first = last
        if good:
            for _ in range(min(scene.per_event, len(waiting))):
                packets.append(waiting.popleft())
                came.append(event)
    n = len(packets)
    event_s = np.array(came)
    late = rng.exponential(1.0, n) * (scene.host_s + scene.late(event_s))
    host = np.maximum.accumulate(event_s + 0.006 + late)
    order = np.array(packets)
    times = taken.reshape(-1, size)[order].ravel()
    zeros = np.zeros(n, np.int64)
    arrivals = Arrivals(
        host=host,
        stream=zeros,
        tick=zeros.astype(np.uint64),
        anchor=np.full(n, size - 1),
        number=zeros,
        count=np.full(n, size),
        xyz=np.repeat((times - times[0])[:, None].astype(np.float32), 3, axis=1),
        clock=None,
        number_modulus=None,
        period=1 / scene.nominal,
    )
    return arrivals, times


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedScene:
    """What was made of one scene: errors of the times in seconds, gaps and losses."""

    middle: float
    most: float
    worst: float
    false_gaps: int
    missed_gaps: int
    lost: int
    told: int
    low: float
    high: float


def judged(scene: RadioScene, seed: int) -> tuple[TimedScene, PacketTimeline]:
    """Hold the times that the program gives against when samples were taken."""
    arrivals, times = sent_through(scene, seed)
    line = timeline(arrivals)
    given = np.concatenate([one.start + np.arange(len(one)) / one.rate for one in line.runs])
    felt = np.concatenate([one.xyz[:, 0].astype(np.float64) for one in line.runs]) + times[0]
    # within a sample of a hole the resampled value lies between two far samples
    error = given - felt - 0.012
    holes = np.flatnonzero(np.diff(times) > GAP_S)
    # nothing tells on which side of a hole the very last packet of a backlog belongs
    spared = 2 * scene.per_packet / scene.nominal
    by_hole = np.zeros(len(given), np.bool_)
    for hole in holes.tolist():
        by_hole |= (felt > times[hole] - spared) & (felt < times[hole + 1] + spared)
    error = error[(given > times[0] + SETTLED_S) & ~by_hole]
    told = [(a.end, b.start) for a, b in zip(line.runs[:-1], line.runs[1:], strict=True)]

    def met(begin: float, end: float) -> bool:
        # some sample was taken well inside what is told as a gap: that is false
        inside = (times > begin + 0.1) & (times < end - 0.1)
        return bool(inside.sum() * scene.per_packet > 3)

    false = sum(met(*one) for one in told)
    missed = sum(
        not any(a < times[hole + 1] and b > times[hole] for a, b in told) for hole in holes
    )
    sampled = len(taken_at(scene)) // scene.per_packet * scene.per_packet
    return TimedScene(
        middle=float(np.median(np.abs(error))),
        most=float(np.quantile(np.abs(error), 0.95)),
        worst=float(np.abs(error).max()),
        false_gaps=false,
        missed_gaps=missed,
        lost=sampled - len(times),
        told=line.lost,
        low=float(error.min()),
        high=float(error.max()),
    ), line


def wandering(rate: float, share: float, every_s: float, seed: int = 3) -> OverTime:
    """Let a rate walk to and fro by a share, with a new aim every so many seconds."""
    aims = np.random.default_rng(seed).standard_normal(2000)
    return lambda at: rate * (1 + share * np.interp(at, np.arange(2000) * every_s, aims))


_MINUTE = [(1800.0, 1860.0)]
SCENES: dict[str, RadioScene] = {
    "clean 50 Hz": RadioScene(rate=always(50.03), nominal=50),
    "clean 25 Hz, 3 a packet": RadioScene(rate=always(25.2), nominal=25, per_packet=3),
    "clean, beats with the interval": RadioScene(
        rate=always(24.998), nominal=25, per_packet=3, interval_s=0.04
    ),
    "clean, slow link": RadioScene(rate=always(50), nominal=50, interval_s=0.2, per_event=30),
    "clean 3 min": RadioScene(rate=always(49.4), nominal=50, seconds=180),
    "shadow 30 % all along, queue 64": RadioScene(
        rate=always(50), nominal=50, fails=always(0.3), per_event=6
    ),
    "0.1 % wander": RadioScene(rate=wandering(50, 0.001, 300), nominal=50),
    "0.5 % wander": RadioScene(rate=wandering(50, 0.005, 300), nominal=50),
    "2 % wander": RadioScene(rate=wandering(20, 0.02, 300), nominal=20),
    "2 % wander, 3 a packet": RadioScene(rate=wandering(25, 0.02, 300), nominal=25, per_packet=3),
    "0.2 % in 90 min": RadioScene(
        rate=lambda at: 50 * (1 + 0.002 * np.sin(2 * np.pi * at / 5400)), nominal=50, seconds=7200
    ),
    "0.5 % warm-up": RadioScene(
        rate=lambda at: 50 * (1 + 0.005 * (1 - np.exp(-at / 900))), nominal=50
    ),
    "50 to 20 Hz": RadioScene(rate=during([(2400, 9999)], 20, 50), nominal=50),
    "50 to 20 Hz in 90 s": RadioScene(rate=during([(45, 999)], 20, 50), nominal=50, seconds=90),
    "20 to 50 Hz": RadioScene(rate=during([(900, 9999)], 50, 20), nominal=50),
    "25 to 12.5 and back": RadioScene(
        rate=during([(1200, 1380)], 12.5, 25), nominal=25, per_packet=3
    ),
    "2 % step": RadioScene(rate=during([(1800, 9999)], 49, 50), nominal=50),
    "28.6 and 34.5 by turns, 50 set": RadioScene(
        rate=lambda at: np.where(at % 60 < 30, 28.6, 34.5), nominal=50
    ),
    "the same, 150 s": RadioScene(
        rate=lambda at: np.where(at % 60 < 30, 28.6, 34.5), nominal=50, seconds=150
    ),
    "45 % of events fail a minute, queue 4": RadioScene(
        rate=always(50), nominal=50, fails=during(_MINUTE, 0.45), queue=4
    ),
    "45 % a minute, queue 1, 25 Hz by 3": RadioScene(
        rate=always(25), nominal=25, per_packet=3, fails=during(_MINUTE, 0.45), queue=1
    ),
    "1 % fail all along, queue 3": RadioScene(
        rate=always(50), nominal=50, fails=always(0.01), queue=3
    ),
    "10 % half the night, queue 3": RadioScene(
        rate=always(50), nominal=50, fails=during([(1800, 3600)], 0.1), queue=3
    ),
    "2 min of 20 % in 12, queue 3": RadioScene(
        rate=always(50),
        nominal=50,
        fails=lambda at: np.where(at % 720 > 600, 0.2, 0.0),
        queue=3,
    ),
    "late for 20 min, a quarter of a second": RadioScene(
        rate=always(50), nominal=50, late=during([(1200, 2400)], 0.25), seconds=7200
    ),
    "the same, 2 packets of 25 in a second": RadioScene(
        rate=always(50), nominal=50, late=during([(1200, 2400)], 0.25), seconds=7200, per_packet=25
    ),
    "blocked 60 s, queue 4000": RadioScene(
        rate=always(50), nominal=50, fails=during(_MINUTE, 1.0), queue=4000
    ),
    "85 % fail 60 s, queue 4000": RadioScene(
        rate=always(50), nominal=50, fails=during(_MINUTE, 0.85), queue=4000
    ),
    "80 % fail 5 min, queue 9000": RadioScene(
        rate=always(50), nominal=50, fails=during([(1800, 2100)], 0.8), queue=9000
    ),
    "blocked 60 s, queue 4000, 0.5 % wander": RadioScene(
        rate=wandering(50, 0.005, 300), nominal=50, fails=during(_MINUTE, 1.0), queue=4000
    ),
    "blocked 6 s, queue 20 packets": RadioScene(
        rate=always(25),
        nominal=25,
        per_packet=3,
        fails=during([(1800, 1806), (2500, 2507)], 1.0),
        queue=20,
    ),
    "blocked 20 s, queue 4": RadioScene(
        rate=always(50), nominal=50, fails=during([(1800, 1820)], 1.0), queue=4
    ),
    "blocked 20 s, queue 4, in a shadow": RadioScene(
        rate=always(50),
        nominal=50,
        fails=lambda at: np.where(
            (at >= 1800) & (at < 1820), 1.0, np.where((at > 1770) & (at < 1860), 0.4, 0.0)
        ),
        queue=4,
    ),
    "stalls of 2 to 8 s, queue 600": RadioScene(
        rate=always(50),
        nominal=50,
        fails=during([(s, s + 2 + s / 97 % 6) for s in range(100, 3600, 137)], 1.0),
        queue=600,
    ),
    "nothing sampled for 30 s": RadioScene(rate=always(50), nominal=50, silent=((1800.0, 1830.0),)),
}


def main(seeds: list[int]) -> None:
    """Print each scene with the worst of its seeds."""
    print(f"{'scene':42} median    95 %   worst  false missed   lost   told  runs  rate")
    for name, scene in SCENES.items():
        for seed in seeds:
            one, line = judged(scene, seed)
            print(
                f"{name:42} {one.middle:6.3f} {one.most:7.3f} {one.worst:7.3f} "
                f"{one.false_gaps:6} {one.missed_gaps:6} {one.lost:6} {one.told:6} "
                f"{len(line.runs):5} {line.rate:.2f} "
                + (
                    ""
                    if line.rates_by_arrival is None
                    else f"{line.rates_by_arrival[0]:.2f} {line.rates_by_arrival[1]:.2f}"
                ),
                flush=True,
            )


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [1])
