"""What the systems do differently that the tests do not run on, as far as any of them can tell."""

import errno
import os
import re
import shlex
import signal
import stat
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli import interruption, own_folder
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import shown_name
from limbwatch.cli.night.whole_files import sync, write_whole, writing
from limbwatch.cli.recording.asked import phones
from limbwatch.cli.recording.watch.alarms import trouble_with
from limbwatch.command_line import run_as_typed, shell_line, shell_word
from limbwatch.sensor import open_elsewhere
from limbwatch.sensor.capture.wall import WallTime
from limbwatch.sensor.errors import NetworkUnavailable, forbidden
from limbwatch.sensor.files.times.writing.months import date_in_words
from limbwatch.sensor.open_elsewhere import once_closed
from tests.command_words import cut_by_windows, words_of

ROOT = Path(__file__).parents[1]
SOURCES = [
    path
    for folder in ("limbwatch", "sensor", "dsp", "classify", "cli", "sample_data")
    for path in sorted((ROOT / folder).rglob("*.py" if folder != "limbwatch" else "[a-z_]*.py"))
]

TEXTS = {path: path.read_text(encoding="utf-8") for path in SOURCES}

WINDOWS_KNOWS = set("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%f")
"""Letters of strftime that the C library of Windows takes (Microsoft's reference of strftime), and
Python's own %f. Between the percent and the letter it takes no sign but ``#``."""
_FORMAT = re.compile(
    r"""\{[^{}\n]*:([^{}"'\n]*%[^{}"'\n]+)\}|str[fp]time\([^\n]*?["']([^"'\n]+)["']"""
)
_CODE = re.compile(r"%(.|$)")


def formats(text: str) -> list[str]:
    """Give the formats of dates in a module: those in f-strings and those of strftime."""
    return [one or other for one, other in _FORMAT.findall(text) if "%" in (one or other)]


def test_dates_are_written_by_codes_that_every_system_has() -> None:
    """Windows ends ``%-d`` with "Invalid format string", as it does every code it does not have."""
    wrong = {
        f"{path.relative_to(ROOT)}: {form}"
        for path, text in TEXTS.items()
        for form in formats(text)
        for letter in _CODE.findall(form)
        if letter not in WINDOWS_KNOWS
    }
    assert not wrong
    assert sum(len(formats(text)) for text in TEXTS.values()) > 40, "the formats are found"
    assert formats('f"of {when:%-d %B}"') == ["%-d %B"]


@pytest.mark.parametrize(
    ("when", "words"),
    [(date(2000, 1, 1), "1 January 2000"), (date(2026, 12, 31), "31 December 2026")],
)
def test_a_date_is_told_without_a_zero_before_its_day(when: date, words: str) -> None:
    assert date_in_words(when) == words


def test_only_the_module_of_the_command_line_quotes_by_shlex() -> None:
    """Its single quotes are ordinary characters to the command prompt of Windows."""
    users = {path.name for path, text in TEXTS.items() if "shlex" in text or "list2cmdline" in text}
    assert users == {"command_line.py"}


