"""Tables of figures: the clinician's page, the series, the sensors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from limbwatch.classify.figures import SensorFigures, Summary
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.night.contents import NightSource
from limbwatch.cli.words import UNKNOWN, clock, figure, spell


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
    hours = f"of {_hours(summary, 'plm.hours_of_sleep')} observed sleep"
    return Group(
        title="Movements in sleep",
        entries=(
            _entry(summary, "PLMS", "plm.count", basis="periodic, in series of four or more"),
            _entry(summary, "PLMS index", "plm.index_per_hour", 1, unit="/h", basis=hours),
            _entry(summary, "Limb movements", "limb_movements.count", basis="periodic or isolated"),
            _entry(
                summary,
                "Limb movement index",
                "limb_movements.index_per_hour",
                1,
                unit="/h",
                basis=hours,
            ),
            _entry(summary, "PLMS left only", "plm.left"),
            _entry(summary, "PLMS right only", "plm.right"),
            _entry(summary, "PLMS both legs", "plm.bilateral"),
        ),
    )


def _laboratory(summary: Summary) -> tuple[Group, ...]:
    laboratory = summary.laboratory
    if laboratory is None:
        return ()
    hours = f"of {_hours(summary, 'plm.hours_of_sleep')} observed sleep"
    entries = [
        Entry(name="Files", value=", ".join(laboratory.files), basis="", source="", exact="")
    ]
    for one in laboratory.respiratory:
        basis = f"{one.plm_without} {hours}; {respiratory_words(one)}"
        entries.append(_plain("Respiratory PLMS", one.plm, 0, "", respiratory_words(one)))
        entries.append(_plain("PLMS index without", one.plm_without_per_hour, 1, "/h", basis))
    if laboratory.arousal is not None:
        aroused = laboratory.arousal
        basis = f"{aroused.plm} {hours}; less than 0.5 s apart"
        entries.append(_plain("PLMS with arousal", aroused.plm_per_hour, 1, "/h", basis))
    return (Group(title="With the laboratory's scoring", entries=tuple(entries)),)


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
        summary, "Periodicity index", "plm.periodicity_index", 2, basis="Ferri 2006, all intervals"
    )
    if not index.exact:
        index = Entry(
            name=index.name,
            value=UNKNOWN,
            basis="not given below 10 movements/h",
            source=index.source,
            exact="",
        )
    number = _read(summary, "plm.interval_s.count")
    basis = "" if number is None else f"{number:.0f} intervals inside series"
    return Group(
        title="Rhythm",
        entries=(
            index,
            _entry(summary, "Interval, median", "plm.interval_s.median", 1, unit=" s", basis=basis),
            _entry(
                summary, "Interval, log mean", "plm.interval_s.log_mean", 1, unit=" s", basis=basis
            ),
            _entry(
                summary, "Interval, log SD", "plm.interval_s.log_sd", 2, basis="natural logarithm"
            ),
        ),
    )


def _awake(summary: Summary) -> Group:
    hours = f"of {_hours(summary, 'plm.hours_of_wake')} awake in bed"
    return Group(
        title="Awake in bed, and others",
        entries=(
            _entry(summary, "PLMW", "plm.wake_count", basis="periodic, awake"),
            _entry(summary, "PLMW index", "plm.wake_index_per_hour", 1, unit="/h", basis=hours),
            _entry(summary, "Hypnic jerks", "hypnic_jerks.count"),
            _entry(summary, "Posture changes", "counts.gross_movement"),
            _entry(summary, "Uncertain", "counts.uncertain", basis="in no index"),
        ),
    )


def _sleep(summary: Summary) -> Group:
    return Group(
        title="Sleep, estimated from movement"
        if summary.sleep.estimated
        else "Sleep, scored by a laboratory",
        entries=(
            _span(summary, "Time in bed", "sleep.time_in_bed_minutes"),
            _span(summary, "Total sleep time", "sleep.minutes"),
            _entry(summary, "Efficiency", "sleep.efficiency", 2, basis="asleep / observed in bed"),
            _span(summary, "Sleep latency", "sleep.latency_minutes"),
            _span(summary, "Wake after sleep onset", "sleep.waso_minutes"),
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


SENSOR_HEADER = (
    "Device",
    "Recorded",
    "Worn",
    "Gaps",
    "Rate",
    "Clock drift",
    "Noise floor",
    "Threshold",
)


def sensors(summary: Summary) -> tuple[Sensor, ...]:
    """List the sensors of a night and the quality of their data."""
    return tuple(
        Sensor(
            name=one.placement.words.capitalize(),
            cells=_cells(one),
            notes=one.notes,
            warnings=one.warnings,
        )
        for one in summary.coverage
    )


def _cells(one: SensorFigures) -> tuple[str, ...]:
    worn = spell(one.worn_s / 60)
    return (
        one.device or "not stated",
        spell(one.recorded_s / 60),
        worn if one.worn_share is None else f"{worn} ({100 * one.worn_share:.1f} %)",
        _gaps([end - start for start, end in one.gaps]),
        _rate(one),
        _with(one.clock_drift_ppm, 1, "ppm"),
        _with(_milli(one.floor_g), 1, "mg"),
        _with(_milli(one.threshold_g), 1, "mg"),
    )


def _gaps(lengths: Sequence[float]) -> str:
    if not lengths:
        return "none"
    return f"{len(lengths)}, longest {spell(max(lengths) / 60)}"


def _rate(one: SensorFigures) -> str:
    stated = "" if one.rate_nominal_hz is None else f" (stated {one.rate_nominal_hz:g})"
    return f"{one.rate_hz:.2f} Hz{stated}"


def _milli(value: float | None) -> float | None:
    return None if value is None else 1000 * value


def _with(value: float | None, digits: int, unit: str) -> str:
    return UNKNOWN if value is None else f"{value:z.{digits}f} {unit}"
