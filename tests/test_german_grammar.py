"""German words that stand in other sentences have the case that these ask for."""

import re

import pytest

from benchmarks import translations
from limbwatch.cli.history.factors import FACTORS
from limbwatch.cli.language.spoken import speaking, tr
from limbwatch.sensor.files.dialects import DIALECTS

CATALOGUE = translations.read(translations.CATALOGUES / "de.po")
NOT_DATIVE = r"^(die|das|ihre?|eine?|keine?|ganze|getrennte) |\b(und|oder) (eine?|keine?|Werte)\b"
"""How a nominative begins, after "erkannt an:"."""


def test_what_a_dialect_is_recognised_by_stands_in_the_dative() -> None:
    said = {one.evidence: CATALOGUE.get(one.evidence).string for one in DIALECTS if one.evidence}
    assert len(said) > 20
    assert [text for text in said.values() if re.search(NOT_DATIVE, text)] == []


@pytest.mark.parametrize("name", [one.name for one in FACTORS])
def test_what_is_noted_stands_after_mit_and_alone(name: str) -> None:
    """Both in "Unterschied mit {factor}" and as a head: an adjective would be declined."""
    with speaking("de"):
        assert not re.match(r"[a-zäöüß]+(er|em|en|es|e) ", tr(name))


def test_a_limb_in_a_german_sentence_keeps_its_first_case() -> None:
    """What stands for {words} is "linker Knöchel", which fits behind a colon or "als" alone."""
    for message in CATALOGUE:
        if isinstance(message.id, str) and "the {words}" in message.id:
            assert not re.search(
                r"\b(für|den|dem|am|einer kann sein|sagt) \{words\}", message.string
            )


def test_quotes_are_german_but_around_what_is_typed() -> None:
    for message in CATALOGUE:
        for said in message.string if isinstance(message.string, tuple) else [message.string]:
            typed = re.sub(r'(=|--pair )"[^"]*"', "", said)
            assert not message.id or '"' not in typed, said


def test_numbers_with_a_unit_have_a_decimal_comma() -> None:
    number = re.compile(r"(?<![\w.{:])\d+\.\d+ (?:s|ms|g|mg|h|min|Hz|%|m/s2)(?!\w)")
    for message in CATALOGUE:
        for said in message.string if isinstance(message.string, tuple) else [message.string]:
            assert not message.id or not number.search(said), said
