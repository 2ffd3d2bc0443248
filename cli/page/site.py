"""Routes of the local page and the answers behind them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import ChoiceLoader, PackageLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.history_page import history_content
from limbwatch.cli.history.month_grid import weekdays
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.nights_sheet import doctors_nights
from limbwatch.cli.history.since import since_of
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.folder import list_nights, newest, night_name
from limbwatch.cli.night.listed.people import NAMELESS, Person, people_of, place_of_person
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.answers import NoSuchNight, answer
from limbwatch.cli.page.assets import asset_routes, page_asset
from limbwatch.cli.page.change_handlers import ChangeHandlers
from limbwatch.cli.page.condensed import CondensedNights
from limbwatch.cli.page.guard import Application, Guard
from limbwatch.cli.page.household import PersonDispatcher, members, path_of
from limbwatch.cli.page.night_content import night_content
from limbwatch.cli.page.rescan import rescan_values
from limbwatch.cli.page.running import LiveView, Phase
from limbwatch.cli.page.shelf import cards, month_of_night
from limbwatch.cli.page.tonight import RecordingHandlers, Tonight
from limbwatch.cli.program import program
from limbwatch.cli.report.document import report
from limbwatch.cli.report.sheet import doctors_pages, sheet_style
from limbwatch.cli.report.templating import asset, policy_of, templates


def page_application(
    nights: Path,
    *,
    token: str,
    hosts: frozenset[str],
    installable: bool = False,
    recording: bool = False,
) -> Application:
    """Return the application that serves the nights of a folder.

    Every path begins with the secret ``token``; ``hosts`` are the allowed Host headers with their
    ports. Phones can install a page that is ``installable``.
    """
    condensed = CondensedNights()

    def pages_of(person: Person) -> Application:
        page = _Page(
            nights,
            f"/{token}",
            person=person,
            condensed=condensed,
            installable=installable,
            recording=recording,
        )
        return Starlette(routes=_routes(page, installable=installable))

    return Guard(inner=PersonDispatcher(nights, pages_of), token=token, hosts=hosts)


def _routes(page: "_Page", *, installable: bool) -> list[Route]:
    return [
        *asset_routes(page.root, installable=installable),
        *([] if page.evening is None else page.evening.routes),
        Route("/", page.latest),
        Route("/nights", page.history),
        Route("/nights/doctor.html", page.doctor_nights),
        Route("/live", page.live),
        Route("/live/events", page.live_events),
        *([] if page.whose.subject else [Route("/people", page.people)]),
        # the name of a night in a session contains a slash: ses-2/2026-03-14
        Route("/night/{name:path}/rescan", page.rescan),
        Route("/night/{name:path}/report.html", page.report),
        Route("/night/{name:path}/doctor.html", page.doctor),
        *page.changes.routes,
        Route("/night/{name:path}", page.night),
    ]


def live_application(
    nights: Path, *, token: str, hosts: frozenset[str], installable: bool = False
) -> Application:
    """Return the application that shows the running recording and accepts no change."""
    page = _Page(nights, f"/{token}", installable=installable)
    routes = [
        *asset_routes(f"/{token}", installable=installable),
        Route("/", page.live),
        Route("/live", page.live),
        Route("/live/events", page.live_events),
    ]
    return Guard(inner=Starlette(routes=routes), token=token, hosts=hosts)


class _Page:
    """Request handlers for one person's nights; each reads the folder anew."""

    def __init__(
        self,
        nights: Path,
        root: str,
        *,
        person: Person = NAMELESS,
        condensed: CondensedNights | None = None,
        installable: bool,
        recording: bool = False,
    ) -> None:
        self.root = f"{root}{path_of(person)}"
        self._all_nights = nights
        self._common_root = root
        self.whose = person
        self._nights = place_of_person(nights, person)
        self._installable = installable
        self._live = LiveView(self._nights)
        self._tonight = Tonight(self._nights, self._live) if recording else None
        self._busy = asyncio.Lock()
        self.evening = (
            RecordingHandlers(self._tonight, self._page, self._busy) if self._tonight else None
        )
        self._condensed = condensed or CondensedNights()
        self.changes = ChangeHandlers(self._folder, self._condensed)
        self._templates = templates().overlay(
            loader=ChoiceLoader(
                [
                    PackageLoader("limbwatch.cli.page", "templates"),
                    PackageLoader("limbwatch.cli.report", "templates"),
                ]
            )
        )

    def _page(self, template: str, **values: Any) -> str:
        return self._templates.get_template(template).render(
            **values,
            root=self.root,
            whose=self.whose.words,
            people=f"{self._common_root}/people" if people_of(self._all_nights) else "",
            installable=self._installable,
            recording=self._tonight is not None,
            program=program(),
            scripts=_scripts(template),
        )

    def _folder(self, request: Request) -> Path:
        """Find a night by its exact name among the nights there are; never build a path from it."""
        name = request.path_params["name"]
        for folder in list_nights(self._nights):
            if night_name(self._nights, folder) == name:
                return folder
        raise NoSuchNight(name)

    async def latest(self, _: Request) -> Response:
        """Redirect to the newest night."""
        found = await run_in_threadpool(list_nights, self._nights)
        if found:
            name = quote(night_name(self._nights, newest(found)))
            return RedirectResponse(f"{self.root}/night/{name}", status_code=303)
        others = await run_in_threadpool(people_of, self._all_nights)
        if others and self.whose == NAMELESS:
            return RedirectResponse(f"{self.root}/people", status_code=303)
        return HTMLResponse(self._page("empty.html.jinja"))

    async def people(self, _: Request) -> Response:
        """List everybody whose nights are in the folder, each with their own figures."""
        return await answer(
            lambda: HTMLResponse(self._page("people.html.jinja", members=members(self._all_nights)))
        )

    async def night(self, request: Request) -> Response:
        """Show one night."""
        return await answer(lambda: HTMLResponse(self._night(self._folder(request))))

    def _night(self, folder: Path) -> str:
        shelf = cards(self._nights)
        name = night_name(self._nights, folder)
        return self._page(
            "page.html.jinja",
            **night_content(folder, self._condensed),
            name=name,
            cards=shelf,
            leaf=month_of_night(shelf, name),
            weekdays=weekdays(),
        )

    async def rescan(self, request: Request) -> Response:
        """Score a night with other thresholds: takes seconds, so one request at a time."""

        def make() -> Response:
            factor = float(request.query_params.get("factor", "nan"))
            return JSONResponse(rescan_values(read_night(self._folder(request)), factor=factor))

        async with self._busy:
            return await answer(make)

    async def live(self, _: Request) -> Response:
        """Show the running recording."""
        return HTMLResponse(self._page("live.html.jinja"))

    async def live_events(self, request: Request) -> Response:
        """Send the state of the recording every second while the client listens."""

        async def states() -> AsyncIterator[str]:
            # a browser that reconnects sends the id of the last event it saw
            followed = unquote(request.headers.get("last-event-id", ""))
            while not await request.is_disconnected():
                state = await run_in_threadpool(self._live.look, followed)
                followed = state.name or followed
                if self._tonight is not None and self._tonight.starting:
                    state = replace(state, phase=Phase.STARTING, name="")
                elif self._tonight is not None and state.phase is not Phase.RECORDING:
                    state = replace(state, said=translate_trouble(self._tonight.trouble))
                yield state.event
                await asyncio.sleep(1)

        return StreamingResponse(states(), media_type="text/event-stream")

    async def history(self, request: Request) -> Response:
        """Show all nights, and compare those since a day or a note with those before."""
        asked = request.query_params.get("since", "")

        def make() -> Response:
            history = read_history(list_nights(self._nights), nights=self._nights)
            since, trouble = None, ""
            try:
                since = since_of(history, asked) if asked else None
            except CommandError as error:
                trouble = f"{translate_trouble(str(error))}."
            shown = history_content(history, since=since)
            text = self._page("nights_page.html.jinja", **shown, trouble=trouble)
            return HTMLResponse(text, status_code=400 if trouble else 200)

        return await answer(make)

    async def report(self, request: Request) -> Response:
        """Send the report of a night as a file to download."""

        def make() -> Response:
            folder = self._folder(request)
            name = "".join(c for c in folder.name if c.isascii() and (c.isalnum() or c in "-_"))
            headers = {"Content-Disposition": f'attachment; filename="limbwatch-{name}.html"'}
            return HTMLResponse(report(read_night(folder)), headers=headers)

        return await answer(make)

    async def doctor(self, request: Request) -> Response:
        """Show the pages for the doctor, to be printed by the browser."""
        return await answer(
            lambda: _paper_response(doctors_pages(read_night(self._folder(request))))
        )

    async def doctor_nights(self, _: Request) -> Response:
        """Show the pages for the doctor on all nights, to be printed by the browser."""
        return await answer(lambda: _paper_response(doctors_nights(list_nights(self._nights))))


def _paper_response(page: str) -> Response:
    """Answer with a page for paper; the common policy would block the style inside it."""
    policy = f"{policy_of(sheet_style())}; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _scripts(template: str) -> list[str]:
    """Return the scripts that a page runs."""
    match template:
        case "page.html.jinja":
            return [asset("report.js"), page_asset("page.js")]
        case "live.html.jinja" | "tonight.html.jinja":
            return [page_asset(template.replace(".html.jinja", ".js"))]
    return []
