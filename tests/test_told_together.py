"""Where several rules tell of an event, one of them counts, and its reason is given."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import numpy as np
import pytest

from limbwatch.classify import scoring
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.night import Event
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.dsp import Track
from limbwatch.sensor import Placement, Recording, Samples

LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
KINDS = (
    Kind.CONVULSIVE,
    Kind.TONIC,
    Kind.FOCAL,
    Kind.CRAMP,
    Kind.WALKING,
    Kind.WAKE_MOVEMENT,
    Kind.LIMB_MOVEMENT,
)


@pytest.fixture
def told(monkeypatch, make_track) -> Callable[..., list[Event]]:
    """Score a night of some limbs whose movements have given labels, however they look."""

    def tell(
        placements: tuple[Placement, ...],
        *rows: Mapping[Kind, float],
        moves: list[tuple[float, float]],
        **measures: float,
    ) -> list[Event]:
        def weighed(features: Features, **_: object) -> Labels:
            probability = np.array([[row.get(kind, 0.0) for kind in KINDS] for row in rows])
            assert len(features) == len(rows)
            return Labels(
                hypotheses=KINDS,
                probability=probability,
                support=np.full((len(rows), len(GROUPS)), 2.0),
            )

        monkeypatch.setattr(scoring, "weigh", weighed)
        tracks = [make_track(place, moves, **measures) for place in placements]
        night = scoring.score_tracks(
            tracks, [recording(track) for track in tracks], rules=WASM_2016, age=None
        )
        return list(night.events)

    return tell


def recording(track: Track) -> Recording:
    return Recording(
        start=datetime(2026, 1, 1, 22, tzinfo=UTC),
        placement=track.placement,
        device="",
        rate_nominal=None,
        rate=50.0,
        runs=(Samples(start=0.0, rate=50.0, xyz=np.zeros((50 * 3600, 3), np.float32)),),
    )


HELD = {"held": 24.0, "frequency": 9.0, "rhythm": 0.3}
"""Of limbs that tremble, held tilted for 24 of 25 s."""

JERKING = {
    "held": 37.0,
    "frequency": 3.0,
    "lean": 0.2,
    "bursts": 30.0,
    "excursion": 10.0,
    "peak": 0.2,
}
"""Of a leg that shakes where it is held tilted, for 37 of 40 s."""


def test_of_limbs_that_are_all_stiff_no_leg_is_cramped(told) -> None:
    """Two ankles that stiffened for 25 s were "one leg active for 25.0 s", as sure as stiff."""
    (event,) = told(
        (LEFT, RIGHT),
        {Kind.CRAMP: 0.9, Kind.TONIC: 0.1},
        moves=[(1800.0, 25.0)],
        lean=0.2,
        **HELD,
    )
    assert event.kind is Kind.TONIC
    assert "2 of 2 limbs active" in event.reason


@pytest.mark.parametrize(("lean", "kind"), [(0.2, Kind.TONIC), (0.001, Kind.WAKE_MOVEMENT)])
def test_what_is_not_taut_is_not_stiff(told, lean, kind) -> None:
    """Hidden from the rules as a stiffening, it stayed "uncertain", as sure as one."""
    (event,) = told(
        (LEFT, RIGHT),
        {Kind.WAKE_MOVEMENT: 1.0},
        moves=[(1800.0, 25.0)],
        lean=lean,
        **HELD,
    )
    assert event.kind is kind
    if kind is Kind.TONIC:  # 0.9, as two sensors prove right
        assert event.confidence == pytest.approx(0.849, abs=0.001)


def test_a_held_leg_among_the_pieces_of_an_attack_is_no_piece_of_it(told) -> None:
    """It was "one of 2 pieces of 57 s of shaking"; that a leg cramps or jerks is sure."""
    cramp, jerks = told(
        (LEFT,),
        {Kind.CRAMP: 0.65, Kind.FOCAL: 0.3, Kind.WAKE_MOVEMENT: 0.05},
        {Kind.FOCAL: 0.9, Kind.WAKE_MOVEMENT: 0.1},
        moves=[(1800.0, 40.0), (1841.5, 15.0)],
        **JERKING,
    )
    assert (cramp.kind, jerks.kind) == (Kind.CRAMP, Kind.FOCAL)
    assert cramp.reason == "one leg active for 40.0 s, peak 0.2 g"
    assert cramp.confidence == pytest.approx(0.916, abs=0.001)  # 0.95 of one leg
    assert jerks.reason.endswith("one of 2 pieces of 57 s of shaking")
    assert jerks.confidence == pytest.approx(0.898, abs=0.001)


def test_what_is_stiff_is_no_movement_that_the_rules_count(told) -> None:
    """Five of 9 s every half a minute are no series, whatever leads."""
    rows = [{Kind.LIMB_MOVEMENT: 1.0}] * 5
    moves = [(1800.0 + 30 * k, 9.0) for k in range(5)]
    usual = {"lean": 0.2, "rhythm": 0.6}
    stiff = told((LEFT, RIGHT), *rows, moves=moves, held=8.0, frequency=9.0, **usual)
    assert [event.kind for event in stiff] == [Kind.TONIC] * 5
    slow = told((LEFT, RIGHT), *rows, moves=moves, held=8.0, frequency=5.0, **usual)
    assert [event.kind for event in slow] == [Kind.PLM] * 5
