"""bleak's real BlueZ client and scanner against a stand-in for bluetoothd on a private bus."""

import asyncio
import json
import logging
import os
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from limbwatch.cli import app
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.recording.asked.passkey import answers_of
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import Wish, device_of_kind
from limbwatch.sensor.errors import BluetoothUnavailable, DeviceRefused, LinkLost
from limbwatch.sensor.radio import adapter
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.streaming import Equipment
from limbwatch.sensor.radio.transport import Sought
from limbwatch.sensor.samples import STANDARD_GRAVITY

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("dbus-daemon") is None,
        reason="needs Linux and dbus-daemon (Debian: dbus-daemon) for the private message bus",
    ),
]

QUICK = Patience(
    scan=2.0,
    connect=3.0,
    answer=1.0,
    back_off=(0.05, 0.1, 0.2),
    stall_frames=2.0,
    stall_extra=0.3,
    first_data=0.8,
    flush=0.2,
)
UNHURRIED = replace(QUICK, connect=20.0, answer=10.0, stall_extra=10.0, first_data=10.0)
"""Where nothing is at fault nobody waits so long: a busy machine is no sensor that fails."""


@pytest.fixture
def ble(monkeypatch):
    # whatever the tests run in
    monkeypatch.setattr(adapter, "guest_words", lambda: None)
    logging.getLogger("bleak").setLevel(logging.CRITICAL)
    from limbwatch.sensor.radio.ble import BleTransport

    return BleTransport()


def sensors():
    from benchmarks import peripherals as p

    return [
        p.PolarSense(address="A0:9E:1A:00:00:01", name="Polar Sense 00000001"),
        p.Movesense(address="0C:8C:DC:00:00:02", name="Movesense 000000000002"),
        p.MetaMotion(address="D0:00:00:00:00:03", name="MetaWear"),
        p.Bangle(address="E0:00:00:00:00:04", name="Bangle.js 0004"),
        p.Wit(address="F0:00:00:00:00:05", name="WT901BLE68"),
        p.Dot(address="D4:22:CD:00:00:06", name="Movella DOT"),
    ]


def on_bus(folder, peripherals, work):
    """Run ``work(bluez, bus)`` beside the stand-in."""
    from benchmarks.fake_bluez import FakeBluez
    from benchmarks.private_bus import private_bus

    async def all_of_it():
        async with private_bus(folder) as bus:
            bluez = FakeBluez(bus.address, peripherals)
            await bluez.start()
            try:
                return await work(bluez, bus)
            finally:
                await bluez.stop()

    return asyncio.run(all_of_it())


async def wait_for(condition, seconds=4.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)


async def record(folder, transport, placed, *, until=0, during=None, patience=QUICK):
    """Record until each sensor has given so many samples, or ``during`` is over."""
    capture = Capture(folder / CAPTURE)
    targets = [
        (Target(placement=placement, sensor=sensor.name, device=named(sensor)), transport)
        for placement, sensor in placed.items()
    ]
    recorder = Recorder(
        targets,
        equipment=Equipment(capture=capture, clock=SystemClock(), wish=Wish(), patience=patience),
        listener=Listener(data=lambda *_: None, silence=lambda _: None, tick=lambda: None),
    )
    stop = asyncio.Event()
    running = asyncio.create_task(recorder.run(stop))
    try:
        if during is not None:
            await during(recorder)
        else:
            await wait_for(lambda: all_enough(recorder, placed.values(), until), seconds=20)
    finally:
        stop.set()
        await running
        capture.close()
    return recorder


def named(sensor):
    """The kind that --device has to say; the others are recognised."""
    return device_of_kind(sensor.kind) if sensor.kind in ("text", "phyphoxboard") else None


def all_enough(recorder, sensors, samples):
    """Tell whether each sensor has streamed well, and told its charge if it does tell that."""
    return all(
        status.connects == 1
        and (status.battery or sensor.battery is None)
        # packets hold up to twelve samples
        and status.notifications * 12 >= samples
        for status, sensor in zip(recorder.statuses, sensors, strict=True)
    )


