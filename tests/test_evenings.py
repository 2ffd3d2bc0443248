"""A recording that begins by itself, is started by the system, or is looked at from elsewhere."""

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from defusedxml import ElementTree

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.recording.acquisition import wait_until
from limbwatch.cli.recording.unattended.service import EveningStart, install_service
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.capture.host_clock import ClockPair

QUIET = Terminal(quiet=True, no_color=True)


class SetClock:
    """A wall clock that goes on by a step at each look."""

    def __init__(self, begin, step_s):
        self.wall = datetime.fromisoformat(begin).astimezone()
        self.step = timedelta(seconds=step_s)
        self.looks = 0

    def pair(self):
        self.looks += 1
        self.wall += self.step
        host = self.looks * round(self.step.total_seconds() * 1e9)
        return ClockPair(host, host, round(self.wall.timestamp() * 1e9))


def test_a_recording_waits_for_its_time_by_the_wall_clock():
    clock = SetClock("2026-03-14T22:00:00", 300)
    wait_until("22:30", QUIET, clock, step_s=0.0)
    begun = clock.wall
    assert timedelta(0) <= begun - datetime.fromisoformat("2026-03-14T22:30:00").astimezone()
    assert begun - datetime.fromisoformat("2026-03-14T22:30:00").astimezone() < clock.step * 2


@pytest.mark.parametrize("wrong", ["25:00", "half past ten", ""])
def test_what_is_no_time_is_refused_before_anything_is_made(tmp_path, capsys, wrong):
    command = ["record", "--sensor", "ankle_left=sim:healthy", "--nights", str(tmp_path)]
    assert run([*command, "--start", wrong, "--duration", "5m"]) == ExitCode.USAGE
    assert "--start" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_time_that_runs_by_itself_has_no_beginning(tmp_path, capsys):
    command = ["record", "--sensor", "ankle_left=sim:healthy", "--nights", str(tmp_path)]
    assert run([*command, "--start", "22:30", "--speed", "100"]) == ExitCode.USAGE
    assert "--speed" in capsys.readouterr().err


# the system


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # no variable says where Windows has it
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path


