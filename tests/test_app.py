"""The command as a whole: exit codes, streams, help and hints."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from limbwatch.cli import app as app_module
from limbwatch.cli.app import command, run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.sensor import UnreadableFile, WrongKind
from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.version import __version__

Captured = pytest.CaptureFixture[str]


def test_without_argument_it_says_what_it_is_and_how_to_begin(capsys: Captured) -> None:
    assert run([]) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) <= 8
    assert "limbwatch demo" in out
    assert "limbwatch replay" in out


def test_version(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"limbwatch {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["vew"], "Did you mean 'view'"),
        (["view", "--evnts"], "--events"),
        (["view", "--rules"], "rules"),
        (["score"], "FILE"),
        (["score", "a.csv", "--rules", "wasm"], "wasm2016"),
        (["view", "one", "two"], "two"),
    ],
)
def test_wrong_usage_is_2_with_a_hint_and_no_traceback(
    capsys: Captured, arguments: list[str], hint: str
) -> None:
    assert run(arguments) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert hint in err
    assert err.startswith("limbwatch: ")


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (typer.Exit(0), 0),
        (typer.Exit(ExitCode.DATA_LOST), 5),
        (CommandError("no adapter", exit_code=ExitCode.NO_DEVICE), 3),
        (CommandError("disk full", exit_code=ExitCode.UNEXPECTED), 1),
        (UnreadableFile("empty"), 4),
        (WrongKind("steps"), 4),
        (LinkLost("gone"), 3),
        (BluetoothUnavailable("off"), 3),
        (OSError(28, "No space left on device"), 1),
        (KeyboardInterrupt(), 130),
        (typer.Abort(), 130),
        (ZeroDivisionError("x"), 1),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, raised: BaseException, code: int
) -> None:
    broken = typer.Typer()

    @broken.callback(invoke_without_command=True)
    def fail() -> None:
        raise raised

    monkeypatch.setattr(app_module, "command", lambda: broken)
    assert run([]) == code
    err = capsys.readouterr().err
    assert "Traceback" not in err


def test_an_unexpected_error_is_one_line_and_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    broken = typer.Typer()

    @broken.callback(invoke_without_command=True)
    def fail() -> None:
        raise ZeroDivisionError("nobody\nforesaw this")

    monkeypatch.setattr(app_module, "command", lambda: broken)
    monkeypatch.setattr("limbwatch.cli.crash.log_folders", lambda: (tmp_path,))
    assert run([]) == ExitCode.UNEXPECTED
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    (log,) = tmp_path.iterdir()
    assert str(log) in err
    assert "Traceback" in log.read_text()


def test_an_unexpected_error_without_a_place_for_its_log(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    broken = typer.Typer()

    @broken.callback(invoke_without_command=True)
    def fail() -> None:
        raise ZeroDivisionError

    (tmp_path / "file").touch()
    monkeypatch.setattr(app_module, "command", lambda: broken)
    monkeypatch.setattr("limbwatch.cli.crash.log_folders", lambda: (tmp_path / "file" / "x",))
    assert run([]) == ExitCode.UNEXPECTED
    assert "unexpected ZeroDivisionError" in capsys.readouterr().err


def replay(recorded: Path, nights: Path) -> list[str]:
    """Command that makes a night soon."""
    command = [sys.executable, "-m", "limbwatch", "replay", f"ankle_left={recorded}"]
    return [*command, "--nights", str(nights)]


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-"])
def test_closed_streams_cost_no_night(tmp_path: Path, ten_minutes: Path, closed: str) -> None:
    made = shlex.join(replay(ten_minutes, tmp_path / "nights"))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{made} {closed}"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    # a result that nobody could get is told, as on a full disk
    lost = ">&-" in closed.split()
    assert done.returncode == int(lost)
    assert ("could not be printed: bad file descriptor" in done.stderr) is (closed == ">&-")
    (night,) = (tmp_path / "nights").iterdir()
    assert {path.name for path in night.iterdir()} >= {"night.json", "report.html"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, ten_minutes: Path) -> Path:
    """A folder with one night; read only."""
    nights = tmp_path_factory.mktemp("made") / "nights"
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]) == 0
    return nights


@pytest.mark.system
@pytest.mark.parametrize("forced", ["1", ""])
def test_forced_colour_goes_through_a_pipe(made: Path, forced: str) -> None:
    colour = {"FORCE_COLOR": forced, "NO_COLOR": "", "TERM": "xterm"}
    shown = subprocess.run(
        [sys.executable, "-m", "limbwatch", "view", "--nights", str(made)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **colour},
    )
    assert ("\x1b[1m" in shown.stdout) == bool(forced)


def test_the_nights_folder_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("LIMBWATCH_NIGHTS", str(tmp_path / "mine"))
    assert run(["view"]) == 2
    told = capsys.readouterr()
    assert str(tmp_path / "mine") in told.err
    assert told.out == ""


@pytest.mark.system
def test_a_reader_that_has_read_enough_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "limbwatch", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(timeout=60)


@pytest.mark.system
def test_a_reader_that_stops_in_the_middle_is_no_error(tmp_path: Path, ten_minutes: Path) -> None:
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(tmp_path), "-q"]) == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "limbwatch", "view", "--events", "--nights", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.system
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_result_that_cannot_be_printed_is_told_and_costs_no_night(
    tmp_path: Path, ten_minutes: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*replay(ten_minutes, tmp_path), "-q"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 1
    assert "the result could not be printed: no space left on device" in done.stderr
    assert len(list(tmp_path.glob("2026-*/night.json"))) == 1


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_130(number: signal.Signals) -> None:
    probe = (
        "import sys, time, typer\n"
        "from limbwatch.cli import app\n"
        "broken = typer.Typer()\n"
        "@broken.callback(invoke_without_command=True)\n"
        "def wait():\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(30)\n"
        "app.app = broken\n"
        "sys.argv[1:] = []\n"
        "app.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "interrupted" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", [[], ["view"], ["note"], ["export"], ["rescore"], ["study"]])
def test_help_is_a_command_and_speaks_of_nights_and_not_of_types(
    command: list[str], capsys: Captured
) -> None:
    assert run(["help", *command]) == 0
    told = capsys.readouterr().out
    assert run([*command, "--help"]) == 0
    assert told == capsys.readouterr().out
    assert not re.search(r"<(str|path|int|float)>", told)


def typed_in(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command there is, as it is typed."""
    for word, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from typed_in(found, f"{name}{word} ")
        else:
            yield f"{name}{word}", found


