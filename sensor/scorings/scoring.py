"""What a person scored of one night, whichever program it was written with."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]
Words = NDArray[np.str_]


def _times() -> Times:
    return np.empty(0)


def _words() -> Words:
    return np.empty(0, dtype="<U1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredEvents:
    """Events of one family; every column has shape (n,).

    Parameters
    ----------
    onset_s, duration_s : ndarray of float
        Seconds from second 0 of the file; a duration that is not known is NaN.
    kind : ndarray of str
        Such as ``obstructive_apnea``, ``hypopnea``, ``arousal``.
    """

    onset_s: Times = field(default_factory=_times)
    duration_s: Times = field(default_factory=_times)
    kind: Words = field(default_factory=_words)

    def __len__(self) -> int:
        return len(self.onset_s)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredLegMovements:
    """Leg movements as listed; every column has shape (n,).

    Parameters
    ----------
    onset_s, duration_s : ndarray of float
        Seconds from second 0 of the file; a duration that is not known is NaN.
    side : ndarray of str
        ``left``, ``right``, ``both`` or ``unknown``.
    kind : ndarray of str
        ``lm``, ``plm`` or ``respiratory``.
    asleep : ndarray of bool or None
        Whether the person slept at each onset, where the list itself says so.
    """

    onset_s: Times = field(default_factory=_times)
    duration_s: Times = field(default_factory=_times)
    side: Words = field(default_factory=_words)
    kind: Words = field(default_factory=_words)
    asleep: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.onset_s)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hypnogram:
    """Stretches of one sleep stage each: ``W``, ``N1``, ``N2``, ``N3``, ``R`` or ``unknown``."""

    onset_s: Times
    duration_s: Times
    stage: Words


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scoring:
    """One file of scored events.

    Parameters
    ----------
    start : datetime or None
        Time of day of second 0 as it is written, without a zone unless the file has one.
    leg_movements : ScoredLegMovements
    stages : Hypnogram or None
    lights_off_s, lights_on_s : float or None
    breathing, arousals, sleep_starts : ScoredEvents
    source : str
        Name of the format.
    resolution_s : float
        Step of its onsets: 1 for whole seconds.
    doubts : tuple of str
        What was taken for what.
    """

    start: datetime | None
    leg_movements: ScoredLegMovements = field(default_factory=ScoredLegMovements)
    stages: Hypnogram | None = None
    lights_off_s: float | None = None
    lights_on_s: float | None = None
    breathing: ScoredEvents = field(default_factory=ScoredEvents)
    arousals: ScoredEvents = field(default_factory=ScoredEvents)
    sleep_starts: ScoredEvents = field(default_factory=ScoredEvents)
    source: str
    resolution_s: float
    doubts: tuple[str, ...] = ()
