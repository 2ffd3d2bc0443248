"""What lies elsewhere of a recording, as its own disk was full."""

import tempfile
from contextlib import suppress
from pathlib import Path

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import SensorError
from limbwatch.sensor.capture.disk.database import open_for_writing
from limbwatch.sensor.capture.disk.lock import RecorderLock
from limbwatch.sensor.capture.disk.rest import fetched_home, rest_files
from limbwatch.sensor.errors import AlreadyRecording


def places_elsewhere() -> tuple[Path, ...]:
    """Name folders, there or not, for what the disk of a night does not take."""
    from platformdirs import user_state_path

    return (user_state_path("limbwatch", appauthor=False), Path(tempfile.gettempdir()))


def part_elsewhere(folder: Path) -> Path | None:
    """Name the file that holds a part of a recording for which its own disk had no room."""
    files = rest_files(folder / CAPTURE, places_elsewhere())
    return next((path for path in files if path.exists()), None)


def bring_home(folder: Path) -> Path | None:
    """Move what lies elsewhere of a recording that nobody records into its folder.

    A file for which there is no room yet is given back; None when all is at home.
    """
    capture = folder / CAPTURE
    if part_elsewhere(folder) is None:
        return None
    with suppress(AlreadyRecording):
        lock = RecorderLock(capture.with_suffix(".lock"), f"into {folder}")
        try:
            return fetched_home(capture, places_elsewhere(), open_for_writing)
        finally:
            lock.release()
            capture.with_suffix(".lock").unlink(missing_ok=True)
    return None


def be_whole(folder: Path) -> None:
    """Bring home what lies elsewhere of a recording, or refuse.

    Raises
    ------
    SensorError
        If there is no room for it.
    """
    if (away := bring_home(folder)) is not None:
        raise SensorError(
            f"a part of this recording lies in {away}, and there is no room for it in {folder}; "
            "free some space"
        )
