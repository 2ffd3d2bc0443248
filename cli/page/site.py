"""What the local page answers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

from jinja2 import ChoiceLoader, PackageLoader
from starlette.applications import Starlette
from starlette.background import BackgroundTask
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

from limbwatch.classify.kind import Kind
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.history_page import history_content
from limbwatch.cli.history.month_grid import WEEKDAYS
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.nights_sheet import doctors_nights
from limbwatch.cli.history.since import since_of
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.contents import NightSource, read_night
from limbwatch.cli.night.corrections import Correction, last_undo, read_corrections, standing
from limbwatch.cli.night.folder import CORRECTIONS, NOTES, REPORT, list_nights
from limbwatch.cli.night.notes import EXERCISE, FIELDS, notes_changed, read_notes
from limbwatch.cli.night.questions import ANSWERS, grouped
from limbwatch.cli.night.wearer import SEXES, WearerFacts, read_wearer, wearer_changed
from limbwatch.cli.page import changes
from limbwatch.cli.page.answers import NoSuchNight, answer, answer_asked
from limbwatch.cli.page.assets import asset_routes
from limbwatch.cli.page.guard import Application, Guard
from limbwatch.cli.page.rescan import OCTAVES, can_rescan, rescan
from limbwatch.cli.page.running import LiveView, Phase
from limbwatch.cli.page.shelf import cards, leaf
from limbwatch.cli.page.tonight import Tonight
from limbwatch.cli.program import program
from limbwatch.cli.report.document import content, report, templates, write_report
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.cli.report.traces import NightEnvelope, envelopes_of
from limbwatch.cli.words import clock
from limbwatch.sensor import Placement

_OFFERED = tuple(kind for kind in Kind if kind is not Kind.PLM)
"""A person says what a movement was; whether it was periodic is for the rules to say."""
_KEPT = 4
"""Nights whose condensed samples are kept in memory, some megabytes each."""


def page_application(
    nights: Path,
    *,
    token: str,
    hosts: frozenset[str],
    installable: bool = False,
    recording: bool = False,
) -> Application:
    """Make the application that serves the nights of a folder.

    Parameters
    ----------
    nights : Path
    token : str
        Secret that every path begins with.
    hosts : frozenset of str
        Allowed Host headers, with port.
    installable : bool
        Whether a phone may put the page on its home screen.
    recording : bool
        Whether recordings are started and stopped from it.

    Returns
    -------
    Application
        ASGI.
    """
    page = _Page(nights, token, installable=installable, recording=recording)
    evening = [
        Route("/tonight", page.evening),
        Route("/tonight/scan", page.scan, methods=["POST"]),
        Route("/tonight/start", page.start, methods=["POST"]),
        Route("/tonight/stop", page.stop, methods=["POST"]),
    ]
    routes = [
        *asset_routes(f"/{token}", installable=installable),
        *(evening if recording else []),
        Route("/", page.latest),
        Route("/nights", page.history),
        Route("/nights/doctor.html", page.doctor_nights),
        Route("/live", page.live),
        Route("/live/events", page.live_events),
        Route("/night/{name}/rescan", page.rescan),
        Route("/night/{name}", page.night),
        Route("/night/{name}/report.html", page.report),
        Route("/night/{name}/doctor.html", page.doctor),
        Route("/night/{name}/change", page.change, methods=["POST"]),
        Route("/night/{name}/notes", page.notes, methods=["POST"]),
        Route("/night/{name}/wearer", page.wearer, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), token=token, hosts=hosts)


def live_application(
    nights: Path, *, token: str, hosts: frozenset[str], installable: bool = False
) -> Application:
    """Make the application that shows the running recording and nothing else.

    Parameters
    ----------
    nights : Path
    token : str
    hosts : frozenset of str
    installable : bool
        As for `page_application`.

    Returns
    -------
    Application
        ASGI; it takes no change.
    """
    page = _Page(nights, token, installable=installable, recording=False)
    routes = [
        *asset_routes(f"/{token}", installable=installable),
        Route("/", page.live),
        Route("/live", page.live),
        Route("/live/events", page.live_events),
    ]
    return Guard(Starlette(routes=routes), token=token, hosts=hosts)


class _Page:
    """The answers, each from the folder as it is now."""

    def __init__(self, nights: Path, token: str, *, installable: bool, recording: bool) -> None:
        self._nights = nights
        self._root = f"/{token}"
        self._installable = installable
        self._live = LiveView(nights)
        self._tonight = Tonight(nights, self._live) if recording else None
        self._looking = asyncio.Lock()
        self._renewing = Lock()
        self._condensed: dict[object, tuple[NightEnvelope, ...]] = {}
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
            root=self._root,
            installable=self._installable,
            recording=self._tonight is not None,
            program=program(),
        )

    def _folder(self, request: Request) -> Path:
        """Find a night by its exact name among the names there are: no path is ever built."""
        name = request.path_params["name"]
        for folder in list_nights(self._nights):
            if folder.name == name:
                return folder
        raise NoSuchNight(name)

    async def latest(self, _: Request) -> Response:
        """Go to the newest night."""
        found = await run_in_threadpool(list_nights, self._nights)
        if not found:
            return HTMLResponse(self._page("empty.html.jinja"))
        return RedirectResponse(f"{self._root}/night/{found[-1].name}", status_code=303)

    async def night(self, request: Request) -> Response:
        """Show a night."""
        return await answer(lambda: HTMLResponse(self._night(self._folder(request))))

    def _night(self, folder: Path) -> str:
        night = read_night(folder)
        shelf = cards(self._nights)
        shown = content(night, envelopes=self._envelopes(night))
        lines = _lines(folder)
        return self._page(
            "page.html.jinja",
            **shown,
            editing=True,
            name=folder.name,
            cards=shelf,
            leaf=leaf(shelf, folder.name),
            weekdays=WEEKDAYS,
            offered=[{"value": k.value, "lane": EXPLANATIONS[k].lane} for k in _OFFERED],
            form=_form(folder),
            bed=_bed(shown["corrected"].night),
            undo=bool(standing(lines)),
            redo=last_undo(lines) is not None,
            noted_before=notes_changed(folder),
            exercise=EXERCISE,
            wearer=_wearer(folder),
            sexes=SEXES,
            answers=ANSWERS,
            questions=grouped(),
            told_before=wearer_changed(folder),
            octaves=OCTAVES if can_rescan(night) else None,
            dial=_dial(),
        )

    def _envelopes(self, night: NightSource) -> tuple[NightEnvelope, ...]:
        """Condense samples once, for they do not change while a person looks at them."""
        paths = [path for place in night.places if (path := night.recording(place)).exists()]
        key = tuple((str(path), path.stat().st_mtime_ns) for path in paths)
        if key not in self._condensed:
            while len(self._condensed) >= _KEPT:
                self._condensed.pop(next(iter(self._condensed)), None)
            self._condensed[key] = envelopes_of(night)
        return self._condensed[key]

    async def rescan(self, request: Request) -> Response:
        """Say what other thresholds would find: some seconds of work, one look at a time."""

        def make() -> Response:
            factor = float(request.query_params.get("factor", "nan"))
            night = rescan(read_night(self._folder(request)), factor=factor)
            sensors = night.summary.coverage
            return JSONResponse(
                {
                    "mg": {
                        Placement(one.placement).words: 1000 * (one.threshold_g or 0.0)
                        for one in sensors
                    },
                    "movements": night.summary.limb_movements.count,
                    "onsets": [e.onset for e in night.events if e.kind is Kind.PLM and e.asleep],
                    "index": night.summary.plm.index_per_hour,
                }
            )

        async with self._looking:
            return await answer(make)

    async def live(self, _: Request) -> Response:
        """Show the running recording."""
        return HTMLResponse(self._page("live.html.jinja"))

    async def live_events(self, request: Request) -> Response:
        """Send the age of its data, second by second, as long as somebody listens."""

        async def states() -> AsyncIterator[str]:
            # a browser that lost us says what it had seen last
            followed = unquote(request.headers.get("last-event-id", ""))
            while not await request.is_disconnected():
                state = await run_in_threadpool(self._live.look, followed)
                followed = state.name or followed
                if self._tonight is not None and state.phase is not Phase.RECORDING:
                    state = replace(state, said=self._tonight.trouble)
                yield state.event
                await asyncio.sleep(1)

        return StreamingResponse(states(), media_type="text/event-stream")

    async def evening(self, _: Request) -> Response:
        """Show what a recording is started with."""
        tonight = self._evening()
        return await answer(
            lambda: HTMLResponse(self._page("tonight.html.jinja", **tonight.content()))
        )

    async def scan(self, request: Request) -> Response:
        """Listen for sensors, for one browser at a time."""
        tonight = self._evening()
        async with self._looking:
            return await answer_asked(request, lambda _: JSONResponse({"sensors": tonight.scan()}))

    async def start(self, request: Request) -> Response:
        """Start a recording in a process of its own."""
        tonight = self._evening()
        return await answer_asked(
            request, lambda asked: JSONResponse({"name": tonight.start(asked)})
        )

    async def stop(self, request: Request) -> Response:
        """Ask the running recording to end."""
        tonight = self._evening()

        def make(asked: Mapping[str, Any]) -> Response:
            tonight.stop(asked)
            return JSONResponse({"asked": True})

        return await answer_asked(request, make)

    def _evening(self) -> Tonight:
        assert self._tonight is not None  # noqa: S101 - its routes are there with it alone
        return self._tonight

    async def history(self, request: Request) -> Response:
        """Show all nights, and those since a day or a note against those before."""
        asked = request.query_params.get("since", "")

        def make() -> Response:
            history = read_history(list_nights(self._nights))
            since, trouble = None, ""
            try:
                since = since_of(history, asked) if asked else None
            except CommandError as error:
                trouble = f"{error}."
            shown = history_content(history, since=since)
            text = self._page("nights_page.html.jinja", **shown, trouble=trouble)
            return HTMLResponse(text, status_code=400 if trouble else 200)

        return await answer(make)

    async def report(self, request: Request) -> Response:
        """Give the report file of a night."""

        def make() -> Response:
            folder = self._folder(request)
            name = "".join(c for c in folder.name if c.isascii() and (c.isalnum() or c in "-_"))
            headers = {"Content-Disposition": f'attachment; filename="limbwatch-{name}.html"'}
            return HTMLResponse(report(read_night(folder)), headers=headers)

        return await answer(make)

    async def doctor(self, request: Request) -> Response:
        """Give the pages for the doctor, to be printed by the browser."""
        return await answer(lambda: HTMLResponse(doctors_pages(read_night(self._folder(request)))))

    async def doctor_nights(self, _: Request) -> Response:
        """Give the pages for the doctor on all nights, to be printed by the browser."""
        return await answer(lambda: HTMLResponse(doctors_nights(list_nights(self._nights))))

    async def change(self, request: Request) -> Response:
        """Correct a night."""

        def make(asked: Mapping[str, Any]) -> Response:
            folder = self._folder(request)
            before = changes.index_of(folder)
            line = changes.change(folder, asked)
            after = changes.index_of(folder)
            number = None if line is None else line.number
            answer = {"number": number, "before": before, "after": after}
            stale = line is not None or _is_behind(folder)
            renew = BackgroundTask(self._renew, folder) if stale else None
            return JSONResponse(answer, background=renew)

        return await answer_asked(request, make)

    async def notes(self, request: Request) -> Response:
        """Replace the notes of a night."""

        def make(asked: Mapping[str, Any]) -> Response:
            folder = self._folder(request)
            changed = changes.note(folder, asked)
            stale = changed or _is_behind(folder)
            renew = BackgroundTask(self._renew, folder) if stale else None
            return JSONResponse({"changed": changed}, background=renew)

        return await answer_asked(request, make)

    async def wearer(self, request: Request) -> Response:
        """Replace what is told of the person, for the doctor's pages."""

        def make(asked: Mapping[str, Any]) -> Response:
            return JSONResponse({"changed": changes.tell(self._folder(request), asked)})

        return await answer_asked(request, make)

    def _renew(self, folder: Path) -> None:
        """Make the report in the night's folder anew: it says what was just changed."""
        with self._renewing, suppress(CommandError, OSError):  # else the old one stays
            write_report(folder, at_hand=self._envelopes(read_night(folder)))


