"""A recording of days is read as its nights, and no main sleep is cut in two."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.week import chain, day
from limbwatch import score_night
from limbwatch.classify.nights.cutting import SHORTEST, DayCourse, cuts, windows
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making import days as cutting
from limbwatch.cli.making.days import nights_in
from limbwatch.cli.making.split import NOON, Split, parse_split
from limbwatch.cli.reading import long_recordings
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.long_recording import open_stored
from limbwatch.sensor.store import read_stored, write_recording

DAY = 1440
START = datetime(2026, 3, 14, 22, 0, tzinfo=UTC)
LEFT = Placement.ANKLE_LEFT


def course(
    days: int, asleep: list[tuple[float, float]], *, off: list[tuple[float, float]] = ()
) -> DayCourse:
    """Hours of main sleep and hours off the limb from the first midnight; awake people move."""
    found = DayCourse.empty(days * DAY)
    found.worn[:] = True
    found.moved[:] = True
    for begin, end in asleep:
        found.moved[int(begin * 60) : int(end * 60)] = False
    for begin, end in off:
        found.worn[int(begin * 60) : int(end * 60)] = False
        found.moved[int(begin * 60) : int(end * 60)] = False
    return found


def hours(found: list[tuple[int, int]]) -> list[tuple[float, int]]:
    return [(minute / 60, number) for minute, number in found]


def cut_at(
    given_course: DayCourse, *, nominal: int = NOON, regular: bool = True
) -> list[tuple[float, int]]:
    end = float(len(given_course.worn))
    return hours(cuts(given_course, first=0.0, end=end, nominal=nominal, regular=regular))


def test_nights_are_cut_at_noon() -> None:
    slept = [(23.0 + 24 * k, 31.0 + 24 * k) for k in range(3)]
    assert cut_at(course(4, slept)) == [(12.0, 0), (36.0, 1), (60.0, 2), (84.0, 3)]


def test_who_sleeps_by_day_is_cut_at_one_other_hour_on_all_days() -> None:
    slept = [(8.5 + 24 * k, 16.0 + 24 * k) for k in range(4)]
    found = cut_at(course(4, slept))
    assert len({hour % 24 for hour, _ in found}) == 1
    assert all(16.0 <= hour % 24 <= 20.0 for hour, _ in found)
    assert [number for _, number in found] == [0, 1, 2, 3]


def test_one_long_morning_moves_all_cuts_rather_than_being_cut() -> None:
    slept = [(23.0, 31.0), (24 + 27.0, 24 + 38.0), (24 * 2 + 23.0, 24 * 2 + 31.0)]
    found = cut_at(course(4, slept))
    asleep = course(4, slept).main_sleep
    assert not any(asleep[int(hour * 60)] for hour, _ in found)


def test_a_told_hour_waits_for_the_end_of_sleep_on_that_day_alone() -> None:
    slept = [(1.0, 9.0), (24 + 1.0, 24 + 7.5), (48 + 1.0, 48 + 7.0)]
    assert cut_at(course(3, slept), nominal=480, regular=False) == [(9.0, 0), (32.0, 1), (56.0, 2)]


def test_a_nap_and_a_sensor_on_the_table_are_no_main_sleep() -> None:
    assert cut_at(course(2, [(11.0, 13.5)])) == [(12.0, 0), (36.0, 1)]
    assert cut_at(course(2, [], off=[(8.0, 16.0)])) == [(12.0, 0), (36.0, 1)]
    asleep = course(2, [(11.0, 14.5)])
    assert cut_at(asleep)[0][0] >= 14.5, "three hours and more are a main sleep"


@given(
    st.lists(st.floats(0.0, 23.0), min_size=3, max_size=6),
    st.floats(3.5, 9.0),
)
def test_no_main_sleep_is_cut_and_all_time_is_in_one_night(
    begins: list[float], length: float
) -> None:
    slept = [(24 * k + begin, 24 * k + begin + length) for k, begin in enumerate(begins)]
    given_course = course(len(begins) + 1, slept)
    end = float(len(given_course.worn))
    found = cuts(given_course, first=0.0, end=end, nominal=NOON, regular=True)
    asleep = given_course.main_sleep
    for minute, _ in found:
        # where no minute of eight hours is free of sleep, any will do
        assert not asleep[minute] or asleep[minute : minute + 480].all()
        assert SHORTEST <= minute <= end - SHORTEST
    if found:
        parts = windows(found)
        assert [one[1] for one in parts[:-1]] == [one[0] for one in parts[1:]]
        assert (parts[0][0], parts[-1][1]) == (-np.inf, np.inf)
        days = [number for _, _, number in parts]
        assert days == sorted(set(days)), "each night has an evening of its own"


def test_stretches_of_a_recording_hold_each_sample_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    runs, start = [], 3.25
    for rate in (24.7, 25.3, 25.0):
        xyz = rng.normal(0, 1, (5000, 3)).astype(np.float32)
        runs.append(Samples(start=start, rate=rate, xyz=xyz))
        start = runs[-1].end + rng.uniform(0, 100)
    whole = Recording(
        start=START, placement=LEFT, device="", rate_nominal=None, rate=25.0, runs=tuple(runs)
    )
    path = tmp_path / "ankle.parquet"
    write_recording(whole, path)
    stored = open_stored(path)
    edges = [0.0, 3.25, *np.sort(rng.uniform(0, start, 20)).tolist(), start + 1]
    for source in (whole, stored):
        parts = [source.between(a, b) for a, b in pairwise(edges)]
        kept = [part for part in parts if part is not None]
        joined = np.concatenate([run.xyz for part in kept for run in part.runs])
        assert np.array_equal(joined, np.concatenate([run.xyz for run in whole.runs]))
        for begin, end, part in zip(edges, edges[1:], parts, strict=False):
            if part is not None:
                assert begin - 1e-6 <= part.runs[0].start < end
                assert part.runs[-1].end - 1 / 24 < end
    again = stored.between(*stored.span)
    assert again is not None
    assert again.runs[1].start == whole.runs[1].start
    assert whole.between(-5.0, 0.0) is None


SLEPT_H = 7.0


def kicked_night(seed: int) -> Recording:
    """A leg at rest that turns now and then and kicks every 30 s for a third of the time.

    A night of the simulator has so many movements that making and reading it took a second, and
    where days are cut is told by rest and unrest alone.
    """
    rate = 6.0
    rng = np.random.default_rng(seed)
    time = np.arange(int(SLEPT_H * 3600 * rate)) / rate
    turn = 0.3 + 0.8 * (time // 3000 % 2)
    xyz = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1)
    kicking = (time % 30 < 1.5) & (time % 1800 < 600)
    xyz[kicking, 2] += 0.3 * np.sin(4 * np.pi * time[kicking])
    xyz += rng.normal(0, 0.002, xyz.shape)
    run_ = Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32))
    return Recording(
        start=START, placement=LEFT, device="", rate_nominal=rate, rate=rate, runs=(run_,)
    )


@pytest.fixture(scope="module")
def two_nights_and_an_evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nights = [kicked_night(seed) for seed in (1, 2)]
    tail_s = (22.0 - SLEPT_H) * 3600
    whole = chain(nights, first=START, every=timedelta(days=1), seed=5, tail_s=tail_s)
    path = tmp_path_factory.mktemp("days") / "ankle.parquet"
    write_recording(whole, path)
    return path


@pytest.fixture(scope="module")
def indices_alone(two_nights_and_an_evening: Path) -> list[float | None]:
    """Index of each night, cut out by hand and scored alone."""
    stored = read_stored(two_nights_and_an_evening)
    found = []
    for at in (0.0, 86_400.0):
        alone = stored.between(at, at + SLEPT_H * 3600)
        assert alone is not None
        night = score_night([alone.rebased(alone.start + timedelta(seconds=at))])
        found.append(summarise(night).plm.index_per_hour)
    return found


def test_two_nights_and_an_evening_are_two_nights(
    two_nights_and_an_evening: Path,
    indices_alone: list[float | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(long_recordings, "LARGE_BYTES", 1000)
    source = f"ankle_left={two_nights_and_an_evening}"
    command = ["replay", source, "--nights", str(tmp_path / "n"), "--timezone", "UTC", "--json"]
    assert run(command) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert [row["night"] for row in rows] == ["2026-03-14", "2026-03-15"]
    assert "holds 2 nights" in said.err
    day_ = "Mon 16 Mar 2026 12:00 to Mon 16 Mar 2026 19:59"
    assert f"{day_} holds no sleep, so it is not a night" in said.err
    for row, index in zip(rows, indices_alone, strict=True):
        assert index is not None
        assert row["plm_index_per_hour"] == pytest.approx(index, rel=0.15)
        assert 300 < row["sleep_minutes"] < 430
        assert row["time_in_bed_minutes"] < 460, "the day is no time in bed"
    summaries = [json.loads(Path(row["folder"], "night.json").read_text()) for row in rows]
    assert [one["part"] for one in summaries] == ["1 of 2", "2 of 2"]
    begins = [datetime.fromisoformat(one["start"]) for one in summaries]
    # the day but for two hours before bed and one after is in no night
    assert [at.strftime("%d %H:%M") for at in begins] == ["14 22:00", "15 20:00"]
    assert all(one["duration_s"] < 10.5 * 3600 for one in summaries)
    for one in summaries:
        assert one["counts"].get("plm", 0) == one["plm"]["count"] + one["plm"]["wake_count"]
        assert "evening_restlessness" not in [finding["code"] for finding in one["findings"]]
    before = sorted((tmp_path / "n").iterdir())
    assert run(command) == 0
    assert sorted((tmp_path / "n").iterdir()) == before, "the same files are the same nights"
    capsys.readouterr()


def test_a_recording_in_memory_has_the_nights_of_a_large_one(
    two_nights_and_an_evening: Path,
) -> None:
    found = nights_in([read_stored(two_nights_and_an_evening)], Split())
    assert [night.evening.day for night in found.nights] == [14, 15]
    assert found == nights_in([open_stored(two_nights_and_an_evening)], Split())


def test_a_recording_is_one_night_where_that_is_asked_for(
    two_nights_and_an_evening: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = read_stored(two_nights_and_an_evening)
    assert len(nights_in([stored], Split(wanted=False)).nights) == 1
    assert len(nights_in([stored], Split()).nights) == 2
    first = stored.between(0.0, SLEPT_H * 3600.0)
    assert first is not None
    assert len(nights_in([first], Split()).nights) == 1
    assert len(nights_in([stored], parse_split("15:00")).nights) == 2
    assert capsys.readouterr().out == ""


def days_of_ankle(begin: datetime, days: float, asleep: list[tuple[float, float]]) -> Recording:
    """A limb that turns every minute, but in the hours given breathes and turns every 40 min."""
    rate = 6.0
    rng = np.random.default_rng(11)
    time = np.arange(int(days * 86_400 * rate)) / rate
    turn = np.repeat(rng.uniform(0, np.pi, len(time) // 600 + 1), 600)[: len(time)]
    for start, end in asleep:
        asleep_at = slice(int(start * 3600 * rate), int(end * 3600 * rate))
        still = 0.3 + 0.8 * (time[asleep_at] // 2400 % 2)
        turn[asleep_at] = still + 0.01 * np.sin(0.5 * np.pi * time[asleep_at])
    xyz = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1)
    run_ = Samples(start=0.0, rate=rate, xyz=(xyz + rng.normal(0, 0.002, xyz.shape)).astype("f4"))
    return Recording(
        start=begin, placement=LEFT, device="", rate_nominal=rate, rate=rate, runs=(run_,)
    )


def test_a_day_before_the_first_and_after_the_last_night_is_no_night() -> None:
    begin = datetime(2026, 3, 14, 10, tzinfo=UTC)
    found = nights_in([days_of_ankle(begin, 2.2, [(13.0, 21.0), (37.0, 45.0)])], Split())
    assert [night.evening.day for night in found.nights] == [14, 15]
    assert [(day.begin.hour, day.end.hour) for day in found.days] == [(10, 12), (12, 14)]


@pytest.mark.parametrize(
    ("hour", "length", "asleep", "nights"),
    [
        (3, 2.0, [(0.0, 4.0), (20.0, 28.0), (44.0, 48.0)], [13, 14, 15]),  # begins in mid-sleep
        (5, 1.5, [(17.5, 26.0)], [13, 14]),  # an hour of the small hours, awake
        (6, 1.5, [(16.5, 25.0)], [14]),
        (12, 1.6, [], [14, 15]),  # nobody slept: two nights of somebody who lay awake
        (9, 2.0, [(0.0, 7.0), (24.0, 31.0)], [13, 14, 15]),  # a shift worker, who sleeps by day
    ],
)
def test_a_part_with_a_main_sleep_or_small_hours_is_a_night(
    hour: int, length: float, asleep: list[tuple[float, float]], nights: list[int]
) -> None:
    begin = datetime(2026, 3, 14, hour, tzinfo=UTC)
    found = nights_in([days_of_ankle(begin, length, asleep)], Split())
    assert [night.evening.day for night in found.nights] == nights


@pytest.mark.parametrize(("hour", "nights"), [(17.5, [14]), (18.5, [14, 16])])
def test_what_is_put_on_in_an_evening_is_a_night_and_a_day_without_samples_is_none(
    hour: float, nights: list[int]
) -> None:
    begin = datetime(2026, 3, 14, 22, 41, tzinfo=UTC)
    awake = days_of_ankle(begin, 2.0, [])
    first, second = (
        awake.between(at, at + 900.0) for at in (0.0, (24 + hour + 24 - 22) * 3600 - 41 * 60)
    )
    assert first is not None
    assert second is not None
    apart = replace(first, runs=(*first.runs, *second.runs))
    found = nights_in([apart], Split())
    assert [night.evening.day for night in found.nights] == nights
    assert len(found.days) == 2 - len(nights)


def evenings(
    place: Path, begin: datetime, *, seconds: float = 300.0, warning: str | None = None
) -> Path:
    """Write two evenings of somebody awake, from this moment and from a day later on."""
    one = days_of_ankle(begin, seconds / 86_400, [])
    (run_,) = one.runs
    found = replace(one, runs=(run_, replace(run_, start=86_400.0)))
    path = place / "evenings.parquet"
    write_recording(found if warning is None else found.warned(warning), path)
    return path


def test_nights_that_were_there_are_not_said_to_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = evenings(tmp_path, datetime(2026, 3, 14, 22, tzinfo=UTC))
    command = ["replay", f"ankle_left={source}", "--nights", str(tmp_path / "n")]

    def said() -> str:
        assert run([*command, "--timezone", "UTC"]) == 0
        return " ".join(capsys.readouterr().err.split())

    assert "Wrote 2 nights in" in said()
    again = said()
    assert "2 nights were already in" in again
    assert "Wrote" not in again
    shutil.rmtree(tmp_path / "n" / "2026-03-15")
    assert "Wrote 1 night in" in said()


def test_what_a_single_night_warns_of_is_said_with_its_name_and_what_all_do_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = datetime(2026, 3, 14, 22, tzinfo=UTC)
    source = evenings(tmp_path, begin, warning="Its unit is a guess.")
    monkeypatch.setattr(
        cutting,
        "with_clock_change_warning",
        lambda night, _: tuple(one.warned(f"It began on {one.begin.day}.") for one in night),
    )
    command = ["replay", f"ankle_left={source}", "--nights", str(tmp_path / "n"), "--quiet"]
    for _ in ("made", "there"):
        assert run([*command, "--timezone", "UTC"]) == 0
        assert capsys.readouterr().err.splitlines() == [
            "warning: left ankle: Its unit is a guess.",
            "warning: 2026-03-14: left ankle: It began on 14.",
            "warning: 2026-03-15: left ankle: It began on 15.",
        ]


def test_all_of_a_diary_is_looked_at_before_a_night_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = evenings(tmp_path, datetime(2026, 3, 14, 23, tzinfo=UTC), seconds=1800.0)
    diary = tmp_path / "diary.csv"
    nights = tmp_path / "n"
    command = ["replay", f"ankle_left={path}", "--nights", str(nights), "--timezone", "UTC"]
    command += ["--diary", str(diary), "--json"]

    def told(text: str) -> tuple[int, str]:
        diary.write_text(text, encoding="utf-8")
        code = run(command)
        return code, " ".join(capsys.readouterr().err.split())

    rows = "2026-03-14,23:10,06:40\n2026-03-15,06:50,23:20\n"
    code, words = told(f"date,lights_off,lights_on\n{rows}")
    assert code == 2
    assert "lights on must come after lights off" in words
    assert not nights.exists()
    code, words = told("ID,onset_N1,wakeup_N1,onset_N2,wakeup_N2\n7,,,23:15,06:45\n")
    assert code == 0
    assert "the night of 2026-03-14 is its number 1" in words
    assert "nothing about the night of 2026-03-14 (number 1)" in words
    summary = json.loads((nights / "2026-03-15" / "night.json").read_text())
    assert summary["window"] == "diary"


def test_a_split_is_a_time_of_day() -> None:
    assert parse_split("15:30") == parse_split("15.30") == Split(minute=930, stated=True)
    assert parse_split("noon") == parse_split(None) == Split()
    for text in ("25:00", "lunch", ""):
        with pytest.raises(CommandError, match="--split"):
            parse_split(text)


def test_a_day_is_felt_as_waking() -> None:
    limb = Samples(start=0.0, rate=25.0, xyz=day(6 * 3600, rate=25.0, seed=1, noise=0.001))
    awake = Recording(
        start=START, placement=LEFT, device="", rate_nominal=25.0, rate=25.0, runs=(limb,)
    )
    found = DayCourse.empty(400)
    found.add(awake, midnight_s=0.0)
    assert found.worn[:360].all()
    assert not found.main_sleep.any()
    assert 0.3 < found.moved[:360].mean() <= 1.0
    assert not found.worn[361:].any()
