"""What a set of rules of periodic limb movements is made of."""

from dataclasses import dataclass, field
from numbers import Integral
from typing import Final, Literal, get_args

from limbwatch.sensor.one_line import one_line

ShortInterval = Literal["end", "ignore"]
_SHORT: Final = get_args(ShortInterval)
_BILATERAL: Final = ("offset", "onset")
_MAY_LACK: Final = ("bilateral_parts", "bilateral_longest")
_WHOLE: Final = (
    "same_leg_gap",
    "shortest",
    "longest",
    "bilateral_gap",
    *_MAY_LACK,
    "interval_shortest",
    "interval_longest",
    "series_shortest",
)
"""Fields that are whole numbers: milliseconds, movements or parts."""

BY_NAME: Final[dict[str, "Rules"]] = {}
"""The published rules by name; `published` fills it, and `Rules` looks up its own name here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One published rule set; every time is in whole milliseconds.

    Times are integers because the rules compare with 0.5, 5, 10, 15 and 90 s, and a sum of floats
    misses those limits by one part in 10^16.

    Parameters
    ----------
    name : str
        Name on the command line and in files. Changed rules that keep a published name are renamed:
        ``wasm2016-changed``.
    title : str
        Name for people.
    source : str
        The publication.
    same_leg_gap : int
        Two activities of one leg less than this apart are one movement: offset to onset.
    shortest : int
        Shortest leg movement.
    longest : int
        Longest candidate of one leg, inclusive.
    long_ends_series : bool
        True: a longer movement stays a leg movement and ends a series. False: it is not a leg
        movement at all and is ignored.
    bilateral_from : {"offset", "onset"}
        Where the bilateral gap is measured from: the end of the joined movement so far (chained),
        or its first onset (not chained).
    bilateral_gap : int
        Movements of two legs less than this apart are one movement.
    bilateral_parts : int or None
        Most parts of a bilateral candidate; None for no limit.
    bilateral_longest : int or None
        Longest bilateral candidate, inclusive; None for no limit.
    interval_shortest, interval_longest : int
        Limits of the interval from onset to onset in a series, both inclusive.
    short_interval : {"end", "ignore"}
        A shorter interval ends the series, and its later movement may start the next one; or the
        later movement is ignored and the interval is measured to the one after it.
    series_shortest : int
        Fewest candidates of a series.
    sleep_required : bool
        Whether a movement wholly in wake is excluded.
    short_title : str
        Name for people where space is short; the title if not given.

    Raises
    ------
    ValueError
        If a time is not in whole milliseconds, a word is not one of those above, or limits
        contradict each other.
    """

    name: str
    title: str
    source: str
    same_leg_gap: int
    shortest: int
    longest: int
    long_ends_series: bool
    bilateral_from: Literal["offset", "onset"]
    bilateral_gap: int
    bilateral_parts: int | None
    bilateral_longest: int | None
    interval_shortest: int
    interval_longest: int
    short_interval: ShortInterval
    series_shortest: int
    sleep_required: bool
    short_title: str = field(default="", compare=False)

    __repr__ = one_line

    def __post_init__(self) -> None:
        self._require_kinds()
        if not 0 < self.shortest <= self.longest:
            raise ValueError(
                f"a leg movement cannot last {self.shortest} to {self.longest} ms: "
                "the shortest must be positive and not above the longest"
            )
        if not 0 < self.interval_shortest <= self.interval_longest:
            raise ValueError(
                f"an interval cannot be {self.interval_shortest} to {self.interval_longest} ms: "
                "the shortest must be positive and not above the longest"
            )
        if self.interval_shortest < self.shortest:
            raise ValueError(
                f"an interval of {self.interval_shortest} ms is shorter than the shortest leg "
                f"movement, {self.shortest} ms; times are in milliseconds: 5 s are 5000"
            )
        if self.series_shortest < 2:
            raise ValueError(f"a series has at least 2 movements, not {self.series_shortest}")
        others = {one.short_title for one in BY_NAME.values() if one.title != self.title}
        if not self.short_title or self.short_title in others:  # changed rules have their own
            object.__setattr__(self, "short_title", self.title)
        published = BY_NAME.get(self.name)
        if published is not None and published != self:
            object.__setattr__(self, "name", f"{self.name}-changed")
            object.__setattr__(self, "title", f"{self.title}, changed")
            object.__setattr__(self, "short_title", f"{self.short_title}, changed")

    def _require_kinds(self) -> None:
        """Raise an error for fields of a wrong type, unknown words and negative numbers."""
        for name, words in (("bilateral_from", _BILATERAL), ("short_interval", _SHORT)):
            if getattr(self, name) not in words:
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; it must be {' or '.join(words)}"
                )
        for name in ("long_ends_series", "sleep_required"):
            if type(getattr(self, name)) is not bool:
                raise ValueError(f"{name} is {getattr(self, name)!r}; it must be True or False")
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"name is {self.name!r}; rules need one, such as 'mine'")
        for name in _WHOLE:
            value = getattr(self, name)
            if value is None and name in _MAY_LACK:
                continue
            if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < 0:
                raise ValueError(
                    f"{name} is {value!r}; it must be a whole number and not below 0. Times are in "
                    "milliseconds: 5 s are 5000"
                )

    @property
    def interval_limits_s(self) -> tuple[float, float]:
        """Shortest and longest interval of a series, seconds, both inclusive."""
        return self.interval_shortest / 1000, self.interval_longest / 1000

    @property
    def shortest_series_s(self) -> float:
        """Time that the shortest series takes, from onset to onset, seconds."""
        return (self.series_shortest - 1) * self.interval_shortest / 1000
