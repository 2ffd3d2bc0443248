"""Files that cannot be read, reported all at once so that all can be mended before the next run."""

from collections.abc import Collection, Sequence
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile


class SeveralUnread(UnreadableFile):
    """Several of the files given cannot be read: one error for each."""

    def __init__(self, message: str, faults: Sequence[UnreadableFile] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


def combined_error(faults: Sequence[UnreadableFile], given: Collection[Path]) -> UnreadableFile:
    """Combine the errors of files into one; some may already combine several."""
    each = [fault for one in faults for fault in getattr(one, "faults", (one,))]
    # a file given for two sensors has its error twice
    once = list({str(fault): fault for fault in each}.values())
    if len(once) == 1:
        return once[0]
    if len(given) == 1:
        return SeveralUnread("\n".join(map(str, once)), once)
    unread = _count_unread(once, given)
    rest = "The others can: leave these out, or give each again once repaired."
    lines = [f"{unread} of {len(given)} files cannot be read.", *map(str, once)]
    return SeveralUnread("\n".join([*lines, *([rest] if unread < len(given) else [])]), once)


def _count_unread(faults: Sequence[UnreadableFile], given: Collection[Path]) -> int:
    """Count the files with errors: a file given for two sensors may have two."""
    named = {
        # the longest matching path, since one may be the beginning of another
        max((str(path) for path in given if str(fault).startswith(str(path))), key=len, default="")
        for fault in faults
    }
    return len(faults) if "" in named else len(named)
