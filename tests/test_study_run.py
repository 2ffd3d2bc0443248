"""``study run``: whole or not at all, only what changed, the same bytes by whatever engine."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from limbwatch.classify.figures import Summary
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import SUMMARY
from limbwatch.cli.reading import long_recordings
from limbwatch.cli.study.manifests.manifest import ManifestRow, read_manifest
from limbwatch.cli.study.sessions import engine, scored_session
from limbwatch.cli.study.sessions.checking import CheckedRows, Fault, StudySession, check_rows
from limbwatch.cli.study.sessions.engine import ctrl_c_kept_from_children, local_cluster, score_with
from limbwatch.cli.study.sessions.same_files import same_files_warnings
from limbwatch.cli.study.sessions.scored_session import Outcome
from limbwatch.cli.study.sessions.session_record import (
    InputFile,
    SessionRecord,
    StudyOptions,
    write_record,
)
from limbwatch.cli.study.sessions.session_recordings import stretches_of
from limbwatch.cli.study.sessions.unnamed import unnamed_warnings
from limbwatch.cli.study.study_run import Progress
from limbwatch.cli.study.tabled.detail_rows import DETAILS
from limbwatch.cli.study.tabled.night_row import night_columns
from limbwatch.cli.study.tabled.person_row import subject_columns
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import write_recording

RATE = 25.0
HEAD = "subject,session,placement,path,age,timezone\n"


def record(
    path: Path,
    *,
    seed: int,
    minutes: float = 12.0,
    day: int = 14,
    every: float = 30.0,
    rate: float = RATE,
    device: str = "test",
) -> None:
    """Store a limb at rest that is kicked every so many seconds."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(minutes * 60 * rate)) / rate
    xyz = np.tile([0.0, 0.6, 0.8], (len(time), 1)) + rng.normal(0, 0.002, (len(time), 3))
    kicked = (time % every < 2) & (time > 120)
    xyz[kicked, 0] += 0.3 * np.sin(4 * np.pi * time[kicked])
    write_recording(
        Recording(
            start=datetime(2026, 3, day, 22, tzinfo=UTC),
            placement=Placement.ANKLE_LEFT,
            device=device,
            rate_nominal=rate,
            rate=rate,
            runs=(Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32)),),
        ),
        path,
    )


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    for number in range(3):
        record(tmp_path / f"{number}.parquet", seed=number)
    text = HEAD + "".join(f"S{n},,ankle_left,{n}.parquet,40,UTC\n" for n in range(3))
    (tmp_path / "m.csv").write_text(text, "utf-8")
    return tmp_path / "m.csv"


Study = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def study(capsys: pytest.CaptureFixture[str]) -> Study:
    def run_it(manifest: Path, out: Path, *more: str) -> tuple[int, dict[str, object]]:
        workers = () if "--workers" in more else ("--workers", "0")
        code = run(["study", "run", str(manifest), "-o", str(out), "--json", *workers, *more])
        said = capsys.readouterr()
        return code, json.loads(said.out) | {"told": said.err}

    return run_it


