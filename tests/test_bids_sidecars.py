"""Motion files of BIDS are replayed by what the files beside them say."""

import json
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sample_data.simulator import simulate
from limbwatch.sample_data.writing import write_night

RATE, COUNT = 25, 3000
STEM = "sub-7_ses-n1_task-sleep_tracksys-imu"


@pytest.fixture(autouse=True)
def _private_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def dataset(folder: Path, points: tuple[str, ...]) -> Path:
    place = folder / "sub-7" / "ses-n1" / "motion"
    place.mkdir(parents=True)
    generator = np.random.default_rng(3)
    values = np.hstack(
        [generator.normal((0.2, -0.93, 0.3), 0.005, (COUNT, 3)) for _ in points]
    ).round(4)
    path = place / f"{STEM}_motion.tsv"
    path.write_text("".join("\t".join(map(str, r)) + "\n" for r in values.tolist()), "utf-8")
    channels = "name\tcomponent\ttype\ttracked_point\tunits\n" + "".join(
        f"{point}_{axis}\t{axis}\tACCEL\t{point}\tg\n" for point in points for axis in "xyz"
    )
    (place / f"{STEM}_channels.tsv").write_text(channels, "utf-8")
    (place / f"{STEM}_motion.json").write_text(json.dumps({"SamplingFrequency": RATE}), "utf-8")
    (folder / "sub-7" / "ses-n1" / "sub-7_ses-n1_scans.tsv").write_text(
        f"filename\tacq_time\nmotion/{STEM}_motion.tsv\t2026-02-17T23:10:00.000\n", "utf-8"
    )
    return path


def replayed(tmp_path: Path, *arguments: str) -> int:
    nights = str(tmp_path / "nights")
    return run(["replay", *arguments, "--nights", nights, "--timezone", "Europe/Berlin"])


def night(tmp_path: Path) -> dict[str, object]:
    (path,) = (tmp_path / "nights").glob("*/night.json")
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def test_columns_unit_rate_and_start_come_from_the_files_beside(tmp_path: Path) -> None:
    path = dataset(tmp_path, ("LeftAnkle", "RightAnkle"))
    assert replayed(tmp_path, f"ankle_left={path}", f"ankle_right={path}") == 0
    assert night(tmp_path)["start"] == "2026-02-17T23:10:00.000+01:00"
    assert night(tmp_path)["duration_s"] == pytest.approx(COUNT / RATE)


def test_what_a_person_says_goes_before_the_files_beside(tmp_path: Path) -> None:
    path = dataset(tmp_path, ("LeftAnkle", "RightAnkle"))
    columns = ["--columns", "time=none,x=4,y=5,z=6", "--rate", "50"]
    started = ["--start", "2026-02-18T01:00+01:00"]
    assert replayed(tmp_path, f"ankle_left={path}", *columns, *started) == 0
    assert night(tmp_path)["start"] == "2026-02-18T01:00:00.000+01:00"
    assert night(tmp_path)["duration_s"] == pytest.approx(COUNT / 50)


@pytest.mark.parametrize(
    ("points", "sensor"),
    [(("LeftAnkle", "RightAnkle"), None), (("RightAnkle",), None), (("a", "b"), "c")],
)
def test_a_point_that_may_not_be_the_one_asked_for_is_refused_with_the_list(
    points: tuple[str, ...], sensor: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dataset(tmp_path, points)
    asked = [] if sensor is None else ["--sensor", f"wrist_left={sensor}"]
    assert replayed(tmp_path, f"wrist_left={path}", *asked) == 4
    said = " ".join(capsys.readouterr().err.split())
    assert "three axes of acceleration" in said
    assert ", ".join(points) in said


@pytest.mark.parametrize(("points", "sensor"), [(("p1",), None), (("p1", "p2"), "P2")])
def test_a_point_without_a_place_is_taken_where_it_is_alone_or_named(
    points: tuple[str, ...], sensor: str | None, tmp_path: Path
) -> None:
    path = dataset(tmp_path, points)
    asked = [] if sensor is None else ["--sensor", f"ankle_left={sensor}"]
    assert replayed(tmp_path, f"ankle_left={path}", *asked) == 0


def test_a_damaged_file_beside_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = dataset(tmp_path, ("LeftAnkle",))
    path.with_name(f"{STEM}_motion.json").write_text("{", "utf-8")
    assert replayed(tmp_path, f"ankle_left={path}") == 4
    assert "BIDS" in capsys.readouterr().err


def test_an_export_of_limbwatch_is_replayed_again(tmp_path: Path) -> None:
    write_night(simulate("plm_severe", seed=5, hours=0.25, rate=25.0), tmp_path / "sim")
    files = sorted((tmp_path / "sim").glob("*_*.csv"))
    left = next(one for one in files if "ankle_left" in one.name)
    assert replayed(tmp_path, f"ankle_left={left}") == 0
    before = night(tmp_path)
    (folder,) = (tmp_path / "nights").glob("*/")
    out = tmp_path / "bids"
    assert run(["export", str(folder), "--to", "bids", "-o", str(out)]) == 0
    (motion,) = out.rglob("*_motion.tsv")
    again = tmp_path / "again"
    assert run(["replay", f"ankle_left={motion}", "--nights", str(again)]) == 0
    (made,) = again.glob("*/night.json")
    after = json.loads(made.read_text("utf-8"))
    assert str(after["start"])[:19] == str(before["start"])[:19]
    assert after["duration_s"] == pytest.approx(before["duration_s"], abs=0.1)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "0", "-25", "true", '"25"', "null", "9" * 400, "1e999"]
)
def test_a_rate_that_is_none_is_asked_for(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dataset(tmp_path, ("LeftAnkle",))
    path.with_name(f"{STEM}_motion.json").write_text(f'{{"SamplingFrequency": {value}}}', "utf-8")
    assert replayed(tmp_path, f"ankle_left={path}") == 4
    assert "Give --rate" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", "[" * 100_000])
def test_a_file_beside_that_is_damaged_is_told(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dataset(tmp_path, ("LeftAnkle",))
    path.with_name(f"{STEM}_motion.json").write_text(text, "utf-8")
    assert replayed(tmp_path, f"ankle_left={path}") == 4
    assert "of the BIDS dataset cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new"),
    [("component", "axis"), ("LeftAnkle_y\ty", "LeftAnkle_y\tx"), ("\tLeftAnkle\tg\n", "\n")],
)
def test_channels_without_each_axis_once_are_no_acceleration(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dataset(tmp_path, ("LeftAnkle",))
    channels = path.with_name(f"{STEM}_channels.tsv")
    channels.write_text(channels.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert replayed(tmp_path, f"ankle_left={path}") == 4
    assert "three axes of acceleration: none" in capsys.readouterr().err


def test_a_channel_without_axis_leaves_the_others(tmp_path: Path) -> None:
    path = dataset(tmp_path, ("LeftAnkle",))
    with path.with_name(f"{STEM}_channels.tsv").open("a", encoding="utf-8") as file:
        file.write("norm\t\tACCEL\tLeftAnkle\tg\n")
    assert replayed(tmp_path, f"ankle_left={path}") == 0


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_without_a_name_is_told_as_one(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing lies beside ``.``: it ended in a log of a crash."""
    monkeypatch.chdir(tmp_path)
    assert run(["replay", f"ankle_left={folder}", "--nights", str(tmp_path / "n")]) == 4
    assert f"{folder} is a folder, not a recording" in capsys.readouterr().err
