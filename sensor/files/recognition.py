"""Recognising the kind of a file, and the requested columns and rows, before it is parsed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from limbwatch.sensor.errors import ColumnsNotStated, UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import Contained, Sheet
from limbwatch.sensor.files.containers.spreadsheet import with_continued_sheets
from limbwatch.sensor.files.dialects import DIALECTS, REFUSED, STUDIES
from limbwatch.sensor.files.dialects.experiment_begin import SHEET
from limbwatch.sensor.files.packed import last_bytes, read_unpacked
from limbwatch.sensor.files.several import in_turns, side_by_side
from limbwatch.sensor.files.several.choice import SensorNotFound, chosen, doubts_of
from limbwatch.sensor.files.several.stated_place import stated_place_doubt
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.files.tables.axes.numbered_names import count_columns
from limbwatch.sensor.files.tables.clock_columns.time_doubts import without_empty_times
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES
from limbwatch.sensor.files.tables.heads.columns import Columns
from limbwatch.sensor.files.tables.heads.head import Head, read_head
from limbwatch.sensor.files.tables.heads.other_tables import other_table
from limbwatch.sensor.files.tables.layout import Dialect, Layout, Refusal, tells_date
from limbwatch.sensor.files.tables.preambles.preamble import stated, stated_rate, with_stated
from limbwatch.sensor.files.tables.rewritten.axis_rows import axis_blocks
from limbwatch.sensor.files.tables.rewritten.foreign_signs import in_plain_digits, mixed_encodings
from limbwatch.sensor.files.tables.rewritten.rewritings import rewriting_of
from limbwatch.sensor.files.tables.table_options import (
    NOTHING,
    TableOptions,
    listed,
    with_stated_axes,
    with_stated_time,
)
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import SIMULATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What is asked of a file, and what a person states about it; see ``read_recorded_file``."""

    placement: Placement
    zone: tzinfo
    start: datetime | None = None
    rate: float | None = None
    unit: str | None = None
    options: TableOptions = NOTHING
    archived: bool = False
    """Whether the file comes from an archive: an archive within another is not opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A file, its dialect and layout, and the sensor in it that was chosen."""

    head: Head
    dialect: Dialect
    layout: Layout
    options: TableOptions = NOTHING
    sensor: str = ""
    columns: str = ""
    """All columns of the table with their numbers, for people."""
    beside: tuple[int, ...] = ()
    """One column of each other sensor in the table."""
    asked: float | None = None
    """Rate that the times must show, as a person gives it, Hz."""
    notes: tuple[str, ...] = ()


def recognise(path: Path, start: bytes, request: ReadRequest, *, zipped: bool) -> Recognised:
    """Find the dialect of a text file by its unpacked beginning, and what of it is requested.

    Raises
    ------
    UnreadableFile
        If it is not a table of numbers, or holds several sensors and none for the placement.
    WrongKind
        If it is understood and does not hold raw acceleration.
    """
    with _explained_as_other_table(path, start, request.options):
        rewriting = (
            rewriting_of(start)
            or mixed_encodings(path, start, zipped=zipped)
            or axis_blocks(start, partial(last_bytes, path, zipped=zipped))
        )
        if MINUS in start or rewriting is not None:
            text = read_unpacked(path, zipped=zipped).replace(MINUS, b"-")
            text = text if rewriting is None else rewriting.rewritten(text)
            head = read_head(path, text[:HEAD_BYTES], zipped=False, content=text)
        else:
            head = _read_head(path, start, zipped=zipped)
        found = _recognise_head(head, request.placement, request.options)
    if rewriting is None:
        return found
    return replace(found, notes=(*found.notes, rewriting.note, *rewriting.further))


def recognised_part(found: Recognised, text: bytes, request: ReadRequest) -> Recognised:
    """Recognise a part of a file, with a header of its own, as the whole was.

    Raises
    ------
    UnreadableFile, WrongKind
        As for ``recognise``.
    """
    head = read_head(found.head.path, text[:HEAD_BYTES], zipped=False, content=text)
    return replace(_recognise_head(head, request.placement, found.options), notes=found.notes)


def _read_head(path: Path, start: bytes, *, zipped: bool) -> Head:
    """Read the head of a text, if need be with digits of other scripts converted."""
    try:
        return read_head(path, start, zipped=zipped)
    except UnreadableFile:
        text = in_plain_digits(path, start, zipped=zipped)
        if text is None:
            raise
    return read_head(path, text[:HEAD_BYTES], zipped=False, content=text)


@contextmanager
def _explained_as_other_table(path: Path, start: bytes, options: TableOptions) -> Iterator[None]:
    """Explain that a table that cannot be read is of another kind, if its columns show that."""
    try:
        yield
    except UnreadableFile as error:
        what = "" if options.axes else other_table(start.decode("utf-8-sig", errors="replace"))
        if not what:
            raise
        raise WrongKind(
            f"{path} seems to be {what}. It has no raw acceleration: give the file that the sensor "
            "wrote, with time, x, y, z. If some of its columns are these after all, say which: "
            "--columns time=NAME,x=NAME,y=NAME,z=NAME."
        ) from error


@contextmanager
def _explained_as_container(otherwise: str, options: TableOptions) -> Iterator[None]:
    """Explain what a container without acceleration is as a whole, not one of its tables."""
    try:
        yield
    except WrongKind as error:
        if options.axes or not otherwise:
            raise
        raise WrongKind(otherwise) from error


MINUS = "\N{MINUS SIGN}".encode()
"""The minus sign of Norwegian, Swedish and Slovenian programs, in UTF-8."""


