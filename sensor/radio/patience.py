"""How long the recorder waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Waiting times, seconds.

    The rules come from clients that lasted whole nights (OpenSeizureDetector: back-off 1, 2, 4,
    8, 16 s for ever) and from reports of those that did not: a watchdog must watch data, because
    a system may say "connected" while nothing arrives.
    """

    scan: float = 15.0
    """For a sensor to advertise."""
    connect: float = 20.0
    """For a connection and its services."""
    answer: float = 5.0
    """For the answer to a command."""
    back_off: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """Between attempts; the last one for ever."""
    stall_frames: float = 3.0
    """Ordinary times between notifications without one..."""
    stall_extra: float = 2.0
    """...and this on top, until the stream counts as stalled."""
    first_data: float = 6.0
    """For the first notification after a start."""
    battery: float = 600.0
    """Between readings of the battery."""
    silence: float = 120.0
    """Without data until the person is told."""
    flush: float = 0.5
    """Between writes to disk: not above one second."""
    clock: float = 60.0
    """Between notes of the clocks."""


PATIENCE = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioPatience:
    """Waiting times of calls to the adapter, seconds: none of them may hold up a night.

    Chosen by us. BlueZ answers within milliseconds when it is well; the adapter itself answers
    within tenths of seconds.
    """

    start: float = 5.0
    stop: float = 2.0
    """`start` and `stop`: for discovery to begin, and to end."""
    turn: float = 3.0
    """A connection that takes longer is still waited for, but others are made beside it."""
    take_over: float = 8.0
    """For the services of a link that the system has already."""
    close: float = 5.0
    """For a link to end."""
    look_again: float = 5.0
    """Between looks at the system's links: a desktop may take a sensor while it is looked for."""
    equal_names: float = 1.2
    """For a second sensor of the same name to show: sensors advertise several times a second when
    awake, once a second when they save power."""
    new_address: float = 3.0
    """For the address that is known, before the name that was learned is enough."""
    dialog: float = 60.0
    """For a person to answer the dialog in which macOS asks for its permission."""
    links: float = 2.0
    """For Windows to list the devices it is connected to, before each search; it is made without
    them then."""
    stale: float = 0.5
    """For the end of a link to be told, before it is taken for one that a service which crashed
    never ended."""


RADIO_PATIENCE = RadioPatience()
