"""One table of published rules: what it holds can be chosen, is named and explained everywhere."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, get_args

import pytest

import limbwatch
from limbwatch.classify.associations import WINDOWS
from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.published import (
    AASM_3,
    COLEMAN_1982,
    FOR_NIGHTS,
    MICHAUD_2001,
    PUBLISHED,
    WASM_2016,
    rules_by_name,
)
from limbwatch.classify.rules.rule_names import NightRulesName, RulesName
from limbwatch.classify.rules.rule_set import BY_NAME, Rules
from limbwatch.cli.app import command, run
from limbwatch.cli.kinds import EXPLANATIONS, criterion_words
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.rule_titles import short_title_of, title_of
from limbwatch.cli.screen.scored_list import ScoredList, as_dict, as_text

ROOT = Path(__file__).parents[1]
each_set = pytest.mark.parametrize("rules", PUBLISHED, ids=lambda rules: rules.name)


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for key, inner in getattr(group, "commands", {}).items():
        yield from commands(inner, f"{name} {key}".strip())
    yield name, group


def listed(rules: Rules, *onsets: float) -> ScoredList:
    table = LegMovements.from_seconds(
        side=[Side.LEFT] * len(onsets), onset=list(onsets), duration=[1.0] * len(onsets)
    )
    return ScoredList(scored=score(table, rules), joined=score(table, WASM_2016), rules=rules)


def test_names_for_type_checkers_are_those_of_the_table() -> None:
    assert get_args(NightRulesName) == tuple(rules.name for rules in FOR_NIGHTS)
    assert get_args(RulesName) == tuple(rules.name for rules in PUBLISHED)
    assert tuple(BY_NAME) == tuple(rules.name for rules in PUBLISHED)
    assert limbwatch.Rules is Rules


COMMANDS = [
    name
    for name, each in commands(command())
    if any("--rules" in option.opts for option in each.params)
]
"""Commands that take rules."""


def test_whatever_scores_takes_rules() -> None:
    assert {"score", "view", "compare", "replay", "record", "rescore", "study run"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_rules_offers_all_rules_for_nights(name: str, capsys: Any) -> None:
    """Coleman's were in the table, and no command took them."""
    assert run([*name.split(), "--help"]) == 0
    assert "|".join(rules.name for rules in FOR_NIGHTS) in capsys.readouterr().out


@each_set
def test_rules_are_named_where_their_names_are_explained(rules: Rules) -> None:
    for thing in (rules_by_name, limbwatch.score_night):
        assert rules.name in (inspect.getdoc(thing) or "")
    with pytest.raises(ValueError, match=rules.name):
        rules_by_name("icsd")


@each_set
def test_titles_of_rules_are_translated(rules: Rules) -> None:
    with (ROOT / "cli/language/catalogues/de.mo").open("rb") as file:
        german = vars(GNUTranslations(file))["_catalog"]
    assert {rules.title, rules.short_title} <= set(german)


@each_set
def test_rules_are_in_the_table_of_the_documents(rules: Rules) -> None:
    low, high = rules.interval_limits_s
    row = (
        f"| `{rules.name}` | {rules.title} | {rules.shortest / 1000:g} to {rules.longest / 1000:g} "
        f"s | {low:g} to {high:g} s | {'sleep' if rules.sleep_required else 'sleep and wake'} |"
    )
    assert row in (ROOT / "docs/scorings.md").read_text().splitlines()


def test_rules_that_are_added_have_their_titles_and_limits(monkeypatch: Any) -> None:
    added = replace(WASM_2016, name="mine2030", title="Mine 2030, a draft", interval_shortest=7_000)
    assert added.short_title == added.title  # and not that of the rules it was made from
    monkeypatch.setitem(BY_NAME, added.name, added)
    assert rules_by_name("Mine2030") is added
    assert (title_of("mine2030"), short_title_of("mine2030")) == (added.title, added.title)
    assert "7 to 90 seconds after the one before (Mine 2030, a draft)" in criterion_words(
        Kind.PLM, added
    )
    assert "Mine 2030, a draft: intervals 7-90 s" in as_text(listed(added, 1, 2))


def test_rules_that_this_version_does_not_know_are_called_by_their_name() -> None:
    assert (title_of("later2040"), short_title_of("later2040")) == ("later2040", "later2040")
    changed = replace(AASM_3, series_shortest=3)
    assert (changed.title, changed.short_title) == (
        "AASM manual version 3, changed",
        "AASM, changed",
    )
    assert not re.search(r"\d", criterion_words(Kind.PLM, None))


