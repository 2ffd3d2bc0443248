"""Tables of figures: the clinician's page, the series, the sensors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from limbwatch.classify.figures import Summary
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.cli.judgement import legs_worn
from limbwatch.cli.laboratory_words import respiratory_words
from limbwatch.cli.language.spoken import capital, decimal, tr
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.listed.part_nights import percent_seen
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.words import clock, figure, limb_words, share_worn, spell, with_begin, with_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of the night, as it is printed."""

    name: str
    value: str
    basis: str = ""
    """The figure's denominator or definition."""
    source: str = ""
    """Key of the figure in ``night.json``, levels joined by dots."""
    exact: str = ""
    """The figure unrounded, as ``night.json`` has it."""
    words: bool = False
    """Whether `value` is text of any length, such as file names, instead of a figure."""


_EntryMaker = Callable[..., Entry]
"""Builds the entry of a figure from its name, source, digits, unit and basis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Figures under one heading."""

    title: str
    entries: tuple[Entry, ...]


def clinical(summary: Summary) -> tuple[Group, ...]:
    """Return every figure of a page on limb movements, with its denominator."""
    make = partial(entry_of, summary)
    return (
        _in_sleep(summary, make),
        *_laboratory(summary),
        _shape(summary, make),
        _awake(summary, make),
        _sleep(summary, make),
    )


def _in_sleep(summary: Summary, make: _EntryMaker) -> Group:
    hours = _hours_asleep(make)
    periodic, limbs = tr("periodic, in series of four or more"), tr("periodic or not")
    by_side = {
        side: _leg_seen_words(summary, *side) for side in (("left",), ("right",), ("left", "right"))
    }
    if no_leg := _no_leg(summary):
        # what remains was counted by sensors that are on no leg
        periodic, limbs = no_leg, tr("of an arm; {no_leg}", no_leg=no_leg)
        by_side = dict.fromkeys(by_side, no_leg)
    return Group(
        title=tr("Movements in sleep"),
        entries=(
            make(tr("PLMS"), "plm.count", basis=periodic),
            make(tr("PLMS index"), "plm.index_per_hour", 1, unit="/h", basis=no_leg or hours),
            make(tr("Limb movements"), "limb_movements.count", basis=limbs),
            make(
                tr("Limb movement index"),
                "limb_movements.index_per_hour",
                1,
                unit="/h",
                basis=tr("of an arm, {hours}", hours=hours) if no_leg else hours,
            ),
            make(tr("PLMS left only"), "plm.left", basis=by_side["left",]),
            make(tr("PLMS right only"), "plm.right", basis=by_side["right",]),
            make(tr("PLMS both legs"), "plm.bilateral", basis=by_side["left", "right"]),
        ),
    )


def _no_leg(summary: Summary) -> str:
    """Return the reason why periodic movements were not counted; empty where they were."""
    return "" if legs_worn(summary) else tr("no sensor on a leg")


def _leg_seen_words(summary: Summary, *sides: str) -> str:
    """Say how little the sensor of a leg on these sides saw; empty unless it saw little."""
    legs = [leg for leg in summary.seldom_seen_legs if leg.placement.side in sides]
    shares = [leg.worn_share for leg in legs if leg.worn_share is not None]
    if not shares:
        return ""
    return tr("its sensor saw {share} % of the recording", share=percent_seen(min(shares)))


def _hours_asleep(make: _EntryMaker) -> str:
    return tr("of {hours} observed sleep", hours=make("", "plm.hours_of_sleep", 2, unit=" h").value)


def _laboratory(summary: Summary) -> tuple[Group, ...]:
    laboratory = summary.laboratory
    if laboratory is None:
        return ()
    hours = _hours_asleep(partial(entry_of, summary))
    entries = [Entry(name=tr("Files"), value=", ".join(laboratory.files), words=True)]
    for resp in laboratory.respiratory:
        words = respiratory_words(resp)
        basis = f"{resp.plm_without} {hours}; {words}"
        entries.append(_entry(tr("Respiratory PLMS"), resp.plm, 0, "", words))
        entries.append(_entry(tr("PLMS index without"), resp.plm_without_per_hour, 1, "/h", basis))
    if laboratory.arousal is not None:
        aroused = laboratory.arousal
        basis = tr("{count} {hours}; less than 0.5 s apart", count=aroused.plm, hours=hours)
        entries.append(_entry(tr("PLMS with arousal"), aroused.plm_per_hour, 1, "/h", basis))
    return (Group(title=tr("With the laboratory's scoring"), entries=tuple(entries)),)


def _entry(name: str, value: float | None, digits: int, unit: str, basis: str) -> Entry:
    return Entry(name=name, value=with_unit(value, digits, unit), basis=basis)


def _shape(summary: Summary, make: _EntryMaker) -> Group:
    index = make(
        tr("Periodicity index"),
        "plm.periodicity_index",
        2,
        basis=tr("Ferri 2006, 10-90 s, of all intervals"),
    )
    no_leg = _no_leg(summary)
    if not index.exact:
        index = replace(index, basis=no_leg or tr("not given below 10 movements/h"))
    count = make("", "plm.interval_s.count").exact
    basis = count and tr("{count:.0f} intervals inside series", count=float(count))
    if no_leg and not float(count or 0):
        basis = no_leg
    return Group(
        title=tr("Rhythm"),
        entries=(
            index,
            make(tr("Interval, median"), "plm.interval_s.median", 1, unit=" s", basis=basis),
            make(tr("Interval, log mean"), "plm.interval_s.log_mean", 1, unit=" s", basis=basis),
            make(
                tr("Interval, log SD"),
                "plm.interval_s.log_sd",
                2,
                basis=no_leg or tr("natural logarithm"),
            ),
        ),
    )


