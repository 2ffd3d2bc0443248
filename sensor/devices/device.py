"""A kind of sensor: what limbwatch has to know about it."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Protocol

from limbwatch.sensor.devices.packet import Decoder
from limbwatch.sensor.errors import SensorError

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
"""Bluetooth SIG assigned number: Battery Level, one byte of percent."""


WEAK_PERCENT = 15.0
"""Charge at which a person is warned, percent; chosen by us."""


def within(service: str, characteristic: str) -> str:
    """Qualify a characteristic by its service, for UUIDs that several services share."""
    return f"{service}/{characteristic}"


class Link(Protocol):
    """A connection as a device's set-up sees it.

    Characteristics are named by lower-case UUID, qualified by `within` where several services
    share it. Every method raises ``LinkLost`` if the connection is gone or does not answer in time.
    """

    def has(self, characteristic: str) -> bool:
        """Return whether the sensor offers this characteristic."""

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""

    async def write(self, characteristic: str, data: bytes, *, response: bool = True) -> None:
        """Write a value; without ``response`` the sensor does not confirm it."""

    async def subscribe(self, characteristic: str) -> None:
        """Subscribe to notifications or indications; a second call changes nothing."""

    async def request(
        self,
        characteristic: str,
        data: bytes,
        *,
        accept: Callable[[bytes], bool],
        response: bool = True,
    ) -> bytes:
        """Write, and return the first subscribed notification that ``accept`` accepts."""

    async def listen(self, seconds: float, *, most: int = 0) -> list[tuple[float, bytes]]:
        """Wait, and return the subscribed notifications that came, each with its second.

        Waiting ends early after ``most`` notifications; 0 is no limit.
        """

    async def pause(self, seconds: float) -> None:
        """Wait where the vendor's protocol requires it."""

    @property
    def before(self) -> "Settings | None":
        """Settings of an earlier connection of this recording; None in the first."""

    async def keep(self, name: str, value: int) -> int:
        """Store the sensor's original setting; return the value stored first.

        It lasts over connections and continued recordings: only the first value found is the
        owner's. It is on disk before anything else is set.
        """

    @property
    def memory(self) -> dict[str, int]:
        """Values that the set-up needs again later in this connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The settings that the recorder asks of a sensor, which applies the nearest it has."""

    rate: float = 50.0
    """Samples per second, Hz. 50 Hz keeps the shape of a kick and costs little battery."""
    range_g: float = 8.0
    """Full scale, g. Jerks of a free ankle reach 4-6 g."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings that a sensor applied: all that its decoder needs besides the bytes."""

    rate: float
    """Nominal samples per second, Hz."""
    range_g: float | None
    """Full scale, g; None if the sensor does not tell."""
    extra: Mapping[str, float | str] = field(default_factory=dict)
    """Further values for this kind of decoder; plain numbers and strings."""

    def __post_init__(self) -> None:
        if not self.rate > 0:
            raise ValueError(f"rate must be positive, not {self.rate} Hz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """The state of charge of a sensor."""

    percent: float | None
    """0 to 100; None if the sensor reports only a voltage."""
    volts: float | None = None
    """Cell voltage, if the sensor reports it."""
    charging: bool = False
    """Whether it is on its charger."""


async def stops_by_itself(_link: Link) -> None:
    """Do nothing: the sensor stops when nobody is subscribed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A kind of sensor: how to recognise, start, read and stop it."""

    kind: str
    """Word on the command line and in files."""
    title: str
    """The models of this kind."""
    service: str
    """UUID of its service."""
    data: str
    """UUID of the characteristic whose notifications go to the decoder."""
    recognises: Callable[[str, frozenset[str]], bool]
    """From an advertised name and service UUIDs (lower case), whether they are of this kind."""
    start: Callable[[Link, Wish], Coroutine[Any, Any, Settings]]
    """Set the sensor up and start its stream, also on a sensor that still streams from before.
    Raises ``DeviceRefused`` or ``LinkLost``."""
    stop: Callable[[Link], Coroutine[Any, Any, None]] = stops_by_itself
    """Stop the stream, so that the sensor can sleep; not needed if it stops when nobody is
    subscribed."""
    decoder: Callable[[Settings], Decoder]
    """Make a decoder for one connection."""
    battery: Callable[[Link], Coroutine[Any, Any, Battery | None]]
    """Read the battery; None if it cannot be read."""
    silence_s: float = 2.0
    """Longest time between two notifications of a healthy stream, seconds; 2 is chosen."""
    advice: str
    """What a person can do if it stays silent."""
    shared: bool = False
    """Whether other kinds have a characteristic with the same UUID: then only the name, or the
    person, tells the kind."""
    together: frozenset[str] = frozenset()
    """Characteristics of a shared kind, named by `within`, that no other kind has together: they
    tell the kind of a sensor that was renamed."""
    changes: Callable[[Settings], bool] = lambda _settings: False
    """Whether, with these settings, it sends a sample (one per notification) only when it differs
    from the one before."""
    needs_pulse: Callable[[str, Settings], bool] = lambda _name, _settings: False
    """From its name and settings, whether it switches itself off without a heart rate, as at an
    ankle."""
    fastest: float = inf
    """Highest rate, Hz, where that is low; of models that only a connection tells apart, that of
    the slowest."""
    assumed: Callable[[Settings], str] = lambda _settings: ""
    """What its data were assumed to be, in words, if no document says; otherwise empty."""


async def battery_level(link: Link, characteristic: str = BATTERY_LEVEL) -> Battery | None:
    """Read one byte of percent, by default from the Battery Service, which most sensors have.

    None if the sensor has no such service or the value is not a percentage.
    """
    if not link.has(characteristic):
        return None
    value = await link.read(characteristic)
    if len(value) != 1 or value[0] > 100:
        return None
    return Battery(percent=value[0])


def nearest(wanted: float, offered: tuple[float, ...]) -> float:
    """Return the smallest offered value not below the wish, or else the largest.

    Raises
    ------
    SensorError
        If nothing is offered.
    """
    if not offered:
        raise SensorError("the sensor offers no setting to choose from; restart it and try again")
    enough = [value for value in offered if value >= wanted * 0.999]
    return min(enough) if enough else max(offered)
