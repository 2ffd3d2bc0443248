"""Files of a sleep laboratory in a night's folder: copied once, and used by every scoring."""

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
"""Which of the files are in force."""
_SHIFT: Final = "-shift"
"""What the option of a file's clock ends in."""
LABORATORY_OPTIONS: Final = tuple(
    f"{option}{end}" for option in ("hypnogram", "breathing") for end in ("", _SHIFT)
)
"""All that `LaboratoryFiles.asked` may say."""
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryFile:
    """One file of scored events."""

    path: Path
    name: str
    """As the person called it, as `writable`."""
    shift_s: float | None = None
    """How much its clock is ahead of ours, when a person said so."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryFiles:
    """The files that serve a night; None where there is none."""

    hypnogram: LaboratoryFile | None = None
    breathing: LaboratoryFile | None = None

    def __bool__(self) -> bool:
        return bool(self.by_option)

    @property
    def by_option(self) -> dict[str, LaboratoryFile]:
        """The files that there are, by the options that name them."""
        both = {"hypnogram": self.hypnogram, "breathing": self.breathing}
        return {option: one for option, one in both.items() if one is not None}

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the files are."""
        return tuple(one.path for one in self.by_option.values())

    @property
    def of_both(self) -> LaboratoryFile | None:
        """The file that was named for both, with what was said of its clock; None for two files.

        By content: copies are one file. Where two shifts were said, it is read by each of them.
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
        """Both by their content, and their shifts, as options."""
        told: dict[str, str] = {}
        for option, one in self.by_option.items():
            told[option] = f"{one.name} ({sha256_of(one.path)[:_DIGITS]})"
            if one.shift_s is not None:
                told[f"{option}{_SHIFT}"] = f"{one.shift_s:g}"
        return told


NO_FILES: Final = LaboratoryFiles()
"""Of most nights."""


def named_files(
    hypnogram: Path | None,
    breathing: Path | None,
    *,
    hypnogram_shift: float | None = None,
    breathing_shift: float | None = None,
    before: LaboratoryFiles = NO_FILES,
) -> LaboratoryFiles:
    """Take the files that a command names, and those of before for what it does not name.

    A shift is how much a clock is ahead of ours, seconds.

    Raises
    ------
    CommandError
        If a file is not there, or a shift is given without one.
    """
    return LaboratoryFiles(
        hypnogram=_one(hypnogram, hypnogram_shift, before.hypnogram, "hypnogram"),
        breathing=_one(breathing, breathing_shift, before.breathing, "breathing"),
    )


def _one(
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
    """Find the files that serve a night, with their places in its folder.

    Raises
    ------
    CommandError
        If what says so is damaged, or a file is gone.
    """
    path = place_of(night, USED)
    try:
        found = msgspec.json.decode(
            path.read_bytes(), type=LaboratoryFiles, dec_hook=lambda _, value: Path(str(value))
        )
    except FileNotFoundError:
        return NO_FILES
    except OSError as error:
        raise damaged(path, error) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, error) from error
    placed = {option: _placed(night, one) for option, one in found.by_option.items()}
    return LaboratoryFiles(**placed)


def _placed(night: Path, one: LaboratoryFile) -> LaboratoryFile:
    path = place_of(night, Path(LABORATORY, one.path.name))
    if not path.is_file():
        raise CommandError(
            f"{path} is gone, which was scored in the laboratory. Give the file again with "
            f"--hypnogram or --breathing, or remove {night / LABORATORY} to do without.",
            exit_code=ExitCode.UNREADABLE,
        )
    return replace(one, path=path)


def keep_files(place: Path, files: LaboratoryFiles, *, night: Path | None = None) -> None:
    """Copy files to where a night or its results are being made, and say which are in force.

    What lies in the folder of the night already is not copied; older copies stay.

    Raises
    ------
    OSError
        If one cannot be read or written.
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
    """Name a copy by its content, so that no other file ever replaces it."""
    return f"{sha256_of(one.path)[:_DIGITS]}{writable(one.path.suffix[:8])}"
