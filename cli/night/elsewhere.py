"""Parts of a recording stored elsewhere because its own disk was full."""

import tempfile
from contextlib import closing, suppress
from pathlib import Path

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import SensorError
from limbwatch.sensor.capture.disk.database import open_for_writing
from limbwatch.sensor.capture.disk.lock import RecorderLock
from limbwatch.sensor.capture.disk.rest import rest_files, restore_rows
from limbwatch.sensor.errors import AlreadyRecording


def places_elsewhere() -> tuple[Path, ...]:
    """Return the folders, existing or not, for what does not fit on a night's disk."""
    from platformdirs import user_state_path

    return (user_state_path("limbwatch", appauthor=False), Path(tempfile.gettempdir()))


def part_elsewhere(folder: Path) -> Path | None:
    """Return the file that holds the part of a recording its own disk had no room for."""
    files = rest_files(folder / CAPTURE, places_elsewhere())
    return next((path for path in files if path.exists()), None)


def restore_parts(folder: Path) -> Path | None:
    """Move the parts of a finished recording that lie elsewhere into its folder.

    Return a file there is no room for yet; None when everything is in the folder.
    """
    capture = folder / CAPTURE
    if part_elsewhere(folder) is None:
        return None
    with suppress(AlreadyRecording):
        lock = RecorderLock(capture.with_suffix(".lock"), f"into {folder}")
        try:
            with closing(open_for_writing(capture)) as connection:
                return restore_rows(connection, rest_files(capture, places_elsewhere()))
        finally:
            lock.release()
            capture.with_suffix(".lock").unlink(missing_ok=True)
    return None


def require_whole(folder: Path) -> None:
    """Move the parts of a recording that lie elsewhere into its folder, or raise an error.

    Raises
    ------
    SensorError
        If there is no room for them.
    """
    if (away := restore_parts(folder)) is not None:
        raise SensorError(
            f"a part of this recording lies in {away}, and there is no room for it in {folder}; "
            "free some space"
        )
