"""What lies around an event tells what it is (`limbwatch.classify.labels.context`)."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES
from limbwatch.classify.labels.context import REACHES_S, Context, around_of
from limbwatch.classify.labels.labelling import weigh
from limbwatch.classify.labels.weights import WEIGHTS

KINDS = len(CLUES)
ALARMS = (
    Kind.CONVULSIVE,
    Kind.TONIC,
    Kind.FOCAL,
    Kind.CRAMP,
    Kind.TREMOR,
    Kind.FOOT_TREMOR,
)
UNTOLD = [place for place, kind in enumerate(CLUES) if kind not in ALARMS]
LIMB, WAKE = list(CLUES).index(Kind.LIMB_MOVEMENT), list(CLUES).index(Kind.WAKE_MOVEMENT)


def directly(onset, probability):
    """Sum over all pairs."""
    parts = []
    for reach in REACHES_S:
        near = np.exp(-np.abs(onset[:, None] - onset[None, :]) / reach)
        np.fill_diagonal(near, 0.0)
        number = near.sum(axis=1, keepdims=True)
        parts += [near @ probability / (number + 0.3), np.log(number + 0.05)]
    return np.hstack(parts)


@given(
    gaps=st.lists(st.floats(0.0, 4000.0), min_size=1, max_size=40),
    seed=st.integers(0, 99),
)
def test_what_lies_around_is_the_sum_over_all_others(gaps, seed):
    onset = np.cumsum(gaps)
    probability = np.random.default_rng(seed).dirichlet(np.ones(4), len(onset))
    np.testing.assert_allclose(around_of(onset, probability), directly(onset, probability))


def test_nobody_near_tells_of_no_kind():
    found = around_of(np.array([0.0, 1e6]), np.full((2, 3), 1 / 3)).reshape(2, len(REACHES_S), 4)
    assert found[..., :3] == pytest.approx(0.0)
    assert found[..., 3] == pytest.approx(np.log(0.05))


def test_an_event_does_not_count_for_itself():
    onset = np.array([0.0, 20.0, 40.0])
    one, other = np.full((3, 2), 0.5), np.full((3, 2), 0.5)
    other[1] = [0.9, 0.1]
    assert around_of(onset, one)[1] == pytest.approx(around_of(onset, other)[1])
    assert around_of(onset, one)[0] != pytest.approx(around_of(onset, other)[0])


def events(count):
    """Return kicks of a leg every 25 s, of which nothing is known but strength and length."""
    unknown = {f.name: np.full(count, np.nan) for f in fields(Features)}
    return Features(**unknown | {"onset": 25.0 * np.arange(count), "duration": np.full(count, 2.0)})


def telling(kind, around):
    """Return weights by which one kind around speaks for itself."""
    matrix = np.zeros((len(REACHES_S) * (KINDS + 1), KINDS))
    matrix[kind, kind] = around
    matrix[0, UNTOLD] = 1e-9
    return replace(WEIGHTS, context=Context(factor=1.0, matrix=matrix, bias=np.zeros(KINDS)))


def test_a_label_is_surer_among_its_like_and_says_so():
    alone, among = (weigh(events(n), weights=telling(LIMB, 80.0)) for n in (1, 9))
    assert among.of(Kind.LIMB_MOVEMENT)[4] > alone.of(Kind.LIMB_MOVEMENT)[0] + 0.1
    assert among.ranking[4, 0] == LIMB
    assert "the movements around it" in among.decisive(4)
    assert "the movements around it" not in alone.decisive(0)


def test_what_lies_around_tells_of_no_alarm():
    """Nights made to show an attack are full of it: its company is no evidence."""
    unmoved = [place for place, kind in enumerate(CLUES) if kind in ALARMS]
    assert len(unmoved) == 6
    random = np.random.default_rng(3)
    drawn = {f.name: random.lognormal(0, 2, 60) for f in fields(Features)}
    shaking = Features(**drawn | {"onset": 9.0 * np.arange(60)})
    alone, among = weigh(shaking, weights=telling(LIMB, 0.0)), weigh(shaking)
    assert among.probability[:, unmoved] == pytest.approx(alone.probability[:, unmoved])
    alarming = np.isin(among.ranking[:, 0], unmoved)
    alarming &= among.ranking[:, 0] == alone.ranking[:, 0]
    assert alarming.any()
    # nor is it said that it did
    assert among.support[alarming] == pytest.approx(alone.support[alarming])
    assert not WEIGHTS.context.matrix[:, unmoved].any()
    assert WEIGHTS.context.matrix.any(axis=0).sum() == KINDS - 6


def test_a_learned_context_favour_a_rhythm_among_leg_movements():
    """Movements of the legs around speak for one of them, those of wakefulness for another."""
    shares = WEIGHTS.context.matrix.reshape(len(REACHES_S), KINDS + 1, KINDS).sum(axis=0)
    assert shares[LIMB, LIMB] - shares[LIMB, WAKE] > 0
    assert shares[WAKE, WAKE] - shares[WAKE, LIMB] > 0
