"""What a person asks for is never written over what limbwatch did not make itself."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from limbwatch.cli import outputs
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.outputs import Overwriting, output_folder, write_output

Captured = pytest.CaptureFixture[str]
ROWS = "".join(
    f"2026-03-14T22:41:{n // 50:02d}.{n % 50 * 20:03d}Z,0.01,0.02,1.00\n" for n in range(500)
)
RECORDING = "time,x,y,z\n" + ROWS
LEGS = "side,onset_s,duration_s\nL,10,1.2\nR,40,2\n"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night as it comes into being."""
    nights = tmp_path_factory.mktemp("nights")
    made = ["demo", "--simulate", "healthy", "--hours", "0.25", "-q", "--nights", str(nights)]
    assert run(made) == 0
    (night,) = nights.iterdir()
    return night


@pytest.fixture
def night(scored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A night in a folder of its own, and a list of files made of its own."""
    monkeypatch.setattr(outputs, "_list_path", lambda: tmp_path / "state" / "made.txt")
    shutil.copytree(scored, tmp_path / "nights" / "one")
    return tmp_path / "nights" / "one"


def commands(night: Path, out: Path) -> list[list[str]]:
    where = ["--nights", str(night.parent), "-q", "-o", str(out)]
    return [
        ["view", "one", "--html", *where],
        ["view", "--all", "--html", *where],
        *(["export", "one", "--to", to, *where] for to in ("json", "edf", "parquet")),
    ]


def wide(path: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def test_a_file_of_somebody_else_is_kept_without_force(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.txt"
    out.write_text("mine")
    for command in commands(night, out):
        assert run(command) == 2, command
        assert out.read_text() == "mine"


def test_force_replaces_it_and_says_so_aloud(night: Path, tmp_path: Path, capsys: Captured) -> None:
    for number, command in enumerate(commands(night, tmp_path / "x")):
        out = tmp_path / f"mine-{number}.txt"
        out.write_text("mine")
        assert run([*command[:-1], str(out), "--force"]) == 0
        assert out.read_bytes() != b"mine"
        assert f"{out} was replaced" in capsys.readouterr().err


def test_what_limbwatch_made_is_made_again_also_when_it_was_moved(
    night: Path, tmp_path: Path
) -> None:
    for number, command in enumerate(commands(night, tmp_path / "x")):
        first, moved = tmp_path / f"{number}", tmp_path / f"moved-{number}"
        for _ in range(2):
            assert run([*command[:-1], str(first)]) == 0
        first.rename(moved)
        assert run([*command[:-1], str(moved)]) == 0


def test_what_was_changed_since_is_kept(night: Path, tmp_path: Path) -> None:
    for number, command in enumerate(commands(night, tmp_path / "x")):
        out = tmp_path / f"{number}"
        assert run([*command[:-1], str(out)]) == 0
        changed = out.read_bytes()[:-1] + b"!"
        out.write_bytes(changed)
        assert run([*command[:-1], str(out)]) == 2
        assert out.read_bytes() == changed


OWN = (
    *("night.json", "events.csv", "report.html", "notes.json", "corrections.csv"),
    *("capture.sqlite", "capture.sqlite-wal", "recording/ankle_left.parquet"),
    *("recording/new.json", ".hidden", "scale.json", "wearer.json"),
    *("laboratory/laboratory.json", "laboratory/0123-psg.edf"),
)
LINKED = ("night.json", "recording/new.json", ".hidden", "laboratory/0123-psg.edf")
"""There or not, and in each of its folders: a link is followed before a name is looked at."""


@pytest.mark.parametrize(
    ("name", "link"), [*((name, False) for name in OWN), *((name, True) for name in LINKED)]
)
def test_a_nights_own_files_are_kept_even_with_force(
    night: Path, tmp_path: Path, name: str, link: bool
) -> None:
    out = night / name
    if link:
        out = tmp_path / "link"
        out.symlink_to(night / name)
    before = wide(night)
    for command in commands(night, out)[: 1 if link else 3]:
        assert run([*command, "--force"]) == 2
    assert wide(night) == before


@pytest.mark.parametrize("content", [RECORDING, LEGS], ids=["recording", "leg movements"])
def test_an_input_is_kept_even_with_force(
    night: Path, tmp_path: Path, content: str, capsys: Captured
) -> None:
    out = tmp_path / "left.csv"
    out.write_text(content)
    for command in commands(night, out):
        assert run([*command, "--force"]) == 2
        assert "--force does not replace either" in capsys.readouterr().err
    assert out.read_text() == content


def test_files_of_a_night_that_were_taken_away_are_kept_even_with_force(
    night: Path, tmp_path: Path
) -> None:
    (night / "notes.json").write_text('{"schema": "limbwatch.notes/1", "stress": 1}')
    (night / "wearer.json").write_text('{"schema": "limbwatch.wearer/1", "name": "A B"}')
    with closing(sqlite3.connect(night / "capture.sqlite")) as base:
        base.execute("CREATE TABLE t (x)")
    for name in (
        *("night.json", "notes.json", "wearer.json", "capture.sqlite"),
        "recording/ankle_left.parquet",
    ):
        away = tmp_path / Path(name).name
        shutil.copy(night / name, away)
        before = away.read_bytes()
        assert run([*commands(night, away)[2], "--force"]) == 2
        assert away.read_bytes() == before


@pytest.mark.parametrize("to", ["csv", "bids"])
def test_a_folder_is_made_again_and_holds_nothing_of_an_earlier_export(
    night: Path, tmp_path: Path, to: str
) -> None:
    out = tmp_path / "out"
    command = ["export", "one", "--to", to, "-q", "--nights", str(night.parent), "-o", str(out)]
    assert run([*command, *(["--samples"] if to == "csv" else [])]) == 0
    assert run(command) == 0
    assert not list(out.glob("acceleration*"))
    (out / ".DS_Store").write_bytes(b"of the system")
    assert run(command) == 0
    (out / "mine.txt").write_text("mine")
    before = wide(out)
    assert run(command) == 2
    assert wide(out) == before
    assert run([*command, "--force"]) == 0
    assert (out / "mine.txt").read_text() == "mine"
    (out / "mine.txt").unlink()
    table = next(out.rglob("*.[ct]sv"))
    table.write_text("edited")
    assert run(command) == 2
    assert table.read_text() == "edited"
    assert run([*command, "--force"]) == 0
    assert table.read_text() != "edited"
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["kept", "forced"])
def test_a_folder_export_loses_nothing_that_other_commands_made(
    night: Path, tmp_path: Path, force: list[str]
) -> None:
    """Somebody's folder for the doctor: a report and a recording in it are no stale export."""
    out = tmp_path / "out"
    nights = ["-q", "--nights", str(night.parent)]
    assert run(["view", "one", "--html", *nights, "-o", str(out / "mine.html")]) == 0
    assert run(["export", "one", "--to", "edf", *nights, "-o", str(out / "night.edf")]) == 0
    assert run(["demo", "--simulate", "plm", "--hours", "0.25", "-q", "-o", str(out)]) == 0
    before = wide(out)
    code = run(["export", "one", "--to", "csv", *nights, "-o", str(out), *force])
    assert code == (0 if force else 2)
    if force:  # and says so: it is written under the same name
        del before[str(out / "sleep.csv")]
    assert {name: kept for name, kept in wide(out).items() if name in before} == before


def test_a_folder_of_one_kind_is_not_made_anew_as_another(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["export", "one", "-q", "--nights", str(night.parent), "-o", str(out), "--to"]
    assert run([*command, "csv"]) == 0
    before = wide(out)
    assert run([*command, "bids"]) == 2
    assert wide(out) == before


@pytest.mark.parametrize("place", ["", "recording"])
def test_a_folder_export_goes_into_no_night(night: Path, place: str) -> None:
    before = wide(night)
    command = ["export", "one", "--to", "csv", "--force", "-q", "--nights", str(night.parent)]
    assert run([*command, "-o", str(night / place)]) == 2
    assert wide(night) == before


@pytest.mark.parametrize("made_before", [False, True])
def test_a_folder_that_was_cut_off_is_finished_by_repeating(
    tmp_path: Path, night: Path, monkeypatch: pytest.MonkeyPatch, made_before: bool
) -> None:
    """Cut off at each rename in turn, as a kill would: what is there is ours and may be redone."""
    free = Overwriting(force=False, warn=pytest.fail)

    def make(version: str) -> None:
        with output_folder(tmp_path / "out", free, kind="letters") as folder:
            for name in "abc":
                (folder / name).write_text(f"{name} {version}")

    whole = Path.replace
    for stop in range(4):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        if made_before:
            make("one")
        left = stop

        def cut(path: Path, to: Path) -> Path:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return whole(path, to)

        monkeypatch.setattr(Path, "replace", cut)
        try:
            make("two")
        except KeyboardInterrupt:
            monkeypatch.setattr(Path, "replace", whole)
            assert made_before or not (tmp_path / "out").exists(), "whole or not at all"
        monkeypatch.setattr(Path, "replace", whole)
        make("two")
        told = {one.name: one.read_text() for one in (tmp_path / "out").iterdir()}
        assert told == {name: f"{name} two" for name in "abc"}


def test_a_killed_export_is_made_again(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["export", "one", "--to", "csv", "-q", "--nights", str(night.parent), "-o", str(out)]
    probe = (
        "import os, sys; from pathlib import Path; from limbwatch.cli.app import run\n"
        "write = Path.write_bytes\n"
        "def cut(path, content):\n"
        "    write(path, content)\n"
        "    if path.name == 'night.csv': os._exit(9)\n"
        "Path.write_bytes = cut\n"
        "run(sys.argv[1:])\n"
    )
    state = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    killed = subprocess.run([sys.executable, "-c", probe, *command], env=state, check=False)
    assert killed.returncode == 9
    assert not out.exists()
    assert run(command) == 0
    assert (out / "night.csv").exists()


def test_where_the_list_cannot_be_kept_files_are_written_and_then_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(outputs, "_list_path", lambda: tmp_path / "file" / "made.txt")
    free = Overwriting(force=False, warn=pytest.fail)
    write_output(tmp_path / "out", b"one", free)
    with pytest.raises(CommandError, match="--force"):
        write_output(tmp_path / "out", b"two", free)
    assert (tmp_path / "out").read_bytes() == b"one"


def test_the_list_of_files_made_stays_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made.txt"
    monkeypatch.setattr(outputs, "_list_path", lambda: made)
    monkeypatch.setattr(outputs, "_LONGEST_LIST", 10)
    free = Overwriting(force=False, warn=pytest.fail)
    for number in range(40):
        write_output(tmp_path / "out", b"%d" % number, free)
        assert len(made.read_text().splitlines()) <= 11


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_all_that_is_made_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    nights, out = tmp_path / "nights", tmp_path / "exported"
    record = ["record", "--sensor", "ankle_left=sim:PLM", "--speed", "2000", "--duration", "5m"]
    assert run([*record, "-q", "--nights", str(nights)]) == 0
    where = ["-q", "--nights", str(nights)]
    assert run(["note", "latest", "--stress", "3", *where]) == 0
    assert run(["note", "latest", "--stress", "4", *where]) == 0
    assert run(["export", "--to", "bids", "-o", str(out), *where]) == 0
    from limbwatch.cli.crash import write_crash

    mask = os.umask(0o022)
    try:
        write_crash(ZeroDivisionError())
    finally:
        os.umask(mask)
    found = [nights, out, *nights.rglob("*"), *out.rglob("*"), *(tmp_path / "state").rglob("*.*")]
    assert {"capture.sqlite", "ankle_left.parquet", ".notes-before.json"} <= {o.name for o in found}
    for one in found:
        assert one.stat().st_mode & 0o077 == 0, one


def test_json_says_what_was_written(night: Path, tmp_path: Path, capsys: Captured) -> None:
    for number, command in enumerate(commands(night, tmp_path / "x")):
        out = tmp_path / f"{number}"
        assert run([*command[:-1], str(out), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"written": [str(out)]}


def test_a_dash_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="but - is not one"):
        write_output(Path("-"), b"one", Overwriting(force=True, warn=lambda _: None))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--html", "x.html"], "the file to write with -o x.html"),
        (["--all", "--html", "x.HTM"], "the file to write with -o x.HTM"),
        (["--doctor", "x.pdf"], "the file to write with --pdf x.pdf"),
        (["one", "--html", "x.html"], "(x.html). Name the file to write with -o"),
    ],
)
def test_a_file_that_is_named_without_its_option_is_told_of_it(
    night: Path, capsys: Captured, asked: list[str], said: str
) -> None:
    assert run(["view", "--nights", str(night.parent), *asked]) == 2
    assert said in capsys.readouterr().err


def test_what_is_left_over_of_a_command_that_writes_nothing_is_no_file(capsys: Captured) -> None:
    assert run(["doctor", "x.html"]) == 2
    assert "-o" not in capsys.readouterr().err


def test_a_page_under_a_name_that_no_program_opens_is_told(
    night: Path, tmp_path: Path, capsys: Captured
) -> None:
    said = []
    for name in ("x", "x.txt", "x.html", "x.HTM"):
        assert run(["view", "one", "--html", *commands(night, tmp_path / name)[0][3:]]) == 0
        said.append("does not end in .html" in capsys.readouterr().err.replace("\n  ", " "))
    assert said == [True, True, False, False]
    for name in ("y", "y.pdf"):
        write_output(tmp_path / name, b"%PDF-1.7", Overwriting(force=False, warn=said.append))
    assert said[4:] == [
        f"the name {tmp_path / 'y'} does not end in .pdf, by which programs recognise such a file."
    ]


@pytest.mark.parametrize("name", ["n" * 250 + ".html", "\u00e4" * 125 + ".html"])
def test_a_name_that_the_disk_takes_is_taken(name: str, tmp_path: Path) -> None:
    """What it is called in the making is no longer: 255 bytes are the most of a name."""
    assert len(name.encode()) == 255
    write_output(tmp_path / name, b"<!doctype html>", Overwriting(force=False, warn=print))
    assert [one.name for one in tmp_path.iterdir()] == [name]