def check_every_sample(recording, sensor, *, tolerance):
    """Each stored sample was sent, at the time that it is given; each sent one is stored."""
    from benchmarks.peripherals import numbers_of

    origin = None
    stored = []
    for run in recording.runs:
        numbers = numbers_of(run.xyz, sensor.counts_per_g)
        # a sample of a PineTime is of when it came: late ones are put between the others
        assert np.all(np.abs(np.diff(numbers) - 1) <= (sensor.kind == "pinetime"))
        stored.extend(numbers.tolist())
        error = run.start - numbers[0] / sensor.rate
        origin = error if origin is None else origin
        assert abs(error - origin) < tolerance
    assert sensor.kind == "pinetime" or len(stored) == len(set(stored))
    return stored


def sent_numbers(sensor):
    return [first + i for first, n in sensor.sent for i in range(n)]


def test_every_device_streams_through_bleak_and_bluez(tmp_path, ble):
    peripherals = sensors()
    placed = dict(zip(Placement, peripherals, strict=True))
    recorder = on_bus(tmp_path, peripherals, lambda *_: record(tmp_path, ble, placed, until=40))
    recordings = recordings_from_capture(tmp_path / CAPTURE)
    assert len(recordings) == len(peripherals)
    for recording, sensor, status in zip(recordings, peripherals, recorder.statuses, strict=True):
        stored = check_every_sample(recording, sensor, tolerance=0.15)
        sent = sent_numbers(sensor)
        if sensor.kind == "witmotion":
            # what it sends before it has told that this is acceleration is none
            assert 0 < sent.index(stored[0]) < 40
            sent = sent[sent.index(stored[0]) :]
        assert stored == sent[: len(stored)]
        # what was on the air when the stream was stopped
        assert len(sent) - len(stored) <= 3 * sensor.per_packet
        assert status.device.kind == sensor.kind
        assert status.battery is not None
        assert not sensor.streaming or sensor.kind in ("osd", "witmotion")


def watches():
    from benchmarks import watches as p

    return [
        p.BangleConsole(address="E0:00:00:00:00:07", name="Bangle.js 1f2e"),
        p.PineTime(address="E0:00:00:00:00:08", name="InfiniTime"),
        p.Colmi(address="E0:00:00:00:00:09", name="R02_2182"),
    ]


def check_streams(tmp_path, ble, peripherals, *, goes_on):
    """Record from all at once: every sample, each battery, and only what nobody can stop is on."""
    placed = dict(zip(Placement, peripherals, strict=False))
    recorder = on_bus(
        tmp_path,
        peripherals,
        lambda *_: record(tmp_path, ble, placed, until=120, patience=UNHURRIED),
    )
    recordings = recordings_from_capture(tmp_path / CAPTURE)
    for recording, sensor, status in zip(recordings, peripherals, recorder.statuses, strict=True):
        stored = check_every_sample(recording, sensor, tolerance=0.15)
        sent = sent_numbers(sensor)
        assert len(sent) - len(stored) <= 3 * sensor.per_packet
        if sensor.kind != "pinetime":
            assert stored == sent[: len(stored)]
        assert set(stored) <= set(sent)
        assert status.device.kind == sensor.kind
        assert (status.battery and status.battery.percent) == sensor.battery
        assert not sensor.streaming or sensor.kind in goes_on


def test_watches_and_a_ring_stream_through_bleak_and_bluez(tmp_path, ble):
    check_streams(tmp_path, ble, watches(), goes_on=("pinetime",))


def boards():
    from benchmarks import boards as p

    return [
        p.SensorTag(address="54:6C:0E:00:00:0B", name="CC2650 SensorTag"),
        p.PuckConsole(address="E6:00:00:00:00:0C", name="Puck.js 7c1d"),
        p.Clue(address="EE:00:00:00:00:0D", name="CLUE"),
        p.SensorTile(address="C0:00:00:00:00:0E", name="AM1V340"),
        p.ScienceJournalBoard(address="D8:00:00:00:00:11", name="BLE Sense - 0011"),
    ]


