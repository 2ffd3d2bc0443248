"""Numbers of detection, evidence, labels and summary, on both sides of where they decide."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.classify.associations import laboratory_figures
from limbwatch.classify.evidence.gait import gait_of
from limbwatch.classify.evidence.similarity import resemblance_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.night import Event
from limbwatch.classify.sleep.activity import Posture, activity_of
from limbwatch.classify.summary import summarise
from limbwatch.dsp import Detector
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.signal.grid import Grid
from limbwatch.sensor import Placement, Samples

LEFT, WRIST = Placement.ANKLE_LEFT, Placement.WRIST_LEFT
ALL = ("gross_movement", "wake_movement", "limb_movement", "foot_tremor", "twitch")


def still(count, *, start=0.0, rate=50.0):
    return Samples(start=start, rate=rate, xyz=np.tile(np.float32([0, 0, 1]), (count, 1)))


class TestGrid:
    @pytest.mark.parametrize(("part", "same"), [(0.45, True), (0.7, False)])
    def test_samples_half_a_sample_early_or_later_continue(self, part, same):
        first = still(100)
        grid = Grid(first, limits=replace(LIMITS, dropout=0.001))
        grid.push(first)
        assert grid.continues(still(100, start=first.end + (1 - part) / 50.0 - 1 / 50.0)) == same

    @pytest.mark.parametrize(("off", "same"), [(0.0009, True), (0.0012, False)])
    def test_a_rate_within_a_thousandth_is_of_the_same_stretch(self, off, same):
        first = still(100)
        grid = Grid(first, limits=LIMITS)
        grid.push(first)
        later = still(100, start=first.end + 0.02, rate=50.0 * (1 + off))
        assert grid.continues(later) == same


@pytest.mark.parametrize(("faster", "anew"), [(1.09, False), (1.11, True), (1.14, True)])
def test_a_noise_floor_is_not_that_of_a_rate_a_tenth_off(faster, anew):
    """A minute of a quiet sensor, and half a minute at another rate with five times its noise."""
    rng = np.random.default_rng(1)
    detector, start = Detector(), 0.0
    for rate, noise, count in ((25.0, 0.001, 1500), (25.0 * faster, 0.005, 800)):
        xyz = np.array([0, 0, 1]) + rng.normal(0, noise, (count, 3))
        detector.push(Samples(start=start, rate=rate, xyz=xyz.astype(np.float32)))
        start = 100.0
    detector.flush()
    assert (detector.floors[-1] > 3 * detector.floors[0]) == anew


class TestLegMovements:
    @pytest.mark.parametrize(("leg", "seen"), [(9.9, False), (10.1, True), (13.0, True)])
    def test_what_moves_the_body_ends_a_series_from_ten_seconds_of_a_leg(self, leg, seen):
        """WASM 2016: a movement of more than 10 s is no candidate but ends a series.

        One in which an arm went on for that long was scored as a leg movement of its leg's second.
        """
        kinds = tuple(Kind(name) for name in ALL)
        probability = np.array([[0.9, 0.025, 0.025, 0.025, 0.025]])
        labels = Labels(
            hypotheses=kinds, probability=probability, support=np.zeros((1, len(GROUPS)))
        )
        features = SimpleNamespace(
            asleep=np.ones(1),
            rhythmic=np.zeros(1),
            duration=np.array([13.0]),
            leg_lasting=np.array([leg]),
        )
        assert labels.not_leg_movements(features)[0] != seen


class TestResemblance:
    @staticmethod
    def alike(make_track, moments, odd):
        """Movements of one waveform at some moments, noise at others."""
        times = sorted([*moments, *odd])
        track = make_track(LEFT, [(time, 1.0) for time in times], end=8000.0)
        noise = np.random.default_rng(5).normal(size=(len(times), LIMITS.shape_values))
        wave = np.sin(np.linspace(0, 6, LIMITS.shape_values))
        shape = np.where(np.isin(times, moments)[:, None], wave, noise)
        found = resemblance_of(replace(track.movements, shape=shape))
        return found[times.index(moments[0])]

    @pytest.mark.parametrize(("apart", "near"), [(99.0, True), (101.0, False), (149.0, False)])
    def test_three_alike_within_five_minutes_resemble_each_other(self, make_track, apart, near):
        found = self.alike(make_track, [1000 + k * apart for k in range(4)], [])
        assert (found > 0.99) == near

    @pytest.mark.parametrize(("between", "near"), [(1, True), (2, False)])
    def test_up_to_six_on_either_side_are_compared(self, make_track, between, near):
        """The third alike is the sixth with one other between two, the ninth with two."""
        step = 10.0
        moments = [1000 + k * step * (between + 1) for k in range(4)]
        odd = [moments[k] + step * (j + 1) for k in range(3) for j in range(between)]
        assert (self.alike(make_track, moments, odd) > 0.99) == near


class TestGait:
    @staticmethod
    def track(make_track, envelope):
        track = make_track(LEFT, [(0.0, 1.0)])
        return replace(track, peaks=envelope.astype(np.float32))

    @staticmethod
    def strides(seconds):
        return 0.3 + 0.25 * np.sin(2 * np.pi * np.arange(round(seconds * 10)) / 10)

    @pytest.mark.parametrize(("duration", "told"), [(2.9, False), (3.1, True), (4.0, True)])
    def test_three_seconds_hold_enough_strides(self, make_track, duration, told):
        track = self.track(make_track, self.strides(200))
        found = gait_of(np.zeros(1), np.array([duration]), np.zeros(1, int), [track])
        assert np.isfinite(found.stride[0]) == told

    def test_strides_are_looked_for_in_the_first_minute(self, make_track):
        noise = 0.3 + 0.05 * np.random.default_rng(2).normal(size=3000)
        walk, rest = self.strides(300), np.abs(noise)
        for begin, told in ((45.0, True), (62.0, False)):
            envelope = np.where(np.arange(3000) < begin * 10, rest, walk)
            track = self.track(make_track, envelope)
            found = gait_of(np.zeros(1), np.array([300.0]), np.zeros(1, int), [track])
            assert (found.stride[0] > 0.3) == told

    @staticmethod
    def swelling(pace, behind, *, seconds=30.0, slowly=0.0):
        """Envelopes of two legs, the second behind by a part of a stride; both grow slowly."""
        time = np.arange(round(seconds * 10)) / 10
        turns = [2 * np.pi * (pace * time - part) for part in (0.0, behind)]
        return [0.3 * np.exp(0.5 * np.sin(turn) + slowly * time / seconds) for turn in turns]

    def legs(self, make_track, pace, behind, **swelling):
        tracks = [
            replace(make_track(place, [(0.0, 1.0)]), peaks=envelope.astype(np.float32))
            for place, envelope in zip(
                (LEFT, Placement.ANKLE_RIGHT), self.swelling(pace, behind, **swelling), strict=True
            )
        ]
        found = gait_of(np.zeros(1), np.array([30.0]), np.zeros(1, int), tracks)
        return float(found.antiphase[0]), float(found.at_pace[0])

    @pytest.mark.parametrize("slowly", [0.0, 3.0])
    @pytest.mark.parametrize(("behind", "turn"), [(0.5, 1.0), (0.0, -1.0), (0.25, 0.0)])
    def test_legs_walk_in_turn_and_are_shaken_together(self, make_track, behind, turn, slowly):
        """Also where the whole event grows, as legs that stiffen before they jerk."""
        in_turn, share = self.legs(make_track, 0.9, behind, slowly=slowly)
        assert in_turn == pytest.approx(turn, abs=0.15)
        assert share > 0.9

    @pytest.mark.parametrize(
        ("pace", "stride"), [(0.48, False), (0.65, True), (1.2, True), (1.45, False), (2.6, False)]
    )
    def test_strides_come_at_their_pace(self, make_track, pace, stride):
        """A train of blows at 2.6 Hz also repeats itself after 1.15 s."""
        share = self.legs(make_track, pace, 0.5)[1]
        assert share > 0.75 if stride else share < 0.35

    def test_what_is_slower_than_strides_is_the_course_of_the_event(self, make_track):
        assert self.legs(make_track, 0.9, 0.5, slowly=6.0)[1] > 0.75

    @pytest.mark.parametrize(("turned", "share"), [(28.0, 1.0), (43.0, 1.0), (47.0, 0.5)])
    def test_a_posture_is_the_same_within_forty_five_degrees(self, make_track, turned, share):
        track = make_track(LEFT, [(0.0, 1.0)])
        angle = np.radians(np.where(np.arange(3600) < 1800, 0.0, turned))
        gravity = np.stack([np.sin(angle), np.zeros(3600), np.cos(angle)], axis=1)
        track = replace(track, epochs=replace(track.epochs, gravity=gravity))
        found = gait_of(np.array([100.0]), np.ones(1), np.zeros(1, int), [track])
        assert found.posture_share[0] == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("place", "excursion", "counted"),
    [(LEFT, 2.1, True), (LEFT, 2.0, False), (WRIST, 30.0, False)],
)
def test_a_leg_that_swings_in_a_rhythm_is_seen_apart(make_track, place, excursion, counted):
    """More than 2 degrees, as for what stirs; it is neither a stir nor any arm's."""
    track = make_track(place, [(100.0, 2.0)], excursion=excursion, turn=0.0)
    found = activity_of([track], single=[np.zeros(1, bool)], rhythmic=[np.ones(1, bool)])
    assert np.flatnonzero(found.legs_in_rhythm).tolist() == ([3] if counted else [])
    assert not (found.legs_stirred | found.arms_stirred).any()
    assert not activity_of([track], single=[np.ones(1, bool)]).legs_in_rhythm.any()


