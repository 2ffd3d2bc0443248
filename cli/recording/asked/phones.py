"""The phones of a night: those that push data, and those that are polled."""

import asyncio
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from limbwatch.cli.errors import CommandError, reason_of
from limbwatch.cli.lan import own_address
from limbwatch.cli.own_folder import is_temporary, own_folder
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
_SECRET: Final = "phone-secret"  # noqa: S105 - a file's name
"""Name of the file of the secret in the address that phones push to."""

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

        kept_in = secret_file()
        secret = kept_secret(kept_in)
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
        if is_temporary(kept_in.parent):
            self.terminal.warn(
                f"nothing can be kept in your home, so the secret of this address lies in {kept_in}"
                ": once the system empties that folder, the address is another one."
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


def secret_file() -> Path:
    """Return the file of the secret in the push address, which need not exist yet.

    Raises
    ------
    NetworkUnavailable
        If no folder can be written to.
    """
    from platformdirs import user_state_path

    home = user_state_path("limbwatch", appauthor=False)
    if (home / _SECRET).exists():
        return home / _SECRET
    try:
        return own_folder(home) / _SECRET
    except OSError as error:
        raise NetworkUnavailable(
            f"the secret in a phone's address cannot be kept: {reason_of(error)}. Let yourself "
            f"write to {home}"
        ) from error


def kept_secret(path: Path) -> str:
    """Return the secret in the push address, made once and readable by its owner alone.

    Raises
    ------
    NetworkUnavailable
        If another file is in its place, or it cannot be written.
    """
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
