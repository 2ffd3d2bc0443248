"""Without a sensor on a leg nobody counted periodic movements: unknown everywhere, and never 0."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from limbwatch.classify.clinical_measures import clinical_measures
from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.history.yardsticks import periodicity, plm_count, plm_index
from limbwatch.cli.immobilisation import result
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import as_mapping, read_summary, summary_bytes
from limbwatch.cli.report.charts import hours
from limbwatch.cli.report.document import report
from limbwatch.cli.report.lead import sentence
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.cli.report.tables import clinical
from limbwatch.cli.screen.first_screen import first_screen

UNKNOWN = "\N{EN DASH}"
COUNTS = ("count", "index_per_hour", "wake_count", "wake_index_per_hour", "periodicity_index")
SIDES = ("left", "right", "bilateral")


@pytest.fixture
def arms(example_night: Night) -> Night:
    """A night with movements that were called periodic, of which a wrist alone was recorded."""
    worn = [one for one in example_night.coverage if one.placement.limb == "wrist"]
    return replace(example_night, coverage=tuple(worn), findings=())


@pytest.fixture
def summary(arms: Night) -> Summary:
    return summarise(arms)


def test_every_count_of_the_night_is_null_and_the_hours_stay(summary: Summary) -> None:
    plm = as_mapping(summary)["plm"]
    assert [plm[name] for name in (*COUNTS, *SIDES)] == [None] * 8
    assert plm["hours_of_sleep"] > 0
    assert plm["hours_of_wake"] > 0
    for hour in plm["per_hour"]:
        assert (hour["count"], hour["wake_count"], hour["index_per_hour"]) == (None, None, None)


def test_with_a_leg_none_found_is_zero(example_night: Night) -> None:
    plm = summarise(replace(example_night, events=(), series=())).plm
    assert (plm.count, plm.index_per_hour, plm.wake_count) == (0, 0.0, 0)
    assert {hour.count for hour in plm.per_hour} == {0}


def test_a_night_in_which_an_older_version_wrote_zero_is_read_as_unknown(
    summary: Summary, tmp_path: Path
) -> None:
    content = json.loads(summary_bytes(summary))
    content["plm"] |= {"count": 0, "index_per_hour": 0.0, "wake_count": 0, "left": 0}
    for hour in content["plm"]["per_hour"]:
        hour |= {"count": 0, "wake_count": 0, "index_per_hour": 0.0}
    (tmp_path / "night.json").write_text(json.dumps(content), encoding="utf-8")
    assert read_summary(tmp_path) == summary


def test_trends_have_no_figure_of_it(summary: Summary) -> None:
    assert (plm_index(summary), plm_count(summary), periodicity(summary)) == (None, None, None)


def test_terminal_and_report_say_that_it_was_not_recorded(summary: Summary) -> None:
    line = next(one for one in first_screen(summary).splitlines() if one.startswith("Periodic"))
    assert line.split()[3:] == [UNKNOWN, "not", "recorded"]
    assert "per hour of sleep (" not in first_screen(summary)
    assert "without a sensor on a leg" in sentence(summary)
    chart = hours(summary)
    assert {(row[1], row[2], row[4]) for row in chart.rows} == {(UNKNOWN,) * 3}


def test_the_measures_of_the_doctors_pages_are_unknown(arms: Night) -> None:
    found = clinical_measures(arms)
    known = {one.name for one in fields(found) if getattr(found, one.name) is not None}
    assert known == {"hours_of_sleep", "short_interval_s", "thirds"}
    assert {(third.count, third.index_per_hour) for third in found.thirds} == {(None, None)}


def test_a_test_of_the_legs_without_a_leg_gives_no_number(summary: Summary) -> None:
    assert "no sensor was on a leg to count movements" in result(summary)


def test_the_doctors_pages_say_that_no_sensor_was_on_a_leg(arms: Night, tmp_path: Path) -> None:
    """They said "Series: 0", "0 intervals" and an index that was an arm's, as if counted."""
    plain = tuple(event for event in arms.events if event.kind is not Kind.PLM)
    arms = replace(arms, events=plain, series=())
    summary = summarise(arms)
    entries = {one.name: one for group in clinical(summary) for one in group.entries}
    for name in ("PLMS", "PLMS index", "PLMS left only", "Periodicity index", "Interval, median",
                 "Interval, log SD", "PLMW", "PLMW index"):  # fmt: skip
        assert entries[name].value == UNKNOWN
        assert entries[name].basis == "no sensor on a leg"
    assert "of an arm" in entries["Limb movement index"].basis
    (tmp_path / "night.json").write_bytes(summary_bytes(summary))
    (tmp_path / "events.csv").write_bytes(events_table(arms))
    night = read_night(tmp_path)
    for page in (doctors_pages(night, corrected=False), report(night, corrected=False)):
        assert "Not counted: no sensor was on a leg." in page
        assert "intervals inside series" not in page
    assert "Series: 0" not in doctors_pages(night, corrected=False)
    sheet = doctors_pages(night, corrected=False)
    further = sheet[sheet.index("Leg movements in sleep, further") :].partition("</table>")[0]
    assert further.count("no sensor on a leg") == further.count("<tr>") == 5
    assert "Not looked for here: " in sheet
    assert "Single blows of an arm are not detected" in sheet
    assert "are counted too" not in sheet, "nothing is counted"
    assert "0 periodic" not in report(night, corrected=False), "of any hour of the list"
