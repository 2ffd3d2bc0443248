"""The folder of one night: its name, and how it comes into being and is found again."""

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode

SUMMARY = "night.json"
EVENTS = "events.csv"
REPORT = "report.html"
RECORDING = "recording"
CAPTURE = "capture.sqlite"

_HIDDEN = "."
BUILDING = f"{_HIDDEN}limbwatch-new-"
"""How a folder is called while it is being built."""
_STALE_S = 86400.0
_NIGHT_SPLIT = timedelta(hours=12)
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")


def default_nights() -> Path:
    """Return the folder of the nights in the user's data folder.

    Returns
    -------
    Path
        It need not exist yet.
    """
    from platformdirs import user_data_path

    return user_data_path("limbwatch", appauthor=False) / "nights"


def night_date(start: datetime) -> str:
    """Return the date of the evening to which a recording belongs.

    A night lasts from noon to noon on the wearer's clock, so what starts at 01:30 belongs to
    the day before.

    Parameters
    ----------
    start : datetime
        Aware start of the recording, in the wearer's time zone.

    Returns
    -------
    str
        ISO date.
    """
    wall = start.replace(tzinfo=None)
    return (wall - _NIGHT_SPLIT).date().isoformat()


@contextmanager
def new_night(nights: Path, start: datetime) -> "Iterator[NewNight]":
    """Build the folder of a night out of sight and give it its name when it is complete.

    If the body raises, nothing is left behind.

    Parameters
    ----------
    nights : Path
        Folder of the nights; made when missing.
    start : datetime
        Aware start of the recording.

    Yields
    ------
    NewNight
        The folder to fill; after the body its ``path`` is the final one.

    Raises
    ------
    CommandError
        If the folder cannot be written.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        sweep(nights)
        hidden = Path(tempfile.mkdtemp(prefix=BUILDING, dir=nights))
    try:
        night = NewNight(hidden)
        with writing(nights):
            yield night
            night.path = _publish(hidden, nights, night_date(start))
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


class NewNight:
    """A night folder that is being built.

    Parameters
    ----------
    path : Path
        Where its files are now.
    """

    def __init__(self, path: Path) -> None:
        self.path = path


def _publish(hidden: Path, nights: Path, date: str) -> Path:
    for part in [*hidden.rglob("*"), hidden]:
        _sync(part)
    final = free_folder(nights, date)
    try:
        if os.name == "nt":
            final.rmdir()  # Windows renames only to a free name; elsewhere an empty folder is one
        hidden.replace(final)
    except BaseException:
        final.rmdir()
        raise
    _sync(nights)
    return final


def free_folder(nights: Path, date: str) -> Path:
    """Take the first free name of a date, which then no other process can take.

    Parameters
    ----------
    nights : Path
        Folder of the nights; exists.
    date : str
        As `night_date` gives it.

    Returns
    -------
    Path
        A new, empty folder.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    number = 1
    while True:
        folder = nights / (date if number == 1 else f"{date}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def sweep(nights: Path) -> None:
    """Remove what killed processes left; what is younger than a day may be in the making.

    Parameters
    ----------
    nights : Path
        Where folders are built.
    """
    for left in nights.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Parameters
    ----------
    path : Path
        Replaced when it exists.
    content : bytes
        All of it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing has changed.
    """
    handle, name = tempfile.mkstemp(prefix=f"{_HIDDEN}{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


@contextmanager
def writing(place: Path, *, option: str = "--nights") -> Iterator[None]:
    """Turn what an operating system says about a failed write into words for a person.

    Parameters
    ----------
    place : Path
        Where the body writes.
    option : str
        By which the person says where.

    Yields
    ------
    None

    Raises
    ------
    CommandError
        In place of an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        shown = place.parent if place.name.startswith(_HIDDEN) else place
        raise CommandError(
            f"cannot write to {shown}: {_why(error, option)}. Nothing was left half-written.",
            exit_code=ExitCode.UNEXPECTED,
        ) from error


def _why(error: OSError, option: str) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"the disk is full; free some space or choose another folder with {option}"
        case errno.EACCES | errno.EPERM:
            return f"no permission; choose a folder of your own with {option}"
        case errno.EROFS:
            return f"the disk is read-only; choose another folder with {option}"
        case errno.ENOTDIR | errno.EEXIST:
            return f"a file is in the way; choose a folder with {option}"
    return (error.strerror or str(error)).lower()


def list_nights(nights: Path, *, holding: tuple[str, ...] = (SUMMARY,)) -> list[Path]:
    """Find the nights of a folder, oldest first.

    Parameters
    ----------
    nights : Path
        Folder of the nights.
    holding : tuple of str
        Names of which at least one must be in the folder of a night.

    Returns
    -------
    list of Path
        Visible folders; empty when there is no folder of nights.
    """
    if not nights.is_dir():
        return []
    found = [p for p in nights.iterdir() if not p.name.startswith(_HIDDEN)]
    return sorted((p for p in found if _holds(p, holding)), key=_order)


def _holds(night: Path, names: tuple[str, ...]) -> bool:
    return any((night / name).exists() for name in names)


def _is_path(name: str) -> bool:
    """Whether a name is meant as a place: a bare name is one of the nights."""
    return Path(name).name != name or Path(name).is_absolute() or name in {".", ".."}


def _order(night: Path) -> tuple[str, int, str]:
    match = _NAME.fullmatch(night.name)
    return (match[1], int(match[2] or 1), "") if match else (night.name, 0, night.name)


def find_night(nights: Path, name: str | None, *, holding: tuple[str, ...] = (SUMMARY,)) -> Path:
    """Find a night by its name, the beginning of its name, ``latest`` or its path.

    Parameters
    ----------
    nights : Path
        Folder of the nights.
    name : str or None
        None is the latest.
    holding : tuple of str
        Names of which at least one must be in the folder of a night.

    Returns
    -------
    Path

    Raises
    ------
    CommandError
        If there is none, or more than one.
    """
    if name is not None and _is_path(name) and _holds(Path(name), holding):
        return Path(name)
    found = list_nights(nights, holding=holding)
    if not found:
        raise CommandError(
            f"there is no night in {nights}. Make one with: limbwatch replay ankle_left=FILE",
            exit_code=ExitCode.USAGE,
        )
    if name is None or name == "latest":
        return found[-1]
    exact = [night for night in found if night.name == name]
    matches = exact or [night for night in found if night.name.startswith(name)]
    if len(matches) == 1:
        return matches[0]
    names = [night.name for night in found]
    if matches:
        several = ", ".join(night.name for night in matches[:5])
        raise CommandError(f"{name!r} may be {several}: say which", exit_code=ExitCode.USAGE)
    close = get_close_matches(name, names, n=3) or names[-3:]
    raise CommandError(
        f"there is no night {name!r} in {nights}. Did you mean {', '.join(close)}?",
        exit_code=ExitCode.USAGE,
    )
