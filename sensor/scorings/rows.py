"""Rows of any format, interpreted, tidied and assembled to one scoring."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.scorings.column_words import LENGTHS
from limbwatch.sensor.scorings.delimited import duration_of
from limbwatch.sensor.scorings.hour_twice import second_hour_apart
from limbwatch.sensor.scorings.languages import any_of
from limbwatch.sensor.scorings.leg_rows import (
    ListedLeg,
    leg_movements_of,
    resolution_of,
    without_series,
)
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, ScoredEvents, Scoring
from limbwatch.sensor.scorings.moments import WITHOUT_SECONDS, WithoutSecondsError
from limbwatch.sensor.scorings.own_words import is_own, names_limbs, own_rows_note
from limbwatch.sensor.scorings.vocabulary import Meaning, folded, meanings_of, stage_of

EPOCH_S: Final = 30.0
"""Length of an epoch, seconds (AASM manual)."""
SHORTEST_STAGE_S: Final = 1.0
"""Duration below which a stage's duration is unknown, seconds (epochs are 30 s); chosen."""
_BESIDE_EVENTS: Final = (
    "sleep is given beside the events only: that says which movements were in sleep, but not how "
    "long the sleep was"
)
_STATED_LENGTH: Final = re.compile(
    rf"\b(?:{'|'.join(LENGTHS)}|dur\u00e9e|duraci\u00f3n|dura\u00e7\u00e3o)\b\.?\s*[:=]?\s*"
    r"(?P<length>\d+(?:[.,:]\d+)*\s*[a-z]*)",
    re.I,
)
"""A duration in the text of an event, such as ``LM - DUR: 2.1 SEC. - LEFT``."""
_UNSTAGED: Final = re.compile(rf"s|asleep|{any_of('stage')}")
"""Words for sleep without its stage, folded."""
_SLEEP_UNSTAGED: Final = (
    "beside wake it marks sleep as {word!r}, without stages, as actigraphy does: neither is used. "
    "If these are the sleep of the night, write N2 for it in a table onset_s,duration_s,stage"
)
_NAMED: Final = 6
"""Most words of unused rows that are named."""


def scoring_of(
    rows: Iterable[ListedRow],
    *,
    source: str,
    start: datetime | None = None,
    doubts: Sequence[str] = (),
    stages: Hypnogram | None = None,
) -> Scoring:
    """Interpret rows, in any order, and assemble a scoring.

    Whatever was joined, filled in, left out or not understood becomes a doubt, appended to
    those of the reader. ``stages`` are given by formats that list them separately.

    Raises
    ------
    WithoutSecondsError
        If there are leg movements and, by the doubts of the reader, no time has seconds.
    """
    said = list(doubts)
    families: dict[str, list[tuple[ListedRow, Meaning]]] = {}
    unused: Counter[str] = Counter()
    own = 0
    for listed_row in second_hour_apart(rows, said):
        row = _with_stated_length(listed_row)
        meanings = meanings_of(row.text, row.place)
        if not meanings and is_own(row.text, row.place):
            own += 1
        elif not meanings:
            unused[row.text.strip() or "(no text)"] += 1
        for meaning in meanings:
            families.setdefault(meaning.family, []).append((row, meaning))
    if unused:
        said.append(_unused(unused))
    if own:
        said.append(own_rows_note(own))
    listed = [
        ListedLeg(row.onset_s, row.duration_s, m.side, m.kind, _asleep(row))
        for row, m in families.get("leg", ())
    ]
    if len(listed) > 1 and WITHOUT_SECONDS in said:
        raise WithoutSecondsError(
            f"the times of its {len(listed)} leg movements are written without seconds, and the "
            "rules ask for intervals of seconds"
        )
    said += _unended_breathing(families.get("breathing", ()))
    said += _unclear_legs(row for row, m in families.get("leg", ()) if m.side == "unknown")
    legs = leg_movements_of(without_series(listed, said), said)
    said += _unread_stages(row.stage for row, _ in families.get("leg", ()))
    staged = [(row.onset_s, row.duration_s, m.kind) for row, m in families.get("stage", ())]
    unstaged = [word for word in unused if _UNSTAGED.fullmatch(folded(word))]
    if unstaged and all(kind in ("W", "unknown") for _, _, kind in staged):
        said += [_SLEEP_UNSTAGED.format(word=unstaged[0])] if staged else []
        staged = []
    if staged or stages is not None:
        legs = replace(legs, asleep=None)  # epochs tell more than cells beside events
    elif legs.asleep is not None:
        said.append(_BESIDE_EVENTS)
    return Scoring(
        start=start,
        leg_movements=legs,
        stages=hypnogram_of(staged, said) if staged else stages,
        lights_off_s=_lights(families, "lights_off", said),
        lights_on_s=_lights(families, "lights_on", said),
        breathing=_events(families.get("breathing", ())),
        arousals=_events(families.get("arousal", ())),
        sleep_starts=_events(families.get("sleep_start", ())),
        source=source,
        resolution_s=resolution_of(legs.onset_s),
        doubts=tuple(said),
        unused=dict(unused.most_common()),
    )


def _with_stated_length(row: ListedRow) -> ListedRow:
    """Return a row with the duration that its text states, if it has no other."""
    stated = _STATED_LENGTH.search(row.text)
    if stated is None or row.duration_s > 0:
        return row
    return row._replace(duration_s=duration_of(stated["length"].strip()))


