"""Recordings prepared, started and stopped from the page."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from limbwatch.cli.asked_limits import FASTEST, LISTEN_S
from limbwatch.cli.errors import CommandError
from limbwatch.cli.immobilisation import BEFORE
from limbwatch.cli.night.folder import CAPTURE, list_nights, night_name
from limbwatch.cli.page.answers import NoSuchNight, answer, answer_asked
from limbwatch.cli.page.running import LiveView, Phase
from limbwatch.cli.reading.scenarios import listed_scenarios
from limbwatch.cli.recording.asked.worn import SIMULATED
from limbwatch.cli.recording.unattended.apart import DetachedRecorder, RecordingWish
from limbwatch.cli.recording.wish_to_stop import LOCK, ask_to_stop
from limbwatch.sensor import Placement, SensorError
from limbwatch.sensor.capture.captured_recordings import sensors_of_capture
from limbwatch.sensor.capture.disk.lock import is_held
from limbwatch.sensor.capture.disk.opening import open_capture


class Offered(NamedTuple):
    """A sensor that the page offers for recording."""

    sensor: str
    """As ``record --sensor`` takes it."""
    name: str
    """As a person knows it."""
    kind: str = ""
    """As ``record --device`` takes it; empty when unknown."""
    placement: str = ""
    """Where it was worn last; empty when it was not."""
    rssi: int | None = None
    """Signal strength, dBm; None when it was not heard."""
    battery: str = ""
    """Last battery level; empty when unknown."""
    heard: str = "now"
    """``now``, ``connected`` or ``last time``."""


class Tonight:
    """Prepares, starts and stops a person's recordings, which run in processes of their own.

    The live view shows whether one is running, whoever started it.
    """

    def __init__(self, nights: Path, live: LiveView) -> None:
        self._nights = nights
        self._live = live
        self._recorder = DetachedRecorder(nights)
        self._starting = Lock()

    @property
    def trouble(self) -> str:
        """What the last recording reported if it ended badly."""
        return self._recorder.trouble()

    @property
    def starting(self) -> bool:
        """Whether a recording is being started and has no folder yet."""
        return self._starting.locked()

    @property
    def running(self) -> bool:
        """Whether a recording in this folder is running or being scored."""
        state = self._live.look()
        # a recording killed minutes ago still looks alive, but nobody holds its lock
        lock = self._nights / state.name / LOCK
        begun = state.phase in (Phase.STARTING, Phase.RECORDING)
        return self._recorder.running or (begun and is_held(lock))

    def content(self) -> dict[str, Any]:
        """Return the template values of the page."""
        return {
            "running": self.running,
            "offered": self.last_time(),
            "placements": [(placement.value, placement.words) for placement in Placement],
            "scenarios": listed_scenarios(),
            "before_test": BEFORE,
        }

    def last_time(self) -> tuple[Offered, ...]:
        """Return the sensors of the newest recording, as they were worn."""
        for folder in reversed(list_nights(self._nights, holding=(CAPTURE,))):
            try:
                return _recorded_sensors(folder / CAPTURE)
            except (SensorError, sqlite3.Error, ValueError, TypeError, AttributeError):
                continue  # fall back to an older recording
        return ()

    def scan(self) -> list[dict[str, Any]]:
        """Listen for Bluetooth sensors like ``limbwatch devices``; return fields of `Offered`.

        Raises
        ------
        CommandError
            While a recording runs, which needs the radio.
        SensorError
            If there is no Bluetooth.
        """
        from limbwatch.sensor.devices import recognised
        from limbwatch.sensor.radio.ble import BleTransport

        self._refuse_while_running()
        known = {last.sensor: last for last in self.last_time()}
        sensors = []
        for heard in asyncio.run(BleTransport(None).scan(LISTEN_S)):
            device = recognised(heard.name, heard.services)
            if device is None:
                continue
            before = known.get(heard.address)
            offered = Offered(
                sensor=heard.address,
                name=heard.name or heard.address,
                kind=device.kind,
                placement="" if before is None else before.placement,
                rssi=heard.rssi,
                battery="" if before is None else before.battery,
                heard="connected" if heard.connected else "now",
            )
            sensors.append(offered._asdict())
        return sensors

    def start(self, asked: Mapping[str, Any]) -> str:
        """Start a recording and return the name of its night.

        ``asked`` is like ``{"sensors": [{"sensor": "AA:BB", "placement": "ankle_left", "kind":
        "polar"}], "until": "07:30", "speed": 60, "test": false}``; without ``until`` a recording
        ends when it is stopped, a test after an hour.

        Raises
        ------
        CommandError
            If one is already running, the request is impossible, or it could not begin.
        ValueError
            If a field is of another type.
        """
        wish = _recording_wish(asked)
        with self._starting:
            self._refuse_while_running()
            return self._recorder.start(wish)

    def stop(self, asked: Mapping[str, Any]) -> None:
        """Ask a running recording, ``{"name": "ses-2/2026-03-14"}``, to end and be scored.

        Raises
        ------
        NoSuchNight
            If there is none of that name.
        CommandError
            If nothing is being recorded there.
        """
        name = asked.get("name")
        for folder in list_nights(self._nights, holding=(CAPTURE,)):
            if night_name(self._nights, folder) == name:
                ask_to_stop(folder)
                return
        raise NoSuchNight(name)

    def _refuse_while_running(self) -> None:
        if self.running:
            raise CommandError(
                "a recording is running in this folder; stop it first, or wait until it ends"
            )


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


def _recorded_sensors(capture: Path) -> tuple[Offered, ...]:
    batteries: dict[int, str] = {}
    with closing(open_capture(capture)) as base:
        for sensor, detail in base.execute(
            "SELECT sensor, detail FROM event WHERE kind = 'battery' ORDER BY id"
        ):
            percent = json.loads(detail).get("percent")
            if percent is not None:
                batteries[sensor] = f"{percent:.0f} %"
    return tuple(
        Offered(
            sensor=worn.address,
            name=worn.name or worn.address,
            kind="" if worn.address.startswith(SIMULATED) else worn.kind,
            placement=worn.placement.value,
            battery=batteries.get(worn.number, ""),
            heard="last time",
        )
        for worn in sensors_of_capture(capture)
    )


def _recording_wish(asked: Mapping[str, Any]) -> RecordingWish:
    sensors = asked.get("sensors")
    if not isinstance(sensors, Sequence) or isinstance(sensors, str):
        raise ValueError("sensors is a list")  # noqa: TRY004 - the page's, not the code's
    worn = [_require_texts(sensor) for sensor in sensors]
    speed = asked.get("speed")
    if speed is not None and (isinstance(speed, bool) or not isinstance(speed, int | float)):
        raise ValueError(f"speed is a number, not {str(speed)[:40]!r}")
    if speed is not None and not 1 <= speed <= FASTEST:
        raise ValueError(f"speed is 1 to {FASTEST}, not {speed:g}")
    test = asked.get("test", False)
    if not isinstance(test, bool):
        raise ValueError(f"test is true or false, not {str(test)[:40]!r}")  # noqa: TRY004 - as above
    until = asked.get("until", "")
    if not isinstance(until, str):
        raise ValueError(  # noqa: TRY004 - the page's, not the code's
            f"until is a time such as 07:30, not {str(until)[:40]!r}"
        )
    return RecordingWish(
        sensors=tuple(f"{sensor['placement']}={sensor['sensor']}" for sensor in worn),
        devices=tuple(
            f"{sensor['placement']}={sensor['kind']}" for sensor in worn if sensor.get("kind")
        ),
        until=until,
        speed=speed,
        test=test,
    )


def _require_texts(sensor: Any) -> Mapping[str, str]:
    if not isinstance(sensor, Mapping) or not all(
        isinstance(value, str) for value in sensor.values()
    ):
        raise ValueError("each sensor has a sensor, a placement and a kind, as texts")
    if missing := {"sensor", "placement"} - set(sensor):
        raise ValueError(f"a sensor has no {sorted(missing)[0]}")
    return sensor
