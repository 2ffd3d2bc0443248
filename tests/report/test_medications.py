"""Before and after a medicine, where there were others: which nights are held against which."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.effects import Effects, note_effects, since_effects
from limbwatch.cli.history.history_page import history_file
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.nights_sheet import doctors_nights
from limbwatch.cli.history.regimens import changes
from limbwatch.cli.history.since import lasting_changes, since_of
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.answers.notes import DayNotes, notes_file

IRON, BOTH = "ferrous sulfate 200 mg", "ferrous sulfate 200 mg, mirtazapine 15 mg"
TOLD = [None] * 8 + [IRON] * 8 + [BOTH] * 8
LEVELS = [40.0] * 8 + [20.0] * 8 + [40.0] * 8
SECOND = "2026-03-17"


@pytest.fixture
def three(nights: Any) -> list[Path]:
    """Nights with nothing noted, with iron, and with a second drug that undoes what it did."""
    folders: list[Path] = nights([level + n % 4 for n, level in enumerate(LEVELS)])
    for folder, text in zip(folders, TOLD, strict=True):
        notes_file(folder).write(DayNotes(medication=text))
    return folders


def compared(folders: list[Path], asked: str) -> Effects:
    history = read_history(folders)
    return since_effects(history, since_of(history, asked))


def test_a_second_medicine_is_held_against_the_nights_of_the_one_before(three: Any) -> None:
    index = compared(three, f"medication:{SECOND}").found[0]
    assert index.nights == "8 / 8"
    assert index.difference.startswith("+20.0 (")
    assert index.words


def test_nights_of_a_later_medicine_are_left_out(three: Any) -> None:
    effects = compared(three, "medication:2026-03-09")
    assert effects.found[0].nights == "8 / 8"
    assert effects.found[0].difference.startswith("-20.0 (")
    (said,) = effects.remarks
    assert said == (
        f"Compared are the nights noted as {IRON} with those before any medication was noted; "
        "nights of other medications are left out."
    )


@pytest.mark.parametrize(
    ("asked", "within"), [(SECOND, f"2026-03-09: {IRON}"), ("medication", f"{SECOND}: {BOTH}")]
)
def test_a_medication_that_changed_within_a_side_is_told(
    three: Any, asked: str, within: str
) -> None:
    (said,) = compared(three, asked).remarks
    assert f"The medication changed within a side ({within})" in said
    assert f"--since medication:{SECOND}" in said


def test_with_and_without_medication_tells_that_there_were_several(three: Any) -> None:
    (said,) = note_effects(read_history(three)).remarks
    assert f"are of several (2026-03-09: {IRON}; {SECOND}: {BOTH})" in said
    page = history_file(three, since=None).decode("utf-8")
    assert "The nights with medication are of several" in page


def test_one_medication_that_began_is_told_of_without_a_word_more(nights: Any) -> None:
    folders = nights(LEVELS[:16])
    for folder in folders[8:]:
        notes_file(folder).write(DayNotes(medication=IRON))
    history = read_history(folders)
    assert compared(folders, "2026-03-09").remarks == ()
    assert note_effects(history).remarks == ()
    assert [one.asked for one in lasting_changes(history)] == ["medication"]


def test_each_change_of_medication_is_offered(three: Any) -> None:
    offered = [one.asked for one in lasting_changes(read_history(three))]
    assert offered == ["medication", "medication:2026-03-09", f"medication:{SECOND}"]


def test_a_night_without_a_note_counts_as_of_the_one_noted_last_and_that_is_said(
    three: Any,
) -> None:
    notes_file(three[10]).write(DayNotes())
    effects = compared(three, f"medication:{SECOND}")
    assert effects.found[0].nights == "8 / 8"
    assert "1 night has no note of a medication and counts as of the one noted last." in (
        effects.remarks
    )


def test_nothing_taken_is_a_change_only_after_something_was(nights: Any) -> None:
    folders = nights(LEVELS[:4])
    for folder, text in zip(folders, (None, "none", "Iron", "iron"), strict=True):
        notes_file(folder).write(DayNotes(medication=text))
    assert [one.text for one in changes(read_history(folders).dated)] == ["Iron"]
    notes_file(folders[3]).write(DayNotes(medication="keine"))
    assert [one.words for one in changes(read_history(folders).dated)] == ["Iron", "keine"]


@pytest.mark.parametrize("day", ["2026-03-10", "", "x"])
def test_a_day_on_which_the_medication_did_not_change_is_refused(three: Any, day: str) -> None:
    with pytest.raises(CommandError, match=f"it did on 2026-03-09, {SECOND}"):
        compared(three, f"medication:{day}")


def test_without_a_change_there_is_none_to_compare_since(nights: Any) -> None:
    with pytest.raises(CommandError, match="give no evening"):
        compared(nights(LEVELS[:3]), "medication:2026-03-02")


def test_the_terminal_says_what_the_page_says_of_a_comparison(three: Any, capsys: Any) -> None:
    """The terminal had neither the caution nor that the sensors differ."""
    for folder in three[:16]:
        text = (folder / "night.json").read_text(encoding="utf-8")
        (folder / "night.json").write_text(
            text.replace('"ankle_left"', '"ankle_right"'), encoding="utf-8"
        )
    where = str(three[0].parent)
    command = ["view", "--all", "--nights", where, "--since", f"medication:{SECOND}"]
    assert run(command) == 0
    shown = " ".join(capsys.readouterr().out.split())
    page = history_file(three, since=f"medication:{SECOND}").decode("utf-8")
    for said in (
        "None of this shows that one causes the other.",
        "Not all nights have the same sensors: before right ankle",
    ):
        assert said in shown
        assert said in page


def test_the_same_sensors_on_either_side_are_not_told(three: Any) -> None:
    assert not any("sensors" in one for one in compared(three, SECOND).remarks)


def test_it_is_said_in_german_too(three: Any) -> None:
    with speaking("de"):
        said = " ".join(compared(three, f"medication:{SECOND}").remarks)
    assert "Nächte" in said
    assert "Compared" not in said


def test_marks_of_medications_are_numbers_of_their_list(three: Any) -> None:
    """Their names covered each other, each cut to its beginning, which they shared."""
    page = doctors_nights(three)
    chart = page.partition("<svg")[2].partition("</svg>")[0]
    assert {"1", "2"} <= set(re.findall(r">([^<>]*)</text>", chart))
    assert "ferrous" not in chart
    assert f"1. 2026-03-09: <bdi>{IRON}</bdi>" in page
    assert f"2. {SECOND}: <bdi>{BOTH}</bdi>" in page


def noted(nights: Any, texts: list[str | None]) -> list[Path]:
    folders: list[Path] = nights([20.0 + n % 4 for n in range(len(texts))])
    for folder, text in zip(folders, texts, strict=True):
        notes_file(folder).write(DayNotes(medication=text))
    return folders


@pytest.mark.parametrize("then", [BOTH, "none"])
def test_what_follows_a_medication_of_the_first_night_is_offered(nights: Any, then: str) -> None:
    history = read_history(noted(nights, [IRON, None, then, then]))
    assert [one.asked for one in lasting_changes(history)] == ["medication:2026-03-03"]


def test_a_medication_that_was_forgotten_and_goes_on_is_one(nights: Any) -> None:
    folders = noted(nights, [BOTH, BOTH, IRON, IRON, "forgot it", None, IRON])
    effects = compared(folders, "medication:2026-03-03")
    assert "2 nights among these are left out" in " ".join(effects.remarks)
    assert [one.text for one in changes(read_history(folders).dated)] == [IRON]
    since = since_of(history := read_history(folders), "medication:2026-03-03")
    assert [point.day.day for point in since.later(history.dated)] == [3, 4, 7]


@pytest.mark.parametrize(("days", "known"), [(5, []), (6, ["none", IRON])])
def test_a_medication_that_was_left_for_as_long_as_can_be_compared_is_told(
    nights: Any, days: int, known: list[str]
) -> None:
    folders = noted(nights, [IRON, *["none"] * days, IRON])
    assert [one.text for one in changes(read_history(folders).dated)] == known


@pytest.mark.parametrize("text", ["unsure", "no iron", "iron forgotten"])
def test_what_does_not_tell_what_was_taken_begins_no_medication(nights: Any, text: str) -> None:
    folders = noted(nights, [BOTH, IRON, text, None, IRON])
    since = since_of(history := read_history(folders), "medication:2026-03-02")
    assert [one.text for one in changes(history.dated)] == [IRON]
    assert [point.day.day for point in since.later(history.dated)] == [2, 5]
    assert not any("has no note" in one for one in since.remarks)
    assert (f"2026-03-03: <bdi>{text}</bdi>") in doctors_nights(folders), "a doctor reads it"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pramipexole 0.25 mg", "pramipexole 0,25mg."), ("Iron, zinc", "iron zinc"),
     ("L-Dopa (22:00)", "l-dopa 22:00")],
)  # fmt: skip
def test_one_medication_in_two_spellings_is_one(nights: Any, one: str, other: str) -> None:
    assert changes(read_history(noted(nights, [one, other])).dated) == ()


@pytest.mark.parametrize(
    "other", ["iron 200 mg", "iron 1000 mg", "iron 10 mg", "iron 100 mg + zinc"]
)
def test_another_dose_is_another_medication(nights: Any, other: str) -> None:
    assert len(changes(read_history(noted(nights, ["iron 100 mg", other])).dated)) == 1


def test_a_medication_that_another_replaced_on_its_evening_has_no_nights() -> None:
    points: Any = [
        SimpleNamespace(day=date(2026, 3, day), notes=DayNotes(medication=text), name=text)
        for day, text in ((1, "zinc"), (2, IRON), (2, BOTH))
    ]
    assert [(one.day.day, one.text) for one in changes(points)] == [(2, BOTH)]
