"""``limbwatch view``: the night in the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.night.contents import NightSource
    from limbwatch.cli.night.corrected import Corrected


def view(
    night: options.Night = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="One row for each night.")] = False,
    events: Annotated[bool, typer.Option("--events", help="List every movement.")] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Write the report file, one page that opens anywhere.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where --html writes.")
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option(
            "--pdf", metavar="FILE", help="Write the pages for the doctor as a PDF, to print."
        ),
    ] = None,
    doctor: Annotated[
        bool, typer.Option("--doctor", help="Write the pages for the doctor as HTML, with -o FILE.")
    ] = False,
    reviewed: Annotated[
        str,
        typer.Option(
            "--reviewed-by",
            metavar="TEXT",
            help="--pdf: by whom and when it was looked through; left open for a pen otherwise.",
            show_default=False,
        ),
    ] = "",
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|NOTE",
            help="--all: compare nights before and since a date, since a note began, or since the "
            "medication changed (medication:DATE).",
        ),
    ] = None,
    force: options.Force = False,
    page: Annotated[
        bool, typer.Option("--serve", help="Open the local page: look, correct, note.")
    ] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help="--serve also for other devices in this network.")
    ] = False,
    live: Annotated[
        bool, typer.Option("--live", help="--serve the running recording alone, to look at.")
    ] = False,
    rules: Annotated[
        options.RulesName | None,
        typer.Option("--rules", help="Show it by other rules; the night on disk stays as it is."),
    ] = None,
    age: options.Age = None,
    uncorrected: options.Uncorrected = False,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Show a night in the terminal, write its report, or open the local page."""
    from limbwatch.cli.night.folder import list_nights
    from limbwatch.cli.screen.ways import require_one_way

    terminal = Terminal(quiet=quiet, no_color=no_color)
    require_one_way(
        {
            "--serve": page or lan,
            "--pdf": pdf is not None,
            "--doctor": doctor,
            "--events": events,
            "--all": every,
            "--html": html,
        },
        night=night,
        out=out,
        reviewed=reviewed,
    )
    alone = html or doctor or any(one is not None for one in (out, since, pdf))
    if every or alone or page or lan or live:
        _refuse_other_rules(rules, age)
    if since is not None and (not every or json):
        raise CommandError(
            "--since compares all nights, in the terminal or on their page: add --all, and leave "
            "out --json"
        )
    folder = options.nights_of_person(nights, subject, session)
    named = any(one is not None for one in (nights, subject, session))
    if every or page:
        printed = pdf is not None or doctor  # which says itself that there is none
        filled = every and not printed and (html or out is not None or since is not None)
        _require_folder(folder, named=named, filled=filled)
    if page or lan or live:
        _serve(folder, night, lan=lan, live=live, json=json, terminal=terminal)
        return
    _tell_others(folder, terminal, wanted=every and alone)
    if pdf is not None or doctor:
        _for_doctor(
            list_nights(folder) if every else _found(folder, night, terminal=terminal, json=json),
            pdf=pdf,
            html=out,
            reviewed=reviewed,
            corrected=not uncorrected,
            force=force,
            json=json,
            terminal=terminal,
        )
        return
    if every and (html or out is not None):
        from limbwatch.cli.history.history_page import history_file

        content = history_file(list_nights(folder), since=since, corrected=not uncorrected)
        place = out or Path("nights.html")
        _write(place, content, force=force, terminal=terminal)
        terminal.show_written(place, json=json)
        return
    if every:
        from limbwatch.cli.night.people import by_person
        from limbwatch.cli.screen.night_list import night_list, night_rows

        folders = list_nights(folder)
        # a day that cannot be compared is told before a screen of nights, and not below it
        compared = (
            None
            if since is None
            else _compared(folders, since, corrected=not uncorrected, terminal=terminal)
        )
        groups = by_person(folder)
        listed = [night_rows(group, corrected=not uncorrected) for _, group in groups]
        if json:
            terminal.show_json([row for rows in listed for row in rows])
        else:
            # a median is of one person: each has a list of their own
            texts = [
                f"{person.words}\n{night_list(rows, folder, width=terminal.width)}".lstrip()
                for (person, _), rows in zip(groups, listed, strict=True)
            ]
            terminal.show(as_typed("\n\n".join(texts) or night_list([], folder)))
            _tell_unfinished(folder, terminal)
        if compared is not None:
            terminal.show("\n" + as_typed(compared))
        return
    found = _found(folder, night, terminal=terminal, json=json)
    if html or out is not None:
        _report(found, out, corrected=not uncorrected, force=force, json=json, terminal=terminal)
        return
    from limbwatch.cli.night.corrected import as_corrected

    shown = as_corrected(_night(found, rules=rules, age=age), wanted=not uncorrected)
    if shown.trouble and json:  # a person reads it on the screen itself
        terminal.warn(shown.trouble)
    _show(shown, events=events, json=json, terminal=terminal)


