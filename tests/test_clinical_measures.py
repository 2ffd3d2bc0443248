"""What a report gives beyond night.json, on nights whose answer is known by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from limbwatch.classify.clinical_measures import clinical_measures
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Night, Series
from limbwatch.classify.slept import Sleep
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
START = datetime(2026, 3, 14, 22, tzinfo=UTC)
HOURS = 3


def event(onset: float, kind: Kind = Kind.PLM, *, limbs: Any = (LEFT,), **given: Any) -> Event:
    values = {"duration": 2.0, "asleep": True, "confidence": 1.0, "peak": 0.1, "reason": "by hand"}
    values |= {"series": 1 if kind is Kind.PLM else None} | given
    return Event(onset=onset, kind=kind, limbs=limbs, **values)


def night(*events: Event, gaps: Any = (), places: Any = (LEFT, RIGHT), asleep: Any = None) -> Night:
    length = HOURS * 3600.0
    epochs = np.ones(round(length / 30), dtype=np.bool_) if asleep is None else asleep
    onsets = tuple(e.onset for e in events if e.series == 1)
    sleep = Sleep(
        epoch=30.0, asleep=epochs, valid=np.ones_like(epochs), in_bed=(0.0, length), method="hand"
    )
    coverage = tuple(
        Coverage(
            placement=place, recorded_s=length, worn_s=length, gaps=gaps, not_worn=(), rate=50.0,
            rate_nominal=50.0, drift_ppm=None, device="", floor=0.001, threshold=0.003,
            notes=(), warnings=(),
        )
        for place in places
    )  # fmt: skip
    return Night(
        start=START, end=START + timedelta(seconds=length), events=tuple(events),
        series=(Series(number=1, onsets=onsets, end=onsets[-1] + 2),) if onsets else (),
        sleep=sleep, coverage=coverage, findings=(), rules="wasm2016", age=None,
    )  # fmt: skip


def test_the_index_has_the_range_that_half_an_hour_of_sleep_makes() -> None:
    found = clinical_measures(night(*(event(100.0 + 20 * k) for k in range(30))))
    assert found.index_range == pytest.approx((30 / 3.5, 30 / 2.5))


def test_no_range_where_half_an_hour_is_all_the_sleep() -> None:
    asleep = np.arange(HOURS * 120) < 60
    assert clinical_measures(night(event(10.0), asleep=asleep)).index_range is None


def test_durations_are_of_all_leg_movements_in_sleep_and_of_nothing_else() -> None:
    found = clinical_measures(
        night(
            event(100.0, duration=2.0),
            event(130.0, Kind.LIMB_MOVEMENT, duration=4.0),
            event(160.0, Kind.LIMB_MOVEMENT, duration=9.0, asleep=False),
            event(190.0, Kind.GROSS_MOVEMENT, duration=9.0),
            event(220.0, Kind.LIMB_MOVEMENT, duration=9.0, limbs=(WRIST,)),
            places=(LEFT, RIGHT, WRIST),
        )
    )
    assert found.duration_mean_s == pytest.approx(3.0)
    assert found.duration_sd_s == pytest.approx(2.0**0.5)


@pytest.mark.parametrize(("after", "short"), [(9.99, 1), (10.0, 0)])
def test_an_interval_below_ten_seconds_is_short(after: float, short: int) -> None:
    found = clinical_measures(
        night(event(100.0, Kind.LIMB_MOVEMENT), event(100.0 + after, Kind.LIMB_MOVEMENT))
    )
    assert (found.short_interval, found.isolated) == (short, 2 - short)


def test_a_periodic_movement_is_never_a_short_interval_one() -> None:
    found = clinical_measures(night(event(100.0, Kind.LIMB_MOVEMENT), event(105.0)))
    assert (found.short_interval, found.isolated) == (0, 1)


def test_across_a_gap_no_interval_is_measured() -> None:
    pair = (event(100.0, Kind.LIMB_MOVEMENT), event(108.0, Kind.LIMB_MOVEMENT))
    assert clinical_measures(night(*pair)).short_interval == 1
    assert clinical_measures(night(*pair, gaps=((103.0, 107.0),))).short_interval == 0


def test_the_share_of_both_legs_needs_both_legs_and_movements() -> None:
    both = night(event(100.0, limbs=(LEFT, RIGHT)), event(120.0), event(140.0), event(160.0))
    assert clinical_measures(both).bilateral_share == pytest.approx(0.25)
    assert clinical_measures(night(event(100.0), places=(LEFT,))).bilateral_share is None
    assert clinical_measures(night()).bilateral_share is None


def test_thirds_are_of_the_sleep_and_not_of_the_clock() -> None:
    epochs = np.arange(HOURS * 120)
    asleep = epochs >= 120  # two hours of sleep after one awake
    found = clinical_measures(
        night(event(3700.0), event(3720.0), event(6100.0), event(10_700.0), asleep=asleep)
    )
    assert [third.count for third in found.thirds] == [2, 1, 1]
    assert [third.hours for third in found.thirds] == pytest.approx([2 / 3] * 3)
    assert found.thirds[0].start_s == 3600
    assert found.thirds[0].index_per_hour == pytest.approx(3.0)


def test_a_night_without_sleep_has_no_measures() -> None:
    found = clinical_measures(night(asleep=np.zeros(HOURS * 120, dtype=np.bool_)))
    assert (found.thirds, found.duration_mean_s, found.index_range) == ((), None, None)


@pytest.mark.parametrize(
    ("rules", "limit"), [("wasm2016", 10.0), ("aasm", 5.0), ("coleman1982", 4.0), ("later", 10.0)]
)
def test_an_interval_is_short_below_the_limit_of_the_rules_of_the_night(
    rules: str, limit: float
) -> None:
    """On AASM's page movements 7 s apart were "short-interval", which its rules accept."""
    for after, short in ((limit - 0.01, 1), (limit, 0)):
        pair = (event(100.0, Kind.LIMB_MOVEMENT), event(100.0 + after, Kind.LIMB_MOVEMENT))
        found = clinical_measures(replace(night(*pair), rules=rules))
        assert (found.short_interval_s, found.short_interval) == (limit, short)
