"""Numbers of what is measured of events, on both sides of where they decide."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from limbwatch.classify.evidence import members, similarity
from limbwatch.classify.evidence.clocks import disagreement
from limbwatch.classify.evidence.gait import gait_of
from limbwatch.classify.evidence.impulse import impulse_of
from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.lasting import lasting_of
from limbwatch.classify.evidence.measuring import features_of
from limbwatch.classify.evidence.parts import Parts, swells_of
from limbwatch.classify.evidence.rhythm import Rhythm, regular_rhythm_of, rhythm_of
from limbwatch.classify.evidence.strength import (
    ratios_of,
    strength_at_sensors,
    strength_of,
    takes_part,
    transmitted_share,
)
from limbwatch.classify.evidence.vicinity import company_of, settling_of
from limbwatch.classify.slept import Sleep
from limbwatch.dsp.limits import LIMITS, SHAPE_RATE
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
TIME = np.arange(LIMITS.shape_values) / SHAPE_RATE - LIMITS.shape_before


class TestClocks:
    @staticmethod
    def told(behind, time, *, asked=0.0):
        """What shakes of two sensors tell of an event of another part."""
        count = len(behind)
        found = disagreement(
            np.zeros(count + 1, np.intp),
            np.ones(count + 1, np.intp),
            event=np.append(np.zeros(count, np.intp), 1),
            time=np.append(time, asked),
            behind=np.append(behind, 0.0),
            same_cause=np.append(np.ones(count, bool), False),
        )
        return found[-1]

    def test_offsets_of_a_tenth_of_a_second_are_usual_and_shakes_scatter_by_15_ms(self):
        """By Bayes, of two clocks by four shakes."""
        usual, error = 2 * 0.1**2, 0.015**2 / 4
        found = self.told(np.full(4, 0.1), np.zeros(4))
        assert found == pytest.approx(0.1 * usual / (usual + error), rel=3e-4)

    def test_drifts_of_20_ppm_are_usual(self):
        """By Bayes: four shakes 265 s from the middle tell half of what they show."""
        time = np.array([-265.0, -265, 265, 265])
        assert self.told(1e-3 * np.sign(time), time, asked=265.0) == pytest.approx(5e-4, rel=0.02)

    @pytest.mark.parametrize(("shakes", "told"), [(3, False), (4, True)])
    def test_four_shakes_tell_of_clocks(self, shakes, told):
        assert (self.told(np.full(shakes, 0.1), np.zeros(shakes)) > 0) == told


class TestCompany:
    @staticmethod
    def of(onset, values, *, peak=1.0, member=1.0):
        onset = np.asarray(onset, float)
        found = company_of(
            onset,
            np.broadcast_to(peak, onset.shape),
            np.broadcast_to(member, onset.shape),
            {"one": np.asarray(values, float)},
        )
        return found["one"][0]

    @pytest.mark.parametrize(("away", "heard"), [(299.0, True), (301.0, False)])
    def test_company_is_within_five_minutes(self, away, heard):
        assert np.isfinite(self.of([0.0, away, away], [0, 1, 1])) == heard

    @pytest.mark.parametrize(("place", "mean"), [(8, 1 / 8), (9, 0.0)])
    def test_eight_on_either_side_are_company(self, place, mean):
        assert self.of(10.0 * np.arange(16), np.arange(16) == place) == pytest.approx(mean)

    def test_peaks_that_differ_by_a_factor_of_three_count_for_an_eth(self):
        found = self.of([0.0, 10, 20, 30], [0, 0, 0, 1], peak=np.array([1.0, 1.0, 1.0, 3.0]))
        assert found == pytest.approx(np.exp(-1) / (2 + np.exp(-1)))

    @pytest.mark.parametrize(("member", "heard"), [(0.66, False), (0.67, True)])
    def test_two_movements_are_company(self, member, heard):
        """Three neighbours of which each is a member that probably."""
        assert np.isfinite(self.of([0.0, 10, 20, 30], np.ones(4), member=member)) == heard


class TestJoined:
    @pytest.mark.parametrize(("begin", "events"), [(101.9, 1), (102.1, 2)])
    def test_an_arm_that_shares_half_of_its_time_joins_the_legs(self, make_track, begin, events):
        tracks = [make_track(LEFT, [(100.0, 4.0)]), make_track(WRIST, [(begin, 4.0)])]
        assert len(join(tracks)) == events

    @pytest.mark.parametrize(
        ("count", "step", "burst", "events"),
        [
            (4, 3.3, 1.1, 1),
            (3, 3.3, 1.1, 3),
            (4, 3.5, 1.1, 4),
            (4, 3.3, 1.3, 4),
        ],
    )
    def test_four_bursts_of_a_foot_at_a_third_of_a_hertz_are_a_train(
        self, make_track, count, step, burst, events
    ):
        """AASM: four bursts of up to 1 s, and the limb's ringing, at 0.3 Hz or faster."""
        moves = [(100 + k * step, burst) for k in range(count)]
        assert len(join([make_track(LEFT, moves)])) == events


