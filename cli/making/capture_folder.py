"""The folder of a night that is being recorded, and the night made from its capture."""

import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from limbwatch.cli.making.finished_night import fill_night
from limbwatch.cli.night.folder import free_folder, night_date, writing
from limbwatch.cli.report.document import write_report
from limbwatch.sensor import Recording, SensorError
from limbwatch.sensor.capture.database import open_capture
from limbwatch.sensor.capture.lock import RecorderLock
from limbwatch.sensor.capture.recordings import recordings_from_capture
from limbwatch.sensor.capture.rest import fetched_home
from limbwatch.sensor.capture.schema import CAPTURE
from limbwatch.sensor.errors import AlreadyRecording


def reserve_night(nights: Path, start: datetime) -> Path:
    """Make the folder of a night that begins now.

    Parameters
    ----------
    nights : Path
        Folder of the nights; made when missing.
    start : datetime
        Aware.

    Returns
    -------
    Path
        Empty, and of this process alone.

    Raises
    ------
    CommandError
        If it cannot be made.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        return free_folder(nights, night_date(start))


def places_elsewhere() -> tuple[Path, ...]:
    """Name folders for what the disk of a night does not take: of the user, then temporary.

    Returns
    -------
    tuple of Path
        They need not exist.
    """
    from platformdirs import user_state_path

    return (
        user_state_path("limbwatch", appauthor=False),
        Path(tempfile.gettempdir()),
    )


def bring_home(folder: Path) -> Path | None:
    """Move what lies elsewhere of a recording, as its disk was full, into its folder.

    Parameters
    ----------
    folder : Path
        Of a night that nobody records.

    Returns
    -------
    Path or None
        A file for which there is no room yet; None when all is at home.
    """
    capture = folder / CAPTURE
    with suppress(AlreadyRecording):
        lock = RecorderLock(capture.with_suffix(".lock"), f"into {folder}")
        try:
            return fetched_home(capture, places_elsewhere(), open_capture)
        finally:
            lock.release()
            capture.with_suffix(".lock").unlink(missing_ok=True)
    return None


def be_whole(folder: Path) -> None:
    """Bring home what lies elsewhere of a recording, or refuse.

    Parameters
    ----------
    folder : Path

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


def make_captured_night(folder: Path, *, rules: str, age: float | None) -> tuple[Recording, ...]:
    """Decode the capture in a folder and score it, by the path that replay takes.

    Parameters
    ----------
    folder : Path
        Holds a capture, finished or broken off.
    rules : str
        ``wasm2016`` or ``aasm``.
    age : float or None
        Years, when known.

    Returns
    -------
    tuple of Recording
        What the capture held.

    Raises
    ------
    SensorError
        If it holds no sample, or a part of it lies elsewhere and there is no room for it.
    CommandError
        If the folder cannot be written.
    """
    be_whole(folder)
    recordings = recordings_from_capture(folder / CAPTURE)
    envelopes = fill_night(folder, recordings, rules=rules, age=age)
    write_report(folder, at_hand=envelopes)
    return recordings
