"""The source files of nights, by content, and earlier nights made from the same files."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from limbwatch.classify.origin import SourceFile
from limbwatch.cli.night.folder import SUMMARY, list_nights
from limbwatch.cli.night.scored.results import read_result
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Placement


def source_files(files: Sequence[tuple[Placement, Path]]) -> tuple[SourceFile, ...]:
    """Return the source files of a night with their hashes, in the order given.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    with sensor_workers() as workers:
        digests = list(workers.map(sha256_of, (path for _, path in files)))
    return tuple(
        SourceFile(placement=placement, name=path.name, sha256=digest)
        for (placement, path), digest in zip(files, digests, strict=True)
    )


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content, computed outside the GIL; empty if it is not a file."""
    if not path.is_file():
        return ""  # a device may never end; reading it raises the error
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """Sources and settings of a night, decoded from ``night.json`` without the rest of it."""

    source: tuple[SourceFile, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""
    age: float | None = None
    part: str | None = None
    version: str = ""
    """Version of the program that scored it, as in `this_program`."""
    code: str = ""
    """Digest of the code that scored it, as in `this_program`."""

    @property
    def content(self) -> frozenset[tuple[Placement, str]]:
        """Placement and hash of the source files, regardless of their names."""
        return frozenset((one.placement, one.sha256) for one in self.source)

    @property
    def options(self) -> dict[str, str]:
        """The settings of the scoring."""
        age = {} if self.age is None else {"age": f"{self.age:g}"}
        part = {} if self.part is None else {"night": self.part}
        return {"rules": self.rules, **age, **part, **self.asked}


class Before(NamedTuple):
    """An existing night made from the same files."""

    folder: Path
    differs: str
    """Difference of its settings, in words; empty if there is none."""
    old: bool
    """Whether another version of the program scored it."""


def has_namesakes(place: Path, names: AbstractSet[tuple[Placement, str]]) -> bool:
    """Tell whether a night of a person was made from files of the same names and placements."""
    return any(
        names == {(one.placement, one.name) for one in known.source}
        for _, known in _stored_nights(place)
    )


def made_before(place: Path, scoring: MadeOf) -> list[Before]:
    """Return a person's nights made from the same files and placements, oldest first."""
    return [
        Before(
            folder,
            _difference(known.options, scoring.options),
            old=(known.version, known.code) != (scoring.version, scoring.code),
        )
        for folder, known in _stored_nights(place)
        if known.source and (known.content, known.part) == (scoring.content, scoring.part)
    ]


def _stored_nights(place: Path) -> Iterator[tuple[Path, MadeOf]]:
    for folder in list_nights(place):
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            yield folder, msgspec.json.decode(read_result(folder, SUMMARY), type=MadeOf)


def _difference(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    names = sorted({*before, *now})
    return ", ".join(
        f"{name} {before.get(name, 'not given')}, now {now.get(name, 'not given')}"
        for name in names
        if before.get(name) != now.get(name)
    )
