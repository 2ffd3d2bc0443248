"""Where nights come from: source files by content, heads of nights, nights made from the same."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import ORIGIN, SUMMARY, list_nights
from limbwatch.cli.night.listed.people import person_of, person_of_place
from limbwatch.cli.night.scored.results import read_result
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.scoring_code import this_program
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Placement


def origin_of(folder: Path) -> Origin:
    """Return the origin of a night that is to be rescored.

    It is read from the results; if they are damaged, from the file beside the samples.
    """
    origin = person_of_place(folder).origin
    try:
        origin = read_summary(folder).origin
    except CommandError:  # not scored yet, or damaged, which rescoring repairs
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            origin = msgspec.json.decode((folder / ORIGIN).read_bytes(), type=Origin)
    person = person_of(folder, origin)
    return replace(origin, subject=person.subject, session=person.session)


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
class NightHead(Origin):
    """Origin, settings and times of a night, decoded from ``night.json`` without the rest of it."""

    rules: str = ""
    age: float | None = None
    version: str = ""
    """Version of the program that scored it, as in `this_program`."""
    code: str = ""
    """Digest of the code that scored it, as in `this_program`."""
    start: str = ""
    """ISO 8601 time of second 0."""
    end: str = ""
    """ISO 8601 time of its end."""


def read_head(folder: Path) -> NightHead | None:
    """Read the head of a scored night; None if it is missing or damaged."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(read_result(folder, SUMMARY), type=NightHead)
    return None


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


def made_before(place: Path, origin: Origin, by: ScoredBy) -> list[Before]:
    """Return a person's nights made from the same files and placements, oldest first."""
    asked, program = _settings(origin, by.rules, by.age), this_program()
    return [
        Before(
            folder,
            _difference(_settings(known, known.rules, known.age), asked),
            old=(known.version, known.code) != program,
        )
        for folder, known in _stored_nights(place)
        if known.source and (known.files, known.part) == (origin.files, origin.part)
    ]


def _stored_nights(place: Path) -> Iterator[tuple[Path, NightHead]]:
    for folder in list_nights(place):
        if (known := read_head(folder)) is not None:
            yield folder, known


def _settings(origin: Origin, rules: str, age: float | None) -> dict[str, str]:
    """Return the settings of a scoring, by name."""
    aged = {} if age is None else {"age": f"{age:g}"}
    part = {} if origin.part is None else {"night": origin.part}
    return {"rules": rules, **aged, **part, **origin.asked}


def _difference(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    names = sorted({*before, *now})
    return ", ".join(
        f"{name} {before.get(name, 'not given')}, now {now.get(name, 'not given')}"
        for name in names
        if before.get(name) != now.get(name)
    )
