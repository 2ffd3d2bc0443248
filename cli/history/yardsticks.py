"""What nights are compared by: figures of ``night.json`` that a night's data carry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from limbwatch.classify.findings.concern import CONCERN

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure of a night.

    Parameters
    ----------
    name : str
        In words.
    of : callable
        Takes the content of ``night.json``; None when the night does not carry the figure.
    digits : int
        Decimals to print.
    unit : str
        Printed behind the number, with its space; empty for counts and ratios.
    more, less : str
        How a difference is said: ``more`` and ``fewer`` movements, a ``longer`` latency.
    """

    name: str
    of: Callable[[Facts], float | None]
    digits: int = 1
    unit: str = ""
    more: str = "more"
    less: str = "fewer"


def plm_index(facts: Facts) -> float | None:
    """Periodic limb movements per hour of sleep; None with too little sleep for a rate."""
    return _rate(facts, facts["plm"]["index_per_hour"])


def hypnic_jerks(facts: Facts) -> float:
    """Hypnic jerks of the night."""
    return float(facts["hypnic_jerks"]["count"])


def _rate(facts: Facts, value: float | None) -> float | None:
    hours = facts["plm"]["hours_of_sleep"]
    return None if value is None or hours < CONCERN.sleep_hours else float(value)


def _limb_movements(facts: Facts) -> float | None:
    return _rate(facts, facts["limb_movements"]["index_per_hour"])


def _periodicity(facts: Facts) -> float | None:
    return _rate(facts, facts["plm"]["periodicity_index"])


def _minutes(name: str) -> Callable[[Facts], float | None]:
    """Take minutes of sleep or wake of nights that were seen nearly whole: the rest lacks some."""

    def of(facts: Facts) -> float | None:
        sleep = facts["sleep"]
        value, bed = sleep[name], sleep["time_in_bed_minutes"]
        if value is None or bed is None:
            return None
        seen = sleep["observed_in_bed_minutes"] >= CONCERN.coverage * bed
        return float(value) if seen else None

    return of


MEASURES: Final = (
    Measure(name="periodic movements per hour", of=plm_index),
    Measure(name="limb movements per hour", of=_limb_movements),
    Measure(name="periodicity index", of=_periodicity, digits=2, more="higher", less="lower"),
    Measure(name="hypnic jerks", of=hypnic_jerks),
    Measure(name="total sleep time", of=_minutes("minutes"), digits=0, unit=" min", less="less"),
    Measure(
        name="sleep onset latency",
        of=_minutes("latency_minutes"),
        digits=0,
        unit=" min",
        more="longer",
        less="shorter",
    ),
    Measure(
        name="wake after sleep onset",
        of=_minutes("waso_minutes"),
        digits=0,
        unit=" min",
        less="less",
    ),
)
"""The figures of an ordinary limb-movement report that limb acceleration can give."""
