"""Periodicity index of Ferri 2006 and the distribution of intervals. Times in seconds."""

import math

import pytest

from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.periodicity import (
    HISTOGRAM_EDGES,
    candidate_distribution,
    interval_statistics,
    periodicity_index,
)
from limbwatch.classify.rules.published import WASM_2016


def scored(*intervals, first=100.0, durations=None, restarts=()):
    onsets = [first]
    for interval in intervals:
        onsets.append(onsets[-1] + interval)
    table = LegMovements.from_seconds(
        side=[Side.LEFT] * len(onsets),
        onset=onsets,
        duration=durations or [2.0] * len(onsets),
    )
    return score(table, WASM_2016, restarts=restarts)


def test_all_intervals_periodic_is_one():
    assert periodicity_index(scored(20, 25, 30)) == 1.0


def test_run_of_two_periodic_intervals_does_not_count():
    assert periodicity_index(scored(20, 25, 200, 20, 20)) == 0.0


def test_share_of_intervals_in_runs_of_three_or_more():
    assert periodicity_index(scored(20, 20, 20, 120, 20, 20)) == pytest.approx(3 / 6)


def test_ten_seconds_is_not_periodic_and_ninety_is():
    assert periodicity_index(scored(10, 10, 10)) == 0.0
    assert periodicity_index(scored(10.001, 90, 90)) == 1.0


def test_movement_that_is_no_candidate_ends_a_run_and_is_not_measured_across():
    durations = [2, 2, 2, 11, 2, 2, 2]
    assert periodicity_index(scored(20, 20, 20, 20, 20, 20, durations=durations)) == 0.0


def test_restart_of_the_recording_ends_a_run():
    assert periodicity_index(scored(20, 20, 20, 20, restarts=[150])) == 0.0


def test_no_interval_no_index():
    assert periodicity_index(scored()) is None


def test_below_ten_movements_an_hour_there_is_no_index():
    nine = scored(*[20] * 8)
    assert periodicity_index(nine, hours=1) is None
    assert periodicity_index(nine, hours=0.9) == 1.0


def test_hours_must_be_positive():
    with pytest.raises(ValueError, match="positive, not 0"):
        periodicity_index(scored(20), hours=0)


def test_statistics_of_intervals():
    found = interval_statistics([5.0, 10.0, 20.0, 40.0, 90.0, 90.5])
    assert (found.count, found.short, found.middle, found.long) == (6, 1, 4, 1)
    assert found.median == 30.0
    logs = [math.log(i) for i in (5.0, 10.0, 20.0, 40.0, 90.0, 90.5)]
    mean = sum(logs) / 6
    assert found.log_mean == pytest.approx(math.exp(mean))
    assert found.log_sd == pytest.approx(math.sqrt(sum((x - mean) ** 2 for x in logs) / 5))


def test_histogram_has_bins_of_two_seconds_up_to_ninety():
    found = interval_statistics([0.0, 1.999, 2.0, 90.0, 90.001])
    assert len(found.histogram) == len(HISTOGRAM_EDGES) - 1 == 45
    assert (found.histogram[0], found.histogram[1], found.histogram[-1]) == (2, 1, 1)


def test_statistics_of_few_intervals():
    none, one = interval_statistics([]), interval_statistics([20.0])
    assert (none.count, none.median, none.log_mean, none.log_sd) == (0, None, None, None)
    assert (one.median, one.log_sd) == (20.0, None)
    assert one.log_mean == pytest.approx(20.0)


def test_candidates_by_where_they_stand():
    found = candidate_distribution(scored(20, 20, 20, 5, 200, 3, 300), WASM_2016)
    assert (found.periodic, found.short_interval, found.isolated) == (4, 2, 2)


def test_the_shortest_interval_of_a_series_is_not_short():
    """WASM 2016: 10 s may stand between members of a series."""
    at_the_edge = candidate_distribution(scored(200, 10), WASM_2016)
    below = candidate_distribution(scored(200, 9.999), WASM_2016)
    assert (at_the_edge.short_interval, at_the_edge.isolated) == (0, 3)
    assert (below.short_interval, below.isolated) == (1, 2)
