"""A night taken from its folder again, with or without what a person corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Events, Finding, Night, Sleep, series_of
from limbwatch.classify.nights.correction import Amendment, amended
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.night.contents import NightSource
from limbwatch.cli.night.corrections import Change, Correction, relabelled, standing
from limbwatch.sensor import Placement


def stored_night(source: NightSource) -> Night:
    """Rebuild the scored night from its files.

    Parameters
    ----------
    source : NightSource

    Returns
    -------
    Night
        Its summary equals ``night.json``, but for the 1 ms that ``events.csv`` rounds times to.

    Raises
    ------
    LookupError, TypeError, ValueError
        If ``night.json`` was edited and no longer holds what it must.
    """
    facts = source.facts
    return Night(
        start=source.start,
        end=source.end,
        events=Events(source.events),
        series=series_of(source.events),
        sleep=_sleep(facts["sleep"], source.seconds),
        coverage=tuple(_coverage(one) for one in facts["coverage"]),
        findings=tuple(
            Finding(**{key: one[key] for key in ("code", "title", "evidence", "advice")})
            for one in facts["findings"]
        ),
        rules=facts["rules"],
        age=facts["age"],
    )


def corrected_night(source: NightSource, corrections: Sequence[Correction]) -> Night:
    """Rebuild a night and apply the corrections that stand.

    Parameters
    ----------
    source : NightSource
    corrections : sequence of Correction
        In order of making, undone ones too.

    Returns
    -------
    Night

    Raises
    ------
    LookupError, TypeError, ValueError
        If ``night.json`` was edited, or the corrections contradict each other.
    """
    night = stored_night(source)
    return amended(night, amendment(source, corrections), rules=rules_by_name(night.rules))


def amendment(source: NightSource, corrections: Sequence[Correction]) -> Amendment:
    """Gather the corrections that stand.

    Parameters
    ----------
    source : NightSource
    corrections : sequence of Correction

    Returns
    -------
    Amendment
        Of several bedtimes or risings the last one counts.
    """
    lines = standing(corrections)
    bedtimes = [line.start_s for line in lines if line.change is Change.BEDTIME]
    risings = [line.start_s for line in lines if line.change is Change.RISING]
    labels = relabelled(source.events, corrections)
    return Amendment(
        labels={number: Kind(kind) for number, kind in labels.items()},
        excluded=tuple(
            (line.start_s, line.end_s) for line in lines if line.change is Change.EXCLUDE
        ),
        bedtime=bedtimes[-1] if bedtimes else None,
        rising=risings[-1] if risings else None,
    )


def _sleep(facts: Mapping[str, Any], seconds: float) -> Sleep:
    epoch = float(facts["epoch_s"])
    count = int(facts["epochs"]) if "epochs" in facts else int(np.ceil(seconds / epoch))
    bed = facts["in_bed_s"]
    return Sleep(
        epoch=epoch,
        asleep=_mask(facts["asleep_s"], epoch, count),
        valid=_mask(facts["observed_s"], epoch, count),
        in_bed=None if bed is None else (float(bed[0]), float(bed[1])),
        method=str(facts["method"]),
    )


def _mask(spans: Sequence[Sequence[float]], epoch: float, count: int) -> NDArray[np.bool_]:
    mask = np.zeros(count, dtype=np.bool_)
    for start, end in spans:
        mask[round(start / epoch) : round(end / epoch)] = True
    return mask


def _coverage(facts: Mapping[str, Any]) -> Coverage:
    def number(key: str) -> float:
        value = facts[key]
        return float("nan") if value is None else float(value)

    return Coverage(
        placement=Placement(facts["placement"]),
        recorded_s=number("recorded_s"),
        worn_s=number("worn_s"),
        gaps=tuple((float(start), float(end)) for start, end in facts["gaps"]),
        not_worn=tuple((float(start), float(end)) for start, end in facts["not_worn"]),
        rate=number("rate_hz"),
        rate_nominal=facts["rate_nominal_hz"],
        drift_ppm=facts["clock_drift_ppm"],
        device=str(facts["device"]),
        floor=number("floor_g"),
        threshold=number("threshold_g"),
        notes=tuple(str(note) for note in facts["notes"]),
        warnings=tuple(str(warning) for warning in facts.get("warnings", ())),
    )
