"""What is told elsewhere while a page lies open is never overwritten in silence."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from json import loads
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from limbwatch.cli.app import run
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.typed_numbers import typed_number
from limbwatch.cli.night.answers.notes import DayNotes, caffeine, notes_file, read_notes
from limbwatch.cli.night.answers.wearer import read_wearer
from limbwatch.cli.night.correction.corrections import read_corrections
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.answer_changes import change_notes, change_wearer
from limbwatch.cli.page.changes import change
from limbwatch.cli.page.site import page_application

HOST = "127.0.0.1:8123"
ROOT = "/that-nobody-guesses"


@pytest.fixture
def client(own_night: Path) -> Iterator[TestClient]:
    application = page_application(own_night.parent, token=ROOT[1:], hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


def shown(client: TestClient, form: str) -> Any:
    page = client.get(f"{ROOT}/night/2026-03-14").text
    found = re.search(rf"class=\"{form}\".*?data-shown='(.*?)'", page, re.DOTALL)
    assert found is not None
    return loads(unescape(found[1]))


def test_notes_of_a_terminal_stay_where_the_page_changed_others(
    client: TestClient, own_night: Path
) -> None:
    notes_file(own_night).write(DayNotes(stress=1, alcohol=0.5, text="</b>'\n1"))
    stood = shown(client, "noting")
    assert stood == {"stress": 1, "alcohol": 0.5, "text": "</b>'\n1"}
    assert run(["note", str(own_night), "--stress", "9", "--clear", "text"]) == 0
    assert run(["note", str(own_night), "--discomfort", "1,2"]) == 0
    said = change_notes(own_night, {"told": {"alcohol": "1,5", "irregular": True}, "shown": stood})
    assert said == {
        "changed": True,
        "elsewhere": "Stress, 0 to 10: 9; Leg discomfort: 1,2; Note: nothing",
    }
    noted = DayNotes(stress=9, alcohol=1.5, irregular=True, discomfort="1,2")
    assert read_notes(own_night) == noted
    assert change_notes(own_night, {"told": {"alcohol": None}, "shown": noted.answered}) == {
        "changed": True
    }
    assert read_notes(own_night).alcohol is None


def test_a_field_that_both_changed_is_refused_and_nothing_is_written(own_night: Path) -> None:
    notes_file(own_night).write(DayNotes(stress=9, exercise="evening"))
    with pytest.raises(ValueError, match="Stress, 0 to 10 was changed elsewhere to 9, after"):
        change_notes(own_night, {"told": {"stress": "3", "text": "x"}, "shown": {"stress": 1}})
    with pytest.raises(ValueError, match=r"Stress, 0 to 10 was changed elsewhere to 9.*taken back"):
        change_notes(own_night, {"undo": True, "shown": {"exercise": "evening"}})
    assert read_notes(own_night) == DayNotes(stress=9, exercise="evening")
    # the same on both sides is no quarrel
    same = {"told": {"stress": "9"}, "shown": {"stress": 1, "exercise": "evening"}}
    assert change_notes(own_night, same) == {"changed": False}
    assert change_notes(own_night, {"undo": True, "shown": read_notes(own_night).answered})[
        "changed"
    ]


def test_answers_of_the_person_stay_as_notes_do(client: TestClient, own_night: Path) -> None:
    assert change_wearer(own_night, {"name": "A", "birth_year": "1961", "sex": "male"})["changed"]
    stood = shown(client, "about")
    assert stood == {"name": "A", "birth_year": 1961, "sex": "male"}
    change_wearer(own_night, {"name": "B", "legs_urge": "yes", "sex": ""})
    said = change_wearer(own_night, {"told": {"birth_year": "1962"}, "shown": stood})
    assert said["elsewhere"] == "Name or number: B; urge to move the legs: yes; Sex: nothing"
    assert (read_wearer(own_night).name, read_wearer(own_night).birth_year) == ("B", 1962)
    for asked in ({"told": {"name": "C"}}, {"told": {"legs_urge": "no"}}, {"undo": True}):
        with pytest.raises(ValueError, match="changed elsewhere"):
            change_wearer(own_night, asked | {"shown": stood})


@pytest.mark.parametrize("bad", [None, 1, "x", [], {"shown": {}}, {"shown": {}, "told": []}])
def test_what_is_no_table_of_fields_is_refused(own_night: Path, bad: Any) -> None:
    asked = bad if isinstance(bad, dict) else {"told": {}, "shown": bad}
    for telling in (change_notes, change_wearer):
        with pytest.raises(ValueError, match="is a table of fields"):
            telling(own_night, asked)


def test_a_correction_of_a_page_that_is_behind_is_refused(
    client: TestClient, own_night: Path
) -> None:
    asked = {"change": "exclude", "start_s": 2000, "end_s": 4000}
    assert 'data-seen="0"' in client.get(f"{ROOT}/night/2026-03-14").text
    change(own_night, asked)
    for behind in ({"change": "undo"}, {"change": "bedtime", "time": "23:30"}, asked):
        with pytest.raises(ValueError, match=r"last at \d\d:\d\d: nothing was changed"):
            change(own_night, behind | {"seen": 0})
    assert len(read_corrections(own_night)) == 1
    assert 'data-seen="1"' in client.get(f"{ROOT}/night/2026-03-14").text
    assert change(own_night, {"change": "undo", "seen": 1}) is not None


def test_saving_says_what_was_changed_and_from_what(client: TestClient, own_night: Path) -> None:
    event = next(e for e in read_night(own_night).events if e.kind.value == "plm")
    relabel = {"change": "relabel", "onset_s": event.onset, "kind": "twitch"}

    def what(asked: dict[str, Any]) -> str:
        answer = client.post(f"{ROOT}/night/2026-03-14/change", json=asked).json()
        return str(answer["what"])

    made = what(relabel)
    assert re.fullmatch(r"\d\d:\d\d:\d\d: twitch instead of periodic \(plm\)", made)
    assert what({"change": "undo"}) == f"{made}: undone"
    assert what({"change": "redo"}) == f"{made}: redone"
    assert what({"change": "undo"}) == f"{made}: undone"
    assert "Bedtime at 23:30:00 instead of " in what({"change": "bedtime", "time": "23:30"})


def test_a_number_is_typed_with_a_point_or_a_comma(client: TestClient, own_night: Path) -> None:
    for text in ("1,5", "1.5", " 1,5 "):
        assert typed_number("alcohol", text) == 1.5
    assert isinstance(typed_number("stress", "4"), int)
    for text in ("1,500", "1;5", "", "nan", "1e1", "one", "9" * 400):
        with pytest.raises(ValueError, match="alcohol"):
            typed_number("alcohol", text)
    assert caffeine("1,5@16:30") == (1.5, "16:30")
    with pytest.raises(ValueError, match=r"1,500 may be 1\.500 or 1500"):
        caffeine("1,500@16:30")
    assert run(["note", str(own_night), "--caffeine", "1,5@16:30", "--stress", "0"]) == 0
    page = client.get(f"{ROOT}/night/2026-03-14").text
    assert 'name="caffeine" inputmode="decimal" value="1.5"' in page
    assert 'name="stress" inputmode="numeric" value="0"' in page
    with speaking("de"):
        page = client.get(f"{ROOT}/night/2026-03-14").text
    assert 'name="caffeine" inputmode="decimal" value="1,5"' in page


@pytest.fixture(scope="module")
def nights(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(night_folder, folder / "2026-03-14")
    return folder


def test_a_page_that_lies_open_keeps_both_and_says_so(
    browser: Any, serve: Any, nights: Path
) -> None:
    night = nights / "2026-03-14"
    notes_file(night).write(DayNotes(stress=1, medication="two\nlines"))
    said = "document.querySelector('.flash').textContent"
    browser.open(str(serve(nights)))
    browser.click(".noting summary")
    notes_file(night).write(DayNotes(stress=9, medication="two\nlines", text="terminal"))
    browser.type("[name=alcohol]", "1,5")
    # what is typed and not saved outlives a correction, after which the page comes anew
    browser.click(".list li[data-k=plm] a")
    browser.press("4")
    browser.wait(f"return /^Saved.*twitch instead of periodic \\(plm\\)\\.$/.test({said})")
    assert browser.find("[name=alcohol]").get_attribute("value") == "1,5"
    notes_file(night).write(DayNotes(stress=8, medication="two\nlines", text="terminal"))
    browser.click(".noting button[type=submit]")
    browser.wait(f"return /^Notes saved. Meanwhile.*Stress, 0 to 10: 8\\.$/.test({said})")
    noted = DayNotes(stress=8, alcohol=1.5, medication="two\nlines", text="terminal")
    assert read_notes(night) == noted
    notes_file(night).write(DayNotes(stress=7))
    browser.click("[data-edit=undo-notes]")
    browser.wait(f"return /changed elsewhere/.test({said})")
    assert read_notes(night) == DayNotes(stress=7)
    change(night, {"change": "undo"})
    browser.press_on("[data-edit=undo]", "enter")
    browser.wait(f"return /corrected elsewhere/.test({said})")
    assert len(read_corrections(night)) == 2
    browser.complaints()  # of what was refused


def test_what_outlives_a_correction_overwrites_nothing_told_before_it(
    browser: Any, serve: Any, nights: Path
) -> None:
    """The page came anew with the field of a terminal, and under it what was typed before."""
    night = nights / "2026-03-14"
    notes_file(night).write(DayNotes(alcohol=1))
    said = "document.querySelector('.flash').textContent"
    browser.open(str(serve(nights)))
    browser.click(".noting summary")
    browser.type("[name=text]", "mine")
    notes_file(night).write(DayNotes(alcohol=1, text="terminal"))
    browser.click(".list li[data-k=plm] a")
    browser.press("4")
    browser.wait(f"return /^Saved/.test({said})")
    browser.click(".noting button[type=submit]")
    browser.wait(f"return /^Note was changed elsewhere to terminal/.test({said})")
    assert read_notes(night) == DayNotes(alcohol=1, text="terminal")
    change(night, {"change": "undo"})
    browser.complaints()  # of what was refused


def test_a_movement_that_keys_select_is_shown_and_told(
    browser: Any, serve: Any, nights: Path
) -> None:
    browser.look(width=1280, height=600, scheme="light")
    browser.open(str(serve(nights)))
    browser.run("scrollTo({top: 0, behavior: 'instant'})")
    browser.press("n")
    heard = browser.find(".heard").get_attribute("textContent")
    assert re.match(r"\d\d:\d\d:\d\d \w+", heard), heard
    assert browser.find(".heard").get_attribute("role") == "status"
    seen = (
        "const box = document.querySelector('.one p').getBoundingClientRect();"
        "return box.top >= 0 && box.bottom <= innerHeight"
    )
    browser.wait(seen)


def test_no_time_of_the_axis_reaches_beyond_it(browser: Any, serve: Any, nights: Path) -> None:
    browser.look(width=1280, scheme="light")
    browser.open(str(serve(nights)))
    # as of a recording that ends on the hour: the last time that is told stands at the very edge
    past = browser.run(
        "document.querySelector('[data-do=in]').click();"
        "const figure = document.getElementById('night');"
        "const end = Math.ceil((Number(figure.dataset.clock) + 1800) / 600) * 600"
        " - Number(figure.dataset.clock);"
        "figure.dispatchEvent(new CustomEvent('restore', {detail: {from: end - 1200, to: end + 1,"
        " number: -1}}));"
        "const axis = document.querySelector('svg.axis').getBoundingClientRect().right;"
        "return [...document.querySelectorAll('svg.axis text.hour')]"
        ".map(e => e.getBoundingClientRect().right - axis)"
    )
    assert len(past) > 2
    assert max(past) < 1
