"""Files that a person asks for, which never replace a file that limbwatch did not make.

The length and SHA-256 of everything limbwatch makes are kept in a list of the user's. A file whose
content is on the list was made here and has not changed since, wherever it was moved and whatever
it is called now; it can be made again, so it may be replaced. Making a folder again removes only
what a folder of the same kind held before. Any other file is kept unless the person says
``--force``, and recordings, tables of movements and a night's own files are kept even then.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import CAPTURE, CORRECTIONS, EVENTS, OWN, RECORDING, SUMMARY
from limbwatch.cli.night.new_folder import BUILDING
from limbwatch.cli.night.whole_files import lock_at, write_whole, writing
from limbwatch.sensor import scratch
from limbwatch.sensor.open_elsewhere import once_closed, replace_file

_SYSTEM_FILES: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that operating systems put into folders by themselves."""
_SUFFIXES: Final = {b"%PDF": (".pdf",), b"<!doctype html>": (".html", ".htm", ".xhtml")}
"""Suffixes that people open a file by, keyed by the first bytes of its content."""
_LONGEST_LIST: Final = 50_000
"""Files remembered; chosen: 130 exports of ten files for each night of a year, and 4 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwriting:
    """Permission to replace files."""

    force: bool
    """Whether to replace files that limbwatch did not make; never an input or a file of a night."""
    warn: Callable[[str], None]
    """Called with a message about the files that only ``force`` replaced."""


def write_output(path: Path, content: bytes, overwriting: Overwriting) -> None:
    """Write one file that a person asked for, whole or not at all; create missing folders.

    Links are followed.

    Raises
    ------
    CommandError
        If the target must not be replaced or cannot be written.
    """
    if str(path) == "-":
        raise _refusal("-o takes the name of a file, but - is not one; --json prints to the screen")
    target = path.resolve()
    _protect_night(target)
    if target.is_dir():
        raise _refusal(f"{path} is a folder: name a file in it with -o")
    with writing(target, option="-o"):
        # a file of the same content is a copy of this one: nothing would be lost
        made = _read_list() | {_fingerprint(content)}
        forced = [target] if target.exists() and not _is_ours(target, made) else []
        _require_replaceable(forced, overwriting)
        target.parent.mkdir(parents=True, exist_ok=True)
        _remember([_fingerprint(content)])
        write_whole(target, content)
    _warn_replaced(forced, overwriting)
    endings = next((told for begin, told in _SUFFIXES.items() if content.startswith(begin)), ())
    if endings and path.suffix.lower() not in endings:
        overwriting.warn(
            f"the name {path} does not end in {endings[0]}, by which programs recognise "
            "such a file."
        )


@contextmanager
def output_folder(
    folder: Path, overwriting: Overwriting, *, kind: str, shared: bool = False
) -> Iterator[Path]:
    """Make a folder of files that a person asked for; the body fills it out of sight.

    A new folder appears whole or not at all. In an existing folder of the same `kind`, files are
    replaced one by one, and repeating the command completes what was cut off; files made there by
    another kind count as foreign. A `shared` folder may hold other files; any other folder holds
    nothing else.

    Raises
    ------
    CommandError
        If a file must not be replaced or cannot be written.
    """
    target = folder.resolve()
    _protect_night(target, whole=True)
    if target.exists() and not target.is_dir():
        raise _refusal(f"{folder} is a file: name a folder with -o")
    with writing(target, option="-o"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch.aside(BUILDING, target.parent) as hidden:
            yield hidden
            names = [one.relative_to(hidden) for one in _files(hidden)]
            marks = [_fingerprint((hidden / name).read_bytes()) for name in names]
            made = _fingerprints_of_kind(kind).union(marks)
            others = [one for one in _files(target) if not _is_ours(one, made)]
            forced = [target / name for name in names if target / name in others]
            _require_replaceable(forced if shared or overwriting.force else others, overwriting)
            _remember([*marks, *(f"{mark} {kind}" for mark in marks)])
            _publish(hidden, target, names, old=[] if shared else _files(target, without=others))
    _warn_replaced(forced, overwriting)


def write_folder(
    folder: Path, files: Iterable[tuple[Path, bytes]], overwriting: Overwriting, *, kind: str
) -> None:
    """Write files, given by relative path, to a folder as `output_folder` makes it."""
    with output_folder(folder, overwriting, kind=kind) as hidden:
        for name, content in files:
            (hidden / name).parent.mkdir(parents=True, exist_ok=True)
            (hidden / name).write_bytes(content)


def _publish(hidden: Path, target: Path, names: list[Path], *, old: list[Path]) -> None:
    with suppress(OSError):
        target.rmdir()  # only if empty
    if not target.exists():
        replace_file(hidden, target)
        return
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(hidden / name, target / name)
    # files of an earlier export would be taken for part of this one
    for stale in set(old) - {target / name for name in names}:
        once_closed(stale.unlink)


def _files(folder: Path, *, without: list[Path] | None = None) -> list[Path]:
    found = [one for one in folder.rglob("*") if not one.is_dir() and one.name not in _SYSTEM_FILES]
    return sorted(set(found) - set(without or ()))


def _protect_night(path: Path, *, whole: bool = False) -> None:
    """Refuse the names of a night's own files, existing or not; with `whole`, its whole folder."""
    for folder, name in ((path.parent, path.name), (path.parent.parent, path.parent.name)):
        own = name in OWN or name.startswith((".", CAPTURE.partition(".")[0]))
        if (own and _is_night(folder)) or (whole and _is_night(path)):
            raise _refusal(
                f"{path if whole else folder} belongs to a night, whose files are not for exports: "
                "name another place with -o"
            )


