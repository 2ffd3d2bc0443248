"""What was written down of nights is read as it was meant, and is the time in bed."""

import gzip
import json
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.slept import Sleep, Window
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_clocks import read_clock, read_time
from limbwatch.cli.reading.diary import (
    counted_night,
    diary_of,
    night_in,
    read_diary,
)
from limbwatch.cli.reading.diary_night import moment_of
from limbwatch.cli.reading.diary_shapes import read_dates
from limbwatch.sample_data import sample_night

EVENING = date(2026, 3, 19)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "diary.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_row_a_night(tmp_path: Path) -> None:
    text = (
        "Subject;Date;Lights off;Lights on;Get-ups;Off wrist\n"
        "sub-07;19.03.2026;23:10;2026-03-20 07:05;02:10-02:20; \n"
        "sub-07;20.03.2026;00:30;6:45 am;;21:00 - 22:15\n"
    )
    first, second = read_diary(written(tmp_path, text))
    assert first.subject == "07"
    assert first.asked(EVENING, by="diary") == {
        "lights-off": "2026-03-19T23:10:00",
        "lights-on": "2026-03-20T07:05:00",
        "out-of-bed": "2026-03-20T02:10:00/2026-03-20T02:20:00",
        "bed-time-by": "diary",
    }
    assert second.lights_on == time(6, 45)
    assert second.asked(date(2026, 3, 20), by="diary")["lights-off"] == "2026-03-21T00:30:00"
    assert second.off_body == ((time(21), time(22, 15)),)


def test_a_line_that_states_the_delimiter_stands_above_the_head(tmp_path: Path) -> None:
    """Spreadsheets write ``sep=;`` there."""
    text = "sep=;\ndate;lights_off;lights_on\n2026-03-19;23:10;07:05\n"
    (night,) = read_diary(written(tmp_path, text))
    assert (night.evening, night.lights_off) == (EVENING, time(23, 10))


def test_a_basic_log_counts_nights(tmp_path: Path) -> None:
    text = (
        "ID,onset_N1,wakeup_N1,onset_N2,wakeup_N2\n"
        "123,22:00:00,09:00:00,,\n345,21:55:00,08:47:00,23:45:00,06:30:00\n"
    )
    found = read_diary(written(tmp_path, text))
    own = diary_of(found, "345")
    second = night_in(own, EVENING, 2)
    assert second is not None
    assert (second.lights_off, second.lights_on) == (time(23, 45), time(6, 30))
    assert night_in(diary_of(found, "123"), EVENING, 2) is None, "empty cells say nothing"
    with pytest.raises(CommandError, match="--subject"):
        diary_of(found, None)
    with pytest.raises(CommandError, match="no row of 9"):
        diary_of(found, "9")


def test_an_advanced_log_gives_each_evening_the_rising_of_the_next_day(tmp_path: Path) -> None:
    text = (
        "ID,D1_date,D1_wakeup,D1_inbed,D1_nap_start,D1_nap_end,D1_nonwear1_off,D1_nonwear1_on,"
        "D2_date,D2_wakeup,D2_inbed\n"
        "07,2026-03-19,09:00:00,22:00:00,11:15:00,11:45:00,13:35:00,14:10:00,"
        "2026-03-20,07:30:00,01:15:00\n"
    )
    first, second = read_diary(written(tmp_path, text))
    assert first.evening == EVENING
    assert (first.lights_off, first.lights_on) == (time(22), time(7, 30))
    assert first.off_body == ((time(13, 35), time(14, 10)),)
    assert (second.lights_off, second.lights_on) == (time(1, 15), None)


