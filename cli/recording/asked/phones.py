"""The phones of a night: those that push data, and those that are polled."""

import asyncio
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.lan import own_address
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.errors import NetworkUnavailable

if TYPE_CHECKING:
    from limbwatch.sensor.network.push import PushReceiver
    from limbwatch.sensor.radio.transport import Transport

PUSHING: Final = {"phone:sensorlogger": "phone", "watch:sensorlogger": "watch"}
"""Device of each name of a sensor that pushes data."""
_PHYPHOX: Final = re.compile(r"phone:phyphox@(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>\d+))?")
_PHYPHOX_PORT: Final = 8080
"""Default port of phyphox."""

_FORMS: Final = (
    "phone:sensorlogger (what the app Sensor Logger pushes), watch:sensorlogger (its watch's), or "
    "phone:phyphox@192.168.1.20:8080 (the address that phyphox shows for remote access)"
)


def is_phone(sensor: str) -> bool:
    """Tell whether the name of a sensor is that of a phone.

    Raises
    ------
    CommandError
        If it begins like one but is not known.
    """
    if not sensor.startswith(("phone:", "watch:")):
        return False
    if sensor not in PUSHING and _parse_phyphox(sensor) is None:
        raise CommandError(
            f"--sensor {sensor!r} is not a phone that limbwatch knows; write {_FORMS}"
        )
    return True


def _parse_phyphox(sensor: str) -> tuple[str, int] | None:
    found = _PHYPHOX.fullmatch(sensor)
    port = int(found["port"] or _PHYPHOX_PORT) if found else 0
    return (found["host"].strip("[]"), port) if found and 0 < port < 2**16 else None


@dataclass(slots=True, kw_only=True)
class Phones:
    """The phones used as sensors in a night."""

    worn: dict[str, str]
    """Names of the sensors that are phones, by placement."""
    port: int
    """Port that receives pushed data."""
    terminal: Terminal
    _receiver: "PushReceiver | None" = field(default=None)

    def open(self) -> None:
        """Listen for phones that push, and print their address.

        Raises
        ------
        NetworkUnavailable
            If another program uses the port.
        """
        pushing = {name: sensor for name, sensor in self.worn.items() if sensor in PUSHING}
        if not pushing:
            return
        from limbwatch.sensor.network.push import PushReceiver
        from limbwatch.sensor.network.sensor_logger import PushSource

        secret = kept_secret()
        expected = {name: PushSource(PUSHING[sensor]) for name, sensor in pushing.items()}
        self._receiver = PushReceiver(secret, expected)
        try:
            port = self._receiver.open(self.port)
        except OSError as error:
            raise NetworkUnavailable(
                f"phones cannot push to port {self.port} ({error.strerror}); end the program that "
                "listens there, or name another port with --phone-port"
            ) from error
        for name in pushing:
            self.terminal.say(
                f"Sensor Logger, HTTP Push URL: http://{own_address()}:{port}/{secret}/{name}"
            )
        self.terminal.say(
            "It stays the same from night to night, as long as this computer keeps its address. "
            "Anyone who knows it can send data into your recording, and the network can read what "
            "is sent: use your own network."
        )

    async def end_with(self, stop: asyncio.Event) -> None:
        """Once the recording ends, refuse further data."""
        await stop.wait()
        if self._receiver is not None:
            self._receiver.refuse()

    async def close(self) -> None:
        """Stop listening."""
        if self._receiver is not None:
            await self._receiver.close()

    def transport(self, placement: str) -> "Transport":
        """Return the transport of one phone."""
        from limbwatch.sensor.network.phyphox import PhyphoxTransport

        asked = _parse_phyphox(self.worn[placement])
        if asked is not None:
            return PhyphoxTransport(*asked)
        assert self._receiver is not None  # noqa: S101 - opened before
        return self._receiver.transport(placement)


def kept_secret(folder: Path | None = None) -> str:
    """Return the secret in the push address, made once and readable by its owner alone.

    It is stored in ``folder``, by default that of the user's state.

    Raises
    ------
    NetworkUnavailable
        If another file is in its place.
    """
    from platformdirs import user_state_path

    place = folder or user_state_path("limbwatch", appauthor=False, ensure_exists=True)
    path = place / "phone-secret"
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii", errors="replace").strip()
        if re.fullmatch(r"[\w-]{16,}", kept):
            return kept
        raise NetworkUnavailable(
            f"{path} holds no secret of limbwatch; remove it, and a new one is made"
        ) from None
    secret = secrets.token_urlsafe(12)
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    return secret
