"""What a microcontroller printed, as serial monitors keep it, written as a table.

The serial plotter of Arduino asks for a name before each number (``ax:-0.95,ay:0.1``), and its
monitor puts the time and an arrow before each line (``23:10:00.003 -> -15203,3206,5097``). What
is sent to a log of the system has the time, host and program there (RFC 3164, RFC 5424's time):
``Nov 12 23:10:00.040 host acc[12]: 0.01 -0.02 0.99``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from limbwatch.sensor.files.tables.axes.axis_columns import ACCELERATION
from limbwatch.sensor.files.tables.rewritten.rewriting import SHARE, Rewriting, last_lines
from limbwatch.sensor.files.values.unit import unit_named

FEWEST = 3
"""Named numbers in a line: three axes."""

_CLOCK = rb"\d{1,2}:\d\d:\d\d(?:[.,]\d+)?"
_MOMENT = rb"(?:\d{4}-\d\d-\d\dT)?" + _CLOCK + rb"(?:Z|[-+]\d\d:?\d\d)?"
_ARROW = re.compile(rb"^[ \t]*(" + _MOMENT + rb")[ \t]*->[ \t]*(?=[-+.\w]|\r?$)", re.MULTILINE)
_DAY = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
_BEFORE_HOST = rb"^(?:<\d{1,3}>)?(?:" + _DAY + rb")?(" + _MOMENT + rb") "
_LOGGED = re.compile(
    _BEFORE_HOST + rb"([^\s:]+) ([^\s:\[]+(?:\[\d+\])?): (?=[-+.\w])",
    re.MULTILINE,
)
"""Before a line of a log: time, host and program with its number."""
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
"""What a program says of one sample: three numbers or more, with or without names."""

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
"""One that has a name before each number, or nothing behind its clock."""

_RAREST = 0.1
"""Share of lines that are samples where a board prints other quantities in lines of their own: one
in ten, for six of a sensor, a temperature and some more. Chosen."""


class SaidLine(NamedTuple):
    """What a board says in a line: the names before its numbers, and a unit behind them."""

    names: tuple[bytes, ...] = ()
    unit: bytes = b""
    apart: bool = False

    @property
    def columns(self) -> tuple[bytes, ...]:
        """Names of the columns: a word that stands before the first axis is of all three."""
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
    """Tell whether a text is what a board printed, by its beginning."""
    lines = last_lines(start)
    if not lines:
        return None
    logged = sum(_LOGGED.match(line) is not None for line in lines) >= SHARE * len(lines)
    if (
        logged and not _said(lines).names
    ):  # a word before a name is of that name: `acc x: 0.01 y: ...`
        return _of_log(start)
    clocked = sum(_ARROW.match(line) is not None for line in lines) >= SHARE * len(lines)
    if clocked:
        lines = last_lines(_without_arrow(start))
    said = _said(lines)
    if said.names:
        told = b", ".join(said.names).decode("ascii", "replace")
        note = f"The names before the numbers, {told}, were taken for those of the columns."
        apart = "Lines between them say something else; they were left out."
        return Rewriting(
            rewritten=lambda text: _named(text, said, clocked=clocked),
            note=note,
            further=(apart,) if said.apart else (),
        )
    if clocked:
        return Rewriting(rewritten=_clocked, note=_ARROWED)
    return None


def _of_log(start: bytes) -> Rewriting | None:
    """Read lines of a log as those of a monitor, which have a clock alone before them."""
    senders = {
        (match[2], match[3])
        for line in last_lines(start)
        if (match := _LOGGED.match(line)) and _SAMPLE.fullmatch(line, match.end())
    }
    if len(senders) != 1:
        return None  # several hosts, programs or processes may be of several sensors
    ((host, program),) = senders
    called = program.partition(b"[")[0]
    own = re.escape(host + b" " + called) + rb"(?:\[\d+\])?: "
    # lines of others, and those that hold no number
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
    """Put the separator of the cells in place of the arrow."""
    cells = b"\n".join(_ARROW.sub(b"", line) for line in last_lines(text))
    counts = {sign: cells.count(sign) for sign in (b",", b";", b"\t", b"|")}
    most = max(counts, key=lambda sign: counts[sign])
    return _ARROW.sub(rb"\1" + (most if counts[most] else b" "), text)


def _clocked(text: bytes) -> bytes:
    """Write clock and cells as a row; before names that a board printed the clock is none."""
    return _NAMES_LINE.sub(rb"time\1", _without_arrow(text))


def _said(lines: Sequence[bytes]) -> SaidLine:
    """Find the names that most lines have before their numbers, in one order; none otherwise.

    Where a board says several quantities, each in a line of its own, the one of acceleration.
    """
    found = Counter(filter(None, map(_read, lines)))
    if not found:
        return SaidLine()
    said, count = found.most_common(1)[0]
    if count >= SHARE * len(lines):
        return said if _is_sample(said) else SaidLine()
    if sum(_OTHER_LINE.fullmatch(line) is not None for line in lines) < SHARE * len(lines):
        return SaidLine()
    usual = [one for one, times in found.items() if times >= _RAREST * len(lines)]
    spoken = [one for one in usual if _is_sample(one) and _is_acceleration(one)]
    return spoken[0]._replace(apart=True) if len(spoken) == 1 else SaidLine()


def _read(line: bytes) -> SaidLine | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    # the T of a time with its date is no name
    return SaidLine(tuple(_CELL.findall(_AHEAD.sub(b"", line))), match[1] or b"")


def _is_sample(said: SaidLine) -> bool:
    known = not said.unit or unit_named(said.unit.decode("utf-8", "replace")) is not None
    return known and len(said.names) >= FEWEST and len(set(said.columns)) == len(said.names)


def _is_acceleration(said: SaidLine) -> bool:
    return ACCELERATION.search(said.names[0].decode("ascii").casefold()) is not None


def _named(text: bytes, said: SaidLine, *, clocked: bool) -> bytes:
    """Write the names once, above the rows; a line that is written otherwise stays as it is."""
    if clocked:
        text = _without_arrow(text)
    cell = rb"(" + _NUMBER + rb")"
    cells = (re.escape(name) + rb"[ \t]*[:=][ \t]*" + cell for name in said.names)
    clock = rb"(?:(" + _MOMENT + rb")[,;|\t ])" if clocked else rb"()"
    unit = rb"[ \t]*" + re.escape(said.unit)
    line = re.compile(
        rb"^[ \t]*" + clock + _BETWEEN.join(cells) + unit + rb"[ \t,;|]*(\r?)$", re.MULTILINE
    )
    first = line.search(text)
    if first is None:
        return text
    columns = range(1 if clocked else 2, len(said.names) + 2)
    row = b",".join(rb"\g<%d>" % at for at in columns)
    header = b",".join((b"time", *said.columns) if clocked else said.columns)
    before, rows = text[: first.start()], line.sub(row, text[first.start() :])
    return before + header + b"\n" + (_OTHER_LINE.sub(b"", rows) if said.apart else rows)
