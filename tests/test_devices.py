"""Decoders never guess and never raise; set-up does what each vendor asks for."""

import asyncio
import json
import re
import shutil
import struct
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limbwatch.sensor import SLOW
from limbwatch.sensor.devices import (
    DEVICES,
    Settings,
    Wish,
    bangle,
    colmi,
    device_of_kind,
    dot,
    espruino,
    metamotion,
    movesense,
    open_profile,
    osd,
    phone,
    pinetime,
    polar,
    recognised,
    witmotion,
)
from limbwatch.sensor.devices.device import BATTERY_LEVEL, battery_level, nearest
from limbwatch.sensor.errors import (
    DeviceRefused,
    LinkLost,
    NeverStreams,
    SensorError,
    ServicesLacking,
)
from tests.links import ValuesLink

KINDS = tuple(device.kind for device in DEVICES)

BANGLE = np.array([[49, -139, 4100], [53, -123, 4088]])
SETTINGS = {
    "metamotion": Settings(
        rate=50, range_g=8, extra={"accounter": "time", "processor": 0, "note": "x"}
    ),
    "edgeml": Settings(
        rate=50,
        range_g=None,
        extra={"number": 4, "layout": "<fff", "x": 0, "y": 1, "z": 2, "scale": 1.0},
    ),
    "phyphoxboard": Settings(
        rate=50, range_g=None, extra={"channels": 5, "x": 0, "y": 1, "z": 2, "scale": 1.0}
    ),
    "text": Settings(rate=50, range_g=None, extra={"shape": "#,#,#", "scale": 1e-3}),
}


def decoder_of(kind):
    device = device_of_kind(kind)
    return device.decoder(SETTINGS.get(kind, Settings(rate=50, range_g=8)))


def frames():
    """A valid notification of each kind: bytes and its samples in g."""
    mg = np.array([[12, -34, 1001], [13, -30, 998], [11, -31, 1003]])
    i2 = mg.astype("<i2").tobytes()
    first = mg[:1] / 1000
    return {
        "polar": (bytes([2]) + (10**18).to_bytes(8, "little") + b"\x01" + i2, mg / 1000),
        "movesense": (
            bytes([2, movesense._REFERENCE])
            + struct.pack("<I", 5)
            + (mg / 1000 * 9.80665).astype("<f4").tobytes(),
            mg / 1000,
        ),
        "metamotion": (
            bytes([9, 3, 0]) + struct.pack("<I", 7) + np.array([4096, 0, -4096], "<i2").tobytes(),
            np.array([[1.0, 0, -1]]),
        ),
        "osd": (i2, mg / 1000),
        "witmotion": (
            b"\x55\x61" + np.array([2048, 0, -2048], "<i2").tobytes() + bytes(12),
            np.array([[1.0, 0, -1]]),
        ),
        "dot": (
            struct.pack("<I3f", 9, *(first[0] * 9.80665)) + bytes(24),
            first,
        ),
        "microbit": (i2[:6], first),
        "thingy52": (np.array([1024, 0, -512], "<i2").tobytes() + bytes(12), [[1, 0, -0.5]]),
        "bangle": (b"L,7,1767225600123,49,-139,4100,53,-123,4088,E\r\n", BANGLE / 4096),
        "puck": (b"L,7,1767225600123,49,-139,4100,53,-123,4088,E\r\n", BANGLE / 4096),
        "pinetime": (np.array([1024, 0, -512], "<i2").tobytes(), [[1, 0, -0.5]]),
        "colmi": (
            bytes.fromhex("a10312030b0d170400000000000000ec"),
            [[0.7265625, 0.568359375, 0.369140625]],
        ),
        "phone": (
            phone.packet(np.arange(3) * 10**7, mg.astype(np.float32) / -1000, 1),
            mg / 1000,
        ),
        "sensortag": (
            struct.pack("<9h", 7, 8, 9, 4096, 0, -2048, 10, 11, 12),
            np.array([[1.0, 0, -0.5]]),
        ),
        "adafruit": (struct.pack("<3f", *(first[0] * 9.80665)), first),
        "sciencejournal": (struct.pack("<3f", *first[0]), first),
        "bluest": (
            struct.pack("<H9h", 5, *mg[0], 7, 8, 9, 10, 11, 12),
            first,
        ),
        "edgeml": (struct.pack("<BBI3f", 4, 12, 7000, *first[0]), first),
        "phyphoxboard": (struct.pack("<5f", *first[0], 20.5, 0), first),
        "esense": (
            bytes([0x55, 7, (12 + 0x10 + 0xF8) % 256, 12, *bytes(6), 0x10, 0, 0, 0, 0xF8, 0]),
            [[1.0, 0.0, -0.5]],
        ),
        # what stands before the first end may be the rest of a line
        "text": (b"\n12,-34,1001\r\n13,-30,998\r\n", mg[:2] / 1000),
        "open": (
            open_profile.encode(np.array([[4096, 0, -4096]], "<i2"), number=3, tick=8, range_g=8),
            np.array([[1.0, 0, -1]]),
        ),
    }


def handled(tally):
    return tally.packets + tally.truncated + tally.malformed + tally.other