class TestLasting:
    """How long each limb moves by itself, whatever else goes on in the event."""

    @staticmethod
    def of(tracks, own=None):
        joint = join(tracks)
        assert len(joint) == 1
        flags = np.ones(len(joint.event), bool) if own is None else np.array(own)
        worn = np.ones((1, len(tracks)), bool)
        found = lasting_of(Parts(joint, tracks), tracks, own=flags, worn=worn)
        return found.leg_lasting.tolist(), found.second_lasting.tolist()

    def test_the_parts_of_a_leg_are_added_up_and_an_arm_is_none(self, make_track):
        tracks = [
            make_track(LEFT, [(100.0, 2.0), (102.4, 1.0)]),
            make_track(WRIST, [(100.0, 30.0)]),
        ]
        leg, second = self.of(tracks)
        assert leg == pytest.approx([3.0])
        assert second == pytest.approx([3.0])

    def test_what_the_bed_carries_to_a_leg_is_not_the_legs(self, make_track):
        tracks = [make_track(LEFT, [(100.0, 2.0)]), make_track(RIGHT, [(100.1, 4.0)])]
        leg, second = self.of(tracks, own=[True, False])
        assert leg == pytest.approx([2.0])
        assert second == [0.0]

    def test_of_one_sensor_nothing_is_second(self, make_track):
        leg, second = self.of([make_track(WRIST, [(100.0, 4.0)])])
        assert leg == [0.0]
        assert np.isnan(second)


def impulse(make_track, shapes, seconds):
    tracks = [
        make_track(place, [(100.0, seconds)])
        for place, _ in zip((LEFT, RIGHT), shapes, strict=False)
    ]
    for track, shape in zip(tracks, shapes, strict=True):
        track.movements.shape[:] = 0.3 * shape
        track.movements.rms[:] = 0.0
    joint = join(tracks)
    own = np.ones(len(tracks), bool)
    return impulse_of(Parts(joint, tracks), tracks, own=own, clock=np.zeros(len(own)))


def test_a_tenth_and_half_of_the_energy_of_two_limbs_are_compared(make_track):
    """One goes on for a second, and the other for two."""
    shapes = [(TIME >= 0) & (seconds > TIME) for seconds in (1.0, 2.0)]
    found = impulse(make_track, shapes, 2.0)
    assert found.begun_apart[0] == pytest.approx(0.1, abs=0.01)
    assert found.half_apart[0] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("at", "counts"), [(1.06, True), (1.10, False), (-0.06, True), (-0.14, False)]
)
def test_what_is_a_tenth_of_a_second_outside_of_a_movement_counts(make_track, at, counts):
    """Of one that lasts 0.97 s: a burst in its middle, and a blow."""
    shape = (TIME > 0.4) & (TIME < 0.7) | (np.abs(TIME - at) < 0.01)
    assert (impulse(make_track, [shape], 0.97).burst_share[0] < 0.99) == counts


