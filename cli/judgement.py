"""Whether a night's index can be judged, and what its sensors could not show."""

from collections.abc import Iterator
from math import floor
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.finding_kinds import FINDING_KINDS, About
from limbwatch.classify.kind import Kind
from limbwatch.classify.rounding import half_up
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.usage import standins
from limbwatch.cli.night.listed.part_nights import (
    legs_seen,
    lying_question,
    nap_warning,
    shares_of_legs,
)
from limbwatch.cli.words import counted, figure, listed, spell


def legs_worn(summary: Summary) -> int:
    """Count the sensors on legs; only these count periodic movements."""
    return sum(place.limb == "ankle" for place in summary.placements)


def too_little(summary: Summary) -> bool:
    """Tell whether too little sleep was seen for findings based on an hourly index.

    Only sleep while sensors were worn counts, as in ``classify/findings``.
    """
    return summary.test is None and summary.plm.hours_of_sleep < CONCERN.sleep_hours


def unjudged(summary: Summary) -> str:
    """Return which index was found but is not judged, and why; empty if it is judged."""
    plm = summary.plm
    if summary.test is not None:
        return ""
    if not legs_worn(summary):
        return tr(
            "Periodic limb movements are counted by sensors on the legs. None was worn there, so "
            "nothing is said about them."
        )
    if plm.index_per_hour is None and plm.hours_of_sleep > 0:
        return tr(
            "Gaps are too close together for a series, so periodic limb movements could not be "
            "counted."
        )
    return _too_little_sleep(summary) if too_little(summary) else ""


def _too_little_sleep(summary: Summary) -> str:
    plm = summary.plm
    if not plm.hours_of_sleep:
        sentences = [
            tr("The sensors saw no sleep, so there is no number per hour of sleep to judge.")
        ]
        if plm.wake_count:
            sentences.append(
                tr(
                    "Awake in bed there were {movements}, {index} an hour.",
                    movements=counted(plm.wake_count, "periodic limb movement"),
                    index=figure(plm.wake_index_per_hour, 1),
                )
            )
        return " ".join([*sentences, tr("Record a whole night.")])
    minutes = 60 * plm.hours_of_sleep
    # round down, so that the text never shows the hours that were not reached
    lacks = half_up(minutes) >= 60 * CONCERN.sleep_hours
    sleep = spell(floor(minutes) if lacks else minutes)
    if not plm.count:
        return tr(
            "No periodic limb movement in {sleep} of sleep: whether there are many is not judged, "
            "as that takes {hours:g} hours of sleep that the sensors see. Record a whole night.",
            sleep=sleep,
            hours=CONCERN.sleep_hours,
        )
    return tr(
        "{movements} in {sleep} of sleep, {index} an hour: whether that is many is not judged, as "
        "it takes {hours:g} hours of sleep that the sensors see. Record a whole night.",
        movements=counted(plm.count, "periodic limb movement"),
        sleep=sleep,
        index=figure(plm.index_per_hour, 1),
        hours=CONCERN.sleep_hours,
    )


def caution_on_index(summary: Summary) -> str:
    """Return a caution about the number of periodic movements; empty if there is none.

    Some may be another person's, a leg may hardly have been seen, it may have been a nap, or no
    sensor was on a leg. Even without periodic movements it says if the sensor may have lain in the
    bed unworn.
    """
    return " ".join(filter(None, [_index_caution(summary), lying_question(summary)]))


def _index_caution(summary: Summary) -> str:
    count = summary.plm.wake_count if summary.test is not None else summary.plm.count
    legs = legs_worn(summary)
    if not legs:
        # the result of a test says so itself
        return "" if summary.test is not None else tr("No sensor was on a leg to count them.")
    if not count:
        return ""
    nap = nap_warning(summary)
    if legs == 1:
        alone = tr("One ankle sensor cannot tell them from a bed partner's or the bed's.")
        return " ".join(filter(None, [alone, nap]))
    sentences = [_unseen_leg_caution(summary), nap]
    if any(finding.code == "bed_shaken" for finding in summary.findings):
        sentences.append(tr("Something else shook the bed as well: some may be a bed partner's."))
    return " ".join(filter(None, sentences))


def _unseen_leg_caution(summary: Summary) -> str:
    """Return which leg was hardly seen, if both are counted: left and right are then uneven."""
    seen = legs_seen(summary)
    if not seen:
        return ""
    return tr(
        "Seen of the recording: {legs}. What a leg does unseen is not counted, and what both do "
        "then counts as the other's.",
        legs=shares_of_legs(seen),
    )


