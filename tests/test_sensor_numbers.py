"""Numbers of capture and files, on both sides of where they decide."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile, WrongKind
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair, ContinuedClock, PacedClock, PacedLoop
from limbwatch.sensor.capture.timing.arrival import index_segments
from limbwatch.sensor.capture.timing.arrivals import PacketStretch
from limbwatch.sensor.capture.timing.assembly import MEET_S, Arrivals, _without_overlaps, timeline
from limbwatch.sensor.capture.timing.sensor_clock import unwrapped
from limbwatch.sensor.devices import Wish, dot, metamotion, movesense
from limbwatch.sensor.devices.packet import Clock
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.stamps import timeline as stamped
from limbwatch.sensor.files.times.tie import tie_clocks
from limbwatch.sensor.files.values.signal import Expected, choose_unit
from limbwatch.sensor.files.values.unit import CENTIMETRES, METRES, MILLIMETRES, G, Unit
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.simulated import SimulatedTransport
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.streaming import Equipment

PACKET_S, PER_PACKET, PERIOD = 0.1, 5, 0.02
SECOND = 10**9


def numbered(host: np.ndarray, *, nominal: float = PERIOD) -> PacketStretch:
    """Packets of five samples of a sensor without clock or number, by when they arrived."""
    zeros = np.zeros(len(host), np.int64)
    (segment,) = index_segments(
        Arrivals(
            host=host,
            stream=zeros,
            tick=zeros.astype(np.uint64),
            anchor=zeros,
            number=zeros,
            count=np.full(len(host), PER_PACKET),
            xyz=np.empty((0, 3), np.float32),
            clock=None,
            number_modulus=None,
            period=nominal,
        )
    )
    return segment


@pytest.mark.parametrize("ppm", [150.0, -150.0])
def test_the_period_follows_a_clock_that_is_off(ppm: float) -> None:
    """For two and a half minutes, in which late packets hide the drift from the first look."""
    rng = np.random.default_rng(0)
    taken = evenly(150) * (1 - ppm * 1e-6)
    late = rng.exponential(0.01, len(taken)) + np.where(rng.random(len(taken)) < 0.1, 0.1, 0.0)
    segment = numbered(np.maximum.accumulate(taken + late))
    assert segment.period / PERIOD - 1 == pytest.approx(-ppm * 1e-6, abs=60e-6)


def clocked(taken: np.ndarray, host: np.ndarray) -> Arrivals:
    count = len(taken)
    return Arrivals(
        host=host,
        stream=np.zeros(count, np.int64),
        tick=np.round((taken + 100) * 1e9).astype(np.uint64),
        anchor=np.full(count, PER_PACKET - 1),
        number=np.zeros(count, np.int64),
        count=np.full(count, PER_PACKET),
        xyz=np.zeros((count * PER_PACKET, 3), np.float32),
        clock=Clock(ticks_per_second=1e9, modulus=2**64),
        number_modulus=None,
        period=PERIOD,
    )


def evenly(seconds: float) -> np.ndarray:
    return PACKET_S * np.arange(1, round(seconds / PACKET_S) + 1)


@pytest.fixture
def by_one_rate(monkeypatch):
    """Leave out the reading by the local rate, which comes behind that by one."""
    monkeypatch.setattr("limbwatch.sensor.capture.timing.arrival.pace_of", lambda *_: None)


@pytest.mark.usefixtures("by_one_rate")
@pytest.mark.parametrize(("late_s", "lost"), [(10.0, 0), (60.0, 15)])
def test_packets_that_are_late_for_less_than_half_a_minute_are_not_lost(late_s, lost):
    taken = evenly(1200)
    host = taken + 0.02
    host[(taken > 600) & (taken < 600 + late_s)] += 0.31
    stalled = (taken > 599.3) & (taken <= 600)
    host[stalled] = 600.33
    assert numbered(np.maximum.accumulate(host)).lost == lost


def test_the_period_is_that_of_the_fit_when_the_last_packet_was_held_up():
    host = evenly(100)
    host[-1] += 1.0
    assert numbered(host).period == pytest.approx(PERIOD, rel=0.002)


@pytest.mark.parametrize("off", [0.03, 0.2])
def test_a_short_stream_that_comes_evenly_tells_its_period(off):
    segment = numbered(evenly(20) * (1 + off))
    assert segment.period == pytest.approx(PERIOD * (1 + off), rel=0.002)


@pytest.mark.usefixtures("by_one_rate")
@pytest.mark.parametrize(("slow", "measured"), [(0.7, 0.0), (0.8, 0.2)])
def test_a_period_a_tenth_off_is_measured_where_eight_parts_of_ten_agree(slow, measured):
    steps = np.full(400, PACKET_S)
    steps[: round(slow * 400)] *= 1.2
    segment = numbered(np.cumsum(steps))
    assert segment.period == pytest.approx(PERIOD * (1 + measured), rel=0.002)


def moved(taken: np.ndarray, *, last: int, by: float) -> int:
    """Clocks of a sensor whose last packets, after a hole of two seconds, arrive later."""
    keep = np.ones(len(taken), bool)
    keep[len(taken) - last - 20 : len(taken) - last] = False
    host = taken.copy()
    host[len(taken) - last :] += by
    return len(timeline(clocked(taken[keep], host[keep])).fits)


@pytest.mark.parametrize(("by", "clocks"), [(9.0, 1), (11.0, 2)])
def test_a_few_packets_are_held_up_for_ten_seconds_at_most(by, clocks):
    assert moved(evenly(60), last=3, by=by) == clocks


@pytest.mark.parametrize(("last", "clocks"), [(7, 1), (9, 2)])
def test_eight_packets_are_enough_to_tell_another_clock(last, clocks):
    assert moved(evenly(60), last=last, by=3.0) == clocks


@pytest.mark.parametrize(("overlap", "kept"), [(0.24, 500), (0.26, 487), (0.36, 482), (1.0, 450)])
def test_pieces_that_meet_are_moved_and_samples_that_came_twice_are_dropped(overlap, kept):
    time = np.arange(500) * PERIOD
    xyz = np.zeros((500, 3), np.float32)
    one, other = _without_overlaps(
        [(time, xyz), (time + 10.0 - overlap, xyz)], PERIOD, twice_s=MEET_S
    )
    assert len(one[0]) == 500
    assert len(other[0]) == pytest.approx(kept, abs=1)
    assert other[0][0] > one[0][-1]


@pytest.mark.parametrize(
    ("clock", "ticks", "modulus"),
    [
        (dot.CLOCK, 1e6, 2**32),  # microseconds in 32 bits
        (metamotion.CLOCK, 1000 / 1.46484375, 2**32),
        (movesense.CLOCK, 1000.0, 2**32),
    ],
)
def test_clocks_tick_and_wrap_as_their_makers_say(clock, ticks, modulus):
    assert (clock.ticks_per_second, clock.modulus) == (pytest.approx(ticks), modulus)
    before, after = modulus - 10, 10
    stamps = np.array([before, after], np.uint64)
    assert unwrapped(stamps, np.array([0.0, 20 / ticks]), clock)[1] == pytest.approx(20 / ticks)


def test_a_capture_goes_on_from_its_last_notification(tmp_path: Path) -> None:
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(100 * SECOND, 100 * SECOND, 5000 * SECOND))
    sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
    stream = capture.stream(sensor, 100 * SECOND, firmware="", mtu=None)
    capture.notification(stream, "c", 130 * SECOND, b"data")
    assert capture.flush()
    assert capture.last_clock() == ClockPair(130 * SECOND, 100 * SECOND, 5030 * SECOND)
    capture.close()


class Fixed:
    """A clock that stands."""

    def __init__(self, host_s: float, wall_s: float) -> None:
        self.host, self.wall = round(host_s * SECOND), round(wall_s * SECOND)

    def now_ns(self) -> int:
        return self.host

    def pair(self) -> ClockPair:
        return ClockPair(self.host, self.host, self.wall)


@pytest.mark.parametrize(("set_by", "shift"), [(1.9, 0.0), (2.1, 2.1)])
def test_a_wall_clock_that_was_set_by_less_than_two_seconds_means_the_same_start(set_by, shift):
    last = ClockPair(100 * SECOND, 100 * SECOND, 5000 * SECOND)
    clock = ContinuedClock(Fixed(110.0, 5010.0 + set_by), last)
    assert clock.now_ns() == pytest.approx((110.0 + shift) * SECOND)


class Sleeper(PacedClock):
    """A computer that sleeps: the clock that counts sleep jumps, the one that runs does not."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, slept_s: float) -> None:
        super().__init__(loop, wall_start_ns=0)
        self._slept = round(slept_s * SECOND)

    def pair(self) -> ClockPair:
        host, running, wall = super().pair()
        slept = self._slept if running > 5 * SECOND else 0
        return ClockPair(host + slept, running, wall + slept)