def test_a_kind_of_sensor_is_entered_wherever_one_is_tried_or_described():
    """The lists that no program can make, each with its place."""
    from tests.test_packet_times import SENSORS

    described = (Path(__file__).parents[1] / "docs/recording.md").read_text(encoding="utf-8")
    table = described.split("| kind | clock | notes |")[1].split("\n\n")[0]
    places = {
        "the table of docs/recording.md": set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)),
        "frames() of tests/test_devices.py": set(frames()),
        "SENSORS of tests/test_packet_times.py": set(SENSORS),
        "a peripheral of benchmarks, and a line with it in tests/test_ble.py": {
            *NO_PERIPHERAL,
            *_kinds_of_peripherals(),
        },
    }
    for place, there in places.items():
        missing, gone = set(KINDS) - there, there - set(KINDS)
        assert not missing, f"enter {', '.join(sorted(missing))} in {place}"
        assert not gone, f"{place} has {', '.join(sorted(gone))}, of which no module has a DEVICE"


NO_PERIPHERAL = ("phone", "open", "microbit", "thingy52")
"""Heard through the network, compiled from its sketch, and two that are older than the rule."""


def _kinds_of_peripherals():
    """Kinds whose peripheral streams in tests/test_ble.py."""
    from benchmarks import boards, peripherals, watches

    streamed = Path(__file__).with_name("test_ble.py").read_text(encoding="utf-8")
    for module in (boards, peripherals, watches):
        for name, value in vars(module).items():
            fields = getattr(value, "__dataclass_fields__", {})
            if "kind" in fields and name in streamed and isinstance(fields["kind"].default, str):
                yield fields["kind"].default


def test_a_kind_of_which_a_model_is_slow_has_its_rate_as_its_fastest():
    """``devices`` names a faster sensor before it; the table of the documents knows which."""
    described = (Path(__file__).parents[1] / "docs/recording.md").read_text(encoding="utf-8")
    slow = dict(re.findall(r"^\| `(\w+)`.*?\b(\d+) Hz at most", described, re.MULTILINE))
    slow = {kind: float(rate) for kind, rate in slow.items() if float(rate) < SLOW}
    assert {kind: device_of_kind(kind).fastest for kind in slow} == slow
    assert slow["sciencejournal"] == 10


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_help_of_record_lists_every_kind_that_can_be_said(language, capsys):
    from limbwatch.cli.app import run

    assert run(["--lang", language, "record", "--help"]) == 0
    told = re.sub(r"\s+", " ", capsys.readouterr().out)  # wherever the lines are broken
    (listed,) = re.findall(r"=(?:KIND|ART) [^:]*: ([^.]*)\.", told)
    assert listed.split(", ") == sorted({*KINDS} - {"phone"}), "a phone is named by its address"


@pytest.mark.parametrize("kind", KINDS)
def test_a_valid_frame_gives_its_samples(kind):
    data, expected = frames()[kind]
    decoder = decoder_of(kind)
    (packet,) = decoder.push(data)
    np.testing.assert_allclose(packet.xyz, expected, atol=1e-6)
    assert (packet.tick is None) == (decoder.clock is None)
    assert (packet.number is None) == (decoder.number_modulus is None)
    assert packet.xyz.dtype == np.float32


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_cut_anywhere_gives_no_wrong_sample(kind):
    data, expected = frames()[kind]
    for length in range(len(data)):
        decoder = decoder_of(kind)
        packets = decoder.push(data[:length])
        for packet in packets:
            np.testing.assert_allclose(packet.xyz, expected[: len(packet.xyz)], atol=1e-6)
        if not packets and kind not in (
            "witmotion",
            "movesense",
            "bangle",
            "puck",
            "text",
        ):  # those wait for the rest
            assert handled(decoder.tally) == 1


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=settings.default.max_examples // 2)
@given(chunks=st.lists(st.binary(max_size=64), max_size=6))
def test_no_bytes_raise_and_all_samples_are_finite(kind, chunks):
    decoder = decoder_of(kind)
    packets = [packet for chunk in chunks for packet in decoder.push(chunk)]
    assert all(np.isfinite(packet.xyz).all() and len(packet.xyz) for packet in packets)
    assert decoder.tally.packets == len(packets)
    assert decoder.tally.samples == sum(len(packet.xyz) for packet in packets)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=settings.default.max_examples // 2)
@given(noise=st.binary(max_size=40), at=st.integers(0, 40), value=st.integers(0, 255))
def test_a_damaged_frame_does_not_disturb_the_next_one(kind, noise, at, value):
    data, expected = frames()[kind]
    broken = bytearray(data)
    broken[at % len(data)] = value
    decoder = decoder_of(kind)
    decoder.push(bytes(broken))
    later = [packet for _ in range(3) for packet in decoder.push(data)]
    np.testing.assert_allclose(later[-1].xyz[-len(expected) :], expected, atol=1e-6)


