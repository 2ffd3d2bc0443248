"""The list of movements grouped by clock hour, with its introduction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from limbwatch.classify.kind import Kind
from limbwatch.cli.judgement import legs_worn
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report.movement_list import Row, movement_list
from limbwatch.cli.report.traces import NightEnvelope
from limbwatch.cli.words import counted, day_and_month, from_to, limb_words, listed

_DAY_S: Final = 86_400


def list_by_hours(
    night: NightSource, envelopes: Sequence[NightEnvelope], *, remarks: Mapping[float, str]
) -> Mapping[str, Any]:
    """Return the list of movements as templates print it: introduction and rows by hour."""
    found = movement_list(night, envelopes, remarks=remarks)
    count = counted(len(found.rows), "movement")
    intro = tr("{movements}, in order of time, by clock hour.", movements=count)
    if found.lanes:
        intro = tr(
            "{movements}, in order of time, by clock hour, each with 20 seconds or more of its "
            "trace: {limbs}, top to bottom.",
            movements=count,
            limbs=listed([limb_words(lane) for lane in found.lanes]),
        )
    if found.left_out:
        intro += " " + trn(
            "The traces of {count} movement of the least informative kinds are left out to keep "
            "this file small.",
            "The traces of {count} movements of the least informative kinds are left out to keep "
            "this file small.",
            found.left_out,
        )
    return {
        "hours": _hours_of(night, found.rows),
        "height": found.height,
        "lanes": "|".join(limb_words(lane) for lane in found.lanes),
        "intro": intro,
    }


def _hours_of(night: NightSource, rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    """Group rows by clock hour, so that hundreds are not one list."""
    several_days = night.seconds > _DAY_S
    counts_legs = legs_worn(night.summary) > 0
    hours: list[Mapping[str, Any]] = []
    pairs = zip(night.events, rows, strict=True)
    for begins, group in groupby(pairs, key=lambda pair: _hour_of(night, pair[0].onset)):
        movements = [row for _, row in group]
        title = from_to(begins, 0, 3600)
        if several_days:
            title = f"{day_and_month(begins)}, {title}"
        label = counted(len(movements), "movement")
        if counts_legs:
            periodic = sum(row.kind == Kind.PLM for row in movements)
            label = tr("{movements}, {periodic} periodic", movements=label, periodic=periodic)
        hours.append({"title": title, "told": label, "rows": movements})
    return hours


def _hour_of(night: NightSource, seconds: float) -> datetime:
    moment = night.start + timedelta(seconds=seconds)
    return moment.replace(minute=0, second=0, microsecond=0)
