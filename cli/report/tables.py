"""Tables of figures: the clinician's page, the series, the sensors."""

from collections.abc import Sequence
from dataclasses import dataclass

from limbwatch.cli.night.contents import Facts, NightSource
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
    """Figures under one heading.

    Parameters
    ----------
    title : str
    entries : tuple of Entry
    """

    title: str
    entries: tuple[Entry, ...]


def clinical(facts: Facts) -> tuple[Group, ...]:
    """List every figure of a page on limb movements, with its denominator.

    Parameters
    ----------
    facts : mapping
        ``night.json``.

    Returns
    -------
    tuple of Group
    """
    return (_in_sleep(facts), _shape(facts), _awake(facts), _sleep(facts))


def _in_sleep(facts: Facts) -> Group:
    hours = f"of {_hours(facts, 'plm.hours_of_sleep')} observed sleep"
    return Group(
        title="Movements in sleep",
        entries=(
            _entry(facts, "PLMS", "plm.count", basis="periodic, in series of four or more"),
            _entry(facts, "PLMS index", "plm.index_per_hour", 1, unit="/h", basis=hours),
            _entry(facts, "Limb movements", "limb_movements.count", basis="periodic or isolated"),
            _entry(
                facts,
                "Limb movement index",
                "limb_movements.index_per_hour",
                1,
                unit="/h",
                basis=hours,
            ),
            _entry(facts, "PLMS left only", "plm.left"),
            _entry(facts, "PLMS right only", "plm.right"),
            _entry(facts, "PLMS both legs", "plm.bilateral"),
        ),
    )


def _shape(facts: Facts) -> Group:
    index = _entry(
        facts, "Periodicity index", "plm.periodicity_index", 2, basis="Ferri 2006, all intervals"
    )
    if not index.exact:
        index = Entry(
            name=index.name,
            value=UNKNOWN,
            basis="not given below 10 movements/h",
            source=index.source,
            exact="",
        )
    number = _read(facts, "plm.interval_s.count")
    basis = "" if number is None else f"{number:.0f} intervals inside series"
    return Group(
        title="Rhythm",
        entries=(
            index,
            _entry(facts, "Interval, median", "plm.interval_s.median", 1, unit=" s", basis=basis),
            _entry(
                facts, "Interval, log mean", "plm.interval_s.log_mean", 1, unit=" s", basis=basis
            ),
            _entry(
                facts, "Interval, log SD", "plm.interval_s.log_sd", 2, basis="natural logarithm"
            ),
        ),
    )


def _awake(facts: Facts) -> Group:
    hours = f"of {_hours(facts, 'plm.hours_of_wake')} awake in bed"
    return Group(
        title="Awake in bed, and others",
        entries=(
            _entry(facts, "PLMW", "plm.wake_count", basis="periodic, awake"),
            _entry(facts, "PLMW index", "plm.wake_index_per_hour", 1, unit="/h", basis=hours),
            _entry(facts, "Hypnic jerks", "hypnic_jerks.count"),
            _entry(facts, "Posture changes", "counts.gross_movement"),
            _entry(facts, "Uncertain", "counts.uncertain", basis="in no index"),
        ),
    )


def _sleep(facts: Facts) -> Group:
    return Group(
        title="Sleep, estimated from movement",
        entries=(
            _span(facts, "Time in bed", "sleep.time_in_bed_minutes"),
            _span(facts, "Total sleep time", "sleep.minutes"),
            _entry(facts, "Efficiency", "sleep.efficiency", 2, basis="asleep / observed in bed"),
            _span(facts, "Sleep latency", "sleep.latency_minutes"),
            _span(facts, "Wake after sleep onset", "sleep.waso_minutes"),
        ),
    )


def _entry(
    facts: Facts, name: str, source: str, digits: int = 0, *, unit: str = "", basis: str = ""
) -> Entry:
    value = _read(facts, source)
    return Entry(
        name=name,
        value=UNKNOWN if value is None else figure(value, digits) + unit,
        basis=basis,
        source=source,
        exact="" if value is None else str(value),
    )


def _span(facts: Facts, name: str, source: str) -> Entry:
    value = _read(facts, source)
    return Entry(
        name=name,
        value=spell(value),
        basis="",
        source=source,
        exact="" if value is None else str(value),
    )


def _hours(facts: Facts, source: str) -> str:
    return f"{figure(_read(facts, source), 2)} h"


def _read(facts: Facts, source: str) -> float | None:
    found: object = facts
    for key in source.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    # a bool is an int to Python, not a figure
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def series(night: NightSource) -> tuple[tuple[str, ...], ...]:
    """List the series of periodic movements.

    Parameters
    ----------
    night : NightSource

    Returns
    -------
    tuple of tuple of str
        Number, from, to, movements, length, typical interval.
    """
    found: Sequence[Facts] = night.facts.get("plm", {}).get("series") or ()
    return tuple(
        (
            str(one.get("number", "")),
            clock(night.start, one["onset_s"]),
            clock(night.start, one["end_s"]),
            figure(one.get("count")),
            spell((one["end_s"] - one["onset_s"]) / 60),
            f"{figure(one.get('interval_s'), 1)} s",
        )
        for one in found
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


def sensors(facts: Facts) -> tuple[Sensor, ...]:
    """List the sensors of a night and the quality of their data.

    Parameters
    ----------
    facts : mapping
        ``night.json``.

    Returns
    -------
    tuple of Sensor
    """
    return tuple(
        Sensor(
            name=limb_words(str(one.get("placement", ""))).capitalize(),
            cells=_cells(one),
            notes=tuple(str(note) for note in one.get("notes", ())),
            warnings=tuple(str(warning) for warning in one.get("warnings", ())),
        )
        for one in facts.get("coverage", ())
    )


def _cells(one: Facts) -> tuple[str, ...]:
    share = one.get("worn_share")
    worn = spell(one["worn_s"] / 60) if one.get("worn_s") is not None else UNKNOWN
    return (
        str(one.get("device") or "not stated"),
        spell(one["recorded_s"] / 60) if one.get("recorded_s") is not None else UNKNOWN,
        worn if share is None else f"{worn} ({100 * share:.1f} %)",
        _gaps([end - start for start, end in one.get("gaps", ())]),
        _rate(one),
        _with(one.get("clock_drift_ppm"), 1, "ppm"),
        _with(_milli(one.get("floor_g")), 1, "mg"),
        _with(_milli(one.get("threshold_g")), 1, "mg"),
    )


def _gaps(lengths: Sequence[float]) -> str:
    if not lengths:
        return "none"
    return f"{len(lengths)}, longest {spell(max(lengths) / 60)}"


def _rate(one: Facts) -> str:
    rate, nominal = one.get("rate_hz"), one.get("rate_nominal_hz")
    measured = _with(rate, 2, "Hz")
    return measured if nominal is None else f"{measured} (stated {nominal:g})"


def _milli(value: float | None) -> float | None:
    return None if value is None else 1000 * value


def _with(value: float | None, digits: int, unit: str) -> str:
    return UNKNOWN if value is None else f"{value:.{digits}f} {unit}"
