"""One rule says which gaps end a series and a run of intervals: those that hide a leg movement."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.observation.coverage import gaps_of
from limbwatch.classify.rules.interruptions import INTERRUPTION, interruptions
from limbwatch.classify.rules.published import AASM_3, WASM_2016
from limbwatch.classify.scoring import Evidence, score_tracks
from limbwatch.classify.summary import summarise
from limbwatch.dsp import analyse
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement, Samples, aligned

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
ONSETS = [100.0 + 20 * k for k in range(41)]
MOVES = [(onset, 2.0) for onset in ONSETS]


def spans_without(gaps, end=3600.0):
    edges = [0.0, *(edge for gap in gaps for edge in gap), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def series(tracks, rules=WASM_2016):
    evidence = Evidence.of(tracks)
    return evidence.legs.periodic(
        rules, without=np.zeros(len(evidence.joint), np.bool_)
    ).series.tolist()


def index_of(night: Night, **gaps: tuple[tuple[float, float], ...]) -> float | None:
    """Index of many movements in sleep, 20 s apart, with the given gaps by placement."""
    template = night.events[1]
    events = tuple(replace(template, onset=3600.0 + 20 * k, series=1) for k in range(90))
    coverage = tuple(replace(one, gaps=gaps.get(one.placement.value, ())) for one in night.coverage)
    return summarise(replace(night, events=events, coverage=coverage)).plm.periodicity_index


def every_minute(length):
    return tuple((3650.0 + 60 * k, 3650.0 + 60 * k + length) for k in range(29))


class TestRule:
    def test_the_shortest_is_a_movement_and_its_rests(self):
        assert INTERRUPTION.shortest == 3000

    @pytest.mark.parametrize(
        ("length", "found"), [(2.9, 0), (2.999, 0), (3.0, 1), (3.0004, 1), (3.1, 1)]
    )
    def test_length(self, length, found):
        assert len(interruptions([[(100.1, 100.1 + length)]])) == found

    def test_only_what_every_leg_sensor_missed(self):
        both = interruptions([[(10, 20), (50, 60)], [(15, 30), (58, 90)]])
        assert both.tolist() == [[15, 20]]
        assert len(interruptions([[(10, 20)], []])) == 0

    def test_a_gap_and_time_off_the_leg_that_touch_are_one(self):
        assert interruptions([[(12, 14), (10, 12)]]).tolist() == [[10, 14]]

    def test_without_sensors_nothing_is_interrupted(self):
        assert interruptions([]).shape == (0, 2)

    def test_times_must_be_finite(self):
        with pytest.raises(ValueError, match="finite"):
            interruptions([[(1.0, np.inf)]])


class TestPeriodicityIndex:
    @pytest.mark.parametrize("place", ["wrist_left", "ankle_left", "ankle_right"])
    def test_a_sensor_that_drops_out_each_minute_leaves_it(self, example_night, place):
        assert index_of(example_night) == 1.0
        assert index_of(example_night, **{place: every_minute(0.3)}) == 1.0
        assert index_of(example_night, **{place: every_minute(5.0)}) == 1.0

    def test_gaps_of_both_legs_end_a_run_when_they_hide_a_movement(self, example_night):
        short, long = every_minute(2.9), every_minute(3.1)
        assert index_of(example_night, ankle_left=short, ankle_right=short) == 1.0
        assert index_of(example_night, ankle_left=long, ankle_right=short) == 1.0
        assert index_of(example_night, ankle_left=long, ankle_right=long) == 0.0


class TestSeries:
    @pytest.mark.parametrize("rules", [WASM_2016, AASM_3])
    @pytest.mark.parametrize(("length", "ends"), [(0.5, 0), (2.9, 0), (3.1, 1)])
    def test_length(self, make_track, rules, length, ends):
        # by AASM only movements in sleep count, which begins after some minutes
        track = make_track(LEFT, MOVES, spans=spans_without([(690.0, 690.0 + length)]))
        assert max(series([track], rules)) == 1 + ends

    def test_a_hundred_gaps_of_half_a_second_keep_every_periodic_movement(self, make_track):
        gaps = [(50.0 + 10 * k + 5, 50.5 + 10 * k + 5) for k in range(100)]
        spans = spans_without(gaps)
        tracks = [make_track(LEFT, MOVES, spans=spans), make_track(RIGHT, [], spans=spans)]
        assert series(tracks) == [1] * 41

    def test_a_long_gap_of_one_leg_or_of_the_wrist_ends_nothing(self, make_track):
        cut = spans_without([(490.0, 499.0)])
        whole = make_track(LEFT, MOVES)
        assert max(series([whole, make_track(RIGHT, [], spans=cut)])) == 1
        assert max(series([whole, make_track(WRIST, [], spans=cut)])) == 1
        assert max(series([make_track(LEFT, MOVES, spans=cut), make_track(RIGHT, [])])) == 1

    def test_a_sensor_that_has_ended_sees_nothing(self, make_track):
        cut = make_track(LEFT, MOVES, spans=spans_without([(490.0, 499.0)]))
        ended = make_track(RIGHT, [], spans=[(0.0, 400.0)])
        assert gaps_of(ended, 3600.0).tolist() == [[400.0, 3600.0]]
        assert gaps_of(ended, 402.9).tolist() == []
        assert max(series([cut, ended])) == 2

    @pytest.fixture
    def uncut(self, make_track):
        moves = {LEFT: MOVES[::2], RIGHT: MOVES[1::2], WRIST: []}
        whole = {place: make_track(place, of_limb) for place, of_limb in moves.items()}
        alone = make_track(LEFT, MOVES)
        wanted = {
            rules.name: (series(list(whole.values()), rules), series([alone], rules))
            for rules in (WASM_2016, AASM_3)
        }
        return moves, whole, wanted

    # the fixtures are read only
    @settings(
        max_examples=25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        st.sampled_from([LEFT, RIGHT, WRIST]),
        st.lists(st.integers(0, 40), max_size=40, unique=True),
        st.floats(0.11, 2.9),
        st.sampled_from([WASM_2016, AASM_3]),
    )
    def test_short_gaps_at_rest_change_no_series(
        self, make_track, uncut, place, after, length, rules
    ):
        gaps = [(ONSETS[k] + 6, ONSETS[k] + 6 + length) for k in sorted(after)]
        moves, whole, wanted = uncut
        cut = whole | {place: make_track(place, moves[place], spans=spans_without(gaps))}
        alone = make_track(LEFT, MOVES, spans=spans_without(gaps))
        found = (series(list(cut.values()), rules), series([alone], rules))
        assert found == wanted[rules.name]


def test_radio_that_drops_half_a_second_a_hundred_times_an_hour_costs_no_series():
    made = simulate("plm_severe", seed=21, hours=1.0)
    recordings = aligned(made.recordings)
    whole = score_tracks([analyse(r) for r in recordings], recordings, rules=WASM_2016, age=None)
    moving = [(e.onset - 1, e.onset + e.duration + 1) for e in whole.events]
    times = [
        t for t in np.arange(10.0, 3590.0, 20.0) if not any(a - 0.5 < t < b for a, b in moving)
    ]
    assert len(times) > 100
    cut = tuple(without(recording, times, 0.5) for recording in recordings)
    night = score_tracks([analyse(r) for r in cut], cut, rules=WASM_2016, age=None)
    before, after = (sum(event.kind is Kind.PLM for event in one.events) for one in (whole, night))
    assert after >= 0.95 * before
    indices = [summarise(one).plm.periodicity_index for one in (whole, night)]
    assert indices[1] == pytest.approx(indices[0], abs=0.05)


def without(recording, times, length):
    """Cut stretches out of the one run of a recording."""
    (run,) = recording.runs
    edges = np.clip(
        np.round((np.array([(t, t + length) for t in times]) - run.start) * run.rate).astype(int),
        0,
        len(run),
    )
    bounds = [0, *edges.ravel().tolist(), len(run)]
    runs = tuple(
        Samples(start=run.start + a / run.rate, rate=run.rate, xyz=run.xyz[a:b])
        for a, b in zip(bounds[::2], bounds[1::2], strict=True)
        if b > a
    )
    return replace(recording, runs=runs)


def test_a_periodic_movement_lasts_as_long_as_the_leg_movement_that_counts(make_track) -> None:
    """AASM: what lasts longer than 10 s is none, also where the other leg's own is one."""
    kicks = [(1800.0 + 20 * k, 2.0) for k in range(41)]
    tracks = [make_track(LEFT, kicks), make_track(RIGHT, [(2000.3, 16.0)])]
    legs = Evidence.of(tracks).legs
    found = legs.periodic(AASM_3, without=np.zeros(legs.events, np.bool_))
    (event,) = np.flatnonzero(np.isclose(found.begin, 2000.0))
    assert found.series[event] == 1
    assert found.end[event] - found.begin[event] == pytest.approx(2.0)
    assert np.isnan(found.begin[found.series == 0]).all()
