"""Waiting that counts only the time in which the recorder itself was not held up.

A computer that swaps, or a program that was stopped, leaves what sensors sent in the system's
queues: nothing is lost, and a wait that ends before they are read would take it for silence.
"""

import asyncio
from collections.abc import Collection
from typing import Any, Final

_LOOK_S: Final = 0.5
"""A wait is taken in such parts, seconds; a hold-up counts as one of them at most. What lay in
the queues is read within such a time, too."""

_HELD_UP_S: Final = 0.25
"""A part that ends so much late was held up, seconds: a loop that turns is late by milliseconds."""


async def one_done(waits: Collection["asyncio.Future[Any]"], seconds: float) -> bool:
    """Wait until one of some futures is done, no longer than so long, and tell whether one is.

    They are neither cancelled nor asked for their results. ``seconds`` are of time in which the
    loop turned. At the end of a hold-up it looks once more.
    """
    loop = asyncio.get_running_loop()
    left, looked_again = seconds, False
    while True:
        part, begun = min(left, _LOOK_S), loop.time()
        done, _ = await asyncio.wait(waits, timeout=part, return_when=asyncio.FIRST_COMPLETED)
        if done:
            return True
        left -= part
        if loop.time() - begun > part + _HELD_UP_S and not looked_again and left < _LOOK_S:
            # once, so that a loop whose time runs ahead (simulated nights) comes to an end
            left, looked_again = _LOOK_S, True
        if left <= 0:
            return False
