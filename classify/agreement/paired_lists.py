"""Two lists of leg movements side by side: which is which, and what we called each."""

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
"""The kind of what one of the two does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One movement of either list, or of both, for ``pairs.csv``; times on our clock, seconds."""

    ours: Event | None
    onset: float | None
    duration: float | None
    """`onset` and `duration`: the reference's; the duration also None where it is not known."""
    kind: str | None
    """The reference's."""
    side: str | None
    """The reference's: ``left``, ``right``, ``both`` or ``unknown``."""
    stage: str
    """The reference's at the onset; empty when not known."""
    breathing: bool | None
    """Whether a breathing event covers the onset; None where the reference lists none at all."""

    @property
    def at(self) -> float:
        """When it is, seconds: by our onset where we have one."""
        return self.ours.onset if self.ours is not None else float(self.onset or 0.0)


def pair_rows(night: Night, time: CommonTime) -> tuple[PairRow, ...]:
    """List both lists side by side, in order of time; pairs by onset at the usual tolerance."""
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
    """Count what we called each movement of the reference.

    By the reference's kind (`NONE` for what only we have: of leg movements alone, since the
    reference lists nothing else) and ours, of all our kinds (`NONE` for what we missed).
    """
    everything = OwnList(events=tuple(night.events))
    everything = everything.where(time.holds(everything.onset))
    listed = time.listed()
    pairs = _any_way(everything, listed)
    found: Counter[tuple[str, str]] = Counter()
    for i, j in zip(pairs.ours.tolist(), pairs.reference.tolist(), strict=True):
        found[str(listed.kind[j]), everything.events[i].kind.value] += 1
    for j in pairs.only_reference.tolist():
        found[str(listed.kind[j]), NONE] += 1
    legs = {id(event) for event in leg_movements_of(night).events}
    for i in pairs.only_ours.tolist():
        if id(everything.events[i]) in legs:
            found[NONE, everything.events[i].kind.value] += 1
    return found


def _any_way(own: OwnList, listed: Listed) -> Pairs:
    if np.isfinite(listed.offset).all():
        return match_overlaps((own.onset, own.offset), (listed.onset, listed.offset))
    return match_onsets(own.onset, listed.onset, tolerance=TOLERANCES_S[1])
