"""The definitions of the kinds as bounds on measures, as data."""

from dataclasses import dataclass

import numpy as np

from limbwatch.classify.evidence.features import SWAYING, TRANSMITTED_G, Features
from limbwatch.classify.evidence.gait import STEADY
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, SPASM, Hypothesis
from limbwatch.sensor.arrays import Array, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Limits of one measure of a kind: an event outside them is hardly ever of that kind."""

    measure: str
    """Column of `limbwatch.classify.evidence.features.Features`."""
    least: float
    """Lowest value, inclusive."""
    most: float
    """Highest value, inclusive."""

    def outside(self, values: Array) -> Mask:
        """Return which values lie outside; a missing measure (NaN) never does."""
        return np.asarray((values < self.least) | (values > self.most))


def at_least(measure: str, least: float) -> Bound:
    """Return a lower bound."""
    return Bound(measure=measure, least=least, most=np.inf)


def at_most(measure: str, most: float) -> Bound:
    """Return an upper bound."""
    return Bound(measure=measure, least=-np.inf, most=most)


BED_RATIO = 0.8
"""Highest share of the surrounding movements that may have the same ratio between the sensors as a
sleep start or spasm: above it they have one source, not a limb of the wearer. On simulated nights
of ten worlds none of 1114 jolts and spasms recorded by three sensors is above, and 21 of 1106
recorded by two ankles, all spasms. Of 17 shakes by a partner, labelled sleep starts in an
outsider's bed, 16 are. Kicks of both legs may be."""

_PASSED_ON = (at_most("shared_peak", TRANSMITTED_G), at_most("shared_in_rhythm", 0.15))
"""Upper bounds on what a bed transmits to several limbs, g: rhythmic leg movements of a partner
arrive as a fraction of .05 to 1 g. Of 564 members of such rhythms in twelve outsiders' beds, three
sensors, one is stronger at the weakest limb (of 787, two ankles, one)."""

_TURNED_AWAY = 2.0
"""Largest slow departure from rest of a jolt, as a multiple of its peak: a jolt is abrupt, a limb
that departs slowly by more turns away (of 2268 jolts in twelve outsiders' beds, three sensors, 19
above 1.5; of a physics engine's periodic movements and twitches that were labelled sleep starts all
are above 2)."""

_KICKS_S = 17.0
"""Longest interval of jolts in a rhythm, seconds: spasms come every 5 to 10 s (Epilepsy
Foundation), and legs that move every 20 to 40 s move periodically, however abruptly. Of 2268 jolts
in twelve outsiders' beds, three sensors, one surely is in a slower rhythm of the legs (of 2167, two
ankles, 5), and of 4985 movements of the legs that surely are in a rhythm 4150."""