def nothing_stood_out(summary: Summary) -> str:
    """Return that nothing stands out, with what was not looked for; never an all-clear."""
    sentences = [tr("Nothing that limbwatch looks for stood out in this recording.")]
    if summary.test is not None:
        sentences = [
            tr(
                "In an hour awake limbwatch looks only for shaking, stiffening and jerking, and "
                "whether the sensors saw it; none of these stood out."
            )
        ]
    elif unjudged(summary):
        sentences = [tr("Nothing else that limbwatch looks for stood out in this recording.")]
    sentences += [not_looked_for(summary), _no_all_clear(summary.age)]
    return " ".join(filter(None, sentences))


def not_looked_for(summary: Summary) -> str:
    """Return what these sensors, or so little sleep, cannot show, and what is often missed.

    It belongs beside findings too, since more may have happened. Empty if everything is looked for
    and little of it missed.
    """
    sentences = []
    if unseen := listed(list(_not_observable(summary))):
        sentences.append(tr("Not looked for here: {movements}.", movements=unseen))
    if untold := _lone_sensor_shaking(summary):
        sentences.append(untold)
    if _may_miss_dreams(summary):
        sentences.append(
            tr(
                "Single blows of an arm are not detected, and dreams acted out only on about half "
                "of the nights with them, or fewer: what anybody noticed counts for more."
            )
        )
    return " ".join(sentences)


def _lone_sensor_shaking(summary: Summary) -> str:
    """Return that one sensor lists movements that only several sensors make a finding of."""
    kinds = (Kind.TONIC, Kind.CONVULSIVE)
    count = sum(summary.counts.get(kind, 0) for kind in kinds)
    found = any(one.code == "unnamed_shaking" for one in summary.findings)
    if not count or found or len(summary.placements) != 1:
        return ""
    if summary.age is not None and summary.age < CONCERN.infant_age:
        return tr(
            "The list of movements does name stiffening or shaking: {count}. One sensor cannot "
            "settle it: call a paediatrician or a children's hospital today and show this.",
            count=count,
        )
    if summary.age is not None and summary.age < CONCERN.adult_age:
        return tr(
            "The list of movements does name stiffening or shaking: {count}. One sensor cannot "
            "settle it: film it if it comes back, and show this to a paediatrician.",
            count=count,
        )
    return tr(
        "The list of movements does name stiffening or shaking: {count}. One sensor cannot settle "
        "it: have it filmed if it comes back, and show the film and this to a doctor.",
        count=count,
    )


def _may_miss_dreams(summary: Summary) -> bool:
    """Tell whether an arm was watched and no movement stands out; miss rate: see `CONCERN`."""
    return (
        summary.test is None
        and not too_little(summary)
        and any(place.limb == "wrist" for place in summary.placements)
        and all(one.code in _SENSOR_FINDINGS for one in summary.findings)
    )


_SENSOR_FINDINGS: Final = frozenset(
    kind.code for kind in FINDING_KINDS if kind.about is not About.MOVEMENTS
)
"""Findings about sensors and the bed; a night with these alone has no movement that stands out."""


def age_warning(summary: Summary) -> str:
    """Return that a night without an age was judged as an adult's; empty otherwise.

    Empty also for simulated nights, and for an hour awake, which no limit by age applies to.
    """
    if summary.age is not None or summary.simulated or summary.test is not None:
        return ""
    return tr(
        "Scored without an age, as an adult's night. For a child's limits and advice: {command}",
        command=standins("limbwatch rescore NIGHT --age YEARS"),
    )


def _no_all_clear(age: float | None) -> str:
    """Return what an absence of findings does not mean, addressed to the wearer or the parents."""
    if age is not None and age < CONCERN.infant_age:
        return tr(
            "This is not an all-clear: limbwatch was not made or tested for babies, and sees only "
            "limbs. If your baby jolts in groups, stiffens or shakes, film it and call a "
            "paediatrician or a children's hospital today; if it sleeps or feeds badly, or "
            "worries you, show it to a paediatrician whatever this says."
        )
    if age is not None and age < CONCERN.adult_age:
        return tr(
            "This is not an all-clear: limbwatch sees only limbs, and one night is not enough. If "
            "the child sleeps badly, is tired or hard to calm by day, or somebody saw it move in "
            "a way that worries you, take this and what you noticed, ideally a film, to a "
            "paediatrician."
        )
    return tr(
        "This is not an all-clear: limbwatch sees only limbs, and one night is not enough. If you "
        "sleep badly, are tired by day, or somebody saw you move in a way that worries you, take "
        "this and what you noticed to a doctor."
    )


def _not_observable(summary: Summary) -> Iterator[str]:
    """Yield the movements for which there were too few sensors or too little sleep."""
    limbs = [place.limb for place in summary.placements]
    night, little = summary.test is None, too_little(summary)
    if night and (little or "wrist" not in limbs):
        yield tr("vigorous movements of the arms")
    if night and (little or not {"ankle", "wrist"} <= set(limbs)):
        yield tr("movements like those that end breathing pauses")
    if len(limbs) == 1:
        yield tr("shaking or stiffening of several limbs")
