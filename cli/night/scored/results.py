"""The results of a night, replaced all at once so that they always belong together.

New results are made in a hidden folder. Renaming that folder to `READY` puts them in force: readers
look there first, and read none of the old results from then on. The files are then moved to their
places one by one; the next writer moves what a killed process left.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from limbwatch.cli.night.folder import READY, REPORT
from limbwatch.cli.night.whole_files import LONG_TURN_S, MAKING, lock_at, sync, writing
from limbwatch.sensor import scratch
from limbwatch.sensor.open_elsewhere import once_closed, replace_file


def place_of(night: Path, name: str | Path) -> Path:
    """Return the present path of a file of the results in force."""
    waiting = night / READY / name
    return waiting if waiting.exists() else night / name


def read_result(night: Path, name: str) -> bytes:
    """Read a file of the results in force.

    Raises
    ------
    OSError
        If it is missing or cannot be read.
    """
    try:
        return (night / READY / name).read_bytes()
    except FileNotFoundError:
        # already in its place, perhaps only just moved
        return (night / name).read_bytes()


@contextmanager
def lock_results(night: Path, *, option: str | None = None) -> Iterator[None]:
    """Hold the lock on a night's results and report while the body runs; others wait.

    Read what they are made from inside the body. The option is as for `writing`.

    Raises
    ------
    CommandError
        If nothing can be written in the folder.
    """
    with ExitStack() as turn:
        with writing(night, option=option):
            turn.enter_context(lock_at(night, patience_s=LONG_TURN_S))
        yield


@contextmanager
def new_results(night: Path) -> Iterator[Path]:
    """Make the results of a night in an empty folder and put them in force together.

    Hold `lock_results` if others may make results too. Samples that are replaced belong in the
    folder as well; files that are not made again stay. If there is no new report, the old one is
    removed, since it shows other results.

    Raises
    ------
    CommandError
        If a file cannot be written; either the old or all of the new results are in force.
    """
    with writing(night, option=None), scratch.aside(MAKING, night) as aside:
        yield aside
        for folder in (*_folders(aside), aside):
            sync(folder)
        settle(night)
        if not (aside / REPORT).exists():
            once_closed(lambda: (night / REPORT).unlink(missing_ok=True))
        once_closed(lambda: aside.rename(night / READY))
        sync(night)
        settle(night)


def settle(night: Path) -> None:
    """Move the remaining results in force to their places."""
    ready = night / READY
    for waiting in sorted(path for path in ready.rglob("*") if path.is_file()):
        place = night / waiting.relative_to(ready)
        place.parent.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            replace_file(waiting, place)
    for folder in (*_folders(ready), ready):
        with suppress(FileNotFoundError):
            folder.rmdir()


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_dir())
