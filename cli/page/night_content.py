"""What the page of one night shows."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.cli.errors import CommandError
from limbwatch.cli.judgement import told_of_age
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.night.answers.notes import EXERCISE, FIELDS, notes_file, read_notes
from limbwatch.cli.night.answers.questions import ANSWERS, GROUPED
from limbwatch.cli.night.answers.wearer import (
    SEXES,
    WearerFacts,
    flat_wearer,
    read_wearer,
    wearer_file,
)
from limbwatch.cli.night.correction.corrections import last_undo, read_corrections, standing
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.cli.page.rescan import OCTAVES, can_rescan
from limbwatch.cli.reading.clock_change import clock_change
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.report.document import content, told_of_options
from limbwatch.cli.report.wearer_age import doubts, told_age
from limbwatch.cli.words import clock

_OFFERED = tuple(kind for kind in Kind if kind is not Kind.PLM)
"""A person says what a movement was; whether it was periodic is for the rules to say."""
_Told = TypeVar("_Told")


def night_content(folder: Path, condensed: CondensedNights) -> dict[str, Any]:
    """Say what the report says, and what a person may tell or change.

    Raises
    ------
    CommandError
        If the night cannot be read; a damaged file beside it is told on the page.
    """
    night = read_night(folder)
    shown = content(night, envelopes=condensed.of(night))
    lines = _unless_damaged(read_corrections, folder) or ()
    notes = _unless_damaged(read_notes, folder)
    told = {} if notes is None else notes.told
    wearer = _unless_damaged(read_wearer, folder)
    summary = shown["corrected"].night.summary
    ages = shown["ages"] if wearer is None else _ages(wearer, summary)
    return {
        **shown,
        "editing": True,
        "offered": [{"value": k.value, "lane": EXPLANATIONS[k].lane} for k in _OFFERED],
        "seen": len(lines),
        "form": _form(told),
        "noted": told,
        "whose_clock": _whose_clock(shown["corrected"].night),
        "bed": _bed(shown["corrected"].night),
        "undo": bool(standing(lines)),
        "redo": last_undo(lines) is not None,
        "noted_before": notes_file(folder).changed,
        "exercise": EXERCISE,
        "wearer": wearer,
        "ages": ages,
        "options": told_of_options(summary, ages),
        "told": {} if wearer is None else flat_wearer(wearer),
        "sexes": SEXES,
        "answers": ANSWERS,
        "questions": GROUPED.items(),
        "told_before": wearer_file(folder).changed,
        "octaves": OCTAVES if can_rescan(night) else None,
        "dial": _dial(),
    }


def _unless_damaged(read: Callable[[Path], _Told], folder: Path) -> _Told | None:
    """Read what lies beside a night; of what is damaged the page tells where it would be shown."""
    try:
        return read(folder)
    except CommandError:
        return None


def _dial() -> list[tuple[str, str, str]]:
    """Name places on the slider of thresholds: percent of its width, the factor there, its edge."""
    low, high = OCTAVES
    edge = 4.0  # the thumb stops half its width from either end
    # half of the longest name would be cut at the left end, so it begins there
    return [("0", decimal(f"{2.0**low:.2g}"), "start")] + [
        (
            f"{edge + (100 - 2 * edge) * (at - low) / (high - low):.1f}",
            decimal(f"{2.0**at:.2g}"),
            "mid",
        )
        for at in range(ceil(low), int(high) + 1)
    ]


def _form(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fill the fields: numbers as the language writes them."""
    found = {name: told.get(name) for name in FIELDS}
    return {
        name: value
        if isinstance(value, bool) or not isinstance(value, int | float)
        else decimal(f"{value:g}")
        for name, value in found.items()
    }


def _ages(wearer: WearerFacts, summary: Summary) -> tuple[str, ...]:
    """Say by which age a night was judged, where the person tells another, or nobody one."""
    by_default = told_of_age(summary)
    if not by_default and summary.age is None:
        return ()  # of a test or of nobody
    if said := tuple(doubts(wearer, (summary,))):
        return said
    return (by_default,) if told_age(wearer, summary) is None else ()


def _whose_clock(night: NightSource) -> str:
    """Say by which clock times are typed, where the wearer's was changed in the night."""
    end = night.start + timedelta(seconds=night.seconds)
    change = clock_change(night.start, end, zone_of(night.summary.origin.asked.get("timezone")))
    if change is None:
        return ""
    bed = night.summary.sleep.in_bed_s
    here = end if bed is None else night.start + timedelta(seconds=bed[1])
    here = max(here, change.at)
    told = {
        "here": f"{here:%H:%M}",
        "shown": f"{here + change.forward:%H:%M}",
        "at": f"{change.at:%H:%M}",
    }
    if change.way == "back":
        return tr(
            "Type times by the clock that the night began with: {here} here is {shown} by the "
            "wearer's clock, which went back at {at}.",
            **told,
        )
    return tr(
        "Type times by the clock that the night began with: {here} here is {shown} by the "
        "wearer's clock, which went forward at {at}.",
        **told,
    )


def _bed(night: NightSource) -> Mapping[str, str]:
    bed = night.summary.sleep.in_bed_s
    if bed is None:
        return {"bedtime": "", "rising": ""}
    return {"bedtime": clock(night.start, bed[0]), "rising": clock(night.start, bed[1])}
