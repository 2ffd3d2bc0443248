"""The clues of each kind of movement, as data.

The thresholds come from publications and from mechanics; the weights of the clues, alone and in
combination, are learned on simulated nights: `limbwatch.classify.labels.weights`.
"""

from dataclasses import replace

from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clue import MORE, Clue, above, below, less, more

EXTERNAL = Kind.EXTERNAL
"""Motion that the person did not make: the bed was shaken weakly, or something touched a limb."""

KNOCK = "knock"
"""A strong, brief shake of the bed: a door, a pet, somebody who sits down on it. Labelled
``external`` too."""

SPASM = "spasm"
"""A jolt of several limbs that is longer than a sleep start and may leave them in a new position.
Clusters of them are labelled as sleep starts; a single one is ``uncertain``."""

Hypothesis = Kind | str
"""A kind, ``KNOCK`` or ``SPASM``."""

CLUES: dict[Hypothesis, tuple[Clue, ...]] = {
    # Sleep start: muscle burst of 75-250 ms (the limb rings on for 0.3-0.8 s), single, abrupt,
    # whole body or several limbs, out of stillness, mostly between wake and light sleep (ICSD-3;
    # spread over the night in a fifth of patients, PMID 28007358)
    Kind.HYPNIC_JERK: (
        below("width", 0.4),
        below("active", 1.3, factor=1.25),
        below("duration", 1.6, factor=1.25),
        more("others", 0.5, within=0.15),
        more("legs", 0.75, within=0.1),
        more("arms", 0.3, within=0.1),
        less("lag", 0.3, within=0.08),
        above("peak", 0.1, factor=1.6),
        less("rhythmic", 0.5, within=0.2),
        above("still_before", 4.0, factor=1.6),
        below("since_wake", 900.0, factor=2.0),
        below("falling", 400.0, factor=2.0),
        above("still_after", 4.0, factor=1.6),
        more("share", 0.8, within=0.1),
        below("turn", 8.0),
        less("bursts", 3.5, within=0.5),
        more("tilt", 0.7, within=0.35),
        above("slowness", 0.13),
        above("leaning", 0.055),
        more("delay", 0.03, within=0.012),
        less("similarity", 0.93, within=0.02),
        less("agreement", 0.9, within=0.04),
        # the acceleration is over within the muscle burst
        below("rise", 0.25, factor=1.4),
        below("rise", 0.12, factor=1.4),
        above("abruptness", 15.0),
        above("abruptness", 30.0),
        below("width", 0.15),
        below("active", 0.7, factor=1.25),
        above("peak", 0.5, factor=1.6),
        below("falling", 120.0, factor=2.0),
        above("tilt", 3.0),
        # limbs jolted by one command still move differently
        less("similarity", 0.98, within=0.005),
        less("agreement", 0.97, within=0.01),
        more("delay", 0.012, within=0.005),
        more("lag", 0.03, within=0.01),
        more("evenness", 0.3, within=0.1),
        # a jolted limb drops back at once, a flexion with a kick is held
        below("held", 0.6, factor=1.4),
        below("held", 0.25, factor=1.4),
        less("running", 0.5, within=0.2),
        above("arms_over_legs", 0.1, factor=1.6),
        above("arms_over_legs", 0.4, factor=1.6),
        # nearly all of it is the muscle burst; the rest is a limb or a bed that rings
        more("burst_share", 0.6, within=0.1),
        more("burst_share", 0.8, within=0.06),
        more("swing_share", 0.75, within=0.08),
        more("swing_share", 0.9, within=0.03),
        more("early_share", 0.55, within=0.12),
        more("early_share", 0.8, within=0.08),
        less("begun_apart", 0.08, within=0.03),
        less("begun_apart", 0.25, within=0.08),
        less("half_apart", 0.08, within=0.03),
        less("half_apart", 0.25, within=0.08),
        above("weakest", 0.05, factor=1.6),
        above("weakest", 0.15, factor=1.6),
    ),
    # Spasm: 0.5-2 s, several limbs, again every 5-30 s for minutes (ILAE 2017: epileptic spasms)
    SPASM: (
        above("width", 0.3, factor=1.3),
        above("arms_over_legs", 0.6, factor=1.6),
        more("others", 1.5, within=0.3),
        below("pace", 16.0, factor=1.2),
        above("neighbours", 15.0, factor=1.6),
        above("peak", 0.15, factor=1.6),
        below("active", 2.5, factor=1.3),
        more("company_others", 1.5, within=0.2),
        above("company_arms", 0.6, factor=1.6),
    ),
    # Leg movement of 0.5-10 s that returns to rest (WASM 2016); arms likewise
    Kind.LIMB_MOVEMENT: (
        above("duration", 0.45, factor=1.2),
        below("duration", 11.0, factor=1.2),
        below("turn", 12.0),
        less("others", 1.5, within=0.2),
        less("arms", 0.3, within=0.1),
        more("asleep", 0.5, within=0.2),
        more("rhythmic", 0.5, within=0.2),
        above("peak", 0.012, factor=1.6),
        above("slowness", 0.2),
        above("leaning", 0.15),
        below("neighbours", 30.0, factor=1.6),
        below("faint", 6.0, factor=1.6),
        above("salience", 2.0),
        more("resemblance", 0.52, within=0.08),
        below("abruptness", 15.0),
        above("rise", 0.25, factor=1.4),
        above("held", 1.2, factor=1.4),
        more("rhythmic", 0.9, within=0.05),
        above("pace", 18.0, factor=1.2),
        below("arms_over_legs", 0.05, factor=1.6),
        above("company_leaning", 0.15),
        above("company_held", 0.6),
        below("company_arms", 0.1, factor=1.6),
    ),
    # Large muscle group movement of 3-45 s in several channels, new position (Ferri et al. 2021)
    Kind.GROSS_MOVEMENT: (
        above("turn", 15.0),
        above("excursion", 20.0),
        more("others", 1.5, within=0.3),
        above("active", 2.5),
        above("duration", 3.0),
        above("peak", 0.2, factor=1.6),
    ),
    # Trains of at least four leg bursts at 0.3-4 Hz (hypnagogic foot tremor, alternating leg
    # muscle activation, high-frequency leg movements; AASM, Wichniak 2001, Yang & Winkelman 2010)
    Kind.FOOT_TREMOR: (
        more("bursts", 4.0, within=1.0),
        above("rate", 0.5),
        below("frequency", 4.5, factor=1.2),
        more("rhythm", 0.35, within=0.08),
        above("duration", 3.0),
        less("arms", 0.3, within=0.1),
        below("turn", 8.0),
        below("crest", 4.0, factor=1.3),
    ),
    # Rhythmic shaking at 3-12 Hz for 2 s or more (tremor, shudder)
    Kind.TREMOR: (
        above("frequency", 3.2, factor=1.15),
        more("rhythm", 0.55, within=0.07),
        above("duration", 1.8, factor=1.25),
        below("turn", 12.0),
        below("crest", 3.0, factor=1.25),
        below("slowness", 0.35),
    ),
    # Sustained rhythmic shaking of the whole body for ten seconds to minutes
    Kind.CONVULSIVE: (
        above("active", 9.0, factor=1.25),
        more("others", 1.5, within=0.3),
        more("arms", 0.3, within=0.1),
        more("rhythm", 0.3, within=0.07),
        above("peak", 0.3, factor=1.5),
        above("frequency", 1.5, factor=1.25),
        below("width", 30.0),
        above("width", 1.0),
        below("crest", 4.5, factor=1.25),
    ),
    # Stiffening of several limbs at once for seconds to half a minute, out of rest (ILAE 2017)
    Kind.TONIC: (
        above("duration", 5.0, factor=1.3),
        above("held", 3.0, factor=1.4),
        more("others", 1.5, within=0.3),
        more("share", 0.8, within=0.1),
        above("still_before", 20.0, factor=1.6),
        below("turn", 8.0),
        above("excursion", 3.0),
        below("bursts", 6.0),
        below("neighbours", 10.0, factor=1.6),
        below("lag", 0.5, factor=1.4),
    ),
    # Rhythmic jerks of one limb for tens of seconds (ILAE 2017: focal clonic)
    Kind.FOCAL: (
        above("duration", 15.0, factor=1.3),
        less("others", 0.5, within=0.15),
        below("frequency", 3.5, factor=1.2),
        more("rhythm", 0.35, within=0.08),
        above("bursts", 12.0),
        above("rate", 0.8),
        below("turn", 8.0),
        above("still_before", 20.0, factor=1.6),
    ),
    # Steps: legs alternate at 0.6 to 1.2 strides a second, the shank upright as never in bed
    Kind.WALKING: (
        more("stride", 0.35, within=0.1),
        more("antiphase", 0.3, within=0.15),
        more("antiphase", -0.2, within=0.15),
        more("at_pace", 0.3, within=0.08),
        more("at_pace", 0.5, within=0.08),
        below("posture_share", 0.05, factor=1.6),
        above("duration", 6.0, factor=1.3),
        more("legs", 0.75, within=0.1),
        above("active", 5.0, factor=1.3),
        above("peak", 0.2, factor=1.6),
    ),
    # Sustained contraction of one leg for tens of seconds or more that ends in waking (AAFP 2012)
    Kind.CRAMP: (
        above("duration", 15.0, factor=1.3),
        less("others", 0.5, within=0.15),
        less("arms", 0.3, within=0.1),
        below("until_wake", 120.0, factor=1.6),
        below("peak", 0.5, factor=1.6),
        above("excursion", 1.0),
        above("active", 12.0, factor=1.3),
    ),
    # Very small or very short movement of one limb (fragmentary myoclonus as far as a limb sensor
    # can see it: bursts of up to 150 ms, AASM)
    Kind.TWITCH: (
        below("active", 0.45, factor=1.25),
        below("peak", 0.03, factor=1.6),
        less("others", 0.5, within=0.15),
        less("rhythmic", 0.5, within=0.2),
        below("slowness", 0.5),
        below("duration", 0.6, factor=1.25),
        below("faint", 6.0, factor=1.6),
        above("still_before", 8.0, factor=1.6),
    ),
    # Anything while awake
    Kind.WAKE_MOVEMENT: (
        less("asleep", 0.5, within=0.1),
        above("neighbours", 12.0, factor=1.6),
        above("active", 3.0),
        above("width", 0.35),
        more("bursts", 2.5, within=0.5),
        above("falling", 400.0, factor=2.0),
        above("falling", 1500.0, factor=2.0),
        above("excursion", 8.0, factor=1.6),
        above("peak", 0.25, factor=1.6),
        less("rhythmic", 0.5, within=0.2),
        below("still_before", 20.0, factor=1.6),
    ),
    # One mechanical cause reaches all sensors at once with one waveform and turns none of them; or
    # it is the sensor's own noise, barely above its threshold
    EXTERNAL: (
        more("similarity", 0.8, within=0.05),
        more("agreement", 0.75, within=0.06),
        below("slowness", 0.3),
        below("leaning", 0.12),
        less("delay", 0.05, within=0.02),
        less("lag", 0.12, within=0.04),
        more("others", 0.5, within=0.15),
        below("excursion", 0.6),
        below("turn", 1.0),
        below("peak", 0.06, factor=1.6),
        more("evenness", 0.6, within=0.1),
        less("rhythmic", 0.5, within=0.2),
        above("faint", 6.0, factor=1.6),
        below("salience", 2.0),
        less("resemblance", 0.52, within=0.08),
        below("still_before", 4.0, factor=1.6),
        # one source in one bed reaches the sensors in a constant ratio, the wrist too
        more("fixed", 0.3, within=0.1),
        more("fixed", 0.7, within=0.1),
        above("arms_over_legs", 0.2, factor=1.6),
        above("leg_over_leg", 0.4),
        below("company_leaning", 0.12),
        below("company_slowness", 0.3),
        above("company_arms", 0.2, factor=1.6),
        more("lean_evenness", 0.6, within=0.1),
        less("company_others", 0.5, within=0.2),
        # the limb and its bedding settle after a movement
        below("settling", 0.1),
    ),
    # A strong common cause: it looks like a jolt of the whole body, but reaches every sensor with
    # nearly the same waveform at nearly the same time, and no limb turns in the gravity field
    KNOCK: (
        more("similarity", 0.92, within=0.02),
        more("agreement", 0.9, within=0.04),
        less("lag", 0.06, within=0.02),
        less("delay", 0.025, within=0.01),
        below("leaning", 0.045),
        less("tilt", 0.7, within=0.35),
        below("slowness", 0.16),
        below("turn", 0.3),
        more("others", 0.5, within=0.15),
        below("active", 1.5, factor=1.25),
        above("peak", 0.1, factor=1.6),
        above("still_before", 4.0, factor=1.6),
        less("rhythmic", 0.5, within=0.2),
    ),
}
"""Clues of each kind."""


QUESTIONS = tuple(
    dict.fromkeys(replace(clue, direction=MORE) for each in CLUES.values() for clue in each)
)
"""The distinct thresholds of all clues, the inputs of the network: 1 is far above, -1 far below.
Directions are dropped, as the weights can have either sign."""
