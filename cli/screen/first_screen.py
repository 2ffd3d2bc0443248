"""The first screen after a night, at 80 columns or less."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from limbwatch.classify.figures import Summary, moment
from limbwatch.classify.kind import Kind
from limbwatch.cli import immobilisation
from limbwatch.cli.laboratory_words import limits, sleep_is, source_words
from limbwatch.cli.night.folder import night_date
from limbwatch.cli.screen.fitting import WIDTH, fitted
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.capture.balance import NO_DATA_AFTER

_BAR = 40
_BESIDE_BAR = 30
"""Columns of an hour's row beside its bar."""
_LABEL = 26

HEADINGS = ("Periodic limb movements in sleep, by the clock", "What stands out", "Data")
"""Lines that stand over others."""

RULES_TITLES = {"wasm2016": "WASM 2016", "aasm": "AASM", "sit2001": "Michaud 2001"}


def first_screen(
    summary: Summary, *, mark: str = "", said: Sequence[str] = (), width: int = WIDTH
) -> str:
    """Tell a night in the few lines that matter, every rate with its denominator.

    Parameters
    ----------
    summary : Summary
    mark : str
        What stands under the head when the figures are a person's.
    said : sequence of str
        What belongs to the result of a test.
    width : int
        Columns that a line may have, 60 or more.

    Returns
    -------
    str
        Lines of at most that width, without a line end at the end.
    """
    blocks = [
        list(_head(summary)),
        textwrap.wrap(mark, width),
        list(_movements(summary)),
        [line for one in said for line in textwrap.wrap(one, width)],
        list(_hours(summary, width)),
        list(_findings(summary, width)),
        list(_data(summary, width)),
        textwrap.wrap(limits(summary), width),
    ]
    lines_of = [
        [part for line in block for part in fitted(line, width, _LABEL)]
        for block in blocks
        if block
    ]
    return "\n\n".join("\n".join(lines) for lines in lines_of)


def show_night(
    summary: Summary, terminal: Terminal, *, mark: str = "", said: Sequence[str] = ()
) -> None:
    """Print the first screen of a night."""
    text = first_screen(summary, mark=mark, said=said, width=terminal.width)
    terminal.show(text, headings=(text.partition("\n")[0], *HEADINGS))


