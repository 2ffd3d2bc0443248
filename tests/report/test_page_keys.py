"""Every input of the local page with real keys, in both ways to write a time, and with a finger."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.night.correction.corrections import Change, Correction, read_corrections

TYPED = {"en-US": "1115P", "de": "2315"}
"""A quarter past eleven in the evening, as fields of 12 and of 24 hours take it."""


@pytest.fixture(scope="module")
def nights(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(night_folder, folder / "2026-03-14")
    return folder


@pytest.fixture(scope="module")
def address(nights: Path, serve: Any) -> str:
    return str(serve(nights))


@pytest.fixture
def night(nights: Path) -> Path:
    """The night as it was scored."""
    for name in ("corrections.csv", "notes.json", ".notes-before.json"):
        (nights / "2026-03-14" / name).unlink(missing_ok=True)
    return nights / "2026-03-14"


@pytest.fixture(params=list(TYPED))
def digits(request: pytest.FixtureRequest, browser: Any, address: str, night: Path) -> str:
    """The page, open, with fields of one language; gives what is typed there."""
    browser.look(width=1280, scheme="light")
    browser.open(address)
    # a field is laid out in the language that the page has when it becomes one
    browser.run(
        "document.documentElement.lang = arguments[0]; for (const one of document."
        "querySelectorAll('[type=time]')) { one.type = 'text'; one.type = 'time' }",
        request.param,
    )
    return TYPED[str(request.param)]


def saved(browser: Any) -> str:
    flash = "document.querySelector('.flash')"
    browser.wait(f"return /saved|already/i.test({flash}.textContent)")
    return str(browser.run(f"const s = {flash}.textContent; {flash}.textContent = ''; return s"))


def made(night: Path) -> list[tuple[Change, float]]:
    lines: tuple[Correction, ...] = read_corrections(night)
    return [(line.change, line.start_s) for line in lines]


QUARTER_PAST_ELEVEN = 34 * 60 - 7
"""Seconds from the start, 22:41:07."""


def test_a_typed_time_is_one_correction_and_its_digits_hit_nothing_else(
    browser: Any, address: str, digits: str, night: Path
) -> None:
    browser.click(".list li[data-k=plm] a")
    browser.type("[name=bedtime]", f"{digits}")
    assert made(night) == [], "no digit acts"
    browser.type("[name=bedtime]", "<Enter>")
    # who types on while the page comes anew must not relabel the movement that is selected
    browser.keys("44444444")
    assert "The index" in saved(browser)
    browser.keys("2315")
    assert made(night) == [(Change.BEDTIME, QUARTER_PAST_ELEVEN)]
    # the field has the focus again, so it may show what was typed on; that is nobody's correction
    browser.open(address)
    assert browser.find("[name=bedtime]").get_attribute("value") == "23:15"
    assert made(night) == [(Change.BEDTIME, QUARTER_PAST_ELEVEN)]
    assert browser.complaints() == []


def test_the_focus_that_goes_on_saves_and_is_where_it_went(
    browser: Any, digits: str, night: Path
) -> None:
    browser.type("[name=bedtime]", f"{digits}")
    browser.run("document.querySelector('[name=rising]').focus()")
    saved(browser)
    assert browser.run("return document.activeElement.name") == "rising"
    assert made(night) == [(Change.BEDTIME, QUARTER_PAST_ELEVEN)]


def test_the_same_time_again_is_no_correction(browser: Any, address: str, night: Path) -> None:
    browser.open(address)
    browser.type("[name=bedtime]", "1115P<Enter>")
    saved(browser)
    browser.open(address)
    browser.type("[name=bedtime]", "1115P<Enter>")
    browser.run("document.querySelector('.times').requestSubmit()")
    assert len(made(night)) == 1
    browser.run(
        "const [root, name] = [document.body.dataset.root, document.body.dataset.name];"
        "return fetch(`${root}/night/${name}/change`, {method: 'POST', headers:"
        "{'Content-Type': 'application/json'}, body: JSON.stringify("
        "{change: 'bedtime', time: '23:15'})}).then(a => a.json()).then(a => a.number)"
    )
    assert len(made(night)) == 1


def test_a_time_half_typed_or_outside_the_night_changes_nothing(
    browser: Any, address: str, night: Path
) -> None:
    browser.open(address)
    browser.run("document.querySelector('[name=bedtime]').value = ''")
    browser.type("[name=bedtime]", "11")
    browser.run("document.querySelector('[name=rising]').focus()")
    browser.wait("return /not complete/.test(document.querySelector('.flash').textContent)")
    browser.type("[name=rising]", "1200P<Enter>")
    browser.wait("return /not within/.test(document.querySelector('.flash').textContent)")
    assert made(night) == []


def test_a_time_that_is_refused_does_not_stay_in_its_field(
    browser: Any, address: str, night: Path
) -> None:
    browser.open(address)
    before = browser.find("[name=rising]").get_attribute("value")
    browser.type("[name=rising]", "1200P<Enter>")
    browser.wait("return /not within/.test(document.querySelector('.flash').textContent)")
    browser.wait("return /Rising stays/.test(document.querySelector('.flash').textContent)")
    assert browser.find("[name=rising]").get_attribute("value") == before
    browser.type("[name=bedtime]", "<Backspace>")
    browser.run("document.querySelector('[name=rising]').focus()")
    browser.wait("return /not complete/.test(document.querySelector('.flash').textContent)")
    assert browser.find("[name=bedtime]").get_attribute("value") != ""
    assert made(night) == []


def test_saved_goes_when_something_else_is_done(browser: Any, address: str, night: Path) -> None:
    said = "return document.querySelector('.flash').textContent"
    browser.open(address)
    browser.click("#night")
    browser.run("document.querySelector('.noting').open = true")
    browser.type("[name=stress]", "3<Enter>")
    browser.wait("return /saved/i.test(document.querySelector('.flash').textContent)")
    browser.click("#night h2")
    assert browser.run(said) == ""


def test_the_slider_says_its_factor(browser: Any, address: str, night: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.open(address)
    slider = browser.driver.find_element(By.NAME, "factor")
    slider.send_keys(Keys.END)
    assert slider.get_attribute("aria-valuetext") == "thresholds times 16"


@pytest.fixture
def selected(browser: Any, address: str, night: Path) -> None:
    """The page with a movement selected, opened once for all tests that change nothing there."""
    if not browser.run("return window.opened === 'for fields'"):
        browser.open(address)
        browser.click(".noting summary")
        browser.click(".list li[data-k=plm] a")
        browser.run("window.opened = 'for fields'")  # a page that comes anew does not have it
    assert browser.find(".one").is_displayed()


@pytest.mark.parametrize(
    "field", [*(f"[name={one}]" for one in ("rising", "text", "stress", "exercise", "factor")),
              ".relabel select", ".filter input"]
)  # fmt: skip
@pytest.mark.usefixtures("selected")
def test_no_shortcut_fires_from_a_field(browser: Any, night: Path, field: str) -> None:
    browser.run("document.querySelector(arguments[0]).focus()", field)
    browser.run("window.opened = 'and typed into'")
    browser.keys("12345xur")
    assert made(night) == []
    assert browser.find("[data-edit=exclude]").get_attribute("aria-pressed") == "false"
    if field != "[name=rising]":  # what is typed there is a correction once the field is left
        browser.run("window.opened = 'for fields'")


def test_no_shortcut_fires_just_after_loading(browser: Any, address: str, night: Path) -> None:
    browser.open(address)
    browser.press("n")
    browser.press("4")
    assert made(night) == []
    browser.click(".list li[data-k=plm] a")
    browser.press("4")
    saved(browser)
    assert [change for change, _ in made(night)] == [Change.RELABEL]


def test_every_correction_goes_back_in_one_step_and_forth_again(
    browser: Any, address: str, night: Path
) -> None:
    browser.open(address)
    browser.click(".list li[data-k=plm] a")
    browser.press("4")
    saved(browser)
    assert not browser.find("[data-edit=redo]").is_enabled()
    browser.click("[data-edit=undo]")
    saved(browser)
    assert not browser.find("[data-edit=undo]").is_enabled()
    assert "you: twitch" not in browser.find(".list").text
    browser.click("[data-edit=redo]")
    saved(browser)
    assert "you: twitch" in browser.find(".list").text


def test_notes_go_back_in_one_step(browser: Any, address: str, night: Path) -> None:
    browser.open(address)
    browser.click(".noting summary")
    assert not browser.find("[data-edit=undo-notes]").is_enabled()
    browser.type("[name=stress]", "4")
    browser.type("[name=text]", "12345xu")
    browser.click(".noting button[type=submit]")
    assert saved(browser) == "Notes saved."
    told = DayNotes(stress=4, text="12345xu")
    assert read_notes(night) == told
    browser.click(".noting button[type=submit]")
    assert "like that already" in saved(browser)
    for expected in (DayNotes(), told):
        browser.click("[data-edit=undo-notes]")
        saved(browser)
        assert read_notes(night) == expected
    assert made(night) == []


def test_a_span_is_left_out_by_keys_alone(browser: Any, digits: str, night: Path) -> None:
    browser.press_on("[data-edit=exclude]", "enter")
    assert browser.run("return document.activeElement.name") == "from"
    browser.keys(digits)
    browser.type("[name=to]", digits[:2] + "30" + digits[4:] + "<Enter>")
    assert "Saved" in saved(browser)
    (line,) = read_corrections(night)
    assert (line.change, line.start_s) == (Change.EXCLUDE, QUARTER_PAST_ELEVEN)
    assert line.end_s - line.start_s == 15 * 60
    browser.press_on("[data-edit=exclude]", "enter")
    browser.keys("<Escape>")
    assert not browser.find(".spanning").is_displayed()
    assert browser.run("return document.activeElement.dataset.edit") == "exclude"


def test_a_finger_leaves_a_span_out_and_zooms(browser: Any, address: str, night: Path) -> None:
    browser.look(width=390, scheme="dark")
    browser.open(address)
    whole = browser.boxes()
    browser.touch_drag(".track.strip .plot", 0.2, 0.6)
    assert browser.boxes() != whole, "without the mode a finger zooms, as a mouse does"
    assert made(night) == []
    browser.open(address)
    browser.tap("[data-edit=exclude]")
    browser.touch_drag(".track.strip .plot", 0.25, 0.5)
    assert "Saved" in saved(browser)
    ((change, start),) = made(night)
    assert change is Change.EXCLUDE
    assert start == pytest.approx(1800, abs=60), "a quarter of two hours"
    assert browser.complaints() == []


def test_without_script_no_control_is_there_that_does_nothing(
    browser: Any, address: str, night: Path
) -> None:
    browser.open(address, script=False)
    shown = [one for one in browser.all("input, button, select, textarea") if one.is_displayed()]
    assert shown == []
    assert "JavaScript" in browser.find("noscript").text
    assert browser.find(".take a").is_displayed()
    browser.open(address)
