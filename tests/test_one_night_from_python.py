"""What `score_night` takes for one night, in g, with what was written down of it."""

import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

import limbwatch
from limbwatch.classify.slept import Window
from limbwatch.sample_data import sample_night
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement, Recording, Samples

EVENING = datetime(2026, 3, 14, 22, 0, tzinfo=UTC)


def still(start=EVENING, hours=2.0, times=1.0, placement=Placement.ANKLE_LEFT):
    xyz = np.tile(np.float32([0, 0, times]), (round(hours * 3600 * 10), 1))
    return Recording(
        start=start,
        placement=placement,
        device="",
        rate_nominal=None,
        rate=10.0,
        runs=(Samples(start=0.0, rate=10.0, xyz=xyz),),
    )


@pytest.fixture(scope="module")
def ankle():
    worn = (Placement.ANKLE_LEFT,)
    return simulate("plm_mild", seed=3, hours=1.0, rate=25.0, placements=worn).recordings[0]


TWO = [still(hours=3.0), still(EVENING + timedelta(days=1), hours=3.0)]


def test_two_nights_of_one_leg_are_no_one_night():
    said = r"2 nights \(of the evenings of 2026-03-14, 2026-03-15\).*split_nights\(recordings\)"
    with pytest.raises(ValueError, match=said):
        limbwatch.score_night(TWO)


def test_recordings_of_days_are_split_into_what_is_a_night_each():
    nights = limbwatch.split_nights(TWO)
    assert [one.start for (one,) in nights] == [EVENING, EVENING]
    assert [limbwatch.score_night(night).start.date().day for night in nights] == [14, 15]


def test_a_night_is_left_whole():
    (night,) = limbwatch.split_nights([still()])
    assert [len(run) for run in night[0].runs] == [72_000]


@pytest.mark.parametrize(
    ("times", "said"),
    [(9.81, "samples of ankle_left is 9.81;.*looks like m/s2: divide by 9.80665"), (1000, "mg")],
)
def test_a_recording_in_another_unit_is_refused(times, said):
    with pytest.raises(ValueError, match=said):
        limbwatch.score_night([still(times=times)])


@pytest.mark.parametrize("counts", [2.1, 64, 256, 8192])
def test_a_recording_in_counts_is_refused(counts):
    said = "divide by its counts of 1 g"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=said):
            limbwatch.score_night([still(times=counts)])
    with pytest.raises(ValueError, match=said):
        limbwatch.detect_movements(np.tile([0.0, 0.0, counts], (100, 1)), 50)


def test_a_recording_that_feels_a_little_much_is_told():
    with pytest.warns(UserWarning, match="is 1.8; in g, gravity included, it is about 1"):
        limbwatch.score_night([still(times=1.8)])


def test_the_rate_of_a_night_is_that_of_the_runs_where_they_are_believed():
    with pytest.warns(UserWarning, match="the runs are believed"):
        night = limbwatch.score_night([replace(still(), rate=20.0)])
    assert limbwatch.summarise(night).coverage[0].rate_hz == still().runs[0].rate


_KINDS = {
    "path": lambda bad: limbwatch.read_recording(bad, placement="ankle"),
    "placement": lambda bad: limbwatch.read_recording("x.csv", placement=bad),
    "timezone": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", timezone=bad),
    "start": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", start=bad),
    "rate": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", rate=bad),
    "unit": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", unit=bad),
    "columns": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", columns=bad),
    "time_unit": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", time_unit=bad),
    "time_format": lambda bad: limbwatch.read_recording(
        "x.csv", placement="ankle", time_format=bad
    ),
    "sensor": lambda bad: limbwatch.read_recording("x.csv", placement="ankle", sensor=bad),
    "hypnogram": lambda bad: limbwatch.score_night([still()], hypnogram=bad),
    "breathing": lambda bad: limbwatch.score_night([still()], breathing=bad),
    "hypnogram_shift": lambda bad: limbwatch.score_night([still()], hypnogram_shift=bad),
    "breathing_shift": lambda bad: limbwatch.score_night([still()], breathing_shift=bad),
    "age": lambda bad: limbwatch.score_night([still()], age=bad),
    "lights_off": lambda bad: limbwatch.score_night([still()], lights_off=bad),
    "folder": limbwatch.load_night,
    "limits": lambda bad: limbwatch.analyse(still(), limits=bad),
    "limits ": lambda bad: limbwatch.Detector(limits=bad),
    "no Recording": limbwatch.score_night,
    "no Recording ": limbwatch.split_nights,
    "path ": lambda bad: limbwatch.score_night({"ankle_left": bad}),
    "aligned takes": limbwatch.aligned,
    "push takes": lambda bad: limbwatch.Detector().push(bad),
    "no rules are called": limbwatch.rules_by_name,
    "no rules are called ": lambda bad: limbwatch.score_night([still()], rules=bad),
}


