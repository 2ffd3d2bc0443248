"""``compare.json``: every figure with its n and its interval; unknown values are null."""

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

import numpy as np

from limbwatch.classify.agreement.bland_altman import BlandAltman
from limbwatch.classify.agreement.categories import INDEX_EDGES, Screening
from limbwatch.classify.agreement.clock_fit import ClockFit
from limbwatch.classify.agreement.detection import DetectionFigures
from limbwatch.classify.agreement.detection_levels import DetectionLevels
from limbwatch.classify.agreement.estimates import Estimate, over_nights
from limbwatch.classify.agreement.paired_figures import PairedFigure
from limbwatch.classify.agreement.reliability import NightToNight
from limbwatch.classify.agreement.repeated_figures import RepeatedFigures
from limbwatch.classify.agreement.repeated_limits import RepeatedLimits
from limbwatch.classify.agreement.study_agreement import StudyFigures, StudyNight
from limbwatch.cli.compare.detection_table import levels_of_night
from limbwatch.cli.compare.figure_names import AVERAGING
from limbwatch.cli.compare.mixed_rules import nights_by_rules
from limbwatch.version import __version__

SCHEMA: Final = "limbwatch.compare/1"
_DIGITS: Final = 6
_UNKNOWN: Final = ("tolerance_s", "tp", "fp", "fn", "precision", "recall", "f1", "onset_bias_s")
"""Keys that are null where no reference lists leg movements."""
_KEYS: Final = {
    "lower": "lower_limit",
    "upper": "upper_limit",
    "drift_ci_ppm": "drift_ppm_ci",
    "origin": "from",
}
"""Keys of fields that have another name here."""


def compare_json(figures: StudyFigures) -> dict[str, Any]:
    """Return all figures as plain values, ready for JSON.

    A figure ``x`` has ``x_n`` and ``x_ci`` beside it: for a study the number of nights and the 95 %
    interval over them, for a single night what it counts and null.
    """
    content = {
        "schema": SCHEMA,
        "version": __version__,
        "nights": len(figures.nights),
        "persons": len(figures.independent),
        "simulated": sum(night.agreement.simulated for night in figures.nights),
        "averaging": None if figures.single else dict(AVERAGING),
        # not "rules", which is a level of detection
        "scored_by": list(nights_by_rules(figures)),
        "clock": _clock(figures),
        **_detection_levels(figures, figures),
        "indices": _indices(figures),
        "categories": _categories(figures),
        "screening": None if figures.screening is None else _flattened(figures.screening),
        "sleep": _sleep(figures),
        "sleep_starts": _sleep_starts(figures),
        "night_to_night": {
            name: _flattened(one) | {"refused": one.refused or None}
            for name, one in figures.night_to_night.items()
        },
        "repeated": None if figures.repeated is None else _all_nights(figures.repeated, figures),
        "confusion": [
            {"reference": reference, "ours": ours, "count": count}
            for (reference, ours), count in sorted(figures.confusion.items())
        ],
        "per_night": [_night_figures(night, onset_tolerance(figures)) for night in figures.nights],
    }
    return dict(_plain(content))


