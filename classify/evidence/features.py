"""Features: the measures of each event that speak for one kind of movement or another."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.evidence.gait import (
    AT_PACE,
    IN_TURN,
    STEADY,
    SURELY_AT_PACE,
    SURELY_IN_TURN,
)
from limbwatch.sensor.arrays import Array, Mask

SWAYING = 2.0
"""Crest below which a leg sways and does not jerk: of 363 movements of one jerking limb of ten
simulated worlds and eleven outsiders', three sensors, one is below."""

_FALLING_S = 900.0
"""Longest time after wake, seconds, at which a person may still be falling asleep. Chosen: feet
tremble between wake and sleep (AASM), a seizure interrupts sleep."""

_TREMBLES, _HELD_TILTED = 0.5, 0.15
"""Least share of power at one frequency, and least slow departure from rest over the peak, of a
limb that is held taut: two of 269 stiffenings of ten simulated worlds and eleven outsiders' have
neither, three sensors, and none of 124 of the last twelve outsiders'; limbs that flail have
neither."""

_SURE_MEMBER = 0.95
"""Probability from which an event counts as a sure member of a rhythm; chosen."""

_TOGETHER = 0.35
"""Legs that swell and ebb together by more than this shake together: more than half of 111
convulsions of 45 s and more of ten simulated worlds and eleven outsiders' do, three sensors, and at
most .38 have 12 changes of posture that last so long in twelve outsiders' beds."""

PASSED_ON_G = 0.3
"""The most that a bed passes on to several limbs, g: of 11 943 shakes from outside that several of
three sensors felt in twelve outsiders' beds 5 were stronger at the weakest of these (of 9205 that
two ankles felt 7), and 5589 of the wearer's own movements."""

_ALONG = 0.5
"""Least share of an event for which a leg moves along with an arm; chosen."""

