"""The published rules of periodic limb movements, as data."""

from dataclasses import dataclass, replace
from numbers import Integral
from typing import Final, Literal, get_args

from limbwatch.classify.night import Night
from limbwatch.sensor.one_line import one_line
from limbwatch.sensor.typed_words import meant

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


_BY_NAME: Final[dict[str, "Rules"]] = {}
"""The published rules by name; filled below, as `Rules` looks up its own name here."""


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
        published = _BY_NAME.get(self.name)
        if published is not None and published != self:
            object.__setattr__(self, "name", f"{self.name}-changed")
            object.__setattr__(self, "title", f"{self.title}, changed")

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
    def shortest_series_s(self) -> float:
        """Time that the shortest series takes, from onset to onset, seconds."""
        return (self.series_shortest - 1) * self.interval_shortest / 1000


WASM_2016 = Rules(
    name="wasm2016",
    title="WASM 2016",
    source=(
        "Ferri R. et al., World Association of Sleep Medicine (WASM) 2016 standards for recording "
        "and scoring leg movements in polysomnograms, Sleep Med 2016;26:86-95"
    ),
    same_leg_gap=500,  # offset: start of a rest of at least 0.5 s, so less rest is the same LM
    shortest=500,  # 3.2.1
    longest=10_000,  # 3.3.1
    long_ends_series=True,  # 3.2.1 (a LM has no longest duration) and 3.3.6
    bilateral_from="offset",  # bilateral LM: overlap, or onset after the earlier offset by
    bilateral_gap=500,  # less than 0.5 s, strictly
    bilateral_parts=4,  # bilateral CLM: at most four monolateral parts, each a CLM,
    bilateral_longest=15_000,  # of 0.5-15 s together
    interval_shortest=10_000,  # IMI of consecutive CLM: 10.0 to 90.0 s, inclusive
    interval_longest=90_000,  # as above, inclusive
    short_interval="end",  # 3.3.6
    series_shortest=4,  # 3.3.5
    sleep_required=False,  # 2.4.4: series run across sleep and wake
)
"""WASM / IRLSSG / ESRS standards of 2016."""

AASM_3 = Rules(
    name="aasm",
    title="AASM manual version 3",
    source=(
        "American Academy of Sleep Medicine, The AASM Manual for the Scoring of Sleep and "
        "Associated Events, version 3, Movement rules 1: periodic limb movements in sleep"
    ),
    same_leg_gap=500,  # 1.A: the offset starts a period of at least 0.5 s at rest
    shortest=500,  # 1.A: minimum duration
    longest=10_000,  # 1.A: maximum duration
    long_ends_series=False,  # 1.A: what is longer is no significant LM
    bilateral_from="onset",  # 1.B: LMs on two legs
    bilateral_gap=5_000,  # with less than 5 s between their onsets are a single LM
    bilateral_parts=None,  # the manual has no limit
    bilateral_longest=None,  # the manual has no limit
    interval_shortest=5_000,  # 1.B: period length
    interval_longest=90_000,  # 1.B: period length
    short_interval="ignore",  # the manual is silent; this is how WASM 2006 resolved it
    series_shortest=4,  # 1.B: minimum number of consecutive LMs
    sleep_required=True,  # version 3: at least part of each LM lies in an epoch of sleep
)
"""AASM manual; where its text is silent on short intervals, the later movement is ignored."""

MICHAUD_2001 = Rules(
    name="sit2001",
    title="Michaud 2001, movements awake",
    source=(
        "Michaud M. et al., Restless legs syndrome: scoring criteria for leg movements recorded "
        "during the suggested immobilization test, Sleep Med 2001;2:317-321"
    ),
    same_leg_gap=500,  # its abstract is silent on this and on two legs: as in WASM 2016
    shortest=500,  # "a duration criterion of 0.5-10 s"
    longest=10_000,  # as above
    long_ends_series=False,  # silent; as in the criteria of sleep it takes over
    bilateral_from="offset",  # silent; with intervals from 4 s, onsets 5 s apart may be two
    bilateral_gap=500,
    bilateral_parts=None,
    bilateral_longest=None,
    interval_shortest=4_000,  # "movements separated by 4-90 s
    interval_longest=90_000,  #  and occurring in series of four consecutive movements"
    short_interval="ignore",  # silent; as for the AASM's
    series_shortest=4,
    sleep_required=False,  # the test is one of wakefulness
)
"""Rules of the suggested immobilisation test; a comment gives the choice where the text is
silent."""

_BREATHING = "leg movements at the end of breathing events (no airflow is recorded)"
_AROUSALS = "arousals with leg movements (no brain activity is recorded)"
NOT_ASSESSED = (
    _BREATHING,
    _AROUSALS,
    "the EMG amplitude criteria (limb acceleration is recorded instead of muscle activity)",
)
"""Clauses of both rule sets that limb acceleration cannot judge; every report must list them."""


def not_assessed(*, breathing: bool, arousals: bool) -> tuple[str, ...]:
    """Return the clauses not judged, given whether a laboratory scored breathing and arousals."""
    judged = {_BREATHING} if breathing else set()
    judged |= {_AROUSALS} if arousals else set()
    return tuple(clause for clause in NOT_ASSESSED if clause not in judged)


_BY_NAME.update({rules.name: rules for rules in (WASM_2016, AASM_3, MICHAUD_2001)})


def rules_by_name(name: str, *, short_interval: ShortInterval | None = None) -> Rules:
    """Return the rules of a name as typed; case, outer spaces and ``-`` for ``_`` do not matter.

    Parameters
    ----------
    name : str
        ``wasm2016``, ``aasm``, or ``sit2001`` of the immobilisation test.
    short_interval : {"end", "ignore"}, optional
        Replaces the rules' own treatment of an interval that is too short.

    Raises
    ------
    ValueError
        If there are no rules of that name.
    """
    known = meant(name, _BY_NAME) if isinstance(name, str) else None
    if known is None:
        raise ValueError(f"no rules are called {name!r}; the rules are {', '.join(_BY_NAME)}")
    rules = _BY_NAME[known]
    return rules if short_interval is None else replace(rules, short_interval=short_interval)


def is_published(rules: Rules) -> bool:
    """Return whether rules are those of a publication, unchanged."""
    return _BY_NAME.get(rules.name) == rules


def rules_of(night: Night) -> Rules:
    """Return the rules that a night was scored by."""
    return night.own_rules if isinstance(night.own_rules, Rules) else rules_by_name(night.rules)
