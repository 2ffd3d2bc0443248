"""What speaks for one kind of movement or another: one row per event."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.around_sleep import around_sleep
from limbwatch.classify.evidence.joint_movements import JointMovements
from limbwatch.classify.evidence.similarity import resemblance_of, waveform_similarity_of
from limbwatch.classify.night import Sleep
from limbwatch.classify.observation.coverage import inside
from limbwatch.dsp import Track
from limbwatch.dsp.limits import SHAPE_RATE

Column = NDArray[np.float64]

_NEIGHBOURHOOD_S = 300.0
"""Reach of the count of neighbouring events, seconds."""


_FEIGNED_DEG_PER_G = 1.7
"""A mean over 0.28 s leaves some 3 % of the ringing of a mattress (3 Hz and more): across gravity
that looks like a turn of 1.7 degrees for each g."""


_FAINT_G = 0.03
"""What reaches a sensor through a mattress stays below this, g."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """Columns of shape (events,).

    Parameters
    ----------
    onset, duration : ndarray
        Seconds.
    limbs : ndarray
        Number of limbs that moved.
    share : ndarray
        Share of the worn sensors whose limb moved.
    worn : ndarray
        Number of sensors worn at the onset.
    legs, arms : ndarray
        Share of the worn legs and arms that moved; NaN where none is worn.
    others : ndarray
        Number of other limbs that moved along; NaN where only one sensor is worn.
    lag : ndarray
        Time from the first to the last limb's onset, seconds; NaN for a single limb.
    peak : ndarray
        Largest dynamic acceleration over the limbs, g.
    crest : ndarray
        Peak over root mean square of the strongest limb.
    width : ndarray
        Time above half the peak of the strongest limb, seconds.
    rise : ndarray
        Time from onset to peak of the strongest limb, seconds.
    abruptness : ndarray
        Largest rate of change of acceleration over the peak in the strongest limb, 1/s.
    evenness : ndarray
        Peak of the weakest limb over that of the strongest; NaN for a single limb.
    active : ndarray
        Longest time that one limb really moves, seconds.
    turn, excursion : ndarray
        Largest lasting and passing change of orientation, degrees.
    tilt : ndarray
        Excursion less what shaking alone would feign at this peak, degrees.
    slowness : ndarray
        Largest slow departure from rest over the peak: about 1 for a limb that turns, near 0
        for a sensor that is shaken.
    leaning : ndarray
        The same, smoothed over 0.8 s: what shakes is gone, what turns is left.
    frequency, rhythm : ndarray
        Dominant frequency, Hz, and its share of power in the strongest limb.
    bursts : ndarray
        Largest number of swells in a limb.
    rate : ndarray
        Swells per second of active time in that limb.
    still_before, still_after : ndarray
        Rest of all limbs before and after, seconds.
    neighbours : ndarray
        Events within five minutes on either side.
    faint : ndarray
        Those of them whose peak is below 30 mg: a bed that is shaken gives many.
    salience : ndarray
        Peak of the strongest limb over its sensor's detection threshold.
    similarity : ndarray
        Largest correlation between the waveforms of two sensors; NaN for a single limb.
    agreement : ndarray
        Smallest correlation between the waveform of the strongest limb and that of another; NaN
        for a single limb.
    delay : ndarray
        Largest time by which a limb's waveform is behind or ahead of that of the strongest limb,
        where they fit best, seconds; NaN for a single limb.
    resemblance : ndarray
        How much the strongest limb's waveform resembles its neighbours in time; -1 without such.
    since_wake : ndarray
        Time since the last epoch of wake, seconds; infinite when there was none.
    until_wake : ndarray
        Time to the next epoch of wake, seconds; infinite when there is none.
    falling : ndarray
        Time to the nearest moment of falling asleep, seconds.
    night : ndarray
        Share of the night that has passed, 0 to 1.
    asleep : ndarray
        1 asleep, 0 awake, at the onset.
    """

    onset: Column
    duration: Column
    limbs: Column
    share: Column
    worn: Column
    legs: Column
    arms: Column
    others: Column
    lag: Column
    peak: Column
    crest: Column
    width: Column
    rise: Column
    abruptness: Column
    evenness: Column
    active: Column
    turn: Column
    excursion: Column
    tilt: Column
    slowness: Column
    leaning: Column
    frequency: Column
    rhythm: Column
    bursts: Column
    rate: Column
    still_before: Column
    still_after: Column
    neighbours: Column
    faint: Column
    salience: Column
    similarity: Column
    agreement: Column
    delay: Column
    resemblance: Column
    since_wake: Column
    until_wake: Column
    falling: Column
    night: Column
    asleep: Column

    def __len__(self) -> int:
        return len(self.onset)


def features_of(joint: JointMovements, tracks: Sequence[Track], sleep: Sleep) -> Features:
    """Measure every event.

    Parameters
    ----------
    joint : JointMovements
    tracks : sequence of Track
    sleep : Sleep

    Returns
    -------
    Features
    """
    parts = _Parts(joint, tracks)
    onset = parts.least("onset")
    offset = parts.most("offset")
    last_onset = parts.most("onset")
    leg = np.array([t.placement.limb == "ankle" for t in tracks])
    moved = _moved(joint, len(tracks))
    worn = np.stack([inside(onset, track.worn) for track in tracks], axis=1) | moved
    limbs = moved.sum(axis=1).astype(np.float64)
    peak = parts.most("peak")
    active = parts.of_strongest("active")
    excursion = parts.most("excursion")
    reach = np.maximum.accumulate(offset) if len(offset) else offset
    end = max((float(track.spans[-1, 1]) for track in tracks), default=0.0)
    around = around_sleep(onset, sleep)
    waveforms = waveform_similarity_of(joint, tracks, parts.strongest)
    return Features(
        onset=onset,
        duration=offset - onset,
        limbs=limbs,
        share=_share(moved, worn),
        worn=worn.sum(axis=1).astype(np.float64),
        legs=_share(moved[:, leg], worn[:, leg]),
        arms=_share(moved[:, ~leg], worn[:, ~leg]),
        others=np.where(worn.sum(axis=1) > 1, limbs - 1, np.nan),
        lag=np.where(limbs > 1, last_onset - onset, np.nan),
        peak=peak,
        crest=parts.of_strongest("peak") / np.maximum(parts.of_strongest("rms"), 1e-9),
        width=parts.of_strongest("width"),
        rise=parts.of_strongest("rise"),
        abruptness=parts.of_strongest("jerk") / np.maximum(parts.of_strongest("peak"), 1e-9),
        evenness=np.where(limbs > 1, parts.least("peak") / np.maximum(peak, 1e-9), np.nan),
        active=parts.most("active"),
        turn=parts.most("turn"),
        excursion=excursion,
        tilt=excursion - _FEIGNED_DEG_PER_G * peak,
        slowness=parts.most("displacement") / np.maximum(peak, 1e-9),
        leaning=parts.most("lean") / np.maximum(peak, 1e-9),
        frequency=parts.of_strongest("frequency"),
        rhythm=parts.of_strongest("rhythm"),
        bursts=parts.most("bursts"),
        rate=parts.of_strongest("bursts") / np.maximum(active, 1 / SHAPE_RATE),
        still_before=np.maximum(onset - np.concatenate([[0.0], reach[:-1]]), 0.0),
        still_after=np.maximum(np.concatenate([onset[1:], [end]]) - reach, 0.0),
        neighbours=_neighbours(onset, onset),
        faint=_neighbours(onset, onset[peak < _FAINT_G]) + (peak >= _FAINT_G),
        salience=parts.of_strongest("peak") / parts.thresholds,
        similarity=waveforms.most,
        agreement=waveforms.least,
        delay=waveforms.delay,
        resemblance=parts.select([resemblance_of(track.movements) for track in tracks]),
        since_wake=around.since_wake,
        until_wake=around.until_wake,
        falling=around.falling,
        night=onset / end if end else onset,
        asleep=around.asleep,
    )


class _Parts:
    """Columns of all parts, reduced over the parts of each event."""

    def __init__(self, joint: JointMovements, tracks: Sequence[Track]) -> None:
        self.joint = joint
        self._tracks = tracks
        self.strongest = self._index_of_strongest()

    @property
    def thresholds(self) -> Column:
        """Detection threshold of each event's strongest limb, g."""
        threshold = np.array([track.threshold for track in self._tracks])
        return np.asarray(threshold[self.joint.track[self.strongest]])

    def column(self, name: str) -> Column:
        return self.joint.column(self._tracks, name)

    def select(self, columns: Sequence[Column]) -> Column:
        """Take the strongest limb's entry of a measure of all movements, one array per track."""
        begin = np.cumsum([0, *(len(column) for column in columns[:-1])])
        row = begin[self.joint.track] + self.joint.row
        return np.asarray(np.concatenate([*columns, np.empty(0)])[row[self.strongest]])

    def least(self, name: str) -> Column:
        return self._reduce(np.minimum, self.column(name))

    def most(self, name: str) -> Column:
        return self._reduce(np.maximum, self.column(name))

    def of_strongest(self, name: str) -> Column:
        return self.column(name)[self.strongest]

    def _reduce(self, function: np.ufunc, column: Column) -> Column:
        if not len(self.joint):
            return np.empty(0)
        return np.asarray(function.reduceat(column, self.joint.head))

    def _index_of_strongest(self) -> NDArray[np.intp]:
        order = np.lexsort((-self.column("peak"), self.joint.event))
        return np.asarray(order[self.joint.head])


def _moved(joint: JointMovements, tracks: int) -> NDArray[np.bool_]:
    """Say which limbs took part in each event, shape (events, tracks)."""
    moved = np.zeros((len(joint), tracks), np.bool_)
    moved[joint.event, joint.track] = True
    return moved


def _share(moved: NDArray[np.bool_], worn: NDArray[np.bool_]) -> Column:
    """Return the share of the worn sensors that moved; NaN where none is worn."""
    count = worn.sum(axis=1)
    return np.where(count > 0, moved.sum(axis=1) / np.maximum(count, 1), np.nan)


def _neighbours(onset: Column, others: Column) -> Column:
    """Count the others within the neighbourhood of each onset, itself left out."""
    low = np.searchsorted(others, onset - _NEIGHBOURHOOD_S)
    high = np.searchsorted(others, onset + _NEIGHBOURHOOD_S, side="right")
    return np.asarray(high - low - 1, np.float64)
