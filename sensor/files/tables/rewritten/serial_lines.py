"""The output of a microcontroller, as serial monitors save it, written as a table.

The serial plotter of Arduino requires a name before each number (``ax:-0.95,ay:0.1``), and its
monitor puts the time and an arrow before each line (``23:10:00.003 -> -15203,3206,5097``). A system
log puts time, host and program there (RFC 3164, RFC 5424's time): ``Nov 12 23:10:00.040 host
acc[12]: 0.01 -0.02 0.99``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from limbwatch.sensor.files.tables.axes.axis_columns import ACCELERATION
from limbwatch.sensor.files.tables.rewritten.rewriting import SHARE, Rewriting, last_lines, mostly
from limbwatch.sensor.files.values.unit import unit_named

FEWEST = 3
"""Fewest named numbers in a line: three axes."""

_CLOCK = rb"\d{1,2}:\d\d:\d\d(?:[.,]\d+)?"
_MOMENT = rb"(?:\d{4}-\d\d-\d\dT)?" + _CLOCK + rb"(?:Z|[-+]\d\d:?\d\d)?"
_ARROW = re.compile(rb"^[ \t]*(" + _MOMENT + rb")[ \t]*->[ \t]*(?=[-+.\w]|\r?$)", re.MULTILINE)
_DAY = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
_BEFORE_HOST = rb"^(?:<\d{1,3}>)?(?:" + _DAY + rb")?(" + _MOMENT + rb") "
_LOGGED = re.compile(
    _BEFORE_HOST + rb"([^\s:]+) ([^\s:\[]+(?:\[\d+\])?): (?=[-+.\w])",
    re.MULTILINE,
)
"""Prefix of a line of a log: time, host and program with its number."""
_OF_DAY = re.compile(rb"^(?:<\d{1,3}>)?" + _DAY, re.MULTILINE)
_ARROWED = "The time before the arrow of each line was taken for a column."
_NAMES_LINE = re.compile(
    rb"^\d{1,2}:\d\d:\d\d(?:[.,]\d+)?([,;\t| ])(?=[A-Za-z_]\w*\1[A-Za-z_]\w*\1[A-Za-z_])",
    re.MULTILINE,
)
_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[Nn]a[Nn]"
_NAME = rb"[A-Za-z_][\w.]*(?: [A-Za-z_][\w.]*)*"
_SAYS = rb")[ \t]*[:=][ \t]*(?:" + _NUMBER + rb")"
_CELL = re.compile(rb"(" + _NAME + _SAYS)
_ANY_CELL = rb"(?:" + _NAME + _SAYS
_BETWEEN = rb"[ \t]*[,;| \t][ \t]*"
_ONE = rb"(?:[A-Za-z_]\w*[ \t]*[:=][ \t]*)?(?:" + _NUMBER + rb")"
_SAMPLE = re.compile(_ONE + rb"(?:[ \t,;|]+" + _ONE + rb"){2,}[ \t,;|]*\r?")
"""Output for one sample: three numbers or more, with or without names."""

_AHEAD = re.compile(rb"^[ \t]*" + _MOMENT)
_CLOCKED = rb"[ \t]*(?:" + _MOMENT + rb"[,;|\t ])?"
_UNIT = rb"(?:[ \t]*([A-Za-z%\xc2\xb0\xb5][^\s,;|:=]{0,8}))?"
"""A word behind the last number, such as `m/s^2`."""
_CELLS = _CLOCKED + _ANY_CELL + rb"(?:" + _BETWEEN + _ANY_CELL + rb")"
_LINE = re.compile(_CELLS + rb"+" + _UNIT + rb"[ \t,;|]*\r?")
_OTHER_LINE = re.compile(
    rb"^(?:" + _CELLS + rb"*" + _UNIT + rb"|[ \t]*(?:" + _MOMENT + rb")?)[ \t,;|]*\r?(?:\n|\Z)",
    re.MULTILINE,
)
"""A line with a name before each number, or nothing behind its clock."""

_RAREST = 0.1
"""Share of lines that are samples where a board prints other quantities in lines of their own: one
in ten, for six of a sensor, a temperature and some more. Chosen."""


class LabelledLine(NamedTuple):
    """The format of a printed line: the names before its numbers, and a unit behind them."""

    names: tuple[bytes, ...] = ()
    """Names before the numbers."""
    unit: bytes = b""
    """Unit behind the last number; empty where there is none."""
    apart: bool = False
    """Whether lines between them say something else."""

    @property
    def columns(self) -> tuple[bytes, ...]:
        """Names of the columns: a word before the first axis applies to all three."""
        found, word = [], b""
        for name in self.names:
            before, _, last = name.rpartition(b" ")
            if last not in b"xyzXYZ":
                word = b""
            elif before:
                word = before
            whole = word + b" " + name if word and not before else name
            found.append(whole + b" (" + self.unit + b")" if self.unit else whole)
        return tuple(found)


def serial_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite the output of a board, judged by its beginning."""
    lines = last_lines(start)
    if not lines:
        return None
    # a word before a name belongs to it: `acc x: 0.01 y: ...`
    if mostly(lines, _LOGGED.match) and not _find_format(lines).names:
        return _log_rewriting(start)
    clocked = mostly(lines, _ARROW.match)
    if clocked:
        lines = last_lines(_without_arrow(start))
    line_format = _find_format(lines)
    if line_format.names:
        told = b", ".join(line_format.names).decode("ascii", "replace")
        note = f"The names before the numbers, {told}, were taken for those of the columns."
        apart = "Lines between them say something else; they were left out."
        return Rewriting(
            rewritten=lambda text: _rewrite_named(text, line_format, clocked=clocked),
            note=note,
            further=(apart,) if line_format.apart else (),
        )
    if clocked:
        return Rewriting(rewritten=_rewrite_clocked, note=_ARROWED)
    return None