def compressed(values):
    """Code samples as one block of deltas, as the sensor does."""
    deltas = np.diff(values, axis=0).ravel().tolist()
    width = max([1, *(int(d if d >= 0 else ~d).bit_length() + 1 for d in deltas)])
    packed = sum((d & ((1 << width) - 1)) << (i * width) for i, d in enumerate(deltas))
    size = -(-len(deltas) * width // 8)
    return (
        values[0].astype("<i2").tobytes()
        + bytes([width, len(values) - 1])
        + packed.to_bytes(size, "little")
    )


@given(
    st.lists(st.tuples(*[st.integers(-16000, 16000)] * 3), min_size=2, max_size=80).map(np.array)
)
def test_delta_coding_goes_both_ways(values):
    data = bytes([2]) + bytes(8) + b"\x81" + compressed(values)
    decoder = polar.PmdDecoder(factor=1.0)
    (packet,) = decoder.push(data)
    np.testing.assert_allclose(packet.xyz * 1000, values, atol=2e-3)
    assert decoder.push(data[:-1]) == ()
    assert decoder.tally.truncated == 1


def test_a_delta_block_of_width_zero_is_refused():
    decoder = polar.PmdDecoder(factor=1.0)
    assert decoder.push(bytes([2]) + bytes(8) + b"\x81" + bytes(6) + bytes([0, 5])) == ()
    assert decoder.tally.malformed == 1


@given(st.integers(1, 40), st.data())
def test_wit_frames_survive_any_partition(n, data):
    counts = np.arange(3 * n).reshape(n, 3).astype("<i2")
    stream = b"".join(b"\x55\x61" + row.tobytes() + bytes(12) for row in counts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = witmotion.WitDecoder()
    parts = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) if a < b]
    xyz = np.concatenate([p.xyz for part in parts for p in decoder.push(part)])
    np.testing.assert_array_equal(xyz, (counts / 2048).astype(np.float32))
    assert decoder.tally.truncated == decoder.tally.malformed == 0


def test_a_wit_frame_that_lost_its_tail_is_counted_and_the_next_is_found():
    frame = b"\x55\x61" + bytes(18)
    decoder = witmotion.WitDecoder()
    xyz = [p.xyz for p in decoder.push(frame[:12] + frame + frame)]
    assert sum(map(len, xyz)) == 2
    assert decoder.tally.truncated == 1


def test_a_movesense_packet_in_two_parts_is_joined():
    data, expected = frames()["movesense"]
    decoder = decoder_of("movesense")
    assert decoder.push(data[:20]) == ()
    (packet,) = decoder.push(bytes([3, movesense._REFERENCE]) + data[20:])
    np.testing.assert_allclose(packet.xyz, expected, atol=1e-6)
    assert decoder.push(bytes([3, movesense._REFERENCE]) + data[20:]) == ()
    assert decoder.tally.malformed == 1


@pytest.mark.parametrize(
    ("factor", "milli"), [(1.0, 1.0), (0.244, 0.244), (2.44e-4, 1.0), (float("nan"), 1.0)]
)
def test_the_factor_of_a_polar_holds_for_type_1_where_it_can_be_of_milli_g(factor, milli):
    counts = np.array([[100, -200, 4096]], dtype="<i2")
    decoder = polar.PmdDecoder(factor=factor)
    (packet,) = decoder.push(bytes([2]) + bytes(8) + b"\x81" + counts.tobytes())
    np.testing.assert_allclose(packet.xyz * 1000, counts * milli, rtol=1e-5)


def test_movesense_data_under_an_earlier_reference_of_ours_are_samples():
    # after a restart of the stream the radio brings what it held back under the reference before
    data, expected = frames()["movesense"]
    decoder = movesense.GspDecoder(reference=movesense._REFERENCE + 5)
    for reference in (78, 177, movesense._REFERENCE + 5):
        (packet,) = decoder.push(bytes([2, reference]) + data[2:])
        np.testing.assert_allclose(packet.xyz, expected, atol=1e-6)
    for reference in (1, 76, 178):
        assert decoder.push(bytes([2, reference]) + data[2:]) == ()
    assert decoder.tally.other == 3


def test_parts_of_movesense_packets_of_two_references_are_not_joined():
    data, _ = frames()["movesense"]
    decoder = movesense.GspDecoder(reference=79)
    assert decoder.push(bytes([2, 78]) + data[2:20]) == ()
    assert decoder.push(bytes([3, 79]) + data[20:]) == ()
    assert decoder.tally.malformed == 1


def test_data_are_the_answer_of_a_movesense_that_gives_none():
    data, _ = frames()["movesense"]

    def answer(_characteristic, command):
        late = bytes([2, command[1] - 1]) + data[2:]
        return [late, bytes([2, command[1]]) + data[2:]]

    settings = asyncio.run(movesense.start(FakeLink(answer=answer), Wish(rate=52)))
    assert settings.rate == 52
    assert settings.extra == {"reference": movesense._REFERENCE + 2}


def test_samples_that_a_pinetime_collected_are_all_taken():
    counts = np.array([[0, 0, 1024], [512, -512, 1000], [100, 200, 300]], dtype="<i2")
    decoder = pinetime.DEVICE.decoder(Settings(rate=25, range_g=4))
    (packet,) = decoder.push(counts.tobytes())
    np.testing.assert_allclose(packet.xyz * 1024, counts)
    assert (packet.tick, packet.anchor) == (None, 2)
    for cut in (5, 7, 17):
        assert decoder.push(counts.tobytes()[:cut]) == ()
    assert (decoder.tally.truncated, decoder.tally.malformed) == (1, 2)


@pytest.mark.parametrize(("offered", "rate", "range_g"), [((), 10, 2), ((0x78,), 25, 4)])
def test_a_pinetime_of_openseizuredetector_has_a_rate_of_its_own(offered, rate, range_g):
    values = {f"000300{one:02x}-78fc-48fe-8e23-433b3a1942d0": b"" for one in (2, *offered)}
    settings = asyncio.run(pinetime.start(FakeLink(values=values), Wish()))
    assert (settings.rate, settings.range_g) == (rate, range_g)
    # what the chip collected is sent whether it changed or not
    assert pinetime.DEVICE.changes(settings) == (not offered)


