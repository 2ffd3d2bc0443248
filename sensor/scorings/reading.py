"""Reading a file of scored events, whose format is recognised by its content."""

import codecs
from pathlib import Path

import numpy as np

from limbwatch.sensor.bounds import require_length
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.clocked_table import columns_of, read_clocked_table
from limbwatch.sensor.scorings.delimited import Lines, bytes_of, lines_of
from limbwatch.sensor.scorings.domino import is_domino, read_domino
from limbwatch.sensor.scorings.edf_annotations import BDF, EDF, read_edf_scoring
from limbwatch.sensor.scorings.epoch_list import epochs_of, read_epochs, require_no_epochs
from limbwatch.sensor.scorings.headed_stages import holds_headed_stages, read_headed_stages
from limbwatch.sensor.scorings.luna import is_luna, read_luna
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import HalfOfDayError, WithoutSecondsError
from limbwatch.sensor.scorings.plain import is_plain, read_plain
from limbwatch.sensor.scorings.remlogic import header_of, read_remlogic
from limbwatch.sensor.scorings.table_text import with_tabs
from limbwatch.sensor.scorings.xml_lists import read_xml

_HEADER_BYTES = 256
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_scoring(path: Path) -> Scoring:
    """Read the scored events of one night.

    They are EDF+ or BDF+ with annotations; text of RemLogic or Embla, Luna, Noxturnal or DOMINO;
    XML of Profusion, the NSRR or Sleepware; stages, one per line; or a plain table. The doubts of
    the scoring state assumptions, and count what was not understood.

    Raises
    ------
    UnreadableFile
        If it is none of these, cut or damaged, with the line and the value; or if none of its rows
        is understood.
    """
    try:
        found = _read(path)
    except HalfOfDayError as error:
        raise UnreadableFile(
            f"{path}: {error}. Export it again with 24 hours or with AM and PM."
        ) from error
    except WithoutSecondsError as error:
        raise UnreadableFile(
            f"{path}: {error}. Export it again with the seconds of each time, such as 23:56:40."
        ) from error
    lights = found.lights_off_s is not None or found.lights_on_s is not None
    if found.unused and found.is_empty and not lights:
        raise UnreadableFile(
            f"{path} ({found.source}): no row of it is understood: {'; '.join(found.doubts)}. "
            "docs/scorings.md lists the words."
        )
    require_length(str(path), _span_s(found))
    return found


def _span_s(found: Scoring) -> float:
    """Return the time from the first event to the last, seconds."""
    onsets = np.concatenate([one.onset_s for one in found.lists])
    return float(np.ptp(onsets)) if len(onsets) else 0.0


def _read(path: Path) -> Scoring:
    start = bytes_of(path, _HEADER_BYTES)
    if start.startswith((BDF, EDF)):
        return read_edf_scoring(path, start)
    content = bytes_of(path)
    if _is_xml(start):
        return read_xml(path, content)
    return _read_text(lines_of(path, content))


def _read_text(lines: Lines) -> Scoring:
    """Recognise the format by the words above the rows, and then by the rows themselves."""
    if is_domino(lines):
        return read_domino(lines)
    if holds_headed_stages(lines):
        return read_headed_stages(lines)
    lines = with_tabs(lines)
    header = None if is_plain(lines) else header_of(lines)
    return _read_rows(lines) if header is None else read_remlogic(lines, header)


def _read_rows(lines: Lines) -> Scoring:
    if is_plain(lines):
        return read_plain(lines)
    epochs = epochs_of(lines)
    if epochs is not None:
        return read_epochs(lines, epochs)
    if is_luna(lines):
        return read_luna(lines)
    columns = columns_of(lines)
    if columns is not None:
        return read_clocked_table(lines, columns)
    require_no_epochs(lines)
    return read_plain(lines)


def _is_xml(start: bytes) -> bool:
    text = start
    for mark in _MARKS:
        text = text.removeprefix(mark)
    return text.replace(b"\0", b"").lstrip().startswith(b"<")
