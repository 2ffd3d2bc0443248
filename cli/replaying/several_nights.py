"""The nights of a recording of days, made one after another, and the messages about them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.making.days import NightsAndDays, origins_of_nights, read_night_recordings
from limbwatch.cli.making.finished_night import add_files
from limbwatch.cli.night.folder import shown_name
from limbwatch.cli.night.listed.part_nights import same_hours_warning
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.program import as_typed
from limbwatch.cli.reading.diary import counted_night
from limbwatch.cli.reading.written import DiarySource
from limbwatch.cli.replaying.plan import ReplayPlan
from limbwatch.cli.replaying.scored_before import find_existing_night, make_unless_there
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list
from limbwatch.cli.screen.outcome import new_warnings, too_much_lost
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import short_date
from limbwatch.sensor.long_recording import AnyRecording


def _contents_message(found: NightsAndDays) -> str:
    """Return how many nights there are, and which days are not nights."""
    count = len(found.nights)
    said = [
        trn(
            "This recording holds one night.",
            "This recording holds {count} nights; each is scored alone.",
            count,
        )
    ]
    said += [
        tr(
            "{start} to {end} holds no sleep, so it is not a night.",
            start=_day_and_time(day.begin),
            end=_day_and_time(day.end),
        )
        for day in found.days
    ]
    return " ".join(said)


def _result_message(new: int, old: int, place: Path) -> str:
    """Return how many nights this run wrote, and how many existed before."""
    said = []
    if new:
        said.append(
            trn(
                "Wrote {count} night in {folder}.",
                "Wrote {count} nights in {folder}.",
                new,
                folder=place,
            )
        )
    if old:
        said.append(
            trn(
                "{count} night was already in {folder}.",
                "{count} nights were already in {folder}.",
                old,
                folder=place,
            )
        )
    return " ".join(said)


def _day_and_time(at: datetime) -> str:
    return f"{short_date(at)} {at:%H:%M}"


def _warn_of_number(found: NightsAndDays, written: DiarySource, terminal: Terminal) -> None:
    """Warn which number the first night has in a diary that counts nights."""
    if written.counted:
        first = counted_night(found.begin, found.nights[0].evening)
        terminal.warn(
            tr(
                "the diary counts nights: the night of {evening} is its number {number}",
                evening=found.nights[0].evening,
                number=first,
            )
        )


def make_several(
    plan: ReplayPlan,
    sensors: Sequence[AnyRecording],
    found: NightsAndDays,
    origin: Origin,
    terminal: Terminal,
) -> None:
    """Make the nights of a recording, unless they exist, and list them.

    The origin is common to all nights.

    Raises
    ------
    typer.Exit
        With code 5 if a sensor lost more of a night than the limit.
    """
    zone = plan.clocks.zone
    terminal.say(_contents_message(found))
    of_nights = origins_of_nights(found, origin, plan.written, zone=zone, warn=terminal.warn)
    _warn_of_number(found, plan.written, terminal)
    made: list[Path] = []
    old = 0
    lost: list[str] = []
    twice: list[str] = []
    with terminal.progress(tr("Scoring")) as now:
        for night, of_night in zip(found.nights, of_nights, strict=True):
            now(tr("Scoring night {part}", part=of_night.part))
            there = find_existing_night(plan, of_night, terminal)
            if there is not None:
                add_files(there, plan.beside)
                made.append(there)
                old += 1
                continue
            recordings = read_night_recordings(sensors, night, of_night, zone=zone)
            if recordings:
                folder, new = make_unless_there(plan, recordings, of_night)
                made.append(folder)
                old += not new
                twice += filter(None, [same_hours_warning(folder)])
                lost.extend(f"{night.evening}: {words}" for words in too_much_lost(recordings))
            del recordings  # free memory before the next night is read
    for folder in made:
        summary = read_night(folder).summary
        terminal.warn(*(f"{folder.name}: {said}" for said in new_warnings(summary, terminal)))
    nights = listed_nights(made)
    if terminal.json:
        terminal.show_json([night.row for night in nights])
    else:
        terminal.show(as_typed(night_list(nights, made[0].parent, width=terminal.width)))
    place = made[0].parent
    first = shown_name(made[0])
    done = _result_message(len(made) - old, old, place)
    terminal.say(tr("{done} Next: {command}", done=done, command=f"limbwatch view {first}"))
    terminal.warn(*twice)
    if lost:
        terminal.warn(tr("data are missing beyond the limit: {what}.", what="; ".join(lost)))
        raise typer.Exit(ExitCode.DATA_LOST)
