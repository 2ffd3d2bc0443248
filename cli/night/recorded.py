"""What a night's recording was asked for, and what came: the morning's truth."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.account import Account, account_of
from limbwatch.sensor.errors import UnreadableFile

LOST_LIMIT = 0.1
"""Share of the recording that a sensor may miss before exit code 5 tells of it; chosen by us."""

_SETTING_UP = timedelta(seconds=30)
"""Before the first data of any sensor: part of setting up, and nobody's loss; chosen by us."""
_EARLY_S = 10.0
"""A sensor whose data end this long before the recording does stopped early, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSensor:
    """What one placement gave.

    Parameters
    ----------
    placement : Placement
    share : float
        Of the recording's time, 0 to 1.
    last : datetime or None
        Of its last data; None without any.
    trouble : str
        What kept it from recording, when nothing came.
    """

    placement: Placement
    share: float
    last: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How a recording went.

    Parameters
    ----------
    begin, end : datetime
    ended : bool
        Whether it was ended; False when it broke off.
    simulated : str
        What was played; empty for real sensors.
    sensors : tuple of RecordedSensor
        All that were asked for.
    """

    begin: datetime
    end: datetime
    ended: bool
    simulated: str
    sensors: tuple[RecordedSensor, ...]

    @property
    def lines(self) -> list[str]:
        """What a person must know before the night's numbers; empty where everything came."""
        lines = [f"simulated ({self.simulated}): nobody's night"] if self.simulated else []
        lines += [line for one in self.sensors if (line := self._line(one))]
        if not self.ended:
            lines.append(f"the recording broke off at {self.end:%H:%M}; nobody ended it")
        return lines

    def _line(self, one: RecordedSensor) -> str:
        words = one.placement.words
        if one.last is None or one.share == 0:
            why = f": {one.trouble}" if one.trouble else ""
            return f"{words}: no data, though it was asked for{why}"
        if (self.end - one.last).total_seconds() > _EARLY_S:
            return (
                f"{words}: no data after {one.last:%H:%M:%S}; the recording went on to "
                f"{self.end:%H:%M:%S} (data for {one.share * 100:.1f} % of it)"
            )
        return ""

    @property
    def missing(self) -> list[str]:
        """The sensors that missed too much of the recording, in words."""
        return [
            f"{one.placement.words} {(1 - one.share) * 100:.0f} %"
            for one in self.sensors
            if one.share < 1 - LOST_LIMIT
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "begin": self.begin.isoformat(timespec="seconds"),
            "end": self.end.isoformat(timespec="seconds"),
            "ended": self.ended,
            "simulated": self.simulated,
            "sensors": [
                {
                    "placement": one.placement.value,
                    "share": round(one.share, 4),
                    "last": None if one.last is None else one.last.isoformat(timespec="seconds"),
                    "trouble": one.trouble,
                }
                for one in self.sensors
            ],
        }


def recorded_of(
    folder: Path, seconds: Mapping[Placement, float], *, first: datetime
) -> Recorded | None:
    """Hold what was asked of a night's recording against what came.

    Parameters
    ----------
    folder : Path
        Of the night.
    seconds : mapping
        How long each sensor recorded.
    first : datetime
        Of the first sample of any sensor.

    Returns
    -------
    Recorded or None
        None for a night that was made from files, or whose capture cannot be read.
    """
    if not (folder / CAPTURE).exists():
        return None
    try:
        account = account_of(folder / CAPTURE)
    except (UnreadableFile, sqlite3.Error):
        return None
    return _recorded(account, seconds, first)


def _recorded(account: Account, seconds: Mapping[Placement, float], first: datetime) -> Recorded:
    begin = first if account.begin < first < account.begin + _SETTING_UP else account.begin
    length = max((account.end - begin).total_seconds(), 1e-9)
    return Recorded(
        begin=account.begin,
        end=account.end,
        ended=account.ended,
        simulated=account.simulated,
        sensors=tuple(
            RecordedSensor(
                placement=leg.placement,
                share=min(1.0, seconds.get(leg.placement, 0.0) / length),
                last=leg.last,
                trouble="" if leg.placement in seconds else leg.trouble,
            )
            for leg in account.legs
        ),
    )
