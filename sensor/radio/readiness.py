"""Whether the system lets this program use Bluetooth yet: macOS asks a person the first time."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from limbwatch.sensor.errors import BluetoothUnavailable, LinkLost
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.patience import RadioPatience

T = TypeVar("T")

ASKING: Final = (
    "macOS may be asking whether this program may use Bluetooth; allow it in that dialog, which "
    "may lie behind other windows."
)


@dataclass(slots=True, kw_only=True)
class Readiness:
    """Waits for the system's first answer as long as a person needs for its dialog."""

    patience: RadioPatience
    platform: str
    say: Callable[[str], None]
    """Gets words for the person while they are waited for."""
    _answered: bool = False
    _asked: bool = False

    async def answer_to(self, work: Coroutine[Any, Any, T], what: str) -> T:
        """Wait for a call; ``what`` is asked, for the message.

        Raises
        ------
        LinkLost
            If it does not answer.
        BluetoothUnavailable
            If macOS did not answer, as while its dialog is open.
        """
        if self._answered or self.platform != "darwin":
            return await bounded(work, self.patience.start, what)
        # the library waits for the dialog without an end, and nothing tells that it is open
        telling = asyncio.get_running_loop().call_later(self.patience.start, self._ask_once)
        try:
            answer = await bounded(work, self.patience.dialog, what)
        except LinkLost as error:
            if error.__cause__ is not None:
                raise
            raise BluetoothUnavailable(
                f"macOS did not let this program use Bluetooth in {self.patience.dialog:.0f} s. If "
                "it asks in a dialog, allow it there; else allow the program that this one was "
                "started from, such as Terminal, in System Settings, Privacy & Security, Bluetooth"
            ) from error
        finally:
            telling.cancel()
        self._answered = True
        return answer

    def _ask_once(self) -> None:
        """Tell of the dialog, though several sensors may wait for it."""
        if not self._asked:
            self._asked = True
            self.say(ASKING)
