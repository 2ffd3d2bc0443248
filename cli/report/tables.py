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
from limbwatch.cli.language.stored import shown
from limbwatch.cli.language.trouble import explained
from limbwatch.cli.night.listed.part_nights import percent_seen
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.words import clock, figure, limb_words, share_worn, spell, with_begin, with_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of the night, as pages print it."""

    name: str
    value: str
    """As printed."""
    basis: str = ""
    """Its denominator or definition."""
    source: str = ""
    """Where ``night.json`` holds it, keys joined by dots."""
    exact: str = ""
    """As ``night.json`` holds it."""
    words: bool = False
    """Whether the value is words of any length, such as names of files, and no figure."""


_Of = Callable[..., Entry]
"""Makes an entry of a figure of the night: its name, where it stands, digits, unit and basis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Figures under one heading."""

    title: str
    entries: tuple[Entry, ...]


def clinical(summary: Summary) -> tuple[Group, ...]:
    """List every figure of a page on limb movements, with its denominator."""
    of = partial(entry_of, summary)
    return (
        _in_sleep(summary, of),
        *_laboratory(summary),
        _shape(summary, of),
        _awake(summary, of),
        _sleep(summary, of),
    )


def _in_sleep(summary: Summary, of: _Of) -> Group:
    hours = _hours_asleep(of)
    periodic, limbs = tr("periodic, in series of four or more"), tr("periodic or not")
    by_side = {side: _seen(summary, *side) for side in (("left",), ("right",), ("left", "right"))}
    if no_leg := _no_leg(summary):
        # what is left was counted by the sensors that there were
        periodic, limbs = no_leg, tr("of an arm; {no_leg}", no_leg=no_leg)
        by_side = dict.fromkeys(by_side, no_leg)
    return Group(
        title=tr("Movements in sleep"),
        entries=(
            of(tr("PLMS"), "plm.count", basis=periodic),
            of(tr("PLMS index"), "plm.index_per_hour", 1, unit="/h", basis=no_leg or hours),
            of(tr("Limb movements"), "limb_movements.count", basis=limbs),
            of(
                tr("Limb movement index"),
                "limb_movements.index_per_hour",
                1,
                unit="/h",
                basis=tr("of an arm, {hours}", hours=hours) if no_leg else hours,
            ),
            of(tr("PLMS left only"), "plm.left", basis=by_side["left",]),
            of(tr("PLMS right only"), "plm.right", basis=by_side["right",]),
            of(tr("PLMS both legs"), "plm.bilateral", basis=by_side["left", "right"]),
        ),
    )


def _no_leg(summary: Summary) -> str:
    """Say why nobody counted periodic movements; empty where somebody did."""
    return "" if legs_worn(summary) else tr("no sensor on a leg")


def _seen(summary: Summary, *sides: str) -> str:
    """Say how little was seen of the leg, or the one seen less, that a figure is of; else empty."""
    legs = [one for one in summary.seldom_seen_legs if one.placement.side in sides]
    shares = [one.worn_share for one in legs if one.worn_share is not None]
    if not shares:
        return ""
    return tr("its sensor saw {share} % of the recording", share=percent_seen(min(shares)))


def _hours_asleep(of: _Of) -> str:
    return tr("of {hours} observed sleep", hours=of("", "plm.hours_of_sleep", 2, unit=" h").value)


def _laboratory(summary: Summary) -> tuple[Group, ...]:
    laboratory = summary.laboratory
    if laboratory is None:
        return ()
    hours = _hours_asleep(partial(entry_of, summary))
    entries = [Entry(name=tr("Files"), value=", ".join(laboratory.files), words=True)]
    for one in laboratory.respiratory:
        words = respiratory_words(one)
        basis = f"{one.plm_without} {hours}; {words}"
        entries.append(_plain(tr("Respiratory PLMS"), one.plm, 0, "", words))
        entries.append(_plain(tr("PLMS index without"), one.plm_without_per_hour, 1, "/h", basis))
    if laboratory.arousal is not None:
        aroused = laboratory.arousal
        basis = tr("{count} {hours}; less than 0.5 s apart", count=aroused.plm, hours=hours)
        entries.append(_plain(tr("PLMS with arousal"), aroused.plm_per_hour, 1, "/h", basis))
    return (Group(title=tr("With the laboratory's scoring"), entries=tuple(entries)),)


def _plain(name: str, value: float | None, digits: int, unit: str, basis: str) -> Entry:
    return Entry(name=name, value=with_unit(value, digits, unit), basis=basis)


def _shape(summary: Summary, of: _Of) -> Group:
    index = of(
        tr("Periodicity index"),
        "plm.periodicity_index",
        2,
        basis=tr("Ferri 2006, 10-90 s, of all intervals"),
    )
    no_leg = _no_leg(summary)
    if not index.exact:
        index = replace(index, basis=no_leg or tr("not given below 10 movements/h"))
    count = of("", "plm.interval_s.count").exact
    basis = count and tr("{count:.0f} intervals inside series", count=float(count))
    if no_leg and not float(count or 0):
        basis = no_leg
    return Group(
        title=tr("Rhythm"),
        entries=(
            index,
            of(tr("Interval, median"), "plm.interval_s.median", 1, unit=" s", basis=basis),
            of(tr("Interval, log mean"), "plm.interval_s.log_mean", 1, unit=" s", basis=basis),
            of(
                tr("Interval, log SD"),
                "plm.interval_s.log_sd",
                2,
                basis=no_leg or tr("natural logarithm"),
            ),
        ),
    )


def _awake(summary: Summary, of: _Of) -> Group:
    awake = of("", "plm.hours_of_wake", 2, unit=" h").value
    hours, no_leg = tr("of {hours} awake in bed", hours=awake), _no_leg(summary)
    return Group(
        title=tr("Awake in bed, and others"),
        entries=(
            of(tr("PLMW"), "plm.wake_count", basis=no_leg or tr("periodic, awake")),
            of(tr("PLMW index"), "plm.wake_index_per_hour", 1, unit="/h", basis=no_leg or hours),
            of(tr("Hypnic jerks"), "hypnic_jerks.count"),
            of(tr("Posture changes"), "counts.gross_movement"),
            of(tr("Uncertain"), "counts.uncertain", basis=tr("in no index")),
        ),
    )


def _sleep(summary: Summary, of: _Of) -> Group:
    return Group(
        title=tr("Sleep, estimated from movement")
        if summary.sleep.estimated
        else tr("Sleep, scored by a laboratory"),
        entries=(
            spelled_entry(summary, tr("Time in bed"), "sleep.time_in_bed_minutes"),
            spelled_entry(summary, tr("Total sleep time"), "sleep.minutes"),
            of(tr("Efficiency"), "sleep.efficiency", 2, basis=tr("asleep / observed in bed")),
            spelled_entry(summary, tr("Sleep latency"), "sleep.latency_minutes"),
            spelled_entry(summary, tr("Wake after sleep onset"), "sleep.waso_minutes"),
        ),
    )


def entry_of(
    summary: Summary, name: str, source: str, digits: int = 0, *, unit: str = "", basis: str = ""
) -> Entry:
    """Read a figure of the night by where ``night.json`` holds it."""
    value = _read(summary, source)
    return Entry(
        name=name,
        value=with_unit(value, digits, unit),
        basis=basis,
        source=source,
        exact="" if value is None else str(value),
    )


def spelled_entry(summary: Summary, name: str, source: str, *, basis: str = "") -> Entry:
    """Read minutes of the night, and spell them."""
    value = spell(_read(summary, source))
    return replace(entry_of(summary, name, source, basis=basis), value=value)


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
    """What one sensor delivered."""

    name: str
    cells: tuple[str, ...]
    """Device, recorded, worn, gaps, rate, clock drift, noise floor, threshold."""
    notes: tuple[str, ...]
    """What the reader met and did."""
    warnings: tuple[str, ...]
    """What it decided that the file did not settle."""


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
        worn if one.worn_share is None else f"{worn} ({share_worn(one.worn_share)})",
        with_begin(_gaps([end - start for start, end in one.losses]), one.late_s),
        _rate(one),
        with_unit(one.clock_drift_ppm, 1, " ppm"),
        with_unit(_milli(one.floor_g), 1, " mg"),
        with_unit(_milli(one.threshold_g), 1, " mg"),
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
