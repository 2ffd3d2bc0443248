"""One scored event as a program listed it."""

from typing import NamedTuple


class ListedRow(NamedTuple):
    """One scored event as a program listed it; seconds from the file's second 0.

    ``stage`` and ``asleep`` are cells of columns of stages or sleep: they concern the moment of the
    event, not an epoch.
    """

    onset_s: float
    duration_s: float
    text: str
    place: str = ""
    stage: str = ""
    asleep: bool | None = None
