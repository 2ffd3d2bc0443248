"""A kill, a full or a broken disk at every file operation: results are of one scoring, always.

As SQLite's tests do: the k-th operation fails, for every k. A killed process does nothing more, not
even tidy up: from the kill on, every operation of it fails.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pytest

from limbwatch.classify.night import Night
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making import finished_night
from limbwatch.cli.making.finished_night import make_night, write_results
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.answers.notes import DayNotes, notes_file, read_notes
from limbwatch.cli.night.correction.corrections import Change, add_correction, read_corrections
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.scored import results
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.results import read_result
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.report.document import write_report
from limbwatch.sensor import Placement, Recording, Samples, scratch

CALLS: Final = ("open", "fsync", "replace", "rename", "mkdir", "rmdir", "unlink")
FAULTS: Final = (errno.ENOSPC, errno.EIO, errno.EACCES, None)
"""None is a kill."""
FEW: Final = (errno.ENOSPC, None)
ENOUGH: Final = 200


class Killed(BaseException):
    """The process is gone."""


class Disk:
    """Counts what is done to the disk, and lets the k-th of it fail."""

    def __init__(self, fails: int, fault: int | None) -> None:
        self.fails, self.fault = fails, fault
        self.done = 0
        self.dead = False

    def step(self) -> None:
        """Do one thing."""
        self.done += 1
        if self.dead:
            raise Killed
        if self.done == self.fails:
            if self.fault is None:
                self.dead = True
                raise Killed
            raise OSError(self.fault, os.strerror(self.fault))

    def watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a call of the system; reading is none of the operations that fail."""

        def act(*given: Any, **named: Any) -> Any:
            if call is not OPEN or given[1] & (os.O_WRONLY | os.O_RDWR):
                self.step()
            return call(*given, **named)

        return act

    def opened(self, *given: Any, **named: Any) -> "Writer":
        """Open a file of which a write may fail."""
        return Writer(FDOPEN(*given, **named), self)