TOLD = [("2026-03-19", "22:40", "06:50"), ("2026-03-20", "00:20", "07:30")]
"""Two evenings, lights off and on, the second after midnight."""
MOMENTS = [("2026-03-19T22:40", "2026-03-20T06:50"), ("2026-03-21T00:20", "2026-03-21T07:30")]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "night,lights_off,lights_on",
            *(f"{at},{off},{on}" for at, (off, on) in enumerate(MOMENTS)),
        ],
        ["id,bed_time,get_up_time", *(f"7,{off},{on}" for off, on in MOMENTS)],
        [
            "ID;date_off;time_off;date_on;time_on",
            *(f"7;{off.replace('T', ';')};{on.replace('T', ';')}" for off, on in MOMENTS),
        ],
        [
            "Bed date\tBed time\tWake date\tWake time",
            *("\t".join((*off.split("T"), *on.split("T"))) for off, on in MOMENTS),
        ],
        ["date|onset|wakeup", *("|".join(row) for row in TOLD)],
        ['"date" "onset" "wakeup"', *(" ".join(f'"{cell}"' for cell in row) for row in TOLD)],
    ],
)
def test_dates_beside_the_clocks_or_before_them_tell_the_evening(
    tmp_path: Path, lines: list[str]
) -> None:
    found = read_diary(written(tmp_path, "\n".join([*lines, ""])))
    said = [night_in(found, date(2026, 3, day), 0) for day in (19, 20)]
    asked = [
        one.asked(EVENING if one is said[0] else date(2026, 3, 20), by="d") for one in said if one
    ]
    assert [(one["lights-off"][:16], one["lights-on"][:16]) for one in asked] == MOMENTS


def test_a_row_a_night_may_count_the_nights(tmp_path: Path) -> None:
    text = "night,onset,wakeup\n1,22:40,06:50\n3,00:20,07:30\n"
    found = read_diary(written(tmp_path, text))
    assert [(one.number, one.evening) for one in found] == [(1, None), (3, None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lights_off,lights_on\n22:00,7:00\n", "no column of the date, and row 2: no date stands"),
        (
            "date,lights_off,lights_on\n2026-03-20,00:10,7:00\n2026-03-20,23:00,7:10\n",
            "the date of the evening before",
        ),
        ("date_off,time_off,date_on,time_on\n,22:00,2026-03-20,7:00\n", "no date beside '22:00'"),
        ("date,lights_off\n2026-03-19,22:00\n", "no column of"),
        ("date,lights_off,lights_on\n03/04/2026,22:00,7:00\n", "two dates"),
        ("date,lights_off,lights_on\n2026-03-19,25:00,7:00\n", "row 2: '25:00' is not a time"),
        ("date,lights_off,lights_on\nyesterday,22:00,7:00\n", "'yesterday' is not a date"),
        ("date,lights_off,lights_on\n,22:00,7:00\n", "there is no date"),
        ("date,lights_off,lights_on,get_ups\n2026-03-19,22:00,7:00,often\n", "'often' is no"),
        ("date,lights_off,lights_on\n", "no row"),
    ],
)
def test_what_is_no_diary_is_refused_with_row_and_cell(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        read_diary(written(tmp_path, text))


def test_a_diary_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv: there is no such file\. Check the name"):
        read_diary(tmp_path / "none.csv")


def test_day_and_month_are_told_apart_by_the_other_rows(tmp_path: Path) -> None:
    text = "date,lights_off,lights_on\n03/04/2026,22:00,7:00\n13/04/2026,22:00,7:00\n"
    assert read_diary(written(tmp_path, text))[0].evening == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("22:50", time(22, 50)),
        ("22:50:30", time(22, 50, 30)),
        ("10:50 PM", time(22, 50)),
        ("10.50 p.m.", time(22, 50)),
        ("10:50\u202fpm", time(22, 50)),
        ("9 pm", time(21)),
        ("12:10 am", time(0, 10)),
        ("22h50", time(22, 50)),
        ("22.50", time(22, 50)),
        ("00.50", time(0, 50)),
        ("22:50 Uhr", time(22, 50)),
        ("7 Uhr", time(7)),
        ("7 Uhr 30", time(7, 30)),
        ("7h", time(7)),
        ("7 h", time(7)),
        ("7 h 30", time(7, 30)),
        ("7 o'clock", time(7)),
        ("24:00", time(0)),
        ("0,951389", time(22, 50)),
        (".958333333", time(23)),
        ("2026-03-14 22:50", datetime(2026, 3, 14, 22, 50)),  # noqa: DTZ001
        ("NA", None),
        ("", None),
    ],
)
def test_ways_to_write_a_time_of_day(text: str, clock: time | datetime | None) -> None:
    assert read_clock(text, "") == clock


