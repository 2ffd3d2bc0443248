"""What the page answers when a person corrects a night, or tells something of it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import CORRECTIONS, NOTES, REPORT
from limbwatch.cli.page import changes
from limbwatch.cli.page.answers import answer_asked
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.cli.page.tellings import note, tell
from limbwatch.sensor import SensorError


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """The answers to changes; the report in the night's folder is made anew behind them."""

    folder: Callable[[Request], Path]
    """Finds the night that a request names."""
    condensed: CondensedNights

    @property
    def routes(self) -> list[Route]:
        """Where it answers."""
        made = {"change": self._corrected, "notes": self._noted, "wearer": self._of_the_wearer}
        return [
            Route(f"/night/{{name:path}}/{what}", self._answering(make), methods=["POST"])
            for what, make in made.items()
        ]

    def _answering(
        self, make: Callable[[Path, Mapping[str, Any]], Response]
    ) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            return await answer_asked(request, lambda asked: make(self.folder(request), asked))

        return answer

    def _corrected(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        before = changes.index_of(folder)
        line = changes.change(folder, asked)
        after = changes.index_of(folder)
        said: dict[str, Any] = {"number": None, "before": before, "after": after}
        if line is not None:
            said |= {"number": line.number, "what": changes.words_of(folder, line)}
        return self._answered(folder, said, changed=line is not None)

    def _noted(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        said = note(folder, asked)
        return self._answered(folder, said, changed=said["changed"])

    def _of_the_wearer(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        return JSONResponse(tell(folder, asked))  # for the doctor's pages: no report holds it

    def _answered(self, folder: Path, said: Mapping[str, Any], *, changed: bool) -> Response:
        stale = changed or _is_behind(folder)
        return JSONResponse(said, background=BackgroundTask(self._renew, folder) if stale else None)

    def _renew(self, folder: Path) -> None:
        """Make the report in the night's folder anew: it says what was just changed."""
        # else the old one stays; what is wrong with the night is said where it is looked at
        with suppress(CommandError, SensorError, OSError):
            self.condensed.renew_report(folder)


def _is_behind(folder: Path) -> bool:
    """Tell whether the report is older than what was told: no disk took it then."""
    told = [folder / name for name in (NOTES, CORRECTIONS) if (folder / name).exists()]
    made = folder / REPORT
    since = made.stat().st_mtime_ns if made.exists() else 0
    return any(one.stat().st_mtime_ns > since for one in told)
