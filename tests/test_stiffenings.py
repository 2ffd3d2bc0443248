"""Limbs that are all held tilted while they tremble are stiff, wherever they come to rest."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

import limbwatch
from limbwatch.classify.evidence.bouts import bouts_of
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import attacks_of
from limbwatch.classify.labels.certainty import stated
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.stiffenings import stiffenings_of
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import Evidence, _events
from limbwatch.sensor import Placement, Recording, Samples

RATE = 50
LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT

STIFF = {
    "onset": 7200.0,
    "duration": 12.0,
    "held_least": 10.0,
    "least_lasting": 12.0,
    "frequency": 9.0,
    "crest": 4.0,
    "rhythm": 0.5,
    "leaning": 0.0,
    "turn": 0.2,
    "excursion": 20.0,
    "still_before": 60.0,
}


def stiff(wake_around: float = 0.0, **measures: float) -> bool:
    """Ask of one event of which nothing else is known."""
    row = {field.name: np.nan for field in fields(Features)} | STIFF | measures
    features = Features(**{name: np.array([value]) for name, value in row.items()})
    return bool(stiffenings_of(features, lambda _: wake_around)[0])


CASES = {
    "held_s": lambda: (stiff(held_least=7.0), stiff(held_least=6.9)),
    "along": lambda: (stiff(least_lasting=10.2), stiff(least_lasting=10.1)),
    "trembling_hz": lambda: (stiff(frequency=7.5), stiff(frequency=7.4)),
    "brief_s": lambda: (
        stiff(duration=15.0, least_lasting=15.0, crest=8.0),
        stiff(duration=14.9, least_lasting=14.9, crest=8.0),
    ),
    "even": lambda: (stiff(crest=7.0), stiff(crest=7.1)),
    "turned": lambda: (stiff(turn=10.0), stiff(turn=10.1)),
    "peaked": lambda: (stiff(turn=20.0, rhythm=0.6), stiff(turn=20.0, rhythm=0.59)),
    "rest_s": lambda: (stiff(still_before=4.5), stiff(still_before=4.4)),
    "longest_s": lambda: (
        stiff(duration=34.9, least_lasting=34.9),
        stiff(duration=35.0, least_lasting=35.0),
    ),
    "wake_around_s": lambda: (stiff(300.0), stiff(301.0)),
}
"""For each limit what just reaches it, and what does not."""


def test_the_measures_of_a_stiffening_make_one() -> None:
    assert stiff()


def test_noise_in_all_limbs_is_not_stiff() -> None:
    """It trembles at no one frequency and tilts no limb."""
    assert stiff(rhythm=0.2, leaning=0.15)
    assert not stiff(rhythm=0.49, leaning=0.14)


def test_a_jolt_after_which_limbs_lie_tilted_is_not_stiff() -> None:
    """A long periodic movement and a turn of an outsider's nights were stiffenings."""
    assert not stiff(duration=10.6, least_lasting=10.3, held_least=9.7, frequency=9.2, crest=8.2)


def test_limbs_that_turn_over_for_long_are_not_stiff() -> None:
    """A sleeper's turn of 18 s, of which the sheet shakes the limbs at many frequencies."""
    turn = {"duration": 18.4, "least_lasting": 18.0, "held_least": 9.9, "turn": 114.0}
    assert not stiff(**turn, excursion=115.0, frequency=9.2, rhythm=0.41)
    assert stiff(**turn, excursion=115.0, frequency=9.2, rhythm=0.75)


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


@pytest.mark.parametrize(("probability", "sure"), [(0.89, 0.9), (0.5, 0.9), (0.91, 0.91)])
def test_a_stiffening_is_told_with_nine_tenths_at_least(make_track, probability, sure) -> None:
    tracks = [make_track(LEFT, [(100.0, 12.0)]), make_track(WRIST, [(100.0, 12.0)])]
    evidence = replace(Evidence.of(tracks), stiff=np.ones(1, bool))
    features = evidence.features
    labels = Labels(
        hypotheses=(Kind.TONIC, Kind.WAKE_MOVEMENT),
        probability=np.array([[probability, 1 - probability]]),
        support=np.zeros((1, len(GROUPS))),
    )
    periodic = evidence.legs.periodic(WASM_2016, without=np.ones(1, bool))
    attacks = attacks_of(
        labels,
        bouts_of(features, evidence.joint, tracks),
        lambda _: 0.0,
        sways=np.zeros(1, bool),
        agreement=np.ones(1),
        alone=False,
    )
    (event,) = _events(evidence, tracks, labels, periodic, attacks)
    told = stated(np.array([sure]), worn=features.worn, legs=features.moving_legs)
    assert event.confidence == pytest.approx(told[0])


