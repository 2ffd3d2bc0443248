"""Numbers of fetching what a sensor recorded by itself, on both sides of where they decide."""

import asyncio
import struct
from datetime import UTC, datetime, timedelta, timezone

import pytest

from benchmarks.metamotion_flash import MetaMotionFlash, entry
from benchmarks.movesense_logbook import MovesenseFlash, log_of
from benchmarks.polar_memory import PolarWithMemory, rec_file
from limbwatch.sensor.capture.host_clock import PacedLoop
from limbwatch.sensor.devices import Wish, metamotion
from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.memory.early_end import EarlyEnd, early_end
from limbwatch.sensor.memory.gsp import GET, Gsp
from limbwatch.sensor.memory.log_parts import LogParts
from limbwatch.sensor.memory.memory_contents import RecordingEnd, StoredRecording
from limbwatch.sensor.memory.metamotion_memory import MetaMotionMemory
from limbwatch.sensor.memory.metawear_log import MetaWearLog
from limbwatch.sensor.memory.movesense_memory import MovesenseMemory
from limbwatch.sensor.memory.polar_memory import PolarMemory
from limbwatch.sensor.memory.psftp import PsFtp
from limbwatch.sensor.memory.unfinished_fetch import BegunRecording
from limbwatch.sensor.radio.link import SessionLink

EVENING = datetime(2026, 3, 14, 22, tzinfo=UTC)


def in_no_time(work):
    with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
        return runner.run(work)


