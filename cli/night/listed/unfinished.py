"""A recording without a score: still running, or broken off."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.elsewhere import part_elsewhere
from limbwatch.cli.night.folder import CAPTURE, SUMMARY, day_in_name, list_nights, options_of
from limbwatch.cli.night.listed.people import (
    Person,
    name_with_person,
    person_of_place,
    places_of_people,
)
from limbwatch.cli.words import limb_words
from limbwatch.sensor.capture.account import Account, account_of
from limbwatch.sensor.capture.disk.lock import is_held
from limbwatch.sensor.capture.disk.schema import last_written
from limbwatch.sensor.errors import UnreadableFile

_SAME_TIME_S = 2.0
"""Time after the scoring within which the capture may still be closed, seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A night that is recorded but not scored."""

    folder: Path
    """Folder of the night."""
    account: Account | None
    """What the capture holds; None if it cannot be read."""
    running: bool
    """Whether it is being recorded now."""
    scored_before: bool
    """Whether the night was scored and then resumed."""
    elsewhere: Path | None
    """File with a later part than `account` covers; None if everything is in the folder."""

    @property
    def empty(self) -> bool:
        """Whether no sensor ever sent anything."""
        if self.elsewhere is not None:  # such a file is only made for data
            return False
        return self.account is None or all(leg.last is None for leg in self.account.legs)

    @property
    def broke_off(self) -> bool:
        """Whether it was killed and has data that nothing shows."""
        ended = self.account is not None and self.account.ended
        return not (self.empty or self.running or ended)

    def lines(self, name: str) -> list[str]:
        """Return what it is and what can be done with it; ``name`` is that on the command line."""
        if self.running:
            return [
                tr(
                    "{night}: is being recorded now. Follow it: {command}",
                    night=name_with_person(self.folder),
                    command=f"limbwatch view --serve{options_of(self.folder.parent)}",
                ),
                *self._status_lines(),
            ]
        head = tr("{night}: recorded, not scored yet.", night=name_with_person(self.folder))
        if self.scored_before:
            head = tr(
                "{night}: recorded, not scored since it was gone on with.",
                night=name_with_person(self.folder),
            )
        lines = [head, *self._status_lines()]
        if self.empty:
            return [*lines, tr("No sensor sent anything, so there is nothing to score.")]
        return [
            *lines,
            tr("Score it:       {command}", command=f"limbwatch rescore {name}"),
            tr("Go on with it:  {command}", command=f"limbwatch record --resume {name}"),
        ]

    def going_on(self, name: str) -> str:
        """Return one line that it broke off and how to resume it."""
        return tr(
            "{night} broke off at {time}; go on with it: {command}",
            night=name_with_person(self.folder),
            time=self._end_words,
            command=f"limbwatch record --resume {name}",
        )

    def left_out(self, name: str) -> str:
        """Return one line that it is missing from the output and how to score it."""
        return tr(
            "{night} broke off at {time} and is not in this: {command} scores it",
            night=name_with_person(self.folder),
            time=self._end_words,
            command=f"limbwatch rescore {name}",
        )

    @property
    def _end_words(self) -> str:
        return "?" if self.account is None else f"{self.account.end:%H:%M}"

    def _status_lines(self) -> list[str]:
        account = self.account
        if account is None:
            return [f"  {tr('nothing can be read from its recording')}"]
        how = (
            tr("goes on")
            if self.running
            else tr("ended")
            if account.ended
            else tr("broke off: killed, without power, or the disk was full")
        )
        begin, end = f"{account.begin:%Y-%m-%d %H:%M}", f"{account.end:%H:%M}"
        span = tr("{start} to {end}", start=begin, end=end)
        lines = [tr("recording     {span}, {how}", span=span, how=how)]
        if account.simulated:
            lines.append(tr("simulated     {night}: not a real night", night=account.simulated))
        for leg in account.legs:
            why = f" ({translate_trouble(leg.trouble)})" if leg.trouble else ""
            what = tr("no data") + why
            if leg.last is not None:
                what = tr("data until {time}", time=f"{leg.last:%H:%M:%S}")
            lines.append(f"{limb_words(leg.placement):<12}  {what}")
        if self.elsewhere is not None:
            lines.append(
                tr(
                    "a later part lies in {file}, as the disk was full; scoring takes it too",
                    file=self.elsewhere,
                )
            )
        return [f"  {line}" for line in lines]

    def facts(self, name: str) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        account = self.account
        return {
            "night": self.folder.name,
            "scored": False,
            "running": self.running,
            "begin": None if account is None else account.begin.isoformat(timespec="seconds"),
            "end": None if account is None else account.end.isoformat(timespec="seconds"),
            "ended": account is not None and account.ended,
            "last_data": {
                leg.placement.value: leg.last and leg.last.isoformat(timespec="seconds")
                for leg in (() if account is None else account.legs)
            },
            "elsewhere": None if self.elsewhere is None else str(self.elsewhere),
            "score_with": None if self.running or self.empty else f"limbwatch rescore {name}",
        }


def unfinished(folder: Path) -> Unfinished | None:
    """Return the unscored recording of a night; None if it is scored, or was not recorded here."""
    capture, summary = folder / CAPTURE, folder / SUMMARY
    if not capture.exists():
        return None
    scored = summary.exists()
    if scored and last_written(capture) <= summary.stat().st_mtime + _SAME_TIME_S:
        return None
    account: Account | None = None
    with suppress(UnreadableFile, sqlite3.Error):
        account = account_of(capture)
    return Unfinished(
        folder=folder,
        account=account,
        running=is_held(capture.with_suffix(".lock")),
        scored_before=scored,
        elsewhere=part_elsewhere(folder),
    )


def every_unfinished(place: Path) -> Iterator[tuple[Person, Unfinished]]:
    """Yield the unscored recordings of everybody in a folder, or of one person."""
    for _, folder in places_of_people(place):
        for night in list_nights(folder, holding=(CAPTURE,)):
            if (what := unfinished(night)) is not None:
                yield person_of_place(night), what


def broken_off(nights: Path, evening: str) -> list[Unfinished]:
    """Return a person's recordings of an evening that broke off and were not scored since."""
    folders = list_nights(nights, holding=(CAPTURE,))
    of_evening = (one for one in folders if str(day_in_name(one.name)) == evening)
    found = (unfinished(one) for one in of_evening)
    return [one for one in found if one is not None and one.broke_off]
