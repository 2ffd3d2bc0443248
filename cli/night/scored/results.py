"""The results of a night: made aside, and switched at once, so that they always belong together.

A new generation is made in a hidden folder. Renaming that folder to `READY` is the switch: whoever
reads looks there first, and nothing of the old generation is read from then on. Its files then move
to their places one by one; whoever writes next moves what a killed process left.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from limbwatch.cli.night.folder import READY, REPORT
from limbwatch.cli.night.turns import LONG_TURN_S, turn_at
from limbwatch.cli.night.whole_files import MAKING, sync, writing
from limbwatch.sensor import scratch


def place_of(night: Path, name: str | Path) -> Path:
    """Tell where a file of the generation that is in force lies now."""
    waiting = night / READY / name
    return waiting if waiting.exists() else night / name


def read_result(night: Path, name: str) -> bytes:
    """Read a result of the generation that is in force.

    Raises
    ------
    OSError
        If there is none, or it cannot be read.
    """
    try:
        return (night / READY / name).read_bytes()
    except FileNotFoundError:
        # at its place already, perhaps since a moment ago
        return (night / name).read_bytes()


@contextmanager
def turn_at_results(night: Path, *, option: str | None = None) -> Iterator[None]:
    """Keep others from making results of a night, or its report, until the body ends: they wait.

    What they are made of is to be read in it. The option is as for `writing`.

    Raises
    ------
    CommandError
        If nothing can be written there.
    """
    with ExitStack() as turn:
        with writing(night, option=option):
            turn.enter_context(turn_at(night, patience_s=LONG_TURN_S))
        yield


@contextmanager
def new_results(night: Path) -> Iterator[Path]:
    """Make the results of a night in an empty folder, and put them in force together.

    Where others may make them too, it is done in one's turn.

    Samples that are replaced with them belong there, too; what is not made anew is not touched.
    Without a report in it the old one, which tells of other results, is taken away.

    Raises
    ------
    CommandError
        If a file cannot be written; then the old results are in force, or all of the new ones.
    """
    with writing(night, option=None), scratch.aside(MAKING, night) as aside:
        yield aside
        for folder in (*_folders(aside), aside):
            sync(folder)
        settle(night)
        if not (aside / REPORT).exists():
            (night / REPORT).unlink(missing_ok=True)
        aside.rename(night / READY)
        sync(night)
        settle(night)


def settle(night: Path) -> None:
    """Move results that are in force to their places, as far as they are not there yet."""
    ready = night / READY
    for waiting in sorted(path for path in ready.rglob("*") if path.is_file()):
        place = night / waiting.relative_to(ready)
        place.parent.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            waiting.replace(place)
    for folder in (*_folders(ready), ready):
        with suppress(FileNotFoundError):
            folder.rmdir()


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_dir())
