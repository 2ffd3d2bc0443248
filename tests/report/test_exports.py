"""Exports: complete, with units, readable by others, and silent about the person when asked."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pyarrow.parquet as pq
import pytest

from limbwatch.classify.kind import Kind
from limbwatch.cli.app import run
from limbwatch.cli.night.answers.notes import DayNotes, notes_file
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.correction.corrections import Change, add_correction
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.sensor.scorings.reading import read_scoring
from limbwatch.sensor.store import read_stored

SERIAL = "Serial-4711"


@pytest.fixture(scope="module")
def folder(night_maker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short night with notes, a correction and a device that names its serial number."""
    night: Path = night_maker(tmp_path_factory.mktemp("x") / "2026-03-14", hours=0.8, rate=10.0)
    facts = json.loads((night / "night.json").read_text(encoding="utf-8"))
    for sensor in facts["coverage"]:
        sensor["device"] = SERIAL
        sensor["notes"] = [f"read from /home/{SERIAL}"]
    (night / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    notes_file(night).write(DayNotes(medication=SERIAL, stress=0))
    event = read_night(night).events[3]
    add_correction(
        night,
        Change.RELABEL,
        made_at="2026-03-15T08:00:00+01:00",
        start_s=event.onset,
        end_s=event.onset + event.duration,
        before=event.kind.value,
        after="cramp",
    )
    return night


def export(folder: Path, to: str, out: Path, *more: str) -> Path:
    assert run(["export", str(folder), "--to", to, "-o", str(out), *more]) == 0
    return out


def rows(path: Path, **given: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), **given))


def test_csv_holds_every_movement_every_figure_and_every_sample(
    folder: Path, tmp_path: Path
) -> None:
    out = export(folder, "csv", tmp_path / "csv", "--samples")
    night = read_night(folder)
    corrected = as_corrected(night).night
    events = rows(out / "events.csv")
    assert [row["kind"] for row in events] == [event.kind.value for event in corrected.events]
    assert events[3]["kind_by_program"] == night.events[3].kind.value
    figures = {row["name"]: row["value"] for row in rows(out / "night.csv")}
    assert float(figures["plm.count"]) == corrected.summary.plm.count
    assert figures["counts.convulsive"] == "0"
    assert figures["age"] == ""
    stored = read_stored(folder / "recording" / "ankle_left.parquet")
    samples = rows(out / "acceleration_ankle_left.csv")
    assert len(samples) == sum(len(part) for part in stored.runs)
    first = samples[0]
    assert first["time"] == "2026-03-14 21:41:07.000Z"
    assert np.float32(first["x_g"]) == stored.runs[0].xyz[0, 0]


def test_json_is_one_document_with_units(folder: Path, tmp_path: Path) -> None:
    out = export(folder, "json", tmp_path / "night.json")
    document = json.loads(out.read_text(encoding="utf-8"))
    corrected = as_corrected(read_night(folder))
    night = document["night"]
    assert night.pop("corrected") is True
    assert night.pop("by_program") == corrected.by_program
    assert night == json.loads(summary_bytes(corrected.night.summary))
    assert document["events"][3]["kind"] == "cramp"
    assert document["events"][0]["kind_by_program"] is None
    assert document["notes"] == {"stress": 0, "medication": SERIAL}
    assert document["corrections"][0]["after"] == "cramp"
    assert document["units_by_ending_of_key"]["_g"].startswith("g")


def test_an_anonymous_edf_has_the_date_that_the_documentation_says(
    folder: Path, tmp_path: Path
) -> None:
    header = export(folder, "edf", tmp_path / "night.edf", "--anonymous").read_bytes()[:256]
    assert header[88:168].split() == [b"Startdate", b"X", b"X", b"X", b"X"]
    assert header[168:176] == b"01.01.85"
    said = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert "has 01.01.85 in its header and no date (`X`)" in said


