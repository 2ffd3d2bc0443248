"""What a night estimates and what a laboratory scored, in words for screen and paper."""

from collections.abc import Iterator
from typing import Final

from limbwatch.classify.associations import WINDOWS
from limbwatch.classify.figures import Summary
from limbwatch.classify.laboratory import LaboratoryFigures, RespiratoryFigures
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.rule_titles import short_title_of

_NO_DIAGNOSIS: Final = "This is not a diagnosis; take it to your doctor if your sleep troubles you."
TEXTS: Final = (_NO_DIAGNOSIS,)


def sleep_is(summary: Summary) -> str:
    """Return the source of sleep: ``estimated``, ``by laboratory`` or ``kept awake``."""
    if summary.test is not None:
        return tr("kept awake")
    return tr("estimated") if summary.sleep.estimated else tr("by laboratory")


def source_words(laboratory: LaboratoryFigures) -> str:
    """Return the names of the files and how their clock was matched to ours."""
    how = {
        "movements": tr("clock by the movements of both"),
        "shift": tr("clock as you said"),
        "as written": tr("clocks as written"),
    }.get(laboratory.clock_from, laboratory.clock_from)
    ahead = decimal(f"{laboratory.clock_offset_s or 0.0:+z.1f}")
    return f"{', '.join(laboratory.files)}; {how} ({ahead} s)"


def respiratory_words(one: RespiratoryFigures) -> str:
    """Return the name of the window of respiratory leg movements."""
    window = next((each for each in WINDOWS if each.rules == one.window), None)
    rules = short_title_of(one.window)
    if window is None:  # of a later version
        return rules
    if window.around == "end":
        return tr(
            "{rules}, {before:+} to {after:+} s around the end of a breathing event",
            rules=rules,
            before=-window.before_s,
            after=window.after_s,
        )
    return tr(
        "{rules}, {before} s before to {after} s after a breathing event",
        rules=rules,
        before=window.before_s,
        after=window.after_s,
    )


def limits(summary: Summary) -> str:
    """Return in short what was not measured."""
    laboratory = summary.laboratory
    if summary.test is not None:
        return f"{tr('Counted from limb acceleration in an hour awake.')} {tr(_NO_DIAGNOSIS)}"
    if laboratory is None:
        return tr(
            "Counted from limb acceleration, without brain waves or breathing: sleep is estimated, "
            "and movements at the end of breathing pauses are counted too. This is not a "
            "diagnosis; take it to your doctor if your sleep troubles you."
        )
    return " ".join((*_basis(laboratory), tr(_NO_DIAGNOSIS)))


def _basis(laboratory: LaboratoryFigures) -> Iterator[str]:
    if laboratory.staged:
        yield tr("Counted from limb acceleration; sleep is scored by a laboratory.")
    else:
        yield tr("Counted from limb acceleration; sleep is estimated.")
    if not laboratory.respiratory:
        yield tr("Movements at the end of breathing pauses are counted too.")
    else:
        yield tr(
            "Movements at the end of breathing pauses are in the first index, and not in those "
            "without respiratory ones."
        )
