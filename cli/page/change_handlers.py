"""Handlers of corrections, notes and facts that a person enters."""

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
from limbwatch.cli.page.answer_changes import change_notes, change_wearer
from limbwatch.cli.page.answers import answer_asked
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.sensor import SensorError


@dataclass(frozen=True, slots=True)
class ChangeHandlers:
    """Handlers of changes; each rewrites the night's report in the background."""

    folder: Callable[[Request], Path]
    """Finds the night that a request names."""
    condensed: CondensedNights

    @property
    def routes(self) -> list[Route]:
        """Routes of these handlers."""
        handlers = {"change": self._correct, "notes": self._note, "wearer": self._tell_wearer}
        return [
            Route(f"/night/{{name:path}}/{name}", self._handle(handler), methods=["POST"])
            for name, handler in handlers.items()
        ]

    def _handle(
        self, make: Callable[[Path, Mapping[str, Any]], Response]
    ) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            return await answer_asked(request, lambda asked: make(self.folder(request), asked))

        return answer

    def _correct(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        before = changes.index_of(folder)
        line = changes.change(folder, asked)
        after = changes.index_of(folder)
        body: dict[str, Any] = {"number": None, "before": before, "after": after}
        if line is not None:
            body |= {"number": line.number, "what": changes.words_of(folder, line)}
        return self._respond(folder, body, changed=line is not None)

    def _note(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        body = change_notes(folder, asked)
        return self._respond(folder, body, changed=body["changed"])

    def _tell_wearer(self, folder: Path, asked: Mapping[str, Any]) -> Response:
        return JSONResponse(
            change_wearer(folder, asked)
        )  # only the doctor's pages show it, no report

    def _respond(self, folder: Path, body: Mapping[str, Any], *, changed: bool) -> Response:
        stale = changed or _is_behind(folder)
        return JSONResponse(body, background=BackgroundTask(self._renew, folder) if stale else None)

    def _renew(self, folder: Path) -> None:
        """Rewrite the report in the night's folder, which should show the change."""
        # on failure the old report stays; what is wrong with the night is said where it is shown
        with suppress(CommandError, SensorError, OSError):
            self.condensed.renew_report(folder)


def _is_behind(folder: Path) -> bool:
    """Return whether the report is older than notes or corrections, as after a full disk."""
    sources = [folder / name for name in (NOTES, CORRECTIONS) if (folder / name).exists()]
    report = folder / REPORT
    written = report.stat().st_mtime_ns if report.exists() else 0
    return any(source.stat().st_mtime_ns > written for source in sources)
