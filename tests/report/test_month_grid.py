"""The calendar of nights: every night in its day, marked by more than colour."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from limbwatch.cli.history.month_grid import Day, Evening, Month, months, weekdays
from limbwatch.cli.page.shelf import cards, month_of_night
from limbwatch.cli.page.site import page_application

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
HOST = "127.0.0.1:8123"
EVENINGS = {
    "2026-02-27": 3.2,
    "2026-03-01": 5.0,
    "2026-03-02": 5.1,
    "2026-03-14": 15.0,
    "2026-03-14-2": 21.4,
    "2026-03-31": 123.4,
}


def evening(name: str, index: float | None) -> Evening:
    return Evening(name=name, day=date.fromisoformat(name[:10]), index=index)


def days(month: Month) -> dict[int, Day]:
    return {day.number: day for week in month.weeks for day in week if day.number is not None}


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 3, 1), date(2028, 2, 1)])
def test_every_day_stands_once_and_under_its_weekday(month: date) -> None:
    (grid,) = months([evening(month.isoformat(), 1.0)])
    numbers = []
    for week in grid.weeks:
        assert len(week) == len(weekdays()) == 7
        for column, day in enumerate(week):
            if day.number is not None:
                assert month.replace(day=day.number).weekday() == column
                numbers.append(day.number)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert numbers == list(range(1, last.day + 1))


def test_nights_stand_in_their_day_and_all_other_days_are_empty() -> None:
    march, february = months(evening(name, index) for name, index in EVENINGS.items())
    assert (march.title, february.title) == ("March 2026", "February 2026")
    assert {number for number, day in days(march).items() if day.marks} == {1, 2, 14, 31}
    assert {number for number, day in days(february).items() if day.marks} == {27}
    first, second = days(march)[14].marks
    assert (first.name, second.name) == ("2026-03-14", "2026-03-14-2")
    assert second.before == "Night of Saturday 14 March (2 of 2): "


@pytest.mark.parametrize(
    ("index", "figure", "band"),
    [(0.0, "0.0", "few"), (5.0, "5.0", "few"), (5.1, "5.1", "some"), (15.0, "15.0", "some"),
     (15.1, "15.1", "many"), (123.4, "123", "many"), (None, "\N{EN DASH}", "unknown")],
)  # fmt: skip
def test_bands_change_above_the_customary_lines_and_figures_say_so(
    index: float | None, figure: str, band: str
) -> None:
    (grid,) = months([evening("2026-03-14", index)])
    (mark,) = days(grid)[14].marks
    assert (mark.figure, mark.band) == (figure, band)


def test_a_damaged_night_is_placed_by_its_name_or_not_at_all() -> None:
    lost = Evening.damaged("2026-03-14-2")
    assert lost is not None
    ((mark,),) = (days(grid)[14].marks for grid in months([lost]))
    assert (mark.figure, mark.after) == ("?", " cannot be read")
    for name in ("a night", "2026-13-01", "2026-03-14-x", ""):
        assert Evening.damaged(name) is None


@pytest.fixture(scope="module")
def nights(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nights of two months, two of one evening, one damaged."""
    facts = json.loads((night_folder / "night.json").read_text(encoding="utf-8"))
    length = timedelta(seconds=facts["duration_s"])
    folder = tmp_path_factory.mktemp("nights")
    for name, index in EVENINGS.items():
        start = datetime.fromisoformat(f"{name[:10]}T22:41:07.000+01:00")
        facts |= {"start": start.isoformat(), "end": (start + length).isoformat()}
        facts["plm"] |= {"index_per_hour": index, "hours_of_sleep": 7.0}
        (folder / name).mkdir(parents=True)
        (folder / name / "night.json").write_text(json.dumps(facts), encoding="utf-8")
        shutil.copy(night_folder / "events.csv", folder / name)
    (folder / "2026-03-20").mkdir()
    (folder / "2026-03-20" / "night.json").write_text("{", encoding="utf-8")
    return folder


@pytest.fixture
def client(nights: Path) -> Iterator[TestClient]:
    application = page_application(nights, token="t", hosts=frozenset({HOST}))  # noqa: S106
    with TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


def test_a_night_is_shown_with_its_month_and_ways_to_the_others(nights: Path) -> None:
    shown = month_of_night(cards(nights), "2026-03-02")
    assert shown is not None
    assert shown.month.title == "March 2026"
    assert shown.earlier == ("2026-02-27", "February")
    assert shown.later is None
    shown = month_of_night(cards(nights), "2026-02-27")
    assert shown is not None
    assert shown.later == ("2026-03-01", "March")
    assert month_of_night(cards(nights), "elsewhere") is None


def test_the_page_links_every_night_from_the_calendar(client: TestClient) -> None:
    text = client.get("/t/nights").text
    calendar = text[text.index('id="calendar-title"') : text.index('id="rows-title"')]
    for name in (*EVENINGS, "2026-03-20"):
        assert f'href="/t/night/{name}"' in calendar
    assert calendar.count('<th scope="col">') == 2 * 7
    assert calendar.count("<caption>") == 2


@pytest.fixture(scope="module")
def address(nights: Path, serve: Any) -> str:
    return str(serve(nights))


@pytest.mark.parametrize("path", ["nights?since=2026-03-02", "night/2026-03-14-2"])
@pytest.mark.parametrize(("width", "mode"), [(390, "dark"), (1440, "light")])
def test_the_calendar_is_accessible_and_fits(
    browser: Any, address: str, path: str, width: int, mode: str
) -> None:
    browser.look(width=width, scheme=mode)
    browser.open(address + path)
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= width
    assert browser.run(
        "return [...document.querySelectorAll('.month td > a')]"
        ".every(e => e.scrollWidth <= e.clientWidth)"
    ), "no figure is wider than its day"
    assert browser.complaints() == []


def test_the_calendar_works_by_keyboard_alone(browser: Any, address: str) -> None:
    browser.look(width=1440, scheme="light")
    browser.open(address + "nights")
    reached = browser.run(
        "return [...document.querySelectorAll('.month td a')].filter(e => e.tabIndex === 0).length"
    )
    assert reached == len(EVENINGS) + 1
    browser.press_on(".month a[href$='2026-03-02']", "Enter")
    browser.wait("return location.pathname.endsWith('/night/2026-03-02')")
    assert browser.find(".month a[aria-current=page]").text.split("\n")[1] == "5.1"


def test_a_date_is_compared_by_the_form(browser: Any, address: str) -> None:
    browser.open(address + "nights")
    browser.run("document.querySelector('[name=since]').value = '2026-03-02'")
    browser.click(".since button")
    browser.wait("return location.search === '?since=2026-03-02'")
    assert "Nights since 2026-03-02 against those before." in browser.find("#since").text
    assert browser.complaints() == []


def test_a_simulated_night_says_so_in_its_day() -> None:
    (grid,) = months([replace(evening("2026-03-14", 15.0), simulated=True)])
    (mark,) = days(grid)[14].marks
    assert mark.figure == "15.0~"
    assert mark.after.endswith(", simulated")
