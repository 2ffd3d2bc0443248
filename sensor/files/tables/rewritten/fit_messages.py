"""Messages of a Garmin FIT file, as FitCSVTool of its SDK writes them: one a row, in triplets.

A message ``accelerometer_data`` holds the samples of about a second as arrays separated by ``|``,
beside the second and the milliseconds that their offsets count from (FIT profile of that
message).
"""

from collections.abc import Iterator, Mapping, Sequence

from limbwatch.sensor.files.tables.heads.spelling import is_number, split_line
from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting
from limbwatch.sensor.files.times.writing.scales import FIT_EPOCH, UNIX

HEADER = "Type,Local Number,Message,Field 1,Value 1,Units 1"
"""First column names that FitCSVTool writes."""

MESSAGE = "accelerometer_data"
"""Name of the messages with samples."""

FIRST_FIELD = 3
"""Column of the first field: name, value and unit repeat from there on."""

VALUES = ("calibrated_accel", "compressed_calibrated_accel", "accel")
"""Possible names of the axes, the best first; the last are readings of the converter."""

NO_SAMPLE = ",,,"
"""A row without time and axes."""

_BEGIN_S = (FIT_EPOCH - UNIX).total_seconds()
"""Second 0 of FIT times, in seconds since 1970."""


def fit_messages(start: bytes) -> Rewriting | None:
    """Return how to rewrite the messages of a FIT file, judged by its beginning."""
    if not start.lstrip(b"\xef\xbb\xbf").startswith(HEADER.encode()):
        return None
    return Rewriting(
        rewritten=_as_table,
        note="The samples of the messages accelerometer_data (FIT of Garmin) were put into rows.",
    )


def _as_table(text: bytes) -> bytes:
    """Write the samples of all messages as rows; return a text without any unchanged.

    Incomplete samples become empty rows behind the others, so that the reader counts them.
    """
    lines = text.decode("utf-8-sig", errors="replace").split("\n")
    messages = [
        {row[at]: (row[at + 1], row[at + 2]) for at in range(FIRST_FIELD, len(row) - 2, 3)}
        for row in map(split_line, lines)
        if row[:1] == ["Data"] and row[2:3] == [MESSAGE]
    ]
    for name in VALUES:
        axes = tuple(f"{name}_{axis}" for axis in "xyz")
        found = [list(_samples(message, axes)) for message in messages]
        samples = [line for lines in found for line in lines]
        if samples:
            torn = (
                incomplete for incomplete, lines in zip(messages, found, strict=True) if not lines
            )
            samples += [NO_SAMPLE] * sum(_count_samples(message, axes) for message in torn)
            units = {message[axes[0]][1] for message in messages if axes[0] in message}
            unit = f" ({units.pop()})" if len(units) == 1 else ""
            header = ",".join(("Unix time (s)", *(f"{axis}{unit}" for axis in axes)))
            return "\n".join([header, *samples, ""]).encode()
    return text


def _count_samples(message: Mapping[str, tuple[str, str]], axes: Sequence[str]) -> int:
    """Count the samples of an incomplete message: those of its longest axis, or one."""
    return max((message[axis][0].count("|") + 1 for axis in axes if axis in message), default=1)


def _samples(message: Mapping[str, tuple[str, str]], axes: Sequence[str]) -> Iterator[str]:
    """Write the samples of a message, each with its time; none where the arrays do not fit."""
    names = ("timestamp", "timestamp_ms", "sample_time_offset", *axes)
    arrays = [message.get(name, ("", ""))[0].split("|") for name in names]
    seconds, milliseconds, offsets, *values = arrays
    if not all(is_number(cell, ".") for array in arrays[:3] for cell in array):
        return
    begin = float(seconds[0]) + float(milliseconds[0]) / 1e3 + _BEGIN_S
    if any(len(array) != len(offsets) for array in values):
        return
    for offset, *cells in zip(offsets, *values, strict=True):
        yield ",".join((f"{begin + float(offset) / 1e3:.3f}", *cells))
