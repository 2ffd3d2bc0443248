"""The app phyphox, polled through its remote interface for new samples.

Sources: phyphox/phyphox-docs ``docs/remote-interface/index.md``; the two servers,
``RemoteServer.java`` (phyphox-android) and ``ExperimentWebServer.swift`` (phyphox-ios). A phone's
buffers outlast a break of the network: nothing is lost as long as they are large enough.
"""

import asyncio
import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.devices.phone import START, Convention
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.network.relay import AppSamples, Relay, RelayConnection
from limbwatch.sensor.radio.transport import Found, Sought

LARGEST: Final = 2**24
"""Longest answer, bytes: an hour of 50 Hz. Chosen by us."""
POLL_S: Final = 0.5
"""Pause between two requests, seconds; chosen by us."""
_ANSWER_S: Final = 4.0
_DAY_S: Final = 86_400.0
_LATEST_S: Final = 90_000.0
"""Experiment time beyond which eight digits no longer tell samples apart, seconds: the app for
Android writes no more (``RemoteServer.java``, ``handleGet``), so a night must begin well before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buffers:
    """Names of an experiment's acceleration buffers."""

    x: str
    y: str
    z: str
    time: str
    title: str
    """Title of the experiment."""

    @classmethod
    def of(cls, config: Any) -> "Buffers":
        """Find the buffers in the answer to ``/config``.

        Raises
        ------
        DeviceRefused
            If the open experiment does not measure acceleration with gravity.
        """
        title = str(config.get("title", "an experiment"))
        for entry in config.get("inputs", ()):
            if str(entry.get("source")).lower() != "accelerometer":
                continue
            names = {kind: str(name) for one in entry["outputs"] for kind, name in one.items()}
            if {"x", "y", "z", "t"} <= names.keys():
                x, y, z, t = (names[kind] for kind in "xyzt")
                return cls(x=x, y=y, z=z, time=t, title=title)
        raise DeviceRefused(
            f"phyphox shows {title!r}, which does not measure acceleration with gravity. Open "
            "limbwatch.phyphox or the experiment Acceleration with g"
        )

    def since(self, seconds: float) -> str:
        """Return the request for samples after an experiment time, seconds."""
        after, time = f"{seconds:.9g}", quote(self.time)
        axes = "&".join(f"{quote(name)}={after}%7C{time}" for name in (self.x, self.y, self.z))
        return f"/get?{time}={after}&{axes}"


class PhyphoxTransport:
    """The radio of one phone that runs phyphox."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._relay = Relay()
        self._session = ""
        self._newest_s = 0.0

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Ask the phone for its open experiment."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                config = await self._ask("/config")
                break
            except LinkLost:
                if asyncio.get_running_loop().time() + POLL_S > deadline:
                    raise
                await asyncio.sleep(POLL_S)
        buffers = Buffers.of(config)
        return Found(
            address=sought.sensor,
            name=f"phyphox, {buffers.title}",
            services=frozenset(),
            rssi=None,
            handle=buffers,
        )

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> RelayConnection:
        """Start polling; after a break, continue where the last answer ended."""
        del seconds
        assert isinstance(found.handle, Buffers)  # noqa: S101 - ours, from `find`
        buffers = found.handle
        await self._check_experiment(buffers)
        polling = asyncio.create_task(self._poll(buffers, lost))

        async def command(data: bytes) -> None:
            # starting what already runs may begin a countdown
            if (data == START) != await self._check_experiment(buffers):
                await self._ask(f"/control?cmd={data.decode()}")

        async def closed() -> None:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

        return RelayConnection(self._relay, command=command, closed=closed)

    async def _check_experiment(self, buffers: Buffers) -> bool:
        """Check the experiment and its time; return whether it measures."""
        answer = await self._ask(f"/get?{quote(buffers.time)}")
        try:
            values = answer["buffer"][buffers.time]["buffer"]
            session, measuring = str(answer["status"]["session"]), answer["status"]["measuring"]
        except (LookupError, TypeError) as error:
            raise LinkLost("phyphox shows another experiment now") from error
        if session != self._session:
            # leave out what was measured before the recording began
            value = values[-1] if isinstance(values, list) and values else None
            self._newest_s = float(value) if isinstance(value, int | float) else 0.0
            self._session = session
        if self._newest_s > _LATEST_S - _DAY_S:
            raise DeviceRefused(
                f"phyphox has measured for {self._newest_s / 3600:.1f} h already, and its time "
                "stamps would become too coarse before the night is over; clear its data (the bin)"
            )
        return bool(measuring)

    async def _poll(self, buffers: Buffers, lost: Callable[[], None]) -> None:
        try:
            while True:
                answer = await self._ask(buffers.since(self._newest_s))
                session = str(answer["status"]["session"])
                if session != self._session:
                    break  # another experiment, or the same one reopened: its time starts anew
                taken = samples(answer, buffers)
                if taken is not None:
                    self._newest_s = float(taken.time_ns[-1]) / 1e9
                    self._relay.take(taken)
                await asyncio.sleep(POLL_S)
        except (LinkLost, LookupError, TypeError, ValueError, AttributeError):
            pass
        lost()

    async def _ask(self, path: str) -> Any:
        try:
            return await asyncio.to_thread(_fetch_json, self._host, self._port, path)
        except (OSError, http.client.HTTPException) as error:
            raise LinkLost(
                f"phyphox does not answer at {self._host}:{self._port}. Switch on its remote "
                "access, and look at the address it shows; phone and computer must be in the same "
                "network"
            ) from error
        except (ValueError, RecursionError) as error:
            raise LinkLost(f"what answers at {self._host}:{self._port} is not phyphox") from error


def _fetch_json(host: str, port: int, path: str) -> Any:
    """Send one request and parse the answer; the server needs a connection for each."""
    connection = http.client.HTTPConnection(host, port, timeout=_ANSWER_S)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        response = connection.getresponse()
        body = response.read(LARGEST + 1)
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK or len(body) > LARGEST:
        raise ValueError(f"status {response.status}, {len(body)} bytes")
    answer = json.loads(body)
    if not isinstance(answer, dict):
        raise ValueError("no mapping")  # noqa: TRY004 - as for any other answer
    return answer


def samples(answer: Any, buffers: Buffers) -> AppSamples | None:
    """Extract the samples of an answer; None if there is nothing new.

    The phone reads the four buffers one after the other while it measures, so that later ones may
    be longer; they are cut.
    """

    def column(name: str) -> Array:
        return np.array(answer["buffer"][name]["buffer"], dtype=np.float64)

    time, *axes = (column(name) for name in (buffers.time, buffers.x, buffers.y, buffers.z))
    count = min(map(len, (time, *axes)))
    xyz = np.stack([axis[:count] for axis in axes], axis=1)
    time_ns = np.round(time[:count] * 1e9)
    good = np.isfinite(xyz).all(axis=1) & np.isfinite(time_ns)
    good &= np.diff(time_ns, prepend=-1) > 0
    if not good.any():
        return None
    return AppSamples(
        time_ns[good].astype(np.int64), xyz[good].astype(np.float32), Convention.METRES
    )
