"""The page of a comparison in a real headless Chromium: its tables have room, or scroll."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.app import run


@pytest.fixture(scope="module")
def held(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Six nights with all intervals that a table can hold, in both languages."""
    out = tmp_path_factory.mktemp("held")
    rows = []
    for who in range(6):
        legs = [
            f"{side},{5100 + 25 * one + 0.02 * who * (one % 3 + 1)},{2 + 0.3 * who}"
            for one in range(40 - 3 * who)
            for side in "LR"
        ]
        name = f"legs{who}.csv"
        (out / name).write_text("\n".join(["side,onset_s,duration_s", *legs]) + "\n")
        shutil.copytree(night_folder, out / "nights" / f"N{who}")
        rows.append(f"N{who},{name}|stages.csv,P{who},0")
    (out / "stages.csv").write_text("onset_s,duration_s,stage\n600,1200,W\n1800,24000,N2\n")
    (out / "table.csv").write_text("\n".join(["night,reference,person,shift_s", *rows]) + "\n")
    asked = ["compare", "--study", str(out / "table.csv"), "--nights", str(out / "nights")]
    for code in ("en", "de"):
        assert run(["--lang", code, *asked, "-o", str(out / code), "-q"]) == 0
    return {code: out / code / "compare.html" for code in ("en", "de")}


def opened(browser: Any, page: Path, width: int) -> None:
    browser.look(width=width, scheme="light")
    browser.open(page.as_uri())
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_table_is_cut_at_1200_px(browser: Any, held: dict[str, Path], code: str) -> None:
    """That of movements ended within a word, and had to be scrolled."""
    opened(browser, held[code], 1200)
    cut = """return [...document.querySelectorAll('.wide')]
        .filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)"""
    assert browser.run("return document.querySelectorAll('.wide td .whole').length") > 50
    assert browser.run(cut) == []


@pytest.mark.parametrize("code", ["en", "de"])
def test_what_a_table_is_of_is_read_whole_on_a_phone(
    browser: Any, held: dict[str, Path], code: str
) -> None:
    """A wide table scrolls; what stands above it, and its first column, stay in view."""
    opened(browser, held[code], 390)
    assert browser.width_of_content() <= 390
    assert browser.run("return document.querySelectorAll('.wide caption span').length") > 5
    beyond = """return [...document.querySelectorAll('.wide')].flatMap(one => {
        one.scrollLeft = 1000;
        const right = one.getBoundingClientRect().right + 1;
        return [...one.querySelectorAll('caption span, th[scope=row]')].filter(part => {
            const box = part.getBoundingClientRect();
            return box.right > right || box.left < 0;
        }).map(part => part.textContent);
    })"""
    assert browser.run(beyond) == []
