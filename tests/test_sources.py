"""Files named on the command line: placements, one night, files that follow each other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.observation.common_clock import SensorClock
from limbwatch.classify.origin import NOBODY
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making import tracks
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.cli.reading.long_recordings import stored_one_by_one
from limbwatch.cli.reading.moved_sensor import with_moving_warning
from limbwatch.cli.reading.recordings import Clocks, read_sources
from limbwatch.cli.reading.sources import (
    Source,
    check_one_night,
    parse_sources,
    with_length_warning,
)
from limbwatch.cli.reading.unread import combined_error
from limbwatch.sensor import Placement, Quality, Recording, Samples
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.times.writing.in_names import moment_in

START = datetime.fromisoformat("2026-03-14T22:00:00+01:00")


def recording(
    placement: Placement, start: float, seconds: float, *, rate: float = 50.0, notes: str = ""
) -> Recording:
    xyz = np.tile(np.float32([0, 0, 1]), (round(seconds * rate), 1))
    return Recording(
        start=START + timedelta(seconds=start),
        placement=placement,
        device="",
        rate_nominal=None,
        rate=rate,
        runs=(Samples(start=0.0, rate=rate, xyz=xyz),),
        quality=Quality(notes=(notes,) if notes else ()),
    )


@pytest.mark.parametrize(
    ("argument", "placement"),
    [
        ("ankle_left=a.csv", Placement.ANKLE_LEFT),
        ("Ankle-Left=a.csv", Placement.ANKLE_LEFT),
        ("wrist=a.csv", Placement.WRIST),
    ],
)
def test_placements_are_understood(argument: str, placement: Placement) -> None:
    (source,) = parse_sources([argument])
    assert (source.placement, source.path) == (placement, Path("a.csv"))


def test_a_path_may_hold_an_equals_sign() -> None:
    assert parse_sources(["wrist=a=b.csv"])[0].path == Path("a=b.csv")


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("left_ankle=a.csv", "Did you mean ankle_left"),
        ("ankel_left=a.csv", "Did you mean ankle_left"),
        ("wirst=a.csv", "Did you mean wrist"),
        ("hip=a.csv", "it is one of ankle_left"),
        ("night.csv", "ankle_left=night.csv"),
        ("=night.csv", "is not a placement"),
        ("ankle_left=", "type ankle_left=FILE"),
        ("=", "where was the sensor of '=' worn.* as in ankle_left=FILE"),
        ("", "where was the sensor"),
    ],
)
def test_a_missing_or_wrong_placement_is_asked_for(argument: str, hint: str) -> None:
    with pytest.raises(CommandError, match=hint) as caught:
        parse_sources([argument])
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("arguments", "proposed"),
    [
        (["right_ankle.csv"], "by their names it is ankle_right=right_ankle.csv."),
        (["data/LeftWrist.csv"], "by their names it is wrist_left=data/LeftWrist.csv."),
        (["my left ankle.csv"], "it is 'ankle_left=my left ankle.csv'."),
        (["it's.csv"], "as in 'ankle_left=it'\"'\"'s.csv', if that is where it was."),
        (
            ["la.csv", "rw.csv", "ankle=c.csv"],
            "by their names it is ankle_left=la.csv wrist_right=rw.csv.",
        ),
        (["left.csv", "right.csv"], "as in ankle_left=left.csv ankle_right=right.csv, if that is"),
        (["a.csv", "b.csv", "c.csv"], "ankle_left=a.csv ankle_right=b.csv wrist_left=c.csv, if"),
        (["a", "b", "c", "d", "e"], "wrist_left=c wrist_right=d PLACEMENT=e, if"),  # no third ankle
        (["ankle.csv", "b", "c"], "as in ankle=ankle.csv ankle_left=b wrist_left=c, if"),
        (["ankle_left=a.csv", "b.csv"], "as in ankle_right=b.csv, if that is"),
        (["left_1.csv", "left_2.csv"], "as in ankle_left=left_1.csv wrist_left=left_2.csv, if"),
        (["links_bein.csv", "b.csv"], "ankle_left=links_bein.csv ankle_right=b.csv, if that is"),
    ],
)
def test_the_placement_that_a_name_says_is_proposed_as_a_shell_takes_it(
    arguments: list[str], proposed: str
) -> None:
    with pytest.raises(CommandError) as caught:
        parse_sources(arguments)
    assert proposed in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [["ankle_left=", "a b.csv"], ["ankle_left", "=a b.csv"], ["ankle_left", "=", "a b.csv"]],
)
def test_a_blank_beside_the_sign_is_told_with_what_to_type(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        parse_sources(["wrist_left=c.csv", *arguments])
    assert str(caught.value).endswith(": type 'ankle_left=a b.csv'")


def test_the_name_of_a_file_may_end_with_the_sign() -> None:
    """The argument after it is no file of its own that a blank parted from its placement."""
    (source,) = parse_sources(["ankle_left=night="])
    assert source.path == Path("night=")
    with pytest.raises(CommandError, match=r"the sensor of 'b\.csv' worn"):
        parse_sources(["ankle_left=night=", "b.csv"])


@pytest.mark.parametrize("arguments", [["=", "a.csv"], ["=a.csv"]])
def test_a_sign_without_a_placement_is_told_the_placements(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"^'' is not a placement; it is one of ankle_left,"):
        parse_sources(arguments)


@pytest.mark.parametrize(
    ("name", "placement", "told"),
    [
        ("right_ankle.csv", Placement.ANKLE_LEFT, True),
        ("right_ankle.csv", Placement.ANKLE_RIGHT, False),
        ("right_ankle.csv", Placement.ANKLE, False),
        ("right_ankle.csv", Placement.WRIST_RIGHT, True),
        ("rightAnkle.csv", Placement.ANKLE_LEFT, True),
        ("bein links.csv", Placement.ANKLE_RIGHT, True),
        ("left thigh.csv", Placement.ANKLE_LEFT, True),
        ("thigh.csv", Placement.ANKLE_LEFT, False),
        ("left_leg.csv", Placement.WRIST_LEFT, True),
        ("foot_R.csv", Placement.ANKLE_LEFT, True),
        ("leftankle.csv", Placement.ANKLE_RIGHT, True),
        ("anklel.csv", Placement.ANKLE_RIGHT, True),
        ("Handgelenk.csv", Placement.ANKLE_LEFT, True),
        ("left_arm.csv", Placement.WRIST_RIGHT, True),
        # a point parts words, and seconds
        ("ankle.right.csv", Placement.ANKLE_LEFT, True),
        ("P01.ankle_right.csv", Placement.ANKLE_LEFT, True),
        ("MetaWear_2026-03-10T23.10.00.000_right ankle.csv", Placement.ANKLE_LEFT, True),
        # complaints, studies, surgeries and pulses
        ("restless_legs_03.csv", Placement.WRIST_LEFT, False),
        ("RLS_legs_P03.csv", Placement.WRIST_LEFT, False),
        ("RLS_legs_left_P03.csv", Placement.WRIST_LEFT, False),
        ("leg_kick_study_P3.csv", Placement.WRIST_LEFT, False),
        ("foot_tremor.csv", Placement.WRIST_LEFT, False),
        ("shoe_size.csv", Placement.WRIST_LEFT, False),
        ("hip_surgery_p1.csv", Placement.ANKLE_LEFT, False),
        ("neck_pain_study.csv", Placement.ANKLE_LEFT, False),
        ("pocket_lab.csv", Placement.ANKLE_LEFT, False),
        ("WR_12.csv", Placement.ANKLE_LEFT, False),
        ("pols_data.csv", Placement.ANKLE_LEFT, False),
        ("manor_house.csv", Placement.ANKLE_LEFT, False),
        # a side without a limb
        ("left_the_lab.csv", Placement.ANKLE_RIGHT, False),
        ("left-handed_p01.csv", Placement.ANKLE_RIGHT, False),
        ("right_now.csv", Placement.ANKLE_LEFT, False),
        ("a_links.csv", Placement.ANKLE_RIGHT, False),
        ("arm_r.csv", Placement.WRIST_LEFT, False),
        ("ankles left and right.csv", Placement.ANKLE_LEFT, False),
        ("ankle_wrist.csv", Placement.WRIST, False),
        ("WristMotion.csv", Placement.ANKLE_LEFT, False),
        ("watch back.csv", Placement.ANKLE_LEFT, False),
        ("Aufnahme der Nacht.csv", Placement.ANKLE_LEFT, False),
        ("night.right.csv", Placement.ANKLE_LEFT, False),
    ],
)
def test_a_name_that_says_another_place_than_the_one_given_is_a_warning(
    name: str, placement: Placement, told: bool, tmp_path: Path
) -> None:
    path = tmp_path / "left wrist" / name
    path.parent.mkdir()
    noise = np.random.default_rng(1).normal([0.3, 0.0, 0.954], 0.01, (300, 3))
    rows = "".join(
        f"{1_770_000_000 + k / 50:.2f},{x:.4f},{y:.4f},{z:.4f}\n"
        for k, (x, y, z) in enumerate(noise)
    )
    path.write_text(f"time,x,y,z\n{rows}", encoding="utf-8")
    found = read_recorded_file(path, placement=placement, timezone=UTC)
    said = [one for one in found.quality.warnings if "The name of the file" in one]
    assert bool(said) == told
    assert all(name in one and placement.words in one for one in said)


@pytest.mark.parametrize("name", ["P01.ankle_right.csv", "x_23.10.00.000_right ankle.csv.gz"])
def test_the_placement_that_is_proposed_is_that_of_the_whole_name(name: str) -> None:
    with pytest.raises(CommandError, match=f"by their names it is '?ankle_right={name}"):
        parse_sources([name])


def test_one_file_cannot_be_two_sensors(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2,3\n")
    (tmp_path / "b.csv").write_text("1,2,3\n")
    with pytest.raises(CommandError, match="same content"):
        parse_sources([f"ankle_left={tmp_path}/a.csv", f"ankle_right={tmp_path}/b.csv"])


def test_a_file_given_twice_for_one_placement_is_read_once_and_named(tmp_path: Path) -> None:
    a, b, c = (tmp_path / name for name in ("a.csv", "a (1).csv", "b.csv"))
    content = b"x" * (1 << 20)
    a.write_bytes(content + b"1")
    b.write_bytes(content + b"1")
    c.write_bytes(b"other")
    found = parse_sources([f"ankle={a}", f"wrist={c}", f"ankle={b}"])
    assert [(source.path, source.twice) for source in found] == [(a, (b,)), (c, ())]
    # equal in the first megabyte is not the same to the last byte: no sample is left out in silence
    b.write_bytes(content + b"2")
    assert [source.twice for source in parse_sources([f"ankle={a}", f"ankle={b}"])] == [(), ()]


def test_files_that_only_begin_alike_are_two_sensors(tmp_path: Path) -> None:
    # as columnar files do, which begin with the times
    times = b"t" * (1 << 20)
    paths = [tmp_path / name for name in ("a.mat", "b.mat", "c.mat", "d.mat")]
    for path, rest in zip(paths, (b"1", b"2", b"3", b"2"), strict=True):
        path.write_bytes(times + rest)
    placements = ("ankle_left", "ankle_right", "wrist", "wrist_left")
    given = [f"{place}={path}" for place, path in zip(placements, paths, strict=True)]
    assert [source.path for source in parse_sources(given[:3])] == paths[:3]
    with pytest.raises(CommandError, match=r"d\.mat has the same content as ankle_right=.*b\.mat"):
        parse_sources(given)


@pytest.mark.parametrize("large", [False, True])
def test_all_files_that_cannot_be_read_are_named_at_once(large: bool, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal([0.3, 0.0, 0.954], 0.01, (500, 3))
    rows = "".join(f"{k / 50:.2f},{x:.4f},{y:.4f},{z:.4f}\n" for k, (x, y, z) in enumerate(noise))
    content = {"good.csv": f"time,x,y,z\n{rows}", "empty.csv": "", "head.csv": "time,x,y,z\n"}
    placements = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST)
    sources = []
    for placement, (name, text) in zip(placements, content.items(), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
        sources.append(Source(placement, tmp_path / name))

    def read(given: list[Source]) -> None:
        if large:
            with stored_one_by_one(given, Clocks(UTC), tmp_path):
                pass
        else:
            read_sources(tuple(given), Clocks(UTC))

    with pytest.raises(UnreadableFile) as caught:
        read(sources)
    first, *told, last = str(caught.value).splitlines()
    assert first == "2 of 3 files cannot be read."
    assert [Path(line.split()[0]).name for line in told] == ["empty.csv", "head.csv"]
    assert last.startswith("The others can")
    with pytest.raises(UnreadableFile, match=r"^\S+empty\.csv is empty"):
        read(sources[:2])


def test_a_file_that_was_given_for_two_sensors_is_counted_once() -> None:
    one, other, good = Path("n/a.csv"), Path("n/a.csv.gz"), Path("n/b.csv")
    faults = [UnreadableFile(f"{one} has no {side} ankle.") for side in ("left", "right")]
    assert str(combined_error(faults, {one})).splitlines() == list(map(str, faults))
    assert str(combined_error(faults, {one, good})).startswith("1 of 2 files cannot be read.\n")
    faults.append(UnreadableFile(f"{other} is empty."))
    assert str(combined_error(faults, {one, other})).startswith("2 of 2 files cannot be read.\n")
    assert str(combined_error(faults, {one, other})).endswith("is empty.")


def test_a_file_that_is_not_there_is_left_to_the_reader() -> None:
    assert len(parse_sources(["ankle_left=gone.csv", "ankle_right=gone.csv"])) == 2


def test_files_of_one_placement_follow_each_other() -> None:
    late = recording(Placement.WRIST, 3600, 100, rate=52, notes="b")
    early = recording(Placement.WRIST, 0, 60, notes="a")
    (joined,) = one_per_placement((late, early))
    assert joined.start == early.start
    assert joined.spans.tolist() == [[0.0, 60.0], [3600.0, 3700.0]]
    assert [run.rate for run in joined.runs] == [50, 52]
    assert joined.rate == pytest.approx((60 * 50 + 100 * 52) / 160)
    assert joined.quality.notes == ("a", "b")


def test_files_of_one_placement_that_overlap_are_refused() -> None:
    first, second = recording(Placement.WRIST, 0, 60), recording(Placement.WRIST, 55, 60)
    (run,) = second.runs
    second = replace(second, runs=(replace(run, xyz=-run.xyz),))
    with pytest.raises(CommandError, match="overlap in time"):
        one_per_placement((first, second))


@pytest.mark.parametrize("overlap", [0.4, 1.0, 7.0])
def test_what_a_file_repeats_of_the_one_before_is_dropped(overlap: float) -> None:
    first = recording(Placement.WRIST, 0, 60)
    second = recording(Placement.WRIST, 60 - overlap, 60)
    (joined,) = one_per_placement((first, second))
    assert joined.spans.tolist() == pytest.approx(
        np.array([[0, 60], [60, 120 - overlap]]), abs=0.011
    )
    assert joined.quality.duplicated == round(overlap * 50)
    assert any("were there before" in note for note in joined.quality.notes)


def test_what_several_files_repeat_is_counted_together() -> None:
    files = [recording(Placement.WRIST, 59 * at, 60) for at in range(4)]
    (joined,) = one_per_placement(tuple(files))
    assert joined.quality.duplicated == 150
    assert joined.quality.notes == (
        "150 samples at 3 changes of a file were there before and were dropped.",
    )


def counting(name: str, begin: float) -> tuple[str, Recording]:
    one = recording(Placement.WRIST, 0, 60)
    return name, replace(one, quality=replace(one.quality, counted_from=begin))


def test_files_that_count_on_are_placed_by_their_counts() -> None:
    names, group = zip(*(counting("b.csv", 3700), counting("a.csv", 100)), strict=True)
    (joined,) = one_per_placement(group, names)
    assert joined.start == START
    assert joined.spans.tolist() == [[0, 60], [3600, 3660]]


def test_a_count_that_starts_anew_puts_no_file_before_the_first() -> None:
    """Milliseconds since boot of a logger that was restarted between two files."""
    names, group = zip(*(counting("p1.csv", 8123), counting("p2.csv", 5)), strict=True)
    (joined,) = one_per_placement(group, names)
    assert joined.spans.tolist() == [[0, 60], [60, 120]]
    assert any("is not known" in one for one in joined.quality.warnings)


def test_files_that_count_from_zero_follow_by_name_and_it_is_said() -> None:
    made = [counting("hour0.csv", 0), counting("hour10.csv", 0), counting("hour2.csv", 0)]
    names, group = zip(*made, strict=True)
    lengths = (60, 20, 40)
    group = tuple(
        replace(one, runs=tuple(replace(run, xyz=run.xyz[: 50 * n]) for run in one.runs))
        for one, n in zip(group, lengths, strict=True)
    )
    (joined,) = one_per_placement(group, names)
    assert joined.spans.tolist() == [[0, 60], [60, 100], [100, 120]]
    assert any("hour0.csv, hour2.csv, hour10.csv" in note for note in joined.quality.warnings)


@pytest.mark.parametrize(
    ("second", "starts"),
    [
        ("log_2026-03-14_22-11-00.csv", [0, 600]),  # tostmann/ScanMyTesla issue 40
        ("20260314T220130.txt", [0, 60]),  # before the first ends: it tells something else
        ("log_2.csv", [0, 60]),
    ],
)
def test_files_that_count_from_zero_are_as_far_apart_as_their_names(
    second: str, starts: list[int]
) -> None:
    made = [counting(second, 0), counting("log_2026-03-14_22-01-00.csv", 0)]
    made = made if "2026" in second else made[::-1]
    names, group = zip(*made, strict=True)
    (joined,) = one_per_placement(group, names)
    assert joined.spans[:, 0].tolist() == starts
    assert any("times in their names" in one for one in joined.quality.warnings) == (600 in starts)


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("log_2026-03-14_22-01-00.csv", "2026-03-14T22:01:00"),
        ("20260314T220130.txt", "2026-03-14T22:01:30"),
        ("A 2026-03-14 22.01.30.csv", "2026-03-14T22:01:30"),
        ("2026-03-14_22-01-00_to_2026-03-15_06-01-00.csv", None),  # which of them?
        ("2026-03-14.csv", None),
        ("2026-03-14_2026-03-16.csv", None),  # to a second day, not at 20:26:03
        ("AX3_20260314220.csv", None),
        ("2026-02-30_22-01-00.csv", None),
        ("2099-03-14_22-01-00.csv", None),
    ],
)
def test_a_time_in_the_name_of_a_file_is_found(name: str, moment: str | None) -> None:
    found = moment_in(name)
    assert (None if found is None else found.isoformat()) == moment


def test_recordings_of_one_night_may_start_and_end_apart() -> None:
    check_one_night(
        (
            recording(Placement.ANKLE_LEFT, 0, 100),
            recording(Placement.WRIST, 50, 400, rate=25),
            recording(Placement.ANKLE_RIGHT, 120, 10),
        )
    )


def test_recordings_of_two_nights_are_refused() -> None:
    with pytest.raises(CommandError, match=r"not of one night: ankle_left ends at .* wrist"):
        check_one_night(
            (recording(Placement.WRIST, 86400, 60), recording(Placement.ANKLE_LEFT, 0, 60))
        )


def test_when_a_recording_starts_is_told_by_its_first_sample_to_the_second() -> None:
    """Second 0 may lie long before it, where a file counts its time from when it was set up."""
    late = recording(Placement.WRIST, 0, 60)
    late = replace(late, runs=(replace(late.runs[0], start=75.0),))
    with pytest.raises(CommandError) as refused:
        check_one_night((recording(Placement.ANKLE_LEFT, 0, 60), late))
    told = [START + timedelta(seconds=after) for after in (60, 75)]
    ends, starts = (f"{moment:%Y-%m-%d %H:%M:%S}" for moment in told)
    assert f"ankle_left ends at {ends} and wrist starts at {starts}." in str(refused.value)


def test_a_recording_of_days_says_that_it_is_no_night():
    day = 24 * 3600.0
    (night,) = with_length_warning((recording(Placement.ANKLE_LEFT, 0, day, rate=0.01),))
    assert night.quality.warnings == ()
    (days,) = with_length_warning((recording(Placement.ANKLE_LEFT, 0, 3 * day, rate=0.01),))
    assert "lasts 72 h and was scored as one night" in days.quality.warnings[0]


def test_a_sensor_that_was_moved_to_the_other_leg_is_of_one_night() -> None:
    """Its files were "not of one night", and replayed one by one had no index at all."""
    left = recording(Placement.ANKLE_LEFT, 0, 100)
    for pause, other in ((0, Placement.ANKLE_RIGHT), (3600, Placement.ANKLE_RIGHT)):
        late = recording(other, 100 + pause, 100)
        check_one_night((late, left))
        first, second = with_moving_warning((late, left))
        assert "taken for one sensor that was moved in the night" in first.quality.warnings[0]
        assert second is left


def test_what_was_said_of_moving_is_taken_back_where_a_clock_was_set_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left, late = recording(Placement.ANKLE_LEFT, 0, 100), recording(Placement.ANKLE_RIGHT, 160, 100)
    told = with_moving_warning((left, late))
    assert "was moved in the night" in told[1].quality.warnings[0]
    for ahead, kept in ((150.0, 0), (30.0, 1)):
        clocks = (SensorClock(), SensorClock(ahead_s=ahead, warning="Its clock was ahead."))
        monkeypatch.setattr(tracks, "clocks_of", lambda *_, clocks=clocks: clocks)
        with tracks.analysis_of(told, NOBODY, store=None) as analysis:
            found = analysis.recordings[1].quality
        assert len(found.warnings) == kept
        assert found.clock == "Its clock was ahead."
    assert "begins at 22:02" in found.warnings[0]
    assert [one.quality for one in with_moving_warning(told)] == [one.quality for one in told]


def test_a_sensor_that_was_moved_back_is_told_of_both_times() -> None:
    """The first side's recording has a gap, in which the other's lies: nothing was said of it."""
    left = recording(Placement.ANKLE_LEFT, 0, 100)
    (run,) = left.runs
    for again, moves in ((260.0, 1), (3860.0, 1), (3861.0, 0)):
        both = replace(left, runs=(run, replace(run, start=again)))
        right = recording(Placement.ANKLE_RIGHT, 110, 150)
        check_one_night((both, right))
        first, second = with_moving_warning((both, right))
        assert len(first.quality.warnings) == moves
        assert len(second.quality.warnings) == 1
        assert "left ankle ends at" in second.quality.warnings[0]
    back, _ = with_moving_warning((replace(left, runs=(run, replace(run, start=300.0))), right))
    assert "right ankle ends at 22:04 and left ankle begins at 22:05" in back.quality.warnings[0]
    overlapping = replace(left, runs=(run, replace(run, start=200.0)))
    assert with_moving_warning((overlapping, right)) == (overlapping, right)


@pytest.mark.parametrize(
    ("place", "pause"),
    [(Placement.ANKLE_RIGHT, 3601), (Placement.WRIST_LEFT, 120), (Placement.WRIST, 0)],
)
def test_what_is_far_apart_or_of_another_limb_was_not_moved(place: Placement, pause: float) -> None:
    left, late = recording(Placement.ANKLE_LEFT, 0, 100), recording(place, 100 + pause, 100)
    with pytest.raises(CommandError, match="not of one night"):
        check_one_night((left, late))
    assert with_moving_warning((left, late)) == (left, late)


def test_sensors_that_overlap_were_not_moved() -> None:
    both = (recording(Placement.ANKLE_LEFT, 0, 100), recording(Placement.ANKLE_RIGHT, 50, 100))
    assert with_moving_warning(both) == both


@pytest.mark.parametrize("word", ["mattress", "phone", "bed"])
def test_what_lies_in_the_bed_has_no_placement_and_that_is_said(word: str) -> None:
    with pytest.raises(CommandError, match="cannot tell whose movements it feels"):
        parse_sources([f"{word}=a.csv"])