def test_one_sensor_does_not_tell_that_the_body_is_stiff(make_track) -> None:
    """What other limbs do is unknown then: neither measure is there."""
    features = Evidence.of([make_track(LEFT, [(100.0, 12.0)])]).features
    assert np.isnan(features.least_lasting[0])
    assert np.isnan(features.held_least[0])
    assert not stiff(held_least=np.nan, least_lasting=np.nan)


def test_a_worn_limb_that_does_not_move_is_not_stiff(make_track) -> None:
    still = make_track(WRIST, [(1000.0, 1.0)])
    moving = make_track(LEFT, [(100.0, 12.0)], held=10.0)
    features = Evidence.of([moving, still]).features
    assert features.worn[0] == 2.0
    assert features.least_lasting[0] == 0.0
    assert features.held_least[0] == 0.0


def test_the_parts_of_a_limb_are_taken_together(make_track) -> None:
    """A limb that is found in two pieces of one movement moved for as long as both."""
    tracks = [
        make_track(LEFT, [(100.0, 12.0)]),
        make_track(RIGHT, [(100.0, 5.0), (105.2, 6.8)]),
    ]
    features = Evidence.of(tracks).features
    assert len(features) == 1
    assert features.least_lasting == pytest.approx([11.8])


def recording(placement: Placement, *, seed: int, turns: bool, hz: float) -> Recording:
    """Record a limb that tilts by 28 degrees for 14 s out of an hour's rest, and trembles.

    Afterwards it lies as before, or elsewhere.
    """
    rng = np.random.default_rng(seed)
    second = np.arange(7200 * RATE) / RATE - 5400
    up = np.clip(second / 1.5, 0, 1)
    down = np.clip((14 - second) / 1.0, 0, 1)
    angle = np.radians(28) * np.where(turns, up, up * down)
    angle += 0.004 * np.sin(2 * np.pi * 0.25 * second)  # breath: without it no limb would wear it
    band = butter(2, [hz - 1.5, hz + 1.5], "bandpass", fs=RATE, output="sos")
    trembling = 0.08 * up * down * sosfiltfilt(band, rng.normal(0, 2, len(second)))
    values = np.stack([np.sin(angle) + trembling, 0.5 * trembling, np.cos(angle)], axis=1)
    values += rng.normal(0, 0.002, values.shape)
    return Recording(
        start=datetime(2026, 1, 1, 22, tzinfo=UTC),
        placement=placement,
        device="",
        rate_nominal=None,
        rate=float(RATE),
        runs=(Samples(start=0.0, rate=float(RATE), xyz=values.astype(np.float32)),),
    )


def longest(*, turns: bool, hz: float, placements=(LEFT, RIGHT, WRIST)):
    """Score a night and return it with its longest event."""
    night = limbwatch.score_night(
        [recording(p, seed=k, turns=turns, hz=hz) for k, p in enumerate(placements)]
    )
    return night, max(night.events, key=lambda event: event.duration)


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize("placements", [(LEFT, RIGHT, WRIST), (LEFT, RIGHT)])
def test_a_body_that_stiffens_is_told_also_where_it_comes_to_rest_elsewhere(
    turns, placements
) -> None:
    """Three stiffenings of a stranger's night were changes of posture: each ended turned."""
    night, event = longest(turns=turns, hz=9.0, placements=placements)
    assert event.kind is Kind.TONIC
    assert len(event.limbs) == len(placements)
    assert event.confidence >= 0.8
    assert "judged by" not in event.reason
    assert "tonic_event" in [finding.code for finding in night.findings]


def test_what_shakes_slowly_while_it_turns_is_not_stiff() -> None:
    _, event = longest(turns=True, hz=4.0)
    assert event.kind is not Kind.TONIC
