"""AASM manual, version 3: movement rules, point by point. Times in seconds."""

import pytest

from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.published import AASM_3, rules_by_name

SIDES = {"L": Side.LEFT, "R": Side.RIGHT}


def scored(movements, *, asleep=None, rules=AASM_3, restarts=()):
    sides, onsets, durations = zip(*movements, strict=True)
    table = LegMovements.from_seconds(
        side=[SIDES[side] for side in sides], onset=onsets, duration=durations, asleep=asleep
    )
    return score(table, rules, restarts=restarts)


def left(*onsets, duration=2.0):
    return [("L", onset, duration) for onset in onsets]


SERIES = left(100, 150, 170, 190, 210)

# The lists of the table of expected values; counts of PLM by the manual's text. Where a
# program's own convention differs (joining from the last onset), the text is followed.
COUNTS = {
    "min4": ([("L", 100, 2), ("R", 120, 2), ("L", 140, 2), ("R", 160, 2)], 4),
    "three": ([("L", 100, 2), ("R", 120, 2), ("L", 140, 2)], 0),
    "imi 9.99": (left(100, 109.99, 119.98, 129.97), 4),
    "imi 90.00": (left(100, 190, 280, 370), 4),
    "imi 90.01": (left(100, 190.01, 280.02, 370.03), 0),
    "short 9, 3+4": (left(100, 120, 140, 149, 169, 189, 209), 7),
    "short 9, 4+3": (left(100, 120, 140, 160, 169, 189, 209), 7),
    "short 3 on two legs": ([*left(100, 120, 140), ("R", 143, 2), *left(163, 183, 203)], 6),
    "long in the middle": ([*left(100, 120, 140), ("L", 160, 10.5), *left(180, 200, 220, 240)], 7),
    "long, 3+3": ([*left(100, 120, 140), ("L", 160, 10.5), *left(180, 200, 220)], 6),
    "long last": ([*left(100, 120, 140), ("L", 160, 10.5)], 0),
    "two legs, gap 0.4": ([("L", 100, 2), ("R", 102.4, 2), *left(120, 140, 160)], 4),
    "two legs, gap 0.5": ([("L", 100, 2), ("R", 102.5, 2), *left(120, 140, 160)], 4),
    "two legs, 4.9 between onsets": (
        [(leg, t + shift, 1) for t in range(100, 180, 20) for leg, shift in (("L", 0), ("R", 4.9))],
        4,
    ),
    "two legs, 16 s together": ([*SERIES, ("L", 120, 9), ("R", 127, 9)], 7),
    "two legs, four parts": (
        [*SERIES, ("L", 120, 1), ("R", 120.8, 1), ("L", 122, 1), ("R", 122.8, 1)],
        6,
    ),
    "two legs, one part of 11 s": ([*SERIES, ("L", 120, 11), ("R", 121, 2)], 6),
    "durations at the limits": (
        [
            *[("L", 100, 0.49), ("L", 120, 0.5), ("L", 140, 10.0), ("L", 160, 10.01)],
            *left(180, 200, 220, 240),
        ],
        6,
    ),
    "same leg, gap 0.4": ([("L", 100, 1), ("L", 101.4, 1), *left(120, 140, 160)], 4),
    "two series": (left(*range(100, 200, 20), *range(400, 580, 30)), 11),
}


@pytest.mark.parametrize(("movements", "count"), COUNTS.values(), ids=COUNTS)
def test_table_of_expected_counts(movements, count):
    isolated = ("L", max(onset for _, onset, _ in movements) + 300, 2)
    assert scored([*movements, isolated]).periodic.sum() == count


def test_1a_movement_lasts_half_a_second_to_ten():
    result = scored([("L", 100, 0.499), ("L", 120, 0.5), ("L", 140, 10.0), ("L", 160, 10.001)])
    assert result.onset.tolist() == [120_000, 140_000]
    assert result.candidate.all()


def test_1b_interval_of_five_to_ninety_seconds():
    assert scored(left(100, 105, 110, 115)).periodic.all()
    assert not scored(left(100, 190.001, 280.002, 370.003)).periodic.any()


def test_1b_two_legs_with_onsets_less_than_five_seconds_apart_are_one():
    assert len(scored([("L", 100, 1), ("R", 104.999, 1)])) == 1
    assert len(scored([("L", 100, 1), ("R", 105, 1)])) == 2


def test_1b_joining_two_legs_is_not_chained():
    assert scored([("L", 100, 1), ("R", 104, 1), ("L", 108, 1)]).rows == ((0, 1), (2,))


def test_1b_one_leg_is_not_joined_with_itself():
    assert len(scored(left(100, 103))) == 2


def test_short_interval_ignores_the_later_movement():
    result = scored(left(100, 120, 140, 143, 160))
    assert result.series.tolist() == [1, 1, 1, 0, 1]
    assert result.interval.tolist()[1:] == [20_000, 20_000, 3_000, 20_000]


def test_short_interval_can_end_the_series_instead():
    rules = rules_by_name("aasm", short_interval="end")
    movements = left(100, 120, 140, 143, 163, 183, 203)
    assert scored(movements, rules=rules).series.tolist() == [0, 0, 0, 1, 1, 1, 1]


def test_version_3_part_of_each_movement_lies_in_sleep():
    asleep = [True, True, True, False, True]
    result = scored(left(100, 120, 140, 150, 160), asleep=asleep)
    assert (len(result), result.periodic.sum()) == (4, 4)
    assert result.asleep.all()


def test_restart_of_the_recording_ends_a_series():
    assert not scored(left(100, 120, 140, 160), restarts=[130]).periodic.any()
