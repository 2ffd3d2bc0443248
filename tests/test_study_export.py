"""``study export``: the same figures for others, and nobody to be known when anonymous."""

import csv
import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import write_recording

SECRETS = ("Smith", "Miller", "2026", "Gadget4711", "smitha.parquet", "Secretol", "dentist Doe")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    lines = ["subject,session,placement,path,timezone,age"]
    for day, (who, session) in enumerate((("Smith", "a"), ("Smith", "b"), ("Miller", ""))):
        rng = np.random.default_rng(day)
        xyz = np.tile([0.0, 0.6, 0.8], (15000, 1)) + rng.normal(0, 0.002, (15000, 3))
        xyz[5000:5050, 0] += 0.4
        record = Recording(
            start=datetime(2026, 3, 14 + day, 22, tzinfo=UTC),
            placement=Placement.ANKLE_LEFT,
            device="Gadget4711",
            rate_nominal=25.0,
            rate=25.0,
            runs=(Samples(start=0.0, rate=25.0, xyz=xyz.astype("f4")),),
        )
        name = f"{who.lower()}{session}.parquet"
        write_recording(record, tmp_path / name)
        lines.append(f"{who},{session},ankle_left,{name},UTC,40")
    (tmp_path / "m.csv").write_text("\n".join(lines) + "\n", "utf-8")
    arguments = ["study", "run", str(tmp_path / "m.csv"), "--workers", "0", "-q"]
    assert run([*arguments, "-o", str(tmp_path / "out")]) == 0
    night = tmp_path / "out" / "sub-Miller" / "2026-03-16"
    assert run(["note", str(night), "--medication", "Secretol", "--text", "dentist Doe", "-q"]) == 0
    return tmp_path / "out"


def all_texts(place: Path) -> list[str]:
    """Name and content of every file; of Parquet, which is compressed, the schema and the cells."""
    found = []
    for path in place.rglob("*"):
        if path.suffix == ".parquet" and path.is_file():
            table = pq.ParquetFile(path).read()
            cells = "\n".join(str(cell) for column in table.columns for cell in column.to_pylist())
            content = f"{table.schema.to_string(show_schema_metadata=True)}\n{cells}"
        else:
            content = path.read_bytes().decode("utf-8") if path.is_file() else ""
        found.append(f"{path.relative_to(place)}\n{content}")
    return found


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter=delimiter))


@pytest.mark.parametrize("to", ["tables", "bids"])
def test_nobody_is_known_in_an_anonymous_export(out: Path, tmp_path: Path, to: str) -> None:
    place = tmp_path / to
    assert run(["study", "export", str(out), "--to", to, "-o", str(place), "--anonymous"]) == 0
    secrets = {*SECRETS, *(row["input_sha256"] for row in rows(out / "nights.csv"))}
    assert all(any(secret in text for text in all_texts(out)) for secret in secrets)
    for text in all_texts(place):
        assert not any(secret in text for secret in secrets), text[:200]


def test_an_anonymous_export_has_the_same_figures(out: Path, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    assert run(["study", "export", str(out), "-o", str(place), "--anonymous"]) == 0

    def figures(folder: Path) -> list[tuple[str, ...]]:
        names = ("duration_s", "counts_uncertain", "sleep_minutes", "worn_share_least")
        return sorted(tuple(row[name] for name in names) for row in rows(folder / "nights.csv"))

    assert figures(place) == figures(out)
    told = rows(place / "nights.csv")
    assert {row["subject"] for row in told} == {"001", "002"}
    assert all(row["age"] == "" and row["start"].startswith("1900-01-01T22") for row in told)
    assert (place / "events").is_dir()


def test_tables_for_others_are_the_tables_of_the_study(out: Path, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    assert run(["study", "export", str(out), "-o", str(place)]) == 0
    for name in ("nights.csv", "people.csv", "nights.json"):
        assert (place / name).read_bytes() == (out / name).read_bytes()


def test_a_study_of_before_a_column_was_new_is_exported(out: Path, tmp_path: Path) -> None:
    path = out / "nights.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["same_files_as"]), path)
    place = tmp_path / "shared"
    assert run(["study", "export", str(out), "-o", str(place)]) == 0
    assert (place / "nights.csv").read_bytes() == (out / "nights.csv").read_bytes()


def test_a_derivative_dataset_is_valid_and_holds_every_night(out: Path, tmp_path: Path) -> None:
    place = tmp_path / "bids"
    assert run(["study", "export", str(out), "--to", "bids", "-o", str(place)]) == 0
    people = rows(place / "participants.tsv", "\t")
    assert {row["participant_id"] for row in people} == {"sub-Smith", "sub-Miller"}
    sessions = rows(place / "sub-Smith" / "sub-Smith_sessions.tsv", "\t")
    assert [row["session_id"] for row in sessions] == ["ses-a20260314", "ses-b20260315"]
    told = [(row["session"], row["night"]) for row in sessions]
    assert told == [("a", "2026-03-14"), ("b", "2026-03-15")]
    events = place / "sub-Smith" / "ses-a20260314" / "motion"
    (table,) = events.glob("*_events.tsv")
    source = rows(out / "sub-Smith" / "ses-a" / "2026-03-14" / "events.csv")
    assert [row["onset"] for row in rows(table, "\t")] == [
        str(float(row["onset_s"])) for row in source
    ]
    if importlib.util.find_spec("bids_validator_deno") is None:
        pytest.skip("the BIDS validator is not installed")
    command = [str(Path(sys.executable).with_name("bids-validator-deno")), str(place), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    issues = json.loads(done.stdout)["issues"]["issues"]
    assert [one for one in issues if one["severity"] == "error"] == []


def test_what_is_no_study_is_not_exported(tmp_path: Path) -> None:
    place = str(tmp_path / "x")
    assert run(["study", "export", str(tmp_path), "-o", place]) == ExitCode.USAGE
    assert not Path(place).exists()
