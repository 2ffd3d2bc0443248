"""A night as annotations for Luna: one tab-separated line per movement of a limb."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.export.night_record import NightRecord

_LEG_CLASSES: Final = {Kind.PLM: "PLM", Kind.LIMB_MOVEMENT: "LM"}
"""Classes that scoring programs use for leg movements."""
_NOBODYS: Final = "nobody's night"
_HEADER: Final = "class\tinstance\tchannel\tstart\tstop\tmeta"


def luna_annotations(record: NightRecord) -> bytes:
    """Return a night as an ``.annot`` file in UTF-8.

    It has times of day, so that it fits any recording of the same night whose clock agrees. A
    movement of both legs has one line each. Movements of arms, and other kinds, have classes of
    their own, so that nobody counts them as leg movements.
    """
    lines = [_HEADER]
    if record.summary.simulated:
        lines.append(_line(record, ("simulated", ".", "."), (0.0, record.seconds), _NOBODYS))
    for event in record.events:
        series = "." if event.series is None else f"series{event.series}"
        confidence = "" if event.confidence is None else f"confidence={event.confidence:.2f};"
        meta = f"{confidence}asleep={int(event.asleep)}"
        end = event.onset + event.duration
        for name, channel in _rows(event):
            lines.append(_line(record, (name, series, channel), (event.onset, end), meta))
    for start, end in record.summary.sleep.asleep_s:
        lines.append(_line(record, ("asleep", ".", "."), (start, end)))
    for sensor in record.summary.coverage:
        for start, end in sensor.gaps:
            lines.append(_line(record, ("gap", ".", sensor.placement.value), (start, end)))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _rows(event: Event) -> Iterator[tuple[str, str]]:
    """Yield class and channel of each limb: leg movements by leg, everything else by its kind."""
    legs = [limb for limb in event.limbs if limb.limb == "ankle"]
    name = _LEG_CLASSES.get(event.kind)
    if name is not None and legs:
        yield from ((name, limb.value) for limb in legs)
    else:
        kind = "arm_movement" if name is not None else event.kind.value
        yield from ((kind, limb.value) for limb in event.limbs)


def _line(
    record: NightRecord, columns: tuple[str, str, str], span: tuple[float, float], meta: str = "."
) -> str:
    """Return one annotation: class, instance and channel, start and end in seconds."""
    return "\t".join((*columns, *(_clock(record, seconds) for seconds in span), meta))


def _clock(record: NightRecord, seconds: float) -> str:
    """Return a time of day to the millisecond, by the night's clock."""
    start_ms = round(record.start.microsecond / 1000)
    moment = record.start.replace(microsecond=0) + timedelta(
        milliseconds=start_ms + round(seconds * 1000)
    )
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"
