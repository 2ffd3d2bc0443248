"""``limbwatch view``: a night in the terminal, its report and its pages."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from limbwatch.classify.rules.rule_names import NightRulesName
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.screen.ways import ViewAsked


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
            help="--pdf: by whom and when it was looked through; otherwise left blank for a pen.",
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
        NightRulesName | None,
        typer.Option("--rules", help="Show it by other rules; the night on disk stays as it is."),
    ] = None,
    age: options.Age = None,
    uncorrected: options.Uncorrected = False,
    together: Annotated[
        bool,
        typer.Option(
            "--together",
            help="--all --json: beside the nights, of each person median, range, trend and what "
            "stood out.",
        ),
    ] = False,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Show a night in the terminal, write its report, or open the local page."""
    from limbwatch.cli.screen.asked_nights import require_folder
    from limbwatch.cli.screen.ways import ViewAsked, require_one_way

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    asked = ViewAsked(
        night=night,
        every=every,
        events=events,
        html=html,
        out=out,
        pdf=pdf,
        doctor=doctor,
        reviewed=reviewed,
        since=since,
        force=force,
        page=page,
        lan=lan,
        live=live,
        rules=rules,
        age=age,
        corrected=not uncorrected,
        together=together,
        json=json,
    )
    require_one_way(asked)
    folder = options.nights_of_person(nights, subject, session)
    if every or page:
        named = any(one is not None for one in (nights, subject, session))
        require_folder(folder, named=named, filled=asked.needs_a_night)
    _way_of(asked)(asked, folder, terminal)


def _way_of(asked: "ViewAsked") -> "Callable[[ViewAsked, Path, Terminal], None]":
    """Return what shows or writes what is asked for."""
    if asked.served:
        return _serve
    if asked.for_doctor:
        return _write_doctors_pages
    if asked.every:
        return _write_history if asked.as_page else _list_nights
    return _write_report if asked.as_page else _print_night


def _serve(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Open the local page."""
    import sys

    from limbwatch.cli.night.folder import find_night
    from limbwatch.cli.page.serve import serve

    found = None if asked.night is None else find_night(folder, asked.night).resolve()
    serve(
        folder if found is None else found.parent,
        lan=asked.lan,
        browser=sys.stdout.isatty(),
        terminal=terminal,
        at="" if found is None or asked.live else f"night/{quote(found.name)}",
        live=asked.live,
    )


def _write_doctors_pages(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Write the doctor's pages on one night or on all: HTML, PDF or both."""
    from limbwatch.cli.night.folder import list_nights
    from limbwatch.cli.screen.asked_nights import night_asked_for, tell_others

    if asked.every:
        tell_others(folder, terminal)
        found: Path | list[Path] = list_nights(folder)
    else:
        found = night_asked_for(folder, asked.night, terminal)
    _write_files(_doctors_files(found, asked, terminal), force=asked.force, terminal=terminal)


def _doctors_files(
    found: Path | list[Path], asked: "ViewAsked", terminal: Terminal
) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of the doctor's pages on one night or several."""
    from limbwatch.cli.history.nights_sheet import doctors_nights
    from limbwatch.cli.night.scored.contents import read_night
    from limbwatch.cli.report.paper import pdf_of
    from limbwatch.cli.report.sheet import doctors_pages

    if asked.pdf is None and asked.out is None:
        raise CommandError(
            "--doctor needs to know where its pages go: add -o FILE.html, or --pdf FILE.pdf"
        )
    pages = (
        doctors_nights(found, reviewed=asked.reviewed, corrected=asked.corrected)
        if isinstance(found, list)
        else doctors_pages(read_night(found), reviewed=asked.reviewed, corrected=asked.corrected)
    )
    if asked.out is not None:
        yield asked.out, pages.encode("utf-8")
    if asked.pdf is not None:
        with terminal.progress(tr("Printing the pages")):
            content = pdf_of(pages)
        yield asked.pdf, content


def _write_history(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Write the page of all nights."""
    from limbwatch.cli.history.history_page import history_file
    from limbwatch.cli.night.folder import list_nights
    from limbwatch.cli.screen.asked_nights import tell_others

    tell_others(folder, terminal)
    content = history_file(list_nights(folder), since=asked.since, corrected=asked.corrected)
    files = [(asked.out or Path("nights.html"), content)]
    _write_files(files, force=asked.force, terminal=terminal)


def _list_nights(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Print one row for each night."""
    from limbwatch.cli.screen.asked_nights import tell_others
    from limbwatch.cli.screen.every_night import show_every_night

    if asked.since is not None:  # a comparison is of one person, the list of everybody
        tell_others(folder, terminal)
    show_every_night(
        folder,
        asked.since,
        corrected=asked.corrected,
        together=asked.together,
        terminal=terminal,
    )


def _write_report(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Write the report of a night, to its folder unless another place is asked for."""
    from limbwatch.cli.report.document import draw_report, write_report
    from limbwatch.cli.screen.asked_nights import night_asked_for

    found = night_asked_for(folder, asked.night, terminal)
    if asked.out is not None:
        files = [(asked.out, draw_report(found, corrected=asked.corrected))]
        _write_files(files, force=asked.force, terminal=terminal)
        return
    if not asked.corrected:
        raise CommandError(
            "the report in the night's folder is the corrected one: say where the uncorrected one "
            "is to go with -o FILE"
        )
    terminal.show_written(write_report(found, option="-o"))


def _write_files(files: Iterable[tuple[Path, bytes]], *, force: bool, terminal: Terminal) -> None:
    """Write files as they are made, and show where they are."""
    from limbwatch.cli.outputs import Overwriting, write_output

    written = []
    for path, content in files:
        write_output(path, content, Overwriting(force=force, warn=terminal.warn))
        written.append(path)
    terminal.show_written(*written)


def _print_night(asked: "ViewAsked", folder: Path, terminal: Terminal) -> None:
    """Print a night or its events, by other rules if they are asked for."""
    from limbwatch.cli.night.correction.corrected import as_corrected, json_of
    from limbwatch.cli.night.scored.contents import read_night
    from limbwatch.cli.screen.asked_nights import night_asked_for

    found = night_asked_for(folder, asked.night, terminal)
    if asked.rules is None and asked.age is None:
        source = read_night(found)
    else:
        from limbwatch.cli.making.finished_night import by_other_rules

        source = by_other_rules(found, rules=asked.rules, age=asked.age)
    shown = as_corrected(source, wanted=asked.corrected)
    if shown.trouble and terminal.json:  # the screen already shows it to a person
        terminal.warn(shown.trouble)
    night = shown.night
    if asked.events and terminal.json:
        from limbwatch.cli.night.scored.event_columns import event_rows

        terminal.show_json(list(event_rows(night.events, night.start, shown.was)))
    elif terminal.json:
        terminal.show_json(json_of(shown))
    elif asked.events:
        from limbwatch.cli.screen.event_list import event_list

        terminal.show(event_list(shown, width=terminal.width))
    else:
        from limbwatch.cli.screen.first_screen import show_night

        show_night(shown, terminal)
