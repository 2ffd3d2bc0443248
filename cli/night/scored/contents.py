"""What a night folder says, read with suspicion: people edit these files by hand."""

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
    """The files of one night folder, checked; events in order of onset.

    ``results`` is the folder of results that are not in force yet, or None.
    """

    folder: Path
    results: Path | None = None
    summary: Summary
    events: tuple[Event, ...]

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
        """Where sensors were worn, in the order of ``night.json``."""
        return self.summary.placements

    def recording(self, placement: str) -> Path:
        """Path of the stored samples of one sensor.

        The file need not exist: samples may have been deleted to save space.
        """
        name = Path(RECORDING, f"{placement}.parquet")
        made = place_of(self.folder, name) if self.results is None else self.results / name
        return made if made.exists() else self.folder / name


def read_night(folder: Path, *, results: Path | None = None) -> NightSource:
    """Read and check ``night.json`` and ``events.csv``, in ``results`` if these are not in force.

    Raises
    ------
    CommandError
        If a file is missing, cut short or does not say what it must.
    """
    place = results or folder
    while True:
        summary = read_summary(place)
        events = read_events(place, seconds=summary.duration_s)
        if read_summary(place) == summary:  # else it was scored again meanwhile
            return NightSource(folder=folder, results=results, summary=summary, events=events)
