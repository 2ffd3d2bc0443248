"""``limbwatch record`` as a person runs it, with simulated sensors."""

import errno
import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.app import command as all_commands
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.reading.scenarios import parse_scenario
from limbwatch.cli.recording import acquisition, session
from limbwatch.cli.recording.asked.until import Ending, ending_of, length_of
from limbwatch.cli.recording.asked.worn import parse_worn
from limbwatch.cli.recording.evening.preflight import check_sensor
from limbwatch.cli.recording.evening.room import room_of
from limbwatch.cli.recording.evening.tap_test import TapTest
from limbwatch.cli.recording.evening.this_computer import radio_switches, room_for
from limbwatch.cli.recording.mains import plugged_in
from limbwatch.cli.recording.watch.alarms import Alarms
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.cli.recording.watch.panel import WIDTH, panel
from limbwatch.cli.recording.watching import Watch
from limbwatch.cli.screen.devices_in_range import show_devices
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.devices import Battery, Settings, device_of_kind
from limbwatch.sensor.radio import ble
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.radio.streaming import Arrived
from limbwatch.sensor.radio.transport import Found

LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
NOW = datetime.fromisoformat("2026-03-14T22:41:00+01:00")
SIMULATED = ["--sensor", "ankle_left=sim:PLM", "--sensor", "ankle_right=sim:PLM"]


def record(nights, *options):
    return run(["record", "--nights", str(nights), "--speed", "2000", "-q", *options])


def only_night(nights):
    (folder,) = [path for path in nights.iterdir() if path.is_dir()]
    return folder


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    nights = tmp_path_factory.mktemp("nights")
    assert record(nights, *SIMULATED, "--duration", "20m", "--json") == ExitCode.OK
    return only_night(nights)


def results(folder):
    return (folder / "events.csv").read_bytes(), (folder / "night.json").read_bytes()


def test_a_recorded_night_is_a_whole_night_folder(recorded):
    names = {path.name for path in recorded.iterdir()}
    assert {"capture.sqlite", "events.csv", "night.json", "recording"} <= names
    assert not {name for name in names if name.startswith("capture.") and name != CAPTURE}
    summary = json.loads((recorded / "night.json").read_text())
    assert summary["placements"] == ["ankle_left", "ankle_right"]
    assert summary["duration_s"] == pytest.approx(1200, abs=5)


def test_the_night_that_record_scores_is_the_night_that_its_stored_samples_give(recorded, tmp_path):
    before = results(recorded)
    sources = [
        f"{p.value}={recorded / 'recording' / (p.value + '.parquet')}" for p in (LEFT, RIGHT)
    ]
    assert run(["replay", "--nights", str(tmp_path), "-q", "--json", *sources]) == ExitCode.OK
    events, summary = results(only_night(tmp_path))
    # it was made of files, and says of which; all else is the same
    assert (events, json.loads(summary) | {"source": []}) == (before[0], json.loads(before[1]))
    # and again from the raw notifications
    assert run(["rescore", str(recorded), "-q", "--json"]) == ExitCode.OK
    assert results(recorded) == before


def test_a_broken_off_recording_becomes_a_night_by_rescore(recorded, tmp_path):
    folder = tmp_path / "2026-03-01"
    folder.mkdir()
    (folder / CAPTURE).write_bytes((recorded / CAPTURE).read_bytes())
    assert run(["rescore", str(folder), "-q", "--json"]) == ExitCode.OK
    assert results(folder) == results(recorded)


def test_a_night_is_gone_on_with(tmp_path, capsys):
    options = ["--sensor", "ankle_left=sim:healthy", "--duration", "10m", "--json"]
    assert record(tmp_path, *options) == ExitCode.OK
    folder = only_night(tmp_path)
    capsys.readouterr()
    code = record(tmp_path, "--resume", folder.name, "--duration", "10m", "--json")
    assert code in (ExitCode.OK, ExitCode.DATA_LOST)
    summary = json.loads(capsys.readouterr().out)
    assert summary["folder"] == str(folder)
    assert summary["coverage"][0]["recorded_s"] == pytest.approx(1200, abs=20)
    with closing(sqlite3.connect(folder / CAPTURE)) as connection:
        assert connection.execute("SELECT count(*) FROM sensor").fetchone() == (1,)
        kinds = {kind for (kind,) in connection.execute("SELECT kind FROM event")}
    assert {"begun", "resumed", "ended"} <= kinds


