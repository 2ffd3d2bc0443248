"""What is estimated in a night and what a laboratory scored, in words for screen and paper."""

from collections.abc import Iterator
from typing import Final

from limbwatch.classify.figures import LaboratoryFigures, RespiratoryFigures, Summary

_TITLES: Final = {
    "wasm2016": "WASM 2016, -2.0 to +10.25 s around the end of a breathing event",
    "aasm": "AASM, 0.5 s before to 0.5 s after a breathing event",
}


def sleep_is(summary: Summary) -> str:
    """Say where sleep comes from: ``estimated``, ``by laboratory`` or ``kept awake``."""
    if summary.test is not None:
        return "kept awake"
    return "estimated" if summary.sleep.estimated else "by laboratory"


def source_words(laboratory: LaboratoryFigures) -> str:
    """Name the files, and how their clock was brought to ours."""
    how = {
        "movements": "clock by the movements of both",
        "shift": "clock as you said",
        "as written": "clocks as written",
    }.get(laboratory.clock_from, laboratory.clock_from)
    return f"{', '.join(laboratory.files)}; {how} ({laboratory.clock_offset_s:+z.1f} s)"


def respiratory_words(one: RespiratoryFigures) -> str:
    """Name the window of respiratory leg movements."""
    return _TITLES.get(one.window, one.window)


def limits(summary: Summary) -> str:
    """Say in short what was not measured."""
    laboratory = summary.laboratory
    if summary.test is not None:
        return f"Counted from limb acceleration in an hour awake. {_NO_DIAGNOSIS}"
    if laboratory is None:
        return (
            "Counted from limb acceleration, without brain waves or breathing: sleep is estimated, "
            "and movements at the end of breathing pauses are counted too. This is not a "
            "diagnosis; take it to your doctor if your sleep troubles you."
        )
    return " ".join((*_basis(laboratory), _NO_DIAGNOSIS))


_NO_DIAGNOSIS: Final = "This is not a diagnosis; take it to your doctor if your sleep troubles you."


def _basis(laboratory: LaboratoryFigures) -> Iterator[str]:
    sleep = "scored by a laboratory" if laboratory.staged else "estimated"
    yield f"Counted from limb acceleration; sleep is {sleep}."
    if laboratory.breathing is None:
        yield "Movements at the end of breathing pauses are counted too."
    else:
        yield (
            "Movements at the end of breathing pauses are in the first index, and not in those "
            "without respiratory ones."
        )
