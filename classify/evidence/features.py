"""Features: the measures of each event that are evidence for its kind."""

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
"""Crest factor below which a leg sways and does not jerk: of 363 movements of one jerking limb of
ten simulated worlds and eleven outsiders', three sensors, one is below."""

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
"""Correlation above which legs shake together: more than half of 111 convulsions of 45 s and more
of ten simulated worlds and eleven outsiders' are above, three sensors, and 12 changes of posture
that last so long in twelve outsiders' beds have at most .38."""

TRANSMITTED_G = 0.3
"""The most that a bed transmits to several limbs, g: of 11 943 shakes from outside recorded by
several of three sensors in twelve outsiders' beds 5 were stronger at the weakest of these (of 9205
recorded by two ankles 7), and 5589 of the wearer's own movements."""

_ALONG = 0.5
"""Least share of an event for which a leg moves along with an arm; chosen."""

_MOSTLY = 0.8
"""Least share of an event for which a leg is held for the event to be the leg's, although a hand
that rubs it moves more; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """The measures of each event; columns of shape (events,).

    Columns without a sentence are those of `evidence.strength.Ratios`, `evidence.gait.Gait` and
    `evidence.lasting.Lasting`; ``antiphase`` and ``posture_share`` are NaN for a steady swing,
    which is walking without them. Those that begin with ``company`` are means over the neighbours
    in the same rhythm (`evidence.vicinity`).
    """

    onset: Array
    """Seconds from the recording's start."""
    duration: Array
    """Seconds."""
    limbs: Array
    """Number of limbs that moved."""
    share: Array
    """Share of the worn sensors whose limb moved."""
    worn: Array
    """Number of sensors worn at the onset."""
    legs: Array
    """Share of the legs with a worn sensor that moved; NaN without one."""
    arms: Array
    """Share of the arms with a worn sensor that moved; NaN without one."""
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
    """Share of the energy in one burst (`limbwatch.classify.evidence.impulse`)."""
    swing_share: Array
    """Share of the energy in one swing."""
    early_share: Array
    """Share of the energy soon after the onset."""
    begun_apart: Array
    """Time between the limbs at which a tenth of their energy has come, seconds."""
    half_apart: Array
    """Time between the limbs at which half of their energy has come, seconds."""
    weakest: Array
    """Peak of the weakest limb that moved, g."""
    active: Array
    """Longest time that one limb moves, without pauses, seconds."""
    turn: Array
    """Largest lasting change of orientation, degrees."""
    excursion: Array
    """Largest passing change of orientation, degrees."""
    tilt: Array
    """Excursion minus what shaking with this peak would feign, degrees."""
    slowness: Array
    """Largest slow departure from rest over the peak: about 1 for a limb that turns, near 0 for a
    sensor that is shaken."""
    leaning: Array
    """The same with the departure smoothed over 0.8 s, which removes shaking and leaves turns."""
    frequency: Array
    """Dominant frequency of the strongest limb, Hz."""
    rhythm: Array
    """Share of the strongest limb's power at that frequency."""
    bursts: Array
    """Largest number of swells in a limb."""
    rate: Array
    """Swells per second of active time in that limb."""
    still_before: Array
    """Rest of all limbs before, seconds."""
    still_after: Array
    """Rest of all limbs after, seconds."""
    settling: Array
    """Peak over the strongest peak of the same limb in the seconds before, at the limb where it is
    largest; NaN without one (`limbwatch.classify.evidence.vicinity`)."""
    neighbours: Array
    """Number of events within five minutes on either side."""
    faint: Array
    """Number of neighbours whose peak is below 30 mg: a shaken bed gives many."""
    salience: Array
    """Peak of the strongest limb over its sensor's detection threshold."""
    similarity: Array
    """Largest correlation between the waveform of the strongest limb and that of another; NaN for a
    single limb."""
    agreement: Array
    """Smallest such correlation; NaN for a single limb."""
    delay: Array
    """Largest shift between a limb's waveform and that of the strongest limb where they fit best,
    seconds; NaN for a single limb."""
    resemblance: Array
    """Resemblance of the strongest limb's waveform to its neighbours in time; -1 without any."""
    since_wake: Array
    """Time since the last epoch of wake, seconds; infinite when there was none."""
    until_wake: Array
    """Time to the next epoch of wake, seconds; infinite when there is none."""
    falling: Array
    """Time to the nearest moment of falling asleep, seconds."""
    similar_hours: Array
    """Hours of the night at a similar position relative to sleep (`AroundSleep`)."""
    held: Array
    """Longest time that a limb stays tilted after the first third of a second, seconds."""
    lean_evenness: Array
    """Least lean of a limb over the largest, g over g; NaN for a single limb: near 1 where the
    mattress tilts under all of them."""
    arms_over_legs: Array
    leg_over_leg: Array
    fixed: Array
    rhythmic: Array
    """Probability that the event is a member of a rhythm
    (`limbwatch.classify.evidence.rhythm`)."""
    running: Array
    """Probability that a rhythm runs at the time of the event."""
    pace: Array
    """Median interval of that rhythm, seconds."""
    stride: Array
    antiphase: Array
    at_pace: Array
    posture_share: Array
    swing: Array
    """Least share of an ankle's power at the pace of strides, 0 to 1
    (`limbwatch.classify.evidence.gait.swing_of`)."""
    company_leaning: Array
    company_slowness: Array
    company_held: Array
    company_arms: Array
    company_others: Array
    leg_lasting: Array
    second_lasting: Array
    leg_held: Array
    least_lasting: Array
    held_least: Array
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
        """Strength of the second strongest limb over the strongest; NaN with one sensor.

        Among all worn sensors, detected or not. Exact with up to two ankles and a wrist; of two
        wrists the weaker one is ignored.
        """
        arms = self.arms_over_legs
        return np.where(arms > 1, 1 / np.maximum(arms, 1e-9), np.fmax(arms, self.leg_over_leg))

    @property
    def second_share(self) -> Array:
        """Share of an event for which the second limb moves, 0 to 1; NaN with one sensor."""
        return self.second_lasting / self.duration

    @property
    def stepping(self) -> Array:
        """Margin by which the legs alternate, or swell at the pace of strides, enough for steps.

        -1 to 1, below 0 where they do neither; NaN where neither is known.
        """
        return np.maximum(self.antiphase - IN_TURN, self.at_pace - AT_PACE)

    @property
    def rest_before_steps(self) -> Array:
        """Rest before possible steps, seconds; NaN for swings that surely are steps."""
        return np.where((self.swing >= STEADY) | self._surely_stepping, np.nan, self.still_before)

    @property
    def impact_frequency(self) -> Array:
        """Dominant frequency, Hz; NaN where legs surely step, as heel strikes ring."""
        return np.where(self._surely_stepping, np.nan, self.frequency)

    @property
    def _surely_stepping(self) -> Mask:
        in_turn = self.antiphase >= SURELY_IN_TURN
        return np.asarray(in_turn & (self.at_pace >= SURELY_AT_PACE))

    @property
    def tautness(self) -> Array:
        """Evidence of a muscle held taut, trembling or tilting a limb, over the least amount."""
        return np.maximum(self.rhythm / _TREMBLES, self.leaning / _HELD_TILTED)

    @property
    def shared_peak(self) -> Array:
        """Peak of the weakest limb of an event that moved several, g; NaN for a single limb."""
        return np.where(self.limbs > 1, self.weakest, np.nan)

    @property
    def member_pace(self) -> Array:
        """Median interval of the rhythm that a leg surely moves in, seconds; NaN without one."""
        member = (self.rhythmic >= _SURE_MEMBER) & (self.moving_legs > 0)
        return np.where(member, self.pace, np.nan)

    @property
    def bed_ratio(self) -> Array:
        """``fixed`` of events no stronger than a bed transmits; NaN for stronger ones.

        A jolt of the whole body also reaches all sensors in one ratio, but is stronger.
        """
        return np.where(self.shared_peak > TRANSMITTED_G, np.nan, self.fixed)

    @property
    def together_s(self) -> Array:
        """Duration of events in which the legs swell and ebb together, seconds; NaN for others."""
        return np.where(self.antiphase <= -_TOGETHER, self.duration, np.nan)

    @property
    def shared_in_rhythm(self) -> Array:
        """``shared_peak`` of sure members of a rhythm; NaN for others."""
        return np.where(self.rhythmic >= _SURE_MEMBER, self.shared_peak, np.nan)

    @property
    def held_by_leg(self) -> Mask:
        """Whether a leg led, or was held tilted for most of the event while a hand moved more."""
        return np.isfinite(self.by_legs) | (self.leg_held >= _MOSTLY * self.duration)

    @property
    def by_legs(self) -> Array:
        """Duration of events in which legs move more than arms, seconds; NaN for others."""
        led = (self.limbs == self.moving_legs) | (self.arms_over_legs < 1)
        return np.where(led, self.duration, np.nan)

    @property
    def hypnagogic_crest(self) -> Array:
        """Crest of leg movements while the person falls asleep; NaN at other times and of arms."""
        falls_asleep = np.isfinite(self.by_legs) & (self.since_wake <= _FALLING_S)
        return np.where(falls_asleep, self.crest, np.nan)

    @property
    def sways(self) -> Mask:
        """Whether a leg sways evenly while the person falls asleep."""
        return np.asarray(self.hypnagogic_crest < SWAYING)

    @property
    def hand_frequency(self) -> Array:
        """Dominant frequency of movements of arms alone, Hz; NaN where a leg moves along for long.

        A leg that moves less than the arm is carried by the bed.
        """
        along = (self.leg_lasting > _ALONG * self.duration) & ~(self.arms_over_legs > 1)
        return np.where((self.moving_legs > 0) & along, np.nan, self.frequency)