@pytest.mark.parametrize(("named", "rate"), [((), 100), (("--rate", "25"), 25)])
def test_a_night_is_gone_on_with_at_its_rate_unless_another_is_named(tmp_path, named, rate):
    options = ["--sensor", "ankle_left=sim:healthy", "--duration", "2m", "--rate", "100", "-q"]
    record(tmp_path, *options)
    folder = only_night(tmp_path)
    record(tmp_path, "--resume", folder.name, "--duration", "2m", "-q", *named)
    with closing(sqlite3.connect(folder / CAPTURE)) as connection:
        streams = [json.loads(one) for (one,) in connection.execute("SELECT settings FROM stream")]
    assert [one["rate"] for one in streams] == [100, rate]


@pytest.mark.parametrize(("named", "told"), [((), True), (("--rate", "50"), False)])
def test_a_rate_that_is_asked_for_because_the_night_tells_none_is_said(
    tmp_path, capsys, named, told
):
    record(tmp_path, "--sensor", "ankle_left=sim:healthy", "--duration", "1m", "--rate", "100")
    folder = only_night(tmp_path)
    assert "does not say which rate" not in capsys.readouterr().err
    with closing(sqlite3.connect(folder / CAPTURE)) as connection, connection:
        connection.execute("DELETE FROM about WHERE key = 'rate'")
    record(tmp_path, "--resume", folder.name, "--duration", "1m", *named)
    said = " ".join(capsys.readouterr().err.split())
    assert (f"{folder.name} does not say which rate" in said) is told
    assert ("50 Hz is asked for now. --rate asks for another." in said) is told
    with closing(sqlite3.connect(folder / CAPTURE)) as connection:
        (rate,) = connection.execute("SELECT value FROM about WHERE key = 'rate'").fetchone()
    assert float(rate) == 50


def start(nights, *options):
    environment = {**os.environ, "LIMBWATCH_NIGHTS": str(nights), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "limbwatch", "record", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def rows(nights):
    captures = list(nights.glob(f"*/{CAPTURE}"))
    if not captures:
        return 0
    with closing(sqlite3.connect(captures[0], timeout=5)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM notification").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def wait_for_rows(nights, process, n=4):
    end = time.monotonic() + 60
    while rows(nights) < n:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.1)


ONE = ("--sensor", "ankle_left=sim:healthy", "--duration", "5m", "--speed", "10")


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_the_first_signal_ends_the_night_and_scores_it(tmp_path):
    with start(tmp_path, *ONE) as process:
        wait_for_rows(tmp_path, process)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "Ending the night" in said
    assert (only_night(tmp_path) / "night.json").is_file()


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_recording_opens_and_holds_all_that_was_committed(tmp_path):
    with start(tmp_path, *ONE) as process:
        wait_for_rows(tmp_path, process)
        committed = rows(tmp_path)
        process.kill()
        process.communicate(timeout=30)
    assert rows(tmp_path) >= committed
    folder = only_night(tmp_path)
    assert not (folder / "night.json").exists()
    code = run(["rescore", str(folder), "-q", "--json"])
    assert code == ExitCode.OK
    assert (folder / "night.json").is_file()
    # the lock went with the process
    Capture(folder / CAPTURE).close()


def test_a_second_recorder_in_one_folder_is_refused(tmp_path, capsys):
    assert record(tmp_path, *ONE[:2], "--duration", "3m", "--json") in (0, 5)
    folder = only_night(tmp_path)
    first = Capture(folder / CAPTURE)
    capsys.readouterr()
    assert record(tmp_path, "--resume", folder.name, "--duration", "3m") == ExitCode.NO_DEVICE
    assert "stop it first" in capsys.readouterr().err
    first.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name one to 4 sensors"),
        (["--sensor", "AA:BB"], "ankle_left=ADDRESS"),
        (["--sensor", "ankel_left=AA:BB"], "Did you mean ankle_left?"),
        (["--sensor", "ankle_left=a", "--sensor", "ankle_left=b"], "named twice"),
        (["--sensor", "ankle_left=a", "--sensor", "ankle_right=A"], "named twice"),
        (["--sensor", "ankle_left=MetaWear", "--sensor", "ankle_right=MetaWear"], "its address"),
        (["--sensor", "ankle_left=a", "--device", "garmin"], "'garmin'"),
        (["--sensor", "ankle_left=sim:nothing"], "choose one of healthy"),
        (["--sensor", "ankle_left=AA:BB"], "--speed is for simulated sensors"),
        (["--sensor", "ankle_left=sim:PLM", "--duration", "9 weeks"], "8h or 7h30m"),
        (["--sensor", "ankle_left=sim:PLM", "--until", "25:10"], "write it like 22:50"),
    ],
)
def test_a_wrong_command_line_says_what_is_right(tmp_path, capsys, options, words):
    assert record(tmp_path, *options) == ExitCode.USAGE
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("every", "told"), [(False, True), (True, False)])
def test_devices_says_how_many_it_does_not_list(capsys, every, told):
    found = tuple(
        Found(address=f"AA:{at}", name=name, services=frozenset(), rssi=-60, handle=None)
        for at, name in enumerate(("Polar Sense 1", "Mi Smart Band 5", "ESP32-Accel"))
    )
    show_devices(found, every=every, terminal=Terminal())
    said = capsys.readouterr()
    assert ("Smart Band" in said.out) is every
    assert ("2 more in range" in said.err) is told
    assert ("--all" in said.err) is told


