"""How long the recorder waits for each step."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Waiting times, seconds.

    The rules come from clients that lasted whole nights (OpenSeizureDetector: back-off 1, 2, 4,
    8, 16 s for ever) and from reports of those that did not: a watchdog must watch data, because
    a system may say "connected" while nothing arrives.
    """

    scan: float = 15.0
    """Wait for a sensor to advertise."""
    connect: float = 20.0
    """Wait for a connection and its services."""
    answer: float = 5.0
    """Wait for the answer to a command."""
    back_off: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """Pauses between attempts; the last one repeats for ever."""
    stall_frames: float = 3.0
    """Usual intervals without a notification..."""
    stall_extra: float = 2.0
    """...plus this time, after which the stream counts as stalled."""
    first_data: float = 6.0
    """Wait for the first notification after a start."""
    battery: float = 600.0
    """Interval between readings of the battery."""
    silence: float = 120.0
    """Time without data after which the person is told."""
    flush: float = 0.5
    """Interval between writes to disk: not above one second."""
    clock: float = 60.0
    """Interval between notes of the clocks."""


PATIENCE = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioPatience:
    """Longest waits for calls to the adapter, seconds: none of them may hold up a night.

    Chosen by us. A healthy BlueZ answers within milliseconds; the adapter itself answers
    within tenths of seconds.
    """

    start: float = 5.0
    """Wait for discovery to begin."""
    stop: float = 2.0
    """Wait for discovery to end."""
    turn: float = 3.0
    """Time after which other connections are made beside one that is still being waited for."""
    take_over: float = 8.0
    """Wait for the services of a link that the system already has."""
    close: float = 5.0
    """Wait for a link to end."""
    look_again: float = 5.0
    """Interval between checks of the system's links: a desktop may connect a sensor meanwhile."""
    equal_names: float = 1.2
    """Wait for a second sensor of the same name: sensors advertise several times a second when
    awake, once a second when they save power."""
    new_address: float = 3.0
    """Wait for the known address before the learned name suffices."""
    dialog: float = 60.0
    """Wait for a person to answer the dialog in which macOS asks for permission."""
    links: float = 2.0
    """Wait for Windows to list its connected devices before each search, which otherwise goes
    without them."""
    stale: float = 0.5
    """Wait for the end of a link to be reported, before the link counts as one that a crashed
    service never ended."""


RADIO_PATIENCE = RadioPatience()
