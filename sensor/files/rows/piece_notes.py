"""What the pieces of a long file say of themselves, as what all of it says."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from limbwatch.sensor.files.counted import CountingNote, counted_together
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.stretches import CHANGES, rate_changes
from limbwatch.sensor.files.times.spacing.rates import BLOCK, LEAST_CHANGE, SHORTEST


class PlacedRun(NamedTuple):
    """A run of a long file: its start and end in seconds, its samples, and their rate in Hz."""

    start: float
    end: float
    samples: int
    rate: float


@dataclass(slots=True)
class PieceNotes:
    """Collects sentences, piece by piece.

    What depends on a clock, a unit or a column must be said of every piece or of none. What is
    counted is added up, and the rate may be another in each piece.
    """

    _said: tuple[str, ...] | None = field(default=None, init=False)
    _always: frozenset[str] = field(default=frozenset(), init=False)
    _counted: list[CountingNote] = field(default_factory=list, init=False)
    _pace: list[str] = field(default_factory=list, init=False)

    def alike(
        self,
        notes: Sequence[str],
        *,
        pace: Sequence[str],
        counted: Sequence[CountingNote] = (),
        opening: Collection[str] = (),
    ) -> bool:
        """Take the sentences of a piece, and tell whether it is of one kind with the first.

        ``notes`` are without those that all of the file says anew; ``pace`` are those among them
        about the rate, ``counted`` those that count, ``opening`` those of the first piece that are
        about the beginning of the file.
        """
        kept = tuple(one for one in notes if one not in pace and one not in counted)
        self._counted += counted
        self._pace += pace
        if self._said is None:
            self._said, self._always = kept, frozenset(kept) - frozenset(opening)
            return True
        return frozenset(kept) == self._always

    def together(self, runs: Sequence[PlacedRun]) -> tuple[str, ...]:
        """Give the sentences of all pieces, by the runs of all of the file in order of time."""
        long = [one for one in runs if one.samples >= SHORTEST * BLOCK] or list(runs)
        steps = itertools.pairwise(long)
        levels = [long[0], *(b for a, b in steps if abs(b.rate / a.rate - 1) > LEAST_CHANGE)]
        changes = []
        if len(levels) > 1:
            begin = runs[0].start
            changes = [rate_changes([(one.start - begin, one.rate) for one in levels])]
        return (*(self._said or ()), *counted_together(self._counted), *changes, *self._paced())

    def _paced(self) -> list[str]:
        """Say once what several pieces say, with figures of their own."""
        alike: dict[tuple[str, bool], list[str]] = {}
        for one in self._pace:
            if not one.startswith(CHANGES):
                wording = re.sub(r"\d[\d.]*", "#", one)
                alike.setdefault((wording, isinstance(one, Doubt)), []).append(one)
        said = []
        for group in alike.values():
            first, more = group[0], len(group) - 1
            if more:
                parts = "part" if more == 1 else "parts"
                added = f"{first} So it is in {more} more {parts} of the file, by other figures."
                first = Doubt(added) if isinstance(first, Doubt) else added
            said.append(first)
        return said
