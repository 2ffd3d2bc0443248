"""``study plan`` and the manifest: what is found, and what is wrong with a row."""

import csv
import json
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.placements import placement_by_words
from limbwatch.cli.study.manifests.bids_layout import by_bids
from limbwatch.cli.study.manifests.discovery import FoundFiles, by_folders, by_pattern, compiled
from limbwatch.cli.study.manifests.lab_table import by_table
from limbwatch.cli.study.manifests.labels import require_label
from limbwatch.cli.study.manifests.manifest import COLUMNS, ManifestRow, read_manifest, write_rows
from limbwatch.cli.study.manifests.participants import with_ages
from limbwatch.cli.study.manifests.planning import find_recordings
from limbwatch.cli.study.sessions.checking import check_rows, failures_table


@pytest.fixture(autouse=True)
def _private_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("t,x,y,z\n0,0,0,1\n", encoding="utf-8")


def keys(rows: tuple[ManifestRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.subject, row.session, row.placement) for row in rows]


def test_a_folder_a_person_is_a_subject_and_a_folder_in_it_a_session(tmp_path: Path) -> None:
    touch(tmp_path, "P-01/left_ankle.csv", "P-01/wristL.csv", "02/a/RightAnkle.cwa", "02/a/x.md")
    found = by_folders(tmp_path)
    assert keys(found.rows) == [
        ("02", "a", "ankle_right"),
        ("P01", "", "ankle_left"),
        ("P01", "", "wrist_left"),
    ]
    assert any("'P-01' is written 'P01'" in one for one in found.remarks)
    assert any("1 file was passed over" in one for one in found.remarks)


def test_what_a_study_says_of_its_people_is_not_passed_over(tmp_path: Path) -> None:
    """It is read for ages; a table beside it that may be a recording is named with its reason."""
    touch(tmp_path, "sub-01/ankle_left.csv", "participants.json", "notes.csv", "README.md")
    (tmp_path / "participants.tsv").write_text("participant_id\tage\nsub-01\t6.5\n", "utf-8")
    found = with_ages(tmp_path, by_folders(tmp_path))
    assert [one for one in found.remarks if "passed over" in one] == [
        "1 file was passed over (not a recording, by its ending)",
        "1 file lies in no folder of a subject and was passed over (notes.csv)",
    ]
    assert found.rows[0].age == "6.5"
    (tmp_path / "notes.csv").unlink()
    named = by_pattern(tmp_path, "{subject}/{placement}.csv")
    assert named.remarks == ()


