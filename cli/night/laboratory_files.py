"""A sleep laboratory's files in a night's folder: copied once, used by every scoring."""

import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from limbwatch.classify.origin import writable
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.damage import damaged
from limbwatch.cli.night.folder import LABORATORY
from limbwatch.cli.night.listed.made_of import sha256_of
from limbwatch.cli.night.scored.results import place_of
from limbwatch.cli.night.whole_files import sync, write_whole

USED: Final = Path(LABORATORY, "laboratory.json")
"""File that says which of the laboratory files are in force."""
_SHIFT: Final = "-shift"
"""Suffix of the option for a file's clock."""
LABORATORY_OPTIONS: Final = tuple(
    f"{option}{end}" for option in ("hypnogram", "breathing") for end in ("", _SHIFT)
)
"""Keys that `LaboratoryFiles.asked` may have."""
_DIGITS: Final = 12
"""Hexadecimal digits of a content hash that identify a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryFile:
    """One file of scored events."""

    path: Path
    name: str
    """Name the person gave it, as `writable`."""
    shift_s: float | None = None
    """Seconds by which its clock is ahead of ours, if a person stated it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryFiles:
    """The laboratory files of a night; None where there is none."""

    hypnogram: LaboratoryFile | None = None
    breathing: LaboratoryFile | None = None

    def __bool__(self) -> bool:
        return bool(self.by_option)

    @property
    def by_option(self) -> dict[str, LaboratoryFile]:
        """The files in use, by the option that names them."""
        both = {"hypnogram": self.hypnogram, "breathing": self.breathing}
        return {option: one for option, one in both.items() if one is not None}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the files."""
        return tuple(one.path for one in self.by_option.values())

    @property
    def of_both(self) -> LaboratoryFile | None:
        """The file if one serves both purposes, with its clock shift; None for two files.

        Files are compared by content, so copies count as one file. With two different shifts they
        count as two.
        """
        one, other = self.hypnogram, self.breathing
        if one is None or other is None:
            return None
        shifts = {one.shift_s, other.shift_s} - {None}
        if len(shifts) > 1 or sha256_of(one.path) != sha256_of(other.path):
            return None
        return replace(one, shift_s=next(iter(shifts), None))

    @property
    def asked(self) -> dict[str, str]:
        """The settings to store: name and hash of each file, and its shift."""
        settings: dict[str, str] = {}
        for option, one in self.by_option.items():
            settings[option] = f"{one.name} ({sha256_of(one.path)[:_DIGITS]})"
            if one.shift_s is not None:
                settings[f"{option}{_SHIFT}"] = f"{one.shift_s:g}"
        return settings


NO_FILES: Final = LaboratoryFiles()
"""No laboratory files, as for most nights."""


def named_files(
    hypnogram: Path | None,
    breathing: Path | None,
    *,
    hypnogram_shift: float | None = None,
    breathing_shift: float | None = None,
    before: LaboratoryFiles = NO_FILES,
) -> LaboratoryFiles:
    """Combine the files that a command names with those in use before.

    A shift is the time by which a file's clock is ahead of ours, seconds.

    Raises
    ------
    CommandError
        If a file does not exist, or a shift is given without a file.
    """
    return LaboratoryFiles(
        hypnogram=_combine(hypnogram, hypnogram_shift, before.hypnogram, "hypnogram"),
        breathing=_combine(breathing, breathing_shift, before.breathing, "breathing"),
    )


def _combine(
    path: Path | None, shift: float | None, before: LaboratoryFile | None, option: str
) -> LaboratoryFile | None:
    if path is not None:
        if not path.is_file():
            what = f"{path} is a folder" if path.is_dir() else f"There is no file {path}"
            raise CommandError(
                f"{what}: --{option} takes a file of scored events", exit_code=ExitCode.UNREADABLE
            )
        return LaboratoryFile(path=path, name=path.name, shift_s=shift)
    if shift is None:
        return before
    if before is None:
        raise CommandError(f"--{option}-shift {shift:g} belongs to a file: add --{option} FILE")
    return replace(before, shift_s=shift)


def kept_files(night: Path) -> LaboratoryFiles:
    """Return the laboratory files in force for a night, with paths in its folder.

    Raises
    ------
    CommandError
        If the list of files is damaged, or a file is missing.
    """
    path = place_of(night, USED)
    try:
        found = msgspec.json.decode(
            path.read_bytes(), type=LaboratoryFiles, dec_hook=lambda _, value: Path(str(value))
        )
    except FileNotFoundError:
        return NO_FILES
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, error) from error
    placed = {option: _locate(night, one) for option, one in found.by_option.items()}
    return LaboratoryFiles(**placed)


def _locate(night: Path, one: LaboratoryFile) -> LaboratoryFile:
    path = place_of(night, Path(LABORATORY, one.path.name))
    if not path.is_file():
        raise CommandError(
            f"{path}, the laboratory's scoring, is gone. Give the file again with --hypnogram or "
            f"--breathing, or remove {night / LABORATORY} to do without.",
            exit_code=ExitCode.UNREADABLE,
        )
    return replace(one, path=path)


def keep_files(place: Path, files: LaboratoryFiles, *, night: Path | None = None) -> None:
    """Copy laboratory files to a night or results being made, and record which are in force.

    Files that the night's folder already holds are not copied; older copies stay.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    """
    if not files:
        return
    (place / LABORATORY).mkdir(exist_ok=True)
    content: dict[str, object] = {}
    for option, one in files.by_option.items():
        name = _copied_name(one)
        copy = place / LABORATORY / name
        if night is None or not place_of(night, Path(LABORATORY, name)).exists():
            shutil.copyfile(one.path, copy)
            if os.name != "nt":
                copy.chmod(0o600)
            sync(copy)
        content[option] = {"path": name, "name": one.name, "shift_s": one.shift_s}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_whole(place / USED, (text + "\n").encode("utf-8"))


def _copied_name(one: LaboratoryFile) -> str:
    """Name a copy by the hash of its content, so that it never replaces another file."""
    return f"{sha256_of(one.path)[:_DIGITS]}{writable(one.path.suffix[:8])}"
