"""Corrected results are what everything shows and exports, marked; ``--uncorrected`` undoes it."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import edfio
import pyarrow.parquet as pq
import pytest

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Finding
from limbwatch.classify.rules.periodicity import FERRI_2006
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.history.history_page import history_content
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.correction.corrections import Change, add_correction
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.shelf import cards
from limbwatch.cli.report.charts import hours
from limbwatch.cli.report.document import report
from limbwatch.cli.report.drawn_tracks import awake_in_bed, tracks
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.words import UNKNOWN

MADE = "2026-03-15T08:00:00+01:00"
NAME = "2026-03-14"


@pytest.fixture(scope="module")
def model(night_maker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night whose wearer went to bed late, rose early and called a jerk a twitch."""
    night: Path = night_maker(tmp_path_factory.mktemp("n") / NAME, hours=5.0, rate=5.0)
    source = read_night(night)
    jerk = [event for event in source.events if event.kind is Kind.HYPNIC_JERK][1]
    spans = [(Change.RELABEL, jerk.onset, jerk.onset + jerk.duration, jerk.kind.value, "twitch")]
    spans += [(Change.BEDTIME, 1600.0, 1600.0, "", "1600"), (Change.RISING, 1.6e4, 1.6e4, "", "")]
    for change, start, end, before, after in spans:
        add_correction(
            night, change, made_at=MADE, start_s=start, end_s=end, before=before, after=after
        )
    return night


@pytest.fixture
def folder(model: Path, tmp_path: Path, copied: Callable[[Path, Path], Path]) -> Path:
    return copied(model, tmp_path / "nights" / NAME)


@pytest.fixture
def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def say(*arguments: str, code: int = 0) -> str:
        assert run([*arguments, "--nights", str(folder.parent)]) == code
        return capsys.readouterr().out

    return say


def figures(summary: Any) -> tuple[float, ...]:
    return (summary.plm.index_per_hour, summary.plm.count, summary.hypnic_jerks.count)


@pytest.mark.parametrize("uncorrected", [False, True])
def test_every_view_has_the_same_figures(folder: Path, said: Any, uncorrected: bool) -> None:
    flag = ["--uncorrected"] if uncorrected else []
    shown = as_corrected(read_night(folder), wanted=not uncorrected)
    summary, events = shown.night.summary, shown.night.events
    assert (shown.night == shown.program) is uncorrected
    index, count, _ = figures(summary)
    if not uncorrected:
        assert figures(summary) != figures(shown.program.summary)
    kinds = [event.kind.value for event in events]

    screen = said("view", *flag)
    assert f"{count:4d}  {index:5.1f} per hour" in screen
    assert ("Counted again with your 3 corrections. The program alone" in screen) is not uncorrected
    found = json.loads(said("view", "--json", *flag))
    assert found["plm"]["index_per_hour"] == index
    assert ("corrected" in found) is not uncorrected
    assert [row["kind"] for row in json.loads(said("view", "--events", "--json", *flag))] == kinds
    assert said("view", "--events", *flag).count("#") == kinds.count("plm")

    (row,) = json.loads(said("view", "--all", "--json", *flag))
    assert (row["plm_index_per_hour"], row["plm_count"], row["hypnic_jerks"]) == figures(summary)
    assert row["corrected"] is not uncorrected
    table = said("view", "--all", *flag)
    assert (f"{NAME}*" in table) is not uncorrected
    assert f"{index:.1f}" in table


@pytest.mark.parametrize("uncorrected", [False, True])
def test_lists_and_reports_have_them_too(folder: Path, uncorrected: bool) -> None:
    shown = as_corrected(read_night(folder), wanted=not uncorrected)
    index = shown.night.summary.plm.index_per_hour
    assert index is not None
    history = history_content(read_history([folder], corrected=not uncorrected), since=None)
    assert f"{index:.1f}" in history["level"]
    assert history["rows"][0]["cells"][0] == f"{index:.1f}"
    assert dict(history["summary"])["Median"][0] == f"{index:.1f}"
    marks = [
        d["marks"][0]["figure"]
        for m in history["months"]
        for w in m["weeks"]
        for d in w
        if d["marks"]
    ]
    assert marks == [f"{index:.0f}" if index >= 99.95 else f"{index:.1f}"]
    text = report(read_night(folder), corrected=not uncorrected)
    assert f'data-from="plm.index_per_hour" data-exact="{index}"' in text or str(index) in text

    if not uncorrected:
        assert cards(folder.parent)[0].index == f"{index:.1f}"


