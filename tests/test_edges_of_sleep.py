"""Each number of the models of sleep and of restless legs, by what follows from it."""

import numpy as np
import pytest

from limbwatch.classify.sleep.activity import Activity, Posture
from limbwatch.classify.sleep.model import (
    SLEEP_MODEL,
    SleepState,
    likelihood,
    transitions,
)
from limbwatch.classify.sleep.restless import RESTLESS, _likelihood, _transitions, restlessness_of

KEPT, TURNED, LASTING = Posture.KEPT, Posture.TURNED, Posture.LASTING


def epochs(
    posture: Posture = KEPT,
    *,
    worn: str = "legs arms",
    stirs: str = "",
    rhythm: bool = False,
    movements: int = 0,
) -> Activity:
    """Give epochs of half a minute in which the same is seen."""
    all_of = np.ones(1, np.bool_)
    return Activity(
        epoch=30.0,
        legs_worn=all_of & ("legs" in worn),
        arms_worn=all_of & ("arms" in worn),
        posture=np.full(1, posture, np.int64),
        swinging=~all_of,
        legs_stirred=all_of & ("legs" in stirs),
        arms_stirred=all_of & ("arms" in stirs),
        legs_in_rhythm=all_of & rhythm,
        leg_movements=np.full(1, movements),
    )


def seen(*args: Posture, **options: object) -> list[float]:
    """How probable what is seen is in wake, in quiet wake and in sleep."""
    found = likelihood(epochs(*args, **options), SLEEP_MODEL)[0]
    assert found.tolist() == found[[0, 1, 1, 3, 0, 1]].tolist()
    return found[[SleepState.AWAKE, SleepState.STILL, SleepState.ASLEEP]].tolist()


def test_half_a_minute_leaves_each_state_as_often_as_its_mean_time_says() -> None:
    awake, still, drowsy, asleep, woken, settling = SleepState
    expected = np.zeros((6, 6))
    expected[awake, still] = 1 / 20  # ten minutes
    expected[[still, drowsy], [drowsy, asleep]] = 1 / 7  # two halves of seven minutes
    expected[[still, drowsy], awake] = 0.02
    expected[asleep, woken] = 1 / 200  # a hundred minutes
    expected[woken, settling] = 1 / 8  # four minutes
    expected[settling, asleep] = 1 / 2  # one minute
    expected[settling, woken] = 0.02
    found = transitions(SLEEP_MODEL, epoch=30.0)
    assert found - np.diag(np.diag(found)) == pytest.approx(expected)
    assert found.sum(axis=1) == pytest.approx(1.0)


SIGNS = {
    "legs arms": ((0.469, 0.075, 0.054), (0.103, 0.002, 0.006)),
    "legs": ((0.254, 0.029, 0.046), (0.083, 0.001, 0.003)),
    "arms": ((0.369, 0.054, 0.045), (0.077, 0.002, 0.005)),
}
"""Turned and lasting changes of posture, awake, in quiet wake and asleep, by what is worn."""
STIRS = {
    "legs arms": {"legs": (0.635, 0.135, 0.098), "arms": (0.792, 0.188, 0.091)},
    "legs": {"legs": (0.548, 0.085, 0.087)},
    "arms": {"arms": (0.698, 0.149, 0.091)},
}


@pytest.mark.parametrize("worn", SIGNS)
@pytest.mark.parametrize("posture", [KEPT, TURNED, LASTING])
@pytest.mark.parametrize("stirs", ["", "legs", "arms"])
def test_each_sign_is_as_probable_as_was_measured(worn: str, posture: Posture, stirs: str) -> None:
    """As ``python -m benchmarks.fit_sleep`` printed them for docs/sleep.md."""
    turned, lasting = map(np.array, SIGNS[worn])
    expected = {KEPT: 1 - turned - lasting, TURNED: turned, LASTING: lasting}[posture]
    for limb, share in STIRS[worn].items():
        expected = expected * (share if limb == stirs else 1 - np.array(share))
    assert seen(posture, worn=worn, stirs=stirs) == pytest.approx(expected.tolist())


