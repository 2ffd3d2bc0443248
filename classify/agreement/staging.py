"""Sleep and wake by two scorers, epoch by epoch and in minutes."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.categories import kappa, pabak
from limbwatch.classify.agreement.reference import WAKE, Reference
from limbwatch.classify.sleep.activity import EPOCH_S
from limbwatch.classify.slept import Sleep
from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepMinutes:
    """The figures of sleep in the epochs between lights off and on that both know."""

    total: float
    """Total sleep time, minutes."""
    latency: float
    """Wake before the first sleep, minutes; NaN without sleep, or where wake was not scored."""
    after_onset: float
    """Wake after sleep onset, minutes; NaN without sleep, or where wake was not scored."""
    efficiency: float
    """Share of the known epochs that is sleep; NaN where wake was not scored."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staging:
    """Two scorers' sleep and wake in the epochs of one night."""

    table: Array
    """Numbers of epochs; rows ours, columns the reference's, first sleep, then wake; shape (2,
    2)."""
    ours: SleepMinutes
    """Our sleep in the epochs known to both."""
    reference: SleepMinutes
    """The reference's sleep in the same epochs."""
    epochs: int
    """Number of epochs known to both."""
    unknown: int
    """Number of epochs between lights off and on that are unknown to one of them."""
    wake_scored: bool = True
    """Whether the reference scored wake: it staged some, or every epoch as sleep. If not, only the
    sensitivity is known."""

    @property
    def accuracy(self) -> float:
        """Share of epochs on which both agree; NaN where wake was not scored."""
        agreed = float(np.trace(self.table) / self.table.sum())
        return agreed if self.wake_scored else float("nan")

    @property
    def sensitivity(self) -> float:
        """Share of the reference's epochs of sleep that we call sleep; NaN without any."""
        asleep = self.table[:, 0].sum()
        return float(self.table[0, 0] / asleep) if asleep else float("nan")

    @property
    def specificity(self) -> float:
        """Share of the reference's epochs of wake that we call wake; NaN without any."""
        awake = self.table[:, 1].sum()
        return float(self.table[1, 1] / awake) if awake else float("nan")

    @property
    def kappa(self) -> float:
        """Cohen's kappa; NaN where wake was not scored."""
        return kappa(self.table) if self.wake_scored else float("nan")

    @property
    def pabak(self) -> float:
        """Kappa adjusted for prevalence and bias; NaN where wake was not scored."""
        return pabak(self.table) if self.wake_scored else float("nan")


def staging(sleep: Sleep, reference: Reference) -> Staging | None:
    """Compare sleep and wake in epochs of 30 s between lights off and on, all on our clock.

    None when the reference has no stages, or no epoch is known to both.

    References
    ----------
    .. [1] Menghini L. et al. A standardized framework for testing the performance of sleep-tracking
       technology. Sleep 2021;44:zsaa170. PMC7879416.
    """
    extent = reference.extent
    if not reference.staged or extent is None:
        return None
    middle = np.arange(extent[0], extent[1] - EPOCH_S / 2, EPOCH_S) + EPOCH_S / 2
    stage = reference.stage_at(middle)
    theirs = np.isin(stage, SLEEP_STAGES)
    inside = (middle >= 0) & (middle < len(sleep.asleep) * sleep.epoch)
    known_by_both = (theirs | (stage == WAKE)) & inside
    if len(sleep.valid):
        known_by_both &= sleep.valid[sleep.epoch_of(middle)]
    if not known_by_both.any():
        return None
    own = sleep.asleep_at(middle)
    scored = bool((stage == WAKE).any() or theirs.all())
    table = np.zeros((2, 2))
    np.add.at(table, ((~own[known_by_both]).astype(int), (~theirs[known_by_both]).astype(int)), 1)
    return Staging(
        table=table,
        ours=_minutes(own, known_by_both, wake_scored=scored),
        reference=_minutes(theirs, known_by_both, wake_scored=scored),
        epochs=int(known_by_both.sum()),
        unknown=int((~known_by_both).sum()),
        wake_scored=scored,
    )


def _minutes(asleep: Mask, known: Mask, *, wake_scored: bool) -> SleepMinutes:
    minutes = EPOCH_S / 60
    slept = asleep & known
    total = float(slept.sum()) * minutes
    if not wake_scored:
        return SleepMinutes(total=total, latency=np.nan, after_onset=np.nan, efficiency=np.nan)
    first = np.flatnonzero(slept)
    if not len(first):
        return SleepMinutes(total=0.0, latency=np.nan, after_onset=np.nan, efficiency=0.0)
    return SleepMinutes(
        total=total,
        latency=float(known[: first[0]].sum()) * minutes,
        after_onset=float((known & ~asleep)[first[0] :].sum()) * minutes,
        efficiency=total / (float(known.sum()) * minutes),
    )
