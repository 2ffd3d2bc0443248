"""A scoring that neither its date nor its movements place in a night may be of another."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.agreement.ours import leg_movements_of
from limbwatch.classify.night import Night
from limbwatch.cli.compare.references import read_reference
from limbwatch.cli.compare.two_clocks import clock_of
from limbwatch.cli.making.laboratory import laboratory_on
from limbwatch.cli.night.laboratory_files import LaboratoryFile, LaboratoryFiles
from limbwatch.sensor.scorings.reading import read_scoring

Remarks = Callable[[Night, Path, float | None], tuple[str, ...]]
ANOTHER = "it may be the scoring of another night: its date is 2026-03-13, ours is 2026-03-14"


def by_compare(night: Night, path: Path, shift: float | None) -> tuple[str, ...]:
    raw = read_reference([path], night, shift=shift)
    return (*raw.remarks, *clock_of(night, raw, shift=shift)[1])


def by_rescore(night: Night, path: Path, shift: float | None) -> tuple[str, ...]:
    file = LaboratoryFile(path=path, name=path.name, shift_s=shift)
    laboratory = laboratory_on(night, LaboratoryFiles(hypnogram=file))
    assert laboratory is not None
    return laboratory.remarks


@pytest.fixture
def often(example_night: Night) -> Night:
    """A night with enough leg movements to recognise it by."""
    template = leg_movements_of(example_night).events[0]
    onsets = 3600.0 + np.cumsum(np.random.default_rng(1).uniform(15, 90, 80))
    return replace(
        example_night, events=[replace(template, onset=at) for at in onsets.tolist()], series=()
    )


def listed(night: Night, path: Path, onsets: "list[float]", day: str | None) -> Path:
    rows = [(30.0 * k, "30;N2") for k in range(300)]
    rows += [(at, "2;LM left") for at in onsets]
    begin = night.start.hour * 3600 + night.start.minute * 60 + night.start.second
    lines = ["Start;Duration;Event"]
    for at, text in sorted(rows):
        days, clock = divmod(begin + at, 86_400)
        time = f"{int(clock // 3600):02}:{int(clock // 60 % 60):02}:{clock % 60:06.3f}"
        date = "" if day is None else f"{day[:-2]}{int(day[-2:]) + int(days):02} "
        lines.append(f"{date}{time};{text}")
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("remarks", [by_compare, by_rescore])
@pytest.mark.parametrize(
    ("day", "fits", "shift", "doubted"),
    [
        ("2026-03-13", False, None, True),
        ("2026-03-13", True, None, False),  # the movements show that the date alone is wrong
        ("2026-03-14", False, None, False),
        (None, False, None, False),
        ("2026-03-13", False, 0.0, False),  # somebody stated how far apart the clocks are
    ],
)
def test_a_date_that_is_off_and_movements_that_do_not_fit_are_one_doubt(
    remarks: Remarks,
    day: str | None,
    fits: bool,
    shift: float | None,
    doubted: bool,
    often: Night,
    tmp_path: Path,
) -> None:
    """Two notes stood apart, and neither said that it may be another night."""
    onsets = leg_movements_of(often).onset.tolist() if fits else [4000.0 + 41 * k for k in range(9)]
    path = listed(often, tmp_path / "scored.csv", onsets, day)
    assert len(read_scoring(path).leg_movements) == len(onsets)
    said = remarks(often, path, shift)
    assert [ANOTHER in one for one in said].count(True) == doubted
    if doubted:
        assert not any(
            "taken as they are written" in one or "both are taken" in one for one in said
        )


@pytest.mark.parametrize("remarks", [by_compare, by_rescore])
def test_stages_alone_of_another_date_cannot_contradict(
    remarks: Remarks, often: Night, tmp_path: Path
) -> None:
    path = listed(often, tmp_path / "scored.csv", [], "2026-03-13")
    said = remarks(often, path, None)
    assert not any("another night" in one for one in said)
    assert any("only its time of day is used" in one for one in said)