def test_boards_stream_through_bleak_and_bluez(tmp_path, ble):
    peripherals = boards()
    check_streams(tmp_path, ble, peripherals, goes_on=("bluest", "sciencejournal"))
    # each service has a period of its own, and the board is left with those that it had
    assert peripherals[2].periods == {0x0200: 100, 0x0100: 1000}


def test_a_board_that_prints_lines_streams_through_bleak_and_bluez(tmp_path, ble):
    from benchmarks.boards import PrintingBoard

    board = PrintingBoard(address="EC:00:00:00:00:0F", name="ESP32", ppm=120.0)

    async def work(bluez, _bus):
        async def drop_once(recorder):
            (status,) = recorder.statuses
            await wait_for(lambda: status.notifications >= 20, seconds=20)
            bluez.drop(bluez.device(board.address))
            await wait_for(lambda: status.connects == 2, seconds=20)
            await asyncio.sleep(0.5)

        placed = {Placement.ANKLE_LEFT: board}
        return await record(tmp_path, ble, placed, during=drop_once, patience=UNHURRIED)

    (status,) = on_bus(tmp_path, [board], work).statuses
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    stored = check_every_sample(recording, board, tolerance=0.15)
    # but the first line of each connection, which may have lost its begin
    assert len(sent_numbers(board)) - len(stored) <= 3 + status.losses
    assert set(stored) <= set(sent_numbers(board))
    assert (status.settings.extra["unit"], status.settings.extra["clock"]) == ("m/s2", 0)
    assert (recording.rate_nominal, status.battery.percent) == (50.0, board.battery)


@pytest.mark.parametrize(
    ("kind", "named_as"), [("PrintingBoard", "text"), ("PhyphoxSketch", "phyphoxboard")]
)
def test_a_board_that_must_be_named_is_taken_for_nothing_and_told_how(
    tmp_path, ble, kind, named_as
):
    from benchmarks import boards

    board = getattr(boards, kind)(address="EC:00:00:00:00:12", name="ESP32", kind="")

    async def told(recorder):
        await wait_for(lambda: "--device" in recorder.statuses[0].trouble, seconds=20)

    async def work(_bluez, _bus):
        return await record(tmp_path, ble, {Placement.ANKLE_LEFT: board}, during=told)

    (status,) = on_bus(tmp_path, [board], work).statuses
    assert f"give --device {named_as}" in status.trouble
    assert (status.device, status.notifications) == (None, 0)


def test_an_earbud_streams_through_bleak_and_bluez(tmp_path, ble):
    from benchmarks.boards import Earbud

    earbud = Earbud(address="00:04:79:00:0D:04", name="eSense-0332")
    placed = {Placement.WRIST_LEFT: earbud}
    (status,) = on_bus(
        tmp_path,
        [earbud],
        lambda *_: record(tmp_path, ble, placed, until=120, patience=UNHURRIED),
    ).statuses
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    stored = check_every_sample(recording, earbud, tolerance=0.15)
    assert stored == sent_numbers(earbud)[: len(stored)]
    assert (status.device.kind, status.battery.volts) == ("esense", 3.982)
    assert (earbud.streaming, earbud.configuration.hex()) == (False, "59200406080806")


def test_a_board_that_sends_to_phyphox_streams_through_bleak_and_bluez(tmp_path, ble):
    from benchmarks.boards import PhyphoxSketch

    board = PhyphoxSketch(address="EC:00:00:00:00:11", name="phyphox-Arduino")
    placed = {Placement.ANKLE_LEFT: board}
    (status,) = on_bus(
        tmp_path,
        [board],
        lambda *_: record(tmp_path, ble, placed, until=120, patience=UNHURRIED),
    ).statuses
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    stored = np.concatenate([run.xyz for run in recording.runs])
    sent = np.array([board.felt(first) for first in sent_numbers(board)]) / STANDARD_GRAVITY
    np.testing.assert_allclose(stored, sent[: len(stored)], atol=1e-6)
    assert len(sent) - len(stored) <= 3
    assert [status.settings.extra[key] for key in ("x", "y", "z", "unit")] == [1, 2, 3, "m/s2"]
    assert status.settings.rate == recording.rate_nominal == 50.0


