"""The folder of a night that is being recorded, and the night made from its capture."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.origin import TEST
from limbwatch.cli.making.finished_night import fill_night
from limbwatch.cli.making.kept_samples import kept_samples
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.folder import ORIGIN, night_date
from limbwatch.cli.night.laboratory_files import kept_files
from limbwatch.cli.night.listed.origins import origin_of
from limbwatch.cli.night.new_folder import free_folder
from limbwatch.cli.night.scored.scored_by import USUAL_RULES, ScoredBy, beside_samples
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.sensor import Recording


def reserve_night(nights: Path, start: datetime) -> Path:
    """Make the folder of a night that begins now.

    Parameters
    ----------
    nights : Path
        Folder of the nights of one person; made when missing.
    start : datetime
        Aware.

    Returns
    -------
    Path
        Empty, and of this process alone.

    Raises
    ------
    CommandError
        If it cannot be made.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        return free_folder(nights, night_date(start))


def mark_wishes(folder: Path, *, test: str | None, by: ScoredBy) -> None:
    """Write down, before it is scored, what a night that is recorded is to be scored with.

    What is usual is written only over something else that was asked for before.

    Parameters
    ----------
    test : str or None
        What is recorded instead of a night; of one that is gone on with, what was written stays.

    Raises
    ------
    CommandError
        If it cannot be written.
    """
    if test is None and by == ScoredBy(USUAL_RULES) and not (folder / ORIGIN).exists():
        return
    origin = origin_of(folder)  # one that is gone on with stays what it was, such as a test
    if test is not None:
        origin = replace(origin, asked={**origin.asked, TEST: test})
    with writing(folder):
        (folder / ORIGIN).parent.mkdir(exist_ok=True)
        write_whole(folder / ORIGIN, beside_samples(origin, by))


def make_captured_night(folder: Path, by: ScoredBy) -> tuple[Recording, ...]:
    """Decode the capture in a folder and score it, by the path that replay takes.

    Parameters
    ----------
    folder : Path
        Holds a capture, finished or broken off.

    Returns
    -------
    tuple of Recording
        What the capture held.

    Raises
    ------
    SensorError
        If it holds no sample, or a part of it lies elsewhere and there is no room for it.
    CommandError
        If the folder cannot be written.
    """
    recordings = kept_samples(folder)
    wish = ScoringWish(by, origin=origin_of(folder), laboratory=kept_files(folder))
    fill_night(folder, recordings, wish)
    return recordings