@pytest.mark.parametrize(
    ("name", "services", "told"),
    [
        ("ESP32-Accel", {device_of_kind("text").service}, True),
        ("ESP32-Accel", set(), False),
        ("Puck.js 1f2e", {device_of_kind("text").service}, False),
    ],
)
def test_devices_names_what_may_print_lines_and_takes_it_for_no_sensor(
    capsys, name, services, told
):
    one = Found(address="AA:1", name=name, services=frozenset(services), rssi=-60, handle=None)
    show_devices((one,), every=True, terminal=Terminal())
    said = capsys.readouterr()
    assert ("record it with --device text" in said.err) is told
    assert ("another name, with --device bangle or --device puck" in said.err) is told
    assert (" text " in said.out) is False


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("CLUE", "Thingy"), "CLUE"),
        (("CLUE", "clue"), "AA:0"),
        (("CLUE", "Thingy", "CLUE"), "AA:0"),
        (("Thingy", "CLUE", "CLUE"), "Thingy"),
    ],
)
def test_the_next_command_names_a_sensor_so_that_it_is_no_other(capsys, names, called):
    found = tuple(
        Found(address=f"AA:{at}", name=name, services=frozenset(), rssi=-60, handle=None)
        for at, name in enumerate(names)
    )
    show_devices(found, every=False, terminal=Terminal())
    assert f'--sensor ankle_left="{called}"' in capsys.readouterr().err


def test_the_next_command_names_a_sensor_of_enough_samples_where_one_is_in_range(capsys):
    found = tuple(
        Found(address=f"AA:{at}", name=name, services=frozenset(), rssi=-40 - at, handle=None)
        for at, name in enumerate(("R02_341C", "SensorTag 2.0", "Polar Sense 1"))
    )
    show_devices(found, every=False, terminal=Terminal())
    assert 'ankle_left="Polar Sense 1"' in capsys.readouterr().err
    show_devices(found[:2], every=False, terminal=Terminal())
    assert 'ankle_left="R02_341C"' in capsys.readouterr().err


def test_a_kind_that_may_be_slow_is_not_named_before_a_faster_one(capsys):
    """A Nano 33 BLE Sense of 10 Hz has the name and service of a faster board."""
    found = tuple(
        Found(address=f"AA:{at}", name=name, services=frozenset(), rssi=-40 - at, handle=None)
        for at, name in enumerate(("BLE Sense - 0011", "Polar Sense 1"))
    )
    show_devices(found, every=False, terminal=Terminal())
    assert 'ankle_left="Polar Sense 1"' in capsys.readouterr().err


def test_devices_says_which_adapter_listened_where_there_are_several(capsys, monkeypatch):
    class Radio:
        def __init__(self, adapter, **_):
            self.choice = SimpleNamespace(words=f"Bluetooth adapter: {adapter}.")

        async def scan(self, _seconds):
            return ()

    monkeypatch.setattr(ble, "BleTransport", Radio)
    assert run(["devices", "--seconds", "1"]) == ExitCode.OK
    assert "Bluetooth adapter: None." in capsys.readouterr().err


@pytest.mark.parametrize(("count", "said"), [(1, "1 Bluetooth device in"), (2, "2 Bluetooth dev")])
def test_one_device_in_range_is_one(capsys, count, said):
    found = tuple(
        Found(address=f"AA:{at}", name="?", services=frozenset(), rssi=-60, handle=None)
        for at in range(count)
    )
    show_devices(found, every=False, terminal=Terminal())
    assert said in capsys.readouterr().err