@pytest.mark.parametrize(("between", "known"), [(7, True), (8, False)])
def test_a_movement_is_held_against_eight_before_it(make_track, between, known):
    """All end within six seconds; bursts of a tenth of a second."""
    moves = make_track(LEFT, [(100 + 0.5 * k, 0.1) for k in range(between + 2)]).movements
    moves.peak[:] = 0.01
    moves.peak[0] = 1.0
    assert (settling_of(moves)[-1] == pytest.approx(0.01)) == known


class TestMembers:
    @staticmethod
    def of(monkeypatch, track, *, likely=0.0):
        """Return by how much the first looks like a member, and whether it is the limb's own."""
        weights = []

        def fake(onset, weight):
            weights.append(weight[0])
            return Rhythm(*np.full((3, len(onset)), likely))

        monkeypatch.setattr(members, "regular_rhythm_of", fake)
        tracks = [track]
        joint = join(tracks)
        found = members.members_of(joint, tracks, own=np.ones(len(joint.event), bool))
        return weights[0], bool(found.single[0][0])

    @pytest.mark.parametrize(("seconds", "weight"), [(9.9, 1.0), (10.1, 0.1)])
    def test_no_periodic_movement_lasts_longer_than_ten_seconds(
        self, monkeypatch, make_track, seconds, weight
    ):
        """WASM 2016; one that does is a tenth as likely a member, and a limb's own."""
        track = make_track(LEFT, [(100.0, seconds)])
        assert self.of(monkeypatch, track, likely=1.0) == (weight, weight < 1)

    @pytest.mark.parametrize(("turn", "weight"), [(19.0, 1.0), (21.0, 0.1)])
    def test_no_periodic_movement_leaves_a_turn_of_twenty_degrees(
        self, monkeypatch, make_track, turn, weight
    ):
        track = make_track(LEFT, [(100.0, 2.0)], turn=turn)
        assert self.of(monkeypatch, track)[0] == weight

    @pytest.mark.parametrize(("turn", "single"), [(14.5, False), (15.5, True)])
    def test_a_limb_has_come_back_within_fifteen_degrees(
        self, monkeypatch, make_track, turn, single
    ):
        track = make_track(LEFT, [(100.0, 2.0)], turn=turn)
        assert self.of(monkeypatch, track, likely=1.0)[1] == single

    @pytest.mark.parametrize(
        ("place", "likely", "single"),
        [(LEFT, 0.29, True), (LEFT, 0.31, False), (WRIST, 0.49, True), (WRIST, 0.51, False)],
    )
    def test_a_leg_moves_in_a_rhythm_from_03_and_an_arm_from_05(
        self, monkeypatch, make_track, place, likely, single
    ):
        track = make_track(place, [(100.0, 2.0)])
        assert self.of(monkeypatch, track, likely=likely)[1] == single

    def test_an_arm_alone_beside_worn_legs_is_a_third_as_likely_a_member(
        self, monkeypatch, make_track
    ):
        arm, leg = make_track(WRIST, [(100.0, 2.0)]), make_track(LEFT, [])
        monkeypatch.setattr(members, "rhythm_of", lambda _, weight: Rhythm(weight, weight, weight))
        for tracks, weight in (([arm], 1.0), ([arm, leg], 0.3)):
            found = members.members_of(join(tracks), tracks, own=np.ones(1, bool))
            assert found.rhythm.member[0] == weight


