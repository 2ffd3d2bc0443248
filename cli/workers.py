"""Threads for the sensors of a night."""

import os
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType


class Workers(ThreadPoolExecutor):
    """A pool whose threads are not waited for when the command is interrupted.

    A thread may be waiting for a pipe, or be inside a library for seconds.
    """

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for all threads, unless the body was interrupted."""
        self.shutdown(
            wait=not isinstance(error, KeyboardInterrupt), cancel_futures=error is not None
        )


def sensor_workers() -> Workers:
    """Return a pool of one thread per core, at most four; most work runs outside the GIL."""
    return Workers(max_workers=min(4, os.cpu_count() or 1))


def aside(threads: int = 1) -> Workers:
    """Return a pool for work beside the command's own thread."""
    return Workers(max_workers=threads)