def _log_rewriting(start: bytes) -> Rewriting | None:
    """Return how to rewrite lines of a log as those of a serial monitor, with only a clock."""
    senders = {
        (match[2], match[3])
        for line in last_lines(start)
        if (match := _LOGGED.match(line)) and _SAMPLE.fullmatch(line, match.end())
    }
    if len(senders) != 1:
        return None  # several hosts, programs or processes may mean several sensors
    ((host, program),) = senders
    called = program.partition(b"[")[0]
    own = re.escape(host + b" " + called) + rb"(?:\[\d+\])?: "
    # lines of other senders, and those without a number
    others = re.compile(
        _BEFORE_HOST + rb"(?:(?!" + own + rb")[^\s:]+ [^\n]*|" + own + rb"[^\d\n]*)(?:\n|\Z)",
        re.MULTILINE,
    )

    def monitored(text: bytes) -> bytes:
        return _LOGGED.sub(rb"\1 -> ", others.sub(b"", text))

    inner = serial_lines(monitored(start))
    if inner is None:
        return None
    name = called.decode("ascii", "replace")
    note = f"Time, host and program stand before each line, as in a log; those of {name} were read."
    if _OF_DAY.search(others.sub(b"", start)):
        note = (
            f"Time, host and program stand before each line, as in a log; those of {name} were "
            "read, and their day and month were not used, for no year is with them."
        )
    return Rewriting(
        rewritten=lambda text: inner.rewritten(monitored(text)),
        note=note,
        further=() if inner.note == _ARROWED else (inner.note, *inner.further),
    )


def _without_arrow(text: bytes) -> bytes:
    """Replace the arrow by the separator of the cells."""
    cells = b"\n".join(_ARROW.sub(b"", line) for line in last_lines(text))
    counts = {sign: cells.count(sign) for sign in (b",", b";", b"\t", b"|")}
    most = max(counts, key=lambda sign: counts[sign])
    return _ARROW.sub(rb"\1" + (most if counts[most] else b" "), text)


def _rewrite_clocked(text: bytes) -> bytes:
    """Write clock and cells as a row; in a line of names, name the column of the clock."""
    return _NAMES_LINE.sub(rb"time\1", _without_arrow(text))


def _find_format(lines: Sequence[bytes]) -> LabelledLine:
    """Find the names that most lines have before their numbers, in one order; empty if none.

    Where a board prints several quantities, each in a line of its own, choose that of
    acceleration.
    """
    found = Counter(filter(None, map(_read_format, lines)))
    if not found:
        return LabelledLine()
    line_format, count = found.most_common(1)[0]
    if count >= SHARE * len(lines):
        return line_format if _is_sample(line_format) else LabelledLine()
    if not mostly(lines, _OTHER_LINE.fullmatch):
        return LabelledLine()
    usual = [candidate for candidate, times in found.items() if times >= _RAREST * len(lines)]
    spoken = [
        candidate for candidate in usual if _is_sample(candidate) and _is_acceleration(candidate)
    ]
    return spoken[0]._replace(apart=True) if len(spoken) == 1 else LabelledLine()


def _read_format(line: bytes) -> LabelledLine | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    # the T between date and time is no name
    return LabelledLine(tuple(_CELL.findall(_AHEAD.sub(b"", line))), match[1] or b"")


def _is_sample(line_format: LabelledLine) -> bool:
    known = (
        not line_format.unit or unit_named(line_format.unit.decode("utf-8", "replace")) is not None
    )
    return (
        known
        and len(line_format.names) >= FEWEST
        and len(set(line_format.columns)) == len(line_format.names)
    )


def _is_acceleration(line_format: LabelledLine) -> bool:
    return ACCELERATION.search(line_format.names[0].decode("ascii").casefold()) is not None


def _rewrite_named(text: bytes, line_format: LabelledLine, *, clocked: bool) -> bytes:
    """Write the names once, above the rows; a line in another format stays as it is."""
    if clocked:
        text = _without_arrow(text)
    cell = rb"(" + _NUMBER + rb")"
    cells = (re.escape(name) + rb"[ \t]*[:=][ \t]*" + cell for name in line_format.names)
    clock = rb"(?:(" + _MOMENT + rb")[,;|\t ])" if clocked else rb"()"
    unit = rb"[ \t]*" + re.escape(line_format.unit)
    line = re.compile(
        rb"^[ \t]*" + clock + _BETWEEN.join(cells) + unit + rb"[ \t,;|]*(\r?)$", re.MULTILINE
    )
    first = line.search(text)
    if first is None:
        return text
    columns = range(1 if clocked else 2, len(line_format.names) + 2)
    row = b",".join(rb"\g<%d>" % at for at in columns)
    header = b",".join((b"time", *line_format.columns) if clocked else line_format.columns)
    before, rows = text[: first.start()], line.sub(row, text[first.start() :])
    return before + header + b"\n" + (_OTHER_LINE.sub(b"", rows) if line_format.apart else rows)