class TestRhythm:
    @staticmethod
    def by_hand(onset, weight, *, begin=0.03, spread=0.45, everything=None):
        """Sum over all ways in which movements can be members, one after the other.

        With ``everything``, the rate of all movements, that is what a chain is weighed against.
        """
        medians = np.log(np.geomspace(12.0, 60.0, 8))
        change = 0.8 * np.eye(8) + 0.1 * np.eye(8, k=1) + 0.1 * np.eye(8, k=-1)
        change /= change.sum(axis=1, keepdims=True)
        rate = 6 / 3600

        def normal(away, spread):
            return np.exp(-0.5 * (away / spread) ** 2) / (spread * np.sqrt(2 * np.pi))

        def link(interval, between):
            away = np.log(interval) - medians
            density = 0.88 * normal(away, spread)
            density += 0.12 * normal(away - np.log(2), spread / np.sqrt(2))
            against = rate
            if everything is not None:
                fewer = (rate / everything) ** between * np.exp((everything - rate) * interval)
                against = everything / fewer
            return 0.92 * change * density * weight / against / interval

        def total(must):
            @cache
            def free(event):
                if event == len(onset):
                    return 1.0
                alone = (1 - begin) * free(event + 1) if event != must else 0.0
                return alone + begin * np.mean(member(event))

            @cache
            def member(event):
                """By the median there: the rhythm ends, or goes on with a later movement."""
                found = np.full(8, 0.08 * free(event + 1))
                for later in range(event + 1, min(event + 6, len(onset) - 1) + 1):
                    if not event < must < later:
                        interval, between = onset[later] - onset[event], later - event - 1
                        found += link(interval, between) @ member(later)
                return found

            return free(0)

        return np.array([total(k) for k in range(len(onset))]) / total(-1)

    @pytest.mark.parametrize("first", [14.0, 25.0, 55.0])
    def test_how_probable_a_member_is_follows_from_all_chains(self, first):
        """Begin 0.03, end 0.08, missing 0.12, drift 0.2, spread 0.45, eight medians of 12 to 60 s.

        Six an hour come by chance: so many are certain that the others do not raise it.
        """
        onset = 100 + np.cumsum(first * np.array([0.0, 1.0, 1.2, 0.9, 1.0, 1.1, 0.8, 1.0]))
        found = rhythm_of(onset, np.full(8, 9.0)).member
        assert found == pytest.approx(self.by_hand(onset, 9.0), rel=1e-9)

    @pytest.mark.parametrize("first", [14.0, 25.0, 42.0])
    def test_a_regular_rhythm_is_weighed_against_movements_as_frequent_as_all(self, first):
        """Begin 0.08, spread 0.3, and where no rhythm runs all come by chance, 7 in 300 s."""
        onset = 100 + np.cumsum(first * np.array([0.0, 1.0, 1.2, 0.9, 1.0, 1.1, 0.8, 1.0]))
        found = regular_rhythm_of(onset, np.full(8, 30.0)).member
        hand = self.by_hand(onset, 30.0, begin=0.08, spread=0.3, everything=7 / 300)
        assert found == pytest.approx(hand, rel=1e-9)

    def test_movements_at_random_are_rarely_a_regular_rhythm_however_many(self):
        """A person who fidgets once in 40 s, for an hour, keeps no rhythm."""
        share = np.zeros(2)
        for seed in range(10):
            onset = np.sort(np.random.default_rng(seed).uniform(2000.0, 5600.0, 90))
            for number, found in enumerate((rhythm_of, regular_rhythm_of)):
                share[number] += np.mean(found(onset, np.ones(90)).running >= 0.3) / 10
        assert share[0] > 0.8
        assert share[1] < 0.3

    @pytest.mark.parametrize(("members", "spread"), [(8, 0.1), (12, 0.25), (40, 0.35)])
    def test_a_rhythm_that_varies_as_legs_in_sleep_do_is_regular(self, members, spread):
        rng = np.random.default_rng(members)
        onset = 2000 + np.cumsum(25 * np.exp(spread * rng.standard_normal(members)))
        running = regular_rhythm_of(onset, np.ones(members)).running
        assert np.mean(running >= 0.3) > 0.9

    def test_hours_of_rest_between_two_movements_are_no_number_too_large(self):
        onset = np.array([100.0, 124.0, 148.0, 90_000.0, 90_024.0])
        assert np.isfinite(regular_rhythm_of(onset, np.ones(5)).member).all()

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_a_night_may_have_hardly_a_movement(self, count):
        found = regular_rhythm_of(100.0 + 25 * np.arange(count), np.ones(count))
        assert found.member.shape == (count,)
        assert (found.member < 0.1).all()

    @pytest.mark.parametrize(("between", "linked"), [(5, True), (6, False)])
    def test_five_movements_may_lie_between_two_members(self, between, linked):
        onset = np.array([100.0, *(102.0 + 3 * np.arange(between)), 124.0])
        weight = np.array([500.0, *np.zeros(between), 500.0])
        assert (rhythm_of(onset, weight).member[0] > 0.1) == linked

    @pytest.mark.parametrize(("away", "counts"), [(299.0, True), (301.0, False)])
    def test_what_comes_by_chance_is_counted_over_ten_minutes_around(self, away, counts):
        pair = np.array([1000.0, 1024.0])
        alone = rhythm_of(pair, np.full(2, 50.0)).member
        others = np.concatenate([pair[1] - away - np.arange(4)[::-1] / 1e3, pair])
        found = rhythm_of(others, np.array([0.0, 0, 0, 0, 50, 50])).member[-2:]
        assert (found[0] < 0.95 * alone[0]) == counts


