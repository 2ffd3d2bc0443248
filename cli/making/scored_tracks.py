"""What was found in the recordings of a night, scored by all that is asked of it."""

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
    """Score what was found in the recordings of a night, by all that is asked of it.

    Parameters
    ----------
    recordings : sequence of Recording
        With one second 0, in the order of the tracks.
    timed_by : Night or None
        The night whose movements tell how a laboratory's clock stood to ours; None for this one.

    Raises
    ------
    UnreadableFile
        If a file of the laboratory is no scoring.
    CommandError
        If it is of another night.
    """
    scored = partial(
        score_tracks,
        tracks,
        recordings,
        rules=wish.rules,
        age=wish.by.age,
        told=wish.told(recordings[0].start),
        awake=wish.awake,
    )
    if wish.laboratory:
        from limbwatch.cli.making.laboratory import laboratory_on

        night = scored(laboratory=laboratory_on(timed_by or scored(), wish.laboratory))
    else:
        night = scored()
    return replace(night, origin=wish.kept_origin.of(recordings))
