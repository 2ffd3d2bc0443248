"""The samples that a night was made from."""

from pathlib import Path

from limbwatch.cli.night.folder import RECORDING
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored


def stored_recordings(folder: Path) -> tuple[Recording, ...]:
    """Read the samples that a night was made from.

    Parameters
    ----------
    folder : Path
        Folder of the night.

    Returns
    -------
    tuple of Recording
        One for each stored placement; empty when there is none.

    Raises
    ------
    UnreadableFile
        If a file is damaged.
    """
    paths = sorted((folder / RECORDING).glob("*.parquet"))
    with sensor_workers() as workers:
        return tuple(workers.map(read_stored, paths))
