"""The pages for the doctor: one night on two sheets of paper, made from the night folder alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from limbwatch.classify.clinical_measures import (
    ClinicalMeasures,
    clinical_measures,
)
from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Finding
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.cli.immobilisation import TITLE, immobilisation_remarks, result
from limbwatch.cli.judgement import caution_on_index, legs_worn, not_looked_for, unjudged
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.stored import translate_stored as in_words
from limbwatch.cli.night.answers.notes import DayNotes, read_notes, readable
from limbwatch.cli.night.answers.questions import GROUPED, QUESTIONS
from limbwatch.cli.night.answers.wearer import WearerFacts, read_wearer
from limbwatch.cli.night.correction.corrected import Corrected, as_corrected
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.listed.dates import days_of, offset_words
from limbwatch.cli.night.listed.people import on_paper, person_of
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report.charts import histogram, hours, intervals
from limbwatch.cli.report.drawn_tracks import left_out_words, tracks
from limbwatch.cli.report.method import limits_of, method
from limbwatch.cli.report.norms import norms_in_words
from limbwatch.cli.report.tables import clinical, sensor_header, sensors, series
from limbwatch.cli.report.templating import asset, whole_page
from limbwatch.cli.report.traces import envelopes_of
from limbwatch.cli.report.wearer_age import age_in_night, doubts
from limbwatch.cli.rule_titles import known_rules, title_of
from limbwatch.cli.words import (
    UNKNOWN,
    counted,
    figure,
    from_to,
    limb_words,
    share_worn,
    spell,
    with_begin,
    with_unit,
    years,
)

VALIDATION: Final = (
    "Not validated against polysomnography; tested on simulated nights. Not a medical device, not "
    "a diagnosis."
)
"""Printed at the top until limbwatch has been validated."""
FOOT: Final = ("limbwatch: not a diagnosis", "Page ", " of ")
"""Texts of the page footer, as ``sheet.css`` has them."""
_INDEX: Final = "plm_index_high"
"""Code of the finding that only restates the index."""


def doctors_pages(night: NightSource, *, reviewed: str = "", corrected: bool = True) -> str:
    """Render the pages for the doctor: one HTML page for paper.

    It loads nothing from any network and runs no script. If ``reviewed`` is empty, who reviewed the
    night and when is left blank, to be filled in by hand.

    Raises
    ------
    CommandError
        If ``wearer.json`` or the notes are damaged: an empty head would mean no answers.
    """
    shown = as_corrected(night, wanted=corrected)
    values = _content(shown, read_wearer(night.folder), read_notes(night.folder))
    return whole_page("sheet.html.jinja", {**values, "reviewed": reviewed}, style=sheet_style())


def sheet_style() -> str:
    """Return the style of pages for paper, with its footer texts translated."""
    style = asset("report.css") + asset("sheet.css")
    for text in FOOT:
        style = style.replace(f'"{text}"', f'"{tr(text)}"')
    return style


def _content(shown: Corrected, wearer: WearerFacts, notes: DayNotes) -> Mapping[str, Any]:
    night = shown.night
    summary = night.summary
    measures = clinical_measures(stored_night(night))
    rules = title_of(summary.rules)
    return {
        "validation": tr(VALIDATION),
        "simulated": night.summary.simulated,
        "title": tr("Limb movements in sleep") if summary.test is None else tr(TITLE),
        "test": () if summary.test is None else _test_words(summary, notes),
        "date": days_of(summary),
        "head": [*_head(night, wearer, notes), (tr("Rules"), rules)],
        "rules": rules,
        "index": _index(summary, measures),
        "norms": norms_in_words(age_in_night(wearer, summary), wearer.sex)
        if legs_worn(summary)
        else "",
        "corrected": shown,
        "unjudged": unjudged(summary),
        "not_looked_for": not_looked_for(summary),
        "findings": [_finding_words(finding) for finding in summary.findings],
        "doubts": () if summary.test is not None else tuple(doubts(wearer, (summary,))),
        "tracks": tracks(night, envelopes_of(night), shown.left_out),
        "left_out": left_out_words(shown.left_out),
        "hours": hours(summary),
        "histogram": histogram(intervals(night.events), known_rules(summary.rules)),
        "thirds": _thirds(night, measures),
        "clinical": clinical(summary),
        "measures": _measures(measures, legs=bool(legs_worn(summary))),
        "series": series(night),
        "no_leg": not legs_worn(summary),
        "answers": answers_by_heading(wearer),
        "unanswered": [
            tr(question.short) for question in QUESTIONS if question.key not in wearer.answers
        ],
        "asked": wearer.changed,
        "notes": readable(replace(notes, medication=None)),  # the head lists the medication
        "sensors": _sensors(summary),
        "limits": limits_of(summary),
        "method": method(summary),
        "version": summary.version,
    }


def _test_words(summary: Summary, notes: DayNotes) -> tuple[str, ...]:
    first = (result(summary), caution_on_index(summary))
    return (" ".join(filter(None, first)), *immobilisation_remarks(summary, notes))


def _finding_words(finding: Finding) -> Mapping[str, str]:
    """Translate a finding; the evidence of the index finding stands on the page already."""
    evidence = "" if finding.code == _INDEX else in_words(finding.evidence)
    return {"title": tr(finding.title), "evidence": evidence}


def _head(night: NightSource, wearer: WearerFacts, notes: DayNotes) -> list[tuple[str, str]]:
    summary = night.summary
    bed = summary.sleep.in_bed_s
    times = tr("not recognised")
    if bed is not None:
        times = from_to(night.start, *bed)
    medicines = "; ".join(medicine for medicine in (wearer.medicines, notes.medication) if medicine)
    return [
        (tr("Name or number"), on_paper(person_of(night.folder, summary.origin), wearer.name)),
        (tr("Born, sex"), birth_and_sex(wearer, summary.age)),
        (tr("Reason"), wearer.reason or ""),
        (tr("Medicines, with times"), medicines),
        (
            tr("Recorded"),
            f"{from_to(night.start, 0, night.seconds)} ({offset_words(night.start)})",
        ),
        (tr("In bed"), times),
        (tr("Sensors"), "; ".join(_wear_words(medicine) for medicine in summary.coverage)),
    ]


def _wear_words(sensor: SensorFigures) -> str:
    share = share_worn(sensor.worn_share)
    lost = sum(end - start for start, end in sensor.losses)
    gaps = tr("no gap")
    if lost:
        count = counted(len(sensor.losses), "gap")
        gaps = tr("{gaps} of {length} in all", gaps=count, length=spell(lost / 60))
    gaps = with_begin(gaps, sensor.late_s)
    limb = limb_words(sensor.placement)
    return tr("{limb} worn {share} of the night, {gaps}", limb=limb, share=share, gaps=gaps)


def birth_and_sex(wearer: WearerFacts, age: float | None = None) -> str:
    """Return the year of birth, or failing that the age that was given, and the sex."""
    parts = [] if wearer.birth_year is None else [str(wearer.birth_year)]
    if wearer.birth_year is None and age is not None:
        parts = [tr("{age} old", age=years(age))]
    return ", ".join([*parts, *([tr(wearer.sex)] if wearer.sex else [])])


def _index(summary: Summary, measures: ClinicalMeasures) -> Mapping[str, Any]:
    plm = summary.plm
    ankles = legs_worn(summary)
    sensors_words = tr("{ankles} ankle sensors", ankles=ankles)
    if ankles == 1:
        sensors_words = tr("one ankle sensor")
    count, hours = figure(plm.count), figure(plm.hours_of_sleep, 2)
    basis = tr(
        "{count} in {hours} h of observed sleep, scored by a laboratory; by {by}",
        count=count,
        hours=hours,
        by=sensors_words,
    )
    if summary.sleep.estimated:
        basis = tr(
            "{count} in {hours} h of observed sleep, estimated from movement; by {by}",
            count=count,
            hours=hours,
            by=sensors_words,
        )
    span = measures.index_range
    return {
        "sleep": tr("estimated sleep") if summary.sleep.estimated else tr("sleep by a laboratory"),
        "laboratory": _without_respiratory(summary),
        "value": figure(plm.index_per_hour, 1),
        "span": ""
        if span is None or not summary.sleep.estimated
        else tr("{low:.1f} to {high:.1f}", low=span[0], high=span[1]),
        "basis": basis if ankles else tr("no sensor on a leg"),
        "caution": caution_on_index(summary) if ankles else "",
    }


def _without_respiratory(summary: Summary) -> list[str]:
    laboratory = summary.laboratory
    if laboratory is None or not laboratory.respiratory:
        return []
    return [
        tr(
            "Without respiratory leg movements ({window}): {index} per hour.",
            window=respiratory_words(figures),
            index=figure(figures.plm_without_per_hour, 1),
        )
        for figures in laboratory.respiratory
    ]


def _thirds(night: NightSource, measures: ClinicalMeasures) -> list[tuple[str, ...]]:
    names = (tr("First"), tr("Second"), tr("Last"))
    return [
        (
            name,
            from_to(night.start, third.start_s, third.end_s),
            figure(third.count),
            spell(60 * third.hours),
            figure(third.index_per_hour, 1),
        )
        for name, third in zip(names, measures.thirds, strict=False)
    ]


def _measures(measures: ClinicalMeasures, *, legs: bool) -> list[tuple[str, str, str]]:
    def rate(count: int | None) -> str:
        hours = measures.hours_of_sleep
        return UNKNOWN if count is None or not hours else f"{figure(count / hours, 1)}/h"

    share, least = measures.bilateral_share, measures.short_interval_s
    rows = [
        (
            tr("Duration, mean"),
            with_unit(measures.duration_mean_s, 2, " s"),
            tr("leg movements in sleep"),
        ),
        (tr("Duration, SD"), with_unit(measures.duration_sd_s, 2, " s"), ""),
        (
            tr("Short-interval"),
            rate(measures.short_interval),
            tr("not periodic, under {seconds:g} s after the one before", seconds=least),
        ),
        (
            tr("Isolated, from {seconds:g} s", seconds=least),
            rate(measures.isolated),
            tr("neither periodic nor short-interval"),
        ),
        (
            tr("Bilateral"),
            UNKNOWN if share is None else f"{figure(100 * share)} %",
            tr("of PLMS") if share is not None else tr("needs both ankles, and PLMS"),
        ),
    ]
    return rows if legs else [(name, value, tr("no sensor on a leg")) for name, value, _ in rows]


def answers_by_heading(wearer: WearerFacts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the wearer's answers under their headings; empty when nothing was answered."""
    given = wearer.answers
    groups = [
        (
            tr(group),
            [
                (tr(question.short), tr(given[question.key]))
                for question in asked
                if question.key in given
            ],
        )
        for group, asked in GROUPED.items()
    ]
    return [(group, entries) for group, entries in groups if entries]


def _sensors(summary: Summary) -> Mapping[str, Any]:
    rows = sensors(summary)
    lines = [(sensor.name, *sensor.cells) for sensor in rows]
    return {"header": sensor_header(), "rows": rows, "lines": lines}
