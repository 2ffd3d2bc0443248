"""A corrected night: the same rules, the same indices, and nothing changed that was not asked."""

from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.figures import PlmFigures
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.nights.correction import Amendment, amended
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.summary import summarise
from limbwatch.cli.night.contents import read_night
from limbwatch.cli.night.rebuilt import stored_night
from limbwatch.cli.night.summary import as_mapping


def amend(night: Night, **given: object) -> Night:
    values: dict[str, object] = {"labels": {}, "excluded": (), "bedtime": None, "rising": None}
    return amended(night, Amendment(**(values | given)), rules=WASM_2016)  # type: ignore[arg-type]


def place(night: Night, kind: Kind, number: int = 0) -> int:
    return [place for place, event in enumerate(night.events) if event.kind is kind][number]


def plm(night: Night) -> PlmFigures:
    return summarise(night).plm


def test_a_night_taken_from_its_folder_has_the_same_summary(own_night: Path) -> None:
    source = read_night(own_night)
    again = as_mapping(summarise(stored_night(source)))

    def compare(one: object, two: object, where: str) -> None:
        if isinstance(one, dict) and isinstance(two, dict):
            assert one.keys() == two.keys()
            for key, value in one.items():
                compare(value, two[key], f"{where}.{key}")
        elif isinstance(one, list | tuple) and isinstance(two, list | tuple):
            assert len(one) == len(two), where
            for number, pair in enumerate(zip(one, two, strict=True)):
                compare(*pair, f"{where}[{number}]")
        elif isinstance(one, float):
            # onsets are kept to the millisecond
            assert two == pytest.approx(one, abs=0.0021), where
        else:
            assert one == two, where

    compare(as_mapping(source.summary), again, "night")


def test_nothing_amended_is_the_night_itself(example_night: Night) -> None:
    assert amend(example_night) is example_night


def test_an_amendment_that_meets_no_event_changes_none(example_night: Night) -> None:
    same = amend(example_night, excluded=((20_000.0, 20_001.0),))
    assert same.events == example_night.events
    assert same.series == example_night.series


def test_what_is_no_limb_movement_leaves_the_series_and_the_index(example_night: Night) -> None:
    number = place(example_night, Kind.PLM, 7)  # the last of a series of eight
    after = amend(example_night, labels={number: Kind.UNCERTAIN})
    assert plm(after).count == plm(example_night).count - 1
    assert len(after.series[0].onsets) == 7
    assert after.events[number].kind is Kind.UNCERTAIN
    assert after.events[number].series is None


def test_a_series_that_falls_below_four_is_none(example_night: Night) -> None:
    numbers = [place(example_night, Kind.PLM, n) for n in (8, 9)]  # two of the four awake
    after = amend(example_night, labels=dict.fromkeys(numbers, Kind.TWITCH))
    assert len(after.series) == len(example_night.series) - 1
    assert plm(after).wake_count == 0
    kinds = {event.kind for event in after.events if event.onset >= 27_100}
    assert kinds == {Kind.TWITCH, Kind.LIMB_MOVEMENT}


def test_a_gap_of_more_than_90_s_divides_a_series(example_night: Night) -> None:
    numbers = [place(example_night, Kind.PLM, n) for n in (2, 3, 4)]  # 25 s apart: 100 s left
    after = amend(example_night, labels=dict.fromkeys(numbers, Kind.HYPNIC_JERK))
    assert [len(series.onsets) for series in after.series] == [4]
    assert plm(after).count == 0, "two and three remain, and neither is a series"


def test_what_is_a_limb_movement_may_complete_a_series(example_night: Night) -> None:
    labels = {place(example_night, Kind.PLM, n): Kind.UNCERTAIN for n in range(4)}
    short = amend(example_night, labels=labels)
    assert len(short.series[0].onsets) == 4
    again = amend(short, labels={0: Kind.LIMB_MOVEMENT, 1: Kind.LIMB_MOVEMENT})
    assert again.events[1].kind is Kind.LIMB_MOVEMENT, "alone and long before, so isolated"


def test_plm_by_a_person_still_needs_the_rules(example_night: Night) -> None:
    number = place(example_night, Kind.LIMB_MOVEMENT)
    after = amend(example_night, labels={number: Kind.PLM})
    assert after.events[number].kind is Kind.LIMB_MOVEMENT
    assert plm(after).count == plm(example_night).count


def test_an_excluded_span_leaves_events_and_denominator(example_night: Night) -> None:
    after = amend(example_night, excluded=((3600.0, 7200.0),))
    assert not [event for event in after.events if 3600 <= event.onset < 7200]
    assert plm(after).hours_of_sleep == plm(example_night).hours_of_sleep - 1
    assert plm(after).count == 0


def test_an_excluded_span_divides_a_series(example_night: Night) -> None:
    after = amend(example_night, excluded=((3690.0, 3710.0),))  # between or over the fourth
    assert all(series.end < 3690 or series.onsets[0] >= 3710 for series in after.series)


def test_bedtime_and_rising_take_sleep_away_and_never_add(example_night: Night) -> None:
    after = amend(example_night, bedtime=7200.0, rising=25_200.0)
    sleep = summarise(after).sleep
    assert sleep.time_in_bed_minutes == 300
    assert sleep.minutes == 300
    wider = amend(example_night, bedtime=0.0)
    assert summarise(wider).sleep.minutes == summarise(example_night).sleep.minutes
    assert summarise(wider).sleep.latency_minutes == 30


def test_findings_follow_the_corrected_figures(example_night: Night) -> None:
    numbers = range(len(example_night.events))
    after = amend(example_night, labels=dict.fromkeys(numbers, Kind.UNCERTAIN))
    assert "plm_index_high" not in {finding.code for finding in after.findings}
    assert plm(after).count == 0


@pytest.mark.parametrize(
    "given",
    [
        {"excluded": ((5.0, 5.0),)},
        {"excluded": ((9.0, 5.0),)},
        {"bedtime": 100.0, "rising": 100.0},
        {"bedtime": 1e9},
    ],
)
def test_the_impossible_is_refused(example_night: Night, given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|no time in bed"):
        amend(example_night, **given)


def test_order_of_corrections_does_not_matter(example_night: Night) -> None:
    labels = {place(example_night, Kind.PLM, n): Kind.TWITCH for n in (1, 5)}
    one = amend(example_night, labels=labels, excluded=((27_000.0, 28_000.0),))
    two = amend(
        example_night, labels=dict(reversed(labels.items())), excluded=((27_000.0, 28_000.0),)
    )
    assert one.events == two.events
    assert np.array_equal(one.sleep.valid, two.sleep.valid)
