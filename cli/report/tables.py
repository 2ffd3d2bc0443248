"""Tables of figures: the clinician's page, the series, the sensors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from limbwatch.classify.figures import SensorFigures, Summary
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.language.spoken import capital, decimal, tr
from limbwatch.cli.language.stored import shown
from limbwatch.cli.language.trouble import explained
from limbwatch.cli.night.contents import NightSource
from limbwatch.cli.words import UNKNOWN, clock, figure, limb_words, spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of the clinician's page.

    Parameters
    ----------
    name : str
    value : str
        As printed.
    basis : str
        Its denominator or definition.
    source : str
        Where ``night.json`` holds it, keys joined by dots.
    exact : str
        As ``night.json`` holds it.
    """

    name: str
    value: str
    basis: str
    source: str
    exact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Figures under one heading."""

    title: str
    entries: tuple[Entry, ...]


def clinical(summary: Summary) -> tuple[Group, ...]:
    """List every figure of a page on limb movements, with its denominator."""
    return (
        _in_sleep(summary),
        *_laboratory(summary),
        _shape(summary),
        _awake(summary),
        _sleep(summary),
    )


def _in_sleep(summary: Summary) -> Group:
    hours = tr("of {hours} observed sleep", hours=_hours(summary, "plm.hours_of_sleep"))
    return Group(
        title=tr("Movements in sleep"),
        entries=(
            _entry(
                summary, tr("PLMS"), "plm.count", basis=tr("periodic, in series of four or more")
            ),
            _entry(summary, tr("PLMS index"), "plm.index_per_hour", 1, unit="/h", basis=hours),
            _entry(
                summary,
                tr("Limb movements"),
                "limb_movements.count",
                basis=tr("periodic or isolated"),
            ),
            _entry(
                summary,
                tr("Limb movement index"),
                "limb_movements.index_per_hour",
                1,
                unit="/h",
                basis=hours,
            ),
            _entry(summary, tr("PLMS left only"), "plm.left"),
            _entry(summary, tr("PLMS right only"), "plm.right"),
            _entry(summary, tr("PLMS both legs"), "plm.bilateral"),
        ),
    )


def _laboratory(summary: Summary) -> tuple[Group, ...]:
    laboratory = summary.laboratory
    if laboratory is None:
        return ()
    hours = tr("of {hours} observed sleep", hours=_hours(summary, "plm.hours_of_sleep"))
    entries = [
        Entry(name=tr("Files"), value=", ".join(laboratory.files), basis="", source="", exact="")
    ]
    for one in laboratory.respiratory:
        basis = f"{one.plm_without} {hours}; {respiratory_words(one)}"
        entries.append(_plain(tr("Respiratory PLMS"), one.plm, 0, "", respiratory_words(one)))
        entries.append(_plain(tr("PLMS index without"), one.plm_without_per_hour, 1, "/h", basis))
    if laboratory.arousal is not None:
        aroused = laboratory.arousal
        basis = tr("{count} {hours}; less than 0.5 s apart", count=aroused.plm, hours=hours)
        entries.append(_plain(tr("PLMS with arousal"), aroused.plm_per_hour, 1, "/h", basis))
    return (Group(title=tr("With the laboratory's scoring"), entries=tuple(entries)),)


def _plain(name: str, value: float | None, digits: int, unit: str, basis: str) -> Entry:
    return Entry(
        name=name,
        value=UNKNOWN if value is None else figure(value, digits) + unit,
        basis=basis,
        source="",
        exact="",
    )


def _shape(summary: Summary) -> Group:
    index = _entry(
        summary,
        tr("Periodicity index"),
        "plm.periodicity_index",
        2,
        basis=tr("Ferri 2006, all intervals"),
    )
    if not index.exact:
        index = Entry(
            name=index.name,
            value=UNKNOWN,
            basis=tr("not given below 10 movements/h"),
            source=index.source,
            exact="",
        )
    count = _read(summary, "plm.interval_s.count")
    basis = "" if count is None else tr("{count:.0f} intervals inside series", count=count)
    return Group(
        title=tr("Rhythm"),
        entries=(
            index,
            _entry(
                summary, tr("Interval, median"), "plm.interval_s.median", 1, unit=" s", basis=basis
            ),
            _entry(
                summary,
                tr("Interval, log mean"),
                "plm.interval_s.log_mean",
                1,
                unit=" s",
                basis=basis,
            ),
            _entry(
                summary,
                tr("Interval, log SD"),
                "plm.interval_s.log_sd",
                2,
                basis=tr("natural logarithm"),
            ),
        ),
    )


def _awake(summary: Summary) -> Group:
    hours = tr("of {hours} awake in bed", hours=_hours(summary, "plm.hours_of_wake"))
    return Group(
        title=tr("Awake in bed, and others"),
        entries=(
            _entry(summary, tr("PLMW"), "plm.wake_count", basis=tr("periodic, awake")),
            _entry(summary, tr("PLMW index"), "plm.wake_index_per_hour", 1, unit="/h", basis=hours),
            _entry(summary, tr("Hypnic jerks"), "hypnic_jerks.count"),
            _entry(summary, tr("Posture changes"), "counts.gross_movement"),
            _entry(summary, tr("Uncertain"), "counts.uncertain", basis=tr("in no index")),
        ),
    )


def _sleep(summary: Summary) -> Group:
    return Group(
        title=tr("Sleep, estimated from movement")
        if summary.sleep.estimated
        else tr("Sleep, scored by a laboratory"),
        entries=(
            _span(summary, tr("Time in bed"), "sleep.time_in_bed_minutes"),
            _span(summary, tr("Total sleep time"), "sleep.minutes"),
            _entry(
                summary,
                tr("Efficiency"),
                "sleep.efficiency",
                2,
                basis=tr("asleep / observed in bed"),
            ),
            _span(summary, tr("Sleep latency"), "sleep.latency_minutes"),
            _span(summary, tr("Wake after sleep onset"), "sleep.waso_minutes"),
        ),
    )


def _entry(
    summary: Summary, name: str, source: str, digits: int = 0, *, unit: str = "", basis: str = ""
) -> Entry:
    value = _read(summary, source)
    return Entry(
        name=name,
        value=UNKNOWN if value is None else figure(value, digits) + unit,
        basis=basis,
        source=source,
        exact="" if value is None else str(value),
    )


def _span(summary: Summary, name: str, source: str) -> Entry:
    value = _read(summary, source)
    return Entry(
        name=name,
        value=spell(value),
        basis="",
        source=source,
        exact="" if value is None else str(value),
    )


def _hours(summary: Summary, source: str) -> str:
    return f"{figure(_read(summary, source), 2)} h"


def _read(summary: Summary, source: str) -> float | None:
    found: object = summary
    for key in source.split("."):
        found = found.get(key, 0) if isinstance(found, Mapping) else getattr(found, key)
    return cast("float | None", found)


def series(night: NightSource) -> tuple[tuple[str, ...], ...]:
    """List the series: number, from, to, movements, length, typical interval."""
    return tuple(
        (
            str(one.number),
            clock(night.start, one.onset_s),
            clock(night.start, one.end_s),
            figure(one.count),
            spell((one.end_s - one.onset_s) / 60),
            f"{figure(one.interval_s, 1)} s",
        )
        for one in night.summary.plm.series
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """What one sensor delivered.

    Parameters
    ----------
    name : str
    cells : tuple of str
        Device, recorded, worn, gaps, rate, clock drift, noise floor, threshold.
    notes : tuple of str
        What the reader met and did.
    warnings : tuple of str
        What it decided that the file did not settle.
    """

    name: str
    cells: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def sensor_header() -> tuple[str, ...]:
    """Name what `sensors` lists of each."""
    return (
        tr("Device"),
        tr("Recorded"),
        tr("Worn"),
        tr("Gaps"),
        tr("Rate"),
        tr("Clock drift"),
        tr("Noise floor"),
        tr("Threshold"),
    )


def sensors(summary: Summary) -> tuple[Sensor, ...]:
    """List the sensors of a night and the quality of their data."""
    return tuple(
        Sensor(
            name=capital(limb_words(one.placement)),
            cells=_cells(one),
            notes=tuple(map(shown, one.notes)),
            warnings=tuple(map(explained, one.warnings)),
        )
        for one in summary.coverage
    )


def _cells(one: SensorFigures) -> tuple[str, ...]:
    worn = spell(one.worn_s / 60)
    return (
        tr("simulated") if one.device == "simulated" else one.device or tr("not stated"),
        spell(one.recorded_s / 60),
        worn if one.worn_share is None else f"{worn} ({figure(100 * one.worn_share, 1)} %)",
        _gaps([end - start for start, end in one.gaps]),
        _rate(one),
        _with(one.clock_drift_ppm, 1, "ppm"),
        _with(_milli(one.floor_g), 1, "mg"),
        _with(_milli(one.threshold_g), 1, "mg"),
    )


def _gaps(lengths: Sequence[float]) -> str:
    if not lengths:
        return tr("none")
    return tr("{count}, longest {longest}", count=len(lengths), longest=spell(max(lengths) / 60))


def _rate(one: SensorFigures) -> str:
    rate = f"{figure(one.rate_hz, 2)} Hz"
    if one.rate_nominal_hz is None:
        return rate
    return tr("{rate} (stated {stated})", rate=rate, stated=decimal(f"{one.rate_nominal_hz:g}"))


def _milli(value: float | None) -> float | None:
    return None if value is None else 1000 * value


def _with(value: float | None, digits: int, unit: str) -> str:
    return UNKNOWN if value is None else f"{figure(value, digits)} {unit}"
