"""All nights as JSON: rows, and what their list says about each person's nights together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.history.effects import note_effects
from limbwatch.cli.history.nights import History, read_history
from limbwatch.cli.history.standouts import standouts
from limbwatch.cli.history.statements import FEWEST_FOR_LEVEL, statements, without_trend
from limbwatch.cli.language.spoken import ENGLISH, speaking
from limbwatch.cli.night.folder import shown_name
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.night.listed.unfinished import every_unfinished
from limbwatch.cli.screen.night_list import column_ranges, counted_rows, remarks_on

SCHEMA: Final = "limbwatch.nights/1"


def nights_json(
    folder: Path,
    groups: Sequence[tuple[Person, Sequence[Path]]],
    rows: Sequence[Sequence[dict[str, Any]]],
    *,
    corrected: bool,
) -> dict[str, Any]:
    """Return the nights of a folder, with the statements about each person's nights together.

    Numbers are those of the rows. Sentences, for people, are always in English.

    Parameters
    ----------
    groups, rows : sequence
        Each person with the folders of their nights, and the rows from `night_rows`.
    """
    with speaking(ENGLISH):
        return {
            "schema": SCHEMA,
            "nights": [row for of_one in rows for row in of_one],
            "people": [
                _of_person(person, found, of_one, corrected=corrected)
                for (person, found), of_one in zip(groups, rows, strict=True)
            ],
            "unfinished": [
                one.facts(shown_name(one.folder)) | {"folder": str(one.folder), **whose._asdict()}
                for whose, one in every_unfinished(folder)
            ],
        }


def _of_person(
    person: Person, folders: Sequence[Path], rows: Sequence[dict[str, Any]], *, corrected: bool
) -> dict[str, Any]:
    history = read_history(folders, corrected=corrected)
    counted = counted_rows(rows)
    effects = note_effects(history)
    return {
        **person._asdict(),
        # each median is of the nights that have the value
        "counted": [row["folder"] for row in counted],
        "figures": column_ranges(counted),
        "stood_out": _stood_out(history),
        "trend": _trend(history),
        "notes": {
            "comparisons": len(effects.found),
            "told": list(effects.sentences),
            "remarks": list(effects.remarks),
            "lacking": list(effects.lacking),
        },
        "remarks": list(remarks_on(rows)),
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
        "told": [
            {"title": one.title, "evidence": one.evidence, "advice": one.advice}
            for one in (statements(history) if enough else ())
        ],
        "without": without_trend(history) if enough else None,
    }
