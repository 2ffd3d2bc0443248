"""What `score_night` takes for one night, in g, with what was written down of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import limbwatch
from limbwatch.classify.slept import Window
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
    return simulate("plm_mild", seed=3, hours=1.0, rate=25.0).recordings[0]


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
