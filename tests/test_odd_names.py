"""Names of files and folders that are no UTF-8, which most systems allow."""

import gzip
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.crash import write_crash
from limbwatch.sensor.capture.disk.rest import rest_files

ODD = os.fsdecode(b"caf\xe9 \xff")
"""As another system, or an older one, wrote it; Python has halves of letters for it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of such a name, with tables of such names in it."""
    folder = tmp_path_factory.mktemp("odd") / ODD
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this system allows names in UTF-8 alone")
    random = np.random.default_rng(3)
    xyz = random.normal([0.02, 0.1, 0.99], 0.004, (2500, 3))
    xyz[1000:1040, 0] += 0.4
    rows = [f"{k / 25:.2f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(xyz.tolist())]
    text = "\n".join(["time,x,y,z", *rows, ""]).encode()
    (folder / f"{ODD}.csv").write_bytes(text)
    with gzip.open(folder / f"{ODD}.csv.gz", "wb") as packed:
        packed.write(text)
    source = f"ankle_left={folder / ODD}.csv"
    assert run(["replay", source, *START, "-q", "--nights", str(folder / "nights")]) == 0
    return folder


START = ["--start", "2026-03-14T22:00+01:00", "--unit", "g"]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_a_recording_of_such_a_name_is_read(ending: str, place: Path, tmp_path: Path) -> None:
    source = f"ankle_left={place / ODD}{ending}"
    assert run(["replay", source, *START, "-q", "--nights", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "2026-03-14" / "night.json").read_text("utf-8"))
    assert told["source"][0]["name"] == f"caf? ?{ending}"


def test_a_stored_recording_of_such_a_name_is_read(place: Path, tmp_path: Path) -> None:
    stored = place / "nights" / "2026-03-14" / "recording" / "ankle_left.parquet"
    source = place / f"{ODD}.parquet"
    shutil.copy(stored, source)
    assert run(["replay", f"ankle_left={source}", "-q", "--nights", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    "asked",
    [
        ["view", "latest", "--html"],
        ["view", "latest", "--json"],
        ["view", "--all", "--html", "-o", "{place}/all.html"],
        ["rescore", "latest"],
        ["export", "latest", "--to", "csv", "--samples", "-o", "{place}/csv"],
        ["export", "latest", "--to", "bids", "-o", "{place}/bids"],
        ["export", "latest", "--to", "edf", "-o", "{place}/night.edf"],
        ["compare", "latest", "--with", "{place}/marks.csv", "-o", "{place}/compared"],
    ],
    ids=" ".join,
)
def test_a_night_in_such_a_folder_is_like_any_other(asked: list[str], place: Path) -> None:
    (place / "marks.csv").write_text("side,onset_s,duration_s,asleep\nleft,40,1.5,1\n")
    words = [word.format(place=place) for word in asked]
    assert run([*words, "-q", "--nights", str(place / "nights")]) == 0


def test_a_study_lies_in_such_a_folder_and_tells_what_its_table_cannot_name(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / ODD
    for person in ("ann", ODD):
        (home / "people" / person).mkdir(parents=True)
        table = place / "nights" / "2026-03-14" / "recording" / "ankle_left.parquet"
        shutil.copy(table, home / "people" / person / "1_ankle_left.parquet")
    plan = str(home / "plan.csv")
    assert run(["study", "plan", str(home / "people"), "-o", plan]) == 0
    told = capsys.readouterr()
    assert "its name is not UTF-8, as a manifest is" in " ".join((told.out + told.err).split())
    assert run(["study", "run", plan, "-o", str(home / "out"), "--workers", "0", "-q"]) == 0
    assert run(["study", "report", str(home / "out"), "-q"]) == 0
    assert run(["study", "export", str(home / "out"), "-o", str(home / "shared"), "-q"]) == 0


def test_a_capture_in_such_a_folder_has_a_place_for_its_rest(tmp_path: Path) -> None:
    one, other = (rest_files(tmp_path / name / "c.sqlite", [tmp_path]) for name in (ODD, "cafe"))
    assert one != other


def test_a_crash_log_takes_any_text() -> None:
    said = write_crash(RuntimeError(f"{ODD}\nand more"))
    log = Path(said.partition("this log: ")[2])
    assert "caf\\udce9 \\udcff" in log.read_text("utf-8")
