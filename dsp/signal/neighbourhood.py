"""Now, the half second before it and the half second after it, in grid values."""

from typing import NamedTuple, Self

from limbwatch.dsp.limits import Limits


class Neighbourhood(NamedTuple):
    """What a measure of movement looks at around each moment.

    Attributes
    ----------
    half : int
        Grid values on either side of the middle of "now".
    reach : int
        Grid values before and after "now" that it is compared with.
    """

    half: int
    reach: int

    @classmethod
    def of(cls, rate: float, limits: Limits) -> Self:
        """Return the neighbourhood on a grid of some rate, Hz."""
        return cls(
            half=max(1, round(limits.smooth * rate)) // 2,
            reach=max(2, round(limits.reference * rate)),
        )

    @property
    def width(self) -> int:
        """Grid values in "now"."""
        return 2 * self.half + 1

    @property
    def margin(self) -> int:
        """Grid values needed on either side of a moment."""
        return self.half + self.reach
