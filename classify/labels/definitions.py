"""What a kind of movement must have by definition, as data."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.evidence.features import PASSED_ON_G, SWAYING, Features
from limbwatch.classify.evidence.gait import STEADY
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, SPASM, Hypothesis
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a kind must have by definition."""

    measure: str
    least: float
    most: float
    """`least` and `most`: inclusive; an event outside them is hardly of that kind, whatever else it
    resembles."""

    def outside(self, values: Array) -> Mask:
        """Say which values lie outside; a measure that could not be taken never does."""
        return np.asarray((values < self.least) | (values > self.most))


def at_least(measure: str, least: float) -> Bound:
    """Demand a value of at least ``least``."""
    return Bound(measure=measure, least=least, most=np.inf)


def at_most(measure: str, most: float) -> Bound:
    """Demand a value of at most ``most``."""
    return Bound(measure=measure, least=-np.inf, most=most)


BED_RATIO = 0.8
"""What reaches the sensors in one ratio with more than this share of the movements around it has
one source, which is no limb of the wearer: on simulated nights of ten worlds none of 1114 jolts and
spasms felt by three sensors does, and 21 of 1106 felt by two ankles, spasms all. Of 17 shakes by a
partner, called sleep starts in an outsider's bed, 16 do. Kicks of both legs may."""

_PASSED_ON = (at_most("shared_peak", PASSED_ON_G), at_most("shared_in_rhythm", 0.15))
"""What a bed may pass on to several limbs, g: a partner whose legs move in a rhythm reaches them
with a part of a movement of .05 to 1 g. Of 564 members of such rhythms in twelve outsiders' beds,
three sensors, one is stronger at the weakest limb (of 787, two ankles, one)."""

_TURNED_AWAY = 2.0
"""A jolt departs from rest abruptly: what departs slowly by more than so many times its peak turns
away (of 2268 jolts in twelve outsiders' beds, three sensors, 19 above 1.5; of a physics engine's
periodic movements and twitches that were called sleep starts all are above 2)."""

_KICKS_S = 17.0
"""Jolts follow each other faster, seconds: spasms come every 5 to 10 s (Epilepsy Foundation), and
legs that move every 20 to 40 s move periodically, however abruptly. Of 2268 jolts in twelve
outsiders' beds, three sensors, one surely is in a slower rhythm of the legs (of 2167, two ankles,
5), and of 4985 movements of the legs that surely are in a rhythm 4150."""

