"""What is asked of a night is asked of every scoring of it, by whatever way it is scored."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import limbwatch
from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.sleep.known_sleep import staged_sleep
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.slept import Sleep, Window
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.making.finished_night import fill_night, make_captured_night
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.folder import CAPTURE, LABORATORY
from limbwatch.cli.night.laboratory_files import named_files
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.page.rescan import rescan
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement
from limbwatch.sensor.scorings.manual_scoring import Hypnogram
from limbwatch.sensor.store import read_stored, write_recording

LATE_S = 20.0
Said = Callable[..., dict[str, Any]]


def luna(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds").replace("T", "-")


@pytest.fixture(scope="module")
def ankles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both ankles, the right one also by a clock 20 s ahead, and a home test of breathing."""
    place = tmp_path_factory.mktemp("asked")
    worn = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT)
    left, right = simulate("plm_severe", seed=3, hours=1.25, rate=25.0, placements=worn).recordings
    write_recording(left, place / "left.parquet")
    write_recording(right, place / "right.parquet")
    write_recording(right.later(LATE_S, ""), place / "late.parquet")
    pauses = [left.start + timedelta(minutes=at) for at in (40, 50, 60)]
    rows = [
        f"apnea\tobstructive\t.\t{luna(at)}\t{luna(at + timedelta(seconds=20))}\t." for at in pauses
    ]
    (place / "breathing.annot").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return place


