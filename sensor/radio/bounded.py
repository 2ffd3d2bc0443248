"""Calls to the radio that end in time and with their caller, whatever the radio does.

Only the time counts in which the recorder itself was not held up. When a computer swaps or a
program is stopped, what sensors sent stays in the system's queues: nothing is lost, and a wait that
ended before it is read would take it for silence.
"""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, Final, TypeVar

from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.trouble_words import BROKEN

T = TypeVar("T")

_CLEARING_UP_S = 1.0
"""Time for a cancelled call to clean up, seconds."""

_LOOK_S: Final = 0.5
"""Length of the parts of a wait, seconds; a hold-up counts as one part at most. What waited in the
queues is also read within this time."""

_HELD_UP_S: Final = 0.25
"""Delay from which a part was held up, seconds: a running loop is late by milliseconds."""

_left: set[asyncio.Task[Any]] = set()


async def bounded(work: Coroutine[Any, Any, T], seconds: float, what: str) -> T:
    """Wait for a call for a limited time; ``what`` names the responder in the message.

    A cancelled call may hang while it cleans up (bleak then asks the service to
    disconnect): it is left behind, and nobody waits for it.

    Raises
    ------
    LinkLost
        If it takes longer, or the system ends it.
    """
    task = asyncio.ensure_future(work)
    _left.add(task)
    task.add_done_callback(_forget)
    try:
        await one_done({task}, seconds)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task}, timeout=_CLEARING_UP_S)
        raise
    if task.done():
        if task.cancelled():
            # Windows ends a call by itself when the sensor goes: nobody asked for that
            raise LinkLost(f"{what} did not finish: {BROKEN}")
        return task.result()
    task.cancel()
    await asyncio.wait({task}, timeout=_CLEARING_UP_S)
    raise LinkLost(f"{what} did not answer in {seconds:.0f} s")


def _forget(task: asyncio.Task[Any]) -> None:
    _left.discard(task)
    if not task.cancelled():
        task.exception()  # retrieve it, as nobody awaits the task any more


async def ended_with(work: "asyncio.Future[Any]", seconds: float | None) -> None:
    """Wait for a future, and cancel it if the caller is cancelled."""
    try:
        await asyncio.wait({work}, timeout=seconds)
    except asyncio.CancelledError:
        work.cancel()
        raise


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
