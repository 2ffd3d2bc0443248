"""The columns of a movement in files and exports: one table of them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.observation.exposure_time import clock

_MILLISECONDS: Final = 3
"""Decimals of times, and of the confidence."""


class EventInNight(NamedTuple):
    """A movement with what its night says about it."""

    event: Event
    start: datetime
    """Second 0 of the night, aware."""
    by_program: Kind | None = None
    """Kind that the program found; None where no correction changed it."""
    since_previous_s: float | None = None
    """From the onset of the movement before it in its series; None for the first, or in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumn:
    """A column of a movement."""

    name: str
    kind: type
    """``int``, ``float`` or ``str``; truth is an int, 1 or 0."""
    meaning: str
    """Description in data dictionaries."""
    value_of: Callable[[EventInNight], Any]
    """Returns the value, None for unknown or none."""
    unit: str = ""
    """Empty for counts, shares and texts."""
    decimals: int = _MILLISECONDS
    """Decimals to which a float is rounded, and with which ``events.csv`` writes it."""
    stored: bool = True
    """Whether ``events.csv`` of a night's folder has it; exports have all."""
    arrow: str = ""
    """Type in the table of many nights where a narrower one than usual is enough."""
    bids: str | None = ""
    """Name in BIDS; empty for the same, None where BIDS has no such column."""
    bids_meaning: str = ""
    """Description in BIDS; empty for the same."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """Words for its values, in BIDS."""

    def of(self, listed: EventInNight) -> Any:
        """Return the value for a movement, rounded."""
        value = self.value_of(listed)
        return round(value, self.decimals) if isinstance(value, float) else value


EVENT_COLUMNS: Final = (
    EventColumn(
        name="onset",
        kind=str,
        meaning="Start of the movement, ISO 8601 with offset",
        value_of=lambda listed: clock(
            listed.start, round(listed.event.onset, _MILLISECONDS)
        ).isoformat(timespec="milliseconds"),
        bids=None,  # its onset is in seconds
    ),
    EventColumn(
        name="onset_s",
        kind=float,
        meaning="The same from the night's second 0",
        value_of=lambda listed: listed.event.onset,
        unit="s",
        bids="onset",
        bids_meaning="Onset, from the night's second 0",
    ),
    EventColumn(
        name="duration_s",
        kind=float,
        meaning="To the end of the last limb's return to rest",
        value_of=lambda listed: listed.event.duration,
        unit="s",
        bids="duration",
        bids_meaning="Onset to return to rest of the last limb",
    ),
    EventColumn(
        name="kind",
        kind=str,
        meaning="Most probable kind, or as a person corrected it",
        value_of=lambda listed: listed.event.kind.value,
        bids="trial_type",
        bids_meaning="Kind of movement: most probable, or as a person corrected it",
        levels={kind.value: kind.words for kind in Kind},
    ),
    EventColumn(
        name="kind_by_program",
        kind=str,
        meaning="What the program found where a correction changed it",
        value_of=lambda listed: listed.by_program,
        stored=False,
        bids="trial_type_by_program",
        bids_meaning="Kind that the program found, where corrections changed it",
    ),
    EventColumn(
        name="limbs",
        kind=str,
        meaning="Placements that took part, joined by +",
        value_of=lambda listed: "+".join(limb.value for limb in listed.event.limbs),
        bids_meaning="Limbs that took part, joined by +",
    ),
    EventColumn(
        name="series",
        kind=int,
        meaning="Number of its series in the night; empty when none",
        value_of=lambda listed: listed.event.series,
        arrow="int32",
        bids_meaning="Number of the series of periodic limb movements",
    ),
    EventColumn(
        name="since_previous_s",
        kind=float,
        meaning="From the onset of the movement before it in its series; none for the first",
        value_of=lambda listed: listed.since_previous_s,
        unit="s",
        stored=False,
    ),
    EventColumn(
        name="asleep",
        kind=int,
        meaning="1 asleep, 0 awake at the onset; estimated unless a laboratory scored it",
        value_of=lambda listed: int(listed.event.asleep),
        arrow="int8",
    ),
    EventColumn(
        name="confidence",
        kind=float,
        meaning="Of the program in its label, 0 to 1",
        value_of=lambda listed: listed.event.confidence,
        bids_meaning="Of the program in its label, 0 to 1; n/a where corrections changed it",
    ),
    EventColumn(
        name="peak_g",
        kind=float,
        meaning="Largest dynamic acceleration",
        value_of=lambda listed: listed.event.peak,
        unit="g",
        decimals=4,
    ),
    EventColumn(
        name="reason",
        kind=str,
        meaning="The figures that decided the label",
        value_of=lambda listed: listed.event.reason,
        bids_meaning="Figures that decided the label",
    ),
)
"""All columns, in the order of exports."""
STORED_COLUMNS: Final = tuple(column for column in EVENT_COLUMNS if column.stored)
"""Columns of ``events.csv``."""


def event_rows(
    events: Iterable[Event],
    start: datetime,
    was: Mapping[float, Kind],
    columns: Sequence[EventColumn] = EVENT_COLUMNS,
) -> Iterator[dict[str, Any]]:
    """Yield each movement of a night as a row: names of columns and values, None for unknown.

    The events are all of the night, in order of onset, and ``was`` is the program's kind of each
    event that a correction changed, by its onset.

    An interruption of the observation, or a span that a person left out, ends a series, so no
    ``since_previous_s`` spans one. It is the difference of the rounded onsets of the rows, so that
    nobody computes another.
    """
    onsets: dict[int, float] = {}
    for event in events:
        onset, since = round(event.onset, _MILLISECONDS), None
        if event.series is not None:
            if event.series in onsets:
                since = onset - onsets[event.series]
            onsets[event.series] = onset
        listed = EventInNight(event, start, was.get(event.onset), since)
        yield {column.name: column.of(listed) for column in columns}
