"""``night.json``: the numbers of a night, read with suspicion."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import SUMMARY


def read_summary(night: Path) -> dict[str, Any]:
    """Read the ``night.json`` of a night.

    Parameters
    ----------
    night : Path
        Folder of the night.

    Returns
    -------
    dict

    Raises
    ------
    CommandError
        If it is missing, damaged or of another program.
    """
    path = night / SUMMARY
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not complete JSON"
        raise damaged(path, f"cannot be read: {reason}") from error
    schema = content.get("schema") if isinstance(content, dict) else None
    if not isinstance(schema, str) or not schema.startswith("limbwatch.night/"):
        raise damaged(path, f"is not a night of limbwatch (schema {schema!r})")
    if schema != "limbwatch.night/1":
        raise CommandError(
            f"{path} has the schema {schema}, which a newer limbwatch wrote. Update limbwatch.",
            exit_code=ExitCode.UNREADABLE,
        )
    return dict(content)


def render(night: Path, draw: Callable[[dict[str, Any]], str], summary: dict[str, Any]) -> str:
    """Draw a summary that a person may have edited.

    Parameters
    ----------
    night : Path
        Folder of the night.
    draw : callable
        Turns the summary into text.
    summary : dict
        The content of ``night.json``.

    Returns
    -------
    str

    Raises
    ------
    CommandError
        If something is missing or is of the wrong kind.
    """
    try:
        return draw(summary)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise damaged(
            night / SUMMARY,
            f"is incomplete or was changed by hand ({type(error).__name__}: {error})",
        ) from error


def damaged(path: Path, what: str) -> CommandError:
    """Say that a file of a night cannot be used, and how it is made again.

    Parameters
    ----------
    path : Path
        The file, in the folder of its night.
    what : str
        What is wrong with it.

    Returns
    -------
    CommandError
        With the exit code of unreadable input.
    """
    return CommandError(
        f"{path} {what}. If the samples are there, this makes it again: "
        f"limbwatch rescore {path.parent}",
        exit_code=ExitCode.UNREADABLE,
    )
