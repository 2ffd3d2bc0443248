"""A file of scored events, recognised by its content."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.scoring import (
    Hypnogram,
    ScoredEvents,
    ScoredLegMovements,
    Scoring,
)

_EXPECTED: Final = (
    "expected a table with the columns onset_s and duration_s, and side, stage or kind"
)
_SIDES: Final = {
    "l": "left",
    "left": "left",
    "ankle_left": "left",
    "r": "right",
    "right": "right",
    "ankle_right": "right",
    "both": "both",
    "": "unknown",
    "?": "unknown",
    "unknown": "unknown",
}
_STAGES: Final = {
    "w": "W", "wake": "W", "0": "W", "n1": "N1", "1": "N1", "n2": "N2", "2": "N2", "n3": "N3",
    "3": "N3", "n4": "N3", "4": "N3", "r": "R", "rem": "R", "5": "R",
}  # fmt: skip
_LEG: Final = {"lm": "lm", "plm": "plm", "plms": "plm", "respiratory": "respiratory"}
_BREATHING: Final = frozenset(
    {"obstructive_apnea", "central_apnea", "mixed_apnea", "apnea", "hypopnea", "rera"}
)
_STARTS: Final = frozenset({"sleep_start", "hypnic_jerk"})


def read_scoring(path: Path) -> Scoring:
    """Read scored events.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Scoring

    Raises
    ------
    UnreadableFile
        If it cannot be understood; with the line and the value.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is no text: {_EXPECTED}.") from error
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;" if mark in first), ",")
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    ]
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not lines:
        raise UnreadableFile(f"{path} is empty: {_EXPECTED}.")
    names = [name.lower() for name in lines[0][1]]
    if "onset_s" not in names or not {"side", "stage", "kind"} & set(names):
        raise UnreadableFile(f"{path}, line 1: {', '.join(lines[0][1])!r}; {_EXPECTED}.")
    return _plain(path, names, lines[1:])


def _plain(path: Path, names: Sequence[str], lines: list[tuple[int, list[str]]]) -> Scoring:
    legs: list[tuple[float, float, str, str]] = []
    stages: list[tuple[float, float, str]] = []
    families: dict[str, list[tuple[float, float, str]]] = {
        "breathing": [], "arousals": [], "sleep_starts": [], "off": [], "on": [],
    }  # fmt: skip
    for number, cells in lines:
        row = dict(zip(names, cells, strict=False))
        where = f"{path}, line {number}"
        onset = _seconds(row.get("onset_s", ""), where, "onset_s")
        length = _length(row.get("duration_s", ""), where)
        kind = row.get("kind", "").lower().replace(" ", "_")
        if row.get("stage"):
            stages.append((onset, length, _STAGES.get(row["stage"].lower(), "unknown")))
        elif kind in _LEG or (not kind and "side" in names):
            side = row.get("side", "").lower()
            if side not in _SIDES:
                raise UnreadableFile(f"{where}: side is {side!r}; it must be L, R or both.")
            legs.append((onset, length, _SIDES[side], _LEG.get(kind, "lm")))
        else:
            families[_family(kind, where)].append((onset, length, kind))
    onsets = np.array([row[0] for row in (*legs, *stages)])
    whole = len(onsets) > 0 and bool((onsets == np.round(onsets)).all())
    return Scoring(
        start=None,
        leg_movements=ScoredLegMovements(
            onset_s=np.array([row[0] for row in legs], np.float64),
            duration_s=np.array([row[1] for row in legs], np.float64),
            side=np.array([row[2] for row in legs], dtype="<U8"),
            kind=np.array([row[3] for row in legs], dtype="<U16"),
        ),
        stages=Hypnogram.of(stages) if stages else None,
        lights_off_s=families["off"][0][0] if families["off"] else None,
        lights_on_s=families["on"][0][0] if families["on"] else None,
        breathing=_events(families["breathing"]),
        arousals=_events(families["arousals"]),
        sleep_starts=_events(families["sleep_starts"]),
        source="plain",
        resolution_s=1.0 if whole and legs else 0.0,
    )


def _family(kind: str, where: str) -> str:
    if kind in _BREATHING:
        return "breathing"
    if kind in _STARTS:
        return "sleep_starts"
    known = {"arousal": "arousals", "lights_off": "off", "lights_on": "on"}
    if kind not in known:
        raise UnreadableFile(
            f"{where}: kind is {kind!r}; it must be one of "
            f"{', '.join([*_LEG, *sorted(_BREATHING | _STARTS), *known])}."
        )
    return known[kind]


def _events(rows: list[tuple[float, float, str]]) -> ScoredEvents:
    return ScoredEvents(
        onset_s=np.array([row[0] for row in rows], np.float64),
        duration_s=np.array([row[1] for row in rows], np.float64),
        kind=np.array([row[2] for row in rows], dtype="<U24"),
    )


def _seconds(text: str, where: str, name: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise UnreadableFile(f"{where}: {name} is {text!r}; it must be a number of seconds.")
    return value


def _length(text: str, where: str) -> float:
    if not text:
        return float("nan")
    value = _seconds(text, where, "duration_s")
    if value < 0:
        raise UnreadableFile(f"{where}: duration_s is {text}; it must not be negative.")
    return value
