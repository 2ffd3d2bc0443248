"""When to see a doctor sooner, what to take along, and what each examination would add."""

from collections.abc import Mapping
from typing import Any, Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.language.spoken import tr

BRING: Final = (
    "Some nights, not one: limbwatch view --all --pdf FILE.",
    "All medicines with doses and times, those without a prescription too.",
    "What you answered: an urge to move the legs, sleepiness, cramps, pregnancy.",
    "What somebody saw: snoring, pauses in breathing, kicking, shouting; ideally a film.",
    (
        "Triggers you noted: caffeine, nicotine, alcohol, stimulants, stress, late exercise, "
        "noise, a pet, the partner's night, a missed medicine."
    ),
)
"""What a person can bring to the doctor."""

EXAMINATIONS: Final = (
    (
        "ferritin and transferrin saturation, in the morning, without iron the day before",
        (
            "whether iron is low; ask for the figures, not for \N{LEFT DOUBLE QUOTATION MARK}normal"
            "\N{RIGHT DOUBLE QUOTATION MARK}"
        ),
    ),
    (
        "kidney values, calcium, magnesium, glucose or HbA1c, TSH, vitamin B12",
        "other causes of restless or cramping legs",
    ),
    ("electromyography, nerve conduction", "whether nerves or muscles are affected"),
    ("EEG", "whether jolts, stiffening or jerking come from the brain"),
    ("sleep study", "breathing, sleep stages, arousals, muscle activity, video"),
)
"""What a doctor may order or already have, and what it would show."""

UNSEEN: Final = (
    "Tics of face and shoulder; sleep paralysis; narcolepsy; twitches within a muscle that move no "
    "limb; grinding of teeth; breathing; what you dreamt or felt."
)
"""What no sensor on a limb can see."""

HELPS: Final = (
    "Regular hours; a dark, cool, airy room; a light, early dinner; light by day; less caffeine, "
    "nicotine and alcohol late in the day; exercise, but not hard and late; slow breathing or "
    "muscle relaxation; a warm bath or warm feet; stretching. Never stop a medicine on your own."
)
"""What people are advised to try by themselves."""

SOONER: Final = (
    "You fall asleep at the wheel or in the middle of something: now, and do not drive until then.",
    "Loss of awareness, a wet bed or a bitten tongue, even once; injuries in sleep.",
    (
        "Weakness, wasting, numbness, pain or trouble with coordination, also by day; or ALS or "
        "multiple sclerosis in the family."
    ),
    "Movements that come by day as well, or grow over weeks.",
    "Loud snoring with pauses in breathing, or sleepiness by day.",
)
"""Reasons to see a doctor sooner, whatever the night shows: ``docs/what-it-means.md``."""

SOONER_CHILD: Final = (
    "Shaking, stiffening or loss of awareness, a wet bed after dry ones or a bitten tongue.",
    "Jolts in groups: of a child within days, of a baby today, with a film if there is one.",
    "A limp, weakness, numbness, pain or trouble with coordination, also by day.",
    "Movements that come by day as well, or grow over weeks.",
    "Snoring with pauses in breathing, or a child that is tired or hard to calm by day.",
)
"""The same reasons for parents of a child."""

BRING_FOR_CHILD: Final = (
    "Some nights, not one: limbwatch view --all --pdf FILE.",
    "All medicines with doses and times, those without a prescription too.",
    "What the child says of its legs in bed, in its own words, and how it is by day.",
    "What somebody saw: snoring, pauses in breathing, kicking, jolts; ideally a film.",
    (
        "Triggers you noted: fever, a missed nap, late or too little sleep, cola or energy drinks, "
        "stress, late sport, noise, a pet, somebody else in the bed, a missed medicine."
    ),
)
"""What parents can bring: a child has other questions and other triggers."""

HELPS_CHILD: Final = (
    "A regular bedtime and a quiet hour before it, without screens; a dark, cool, quiet room; "
    "light and play by day; no cola and no energy drinks. Give no iron and no medicine, and stop "
    "none, on your own."
)
"""What parents are advised to try."""

HELPS_BABY: Final = (
    "Asleep on its back, on a firm, flat mattress, with nothing loose or soft in the bed and no "
    "smoke in the room. Give no medicine, and stop none, on your own."
)
"""What parents of a baby are advised (American Academy of Pediatrics, Pediatrics 2022;150:
e2022057990): none of it is meant to reduce the movements."""


def take_along_texts(age: float | None) -> Mapping[str, Any]:
    """Return these texts for a template, by age in years; None counts as an adult."""
    bring, helps, sooner = BRING, HELPS, SOONER
    if age is not None and age < CONCERN.adult_age:
        bring, helps, sooner = BRING_FOR_CHILD, HELPS_CHILD, SOONER_CHILD
        if age < CONCERN.infant_age:
            helps = HELPS_BABY
    return {
        "sooner": [tr(text) for text in sooner],
        "bring": [tr(text) for text in bring],
        "examinations": [(tr(name), tr(what)) for name, what in EXAMINATIONS],
        "unseen": tr(UNSEEN),
        "helps": tr(helps),
    }
