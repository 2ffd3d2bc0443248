"""Styles and scripts of the page, and the manifest with which a phone installs it."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from limbwatch.cli.report.templating import asset

_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'%3E%3Crect "
    "width='64' height='64' rx='12' fill='%2314171c'/%3E%3Cpath d='M8 40h10l4-22 6 34 5-20 3 8h20' "
    "fill='none' stroke='%2356b4e9' stroke-width='4' stroke-linejoin='round'/%3E%3C/svg%3E"
)
"""A movement on a dark square."""

_Answer = Callable[[Request], Awaitable[Response]]


def asset_routes(root: str, *, installable: bool) -> list[Route]:
    """Return the routes of the files that pages load, below ``root``."""
    # the page's style adds to the report's
    style = asset("report.css") + page_asset("page.css")
    routes = [
        Route("/style.css", _fixed(style, "text/css")),
        Route("/spoken.js", _fixed(asset("spoken.js"), "text/javascript")),
        Route("/report.js", _fixed(asset("report.js"), "text/javascript")),
        Route("/page.js", _fixed(page_asset("page.js"), "text/javascript")),
        Route("/tonight.js", _fixed(page_asset("tonight.js"), "text/javascript")),
        Route("/live.js", _fixed(page_asset("live.js"), "text/javascript")),
    ]
    if installable:
        routes.append(Route("/manifest.json", _manifest(root)))
    return routes


@cache
def page_asset(name: str) -> str:
    """Return the text of a style sheet or script of the page."""
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def _fixed(text: str, media_type: str) -> _Answer:
    async def answer(_: Request) -> Response:
        return Response(text, media_type=media_type)

    return answer


def _manifest(root: str) -> _Answer:
    content = {
        "name": "limbwatch",
        "short_name": "limbwatch",
        "start_url": f"{root}/",
        "scope": f"{root}/",
        "display": "standalone",
        "background_color": "#14171c",
        "theme_color": "#14171c",
        "icons": [{"src": _ICON, "sizes": "any", "type": "image/svg+xml"}],
    }

    async def answer(_: Request) -> Response:
        return JSONResponse(content, media_type="application/manifest+json")

    return answer
