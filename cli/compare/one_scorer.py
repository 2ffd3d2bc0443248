"""Files that are given as one scorer's, checked for being those of two."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from limbwatch.classify.agreement.matching import match_onsets
from limbwatch.classify.agreement.movement_levels import usual_tolerance
from limbwatch.classify.agreement.reference import WAKE, Marks, Reference
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.sensor.arrays import Words
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES


def require_one_scorer(parts: Sequence[tuple[Path, Reference]]) -> None:
    """Refuse files that stage the same time differently, or each list the same kind of event.

    Files may be of different parts of the night, legs or kinds, or one may be contained in the
    other: then they are joined.

    Raises
    ------
    CommandError
        If two of them contradict each other, with both names.
    """
    for (path, one), (other_path, other) in combinations(parts, 2):
        names = f"{path.name} and {other_path.name}"
        if differing := _staged_differently(one, other):
            raise _two_scorers(f"{names} stage {differing} epochs of the same time differently")
        if _list_the_same(one, other, "leg movements"):
            raise _two_scorers(
                f"{names} both list leg movements of the same time, and not the same"
            )
        if _list_the_same(one, other, "breathing"):
            raise _two_scorers(f"{names} both list breathing of the same time, and not the same")


def _two_scorers(trouble: str) -> CommandError:
    return CommandError(
        f"{trouble}: joined, they would be nobody's scoring. Name one of them, and compare with "
        "the other on its own; if they are of one scorer, leave in each file what the other does "
        "not have.",
        exit_code=ExitCode.UNREADABLE,
    )


def _staged_differently(one: Reference, other: Reference) -> int:
    """Return the number of epochs of the first that the second stages otherwise."""
    if not (one.staged and other.staged):
        return 0
    middle = one.stages.onset + one.stages.duration / 2
    theirs = other.stage_at(middle)
    known = [np.isin(stage, (*SLEEP_STAGES, WAKE)) for stage in (one.stage, theirs)]
    return int((known[0] & known[1] & (one.stage != theirs)).sum())


def _list_the_same(one: Reference, other: Reference, what: str) -> bool:
    """Return whether two list the same kind of event at the same time, neither within the other."""
    (marks, kind), (other_marks, other_kind) = _events(one, what), _events(other, what)
    shared = np.intersect1d(kind, other_kind)
    if not len(shared) or not _meet(marks, other_marks):
        return False
    legs = {*one.side}, {*other.side}
    if what == "leg movements" and legs in (({"left"}, {"right"}), ({"right"}, {"left"})):
        return False
    tolerance = max(usual_tolerance(one), usual_tolerance(other))
    onsets = [np.unique(marks.onset), np.unique(other_marks.onset)]
    pairs = match_onsets(onsets[0], onsets[1], tolerance=tolerance)
    return bool(len(pairs.only_ours) and len(pairs.only_reference))


def _events(reference: Reference, what: str) -> tuple[Marks, Words]:
    if what == "leg movements":
        return reference.legs, reference.kind
    kind = reference.breathing_kind
    return reference.breathing, np.empty(0, "<U1") if kind is None else kind


def _meet(one: Marks, other: Marks) -> bool:
    """Return whether the stretches of two lists overlap."""
    return bool(one.onset.min() <= other.end.max() and other.onset.min() <= one.end.max())
