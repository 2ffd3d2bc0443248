"""Lines over Nordic UART: how they are read is told from the first of them, or not at all."""

import asyncio
from itertools import accumulate, pairwise

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.devices import DEVICES, Settings, Wish, device_of_kind, recognised
from limbwatch.sensor.devices.espruino import DATA, SERVICE
from limbwatch.sensor.devices.printed_lines import LinesDecoder, start
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from tests.links import HeardLink

RATE = 50
GRAVITY = 9.80665


def at_rest(n=200, seed=1, down=(0.36, -0.48, 0.8)):
    """A sensor that lies still, in g, with the noise of a cheap one."""
    return np.array(down) + np.random.default_rng(seed).normal(0, 0.004, (n, 3))


class Board(HeardLink):
    """Prints; a connection hears it in notifications of its own."""

    def __init__(self, parts, *, rate=RATE, before=None):
        super().__init__(parts, rate=rate, before=before)

    def times(self):
        # a jitter of the radio, as arrivals have
        late = np.random.default_rng(2).uniform(0, 0.03, len(self.packets))
        return np.maximum.accumulate((np.arange(len(self.packets)) + 1) / self.rate + late)


def printed(form, xyz, *, end="\n", **more):
    """Lines of a program, with a count and millis() at hand."""
    return [
        (
            form.format(
                x=x,
                y=y,
                z=z,
                n=n,
                ms=5000 + 20 * n,
                us=7_000_000 + 20_000 * n,
                s=100 + n / 50,
                **more,
            )
            + end
        ).encode()
        for n, (x, y, z) in enumerate(xyz)
    ]


def cut(lines, sizes):
    """The same bytes in notifications of other sizes."""
    text = b"".join(lines)
    ends = [0, *accumulate(sizes)]
    return [text[a:b] for a, b in zip(ends, [*ends[1:], None], strict=True) if text[a:b]]


def told(parts, **more):
    return asyncio.run(start(Board(parts, **more), Wish()))


def decoded(settings, parts):
    decoder = LinesDecoder(settings=settings)
    packets = [packet for part in parts for packet in decoder.push(part)]
    return np.concatenate([one.xyz for one in packets]), packets, decoder


@pytest.mark.parametrize(
    ("form", "scale", "unit"),
    [
        ("{x:.3f},{y:.3f},{z:.3f}", 1, "g"),
        ("{x:.2f},{y:.2f},{z:.2f}", GRAVITY, "m/s2"),
        ("{x:.3f};{y:.3f};{z:.3f}", 1, "g"),
        ("{x:7.3f} {y:7.3f} {z:7.3f}", 1, "g"),
        ("{x:.3f}\t{y:.3f}\t{z:.3f}", 1, "g"),
        ("{x:.0f}, {y:.0f}, {z:.0f}", 1000, "mg"),
        ("{x:.0f},{y:.0f},{z:.0f}", 16384, "g/16384"),
        ("{x:.0f},{y:.0f},{z:.0f}", 256, "g/256"),
        ("ax:{x:.3f} ay:{y:.3f} az:{z:.3f}", 1, "g"),
        ("X: {x:.2f}  Y: {y:.2f}  Z: {z:.2f}", GRAVITY, "m/s2"),
        ("Acceleration X: {x:.2f}, Y: {y:.2f}, Z: {z:.2f} m/s^2", GRAVITY, "m/s2"),
        ('{{"x":{x:.3f},"y":{y:.3f},"z":{z:.3f}}}', 1, "g"),
        ('{{"acc":{{"x":{x:.3f},"y":{y:.3f},"z":{z:.3f}}}}}', 1, "g"),
        ("ACC,{x:.3f},{y:.3f},{z:.3f}", 1, "g"),
        ("[{x:.3f}, {y:.3f}, {z:.3f}]", 1, "g"),
        ("{n},{x:.3f},{y:.3f},{z:.3f}", 1, "g"),
        ("{x:.3f},{y:.3f},{z:.3f},{n}", 1, "g"),
        ("{x:.3f},{y:.3f},{z:.3f},0.01,-1.52,0.33", 1, "g"),
        ("ax={x:.3f},ay={y:.3f},az={z:.3f},gx=1.2,gy=0.6,gz=0.5,t=36.5", 1, "g"),
        (
            (
                "AcX = {x:.0f} | AcY = {y:.0f} | AcZ = {z:.0f} | Tmp = 36.5 | GyX = -131 | GyY = 9"
                " | GyZ = 4"
            ),
            16384,
            "g/16384",
        ),
        ("Acc: {x:.3f}, {y:.3f}, {z:.3f} Gyro: 0.6, 0.8, 0.02", 1, "g"),
        ("G:0.6,0.8,0.02;A:{x:.3f},{y:.3f},{z:.3f}", 1, "g"),
        ('{{"t":7,"gyro":[0.6,0.8,0.1],"acc":[{x:.3f},{y:.3f},{z:.3f}]}}', 1, "g"),
        ("X: {x:.3f} g Y: {y:.3f} g Z: {z:.3f} g", 1, "g"),
        ("X={x:.0f}mg  Y={y:.0f}mg  Z={z:.0f}mg", 1000, "mg"),
    ],
)
def test_what_boards_print_is_known_by_its_layout_and_by_gravity(form, scale, unit):
    xyz = at_rest()
    lines = printed(form, xyz * scale)
    settings = told(lines)
    assert (settings.rate, settings.extra["unit"], settings.extra["clock"]) == (50, unit, -1)
    # the first line may have lost its begin
    found, packets, decoder = decoded(settings, lines)
    np.testing.assert_allclose(found, xyz[1:], atol=0.51 / min(scale, 100))
    assert decoder.clock is None
    assert packets[0].tick is None
    assert (decoder.tally.malformed, decoder.tally.truncated) == (0, 0)


