"""German advice says one thing in one way, and nobody can take it otherwise."""

import re
from collections import defaultdict
from functools import cache

import pytest

from benchmarks import translations
from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.child_advice import CHILD_ADVICE, INFANT_ADVICE
from limbwatch.cli.language.spoken import speaking, tr

TABLES = (ADVICE, CHILD_ADVICE, INFANT_ADVICE)
SENTENCE = re.compile(r"(?<=[.?!:;]) ")
"""Where a part of an advice ends that the next one may have in common with another."""


@cache
def german() -> tuple[tuple[str, str], ...]:
    """Give all texts, English and German, each form of a plural by itself."""
    return tuple(translations.pairs_of(translations.read(translations.CATALOGUES / "de.po")))


def parts(text: str) -> list[str]:
    return [one.strip(".;:").lower() for one in SENTENCE.split(text)]


def test_the_same_advice_is_the_same_in_german() -> None:
    """A mother read of "Säuglinge" nine times and of "Babys" once, and of what was not the same."""
    ways = defaultdict(set)
    with speaking("de"):
        for one in (each for table in TABLES for each in table.values()):
            for english, said in ((one.title, tr(one.title)), (one.text, tr(one.text))):
                if len(parts(english)) == len(parts(said)):
                    for part, other in zip(parts(english), parts(said), strict=True):
                        ways[part].add(other)
    assert len(ways) > 100
    assert {part: others for part, others in ways.items() if len(others) > 1} == {}


def test_titles_of_findings_can_be_told_apart_in_a_list() -> None:
    """They stand in one line with commas between them, after how many there are."""
    with speaking("de"):
        titles = {tr(one.title) for table in TABLES for one in table.values()}
    assert [title for title in titles if "," in title] == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r"\bGlied(s|e|es)?\b", "a limb is a Gliedmaße: the other word is a penis as well"),
        (r"schütteln (sah|sehen)|hat schütteln", "who shook whom? es schüttelte Sie"),
        (r"einem nach dem anderen", "each of them, or a row of them? aufeinander folgen"),
        (r"Rat von Kindern", "advice that children give"),
        (r"Kind, in seinen eigenen Worten", "in whose words? the child is to say it"),
        (r"später (anstrengender )?Sport", "late sport, or sport later on? am späten Abend"),
        (r"\bBab(y|ys)\b", "a baby is a Säugling"),
        (r"\bAnfälle von\b", "an attack is an epileptic one"),
        (r"Befunde", "what a program finds is no finding of a doctor"),
    ],
)
def test_no_german_text_may_be_taken_otherwise(wrong: str, why: str) -> None:
    assert [said for _, said in german() if re.search(wrong, said)] == [], why


def test_what_was_found_is_not_told_as_the_readers_own() -> None:
    """A parent or a doctor reads it as well."""
    forms = [
        said
        for english, said in german()
        if "something other than the wearer" in english or english.startswith("{limbs} {share} %")
    ]
    assert len(forms) >= 4
    assert [said for said in forms if "Ihnen" in said or "% lang" in said] == []


def test_dreams_that_are_not_told_are_not_told_as_if_they_were() -> None:
    (said,) = [said for english, said in german() if english.startswith("Single blows of an arm")]
    assert "nur in etwa der Hälfte der Nächte, in denen sie vorkommen" in said