def test_a_board_that_describes_its_sensors_streams_through_bleak_and_bluez(tmp_path, ble):
    from benchmarks.boards import OpenEarable

    earable = OpenEarable(address="EC:00:00:00:00:10", name="OpenEarable-1F2E")
    check_streams(tmp_path, ble, [earable], goes_on=())
    assert earable.asked == [50.0, 0.0]
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert any("states its acceleration in g" in note for note in recording.quality.notes)


def test_a_night_is_fetched_through_bleak_and_bluez(tmp_path, monkeypatch):
    from datetime import datetime, timedelta

    from benchmarks.metamotion_flash import MetaMotionFlash
    from benchmarks.movesense_logbook import MovesenseFlash, log_of
    from benchmarks.polar_memory import PolarWithMemory
    from limbwatch.cli.recording import fetching, reached_memory
    from limbwatch.cli.screen.terminal import Terminal
    from limbwatch.sensor.radio.ble import BleTransport

    monkeypatch.setattr(reached_memory, "STARTS_S", 0.1)
    left = PolarWithMemory(address="A0:9E:1A:00:00:01", name="Polar Sense 00000001")
    right = MovesenseFlash(address="0C:8C:DC:00:00:02", name="Movesense 000000000002", state=3)
    at = (datetime.now() - timedelta(hours=2)).replace(microsecond=0)  # noqa: DTZ005
    left.remember(at, 0, 150)
    right.logs[1] = log_of(at.timestamp(), 200)
    wrist = MetaMotionFlash(address="F0:00:00:00:00:05", name="MetaWear", tick=2**24, per_page=64)
    wrist.triggers = {0: bytes.fromhex("0304ff60"), 1: bytes.fromhex("0304ff24")}
    wrist.remember(0, 900, seconds_ago=(datetime.now() - at).total_seconds())  # noqa: DTZ005
    plan = fetching.FetchPlan(
        targets=tuple(
            Target(placement=placement, sensor=sensor.name, device=None)
            for placement, sensor in zip(Placement, (left, right, wrist), strict=False)
        ),
        nights=tmp_path / "nights",
        remove=True,
        by=ScoredBy("wasm2016"),
    )
    quiet = Terminal(quiet=True, no_color=True)

    async def work(_bluez, _bus):
        # in a thread, for it has loops of its own beside the stand-in's
        return await asyncio.to_thread(fetching.fetch_nights, plan, BleTransport, quiet)

    found = on_bus(tmp_path, [left, right, wrist], work)
    ((_, recordings),) = found.nights
    assert found.complete
    for recording, samples in zip(recordings, (150 * left.per_packet, 1600, 900), strict=True):
        assert sum(len(run) for run in recording.runs) == samples
    assert (left.files, right.logs, wrist.log) == ({}, {}, [])


