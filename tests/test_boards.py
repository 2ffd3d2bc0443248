"""Boards with an accelerometer: what they are told, and what they send."""

import asyncio
import json
import shutil
import struct
import subprocess

import numpy as np
import pytest

from limbwatch.sensor.devices import (
    Settings,
    Wish,
    adafruit,
    bluest,
    device_of_kind,
    espruino,
    puck,
    recognised,
    science_journal,
    sensortag,
)
from limbwatch.sensor.devices.device import BATTERY_LEVEL
from limbwatch.sensor.errors import LinkLost, NeverStreams
from tests.links import ValuesLink


class Board(ValuesLink):
    """Keeps what is written, in order; gives what is read or answered."""

    def __init__(self, values=None, answer=lambda _data: (), kept=None):
        super().__init__(values, kept)
        self.answer = answer
        self.steps = []

    async def write(self, characteristic, data, *, response=True):
        assert response
        self.steps.append((characteristic, bytes(data)))

    async def subscribe(self, characteristic):
        self.steps.append((characteristic, "subscribed"))

    async def request(self, characteristic, data, *, accept, response=True):
        await self.write(characteristic, data, response=response)
        return next(one for one in self.answer(data) if accept(one))

    async def pause(self, seconds):
        self.steps.append(("pause", seconds))


class TestSensorTag:
    """TI, CC2650 SensorTag User's Guide: Movement Sensor."""

    @pytest.mark.parametrize(
        ("wanted", "period", "given"),
        [(50, 10, 10.0), (10, 10, 10.0), (9, 11, 100 / 11), (5, 20, 5.0), (0.2, 255, 100 / 255)],
    )
    def test_its_period_is_100_to_2550_ms_and_never_longer_than_asked_for(
        self, wanted, period, given
    ):
        board = Board()
        taken = asyncio.run(sensortag.start(board, Wish(rate=wanted)))
        assert board.steps[0] == (sensortag.PERIOD, bytes([period]))
        assert taken.rate == pytest.approx(given)

    @pytest.mark.parametrize(
        ("wanted", "bits", "given"), [(2, "3800", 2), (8, "3802", 8), (10, "3803", 16)]
    )
    def test_three_axes_and_a_range_are_set_without_sleep_while_still(self, wanted, bits, given):
        board = Board()
        taken = asyncio.run(sensortag.start(board, Wish(range_g=wanted)))
        assert board.steps[1:] == [
            (sensortag.DATA, "subscribed"),
            (sensortag.CONFIGURATION, bytes.fromhex(bits)),
        ]
        assert taken.range_g == given
        asyncio.run(sensortag.stop(board))
        assert board.steps[-1] == (sensortag.CONFIGURATION, bytes(2))

    @pytest.mark.parametrize("range_g", [2.0, 4.0, 8.0, 16.0])
    def test_the_second_three_numbers_are_acceleration_in_the_range(self, range_g):
        decoder = device_of_kind("sensortag").decoder(Settings(rate=10, range_g=range_g))
        counts = np.array([1000, -2000, 16384])
        (packet,) = decoder.push(struct.pack("<9h", 7, 8, 9, *counts, 10, 11, 12))
        np.testing.assert_allclose(packet.xyz, [counts * range_g / 32768], rtol=1e-6)

    def test_noughts_before_the_first_measurement_are_no_free_fall(self):
        decoder = device_of_kind("sensortag").decoder(Settings(rate=10, range_g=8))
        assert decoder.push(bytes(18)) == ()
        assert (decoder.tally.other, decoder.tally.malformed) == (1, 0)

    @pytest.mark.parametrize(
        ("name", "services"),
        [
            ("CC2650 SensorTag", ()),
            ("CC1350 SensorTag", ()),
            ("mine", ("0000aa80-0000-1000-8000-00805f9b34fb",)),
            ("mine", (sensortag.SERVICE,)),
        ],
    )
    def test_it_is_known_by_its_name_or_service(self, name, services):
        assert recognised(name, frozenset(services)).kind == "sensortag"

    def test_the_older_sensortag_is_not_taken_for_it(self):
        """The CC2541 is called "SensorTag" and has another service, of one byte an axis."""
        assert recognised("SensorTag", frozenset({"f000aa10-0451-4000-b000-000000000000"})) is None


NODE = shutil.which("node")

