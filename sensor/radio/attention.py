"""Waiting that counts only the time in which the recorder itself was not held up.

When a computer swaps or a program is stopped, what sensors sent stays in the system's queues:
nothing is lost, and a wait that ended before it is read would take it for silence.
"""

import asyncio
from collections.abc import Collection
from typing import Any, Final

_LOOK_S: Final = 0.5
"""Length of the parts of a wait, seconds; a hold-up counts as one part at most. What waited in the
queues is also read within this time."""

_HELD_UP_S: Final = 0.25
"""Delay from which a part was held up, seconds: a running loop is late by milliseconds."""


async def one_done(waits: Collection["asyncio.Future[Any]"], seconds: float) -> bool:
    """Wait until a future is done or the time is over; return whether one is done.

    The futures are neither cancelled nor asked for their results. ``seconds`` counts only time in
    which the loop ran. After a hold-up, it waits once more.
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
            # only once, so that the wait ends in a loop that runs ahead of time (simulated nights)
            left, looked_again = _LOOK_S, True
        if left <= 0:
            return False