@pytest.mark.parametrize(
    ("form", "column", "per_s", "wraps"),
    [
        ("{ms},{x:.3f},{y:.3f},{z:.3f}", 0, 1000, 2**32),
        ("{x:.3f},{y:.3f},{z:.3f},{ms}", 3, 1000, 2**32),
        ("{us} {x:.3f} {y:.3f} {z:.3f}", 0, 1_000_000, 2**32),
        ("{n},{ms},{x:.3f},{y:.3f},{z:.3f}", 1, 1000, 2**32),
        ('{{"t":{ms},"x":{x:.3f},"y":{y:.3f},"z":{z:.3f}}}', 0, 1000, 2**32),
    ],
)
def test_a_number_that_goes_as_the_computers_clock_is_one(form, column, per_s, wraps):
    lines = printed(form, at_rest())
    settings = told(lines)
    _, packets, decoder = decoded(settings, lines)
    assert (settings.extra["clock"], settings.rate) == (column, 50)
    assert (decoder.clock.ticks_per_second, decoder.clock.modulus) == (per_s, wraps)
    assert [len(one.xyz) for one in packets] == [1] * 199
    assert {b.tick - a.tick for a, b in pairwise(packets)} == {per_s // 50}


def test_a_clock_of_seconds_with_a_fraction_is_one():
    lines = printed("{s:.2f},{x:.3f},{y:.3f},{z:.3f}", at_rest())
    settings = told(lines)
    _, packets, decoder = decoded(settings, lines)
    assert settings.extra["clock"] == 0
    assert packets[1].tick - packets[0].tick == decoder.clock.ticks_per_second / 50


def test_the_wrap_of_32_bits_is_the_clocks():
    settings = told(printed("{ms},{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    _, packets, _ = decoded(settings, [b"\n4294967290,0,0,1\n", b"14,0,0,1\n"])
    assert [one.tick for one in packets] == [2**32 - 6, 14]
    # esp_timer and time since 1970 have more bits
    _, packets, _ = decoded(settings, [b"\n1767225600123,0,0,1\n"])
    assert packets[0].tick == 1767225600123 % 2**32


@pytest.mark.parametrize(
    "form", ["{n},{x:.3f},{y:.3f},{z:.3f}", "10:20:30.5,{x:.3f},{y:.3f},{z:.3f}"]
)
def test_a_count_or_a_time_of_day_is_neither_axis_nor_clock(form):
    settings = told(printed(form, at_rest()))
    assert settings.extra["clock"] == -1
    assert settings.extra["x"] == (1 if "{n}" in form else 3)


@pytest.mark.parametrize("sizes", [[20] * 400, [3, 50] * 200, [7] * 900, [200] * 30])
def test_lines_are_whole_wherever_notifications_are_cut(sizes):
    xyz = at_rest()
    lines = printed("{x:.3f},{y:.3f},{z:.3f}", xyz)
    settings = told(lines)
    found, _, decoder = decoded(settings, cut(lines, sizes))
    np.testing.assert_allclose(found, xyz[1:], atol=6e-4)
    assert decoder.tally.malformed == 0


def test_a_line_that_begins_before_the_connection_is_no_sample():
    """What is left of -0.123 is 0.123, or 23."""
    settings = told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    found, _, _ = decoded(settings, [b"23,0.1,0.9\n0.2,0.1,0.9\n"])
    np.testing.assert_allclose(found, [[0.2, 0.1, 0.9]])


def test_notifications_without_an_end_are_lines():
    xyz = at_rest()
    lines = printed("{x:.2f},{y:.2f},{z:.2f}", xyz, end="")
    settings = told(lines)
    found, _, _ = decoded(settings, lines)
    np.testing.assert_allclose(found, xyz, atol=6e-3)


@pytest.mark.parametrize("every", [200, 40, 6])
def test_a_word_with_an_end_now_and_then_gives_the_samples_none(every):
    """As where samples are notified one by one, and another call prints a line."""
    xyz = at_rest()
    lines = printed("{x:.2f},{y:.2f},{z:.2f}", xyz, end="")
    for at in range(3, len(lines), every):
        lines[at] = b"BLE connected\r\n"
    settings = told(lines)
    assert (settings.extra["ended"], settings.extra["unit"]) == (0, "g")
    found, _, decoder = decoded(settings, lines)
    assert len(found) == 200 - len(range(3, 200, every))
    assert decoder.tally.malformed == 0


def test_lines_in_many_pieces_are_refused_by_what_is_wrong_with_the_lines():
    moving = np.random.default_rng(5).uniform(-2, 2, (200, 3))
    lines = printed("acceleration x:{x:.6f} acceleration y:{y:.6f} acceleration z:{z:.6f}", moving)
    with pytest.raises(DeviceRefused, match="Hold the sensor still"):
        told(cut(lines, [20] * 2000), rate=200)


def test_a_notification_of_the_smallest_packet_without_an_end_may_be_cut():
    """-0.1234,0.5678,-0.98 has lost its end, or not: nobody can tell."""
    xyz = at_rest(down=(-0.36, 0.48, -0.8))
    lines = [line[:20] for line in printed("{x:.4f},{y:.4f},{z:.4f}", xyz, end="")]
    with pytest.raises(DeviceRefused, match=r"20 bytes long.*println"):
        told(lines)
    settings = told(printed("{x:.2f},{y:.2f},{z:.2f}", xyz, end=""))
    decoder = LinesDecoder(settings=settings)
    assert decoder.push(b"-0.123,0.456,-10.912") == ()
    assert (decoder.tally.truncated, decoder.tally.samples) == (1, 0)


def test_of_several_quantities_the_line_of_acceleration_is_taken():
    xyz = at_rest()
    acc = printed("ACC,{x:.3f},{y:.3f},{z:.3f}", xyz)
    turns = [b"GYR,0.9,0.2,-0.3\n", b"battery 3.91 V\n"] * 100
    lines = [one for pair in zip(acc, turns, strict=True) for one in pair]
    settings = told(lines, rate=100)
    found, _, decoder = decoded(settings, lines)
    assert settings.extra["shape"] == "ACC,#,#,#"
    assert settings.rate == 50
    np.testing.assert_allclose(found, xyz[1:], atol=6e-4)
    assert decoder.tally.samples == 199


@pytest.mark.parametrize(
    ("form", "scale", "said"),
    [
        ("{x:.3f},{y:.3f}", 1, "without three numbers.*0.01,-0.02,0.98"),
        ("hello {n}", 1, "without three numbers.*'hello"),
        ("X{x:.3f}Y{y:.3f}Z{z:.3f}", 1, "without three numbers"),
        ("{x:.2f},{y:.2f},{z:.2f}", 57.3, "length of x, y and z at rest is 57.3"),
        ("{x:.4f},{y:.4f},{z:.4f}", 0.02, "length of x, y and z at rest is 0.02"),
        ("{x:.0f},{y:.0f},{z:.0f}", 700, "1 g in no unit"),
        ("GyX = {x:.0f} | GyY = {y:.0f} | GyZ = {z:.0f}", 256, "GyX, GyY, GyZ.*ax, ay and az"),
        ("Env:{x:.2f},{y:.2f},{z:.2f} Mag:1.5,2.5,0.5", 1, "nothing says which"),
        ("roll:{x:.2f} pitch:{y:.2f} yaw:{z:.2f}", 1, "roll, pitch, yaw.*ax, ay and az"),
        ("linAccX:{x:.2f},linAccY:{y:.2f},linAccZ:{z:.2f}", 1, "with gravity"),
        ("{x:.3f},{y:.3f},{z:.3f},{x:.3f},{y:.3f},{z:.3f}", 1, "nothing says which three"),
        ("0.1,0.2,0.9", 1, "are the same"),
        ("nan,nan,nan", 1, "without three numbers"),
    ],
)
def test_lines_that_are_no_sure_acceleration_are_refused_in_words(form, scale, said):
    with pytest.raises(DeviceRefused, match=said):
        told(printed(form, at_rest() * scale))


@pytest.mark.parametrize("sign", [";", "\t", " ", " | "])
def test_decimals_behind_a_comma_are_told_as_such(sign):
    lines = printed(sign.join(["{x:.2f}", "{y:.2f}", "{z:.2f}"]), at_rest() * GRAVITY)
    with pytest.raises(DeviceRefused, match=r"decimals behind a comma.*write a point"):
        told([line.replace(b".", b",") for line in lines])


@pytest.mark.parametrize("first", ["t:{n}", "{ms}", "{n}", "time={n}.5"])
def test_a_time_or_count_that_goes_its_own_way_is_no_axis(first):
    """A line of two numbers behind one that rises has no z, whatever the length."""
    lines = printed(first + " {x:.0f} {y:.0f}", at_rest(down=(0.1, 1, 0)) * 16384)
    with pytest.raises(DeviceRefused, match=r"of the 3 numbers .* 2 are left"):
        told(lines, rate=37)


def directions(n=200, parts=3, decimals=3):
    """Directions that turn a little, of the length 1, as they are printed."""
    down = np.array([0.64, -0.48, 0.6, 0.02])[:parts]
    turning = down + np.random.default_rng(4).normal(0, 0.01, (n, parts))
    return np.round(turning / np.linalg.norm(turning, axis=1)[:, None], decimals)


@pytest.mark.parametrize("decimals", [3, 4, 6])
@pytest.mark.parametrize("scale", [1, GRAVITY])
def test_a_length_that_a_program_makes_is_no_acceleration(decimals, scale):
    """A normalised vector and a filter's direction of gravity show no movement."""
    xyz = np.round(directions(decimals=9) * scale, decimals)
    with pytest.raises(DeviceRefused, match=r"length stays .*, as of a direction"):
        told(printed("{x},{y},{z}", xyz))
    # what a sensor measures varies by its own noise as well
    assert told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest() * scale)).extra["scale"] == 1 / scale


@pytest.mark.parametrize(
    ("form", "decimals"),
    [
        ("{w:.4f},{x:.4f},{y:.4f},{z:.4f}", 4),
        ("{x:.4f} {y:.4f} {z:.4f} {w:.4f}", 4),
        ("w:{w:.2f} x:{x:.2f} y:{y:.2f} z:{z:.2f}", 2),
        ("qx={x:.2f},qy={y:.2f},qz={z:.2f},qw={w:.2f}", 2),
    ],
)
def test_three_numbers_of_a_quaternion_are_no_acceleration(form, decimals):
    rows = directions(parts=4, decimals=decimals)
    lines = [(form.format(x=x, y=y, z=z, w=w) + "\n").encode() for x, y, z, w in rows]
    with pytest.raises(DeviceRefused, match="1 always, as of a quaternion"):
        told(lines)


@pytest.mark.parametrize(
    "form",
    [
        "GRAV,{x:.2f},{y:.2f},{z:.2f}",
        "gravity: {x:.2f} {y:.2f} {z:.2f}",
        "LIN,{x:.2f},{y:.2f},{z:.2f}",
        "ypr\t{x:.2f}\t{y:.2f}\t{z:.2f}",
        "QUAT,{x:.2f},{y:.2f},{z:.2f},0.01",
        "BME280: {x:.2f} {y:.2f} {z:.2f}",
        "HR,{x:.2f},{y:.2f},{z:.2f}",
        "{x:.2f} hPa, {y:.2f} C, {z:.2f} %",
    ],
)
def test_words_of_another_quantity_are_believed_though_the_length_fits(form):
    with pytest.raises(DeviceRefused, match="whose words say another quantity"):
        told(printed(form, at_rest()))


@pytest.mark.parametrize("word", ["ACC", "MPU6050:", "DATA,", "left"])
def test_a_word_that_names_no_other_quantity_says_nothing(word):
    settings = told(printed(word + " {x:.3f} {y:.3f} {z:.3f}", at_rest()))
    assert settings.extra["unit"] == "g"


def test_a_limb_that_turns_tells_no_raw_count():
    """The mean of a second is shorter than 1 g then, and half of it is another usual count."""
    seconds = np.arange(200) / RATE
    angle = 2 * np.pi * 0.6 * seconds
    turning = np.stack([np.sin(angle), np.cos(angle), 0.1 + 0 * angle], axis=1) * 16384
    with pytest.raises(DeviceRefused, match="Hold the sensor still"):
        told(printed("{x:.0f},{y:.0f},{z:.0f}", turning + at_rest() * 60))


@pytest.mark.parametrize(
    ("form", "scale", "at"),
    [
        ("a/g:\t{x:.0f}\t{y:.0f}\t{z:.0f}\t{turn:.0f}\t{turn:.0f}\t22", 16384, 0),
        ("{turn:.0f},{turn:.0f},22,{x:.0f},{y:.0f},{z:.0f}", 2048, 3),
        ("{x:.0f},{y:.0f},{z:.0f},{turn:.0f},1,9,{turn:.0f},200,-90", 4096, 0),
        # a code of 1 g that is none, and another three as large
        ("{x:.0f},{y:.0f},{z:.0f},{turn:.0f},1,9", 3000, None),
        ("{x:.0f},{y:.0f},{z:.0f},900,1500,1100", 4096, None),
        ("{x:.0f},{y:.0f},{z:.0f},{turn:.0f},1", 4096, None),
    ],
)
def test_raw_counts_far_above_those_beside_them_are_the_accelerometer(form, scale, at):
    turn = -131 + 4 * np.random.default_rng(8).normal(size=200)
    xyz = at_rest() * scale
    lines = [printed(form, xyz[n : n + 1], turn=turn[n])[0] for n in range(200)]
    if at is None:
        with pytest.raises(DeviceRefused):
            told(lines)
        return
    settings = told(lines)
    assert settings.extra["unit"] == f"g/{scale}"
    assert [settings.extra[axis] for axis in "xyz"] == [at, at + 1, at + 2]


def test_numbers_that_no_sensor_gives_are_left_out_of_what_is_looked_at():
    lines = printed("{x:.3f},{y:.3f},{z:.3f}", at_rest())
    lines[40:44] = [b"1e99,0,1\n", b"1e999,0,1\n", b"0,0,1e17\n", b"-1e20,0,1\n"]
    assert told(lines).extra["unit"] == "g"


def test_lengths_that_are_no_constant_are_refused():
    rng = np.random.default_rng(5)
    swung = rng.uniform(-2, 2, (200, 3))
    with pytest.raises(DeviceRefused, match="Hold the sensor still"):
        told(printed("{x:.3f},{y:.3f},{z:.3f}", swung))


def test_what_is_too_slow_is_refused():
    with pytest.raises(DeviceRefused, match="too few for movements"):
        told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()), rate=4)
    assert told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()), rate=10).rate == 10
    # the first line may have lost its begin, and the last ones come late
    assert told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()), rate=5).rate == 5


