"""WASM / IRLSSG / ESRS 2016, clause by clause. Times in seconds."""

import json
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.rules.leg_movements import UNMEASURED, LegMovements, Side, score
from limbwatch.classify.rules.published import WASM_2016

CASES = json.loads((Path(__file__).parent / "wasm_2016_cases.json").read_text())["cases"]
SIDES = {"L": Side.LEFT, "R": Side.RIGHT}


def scored(movements, *, asleep=None, restarts=()):
    sides, onsets, durations = zip(*movements, strict=True) if movements else ((), (), ())
    table = LegMovements.from_seconds(
        side=[SIDES[side] for side in sides], onset=onsets, duration=durations, asleep=asleep
    )
    return score(table, WASM_2016, restarts=restarts)


def plm(movements, **options):
    result = scored(movements, **options)
    return (result.onset[result.periodic] / 1000).tolist()


def every(interval, count, *, start=100.0, duration=2.0):
    return [("L", round(start + k * interval, 3), duration) for k in range(count)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_equal_to_the_published_scorers(case):
    result = scored(case["movements"])
    assert len(result) == case["leg_movements"]
    assert result.candidate.sum() == case["candidate_leg_movements"]
    assert (result.onset[result.periodic] / 1000).tolist() == case["plm_onsets_s"]


def test_offset_starts_a_rest_of_half_a_second_so_less_rest_is_one_movement():
    assert len(scored([("L", 100, 1), ("L", 101.499, 1)])) == 1
    assert len(scored([("L", 100, 1), ("L", 101.5, 1)])) == 2


def test_3_2_1_movement_lasts_at_least_half_a_second():
    assert len(scored([("L", 100, 0.499)])) == 0
    assert len(scored([("L", 100, 0.5)])) == 1


def test_3_2_1_activity_is_joined_before_short_ones_are_dropped():
    result = scored([("L", 100, 0.3), ("L", 100.5, 0.3)])
    assert (len(result), int(result.offset[0])) == (1, 100_800)


def test_3_2_1_movement_has_no_longest_duration():
    result = scored([("L", 100, 300)])
    assert (len(result), result.candidate.sum()) == (1, 0)


def test_3_3_1_candidate_lasts_up_to_ten_seconds():
    assert scored([("L", 100, 10.0)]).candidate.all()
    assert not scored([("L", 100, 10.001)]).candidate.any()


def test_bilateral_overlap_is_one_movement():
    result = scored([("L", 100, 2), ("R", 101, 3)])
    assert (len(result), result.side.tolist()) == (1, [Side.BOTH])
    assert (int(result.onset[0]), int(result.offset[0])) == (100_000, 104_000)


def test_bilateral_gap_is_strictly_below_half_a_second():
    assert len(scored([("L", 100, 2), ("R", 102.499, 2)])) == 1
    assert len(scored([("L", 100, 2), ("R", 102.5, 2)])) == 2


def test_bilateral_gap_runs_from_the_offset_not_the_onset():
    assert len(scored([("L", 100, 9), ("R", 109.4, 1)])) == 1
    assert len(scored([("L", 100, 0.5), ("R", 101.1, 1)])) == 2


def test_bilateral_joining_is_chained():
    result = scored([("L", 100, 1), ("R", 101.2, 1), ("L", 102.4, 1)])
    assert result.rows == ((0, 1, 2),)


def test_bilateral_joining_reaches_over_a_nested_part():
    assert len(scored([("L", 100, 5), ("R", 101, 1), ("R", 105.2, 1)])) == 1


def test_bilateral_candidate_lasts_up_to_fifteen_seconds():
    assert scored([("L", 100, 8), ("R", 107, 8)]).candidate.all()
    assert not scored([("L", 100, 8), ("R", 107, 8.001)]).candidate.any()


def test_bilateral_candidate_has_up_to_four_parts():
    parts = [("LR"[k % 2], 100 + 1.2 * k, 1.0) for k in range(5)]
    assert scored(parts[:4]).candidate.all()
    assert not scored(parts).candidate.any()


def test_bilateral_candidate_has_only_parts_that_are_candidates():
    assert not scored([("L", 100, 10.5), ("R", 101, 1)]).candidate.any()


def test_3_3_3_no_interval_before_the_first_movement():
    assert scored(every(20, 1)).interval.tolist() == [UNMEASURED]


def test_3_3_3_restart_of_the_recording_ends_a_series():
    movements = every(20, 8)
    assert len(plm(movements)) == 8
    assert plm(movements, restarts=[150]) == [160, 180, 200, 220, 240]
    result = scored(movements, restarts=[170])
    assert result.series.tolist() == [1] * 4 + [2] * 4
    assert result.interval.tolist().count(UNMEASURED) == 2


def test_3_3_3_movement_at_the_restart_belongs_after_it():
    assert scored(every(20, 8), restarts=[180]).series.tolist() == [1] * 4 + [2] * 4


def test_3_3_3_nothing_is_joined_across_a_restart():
    assert len(scored([("L", 100, 1), ("L", 101.2, 1)], restarts=[101.1])) == 2
    assert len(scored([("L", 100, 1), ("R", 101.2, 1)], restarts=[101.1])) == 2


def test_interval_of_ten_to_ninety_seconds_inclusive():
    assert len(plm(every(10.0, 4))) == 4
    assert len(plm(every(90.0, 4))) == 4
    assert plm(every(9.99, 4)) == []
    assert plm(every(90.01, 4)) == []


def test_3_3_5_series_has_at_least_four_movements():
    assert plm(every(20, 3)) == []
    assert len(plm(every(20, 4))) == 4


def test_3_3_6_short_interval_ends_a_series_and_may_start_the_next():
    assert plm([*every(20, 4), *every(20, 4, start=169)]) == [
        100,
        120,
        140,
        160,
        *range(169, 230, 20),
    ]
    assert scored([*every(20, 4), *every(20, 4, start=169)]).series_count == 2


def test_3_3_6_long_interval_ends_a_series_and_may_start_the_next():
    result = scored([*every(20, 4), *every(20, 4, start=251)])
    assert result.series.tolist() == [1] * 4 + [2] * 4


def test_3_3_6_movement_that_is_no_candidate_ends_a_series():
    around = [*every(20, 3), ("L", 150.0, 11.0), *every(20, 3, start=170)]
    result = scored(around)
    assert result.series_count == 0
    # the interval across it is neither short nor long: it is not measured
    assert result.interval.tolist() == [
        UNMEASURED, 20_000, 20_000, UNMEASURED, UNMEASURED, 20_000, 20_000,
    ]  # fmt: skip


def test_2_4_4_series_runs_across_sleep_and_wake_by_sleep_at_onset():
    result = scored(every(20, 5), asleep=[False, False, True, True, True])
    assert result.series.tolist() == [1] * 5
    assert result.asleep.tolist() == [False, False, True, True, True]


def test_2_4_4_joined_movement_has_the_sleep_of_its_first_onset():
    result = scored([("R", 101, 2), ("L", 100, 2)], asleep=[True, False])
    assert result.asleep.tolist() == [False]


@pytest.mark.parametrize("start", [0.1, 0.7, 4096.3, 28_799.9, 230_399.97])
def test_limits_hold_at_starts_that_floats_cannot_hold(start):
    assert len(plm(every(10.0, 4, start=start))) == 4
    assert len(plm(every(90.0, 4, start=start))) == 4
    assert len(scored([("L", start, 1.1), ("R", round(start + 1.6, 3), 1)])) == 2
    assert scored([("L", start, 10.0)]).candidate.all()


def test_nothing_scored_is_nothing():
    result = scored([], asleep=[])
    assert (len(result), result.series_count, result.rows) == (0, 0, ())
    assert result.intervals.tolist() == result.series_intervals.tolist() == []
    assert result.asleep.tolist() == []


def test_identical_onsets_on_both_legs_are_one_movement():
    result = scored([("R", 100, 2), ("L", 100, 2)])
    assert (len(result), result.side.tolist()) == (1, [Side.BOTH])


def test_overlapping_and_nested_movements_of_one_leg_are_one():
    result = scored([("L", 101, 1), ("L", 100, 5), ("L", 104, 3)])
    assert (result.onset.tolist(), result.offset.tolist()) == ([100_000], [107_000])
    assert result.rows == ((1, 0, 2),)


def test_rows_lead_back_to_the_input():
    result = scored([("L", 160, 2), ("R", 100.5, 1), ("L", 100, 1), ("L", 130, 0.2)])
    assert result.rows == ((2, 1), (0,))


def test_unknown_side_is_a_leg_of_its_own():
    table = LegMovements.from_seconds(
        side=[Side.UNKNOWN] * 5, onset=[100, 101.2, 120, 140, 160], duration=[1.0] * 5
    )
    result = score(table, WASM_2016)
    assert result.side.tolist() == [Side.UNKNOWN] * 4
    assert result.periodic.all()


def test_intervals_in_seconds():
    result = scored([*every(20, 4), *every(30, 4, start=400)])
    np.testing.assert_array_equal(result.intervals, [20, 20, 20, 240, 30, 30, 30])
    np.testing.assert_array_equal(result.series_intervals, [20, 20, 20, 30, 30, 30])
