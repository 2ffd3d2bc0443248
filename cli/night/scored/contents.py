"""A night's folder, checked on reading: people edit these files by hand."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Event
from limbwatch.cli.night.folder import RECORDING
from limbwatch.cli.night.scored.events_table import read_events
from limbwatch.cli.night.scored.results import place_of
from limbwatch.cli.night.scored.summary import read_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSource:
    """The checked files of a night's folder."""

    folder: Path
    """Folder of the night."""
    results: Path | None = None
    """Folder of results that are not in force yet, or None."""
    summary: Summary
    events: tuple[Event, ...]
    """Events in order of onset."""

    @property
    def start(self) -> datetime:
        """Aware time of second 0."""
        return self.summary.begins

    @property
    def end(self) -> datetime:
        """Aware end of the night."""
        return self.summary.ends

    @property
    def seconds(self) -> float:
        """Length of the night, seconds."""
        return (self.end - self.start).total_seconds()

    @property
    def places(self) -> tuple[str, ...]:
        """Placements of the sensors, in the order of ``night.json``."""
        return self.summary.placements

    def recording(self, placement: str) -> Path:
        """Return the path of one sensor's stored samples.

        The file may be missing: samples may be deleted to save space.
        """
        name = Path(RECORDING, f"{placement}.parquet")
        made = place_of(self.folder, name) if self.results is None else self.results / name
        return made if made.exists() else self.folder / name


def read_night(folder: Path, *, results: Path | None = None) -> NightSource:
    """Read and check ``night.json`` and ``events.csv``, in ``results`` if given.

    Raises
    ------
    CommandError
        If a file is missing, cut short or invalid.
    """
    place = results or folder
    while True:
        summary = read_summary(place)
        events = read_events(place, seconds=summary.duration_s)
        if read_summary(place) == summary:  # else it was rescored between the two reads
            return NightSource(folder=folder, results=results, summary=summary, events=events)
