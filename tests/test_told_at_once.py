"""What several processes or threads write at once loses nothing, and one file makes one night."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.answers.notes import DayNotes, notes_file, read_notes
from limbwatch.cli.night.answers.wearer import read_wearer
from limbwatch.cli.night.correction.corrections import Change, add_correction, read_corrections
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.whole_files import lock_at
from limbwatch.cli.page.answer_changes import change_notes, change_wearer
from limbwatch.cli.page.changes import change
from limbwatch.cli.reading.descriptions import Description
from limbwatch.cli.reading.profiles import read_profile, save_profile

NOTED = {"caffeine": "2", "alcohol": "1", "stress": "3", "exercise": "none"}


@pytest.fixture
def own_night(ten_minutes: Path, tmp_path: Path) -> Path:
    nights = tmp_path / "nights"
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]) == 0
    (night,) = list_nights(nights)
    return night


def at_once(*acts: Callable[[], object]) -> None:
    """Do all in threads that begin together; what one raises is raised."""
    ready = Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        ready.wait()
        one()

    with ThreadPoolExecutor(len(acts)) as threads:
        list(threads.map(act, acts))


def test_who_changes_reads_in_his_turn_what_another_wrote_before(
    own_night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other comes between the first look and the turn, every time."""
    file = notes_file(own_night)

    def make(now: DayNotes) -> DayNotes:
        if now.alcohol is None:
            change_notes(own_night, {"told": {"alcohol": 1}, "shown": now.answered})
        return DayNotes(stress=3, alcohol=now.alcohol)

    assert file.change(make)[1] == DayNotes(stress=3, alcohol=1)
    assert read_notes(own_night) == DayNotes(stress=3, alcohol=1)


def test_notes_facts_and_corrections_of_threads_are_all_kept(own_night: Path) -> None:
    for round_ in range(5):
        told = {"alcohol": round_ + 1, "stress": round_ + 1, "caffeine": round_ + 1}
        stood = read_notes(own_night).answered
        at_once(
            *(
                partial(change_notes, own_night, {"told": {name: value}, "shown": stood})
                for name, value in told.items()
            )
        )
        assert read_notes(own_night).answered == told
    at_once(
        lambda: change_wearer(own_night, {"name": "A"}),
        lambda: change_wearer(own_night, {"legs_urge": "yes"}),
        lambda: change_wearer(own_night, {"sex": "male"}),
    )
    wearer = read_wearer(own_night)
    assert (wearer.name, wearer.sex, wearer.answers) == ("A", "male", {"legs_urge": "yes"})
    spans = [(10.0 * n, 10.0 * n + 5) for n in range(6)]
    at_once(
        *(
            partial(change, own_night, {"change": "exclude", "start_s": start, "end_s": end})
            for start, end in spans
        )
    )
    lines = read_corrections(own_night)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert sorted((line.start_s, line.end_s) for line in lines) == spans


