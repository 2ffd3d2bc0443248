"""Envelopes of nights, kept in memory while people look at them."""

from pathlib import Path
from threading import Lock
from typing import Final

from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.report.document import write_report
from limbwatch.cli.report.traces import NightEnvelope, envelopes_of

_KEPT: Final = 4
"""Nights kept in memory, whosever they are, some megabytes each; chosen."""


class CondensedNights:
    """Envelopes of the nights looked at last; a night's samples do not change meanwhile."""

    def __init__(self) -> None:
        self._renewing = Lock()
        self._kept: dict[object, tuple[NightEnvelope, ...]] = {}

    def of(self, night: NightSource) -> tuple[NightEnvelope, ...]:
        """Return the envelopes of a night, from memory if they are kept."""
        paths = [path for place in night.places if (path := night.recording(place)).exists()]
        key = tuple((str(path), path.stat().st_mtime_ns) for path in paths)
        found = self._kept.get(key)
        if found is None:
            found = envelopes_of(night)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return found

    def renew_report(self, folder: Path) -> None:
        """Rewrite the report in a night's folder, one at a time.

        Raises
        ------
        CommandError
            If the night is damaged, or the report cannot be written.
        """
        with self._renewing:
            write_report(folder, at_hand=self.of(read_night(folder)))
