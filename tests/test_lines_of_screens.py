"""Every text on a screen is broken where a reader would break it: in one place for all of them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.night import Finding, Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.fitting import paragraph

ROOT = Path(__file__).parents[1]
UNIT = re.compile(r"[0-9]\n *(?:%|h|min|s|g|mg|Hz)(?!\w)")


def test_no_other_module_of_the_screen_breaks_lines() -> None:
    """The findings did, between a figure and its unit."""
    modules = (ROOT / "cli" / "screen").glob("*.py")
    breaking = {path.name for path in modules if "textwrap" in path.read_text("utf-8")}
    assert breaking == {"fitting.py"}


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_finding_has_its_unit_on_the_next_line(example_night: Night, code: str) -> None:
    seen = "2 times, the longest for 65 s, of left ankle and left wrist, seen by 3 of 3 sensors"
    title, advice = ADVICE["convulsive_event"]
    found = Finding(code="convulsive_event", title=title, evidence=seen, advice=advice)
    summary = summarise(replace(example_night, findings=(found,)))
    with speaking(code):
        for width in range(60, 101):
            screen = first_screen(summary, width=width)
            assert not UNIT.search(screen)
            assert max(map(len, screen.split("\n"))) <= width


def test_a_paragraph_may_begin_with_a_sign() -> None:
    lines = paragraph("one of 10 s and two of 20 s", 16, 2, begins="- ")
    assert lines == ["- one of 10 s", "  and two of", "  20 s"]
