"""Threads for the sensors of a night."""

import os
from concurrent.futures import ThreadPoolExecutor


def sensor_workers() -> ThreadPoolExecutor:
    """Start a thread per core, up to four: most of the work is outside Python's lock."""
    return ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))
