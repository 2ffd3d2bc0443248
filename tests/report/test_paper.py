"""What is read on the screen stands on paper, too, in a real headless Chromium."""

import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from limbwatch.cli.app import run
from limbwatch.sample_data import sample_night

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


@pytest.fixture(scope="module")
def studies(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a study, and that of a study held against another scorer."""
    out = tmp_path_factory.mktemp("studies")
    (out / "legs.csv").write_text(
        "side,onset_s,duration_s\n" + "".join(f"L,{5100 + 25 * one},2\n" for one in range(40))
    )
    (out / "stages.csv").write_text("onset_s,duration_s,stage\n600,1200,W\n1800,24000,N2\n")
    for who in "AB":
        shutil.copytree(night_folder, out / "nights" / who)
    rows = [f"{who},legs.csv|stages.csv,{who},0" for who in "AB"]
    (out / "table.csv").write_text("\n".join(["night,reference,person,shift_s", *rows]) + "\n")
    compared = ["compare", "--study", str(out / "table.csv"), "--nights", str(out / "nights")]
    assert run([*compared, "-o", str(out / "held"), "-q"]) == 0
    rows = [f"A,,{where},{path},UTC" for where, path in sample_night().items()]
    (out / "m.csv").write_text("\n".join(["subject,session,placement,path,timezone", *rows]) + "\n")
    scored = ["study", "run", str(out / "m.csv"), "-o", str(out / "study"), "--workers", "0", "-q"]
    assert run(scored) == 0
    assert run(["study", "report", str(out / "study"), "--reports", "none"]) == 0
    return {"study": out / "study" / "report.html", "held": out / "held" / "compare.html"}


@pytest.mark.parametrize(
    ("name", "told"),
    [("study", "0.90 to 1.00"), ("held", "How the reference's clock stands to ours")],
)
def test_what_is_folded_on_the_page_of_a_study_stands_on_paper(
    browser: Any, studies: dict[str, Path], name: str, told: str
) -> None:
    """Nobody can unfold paper: figures that are on no other page of it were not printed."""
    browser.look(width=1200, scheme="light")
    browser.open(studies[name].as_uri())
    folded = browser.run(
        "return [...document.querySelectorAll('details')].map(one => [one.open, one.innerText])"
    )
    assert folded
    assert not any(is_open for is_open, _ in folded)
    assert told in " ".join(" ".join(browser.pages()).split())
