"""Serve the local page until it is stopped."""

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn

from limbwatch.cli.lan import LOCAL, own_address
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.listed.people import people_of
from limbwatch.cli.page.guard import Application, Receive, Scope, Send, new_token
from limbwatch.cli.page.site import live_application, page_application
from limbwatch.cli.screen.output import flush
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import counted

LEFT_AFTER_S: Final = 12 * 3600.0
"""Idle time after which the page counts as left: from an evening without a browser to the
morning after; chosen by us."""
_CHECK_EVERY_S: Final = 60.0
"""Interval at which a server is checked for idleness."""


def serve(
    nights: Path,
    *,
    lan: bool,
    browser: bool,
    terminal: Terminal,
    at: str = "",
    live: bool = False,
    recording: bool = False,
) -> None:
    """Serve the nights of a folder until Ctrl-C; the printed address ends with ``at``.

    With ``lan``, other devices in the network that have the address with its secret can open it.
    ``live`` serves only the running recording, to look at. With ``recording``, recordings can be
    started and stopped from the page; the server then ends by itself when nobody has asked for
    anything for half a day, because whoever started it from an icon has no Ctrl-C.
    """
    token = new_token()
    listener = socket.create_server(("0.0.0.0" if lan else LOCAL, 0))  # noqa: S104 - asked for
    port = listener.getsockname()[1]
    names = [LOCAL, "localhost", *([own_address()] if lan else [])]
    hosts = frozenset(f"{name}:{port}" for name in names)
    address = f"http://{names[-1] if lan else LOCAL}:{port}/{token}/{at}"
    if terminal.json:
        terminal.show_json({"address": address})
    else:
        terminal.show(address)
    # a parent process may be waiting for the address
    flush()
    if lan and not live:
        terminal.warn(
            "everybody in this network who gets this address can see and correct "
            f"{whose_nights(nights)}, "
            "and the connection is not encrypted. Stop it when you are done."
        )
    terminal.say(tr("Press Ctrl-C to stop."))
    application = (
        live_application(nights, token=token, hosts=hosts, installable=lan)
        if live
        else page_application(
            nights, token=token, hosts=hosts, installable=lan, recording=recording
        )
    )
    attendance = Attendance(application)
    settings = uvicorn.Config(
        attendance,
        log_level="critical",  # the guard reports errors, except of clients that hung up
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    if browser:
        import webbrowser

        webbrowser.open(address)
    # uvicorn raises KeyboardInterrupt again after stopping; Ctrl-C is the ordinary end here
    server = uvicorn.Server(settings)
    if recording:
        attendance.end_when_left(server)
    with listener, suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def whose_nights(nights: Path) -> str:
    """Say whose nights the page of a folder shows."""
    people = people_of(nights)
    if not people:
        return "your nights"
    return f"these nights, those of {counted(len(people), 'named person', 'named people')} too"


class Attendance:
    """Passes requests on and remembers when the last one ended."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner
        self._open = 0
        self._last_s = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        self._open += 1
        try:
            await self._inner(scope, receive, send)
        finally:
            self._open -= 1
            self._last_s = time.monotonic()

    def left(self, after_s: float = LEFT_AFTER_S) -> bool:
        """Return whether no request is open and none was for ``after_s`` seconds."""
        return self._open == 0 and time.monotonic() - self._last_s >= after_s

    def end_when_left(self, server: uvicorn.Server) -> None:
        """Stop a server once everybody has left."""

        def watch() -> None:
            while not self.left():
                time.sleep(_CHECK_EVERY_S)
            server.should_exit = True

        threading.Thread(target=watch, daemon=True).start()
