"""A corrected night: the same rules, the same indices, and nothing changed that was not asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.figures import PlmFigures
from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night, series_of
from limbwatch.classify.nights.correction import Amendment, amended
from limbwatch.classify.origin import Origin
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.summary import summarise
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.event_columns import event_rows
from limbwatch.cli.night.scored.summary import as_mapping
from limbwatch.cli.words import sureness


def amend(night: Night, **given: object) -> Night:
    values: dict[str, object] = {"labels": {}, "excluded": (), "bedtime": None, "rising": None}
    return amended(night, Amendment(**(values | given)), rules=WASM_2016)  # type: ignore[arg-type]


def place(night: Night, kind: Kind, number: int = 0) -> int:
    return [place for place, event in enumerate(night.events) if event.kind is kind][number]


def holding(night: Night, *kinds: Kind, lasting: float = 2.0) -> Night:
    """Have events of these kinds alone, one every 20 s of sleep; those that are periodic in one."""
    like = night.events[1]
    events = [
        replace(
            like,
            onset=3600.0 + 20 * number,
            kind=kind,
            duration=lasting if kind is not Kind.PLM else 2.0,
            series=1 if kind is Kind.PLM else None,
        )
        for number, kind in enumerate(kinds)
    ]
    return replace(night, events=tuple(events), series=series_of(events))


def kinds(night: Night) -> list[Kind]:
    return [event.kind for event in night.events]


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


def test_a_kind_that_a_correction_changed_has_no_confidence_and_no_reason_of_the_old_one(
    example_night: Night,
) -> None:
    found = holding(example_night, *[Kind.PLM] * 4)
    jerk, *rest = amend(found, labels={0: Kind.HYPNIC_JERK}).events
    assert (jerk.confidence, jerk.reason) == (None, "labelled by a person")
    assert {(one.confidence, one.reason) for one in rest} == {
        (None, "counted again after a correction")
    }
    kept = amend(found, labels={0: Kind.PLM}).events
    assert {one.reason for one in kept} == {found.events[1].reason}
    corrected = amend(found, labels={0: Kind.HYPNIC_JERK})
    assert summarise(corrected).hypnic_jerks.events[0].confidence is None
    assert corrected.events.to_dataframe()["confidence"].isna().all()
    rows = event_rows(corrected.events, found.start, {})
    assert [row["confidence"] for row in rows] == [None] * 4
    assert sureness(None) == "corrected"


def test_a_gap_of_more_than_90_s_divides_a_series(example_night: Night) -> None:
    numbers = [place(example_night, Kind.PLM, n) for n in (2, 3, 4)]  # 25 s apart: 100 s left
    after = amend(example_night, labels=dict.fromkeys(numbers, Kind.HYPNIC_JERK))
    assert [len(series.onsets) for series in after.series] == [4]
    assert plm(after).count == 0, "two and three remain, and neither is a series"


@pytest.mark.parametrize(("gap", "lengths"), [(3.0, [4, 4]), (2.9, [5])])
def test_no_series_that_a_correction_makes_runs_across_an_interruption(
    example_night: Night, gap: float, lengths: list[int]
) -> None:
    """It ran on to the movements behind one: the rules had counted them apart (WASM 2016)."""
    night = holding(example_night, *[Kind.PLM] * 4, *[Kind.LIMB_MOVEMENT] * 3, Kind.UNCERTAIN)
    unseen = ((3665.0, 3665.0 + gap),)
    coverage = tuple(replace(sensor, gaps=unseen) for sensor in night.coverage)
    after = amend(replace(night, coverage=coverage), labels={7: Kind.LIMB_MOVEMENT})
    assert [len(series.onsets) for series in after.series] == lengths


@pytest.mark.parametrize(
    "other", sorted(set(Kind) - {Kind.PLM, Kind.FOOT_TREMOR, Kind.LIMB_MOVEMENT})
)
def test_what_is_no_leg_movement_never_makes_up_a_series(example_night: Night, other: Kind) -> None:
    night = holding(example_night, *[Kind.PLM] * 4, other)
    after = amend(night, labels={3: Kind.WAKE_MOVEMENT})
    assert kinds(after) == [*[Kind.LIMB_MOVEMENT] * 3, Kind.WAKE_MOVEMENT, other]
    assert (after.series, plm(after).count) == ((), 0)


def test_a_leg_movement_that_the_rules_were_not_shown_holds_no_series_of_three(
    example_night: Night,
) -> None:
    # too doubtful awake to be counted; by its length and place alone it would be the fifth
    night = holding(example_night, *[Kind.PLM] * 4, Kind.LIMB_MOVEMENT)
    after = amend(night, labels={3: Kind.TWITCH})
    assert kinds(after) == [*[Kind.LIMB_MOVEMENT] * 3, Kind.TWITCH, Kind.LIMB_MOVEMENT]
    assert after.series == ()


def test_a_series_as_it_was_found_stays_however_few_events_hold_it(example_night: Night) -> None:
    # of two legs' movements in one event, both may count
    night = holding(example_night, *[Kind.PLM] * 3, Kind.UNCERTAIN)
    after = amend(night, labels={3: Kind.TWITCH})
    assert after.series == night.series


def test_what_moves_the_whole_body_for_long_still_ends_a_series(example_night: Night) -> None:
    legs = [Kind.LIMB_MOVEMENT, Kind.LIMB_MOVEMENT, Kind.GROSS_MOVEMENT, Kind.LIMB_MOVEMENT]
    for lasting, found in ((14.0, 0), (6.0, 1)):
        night = holding(example_night, *legs, Kind.UNCERTAIN, lasting=lasting)
        events = [
            event if event.kind is Kind.GROSS_MOVEMENT else replace(event, duration=2.0)
            for event in night.events
        ]
        after = amend(replace(night, events=events), labels={4: Kind.LIMB_MOVEMENT})
        assert len(after.series) == found, lasting


@pytest.mark.parametrize(("test", "found"), [(None, 0), ("immobilisation", 1)])
def test_a_test_awake_counts_what_moves_the_legs_whatever_it_is(
    example_night: Night, test: str | None, found: int
) -> None:
    night = holding(example_night, *[Kind.TWITCH] * 3, Kind.UNCERTAIN)
    if test is not None:
        night = replace(night, origin=Origin(asked={"test": test}))
    assert len(amend(night, labels={3: Kind.PLM}).series) == found


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


def test_breath_is_told_as_deeper_only_where_it_was_found_so(example_night: Night) -> None:
    """A corrected night of an earlier version said so of breath that nobody had looked at."""
    limbs = tuple(sensor.placement for sensor in example_night.coverage)
    night = holding(example_night, *[Kind.LIMB_MOVEMENT] * 80)
    events = tuple(
        replace(event, onset=3600.0 + 40 * k, limbs=limbs) for k, event in enumerate(night.events)
    )
    found = findings_of(
        events,
        night.sleep,
        night.coverage,
        length=(night.end - night.start).total_seconds(),
        age=None,
        breath_swells=lambda _: True,
    )
    now = replace(night, events=events, findings=found)
    before = replace(now, findings=tuple(replace(one, evidence="80 of 80") for one in found))
    for told, still in ((now, True), (before, False)):
        amended_findings = amend(told, labels={0: Kind.TWITCH}).findings
        assert ("breathing_first" in {one.code for one in amended_findings}) is still


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
