"""Numbers of sleep, rules, corrections and comparisons, on both sides of where they decide."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.members import members_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.night import Event, Night
from limbwatch.classify.nights.comparison import compare
from limbwatch.classify.nights.correction import _follows, _parts, _periodic
from limbwatch.classify.observation.coverage import gaps_of
from limbwatch.classify.observation.exposure_time import clock_hours
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.sleep import sleep_wake
from limbwatch.classify.sleep.activity import Activity, Posture, activity_of
from limbwatch.classify.sleep.model import SLEEP_MODEL, Signs, scored_from, sleep_probability
from limbwatch.classify.summary import summarise
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def activity(
    posture: np.ndarray, *, worn: str = "all", stirred: np.ndarray | None = None
) -> Activity:
    everywhere = np.ones(len(posture), bool)
    still = np.zeros(len(posture), bool)
    return Activity(
        epoch=30.0,
        legs_worn=everywhere if worn != "arms" else still,
        arms_worn=everywhere if worn != "legs" else still,
        posture=posture.astype(np.int64),
        swinging=posture == Posture.LASTING,
        legs_stirred=still if stirred is None else stirred,
        arms_stirred=still if stirred is None else stirred,
        legs_in_rhythm=still,
        leg_movements=np.zeros(len(posture), np.int64),
    )


class TestSleep:
    @pytest.mark.parametrize(("minutes", "blocks"), [(59.5, 1), (60.5, 2)])
    def test_an_hour_of_wake_divides_two_sleeps(self, minutes, blocks):
        """Van Hees 2018: the longest block, across gaps of less than 60 min."""
        asleep = np.ones(1000, bool)
        asleep[400 : 400 + round(2 * minutes)] = False
        kept = sleep_wake._longest_block(asleep, activity(np.zeros(1000)))
        assert kept[:400].any() == (blocks == 1)
        assert kept[600:].all()

    @pytest.mark.parametrize(("epochs", "up"), [(4, False), (5, True)])
    def test_up_is_lasting_movement_in_half_of_five_minutes(self, epochs, up):
        posture = np.zeros(100)
        posture[40 : 40 + 2 * epochs : 2] = Posture.LASTING
        assert sleep_wake._out_of_bed(activity(posture)).any() == up

    @pytest.mark.parametrize(
        ("seconds", "level"), [(14.0, Posture.TURNED), (16.0, Posture.LASTING)]
    )
    def test_movement_for_half_an_epoch_is_more_than_a_turn(self, make_track, seconds, level):
        track = make_track(LEFT, [(301.0, seconds)], turn=40.0, excursion=40.0, end=600.0)
        found = activity_of((track,), single=[np.ones(1, bool)])
        assert found.posture[10] == level

    @pytest.mark.parametrize(("turn", "level"), [(4.9, Posture.KEPT), (5.1, Posture.TURNED)])
    def test_a_posture_changes_by_more_than_five_degrees(self, make_track, turn, level):
        """Van Hees et al. 2015."""
        track = make_track(LEFT, [(301.0, 4.0)], turn=turn, excursion=turn, end=600.0)
        assert activity_of((track,), single=[np.ones(1, bool)]).posture[10] == level

    @pytest.mark.parametrize(("turn", "back"), [(14.0, True), (16.0, False)])
    @pytest.mark.parametrize(("seconds", "brief"), [(9.9, True), (10.1, False)])
    def test_a_movement_in_a_rhythm_tells_no_wake_that_is_brief_and_comes_back(
        self, make_track, turn, back, seconds, brief
    ):
        moves = [(300.0 + 25.0 * k, seconds) for k in range(20)]
        tracks = [make_track(LEFT, moves, turn=turn, end=1000.0)]
        joint = join(tracks)
        found = members_of(joint, tracks, own=np.ones(20, bool))
        assert np.mean(~found.single[0]) == (back and brief)
        assert np.array_equal(found.rhythmic[0], ~found.single[0])

    def test_what_the_bed_does_to_a_limb_is_neither_in_a_rhythm_nor_single(self, make_track):
        moves = [(300.0 + 25.0 * k, 2.0) for k in range(20)]
        tracks = [make_track(LEFT, moves, end=1000.0)]
        own = np.arange(20) % 4 > 0
        found = members_of(join(tracks), tracks, own=own)
        assert not found.single[0].any()
        assert np.array_equal(found.rhythmic[0], own)

    @pytest.mark.parametrize(
        ("place", "peak", "turn", "pace", "wake"),
        [
            (WRIST, 0.0049, 5.0, 1.0, False),
            (WRIST, 0.0051, 5.0, 1.0, True),
            (WRIST, 0.0049, 5.1, 1.0, True),
            (LEFT, 0.0049, 5.0, 1.0, True),
            (WRIST, 0.0149, 5.0, 0.15, False),
            (WRIST, 0.0149, 5.0, 0.55, False),
            (WRIST, 0.0151, 5.0, 0.55, True),
            (WRIST, 0.0149, 5.0, 0.14, True),
            (WRIST, 0.0149, 5.0, 0.56, True),
            (WRIST, 0.0149, 5.1, 0.3, True),
            (LEFT, 0.0149, 5.0, 0.3, True),
        ],
    )
    def test_a_wrist_that_sways_as_breath_does_and_returns_tells_of_no_wake(
        self, make_track, place, peak, turn, pace, wake
    ):
        """A wrist on the belly feels each breath: one outsider's sleeper was awake for 84 min.

        Below its threshold at any pace, and at the pace of breath up to three times that: another's
        was awake for 154 min.
        """
        moves = [100.0, 400.0, 1000.0]
        measures = {"peak": peak, "turn": turn, "excursion": turn, "frequency": pace}
        track = make_track(place, [(at, 2.0) for at in moves], end=1500.0, **measures)
        found = members_of(join([track]), [track], own=np.ones(3, bool))
        assert found.single[0].tolist() == [wake] * 3

    def test_efficiency_counts_sleep_in_bed_alone(self, example_night: Night):
        sleep = replace(example_night.sleep, in_bed=(3600.0, 28200.0))
        efficiency = summarise(replace(example_night, sleep=sleep)).sleep.efficiency
        # asleep from 1800 to 27000 s
        assert efficiency == pytest.approx((27000 - 3600) / (28200 - 3600), abs=0.001)


STATED = {
    "awake": (10.0, 12.0),
    "still": (7.0, 8.0),
    "asleep": (100.0, 110.0),
    "woken": (4.0, 5.0),
    "settling": (1.0, 1.5),
    "stir": (0.02, 0.03),
}
"""Each number of the sleep model as docs/sleep.md's figures were measured with, and another."""


