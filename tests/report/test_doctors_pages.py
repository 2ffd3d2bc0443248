"""The pages for the doctor: two sheets, nothing cut, true to the night, and made by one command."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.history_page import history_file
from limbwatch.cli.history.nights_sheet import AUGMENTATION, doctors_nights
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.answers.notes import DayNotes, notes_file, read_notes
from limbwatch.cli.night.answers.wearer import WearerFacts, changed_wearer, read_wearer, wearer_file
from limbwatch.cli.night.listed.people import person_of_all
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.cli.page.night_content import night_content
from limbwatch.cli.report.document import report
from limbwatch.cli.report.norms import norms_for, norms_in_words
from limbwatch.cli.report.paper import BROWSER, find_browser, pdf_of
from limbwatch.cli.report.sheet import VALIDATION, doctors_pages
from limbwatch.cli.report.wearer_age import ages_of, doubts

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
TOLD = {
    "schema": "limbwatch.wearer/1",
    "name": "P-17 <b>",
    "birth_year": 1961,
    "sex": "female",
    "reason": "kicks at night",
    "medicines": "pramipexole 0.18 mg 20:00, since March",
    "answers": {"legs_urge": "yes", "asleep_at_wheel": "no"},
    "changed": "2026-03-20",
}


@pytest.fixture(scope="module")
def night(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night whose wearer told who they are."""
    folder = tmp_path_factory.mktemp("doctor") / "2026-03-14"
    shutil.copytree(night_folder, folder)
    (folder.parent / "wearer.json").write_text(json.dumps(TOLD), encoding="utf-8")
    return folder


def pages_of(pdf: bytes) -> list[str]:
    from pypdf import PdfReader

    # some fonts write "ff" as one letter
    found = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [unicodedata.normalize("NFKC", text) for text in found]


@pytest.mark.system
def test_the_pages_are_two_numbered_and_say_all_that_a_doctor_looks_for(night: Path) -> None:
    try:
        find_browser()
    except CommandError:
        pytest.skip("no browser of the Chromium family here")
    pages = pages_of(pdf_of(doctors_pages(read_night(night), reviewed="Dr. Example, 21 March")))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 2" in page
    for words in (
        VALIDATION[:40], "P-17 <b>", "1961, female", "kicks at night", "pramipexole 0.18 mg",
        "Dr. Example, 21 March", "if the estimate of sleep is off by 30 min", "2 ankle sensors",
        "By clock hour", "By third of the observed sleep", "worn 87.5 %",
    ):  # fmt: skip
        assert words in pages[0].replace("\n", " "), words
    for words in (
        "PLMS index", "Duration, mean", "Short-interval", "Isolated, from 10 s", "Bilateral",
        "urge to move the legs", "Not answered:", "Series:", "Noise floor", "Breathing:",
    ):  # fmt: skip
        assert words in pages[1].replace("\n", " "), words


@pytest.mark.parametrize("width", [390, 720])
def test_nothing_is_cut_and_everybody_can_read_it(browser: Any, night: Path, width: int) -> None:
    out = night.parent / "pages.html"
    out.write_text(doctors_pages(read_night(night)), encoding="utf-8")
    browser.look(width=width, scheme="light")
    browser.open(out.as_uri())
    assert browser.width_of_content() <= width
    assert browser.axe(AXE) == []
    cut = browser.run(
        "return [...document.querySelectorAll('figure svg[role=img]')].filter(e => e.height.baseVal"
        ".value > e.getBoundingClientRect().height + 1).map(e => e.getAttribute('aria-label'))"
    )
    assert cut == []
    assert browser.complaints() == []


def test_isolated_alone_is_the_kind_of_movement_that_the_picture_counts(own_night: Path) -> None:
    """WASM 2016 takes those at a short interval out of it: 17 of them, and 3.6 an hour of 12."""
    text = doctors_pages(read_night(own_night))
    assert "periodic or isolated" not in text
    rows = re.findall(r'<th scope="row">(.*?)</th>', text)
    assert "Isolated, from 10 s" in rows
    assert "Isolated" not in rows
    assert "Isolated <small>" in text


def test_the_pages_name_the_rules_that_counted_and_no_others(own_night: Path) -> None:
    """By AASM's rules they said "Isolated, WASM 2016", of what was left of AASM's periodic ones."""
    facts = json.loads((own_night / "night.json").read_text())
    (own_night / "night.json").write_text(json.dumps(facts | {"rules": "aasm"}))
    text = doctors_pages(read_night(own_night))
    assert "Leg movements in sleep, further (AASM manual version 3)" in text
    assert "WASM 2016" not in text
    assert "Isolated, from 5 s" in text


