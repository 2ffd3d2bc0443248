"""The samples that a night was made from."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from limbwatch.cli.night_folder import RECORDING
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
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as workers:
        return tuple(workers.map(read_stored, paths))
