"""The report in a real headless Chromium, opened from disk."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.report import charts
from limbwatch.cli.report.document import draw_report
from limbwatch.cli.report.templating import asset

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def url(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("report") / "report.html"
    out.write_bytes(draw_report(night_folder))
    return out.as_uri()


@pytest.mark.parametrize(
    ("width", "mode", "rules"),
    [
        (390, "dark", []),
        (1440, "light", []),
        (390, "light", ["color-contrast"]),
    ],
)
def test_no_violation_of_accessibility(
    browser: Any, url: str, width: int, mode: str, rules: list[str]
) -> None:
    browser.look(width=width, scheme=mode)
    browser.open(url)
    browser.press("n")
    assert browser.axe(AXE, only=rules) == []
    assert browser.width_of_content() <= width
    assert browser.complaints() == []


@pytest.mark.parametrize("counts", [(34, 18, 21), (154, 154, 692), (700, 151, 149)])
def test_no_name_of_a_side_reaches_into_the_next_on_a_phone(
    browser: Any, tmp_path: Path, counts: tuple[int, int, int]
) -> None:
    picture = charts._shares(
        tuple(zip(("Left only", "Both together", "Right only"), "lbr", counts, strict=True)),
        sum(counts),
    )
    page = tmp_path / "sides.html"
    head = f"<meta name=viewport content='width=device-width'><style>{asset('report.css')}</style>"
    page.write_text(f"<!doctype html>{head}<main>{picture}</main>", encoding="utf-8")
    browser.look(width=390, scheme="light")
    browser.open(page.as_uri())
    spans = browser.run(
        "return [...document.querySelectorAll('text.tick')].map(e => e.getBoundingClientRect())"
        ".map(b => [b.left, b.right])"
    )
    assert len(spans) >= 2
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


def test_nothing_is_asked_of_any_network(browser: Any, url: str) -> None:
    browser.look(width=1440, scheme="light")
    browser.open(url)
    assert browser.run("return performance.getEntriesByType('resource').map(e => e.name)") == []
    assert browser.complaints() == []


def test_the_print_has_the_answer_and_the_night_on_page_one_and_all_figures_on_two(
    browser: Any, url: str
) -> None:
    browser.open(url)
    pages = browser.pages()
    assert 2 <= len(pages) <= 6
    for words in ("What stands out", "Many periodic limb movements", "WASM 2016", "Turn"):
        assert words in pages[0], words
    for words in ("PLMS index", "Wake after sleep onset", "Not a diagnosis"):
        assert words in pages[1], words
    assert "Quality of the data" not in pages[0] + pages[1]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1280, 800)])
def test_what_to_do_next_is_on_the_first_screen_and_movements_are_folded(
    browser: Any, url: str, width: int, height: int
) -> None:
    for script in (True, False):
        browser.look(width=width, height=height, scheme="light")
        browser.open(url, script=script)
        bottom = browser.run(
            "return document.querySelector('.finding .advice').getBoundingClientRect().bottom"
        )
        assert bottom <= height
        shown = browser.run(
            "return [...document.querySelectorAll('.list li')].filter(e => e.checkVisibility())"
        )
        assert shown == []


def test_movements_unfold_by_key_and_by_the_address(browser: Any, url: str) -> None:
    browser.look(width=1280, scheme="light")
    browser.open(url)
    browser.press_on(".list .hour summary", "enter")
    assert browser.find("#m1").is_displayed()
    browser.open(f"{url}#m40")
    assert browser.find("#m40").is_displayed(), "who was sent to a movement sees it"


def test_every_movement_stands_in_its_hour(browser: Any, url: str) -> None:
    browser.open(url)
    titles, times = browser.run(
        "const hours = [...document.querySelectorAll('.list .hour')];"
        "return [hours.map(h => h.querySelector('summary').textContent.slice(0, 3)), hours.map("
        "h => [...h.querySelectorAll('li a')].map(a => a.textContent.slice(0, 3)))]"
    )
    assert len(titles) >= 2
    for title, inside in zip(titles, times, strict=True):
        assert set(inside) == {title}


def test_figures_are_there_without_script(browser: Any, url: str) -> None:
    browser.open(url, script=False)
    shown = browser.run(
        "return [...document.querySelectorAll('svg[role=img]')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert len(shown) > 10
    assert all(height > 5 for height in shown)
    assert not browser.find(".tools").is_displayed()


def test_zoom_list_and_trace_belong_together(browser: Any, url: str) -> None:
    browser.look(width=1440, scheme="light")
    browser.open(url)
    whole = browser.boxes()
    browser.press("+")
    assert browser.boxes() != whole
    browser.press("n")
    panel = browser.find(".one")
    assert panel.is_displayed()
    first = panel.text
    browser.press("n")
    assert panel.text != first
    browser.press("p")
    assert panel.text == first
    browser.press("Escape")
    assert browser.boxes() == whole
    browser.click("#m20 a")
    assert browser.find(".list li.now").get_attribute("id") == "m20"
    assert len(browser.all(".one .trace svg path")) > 0


def test_a_kind_can_be_hidden(browser: Any, url: str) -> None:
    browser.open(url)
    browser.run("for (const one of document.querySelectorAll('.list .hour')) one.open = true")
    shown = "return [...document.querySelectorAll('.list li')].filter(e => e.offsetHeight).length"
    before = browser.run(shown)
    browser.click(".filter input[value=plm]")
    after = browser.run(shown)
    assert 0 < after < before
    browser.click("[data-kinds=none]")
    assert browser.run(shown) == 0
    browser.click("[data-kinds=all]")
    assert browser.run(shown) == before
