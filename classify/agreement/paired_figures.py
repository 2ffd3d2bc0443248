"""Figures of each night by both scorers: indices, and sleep in minutes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from limbwatch.classify.agreement.bland_altman import BlandAltman, bland_altman
from limbwatch.classify.agreement.estimates import Estimate, known, over_nights
from limbwatch.classify.agreement.night_agreement import NightAgreement
from limbwatch.classify.agreement.paired_indices import PairedValue
from limbwatch.classify.agreement.passing_bablok import MethodLine, passing_bablok
from limbwatch.classify.agreement.reliability import icc_2_1
from limbwatch.classify.agreement.repeated_limits import RepeatedLimits, repeated_limits

MINUTES: Final = {
    "tst_minutes": "total",
    "sol_minutes": "latency",
    "waso_minutes": "after_onset",
    "efficiency": "efficiency",
}
"""Field of `SleepMinutes` by the name of the figure."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairedFigure:
    """One figure of the nights by both scorers.

    The means of a study are over the nights that have the figure by both, so that they differ by
    the bias.
    """

    ours: Estimate
    """Our figure of a single night, or its mean over a study."""
    reference: Estimate
    """The reference's figure of a single night, or its mean over a study."""
    agreement: BlandAltman | None = None
    """Limits of agreement; None for a single night."""
    icc: Estimate | None = None
    """ICC(2,1); None for a single night."""
    line: MethodLine | None = None
    """Passing-Bablok line; None for a single night."""
    repeated: RepeatedLimits | None = None
    """Limits of agreement over all nights, where persons have several."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NightsOfPersons:
    """The nights of a study with the person of each."""

    nights: tuple[NightAgreement, ...]
    """The nights."""
    whose: tuple[str, ...]
    """Person of each night."""

    @property
    def first(self) -> tuple[int, ...]:
        """Indices of the first night of each person."""
        return tuple(sorted(self.whose.index(person) for person in dict.fromkeys(self.whose)))

    def figure(self, of: Callable[[NightAgreement], PairedValue]) -> PairedFigure:
        """Return one figure of the only night, or of first nights with ``repeated`` of all nights.

        ``of`` takes a night and returns the figure by both; NaN where it is unknown.
        """
        pairs = [of(night) for night in self.nights]
        ours, reference = np.array([p.ours for p in pairs]), np.array([p.reference for p in pairs])
        if len(pairs) == 1:
            return PairedFigure(ours=known(ours[0], n=1), reference=known(reference[0], n=1))
        differences: dict[str, list[float]] = {}
        for person, difference in zip(self.whose, (ours - reference).tolist(), strict=True):
            differences.setdefault(person, []).append(difference)
        first = list(self.first)
        known_by_both = [place for place in first if np.isfinite(ours[place] - reference[place])]
        return PairedFigure(
            ours=over_nights([ours[known_by_both]], np.mean),
            reference=over_nights([reference[known_by_both]], np.mean),
            agreement=bland_altman(ours[first], reference[first]),
            icc=icc_2_1(ours[first], reference[first]),
            line=passing_bablok(ours[first], reference[first]),
            repeated=repeated_limits([np.array(values) for values in differences.values()]),
        )


def index_figures(study: NightsOfPersons) -> Mapping[str, PairedFigure]:
    """Return every index by both scorers."""
    names = study.nights[0].indices
    return {name: study.figure(lambda night, name=name: night.indices[name]) for name in names}  # type: ignore[misc]


def sleep_figures(study: NightsOfPersons) -> Mapping[str, PairedFigure]:
    """Return sleep in minutes by both scorers; empty where no night was staged by both."""
    if all(study.nights[place].staging is None for place in study.first):
        return {}

    def minutes(night: NightAgreement, field: str) -> PairedValue:
        one = night.staging
        if one is None:
            return PairedValue(ours=float("nan"), reference=float("nan"))
        return PairedValue(ours=getattr(one.ours, field), reference=getattr(one.reference, field))

    return {
        name: study.figure(lambda night, field=field: minutes(night, field))  # type: ignore[misc]
        for name, field in MINUTES.items()
    }
