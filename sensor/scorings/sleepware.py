"""Philips Sleepware G3's and Alice's studies (``.rml``): XML with the root ``PatientStudy``.

Events are ``<Event Family="..." Type="LegMovement" Start="..." Duration="...">``, in seconds from
the recording's start; a leg movement gives the number of its channel, whose label tells the leg.
Stages are changes: each lasts until the next. Known from public readers, not from a manual, and not
tried on a laboratory's file.
"""

import math
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from limbwatch.sensor.scorings.delimited import number_of
from limbwatch.sensor.scorings.manual_scoring import Hypnogram, Scoring
from limbwatch.sensor.scorings.moments import read_moments
from limbwatch.sensor.scorings.rows import ListedRow, hypnogram_of, scoring_of, without_time
from limbwatch.sensor.scorings.vocabulary import stage_of

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


def read_sleepware(root: Element) -> Scoring:
    """Read a study, with or without an XML namespace; second 0 is its recording's start."""
    said: list[str] = []
    sessions = list(all_named(root, "Session"))
    if len(sessions) > 1:
        said.append(_SESSIONS.format(count=len(sessions)))
    session = sessions[0] if sessions else root
    found = read_moments([_text(session, "RecordingStart")])
    said += found.doubts
    labels = {one.get("EdfSignal"): _text(one, "Label") for one in all_named(root, "Channel")}
    events = list(all_named(root, "Event"))
    rows = list(_rows(events, labels))
    machine = sum(one.get("Machine", "").lower() == "true" for one in events)
    if machine:
        said.append(_FOUND_BY_MACHINE.format(every=len(events), machine=machine))
    said += without_time(len(events) - len(rows), one="event", many="events")
    for name, text in (("LightsOff", "Lights off"), ("LightsOn", "Lights on")):
        second = number_of(_text(session, name))
        if math.isfinite(second):
            rows.append(ListedRow(second, 0.0, text))
    stages = _stages(root, number_of(_text(session, "Duration")), said)
    return scoring_of(rows, source="Sleepware", start=found.start, doubts=said, stages=stages)


def _rows(events: list[Element], labels: dict[str | None, str]) -> Iterator[ListedRow]:
    for event in events:
        onset = number_of(event.get("Start", ""))
        length = number_of(event.get("Duration", ""))
        place = next((labels.get(one.get("EdfSignal"), "") for one in event), "")
        if math.isfinite(onset):
            yield ListedRow(
                onset,
                length if length >= 0 else math.nan,
                _split_words(event.get("Type", "")),
                _split_words(place),
            )


def _stages(root: Element, length: float, notes: list[str]) -> Hypnogram | None:
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
    return (one for one in root.iter() if local_name(one) == name)


def _text(parent: Element, name: str) -> str:
    return next((text for one in all_named(parent, name) if (text := (one.text or "").strip())), "")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