def test_magnitude_formats_of_the_watch_are_refused():
    link = FakeLink(values={osd.FORMAT: b"\x01"})
    with pytest.raises(DeviceRefused, match="format 3"):
        asyncio.run(osd.start(link, Wish()))


@pytest.mark.parametrize(
    ("name", "services", "kind"),
    [
        ("Polar Sense 12345678", (), "polar"),
        ("Polar H10 12345678", (), "polar"),
        ("Movesense 174630000192", (), "movesense"),
        ("MetaWear", (), "metamotion"),
        ("Bangle.js abcd", (osd.SERVICE,), "osd"),
        ("WT901BLE68", (), "witmotion"),
        ("Movella DOT", (), "dot"),
        ("BBC micro:bit [zuvat]", (), "microbit"),
        ("Thingy", (), "thingy52"),
        ("", (open_profile.SERVICE,), "open"),
    ],
)
def test_sensors_are_recognised_by_what_they_advertise(name, services, kind):
    assert recognised(name, frozenset(services)).kind == kind


@pytest.mark.parametrize("name", ["", "Sofa", "WTVB01-BT50", "My Polar mug"])
def test_other_things_are_not_recognised(name):
    assert recognised(name, frozenset()) is None


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(SensorError, match=r"'garmin'.*movesense.*polar"):
        device_of_kind("garmin")


def test_the_nearest_rate_is_not_below_the_wish_when_it_can():
    assert nearest(50.0, (26.0, 52.0, 104.0)) == 52.0
    assert nearest(500.0, (26.0, 52.0)) == 52.0


class FakeLink(ValuesLink):
    """Notes every step; answers come from a function of the written bytes."""

    def __init__(self, *, values=None, answer=lambda _c, _d: ()):
        super().__init__(values)
        self.answer = answer
        self.log = []

    async def read(self, characteristic):
        self.log.append(("read", characteristic))
        return await super().read(characteristic)

    async def write(self, characteristic, data, *, response=True):
        self.log.append(("write", characteristic, data))
        self.confirmed = response
        self.values[characteristic] = data

    async def subscribe(self, characteristic):
        self.log.append(("subscribe", characteristic))

    async def request(self, characteristic, data, *, accept, response=True):
        self.log.append(("write", characteristic, data))
        self.confirmed = response
        return next(a for a in self.answer(characteristic, data) if accept(a))

    async def pause(self, seconds):
        self.log.append(("pause", seconds))


def polar_answers(overrides):
    answers = {
        "0302": "f003020000",
        "0209": "f002090000",
        "0102": "f001020000000234001a000101100002010800040103",
        "02": "f0020200000501" + struct.pack("<f", 2.44e-4).hex(),
    } | overrides

    def answer(_characteristic, data):
        text = answers.get(data.hex(), answers.get(data.hex()[:2]))
        texts = text if isinstance(text, list) else [text]
        return [bytes.fromhex(t) for t in texts]

    return answer


def test_polar_starts_in_sdk_mode_after_stopping_an_old_stream():
    link = FakeLink(answer=polar_answers({}))
    settings = asyncio.run(polar.start(link, Wish(rate=50)))
    written = [step[2].hex() for step in link.log if step[0] == "write"]
    assert written == ["0302", "0209", "0102", "0202000134000101100002010800040103"]
    assert link.log[:2] == [("subscribe", polar.CONTROL), ("subscribe", polar.DATA)]
    after_sdk = link.log.index(("write", polar.CONTROL, bytes.fromhex("0209"))) + 1
    assert link.log[after_sdk][0] == "pause"
    assert link.log[after_sdk][1] >= 0.1
    assert settings.rate == 52
    assert settings.extra["factor"] == pytest.approx(2.44e-4)
    assert settings.extra["sdk_mode"] == 1


def test_polar_without_sdk_mode_streams_all_the_same():
    link = FakeLink(answer=polar_answers({"0209": "f002090300"}))
    assert asyncio.run(polar.start(link, Wish())).extra["sdk_mode"] == 0


def test_polar_settings_that_come_in_several_indications_are_put_together():
    listed = ["f0010200010002", "f00102000134001a00", "f0010200000101100002010800040103"]
    link = FakeLink(answer=polar_answers({"0102": listed}))
    settings = asyncio.run(polar.start(link, Wish(rate=50)))
    assert settings.rate == 52
    assert link.log[-1][2].hex() == "0202000134000101100002010800040103"


def test_polar_in_the_charger_says_so():
    link = FakeLink(answer=polar_answers({"02": "f002020d00"}))
    with pytest.raises(DeviceRefused, match="charger"):
        asyncio.run(polar.start(link, Wish()))


def test_polar_that_streams_already_is_stopped_and_started():
    replies = iter(["f002020600", "f002020000"])
    base = polar_answers({})

    def answer(characteristic, data):
        if data[:2] == b"\x02\x02":
            return [bytes.fromhex(next(replies))]
        return base(characteristic, data)

    link = FakeLink(answer=answer)
    asyncio.run(polar.start(link, Wish()))
    written = [step[2].hex()[:4] for step in link.log if step[0] == "write"]
    assert written == ["0302", "0209", "0102", "0202", "0302", "0202"]


