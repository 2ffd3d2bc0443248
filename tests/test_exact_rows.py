"""Rows whose own stamps are exact are put in their order, however a program wrote them."""

from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor.files.times.misplaced.order import order_rows
from tests.test_foreign_files import COUNT, START, TIMES, read, rows, told

XYZ = np.zeros((COUNT, 3), np.float32)


def packets(lines: list[str], size: int) -> list[str]:
    return [line for at in range(0, COUNT, size) for line in reversed(lines[at : at + size])]


@pytest.mark.parametrize("size", [2, 5, 10, 25])
@pytest.mark.parametrize("stamp", ["iso", "ms"])
def test_packets_whose_newest_row_comes_first_are_turned(
    stamp: str, size: int, tmp_path: Path
) -> None:
    def written(i: int) -> str:
        when = np.datetime64(round(1000 * TIMES[i]), "ms")
        return f"{when}Z" if stamp == "iso" else f"{1000 * TIMES[i]:.0f}"

    straight = read(tmp_path, ["time,x,y,z", *rows(written)])
    turned = read(tmp_path, ["time,x,y,z", *packets(rows(written), size)])
    assert turned.start == START
    assert [len(run) for run in turned.runs] == [COUNT]
    assert np.array_equal(turned.runs[0].xyz, straight.runs[0].xyz)
    assert "sorted" in told(turned)
    assert not turned.quality.batched


def test_rows_shuffled_among_their_neighbours_are_sorted() -> None:
    order = np.arange(COUNT)
    rng = np.random.default_rng(3)
    for begin in range(0, COUNT - 10, 400):
        rng.shuffle(order[begin : begin + 10])
    found = order_rows(TIMES[order], XYZ)
    assert np.array_equal(found.seconds, TIMES)
    assert found.notes == ("The rows were not in order of time; they were sorted.",)


@pytest.mark.parametrize("back_s", [1.013, 0.525, 2.0])
def test_a_clock_that_was_set_back_again_and_again_is_not_sorted(back_s: float) -> None:
    steps = np.full(COUNT, 0.05)
    steps[::500] -= back_s
    found = order_rows(np.cumsum(steps), XYZ)
    assert "sorted" not in " ".join(found.notes)
    assert np.array_equal(found.rows, np.arange(COUNT))
