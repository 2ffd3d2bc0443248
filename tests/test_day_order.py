"""Which number of a date is the day, where the dates themselves do not tell."""

from datetime import date

import pytest

from limbwatch.sensor.files.tables.clock_columns.row_dates import day_order
from limbwatch.sensor.files.times.writing.in_names import day_in
from limbwatch.sensor.files.times.writing.months import WHOLE_MONTHS, is_month, month_named

CELLS = ["10/03/2026 23:10:00", "10/03/2026 23:50:00"]


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("Night 10 March 2026 - left ankle.csv", "day first"),
        ("night_3-Oct-2026.csv", "month first"),
        ("2026-03-10 left.csv", "day first"),
        ("Oct 3rd, 2026.csv", "month first"),
        ("export 11. März 2026.csv", "day first"),  # the morning after
    ],
)
def test_a_date_in_the_name_of_a_file_tells_the_order_of_those_in_it(name: str, order: str) -> None:
    found, notes = day_order(CELLS, "day first", name)
    assert found == order
    (note,) = notes
    assert "that the name of the file says" in note
    assert "--time-format" not in note


@pytest.mark.parametrize("name", ["left.csv", "10 April 2026.csv", "10-03-2026.csv", "10 Foo 2026"])
def test_another_date_in_the_name_leaves_the_doubt(name: str) -> None:
    found, (note,) = day_order(CELLS, "month first", name)
    assert found == "day first"
    assert "--time-format changes that" in note


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Night 10 March 2026.csv", date(2026, 3, 10)),
        ("March_10_2026.csv", date(2026, 3, 10)),
        ("10.mars2026.csv", date(2026, 3, 10)),
        ("31 Feb 2026.csv", None),
        ("9 March 2026 and 10 March 2026.csv", None),
        ("sample 10 Foo 2026.csv", None),
        ("Mario 10 2026.csv", None),
        ("Julia_12_2026.csv", None),
        ("augen 3 2026.csv", None),
        ("10 sept. 2026.csv", date(2026, 9, 10)),
        ("10 maaliskuuta 2026.csv", date(2026, 3, 10)),
        ("10 wrze\u015bnia 2026.csv", date(2026, 9, 10)),
        ("10 \u043c\u0430\u0440\u0442\u0430 2026.csv", date(2026, 3, 10)),
    ],
)
def test_a_day_in_a_name_may_have_its_month_in_letters(name: str, day: date | None) -> None:
    assert day_in(name) == day


def test_every_whole_name_of_a_month_has_its_number() -> None:
    assert all(is_month(name) and 1 <= (month_named(name) or 0) <= 12 for name in WHOLE_MONTHS)
