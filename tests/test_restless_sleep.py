"""Legs that find no rest before the first sleep: each number of the model is held."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.sleep.activity import Activity
from limbwatch.classify.sleep.model import SLEEP_MODEL, sleep_probability
from limbwatch.classify.sleep.restless import (
    RESTLESS,
    LegSigns,
    RestlessModel,
    Restlessness,
    restlessness_of,
)

ALL = np.ones(240, np.bool_)


def evening(*, legs: bool = True, arms: bool = True, restless: float = 0.6) -> Activity:
    """Two hours of epochs: legs that find no rest for one of them, and sleep with some kicks."""
    rng = np.random.default_rng(5)
    first = np.arange(240) < 120
    often = np.where(first, restless, 0.3)
    stirs = np.where(first, 0.3, 0.06)
    return Activity(
        epoch=30.0,
        legs_worn=ALL & legs,
        arms_worn=ALL & arms,
        posture=(rng.random(240) < np.where(first, 0.12, 0.04)).astype(np.int64),
        swinging=~ALL,
        legs_stirred=(rng.random(240) < np.where(first, 0.35, 0.06)) & legs,
        arms_stirred=(rng.random(240) < stirs) & arms,
        legs_in_rhythm=(rng.random(240) < often) & legs,
        leg_movements=rng.integers(0, np.where(first, 5, 3)) * legs,
    )


STATED = {
    "first": (0.03, 0.06),
    "begins": (0.005, 0.01),
    "stirs": (0.002, 0.01),
    "moves": (0.02, 0.04),
    "rests": (0.05, 0.1),
    "falls": (0.3, 0.6),
    "changes": (0.02, 0.04),
    "rhythmic": ((0.08, 0.04, 0.03), (0.08, 0.08, 0.03)),
    "crowded": ((0.15, 0.02, 0.01), (0.15, 0.04, 0.01)),
    "crowd": (3, 2),
    "restless": (
        LegSigns(turned=0.15, lasting=0.01, legs=0.5, arms=0.3, rhythmic=0.67, crowded=0.2),
        None,
    ),
    "turned_by_legs": (0.105, None),
    "periodic": (
        LegSigns(turned=0.045, lasting=0.004, legs=0.07, arms=0.08, rhythmic=0.4, crowded=0.04),
        None,
    ),
    "least_s": (180.0, None),
    "most_s": (3600.0, None),
    "share": (0.5, None),
}
"""Each number as the figures of docs/sleep.md were measured with, and another."""


def test_every_number_has_a_case() -> None:
    assert set(STATED) == {field.name for field in fields(RestlessModel)}


@pytest.mark.parametrize("field", STATED)
def test_a_number_is_the_one_that_was_measured(field: str) -> None:
    stated, changed = STATED[field]
    assert getattr(RESTLESS, field) == stated
    if changed is not None:
        seen = restlessness_of(evening(), SLEEP_MODEL)
        other = restlessness_of(evening(), SLEEP_MODEL, replace(RESTLESS, **{field: changed}))
        assert not np.allclose(seen, other, rtol=0, atol=1e-6)


@pytest.mark.parametrize("arms", [True, False])
@pytest.mark.parametrize("state", ["restless", "periodic"])
@pytest.mark.parametrize("sign", [field.name for field in fields(LegSigns)])
def test_each_sign_counts_where_its_sensors_are_worn(state: str, sign: str, arms: bool) -> None:
    night, signs = evening(arms=arms), getattr(RESTLESS, state)
    changed = replace(signs, **{sign: 1.3 * getattr(signs, sign)})
    seen = restlessness_of(night, SLEEP_MODEL)
    other = restlessness_of(night, SLEEP_MODEL, replace(RESTLESS, **{state: changed}))
    looked_at = arms or sign != "arms"
    # of restless legs alone it has a number of its own
    looked_at &= arms or sign != "turned" or state == "periodic"
    assert np.allclose(seen.restless, other.restless, rtol=0, atol=1e-9) != looked_at


@pytest.mark.parametrize("falls", [0.0, 0.3, 1.0])
def test_without_restless_legs_it_is_the_model_of_sleep(falls: float) -> None:
    """Sleep in two halves that look alike is sleep, however it is divided."""
    model = replace(
        RESTLESS,
        first=0.0,
        begins=0.0,
        stirs=0.0,
        falls=falls,
        rhythmic=(0.1, 0.1, 0.1),
        crowded=(0.1, 0.1, 0.1),
        restless=replace(RESTLESS.restless, rhythmic=0.1, crowded=0.1),
        periodic=LegSigns(
            turned=0.054, lasting=0.006, legs=0.098, arms=0.091, rhythmic=0.1, crowded=0.1
        ),
    )
    seen = restlessness_of(evening(), SLEEP_MODEL, model)
    assert seen.asleep == pytest.approx(sleep_probability(evening()), abs=1e-9)
    assert seen.restless == pytest.approx(0.0, abs=1e-9)


def test_where_a_leg_stirs_out_of_any_rhythm_it_does_not_matter_that_one_keeps_it() -> None:
    night = evening()
    assert night.legs_stirred.any()
    other = replace(night, legs_in_rhythm=night.legs_in_rhythm ^ night.legs_stirred)
    found, same = (restlessness_of(each, SLEEP_MODEL) for each in (night, other))
    assert np.array_equal(found, same)


def test_an_hour_of_restless_legs_is_told_from_the_sleep_after_it() -> None:
    seen = restlessness_of(evening(), SLEEP_MODEL)
    assert np.mean(seen.restless[10:110]) > 0.9
    assert np.mean(seen.asleep[140:]) > 0.9
    lying = replace(evening(restless=0.0), leg_movements=np.zeros(240, np.int64))
    calm = restlessness_of(lying, SLEEP_MODEL)
    assert np.mean(calm.restless) < 0.2


def test_legs_that_hurry_find_no_rest_whatever_rhythm_they_keep() -> None:
    """Rubbing legs move every ten seconds, in a rhythm, and the arms lie still (e2 of the third
    acceptance tests): asleep after three minutes otherwise."""
    rng = np.random.default_rng(7)
    first = np.arange(240) < 90
    crowds = rng.choice([1, 2, 3, 4], 240, p=[0.15, 0.42, 0.33, 0.1])
    night = replace(
        evening(),
        posture=np.zeros(240, np.int64),
        legs_stirred=~ALL,
        arms_stirred=~ALL,
        legs_in_rhythm=first.copy(),
        leg_movements=np.where(first, crowds, 0),
    )
    hurried = restlessness_of(night, SLEEP_MODEL)
    assert np.mean(hurried.restless[5:85]) > 0.9
    slow = replace(night, leg_movements=np.minimum(night.leg_movements, 2))
    assert np.mean(restlessness_of(slow, SLEEP_MODEL).restless[5:85]) < 0.1


def test_that_legs_do_not_hurry_says_nothing() -> None:
    """Legs that find no rest may move every 18 s, as those of a sleeper do."""
    night = evening()
    few, none = (
        restlessness_of(replace(night, leg_movements=np.full(240, count)), SLEEP_MODEL)
        for count in (2, 0)
    )
    assert np.array_equal(few, none)


def test_a_wrist_alone_tells_nothing_of_legs() -> None:
    """Restless legs are then no more probable than active wake that they stand beside."""
    seen = restlessness_of(evening(legs=False), SLEEP_MODEL)
    assert np.mean(seen.restless) < 0.3


@pytest.mark.parametrize(
    ("first", "last", "share", "awake"),
    [
        (10, 16, 1.0, True),
        (10, 15, 1.0, False),  # shorter than three minutes
        (10, 130, 1.0, True),
        (10, 131, 1.0, False),  # longer than an hour
        (10, 20, 0.5, True),
        (10, 20, 0.4, False),
        (20, 10, 1.0, False),  # nothing is put off
    ],
)
def test_a_delay_is_believed_within_limits(
    first: int, last: int, share: float, awake: bool
) -> None:
    restless = np.zeros(240)
    restless[first : first + round(share * abs(last - first))] = 0.51
    seen = Restlessness(restless=restless, asleep=1 - restless)
    assert seen.keep_awake(first, last, epoch=30.0) is awake