def test_edf_holds_acceleration_and_annotations(folder: Path, tmp_path: Path) -> None:
    out = export(folder, "edf", tmp_path / "night.edf")
    edf = edfio.read_edf(out)
    night = read_night(folder)
    assert [signal.physical_dimension for signal in edf.signals] == ["g"] * 9
    assert edf.starttime.replace(microsecond=0) == night.start.time()
    assert edf.startdate == night.start.date()
    stored = read_stored(folder / "recording" / "wrist_left.parquet").runs[0].xyz
    signal = edf.get_signal("Acc wrist L z")
    assert signal.data.max() == pytest.approx(float(stored[:, 2].max()), abs=2e-4)
    texts = [note.text for note in edf.annotations]
    assert sum(text.startswith("Limb movement@@Acc ankle ") for text in texts) == sum(
        limb.limb == "ankle"
        for number, event in enumerate(night.events)
        if event.kind in {Kind.PLM, Kind.LIMB_MOVEMENT} and number != 3
        for limb in event.limbs
    )
    assert any(text.startswith("cramp-like movement, ") for text in texts)


@pytest.mark.parametrize("kind", ["luna", "edf"])
def test_leg_movements_come_back_as_a_scorer_would_read_them(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    found = read_scoring(export(folder, kind, tmp_path / f"night.{kind}"))
    shown = as_corrected(read_night(folder)).night
    legs = [
        (event, {limb.side for limb in event.limbs if limb.limb == "ankle"})
        for event in shown.events
        if event.kind in {Kind.PLM, Kind.LIMB_MOVEMENT}
    ]
    expected = [
        (event.onset, event.duration, "both" if len(sides) > 1 else sides.pop(), event.kind)
        for event, sides in legs
        if sides
    ]
    assert len(expected) > 20
    assert found.start is not None
    ahead = (found.start - shown.start.replace(tzinfo=None)).total_seconds() % 86_400
    moves = found.leg_movements
    np.testing.assert_allclose(moves.onset_s + ahead, [one[0] for one in expected], atol=0.002)
    np.testing.assert_allclose(moves.duration_s, [one[1] for one in expected], atol=0.002)
    assert moves.side.tolist() == [one[2] for one in expected]
    if kind == "luna":
        words = {Kind.PLM: "plm", Kind.LIMB_MOVEMENT: "lm"}
        assert moves.kind.tolist() == [words[one[3]] for one in expected]
    assert len(found.sleep_starts) > 0
    assert found.stages is None


def test_what_was_exported_is_read_again_as_the_same_leg_movements(
    folder: Path, tmp_path: Path
) -> None:
    """Its own words are no strangers, and an arm is no leg."""
    (events,) = export(folder, "bids", tmp_path / "bids").rglob("*_events.tsv")
    places = [
        export(folder, "edf", tmp_path / "night.edf"),
        export(folder, "luna", tmp_path / "night.annot"),
        export(folder, "csv", tmp_path / "csv") / "events.csv",
        events,
    ]
    found = [read_scoring(place) for place in places]
    assert [one.unused for one in found] == [{}] * 4
    first, *others = (np.sort(one.leg_movements.onset_s) for one in found)
    assert len(first) > 10
    for other in others:  # of clocks, to the millisecond
        assert other - other[0] == pytest.approx(first - first[0], abs=2e-3)


def test_edf_marks_a_gap_and_fills_it_with_what_no_limb_shows(
    night_maker: Any, tmp_path: Path
) -> None:
    out = export(night_maker(hours=4.5, rate=5.0), "edf", tmp_path / "night.edf")
    edf = edfio.read_edf(out)
    (gap,) = (note for note in edf.annotations if note.text.startswith("Recording gap"))
    signal = edf.get_signal("Acc ankle R z")
    first, last = (round(at * signal.sampling_frequency) for at in
                   (gap.onset, gap.onset + gap.duration))  # fmt: skip
    assert np.abs(signal.data[first:last]).max() < 1e-3
    assert np.abs(signal.data[first - 100 : first]).max() > 0.1


def test_a_session_of_a_subject_stays_in_bids_as_in_what_a_study_derives(
    folder: Path, tmp_path: Path
) -> None:
    named = tmp_path / "sub-anna" / "ses-pre" / folder.name
    shutil.copytree(folder, named)
    out = export(named, "bids", tmp_path / "bids")
    assert (out / "sub-anna" / "ses-pre20260314" / "motion").is_dir()
    (row,) = rows(out / "sub-anna" / "sub-anna_sessions.tsv", delimiter="\t")
    assert row == {"session_id": "ses-pre20260314", "session": "pre", "night": "2026-03-14"}
    assert set(json.loads((out / "sessions.json").read_text())) == {"session", "night"}


def test_an_anonymous_dataset_has_no_label_of_the_person(folder: Path, tmp_path: Path) -> None:
    named = tmp_path / "sub-anna" / "ses-pre" / folder.name
    shutil.copytree(folder, named)
    for number, more in enumerate(([], ["--subject", "anna"])):
        out = export(named, "bids", tmp_path / str(number), "--anonymous", *more)
        made = [path for path in out.rglob("*") if path.is_file()]
        assert (out / "sub-01" / "ses-night001").is_dir()
        for path in made:
            assert "anna" not in path.relative_to(out).as_posix()
            assert b"anna" not in path.read_bytes()
            assert b"ses-pre" not in path.read_bytes()
    # a label that is given for the export alone is that of whoever gives it away
    out = export(named, "bids", tmp_path / "own", "--anonymous", "--subject", "p7")
    assert (out / "sub-p7" / "ses-night001").is_dir()


def test_bids_holds_one_tracking_system_per_limb(folder: Path, tmp_path: Path) -> None:
    out = export(folder, "bids", tmp_path / "bids", "--subject", "p7")
    motion = out / "sub-p7" / "ses-20260314" / "motion"
    stem = "sub-p7_ses-20260314_task-sleep"
    sidecar = json.loads((motion / f"{stem}_tracksys-ankleleft_motion.json").read_text())
    channels = rows(motion / f"{stem}_tracksys-ankleleft_channels.tsv", delimiter="\t")
    assert [row["units"] for row in channels] == ["m/s^2"] * 3 + ["s"]
    table = np.loadtxt(motion / f"{stem}_tracksys-ankleleft_motion.tsv", delimiter="\t")
    stored = read_stored(folder / "recording" / "ankle_left.parquet")
    assert table.shape == (sum(len(part) for part in stored.runs), sidecar["MotionChannelCount"])
    assert table[:, 2] == pytest.approx(stored.runs[0].xyz[:, 2] * 9.80665, abs=2e-5)
    events = rows(motion / f"{stem}_events.tsv", delimiter="\t")
    assert list(events[0])[:3] == ["onset", "duration", "trial_type"]
    assert {row["trial_type"] for row in events if row["trial_type_by_program"] != "n/a"} == {
        "cramp"
    }
    described = json.loads((motion / f"{stem}_events.json").read_text())
    assert set(described) == set(events[0])


def test_the_bids_validator_finds_no_error(folder: Path, tmp_path: Path) -> None:
    # beside the interpreter first: an environment need not be activated to be used
    beside = shutil.which("bids-validator-deno", path=str(Path(sys.executable).parent))
    validator = beside or shutil.which("bids-validator-deno") or shutil.which("bids-validator")
    if validator is None:
        pytest.skip("needs the BIDS validator (pip install bids-validator-deno)")
    out = export(folder, "bids", tmp_path / "bids")
    done = subprocess.run([validator, out, "--json"], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["issues"]["issues"]
    assert [issue for issue in found if issue["severity"] == "error"] == []
    assert done.returncode == 0


def test_parquet_has_a_row_for_each_movement_of_all_nights(
    folder: Path, own_night: Path, tmp_path: Path
) -> None:
    nights = tmp_path / "nights"
    shutil.copytree(folder, nights / "2026-03-13")
    shutil.copytree(own_night, nights / "2026-03-14")
    out = tmp_path / "all.parquet"
    assert run(["export", "--all", "--to", "parquet", "-o", str(out), "--nights", str(nights)]) == 0
    table = pq.read_table(out).to_pylist()
    assert [row["night"] for row in table] == ["2026-03-13"] * len(read_night(folder).events) + [
        "2026-03-14"
    ] * len(read_night(own_night).events)
    assert isinstance(table[0]["onset_s"], float)


@pytest.mark.parametrize("to", ["csv", "json", "bids", "edf", "luna", "parquet"])
def test_anonymous_says_nothing_of_the_person(folder: Path, tmp_path: Path, to: str) -> None:
    more = ("--samples",) if to == "csv" else ()
    out = export(folder, to, tmp_path / "out", "--anonymous", *more)
    files = [path for path in (out, *out.rglob("*")) if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes() + path.relative_to(tmp_path).as_posix().encode()
        if to == "parquet":
            content = json.dumps(pq.read_table(path).to_pylist()).encode()
        for secret in (SERIAL, "2026-03", "20260314", "14.03.26", "MAR-2026", str(tmp_path)):
            assert secret.encode() not in content, (path, secret)
    if to == "bids":
        motion = next(out.rglob("*_motion.tsv"))
        assert all(len(line.split("\t")) == 4 for line in motion.read_text().splitlines())
    if to == "json":
        told = out.read_text(encoding="utf-8").replace('"clock_drift_ppm": null', "")
        assert "clock_drift_ppm" not in told
        night = json.loads(out.read_text(encoding="utf-8"))["night"]
        assert night["start"].startswith("1900-01-01T22:41:07")
        assert night["plm"]["per_hour"][0]["start"].startswith("1900-01-01T22:41")


@pytest.mark.parametrize("to", ["bids", "edf"])
def test_formats_of_samples_need_samples(
    own_night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], to: str
) -> None:
    out = tmp_path / "out"
    assert run(["export", str(own_night), "--to", to, "-o", str(out)]) == 4
    assert "no samples are stored" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@x", "\t=1", "\n=1", " =1", "\uff1d1"])
def test_no_text_runs_in_a_spreadsheet(own_night: Path, tmp_path: Path, text: str) -> None:
    notes_file(own_night).write(DayNotes(medication=text, stress=3))
    facts = json.loads((own_night / "night.json").read_text(encoding="utf-8"))
    facts["coverage"][0] |= {"device": text, "clock_drift_ppm": -11.2}
    (own_night / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    out = export(own_night, "csv", tmp_path / "out")
    notes = {row["name"]: row["value"] for row in rows(out / "notes.csv")}
    assert notes == {"medication": f"'{text}", "stress": "3"}
    figures = {row["name"]: row["value"] for row in rows(out / "night.csv")}
    assert figures["coverage[1].device"] == f"'{text}"
    assert figures["coverage[1].clock_drift_ppm"] == "-11.2", "a number is a number"


def test_nothing_is_overwritten_and_usage_is_explained(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("mine")
    assert run(["export", str(folder), "-o", str(tmp_path), "--to", "edf", "--all"]) == 2
    for more in (("--to", "csv"), ("--to", "bids")):
        assert run(["export", str(folder), "-o", str(tmp_path), *more]) == 2
    assert "another place with -o" in capsys.readouterr().err
    assert (tmp_path / "mine").read_text() == "mine"
    assert run(["export", str(folder), "--to", "bids", "--subject", "a b"]) == 2


def test_a_simulated_night_says_so_in_every_export(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    night = tmp_path / "2026-03-14"
    shutil.copytree(folder, night)
    facts = json.loads((night / "night.json").read_text(encoding="utf-8"))
    for simulated in (True, False):
        facts["simulated"] = simulated
        (night / "night.json").write_text(json.dumps(facts), encoding="utf-8")
        out = tmp_path / str(simulated)
        figures = {
            row["name"]: row["value"]
            for row in rows(export(night, "csv", out / "csv") / "night.csv")
        }
        document = json.loads(export(night, "json", out / "night.json").read_text(encoding="utf-8"))
        table = pq.read_table(export(night, "parquet", out / "night.parquet")).to_pydict()
        edf = edfio.read_edf(export(night, "edf", out / "night.edf"))
        luna = export(night, "luna", out / "night.annot").read_text(encoding="utf-8")
        bids = export(night, "bids", out / "bids")
        capsys.readouterr()
        assert run(["view", str(night), "--events"]) == 0
        named = json.loads((bids / "dataset_description.json").read_text(encoding="utf-8"))["Name"]
        whole = [one for one in edf.annotations if one.text.startswith("simulated")]
        said = [
            figures["simulated"] == "True",
            document["night"].get("simulated", False),
            set(table["simulated"]) == {True},
            "simulated" in edf.recording.additional,
            [(one.onset, round(one.duration or 0)) for one in whole]
            == [(0, round(read_night(night).seconds))],
            "\nsimulated\t.\t.\t" in luna,
            "This night is simulated" in (bids / "README").read_text(encoding="utf-8"),
            named.endswith(", simulated"),
            "This night is simulated" in capsys.readouterr().out,
        ]
        assert said == [simulated] * len(said)
