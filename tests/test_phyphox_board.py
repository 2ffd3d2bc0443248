"""Channels of phyphox-arduino: floats, of which three are x, y and z only if gravity says so."""

import asyncio
import struct

import numpy as np
import pytest

from limbwatch.sensor.devices import Settings, Wish, device_of_kind, recognised
from limbwatch.sensor.devices.phyphox_board import (
    DATA,
    SERVICE,
    ChannelsDecoder,
    channels_taken,
    start,
)
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from tests.links import HeardLink

GRAVITY = 9.80665


class Board(HeardLink):
    def __init__(self, rows, *, rate=50, before=None):
        packets = [struct.pack(f"<{len(row)}f", *row) for row in rows]
        super().__init__(packets, rate=rate, before=before)


def at_rest(n=200):
    return np.array([0.36, -0.48, 0.8]) + np.random.default_rng(1).normal(0, 0.004, (n, 3))


def told(rows, **more):
    return asyncio.run(start(Board(rows, **more), Wish()))


@pytest.mark.parametrize(
    ("before", "behind", "scale", "unit"),
    [
        ([], [], 1, "g"),
        ([], [], GRAVITY, "m/s2"),
        ([], [], 1000, "mg"),
        ([], [0.0, 0.0], GRAVITY, "m/s2"),
        (["seconds"], [], GRAVITY, "m/s2"),
        (["seconds"], [21.5], 1, "g"),
    ],
)
def test_three_channels_of_the_length_of_gravity_are_x_y_and_z(before, behind, scale, unit):
    xyz = at_rest()
    rows = [[*(100 + n / 50 for _ in before), *(xyz[n] * scale), *behind] for n in range(len(xyz))]
    settings = told(rows)
    at = len(before)
    assert [settings.extra[axis] for axis in "xyz"] == [at, at + 1, at + 2]
    assert (settings.rate, settings.extra["unit"]) == (50, unit)
    decoder = ChannelsDecoder(settings=settings)
    (packet,) = decoder.push(struct.pack(f"<{len(rows[0])}f", *rows[9]))
    np.testing.assert_allclose(packet.xyz, xyz[9:10], atol=1e-5)
    assert (decoder.clock, packet.tick) == (None, None)
    assert f"{at + 1}, {at + 2} and {at + 3} were taken" in channels_taken(settings)


@pytest.mark.parametrize(
    "rows",
    [
        [[1013.25, 21.5, 45.0 + n % 3] for n in range(12)],
        [[float(n)] for n in range(200)],
        (at_rest() * 57.3).tolist(),
        (at_rest() * 0.02).tolist(),
        np.random.default_rng(5).uniform(-2, 2, (200, 3)).tolist(),
        np.hstack([at_rest(), at_rest()]).tolist(),
        [[float("nan")] * 3] * 200,
        [[0.36, -0.48, 0.8]] * 200,
    ],
)
def test_channels_that_are_no_sure_acceleration_are_refused_in_words(rows):
    with pytest.raises(DeviceRefused, match=r"PhyphoxBLE::write\(x, y, z\)"):
        told(rows)


def test_a_board_that_sends_nothing_is_tried_again():
    with pytest.raises(LinkLost, match="no channel came"):
        told([])


def test_what_was_told_holds_while_the_board_sends_as_many_channels():
    settings = told(at_rest().tolist())
    moving = np.random.default_rng(5).uniform(-2, 2, (200, 3))
    assert told(moving.tolist(), before=settings) == settings
    five = np.hstack([at_rest(), np.zeros((200, 2))]).tolist()
    assert told(five, before=settings).extra["channels"] == 5
    other = Settings(rate=50, range_g=None, extra={"shape": "#,#,#"})
    assert told(at_rest().tolist(), before=other) == settings


def test_packets_of_other_lengths_and_impossible_numbers_give_no_sample():
    decoder = ChannelsDecoder(settings=told(at_rest().tolist()))
    for data in (b"", bytes(8), bytes(16), struct.pack("<3f", 0, 51, 0)):
        assert decoder.push(data) == ()
    assert decoder.push(struct.pack("<3f", 0, float("nan"), 1)) == ()
    assert (decoder.tally.truncated, decoder.tally.malformed) == (2, 3)


def test_no_board_is_taken_for_such_a_sensor_by_itself():
    device = device_of_kind("phyphoxboard")
    assert device.shared
    assert recognised("phyphox-Arduino", frozenset({SERVICE})) is None
    board = Board(at_rest().tolist())
    asyncio.run(start(board, Wish()))
    assert board.subscribed == [DATA]