@pytest.mark.parametrize("uncorrected", [False, True])
def test_every_export_has_them_too(
    folder: Path, said: Any, tmp_path: Path, uncorrected: bool
) -> None:
    flag = ["--uncorrected"] if uncorrected else []
    shown = as_corrected(read_night(folder), wanted=not uncorrected)
    index, count, jerks = figures(shown.night.summary)
    kinds = [event.kind.value for event in shown.night.events]
    out = tmp_path / "out"
    said("export", "--to", "csv", "-o", str(out / "csv"), *flag)
    rows = list(csv.DictReader(io.StringIO((out / "csv" / "events.csv").read_text())))
    assert [row["kind"] for row in rows] == kinds
    assert (len({row["kind_by_program"] for row in rows}) > 1) is not uncorrected
    named = dict(csv.reader(io.StringIO((out / "csv" / "night.csv").read_text())))
    assert float(named["plm.index_per_hour"]) == index
    assert named["corrected"] == str(not uncorrected)
    said("export", "--to", "json", "-o", str(out / "night.json"), *flag)
    document = json.loads((out / "night.json").read_text())
    assert document["night"]["plm"]["count"] == count
    assert document["night"]["corrected"] is not uncorrected
    said("export", "--to", "bids", "-o", str(out / "bids"), *flag)
    (table_of_events,) = (out / "bids").rglob("*_events.tsv")
    lines = list(csv.DictReader(io.StringIO(table_of_events.read_text()), delimiter="\t"))
    assert [line["trial_type"] for line in lines] == kinds
    said("export", "--to", "edf", "-o", str(out / "night.edf"), *flag)
    texts = [note.text for note in edfio.read_edf(out / "night.edf").annotations]
    assert sum(text.startswith(Kind.HYPNIC_JERK.words) for text in texts) == jerks
    said("export", "--all", "--to", "parquet", "-o", str(out / "all.parquet"), *flag)
    cohort = pq.read_table(out / "all.parquet")
    assert cohort["kind"].to_pylist() == kinds
    assert set(cohort["corrected"].to_pylist()) == {not uncorrected}


def test_the_periodicity_index_tells_its_intervals_wherever_it_is_told(
    folder: Path, said: Any
) -> None:
    """Its 10 to 90 s are Ferri's, by all rules: two lists can be compared only so."""
    assert (FERRI_2006.above, FERRI_2006.up_to) == (10_000, 90_000)
    assert "(Ferri 2006, 10-90 s)" in said("view")
    assert "Ferri 2006, 10-90 s, of all intervals" in report(read_night(folder))


def test_what_lies_outside_the_bed_time_that_was_told_is_counted_nowhere(folder: Path) -> None:
    shown = as_corrected(read_night(folder))
    night = shown.night
    assert night.summary.sleep.in_bed_s == (1600.0, 16_000.0)
    inside = [e for e in shown.program.events if 1600 <= e.onset < 16_000]
    assert len(inside) < len(shown.program.events)
    assert [event.onset for event in night.events] == [event.onset for event in inside]
    assert sum(night.summary.counts.values()) == len(inside)
    assert all(1600 <= jerk.onset_s < 16_000 for jerk in night.summary.hypnic_jerks.events)
    assert all(1600 <= one.onset_s < 16_000 for one in night.summary.plm.series)


def test_what_stands_out_says_the_index_that_is_counted(night_maker: Any, tmp_path: Path) -> None:
    """With an hour left out, the finding was 49.3 an hour beside an index of 59.9."""
    folder = night_maker(tmp_path / NAME, hours=5.0, severe=True, samples=False)
    add_correction(
        folder, Change.EXCLUDE, made_at=MADE, start_s=3600, end_s=7200, before="", after=""
    )
    summary = as_corrected(read_night(folder)).night.summary
    (found,) = (one for one in summary.findings if one.code == "plm_index_high")
    assert found.evidence.startswith(f"{summary.plm.index_per_hour:.1f} periodic")
    assert f"{summary.plm.count} in {summary.plm.hours_of_sleep:.1f} h" in found.evidence


