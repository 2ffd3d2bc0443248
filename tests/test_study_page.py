"""``study report``: the page says what the tables say, and leads to each night's report."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.study.published.distribution import ShownFigure, distribution
from limbwatch.cli.study.published.study_page import study_page
from limbwatch.cli.study.sessions.checking import failures_table
from limbwatch.cli.study.study_run import study_folder
from limbwatch.cli.study.tabled.figure_columns import figure_columns, unit_of
from limbwatch.cli.study.tabled.night_row import night_columns
from limbwatch.cli.study.tabled.person_row import subject_columns
from limbwatch.cli.study.tabled.table_files import parquet_bytes
from limbwatch.sample_data import sample_night
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import write_recording

SHARE = ShownFigure("Worn share", "", "x", step=0.05, digits=2)


@pytest.mark.parametrize(
    ("values", "last", "counts"),
    [
        ([0.0], "0.00 to 0.05", [1]),
        ([1.0, 1.0, 0.96, 0.2], "0.90 to 1.00", [0, 0, 1, *[0] * 6, 3]),
        ([0.3], "0.25 to 0.30", [0, 0, 0, 0, 0, 1]),
    ],
)
def test_every_value_is_in_one_column_and_no_share_above_one(
    values: list[float], last: str, counts: list[int]
) -> None:
    chart = distribution(SHARE, values)
    assert chart.rows[-1][0] == last
    assert [int(row[1]) for row in chart.rows] == counts


def test_columns_become_wider_by_steps_of_1_2_5_and_stay_few() -> None:
    one = ShownFigure("PLMS", "per hour", "x", lines=(5.0, 15.0))
    for most, width in ((15, 1), (17, 2), (33, 5), (90, 10), (170, 20)):
        chart = distribution(one, [0.0, float(most)])
        assert chart.rows[0][0] == f"0 to {width}"
        assert len(chart.rows) <= 16
    assert chart.markup.count('class="limit"') == 2
    assert distribution(one, []).markup == ""


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("plm_index_per_hour", "1/h"),
        ("sleep_minutes", "min"),
        ("plm_hours_of_sleep", "h"),
        ("coverage_ankle_left_floor_g", "g"),
        ("coverage_ankle_left_gaps_count", ""),
        ("plm_interval_s_count", ""),
        ("plm_interval_s_median", "s"),
        ("age", "years"),
        ("sleep_efficiency", ""),
    ],
)
def test_a_unit_follows_from_the_name(name: str, unit: str) -> None:
    assert unit_of(name) == unit


def test_every_figure_has_a_sentence_of_its_own() -> None:
    said = {column.name: column.description for column in figure_columns()}
    assert [name for name, text in said.items() if "key of night.json" in text] == []
    assert "laboratory_respiratory_aasm_plm_without_per_hour" in said


def scored(place: Path, lines: list[str]) -> Path:
    """Score a study of which one night, of ten minutes, has too little sleep for an index."""
    rest = Samples(start=0.0, rate=25.0, xyz=np.tile([0.0, 0.6, 0.8], (15000, 1)).astype("f4"))
    record = Recording(
        start=datetime(2026, 3, 14, 22, tzinfo=UTC),
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=25.0,
        rate=25.0,
        runs=(rest,),
    )
    write_recording(record, place / "short.parquet")
    lines = ["subject,session,placement,path,timezone", *lines, "C,,ankle_left,short.parquet,UTC"]
    (place / "m.csv").write_text("\n".join([*lines, ""]), "utf-8")
    out = place / "out"
    run(["study", "run", str(place / "m.csv"), "-o", str(out), "--workers", "0", "-q"])
    return out


@pytest.fixture
def short_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return scored(tmp_path, [])


def test_the_page_leads_to_nights_and_tells_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    lines = [f"A,,{place},{path},UTC" for place, path in sample_night().items()]
    out = scored(tmp_path, [*lines, "B,,ankle_left,<b>none</b>.csv,UTC"])
    assert run(["study", "report", str(out), "--reports", "none"]) == 0
    assert "report.html" not in (out / "report.html").read_text("utf-8")
    assert not list(out.glob("sub-*/**/report.html"))
    assert run(["study", "report", str(out)]) == 0
    text = (out / "report.html").read_text("utf-8")
    assert "Scored: 2 nights of 2 people." in text
    for link in re.findall(r'href="([^"]+)"', text):
        assert link.startswith("data:") or (out / link).exists(), link
    assert re.search(
        r'href="\./sub-C/2026-03-14/report.html"', text
    )  # too little sleep for an index
    assert "&lt;b&gt;none" in text
    assert "<b>none" not in text
    # of the two nights one is named to be looked at first, and had its report drawn
    (drawn,) = out.glob("sub-*/**/report.html")
    assert run(["view", str(drawn.parent), "--html", "-o", str(tmp_path / "same.html")]) == 0
    assert (tmp_path / "same.html").read_bytes() == drawn.read_bytes()
    first = text
    assert run(["study", "report", str(out)]) == 0
    assert (out / "report.html").read_text("utf-8") == first
    page = tmp_path / "elsewhere" / "page.html"
    assert run(["study", "report", str(out), "-o", str(page)]) == 0
    links = re.findall(r'href="([^"]*report.html)"', page.read_text("utf-8"))
    assert links
    assert all((page.parent / link).exists() for link in links)


@pytest.mark.parametrize(
    ("changed", "drawn"),
    [
        ({"rated": 0, "slept": 1}, True),
        ({"rated": 1, "slept": 0}, False),
        ({"rated": 0, "slept": 1, "simulated": 1}, False),
        ({"rated": 0, "slept": 1, "copied": 1}, False),
        ({"rated": 1, "slept": None}, True),  # as in tables of an earlier version
        ({"rated": 0, "slept": None}, False),
    ],
)
def test_sleep_is_drawn_of_every_night_that_was_observed_for_long_enough(
    changed: dict[str, int | None], drawn: bool, tmp_path: Path
) -> None:
    """That of a night without an index was in no picture, and hardly observed sleep was in some."""
    values: dict[str, Any] = {"simulated": 0, "copied": 0, "above_line": 0} | changed
    values |= {"subject": "C", "session": "", "night": "2026-03-14", "doubts": ""}
    values |= {"sleep_minutes": 151.5, "sleep_waso_minutes": 12.0}
    columns = [
        one for one in night_columns() if values.get("slept") is not None or one.name != "slept"
    ]
    row = {column.name: values.get(column.name) for column in columns}
    (tmp_path / "nights.parquet").write_bytes(parquet_bytes(columns, [row]))
    (tmp_path / "people.parquet").write_bytes(parquet_bytes(subject_columns(), []))
    (tmp_path / "failures.csv").write_bytes(failures_table([]))
    (tmp_path / "study.json").write_text('{"options": {"rules": "wasm2016"}}')
    page, _ = study_page(tmp_path, page=tmp_path / "report.html", reports="none")
    assert (b"Wake after sleep onset" in page) is drawn


def test_a_report_that_cannot_be_drawn_costs_a_link_and_is_told(
    short_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = short_study / "sub-C" / "2026-03-14" / "events.csv"
    events.write_text("damaged\n")
    assert run(["study", "report", str(short_study)]) == 0
    assert "sub-C/2026-03-14 has no report: " in capsys.readouterr().err
    assert "Names without a link" in (short_study / "report.html").read_text("utf-8")
    capsys.readouterr()
    with study_folder(short_study):  # a run is at it
        assert run(["study", "report", str(short_study)]) == 0
    assert "1 reports were not drawn: another limbwatch study run" in capsys.readouterr().err


def test_every_missing_report_is_drawn_on_request(short_study: Path) -> None:
    assert run(["study", "report", str(short_study), "--reports", "all"]) == 0
    nights = list(short_study.glob("sub-*/**/night.json"))
    assert nights
    assert all((night.parent / "report.html").exists() for night in nights)


def test_a_folder_without_a_study_has_no_page(tmp_path: Path) -> None:
    assert run(["study", "report", str(tmp_path)]) == ExitCode.USAGE


@pytest.mark.parametrize("command", [("report",), ("export", "--to", "bids")])
@pytest.mark.parametrize("column", ["doubts", "session"])
def test_a_table_without_a_column_is_refused_by_the_name_of_that_column(
    short_study: Path, command: tuple[str, ...], column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page crashed, and export said the types of all the columns that are there."""
    path = short_study / "nights.parquet"
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    capsys.readouterr()
    asked = ["study", command[0], str(short_study), *command[1:]]
    if command[0] == "export":
        asked += ["-o", str(short_study.parent / "bids")]
    assert run(asked) == ExitCode.USAGE
    said = " ".join(capsys.readouterr().err.split())
    assert f"(nights.parquet has no column {column!r})" in said
    assert len(said) < 400