def test_without_bluetooth_record_devices_and_doctor_say_what_to_do(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    nights = tmp_path / "nights"
    record_command = ["record", "--nights", str(nights), "--sensor", "ankle_left=AA:BB"]
    for command in (record_command, ["devices"], ["doctor"]):
        assert run(command) == ExitCode.NO_DEVICE
        captured = capsys.readouterr()
        assert "luetooth" in captured.out + captured.err
    assert not list(nights.iterdir())


@pytest.mark.parametrize("command", ["record", "devices", "doctor", "fetch"])
def test_every_option_is_in_the_documentation(command):
    text = (Path(__file__).parents[1] / "docs" / "recording.md").read_text(encoding="utf-8")
    parameters = all_commands().commands[command].params
    names = [name for each in parameters for name in each.opts if name.startswith("--")]
    assert [name for name in names if name != "--help" and f"{name}" not in text] == []


def at(text, host_s=0.0):
    """One moment: by the wall clock, and by the clock that nobody sets."""
    wall = datetime.fromisoformat(text)
    return ClockPair(round(host_s * 1e9), round(host_s * 1e9), round(wall.timestamp() * 1e9))


def left(ending, text, host_s):
    return timedelta(seconds=round(ending.left(at(text, host_s)), 3))


def until(text, begin="2026-03-14T22:41:00+01:00"):
    return ending_of(text, None, at(begin), zone=NOW.tzinfo)


def test_until_is_the_next_such_time_and_duration_is_understood():
    begin = "2026-03-14T22:41:00+01:00"
    assert left(until("07:30"), begin, 0) == timedelta(hours=8, minutes=49)
    assert left(until("23:00"), begin, 0) == timedelta(minutes=19)
    assert left(until("22:41"), begin, 0) == timedelta(hours=24)
    assert left(ending_of(None, "7h30m", at(begin)), begin, 0) == timedelta(hours=7.5)
    assert ending_of(None, None, at(begin)).left(at(begin, 9e4)) is None
    assert length_of("90min") == timedelta(minutes=90)
    with pytest.raises(CommandError, match="both set the end"):
        ending_of("07:30", "8h", at(begin))


HOUR_S = 3600.0


@pytest.mark.parametrize("wall", ["2026-03-15T01:41:00+01:00", "1970-01-02T00:00:00+01:00"])
def test_a_length_is_not_the_wall_clocks(wall):
    """Set forward an hour, a recording of 8 h ended an hour early."""
    eight = ending_of(None, "8h", at("2026-03-14T22:41:00+01:00"))
    assert left(eight, wall, 2 * HOUR_S) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("begin", "passed_s", "now", "left_s"),
    [
        # forward an hour, back an hour
        ("2026-03-14T22:00:00+01:00", 2 * HOUR_S, "2026-03-15T01:00:00+01:00", 6 * HOUR_S),
        ("2026-03-14T22:00:00+01:00", 2 * HOUR_S, "2026-03-14T23:00:00+01:00", 8 * HOUR_S),
        # a computer without a clock gets the right time from the network, years later
        ("1970-01-02T00:10:00+01:00", 60, "2026-03-14T22:30:00+01:00", 8.5 * HOUR_S),
        # set past the end, shortly before it: over
        ("2026-03-14T21:10:00+01:00", 9 * HOUR_S + 2400, "2026-03-15T07:10:00+01:00", -600),
        # started by a wrong clock shortly before the time: the next morning is meant
        ("2026-03-14T06:50:00+01:00", 300, "2026-03-14T22:55:00+01:00", 8 * HOUR_S + 300),
    ],
)
def test_until_is_looked_at_anew_when_the_wall_clock_was_set(begin, passed_s, now, left_s):
    assert left(until("07:00", begin), now, passed_s) == timedelta(seconds=left_s)


def test_until_knows_that_the_clocks_change_in_the_night():
    zone = ZoneInfo("Europe/Berlin")
    for begin, hours in (("2026-03-28T22:00:00+01:00", 8), ("2026-10-24T22:00:00+02:00", 10)):
        ending = ending_of("07:00", None, at(begin), zone=zone)
        assert left(ending, begin, 0) == timedelta(hours=hours)


def test_kinds_may_be_named_for_one_sensor():
    left, right = parse_worn(["ankle_left=a", "ankle_right=b"], ["polar", "ankle_right=dot"])
    assert (left.target.device.kind, right.target.device.kind) == ("polar", "dot")
    assert parse_scenario("PLM") == "plm_moderate"


def status(**values):
    target = Target(placement=LEFT, sensor="x", device=None)
    return Status(target=target, **values)


def live():
    return LiveSensor(rules=rules_by_name("wasm2016"))


