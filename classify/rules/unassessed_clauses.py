"""Clauses of the published rules that limb acceleration cannot judge."""

from typing import Final

_BREATHING = "leg movements at the end of breathing events (no airflow is recorded)"
_AROUSALS = "arousals with leg movements (no brain activity is recorded)"
NOT_ASSESSED: Final = (
    _BREATHING,
    _AROUSALS,
    "the EMG amplitude criteria (limb acceleration is recorded instead of muscle activity)",
)
"""Clauses of all rule sets that limb acceleration cannot judge; every report must list them."""


def not_assessed(*, breathing: bool, arousals: bool) -> tuple[str, ...]:
    """Return the clauses not judged, given whether a laboratory scored breathing and arousals."""
    judged = {_BREATHING} if breathing else set()
    judged |= {_AROUSALS} if arousals else set()
    return tuple(clause for clause in NOT_ASSESSED if clause not in judged)