@pytest.mark.parametrize("text", ["22", "25:00", "13:10 pm", "0.50", "22:60", "late", "0 pm"])
def test_what_is_no_time_of_day_or_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        read_clock(text, "")


@pytest.mark.parametrize("read", [lambda text: read_clock(text, ""), read_time])
@pytest.mark.parametrize("text", ["7:5", "7.5", "7 Uhr 5", "7h5", "7:5 pm"])
def test_a_time_that_may_be_two_is_refused_with_the_reason(read, text):
    """7:5 is 7:05 or 7:50."""
    with pytest.raises(ValueError, match="is not a time of day, as its minutes need two digits"):
        read(text)


@pytest.mark.parametrize("text", ["7h30m", "8h 5", "7 30", "h", "25 Uhr"])
def test_a_length_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        read_time(text)


@pytest.mark.parametrize("text", [".302", "0,302", "", "NA", "2026-03-14 22:50"])
def test_a_person_types_no_share_of_a_day_nor_a_date(text: str) -> None:
    """Else ``--until 0.730`` would end a recording at 17:31."""
    with pytest.raises(ValueError, match="not a time of day"):
        read_time(text)


@pytest.mark.parametrize(
    "text",
    ["2026-03-09", "2026/03/09", "9 Mar 2026", "Mon, 9 March 2026", "Mar 9, 2026", "20260309",
     "09-Mar-2026", "09.03.26"],
)  # fmt: skip
def test_ways_to_write_a_date(text: str) -> None:
    assert read_dates([text])(text, "") == date(2026, 3, 9)


@pytest.mark.parametrize(
    "head",
    ["Datum;Licht aus;Licht an", "Date;Bed time;Wake-up time", "Nacht vom;Zu Bett;Aufgestanden",
     "Date;Coucher;Réveil", "Fecha;Hora de acostarse;Hora de levantarse"],
)  # fmt: skip
def test_columns_in_other_words(tmp_path: Path, head: str) -> None:
    for encoding in ("utf-8", "cp1252", "utf-16"):
        path = tmp_path / "diary.csv"
        path.write_text(f"{head}\n09.03.2026;23:10;06:40\n", encoding=encoding)
        (night,) = read_diary(path)
        assert (night.lights_off, night.lights_on) == (time(23, 10), time(6, 40))


def test_a_night_that_is_told_twice_is_refused(tmp_path: Path) -> None:
    head = "date,lights_off,lights_on\n"
    twice = "2026-03-09,23:00,06:40\n2026-03-09,23:30,06:00\n"
    with pytest.raises(CommandError, match=r"2026-03-09 is there twice, .* 23:00.* 23:30"):
        read_diary(written(tmp_path, head + twice))
    assert len(read_diary(written(tmp_path, head + "2026-03-09,23:00,06:40\n" * 2))) == 1


@pytest.mark.parametrize(
    ("begin", "first"),
    [
        ("2026-03-14T10:00", 14),
        ("2026-03-14T23:59", 14),
        ("2026-03-14T00:00", 13),
        ("2026-03-14T03:59", 13),
        ("2026-03-14T04:00", 14),
    ],
)
def test_nights_are_counted_as_ggir_counts_them(begin: str, first: int) -> None:
    # wadpac/GGIR, issues 1511 and 1337
    assert counted_night(datetime.fromisoformat(begin), date(2026, 3, first)) == 1
    assert counted_night(datetime.fromisoformat(begin), date(2026, 3, first + 2)) == 3


def test_the_number_in_the_name_of_a_column_counts(tmp_path: Path) -> None:
    text = "ID,onset_N2,wakeup_N2,onset_N3,wakeup_N3\n7,23:15,06:45,22:30,06:10\n"
    assert [night.number for night in read_diary(written(tmp_path, text))] == [2, 3]
    text = "ID,onset,wakeup,onset,wakeup\n7,23:15,06:45,22:30,06:10\n"
    assert [night.number for night in read_diary(written(tmp_path, text))] == [1, 2]


