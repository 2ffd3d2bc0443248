"""Calls to the radio that end in time and with their caller, whatever the radio does."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.attention import one_done
from limbwatch.sensor.radio.trouble_words import BROKEN

T = TypeVar("T")

_CLEARING_UP_S = 1.0
"""Time for a cancelled call to clean up, seconds."""

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
