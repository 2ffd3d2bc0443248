"""The nights of a recording of days, made one after the other, and what is said of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.making.days import NightPart, part_of, recordings_of_night
from limbwatch.cli.night.folder import default_nights, shown_name
from limbwatch.cli.program import as_typed
from limbwatch.cli.reading.long_recordings import Stretches
from limbwatch.cli.reading.written import DiarySource
from limbwatch.cli.screen.night_list import night_list, night_rows
from limbwatch.cli.screen.outcome import too_much_lost
from limbwatch.cli.screen.terminal import Terminal


def make_several(
    sensors: Sequence[Stretches],
    parts: Sequence[NightPart],
    origin: Origin,
    written: DiarySource,
    *,
    make: Callable[..., Path],
    find: Callable[[Origin, Terminal], Path | None],
    terminal: Terminal,
    json: bool,
) -> None:
    """Make the nights of a recording, and list them.

    Parameters
    ----------
    sensors : sequence of Stretches
    parts : sequence of NightPart
        More than one.
    origin : Origin
        Of all of them.
    written : DiarySource
        What was written down of the nights.
    make : callable
        Takes recordings and an origin, and makes the folder of their night.
    find : callable
        Takes an origin and the terminal, and gives the folder of its night where there is one.
    terminal : Terminal
    json : bool

    Raises
    ------
    typer.Exit
        With code 5 if a sensor lost more of a night than the limit.
    """
    terminal.say("This recording holds several nights; each is scored alone.")
    made: list[Path] = []
    lost: list[str] = []
    with terminal.progress("Scoring") as now:
        for number, night in enumerate(parts, start=1):
            of_night = part_of(parts, number, origin)
            of_night = written.told(of_night, night.evening, number, terminal.warn)
            now(f"Scoring night {of_night.part}")
            there = find(of_night, terminal)
            if there is not None:
                made.append(there)
                continue
            recordings = recordings_of_night(sensors, night, of_night)
            if recordings:
                made.append(make(recordings, origin=of_night))
                lost.extend(f"{night.evening}: {words}" for words in too_much_lost(recordings))
            del recordings  # before the next night is read
    rows = night_rows(made)
    if json:
        folders = [{"folder": str(folder)} for folder in made]
        terminal.show_json([row | folder for row, folder in zip(rows, folders, strict=True)])
    else:
        terminal.show(as_typed(night_list(rows, made[0].parent, width=terminal.width)))
    place = made[0].parent
    first = shown_name(made[0], default_nights())
    terminal.say(f"Wrote {len(made)} nights in {place}. Next: limbwatch view {first}")
    if lost:
        terminal.warn(f"data are missing beyond the limit: {'; '.join(lost)}.")
        raise typer.Exit(ExitCode.DATA_LOST)
