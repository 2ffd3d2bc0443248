"""Whose nights a page shows: everybody of a folder has pages of their own, and nobody a mixture.

The nights of the person who needs no name are at the root; those of ``sub-07`` are below
``/of/sub-07``, by the same answers over their folder alone. A page that was opened for one person
knows nobody else, so that its address can be given to that person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

from limbwatch.cli.history.nights import read_history
from limbwatch.cli.night.folder import SUBJECT
from limbwatch.cli.night.listed.people import NAMELESS, Person, by_person, people_of
from limbwatch.cli.page.guard import Application, Receive, Scope, Send
from limbwatch.cli.words import counted, figure

_OF: Final = "/of/"
_KEPT: Final = 32
"""People whose pages are kept; chosen: others are made again when they are asked for."""


def path_of(person: Person) -> str:
    """Tell where the pages of a person are, below the page's root; empty for the nameless one."""
    return f"{_OF}{quote(person.folders[0])}" if person.folders else ""


class Household:
    """Lead each request to the pages of the person it names among everybody's nights."""

    def __init__(self, nights: Path, pages_of: Callable[[Person], Application]) -> None:
        self._nights = nights
        self._pages_of = pages_of
        self._nameless = pages_of(NAMELESS)
        self._named: dict[str, Application] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        if not path.startswith(_OF):
            await self._nameless(scope, receive, send)
            return
        name, _, rest = path.removeprefix(_OF).partition("/")
        pages = self._pages(name)
        inner = scope if pages is None else {**scope, "path": f"/{rest}"}
        # nobody of that name: the nameless person's pages have no such path, and say so
        await (pages or self._nameless)(inner, receive, send)

    def _pages(self, name: str) -> Application | None:
        """Find a person by the exact name among those there are: no path is ever built."""
        person = Person(name.removeprefix(SUBJECT))
        if not name.startswith(SUBJECT) or person not in people_of(self._nights):
            return None
        if name not in self._named:
            while len(self._named) >= _KEPT:
                self._named.pop(next(iter(self._named)))
            self._named[name] = self._pages_of(person)
        return self._named[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person in the list of people."""

    words: str
    """Empty for the person who needs no name."""
    path: str
    """Of the person's pages, below the page's root."""
    nights: str
    """``7 nights``."""
    newest: str
    """Date of the newest night; empty when none can be read."""
    index: str
    """Median of the periodic movements per hour over the nights that have an index."""
    rated: int
    """Number of these nights."""


def members(nights: Path) -> tuple[Member, ...]:
    """List everybody who has a night, each with figures of their own."""
    return tuple(_member(person, folders) for person, folders in by_person(nights))


def _member(person: Person, folders: list[Path]) -> Member:
    history = read_history(folders)
    values: list[Any] = [point.index for point in history.rated]
    return Member(
        words=person.words,
        path=path_of(person),
        nights=counted(len(folders), "night"),
        newest=history.points[-1].day.isoformat() if history.points else "",
        index=figure(median(values) if values else None, 1),
        rated=len(values),
    )
