"""Files that may not be read and folders that may not be written to: what is said, and the code."""

import builtins
import errno
import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faulty_disk import Disk
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.scorings.reading import read_scoring

MAY_READ = "Have its owner or an administrator let you read it"


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without permission, also for who is root and on any system."""
    path = tmp_path / "closed.csv"
    path.write_text("time,x,y,z\n", encoding="utf-8")
    allowed, opened = os.access, io.open

    def access(place: Any, mode: int, **told: Any) -> bool:
        return os.fspath(place) != str(path) and allowed(place, mode, **told)

    def refuse(file: Any, *given: Any, **named: Any) -> Any:
        if not isinstance(file, int) and os.fspath(file) == str(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(file, *given, **named)

    monkeypatch.setattr(os, "access", access)
    for module in (io, builtins):
        monkeypatch.setattr(module, "open", refuse)
    return path


@pytest.mark.parametrize(
    "command",
    [
        "replay ankle_left=CLOSED",
        "replay ankle_left=CLOSED --explain",
        "replay ankle_left=GOOD --diary CLOSED",
        "replay ankle_left=GOOD --hypnogram CLOSED",
        "replay ankle_left=GOOD --breathing CLOSED",
        "replay ankle_left=GOOD --scale CLOSED",
        "score CLOSED",
        "compare latest --with CLOSED",
        "compare --study CLOSED",
        "study run CLOSED -o OUT",
    ],
)
def test_a_file_without_permission_is_bad_input_and_says_who_can_mend_it(
    command: str,
    closed: Path,
    ten_minutes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"CLOSED": closed, "GOOD": ten_minutes, "OUT": tmp_path / "out"}
    words = [re.sub("CLOSED|GOOD|OUT", lambda m: str(given[m[0]]), w) for w in command.split()]
    nights = [] if words[0] in ("study", "score") else ["--nights", str(tmp_path / "nights")]
    assert run([*words, *nights]) == ExitCode.UNREADABLE
    err = capsys.readouterr().err
    assert f"{closed} cannot be read: no permission. {MAY_READ}" in err
    assert not (tmp_path / "nights").exists()


def test_a_scoring_without_permission_is_told_as_a_recording_is(closed: Path) -> None:
    with pytest.raises(UnreadableFile, match=MAY_READ):
        read_scoring(closed)


@pytest.fixture(scope="module")
def a_night(tmp_path_factory: pytest.TempPathFactory, ten_minutes: Path) -> Path:
    nights = tmp_path_factory.mktemp("made") / "nights"
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]) == 0
    return nights


STAYS = "give yourself write access (chmod -R u+w), or copy the folder"


MENDS = {
    "replay ankle_left=GOOD --again --nights HERE": "a folder of your own with --nights",
    "demo --nights HERE": "a folder of your own with --nights",
    "rescore latest --nights HERE": STAYS,
    "note latest --stress 3 --nights HERE": STAYS,
    "note latest --about name=x --nights HERE": STAYS,
    "view --html --nights HERE": "a folder of your own with -o",
    "view --html -o HERE/page.html --nights HERE": "a folder of your own with -o",
    "export latest --to json -o HERE/night.json --nights HERE": "of your own with -o",
    "demo --simulate cramp --hours 0.25 -o HERE/made": "a folder of your own with -o",
}
FORBIDDEN = [(command, errno.EACCES) for command in MENDS]
"""Each command once, and each other fault where the night, its folder and a file are written."""
FORBIDDEN += [(list(MENDS)[at], fault) for fault in (errno.EROFS, errno.ENOSPC) for at in (0, 3, 6)]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX folders")
@pytest.mark.parametrize(("command", "fault"), FORBIDDEN)
def test_the_mend_of_a_folder_names_the_option_that_the_command_has(
    command: str,
    fault: int,
    a_night: Path,
    ten_minutes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here = tmp_path / "nights"
    shutil.copytree(a_night, here)
    capsys.readouterr()
    mend = MENDS[command]
    words = command.replace("GOOD", str(ten_minutes)).replace("HERE", str(here)).split()
    at_once = mend == STAYS or command.startswith("view --html --nights")
    # else a folder is made first, and one that is there needs no making
    with Disk(here, 1 if at_once else 2, fault).failing():
        assert run(words) == ExitCode.UNEXPECTED
    err = capsys.readouterr().err
    assert "cannot write to" in err
    option = mend.rpartition(" ")[2] if mend != STAYS else ""
    assert set(re.findall(r"with (--?[a-z]+)", err)) == ({option} if option else set())
    assert fault != errno.EACCES or mend in err