def test_a_clock_before_noon_is_of_the_next_morning() -> None:
    assert moment_of(time(12), EVENING) == datetime(2026, 3, 19, 12)  # noqa: DTZ001
    assert moment_of(time(11, 59), EVENING) == datetime(2026, 3, 20, 11, 59)  # noqa: DTZ001


def test_what_was_told_bounds_sleep_and_takes_get_ups_out() -> None:
    likely = np.ones(100, np.bool_)
    estimate = Sleep(
        epoch=30.0,
        asleep=likely.copy(),
        valid=np.ones(100, np.bool_),
        in_bed=(0.0, 3000.0),
        method="m",
    )
    told = NotedBed(
        lights_off=300.0, lights_on=2400.0, out_of_bed=((600.0, 690.0),), off_body=((900.0, 960.0),)
    )
    found = told.over(estimate, likely)
    assert found.in_bed == (300.0, 2400.0)
    assert np.flatnonzero(~found.asleep).tolist() == [
        *range(10),
        *(20, 21, 22),
        *(30, 31),
        *range(80, 100),
    ]
    assert np.flatnonzero(~found.valid).tolist() == [30, 31]
    assert found.window is Window.DIARY
    assert NotedBed(lights_off=9000.0).over(estimate, likely) is estimate
    with pytest.raises(ValueError, match="after lights off"):
        NotedBed(lights_off=10.0, lights_on=5.0)


def test_the_night_says_which_time_in_bed_it_used_also_when_scored_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hour = tmp_path / "hour.csv.gz"
    with gzip.open(sample_night()["ankle_left"]) as whole, gzip.open(hour, "wb", 1) as short:
        short.writelines(islice(whole, 1 + 3600 * 25))
    source = f"ankle_left={hour}"
    nights = ["--nights", str(tmp_path / "n"), "--timezone", "UTC", "--json"]

    def replay(*options: str) -> dict[str, object]:
        assert run(["replay", source, *nights, *options]) == 0
        said: dict[str, object] = json.loads(capsys.readouterr().out)
        return said

    estimated = replay()
    assert estimated["window"] == "estimated"
    lights = replay("--lights-off", "22:50", "--lights-on", "23:20")
    assert lights["window"] == "lights"
    sleep = lights["sleep"]
    assert isinstance(sleep, dict)
    assert sleep["time_in_bed_minutes"] == 30.0
    assert sleep["minutes"] <= 30.0
    diary = written(tmp_path, "date,lights_off,lights_on\n2026-03-19,22:50,23:20\n")
    told = replay("--diary", str(diary))
    assert told["window"] == "diary"
    assert told["sleep"] == sleep
    folder = Path(str(told["folder"]))
    before = (folder / "night.json").read_bytes()
    assert run(["rescore", str(folder), "--json"]) == 0
    assert (folder / "night.json").read_bytes() == before
    capsys.readouterr()
    other = written(tmp_path, "date,lights_off,lights_on\n2026-03-18,22:50,23:20\n")
    assert run(["replay", source, *nights, "--diary", str(other), "--again"]) == 0
    assert "says nothing about the night of 2026-03-19" in " ".join(capsys.readouterr().err.split())
    assert run(["replay", source, *nights, "--diary", str(diary), "--lights-on", "7:00"]) == 2


@pytest.mark.parametrize("lights", [("11:10", None), ("03:30", "07:00"), (None, "07:00")])
def test_a_time_in_bed_outside_the_recording_is_told_and_not_used(
    ten_minutes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    lights: tuple[str | None, str | None],
) -> None:
    """Eleven in the morning for eleven at night; the recording is of ten minutes before eleven."""
    off, on = lights
    told = [*(("--lights-off", off) if off else ()), *(("--lights-on", on) if on else ())]
    nights = str(tmp_path / "nights")
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", nights, *told]) == 0
    outside = off is not None
    assert ("lies outside its recording" in capsys.readouterr().err) == outside
    (file,) = Path(nights).glob("*/night.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert (found["window"] == "estimated") == outside
    assert "lights-off" not in found["asked"]
