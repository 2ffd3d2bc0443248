"""``limbwatch tonight``: a recording without a terminal."""

from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal


def tonight(
    *,
    browser: Annotated[
        bool, typer.Option(help="Open the page in your browser; its address is printed anyway.")
    ] = True,
    install: Annotated[
        bool,
        typer.Option(
            "--install-desktop",
            help="Do not open it now; put an entry into the desktop's menu that does.",
        ),
    ] = False,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Open a page to pick sensors, record the night and read it in the morning.

    Example: limbwatch tonight

    The recording runs by itself: it goes on when the page, the browser or this command is closed.
    """
    from limbwatch.cli.night.folder import default_nights

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    place = options.nights_of_person(nights, subject, session)
    if install:
        from limbwatch.cli.recording.unattended.desktop import install_desktop

        install_desktop(
            [] if place == default_nights() else [f"--nights={place.absolute()}"], terminal
        )
        return
    from limbwatch.cli.page.running import LiveView
    from limbwatch.cli.page.serve import serve
    from limbwatch.cli.page.tonight import Tonight

    serve(
        place,
        lan=False,
        browser=browser and not json,
        terminal=terminal,
        at="tonight",
        recording=True,
    )
    if Tonight(place, LiveView(place)).running:
        terminal.say(tr("The recording goes on; limbwatch tonight opens its page again."))
