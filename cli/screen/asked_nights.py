"""The nights that a person asks to see, and messages about those not shown."""

from pathlib import Path

import typer

from limbwatch.cli.errors import ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import (
    CAPTURE,
    SUMMARY,
    day_in_name,
    find_night,
    list_nights,
    newest,
    shown_name,
)
from limbwatch.cli.night.listed.people import people_of
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.terminal import Terminal


def require_folder(folder: Path, *, named: bool, filled: bool) -> None:
    """Raise an error if the nights of a missing folder are to be listed.

    The default folder may be missing, and a folder without nights gives an empty list; but a page
    needs at least one night.

    Raises
    ------
    CommandError
        If a folder that was named is missing, or holds no night though the page needs one.
    """
    missing = named and not folder.is_dir()
    if missing or (filled and not list_nights(folder)):
        find_night(folder, None)  # raises the error


def night_asked_for(folder: Path, night: str | None, terminal: Terminal) -> Path:
    """Find a night; warn if another one is shown in its place.

    Raises
    ------
    CommandError
        If there is no night of that name.
    typer.Exit
        With code 4 if it is recorded but not scored.
    """
    from limbwatch.cli.night.listed.unfinished import unfinished

    found = find_night(folder, night, holding=(SUMMARY, CAPTURE))
    what = unfinished(found)
    if what is None:
        if night in (None, "latest"):
            _warn_of_halves(found, terminal)
        return found
    name = shown_name(found)
    scored = list_nights(folder)
    if what.scored_before or (what.empty and night in (None, "latest") and scored):
        terminal.warn("\n".join(what.lines(name)))
        return found if what.scored_before else newest(scored)
    if terminal.json:
        terminal.show_json(what.facts(name))
    else:
        terminal.show(as_typed("\n".join(what.lines(name))))
    raise typer.Exit(ExitCode.UNREADABLE)


def scored_night(folder: Path, night: str | None, terminal: Terminal) -> Path:
    """Find a scored night; warn if it was resumed since, which the results do not include.

    Raises
    ------
    CommandError
        If there is no night of that name, or it is not scored.
    """
    from limbwatch.cli.night.listed.unfinished import unfinished

    found = find_night(folder, night)
    if (what := unfinished(found)) is not None:
        terminal.warn("\n".join(what.lines(shown_name(found))))
    return found


def _warn_of_halves(night: Path, terminal: Terminal) -> None:
    """Warn of recordings of the same evening that broke off: the night shown may be half of it."""
    from limbwatch.cli.night.listed.unfinished import broken_off

    day = day_in_name(night.name)
    for one in () if day is None else broken_off(night.parent, day.isoformat()):
        terminal.warn(one.left_out(shown_name(one.folder)))


def tell_others(folder: Path, terminal: Terminal) -> None:
    """Print whose nights are missing from output about one person."""
    others = [person.subject for person in people_of(folder) if person.subject]
    if others:
        terminal.say(
            tr(
                "Of the person who needs no name alone; the others have their own: --subject {who}",
                who=tr(" or ").join(others[:5]) + (", ..." if len(others) > 5 else ""),
            )
        )


def tell_unfinished(folder: Path, terminal: Terminal) -> int:
    """Warn of unscored recordings, of everybody or one person, which the list of nights lacks.

    Return how many hold data or are being recorded.
    """
    from limbwatch.cli.night.listed.unfinished import every_unfinished

    found = [what for _, what in every_unfinished(folder)]
    for what in found:
        terminal.warn("\n".join(what.lines(shown_name(what.folder))))
    return sum(not what.empty for what in found)
