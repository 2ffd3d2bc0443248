"""Walking is upright, on legs."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import numpy as np
import pytest

import limbwatch
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.scoring import Evidence
from limbwatch.dsp import analyse
from limbwatch.sensor import Placement, Recording, Samples


def walk(**measures: float) -> Features:
    """One event with steps, upright."""
    steps = Features(**{field.name: np.full(1, np.nan) for field in fields(Features)})
    given = {"duration": 45.0, "stride": 0.8, "moving_legs": 2.0, "posture_share": 0.02}
    given |= {"antiphase": 0.7, "at_pace": 0.5, "still_before": 10.0} | measures
    return replace(steps, **{name: np.array([value]) for name, value in given.items()})


@pytest.mark.parametrize(
    "measures",
    [
        {},
        {"antiphase": 0.25, "at_pace": 0.1},
        {"antiphase": -0.15, "at_pace": 0.4},
        {"antiphase": np.nan, "at_pace": 0.1},
        {"frequency": 4.4},
        {"still_before": 85.0},
        {"still_before": 900.0, "swing": 0.75},
        {"still_before": 900.0, "antiphase": 0.81, "at_pace": 0.51},
        {"frequency": 7.0, "antiphase": 0.81, "at_pace": 0.51},
    ],
)
def test_steps_of_upright_legs_may_be_a_walk(measures: dict[str, float]) -> None:
    """Legs in turn, or at the pace of strides; one ankle does not tell."""
    assert not outside(walk(**measures), Kind.WALKING)[0]


@pytest.mark.parametrize(
    "measures",
    [
        {"posture_share": 0.34},
        {"moving_legs": 0.0},
        {"stride": 0.0},
        {"duration": 2.0},
        {"antiphase": -0.25},
        {"antiphase": -0.9},
        {"antiphase": 0.15, "at_pace": 0.3},
        {"legs": 0.5, "moving_legs": 1.0},
        {"frequency": 4.6},
        {"still_before": 95.0},
        {"still_before": 95.0, "swing": 0.65},
        {"still_before": 95.0, "antiphase": 0.79, "at_pace": 0.51},
        {"frequency": 7.0, "antiphase": 0.81, "at_pace": 0.49},
    ],
)
def test_shaking_while_lying_and_an_arm_alone_are_no_walk(measures: dict[str, float]) -> None:
    """A tonic-clonic pattern of all limbs, lying, was called walking with 0.96.

    So were 8 of 25 convulsions whose stiffening had turned the limbs: their blows come faster than
    strides, in all limbs at once, and out of rest.
    """
    assert outside(walk(**measures), Kind.WALKING)[0]


@pytest.mark.parametrize(("kind", "most"), [(Kind.CONVULSIVE, 0.6), (Kind.TONIC, 0.8)])
def test_legs_that_move_in_turn_neither_convulse_nor_stiffen(kind: Kind, most: float) -> None:
    """A walk of another's simulator, in bursts of noise, was called a convulsion with 0.82."""
    held = {"second_lasting": 40.0, "active": 40.0, "others": 2.0, "arms_over_legs": 0.8}
    assert not outside(walk(**held, still_before=60.0, antiphase=most - 0.01), kind)[0]
    assert outside(walk(**held, still_before=60.0, antiphase=most + 0.01), kind)[0]


def swinging(
    pace: float,
    limbs: tuple[str, ...],
    *,
    seconds: float = 20.0,
    second: float = 0.5,
    before: float = 10.0,
) -> list[Recording]:
    """Half an hour in one posture of the shank; some limbs swing for a while, legs in turn.

    All limbs move for three seconds before that, as who sits up does.
    """
    rate = 50.0
    time = np.arange(round(1800 * rate)) / rate
    noise = np.random.default_rng(4)
    recordings = []
    for number, placement in enumerate(("ankle_left", "ankle_right", "wrist_left")):
        xyz = np.array([0.1, -0.9, -0.4]) + noise.normal(0, 0.002, (len(time), 3))
        if placement in limbs:
            during = (time >= 900) & (time < 900 + seconds)
            phase = 2 * np.pi * pace * time[during] + np.pi * number
            size = 0.1 if placement == "wrist_left" else 0.3
            xyz[during, 2] += size * (np.sin(phase) + second * np.sin(2 * phase))
        risen = (time >= 900 - before) & (time < 903 - before)
        xyz[risen, 0] += 0.3 * np.sin(2 * np.pi * (time[risen] - time[risen][0]) / 3)
        run = Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32))
        recordings.append(
            Recording(
                start=datetime(2026, 3, 14, 22, tzinfo=UTC),
                placement=Placement(placement),
                device="",
                rate_nominal=rate,
                rate=rate,
                runs=(run,),
            )
        )
    return recordings


