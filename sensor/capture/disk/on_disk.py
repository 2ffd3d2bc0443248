"""The files of a capture: the database and its write-ahead log."""

from pathlib import Path


def log_of(capture: Path) -> Path:
    """Return the path of the write-ahead log, which holds most of a capture at first."""
    return capture.with_name(f"{capture.name}-wal")


def size_of(capture: Path) -> int:
    """Return the bytes of both files; a file that is missing or just removed counts 0."""
    return sum(_size_and_mtime(path)[0] for path in (capture, log_of(capture)))


def last_written(path: Path) -> float:
    """Return when a file or its log was last written, Unix seconds; 0 if neither exists."""
    size, logged = _size_and_mtime(log_of(path))
    # readers leave an empty log behind
    return max(_size_and_mtime(path)[1], logged if size else 0.0)


def _size_and_mtime(path: Path) -> tuple[int, float]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0.0
    return found.st_size, found.st_mtime
