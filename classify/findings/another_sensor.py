"""What one more sensor would tell about a night."""

from collections.abc import Collection
from typing import NamedTuple

from limbwatch.sensor import Placement


class _Gain(NamedTuple):
    """The benefit of one more sensor, given those that were worn."""

    worn: frozenset[str]
    """Limbs that must have a sensor."""
    most_of: int
    """Number of sensors on the limb in question that were worn."""
    lacking: str
    """Limb for the additional sensor."""
    text: str
    """Sentence that explains the benefit."""


GAINS = (
    _Gain(
        frozenset(),
        0,
        "ankle",
        "A sensor on an ankle would show movements of the legs: from wrists alone most periodic "
        "limb movements go unseen.",
    ),
    _Gain(
        frozenset({"ankle"}),
        1,
        "ankle",
        "A sensor on the other ankle would show the movements of that leg, which count in series "
        "as well, and tell a jolt of the whole body from a kick of one leg.",
    ),
    _Gain(
        frozenset(),
        0,
        "wrist",
        "A sensor on a wrist would tell sleep starts from kicks, as they reach the arms too, and "
        "sleep from lying awake with still legs.",
    ),
)
"""Benefits, the largest on simulated nights first (docs/accuracy.md)."""


def another_sensor(placements: Collection[Placement]) -> tuple[str, ...]:
    """Return what one more sensor would add to those worn, in sentences, most useful first.

    There are none when both ankles and a wrist were worn.
    """
    limbs: list[str] = [placement.limb for placement in placements]
    return tuple(
        gain.text
        for gain in GAINS
        if limbs.count(gain.lacking) == gain.most_of and gain.worn <= set(limbs)
    )
