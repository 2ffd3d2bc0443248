"""Words that are typed into fields: understood in every language, kept in English."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.history.factors import FACTORS
from limbwatch.cli.history.regimens import regimens
from limbwatch.cli.language.spoken import LANGUAGES, speaking, tr
from limbwatch.cli.night.answers.answer_words import TYPED, kept_word, says_nothing
from limbwatch.cli.night.answers.notes import EXERCISE, DayNotes, read_notes
from limbwatch.cli.night.answers.questions import ANSWERS
from limbwatch.cli.night.answers.wearer import SEXES

MEDICATION = next(one for one in FACTORS if one.key == "medication")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["none", "No", "nothing", "-", "0", "None.", "no  medication", "keine", "Keine", "kein", "nein",
     "nichts", "keine Medikamente", "Nichts genommen"],
)  # fmt: skip
def test_nothing_is_no_medication_in_any_language(code: str, text: str) -> None:
    with speaking(code):
        assert says_nothing(text)
        assert MEDICATION.noted(DayNotes(medication=text)) is False


def test_what_names_something_is_a_medication() -> None:
    for text in ("Norvasc", "iron", "nichts außer Eisen", "none but iron", "iron, no magnesium"):
        assert MEDICATION.noted(DayNotes(medication=text)) is True
    assert MEDICATION.noted(DayNotes()) is None


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["no tablets", "No medication today", "not taken", "stopped", "forgot it", "pause", "n/a",
     "Forgot my tablets.", "did not take any", "no, nothing taken", "keine Tabletten heute",
     "heute nichts genommen", "Tabletten vergessen", "abgesetzt"],
)  # fmt: skip
def test_what_names_no_medicine_that_was_taken_is_none(code: str, text: str) -> None:
    """Only a few words were known, and all others were nights with medication."""
    with speaking(code):
        assert MEDICATION.noted(DayNotes(medication=text)) is False


@pytest.mark.parametrize(
    "text", ["no iron", "no ropinirole any more", "kein Eisen", "stopped mirtazapine", "not sure",
             "keine Ahnung", "nothing new", "iron forgotten", "1 tablet not taken",
             "iron not taken this morning", "Eisen: vergessen!", "Eisen 100 mg nicht genommen",
             "ropinirole stopped", "Iron: none", "?"],
)  # fmt: skip
def test_what_was_not_taken_by_name_does_not_tell_whether_anything_else_was(text: str) -> None:
    assert MEDICATION.noted(DayNotes(medication=text)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("iron", "night with medication"), ("not taken", "night without medication"),
     ("no iron", "on neither side")],
)  # fmt: skip
def test_saving_says_as_what_the_night_counts(
    own_night: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert run(["note", str(own_night), "--medication", text]) == 0
    assert said in " ".join("".join(capsys.readouterr()).split())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("abends", EXERCISE, "evening"),
        ("Abend", EXERCISE, "evening"),
        ("evening", EXERCISE, "evening"),
        ("keiner", EXERCISE, "none"),
        ("Morgens", EXERCISE, "morning"),
        ("nachmittags", EXERCISE, "afternoon"),
        ("Ja", ANSWERS, "yes"),
        ("no", ANSWERS, "no"),
        ("n", ANSWERS, "no"),
        ("weiß nicht", ANSWERS, "unsure"),
        ("Frau", SEXES, "female"),
        ("m", SEXES, "male"),
        ("abens", EXERCISE, "abens"),
    ],
)
def test_a_word_is_read_in_every_language(
    code: str, text: str, words: tuple[str, ...], kept: str
) -> None:
    with speaking(code):
        assert kept_word(text, words) == kept


def test_no_way_to_type_a_word_means_two_of_one_choice() -> None:
    for words in (EXERCISE, ANSWERS, SEXES):
        for word in words:
            for code in LANGUAGES:
                with speaking(code):
                    for way in tr(TYPED.get(word, word)).split(", "):
                        assert kept_word(way, words) == word


def test_what_the_help_names_is_taken(own_night: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "de", "note", "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "evening (abends)" in shown
    assert run(["--lang", "de", "note", str(own_night), "--exercise", "abends"]) == 0
    assert read_notes(own_night).exercise == "evening"


def test_nothing_in_two_languages_begins_no_new_medication() -> None:
    told = ["keine", "none", "iron", "iron", "nein"]
    points = [
        SimpleNamespace(day=date(2026, 3, day), notes=DayNotes(medication=text))
        for day, text in enumerate(told, start=1)
    ]
    found = regimens(points)  # type: ignore[arg-type]
    assert [one.text for one in found] == ["keine", "iron", "nein"]
