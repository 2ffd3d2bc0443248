"""A group of jolts amid a rhythm of the legs is a part of it, whatever each looks like."""

from dataclasses import fields, replace

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, SPASM
from limbwatch.classify.labels.embedded_jolts import embedded_jolts
from limbwatch.classify.labels.labelling import Labels, _join_to_rhythm, weigh
from tests.test_labels import STILL_SLEEPER


def embedded(*, jolts: int = 4, step: float = 20.0, members: int = 8, away: float = 60.0) -> bool:
    """Tell whether a group is a part of a rhythm, half of which lies before and half after it."""
    group = 5000.0 + step * np.arange(jolts)
    early = 5000.0 - away - 20.0 * np.arange(members // 2)
    late = group[-1] + away + 20.0 * np.arange(members - members // 2)
    onset = np.concatenate([early[::-1], group, late])
    jolt = np.isin(onset, group)
    found = embedded_jolts(onset, jolts=jolt, members=~jolt)
    assert not found[~jolt].any()
    assert found[jolt].all() == found[jolt].any()
    return bool(found.any())


CASES = {
    "fewest": lambda: (embedded(jolts=4), embedded(jolts=3)),
    "step_s": lambda: (embedded(step=120.0), embedded(step=121.0)),
    "around_s": lambda: (embedded(away=840.0, members=8), embedded(away=841.0, members=8)),
    "members": lambda: (embedded(members=8), embedded(members=7)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def test_without_a_jolt_or_an_event_nothing_is_embedded() -> None:
    nothing = np.zeros(0, np.bool_)
    assert embedded_jolts(np.zeros(0), jolts=nothing, members=nothing).tolist() == []
    still = np.zeros(3, np.bool_)
    assert not embedded_jolts(np.arange(3.0), jolts=still, members=~still).any()


@pytest.mark.parametrize(("rhythmic", "leg"), [(0.5, True), (0.49, False)])
def test_only_members_of_the_rhythm_are_leg_movements_then(rhythmic: float, leg: bool) -> None:
    """46 of 584 periodic movements of an outsider's severe night were spasms by two ankles."""
    hypotheses = tuple(CLUES)
    columns = [hypotheses.index(one) for one in (Kind.LIMB_MOVEMENT, SPASM, Kind.HYPNIC_JERK)]
    probability = np.zeros((16, len(hypotheses)))
    probability[:, columns] = (0.8, 0.1, 0.1)
    probability[6:10, columns] = (0.2, 0.5, 0.3)
    row = {field.name: np.full(16, np.nan) for field in fields(Features)}
    features = Features(**row | {"onset": 20.0 * np.arange(16), "rhythmic": np.ones(16)})
    measured = np.where((np.arange(16) >= 6) & (np.arange(16) < 10), rhythmic, 1.0)
    _join_to_rhythm(probability, replace(features, rhythmic=measured), hypotheses)
    expected = (1.0, 0.0, 0.0) if leg else (0.2, 0.5, 0.3)
    np.testing.assert_allclose(probability[6:10][:, columns], [expected] * 4)
    np.testing.assert_allclose(probability.sum(axis=1), 1.0)


KICK = {
    "limbs": 2.0, "worn": 2.0, "legs": 1.0, "others": 1.0, "lag": 0.03, "duration": 1.1,
    "active": 1.0, "width": 0.12, "peak": 0.5, "crest": 5.0, "bursts": 1.0, "rise": 0.06,
    "abruptness": 60.0, "evenness": 0.7, "share": 1.0, "burst_share": 0.9, "swing_share": 0.95,
    "early_share": 0.9, "begun_apart": 0.03, "half_apart": 0.03, "weakest": 0.35, "held": 0.2,
    "leg_over_leg": 0.7, "moving_legs": 2.0, "leg_held": 0.2, "slowness": 0.1, "leaning": 0.05,
    "similarity": 0.9, "arms_over_legs": np.nan, "rhythmic": 0.97, "running": 1.0, "pace": 12.0,
    "company_held": 0.2, "company_slowness": 0.1, "company_leaning": 0.05, "still_before": 11.0,
    "still_after": 11.0, "neighbours": 12.0,
}  # fmt: skip
"""A jolt of both legs in a group of them, as two ankles see it."""

MEMBER = {"rhythmic": 0.97, "running": 1.0, "pace": 20.0, "worn": 2.0, "arms_over_legs": np.nan}
"""A periodic movement of one leg."""


def night(*, kicks: int, members: int) -> tuple[Labels, np.ndarray]:
    """Weigh a group of kicks after a run of periodic movements; say which are the kicks."""
    rows = [STILL_SLEEPER | MEMBER] * members + [STILL_SLEEPER | KICK] * kicks
    steps = np.array([20.0] * members + [12.0] * kicks)
    onset = 7200.0 + np.cumsum(steps)
    columns = {f.name: np.array([row[f.name] for row in rows]) for f in fields(Features)}
    labels = weigh(Features(**columns | {"onset": onset}))
    return labels, np.arange(members + kicks) >= members


def test_a_night_weighs_a_group_of_kicks_by_the_rhythm_around_it() -> None:
    labels, kick = night(kicks=6, members=11)
    assert labels.led_by(SPASM, Kind.HYPNIC_JERK)[kick].all()
    assert labels.led_by(Kind.LIMB_MOVEMENT)[~kick].all()
    labels, kick = night(kicks=6, members=12)
    assert labels.led_by(Kind.LIMB_MOVEMENT).all()
