"""The figures of all nights of a study whose persons have several."""

from limbwatch.classify.agreement.estimates import Estimate
from limbwatch.classify.agreement.repeated_limits import RepeatedLimits
from limbwatch.classify.agreement.study import StudyFigures
from limbwatch.cli.compare.figure_names import (
    EPOCH_NAMES,
    INDEX_NAMES,
    SLEEP_NAMES,
    digits_of,
    with_interval,
)


def repeated_words(found: StudyFigures) -> str:
    """Say what the figures of all nights are; empty without them."""
    if found.repeated is None:
        return ""
    return (
        f"All {found.repeated.nights} nights of {found.repeated.persons} persons; in brackets 95 % "
        "intervals from persons drawn again with all their nights"
    )


def repeated_rows(found: StudyFigures) -> list[tuple[str, tuple[str, ...]]]:
    """Write the figures of all nights, level by level; empty where each person has one night.

    Returns
    -------
    list of (str, tuple of str)
        What is told of, and its figures.
    """
    one = found.repeated
    if one is None:
        return []
    detections = [
        (f"Leg movements {'by overlap' if way == 'overlap' else f'within {way} s'}", each)
        for way, each in one.movements.get("joined", {}).items()
    ]
    detections += [
        (name, each)
        for name, each in (
            ("Reference's marks by rules", one.reference_rules),
            ("Both lists by rules, PLMS", one.sensor_rules),
            ("PLMS, event by event", one.periodic.get("joined")),
            ("PLMS without respiratory", one.periodic_without_respiratory),
            ("Sleep starts within 1 s", one.sleep_starts),
        )
        if each is not None
    ]
    rows = [
        (name, 2, [("precision", each.precision), ("recall", each.recall), ("F1", each.f1)])
        for name, each in detections
    ]
    plms = [
        ("ICC(2,1)", one.icc["plms"]),
        ("weighted kappa", one.category_kappa),
        ("sensitivity", one.sensitivity),
        ("specificity", one.specificity),
    ]
    rows.append((INDEX_NAMES["plms"], 2, [each for each in plms if each[1].value is not None]))
    for titles, figures in ((INDEX_NAMES, found.indices), (SLEEP_NAMES, found.sleep)):
        for name, figure in figures.items():
            if figure.repeated is not None:
                rows.append((titles[name], digits_of(name), _limits(figure.repeated)))
    epochs = [(EPOCH_NAMES[name].lower(), each) for name, each in one.epochs.items()]
    rows.append(("Sleep and wake in 30 s epochs", 2, epochs))
    return [
        (name, tuple(f"{title} {with_interval(each, digits)}" for title, each in told))
        for name, digits, told in rows
        if told
    ]


def _limits(found: RepeatedLimits) -> list[tuple[str, Estimate]]:
    return [
        ("bias", found.bias),
        ("lower limit", found.lower),
        ("upper limit", found.upper),
    ]
