"""What ``compare`` says of each night, of what nobody scored, and of how figures are made."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from limbwatch.classify.agreement.categories import category_kappa
from limbwatch.classify.agreement.estimates import ALIKE, Estimate, over_nights
from limbwatch.classify.agreement.reference import Marks, Reference
from limbwatch.classify.agreement.staging import staging
from limbwatch.classify.agreement.study_agreement import StudyNight, study_figures
from limbwatch.classify.night import Night
from limbwatch.cli.app import run
from limbwatch.cli.compare.detection_table import nights_table
from limbwatch.cli.compare.figure_names import INDEX_NAMES, with_interval
from limbwatch.cli.compare.figures_json import compare_json
from limbwatch.cli.compare.outline import outline
from limbwatch.cli.compare.paired_tables import paired_table
from limbwatch.cli.screen.fitting import fitted
from limbwatch.cli.words import UNKNOWN
from tests.test_compare import leg_rows, stored, table
from tests.test_night_agreement import held, own_onsets, reference_of

if TYPE_CHECKING:
    from limbwatch.classify.agreement.night_agreement import NightAgreement

Compared = Callable[..., tuple[dict[str, Any], str, str]]


@pytest.fixture
def compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Compared:
    def made(*arguments: str) -> tuple[dict[str, Any], str, str]:
        out = tmp_path / "out"
        asked = ["compare", *arguments, "--nights", str(tmp_path / "nights"), "-q", "-o", str(out)]
        assert run(asked) == 0
        content = json.loads((out / "compare.json").read_text(encoding="utf-8"))
        html = (out / "compare.html").read_text(encoding="utf-8")
        return content, html, capsys.readouterr().out

    return made


@pytest.fixture
def study(example_night: Night, tmp_path: Path) -> Path:
    """Six nights alike in sleep; from one to the next the reference has a movement more."""
    rows: list[tuple[object, ...]] = []
    for number in range(6):
        name = f"2026-03-{14 + number:02d}"
        stored(example_night, tmp_path / "nights", name)
        extra = [("L", 10_000 + 40 * k, 2) for k in range(number)]
        legs = table(
            tmp_path / f"legs{number}.csv",
            "side,onset_s,duration_s",
            [*leg_rows(example_night), *extra],
        )
        stages = table(
            tmp_path / f"stages{number}.csv",
            "onset_s,duration_s,stage",
            [(600, 1200, "W"), (1800, 26_400, "N2")],
        )
        rows.append((name, f"{legs.name}|{stages.name}", 0))
    return table(tmp_path / "study.csv", "night,reference,shift_s", rows)


def without_wake(night: Night) -> Reference:
    """A scorer who marked movements in sleep alone, beside 40 min of wake."""
    asleep = [t for t in own_onsets(night) if 1800 <= t < 27_000]
    return reference_of([*asleep, *(20_000.0 + 200 * k for k in range(20))])


def of_study(nights: "list[NightAgreement]") -> Any:
    return study_figures(
        [StudyNight(agreement=one, person=f"p{k}", age=None) for k, one in enumerate(nights)]
    )


def test_an_index_of_wake_that_nobody_scored_is_unknown_and_not_0(example_night: Night) -> None:
    """docs/validation.md: unknown is null; of a night and over nights, with the n that is left."""
    found = held(example_night, without_wake(example_night))
    assert found.time.asleep_only
    assert found.indices["plmw"].ours > 0
    assert np.isnan(found.indices["plmw"].reference)
    scored = held(example_night, reference_of([*own_onsets(example_night), 27_100.0]))
    assert np.isfinite(scored.indices["plmw"].reference)

    alone = compare_json(of_study([found]))
    assert alone["indices"]["plmw"]["reference"] is None
    assert alone["per_night"][0]["indices"]["plmw"]["reference"] is None
    line = rf"(?m)^PLMW per hour of wake +[\d.]+ +{UNKNOWN}$"
    assert re.search(line, outline(of_study([found])))

    nights = of_study([found, scored, found, scored, found])
    plmw = compare_json(nights)["indices"]["plmw"]
    assert (plmw["bias_n"], plmw["reference_n"], plmw["icc_n"]) == (2, 2, 2)
    rows = paired_table(nights.indices, INDEX_NAMES, single=False)["rows"]
    assert next(row[1] for row in rows if row[0].startswith("PLMW")) == "2"


def test_intervals_in_sleep_need_somebody_who_scored_sleep(example_night: Night) -> None:
    """Ours are those asleep: a list without sleep gave all of its intervals beside them."""
    series = [3600.0 + 25 * k for k in range(8)]
    bare = replace(
        reference_of(series),
        stages=Marks.none(),
        stage=np.array([], dtype="<U8"),
        lights_off=None,
        lights_on=None,
    )
    assert np.isnan(held(example_night, bare).indices["interval_log_mean"].reference)
    told = replace(bare, asleep=np.array([True] * 8))
    found = held(example_night, told).indices["interval_log_mean"].reference
    assert found == pytest.approx(25.0)


@pytest.mark.parametrize("scored", [False, True])
def test_wake_that_nobody_staged_is_no_wake_of_0_min(example_night: Night, *, scored: bool) -> None:
    """Stages of sleep alone, with nothing between them: of wake nothing is known."""
    reference = reference_of(own_onsets(example_night))
    if not scored:
        reference = replace(reference, stage=np.array(["", "N2", ""]))
    found = staging(example_night.sleep, reference)
    assert found is not None
    assert found.reference.total == 420
    assert found.sensitivity > 0.9
    unknown = (found.accuracy, found.specificity, found.kappa, found.pabak)
    for minutes in (found.ours, found.reference):
        unknown += (minutes.latency, minutes.after_onset, minutes.efficiency)
    assert np.isfinite(unknown).tolist() == [scored] * len(unknown)


def test_a_night_that_was_staged_as_sleep_throughout_has_no_wake_and_that_is_known(
    example_night: Night,
) -> None:
    reference = replace(reference_of([]), stage=np.array(["N1", "N2", "R"]))
    found = staging(example_night.sleep, reference)
    assert found is not None
    assert found.wake_scored
    assert (found.reference.after_onset, found.reference.efficiency) == (0, 1)
    assert found.accuracy == pytest.approx(found.ours.total / found.reference.total)


@pytest.mark.parametrize("listed", [False, True])
def test_breathing_that_nobody_scored_is_empty_in_pairs_csv(
    example_night: Night, tmp_path: Path, compared: Compared, *, listed: bool
) -> None:
    stored(example_night, tmp_path / "nights", "2026-03-14")
    legs = table(tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(example_night))
    files = [str(legs)]
    if listed:
        rows: list[tuple[object, ...]] = [(3600, 12, "hypopnea")]
        files.append(str(table(tmp_path / "b.csv", "onset_s,duration_s,kind", rows)))
    compared("latest", "--with", *files, "--shift", "0")
    text = (tmp_path / "out" / "pairs.csv").read_text(encoding="utf-8")
    told = {row["breathing"] for row in csv.DictReader(io.StringIO(text))}
    assert told == ({"0", "1"} if listed else {""})


def test_each_night_has_its_own_counts_and_shares(study: Path, compared: Compared) -> None:
    """They add up to those of the study, and stand on its page."""
    content, html, _ = compared("--study", str(study))
    nights = content["per_night"]
    for level in ("movements", "plm"):
        for name in ("tp", "fp", "fn"):
            assert sum(one[level][name] for one in nights) == content[level][name]
    last = nights[-1]["movements"]
    assert (last["fn"], last["fp"], last["tolerance_s"]) == (5, 0, 1.0)
    assert last["recall"] == pytest.approx(last["tp"] / (last["tp"] + 5), abs=1e-6)
    assert last["precision"] == 1
    assert last["f1"] == pytest.approx(2 * last["tp"] / (2 * last["tp"] + 5), abs=1e-6)
    mean = np.mean([one["sleep"]["kappa"] for one in nights])
    assert content["sleep"]["kappa"] == pytest.approx(mean)
    assert nights[0]["sleep"]["tst_minutes"]["reference"] == 440
    row = re.search(r'<th scope="row">2026-03-19</th>((?:<td[^>]*>[^<]*</td>){2,})', html)
    assert row is not None
    cells = re.findall(r">([^<]*)</td>", row[1])
    assert cells[:3] == [str(last["tp"]), "0", "5"]
    assert cells[3:6] == ["1.00", f"{last['recall']:.2f}", f"{last['f1']:.2f}"]
    assert len(cells) == 13


def test_what_a_night_lacks_is_unknown_in_its_row(example_night: Night) -> None:
    bare = replace(without_wake(example_night), listed=False)
    bare = replace(bare, stages=Marks.none(), stage=np.array([], dtype="<U8"))
    known = held(example_night, without_wake(example_night))
    nights = of_study([held(example_night, bare), known])
    of_night = compare_json(nights)["per_night"][0]
    assert set(of_night["movements"].values()) == set(of_night["plm"].values()) == {None}
    assert of_night["sleep"] is None
    shown = nights_table(nights, "0.5")
    assert shown is not None
    assert shown["rows"][0][1:] == (UNKNOWN,) * 13
    assert nights_table(of_study([held(example_night, bare)]), "0.5") is None


def test_an_interval_of_nights_that_do_not_differ_is_none() -> None:
    """Nights drawn again all give one figure, which is no certainty; Wilson's has a width."""
    alike = over_nights([np.ones(12)], np.mean)
    assert (alike.value, alike.ci, alike.method, alike.n) == (1, None, ALIKE, 12)
    index = np.array([2, 3, 8, 9, 20, 22, 31, 40, 55, 60, 70, 90.0])
    agreed = category_kappa(index, index + 0.1)
    assert (agreed.value, agreed.ci) == (1, None)
    assert with_interval(agreed) == "1.00 [-]"
    assert with_interval(Estimate(value=1.0, n=12)) == "1.00"
    assert Estimate(value=2.0, ci=(2.0, 2.0), n=9, method="Student's t").ci is None
    assert Estimate(value=2.0, ci=(1.9, 2.0), n=9).ci == (1.9, 2.0)


