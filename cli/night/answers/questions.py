"""Questions that a doctor asks and no sensor can answer: asked of the wearer, never inferred.

The questions are in our own words. The international restless legs severity scale (IRLS) and the
Epworth sleepiness scale are under copyright and licensed by their owners: neither is asked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ANSWERS: Final = ("yes", "no", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question answered with yes, no or unsure."""

    key: str
    """Name in files and on the command line."""
    text: str
    """Text of the question."""
    short: str
    """Name on the doctor's pages."""


GROUPED: Final[Mapping[str, tuple[Question, ...]]] = {
    "Restless legs: the five criteria": (
        # the five essential criteria of the International Restless Legs Syndrome Study Group,
        # Allen et al., Sleep Med 2014;15:860-873
        Question(
            key="legs_urge",
            text="Do you feel an urge to move your legs, often with a sensation that is hard to "
            "bear?",
            short="urge to move the legs",
        ),
        Question(
            key="legs_rest",
            text="Does it begin or get worse when you sit or lie still?",
            short="begins or worse at rest",
        ),
        Question(
            key="legs_relief",
            text="Does it ease, at least in part, as long as you walk or stretch?",
            short="eased by moving",
        ),
        Question(
            key="legs_evening",
            text="Is it worse in the evening or at night than by day, or was it so at first?",
            short="worse in the evening or at night",
        ),
        Question(
            key="legs_otherwise",
            text="Is all of it explained by something else: cramp, an uncomfortable position, "
            "swollen or numb legs, a habit of tapping the foot?",
            short="explained by something else (the fifth criterion asks for no)",
        ),
    ),
    "Sleep and the day": (
        Question(
            key="sleep_refreshes",
            text="Does your sleep refresh you?",
            short="sleep refreshes",
        ),
        Question(
            key="sleepy_by_day",
            text="Do you fall asleep by day when you sit still, read or watch television, though "
            "you do not want to?",
            short="falls asleep by day against the will",
        ),
        Question(
            key="asleep_at_wheel",
            text="Have you nodded off at the wheel or in the middle of something, even once?",
            short="nodded off at the wheel or in the middle of something",
        ),
        Question(
            key="breathing_pauses",
            text="Do you snore loudly, or has somebody seen you stop breathing in sleep?",
            short="loud snoring or breathing pauses",
        ),
    ),
    "What may lie behind it": (
        Question(
            key="cramps",
            text="Do you have painful cramps of the calf or foot at night?",
            short="painful cramps at night",
        ),
        Question(key="pregnant", text="Are you pregnant, or might you be?", short="pregnant"),
        Question(
            key="low_iron",
            text="Has low iron or anaemia ever been found, or do you give blood or bleed heavily?",
            short="low iron, anaemia, loss or gift of blood",
        ),
        Question(
            key="family",
            text="Does somebody in your family have restless legs?",
            short="restless legs in the family",
        ),
    ),
    "To be looked at sooner": (
        Question(
            key="by_day",
            text="Do you have weakness, wasting, numbness, pain or trouble with coordination, also "
            "by day?",
            short="weakness, wasting, numbness, pain or coordination, also by day",
        ),
        Question(
            key="awareness",
            text="Have you lost awareness, bitten your tongue or wet the bed in sleep?",
            short="loss of awareness, bitten tongue or wet bed",
        ),
        Question(
            key="injury",
            text="Have you hurt yourself or somebody else in sleep, or left the bed while "
            "dreaming?",
            short="injuries in sleep, or leaving the bed while dreaming",
        ),
    ),
}
"""Questions by heading."""
QUESTIONS: Final = tuple(one for group in GROUPED.values() for one in group)
KEYS: Final = tuple(question.key for question in QUESTIONS)