def test_the_night_goes_on_after_every_fault_of_link_adapter_and_bus(tmp_path, ble):
    left, right = sensors()[0], sensors()[1]
    left.per_packet = right.per_packet = 4
    placed = {Placement.ANKLE_LEFT: left, Placement.ANKLE_RIGHT: right}

    async def work(bluez, bus):
        async def faults(recorder):
            one, other = recorder.statuses
            device = bluez.device(left.address)

            async def both_up():
                await wait_for(lambda: {one.state, other.state} == {"streaming"}, seconds=8)
                await asyncio.sleep(0.6)

            await both_up()
            device.connect_errors = ["le-connection-abort-by-local", "le-connection-timeout"]
            bluez.drop(device)
            await wait_for(lambda: one.losses == 1)
            await both_up()
            left.muted = True
            await wait_for(lambda: one.stalls == 1)
            left.muted = False
            await both_up()
            device.double = True
            device.hold_until = time.monotonic() + 0.3
            await asyncio.sleep(0.5)
            bluez.power(on=False)
            await wait_for(lambda: "off" in one.trouble)
            bluez.power(on=True)
            await both_up()
            connects = one.connects
            await bluez.stop()
            await bus.kill()
            await wait_for(lambda: one.state != "streaming")
            await bus.start()
            await bluez.start()
            await both_up()
            assert one.connects > connects
            losses = one.losses
            left.clock_zero_s = -3000.0
            bluez.drop(device)
            await wait_for(lambda: one.losses > losses)
            await both_up()

        return await record(tmp_path, ble, placed, during=faults)

    recorder = on_bus(tmp_path, [left, right], work)
    assert recorder.statuses[0].losses >= 4
    for recording, sensor in zip(
        recordings_from_capture(tmp_path / CAPTURE), (left, right), strict=True
    ):
        stored = check_every_sample(recording, sensor, tolerance=0.15)
        assert set(stored) <= set(sent_numbers(sensor))
    notes = " ".join(recordings_from_capture(tmp_path / CAPTURE)[0].quality.notes)
    assert "repeated" in notes
    assert "clock restarted" in notes


def test_a_link_that_the_library_tries_again_by_itself_is_not_lost(tmp_path, ble):
    """BlueZ shows a sensor as connected for a moment, says that it failed, and bleak goes on."""
    sensor = sensors()[0]

    async def work(bluez, _bus):
        device = bluez.device(sensor.address)
        device.connect_errors = ["le-connection-abort-by-local"]
        return await record(tmp_path, ble, {Placement.ANKLE_LEFT: sensor}, until=40)

    (status,) = on_bus(tmp_path, [sensor], work).statuses
    assert (status.losses, status.connects) == (0, 1)
    with closing(sqlite3.connect(tmp_path / CAPTURE)) as capture:
        told = [kind for (kind,) in capture.execute("SELECT kind FROM event ORDER BY id")]
    assert "connect_failed" not in told


def test_services_that_are_called_complete_before_they_are_shown_are_waited_for(tmp_path, ble):
    """github.com/bluez/bluez/issues/1489; at the first connection, and in the night."""
    sensor = sensors()[1]

    async def work(bluez, _bus):
        device = bluez.device(sensor.address)
        device.unshown = 1

        async def again(recorder):
            (status,) = recorder.statuses
            await wait_for(lambda: "does not show its services" in status.trouble)
            await wait_for(lambda: status.connects == 1)
            device.unshown = 1
            bluez.drop(device)
            await wait_for(lambda: "does not show its services" in status.trouble)
            await wait_for(lambda: status.connects == 2)

        return await record(tmp_path, ble, {Placement.ANKLE_LEFT: sensor}, during=again)

    on_bus(tmp_path, [sensor], work)


@pytest.mark.parametrize("paired", [False, True])
def test_services_that_the_system_remembers_of_an_earlier_firmware_are_forgotten(
    tmp_path, ble, paired
):
    """But not those of a sensor that it is paired with: its keys would go with them."""
    sensor = sensors()[1]

    async def work(bluez, _bus):
        device = bluez.device(sensor.address)
        device.stale, device.paired = True, paired

        async def seen(recorder):
            (status,) = recorder.statuses
            if paired:
                await wait_for(lambda: status.state == "given up", seconds=8)
            else:
                await wait_for(lambda: status.connects == 1, seconds=8)

        await record(tmp_path, ble, {Placement.ANKLE_LEFT: sensor}, during=seen)
        return bluez.calls["RemoveDevice"]

    assert on_bus(tmp_path, [sensor], work) == (0 if paired else 1)


