"""Differences between the two sides of a comparison other than its subject: medication, sensors."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from limbwatch.cli.history.nights import HistoryNight
from limbwatch.cli.history.regimens import Regimen, changes, lasting_regimens
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.words import counted, limb_words, listed

_NAMED: Final = 3
"""Medications, or sets of sensors, that a sentence names; the rest are counted."""


def changed_within(earlier: Sequence[HistoryNight], later: Sequence[HistoryNight]) -> Iterator[str]:
    """Say that the medication changed within a side, and how to compare two medications.

    Each side is in order of time.
    """
    regimens = changes([*earlier, *later])
    first = later[0].day if later else None
    inside = [regimen for regimen in regimens if first is None or regimen.day != first]
    if not inside or not earlier or not later:
        return
    yield tr(
        "The medication changed within a side ({changes}), so the nights of that side are not "
        "alike, and what one medication does may be hidden by another. One against the one before "
        "it: {options}",
        changes=_join_few([f"{regimen.day}: {regimen.words}" for regimen in inside]),
        options=_since_options(regimens),
    )


def several_medications(ones: Sequence[HistoryNight]) -> Iterator[str]:
    """Say that nights, in order of time, are of several medications, and how to compare them."""
    regimens = lasting_regimens(ones)
    if len(regimens) < 2:
        return
    yield tr(
        "The nights with medication are of several ({changes}), taken together here. One against "
        "the one before it: {options}",
        changes=_join_few([f"{regimen.day}: {regimen.words}" for regimen in regimens]),
        options=_since_options(regimens[1:]),
    )


def other_sensors(earlier: Sequence[HistoryNight], later: Sequence[HistoryNight]) -> Iterator[str]:
    """Say which sensors the nights of each side have, if not all have the same."""
    sides = [Counter(_sensors_of(point) for point in side) for side in (earlier, later)]
    if not all(sides) or len(sides[0].keys() | sides[1].keys()) < 2:
        return
    before, since = (
        _join_few(
            [f"{sensors} ({counted(count, 'night')})" for sensors, count in side.most_common()]
        )
        for side in sides
    )
    yield tr(
        "Not all nights have the same sensors: before {before}; since then {since}. Another limb "
        "or place sees different movements, so a difference may come from the sensors.",
        before=before,
        since=since,
    )


def _sensors_of(point: HistoryNight) -> str:
    return listed([limb_words(place) for place in sorted(point.summary.placements)])


def _join_few(items: Sequence[str]) -> str:
    named = "; ".join(items[:_NAMED])
    more = len(items) - _NAMED
    if more <= 0:
        return named
    return trn("{named}; and {count} more", "{named}; and {count} more", more, named=named)


def _since_options(regimens: Sequence[Regimen]) -> str:
    return ", ".join(f"--since medication:{regimen.day}" for regimen in regimens[-_NAMED:])
