"""A night on Windows, macOS and in a Linux that is a guest: power, sleep, permission, children.

None of these systems was at hand: fakes answer as their vendors' documents say.
"""

import ast
import ctypes
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from limbwatch.cli.recording import keep_awake, mains
from limbwatch.cli.recording.child_group import own_group
from limbwatch.cli.recording.evening import this_computer
from limbwatch.cli.recording.keep_awake import system_kept_awake
from limbwatch.cli.recording.mains import plugged_in
from limbwatch.cli.recording.unattended.apart import stopped_by_mac
from limbwatch.cli.recording.unattended.desktop import install_desktop
from limbwatch.cli.recording.unattended.service import EveningStart, install_service
from limbwatch.cli.report.paper import browser_paths
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio import adapter, bluez
from limbwatch.sensor.radio.adapter import AdapterChoice
from limbwatch.sensor.radio.service_words import NO_ADAPTER, NO_BUS, NO_SERVICE
from limbwatch.sensor.radio.surroundings import guest_words
from limbwatch.sensor.radio.trouble_words import UNEXPLAINED
from tests.test_edges_of_radio import in_no_time

ROOT = Path(__file__).parents[1]


def windows(monkeypatch, *, line=1, answers=1, state=0x80000000):
    """A Windows of which so much is known; give the states that were asked for."""
    asked = []

    def power(place):
        place._obj.ACLineStatus = line
        return answers

    def keep(wish):
        asked.append(wish)
        return state

    kernel = SimpleNamespace(GetSystemPowerStatus=power, SetThreadExecutionState=keep)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    return asked


class TestPower:
    @pytest.mark.parametrize(
        ("line", "answers", "told"),
        [(0, 1, False), (1, 1, True), (255, 1, None), (1, 0, None)],
    )
    def test_windows_tells_by_its_line_status(self, monkeypatch, line, answers, told):
        """``SYSTEM_POWER_STATUS``: 0 offline, 1 online, 255 unknown; a call gives 0 if it fails."""
        windows(monkeypatch, line=line, answers=answers)
        assert plugged_in(platform="win32") is told

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            (b"Now drawing from 'AC Power'\n -InternalBattery-0\t100%; charged", True),
            (b"Now drawing from 'Battery Power'\n -InternalBattery-0\t80%; discharging", False),
            (b"Now drawing from 'UPS Power'\n", False),
            (b"", None),
        ],
    )
    def test_macos_tells_by_the_first_line_of_pmset(self, monkeypatch, said, told):
        answer = SimpleNamespace(stdout=said)
        monkeypatch.setattr(mains.subprocess, "run", lambda *_, **__: answer)
        assert plugged_in(platform="darwin") is told

    @pytest.mark.parametrize(
        "error", [FileNotFoundError(2, "none"), subprocess.TimeoutExpired("pmset", 3)]
    )
    def test_a_macos_that_does_not_answer_tells_nothing(self, monkeypatch, error):
        def run(*_, timeout, **__):
            assert timeout == 3.0
            raise error

        monkeypatch.setattr(mains.subprocess, "run", run)
        assert plugged_in(platform="darwin") is None

    def test_another_system_tells_nothing(self):
        assert plugged_in(platform="freebsd14") is None


class TestAwake:
    def test_windows_is_asked_and_let_go(self, monkeypatch):
        asked = windows(monkeypatch)
        with system_kept_awake("win32") as advice:
            assert advice is None
            assert asked == [0x80000001]
        assert asked == [0x80000001, 0x80000000]

    def test_a_refusal_of_windows_is_told(self, monkeypatch):
        """``SetThreadExecutionState`` gives NULL if it fails."""
        windows(monkeypatch, state=0)
        with system_kept_awake("win32") as advice:
            assert advice == (
                "Windows does not let this program keep it awake; switch sleep off in its settings"
            )

    def test_on_battery_nobody_is_told_that_windows_stays_awake(self, monkeypatch):
        """With Modern Standby a wish to stay awake holds for five minutes at most on battery."""
        windows(monkeypatch, line=0)
        with system_kept_awake("win32") as advice:
            assert advice is not None
            assert "plug the computer in" in advice

    def test_a_windows_without_the_call_is_told(self, monkeypatch):
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(), raising=False)
        with system_kept_awake("win32") as advice:
            assert "switch sleep off" in advice

    @pytest.mark.skipif(sys.platform == "win32", reason="stands for a command of POSIX")
    @pytest.mark.parametrize("refused", [False, True])
    def test_a_command_keeps_the_system_awake_until_the_end(self, refused, monkeypatch):
        """Its refusal ends at once; else it goes on until the recording ends."""
        started = []

        def start(command, **options):
            started.append(subprocess.Popen(command, **options))
            if refused:
                started[0].wait()
            return started[0]

        command = [sys.executable, "-c", "" if refused else "import time; time.sleep(60)"]
        monkeypatch.setattr(keep_awake, "_COMMANDS", {"linux": command})
        standing = SimpleNamespace(Popen=start, DEVNULL=subprocess.DEVNULL)
        monkeypatch.setattr(keep_awake, "subprocess", standing)
        with system_kept_awake("linux") as advice:
            assert (advice is not None) == refused
            assert refused == ("was refused; switch sleep off" in (advice or ""))
            assert (started[0].poll() is None) != refused
        assert started[0].poll() is not None