WORDS = [
    "plain", r"nights\2026-03-19", r"C:\Users\Ana Maria\nights", "C:\\My nights\\", "", 'say "it"',
    r'\\server\share "x\"', "x=a,y=b,z=c", "a & b", "it's", "--since=1", "ä ö", "(1).csv",
    "a;b", "\\",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_word_reaches_a_program_of_windows_as_it_was(word: str) -> None:
    line = shell_line(["limbwatch", word, "end"], system="nt")
    assert cut_by_windows(line) == ["limbwatch", word, "end"]
    assert cut_by_windows(subprocess.list2cmdline(["limbwatch", word])) == ["limbwatch", word]
    assert "'" not in shell_word(word.replace("'", ""), system="nt")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_reaches_a_program_of_posix_as_it_was(word: str) -> None:
    assert shlex.split(shell_line(["x", word], system="posix")) == ["x", word]


@pytest.mark.parametrize("name", ["my night", "2026-03-14"])
def test_a_night_is_named_as_one_word(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nights, shown in ((tmp_path, name), (tmp_path / "other", str(tmp_path / name))):
        monkeypatch.setattr(
            "limbwatch.cli.night.folder.default_nights", lambda nights=nights: nights
        )
        assert words_of(shown_name(tmp_path / name)) == [shown]


@pytest.mark.parametrize("sign", " &|<>^()[]{},;'@#!")
def test_what_a_shell_of_windows_reads_otherwise_is_quoted(sign: str) -> None:
    assert shell_word(f"{sign}a", system="nt") == f'"{sign}a"'


def test_the_command_of_an_alarm_keeps_its_backslashes_on_windows() -> None:
    typed = r'"C:\Program Files\bell.exe" /loud C:\x\y'
    assert run_as_typed(typed, system="nt") == typed
    assert run_as_typed("bell 'at night'", system="posix") == ["bell", "at night"]
    with pytest.raises(ValueError, match="empty"):
        run_as_typed("  ", system="nt")


@pytest.mark.parametrize("system", ["nt", "posix"])
def test_the_command_of_an_alarm_is_looked_for_before_the_night(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = tmp_path / "my bell.exe"
    bell.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trouble_with(f'"{bell}" /loud', system=system) is None
    assert trouble_with("nowhere /loud", system=system) == (
        "there is no program nowhere here. Give its whole path"
    )
    assert trouble_with(" ", system=system) == "it is empty"
    quoted = trouble_with('"my bell.exe', system=system)
    assert quoted is None if system == "nt" else "not closed" in (quoted or "")


def test_windows_finds_a_program_whose_path_has_blanks_and_no_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By CreateProcess: as far as the first blank, then as far as the next one."""
    bell = tmp_path / "my bell.exe"
    bell.touch(mode=0o755)
    script = tmp_path / "ring"
    script.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trouble_with(f"{bell} /loud", system="nt") is None
    assert trouble_with(f"{bell} /loud", system="posix") is not None
    assert trouble_with("ring", system="nt") is not None, "no .exe: Windows would not start it"


# the disk


class Opened:
    """What is opened to be flushed, and how."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.flags: list[int] = []
        opened = os.open

        def record(path: Any, flags: int, *given: Any) -> int:
            self.flags.append(flags)
            return opened(path, flags, *given)

        monkeypatch.setattr(os, "open", record)


def test_windows_flushes_only_what_is_open_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FlushFileBuffers takes a handle with the right to write, and none of a folder."""
    (tmp_path / "file").touch()
    opened = Opened(monkeypatch)
    sync(tmp_path / "file", system="nt")
    assert [flags & (os.O_RDWR | os.O_WRONLY) for flags in opened.flags] == [os.O_RDWR]
    sync(tmp_path, system="nt")
    monkeypatch.setattr(os, "access", lambda *_: False)
    sync(tmp_path / "file", system="nt")
    assert len(opened.flags) == 1
    if os.name != "nt":
        sync(tmp_path, system="posix")
        assert opened.flags[1:] == [os.O_RDONLY]


def windows_error(code: int) -> OSError:
    """An error as Windows gives it: all of these have the errno of a missing permission."""
    error = PermissionError(errno.EACCES, "refused")
    error.winerror = code  # type: ignore[attr-defined]
    return error


class Busy:
    """A file that another program closes after some time of a clock that only waiting moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int, closed_s: float) -> None:
        self.now = 0.0
        self.code, self.closed_s = code, closed_s
        monkeypatch.setattr(open_elsewhere.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(open_elsewhere.time, "sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def move(self) -> str:
        if self.now < self.closed_s:
            raise windows_error(self.code)
        return "moved"


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_open_elsewhere_is_waited_for_two_seconds(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert once_closed(Busy(monkeypatch, code, 1.9).move) == "moved"
    late = Busy(monkeypatch, code, 2.1)
    with pytest.raises(PermissionError):
        once_closed(late.move)
    assert late.now == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize("code", [2, 31, 34, 112])
def test_nothing_else_is_waited_for(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, code, 1.0)
    with pytest.raises(PermissionError):
        once_closed(busy.move)
    assert busy.now == 0


def test_a_file_is_replaced_once_a_scanner_has_closed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(monkeypatch, 32, 0.2)
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        busy.move()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    write_whole(tmp_path / "night.json", b"{}")
    assert (tmp_path / "night.json").read_bytes() == b"{}"


@pytest.mark.parametrize("option", ["--nights", None])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (32, "another program has a file open there; close it and say this again"),
        (33, "another program has a file open there; close it and say this again"),
        (5, "no permission, or another program has a file open there; close it, or c"),
    ],
)
def test_a_file_that_stays_open_elsewhere_is_told_and_not_taken_for_a_missing_permission(
    option: str | None, code: int, words: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as caught, writing(tmp_path, option=option):
        raise windows_error(code)
    assert words in str(caught.value)
    assert "chmod" not in str(caught.value)


def test_windows_is_told_no_command_of_posix_for_a_file_that_cannot_be_read() -> None:
    assert "chmod" in str(forbidden("x.csv", system="posix"))
    told = str(forbidden("x.csv", system="nt"))
    assert "another program has it open" in told
    assert "chmod" not in told


def test_moves_and_replacements_wait_for_other_programs_everywhere() -> None:
    """What is renamed or replaced may be open elsewhere: `once_closed` and `replace_file`."""
    # a text is replaced by two arguments, a field of a time by its name
    move = re.compile(
        r"^(?!.*lambda).*?\.(?:rename|replace|move)\([^,()=\n]*(?:\([^()\n]*\))?[^,()=\n]*\)"
    )

    def moves(text: str) -> list[str]:
        lines = (line for line in text.splitlines() if ".re" in line or ".move(" in line)
        return [line for line in lines if move.search(line)]

    assert {path.name for path, text in TEXTS.items() if moves(text)} == {"scratch.py"}
    assert moves("        temporary.replace(path)")
    assert moves("        Path(name).replace(place / name)")


# the home


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that nothing can be written to, also for who is root."""
    home = tmp_path / "home"
    home.mkdir()
    made = Path.mkdir

    def refuse(self: Path, *given: Any, **named: Any) -> None:
        if home in self.parents:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))
        made(self, *given, **named)

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(own_folder, "gettempdir", lambda: str(tmp_path))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name))
    return home


@pytest.mark.skipif(os.name == "nt", reason="Windows has no users' numbers")
def test_without_a_home_to_write_to_the_temporary_folder_stands_for_it(
    nowhere: Path, tmp_path: Path
) -> None:
    place = own_folder.own_folder(nowhere / "state" / "limbwatch")
    assert place == tmp_path / f"limbwatch-{os.getuid()}"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert own_folder.is_temporary(place)
    assert not own_folder.is_temporary(nowhere)
    place.chmod(0o770)
    with pytest.raises(PermissionError):
        own_folder.own_folder(nowhere / "state" / "limbwatch")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no users' numbers")
def test_a_home_that_has_become_read_only_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_folder, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "locks").mkdir()
    assert own_folder.own_folder(tmp_path / "locks") == tmp_path / "locks"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert own_folder.is_temporary(own_folder.own_folder(tmp_path / "locks"))


@pytest.mark.skipif(os.name == "nt", reason="no variable says where Windows has the home")
def test_the_secret_of_a_phone_is_kept_without_a_home_to_write_to(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = phones.secret_file()
    assert path.parent.parent == tmp_path
    assert phones.kept_secret(path) == phones.kept_secret(phones.secret_file())
    monkeypatch.setattr(own_folder, "gettempdir", lambda: str(nowhere / "none"))
    with pytest.raises(NetworkUnavailable, match="Let yourself write to"):
        phones.secret_file()


# signals and times


def test_ctrl_break_of_windows_ends_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        number = signal.SIGBREAK  # type: ignore[attr-defined]
    else:
        number = signal.SIGUSR2
        monkeypatch.setattr(signal, "SIGBREAK", number, raising=False)
    assert "SIGBREAK" in interruption.ENDING_SIGNALS
    heeded: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", heeded.__setitem__)
    monkeypatch.setattr(interruption.os, "name", "nt")  # no thread that waits for signals
    monkeypatch.setattr(interruption.sys, "unraisablehook", print)
    interruption.install_signal_handlers(as_json=False)
    assert {signal.SIGINT, signal.SIGTERM, number} <= heeded.keys()


COUNTED = {
    "monitors.py": "from 2001 on",
    "experiment_begin.py": "OSError is caught",
    "detection.py": "0 alone",
    "stated_start.py": "ten digits or more from 1970",
    "table_options.py": "OSError is caught",
    "alike_members.py": "ten digits from 1970",
    "running.py": "this computer's clock",
    "until.py": "this computer's clock",
    "panel.py": "this computer's clock",
    "watching.py": "this computer's clock",
    "acquisition.py": "this computer's clock",
    "fetching.py": "this computer's clock",
    "fetched.py": "this computer's clock",
    "sensor_fetch.py": "this computer's clock",
}
"""Modules that count from 1970 by `fromtimestamp`, and why they never count back."""


def test_nothing_counts_back_from_1970_by_the_c_library() -> None:
    """On Windows that is OSError, "Invalid argument" (documentation of datetime)."""
    users = {path.name for path, text in TEXTS.items() if "fromtimestamp(" in text}
    assert users == COUNTED.keys()


def test_no_time_is_written_by_a_database_of_zones_that_windows_lacks() -> None:
    """pyarrow writes an aware time as text by such a database, unless its zone is an offset."""
    zoned = {
        path.name for path, text in TEXTS.items() if re.search(r"timestamp\(.*tz=\"UTC\"", text)
    }
    assert zoned == {"row_times.py"}, "which only reads"


def test_a_capture_of_a_clock_that_was_never_set_is_dated_on_every_system() -> None:
    """Windows refuses to count back from 1970, by which such a capture began."""
    wall = WallTime(-3_600_000_000_000, UTC, 0.0)
    assert wall.at(0.0) == datetime(1969, 12, 31, 23, tzinfo=UTC)