def _is_behind(folder: Path) -> bool:
    """Tell whether the report is older than what was told: no disk took it then."""
    told = [folder / name for name in (NOTES, CORRECTIONS) if (folder / name).exists()]
    made = folder / REPORT
    since = made.stat().st_mtime_ns if made.exists() else 0
    return any(one.stat().st_mtime_ns > since for one in told)


def _dial() -> list[tuple[str, str]]:
    """Name places on the slider of thresholds: percent of its width, and the factor there."""
    low, high = OCTAVES
    edge = 4.0  # the thumb stops half its width from either end
    return [
        (f"{edge + (100 - 2 * edge) * (at - low) / (high - low):.1f}", f"{2.0**at:.2g}")
        for at in (low, *range(ceil(low), int(high) + 1))
    ]


def _form(folder: Path) -> Mapping[str, Any]:
    try:
        told = read_notes(folder).told
    except CommandError:
        told = {}  # the page says so further down
    return {name: told.get(name) for name in FIELDS}


def _wearer(folder: Path) -> WearerFacts | None:
    try:
        return read_wearer(folder)
    except CommandError:
        return None  # the page says so where it would be shown


def _lines(folder: Path) -> tuple[Correction, ...]:
    try:
        return read_corrections(folder)
    except CommandError:
        # the page says so, and still shows the night
        return ()


def _bed(night: NightSource) -> Mapping[str, str]:
    bed = night.summary.sleep.in_bed_s
    if bed is None:
        return {"bedtime": "", "rising": ""}
    return {"bedtime": clock(night.start, bed[0]), "rising": clock(night.start, bed[1])}
