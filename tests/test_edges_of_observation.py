"""Numbers of agreement, nights and clocks of sensors, on both sides of where they decide."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.classify.agreement.clock_fit import fit_clock
from limbwatch.classify.agreement.estimates import over_nights
from limbwatch.classify.agreement.passing_bablok import passing_bablok
from limbwatch.classify.agreement.reliability import night_to_night
from limbwatch.classify.nights.comparison import compare, nights_needed, trend
from limbwatch.classify.nights.cutting import DayCourse, cuts
from limbwatch.classify.observation.clock_rates import difference_ppm
from limbwatch.classify.observation.clock_steps import _gaps, _Pair, steps_of
from limbwatch.classify.observation.common_clock import _by_rate, _is_accepted
from limbwatch.classify.observation.exposure_time import Exposure
from limbwatch.classify.observation.synchrony import LimbActivity, Synchrony, synchrony_of
from limbwatch.dsp import Track
from limbwatch.sensor import Placement, Recording, Samples

LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
MakeTrack = Callable[..., Track]
VALUES = np.array([3.1, 8.4, 5.2, 12.7, 6.6, 9.9, 2.3, 14.1, 7.5, 11.0, 4.4, 10.2, 5.8, 13.3])


@pytest.mark.parametrize(("nights", "told"), [(4, False), (5, True)])
def test_an_interval_is_told_of_five_nights(nights: int, *, told: bool) -> None:
    assert (over_nights([VALUES[:nights]], np.mean).ci is not None) == told


@pytest.mark.parametrize(("nights", "told"), [(9, False), (10, True)])
def test_a_line_between_methods_needs_ten_nights(nights: int, *, told: bool) -> None:
    line = passing_bablok(1.2 * VALUES[:nights] + 0.3, VALUES[:nights])
    assert (line.slope.value is not None) == told


@pytest.mark.parametrize(("nights", "told"), [(4, False), (5, True)])
def test_the_spread_of_a_person_is_told_by_five_nights(nights: int, *, told: bool) -> None:
    """PSG comparison protocol, level 7."""
    assert (night_to_night([VALUES[:nights]]).within_sd.value is not None) == told


@pytest.mark.parametrize(("pairs", "certain"), [(7, False), (8, True)])
def test_clocks_are_fitted_by_eight_pairs(pairs: int, *, certain: bool) -> None:
    onsets = np.array([0.0, 310, 550, 930, 1470, 1750, 2490, 3000])[:pairs]
    assert fit_clock(onsets, onsets + 12.3).certain == certain


def test_the_chance_of_a_fit_counts_every_offset_and_drift_that_was_tried() -> None:
    """1200 s of offsets and five drifts, at a blur of 0.3 s each; pairs may be 0.75 s apart."""
    from scipy.stats import poisson  # dear to import

    onsets = np.array([0.0, 310, 550, 930, 1470, 1750, 2490, 3000])
    expected = 8 * 8 * 1.5 / 3000
    by_hand = 1200 / 0.3 * 5 * poisson.sf(7, expected)
    assert fit_clock(onsets, onsets).chance == pytest.approx(by_hand, rel=1e-6, abs=0)


def test_a_drift_of_few_pairs_stays_near_that_of_clocks_off_by_50_ppm() -> None:
    """By Bayes: of a drift of 100 ppm its error squared over 50 ppm squared is taken off."""
    away = np.array([170.0, 420, 910, 1300, 1690, 1870])
    late = 0.1 * np.array([1, -1, -1, 1, 1, -1])
    ours = 2000 + np.concatenate([-away[::-1], away])
    fit = fit_clock(ours, ours * (1 + 100e-6) + np.concatenate([late[::-1], late]))
    assert fit.drift_ci_ppm is not None
    error = np.ptp(fit.drift_ci_ppm) / (2 * 1.96)
    assert 15 < error < 35
    assert fit.drift_ppm == pytest.approx(100 * (1 - error**2 / 50**2), abs=4)


@pytest.mark.parametrize(("apart", "one"), [(0.24, True), (0.26, False)])
def test_onsets_within_a_quarter_of_a_second_are_looked_for_together(
    apart: float, *, one: bool
) -> None:
    """Our movements are there twice, half a minute later with every other one so much late."""
    ours = np.array([0.0, 310, 551, 930, 1472, 1750, 2491, 3001, 3100, 3335])
    later = ours + 30 + apart * (np.arange(10) % 2)
    share = fit_clock(ours, np.concatenate([ours, later])).runner_up
    assert share is not None
    assert (share > 0.999) == one


@pytest.mark.parametrize(("resolution", "sure"), [(0.4, True), (0.55, False)])
def test_rounding_to_more_than_half_a_second_hides_a_small_jitter(
    resolution: float, *, sure: bool
) -> None:
    rng = np.random.default_rng(0)
    ours = np.sort(rng.uniform(0, 34_000, 60))
    rounded = np.round((ours + rng.normal(0, 0.02, 60)) / resolution) * resolution
    fit = fit_clock(ours, rounded, resolution=resolution)
    assert fit.drift_ci_ppm is not None
    assert (np.ptp(fit.drift_ci_ppm) < 7.0) == sure


class TestNights:
    def test_an_interval_of_two_groups_is_one_of_95_percent(self) -> None:
        """Mann-Whitney of eight and eight, two-sided 5 %: the critical value is 13."""
        one, two = VALUES[:8] + 0.01 * np.arange(8), VALUES[6:] - 3
        differences = np.sort(np.subtract.outer(one, two).ravel())
        found = compare(one.tolist(), two.tolist())
        assert found is not None
        assert (found.low, found.high) == (differences[13], differences[-14])

    @pytest.mark.parametrize(("comparisons", "nights"), [(23, 6), (24, 7)])
    def test_six_nights_carry_some_twenty_comparisons(self, comparisons: int, nights: int) -> None:
        """Of the 924 splits two are the most extreme: 0.05 / 23 is more, 0.05 / 24 less."""
        assert nights_needed(comparisons) == nights

    @pytest.mark.parametrize(("nights", "told"), [(13, False), (14, True)])
    def test_a_trend_needs_two_weeks(self, nights: int, *, told: bool) -> None:
        found = trend(list(range(nights)), VALUES[:nights].tolist())
        assert (found is not None) == told

    @pytest.mark.parametrize(
        ("given", "without", "chance"),
        [
            (6, 12, 1 / 18_564),  # every split
            (8, 9, None),  # 24 310 splits: shuffled
            (15, 15, 1 / 10_000),  # of 9999 shuffles none, and the observed one
        ],
    )
    def test_up_to_20000_splits_are_all_tried_and_else_9999_shuffles(
        self, given: int, without: int, chance: float | None
    ) -> None:
        high = 100.0 + 3.0 ** np.arange(given)
        found = compare(high.tolist(), np.linspace(0, 1, without).tolist())
        assert found is not None
        if chance is None:
            assert found.chance >= 1 / 10_000
        else:
            assert found.chance == pytest.approx(chance)


def resting(still: int, *, days: int = 1) -> DayCourse:
    """Five hours in which somebody turns after so many still minutes each."""
    found = DayCourse.empty(1440 * days)
    found.worn[:], found.moved[:] = True, True
    found.moved[100:400] = np.arange(300) % (still + 1) == still
    return found


class TestCutting:
    @pytest.mark.parametrize(("still", "asleep"), [(4, False), (5, True)])
    def test_five_minutes_without_a_change_of_posture_are_rest(
        self, still: int, *, asleep: bool
    ) -> None:
        """Van Hees 2015."""
        assert resting(still).main_sleep.any() == asleep

    def test_recordings_are_cut_once_a_day(self) -> None:
        found = cuts(resting(1, days=4), first=0.0, end=5760.0, nominal=720, regular=True)
        assert found == [(720, 0), (2160, 1), (3600, 2), (5040, 3)]

    @pytest.mark.parametrize(("minutes", "cut"), [(59, False), (60, True)])
    def test_an_hour_is_the_shortest_night_of_its_own(self, minutes: int, *, cut: bool) -> None:
        before = cuts(
            resting(1, days=2), first=720.0 - minutes, end=2880.0, nominal=720, regular=True
        )
        assert ((720, 0) in before) == cut
        after = cuts(resting(1, days=2), first=0.0, end=2160.0 + minutes, nominal=720, regular=True)
        assert ((2160, 1) in after) == cut

    @pytest.mark.parametrize(("period", "moved"), [(5, False), (10, True)])
    def test_posture_is_that_of_five_seconds(self, period: int, *, moved: bool) -> None:
        """Van Hees 2015: what goes there and back within five seconds is no change."""
        there = np.arange(600) % period < period * 0.4
        assert course_of(there).moved[11:18].all() == moved
        assert course_of(there).moved[11:18].any() == moved

    def test_a_turn_is_marked_in_its_minute_of_the_day(self) -> None:
        found = course_of(np.arange(600) >= 210)  # 00:13:30
        assert np.flatnonzero(found.moved).tolist() == [13]
        assert np.flatnonzero(found.recorded).tolist() == list(range(10, 20))


def course_of(there: NDArray[np.bool_]) -> DayCourse:
    """Ten minutes from ten past midnight on, of a sensor that is turned in some seconds."""
    angle = np.radians(np.repeat(np.where(there, 40.0, 0.0), 20))
    rng = np.random.default_rng(1)
    xyz = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    xyz += rng.normal(0, 0.02, xyz.shape)
    run = Samples(start=0.0, rate=20.0, xyz=xyz.astype(np.float32))
    recording = Recording(
        start=datetime(2026, 3, 14, 0, 10, tzinfo=UTC),
        placement=LEFT,
        device="",
        rate_nominal=None,
        rate=20.0,
        runs=(run,),
    )
    found = DayCourse.empty(30)
    found.add(recording, midnight_s=-600.0)
    return found


def test_hours_of_sleep_and_wake_have_3600_seconds() -> None:
    asleep = np.arange(360) < 240
    found = Exposure(epoch=30.0, asleep=asleep, awake=~asleep)
    assert (found.hours_asleep, found.hours_awake) == (2.0, 1.0)


@pytest.mark.parametrize(
    ("ppm", "told"), [(290, 0), (310, 310), (-310, -310), (19_900, 19_900), (20_100, 0)]
)
def test_rates_differ_by_300_ppm_to_2_percent(make_track: MakeTrack, ppm: int, told: int) -> None:
    track = make_track(LEFT, [])
    other = replace(make_track(RIGHT, []), rate=50.0 * (1 + ppm * 1e-6))
    assert difference_ppm(track, other) == pytest.approx(told)


def pair(**given: float) -> Synchrony:
    values: dict[str, float] = {
        "behind_s": 7.0,
        "drift_ppm": 0.0,
        "at_s": 5000.0,
        "prominence": 30.0,
        "rival": 0.1,
        "unshifted": 0.0,
    }
    return Synchrony(**(values | given), movements=100)


class TestSynchrony:
    @pytest.mark.parametrize(
        ("prominence", "rival", "believed"),
        [(12.1, 0.1, True), (11.9, 0.1, False), (30.0, 0.44, True), (30.0, 0.46, False)],
    )
    def test_a_shift_is_believed_that_stands_out_by_twelve_and_of_any_other_by_045(
        self, prominence: float, rival: float, *, believed: bool
    ) -> None:
        assert _is_accepted(pair(prominence=prominence, rival=rival)) == believed

    @pytest.mark.parametrize(
        ("prominence", "rival", "believed"),
        [(10.1, 0.1, True), (9.9, 0.1, False), (30.0, 0.64, True), (30.0, 0.66, False)],
    )
    def test_less_is_enough_for_a_shift_of_a_quarter_of_an_hour(
        self, prominence: float, rival: float, *, believed: bool
    ) -> None:
        given = pair(behind_s=900.0, prominence=prominence, rival=rival)
        assert _is_accepted(given) == believed

    @pytest.mark.parametrize(("ppm", "believed"), [(195.0, True), (-195.0, True), (200.0, False)])
    def test_a_drift_below_200_ppm_is_believed(self, ppm: float, *, believed: bool) -> None:
        assert _is_accepted(pair(drift_ppm=ppm)) == believed

    def test_quarters_of_an_hour_are_round_to_one_and_a_half_seconds(self) -> None:
        behind = (898.4, 898.6, 901.4, 901.6, 600.0, 1350.0, 2700.0)
        found = [seconds for seconds in behind if pair(behind_s=seconds).is_round()]
        assert found == [898.6, 901.4, 2700.0]

    @pytest.mark.parametrize(
        ("unshifted", "prominence", "holds"),
        [(5.9, 30.0, False), (6.1, 30.0, True), (3.0, 3.1, False), (3.0, 3.0, True)],
    )
    def test_stamps_hold_that_stand_out_by_six_or_as_much_as_any_shift(
        self, unshifted: float, prominence: float, *, holds: bool
    ) -> None:
        assert pair(unshifted=unshifted, prominence=prominence).holds_as_stamped() == holds

    @pytest.mark.parametrize(("shift", "unshifted"), [(3.0, True), (4.0, False)])
    def test_three_seconds_are_no_shift(self, shift: float, *, unshifted: bool) -> None:
        moved = shared(3600, fast=1e-9)
        late = replace(moved, coarse=np.roll(moved.coarse, round(shift)))
        found = synchrony_of(moved, late)
        assert found is not None
        assert (found.unshifted == found.prominence) == unshifted

    @pytest.mark.parametrize(("movements", "told"), [(59, False), (60, True)])
    def test_sixty_seconds_of_movement_with_none_in_common_are_told(
        self, make_track: MakeTrack, movements: int, *, told: bool
    ) -> None:
        given = replace(pair(), movements=movements)
        assert bool(_by_rate(make_track(LEFT, []), make_track(RIGHT, []), given, "").warning) == (
            told
        )

    @pytest.mark.parametrize(("seconds", "told"), [(1190, False), (1210, True)])
    def test_clocks_are_compared_by_twenty_minutes(self, seconds: int, *, told: bool) -> None:
        one, other = shared(seconds), shared(seconds)
        assert (synchrony_of(one, other) is not None) == told

    @pytest.mark.parametrize(("hours", "found"), [(25.9, True), (26.1, False)])
    def test_a_clock_is_off_by_26_hours_at_most(self, hours: float, *, found: bool) -> None:
        """Another time zone, or day."""
        one, off = shared(3600), round(hours * 3600)
        other = replace(
            one,
            fine=np.pad(one.fine, (off * 10, 0)),
            coarse=np.pad(one.coarse, (off, 0)),
            seen=np.pad(one.seen, (off, 0)),
        )
        pair = synchrony_of(one, other)
        assert pair is not None
        assert (abs(pair.behind_s - off) < 1) == found

    @pytest.mark.parametrize(("echo", "is_rival"), [(7, False), (11, True)])
    def test_ten_seconds_off_is_elsewhere(self, echo: int, *, is_rival: bool) -> None:
        found = synchrony_of(shared(3600), shared(3600, echo=echo))
        assert found is not None
        assert (found.rival > 0.6) == is_rival

    @pytest.mark.parametrize(("seconds", "told"), [(3500, 0.0), (3660, 150.0)])
    def test_a_drift_needs_two_stretches_of_half_an_hour(self, seconds: int, told: float) -> None:
        found = synchrony_of(shared(seconds), shared(seconds, fast=150.0))
        assert found is not None
        assert found.drift_ppm == pytest.approx(told, abs=40.0)

    @pytest.mark.parametrize("ppm", [105.0, -95.0])
    def test_a_drift_is_told_to_five_ppm(self, ppm: float) -> None:
        found = synchrony_of(shared(28_800), shared(28_800, fast=ppm))
        assert found is not None
        assert found.drift_ppm == ppm

    @pytest.mark.parametrize(("ratio", "large"), [(7.2, 0), (7.6, 1)])
    def test_a_movement_of_e_squared_thresholds_is_large(
        self, make_track: MakeTrack, ratio: float, large: int
    ) -> None:
        assert felt(make_track, ratio).large == large

    def test_a_movement_counts_for_no_more_than_e_to_the_fourth(
        self, make_track: MakeTrack
    ) -> None:
        """54.6 thresholds."""
        less, most, more = (felt(make_track, ratio).coarse.max() for ratio in (50.0, 56.0, 150.0))
        assert less < most == more

    @pytest.mark.parametrize(("away", "usual"), [(85, True), (95, False)])
    def test_what_is_usual_is_that_of_three_minutes_around(
        self, make_track: MakeTrack, away: int, *, usual: bool
    ) -> None:
        found = felt(make_track, 50.0).coarse
        assert (found[500 - away] < -1e-6) == usual
        assert (found[500 + away] < -1e-6) == usual


def felt(make_track: MakeTrack, ratio: float) -> LimbActivity:
    """A movement at second 500 whose peak is so many thresholds."""
    peaks = np.full(10_000, 0.001, np.float32)
    peaks[5000:5010] = 0.005 * ratio
    return LimbActivity.of(replace(make_track(LEFT, [], end=1000.0), peaks=peaks))


def shared(seconds: int, *, fast: float = 0.0, echo: int = 0) -> LimbActivity:
    """Movements of a second, one in half a minute, by a clock that runs faster by so many ppm."""
    rng = np.random.default_rng(5)
    at = np.sort(rng.uniform(20, seconds - 40, seconds // 30))
    level = np.zeros(seconds * 10)
    for moment in [*at * (1 + fast * 1e-6), *((at + echo) if echo else ())]:
        near = np.arange(int(moment * 10) - 20, int(moment * 10) + 21)
        level[near] += np.exp(-0.5 * ((near / 10 - moment) / 0.4) ** 2)
    coarse = level.reshape(seconds, 10).max(axis=1)
    return LimbActivity(
        fine=level.astype(np.float32), coarse=coarse, seen=np.ones(seconds), large=100
    )


JUMP_S = 6.3


def jumped(before: int, after: int, *, alien: float = 0.0) -> tuple[_Pair, float]:
    """Make movements shared on either side of a jump of 6.3 s, and give its second.

    A share of them, ``alien``, agrees at the shift of the other side too.
    """
    count, step = before + after, 63
    # by whole steps of 4 s, so that no two agree by chance at a shift that is asked about
    at = 40 * np.cumsum(np.random.default_rng(1).integers(4, 12, count))
    one, other = np.zeros((2, int(at[-1]) + 300), np.float32)
    is_after = np.arange(count) >= before
    one[at] = 1
    other[at + np.where(is_after, step, 0)] = 1
    also = np.concatenate(
        [at[:before][: round(alien * before)], at[before:][: round(alien * after)]]
    )
    one[also + np.where(also >= at[before], step, -step)] = 1
    none = np.zeros(0)
    sides = (LimbActivity(fine=f, coarse=none, seen=none, large=0) for f in (one, other))
    return _Pair.of(*sides), float(at[before] - 100) / 10


class TestClockSteps:
    @pytest.mark.parametrize(
        ("of_gap", "stands_out", "alien", "proven"),
        [
            (True, 10.1, 0.0, True),
            (True, 9.9, 0.0, False),
            (True, 30.0, 0.64, True),
            (True, 30.0, 0.66, False),
            (False, 15.1, 0.0, True),
            (False, 14.9, 0.0, False),
            (False, 30.0, 0.39, True),
            (False, 30.0, 0.41, False),
        ],
    )
    def test_both_sides_stand_out_at_shifts_of_their_own(
        self, stands_out: float, alien: float, *, of_gap: bool, proven: bool
    ) -> None:
        """By ten with less than .65 at the other's; of another size than the gap 15 and .4."""
        found, at = jumped(100, 100, alien=alien)
        # each side has half of what the night has
        found = replace(found, scatter=100 / stands_out / 0.5**0.5)
        assert (found.proof(at, JUMP_S, of_gap=of_gap) > 0) == proven

    @pytest.mark.parametrize(("seen", "proven"), [(3.9, False), (4.1, True)])
    def test_both_shifts_are_seen_over_the_whole_night(self, seen: float, *, proven: bool) -> None:
        found, at = jumped(360, 40)
        found = replace(found, scatter=40 / seen)
        assert (found.proof(at, JUMP_S, of_gap=True) > 0) == proven

    @pytest.mark.parametrize(("gap", "looked_at"), [(6.75, False), (6.85, True)])
    def test_a_jump_is_half_a_second_shorter_than_its_gap(
        self, gap: float, *, looked_at: bool
    ) -> None:
        found, _ = jumped(100, 60)
        assert (JUMP_S in list(found.jumps(gap))) == looked_at

    def test_a_gap_may_be_its_own_length_or_lie_between_the_best_shift_and_three_more(self) -> None:
        found, _ = jumped(100, 60)
        assert len(list(found.jumps(1e6))) == 1 + 2 * 3

    def test_the_sixteen_longest_gaps_are_looked_at(self, make_track: MakeTrack) -> None:
        """Of thirty, of 1.5 to 30.5 s."""
        spans = [(100.0 * k + (k + 0.5 if k else 0.0), 100.0 * (k + 1)) for k in range(31)]
        track = make_track(LEFT, [], spans=spans, end=3100.0)
        assert [length for _, length in _gaps(track)] == [k + 0.5 for k in range(15, 31)]

    def test_four_jumps_are_found_of_a_clock_that_jumped_five_times(
        self, make_track: MakeTrack
    ) -> None:
        ends = np.cumsum([1800, 1440, 1140, 900, 720, 540])
        jumps = np.array([0, 6, 11, 8, 14, 9])
        at = np.sort(np.random.default_rng(3).uniform(10, ends[-1] - 20, 700))
        stamped = at + np.cumsum(jumps)[np.searchsorted(ends, at, side="right")]
        begin = np.concatenate([[0], ends[:-1]]) + np.cumsum(jumps)
        spans = np.stack([begin, ends + np.cumsum(jumps)], axis=1)
        night = make_track(LEFT, [], end=float(spans[-1, 1]))
        one, other = np.full((2, int(spans[-1, 1]) * 10), 0.001, np.float32)
        for tenth in range(10):
            one[(at * 10).astype(int) + tenth] = 0.2
            other[(stamped * 10).astype(int) + tenth] = 0.2
        found = steps_of(
            replace(night, spans=spans.astype(float), peaks=other),
            [LimbActivity.of(replace(night, peaks=one))],
        )
        assert [step.jump_s for step in found] == [6.0, 11.0, 8.0, 14.0]