@pytest.mark.parametrize(("degrees", "stirred"), [(1.9, False), (2.1, True), (2.9, True)])
def test_a_limb_that_swings_by_more_than_two_degrees_has_stirred(make_track, degrees, stirred):
    track = make_track(LEFT, [(100.0, 1.0)], excursion=degrees)
    found = activity_of([track], single=[np.ones(1, bool)])
    assert found.legs_stirred[3] == stirred
    assert found.legs_stirred.sum() == stirred


@pytest.mark.parametrize(
    ("seconds", "peak", "busy"), [(9.9, 0.1, False), (10.1, 0.1, True), (10.1, 0.049, False)]
)
def test_a_limb_that_moves_for_ten_seconds_is_busy_however_little_it_turns(
    make_track, seconds, peak, busy
):
    """Legs that bounced for 20 to 45 s each minute, by a degree, were asleep."""
    track = make_track(LEFT, [(100.0, seconds)], excursion=0.5, turn=0.0, peak=peak)
    found = activity_of([track], single=[np.ones(1, bool)])
    assert found.legs_stirred[3] == busy
    lasting = activity_of(
        [make_track(LEFT, [(121.0, 20.0)], excursion=0.5, turn=0.0)], single=[np.ones(1, bool)]
    )
    assert lasting.posture[4] == Posture.LASTING
    assert not lasting.swinging.any(), "in bed: who is up swings the legs"


