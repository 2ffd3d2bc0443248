"""The suggested immobilisation test: its result and what studies found with it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.cli.judgement import legs_worn
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.words import counted, figure, spell

TITLE: Final = "Suggested immobilisation test"
BEFORE: Final = (
    "For the test: in the evening, sit on the bed with legs stretched out and your back against "
    "something, awake, for an hour; keep the legs still as long as you can. Every five minutes, "
    "from the start, write down the discomfort of the legs from 0 (none) to 100 (worst imaginable)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLimits:
    """What makes a recording a suggested immobilisation test."""

    minutes: float = 60.0
    """Length of the test, minutes: an hour (Montplaisir et al., Mov Disord 1998;13:324)."""
    about: float = 5.0
    """Deviation from an hour that is not remarked on, minutes; chosen by us."""
    longest_hours: float = 2.0
    """Longest recording that counts as a test, hours; chosen by us."""


HOUR_LIMITS: Final = HourLimits()

_STUDIES: Final = (
    "Where muscles were recorded, the limit of 40 an hour was right for 81 of 100 people with "
    "restless legs and 81 of 100 without (Montplaisir et al., Mov Disord 1998;13:324); among 100 "
    "people with restless legs and 50 without, the count told them apart poorly (Michaud et al., "
    "Eur Neurol 2002;48:108). Limb acceleration has a scale of its own, on which nobody has drawn "
    "a line. This is not a diagnosis; show it to your doctor."
)
_DISCOMFORT_STUDY: Final = (
    "among those 100 and 50 it told them apart better than the count: sensitivity 82 %, "
    "specificity 84 %"
)
TEXTS: Final = (TITLE, BEFORE, _STUDIES, _DISCOMFORT_STUDY)


def result(summary: Summary) -> str:
    """Return the result of the test as one sentence."""
    plm = summary.plm
    if plm.wake_count is None:
        return tr("{test}: no sensor was on a leg to count movements.", test=tr(TITLE))
    return tr(
        "{test}: {index} periodic leg movements per hour, awake ({movements} in {hours} h).",
        test=tr(TITLE),
        index=figure(plm.wake_index_per_hour, 1),
        movements=counted(plm.wake_count, "movement"),
        hours=figure(plm.hours_of_wake, 2),
    )


def remarks_of_test(folder: Path, summary: Summary) -> tuple[str, ...]:
    """Return the remarks on the result of a test; nothing for a night.

    Raises
    ------
    CommandError
        If the notes are damaged.
    """
    return (
        () if summary.test is None else tuple(immobilisation_remarks(summary, read_notes(folder)))
    )


def immobilisation_remarks(summary: Summary, notes: DayNotes) -> Iterator[str]:
    """Yield sentences about the test: its limits, what weakens it, and what studies found."""
    yield tr("Wakefulness was asked for, not measured.")
    yield tr(_STUDIES)
    minutes = summary.duration_s / 60
    if abs(minutes - HOUR_LIMITS.minutes) > HOUR_LIMITS.about:
        yield tr(
            "The test takes {wanted:.0f} min; this recording lasted {lasted}.",
            wanted=HOUR_LIMITS.minutes,
            lasted=spell(minutes),
        )
    if not legs_worn(summary):
        yield tr("The test is of the legs, but no ankle wore a sensor.")
    mean = notes.mean_discomfort
    if mean is None:
        yield tr(
            "No discomfort was noted: limbwatch note NIGHT --discomfort 0,10,20 adds the "
            "numbers from 0 to 100 of every five minutes."
        )
    else:
        yield tr(
            "Mean discomfort of the legs {mean:.0f} of 100 ({answers}); {study}.",
            mean=mean,
            answers=counted(len(notes.discomforts), "answer"),
            study=tr(_DISCOMFORT_STUDY),
        )
