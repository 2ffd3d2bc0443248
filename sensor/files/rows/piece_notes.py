"""Notes on the pieces of a long file, merged into notes on the whole file."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from limbwatch.sensor.files.doubt import CountingNote, Doubt, merge_counts
from limbwatch.sensor.files.rows.stretches import CHANGES, rate_changes
from limbwatch.sensor.files.times.spacing.lines import Piece
from limbwatch.sensor.files.times.spacing.rates import BLOCK, LEAST_CHANGE, SHORTEST


class SortedNotes(NamedTuple):
    """Notes on a piece; those that are made anew for the whole file are left out."""

    shared: tuple[str, ...]
    """Notes about a clock, a unit or a column, which must hold for every piece or for none."""
    pace: tuple[str, ...] = ()
    """Notes about the rate of the samples, and about what was done where there is none."""
    counted: tuple[CountingNote, ...] = ()
    """Notes with counts, which are added up."""


@dataclass(slots=True)
class PieceNotes:
    """Collects notes, piece by piece."""

    _first_notes: tuple[str, ...] | None = field(default=None, init=False)
    _common_notes: frozenset[str] = field(default=frozenset(), init=False)
    _counted: list[CountingNote] = field(default_factory=list, init=False)
    _pace_notes: list[str] = field(default_factory=list, init=False)

    def add(self, piece: SortedNotes, opening: Collection[str] = ()) -> bool:
        """Add the notes of a piece, and tell whether it agrees with the first one.

        ``opening`` are notes of the first piece that concern the beginning of the file.
        """
        self._counted += piece.counted
        self._pace_notes += piece.pace
        if self._first_notes is None:
            self._first_notes = piece.shared
            self._common_notes = frozenset(piece.shared) - frozenset(opening)
            return True
        return frozenset(piece.shared) == self._common_notes

    def merged(self, runs: Sequence[Piece]) -> tuple[str, ...]:
        """Return the notes on all pieces, given the runs of the whole file in order of time."""
        long = [item for item in runs if item.stop - item.first >= SHORTEST * BLOCK] or list(runs)
        steps = itertools.pairwise(long)
        levels = [long[0], *(b for a, b in steps if abs(b.rate / a.rate - 1) > LEAST_CHANGE)]
        changes = []
        if len(levels) > 1:
            begin = runs[0].start
            changes = [rate_changes([(item.start - begin, item.rate) for item in levels])]
        return (
            *(self._first_notes or ()),
            *merge_counts(self._counted),
            *changes,
            *self._merge_pace_notes(),
        )

    def _merge_pace_notes(self) -> list[str]:
        """Merge notes that differ only in their figures."""
        alike: dict[tuple[str, bool], list[str]] = {}
        for item in self._pace_notes:
            if not item.startswith(CHANGES):
                wording = re.sub(r"\d[\d.]*", "#", item)
                alike.setdefault((wording, isinstance(item, Doubt)), []).append(item)
        merged = []
        for group in alike.values():
            first, more = group[0], len(group) - 1
            if more:
                parts = "part" if more == 1 else "parts"
                added = f"{first} So it is in {more} more {parts} of the file, by other figures."
                first = Doubt(added) if isinstance(first, Doubt) else added
            merged.append(first)
        return merged