class TestCarried:
    """One ankle kicks, and the other shows a share of it."""

    @staticmethod
    def of(shares, strong=0.2):
        shares = np.asarray(shares, float)
        return transmitted_share(np.stack([np.full(len(shares), strong), strong * shares], axis=1))[
            0, 1
        ]

    @pytest.mark.parametrize(("strong", "carried"), [(0.099, 0.04), (0.101, 0.075)])
    def test_a_bed_is_learned_from_movements_of_a_tenth_of_g(self, strong, carried):
        """Two and a half times what it shows; else what is usual, 4 %."""
        assert self.of(np.full(8, 0.03), strong) == pytest.approx(carried)

    @pytest.mark.parametrize(("movements", "carried"), [(7, 0.04), (8, 0.075)])
    def test_eight_movements_show_what_a_bed_carries(self, movements, carried):
        assert self.of(np.full(movements, 0.03)) == pytest.approx(carried)

    def test_in_one_movement_of_five_only_the_bed_carries(self):
        assert self.of(0.014 + 0.002 * np.arange(11)) == pytest.approx(2.5 * 0.018)

    @pytest.mark.parametrize(("share", "carried"), [(0.005, 0.025), (0.1, 0.12)])
    def test_a_bed_carries_from_one_fortieth_to_an_eighth(self, share, carried):
        assert self.of(np.full(8, share)) == pytest.approx(carried)

    @pytest.mark.parametrize(
        ("excursion", "displacement", "own"),
        [(1.1, 0.051, True), (0.9, 0.051, False), (1.1, 0.049, False)],
    )
    def test_a_limb_that_turns_by_a_degree_and_slowly_moves_by_itself(
        self, make_track, excursion, displacement, own
    ):
        """Half of its peak is slow."""
        weak = make_track(
            RIGHT, [(100.0, 1.0)], peak=0.1, excursion=excursion, displacement=displacement
        )
        tracks = [make_track(LEFT, [(100.0, 1.0)], peak=9.0), weak]
        joint = join(tracks)
        found = takes_part(joint, tracks, np.array([[9.0, 0.1]]))
        assert bool(found[joint.track == 1][0]) == own


