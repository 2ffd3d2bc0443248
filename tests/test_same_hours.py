"""Two nights of one person in the same hours are told: somebody meant one of them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.origin import Origin
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.statements import warnings
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.listed.part_nights import Hours, same_hours_warning, shared_hours_warning
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.screen.listed_night import listed_nights, readable
from limbwatch.cli.screen.night_list import night_list

START = datetime.fromisoformat("2026-03-14T22:00+01:00")


def hours(name: str, after: float, long: float = 8.0) -> Hours:
    begins = START + timedelta(hours=after)
    return Hours(name, begins, begins + timedelta(hours=long))


@pytest.mark.parametrize(
    ("after", "long", "same"),
    [(0, 8, True), (1, 0.2, True), (4, 8, True), (4.1, 8, False), (8, 8, False), (24, 8, False)],
)
def test_nights_are_of_the_same_hours_where_half_of_the_shorter_is(
    after: float, long: float, same: bool
) -> None:
    one, other = hours("a", 0), hours("b", after, long)
    assert one.same(other) == other.same(one) == same
    assert bool(shared_hours_warning([one, hours("c", 100), other])) == same


def test_nights_are_told_beside_those_of_their_own_hours() -> None:
    told = [hours("a", 0), hours("c", 24), hours("b", 1), hours("d", 48), hours("c-2", 24)]
    assert "same hours: a and b; c and c-2. Medians" in shared_hours_warning(told)
    # the second shares its hours with both, which share none
    chained = shared_hours_warning([hours("a", 0), hours("b", 4), hours("c", 8)])
    assert "same hours: a, b and c. Medians" in chained


def test_the_same_hours_in_another_time_zone_are_the_same() -> None:
    begins = datetime.fromisoformat("2026-03-14T21:00+00:00")
    assert hours("a", 0).same(Hours("b", begins, begins + timedelta(hours=8)))


@pytest.fixture
def nights(tmp_path: Path, example_night: Night) -> Path:
    """A night made twice, a simulated one and a test of these hours, and the evening after."""
    hour = replace(example_night.origin, asked={"test": "immobilisation"})
    later = timedelta(days=1)
    after = replace(example_night, start=example_night.start + later, end=example_night.end + later)
    for name, night in {
        "2026-03-14": example_night,
        "2026-03-14-2": example_night,
        "2026-03-14-3": replace(example_night, origin=Origin(simulated=True)),
        "2026-03-14-4": replace(example_night, origin=hour),
        "2026-03-15": after,
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "night.json").write_bytes(summary_bytes(summarise(night)))
    return tmp_path


def test_a_night_that_is_made_names_those_of_its_hours(nights: Path) -> None:
    said = same_hours_warning(nights / "2026-03-14-2")
    assert said.startswith(
        "This night, 2026-03-14-2, was recorded in the same hours as 2026-03-14. Lists"
    )
    assert said.endswith(f"delete the folder of any other in {nights}.")
    for alone in ("2026-03-14-3", "2026-03-14-4", "2026-03-15"):
        assert same_hours_warning(nights / alone) == ""


def test_a_damaged_night_beside_it_is_none_of_its_hours(nights: Path) -> None:
    """A time without an offset from UTC cannot be compared, and ended a command."""
    damaged = nights / "2026-03-14" / "night.json"
    written = damaged.read_text(encoding="utf-8")
    damaged.write_text(written.replace("22:41:00.000+01:00", "22:41:00"), encoding="utf-8")
    assert damaged.read_text(encoding="utf-8") != written
    assert same_hours_warning(nights / "2026-03-14-2") == ""


def test_lists_of_nights_name_those_of_the_same_hours(nights: Path) -> None:
    folders = list_nights(nights)
    told = "Recorded in the same hours: 2026-03-14 and 2026-03-14-2."
    assert told in night_list(listed_nights(folders), nights, width=200)
    assert any(said.startswith(told) for said in warnings(read_history(folders)))
    single = [folders[0], folders[-1]]
    assert "same hours" not in night_list(listed_nights(single), nights, width=200)


def test_each_row_of_a_list_is_asked_a_few_times_however_many_there_are(nights: Path) -> None:
    """For the name of each night all were asked for their sessions: 4000 nights took 5 s."""
    asked: Counter[str] = Counter()

    class Asked(Person):
        def __getattribute__(self, name: str) -> Any:
            asked[name] += 1
            return super().__getattribute__(name)

    (night,) = readable(listed_nights(list_nights(nights)[:1]))
    many = [replace(night, folder=nights / f"n{k}", person=Asked()) for k in range(60)]
    night_list(many, nights)
    assert 0 < asked["session"] <= 10 * len(many)


def test_who_replays_the_same_hours_once_more_is_told_also_when_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sensor.csv"
    rows = (f"{START.timestamp() + i / 25:.2f},0.0,{i % 2 / 1000:.3f},1.0" for i in range(2500))
    file.write_text("\n".join(("time,x,y,z", *rows)), encoding="utf-8")
    options = ["--nights", str(tmp_path / "nights"), "-q"]
    assert run(["replay", f"ankle_left={file}", *options]) == 0
    assert "same hours" not in capsys.readouterr().err
    assert run(["replay", f"wrist_left={file}", *options]) == 0
    assert "was recorded in the same hours as 2" in " ".join(capsys.readouterr().err.split())
