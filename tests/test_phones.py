"""Phones as sensors: what their apps send, over real HTTP, into the capture."""

import asyncio
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from http.client import HTTPConnection
from urllib.error import HTTPError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.phones import G, Phyphox, SensorLogger, message, numbers, push, vector
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.asked.phones import is_phone, kept_secret
from limbwatch.cli.recording.asked.worn import parse_worn
from limbwatch.sensor import Placement, SensorError
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Settings, Wish, phone
from limbwatch.sensor.errors import DeviceRefused, LinkLost, NetworkUnavailable
from limbwatch.sensor.network import push as pushing
from limbwatch.sensor.network.phyphox import Buffers, PhyphoxTransport, samples
from limbwatch.sensor.network.push import PushReceiver
from limbwatch.sensor.network.sensor_logger import Messages, PushSource
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.streaming import Equipment
from limbwatch.sensor.radio.transport import Sought

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
SOON = Patience(scan=2.0, first_data=3.0, flush=0.1, back_off=(0.1,), answer=2.0)


def sent(platform, *, first=0, n=50):
    made = message(first, n, rate=100.0, begin_ns=10**18, platform=platform)
    return json.dumps(made).encode()


def decoded(taken):
    decoder = phone.PhoneDecoder()
    packets = [one for data in phone.encode(*taken) for one in decoder.push(data)]
    return np.concatenate([packet.xyz for packet in packets]), packets


@pytest.mark.parametrize(
    ("platform", "body"),
    [
        ("android", PushSource.PHONE),
        ("ios", PushSource.PHONE),
        ("ios gravity", PushSource.PHONE),
        ("watch", PushSource.WATCH),
    ],
)
def test_every_platform_gives_the_same_acceleration_in_g_upwards(platform, body):
    """Android in m/s2, iPhones in g with the opposite sign, gravity apart, the watch's own."""
    messages = Messages(body=body)
    xyz, packets = decoded(messages.take(sent(platform)))
    want = np.array([vector(n) for n in range(50)]) / G
    np.testing.assert_allclose(xyz, want, atol=1e-6)
    last = 10**18 + 49 * 10**7
    assert [(packet.tick, len(packet.xyz)) for packet in packets] == [(10**18, 49), (last, 1)]
    assert (messages.battery, messages.device) == (83, "d-1")


def test_gravity_that_comes_in_another_message_is_waited_for():
    messages = Messages(body=PushSource.PHONE)
    made = json.loads(sent("ios gravity"))
    parts = {name: [one for one in made["payload"] if one["name"] == name] for name in ("gravity",)}
    parts["accelerometer"] = [one for one in made["payload"] if one["name"] == "accelerometer"]
    assert messages.take(json.dumps(made | {"payload": parts["gravity"]}).encode()) is None
    taken = messages.take(json.dumps(made | {"payload": parts["accelerometer"]}).encode())
    np.testing.assert_allclose(decoded(taken)[0][:, 2], 1.0, atol=1e-6)


def test_acceleration_without_gravity_is_refused_with_what_to_switch_on():
    made = json.loads(sent("ios gravity"))
    made["payload"] = [one for one in made["payload"] if one["name"] == "accelerometer"]
    with pytest.raises(DeviceRefused, match="Accelerometer Uncalibrated"):
        Messages(body=PushSource.PHONE).take(json.dumps(made).encode())


@pytest.mark.parametrize(("level", "known"), [(0.4, 0), (0.6, 1), (1.9, 1), (2.1, 0), (4.9, 0)])
def test_a_unit_is_told_by_gravity_and_never_guessed(level, known):
    made = json.loads(sent("ios", n=25))
    for one in made["payload"]:
        if one["name"] == "accelerometeruncalibrated":
            one["values"] = {"x": 0.0, "y": 0.0, "z": -level}
    take = Messages(body=PushSource.PHONE).take
    if known:
        np.testing.assert_allclose(decoded(take(json.dumps(made).encode()))[0][:, 2], level)
    else:
        with pytest.raises(DeviceRefused, match="hold the phone still"):
            take(json.dumps(made).encode())