class TestStrength:
    @staticmethod
    def track(make_track, moment, peak, place=LEFT):
        peaks = np.zeros(2000, np.float32)
        peaks[round(moment * 10)] = peak
        return replace(make_track(place, [(100.0, 1.0)]), peaks=peaks)

    def test_nothing_is_weaker_than_two_floors(self, make_track):
        """The floor is a thousandth of g."""
        found = strength_of(np.array([50.0]), np.ones(1), [self.track(make_track, 150.0, 1.0)])
        assert found[0, 0] == pytest.approx(0.002)

    @pytest.mark.parametrize(("after", "seen"), [(19.9, True), (20.3, False)])
    def test_twenty_seconds_of_an_event_are_looked_at(self, make_track, after, seen):
        track = self.track(make_track, 100.0 + after, 1.0)
        assert (strength_of(np.array([100.0]), np.array([90.0]), [track])[0, 0] == 1.0) == seen

    @pytest.mark.parametrize(
        ("at", "seen"), [(99.8, False), (99.9, True), (102.0, True), (102.1, False)]
    )
    def test_an_event_is_looked_at_from_a_tenth_before_it_to_a_tenth_after_it(
        self, make_track, at, seen
    ):
        track = self.track(make_track, at, 1.0)
        found = strength_of(np.array([100.0]), np.array([2.0]), [track])
        assert (found[0, 0] == 1.0) == seen

    @pytest.mark.parametrize(("events", "told"), [(4, False), (5, True)])
    def test_four_neighbours_tell_whether_a_ratio_is_fixed(self, make_track, events, told):
        found = self.ratios(make_track, np.tile([0.2, 0.1], (events, 1)))
        assert (not np.isnan(found.fixed).any()) == told

    @staticmethod
    def ratios(make_track, strength, places=(LEFT, RIGHT)):
        tracks = [make_track(place, []) for place in places]
        return ratios_of(np.asarray(strength, float), tracks)

    def test_nothing_counts_as_weaker_than_a_tenth_of_a_thousandth_of_g(self, make_track):
        found = self.ratios(make_track, [[0.1, 5e-6]])
        assert found.leg_over_leg[0] == pytest.approx(1e-3)

    @pytest.mark.parametrize(("other", "share"), [(12, 11 / 12), (13, 1.0)])
    def test_twelve_on_either_side_are_compared(self, make_track, other, share):
        """All reach both legs in one ratio but one event."""
        strength = np.tile([0.2, 0.1], (30, 1))
        strength[other, 1] = 0.01
        assert self.ratios(make_track, strength).fixed[0] == pytest.approx(share)

    @pytest.mark.parametrize(("apart", "near"), [(0.34, True), (0.36, False)])
    def test_ratios_within_a_third_are_one(self, make_track, apart, near):
        strength = np.tile([0.2, 0.1], (9, 1))
        strength[0, 1] *= np.exp(apart)
        assert (self.ratios(make_track, strength).fixed[0] == 1.0) == near


class TestSimilarity:
    @staticmethod
    def pulse(late):
        return np.exp(-0.5 * ((TIME - 1 - late) / 0.05) ** 2)

    def of(self, make_track, shapes, **measures):
        tracks = [make_track(place, [(100.0, 2.0)], **measures) for place in (LEFT, RIGHT)]
        for track, shape in zip(tracks, shapes, strict=True):
            track.movements.shape[:] = shape
        joint = join(tracks)
        strongest = Parts(joint, tracks).strongest
        return similarity.waveform_similarity_of(joint, tracks, strongest)[0]

    @pytest.mark.parametrize(("late", "alike"), [(0.2, True), (0.28, False)])
    def test_waveforms_are_shifted_by_up_to_a_fifth_of_a_second(self, make_track, late, alike):
        found = self.of(make_track, [self.pulse(0.0), self.pulse(late)])
        assert (found.similarity[0] > 0.9) == alike

    @pytest.mark.parametrize(
        ("alike", "slow", "shaken"),
        [(0.81, 0.29, True), (0.79, 0.29, False), (0.81, 0.31, False)],
    )
    def test_limbs_alike_by_08_that_hardly_turn_were_shaken(
        self, make_track, monkeypatch, alike, slow, shaken
    ):
        seen = []

        def clocks(*_, behind, same_cause, **__):
            seen.append(same_cause[0])
            return np.zeros(len(behind))

        monkeypatch.setattr(similarity, "disagreement", clocks)
        # two pulses far apart have nothing in common, and one mean
        one, other = self.pulse(-0.7), self.pulse(0.7)
        one, other = one - one.mean(), other - other.mean()
        other -= one * (one @ other) / (one @ one)
        mixed = alike * one / np.linalg.norm(one)
        mixed += np.sqrt(1 - alike**2) * other / np.linalg.norm(other)
        self.of(make_track, [one, mixed], peak=0.1, displacement=0.1 * slow)
        assert seen == [shaken]


