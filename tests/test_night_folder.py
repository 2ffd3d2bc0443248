"""The night on disk: names from noon to noon, whole or not at all, never overwritten."""

import errno
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night import whole_files
from limbwatch.cli.night.folder import find_night, list_nights, night_date
from limbwatch.cli.night.new_folder import new_night
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.night.whole_files import write_whole
from limbwatch.sensor import scratch
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.lock import RecorderLock
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident

START = datetime.fromisoformat("2026-03-14T22:41:00+01:00")


@pytest.mark.parametrize(
    ("start", "date"),
    [
        ("2026-03-14T22:41:00+01:00", "2026-03-14"),
        ("2026-03-15T00:00:00+01:00", "2026-03-14"),
        ("2026-03-15T01:30:00+01:00", "2026-03-14"),
        ("2026-03-15T11:59:59+01:00", "2026-03-14"),
        ("2026-03-15T12:00:00+01:00", "2026-03-15"),
        ("2026-01-01T03:00:00-08:00", "2025-12-31"),
    ],
)
def test_a_night_lasts_from_noon_to_noon(start: str, date: str) -> None:
    assert night_date(datetime.fromisoformat(start)) == date


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_noon_is_noon_when_the_clock_changes(month: int, day: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    before = datetime(2026, month, day, 11, 59, tzinfo=zone)
    assert night_date(before) == f"2026-{month:02d}-{day - 1}"
    assert night_date(before.replace(hour=12, minute=0)) == f"2026-{month:02d}-{day}"


@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - wall clock
def test_the_date_is_that_of_the_noon_before(wall: datetime) -> None:
    noon = datetime.fromisoformat(night_date(wall.replace(tzinfo=ZoneInfo("UTC")))).replace(hour=12)
    assert 0 <= (wall - noon).total_seconds() < 86400


def make(nights: Path, content: str = "{}") -> Path:
    with new_night(nights, START) as folder:
        write_whole(folder.path / "night.json", content.encode())
        write_whole(folder.path / "events.csv", b"")
    return folder.path


def test_a_taken_date_gets_a_number_and_nothing_is_overwritten(tmp_path: Path) -> None:
    names = [make(tmp_path, str(n)).name for n in range(11)]
    assert names[:3] == ["2026-03-14", "2026-03-14-2", "2026-03-14-3"]
    assert (tmp_path / "2026-03-14" / "night.json").read_text() == "0"
    assert [night.name for night in list_nights(tmp_path)] == names  # -10 comes after -9
    assert find_night(tmp_path, None).name == "2026-03-14-11"


def test_the_last_step_leaves_no_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, target: Path) -> Path:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(CommandError, match="cannot write"):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept_after_a_day(tmp_path: Path) -> None:
    for name, age in ((".limbwatch-new-old", 2 * 86400), (".limbwatch-new-young", 60)):
        (tmp_path / name).mkdir()
        then = time.time() - age
        os.utime(tmp_path / name, (then, then))
    (tmp_path / ".mine").mkdir()
    make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".limbwatch-new-young",
        ".mine",
        "2026-03-14",
    ]


def test_a_mistyped_word_for_the_newest_night_is_named(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(CommandError, match=r"Did you mean latest\?"):
        find_night(tmp_path, "latset")


def test_a_list_of_names_that_is_cut_says_so(tmp_path: Path) -> None:
    for _ in range(6):
        make(tmp_path)
    with pytest.raises(CommandError, match=r"2026-03-14-5, \.\.\.: say which"):
        find_night(tmp_path, "2026")
    (tmp_path / "2026-03-14-6" / "night.json").unlink()
    with pytest.raises(CommandError, match=r"2026-03-14-5: say which"):
        find_night(tmp_path, "2026")
    for label in "abcdef":
        (tmp_path / "all" / f"sub-{label}").mkdir(parents=True)
    with pytest.raises(CommandError, match=r"--subject a or b or c or d or e, \.\.\."):
        find_night(tmp_path / "all", None)


def test_a_file_in_the_way_of_a_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / "2026-03-14").write_text("mine")
    assert make(tmp_path).name == "2026-03-14-2"
    assert (tmp_path / "2026-03-14").read_text() == "mine"


def test_a_night_being_made_is_not_seen(tmp_path: Path) -> None:
    with new_night(tmp_path, START) as folder:
        write_whole(folder.path / "night.json", b"{}")
        assert list_nights(tmp_path) == []
    assert list_nights(tmp_path) == [folder.path]


