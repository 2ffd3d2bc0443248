"""The samples that a night is scored from."""

from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE, READY, RECORDING
from limbwatch.cli.night.scored.results import place_of
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored


def recordings_of(folder: Path) -> tuple[Recording, ...]:
    """Read the recordings of a night: from its capture if there is one, else stored samples.

    Raises
    ------
    SensorError
        If a file is damaged, or lies elsewhere and does not fit in the folder.
    CommandError
        If nothing is stored.
    """
    if (folder / CAPTURE).exists():
        from limbwatch.cli.night.elsewhere import require_whole
        from limbwatch.sensor.capture.captured_recordings import recordings_from_capture

        require_whole(folder)
        return recordings_from_capture(folder / CAPTURE)
    kept = (folder / RECORDING, folder / READY / RECORDING)
    names = sorted({path.name for place in kept for path in place.glob("*.parquet")})
    paths = [place_of(folder, Path(RECORDING, name)) for name in names]
    if not paths:
        raise CommandError(
            f"{folder} holds no stored samples to score again. Replay the files it was made from.",
            exit_code=ExitCode.UNREADABLE,
        )
    with sensor_workers() as workers:
        return tuple(workers.map(read_stored, paths))