class TestGait:
    @staticmethod
    def of(make_track, envelope):
        seconds = len(envelope) / 10
        track = replace(make_track(LEFT, [(0.0, 1.0)]), peaks=envelope.astype(np.float32))
        return gait_of(np.zeros(1), np.array([seconds]), np.zeros(1, int), [track])

    @pytest.mark.parametrize(("tenths", "stride"), [(16, True), (17, False), (23, False)])
    def test_a_leg_steps_again_after_up_to_one_and_six_tenths_of_a_second(
        self, make_track, tenths, stride
    ):
        blows = 0.01 + 0.5 * (np.arange(600) % tenths == 0)
        assert (self.of(make_track, blows).stride[0] > 0.8) == stride

    @pytest.mark.parametrize(("tenths", "stride"), [(6, False), (7, False), (8, True)])
    def test_a_leg_steps_again_after_eight_tenths_of_a_second_at_least(
        self, make_track, tenths, stride
    ):
        """Pairs of blows, so far apart, at odd times."""
        at = np.cumsum(np.random.default_rng(3).integers(30, 50, 14))
        blows = 0.01 + 0.5 * np.isin(np.arange(600), np.concatenate([at, at + tenths]))
        assert (self.of(make_track, blows).stride[0] > 0.4) == stride

    @pytest.mark.parametrize(("pace", "share"), [(0.35, 1.0), (0.45, 0.5)])
    def test_what_swells_slower_than_04_hz_is_the_course_of_the_event(
        self, make_track, pace, share
    ):
        time = np.arange(600) / 10
        swells = np.sin(2 * np.pi * 0.9 * time) + np.sin(2 * np.pi * pace * time)
        found = self.of(make_track, 0.3 * np.exp(0.3 * swells))
        assert found.at_pace[0] == pytest.approx(share, abs=0.05)


