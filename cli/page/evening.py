"""Handlers of starting and stopping a recording."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from limbwatch.cli.page.answers import answer, answer_asked
from limbwatch.cli.page.tonight import Tonight


@dataclass(frozen=True, slots=True)
class RecordingHandlers:
    """Handlers of the page that begins and ends a recording."""

    tonight: Tonight
    page: Callable[..., str]
    """Renders a template with values."""
    looking: asyncio.Lock
    """Held during requests that keep the server busy for seconds."""

    @property
    def routes(self) -> list[Route]:
        """Routes of these handlers."""
        return [
            Route("/tonight", self.evening),
            Route("/tonight/scan", self.scan, methods=["POST"]),
            Route("/tonight/start", self.start, methods=["POST"]),
            Route("/tonight/stop", self.stop, methods=["POST"]),
        ]

    async def evening(self, _: Request) -> Response:
        """Show the page on which a recording is started."""
        return await answer(
            lambda: HTMLResponse(self.page("tonight.html.jinja", **self.tonight.content()))
        )

    async def scan(self, request: Request) -> Response:
        """Listen for sensors, for one browser at a time."""
        async with self.looking:
            return await answer_asked(
                request, lambda _: JSONResponse({"sensors": self.tonight.scan()})
            )

    async def start(self, request: Request) -> Response:
        """Start a recording in a process of its own."""
        return await answer_asked(
            request, lambda asked: JSONResponse({"name": self.tonight.start(asked)})
        )

    async def stop(self, request: Request) -> Response:
        """Ask the running recording to end."""

        def make(asked: Mapping[str, Any]) -> Response:
            self.tonight.stop(asked)
            return JSONResponse({"asked": True})

        return await answer_asked(request, make)
