"""The nights of a recording of days, made one after the other, and what is said of them."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import typer

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.making.days import around_sleep
from limbwatch.cli.night.folder import default_nights, shown_name
from limbwatch.cli.program import as_typed
from limbwatch.cli.reading.written import Written
from limbwatch.cli.screen.night_list import night_list, night_rows
from limbwatch.cli.screen.outcome import too_much_lost
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Recording


def make_several(
    parts: Iterable[tuple[tuple[Recording, ...], Origin]],
    written: Written,
    make: Callable[..., Path],
    find: Callable[[Origin, Terminal], Path | None],
    *,
    terminal: Terminal,
    json: bool,
) -> None:
    """Make the nights of a recording, and list them.

    Parameters
    ----------
    parts : iterable of (tuple of Recording, Origin)
        Each night, as `parts_of` gives them.
    written : Written
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
        for number, (recordings, part) in enumerate(parts, start=1):
            evening = date.fromisoformat(part.evening or "")
            of_night = written.told(part, evening, number, terminal.warn)
            now(f"Scoring night {of_night.part}")
            there = find(of_night, terminal)
            if there is None:
                recordings = around_sleep(recordings, of_night)  # noqa: PLW2901 - the day is given back
                there = make(recordings, origin=of_night)
            made.append(there)
            lost.extend(f"{of_night.evening}: {words}" for words in too_much_lost(recordings))
    rows = night_rows(made)
    if json:
        folders = [{"folder": str(folder)} for folder in made]
        terminal.show_json([row | folder for row, folder in zip(rows, folders, strict=True)])
    else:
        terminal.show(as_typed(night_list(rows, made[0].parent)))
    place = made[0].parent
    first = shown_name(made[0], default_nights())
    terminal.say(f"Wrote {len(made)} nights in {place}. Next: limbwatch view {first}")
    if lost:
        terminal.warn(f"data are missing beyond the limit: {'; '.join(lost)}.")
        raise typer.Exit(ExitCode.DATA_LOST)
