"""Files of one placement that hold one recording are read once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.sensor import Placement, Quality, Recording, Samples

START = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
RATE = 25.0
MOVING = np.cumsum(np.random.default_rng(3).normal(0, 0.05, (3000, 3)), axis=0).astype(np.float32)
STILL = np.random.default_rng(4).normal((0, 0, 1), 0.002, (3000, 3)).astype(np.float32)


def recording(xyz: np.ndarray, *, late: float = 0.0, counted: float | None = None) -> Recording:
    return Recording(
        start=START + timedelta(seconds=late),
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=None,
        rate=RATE,
        runs=(Samples(start=0.0, rate=RATE, xyz=xyz.astype(np.float32)),),
        quality=Quality(counted_from=counted),
    )


def once(*files: tuple[str, Recording]) -> Recording:
    names, recordings = zip(*files, strict=True)
    (joined,) = one_per_placement(recordings, names)
    return joined


@pytest.mark.parametrize("names", [("rec.hea", "rec.dat"), ("rec.dat", "rec.hea")])
@pytest.mark.parametrize("xyz", [MOVING, STILL])
@pytest.mark.parametrize("counted", [None, 0.0])
def test_the_two_files_of_a_wfdb_record_are_one_recording(
    names: tuple[str, str], xyz: np.ndarray, counted: float | None
) -> None:
    joined = once(*((name, recording(xyz, counted=counted)) for name in names))
    assert [len(run) for run in joined.runs] == [3000]
    assert joined.quality.warnings == ()


@pytest.mark.parametrize("counted", [None, 0.0])
def test_a_copy_is_left_out_and_told(counted: float | None) -> None:
    joined = once(
        ("left.csv", recording(MOVING, counted=counted)),
        ("left 2.csv", recording(MOVING, counted=counted)),
    )
    assert [len(run) for run in joined.runs] == [3000]
    assert joined.quality.warnings == (
        "left 2.csv has the same samples as left.csv, and was left out.",
    )


def test_a_copy_with_rounded_samples_is_left_out() -> None:
    joined = once(("a.csv", recording(MOVING.round(2))), ("b.csv", recording(MOVING, late=0.01)))
    assert len(joined.runs) == 1
    assert len(joined.quality.warnings) == 1


def test_of_a_part_and_the_whole_the_whole_is_kept() -> None:
    part = recording(MOVING[1000:2000], late=1000 / RATE)
    joined = once(("part.csv", part), ("whole.csv", recording(MOVING)))
    assert [len(run) for run in joined.runs] == [3000]
    assert joined.quality.warnings == (
        "part.csv has the same samples as whole.csv, and was left out.",
    )


def test_a_copy_that_fills_a_gap_of_the_other_is_not_left_out() -> None:
    torn = replace(
        recording(MOVING),
        runs=(
            Samples(start=0.0, rate=RATE, xyz=MOVING[:1400]),
            Samples(start=64.0, rate=RATE, xyz=MOVING[1600:]),
        ),
    )
    middle = recording(MOVING[1300:1700], late=1300 / RATE)
    with pytest.raises(CommandError, match="overlap in time"):
        once(("torn.csv", torn), ("middle.csv", middle))


def test_files_that_count_from_zero_and_differ_still_follow_each_other() -> None:
    joined = once(
        ("1.csv", recording(MOVING, counted=0.0)), ("2.csv", recording(-MOVING, counted=0.0))
    )
    assert joined.spans.tolist() == [[0, 120], [120, 240]]


def test_still_sensors_that_began_together_are_no_copies() -> None:
    with pytest.raises(CommandError, match="overlap in time"):
        once(("a.csv", recording(STILL)), ("b.csv", recording(STILL + np.float32(0.001))))


def test_one_value_that_two_files_hold_makes_them_no_copies() -> None:
    held = np.tile(np.float32([0, 0, 1]), (3000, 1))
    joined = once(("1.csv", recording(held, counted=0.0)), ("2.csv", recording(held, counted=0.0)))
    assert joined.spans.tolist() == [[0, 120], [120, 240]]


@pytest.mark.parametrize("night", [0, 1, 2])
@pytest.mark.parametrize("first", [False, True])
def test_a_file_that_lies_in_another_of_several_nights_is_left_out(night: int, first: bool) -> None:
    """Whichever of the nights it is, and whichever file is given first."""
    nights = [
        np.cumsum(np.random.default_rng(k).normal(0, 0.05, (3000, 3)), axis=0) for k in range(3)
    ]
    day = 86400.0
    runs = tuple(
        Samples(start=k * day, rate=RATE, xyz=xyz.astype(np.float32))
        for k, xyz in enumerate(nights)
    )
    whole = ("all.csv", replace(recording(nights[0]), runs=runs))
    one = ("one.csv", recording(nights[night], late=night * day))
    joined = once(*((one, whole) if first else (whole, one)))
    assert [len(run) for run in joined.runs] == [3000] * 3
    assert joined.quality.warnings == (
        "one.csv has the same samples as all.csv, and was left out.",
    )
