"""What a tired person reads first: one sentence and four numbers."""

from typing import Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli import immobilisation
from limbwatch.cli.judgement import caution_on_index, legs_worn, too_little
from limbwatch.cli.laboratory_words import sleep_is
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.listed.part_nights import lying_question
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report.tables import Entry, entry_of, spelled_entry
from limbwatch.cli.words import clock, counted, figure, listed, share_worn, spell

FEW_WORDS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
"""Counts below ten in words."""


def sentence(summary: Summary) -> str:
    """Summarise the night in one to three short, plain sentences."""
    minutes = summary.sleep.minutes
    if summary.test is not None:
        sentences = [immobilisation.result(summary), caution_on_index(summary), *_doubts(summary)]
        return " ".join(filter(None, sentences))
    if not minutes:
        sentences = [
            tr("No sleep was found in this recording, so nothing can be said per hour of sleep.")
        ]
    else:
        sentences = [
            tr(
                "About {sleep} of sleep, {movements}.",
                sleep=spell(minutes),
                movements=_periodic_words(summary),
            )
        ]
        if legs_worn(summary):
            sentences += _cautions(summary)
    sentences += _jerk_words(summary)
    sentences += _doubts(summary)
    return " ".join(sentences)


def _cautions(summary: Summary) -> list[str]:
    cautions = [caution_on_index(summary)] if caution_on_index(summary) else []
    if not too_little(summary):
        return cautions
    too_short = tr(
        "Too little sleep was seen to judge that by: it takes {hours:g} hours.",
        hours=CONCERN.sleep_hours,
    )
    return [too_short, *cautions]


def _periodic_words(summary: Summary) -> str:
    count, index = summary.plm.count, summary.plm.index_per_hour
    if not legs_worn(summary):
        return tr("without a sensor on a leg to count periodic movements")
    if index is None or count is None:
        return tr("with an unknown number of periodic leg movements")
    if count == 0:
        return tr("without periodic leg movements")
    limit = round(CONCERN.plm(summary.age))
    movements = counted(count, "periodic leg movement")
    if too_little(summary):
        # naming the limit would invite a judgement from too little sleep
        return tr(
            "with {movements}: {index} in each hour", movements=movements, index=figure(index, 1)
        )
    figures = {"movements": movements, "index": figure(index, 1), "line": limit}
    if index > limit:
        return tr(
            "with {movements}: {index} in each hour, above the {line} an hour that sleep "
            "laboratories, which count from the muscles, call raised",
            **figures,
        )
    return tr(
        "with {movements}: {index} in each hour, below the {line} an hour that sleep "
        "laboratories, which count from the muscles, call raised",
        **figures,
    )


def _jerk_words(summary: Summary) -> list[str]:
    count = summary.hypnic_jerks.count
    if not count:
        return []
    word = tr(FEW_WORDS[count]) if count < len(FEW_WORDS) else str(count)
    jerks = trn("{word} hypnic jerk", "{word} hypnic jerks", count, word=word)
    if any(finding.code == "sleep_start_cluster" for finding in summary.findings):
        return [tr("{jerks}, some of them in groups: read below what that may mean.", jerks=jerks)]
    return [
        trn(
            "{jerks}, a jolt while falling asleep.",
            "{jerks}, jolts while falling asleep.",
            count,
            jerks=jerks,
        )
    ]


def _doubts(summary: Summary) -> list[str]:
    # with a sensor on a leg, `caution_on_index` has already said so beside the index
    lying = "" if legs_worn(summary) else lying_question(summary)
    doubts = [lying] if lying else []
    if any(finding.code == "low_coverage" for finding in summary.findings):
        doubts.append(tr("The sensors missed part of the night, so take these numbers with care."))
    return doubts


def four_numbers(night: NightSource) -> tuple[Entry, ...]:
    """Return the numbers that matter most, each with its denominator."""
    if night.summary.test is not None:
        return (*_test_numbers(night.summary), _coverage_number(night.summary))
    return (
        _index_number(night.summary),
        _jerk_number(night),
        _sleep_number(night.summary),
        _coverage_number(night.summary),
    )