class Writer:
    """A file whose writes are operations of a disk."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self.file, self.disk = file, disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, content: bytes) -> None:
        """Write half of it when the process dies here."""
        try:
            self.disk.step()
        except Killed:
            self.file.write(content[: len(content) // 2])
            raise
        self.file.write(content)


OPEN, FDOPEN = os.open, os.fdopen


@contextmanager
def failing(patch: pytest.MonkeyPatch, fails: int, fault: int | None) -> Iterator[Disk]:
    disk = Disk(fails, fault)
    with patch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, disk.watched(getattr(os, name)))
        patched.setattr(os, "fdopen", disk.opened)
        yield disk


def attempts(
    patch: pytest.MonkeyPatch,
    fresh: Callable[[], Path],
    act: Callable[[Path], object],
    faults: tuple[int | None, ...] = FAULTS,
) -> Iterator[Path]:
    """Let each operation of an action fail in turn, in each way; give what it leaves behind."""
    for fault in faults:
        for fails in count(1):
            assert fails < ENOUGH
            place = fresh()
            with failing(patch, fails, fault) as disk, suppress(CommandError, OSError, Killed):
                act(place)
            if disk.done < fails:
                assert fails > 3, "the action does nothing to the disk that is watched"
                break
            yield place


@pytest.fixture
def fresh(tmp_path: Path, example_night: Night) -> Callable[[], Path]:
    """Make a night with its report, a note and a correction, as often as wanted."""
    made = count(1)
    model = tmp_path / "model"
    model.mkdir()
    write_results(model, example_night)
    write_report(model)
    notes_file(model).write(DayNotes(stress=1))
    correct(model)

    def copy() -> Path:
        place = tmp_path / f"night-{next(made)}"
        shutil.copytree(model, place)
        return place

    return copy


def replace_results(folder: Path, night: Night) -> None:
    """Put other results in force, as a new scoring does at its end."""
    with results.new_results(folder) as aside:
        write_results(aside, night)
        failed = finished_night._try_to_draw(folder, aside)
    if failed is not None:
        raise failed


def correct(night: Path) -> None:
    at = {"made_at": "2026-03-15T09:00:00+01:00", "start_s": 60.0, "end_s": 61.0}
    add_correction(night, Change.EXCLUDE, **at)  # type: ignore[arg-type]


def swept(patch: pytest.MonkeyPatch) -> None:
    """Take whatever is left for old."""
    patch.setattr(scratch, "STALE_S", -1.0)


def soon_made(patch: pytest.MonkeyPatch) -> None:
    """Score once, and draw reports that only tell which results they are of.

    Neither writes anything, and a hundred nights are made here to see what is written.
    """
    kept: list[Night] = []
    scored = finished_night.night_of

    def night_of(*given: Any, **named: Any) -> Night:
        if not kept:
            kept.append(scored(*given, **named))
        return kept[0]

    def drawn(folder: Path, *, results: Path | None = None, **_: object) -> bytes:
        return sha256((results or folder).joinpath("night.json").read_bytes()).hexdigest().encode()

    patch.setattr(finished_night, "night_of", night_of)
    patch.setattr(finished_night, "draw_report", drawn)


def test_results_are_of_one_scoring_whatever_fails(
    monkeypatch: pytest.MonkeyPatch, fresh: Callable[[], Path], example_night: Night
) -> None:
    swept(monkeypatch)
    soon_made(monkeypatch)
    other = replace(example_night, rules="aasm", events=example_night.events[:5], series=())
    last = fresh()
    first = read_night(last), (last / "report.html").read_bytes()
    replace_results(last, other)
    second = read_night(last), (last / "report.html").read_bytes()
    files = sorted(path.name for path in last.iterdir())
    seen = set()
    for night in attempts(monkeypatch, fresh, lambda place: replace_results(place, other), FEW):
        found = read_night(night)
        was = found.summary.rules
        seen.add(was)
        whole, report = first if was == "wasm2016" else second
        assert replace(found, folder=last) == replace(whole, folder=last)
        assert list_nights(night.parent).count(night) == 1
        with suppress(FileNotFoundError):
            assert read_result(night, "report.html") == report
        replace_results(night, other)
        assert sorted(path.name for path in night.iterdir()) == files
        assert (night / "night.json").read_bytes() == (last / "night.json").read_bytes()
        assert (night / "events.csv").read_bytes() == (last / "events.csv").read_bytes()
        assert (night / "report.html").read_bytes() == second[1]
    assert seen == {"wasm2016", "aasm"}


def test_a_report_that_fails_costs_no_result_and_leaves_no_report_of_others(
    monkeypatch: pytest.MonkeyPatch, fresh: Callable[[], Path], example_night: Night
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise ValueError("no picture")

    night = fresh()
    monkeypatch.setattr(finished_night, "draw_report", fails)
    with pytest.raises(ValueError, match="no picture"):
        replace_results(night, replace(example_night, rules="aasm"))
    assert read_night(night).summary.rules == "aasm"
    assert not (night / "report.html").exists()


def test_notes_are_the_old_or_the_new_whatever_fails(
    monkeypatch: pytest.MonkeyPatch, fresh: Callable[[], Path]
) -> None:
    for night in attempts(monkeypatch, fresh, lambda at: notes_file(at).write(DayNotes(stress=2))):
        assert read_notes(night) in {DayNotes(stress=1), DayNotes(stress=2)}
        notes_file(night).write(DayNotes(stress=3))
        assert read_notes(night) == DayNotes(stress=3)


def test_no_correction_is_lost_whatever_fails(
    monkeypatch: pytest.MonkeyPatch, fresh: Callable[[], Path]
) -> None:
    for night in attempts(monkeypatch, fresh, correct):
        before = len(read_corrections(night))
        assert before in {1, 2}
        correct(night)
        assert len(read_corrections(night)) == before + 1


def test_a_new_night_is_whole_or_not_there_whatever_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, example_night: Night
) -> None:
    swept(monkeypatch)
    soon_made(monkeypatch)
    rng = np.random.default_rng(1)
    xyz = rng.normal([0.0, 0.0, 1.0], 0.002, (25 * 30, 3)).astype(np.float32)
    recording = Recording(
        placement=Placement.ANKLE_LEFT,
        device="",
        start=example_night.start,
        rate=25.0,
        rate_nominal=25.0,
        runs=(Samples(start=0.0, rate=25.0, xyz=xyz),),
    )
    made = count(1)

    def fresh() -> Path:
        return tmp_path / f"nights-{next(made)}"

    def make(nights: Path) -> None:
        make_night(nights, (recording,), ScoringWish(ScoredBy("wasm2016")))

    for nights in attempts(monkeypatch, fresh, make, FEW):
        before = list_nights(nights)
        assert len(before) <= 1
        for night in before:
            read_night(night)
            assert (night / "report.html").exists()
        make(nights)
        assert len(list_nights(nights)) == len(before) + 1
        assert [path for path in nights.iterdir() if path.name.startswith(".")] == []
