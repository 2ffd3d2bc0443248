"""What counts as a night and is less than one is named: a nap, a part, a leg that was unseen."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.origin import IMMOBILISATION, TEST
from limbwatch.classify.summary import summarise
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.statements import warnings
from limbwatch.cli.judgement import caution_on_index
from limbwatch.cli.night.listed.part_nights import CountedNight, part_nights_warnings
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.report.lead import sentence
from limbwatch.cli.report.tables import clinical
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list

ZONE = timezone(timedelta(hours=1))


def counted(
    name: str, begin: str, hours: float, day: str = "2026-01-14", **seen: float
) -> CountedNight:
    begins = datetime.fromisoformat(f"{day}T{begin}").replace(tzinfo=ZONE)
    evening = begins.date() - timedelta(days=begins.hour < 12)
    return CountedNight(name, evening, begins, begins + timedelta(hours=hours), seen)


def told(*nights: CountedNight) -> str:
    return " ".join(part_nights_warnings(nights))


@pytest.mark.parametrize(
    ("begin", "hours", "nap"),
    [
        ("13:10", 2.9, True),
        ("09:00", 5.0, True),
        ("08:59", 5.0, False),
        ("09:00", 5.1, False),  # who works at night
        ("16:00", 5.0, True),
        ("16:01", 5.0, False),
        ("22:41", 3.0, False),
        ("01:00", 5.0, False),
    ],
)
def test_a_short_recording_by_day_may_be_a_nap(begin: str, hours: float, nap: bool) -> None:
    """An afternoon was "Night of Wed 14 Jan" in every median, and nothing said so."""
    assert ("Recorded by day: n (" in told(counted("n", begin, hours))) is nap


def test_several_recordings_of_one_night_are_named() -> None:
    """22:00 to 01:00 and 01:30 to 06:00 were two nights of "10 of 10 above 15"."""
    parts = counted("a", "22:00", 3), counted("a-2", "01:30", 4.5, day="2026-01-15")
    assert told(*parts).startswith("Several recordings of one night: a and a-2. Each counts")
    assert told(parts[0], counted("b", "22:00", 3, day="2026-01-15")) == ""


def test_a_nap_and_the_night_after_it_are_no_parts_of_one_night() -> None:
    assert "Several" not in told(counted("n", "13:10", 2.9), counted("a", "22:00", 8))


def test_recordings_of_the_same_hours_are_told_as_such_alone() -> None:
    assert told(counted("a", "22:00", 8), counted("a-2", "22:00", 8)) == ""


def test_nights_of_a_clock_that_was_never_set_are_no_parts_of_one() -> None:
    lost = [counted(name, "01:00", 8, day="1970-01-01") for name in ("a", "b")]
    lost[1] = replace_times(lost[1], timedelta(hours=9))
    assert told(*lost) == ""


def replace_times(one: CountedNight, by: timedelta) -> CountedNight:
    return one._replace(begins=one.begins + by, ends=one.ends + by)


def test_a_night_with_a_leg_unseen_is_named_with_its_share() -> None:
    said = told(counted("n", "22:00", 8, ankle_left=0.391), counted("m", "22:00", 8, "2026-01-15"))
    assert said.startswith(
        "A leg was seen for less than 90 % of the recording: n (left ankle 39 %)."
    )


@pytest.fixture
def afternoon(example_night: Night) -> Summary:
    """A nap of 2 h 54 min with a number."""
    found = summarise(example_night)
    plm = replace(found.plm, count=94, index_per_hour=35.6, hours_of_sleep=2.6)
    day = "2026-01-14"
    return replace(
        found,
        plm=plm,
        start=f"{day}T13:10:00.000+01:00",
        end=f"{day}T16:04:00.000+01:00",
        evening=day,
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.885, "89 %"), (0.894, "89 %"), (0.896, "89.6 %"), (0.89999, "89.9 %"), (0.0, "0 %")],
)
def test_a_share_below_what_is_asked_for_is_told_alike_and_never_as_that(
    example_night: Night, share: float, said: str
) -> None:
    """A leg "was seen for less than 90 %: 90 %", and 88 % beside the number was 89 in the list."""
    assert f"n (left ankle {said})" in told(counted("n", "23:00", 8, ankle_left=share))
    found = summarise(example_night)
    left, *others = found.coverage
    night = replace(found, coverage=(replace(left, worn_share=share), *others))
    assert f"Seen of the recording: left ankle {said}." in caution_on_index(night)
    basis = {entry.name: entry.basis for entry in clinical(night)[0].entries}["PLMS left only"]
    assert basis == f"its sensor saw {said} of the recording"


def test_beside_the_number_of_a_nap_stands_that_it_is_one(afternoon: Summary) -> None:
    assert "Recorded by day, 13:10 to 16:04: the customary numbers" in caution_on_index(afternoon)
    alone = [one for one in afternoon.placements if one.limb == "ankle"][:1]
    assert "Recorded by day" in caution_on_index(replace(afternoon, placements=tuple(alone)))
    night = replace(
        afternoon, start="2026-01-14T22:10:00.000+01:00", end="2026-01-15T06:00:00+01:00"
    )
    assert "Recorded by day" not in caution_on_index(night)


@pytest.mark.parametrize(
    ("other", "own", "asked"),
    [
        (53, 13, True),
        (53, 26, True),
        (53, 27, False),
        (15, 0, True),
        (15, 1, True),
        (14, 0, False),
        (99, 32, False),
    ],
)
def test_a_sensor_that_lay_in_the_bed_is_asked_for(
    example_night: Night, other: int, own: int, asked: bool
) -> None:
    """53 movements that were not the wearer's and 13 that were: 0.0 an hour, nothing stood out."""
    found = summarise(example_night)
    counts = dict.fromkeys(found.counts, 0)
    counts |= {Kind.EXTERNAL: other, Kind.GROSS_MOVEMENT: own, Kind.UNCERTAIN: 40}
    night = replace(found, counts=counts, duration_s=28_800.0, findings=())
    were = "was" if own == 1 else "were"
    words = f"{other} movements were not the wearer's, and {own} {were}: was the sensor on the body"
    for plm in (found.plm, replace(found.plm, count=0, index_per_hour=0.0)):
        beside = replace(night, plm=plm)
        assert (words in caution_on_index(beside)) is asked
        assert (words in sentence(beside)) is asked
        assert (words in " ".join(first_screen(beside).split())) is asked
    wrist = tuple(one for one in night.placements if one.limb == "wrist")
    assert (words in sentence(replace(night, placements=wrist))) is asked
    said = " ".join(part_nights_warnings([CountedNight.of("n", night)]))
    assert ("Hardly a movement of the wearer's own: n. Was" in said) is asked
    assert ("Medians count the night all the same" in said) is asked
    both = " ".join(part_nights_warnings([CountedNight.of(name, night) for name in "nm"]))
    assert ("n and m. Was" in both) is asked
    assert ("Medians count the nights all the same" in both) is asked
    awake = replace(night, asked={TEST: IMMOBILISATION})
    assert words not in caution_on_index(awake), "who keeps still, as asked"


def test_lists_and_pages_of_many_nights_name_them(example_night: Night, tmp_path: Path) -> None:
    summary = summarise(example_night)
    folders = []
    for name, later in (("2026-03-14", timedelta()), ("2026-03-14-2", timedelta(hours=9))):
        start, end = (
            (moment + later).isoformat(timespec="milliseconds")
            for moment in (summary.begins, summary.ends)
        )
        folder = tmp_path / name
        folder.mkdir()
        moved = replace(summary, start=start, end=end)
        (folder / "night.json").write_bytes(summary_bytes(moved))
        (folder / "events.csv").write_bytes(events_table(example_night))
        folders.append(folder)
    found = listed_nights(folders)
    assert [night.row["evening"] for night in found] == ["2026-03-14"] * 2
    assert [night.row["legs_seen_share"] for night in found] == [{}, {}]
    words = "Several recordings of one night: 2026-03-14 and 2026-03-14-2."
    assert words in " ".join(night_list(found, tmp_path).split())
    assert any(said.startswith(words) for said in warnings(read_history(folders)))
