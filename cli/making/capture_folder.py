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
from limbwatch.cli.night.listed.made_of import origin_of
from limbwatch.cli.night.new_folder import free_folder
from limbwatch.cli.night.scored.scored_by import USUAL_RULES, ScoredBy, beside_samples
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.sensor import Recording


def reserve_night(nights: Path, start: datetime) -> Path:
    """Make the folder of a night whose recording begins now, empty and used by no other process.

    The folder of one person's nights is created if missing; the start is timezone-aware.

    Raises
    ------
    CommandError
        If the folder cannot be created.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        return free_folder(nights, night_date(start))


def mark_wishes(folder: Path, *, test: str | None, by: ScoredBy) -> None:
    """Write down what a night is to be scored with before it is recorded.

    Default settings are written only to replace other settings written before. A test is recorded
    instead of a night; when a recording is resumed, what was written for it stays.

    Raises
    ------
    CommandError
        If the file cannot be written.
    """
    if test is None and by == ScoredBy(USUAL_RULES) and not (folder / ORIGIN).exists():
        return
    origin = origin_of(folder)  # a resumed recording stays what it was, such as a test
    if test is not None:
        origin = replace(origin, asked={**origin.asked, TEST: test})
    with writing(folder):
        (folder / ORIGIN).parent.mkdir(exist_ok=True)
        write_whole(folder / ORIGIN, beside_samples(origin, by))


def make_captured_night(folder: Path, by: ScoredBy) -> tuple[Recording, ...]:
    """Decode the capture in a folder and score it by the same path as replay.

    The capture may be finished or interrupted. Return the recordings decoded from it.

    Raises
    ------
    SensorError
        If it holds no sample, or part of it lies elsewhere and does not fit in here.
    CommandError
        If the folder cannot be written.
    """
    recordings = kept_samples(folder)
    wish = ScoringWish(by, origin=origin_of(folder), laboratory=kept_files(folder))
    fill_night(folder, recordings, wish)
    return recordings