class TestChildren:
    def test_no_key_reaches_a_child_on_any_system(self):
        """On Windows ``start_new_session`` does nothing: Ctrl-C goes to all of a group."""
        assert own_group(platform="linux") == {"start_new_session": True}
        assert own_group(platform="darwin", detached=True) == {"start_new_session": True}
        assert own_group(platform="win32") == {"creationflags": 0x200}
        assert own_group(platform="win32", detached=True) == {"creationflags": 0x208}

    def test_no_other_module_says_how_a_child_is_kept_apart(self):
        for folder in ("sensor", "cli"):
            for path in (ROOT / folder).rglob("*.py"):
                if path.name == "child_group.py":
                    continue
                text = path.read_text(encoding="utf-8")
                if "start_new_session" in text or "creationflags" in text:
                    keywords = [
                        one.arg for one in ast.walk(ast.parse(text)) if isinstance(one, ast.keyword)
                    ]
                    assert not {"start_new_session", "creationflags"} & set(keywords), path


class TestPermission:
    @pytest.mark.parametrize("code", [-6, -9])
    def test_a_recording_that_macos_ended_is_told_why(self, code):
        assert "may not use Bluetooth" in stopped_by_mac(code, "darwin")
        assert stopped_by_mac(code, "linux") is None

    @pytest.mark.parametrize("code", [0, 1, 3, -15])
    def test_other_ends_have_their_own_words(self, code):
        assert stopped_by_mac(code, "darwin") is None

    def test_the_page_is_started_by_a_program_that_may_ask_for_bluetooth(self, capsys):
        install_desktop([], Terminal(), platform="darwin")
        said = capsys.readouterr()
        assert "limbwatch.command" in said.err
        assert "Automator" not in said.err
        # Terminal ends what it started when its window is closed, and a page behind it is lost
        assert not said.out.rstrip().endswith("&")

    def test_an_evening_by_itself_is_tried_first(self, capsys, tmp_path, monkeypatch):
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        evening = EveningStart.of("22:30", ends=True, options=["--sensor=ankle_left=A"])
        install_service(evening, Terminal(), "darwin")
        assert "macOS lets no such job use Bluetooth" in capsys.readouterr().err


def files(folder, marks):
    for mark, text in marks.items():
        path = folder / mark
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


WSL2 = {"proc/version": "Linux version 5.15.90.1-microsoft-standard-WSL2 (gcc) #1 SMP"}
WSL1 = {"proc/version": "Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com)"}


class TestGuests:
    @pytest.mark.parametrize(
        ("marks", "said"),
        [
            (WSL1, "Windows itself"),
            (WSL2, "Windows itself"),
            (WSL2 | {"run/systemd/container": "wsl"}, "Windows itself"),
            ({"dev/.cros_milestone": "120"}, "ChromeOS"),
            (
                {"opt/google/cros-containers/x": "", "run/systemd/container": "lxc"},
                "ChromeOS",
            ),
            ({".dockerenv": ""}, "container"),
            ({"run/.containerenv": ""}, "container"),
            ({"run/systemd/container": "lxc"}, "container"),
        ],
    )
    def test_a_linux_within_something_else_is_told_where_to_record(self, tmp_path, marks, said):
        told = guest_words(files(tmp_path, marks))
        assert said in told
        assert "plug in" not in told
        assert "systemctl" not in told

    def test_a_linux_of_its_own_is_no_guest(self, tmp_path):
        assert guest_words(tmp_path) is None
        version = {"proc/version": "Linux version 6.1.0-13-amd64 (debian-kernel@lists.debian.org)"}
        assert guest_words(files(tmp_path, version)) is None

    def test_a_guest_that_was_given_an_adapter_is_like_any_other(self, tmp_path):
        files(tmp_path, WSL2 | {"sys/class/bluetooth/hci0/type": ""})
        assert guest_words(tmp_path) is None

    @pytest.mark.parametrize("trouble", [NO_BUS, UNEXPLAINED, ""])
    @pytest.mark.parametrize("guest", [None, "this is a container, ..."])
    def test_what_cannot_be_had_there_is_not_advised(self, monkeypatch, trouble, guest):
        async def inventory():
            if trouble:
                raise LinkLost(trouble)
            return bluez.Inventory(adapters=(), devices=())

        monkeypatch.setattr(bluez, "ON_LINUX", True)
        monkeypatch.setattr(bluez, "inventory", inventory)
        monkeypatch.setattr(adapter, "guest_words", lambda: guest)
        usual = {NO_BUS: NO_BUS, UNEXPLAINED: NO_SERVICE, "": NO_ADAPTER}[trouble]

        async def work():
            with pytest.raises(BluetoothUnavailable) as told:
                await AdapterChoice().name()
            return str(told.value)

        assert in_no_time(work()) == (guest or usual)

    def test_doctor_does_not_have_a_guest_plug_in_an_adapter(self, tmp_path):
        (missing,) = this_computer.radio_switches(tmp_path, within="this is a container, ...")
        assert missing.text == "this is a container, ..."


class TestBrowsers:
    def test_a_browser_of_one_person_is_found_on_windows(self, monkeypatch):
        """Chrome that is installed without an administrator lies in %LOCALAPPDATA%."""
        monkeypatch.setenv("LOCALAPPDATA", r"C:\Users\Ann\AppData\Local")
        monkeypatch.setenv("PROGRAMFILES", r"D:\Programme")
        monkeypatch.delenv("PROGRAMFILES(X86)", raising=False)
        paths = browser_paths("win32")
        assert r"C:\Users\Ann\AppData\Local\Google\Chrome\Application\chrome.exe" in paths
        assert r"D:\Programme\Microsoft\Edge\Application\msedge.exe" in paths
        # Chrome of either folder before Edge of any
        assert [path.endswith("chrome.exe") for path in paths[:2]] == [True, True]

    def test_other_systems_have_theirs(self):
        assert all(path.startswith("/Applications/") for path in browser_paths("darwin"))
        assert browser_paths("linux") == ()
