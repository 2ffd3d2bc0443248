"""``study report``: the page says what the tables say, and leads to each night's report."""

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.study.distribution import ShownFigure, distribution
from limbwatch.cli.study.figure_columns import unit_of
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


def test_the_page_leads_to_nights_and_tells_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    lines = [f"A,,{where},{path},UTC" for where, path in sample_night().items()]
    rest = Samples(start=0.0, rate=25.0, xyz=np.tile([0.0, 0.6, 0.8], (15000, 1)).astype("f4"))
    record = Recording(
        start=datetime(2026, 3, 14, 22, tzinfo=UTC),
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=25.0,
        rate=25.0,
        runs=(rest,),
    )
    write_recording(record, tmp_path / "short.parquet")
    lines.append("C,,ankle_left,short.parquet,UTC")
    lines.append("B,,ankle_left,<b>none</b>.csv,UTC")
    (tmp_path / "m.csv").write_text(
        "\n".join(["subject,session,placement,path,timezone", *lines, ""]), "utf-8"
    )
    out = tmp_path / "out"
    arguments = ["study", "run", str(tmp_path / "m.csv"), "-o", str(out), "--workers", "0"]
    assert run([*arguments, "--reports"]) == ExitCode.DATA_LOST
    assert run(["study", "report", str(out)]) == 0
    text = (out / "report.html").read_text("utf-8")
    assert "2 nights of 2 people were scored" in text
    for link in re.findall(r'href="([^"]+)"', text):
        assert link.startswith("data:") or (out / link).exists(), link
    assert re.search(
        r'href="\./sub-C/2026-03-14/report.html"', text
    )  # too little sleep for an index
    assert "&lt;b&gt;none" in text
    assert "<b>none" not in text
    first = text
    assert run(["study", "report", str(out)]) == 0
    assert (out / "report.html").read_text("utf-8") == first
    page = tmp_path / "elsewhere" / "page.html"
    assert run(["study", "report", str(out), "-o", str(page)]) == 0
    links = re.findall(r'href="([^"]*report.html)"', page.read_text("utf-8"))
    assert links
    assert all((page.parent / link).exists() for link in links)


def test_a_folder_without_a_study_has_no_page(tmp_path: Path) -> None:
    assert run(["study", "report", str(tmp_path)]) == ExitCode.USAGE
