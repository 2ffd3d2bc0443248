"""Threads for the sensors of a night."""

import os
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType


class Workers(ThreadPoolExecutor):
    """Threads that nobody waits for when the command is interrupted.

    One of them may be waiting for a pipe, or be in a library for seconds.
    """

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for all work, unless the body was interrupted."""
        self.shutdown(
            wait=not isinstance(error, KeyboardInterrupt), cancel_futures=error is not None
        )


def sensor_workers() -> Workers:
    """Start a thread per core, up to four: most of the work is outside Python's lock."""
    return Workers(max_workers=min(4, os.cpu_count() or 1))


def aside(threads: int = 1) -> Workers:
    """Start threads beside the command's own."""
    return Workers(max_workers=threads)