@pytest.mark.parametrize("field", STATED)
def test_a_number_of_the_sleep_model_is_the_one_that_was_measured(field: str) -> None:
    stated, changed = STATED[field]
    assert getattr(SLEEP_MODEL, field) == stated
    other = replace(SLEEP_MODEL, **{field: changed})
    night = restless("all")
    assert not np.array_equal(sleep_probability(night, other), sleep_probability(night))


def restless(worn: str) -> Activity:
    rng = np.random.default_rng(1)
    posture = rng.choice(3, 400, p=(0.9, 0.08, 0.02))
    return activity(posture, worn=worn, stirred=rng.random(400) < 0.1)


@pytest.mark.parametrize("worn", ["all", "legs", "arms"])
@pytest.mark.parametrize("sign", ["turned", "lasting", "legs", "arms"])
def test_each_set_of_sensors_is_judged_by_what_it_sees(worn: str, sign: str) -> None:
    night = restless(worn)
    signs = getattr(SLEEP_MODEL, f"{worn}_worn")
    seen = worn == "all" or sign not in {"legs", "arms"} - {worn}
    measured = getattr(signs, sign)
    if measured is None:
        assert not seen
        return
    share = (*tuple(1.1 * value for value in measured[:2]), measured[2])
    other = replace(SLEEP_MODEL, **{f"{worn}_worn": replace(signs, **{sign: share})})
    same = np.array_equal(sleep_probability(night, other), sleep_probability(night))
    assert same != seen


@pytest.mark.parametrize(("worn", "least"), [("all", 0.6), ("legs", 0.65), ("arms", 0.65)])
def test_sleep_is_reported_from_more_than_even_odds(worn: str, least: float) -> None:
    """The fewer limbs are seen, the more (docs/sleep.md); never where no sensor is worn."""
    night = restless(worn)
    assert scored_from(night).tolist() == [least] * len(night)
    nothing = np.zeros(len(night), np.bool_)
    assert scored_from(replace(night, legs_worn=nothing, arms_worn=nothing)).min() == 1.0


def test_the_signs_of_sleep_are_the_ones_that_were_measured() -> None:
    """As ``python -m benchmarks.fit_sleep`` printed them for docs/sleep.md."""
    assert SLEEP_MODEL.all_worn == Signs(
        turned=(0.469, 0.075, 0.054),
        lasting=(0.103, 0.002, 0.006),
        legs=(0.635, 0.135, 0.098),
        arms=(0.792, 0.188, 0.091),
        scored_from=0.6,
    )
    assert (SLEEP_MODEL.legs_worn.turned, SLEEP_MODEL.legs_worn.legs) == (
        (0.254, 0.029, 0.046),
        (0.548, 0.085, 0.087),
    )
    assert (SLEEP_MODEL.arms_worn.turned, SLEEP_MODEL.arms_worn.arms) == (
        (0.369, 0.054, 0.045),
        (0.698, 0.149, 0.091),
    )


