"""What the lines before a table state: zone, start, scales, rate."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from limbwatch.sensor.files.json_text import json_object
from limbwatch.sensor.files.tables.clock_columns.time_names import unit_step
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import (
    Counter,
    Layout,
    Refusal,
    Steady,
    Time,
    TimeParts,
    Written,
)
from limbwatch.sensor.files.tables.preambles.stated_start import stated_start
from limbwatch.sensor.files.times.writing.scales import RATES, believable, typical_spacing
from limbwatch.sensor.files.times.writing.zone import named_zone, offset_of
from limbwatch.sensor.files.values.unit import Unit, unit_named

_ZONE = re.compile(
    r"(?:time[ _]?zone|utc[ _]?offset|(?<![a-z])tz(?:[ _]offset)?)\b"
    r"[\s\"']*[:=,;\t][\s\"']*([^\"\n]+)",
    re.IGNORECASE,
)
_SCALES = {
    "tick": re.compile(
        r"^\W*(?:t|time|timestamp|tick)[ _]?(?:scale|resolution|base|step)[\s\"']*[:=,;\t][\s\"']*"
        r"([\d.eE+-]+)[\s\"',;\t]*(?:s(?:ec(?:onds?)?)?)?\W*$",
        re.IGNORECASE,
    ),
    "code": re.compile(
        r"^\W*(?:a|acc|accel|acceleration)[ _]?(?:scale|resolution|lsb)[\s\"']*[:=,;\t][\s\"']*"
        r"([\d.eE+-]+)[\s\"',;\t]*g?\W*$",
        re.IGNORECASE,
    ),
}
"""Lines that state the seconds per tick of the time, and the g per code of the acceleration."""

_UNIT = re.compile(
    r"^\W*(?:acc(?:el(?:eration|erometer)?)?[ _]?)?(?:units?|uom)[\s\"']*[:=,;\t]"
    r"[\s\"']*([^\s\"',;]+)[\s\"',;]*$",
    re.IGNORECASE,
)
"""Lines that state the unit of all columns, or of acceleration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preamble:
    """What a file states beside its table."""

    zone: tzinfo | None = None
    """Zone of the times."""
    start: datetime | None = None
    """Time of the first row: naive, unless the text has an offset."""
    tick: float | None = None
    """Seconds per count of the time."""
    code: float | None = None
    """g per count of the acceleration."""
    unit: Unit | None = None
    """Unit of the acceleration."""
    notes: tuple[str, ...] = ()
    """Sentences for the person."""


def stated(head: Head) -> Preamble:
    """Read what the lines before a table state."""
    lines = lines_above(head)
    start, notes = stated_start(lines)
    scales = {name: _find_scale(form, lines) for name, form in _SCALES.items()}
    unit = next(filter(None, map(_read_unit, lines)), None)
    return Preamble(zone=_find_zone(lines), start=start, unit=unit, notes=notes, **scales)


def as_stated(
    recognise: Callable[[Head], Layout | Refusal | None],
) -> Callable[[Head], Layout | Refusal | None]:
    """Extend a function that lays out a table to apply what its preamble states."""

    def recognise_with_preamble(head: Head) -> Layout | Refusal | None:
        layout = recognise(head)
        if not isinstance(layout, Layout):
            return layout
        preamble = stated(head)
        if preamble.tick is not None:
            layout = replace(layout, time=_apply_tick(head, layout, preamble.tick))
        return with_stated(layout, preamble)

    return recognise_with_preamble


def with_stated(layout: Layout, preamble: Preamble) -> Layout:
    """Fill gaps of a layout with what the preamble states."""
    source = layout.time
    if isinstance(source, Written | TimeParts) and source.zone is None:
        source = replace(source, zone=preamble.zone)
    start = layout.start
    if start is None and preamble.start is not None:
        start = preamble.start
        if start.tzinfo is None and preamble.zone is not None:
            start = start.replace(tzinfo=preamble.zone)
    unit = layout.unit
    if unit is None and preamble.code is not None:
        unit = Unit(name=f"{preamble.code:.4g} g", scale=preamble.code)
    unit = preamble.unit if unit is None else unit
    return replace(
        layout,
        time=source,
        start=start,
        unit=unit,
        notes=(*layout.notes, *preamble.notes) if start is preamble.start else layout.notes,
    )


