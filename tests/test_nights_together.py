"""What the terminal says of all nights together, for a program."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.listed.people import NAMELESS
from limbwatch.cli.screen.listed_night import ListedNight, in_medians, listed_nights
from limbwatch.cli.screen.night_list import column_ranges


@pytest.fixture(scope="module")
def nights(ten_minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    nights = tmp_path_factory.mktemp("together") / "nights"
    for more in ([], ["--again"], ["--subject", "07"]):
        words = ["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]
        assert run([*words, *more]) == 0
    for folder in nights.glob("**/night.json"):
        folder.write_text(
            folder.read_text(encoding="utf-8").replace('"simulated": true', '"simulated": false'),
            encoding="utf-8",
        )
    return nights


def test_the_bare_list_stays_and_the_rest_is_in_an_object_beside_it(
    nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    words = ["view", "--all", "--json", "--nights", str(nights)]
    assert run(words) == 0
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list)
    assert run(["--lang", "de", *words, "--together"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "limbwatch.nights/1"
    assert found["nights"] == rows
    assert [one["subject"] for one in found["people"]] == [None, "07"]
    own = [row for row in rows if row["subject"] is None]
    first = found["people"][0]
    assert first["counted"] == [row["folder"] for row in own]
    assert first["figures"] == column_ranges(in_medians(listed_nights(list_nights(nights))))
    assert any("judge by the median" in one for one in first["remarks"])
    assert (first["trend"], first["stood_out"]) == ({"told": [], "without": None}, [])
    assert found["unfinished"] == []


def test_a_median_is_of_the_nights_that_have_the_figure(example_night: Night) -> None:
    summary = summarise(example_night)

    def night(value: int, observed: float) -> ListedNight:
        sleep = replace(
            summary.sleep, time_in_bed_minutes=float(value), observed_in_bed_minutes=observed
        )
        jerks = replace(summary.hypnic_jerks, count=value)
        plm = replace(summary.plm, index_per_hour=None, hours_of_sleep=6.0)
        changed = replace(summary, sleep=sleep, hypnic_jerks=jerks, plm=plm)
        return ListedNight(
            folder=Path(f"n{value}"), person=NAMELESS, summary=changed, corrected=False, trouble=""
        )

    found = column_ranges([night(1, 480.0), night(4, 480.0), night(9, 30.0)])
    assert [found[name]["hypnic_jerks"] for name in found] == [4, 1, 9]
    assert [found[name]["plm_index_per_hour"] for name in found] == [None] * 3
    # the time in bed of a recording of half an hour is none of a night
    assert [found[name]["time_in_bed_minutes"] for name in found] == [2.5, 1, 4]
    assert list(found) == ["median", "lowest", "highest"]


@pytest.mark.parametrize("more", [[], ["--json"], ["--all"], ["--all", "--json", "--html"]])
def test_it_is_asked_for_with_all_and_json_alone(
    more: list[str], nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", "--together", "--nights", str(nights), *more]) == ExitCode.USAGE
    assert "add --all --json" in " ".join(capsys.readouterr().err.split())
