"""One night, whatever way its times are written: the same samples at the same moments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import read_recorded_file

ZONE = timezone(timedelta(hours=1))
COUNT = 400
NS = 1_000_000_000
EPOCH_1601 = 116444736000000000
"""Ticks of 100 ns from 1601 to 1970."""
EPOCH_1 = 621355968000000000
"""From the year 1 to 1970."""

NOISE = np.random.default_rng(5).normal((0.2, 0.95, 0.23), 0.01, (COUNT, 3))
CELLS = [",".join(f"{v:.4f}" for v in row) for row in NOISE]


@dataclass(frozen=True)
class Way:
    """How a time in ns since 1970 (UTC) is written, under which names, and how fine that is."""

    names: str
    write: Callable[[int, int], str]
    finest: float = 1e-3
    dated: bool = True


def when(ns: int) -> datetime:
    return datetime.fromtimestamp(ns // NS, UTC).astimezone(ZONE)


def local(form: str) -> Callable[[int, int], str]:
    def write(ns: int, first: int) -> str:
        del first
        text = when(ns).strftime(form.replace("MMM", f"{ns % NS // 1_000_000:03d}"))
        return text.replace("UUU", f"{ns % NS // 1000:06d}")

    return write


def halves(form: str, morning: str, late: str) -> Callable[[int, int], str]:
    """AM and PM by other words."""

    def write(ns: int, first: int) -> str:
        del first
        text = when(ns).strftime(form.replace("MMM", f"{ns % NS // 1_000_000:03d}"))
        return text.format(late if when(ns).hour >= 12 else morning)

    return write


def timedelta_of(ns: int) -> str:
    """As pandas writes it."""
    whole, part = divmod(ns // 1000, 1_000_000)
    clock = f"{whole // 3600 % 24:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 86400} days {clock}" + (f".{part:06d}" if part else "")


def utc(form: str) -> Callable[[int, int], str]:
    return lambda ns, _: datetime.fromtimestamp(ns // NS, UTC).strftime(
        form.replace("MMM", f"{ns % NS // 10**6:03d}")
    )


def days(ns: int) -> float:
    """Local days since 1970."""
    return (ns / NS + 3600) / 86400


WAYS = {
    "Unix s": Way("time", lambda ns, _: f"{ns // NS}.{ns % NS // 1000:06d}"),
    "Unix ms": Way("timestamp", lambda ns, _: str(ns // 10**6)),
    "Unix us": Way("ts", lambda ns, _: str(ns // 1000)),
    "Unix ns": Way("time", lambda ns, _: str(ns)),
    "Unix ms in floats": Way("t", lambda ns, _: f"{ns / 1e6:.12E}", 2e-3),
    "s since start": Way("seconds", lambda ns, first: f"{(ns - first) / NS:.4f}", dated=False),
    "ms since start": Way("t", lambda ns, first: str((ns - first) // 10**6), dated=False),
    "us since start": Way("time_us", lambda ns, first: str((ns - first) // 1000), dated=False),
    "ns since boot": Way("timestamp", lambda ns, first: str(ns - first + 77 * NS), dated=False),
    "minutes": Way("Time (min)", lambda ns, first: f"{(ns - first) / 60 / NS:.8f}", dated=False),
    "hours": Way("elapsed [h]", lambda ns, first: f"{(ns - first) / 3600 / NS:.10f}", dated=False),
    "iso T": Way("time", local("%Y-%m-%dT%H:%M:%S.MMM")),
    "iso blank": Way("time", local("%Y-%m-%d %H:%M:%S.UUU")),
    "iso with offset": Way("time", local("%Y-%m-%dT%H:%M:%S.MMM+01:00")),
    "iso with short offset and zone": Way(
        "time", local("%Y-%m-%d %H:%M:%S.MMM+0100 [Europe/Rome]")
    ),
    "iso with Z before its offset": Way("tst", local("%Y-%m-%dT%H:%M:%S.UUUZ+0100")),
    "Korean halves": Way("시간", halves("%Y-%m-%d {} %-I:%M:%S.MMM", "오전", "오후")),
    "Chinese halves": Way("时间", halves("%Y/%-m/%-d {} %I:%M:%S.MMM", "上午", "下午")),
    "Japanese halves": Way("時間", halves("%Y年%-m月%-d日 {}%-I:%M:%S.MMM", "午前", "午後")),
    "Japanese signs behind hour, minute and second": Way(
        "時刻", local("%Y年%m月%d日 %H時%M分%S.MMM秒")
    ),
    "the same without a blank": Way("時刻", local("%Y年%-m月%-d日%-H時%-M分%-S秒MMM")),
    "Chinese signs": Way("时间", local("%Y年%-m月%-d日 %-H时%-M分%S.MMM秒")),
    "Korean signs": Way("시간", local("%Y년 %-m월 %-d일 %H시 %M분 %S.MMM초")),
    "Kibana": Way("@timestamp", local('"%b %-d, %Y @ %H:%M:%S.MMM"')),
    "PostgreSQL, hours ahead": Way("ts", local(" %Y-%m-%d %H:%M:%S.MMM+01 ")),
    "Greek halves": Way("time", halves("%Y-%m-%d %-I:%M:%S.MMM {}", "π.μ.", "μ.μ.")),
    "Vietnamese halves": Way("time", halves("%d/%m/%Y %I:%M:%S.MMM {}", "SA", "CH")),
    "Chinese half in a column": Way(
        "date,time,half", halves("%Y-%m-%d,%I:%M:%S.MMM,{}", "上午", "下午")
    ),
    "letters of units": Way("horodatage", local("%d-%m-%Y %Hh%Mm%SsMMM")),
    "Timedelta": Way("time", lambda ns, first: timedelta_of(ns - first), dated=False),
    "iso with offset and zone": Way("time", local("%Y-%m-%dT%H:%M:%S.MMM+01:00[Europe/Berlin]")),
    "iso Z and zone": Way("time", utc("%Y-%m-%dT%H:%M:%S.MMMZ[UTC]")),
    "iso Z": Way("time", utc("%Y-%m-%dT%H:%M:%S.MMMZ")),
    "iso basic": Way("time", local("%Y%m%dT%H%M%S.MMM")),
    "iso slashes and comma": Way("time", local('"%Y/%m/%d %H:%M:%S,MMM"')),
    "named UTC": Way("Timestamp UTC", utc("%Y-%m-%d %H:%M:%S.MMM")),
    "day first": Way("Datum", local("%d.%m.%Y %H:%M:%S.MMM")),
    "day first, two digits of the year": Way("time", local("%d.%m.%y %H:%M:%S.MMM")),
    "AM and PM": Way("Date", local('"%-m/%-d/%Y, %-I:%M:%S.MMM %p"')),
    "AM and PM behind ISO": Way("time", local("%Y-%m-%d %I:%M:%S.MMM %p")),
    "Vietnamese halves behind ISO": Way("time", halves("%Y-%m-%d %I:%M:%S.MMM {}", "SA", "CH")),
    "AM and PM, narrow space": Way("Date", local('"%-m/%-d/%Y, %-I:%M:%S.MMM\u202f%p"')),
    "month by name": Way("time", local("%d-%b-%Y %H:%M:%S.MMM")),
    "month by name first": Way("time", local('"%b %d, %Y %I:%M:%S.MMM %p"')),
    "ctime": Way("time", local("%a %b %d %H:%M:%S.MMM %Y")),
    "date and time": Way("Date,Time", local("%Y-%m-%d,%H:%M:%S.MMM")),
    "date and time, day first": Way("date,time", local("%d.%m.%Y,%H:%M:%S.MMM")),
    "date, time, half": Way("date,time,half", local("%Y-%m-%d,%I:%M:%S.MMM,%p")),
    "digits": Way("timestamp", local("%Y%m%d%H%M%SMMM")),
    "short digits": Way("timestamp", local("%y%m%d%H%M%SMMM")),
    "digits in two columns": Way("date,time", local("%Y%m%d,%H%M%SMMM")),
    "seconds and ms": Way("time,ms", lambda ns, _: f"{ns // NS},{ns % NS // 10**6}"),
    "seconds and us": Way("tv_sec,tv_usec", lambda ns, _: f"{ns // NS},{ns % NS // 1000}"),
    "written seconds and ms": Way(
        "Timestamp,Milliseconds",
        lambda ns, _: f"{when(ns):%Y-%m-%d %H:%M:%S},{ns % NS // 10**6}",
    ),
    "datenum": Way("time", lambda ns, _: f"{days(ns) + 719529:.10f}"),
    "spreadsheet": Way("time", lambda ns, _: f"{days(ns) + 25569:.10f}"),
    "Julian days": Way("time", lambda ns, _: f"{ns / NS / 86400 + 2440587.5:.9f}"),
    "modified Julian days": Way("time", lambda ns, _: f"{ns / NS / 86400 + 40587:.10f}"),
    "ticks": Way("ticks", lambda ns, _: str(ns // 100 + 3600 * 10**7 + EPOCH_1)),
    "FILETIME": Way("timestamp", lambda ns, _: str(ns // 100 + EPOCH_1601)),
    "WebKit": Way("time", lambda ns, _: str(ns // 1000 + EPOCH_1601 // 10)),
    "LabVIEW": Way("time", lambda ns, _: f"{ns // NS + 2082844800}.{ns % NS // 10**6:03d}"),
}

RATES = (10.0, 12.5, 20.0, 25.0, 31.25, 50.0, 100.0)


def drawn(number: int) -> Iterator[tuple[int, float, int]]:
    """Begins by the second, rates and gaps for one way: a morning and, with a gap, an afternoon."""
    rng = np.random.default_rng([1, number])
    for noon, gap in ((0, 0), (1, (7, 3700)[number % 2])):
        days, seconds = rng.integers(5780), rng.integers(11 * 3600)
        day = datetime(2011, 1, 1, 12 * noon, tzinfo=ZONE) + timedelta(days=float(days))
        begin = day + timedelta(seconds=float(seconds))
        yield round(begin.timestamp()) * NS, float(rng.choice(RATES)), gap


def recorded(folder: Path, way: Way, stamps: list[int]) -> Recording:
    path = folder / "f.csv"
    rows = (f"{way.write(ns, stamps[0])},{cells}" for ns, cells in zip(stamps, CELLS, strict=False))
    path.write_text(f"{way.names},x,y,z\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=ZONE)


BEGIN = datetime(2018, 10, 12, 9, 5, tzinfo=UTC)
"""Whose day and month can be taken for each other."""


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ("time", "12/10/2018 09:05:{0} SA"),
        ("date,time", "12/10/2018,09:05:{0} SA"),
        ("date,time,half", "12/10/2018,09:05:{0},SA"),
        ("time", "12/10/2018 9:05:{0} π.μ."),
        ("time", "12/10/2018 9:05:{0} ص"),
        ("time", "12/10/2018 上午 9:05:{0}"),
        ("time", "18/10/12 오전 9:05:{0}"),
        ("time", "12/10/2561 09:05:{0}"),
        ("time", "12/10/2018 à 09:05:{0}"),
        ("time", "12/10/2018 om 09:05:{0}"),
    ],
)
def test_no_month_comes_first_where_no_country_that_writes_the_rest_of_it_so_puts_it_first(
    names: str, written: str, tmp_path: Path
) -> None:
    """Unicode CLDR: Vietnamese, Greek, Arabic, Chinese, Korean, Thai, French and Dutch dates."""
    lines = (written.format(f"{i / 25:06.3f}") + f",{CELLS[i]}" for i in range(COUNT))
    path = tmp_path / "f.csv"
    path.write_text(f"{names},x,y,z\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert abs((found.start - BEGIN).total_seconds()) < 0.01
    open_order = [one for one in found.quality.warnings if "can be read as" in one]
    assert bool(open_order) == written.startswith("18/"), "18 may be a day, too"


@pytest.mark.parametrize("half", ["AM", "a.m.", "a las"])
def test_day_and_month_beside_english_words_stay_in_doubt(half: str, tmp_path: Path) -> None:
    """The United States write the month first, India the day; so do Puerto Rico and Mexico."""
    before, behind = (f" {half}", "") if half == "a las" else ("", f" {half}")
    lines = (f"12/10/2018{before} 9:05:{i / 25:06.3f}{behind},{CELLS[i]}" for i in range(COUNT))
    path = tmp_path / "f.csv"
    path.write_text("time,x,y,z\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert any("month/day/year or as day/month/year" in one for one in found.quality.warnings)


@pytest.mark.parametrize(("number", "name"), list(enumerate(WAYS)), ids=WAYS.keys())
def test_the_same_night(number: int, name: str, tmp_path: Path) -> None:
    way = WAYS[name]
    for begin, rate, gap in drawn(number):
        stamps = [
            begin + round(i / rate * NS) + (gap * NS if i >= 300 else 0) for i in range(COUNT)
        ]
        recording = recorded(tmp_path, way, stamps)
        assert sum(map(len, recording.runs)) == COUNT
        xyz = np.concatenate([run.xyz for run in recording.runs])
        np.testing.assert_allclose(xyz, NOISE, rtol=0, atol=1e-4)
        assert recording.rate == pytest.approx(rate, rel=2e-3)
        assert len(recording.runs) == (2 if gap else 1)
        assert recording.runs[-1].end == pytest.approx(COUNT / rate + gap, abs=5 * way.finest)
        if way.dated:
            told = datetime.fromtimestamp(begin // NS, UTC)
            assert abs((recording.start - told).total_seconds()) < 3 * way.finest
