"""Several recordings of one night on a common time axis."""

from collections.abc import Sequence

from limbwatch.sensor.placement import by_placement
from limbwatch.sensor.recording import Recording


def aligned(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """Rebase recordings of one night on a common second 0: the earliest sample.

    Parameters
    ----------
    recordings : tuple of Recording
        Of one night, with any starts.

    Returns
    -------
    tuple of Recording
        In the order of `Placement`, whatever order they were given in.

    Raises
    ------
    TypeError
        If it is a single recording, or not recordings.
    ValueError
        If it is empty.
    """
    if not isinstance(recordings, Sequence) or isinstance(recordings, str):
        raise TypeError(
            f"aligned takes several recordings, as a tuple or a list, not "
            f"{type(recordings).__name__}"
        )
    for one in recordings:
        if not isinstance(one, Recording):
            raise TypeError(f"aligned takes recordings, and {type(one).__name__} is none")
    if not recordings:
        raise ValueError("no recording to align")
    start = min(one.begin for one in recordings)
    return tuple(recording.rebased(start) for recording in by_placement(recordings))