BOUNDS: dict[Hypothesis, tuple[Bound, ...]] = {
    # 3 to 45 s (Ferri et al. 2021); what a detector sees of one is shorter: of 8493 on simulated
    # nights of ten worlds, three sensors, 7 in 100 last less than this, of sleep starts 66. Getting
    # up with all that follows lasts longer, but then the legs do not shake together
    Kind.GROSS_MOVEMENT: (at_least("duration", 1.5), at_most("together_s", 45.0)),
    # a limb that settles does not move: among 5371 limb movements asleep of five simulators 12 are
    # so weak so soon after another of the same limb, among 3662 events without a cause 234
    Kind.LIMB_MOVEMENT: (at_least("settling", 0.1),),
    # a muscle burst of at most 0.25 s; a bed rings on for some seconds
    # at less than ten samples a second, as clocks go by a hundredth, it falls between two
    Kind.HYPNIC_JERK: (
        at_most("active", 6.0),
        at_most("width", 1.0),
        at_least("sampling", 9.9),
        at_most("bed_ratio", BED_RATIO),
        at_most("member_pace", _KICKS_S),
        at_most("leaning", _TURNED_AWAY),
    ),
    SPASM: (
        at_most("width", 2.0),
        at_least("sampling", 9.9),
        at_least("others", 1.0),
        at_most("bed_ratio", BED_RATIO),
        at_most("member_pace", _KICKS_S),
        at_most("leaning", _TURNED_AWAY),
    ),
    # trains of at least four bursts of a leg
    Kind.FOOT_TREMOR: (
        at_least("bursts", 3.0),
        at_least("duration", 1.0),
        at_least("moving_legs", 1.0),
    ),
    # 3-12 Hz for two seconds or more; a spectrum of a short stretch is a few tenths of Hz wide
    Kind.TREMOR: (at_least("frequency", 2.7), at_least("duration", 1.6), at_least("rhythm", 0.4)),
    # ten seconds or more, of several limbs: an event lasts as long as its last limb moves. Shaking
    # that slows from 10 Hz to 1 has no one frequency: of 110 simulated convulsions,
    # three sensors, 5 in 100 have less than 0.22 of their power in one, and none less than 0.15;
    # of two ankles none less than 0.11. What shakes all limbs shakes the legs together, or each by
    # itself: of 158 convulsions of ten simulated worlds and eleven outsiders' none has its legs in
    # turn by more than 0.4, and half of 1549 walks have them so by more than 0.7. Nor do all legs
    # swing at the pace of strides, or the strongest limb as slowly: of 62 likely convulsions of 595
    # nights none swings so, and the slowest shakes at 1.3 Hz (three sensors, two ankles). The limb
    # that shakes second longest does so for half of it at least (of 37, three sensors, for .91 and
    # more, of 32, two ankles, for .51); what a trembling hand passes on is felt now and then
    Kind.CONVULSIVE: (
        at_most("antiphase", 0.6),
        at_most("swing", 0.2),
        at_least("frequency", 1.2),
        at_least("duration", 8.0),
        at_least("rhythm", 0.1),
        at_least("second_lasting", 8.0),
        at_least("second_share", 0.4),
    ),
    # stiffening of several limbs that goes on: on nights of four simulators, judged by labels not
    # learned on them, 54 of 57 named rightly move for 6 s or more, and 27 of 55 named wrongly,
    # which mostly are shudders. A bed passes on a part of what one limb does: on 426 nights of
    # seven such simulators, three sensors, the second limb shows at least 0.15 of the strongest in
    # 90 of 93 that lead rightly, and in 8 of 16 that are the jerking of one limb
    # (legs in turn likewise: of 235 stiffenings none above 0.72)
    Kind.TONIC: (
        at_most("antiphase", 0.8),
        at_least("duration", 3.0),
        at_least("active", 6.0),
        at_least("others", 1.0),
        at_least("second", 0.15),
        at_least("second_lasting", 5.0),
        at_least("still_before", 5.0),
    ),
    # rhythmic, for ten seconds or more, slower than a tremor, of one limb, out of rest; a limb that
    # jerks stays where it lies: likewise 74 of 78 named rightly swing by at most 40 degrees, and 80
    # of 130 named wrongly; an arm that is carried to the bathroom swings further. A leg that swings
    # steadily at the pace of strides steps: no true jerking, cramp or stiffening of 248 nights of
    # four simulators has more than half its power there. Other limbs show what the bed passes on:
    # likewise at most 0.25 of it in nine of ten. Each jerk of a leg is a blow that rings on at the
    # leg's own frequency, 4 to 7 Hz where jerks come once or twice a second; there a hand trembles.
    # Trains of foot tremor are told from the jerking of a leg by their length, and where they sway
    # while somebody falls asleep: jerks are blows
    Kind.FOCAL: (
        at_least("hypnagogic_crest", SWAYING),
        at_least("duration", 8.0),
        at_most("second", 0.25),
        at_most("frequency", 7.0),
        at_most("hand_frequency", 4.0),
        at_least("by_legs", CONCERN.focal_leg_s),
        at_least("bursts", 6.0),
        at_least("still_before", 5.0),
        at_most("excursion", 40.0),
        at_most("swing", STEADY),
    ),
    # some strides of a leg, in a posture that is not that of the bed: on simulated walks of four
    # worlds the shank had it for at most 0.21 of 1.5 h, in shaking while lying for 0.32 and more.
    # Legs that swell and ebb together at the pace of strides do not walk, nor do legs that swell
    # neither in turn nor at that pace (`gait.IN_TURN`). Who walks has sat up and stood up before:
    # of the walks told of there 182 of 190 begin within 90 s of another movement, of the 60
    # convulsions 21. Nobody walks on one leg: of 1339 walking events of 3 s and more there both
    # ankles move in 97 of 100. Steps are slow beside blows that ring: 2 in 100 of these events are
    # fastest above 4.5 Hz, 1 of 53 of people who walk with an ankle and a wrist (UMAFall), and 18
    # of the 57 longer convulsions
    Kind.WALKING: (
        at_least("duration", 3.0),
        at_least("stride", 0.1),
        at_least("moving_legs", 1.0),
        at_least("legs", 0.99),
        at_most("impact_frequency", 4.5),
        at_least("antiphase", -0.2),
        at_least("stepping", 0.0),
        at_most("rest_before_steps", 90.0),
        at_most("posture_share", 0.25),
    ),
    # tens of seconds, of a leg: on simulated nights of nine worlds left out and two outsiders',
    # three sensors, the leg itself moves for 11.8 s and more in 19 of 20 named rightly, and for
    # less than 5.6 s in half of 55 named wrongly, where an arm went on
    Kind.CRAMP: (
        at_least("duration", 12.0),
        at_least("leg_lasting", 10.0),
        at_most("others", 1.0),
        at_least("moving_legs", 1.0),
        at_most("swing", STEADY),
    ),
    # bursts of at most 0.15 s, and the limb's ringing
    Kind.TWITCH: (at_most("active", 0.9), at_most("others", 0.0)),
    # felt by two sensors at least, and stronger than what a mattress passes on all night
    KNOCK: (at_least("others", 1.0), at_least("peak", 0.05), *_PASSED_ON),
    EXTERNAL: _PASSED_ON,
}
"""Definitions, with room for the error of the measures."""


def outside(features: Features, hypothesis: Hypothesis) -> Mask:
    """Say which events are not of a kind by its definition.

    Returns
    -------
    ndarray of bool, shape (events,)
    """
    found = np.zeros(len(features), np.bool_)
    for bound in BOUNDS.get(hypothesis, ()):
        found |= bound.outside(getattr(features, bound.measure))
    return found
