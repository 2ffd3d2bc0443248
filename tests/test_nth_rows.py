"""Values that stand in each n-th row alone."""

import numpy as np
import pytest

from limbwatch.sensor.files.times.nth_rows import rows_apart, spread_between


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
