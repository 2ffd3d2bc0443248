"""When a file without times began, as another file of the same night states it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from limbwatch.sensor.scorings.manual_scoring import Scoring

_BEGAN: Final = (
    "it has no time of day: it was taken to begin with the recording of {name}, at {start}; if it "
    "did not, write # start: and the time above its rows"
)
_CONTRADICTED: Final = (
    "it has no time of day, and the files beside it state different starts of their recordings, so "
    "none of them is used; write # start: and the time above its rows"
)


def with_shared_start(scoring: Scoring, others: Sequence[tuple[str, Scoring]]) -> Scoring:
    """Return a scoring with the start of the recording that files of the same night state.

    ``others`` are these files by name. A scoring with times of its own stays as it is, and so does
    one beside files that only state the time of their first event. A doubt says what was taken.
    """
    stated = [(name, one) for name, one in others if one.from_recording and one.start is not None]
    if scoring.start is not None or not stated:
        return scoring
    if len({one.start for _, one in stated}) > 1:
        return replace(scoring, doubts=(*scoring.doubts, _CONTRADICTED))
    name, first = stated[0]
    doubt = _BEGAN.format(name=name, start=first.start_words)
    return replace(scoring, start=first.start, doubts=(*scoring.doubts, doubt))
