"""Name and explanation of each kind of movement, the same everywhere."""

from dataclasses import dataclass
from typing import Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.spoken import ENGLISH, language, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A kind of movement, explained to its wearer."""

    lane: str
    """Name in figures, where space is short."""
    plural: str
    """Plural of the name."""
    what: str
    """What the movement is."""
    criterion: str
    """How the program distinguishes it from others; that of periodic movements is filled in with
    the limits of the rules of a night: `criterion_words`."""
    harmless: str
    """When it is nothing to worry about."""
    doctor: str
    """When to see a doctor."""


EXPLANATIONS: Final[dict[Kind, KindWords]] = {
    Kind.PLM: KindWords(
        lane="Periodic (PLM)",
        plural="periodic limb movements",
        what="A leg, seldom an arm, flexes for half a second to some seconds, again and again, "
        "mostly every 20 to 40 seconds. Many sleepers notice nothing; some wake.",
        criterion="At least {fewest} in a row, of {shortest:g} to {longest:g} seconds in a leg, "
        "each {low:g} to {high:g} seconds after the one before ({rules}).",
        harmless="Many healthy people have some, more of them with age.",
        doctor="If sleep does not refresh, if you are tired by day, or if an urge to move the "
        "legs keeps you from falling asleep.",
    ),
    Kind.HYPNIC_JERK: KindWords(
        lane="Hypnic jerk",
        plural="hypnic jerks",
        what="A sleep start: one sudden jolt of several limbs while falling asleep, at times "
        "with a feeling of falling.",
        criterion="One very short jolt of several limbs out of stillness.",
        harmless="Most people have single ones. Stress, caffeine, too little sleep and late "
        "exercise bring on more.",
        doctor="If they come in groups, come back several times a night and keep you awake, hurt, "
        "or also happen in the daytime. In a child, if they come in groups, come back every "
        "night, or wake it; in a baby, show a film of them soon.",
    ),
    Kind.LIMB_MOVEMENT: KindWords(
        lane="Isolated",
        plural="isolated limb movements",
        what="A single movement of a limb that belongs to no series.",
        criterion="Half a second to ten seconds long, and in no series by the rules of the night.",
        harmless="Everybody has them.",
        doctor="On their own they need no doctor.",
    ),
    Kind.GROSS_MOVEMENT: KindWords(
        lane="Posture change",
        plural="posture changes",
        what="Turning over or another movement of the whole body.",
        criterion="Long, in several limbs, and the limbs lie differently afterwards.",
        harmless="Sleepers turn a few times in every hour.",
        doctor="If you are restless all night for weeks and tired by day.",
    ),
    Kind.FOOT_TREMOR: KindWords(
        lane="Foot tremor",
        plural="foot tremors",
        what="A foot that rocks or taps for some seconds while falling asleep or half awake.",
        criterion="A train of short bursts of one leg, or of both in turn, 0.3 to 4 in a second.",
        harmless="Common, and harmless in itself.",
        doctor="If it delays sleep or comes with an urge to move.",
    ),
    Kind.TREMOR: KindWords(
        lane="Tremor",
        plural="tremors",
        what="Fine rhythmic shaking of a limb.",
        criterion="A steady rhythm of 3 to 12 shakes in a second for two seconds or longer.",
        harmless="A short shiver, or a phone or pump in the bed, looks the same to a sensor.",
        doctor="If a limb also shakes by day, or the shaking grows over weeks.",
    ),
    Kind.CONVULSIVE: KindWords(
        lane="Convulsive",
        plural="convulsive movements",
        what="Strong rhythmic shaking of the whole body for ten seconds to minutes; with one "
        "sensor, of its limb.",
        criterion="Sustained shaking, of several limbs where there are more sensors, that grows "
        "and slows.",
        harmless="It may be scratching or another rhythmic act while awake.",
        doctor="See a doctor soon if nobody can explain it, and call an ambulance for a first "
        "fit, or one of five minutes or longer.",
    ),
    Kind.TONIC: KindWords(
        lane="Stiffening",
        plural="sustained stiffenings",
        what="Several limbs stiffen or tremble at once for seconds to half a minute, out of rest; "
        "with one sensor, its limb does.",
        criterion="All limbs with a sensor go away from rest together and stay there; they come "
        "back, or tremble all the while.",
        harmless="A long stretch while half awake can look the same.",
        doctor="If it comes back: film it and show the film to a doctor.",
    ),
    Kind.FOCAL: KindWords(
        lane="One limb jerks",
        plural="rhythmic jerkings of one limb",
        what="One limb jerks again and again in a rhythm for ten seconds or longer.",
        criterion="Rhythmic jerks of one limb, slower than a tremor, while the others rest.",
        harmless="Scratching, rocking a foot and other acts while awake can look the same.",
        doctor="If it comes out of sleep, comes back, or changes its limb from night to night.",
    ),
    Kind.CRAMP: KindWords(
        lane="Cramp-like",
        plural="cramp-like movements",
        what="A leg held hard for tens of seconds or longer, followed by waking.",
        criterion="A long strained posture of one leg that ends in movement while awake, or is "
        "kept nearly all the time.",
        harmless="Night cramps are common, more so with age, in pregnancy and after exertion.",
        doctor="If they come often, or with weakness, numbness or swelling.",
    ),
    Kind.TWITCH: KindWords(
        lane="Twitch",
        plural="twitches",
        what="A very small or very short movement of one limb.",
        criterion="Too short or too faint to count as a limb movement.",
        harmless="Small twitches in sleep are ordinary.",
        doctor="If muscles also twitch all day, or a limb grows weak or thin.",
    ),
    Kind.WALKING: KindWords(
        lane="Walking",
        plural="walks",
        what="Steps: a way to the bathroom, or getting up.",
        criterion="Both legs swing in turn, about one stride in a second.",
        harmless="It says nothing about movements in sleep.",
        doctor="If you have to get up often every night.",
    ),
    Kind.WAKE_MOVEMENT: KindWords(
        lane="Awake",
        plural="movements while awake",
        what="Anything done while awake, or that looks like it: settling, scratching, getting up.",
        criterion="It happened while the estimate of sleep says awake, or looks like what people "
        "do then, and fits no other kind.",
        harmless="It says nothing about sleep; but a blow in a dream can look like this.",
        doctor="If lying awake for long has become the rule.",
    ),
    Kind.EXTERNAL: KindWords(
        lane="Bed or breath",
        plural="movements carried by bed or breath",
        what=(
            "Something shook or moved a limb that did not move by itself: a partner, a pet, a "
            "knock, also breath and pulse, which a still sensor may feel hundreds of times."
        ),
        criterion="The bed carries it to the sensors; no limb turns as a moving one does.",
        harmless="It is in no index.",
        doctor="It needs no doctor.",
    ),
    Kind.UNCERTAIN: KindWords(
        lane="Uncertain",
        plural="uncertain movements",
        what="A movement that the sensors cannot tell apart.",
        criterion="The evidence fits two kinds about equally; the reason names them.",
        harmless="It is in no index.",
        doctor="On its own it needs no doctor.",
    ),
}


_ADULTS_ONLY: Final = frozenset({Kind.PLM, Kind.HYPNIC_JERK, Kind.CRAMP})
"""Kinds whose harmless cause holds for adults only: age, caffeine, pregnancy."""


def harmless_words(kind: Kind, *, age: float | None, grouped: bool) -> str:
    """Return when a kind is nothing to worry about; empty if that would be false comfort.

    A child, by its age in years, is not told what is usual in adults, and a baby's parents nothing.
    Jerks that come in groups are never called harmless.
    """
    child = age is not None and age < CONCERN.adult_age
    baby = age is not None and age < CONCERN.infant_age
    if baby or (child and kind in _ADULTS_ONLY) or (grouped and kind is Kind.HYPNIC_JERK):
        return ""
    return tr(EXPLANATIONS[kind].harmless)


def criterion_words(kind: Kind, rules: Rules | None) -> str:
    """Return how a kind is distinguished from others, by the rules of the night.

    ``rules`` is None where this version does not know them: their limits are then not named.
    """
    if kind is not Kind.PLM:
        return tr(EXPLANATIONS[kind].criterion)
    if rules is None:
        return tr("As many in a row, and as far apart, as the rules of the night ask for.")
    low, high = rules.interval_limits_s
    return tr(
        EXPLANATIONS[kind].criterion,
        fewest=rules.series_shortest,
        shortest=rules.shortest / 1000,
        longest=rules.longest / 1000,
        low=low,
        high=high,
        rules=tr(rules.short_title),
    )


def lane_within(kind: Kind) -> str:
    """Return the name of a kind within a sentence; German nouns keep their capital."""
    lane = EXPLANATIONS[kind].lane
    return lane.lower() if language() == ENGLISH else tr(lane)