AWKWARD = 'notify "50 %" $HOME \\ end'
ASKED = [
    "record",
    "--sensor",
    "ankle_left=Polar Sense 1234",
    "--sensor",
    "ankle_right=phone:sensorlogger",
    "--on-silence",
    AWKWARD,
    "--no-bell",
    "--until",
    "07:30",
]
MEANT = [
    "--sensor=ankle_left=Polar Sense 1234",
    "--sensor=ankle_right=phone:sensorlogger",
    "--until=07:30",
    f"--on-silence={AWKWARD}",
    "--no-bell",
]


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_systemd_is_given_the_command_as_it_was_written(home, capsys, monkeypatch):
    (home / "notify").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(home), prepend=os.pathsep)
    assert run([*ASKED, "--start", "22:30", "--install-service"]) == ExitCode.OK
    folder = home / "config" / "systemd" / "user"
    unit = (folder / "limbwatch-record.service").read_text()
    line = next(one for one in unit.splitlines() if one.startswith("ExecStart="))
    words = [
        re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$")
        for word in re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    ]
    assert words[:4] == [sys.executable, "-m", "limbwatch", "record"]
    assert sorted(words[4:-1]) == sorted(MEANT)
    assert "OnCalendar=*-*-* 22:30:00" in (folder / "limbwatch-record.timer").read_text()
    said = capsys.readouterr()
    assert "systemctl --user enable --now limbwatch-record.timer" in said.err
    if verify := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [verify, "verify", "--user", folder / "limbwatch-record.service"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert "limbwatch-record.service" not in done.stderr


def test_what_lies_there_is_never_overwritten(home):
    evening = EveningStart.of("22:30", True, ["--sensor=ankle_left=A"])
    for platform in ("linux", "darwin"):
        install_service(evening, QUIET, platform)
        install_service(evening, QUIET, platform)
        with pytest.raises(CommandError, match="remove it first"):
            install_service(
                EveningStart.of("23:00", True, ["--sensor=ankle_left=B"]), QUIET, platform
            )


def test_the_seconds_of_a_start_are_kept_or_refused(home):
    evening = EveningStart.of("22:50:30", True, ["--sensor=ankle_left=A"])
    install_service(evening, QUIET, "linux")
    timer = next(home.rglob("limbwatch-record.timer"))
    assert "OnCalendar=*-*-* 22:50:30\n" in timer.read_text()
    with pytest.raises(CommandError, match="by the minute, not at 22:50:30: give --start 22:50"):
        install_service(evening, QUIET, "darwin")
    install_service(evening, QUIET, "win32")
    task = next(home.rglob("limbwatch-record.xml")).read_text(encoding="utf-16")
    assert "T22:50:30</StartBoundary>" in task


def test_launchd_is_given_a_list_and_a_time(home):
    install_service(EveningStart.of("22:30", True, ["--sensor=ankle_left=A & B"]), QUIET, "darwin")
    job = plistlib.loads((home / "Library/LaunchAgents/org.limbwatch.record.plist").read_bytes())
    assert job["ProgramArguments"][3:5] == ["record", "--sensor=ankle_left=A & B"]
    assert job["StartCalendarInterval"] == {"Hour": 22, "Minute": 30}


def test_windows_is_given_a_task_of_any_number_of_sensors_also_on_battery(home, capsys):
    """What schtasks takes behind /TR has room for 261 characters; a file of XML has no limit."""
    asked = [f"--sensor=ankle_left=A <{n}> & B" for n in range(9)]
    install_service(EveningStart.of("22:30", True, asked), Terminal(quiet=False), "win32")
    (path,) = home.rglob("limbwatch-record.xml")
    content = path.read_bytes()
    assert content.startswith(b"\xff\xfe"), "the order mark of UTF-16, as the first line declares"
    task = ElementTree.fromstring(content)
    kind = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    said = {one.tag.removeprefix(kind): (one.text or "").strip() for one in task.iter()}
    assert said["StartBoundary"].endswith("T22:30:00")
    assert said["Command"] == sys.executable
    words = " ".join(f'"{one}"' for one in asked)
    assert said["Arguments"] == f"-m limbwatch record {words} --no-color"
    assert said["DisallowStartIfOnBatteries"] == said["StopIfGoingOnBatteries"] == "false"
    assert f"schtasks /Create /TN limbwatch-record /XML {path}" in capsys.readouterr().err


@pytest.mark.parametrize("missing", [["--start", "22:30"], ["--until", "07:30"], []])
def test_a_night_of_the_system_has_a_beginning_and_an_end(home, capsys, missing):
    command = ["record", "--sensor", "ankle_left=AA:BB", "--install-service", *missing]
    assert run(command) == ExitCode.USAGE
    assert "--start 22:30" in capsys.readouterr().err


# the second screen


def answer(address, method="GET"):
    try:
        # as the page's own requests are made, so that the guard lets them through to the routes
        request = Request(address, method=method, data=b"{}" if method == "POST" else None)  # noqa: S310
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status, response.read(4000).decode()
    except HTTPError as error:
        return error.code, ""


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_the_running_recording_is_shown_elsewhere_and_nothing_can_be_changed(tmp_path):
    command = [sys.executable, "-m", "limbwatch", "record", "--sensor", "ankle_left=sim:healthy"]
    with subprocess.Popen(
        [*command, "--duration", "5m", "--speed", "20", "--lan", "--no-color"],
        env={**os.environ, "LIMBWATCH_NIGHTS": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = next(one for one in process.stderr if "Second screen:" in one)
        address = re.search(r"http://\S+/", line)[0]
        local = re.sub("//[^:]+:", "//127.0.0.1:", address)
        end = time.monotonic() + 20
        state = {}
        while state.get("phase") != "recording" and time.monotonic() < end:
            with urlopen(f"{local}live/events", timeout=5) as events:  # noqa: S310 - ours
                data = next(one for one in events if one.startswith(b"data:"))
            state = json.loads(data.removeprefix(b"data:"))
        assert state["phase"] == "recording"
        assert state["sensors"][0]["placement"] == "left ankle"
        (night,) = [path.name for path in tmp_path.iterdir() if path.is_dir()]
        assert answer(local)[0] == 200
        for path in ("nights", f"night/{night}", f"night/{night}/report.html"):
            assert answer(f"{local}{path}")[0] == 404
        for path in ("", "live", f"night/{night}/notes", f"night/{night}/change"):
            assert answer(f"{local}{path}", "POST")[0] in {404, 405}
        process.terminate()
        process.communicate(timeout=60)
    with pytest.raises(OSError, match="refused"):
        urlopen(local, timeout=5)  # noqa: S310