RESTLESS_SIGNS = {
    # turned, lasting, legs, arms
    "restless": (0.15, 0.01, 0.5, 0.3),
    "restless_legs": (0.105, 0.01, 0.5, 0.5),
    "periodic": (0.045, 0.004, 0.07, 0.08),
}


def beside(*args: Posture, **options: object) -> tuple[float, float]:
    """How probable what is seen is with restless legs, and in sleep with periodic movements."""
    found = _likelihood(epochs(*args, **options), SLEEP_MODEL, RESTLESS)[0]
    return float(found[6]), float(found[7])


@pytest.mark.parametrize("worn", ["legs arms", "legs"])
@pytest.mark.parametrize("posture", [KEPT, TURNED, LASTING])
@pytest.mark.parametrize("stirs", ["legs", "legs arms"])
def test_restless_and_periodic_legs_show_their_signs(
    worn: str, posture: Posture, stirs: str
) -> None:
    restless = "restless" if "arms" in worn else "restless_legs"
    for found, state in zip(
        beside(posture, worn=worn, stirs=stirs), (restless, "periodic"), strict=True
    ):
        turned, lasting, legs, arms = RESTLESS_SIGNS[state]
        expected = {KEPT: 1 - turned - lasting, TURNED: turned, LASTING: lasting}[posture] * legs
        if "arms" in worn:
            expected *= arms if "arms" in stirs else 1 - arms
        assert found == pytest.approx(expected)


def factors(with_it: Activity, without: Activity) -> list[float]:
    """By how much something seen changes how probable each state is."""
    one, other = (_likelihood(each, SLEEP_MODEL, RESTLESS)[0] for each in (with_it, without))
    return (one / other)[[0, 1, 3, 6, 7]].tolist()


def test_a_rhythm_of_the_legs_is_as_probable_as_was_chosen() -> None:
    """In wake, quiet wake, sleep, with restless legs and with periodic movements."""
    often = np.array([0.08, 0.04, 0.03, 0.67, 0.4])
    found = factors(epochs(rhythm=True), epochs())
    assert found == pytest.approx((often / (1 - often)).tolist())


@pytest.mark.parametrize(("movements", "crowd"), [(2, False), (3, True)])
def test_three_movements_in_half_a_minute_are_a_crowd(movements: int, crowd: bool) -> None:
    often = [0.15, 0.02, 0.01, 0.2, 0.04] if crowd else [1.0] * 5
    assert factors(epochs(movements=movements), epochs()) == pytest.approx(often)


def test_restless_legs_and_periodic_movements_come_and_go_as_often_as_was_chosen() -> None:
    awake, still, drowsy, asleep, woken, settling = SleepState
    restless, periodic = 6, 7
    found = _transitions(epochs(), SLEEP_MODEL, RESTLESS)
    assert found[awake, restless] == pytest.approx(0.005)
    assert found[[still, drowsy], restless] == pytest.approx(0.002)
    assert found[restless, [awake, still]] == pytest.approx([0.02, 0.05])
    # three in ten sleeps begin with periodic movements
    assert found[[drowsy, settling], periodic] == pytest.approx([0.3 / 7, 0.3 / 2])
    assert found[[drowsy, settling], asleep] == pytest.approx([0.7 / 7, 0.7 / 2])
    assert found[[asleep, periodic], [periodic, asleep]] == pytest.approx([0.02, 0.02])
    assert found[periodic, woken] == pytest.approx(1 / 200)


def test_three_recordings_in_a_hundred_begin_with_restless_legs() -> None:
    """By Bayes, of a single epoch in which nothing is seen."""
    one = epochs()
    looked = _likelihood(one, SLEEP_MODEL, RESTLESS)[0]
    first = np.array([0.87, 0.1, 0.0, 0.0, 0.0, 0.0, 0.03, 0.0])
    expected = (first * looked / (first @ looked))[6]
    assert restlessness_of(one, SLEEP_MODEL).restless[0] == pytest.approx(expected)