class TestCoverage:
    @pytest.mark.parametrize(("late", "counted"), [(2.9, False), (3.0, True), (20.0, True)])
    def test_what_is_missing_at_the_ends_counts_from_three_seconds(self, make_track, late, counted):
        track = make_track(LEFT, [], spans=[(late, 100.0)], end=100.0)
        assert (len(gaps_of(track, 100.0)) > 0) == counted
        assert (len(gaps_of(make_track(LEFT, [], spans=[(0.0, 100.0)]), 100.0 + late)) > 0) == (
            counted
        )

    def test_hours_of_the_clock_begin_at_the_full_hour(self):
        start = datetime.fromisoformat("2026-03-14T22:41:30+01:00")
        assert clock_hours(start, 5000.0)[0] == (0.0, 1110.0)


def event(onset: float, duration: float, *limbs: Placement, series: int | None = 1) -> Event:
    return Event(
        onset=onset,
        duration=duration,
        kind=Kind.PLM,
        limbs=limbs or (LEFT, RIGHT),
        series=series,
        asleep=True,
        confidence=0.9,
        peak=0.2,
        reason="",
    )


class TestCorrection:
    """What is kept of an event is enough to apply the rules again."""

    @pytest.mark.parametrize(("seconds", "periodic"), [(9.0, True), (14.9, True), (15.1, False)])
    def test_two_legs_may_move_for_fifteen_seconds(self, example_night, seconds, periodic):
        events = [event(5000.0 + 40 * k, seconds) for k in range(5)]
        found = _periodic(example_night, events, {}, WASM_2016, restarts=())
        assert found.tolist() == [periodic] * 5

    @pytest.mark.parametrize(("seconds", "periodic"), [(10.0, True), (10.1, False)])
    def test_one_leg_may_move_for_ten(self, example_night, seconds, periodic):
        events = [event(5000.0 + 40 * k, seconds, LEFT) for k in range(5)]
        found = _periodic(example_night, events, {}, WASM_2016, restarts=())
        assert found.tolist() == [periodic] * 5

    def test_the_parts_of_two_legs_begin_and_end_as_the_event_does(self):
        one, other = _parts(event(100.0, 12.0), WASM_2016)
        assert (one[1], other[1] + other[2]) == (100.0, 112.0)

    @pytest.mark.parametrize(("interval", "follows"), [(90.0, True), (90.001, False)])
    def test_an_interval_of_ninety_seconds_is_within_a_series(self, interval, follows):
        one, other = event(1000.0, 2.0), event(1000.0 + interval, 2.0)
        assert _follows(one, other, WASM_2016, ()) == follows


def test_the_interval_of_six_and_six_nights_is_that_of_the_tables() -> None:
    """Mann-Whitney, n = m = 6, two-sided 5 %: the critical value is 5."""
    rng = np.random.default_rng(3)
    one, two = rng.normal(10, 3, 6), rng.normal(8, 3, 6)
    differences = np.sort(np.subtract.outer(one, two).ravel())
    found = compare(one.tolist(), two.tolist())
    assert found is not None
    assert (found.low, found.high) == (differences[5], differences[-6])


@pytest.mark.parametrize(("burst", "events"), [(1.1, 1), (1.3, 4)])
def test_a_train_is_of_bursts_of_at_most_a_second_and_a_bit(make_track, burst, events) -> None:
    moves = [(100.0 + 3.0 * k, burst) for k in range(4)]
    assert len(join([make_track(LEFT, moves)])) == events


@pytest.mark.parametrize(("support", "named"), [(0.9, 0), (1.1, 1)])
def test_evidence_is_named_when_a_label_would_be_much_less_sure_without_it(support, named) -> None:
    labels = Labels(
        hypotheses=(Kind.TWITCH,),
        probability=np.ones((1, 1)),
        support=np.array([[support, *[0.0] * (len(GROUPS) - 1)]]),
    )
    assert labels.decisive(0) == tuple(GROUPS)[:named]


def test_stillness_counts_from_where_a_run_begins(make_track) -> None:
    track = make_track(WRIST, [(50.0, 2.0), (210.0, 2.0)], spans=[(0.0, 100.0), (200.0, 300.0)])
    assert track.movements.still_before.tolist() == [50.0, 10.0]
    assert track.movements.still_after.tolist() == [48.0, 88.0]
