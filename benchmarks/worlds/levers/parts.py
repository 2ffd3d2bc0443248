"""The parts that scenarios are put together from, by name."""

from collections.abc import Callable

from benchmarks.worlds.levers.diary import Diary

Part = Callable[[Diary], None]
PARTS: dict[str, Part] = {}


def part(call: Part) -> Part:
    """Enter a part of a scenario under its own name.

    Parameters
    ----------
    call : callable
        Adds movements to a diary.

    Returns
    -------
    callable
        The same.
    """
    PARTS[call.__name__] = call
    return call