BOUNDS: dict[Hypothesis, tuple[Bound, ...]] = {
    # 3 to 45 s (Ferri et al. 2021), but detected as shorter: of 8493 on simulated nights of ten
    # worlds, three sensors, 7 in 100 last less than this bound, of sleep starts 66. Getting up and
    # what follows lasts longer, but then the legs do not shake together
    Kind.GROSS_MOVEMENT: (at_least("duration", 1.5), at_most("together_s", 45.0)),
    # a limb that settles is not a movement: among 5371 limb movements asleep of five simulators 12
    # are so weak so soon after another of the same limb, among 3662 events without a cause 234
    Kind.LIMB_MOVEMENT: (at_least("settling", 0.1),),
    # a muscle burst of at most 0.25 s, while the bed rings on for some seconds. Below ten samples a
    # second, less a hundredth for clock errors, the burst falls between two samples
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
    # 3-12 Hz for two seconds or more; the spectrum of a short stretch is a few tenths of Hz wide
    Kind.TREMOR: (at_least("frequency", 2.7), at_least("duration", 1.6), at_least("rhythm", 0.4)),
    # ten seconds or more, of several limbs: an event lasts as long as its last limb moves. Shaking
    # that slows from 10 Hz to 1 has no single frequency: of 110 simulated convulsions, three
    # sensors, 5 in 100 have less than 0.22 of their power at one, and none less than 0.15; with two
    # ankles none less than 0.11. The legs shake together or independently: of 158 convulsions of
    # ten simulated worlds and eleven outsiders' none has its legs alternate by more than 0.4, and
    # half of 1549 walks have them alternate by more than 0.7. Nor do the legs swing at the pace of
    # strides, or the strongest limb as slowly: of 62 likely convulsions of 595 nights none swings
    # so, and the slowest shakes at 1.3 Hz (three sensors, two ankles). The limb that shakes second
    # longest does so for at least half of the event (of 37, three sensors, for .91 and more, of 32,
    # two ankles, for .51); what a trembling hand transmits is recorded only now and then
    Kind.CONVULSIVE: (
        at_most("antiphase", 0.6),
        at_most("swing", 0.2),
        at_least("frequency", 1.2),
        at_least("duration", 8.0),
        at_least("rhythm", 0.1),
        at_least("second_lasting", 8.0),
        at_least("second_share", 0.4),
    ),
    # sustained stiffening of several limbs: on nights of four simulators, by labels not learned on
    # them, 54 of 57 labelled correctly move for 6 s or more, and 27 of 55 labelled wrongly, mostly
    # shudders. A bed transmits a part of one limb's movement: on 426 nights of seven such
    # simulators, three sensors, the second limb shows at least 0.15 of the strongest in 90 of 93
    # that lead correctly, and in 8 of 16 that are the jerking of one limb (alternating legs
    # likewise: of 235 stiffenings none above 0.72)
    Kind.TONIC: (
        at_most("antiphase", 0.8),
        at_least("duration", 3.0),
        at_least("active", 6.0),
        at_least("others", 1.0),
        at_least("second", 0.15),
        at_least("second_lasting", 5.0),
        at_least("still_before", 5.0),
    ),
    # rhythmic, for ten seconds or more, slower than a tremor, of one limb, out of rest. A jerking
    # limb stays where it lies: on the same nights 74 of 78 labelled correctly swing by at most 40
    # degrees, and 80 of 130 labelled wrongly; on the way to the bathroom an arm swings further. A
    # leg that swings steadily at the pace of strides steps: no true jerking, cramp or stiffening of
    # 248 nights of four simulators has more than half its power there. Other limbs show only what
    # the bed transmits: on these nights at most 0.25 in nine of ten. Each jerk of a leg is a blow
    # that rings on at the leg's own frequency, 4 to 7 Hz where jerks come once or twice a second; a
    # hand at that frequency trembles. Trains of foot tremor differ from the jerking of a leg by
    # their length, and by swaying while the person falls asleep: jerks are blows. A body that rocks
    # swings an arm smoothly: of 104 jerkings of ten simulated worlds and six outsiders' beds, any
    # sensors, none is less abrupt than 18, and four rockings of three of these are at most 12
    Kind.FOCAL: (
        at_least("abruptness", 15.0),
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
    # some strides of a leg, in a posture not seen in bed: on simulated walks of four worlds the
    # shank had it for at most 0.21 of 1.5 h, in shaking while lying for 0.32 and more. Legs that
    # swell and ebb together at the pace of strides do not walk, nor do legs that swell neither
    # alternately nor at that pace (`gait.IN_TURN`). Walking is preceded by sitting up and standing
    # up: of the walks described there 182 of 190 begin within 90 s of another movement, of the 60
    # convulsions 21. Nobody walks on one leg: of 1339 walking events of 3 s and more there both
    # ankles move in 97 of 100. Steps are slow beside ringing blows: 2 in 100 of these events are
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
    # three sensors, the leg itself moves for 11.8 s and more in 19 of 20 labelled correctly, and
    # for less than 5.6 s in half of 55 labelled wrongly, where an arm moved on
    Kind.CRAMP: (
        at_least("duration", 12.0),
        at_least("leg_lasting", 10.0),
        at_most("others", 1.0),
        at_least("moving_legs", 1.0),
        at_most("swing", STEADY),
    ),
    # bursts of at most 0.15 s, and the limb's ringing
    Kind.TWITCH: (at_most("active", 0.9), at_most("others", 0.0)),
    # recorded by two sensors at least, and stronger than what a mattress transmits all night
    KNOCK: (at_least("others", 1.0), at_least("peak", 0.05), *_PASSED_ON),
    EXTERNAL: _PASSED_ON,
}
"""Bounds of each kind, with allowance for the error of the measures."""


def outside(features: Features, hypothesis: Hypothesis) -> Mask:
    """Return which events are outside the definition of a kind, shape (events,)."""
    found = np.zeros(len(features), np.bool_)
    for bound in BOUNDS.get(hypothesis, ()):
        found |= bound.outside(getattr(features, bound.measure))
    return found
