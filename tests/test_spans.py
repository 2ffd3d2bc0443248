"""Sets of seconds, on a clock of whole ones, and the spans that stand for them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.sensor.spans import cut_out, inside, merged, runs_of, shared, without

END = 12

edges = st.integers(0, END)
any_spans = st.lists(st.tuples(edges, edges).filter(lambda one: one[0] < one[1]), max_size=6)


@st.composite
def in_order(draw, *, touching: bool = True):
    """Draw spans in order, not overlapping, of which some may touch."""
    at = sorted(draw(st.sets(edges, max_size=8)))
    step = draw(st.sampled_from([1, 2])) if touching else 2
    if step == 2:
        at = at[: len(at) // 2 * 2]
    pairs = list(zip(at[:-1:step], at[1::step], strict=False))
    return np.array(pairs, float).reshape(-1, 2)


def seconds(spans) -> set[int]:
    """Whole seconds that are in some span, in any order."""
    return {k for a, b in np.asarray(spans).reshape(-1, 2) for k in range(int(a), int(b))}


def apart(spans) -> bool:
    """Say whether spans are in order, and something lies between each and the next."""
    flat = np.asarray(spans).ravel()
    return bool((np.diff(flat) > 0).all())


@given(in_order(), st.lists(st.floats(-1, END + 1), max_size=8))
def test_a_time_is_inside_from_the_begin_of_a_span_and_not_at_its_end(spans, times) -> None:
    times = np.array(times, float)
    expected = [any(a <= time < b for a, b in spans) for time in times]
    assert inside(times, spans).tolist() == expected


@given(any_spans)
def test_merged_spans_hold_the_same_and_are_apart(spans) -> None:
    found = merged(spans)
    assert seconds(found) == seconds(spans)
    assert apart(found)


@given(in_order(), in_order())
def test_shared_is_what_both_hold(one, other) -> None:
    found = shared(one, other)
    assert seconds(found) == seconds(one) & seconds(other)
    assert apart(found)
    assert np.array_equal(found, shared(other, one))


@given(in_order(), in_order())
def test_without_is_what_one_holds_alone_and_joins_what_touches(one, other) -> None:
    found = without(one, other)
    assert seconds(found) == seconds(one) - seconds(other)
    assert apart(found)


@given(in_order(), in_order(touching=False))
def test_cut_out_leaves_each_span_by_itself(spans, removed) -> None:
    found = cut_out(spans, removed.tolist(), shortest=0.0)
    assert seconds(found) == seconds(spans) - seconds(removed)
    each = [cut_out(one[None], removed.tolist(), shortest=0.0) for one in spans]
    assert np.array_equal(found, np.concatenate([np.empty((0, 2)), *each]))


@given(in_order(), in_order(touching=False), st.integers(1, END))
def test_a_rest_that_is_too_short_goes_with_what_is_cut_out(spans, removed, shortest) -> None:
    every = cut_out(spans, removed.tolist(), shortest=0.0)
    kept = [one for one in every.tolist() if one in spans.tolist() or one[1] - one[0] >= shortest]
    assert cut_out(spans, removed.tolist(), shortest=shortest).tolist() == kept


def test_what_touches_is_joined_by_without_and_stays_apart_where_it_is_cut_out() -> None:
    touching, nothing = np.array([[0.0, 5.0], [5.0, 9.0]]), np.empty((0, 2))
    assert without(touching, nothing).tolist() == [[0.0, 9.0]]
    assert cut_out(touching, [], shortest=0.0).tolist() == touching.tolist()


@given(st.lists(st.booleans(), max_size=20))
def test_runs_are_spans_of_rows(mask) -> None:
    found = np.column_stack(runs_of(np.array(mask, bool)))
    assert seconds(found) == {k for k, one in enumerate(mask) if one}
    assert apart(found)