def test_a_span_that_was_left_out_is_drawn_as_that_and_never_as_wakefulness(
    night_maker: Any, tmp_path: Path
) -> None:
    folder = night_maker(tmp_path / NAME, hours=5.0, samples=False)
    add_correction(
        folder, Change.EXCLUDE, made_at=MADE, start_s=4000, end_s=9000, before="", after=""
    )
    shown = as_corrected(read_night(folder))
    summary = shown.night.summary
    assert shown.left_out == ((4000.0, 9000.0),)
    assert any(a < 6000 < b for a, b in awake_in_bed(summary)), "what it would be without"
    awake = awake_in_bed(summary, shown.left_out)
    assert all(b <= 4000 or a >= 9000 for a, b in awake)
    rows = {row.kind: row for row in tracks(shown.night, (), shown.left_out)}
    assert all('class="gap"' in rows[kind].markup for kind in ("sleep", "lane"))
    drawn = hours(summary)
    # 22:41:07 and 4000 s: nothing between 00:00 and 01:00 is counted, which is not "none"
    hour = next(k for k, row in enumerate(drawn.rows) if row[0] == "00:00")
    values = re.findall(r'class="value mid"[^>]*>([^<]+)<', drawn.markup)
    assert [k for k, value in enumerate(values) if value == UNKNOWN] == [hour]
    page = report(read_night(folder))
    assert "left out by you" in page
    assert "Hatched in the rows of kinds and sleep" in page
    assert "left out by you" not in report(read_night(folder), corrected=False)


def test_what_no_longer_stands_out_is_told_with_what_the_program_found(folder: Path) -> None:
    """A bed time that was told may end a finding; it may not make it vanish without a word."""
    night = read_night(folder)
    found = Finding(
        code="tonic", title="Stiffening", evidence="three times before bed", advice="Film it."
    )
    night = replace(night, summary=replace(night.summary, findings=(found,)))
    shown = as_corrected(night)
    assert [one.code for one in shown.gone] == ["tonic"]
    assert "Stood out without them: Stiffening" in shown.mark
    text = report(night)
    assert "no longer stands out" in text
    assert "three times before bed" in text


def test_the_uncorrected_report_does_not_replace_the_night_s_own(folder: Path, said: Any) -> None:
    said("view", "--html", "--uncorrected", code=ExitCode.USAGE)
    said("view", "--html", "--uncorrected", "-o", str(folder.parent / "other.html"))
    assert "counted again" not in (folder.parent / "other.html").read_text(encoding="utf-8")


def break_it(folder: Path, what: str) -> None:
    match what:
        case "corrections":
            with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
                file.write("4,yesterday,relabel\n")
        case "notes":
            (folder / "notes.json").write_text('{"schema": "limbwatch.notes/1", "stress": "much"}')
        case "night":
            (folder / "night.json").write_text('{"schema": "limbwatch.night/1"}')
        case "events":
            (folder / "events.csv").write_text("onset\n")


@pytest.mark.parametrize("what", ["corrections", "notes", "night", "events"])
def test_one_damaged_night_stops_no_list_and_no_export(
    folder: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    nights = folder.parent
    shutil.copytree(folder, nights / "2026-03-15")
    break_it(folder, what)
    assert run(["view", "--all", "--nights", str(nights)]) == 0
    table = capsys.readouterr().out
    assert NAME in table
    assert "2026-03-15*" in table
    assert (
        run(["view", "--all", "--html", "-o", str(nights / "a.html"), "--nights", str(nights)]) == 0
    )
    out = nights / "all.parquet"
    code = run(["export", "--all", "--to", "parquet", "-o", str(out), "--nights", str(nights)])
    said = capsys.readouterr().err
    assert code == ExitCode.DATA_LOST
    kept = set(pq.read_table(out)["night"].to_pylist())
    assert kept == ({NAME, "2026-03-15"} if what in {"corrections", "notes"} else {"2026-03-15"})
    assert NAME in said
    assert {"night": "limbwatch rescore", "events": "limbwatch rescore"}.get(what, "move ") in said
    assert len(cards(nights)) == 2


@pytest.mark.parametrize("how", [(), ("--events",), ("--json",)])
def test_corrections_that_are_not_applied_are_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str], how: tuple[str, ...]
) -> None:
    break_it(folder, "corrections")
    assert run(["view", NAME, *how, "--nights", str(folder.parent)]) == 0
    said = " ".join("".join(capsys.readouterr()).split())
    assert said.count("Until then none of it is applied") == 1


def test_a_night_with_too_little_sleep_for_a_rate_has_none_in_any_list(folder: Path) -> None:
    path = folder / "night.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["plm"]["hours_of_sleep"] = CONCERN.sleep_hours - 0.01
    path.write_text(json.dumps(facts), encoding="utf-8")
    (folder / "corrections.csv").unlink()
    (night,) = listed_nights([folder])
    row = night.row
    assert (row["plm_index_per_hour"], row["periodicity_index"]) == (None, None)
    history = history_content(read_history([folder]), since=None)
    cells = history["rows"][0]["cells"]
    assert (cells[0], cells[4]) == ("\N{EN DASH}", "\N{EN DASH}")
    assert dict(history["summary"])["Median"][0] == "\N{EN DASH}"
    assert "No night with two hours" in history["level"]
    assert cards(folder.parent)[0].index == "\N{EN DASH}"