@pytest.mark.parametrize(("slept_s", "noted"), [(0.5, False), (3.0, True)])
def test_a_computer_that_slept_for_more_than_a_second_is_noted(
    tmp_path: Path, slept_s: float, noted: bool
) -> None:
    seen: list[str] = []

    async def record() -> None:
        loop = asyncio.get_running_loop()
        capture = Capture(tmp_path / CAPTURE)
        note = capture.event
        capture.event = lambda kind, *a, **k: (seen.append(kind.value), note(kind, *a, **k))[1]  # type: ignore[method-assign]
        equipment = Equipment(
            capture=capture,
            clock=Sleeper(loop, slept_s=slept_s),
            wish=Wish(),
            patience=Patience(flush=20.0),
        )
        hear = Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None)
        absent = Target(placement=Placement.ANKLE, sensor="SIM0", device=None)
        stop = asyncio.Event()
        loop.call_later(12, stop.set)
        nowhere = SimulatedTransport([], loop.time)
        await Recorder([(absent, nowhere)], equipment=equipment, listener=hear).run(stop)
        capture.close()

    with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
        runner.run(record())
    assert ("suspended" in seen) == noted


def recording_of_two(overlap: float) -> Recording:
    """Two runs of which the second begins so many samples before the end of the first."""
    one = Samples(start=0.0, rate=50.0, xyz=np.zeros((100, 3), np.float32))
    return Recording(
        start=datetime(2026, 3, 14, tzinfo=UTC),
        placement=Placement.ANKLE,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=(one, Samples(start=one.end - overlap / 50.0, rate=50.0, xyz=one.xyz)),
    )


