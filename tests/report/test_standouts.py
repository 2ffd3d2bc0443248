"""What stood out on a single night is named wherever many nights are: a median shows none of it."""

import html
import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.child_advice import advice_for
from limbwatch.cli.history.history_page import history_file
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.nights_sheet import doctors_nights
from limbwatch.cli.history.standouts import (
    ALARMING,
    FoundNight,
    standouts,
    standouts_among,
)
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list

SHAKING = "Sustained rhythmic shaking of several limbs"
SEEN = "once, the longest for 27 s, of left ankle and right ankle, seen by 2 of 2 sensors"


@pytest.fixture
def nights(own_night: Path, tmp_path: Path) -> Any:
    """Make quiet nights with given findings, one evening after the other."""
    base = json.loads((own_night / "night.json").read_text(encoding="utf-8"))
    base["plm"]["index_per_hour"], base["simulated"] = 0.0, False

    def make(codes: list[tuple[str, ...]], **facts: Any) -> list[Path]:
        folders = []
        for number, found in enumerate(codes):
            day = date(2026, 3, 1) + timedelta(days=number)
            told = {
                "start": f"{day}T22:41:07.000+01:00",
                "end": f"{day + timedelta(days=1)}T06:41:07.000+01:00",
                "findings": [
                    {
                        "code": code,
                        "title": advice_for(code, age=facts.get("age")).title,
                        "evidence": SEEN,
                        "advice": advice_for(code, age=facts.get("age")).text,
                    }
                    for code in found
                ],
            }
            folder = tmp_path / "nights" / day.isoformat()
            folder.mkdir(parents=True)
            (folder / "night.json").write_text(json.dumps(base | told | facts), encoding="utf-8")
            shutil.copy(own_night / "events.csv", folder)
            folders.append(folder)
        return folders

    return make


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_convulsion_of_one_night_is_named_wherever_many_nights_are(nights: Any) -> None:
    """Ten nights of a child, one with shaking: the pages for the doctor read "median 0.0"."""
    folders = nights([(), ("frequent_hypnic_jerks",), ("convulsive_event",), ()], age=4.0)
    listing = night_list(listed_nights(folders), folders[0].parent)
    assert f"- {SHAKING}: 1 of 4 nights, 2026-03-03" in listing
    assert listing.index(SHAKING) < listing.index("- Several sleep starts: 1 of 4 nights")
    for page in (doctors_nights(folders), history_file(folders, since=None).decode("utf-8")):
        said = text_of(page)
        assert f"{SHAKING}: 1 of 4 nights" in said
        assert f"2026-03-03: {SEEN}." in said
        assert said.index(SHAKING) < said.index("Several sleep starts")


@pytest.mark.parametrize(("code", "first"), [("tonic_event", True), ("foot_tremor", False)])
def test_no_median_stands_above_what_is_alarming(nights: Any, code: str, first: bool) -> None:
    said = text_of(doctors_nights(nights([(code,), ()])))
    title = "What stood out on single nights"
    assert said.count(title) == 1
    assert (said.index(title) < said.index("median 0.0")) is first


def test_what_stood_out_is_a_section_with_a_name(nights: Any) -> None:
    """Its heading stood hard under the level, and its lines were of no section."""
    folders = nights([("convulsive_event",), ()])
    page = history_file(folders, since=None).decode("utf-8")
    section = page[page.index('<section class="findings" aria-labelledby="standouts-title">') :]
    assert "advice" in section[: section.index("</section>")]
    assert "standouts-title" not in history_file(folders[1:], since=None).decode("utf-8")


def test_the_page_says_what_to_do_after_shaking(nights: Any) -> None:
    page = text_of(history_file(nights([("convulsive_event",)]), since=None).decode("utf-8"))
    assert ADVICE["convulsive_event"].text in page


def test_every_finding_of_the_person_is_told_and_none_of_the_index(nights: Any) -> None:
    found = standouts(read_history(nights([tuple(ADVICE)])))
    told = {one.title for one in found}
    elsewhere = {"plm_index_high", "one_sided", "bed_shaken", "sensors_swapped", "low_coverage"}
    assert told == {text.title for code, text in ADVICE.items() if code not in elsewhere}
    assert {one.title for one in found if one.advice} == {ADVICE[code].title for code in ALARMING}
    assert [bool(one.advice) for one in found] == sorted(
        (bool(one.advice) for one in found), reverse=True
    ), "alarming ones first"


def test_many_nights_stay_a_line() -> None:
    """The newest are named, what was seen is said of three, the others are counted."""
    every = [FoundNight(f"n{number:02}", {"tonic_event": "x"}, None) for number in range(30)]
    (one,) = standouts_among(every, tests=False)
    assert [night.night for night in one.occasions] == [f"n{n}" for n in range(29, 21, -1)]
    assert [night.evidence for night in one.occasions] == ["x"] * 3 + [""] * 5
    assert one.older == "22 older ones"
    assert one.line.endswith(": 30 of 30 nights, n29, n28, n27, n26, n25, n24, n23, n22 and 22 "
                             "older ones")  # fmt: skip


def test_nobodys_shaking_is_nobodys(nights: Any) -> None:
    folders = nights([("convulsive_event",)], simulated=True)
    assert standouts(read_history(folders)) == ()
    assert SHAKING not in night_list(listed_nights(folders), folders[0].parent)


def test_a_test_of_an_hour_awake_counts_and_makes_no_night_of_itself(nights: Any) -> None:
    folders = nights([("convulsive_event",)], asked={"test": "immobilisation"})
    assert standouts(read_history(folders))[0].share == "1 of 1 recording"


def test_a_baby_has_the_title_and_advice_of_a_baby(nights: Any) -> None:
    (one,) = standouts(read_history(nights([("sleep_start_cluster",)], age=0.5)))
    assert one.title.endswith("show them to a doctor today")
    assert "call a paediatrician or a children's hospital today" in one.advice


def test_a_night_without_an_age_has_the_advice_of_the_age_that_others_tell() -> None:
    seen = {"convulsive_event": ""}
    child = [FoundNight("a", {}, 4.0), FoundNight("b", seen, None), FoundNight("c", {}, None)]
    told = standouts_among(child, tests=False)[0]
    assert told.advice == advice_for("convulsive_event", age=4.0).text
    told = standouts_among(child[1:], tests=False)[0]
    assert told.advice == ADVICE["convulsive_event"].text


def test_it_is_said_in_german(nights: Any) -> None:
    folders = nights([("convulsive_event",), ()])
    with speaking("de"):
        listing = night_list(listed_nights(folders), folders[0].parent)
        page = text_of(doctors_nights(folders))
    assert "1 von 2 Nächten" in listing
    assert "Was in einzelnen Nächten auffiel" in page
    assert "left ankle" not in page