def movesense_answer(status):
    """Answer a subscription, after the answer to the end of an earlier one came late."""
    ended = []

    def answer(_characteristic, data):
        late = [bytes([1, reference]) + (404).to_bytes(2, "little") for reference in ended[-3:]]
        ended.append(data[1])
        return [*late, bytes([1, data[1]]) + status.to_bytes(2, "little")]

    return answer


def test_movesense_out_of_subscriptions_says_what_to_do():
    link = FakeLink(answer=movesense_answer(429))
    with pytest.raises(DeviceRefused, match="429"):
        asyncio.run(movesense.start(link, Wish()))


def test_movesense_without_the_resource_will_never_stream():
    with pytest.raises(NeverStreams, match="default firmware"):
        asyncio.run(movesense.start(FakeLink(answer=movesense_answer(404)), Wish()))


def test_a_late_answer_to_the_end_of_a_movesense_subscription_is_not_the_new_ones():
    link = FakeLink(answer=movesense_answer(200))
    references = []
    for _ in range(250):
        settings = asyncio.run(movesense.start(link, Wish()))
        references.append(settings.extra["reference"])
        ended = [
            entry[2][1]
            for entry in link.log
            if entry[0] == "write" and entry[2][:1] == bytes([movesense._UNSUBSCRIBE])
        ]
        assert references[-1] not in ended[-2:]
        assert 0 < references[-1] < 256
        link.log.clear()
    assert len(set(references)) == 100


def test_samples_of_a_movesense_subscription_are_those_of_its_reference():
    notification, _ = frames()["movesense"]
    decoder = movesense.DEVICE.decoder(Settings(rate=52, range_g=None, extra={"reference": 90}))
    assert decoder.push(notification) == ()
    (packet,) = decoder.push(bytes([2, 90]) + notification[2:])
    assert len(packet.xyz) == 3


@pytest.mark.parametrize("layout", [None, b"\x00", b"\x01"])
def test_a_watch_that_sends_magnitudes_is_refused(layout):
    values = {osd.DATA: b""} | ({} if layout is None else {osd.FORMAT: layout})
    with pytest.raises(DeviceRefused, match="format 3") as caught:
        asyncio.run(osd.start(FakeLink(values=values), Wish()))
    # a system may not show it yet
    assert isinstance(caught.value, ServicesLacking) is (layout is None)


@pytest.mark.parametrize(
    ("answer", "percent"),
    [
        ("01c8c80057", 87),
        ("01c8c80064", 100),
        ("01c8c80065", None),
        ("01c8c800", None),
        ("01c8940157", None),
    ],
)
def test_a_movesense_without_the_battery_service_is_asked_for_its_charge(answer, percent):
    """``gsp-protocol.md``: GET ``/System/Energy/Level`` gives a byte of percent, status 200."""
    link = FakeLink(answer=lambda _c, _d: [bytes.fromhex("014dc80057"), bytes.fromhex(answer)])
    charge = asyncio.run(movesense.battery(link))
    assert (None if charge is None else charge.percent) == percent
    assert link.log == [("write", movesense.COMMAND, b"\x04\xc8/System/Energy/Level\0")]
    served = FakeLink(values={BATTERY_LEVEL: b"\x42"})
    assert asyncio.run(movesense.battery(served)).percent == 66


@pytest.mark.parametrize(
    ("chip", "unsubscribed", "config"),
    [(1, ["030400", "031c00"], "03032708"), (4, ["030400", "030500"], "0303a702")],
)
def test_metamotion_is_configured_before_it_starts(chip, unsubscribed, config):
    """``api-specification.md``: disable unwanted subscriptions on connect."""

    def answer(_characteristic, data):
        return [bytes([3, 0x80, chip, 1]) if data == b"\x03\x80" else bytes([9, 2, 4])]

    link = FakeLink(answer=answer)
    settings = asyncio.run(metamotion.start(link, Wish(rate=50, range_g=8)))
    written = [step[2].hex() for step in link.log if step[0] == "write"]
    assert written == [
        *("030100", "03020001", "0908", "0380"),
        *unsubscribed,
        config,
        "09020304ffa0113103",
        "09070401",
        "090301",
        "03020100",
        "030101",
    ]
    assert settings.extra == {"processor": 4, "accounter": "time"}


@pytest.mark.parametrize("left", ["0304", "0305", "031c"])
def test_with_an_accounter_its_packets_alone_are_samples(left):
    """A subscription that another program left gives each sample once more, without its time."""
    settings = SETTINGS["metamotion"]
    decoder = device_of_kind("metamotion").decoder(settings)
    beside = bytes.fromhex(left) + bytes(6 if left == "0304" else 18)
    assert settings.extra["accounter"] == "time"
    assert decoder.push(beside) == ()
    assert (decoder.tally.other, decoder.tally.samples) == (1, 0)
    plain = Settings(rate=50, range_g=8.0, extra={"accounter": "none"})
    assert len(device_of_kind("metamotion").decoder(plain).push(beside)) == 1


