"""The tracks of a night, scored as wished."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from limbwatch.classify.night import Night
from limbwatch.classify.scoring import score_tracks
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.dsp import Track
from limbwatch.sensor import Recording


def night_of(
    tracks: Sequence[Track],
    recordings: Sequence[Recording],
    wish: ScoringWish,
    *,
    timed_by: Night | None = None,
) -> Night:
    """Score the tracks of a night as wished; their recordings have a common second 0.

    ``timed_by`` is the night whose movements show the offset of a laboratory's clock; None for this
    one.

    Raises
    ------
    UnreadableFile
        If a laboratory file is not a scoring.
    CommandError
        If a laboratory file is of another night.
    """
    scored = partial(
        score_tracks,
        tracks,
        recordings,
        rules=wish.rules,
        age=wish.by.age,
        noted=wish.noted_bed(recordings[0].start),
        awake=wish.awake,
    )
    if wish.laboratory:
        from limbwatch.cli.making.laboratory import laboratory_on

        night = scored(laboratory=laboratory_on(timed_by or scored(), wish.laboratory))
    else:
        night = scored()
    return replace(night, origin=wish.kept_origin.of(recordings))
