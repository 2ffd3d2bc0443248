"""A capture as files: the database, and the log of what is not in it yet."""

from pathlib import Path


def log_of(capture: Path) -> Path:
    """Name the write-ahead log, which holds most of a capture for its first minutes."""
    return capture.with_name(f"{capture.name}-wal")


def size_of(capture: Path) -> int:
    """Count the bytes of both; what is not there, or went this moment, has none."""
    return sum(_told(path)[0] for path in (capture, log_of(capture)))


def last_written(path: Path) -> float:
    """Tell when a file, or a log beside it, was last written, Unix seconds; 0 without any."""
    size, logged = _told(log_of(path))
    # an empty log is what a reader leaves
    return max(_told(path)[1], logged if size else 0.0)


def _told(path: Path) -> tuple[int, float]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0.0
    return found.st_size, found.st_mtime