def test_the_battery_of_a_metamotion_is_asked_for_aloud():
    # a read whose bit 0x40 is set is one that the firmware does not answer
    def answer(_characteristic, data):
        return [bytes.fromhex("118c63341c")] if data == bytes.fromhex("118c") else []

    link = FakeLink(answer=answer)
    charge = asyncio.run(metamotion.battery(link))
    assert (charge.percent, charge.volts) == (99, 7.22)
    assert [step[2].hex() for step in link.log] == ["118c"]


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        (420, 100),
        (396, 100),
        (395, 90),
        (393, 90),
        (392, 75),
        (387, 75),
        (386, 60),
        (382, 60),
        (381, 50),
        (379, 50),
        (378, 40),
        (377, 40),
        (376, 30),
        (373, 30),
        (372, 20),
        (370, 20),
        (369, 15),
        (368, 15),
        (367, 10),
        (350, 10),
        (349, 5),
        (340, 5),
        (339, 0),
        # no voltage of a single cell: an answer of nothing, and a model of two cells
        (0, None),
        (249, None),
        (450, None),
        (830, None),
    ],
)
def test_the_charge_of_a_witmotion_is_that_of_the_vendors_table(told, percent):
    def answer(_characteristic, data):
        assert data.hex() == "ffaa276400"
        return [bytes.fromhex("55716400") + told.to_bytes(2, "little") + bytes(14)]

    charge = asyncio.run(witmotion.battery(FakeLink(answer=answer)))
    assert (charge.percent, charge.volts) == (percent, told / 100)


class WitLink(FakeLink):
    """Sends frames, and answers for its registers; what is written is as it is after the save."""

    def __init__(self, frames, mode, *, holds=False):
        super().__init__(answer=self.answered)
        self.frames, self.mode, self.holds = frames, mode, holds
        self.came = []

    async def listen(self, seconds, *, most=0):
        assert 0 < seconds <= 2
        return [(0.1 * i, frame) for i, frame in enumerate(self.frames[:most])]

    async def write(self, characteristic, data, *, response=True):
        await super().write(characteristic, data, response=response)
        if data == bytes.fromhex("ffaa960000") and not self.holds:
            self.mode = 0

    def answered(self, _characteristic, data):
        assert data.hex() == "ffaa279600"
        answer = bytes.fromhex("55719600") + bytes([self.mode]) + bytes(15)
        self.came.append(answer)
        return [answer]


WIT_FRAME = b"\x55\x61" + np.array([0, 0, 2048], "<i2").tobytes() + bytes(12)
RATE_OF_WIT = ["ffaa6988b5", "ffaa030800", "ffaa000000"]


@pytest.mark.parametrize(
    ("mode", "then"),
    [(0, []), (1, ["ffaa6988b5", "ffaa960000", "ffaa000000", "ffaa279600"]), (134, [])],
)
def test_a_witmotion_that_sends_displacement_is_set_to_acceleration(mode, then):
    """Register 96h: 0 is acceleration, 1 displacement in the same frame; others are not known."""
    link = WitLink([WIT_FRAME] * 9, mode)
    settings = asyncio.run(witmotion.start(link, Wish(rate=50)))
    written = [step[2].hex() for step in link.log if step[0] == "write"]
    assert written == [*RATE_OF_WIT, "ffaa279600", *then]
    assert link.log[0] == ("subscribe", witmotion.DATA)
    decoder = device_of_kind("witmotion").decoder(settings)
    counts = [len(decoder.push(data)) for data in (WIT_FRAME, *link.came, WIT_FRAME)]
    late = device_of_kind("witmotion").decoder(settings)
    # the live view begins behind the word
    assert sum(len(late.push(WIT_FRAME)) for _ in range(252)) == (252 if mode == 134 else 2)
    # what came before the sensor's word was displacement, or of another rate
    assert counts == [mode == 134, *(0 for _ in link.came), 1]
    assert len(device_of_kind("witmotion").decoder(Settings(rate=50, range_g=16)).push(WIT_FRAME))


def test_a_witmotion_that_stays_in_another_mode_is_refused():
    with pytest.raises(DeviceRefused, match=r"96h, is 1 .* set it to acceleration in the Wit"):
        asyncio.run(witmotion.start(WitLink([WIT_FRAME] * 3, 1, holds=True), Wish()))


def test_a_witmotion_that_was_set_and_says_nothing_more_is_not_taken_for_acceleration():
    """It may send displacement still, and what came before did."""
    link = WitLink([WIT_FRAME] * 3, 1)
    told = link.answered

    def once(characteristic, data):
        if link.came:
            raise LinkLost("the sensor gave no answer to a command in 5 s")
        return told(characteristic, data)

    link.answer = once
    with pytest.raises(LinkLost):
        asyncio.run(witmotion.start(link, Wish()))


def test_a_witmotion_that_tells_no_mode_streams_all_the_same():
    def silent(_characteristic, _data):
        raise LinkLost("the sensor gave no answer to a command in 5 s")

    link = WitLink([], 0)
    link.answer = silent
    assert asyncio.run(witmotion.start(link, Wish())).extra == {}


@pytest.mark.parametrize("packet", [32, 20, 96])
def test_a_vibration_sensor_is_refused_before_anything_is_set_in_it(packet):
    """WTVB01-BT50: ``55 61`` and fifteen numbers of 16 bits, over the same characteristics."""
    numbers = (17, 7, 18, 233, 243, 57, 2455, 300, 19, 239, 9, 13, 10, 0, 418)
    stream = 9 * struct.pack("<2B15h", 0x55, 0x61, *numbers)
    whole = [stream[at : at + packet] for at in range(0, len(stream), packet)]
    # each frame in a packet of 20 bytes and one of 12, of which the second comes first
    ends = sorted((*range(0, len(stream), 32), *range(20, len(stream), 32)))
    cut = [stream[a:b] for a, b in pairwise(ends)]
    for frames in (whole, cut[1:]):
        link = WitLink(frames, 0)
        with pytest.raises(NeverStreams, match=r"32 bytes.* nothing was set"):
            asyncio.run(witmotion.start(link, Wish()))
        assert link.log == [("subscribe", witmotion.DATA)]


