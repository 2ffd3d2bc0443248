"""What to take along to a doctor, and what each examination would add."""

from collections.abc import Mapping
from typing import Any, Final

from limbwatch.cli.language.spoken import tr

BRING: Final = (
    "Some nights, not one: limbwatch view --all --pdf FILE.",
    "All medicines with doses and times, those without a prescription too.",
    "What you answered: an urge to move the legs, sleepiness, cramps, pregnancy.",
    "What somebody saw: snoring, pauses in breathing, kicking, shouting; best a film.",
    (
        "Triggers you noted: caffeine, nicotine, alcohol, stimulants, stress, late exercise, "
        "noise, a pet, the partner's night, a missed medicine."
    ),
)
"""What a person can bring."""

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
    ("electromyography, nerve conduction", "whether nerves or muscles are ill"),
    ("EEG", "whether jolts, stiffening or jerking come from the brain"),
    ("sleep study", "breathing, sleep stages, arousals, muscle activity, video"),
)
"""What a doctor may order or have already, and what it would tell."""

UNSEEN: Final = (
    "Tics of face and shoulder; sleep paralysis; narcolepsy; twitches within a muscle that move no "
    "limb; grinding of teeth; breathing; what you dreamt or felt."
)
"""What no limb sensor sees."""

HELPS: Final = (
    "Regular hours; a dark, cool, airy room; a light, early dinner; light by day; less caffeine, "
    "nicotine and alcohol late in the day; exercise, but not hard and late; slow breathing or "
    "muscle relaxation; a warm bath or warm feet; stretching. Never stop a medicine on your own."
)
"""What people are told to try by themselves."""


def along() -> Mapping[str, Any]:
    """List all of it for a page."""
    return {
        "bring": [tr(one) for one in BRING],
        "examinations": [(tr(name), tr(what)) for name, what in EXAMINATIONS],
        "unseen": tr(UNSEEN),
        "helps": tr(HELPS),
    }
