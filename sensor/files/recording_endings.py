"""Extensions by which files are known as recordings, or never are one."""

from pathlib import PurePath
from typing import Final

ENDINGS: Final = frozenset(
    {
        *(".csv", ".txt", ".tsv", ".dat", ".log", ".json", ".parquet", ".edf", ".bdf", ".xdf"),
        *(".cwa", ".gt3x", ".agdc", ".avro", ".bin", ".xlsx", ".xls", ".ods", ".gz", ".zip"),
        *(".feather", ".arrow", ".mat", ".wav"),
    }
)
"""Extensions of recordings. Other points in a name separate words, numbers and times."""

NEVER_RECORDED: Final = frozenset(
    {
        *(".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".htm", ".html", ".md", ".doc", ".docx"),
        *(".xml", ".yml", ".yaml", ".mp4", ".py", ".r", ".agd"),
    }
)
"""Extensions that recordings never have: ``.agd`` are counts of ActiLife. A file with an extension
of neither list may be a recording, and is looked at."""


def ends_as_recording(name: str) -> bool:
    """Tell whether a file has the extension of a recording."""
    return PurePath(name).suffix.casefold() in ENDINGS


def is_never_recording(name: str) -> bool:
    """Tell whether a file has an extension that recordings never have."""
    return PurePath(name).suffix.casefold() in NEVER_RECORDED
