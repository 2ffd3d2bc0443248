"""A step back of the stamps is believed only where the rows after it go on from it."""

import numpy as np
import pytest

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.times.misplaced.order import order_rows

RATE = 31.25


def night(count: int = 6000) -> tuple[np.ndarray, np.ndarray]:
    xyz = np.random.default_rng(3).normal(0, 1, (count, 3)).astype(np.float32)
    return np.arange(count) / RATE, xyz


@pytest.mark.parametrize("behind", [0.3, 0.4, 3.0, 9.0])
@pytest.mark.parametrize("rows", [1, 2, 8])
def test_a_few_wrong_stamps_move_nothing(behind: float, rows: int) -> None:
    true, xyz = night()
    stamps = true.copy()
    stamps[3000 : 3000 + rows] -= behind
    result = order_rows(stamps, xyz)
    assert result.backward_jumps == 0
    assert np.array_equal(result.rows, np.arange(6000))
    np.testing.assert_allclose(result.seconds, true, rtol=0, atol=0.1)
    right = np.delete(np.arange(6000), np.s_[3000 : 3000 + rows])
    np.testing.assert_allclose(result.seconds[right], true[right], rtol=1e-6)
    assert "stamp is wrong" in result.notes[0]


@pytest.mark.parametrize(("rows", "told"), [(8, "8 rows are"), (9, "A block of rows")])
def test_nine_rows_behind_are_a_block(rows: int, told: str) -> None:
    true, xyz = night()
    stamps = true.copy()
    stamps[3000 : 3000 + rows] -= 3.0
    result = order_rows(stamps, xyz)
    assert result.notes[0].startswith(told)
    np.testing.assert_allclose(result.seconds, true, rtol=1e-6)


def test_wrong_stamps_all_over_a_file_move_nothing() -> None:
    true, xyz = night()
    at = np.arange(100, 5900, 290)
    stamps = true.copy()
    stamps[at] -= np.random.default_rng(4).uniform(0.2, 9.9, len(at))
    result = order_rows(stamps, xyz)
    np.testing.assert_allclose(result.seconds, true, rtol=0, atol=0.05)
    assert f"{len(at)} rows" in result.notes[0]


def test_a_row_written_late_is_put_into_its_hole() -> None:
    true, xyz = night()
    moved = np.insert(np.delete(np.arange(6000), 2980), 2999, 2980)
    result = order_rows(true[moved], xyz[moved])
    assert np.array_equal(result.seconds, true)
    assert np.array_equal(moved[result.rows], np.arange(6000))
    assert "written late" in result.notes[0]


def test_rows_written_again_are_dropped_as_ever() -> None:
    true, xyz = night()
    again = np.insert(np.arange(6000), 3000, [2900, 2901, 2902])
    result = order_rows(true[again], xyz[again])
    assert result.duplicated == 3
    assert np.array_equal(result.seconds, true)


@pytest.mark.parametrize(("back", "doubt"), [(0.55, True), (0.45, False)])
def test_a_clock_set_back_by_half_a_second_is_a_doubt(back: float, doubt: bool) -> None:
    true, xyz = night()
    stamps = np.concatenate([true[:3000], true[3000:] - back])
    notes = order_rows(stamps, xyz).notes
    assert [isinstance(note, Doubt) for note in notes] == [doubt]


@pytest.mark.parametrize("away", [-605_400.0, -4_000.0, -125.0, 605_400.0])
def test_a_block_of_another_recording_is_left_out(away: float) -> None:
    # memory that was used before: the rows behind the block go on as if it were not there
    true, xyz = night()
    block = true[:1000] + away
    stamps = np.concatenate([true[:3000], block, true[3000:]])
    values = np.concatenate([xyz[:3000], xyz[:1000] + 1, xyz[3000:]])
    result = order_rows(stamps, values)
    assert np.array_equal(result.seconds, true)
    assert np.array_equal(values[result.rows], xyz)
    assert isinstance(result.notes[0], Doubt)
    assert "1000 rows" in result.notes[0]


@pytest.mark.parametrize("off", [-2.0, -0.4, 1.0, 30.0])
@pytest.mark.parametrize("rows", [30, 300])
def test_a_page_with_a_wrong_stamp_moves_nothing(off: float, rows: int) -> None:
    # pages and sectors of device files have one stamp for all of their samples
    true, xyz = night()
    stamps = true.copy()
    stamps[3000 : 3000 + rows] += off
    result = order_rows(stamps, xyz)
    assert result.backward_jumps == 0
    np.testing.assert_allclose(result.seconds, true, rtol=1e-6)
    assert "A block of rows" in result.notes[0]


@pytest.mark.parametrize("off", [-5.0, 1.0])
def test_right_pages_between_wrong_ones_stay_where_they_are(off: float) -> None:
    true, xyz = night()
    stamps = true.copy()
    for page in (1000, 2000, 3000):
        stamps[page : page + 50] += off
    result = order_rows(stamps, xyz)
    np.testing.assert_allclose(result.seconds, true, rtol=1e-6)
    assert result.notes[0].startswith("3 blocks of rows")


@pytest.mark.parametrize(("misses", "page"), [(0.4, True), (1.5, False)])
def test_a_page_comes_home_to_half_a_row(misses: float, *, page: bool) -> None:
    true, xyz = night()
    stamps = true + np.where(np.arange(6000) < 3300, 0.0, misses / RATE)
    stamps[3000:3300] += 2.0
    result = order_rows(stamps, xyz)
    assert any("A block of rows" in note for note in result.notes) == page
    assert (result.backward_jumps == 0) == page


@pytest.mark.parametrize(("misses", "home"), [(9.0, True), (11.0, False)])
def test_a_clock_comes_home_to_ten_seconds_by_hand(misses: float, *, home: bool) -> None:
    true, xyz = night()
    stamps = true + np.where(np.arange(6000) < 3300, 0.0, misses)
    stamps[3000:3300] += 3600.0
    notes = order_rows(stamps, xyz).notes
    assert any("they were brought back" in note for note in notes) == home


@pytest.mark.parametrize(("off", "told"), [(59.0, "A block of rows"), (61.0, "set wrong for a")])
def test_from_a_minute_on_a_clock_was_set(off: float, told: str) -> None:
    true, xyz = night()
    stamps = true.copy()
    stamps[3000:3300] += off
    (note,) = order_rows(stamps, xyz).notes
    assert told in note


def test_a_gap_that_the_clock_does_not_undo_stays() -> None:
    true, xyz = night()
    stamps = np.concatenate([true[:2000], true[2000:4000] + 5.0, true[4000:] + 4.0])
    result = order_rows(stamps, xyz)
    assert result.backward_jumps == 1
    assert result.seconds[2000] - result.seconds[1999] > 5.0
