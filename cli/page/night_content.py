"""Template values of the page of one night."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.cli.errors import CommandError
from limbwatch.cli.judgement import age_warning
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
from limbwatch.cli.night.correction.corrections import in_force, last_undo, read_corrections
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.cli.page.rescan import OCTAVES, can_rescan
from limbwatch.cli.reading.clock_change import clock_change
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.report.document import content, options_note
from limbwatch.cli.report.wearer_age import age_in_night, doubts
from limbwatch.cli.words import clock

_OFFERED = tuple(kind for kind in Kind if kind is not Kind.PLM)
"""Kinds a person can choose: whether a movement was periodic is for the rules to decide."""
_Told = TypeVar("_Told")


def night_content(folder: Path, condensed: CondensedNights) -> dict[str, Any]:
    """Return the report's template values and those of all that a person can change.

    Raises
    ------
    CommandError
        If the night cannot be read; a damaged file beside it is reported on the page.
    """
    night = read_night(folder)
    shown = content(night, envelopes=condensed.of(night))
    lines = _unless_damaged(read_corrections, folder) or ()
    notes = _unless_damaged(read_notes, folder)
    told = {} if notes is None else notes.answered
    wearer = _unless_damaged(read_wearer, folder)
    summary = shown["corrected"].night.summary
    ages = shown["ages"] if wearer is None else _ages(wearer, summary)
    return {
        **shown,
        "editing": True,
        "offered": [{"value": kind.value, "lane": EXPLANATIONS[kind].lane} for kind in _OFFERED],
        "seen": len(lines),
        "form": _form(told),
        "noted": told,
        "whose_clock": _whose_clock(shown["corrected"].night),
        "bed": _bed(shown["corrected"].night),
        "undo": bool(in_force(lines)),
        "redo": last_undo(lines) is not None,
        "noted_before": notes_file(folder).changed,
        "exercise": EXERCISE,
        "wearer": wearer,
        "ages": ages,
        "options": options_note(summary, ages),
        "told": {} if wearer is None else flat_wearer(wearer),
        "sexes": SEXES,
        "answers": ANSWERS,
        "questions": GROUPED.items(),
        "told_before": wearer_file(folder).changed,
        "octaves": OCTAVES if can_rescan(night) else None,
        "dial": _dial(),
    }


def _unless_damaged(read: Callable[[Path], _Told], folder: Path) -> _Told | None:
    """Read a file beside a night; None if it is damaged, which the page says where it matters."""
    try:
        return read(folder)
    except CommandError:
        return None


def _dial() -> list[tuple[str, str, str]]:
    """Return labels of the threshold slider: percent of its width, factor, alignment."""
    low, high = OCTAVES
    edge = 4.0  # the thumb stops half its own width before either end
    # a centred label would be cut off at the left end
    return [("0", decimal(f"{2.0**low:.2g}"), "start")] + [
        (
            f"{edge + (100 - 2 * edge) * (at - low) / (high - low):.1f}",
            decimal(f"{2.0**at:.2g}"),
            "mid",
        )
        for at in range(ceil(low), int(high) + 1)
    ]


def _form(notes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of the note fields, with numbers as the language writes them."""
    values = {name: notes.get(name) for name in FIELDS}
    return {
        name: value
        if isinstance(value, bool) or not isinstance(value, int | float)
        else decimal(f"{value:g}")
        for name, value in values.items()
    }


def _ages(wearer: WearerFacts, summary: Summary) -> tuple[str, ...]:
    """Say by which age the night was judged, if the person gives another, or there is none."""
    by_default = age_warning(summary)
    if not by_default and summary.age is None:
        return ()  # a test or a simulated night
    if said := tuple(doubts(wearer, (summary,))):
        return said
    return (by_default,) if age_in_night(wearer, summary) is None else ()


def _whose_clock(night: NightSource) -> str:
    """Say by which clock times are typed, where the clocks changed in the night."""
    end = night.start + timedelta(seconds=night.seconds)
    change = clock_change(night.start, end, zone_of(night.summary.origin.asked.get("timezone")))
    if change is None:
        return ""
    bed = night.summary.sleep.in_bed_s
    rising = end if bed is None else night.start + timedelta(seconds=bed[1])
    rising = max(rising, change.at)
    times = {
        "here": f"{rising:%H:%M}",
        "shown": f"{rising + change.forward:%H:%M}",
        "at": f"{change.at:%H:%M}",
    }
    if change.way == "back":
        return tr(
            "Type times by the clock that the night began with: {here} here is {shown} by the "
            "wearer's clock, which went back at {at}.",
            **times,
        )
    return tr(
        "Type times by the clock that the night began with: {here} here is {shown} by the "
        "wearer's clock, which went forward at {at}.",
        **times,
    )


def _bed(night: NightSource) -> Mapping[str, str]:
    bed = night.summary.sleep.in_bed_s
    if bed is None:
        return {"bedtime": "", "rising": ""}
    return {"bedtime": clock(night.start, bed[0]), "rising": clock(night.start, bed[1])}
