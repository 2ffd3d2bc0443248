"""The time in bed as a person noted it: in a diary, or as lights off and on."""

from dataclasses import dataclass, replace

from limbwatch.classify.slept import Sleep, Window
from limbwatch.sensor.arrays import Mask, Span
from limbwatch.sensor.spans import inside, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedBed:
    """A person's notes on the time in bed, in seconds from the recording's start.

    Raises
    ------
    ValueError
        If a span runs backwards.
    """

    lights_off: float | None = None
    """When the person first tried to sleep; None to keep the estimate."""
    lights_on: float | None = None
    """When the person got up; None to keep the estimate."""
    out_of_bed: tuple[Span, ...] = ()
    """Times out of bed, when the person was awake."""
    off_body: tuple[Span, ...] = ()
    """Times when no sensor was worn and nothing was observed."""
    window: Window = Window.DIARY
    """Source of these times."""

    def __post_init__(self) -> None:
        bed = (self.lights_off, self.lights_on)
        if bed[0] is not None and bed[1] is not None and not bed[0] < bed[1]:
            raise ValueError("lights on must come after lights off")
        for begin, end in (*self.out_of_bed, *self.off_body):
            if not begin < end:
                raise ValueError("a get-up or a time off the body must end after it begins")

    def touches(self, length: float) -> bool:
        """Return whether any of the time in bed lies within a recording of ``length`` seconds."""
        off = 0.0 if self.lights_off is None else self.lights_off
        on = length if self.lights_on is None else self.lights_on
        return max(off, 0.0) < min(on, length)

    def over(self, estimate: Sleep, likely: Mask) -> Sleep:
        """Replace the estimated time in bed by the noted one, of ``likely`` epochs in all blocks.

        It is all sleep between lights off and lights on, as a log guides the sleep period in van
        Hees 2015 (PLoS ONE 10:e0142533); the estimate where no recorded time lies between them.
        """
        length = len(likely) * estimate.epoch
        known = estimate.in_bed or (0.0, length)
        bed = (
            max(0.0, known[0] if self.lights_off is None else self.lights_off),
            min(length, known[1] if self.lights_on is None else self.lights_on),
        )
        middle = estimate.middles
        in_bed = (middle >= bed[0]) & (middle < bed[1])
        if not in_bed.any():
            return estimate
        valid = estimate.valid & ~inside(middle, merged(self.off_body))
        has_lights = self.lights_off is not None or self.lights_on is not None
        asleep = (likely if has_lights else estimate.asleep) & in_bed & valid
        return replace(
            estimate,
            asleep=asleep & ~inside(middle, merged(self.out_of_bed)),
            valid=valid,
            in_bed=bed,
            window=self.window,
        )
