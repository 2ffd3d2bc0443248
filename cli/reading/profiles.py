"""Descriptions of files, stored by name for the next night of the same logger."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.night.whole_files import lock_at, write_whole
from limbwatch.cli.reading.descriptions import Description
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.sensor import Placement

SCHEMA = "limbwatch.profile/1"


def profile_folder() -> Path:
    """Return the folder of this person's profiles."""
    from platformdirs import user_config_path

    return user_config_path("limbwatch", appauthor=False) / "profiles"


def parse_profiles(texts: list[str] | None) -> dict[Placement | None, Description]:
    """Parse ``PLACEMENT=NAME``, and ``NAME`` for all other placements, and read the profiles.

    Raises
    ------
    CommandError
        If a profile does not exist or is damaged.
    """
    found: dict[Placement | None, Description] = {}
    for text in texts or ():
        placement, equals, name = text.rpartition("=")
        found[parse_placement(placement) if equals else None] = read_profile(name)
    return found


def read_profile(name: str) -> Description:
    """Read a profile by its name.

    Raises
    ------
    CommandError
        If it does not exist or is damaged.
    """
    path = _profile_path(name)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _parse_profile(content)
    except FileNotFoundError as error:
        there = sorted(one.stem for one in profile_folder().glob("*.json"))
        listed = f"there are {', '.join(there)}" if there else "there is none"
        raise CommandError(
            f"there is no profile {name!r}; {listed}. "
            f"--save-profile {name} keeps what a command says of its files."
        ) from error
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise CommandError(
            f"the profile {path} cannot be read ({error}). Correct or delete it.",
            exit_code=ExitCode.UNREADABLE,
        ) from error


def _parse_profile(content: dict[str, Any]) -> Description:
    known = {one.name for one in fields(Description)}
    if content.pop("schema") != SCHEMA or not content.keys() <= known:
        raise ValueError("it is of another kind")
    return Description(**content)


def save_profile(name: str, description: Description) -> Path:
    """Store a description by name; an existing profile is never changed.

    Raises
    ------
    CommandError
        If the description is empty, the name is invalid, another profile has the name, or the
        file cannot be written.
    """
    path = _profile_path(name)
    given = description.answered
    if not given:
        raise CommandError(
            f"--save-profile {name}: nothing was given that could be kept. Give it with "
            "--columns, --time-unit, --time-format, --unit, --rate or --sensor."
        )
    text = json.dumps({"schema": SCHEMA, **given}, indent=2, ensure_ascii=False) + "\n"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with lock_at(path):
                if not path.exists():
                    write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise CommandError(
            f"the profile cannot be written to {path}: {reason_of(error)}. Make room for it, or "
            "give yourself write access; without --save-profile the night is made anyway.",
            exit_code=ExitCode.UNEXPECTED,
        ) from error
    # it existed before, or another process was faster
    if read_profile(name) != description:
        raise CommandError(
            f"there is a profile {name!r} that says something else ({path}). Choose another "
            "name, or delete that file."
        )
    return path


def _profile_path(name: str) -> Path:
    if not re.fullmatch(r"[\w][\w .-]{0,63}", name):
        raise CommandError(f"{name!r} is not a name for a profile; use letters, digits, - and _")
    return profile_folder() / f"{name}.json"
