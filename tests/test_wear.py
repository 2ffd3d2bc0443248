"""When a sensor was worn: a table is found, a still sleeper is not taken for one."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.classify.observation.coverage import coverage_of
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.posture.rests import lies_as_before
from limbwatch.dsp.posture.wear import WEAR_LIMITS, doubtful_spans, worn_spans
from limbwatch.sensor import Placement

NOISE = 0.001
HOUR = 3600
FLAT, TILTED, LEG = (0.0, 0.02, 1.0), (0.5, 0.6, 0.62), (0.3, -0.8, 0.52)


def stretch(seconds, rest, *, breath=0.0, noise=NOISE, seed=0):
    """Gravity and spread per second of a sensor at rest; breathing in g along one axis."""
    rng = np.random.default_rng(seed)
    time = np.arange(seconds)
    gravity = np.asarray(rest) + rng.normal(0, noise / 5, (seconds, 3))
    gravity[:, 0] += breath * np.sin(2 * np.pi * 0.25 * time + np.sin(time / 50))
    spread = noise * np.sqrt(rng.chisquare(24, (seconds, 3)) / 24)
    return gravity, spread


def handled(seconds=40, seed=5):
    """Somebody takes the sensor off or puts it on."""
    rng = np.random.default_rng(seed)
    gravity = rng.normal(size=(seconds, 3))
    gravity /= np.linalg.norm(gravity, axis=1, keepdims=True)
    return gravity, np.full((seconds, 3), 0.2)


def night(*parts, length=1.0):
    gravity = np.concatenate([part[0] for part in parts])
    spread = np.concatenate([part[1] for part in parts])
    return Epochs(length=length, valid=np.ones(len(gravity)), gravity=gravity, spread=spread)


def worn(epochs):
    whole = np.array([[0.0, len(epochs) * epochs.length]])
    return worn_spans(epochs, spans=whole).tolist()


def asleep(seconds, seed=1):
    return stretch(seconds, LEG, breath=0.0006, seed=seed)


def test_still_sleeper_who_breathes_is_worn():
    assert worn(night(asleep(4 * HOUR))) == [[0.0, 4.0 * HOUR]]


def test_breath_of_a_few_tenths_of_a_milli_g_is_enough():
    faint = stretch(2 * HOUR, FLAT, breath=0.0003)
    assert worn(night(faint)) == [[0.0, 2.0 * HOUR]]


@pytest.mark.parametrize(("hours", "seen"), [(0.6, False), (4, True)])
def test_a_breath_too_faint_for_half_an_hour_shows_in_hours(hours, seen):
    faint = stretch(round(hours * HOUR), FLAT, breath=0.00005, seed=3)
    assert (worn(night(faint)) != []) == seen


def test_table_is_not_worn():
    assert worn(night(stretch(HOUR, FLAT))) == []


@pytest.mark.parametrize("rest", [FLAT, (0.0, -1.0, 0.01), (1.02, 0.03, 0.0)])
def test_an_hour_flat_on_the_table_in_the_night_is_found(rest):
    found = worn(night(asleep(HOUR), handled(), stretch(HOUR, rest), handled(), asleep(HOUR)))
    assert len(found) == 2
    assert found[0] == pytest.approx([0, HOUR + 40], abs=60)
    assert found[1] == pytest.approx([2 * HOUR + 40, 3 * HOUR + 80], abs=60)


def test_an_hour_in_a_tilted_charger_is_found_by_the_handling():
    charging = stretch(HOUR, TILTED)
    assert len(worn(night(asleep(HOUR), handled(), charging, handled(), asleep(HOUR)))) == 2
    assert len(worn(night(asleep(HOUR), charging, asleep(HOUR)))) == 1


@pytest.mark.parametrize(("spread", "found"), [(0.055, 1), (0.065, 2)])
def test_it_is_handled_from_a_tenth_of_a_g_on(spread, found):
    gravity, _ = handled()
    hand = (gravity, np.full((len(gravity), 3), spread))  # of three axes together 0.095 and 0.113
    charging = stretch(HOUR, TILTED)
    assert len(worn(night(asleep(HOUR), hand, charging, hand, asleep(HOUR)))) == found


def test_hours_in_a_tilted_charger_are_found_without_it():
    assert len(worn(night(asleep(HOUR), stretch(3 * HOUR, TILTED), asleep(HOUR)))) == 2


def test_twenty_minutes_on_the_table_are_too_short_to_tell():
    found = worn(night(asleep(HOUR), handled(), stretch(1200, FLAT), handled(), asleep(HOUR)))
    assert len(found) == 1


def test_half_an_hour_flat_on_the_table_is_enough():
    table = stretch(35 * 60, FLAT)
    assert len(worn(night(asleep(HOUR), handled(), table, handled(), asleep(HOUR)))) == 2


def test_a_bump_against_the_table_does_not_hide_it():
    bump = (np.array([[0.05, 0.0, 1.0]]), np.full((1, 3), 0.03))
    assert worn(night(stretch(1500, FLAT), bump, stretch(1500, FLAT, seed=2))) == []


def test_a_limb_that_moves_now_and_then_is_worn_even_without_breath():
    move = (np.array([[0.4, 0.0, 0.9]]), np.full((1, 3), 0.1))
    parts = [part for seed in range(12) for part in (stretch(300, FLAT, seed=seed), move)]
    tilts = [
        (gravity + np.array([0.01 * (k // 2), 0, 0]), spread)
        for k, (gravity, spread) in enumerate(parts)
    ]
    assert len(worn(night(*tilts))) == 1


def stirs(seconds=1, spread=0.06):
    """A movement that says nothing of how the limb lies afterwards."""
    return np.full((seconds, 3), 0.5), np.full((seconds, 3), spread)


def restless(count, rests, *, spread=0.06):
    """Movements three minutes apart, and the rest after each."""
    pairs = [
        (stirs(spread=spread), stretch(180, rests[k % len(rests)], seed=k)) for k in range(count)
    ]
    return [stretch(180, rests[-1], seed=99), *(part for pair in pairs for part in pair)]


@pytest.mark.parametrize(
    ("count", "spread", "sag", "proven"),
    [
        (5, 0.06, 0.0, False),
        (4, 0.06, 0.0, True),  # too few to tell
        (9, 0.025, 0.0, True),  # 0.043 g of three axes: a table is touched
        (9, 0.06, 0.003, True),  # a limb comes to rest a little further
        (9, 0.06, 0.0015, False),
    ],
)
def test_stillness_says_nothing_where_limbs_lie_after_each_movement_as_before(
    count, spread, sag, proven
):
    """As in signals that are gravity, noise and movements alone: nobody breathes there."""
    rests = [FLAT, tuple(np.add(FLAT, sag))]
    parts = [*restless(count, rests, spread=spread), stretch(HOUR, FLAT)]
    assert (worn(night(*parts)) != [[0.0, float(sum(len(part[0]) for part in parts))]]) == proven


@pytest.mark.parametrize(("turned", "proven"), [(4, True), (3, False)])
def test_seven_in_ten_movements_must_leave_a_limb_as_it_lay(turned, proven):
    rests = [tuple(np.add(LEG, [0.02 * min(k, turned - 1), 0, 0])) for k in range(10)]
    whole = night(*restless(10, rests), stretch(HOUR, FLAT))
    assert (worn(whole)[-1][1] < len(whole)) == proven


@pytest.mark.parametrize(("apart", "told"), [(9, False), (12, True)])
def test_movements_within_ten_seconds_are_one_and_rests_are_looked_at_for_as_long(apart, told):
    """Nine pairs, of which the first of each turns the limb and the second turns it back."""
    turned = tuple(np.add(LEG, [0.02, 0, 0]))
    pair = [stirs(), stretch(apart, turned), stirs(), stretch(180, LEG)]
    epochs = night(stretch(180, LEG), *(9 * pair))
    assert lies_as_before(epochs) == (not told)


@pytest.mark.parametrize(("rest", "found"), [((0.0, 0.25, 1.0), 2), ((0.0, 0.15, 1.0), 1)])
def test_such_a_sensor_is_laid_aside_when_it_was_handled_and_lies_elsewhere(rest, found):
    worn_part = restless(9, [FLAT])
    parts = [*worn_part, handled(), stretch(HOUR, rest), handled(), *worn_part]
    assert len(worn(night(*parts))) == found


def test_sensor_that_warms_up_on_the_charger_is_still_not_worn():
    gravity, spread = stretch(HOUR, FLAT)
    warm = gravity + np.linspace(0, 0.008, HOUR)[:, None]
    assert worn(night((warm, spread))) == []


def test_noisy_sensor_on_the_table_is_not_worn():
    assert worn(night(stretch(HOUR, FLAT, noise=0.004))) == []


def test_values_that_never_change_need_ninety_minutes():
    hour = (np.tile(FLAT, (HOUR, 1)), np.zeros((HOUR, 3)))
    assert len(worn(night(hour))) == 1
    assert worn(night(hour, hour)) == []


@pytest.mark.parametrize(("breathing_s", "seen"), [(600, False), (7 * HOUR // 4, True)])
def test_breath_in_an_axis_that_hardly_changes_must_go_on(breathing_s, seen):
    """A table's axis that steps to and fro at the rate of breath for ten minutes is none."""
    gravity, spread = stretch(2 * HOUR, FLAT)
    steps = np.arange(2 * HOUR) % 5 == 0
    steps &= np.arange(2 * HOUR) < breathing_s
    gravity[:, 1] = FLAT[1] + np.where(steps, 0.0008, 0.0)
    spread[:, 1] = np.where(steps, 0.0004, 0.0)
    assert (worn(night((gravity, spread))) != []) == seen


