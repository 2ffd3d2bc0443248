"""Values that stand in each n-th row alone."""

import numpy as np
import pytest

from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart, spread_between


def every(step: int, count: int = 100) -> np.ndarray:
    return np.arange(count) % step == 0


def test_rows_with_a_value_come_regularly_where_nine_in_ten_do() -> None:
    assert rows_apart(every(5)) == 5
    assert rows_apart(every(1)) is None
    some = np.zeros(200, bool)
    some[np.cumsum(np.tile([2, 2, 2, 3], 20))] = True
    assert rows_apart(some) is None
    few = np.zeros(200, bool)
    few[np.cumsum([*[2] * 19, 3, *[2] * 19])] = True
    assert rows_apart(few) == 2


@pytest.mark.parametrize("share", [0.4, 0.6, 0.66, 0.67, 0.7, 1.0])
@pytest.mark.parametrize("count", [0, 1, 4, 7, 50])
def test_the_step_is_the_median_however_full_the_rows(share: float, count: int) -> None:
    rng = np.random.default_rng(count)
    for _ in range(20):
        known = rng.random(count) < share
        apart = np.diff(np.flatnonzero(known))
        usual = int(np.median(apart)) if len(apart) >= 2 else 0
        regular = usual >= 2 and (apart == usual).mean() >= 0.9
        assert rows_apart(known) == (usual if regular else None)


def test_where_most_rows_have_a_value_no_step_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A median of all rows of a night, twice a file, was a tenth of reading it."""

    def median(steps: np.ndarray) -> float:
        raise AssertionError(f"the median of {len(steps)} steps was looked for")

    monkeypatch.setattr(np, "median", median)
    assert rows_apart(np.arange(100) % 4 != 0) is None
    with pytest.raises(AssertionError, match="of 49 steps"):
        rows_apart(every(2))


def test_two_rows_with_a_value_do_not_show_that_they_come_regularly() -> None:
    assert rows_apart(every(50)) is None
    assert rows_apart(every(50, 101)) == 50


def test_rows_between_stamps_are_spread_evenly_and_a_late_block_leaves_a_gap() -> None:
    stamps = np.full(16, np.nan)
    stamps[[0, 4, 8, 12]] = [0.0, 4.0, 8.0, 13.0]
    assert spread_between(stamps).tolist() == [*range(12), 13, 14, 15, 16]


@pytest.mark.parametrize(("second", "step"), [(4.4, 1.1), (4.9, 1.0)])
def test_a_block_that_comes_a_little_late_is_slow_and_no_gap(second: float, step: float) -> None:
    stamps = np.full(16, np.nan)
    stamps[[0, 4, 8, 12]] = [0.0, 4.0, 4.0 + second, 8.0 + second]
    assert np.diff(spread_between(stamps))[4:7] == pytest.approx([step] * 3)