@pytest.mark.parametrize("name", _KINDS)
@pytest.mark.parametrize("bad", [[1.0], np.zeros((3, 3)), object()], ids=["list", "array", "other"])
def test_what_is_of_another_kind_is_refused_by_its_name(name, bad):
    """And with what it takes instead, never by what Python makes of it deep within."""
    with pytest.raises((TypeError, ValueError), match=f"{name.strip()}( must be|;| )"):
        _KINDS[name](bad)


@pytest.mark.parametrize("bad", [None, 5])
def test_what_cannot_hold_a_recording_is_refused(bad):
    for call in (limbwatch.score_night, limbwatch.split_nights):
        with pytest.raises(TypeError, match="is no Recording; give recordings, or a mapping"):
            call(bad)
    with pytest.raises(TypeError, match="aligned takes"):
        limbwatch.aligned(still() if bad is None else bad)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((still().runs[0].xyz, 0, 1), "plot draws a recording, not ndarray"),
        ((still(), EVENING, 1), "start must be seconds from the recording's start"),
        ((still(), 0, "22:00"), "end must be seconds from the recording's start"),
    ],
)
def test_a_stretch_to_draw_is_said_in_seconds(given, said):
    pytest.importorskip("matplotlib")
    with pytest.raises(TypeError, match=said):
        limbwatch.plot(*given)
    with pytest.raises(TypeError, match="night must be a Night"):
        limbwatch.plot(still(), 0, 1, night=[])


def test_a_recording_that_feels_no_gravity_is_told():
    with pytest.warns(UserWarning, match="If gravity was taken out"):
        limbwatch.score_night([still(times=0.2)])


def test_every_doubt_is_told_of_the_line_that_called():
    odd = replace(still(times=0.2), rate=20.0)
    with pytest.warns(UserWarning, match=".") as told:
        limbwatch.score_night([odd], lights_off="14:00", lights_on="15:00")
    said = " ".join(str(one.message) for one in told)
    assert all(
        words in said
        for words in ("gravity was taken out", "the runs are believed", "lies outside")
    )
    assert {one.filename for one in told} == {__file__}
    assert len({one.lineno for one in told}) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_masked_samples_are_no_samples(rows):
    xyz = np.ma.masked_array(np.tile([0.0, 0.0, 1.0], (100, 1)), mask=False)
    xyz[7 : 7 + rows, 1] = np.ma.masked
    with pytest.raises(ValueError, match=f"{rows} samples that are masked, the first at row 7"):
        limbwatch.detect_movements(xyz, 50)
    assert len(limbwatch.detect_movements(np.ma.masked_array(xyz.data), 50)) == 0


def test_lights_off_and_on_are_the_time_in_bed(ankle):
    begin = ankle.start + timedelta(minutes=10)
    end = ankle.start + timedelta(minutes=50)
    night = limbwatch.score_night(
        [ankle], lights_off=f"{begin:%H:%M:%S}", lights_on=f"{end:%H:%M:%S}"
    )
    assert night.sleep.window is Window.LIGHTS
    assert night.sleep.in_bed == pytest.approx((600, 3000), abs=1)
    assert limbwatch.summarise(night).asked["bed-time-by"] == "lights"


def test_lights_off_outside_the_recording_are_told(ankle):
    with pytest.warns(UserWarning, match="lies outside its recording"):
        night = limbwatch.score_night([ankle], lights_off="14:00", lights_on="15:00")
    assert night.sleep.window is Window.ESTIMATED
    with pytest.raises(ValueError, match="bedtime"):
        limbwatch.score_night([ankle], lights_off="bedtime")


def test_a_hypnogram_stages_the_night(ankle, tmp_path):
    stages = tmp_path / "hypnogram.csv"
    rows = [f"{ankle.start + timedelta(seconds=30 * k):%Y-%m-%d %H:%M:%S},N2" for k in range(120)]
    stages.write_text("\n".join(["time,stage", *rows]), encoding="utf-8")
    night = limbwatch.score_night([ankle], hypnogram=stages, hypnogram_shift=0.0)
    assert night.laboratory is not None
    assert not night.sleep.estimated
    assert night.sleep.asleep.all()
    with pytest.raises(limbwatch.UnreadableFile, match="There is no file"):
        limbwatch.score_night([ankle], hypnogram=str(tmp_path / "none.csv"))
    with pytest.raises(ValueError, match="belongs to a file"):
        limbwatch.score_night([ankle], hypnogram_shift=1.0)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("lights_off", lambda: limbwatch.score_night([still()], lights_off="")),
        ("timezone", lambda: limbwatch.score_night([still()], timezone=" ")),
        ("hypnogram", lambda: limbwatch.score_night([still()], hypnogram="")),
        ("folder", lambda: limbwatch.load_night("")),
        ("path", lambda: limbwatch.read_recording("", placement="ankle")),
    ],
)
def test_an_empty_text_is_refused_and_is_not_the_folder_one_works_in(name, call):
    """An empty cell of a table was taken as if nothing had been said, or as this folder."""
    with pytest.raises(ValueError, match=f"{name} is empty"):
        call()


