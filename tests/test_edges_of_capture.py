"""Numbers of captures, and of what is believed of any file, on both sides of where they decide."""

import asyncio
import itertools
import os
import selectors
import sqlite3
import time
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.page.body import json_object
from limbwatch.sensor import Placement, Recording, Samples, UnreadableFile, scratch
from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.capture.balance import Balance, PlacementBalance, balance_of
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.opening import open_capture
from limbwatch.sensor.capture.doubled import doubled_warning
from limbwatch.sensor.capture.host_clock import ClockPair, ContinuedClock, PacedLoop
from limbwatch.sensor.capture.timing.arrival import index_segments
from limbwatch.sensor.capture.timing.assembly import Arrivals, timeline
from limbwatch.sensor.capture.timing.sensor_clock import fit
from limbwatch.sensor.devices import Clock, Settings, open_profile
from limbwatch.sensor.store import read_stored, write_recording

PACKET_S, PER_PACKET, PERIOD = 0.1, 5, 0.02
SECOND = 10**9
MIB = 2**20


def refused(what, *, told):
    return pytest.raises(UnreadableFile, match=what) if told else nullcontext()


def evenly(seconds):
    return PACKET_S * np.arange(1, round(seconds / PACKET_S) + 1)


class TestArrival:
    """The reading by one rate, before that of the local rate is asked."""

    @staticmethod
    def segment(host):
        zeros = np.zeros(len(host), np.int64)
        with patch("limbwatch.sensor.capture.timing.arrival.pace_of", lambda *_: None):
            (found,) = index_segments(
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
                    period=PERIOD,
                )
            )
        return found

    @pytest.mark.parametrize(("dropped", "lost"), [(2, 0), (4, 20)])
    def test_packets_are_dropped_in_a_silence_of_four_tenths_of_a_second(self, dropped, lost):
        """Of 0.3 and 0.5 s: the queue of any sensor lasts for the first."""
        host = evenly(1200)
        assert self.segment(np.r_[host[:6000], host[6000 + dropped :]]).lost == lost

    @staticmethod
    def stalled(by, lasts):
        """A stall, after which packets come later than before for so long."""
        taken = evenly(1200)
        host = taken.copy()
        host[(taken > 600) & (taken < 600 + lasts)] += by
        host[(taken > 599.3) & (taken <= 600)] = 600.05 + by
        return np.maximum.accumulate(host)

    @pytest.mark.parametrize(("lasts", "lost"), [(28, 0), (32, 15), (43, 15)])
    def test_some_packet_gets_through_at_once_within_half_a_minute(self, lasts, lost):
        assert self.segment(self.stalled(0.31, lasts)).lost == lost

    @pytest.mark.parametrize(("packets", "lost"), [(0.7, 0), (0.8, 5), (1.1, 5)])
    def test_a_floor_that_rises_by_three_quarters_of_a_packet_has_lost_one(self, packets, lost):
        assert self.segment(self.stalled(packets * PACKET_S, 1000)).lost == lost

    @pytest.mark.parametrize(("seconds", "measured"), [(145, False), (165, True), (220, True)])
    def test_floors_of_six_half_minutes_measure_any_rate(self, seconds, measured):
        """One that goes to and fro, by turns of a tenth of the recording, is else not believed."""
        taken = evenly(seconds)
        by_turns = np.where(taken // (seconds / 10) % 2, 1.25, 1.0)
        period = self.segment(np.cumsum(by_turns * PACKET_S)).period
        assert period == pytest.approx(PERIOD * (1.125 if measured else 1.0), rel=0.02)

    @pytest.mark.parametrize(("slower", "measured"), [(8, True), (7, False)])
    def test_a_short_recording_has_another_rate_when_eight_of_ten_parts_agree(
        self, slower, measured
    ):
        taken = evenly(100)
        paces = np.where(taken < slower * 10, 1.5, 0.9)
        period = self.segment(np.cumsum(paces * PACKET_S)).period
        assert period == pytest.approx(PERIOD * (1.5 if measured else 1.0), rel=0.02)

    def test_a_short_recording_that_is_off_by_less_than_a_tenth_may_waver(self):
        """By 3 %, in turns of ten seconds: where it is off by more its parts must agree."""
        taken = evenly(100)
        paces = np.where(taken // 10 % 2, 1.02, 1.08)
        period = self.segment(np.cumsum(paces * PACKET_S)).period
        assert period == pytest.approx(PERIOD * 1.05, rel=0.005)


def clocked(sensor, host, *, reconnected=1e9, xyz=None):
    count = len(sensor)
    return Arrivals(
        host=host,
        stream=(evenly(count * PACKET_S) > reconnected).astype(np.int64),
        tick=np.round((sensor + 100) * 1e9).astype(np.uint64),
        anchor=np.full(count, PER_PACKET - 1),
        number=np.zeros(count, np.int64),
        count=np.full(count, PER_PACKET),
        xyz=np.zeros((count * PER_PACKET, 3), np.float32) if xyz is None else xyz,
        clock=Clock(ticks_per_second=1e9, modulus=2**64),
        number_modulus=None,
        period=PERIOD,
    )


class TestAssembly:
    @pytest.mark.parametrize(("lasts", "clocks"), [(115, 1), (125, 2), (175, 2)])
    def test_packets_of_a_new_connection_may_be_late_for_two_minutes(self, lasts, clocks):
        taken = evenly(1200)
        host = taken + 1.0 * ((taken > 600) & (taken < 600 + lasts))
        found = timeline(clocked(taken, np.maximum.accumulate(host), reconnected=600))
        assert len(found.fits) == clocks

    @pytest.mark.parametrize(("share", "clocks"), [(0.01, 1), (0.45, 1), (0.55, 2), (1.0, 2)])
    def test_the_last_packets_of_a_night_that_came_at_once_are_of_no_new_clock(self, share, clocks):
        """Held for 7.4 s at a new connection, with stamps that went on; half their time is less."""
        taken = evenly(63)
        last = taken > 60.05
        host = np.where(last, 67.4 + share * (taken - 60), taken)
        found = timeline(clocked(taken, host, reconnected=60.05))
        assert len(found.fits) == clocks

    @pytest.mark.parametrize(("by_s", "clocks"), [(0.45, 1), (0.55, 2), (0.7, 2)])
    def test_a_clock_that_moves_by_half_a_second_at_a_new_connection_was_set(self, by_s, clocks):
        taken = evenly(1200)
        found = timeline(clocked(taken + by_s * (taken > 600), taken, reconnected=600))
        assert len(found.fits) == clocks

    @pytest.mark.parametrize(
        ("packets", "late_s", "clocks"),
        [(7, 5.0, 1), (8, 5.0, 2), (11, 5.0, 2), (7, 9.5, 1), (7, 10.5, 2), (7, 14.0, 2)],
    )
    def test_fewer_than_eight_packets_may_be_late_by_ten_seconds(self, packets, late_s, clocks):
        """The last ones of a night, by a new connection."""
        taken = evenly(60 + packets * PACKET_S)
        host = taken + late_s * (np.arange(len(taken)) >= 600)
        found = timeline(clocked(taken, host, reconnected=60.01))
        assert len(found.fits) == clocks

    @pytest.mark.parametrize(("twice_s", "kept"), [(0.23, True), (0.27, False), (0.36, False)])
    def test_pieces_at_a_restart_overlap_by_a_quarter_of_a_second(self, twice_s, kept):
        """The clock goes back by half a minute; before, all packets came so much later."""
        taken = evenly(110)
        before = taken <= 55
        host = np.maximum.accumulate(taken + twice_s * before)
        runs = timeline(clocked(taken - 30.0 * ~before, host)).runs
        assert (sum(len(run.xyz) for run in runs) == len(taken) * PER_PACKET) == kept

    @pytest.mark.parametrize(("longer_s", "lost"), [(0.019, 0), (0.021, 1), (0.029, 1)])
    def test_a_step_that_is_a_fifth_longer_than_its_samples_is_a_loss(self, longer_s, lost):
        taken = evenly(120)
        assert timeline(clocked(taken + longer_s * (taken > 60), taken)).lost == lost

    @pytest.mark.parametrize(("off_s", "moved"), [(0.0035, False), (0.0045, True), (0.0055, True)])
    def test_samples_that_are_4_ms_off_an_even_grid_are_moved(self, off_s, moved):
        """Two sensors agree to twice that."""
        taken = evenly(600)
        sensor = taken + off_s * np.sin(2 * np.pi * taken / 60)
        xyz = np.zeros((len(taken) * PER_PACKET, 3), np.float32)
        xyz[:, 0] = np.arange(len(xyz)) % 2
        (run,) = timeline(clocked(sensor, taken, xyz=xyz)).runs
        assert bool(np.any((run.xyz[:, 0] > 0.01) & (run.xyz[:, 0] < 0.99))) == moved


class TestDoubled:
    @staticmethod
    def warned(copies, *, apart_s=0.0, rate=1.1, same=True, clock=None):
        """Of 1000 packets so many are copies; ``rate`` is a share of the one that is stated."""
        count = 1000
        period = 0.02
        host = np.arange(count) * period * 2
        xyz = np.random.default_rng(1).normal(size=(count, 2, 3)).astype(np.float32)
        copy = 2 * np.arange(1, copies + 1)
        host[copy] = host[copy - 1] + apart_s
        xyz[copy] = xyz[copy - 1]
        if not same:
            xyz[copy, 1] += 0.01
        arrivals = Arrivals(
            host=host,
            stream=np.zeros(count, np.int64),
            tick=np.zeros(count, np.uint64),
            anchor=np.ones(count, np.int64),
            number=np.zeros(count, np.int64),
            count=np.full(count, 2),
            xyz=xyz.reshape(-1, 3),
            clock=clock,
            number_modulus=None,
            period=period,
        )
        return doubled_warning(arrivals, rate / period)

    @pytest.mark.parametrize(("copies", "warned"), [(99, False), (100, True), (120, True)])
    def test_a_tenth_of_the_packets_are_copies(self, copies, warned):
        text = self.warned(copies)
        assert bool(text) == warned
        assert not warned or f"{copies} of 1000 packets" in text

    @pytest.mark.parametrize(("apart_s", "warned"), [(0.0049, True), (0.0051, False)])
    def test_a_copy_comes_within_five_milliseconds(self, apart_s, warned):
        """Two packets of one sensor are at least a connection interval of 7.5 ms apart."""
        assert bool(self.warned(400, apart_s=apart_s)) == warned

    @pytest.mark.parametrize(("rate", "warned"), [(1.04, False), (1.06, True)])
    def test_a_sensor_that_keeps_its_rate_sends_equal_packets_of_its_own(self, rate, warned):
        assert bool(self.warned(400, rate=rate)) == warned

    def test_packets_that_differ_or_are_stamped_are_no_copies_to_be_said(self):
        assert not self.warned(400, same=False)
        assert not self.warned(400, clock=Clock(ticks_per_second=1000.0, modulus=2**32))


class TestSensorClock:
    @staticmethod
    def fitted(seconds, ppm, each=0.1):
        sensor = np.arange(0, seconds + each / 2, each)
        return fit(sensor, sensor * (1 - ppm * 1e-6))

    @pytest.mark.parametrize(("seconds", "told"), [(59, False), (61, True), (89, True)])
    def test_a_minute_tells_the_speed_of_a_clock(self, seconds, told):
        assert (self.fitted(seconds, 150.0).ppm > 50.0) == told

    @pytest.mark.parametrize(("seconds", "ppm"), [(590, 200.0), (610, 500.0), (890, 500.0)])
    def test_in_less_than_ten_minutes_no_clock_is_more_than_200_ppm_off(self, seconds, ppm):
        """Delays that grow look like it."""
        assert self.fitted(seconds, 500.0).ppm == pytest.approx(ppm, rel=0.01)

    def test_a_line_is_believed_by_half_where_it_tells_as_much_as_is_known_of_crystals(self):
        """78 packets, a second apart, of which each is 20 ms late, tell 100 ppm."""
        assert self.fitted(78, 100.0, each=1.0).ppm == pytest.approx(50.0, rel=0.03)

    @pytest.mark.parametrize(("early", "floor"), [(15, 0.0), (25, -0.05), (29, -0.05)])
    def test_one_packet_of_fifty_is_below_the_floor(self, early, floor):
        sensor = np.arange(1000) * 0.05
        host = sensor.copy()
        host[np.linspace(5, 990, early).astype(int)] -= 0.05
        assert fit(sensor, host).offset[0] == pytest.approx(floor, abs=1e-6)

    def test_an_hour_in_which_nothing_gets_through_at_once_is_thirty_windows(self):
        """Of two minutes each."""
        sensor = np.arange(0, 8 * 3600, 1.0)
        blocked = (sensor >= 3 * 3600) & (sensor < 4 * 3600)
        assert fit(sensor, sensor + 0.3 * blocked).rejected == 30

    @pytest.mark.parametrize(("away_s", "least_ms", "most_ms"), [(1100, 0.0, 0.3), (600, 1.5, 3.0)])
    def test_what_is_twenty_minutes_away_moves_no_offset(self, away_s, least_ms, most_ms):
        """It falls by 20 ms after two hours of four."""
        sensor = np.arange(0, 4 * 3600, 0.5)
        found = fit(sensor, sensor - 0.02 * (sensor > 7200))
        off_ms = 1e3 * abs(np.interp(7200 - away_s, found.knots, found.offset))
        assert least_ms <= off_ms <= most_ms


class TestCapture:
    @staticmethod
    def captured(folder, ppm):
        """Write a capture of eleven minutes."""
        path = folder / CAPTURE
        capture = Capture(path)
        capture.clock(ClockPair(0, 0, 1_770_000_000 * SECOND))
        sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
        stream = capture.stream(sensor, 0, firmware="", mtu=None)
        capture.settings(stream, Settings(rate=50.0, range_g=8.0))
        counts = np.tile(np.array([[0, 0, 4096]], np.int16), (50, 1))
        for number in range(660):
            tick = round(number * 32768 * (1 + ppm * 1e-6))
            data = open_profile.encode(counts, number=number, tick=tick, range_g=8)
            capture.notification(stream, open_profile.DATA, number * SECOND, data)
        assert capture.close()
        return path

    @pytest.mark.parametrize(
        ("ppm", "told"), [(190.0, False), (210.0, True), (-210.0, True), (290.0, True)]
    )
    def test_no_crystal_is_200_ppm_off(self, tmp_path, ppm, told):
        """They are good to 50, and a few more for warmth."""
        (found,) = recordings_from_capture(self.captured(tmp_path, ppm))
        said = (*found.quality.notes, *found.quality.warnings)
        assert any("more than a crystal should be" in one for one in said) == told

    def test_a_capture_says_lwca_where_databases_say_whose_they_are(self, tmp_path):
        """Bytes 68 to 71 (sqlite.org, "Database File Format", 1.3)."""
        assert self.captured(tmp_path, 0.0).read_bytes()[68:72] == b"lwca"

    @pytest.mark.parametrize(("size", "read"), [(65_000, True), (66_000, False), (98_000, False)])
    def test_a_row_has_64_kib_at_most(self, tmp_path, size, read):
        """A notification has 512 bytes (Bluetooth Core, attribute values)."""
        path = tmp_path / CAPTURE
        capture = Capture(path)
        capture.clock(ClockPair(0, 0, 1_770_000_000 * SECOND))
        sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
        stream = capture.stream(sensor, 0, firmware="", mtu=None)
        capture.settings(stream, Settings(rate=50.0, range_g=8.0))
        data = open_profile.encode(np.ones((50, 3), np.int16), number=0, tick=0, range_g=8)
        for second in range(3):
            capture.notification(stream, open_profile.DATA, second * SECOND, data)
        capture.notification(stream, open_profile.DATA, 3 * SECOND, bytes(size))
        assert capture.close()
        (found,) = recordings_from_capture(path)
        said = (*found.quality.notes, *found.quality.warnings)
        assert any("too big" in one for one in said) != read

    @pytest.mark.parametrize("rows", [1, 60])
    def test_work_is_bounded_by_20_steps_a_byte_and_50_million(self, tmp_path, monkeypatch, rows):
        """Told by how often the database may ask whether to go on."""
        path = tmp_path / CAPTURE
        capture = Capture(path)
        sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
        stream = capture.stream(sensor, 0, firmware="", mtu=None)
        for second in range(rows):
            capture.notification(stream, open_profile.DATA, second * SECOND, bytes(60_000))
        assert capture.close()
        asked = []

        class Watched(sqlite3.Connection):
            def set_progress_handler(self, handler, steps):
                asked.append((handler, steps))

        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
        with closing(open_capture(path)):
            ((ends, steps),) = asked
        allowed = steps * next(count for count in itertools.count() if ends())
        assert allowed == pytest.approx(50e6 + 20 * path.stat().st_size, abs=steps)

    @pytest.mark.parametrize(("early", "told"), [(9, False), (11, True), (14, True)])
    def test_a_sensor_whose_data_end_ten_seconds_early_stopped(self, early, told):
        end = datetime(2026, 3, 15, 6, tzinfo=UTC)
        last = end - timedelta(seconds=early)
        came = PlacementBalance(placement=Placement.WRIST_LEFT, share=0.99, last=last, trouble="")
        balance = Balance(account=SimpleNamespace(end=end), placements=(came,))
        assert bool(balance.of(Placement.WRIST_LEFT)) == told

    @pytest.mark.parametrize(("later", "share"), [(29, 1.0), (31, 0.97), (44, 0.96)])
    def test_setting_up_takes_half_a_minute(self, later, share):
        """What comes before the first data of any sensor is nobody's loss."""
        begin = datetime(2026, 3, 14, 22, tzinfo=UTC)
        first = begin + timedelta(seconds=later)
        end = first + timedelta(seconds=1000)
        leg = SimpleNamespace(placement=Placement.ANKLE, trouble="", weak=None)
        one = SimpleNamespace(
            placement=Placement.ANKLE,
            start=first,
            end=end,
            runs=[SimpleNamespace(start=0.0)],
            spans=np.array([[0.0, 1000.0]]),
        )
        account = SimpleNamespace(begin=begin, end=end, legs=[leg])
        (came,) = balance_of(account, [one]).placements
        assert came.share == pytest.approx(share, abs=0.004)

    @pytest.mark.parametrize(("before", "lost"), [(65, 0), (66, 1)])
    def test_64_mib_wait_for_a_disk(self, tmp_path, before, lost):
        """What comes then, is lost, and what comes when they are written is not."""

        class Heavy(bytes):
            def __len__(self):
                return MIB - 64  # and the row around it

        capture = Capture(tmp_path / CAPTURE)
        sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
        stream = capture.stream(sensor, 0, firmware="", mtu=None)
        for second in range(before):
            capture.notification(stream, open_profile.DATA, second, Heavy())
        assert capture.overflowed == lost
        assert capture.flush()
        capture.notification(stream, open_profile.DATA, before, Heavy())
        assert capture.close()
        assert capture.overflowed == lost


class TestHostClock:
    @pytest.mark.parametrize(("set_s", "same"), [(1.9, True), (2.1, False), (2.9, False)])
    def test_a_wall_clock_is_set_by_less_than_two_seconds(self, set_s, same):
        """More is another start of the machine, after which the wall clock tells the time."""
        last = ClockPair(100 * SECOND, 100 * SECOND, 1000 * SECOND)
        now = ClockPair(200 * SECOND, 200 * SECOND, round((1100 + set_s) * SECOND))
        clock = SimpleNamespace(now_ns=lambda: now.host, pair=lambda: now)
        assert (ContinuedClock(clock, last).now_ns() == now.host) == same

    @pytest.mark.parametrize(("wait_s", "sleeps"), [(0.0039, False), (0.0041, True)])
    def test_waits_of_a_paced_loop_are_put_together_to_four_milliseconds(
        self, monkeypatch, wait_s, sleeps
    ):
        """The system sleeps in whole milliseconds."""
        asked = []
        with closing(PacedLoop(1000.0)) as loop:
            pace = loop._pace
            with monkeypatch.context() as patch:
                patch.setattr(
                    selectors.DefaultSelector, "select", lambda _, wait: asked.append(wait) or []
                )
                pace.select(wait_s * 1000)
        assert asked == [pytest.approx(wait_s) if sleeps else 0]
        assert pace.passed == pytest.approx(wait_s * 1000)


class TestBounds:
    @pytest.mark.parametrize(("unpacked", "told"), [(99, False), (101, True), (149, True)])
    def test_a_recording_unpacks_to_a_hundred_times_its_archive(self, unpacked, told):
        """Tables pack to a twentieth at best, and tricks to a thousandth (RFC 1951)."""
        with refused("at most 100 times its archive", told=told):
            require_modest("a", MIB, unpacked * MIB)

    @pytest.mark.parametrize(("g", "told"), [(990.0, False), (1010.0, True), (-1490.0, True)])
    def test_no_sensor_on_a_limb_measures_a_thousand_g(self, tmp_path, g, told):
        """The widest range on the market is 200 g."""
        path = tmp_path / "a.parquet"
        xyz = np.zeros((100, 3), np.float32)
        xyz[7, 1] = g
        one = Recording(
            start=datetime(2026, 3, 14, tzinfo=UTC),
            placement=Placement.ANKLE,
            device="",
            rate_nominal=None,
            rate=50.0,
            runs=(Samples(start=0.0, rate=50.0, xyz=xyz),),
        )
        write_recording(one, path)
        with refused("an acceleration of", told=told):
            read_stored(path)

    @pytest.mark.parametrize(("figure", "told"), [(1e9, False), (1.01e9, True), (-1.4e9, True)])
    def test_no_night_holds_a_figure_above_a_milliard(self, figure, told):
        async def stream():
            yield f'{{"figure": {figure}}}'.encode()

        refusal = pytest.raises(ValueError, match="which no night holds")
        with refusal if told else nullcontext():
            asyncio.run(json_object(SimpleNamespace(stream=stream)))

    @pytest.mark.parametrize(("hours", "swept"), [(23, False), (25, True), (35, True)])
    def test_what_a_killed_process_left_is_swept_after_a_day(self, tmp_path, hours, swept):
        left = tmp_path / "limbwatch-left"
        left.mkdir()
        then = time.time() - hours * 3600
        os.utime(left, (then, then))
        scratch.sweep("limbwatch-", tmp_path)
        assert left.exists() != swept