def test_gap_is_no_evidence():
    gravity, spread = stretch(HOUR, FLAT)
    gravity[600:3000] = np.nan
    spread[600:3000] = np.nan
    epochs = night((gravity, spread))
    spans = np.array([[0.0, 600.0], [3000.0, 3600.0]])
    assert worn_spans(epochs, spans=spans).tolist() == spans.tolist()


def test_unworn_time_is_cut_out_of_every_run():
    epochs = night(asleep(HOUR), handled(), stretch(HOUR, FLAT), handled(), asleep(HOUR))
    spans = np.array([[0.5, 5000.0], [5100.0, 6000.0], [6100.0, 10870.0]])
    found = worn_spans(epochs, spans=spans)
    assert found[0, 0] == 0.5
    assert found[-1, 1] == 10870.0
    assert len(found) == 2


def test_epochs_too_long_to_see_breath_are_refused():
    five = night(stretch(HOUR, FLAT), length=5.0)
    with pytest.raises(ValueError, match=r"5\.0 s are too long"):
        worn(five)


def test_short_recording_is_worn():
    assert worn(night(stretch(20, FLAT))) == [[0.0, 20.0]]


def test_limits_are_data():
    sooner = replace(WEAR_LIMITS, shortest=600.0)
    epochs = night(stretch(900, FLAT))
    assert worn_spans(epochs, spans=np.array([[0.0, 900.0]]), limits=sooner).tolist() == []


