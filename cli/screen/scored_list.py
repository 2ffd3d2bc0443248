"""A list of leg movements scored by published rules, as lines or plain values."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import numpy as np

from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.rules.leg_movements import ScoredMovements
from limbwatch.classify.rules.periodicity import (
    FERRI_2006,
    HISTOGRAM_EDGES,
    IntervalStatistics,
    candidate_distribution,
    interval_statistics,
    periodicity_index,
)
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.screen.fitting import WIDTH, fitted
from limbwatch.cli.words import UNKNOWN, clock, figure

_BAR = 30  # longest bar of the histogram, characters
_LABEL = 21
_NO_BREATHING = (
    "leg movements at the end of breathing events (not listed with their ends beside leg movements)"
)
_NEED_SIGNALS = (
    "arousals with leg movements (a list is counted by itself)",
    "the EMG amplitude criteria (a list has no signal)",
)
_COUNTED = (
    *("leg_movements", "candidates", "plm", "series", "periodicity_index", "plm_asleep"),
    *("plm_awake", "plm_per_hour_of_sleep", "plm_per_hour_of_wake", "distribution", "interval_s"),
    "respiratory",
)
"""Keys counted from leg movements: null if no row in the file was understood as one."""
_BIN_S = 10
"""Bin width of the histogram, seconds; the 2 s bins of WASM 2016 are in the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredList:
    """Scored movements, their rules, and the hours that indices refer to."""

    scored: ScoredMovements
    joined: ScoredMovements
    """The same list scored by `joining_rules`, for the periodicity index."""
    rules: Rules
    hours_asleep: float | None = None
    """Hours of sleep; None if unknown."""
    hours_awake: float | None = None
    """Hours of wake; None if unknown."""
    hours_from: str = ""
    """Source of the hours: ``--sleep-hours`` or ``stages``."""
    start: datetime | None = None
    """Time of day of second 0; None if the list has none."""
    unknown: str = ""
    """Why there is no index; empty if there is one."""
    respiratory: tuple[RespiratoryFigures, ...] | None = None
    """Figures without respiratory leg movements, by window; None without breathing events that have
    an end."""

    @property
    def asleep(self) -> int | None:
        """Periodic movements in sleep; None if sleep or the movements are unknown."""
        if self.scored.asleep is None or self.unknown:
            return None
        return int(self.scored.asleep[self.scored.periodic].sum())

    @property
    def plm(self) -> int:
        """Number of periodic movements."""
        return int(self.scored.periodic.sum())

    @property
    def index(self) -> float | None:
        """Periodic movements per hour of sleep: those in sleep, or all if sleep is unknown."""
        if not self.hours_asleep or self.unknown:
            return None
        return (self.plm if self.asleep is None else self.asleep) / self.hours_asleep

    @property
    def wake_index(self) -> float | None:
        """Periodic movements in wake per hour of wake."""
        if not self.hours_awake or self.asleep is None or self.unknown:
            return None
        return (self.plm - self.asleep) / self.hours_awake

    @property
    def periodicity(self) -> float | None:
        """Ferri's periodicity index, which has its own movements and intervals under any rules."""
        return periodicity_index(self.joined, hours=self.hours_asleep or None)

    @property
    def intervals(self) -> IntervalStatistics:
        """Statistics of the intervals, by the limits of the rules."""
        return interval_statistics(self.scored.intervals, limits=self.rules.interval_limits_s)


def as_dict(found: ScoredList) -> dict[str, object]:
    """Return scored movements as plain values, ready for JSON.

    The onsets ``plm`` are in seconds. All counts of movements are null if no row of a file with
    rows is a leg movement, hours and rates if unknown, ``respiratory``, which is by window, without
    breathing events. ``periodicity_index`` is Ferri's (2006, 10 to 90 s), ``interval_limits_s`` are
    those of the rules.
    """
    scored = found.scored
    content: dict[str, object] = {
        "rules": found.rules.name,
        "leg_movements": len(scored),
        "candidates": int(scored.candidate.sum()),
        "plm": (scored.onset[scored.periodic] / 1000).tolist(),
        "series": [_series(scored, number) for number in range(1, scored.series_count + 1)],
        "periodicity_index": found.periodicity,
        "interval_limits_s": list(found.rules.interval_limits_s),
        "plm_asleep": found.asleep,
        "plm_awake": None if found.asleep is None else found.plm - found.asleep,
        "hours_of_sleep": found.hours_asleep,
        "plm_per_hour_of_sleep": found.index,
        "hours_of_wake": found.hours_awake,
        "plm_per_hour_of_wake": found.wake_index,
        "distribution": asdict(candidate_distribution(scored, found.rules)),
        "interval_s": {
            **asdict(found.intervals),
            "histogram": list(found.intervals.histogram),
            "histogram_edges": list(HISTOGRAM_EDGES),
        },
        "respiratory": found.respiratory and [asdict(one) for one in found.respiratory],
        "not_assessed": [*([] if found.respiratory else [_NO_BREATHING]), *_NEED_SIGNALS],
    }
    return content | dict.fromkeys(_COUNTED) if found.unknown else content


