"""Boards that describe their own numbers: EdgeML-Arduino and OpenEarable 1."""

import asyncio
import struct

import numpy as np
import pytest

from limbwatch.sensor.devices import Wish, edgeml, recognised
from limbwatch.sensor.errors import DeviceRefused, LinkLost, NeverStreams

GRAVITY = 9.80665


def scheme(*sensors):
    """As ``setup_scheme_buffer`` of SensorManagerInterface.cpp writes it."""

    def text(words):
        return bytes([len(words.encode())]) + words.encode()

    def one(number, name, parts):
        kinds = [bytes([kind]) + b"".join(map(text, words)) for kind, *words in parts]
        return bytes([number]) + text(name) + bytes([len(parts)]) + b"".join(kinds)

    return bytes([len(sensors)]) + b"".join(one(*sensor) for sensor in sensors)


ACC = [(6, "ACC", axis, "g") for axis in "XYZ"]
GYRO = [(6, "GYRO", axis, "dps") for axis in "XYZ"]
TEMPERATURE = (5, "TEMP", [(6, "TEMP", "Temperature", "\u00b0C")])


class Board:
    def __init__(self, said, samples=(), layout="<3f", number=0, before=None):
        self.said = said
        self.packets = [
            struct.pack("<BBI", number, 99, 7000 + 20 * n) + struct.pack(layout, *sample)
            for n, sample in enumerate(samples)
        ]
        self.memory = {}
        self.before = before
        self.steps = []

    def has(self, characteristic):
        return characteristic == edgeml.SCHEME and self.said is not None

    async def read(self, characteristic):
        assert characteristic == edgeml.SCHEME
        return self.said

    async def write(self, characteristic, data, *, response=True):
        assert response
        self.steps.append((characteristic, data))

    async def subscribe(self, characteristic):
        self.steps.append((characteristic, "subscribed"))

    async def listen(self, seconds, *, most=0):
        heard = [(n / 50, data) for n, data in enumerate(self.packets) if n / 50 < seconds]
        return heard[: most or None]


def at_rest(scale=1.0, n=200):
    return scale * (
        np.array([0.36, -0.48, 0.8]) + np.random.default_rng(1).normal(0, 0.004, (n, 3))
    )


def started(board, **wish):
    return asyncio.run(edgeml.start(board, Wish(**wish)))


@pytest.mark.parametrize(("wanted", "asked"), [(50, 50.0), (25, 25.0), (100, 50.0)])
def test_the_accelerometer_is_found_by_what_the_board_says_and_started(wanted, asked):
    board = Board(scheme(TEMPERATURE, (3, "IMU", ACC)), at_rest(), number=3)
    settings = started(board, rate=wanted)
    assert board.steps == [
        (edgeml.DATA, "subscribed"),
        (edgeml.CONFIGURATION, struct.pack("<BfI", 3, asked, 0)),
    ]
    assert (settings.rate, settings.extra["number"], settings.extra["unit"]) == (asked, 3, "g")
    asyncio.run(edgeml.stop(board))
    assert board.steps[-1] == (edgeml.CONFIGURATION, struct.pack("<BfI", 3, 0.0, 0))


@pytest.mark.parametrize(
    ("parts", "layout", "at"),
    [
        (ACC, "<3f", 0),
        ([*GYRO, *ACC], "<6f", 3),
        ([(2, "ACC", axis, "mg") for axis in "XYZ"], "<3h", 0),
        ([(0, "A", "B", ""), *ACC, (7, "C", "D", "")], "<b3fd", 1),
    ],
)
def test_numbers_of_each_type_are_read_where_the_board_says(parts, layout, at):
    scale = 1000 if "h" in layout else 1
    rows = []
    for xyz in at_rest(scale):
        row = [0] * len(parts)
        row[at : at + 3] = np.round(xyz).astype(int).tolist() if scale > 1 else xyz.tolist()
        rows.append(row)
    board = Board(scheme((0, "IMU", parts)), rows, layout)
    decoder = edgeml.EdgeMlDecoder(settings=started(board))
    (packet,) = decoder.push(board.packets[7])
    np.testing.assert_allclose(packet.xyz[0], at_rest()[7], atol=6e-4)
    assert (packet.tick, packet.anchor) == (7140, 0)