def test_what_is_not_told_is_a_line_for_the_pen(own_night: Path) -> None:
    text = doctors_pages(read_night(own_night))
    assert text.count('class="open"') == 5, "name, birth, reason, medicines, reviewed by"
    assert "What the wearer answered" not in text


def test_who_the_wearer_is_stands_on_the_doctors_pages_alone(night: Path) -> None:
    assert "P-17" not in report(read_night(night))
    assert "pramipexole" not in report(read_night(night))


def test_every_paper_says_by_its_label_whose_the_night_is(own_night: Path, tmp_path: Path) -> None:
    session = tmp_path / "sub-P2" / "ses-1"
    shutil.copytree(own_night, session / "2026-03-14")
    night = read_night(session / "2026-03-14")
    label = "<bdi>sub-P2 ses-1</bdi>"
    assert label in report(night)
    assert label in doctors_pages(night)
    assert label in doctors_nights([night.folder])
    nights = history_file([night.folder], since=None).decode()
    assert nights.count("All nights of sub-P2 ses-1") == 2
    (session.parent / "wearer.json").write_text(json.dumps(TOLD), encoding="utf-8")
    assert "<bdi>P-17 &lt;b&gt; (sub-P2 ses-1)</bdi>" in doctors_pages(night)
    assert "sub-" not in report(read_night(own_night))


def test_a_paper_on_nights_of_several_sessions_names_the_person_alone(tmp_path: Path) -> None:
    folders = [tmp_path / "sub-P2" / f"ses-{one}" / "2026-03-14" for one in (1, 2)]
    assert person_of_all(folders).words == "sub-P2"
    assert person_of_all([*folders, tmp_path / "sub-P3" / "2026-03-14"]).words == ""


def test_a_damaged_wearer_file_is_refused_and_never_taken_for_none(night: Path) -> None:
    before = wearer_file(night).path.read_text(encoding="utf-8")
    try:
        for spoilt in (
            "{",
            "[]",
            "[" * 50_000,
            '{"schema": "limbwatch.wearer/1", "sex": "x"}',
            '{"schema": "limbwatch.wearer/1", "unknown": 1}',
        ):
            wearer_file(night).path.write_text(spoilt, encoding="utf-8")
            with pytest.raises(CommandError, match=r"wearer\.json cannot be read"):
                doctors_pages(read_night(night))
    finally:
        wearer_file(night).path.write_text(before, encoding="utf-8")


def test_a_session_shares_its_person(tmp_path: Path) -> None:
    assert (
        wearer_file(tmp_path / "sub-1" / "ses-2" / "n").path == tmp_path / "sub-1" / "wearer.json"
    )
    assert wearer_file(tmp_path / "sub-1" / "n").path == tmp_path / "sub-1" / "wearer.json"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"birth_year": "61 or so"}, "year like 1961"),
        ({"birth_year": "1700"}, "year from"),
        ({"sex": "x"}, "female, male, other"),
        ({"legs_urge": "often"}, "yes, no, unsure"),
        ({"shoe": "42"}, "no field 'shoe'"),
        ({"name": "x" * 2001}, "at most 2000"),
    ],
)
def test_impossible_facts_are_refused_with_what_is_allowed(told: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changed_wearer(WearerFacts(), told)


@pytest.mark.parametrize(
    ("age", "sex", "said", "unsaid"),
    [
        (9, None, "above 10 years", "more than 15"),
        (30, "male", "18 more than 15", "31 in 100"),
        (39.9, "female", "18 more than 15", "26 in 100"),
        (40, "male", "31 in 100", "26 in 100"),
        (72, "female", "26 in 100", "31 in 100"),
        (72, None, "26 in 100", "18 more than 15"),
        (None, None, "18 more than 15", "above 10 years"),
    ],
)
def test_what_is_usual_is_told_by_age_and_sex_with_its_source(
    age: float | None, sex: str | None, said: str, unsaid: str
) -> None:
    words = norms_in_words(age, sex)
    assert said in words
    assert unsaid not in words
    assert words.startswith("Counted from muscles")
    assert all(norm.source in words for norm in norms_for(age, sex))


def test_nothing_is_usual_for_a_baby() -> None:
    assert norms_in_words(0.5, "female") == ""


def test_no_answer_changes_what_is_found(night: Path, own_night: Path) -> None:
    """Questions are asked and never inferred: answers stand on paper and nowhere else."""
    before = report(read_night(own_night))
    (own_night.parent / "wearer.json").write_text(json.dumps(TOLD), encoding="utf-8")
    assert report(read_night(own_night)) == before


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [("legs_urge", "Ja", "yes"), ("family", "unsicher", "unsure"), ("sex", "weiblich", "female")],
)
def test_an_answer_is_typed_in_the_language_that_is_spoken_or_in_english(
    code: str, key: str, typed: str, kept: str
) -> None:
    with speaking(code):
        told = changed_wearer(WearerFacts(), {key: kept.upper()})
        assert {"sex": told.sex, **told.answers}[key] == kept
        if code == "de":
            assert changed_wearer(WearerFacts(), {key: typed}) == told
            with pytest.raises(ValueError, match=rf"(?i){typed}"):
                changed_wearer(WearerFacts(), {key: "vielleicht"})


