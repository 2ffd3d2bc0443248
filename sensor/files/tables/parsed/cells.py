"""Cells that pyarrow does not parse: separated by white space, or not all of one type."""

import io
import re
from collections.abc import Iterable, Mapping
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.packed import gunzipped
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.heads.spelling import GROUPS

GROUPED = {
    decimal: re.compile(
        rf"^\s*[+-]?\d{{1,3}}(?:(?:[{GROUPS}]\d{{3}})+"
        rf"|(?:[{other}{GROUPS} ]\d{{3}})+[{decimal}]\d*)\s*$"
    )
    for decimal, other in (".,", ",.")
}
"""Numbers with separators of thousands. A comma, point or blank is one only with a decimal mark
behind it: without, 1,001 could be either."""

NO_VALUE = re.compile(
    r"\W*(?:(?:nan|n/?a|null|none|nil|void|missing)(?:\W.*)?)?", re.IGNORECASE | re.DOTALL
)
"""Beginning of cells that stand for a missing value."""

_LOOKED_AT = 16
"""Characters of such a cell that are examined: what a torn file leaves may be long."""

PAST_MIDNIGHT = re.compile(r"\d[T ](?:2[4-9]|[34]\d):")
"""Date and time with an hour of 24 or more."""


def spaced_texts(head: Head, columns: Iterable[int]) -> Mapping[int, pa.ChunkedArray]:
    """Split the wanted columns at runs of white space, which pyarrow cannot separate by.

    Raises
    ------
    UnreadableFile
        If the rows have fewer cells than those at the beginning.
    """
    try:
        with _open(head) as file:
            frame = pd.read_csv(
                file,
                sep=r"\s+",
                header=None,
                names=range(head.width),
                index_col=False,
                usecols=list(columns),
                skiprows=head.skip,
                encoding=head.encoding,
                encoding_errors="replace",
                dtype="str",
                on_bad_lines="skip",
                keep_default_na=False,
            )
    except pd.errors.ParserError as error:
        raise UnreadableFile(
            f"{head.path} has {head.width} cells in its first rows, and not in all. Export it with "
            "commas between the cells."
        ) from error
    return {at: pa.chunked_array([pa.array(frame[at], pa.string())]) for at in columns}


def _open(head: Head) -> BinaryIO:
    if head.content is not None:
        return io.BytesIO(head.whole())
    if head.zipped:
        return io.BufferedReader(gunzipped(head.path))
    return head.path.open("rb")


def converted(texts: pa.ChunkedArray, kind: pa.DataType, *, decimal: str) -> pa.ChunkedArray:
    """Convert text cell by cell, leaving cells empty that do not fit.

    Gives text, times in UTC or float64, as ``kind`` is one of text, of time stamps or of any
    number. Times with hours of 24 and more stay text.
    """
    if pa.types.is_string(kind):
        return texts
    series = texts.to_pandas()
    if pa.types.is_timestamp(kind):
        if series.str.contains(PAST_MIDNIGHT).any():
            return texts
        # pandas rejects an offset of hours alone with blanks beside it, as PostgreSQL pads it
        series = series.str.strip()
        times = pd.to_datetime(series, errors="coerce", format="ISO8601", utc=True)
        # int64 nanoseconds span 1677 to 2262
        times = times.dt.tz_localize(None).where(times.dt.year.between(1700, 2200))
        return pa.chunked_array([pa.array(times, pa.timestamp("ns"))])
    series = series.str.replace(
        GROUPED[decimal], lambda found: _without_groups(found[0]), regex=True
    )
    if decimal == ",":
        series = series.str.replace(",", ".", regex=False)
    return pa.chunked_array([pa.array(pd.to_numeric(series, errors="coerce").astype("float64"))])


def no_numbers(
    texts: Mapping[int, pa.ChunkedArray], numbers: Mapping[int, pa.ChunkedArray]
) -> tuple[int, str]:
    """Count the rows that have text in place of a number, and return the first such text.

    Compares the columns before and after conversion; those that stayed text are ignored. Empty
    cells and those that stand for a missing value do not count.
    """
    wrong: set[int] = set()
    first = ""
    for at, column in numbers.items():
        if not pa.types.is_floating(column.type):
            continue
        series, known = texts[at].to_pandas(), column.to_pandas().notna()
        unparsed = series[series.notna() & ~known]
        words = [w for w in unparsed.unique() if NO_VALUE.fullmatch(w[:_LOOKED_AT]) is None]
        unparsed = unparsed[unparsed.isin(words)]
        first = first or (unparsed.iloc[0].strip() if len(unparsed) else "")
        wrong.update(unparsed.index)
    return len(wrong), first


def _without_groups(number: str) -> str:
    """Drop the separators of thousands; of points and commas the last is the decimal mark."""
    number = number.strip().translate(str.maketrans("", "", GROUPS))
    whole, last, parts = (*re.split(r"([.,])(?=\d*$)", number), "", "")[:3]
    return re.sub(r"[^\d+-]", "", whole) + last + parts