def as_text(found: ScoredList, *, width: int = WIDTH) -> str:
    """Return scored movements as lines for a terminal of 60 or more columns, with a line feed."""
    scored, index = found.scored, found.periodicity
    low, high = found.rules.interval_limits_s
    title = tr(found.rules.title)
    rules = tr("{title}: intervals {low:g}-{high:g} s", title=title, low=low, high=high)
    lines = [
        _row(tr("Rules"), rules),
        *_counts(found),
        *_indices(found),
        *_respiratory(found),
        _row(
            tr("Periodicity index"),
            tr(
                "{index} (Ferri 2006, share of {which}, {low:g}-{high:g} s)",
                which=tr("all intervals") if scored.asleep is None else tr("intervals in sleep"),
                index="-" if index is None else figure(index, 2),
                low=FERRI_2006.above / 1000,
                high=FERRI_2006.up_to / 1000,
            ),
        ),
        *_interval_lines(found),
    ]
    lines = [part for line in lines for part in fitted(line, width, _LABEL)]
    if scored.series_count:
        at = "" if found.start is None else f" {tr('Begins'):>8}"
        lines += [
            "",
            (
                f"{tr('Series'):>6} {tr('Movements'):>10}{at} {tr('From s'):>10} "
                f"{tr('To s'):>10} {tr('Median s'):>10}"
            ),
        ]
    for number in range(1, scored.series_count + 1):
        members = scored.series == number
        onset, end = scored.onset[members] / 1000, scored.offset[members].max() / 1000
        at = "" if found.start is None else f" {clock(found.start, onset[0], precise=True):>8}"
        lines.append(
            f"{number:>6} {len(onset):>10}{at} {figure(onset[0], 2):>10} {figure(end, 2):>10} "
            f"{figure(float(np.median(np.diff(onset))), 1):>10}"
        )
    return "\n".join(lines) + "\n"


def _counts(found: ScoredList) -> Iterator[str]:
    scored, names = found.scored, (tr("Leg movements"), tr("Candidates"), tr("Periodic (PLM)"))
    if found.unknown:
        yield from (_row(name, UNKNOWN) for name in names)
        return
    yield _row(names[0], str(len(scored)))
    yield _row(names[1], f"{int(scored.candidate.sum())}{_candidate_words(found)}")
    words = trn(
        "{plm} in {count} series",
        "{plm} in {count} series",
        scored.series_count,
        plm=found.plm,
    )
    yield _row(names[2], words + _sleep_words(found))


def _row(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def _indices(found: ScoredList) -> Iterator[str]:
    if found.unknown:
        yield _row(tr("Index"), tr("unknown: {why}", why=found.unknown))
    if found.index is not None:
        words = tr(
            "{index:.1f} per hour of sleep ({which}; {hours:.2f} h by {origin})",
            index=found.index,
            which=tr("all periodic movements") if found.asleep is None else "PLMS",
            hours=found.hours_asleep,
            origin=found.hours_from,
        )
        yield _row(tr("Index"), words)
    if found.wake_index is not None:
        words = tr(
            "{index:.1f} per hour of wake ({hours:.2f} h)",
            index=found.wake_index,
            hours=found.hours_awake,
        )
        yield _row(tr("Index in wake"), words)


def _respiratory(found: ScoredList) -> Iterator[str]:
    for one in found.respiratory or ():
        index, words = one.plm_without_per_hour, tr("{count} periodic", count=one.plm_without)
        if index is not None:
            words += ", " + tr("{index:.1f} per hour of sleep", index=index)
        yield _row(tr("Not respiratory"), f"{words} ({respiratory_words(one)})")


def _which_intervals(found: ScoredList) -> str:
    return tr("all intervals") if found.asleep is None else tr("all intervals, asleep and awake")


def _interval_lines(found: ScoredList) -> Iterator[str]:
    intervals = found.intervals
    if intervals.median is None or intervals.log_mean is None:
        return
    low, high = found.rules.interval_limits_s
    words = tr(
        "{which}: median {median:.1f} s, log mean {mean:.1f} s",
        which=_which_intervals(found),
        median=intervals.median,
        mean=intervals.log_mean,
    )
    yield _row(tr("Intervals"), words)
    words = tr(
        "{short} below {low:g} s, {middle} of {low:g}-{high:g} s, {long} above {high:g} s",
        short=intervals.short,
        middle=intervals.middle,
        long=intervals.long,
        low=low,
        high=high,
    )
    yield _row("", words)
    yield ""
    edges = np.arange(0, HISTOGRAM_EDGES[-1] + _BIN_S, _BIN_S)
    counts = np.histogram(found.scored.intervals, bins=edges)[0].tolist()
    most = max(1, *counts)
    for start, count in zip(edges, counts, strict=False):
        bar = "#" * round(count / most * _BAR)
        yield f"{start:>9.0f}-{start + _BIN_S:<3.0f} s {count:>6} {bar}".rstrip()


def _candidate_words(found: ScoredList) -> str:
    where = candidate_distribution(found.scored, found.rules)
    return " " + tr(
        "({periodic} periodic, {short} short-interval, below {low:g} s, {isolated} isolated)",
        periodic=where.periodic,
        short=where.short_interval,
        low=found.rules.interval_limits_s[0],
        isolated=where.isolated,
    )


def _sleep_words(found: ScoredList) -> str:
    if found.asleep is None:
        return ""
    return " " + tr(
        "({asleep} asleep, {awake} awake)", asleep=found.asleep, awake=found.plm - found.asleep
    )


def _series(scored: ScoredMovements, number: int) -> dict[str, object]:
    members = scored.series == number
    onsets = (scored.onset[members] / 1000).tolist()
    return {
        "number": number,
        "count": len(onsets),
        "onset_s": onsets[0],
        "end_s": int(scored.offset[members].max()) / 1000,
        "onsets_s": onsets,
    }