def test_two_at_once_get_two_names(tmp_path: Path) -> None:
    with new_night(tmp_path, START) as first, new_night(tmp_path, START) as second:
        for folder in (first, second):
            write_whole(folder.path / "night.json", b"{}")
    assert {first.path.name, second.path.name} == {"2026-03-14", "2026-03-14-2"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_when_it_is_interrupted(tmp_path: Path, stop: type[BaseException]) -> None:
    def interrupted() -> None:
        with new_night(tmp_path / "nights", START) as folder:
            write_whole(folder.path / "night.json", b"{}")
            raise stop

    with pytest.raises(stop):
        interrupted()
    assert list((tmp_path / "nights").iterdir()) == []


@pytest.mark.parametrize("opened_before", [False, True])
def test_what_is_discarded_is_gone_though_a_thread_still_writes_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened_before: bool
) -> None:
    folder, remove = scratch.make(".limbwatch-new-", tmp_path), os.rmdir
    written = []

    def write_first(*args: object, **options: object) -> None:
        """Write as a thread does between the folder's last file and the folder itself."""
        if opened_before and not written:
            (place,) = tmp_path.iterdir()  # the folder, whatever it is called by now
        else:
            place = folder
        with suppress(FileNotFoundError):
            (place / "ankle_left.parquet").write_bytes(b"samples")
            written.append(place)
        remove(*args, **options)

    monkeypatch.setattr(os, "rmdir", write_first)
    scratch.discard(folder)
    assert len(written) == opened_before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["mkdtemp", "mkstemp", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no permission")]
)
def test_a_failed_write_leaves_nothing_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    owner = {
        "mkdtemp": scratch.tempfile,
        "mkstemp": whole_files.tempfile,
        "fsync": whole_files.os,
        "replace": Path,
    }[call]
    monkeypatch.setattr(owner, call, fail)
    with pytest.raises(CommandError, match=words) as caught:
        make(tmp_path / "nights")
    monkeypatch.undo()
    assert caught.value.exit_code == ExitCode.UNEXPECTED
    assert list((tmp_path / "nights").iterdir()) == []