def recognise_contained(path: Path, contained: Contained, request: ReadRequest) -> Recognised:
    """Find the requested table of a container, as ``recognise`` does for a text."""
    contained = with_continued_sheets(contained)
    placement, said = request.placement, request.options
    heads = dict(_usable(path, contained))
    if not heads:
        # explain what is wrong with the fullest table
        fullest = max(contained.sheets, key=lambda sheet: sheet.size)
        with (
            _explained_as_other_table(path, fullest.beginning(), said),
            _explained_as_container(contained.otherwise, said),
        ):
            return _recognise_head(_head(path, fullest), placement, said)
    head = next(iter(heads.values()))
    doubts: tuple[str, ...] = ()
    if len(heads) > 1:
        there = {
            f"{name} {'_'.join(words)}".strip(): (name, words)
            for name, one in heads.items()
            for words in (side_by_side.sensors(one) or {(): ()})
        }
        words = {key: (*words_of(name), *words) for key, (name, words) in there.items()}
        key = chosen(words, placement, named=said.sensor, path=path, where="by tables and columns")
        name, mine = there[key]
        doubts = doubts_of(key, words, placement, named=said.sensor is not None)
        head, said = heads[name], replace(said, sensor="_".join(mine) or None)
    begun = next((one.beginning() for one in contained.sheets if one.name == SHEET), None)
    found = _recognise_head(replace(head, begun=begun), placement, said)
    notes = tuple(dict.fromkeys((*contained.notes, *doubts, *found.notes)))
    return replace(found, notes=(*notes, f"Read as {contained.what}."))


def _usable(path: Path, contained: Contained) -> Iterator[tuple[str, Head]]:
    """Yield the tables of a container that hold acceleration, by name."""
    for sheet in contained.sheets:
        try:
            head = _head(path, sheet)
        except UnreadableFile:
            continue
        if side_by_side.sensors(head) or not head.names or count_columns(head.names):
            yield sheet.name, head


def _head(path: Path, sheet: Sheet) -> Head:
    start, columns = sheet.beginning(), sheet.content
    head = read_head(path, start, zipped=False, content=columns, named=sheet.named)
    if isinstance(columns, Columns) and not columns.fits(head.separator, head.width, start):
        return replace(head, content=columns.text())
    return head


def _recognise_head(whole: Head, placement: Placement, options: TableOptions) -> Recognised:
    if whole.unnamed and not options.axes:
        width = whole.filled_width
        raise UnreadableFile(
            f"{whole.path} names {width - whole.unnamed} columns, and its rows have {width} "
            f"({whole.separator.join(whole.rows[0])}): no name is certain. If commas stand within "
            "numbers or times, export it with another separator or a decimal point; else "
            "--columns says which column is what, by number."
        )
    special = () if options.axes else (*REFUSED, *STUDIES)
    known = next(filter(None, (_try_dialect(dialect, whole) for dialect in special)), None)
    if known is not None and known.layout.worn:
        return known
    asked = options.sensor is not None
    notes: tuple[str, ...] = ()
    try:
        mine, rows = in_turns.one_of(whole, placement, named=options.sensor)
    except SensorNotFound:
        if whole.names and not options.axes and not side_by_side.sensors(whole):
            _first_dialect(whole)  # it raises what is wrong with a table without acceleration
        raise
    if options.axes:
        found = Recognised(head=mine, dialect=AS_SAID, layout=with_stated_axes(mine, options))
        names = rows
    else:
        told = None if rows and options.sensor is not None else options.sensor
        head, columns = side_by_side.one_of(mine, placement, named=told)
        found = replace(_first_dialect(head), beside=side_by_side.left_out(mine, head))
        names = tuple(name for name in (*rows, columns) if name)
        notes = side_by_side.place_doubts(mine, columns, placement, named=asked)
    notes = (*in_turns.place_doubts(whole, mine, placement, named=asked), *notes)[:1]
    in_turns.require_found(options.sensor, names, whole)
    layout = with_stated_time(mine, found.layout, options) if options.time else found.layout
    if options.axes:
        layout = _as_stated_above(mine, layout)
    if _is_simulated(whole):
        layout = replace(layout, device=SIMULATED)
    return replace(
        found,
        layout=layout,
        options=options,
        sensor=", ".join(names),
        columns=listed(whole),
        notes=(*found.notes, *notes, *stated_place_doubt(whole.preamble, placement)),
    )


def _is_simulated(head: Head) -> bool:
    """Return whether a column marks every row as simulated."""
    at = head.column(SIMULATED)
    return at is not None and head.numbers(at) == [1.0] * len(head.rows)


def _first_dialect(head: Head) -> Recognised:
    """Lay out a table by the first kind that recognises it; the last kinds take any table."""
    return next(filter(None, (_try_dialect(dialect, head) for dialect in DIALECTS)))


def _as_stated_above(head: Head, layout: Layout) -> Layout:
    """Apply what is stated above a table whose columns a person gave."""
    layout = replace(layout, rate=layout.rate or stated_rate(head))
    above = stated(head)
    if layout.anchor is not None or tells_date(layout.time):
        above = replace(above, start=None, notes=())
    return with_stated(layout, above)


AS_SAID = Dialect("a table whose columns were said", "what was said of its columns", lambda _: None)


def _try_dialect(dialect: Dialect, head: Head) -> Recognised | None:
    layout = dialect.recognise(head)
    if isinstance(layout, Refusal):
        kind = ColumnsNotStated if layout.asks else WrongKind
        raise kind(f"{head.path} is {layout.what}. {layout.remedy}")
    if layout is None:
        return None
    layout = without_empty_times(head, layout)
    if not layout.rate:  # a header with 0 Hz states no rate
        layout = replace(layout, rate=stated_rate(head))
    if layout.start is None and layout.anchor is None and not tells_date(layout.time):
        layout = with_stated(layout, replace(stated(head), code=None, unit=None))
    return Recognised(head=head, dialect=dialect, layout=layout)
