"""The figures of one night or of a study, with their intervals."""

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
    """Comparison of the night."""
    person: str
    """Person of the night; nights of one person are not independent."""
    age: float | None
    """Age of the person, years; None if unknown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyFigures(DetectionLevels):
    """All levels of a night or of a study; unknown ones are None."""

    nights: tuple[StudyNight, ...]
    """All nights."""
    independent: tuple[StudyNight, ...]
    """The first night of each person, from which all figures but the last level are computed."""
    indices: Mapping[str, PairedFigure]
    """Level 4, by index."""
    category_kappa: Estimate | None
    """Level 4, weighted kappa of the categories of index."""
    category_table: Array | None
    """Level 4, numbers of nights by category; rows ours, columns the reference's."""
    screening: Screening | None
    """Level 4, nights above and below the limit of the person's age."""
    sleep_share: Estimate | None
    """Level 4, share of the index error that comes from sleep."""
    index_with_reference_sleep: Estimate | None
    """Level 4, our movements per hour of the reference's sleep."""
    epochs: Mapping[str, Estimate]
    """Level 5: accuracy, sensitivity, specificity, kappa, PABAK."""
    sleep: Mapping[str, PairedFigure]
    """Level 5, sleep in minutes."""
    false_starts: Mapping[str, int]
    """Level 6, what the reference marked where only we have a sleep start."""
    night_to_night: Mapping[str, NightToNight]
    """Level 7, by index, ours and with the suffix ``_reference`` the reference's."""
    confusion: Mapping[tuple[str, str], int]
    """Counts of movements by the reference's kind and ours."""
    repeated: RepeatedFigures | None = None
    """Figures of all nights, where persons have several."""

    @property
    def single(self) -> bool:
        """Whether it is a single night, without figures over nights."""
        return len(self.nights) == 1


def study_figures(nights: Sequence[StudyNight]) -> StudyFigures:
    """Return the figures of one night or of a study of at least one."""
    persons: dict[str, StudyNight] = {}
    for night in nights:
        persons.setdefault(night.person, night)
    first = tuple(persons.values())
    first_nights = [night.agreement for night in first]
    single = len(nights) == 1
    all_nights = NightsOfPersons(
        nights=tuple(night.agreement for night in nights),
        whose=tuple(night.person for night in nights),
    )
    index = [one.indices["plms"] for one in first_nights]
    plms = np.array([p.ours for p in index]), np.array([p.reference for p in index])
    shares = [one.sleep_share for one in first_nights if one.sleep_share is not None]
    confusion: Counter[tuple[str, str]] = Counter()
    false: Counter[str] = Counter()
    for one in first_nights:
        confusion.update(one.confusion)
        false.update(one.false_starts)
    return StudyFigures(
        nights=tuple(nights),
        independent=first,
        **detection_levels(first_nights, study=not single),
        indices=index_figures(all_nights),
        category_kappa=None if single else category_kappa(*plms),
        category_table=None if single else index_categories(*plms),
        screening=None if single else screening(*plms, _limits(first)),
        sleep_share=_mean([one.share for one in shares], single=single),
        index_with_reference_sleep=_mean(
            [one.with_reference_sleep for one in shares], single=single
        ),
        epochs=_epochs(first_nights, single=single),
        sleep=sleep_figures(all_nights),
        false_starts=false,
        night_to_night={} if single else _night_to_night(nights),
        confusion=confusion,
        repeated=repeated_figures(all_nights.nights, all_nights.whose, _limits(nights)),
    )


def _limits(nights: Sequence[StudyNight]) -> Array:
    """Return the limit of each night by the person's age; an adult's where it is unknown."""
    return np.array([CONCERN.plm(night.age) for night in nights])


def _mean(values: Sequence[float], *, single: bool) -> Estimate | None:
    if not values:
        return None
    if single:
        return known(values[0], n=1)
    return over_nights([np.array(values)], np.mean)


def _epochs(first_nights: Sequence[NightAgreement], *, single: bool) -> dict[str, Estimate]:
    staged = [one.staging for one in first_nights if one.staging is not None]
    if not staged:
        return {}
    if single:
        return {name: known(getattr(staged[0], name), n=staged[0].epochs) for name in EPOCH_FIGURES}
    return {
        name: over_nights([np.array([getattr(one, name) for one in staged])], np.mean)
        for name in EPOCH_FIGURES
    }


def _night_to_night(nights: Sequence[StudyNight]) -> dict[str, NightToNight]:
    first_nights: dict[str, NightToNight] = {}
    for name in nights[0].agreement.indices:
        for whose in ("ours", "reference"):
            persons: dict[str, list[float]] = {}
            for night in nights:
                value = getattr(night.agreement.indices[name], whose)
                persons.setdefault(night.person, []).append(value)
            key = name if whose == "ours" else f"{name}_reference"
            first_nights[key] = night_to_night([np.array(values) for values in persons.values()])
    return first_nights
