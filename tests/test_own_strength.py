"""What no bed passes on, what no jolt repeats, and what is not held taut."""

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

import limbwatch
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, SPASM
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import kinds_of
from limbwatch.sensor import Placement, Recording, Samples

RATE = 50.0
LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT

SHAKE = {"others": 2.0, "limbs": 3.0, "peak": 0.6, "rhythmic": 0.0, "moving_legs": 2.0}
JOLT = SHAKE | {"active": 1.0, "width": 0.2, "sampling": RATE}
FLAILING = {
    "others": 2.0, "duration": 12.0, "active": 11.0, "second": 0.5, "second_lasting": 11.0,
    "leg_over_leg": 0.5, "arms_over_legs": 0.5, "still_before": 600.0, "antiphase": 0.0,
    "rhythm": 0.3, "leaning": 0.1,
}  # fmt: skip


def features(**measures):
    """One event of which nothing else could be measured."""
    row = {field.name: np.nan for field in fields(Features)} | measures
    return Features(**{f.name: np.array([row[f.name]]) for f in fields(Features)})


def is_outside(kind, **measures) -> bool:
    return bool(outside(features(**measures), kind)[0])


@pytest.mark.parametrize("kind", [EXTERNAL, KNOCK])
class TestWhatABedPassesOn:
    @pytest.mark.parametrize(("weakest", "own"), [(0.29, False), (0.31, True)])
    def test_what_moves_several_limbs_harder_is_the_wearers(self, kind, weakest, own):
        assert is_outside(kind, **SHAKE, weakest=weakest) == own

    def test_a_single_limb_may_be_knocked_as_hard_as_you_like(self, kind):
        alone = SHAKE | {"limbs": 1.0, "weakest": 0.6}
        assert not is_outside(kind, **alone)

    @pytest.mark.parametrize(
        ("weakest", "rhythmic", "own"),
        [(0.14, 0.96, False), (0.16, 0.96, True), (0.16, 0.94, False)],
    )
    def test_in_a_rhythm_it_passes_on_less(self, kind, weakest, rhythmic, own):
        """Legs that moved as one, both ankles alone, were a shaken bed: 52 of 85 movements."""
        assert is_outside(kind, **(SHAKE | {"rhythmic": rhythmic}), weakest=weakest) == own


@pytest.mark.parametrize("kind", [Kind.HYPNIC_JERK, SPASM])
class TestAJolt:
    @pytest.mark.parametrize(("weakest", "jolt"), [(0.29, False), (0.31, True)])
    def test_is_no_shaken_bed_when_it_reaches_all_hard(self, kind, weakest, jolt):
        """A jolt of the whole body has one ratio at all sensors, as what the bed passes on has."""
        assert is_outside(kind, **JOLT, fixed=0.95, weakest=weakest) != jolt

    @pytest.mark.parametrize(
        ("rhythmic", "pace", "legs", "jolt"),
        [
            (0.96, 16.9, 2.0, True),
            (0.96, 17.1, 2.0, False),
            (0.94, 25.0, 2.0, True),
            # a rhythm that no leg is a part of says nothing of legs
            (0.96, 25.0, 0.0, True),
        ],
    )
    def test_is_no_member_of_a_slower_rhythm_of_the_legs(self, kind, rhythmic, pace, legs, jolt):
        measured = JOLT | {"rhythmic": rhythmic, "pace": pace, "moving_legs": legs}
        assert is_outside(kind, **measured) != jolt

    @pytest.mark.parametrize(("leaning", "jolt"), [(1.99, True), (2.01, False)])
    def test_does_not_turn_the_limb_away_slowly(self, kind, leaning, jolt):
        assert is_outside(kind, **JOLT, leaning=leaning) != jolt


@pytest.mark.parametrize(
    ("seconds", "antiphase", "turn"),
    [(44.9, -0.36, True), (45.1, -0.36, False), (45.1, -0.34, True), (300.0, np.nan, True)],
)
def test_legs_that_shake_together_for_long_do_not_turn_over(seconds, antiphase, turn):
    """Convulsions whose jerks slow to one a second were in doubt for turning over."""
    measured = {"duration": seconds, "antiphase": antiphase}
    assert is_outside(Kind.GROSS_MOVEMENT, **measured) != turn


