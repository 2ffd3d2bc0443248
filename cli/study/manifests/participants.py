"""Ages of the subjects of a study from ``participants.tsv``, as in BIDS."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from limbwatch.cli.asked_limits import OLDEST
from limbwatch.cli.reading.typed_table import decimal_point, read_cells
from limbwatch.cli.study.manifests.discovery import PARTICIPANTS, PEOPLE_FILES, FoundFiles
from limbwatch.cli.study.manifests.labels import label_of, without_prefix
from limbwatch.cli.words import counted

_MEANINGS: Final = PEOPLE_FILES[1]
_UNKNOWN: Final = ("", "n/a")
"""Cells without a value."""
_YEARS: Final = ("", "y", "yr", "yrs", "year", "years", "a")
"""Units of age that are years; BIDS asks for years if none is stated."""


def with_ages(folder: Path, found: FoundFiles) -> FoundFiles:
    """Fill in the age of each subject from a table of participants, if there is one.

    Rows that state an age keep it.

    Raises
    ------
    CommandError
        If the table cannot be read.
    """
    if not (folder / PARTICIPANTS).is_file():
        return found
    names, lines = read_cells(folder / PARTICIPANTS)
    unit = _age_unit(folder)
    if "participant_id" not in names or "age" not in names or unit not in _YEARS:
        why = "has no columns participant_id and age"
        if unit not in _YEARS:
            why = f"gives ages in {unit}, but a manifest has years"
        said = f"{PARTICIPANTS} {why}: without an age in the manifest all are judged as adults"
        return found._replace(remarks=(*found.remarks, said))
    participants = [dict(zip(names, cells, strict=False)) for _, cells in lines]
    ages: dict[str, str] = {}
    for participant in participants:
        subject = label_of(without_prefix("subject", participant.get("participant_id", "")))
        age, before = decimal_point(participant.get("age", "")), ages.get(subject)
        # contradicting ages of a subject are joined, which makes them invalid
        if subject:
            ages[subject] = age if before in {None, age} else f"{before} or {age}"
    known = {subject: age for subject, age in ages.items() if _is_age(age)}
    rows = tuple(replace(row, age=row.age or known.get(row.subject, "")) for row in found.rows)
    taken = {row.subject for row in rows if row.subject in known}
    all_of_them = counted(len({row.subject for row in rows}), "subject")
    remarks = [f"ages are those of {PARTICIPANTS}, of {len(taken)} of {all_of_them}"]
    without = sorted({row.subject for row in rows if not row.age})
    if without:
        odd = [
            f"{label} ({ages[label]})" for label in without if ages.get(label, "") not in _UNKNOWN
        ]
        few = [*odd, *(label for label in without if ages.get(label, "") in _UNKNOWN)][:5]
        shown = ", ".join(few) + (", ..." if len(without) > len(few) else "")
        remarks.append(
            f"without an age in years, and judged as adults: {shown}. Write their "
            "ages into the manifest"
        )
    return found._replace(rows=rows, remarks=(*found.remarks, *remarks))


def _age_unit(folder: Path) -> str:
    """Return the unit that the description of the table states, in lower case."""
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads((folder / _MEANINGS).read_text(encoding="utf-8-sig"))
        for name, meaning in content.items() if isinstance(content, dict) else ():
            if name.lower() == "age" and isinstance(meaning, dict):
                return str(meaning.get("Units", "")).strip().lower()
    return ""


def _is_age(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= OLDEST
    except ValueError:
        return False
