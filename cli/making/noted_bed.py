"""The time in bed as written down, on the clock of a recording."""

from datetime import datetime

from limbwatch.classify.origin import Origin
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.slept import Window
from limbwatch.cli.errors import CommandError


def bed_from_origin(origin: Origin, start: datetime) -> NotedBed | None:
    """Read the time in bed from the settings kept with a night, so that rescoring uses it too.

    The start is the aware time of second 0; times written without an offset are in its zone.

    Raises
    ------
    CommandError
        If the times contradict each other.
    """
    asked = origin.asked
    if "bed-time-by" not in asked:
        return None

    def seconds(text: str) -> float:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=start.tzinfo)
        return (moment - start).total_seconds()

    def spans(name: str) -> tuple[tuple[float, float], ...]:
        parts = (part.split("/") for part in asked.get(name, "").split())
        return tuple((seconds(begin), seconds(end)) for begin, end in parts)

    off, on = asked.get("lights-off"), asked.get("lights-on")
    try:
        return NotedBed(
            lights_off=None if off is None else seconds(off),
            lights_on=None if on is None else seconds(on),
            out_of_bed=spans("out-of-bed"),
            off_body=spans("off-body"),
            window=Window(asked["bed-time-by"]),
        )
    except ValueError as error:
        raise CommandError(f"{error}: lights off {off}, lights on {on}") from error
