"""Files that cannot be read, told all at once: each run then mends more than one."""

from collections.abc import Collection, Sequence
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile


class SeveralUnread(UnreadableFile):
    """More than one file of those that were given cannot be read.

    Parameters
    ----------
    faults : sequence of UnreadableFile
        One for each of them.
    """

    def __init__(self, message: str, faults: Sequence[UnreadableFile] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


def all_of(faults: Sequence[UnreadableFile], given: Collection[Path]) -> UnreadableFile:
    """Make one error of those of files that were given; some of them are of several."""
    each = [fault for one in faults for fault in getattr(one, "faults", (one,))]
    # one file may be given for two sensors
    once = list({str(fault): fault for fault in each}.values())
    if len(once) == 1:
        return once[0]
    if len(given) == 1:
        return SeveralUnread("\n".join(map(str, once)), once)
    unread = _unread(once, given)
    rest = "The others can: leave these out, or give each again when it is mended."
    told = [f"{unread} of {len(given)} files cannot be read.", *map(str, once)]
    return SeveralUnread("\n".join([*told, *([rest] if unread < len(given) else [])]), once)


def _unread(faults: Sequence[UnreadableFile], given: Collection[Path]) -> int:
    """Count the files that the faults are of: two may be of one that was given for two sensors."""
    named = {
        # of names that begin alike the longer
        max((str(path) for path in given if str(fault).startswith(str(path))), key=len, default="")
        for fault in faults
    }
    return len(faults) if "" in named else len(named)
