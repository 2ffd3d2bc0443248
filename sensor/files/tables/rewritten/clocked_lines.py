"""Logs in which a time stands before each sample, and perhaps words, written as a table.

Serial monitors write ``[2026-03-14 23:10:00.040] 0.1,-0.5,0.8`` or ``23:10:00.040 > x:0.1 y:-0.5``,
a client of MQTT ``1773526200.04 leg/acc 0.1,-0.5,0.8``, and the logging of Python
``2026-03-14 23:10:00,040 - leg - INFO - 0.1,-0.5,0.8``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from limbwatch.sensor.files.tables.rewritten.rewriting import (
    LOOKED_AT,
    SHARE,
    Rewriting,
    last_lines,
    mostly,
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})[T ]"
_CLOCK = r"\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9}(?:,\d{3})?)?(?: ?[AaPp][Mm]\b| ?(?:Z|[-+]\d\d:?\d\d)\b)?"
_MOMENT = (
    rf"(?P<open>\[)?(?:(?P<month>{_MONTH})|(?P<date>{_DATE})|(?P<days>\d{{1,3}}) )?"
    rf"(?P<clock>{_CLOCK}|(?<!\[)\d{{10}}(?:\.\d{{1,9}})?)(?(open)\])(?=[\s;|,]|$)"
)
"""Date, clock or days since some start with the clock, perhaps in brackets; or Unix seconds."""
_WORDS = r"(?P<words>(?:(?:[^\s\d+.{\-][^\s]*|-+>?)[ \t]+)*?)"
"""Tokens that are no numbers: a level, the name of a logger, a topic, an arrow."""
_NUMBER = {",": r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"}
_ANY_NUMBER = r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?"
_NAMED = r"[A-Za-z_][\w.]*(?:[ \t]*[:=][ \t]*|[ \t]+)"
_MARKS = {
    ",": r"[ \t]*,[ \t]*",
    ";": r"[ \t]*;[ \t]*",
    "|": r"[ \t]*\|[ \t]*",
    "\t": r"\t",
    " ": " +",
}
"""What separates the numbers, and how it is written."""
_UPTIME = re.compile(r"<(?:inf|dbg|wrn|err)>")
"""Levels as the logging of Zephyr writes them, behind the time since the board was started."""

_MOST_WORDS = 4
"""Most different words between time and numbers that tell sensors or messages apart: with more
they say something of each line. Chosen."""
_AXES = 3


class _LineForm(NamedTuple):
    """The format of a line: what separates its numbers, their names, and how many they are."""

    mark: str
    names: tuple[str, ...]
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Log:
    """A log as its first lines show it."""

    form: _LineForm
    words: tuple[str, ...]
    """Different words between time and numbers."""

    @property
    def separator(self) -> str:
        """Separator of the table: blanks would part date and clock."""
        return ";" if self.form.mark == " " else self.form.mark

    @property
    def header(self) -> str:
        """Names of the columns; empty where the numbers have none."""
        if not self.form.names:
            return ""
        since = "elapsed (s)" if _UPTIME.search(self.words[0]) else "time"
        source = ("source",) if len(self.words) > 1 else ()
        return self.separator.join((since, *source, *self.form.names)) + "\n"

    def row(self, found: re.Match[str]) -> str:
        """Return a line as a row of the table."""
        source = (_plain(found["words"]),) if len(self.words) > 1 else ()
        numbers = _numbers(found["sample"], self.form)
        return self.separator.join((_time_cell(found), *source, *numbers)) + "\n"


def clocked_lines(start: bytes) -> Rewriting | None:
    """Return how to rewrite a log with a time before each sample, judged by its beginning."""
    lines = [line.decode("utf-8", "replace") for line in last_lines(start)]
    found = [match for line in lines if (match := _read_line(line)) is not None]
    if not found or len(found) < SHARE * len(lines):
        return None
    form, count = Counter(_form_of(match) for match in found).most_common(1)[0]
    if count < SHARE * len(lines) or form.width < _AXES or _is_table(found[-1], form):
        return None
    if len(set(form.names)) < len(form.names) or (form.mark == " " and _has_names(start)):
        return None
    words = tuple(dict.fromkeys(_plain(match["words"]) for match in found))
    if len(words) > _MOST_WORDS:
        return None
    log = _Log(form=form, words=words)
    return Rewriting(
        rewritten=lambda text: _rewritten(text, log),
        note="The time before each line was taken for a column.",
        further=tuple(_remarks(log, found, start)),
    )


def _remarks(log: _Log, found: list[re.Match[str]], start: bytes) -> Iterator[str]:
    if len(log.words) > 1:
        yield "The words between the time and the numbers were taken for a column."
    elif log.words[0]:
        yield f"Between the time and the numbers stands {log.words[0]}; it was left out."
    if log.form.names:
        told = ", ".join(log.form.names)
        yield f"The names before the numbers, {told}, were taken for those of the columns."
    if found[-1]["month"]:
        yield "Day and month before the time were not used, for no year is with them."
    if _UPTIME.search(log.words[0]) or found[-1]["days"]:
        yield "The times count from a start that the log does not tell."
    head = start.split(b"\n", LOOKED_AT)[:LOOKED_AT][:-1]
    if any(line.strip() and _read_line(line.decode("utf-8", "replace")) is None for line in head):
        yield "Lines between them say something else; they were left out."


def _rewritten(text: bytes, log: _Log) -> bytes:
    """Write the lines of the format as rows; a torn line stays, for it is counted as a row."""
    line_form, torn = _line_pattern(log.form.mark), re.compile(rf"[ \t]*{_MOMENT}")
    rows = [log.header]
    for line in text.decode("utf-8", "replace").splitlines():
        found = line_form.fullmatch(line)
        if found is not None and _form_of(found) == log.form:
            rows.append(log.row(found))
        elif (match := torn.match(line)) and _begins_sample(line[match.end() :], log):
            rows.append(line + "\n")
    return "".join(rows).encode()


def _begins_sample(rest: str, log: _Log) -> bool:
    behind = _plain(rest)
    return any(behind.startswith(words) and any(map(str.isdigit, behind)) for words in log.words)


@cache
def _line_pattern(mark: str) -> re.Pattern[str]:
    number = _NUMBER.get(mark, _ANY_NUMBER)
    plain = rf"{number}(?:{_MARKS[mark]}{number})+"
    named = rf"{_NAMED}{number}(?:{_MARKS[mark]}{_NAMED}{number})+"
    return re.compile(
        rf"[ \t]*{_MOMENT}(?P<between>[ \t;|,]*){_WORDS}(?P<sample>{named}|{plain})[ \t,;|]*\r?"
    )


def _read_line(line: str) -> re.Match[str] | None:
    found = (_line_pattern(mark).fullmatch(line) for mark in _MARKS)
    return next((match for match in found if match is not None), None)


def _form_of(found: re.Match[str]) -> _LineForm:
    sample = found["sample"]
    mark = next(mark for mark, sign in _MARKS.items() if _line_pattern(mark) is found.re)
    names = tuple(re.findall(r"[A-Za-z_][\w.]*(?=[ \t]*[:=]|[ \t])", sample))
    return _LineForm(mark, names, len(_numbers(sample, _LineForm(mark, names, 0))))


def _numbers(sample: str, form: _LineForm) -> list[str]:
    cells = re.split(_MARKS[form.mark], sample.strip())
    if form.names and form.mark == " ":
        cells = re.findall(rf"{_NAMED}({_ANY_NUMBER})", sample)
    return [re.sub(rf"^{_NAMED}", "", cell) for cell in cells]


def _is_table(found: re.Match[str], form: _LineForm) -> bool:
    """Return whether a line is of a table, in which the time is a cell as the others are."""
    words = found["words"].rstrip(" ")
    if found["open"] is not None or form.names:
        return False
    sign = found["between"].strip(" ") or " "
    if words:
        return sign == form.mark == words[-1]
    return sign == form.mark or ":" not in found["clock"]


def _has_names(start: bytes) -> bool:
    """Return whether the line above the first row names as many columns as the row has cells."""
    lines = [line.decode("utf-8", "replace") for line in start.split(b"\n", LOOKED_AT)[:LOOKED_AT]]
    first = next((at for at, line in enumerate(lines) if _read_line(line) is not None), 0)
    if not first:
        return False
    names, cells = lines[first - 1].split(), lines[first].split()
    # date and time of day may have one name
    widths = (len(cells), len(cells) - 1)
    return len(names) in widths and not any(name[:1].isdigit() for name in names)


def _plain(words: str) -> str:
    """Return words without the signs beside them, which part them from the numbers."""
    return " ".join(words.split()).strip("-:>,;| ")


def _time_cell(found: re.Match[str]) -> str:
    """Write a time with a point before its decimals; one since a start as seconds."""
    whole, _, decimals = found["clock"].replace(".", ",", 1).partition(",")
    clock = f"{whole}.{decimals.replace(',', '')}" if decimals else whole
    since_start = found["days"] is not None or _UPTIME.search(found["words"]) is not None
    if not since_start or re.fullmatch(r"[\d:.]+", clock) is None:
        date = found["date"] or ""
        return f"{date[:-1]}T{clock}" if re.match(r"\d{4}-", date) else f"{date}{clock}"
    hours, minutes, seconds = clock.split(":")
    days = 24 * int(found["days"] or 0)
    whole_seconds = 3600 * (days + int(hours)) + 60 * int(minutes)
    second, _, fraction = seconds.partition(".")
    return f"{whole_seconds + int(second)}.{fraction or 0}"


_BRACKETED = re.compile(
    rb"(?P<before>^|[,;\t|])\[(?P<stamp>(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ])?"
    rb"\d{1,2}:\d\d:\d\d(?:[.]\d{1,9})?)\](?=[,;\t|])",
    re.MULTILINE,
)
"""Cell that is a time in brackets."""


def bracketed_cells(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose times stand in brackets, judged by its beginning."""
    if not mostly(last_lines(start), _BRACKETED.search):
        return None
    return Rewriting(
        rewritten=lambda text: _BRACKETED.sub(rb"\g<before>\g<stamp>", text),
        note="The brackets around the times were left out.",
    )
