"""A night looked at by other rules, without a change on disk."""

from pathlib import Path

from limbwatch.cli.making.finished_night import score_recordings, source_of
from limbwatch.cli.night.laboratory_files import NO_FILES, kept_files
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.night.stored_samples import recordings_of


def by_other_rules(
    night: Path, *, rules: str | None, age: float | None, alone: bool = False
) -> NightSource:
    """Score a night again; None for the rules or the age that it was scored with.

    Parameters
    ----------
    alone : bool
        Without what a laboratory scored of it: sleep is estimated.

    Raises
    ------
    CommandError
        If the night has no stored samples.
    """
    known = read_summary(night)
    scored = score_recordings(
        recordings_of(night),
        ScoredBy(rules or known.rules, known.age if age is None else age),
        laboratory=NO_FILES if alone else kept_files(night),
        origin=known.origin,
    )
    return source_of(night, scored.night)
