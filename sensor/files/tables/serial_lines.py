"""What a microcontroller printed, as serial monitors keep it, written as a table.

The serial plotter of Arduino asks for a name before each number (``ax:-0.95,ay:0.1``), and its
monitor puts the time and an arrow before each line (``23:10:00.003 -> -15203,3206,5097``). What
is sent to a log of the system has the time, host and program there (RFC 3164, RFC 5424's time):
``Nov 12 23:10:00.040 host acc[12]: 0.01 -0.02 0.99``.
"""

import re
from collections import Counter

from limbwatch.sensor.files.tables.rewriting import SHARE, Rewriting, last_lines

FEWEST = 3
"""Named numbers in a line: three axes."""

_CLOCK = rb"\d{1,2}:\d\d:\d\d(?:[.,]\d+)?"
_MOMENT = rb"(?:\d{4}-\d\d-\d\dT)?" + _CLOCK + rb"(?:Z|[-+]\d\d:?\d\d)?"
_ARROW = re.compile(rb"^[ \t]*(" + _MOMENT + rb")[ \t]*->[ \t]*(?=[-+.\w])", re.MULTILINE)
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
_LINE = re.compile(
    rb"[ \t]*(?:"
    + _MOMENT
    + rb"[,;|\t ])?"
    + _ANY_CELL
    + rb"(?:"
    + _BETWEEN
    + _ANY_CELL
    + rb")+[ \t,;|]*\r?"
)


def serial_lines(start: bytes) -> Rewriting | None:
    """Tell whether a text is what a board printed, by its beginning.

    Parameters
    ----------
    start : bytes
        Whole lines of it, but the last, which may be cut.

    Returns
    -------
    Rewriting or None
        None when it is written in another way.
    """
    lines = last_lines(start)
    if not lines:
        return None
    logged = sum(_LOGGED.match(line) is not None for line in lines) >= SHARE * len(lines)
    if logged and not _names(lines):  # a word before a name is of that name: `acc x: 0.01 y: ...`
        return _of_log(start)
    clocked = sum(_ARROW.match(line) is not None for line in lines) >= SHARE * len(lines)
    if clocked:
        lines = last_lines(_without_arrow(start))
    names = _names(lines)
    if names:
        told = b", ".join(names).decode("ascii", "replace")
        note = f"The names before the numbers, {told}, were taken for those of the columns."
        return Rewriting(rewritten=lambda text: _named(text, names, clocked=clocked), note=note)
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
        further=() if inner.note == _ARROWED else (inner.note,),
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


def _names(lines: list[bytes]) -> tuple[bytes, ...]:
    """Find the names that most lines have before their numbers, in one order; none otherwise."""
    found = Counter(
        # the T of a time with its date is no name
        tuple(_CELL.findall(_AHEAD.sub(b"", line)))
        for line in lines
        if _LINE.fullmatch(line) is not None
    )
    if not found:
        return ()
    names, count = found.most_common(1)[0]
    sure = len(names) >= FEWEST and len(set(names)) == len(names) and count >= SHARE * len(lines)
    return names if sure else ()


def _named(text: bytes, names: tuple[bytes, ...], *, clocked: bool) -> bytes:
    """Write the names once, above the rows; a line that is written otherwise stays as it is."""
    if clocked:
        text = _without_arrow(text)
    cell = rb"(" + _NUMBER + rb")"
    cells = (re.escape(name) + rb"[ \t]*[:=][ \t]*" + cell for name in names)
    clock = rb"(?:(" + _MOMENT + rb")[,;|\t ])" if clocked else rb"()"
    line = re.compile(
        rb"^[ \t]*" + clock + _BETWEEN.join(cells) + rb"[ \t,;|]*(\r?)$", re.MULTILINE
    )
    first = line.search(text)
    if first is None:
        return text
    columns = range(1 if clocked else 2, len(names) + 2)
    row = b",".join(rb"\g<%d>" % at for at in columns)
    header = b",".join((b"time", *names) if clocked else names)
    before, rows = text[: first.start()], text[first.start() :]
    return before + header + b"\n" + line.sub(row, rows)