def test_a_board_that_says_nothing_is_tried_again():
    with pytest.raises(LinkLost, match="no text came"):
        told([])


def test_what_was_told_of_a_board_holds_in_its_next_connection():
    """A limb that moves then would be refused, and another rate would part the night."""
    settings = told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    moving = np.random.default_rng(5).uniform(-2, 2, (200, 3))
    again = told(printed("{x:.3f},{y:.3f},{z:.3f}", moving), before=settings)
    assert again == settings
    other = told(printed("{ms},{x:.3f},{y:.3f},{z:.3f}", at_rest()), before=settings)
    assert other.extra["clock"] == 0
    assert (
        told(
            printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()), before=Settings(rate=20, range_g=None)
        ).rate
        == 50
    )


def test_a_board_that_goes_on_otherwise_is_looked_at_anew():
    settings = told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    both = printed("{x:.3f},{y:.3f},{z:.3f}", at_rest())
    both[1::2] = printed("{x:.3f};{y:.3f};{z:.3f}", at_rest())[1::2]
    with pytest.raises(DeviceRefused, match="2 kinds of lines that may be acceleration"):
        told(both, before=settings)
    # one line in ten may be cut
    both = printed("{x:.3f},{y:.3f},{z:.3f}", at_rest() * 3)
    both[5] = b"0.1,0.\n"
    assert told(both, before=settings) == settings


