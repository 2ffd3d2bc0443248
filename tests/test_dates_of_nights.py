"""A night has one date, that of its evening: in the terminal, in lists and on every page."""

from dataclasses import replace
from datetime import datetime

import pytest

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Night
from limbwatch.classify.origin import Origin
from limbwatch.classify.summary import summarise
from limbwatch.cli.history.night_bar import night_bar
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.dates import days_of, evening_of, times_of
from limbwatch.cli.screen.first_screen import first_screen


def begun(night: Night, start: str, origin: Origin | None = None) -> Summary:
    when = datetime.fromisoformat(start)
    moved = replace(night, start=when, end=when + (night.end - night.start))
    return summarise(moved if origin is None else replace(moved, origin=origin))


@pytest.mark.parametrize(
    ("start", "head", "days", "day", "times"),
    [
        (
            "2026-03-28T22:05+01:00",
            "Night of Sat 28 Mar 2026, 22:05 to ",
            "Saturday 28 to Sunday 29 March 2026",
            "Sat 28 Mar",
            "22:05 to ",
        ),
        (
            "2026-03-29T00:05+01:00",
            "Night of Sat 28 Mar 2026, Sun 00:05 to ",
            "Saturday 28 to Sunday 29 March 2026",
            "Sat 28 Mar",
            "Sun 00:05 to ",
        ),
    ],
)
def test_a_night_is_called_by_its_evening_everywhere(
    example_night: Night, start: str, head: str, days: str, day: str, times: str
) -> None:
    summary = begun(example_night, start)
    assert first_screen(summary).startswith(head)
    assert days_of(summary) == days
    assert night_bar(summary).day == day
    assert times_of(summary).startswith(times)


def test_a_night_that_was_cut_out_of_days_keeps_the_evening_it_was_given(
    example_night: Night,
) -> None:
    summary = begun(example_night, "2026-03-29T00:05+01:00", Origin(evening="2026-03-29"))
    assert evening_of(summary).isoformat() == "2026-03-29"
    assert days_of(summary) == "Sunday 29 March 2026"
    assert first_screen(summary).startswith("Night of Sun 29 Mar 2026, 00:05 to ")


def test_a_test_is_no_night_and_of_the_day_on_which_it_begins(example_night: Night) -> None:
    hour = Origin(asked={"test": "immobilisation"})
    summary = begun(example_night, "2026-03-29T10:00+02:00", hour)
    assert first_screen(summary).startswith("Test of Sun 29 Mar 2026, 10:00 to ")
    assert days_of(summary) == "Sunday 29 March 2026"
    assert night_bar(summary).day == "Sun 29 Mar"


def test_the_day_after_the_evening_is_named_in_the_language_that_is_spoken(
    example_night: Night,
) -> None:
    with speaking("de"):
        said = times_of(begun(example_night, "2026-03-29T00:05+01:00"))
    assert said.startswith("So 00:05 bis ")
