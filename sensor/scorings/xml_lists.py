"""Lists of events as XML: Profusion, the NSRR, RemLogic, Sleepware, EDFbrowser's annotations.

Philips Sleepware G3's and Alice's studies (``.rml``) have the root ``PatientStudy``, and events
``<Event Family="..." Type="LegMovement" Start="..." Duration="...">`` in seconds from the
recording's start; a leg movement gives the number of its channel, whose label tells the leg. Stages
are changes: each lasts until the next. Known from public readers, not from a manual, and not tried
on a laboratory's file.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import duration_of, number_of
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, Scoring
from limbwatch.sensor.scorings.moments import read_moments, read_spans
from limbwatch.sensor.scorings.rows import EPOCH_S, hypnogram_of, scoring_of, without_time
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
    kind = _local_name(root)
    if kind not in _KINDS:
        raise UnreadableFile(
            f"{path} is XML of the kind {kind!r}; lists of scored events are read of Compumedics "
            "Profusion (CMPStudyConfig), the NSRR (PSGAnnotation), RemLogic (EventExport), "
            f"Sleepware G3 ({ROOT}) and EDFbrowser (annotationlist)."
        )
    return _KINDS[kind](root)


def _profusion(root: Element) -> Scoring:
    rows, doubts = _timed(_scored_events(root, "Name", "Input"))
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
    rows, doubts = _timed(_scored_events(root, "EventConcept", "SignalLocation"))
    rows = [row._replace(text=_concept(row.text)) for row in rows if not _is_start(row.text)]
    clocks = [
        _text(event, "ClockTime")
        for event in all_named(root, "ScoredEvent")
        if _is_start(_text(event, "EventConcept"))
    ]
    start = _start(clocks[-1]) if clocks else None
    found = scoring_of(rows, source="NSRR", start=start, doubts=doubts)
    return replace(found, from_recording=True)


def _concept(text: str) -> str:
    return text.partition("|")[0]


def _is_start(text: str) -> bool:
    return _concept(text).strip().lower() == _RECORDING_START


def _remlogic(root: Element) -> Scoring:
    found = list(all_named(root, "Event"))
    moments, lengths = read_spans(
        [(_text(one, "StartTime"), _text(one, "StopTime")) for one in found]
    )
    rows, left = _timed(
        ListedRow(float(onset), float(length), _text(one, "Type"), _text(one, "Location"))
        for one, onset, length in zip(found, moments.seconds, lengths, strict=True)
    )
    doubts = [*moments.doubts, *left]
    return scoring_of(rows, source="RemLogic", start=moments.start, doubts=doubts)


def _edfbrowser(root: Element) -> Scoring:
    found = list(all_named(root, "annotation"))
    cells = [_text(one, "onset") for one in found]
    onsets, start = np.array([number_of(cell) for cell in cells]), None
    doubts: tuple[str, ...] = ()
    if not np.isfinite(onsets).any():
        onsets, start, doubts = read_moments(cells)
    rows, left = _timed(
        ListedRow(float(onset), duration_of(_text(one, "duration")), _text(one, "description"))
        for one, onset in zip(found, onsets, strict=True)
    )
    return scoring_of(rows, source="EDFbrowser", start=start, doubts=[*doubts, *left])


def _scored_events(root: Element, name: str, place: str) -> Iterator[ListedRow]:
    for event in all_named(root, "ScoredEvent"):
        onset, length = (number_of(_text(event, one)) for one in ("Start", "Duration"))
        yield ListedRow(onset, _length(length), _text(event, name), _text(event, place))


def _length(seconds: float) -> float:
    return seconds if seconds >= 0 else math.nan


def _timed(rows: Iterable[ListedRow]) -> tuple[list[ListedRow], list[str]]:
    """Leave out the events without a time; return also a note on their number."""
    listed = list(rows)
    kept = [row for row in listed if math.isfinite(row.onset_s)]
    return kept, without_time(len(listed) - len(kept), one="event", many="events")


def _start(clock: str) -> datetime | None:
    """Parse the time of day; the date before it is made up."""
    match = _CLOCK.search(clock)
    return None if match is None else read_moments([match[0]]).start


def _text(parent: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in parent if _local_name(one) == name), "")


ROOT: Final = "PatientStudy"
_JOINT: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Boundary of two words in ``ObstructiveApnea`` and ``BeinLi``."""
_NOT_SCORED: Final = "NotScored"
_BY_MACHINE: Final = (
    "nobody staged it: the stages are the program's own (MachineStaging), not a person's"
)
_FOUND_BY_MACHINE: Final = "of {every} events {machine} were found by the program, not by a person"
_SESSIONS: Final = (
    "it has {count} sessions; all seconds are taken to count from the first one's start"
)


