"""A figure is rounded once: it is kept with the decimals for it, and all places round alike."""

import re
from dataclasses import replace
from fractions import Fraction
from math import floor
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rounding import kept_share, rounded
from limbwatch.classify.summary import summarise
from limbwatch.cli.language.forms import FORMS
from limbwatch.cli.words import figure, spell
from limbwatch.sensor import Placement

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("count", "minutes", "told"),
    [(49, "144.5", "20.3"), (124, "414.5", "17.9"), (297, "1200", "14.9")]
)  # fmt: skip
def test_an_index_is_rounded_from_what_was_counted(count: int, minutes: str, told: str) -> None:
    kept = kept_share(count, float(minutes) / 60)
    assert figure(kept, 1) == told


def test_no_count_by_whole_epochs_is_rounded_twice() -> None:
    for epochs in range(7, 2400, 13):
        for count in range(0, 900, 7):
            exact = Fraction(120 * count, epochs)
            kept = kept_share(count, epochs * 30 / 3600)
            assert figure(kept, 1) == f"{floor(exact * 10 + Fraction(1, 2)) / 10:.1f}"


def test_lengths_and_shares_of_a_night_are_rounded_once(example_night: Night) -> None:
    bed = (0.0, 25_000.0 + 89.46 * 60)
    sleep = summarise(replace(example_night, sleep=replace(example_night.sleep, in_bed=bed))).sleep
    assert sleep.time_in_bed_minutes == pytest.approx(bed[1] / 60, abs=1e-3)
    assert spell(89.457) == "1 h 29 min", "89.5 would be an hour and a half"
    kept = kept_share(8546, 10_000)
    assert figure(100 * (kept or 0)) == "85", "0.855 would be 86"


def _legs(night: Night, count: int, epochs: int) -> dict[str, str]:
    sleep = replace(
        night.sleep, epoch=30.0, asleep=np.ones(epochs, bool), valid=np.ones(epochs, bool)
    )
    length = 30.0 * epochs
    ankle = Placement.ANKLE_LEFT
    seen = replace(night.coverage[0], placement=ankle, worn_s=length, gaps=(), not_worn=())
    kick = replace(night.events[0], kind=Kind.PLM, limbs=(ankle,), asleep=True, series=1)
    events = [replace(kick, onset=10.0 + 20 * k, duration=1.0) for k in range(count)]
    found = findings_of(
        events, sleep, [seen], length=length, age=None, breath_swells=lambda _: False
    )
    return {one.code: one.evidence for one in found}


@pytest.mark.parametrize(
    ("count", "epochs", "said"),
    [(147, 882, "in 7.4 h"), (86, 486, "in 4.1 h"), (63, 426, "in 3.6 h")],
)
def test_a_half_in_a_finding_goes_up_as_on_the_page(
    example_night: Night, count: int, epochs: int, said: str
) -> None:
    assert said in _legs(example_night, count, epochs)["plm_index_high"]
    assert said == f"in {figure(epochs / 120, 1)} h"


def test_an_index_that_is_rounded_to_the_limit_says_that_it_is_above(
    example_night: Night,
) -> None:
    said = _legs(example_night, 61, 487)["plm_index_high"]
    assert said.startswith("15.0 (rounded; a little more than 15) periodic limb movements per hour")
    assert "{index} (rounded; a little more than {limit})" in FORMS
    assert "rounded" not in _legs(example_night, 62, 487)["plm_index_high"]
    assert "plm_index_high" not in _legs(example_night, 60, 480)


def test_every_sentence_that_is_kept_rounds_halves_up() -> None:
    """Python's own formatting takes halves to the even digit, and pages take them up."""
    files = [*(ROOT / "classify" / "findings").glob("*.py"), ROOT / "classify/labels/reasons.py"]
    assert len(files) > 8
    for path in [*files, ROOT / "cli/night/scale_file.py"]:
        assert not re.findall(r"\{[^{}]*:\.\df\}", path.read_text(encoding="utf-8")), path
    assert [rounded(48.5), rounded(0.45, 1), rounded(float("nan"), 1)] == ["49", "0.5", "nan"]


def test_a_reason_says_the_peak_that_is_kept() -> None:
    """33.46 mg is kept as 0.0335 g, which the list tells as 34 mg: so does the reason."""
    said = (ROOT / "tests/golden/sample/events.csv").read_text(encoding="utf-8")
    peaks = re.findall(r",(0\.0\d*),\"[^\"]*?peak (\d+) mg", said)
    assert len(peaks) >= 6
    assert all(figure(1000 * float(kept)) == told for kept, told in peaks)
