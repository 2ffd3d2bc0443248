"""The sketch of an open sensor: compiled here, run against stand-ins, read by the decoder."""

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.sensor.devices import open_profile

ROOT = Path(__file__).parents[1]
SKETCH = ROOT / "docs" / "open_sensor"
STUBS = Path(__file__).parent / "sketch_stubs"
CC, CXX = shutil.which("gcc"), shutil.which("g++")
STRICT = ["-Wall", "-Wextra", "-Wconversion", "-Werror"]

pytestmark = pytest.mark.skipif(
    CC is None or CXX is None, reason="needs gcc and g++ to compile the sketch"
)


def compiled(*command):
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def header(tmp_path_factory):
    """The packet code, as a C compiler alone makes it."""
    made = tmp_path_factory.mktemp("sketch") / "limb.so"
    options = ["-std=c99", "-shared", "-fPIC", "-DLIMB_API=", *STRICT]
    compiled(CC, *options, "-x", "c", SKETCH / "limb_sensor.h", "-o", made)
    library = ctypes.CDLL(str(made))
    library.limb_packet.restype = ctypes.c_size_t
    library.limb_counts.restype = ctypes.c_int16
    library.limb_counts.argtypes = [ctypes.c_float, ctypes.c_uint8]
    library.limb_tick.restype = ctypes.c_uint32
    library.limb_tick.argtypes = [ctypes.c_uint64]
    return library


def packet(header, counts, *, number, tick, range_g, flags=0, room=2000):
    out = (ctypes.c_uint8 * 2000)()
    flat = np.ascontiguousarray(counts, "<i2").ravel()
    length = header.limb_packet(
        out,
        ctypes.c_size_t(room),
        ctypes.c_uint8(flags),
        ctypes.c_uint16(number),
        ctypes.c_uint32(tick),
        flat.ctypes.data_as(ctypes.POINTER(ctypes.c_int16)),
        ctypes.c_uint8(len(counts)),
        ctypes.c_uint8(range_g),
    )
    return bytes(out[:length])


COUNTS = st.lists(st.tuples(*[st.integers(-32768, 32767)] * 3), min_size=1, max_size=255)


@given(
    counts=COUNTS,
    number=st.integers(0, 2**16 - 1),
    tick=st.integers(0, 2**32 - 1),
    range_g=st.sampled_from([2, 4, 8, 16]),
    flags=st.integers(0, 3),
)
def test_a_packet_of_the_sketch_is_a_packet_of_the_reference(
    header, counts, number, tick, range_g, flags
):
    values = np.array(counts, "<i2")
    options = {"number": number, "tick": tick, "range_g": range_g, "flags": flags}
    made = packet(header, values, **options)
    assert made == open_profile.encode(values, **options)
    (read,) = open_profile.OpenDecoder().push(made)
    np.testing.assert_allclose(read.xyz, values * (range_g / 32768), atol=1e-6)
    assert (read.number, read.tick) == (number, tick)


@pytest.mark.parametrize(
    ("n", "range_g", "room"), [(0, 4, 2000), (1, 3, 2000), (1, 0, 2000), (2, 4, 21)]
)
def test_what_is_no_packet_is_not_built(header, n, range_g, room):
    values = np.zeros((n, 3), "<i2")
    assert packet(header, values, number=1, tick=1, range_g=range_g, room=room) == b""


@given(rate=st.integers(0, 2**16 - 1), range_g=st.integers(0, 255), noise=st.binary(max_size=6))
def test_control_is_understood_as_the_reference_does(header, rate, range_g, noise):
    out = (ctypes.c_uint8 * 4)()
    header.limb_control_value(out, ctypes.c_uint16(rate), ctypes.c_uint8(range_g))
    assert bytes(out) == open_profile.control_value(rate=rate, range_g=range_g)
    for data in (bytes(out), noise):
        found_rate, found_range = ctypes.c_uint16(), ctypes.c_uint8()
        taken = header.limb_control(
            data, ctypes.c_size_t(len(data)), ctypes.byref(found_rate), ctypes.byref(found_range)
        )
        want = open_profile.control(data)
        assert ((found_rate.value, found_range.value) if taken else None) == want


