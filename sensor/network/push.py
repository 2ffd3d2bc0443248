"""A receiver in the local network, for phones that push their samples.

It listens on every interface, so nothing that arrives is trusted: whoever does not know the secret
in the address learns nothing, bodies and waiting times are bounded, and messages are parsed in
another thread than the recording's.
"""

import asyncio
import secrets
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

import uvicorn

from limbwatch.sensor.errors import DeviceRefused, LinkLost, SensorError
from limbwatch.sensor.network.relay import AppSamples, Relay, RelayConnection
from limbwatch.sensor.network.sensor_logger import Messages, PushSource
from limbwatch.sensor.radio.transport import Found, Sought

LARGEST: Final = 2**21
"""Longest message, bytes. 10 s of four channels at 200 Hz are about 1 MB; chosen by us."""
_BODY_S: Final = 10.0
"""Wait for a whole message to arrive, seconds."""
_HEARD_S: Final = 10.0
"""Wait for somebody to listen to a message before the phone is told that nobody does, seconds."""
_AT_ONCE: Final = 16
"""Most requests at once: each phone has one or two under way."""

_Asgi = MutableMapping[str, Any]


@dataclass(slots=True, kw_only=True, eq=False)
class Pushing:
    """A phone that is expected to push."""

    body: PushSource
    messages: Messages = field(init=False)
    relay: Relay = field(default_factory=Relay)
    trouble: str = ""

    def __post_init__(self) -> None:
        self.messages = Messages(body=self.body)


class PushReceiver:
    """Receives the pushes of a night's phones.

    The secret is the first part of every path. ``expected`` gives, for the last part of each
    phone's path, the device whose acceleration is taken.
    """

    def __init__(self, secret: str, expected: Mapping[str, PushSource]) -> None:
        self._loop = asyncio.get_running_loop()
        self._phones = {name: Pushing(body=body) for name, body in expected.items()}
        self._paths = {f"/{secret}/{name}": name for name in expected}
        self._reading = threading.Lock()
        self._ended = False
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def open(self, port: int, host: str = "0.0.0.0") -> int:  # noqa: S104 - phones must reach it
        """Listen at a port, 0 for any, and return it.

        Raises
        ------
        OSError
            If another program listens there.
        """
        listener = socket.create_server((host, port))
        settings = uvicorn.Config(
            self._answer,
            interface="asgi3",  # it does not look into methods
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(settings)
        # in its own thread, it leaves Ctrl-C to the recording
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True, name="pushes"
        )
        self._thread.start()
        return int(listener.getsockname()[1])

    def refuse(self) -> None:
        """Acknowledge no more messages: the recording ends."""
        self._ended = True

    async def close(self) -> None:
        """Stop listening."""
        self.refuse()
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            await asyncio.to_thread(self._thread.join, 5.0)

    def transport(self, name: str) -> "PushTransport":
        """Return the transport of one phone, by its expected name."""
        return PushTransport(self._phones[name], name)

    async def _answer(
        self,
        scope: _Asgi,
        receive: Callable[[], Awaitable[_Asgi]],
        send: Callable[[_Asgi], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            return
        name = self._phone_at(scope["path"])
        if name is None:
            await _reply(send, 404, "not found")
        elif scope["method"] != "POST":
            await _reply(send, 405, "limbwatch waits for Sensor Logger's HTTP push here")
        else:
            await _reply(send, *await self._taken(self._phones[name], receive))

    def _phone_at(self, path: str) -> str | None:
        """Return the phone that a path belongs to, in a time that reveals nothing of the secret."""
        asked = path.encode("utf-8", "replace")
        found = [
            name for own, name in self._paths.items() if secrets.compare_digest(own.encode(), asked)
        ]
        return found[0] if found else None

    async def _taken(
        self, phone: Pushing, receive: Callable[[], Awaitable[_Asgi]]
    ) -> tuple[int, str]:
        try:
            async with asyncio.timeout(_BODY_S):
                body = await _body(receive)
        except TimeoutError:
            return 408, "the message took too long"
        if body is None:
            return 413, f"a message may have {LARGEST} bytes; choose a shorter batch period"
        try:
            taken = await asyncio.to_thread(self._parse, phone, body)
        except SensorError as error:
            await self._hand_on(phone, None, str(error))
            return 400, str(error)
        if await self._hand_on(phone, taken, ""):
            return 200, "ok"
        return 503, "nothing is recorded now"

    def _parse(self, phone: Pushing, body: bytes) -> AppSamples | None:
        with self._reading:
            return phone.messages.take(body)

    async def _hand_on(self, phone: Pushing, taken: AppSamples | None, trouble: str) -> bool:
        """Deliver samples in the recorder's loop; return whether they were recorded."""
        working = self._deliver(phone, taken, trouble)
        try:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(working, self._loop))
        except (RuntimeError, asyncio.CancelledError):  # the loop has ended
            working.close()
            return False

    async def _deliver(self, phone: Pushing, taken: AppSamples | None, trouble: str) -> bool:
        if self._ended:
            return False
        phone.trouble = trouble
        phone.relay.battery = phone.messages.battery
        if taken is None:
            return True
        phone.relay.take(taken)
        try:
            async with asyncio.timeout(_HEARD_S):
                await phone.relay.heard.wait()
        except TimeoutError:
            return False
        return not self._ended or phone.relay.listener is not None


class PushTransport:
    """The transport of one phone that pushes; its name is the last part of its path."""

    def __init__(self, phone: Pushing, name: str) -> None:
        self._phone = phone
        self._name = name

    async def find(self, sought: Sought, seconds: float) -> Found:
        """Wait for a message of the phone."""
        relay = self._phone.relay
        relay.came.clear()
        if not relay.waits:
            try:
                async with asyncio.timeout(seconds):
                    await relay.came.wait()
            except TimeoutError as error:
                if self._phone.trouble:
                    raise DeviceRefused(self._phone.trouble) from error
                raise LinkLost(
                    f"nothing has come from Sensor Logger in {seconds:.0f} s. On the phone: HTTP "
                    f"Push on, Push URL as it was printed (it ends in /{self._name}), in the same "
                    "network as this computer, and a recording started"
                ) from error
        return Found(
            address=sought.sensor,
            name=f"Sensor Logger {self._phone.messages.device}".rstrip(),
            services=frozenset(),
            rssi=None,
            handle=None,
        )

    async def connect(
        self, found: Found, *, lost: Callable[[], None], seconds: float
    ) -> RelayConnection:
        """Connect to the phone's messages."""
        del found, lost, seconds

        async def cannot(_command: bytes) -> None:
            """Do nothing: Sensor Logger takes no commands."""

        async def closed() -> None:
            """Do nothing: messages are still accepted."""

        return RelayConnection(self._phone.relay, command=cannot, closed=closed)


async def _body(receive: Callable[[], Awaitable[_Asgi]]) -> bytes | None:
    """Read a body; None if it is too large."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


async def _reply(send: Callable[[_Asgi], Awaitable[None]], status: int, text: str) -> None:
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close") if status != 200 else (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
