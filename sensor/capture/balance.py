"""What a recording was asked for against what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from limbwatch.sensor.placement import Placement
from limbwatch.sensor.recording import Recording

if TYPE_CHECKING:  # importing it loads SQLite, which nights made from files do not need
    from limbwatch.sensor.capture.account import Account

LOST_LIMIT = 0.1
"""Share of the recording that a sensor may miss before it is listed as missing; chosen by us."""

NO_DATA_AFTER = "no data after"
"""First words of the warning that a sensor stopped before the recording did."""

_SETTING_UP = timedelta(seconds=30)
"""Time before the first data of any sensor that counts as setting up, not as loss; chosen by us."""
_EARLY_S = 10.0
"""Time from a sensor's last data to the recording's end from which it stopped early, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementBalance:
    """What came from one placement that was asked for."""

    placement: Placement
    share: float
    """Share of the recording's time covered by its samples, 0 to 1."""
    last: datetime | None
    """End of its samples; None without samples."""
    trouble: str
    """The last problem that kept it from recording; empty if data came after it."""
    weak: float | None = None
    """Last reported charge, percent, if it was weak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The balance of a whole recording."""

    account: "Account"
    placements: tuple[PlacementBalance, ...]
    """One for each placement that was asked for."""

    @property
    def missing(self) -> list[str]:
        """The placements that missed too much of the recording, in words."""
        return [
            f"{one.placement.words} {(1 - one.share) * 100:.0f} %"
            for one in self.placements
            if one.share < 1 - LOST_LIMIT
        ]

    @property
    def general(self) -> list[str]:
        """What concerns the whole night, in words, except which sensors were simulated."""
        account, lines = self.account, []
        for one in self.placements:
            if one.last is None:
                why = f" ({one.trouble})" if one.trouble else ""
                lines.append(
                    f"the {one.placement.words}, asked for as well, sent no data at all{why}"
                )
        if not account.ended:
            lines.append(f"the recording broke off at {account.end:%H:%M}; nobody ended it")
        return lines

    def of(self, placement: Placement) -> list[str]:
        """Return what concerns one sensor, in words."""
        end = self.account.end
        lines = []
        for one in self.placements:
            if one.placement != placement or one.last is None:
                continue
            if (end - one.last).total_seconds() <= _EARLY_S:
                continue
            lines.append(
                f"{NO_DATA_AFTER} {one.last:%H:%M:%S}, though the recording went on to "
                f"{end:%H:%M:%S}; there are data for {one.share * 100:.1f} % of it"
            )
            if one.trouble:
                lines.append(f"what kept it from recording last: {one.trouble}")
            if one.weak is not None:
                lines.append(f"its battery was at {one.weak:.0f} % when last reported")
        return lines

    @property
    def facts(self) -> dict[str, Any]:
        """The balance as JSON-ready values."""
        account = self.account
        return {
            "begin": account.begin.isoformat(timespec="seconds"),
            "end": account.end.isoformat(timespec="seconds"),
            "ended": account.ended,
            "simulated": account.simulated,
            "sensors": [
                {
                    "placement": one.placement.value,
                    "share": round(one.share, 4),
                    "last": None if one.last is None else one.last.isoformat(timespec="seconds"),
                    "trouble": one.trouble,
                }
                for one in self.placements
            ],
        }


def balance_of(account: "Account", recordings: Sequence[Recording]) -> Balance:
    """Compare what was asked of a recording with the recordings that came, at least one."""
    by_placement = {one.placement: one for one in recordings}
    first = min(one.start + timedelta(seconds=one.runs[0].start) for one in recordings)
    begin = first if account.begin < first < account.begin + _SETTING_UP else account.begin
    length = max((account.end - begin).total_seconds(), 1e-9)
    came = []
    for leg in account.legs:
        recording = by_placement.get(leg.placement)
        seconds = 0.0 if recording is None else float((recording.spans @ (-1, 1)).sum())
        came.append(
            PlacementBalance(
                placement=leg.placement,
                share=min(1.0, seconds / length),
                last=None if recording is None else recording.end,
                trouble=leg.trouble,
                weak=leg.weak,
            )
        )
    return Balance(account=account, placements=tuple(came))


def with_warnings(balance: Balance, recordings: Sequence[Recording]) -> tuple[Recording, ...]:
    """Add warnings of what each recording lacks; those of the whole night go to the first."""
    played = [one for one in recordings if one.simulated]
    simulated = balance.account.simulated
    warning = f"simulated ({simulated}): nobody's night"
    marked = played[:1]
    if len(played) < len(recordings):
        # one simulated sensor left in the list spoils the night of the real ones
        warning = f"simulated ({simulated}), beside sensors that are not: nobody's night"
        marked = played
    return tuple(
        one.warned(
            *([warning] if one in marked else []),
            *([] if number else balance.general),
            *balance.of(one.placement),
        )
        for number, one in enumerate(recordings)
    )