def test_runs_may_not_overlap_by_more_than_half_a_sample() -> None:
    assert len(recording_of_two(0.4).runs) == 2
    with pytest.raises(ValueError, match="runs overlap"):
        recording_of_two(0.6)


@pytest.mark.parametrize(("rest", "gravity"), [(0.3, False), (0.6, True)])
def test_less_than_a_third_of_a_g_at_rest_is_no_gravity(rest: float, gravity: bool) -> None:
    xyz = np.random.default_rng(1).normal(0, 0.003, (2000, 3)) + np.array([0, 0, rest])
    given = Expected(unit=G, given=None)
    if gravity:
        assert choose_unit(Path("a.csv"), xyz.astype(np.float32), 50.0, given)[0] == G
    else:
        with pytest.raises(WrongKind, match="without gravity"):
            choose_unit(Path("a.csv"), xyz.astype(np.float32), 50.0, given)


@pytest.mark.parametrize(
    ("unit", "per_metre"), [(METRES, 1.0), (CENTIMETRES, 100.0), (MILLIMETRES, 1000.0)]
)
def test_one_g_is_what_the_third_conference_on_weights_said(unit: Unit, per_metre: float) -> None:
    """980.665 cm/s2 (3rd CGPM, 1901)."""
    assert unit.scale * 9.80665 * per_metre == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize(
    ("rate", "read"), [(4.85, False), (4.95, True), (1015.0, True), (1030.0, False)]
)
def test_sensors_take_5_to_1000_samples_a_second(
    tmp_path: Path, rate: float, *, read: bool
) -> None:
    """By a clock that may be off by 2 % (docs/files.md: sensors below 5 Hz are refused)."""
    path = tmp_path / "a.csv"
    values = np.random.default_rng(1).normal((0.3, 0.0, 0.954), 0.01, (200, 3))
    stamped_rows = [
        f"{1.77e9 + i / rate:.6f},{x:.4f},{y:.4f},{z:.4f}" for i, (x, y, z) in enumerate(values)
    ]
    path.write_text("\n".join(["time,x,y,z", *stamped_rows]) + "\n", encoding="utf-8")
    if read:
        got = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
        assert got.rate == pytest.approx(rate, rel=1e-4)
    else:
        with pytest.raises(UnreadableFile, match="of 5 to 1000"):
            read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize(("seconds", "drift"), [(590, None), (660, -50.0)])