def content(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.endswith("-lock")
    }


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_a_study_gives_a_row_a_night_and_a_row_a_person(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, told = study(manifest, out)
    assert (code, told["nights"], told["failed_rows"]) == (0, 3, 0)
    nights = rows(out / "nights.csv")
    assert list(nights[0])[:3] == ["subject", "session", "night"]
    assert [row["subject"] for row in nights] == ["S0", "S1", "S2"]
    for row in nights:
        folder = out / f"sub-{row['subject']}" / row["night"]
        summary = json.loads((folder / SUMMARY).read_bytes())
        assert summary["subject"] == row["subject"]
        assert summary["source"][0]["sha256"] == row["input_sha256"]
        assert float(row["duration_s"]) == summary["duration_s"]
        assert float(row["age"]) == summary["age"] == 40
        assert row["plm_count"] == str(summary["plm"]["count"])
        assert row["coverage_wrist_left_worn_s"] == ""
    people = rows(out / "people.csv")
    assert [(row["nights"], row["nights_rated"]) for row in people] == [("1", "0")] * 3
    assert people[0]["plm_index_per_hour_median"] == ""  # 12 min carry no index


def test_a_table_that_somebody_changed_is_not_made_anew_over_it(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    before = content(out)
    edited = (out / "nights.csv").read_text("utf-8").replace("S1", "S1 (left early)")
    (out / "nights.csv").write_text(edited, "utf-8")
    code, told = study(manifest, out)
    assert code == ExitCode.USAGE
    assert "nights.csv was changed since limbwatch made it" in str(told["error"])
    assert (out / "nights.csv").read_text("utf-8") == edited
    # put aside, what it was is made again; one that was taken away, too
    (out / "nights.csv").rename(tmp_path / "mine.csv")
    (out / "people.csv").unlink()
    assert study(manifest, out)[0] == 0
    assert content(out) == before


def test_a_simulated_night_is_in_the_table_and_in_no_median_and_that_is_told(
    study: Study, tmp_path: Path
) -> None:
    lines = []
    for subject, device, day in (("A", "test", 14), ("A", "simulated", 15), ("B", "simulated", 14)):
        record(
            tmp_path / f"{subject}{day}.parquet",
            seed=day,
            minutes=150,
            day=day,
            device=device,
            rate=10.0,
        )
        lines.append(f"{subject},{day},ankle_left,{subject}{day}.parquet,40,UTC\n")
    (tmp_path / "m.csv").write_text(HEAD + "".join(lines), "utf-8")
    out = tmp_path / "out"
    _, told = study(tmp_path / "m.csv", out)
    assert "Simulated: 2 nights" in str(told["warnings"])
    nights = rows(out / "nights.csv")
    assert [(one["rated"], one["simulated"]) for one in nights] == [
        ("1", "0"),
        ("1", "1"),
        ("1", "1"),
    ]
    lived, nobodys = rows(out / "people.csv")
    names = ("nights", "nights_rated", "nights_simulated", "nights_above_line")
    assert [lived[name] for name in names] == ["2", "1", "1", nights[0]["above_line"]]
    assert [nobodys[name] for name in names] == ["1", "0", "1", "0"]
    median = float(lived["plm_index_per_hour_median"])
    assert median == pytest.approx(float(nights[0]["plm_index_per_hour"]), abs=1e-4)
    assert nobodys["plm_index_per_hour_median"] == nobodys["sleep_minutes_max"] == ""
    assert run(["study", "report", str(out), "--reports", "none"]) == 0
    page = (out / "report.html").read_text("utf-8")
    assert "of 1 night with an index" in page
    assert "no median and above no line: 2" in page


def test_every_column_is_in_the_dictionary_and_of_one_type_in_csv_and_parquet(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    for stem, columns in (("nights", night_columns()), ("people", subject_columns())):
        told = json.loads((out / f"{stem}.json").read_bytes())
        table = pq.read_table(out / f"{stem}.parquet")
        assert list(told) == table.column_names == list(rows(out / f"{stem}.csv")[0])
        assert len(set(told)) == len(columns)
        assert all(one["Description"] for one in told.values())
        types = {"integer": "int64", "number": "double", "string": "string"}
        assert [types[one["Format"]] for one in told.values()] == list(map(str, table.schema.types))
    assert told["sleep_minutes_median"]["Units"] == "min"
    assert json.loads((out / "nights.json").read_bytes())["plm_index_per_hour"]["Units"] == "1/h"


def test_every_plain_figure_of_a_summary_has_a_column() -> None:
    names = {column.name for column in night_columns()}
    for key in Summary.__dataclass_fields__:
        if key not in {"schema", "subject", "session"}:
            assert any(name == key or name.startswith(f"{key}_") for name in names), key


def test_data_sets_name_subjects_as_the_table_of_nights_does(study: Study, tmp_path: Path) -> None:
    """A reader that guesses types must not take subject 01 for the number 1."""
    record(tmp_path / "0.parquet", seed=0)
    manifest, out = tmp_path / "m.csv", tmp_path / "out"
    manifest.write_text(f"{HEAD}01,,ankle_left,0.parquet,40,UTC\n", "utf-8")
    study(manifest, out)
    nights = pd.read_parquet(out / "nights.parquet")
    for name in DETAILS:
        rows_of_it = pd.read_parquet(out / name)
        assert set(rows_of_it["subject"]) == {"01"}
        assert len(rows_of_it.merge(nights, on="subject")) == len(rows_of_it)
        assert list(rows_of_it.columns) == list(json.loads((out / f"{name}.json").read_bytes()))


def test_events_are_a_data_set_with_the_subjects_of_the_table_of_nights(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    table = ds.dataset(out / "events", partitioning="hive").to_table()
    counts = table.group_by("subject").aggregate([("onset_s", "count")]).to_pydict()
    told = {
        row["subject"]: sum(int(v) for k, v in row.items() if k.startswith("counts_") and v)
        for row in rows(out / "nights.csv")
    }
    assert dict(zip(counts["subject"], counts["onset_s_count"], strict=True)) == told
    assert set(json.loads((out / "events.json").read_bytes())) == set(table.column_names)


def test_twelve_faulty_rows_are_told_and_the_others_scored(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    (tmp_path / "text.csv").write_text("Dear Sir or Madam,\nthis is no recording.\n", "utf-8")
    (tmp_path / "zero.csv").touch()
    shutil.copy(tmp_path / "0.parquet", tmp_path / "copy.parquet")
    (tmp_path / "torn.parquet").write_bytes((tmp_path / "0.parquet").read_bytes()[:5000])
    faulty = (
        ",,ankle_left,0.parquet,,",
        "a_b,,ankle_left,0.parquet,,",
        "F1,x-1,ankle_left,0.parquet,,",
        "F2,,knee,0.parquet,,",
        "F3,,,0.parquet,,",
        "F4,,ankle_left,gone.csv,,",
        "F5,,ankle_left,zero.csv,,",
        "F6,,ankle_left,text.csv,,",
        "F7,,ankle_left,torn.parquet,,",
        "F8,,ankle_left,0.parquet,old,",
        "F9,,ankle_left,0.parquet,,Mars",
        "FA,,ankle_left,0.parquet,,\nFA,,ankle_right,copy.parquet,,",
    )
    manifest.write_text(manifest.read_text("utf-8") + "\n".join(faulty) + "\n", "utf-8")
    out = tmp_path / "out"
    code, told = study(manifest, out)
    assert (code, told["nights"]) == (ExitCode.DATA_LOST, 3)
    failures = rows(out / "failures.csv")
    assert len(failures) == 12
    assert len({row["reason"] for row in failures}) == 12
    assert not any("Traceback" in row["reason"] or "Error" in row["reason"] for row in failures)
    assert "same content" in failures[-1]["reason"]
    assert failures[-1]["left_out"] == "16"
    assert {row["subject"] for row in rows(out / "nights.csv")} == {"S0", "S1", "S2"}
    # what failed is not read again unless it changed, and is told again
    code, told = study(manifest, out)
    assert told["unchanged"] == 3 + 3
    assert rows(out / "failures.csv") == failures
    record(tmp_path / "copy.parquet", seed=9)
    assert study(manifest, out)[1]["nights"] == 4
    assert len(rows(out / "failures.csv")) == 11


def test_only_what_changed_is_scored_again(manifest: Path, study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    first = content(out)
    _, told = study(manifest, out)
    assert (told["unchanged"], told["nights"], told["scored"]) == (3, 3, 0)
    assert content(out) == first
    os.utime(tmp_path / "0.parquet", (1, 1))  # the same content of another time
    assert study(manifest, out)[1] | {"told": ""} == told | {"told": ""}
    assert content(out).keys() == first.keys()
    assert {k: v for k, v in content(out).items() if "S0/session" not in k} == {
        k: v for k, v in first.items() if "S0/session" not in k
    }
    record(tmp_path / "1.parquet", seed=7, minutes=15)
    _, told = study(manifest, out)
    assert (told["unchanged"], told["nights"], told["scored"]) == (2, 3, 1)
    changed = {name for name, value in content(out).items() if first[name] != value}
    assert not any("sub-S2" in name for name in changed)
    assert "sub-S1/2026-03-14/night.json" in changed
    assert study(manifest, out, "--rules", "aasm")[1]["unchanged"] == 0


def test_a_damaged_night_costs_itself_and_is_made_again(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    whole = content(out)
    (out / "sub-S1" / "2026-03-14" / SUMMARY).write_text('{"torn', "utf-8")
    _, told = study(manifest, out)
    assert "sub-S1/2026-03-14 is not in the tables; the next study run" in str(told["warnings"])
    assert [row["subject"] for row in rows(out / "nights.csv")] == ["S0", "S2"]
    assert told["nights"] == 2
    _, told = study(manifest, out)
    assert (told["nights"], told["scored"], told["unchanged"]) == (3, 1, 2)
    assert content(out) == whole


@pytest.mark.parametrize("large", [200_000_000, 1000])
def test_each_file_of_a_session_begins_at_the_start_of_its_own_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """However long the files are: a start of one row is for no other."""
    monkeypatch.setattr(long_recordings, "LARGE_BYTES", large)
    starts = {"ankle_left": "2026-03-14T22:00:00", "ankle_right": "2026-03-14T22:07:30"}
    text = "subject,placement,path,timezone,start\n"
    for seed, (place, start) in enumerate(starts.items()):
        axes = np.random.default_rng(seed).normal((0, 0.6, 0.8), 0.002, (1500, 3))
        lines = [f"{n / 25:.2f},{x:.4f},{y:.4f},{z:.4f}" for n, (x, y, z) in enumerate(axes)]
        body = "seconds,x,y,z\n" + "\n".join(lines)
        (tmp_path / f"{place}.csv").write_text(body, "utf-8")
        text += f"S1,{place},{place}.csv,UTC,{start}\n"
    (tmp_path / "m.csv").write_text(text, "utf-8")
    found = read_manifest(tmp_path / "m.csv").rows
    (session,) = check_rows(found, tmp_path).sessions
    with ExitStack() as shelf:
        read = stretches_of(session, tmp_path / "room", shelf)
        begun = {one.placement.value: one.begin.isoformat() for one in read}
    assert begun == {place: f"{start}+00:00" for place, start in starts.items()}


def test_a_night_that_moved_to_another_date_leaves_its_old_place_but_not_what_a_person_wrote(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    study(manifest, out)
    (out / "sub-S1" / "2026-03-14" / "notes.json").write_text("{}", "utf-8")
    for number in (0, 1):
        record(tmp_path / f"{number}.parquet", seed=number, day=20)
    study(manifest, out)
    assert not (out / "sub-S0" / "2026-03-14").exists()
    assert (out / "sub-S1" / "2026-03-14" / "notes.json").exists()
    assert [row["night"][-2:] for row in rows(out / "nights.csv")] == ["20", "20", "14"]


@pytest.mark.parametrize("step", ["night_of", "write_night", "_record_outcome"])
def test_a_run_that_was_cut_off_is_finished_by_the_next(
    manifest: Path, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    study(manifest, whole)
    with monkeypatch.context() as patch:
        calls = iter(range(9))

        def cut_off(*args: object, **kwargs: object) -> object:
            if next(calls) == 1:
                raise KeyboardInterrupt
            return work(*args, **kwargs)

        work = getattr(scored_session, step)
        patch.setattr(scored_session, step, cut_off)
        assert run(["study", "run", str(manifest), "-o", str(out), "--workers", "0"]) == 130
    assert not (out / "nights.csv").exists()
    (out / "sub-S2" / ".limbwatch-new-left").mkdir(parents=True)
    study(manifest, out)
    assert content(out) == content(whole)


@pytest.mark.system
def test_a_cluster_gives_the_same_bytes_and_a_worker_that_dies_costs_a_retry(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    here, there = tmp_path / "here", tmp_path / "there"
    study(manifest, here)
    checked = check_rows(read_manifest(manifest).rows, tmp_path, timezone="UTC")
    options = StudyOptions()
    there.mkdir()

    with local_cluster(1, "1GiB") as client:
        (pid,) = client.run(os.getpid).values()

        def outcomes() -> Iterator[str]:
            for outcome in score_with(client, checked.sessions, options, str(there)):
                if pid > 0:
                    yield outcome.session.subject

        ended = outcomes()
        names = [next(ended)]
        os.kill(pid, signal.SIGKILL)
        names += list(ended)
        (other,) = client.run(os.getpid).values()
    assert other != pid
    assert sorted(names) == ["S0", "S1", "S2"]
    # what the workers left is all there: nothing is to be scored by the run that makes the tables
    (there / "study.json").write_text("{}", "utf-8")
    _, told = study(manifest, there, "--timezone", "UTC")
    study(manifest, here, "--timezone", "UTC")
    assert told["unchanged"] == 3
    assert content(there) == content(here)


@pytest.mark.system
@pytest.mark.parametrize("deaths", [1, 100])
def test_a_worker_that_dies_while_it_starts_costs_a_new_start_and_not_the_study(
    deaths: int, tmp_path: Path
) -> None:
    dask, _ = pytest.importorskip("dask"), pytest.importorskip("distributed")
    count, preload = tmp_path / "count", tmp_path / "preload.py"
    count.write_text("0", encoding="utf-8")
    preload.write_text(
        "import os, pathlib\n"
        f"count = pathlib.Path({str(count)!r})\n"
        "at = int(count.read_text())\n"
        "count.write_text(str(at + 1))\n"
        f"if at < {deaths}: os._exit(1)\n",
        encoding="utf-8",
    )
    with dask.config.set({"distributed.worker.preload": [str(preload)]}):
        if deaths == 1:
            with local_cluster(1, "512MiB") as client:
                assert client.submit(os.getpid).result(timeout=30) != os.getpid()
        else:
            with pytest.raises(CommandError, match="workers end while they start"):
                local_cluster(1, "512MiB").__enter__()


def test_lights_of_the_manifest_are_the_time_in_bed(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    lines = ["subject,placement,path,timezone,lights_off,lights_on"]
    lines += ["L,ankle_left,0.parquet,UTC,22:02,22:10", "M,ankle_left,1.parquet,UTC,,"]
    lines.append("N,ankle_left,2.parquet,UTC,late,")
    lines.append("O,ankle_left,2.parquet,UTC,10:02,11:00")
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    out = tmp_path / "out"
    _, said = study(manifest, out)
    assert said["failed_rows"] == 1
    told, estimated, outside = rows(out / "nights.csv")
    windows = [row["window"] for row in (told, estimated, outside)]
    assert windows == ["lights", "estimated", "estimated"]
    assert "sub-O: what was written down for the night of" in str(said["warnings"])
    assert float(told["sleep_in_bed_start_s"]) == 120.0
    assert float(told["sleep_in_bed_end_s"]) == 600.0
    assert "lights_off" in rows(out / "failures.csv")[0]["reason"]


def test_a_recording_of_two_days_is_two_nights_each_with_its_row_of_the_diary(
    study: Study, tmp_path: Path
) -> None:
    record(tmp_path / "days.parquet", seed=1, minutes=36 * 60, every=600.0, rate=6.0)
    diary = "subject,date,lights_off,lights_on\nD,2026-03-14,23:00,06:00\nE,2026-03-15,23:00,6:00\n"
    (tmp_path / "diary.csv").write_text(diary, "utf-8")
    lines = [f"{HEAD.strip()},diary", "D,,ankle_left,days.parquet,,UTC,diary.csv", ""]
    (tmp_path / "m.csv").write_text("\n".join(lines), "utf-8")
    out = tmp_path / "out"
    _, told = study(tmp_path / "m.csv", out)
    nights = rows(out / "nights.csv")
    assert told["nights"] == len(nights) == 2
    assert [row["night"] for row in nights] == ["2026-03-14", "2026-03-15"]
    assert [row["window"] for row in nights] == ["diary", "estimated"]
    assert float(nights[0]["sleep_time_in_bed_minutes"]) == 420.0
    assert "sub-D: the diary says nothing about the night of 2026-03-15" in str(told["warnings"])
    assert rows(out / "people.csv")[0]["nights"] == "2"
    assert study(tmp_path / "m.csv", out)[1]["unchanged"] == 1


def test_sessions_may_share_a_diary_and_nothing_of_a_single_night() -> None:
    def made(name: str, **files: str) -> tuple[StudySession, SessionRecord]:
        session = StudySession(subject=name, session="", rows=(), place="", timezone="UTC")
        inputs = [
            InputFile(placement=place, path=f"{one}.csv", bytes=1, modified_ns=1, sha256=one)
            for place, one in files.items()
        ]
        return session, SessionRecord(asked={}, inputs=tuple(inputs))

    first = made("1", ankle_left="a", diary="d", hypnogram="h")
    assert (
        list(same_files_warnings([first, made("2", ankle_left="b", diary="d", hypnogram="i")]))
        == []
    )
    (said,) = same_files_warnings([first, made("2", ankle_left="b", diary="d", hypnogram="h")])
    assert "these sessions have the same scoring of a laboratory: sub-1, sub-2." in said
    (said,) = same_files_warnings([first, made("2", ankle_left="a"), made("3", wrist_left="a")])
    assert "the same recording: sub-1, sub-2, sub-3. Was a file" in said


def test_nights_of_a_recording_that_two_sessions_have_are_in_doubt(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    """They count in the medians of two people, so they are named where nights in doubt are."""
    manifest.write_text(manifest.read_text("utf-8") + "S3,,ankle_left,1.parquet,40,UTC\n", "utf-8")
    out = tmp_path / "out"
    study(manifest, out)
    nights = {row["subject"]: row for row in rows(out / "nights.csv")}
    assert [name for name, row in nights.items() if "same_recording" in row["doubts"]] == [
        "S1",
        "S3",
    ]
    assert [row["same_files_as"] for row in nights.values()] == ["", "sub-S3", "", "sub-S1"]
    assert run(["study", "report", str(out)]) == 0
    page = (out / "report.html").read_text("utf-8")
    assert "another session has the same recording (sub-S3)" in page
    # without labels the doubt stays and the names go
    for anonymous in ((), ("--anonymous",)):
        place = tmp_path / f"shared{len(anonymous)}"
        assert run(["study", "export", str(out), "-o", str(place), *anonymous]) == 0
        told = rows(place / "nights.csv")
        assert sum("same_recording" in row["doubts"] for row in told) == 2
        assert [row["same_files_as"] for row in told].count("") == (4 if anonymous else 2)


def test_what_goes_over_results_of_other_options_is_told_before(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    """Also with --quiet: whoever forgets --rules learns where the former results went."""
    out = tmp_path / "out"
    assert "scored again" not in str(study(manifest, out, "--rules", "aasm")[1]["told"])
    manifest.write_text(manifest.read_text("utf-8") + "S3,,ankle_left,1.parquet,40,UTC\n", "utf-8")
    assert "scored again" not in str(study(manifest, out, "--rules", "aasm")[1]["told"])
    told = str(study(manifest, out, "-q")[1]["told"])
    assert "4 sessions that were scored before are scored again, over what they were: " in told
    assert "--rules was aasm and is wasm2016." in told
    assert "-o" in told
    manifest.write_text(manifest.read_text("utf-8").replace(",UTC", ","), "utf-8")
    study(manifest, out, "--timezone", "UTC")
    told = str(study(manifest, out, "--timezone", "Asia/Tokyo", "--samples")[1]["told"])
    assert "--samples was off and is on; --timezone was UTC and is Asia/Tokyo." in told


def test_what_a_worker_that_died_left_is_gone_when_the_run_ends(
    manifest: Path, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    work = engine.score_session

    def leaves(session: StudySession, options: StudyOptions, place: str) -> Outcome:
        (out / session.name / ".limbwatch-new-torn").mkdir(parents=True)
        return work(session, options, place)

    monkeypatch.setattr(engine, "score_session", leaves)
    study(manifest, out)
    assert len(rows(out / "nights.csv")) == 3
    assert [path for path in out.rglob(".limbwatch-*") if not path.name.endswith("-lock")] == []


def test_a_folder_of_something_else_is_not_filled(manifest: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    arguments = ["study", "run", str(manifest), "-o", str(tmp_path / "mine"), "--workers", "0"]
    assert run(arguments) == ExitCode.USAGE


def test_workers_and_a_scheduler_are_not_asked_for_together(manifest: Path, tmp_path: Path) -> None:
    arguments = ["study", "run", str(manifest), "-o", str(tmp_path / "o"), "--workers", "2"]
    assert run([*arguments, "--scheduler", "tcp://localhost:1"]) == ExitCode.USAGE


def test_progress_tells_the_time_that_is_left_at_the_pace_so_far() -> None:
    said: list[str] = []
    clock = iter([0.0, 60.0, 120.0, 180.0])
    progress = Progress(3, write=said.append, now=lambda: next(clock))
    progress.ended(failed=False)
    progress.ended(failed=True)
    progress.ended(failed=False)
    assert said[0] == "1 of 3 sessions, about 2 min left"
    assert said[1] == "2 of 3 sessions, 1 failed, about 1 min left"
    assert said[2] == "3 of 3 sessions, 1 failed"


def test_a_recording_of_two_sessions_of_one_person_is_marked_in_the_later_one(
    manifest: Path, study: Study, tmp_path: Path
) -> None:
    """Also in what others get, where labels and hashes are gone."""
    lines = manifest.read_text("utf-8").splitlines()
    own = [line for line in lines if line.startswith("S1,")]
    renamed = [line.replace("S1,,", "S1,b,") for line in own]
    manifest.write_text("\n".join([lines[0], *(f"S1,a,{one[4:]}" for one in own), *renamed]) + "\n")
    out = tmp_path / "out"
    study(manifest, out)
    assert [(row["session"], row["copied"]) for row in rows(out / "nights.csv")] == [
        ("a", "0"),
        ("b", "1"),
    ]
    place = tmp_path / "shared"
    assert run(["study", "export", str(out), "-o", str(place), "--anonymous"]) == 0
    assert [row["copied"] for row in rows(place / "nights.csv")] == ["0", "1"]
    (told,) = rows(place / "people.csv")
    assert (told["nights"], told["nights_copied"]) == ("2", "1")


def test_sessions_that_the_manifest_no_longer_names_are_named(tmp_path: Path) -> None:
    """A person with a new label was in the folder twice, and nothing said so."""

    def session(subject: str, label: str, sha: str) -> tuple[StudySession, SessionRecord]:
        row = ManifestRow(line=2, subject=subject, session=label, placement="ankle_left", path="a")
        diary = InputFile(placement="diary", path="d", sha256="d", bytes=1, modified_ns=1)
        recording = replace(diary, placement="ankle_left", path="a", sha256=sha)
        record = SessionRecord(asked={}, inputs=(recording, diary))
        one = StudySession(subject=subject, session=label, rows=(row,), place=str(tmp_path))
        write_record(tmp_path / one.name, record)
        return one, record

    old, now, other = session("P12", "", "a"), session("Q12", "1", "a"), session("P13", "2", "b")
    everything = CheckedRows((old[0], now[0], other[0]), ())
    assert list(unnamed_warnings(tmp_path, everything, [old, now, other])) == []
    # a row with a fault names its session too
    failed = CheckedRows((now[0], other[0]), (Fault(row=old[0].rows[0], reason="no file"),))
    assert list(unnamed_warnings(tmp_path, failed, [now, other])) == []
    left, taken = unnamed_warnings(tmp_path, CheckedRows((now[0], other[0]), ()), [now, other])
    assert "holds 1 session that the manifest does not name: sub-P12. They are in no table" in left
    assert "the recordings of sub-P12 are those of sub-Q12/ses-1" in taken
    (left,) = unnamed_warnings(tmp_path, CheckedRows((old[0], now[0]), ()), [old, now])
    assert "does not name: sub-P13/ses-2." in left


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no such mask")
def test_ctrl_c_does_not_reach_workers_and_reaches_the_run() -> None:
    """A terminal sends it to all processes, and each worker printed where it was interrupted."""
    script = f"import os; os.kill(os.getpid(), {int(signal.SIGINT)}); print('alive')"
    start = [sys.executable, "-S", "-E", "-c", script]
    reached: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: reached.append(number))
    try:
        with ctrl_c_kept_from_children(), ThreadPoolExecutor(1) as pool:
            child = pool.submit(subprocess.run, start, capture_output=True, text=True, check=False)
            os.kill(os.getpid(), signal.SIGINT)
            assert (child.result().stdout, child.result().stderr) == ("alive\n", "")
    finally:
        signal.signal(signal.SIGINT, before)
    assert reached == [signal.SIGINT]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