def _index_number(summary: Summary) -> Entry:
    plm = summary.plm
    basis = tr(
        "{count} in {hours} h of observed sleep",
        count=figure(plm.count),
        hours=figure(plm.hours_of_sleep, 2),
    )
    return entry_of(
        summary,
        tr("periodic movements per hour of sleep"),
        "plm.index_per_hour",
        1,
        basis=basis if legs_worn(summary) else tr("no sensor on a leg"),
    )


def _test_numbers(summary: Summary) -> tuple[Entry, Entry, Entry]:
    plm = summary.plm
    return (
        entry_of(
            summary,
            tr("periodic movements per hour of the test"),
            "plm.wake_index_per_hour",
            1,
            basis=tr(
                "{count} in {hours} h awake",
                count=figure(plm.wake_count),
                hours=figure(plm.hours_of_wake, 2),
            ),
        ),
        Entry(
            name=tr("series"),
            value=figure(len(plm.series)),
            basis=tr("of four movements or more"),
        ),
        Entry(
            name=tr("kept awake"),
            value=spell(summary.duration_s / 60),
            basis=tr("asked for, not measured"),
            source="duration_s",
            exact=str(summary.duration_s),
        ),
    )


def _jerk_number(night: NightSource) -> Entry:
    jerks = night.summary.hypnic_jerks
    times = [clock(night.start, jerk.onset_s) for jerk in jerks.events]
    if not times:
        basis = tr("none found")
    elif len(times) <= 4:
        basis = tr("at {times}", times=listed(times))
    else:
        basis = tr("from {first} to {last}", first=times[0], last=times[-1])
    name = trn("hypnic jerk", "hypnic jerks", jerks.count)
    return entry_of(night.summary, name, "hypnic_jerks.count", basis=basis)


def _sleep_number(summary: Summary) -> Entry:
    sleep = summary.sleep
    bed = spell(sleep.time_in_bed_minutes)
    basis = tr("{bed} in bed", bed=bed)
    if sleep.efficiency is not None and sleep.of_the_observed:
        basis = tr(
            "{bed} in bed, {seen} of it observed and {share:.0f} % of that asleep",
            bed=bed,
            seen=spell(sleep.observed_in_bed_minutes),
            share=100 * sleep.efficiency,
        )
    elif sleep.efficiency is not None:
        basis = tr(
            "{bed} in bed, {share:.0f} % of it asleep", bed=bed, share=100 * sleep.efficiency
        )
    name = tr("asleep, {how}", how=sleep_is(summary))
    return spelled_entry(summary, name, "sleep.minutes", basis=basis)


def _coverage_number(summary: Summary) -> Entry:
    # the sensor worn least, and its position in the coverage of night.json
    share, number = min(
        (
            (sensor.worn_share, number)
            for number, sensor in enumerate(summary.coverage)
            if sensor.worn_share is not None
        ),
        default=(None, 0),
    )
    gaps = [end - start for sensor in summary.coverage for start, end in sensor.losses]
    basis = counted(len(summary.coverage), "sensor")
    if gaps:
        basis = tr(
            "{sensors}, {gaps}, the longest {longest}",
            sensors=basis,
            gaps=counted(len(gaps), "gap"),
            longest=spell(max(gaps) / 60),
        )
    else:
        basis = tr("{sensors}, no gap", sensors=basis)
    late = [sensor.late_s for sensor in summary.coverage if sensor.late_s]
    if late:
        basis = trn(
            "{gaps}, one began {length} later",
            "{gaps}, {count} began later, up to {length}",
            len(late),
            gaps=basis,
            length=spell(max(late) / 60),
        )
    return Entry(
        name=tr("of the night recorded and worn"),
        value=share_worn(share),
        basis=basis,
        source=f"coverage.{number}.worn_share",
        exact="" if share is None else str(share),
    )