def test_an_hour_in_a_tilted_charger_is_doubtful():
    epochs = night(asleep(HOUR), stretch(HOUR, TILTED), asleep(HOUR))
    (found,) = doubtful_spans(epochs)
    assert found == pytest.approx([HOUR, 2 * HOUR], abs=60)


def test_a_sleeper_who_breathes_is_not_doubtful():
    assert len(doubtful_spans(night(asleep(4 * HOUR)))) == 0


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((*restless(5, [FLAT]), stretch(HOUR, FLAT)), True),
        ((*restless(4, [FLAT]), stretch(HOUR, FLAT)), False),  # not worn, and told as such
        ((*restless(5, [FLAT]), asleep(HOUR)), False),  # breathes
        ((*restless(5, [FLAT]), stretch(1700, TILTED)), False),  # still for less than half an hour
    ],
)
def test_a_sensor_that_counts_as_worn_because_its_stillness_proves_nothing_is_told(
    make_track, parts, said
):
    """One on a table that was knocked five times was worn without a word."""
    epochs = night(*parts)
    track = make_track(Placement.ANKLE_LEFT, [], end=float(len(epochs)))
    whole = np.array(worn(epochs)).reshape(-1, 2)
    quality = SimpleNamespace(drift_ppm=None, notes=(), warnings=(), clock="")
    recording = SimpleNamespace(rate=50.0, rate_nominal=50.0, device="", quality=quality)
    (found,) = coverage_of([replace(track, epochs=epochs, worn=whole)], [recording])
    assert ["taken for worn" in warning for warning in found.warnings] == said * [True]


def charged(within=180, lasting=12, activity=0.1001):
    """Nights around an hour in a tilted charger: when it was in hand at the farthest, and how."""
    gravity, _ = handled(lasting)
    taken = gravity, np.full((lasting, 3), activity / np.sqrt(3))
    between = within - lasting
    return night(
        *(asleep(HOUR - within), taken, asleep(between)),
        stretch(HOUR, TILTED),
        *(asleep(between, seed=2), taken, asleep(HOUR - within, seed=2)),
    )


@pytest.mark.parametrize(
    "less", [{"within": 181}, {"lasting": 11}, {"activity": 0.0999}], ids=["far", "short", "weak"]
)
def test_it_was_handled_for_12_of_180_seconds_above_a_tenth_of_g(less):
    """Each number at both sides of its edge; what was not handled needs two hours of stillness."""
    assert len(worn(charged())) == 2
    assert len(worn(charged(**less))) == 1


@pytest.mark.parametrize(("minutes", "found"), [(39, 1), (40, 2)])
def test_handled_and_tilted_it_is_not_worn_from_40_minutes_on(minutes, found):
    still = stretch(minutes * 60, TILTED)
    assert len(worn(night(asleep(HOUR), handled(60), still, handled(60), asleep(HOUR)))) == found
