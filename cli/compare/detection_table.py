"""Movements that both lists have, and those of one alone, as the table of the page."""

from collections.abc import Mapping
from typing import Any, Final

from limbwatch.classify.agreement.detection import DetectionFigures
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.figure_names import with_interval
from limbwatch.cli.compare.outline import first_nights_words, unknown_levels
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.words import UNKNOWN, figure

HEADINGS: Final = (
    "What", "Both", "Only ours", "Only reference", "Precision", "Recall", "F1", "Onset bias s",
    "SD s", "Offset bias s", "SD s",
)  # fmt: skip
"""Words of its table that are looked up as they are."""
LEGS: Final = ("joined", "left", "right")
"""Whose movements are compared: of both legs joined, or of one."""


def detection_table(found: StudyFigures) -> Mapping[str, Any]:
    """Give the table of detections at every level, with the nights behind each row of a study.

    A level need not be known of every night: who names no leg adds nothing to the left one.
    """
    header = [tr(cell) for cell in HEADINGS]
    unknown = [UNKNOWN] * (len(header) - 1)
    rows = [[name, *unknown] for name in unknown_levels(found)]
    rows += [[name, *_cells(one)] for name, one in _levels(found)]
    if not found.single:
        nights = ["0" for _ in unknown_levels(found)]
        nights += [str(one.f1.n) for _, one in _levels(found)]
        header.insert(1, tr("n"))
        for row, n in zip(rows, nights, strict=True):
            row.insert(1, n)
    return {"header": header, "rows": rows, "caption": _caption(found)}


def _caption(found: StudyFigures) -> str:
    if found.single:
        return tr("Counts")
    if first_nights_words(found):
        return tr(
            "Counts of the first night of each person together, n the nights of which they are "
            "known; precision, recall and F1 are of these sums, biases and SDs means over nights; "
            "in brackets 95 % intervals over nights"
        )
    return tr(
        "Counts of all nights together, n those of which they are known; precision, recall and F1 "
        "are of these sums, biases and SDs means over nights; in brackets 95 % intervals over "
        "nights"
    )


def _levels(found: StudyFigures) -> list[tuple[str, DetectionFigures]]:
    levels: list[tuple[str, DetectionFigures]] = []
    for leg, ways in found.movements.items():
        for way, one in ways.items():
            how = tr("by overlap")
            if way != "overlap":
                how = tr("onsets within {seconds} s", seconds=decimal(way))
            levels.append((tr("Leg movements, {leg}, {how}", leg=tr(leg), how=how), one))
    levels += [
        (tr("Periodic in sleep, {leg}", leg=tr(leg)), one) for leg, one in found.periodic.items()
    ]
    others = (
        (tr("Periodic in sleep, without respiratory ones"), found.periodic_without_respiratory),
        (tr("Our rules on the reference's list, against its own marks"), found.reference_rules),
        (tr("Our list against the reference's, both by our rules"), found.sensor_rules),
        (tr("Sleep starts, within 1 s of the video's"), found.sleep_starts),
    )
    return [*levels, *((name, one) for name, one in others if one is not None)]


def _cells(one: DetectionFigures) -> tuple[str, ...]:
    return (
        str(one.tp),
        str(one.fp),
        str(one.fn),
        with_interval(one.precision),
        with_interval(one.recall),
        with_interval(one.f1),
        with_interval(one.onset_bias_s),
        figure(one.onset_sd_s.value, 2),
        with_interval(one.offset_bias_s),
        figure(one.offset_sd_s.value, 2),
    )