def test_a_correction_is_checked_against_what_stands_when_it_is_written(
    own_night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limbwatch.cli.page import changes

    looked = changes._asked_change

    def meanwhile(*given: object) -> object:
        monkeypatch.setattr(changes, "_asked_change", looked)
        found = looked(*given)  # type: ignore[arg-type]
        add_correction(
            own_night,
            Change.EXCLUDE,
            made_at="2026-03-20T08:00:00+01:00",
            start_s=1.0,
            end_s=3.0,
        )
        return found

    monkeypatch.setattr(changes, "_asked_change", meanwhile)
    with pytest.raises(ValueError, match="corrected elsewhere"):
        change(own_night, {"change": "exclude", "start_s": 1, "end_s": 3, "seen": 0})
    assert len(read_corrections(own_night)) == 1


def test_a_turn_may_be_taken_again_within_it_and_is_waited_for_no_longer_than_said(
    tmp_path: Path,
) -> None:
    file = tmp_path / "notes.json"
    with lock_at(file), lock_at(file):

        def other() -> None:
            with (
                pytest.raises(CommandError, match="changed by another limbwatch"),
                lock_at(file, patience_s=0.05),
            ):
                raise AssertionError

        at_once(other)
    with lock_at(file, patience_s=0.05):
        assert [one.name for one in tmp_path.iterdir()] == [".notes.lock"]


def test_a_study_scores_a_night_again_in_its_turn(
    ten_minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rescore`, or a report, of that night waits."""
    from limbwatch.cli.study.sessions import scored_session

    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"subject,placement,path\n1,ankle_left,{ten_minutes}\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ["study", "run", str(manifest), "-o", str(out), "--workers", "0", "-q"]
    assert run(words) == 0
    fill, waited = scored_session._write_results, []

    def other(night: Path) -> None:
        with pytest.raises(CommandError, match="another limbwatch"), lock_at(night, patience_s=0.1):
            raise AssertionError
        waited.append(night)

    def meanwhile(*given: object, before: Path) -> None:
        at_once(partial(other, before))
        fill(*given, before=before)  # type: ignore[arg-type]

    monkeypatch.setattr(scored_session, "_write_results", meanwhile)
    assert run([*words, "--rules", "aasm"]) == 0
    (night,) = out.glob("sub-1/2*")
    assert waited == [night]


def test_a_profile_is_never_written_over_one_that_another_made_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limbwatch.cli.reading import profiles

    monkeypatch.setattr(profiles, "profile_folder", lambda: tmp_path)
    exists = Path.exists

    def meanwhile(path: Path) -> bool:
        was = exists(path)
        monkeypatch.setattr(Path, "exists", exists)
        save_profile("band", Description(unit="mg"))
        return was

    monkeypatch.setattr(Path, "exists", meanwhile)
    with pytest.raises(CommandError, match="says something else"):
        save_profile("band", Description(unit="g"))
    assert read_profile("band") == Description(unit="mg")


def limbwatch(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "limbwatch", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(*programs: subprocess.Popen[str]) -> list[str]:
    said = [program.communicate(timeout=100)[1] for program in programs]
    assert [program.returncode for program in programs] == [0] * len(programs), said
    return said


@pytest.mark.system
def test_notes_of_four_processes_at_once_are_all_kept(own_night: Path) -> None:
    for _ in range(3):
        change_notes(own_night, {})  # forgets all
        ended(*(limbwatch("note", own_night, f"--{k}", v) for k, v in NOTED.items()))
        assert read_notes(own_night) == DayNotes(caffeine=2, alcohol=1, stress=3, exercise="none")
    report = (own_night / "report.html").read_text(encoding="utf-8")
    assert all(words in report for words in ("Caffeine", "Alcohol", "Stress", "Exercise"))
    about = ("name=A", "sex=male", "legs_urge=yes", "reason=tired")
    ended(*(limbwatch("note", own_night, "--about", one) for one in about))
    wearer = read_wearer(own_night)
    assert (wearer.name, wearer.sex, wearer.reason) == ("A", "male", "tired")
    assert wearer.answers == {"legs_urge": "yes"}


def test_a_night_that_another_process_made_meanwhile_is_not_made_again(
    ten_minutes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The other is done before this one gives its night a name."""
    from limbwatch.cli.making import finished_night

    nights = tmp_path / "nights"
    words = ["replay", f"ankle_left={ten_minutes}", "--nights", str(nights)]
    write = finished_night.write_results

    def meanwhile(*given: object) -> None:
        monkeypatch.setattr(finished_night, "write_results", write)
        assert run([*words, "-q"]) == 0
        write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(finished_night, "write_results", meanwhile)
    assert run(words) == 0
    assert len(list_nights(nights)) == 1
    assert "These files were scored before" in capsys.readouterr().err
    assert not list(nights.glob(".limbwatch-*"))
    assert run([*words, "--again", "-q"]) == 0
    assert len(list_nights(nights)) == 2


@pytest.mark.system
def test_one_file_replayed_by_three_processes_at_once_makes_one_night(
    ten_minutes: Path, tmp_path: Path
) -> None:
    said = ended(
        *(limbwatch("replay", f"ankle_left={ten_minutes}", "--nights", tmp_path) for _ in range(3))
    )
    assert len(list_nights(tmp_path)) == 1
    assert sum("scored before" in one for one in said) == 2


@pytest.mark.system
def test_whose_turn_it_is_at_a_folder_does_not_hang_on_what_is_taken_for_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service and a terminal have other folders for temporary files, and the same nights."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    other = (
        "import sys\n"
        "from pathlib import Path\n"
        "from limbwatch.cli.errors import CommandError\n"
        "from limbwatch.cli.night.whole_files import lock_at\n"
        "try:\n"
        "    with lock_at(Path(sys.argv[1]), patience_s=0.1):\n"
        "        print('free')\n"
        "except CommandError:\n"
        "    print('taken')\n"
    )
    nights = tmp_path / "nights"
    for folder in (nights, tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "one"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "two"))
    asked = [sys.executable, "-c", other, str(nights)]
    with lock_at(nights):
        assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout == "taken\n"
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout == "free\n"
    assert list(nights.iterdir()) == []


def test_where_there_is_no_folder_of_ones_own_turns_are_taken_with_the_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    nights = tmp_path / "nights"
    nights.mkdir()
    with lock_at(nights):
        (made,) = (one for one in tmp_path.iterdir() if one.name.startswith("limbwatch-"))
        assert made.stat().st_mode & 0o077 == 0
