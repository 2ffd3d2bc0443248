"""A stored recording that never has to fit into memory."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from limbwatch.sensor.bounds import require_length
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.quality import Quality
from limbwatch.sensor.recording import Recording
from limbwatch.sensor.samples import rows_between
from limbwatch.sensor.store import KEY, facts_in, parquet_of, parse_quality, recording_of_table


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRecording:
    """A stored recording that is read stretch by stretch, whatever its length."""

    path: Path
    facts: dict[str, Any]
    """Its stored description: placement, start, runs and quality."""
    rows: tuple[int, ...]
    """Rows of each row group."""

    @property
    def placement(self) -> Placement:
        """Where the sensor was worn."""
        return Placement(self.facts["placement"])

    @property
    def start(self) -> datetime:
        """Aware time of second 0."""
        return datetime.fromisoformat(self.facts["start"])

    @property
    def span(self) -> tuple[float, float]:
        """Start of the first run and end of the last, seconds."""
        first, last = self.facts["runs"][0], self.facts["runs"][-1]
        return first["start"], last["start"] + last["samples"] / last["rate"]

    @property
    def begin(self) -> datetime:
        """Aware time of the first sample."""
        return self.start + timedelta(seconds=self.span[0])

    @property
    def end(self) -> datetime:
        """Aware time at which the last run ends."""
        return self.start + timedelta(seconds=self.span[1])

    @property
    def quality(self) -> Quality:
        """What its reader found."""
        return parse_quality(self.facts)

    def later(self, seconds: float, note: str) -> "LongRecording":
        """Return a copy that begins later, as `Recording.later` does; the file stays as it is."""
        told = self.facts["quality"]
        notes = [*told.get("notes", ()), *([note] if note else [])]
        changed = {
            "start": (self.start + timedelta(seconds=seconds)).isoformat(),
            "quality": told | {"notes": notes},
        }
        return replace(self, facts=self.facts | changed)

    def between(self, begin: float, end: float) -> Recording | None:
        """Read the samples of a stretch, seconds from the start, as `Recording.between` does.

        Raises
        ------
        UnreadableFile
            If the file is damaged.
        """
        runs, chosen, at = [], [], 0
        for run in self.facts["runs"]:
            first, stop = rows_between(run["start"], run["rate"], run["samples"], begin, end)
            if first < stop:
                start = run["start"] + first / run["rate"]
                runs.append(run | {"start": start, "samples": stop - first})
                chosen.append((at + first, at + stop))
            at += run["samples"]
        if not runs:
            return None
        edges = np.cumsum((0, *self.rows)).tolist()
        first, stop = chosen[0][0], chosen[-1][1]  # the runs of a stretch follow each other
        groups = [k for k, (low, high) in enumerate(pairwise(edges)) if low < stop and first < high]
        told = {KEY: json.dumps(self.facts | {"runs": runs})}
        with parquet_of(self.path) as file:
            table = file.read_row_groups(groups).slice(first - edges[groups[0]], stop - first)
            return recording_of_table(table.replace_schema_metadata(told), self.path)


AnyRecording = Recording | LongRecording
"""A recording of one sensor, in memory or on disk."""


def open_stored(path: Path) -> LongRecording:
    """Read the description of a stored recording, and none of its samples.

    Raises
    ------
    UnreadableFile
        If the file is missing, damaged or from another program.
    """
    with parquet_of(path) as file:
        told = file.metadata
        rows = tuple(told.row_group(k).num_rows for k in range(told.num_row_groups))
        facts = facts_in(file.schema_arrow, path)
        counted = sum(run["samples"] for run in facts["runs"])
        if counted != sum(rows):
            raise ValueError(f"{sum(rows)} samples where {counted} were written")
        stored = LongRecording(path=path, facts=facts, rows=rows)
        require_length(str(path), stored.span[1] - stored.span[0])
        return stored
