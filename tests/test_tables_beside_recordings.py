"""Tables that lie beside recordings are told as what they seem, and never asked for a sensor."""

from datetime import UTC
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.sample_data.simulator import simulate
from limbwatch.sample_data.writing import write_night
from limbwatch.sensor import Placement, UnreadableFile, WrongKind
from limbwatch.sensor.files import TableOptions, read_recorded_file
from limbwatch.sensor.files.tables.heads.other_tables import OTHER_TABLES, other_table

KINDS = ("gross_movement", "limb_movement", "wake_movement")
TRUTH = ["onset_s,offset_s,kind,source,limbs,peak_g"] + [
    f"{10 * i}.5,{10 * i + 2}.25,{KINDS[i % 3]},plan,ankle_left+ankle_right,0.{i:04d}"
    for i in range(60)
]


def told(path: Path, **said: object) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_recorded_file(path, placement=Placement.ANKLE_LEFT, timezone=UTC, **said)  # type: ignore[arg-type]
    return str(caught.value)


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


TABLES = {
    "truth": (TRUTH, "the truth of a simulated night, a list of its movements"),
    "truth by semicolons": (
        [one.replace(",", ";") for one in TRUTH],
        "the truth of a simulated night",
    ),
    "BIDS events": (
        ["onset\tduration\ttrial_type"] + [f"{i}.5\t2.0\t{KINDS[i % 3]}" for i in range(60)],
        "a list of events or of true labels",
    ),
    "labels with a magnitude": (
        ["start,end,label,peak,mean"] + [f"{i},{i + 1},{KINDS[i % 3]},0.5,0.2" for i in range(60)],
        "a list of events or of true labels",
    ),
    "stages": (
        ["Epoch,Stage,Level"] + [f"{i},{'WNR'[i % 3]},{i % 3}" for i in range(60)],
        "a list of sleep stages",
    ),
    "diary": (
        ["date,lights_off,lights_on"] + [f"2026-03-{i:02d},22:40,06:30" for i in range(1, 20)],
        "a sleep diary",
    ),
    "manifest": (
        ["subject,placement,path"] + [f"{i},ankle_left,{i}.csv" for i in range(20)],
        "a list of recordings, which study run takes",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_no_recording_is_told_as_what_it_seems(name: str, tmp_path: Path) -> None:
    lines, what = TABLES[name]
    said = told(write(tmp_path / "table.csv", lines))
    assert f"table.csv seems to be {what}" in said
    assert "--sensor" not in said
    assert "give the file that the sensor wrote" in said


def test_every_table_of_a_simulated_night_is_told_as_its_truth(tmp_path: Path) -> None:
    recorded = set(write_night(simulate("plm_severe", seed=3, hours=0.5), tmp_path))
    others = sorted(set(tmp_path.iterdir()) - recorded)
    assert [path.stem for path in others] == ["sleep", "truth", "truth_parts", "worn"]
    for path in others:
        assert "seems to be the truth of a simulated night" in told(path), path.name


def test_the_movements_of_a_night_are_told_as_that(ten_minutes: Path, tmp_path: Path) -> None:
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(tmp_path)]) == 0
    (night,) = tmp_path.iterdir()
    assert "the movements that limbwatch found in a night" in told(night / "events.csv")


def test_no_name_of_a_sensor_is_asked_for_where_there_is_no_acceleration(tmp_path: Path) -> None:
    rows = [f"{i},{'abc'[i % 3]},{i}.5,{i}.25,0.{i}" for i in range(200)]
    said = told(write(tmp_path / "table.csv", ["id,type,score,level,power", *rows]))
    assert "without x, y and z of acceleration" in said
    assert "--sensor" not in said


def test_sensors_in_turns_are_asked_for_whatever_else_the_columns_say(tmp_path: Path) -> None:
    rows = [f"{i / 50:.2f},{i / 50 + 1:.2f},{'ab'[i % 2]}{i % 2},0,0,1" for i in range(2000)]
    said = told(write(tmp_path / "table.csv", ["start,end,device,x,y,z", *rows]))
    assert "Say which it is, such as --sensor" in said


def test_columns_that_a_person_names_are_read_whatever_the_table_seems(tmp_path: Path) -> None:
    rows = [f"{i / 50:.2f},{i / 50:.2f},kick,0.0,0.6,0.8{i % 7}" for i in range(3000)]
    path = write(tmp_path / "table.csv", ["onset_s,offset_s,kind,source,limbs,peak_g", *rows])
    columns = {"time": "onset_s", "x": "source", "y": "limbs", "z": "peak_g"}
    found = read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=UTC, options=TableOptions(columns=columns)
    )
    assert len(found.runs[0]) == len(rows)


@pytest.mark.parametrize("axis", ["x", "Acc_X", "accel-y (g)", "Beschleunigung x"])
def test_a_table_that_names_an_axis_is_no_other(axis: str) -> None:
    names = [sorted(group)[0] for kind in OTHER_TABLES for group in kind.names]
    assert other_table(",".join(names))
    assert not other_table(",".join([*names, axis]))


def test_it_is_of_the_wrong_kind(tmp_path: Path) -> None:
    with pytest.raises(WrongKind):
        read_recorded_file(
            write(tmp_path / "t.csv", TRUTH), placement=Placement.ANKLE_LEFT, timezone=UTC
        )


def test_sums_of_movement_of_sleep_as_android_are_told_as_such(tmp_path: Path) -> None:
    names = "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep"
    row = (
        '"1","Europe/Berlin","10. 03. 2026 23:10","","","0.6","0.0","","10000","-1","-1.0","0","2"'
    )
    clocks = [f'"23:{at:02d}"' for at in range(10, 55, 5)]
    lines = [",".join([names, *clocks]), ",".join([row, *('"0.1"' for _ in clocks)])]
    said = told(write(tmp_path / "sleep-export.csv", lines))
    assert "an export of Sleep as Android, which has a sum of movement" in said
