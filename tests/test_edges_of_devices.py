"""Numbers of sensors' protocols and of what is asked of them, on both sides of each."""

import asyncio
import struct
from contextlib import nullcontext
from datetime import datetime

import numpy as np
import pytest

from benchmarks.metamotion_flash import TICK_S, entry
from benchmarks.movesense_logbook import chunk, described, head, log_of
from benchmarks.polar_memory import rec_file
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.devices import (
    Settings,
    Wish,
    espruino,
    metamotion,
    microbit,
    movesense,
    osd,
    phone,
    pinetime,
    polar,
)
from limbwatch.sensor.devices.metamotion_log import (
    ClockReading,
    head_block,
    page_block,
    read_metamotion_log,
    reading_block,
    stretches,
)
from limbwatch.sensor.devices.movesense_log import read_log
from limbwatch.sensor.devices.polar_offline import read_offline
from limbwatch.sensor.errors import DeviceRefused

SETTINGS = Settings(rate=50, range_g=8)


class Link:
    """Keeps what is written; reads and answers are given."""

    def __init__(self, values=None, answers=None):
        self.values = values or {}
        self.answers = answers or {}
        self.memory = {}
        self.written = []

    def has(self, characteristic):
        return characteristic in self.values

    async def read(self, characteristic):
        return self.values[characteristic]

    async def write(self, _characteristic, data, **_):
        self.written.append(bytes(data))

    async def subscribe(self, characteristic):
        pass

    async def request(self, _characteristic, data, *, accept, **_):
        self.written.append(bytes(data))
        answer = self.answers[bytes(data[:2])]
        assert accept(answer)
        return answer

    async def pause(self, seconds):
        pass


class TestWish:
    def test_a_sensor_is_asked_for_50_hz_and_for_8_g_which_hold_jerks_of_6_g(self):
        """Of 25, 50 and 100 Hz and of 2, 4, 8 and 16 g (BMI160: 0x27 is 50 Hz, 0x08 is 8 g)."""
        answers = {b"\x03\x80": b"\x03\x80\x01", b"\x09\x02": b"\x09\x02\x00"}
        link = Link(answers=answers)
        taken = asyncio.run(metamotion.start(link, Wish()))
        assert (taken.rate, taken.range_g) == (50.0, 8.0)
        assert bytes.fromhex("03032708") in link.written

    @pytest.mark.parametrize(("wanted", "period_ms"), [(50, 20), (100, 10), (200, 10), (1000, 10)])
    def test_a_microbit_sends_one_sample_at_a_time_and_at_most_each_10_ms(self, wanted, period_ms):
        """It offers 5, 2 and 1 ms as well (Bluetooth profile of microbit-dal)."""
        link = Link()
        taken = asyncio.run(microbit.start(link, Wish(rate=wanted)))
        assert link.written == [period_ms.to_bytes(2, "little")]
        assert taken.rate == 1000 / period_ms


class TestWatches:
    def test_a_watch_that_cannot_be_set_is_taken_at_the_rate_that_its_program_has(self):
        """25 Hz (BLE_Datasource_Specification.md), and ten times a second (MotionController)."""
        link = Link({osd.FORMAT: b"\x03"})
        assert asyncio.run(osd.start(link, Wish(rate=100))).rate == 25.0
        assert asyncio.run(pinetime.start(Link(), Wish(rate=100))).rate == 10.0

    @pytest.mark.parametrize("layout", [1, 2, 3, 4])
    def test_only_format_3_has_three_axes(self, layout):
        work = osd.start(Link({osd.FORMAT: bytes([layout])}), Wish())
        with nullcontext() if layout == 3 else pytest.raises(DeviceRefused, match="format 3"):
            asyncio.run(work)

    @pytest.mark.parametrize(("characters", "dropped"), [(4096, 0), (4097, 1), (6000, 1)])
    def test_4096_characters_without_an_end_are_no_line_of_ours(self, characters, dropped):
        """Ten samples are 300 at most."""
        decoder = espruino.EspruinoDecoder()
        for at in range(0, characters, 20):
            decoder.push(b"x" * min(20, characters - at))
        assert decoder.tally.malformed == dropped


