"""What is read on the screen stands on paper, too, in a real headless Chromium."""

from pathlib import Path
from typing import Any, Final

import pytest

from limbwatch.cli.app import run

LEFT_OUT: Final = "#sides, #movements, .along"
"""What is left out of a print: a picture whose figures stand there, the movements, advice."""
READ: Final = "h1, h2, h3, .over, .under, .lead, .basis, figcaption, caption, th"


@pytest.fixture(scope="module")
def pages(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("paper")
    reference = tmp_path_factory.mktemp("reference") / "legs.csv"
    rows = [f"L,{5100 + 25 * one},2" for one in range(40)]
    reference.write_text("\n".join(["side,onset_s,duration_s", *rows]) + "\n")
    beside = ["--nights", str(night_folder.parent)]
    compared = ["compare", night_folder.name, "--with", str(reference), "--shift", "0"]
    assert run([*compared, *beside, "-o", str(out / "held")]) == 0
    assert run(["view", "--all", "--html", *beside, "-o", str(out / "nights.html")]) == 0
    report = ["view", night_folder.name, "--html", *beside]
    assert run([*report, "-o", str(out / "report.html")]) == 0
    return {name: out / f"{name}.html" for name in ("report", "nights", "held/compare")}


@pytest.mark.parametrize("name", ["report", "nights", "held/compare"])
def test_titles_answers_and_captions_of_the_screen_stand_on_paper(
    browser: Any, pages: dict[str, Path], name: str
) -> None:
    """A printed comparison told neither the night nor the rules."""
    browser.look(width=1200, scheme="light")
    browser.open(pages[name].as_uri())
    seen = f"""[...document.querySelectorAll('{READ}')]
        .filter(one => one.checkVisibility() && !one.closest('{LEFT_OUT}'))
        .map(one => one.textContent)"""
    on_screen = browser.run(f"return {seen}")
    browser._do("Emulation.setEmulatedMedia", media="print")
    assert on_screen
    assert browser.run(f"return {seen}") == on_screen