def test_an_epoch_of_sleep_is_thirty_seconds(make_track):
    found = activity_of([make_track(LEFT, [(100.0, 1.0)])], single=[np.ones(1, bool)])
    assert len(found) == 120
    assert found.epoch == 30


@pytest.mark.parametrize(("gap", "together"), [(0.45, True), (0.55, False), (0.7, False)])
@pytest.mark.parametrize("first", ["arousal", "movement"])
def test_an_arousal_within_half_a_second_goes_with_a_movement(example_night, gap, together, first):
    """WASM 2016; AASM manual: less than 0.5 s between the end of one and the begin of the other."""
    movement = next(event for event in example_night.events if event.asleep)
    end = movement.onset + movement.duration
    span = (
        (end + gap, end + gap + 3)
        if first == "movement"
        else (
            movement.onset - gap - 3,
            movement.onset - gap,
        )
    )
    laboratory = Laboratory(
        files=("lab.csv",),
        clock_offset_s=0.0,
        clock_drift_ppm=0.0,
        clock_from="test",
        staged=True,
        lights_off=None,
        lights_on=None,
        breathing=None,
        arousals=(span,),
    )
    figures = laboratory_figures(replace(example_night, laboratory=laboratory), 7.0)
    assert figures is not None
    assert figures.arousal is not None
    assert (figures.arousal.leg_movements > 0) == together


@pytest.mark.parametrize(("intervals", "known"), [(9, False), (10, True), (12, True)])
def test_ten_intervals_show_how_long_a_series_takes(example_night, intervals, known):
    """None is in a series; 200 s at most are without a gap, and four at 80 s take 240."""
    onsets = [3000.0 + 80.0 * k for k in range(intervals + 1)]
    events = tuple(
        Event(
            onset=onset, duration=2.0, kind=Kind.LIMB_MOVEMENT, limbs=(LEFT,), series=None,
            asleep=True, confidence=0.9, peak=0.2, reason="",
        )
        for onset in onsets
    )  # fmt: skip
    edges = np.arange(0.0, 28800.0, 210.0)
    gaps = tuple((float(a) - 10.0, float(a)) for a in edges[1:])
    coverage = tuple(replace(one, gaps=gaps) for one in example_night.coverage)
    night = replace(example_night, events=events, series=(), coverage=coverage)
    assert (summarise(night).plm.index_per_hour is None) == known
