"""What the person says of the day: read, checked, kept, never mixed with results."""

import json
from datetime import date
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.answers.notes import (
    FIELDS,
    LABELS,
    DayNotes,
    caffeine,
    notes_file,
    read_notes,
)
from limbwatch.cli.night.answers.wearer import WearerFacts, dated_facts, read_wearer, wearer_file
from limbwatch.cli.page.answer_changes import change_notes as tell_on_page
from limbwatch.cli.report.document import write_report
from tests.command_words import words_of

ALL = (
    *("--caffeine", "2@16:30", "--alcohol", "1", "--stress", "4", "--exercise", "evening"),
    *("--medication", "ferrous, 8:00", "--nutrition", "no dinner", "--sleep-debt"),
    *("--no-irregular", "--text", "late <train> \N{SLEEPING SYMBOL}"),
    *("--discomfort", "0,10,20"),
)


def note(folder: Path, *arguments: str) -> int:
    return run(["note", str(folder), *arguments])


def test_every_field_can_be_told_shown_and_forgotten(
    own_night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert note(own_night, *ALL, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == set(FIELDS)
    assert told["caffeine"] == 2
    assert told["caffeine_last"] == "16:30"
    assert told["irregular"] is False
    assert note(own_night) == 0
    shown = capsys.readouterr().out
    assert all(label in shown for label in LABELS.values())
    assert note(own_night, "--clear", "stress", "--clear", "sleep-debt", "--json") == 0
    assert set(FIELDS) - set(json.loads(capsys.readouterr().out)) == {"stress", "sleep_debt"}
    assert note(own_night, "--clear", "all") == 0
    assert read_notes(own_night) == DayNotes()


def test_the_last_change_is_taken_back_and_brought_back(own_night: Path) -> None:
    with pytest.raises(ValueError, match="never changed"):
        notes_file(own_night).undo()
    for stress in (4, 7):
        notes_file(own_night).write(DayNotes(stress=stress))
        wearer_file(own_night).write(
            dated_facts(date(2026, 3, stress), WearerFacts(name=f"P-{stress}"))
        )
    for stress in (4, 7):
        assert notes_file(own_night).undo()
        assert wearer_file(own_night).undo()
        assert read_notes(own_night) == DayNotes(stress=stress)
        assert read_wearer(own_night).name == f"P-{stress}"


def test_what_was_not_told_again_stays(own_night: Path) -> None:
    note(own_night, "--stress", "4")
    note(own_night, "--alcohol", "0")
    assert read_notes(own_night) == DayNotes(stress=4, alcohol=0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--caffeine", "some"), "2@16:30"),
        (("--caffeine", "2@25:00"), "is not a time of day; write it like 22:50"),
        (("--caffeine", "-1"), "0 to 100"),
        (("--alcohol", "nan"), "0 to 100"),
        (("--stress", "11"), "0 to 10"),
        (("--exercise", "midnight"), "none, morning, afternoon, evening"),
        (("--text", "x" * 20_001), "at most 20000"),
        (("--clear", "mood"), "there is no field 'mood'"),
    ],
)
def test_an_impossible_value_changes_nothing(
    own_night: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    says: str,
) -> None:
    notes_file(own_night).write(DayNotes(stress=1))
    assert note(own_night, *arguments) == 2
    assert says in capsys.readouterr().err
    assert read_notes(own_night) == DayNotes(stress=1)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"schema": "x"}', b'{"schema": "limbwatch.notes/1", "stress": "high"}',
     b"\xff"],
)  # fmt: skip
def test_a_damaged_file_is_never_overwritten(own_night: Path, content: bytes) -> None:
    (own_night / "notes.json").write_bytes(content)
    with pytest.raises(CommandError, match="Repair it"):
        read_notes(own_night)
    assert note(own_night, "--stress", "3") == 4
    assert (own_night / "notes.json").read_bytes() == content


def test_notes_leave_results_alone(own_night: Path) -> None:
    before = {name: (own_night / name).read_bytes() for name in ("night.json", "events.csv")}
    note(own_night, *ALL)
    assert before == {name: (own_night / name).read_bytes() for name in before}


def test_the_report_of_the_night_has_the_new_notes(own_night: Path) -> None:
    note(own_night, "--text", "before there was a report")
    assert not (own_night / "report.html").exists()
    write_report(own_night)
    note(own_night, "--text", "a late train")
    assert "a late train" in (own_night / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["2@16.30", "2@16:30", "2@16h30", "2@4:30 pm", "2@ 16.30 Uhr"])
def test_the_time_of_the_last_is_typed_as_any_other_time(typed: str) -> None:
    assert caffeine(typed) == (2, "16:30")


def test_a_last_one_where_there_was_none_is_refused(
    own_night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert note(own_night, "--caffeine", "0@17:00") == 2
    assert "caffeine 0 means none" in capsys.readouterr().err
    assert read_notes(own_night) == DayNotes()
    notes_file(own_night).write(DayNotes(caffeine=2, caffeine_last="17:00"))
    shown = {"caffeine": 2, "caffeine_last": "17:00"}
    with pytest.raises(ValueError, match="leave out the time"):
        tell_on_page(own_night, {"told": {"caffeine": "0"}, "shown": shown})
    assert tell_on_page(own_night, {"told": {"stress": "1"}, "shown": {}})["changed"]


@pytest.mark.parametrize("text", ["0", "2", "1.5@07:05", "3@23:59"])
def test_caffeine_is_servings_and_the_time_of_the_last(text: str) -> None:
    servings, last = caffeine(text)
    assert f"{servings:g}" + (f"@{last}" if last else "") == text


def test_an_empty_text_is_nothing_noted(own_night: Path) -> None:
    assert note(own_night, "--nutrition", "magnesium", "--medication", "x") == 0
    assert note(own_night, "--nutrition", "  ", "--text", "") == 0
    assert set(read_notes(own_night).answered) == {"medication"}


def test_the_next_command_is_for_the_nights_that_were_named(
    own_night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One beside the folder where nights usually are, by its path and by its folder."""
    shelf = own_night.parent
    for named in (["note", str(own_night)], ["note", own_night.name, "--nights", str(shelf)]):
        assert run([*named, "--stress", "3"]) == 0
        said = capsys.readouterr().err
        command = said.split("Compare nights with: ")[1].splitlines()[0]
        assert command.startswith("limbwatch view --all --html --nights ")
        *_, place = words_of(command)
        assert Path(place).samefile(shelf)
