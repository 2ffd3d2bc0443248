"""Lists of events as XML: Profusion, the NSRR, RemLogic, Sleepware, EDFbrowser's annotations."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import duration_of, number_of
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, Scoring
from limbwatch.sensor.scorings.moments import read_moments, read_spans
from limbwatch.sensor.scorings.rows import EPOCH_S, ListedRow, scoring_of, without_time
from limbwatch.sensor.scorings.sleepware import ROOT, all_named, local_name, read_sleepware
from limbwatch.sensor.scorings.vocabulary import stage_of

_CLOCK: Final = re.compile(r"\d{1,2}[.:]\d{2}[.:]\d{2}(?:[.,]\d+)?\s*$")
_RECORDING_START: Final = "recording start time"


_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+)?html\b", re.IGNORECASE)


def read_xml(path: Path, content: bytes) -> Scoring:
    """Read a list of events.

    Raises
    ------
    UnreadableFile
        If it is not XML, has entities of its own, or has an unknown root.
    """
    if _PAGE.match(content):
        raise UnreadableFile(
            f"{path} is a web page (HTML), not a list of scored events. Give the file that the "
            "program of the scorer exported."
        )
    try:
        root = fromstring(content, forbid_dtd=False)
    except DefusedXmlException as error:
        raise UnreadableFile(
            f"{path} defines entities or points outside itself, which a list of events has no "
            "need of. Export it again."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(
            f"{path} is XML that was cut or damaged ({error}). Copy or export it again."
        ) from error
    kind = local_name(root)
    if kind not in _KINDS:
        raise UnreadableFile(
            f"{path} is XML of the kind {kind!r}; lists of scored events are read of Compumedics "
            "Profusion (CMPStudyConfig), the NSRR (PSGAnnotation), RemLogic (EventExport), "
            f"Sleepware G3 ({ROOT}) and EDFbrowser (annotationlist)."
        )
    return _KINDS[kind](root)


def _profusion(root: Element) -> Scoring:
    doubts: list[str] = []
    rows = list(_rows(root, "Name", "Input", doubts))
    epoch = number_of(_text(root, "EpochLength")) if _text(root, "EpochLength") else EPOCH_S
    codes = [one.text or "" for one in all_named(root, "SleepStage")]
    stages = None
    if codes and epoch > 0:
        stages = Hypnogram(
            onset_s=np.arange(len(codes), dtype=np.float64) * epoch,
            duration_s=np.full(len(codes), epoch),
            stage=np.array([stage_of(code, bare=True) or "unknown" for code in codes]),
        )
    return scoring_of(rows, source="Profusion", doubts=doubts, stages=stages)


def _nsrr(root: Element) -> Scoring:
    doubts: list[str] = []
    start = None
    rows = []
    for row in _rows(root, "EventConcept", "SignalLocation", doubts):
        concept = row.text.partition("|")[0]
        if concept.strip().lower() != _RECORDING_START:
            rows.append(row._replace(text=concept))
    for event in all_named(root, "ScoredEvent"):
        if _text(event, "EventConcept").partition("|")[0].strip().lower() == _RECORDING_START:
            start = _start(_text(event, "ClockTime"))
    return scoring_of(rows, source="NSRR", start=start, doubts=doubts)


def _remlogic(root: Element) -> Scoring:
    found = list(all_named(root, "Event"))
    moments, lengths = read_spans(
        [(_text(one, "StartTime"), _text(one, "StopTime")) for one in found]
    )
    rows = [
        ListedRow(float(onset), float(length), _text(one, "Type"), _text(one, "Location"))
        for one, onset, length in zip(found, moments.seconds, lengths, strict=True)
        if np.isfinite(onset)
    ]
    doubts = [*moments.doubts, *without_time(len(found) - len(rows), one="event", many="events")]
    return scoring_of(rows, source="RemLogic", start=moments.start, doubts=doubts)


def _edfbrowser(root: Element) -> Scoring:
    found = list(all_named(root, "annotation"))
    cells = [_text(one, "onset") for one in found]
    onsets, start = np.array([number_of(cell) for cell in cells]), None
    doubts: tuple[str, ...] = ()
    if not np.isfinite(onsets).any():
        onsets, start, doubts = read_moments(cells)
    rows = [
        ListedRow(float(onset), duration_of(_text(one, "duration")), _text(one, "description"))
        for one, onset in zip(found, onsets, strict=True)
        if np.isfinite(onset)
    ]
    left = without_time(len(found) - len(rows), one="event", many="events")
    return scoring_of(rows, source="EDFbrowser", start=start, doubts=[*doubts, *left])


_KINDS: Final[dict[str, Callable[[Element], Scoring]]] = {
    "CMPStudyConfig": _profusion,
    "PSGAnnotation": _nsrr,
    "EventExport": _remlogic,
    "annotationlist": _edfbrowser,
    ROOT: read_sleepware,
}
"""Readers by the name of the root."""


def _rows(root: Element, name: str, place: str, doubts: list[str]) -> Iterator[ListedRow]:
    untimed = 0
    for event in all_named(root, "ScoredEvent"):
        text = _text(event, name)
        onset = number_of(_text(event, "Start"))
        if not np.isfinite(onset):
            untimed += 1
            continue
        length = number_of(_text(event, "Duration"))
        yield ListedRow(onset, length if length >= 0 else float("nan"), text, _text(event, place))
    doubts += without_time(untimed, one="event", many="events")


def _start(clock: str) -> datetime | None:
    """Parse the time of day; the date before it is made up."""
    match = _CLOCK.search(clock)
    return None if match is None else read_moments([match[0]]).start


def _text(parent: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in parent if local_name(one) == name), "")
