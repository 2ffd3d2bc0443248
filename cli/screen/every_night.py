"""All nights of a folder, in the terminal or as JSON, and what is said of them together."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.history.effects import Effect, note_effects, since_effects
from limbwatch.cli.history.nights import History, read_history
from limbwatch.cli.history.since import since_of
from limbwatch.cli.history.standouts import standouts
from limbwatch.cli.history.statements import FEWEST_FOR_LEVEL, statements, without_trend
from limbwatch.cli.language.spoken import ENGLISH, speaking, tr
from limbwatch.cli.night.folder import list_nights, shown_name
from limbwatch.cli.night.listed.people import Person, by_person
from limbwatch.cli.night.listed.unfinished import every_unfinished
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.asked_nights import tell_unfinished
from limbwatch.cli.screen.fitting import fitted, paragraph
from limbwatch.cli.screen.listed_night import in_medians, listed_nights
from limbwatch.cli.screen.night_list import Nights, column_ranges, night_list, remarks_on
from limbwatch.cli.screen.terminal import Terminal

_INDENT: Final = 4
"""Indent of the second line of a comparison, columns."""
_TABLE: Final = 78
"""Columns of a row; a narrower terminal gets each comparison in two lines."""
_SCHEMA: Final = "limbwatch.nights/1"
"""Schema of the JSON of all nights together."""


def show_every_night(
    folder: Path, since: str | None, *, corrected: bool, together: bool, terminal: Terminal
) -> None:
    """List all nights, and compare those before and since a day if asked for.

    An empty list is not an error. ``together`` is whether JSON includes the statements about
    several nights besides their rows.
    """
    compared = ""
    if since is not None:
        # report a day that cannot be compared before a screen of nights, not below it
        compared = _since_list(
            list_nights(folder), since, corrected=corrected, width=terminal.width
        )
    groups = by_person(folder)
    listed = [listed_nights(group, corrected=corrected) for _, group in groups]
    if together:
        terminal.show_json(_nights_json(folder, groups, listed, corrected=corrected))
    elif terminal.json:
        terminal.show_json([night.row for nights in listed for night in nights])
    else:
        # medians are of one person: each has their own list
        texts = [
            "\n".join(
                (
                    f"{person.words}\n{night_list(nights, folder, width=terminal.width)}".lstrip(),
                    *_history_lines(group, corrected=corrected, width=terminal.width),
                )
            )
            for (person, group), nights in zip(groups, listed, strict=True)
        ]
        terminal.show(as_typed("\n\n".join(texts) or night_list([], folder)))
    tell_unfinished(folder, terminal)
    if compared:
        terminal.show("\n" + as_typed(compared))


def _history_lines(folders: Sequence[Path], *, corrected: bool, width: int) -> Iterator[str]:
    """Yield trend, side and effects of notes, as the page of all nights does.

    Too few nights for a level yield nothing: their list says so.
    """
    history = read_history(folders, corrected=corrected)
    if len(history.rated) < FEWEST_FOR_LEVEL:
        return
    yield ""
    for one in statements(history):
        yield from paragraph(f"{one.title}: {one.evidence} {one.advice}", width)
    yield from paragraph(without_trend(history), width)
    effects = note_effects(history)
    if not effects.found:
        return
    yield ""
    yield tr("What your notes go with") + ":"
    told = (*effects.sentences, tr("None of this shows that one causes the other."))
    if not effects.sentences:
        told = (
            tr(
                "Nothing beyond what chance makes as well, in {comparisons} of nights with and "
                "without.",
                comparisons=effects.comparisons,
            ),
        )
    for sentence in (*told, *effects.remarks):
        yield from paragraph(sentence, width, 2, begins="- ")


def _since_list(folders: Sequence[Path], asked: str, *, corrected: bool, width: int) -> str:
    """Compare the nights since a day, or since a note began, with those before.

    Raises
    ------
    CommandError
        If ``asked`` is neither a date nor a note of any night.
    """
    history = read_history(folders, corrected=corrected)
    since = since_of(history, asked)
    effects = since_effects(history, since)
    lines = paragraph(tr("Nights since {day} against those before", day=since.words), width)
    if effects.found:
        if width >= _TABLE:
            lines.append(
                f"{tr('median since / before'):>48}  {tr('difference (95 %)'):20} {tr('chance')}"
            )
            lines.extend(map(_row, effects.found))
        else:
            lines += [tr("median since / before, difference (95 %), chance")]
            for one in effects.found:
                lines += fitted(one.measure, width, _INDENT)
                told = f"{one.values}, {one.difference}, {one.chance}"
                lines += paragraph(told, width, _INDENT)
        lines.extend(
            paragraph(
                tr(
                    "{comparisons}; chances are corrected for that many (Holm).",
                    comparisons=effects.comparisons,
                ),
                width,
            )
        )
    care = (tr("None of this shows that one causes the other."),) if effects.sentences else ()
    for sentence in (*effects.sentences, *care, *effects.remarks, *effects.lacking):
        lines.extend(paragraph(sentence, width))
    return "\n".join(lines)


def _row(effect: Effect) -> str:
    return f"{effect.measure[:28]:28}{effect.values:>20}  {effect.difference:20} {effect.chance}"


def _nights_json(
    folder: Path,
    groups: Sequence[tuple[Person, Sequence[Path]]],
    listed: Sequence[Nights],
    *,
    corrected: bool,
) -> dict[str, Any]:
    """Return the nights of a folder, and what their list says of each person's nights together.

    Numbers are those of the rows. Sentences, for people, are always in English.
    """
    with speaking(ENGLISH):
        return {
            "schema": _SCHEMA,
            "nights": [night.row for nights in listed for night in nights],
            "people": [
                _of_person(person, found, nights, corrected=corrected)
                for (person, found), nights in zip(groups, listed, strict=True)
            ],
            "unfinished": [
                one.facts(shown_name(one.folder)) | {"folder": str(one.folder), **whose._asdict()}
                for whose, one in every_unfinished(folder)
            ],
        }


def _of_person(
    person: Person, folders: Sequence[Path], nights: Nights, *, corrected: bool
) -> dict[str, Any]:
    history = read_history(folders, corrected=corrected)
    lived = in_medians(nights)
    effects = note_effects(history)
    return {
        **person._asdict(),
        # each median is of the nights that have the value
        "counted": [str(night.folder) for night in lived],
        "figures": column_ranges(lived),
        "stood_out": _stood_out(history),
        "trend": _trend(history),
        "notes": {
            "comparisons": len(effects.found),
            "told": list(effects.sentences),
            "remarks": list(effects.remarks),
            "lacking": list(effects.lacking),
        },
        "remarks": list(remarks_on(nights)),
    }


def _stood_out(history: History) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "share": one.share,
            "nights": [occasion._asdict() for occasion in one.occasions],
            "advice": one.advice,
        }
        for one in standouts(history)
    ]


def _trend(history: History) -> dict[str, Any]:
    enough = len(history.rated) >= FEWEST_FOR_LEVEL
    return {
        "told": [asdict(one) for one in (statements(history) if enough else ())],
        "without": without_trend(history) if enough else None,
    }