@given(st.integers(0, 2**47))
def test_ticks_are_those_of_a_watch_crystal(header, microseconds):
    assert header.limb_tick(microseconds) == microseconds * 32768 // 10**6 % 2**32


@pytest.mark.parametrize(
    ("g", "range_g", "counts"),
    [
        (1.0, 4, 8192),
        (-1.0, 4, -8192),
        (4.0, 4, 32767),
        (-4.0, 4, -32768),
        (9.0, 8, 32767),
        (-99.0, 8, -32768),
        (0.00007, 4, 1),
        (-0.00007, 4, -1),
        (float("nan"), 4, 0),
        (float("inf"), 4, 32767),
        (float("-inf"), 4, -32768),
    ],
)
def test_counts_stay_inside_the_full_scale(header, g, range_g, counts):
    assert header.limb_counts(g, range_g) == counts


@pytest.mark.parametrize("board", ["", "-DLIMB_LSM9DS1", "-DLIMB_LSM6DS3"])
def test_the_sketch_compiles_for_every_board_that_it_names(board, tmp_path):
    options = ["-std=c++11", "-I", STUBS, "-I", SKETCH, "-Wall", "-Wextra", "-Werror"]
    name = f'-DSKETCH="{SKETCH / "open_sensor.ino"}"'
    compiled(CXX, *options, *([board] if board else []), name, "-fsyntax-only", STUBS / "night.cpp")


def test_what_the_sketch_sends_is_what_the_decoder_reads(tmp_path):
    """Start, a wrap of micros(), a full radio, a lost link and a new start."""
    program = tmp_path / "night"
    name = f'-DSKETCH="{SKETCH / "open_sensor.ino"}"'
    compiled(CXX, "-std=c++11", "-I", STUBS, "-I", SKETCH, name, STUBS / "night.cpp", "-o", program)
    said = subprocess.run([program], check=True, capture_output=True, text=True, timeout=20).stdout
    lines = [line.split() for line in said.splitlines()]
    told = {what: bytes.fromhex(value) for what, value in lines if what != "packet"}
    assert open_profile.control(told["idle"]) == (0, 4)
    assert open_profile.control(told["streaming"]) == (100, 4)
    assert open_profile.control(told["gone"]) == (0, 4)
    decoder = open_profile.OpenDecoder()
    sent = [bytes.fromhex(value) for what, value in lines if what == "packet"]
    packets = [one for data in sent for one in decoder.push(data)]
    assert (decoder.tally.malformed, decoder.tally.truncated) == (0, 0)
    assert [one.number for one in packets] == [*range(50), 53, 54, 55, 56]
    assert [data[1] for data in sent] == [1, *[0] * 49, 2, 0, 0, 0]
    numbers = [np.round(one.xyz[:, 0] * 1000).astype(int) + 1000 for one in packets]
    first = 60
    assert numbers[0].tolist() == list(range(first, first + 12))
    assert np.concatenate(numbers[:50]).tolist() == list(range(first, first + 600))
    ticks = np.unwrap([one.tick for one in packets[:50]], period=2**32)
    np.testing.assert_allclose(np.diff(ticks) / 32768, 0.12, atol=4e-5)


def test_the_documentation_names_what_the_sketch_uses():
    text = (ROOT / "docs" / "open-profile.md").read_text(encoding="utf-8")
    used = (SKETCH / "limb_sensor.h").read_text(encoding="utf-8")
    uuids = re.findall(r'"([0-9a-f-]{36})"', used)
    assert uuids == [open_profile.SERVICE, open_profile.DATA, open_profile.CONTROL]
    assert all(uuid in text for uuid in uuids)
    assert "open_sensor/open_sensor.ino" in text
