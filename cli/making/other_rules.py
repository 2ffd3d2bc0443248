"""A night looked at by other rules, without a change on disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making.finished_night import score_recordings, write_results
from limbwatch.cli.night.samples import stored_recordings
from limbwatch.cli.night.summary import read_summary


@contextmanager
def by_other_rules(night: Path, *, rules: str | None, age: float | None) -> Iterator[Path]:
    """Score a night again, beside its folder.

    Parameters
    ----------
    night : Path
        Folder of the night.
    rules : str or None
        ``wasm2016`` or ``aasm``; None for those that it was scored by.
    age : float or None
        Years; None for what it was scored with.

    Yields
    ------
    Path
        A temporary folder with ``night.json`` and ``events.csv``.

    Raises
    ------
    CommandError
        If the night has no stored samples.
    """
    known = read_summary(night)
    recordings = stored_recordings(night)
    if not recordings:
        raise CommandError(
            f"{night} holds no stored samples, so it cannot be scored by other rules.",
            exit_code=ExitCode.UNREADABLE,
        )
    scored = score_recordings(
        recordings,
        rules=rules or known.rules,
        age=known.age if age is None else age,
    )
    with tempfile.TemporaryDirectory(prefix="limbwatch-") as place:
        write_results(Path(place), scored.night)
        yield Path(place)