@pytest.mark.parametrize(
    "shown",
    [
        status(state=SessionState.SEARCHING, trouble="x" * 200),
        status(state=SessionState.STREAMING, last_data_ns=10**9, battery=Battery(percent=87)),
        status(state=SessionState.STALLED, last_data_ns=1, losses=1234, stalls=999),
        status(battery=Battery(percent=None, volts=3.9)),
    ],
)
def test_the_panel_fits_80_columns(shown):
    lines = panel(
        [(shown, live()), (shown, live())],
        now=NOW,
        host_s=40_000.0,
        begun_s=0.0,
        size_bytes=30_000_000,
        disk_trouble="database or disk is full",
    )
    assert all(len(line) <= WIDTH for line in lines)
    assert shown.state.value in lines[2]
    assert "disk" in lines[-1]


def test_the_panel_is_german_in_its_numbers_and_heads_too():
    heard = status(
        state=SessionState.STREAMING,
        last_data_ns=int(39_998.5e9),
        battery=Battery(percent=None, volts=3.9),
        losses=7,
    )
    with speaking("de"):
        *_, head, line = panel(
            [(heard, live())],
            now=NOW,
            host_s=40_000.0,
            begun_s=0.0,
            size_bytes=0,
            disk_trouble=None,
        )
    assert line.split()[2:] == ["sendet", "1,5", "s", "3,90", "V", "7", "0", "(0", "periodisch)"]
    assert head.index("Lücken") + len("Lücken") == line.index("7 0") + 1
    assert head.index("Bewegungen") == line.index("0 (")


@pytest.mark.parametrize("waited", [0, 12])
def test_the_live_rate_is_that_of_the_present_stream(waited):
    """Neither the gap before it nor what had waited in the sensor is part of it."""
    sensor = live()
    data = np.full((3, 3), 1000, "<i2").tobytes()

    def hear(stream, times):
        settings = Settings(rate=25.0, range_g=8.0)
        arrived = [Arrived(stream, settings, int(at * 1e9), data) for at in times]
        sensor.hear(device_of_kind("osd"), arrived)

    hear(1, np.arange(0, 15, 0.12))
    assert sensor.rate() == pytest.approx(25, rel=0.01)
    hear(2, [*[20.0] * waited, *np.arange(20, 21, 0.12)])
    assert sensor.rate() is None
    hear(2, np.arange(21.08, 25, 0.12))
    assert sensor.rate() == pytest.approx(25, rel=0.01)


def test_movements_get_provisional_kinds():
    sensor = live()
    kinds = [sensor._kind(onset, length) for onset, length in [(0, 2), (25, 2), (50, 2), (75, 2)]]
    assert kinds == ["limb movement"] * 3 + ["periodic"]
    assert sensor.periodic == 4
    assert sensor._kind(80, 0.2) == "twitch"
    assert sensor._kind(90, 30) == "long movement"
    assert sensor._kind(100, 2) == "limb movement"


def test_the_battery_is_forecast_from_its_fall():
    sensor = live()
    for hour, percent in enumerate((90, 88, 86, 84, 82)):
        sensor.note_battery(hour * 3600.0, percent)
    assert sensor.hours_left() == pytest.approx(41)


def test_the_check_before_the_night_warns_of_a_weak_battery_and_missing_data():
    sensor = live()
    sensor._recent.extend((float(t), 50) for t in range(20))
    sensor.level_g = 1.01
    good = status(
        state=SessionState.STREAMING,
        battery=Battery(percent=80),
        settings=Settings(rate=50, range_g=8),
    )
    assert all(check.good for check in check_sensor(good, sensor))
    good.battery = Battery(percent=15)
    assert [check.good for check in check_sensor(good, sensor)] == [True, True, False]
    told = {None: "battery not known", Battery(percent=None, volts=3.9): "battery 3.90 V"}
    for good.battery, words in told.items():
        *_, unknown = check_sensor(good, sensor)
        assert unknown.good  # no fault: many sensors never tell it
        assert words in unknown.text
    sensor._recent.clear()
    sensor._recent.extend((float(t), 11) for t in range(20))
    slow = [check.text for check in check_sensor(good, sensor) if not check.good]
    assert slow[0].endswith("samples per second are too few for brief movements")
    assert "50 expected" in slow[1]
    # a ring with faster firmware than its maker's
    sensor._recent.clear()
    sensor._recent.extend((float(t), 25) for t in range(20))
    good.settings = Settings(rate=1 / 0.24, range_g=4)
    good.device = device_of_kind("colmi")
    first, *_ = check_sensor(good, sensor)
    assert first.good
    assert "25.0 samples per second, more than this kind was known to give" in first.text
    # one that was asked for less than it sends is no such
    good.settings, good.device = Settings(rate=10, range_g=8), device_of_kind("thingy52")
    first, *_ = check_sensor(good, sensor)
    assert not first.good
    assert first.text.endswith("25.0 samples per second, 10 expected")
    (missing,) = check_sensor(status(trouble="not in range"), live())
    assert not missing.good
    assert "not in range" in missing.text