@pytest.mark.parametrize("call", ["mkstemp", "fsync", "replace"])
def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "night.json"
    write_whole(target, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    owner = {"mkstemp": whole_files.tempfile, "fsync": whole_files.os, "replace": Path}[call]
    monkeypatch.setattr(owner, call, fail)
    with pytest.raises(OSError, match="full"):
        write_whole(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_of_nights_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "nights").write_text("a file")
    with pytest.raises(CommandError, match="a file is in the way"):
        make(tmp_path / "nights")


def test_a_night_is_found_by_the_beginning_of_its_name(tmp_path: Path) -> None:
    night = make(tmp_path)
    assert find_night(tmp_path, "latest") == night
    assert find_night(tmp_path, "2026-03") == night
    assert find_night(tmp_path, "2026-03-14") == night
    assert find_night(tmp_path / "elsewhere", str(night)) == night


def test_an_exact_name_wins_over_longer_ones_and_a_beginning_must_be_unique(tmp_path: Path) -> None:
    first, _ = make(tmp_path), make(tmp_path)
    assert find_night(tmp_path, "2026-03-14") == first
    with pytest.raises(CommandError, match="say which"):
        find_night(tmp_path, "2026")


@pytest.mark.parametrize("name", ["2026-03-14", "2026-03", "{nights}/2026-03-14"])
def test_a_night_that_is_not_scored_is_never_taken_for_the_one_whose_name_goes_on(
    tmp_path: Path, name: str
) -> None:
    first, second = make(tmp_path), make(tmp_path)
    (first / "night.json").rename(first / "capture.sqlite")
    with pytest.raises(CommandError, match=r"limbwatch rescore|say which"):
        find_night(tmp_path, name.format(nights=tmp_path))
    assert find_night(tmp_path, "2026-03-14-2") == second
    assert find_night(tmp_path, "2026-03-14", holding=("capture.sqlite",)) == first


def test_a_folder_of_that_very_name_that_is_no_night_is_not_passed_over(tmp_path: Path) -> None:
    first, _ = make(tmp_path), make(tmp_path)
    (first / "night.json").unlink()
    with pytest.raises(CommandError, match=r"2026-03-14 is not a night's folder"):
        find_night(tmp_path, "2026-03-14")


def test_a_night_that_is_not_a_recording_is_not_gone_on_with_as_another(tmp_path: Path) -> None:
    _, second = make(tmp_path), make(tmp_path)
    (second / "capture.sqlite").touch()
    with pytest.raises(CommandError, match=r"2026-03-14 was not recorded here"):
        find_night(tmp_path, "2026-03-14", holding=("capture.sqlite",))


def test_a_night_that_is_being_recorded_is_told_as_such(tmp_path: Path) -> None:
    night = make(tmp_path)
    (night / "night.json").rename(night / "capture.sqlite")
    lock = RecorderLock(night / "capture.lock", "")
    for name in ("2026-03-14", "latest"):
        with pytest.raises(CommandError, match=r"2026-03-14 is being recorded now"):
            find_night(tmp_path, name)
    lock.release()
    with pytest.raises(CommandError, match=r"2026-03-14 is recorded, not scored yet") as caught:
        find_night(tmp_path, "latest")
    assert caught.value.exit_code == ExitCode.UNREADABLE


@pytest.mark.parametrize(
    "command",
    [
        ("note", "--stress", "3"),
        ("export", "--to", "csv"),
        ("compare", "--with", "psg.edf"),
    ],
)
def test_the_latest_night_is_never_an_older_one_because_the_newest_is_not_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    first, second = make(tmp_path), make(tmp_path)
    (second / "night.json").rename(second / "capture.sqlite")
    (tmp_path / "psg.edf").touch()
    said = [command[0], "latest", *command[1:], "--nights", str(tmp_path)]
    assert run(said) == ExitCode.UNREADABLE
    told = capsys.readouterr().err
    assert "the latest night, 2026-03-14-2, is recorded, not scored yet" in told
    assert f"limbwatch rescore {second}" in told
    assert "the latest that is scored is 2026-03-14:" in told
    assert not (first / "notes.json").exists()


def test_the_latest_night_is_told_as_such_while_it_is_recorded(tmp_path: Path) -> None:
    _, second = make(tmp_path), make(tmp_path)
    (second / "night.json").rename(second / "capture.sqlite")
    lock = RecorderLock(second / "capture.lock", "")
    with pytest.raises(CommandError, match=r"2026-03-14-2, is being recorded now.* 2026-03-14:"):
        find_night(tmp_path, None)
    lock.release()


def test_a_recording_in_which_no_sensor_sent_anything_is_not_the_latest_night(
    tmp_path: Path,
) -> None:
    first, second = make(tmp_path), make(tmp_path)
    (second / "night.json").unlink()
    capture = Capture(second / "capture.sqlite")
    capture.clock(ClockPair(0, 0, 10**18))
    capture.about("asked", '["ankle_left"]')
    capture.event(Incident.BEGUN, 0)
    capture.close()
    assert find_night(tmp_path, "latest") == first


def test_the_latest_night_to_go_on_with_is_not_an_older_one_because_the_newest_is_of_a_file(
    tmp_path: Path,
) -> None:
    first, _ = make(tmp_path), make(tmp_path)
    (first / "capture.sqlite").touch()
    with pytest.raises(CommandError, match=r"2026-03-14-2, was not recorded here.* 2026-03-14:"):
        find_night(tmp_path, "latest", holding=("capture.sqlite",))


@pytest.mark.parametrize("command", [("note", "--stress", "3"), ("export", "--to", "csv")])
def test_a_command_on_a_night_that_broke_off_says_what_scores_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    first, second = make(tmp_path), make(tmp_path)
    (first / "night.json").rename(first / "capture.sqlite")
    said = [command[0], "2026-03-14", *command[1:], "--nights", str(tmp_path)]
    assert run(said) == ExitCode.UNREADABLE
    assert f"limbwatch rescore {first}" in capsys.readouterr().err
    assert not (second / "notes.json").exists()


def test_a_wrong_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(CommandError, match="Did you mean 2026-03-14") as caught:
        find_night(tmp_path, "2026-04-14")
    assert caught.value.exit_code == ExitCode.USAGE


def test_no_night_yet_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="limbwatch replay"):
        find_night(tmp_path / "nothing", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not complete JSON"),
        (b'{"schema": "limbwatch.night/1", "plm"', "not complete JSON"),
        (b"\xff\xfe\x00", "not complete JSON"),
        (b"[]", "not a night"),
        (b"null", "not a night"),
        (b'{"schema": 1}', "not a night"),
        (b'{"schema": "limbwatch.night/2"}', "newer limbwatch"),
    ],
)
def test_a_damaged_summary_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "night.json").write_bytes(content)
    with pytest.raises(CommandError, match=words) as caught:
        read_summary(tmp_path)
    assert caught.value.exit_code == ExitCode.UNREADABLE


@pytest.mark.parametrize("name", ["14.03.2026", "03/14/2026", "14.3.", "14 3"])
def test_a_date_that_is_written_otherwise_brings_the_nights_of_that_date(tmp_path, name):
    for night in ("2026-03-14", "2026-03-14-5", "2026-03-15", "2026-03-16", "2026-04-14"):
        (tmp_path / night).mkdir()
        (tmp_path / night / "night.json").touch()
    with pytest.raises(CommandError, match=r"Did you mean 2026-03-14, 2026-03-14-5\?"):
        find_night(tmp_path, name)


@pytest.mark.parametrize("name", ["03.03.2026", "14.5.", "9" * 5000, "1-" * 5000])
def test_another_date_brings_none_of_that_date_alone(tmp_path, name):
    for night in ("2026-03-14", "2026-03-14-5", "2026-03-15", "2026-03-16", "2026-03-17"):
        (tmp_path / night).mkdir()
        (tmp_path / night / "night.json").touch()
    with pytest.raises(CommandError, match="Did you mean") as caught:
        find_night(tmp_path, name)
    assert "Did you mean 2026-03-14," not in str(caught.value)