def _awake(summary: Summary, make: _EntryMaker) -> Group:
    awake = make("", "plm.hours_of_wake", 2, unit=" h").value
    hours, no_leg = tr("of {hours} awake in bed", hours=awake), _no_leg(summary)
    return Group(
        title=tr("Awake in bed, and others"),
        entries=(
            make(tr("PLMW"), "plm.wake_count", basis=no_leg or tr("periodic, awake")),
            make(tr("PLMW index"), "plm.wake_index_per_hour", 1, unit="/h", basis=no_leg or hours),
            make(tr("Hypnic jerks"), "hypnic_jerks.count"),
            make(tr("Posture changes"), "counts.gross_movement"),
            make(tr("Uncertain"), "counts.uncertain", basis=tr("in no index")),
        ),
    )


def _sleep(summary: Summary, make: _EntryMaker) -> Group:
    return Group(
        title=tr("Sleep, estimated from movement")
        if summary.sleep.estimated
        else tr("Sleep, scored by a laboratory"),
        entries=(
            spelled_entry(summary, tr("Time in bed"), "sleep.time_in_bed_minutes"),
            spelled_entry(summary, tr("Total sleep time"), "sleep.minutes"),
            make(tr("Efficiency"), "sleep.efficiency", 2, basis=tr("asleep / observed in bed")),
            spelled_entry(summary, tr("Sleep latency"), "sleep.latency_minutes"),
            spelled_entry(summary, tr("Wake after sleep onset"), "sleep.waso_minutes"),
        ),
    )


def entry_of(
    summary: Summary, name: str, source: str, digits: int = 0, *, unit: str = "", basis: str = ""
) -> Entry:
    """Build the entry of the figure at a source in ``night.json``."""
    value = _figure_at(summary, source)
    return Entry(
        name=name,
        value=with_unit(value, digits, unit),
        basis=basis,
        source=source,
        exact="" if value is None else str(value),
    )


def spelled_entry(summary: Summary, name: str, source: str, *, basis: str = "") -> Entry:
    """Build the entry of a figure in minutes, spelled out."""
    value = spell(_figure_at(summary, source))
    return replace(entry_of(summary, name, source, basis=basis), value=value)


def _figure_at(summary: Summary, source: str) -> float | None:
    value: object = summary
    for key in source.split("."):
        value = value.get(key, 0) if isinstance(value, Mapping) else getattr(value, key)
    return cast("float | None", value)


def series(night: NightSource) -> tuple[tuple[str, ...], ...]:
    """Return a row per series: number, start, end, movements, length, typical interval."""
    return tuple(
        (
            str(run.number),
            clock(night.start, run.onset_s),
            clock(night.start, run.end_s),
            figure(run.count),
            spell((run.end_s - run.onset_s) / 60),
            f"{figure(run.interval_s, 1)} s",
        )
        for run in night.summary.plm.series
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """What one sensor delivered."""

    name: str
    cells: tuple[str, ...]
    """Device, recorded, worn, gaps, rate, clock drift, noise floor, threshold."""
    notes: tuple[str, ...]
    """What the reader found in the file and how it dealt with it."""
    warnings: tuple[str, ...]
    """What the reader decided because the file did not settle it."""


def sensor_header() -> tuple[str, ...]:
    """Return the column headers of `Sensor.cells`."""
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
    """Return what each sensor of a night delivered, and how good its data are."""
    return tuple(
        Sensor(
            name=capital(limb_words(sensor.placement)),
            cells=_cells(sensor),
            notes=tuple(map(translate_stored, sensor.notes)),
            warnings=tuple(map(translate_trouble, sensor.warnings)),
        )
        for sensor in summary.coverage
    )


def _cells(sensor: SensorFigures) -> tuple[str, ...]:
    worn = spell(sensor.worn_s / 60)
    return (
        tr("simulated") if sensor.device == "simulated" else sensor.device or tr("not stated"),
        spell(sensor.recorded_s / 60),
        worn if sensor.worn_share is None else f"{worn} ({share_worn(sensor.worn_share)})",
        with_begin(_gaps([end - start for start, end in sensor.losses]), sensor.late_s),
        _rate(sensor),
        with_unit(sensor.clock_drift_ppm, 1, " ppm"),
        with_unit(_milli(sensor.floor_g), 1, " mg"),
        with_unit(_milli(sensor.threshold_g), 1, " mg"),
    )


def _gaps(lengths: Sequence[float]) -> str:
    if not lengths:
        return tr("none")
    return tr("{count}, longest {longest}", count=len(lengths), longest=spell(max(lengths) / 60))


def _rate(sensor: SensorFigures) -> str:
    rate = f"{figure(sensor.rate_hz, 2)} Hz"
    if sensor.rate_nominal_hz is None:
        return rate
    return tr("{rate} (stated {stated})", rate=rate, stated=decimal(f"{sensor.rate_nominal_hz:g}"))


def _milli(value: float | None) -> float | None:
    return None if value is None else 1000 * value
