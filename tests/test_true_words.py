"""What is said of a file is true, and what it advises works."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.table_options import TableOptions

COUNT = 1500
ROWS = [f"{0.01 + i % 7 / 900:.4f},0.8195,0.5716" for i in range(COUNT)]
CLOCK = [f"23:{12 + i // 1500:02d}:{i // 25 % 60:02d}.{i % 25 * 40:03d}" for i in range(COUNT)]


def told(recording: Recording) -> tuple[str, ...]:
    return recording.quality.notes + recording.quality.warnings


def read(tmp_path: Path, lines: list[str], **options: object) -> Recording:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC, **options)  # type: ignore[arg-type]


def test_dates_and_clock_times_are_times_whatever_their_columns_are_called(tmp_path: Path) -> None:
    """In Finnish they were "no column of time", and the advice to give a rate threw them away."""
    lines = ["Päivä;Aika;X;Y;Z"]
    for clock, row in zip(CLOCK, ROWS, strict=True):
        numbers = row.replace(",", ";").replace(".", ",")
        lines.append(f"18.2.2026;{clock.replace('.', ',')};{numbers}")
    recording = read(tmp_path, lines)
    assert recording.start == datetime(2026, 2, 18, 23, 12, tzinfo=UTC)
    assert recording.rate == pytest.approx(25.0)


def test_a_column_whose_name_states_a_unit_of_time_is_one(tmp_path: Path) -> None:
    lines = ["week,tow_s,x,y,z", *(f"2405,{79938 + i / 25:.2f},{r}" for i, r in enumerate(ROWS))]
    assert read(tmp_path, lines).rate == pytest.approx(25.0)


def test_what_grows_and_is_no_time_for_sure_is_named_and_can_be_said(tmp_path: Path) -> None:
    lines = ["week,q,x,y,z", *(f"2405,{79938 + i / 25:.2f},{r}" for i, r in enumerate(ROWS))]
    with pytest.raises(UnreadableFile, match=r"grow is a time: 'q'.*--columns time=NAME"):
        read(tmp_path, lines)
    said = TableOptions(columns={"time": "q"}, time_unit="s")
    assert read(tmp_path, lines, options=said).rate == pytest.approx(25.0)


def test_a_date_in_the_first_row_of_each_day_holds_for_those_under_it(tmp_path: Path) -> None:
    lines = ["Date,Time,x,y,z"]
    lines += [f"{'' if i else '2026-02-18'},{CLOCK[i]},{row}" for i, row in enumerate(ROWS)]
    recording = read(tmp_path, lines)
    assert recording.start == datetime(2026, 2, 18, 23, 12, tzinfo=UTC)
    assert recording.rate == pytest.approx(25.0)


def test_a_second_clock_of_a_table_without_names_is_no_axis(tmp_path: Path) -> None:
    """Its seconds since boot were taken for x, so that no sample had three numbers."""
    lines = [
        f"{1771456320 + i / 25:.3f},{1697313 + i / 25:.3f},{row}" for i, row in enumerate(ROWS)
    ]
    recording = read(tmp_path, lines)
    assert recording.runs[0].xyz[0] == pytest.approx([0.01, 0.8195, 0.5716], abs=1e-4)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (TableOptions(time_format="%d.%m.%Y %H:%M:%S"), "no time is written as the time format"),
        (TableOptions(time_unit="h", columns={"time": "n"}), "samples per second.*By ms \\(25\\)"),
    ],
)
def test_a_wrong_question_is_not_told_as_a_fault_of_the_file(
    said: TableOptions, words: str, tmp_path: Path
) -> None:
    lines = ["time,n,x,y,z"]
    lines += [f"2026-02-18 {CLOCK[i]},{40 * i},{row}" for i, row in enumerate(ROWS)]
    with pytest.raises(UnreadableFile, match=words):
        read(tmp_path, lines, options=said)


def test_whole_seconds_of_several_rows_have_a_unit_that_can_be_said(tmp_path: Path) -> None:
    lines = ["n,x,y,z", *(f"{1771456320 + i // 25},{row}" for i, row in enumerate(ROWS))]
    said = TableOptions(columns={"time": "n"}, time_unit="s")
    assert read(tmp_path, lines, options=said).rate == pytest.approx(25.0, rel=0.02)


def test_names_that_say_no_axis_can_be_said(tmp_path: Path) -> None:
    lines = ["when,p,q,r", *(f"2026-02-18 {CLOCK[i]},{row}" for i, row in enumerate(ROWS))]
    with pytest.raises(WrongKind, match="--columns time=NAME,x=NAME,y=NAME,z=NAME"):
        read(tmp_path, lines)
    said = TableOptions(columns={"time": "when", "x": "p", "y": "q", "z": "r"})
    assert read(tmp_path, lines, options=said).rate == pytest.approx(25.0)


def test_elapsed_times_of_a_format_count_from_the_start_that_is_given(tmp_path: Path) -> None:
    lines = ["elapsed,x,y,z"]
    lines += [f"0 days 00:{CLOCK[i][3:].replace('12:', '00:')},{row}" for i, row in enumerate(ROWS)]
    start = datetime(2026, 2, 18, 23, 12, tzinfo=UTC)
    said = TableOptions(time_format="0 days %H:%M:%S.%f")
    assert read(tmp_path, lines, options=said, start=start).start == start


def test_numbers_of_two_cells_are_no_table_of_more_columns(tmp_path: Path) -> None:
    """With a whole time before them, they were an Axivity with gyroscope, and a night."""
    lines = ["time,x,y,z"]
    lines += [f"2026-02-18 {CLOCK[i]},{row.replace('.', ',')}" for i, row in enumerate(ROWS)]
    with pytest.raises(UnreadableFile, match="no name is certain"):
        read(tmp_path, lines)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Anna, the train leaves, bring papers, and\x1b[31m a dog",
        "\x01t\ufffdx,\ufffdy,?z,acc\x02",
    ],
)
def test_foreign_text_in_a_table_costs_its_own_rows_alone(text: str, tmp_path: Path) -> None:
    """It was taken for new names of columns, and all that followed was left out."""
    lines = ["time,x,y,z", *(f"2026-02-18 {CLOCK[i]},{row}" for i, row in enumerate(ROWS))]
    lines[700:710] = [text] * 10
    recording = read(tmp_path, lines)
    assert sum(len(run) for run in recording.runs) == COUNT - 10


def test_new_names_of_columns_are_still_an_end_and_shown_as_text(tmp_path: Path) -> None:
    lines = ["time,x,y,z", *(f"2026-02-18 {CLOCK[i]},{row}" for i, row in enumerate(ROWS))]
    lines.insert(700, "timestamp,gyro_z,gyro_y," + "gyro_x" * 40)
    notes = " ".join(told(read(tmp_path, lines)))
    assert "After 699 rows the columns change their names" in notes
    assert len(notes) < 300


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!DOCTYPE html>\n<html><head>\n<title>Sign in</title>\n", r"a web page \(HTML\)"),
        ("<html>\n<body>\n</body>\n</html>\n", r"a web page \(HTML\)"),
        (
            '<!doctype html>\n<html>\n<head>\n<meta name="generator" content="limbwatch 1">\n',
            "a page that limbwatch made, with no",
        ),
        (
            '<!doctype html>\n<html>\n<head>\n<meta name="generator" content="limbwatch 1">\n'
            + "0.1 0.2 1.0\n" * 30,  # as the points of a picture
            "a page that limbwatch made, with no",
        ),
        (
            "<!doctype html>\n<html>\n<head>\n<title>limbwatch</title>\n",
            "a page that limbwatch made, with no",
        ),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345678\n",
            "pointer of Git LFS.*git lfs pull",
        ),
        ("/annex/objects/SHA256E-s1234--4d7a2146.csv\n", "pointer of git-annex.*git annex get"),
    ],
)
def test_what_came_in_place_of_a_file_is_named(text: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=what):
        read(tmp_path, [text])


def test_json_that_is_cut_off_is_read_to_its_last_whole_row(tmp_path: Path) -> None:
    """An hour of an application that was killed was lost for the bracket at its end."""
    objects = [
        {
            "t_ms": 40 * i,
            "acc": dict(zip("xyz", map(float, row.split(",")), strict=True)),
            "n": "}]",
        }
        for i, row in enumerate(ROWS)
    ]
    text = json.dumps(objects)
    recording = read(tmp_path, [text[: 3 * len(text) // 4]])
    assert sum(map(len, recording.runs)) == pytest.approx(0.75 * COUNT, rel=0.01)
    assert any("cut off in mid JSON" in warning for warning in recording.quality.warnings)
    inside = json.dumps({"head": {"serial": [1, 2]}, "data": objects})
    assert sum(map(len, read(tmp_path, [inside[: len(inside) // 2]]).runs)) > 0.45 * COUNT
    with pytest.raises(UnreadableFile, match="damaged or cut-off JSON"):
        read(tmp_path, [text[:5000] + "oops, " + text[5000:]])


def test_advice_never_makes_one_limb_another(tmp_path: Path) -> None:
    """Asked for a wrist, a file of two ankles advised to name an ankle as it."""
    lines = ["t_ms," + ",".join(f"ankle_{side}_{axis}" for side in "lr" for axis in "xyz")]
    lines += [f"{40 * i},{row},{row[1:]}" for i, row in enumerate(ROWS)]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def wrist(said: TableOptions) -> Recording:
        return read_recorded_file(
            tmp_path / "a.csv", placement=Placement.WRIST_LEFT, timezone=UTC, options=said
        )

    with pytest.raises(UnreadableFile, match="worn elsewhere: give the file as what it is"):
        wrist(TableOptions())
    taken = told(wrist(TableOptions(sensor="ankle_l")))
    assert any("by its name it was worn elsewhere" in said for said in taken)


def test_what_was_worn_at_no_placement_is_not_to_be_given_as_what_it_is(tmp_path: Path) -> None:
    """A thigh is no placement, so that it could only be named, and it was not said."""
    lines = ["t_ms," + ",".join(f"{part}_{axis}" for part in ("back", "thigh") for axis in "xyz")]
    lines += [f"{40 * i},{row},{row[1:]}" for i, row in enumerate(ROWS)]
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, lines)
    said = str(caught.value)
    assert "give the file as what it is" not in said
    assert "as a thigh for the ankle of its leg, name it: --sensor ankle" in said


def test_an_axis_that_stands_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="'x' appears twice"):
        read(tmp_path, ["t_ms,x,y,x", *(f"{40 * i},{row}" for i, row in enumerate(ROWS))])


def test_what_may_be_a_gyroscope_is_not_called_acceleration_for_sure(tmp_path: Path) -> None:
    lines = ["t_ms,x,y,z", *(f"{40 * i},0.0{i % 3},-0.0{i % 2},0.001" for i in range(COUNT))]
    with pytest.raises(WrongKind, match="such as a gyroscope"):
        read(tmp_path, lines)


@pytest.mark.parametrize("day", ["0001-01-01T", "01/01/0001 ", "9999-12-31 ", "2999-02-18T"])
def test_dates_that_cannot_be_are_named_and_can_be_left_out(day: str, tmp_path: Path) -> None:
    lines = ["time,x,y,z", *(f"{day}{CLOCK[i]},{row}" for i, row in enumerate(ROWS))]
    with pytest.raises(UnreadableFile, match=f"the first is '{day}.*time=none with --rate"):
        read(tmp_path, lines)
    without = read(tmp_path, lines, options=TableOptions(columns={"time": "none"}), rate=25.0)
    assert sum(map(len, without.runs)) == COUNT
