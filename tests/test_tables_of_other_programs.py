"""Tables as other programs and other countries write them: read, or refused in true words."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers.contained import Contained, Sheet
from limbwatch.sensor.files.containers.spreadsheet import with_continued_sheets
from limbwatch.sensor.files.tables.table_options import TableOptions

WARSAW = ZoneInfo("Europe/Warsaw")
START = datetime(2026, 11, 14, 23, 17, 13, tzinfo=WARSAW)
COUNT, RATE = 1500, 25
AXES = [(0.01 + i % 7 / 900, 0.8195, 0.5716) for i in range(COUNT)]
ROWS = [",".join(f"{value:.4f}" for value in row) for row in AXES]
MOMENTS = [START.replace(tzinfo=None) + timedelta(seconds=i / RATE) for i in range(COUNT)]


def clock(form: str) -> list[str]:
    return [moment.strftime(form).replace("MMM", f"{moment:%f}"[:3]) for moment in MOMENTS]


ISO = clock("%Y-%m-%d %H:%M:%S.MMM")


def read(
    folder: Path, lines: list[str], placement: str = "ankle_left", **told: object
) -> Recording:
    path = folder / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_recorded_file(path, placement=Placement(placement), timezone=WARSAW, **told)  # type: ignore[arg-type]


def table(names: str, times: list[str], separator: str = ",") -> list[str]:
    rows = zip(times, ROWS, strict=True)
    return [names, *(separator.join((time, *row.split(","))) for time, row in rows)]


@pytest.mark.parametrize("behind", [False, True], ids=["time before the axes", "behind them"])
def test_of_tables_side_by_side_each_sensor_has_its_own_time(behind: bool, tmp_path: Path) -> None:
    # pyomeca/pyomeca: an export of Delsys Trigno, the left at half the rate of the right
    lines = []
    for i, row in enumerate(ROWS):
        right, left = [f"{i / 50:.3f}", row], [f"{i / 25:.3f}", row]
        own = [right, left] if i < COUNT // 2 else [right, ["", ",,"]]
        lines.append(",".join(",".join(one[::-1] if behind else one) for one in own))
    sides = [["X [s]", f"{s}.X (G),{s}.Y (G),{s}.Z (G)"] for s in ("R TIB: ACC", "L TIB: ACC")]
    names = ",".join(",".join(one[::-1] if behind else one) for one in sides)
    left, right = (read(tmp_path, [names, *lines], f"ankle_{s}") for s in ("left", "right"))
    assert (left.rate, right.rate) == pytest.approx((25, 50))
    assert left.runs[0].end == pytest.approx(COUNT / 2 / 25)
    assert right.runs[0].end == pytest.approx(COUNT / 50)


def test_one_time_before_all_sensors_is_that_of_each(tmp_path: Path) -> None:
    lines = ["time_s,elapsed_s,lx,ly,lz,rx,ry,rz"]
    lines += [f"{i / RATE:.2f},{i / RATE:.2f},{row},{row}" for i, row in enumerate(ROWS)]
    names = [name.replace("lx", "l_x").replace("rx", "r_x") for name in lines[:1]]
    names = ["time_s,elapsed_s,l_x,l_y,l_z,r_x,r_y,r_z"]
    assert read(tmp_path, [*names, *lines[1:]], "ankle_right").rate == pytest.approx(RATE)


def test_seconds_of_gps_are_dated_by_gps_and_it_is_told(tmp_path: Path) -> None:
    begin = START.timestamp() - datetime(1980, 1, 6, tzinfo=UTC).timestamp() + 18
    times = [f"{begin + i / RATE:.3f}" for i in range(COUNT)]
    recording = read(tmp_path, table("gps_time_s,x,y,z", times))
    assert recording.start == START
    assert any("called one of GPS" in one for one in recording.quality.warnings)
    by_unix = read(tmp_path, table("gps_time_s,x,y,z", times), options=TableOptions(time_unit="s"))
    assert by_unix.start.year == 2016
    unix = [f"{START.timestamp() + i / RATE:.3f}" for i in range(COUNT)]
    assert read(tmp_path, table("gps_time_s,x,y,z", unix)).start == START


@pytest.mark.parametrize("name", ["elapsed time", "Dauer seit Start (verstrichen)", "time"])
def test_hours_since_a_start_are_no_time_of_day(name: str, tmp_path: Path) -> None:
    # PaxInstruments/t400-firmware issue 38; without such a name a start at another hour tells it
    times = [f"00:00:{i // RATE % 60:02d}.{i % RATE * 40:03d}" for i in range(COUNT)]
    recording = read(tmp_path, table(f"{name},x,y,z", times), start=START)
    assert recording.start == START
    assert recording.runs[0].end == pytest.approx(COUNT / RATE)


@pytest.mark.parametrize("form", ["%d/%m/YYYY %H:%M:%S.MMM", "YYYY-%m-%dT%H:%M:%S.MMM"])
def test_years_of_the_buddhist_calendar_are_told(form: str, tmp_path: Path) -> None:
    # globaldothealth/list issue 1348
    times = [text.replace("YYYY", "2569") for text in clock(form)]
    recording = read(tmp_path, table("time,x,y,z", times))
    assert recording.start == START
    assert any("Buddhist calendar" in one for one in recording.quality.warnings)
    apart = [f"2569-11-14,{text[11:]}" for text in ISO]
    assert read(tmp_path, table("date,time,x,y,z", apart)).start == START


def test_summer_time_is_that_of_the_rows_that_are_kept(tmp_path: Path) -> None:
    # a receiver of GPS that begins 1024 weeks back, in March
    early = [text.replace("2026-11-14", "2007-03-31") for text in ISO[:100]]
    recording = read(tmp_path, table("time,x,y,z", [*early, *ISO[100:]]))
    assert recording.start.utcoffset() == timedelta(hours=1)
    assert recording.start == START + timedelta(seconds=4)


def test_a_count_that_goes_on_in_another_file_is_known(tmp_path: Path) -> None:
    times = [f"{1440 + i / RATE:.2f}" for i in range(COUNT)]
    recording = read(tmp_path, table("time_s,x,y,z", times))
    assert recording.quality.counted_from == pytest.approx(1440)


@pytest.mark.parametrize(
    ("unit", "scale"), [("ug", 1e6), ("mm/s^2", 9806.65), ("cm/s2", 980.665), ("\u00b5g", 1e6)]
)
def test_small_units_are_those_of_their_names(unit: str, scale: float, tmp_path: Path) -> None:
    lines = [f"time,x ({unit}),y ({unit}),z ({unit})"]
    for time, row in zip(ISO, AXES, strict=True):
        # 1.2 g is above a million micro-g, and is no missing value
        lines.append(",".join([time, *(f"{value * scale * 1.15:.0f}" for value in row)]))
    recording = read(tmp_path, lines)
    assert [len(run) for run in recording.runs] == [COUNT]
    assert float(recording.runs[0].xyz[0, 1]) == pytest.approx(0.8195 * 1.15, abs=0.002)


@pytest.mark.parametrize(
    ("left", "right", "named"),
    [("lewa kostka", "prawa kostka", True), ("\u5de6\u811a\u8e1d", "\u53f3\u811a\u8e1d", False)],
)
def test_sensors_that_take_turns_are_told_by_any_column(
    left: str, right: str, named: bool, tmp_path: Path
) -> None:
    lines = ["czas,czujnik,x,y,z"]
    for i, row in enumerate(AXES):
        turned = -row[0], row[2], -row[1]
        for name, values in ((right, turned), (left, row)):
            lines.append(",".join([ISO[i], name, *(f"{value:.4f}" for value in values)]))
    if not named:
        with pytest.raises(UnreadableFile, match=f"'czujnik': .*{left}.*--sensor ankle_left="):
            read(tmp_path, lines)
    recording = read(tmp_path, lines, options=TableOptions(sensor=left))
    assert float(recording.runs[0].xyz[0, 1]) == pytest.approx(0.8195, abs=1e-3)
    if named:
        assert float(read(tmp_path, lines).runs[0].xyz[0, 1]) == pytest.approx(0.8195, abs=1e-3)


def test_flags_that_come_by_chance_are_no_sensors(tmp_path: Path) -> None:
    lines = ["time,ok,x,y,z"]
    lines += [f"{t},{'yes' if i * i % 7 < 3 else 'no'},{r}" for i, (t, r) in enumerate(zip(ISO, ROWS, strict=True))]  # fmt: skip  # noqa: E501
    assert sum(map(len, read(tmp_path, lines).runs)) == COUNT


@pytest.mark.parametrize(
    "above",
    [
        ["Zeit;Bein;Bein;Bein", "t;a_x;a_y;a_z", "[s];[m/s2];[m/s2];[m/s2]"],
        ["t [s];a_x;a_y;a_z", "DOUBLE;DOUBLE;DOUBLE;DOUBLE"],
        ["t [s];x;y;z", ";mm/s^2;mm/s^2;mm/s^2"],
        ["t [s];x;y;z", "---------;------;------;------"],
    ],
    ids=["units", "types", "units of the axes alone", "rule"],
)
def test_names_stand_among_units_types_and_rules(above: list[str], tmp_path: Path) -> None:
    factor = 9806.65 if "mm" in above[-1] else 9.80665 if "m/s2" in above[-1] else 1.0
    rows = [";".join(f"{v * factor:.4f}" for v in row) for row in AXES]
    recording = read(tmp_path, [*above, *(f"{i / RATE:.3f};{row}" for i, row in enumerate(rows))])
    assert recording.rate == pytest.approx(RATE)
    assert float(recording.runs[0].xyz[0, 1]) == pytest.approx(0.8195, abs=1e-3)


def box(lines: list[str]) -> list[str]:
    rows = [f"| {' | '.join(line.split(','))} |" for line in lines]
    rule = "+-------------------------+--------+--------+--------+"
    return [rule, rows[0], rule, *rows[1:], rule]


MONTHS = {
    "Zaman": ("14 Kas\u0131m 2026 ", "%H:%M:%S,MMM"),
    "Czas": ("14 lis 2026 ", "%H:%M:%S,MMM"),
    "Aika": ("14. marraskuuta 2026 ", "%H:%M:%S,MMM"),
    "Id\u0151": ("2026. 11. 14. ", "%H:%M:%S,MMM"),
    "Vremja": ("14 \u043d\u043e\u044f\u0431\u0440\u044f 2026 ", "%H:%M:%S,MMM"),
    "arabic": ("\u0662\u0660\u0662\u0666-\u0661\u0661-\u0661\u0664 ", "%H:%M:%S.MMM"),
}


@pytest.mark.parametrize("name", MONTHS)
def test_dates_of_more_countries_are_read(name: str, tmp_path: Path) -> None:
    day, form = MONTHS[name]
    times = [day + text for text in clock(form)]
    if name == "arabic":
        times = [t.translate({48 + k: 0x660 + k for k in range(10)}) for t in times]
    lines = table(f"{name};x;y;z", times, ";")
    assert read(tmp_path, lines).start == START
    if name == "arabic":
        said = TableOptions(time_format="%Y-%m-%d %H:%M:%S.%f")
        assert read(tmp_path, lines, options=said).start == START


def test_a_date_apart_is_read_past_a_count_of_rows(tmp_path: Path) -> None:
    # psql and sqlite end with one: of three different dates it is one
    times = [f"2026-11-{14 + (i > 800)},{text[11:]}" for i, text in enumerate(ISO)]
    lines = [*table("date,time,x,y,z", times)[:900], "(900 rows),,,,"]
    recording = read(tmp_path, lines)
    assert recording.start == START


def test_a_box_of_a_database_is_a_table(tmp_path: Path) -> None:
    assert read(tmp_path, box(table("time,x,y,z", ISO))).start == START


def test_a_time_in_no_known_way_is_named_and_not_denied(tmp_path: Path) -> None:
    times = [f"{t[:10]} {t[11:13]}\u0447{t[14:16]}\u043c{t[17:]}\u0441" for t in ISO]
    with pytest.raises(UnreadableFile, match=r"column 'Q' \('2026.*may be its time"):
        read(tmp_path, table("Q,x,y,z", times))
    said = TableOptions(columns={"time": "Q"}, time_format="%Y-%m-%d %H\u0447%M\u043c%S.%f\u0441")
    assert read(tmp_path, table("Q,x,y,z", times), options=said).start == START


@pytest.mark.parametrize(
    "change",
    [
        lambda row: ",".join(f"0x{round(float(cell) * 1024):04X}" for cell in row.split(",")),
        lambda row: ",".join(f"{round(float(cell) * 1024):04X}" for cell in row.split(",")) + "F",
        lambda row: "ax:" + row.replace(",", ",a:"),
        lambda row: "\x1b[0;32m-> " + row.replace(",", " y=") + "\x1b[0m",
    ],
    ids=["hex", "bare hex", "plotter", "colours"],
)
def test_cells_that_are_no_plain_numbers_are_called_so(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    lines = [f"{time},{change(row)}" for time, row in zip(ISO, ROWS, strict=True)]
    with pytest.raises(UnreadableFile, match="not three plain numbers each"):
        read(tmp_path, ["time,x,y,z", *lines])


def test_two_numbers_beside_a_time_are_still_called_so(tmp_path: Path) -> None:
    lines = [f"{time},{i % 9},6{i % 9}" for i, time in enumerate(ISO)]
    with pytest.raises(UnreadableFile, match="one or two numbers"):
        read(tmp_path, ["time,steps,heart", *lines])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_text_of_two_bytes_a_letter_needs_no_mark(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(table("time,x,y,z", ISO)).encode(encoding))
    recording = read_recorded_file(path, placement=Placement.ANKLE, timezone=WARSAW)
    assert recording.start == START
    assert sum(map(len, recording.runs)) == COUNT


def test_json_of_names_and_rows_apart_is_read(tmp_path: Path) -> None:
    rows = [[time, *row] for time, row in zip(ISO, AXES, strict=True)]
    content = {"columns": ["time", "x", "y", "z"], "index": list(range(COUNT)), "data": rows}
    assert read(tmp_path, [json.dumps(content)]).start == START


def test_a_stated_interval_is_a_rate(tmp_path: Path) -> None:
    lines = ["Sample interval: 40 ms", "x,y,z", *ROWS]
    assert read(tmp_path, lines, start=START).rate == pytest.approx(RATE)


def test_frames_of_a_time_code_are_parts_of_a_second(tmp_path: Path) -> None:
    times = [f"{moment:%H:%M:%S}:{i % RATE:02d}" for i, moment in enumerate(MOMENTS)]
    recording = read(tmp_path, table("timecode,x,y,z", times), start=START)
    assert recording.start == START
    assert [len(run) for run in recording.runs] == [COUNT]
    assert recording.rate == pytest.approx(RATE)


def test_a_time_of_the_first_row_alone_is_not_that_of_all(tmp_path: Path) -> None:
    # ResearchStack/ResearchStack issue 449
    lines = ["timestampDate,timestamp,x,y,z"]
    lines += [f"{'' if i else ISO[0]},{1000 + i / RATE:.2f},{row}" for i, row in enumerate(ROWS)]
    assert read(tmp_path, lines).rate == pytest.approx(RATE)


@pytest.mark.parametrize("between", ["", ","], ids=["side by side", "a column between"])
def test_a_table_that_stands_twice_is_refused_or_told_by_its_titles(
    between: str, tmp_path: Path
) -> None:
    turned = [f"{-x:.4f},{z:.4f},{-y:.4f}" for x, y, z in AXES]
    names = f"time,x,y,z,{between}time,x,y,z"
    rows = [f"{t},{a},{between}{t},{b}" for t, a, b in zip(ISO, turned, ROWS, strict=True)]
    time, x = (6, 7) if between else (5, 6)
    with pytest.raises(WrongKind, match=f"x, y and z again.*time={time},x={x},"):
        read(tmp_path, [names, *rows])
    titles = f"Right ankle,,,,{between}Left ankle,,,"
    for side, first in (("left", 0.01), ("right", -0.01)):
        recording = read(tmp_path, [titles, names, *rows], f"ankle_{side}")
        assert float(recording.runs[0].xyz[0, 0]) == pytest.approx(first, abs=1e-3)


@pytest.mark.parametrize("names", ["# t x y z", "% time  x  y  z", "#t x y z"])
def test_the_sign_of_a_comment_is_no_name(names: str, tmp_path: Path) -> None:
    lines = [
        f"{START.timestamp() + i / RATE:.3f} {r.replace(',', ' ')}" for i, r in enumerate(ROWS)
    ]
    assert read(tmp_path, [names, *lines]).start == START


def test_seconds_beside_plain_axes_state_no_unit_of_theirs(tmp_path: Path) -> None:
    times = [f"{i / RATE:.4f}" for i in range(COUNT)]
    recording = read(tmp_path, table("time (s),x,y,z", times))
    assert not any("is stated" in one for one in recording.quality.warnings)


def test_ticks_of_a_stated_part_of_a_second_are_times(tmp_path: Path) -> None:
    times = [str(int(i / RATE * 128)) for i in range(COUNT)]
    assert read(tmp_path, table("t (1/128 s),x,y,z", times)).rate == pytest.approx(RATE, rel=1e-3)


def test_seconds_of_fit_files_are_dated_by_their_date(tmp_path: Path) -> None:
    begin = START.timestamp() - datetime(1989, 12, 31, tzinfo=UTC).timestamp()
    times = [f"{begin + i / RATE:.3f}" for i in range(COUNT)]
    assert read(tmp_path, table("fit_timestamp,x,y,z", times)).start == START


@pytest.mark.parametrize("lines", [["Time (JST),x,y,z"], ["Time zone: JST", "Time,x,y,z"]])
def test_letters_of_another_zone_are_told(lines: list[str], tmp_path: Path) -> None:
    recording = read(tmp_path, [*lines[:-1], *table(lines[-1], ISO)])
    assert any("say JST" in one for one in recording.quality.warnings)
    own = read(tmp_path, table("Time (CET),x,y,z", ISO))
    assert not own.quality.warnings


def test_an_offset_as_javascript_has_it_is_taken(tmp_path: Path) -> None:
    lines = ["timezoneOffset: -540", *table("Time,x,y,z", ISO)]
    assert read(tmp_path, lines).start.utcoffset() == timedelta(hours=9)


def test_a_rate_near_that_of_the_times_is_told_as_not_taken(tmp_path: Path) -> None:
    recording = read(tmp_path, table("time,x,y,z", ISO), rate=RATE * 1.04)
    assert recording.rate == pytest.approx(RATE)
    assert any("not 26 as --rate says" in one for one in recording.quality.warnings)
    assert not read(tmp_path, table("time,x,y,z", ISO), rate=RATE * 1.01).quality.warnings


def test_whole_numbers_beside_decimal_commas_decide_no_decimal_sign(tmp_path: Path) -> None:
    lines = ['"n"|"t"|"acc_x (mg)"|"acc_y (mg)"|"acc_z (mg)"|"battery"']
    for i, row in enumerate(AXES):
        cells = [str(i), str(int(START.timestamp() * 1e9) + i * 40_000_000)]
        cells += [f"{value * 1000:.2f}".replace(".", ",") for value in row]
        lines.append("|".join(f'"{cell}"' for cell in [*cells, "98"]))
    recording = read(tmp_path, lines)
    assert recording.start == START
    assert float(recording.runs[0].xyz[0, 1]) == pytest.approx(0.8195, abs=1e-3)


def test_a_table_that_goes_on_in_the_next_sheet_is_one() -> None:
    # an export of more rows than a sheet can have
    names = "time,x,y,z\n"
    rows = [f"{time},{row}\n" for time, row in zip(ISO, ROWS, strict=True)]
    parts = [rows[:500], rows[500:1000], rows[1000:]]
    sheets = [
        Sheet(name=f"Sheet{k}", content=(names + "".join(part)).encode())
        for k, part in enumerate(parts)
    ]
    whole = with_continued_sheets(Contained(what="a workbook", sheets=tuple(sheets)))
    assert [sheet.content for sheet in whole.sheets] == [(names + "".join(rows)).encode()]
    assert "Sheet2 goes on from Sheet0" in whole.notes[-1]
    apart = Contained(what="a workbook", sheets=(sheets[0], sheets[2], sheets[0]))
    assert with_continued_sheets(apart) == apart


def test_the_sign_of_minus_is_read(tmp_path: Path) -> None:
    # nb-NO, sv-SE and sl-SI write U+2212
    lines = [f"{t},{row.replace('0.8195', chr(0x2212) + '0.8195')}" for t, row in zip(ISO, ROWS, strict=True)]  # fmt: skip  # noqa: E501
    recording = read(tmp_path, ["time,x,y,z", *lines])
    assert float(recording.runs[0].xyz[0, 1]) == pytest.approx(-0.8195, abs=1e-3)


MOVED = [(0.8, 0.1 + i % 5 / 900, -0.59) for i in range(COUNT)]
"""Acceleration of another limb."""


def unnamed(*columns: list[str]) -> list[str]:
    return [",".join(cells) for cells in zip(ISO, *columns, strict=True)]


GYROSCOPE = [f"{i % 9 - 4},{i % 7 / 2},{-(i % 5) / 3:.2f}" for i in range(COUNT)]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (["87"] * COUNT, "3, 4, 5 were taken for x, y and z, not 2 before"),
        (["1,87"] * COUNT, "4, 5, 6 were taken for x, y and z, not 2, 3 before"),
        ([str(310 + i % 3) for i in range(COUNT)], "3, 4, 5 were taken"),
        (GYROSCOPE, "5, 6, 7 were taken for x, y and z, not 2, 3, 4 before"),
    ],
)
def test_of_columns_without_names_those_at_gravity_are_the_axes(
    before: list[str], told: str, tmp_path: Path
) -> None:
    recording = read(tmp_path, unnamed(before, ROWS))
    assert recording.runs[0].xyz[2] == pytest.approx(AXES[2], abs=1e-3)
    assert any(told in one for one in recording.quality.warnings)
    recording = read(tmp_path, unnamed(ROWS, before))
    assert recording.runs[0].xyz[2] == pytest.approx(AXES[2], abs=1e-3)
    assert not any("no names" in one for one in recording.quality.warnings)


def test_an_axis_of_one_value_is_an_axis_where_it_makes_gravity(tmp_path: Path) -> None:
    still = ["0.0000,0.8195,0.5716"] * 400 + ROWS[400:]
    recording = read(tmp_path, unnamed(still, [f"{i % 3 + 20}" for i in range(COUNT)]))
    assert recording.runs[0].xyz[0] == pytest.approx((0, 0.8195, 0.5716), abs=1e-3)


@pytest.mark.parametrize("placement", ["ankle_left", "ankle_right"])
@pytest.mark.parametrize("scale", [1, 1000, 9.80665])
def test_two_accelerations_without_names_are_asked_for(
    placement: str, scale: float, tmp_path: Path
) -> None:
    left, right = ([",".join(f"{scale * v:.4f}" for v in row) for row in o] for o in (AXES, MOVED))
    with pytest.raises(WrongKind, match="columns 2, 3, 4 and 5, 6, 7") as caught:
        read(tmp_path, unnamed(left, right), placement)
    assert "--columns time=1,x=2,y=3,z=4" in str(caught.value)
    said = TableOptions(columns={"time": "1", "x": "5", "y": "6", "z": "7"})
    recording = read(tmp_path, unnamed(left, right), placement, options=said)
    assert recording.runs[0].xyz[0] == pytest.approx(MOVED[0], abs=0.02)
    # as the message advises
    names = ",".join(f"{side}_ankle_{axis}" for side in ("left", "right") for axis in "xyz")
    recording = read(tmp_path, [f"time,{names}", *unnamed(left, right)], placement)
    own = AXES if placement == "ankle_left" else MOVED
    assert recording.runs[0].xyz[0] == pytest.approx(own[0], abs=0.02)


@pytest.mark.parametrize("names", [("X[s]", "X[s]"), ("EMG time (s)", "Acc time (s)")])
def test_of_two_times_with_a_signal_between_the_one_before_the_axes_is_theirs(
    names: tuple[str, str], tmp_path: Path
) -> None:
    # Delsys EMGworks: each channel has a time of its own, and EMG twice as many rows
    lines = [f"{names[0]},EMG RMS (V),{names[1]},Acc.X (g),Acc.Y (g),Acc.Z (g)"]
    half = COUNT // 2
    for i in range(COUNT):
        own = f"{i / RATE:.3f},{ROWS[i]}" if i < half else ",,,"
        lines.append(f"{i / RATE / 2:.3f},{i % 9}e-06,{own}")
    recording = read(tmp_path, lines)
    assert recording.rate == pytest.approx(RATE)
    assert recording.runs[0].end == pytest.approx(half / RATE)


def test_times_that_go_on_where_the_acceleration_ends_are_a_warning(tmp_path: Path) -> None:
    lines = [f"{i / 50:.3f},{ROWS[i] if i < COUNT // 2 else ',,'}" for i in range(COUNT)]
    warnings = read(tmp_path, ["time,x,y,z", *lines]).quality.warnings
    assert any(f"ends {COUNT // 2} rows before the times do" in one for one in warnings)


def test_rows_of_text_are_not_called_those_of_other_sensors(tmp_path: Path) -> None:
    lines = table("time;x;y;z", ISO, ";")
    cut = [line if i < COUNT // 2 else line.replace("0.", "0,") for i, line in enumerate(lines)]
    told = read(tmp_path, cut).quality
    assert any("rows hold some text" in one for one in told.warnings)
    assert not any("other sensors" in one for one in (*told.notes, *told.warnings))


@pytest.mark.parametrize(
    ("name", "size"),
    [("counter", 10**9), ("seq", 256), ("nSeq", 1000), ("packet_no", 65536), ("", 10**9)],
)
def test_numbers_that_are_left_out_of_a_count_of_rows_are_gaps(
    name: str, size: int, tmp_path: Path
) -> None:
    # radio packets of 25 samples, of which each tenth is lost
    there = [i for i in range(COUNT) if i % 250 < 225]
    lines = [f"{i % size},{ROWS[i]}" for i in there]
    recording = read(tmp_path, [f"{name},x,y,z", *lines] if name else lines, rate=RATE)
    assert [run.start for run in recording.runs] == pytest.approx([10.0 * k for k in range(6)])
    assert recording.runs[-1].end == pytest.approx(there[-1] / RATE + 1 / RATE)
    said = f"{COUNT - 25 - len(there)} of {COUNT - 25} numbers are left out, in 5 places"
    assert any(said in one for one in recording.quality.warnings)


@pytest.mark.parametrize(
    "count",
    [
        list(range(COUNT)),
        [i % 700 for i in range(COUNT)],  # begun anew, after nobody knows how long
        [i + 10**9 * (i > 700) for i in range(COUNT)],
        [i + (i > 700) if i % 2 else i for i in range(COUNT)],  # falls
    ],
    ids=["whole", "begun anew", "set elsewhere", "not a count"],
)
def test_rows_follow_each_other_where_no_number_is_known_to_be_left_out(
    count: list[int], tmp_path: Path
) -> None:
    rows = [f"{number},{row}" for number, row in zip(count, ROWS, strict=True)]
    recording = read(tmp_path, ["counter,x,y,z", *rows], rate=RATE)
    assert [run.end for run in recording.runs] == pytest.approx([COUNT / RATE])
    assert not any("left out" in one for one in recording.quality.warnings)


def test_names_of_several_levels_have_that_of_the_index_in_a_line_of_its_own(
    tmp_path: Path,
) -> None:
    """As pandas writes a table whose columns are named by sensor and axis."""
    lines = ["sensor" + ",left_ankle" * 3 + ",right_ankle" * 3, "axis,x,y,z,x,y,z", "time,,,,,,"]
    lines += [f"{when},{row},0.5,{row[:6]},0.7" for when, row in zip(ISO, ROWS, strict=True)]
    left, right = (read(tmp_path, lines, f"ankle_{side}") for side in ("left", "right"))
    assert left.start == right.start == START
    assert left.runs[0].xyz[0] == pytest.approx(AXES[0], abs=1e-3)
    assert right.runs[0].xyz[0] == pytest.approx((0.5, AXES[0][0], 0.7), abs=1e-3)


@pytest.mark.parametrize("unit", ["[G]", "(m/s²)"])
def test_directions_of_the_body_are_axes_where_their_unit_is_one_of_acceleration(
    unit: str, tmp_path: Path
) -> None:
    names = "time," + ",".join(
        f"{direction} {unit}" for direction in ("Mediolateral", "Vertical", "Anteroposterior")
    )
    xyz = read(tmp_path, table(names, ISO), unit="g").runs[0].xyz[0]
    assert xyz == pytest.approx([AXES[0][1], AXES[0][0], AXES[0][2]], abs=1e-3)


def test_directions_of_the_body_in_millimetres_are_no_acceleration(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, table("time,ML [mm],V [mm],AP [mm]", ISO))


@pytest.mark.parametrize(
    "names",
    [
        "time,seconds_elapsed,z,y,x",
        "time,seconds_elapsed,gravityX,gravityY,gravityZ,accelerationX,accelerationY,accelerationZ",
    ],
)
def test_stamps_that_a_spreadsheet_rounded_to_one_leave_the_elapsed_seconds(
    names: str, tmp_path: Path
) -> None:
    more = ",0.0,0.0,0.0" if "gravity" in names else ""
    scale = 1.0 if more else 9.80665
    lines = [names]
    lines += [
        f"1.77137E+18,{i / RATE:.2f},{x * scale:.4f},{y * scale:.4f},{z * scale:.4f}{more}"
        for i, (x, y, z) in enumerate(AXES)
    ]
    recording = read(tmp_path, lines)
    assert recording.rate == pytest.approx(RATE)
    assert [len(run) for run in recording.runs] == [COUNT]
    said = [one for one in recording.quality.warnings if "1.77137E+18" in one]
    assert len(said) == 1
    assert any("does not give the time of day" in one for one in recording.quality.warnings)
