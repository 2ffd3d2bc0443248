"""The phones of a night: where they push to, and where they are asked."""

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
_PHYPHOX: Final = re.compile(r"phone:phyphox@(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>\d+))?")
_PHYPHOX_PORT: Final = 8080

_FORMS: Final = (
    "phone:sensorlogger (what the app Sensor Logger pushes), watch:sensorlogger (its watch's), or "
    "phone:phyphox@192.168.1.20:8080 (the address that phyphox shows for remote access)"
)


def is_phone(sensor: str) -> bool:
    """Whether a sensor is named as a phone is.

    Raises
    ------
    CommandError
        If it begins so and is none that is known.
    """
    if not sensor.startswith(("phone:", "watch:")):
        return False
    if sensor not in PUSHING and _phyphox(sensor) is None:
        raise CommandError(f"--sensor {sensor!r} is no phone that limbwatch knows; write {_FORMS}")
    return True


def _phyphox(sensor: str) -> tuple[str, int] | None:
    found = _PHYPHOX.fullmatch(sensor)
    port = int(found["port"] or _PHYPHOX_PORT) if found else 0
    return (found["host"].strip("[]"), port) if found and 0 < port < 2**16 else None


@dataclass(slots=True, kw_only=True)
class Phones:
    """The phones of a night."""

    worn: dict[str, str]
    """Sensor as named, by placement; only those that are phones."""
    port: int
    """Where pushes are taken."""
    terminal: Terminal
    _receiver: "PushReceiver | None" = field(default=None)

    def open(self) -> None:
        """Listen for those that push, and say where to.

        Raises
        ------
        NetworkUnavailable
            If another program listens there.
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
            "Who knows it can send data into your recording, and the network can read what is "
            "sent: use your own network."
        )

    async def end_with(self, stop: asyncio.Event) -> None:
        """Tell phones, from the end of the recording on, that nothing is taken."""
        await stop.wait()
        if self._receiver is not None:
            self._receiver.refuse()

    async def close(self) -> None:
        """Listen no more."""
        if self._receiver is not None:
            await self._receiver.close()

    def transport(self, placement: str) -> "Transport":
        """Give the radio of one phone."""
        from limbwatch.sensor.network.phyphox import PhyphoxTransport

        asked = _phyphox(self.worn[placement])
        if asked is not None:
            return PhyphoxTransport(*asked)
        assert self._receiver is not None  # noqa: S101 - opened before
        return self._receiver.transport(placement)


def kept_secret(folder: Path | None = None) -> str:
    """Read the secret of the push address, or make it once, readable by its owner alone.

    It lies in a folder, that of the user's state when none is named.

    Raises
    ------
    NetworkUnavailable
        If something else lies in its place.
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
