"""How rare sleep starts are in long nights: where an event lies, and what that costs it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.classify.evidence.around_sleep import around_sleep
from limbwatch.classify.labels.prior import clustered, rarity_of
from limbwatch.classify.slept import Sleep

HOUR = 3600.0


def slept(*awake: tuple[float, float], hours: float = 8.0) -> Sleep:
    """Sleep of a night, but for some spans of hours."""
    begins = np.arange(int(hours * 120)) * 30.0
    asleep = np.ones(len(begins), np.bool_)
    for start, end in awake:
        asleep[(begins >= start * HOUR) & (begins < end * HOUR)] = False
    return Sleep(
        epoch=30.0, asleep=asleep, valid=np.ones(len(begins), bool), in_bed=None, method=""
    )


def hours_like(hour: float, sleep: Sleep) -> float:
    return float(around_sleep(np.array([hour * HOUR]), sleep).similar_hours[0])


def test_until_half_an_hour_after_the_first_sleep_a_start_is_as_likely_as_in_any_night() -> None:
    sleep = slept((0.0, 1.0), (4.0, 4.5))
    assert [hours_like(hour, sleep) for hour in (0.5, 0.99, 1.0, 1.5)] == [0.0] * 4
    assert hours_like(1.51, sleep) > 0


def test_later_it_is_counted_how_much_of_the_night_is_near_falling_asleep_once_more() -> None:
    """Ten minutes before and after each such moment are near it, the rest is away from it."""
    one, two = slept((0.0, 1.0), (4.0, 4.5)), slept((0.0, 1.0), (3.0, 3.5), (5.0, 5.5))
    near, away = 1 / 3 + 30 / HOUR, 8 - 1.5 - 30 / HOUR
    for hour in (4.34, 4.5, 4.66):
        assert hours_like(hour, one) == pytest.approx(near)
    for hour in (1.6, 4.3, 4.7, 7.9):
        assert hours_like(hour, one) == pytest.approx(away - near)
    assert hours_like(5.5, two) == pytest.approx(2 * near)


def test_a_night_without_sleep_has_no_such_moment() -> None:
    assert hours_like(5.0, slept((0.0, 8.0))) == 0.0


def jolts(*onset: float, similar_hours: float, jolt: float = 0.9) -> NDArray[np.float64]:
    alike = np.ones(len(onset))
    return rarity_of(np.array(onset), similar_hours * alike, jolt * alike)


def test_a_start_is_the_rarer_the_more_such_moments_a_night_has() -> None:
    """0.7 log odds for each factor of e beyond what a night of 1.5 hours has (0.37 h)."""
    against = [float(jolts(1e4, similar_hours=h)[0]) for h in (0.0, 0.37, 0.74, 3.7, np.nan)]
    assert against == pytest.approx([0.0, 0.0, 0.7 * np.log(2), 0.7 * np.log(10), 0.0])


def test_jolts_in_a_group_are_no_chance() -> None:
    """Four within five minutes; spasms come in any hour of the night."""
    assert np.all(jolts(1e4, 1.005e4, 1.01e4, 1.0149e4, similar_hours=4.0) == 0)
    assert np.all(jolts(1e4, 1.005e4, 1.01e4, similar_hours=4.0) > 0)


def test_what_is_hardly_a_jolt_makes_no_group() -> None:
    onset = [1e4 + 30 * k for k in range(4)]
    for jolt, free in ((0.45, True), (0.44, False)):
        assert np.all(jolts(*onset, similar_hours=4.0, jolt=jolt) == 0) == free


def test_a_group_reaches_two_and_a_half_minutes_to_either_side() -> None:
    onset = np.array([0.0, 50.0, 100.0, 150.0, 250.0, 400.0])
    found = clustered(onset, np.array([True, True, True, True, False, False]))
    assert found.tolist() == [True, True, True, True, False, False]
    assert not clustered(onset, np.array([True, True, True, False, False, False])).any()