def test_where_no_interval_stands_is_said_what_that_means(study: Path, compared: Compared) -> None:
    content, html, told = compared("--study", str(study))
    assert content["sleep"]["kappa_ci"] is None
    assert content["movements"]["precision_ci"] is None
    assert content["movements"]["recall_ci"] is not None
    for text in (" ".join(told.split()), html):
        assert "[-]: no interval, as nights drawn again all give the same figure." in text


def test_each_figure_of_a_study_says_whether_it_is_pooled_or_a_mean(
    study: Path, compared: Compared
) -> None:
    content, html, told = compared("--study", str(study))
    assert content["averaging"]["precision, recall, f1"] == "pooled"
    assert content["averaging"]["sleep"] == "mean over nights"
    assert "Counts of all nights together; precision, recall and F1 are of these sums" in told
    assert "epochs, means over nights: accuracy" in told
    assert "a bias is the mean over nights" in told
    assert "precision, recall and F1 are of these sums, biases and SDs means over nights" in html
    assert html.count(">Means over nights") == 3
    alone, page, said = compared("latest", "--with", str(study.parent / "legs5.csv"))
    assert alone["averaging"] is None
    assert "eans over nights" not in page + said


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_figure_its_unit_its_n_and_its_interval_stay_on_one_line(
    columns: int, study: Path, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    told = compared("--study", str(study))[2]
    assert not re.search(r"\bn *$|\[[^\]]*$|[\d.,] *\n *(\[|%|h\b|ppm|mg|min\b)", told, re.M)


@pytest.mark.parametrize(
    "whole", ["n 8", "0.06 [-0.05, 0.06]", "0,06 [-0,05; 0,06]", "-12.5 ppm", "25 %", "3.2 mg"]
)
def test_no_line_ends_within_a_figure(whole: str) -> None:
    for before in range(40, 60):
        lines = fitted(f"{'x' * before} {whole} behind it", 60, 4)
        assert any(whole in line for line in lines), before


def test_a_night_of_a_subject_is_compared_as_others_show_it(
    example_night: Night,
    tmp_path: Path,
    compared: Compared,
    capsys: pytest.CaptureFixture[str],
) -> None:
    legs = str(table(tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(example_night)))
    for place in ("sub-kid1", "sub-kid2/ses-a"):
        stored(example_night, tmp_path / "nights" / place, "2026-03-14")
    compared("latest", "--with", legs, "--subject", "kid1")
    content, *_ = compared("latest", "--with", legs, "--subject", "kid2", "--session", "a")
    assert content["per_night"][0]["night"] == "2026-03-14"
    nights = ["--nights", str(tmp_path / "nights")]
    assert run(["compare", "latest", "--with", legs, "--subject", "kid3", *nights]) == 2
    assert run(["compare", "--study", legs, "--subject", "kid1", *nights]) == 2
    assert "leave out NIGHT, --with, --shift, --tap, --subject and --session" in (
        " ".join(capsys.readouterr().err.split())
    )
