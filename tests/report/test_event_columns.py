"""A column of a movement stands in one table, and everything that lists movements has it."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event, series_of
from limbwatch.cli.app import run
from limbwatch.cli.export.bids import EVENT_MEANINGS, events_tsv
from limbwatch.cli.export.cohort import cohort_table
from limbwatch.cli.export.night_record import NightRecord, night_record
from limbwatch.cli.export.plain import csv_files, json_document
from limbwatch.cli.export.typed_rows import typed_rows
from limbwatch.cli.night.correction.corrections import Change, add_correction
from limbwatch.cli.night.scored.event_columns import EVENT_COLUMNS, event_rows
from limbwatch.cli.night.scored.events_table import COLUMNS
from limbwatch.cli.study.tabled.detail_rows import DETAILS
from limbwatch.cli.study.tabled.night_row import NightOfStudy, night_columns
from limbwatch.cli.study.tabled.person_row import subject_columns
from limbwatch.cli.study.tabled.table_files import dictionary_bytes, parquet_bytes
from limbwatch.sensor import Placement

ROOT = Path(__file__).parents[2]
NAMES = [column.name for column in EVENT_COLUMNS]


@pytest.fixture(scope="module")
def folder(night_maker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night with several series, one of whose movements a person called a twitch."""
    night: Path = night_maker(
        tmp_path_factory.mktemp("columns") / "2026-03-14", hours=3.0, samples=False, severe=True
    )
    event = [one for one in night_record(night, anonymous=False).events if one.series][2]
    add_correction(
        night,
        Change.RELABEL,
        made_at="2026-03-15T08:00:00+01:00",
        start_s=event.onset,
        end_s=event.onset + event.duration,
        before=event.kind.value,
        after="twitch",
    )
    return night


@pytest.fixture(scope="module")
def record(folder: Path) -> NightRecord:
    return night_record(folder, anonymous=False)


def as_csv(record: NightRecord) -> list[dict[str, Any]]:
    text = dict(csv_files(record, samples=False))[Path("events.csv")].decode("utf-8")
    return [{k: v or None for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def as_json(record: NightRecord) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json_document(record))["events"]
    return found


def as_bids(record: NightRecord) -> list[dict[str, Any]]:
    lines = csv.DictReader(io.StringIO(events_tsv(record).decode("utf-8")), delimiter="\t")
    assert list(lines.fieldnames or ()) == list(EVENT_MEANINGS)
    own = {column.bids or column.name: column.name for column in EVENT_COLUMNS if column.bids}
    return [
        {own.get(k, k): None if v == "n/a" else v for k, v in line.items()} | {"onset": ""}
        for line in lines
    ]


def as_parquet(record: NightRecord) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(cohort_table([record]))).to_pylist()
    return found


def as_study(record: NightRecord) -> list[dict[str, Any]]:
    columns, rows_of = DETAILS["events"]
    night = NightOfStudy(
        subject="01",
        session="",
        night=record.name,
        place="",
        record=record,
        inputs=(),
        shared=(),
        same_files_as="",
    )
    content = parquet_bytes(columns, list(rows_of(night)))
    assert set(json.loads(dictionary_bytes(columns))) >= set(NAMES)
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
    return found


@pytest.mark.parametrize("rows_of", [as_csv, as_json, as_bids, as_parquet, as_study])
def test_every_export_has_every_column(
    record: NightRecord, rows_of: Callable[[NightRecord], list[dict[str, Any]]]
) -> None:
    """A column that one of six lists lacked was missing there, and nothing said so."""
    rows, events = rows_of(record), record.events
    assert len(rows) == len(events) > 100
    assert {name for row in rows for name in set(NAMES) - row.keys()} == set()
    onsets = {series.number: list(series.onsets) for series in series_of(events)}
    assert len(onsets) > 1
    for row, event in zip(rows, events, strict=True):
        earlier = onsets.get(event.series or 0, [])
        place = earlier.index(event.onset) if earlier else 0
        given = row["since_previous_s"]
        if place == 0:
            assert given is None
        else:
            since = event.onset - earlier[place - 1]
            assert float(given) == pytest.approx(since, abs=0.0011)
    assert {row["kind_by_program"] for row in rows} > {None}