def test_a_plan_of_less_is_not_written_over_the_manifest_of_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also over one that nobody edited: what it names would be gone from the next run."""
    touch(tmp_path, "1/ankle_left.csv", "2/ankle_left.csv", "3/ankle_left.csv")
    some, out = tmp_path / "some.csv", tmp_path / "manifest.csv"
    some.write_text("subject,placement,path\n1,ankle_left,1/ankle_left.csv\n", "utf-8")
    assert run(["study", "plan", str(tmp_path), "-o", str(out)]) == 0
    before = out.read_bytes()
    assert run(["study", "plan", str(some), "-o", str(out)]) == 2
    assert out.read_bytes() == before
    assert (
        "would lose 2 files that this plan does not find, such as 2/ank" in capsys.readouterr().err
    )
    # nothing is lost of files that are gone, nor by more files
    for number in (2, 3):
        (tmp_path / f"{number}/ankle_left.csv").unlink()
    touch(tmp_path, "4/ankle_left.csv")
    assert run(["study", "plan", str(tmp_path), "-o", str(out)]) == 0
    assert run(["study", "plan", str(some), "-o", str(out), "--force"]) == 0
    assert [row.subject for row in read_manifest(out).rows] == ["1"]


def test_sub_and_ses_before_a_label_are_no_part_of_it(tmp_path: Path) -> None:
    touch(tmp_path, "sub-01/ses-pre1/ankle_left.csv", "sub-01/ses-post/ankle_left.csv")
    found = by_folders(tmp_path)
    assert keys(found.rows) == [("01", "post", "ankle_left"), ("01", "pre1", "ankle_left")]
    assert not any("is written" in one for one in found.remarks)
    listed = tmp_path / "listed.csv"
    listed.write_text(
        "subject,session,placement,path\n"
        "sub-01,ses-pre1,ankle_left,sub-01/ses-pre1/ankle_left.csv\n",
        encoding="utf-8",
    )
    for rows in (by_table(listed).rows, read_manifest(listed).rows):
        assert keys(rows) == [("01", "pre1", "ankle_left")]
    assert check_rows(read_manifest(listed).rows, tmp_path).faults == ()


def test_a_file_that_does_not_say_where_it_was_worn_is_not_guessed(tmp_path: Path) -> None:
    touch(tmp_path, "1/sensor_4711.csv", "1/thigh.csv")
    found = by_folders(tmp_path)
    assert [row.placement for row in found.rows] == ["", ""]
    assert "2 files do not say where" in found.remarks[-1]
    checked = check_rows(found.rows, tmp_path)
    assert checked.sessions == ()
    assert "say where the sensor was worn" in checked.faults[0].reason


SAMPLES = "time,x,y,z\n" + "".join(f"{i / 50:.2f},0.{i % 7},0.1,0.9\n" for i in range(500))
SOUND = b"RIFF\x24\x10\x00\x00WAVEfmt " + bytes(2048)


@pytest.mark.parametrize(
    ("name", "content"), [("snoring.wav", SOUND), ("consent.dat", b"%PDF-1.7\n" + bytes(100))]
)
def test_a_sound_or_a_document_beside_recordings_costs_no_session(
    name: str, content: bytes, tmp_path: Path
) -> None:
    """WAV files may be recordings, of omconvert: a sound became a row, and its person a fault."""
    touch(tmp_path, "1/left_ankle.csv")
    (tmp_path / "1" / name).write_bytes(content)
    found = by_folders(tmp_path)
    assert keys(found.rows) == [("1", "", "ankle_left")]
    assert any(f"holds no acceleration and was passed over (1/{name})" in s for s in found.remarks)


NEIGHBOURS = {
    "README.txt": "Night 1 of participant 7. x y z in g, 50 Hz.\n",
    "labels.csv": "epoch,stage\n" + "".join(f"{i},{'WNR'[i % 3]}\n" for i in range(60)),
    "demographics.csv": "id,age,height,weight\n7,61,178,81\n8,55,165,60\n",
    "heart_rate.csv": "timestamp,bpm\n" + "".join(f"{i},{60 + i % 4}\n" for i in range(60)),
}


def test_files_beside_recordings_that_are_none_are_passed_over_and_named(tmp_path: Path) -> None:
    """Each was a faulty row, and no session of such a folder was scored."""
    touch(tmp_path, "1/left_ankle.csv", "1/right_ankle.csv")
    for name, content in NEIGHBOURS.items():
        (tmp_path / "1" / name).write_text(content, encoding="utf-8")
    found = by_folders(tmp_path)
    assert keys(found.rows) == [("1", "", "ankle_left"), ("1", "", "ankle_right")]
    (remark,) = found.remarks
    assert all(name in remark for name in NEIGHBOURS)
    assert check_rows(found.rows, tmp_path).faults == ()


@pytest.mark.parametrize(
    "content",
    [
        SAMPLES,
        "a_x,a_y,a_z,b_x,b_y,b_z\n" + "0.1,0.2,0.9,0.9,0.2,0.1\n" * 60,  # of several sensors
        SAMPLES.replace("time,", "").replace("0.1,0.9", "1e999,0.9"),  # damaged
        # of columns without names, of which nothing tells the axes
        "".join(f"{k / 25},0.0{k % 9},-0.0{k % 7},0.99,0.0{k % 5}\n" for k in range(300)),
        "",
    ],
)
def test_a_file_beside_recordings_that_may_be_one_is_not_passed_over(
    content: str, tmp_path: Path
) -> None:
    touch(tmp_path, "1/left_ankle.csv")
    (tmp_path / "1" / "sensor_4711.csv").write_text(content, encoding="utf-8")
    assert [row.placement for row in by_folders(tmp_path).rows] == ["", "ankle_left"]


def test_a_recording_by_its_name_is_never_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "1/left_ankle.csv")
    (tmp_path / "1" / "right_ankle.csv").write_text(NEIGHBOURS["labels.csv"], encoding="utf-8")
    assert len(by_folders(tmp_path).rows) == 2


@pytest.mark.parametrize(
    ("name", "beside", "placement"),
    [
        ("leftAnkle", [], "ankle_left"),
        ("wristL", [], "wrist_left"),
        ("ankle", [], "ankle"),
        ("la", ["rw"], "ankle_left"),
        ("la", [], ""),
        ("hip", [], ""),
    ],
)
def test_words_of_a_name_tell_the_placement(name: str, beside: list[str], placement: str) -> None:
    assert placement_by_words(name, beside) == placement


def test_a_point_in_a_name_does_not_end_it(tmp_path: Path) -> None:
    touch(tmp_path, "P1/P1.ankle_left.csv", "P1/2026-03-10_23.10.00.000_right ankle.csv.gz")
    assert {row.placement for row in by_folders(tmp_path).rows} == {"ankle_left", "ankle_right"}


def test_a_pattern_tells_subject_session_and_placement(tmp_path: Path) -> None:
    touch(tmp_path, "x/01_a_ankle-left.csv", "x/01_a_WristR.csv", "x/notes.csv")
    found = by_pattern(tmp_path, "**/{subject}_{session}_{placement}.csv")
    assert keys(found.rows) == [("01", "a", "ankle_left"), ("01", "a", "wrist_right")]
    assert "1 other file in" in found.remarks[0]


@pytest.mark.parametrize("pattern", ["{placement}.csv", "{subject}_{night}.csv"])
def test_a_pattern_without_subject_or_with_an_unknown_column_is_refused(pattern: str) -> None:
    with pytest.raises(CommandError, match=r"pattern .* cannot be used"):
        compiled(pattern)


def test_a_column_that_stands_twice_in_a_pattern_is_the_same_twice() -> None:
    form = compiled("{subject}/{subject}_{placement}.csv")
    assert form.fullmatch("1/1_ankle.csv")
    assert form.fullmatch("1/2_ankle.csv") is None


def test_two_names_that_would_be_one_person_are_refused(tmp_path: Path) -> None:
    touch(tmp_path, "P-1/left_ankle.csv", "P1/left_ankle.csv")
    with pytest.raises(CommandError, match="would both be 'P1'"):
        by_folders(tmp_path)


def test_a_table_with_a_file_a_row_or_a_column_a_placement(tmp_path: Path) -> None:
    touch(tmp_path, "a.csv", "b.csv")
    table = tmp_path / "t.csv"
    table.write_text(
        "participant_id;Visit;File;location;site\nsub-01;v1;a.csv;left ankle;x\n", "utf-8"
    )
    found = by_table(table)
    assert keys(found.rows) == [("01", "v1", "ankle_left")]
    assert "site" in found.remarks[0]
    table.write_text("subject,age,left ankle,wrist_right\n7,44,a.csv,b.csv\n8,,a.csv,\n", "utf-8")
    assert [
        (*key, row.age)
        for key, row in zip(keys(by_table(table).rows), by_table(table).rows, strict=True)
    ] == [
        ("7", "", "ankle_left", "44"),
        ("7", "", "wrist_right", "44"),
        ("8", "", "ankle_left", ""),
    ]


def test_bids_motion_files_come_with_their_columns_rate_unit_and_start(tmp_path: Path) -> None:
    place = tmp_path / "sub-7" / "ses-n1" / "motion"
    stem = "sub-7_ses-n1_task-sleep_tracksys-imu"
    touch(place, f"{stem}_motion.tsv")
    (tmp_path / "dataset_description.json").write_text("{}", "utf-8")
    (place / f"{stem}_motion.json").write_text('{"SamplingFrequency": 50}', "utf-8")
    channels = "name\tcomponent\ttype\ttracked_point\tunits\n"
    channels += "".join(f"g_{axis}\t{axis}\tGYRO\tLeftAnkle\trad/s\n" for axis in "xyz")
    channels += "".join(f"a_{axis}\t{axis}\tACCEL\tLeftAnkle\tm/s^2\n" for axis in "xyz")
    (place / f"{stem}_channels.tsv").write_text(channels, "utf-8")
    (tmp_path / "sub-7" / "ses-n1" / "sub-7_ses-n1_scans.tsv").write_text(
        f"filename\tacq_time\nmotion/{stem}_motion.tsv\t2026-03-14T22:00:00\n", "utf-8"
    )
    (row,) = by_bids(tmp_path).rows
    assert (row.subject, row.session, row.placement) == ("7", "n1", "ankle_left")
    assert (row.start, row.unit, row.rate) == ("2026-03-14T22:00:00", "m/s2", "50")
    assert row.columns == "time=none,x=4,y=5,z=6"


def test_ages_come_from_the_table_of_participants_and_who_has_none_is_named(
    tmp_path: Path,
) -> None:
    touch(tmp_path, *(f"sub-0{n}/ankle_left.csv" for n in (1, 2, 3, 4)))
    table = tmp_path / "participants.tsv"
    table.write_text(
        "participant_id\tage\tsex\nsub-01\t6\tF\nsub-02\tn/a\tM\nsub-03\t89+\tM\n", "utf-8"
    )
    found = find_recordings(str(tmp_path), pattern=None, manifest=tmp_path / "m.csv")
    assert [row.age for row in found.rows] == ["6", "", "", ""]
    assert "ages are those of participants.tsv, of 1 of 4 subjects" in found.remarks
    assert any("judged as adults: 03 (89+), 02, 04." in one for one in found.remarks)
    (tmp_path / "participants.json").write_text('{"age": {"Units": "months"}}', "utf-8")
    found = find_recordings(str(tmp_path), pattern=None, manifest=tmp_path / "m.csv")
    assert {row.age for row in found.rows} == {""}
    assert "participants.tsv gives ages in months" in found.remarks[-1]
    table.write_text("participant_id\tsex\nsub-01\tF\n", "utf-8")
    (tmp_path / "participants.json").unlink()
    found = find_recordings(str(tmp_path), pattern=None, manifest=tmp_path / "m.csv")
    assert "has no columns participant_id and age" in found.remarks[-1]


def test_two_ages_of_one_subject_are_none_and_are_named(tmp_path: Path) -> None:
    found = FoundFiles((ManifestRow(line=2, subject="01"),), ())
    rows = "sub-01\t6\nsub-01\t40\n"
    (tmp_path / "participants.tsv").write_text(f"participant_id\tage\n{rows}", "utf-8")
    told = with_ages(tmp_path, found)
    assert [row.age for row in told.rows] == [""]
    assert "judged as adults: 01 (6 or 40)." in told.remarks[-1]


def test_a_dataset_of_bids_tells_the_ages_of_its_subjects(tmp_path: Path) -> None:
    found = FoundFiles((ManifestRow(line=2, subject="01"), ManifestRow(line=3, age="7")), ())
    (tmp_path / "participants.tsv").write_text("participant_id\tage\nsub-01\t6.5\n", "utf-8")
    assert [row.age for row in with_ages(tmp_path, found).rows] == ["6.5", "7"]
    (tmp_path / "participants.tsv").unlink()
    assert with_ages(tmp_path, found) == found


def test_a_manifest_that_was_written_is_read_again(tmp_path: Path) -> None:
    rows = (
        ManifestRow(line=2, subject="1", placement="ankle", path='a "b",c.csv', unit="mg"),
        ManifestRow(line=3, subject="2", placement="wrist", path="d.csv", age="40"),
    )
    (tmp_path / "m.csv").write_bytes(write_rows(rows))
    assert read_manifest(tmp_path / "m.csv").rows == rows


def test_an_unknown_column_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("subject,placement,path,lights_of\n1,ankle,a,\n", "utf-8")
    (doubt,) = read_manifest(tmp_path / "m.csv").doubts
    assert "Did you mean lights_off?" in doubt


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("subject,path\n1,a\n", "lacks placement"),
        ("subject,placement,path,path\n", "path twice"),
        ("subject,placement,path\n1,ankle,a,b\n", "line 2 has 4 cells"),
        ('subject,placement,path\n1,ankle,"a\n', "line 2"),
        ("", "lacks subject"),
    ],
)
def test_what_is_no_manifest_is_refused_as_a_whole(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "m.csv").write_text(text, "utf-8")
    with pytest.raises(CommandError, match=why):
        read_manifest(tmp_path / "m.csv")


FAULTS = {
    "subject is empty": {"subject": ""},
    "such as S1": {"subject": "S_1"},
    "session 'a-b' has other characters": {"session": "a-b"},
    "say where the sensor was worn": {"placement": ""},
    "'knee' is not a placement": {"placement": "knee"},
    "no such file": {"path": "none.csv"},
    "is a folder": {"path": "."},
    "0 bytes": {"path": "zero.csv"},
    "'yesterday' is not a date and time": {"start": "yesterday"},
    "start '2190-03-14' lies in the future": {"start": "2190-03-14"},
    "no time zone 'Mars'": {"timezone": "Mars"},
    "age 'old' is not a number of years": {"age": "old"},
    "rate '-5' is not a number of Hz": {"rate": "-5"},
    "unit 'furlong' is not one of g, mg": {"unit": "furlong"},
    "time_unit 'moons' is not one of": {"time_unit": "moons"},
    "--columns 'q=1'": {"columns": "q=1"},
    "hypnogram none.txt: there is no such file": {"hypnogram": "none.txt"},
    "diary none.csv: there is no such file": {"diary": "none.csv"},
    "both give the time in bed": {"diary": "a.csv", "lights_on": "06:40"},
    "it has %Y more than once": {"time_format": "%Y-%m-%d %Y"},
}


@pytest.mark.parametrize("reason", FAULTS)
def test_a_faulty_row_is_told_plainly(tmp_path: Path, reason: str) -> None:
    touch(tmp_path, "a.csv")
    (tmp_path / "zero.csv").touch()
    good = {"subject": "1", "placement": "ankle", "path": "a.csv"}
    checked = check_rows([ManifestRow(line=2, **(good | FAULTS[reason]))], tmp_path)
    assert checked.sessions == ()
    (fault,) = checked.faults
    assert reason in fault.reason
    assert check_rows([ManifestRow(line=2, **good)], tmp_path).faults == ()


def test_a_fault_leaves_out_its_session_and_no_other(tmp_path: Path) -> None:
    touch(tmp_path, "a.csv", "b.csv")
    rows = [
        ManifestRow(line=2, subject="1", placement="ankle_left", path="a.csv", age="4"),
        ManifestRow(line=3, subject="1", placement="wrist_left", path="b.csv", age="5"),
        ManifestRow(line=4, subject="2", placement="ankle_left", path="a.csv"),
        ManifestRow(line=5, subject="2", placement="ankle_left", path="a.csv", session="2"),
        ManifestRow(line=6, subject="2", placement="ankle_left", path="a.csv", session="2"),
    ]
    checked = check_rows(rows, tmp_path)
    assert [one.name for one in checked.sessions] == ["sub-2"]
    table = list(csv.DictReader(failures_table(checked.faults).decode("utf-8").splitlines()))
    assert [(one["line"], one["left_out"]) for one in table] == [("3", "2"), ("6", "5")]
    assert "'5' here and '4' in line 2" in table[0]["reason"]
    assert "repeats line 5" in table[1]["reason"]


def test_plan_writes_a_manifest_that_stands_beside_its_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "data/1/left_ankle.csv", "data/2/left_ankle.csv")
    out = tmp_path / "m.csv"
    assert run(["study", "plan", str(tmp_path / "data"), "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["subjects"], told["faults"]) == (2, 2, [])
    rows = read_manifest(out).rows
    assert [row.path for row in rows] == ["data/1/left_ankle.csv", "data/2/left_ankle.csv"]
    assert set(out.read_text("utf-8").splitlines()[0].split(",")) <= set(COLUMNS)
    out.write_text("mine\n", "utf-8")
    assert run(["study", "plan", str(tmp_path / "data"), "-o", str(out)]) == 2
    assert out.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("text", ["1.0", "1,0", "12.50", "-1.0"])
def test_a_number_with_decimals_is_no_label(text: str, tmp_path: Path) -> None:
    """Without its point 1.0 would be 10, another person: it is refused, and no 10 is proposed."""
    whole = text.lstrip("-").replace(",", ".").partition(".")[0]
    table = tmp_path / "t.csv"
    table.write_text(f'subject,placement,path\n"{text}",ankle_left,a.csv\n', "utf-8")
    with pytest.raises(CommandError, match=f"with decimals.* such as {whole}[.]"):
        by_table(table)
    with pytest.raises(CommandError, match="with decimals"):
        require_label("subject", text)
    touch(tmp_path, f"{text}/ankle_left.csv")
    with pytest.raises(CommandError, match="with decimals"):
        by_folders(tmp_path)
    (tmp_path / "participants.tsv").write_text(f"participant_id\tage\n{text}\t6\n", "utf-8")
    found = FoundFiles((ManifestRow(line=2, subject=text.replace(".", "")),), ())
    assert [row.age for row in with_ages(tmp_path, found).rows] == [""]


def test_a_table_is_told_which_labels_and_placements_were_made_of_its_words(
    tmp_path: Path,
) -> None:
    """A foreign or a misspelt word may be another limb; plain words need no remark."""
    table = tmp_path / "t.csv"
    table.write_text(
        "subject,placement,path\nP 01,ankel_left,a.csv\n02,Left ankle,b.csv\n03,wirst,c.csv\n",
        "utf-8",
    )
    found = by_table(table)
    assert keys(found.rows) == [
        ("P01", "", "ankle_left"),
        ("02", "", "ankle_left"),
        ("03", "", "wirst"),
    ]
    assert found.remarks == (
        "the subject 'P 01' is written 'P01': labels are letters and digits (BIDS)",
        "the placement 'ankel_left' was taken for ankle_left: write another if it is not",
    )
    table.write_text("subject,linkes Bein,wrist_right\n1,a.csv,b.csv\n", "utf-8")
    assert by_table(table).remarks == (
        "the placement 'linkes bein' was taken for ankle_left: write another if it is not",
    )


@pytest.mark.parametrize(
    ("cell", "age"),
    [("n/a", ""), ("N/A", ""), ("45,5", "45.5"), ("45,55", "45.55"), ("45,5555", "45.5555")],
)
def test_n_a_is_empty_and_a_decimal_comma_a_point(cell: str, age: str, tmp_path: Path) -> None:
    touch(tmp_path, "a.csv")
    table = tmp_path / "t.csv"
    table.write_text(f"subject;placement;path;age\n1;ankle;a.csv;{cell}\n", "utf-8")
    for rows in (by_table(table).rows, read_manifest(table).rows):
        assert [row.age for row in rows] == [age]
        assert not check_rows(rows, tmp_path).faults


def test_a_comma_before_three_digits_may_group_thousands_and_is_a_fault(tmp_path: Path) -> None:
    touch(tmp_path, "a.csv")
    table = tmp_path / "t.csv"
    table.write_text("subject;placement;path;rate\n1;ankle;a.csv;1,024\n", "utf-8")
    (fault,) = check_rows(read_manifest(table).rows, tmp_path).faults
    assert "rate '1,024' is not a number" in fault.reason


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_a_line_that_states_the_delimiter_is_obeyed_and_counted(line: str, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"\ufeff{line}\nsubject;placement;path\n1;ankle;a,b,c.csv\n", "utf-8")
    (row,) = read_manifest(table).rows
    assert (row.path, row.line) == ("a,b,c.csv", 3)
    table.write_text("sep=|\nsubject|placement|path\n1|ankle|a|b\n", "utf-8")
    with pytest.raises(CommandError, match="line 3 has 4 cells"):
        read_manifest(table)
