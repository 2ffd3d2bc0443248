"""Who gets up and stands about is up, whatever shakes all limbs then."""

from dataclasses import fields

import numpy as np
import pytest

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.overrides import sureness, too_short, twitches_of
from limbwatch.classify.labels.walks import rising_of

UP = {"duration": 73.0, "excursion": 47.0, "stride": 0.92, "at_pace": 0.64}
"""A sleeper of an outsider's gets up in the morning, walks and washes: 1.7 Hz, peak 3.5 g."""


def measured(**measures: float) -> Features:
    columns = {f.name: np.full(1, np.nan) for f in fields(Features)}
    return Features(**columns | {name: np.array([value]) for name, value in measures.items()})


def labels(**probability: float) -> Labels:
    kinds = tuple(Kind(name) for name in probability)
    return Labels(
        hypotheses=kinds,
        probability=np.array([list(probability.values())]),
        support=np.zeros((1, len(GROUPS))),
    )


def rises(leading: str = "convulsive", sure: float = 0.85, **measures: float) -> bool:
    told = labels(**{leading: sure, "tremor": (1 - sure) / 2, "cramp": (1 - sure) / 2})
    return bool(rising_of(told, measured(**UP | measures))[0])


CASES = {
    "lasting_s": lambda: (rises(duration=20.0), rises(duration=19.9)),
    "excursion": lambda: (rises(excursion=40.0), rises(excursion=39.9)),
    "stride": lambda: (rises(stride=0.75), rises(stride=0.74)),
    "at_pace": lambda: (rises(at_pace=0.35), rises(at_pace=0.34)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_every_limit_is_held(limit: str) -> None:
    assert CASES[limit]() == (True, False)


@pytest.mark.parametrize("leading", ["walking", "wake_movement", "gross_movement"])
def test_what_is_surely_something_that_people_do_awake_keeps_its_name(leading: str) -> None:
    assert not rises(leading, 0.45)
    assert rises(leading, 0.44)


def test_of_a_night_without_events_nothing_is_said() -> None:
    none = Features(**{f.name: np.empty(0) for f in fields(Features)})
    told = Labels(
        hypotheses=(Kind.WALKING, Kind.CONVULSIVE, Kind.LIMB_MOVEMENT),
        probability=np.empty((0, 3)),
        support=np.empty((0, len(GROUPS))),
    )
    assert rising_of(told, none).tolist() == twitches_of(told, none).tolist() == []


@pytest.mark.parametrize(
    ("duration", "limbs", "sure", "twitch"),
    [(0.49, 1, 0.45, True), (0.5, 1, 0.45, False), (0.49, 2, 0.45, False), (0.49, 1, 0.44, False)],
)
def test_a_movement_of_one_limb_below_half_a_second_is_a_twitch(
    duration: float, limbs: int, sure: float, *, twitch: bool
) -> None:
    """A leg movement lasts half a second at least (WASM 2016): 271 of a stranger's were shorter."""
    told = labels(limb_movement=sure, tremor=(1 - sure) / 2, cramp=(1 - sure) / 2)
    found = measured(duration=duration, limbs=limbs)
    assert bool(twitches_of(told, found)[0]) == twitch
    assert bool(too_short(found)[0]) == (duration < 0.5)


def test_a_twitch_by_its_length_is_as_sure_as_such_movements_were() -> None:
    """Of 420 limb movements that were shorter 144 were twitches."""
    found = sureness(labels(limb_movement=0.5, twitch=0.2, tremor=0.3))
    assert found == pytest.approx([0.37])
