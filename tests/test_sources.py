"""Files named on the command line: placements, one night, files that follow each other."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.sources import check_one_night, one_per_placement, parse_sources
from limbwatch.sensor import Placement, Quality, Recording, Samples

START = datetime.fromisoformat("2026-03-14T22:00:00+01:00")


def recording(
    placement: Placement, start: float, seconds: float, *, rate: float = 50.0, notes: str = ""
) -> Recording:
    xyz = np.tile(np.float32([0, 0, 1]), (round(seconds * rate), 1))
    return Recording(
        start=START + timedelta(seconds=start),
        placement=placement,
        device="",
        rate_nominal=None,
        rate=rate,
        runs=(Samples(start=0.0, rate=rate, xyz=xyz),),
        quality=Quality(notes=(notes,) if notes else ()),
    )


@pytest.mark.parametrize(
    ("argument", "placement"),
    [
        ("ankle_left=a.csv", Placement.ANKLE_LEFT),
        ("Ankle-Left=a.csv", Placement.ANKLE_LEFT),
        ("wrist=a.csv", Placement.WRIST),
    ],
)
def test_placements_are_understood(argument: str, placement: Placement) -> None:
    assert parse_sources([argument]) == ((placement, Path("a.csv")),)


def test_a_path_may_hold_an_equals_sign() -> None:
    assert parse_sources(["wrist=a=b.csv"])[0].path == Path("a=b.csv")


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("left_ankle=a.csv", "Did you mean ankle_left"),
        ("ankel_left=a.csv", "Did you mean ankle_left"),
        ("wirst=a.csv", "Did you mean wrist"),
        ("hip=a.csv", "it is one of ankle_left"),
        ("night.csv", "ankle_left=night.csv"),
        ("=night.csv", "is not a placement"),
        ("ankle_left=", "where was the sensor"),
        ("", "where was the sensor"),
    ],
)
def test_a_missing_or_wrong_placement_is_asked_for(argument: str, hint: str) -> None:
    with pytest.raises(CommandError, match=hint) as caught:
        parse_sources([argument])
    assert caught.value.exit_code == ExitCode.USAGE


def test_one_file_cannot_be_two_sensors(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2,3\n")
    (tmp_path / "b.csv").write_text("1,2,3\n")
    with pytest.raises(CommandError, match="same content"):
        parse_sources([f"ankle_left={tmp_path}/a.csv", f"ankle_right={tmp_path}/b.csv"])


def test_a_file_that_is_not_there_is_left_to_the_reader() -> None:
    assert len(parse_sources(["ankle_left=gone.csv", "ankle_right=gone.csv"])) == 2


def test_files_of_one_placement_follow_each_other() -> None:
    late = recording(Placement.WRIST, 3600, 100, rate=52, notes="b")
    early = recording(Placement.WRIST, 0, 60, notes="a")
    (joined,) = one_per_placement((late, early))
    assert joined.start == early.start
    assert joined.spans.tolist() == [[0.0, 60.0], [3600.0, 3700.0]]
    assert [run.rate for run in joined.runs] == [50, 52]
    assert joined.rate == pytest.approx((60 * 50 + 100 * 52) / 160)
    assert joined.quality.notes == ("a", "b")


def test_files_of_one_placement_that_overlap_are_refused() -> None:
    with pytest.raises(CommandError, match="overlap in time"):
        one_per_placement((recording(Placement.WRIST, 0, 60), recording(Placement.WRIST, 59, 60)))


def test_recordings_of_one_night_may_start_and_end_apart() -> None:
    check_one_night(
        (
            recording(Placement.ANKLE_LEFT, 0, 100),
            recording(Placement.WRIST, 50, 400, rate=25),
            recording(Placement.ANKLE_RIGHT, 120, 10),
        )
    )


def test_recordings_of_two_nights_are_refused() -> None:
    with pytest.raises(CommandError, match=r"not of one night: ankle_left ends at .* wrist"):
        check_one_night(
            (recording(Placement.WRIST, 86400, 60), recording(Placement.ANKLE_LEFT, 0, 60))
        )
