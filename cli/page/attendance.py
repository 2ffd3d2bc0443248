"""Whether anybody is still using the page."""

import threading
import time
from typing import TYPE_CHECKING, Final

from limbwatch.cli.page.guard import Application, Receive, Scope, Send

if TYPE_CHECKING:
    import uvicorn

LEFT_AFTER_S: Final = 12 * 3600.0
"""Idle time after which the page counts as left: from an evening without a browser to the
morning after; chosen by us."""
_CHECK_EVERY_S: Final = 60.0
"""Interval at which a server is checked for idleness."""


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

    def end_when_left(self, server: "uvicorn.Server") -> None:
        """Stop a server once everybody has left."""

        def watch() -> None:
            while not self.left():
                time.sleep(_CHECK_EVERY_S)
            server.should_exit = True

        threading.Thread(target=watch, daemon=True).start()
