"""What is true of a finding stands in one table, and its sentences have forms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.leave_one_world_out import ALARMS
from benchmarks.world_truth import EXPECTED
from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.child_advice import CHILD_ADVICE, INFANT_ADVICE
from limbwatch.classify.findings.finding_kinds import FINDING_KINDS, About
from limbwatch.classify.findings.night_findings import _EVIDENCE
from limbwatch.classify.kind import Kind
from limbwatch.cli.history.standouts import ALARMING
from limbwatch.cli.judgement import _SENSOR_FINDINGS
from limbwatch.cli.language.forms import FORMS
from tests.conftest import without_form

ROOT = Path(__file__).parents[1]
CODES = [kind.code for kind in FINDING_KINDS]
TEXTS = {"advice.py", "child_advice.py", "another_sensor.py"}
"""Modules of findings whose texts are translated as they are."""


def test_every_finding_has_evidence_and_advice() -> None:
    """A finding without one would end the scoring of the first night that has it."""
    assert len(set(CODES)) == len(CODES)
    for table in (_EVIDENCE, ADVICE, CHILD_ADVICE):
        assert set(table) == set(CODES)
    assert set(INFANT_ADVICE) == {kind.code for kind in FINDING_KINDS if kind.for_babies}


def test_the_most_urgent_come_first() -> None:
    alarming = [kind.alarming for kind in FINDING_KINDS]
    assert alarming == sorted(alarming, reverse=True)
    last = [kind.about for kind in FINDING_KINDS].index(About.SENSORS)
    assert {kind.about for kind in FINDING_KINDS[last:]} == {About.SENSORS}


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (
            {kind.code for kind in FINDING_KINDS if kind.awake_too},
            "convulsive_event tonic_event focal_event sensors_swapped low_coverage",
        ),
        (
            ALARMING,
            "convulsive_event tonic_event focal_event unnamed_shaking sleep_start_cluster",
        ),
        (_SENSOR_FINDINGS, "bed_shaken sensors_swapped low_coverage"),
        (
            {kind.code for kind in FINDING_KINDS if not kind.stands_out_alone},
            "plm_index_high one_sided bed_shaken sensors_swapped low_coverage",
        ),
        (
            {kind.code for kind in FINDING_KINDS if not kind.for_babies},
            "bed_shaken one_sided sensors_swapped low_coverage",
        ),
    ],
    ids=["awake too", "alarming", "bed and sensors", "said elsewhere", "not for babies"],
)
def test_a_property_is_of_these_findings(found: frozenset[str], written: str) -> None:
    assert found == set(written.split())


def test_benchmarks_name_findings_that_there_are() -> None:
    assert ALARMS <= ALARMING
    assert set(EXPECTED) <= set(CODES)


def test_no_other_module_lists_findings() -> None:
    """A finding stood in ten places; one that a set lacked was not alarming, and nothing failed."""
    own = set(CODES) - set(Kind)
    for folder in ("classify", "cli"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            if sum(f'"{code}"' in text for code in own) < 2:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Set | ast.List | ast.Tuple):
                    names = {one.value for one in node.elts if isinstance(one, ast.Constant)}
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    assert len(names & own) < 2, f"{where}: make it a field of FindingKind"


def pieces(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the pieces of sentences in a module, with their lines: texts that are no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    no_text = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if " " in node.value and id(node) not in no_text:
            # a form ends with the sentence
            yield from ((node.lineno, piece) for piece in node.value.split(". "))


def test_every_piece_of_evidence_is_in_a_form() -> None:
    """Evidence without a form stays English in all other languages."""
    found = 0
    for path in sorted((ROOT / "classify" / "findings").glob("*.py")):
        for line, piece in pieces(path) if path.name not in TEXTS else ():
            found += 1
            place = f"{path.relative_to(ROOT).as_posix()}:{line}"
            assert any(piece in form for form in FORMS), without_form(piece, place)
    assert found > 60


def test_a_piece_without_a_form_is_named_with_the_place_of_forms(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text('"""No text."""\nA = f"{n} times. Seen by {m} owls"\n', "utf-8")
    assert list(pieces(path)) == [(2, " times"), (2, "Seen by "), (2, " owls")]
    said = without_form(" owls", "classify/findings/x.py:2")
    assert said.startswith("classify/findings/x.py:2: no form has ' owls': write")
    assert "_EVIDENCE of cli/language/forms.py" in said
