"""Properties of the scorer, and a slow second implementation as its oracle."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limbwatch.classify.rules.leg_movements import LegMovements, Side, milliseconds, score
from limbwatch.classify.rules.published import AASM_3, WASM_2016

ms = st.integers(0, 400_000)
length = st.sampled_from([0, 1, 300, 499, 500, 501, 1000, 2000, 9999, 10_000, 10_001, 12_000])
free = st.tuples(st.sampled_from([0, 1]), ms, length)


@st.composite
def rhythmic(draw):
    """Movements near every limit of the rules, so that runs, joins and breaks all occur."""
    steps = st.sampled_from(
        [400, 499, 500, 1500, 2500, 5000, 9_999, 10_000, 20_000, 90_000, 90_001]
    )
    onset = 0
    movements = []
    for step in draw(st.lists(steps, max_size=25)):
        onset += step
        movements.append((draw(st.sampled_from([0, 0, 1])), onset, draw(length)))
    return movements


lists = st.one_of(st.lists(free, max_size=25), rhythmic())
rule_sets = st.sampled_from([WASM_2016, AASM_3])


def table(movements):
    columns = np.array(movements, dtype=np.int64).reshape(-1, 3)
    return LegMovements(
        side=columns[:, 0], onset=columns[:, 1], duration=columns[:, 2], asleep=None
    )


def result(movements, rules=WASM_2016, restarts=()):
    scored = score(table(movements), rules, restarts=restarts)
    return [
        (int(on), int(off), int(side), bool(candidate), int(number))
        for on, off, side, candidate, number in zip(
            scored.onset, scored.offset, scored.side, scored.candidate, scored.series, strict=True
        )
    ]


def reference(movements):
    """WASM 2016 by search instead of a sweep: join any two that may be joined until none may."""
    activity = [[[(side, on, on + d)]] for side, on, d in movements]

    def span(group):
        return min(p[1] for p in group), max(p[2] for p in group)

    def close(a, b):
        (a_on, a_off), (b_on, b_off) = span(a), span(b)
        return max(a_on, b_on) - min(a_off, b_off) < 500

    def joined(groups, may):
        groups = list(groups)
        while True:
            pair = next(
                (
                    (i, j)
                    for i in range(len(groups))
                    for j in range(i + 1, len(groups))
                    if may(groups[i], groups[j])
                ),
                None,
            )
            if pair is None:
                return groups
            second = groups.pop(pair[1])
            groups[pair[0]] = groups[pair[0]] + second

    legs = joined([a[0] for a in activity], lambda a, b: a[0][0] == b[0][0] and close(a, b))
    parts = [(leg[0][0], *span(leg)) for leg in legs]
    groups = joined([[p] for p in parts if p[2] - p[1] >= 500], close)
    groups.sort(key=lambda g: span(g)[0])

    def candidate(group):
        on, off = span(group)
        parts_fit = all(p[2] - p[1] <= 10_000 for p in group)
        return parts_fit and (len(group) == 1 or (len(group) <= 4 and off - on <= 15_000))

    onset = [span(g)[0] for g in groups]
    good = [candidate(g) for g in groups]
    linked = [
        good[k] and good[k + 1] and 10_000 <= onset[k + 1] - onset[k] <= 90_000
        for k in range(len(groups) - 1)
    ]
    periodic = set()
    for first in range(len(groups)):
        for last in range(first + 3, len(groups)):
            if all(linked[first:last]):
                periodic.update(range(first, last + 1))
    return [(onset[k], span(g)[1], good[k], k in periodic) for k, g in enumerate(groups)]


@settings(max_examples=300)
@given(lists)
def test_equal_to_the_slow_reference(movements):
    fast = [(on, off, good, number > 0) for on, off, _, good, number in result(movements)]
    assert fast == reference(movements)


@given(lists, rule_sets, st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(movements, rules, random):
    mixed = list(movements)
    random.shuffle(mixed)
    assert result(mixed, rules) == result(movements, rules)


@given(lists, rule_sets, st.integers(-(10**9), 10**9))
def test_shift_in_time_shifts_the_result(movements, rules, shift):
    moved = [(side, on + shift, d) for side, on, d in movements]
    back = [(on - shift, off - shift, *rest) for on, off, *rest in result(moved, rules)]
    assert back == [tuple(row) for row in result(movements, rules)]


@given(lists, rule_sets)
def test_swapping_the_legs_changes_only_the_side(movements, rules):
    swapped = result([(1 - side, on, d) for side, on, d in movements], rules)
    other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    assert [(on, off, other[Side(side)], *rest) for on, off, side, *rest in swapped] == result(
        movements, rules
    )


@given(lists, rule_sets)
def test_far_isolated_movement_adds_only_itself(movements, rules):
    far = (0, 2_000_000, 2000)
    before = result(movements, rules)
    assert result([*movements, far], rules) == [*before, (2_000_000, 2_002_000, 0, True, 0)]


@given(lists, rule_sets, st.data())
def test_splitting_a_movement_by_a_short_rest_changes_nothing(movements, rules, data):
    long = [k for k, (_, _, d) in enumerate(movements) if d >= 1000]
    if not long:
        return
    at = data.draw(st.sampled_from(long))
    side, on, d = movements[at]
    rest = data.draw(st.integers(1, 499))
    first = data.draw(st.integers(0, d - rest))
    split = [(side, on, first), (side, on + first + rest, d - rest - first)]
    assert result([*movements[:at], *split, *movements[at + 1 :]], rules) == result(
        movements, rules
    )


@given(lists, rule_sets)
def test_every_row_is_in_at_most_one_movement_and_inside_it(movements, rules):
    scored = score(table(movements), rules)
    used = [row for rows in scored.rows for row in rows]
    assert len(used) == len(set(used))
    for on, off, rows in zip(scored.onset, scored.offset, scored.rows, strict=True):
        assert min(movements[row][1] for row in rows) == on
        assert max(movements[row][1] + movements[row][2] for row in rows) == off


@given(lists, rule_sets, st.lists(st.integers(0, 400), max_size=3))
def test_restart_equals_scoring_the_pieces_apart(movements, rules, restarts):
    edges = [-1, *sorted(restarts), 10**6]
    pieces = []
    for start, end in pairwise(edges):
        inside = [m for m in movements if start * 1000 <= m[1] < end * 1000]
        pieces += [(*row[:4], row[4] > 0) for row in result(inside, rules)]
    whole = [(*row[:4], row[4] > 0) for row in result(movements, rules, restarts)]
    assert whole == pieces


def test_thousands_of_pieces_of_one_movement_are_one():
    pieces = [(0, 400 * k, 300) for k in range(20_000)]
    assert [row[:2] for row in result(pieces)] == [(0, 19_999 * 400 + 300)]


def test_seconds_are_rounded_to_the_nearest_millisecond():
    assert milliseconds([0.1 + 0.2, 109.99, 0.0004, -1.5]).tolist() == [300, 109_990, 0, -1500]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_times_that_are_no_number_are_rejected(value):
    with pytest.raises(ValueError, match="finite"):
        milliseconds([1.0, value])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"side": [0], "onset": [1, 2], "duration": [1, 1]}, "columns differ in length"),
        ({"side": [0], "onset": [1], "duration": [1], "asleep": []}, "columns differ in length"),
        ({"side": [0], "onset": [1], "duration": [-1]}, "must not be negative: -1000 ms"),
        ({"side": [Side.BOTH], "onset": [1], "duration": [1]}, "left, right or unknown"),
    ],
)
def test_impossible_columns_are_rejected(columns, message):
    with pytest.raises(ValueError, match=message):
        LegMovements.from_seconds(**columns)
