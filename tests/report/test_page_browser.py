"""The local page clicked through in a real headless Chromium."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.night.answers.wearer import read_wearer
from limbwatch.cli.night.correction.corrections import Change, read_corrections

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def nights(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    for day in (13, 14):
        shutil.copytree(night_folder, folder / f"2026-03-{day}")
    return folder


@pytest.fixture(scope="module")
def address(nights: Path, serve: Any) -> str:
    return str(serve(nights))


def saved(browser: Any) -> str:
    """What the page says after it has saved and loaded again; then it forgets it."""
    flash = "document.querySelector('.flash')"
    browser.wait(f"return /saved/i.test({flash}.textContent)")
    return str(
        browser.run(f"const said = {flash}.textContent; {flash}.textContent = ''; return said")
    )


def figure(browser: Any) -> float:
    return float(browser.find("[data-from='plm.index_per_hour']").get_attribute("value"))


def test_open_step_relabel_exclude_and_undo(browser: Any, address: str, nights: Path) -> None:
    folder = nights / "2026-03-13"
    browser.look(width=1440, scheme="light")
    browser.open(address)
    browser.click(".shelf li:nth-child(2) a")
    assert "/night/2026-03-13" in browser.run("return location.pathname")
    before = figure(browser)
    browser.click(".list li[data-k=plm] a")
    browser.press("4")
    assert saved(browser).startswith("Saved. The index goes from ")
    relabelled = figure(browser)
    assert relabelled < before
    assert browser.find(".one").is_displayed(), "the movement stays selected"
    assert "you: twitch; program: periodic limb movement" in browser.find(".list").text
    browser.press("Escape")
    browser.click("[data-edit=exclude]")
    browser.drag(".track.strip .plot", 0.2, 0.5)
    assert saved(browser).startswith("Saved.")
    assert "2 corrections" in browser.find("#corrected").text
    assert figure(browser) != relabelled
    for _ in range(2):
        browser.click("[data-edit=undo]")
        assert saved(browser).startswith("Saved.")
    assert figure(browser) == before
    assert not browser.find("[data-edit=undo]").is_enabled()
    assert [line.change for line in read_corrections(folder)] == [
        Change.RELABEL, Change.EXCLUDE, Change.UNDO, Change.UNDO
    ]  # fmt: skip
    assert browser.complaints() == []


def test_notes_are_saved(browser: Any, address: str, nights: Path) -> None:
    browser.open(address)
    browser.click(".noting summary")
    browser.run("document.querySelector('[name=stress]').value = 0")
    browser.run("document.querySelector('[name=text]').value = '<b>tired'")
    browser.run("document.querySelector('[name=sleep_debt]').value = 'true'")
    browser.click(".noting button")
    assert saved(browser) == "Notes saved."
    assert read_notes(nights / "2026-03-14") == DayNotes(stress=0, sleep_debt=True, text="<b>tired")
    assert browser.complaints() == []


def test_questions_are_answered_on_the_page_and_taken_back(
    browser: Any, address: str, nights: Path
) -> None:
    browser.look(width=390, scheme="light")
    browser.open(address)
    browser.click(".about summary")
    browser.type(".about [name=name]", "P-17")
    browser.type(".about [name=birth_year]", "1961")
    browser.run("document.querySelector('.about [name=legs_urge]').value = 'yes'")
    browser.click(".about [type=submit]")
    assert saved(browser) == "Answers saved."
    told = read_wearer(nights / "2026-03-14")
    assert (told.name, told.birth_year, dict(told.answers)) == ("P-17", 1961, {"legs_urge": "yes"})
    assert browser.find(".about [name=legs_urge]").get_attribute("value") == "yes"
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= 390
    browser.click("[data-edit=undo-wearer]")
    assert saved(browser) == "The answers are as before. Saved."
    assert read_wearer(nights / "2026-03-14").answered == {}
    assert browser.complaints() == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_what_to_do_next_is_on_the_first_screen_of_the_page_too(
    browser: Any, address: str, width: int, height: int
) -> None:
    for script in (True, False):
        browser.look(width=width, height=height, scheme="light")
        browser.open(address, script=script)
        top = browser.run(
            "return document.querySelector('.finding .advice').getBoundingClientRect().top"
        )
        assert top <= height - 60, "its first lines"


@pytest.mark.parametrize(("width", "mode"), [(390, "dark"), (1440, "light")])
def test_no_violation_of_accessibility(browser: Any, address: str, width: int, mode: str) -> None:
    browser.look(width=width, scheme=mode)
    browser.open(address)
    browser.press("n")
    browser.click("[data-edit=exclude]")
    browser.click(".noting summary")
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= width
    own = browser.run("return location.origin")
    loaded = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
    assert all(name.startswith(own) for name in loaded)
    assert browser.complaints() == []


@pytest.mark.parametrize("page", ["nights", "live"])
def test_no_violation_of_accessibility_on_the_other_pages(
    browser: Any, address: str, page: str
) -> None:
    browser.look(width=390, scheme="light")
    browser.open(address + page)
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= 390
    assert browser.complaints() == []