@pytest.mark.parametrize("dead", [False, True])
def test_a_watch_that_sends_what_changes_is_asked_whether_it_lies_still(tmp_path, ble, dead):
    """InfiniTime, ``MotionService.md``: the motion values can be read as well."""
    from benchmarks.watches import PineTime

    watch = PineTime(address="E0:00:00:00:00:08", name="InfiniTime")

    async def seen(recorder):
        (status,) = recorder.statuses
        await wait_for(lambda: status.notifications > 5, seconds=8)
        watch.muted, watch.dead = True, dead
        if dead:
            await wait_for(lambda: status.stalls > 0, seconds=8)
            return
        before = status.notifications
        await wait_for(lambda: status.notifications > before + 2, seconds=8)
        assert (status.stalls, status.losses, status.connects) == (0, 0, 1)

    on_bus(
        tmp_path,
        [watch],
        lambda *_: record(tmp_path, ble, {Placement.ANKLE_LEFT: watch}, during=seen),
    )


def test_a_kind_holds_all_night_though_more_services_become_known(tmp_path, ble):
    from benchmarks.watches import SilentBangle

    watch = SilentBangle(address="E0:00:00:00:00:0A", name="Bangle.js 000a")

    async def work(bluez, _bus):
        async def lost(recorder):
            (status,) = recorder.statuses
            await wait_for(lambda: status.notifications > 5, seconds=8)
            bluez.drop(bluez.device(watch.address))
            await wait_for(lambda: status.losses == 1)
            before = status.notifications
            await wait_for(lambda: status.notifications > before + 5, seconds=8)

        return await record(tmp_path, ble, {Placement.ANKLE_LEFT: watch}, during=lost)

    (status,) = on_bus(tmp_path, [watch], work).statuses
    assert status.device.kind == "osd"
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    stored = check_every_sample(recording, watch, tolerance=0.15)
    assert len(sent_numbers(watch)) - len(stored) <= 3 * watch.per_packet


def test_a_sensor_in_its_charger_is_told_and_taken_up_when_it_comes_out(tmp_path, ble):
    sensor = sensors()[0]
    sensor.refuse_status = 13

    async def work(_bluez, _bus):
        async def out_of_charger(recorder):
            (status,) = recorder.statuses
            await wait_for(lambda: "charger" in status.trouble)
            sensor.refuse_status = 0
            await wait_for(lambda: status.state == "streaming")
            await asyncio.sleep(0.5)

        placed = {Placement.ANKLE_LEFT: sensor}
        return await record(tmp_path, ble, placed, during=out_of_charger)

    on_bus(tmp_path, [sensor], work)
    assert len(recordings_from_capture(tmp_path / CAPTURE)) == 1


def test_scan_lists_what_is_there_strongest_first(tmp_path, ble):
    found = on_bus(tmp_path, sensors(), lambda *_: ble.scan(0.3))
    assert {one.name for one in found} == {sensor.name for sensor in sensors()}


def test_bluetooth_that_is_off_says_how_to_turn_it_on(tmp_path, ble):
    async def work(bluez, _bus):
        bluez.power(on=False)
        with pytest.raises(BluetoothUnavailable, match="bluetoothctl power on"):
            await ble.scan(0.2)
        with pytest.raises(BluetoothUnavailable):
            await ble.find(Sought(sensor="Polar Sense 00000001"), 0.2)

    on_bus(tmp_path, sensors()[:1], work)


def test_no_bluetooth_service_and_no_bus_say_what_to_start(tmp_path, ble, monkeypatch):
    async def no_service(bluez, _bus):
        await bluez.stop()
        with pytest.raises((BluetoothUnavailable, LinkLost), match=r"[Bb]luetooth"):
            await ble.scan(0.2)

    on_bus(tmp_path, [], no_service)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    with pytest.raises((BluetoothUnavailable, LinkLost), match="systemctl start"):
        asyncio.run(ble.scan(0.2))


def test_a_sensor_out_of_range_is_named(tmp_path, ble):
    async def work(_bluez, _bus):
        with pytest.raises(LinkLost, match="Polar Sense 99999999 is not in range"):
            await ble.find(Sought(sensor="Polar Sense 99999999"), 0.2)

    on_bus(tmp_path, sensors()[:1], work)


