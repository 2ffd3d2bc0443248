"""The table of a study: which night is compared with which files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from limbwatch.cli.asked_limits import CLOCKS_APART_S, OLDEST
from limbwatch.cli.compare.holding import compare_night
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import find_night
from limbwatch.cli.reading.typed_table import read_cells
from limbwatch.sensor import UnreadableFile

if TYPE_CHECKING:
    from limbwatch.classify.agreement.study_agreement import StudyNight
    from limbwatch.cli.night.scored.contents import NightSource

_NEEDED: Final = ("night", "reference")
_COLUMNS: Final = (*_NEEDED, "person", "age", "shift_s", "taps")
"""Columns that a table may have."""
_SEPARATOR: Final = "|"
"""Separates several references or taps in one cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """One line of the table."""

    line: int
    """Number of the line, the header being 1."""
    night: str
    references: tuple[Path, ...]
    person: str | None
    age: float | None
    """Years."""
    shift: float | None
    """Reference minus our clock, seconds."""
    taps: tuple[str, ...]
    """``REFERENCE=OURS`` each."""


def compare_study(
    table: Path, nights: Path, rules: str | None = None
) -> tuple[list[tuple["StudyNight", "NightSource"]], list[str]]:
    """Compare every night of a table with its reference; also return why rows were left out.

    The table is a CSV with the header ``night``, ``reference`` and perhaps ``person``, ``age``,
    ``shift_s``, ``taps``. Its files are looked for beside it, its nights by name in a folder. All
    are scored by ``rules`` for this comparison; by default each by its own.

    Raises
    ------
    CommandError
        If the table cannot be parsed or no row can be compared.
    """
    held, troubles = [], []
    for row in _read_study(table):
        try:
            _require_whole(row)
            folder = find_night(nights, row.night)
            held.append(
                compare_night(
                    folder,
                    row.references,
                    shift=row.shift,
                    taps=row.taps,
                    person=row.person or row.night,
                    age=row.age,
                    rules=rules,
                )
            )
        except (CommandError, UnreadableFile) as error:
            troubles.append(
                f"{table.name}, line {row.line} ({row.night or 'no night'}) is left out: {error}"
            )
    if not held:
        raise CommandError(
            "\n".join([*troubles, f"{table} has no night that can be compared."]),
            exit_code=ExitCode.UNREADABLE,
        )
    return held, troubles


def _read_study(table: Path) -> list[StudyRow]:
    """Read the table of a study; errors name the line."""
    names, lines = read_cells(table)
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise _table_error(table, f"has no column {' and no column '.join(missing)}")
    strange = [name for name in names if name and name not in _COLUMNS]
    if strange:
        raise _table_error(
            table, f"has the column {', '.join(strange)}; the columns are {', '.join(_COLUMNS)}"
        )
    rows = [_row(table, line, dict(zip(names, cells, strict=False))) for line, cells in lines]
    if not rows:
        raise _table_error(table, "has no row")
    _require_unique(table, rows)
    return rows


def _table_error(table: Path, trouble: str) -> CommandError:
    return CommandError(
        f"{table} {trouble}. A study is a table such as night,reference and then "
        "2026-03-14,psg/p01.edf",
        exit_code=ExitCode.UNREADABLE,
    )


def _row(table: Path, line: int, cells: dict[str, str]) -> StudyRow:
    return StudyRow(
        line=line,
        night=_beside(table, cells.get("night", "")),
        references=tuple(
            Path(_beside(table, part.strip()))
            for part in cells.get("reference", "").split(_SEPARATOR)
            if part.strip()
        ),
        person=cells.get("person") or None,
        age=_number(table, line, "age", cells, within=(0.0, OLDEST)),
        shift=_number(table, line, "shift_s", cells, within=(-CLOCKS_APART_S, CLOCKS_APART_S)),
        taps=tuple(
            part.strip() for part in cells.get("taps", "").split(_SEPARATOR) if part.strip()
        ),
    )


def _require_whole(row: StudyRow) -> None:
    """Refuse a row without night or reference; only this row is left out."""
    if not row.night:
        raise CommandError("its night is empty", exit_code=ExitCode.UNREADABLE)
    if not row.references:
        raise CommandError(
            "its reference is empty: nothing to compare with", exit_code=ExitCode.UNREADABLE
        )


def _beside(table: Path, name: str) -> str:
    """Resolve a name relative to the table if it exists there; else return it unchanged."""
    if not name:
        return name
    place = table.parent / name
    return str(place) if place.exists() else name


def _number(
    table: Path, line: int, name: str, cells: dict[str, str], *, within: tuple[float, float]
) -> float | None:
    text, (least, most) = cells.get(name, ""), within
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise _table_error(
            table, f"line {line}: {name} is {text!r}; it must be {least:g} to {most:g}"
        )
    return value


def _require_unique(table: Path, rows: Sequence[StudyRow]) -> None:
    """Refuse a night that occurs twice: it would count twice."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.night and row.night in seen:
            raise _table_error(
                table, f"line {row.line}: {row.night} stands in line {seen[row.night]} too"
            )
        seen[row.night] = row.line
