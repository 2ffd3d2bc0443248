"""The table of detection on the page: movements in both lists, and in one alone."""

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
"""Column titles, translated when the page is made."""
LEGS: Final = ("joined", "left", "right")
"""Legs whose movements are compared: both joined, or one."""


def detection_table(figures: StudyFigures) -> Mapping[str, Any]:
    """Return the table of detection at every level, for a study with n for each row.

    A level may be unknown for some nights: a scorer who names no leg adds nothing to the left one.
    """
    header = [tr(cell) for cell in HEADINGS]
    unknown = [UNKNOWN] * (len(header) - 1)
    rows = [[name, *unknown] for name in unknown_levels(figures)]
    rows += [[name, *_cells(detection)] for name, detection in _levels(figures)]
    if not figures.single:
        nights = ["0" for _ in unknown_levels(figures)]
        nights += [str(detection.f1.n) for _, detection in _levels(figures)]
        header.insert(1, tr("n"))
        for row, n in zip(rows, nights, strict=True):
            row.insert(1, n)
    return {"header": header, "rows": rows, "caption": _caption(figures)}


def _caption(figures: StudyFigures) -> str:
    if figures.single:
        return tr("Counts")
    if first_nights_words(figures):
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


def _levels(figures: StudyFigures) -> list[tuple[str, DetectionFigures]]:
    levels: list[tuple[str, DetectionFigures]] = []
    for leg, ways in figures.movements.items():
        for way, detection in ways.items():
            way_words = tr("by overlap")
            if way != "overlap":
                way_words = tr("onsets within {seconds} s", seconds=decimal(way))
            levels.append(
                (tr("Leg movements, {leg}, {how}", leg=tr(leg), how=way_words), detection)
            )
    levels += [
        (tr("Periodic in sleep, {leg}", leg=tr(leg)), detection)
        for leg, detection in figures.periodic.items()
    ]
    others = (
        (tr("Periodic in sleep, without respiratory ones"), figures.periodic_without_respiratory),
        (tr("Our rules on the reference's list, against its own marks"), figures.reference_rules),
        (tr("Our list against the reference's, both by our rules"), figures.sensor_rules),
        (tr("Sleep starts, within 1 s of the video's"), figures.sleep_starts),
    )
    return [*levels, *((name, detection) for name, detection in others if detection is not None)]


def _cells(detection: DetectionFigures) -> tuple[str, ...]:
    return (
        str(detection.tp),
        str(detection.fp),
        str(detection.fn),
        with_interval(detection.precision),
        with_interval(detection.recall),
        with_interval(detection.f1),
        with_interval(detection.onset_bias_s),
        figure(detection.onset_sd_s.value, 2),
        with_interval(detection.offset_bias_s),
        figure(detection.offset_sd_s.value, 2),
    )
