"""Sleep and wake from movement and posture."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limbwatch.classify import scoring
from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.members import members_of
from limbwatch.classify.sleep.activity import activity_of
from limbwatch.classify.sleep.model import SLEEP_MODEL, sleep_probability
from limbwatch.classify.sleep.restless import Restlessness
from limbwatch.classify.sleep.sleep_wake import _Chances, estimate_sleep
from limbwatch.dsp import Track
from limbwatch.dsp.movements import Movements
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.sensor import Placement

MINUTE, HOUR = 60.0, 3600.0
ANKLE, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def track(moves, end, *, placement=ANKLE, worn=None):
    """Make a track of movements given as onset, duration, turn and excursion."""
    rows = np.array(sorted(moves), dtype=float).reshape(-1, 4)
    columns = {f.name: np.zeros(len(rows)) for f in fields(Movements)}
    columns |= {
        "onset": rows[:, 0],
        "offset": rows[:, 0] + rows[:, 1],
        "turn": rows[:, 2],
        "excursion": rows[:, 3],
        "shape": np.zeros((len(rows), 75)),
    }
    count = int(np.ceil(end))
    spans = np.array([[0.0, end]])
    return Track(
        placement=placement,
        rate=50.0,
        spans=spans,
        worn=spans if worn is None else np.array(worn).reshape(-1, 2),
        calibration=Calibration(
            offset=np.zeros(3), gain=np.ones(3), error_before=0, error_after=0, still_epochs=0
        ),
        movements=Movements(**columns),
        epochs=Epochs(
            length=1.0,
            valid=np.ones(count),
            gravity=np.tile([0.0, 0.0, 1.0], (count, 1)),
            spread=np.full((count, 3), 0.001),
        ),
        peaks=np.empty(0, np.float32),
        threshold=0.01,
        floor=0.001,
    )


def turning(start, end, step=60.0):
    """Turn over again and again, as somebody who cannot sleep."""
    return [(t, 5.0, 40.0, 60.0) for t in np.arange(start, end, step)]


def kicks(start, end, step=25.0):
    """Periodic movements of a leg that returns to where it was."""
    return [(t, 2.5, 1.0, 12.0) for t in np.arange(start, end, step)]


def sleep_of(*tracks, rhythm=()):
    """Estimate sleep; what is given as a rhythm tells nothing of wake."""
    known = np.array(sorted(onset for onset, *_ in rhythm))
    members = [np.isin(t.movements.onset, known) for t in tracks]
    single = [~member for member in members]
    return estimate_sleep(tracks, single=single, rhythmic=members).reported


def minutes_asleep(sleep):
    return float(sleep.asleep.sum() * sleep.epoch / 60)


def night(wake=20 * MINUTE, end=8 * HOUR):
    """Twenty restless minutes, then sleep with a turn every half hour."""
    return [*turning(0, wake), *turning(wake + 1800, end, 1800)]


@pytest.mark.parametrize("placement", [ANKLE, WRIST, Placement.ANKLE])
def test_sleep_begins_some_minutes_after_the_last_movement(placement):
    sleep = sleep_of(track(night(), 8 * HOUR, placement=placement))
    assert 22 * MINUTE <= sleep.onset <= 30 * MINUTE
    assert minutes_asleep(sleep) > 440


def test_turning_over_in_sleep_is_no_wake():
    sleep = sleep_of(track(night(), 8 * HOUR))
    assert sleep.asleep[int(sleep.onset / 30) :].all()


def test_awakening_of_ten_minutes_is_wake():
    moves = [*night(), *turning(4 * HOUR, 4 * HOUR + 600, 45)]
    sleep = sleep_of(track(moves, 8 * HOUR))
    wake = ~sleep.asleep[420:600]
    assert 8 <= wake.sum() / 2 <= 16


def test_movements_in_a_rhythm_change_nothing():
    plm = kicks(2 * HOUR + 10, 3 * HOUR)
    quiet, kicking = track(night(), 8 * HOUR), track([*night(), *plm], 8 * HOUR)
    with_plm = sleep_of(kicking, rhythm=plm)
    np.testing.assert_array_equal(with_plm.asleep, sleep_of(quiet).asleep)


def restless_legs(*, step, stir, until=35 * MINUTE):
    """Legs in a rhythm from ten minutes on, and an arm and posture that stir now and then."""
    legs = kicks(10 * MINUTE, until, step)
    arms = [(t, 3.0, 20.0, 25.0) for t in np.arange(10 * MINUTE + 7, until, stir)]
    sleep = turning(until + 1800, 8 * HOUR, 1800)
    leg = track([*turning(0, 10 * MINUTE), *legs, *sleep], 8 * HOUR)
    return (leg, track([*arms, *sleep], 8 * HOUR, placement=WRIST)), legs


def test_legs_that_find_no_rest_are_wake_though_they_keep_a_rhythm():
    """Nights of three outsiders with restless legs: asleep after 5 min, and after 25 in truth."""
    tracks, legs = restless_legs(step=18.0, stir=120.0)
    sleep = sleep_of(*tracks, rhythm=legs)
    assert 34 * MINUTE <= sleep.onset <= 43 * MINUTE
    assert sleep.asleep[int(sleep.onset / 30) :].all()


def test_what_both_legs_begin_at_once_is_one_movement_of_an_epoch():
    """Three by one leg are a crowd; three by two legs together, within half a second, are three."""
    left = track([(t, 2.0, 1.0, 12.0) for t in (31.0, 40.0, 50.0, 70.0)], 120.0)
    right = track([(t, 2.0, 1.0, 12.0) for t in (31.5, 40.4, 61.0, 70.6)], 120.0, placement=RIGHT)
    own = [np.ones(4, bool)] * 2
    found = activity_of((left, right), single=own).leg_movements
    assert found.tolist() == [0, 3, 3, 0]
    wrist = track([(31.0, 2.0, 1.0, 12.0)], 120.0, placement=WRIST)
    assert activity_of((wrist,), single=[np.ones(1, bool)]).leg_movements.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("step", "fast"), [(14.0, True), (17.0, True), (19.0, False), (25.0, False)]
)
@pytest.mark.parametrize("legs", [True, False])
def test_an_arm_hurries_in_a_rhythm_faster_than_that_of_legs_in_sleep(step, fast, legs):
    moves = [(t, 2.0, 1.0, 12.0) for t in np.arange(600.0, 1800.0, step)]
    tracks = [track(moves, 3600.0, placement=WRIST)]
    tracks += [track(moves, 3600.0)] if legs else []
    found = members_of(join(tracks), tracks, own=np.ones(len(moves) * len(tracks), bool))
    inside = slice(3, -3)
    assert found.rhythmic[0][inside].all()
    assert found.hurried[0][inside].all() == fast
    assert found.hurried[0][inside].any() == fast
    assert not any(flags.any() for flags in found.hurried[1:])  # a leg is in no hurry


def test_an_arm_that_hurries_puts_off_the_first_sleep_and_wakes_nobody_later():
    """Fidgeting before sleep, and spasms or kicks that an arm joins at night, are as fast."""
    fidgets = [(t, 2.0, 1.0, 12.0) for t in np.arange(30.0, 1500.0, 13.0)]
    later = [(t, 2.0, 1.0, 12.0) for t in np.arange(4 * HOUR, 4 * HOUR + 900.0, 13.0)]
    arm = track([*fidgets, *later, *turning(5 * HOUR, 8 * HOUR, 1800)], 8 * HOUR, placement=WRIST)
    member = np.isin(arm.movements.onset, [onset for onset, *_ in [*fidgets, *later]])
    known = {"single": [~member], "rhythmic": [member]}
    assert estimate_sleep([arm], **known).reported.onset < 600.0
    found = estimate_sleep([arm], hurried=[member], **known).reported
    assert 1500.0 <= found.onset <= 2100.0
    assert found.asleep[int(4 * HOUR / 30) : int(4.25 * HOUR / 30)].all()


def test_events_are_judged_by_sleep_at_even_odds_and_sleep_is_reported_above_them():
    """Names were learned with even odds; reported sleep makes up for lying awake quietly."""
    leg = track([*turning(0, 1500, 100), *turning(2 * HOUR, 2.2 * HOUR)], 4 * HOUR)
    single = [np.ones(len(leg.movements), np.bool_)]
    chance = sleep_probability(activity_of([leg], single=single))
    likely, sure = chance > 0.5, chance > SLEEP_MODEL.legs_worn.scored_from
    assert likely.sum() > sure.sum()  # or they could not be told apart
    found = estimate_sleep([leg], single=single)
    np.testing.assert_array_equal(found.probable.asleep, likely)
    np.testing.assert_array_equal(found.reported.asleep, sure)


def test_each_look_at_the_night_asks_for_the_same_probability():
    """Sleep itself, the first sleep of an evening of fidgets, and that after restless legs."""
    activity = activity_of([track([], 2 * HOUR)], single=[np.zeros(0, np.bool_)])
    later = np.where(np.arange(len(activity)) < 60, 0.55, 0.9)
    sure = np.full(len(activity), 0.9)
    legs = Restlessness(restless=np.ones(len(activity)), asleep=later)
    for chances in (
        _Chances(activity=activity, sleep=later, after_evening=sure, restless=None),
        _Chances(activity=activity, sleep=sure, after_evening=later, restless=None),
        _Chances(activity=activity, sleep=sure, after_evening=sure, restless=legs),
    ):
        for least, first in ((0.5, 0), (0.6, 60)):
            likely = chances.likely(np.full(len(activity), least))
            assert likely.argmax() == first
            assert likely[first:].all()


def test_a_night_is_asked_for_its_restless_legs():
    """By what belongs together in it, not by what a test says does."""
    tracks, _ = restless_legs(step=18.0, stir=120.0)
    strong = [
        replace(
            t,
            movements=replace(
                t.movements,
                peak=np.full(len(t.movements), 0.2),
                peak_time=t.movements.onset + 0.2,
                still_before=np.full(len(t.movements), 10.0),
                still_after=np.full(len(t.movements), 10.0),
            ),
        )
        for t in tracks
    ]
    assert 34 * MINUTE <= scoring.sleep_of(strong).onset <= 43 * MINUTE
    assert 34 * MINUTE <= scoring.Evidence.of(strong).sleep.reported.onset <= 43 * MINUTE


@pytest.mark.parametrize(
    ("step", "stir", "until"),
    [(70.0, 120.0, 35 * MINUTE), (18.0, 1e9, 35 * MINUTE), (18.0, 120.0, 3 * HOUR)],
)
def test_periodic_movements_in_sleep_are_no_restless_legs(step, stir, until):
    """They come less often, or leave arms and posture alone, or go on for hours."""
    tracks, legs = restless_legs(step=step, stir=stir, until=until)
    assert sleep_of(*tracks, rhythm=legs).onset <= 31 * MINUTE


def test_the_same_movements_out_of_rhythm_are_wake():
    plm = kicks(2 * HOUR + 10, 3 * HOUR)
    sleep = sleep_of(track([*night(), *plm], 8 * HOUR))
    assert not sleep.asleep[245:355].any()


@pytest.mark.parametrize(("swing", "wake"), [(1.9, False), (2.1, True)])
@pytest.mark.parametrize("placement", [ANKLE, WRIST])
def test_a_limb_that_stirs_again_and_again_is_awake(placement, swing, wake):
    """The smallest swing that tells of wake is 2 degrees, of a leg alone and of an arm alone."""
    moves = [(t, 2.0, 0.5, swing) for t in np.arange(2 * HOUR, 3 * HOUR, 30.0)]
    sleep = sleep_of(track([*night(), *moves], 8 * HOUR, placement=placement))
    assert sleep.asleep[245:355].any() != wake


@pytest.mark.parametrize(("swing", "in_bed"), [(1.0, True), (6.0, False)])
def test_legs_that_bounce_are_awake_in_bed_and_legs_that_swing_are_up(swing, in_bed):
    """An hour of legs that bounced for 40 s each minute was no time in bed."""
    bounces = [(t, 40.0, 0.5, swing) for t in np.arange(30.0, HOUR, 60.0)]
    bouncing = track([*bounces, *turning(HOUR + 1800, 8 * HOUR, 1800)], 8 * HOUR)
    bouncing.movements.peak[: len(bounces)] = 0.2
    sleep = sleep_of(bouncing)
    assert not sleep.asleep[:115].any()
    assert sleep.in_bed is not None
    assert (sleep.in_bed[0] < MINUTE) == in_bed


def test_shaking_mattress_is_no_wake():
    shakes = [(t, 12.0, 0.5, 2.0) for t in np.arange(1 * HOUR, 7 * HOUR, 40.0)]
    quiet, shaken = track(night(), 8 * HOUR), track([*night(), *shakes], 8 * HOUR)
    np.testing.assert_array_equal(sleep_of(shaken).asleep, sleep_of(quiet).asleep)


def test_busy_wrist_is_wake_though_it_returns():
    reaching = [(t, 2.0, 1.0, 30.0) for t in np.arange(25, HOUR, 40.0)]
    wrist = track([*reaching, *turning(2 * HOUR, 8 * HOUR, 1800)], 8 * HOUR, placement=WRIST)
    assert HOUR <= sleep_of(wrist).onset <= HOUR + 12 * MINUTE


def test_more_sensors_see_more_wake():
    still = track(turning(HOUR, 8 * HOUR, 1800), 8 * HOUR)
    restless = track(night(wake=HOUR), 8 * HOUR, placement=WRIST)
    assert sleep_of(still).onset < 15 * MINUTE
    assert sleep_of(still, restless).onset > HOUR


def test_nobody_sleeps_in_a_night_of_turning():
    sleep = sleep_of(track(turning(10, 8 * HOUR, 45), 8 * HOUR))
    assert sleep.onset is None
    assert sleep.in_bed == (0.0, 8 * HOUR)


def test_walking_is_neither_sleep_nor_bed():
    walk = [(t, 58.0, 30.0, 60.0) for t in np.arange(0, HOUR, 60.0)]
    sleep = sleep_of(track(walk, HOUR))
    assert sleep.onset is None
    assert sleep.in_bed is None


def test_time_in_bed_lies_between_walking():
    walk = [
        (t, 58.0, 30.0, 60.0) for t in [*np.arange(0, 1800, 60.0), *np.arange(25200, 27000, 60)]
    ]
    moves = [*walk, *turning(1860, 3000), *turning(5000, 25000, 1800)]
    sleep = sleep_of(track(moves, 27000.0))
    assert sleep.in_bed == pytest.approx((1800, 25200), abs=60)
    assert 3000 <= sleep.onset <= 3600


def test_time_in_bed_does_not_outlast_the_recording():
    assert sleep_of(track(turning(10, 1000, 45), 1000.5)).in_bed == (0.0, 1000.5)


def test_all_still_becomes_sleep_within_a_quarter_of_an_hour():
    sleep = sleep_of(track([], 8 * HOUR))
    assert 3 * MINUTE <= sleep.onset <= 15 * MINUTE


def test_half_an_hour_of_stillness_after_turning_is_short_sleep():
    sleep = sleep_of(track(turning(0, 600), 30 * MINUTE))
    assert 10 * MINUTE <= sleep.onset <= 20 * MINUTE


@pytest.mark.parametrize("end", [0.5, 29.0, 31.0, 300.0])
def test_recording_of_seconds_has_no_sleep(end):
    sleep = sleep_of(track([], end))
    assert sleep.onset is None
    assert len(sleep.asleep) == max(1, int(np.ceil(end / 30)))


def test_nobody_sleeps_where_no_sensor_was_worn():
    worn = [(0.0, 3 * HOUR), (4 * HOUR, 8 * HOUR)]
    sleep = sleep_of(track(night(), 8 * HOUR, worn=worn))
    assert not sleep.asleep[360:480].any()
    assert not sleep.valid[360:480].any()
    assert sleep.asleep[300:360].all()
    assert sleep.asleep[500:].all()


def test_never_worn_is_unknown():
    sleep = sleep_of(track([], 8 * HOUR, worn=[]))
    assert not sleep.valid.any()
    assert (sleep.onset, sleep.in_bed) == (None, None)


def test_movement_of_a_sensor_off_the_limb_is_no_wake():
    worn = [(0, 3 * HOUR), (4 * HOUR, 8 * HOUR)]
    carried = track(turning(3 * HOUR, 4 * HOUR, 30), 8 * HOUR, worn=worn)
    left = track([], 8 * HOUR, worn=worn)
    wrist = track(night(), 8 * HOUR, placement=WRIST)
    np.testing.assert_array_equal(sleep_of(carried, wrist).asleep, sleep_of(left, wrist).asleep)


def test_nap_an_hour_before_the_night_is_not_counted():
    moves = [*turning(2400, 7200, 60), *turning(9000, 10 * HOUR, 1800)]
    sleep = sleep_of(track(moves, 10 * HOUR))
    assert sleep.onset > 7200


def test_method_names_its_publications():
    assert "van Hees 2015" in sleep_of(track([], HOUR)).method


move = st.tuples(
    st.floats(0, 7000),
    st.floats(0.2, 200),
    st.sampled_from([0.0, 20.0]),
    st.sampled_from([2.0, 30.0]),
)


@settings(max_examples=50)
@given(st.lists(move, max_size=40), st.booleans())
def test_any_night_gives_consistent_sleep(moves, wrist):
    apart = []
    for onset, duration, *rest in sorted(moves):
        if not apart or onset >= apart[-1][0] + apart[-1][1]:
            apart.append((onset, duration, *rest))
    sleep = sleep_of(track(apart, 2 * HOUR, placement=WRIST if wrist else ANKLE))
    assert len(sleep.asleep) == len(sleep.valid) == 240
    assert not (sleep.asleep & ~sleep.valid).any()
    if sleep.onset is not None:
        start, end = sleep.in_bed
        found = np.flatnonzero(sleep.asleep) * sleep.epoch
        assert start <= found[0]
        assert found[-1] + sleep.epoch <= end or end == 2 * HOUR