def test_a_unit_waits_for_enough_samples_and_loses_none():
    messages = Messages(body=PushSource.PHONE)
    assert messages.take(sent("android", n=24)) is None
    xyz, _ = decoded(messages.take(sent("android", first=24, n=1)))
    assert numbers(xyz).tolist() == list(range(25))


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_what_is_no_message_is_refused_in_words(body):
    with pytest.raises(SensorError, match="not a message of Sensor Logger"):
        Messages(body=PushSource.PHONE).take(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(["totalacceleration", "gravity", "battery"]) | JSON,
                "time": st.integers() | JSON,
                "values": st.dictionaries(st.sampled_from("xyz"), JSON) | JSON,
            },
        ),
        max_size=4,
    )
)
def test_no_message_breaks_the_reader(payload):
    messages = Messages(body=PushSource.PHONE)
    try:
        taken = messages.take(json.dumps({"payload": payload}).encode())
    except SensorError:
        return
    assert taken is None or np.isfinite(taken.xyz).all()


def test_a_gap_between_samples_begins_a_new_packet():
    """Samples of a packet are even; a lost one doubles the step."""
    time_ns = (np.r_[0:30, 31:60] * 10_000_000).astype(np.int64)
    xyz = np.zeros((59, 3), np.float32)
    packets = list(phone.encode(time_ns, xyz, phone.Convention.METRES))
    assert [(len(packet) - 12) / 12 for packet in packets] == [29, 1, 28, 1]
    jitter = time_ns[:30] + np.tile([0, 2_000_000], 15)
    assert len(list(phone.encode(jitter, xyz[:30], phone.Convention.METRES))) == 2
    many = list(phone.encode(np.arange(2500), np.zeros((2500, 3), np.float32), 0))
    assert [(len(packet) - 12) / 12 for packet in many] == [1000, 1000, 499, 1]
    (alone,) = phone.encode(np.array([5]), np.zeros((1, 3), np.float32), 0)
    assert len(alone) == 24


@pytest.mark.parametrize("lost", [1, 3, 15])
def test_a_few_samples_that_a_phone_lost_are_a_gap_of_their_length(tmp_path, lost):
    """Messages of a second, of which some samples never came: less than a fifth, and yet lost."""
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(LEFT, kind="phone", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=100.0, range_g=None))
    kept = [n for n in range(6000) if not (2950 <= n < 2950 + lost or n % 1500 == 0)]
    for second in range(60):
        mine = np.array([n for n in kept if n // 100 == second])
        xyz = np.array([vector(n) for n in mine], np.float32)
        for data in phone.encode(mine * 10**7, xyz, phone.Convention.METRES):
            capture.notification(stream, phone.DATA, (second + 1) * 10**9 + 10**7, data)
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    got = [numbers(run.xyz).tolist() for run in recording.runs]
    assert [n for run in got for n in run] == kept
    bounds = {run[0]: run[-1] for run in got}
    assert bounds == {1: 1499, 1501: 2949, 2950 + lost: 2999, 3001: 4499, 4501: 5999}


# the receiver


async def received(
    body, *, path="/secret-secret/ankle_left", method="POST", headers=None, heard=True, ended=False
):
    receiver = PushReceiver("secret-secret", {"ankle_left": PushSource.PHONE})
    port = receiver.open(0, "127.0.0.1")
    got = []
    if heard:
        receiver._phones["ankle_left"].relay.listen(got.append)
    if ended:
        receiver.refuse()

    def ask():
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = response.status, response.read().decode()
        connection.close()
        return answer

    try:
        status, text = await asyncio.to_thread(ask)
        return status, text, got
    finally:
        await receiver.close()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"path": "/secret-secret/ankle_right"}, 404),
        ({"path": "/wrong/ankle_left"}, 404),
        ({"path": "/"}, 404),
        ({"path": "/secret-secret/ankle_left/"}, 404),
        ({"path": "/caf%C3%A9/ankle_left"}, 404),
        ({"method": "GET", "body": None}, 405),
        ({"body": b"{}"}, 400),
    ],
)
def test_only_who_knows_the_address_is_heard(asked, status):
    body = asked.get("body", sent("android"))
    others = {name: value for name, value in asked.items() if name != "body"}
    answered, text, got = asyncio.run(received(body, **others))
    assert answered == status
    assert "secret-secret" not in text
    # its last sample is a packet of its own
    assert len(got) == 2 * (status == 200)