def test_an_exercise_is_typed_as_it_is_shown(
    own_night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "de", "note", str(own_night), "--exercise", "abend"]) == 0
    assert read_notes(own_night).exercise == "evening"
    assert "Abend" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "other"),
    [
        (["--stress", "4", "--exercise", "often"], ["--exercise", "often"]),
        (["--about", "name=A", "--about", "legs_urge=often"], ["--about", "legs_urge=often"]),
    ],
)
def test_a_command_with_one_impossible_value_says_that_nothing_of_it_is_kept(
    given: list[str], other: list[str], own_night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_notes(own_night), read_wearer(own_night)
    assert run(["note", str(own_night), *given]) != 0
    assert "Nothing from this command was kept" in capsys.readouterr().err
    assert (read_notes(own_night), read_wearer(own_night)) == before
    assert run(["note", str(own_night), *other]) != 0
    assert "Nothing from this command" not in capsys.readouterr().err


def test_an_empty_answer_forgets_one_field_and_no_other() -> None:
    both = changed_wearer(WearerFacts(), {"name": "A", "legs_urge": "yes", "family": "no"})
    one = changed_wearer(both, {"legs_urge": ""})
    assert (one.name, dict(one.answers)) == ("A", {"family": "no"})


def test_without_a_browser_it_says_what_to_install_and_what_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(BROWSER, raising=False)
    with pytest.raises(CommandError, match=r"Install one .*--doctor"):
        find_browser()
    monkeypatch.setenv(BROWSER, "nosuch")
    with pytest.raises(CommandError, match="nosuch"):
        find_browser()


def test_a_browser_that_prints_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lazy = tmp_path / "lazy"
    lazy.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    lazy.chmod(0o755)
    monkeypatch.setenv(BROWSER, str(lazy))
    with pytest.raises(CommandError, match="wrote no file"):
        pdf_of("<p>")


def test_view_writes_them_and_note_tells_who_it_was(own_night: Path) -> None:
    told = ["--about", "name=A. B.", "--about", "legs-urge=yes"]
    assert run(["note", str(own_night), *told]) == 0
    assert read_wearer(own_night).answers == {"legs_urge": "yes"}
    out = own_night.parent / "pages.html"
    given = ["--doctor", "-o", str(out), "--reviewed-by", "Dr. C"]
    assert run(["view", str(own_night), *given]) == 0
    text = out.read_text(encoding="utf-8")
    assert "A. B." in text
    assert "Dr. C" in text


@pytest.fixture
def nights(own_night: Path) -> Path:
    """Five nights of one person, three of them above 15 an hour; iron, then pramipexole."""
    for day, index in enumerate((10.0, 20.0, 12.0, 30.0, 16.0), start=1):
        folder = own_night.parent / f"2026-04-0{day}"
        shutil.copytree(own_night, folder)
        facts = json.loads((folder / "night.json").read_text(encoding="utf-8"))
        for end in ("start", "end"):
            moment = datetime.fromisoformat(facts[end]) + timedelta(days=17 + day)
            facts[end] = moment.isoformat(timespec="milliseconds")
        facts["plm"]["index_per_hour"] = index
        (folder / "night.json").write_text(json.dumps(facts), encoding="utf-8")
        medicine = "iron 100 mg 8:00" if day < 4 else "pramipexole 0.18 mg 20:00"
        notes_file(folder).write(DayNotes(medication=medicine))
    shutil.rmtree(own_night)
    return own_night.parent


def test_several_nights_say_k_of_n_range_spread_and_what_was_taken_since(nights: Path) -> None:
    text = doctors_nights(sorted(nights.glob("2026-*")))
    assert "3 of 5 nights above 15 periodic movements" in text
    assert "median 16.0, from 10.0 to 30.0, SD within the person 7.9." in text
    assert "2026-04-01: <bdi>iron 100 mg 8:00" in text
    assert "2026-04-04: <bdi>pramipexole 0.18 mg" in text
    # the head says what is taken now, as that of one night does
    assert "<bdi>pramipexole 0.18 mg 20:00 (noted from 2026-04-04 on)</bdi>" in text
    assert text.count("<tr>") == 6
    assert AUGMENTATION in text


def test_augmentation_is_spoken_of_only_where_such_a_medicine_is_named(nights: Path) -> None:
    for folder in nights.glob("2026-*"):
        notes_file(folder).write(DayNotes(medication="iron"))
    assert AUGMENTATION not in doctors_nights(sorted(nights.glob("2026-*")))


def test_a_child_has_a_line_of_five(nights: Path) -> None:
    facts = {"schema": "limbwatch.wearer/1", "birth_year": 2018}
    (nights / "wearer.json").write_text(json.dumps(facts), encoding="utf-8")
    said = doctors_nights(sorted(nights.glob("2026-*")))
    assert "5 of 5 nights above 5 periodic" in said
    assert "of 52 healthy children and adolescents" in said
    assert "people with restless legs" not in said, "who were adults"


def scored_for(folder: Path, age: float | None) -> None:
    facts = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    (folder / "night.json").write_text(json.dumps(facts | {"age": age}), encoding="utf-8")


def test_each_night_is_held_against_the_line_of_the_age_in_it(nights: Path) -> None:
    folders = sorted(nights.glob("2026-*"))
    for folder, age in zip(folders, (17, 17, 17, 18, 18), strict=True):
        scored_for(folder, age)
    text = doctors_nights(folders)
    # 10, 20 and 12 above 5; 30 and 16 above 15
    assert "5 of 5 nights above 5 or 15 periodic" in text
    assert "3 of them against 5, that of children" in text
    assert "cannot have had" not in text


def test_a_night_without_an_age_takes_that_of_the_others_and_it_is_said(nights: Path) -> None:
    folders = sorted(nights.glob("2026-*"))
    for folder in folders[:-1]:
        scored_for(folder, 6)
    text = doctors_nights(folders)
    assert "5 of 5 nights above 5 periodic" in text
    assert "Scored without an age: 1 night. What stands out there was judged as an adult" in text
    for folder in folders:
        scored_for(folder, 6)
    assert "Scored without an age" not in doctors_nights(folders)


def test_ages_that_no_one_person_had_are_told(nights: Path) -> None:
    folders = sorted(nights.glob("2026-*"))
    for folder, age in zip(folders, (6, 6, 40, 6, 6), strict=True):
        scored_for(folder, age)
    text = doctors_nights(folders)
    assert f"40 years ({folders[2].name}) and 6 years ({folders[4].name})" in text


def told_nights(*nights: tuple[str, float | None]) -> list[Any]:
    """Of a summary, what the age of the wearer is read from."""
    return [
        SimpleNamespace(begins=datetime.fromisoformat(f"{day}T22:00+01:00"), age=age)
        for day, age in nights
    ]


def test_a_night_without_an_age_is_older_by_the_years_that_passed_and_not_by_the_turn_of_one() -> (
    None
):
    nights = told_nights(("2025-12-30", 17), ("2026-01-02", None), ("2027-02-01", None))
    assert ages_of(WearerFacts(), nights) == (17, 17, 18)
    assert ages_of(WearerFacts(), told_nights(("2024-01-01", None), ("2026-03-01", 1)))[0] == 0


def test_the_age_that_a_night_was_scored_for_holds_where_the_year_of_birth_allows_it() -> None:
    born = WearerFacts(birth_year=2008)
    # the birthday is still to come: a child's night, held against the line of children
    assert ages_of(born, told_nights(("2026-03-14", 17), ("2026-03-15", 40))) == (17, 18)


def test_one_age_over_many_years_is_told_with_both_nights() -> None:
    (said,) = doubts(WearerFacts(), told_nights(("2020-03-14", 10), ("2026-03-14", 10)))
    assert "cannot have had in them, 10 years (2020-03-14) and 10 years (2026-03-14)" in said


@pytest.mark.parametrize(
    ("born", "age", "told"),
    [
        (2020, None, "the wearer was 6. For a child"),
        (1961, 65, None),
        (1961, 64, None),  # the birthday is still to come
        (1961, 63, "An age of 63 years was given, but born in 1961 means 65"),
        (1950, 1, "An age of 1 year was given, but born in 1950 means 76"),
        (1961, None, None),
        (None, 6, None),
    ],
)
def test_an_age_and_a_year_of_birth_that_disagree_are_told(
    own_night: Path, born: int | None, age: float | None, told: str | None
) -> None:
    scored_for(own_night, age)
    facts = {"schema": "limbwatch.wearer/1", "birth_year": born}
    (own_night.parent / "wearer.json").write_text(json.dumps(facts), encoding="utf-8")
    for text in (doctors_pages(read_night(own_night)), doctors_nights([own_night])):
        found = "Scored without an age" in text or "Scored for an age" in text
        assert found == (told is not None)
        assert told is None or told in text


@pytest.mark.parametrize(("born", "told"), [(2020, True), (1961, False)])
def test_who_tells_a_childs_year_of_birth_is_told_what_was_judged_without_it(
    own_night: Path, capsys: pytest.CaptureFixture[str], born: int, told: bool
) -> None:
    """A parent told the year alone, and had an adult's advice without a word."""
    scored_for(own_night, None)
    for again in (False, True):
        assert run(["note", str(own_night), "--about", f"birth_year={born}"]) == 0
        said = " ".join(capsys.readouterr().err.split())
        assert ("Scored without an age: 1 night." in said) is (told and not again)
        assert ("rescore NIGHT --age 6" in said) is (told and not again)
    ages = " ".join(night_content(own_night, CondensedNights())["ages"])
    assert ("Scored without an age: 1 night." in ages) is told
    assert bool(ages) is told, "an adult's year is an age that was told"


def test_the_pages_on_nights_are_whole_and_everybody_can_read_them(
    browser: Any, nights: Path
) -> None:
    out = nights / "pages.html"
    assert run(["view", "--all", "--nights", str(nights), "--doctor", "-o", str(out)]) == 0
    browser.look(width=390, scheme="light")
    browser.open(out.as_uri())
    assert browser.width_of_content() <= 390
    assert browser.axe(AXE) == []


def test_without_a_night_there_are_no_pages(tmp_path: Path) -> None:
    out = tmp_path / "pages.html"
    assert run(["view", "--all", "--nights", str(tmp_path), "--doctor", "-o", str(out)]) == 4
    assert not out.exists()


def asked_at_a_terminal(night: Path, answers: list[str], end: bytes = b"") -> tuple[bytes, bytes]:
    import pty

    person, terminal = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, "-m", "limbwatch", "note", str(night), "--ask"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.write(person, "\n".join(answers).encode() + b"\n" + end)
    out, said = asked.communicate(timeout=30)
    assert asked.returncode == 0, said
    return out, said


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
def test_an_impossible_answer_is_asked_again_at_once_and_costs_no_other(own_night: Path) -> None:
    answers = ["Ann", "84", "fuenf", "1984", "x", "female", "", "none", "vielleicht", "yes"]
    _, said = asked_at_a_terminal(own_night, answers + [""] * 15)
    assert said.count(b"Year of birth") == 3
    assert b"not 84." in said
    assert said.count(b"urge to move your legs") == 2
    told = read_wearer(own_night)
    assert (told.name, told.birth_year, told.sex) == ("Ann", 1984, "female")
    assert dict(told.answers) == {"legs_urge": "yes"}


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
def test_who_stops_being_asked_keeps_what_was_answered(own_night: Path) -> None:
    end_of_input = b"\x04"  # Ctrl-D; Ctrl-C comes out of the question as the same exception
    _, said = asked_at_a_terminal(own_night, ["Ann", "1984"], end_of_input)
    assert b"what was answered so far is kept" in said
    told = read_wearer(own_night)
    assert (told.name, told.birth_year) == ("Ann", 1984)


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
def test_who_is_asked_at_a_terminal_answers_what_they_want(own_night: Path) -> None:
    out, said = asked_at_a_terminal(own_night, ["Ann", "1970", "", "kicks"] + [""] * 40)
    assert b"urge to move your legs" in said
    assert b"Ann" in out
    told = read_wearer(own_night)
    assert (told.name, told.birth_year, told.sex, told.reason) == ("Ann", 1970, None, "kicks")
    assert dict(told.answers) == {}
