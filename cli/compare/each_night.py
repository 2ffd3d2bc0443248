"""What of each night of a study was found, on its own: as plain values, and as rows of the page."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from limbwatch.classify.agreement.detection import Detection, f1, precision, recall
from limbwatch.classify.agreement.repeated_figures import EPOCH_FIGURES
from limbwatch.classify.agreement.staging import Staging
from limbwatch.classify.agreement.study_agreement import StudyFigures, StudyNight
from limbwatch.cli.compare.figure_names import night_names
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.words import UNKNOWN, figure

_COUNTS: Final = ("tp", "fp", "fn")
_SHARES: Final = ("precision", "recall", "f1")
_MINUTES: Final = {
    "tst_minutes": "total",
    "sol_minutes": "latency",
    "waso_minutes": "after_onset",
    "efficiency": "efficiency",
}
_HEADINGS: Final = ("TP", "FP", "FN", "Precision", "Recall", "F1")


def levels_of_night(night: StudyNight, way: str) -> dict[str, Any]:
    """Give the counts and shares of one night, and its epochs of sleep; null where not known.

    They are of both legs joined; ``way`` is how the study pairs movements.
    """
    one = night.agreement
    return {
        "movements": _detected(one.movements.get("joined", {}).get(way)),
        "plm": _detected(one.periodic.get("joined")),
        "sleep": None if one.staging is None else _staged(one.staging),
    }


def _detected(one: Detection | None) -> dict[str, Any]:
    if one is None:
        return dict.fromkeys(("tolerance_s", *_COUNTS, *_SHARES))
    return {
        "tolerance_s": one.tolerance_s,
        **{name: getattr(one, name) for name in _COUNTS},
        "precision": precision(one.tp, one.fp),
        "recall": recall(one.tp, one.fn),
        "f1": f1(one.tp, one.fp, one.fn),
    }


def _staged(one: Staging) -> dict[str, Any]:
    ours, reference = asdict(one.ours), asdict(one.reference)
    return {
        "epochs": one.epochs,
        "epochs_unknown": one.unknown,
        **{name: getattr(one, name) for name in EPOCH_FIGURES},
        **{
            name: {"ours": ours[field], "reference": reference[field]}
            for name, field in _MINUTES.items()
        },
    }


def nights_table(found: StudyFigures, way: str) -> Mapping[str, Any] | None:
    """Give the table of each night: leg movements, periodic ones, sleep; None for a single one."""
    if found.single:
        return None
    rows = []
    for name, night in zip(night_names(found.nights), found.nights, strict=True):
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
