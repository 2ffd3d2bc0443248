"""The time that both scorers scored, and the parts of their lists within it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.reference import LISTED, WAKE, Listed, Reference
from limbwatch.classify.leg_sensors import ankle_sensors
from limbwatch.classify.night import Night
from limbwatch.classify.rules.interruptions import leg_interruptions
from limbwatch.classify.sleep.activity import EPOCH_S
from limbwatch.sensor.arrays import Array, Index, Mask
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES
from limbwatch.sensor.spans import inside, without

_TELLING: Final = 20
"""Fewest listed movements, all outside wake, that show that wake was not scored; chosen."""
_WAKE_S: Final = 1800.0
"""Least wake in which a scorer of wake would have found a movement, seconds; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CommonTime:
    """The time in which two lists are compared."""

    spans: Array
    """Stretches of our night, seconds; shape (k, 2)."""
    asleep_only: bool
    """Whether only movements that begin in the reference's sleep are compared."""
    reference: Reference
    """The reference, on our clock."""
    remarks: tuple[str, ...]
    """Assumptions that were made."""

    @property
    def hours(self) -> float:
        """Total length of the stretches, hours."""
        return float((self.spans[:, 1] - self.spans[:, 0]).sum()) / 3600

    def holds(self, times: Array) -> Mask:
        """Return which moments are compared."""
        found = inside(times, self.spans)
        return found & self.reference.asleep_at(times) if self.asleep_only else found

    def scored(self, times: Array) -> Mask:
        """Return which moments enter the indices: compared, and staged where the reference is."""
        found = inside(times, self.spans)
        if not self.reference.staged:
            return found
        return found & np.isin(self.reference.stage_at(times), (*SLEEP_STAGES, WAKE))

    def listed(self, rows: Index | None = None) -> Listed:
        """Return the compared part of the scorer's own list, or of some rows, joined only."""
        joined = self.reference.leg_movements(LISTED, rows)
        return joined.where(self.holds(joined.onset))


def common_time(night: Night, reference: Reference) -> CommonTime:
    """Return the time that our sensors recorded and the reference, on our clock, scored."""
    length = (night.end - night.start).total_seconds()
    begin, end = 0.0, length
    remarks = []
    extent = reference.extent
    if extent is None:
        remarks.append(
            "the reference has neither lights nor stages: the whole of our night is compared"
        )
    else:
        begin, end = max(begin, extent[0]), min(end, extent[1])
    if not ankle_sensors(night.coverage):
        remarks.append("no sensor was on an ankle: the arms stand for the legs")
    spans = np.array([[begin, max(begin, end)]])
    spans = without(spans, leg_interruptions(night.coverage))
    sleep_only = _only_sleep_was_scored(reference, spans)
    if sleep_only:
        remarks.append("the reference lists no leg movement in wake: only its sleep is compared")
    return CommonTime(
        spans=spans, asleep_only=sleep_only, reference=reference, remarks=tuple(remarks)
    )


def _only_sleep_was_scored(reference: Reference, spans: Array) -> bool:
    if not reference.staged:
        return False
    onset = reference.leg_movements(LISTED).onset
    onset = onset[inside(onset, spans)]
    if len(onset) < _TELLING or (reference.stage_at(onset) == WAKE).any():
        return False
    middle = np.concatenate(
        [np.arange(a, b - EPOCH_S / 2, EPOCH_S) + EPOCH_S / 2 for a, b in spans]
    )
    return float((reference.stage_at(middle) == WAKE).sum()) * EPOCH_S >= _WAKE_S
