"""The first screen after a night, at 80 columns or less."""

from collections.abc import Iterator, Sequence

from limbwatch.classify.figures import Summary, moment
from limbwatch.classify.kind import Kind
from limbwatch.cli import immobilisation
from limbwatch.cli.judgement import caution_on_index, not_looked_for, nothing_stood_out, unjudged
from limbwatch.cli.laboratory_words import limits, sleep_is
from limbwatch.cli.language.spoken import capital, tr
from limbwatch.cli.language.stored import translate_stored as in_words
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.correction.corrected import Corrected
from limbwatch.cli.night.listed.dates import begin_of_night, evening_of
from limbwatch.cli.night.scale_file import scale_sentence
from limbwatch.cli.program import as_typed
from limbwatch.cli.rule_titles import short_title_of
from limbwatch.cli.screen.data_lines import data_lines
from limbwatch.cli.screen.fitting import WIDTH, fitted, paragraph
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import UNKNOWN, in_minutes, limb_words, short_date

_BAR = 40
"""Longest bar of an hour, characters."""
_BESIDE_BAR = 30
"""Columns of an hour's row beside the bar."""
_LABEL = 26
"""Columns of the labels."""

HEADINGS = ("Periodic limb movements in sleep, by the clock", "What stands out", "Data")
"""Headings on the screen."""


def first_screen(
    summary: Summary, *, mark: str = "", said: Sequence[str] = (), width: int = WIDTH
) -> str:
    """Return a night in the few lines that matter, every rate with its denominator.

    ``mark`` follows the head if figures are corrected, and ``said`` the result of a test. No
    line is longer than the width, 60 or more.
    """
    blocks = [
        list(_head(summary)),
        paragraph(mark, width),
        list(_movements(summary, width)),
        [line for one in said for line in paragraph(as_typed(one), width)],
        list(_hours(summary, width)),
        list(_findings(summary, width)),
        [tr(HEADINGS[2]), *data_lines(summary, width)],
        paragraph(limits(summary), width),
    ]
    lines_of = [
        [part for line in block for part in fitted(line, width, _LABEL)]
        for block in blocks
        if block
    ]
    return "\n\n".join("\n".join(lines) for lines in lines_of)


def show_night(shown: Corrected, terminal: Terminal) -> None:
    """Print the first screen of a night, and its place on the scale in its folder."""
    folder, summary = shown.night.folder, shown.night.summary
    said = immobilisation.remarks_of_test(folder, summary)
    text = first_screen(summary, mark=shown.mark, said=said, width=terminal.width)
    terminal.show(text, headings=(text.partition("\n")[0], *map(tr, HEADINGS)))
    if scaled := translate_trouble(scale_sentence(folder, summary)):
        terminal.show(f"\n{scaled}")


def _row(label: str, *values: str) -> str:
    return f"{label:<{_LABEL}}" + "  ".join(values)


def _head(summary: Summary) -> Iterator[str]:
    day, end = short_date(evening_of(summary)), f"{summary.ends:%H:%M}"
    when = {"day": day, "start": begin_of_night(summary), "end": end}
    head = tr("Night of {day}, {start} to {end}", **when)
    if summary.test is not None:
        head = tr("Test of {day}, {start} to {end}", **when)
    yield tr("{head}, simulated", head=head) if summary.simulated else head
    yield _row(tr("Worn"), ", ".join(limb_words(place) for place in summary.placements))
    if summary.test is not None:
        yield _row(tr("Kept awake"), in_minutes(summary.duration_s / 60))
        return
    sleep = summary.sleep
    if sleep.time_in_bed_minutes is None:
        yield _row(tr("In bed"), tr("no rest in bed was recognised"))
    elif sleep.observed_in_bed_minutes is not None and sleep.of_the_observed:
        in_bed = tr(
            "{bed}, {seen} of it observed",
            bed=in_minutes(sleep.time_in_bed_minutes),
            seen=in_minutes(sleep.observed_in_bed_minutes),
        )
        yield _row(tr("In bed"), in_bed)
    else:
        yield _row(tr("In bed"), in_minutes(sleep.time_in_bed_minutes))
    if sleep.minutes is None:
        yield _row(tr("Asleep"), tr("unknown"))
        return
    asleep = in_minutes(sleep.minutes)
    if sleep.efficiency is not None and sleep.of_the_observed:
        asleep = tr(
            "{sleep}, {share:.0f} % of the observed time in bed",
            sleep=asleep,
            share=float(sleep.efficiency * 100),
        )
    elif sleep.efficiency is not None:
        asleep = tr(
            "{sleep}, {share:.0f} % of it", sleep=asleep, share=float(sleep.efficiency * 100)
        )
    yield _row(tr("Asleep ({how})", how=sleep_is(summary)), asleep)
    if sleep.latency_minutes is not None and sleep.waso_minutes is not None:
        yield _row(
            "",
            tr(
                "asleep after {latency}, then awake for {wake}",
                latency=in_minutes(sleep.latency_minutes),
                wake=in_minutes(sleep.waso_minutes),
            ),
        )