def _unended_breathing(found: Sequence[tuple[ListedRow, Meaning]]) -> list[str]:
    """Return a doubt about breathing events without a duration; empty if all have one."""
    missing = sum(not row.duration_s > 0 for row, _ in found)
    if not missing:
        return []
    doubt = (
        f"breathing events without a duration: {missing} of {len(found)}; their ends are not "
        "known, so whether a leg movement is respiratory cannot be told at these. Export them with "
        "a column of durations or ends"
    )
    return [doubt]


def _unread_stages(cells: Iterable[str]) -> list[str]:
    """Return a doubt that names cells beside leg movements that should be stages and are none."""
    words = Counter(cell.strip() for cell in cells if stage_of(cell or "?", bare=True) is None)
    if not words:
        return []
    return [f"words beside leg movements that are no stage: {_named(words)}"]


def staged(listed: Sequence[tuple[float, float, str]], notes: list[str], *, source: str) -> Scoring:
    """Assemble a scoring from stages only (onset, duration, stage)."""
    return Scoring(
        start=None,
        stages=hypnogram_of(listed, notes) if listed else None,
        source=source,
        resolution_s=0.0,
        doubts=tuple(notes),
    )


def without_time(count: int, *, one: str, many: str) -> list[str]:
    """Return a note on how many rows, lines or events have no time; empty if all have."""
    if not count:
        return []
    if count == 1:
        return [f"1 {one} has no time and was left out"]
    return [f"{count} {many} have no time and were left out"]


def _asleep(row: ListedRow) -> bool | None:
    """Return whether a row's stage, or else its cell of sleep, tells sleep; None if neither."""
    found = stage_of(row.stage, bare=True) if row.stage.strip() else None
    return row.asleep if found in (None, "unknown") else found != "W"


def hypnogram_of(listed: Sequence[tuple[float, float, str]], notes: list[str]) -> Hypnogram:
    """Sort stages (onset, duration, stage); one without a duration lasts until the next.

    Changes are noted in ``notes``.
    """
    rows = sorted(listed, key=lambda row: row[0])
    unstaged = sum(row[2] == "N" for row in rows)
    if unstaged:
        notes.append(
            "1 stage is NREM sleep that was not staged further: N2 stands for it"
            if unstaged == 1
            else f"{unstaged} stages are NREM sleep that was not staged further: N2 stands for them"
        )
        rows = [(*row[:2], "N2" if row[2] == "N" else row[2]) for row in rows]
    onset = np.array([row[0] for row in rows], np.float64)
    duration = np.array([row[1] for row in rows], np.float64)
    unknown = ~(duration >= SHORTEST_STAGE_S)
    if unknown.any():
        until_next = np.append(np.diff(onset), EPOCH_S)
        duration = np.where(unknown, until_next, duration)
        count = int(unknown.sum())
        stages_have = "1 stage has" if count == 1 else f"{count} stages have"
        notes.append(
            f"{stages_have} no duration of {SHORTEST_STAGE_S:g} s or more: each was taken to last "
            f"until the next, the last of all {EPOCH_S:g} s"
        )
    beyond = np.append(duration[:-1] > np.diff(onset) + SHORTEST_STAGE_S, False)
    if beyond.any():
        duration[beyond] = np.diff(onset)[beyond[:-1]]
        count = int(beyond.sum())
        notes.append(
            "1 stage lasts into the next: it was cut there"
            if count == 1
            else f"{count} stages last into the next: they were cut there"
        )
    return Hypnogram(
        onset_s=onset, duration_s=duration, stage=np.array([row[2] for row in rows], dtype="<U8")
    )


def _lights(
    families: dict[str, list[tuple[ListedRow, Meaning]]], family: str, notes: list[str]
) -> float | None:
    times = sorted(row.onset_s for row, _ in families.get(family, ()))
    if not times:
        return None
    chosen, which = (times[0], "first") if family == "lights_off" else (times[-1], "last")
    if len(times) > 1:
        words = family.replace("_", " ")
        notes.append(f"{words} is marked {len(times)} times: the {which} was taken")
    return chosen


def _events(found: Sequence[tuple[ListedRow, Meaning]]) -> ScoredEvents:
    rows = sorted((row.onset_s, row.duration_s or float("nan"), m.kind) for row, m in found)
    return ScoredEvents(
        onset_s=np.array([row[0] for row in rows], np.float64),
        duration_s=np.array([row[1] for row in rows], np.float64),
        kind=np.array([row[2] for row in rows], dtype="<U24"),
    )


def _unused(words: Counter[str]) -> str:
    one = words.total() == 1
    rows = "1 row is of a kind" if one else f"{words.total()} rows are of kinds"
    return f"{rows} not understood or not used here: {_named(words)}"


def _unclear_legs(rows: Iterable[ListedRow]) -> list[str]:
    """Return a note on cells that should name the leg but were not understood."""
    places = (row.place.strip() for row in rows if folded(row.place))
    words = Counter(place for place in places if not names_limbs(place))
    if not words:
        return []
    of = "1 movement" if words.total() == 1 else f"{words.total()} movements"
    return [f"the leg of {of} is not understood: {_named(words)}"]


def _named(words: Counter[str]) -> str:
    named = ", ".join(f"{text[:40]!r} ({count})" for text, count in words.most_common(_NAMED))
    return named + (f" and {len(words) - _NAMED} more" if len(words) > _NAMED else "")
