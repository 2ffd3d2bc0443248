"""Sensors on the command line: ``PLACEMENT=ADDRESS``, ``phone:APP``, ``sim:SCENARIO``."""

from dataclasses import dataclass

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.cli.reading.scenarios import parse_scenario
from limbwatch.cli.recording.asked.phones import PUSHING, is_phone
from limbwatch.sensor import Placement, SensorError
from limbwatch.sensor.devices import Device, device_of_kind
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.recording import SIMULATED_ADDRESS
from limbwatch.sensor.typed_words import meant, typed

SIMULATED = SIMULATED_ADDRESS
"""Prefix of the names of simulated sensors."""

_MOST = 4
"""Most sensors of a night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WornSensor:
    """A sensor of the night and its placement."""

    target: Target
    scenario: str | None
    """Name of the simulated night it plays; None for a real sensor."""
    phone: bool = False
    """Whether it sends through the network instead of Bluetooth."""


def parse_worn(arguments: list[str], devices: list[str]) -> tuple[WornSensor, ...]:
    """Parse ``--sensor`` and ``--device``: a kind for all sensors, or ``PLACEMENT=KIND``.

    A sensor is ``PLACEMENT=ADDRESS``, ``PLACEMENT=NAME``, ``PLACEMENT=phone:APP`` or
    ``PLACEMENT=sim:SCENARIO``.

    Raises
    ------
    CommandError
        If there are no or too many sensors, or a word is unknown or used twice.
    """
    if not 1 <= len(arguments) <= _MOST:
        raise CommandError(
            f"name one to {_MOST} sensors, not {len(arguments)}: "
            "--sensor ankle_left=ADDRESS. `limbwatch devices` lists those in range; "
            "--sensor ankle_left=sim:plm_moderate plays a simulated one."
        )
    kinds = dict(_parse_device(text) for text in devices)
    worn = tuple(_parse_sensor(text, kinds) for text in arguments)
    for name, values in {
        "placement": [one.target.placement.value for one in worn],
        "sensor": [
            one.target.sensor.casefold()
            for one in worn
            # each pushing phone has its own path
            if one.scenario is None and one.target.sensor not in PUSHING
        ],
    }.items():
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            if name == "sensor" and ":" not in twice:
                # not an address: manufacturers give several sensors one name
                raise CommandError(
                    f"the sensor {twice} is named twice; every sensor is worn at one place. Where "
                    "two have this name, name each by its address: `limbwatch devices` lists them"
                )
            raise CommandError(
                f"the {name} {twice} is named twice; every sensor is worn at one place"
            )
    return worn


def _parse_sensor(text: str, kinds: dict[Placement | None, Device]) -> WornSensor:
    name, separator, sensor = text.partition("=")
    if not separator and typed(name) not in set(Placement):
        raise CommandError(f"{text!r} does not say where it is worn; write ankle_left=ADDRESS")
    placement = parse_placement(name)
    if not sensor.strip():
        raise CommandError(
            f"{text!r} names no sensor; write {placement.value}=ADDRESS, without a space"
        )
    scenario = None
    if typed(sensor).startswith(SIMULATED):
        scenario = parse_scenario(sensor.partition(":")[2])
        sensor = SIMULATED + scenario
    device = kinds.get(placement, kinds.get(None))
    sensor = meant(sensor, PUSHING) or sensor
    phone = is_phone(sensor.strip())
    return WornSensor(
        target=Target(
            placement=placement,
            sensor=sensor.strip(),
            device=device_of_kind("phone") if phone else device,
        ),
        scenario=scenario,
        phone=phone,
    )


def _parse_device(text: str) -> tuple[Placement | None, Device]:
    name, separator, kind = text.rpartition("=")
    try:
        device = device_of_kind(kind)
    except SensorError as error:
        raise CommandError(f"--device: {error}") from error
    return (parse_placement(name) if separator else None), device
