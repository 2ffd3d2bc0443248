"""A night in which the clocks were changed: what the wearer read off a clock, and what is told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.page.changes import change
from limbwatch.cli.page.night_content import _whose_clock
from limbwatch.cli.reading.clock_change import (
    by_wearers_clock,
    clock_change,
    with_clock_change_warning,
)
from limbwatch.sensor import Placement, Recording, Samples

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime.fromisoformat("2026-03-29T00:05+01:00")
AUTUMN = datetime.fromisoformat("2025-10-26T01:05+02:00")


def written(moment: str, begin: datetime = SPRING) -> tuple[str, list[str]]:
    said: list[str] = []
    write = by_wearers_clock(begin, BERLIN, said.append)
    return write(datetime.fromisoformat(moment)), said


@pytest.mark.parametrize(
    ("begin", "at", "way", "shown"),
    [(SPRING, "02:00", "forward", "later"), (AUTUMN, "03:00", "back", "earlier")],
)
def test_a_change_of_the_clocks_is_found_to_the_minute(
    begin: datetime, at: str, way: str, shown: str
) -> None:
    found = clock_change(begin, begin + timedelta(hours=4), BERLIN)
    assert found is not None
    assert f"{found.at:%H:%M}" == at
    assert (found.way, found.minutes) == (way, 60)
    assert found.sentence.endswith(f"the wearer's clock showed 60 min {shown}.")


@pytest.mark.parametrize(
    ("begin", "hours"),
    [
        (SPRING, 1),  # it ends before
        (SPRING + timedelta(hours=2), 6),  # its clock is not that of the zone, which has UTC+2 then
        (datetime(2026, 3, 29, 0, 5, tzinfo=UTC), 6),
    ],
)
def test_no_change_is_told_where_there_is_none_or_the_clock_is_of_elsewhere(
    begin: datetime, hours: int
) -> None:
    assert clock_change(begin, begin + timedelta(hours=hours), BERLIN) is None


@pytest.mark.parametrize(
    ("begin", "moment", "text"),
    [
        (SPRING, "2026-03-29T00:15", "2026-03-29T00:15:00"),
        (SPRING, "2026-03-29T04:00", "2026-03-29T04:00:00+02:00"),
        (AUTUMN, "2025-10-26T04:30", "2025-10-26T04:30:00+01:00"),
        # nights later, of the same recording
        (SPRING, "2026-03-31T23:00", "2026-03-31T23:00:00+02:00"),
        (SPRING.astimezone(UTC), "2026-03-29T04:00", "2026-03-29T04:00:00"),
    ],
)
def test_a_time_that_was_written_down_is_by_the_clock_of_that_moment(
    begin: datetime, moment: str, text: str
) -> None:
    assert written(moment, begin) == (text, [])


def test_a_time_that_came_twice_or_never_is_told() -> None:
    text, (said,) = written("2025-10-26T02:30", AUTUMN)
    assert text == "2025-10-26T02:30:00"
    assert "showed 02:30 twice: the first within the recording" in said
    late = datetime.fromisoformat("2025-10-26T02:10+01:00")
    assert written("2025-10-26T02:30", late)[0] == "2025-10-26T02:30:00"
    text, (said,) = written("2026-03-29T02:30")
    assert text == "2026-03-29T02:30:00"
    assert "never showed 02:30" in said


def test_every_sensor_says_once_that_the_clocks_were_changed() -> None:
    run_of = Samples(start=0.0, rate=1.0, xyz=np.zeros((4 * 3600, 3), np.float32))
    night = Recording(
        placement=Placement.ANKLE_LEFT,
        start=SPRING,
        runs=(run_of,),
        rate=1.0,
        rate_nominal=1.0,
        device="t",
    )
    (told,) = with_clock_change_warning((night,), BERLIN)
    assert len(told.quality.warnings) == 1
    assert with_clock_change_warning((told,), BERLIN) == (told,)
    assert with_clock_change_warning((night,), ZoneInfo("Asia/Tokyo")) == (night,)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six minutes over the change to summer time, as an absolute count."""
    path = tmp_path_factory.mktemp("morning") / "ankle.csv"
    first = datetime(2026, 3, 29, 0, 57, tzinfo=UTC).timestamp()
    rows = (f"{first + i / 25:.2f},0.0,{i % 2 / 1000:.3f},1.0" for i in range(6 * 60 * 25))
    path.write_text("\n".join(("time,x,y,z", *rows)), encoding="utf-8")
    return path


def test_a_morning_of_changed_clocks_is_read_and_told_by_the_clock_of_the_wearer(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--nights", str(tmp_path), "--timezone", "Europe/Berlin", "--json", "-q"]
    lights = ["--lights-off", "01:58", "--lights-on", "03:02"]
    assert run(["replay", f"ankle_left={morning}", *options, *lights]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["start"].startswith("2026-03-29T01:57")
    assert found["sleep"]["in_bed_s"] == [60.0, 300.0]
    assert "The clocks went forward at 02:00" in str(found["coverage"])
    before = (Path(found["folder"]) / "night.json").read_bytes()
    assert run(["rescore", found["folder"], "-q", "--json"]) == 0
    assert (Path(found["folder"]) / "night.json").read_bytes() == before
    with pytest.raises(ValueError, match=r"01:57 to 02:03 by .* new time, write 02:02"):
        change(Path(found["folder"]), {"change": "rising", "time": "03:02"})
    with pytest.raises(ValueError, match=r"01:57 to 02:03 by the clock that it began with$"):
        change(Path(found["folder"]), {"change": "rising", "time": "04:40"})


def test_a_change_of_the_clocks_is_told_in_german() -> None:
    found = clock_change(SPRING, SPRING + timedelta(hours=4), BERLIN)
    assert found is not None
    with speaking("de"):
        said = translate_trouble(found.sentence)
    assert "um 02:00 die Uhren vorgestellt" in said
    assert "um 60 min spätere Zeit" in said


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2025-10-25T22:30:00+02:00", "06:25 here is 05:25 by the wearer's clock, which went back"),
        ("2026-03-28T22:30:00+01:00", "06:25 here is 07:25 by the wearer's clock, which went forw"),
        ("2026-03-14T22:30:00+01:00", ""),
    ],
)
def test_fields_for_times_say_by_which_clock_they_are(start: str, said: str) -> None:
    begin = datetime.fromisoformat(start)
    night = SimpleNamespace(
        start=begin,
        seconds=8 * 3600.0,
        summary=SimpleNamespace(
            origin=SimpleNamespace(asked={"timezone": "Europe/Berlin"}),
            sleep=SimpleNamespace(in_bed_s=(60.0, 8 * 3600 - 300.0)),
        ),
    )
    told = _whose_clock(night)  # type: ignore[arg-type]
    assert said in told
    assert bool(told) == bool(said)
    with speaking("de"):
        assert ("nach der Uhr des Trägers" in _whose_clock(night)) == bool(said)  # type: ignore[arg-type]
