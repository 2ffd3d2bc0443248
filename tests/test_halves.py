"""A figure is shown as it is stored, rounded as people round, and reads alike wherever it is."""

from dataclasses import replace

import numpy as np
import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.judgement import unjudged
from limbwatch.cli.language.spoken import half_up, speaking, tr, trn
from limbwatch.cli.report.lead import sentence
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.words import figure, in_minutes, spell


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (14.85, 1, 14.9),  # a float holds a little less
        (14.849, 1, 14.8),
        (0.525, 2, 0.53),
        (1.005, 2, 1.01),
        (24.5, 0, 25.0),
        (25.5, 0, 26.0),
        (-24.5, 0, -25.0),
        (0.0, 1, 0.0),
        (1e300, 2, 1e300),
        (np.float64(2.345), 2, 2.35),
        (74, 0, 74.0),
    ],
)
def test_what_is_halfway_as_it_is_written_goes_away_from_zero(
    value: float, digits: int, rounded: float
) -> None:
    assert half_up(value, digits) == rounded


def test_what_is_no_number_stays_none() -> None:
    assert np.isnan(half_up(float("nan"), 1))
    assert half_up(float("inf")) == float("inf")


@pytest.mark.parametrize(("code", "said"), [("en", "14.9"), ("de", "14,9")])
def test_a_number_in_a_text_and_one_in_a_table_read_alike(code: str, said: str) -> None:
    with speaking(code):
        assert tr("{value:.1f}", value=14.85) == said
        assert tr("{value:5.1f}", value=14.85) == f" {said}"
        assert trn("{count} {value:.1f}", "{count} {value:.1f}", 2, value=14.85) == f"2 {said}"
        assert figure(14.85, 1) == said


def test_half_a_minute_is_told_the_same_before_and_after_an_even_one() -> None:
    assert [spell(24.5), spell(25.5)] == ["25 min", "26 min"]
    assert [in_minutes(24.5), in_minutes(25.5)] == ["25 min", "26 min"]


def test_a_share_is_the_same_number_in_percent(example_night: Night) -> None:
    found = summarise(example_night)
    found = replace(found, sleep=replace(found.sleep, efficiency=0.525))
    assert "53 %" in first_screen(found)
    assert figure(found.sleep.efficiency, 2) == "0.53"


def test_sleep_that_is_not_judged_lasts_as_long_as_sleep_itself(example_night: Night) -> None:
    found = summarise(example_night)
    plm = replace(found.plm, hours_of_sleep=1.683, count=25, index_per_hour=14.85)
    found = replace(found, plm=plm, sleep=replace(found.sleep, minutes=101.0), findings=())
    assert "in 1 h 41 min of sleep, 14.9 an hour" in unjudged(found)
    assert "1 h 41 min" in first_screen(found)
    assert sentence(found)


@pytest.mark.parametrize("rising", [28_195.0, 28_171.0])
def test_no_more_is_observed_in_bed_than_there_is(example_night: Night, rising: float) -> None:
    # an epoch that begins in bed may end after rising
    bed = replace(example_night.sleep, in_bed=(600.0, rising))
    found = summarise(replace(example_night, sleep=bed)).sleep
    assert found.observed_in_bed_minutes == found.time_in_bed_minutes
