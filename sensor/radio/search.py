"""Identifying the sensor being searched among all that advertise."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.radio.patience import RadioPatience
from limbwatch.sensor.radio.transport import Found, Sought


@dataclass(slots=True, kw_only=True)
class Search:
    """Listens until the sensor is certain."""

    sought: Sought
    patience: RadioPatience
    _certain: Found | None = None
    _called: dict[str, Found] = field(default_factory=dict)
    _namesakes: set[str] = field(default_factory=set)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _sure: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, found: Found) -> None:
        """Handle an advertisement."""
        if self.sought.is_at(found.address):
            self._certain = found
            self._sure.set()
        elif self.sought.is_called(found):
            self._called[found.address] = found
        else:
            if self.sought.is_namesake(found):
                self._namesakes.add(found.address)
            return
        self._heard.set()

    async def result(self, seconds: float) -> Found | None:
        """Wait until it is certain which one it is; None if it did not show.

        Raises
        ------
        DeviceRefused
            If several sensors have its name.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._heard.wait()
        except TimeoutError:
            return None
        named = any(one.name.casefold() == self.sought.sensor.casefold() for one in self._matches())
        wait = self.patience.equal_names if named else self.patience.new_address
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._sure.wait()
        return self._certain or self._single_match()

    def _matches(self) -> list[Found]:
        return [*self._called.values(), *([self._certain] if self._certain else [])]

    def _single_match(self) -> Found:
        if len(self._called) > 1:
            addresses = ", ".join(sorted(self._called))
            (name, *_) = {one.name for one in self._called.values()}
            raise DeviceRefused(
                f"{len(self._called)} sensors called {name} are in range ({addresses}); name the "
                "one that is worn here by its address"
            )
        return next(iter(self._called.values()))

    def not_seen(self, seconds: float) -> LinkLost:
        """Return the error for a sensor that did not show, with possible reasons."""
        sought = self.sought
        others = ""
        if self._namesakes:
            others = (
                f". In range is another sensor of its name ({', '.join(sorted(self._namesakes))}), "
                f"which is not the one that recorded before ({sought.address})"
            )
        return LinkLost(
            f"{sought.sensor} is not in range or not switched on, or a phone is connected to it "
            f"(waited {seconds:.0f} s). Wake it, and close its app on every phone nearby{others}"
        )
