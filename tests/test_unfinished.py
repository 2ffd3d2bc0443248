"""The morning tells the truth: what was asked for and did not come, and what broke off."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.night.folder import CAPTURE, night_date
from limbwatch.cli.night.listed.unfinished import broken_off
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.account import account_of
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.rest import rest_files

ONE = ("--sensor", "ankle_left=sim:healthy", "--duration", "6m")


def record(nights, *options):
    return run(["record", "--nights", str(nights), "--speed", "2000", "-q", *options])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    nights = tmp_path_factory.mktemp("nights")
    assert record(nights, *ONE) == ExitCode.OK
    (folder,) = nights.iterdir()
    return folder


@pytest.fixture
def nights(recorded, tmp_path):
    """A scored night, and a later one that was never scored."""
    shutil.copytree(recorded, tmp_path / "2026-01-01")
    broken = tmp_path / "2026-01-02"
    broken.mkdir()
    shutil.copy(recorded / CAPTURE, broken / CAPTURE)
    return tmp_path


def forget_the_end(capture):
    """What a killed recorder leaves: no word of an end."""
    with closing(sqlite3.connect(capture)) as base, base:
        base.execute("DELETE FROM event WHERE kind = 'ended'")


def view(nights, *options):
    return run(["view", "--nights", str(nights), *options])


def test_a_recording_that_broke_off_is_shown_as_what_it_is(nights, capsys):
    forget_the_end(nights / "2026-01-02" / CAPTURE)
    assert view(nights) == ExitCode.UNREADABLE
    said = capsys.readouterr().out
    assert "2026-01-02: recorded, not scored yet" in said
    assert "broke off" in said
    assert "left ankle    data until" in said
    assert f"limbwatch rescore {nights / '2026-01-02'}" in said
    assert "--resume" in said
    assert "Periodic limb movements" not in said


def test_a_night_of_which_a_half_broke_off_is_shown_with_a_word_of_that_half(nights, capsys):
    (nights / "2026-01-02").rename(nights / "2026-01-01-2")
    forget_the_end(nights / "2026-01-01-2" / CAPTURE)
    (nights / "2026-01-01").rename(nights / "2026-01-01-3")
    for asked in ((), ("latest",)):
        assert view(nights, *asked) == ExitCode.OK
        said = capsys.readouterr()
        assert "Periodic limb movements" in said.out
        (line,) = [one for one in said.err.splitlines() if "2026-01-01-2 broke off" in one]
        assert f"limbwatch rescore {nights / '2026-01-01-2'}" in line
    # it is another evening's, or named by its name
    (nights / "2026-01-01-2").rename(nights / "2025-12-31")
    assert view(nights) == ExitCode.OK
    assert "broke off" not in capsys.readouterr().err


def test_a_new_recording_begins_with_a_word_of_the_one_that_broke_off_that_evening(
    recorded, tmp_path, capsys
):
    evening = night_date(datetime.now().astimezone())
    broken, before = tmp_path / evening, tmp_path / "2026-01-01"
    for folder in (broken, before):
        folder.mkdir()
        shutil.copy(recorded / CAPTURE, folder / CAPTURE)
        forget_the_end(folder / CAPTURE)
    assert record(tmp_path, *ONE) == ExitCode.OK
    said = capsys.readouterr().err
    assert f"{evening} broke off at " in said
    assert f"limbwatch record --resume {broken}" in said
    assert "2026-01-01 broke off" not in said


def test_the_command_that_it_names_scores_it(nights, capsys):
    assert view(nights, "--json") == ExitCode.UNREADABLE
    told = json.loads(capsys.readouterr().out)
    assert told["scored"] is False
    command = told["score_with"].removeprefix("limbwatch ").split()
    assert run([*command, "-q", "--json"]) == ExitCode.OK
    capsys.readouterr()
    assert view(nights) == ExitCode.OK


def test_the_list_of_nights_names_what_is_not_in_it(nights, capsys):
    assert view(nights, "--all") == ExitCode.OK
    said = capsys.readouterr()
    assert "2026-01-02" not in said.out
    assert "2026-01-02: recorded, not scored yet" in said.err


def test_a_night_that_was_gone_on_with_since_says_so(nights, capsys):
    folder = nights / "2026-01-01"
    os.utime(folder / CAPTURE, (time.time() + 100, time.time() + 100))
    assert view(nights, "2026-01-01") == ExitCode.OK
    said = capsys.readouterr()
    assert "not scored since it was gone on with" in said.err
    assert "Periodic limb movements" in said.out


def test_what_is_read_from_a_night_that_was_gone_on_with_since_is_told_as_its_first_part(
    nights, tmp_path, capsys
):
    folder = nights / "2026-01-01"
    os.utime(folder / CAPTURE, (time.time() + 100, time.time() + 100))
    where = ("--nights", str(nights))
    assert run(["export", "2026-01-01", "--to", "json", "-o", str(tmp_path / "o"), *where]) == 0
    assert "not scored since it was gone on with" in capsys.readouterr().err
    run(["compare", "2026-01-01", "--with", str(tmp_path / "none.edf"), *where])
    assert "not scored since it was gone on with" in capsys.readouterr().err


def test_a_scored_night_that_broke_off_when_it_was_gone_on_with_is_named_as_one_that_broke_off(
    nights,
):
    folder = nights / "2026-01-01"
    assert broken_off(nights, "2026-01-01") == []
    os.utime(folder / CAPTURE, (time.time() + 100, time.time() + 100))
    assert broken_off(nights, "2026-01-01") == []
    forget_the_end(folder / CAPTURE)
    os.utime(folder / CAPTURE, (time.time() + 100, time.time() + 100))
    assert [one.folder for one in broken_off(nights, "2026-01-01")] == [folder]


def test_a_recording_without_data_hides_no_night_and_is_told(nights, capsys):
    empty = nights / "2026-01-03"
    shutil.rmtree(nights / "2026-01-02")
    empty.mkdir()
    capture = Capture(empty / CAPTURE)
    capture.about("asked", '["ankle_left"]')
    capture.close()
    assert view(nights) == ExitCode.OK
    said = capsys.readouterr()
    assert "2026-01-03: recorded, not scored yet" in said.err
    assert "nothing to score" in said.err
    assert "Periodic limb movements" in said.out


def test_a_running_recording_is_not_taken_for_a_broken_one(nights, capsys):
    held = Capture(nights / "2026-01-02" / CAPTURE)
    assert view(nights) == ExitCode.UNREADABLE
    assert "is being recorded now" in capsys.readouterr().out
    held.close()


def without(capture, placement, *, after=0.0):
    """Take away what one sensor sent after a share of the night."""
    with closing(sqlite3.connect(capture)) as base, base:
        low, high = base.execute("SELECT min(host_ns), max(host_ns) FROM notification").fetchone()
        base.execute(
            "DELETE FROM notification WHERE host_ns >= ? AND stream IN (SELECT stream.id FROM "
            "stream JOIN sensor ON sensor.id = sensor WHERE placement = ?)",
            (low + (high - low) * after, placement),
        )


@pytest.mark.parametrize(
    ("after", "words", "missing"),
    [
        (0.0, "the left ankle, asked for as well, sent no data at all", "left ankle 100 %"),
        (0.34, "no data after ", "left ankle 66 %"),
    ],
)
def test_a_leg_that_was_asked_for_and_did_not_come_is_in_words_and_in_the_exit_code(
    tmp_path, capsys, after, words, missing
):
    two = ("--sensor", "ankle_left=sim:healthy", "--sensor", "ankle_right=sim:healthy")
    assert record(tmp_path, *two, "--duration", "6m") == ExitCode.OK
    (folder,) = tmp_path.iterdir()
    without(folder / CAPTURE, "ankle_left", after=after)
    capsys.readouterr()
    assert run(["rescore", str(folder), "--json"]) == ExitCode.DATA_LOST
    said = capsys.readouterr()
    told = {one["placement"]: one for one in json.loads(said.out)["recorded"]["sensors"]}
    assert told["ankle_left"]["share"] == pytest.approx(after, abs=0.02)
    assert told["ankle_right"]["share"] > 0.97
    assert f"missing: {missing}" in said.err
    assert "no gap" not in said.err
    assert words in (folder / "night.json").read_text(encoding="utf-8")
    assert words in (folder / "report.html").read_text(encoding="utf-8")
    view(tmp_path)
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_single_sensor_that_died_is_not_a_night_without_gaps(recorded, tmp_path, capsys):
    folder = tmp_path / "2026-01-04"
    folder.mkdir()
    shutil.copy(recorded / CAPTURE, folder / CAPTURE)
    without(folder / CAPTURE, "ankle_left", after=0.338)
    assert run(["rescore", str(folder)]) == ExitCode.DATA_LOST
    said = capsys.readouterr()
    assert "no data after" in said.out
    assert "no gap" not in said.out + said.err
    assert "missing: left ankle 66 %" in said.err


def test_a_simulated_recording_is_simulated_in_every_output(recorded, capsys, tmp_path):
    assert account_of(recorded / CAPTURE).simulated == "healthy, seed 1"
    (recording,) = recordings_from_capture(recorded / CAPTURE)
    assert recording.device == "simulated sensor (healthy, seed 1)"
    assert view(recorded.parent) == ExitCode.OK
    assert "simulated (healthy, seed 1): nobody's night" in capsys.readouterr().out
    assert "simulated" in (recorded / "report.html").read_text(encoding="utf-8")
    assert "simulated" in (recorded / "night.json").read_text(encoding="utf-8")


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGHUP")
def test_a_closed_terminal_ends_the_night_well(tmp_path):
    """As SIGTERM does: stored, scored; a terminal that closes says so twice."""
    command = [sys.executable, "-m", "limbwatch", "record", *ONE, "--speed", "20"]
    with subprocess.Popen(
        command,
        env={**os.environ, "LIMBWATCH_NIGHTS": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        end = time.monotonic() + 60
        while not any(_rows(path) > 3 for path in tmp_path.glob(f"*/{CAPTURE}")):
            assert time.monotonic() < end
            time.sleep(0.1)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    (folder,) = tmp_path.iterdir()
    assert (folder / "night.json").is_file()
    assert account_of(folder / CAPTURE).ended


def _rows(capture):
    try:
        with closing(sqlite3.connect(capture, timeout=5)) as base:
            return base.execute("SELECT count(*) FROM notification").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


class FullDisk:
    """A capture whose disk takes nothing more, from now on."""

    def __init__(self, capture):
        self._connection = capture._connection
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        self._connection.execute(f"PRAGMA max_page_count = {pages}")

    def empty(self):
        self._connection.execute("PRAGMA max_page_count = 1073741823")


def fill(capture, stream, first, n):
    for number in range(first, first + n):
        capture.notification(stream, "uuid", number, number.to_bytes(4, "big") * 200)


def stored(path):
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute("SELECT id, data FROM notification ORDER BY id").fetchall()
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    return [int.from_bytes(data[:4], "big") for _, data in rows]


def begun(path, *elsewhere):
    capture = Capture(path, elsewhere)
    number = capture.sensor(Placement.ANKLE_LEFT, kind="open", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    fill(capture, stream, 0, 50)
    assert capture.flush()
    return capture, stream


def test_what_a_full_disk_does_not_take_lies_elsewhere_and_comes_home(tmp_path):
    night, elsewhere = tmp_path / "night", tmp_path / "elsewhere"
    night.mkdir()
    (tmp_path / "file").touch()
    capture, stream = begun(night / CAPTURE, tmp_path / "file" / "no folder", elsewhere)
    disk = FullDisk(capture)
    fill(capture, stream, 50, 100)
    assert capture.flush()
    assert capture.trouble == "the disk is full"
    assert capture.elsewhere is not None
    assert capture.elsewhere.parent == elsewhere
    assert capture.waiting == 0
    disk.empty()
    fill(capture, stream, 150, 10)
    assert capture.flush()
    assert capture.trouble is None
    assert capture.close()
    assert capture.elsewhere is None
    assert stored(night / CAPTURE) == list(range(160))
    assert list(elsewhere.iterdir()) == []


def test_a_recorder_that_is_killed_on_a_full_disk_loses_nothing(tmp_path):
    capture, stream = begun(tmp_path / CAPTURE, tmp_path / "elsewhere")
    FullDisk(capture)
    fill(capture, stream, 50, 100)
    capture.flush()
    # killed: the files are let go, and nothing is brought home
    capture._connection.close()
    capture._rest.close()
    capture._lock.release()
    Capture(tmp_path / CAPTURE, (tmp_path / "elsewhere",)).close()
    assert stored(tmp_path / CAPTURE) == list(range(150))


def test_where_no_disk_has_room_data_wait_and_what_is_lost_is_counted(tmp_path):
    capture, stream = begun(tmp_path / CAPTURE)
    disk = FullDisk(capture)
    fill(capture, stream, 50, 100)
    assert not capture.flush()
    assert capture.waiting == 100
    disk.empty()
    assert capture.flush()
    FullDisk(capture)
    fill(capture, stream, 150, 100)
    assert not capture.close()
    assert capture.waiting == 100
    assert stored(tmp_path / CAPTURE) == list(range(150))


def test_the_part_of_a_recording_that_lies_elsewhere_is_named(
    nights, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    capture = nights / "2026-01-02" / CAPTURE
    (rest,) = rest_files(capture, (tmp_path / "state" / "limbwatch",))
    assert view(nights) == ExitCode.UNREADABLE
    assert "a later part" not in capsys.readouterr().out
    rest.parent.mkdir(parents=True)
    rest.touch()
    assert view(nights) == ExitCode.UNREADABLE
    said = " ".join(capsys.readouterr().out.split())
    assert f"a later part lies in {rest}" in said
    assert view(nights, "--json") == ExitCode.UNREADABLE
    assert json.loads(capsys.readouterr().out)["elsewhere"] == str(rest)


def test_a_recording_of_which_a_part_lies_elsewhere_is_scored_whole_or_not_at_all(
    recorded, tmp_path, monkeypatch, capsys
):
    """With room again, nothing is lost."""
    state = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    folder = tmp_path / "nights" / "2026-01-05"
    folder.mkdir(parents=True)
    (rest,) = rest_files(folder / CAPTURE, (state / "limbwatch",))
    rest.parent.mkdir(parents=True)
    shutil.copy(recorded / CAPTURE, rest)
    with closing(sqlite3.connect(rest)) as base, base:
        base.execute("CREATE TABLE settings (settings TEXT NOT NULL, stream INTEGER NOT NULL)")
    Capture(folder / CAPTURE, ()).close()
    whole = _rows(recorded / CAPTURE)
    assert run(["rescore", str(folder), "-q", "--json"]) == ExitCode.OK
    assert _rows(folder / CAPTURE) == whole
    assert not rest.exists()


@pytest.fixture
def of_a_child(recorded, tmp_path):
    """A subject's only night, which broke off."""
    folder = tmp_path / "nights" / "sub-kid1" / "2026-01-02"
    folder.mkdir(parents=True)
    shutil.copy(recorded / CAPTURE, folder / CAPTURE)
    forget_the_end(folder / CAPTURE)
    return tmp_path / "nights"