def test_nothing_is_acknowledged_that_nobody_listens_to(monkeypatch):
    """What came during the last moments of a recording was acknowledged and never stored."""
    monkeypatch.setattr(pushing, "_HEARD_S", 0.1)
    assert asyncio.run(received(sent("android"), heard=False))[0] == 503
    status, text, got = asyncio.run(received(sent("android"), ended=True))
    assert (status, text, got) == (503, "nothing is recorded now", [])


def test_a_body_is_bounded(monkeypatch):
    monkeypatch.setattr(pushing, "LARGEST", 1000)
    assert asyncio.run(received(b" " * 1000))[0] == 400
    status, text, _ = asyncio.run(received(b" " * 1001))
    assert (status, "1000 bytes" in text) == (413, True)


def test_a_message_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(pushing, "_BODY_S", 0.2)
    status, text, _ = asyncio.run(received(b"{}", headers={"Content-Length": "10"}))
    assert (status, text) == (408, "the message took too long")


def test_silence_says_what_to_look_at_and_refusals_are_handed_on():
    async def look(bodies):
        receiver = PushReceiver("secret-secret", {"ankle_left": PushSource.PHONE})
        port = receiver.open(0, "127.0.0.1")
        try:
            for body in bodies:
                with pytest.raises(HTTPError):
                    await asyncio.to_thread(
                        push, f"http://127.0.0.1:{port}/secret-secret/ankle_left", body
                    )
            transport = receiver.transport("ankle_left")
            await transport.find(Sought(sensor="phone:sensorlogger"), 0.1)
        finally:
            await receiver.close()

    with pytest.raises(LinkLost, match="HTTP Push on"):
        asyncio.run(look([]))
    with pytest.raises(DeviceRefused, match="not a message of Sensor Logger"):
        asyncio.run(look([b"[]"]))


def test_the_secret_is_made_once_and_is_its_owners(tmp_path):
    path = tmp_path / "phone-secret"
    made = kept_secret(path)
    assert kept_secret(path) == made
    assert len(made) >= 16
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("short")
    with pytest.raises(NetworkUnavailable, match="remove it"):
        kept_secret(path)


# phyphox


BUFFERS = Buffers(x="accX", y="accY", z="accZ", time="acc_time", title="t")


def test_the_experiment_must_measure_gravity():
    other = Phyphox(source="linear_acceleration")
    try:
        with pytest.raises(DeviceRefused, match="Acceleration with g"):
            Buffers.of(other.answer("/config"))
    finally:
        other.close()


def test_buffers_of_unequal_length_are_cut_to_what_belongs_together():
    answer = {
        "buffer": {
            "acc_time": {"buffer": [1.0, 1.02, 1.04]},
            "accX": {"buffer": [1, 2, None, 4]},
            "accY": {"buffer": [1, 2, 3]},
            "accZ": {"buffer": [1, 2, 3, 4]},
        }
    }
    taken = samples(answer, BUFFERS)
    assert taken.time_ns.tolist() == [1_000_000_000, 1_020_000_000]
    assert taken.xyz[:, 2].tolist() == [1, 2]


def test_an_experiment_that_is_too_old_for_a_night_is_refused():
    old = Phyphox(began_s=4000.0)
    old.answer("/control?cmd=start")
    old._start -= 1.0

    async def look():
        transport = PhyphoxTransport("127.0.0.1", old.port)
        found = await transport.find(Sought(sensor="x"), 1.0)
        await transport.connect(found, lost=lambda: None, seconds=1.0)

    try:
        with pytest.raises(DeviceRefused, match="clear its data"):
            asyncio.run(look())
    finally:
        old.close()


def test_nothing_there_and_something_else_there_are_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    transport = PhyphoxTransport("127.0.0.1", port)
    with pytest.raises(LinkLost, match="remote access"):
        asyncio.run(transport.find(Sought(sensor="x"), 0.1))


