"""The samples that a night was made from."""

from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE, RECORDING
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored


def recordings_of(folder: Path) -> tuple[Recording, ...]:
    """Read what a night is scored from: what the sensors sent, where it was captured, else samples.

    Parameters
    ----------
    folder : Path
        Folder of the night.

    Returns
    -------
    tuple of Recording
        One for each placement.

    Raises
    ------
    UnreadableFile
        If a file is damaged.
    CommandError
        If there is none.
    """
    if (folder / CAPTURE).exists():
        from limbwatch.sensor.capture.recordings import recordings_from_capture

        return recordings_from_capture(folder / CAPTURE)
    paths = sorted((folder / RECORDING).glob("*.parquet"))
    if not paths:
        raise CommandError(
            f"{folder} holds no stored samples to score again. Replay the files it was made from.",
            exit_code=ExitCode.UNREADABLE,
        )
    with sensor_workers() as workers:
        return tuple(workers.map(read_stored, paths))
