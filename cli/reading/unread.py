"""Files that cannot be read, told all at once: each run then mends more than one."""

from collections.abc import Sequence

from limbwatch.sensor.errors import UnreadableFile


class SeveralUnread(UnreadableFile):
    """More than one file of those that were given cannot be read.

    Parameters
    ----------
    message : str
    faults : sequence of UnreadableFile
        One for each of them.
    """

    def __init__(self, message: str, faults: Sequence[UnreadableFile] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


def all_of(faults: Sequence[UnreadableFile], given: int) -> UnreadableFile:
    """Make one error of those of several files.

    Parameters
    ----------
    faults : sequence of UnreadableFile
        At least one; those of several files are taken apart.
    given : int
        Files that were given.
    """
    each = [fault for one in faults for fault in getattr(one, "faults", (one,))]
    # one file may be given for two sensors
    once = list({str(fault): fault for fault in each}.values())
    if len(once) == 1:
        return once[0]
    rest = "The others can: leave these out, or give each again when it is mended."
    told = [f"{len(once)} of {given} files cannot be read.", *map(str, once)]
    return SeveralUnread("\n".join([*told, *([rest] if len(once) < given else [])]), once)