@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_says_what_each_option_takes_and_follows_the_width(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """``--test`` lost its only value with the types of a programmer."""
    monkeypatch.setenv("COLUMNS", str(width))
    longest = 0
    for name, found in typed_in(command()):
        assert run([*name.split(), "--help"]) == 0
        told = capsys.readouterr().out
        # values that may be chosen are one word
        longest = max(longest, *(len(one) for one in told.splitlines() if "|" not in one))
        assert not re.search(r"x *[<>]=|<=x", told), "bounds as a person says them"
        for option in found.params:
            if option.param_type_name == "option" and not (option.is_flag or option.hidden):
                long = next(one for one in option.opts if one.startswith("--"))
                assert re.search(rf"(?m)^  (?:-\w, )?{long} \S", told), (name, long)
    assert width - 10 < longest <= width


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("score x --sleep-hours abc", "--sleep-hours is 'abc', which is not a number."),
        ("demo --seed 1.5", "--seed is '1.5', which is not a whole number."),
        ("view --age 131", "--age is '131'; it must be 130 or less."),
        ("record --rate 9", "--rate is '9'; it must be 10 or more."),
        ("fetch x --rate 401", "--rate is '401'; it must be 400 or less."),
        ("record --speed 2001", "--speed is '2001'; it must be 2000 or less."),
        ("score x --sleep-hours 0", "--sleep-hours is '0'; it must be 0.01 or more."),
        ("score x --rules foo", "--rules is 'foo'; it must be one of wasm2016, aasm, coleman1982."),
    ],
)
def test_a_value_is_refused_in_our_words_with_the_value_and_what_is_allowed(
    line: str, said: str, capsys: Captured
) -> None:
    assert run(line.split()) == ExitCode.USAGE
    assert capsys.readouterr().err == f"limbwatch: {said}\n"


def test_help_for_what_is_no_command_says_so(capsys: Captured) -> None:
    assert run(["help", "veiw"]) == 2
    assert "view" in capsys.readouterr().err