@pytest.fixture
def lights_off(ankles: Path) -> str:
    return f"{read_stored(ankles / 'left.parquet').start + timedelta(minutes=25):%H:%M}"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def call(*command: object) -> dict[str, Any]:
        assert run([*map(str, command), "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return call


def replayed(ankles: Path, nights: Path, *more: object, right: str = "right") -> list[object]:
    files = [f"ankle_left={ankles / 'left.parquet'}", f"ankle_right={ankles / f'{right}.parquet'}"]
    return ["replay", *files, "--nights", nights, "--timezone", "UTC", *more]


def bed(night: dict[str, Any]) -> tuple[str, list[float]]:
    return night["window"], night["sleep"]["in_bed_s"]


def test_lights_off_stands_also_where_breathing_was_scored(
    ankles: Path, tmp_path: Path, said: Said, lights_off: str
) -> None:
    """The second scoring, with the laboratory's file, had forgotten the time in bed."""
    off = ("--lights-off", lights_off)
    breathing = ("--breathing", ankles / "breathing.annot", "--breathing-shift", 0)
    plain = said(*replayed(ankles, tmp_path / "a", *off))
    assert bed(plain)[0] == "lights"
    night = said(*replayed(ankles, tmp_path / "b", *off, *breathing))
    assert len(night["laboratory"]["breathing"]) == 3
    assert bed(night) == bed(plain)
    folder = Path(night["folder"])
    assert bed(said("rescore", folder)) == bed(plain)
    assert bed(said("view", folder, "--rules", "aasm")) == bed(plain)
    looked = rescan(read_night(folder), factor=1)
    assert (looked.summary.window, list(looked.summary.sleep.in_bed_s or ())) == bed(plain)
    assert summary_bytes(looked.summary) == (folder / "night.json").read_bytes()
    recordings = [read_stored(ankles / f"{one}.parquet") for one in ("left", "right")]
    scored = limbwatch.score_night(
        recordings,
        lights_off=lights_off,
        breathing=ankles / "breathing.annot",
        breathing_shift=0,
        timezone="UTC",
    )
    window, in_bed = bed(plain)
    assert scored.sleep.window == window
    assert scored.sleep.in_bed == pytest.approx(in_bed, abs=1e-3)
    assert scored.origin.asked["breathing"].startswith("breathing.annot (")


def test_lights_off_of_a_manifest_stands_also_where_breathing_was_scored(
    ankles: Path, tmp_path: Path, said: Said, lights_off: str
) -> None:
    manifest = tmp_path / "m.csv"
    rows = [
        f"7,{where},{ankles / name}.parquet,{lights_off},{ankles / 'breathing.annot'}"
        for where, name in (("ankle_left", "left"), ("ankle_right", "right"))
    ]
    head = "subject,placement,path,lights_off,breathing"
    manifest.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    alone = ("--workers", "0")
    assert run(["study", "run", str(manifest), "-o", str(tmp_path / "o"), "-q", *alone]) == 0
    (file,) = (tmp_path / "o").rglob("night.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert len(found["laboratory"]["breathing"]) == 3
    assert found["window"] == "lights"


def test_a_test_stays_an_hour_awake_also_where_breathing_was_scored(
    ankles: Path, tmp_path: Path, said: Said
) -> None:
    night = said(*replayed(ankles, tmp_path, "--test", "immobilisation"))
    breathing = ("--breathing", ankles / "breathing.annot", "--breathing-shift", 0)
    again = said("rescore", night["folder"], *breathing)
    assert len(again["laboratory"]["breathing"]) == 3
    assert again["sleep"] == night["sleep"]


def test_a_night_says_of_laboratory_files_what_it_was_scored_with_last(
    ankles: Path, tmp_path: Path, said: Said
) -> None:
    """A shift was told of a file that had none, and a file of a night that had none any more."""
    breathing = ("--breathing", ankles / "breathing.annot")
    night = said(*replayed(ankles, tmp_path, *breathing, "--breathing-shift", 0))
    assert set(night["asked"]) == {"timezone", "breathing", "breathing-shift"}
    again = said("rescore", night["folder"], *breathing)
    assert set(again["asked"]) == {"timezone", "breathing"}
    shutil.rmtree(Path(night["folder"]) / LABORATORY)
    without = said("rescore", night["folder"])
    assert set(without["asked"]) == {"timezone"}
    assert "laboratory" not in without


def test_rules_that_only_a_newer_version_knows_are_told_as_that(
    ankles: Path, tmp_path: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended in a crash log."""
    folder = Path(said(*replayed(ankles, tmp_path))["folder"])
    summary = folder / "night.json"
    text = summary.read_text(encoding="utf-8").replace('"wasm2016"', '"wasm2040"')
    summary.write_text(text, encoding="utf-8")
    assert run(["view", str(folder), "--age", "8"]) == ExitCode.USAGE
    assert "rules wasm2040, which this version" in " ".join(capsys.readouterr().err.split())
    assert said("view", folder, "--age", "8", "--rules", "aasm")["rules"] == "aasm"


def test_stages_have_their_own_time_in_bed_and_leave_out_when_no_sensor_was_worn() -> None:
    stages = Hypnogram(
        onset_s=np.array([0.0, 30.0, 60.0]),
        duration_s=np.full(3, 30.0),
        stage=np.array(["wake", "N2", "N2"]),
    )
    estimate = Sleep(
        epoch=30.0,
        asleep=np.ones(4, np.bool_),
        valid=np.ones(4, np.bool_),
        in_bed=(0.0, 120.0),
        method="",
    )
    told = NotedBed(lights_off=30.0, off_body=((60.0, 90.0),)).over(estimate, estimate.asleep)
    found = staged_sleep(told, Laboratory(files=("x",), stages=stages, staged=True))
    assert (found.window, found.in_bed) == (Window.ESTIMATED, (0.0, 90.0))
    assert found.valid.tolist() == [True, True, False, False]


def test_clocks_that_are_believed_are_believed_by_other_rules_too(
    ankles: Path, tmp_path: Path, said: Said
) -> None:
    """By the same rules the night had 73 movements for 64: its clocks were mended after all."""
    night = said(*replayed(ankles, tmp_path, "--keep-clocks", right="late"))
    folder = Path(night["folder"])
    seen = said("view", folder, "--rules", "wasm2016")
    assert (seen["plm"], seen["coverage"]) == (night["plm"], night["coverage"])
    mended = said(*replayed(ankles, tmp_path / "mended", right="late"))
    assert mended["plm"]["bilateral"] > night["plm"]["bilateral"]


def test_a_night_says_of_its_clocks_what_it_was_scored_with_last(
    ankles: Path, tmp_path: Path, said: Said
) -> None:
    night = said(*replayed(ankles, tmp_path, "--keep-clocks", right="late"))
    assert night["asked"]["keep-clocks"] == "yes"
    mended = said("rescore", night["folder"])
    assert "keep-clocks" not in mended["asked"]
    assert mended["plm"] != night["plm"]
    kept = said("rescore", night["folder"], "--keep-clocks")
    assert kept["asked"]["keep-clocks"] == "yes"
    assert kept["plm"] == night["plm"]


def test_a_captured_night_is_looked_at_and_gone_on_with_as_it_was_scored(
    ankles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the sensors sent was looked at, with the times that they wrote."""
    sent = tuple(read_stored(ankles / f"{one}.parquet") for one in ("left", "late"))
    monkeypatch.setattr("limbwatch.cli.night.elsewhere.require_whole", lambda _: None)
    monkeypatch.setattr(
        "limbwatch.sensor.capture.captured_recordings.recordings_from_capture", lambda _: sent
    )
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    (folder / CAPTURE).touch()
    make_captured_night(folder, ScoredBy("wasm2016"))
    night = read_night(folder)
    warned = [said for one in night.summary.coverage for said in one.warnings]
    assert any("ahead of that of the left ankle" in said for said in warned)
    found = rescan(night, factor=1)
    assert summary_bytes(found.summary) == (folder / "night.json").read_bytes()
    # as `rescore --keep-clocks --breathing` does
    breathing = named_files(None, ankles / "breathing.annot", breathing_shift=0.0)
    origin = night.summary.origin.keeping_clocks(wanted=True)
    fill_night(folder, sent, ScoringWish(ScoredBy("wasm2016"), origin=origin, laboratory=breathing))
    kept = read_night(folder).summary
    assert kept.plm != night.summary.plm
    assert kept.laboratory is not None
    # as `record --resume` does at its end
    make_captured_night(folder, ScoredBy("wasm2016"))
    assert read_night(folder).summary == kept
