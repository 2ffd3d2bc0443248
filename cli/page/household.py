"""One set of pages per person: nobody sees a mixture of several people's nights.

The nights of the unnamed person are at the root; those of ``sub-07`` are below ``/of/sub-07``,
served by the same handlers from that folder alone. Pages of one person link to nobody else, so
their address can be given to that person.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

from limbwatch.cli.history.nights import read_history
from limbwatch.cli.night.folder import SUBJECT
from limbwatch.cli.night.listed.people import NAMELESS, Person, by_person, people_of
from limbwatch.cli.page.guard import Application, Receive, Scope, Send
from limbwatch.cli.words import counted, figure

_PREFIX: Final = "/of/"
"""Begins the paths of a person's pages."""
_KEPT: Final = 32
"""Most people whose pages are kept in memory; chosen. Others are rebuilt when asked for."""


def path_of(person: Person) -> str:
    """Return the path of a person's pages below the root; empty for the unnamed person."""
    return f"{_PREFIX}{quote(person.folders[0])}" if person.folders else ""


class PersonDispatcher:
    """Dispatches each request to the pages of the person that its path names."""

    def __init__(self, nights: Path, pages_of: Callable[[Person], Application]) -> None:
        self._nights = nights
        self._pages_of = lru_cache(_KEPT)(pages_of)
        self._nameless = pages_of(NAMELESS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        if not path.startswith(_PREFIX):
            await self._nameless(scope, receive, send)
            return
        name, _, rest = path.removeprefix(_PREFIX).partition("/")
        pages = self._pages(name)
        inner = scope if pages is None else {**scope, "path": f"/{rest}"}
        # an unknown person: the unnamed person's pages answer that there is no such path
        await (pages or self._nameless)(inner, receive, send)

    def _pages(self, name: str) -> Application | None:
        """Return the pages of the person of that exact name; never build a path from it."""
        person = Person(name.removeprefix(SUBJECT))
        if not name.startswith(SUBJECT) or person not in people_of(self._nights):
            return None
        return self._pages_of(person)


def members(nights: Path) -> list[Mapping[str, Any]]:
    """List everybody who has a night, each with their own figures, for the template."""
    return [_member(person, folders) for person, folders in by_person(nights)]


def _member(person: Person, folders: list[Path]) -> Mapping[str, Any]:
    history = read_history(folders)
    values: list[Any] = [point.index for point in history.rated]
    return {
        "words": person.words,
        "path": path_of(person),
        "nights": counted(len(folders), "night"),
        "newest": history.points[-1].day.isoformat() if history.points else "",
        "index": figure(median(values) if values else None, 1),
        "rated": len(values),
    }