def test_the_commands_find_and_record_a_sensor(tmp_path):
    """The program itself, in a process of its own, as a person starts it."""
    sensor = sensors()[0]
    nights = tmp_path / "nights"
    environment = {
        **os.environ,
        "LIMBWATCH_NIGHTS": str(nights),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }

    async def limbwatch(*arguments):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "limbwatch",
            *arguments,
            env=environment | {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SYSTEM_BUS_ADDRESS"]},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    async def work(_bluez, _bus):
        place = f"ankle_left={sensor.name}"
        listed, recorded = await asyncio.gather(
            limbwatch("devices", "--seconds", "1", "--json"),
            limbwatch("record", "--sensor", place, "--duration", "4s", "--json"),
        )
        code, out, err = listed
        assert code == 0, err
        # connected already or not, it is listed
        assert [one["kind"] for one in json.loads(out)] == ["polar"]
        code, out, err = recorded
        assert code == 0, err
        assert json.loads(out)["placements"] == ["ankle_left"]
        assert "streaming" in err

    on_bus(tmp_path, [sensor], work)
    (capture,) = nights.glob(f"*/{CAPTURE}")
    (recording,) = recordings_from_capture(capture)
    assert len(check_every_sample(recording, sensor, tolerance=0.1)) > 52


@pytest.mark.parametrize(
    ("asks", "given", "paired"),
    [
        ("", None, True),
        ("RequestPasskey", "012 345", True),
        ("RequestPasskey", "12346", False),
        ("RequestPasskey", None, False),
        ("RequestPinCode", "012345", True),
        ("DisplayPasskey", None, True),
        ("RequestConfirmation", "012345", True),
        ("RequestConfirmation", "12346", False),
    ],
)
def test_a_sensor_that_asks_for_it_is_paired_by_its_passkey(
    tmp_path, ble, capsys, asks, given, paired
):
    async def work(bluez, _bus):
        (device,) = bluez.devices
        device.wants_pairing = True
        device.asks, device.passkey = asks, 12345
        found = await ble.find(Sought(sensor=device.peripheral.address), 2.0)
        answers = answers_of(given, Terminal(no_color=True))
        if paired:
            await ble.pair(found, answers, 3.0)
        else:
            with pytest.raises(DeviceRefused, match="passkey"):
                await ble.pair(found, answers, 3.0)
        assert device.paired is paired
        assert not device.connected
        # paired once, it stays so
        if paired:
            device.asks = ""
            await ble.pair(await ble.find(Sought(sensor=device.peripheral.name), 2.0), answers, 3.0)

    on_bus(tmp_path, sensors()[:1], work)
    assert ("type 012345 on the sensor" in capsys.readouterr().err) is (asks == "DisplayPasskey")


@pytest.mark.parametrize("passkey", ["1234567", "12a456", "", "-", "\u0661\u0662"])
def test_a_passkey_is_digits(capsys, passkey):
    assert app.run(["devices", "--pair", "Sensor", "--passkey", passkey]) == ExitCode.USAGE
    assert "digits" in capsys.readouterr().err


def test_an_adapter_is_chosen_by_name_or_address_and_a_wrong_one_is_refused(tmp_path):
    from benchmarks.fake_bluez import FakeBluez
    from benchmarks.private_bus import private_bus
    from limbwatch.sensor.radio.ble import BleTransport

    async def all_of_it():
        async with private_bus(tmp_path) as bus:
            bluez = FakeBluez(bus.address, [], ("hci1", "hci0"))
            await bluez.start()
            try:
                for asked, name in (
                    (None, "hci0"),
                    ("hci1", "hci1"),
                    ("00:11:22:33:44:51", "hci1"),
                ):
                    transport = BleTransport(asked)
                    for _ in range(3):
                        assert await transport.choice.name() == name
                    assert f"Bluetooth adapter: {name}" in transport.choice.words
                with pytest.raises(BluetoothUnavailable, match=r"no Bluetooth adapter hci7.*hci0"):
                    await BleTransport("hci7").choice.name()
            finally:
                await bluez.stop()

    asyncio.run(all_of_it())