def _refuse_other_rules(rules: options.RulesName | None, age: float | None) -> None:
    """Refuse to show lists and reports otherwise than they were scored, and say what does it."""
    if rules is None and age is None:
        return
    asked = "" if rules is None else f" --rules {rules.value}"
    asked += "" if age is None else f" --age {age:g}"
    raise CommandError(
        "--rules and --age show one night in the terminal; for lists, reports and pages score it "
        f"again first: limbwatch rescore NIGHT{asked}"
    )


def _compared(folders: list[Path], since: str, *, corrected: bool, terminal: Terminal) -> str:
    from limbwatch.cli.screen.since_list import since_list

    return since_list(folders, since, corrected=corrected, width=terminal.width)


def _require_folder(folder: Path, *, named: bool, filled: bool) -> None:
    """Refuse a list of the nights of a folder that is not there, as one of its nights is refused.

    The usual folder need not be there yet, and its list is empty; so is that of a folder without
    nights, but no page is made of none.
    """
    from limbwatch.cli.night.folder import find_night, list_nights

    missing = named and not folder.is_dir()
    if missing or (filled and not list_nights(folder)):
        find_night(folder, None)  # says that there is none


def _report(
    found: Path, out: Path | None, *, corrected: bool, force: bool, json: bool, terminal: Terminal
) -> None:
    """Write the report into the night's folder, or where it is asked for."""
    from limbwatch.cli.report.document import draw_report, write_report

    if out is not None:
        content = draw_report(found, corrected=corrected)
        _write(out, content, force=force, terminal=terminal)
        terminal.show_written(out, json=json)
    elif corrected:
        terminal.show_written(write_report(found, option="-o"), json=json)
    else:
        raise CommandError(
            "the report in the night's folder is the corrected one: say where the uncorrected one "
            "is to go with -o FILE"
        )


def _for_doctor(
    found: Path | list[Path],
    *,
    pdf: Path | None,
    html: Path | None,
    reviewed: str,
    corrected: bool,
    force: bool,
    json: bool,
    terminal: Terminal,
) -> None:
    """Write the pages for the doctor on one night or on many, as a PDF, as HTML or as both."""
    from limbwatch.cli.history.nights_sheet import doctors_nights
    from limbwatch.cli.night.contents import read_night
    from limbwatch.cli.report.paper import pdf_of
    from limbwatch.cli.report.sheet import doctors_pages

    if pdf is None and html is None:
        raise CommandError(
            "--doctor needs to know where its pages go: add -o FILE.html, or --pdf FILE.pdf"
        )
    pages = (
        doctors_nights(found, reviewed=reviewed, corrected=corrected)
        if isinstance(found, list)
        else doctors_pages(read_night(found), reviewed=reviewed, corrected=corrected)
    )
    if html is not None:
        _write(html, pages.encode("utf-8"), force=force, terminal=terminal)
    if pdf is not None:
        with terminal.progress(tr("Printing the pages")):
            content = pdf_of(pages)
        _write(pdf, content, force=force, terminal=terminal)
    written = [path for path in (html, pdf) if path is not None]
    terminal.show_written(*written, json=json)


