"""Two files of one sensor, saved twice, are no two limbs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.same_samples import same_samples
from limbwatch.cli.reading.sources import parse_sources, require_different_sensors
from limbwatch.sensor import Placement, Quality, Recording, Samples

BEGIN = datetime(2026, 2, 17, 23, 10, tzinfo=UTC)


def legs(seed: int, *, moves: bool = True, noise: float = 0.003) -> np.ndarray:
    """Two minutes of a leg, which the other moves with."""
    random = np.random.default_rng(seed)
    xyz = np.tile([0.1, -0.9, 0.3], (3000, 1))
    if moves:
        for at in range(300, 2800, 300):
            xyz[at : at + 40] += 0.3 * np.sin(np.arange(40)[:, None] / [2.0, 3.0, 5.0])
    return np.asarray(xyz + random.normal(0, noise, xyz.shape), dtype=np.float32)


def recording(xyz: np.ndarray, placement: Placement = Placement.ANKLE_LEFT) -> Recording:
    run = Samples(start=0.0, rate=25.0, xyz=np.ascontiguousarray(xyz))
    return Recording(
        placement=placement,
        start=BEGIN,
        runs=(run,),
        rate=25.0,
        quality=Quality(),
        device="test",
        rate_nominal=None,
    )


@pytest.mark.parametrize("digits", [2, 3])
def test_samples_saved_with_fewer_digits_are_the_same(digits: int) -> None:
    xyz = legs(1)
    assert same_samples(recording(xyz), recording(np.round(xyz, digits)))


def test_a_copy_whose_times_were_rounded_and_that_lacks_its_first_minute_is_the_same() -> None:
    xyz = legs(1)
    late = replace(recording(xyz[1000:]), start=BEGIN + timedelta(seconds=40.6))
    assert same_samples(recording(xyz), late)
    assert same_samples(late, recording(xyz))


def test_two_sensors_that_move_together_are_two() -> None:
    assert not same_samples(recording(legs(1)), recording(legs(2) + np.float32(0.02)))


def test_sensors_that_lie_still_are_not_told_to_be_one() -> None:
    still = recording(legs(1, moves=False, noise=0.0))
    assert not same_samples(still, still)


def test_a_file_and_its_copy_are_no_two_limbs(tmp_path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    sources = parse_sources([f"ankle_left={tmp_path}/a.csv", f"wrist_left={tmp_path}/b.csv"])
    xyz = legs(1)
    pair = recording(xyz), recording(np.round(xyz, 3), Placement.WRIST_LEFT)
    with pytest.raises(CommandError, match="the same samples, within rounding"):
        require_different_sensors(sources, pair)
    require_different_sensors(
        sources, (pair[0], recording(legs(2) + np.float32(0.02), Placement.WRIST_LEFT))
    )