def duration(minutes: float) -> str:
    """Write minutes as a person says them: ``7 h 42 min``."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def _seconds(value: float) -> str:
    """Write seconds; those below ten to a tenth, so that a short gap is not none."""
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def evening(summary: Summary) -> str:
    """Write the date of the night: ``Sat 14 Mar 2026``."""
    day = datetime.fromisoformat(night_date(summary.begins))
    return f"{day:%a} {day.day} {day:%b %Y}"


def _row(label: str, *values: str) -> str:
    return f"{label:<{_LABEL}}" + "  ".join(values)


def _head(summary: Summary) -> Iterator[str]:
    start = summary.begins
    end = summary.ends
    simulated = ", simulated" if summary.simulated else ""
    what = "Night" if summary.test is None else "Test"
    yield f"{what} of {evening(summary)}, {start:%H:%M} to {end:%H:%M}{simulated}"
    yield _row("Worn", ", ".join(place.words for place in summary.placements))
    if summary.test is not None:
        yield _row("Kept awake", duration(summary.duration_s / 60))
        return
    sleep = summary.sleep
    if sleep.time_in_bed_minutes is None:
        yield _row("In bed", "no rest in bed was recognised")
    else:
        yield _row("In bed", duration(sleep.time_in_bed_minutes))
    if sleep.minutes is None:
        yield _row("Asleep", "unknown")
        return
    share = "" if sleep.efficiency is None else f", {sleep.efficiency * 100:.0f} % of it"
    yield _row(f"Asleep ({sleep_is(summary)})", duration(sleep.minutes) + share)
    if sleep.latency_minutes is not None and sleep.waso_minutes is not None:
        yield _row(
            "",
            f"asleep after {duration(sleep.latency_minutes)}, "
            f"then awake for {duration(sleep.waso_minutes)}",
        )


def _rate(index: float | None, hours: float, of: str) -> str:
    if index is None:
        return f"(no {of} to count in)"
    return f"{index:5.1f} per hour of {of} ({hours:.1f} h)"


def _movements(summary: Summary) -> Iterator[str]:
    plm = summary.plm
    rules = RULES_TITLES.get(summary.rules, summary.rules)
    if summary.test is not None:
        yield from textwrap.wrap(immobilisation.result(summary), WIDTH)
        yield _row("  in series", f"{len(plm.series):4d}", f"by {rules}")
        return
    yield _row(
        "Periodic limb movements",
        f"{plm.count:4d}",
        f"{_rate(plm.index_per_hour, plm.hours_of_sleep, 'sleep')}, {rules}",
    )
    yield from _laboratory(summary)
    if plm.wake_count:
        rate = _rate(plm.wake_index_per_hour, plm.hours_of_wake, "wake")
        yield _row("  awake in bed", f"{plm.wake_count:4d}", rate)
    if plm.bilateral is not None:
        sides = f"left {plm.left}, right {plm.right}, both {plm.bilateral}"
        yield _row("  by leg, asleep", f"   {sides}")
    interval = plm.interval_s.log_mean
    if interval is not None:
        yield _row("  rhythm, asleep", f"   one every {interval:.0f} s (log mean)")
    if plm.series:
        yield _row("  in series", f"{len(plm.series):4d}")
    if plm.periodicity_index is not None:
        yield _row("  periodicity index", f"   {plm.periodicity_index:.2f} of 1 (Ferri 2006)")
    jerks = summary.hypnic_jerks
    when = ", ".join(f"{moment(j.onset):%H:%M}" for j in jerks.events[:6])
    more = ", ..." if jerks.count > 6 else ""
    yield _row("Hypnic jerks", f"{jerks.count:4d}", f"at {when}{more}" if when else "")
    shown = {Kind.PLM, Kind.HYPNIC_JERK}
    for kind in Kind:
        count = summary.counts.get(kind, 0)
        if count and kind not in shown:
            yield _row(kind.words[:1].upper() + kind.words[1:], f"{count:4d}")


def _laboratory(summary: Summary) -> Iterator[str]:
    laboratory = summary.laboratory
    if laboratory is None:
        return
    hours = summary.plm.hours_of_sleep
    for one in laboratory.respiratory:
        rules = RULES_TITLES.get(one.window, one.window)
        yield _row(
            "  without respiratory",
            f"{one.plm_without:4d}",
            f"{_rate(one.plm_without_per_hour, hours, 'sleep')}, {rules} window",
        )
    if laboratory.arousal is not None:
        yield _row(
            "  with arousal",
            f"{laboratory.arousal.plm:4d}",
            _rate(laboratory.arousal.plm_per_hour, hours, "sleep"),
        )


def _hours(summary: Summary, width: int) -> Iterator[str]:
    hours = summary.plm.per_hour
    most = max((hour.count for hour in hours), default=0)
    if most == 0:
        return
    yield HEADINGS[0]
    bar_room = min(_BAR, width - _BESIDE_BAR)
    for hour in hours:
        bar = "#" * -(-hour.count * min(bar_room, most) // most)
        asleep = f"{hour.sleep_minutes:.0f} min asleep"
        start = hour.begins
        yield f"  {start:%H:%M}  {hour.count:3d}  {bar:<{bar_room + 2}}{asleep:>14}"


def _findings(summary: Summary, width: int) -> Iterator[str]:
    if not summary.findings:
        return
    yield HEADINGS[1]
    for finding in summary.findings:
        said = f"{finding.title.rstrip('.')}: {finding.evidence.rstrip('.')}."
        yield from textwrap.wrap(said, width, initial_indent="- ", subsequent_indent="  ")
        yield from textwrap.wrap(finding.advice, width, initial_indent="  ", subsequent_indent="  ")


def _data(summary: Summary, width: int) -> Iterator[str]:
    yield HEADINGS[2]
    for sensor in summary.coverage:
        gaps = [end - start for start, end in sensor.gaps]
        yield (
            f"  {sensor.placement.words:<12}{_worn(sensor.worn_share)}, "
            f"{_gaps(gaps, sensor.warnings)}, {sensor.rate_hz:.2f} Hz"
        )
        for warning in sensor.warnings:
            said = f"Please check: {warning}"
            yield from textwrap.wrap(said, width, initial_indent="    ", subsequent_indent="    ")
    rules = RULES_TITLES.get(summary.rules, summary.rules)
    if summary.laboratory is not None:
        said = f"laboratory: {source_words(summary.laboratory)}"
        yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
    yield f"  scored by {rules} with limbwatch {summary.version}"


def _worn(share: float | None) -> str:
    if share == 0:
        return "not worn"
    return f"{'unknown' if share is None else f'{share * 100:.1f} %'} of the night"


def _gaps(gaps: list[float], warnings: Sequence[str]) -> str:
    if any(warning.startswith(NO_DATA_AFTER) for warning in warnings):
        return "ended early"
    if not gaps:
        return "no gap"
    longest = max(gaps)
    length = f"{_seconds(longest)} s" if longest < 120 else duration(longest / 60)
    return f"one gap of {length}" if len(gaps) == 1 else f"{len(gaps)} gaps (longest {length})"