def _rate(index: float | None, hours: float, *, asleep: bool = True) -> str:
    if index is None and hours > 0:
        return tr("(gaps too close for a series)")
    if index is None:
        return tr("(no sleep to count in)") if asleep else tr("(no wake to count in)")
    if asleep:
        return tr("{index:5.1f} per hour of sleep ({hours:.1f} h)", index=index, hours=hours)
    return tr("{index:5.1f} per hour of wake ({hours:.1f} h)", index=index, hours=hours)


def _movements(summary: Summary, width: int) -> Iterator[str]:
    plm = summary.plm
    rules = short_title_of(summary.rules)
    if summary.test is not None:
        yield from paragraph(immobilisation.result(summary), width)
        yield from paragraph(caution_on_index(summary), width)
        yield _row(tr("  in series"), f"{len(plm.series):4d}", tr("by {rules}", rules=rules))
        return
    if plm.count is None:
        yield _row(tr("Periodic limb movements"), f"{UNKNOWN:>4}", tr("not recorded"))
    else:
        yield _row(
            tr("Periodic limb movements"),
            f"{plm.count:4d}",
            f"{_rate(plm.index_per_hour, plm.hours_of_sleep)}, {rules}",
        )
    yield from paragraph(caution_on_index(summary), width, 2)
    yield from _laboratory(summary)
    if plm.wake_count:
        rate = _rate(plm.wake_index_per_hour, plm.hours_of_wake, asleep=False)
        yield _row(tr("  awake in bed"), f"{plm.wake_count:4d}", rate)
    if plm.bilateral is not None:
        sides = tr(
            "left {left}, right {right}, both {both}",
            left=plm.left,
            right=plm.right,
            both=plm.bilateral,
        )
        yield _row(tr("  by leg, asleep"), f"   {sides}")
    interval = plm.interval_s.log_mean
    if interval is not None:
        yield _row(
            tr("  rhythm, asleep"),
            "   " + tr("one every {seconds:.0f} s (log mean)", seconds=interval),
        )
    if plm.series:
        yield _row(tr("  in series"), f"{len(plm.series):4d}")
    if plm.periodicity_index is not None:
        yield _row(
            tr("  periodicity index"),
            "   " + tr("{index:.2f} of 1 (Ferri 2006, 10-90 s)", index=plm.periodicity_index),
        )
    jerks = summary.hypnic_jerks
    when = ", ".join(f"{moment(j.onset):%H:%M}" for j in jerks.events[:6])
    more = ", ..." if jerks.count > 6 else ""
    yield _row(
        tr("Hypnic jerks"),
        f"{jerks.count:4d}",
        tr("at {times}", times=when + more) if when else "",
    )
    listed_above = {Kind.PLM, Kind.HYPNIC_JERK}
    for kind in Kind:
        count = summary.counts.get(kind, 0)
        if count and kind not in listed_above:
            beside = [tr("or movement like it")] if kind is Kind.WAKE_MOVEMENT else []
            yield _row(capital(tr(kind.words)), f"{count:4d}", *beside)


def _laboratory(summary: Summary) -> Iterator[str]:
    laboratory = summary.laboratory
    if laboratory is None:
        return
    hours = summary.plm.hours_of_sleep
    for one in laboratory.respiratory:
        rules = short_title_of(one.window)
        yield _row(
            tr("  without respiratory"),
            f"{one.plm_without:4d}",
            tr(
                "{rate}, {rules} window",
                rate=_rate(one.plm_without_per_hour, hours),
                rules=rules,
            ),
        )
    if laboratory.arousal is not None:
        yield _row(
            tr("  with arousal"),
            f"{laboratory.arousal.plm:4d}",
            _rate(laboratory.arousal.plm_per_hour, hours),
        )


def _hours(summary: Summary, width: int) -> Iterator[str]:
    hours = summary.plm.per_hour
    most = max((hour.count or 0 for hour in hours), default=0)
    if most == 0:
        return
    yield tr(HEADINGS[0])
    bar_room = min(_BAR, width - _BESIDE_BAR)
    for hour in hours:
        count = hour.count or 0  # unknown in all hours or none
        bar = "#" * -(-count * min(bar_room, most) // most)
        asleep = tr("{minutes:.0f} min asleep", minutes=hour.sleep_minutes)
        start = hour.begins
        yield f"  {start:%H:%M}  {count:3d}  {bar:<{bar_room + 2}}{asleep:>14}"


def _findings(summary: Summary, width: int) -> Iterator[str]:
    if summary.test is not None and not summary.findings:
        return
    yield tr(HEADINGS[1])
    withheld = unjudged(summary)
    if not summary.findings:
        yield from paragraph(withheld, width, 2)
        yield from paragraph(nothing_stood_out(summary), width, 2)
        return
    for finding in summary.findings:
        said = f"{tr(finding.title).rstrip('.')}: {in_words(finding.evidence).rstrip('.')}."
        yield from paragraph(said, width, 2, begins="- ")
        yield from paragraph(tr(finding.advice), width, 2)
    # last: a seizure comes before an index that is not judged
    yield from paragraph(withheld, width, 2, begins="- ")
    yield from paragraph(not_looked_for(summary), width, 2)