def _sleepware(root: Element) -> Scoring:
    """Read a study, with or without an XML namespace; second 0 is its recording's start."""
    said: list[str] = []
    sessions = list(all_named(root, "Session"))
    if len(sessions) > 1:
        said.append(_SESSIONS.format(count=len(sessions)))
    session = sessions[0] if sessions else root
    found = read_moments([_text_within(session, "RecordingStart")])
    said += found.doubts
    labels = {
        one.get("EdfSignal"): _text_within(one, "Label") for one in all_named(root, "Channel")
    }
    events = list(all_named(root, "Event"))
    rows, left = _timed(_sleepware_rows(events, labels))
    machine = sum(one.get("Machine", "").lower() == "true" for one in events)
    if machine:
        said.append(_FOUND_BY_MACHINE.format(every=len(events), machine=machine))
    said += left
    for name, text in (("LightsOff", "Lights off"), ("LightsOn", "Lights on")):
        second = number_of(_text_within(session, name))
        if math.isfinite(second):
            rows.append(ListedRow(second, 0.0, text))
    stages = _sleepware_stages(root, number_of(_text_within(session, "Duration")), said)
    read = scoring_of(rows, source="Sleepware", start=found.start, doubts=said, stages=stages)
    return replace(read, from_recording=True)


def _sleepware_rows(events: list[Element], labels: dict[str | None, str]) -> Iterator[ListedRow]:
    for event in events:
        onset, length = (number_of(event.get(one, "")) for one in ("Start", "Duration"))
        place = next((labels.get(one.get("EdfSignal"), "") for one in event), "")
        text = _split_words(event.get("Type", ""))
        yield ListedRow(onset, _length(length), text, _split_words(place))


def _sleepware_stages(root: Element, length: float, notes: list[str]) -> Hypnogram | None:
    """Return the person's stages, or the program's if nobody staged."""
    for kind in ("UserStaging", "MachineStaging"):
        changes = [
            (second, one.get("Type", _NOT_SCORED))
            for block in all_named(root, kind)
            for one in all_named(block, "Stage")
            if math.isfinite(second := number_of(one.get("Start", "")))
        ]
        if any(name != _NOT_SCORED for _, name in changes):
            break
    else:
        return None
    if kind == "MachineStaging":
        notes.append(_BY_MACHINE)
    changes.sort(key=lambda change: change[0])
    ends = [*(second for second, _ in changes[1:]), length]
    listed = [
        (
            second,
            end - second if end > second else math.nan,
            stage_of(_split_words(name)) or "unknown",
        )
        for (second, name), end in zip(changes, ends, strict=True)
    ]
    return hypnogram_of(listed, notes)


def _split_words(name: str) -> str:
    """Split ``NonREM2`` and ``ObstructiveApnea`` into words."""
    return _JOINT.sub(" ", name).replace("Non REM", "NREM")


def all_named(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements with a name, in any namespace, at any depth."""
    return (one for one in root.iter() if _local_name(one) == name)


def _text_within(parent: Element, name: str) -> str:
    return next((text for one in all_named(parent, name) if (text := (one.text or "").strip())), "")


def _local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


_KINDS: Final[dict[str, Callable[[Element], Scoring]]] = {
    "CMPStudyConfig": _profusion,
    "PSGAnnotation": _nsrr,
    "EventExport": _remlogic,
    "annotationlist": _edfbrowser,
    ROOT: _sleepware,
}
"""Readers by the name of the root."""
