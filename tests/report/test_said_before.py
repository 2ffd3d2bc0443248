"""What was unsafe or untrue is said no more, and what replaced it is: the table of the docs."""

import re
from pathlib import Path

import pytest

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.cli.language import spoken

DOCS = Path(__file__).parents[2] / "docs"
CATALOGUE = Path(spoken.__file__).parent / "catalogues" / "de.po"
HEADING = "## What was unsafe or untrue, and what it says now"
SAID_NO_MORE = (
    "common and harmless",
    "in 1 limbs",
    "many sleep well with such a number",
    "right as often as they say",
    "100 % sure",
    "even intervals",
    "the sleeper does not notice",
    "in no rhythm",
    "nothing stands out",
    "turn of left ankle",
    "body position",
)
"""Of an early version, read by the eyes of a sleep physician."""


def folded(text: str) -> str:
    return " ".join(text.lower().split())


def texts() -> str:
    """Everything that a person can be told: what the catalogue of a language is made of."""
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', CATALOGUE.read_text("utf-8"), re.M)
    return folded("\n".join("".join(re.findall(r'^"(.*)"$', one, re.M)) for one in found))


def table() -> list[tuple[str, str, str]]:
    page = (DOCS / "what-it-means.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", page.partition(HEADING)[2], re.M)
    return [row for row in rows if row[0] != "it said"]


def test_every_sentence_that_was_found_has_its_row() -> None:
    """Eight unsafe and five untrue ones, and the all-clear."""
    assert len(table()) == 14


@pytest.mark.parametrize("words", SAID_NO_MORE)
def test_what_was_unsafe_or_untrue_is_said_no_more(words: str) -> None:
    assert words not in texts()
    page = (DOCS / "what-it-means.md").read_text(encoding="utf-8")
    assert words not in folded(page.partition(HEADING)[0])


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0][:40])
def test_what_it_says_now_is_said(row: tuple[str, str, str]) -> None:
    now = row[2]
    for sentence in re.findall(r'"([^"]+)"', now):
        assert folded(sentence) in texts(), sentence
    for code in re.findall(r"`(\w+)`", now):
        assert code in ADVICE