@pytest.mark.parametrize("where", [[], ["--subject", "kid1"]])
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_list_names_the_recordings_of_subjects_that_broke_off(of_a_child, where, as_json, capsys):
    assert view(of_a_child, "--all", *where, *as_json) == ExitCode.OK
    said = capsys.readouterr()
    assert "sub-kid1/2026-01-02: recorded, not scored yet" in said.err
    assert not as_json or json.loads(said.out) == []
    assert view(of_a_child, "--all", "--json", "--together", *where) == ExitCode.OK
    (one,) = json.loads(capsys.readouterr().out)["unfinished"]
    assert (one["night"], one["subject"], one["scored"]) == ("2026-01-02", "kid1", False)


@pytest.mark.parametrize("options", [["latest", "--to", "csv"], ["--all", "--to", "parquet"]])
def test_an_export_of_a_subject_says_that_its_night_is_not_scored(
    of_a_child, options, tmp_path, capsys
):
    place = ["--nights", str(of_a_child), "-o", str(tmp_path / "out")]
    assert run(["export", *options, *place, "--subject", "kid1"]) == ExitCode.UNREADABLE
    said = " ".join(capsys.readouterr().err.split())
    assert "not scored yet" in said
    assert "Say whose" not in said
    assert "limbwatch rescore" in said


def test_a_list_of_no_night_is_empty_and_a_night_that_is_asked_for_is_missing(tmp_path, capsys):
    """Scripts depend on both codes: a list may be empty, a night is there or not."""
    assert view(tmp_path) == ExitCode.USAGE
    for form, out in (([], "There is no night in"), (["--json"], "[]\n")):
        capsys.readouterr()
        assert view(tmp_path, "--all", *form) == ExitCode.OK
        assert capsys.readouterr().out.startswith(out)
