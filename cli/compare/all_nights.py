"""The figures of all nights of a study in which persons have several."""

from collections.abc import Iterator

from limbwatch.classify.agreement.detection import DetectionFigures
from limbwatch.classify.agreement.detection_levels import DetectionLevels
from limbwatch.classify.agreement.estimates import Estimate
from limbwatch.classify.agreement.repeated_limits import RepeatedLimits
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.figure_names import (
    EPOCH_NAMES,
    INDEX_NAMES,
    SLEEP_NAMES,
    digits_of,
    inside,
    with_interval,
)
from limbwatch.cli.language.spoken import decimal, tr


def repeated_words(figures: StudyFigures) -> str:
    """Explain the figures of all nights; empty without them."""
    if figures.repeated is None:
        return ""
    return tr(
        "All {nights} nights of {persons} persons: precision, recall and F1 of the counts of all "
        "together, the other figures over nights, each weighing as any other; in brackets 95 % "
        "intervals from persons drawn again with all their nights",
        nights=figures.repeated.nights,
        persons=figures.repeated.persons,
    )


def repeated_rows(found: StudyFigures) -> list[tuple[str, tuple[str, ...]]]:
    """Return names and figures over all nights; empty if each person has one night."""
    repeated = found.repeated
    if repeated is None:
        return []
    rows = [
        (
            name,
            2,
            [(tr("precision"), each.precision), (tr("recall"), each.recall), (tr("F1"), each.f1)],
        )
        for name, each in (*named_ways(repeated), *named_levels(repeated))
    ]
    plms = [
        ("ICC(2,1)", repeated.icc["plms"]),
        (tr("weighted kappa"), repeated.category_kappa),
        (tr("sensitivity"), repeated.sensitivity),
        (tr("specificity"), repeated.specificity),
    ]
    rows.append((tr(INDEX_NAMES["plms"]), 2, [each for each in plms if each[1].value is not None]))
    for titles, figures in ((INDEX_NAMES, found.indices), (SLEEP_NAMES, found.sleep)):
        for name, figure in figures.items():
            if figure.repeated is not None:
                rows.append((tr(titles[name]), digits_of(name), _limits(figure.repeated)))
    epochs = [(inside(tr(EPOCH_NAMES[name])), each) for name, each in repeated.epochs.items()]
    rows.append((tr("Sleep and wake in 30 s epochs"), 2, epochs))
    return [
        (name, tuple(f"{title} {with_interval(each, digits)}" for title, each in figures_of_row))
        for name, digits, figures_of_row in rows
        if figures_of_row
    ]


def named_ways(found: DetectionLevels) -> Iterator[tuple[str, DetectionFigures]]:
    """Yield the detection of both legs for each way of pairing movements, with its name."""
    for way, detection in found.movements.get("joined", {}).items():
        if way == "overlap":
            yield tr("Leg movements by overlap"), detection
        else:
            yield tr("Leg movements within {seconds} s", seconds=decimal(way)), detection


def named_levels(found: DetectionLevels) -> list[tuple[str, DetectionFigures]]:
    """Return the other levels of detection that are known, with their names."""
    levels = (
        (tr("Reference's marks by rules"), found.reference_rules),
        (tr("Both lists by rules, PLMS"), found.sensor_rules),
        (tr("PLMS, event by event"), found.periodic.get("joined")),
        (tr("PLMS without respiratory"), found.periodic_without_respiratory),
        (tr("Sleep starts within 1 s"), found.sleep_starts),
    )
    return [(name, detection) for name, detection in levels if detection is not None]


def _limits(found: RepeatedLimits) -> list[tuple[str, Estimate]]:
    return [
        (tr("bias"), found.bias),
        (tr("lower limit"), found.lower),
        (tr("upper limit"), found.upper),
    ]
