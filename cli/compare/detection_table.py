"""The tables of detection: movements in both lists or in one alone, of all nights and of each."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from limbwatch.classify.agreement.detection import (
    Detection,
    DetectionFigures,
    f1,
    precision,
    recall,
)
from limbwatch.classify.agreement.paired_figures import MINUTES
from limbwatch.classify.agreement.repeated_figures import EPOCH_FIGURES
from limbwatch.classify.agreement.staging import Staging
from limbwatch.classify.agreement.study_agreement import StudyFigures, StudyNight
from limbwatch.cli.compare.figure_names import night_names, with_interval
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
_COUNTS: Final = ("tp", "fp", "fn")
_SHARES: Final = ("precision", "recall", "f1")
_HEADINGS: Final = ("TP", "FP", "FN", "Precision", "Recall", "F1")


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


def levels_of_night(night: StudyNight, way: str) -> dict[str, Any]:
    """Return the detection and staging of one night; unknown values are null.

    Both legs are joined; ``way`` is how the study pairs movements.
    """
    agreement = night.agreement
    return {
        "movements": _detection(agreement.movements.get("joined", {}).get(way)),
        "plm": _detection(agreement.periodic.get("joined")),
        "sleep": None if agreement.staging is None else _staging(agreement.staging),
    }


def _detection(detection: Detection | None) -> dict[str, Any]:
    if detection is None:
        return dict.fromkeys(("tolerance_s", *_COUNTS, *_SHARES))
    return {
        "tolerance_s": detection.tolerance_s,
        **{name: getattr(detection, name) for name in _COUNTS},
        "precision": precision(detection.tp, detection.fp),
        "recall": recall(detection.tp, detection.fn),
        "f1": f1(detection.tp, detection.fp, detection.fn),
    }


def _staging(staging: Staging) -> dict[str, Any]:
    ours, reference = asdict(staging.ours), asdict(staging.reference)
    return {
        "epochs": staging.epochs,
        "epochs_unknown": staging.unknown,
        **{name: getattr(staging, name) for name in EPOCH_FIGURES},
        **{
            name: {"ours": ours[field], "reference": reference[field]}
            for name, field in MINUTES.items()
        },
    }


def nights_table(figures: StudyFigures, way: str) -> Mapping[str, Any] | None:
    """Return a table with a row per night of a study; None for a single night."""
    if figures.single:
        return None
    rows = []
    for name, night in zip(night_names(figures.nights), figures.nights, strict=True):
        levels = levels_of_night(night, way)
        sleep = levels["sleep"] or {}
        rows.append(
            (
                name,
                *(_cell(levels["movements"][key], key) for key in (*_COUNTS, *_SHARES)),
                *(_cell(levels["plm"][key], key) for key in (*_COUNTS, *_SHARES)),
                _cell(sleep.get("kappa"), "kappa"),
            )
        )
    heads = [tr(head) for head in _HEADINGS]
    return {
        "header": (tr("Night"), *heads, *(f"PLMS: {head}" for head in heads), tr("Sleep: kappa")),
        "rows": rows,
    }


def _cell(value: float | None, name: str) -> str:
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return str(value) if name in _COUNTS else figure(value, 2)
