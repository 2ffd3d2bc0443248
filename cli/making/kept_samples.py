"""The samples that a night is scored from again, with notes on changes of their clock."""

from pathlib import Path

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.stored_samples import recordings_of
from limbwatch.cli.reading.clock_change import with_clock_change_warning
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.sensor import Recording


def kept_samples(folder: Path) -> tuple[Recording, ...]:
    """Read the stored samples of a night.

    A live recording was stamped by this computer's clock, so changes of that clock are noted here;
    recordings read from files were stored with their notes.

    Raises
    ------
    SensorError, CommandError
        As `recordings_of`.
    """
    found = recordings_of(folder)
    return with_clock_change_warning(found, zone_of(None)) if (folder / CAPTURE).exists() else found