def _is_night(folder: Path) -> bool:
    summary = (folder / SUMMARY).exists() and (folder / EVENTS).exists()
    return summary or (folder / CAPTURE).exists() or (folder / RECORDING).is_dir()


def _require_replaceable(files: list[Path], overwriting: Overwriting) -> None:
    """Raise an error if files that limbwatch did not make would be replaced without ``force``."""
    if not files:
        return
    names = ", ".join(str(one) for one in files[:3]) + (", ..." if len(files) > 3 else "")
    if not overwriting.force:
        raise _refusal(
            f"{names} is there already, and limbwatch did not make it here, made it for something "
            "else, or it was changed since. Name another place with -o, or add --force to replace "
            "it"
        )
    for one in files:
        what = _describe_input(one)
        if what:
            raise _refusal(
                f"{one} is {what}, which --force does not replace either. Name another place with "
                "-o, or move it away yourself"
            )


def _warn_replaced(files: list[Path], overwriting: Overwriting) -> None:
    for one in files:
        overwriting.warn(
            f"{one} was replaced; it was not an earlier output of the same kind (--force)."
        )


def _describe_input(path: Path) -> str:
    """Return what a file is that ``--force`` must not replace; empty for any other file."""
    from datetime import UTC

    from limbwatch.sensor import Placement, SensorError
    from limbwatch.sensor.capture.disk.opening import is_database
    from limbwatch.sensor.files import explain, read_recorded_file
    from limbwatch.sensor.scorings.reading import read_scoring

    if not path.is_file():
        return "not an ordinary file"
    if is_database(path):
        return "a database, as the capture of a recording is"
    with suppress(SensorError, OSError, ValueError):
        if _needs_full_read(path):
            read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC)
        return f"a recording ({explain(path).dialect})"
    with suppress(SensorError, OSError, ValueError):
        scoring = read_scoring(path)
        if scoring.source == "plain" or not scoring.is_empty:
            return "a list of scored events"
    return _describe_night_file(path)


def _needs_full_read(path: Path) -> bool:
    """Tell whether the file's first bytes do not distinguish a recording from other files."""
    with path.open("rb") as file:
        return file.read(64).lstrip()[:1] in {b"{", b"[", b"P"}  # JSON, Parquet


_NIGHT_SCHEMAS: Final = ("limbwatch.night/", "limbwatch.notes/", "limbwatch.wearer/")
"""Schemas of a night's own files: figures, notes and the wearer's answers."""


def _describe_night_file(path: Path) -> str:
    """Recognise a night's figures and a person's entries by content, also outside their folder."""
    with suppress(OSError, ValueError, RecursionError):
        text = path.read_text(encoding="utf-8")
        if text.startswith("number,made_at,change,"):
            return f"a night's {CORRECTIONS}"
        schema = json.loads(text).get("schema") if text.lstrip()[:1] == "{" else None
        if isinstance(schema, str) and schema.startswith(_NIGHT_SCHEMAS):
            return f"a night's file ({schema})"
    return ""


def _refusal(what: str) -> CommandError:
    return CommandError(f"{what}.")


def _fingerprint(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()} {len(content)}"


def _is_ours(path: Path, made: frozenset[str]) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    size = path.stat().st_size
    if not any(mark.endswith(f" {size}") for mark in made):
        return False
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()} {size}" in made


def _list_path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("limbwatch", appauthor=False) / "made.txt"


def _read_list() -> frozenset[str]:
    try:
        return frozenset(_list_path().read_text(encoding="ascii").splitlines())
    except (OSError, ValueError):
        return frozenset()


def _fingerprints_of_kind(kind: str) -> frozenset[str]:
    """Return the marks of files that belonged to folders of this kind."""
    end = f" {kind}"
    return frozenset(mark.removesuffix(end) for mark in _read_list() if mark.endswith(end))


def _remember(marks: list[str]) -> None:
    """Record files about to appear; without a record they are not replaced later."""
    path, known = _list_path(), _read_list()
    fresh = [mark for mark in marks if mark not in known]
    if not fresh:
        return
    with suppress(OSError, CommandError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with lock_at(path):
            if len(known) + len(fresh) > _LONGEST_LIST:
                lines = path.read_text(encoding="ascii").splitlines()[-_LONGEST_LIST // 2 :]
                write_whole(path, "\n".join(lines).encode("ascii"))
            # one short write, so that a concurrent reader finds whole lines
            with path.open("a", encoding="ascii") as file:
                # begin a new line: a killed process may have left an unfinished one
                file.write("".join(f"\n{mark}" for mark in fresh))
