"""What a tired person reads first: one sentence and four numbers."""

from dataclasses import dataclass
from typing import Final

from limbwatch.cli.night.contents import Facts, NightSource
from limbwatch.cli.words import UNKNOWN, clock, counted, figure, listed, spell

_ADULT_PER_HOUR, _CHILD_PER_HOUR, _ADULT_YEARS = 15, 5, 18
"""Customary lines of the PLMS index: ICSD-3, 2014, periodic limb movement disorder."""
_FEW_WORDS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One of the four numbers.

    Parameters
    ----------
    value : str
        As printed.
    unit : str
        What it counts.
    basis : str
        Its denominator.
    source : str
        Where ``night.json`` holds it, keys joined by dots; empty when nowhere.
    exact : str
        As ``night.json`` holds it.
    """

    value: str
    unit: str
    basis: str
    source: str
    exact: str


def customary_line(age: float | None) -> int:
    """Tell the periodic movements per hour of sleep above which clinicians look further.

    Parameters
    ----------
    age : float or None
        Years; None is an adult.

    Returns
    -------
    int
        Per hour of sleep.
    """
    return _CHILD_PER_HOUR if age is not None and age < _ADULT_YEARS else _ADULT_PER_HOUR


def sentence(facts: Facts) -> str:
    """Say how the night was, in plain words.

    Parameters
    ----------
    facts : mapping
        ``night.json``.

    Returns
    -------
    str
        One to three short sentences.
    """
    minutes = facts.get("sleep", {}).get("minutes")
    if not minutes:
        said = ["No sleep was found in this recording, so nothing can be said per hour of sleep."]
    else:
        said = [f"About {spell(minutes)} of sleep, {_periodic(facts)}."]
    said += _jerks(facts)
    said += _doubt(facts)
    return " ".join(said)


def _periodic(facts: Facts) -> str:
    plm = facts.get("plm", {})
    count, index = plm.get("count"), plm.get("index_per_hour")
    limb = "leg" if any("ankle" in str(p) for p in facts.get("placements", ())) else "arm"
    if count is None or index is None:
        return f"with an unknown number of periodic {limb} movements"
    if count == 0:
        return f"without periodic {limb} movements"
    line = customary_line(facts.get("age"))
    much = "above" if index > line else "below"
    return (
        f"with {counted(count, f'periodic {limb} movement')}: {figure(index, 1)} in each hour, "
        f"{much} the {line} an hour from which clinicians look further"
    )


def _jerks(facts: Facts) -> list[str]:
    count = facts.get("hypnic_jerks", {}).get("count")
    if not count:
        return []
    word = _FEW_WORDS[count] if count < len(_FEW_WORDS) else str(count)
    noun = "hypnic jerk" if count == 1 else "hypnic jerks"
    return [f"{word} {noun}, the jolt of falling asleep that most people know."]


def _doubt(facts: Facts) -> list[str]:
    if not any(finding.get("code") == "low_coverage" for finding in facts.get("findings", ())):
        return []
    return ["The sensors missed part of the night, so take these numbers with care."]


def four_numbers(night: NightSource) -> tuple[Number, ...]:
    """Choose the numbers that matter, each with its denominator.

    Parameters
    ----------
    night : NightSource

    Returns
    -------
    tuple of Number
        Four.
    """
    return (
        _index_number(night.facts),
        _jerk_number(night),
        _sleep_number(night.facts),
        _coverage_number(night.facts),
    )


def _index_number(facts: Facts) -> Number:
    plm = facts.get("plm", {})
    index, count, hours = (plm.get(k) for k in ("index_per_hour", "count", "hours_of_sleep"))
    return Number(
        value=figure(index, 1),
        unit="periodic movements per hour of sleep",
        basis=f"{figure(count)} in {figure(hours, 2)} h of observed sleep",
        source="plm.index_per_hour",
        exact=_exact(index),
    )


def _jerk_number(night: NightSource) -> Number:
    jerks = night.facts.get("hypnic_jerks", {})
    times = [clock(night.start, jerk["onset_s"]) for jerk in jerks.get("events", ())]
    basis = listed(times) if len(times) <= 4 else f"from {times[0]} to {times[-1]}"
    return Number(
        value=figure(jerks.get("count")),
        unit="hypnic jerks",
        basis=f"at {basis}" if 0 < len(times) <= 4 else basis or "none found",
        source="hypnic_jerks.count",
        exact=_exact(jerks.get("count")),
    )


def _sleep_number(facts: Facts) -> Number:
    sleep = facts.get("sleep", {})
    share = sleep.get("efficiency")
    bed = spell(sleep.get("time_in_bed_minutes"))
    return Number(
        value=spell(sleep.get("minutes")),
        unit="asleep, estimated",
        basis=f"{bed} in bed" + ("" if share is None else f", {100 * share:.0f} % of it asleep"),
        source="sleep.minutes",
        exact=_exact(sleep.get("minutes")),
    )


def _coverage_number(facts: Facts) -> Number:
    sensors: list[Facts] = list(facts.get("coverage") or ())
    shares = [s["worn_share"] for s in sensors if s.get("worn_share") is not None]
    gaps = [end - start for s in sensors for start, end in s.get("gaps", ())]
    basis = counted(len(sensors), "sensor")
    basis += (
        f", {counted(len(gaps), 'gap')}, the longest {spell(max(gaps) / 60)}"
        if gaps
        else ", no gap"
    )
    return Number(
        value=_percent(min(shares)) if shares else UNKNOWN,
        unit="of the night recorded and worn",
        basis=basis,
        source="",
        exact="",
    )


def _percent(share: float) -> str:
    """Write a share so that a night with a gap is never called whole."""
    digits = 1 if 0.99 <= share < 1 else 0
    return f"{min(100 * share, 99.9 if share < 1 else 100):.{digits}f} %"


def _exact(value: float | None) -> str:
    return "" if value is None else str(value)
