"""What stood out on single nights of many: a median shows none of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.child_advice import advice_for
from limbwatch.cli.history.nights import History, Point
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.language.stored import shown
from limbwatch.cli.words import listed

ALARMING: Final = frozenset(
    {"convulsive_event", "tonic_event", "focal_event", "unnamed_shaking", "sleep_start_cluster"}
)
"""Findings that a doctor should hear of after a single night: told with what was seen."""
SAID_ELSEWHERE: Final = frozenset(
    {"plm_index_high", "one_sided", "bed_shaken", "sensors_swapped", "low_coverage"}
)
"""Findings that are no line of their own: the index and the side have statements on all nights;
the others are about the bed and the sensors of one night."""
_ORDER: Final = tuple(code for code in ADVICE if code not in SAID_ELSEWHERE)
"""The most pressing first, as in a night."""
_NAMED: Final = 8
"""Nights that a line names; the older ones are counted."""
_SEEN: Final = 3
"""Nights of an alarming finding of which it is said what was seen: the newest; chosen."""


class FoundNight(NamedTuple):
    """A night with its findings: what was seen of each, by code; and the age they were told for."""

    night: str
    seen: Mapping[str, str]
    age: float | None


class Occasion(NamedTuple):
    """A night on which something stood out, and what was seen; that is empty where it is short."""

    night: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standout:
    """Something that stood out on one night or several."""

    title: str
    share: str
    """On how many nights of how many, in words."""
    occasions: tuple[Occasion, ...]
    """The newest first."""
    older: str
    """How many more there are, in words; empty for none."""
    advice: str = ""
    """What a night says of it that is scored now, for the age in the newest of them, or else the
    newest age that any night tells; empty where it is not alarming."""

    @property
    def line(self) -> str:
        """Say it in a line, without what was seen."""
        nights = [*(one.night for one in self.occasions), *filter(None, [self.older])]
        return tr(
            "{title}: {share}, {nights}", title=self.title, share=self.share, nights=listed(nights)
        )


def standouts(history: History) -> tuple[Standout, ...]:
    """Tell what stood out on single nights of a person, the most pressing first.

    What a simulated night shows is nobody's; what one of an hour awake shows counts.
    """
    points = [point for point in history.points if not point.summary.simulated]
    found = [
        FoundNight(
            _name(point),
            {one.code: shown(one.evidence) for one in point.summary.findings},
            point.summary.age,
        )
        for point in points
    ]
    return standouts_among(found, tests=any(point.summary.test is not None for point in points))


def standouts_among(nights: Sequence[FoundNight], *, tests: bool) -> tuple[Standout, ...]:
    """Tell the same of nights, none simulated, that are taken from elsewhere, in order of time.

    Some may be ``tests`` of an hour awake, and no nights.
    """
    found: dict[str, list[FoundNight]] = defaultdict(list)
    told = [one.age for one in nights if one.age is not None]
    for night in nights:
        for code in night.seen:
            found[code].append(night)
    return tuple(
        _standout(
            code,
            found[code],
            share=_share(len(found[code]), len(nights), tests=tests),
            otherwise=told[-1] if told else None,
        )
        for code in _ORDER
        if code in found
    )


def _standout(
    code: str, nights: list[FoundNight], *, share: str, otherwise: float | None
) -> Standout:
    # a child's night that was scored without an age is a child's all the same
    age = otherwise if nights[-1].age is None else nights[-1].age
    title, advice = advice_for(code, age=age)
    alarming = code in ALARMING
    named = nights[: -_NAMED - 1 : -1]
    older = len(nights) - len(named)
    return Standout(
        title=tr(title),
        share=share,
        occasions=tuple(
            Occasion(one.night, one.seen[code] if alarming and place < _SEEN else "")
            for place, one in enumerate(named)
        ),
        older=trn("{count} older one", "{count} older ones", older) if older else "",
        advice=tr(advice) if alarming else "",
    )


def _name(point: Point) -> str:
    """Name a night as its list does, with its session where nights of several are listed."""
    return point.name if point.session in point.name else f"{point.session}/{point.name}"


def _share(some: int, count: int, *, tests: bool) -> str:
    if tests:
        return trn("{some} of {count} recording", "{some} of {count} recordings", count, some=some)
    return trn("{some} of {count} night", "{some} of {count} nights", count, some=some)
