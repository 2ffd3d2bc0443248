"""The samples that a night is scored from, and scored again."""

from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE, READY, RECORDING
from limbwatch.cli.night.scored.results import place_of
from limbwatch.cli.reading.clock_change import with_clock_change_warning
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.workers import sensor_workers
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored


def kept_samples(folder: Path) -> tuple[Recording, ...]:
    """Read the stored samples of a night.

    A live recording was stamped by this computer's clock, so changes of that clock are noted here;
    recordings read from files were stored with their notes. It raises what `recordings_of` does.
    """
    found = recordings_of(folder)
    return with_clock_change_warning(found, zone_of(None)) if (folder / CAPTURE).exists() else found


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