@pytest.mark.system
def test_phyphox_is_recorded_across_an_outage_without_a_loss(tmp_path):
    """Its buffers outlast a break of the network; Android writes eight digits."""
    there = Phyphox(rate=100.0, began_s=3000.0)

    async def night():
        capture = Capture(tmp_path / CAPTURE)
        recorder = Recorder(
            [
                (
                    Target(placement=LEFT, sensor="phone:phyphox@x", device=phone.DEVICE),
                    PhyphoxTransport("127.0.0.1", there.port),
                )
            ],
            equipment=Equipment(capture=capture, clock=SystemClock(), wish=Wish(), patience=SOON),
            listener=Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None),
        )
        stop = asyncio.Event()
        running = asyncio.create_task(recorder.run(stop))
        await asyncio.sleep(1.2)
        there.reachable = False
        await asyncio.sleep(0.8)
        there.reachable = True
        await asyncio.sleep(1.5)
        stop.set()
        await running
        capture.close()
        return recorder.statuses[0]

    try:
        status = asyncio.run(night())
    finally:
        there.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    (whole,) = recording.runs
    told = numbers(whole.xyz)
    assert status.losses >= 1
    assert np.all(np.diff(told) == 1)
    assert len(told) > 200
    assert there.commands == ["start", "stop"]
    assert recording.rate == pytest.approx(100.0, rel=0.002)


# the command


@pytest.mark.parametrize(
    "wrong",
    ["phone:garmin", "phone:phyphox@", "phone:phyphox@a:99999", "watch:phyphox@a", "phone:"],
)
def test_a_phone_that_is_not_known_is_refused_with_what_is(wrong):
    with pytest.raises(CommandError, match="phone:sensorlogger"):
        parse_worn([f"ankle_left={wrong}"], [])


def test_two_phones_may_push_and_a_bluetooth_name_is_none():
    worn = parse_worn(["ankle_left=phone:sensorlogger", "ankle_right=phone:sensorlogger"], [])
    assert [one.phone for one in worn] == [True, True]
    assert not is_phone("Phone 7")
    with pytest.raises(CommandError, match="named twice"):
        parse_worn(["ankle_left=phone:phyphox@a", "ankle_right=phone:phyphox@a"], [])


def test_a_port_that_is_taken_is_told_and_leaves_no_night(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - as the receiver does
        port = str(taken.getsockname()[1])
        command = ["record", "--sensor", "ankle_left=phone:sensorlogger", "--phone-port", port]
        assert run([*command, "--nights", str(tmp_path / "nights")]) == ExitCode.NO_DEVICE
    assert "--phone-port" in capsys.readouterr().err
    assert list((tmp_path / "nights").iterdir()) == []


def test_a_phone_that_never_answers_is_looked_for_where_phones_are(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    command = ["record", "--sensor", f"ankle_left=phone:phyphox@127.0.0.1:{port}", "-q"]
    code = run([*command, "--duration", "1s", "--nights", str(tmp_path / "nights")])
    assert code == ExitCode.NO_DEVICE
    told = capsys.readouterr().err
    assert "Is the phone in this network" in told
    assert "devices" not in told


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_a_night_of_two_phones_is_recorded_from_the_command_line(tmp_path):
    """One pushes, one is asked; both in one capture, one night, and without Bluetooth."""
    asked = Phyphox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "limbwatch", "record", "--phone-port", str(port)]
    command += ["--sensor", "ankle_left=phone:sensorlogger", "--no-color"]
    command += ["--sensor", f"ankle_right=phone:phyphox@127.0.0.1:{asked.port}"]
    environment = {
        **os.environ,
        "LIMBWATCH_NIGHTS": str(tmp_path / "nights"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none",
    }
    with subprocess.Popen(
        [*command, "--duration", "5s", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = next(one for one in process.stderr if "HTTP Push URL" in one)
        url = re.sub("//[^:]+:", "//127.0.0.1:", line.split(": ", 1)[1].strip())
        logger = SensorLogger(url, platform="ios")
        logger.start()
        time.sleep(4.0)
        logger.stop()
        out, err = process.communicate(timeout=60)
    asked.close()
    assert process.returncode in (ExitCode.OK, ExitCode.DATA_LOST), err
    night = json.loads(out)
    assert night["placements"] == ["ankle_left", "ankle_right"]
    (capture,) = (tmp_path / "nights").glob(f"*/{CAPTURE}")
    left, right = recordings_from_capture(capture)
    assert sorted(np.concatenate([numbers(run.xyz) for run in left.runs])) == list(
        range(logger.sent)
    )
    assert "Sensor Logger" in left.device
    assert right.rate == pytest.approx(50.0, rel=0.01)
    assert asked.commands == ["start", "stop"]