def _read_unit(line: str) -> Unit | None:
    """Read the unit of acceleration that a line states for all columns."""
    match = _UNIT.match(line)
    return None if match is None else unit_named(match[1])


def _find_scale(form: re.Pattern[str], lines: list[str]) -> float | None:
    """Find a scale that a line states."""
    for match in filter(None, map(form.search, lines)):
        try:
            scale = float(match[1])
        except ValueError:
            continue
        if 0 < scale < 1:
            return scale
    return None


def _apply_tick(head: Head, layout: Layout, tick: float) -> Time:
    """Read the column of time in the ticks that the file states, if that gives a plausible time."""
    source = layout.time
    if isinstance(source, Counter):
        return replace(source, step=tick, doubt="", guessed=False) if source.guessed else source
    if not isinstance(source, Steady):
        return source
    for at in (at for at in range(head.width) if at not in layout.axes):
        spacing = typical_spacing(head.numbers(at))
        if spacing is not None and believable(spacing * tick):
            return Counter(column=at, step=tick, epoch=None)
    return source


def _find_zone(lines: list[str]) -> tzinfo | None:
    for line in lines:
        west = re.search(r"timezone_?offset[\s:=,;\"']{1,4}(-?\d{1,3})\b(?!:)", line, re.IGNORECASE)
        if west is not None:  # JavaScript's, in minutes, and positive to the west
            return timezone(timedelta(minutes=-int(west[1])))
        match = _ZONE.search(line)
        if match is None:
            continue
        words = match[1].strip(" \t,;\"'")
        named = next(
            (zone for zone in map(named_zone, re.split(r"[\s,;()\[\]]+", words)) if zone), None
        )
        if named is not None:
            return named
        if re.search(r"[+-]\s*\d", words):
            offset = re.search(r"[+-]\s*\d{1,2}(?::?\d{2})?", words)
            return None if offset is None else offset_of(offset[0])
        if re.match(r"(?:utc|gmt|z|zulu)\b", words, re.IGNORECASE):
            return UTC
    return None


DEEPEST = 4
"""Depth to which nested objects are read: devices, and the properties of each. Chosen."""


def lines_above(head: Head) -> list[str]:
    """Return the non-empty lines above a table.

    A line that holds a JSON object, as OpenSignals writes it, is replaced by its values as ``name:
    value``. The wide colon of Chinese programs becomes a colon.
    """
    found: list[str] = []
    for line in head.preamble:
        values = _read_object(line)
        if values is not None:
            found.extend(_named_values(values, DEEPEST))
        elif line.strip():
            found.append(line.replace("\N{FULLWIDTH COLON}", ":"))
    return found


def _read_object(line: str) -> dict[str, object] | None:
    """Read the JSON object of a line, behind a comment sign."""
    text = line.strip().lstrip("#%/; ")
    return json_object(text.encode()) if text.startswith("{") else None


def _named_values(values: dict[str, object], deepest: int) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict):
            if deepest > 1:
                yield from _named_values(value, deepest - 1)
        elif isinstance(value, str | int | float):
            yield f"{name}: {value}"


_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LAST = rf"[^\d\n]{{0,24}}{_NUMBER}[\s\"',;\t)\]]*$"
"""A number that ends its line."""

