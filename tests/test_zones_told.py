"""By which clock times of day are told, where nights of several stand together."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.making.finished_night import write_results
from limbwatch.cli.night.listed.dates import by_several_clocks, offset_words, zones_warning


def at(hours: float, day: int = 1) -> datetime:
    return datetime(2026, 3, day, 22, tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("hours", "words"),
    [(1, "UTC+1"), (0, "UTC"), (-5, "UTC-5"), (-3.5, "UTC-3:30"), (5.75, "UTC+5:45")],
)
def test_an_offset_is_written_as_people_write_it(hours: float, words: str) -> None:
    assert offset_words(at(hours)) == words


def test_another_clock_is_told_and_summer_time_is_none() -> None:
    nights = [(f"2026-03-0{day}", at(1, day)) for day in range(1, 6)]
    assert zones_warning(nights) == ""
    assert zones_warning([*nights, ("2026-03-30", at(2, 30))]) == ""
    said = zones_warning([*nights, ("2026-03-30", at(-5, 30))])
    assert "(UTC-5: 2026-03-30; UTC+1: 5 nights, the last 2026-03-05)" in said
    assert by_several_clocks([at(1), at(2)])
    assert not by_several_clocks([at(1), at(1)])


@pytest.fixture
def nights(example_night: Night, tmp_path: Path) -> Path:
    for name, hours in (("2026-03-14", 1), ("2026-03-15", -5), ("2026-03-15-2", -5)):
        folder = tmp_path / name
        folder.mkdir()
        start = at(hours, int(name[8:10]))
        span = example_night.end - example_night.start
        write_results(folder, replace(example_night, start=start, end=start + span))
    return tmp_path


def test_lists_pages_and_reports_say_by_which_clock(
    nights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--nights", str(nights)]
    assert run(["view", "--all", *place]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "(UTC+1: 2026-03-14; UTC-5: 2026-03-15 and 2026-03-15-2)" in said
    page = tmp_path / "all.html"
    assert run(["view", "--all", "--html", "-o", str(page), *place]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("UTC-5</small>") == 2
    assert "<small>UTC+1</small>" in text
    assert "Not all by one clock" in text
    report = tmp_path / "one.html"
    assert run(["view", "2026-03-14", "--html", "-o", str(report), *place]) == 0
    assert "(UTC+1) ·" in report.read_text(encoding="utf-8")
    doctor = tmp_path / "doctor.html"
    assert run(["view", "2026-03-14", "--doctor", "-o", str(doctor), *place]) == 0
    assert "(UTC+1)" in doctor.read_text(encoding="utf-8")


def test_minutes_of_sleep_of_an_hour_carry_the_rate_beside_them(example_night: Night) -> None:
    from limbwatch.cli.report.charts import hours

    summary = summarise(example_night)
    (first, *_) = (one for one in summary.plm.per_hour if one.index_per_hour)
    for minutes, shown in ((19.5, "19.5"), (20.0, "20")):
        hour = replace(first, count=8, sleep_minutes=minutes, index_per_hour=8 / minutes * 60)
        row = hours(replace(summary, plm=replace(summary.plm, per_hour=(hour,)))).rows[0]
        assert row[3] == shown
        assert f"{8 / float(row[3]) * 60:.1f}" == row[4]