def test_a_unit_that_gravity_contradicts_is_corrected_and_told():
    """OpenEarable states g; the library of its chip gives m/s2."""
    board = Board(scheme((0, "ACC_GYRO_MAG", ACC)), at_rest(GRAVITY))
    settings = started(board)
    (packet,) = edgeml.EdgeMlDecoder(settings=settings).push(board.packets[0])
    assert np.linalg.norm(packet.xyz) == pytest.approx(1, abs=0.03)
    assert "states its acceleration in g" in edgeml.corrected(settings)
    assert "gravity in m/s2, as which it was read" in edgeml.corrected(settings)
    right = started(Board(scheme((0, "ACC", ACC)), at_rest()))
    assert edgeml.corrected(right) == ""


def test_a_limb_that_moves_tells_no_unit_but_what_was_told_before_holds():
    moving = np.random.default_rng(2).uniform(-3, 3, (200, 3))
    said = scheme((0, "ACC", ACC))
    with pytest.raises(DeviceRefused, match="Hold the sensor still"):
        started(Board(said, moving))
    before = started(Board(said, at_rest(GRAVITY)))
    assert started(Board(said, moving, before=before)) == before
    # another program of the board says other numbers
    other = Board(scheme((2, "ACC", ACC)), at_rest(), number=2, before=before)
    assert started(other).extra["number"] == 2


@pytest.mark.parametrize(
    "said",
    [
        None,
        b"",
        b"\x03\x00\x01\x02",  # OpenEarable 2 lists the numbers of its sensors
        scheme((0, "GYRO", GYRO)),
        scheme((0, "ACC", ACC[:2])),
        scheme((0, "ACC", ACC))[:-3],
        b"\x01\x00\x01A\x01\x63",
    ],
)
def test_a_board_that_describes_no_acceleration_is_refused(said):
    with pytest.raises(NeverStreams, match="describes no acceleration of three axes"):
        started(Board(said, at_rest()))


def test_a_board_without_samples_is_tried_again():
    with pytest.raises(LinkLost, match="no sample came"):
        started(Board(scheme((0, "ACC", ACC))))


def test_only_whole_packets_of_the_accelerometer_give_samples():
    board = Board(scheme((4, "ACC", ACC)), at_rest(), number=4)
    decoder = edgeml.EdgeMlDecoder(settings=started(board))
    good = board.packets[0]
    assert decoder.push(b"\x0d" + good[1:]) == ()
    assert decoder.push(good[:-1]) == ()
    assert decoder.push(good + b"\0") == ()
    assert decoder.push(good[:6] + struct.pack("<3f", 0, float("nan"), 1)) == ()
    assert decoder.push(good[:6] + struct.pack("<3f", 0, 17.1, 1)) == ()
    tally = decoder.tally
    assert (tally.other, tally.truncated, tally.malformed, tally.packets) == (1, 1, 3, 0)


@pytest.mark.parametrize("number", [0xBB, None])
def test_it_is_known_by_a_service_of_its_own(number):
    service = edgeml.SERVICE if number else "caa25cb7-7e1b-44f2-adc9-e8c06c9ced43"
    assert recognised("NANO-1F2E", frozenset({service})).kind == "edgeml"
    assert recognised("NANO-1F2E", frozenset()) is None


@pytest.mark.parametrize(
    ("step_ms", "wanted", "rate"),
    [
        (20, 50, 50.0),
        (21, 50, 1000 / 21),
        (22, 50, 50.0),
        (41, 25, 1000 / 41),
        (40, 25, 25.0),
    ],
)
def test_a_board_that_waits_a_millisecond_longer_has_the_rate_that_it_gives(step_ms, wanted, rate):
    """SensorManagerInterface.cpp: a sample once ``now - last > (int)(1000.0 / rate)``."""
    board = Board(scheme((0, "IMU", ACC)), at_rest())
    board.packets = [
        struct.pack("<BBI", 0, 99, 7000 + step_ms * n) + struct.pack("<3f", *sample)
        for n, sample in enumerate(at_rest())
    ]
    assert started(board, rate=wanted).rate == pytest.approx(rate)


def test_data_that_come_cut_are_said_to_be_cut():
    """A packet of nine floats has 42 bytes, and one of an MTU of 23 holds 20."""
    board = Board(scheme((0, "IMU", [*ACC, *GYRO])), at_rest(), layout="<3f")
    board.packets = [data[:20] for data in board.packets]
    with pytest.raises(DeviceRefused, match="all its data come cut"):
        started(board)
