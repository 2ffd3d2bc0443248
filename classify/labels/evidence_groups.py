"""Groups of measures under names that people understand, and the support of each for a label."""

import numpy as np

from limbwatch.classify.labels.clues import QUESTIONS
from limbwatch.classify.labels.network import Network
from limbwatch.sensor.arrays import Array, Index

GROUPS: dict[str, tuple[str, ...]] = {
    "limbs involved": ("others", "legs", "arms", "share"),
    "simultaneity": ("lag", "delay", "begun_apart", "half_apart"),
    "likeness of limbs": ("similarity", "agreement", "evenness"),
    "turning": ("excursion", "tilt", "slowness", "leaning", "turn"),
    "abruptness": (
        "width",
        "active",
        "duration",
        "crest",
        "rise",
        "abruptness",
        "burst_share",
        "swing_share",
        "early_share",
    ),
    "strength": ("peak", "salience", "weakest"),
    "rhythm": ("rhythmic", "running", "pace", "resemblance", "neighbours", "faint"),
    "holding": ("held",),
    "one source in one bed": ("arms_over_legs", "leg_over_leg", "fixed", "lean_evenness"),
    "the movements around it": (
        "company_leaning",
        "company_slowness",
        "company_held",
        "company_arms",
        "company_others",
    ),
    "gait": ("stride", "antiphase", "at_pace", "posture_share"),
    "stillness": ("still_before", "still_after", "settling"),
    "sleep or wake": ("asleep", "since_wake", "until_wake", "falling"),
    "oscillation": ("frequency", "rhythm", "bursts", "rate"),
}
"""Measures that belong together. A name says what was measured, not what it was evidence for."""

AROUND = tuple(GROUPS).index("the movements around it")
"""Index of the group that context (`labels.context`) belongs to as well."""

_COLUMNS = tuple(
    np.flatnonzero([clue.measure in measures for clue in QUESTIONS]) for measures in GROUPS.values()
)
"""Columns of the clues of each group."""


def support(network: Network, fits: Array, evidence: Array, hypothesis: Index) -> Array:
    """Return how much less probable a label would be without each group of measures.

    ``evidence`` is the network's for these ``fits``, and ``hypothesis`` the column of each event's
    label. Returned are the log odds lost without each of `GROUPS`, shape (events, pieces): below 0
    where the group was evidence against the label.
    """
    full = log_odds(evidence, hypothesis)
    lost = np.empty((len(fits), len(GROUPS)))
    for place, remaining in enumerate(network.without(fits, _COLUMNS)):
        lost[:, place] = full - log_odds(remaining, hypothesis)
    return lost


def log_odds(evidence: Array, hypothesis: Index) -> Array:
    """Return the log odds of each event's hypothesis against all others, shape (events,)."""
    rows = np.arange(len(evidence))
    chosen = evidence[rows, hypothesis]
    others = evidence.copy()
    others[rows, hypothesis] = -np.inf
    return np.asarray(chosen - np.logaddexp.reduce(others, axis=1))
