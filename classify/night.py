"""The scored night and its parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

import numpy as np

from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.origin import NOBODY, Origin
from limbwatch.classify.sameness import same_content
from limbwatch.classify.slept import Sleep
from limbwatch.dsp.frame import frame_of
from limbwatch.sensor import Placement
from limbwatch.sensor.aware_time import aware, fixed
from limbwatch.sensor.one_line import one_line

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One movement of the person, whichever limbs took part.

    Parameters
    ----------
    onset : float
        Seconds from the recording's start.
    duration : float
        Seconds to the end of the last limb's return to rest.
    kind : Kind
        What it most probably is.
    limbs : tuple of Placement
        Limbs that took part.
    series : int or None
        Number of the PLM series it belongs to, from 1.
    asleep : bool
        Whether the person was asleep at the onset; estimated unless a laboratory scored it.
    confidence : float or None
        0 to 1; None where a person corrected the kind.
    peak : float
        Largest dynamic acceleration over the limbs, g.
    reason : str
        A short sentence with the figures that decided it.
    """

    onset: float
    duration: float
    kind: Kind
    limbs: tuple[Placement, ...]
    series: int | None
    asleep: bool
    confidence: float | None
    peak: float
    reason: str
    __repr__ = one_line

    def __post_init__(self) -> None:
        if not self.duration > 0:
            raise ValueError(f"duration must be positive, not {self.duration} s")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence must be between 0 and 1, not {self.confidence}")
        if not self.limbs:
            raise ValueError("an event has at least one limb")


class Events(tuple[Event, ...]):  # noqa: SLOT001 - a tuple of any length has no room for slots
    """The events of a night: a tuple that also holds the time of its second 0.

    Parameters
    ----------
    events : iterable of Event
        In order of onset.
    start : datetime or None
        Aware time of second 0.
    """

    start: datetime | None
    __repr__ = one_line

    def __new__(cls, events: Iterable[Event] = (), start: datetime | None = None) -> Self:
        """Create the tuple."""
        made = super().__new__(cls, events)
        made.start = start
        return made

    def to_dataframe(self) -> "pd.DataFrame":
        """Return one row per event.

        Returns
        -------
        pandas.DataFrame
            The fields of `Event`, after the column ``time``: the kind as its word, limbs joined by
            ``+``, a missing value for no series.
        """
        onset = np.array([event.onset for event in self], np.float64)
        columns = {
            "onset": onset,
            "duration": np.array([event.duration for event in self], np.float64),
            "kind": [event.kind.value for event in self],
            "limbs": ["+".join(limb.value for limb in event.limbs) for event in self],
            "series": [event.series for event in self],
            "asleep": np.array([event.asleep for event in self], np.bool_),
            "confidence": np.array([event.confidence for event in self], np.float64),
            "peak": np.array([event.peak for event in self], np.float64),
            "reason": [event.reason for event in self],
        }
        frame = frame_of(columns, seconds=onset, start=self.start)
        return frame.astype({"series": "Int64", "kind": "str", "limbs": "str", "reason": "str"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A run of at least four periodic movements.

    Parameters
    ----------
    number : int
        From 1, in order of time.
    onsets : tuple of float
        Onset of each of its movements, seconds from the recording's start.
    end : float
        Offset of the last one, seconds.
    """

    number: int
    onsets: tuple[float, ...]
    end: float
    __repr__ = one_line

    def to_dataframe(self, *, start: datetime | None = None) -> "pd.DataFrame":
        """Return one row per movement of the series.

        Parameters
        ----------
        start : datetime, optional
            Aware time of second 0, such as ``Night.start``; adds the column ``time``.

        Returns
        -------
        pandas.DataFrame
            ``series`` (its number), ``onset`` and ``interval`` since the previous onset, seconds;
            the first interval is missing.

        Raises
        ------
        ValueError
            If the start has no time zone.
        """
        onset = np.array(self.onsets, np.float64)
        columns = {"series": np.full(len(onset), self.number), "onset": onset}
        columns["interval"] = np.diff(onset, prepend=np.nan)
        return frame_of(columns, seconds=onset, start=start)


def series_of(events: Sequence[Event]) -> tuple[Series, ...]:
    """Return the series of events, which are in order of onset, by ascending number."""
    members: dict[int, list[Event]] = {}
    for event in events:
        if event.series is not None:
            members.setdefault(event.series, []).append(event)
    return tuple(
        Series(
            number=number,
            onsets=tuple(event.onset for event in found),
            end=max(event.onset + event.duration for event in found),
        )
        for number, found in sorted(members.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the night one sensor saw.

    Parameters
    ----------
    placement : Placement
    recorded_s, worn_s : float
        Seconds recorded, and recorded and worn.
    gaps : tuple of (float, float)
        Start and end of each stretch without data inside the night, seconds; before the
        sensor's first and after its last sample only those that could hide a leg movement.
    not_worn : tuple of (float, float)
        Start and end of each recorded stretch judged as not worn, seconds.
    rate, rate_nominal : float, float or None
        Measured and stated rate, Hz.
    drift_ppm : float or None
        Drift of the sensor's clock, parts per million.
    device : str
    floor, threshold : float
        Median noise floor and detection threshold, g.
    notes : tuple of str
        What the reader found and did.
    warnings : tuple of str
        What the reader had to decide because the file was ambiguous.
    """

    placement: Placement
    recorded_s: float
    worn_s: float
    gaps: tuple[tuple[float, float], ...]
    not_worn: tuple[tuple[float, float], ...]
    rate: float
    rate_nominal: float | None
    drift_ppm: float | None
    device: str
    floor: float
    threshold: float
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    __repr__ = one_line

    @property
    def unseen(self) -> tuple[tuple[float, float], ...]:
        """Start and end of each stretch without data or not worn, in order, seconds."""
        return tuple(sorted((*self.gaps, *self.not_worn)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about the night that is worth a person's attention; never a diagnosis.

    Parameters
    ----------
    code : str
        Stable name, as listed in the documentation.
    title, evidence, advice : str
        What it is, the figures behind it, and what to do, in plain words.
    """

    code: str
    title: str
    evidence: str
    advice: str
    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Night:
    """A scored night.

    Parameters
    ----------
    start, end : datetime
        Aware; second 0 and the end of the last sample of any sensor.
    events : Events
        In order of onset; any iterable of `Event` is converted.
    series : tuple of Series
    sleep : Sleep
    coverage : tuple of Coverage
        One per sensor.
    findings : tuple of Finding
    rules : str
        Name of the rules, such as ``wasm2016``.
    age : float or None
        Years; None when unknown.
    origin : Origin
        Whose night it is, and which files it was made from.
    laboratory : Laboratory or None
        Scoring by a sleep laboratory or a home test.
    own_rules : object
        The `Rules` themselves where they are custom; None for published rules.
    """

    start: datetime
    end: datetime
    events: Events
    series: tuple[Series, ...]
    sleep: Sleep
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    rules: str
    age: float | None
    origin: Origin = NOBODY
    laboratory: Laboratory | None = None
    own_rules: object = None

    def __eq__(self, other: object) -> bool:
        return same_content(self, other)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.events))

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            object.__setattr__(self, name, fixed(aware(getattr(self, name), name)))
        # events taken from another night get the start of this one
        object.__setattr__(self, "events", Events(self.events, self.start))

    def __repr__(self) -> str:
        return (
            f"Night({self.start:%Y-%m-%d %H:%M} to {self.end:%H:%M}, "
            f"{len(self.events)} events, {len(self.series)} series, {self.rules})"
        )
