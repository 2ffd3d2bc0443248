"""The eSense earbud, by its vendor's library for Android."""

import asyncio
import struct

import numpy as np
import pytest

from limbwatch.sensor.devices import Settings, Wish, device_of_kind, esense, recognised
from limbwatch.sensor.errors import DeviceRefused
from tests.links import ValuesLink

FIRST = bytes.fromhex("59200406080806")
"""As ``prepareCharacteristicData`` begins: 4 g, low passes of 5 Hz."""


class Earbud(ValuesLink):
    def __init__(self, configuration=FIRST, voltage=None):
        super().__init__({esense.CONFIGURATION: configuration})
        if voltage is not None:
            self.values[esense.VOLTAGE] = voltage
        self.steps = []

    async def write(self, characteristic, data, *, response=True):
        assert response
        if characteristic in self.values:
            self.values[characteristic] = data
        self.steps.append((characteristic, data.hex()))

    async def subscribe(self, characteristic):
        self.steps.append((characteristic, "subscribed"))


def packet(acceleration, *, number=7):
    body = bytes([12]) + struct.pack(">6h", 1, -2, 300, *acceleration)
    return bytes([0x55, number, sum(body) % 256]) + body


def test_commands_have_the_sum_that_the_vendor_prints():
    """IMU_50 of a client, and IMU_STOP_CMD of the library."""
    assert esense.message(0x53, 2, 1, 50).hex() == "5335020132"
    assert esense.message(0x53, 2, 0, 0).hex() == "5302020000"
    assert esense.is_whole(FIRST)


def test_range_and_filter_are_set_and_left_as_they_were():
    earbud = Earbud()
    settings = asyncio.run(esense.start(earbud, Wish(rate=50, range_g=8)))
    assert earbud.steps == [
        (esense.CONFIGURATION, "59260406081004"),
        (esense.DATA, "subscribed"),
        (esense.SAMPLING, "5335020132"),
    ]
    assert (settings.rate, settings.range_g) == (50.0, 8.0)
    # a stream that is started anew has found its own configuration
    asyncio.run(esense.start(earbud, Wish(rate=50, range_g=8)))
    asyncio.run(esense.stop(earbud))
    assert earbud.steps[-2:] == [
        (esense.SAMPLING, "5302020000"),
        (esense.CONFIGURATION, FIRST.hex()),
    ]


def test_what_it_had_is_known_in_the_next_connection_too():
    """A link that breaks, and a recorder that is killed, leave our range and filter in it."""
    earbud = Earbud()
    settings = asyncio.run(esense.start(earbud, Wish(rate=50, range_g=8)))
    earbud.memory = {}
    again = asyncio.run(esense.start(earbud, Wish(rate=50, range_g=8)))
    asyncio.run(esense.stop(earbud))
    assert again == settings
    assert earbud.steps[-1] == (esense.CONFIGURATION, FIRST.hex())


@pytest.mark.parametrize(
    ("wanted", "range_g", "rate", "given"),
    [(2, 2.0, 25, 25.0), (3, 4.0, 100, 50.0), (16, 16.0, 0.2, 1.0), (32, 16.0, 50, 50.0)],
)
def test_range_and_rate_are_the_nearest_that_it_has(wanted, range_g, rate, given):
    settings = asyncio.run(esense.start(Earbud(), Wish(rate=rate, range_g=wanted)))
    assert (settings.range_g, settings.rate) == (range_g, given)


@pytest.mark.parametrize("range_g", [2.0, 4.0, 8.0, 16.0])
def test_the_last_three_numbers_are_acceleration_with_their_first_byte_first(range_g):
    decoder = device_of_kind("esense").decoder(Settings(rate=50, range_g=range_g))
    (found,) = decoder.push(packet((8192, -16384, 200)))
    expected = np.array([[8192, -16384, 200]]) * range_g / 32768
    np.testing.assert_allclose(found.xyz, expected, rtol=1e-6)
    assert (found.tick, found.number) == (None, None)


def test_a_packet_whose_sum_is_wrong_gives_no_sample():
    decoder = device_of_kind("esense").decoder(Settings(rate=50, range_g=8))
    good = packet((1, 2, 3))
    for at in (0, 2, 3, 9, 15):
        assert decoder.push(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]) == ()
    assert (decoder.tally.malformed, decoder.tally.packets) == (5, 0)


@pytest.mark.parametrize("said", [b"", b"\x59\x00\x04\x06\x08\x08\x06", b"\x59\x04\x04"])
def test_an_earbud_that_tells_no_range_is_refused(said):
    with pytest.raises(DeviceRefused, match="take the left one"):
        asyncio.run(esense.start(Earbud(said), Wish()))


@pytest.mark.parametrize(
    ("said", "volts"), [("4e9f020f8e", 3.982), ("4ea0020f8e", None), ("4e", None), (None, None)]
)
def test_its_voltage_tells_no_charge(said, volts):
    earbud = Earbud(voltage=None if said is None else bytes.fromhex(said))
    told = asyncio.run(esense.battery(earbud))
    assert (None if told is None else told.volts) == volts
    assert told is None or told.percent is None


def test_it_is_known_by_its_name():
    assert recognised("eSense-0332", frozenset()).kind == "esense"
    assert recognised("", frozenset({esense.SERVICE})) is None