async def lasted(work):
    """How many seconds something took, and what became of it."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        result = await work
    except LinkLost as error:
        result = str(error)
    return loop.time() - begun, result


class Wire:
    """A connection to a sensor whose notifications come so many seconds after what asks for them.

    ``late`` gives the seconds from a notification and its place among those of one write.
    """

    def __init__(self, sensor, late=lambda _place, _data: 0.0, packet_size=244):
        self.sensor, self.late, self.packet_size = sensor, late, packet_size
        self.written = []
        self.receive = {}

    @property
    def characteristics(self):
        return frozenset(uuid for one in self.sensor.services.values() for uuid in one)

    async def subscribe(self, characteristic, receive):
        self.receive[characteristic] = receive

    async def write(self, characteristic, data, **_):
        self.written.append(bytes(data))
        loop = asyncio.get_running_loop()
        for place, (source, answer) in enumerate(self.sensor.write(characteristic, data)):
            if source in self.receive:
                loop.call_later(self.late(place, answer), self.receive[source], answer)


class TestMovesense:
    @staticmethod
    def sensor(**given):
        return MovesenseFlash(address="0C:8C:DC:00:00:01", name="Movesense 1", **given)

    @pytest.mark.parametrize(("late", "answered"), [(4.9, True), (5.1, False), (7.4, False)])
    def test_a_logbook_answers_a_command_within_five_seconds(self, late, answered):
        async def work():
            book = Gsp(Wire(self.sensor(), lambda *_: late))
            await book.open()
            return await lasted(book.command(GET, b"/Mem/DataLogger/State\0"))

        seconds, result = in_no_time(work())
        assert seconds == pytest.approx(min(late, 5.0))
        assert (result == b"\x02") == answered

    @pytest.mark.parametrize(("late", "fetched"), [(14.9, True), (15.1, False), (22.0, False)])
    def test_the_next_part_of_a_log_comes_within_a_quarter_of_a_minute(self, late, fetched):
        content = log_of(1.7e9, 1)

        async def work():
            sensor = self.sensor(logs={1: content})
            book = Gsp(Wire(sensor, lambda place, _: late * place))
            await book.open()
            return (await lasted(book.fetch(1, LogParts())))[1]

        assert (in_no_time(work()) == content) == fetched

    def test_a_log_is_written_out_by_a_sensor_that_is_started_anew(self):
        """State 2 is ready; of modes, 1 is off, 5 the application, 12 new firmware."""

        async def work():
            sensor = self.sensor(state=3)
            wire = Wire(sensor)
            memory = MovesenseMemory(wire)
            await memory.open()
            assert await memory.end()
            return [(one[0], one[2:]) for one in wire.written]

        assert in_no_time(work())[-2:] == [(9, b"\x02"), (7, b"\x05")]

    @pytest.mark.parametrize(("more_s", "off_s"), [(0.0, 0.0), (1.8, 0.0), (1.9, 2.05)])
    def test_its_clock_is_set_again_by_what_it_lacks_if_that_is_less_than_two_seconds(
        self, more_s, off_s
    ):
        """A command takes 0.15 s here, as its answer does."""

        async def work():
            loop = asyncio.get_running_loop()
            sensor = self.sensor(host_s=loop.time)
            obey = sensor._obey

            def loses_more(code, payload):
                if code == 8:
                    shown = struct.unpack("<Q", payload)[0] - round(more_s * 1e6)
                    payload = struct.pack("<Q", shown)
                return obey(code, payload)

            sensor._obey = loses_more
            wire = Wire(sensor, lambda *_: 0.15)
            write = wire.write

            async def write_late(*given, **named):
                await asyncio.sleep(0.15)
                await write(*given, **named)

            wire.write = write_late
            memory = MovesenseMemory(wire)
            await memory.open()
            begun = loop.time()
            await memory.begin(Wish(), EVENING)
            shown = sensor.utc_us / 1e6 + loop.time() - sensor.set_at
            return EVENING.timestamp() + loop.time() - begun - shown

        assert in_no_time(work()) == pytest.approx(off_s, abs=0.01)


class TestMetaMotion:
    @staticmethod
    def board(**given):
        one = MetaMotionFlash(address="F0:00:00:00:00:05", name="MetaWear", **given)
        one.triggers = {0: bytes.fromhex("0304ff60"), 1: bytes.fromhex("0304ff24")}
        return one

    @staticmethod
    async def read_out(wire, entries, told=lambda _: None):
        """Read a log; give what was kept."""
        kept = []
        link = SessionLink(wire, lambda _, data: log.hear(data), 60.0)
        log = MetaWearLog(link)
        await link.subscribe(metamotion.DATA)
        seconds, said = await lasted(log.read_out(entries, kept.append, told))
        return seconds, said, b"".join(kept)

    @pytest.mark.parametrize(("late", "answered"), [(4.9, True), (5.1, False), (7.4, False)])
    def test_a_board_answers_within_five_seconds(self, tmp_path, late, answered):
        async def work():
            memory = MetaMotionMemory(Wire(self.board(), lambda *_: late), tmp_path / "log")
            await memory.open()
            return (await lasted(memory.recordings()))[1]

        assert (in_no_time(work()) == ()) == answered

    @pytest.mark.parametrize(("late", "whole"), [(14.9, True), (15.1, False), (22.0, False)])
    def test_a_log_goes_on_within_a_quarter_of_a_minute(self, late, whole):
        entries = [entry(0, 5, number, number) for number in range(2)]

        async def work():
            board = self.board(log=list(entries))
            wire = Wire(board, lambda _, data: late if data[:2] == b"\x0b\x07" else late + 0.01)
            return await self.read_out(wire, 2)

        _, said, kept = in_no_time(work())
        assert (kept == b"".join(entries)) == whole
        assert (said is not None) == (not whole)

    @pytest.mark.parametrize(("late", "confirmed"), [(2.9, 1), (3.1, 0), (4.4, 0)])
    def test_the_end_of_the_last_page_comes_within_three_seconds_or_never(self, late, confirmed):
        """Either way what was read is kept."""
        entries = [entry(0, 5, number, number) for number in range(2)]

        async def work():
            board = self.board(log=list(entries))
            wire = Wire(board, lambda _, data: late if data == b"\x0b\x0d" else 0.0)
            return await self.read_out(wire, 2), board.confirmed

        (seconds, said, kept), pages = in_no_time(work())
        assert (said, kept, pages) == (None, b"".join(entries), confirmed)
        assert seconds == pytest.approx(min(late, 3.0))

    @pytest.mark.parametrize(("entries", "each"), [(2, 1), (199, 1), (200, 2), (10_000, 100)])
    def test_a_board_tells_a_hundred_times_how_much_is_left(self, entries, each):
        async def work():
            board = self.board(log=[entry(0, 5, number, 0) for number in range(entries)])
            await self.read_out(Wire(board), entries)
            return board.asked

        asked = in_no_time(work())
        assert b"\x0b\x06" + struct.pack("<II", entries, each) in asked

    def test_registers_of_the_logging_module_are_read_by_their_highest_bit(self):
        """docs/api-specification.md: 0x0B is the module, 0x80 reads."""

        async def work():
            wire = Wire(self.board(log=[b""] * 7))
            link = SessionLink(wire, lambda *_: None, 5.0)
            await link.subscribe(metamotion.DATA)
            return await MetaWearLog(link).length(), wire.written

        assert in_no_time(work()) == (7, [b"\x0b\x85"])


class TestEarlyEnd:
    """Whether a recording ended before this computer ended it."""

    @pytest.mark.parametrize(
        ("ran", "restarted", "ended_s", "last_s", "why"),
        [
            (True, False, 1000.0, 941.0, None),
            (True, False, 1000.0, 939.0, EarlyEnd.STILL_ON),
            (True, False, 1000.0, 924.0, EarlyEnd.STILL_ON),
            (True, False, 1000.0, 954.0, None),
            (None, False, 1000.0, 939.0, EarlyEnd.UNKNOWN),
            (None, False, 1000.0, 941.0, None),
            (False, False, None, 990.0, EarlyEnd.UNKNOWN),
            (False, True, None, 990.0, EarlyEnd.RESTARTED),
            (False, False, 1000.0, 990.0, None),  # an earlier fetch ended it
            (False, False, 1000.0, 900.0, EarlyEnd.STILL_ON),
            (False, False, None, 39.0, None),  # the newest recording is an older one
            (False, False, None, 41.0, EarlyEnd.UNKNOWN),
        ],
    )
    def test_a_minute_without_samples_before_its_end(self, ran, restarted, ended_s, last_s, why):
        end = RecordingEnd(ran=ran, restarted=restarted)
        begun = BegunRecording(begun=100.0, ended=None if ran else ended_s)
        assert early_end(end, begun, last_s, 1000.0) == why


class TestPolar:
    @pytest.mark.parametrize(("losses", "came"), [(2, True), (3, False)])
    def test_a_file_of_which_a_packet_is_lost_is_asked_for_three_times(self, losses, came):
        content = bytes(3000)

        async def work():
            sensor = self.sensor(files={"/U/0/x": content})
            packets = sensor._packets

            def lossy(reply):
                sensor.lose = 3 if len(sensor.asked) <= losses else None
                return packets(reply)

            sensor._packets = lossy
            files = PsFtp(Wire(sensor, lambda place, _: 0.001 * place))
            await files.open()
            return (await lasted(files.get("/U/0/x")))[1]

        assert (in_no_time(work()) == content) == came

    @pytest.mark.parametrize(("late_s", "came"), [(1.9, True), (2.1, False), (2.4, False)])
    def test_what_is_left_of_a_file_is_waited_for_until_two_seconds_are_silent(self, late_s, came):
        """What comes later is taken for the next download, which fails by it."""
        content = bytes(1000)

        async def work():
            sensor = self.sensor(files={"/U/0/x": content}, lose=1)
            wire = Wire(
                sensor, lambda place, _: place * (late_s if len(sensor.asked) == 1 else 0.5)
            )
            files = PsFtp(wire)
            await files.open()
            await lasted(files.get("/U/0/x"))
            return wire.written

        assert (len(in_no_time(work())) == 2) == came

    @staticmethod
    def sensor(**given):
        return PolarWithMemory(address="A0:00:00:00:00:01", name="Polar Sense 1", **given)

    @pytest.mark.parametrize(("late", "answered"), [(4.9, True), (5.1, False), (7.4, False)])
    def test_a_command_is_answered_within_five_seconds(self, late, answered):
        async def work():
            memory = PolarMemory(
                Wire(self.sensor(), lambda _, data: late if data[:1] == b"\xf0" else 0.0)
            )
            await memory.open()
            return await lasted(memory.end())

        seconds, result = in_no_time(work())
        assert (result == RecordingEnd(ran=None)) == answered
        assert seconds == pytest.approx(min(late, 5.0))

    @pytest.mark.parametrize(("late", "went_on"), [(29.9, True), (30.1, False), (44.0, False)])
    def test_a_file_goes_on_within_half_a_minute(self, late, went_on):
        """The vendor waits 90 s and shows nothing meanwhile."""
        content = bytes(300)

        async def work():
            sensor = self.sensor(files={"/U/0/x": content})
            files = PsFtp(Wire(sensor, lambda place, _: late * place))
            await files.open()
            return (await lasted(files.get("/U/0/x")))[1]

        assert (in_no_time(work()) == content) == went_on

    @pytest.mark.parametrize("packet_size", [None, 0, 19, 20])
    def test_every_connection_carries_20_bytes(self, packet_size):
        async def work():
            wire = Wire(self.sensor(files={"/U/0/a/long/name": b"x"}), packet_size=packet_size)
            files = PsFtp(wire)
            await files.open()
            return await files.get("/U/0/a/long/name"), [len(one) for one in wire.written]

        content, sizes = in_no_time(work())
        assert (content, sizes[0], max(sizes)) == (b"x", 20, 20)

    @pytest.mark.parametrize(("hours", "minutes"), [(1.0, 60), (-3.5, -210), (5.75, 345)])
    def test_a_zone_is_told_in_minutes(self, hours, minutes):
        """What is negative has 64 bits (protobuf.dev, "Encoding")."""
        now = datetime(2026, 3, 14, 22, tzinfo=timezone(timedelta(hours=hours)))

        async def work():
            sensor = self.sensor()
            memory = PolarMemory(Wire(sensor))
            await memory.open()
            await memory.set_clock(now)
            return sensor.set_to[-1]

        said, value, shift = in_no_time(work()).rpartition(b"\x18")[2], 0, 0
        for byte in said:
            value, shift = value | (byte & 0x7F) << shift, shift + 7
        assert value == minutes % 2**64

    @pytest.mark.parametrize(("length", "kept"), [(9, 0), (10, 1), (14, 1)])
    def test_a_frame_has_ten_bytes_before_its_samples(self, length, kept):
        """Kind, eight of time, and frame type."""
        frame = bytes([2]) + bytes(8) + bytes(length - 9)
        path = "/U/0/20260314/R/220000/ACC0.REC"
        content = rec_file(EVENING.replace(tzinfo=None), [frame])

        async def work():
            memory = PolarMemory(Wire(self.sensor()))
            await memory.open()
            recording = StoredRecording(label="x", paths=(path,))
            return await memory.streams(recording, (content,))

        (stream,) = in_no_time(work())
        assert len(stream.frames) == kept
