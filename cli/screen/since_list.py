"""A comparison of nights before and since a day or a note, in the terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from limbwatch.cli.history.effects import Effect, since_effects
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.since import since_of
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.fitting import fitted, paragraph

_INDENT: Final = 4
"""Indent of the second line of a comparison, columns."""
_TABLE: Final = 78
"""Columns of a row; a narrower terminal gets each comparison in two lines."""


def since_list(folders: Sequence[Path], asked: str, *, corrected: bool, width: int) -> str:
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
