"""The events of a night as a list in the terminal."""

import csv
import textwrap
from datetime import datetime
from pathlib import Path

from limbwatch.classify.kind import Kind
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.events_table import COLUMNS
from limbwatch.cli.night.folder import EVENTS
from limbwatch.cli.screen.first_screen import WIDTH
from limbwatch.cli.words import sureness

Row = dict[str, str]

_SHORT = {"left": "L", "right": "R"}
_HEADER = f"{'time':<9} {'kind':<22} {'PLM':<4} {'limbs':<17}{'lasts':>8}{'peak':>8} label"


def event_rows(night: Path) -> list[Row]:
    """Read ``events.csv``.

    Parameters
    ----------
    night : Path
        Folder of the night.

    Returns
    -------
    list of dict
        One for each event, text as it stands in the file.

    Raises
    ------
    CommandError
        If the file is missing, damaged or lacks a column.
    """
    path = night / EVENTS
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or ()
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _damaged(path, str(error)) from error
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise _damaged(path, f"no column {', '.join(missing)}")
    for line, row in enumerate(rows, start=2):
        if any(row[name] is None for name in COLUMNS):
            raise _damaged(path, f"line {line} is cut short")
    return [{name: row[name] for name in COLUMNS} for row in rows]


def _damaged(path: Path, why: str) -> CommandError:
    return CommandError(
        f"{path} cannot be read ({why}). If the samples are there, this makes it again: "
        f"limbwatch rescore {path.parent}",
        exit_code=ExitCode.UNREADABLE,
    )


def event_list(rows: list[Row]) -> str:
    """Lay out the events of a night for 80 columns, each with its reason.

    Parameters
    ----------
    rows : list of dict
        As `event_rows` gives them.

    Returns
    -------
    str
    """
    if not rows:
        return "No movement was found in this night."
    lines = [_HEADER]
    for row in rows:
        told = row["reason"].startswith("awake")
        awake = "awake; " if row["asleep"] == "0" and not told else ""
        lines.append(_line(row))
        lines += textwrap.wrap(
            awake + row["reason"], WIDTH, initial_indent=" " * 10, subsequent_indent=" " * 10
        )
    return "\n".join(lines)


def _line(row: Row) -> str:
    try:
        when = f"{datetime.fromisoformat(row['onset']):%H:%M:%S}"
        kind = Kind(row["kind"])
        words = kind.words if len(kind.words) <= 22 else EXPLANATIONS[kind].lane.lower()
        lasts, peak = float(row["duration_s"]), float(row["peak_g"])
        sure = sureness(float(row["confidence"]))
    except ValueError as error:
        raise CommandError(
            f"events.csv was changed by hand and cannot be shown: {error}",
            exit_code=ExitCode.UNREADABLE,
        ) from error
    series = f"#{row['series']}" if row["series"] else ""
    return (
        f"{when}  {words:<22} {series:<4} {_limbs(row['limbs']):<17}"
        f"{lasts:6.1f} s {peak:5.2f} g {sure}"
    )


def _limbs(limbs: str) -> str:
    """Shorten ``ankle_left+ankle_right+wrist_left`` to ``ankle LR wrist L``."""
    sides: dict[str, str] = {}
    for placement in limbs.split("+"):
        joint, _, side = placement.partition("_")
        sides[joint] = sides.get(joint, "") + _SHORT.get(side, "")
    return " ".join(f"{joint} {side}".rstrip() for joint, side in sides.items())
