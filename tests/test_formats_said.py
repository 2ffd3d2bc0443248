"""The format of a time that a person says reaches the columns that it is meant for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import explain, read_recorded_file
from limbwatch.sensor.files.tables.table_options import TableOptions

BERLIN = ZoneInfo("Europe/Berlin")
RATE = 25
FIRST = datetime(2026, 3, 10, 23, 10)  # noqa: DTZ001 - local
TENTH_OF_MARCH = FIRST.replace(tzinfo=BERLIN)
OPENLOG = "rtcDate,rtcTime,aX,aY,aZ,gX,gY,gZ"


def written(
    folder: Path, names: str, stamp: Callable[[datetime, int], str], *, first: datetime = FIRST
) -> Path:
    """Write ten seconds, in mg."""
    path = folder / "f.csv"
    behind = ",0.1,0.2,0.3" if "gX" in names else ""
    rows = [
        f"{stamp(first + timedelta(seconds=k / RATE), k)},{150 + k % 7},{300 + k % 5},-930{behind}"
        for k in range(10 * RATE)
    ]
    path.write_text("\n".join([names, *rows, ""]), encoding="utf-8")
    return path


def read(path: Path, form: str | None = None, **given: object) -> Recording:
    return read_recorded_file(
        path,
        placement=Placement.ANKLE,
        timezone=BERLIN,
        options=TableOptions(time_format=form),
        **given,  # type: ignore[arg-type]
    )


def apart(moment: datetime, _: int) -> str:
    return f"{moment:%m/%d/%Y,%H:%M:%S.%f}"


@pytest.mark.parametrize("form", ["%m/%d/%Y %H:%M:%S.%f", "%m/%d/%Y"])
def test_a_format_of_both_or_of_the_date_alone_reads_a_date_in_a_column_of_its_own(
    form: str, tmp_path: Path
) -> None:
    recording = read(written(tmp_path, "day,time,ax,ay,az", apart), form)
    assert recording.start == TENTH_OF_MARCH
    assert len(recording.runs) == 1
    assert not recording.quality.warnings


def test_a_format_of_the_time_of_day_alone_loses_no_date_beside_it(tmp_path: Path) -> None:
    def stamp(moment: datetime, _: int) -> str:
        return f"{moment:%d.%m.%Y},{moment:%H:%M:%S.%f}"

    midnight = datetime(2026, 3, 10, 23, 59, 55)  # noqa: DTZ001
    path = written(tmp_path, "day,time,ax,ay,az", stamp, first=midnight)
    recording = read(path, "%H:%M:%S.%f")
    assert recording.start == midnight.replace(tzinfo=BERLIN)
    assert len(recording.runs) == 1


def test_a_date_that_no_pattern_knows_is_read_by_its_format(tmp_path: Path) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", lambda m, _: f"{m:%Y-%d-%m},{m:%H:%M:%S.%f}")
    assert read(path, "%Y-%d-%m").start == TENTH_OF_MARCH


def test_a_format_of_the_date_alone_reads_it_beside_columns_of_hours_and_minutes(
    tmp_path: Path,
) -> None:
    def stamp(moment: datetime, _: int) -> str:
        return f"{moment:%m/%d/%Y},{moment:%H},{moment:%M},{moment:%S.%f}"

    path = written(tmp_path, "date,hour,minute,second,ax,ay,az", stamp)
    assert read(path).start.month == 10
    assert read(path, "%m/%d/%Y").start == TENTH_OF_MARCH


@pytest.mark.parametrize("form", ["%m/%d/%Y %H:%M:%S.%f", None])
def test_a_format_of_dates_beside_a_count_keeps_the_count(form: str | None, tmp_path: Path) -> None:
    def stamp(moment: datetime, k: int) -> str:
        return f"{40 * k},{moment:%m/%d/%Y %H:%M:%S.%f}"

    recording = read(written(tmp_path, "time_ms,sent,ax,ay,az", stamp), form)
    assert recording.start.month == (3 if form else 10)
    assert recording.rate == pytest.approx(RATE)


def test_a_format_that_no_date_has_shows_the_first_date(tmp_path: Path) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", apart)
    with pytest.raises(UnreadableFile, match=r"no date is written as .* first is '03/10/2026'"):
        read(path, "%d.%m.%Y")


@pytest.mark.parametrize("form", ["%Y|%m|%d", "%Y|%m|%d %H:%M:%S.%f"])
def test_a_format_of_a_date_that_is_not_found_beside_the_clock_asks_for_its_column(
    form: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", lambda m, _: f"{m:%Y|%m|%d},{m:%H:%M:%S.%f}")
    with pytest.raises(UnreadableFile, match=r"say which: --columns date=NAME"):
        read(path, form)
    said = TableOptions(time_format=form, columns={"date": "day"})
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, options=said)
    assert recording.start == TENTH_OF_MARCH


def test_a_format_of_a_date_without_a_year_is_asked_for_whole(tmp_path: Path) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", lambda m, _: f"{m:%d/%m/%y},{m:%H:%M:%S.%f}")
    with pytest.raises(
        UnreadableFile, match=r"has no year\. Say the format of date and time of day"
    ):
        read(path, "%d/%m")


def test_a_format_of_a_date_beside_a_clock_that_is_not_known_is_asked_for_whole(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", lambda m, _: f"{m:%m/%d/%Y},{m:%H-%M-%S-%f}")
    options = TableOptions(time_format="%m/%d/%Y", columns={"time": "time", "date": "day"})
    with pytest.raises(UnreadableFile, match=r"'23-10-00-000000'.* is not written in a known way"):
        read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, options=options)
    whole = TableOptions(
        time_format="%m/%d/%Y %H-%M-%S-%f", columns={"time": "time", "date": "day"}
    )
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, options=whole)
    assert recording.start == TENTH_OF_MARCH


def test_what_is_explained_names_the_format_of_the_dates(tmp_path: Path) -> None:
    path = written(tmp_path, "day,time,ax,ay,az", apart)
    said = TableOptions(time_format="%m/%d/%Y")
    shown = explain(path, placement=Placement.ANKLE, timezone=BERLIN, options=said)
    assert "date in column 'day', written as %m/%d/%Y, as said" in str(shown)


def test_what_is_explained_of_a_clock_in_utc_is_told_by_the_wearers_time(tmp_path: Path) -> None:
    """With --device-clock the samples were shown an hour or two before those of the night."""
    path = written(tmp_path, "day,time,ax,ay,az", apart)
    said = TableOptions(time_format="%m/%d/%Y")
    shown = explain(path, timezone=BERLIN, clock=UTC, options=said).lines
    (begin,) = (line for line in shown if line.startswith("first sample: "))
    wall = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC, options=said).begin
    assert wall.astimezone(BERLIN).isoformat(sep=" ", timespec="milliseconds") in begin
    assert any("zone are in UTC (--device-clock" in line for line in shown)


def test_openlog_artemis_writes_the_month_first_unless_its_dates_cannot_be(tmp_path: Path) -> None:
    recording = read(written(tmp_path, OPENLOG, apart))
    assert recording.start == TENTH_OF_MARCH
    assert any("month/day/year was taken" in one for one in recording.quality.warnings)
    assert read(tmp_path / "f.csv", "%d/%m/%Y").start.month == 10
    assert read(tmp_path / "f.csv", "%H:%M:%S.%f").start == TENTH_OF_MARCH
    # 12 to 13 March with the day first, as its menu can have it
    later = datetime(2026, 3, 12, 23, 59, 55)  # noqa: DTZ001
    path = written(tmp_path, OPENLOG, lambda m, _: f"{m:%d/%m/%Y,%H:%M:%S.%f}", first=later)
    recording = read(path)
    assert recording.start == later.replace(tzinfo=BERLIN)
    assert not recording.quality.warnings