_HERTZ = re.compile(rf"{_NUMBER}\s*(?:hz\b|samples?\s*(?:/|per)\s*s|sps\b)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:"
    # programs write the unit into the name: sample_rate_hz, fs_hz, SampleRateHz
    r"(?:rate|fr[eé](?:qu|cu)[eéê]n[^\W\d_]+|freq|\bfs|\bodr)(?:_?(?:in_?)?hz)?\b"
    r"|samples?[ _]*(?:/|per)[ _]*s(?:ec(?:onds?)?)?\b"
    r"|taux d\W{1,2}[eé]chantillonnage\b|tasa de muestreo\b"
    r"|^\W*(?:acc(?:el\w*)?[ _])?hz\b"
    rf"){_LAST}",
    re.IGNORECASE,
)
_STEP = (
    r"(?:(?:sampl\w*?|record\w*?|logg?\w*?)[ _-]*(?:interval|period|time|step)"
    r"|(?:abtast|mess)(?:intervall?|periode|zeit)|^\W*(?:interval|dt|delta[ _]?t|ts|isi))"
)
"""Names of the time between two samples; AcqKnowledge calls it isi, the interval of samples."""

_SECONDS = r"(ms|msec|milliseconds?|s|sec|seconds?|us|µs|μs|microseconds?)"
_INTERVALS = (
    re.compile(rf"{_STEP}\b[^\d\n]{{0,24}}{_NUMBER}\s*{_SECONDS}\b", re.IGNORECASE),
    re.compile(
        rf"{_STEP}(?:[ _]*[\[(]\s*{_SECONDS}\s*[\])]|[ _]{_SECONDS})(?![a-zµμ\d_]){_LAST}",
        re.IGNORECASE,
    ),
    # AcqKnowledge: 20 msec/sample
    re.compile(rf"{_NUMBER}\s*{_SECONDS}\s*(?:/|per)\s*samples?\b", re.IGNORECASE),
)
"""The time between two samples: its unit behind the number, or with the name."""
_OTHER = re.compile(
    r"filter|cut.?off|pass|bandwidth|gyr|magn|ecg|ppg|eda|bvp|temp|heart|emg|gps|audio|baro|screen"
    r"|divi[ds]|limit",
    re.IGNORECASE,
)
"""Words for other things with a rate, and for other properties of a rate."""
_IN_A_NAME = re.compile(r"(?<!\d)(?<!\d\.)(\d+(?:\.\d+)?)[ _]?hz(?![a-z])", re.IGNORECASE)

_ROUNDED = 0.02
"""Share by which an interval and a rate may differ when one is the other, rounded: 38 ms are 26
Hz."""


def stated_rate(head: Head) -> float | None:
    """Find the one rate, in Hz, that the lines before a table, or else the file's name, state.

    None where there are several; those of filters and other sensors do not count.
    """
    usable = [rate for rate in stated_rates(head) if RATES[0] <= rate <= RATES[1]]
    return usable[0] if len(usable) == 1 else None


def stated_rates(head: Head) -> tuple[float, ...]:
    """Find all rates that are stated so, Hz, ascending, including impossible ones."""
    relevant = [line for line in lines_above(head) if not _OTHER.search(line)]
    found = {
        float(match[1].replace(",", "."))
        for line in relevant
        for form in (_HERTZ, _NAMED)
        for match in form.finditer(line)
    }
    from_intervals = {
        rate
        for line in relevant
        for form in _INTERVALS
        for rate in map(_rate_of_interval, form.finditer(line))
        if rate is not None and not any(abs(rate / hz - 1) < _ROUNDED for hz in found if hz > 0)
    }
    found |= from_intervals
    name = head.path.name
    if not found and not _OTHER.search(name):
        found = {float(match[1]) for match in _IN_A_NAME.finditer(name)}
    return tuple(sorted(found))


def _rate_of_interval(interval: re.Match[str]) -> float | None:
    """Return the rate of a stated interval, Hz."""
    words = [group for group in interval.groups() if group]
    number = next(float(word.replace(",", ".")) for word in words if word[0].isdigit())
    step = unit_step(next(word for word in words if not word[0].isdigit()))
    return round(1 / (number * step), 6) if step and number > 0 else None