def test_json_in_the_terminal_has_every_column(
    folder: Path, record: NightRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", str(folder), "--events", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == as_json(record)


def test_the_file_of_a_night_keeps_its_columns() -> None:
    """Nights of all versions have these, in this order."""
    assert (
        *("onset", "onset_s", "duration_s", "kind", "limbs", "series", "asleep", "confidence"),
        *("peak_g", "reason"),
    ) == COLUMNS


def test_the_columns_of_exports_stand_in_one_module() -> None:
    """Six lists of them had to agree."""
    added = "|".join(column.name for column in EVENT_COLUMNS if not column.stored)
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cli").rglob("*.py")
        if re.search(rf"[\"'](?:{added})[\"']", path.read_text("utf-8"))
    }
    assert naming == {"cli/night/scored/event_columns.py"}


def test_time_since_the_one_before_is_of_the_same_series_and_of_rounded_onsets() -> None:
    like = night_event(0.0, None)
    events = [
        replace(like, onset=onset, series=series)
        for onset, series in (
            (100.0004, 1),
            (120.0006, 1),
            (130.0, None),
            (150.5, 1),
            (400.0, 2),
            (419.7, 2),
        )
    ]
    rows = event_rows(events, datetime.fromisoformat("2026-03-14T22:00:00+01:00"), {})
    assert [row["since_previous_s"] for row in rows] == [None, 20.001, None, 30.499, None, 19.7]


def night_event(onset: float, series: int | None) -> Event:
    return Event(
        onset=onset,
        duration=1.0,
        kind=Kind.PLM,
        limbs=(Placement.ANKLE_LEFT,),
        series=series,
        asleep=True,
        confidence=0.9,
        peak=0.2,
        reason="",
    )


def test_it_is_what_the_programs_own_reason_says() -> None:
    """The reason has two digits of it."""
    told = 0
    for path in (ROOT / "tests" / "golden").rglob("events.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            stored = list(csv.DictReader(file))
        events = [
            replace(
                night_event(float(row["onset_s"]), None), series=int(row["series"] or 0) or None
            )
            for row in stored
        ]
        rows = event_rows(events, datetime.fromisoformat("2026-03-14T22:00:00+01:00"), {})
        for row, kept in zip(rows, stored, strict=True):
            reason = re.match(r"([\d.]+) s after the one before, one of", kept["reason"])
            first = kept["reason"].startswith("first of ")
            assert (row["since_previous_s"] is None) == (reason is None), kept
            assert not first or kept["series"]
            if reason:
                assert row["since_previous_s"] == pytest.approx(float(reason[1]), rel=0.051)
                told += 1
    assert told > 80


@pytest.mark.parametrize("where", ["BIDS", "study", "docs"])
def test_every_dictionary_says_whose_sleep_it_is(where: str) -> None:
    """A study with polysomnography called its scored sleep estimated."""
    said = {
        "BIDS": EVENT_MEANINGS["asleep"]["Description"],
        "study": json.loads(dictionary_bytes(DETAILS["events"][0]))["asleep"]["Description"],
        "docs": re.search(
            r"^\| `asleep` \|.*$",
            (ROOT / "docs" / "night-folder.md").read_text("utf-8"),
            re.MULTILINE,
        ),
    }[where]
    text = said if isinstance(said, str) else said[0] if said else ""
    assert "estimated unless a laboratory scored it" in text


def test_no_column_of_a_study_calls_scored_sleep_estimated() -> None:
    details = [column for columns, _ in DETAILS.values() for column in columns]
    said = {one.description for one in (*night_columns(), *subject_columns(), *details)}
    doubtful = {one for one in said if "; estimated" in one}
    assert len(doubtful) > 5
    fair = ("; estimated unless a laboratory scored it", "; estimated, or as window tells")
    assert {one for one in doubtful if not one.endswith(fair)} == set()


@pytest.mark.parametrize("row", [{"a": 1, "b": 2}, {}])
def test_rows_and_columns_that_differ_are_refused(row: dict[str, int]) -> None:
    """Arrow dropped what its schema lacked, and left empty what a row lacked."""
    schema = pa.schema([pa.field("a", pa.int64())])
    assert typed_rows([{"a": 1}], schema).to_pylist() == [{"a": 1}]
    with pytest.raises(ValueError, match=r"differ in [ab]: name it in both"):
        typed_rows([{"a": 1}, row], schema)


def test_no_other_module_leaves_names_to_arrow() -> None:
    for part in ("sensor", "classify", "cli", "sample_data"):
        for path in (ROOT / part).rglob("*.py"):
            if path.stem != "typed_rows":
                assert "from_pylist(" not in path.read_text("utf-8"), path