def test_what_never_ends_is_no_line_and_takes_no_room():
    decoder = LinesDecoder(settings=told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest())))
    decoder.push(b"\n")
    for _ in range(300):
        assert decoder.push(b"0.123,0.456," * 5) == ()
    assert decoder.tally.truncated >= 1
    assert len(decoder._splitter._rest or b"") < 4200
    assert decoder.push(b"\n0.1,0.2,0.9\n")[0].xyz.shape == (1, 3)


@pytest.mark.parametrize(
    ("line", "tally"),
    [
        (b"0.1,0.2\n", (1, 0)),
        (b"0.1,0.2,nan\n", (1, 0)),
        (b"0.1,0.2,0.30.1,0.2,0.3\n", (1, 0)),
        (b"0.1,0.2,1e99\n", (1, 0)),
        (b"0.1,0.2,51\n", (1, 0)),
        (b"battery low\n", (0, 1)),
        (b"# 1,2,3\n", (1, 0)),
        (b"\xff\xfe\xfd\xfc,0.1\n", (0, 1)),
    ],
)
def test_a_line_of_another_shape_gives_no_sample(line, tally):
    settings = told(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    decoder = LinesDecoder(settings=settings)
    assert decoder.push(b"\n" + line) == ()
    assert (decoder.tally.malformed, decoder.tally.other) == tally
    assert len(decoder.push(b"0.1,0.2,0.9\n")) == 1


def test_no_device_is_taken_for_a_printing_board_by_itself():
    device = device_of_kind("text")
    assert device.shared
    assert device.service == SERVICE
    for name in ("", "ESP32", "M5Stick", "text"):
        assert recognised(name, frozenset({SERVICE})) is None
    assert [one.kind for one in DEVICES if one.recognises("ESP32", frozenset({SERVICE}))] == []
    board = Board(printed("{x:.3f},{y:.3f},{z:.3f}", at_rest()))
    asyncio.run(start(board, Wish()))
    assert board.subscribed == [DATA]


def test_a_night_says_what_its_lines_were_taken_for_and_keeps_the_bytes(tmp_path):
    """A board that is given another program in the night has a clock from then on."""
    xyz = at_rest(900)
    parts = [
        printed("{x:.3f},{y:.3f},{z:.3f}", xyz[:400]),
        printed("{ms},{x:.3f},{y:.3f},{z:.3f}", xyz[400:]),
    ]
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="text", address="x", name="ESP32")
    at = 0
    for lines in parts:
        stream = capture.stream(number, round(at / RATE * 1e9), firmware="", mtu=None)
        capture.settings(stream, told(lines))
        for line in lines:
            capture.notification(stream, DATA, round(at / RATE * 1e9), line)
            at += 1
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert sum(map(len, recording.runs)) == 900 - 2
    assert recording.rate == pytest.approx(50, rel=0.005)
    length = np.linalg.norm(np.concatenate([run.xyz for run in recording.runs]), axis=1)
    assert np.abs(length - 1).max() < 0.05
    notes = " ".join(recording.quality.notes)
    assert "of 3 numbers in a line 1, 2 and 3 were taken for x, y and z in g" in notes
    assert "of 4 numbers in a line 2, 3 and 4 were taken for x, y and z in g" in notes
    assert "1 for a clock" in notes