@pytest.mark.parametrize(
    ("name", "sdk_mode", "told"),
    [
        ("Polar Sense 12345678", 0, True),
        ("", 0, True),
        ("Polar Sense 12345678", 1, False),
        ("Polar H10 12345678", 0, False),
        ("Polar OH1 12345678", 0, False),
    ],
)
def test_the_check_tells_a_sensor_that_switches_itself_off_without_a_heart_rate(
    name, sdk_mode, told
):
    sensor = live()
    sensor._recent.extend((float(t), 52) for t in range(20))
    streaming = status(
        state=SessionState.STREAMING,
        battery=Battery(percent=80),
        settings=Settings(rate=52, range_g=8, extra={"sdk_mode": sdk_mode}),
        device=device_of_kind("polar"),
        name=name,
    )
    bad = [check.text for check in check_sensor(streaming, sensor) if not check.good]
    assert len(bad) == told
    assert all("ten minutes without a heart rate; update its firmware" in text for text in bad)


def test_the_check_says_what_the_lines_of_a_board_were_taken_for():
    sensor = live()
    sensor._recent.extend((float(t), 50) for t in range(20))
    axes = {"x": 1, "y": 2, "z": 3}
    for clock, told in ((-1, "no number is clearly a clock"), (0, "and 1 for a clock")):
        extra = {"shape": "#,#,#,#", **axes, "unit": "m/s2", "clock": clock, "tick_s": 1e-3}
        printing = status(
            state=SessionState.STREAMING,
            settings=Settings(rate=50, range_g=None, extra=extra),
            device=device_of_kind("text"),
        )
        (said,) = (one for one in check_sensor(printing, sensor) if "in a line" in one.text)
        assert said.good
        assert "of 4 numbers in a line 2, 3 and 4 were taken for x, y and z in m/s2" in said.text
        assert told in said.text


def test_a_blocked_adapter_is_seen_and_mended(tmp_path):
    assert radio_switches(tmp_path / "none") == []
    (tmp_path / "bluetooth").mkdir()
    (missing,) = radio_switches(tmp_path)
    assert "plug in" in missing.text
    (tmp_path / "bluetooth" / "hci0").mkdir()
    switch = tmp_path / "rfkill" / "rfkill3"
    switch.mkdir(parents=True)
    for name, value in {"type": "bluetooth", "soft": "1", "hard": "0"}.items():
        (switch / name).write_text(f"{value}\n")
    adapter, blocked = radio_switches(tmp_path)
    assert adapter.good
    assert "rfkill unblock bluetooth" in blocked.text