def test_a_title_alone_makes_no_other_rules() -> None:
    """Rules written out before there were short titles are still those of the publication."""
    assert replace(AASM_3, short_title="the manual").name == "aasm"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            WASM_2016,
            "of 0.5 to 10 seconds in a leg, each 10 to 90 seconds after the one",
        ),
        (AASM_3, "of 0.5 to 10 seconds in a leg, each 5 to 90 seconds after the one before (AASM)"),
        (COLEMAN_1982, "of 0.5 to 5 seconds in a leg, each 4 to 90 seconds after the one before"),
        (MICHAUD_2001, "each 4 to 90 seconds after the one before (Michaud 2001)"),
    ],
)
def test_periodic_movements_are_explained_by_the_rules_of_the_night(
    rules: Rules, words: str
) -> None:
    """Beside Coleman's limits stood "10 to 90 seconds (WASM 2016), or 5 to 90 (AASM)"."""
    told = criterion_words(Kind.PLM, rules)
    assert told.startswith("At least 4 in a row, ")
    assert words in told


def test_other_kinds_are_explained_by_no_rules() -> None:
    for kind in set(Kind) - {Kind.PLM}:
        assert criterion_words(kind, WASM_2016) == EXPLANATIONS[kind].criterion


def test_german_explains_with_the_limits_of_the_night_too() -> None:
    with speaking("de"):
        told = criterion_words(Kind.PLM, COLEMAN_1982)
    assert "0,5 bis 5 Sekunden lang, jede 4 bis 90 Sekunden nach der vorigen (Coleman 1982)" in told


@pytest.mark.parametrize(
    ("rules", "short", "limit"),
    [(WASM_2016, 2, 10), (AASM_3, 0, 5), (COLEMAN_1982, 0, 4)],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_an_interval_is_short_below_the_limit_of_the_rules(
    rules: Rules, short: int, limit: int
) -> None:
    """By AASM it said "2 short-interval", and four lines on "0 below 5 s"."""
    found = listed(rules, 100, 107, 114, 300)
    shown = " ".join(as_text(found).split())
    assert f"(0 periodic, {short} short-interval, below {limit} s, {4 - short} isolated)" in shown
    assert f"{short} below {limit} s" in shown
    content: Any = json.loads(json.dumps(as_dict(found)))
    assert content["distribution"]["short_interval"] == short
    assert content["interval_s"]["short"] == short


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("wasm2016", "WASM 2016, -2.0 to +10.25 s around the end of a breathing event"),
        ("aasm", "AASM, 0.5 s before to 0.5 s after a breathing event"),
        ("later2040", "later2040"),
    ],
)
def test_a_window_is_told_with_its_own_limits(window: str, words: str) -> None:
    figures = RespiratoryFigures(
        window=window, leg_movements=1, plm=1, plm_without=0, plm_without_per_hour=None
    )
    assert respiratory_words(figures) == words
    assert {each.rules for each in WINDOWS} <= {rules.name for rules in FOR_NIGHTS}


RULES_WORDS = re.compile(r"WASM|AASM|Coleman|Michaud|\b(?:4|5|10)(?: to |-)90 s")
ABOUT_NO_NIGHT = {
    "cli/history/nights_sheet.py": "the guideline of the AASM on augmentation",
    "cli/immobilisation.py": "studies of the test, which has its own rules",
    "cli/report/tables.py": "the limits of the periodicity index, named as Ferri's",
    "cli/screen/first_screen.py": "the limits of the periodicity index, named as Ferri's",
    "cli/study/tabled/figure_columns.py": "the limits of the periodicity index, named as Ferri's",
}
"""Files that name a publication or its limits, and why that holds under any rules."""


def spoken_texts(source: str) -> Iterator[str]:
    """Yield the string constants of a source that are no docstring."""
    tree = ast.parse(source)
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


def test_texts_name_no_rules_but_those_of_the_table() -> None:
    """A text that names rules itself is untrue on a night of other rules."""
    naming = set()
    for folder in ("cli", "classify/findings"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text()
            if RULES_WORDS.search(source) and any(map(RULES_WORDS.search, spoken_texts(source))):
                naming.add(path.relative_to(ROOT).as_posix())
    assert naming == set(ABOUT_NO_NIGHT)
