"""Why a text is no table of samples."""

import re
from itertools import islice
from pathlib import Path

from limbwatch.sensor.files.tables.heads.axis_names import axis_in, named_alike
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES
from limbwatch.sensor.files.tables.heads.spelling import is_number

_PAGE = (
    "a web page (HTML), not a recording. If the download gave a page, perhaps one to sign in, "
    "download the file itself; if the page shows the data, as a micro:bit's MY_DATA.HTM does, open "
    "it in a browser and save or copy the table from there as CSV."
)
_OWN_PAGE = (
    "a page that limbwatch made, with no samples in it. Give the file that the sensor wrote."
)
_GENERATOR, _TITLE = '<meta name="generator" content="limbwatch ', "limbwatch</title>"
"""Every page that limbwatch writes has at least one of them in its head."""
_OTHER = (
    ("<!doctype html", _PAGE),
    ("<html", _PAGE),
    (
        "version https://git-lfs.github.com",
        "a pointer of Git LFS, not the data: they lie on the server. Fetch them: git lfs pull.",
    ),
    (
        "/annex/objects/",
        "a pointer of git-annex, not the data: they lie elsewhere. Fetch them: git annex get.",
    ),
)
"""Beginnings of texts that are delivered in place of a file, and what they are."""


_NUMBER_LIKE = re.compile(
    r"(?:[A-Za-z_]+[:=])?[-+\u2212]?(?:0[xX])?[0-9A-Fa-f]*[.]?[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*"
)
"""Cells that people mean as numbers, and no parser accepts."""


_OTHER_QUANTITY = re.compile(
    r"bpm|heart|pulse|(?<![a-z])hrv?(?![a-z])|step|calor|sleep|stage|confidence|score|temp|spo2"
    r"|oxy|battery|gluco|weight|rate[_ ]?zone|gyr|magn",
    re.IGNORECASE,
)
"""What the first line of an export of another quantity says: a file of heart rates may be called
``x_fitbit``, and holds no axis x. Chosen by what people export from their trackers."""


_WFDB_SIGNAL = re.compile(r"\S+\.(?:dat|edf)\s+\d+\S*(?:\s+\S+)*", re.IGNORECASE)
"""A signal in a WFDB header: file, format, gain ... ("header (5)" of its applications guide)."""


def is_wfdb_header(lines: list[str]) -> bool:
    """Tell whether the first lines are a WFDB header: its second line is a signal."""
    filled = (line.strip() for line in lines)
    statements = list(islice((line for line in filled if line and line[0] != "#"), 2))
    return len(statements) > 1 and _WFDB_SIGNAL.fullmatch(statements[1]) is not None


def in_place_of(lines: list[str]) -> str:
    """Describe what was delivered in place of a file, whatever rows it has; else empty."""
    shown = next((line for line in lines if line.strip()), "").lstrip()[:60].casefold()
    other = next((words for start, words in _OTHER if shown.startswith(start)), "")
    if other is _PAGE and any(
        line.startswith(_GENERATOR) or line.endswith(_TITLE) for line in lines
    ):
        return _OWN_PAGE
    return other


_LIST = re.compile(r'[\[(]\s*[-+]?[\d.]+\s*[,;][^\])"]*[\])]')
"""Numbers in brackets, as databases and pandas write a list or a tuple."""


_AXIS_WORD = re.compile(r"\b[xyzXYZ]\b")
"""An axis, as a word of its own."""


def no_rows(path: Path, lines: list[str]) -> str:
    """Describe a text whose first lines have no rows of numbers."""
    if not lines:
        return (
            f"{path} has a first line of more than {HEAD_BYTES} bytes, and no table has such a "
            "line. Export raw acceleration as CSV: time, x, y, z."
        )
    filled = [line for line in lines if line.strip()]
    shown = filled[0][:60] if filled else ""
    if other := in_place_of(lines):
        return f"{path} is {other}"
    if head := _describe_header(path, lines):
        return head
    if (
        len(filled) >= 3
        and _fewest_number_cells(filled) < 3
        and _OTHER_QUANTITY.search(filled[0]) is None
        and (alone := one_axis(path, path.stem))
    ):
        return alone
    if len(filled) < 3:
        return (
            f"{path} is too short ({shown!r}): it does not have two rows of samples. Export the "
            "recording again."
        )
    return (
        f"{path} is text ({shown!r} ...), but {_lacking(filled)}. Export raw acceleration as CSV: "
        "time, x, y, z."
    )


