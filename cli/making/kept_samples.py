"""The samples that a night is scored from again, with what is to be said of their clock."""

from pathlib import Path

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.stored_samples import recordings_of
from limbwatch.cli.reading.clock_change import told_of_change
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.sensor import Recording


def kept_samples(folder: Path) -> tuple[Recording, ...]:
    """Read what a night is scored from.

    Who recorded it looked at the clock of this computer; files were read by the wearer's, and what
    was stored of them keeps what was said.

    Raises
    ------
    SensorError, CommandError
        As `recordings_of`.
    """
    found = recordings_of(folder)
    return told_of_change(found, zone_of(None)) if (folder / CAPTURE).exists() else found
