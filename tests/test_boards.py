"""Boards with an accelerometer: what they are told, and what they send."""

import asyncio
import struct

import numpy as np
import pytest

from limbwatch.sensor.devices import Settings, Wish, device_of_kind, recognised, sensortag


class Board:
    """Keeps what is written, in order; gives what is read or answered."""

    def __init__(self, values=None, answer=lambda _data: ()):
        self.values = dict(values or {})
        self.answer = answer
        self.memory = {}
        self.steps = []

    def has(self, characteristic):
        return characteristic in self.values

    async def read(self, characteristic):
        return self.values[characteristic]

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