JERKS = {
    "duration": 20.0, "others": 0.0, "frequency": 1.0, "bursts": 20.0, "still_before": 60.0,
    "excursion": 10.0, "moving_legs": 1.0,
}  # fmt: skip
"""Twenty seconds of one leg that may be jerking, and a cramp."""


@pytest.mark.parametrize("kind", [Kind.FOCAL, Kind.CRAMP])
@pytest.mark.parametrize(
    ("swing", "steps"), [(0.0, False), (0.65, False), (0.75, True), (1.0, True), (np.nan, False)]
)
def test_a_leg_that_swings_steadily_is_no_jerking_and_no_cramp(
    kind: Kind, swing: float, *, steps: bool
) -> None:
    """Steps where one leg alone is worn: seven tenths of its power at the pace of strides."""
    assert outside(walk(**JERKS, swing=swing), kind)[0] == steps


@pytest.mark.parametrize(
    ("crest", "since_wake", "sways"),
    [(1.9, 890.0, True), (2.1, 890.0, False), (1.9, 910.0, False)],
)
def test_a_leg_that_sways_while_its_owner_falls_asleep_does_not_jerk_by_definition(
    crest: float, since_wake: float, *, sways: bool
) -> None:
    leg = walk(**JERKS, limbs=1.0, crest=crest, since_wake=since_wake)
    assert outside(leg, Kind.FOCAL)[0] == sways


@pytest.mark.parametrize("pace", [0.7, 1.5])
def test_a_foot_that_sways_for_long_trembles_and_is_no_attack(pace: float) -> None:
    """At 0.7 Hz it was the jerking of one limb, at 1.5 Hz one long swell without a name."""
    night = limbwatch.score_night(
        swinging(pace, ("ankle_left",), seconds=45.0, second=0.0, before=60.0)
    )
    assert [event.kind for event in night.events if event.duration > 15] == [Kind.FOOT_TREMOR]
    assert "focal_event" not in [finding.code for finding in night.findings]


EVERY = ("ankle_left", "ankle_right", "wrist_left")


@pytest.mark.parametrize("before", [10.0, 120.0])
@pytest.mark.parametrize("pace", [1.0, 1.1])
def test_steady_strides_of_both_legs_are_steps_in_any_posture(pace: float, before: float) -> None:
    """On a night whose shanks lay as they stood, a walk of 20 s was a movement without a name.

    Nor was one of a person who had stood still for two minutes.
    """
    night = limbwatch.score_night(swinging(pace, EVERY, before=before))
    assert [event.kind for event in night.events if event.duration > 15] == [Kind.WALKING]
    assert "unnamed_shaking" not in [finding.code for finding in night.findings]


@pytest.mark.parametrize(
    ("pace", "limbs", "seconds", "steps"),
    [
        (0.65, EVERY, 20.0, True),
        (1.2, EVERY, 20.0, True),
        (0.9, EVERY, 9.0, True),
        (0.9, ("ankle_left",), 20.0, False),
        (0.9, ("wrist_left",), 20.0, False),
        (1.6, EVERY, 20.0, False),
        (0.5, EVERY, 20.0, False),
    ],
)
def test_only_steady_swings_of_all_legs_need_no_posture(
    pace: float, limbs: tuple[str, ...], seconds: float, *, steps: bool
) -> None:
    tracks = [analyse(each) for each in swinging(pace, limbs, seconds=seconds, second=0.2)]
    features = Evidence.of(tracks).features
    swung = int(np.argmax(features.duration))
    assert np.isnan(features.posture_share[swung]) == steps
    assert np.isnan(features.antiphase[swung]) == steps
