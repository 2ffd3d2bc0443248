"""Two lists of leg movements side by side, and the confusion of their kinds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.common_time import CommonTime
from limbwatch.classify.agreement.matching import Pairs, match_onsets, match_overlaps
from limbwatch.classify.agreement.movement_levels import TOLERANCES_S, usual_tolerance
from limbwatch.classify.agreement.ours import OwnList, leg_movements_of
from limbwatch.classify.agreement.reference import Listed, Reference
from limbwatch.classify.night import Event, Night
from limbwatch.classify.rules.leg_movements import Side

NONE: Final = "none"
"""Kind of a movement that one of the two lists lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One movement of either list, or of both, for ``pairs.csv``; times on our clock, seconds."""

    ours: Event | None
    """Our event; None if only the reference has the movement."""
    onset: float | None
    """The reference's onset; None if only we have the movement."""
    duration: float | None
    """The reference's duration; None without one or where it is unknown."""
    kind: str | None
    """The reference's kind."""
    side: str | None
    """The reference's side: ``left``, ``right``, ``both`` or ``unknown``."""
    stage: str
    """The reference's stage at the onset; empty when unknown."""
    breathing: bool | None
    """Whether a breathing event covers the onset; None where the reference lists none at all."""

    @property
    def at(self) -> float:
        """Onset of ours, or else of the reference's, seconds."""
        return self.ours.onset if self.ours is not None else float(self.onset or 0.0)


def pair_rows(night: Night, time: CommonTime) -> tuple[PairRow, ...]:
    """Return both lists side by side, in order of time, paired by onset at the usual tolerance."""
    own = leg_movements_of(night)
    own = own.where(time.holds(own.onset))
    listed = time.listed()
    pairs = match_onsets(own.onset, listed.onset, tolerance=usual_tolerance(time.reference))
    both = [*zip(pairs.ours.tolist(), pairs.reference.tolist(), strict=True)]
    alone: list[tuple[int | None, int | None]] = [(k, None) for k in pairs.only_ours.tolist()]
    alone += [(None, k) for k in pairs.only_reference.tolist()]
    rows = [_row(own, listed, i, j, time.reference) for i, j in [*both, *alone]]
    return tuple(sorted(rows, key=lambda row: row.at))


def _row(
    own: OwnList, listed: Listed, i: int | None, j: int | None, reference: Reference
) -> PairRow:
    event = None if i is None else own.events[i]
    onset = None if j is None else float(listed.onset[j])
    length = np.nan if j is None else float(listed.offset[j] - listed.onset[j])
    moment = np.array([event.onset if event is not None else onset], np.float64)
    return PairRow(
        ours=event,
        onset=onset,
        duration=float(length) if np.isfinite(length) else None,
        kind=None if j is None else str(listed.kind[j]),
        side=None if j is None else Side(int(listed.side[j])).name.lower(),
        stage=str(reference.stage_at(moment)[0]),
        breathing=bool(reference.breathing.cover(moment)[0]) if len(reference.breathing) else None,
    )


def confusion(night: Night, time: CommonTime) -> Mapping[tuple[str, str], int]:
    """Count movements by the reference's kind and ours.

    The reference's kind is `NONE` for leg movements that only we have (of leg movements alone,
    since the reference lists nothing else); ours is `NONE` for movements that we missed.
    """
    all_events = OwnList(events=tuple(night.events))
    all_events = all_events.where(time.holds(all_events.onset))
    listed = time.listed()
    pairs = _paired(all_events, listed)
    found: Counter[tuple[str, str]] = Counter()
    for i, j in zip(pairs.ours.tolist(), pairs.reference.tolist(), strict=True):
        found[str(listed.kind[j]), all_events.events[i].kind.value] += 1
    for j in pairs.only_reference.tolist():
        found[str(listed.kind[j]), NONE] += 1
    legs = {id(event) for event in leg_movements_of(night).events}
    for i in pairs.only_ours.tolist():
        if id(all_events.events[i]) in legs:
            found[NONE, all_events.events[i].kind.value] += 1
    return found


def _paired(own: OwnList, listed: Listed) -> Pairs:
    if np.isfinite(listed.offset).all():
        return match_overlaps((own.onset, own.offset), (listed.onset, listed.offset))
    return match_onsets(own.onset, listed.onset, tolerance=TOLERANCES_S[1])