_MOSTLY = 0.8
"""Least share of an event for which a leg is held, so that the event is its own though a hand that
rubs it moves more; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """Columns of shape (events,)."""

    onset: Array
    duration: Array
    """Seconds."""
    limbs: Array
    """Number of limbs that moved."""
    share: Array
    """Share of the worn sensors whose limb moved."""
    worn: Array
    """Number of sensors worn at the onset."""
    legs: Array
    arms: Array
    """Share of the worn legs and arms that moved; NaN where none is worn."""
    others: Array
    """Number of other limbs that moved along; NaN where only one sensor is worn."""
    lag: Array
    """Time from the first to the last limb's onset, seconds; NaN for a single limb."""
    peak: Array
    """Largest dynamic acceleration over the limbs, g."""
    crest: Array
    """Peak over root mean square of the strongest limb."""
    width: Array
    """Time above half the peak of the strongest limb, seconds."""
    rise: Array
    """Time from onset to peak of the strongest limb, seconds."""
    abruptness: Array
    """Largest rate of change of acceleration over the peak in the strongest limb, 1/s."""
    evenness: Array
    """Peak of the weakest limb over that of the strongest; NaN for a single limb."""
    burst_share: Array
    swing_share: Array
    early_share: Array
    """Shares of the energy in one burst, in one swing, and soon after the onset
    (`limbwatch.classify.evidence.impulse`)."""
    begun_apart: Array
    half_apart: Array
    """Time between the limbs at which their energy comes, seconds; likewise."""
    weakest: Array
    """Peak of the weakest limb that moved, g."""
    active: Array
    """Longest time that one limb moves, pauses left out, seconds."""
    turn: Array
    excursion: Array
    """Largest lasting and passing change of orientation, degrees."""
    tilt: Array
    """Excursion less what shaking alone would feign at this peak, degrees."""
    slowness: Array
    """Largest slow departure from rest over the peak: about 1 for a limb that turns, near 0 for a
    sensor that is shaken."""
    leaning: Array
    """The same, smoothed over 0.8 s: what shakes is gone, what turns is left."""
    frequency: Array
    rhythm: Array
    """Dominant frequency, Hz, and its share of power in the strongest limb."""
    bursts: Array
    """Largest number of swells in a limb."""
    rate: Array
    """Swells per second of active time in that limb."""
    still_before: Array
    still_after: Array
    """Rest of all limbs before and after, seconds."""
    settling: Array
    """Peak over the strongest peak of the same limb in the seconds before, at the limb where it is
    largest; NaN where nothing was before (`limbwatch.classify.evidence.vicinity`)."""
    neighbours: Array
    """Events within five minutes on either side."""
    faint: Array
    """Those of them whose peak is below 30 mg: a bed that is shaken gives many."""
    salience: Array
    """Peak of the strongest limb over its sensor's detection threshold."""
    similarity: Array
    agreement: Array
    """Largest and smallest correlation between the waveform of the strongest limb and that of
    another; NaN for a single limb."""
    delay: Array
    """Largest time by which a limb's waveform is behind or ahead of that of the strongest limb,
    where they fit best, seconds; NaN for a single limb."""
    resemblance: Array
    """How much the strongest limb's waveform resembles its neighbours in time; -1 without such."""
    since_wake: Array
    """Time since the last epoch of wake, seconds; infinite when there was none."""
    until_wake: Array
    """Time to the next epoch of wake, seconds; infinite when there is none."""
    falling: Array
    """Time to the nearest moment of falling asleep, seconds."""
    like_it_h: Array
    """How much of the night lies as the event does (`AroundSleep`), hours."""
    held: Array
    """Longest time that a limb stays tilted after the first third of a second, seconds."""
    lean_evenness: Array
    """Least leaning of a limb over the largest, g over g; NaN for a single limb: near 1 where the
    mattress tilts under all of them."""
    arms_over_legs: Array
    leg_over_leg: Array
    fixed: Array
    """As in `limbwatch.classify.evidence.strength.Ratios`."""
    rhythmic: Array
    running: Array
    pace: Array
    """Probability that the event is a member of a rhythm, that a rhythm runs at its time, and the
    rhythm's median interval, seconds (`limbwatch.classify.evidence.rhythm`)."""
    stride: Array
    antiphase: Array
    at_pace: Array
    posture_share: Array
    """As in `limbwatch.classify.evidence.gait.Gait`; NaN for turns and posture of what needs none
    to be told as steps."""
    swing: Array
    """Least share of an ankle's power at the pace of strides, 0 to 1
    (`limbwatch.classify.evidence.gait.swing_of`)."""
    company_leaning: Array
    company_slowness: Array
    company_held: Array
    company_arms: Array
    company_others: Array
    """Means of ``leaning``, ``slowness``, ``held``, ``arms_over_legs`` and ``others`` over the
    events around it in one rhythm (`limbwatch.classify.evidence.vicinity`)."""
    leg_lasting: Array
    second_lasting: Array
    leg_held: Array
    """As in `limbwatch.classify.evidence.lasting.Lasting`; the second is NaN with one sensor."""
    least_lasting: Array
    held_least: Array
    """Least of the worn limbs, as there; NaN with one sensor."""
    moving_legs: Array
    """Number of legs that moved; 0 where none is worn."""
    sampling: Array
    """Samples per second of the strongest limb's sensor, Hz."""
    night: Array
    """Share of the night that has passed, 0 to 1."""
    asleep: Array
    """1 asleep, 0 awake, at the onset."""

    def __len__(self) -> int:
        return len(self.onset)

    @property
    def second(self) -> Array:
        """What the second strongest limb shows over the strongest; NaN with one sensor.

        Of all worn sensors, detected or not. Exact with up to two ankles and a wrist; where both
        wrists are worn the weaker one is not looked at.
        """
        arms = self.arms_over_legs
        return np.where(arms > 1, 1 / np.maximum(arms, 1e-9), np.fmax(arms, self.leg_over_leg))

    @property
    def second_share(self) -> Array:
        """Part of an event for which the second limb moves, 0 to 1; NaN with one sensor."""
        return self.second_lasting / self.duration

    @property
    def stepping(self) -> Array:
        """By how much the legs are in turn, or swell at the pace of strides, enough to step.

        Below 0 where they do neither, -1 to 1; NaN where two ankles tell nothing.
        """
        return np.maximum(self.antiphase - IN_TURN, self.at_pace - AT_PACE)

    @property
    def rest_before_steps(self) -> Array:
        """Rest before what may be steps, seconds; NaN for swings that surely are steps."""
        return np.where((self.swing >= STEADY) | self._surely_stepping, np.nan, self.still_before)

    @property
    def impact_frequency(self) -> Array:
        """Dominant frequency, Hz; NaN where legs surely step, whose blows ring."""
        return np.where(self._surely_stepping, np.nan, self.frequency)

    @property
    def _surely_stepping(self) -> Mask:
        in_turn = self.antiphase >= SURELY_IN_TURN
        return np.asarray(in_turn & (self.at_pace >= SURELY_AT_PACE))

    @property
    def tautness(self) -> Array:
        """What a muscle that is held shows, over the least of it: trembling, or a limb tilted."""
        return np.maximum(self.rhythm / _TREMBLES, self.leaning / _HELD_TILTED)

    @property
    def shared_peak(self) -> Array:
        """Peak of the weakest limb of what moved several, g; NaN for a single limb."""
        return np.where(self.limbs > 1, self.weakest, np.nan)

    @property
    def member_pace(self) -> Array:
        """Median interval of the rhythm that a leg surely moves in, seconds; NaN for all else."""
        member = (self.rhythmic >= _SURE_MEMBER) & (self.moving_legs > 0)
        return np.where(member, self.pace, np.nan)

    @property
    def bed_ratio(self) -> Array:
        """``fixed`` of what a bed may pass on; NaN of what moves several limbs by more.

        A jolt of the whole body reaches all sensors in one ratio, as a shaken bed does, and harder.
        """
        return np.where(self.shared_peak > PASSED_ON_G, np.nan, self.fixed)

    @property
    def together_s(self) -> Array:
        """Duration of what both legs swell and ebb in together, seconds; NaN for all else."""
        return np.where(self.antiphase <= -_TOGETHER, self.duration, np.nan)

    @property
    def shared_in_rhythm(self) -> Array:
        """``shared_peak`` of what surely is a member of a rhythm; NaN for all else."""
        return np.where(self.rhythmic >= _SURE_MEMBER, self.shared_peak, np.nan)

    @property
    def held_by_leg(self) -> Mask:
        """Whether a leg led, or was held tilted for most of the event while a hand did more."""
        return np.isfinite(self.by_legs) | (self.leg_held >= _MOSTLY * self.duration)

    @property
    def by_legs(self) -> Array:
        """Duration of what legs do more than arms, seconds; NaN where an arm is the stronger."""
        led = (self.limbs == self.moving_legs) | (self.arms_over_legs < 1)
        return np.where(led, self.duration, np.nan)

    @property
    def hypnagogic_crest(self) -> Array:
        """Crest of what legs do while their owner falls asleep; NaN out of sleep and of an arm."""
        falls_asleep = np.isfinite(self.by_legs) & (self.since_wake <= _FALLING_S)
        return np.where(falls_asleep, self.crest, np.nan)

    @property
    def sways(self) -> Mask:
        """Whether a leg sways evenly while its owner falls asleep."""
        return np.asarray(self.hypnagogic_crest < SWAYING)

    @property
    def hand_frequency(self) -> Array:
        """Dominant frequency of what moves arms alone, Hz; NaN where a leg goes along for long.

        A leg that shows less than the arm is carried by the bed.
        """
        along = (self.leg_lasting > _ALONG * self.duration) & ~(self.arms_over_legs > 1)
        return np.where((self.moving_legs > 0) & along, np.nan, self.frequency)