def _describe_header(path: Path, lines: list[str]) -> str:
    """Explain that the samples of a header are in a file beside it; empty for no header."""
    if lines[0].replace(" ", "").startswith("BrainVisionDataExchange"):
        return (
            f"{path} is a header of a BrainVision recording or its list of marks; the samples lie "
            "in a file beside it (.eeg), which is not read. Export the recording as EDF with the "
            "channels of the accelerometer, or as CSV: time, x, y, z."
        )
    if is_wfdb_header(lines):
        return (
            f"{path} is the header of a WFDB record, packed. Unpack it and put it beside the file "
            "of samples that it names."
        )
    return ""


def one_axis(path: Path, name: str) -> str:
    """Explain that a file without three axes holds one, where a name says so; else empty.

    The name is that of the file without its ending, or of its channel: ``acceleration_X``,
    ``P07_Z_AC``, ``dY``.
    """
    found = axis_in(name)
    if found is None:
        return ""
    if beside := [sibling.name for sibling in named_alike(path) if sibling.name != path.name]:
        return (
            f"{path} holds one axis ({found.axis}, as {name!r} says), and {beside[0]} and "
            f"{beside[1]} beside it are not of the same rows: these must begin at one time and be "
            "of equal times, and differ in the axis alone. Export the three again, of one stretch "
            "and rate, or put them side by side into one table: time, x, y, z."
        )
    return (
        f"{path} holds one axis ({found.axis}, as {name!r} says), and x, y and z of a sample "
        "belong together. Put the files of the three axes into one folder, with names that "
        "differ in x, y and z alone and with equal times in their rows, or put them side by side "
        "into one table: time, x, y, z."
    )


def _lacking(filled: list[str]) -> str:
    """Describe what the rows of a table have instead of three numbers each."""
    separator = max(",;\t|", key=lambda sign: sum(line.count(sign) for line in filled[-30:]))
    rows = [[cell.strip().casefold() for cell in line.split(separator)] for line in filled[-30:]]
    if alone := _axes_in_turns(filled, rows):
        return alone
    if any(line.startswith("INSERT INTO") for line in filled):
        return (
            "its rows are commands of SQL; load them into a database, and export the table from "
            "there as CSV"
        )
    if held := _LIST.search(filled[-1]):
        return (
            f"its rows hold several numbers in one cell ({held[0][:60]!r}): write each of them in "
            "a column of its own, and each sample in a row of its own"
        )
    if _fewest_number_cells(filled) >= 3:
        return (
            f"its rows are not three plain numbers each ({filled[-1][:60]!r}); write them with "
            "digits from 0 to 9, a decimal point and - for minus, and one separator between cells"
        )
    least = {sum(is_number(cell, ".") for cell in row) for row in rows}
    if least in ({1}, {2}):
        return (
            "its rows hold one or two numbers, a time and a magnitude, an activity count or one "
            "axis, from which posture and movement of a limb cannot be told"
        )
    return (
        "no rows with three numbers each were found in its first lines, and no acceleration in "
        "another form that is known"
    )


def _axes_in_turns(filled: list[str], rows: list[list[str]]) -> str:
    """Describe rows of one axis each; empty for others."""
    axes = {"x", "y", "z"}
    for at in range(min(map(len, rows))):
        if axes <= {row[at][-1:] for row in rows} and all(row[at].isalpha() for row in rows):
            return (
                f"each row holds one axis (its column {at + 1} is {rows[0][at]!r}, "
                f"{rows[1][at]!r}, ...), and x, y and z of a sample must stand in one row"
            )
    spoken = [_AXIS_WORD.findall(line) for line in filled[-30:]]
    found = {word.casefold() for words in spoken for word in words}
    if found == axes and all(len(words) == 1 for words in spoken):
        return (
            f"each line holds one axis ({filled[-1][:60]!r}), and x, y and z of a sample must "
            "stand in one row"
        )
    return ""


def _fewest_number_cells(filled: list[str]) -> int:
    """Return the fewest number-like cells in any of the last lines."""
    rows = (re.split(r"[\s,;|]+", line) for line in filled[-30:])
    return min(sum(_NUMBER_LIKE.fullmatch(word) is not None for word in row) for row in rows)