class TestPhone:
    @pytest.mark.parametrize(
        ("samples", "sizes"), [(1001, [1000, 1]), (1002, [1000, 1, 1]), (2001, [1000, 1000, 1])]
    )
    def test_a_packet_has_a_thousand_samples_at_most_and_the_last_stands_alone(
        self, samples, sizes
    ):
        xyz = np.zeros((samples, 3), np.float32)
        packets = phone.encode(np.arange(samples) * 10**7, xyz, phone.Convention.METRES)
        assert [(len(packet) - 12) // 12 for packet in packets] == sizes

    @pytest.mark.parametrize(("step", "packets"), [(1.45, 2), (1.55, 4), (0.55, 2), (0.45, 4)])
    def test_a_step_that_is_off_by_half_of_the_usual_one_begins_a_packet(self, step, packets):
        """Phones vary by a tenth (SAMPLING.md of Sensor Logger); a lost sample doubles a step."""
        steps = np.full(19, 1.0)
        steps[9] = step
        time_ns = np.round(np.r_[0, np.cumsum(steps)] * 1e7).astype(np.int64)
        made = phone.encode(time_ns, np.zeros((20, 3), np.float32), phone.Convention.METRES)
        assert len(list(made)) == packets


class TestMetaMotionLog:
    def test_bits_0_to_4_of_an_entry_are_its_trigger_and_5_to_7_its_start(self):
        """docs/api-specification.md, 0x0B: 32 triggers, and starts modulo 8."""
        plane = 2**16 * 22 + 11
        entries = [
            entry(trigger, start, 100, data)
            for start in (0, 3, 7)
            for trigger, data in ((31, plane + start), (16, 33), (15, 1), (17, 1))
        ]
        head_ = head_block("x", SETTINGS, (31, 16))
        found = list(stretches(read_metamotion_log(head_ + page_block(b"".join(entries)), "x")))
        assert [one.counts.tolist() for one in found] == [
            [[11 + start, 22, 33]] for start in (0, 3, 7)
        ]

    @staticmethod
    def dated(seconds, ppm):
        """When a sample at tick 0 was taken, of a board that was read there and later."""
        last = round(seconds / TICK_S)
        unix_ns = round(last * TICK_S * (1 + ppm * 1e-6) * 1e9)
        blocks = [
            head_block("x", SETTINGS, (0, 1)),
            reading_block(ClockReading(start=0, tick=0, unix_ns=0)),
            page_block(entry(0, 0, 0, 0) + entry(1, 0, 0, 0)),
            reading_block(ClockReading(start=0, tick=last, unix_ns=unix_ns)),
        ]
        (one,) = stretches(read_metamotion_log(b"".join(blocks), "x"))
        return one.unix_ns[0] / 1e9

    @pytest.mark.parametrize(("seconds", "measured"), [(590, False), (610, True), (850, True)])
    def test_readings_of_a_clock_tell_its_speed_from_ten_minutes_on(self, seconds, measured):
        assert (abs(self.dated(seconds, 100.0)) < 1e-3) == measured

    @pytest.mark.parametrize(
        ("ppm", "measured"), [(190.0, True), (-190.0, True), (210.0, False), (-290.0, False)]
    )
    def test_a_board_that_seems_200_ppm_off_hangs_on_a_computer_that_was_set(self, ppm, measured):
        assert (abs(self.dated(8 * 3600, ppm)) < 1e-3) == measured

    @pytest.mark.parametrize(("length", "read"), [(4096, True), (4097, False), (6000, False)])
    def test_a_line_has_4096_bytes_with_its_end(self, length, read):
        empty = len(head_block("", SETTINGS, (0, 1)).split(b"\n", 1)[1])
        content = head_block("x" * (length - empty), SETTINGS, (0, 1))
        refusal = pytest.raises(UnreadableFile, match="does not say how")
        with nullcontext() if read else refusal:
            read_metamotion_log(content, "x")


class TestMovesense:
    def test_what_does_not_say_its_reference_has_that_of_the_first_version(self):
        """Captures of then have no other in their settings."""
        decoder = movesense.DEVICE.decoder(Settings(rate=52.0, range_g=None))
        body = struct.pack("<I3f", 5, 0.0, 0.0, 9.80665)
        assert [len(decoder.push(bytes([2, one]) + body)) for one in (76, 77, 78, 115)] == [
            0,
            1,
            0,
            0,
        ]

    def test_a_log_begins_with_eight_characters_that_are_no_chunk(self):
        """``SBEM0112`` (docs/sbem-format.md)."""
        content = log_of(1.7e9, 3)
        assert len(read_log(content, "x").samples) == 3
        with pytest.raises(UnreadableFile, match="no acceleration"):
            read_log(content[:8] + b"0000" + content[8:], "x")

    @pytest.mark.parametrize("length", [254, 255, 256])
    def test_a_length_of_255_or_more_stands_behind_a_byte_of_255(self, length):
        text = "<PTH>Samples."
        content = log_of(1.7e9, 2) + described(99, text + "x" * (length - len(text) - 3))
        log = read_log(content, "x")
        assert (len(log.samples), log.cut) == (2, 0)

    @staticmethod
    def read(content):
        try:
            return len(read_log(content, "x").samples)
        except UnreadableFile:
            return 0

    @pytest.mark.parametrize(("inside", "read"), [(1, 1), (8, 1), (9, 0), (11, 0)])
    def test_groups_lie_in_each_other_eight_deep(self, inside, read):
        groups = [described(100 + k, f"<GRP>{101 + k}") for k in range(inside)]
        groups.append(described(100 + inside, "<GRP>10,14,11,12,13,15"))
        times = chunk(32, struct.pack("<IQ", 0, 10**15))
        sample = chunk(100, struct.pack("<I3f", 0, 0.0, 0.0, 9.8))
        assert self.read(head() + b"".join(groups) + times + sample) == read

    @pytest.mark.parametrize(("samples", "read"), [(24, 1), (333, 1), (334, 0), (490, 0)])
    def test_a_chunk_has_a_thousand_values_at_most(self, samples, read):
        """A time, and three of each sample: 8 samples of three sensors are 73."""
        group = described(100, "<GRP>10,14," + "20," * samples + "15")
        times = chunk(32, struct.pack("<IQ", 0, 10**15))
        sample = chunk(100, bytes(4 + 12 * samples))
        assert self.read(head() + group + times + sample) == read


class TestPolar:
    def test_counts_without_a_factor_are_of_8_g_in_16_bits(self):
        """0.244 mg a count (Polar_Measurement_Data_Specification.pdf): 32768 are 8 g."""
        decoder = polar.DEVICE.decoder(Settings(rate=52, range_g=8))
        reference = np.array([16384, 0, -4096], "<i2").tobytes()
        (packet,) = decoder.push(bytes([2]) + bytes(8) + b"\x80" + reference)
        np.testing.assert_allclose(packet.xyz, [[4.0, 0.0, -1.0]], rtol=1e-3)

    @pytest.mark.parametrize(("counts", "g"), [(1000, 1.0), (-2000, -2.0)])
    def test_a_thousand_counts_of_a_raw_frame_are_one_g(self, counts, g):
        """Milli-g (online_measurement.pdf)."""
        decoder = polar.DEVICE.decoder(Settings(rate=52, range_g=8))
        raw = np.array([counts, 0, 0], "<i2").tobytes()
        (packet,) = decoder.push(bytes([2]) + bytes(8) + b"\x01" + raw)
        assert packet.xyz[0, 0] == pytest.approx(g)

    def test_a_recording_in_memory_is_ended_by_the_highest_bit_of_the_measurement(self):
        """PmdRecordingType.kt: acceleration is 2, and 0x82 in the memory."""
        link = Link(answers={b"\x03\x82": bytes.fromhex("f0038200")})
        asyncio.run(polar.stop_offline(link))
        assert link.written == [b"\x03\x82"]

    def test_a_file_of_the_memory_begins_with_its_magic(self):
        """OfflineRecordingData.kt: 0x3D7C4C2B."""
        content = rec_file(datetime.fromisoformat("2026-03-14 22:00:00"), [])
        assert read_offline(content, "x").settings.rate == 52
        with pytest.raises(UnreadableFile, match="not a recording of Polar"):
            read_offline(content[:4] + b"\x5c" + content[5:], "x")
