"""What limbwatch has to know about a kind of sensor."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Protocol

from limbwatch.sensor.devices.packet import Decoder
from limbwatch.sensor.errors import SensorError

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
"""Bluetooth SIG assigned number: Battery Level, one byte of percent."""


WEAK_PERCENT = 15.0
"""Charge at which a person is told, percent; chosen by us."""


def within(service: str, characteristic: str) -> str:
    """Name a characteristic by its service as well, where several services have one of its UUID."""
    return f"{service}/{characteristic}"


class Link(Protocol):
    """A connection as a device's set-up sees it; characteristics are named by lower-case UUID.

    One that several services have is named by `within`.

    Every method raises ``LinkLost`` when the connection is gone or does not answer in time.
    """

    def has(self, characteristic: str) -> bool:
        """Whether the sensor offers this characteristic."""
        ...

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        ...

    async def write(self, characteristic: str, data: bytes, *, response: bool = True) -> None:
        """Write a value; without ``response`` nobody confirms it."""
        ...

    async def subscribe(self, characteristic: str) -> None:
        """Have notifications or indications sent from now on; twice is once."""
        ...

    async def request(
        self,
        characteristic: str,
        data: bytes,
        *,
        accept: Callable[[bytes], bool],
        response: bool = True,
    ) -> bytes:
        """Write, and wait for the first subscribed notification that ``accept`` takes."""
        ...

    async def listen(self, seconds: float, *, most: int = 0) -> list[tuple[float, bytes]]:
        """Wait, and give what came of what is subscribed to, each with its second; at the most.

        Parameters
        ----------
        seconds : float
        most : int
            Notifications after which nothing is waited for any more; 0 for no such number.
        """
        ...

    async def pause(self, seconds: float) -> None:
        """Wait where the vendor asks for it."""
        ...

    @property
    def before(self) -> "Settings | None":
        """How the sensor was set in an earlier connection of this recording; None in its first."""
        ...

    async def keep(self, name: str, value: int) -> int:
        """Keep how the sensor was set before; give, and remember, what was kept first.

        It holds over connections, and for a recording that is gone on with: only what is found
        first is the owner's. It is on the disk before anything else is set.
        """
        ...

    @property
    def memory(self) -> dict[str, int]:
        """What the device's set-up wants to know again later in this connection."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the recorder asks of a sensor; the sensor gives the nearest that it can.

    Parameters
    ----------
    rate : float
        Samples per second, Hz. 50 Hz keeps the shape of a kick and costs little battery.
    range_g : float
        Full scale, g. Jerks of a free ankle reach 4-6 g.
    """

    rate: float = 50.0
    range_g: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the sensor was set to: all that its decoder needs besides the bytes.

    Parameters
    ----------
    rate : float
        Nominal samples per second, Hz.
    range_g : float or None
        Full scale, g; None when the sensor does not tell.
    extra : mapping
        What else this kind of decoder needs; plain numbers and strings.
    """

    rate: float
    range_g: float | None
    extra: Mapping[str, float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.rate > 0:
            raise ValueError(f"rate must be positive, not {self.rate} Hz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """State of charge.

    Parameters
    ----------
    percent : float or None
        0 to 100; None when the sensor tells only a voltage.
    volts : float or None
        Cell voltage, when the sensor tells it.
    charging : bool
        Whether it hangs on its charger.
    """

    percent: float | None
    volts: float | None = None
    charging: bool = False


async def stops_by_itself(_link: Link) -> None:
    """Do nothing: such a sensor stops when nobody is subscribed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One kind of sensor: how to recognise, start, read and stop it.

    Parameters
    ----------
    kind : str
        Word on the command line and in files.
    title : str
        The models it stands for.
    service, data : str
        UUIDs of the service, and of its characteristic whose notifications go to the decoder.
    recognises : callable
        From advertised name and service UUIDs (lower case) to whether it is one.
    start : callable
        Set the sensor up and start its stream. Must also work on a sensor that still streams
        from before. Raises ``DeviceRefused`` or ``LinkLost``.
    stop : callable
        Stop the stream, so that the sensor can sleep; not needed where it stops when nobody is
        subscribed.
    decoder : callable
        A fresh decoder for one connection.
    battery : callable
        Read the battery; None when it cannot be read.
    silence_s : float
        Longest time between two notifications of a healthy stream, seconds; the default is chosen.
    advice : str
        What a person can do when it stays silent.
    shared : bool
        Whether other kinds of device have a characteristic of the same UUID: then only its name,
        or the person, tells the kind.
    together : frozenset of str
        Characteristics of one that is shared which no other kind has together, named by `within`:
        they tell the kind of a sensor that was given another name.
    changes : callable
        Whether, so set, it sends a sample, one in a notification, only where it differs from the
        one before.
    needs_pulse : callable
        From the name that it tells and how it is set to whether it switches itself off where it
        finds no heart rate, as at an ankle.
    fastest : float
        Most samples per second that it gives, Hz, where those are few.
    assumed : callable
        What its data were taken for, in words, where no document says what they are; else empty.
    """

    kind: str
    title: str
    service: str
    data: str
    recognises: Callable[[str, frozenset[str]], bool]
    start: Callable[[Link, Wish], Coroutine[Any, Any, Settings]]
    stop: Callable[[Link], Coroutine[Any, Any, None]] = stops_by_itself
    decoder: Callable[[Settings], Decoder]
    battery: Callable[[Link], Coroutine[Any, Any, Battery | None]]
    silence_s: float = 2.0
    advice: str
    shared: bool = False
    together: frozenset[str] = frozenset()
    changes: Callable[[Settings], bool] = lambda _settings: False
    needs_pulse: Callable[[str, Settings], bool] = lambda _name, _settings: False
    fastest: float = inf
    assumed: Callable[[Settings], str] = lambda _settings: ""


async def battery_level(link: Link, characteristic: str = BATTERY_LEVEL) -> Battery | None:
    """Read one byte of percent, by default of the Battery Service, which most sensors have.

    Returns
    -------
    Battery or None
        None when the sensor has no such service or its value is not a percentage.
    """
    if not link.has(characteristic):
        return None
    value = await link.read(characteristic)
    if len(value) != 1 or value[0] > 100:
        return None
    return Battery(percent=value[0])


def nearest(wanted: float, offered: tuple[float, ...]) -> float:
    """Choose the smallest offered value that is not below the wish, or the largest of all.

    Parameters
    ----------
    wanted : float
    offered : tuple of float
        In any order; at least one.

    Raises
    ------
    SensorError
        If nothing is offered.
    """
    if not offered:
        raise SensorError("the sensor offers no setting to choose from; restart it and try again")
    enough = [value for value in offered if value >= wanted * 0.999]
    return min(enough) if enough else max(offered)
