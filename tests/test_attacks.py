"""Shaking that pauses for a second goes on: attacks are told by the whole bout."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import limbwatch
from limbwatch.classify.evidence.bouts import PAUSE_S, Bouts, bouts_of
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import attacks_of
from limbwatch.classify.labels.convulsions import clonic_of
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.scoring import Evidence
from limbwatch.sensor import Placement, Recording, Samples

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT

ONE = {"length": 60.0, "second": 0.1, "excursion": 5.0, "peak": 0.3, "swells": 40.0}
SEVERAL = {"length": 60.0, "second": 0.8, "excursion": 30.0, "peak": 1.0, "swells": 40.0}
JERKS = {Kind.FOCAL: 0.6, Kind.LIMB_MOVEMENT: 0.4}
FIT = {Kind.CONVULSIVE: 0.5, Kind.LIMB_MOVEMENT: 0.5}


def bout(**measures: float) -> Bouts:
    """Return one bout of one event, out of rest, of a limb that jerks, but for some measures."""
    usual = {
        "onset": 7200.0,
        "moving": 0.9,
        "rest_before": 60.0,
        "rest_after": 60.0,
        "one_limb": 1.0,
        "hand_hz": 0.0,
        **ONE,
    }
    columns = {name: np.array([value]) for name, value in (usual | measures).items()}
    one = np.zeros(1, np.intp)
    return Bouts(number=one, count=one + 1, weight=np.ones(1), **columns)


def asleep(_: float) -> float:
    return 0.0


def labels(probability: dict[Kind, float]) -> Labels:
    return Labels(
        hypotheses=tuple(probability),
        probability=np.array([list(probability.values())]),
        support=np.zeros((1, len(GROUPS))),
    )


JERKING = np.zeros(1, np.bool_)


def told(probability=None, *, awake=0.0, alone=False, sways=False, agreement=np.nan, **measures):
    """Return the kind that a bout is told as; None for no attack."""
    found = attacks_of(
        labels(JERKS if probability is None else probability),
        bout(**measures),
        lambda _: awake,
        sways=np.array([sways]),
        agreement=np.array([agreement]),
        alone=alone,
    )
    return found.kinds.get(0)


def test_a_leg_that_sways_while_its_owner_falls_asleep_does_not_jerk():
    assert told(sways=True) is None
    # what shakes all limbs is told however even it is
    assert fit(sways=True) is Kind.CONVULSIVE


def swaying_for(share):
    """Return the kind of a bout of two pieces, of which the first, so long a part of it, sways."""
    pieces = replace(bout(), number=np.zeros(2, np.intp), count=np.array([2]))
    pieces = replace(pieces, weight=np.array([share, 1 - share]))
    twice = labels(JERKS)
    twice = replace(
        twice,
        probability=np.repeat(twice.probability, 2, axis=0),
        support=np.repeat(twice.support, 2, axis=0),
    )
    sways = np.array([True, False])
    found = attacks_of(twice, pieces, asleep, sways=sways, agreement=np.ones(2), alone=False)
    return found.kinds.get(1)


def fit(probability=None, **measures):
    return told(FIT if probability is None else probability, **(SEVERAL | measures))


def seen_alone(share):
    """Return that all limbs shook, if one sensor says so of its own that likely."""
    found = told(shares(Kind.CONVULSIVE, share), alone=True)
    return found if found is Kind.CONVULSIVE else None


def shares(kind: Kind, share: float, rest: Kind = Kind.FOCAL) -> dict[Kind, float]:
    return {kind: share, rest: 1 - share}


def clonic(*, sure: float = 0.8, part: float = 0.5, **measures: float) -> Kind | None:
    """Return the kind of one movement of all limbs that shakes slowly; None for no convulsion."""
    usual = {"duration": 25.0, "limbs": 3.0, "frequency": 4.0, "rhythm": 0.6} | measures
    columns = {f.name: np.full(1, np.nan) for f in fields(Features)}
    columns |= {name: np.array([value]) for name, value in usual.items()}
    both = {Kind.CONVULSIVE: part, Kind.TONIC: sure - part, Kind.WAKE_MOVEMENT: 1 - sure}
    found = clonic_of(labels(both), Features(**columns))
    return Kind.CONVULSIVE if found[0] else None


CASES = {
    "length_s": lambda: (told(length=35.0), told(length=34.9)),
    "rest_s": lambda: (told(rest_before=5.0), told(rest_before=4.9)),
    "rest_after_s": lambda: (told(rest_after=10.0), told(rest_after=9.9)),
    "moving": lambda: (told(moving=0.6), told(moving=0.59)),
    "jerking: peak": lambda: (told(peak=0.1), told(peak=0.09)),
    "jerking: jerking": lambda: (
        told({Kind.FOCAL: 0.2, Kind.LIMB_MOVEMENT: 0.8}),
        told({Kind.FOCAL: 0.19, Kind.LIMB_MOVEMENT: 0.81}),
    ),
    "jerking: held_more": lambda: (
        told({Kind.CRAMP: 0.59, Kind.FOCAL: 0.41}),
        told({Kind.CRAMP: 0.61, Kind.FOCAL: 0.39}),
    ),
    "wake": lambda: (told(shares(Kind.WAKE_MOVEMENT, 0.49)), told(shares(Kind.WAKE_MOVEMENT, 0.5))),
    "walking": lambda: (told(shares(Kind.WALKING, 0.29)), told(shares(Kind.WALKING, 0.3))),
    "jerking: tremor": lambda: (told(shares(Kind.TREMOR, 0.49)), told(shares(Kind.TREMOR, 0.5))),
    "wake_around_s": lambda: (told(awake=300.0), told(awake=300.1)),
    "jerking: one_limb": lambda: (told(one_limb=0.9), told(one_limb=0.89)),
    "jerking: second": lambda: (told(second=0.4), told(second=0.41)),
    "jerking: excursion": lambda: (told(excursion=20.0), told(excursion=20.1)),
    "jerking: swells": lambda: (told(swells=10.0), told(swells=9.0)),
    "jerking: hand_hz": lambda: (told(hand_hz=4.0), told(hand_hz=4.1)),
    "convulsion: turning": lambda: (
        fit({Kind.GROSS_MOVEMENT: 0.39, Kind.CONVULSIVE: 0.61}),
        fit({Kind.GROSS_MOVEMENT: 0.4, Kind.CONVULSIVE: 0.6}),
    ),
    "convulsion: shaking": lambda: (
        fit({Kind.CONVULSIVE: 0.3, Kind.TONIC: 0.7}),
        fit({Kind.CONVULSIVE: 0.29, Kind.TONIC: 0.71}),
    ),
    "convulsion: convulsive": lambda: (
        fit({Kind.CONVULSIVE: 0.1, Kind.CRAMP: 0.9}),
        fit({Kind.CONVULSIVE: 0.09, Kind.CRAMP: 0.91}),
    ),
    "convulsion: second": lambda: (
        fit(second=0.31),
        fit({Kind.CONVULSIVE: 0.5, Kind.TONIC: 0.5}, second=0.3),
    ),
    "convulsion: excursion": lambda: (fit(excursion=55.0), fit(excursion=55.1)),
    "convulsion: swells": lambda: (fit(swells=15.0), fit(swells=14.0)),
    "convulsion: peak": lambda: (fit(peak=0.3), fit(peak=0.29)),
    "convulsion: length_s": lambda: (fit(length=38.0), fit(length=37.9)),
    "convulsion: alike": lambda: (
        fit(length=36.0, agreement=0.8),
        fit(length=36.0, agreement=0.79),
    ),
    "clonic: sure": lambda: (clonic(), clonic(sure=0.79)),
    "clonic: convulsive": lambda: (clonic(part=0.2), clonic(part=0.19)),
    "clonic: length_s": lambda: (clonic(duration=15.0), clonic(duration=14.9)),
    "clonic: fastest_hz": lambda: (clonic(frequency=7.0), clonic(frequency=7.1)),
    "clonic: rhythm": lambda: (clonic(rhythm=0.5), clonic(rhythm=0.49)),
    "bed": lambda: (
        told({Kind.EXTERNAL: 0.1, "knock": 0.09, Kind.FOCAL: 0.81}),
        told({Kind.EXTERNAL: 0.1, "knock": 0.1, Kind.FOCAL: 0.8}),
    ),
    "convulsion: alone": lambda: (seen_alone(0.05), seen_alone(0.04)),
    "jerking: swaying": lambda: (swaying_for(0.49), swaying_for(0.51)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    reached, missed = CASES[limit]()
    assert reached in (Kind.FOCAL, Kind.CONVULSIVE)
    assert missed is None


def test_of_one_limb_it_is_focal_and_of_several_convulsive() -> None:
    assert told() is Kind.FOCAL
    assert fit() is Kind.CONVULSIVE


def test_one_limb_that_shakes_is_no_convulsion_by_itself() -> None:
    assert clonic() is Kind.CONVULSIVE
    assert clonic(limbs=1.0) is None


def test_one_sensor_does_not_tell_what_other_limbs_did() -> None:
    """What shakes one sensor like a convulsion may be one: it is told as that."""
    likely = {Kind.CONVULSIVE: 0.3, Kind.FOCAL: 0.7}
    assert told(likely) is Kind.FOCAL
    assert told(likely, alone=True) is Kind.CONVULSIVE
    assert told(shares(Kind.CONVULSIVE, 0.05), alone=True) is Kind.CONVULSIVE
    assert told(shares(Kind.CONVULSIVE, 0.04), alone=True) is Kind.FOCAL


def test_a_lone_sensor_shows_a_convulsion_though_no_other_limb_is_seen() -> None:
    """It swings further than a limb that jerks alone."""
    assert fit(second=0.0, alone=True) is Kind.CONVULSIVE
    assert fit(second=0.0) is None


def test_a_convulsion_of_which_the_bed_shows_little_at_the_other_limb_is_one() -> None:
    """By second limb alone three of 23 convulsions were the jerking of one (two ankles)."""
    assert told(shares(Kind.CONVULSIVE, 0.51)) is Kind.CONVULSIVE
    assert told(shares(Kind.CONVULSIVE, 0.49)) is Kind.FOCAL


def test_nobody_is_attacked_in_a_test_of_wakefulness() -> None:
    assert told(awake=np.inf) is None


def test_its_pieces_are_told_with_how_sure_the_whole_is_to_shake() -> None:
    found = attacks_of(
        labels(JERKS), bout(), asleep, sways=JERKING, agreement=np.ones(1), alone=False
    )
    assert found.within.tolist() == [True]
    assert found.sure == pytest.approx([0.6])
    assert found.bout(0) == (1, 60.0)
    none = attacks_of(
        labels(JERKS), bout(length=20.0), asleep, sways=JERKING, agreement=np.ones(1), alone=False
    )
    assert none.within.tolist() == [False]
    assert none.bout(0) is None


def bouts_with(make_track, movements) -> Bouts:
    tracks = [make_track(LEFT, movements), make_track(WRIST, [(3000.0, 1.0)])]
    evidence = Evidence.of(tracks)
    return bouts_of(evidence.features, evidence.joint, tracks)


def test_what_pauses_for_three_seconds_goes_on(make_track) -> None:
    on = bouts_with(make_track, [(100.0, 5.0), (105.0 + PAUSE_S, 4.0)])
    off = bouts_with(make_track, [(100.0, 5.0), (105.2 + PAUSE_S, 4.0)])
    assert on.count.tolist() == [2, 1]
    assert off.count.tolist() == [1, 1, 1]
    assert on.length[0] == pytest.approx(12.0)
    assert on.moving[0] == pytest.approx(9.0 / 12.0)
    assert on.rest_before[0] == pytest.approx(100.0)
    assert on.rest_after[0] == pytest.approx(3000.0 - 112.0)
    assert on.one_limb.tolist() == [1.0, 1.0]


def test_a_long_piece_tells_more_of_the_other_limb_than_a_short_one(make_track) -> None:
    tracks = [make_track(LEFT, [(100.0, 9.0), (111.0, 1.0)]), make_track(WRIST, [])]
    evidence = Evidence.of(tracks)
    shown = replace(
        evidence.features, arms_over_legs=np.array([0.1, 0.6]), leg_over_leg=np.full(2, np.nan)
    )
    assert bouts_of(shown, evidence.joint, tracks).second == pytest.approx([0.15])


def test_what_a_leg_leads_is_its_own_though_an_arm_goes_along(make_track) -> None:
    """A train of foot tremor of 17 s, with a wrist that moved a tenth of it, was no train."""
    evidence = Evidence.of([make_track(LEFT, [(100.0, 17.0)]), make_track(WRIST, [(100.0, 17.0)])])
    weak = replace(evidence.features, limbs=np.array([2.0]), arms_over_legs=np.array([0.1]))
    strong = replace(weak, arms_over_legs=np.array([1.1]))
    assert weak.by_legs == pytest.approx([17.0])
    assert np.isnan(strong.by_legs[0])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=30,
)
@given(
    st.lists(st.tuples(st.floats(0.6, 20.0), st.floats(0.5, 30.0)), min_size=1, max_size=12),
)
def test_bouts_divide_the_night_at_its_rests(make_track, steps) -> None:
    movements, time = [], 50.0
    for rest, duration in steps:
        movements.append((time + rest, duration))
        time += rest + duration
    tracks = [make_track(LEFT, movements)]
    evidence = Evidence.of(tracks)
    features = evidence.features
    found = bouts_of(features, evidence.joint, tracks)
    assert np.all(np.diff(found.number) >= 0)
    gaps = features.onset[1:] - (features.onset + features.duration)[:-1]
    assert np.array_equal(np.diff(found.number) > 0, gaps > PAUSE_S)
    assert int(found.count.sum()) == len(features)
    assert found.mean(np.ones(len(features))) == pytest.approx(1.0)
    assert np.all(found.moving <= 1.0 + 1e-9)


def test_of_nothing_there_are_none(make_track) -> None:
    tracks = [make_track(LEFT, [])]
    evidence = Evidence.of(tracks)
    found = bouts_of(evidence.features, evidence.joint, tracks)
    assert len(found) == 0
    nothing = Labels(
        hypotheses=(Kind.FOCAL,), probability=np.empty((0, 1)), support=np.empty((0, len(GROUPS)))
    )
    assert not attacks_of(
        nothing, found, asleep, sways=JERKING, agreement=np.ones(1), alone=True
    ).kinds


def test_a_leg_that_the_bed_carries_does_not_hide_the_hand_that_trembles(make_track) -> None:
    evidence = Evidence.of([make_track(LEFT, [(100.0, 17.0)]), make_track(WRIST, [(100.0, 17.0)])])
    usual = {
        "moving_legs": np.ones(1),
        "leg_lasting": np.full(1, 17.0),
        "frequency": np.full(1, 5.0),
    }
    carried = replace(evidence.features, arms_over_legs=np.array([1.1]), **usual)
    leg = replace(evidence.features, arms_over_legs=np.array([0.9]), **usual)
    assert carried.hand_frequency == pytest.approx([5.0])
    assert np.isnan(leg.hand_frequency[0])


RATE = 50


def jerking_leg(*, held: bool, moves_on: bool) -> Recording:
    """Record an ankle that jerks for a minute, perhaps held aslant, and moves again 6 s later."""
    rng = np.random.default_rng(1)
    values = rng.normal([0.0, 0.0, 1.0], 0.002, (1800 * RATE, 3))
    time = np.arange(RATE) / RATE
    jerk = (0.15 if held else 0.3) * np.exp(-time / 0.12) * np.cos(2 * np.pi * 4 * time)
    tilt = 0.12 * np.sin(np.pi * np.clip(time / 0.45, 0, 1))
    starts = 900 + np.cumsum(rng.uniform(0.5, 1.0, 80))
    starts = starts[starts < 960].tolist() + ([966.0, 967.0] if moves_on else [])
    for start in starts:
        place = slice(round(start * RATE), round(start * RATE) + RATE)
        values[place] += np.stack([jerk, tilt, 0.3 * jerk], axis=1)
    if held:
        second = np.arange(len(values)) / RATE
        values[:, 0] += (
            0.3 * np.clip((second - 900) / 1.5, 0, 1) * np.clip((960 - second) / 1.5, 0, 1)
        )
    return Recording(
        start=datetime(2026, 1, 1, 22, tzinfo=UTC),
        placement=LEFT,
        device="",
        rate_nominal=None,
        rate=float(RATE),
        runs=(Samples(start=0.0, rate=float(RATE), xyz=values.astype(np.float32)),),
    )


@pytest.mark.parametrize(
    ("held", "moves_on", "kind", "together"),
    [
        (False, False, Kind.FOCAL, True),
        (False, True, Kind.FOCAL, False),
        (True, True, Kind.CRAMP, True),
    ],
)
def test_a_minute_of_jerks_is_told_by_what_follows(held, moves_on, kind, together) -> None:
    """Where several events tell it together, it does not hang on the evidence of the one."""
    night = limbwatch.score_night([jerking_leg(held=held, moves_on=moves_on)])
    longest = max(night.events, key=lambda event: event.duration)
    assert longest.kind is kind
    assert ("judged by" not in longest.reason) == together
