"""One night or the nights of a study, put into figures with their intervals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.agreement.categories import (
    Screening,
    category_kappa,
    index_categories,
    screening,
)
from limbwatch.classify.agreement.detection_levels import DetectionLevels, detection_levels
from limbwatch.classify.agreement.estimates import Estimate, known, over_nights
from limbwatch.classify.agreement.night_agreement import NightAgreement
from limbwatch.classify.agreement.paired_figures import (
    NightsOfPersons,
    PairedFigure,
    index_figures,
    sleep_figures,
)
from limbwatch.classify.agreement.reliability import NightToNight, night_to_night
from limbwatch.classify.agreement.repeated_figures import (
    EPOCH_FIGURES,
    RepeatedFigures,
    repeated_figures,
)
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.sensor.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyNight:
    """One row of a study."""

    agreement: NightAgreement
    person: str
    """Whose night it is; nights of one person are not independent."""
    age: float | None
    """Years."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyFigures(DetectionLevels):
    """All levels, of a night or of a study; what cannot be said is None."""

    nights: tuple[StudyNight, ...]
    """All of them."""
    independent: tuple[StudyNight, ...]
    """The first of each person: what all figures but the last level are of."""
    indices: Mapping[str, PairedFigure]
    category_kappa: Estimate | None
    category_table: Array | None
    screening: Screening | None
    sleep_share: Estimate | None
    index_with_reference_sleep: Estimate | None
    epochs: Mapping[str, Estimate]
    """Accuracy, sensitivity, specificity, kappa, PABAK."""
    sleep: Mapping[str, PairedFigure]
    false_starts: Mapping[str, int]
    night_to_night: Mapping[str, NightToNight]
    """By index, ours."""
    confusion: Mapping[tuple[str, str], int]
    repeated: RepeatedFigures | None = None
    """Of all nights, where persons have several."""

    @property
    def single(self) -> bool:
        """Whether it is one night: nothing can be said over nights."""
        return len(self.nights) == 1


def study_figures(nights: Sequence[StudyNight]) -> StudyFigures:
    """Put one night or a study into figures.

    Parameters
    ----------
    nights : sequence of StudyNight
        At least one.
    """
    persons: dict[str, StudyNight] = {}
    for night in nights:
        persons.setdefault(night.person, night)
    first = tuple(persons.values())
    found = [night.agreement for night in first]
    single = len(nights) == 1
    every = NightsOfPersons(
        nights=tuple(night.agreement for night in nights),
        whose=tuple(night.person for night in nights),
    )
    index = [one.indices["plms"] for one in found]
    plms = np.array([p.ours for p in index]), np.array([p.reference for p in index])
    shares = [one.sleep_share for one in found if one.sleep_share is not None]
    confusion: Counter[tuple[str, str]] = Counter()
    false: Counter[str] = Counter()
    for one in found:
        confusion.update(one.confusion)
        false.update(one.false_starts)
    return StudyFigures(
        nights=tuple(nights),
        independent=first,
        **detection_levels(found, study=not single),
        indices=index_figures(every),
        category_kappa=None if single else category_kappa(*plms),
        category_table=None if single else index_categories(*plms),
        screening=None if single else screening(*plms, _limits(first)),
        sleep_share=_mean([one.share for one in shares], single=single),
        index_with_reference_sleep=_mean(
            [one.with_reference_sleep for one in shares], single=single
        ),
        epochs=_epochs(found, single=single),
        sleep=sleep_figures(every),
        false_starts=false,
        night_to_night={} if single else _night_to_night(nights),
        confusion=confusion,
        repeated=repeated_figures(every.nights, every.whose, _limits(nights)),
    )


def _limits(nights: Sequence[StudyNight]) -> Array:
    """Choose the limit of each night by the person's age; an adult's where it is not known."""
    return np.array([CONCERN.plm(night.age) for night in nights])


def _mean(values: Sequence[float], *, single: bool) -> Estimate | None:
    if not values:
        return None
    if single:
        return known(values[0], n=1)
    return over_nights([np.array(values)], np.mean)


def _epochs(found: Sequence[NightAgreement], *, single: bool) -> dict[str, Estimate]:
    staged = [one.staging for one in found if one.staging is not None]
    if not staged:
        return {}
    if single:
        return {name: known(getattr(staged[0], name), n=staged[0].epochs) for name in EPOCH_FIGURES}
    return {
        name: over_nights([np.array([getattr(one, name) for one in staged])], np.mean)
        for name in EPOCH_FIGURES
    }


def _night_to_night(nights: Sequence[StudyNight]) -> dict[str, NightToNight]:
    found: dict[str, NightToNight] = {}
    for name in nights[0].agreement.indices:
        for whose in ("ours", "reference"):
            persons: dict[str, list[float]] = {}
            for night in nights:
                value = getattr(night.agreement.indices[name], whose)
                persons.setdefault(night.person, []).append(value)
            key = name if whose == "ours" else f"{name}_reference"
            found[key] = night_to_night([np.array(values) for values in persons.values()])
    return found
