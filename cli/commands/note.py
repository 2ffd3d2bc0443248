"""``limbwatch note``: notes on the day before a night, and the wearer's answers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import shell_line

if TYPE_CHECKING:
    from limbwatch.cli.night.answers.wearer import WearerFacts


def note(
    night: Annotated[
        str, typer.Argument(metavar="NIGHT", help="Name of a night, its beginning, or latest.")
    ],
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
    discomfort: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,...",
            help="Of the legs in an immobilisation test: 0 to 100 for every five minutes.",
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=TEXT",
            help="Say who the wearer is and answer what a doctor asks, for the doctor's pages "
            "alone: name, birth_year, sex, reason, medicines, or a question (--about help lists "
            "them). Nothing after = forgets it.",
        ),
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask the questions, one after the other.")
    ] = False,
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
    """Note what may have affected a night; without options, show its notes.

    Example: limbwatch note latest --caffeine 2@16:30 --stress 4 --exercise evening
    """
    from limbwatch.cli.night.answers.notes import counted_as, notes_file, readable
    from limbwatch.cli.night.folder import find_night
    from limbwatch.cli.night.listed.people import name_with_person
    from limbwatch.sensor.typed_words import typed

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    if about and [typed(one) for one in about] == ["help"]:
        from limbwatch.cli.screen.wearer_questions import fields_of_the_wearer

        terminal.show(fields_of_the_wearer())
        return
    shelf = options.nights_of_person(nights, subject, session)
    folder = find_night(shelf, night)
    told = {
        "alcohol": alcohol,
        "stress": stress,
        "exercise": exercise,
        "medication": medication,
        "nutrition": nutrition,
        "sleep_debt": sleep_debt,
        "irregular": irregular,
        "text": text,
        "discomfort": discomfort,
    }
    if about or ask:
        if clear or caffeine is not None or any(value is not None for value in told.values()):
            raise CommandError(
                "--about and --ask are about the person, the other options about one day: use two "
                "commands"
            )
        _change_wearer(folder, about or [], ask=ask, terminal=terminal)
        return
    try:
        changes = _parse_changes(caffeine, told, clear or [])
        _, after = notes_file(folder).change(lambda before: replace(before, **changes))
    except ValueError as error:
        told["caffeine"] = caffeine
        raise _command_error(error, [*told.values(), *(clear or [])]) from None
    if changes:
        _redraw_report(folder, terminal)
        terminal.say(
            tr(
                "Noted for {night}. Compare nights with: {command}",
                night=name_with_person(folder),
                command=_compare_command(folder, shelf, nights, subject, session),
            )
        )
    if changes.get("medication"):
        terminal.say(counted_as(changes["medication"]))
    if json:
        terminal.show_json(after.answered)
    elif after.answered:
        rows = readable(after)
        wide = max(20, *(len(name) + 2 for name, _ in rows))
        terminal.show("\n".join(f"{name:<{wide}}{value}" for name, value in rows))
    else:
        terminal.show(tr("Nothing is noted for {night}.", night=name_with_person(folder)))


def _compare_command(
    night: Path, shelf: Path, nights: Path | None, subject: str | None, session: str | None
) -> str:
    """Return the command that compares the nights of the same folder, as it is typed."""
    if night.parent.absolute() != shelf.absolute():
        nights, subject, session = night.parent, None, None
    told = {"--subject": subject, "--session": session, "--nights": nights}
    given = [word for name, value in told.items() if value for word in (name, str(value))]
    return shell_line(["limbwatch", "view", "--all", "--html", *given])


def _redraw_report(night: Path, terminal: Terminal) -> None:
    """Redraw the night's report, which contains the notes; they are kept in any case."""
    from limbwatch.cli.night.folder import REPORT
    from limbwatch.cli.report.document import write_report

    if not (night / REPORT).exists():
        return
    try:
        with terminal.progress(tr("Making the report anew")):
            write_report(night)
    except CommandError as error:
        terminal.warn(tr("The report is older than these notes: {why}", why=error))


def _change_wearer(night: Path, about: list[str], *, ask: bool, terminal: Terminal) -> None:
    """Change the facts about the wearer and show them."""
    from datetime import date

    from limbwatch.cli.night.answers.wearer import (
        change_wearer,
        changed_wearer,
        read_wearer,
        wearer_file,
    )
    from limbwatch.cli.night.folder import shown_name
    from limbwatch.cli.report.wearer_age import doubts_beside
    from limbwatch.cli.screen.wearer_questions import asked_of, wearer_words

    told = dict(_parse_field(one) for one in about)
    today = date.today()  # noqa: DTZ011 - the wearer's own day
    try:
        if ask:
            shown = read_wearer(night)
            told = _changed_answers(shown, asked_of(changed_wearer(shown, told), terminal))
        before, after = change_wearer(night, told, today=today)
    except ValueError as error:
        raise _command_error(error, about) from None
    if after != before:
        terminal.say(
            tr(
                "Kept in {file}, only for the doctor's pages. Next: {command}",
                file=wearer_file(night).path,
                command=f"limbwatch view {shown_name(night)} --pdf doctor.pdf",
            )
        )
    if after.birth_year != before.birth_year:
        # the year changes no result: warn of a child's nights that were judged without it
        terminal.warn(*doubts_beside(night, after))
    if terminal.json:
        terminal.show_json(after.answered)
    else:
        terminal.show(wearer_words(after))


def _changed_answers(shown: "WearerFacts", after: "WearerFacts") -> dict[str, str]:
    """Return the answers that changed by name, so that others changed meanwhile are kept."""
    from limbwatch.cli.night.answers.wearer import flat_wearer

    before, now = flat_wearer(shown), flat_wearer(after)
    return {
        name: str(now.get(name, ""))
        for name in {**before, **now}
        if before.get(name) != now.get(name)
    }


def _command_error(error: ValueError, told: Sequence[object]) -> CommandError:
    """Return the error of a command; if it had several values, say that none was kept."""
    if sum(one is not None for one in told) < 2:
        return CommandError(f"{error}.")
    return CommandError(
        f"{error}. Nothing from this command was kept: correct that and run it again."
    )


def _parse_field(text: str) -> tuple[str, str]:
    from limbwatch.sensor.typed_words import typed

    key, sign, value = text.partition("=")
    if not sign:
        raise CommandError(
            f"--about is FIELD=TEXT, as in --about birth_year=1961, not {text}; --about help lists "
            "the fields"
        )
    return typed(key), value


def _parse_changes(coffee: str | None, told: dict[str, Any], clear: list[str]) -> dict[str, Any]:
    from limbwatch.cli.night.answers.answer_words import kept_word
    from limbwatch.cli.night.answers.notes import EXERCISE, FIELDS, caffeine
    from limbwatch.sensor.typed_words import meant, typed

    unknown = [name for name in clear if meant(name, (*FIELDS, "all")) is None]
    if unknown:
        raise ValueError(
            f"there is no field {unknown[0]!r}; the fields are {', '.join(FIELDS)} and all"
        )
    named = [typed(name) for name in clear]
    gone = FIELDS if "all" in named else named
    changes: dict[str, Any] = dict.fromkeys(gone)
    if coffee is not None:
        changes["caffeine"], changes["caffeine_last"] = caffeine(coffee)
    if told["exercise"] is not None:
        told = told | {"exercise": kept_word(told["exercise"], EXERCISE)}
    # as with --about, an empty text removes the field
    told = {name: value for name, value in told.items() if value is not None}
    return changes | {name: None if _is_blank(value) else value for name, value in told.items()}


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
