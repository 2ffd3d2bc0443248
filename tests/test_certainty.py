"""How sure a label is said to be: as sure as such labels prove right with the sensors worn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fit_certainty import line_of
from limbwatch.classify.labels.certainty import stated


def said(found: float, *, worn: int, legs: int) -> float:
    return float(stated(np.array([found]), worn=np.full(1, worn), legs=np.full(1, legs))[0])


@given(
    found=st.lists(st.floats(0, 1), min_size=2),
    worn=st.integers(1, 4),
    legs=st.integers(0, 2),
)
def test_what_is_surer_is_said_to_be_and_nothing_is_certain(found, worn, legs) -> None:
    found = np.sort(found)
    of = stated(found, worn=np.full(len(found), worn), legs=np.full(len(found), legs))
    assert np.all(np.diff(of) >= 0)
    assert np.all((of > 0) & (of < 1))


@pytest.mark.parametrize(
    ("worn", "legs", "half", "nine"),
    [
        (1, 0, 0.4551, 0.8350),  # an arm
        (1, 1, 0.4800, 0.8540),
        (2, 0, 0.4651, 0.8491),
        (2, 2, 0.4651, 0.8491),
        (3, 0, 0.4800, 0.8671),
        (4, 2, 0.4800, 0.8671),
    ],
)
def test_what_is_said_of_even_odds_and_of_nine_in_ten(worn, legs, half, nine) -> None:
    """As ``python -m benchmarks.fit_certainty`` printed its lines for docs/accuracy.md."""
    of = [said(found, worn=worn, legs=legs) for found in (0.5, 0.9)]
    assert of == pytest.approx([half, nine], abs=1e-4)


def test_nothing_is_said_to_be_surer_than_it_may_be() -> None:
    assert said(1.0, worn=3, legs=1) == said(0.999, worn=3, legs=1) < 0.998
    assert said(0.0, worn=3, legs=1) == said(0.001, worn=3, legs=1) > 0.001


def test_no_event_no_figure() -> None:
    assert stated(np.empty(0), worn=np.empty(0), legs=np.empty(0)).shape == (0,)


def test_the_line_is_found_from_labels_that_were_right_so_often() -> None:
    """Labels of two beds that are right by a known line through their log odds."""
    generator = np.random.default_rng(3)

    def bed(count: int) -> list[tuple[float, bool]]:
        found = generator.uniform(0.3, 0.99, count)
        odds = np.exp(-0.4) * (found / (1 - found)) ** 0.7
        right = generator.random(count) < odds / (1 + odds)
        return list(zip(found.tolist(), right.tolist(), strict=True))

    line = line_of([bed(60_000), [], bed(40_000)])
    assert line == pytest.approx((-0.4, 0.7), abs=0.03)


def test_every_bed_counts_alike() -> None:
    """A bed with ten times the nights does not speak louder."""
    others = [(0.3, True)] * 3 + [(0.3, False)] * 7
    sure = [(0.7, True)] * 9 + [(0.7, False)] + others
    doubtful = [(0.7, True)] * 5 + [(0.7, False)] * 5 + others
    assert line_of([sure * 10, doubtful]) == line_of([sure, doubtful * 10])
    assert line_of([sure, sure, doubtful]) != line_of([sure, doubtful, doubtful])