def test_a_folder_that_may_not_be_written_to_is_seen_before_the_night(tmp_path, monkeypatch):
    # room enough, whatever is free on the disk of who runs this
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12))
    assert room_for(tmp_path / "nights").good

    def refused(**_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    found = room_for(tmp_path / "nights")
    assert not found.good
    assert f"cannot write to {tmp_path}: no permission" in found.text


def test_mains_power_is_told_where_the_system_tells_it(tmp_path):
    assert plugged_in(tmp_path / "none") is None
    (tmp_path / "AC").mkdir()
    (tmp_path / "AC" / "online").write_text("0\n")
    assert plugged_in(tmp_path) is (False if sys.platform == "linux" else None)


class Fixed:
    def now_ns(self):
        return 10**12

    def pair(self):
        return ClockPair(10**12, 10**12, 10**18)


def watch(tmp_path, *, command=None, left_s=8 * 3600.0, taken=0):
    terminal = Terminal(quiet=False)
    return Watch(
        rules=rules_by_name("wasm2016"),
        terminal=terminal,
        clock=Fixed(),
        capture=SimpleNamespace(path=tmp_path / CAPTURE, taken_bytes=taken, about=lambda *_: None),
        ending=Ending(duration=timedelta(seconds=left_s), until=None, begin=Fixed().pair()),
        zone=NOW.tzinfo,
        alarms=Alarms(terminal=terminal, bell=True, command=command),
        sleep_advice=None,
        tap_test=False,
        log_every_s=60.0,
    )


@pytest.mark.parametrize(
    ("event", "words"),
    [("silence", "no data from the left ankle. not in range"), ("back", "are back")],
)
def test_silence_and_its_end_are_told_and_run_the_persons_command(tmp_path, capsys, event, words):
    told = tmp_path / "told"
    names = "os.environ['LIMBWATCH_EVENT'], os.environ['LIMBWATCH_PLACEMENT']"
    code = f"import os; open({str(told)!r}, 'w').write(' '.join(({names})))"
    watching = watch(tmp_path, command=shlex.join([sys.executable, "-c", code]))
    getattr(watching, event)(status(trouble="not in range"))
    (started,) = watching.alarms._running
    assert started.wait(timeout=60) == 0
    assert told.read_text() == f"{event} ankle_left"
    assert words in capsys.readouterr().err


def test_a_command_that_cannot_run_is_told_and_does_no_harm(tmp_path, capsys):
    watch(tmp_path, command="/no/such/command").silence(status())
    assert "cannot be run" in capsys.readouterr().err


class Recorded:
    """What a watch asks of the recorder."""

    elsewhere = None

    def __init__(self, *statuses):
        self.statuses = statuses
        self.disk_trouble = None


class Running(Fixed):
    seconds = 1000

    def now_ns(self):
        return self.seconds * 10**9


@pytest.mark.parametrize(
    ("state", "trouble", "checked"),
    [
        # refused, or not found: the person is told in time
        (SessionState.REFUSED, "in its charger", [1026, 1225]),
        (SessionState.GIVEN_UP, "of no known kind", [1026, 1225]),
        (SessionState.WAITING, "not in range", [1026, 1225]),
        (SessionState.SEARCHING, "not in range", [1026, 1225]),
        # looked for the first time, or on the way: it is waited for, but not for ever
        (SessionState.SEARCHING, "", [1090, 1225]),
        (SessionState.CONNECTING, "not in range", [1090, 1225]),
        (SessionState.STARTING, "", [1090, 1225]),
    ],
)
def test_the_check_waits_for_no_sensor_that_stays_away_and_comes_again_when_it_is_there(
    tmp_path, capsys, state, trouble, checked
):
    watching = watch(tmp_path)
    clock = watching.clock = Running()
    watching._begun_s = clock.seconds
    one = status(state=SessionState.STREAMING, since_ns=1001 * 10**9)
    right = Target(placement=Placement.ANKLE_RIGHT, sensor="y", device=None)
    other = Status(target=right, state=state, trouble=trouble)
    watching._recording = Recorded(one, other)
    told = []
    watching.capture.about = lambda *_: told.append(clock.seconds)
    for clock.seconds in range(1000, 1400):
        if clock.seconds == 1200:
            other.trouble = ""
            other.enter(SessionState.STREAMING, clock.now_ns())
        if clock.seconds == 1300:
            # what broke and came back was checked before
            other.enter(SessionState.WAITING, clock.now_ns())
            other.enter(SessionState.STREAMING, clock.now_ns())
        watching.tick()
    assert told == checked
    assert capsys.readouterr().err.count("Check before the night") == 2


def test_the_folder_of_a_night_without_data_keeps_what_a_person_put_there(tmp_path):
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    (folder / "capture.sqlite").touch()
    (folder / "mine.txt").touch()
    acquisition._remove_empty_night(folder)
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]
    (folder / "mine.txt").unlink()
    acquisition._remove_empty_night(folder)
    assert not folder.exists()


def test_plain_lines_tell_each_new_state_and_each_new_cause(tmp_path, capsys):
    watching = watch(tmp_path)
    one = status(state=SessionState.WAITING, trouble="the connection broke")
    watching._recording = Recorded(one)
    off = "Bluetooth is off; turn it on"
    told = []
    for state, trouble in (
        (SessionState.WAITING, "the connection broke"),
        (SessionState.WAITING, "the connection broke"),
        (SessionState.WAITING, off),
        (SessionState.WAITING, off),
        # a cause that ceased is no news, its end is told by what comes after it
        (SessionState.WAITING, ""),
        (SessionState.SEARCHING, off),
        (SessionState.STREAMING, ""),
    ):
        one.trouble, one.state = trouble, state
        watching.tick()
        told += [line[34:] for line in capsys.readouterr().err.splitlines()]
    assert told == [
        "waiting (the connection broke)",
        f"waiting ({off})",
        f"searching ({off})",
        "streaming",
    ]


def test_a_weak_battery_is_told_once(tmp_path, capsys):
    watching = watch(tmp_path)
    one = status(state=SessionState.STREAMING, battery=Battery(percent=16))
    watching._recording = Recorded(one)
    watching.tick()
    assert "battery" not in capsys.readouterr().err
    one.battery = Battery(percent=15)
    watching.tick()
    watching.tick()
    assert capsys.readouterr().err.count("battery of the left ankle is at 15 %") == 1