def test_two_clocks_are_compared_from_ten_minutes_on(seconds: int, drift: float | None) -> None:
    own = np.arange(0.0, seconds, 0.1)
    _, found = tie_clocks(own, own * (1 + 50e-6) + 10.0071, [])
    assert found == (None if drift is None else pytest.approx(drift, rel=0.01))


def test_samples_after_a_clock_that_went_back_follow_by_one_period() -> None:
    seconds = np.arange(3000) / 50.0
    seconds[1500:] -= 7.3
    xyz = np.random.default_rng(1).normal(size=(3000, 3)).astype(np.float32)
    found = order_rows(seconds, xyz)
    assert found.backward_jumps == 1
    assert np.diff(found.seconds) == pytest.approx(0.02)


def times_of(stamps: np.ndarray) -> np.ndarray:
    pieces = stamped(stamps).pieces
    return np.concatenate([p.start + np.arange(p.stop - p.first) / p.rate for p in pieces])


def test_a_clock_that_changes_its_pace_is_followed_to_an_eightieth_of_a_second() -> None:
    index = np.arange(180_000)
    true = index / 50.0 + np.maximum(index - 90_000, 0) / 50.0 * 1e-4
    assert np.abs(times_of(np.round(true, 3)) - true).max() < 0.0125


def test_the_first_stamp_of_a_second_stands_for_half_a_period_later() -> None:
    true = np.arange(30_000) / 50.0 + 0.37
    found = times_of(np.floor(true))
    # the first sample of each second was taken 0.01 s after it began
    assert np.median(found - true[: len(found)]) == pytest.approx(0.0, abs=0.003)


def test_stamps_that_are_only_ever_late_are_held_to_the_earliest() -> None:
    true = np.arange(60_000) / 25.0
    late = np.minimum(0.02 * np.random.default_rng(2).pareto(1.2, len(true)), 0.2)
    found = times_of(np.maximum.accumulate(true + late))
    assert np.median(late) > 0.015
    assert np.median(found - true) < 0.005


def test_dates_of_whole_seconds_keep_a_pause_that_the_count_does_not_know() -> None:
    """A count that stood still for two hours put the night two hours late."""
    own = np.arange(0, 1200, 0.05)
    host = np.floor(1.7e9 + 0.37 + own + np.where(own >= 600, 7200.0, 0.0))
    notes: list[str] = []
    seconds, _ = tie_clocks(own, host, notes)
    assert np.array_equal(seconds, host)
    assert "stood still" in notes[0]


@pytest.mark.parametrize("pace", [0.5, 1.02, 2.5])
def test_dates_at_another_pace_than_the_count_date_its_first_row_alone(pace: float) -> None:
    """Of rows that were sent, or of a table that was made, at such times."""
    own = np.arange(0, 1200, 0.05)
    notes: list[str] = []
    seconds, _ = tie_clocks(own, np.floor(1.7e9 + 0.37 + own * pace), notes)
    assert seconds == pytest.approx(1.7e9 + own)
    assert "another pace" in notes[0]


@pytest.mark.parametrize("drift", [0.0, 300e-6])
def test_dates_of_whole_seconds_beside_a_count_that_drifts_say_nothing(drift: float) -> None:
    own = np.arange(0, 3600, 0.05)
    notes: list[str] = []
    seconds, _ = tie_clocks(own, np.floor(1.7e9 + 0.37 + own * (1 + drift)), notes)
    assert np.abs(seconds - (1.7e9 + 0.37 + own)).max() < 1.2
    assert notes == []