def test_dot_switches_power_saving_off_and_listens_before_it_measures():
    control = bytearray(32)
    control[3:7] = bytes([30, 0, 30, 0])
    control[24:26] = (20).to_bytes(2, "little")
    link = FakeLink(values={dot.CONTROL_DEVICE: bytes(control)})
    settings = asyncio.run(dot.start(link, Wish(rate=50)))
    assert settings.rate == 60
    written = link.values[dot.CONTROL_DEVICE]
    assert written[3:7] == bytes(4)
    assert int.from_bytes(written[24:26], "little") == 60
    begin = ("write", dot.CONTROL_MEASUREMENT, bytes([1, 1, 0x15]))
    assert link.log.index(("subscribe", dot.DATA)) < link.log.index(begin)


def console_of(link):
    """What was written to the watch's console, in writes that fit every connection."""
    parts = [data for step, _, data in (one for one in link.log if len(one) == 3)]
    assert all(len(part) <= 20 for part in parts)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("wish", "code", "period"), [(50, "0x40|2", "(20)"), (12, "0x40|1", "(40)")]
)
def test_the_watch_is_given_its_program_and_the_rate(wish, code, period):
    link = FakeLink(answer=lambda _c, _d: [b"W,172,0,80,1\r\n"])
    settings = asyncio.run(bangle.start(link, Wish(rate=wish)))
    assert (settings.rate, settings.range_g) == (1000 / int(period[1:-1]), 8.0)
    text = console_of(link)
    assert text.startswith(b"\x03\x10if(1){")
    assert text.endswith(b"\n")
    assert code.encode() in text
    assert f"setPollInterval{period}".encode() in text
    asyncio.run(bangle.SENT.stop(link))
    assert b"delete global.limbwatch;" in console_of(link)


NODE = shutil.which("node")
WATCH = """
const out = [], polls = [], registers = {};
let heard = [];
const Bluetooth = {println: t => out.push(t + "\\r\\n")};
const Bangle = {
  on: (_, f) => heard.push(f),
  removeListener: (_, f) => { heard = heard.filter(g => g !== f); },
  accelWr: (r, v) => { registers[r] = v; }, setPollInterval: p => polls.push(p),
  setOptions: () => 0,
};
globalThis.Bangle = Bangle; globalThis.Bluetooth = Bluetooth; globalThis.global = globalThis;
let n = 0;
const feel = k => { for (let i = 0; i < k; i++, n++) heard.forEach(f => f(
  {x: n / 8192, y: -n / 8192, z: 0.5})); };
"""


OSD_WATCH = """
const was = {24: 0xCC, 27: 0x41};
Object.assign(registers, was);
Bangle.accelRd = r => registers[r];
Bangle.dbg = () => ({pollInterval: polls.length ? polls[polls.length - 1] : 40});
Bangle.getOptions = () => ({powerSave: SAVES});
const set = [];
Bangle.setOptions = o => set.push(o.powerSave);
"""


@pytest.mark.skipif(NODE is None, reason="needs node to run the watch's program")
@pytest.mark.parametrize(("saves", "poll"), [("false", 40), ("true", 80)])
def test_the_watch_is_left_as_an_app_of_it_had_set_it(saves, poll):
    start, end = bangle.program(50.0), bangle.SENT.end_line(None)
    script = f"{WATCH}{OSD_WATCH.replace('SAVES', saves)}{start}\n{start}\n{end}\n{end}"
    script += "console.log(JSON.stringify({polls, registers, set, left: heard.length,"
    script += "kept: 'limbwatchWas' in globalThis}))"
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["registers"] == {"24": 0xCC, "27": 0x41}
    assert said["polls"] == [20, 20, poll]
    assert said["set"] == [saves == "true"]
    assert (said["left"], said["kept"]) == (0, False)


@pytest.mark.skipif(NODE is None, reason="needs node to run the watch's program")
@pytest.mark.parametrize("again", [True, False])
def test_the_watch_is_left_as_it_was_where_an_app_was_opened_meanwhile(again):
    """``jswrap_bangle.c``: load() clears JavaScript; the registers are written at first run."""
    start, load = bangle.program(50.0), "heard=[];delete limbwatch;delete limbwatchWas;"
    begin = f"{WATCH}{OSD_WATCH.replace('SAVES', 'false')}{start}\n{load}{start * again}\n"
    told = "console.log(JSON.stringify({out, polls, registers, left: heard.length}))"
    said = json.loads(subprocess.check_output([NODE, "-e", begin + told], text=True))
    assert said["out"] == ["W,204,65,40,0\r\n", "W,244,66,20,0\r\n"][: 1 + again]
    link = FakeLink(answer=lambda _c, _d: [said["out"].pop(0).encode()])
    for _ in range(1 + again):
        link.memory = {}
        asyncio.run(bangle.start(link, Wish(rate=50)))
    end = bangle.SENT.end_line(link.memory["bangle"])
    said = json.loads(subprocess.check_output([NODE, "-e", begin + end + told], text=True))
    assert (said["registers"], said["polls"][-1]) == ({"24": 0xCC, "27": 0x41}, 40)
    assert said["left"] == 0