@pytest.mark.parametrize("end", [np.inf, np.nan])
def test_a_picture_has_an_end(end):
    pytest.importorskip("matplotlib")
    with pytest.raises(ValueError, match=r"end is (inf|nan) s; it must be finite"):
        limbwatch.plot(still(), 0, end)


@pytest.mark.parametrize("word", ["AASM", " aasm ", "Aasm"])
def test_rules_are_named_as_placements_are_whatever_the_case(word):
    assert limbwatch.rules_by_name(word) is limbwatch.rules_by_name("aasm")


@pytest.mark.parametrize("word", ["ANKLE_LEFT", "ankle-left", " Ankle_Left "])
def test_a_placement_is_one_word_for_files_and_for_recordings(word):
    assert replace(still(), placement=word).placement is limbwatch.Placement.ANKLE_LEFT


@pytest.mark.parametrize(
    ("field", "bad", "error"),
    [
        *((name, bad, ValueError) for name in ("rate", "rate_nominal") for bad in (0, -5.0)),
        ("rate", np.nan, ValueError),
        ("rate", None, TypeError),
        ("rate_nominal", "50", TypeError),
        ("device", None, TypeError),
    ],
)
def test_a_recording_has_no_impossible_value(field, bad, error):
    with pytest.raises(error, match=f"{field} must be"):
        replace(still(), **{field: bad})


@pytest.mark.parametrize(
    "values", [np.ones((9, 3), complex), np.zeros((9, 3), "M8[s]"), np.zeros((9, 3), "m8[s]")]
)
def test_what_is_no_real_number_is_no_acceleration(values):
    for call in (
        lambda: limbwatch.detect_movements(values, 50),
        lambda: limbwatch.Samples(start=0.0, rate=50.0, xyz=values),
    ):
        with pytest.raises(ValueError, match=r"xyz is no array of numbers .* is no real number"):
            call()


def test_a_difference_of_times_is_no_number():
    with pytest.raises(TypeError, match="rate must be a number"):
        limbwatch.detect_movements(np.tile([0.0, 0, 1], (9, 1)), np.timedelta64(20, "ms"))


def test_errors_name_the_argument_and_no_option():
    """Who writes Python has no command line: its options are arguments there."""
    with pytest.raises(ValueError, match=r"^lights_off 'lunch' is not a time of day"):
        limbwatch.score_night([still()], lights_off="lunch")
    with pytest.raises(ValueError, match=r"^hypnogram_shift 4 belongs to a file: add hypnogram "):
        limbwatch.score_night([still()], hypnogram_shift=4)
    night = sample_night()
    with pytest.raises(limbwatch.UnreadableFile, match="leave unit out, or give unit g"):
        limbwatch.read_recording(night["ankle_left"], placement="ankle", unit="mg")


def test_an_error_calls_a_file_as_it_is_called(tmp_path):
    """A name with an option in it lost its dashes, and no such file is there."""
    path = tmp_path / "night--start.csv"
    path.write_text("x,y,z\n" + "0.01,0.02,1.0\n0.02,0.01,0.99\n" * 300)
    with pytest.raises(limbwatch.UnreadableFile) as refused:
        limbwatch.read_recording(path, placement="ankle")
    told = str(refused.value)
    assert told.startswith(f"{path} has no column of time")
    assert "Give rate, in samples per second (and start for" in told
    with pytest.raises(TypeError, match="rate must be a number"):
        limbwatch.read_recording(path, placement="ankle", rate=np.timedelta64(20, "ms"))


@pytest.mark.parametrize("start", ["2026-03-14T22:00", pd.NaT, EVENING.replace(tzinfo=None)])
def test_the_start_of_a_file_is_an_aware_time_as_every_start(start, tmp_path):
    path = tmp_path / "ankle.csv"
    path.write_text("x,y,z\n" + "0.01,0.02,1.0\n0.02,0.01,0.99\n" * 300)
    with pytest.raises(ValueError, match=r"start (must have a time zone|is not a time)"):
        limbwatch.read_recording(path, placement="ankle", rate=50, start=start)
    begin = "2026-03-14T22:00+01:00"
    found = limbwatch.read_recording(path, placement="ankle", rate=50, start=begin)
    assert found.start == datetime.fromisoformat(begin)
