"""A night has one date, that of its evening: in the terminal, in lists and on every page."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Night
from limbwatch.classify.origin import Origin
from limbwatch.classify.summary import summarise
from limbwatch.cli.history.effects import since_effects
from limbwatch.cli.history.night_bar import night_bar
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.since import since_of
from limbwatch.cli.history.statements import warnings
from limbwatch.cli.history.trend_chart import trend_chart
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.folder import find_night, list_nights, newest
from limbwatch.cli.night.listed.dates import days_of, evening_of, times_of
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list


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
    assert night_bar(summary)["day"] == day
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
    assert night_bar(summary)["day"] == "Sun 29 Mar"


def test_the_day_after_the_evening_is_named_in_the_language_that_is_spoken(
    example_night: Night,
) -> None:
    with speaking("de"):
        said = times_of(begun(example_night, "2026-03-29T00:05+01:00"))
    assert said.startswith("So 00:05 bis ")


@pytest.fixture
def clocks(tmp_path: Path, example_night: Night) -> Path:
    """Nights of 2026, and of clocks that were set to another century or not at all."""
    for day, start in (
        ("1970-01-01", "1970-01-01T22:05+01:00"),
        ("2026-03-14", "2026-03-14T22:05+01:00"),
        ("2026-03-15", "2026-03-15T22:05+01:00"),
        ("2131-03-04", "2131-03-04T22:05+01:00"),
    ):
        (tmp_path / day).mkdir()
        content = summary_bytes(begun(example_night, start))
        (tmp_path / day / "night.json").write_bytes(content)
    return tmp_path


def test_a_date_to_come_is_not_the_latest_unless_there_is_no_other(clocks: Path) -> None:
    for name in (None, "latest"):
        assert find_night(clocks, name).name == "2026-03-15"
    assert find_night(clocks, "2131").name == "2131-03-04"
    assert newest([clocks / "2131-03-04"]).name == "2131-03-04"
    assert newest([clocks / "2131-99-99"]).name == "2131-99-99"


def test_a_date_that_cannot_be_is_told_and_divides_no_nights(clocks: Path) -> None:
    folders = list_nights(clocks)
    history = read_history(folders)
    assert [point.name for point in history.dated] == ["2026-03-14", "2026-03-15"]
    assert len(history.rated) == 4
    told = "The date of 1970-01-01 and 2131-03-04 cannot be right"
    assert any(said.startswith(told) for said in warnings(history))
    assert told in " ".join(night_list(listed_nights(folders), clocks, width=200).split())
    assert "2131" not in trend_chart(history)
    since = since_effects(history, since_of(history, "2026-03-15"))
    assert "1 night since then, 1 before;" in " ".join(since.lacking)
    assert not any("cannot be right" in said for said in warnings(read_history(folders[1:3])))


def test_history_and_list_have_the_nights_of_one_date_in_one_order(
    example_night: Night, tmp_path: Path
) -> None:
    """The tenth night of a date came before the second in trends and on the page."""
    for name in ("2026-03-03-10", "2026-03-03", "2026-03-03-2"):
        (tmp_path / name).mkdir()
        content = summary_bytes(begun(example_night, "2026-03-03T22:00+01:00"))
        (tmp_path / name / "night.json").write_bytes(content)
    ordered = ["2026-03-03", "2026-03-03-2", "2026-03-03-10"]
    folders = list_nights(tmp_path)
    assert [folder.name for folder in folders] == ordered
    for given in (folders, folders[::-1]):
        assert [point.name for point in read_history(given).points] == ordered
