"""How the numbers were made, and what no accelerometer can know."""

from collections.abc import Mapping
from typing import Any, Final

from limbwatch.classify.figures import Summary
from limbwatch.cli.laboratory_words import source_words
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.rule_titles import known_rules, title_of
from limbwatch.cli.words import figure, limb_words, years

CAVEATS: Final = (
    (
        "Sleep stages and arousals: nobody recorded the brain (no EEG). Sleep here is an estimate "
        "from stillness, and lying awake without moving looks like sleep."
    ),
    (
        "Breathing: there was no airflow sensor. Leg movements that end a breathing pause look "
        "like periodic movements and cannot be taken out, so a high index may come from apnoea."
    ),
    (
        "Muscle activity: an index from an accelerometer has its own scale. Muscles may tense "
        "without moving the limb, and some movements stay below the threshold."
    ),
    "Limbs without a sensor: one leg is reported as one leg and is never doubled.",
    "One night: periodic movements vary much from night to night. Several nights tell more.",
)
"""Limits that every report states, whatever the night."""


def method(summary: Summary) -> Mapping[str, Any]:
    """Return the template values that describe how a night was scored.

    ``entries`` are pairs of name and text, ``limits`` are texts, and ``short`` is one paragraph for
    the clinician's page.
    """
    rules, title = known_rules(summary.rules), title_of(summary.rules)
    thresholds = _thresholds(summary)
    sleep = tr(summary.sleep.method) if summary.sleep.method else tr("not stated")
    version = summary.version or tr("unknown")
    age = summary.age
    entries = (
        (tr("Rules"), title if rules is None else f"{title}. {rules.source}."),
        (tr("Thresholds"), thresholds),
        (
            tr("Sleep"),
            tr("Estimated: {method}.", method=sleep) if summary.sleep.estimated else f"{sleep}.",
        ),
        *_laboratory(summary),
        (tr("Age"), tr("not given, taken as adult") if age is None else years(age)),
        (tr("Program"), f"limbwatch {version}"),
        (tr("Files"), tr("night.json and events.csv beside this page hold every figure.")),
    )
    return {
        "entries": entries,
        "limits": limits_of(summary),
        "short": tr(
            "Scored by limbwatch {version} with {rules} from limb acceleration; detection "
            "{thresholds}. {missing}The index is on an accelerometer's scale. Not a diagnosis.",
            version=version,
            rules=title,
            thresholds=thresholds,
            missing=_not_assessed(summary),
        ),
    }


def limits_of(summary: Summary) -> tuple[str, ...]:
    """Return what this night cannot show: less where a laboratory scored sleep or breathing."""
    laboratory = summary.laboratory
    if laboratory is None:
        return tuple(tr(caveat) for caveat in CAVEATS)
    stages, breathing, *rest = (tr(caveat) for caveat in CAVEATS)
    if laboratory.staged:
        stages = tr(
            "Sleep is what the laboratory scored, in epochs of the night; time that it did not "
            "score is in no index."
        )
    if laboratory.respiratory:
        breathing = tr(
            "Breathing: whether a leg movement belongs to a breathing event is judged by its time "
            "alone, by two published windows that give different answers."
        )
    return (stages, breathing, *rest)


def _laboratory(summary: Summary) -> tuple[tuple[str, str], ...]:
    if summary.laboratory is None:
        return ()
    parts = (source_words(summary.laboratory), *summary.laboratory.remarks)
    return ((tr("Laboratory"), f"{'. '.join(parts)}."),)


def _not_assessed(summary: Summary) -> str:
    laboratory = summary.laboratory
    arousals = laboratory is None or laboratory.arousals_s is None
    missing = [
        *([tr("arousals and stages (no EEG)")] if arousals and summary.sleep.estimated else []),
        *([tr("arousals")] if arousals and not summary.sleep.estimated else []),
        *([tr("stages (no EEG)")] if not arousals and summary.sleep.estimated else []),
        *(
            [tr("movements that end breathing pauses (no airflow)")]
            if laboratory is None or not laboratory.respiratory
            else []
        ),
    ]
    return tr("Not assessed: {what}.", what=", ".join(missing)) + " " if missing else ""


def _thresholds(summary: Summary) -> str:
    parts = [
        tr(
            "{limb} {threshold} mg over a noise floor of {floor} mg",
            limb=limb_words(sensor.placement),
            threshold=figure(1000 * sensor.threshold_g, 1),
            floor=figure(1000 * sensor.floor_g, 1),
        )
        for sensor in summary.coverage
        if sensor.threshold_g is not None and sensor.floor_g is not None
    ]
    if not parts:
        return tr("thresholds not stated")
    return tr("threshold {limbs}", limbs="; ".join(parts))
