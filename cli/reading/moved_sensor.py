"""A sensor moved to the other side during a night, with a file for each side."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from limbwatch.sensor import Recording
from limbwatch.sensor.long_recording import AnyRecording

LONGEST_PAUSE_S: Final = 3600.0
"""Longest pause while a sensor is moved, seconds: taking it off one leg, saving its file and
putting it on the other takes minutes, while a clock that was set wrong, or another night, is mostly
further away. Chosen."""

_MOVED: Final = "taken for one sensor that was moved"
"""Words of the warning, by which it is recognised."""


def was_moved(early: AnyRecording, late: AnyRecording) -> bool:
    """Tell whether the later recording may continue the earlier one on the other side.

    The two do not overlap.
    """
    pause = (late.begin - early.end).total_seconds()
    alike = early.placement.limb == late.placement.limb
    return alike and early.placement != late.placement and 0 <= pause <= LONGEST_PAUSE_S


def with_moving_warning(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """Warn in a recording that it is taken for an earlier one's sensor, moved to the other side.

    Warnings from before a clock was corrected are removed.
    """
    recordings = tuple(map(_drop_warnings, recordings))
    by_id = dict(zip(map(id, recordings), recordings, strict=True))
    for early, ended, late, began in _find_moves(recordings):
        warning = (
            f"{early.placement.words} ends at {ended:%H:%M} and {late.placement.words} begins at "
            f"{began:%H:%M}: taken for one sensor that was moved in the night. What a limb does "
            "while the other wears it is not counted, so left and right cannot be compared. If a "
            "clock was set wrong, correct the times in its file."
        )
        by_id[id(late)] = by_id[id(late)].warned(warning)
    return tuple(by_id[id(one)] for one in recordings)


def _drop_warnings(one: Recording) -> Recording:
    kept = tuple(warning for warning in one.quality.warnings if _MOVED not in warning)
    if len(kept) == len(one.quality.warnings):
        return one
    return replace(one, quality=replace(one.quality, warnings=kept))


def _find_moves(
    recordings: Sequence[Recording],
) -> list[tuple[Recording, datetime, Recording, datetime]]:
    """Find the moves of a sensor between recordings of one kind of limb that never overlap.

    A sensor may return to a side whose recording then has a gap.
    """
    found = []
    for limb in ("ankle", "wrist"):
        runs = sorted(
            (
                (
                    one.start + timedelta(seconds=run.start),
                    one.start + timedelta(seconds=run.end),
                    one,
                )
                for one in recordings
                if one.placement.limb == limb
                for run in one.runs
            ),
            key=lambda run: run[:2],
        )
        moves = [
            (early, ended, late, began)
            for (_, ended, early), (began, _, late) in pairwise(runs)
            if early is not late
        ]
        if all(ended <= began for _, ended, _, began in moves):
            found += [
                move for move in moves if (move[3] - move[1]).total_seconds() <= LONGEST_PAUSE_S
            ]
    return found