PUCK = """
let out = [], heard = [], rates = [], registers = {0x0F: ANSWERS, 0x10: 0, 0x11: 0};
const Bluetooth = {println: t => out.push(t + "\\r\\n")};
const Puck = {
  on: (_, f) => heard.push(f),
  removeListener: (_, f) => { heard = heard.filter(g => g !== f); },
  accelRd: r => registers[r], accelWr: (r, v) => { registers[r] = v; },
  accelOn: hz => {
    if (VERSION < 2) throw new Error("Accelerometer not available on Puck.js 1");
    rates.push(hz);
    const code = [0, 12.5, 26, 52, 104, 208, 416, 833, 1660].indexOf(hz) << 4;
    registers = {0x0F: 0x6A, 0x10: code | 0x0B, 0x11: code};
  },
  accelOff: () => { rates.push("off"); registers = {0x0F: 0, 0x10: 0, 0x11: 0}; },
};
Object.assign(globalThis, {Puck, Bluetooth, global: globalThis});
let n = 0;
const feel = k => { for (let i = 0; i < k; i++, n++) heard.forEach(f => f(
  {acc: {x: n, y: -n, z: 4096}, gyro: {x: 1, y: 2, z: 3}})); };
"""


def in_a_puck(script, *, version=2, answers=0):
    """Run a script in a JavaScript engine, with a stand-in for the board."""
    begin = PUCK.replace("VERSION", str(version)).replace("ANSWERS", str(answers))
    told = "console.log(JSON.stringify({out, rates, registers, left: heard.length,"
    told += " kept: 'limbwatchWas' in globalThis || 'limbwatch' in globalThis}))"
    done = subprocess.run(
        [NODE, "-e", f"{begin}{script}{told}"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(NODE is None, reason="needs node to run the board's program")
class TestPuckProgram:
    """Espruino, ``jswrap_puck.c``; the LSM6DS3TR-C's registers 10h and 11h."""

    def test_it_prints_what_the_decoder_reads_at_8_g_without_the_first_two_samples(self):
        begin = puck.puck_program(52.0)
        said = in_a_puck(f"{begin}\nfeel(25);")
        assert said["registers"]["16"] == 0x3F
        assert said["rates"] == [52]
        text = "".join(said["out"]).encode()
        decoder = espruino.EspruinoDecoder()
        packets = [
            one for at in range(0, len(text), 20) for one in decoder.push(text[at : at + 20])
        ]
        assert [(packet.number, len(packet.xyz)) for packet in packets] == [(0, 10), (1, 10)]
        counts = np.concatenate([packet.xyz for packet in packets]) * 4096
        felt = np.arange(2, 22)
        np.testing.assert_allclose(counts, np.stack([felt, -felt, 4096 + 0 * felt], axis=1))
        assert decoder.tally.malformed == 0

    def test_an_accelerometer_that_was_off_is_off_again(self):
        begin = puck.puck_program(52.0)
        said = in_a_puck(
            f"{begin}\n{begin}\n{puck.SENT.end_line(None)}\n{puck.SENT.end_line(None)}"
        )
        assert (said["rates"], said["left"], said["kept"]) == ([52, 52, "off"], 0, False)

    def test_an_accelerometer_that_a_program_uses_has_its_rate_and_ranges_again(self):
        was = "Puck.accelOn(26);Puck.accelWr(0x11,0x2C);"
        said = in_a_puck(f"{was}{puck.puck_program(104.0)}\n{puck.SENT.end_line(None)}")
        assert said["rates"] == [26, 104, 26]
        assert (said["registers"]["16"], said["registers"]["17"]) == (0x2B, 0x2C)

    def test_an_accelerometer_that_a_reset_leaves_on_is_off_again(self):
        """``jswrap_puck_kill`` switches the compass off alone, and JavaScript is cleared."""
        begin = puck.puck_program(52.0)
        cleared = "heard=[];delete globalThis.limbwatch;delete globalThis.limbwatchWas;"
        said = in_a_puck(f"{begin}\n{cleared}{begin}\n")
        assert said["out"] == ["A,1,0,0\r\n", "A,1,63,48\r\n"]
        board = Board(answer=lambda _data: [b"A,1,0,0\r\n"])
        asyncio.run(puck.start(board, Wish()))
        board.answer, board.memory = lambda _data: [b"A,1,63,48\r\n"], {}
        asyncio.run(puck.start(board, Wish()))
        end = puck.SENT.end_line(board.memory["puck"])
        for what in (begin, f"{begin}\n{cleared}"):
            said = in_a_puck(f"{what}\n{end}")
            assert (said["rates"], said["left"], said["kept"]) == ([52, "off"], 0, False)
        assert "w=[63, 44]||" in puck.SENT.end_line(63 | 44 << 8)

    def test_what_a_chip_without_power_seems_to_answer_is_no_setting(self):
        said = in_a_puck(
            f"registers[16] = 0xFF;{puck.puck_program(52.0)}\n{puck.SENT.end_line(None)}",
            answers=255,
        )
        assert said["rates"] == [52, "off"]

    def test_a_board_without_an_accelerometer_says_so_and_keeps_nothing(self):
        said = in_a_puck(puck.puck_program(52.0), version=1)
        assert said["out"] == ["A,0\r\n"]
        assert (said["left"], said["kept"]) == (0, False)


class TestPuck:
    @pytest.mark.parametrize(
        ("wanted", "given"), [(5, 12.5), (12.5, 12.5), (25, 26), (50, 52), (100, 104), (400, 104)]
    )
    def test_it_has_the_rates_of_its_chip_and_writes_that_fit_every_link(self, wanted, given):
        board = Board(answer=lambda _data: [b"\r\n>A", b",1,0", b",0\r\n>"])
        taken = asyncio.run(puck.start(board, Wish(rate=wanted)))
        assert (taken.rate, taken.range_g) == (given, 8.0)
        writes = [data for where, data in board.steps if where == espruino.COMMAND]
        assert max(map(len, writes)) <= 20
        text = b"".join(writes)
        assert text == f"\x03\x10{puck.puck_program(given)}\n".encode()
        assert f"accelOn({given:g})".encode() in text

    def test_a_console_that_answers_nothing_is_waited_for_by_its_data(self):
        def silent(_data):
            raise LinkLost("the sensor gave no answer to a command in 10 s")

        assert asyncio.run(puck.start(Board(answer=silent), Wish())).rate == 52

    def test_one_of_version_1_is_left_with_the_reason(self):
        board = Board(answer=lambda _data: [b"A,0\r\n"])
        with pytest.raises(NeverStreams, match=r"Puck\.js 1 .* wear a Puck\.js 2"):
            asyncio.run(puck.start(board, Wish()))

    @pytest.mark.parametrize("cut", range(1, 12))
    def test_an_answer_of_the_console_is_heard_wherever_it_is_cut(self, cut):
        text = b"\r\n>B,100\r\n>"
        board = Board(answer=lambda _data: [text[:cut], text[cut:]])
        assert asyncio.run(espruino.charge(board)).percent == 100


class TestAdafruit:
    """Adafruit, ``BLEAdafruitSensor.cpp``; ``accelerometer_service.py``."""

    @pytest.mark.parametrize(("written", "percent"), [(100, None), (99, 99), (7, 7), (101, None)])
    def test_a_charge_that_is_always_the_same_is_unknown(self, written, percent):
        """The Arduino sketch writes 100 in ``setup()`` and never again."""
        board = Board({BATTERY_LEVEL: bytes([written])})
        found = asyncio.run(adafruit.battery(board))
        assert (None if found is None else found.percent) == percent

    @pytest.mark.parametrize(
        ("wanted", "period", "given"),
        [(50, 20, 50), (30, 33, 1000 / 33), (100, 10, 100), (400, 10, 100), (10, 100, 10)],
    )
    def test_its_period_is_whole_milliseconds_of_its_own_service(self, wanted, period, given):
        board = Board({adafruit.PERIOD: struct.pack("<i", 100)})
        taken = asyncio.run(adafruit.start(board, Wish(rate=wanted)))
        where = "adaf0200-c332-42a8-93bd-25e905756cb8/adaf0001-c332-42a8-93bd-25e905756cb8"
        assert board.steps == [
            (where, struct.pack("<i", period)),
            (adafruit.DATA, "subscribed"),
        ]
        assert (taken.rate, taken.range_g) == (pytest.approx(given), None)

    @pytest.mark.parametrize(
        ("before", "after"),
        [(struct.pack("<i", 100), 100), (struct.pack("<i", 20), 1000), (b"", 1000)],
    )
    def test_it_is_left_with_the_period_that_it_had(self, before, after):
        board = Board({adafruit.PERIOD: before})
        asyncio.run(adafruit.start(board, Wish()))
        asyncio.run(adafruit.stop(board))
        assert board.steps[-1] == (adafruit.PERIOD, struct.pack("<i", after))

    def test_its_own_period_is_known_in_the_next_connection_too(self):
        """A link that breaks, and a recorder that is killed, leave ours in it."""
        first = Board({adafruit.PERIOD: struct.pack("<i", 250)})
        settings = asyncio.run(adafruit.start(first, Wish()))
        board = Board({adafruit.PERIOD: struct.pack("<i", 20)}, kept=first.kept)
        assert asyncio.run(adafruit.start(board, Wish())) == settings
        asyncio.run(adafruit.stop(board))
        assert board.steps[-1] == (adafruit.PERIOD, struct.pack("<i", 250))

    @pytest.mark.parametrize(
        ("metres", "kept"),
        [(160, True), (166, True), (170, False), (float("nan"), False), (float("inf"), False)],
    )
    def test_what_no_chip_of_the_boards_measures_is_no_acceleration(self, metres, kept):
        decoder = device_of_kind("adafruit").decoder(Settings(rate=50, range_g=None))
        packets = decoder.push(struct.pack("<3f", 0.0, metres, -9.80665))
        assert (len(packets), decoder.tally.malformed) == (int(kept), int(not kept))

    @pytest.mark.parametrize("name", ["CLUE", "CPlay"])
    def test_it_is_known_by_the_name_that_its_program_gives_it(self, name):
        assert recognised(name, frozenset()).kind == "adafruit"


class TestScienceJournal:
    """Arduino, the sketch of Science Journal for the Nano 33 BLE Sense; ``Arduino_LSM9DS1``."""

    @pytest.mark.parametrize("wanted", [10, 50])
    @pytest.mark.parametrize(("compass", "rate"), [(True, 10.0), (False, 104.0)])
    def test_it_is_only_subscribed_to_and_its_rate_is_that_of_the_sketch(
        self, wanted, compass, rate
    ):
        """The sketch of a Nano 33 waits 100 ms; that of an RP2040, without a compass, does not."""
        board = Board({"555a0002-0013-467a-9538-01f0652c74e8": b""} if compass else {})
        taken = asyncio.run(science_journal.start(board, Wish(rate=wanted)))
        assert board.steps == [("555a0002-0011-467a-9538-01f0652c74e8", "subscribed")]
        assert (taken.rate, taken.range_g) == (rate, 4.0)

    @pytest.mark.parametrize(
        ("value", "kept"),
        [(4.0, True), (-4.0, True), (4.0002, False), (float("nan"), False), (-np.inf, False)],
    )
    def test_what_the_chip_does_not_measure_is_no_acceleration(self, value, kept):
        decoder = device_of_kind("sciencejournal").decoder(Settings(rate=10, range_g=4))
        packets = decoder.push(struct.pack("<3f", 0.0, value, -1.0))
        assert (len(packets), decoder.tally.malformed) == (int(kept), int(not kept))

    def test_it_is_known_by_its_name_and_by_its_service(self):
        assert recognised("BLE Sense - 3F7A", frozenset()).kind == "sciencejournal"
        service = "555a0002-0000-467a-9538-01f0652c74e8"
        assert recognised("", frozenset({service})).kind == "sciencejournal"
        assert recognised("BLE Sense", frozenset()) is None


class TestBlueSt:
    """ST, UM2496 and BlueSTSDK_Python; ``BLE_Inertial.c`` of its firmware."""

    def test_acceleration_in_milli_g_follows_the_time_stamp(self):
        decoder = device_of_kind("bluest").decoder(Settings(rate=20, range_g=None))
        data = bytes.fromhex("3412 0c00deff e903 0100 0200 0300 0400 0500 0600")
        (packet,) = decoder.push(data)
        np.testing.assert_allclose(packet.xyz, [[0.012, -0.034, 1.001]], rtol=1e-6)
        assert (packet.tick, decoder.push(data[:-2]), decoder.tally.truncated) == (None, (), 1)

    @pytest.mark.parametrize("wanted", [10, 50, 400])
    def test_its_rate_is_that_of_its_firmware_whatever_is_asked_for(self, wanted):
        board = Board()
        taken = asyncio.run(bluest.start(board, Wish(rate=wanted)))
        assert board.steps == [("00e00000-0001-11e1-ac36-0002a5d5c51b", "subscribed")]
        assert (taken.rate, taken.range_g) == (20.0, None)

    def test_it_is_known_by_its_service(self):
        assert recognised("AM1V340", frozenset({bluest.SERVICE})).kind == "bluest"
        assert recognised("AM1V340", frozenset()) is None
