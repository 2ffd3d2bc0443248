"""What stood out on single nights of many, which no median shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from limbwatch.classify.findings.child_advice import advice_for
from limbwatch.classify.findings.finding_kinds import FINDING_KINDS
from limbwatch.cli.history.nights import History, HistoryNight
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.words import listed

ALARMING: Final = frozenset(kind.code for kind in FINDING_KINDS if kind.alarming)
"""Findings that a doctor should hear of after a single night; reported with what was seen."""
_ORDER: Final = tuple(kind.code for kind in FINDING_KINDS if kind.stands_out_alone)
"""Findings with a line of their own, in order of urgency, as for a single night."""
_NAMED: Final = 8
"""Nights that a line names; older ones are counted."""
_SEEN: Final = 3
"""Newest nights of an alarming finding for which the evidence is shown; chosen."""


class FoundNight(NamedTuple):
    """A night with the evidence of each finding, by code, and the age it was scored for."""

    night: str
    seen: Mapping[str, str]
    age: float | None


class Occasion(NamedTuple):
    """A night on which something stood out, with the evidence, which is empty in a short list."""

    night: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standout:
    """Something that stood out on one night or several."""

    title: str
    share: str
    """On how many nights of how many, in words."""
    occasions: tuple[Occasion, ...]
    """The nights, newest first."""
    older: str
    """How many more nights there are, in words; empty for none."""
    advice: str = ""
    """Current advice for the age in the newest of these nights, or else the newest age of any
    night; empty if not alarming."""

    @property
    def line(self) -> str:
        """One line without the evidence."""
        nights = [*(one.night for one in self.occasions), *filter(None, [self.older])]
        return tr(
            "{title}: {share}, {nights}", title=self.title, share=self.share, nights=listed(nights)
        )


def standouts(history: History) -> tuple[Standout, ...]:
    """Return what stood out on single nights of a person, most urgent first.

    Simulated nights are left out; tests of an hour awake count.
    """
    points = [point for point in history.points if not point.summary.simulated]
    nights = [
        FoundNight(
            _name(point),
            {
                finding.code: translate_stored(finding.evidence)
                for finding in point.summary.findings
            },
            point.summary.age,
        )
        for point in points
    ]
    return standouts_among(nights, tests=any(point.summary.test is not None for point in points))


def standouts_among(nights: Sequence[FoundNight], *, tests: bool) -> tuple[Standout, ...]:
    """Return what stood out on nights from elsewhere, none simulated, in order of time.

    ``tests`` says whether some of them are tests of an hour awake.
    """
    by_code: dict[str, list[FoundNight]] = defaultdict(list)
    ages = [one.age for one in nights if one.age is not None]
    for night in nights:
        for code in night.seen:
            by_code[code].append(night)
    return tuple(
        _standout(
            code,
            by_code[code],
            share=_share_words(len(by_code[code]), len(nights), tests=tests),
            known_age=ages[-1] if ages else None,
        )
        for code in _ORDER
        if code in by_code
    )


def _standout(
    code: str, nights: list[FoundNight], *, share: str, known_age: float | None
) -> Standout:
    # a night scored without an age takes the age known from other nights: it may be a child's
    age = known_age if nights[-1].age is None else nights[-1].age
    title, advice = advice_for(code, age=age)
    alarming = code in ALARMING
    named = nights[: -_NAMED - 1 : -1]
    older = len(nights) - len(named)
    return Standout(
        title=tr(title),
        share=share,
        occasions=tuple(
            Occasion(night.night, night.seen[code] if alarming and place < _SEEN else "")
            for place, night in enumerate(named)
        ),
        older=trn("{count} older one", "{count} older ones", older) if older else "",
        advice=tr(advice) if alarming else "",
    )


def _name(point: HistoryNight) -> str:
    """Name a night as the list of nights does, with its session if there are several."""
    return point.name if point.session in point.name else f"{point.session}/{point.name}"


def _share_words(some: int, count: int, *, tests: bool) -> str:
    if tests:
        return trn("{some} of {count} recording", "{some} of {count} recordings", count, some=some)
    return trn("{some} of {count} night", "{some} of {count} nights", count, some=some)
