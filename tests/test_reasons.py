"""A reason says what was measured and what speaks for its kind, and nothing else."""

from dataclasses import fields

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.reasons import reason_of
from tests.test_labels import STILL_SLEEPER


def reason(kind: Kind, **measured: float) -> str:
    row = STILL_SLEEPER | measured
    features = Features(**{one.name: np.array([row[one.name]]) for one in fields(Features)})
    return reason_of(
        kind,
        features,
        0,
        lasting=float(features.duration[0]),
        between=(),
        interval=None,
        length=0,
        decisive=(),
    )


@pytest.mark.parametrize("salience", [0.3, 1.0, 2.0])
def test_what_is_faint_is_said_without_a_figure_that_would_be_below_its_noise(
    salience: float,
) -> None:
    """It was "0.4 times the noise", of a movement that was found."""
    said = reason(Kind.EXTERNAL, salience=salience, leaning=0.5)
    assert ", faint for its sensor: not a movement of the limb's own" in said
    assert "noise" not in said
    assert "faint" not in reason(Kind.EXTERNAL, salience=2.1)


@pytest.mark.parametrize(("settling", "times"), [(0.1, 10), (0.02, 50), (0.001, 1000), (0.0, 1000)])
def test_what_settles_is_measured_by_what_it_follows(settling: float, times: int) -> None:
    """It was "0 % of the movement before it"."""
    said = reason(Kind.EXTERNAL, settling=settling)
    assert f"right after a movement {times} times as strong" in said
    assert "%" not in said


@pytest.mark.parametrize(
    ("turn", "excursion", "told"),
    [
        (62.0, 70.0, "moved for 2.5 s and came to rest turned by 62 degrees"),
        (10.0, 5.0, "moved for 2.5 s and came to rest turned by 10 degrees"),
        (9.9, 35.0, "moved for 2.5 s and swung by up to 35 degrees"),
        (0.0, 19.9, "moved for 2.5 s"),
    ],
)
def test_a_posture_change_is_not_told_by_a_turn_that_is_none(
    turn: float, excursion: float, told: str
) -> None:
    """It was "came to rest as before", or "turned by 2 degrees"."""
    assert reason(Kind.GROSS_MOVEMENT, turn=turn, excursion=excursion).endswith(told)


@pytest.mark.parametrize(
    ("held", "told"), [(0.0, ", back at once"), (0.3, ", tilted for 0.3 s"), (7.3, "")]
)
def test_a_jolt_is_told_by_how_soon_the_limb_is_back(held: float, told: str) -> None:
    """It was "tilted for 0.0 s", or for 7.3 s, which speaks for another kind."""
    said = reason(Kind.HYPNIC_JERK, held=held)
    assert f"peak 0.12 g{told}, still for 40 s before" in said


def test_a_stiffening_is_told_by_what_was_held() -> None:
    assert "active for 2.5 s, tilted for 4.0 s, peak" in reason(Kind.TONIC, held=4.0)
    assert "active for 2.5 s, peak" in reason(Kind.TONIC, held=0.0)


@pytest.mark.parametrize(
    ("running", "member", "told"),
    [
        (0.0, 0.0, ", no rhythm runs around it"),
        (0.97, 0.1, ", off the rhythm of 28 s that runs around it"),
        (0.97, 0.9, ""),
        (0.2, 0.1, ""),
    ],
)
def test_a_jolt_is_not_told_by_the_rhythm_that_it_is_in(
    running: float, member: float, told: str
) -> None:
    said = reason(Kind.HYPNIC_JERK, running=running, rhythmic=member)
    assert said.endswith(f"still for 40 s before{told}")


def test_no_rest_is_no_word_for_a_jolt() -> None:
    assert "still" not in reason(Kind.HYPNIC_JERK, still_before=0.4)


@pytest.mark.parametrize("frequency", [np.nan, 0.04])
def test_no_frequency_is_not_written_as_zero(frequency: float) -> None:
    assert reason(Kind.CONVULSIVE, frequency=frequency).startswith("shaking for 2.5 s")


def test_what_looks_awake_in_estimated_sleep_is_not_said_to_be_awake() -> None:
    assert reason(Kind.WAKE_MOVEMENT, asleep=0.0).startswith("awake; ")
    assert reason(Kind.WAKE_MOVEMENT, asleep=1.0).startswith("as when awake; ")