def test_a_battery_that_will_not_last_is_told_before_it_is_weak(tmp_path, capsys):
    watching = watch(tmp_path, left_s=8 * 3600.0)
    one = status(state=SessionState.STREAMING, battery=Battery(percent=60))
    watching._recording = Recorded(one)
    for hour, percent in enumerate((90, 80, 70, 60)):
        watching._live_sensor(one).note_battery(hour * 3600.0, percent)
    watching.tick()
    assert "at 60 %, about 6.0 h" in capsys.readouterr().err


def test_a_full_disk_is_told_with_where_data_go(tmp_path, capsys):
    watching = watch(tmp_path)
    watching._recording = Recorded(status())
    watching._recording.disk_trouble = "the disk is full"
    watching.tick()
    watching.tick()
    said = capsys.readouterr().err
    assert said.count("the disk is full: data wait in memory until there is room") == 1
    watching._recording.disk_trouble = None
    watching.tick()
    watching._recording.disk_trouble = "the disk is full"
    watching._recording.elsewhere = Path("/elsewhere/rest")
    watching.tick()
    assert "data go to /elsewhere/rest" in capsys.readouterr().err


def test_the_room_that_a_night_needs_is_foretold_from_what_it_took(tmp_path):
    night = {"taken": 10_000_000, "passed_s": 3600.0, "left_s": 7 * 3600.0}
    assert room_of(tmp_path, **night).need == pytest.approx(2 * 70e6 + 10e6)
    assert room_of(tmp_path, **night).enough == (shutil.disk_usage(tmp_path).free >= 150e6)
    assert not room_of(tmp_path, taken=10**15, passed_s=60.0, left_s=None).enough
    assert "free some space" in room_of(tmp_path, taken=10**15, passed_s=60.0, left_s=None).words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3600.0, "set forward by 60 min 0 s"), (-90.0, "set back by 1 min 30 s")],
)
def test_a_step_of_the_wall_clock_is_told_with_the_new_end(tmp_path, capsys, seconds, words):
    watch(tmp_path, left_s=3600.0).clock_set(seconds)
    said = capsys.readouterr().err
    assert words in said
    assert "ends at 03:46" in said  # an hour after 10**18 ns


def test_the_tap_test_finds_swapped_sensors():
    sensors = {LEFT: live(), RIGHT: live()}
    test = TapTest()
    (ask,) = test.step(sensors, 0.0)
    assert "left ankle" in ask
    assert test.step(sensors, 1.0) == []
    sensors[RIGHT].jolt_g = 2.0
    verdict, ask = test.step(sensors, 2.0)
    assert "WRONG" in verdict
    assert "right ankle" in ask
    assert sensors[RIGHT].jolt_g == 0.0
    sensors[RIGHT].jolt_g = 2.0
    (verdict,) = test.step(sensors, 3.0)
    assert "right ankle is right" in verdict
    assert test.step(sensors, 100.0) == []


def test_a_clock_set_by_a_whole_hour_is_told_as_such(tmp_path, capsys):
    """It said 59 min 60 s."""
    watch(tmp_path).clock_set(3599.9996)
    assert "forward by 60 min 0 s" in capsys.readouterr().err


def test_what_no_disk_took_is_counted_though_the_night_cannot_be_scored(tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise CommandError("the disk is full.", exit_code=ExitCode.DATA_LOST)

    monkeypatch.setattr(acquisition, "make_captured_night", full)
    recorded = session.Recorded(interrupted=False, statuses=(), lost=66)
    plan = type("Plan", (), {"by": ScoredBy("wasm2016"), "folder": None})()
    with pytest.raises(CommandError, match=r"66 packets .* are lost.*limbwatch rescore"):
        acquisition._score(plan, tmp_path, recorded, Terminal(quiet=True, no_color=True))


def test_an_advice_at_the_end_of_a_message_has_one_full_stop(tmp_path, monkeypatch):
    def nothing(*_args, **_options):
        raise UnreadableFile("no samples")

    monkeypatch.setattr(acquisition, "make_captured_night", nothing)
    silent = status(trouble="no data in 60 s. Open the app, or restart the watch.")
    recorded = session.Recorded(interrupted=False, statuses=(silent,), lost=0)
    plan = SimpleNamespace(by=ScoredBy("wasm2016"), folder=tmp_path, by_bluetooth=True, worn=())
    with pytest.raises(CommandError, match=r"restart the watch\. `limbwatch devices`"):
        acquisition._score(plan, tmp_path, recorded, Terminal(quiet=True, no_color=True))
