"""``limbwatch view``: a night in the terminal, its report and its pages."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from limbwatch.classify.rules.rule_names import NightRulesName
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal


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
    from limbwatch.cli.night.folder import list_nights
    from limbwatch.cli.screen.asked_nights import night_asked_for, require_folder, tell_others
    from limbwatch.cli.screen.ways import refuse_other_rules, require_one_way

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
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
        refuse_other_rules(rules, age)
    if since is not None and (not every or json):
        raise CommandError(
            "--since compares all nights, in the terminal or on their page: add --all, and leave "
            "out --json"
        )
    if together and not (every and json and not alone):
        raise CommandError(
            "--together is what all nights say together, as JSON: add --all --json, and leave out "
            "what writes a page"
        )
    folder = options.nights_of_person(nights, subject, session)
    named = any(one is not None for one in (nights, subject, session))
    printed, written = pdf is not None or doctor, html or out is not None
    if every or page:
        # the doctor's pages raise their own error if there is no night
        filled = every and not printed and (written or since is not None)
        require_folder(folder, named=named, filled=filled)
    if page or lan or live:
        _serve(folder, night, lan=lan, live=live, terminal=terminal)
        return
    if every and alone:
        tell_others(folder, terminal)
    corrected = not uncorrected
    if every and not printed and not written:
        from limbwatch.cli.screen.every_night import show_every_night

        show_every_night(folder, since, corrected=corrected, together=together, terminal=terminal)
        return
    found = list_nights(folder) if every else night_asked_for(folder, night, terminal)
    if printed:
        pages = _doctors_pages(
            found, pdf=pdf, html=out, reviewed=reviewed, corrected=corrected, terminal=terminal
        )
        _write_files(pages, force=force, terminal=terminal)
    elif isinstance(found, list):
        from limbwatch.cli.history.history_page import history_file

        content = history_file(found, since=since, corrected=corrected)
        _write_files([(out or Path("nights.html"), content)], force=force, terminal=terminal)
    elif out is not None:
        from limbwatch.cli.report.document import draw_report

        content = draw_report(found, corrected=corrected)
        _write_files([(out, content)], force=force, terminal=terminal)
    elif html:
        _write_own_report(found, corrected=corrected, terminal=terminal)
    else:
        _print_night(found, rules, age, corrected=corrected, events=events, terminal=terminal)


def _write_own_report(found: Path, *, corrected: bool, terminal: Terminal) -> None:
    """Write the report to the night's folder."""
    from limbwatch.cli.report.document import write_report

    if not corrected:
        raise CommandError(
            "the report in the night's folder is the corrected one: say where the uncorrected one "
            "is to go with -o FILE"
        )
    terminal.show_written(write_report(found, option="-o"))


def _doctors_pages(
    found: Path | list[Path],
    *,
    pdf: Path | None,
    html: Path | None,
    reviewed: str,
    corrected: bool,
    terminal: Terminal,
) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of the doctor's pages on one night or several: HTML, PDF or both."""
    from limbwatch.cli.history.nights_sheet import doctors_nights
    from limbwatch.cli.night.scored.contents import read_night
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
        yield html, pages.encode("utf-8")
    if pdf is not None:
        with terminal.progress(tr("Printing the pages")):
            content = pdf_of(pages)
        yield pdf, content


def _write_files(files: Iterable[tuple[Path, bytes]], *, force: bool, terminal: Terminal) -> None:
    """Write files as they are made, and show where they are."""
    from limbwatch.cli.outputs import Overwriting, write_output

    written = []
    for path, content in files:
        write_output(path, content, Overwriting(force=force, warn=terminal.warn))
        written.append(path)
    terminal.show_written(*written)


def _serve(folder: Path, night: str | None, *, lan: bool, live: bool, terminal: Terminal) -> None:
    import sys

    from limbwatch.cli.night.folder import find_night
    from limbwatch.cli.page.serve import serve

    found = None if night is None else find_night(folder, night).resolve()
    serve(
        folder if found is None else found.parent,
        lan=lan,
        browser=sys.stdout.isatty(),
        terminal=terminal,
        at="" if found is None or live else f"night/{quote(found.name)}",
        live=live,
    )


def _print_night(
    found: Path,
    rules: str | None,
    age: float | None,
    *,
    corrected: bool,
    events: bool,
    terminal: Terminal,
) -> None:
    """Print a night or its events, by other rules if they are asked for."""
    from limbwatch.cli.night.correction.corrected import as_corrected, json_of
    from limbwatch.cli.night.scored.contents import read_night

    if rules is None and age is None:
        source = read_night(found)
    else:
        from limbwatch.cli.making.finished_night import by_other_rules

        source = by_other_rules(found, rules=rules, age=age)
    shown = as_corrected(source, wanted=corrected)
    if shown.trouble and terminal.json:  # the screen already shows it to a person
        terminal.warn(shown.trouble)
    night = shown.night
    if events and terminal.json:
        from limbwatch.cli.night.scored.event_columns import event_rows

        terminal.show_json(list(event_rows(night.events, night.start, shown.was)))
    elif terminal.json:
        terminal.show_json(json_of(shown))
    elif events:
        from limbwatch.cli.screen.event_list import event_list

        terminal.show(event_list(shown, width=terminal.width))
    else:
        from limbwatch.cli.screen.first_screen import show_night

        show_night(shown, terminal)