@pytest.mark.parametrize(
    ("measured", "taut"),
    [
        ({}, False),
        ({"rhythm": 0.51}, True),
        ({"rhythm": 0.49}, False),
        ({"leaning": 0.151}, True),
        ({"leaning": 0.149}, False),
    ],
)
def test_what_is_held_trembles_or_tilts(measured, taut):
    assert bool(features(**(FLAILING | measured)).tautness[0] >= 1) == taut


@pytest.mark.parametrize("kind", [Kind.CONVULSIVE, Kind.TONIC])
def test_a_kind_that_lacks_its_proof_is_not_named(kind):
    """Nor does it count among the several stiffenings that make a doubtful one sure."""
    labels = Labels(
        hypotheses=(kind, Kind.GROSS_MOVEMENT),
        probability=np.array([[0.95, 0.05], [0.89, 0.11]]),
        support=np.zeros((2, len(GROUPS))),
    )
    none = np.zeros(2, np.int64)
    at = np.array([1000.0, 4000.0]), np.array([12.0, 12.0])
    several = np.zeros(2, np.bool_)
    assert kinds_of(labels, none, *at, alone=several) == [kind, kind]
    lacking = {kind: np.array([True, False])}
    found = kinds_of(labels, none, *at, alone=several, unproven=lacking)
    assert found[0] is Kind.UNCERTAIN
    assert (found[1] is kind) == (kind is not Kind.TONIC)  # 0.89 is enough for a convulsion alone


def night_of(
    seed: int,
    length: float,
    *,
    alike: bool = False,
    band: tuple[float, float] = (0.7, 6.0),
    peak: float = 1.0,
    onsets: tuple[float, ...] = (4500.0,),
) -> limbwatch.Night:
    """Two hours of three sensors, and bouts of noise in a band in all of them, asleep."""
    rng = np.random.default_rng(seed)
    count = int(7200 * RATE)
    time = np.arange(count) / RATE
    sos = butter(2, band, "band", fs=RATE, output="sos")
    sample = np.arange(int(length * RATE))
    edges = np.clip(np.minimum(sample, sample[::-1]) / 40, 0, 1)
    shared = rng.standard_normal((len(sample), 3))
    recordings = []
    for turned, place in enumerate((LEFT, RIGHT, WRIST)):
        xyz = 0.002 * rng.standard_normal((count, 3))
        xyz[:, turned] += 1 + 0.004 * np.sin(2 * np.pi * 0.25 * time)
        for at in (300, 420, 540, 700):
            xyz[int(at * RATE) :][:150] += 0.2 * rng.standard_normal((150, 3))
        for onset in onsets:
            wave = shared if alike else rng.standard_normal(shared.shape)
            xyz[int(onset * RATE) :][: len(wave)] += (
                peak * edges[:, None] * sosfilt(sos, wave, axis=0)
            )
        recordings.append(
            Recording(
                start=datetime(2026, 1, 1, 22, tzinfo=UTC),
                placement=place,
                device="",
                rate_nominal=None,
                rate=RATE,
                runs=(Samples(start=0.0, rate=RATE, xyz=xyz.astype(np.float32)),),
            )
        )
    return limbwatch.score_night(recordings)


def test_who_flails_each_limb_by_itself_for_half_a_minute_does_not_convulse():
    """Dreams acted out as noise in all limbs were a `convulsive_event` on 5 of 8 foreign nights."""
    for seed in (3, 4):
        kinds = {e.kind for e in night_of(seed, 33.0).events if e.onset > 4000}
        assert Kind.CONVULSIVE not in kinds


def test_noise_in_all_limbs_that_comes_several_times_is_no_stiffening():
    """Each was one in doubt, and four of them made each other sure: a `tonic_event`."""
    night = night_of(4, 14.0, band=(3.0, 11.0), peak=0.2, onsets=(3300.0, 4000.0, 4700.0, 5400.0))
    kinds = [event.kind for event in night.events if event.onset > 3000]
    assert len(kinds) == 4
    assert Kind.TONIC not in kinds
