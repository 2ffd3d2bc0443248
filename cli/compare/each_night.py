"""Figures of each single night of a study, as plain values and as rows of the page."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from limbwatch.classify.agreement.detection import Detection, f1, precision, recall
from limbwatch.classify.agreement.paired_figures import MINUTES
from limbwatch.classify.agreement.repeated_figures import EPOCH_FIGURES
from limbwatch.classify.agreement.staging import Staging
from limbwatch.classify.agreement.study_agreement import StudyFigures, StudyNight
from limbwatch.cli.compare.figure_names import night_names
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.words import UNKNOWN, figure

_COUNTS: Final = ("tp", "fp", "fn")
_SHARES: Final = ("precision", "recall", "f1")
_HEADINGS: Final = ("TP", "FP", "FN", "Precision", "Recall", "F1")


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