def _found(folder: Path, night: str | None, *, terminal: Terminal, json: bool) -> Path:
    """Find the night, and never show another one in its place without a word."""
    from limbwatch.cli.night.folder import (
        CAPTURE,
        SUMMARY,
        default_nights,
        find_night,
        list_nights,
        newest,
        shown_name,
    )
    from limbwatch.cli.night.unfinished import unfinished

    found = find_night(folder, night, holding=(SUMMARY, CAPTURE))
    what = unfinished(found)
    if what is None:
        return found
    name = shown_name(found, default_nights())
    scored = list_nights(folder)
    if what.scored_before or (what.empty and night in (None, "latest") and scored):
        terminal.warn("\n".join(what.lines(name)))
        return found if what.scored_before else newest(scored)
    if json:
        terminal.show_json(what.facts(name))
    else:
        terminal.show(as_typed("\n".join(what.lines(name))))
    raise typer.Exit(ExitCode.UNREADABLE)


def _tell_others(folder: Path, terminal: Terminal, *, wanted: bool) -> None:
    """Say whose nights are not in what is of one person alone."""
    from limbwatch.cli.night.people import people_of

    others = [person.subject for person in people_of(folder) if person.subject]
    if wanted and others:
        terminal.say(
            tr(
                "Of the person who needs no name alone; the others have their own: --subject {who}",
                who=tr(" or ").join(others[:5]) + (", ..." if len(others) > 5 else ""),
            )
        )


def _tell_unfinished(folder: Path, terminal: Terminal) -> None:
    """Name the recordings that are not in the list of nights."""
    from limbwatch.cli.night.folder import CAPTURE, default_nights, list_nights, shown_name
    from limbwatch.cli.night.unfinished import unfinished

    for night in list_nights(folder, holding=(CAPTURE,)):
        what = unfinished(night)
        if what is not None:
            terminal.warn("\n".join(what.lines(shown_name(night, default_nights()))))


def _night(found: Path, *, rules: options.RulesName | None, age: float | None) -> "NightSource":
    if rules is None and age is None:
        from limbwatch.cli.night.contents import read_night

        return read_night(found)
    from limbwatch.cli.making.other_rules import by_other_rules

    return by_other_rules(found, rules=None if rules is None else rules.value, age=age)


def _write(out: Path, content: bytes, *, force: bool, terminal: Terminal) -> None:
    from limbwatch.cli.outputs import Overwriting, write_output

    write_output(out, content, Overwriting(force=force, warn=terminal.warn))


def _serve(
    folder: Path, night: str | None, *, lan: bool, live: bool, json: bool, terminal: Terminal
) -> None:
    import sys

    from limbwatch.cli.night.folder import find_night
    from limbwatch.cli.page.serve import serve

    found = None if night is None else find_night(folder, night).resolve()
    serve(
        folder if found is None else found.parent,
        lan=lan,
        browser=sys.stdout.isatty(),
        json=json,
        terminal=terminal,
        at="" if found is None or live else f"night/{quote(found.name)}",
        live=live,
    )


def _show(shown: "Corrected", *, events: bool, json: bool, terminal: Terminal) -> None:
    from limbwatch.cli.night.corrected import json_of

    night = shown.night
    if events and json:
        from limbwatch.cli.night.events_table import event_row

        terminal.show_json(
            [
                event_row(event, night.start) | {"kind_by_program": shown.kind_by_program(event)}
                for event in night.events
            ]
        )
    elif json:
        terminal.show_json(json_of(shown))
    elif events:
        from limbwatch.cli.screen.event_list import event_list

        terminal.show(event_list(shown, width=terminal.width))
    else:
        from limbwatch.cli.immobilisation import told_of
        from limbwatch.cli.language.trouble import explained
        from limbwatch.cli.night.scale_file import scale_sentence
        from limbwatch.cli.screen.first_screen import show_night

        said = told_of(night.folder, night.summary)
        show_night(night.summary, terminal, mark=shown.mark, said=said)
        if scaled := explained(scale_sentence(night.folder, night.summary)):
            terminal.show(f"\n{scaled}")