def _plain(value: Any) -> Any:
    """Round floats; replace those that are not finite by null."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    return value


def estimate(name: str, found: Estimate | None) -> dict[str, Any]:
    """Return an estimate as three keys: value, interval and n."""
    if found is None:
        return {name: None, f"{name}_ci": None, f"{name}_n": 0}
    ci = None if found.ci is None else list(found.ci)
    return {name: found.value, f"{name}_ci": ci, f"{name}_n": found.n}


def _clock(figures: StudyFigures) -> dict[str, Any]:
    if figures.single:
        return _flattened(figures.nights[0].agreement.clock)
    clocks = [night.agreement.clock for night in figures.independent]

    def mean(name: str) -> Estimate:
        values = [getattr(clock, name) for clock in clocks]
        return over_nights(
            [np.array([np.nan if value is None else value for value in values])], np.mean
        )

    return {
        **estimate("offset_s", mean("offset_s")),
        **estimate("drift_ppm", mean("drift_ppm")),
        **estimate("residual_sd_s", mean("residual_sd_s")),
        "pairs": sum(clock.pairs for clock in clocks),
        "certain": sum(clock.certain for clock in clocks),
    }


def _flattened(
    found: ClockFit | DetectionFigures | NightToNight | RepeatedLimits | Screening,
) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for field in fields(found):
        value = getattr(found, field.name)
        name = _KEYS.get(field.name, field.name)
        content |= estimate(name, value) if isinstance(value, Estimate) else {name: value}
    return content


def _detection(found: DetectionFigures | None) -> dict[str, Any] | None:
    return None if found is None else _flattened(found)


def _detection_levels(levels: DetectionLevels, figures: StudyFigures) -> dict[str, Any]:
    return {
        "movements": _by_leg({leg: _ways(ways, figures) for leg, ways in levels.movements.items()}),
        "rules": {
            "reference_marks": _detection(levels.reference_rules),
            "sensor": _detection(levels.sensor_rules),
        },
        "plm": _by_leg({leg: _detection(detection) for leg, detection in levels.periodic.items()}),
        "plm_without_respiratory": _detection(levels.periodic_without_respiratory),
    }


def _ways(ways: Mapping[str, DetectionFigures], figures: StudyFigures) -> dict[str, Any]:
    """Return the figures at the tolerance that suits the references, and all others in ``by``."""
    return {
        **_flattened(ways[onset_tolerance(figures)]),
        "by": {name: _flattened(detection) for name, detection in ways.items()},
    }


def onset_tolerance(figures: StudyFigures) -> str:
    """Return within how many seconds onsets match: 1 if a reference is that coarse, else 0.5."""
    coarse = any(night.agreement.tolerance_s >= 1 for night in figures.independent)
    return "1" if coarse else "0.5"


def _by_leg(legs: Mapping[Any, dict[str, Any] | None]) -> dict[str, Any]:
    """Return the figures of both legs joined at the top level, and again beside each leg.

    If no reference lists leg movements, each figure is null: ours are neither found nor false.
    """
    return {
        **(legs.get("joined") or dict.fromkeys(_UNKNOWN)),
        "joined": legs.get("joined"),
        "left": legs.get("left"),
        "right": legs.get("right"),
    }


def _paired(found: PairedFigure) -> dict[str, Any]:
    content = {**estimate("ours", found.ours), **estimate("reference", found.reference)}
    if found.agreement is not None:
        content |= _bland_altman(found.agreement)
    if found.repeated is not None:
        content["repeated"] = _flattened(found.repeated)
    if found.icc is not None:
        content |= estimate("icc", found.icc)
    if found.line is not None:
        content |= estimate("slope", found.line.slope)
        content |= estimate("intercept", found.line.intercept)
        content["line_refused"] = found.line.refused or None
    return content


def _bland_altman(found: BlandAltman) -> dict[str, Any]:
    line = found.regression
    return {
        **estimate("bias", found.bias),
        **estimate("sd", found.sd),
        **estimate("lower_limit", found.lower),
        **estimate("upper_limit", found.upper),
        "limits_method": found.upper.method or None,
        "normal_p": found.normal_p,
        "limits_refused": found.refused or None,
        "regression": None if line is None else asdict(line),
    }


def _indices(figures: StudyFigures) -> dict[str, Any]:
    content = {name: _paired(pair) for name, pair in figures.indices.items()}
    content["plms"] |= estimate("ours_with_reference_sleep", figures.index_with_reference_sleep)
    content["plms"] |= estimate("error_from_sleep_share", figures.sleep_share)
    return content


def _categories(figures: StudyFigures) -> dict[str, Any] | None:
    if figures.category_table is None:
        return None
    return {
        "edges": list(INDEX_EDGES),
        **estimate("weighted_kappa", figures.category_kappa),
        "table": figures.category_table.astype(int),
    }


def _sleep(figures: StudyFigures) -> dict[str, Any] | None:
    if not figures.epochs:
        return None
    content = _estimates(figures.epochs)
    staged = [n.agreement.staging for n in figures.independent if n.agreement.staging is not None]
    content["epochs"] = sum(staging.epochs for staging in staged)
    content["epochs_unknown"] = sum(staging.unknown for staging in staged)
    content["table"] = sum(staging.table for staging in staged)
    return content | {name: _paired(pair) for name, pair in figures.sleep.items()}


def _sleep_starts(figures: StudyFigures) -> dict[str, Any] | None:
    counted = _detection(figures.sleep_starts)
    return None if counted is None else counted | {"false_were": dict(figures.false_starts)}


def _all_nights(repeated: RepeatedFigures, figures: StudyFigures) -> dict[str, Any]:
    """Return the figures of all nights; their intervals and n are over persons."""
    content: dict[str, Any] = {
        "nights": repeated.nights,
        "persons": repeated.persons,
        **_detection_levels(repeated, figures),
        "sleep_starts": _detection(repeated.sleep_starts),
    }
    level_4 = {
        **{f"{name}_icc": one for name, one in repeated.icc.items()},
        "weighted_kappa": repeated.category_kappa,
        "sensitivity": repeated.sensitivity,
        "specificity": repeated.specificity,
    }
    content["indices"] = _estimates(level_4)
    content["sleep"] = _estimates(repeated.epochs)
    return content


def _estimates(found: Mapping[str, Estimate]) -> dict[str, Any]:
    return {key: value for name, est in found.items() for key, value in estimate(name, est).items()}


def _night_figures(night: StudyNight, way: str) -> dict[str, Any]:
    agreement = night.agreement
    return {
        "night": agreement.name,
        "person": night.person,
        "age": night.age,
        "scored_by": agreement.rules,
        "simulated": agreement.simulated,
        "hours_compared": agreement.time.hours,
        "tolerance_s": agreement.tolerance_s,
        "clock": _flattened(agreement.clock),
        **levels_of_night(night, way),
        "indices": {
            name: {"ours": index.ours, "reference": index.reference}
            for name, index in agreement.indices.items()
        },
        "remarks": list(agreement.remarks),
    }