@pytest.mark.skipif(NODE is None, reason="needs node to run the watch's program")
def test_the_program_prints_what_the_decoder_reads():
    """Run as it is, in a JavaScript engine with a stand-in for the watch; started twice, ended."""
    start, end = bangle.program(50.0), bangle.SENT.end_line(None)
    script = f"{WATCH}{start}\nfeel(25);{start}\nfeel(20);{end}\nfeel(30);"
    script += (
        "console.log(JSON.stringify({text: out.join(''), polls, left: heard.length, registers}))"
    )
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    decoder = espruino.EspruinoDecoder()
    text = said["text"].encode()
    packets = [one for at in range(0, len(text), 17) for one in decoder.push(text[at : at + 17])]
    assert [(packet.number, len(packet.xyz)) for packet in packets] == [(0, 10), (1, 10)] * 2
    counts = np.concatenate([packet.xyz for packet in packets])[:, :2] * 4096
    felt = np.r_[0:20, 25:45]
    np.testing.assert_allclose(counts, np.stack([felt, -felt], axis=1), atol=1e-3)
    assert (decoder.tally.malformed, said["left"], said["polls"]) == (0, 0, [20, 20, 80])
    assert said["registers"] == {"24": 0xEC, "27": 0}


def test_other_programs_of_the_watch_may_print_between():
    decoder = espruino.EspruinoDecoder()
    said = b">L,1,5,1,2,3,E\r\n{t:'info'}\r\nL,2,6,1,2,E\r\n>L,3,7,4,5,6,E\r\nL,70000,7,4,5,6,E\n"
    packets = decoder.push(said)
    assert [packet.number for packet in packets] == [1, 3]
    assert (decoder.tally.other, decoder.tally.malformed) == (1, 2)


def test_a_watch_tells_its_charge():
    link = FakeLink(answer=lambda _c, _d: [b"=undefined\r\n", b"B,250\r\n", b"\r\nB,83\r\n>"])
    assert asyncio.run(espruino.charge(link)).percent == 83
    assert console_of(link) == b'\x03\x10Bluetooth.println("B,"+E.getBattery())\n'


def test_a_ring_is_started_stopped_and_asked_for_its_charge():
    """The commands as printed in the community's client: a104, a102, 03, with their sums."""
    link = FakeLink(answer=lambda _c, _d: [bytes.fromhex("a101"), colmi.command(3, 64, 1)])
    asyncio.run(colmi.start(link, Wish()))
    charge = asyncio.run(colmi.battery(link))
    asyncio.run(colmi.stop(link))
    written = [one[2].hex() for one in link.log if one[0] == "write"]
    assert written == ["a104" + "0" * 26 + "a5", "03" + "0" * 28 + "03", "a102" + "0" * 26 + "a3"]
    assert (charge.percent, charge.charging) == (64, True)


@pytest.mark.parametrize("kind", ["bangle", "puck", "colmi", "text", "phyphoxboard", "esense"])
def test_a_service_that_many_have_tells_no_kind(kind):
    """A console or a ring of another maker must not be taken for ours and written to."""
    device = device_of_kind(kind)
    assert device.shared
    assert recognised("", frozenset({device.service})) is None
    assert recognised("Bangle.js 1f2e", frozenset()).kind == "bangle"
    assert recognised("Puck.js 1f2e", frozenset()).kind == "puck"
    assert recognised("Bangle.js 1f2e", frozenset({osd.SERVICE})).kind == "osd"
    assert recognised("R02_2182", frozenset()).kind == "colmi"


def test_the_open_profile_reads_back_what_the_sensor_took():
    link = FakeLink()
    settings = asyncio.run(open_profile.start(link, Wish(rate=50, range_g=8)))
    assert (settings.rate, settings.range_g) == (50.0, 8.0)
    assert open_profile.control(link.values[open_profile.CONTROL]) == (50, 8)


@pytest.mark.parametrize("value", [b"", b"\x65", b"\x01\x02"])
def test_an_impossible_battery_level_is_unknown(value):
    assert asyncio.run(battery_level(FakeLink(values={BATTERY_LEVEL: value}))) is None


def test_the_example_in_the_open_profile_is_what_the_encoder_makes():
    text = (Path(__file__).parents[1] / "docs" / "open-profile.md").read_text(encoding="utf-8")
    example = next(line for line in text.splitlines() if line.startswith("    01 00 03"))
    counts = np.array([[4096, 0, -4096]], "<i2")
    made = open_profile.encode(counts, number=3, tick=8, range_g=8)
    assert made == bytes.fromhex(example)


def test_every_kind_of_sensor_is_in_the_documentation():
    text = (Path(__file__).parents[1] / "docs" / "recording.md").read_text(encoding="utf-8")
    assert [device.kind for device in DEVICES if f"| `{device.kind}`" not in text] == []


def test_the_watchs_program_is_in_the_documentation():
    text = (Path(__file__).parents[1] / "docs" / "recording.md").read_text(encoding="utf-8")
    assert bangle.program(50.0) in "".join(line.strip() for line in text.splitlines())
