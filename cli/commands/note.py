"""``limbwatch note``: say what the day before a night was like."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal


def note(
    night: Annotated[str, typer.Argument(help="Name of a night, its beginning, or latest.")],
    *,
    caffeine: Annotated[
        str | None,
        typer.Option(metavar="N[@HH:MM]", help="Servings, and when the last was: 2@16:30."),
    ] = None,
    alcohol: Annotated[
        float | None, typer.Option(metavar="DRINKS", help="Standard drinks; 0 is none.")
    ] = None,
    stress: Annotated[int | None, typer.Option(metavar="0-10", help="0 none, 10 worst.")] = None,
    exercise: Annotated[
        str | None, typer.Option(metavar="WHEN", help="none, morning, afternoon or evening.")
    ] = None,
    medication: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What was taken, and when.")
    ] = None,
    nutrition: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Iron, magnesium, fasting, little fluid.")
    ] = None,
    sleep_debt: Annotated[
        bool | None, typer.Option(help="Sleep had been too short lately.", show_default=False)
    ] = None,
    irregular: Annotated[
        bool | None, typer.Option(help="Bedtime was far from the usual.", show_default=False)
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Anything else.")] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Forget a field; all forgets every one."),
    ] = None,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Note what may have moved a night; without options, show its notes.

    Example: limbwatch note latest --caffeine 2@16:30 --stress 4 --exercise evening
    """
    from limbwatch.cli.night.folder import default_nights, find_night
    from limbwatch.cli.night.notes import read_notes, readable, write_notes

    terminal = Terminal(quiet=quiet, no_color=no_color)
    folder = find_night(options.place_of(nights or default_nights(), subject, session), night)
    told = {
        "alcohol": alcohol,
        "stress": stress,
        "exercise": exercise,
        "medication": medication,
        "nutrition": nutrition,
        "sleep_debt": sleep_debt,
        "irregular": irregular,
        "text": text,
    }
    before = read_notes(folder)
    try:
        changes = _changes(caffeine, told, clear or [])
        after = replace(before, **changes)
    except ValueError as error:
        raise CommandError(f"{error}.", exit_code=ExitCode.USAGE) from None
    if changes:
        write_notes(folder, after)
        terminal.say(f"Noted for {folder.name}. Compare nights with: limbwatch view --all --html")
    if json:
        terminal.show_json(after.told)
    elif after.told:
        terminal.show("\n".join(f"{name:<20}{value}" for name, value in readable(after)))
    else:
        terminal.show(f"Nothing is noted for {folder.name}.")


def _changes(coffee: str | None, told: dict[str, Any], clear: list[str]) -> dict[str, Any]:
    from limbwatch.cli.night.notes import FIELDS, caffeine

    unknown = [name for name in clear if name.replace("-", "_") not in (*FIELDS, "all")]
    if unknown:
        raise ValueError(f"there is no field {unknown[0]!r}; there are {', '.join(FIELDS)} and all")
    gone = FIELDS if "all" in clear else [name.replace("-", "_") for name in clear]
    changes: dict[str, Any] = dict.fromkeys(gone)
    if coffee is not None:
        changes["caffeine"], changes["caffeine_last"] = caffeine(coffee)
    return changes | {name: value for name, value in told.items() if value is not None}