class TestFeatures:
    @staticmethod
    def of(make_track, moves=((100.0, 1.0),), *, peaks=None, **measures):
        track = make_track(LEFT, list(moves), **measures)
        if peaks is not None:
            track.movements.peak[:] = peaks
        joint = join([track])
        sleep = Sleep(
            epoch=30.0, asleep=np.ones(120, bool), valid=np.ones(120, bool), in_bed=None, method=""
        )
        rhythm = Rhythm(*np.zeros((3, len(joint))))
        return features_of(joint, [track], sleep, strength_at_sensors(joint, [track]), rhythm)

    @pytest.mark.parametrize(("apart", "neighbours"), [(299.0, 1), (301.0, 0)])
    def test_neighbours_are_within_five_minutes(self, make_track, apart, neighbours):
        found = self.of(make_track, [(1000.0, 1.0), (1000.0 + apart, 1.0)])
        assert found.neighbours.tolist() == [neighbours, neighbours]

    @pytest.mark.parametrize(("peak", "faint"), [(0.029, 1), (0.031, 0)])
    def test_what_a_mattress_carries_is_fainter_than_three_hundredths_of_g(
        self, make_track, peak, faint
    ):
        found = self.of(make_track, [(100.0, 1.0), (200.0, 1.0)], peaks=[0.2, peak])
        assert found.faint[0] == faint

    def test_ringing_feigns_a_turn_of_1_7_degrees_for_each_g(self, make_track):
        found = self.of(make_track, peak=1.0, excursion=2.0)
        assert found.tilt[0] == pytest.approx(0.3)

    @pytest.mark.parametrize(
        ("excursion", "turn", "more"),
        [(10.0, 2.6, 5.0), (10.0, 2.4, 0.0), (1.0, 1.1, 5.0), (1.0, 0.9, 0.0)],
    )
    def test_a_limb_that_rests_elsewhere_is_held_for_five_seconds_more(
        self, make_track, excursion, turn, more
    ):
        """By a quarter of its excursion, and a degree."""
        found = self.of(make_track, excursion=excursion, turn=turn, held=2.0)
        assert found.held[0] == 2.0 + more

    @pytest.mark.parametrize(
        ("turns", "share", "steps"),
        [(0.21, 0.0, True), (0.19, 0.0, False), (-1.0, 0.36, True), (-1.0, 0.34, False)],
    )
    def test_legs_step_that_are_in_turn_by_02_or_at_pace_by_035(
        self, make_track, turns, share, steps
    ):
        found = replace(self.of(make_track), antiphase=np.array([turns]), at_pace=np.array([share]))
        assert (found.stepping[0] > 0) == steps

    @pytest.mark.parametrize(
        ("limb", "pace", "rhythm", "lasting", "swells"),
        [
            (LEFT, 2.0, 0.91, 10.0, 20.0),
            (LEFT, 0.31, 0.91, 10.0, 3.1),
            (LEFT, 3.9, 0.91, 10.0, 39.0),
            (LEFT, 0.29, 0.91, 10.0, 1.0),
            (LEFT, 4.1, 0.91, 10.0, 1.0),
            (LEFT, 2.0, 0.89, 10.0, 1.0),
            (WRIST, 2.0, 0.91, 10.0, 1.0),
            (LEFT, 2.0, 0.91, 8.1, 16.2),
            (LEFT, 2.0, 0.91, 7.9, 1.0),  # a periodic movement of a generator, 3 Hz for 2 s
        ],
    )
    def test_each_even_swing_of_a_leg_at_the_pace_of_feet_is_a_swell_of_a_train(
        self, make_track, limb, pace, rhythm, lasting, swells
    ):
        """A sine of 2.6 Hz hardly ebbs between its swings, and was one swell of 44 s."""
        tracks = [make_track(limb, [(100.0, lasting)], frequency=pace, rhythm=rhythm, bursts=1.0)]
        counted = swells_of(Parts(join(tracks), tracks), tracks)
        assert counted[0] == pytest.approx(swells)

    def test_swings_of_a_train_count_as_swells_and_in_their_rate(self, make_track):
        found = self.of(make_track, [(100.0, 10.0)], frequency=2.0, rhythm=0.95, bursts=1.0)
        assert found.bursts[0] == pytest.approx(20.0)
        assert found.rate[0] == pytest.approx(2.0)

    @pytest.mark.parametrize(
        ("crest", "since_wake", "arm", "sways"),
        [
            (1.9, 890.0, 0.1, True),
            (2.1, 890.0, 0.1, False),
            (1.9, 910.0, 0.1, False),
            (1.9, 890.0, 1.1, False),
        ],
    )
    def test_a_leg_sways_that_moves_evenly_within_a_quarter_of_an_hour_of_wake(
        self, make_track, crest, since_wake, arm, sways
    ):
        found = replace(
            self.of(make_track),
            crest=np.array([crest]),
            since_wake=np.array([since_wake]),
            arms_over_legs=np.array([arm]),
            moving_legs=np.array([1.0]),
            limbs=np.array([2.0]),
        )
        assert found.sways[0] == sways

    @pytest.mark.parametrize(("swing", "steady"), [(0.69, False), (0.71, True)])
    def test_ankles_with_seven_tenths_of_their_power_at_a_pace_swing_steadily(
        self, make_track, swing, steady
    ):
        found = self.of(make_track, frequency=0.9, rhythm=swing)
        assert found.swing[0] == pytest.approx(swing)
        assert np.isnan(found.rest_before_steps[0]) == steady
