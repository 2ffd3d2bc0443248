"""The clocks of the sensors of one night, held against each other."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from limbwatch.classify.observation.clock_verdict import on_one_clock
from limbwatch.classify.observation.common_clock import clocks_of
from limbwatch.classify.observation.synchrony import LimbActivity, Synchrony, synchrony_of
from limbwatch.cli.app import app
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making import far_clocks
from limbwatch.cli.making.kept_samples import recordings_of
from limbwatch.dsp.signal.peaks import PEAK_RATE
from limbwatch.sample_data.simulator import simulate
from limbwatch.sample_data.writing import write_night
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import read_stored, write_recording

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
HOURS = 3.0


def movements_at(rng, count):
    """Moments and strengths of movements, over a night."""
    return np.sort(rng.uniform(60, HOURS * 3600 - 60, count)), rng.uniform(0.05, 0.8, count)


def peaks_of(moves, own=()):
    """The envelope of a sensor that felt these movements, each for a second and a half."""
    peaks = np.full(int(HOURS * 3600 * PEAK_RATE) + 1, 0.001, np.float32)
    for moments, strengths in (moves, *own):
        for moment, strength in zip(moments, strengths, strict=True):
            first = round(moment * PEAK_RATE)
            if 0 <= first < len(peaks) - 15:
                peaks[first : first + 15] = np.maximum(peaks[first : first + 15], strength)
    return peaks


@pytest.fixture
def sensor(make_track):
    """Build a sensor that felt what all limbs did, by its clock, and what it did alone."""

    def make(placement, seed, *, ahead=0.0, fast=0.0, shared=0, common=60, alone=120):
        moments, strengths = movements_at(np.random.default_rng(shared), common)
        stamped = moments * (1 + fast * 1e-6) + ahead
        own = movements_at(np.random.default_rng(1000 + seed), alone)
        track = make_track(placement, [], end=HOURS * 3600)
        return replace(track, peaks=peaks_of((stamped, strengths), (own,)))

    return make


@pytest.mark.parametrize("ahead", [3.0, -3.0, 1.4, 3600.0, -5400.0])
@pytest.mark.parametrize("fast", [0.0, 150.0, -100.0])
def test_a_shift_and_a_drift_are_found(sensor, ahead, fast) -> None:
    clocks = clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, ahead=ahead, fast=fast)])
    assert not clocks[0].mended
    assert clocks[1].mended
    assert "Which of the two was right is not known" in clocks[1].warning
    for moment in (600.0, HOURS * 3600 - 600.0):
        stamp = moment * (1 + fast * 1e-6) + ahead
        corrected = (stamp - clocks[1].ahead_s) / (1 + clocks[1].fast_ppm * 1e-6)
        assert corrected == pytest.approx(moment, abs=0.15)


@pytest.mark.parametrize("ahead", [0.4, -0.8])
def test_a_small_shift_is_found_where_it_is_plain(sensor, ahead) -> None:
    """Sensors that were started by hand, or set by clocks that are some tenths of a second off."""
    clocks = clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, ahead=ahead), sensor(WRIST, 3)])
    assert [clock.mended for clock in clocks] == [False, True, False]
    assert clocks[1].ahead_s == pytest.approx(ahead, abs=0.05)
    assert f"{abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'}" in clocks[1].warning


def test_a_small_shift_is_no_clock_where_limbs_follow_each_other_by_any_time(sensor) -> None:
    """A leg begins up to 0.8 s after the other, or somewhat before it, as a person's limbs do."""
    late = np.random.default_rng(4).uniform(-0.2, 0.8, 60)
    moments, strengths = movements_at(np.random.default_rng(0), 60)
    own = movements_at(np.random.default_rng(1002), 120)
    other = sensor(RIGHT, 2)
    other = replace(other, peaks=peaks_of((moments + late, strengths), (own,)))
    pair = synchrony_of(LimbActivity.of(sensor(LEFT, 1)), LimbActivity.of(other))
    assert pair is not None
    assert 0.25 < pair.behind_s < 0.6
    assert not any(clock.mended for clock in clocks_of([sensor(LEFT, 1), other]))


@pytest.mark.parametrize(
    ("behind", "share", "prominence", "rival", "plain"),
    [
        (0.25, 0.85, 12.0, 0.45, True),
        (-0.25, 0.85, 12.0, 0.45, True),
        (0.24, 0.85, 12.0, 0.45, False),
        (0.25, 0.86, 12.0, 0.45, False),
        (0.25, 0.85, 11.9, 0.45, False),
        (0.25, 0.85, 12.0, 0.46, False),
    ],
)
def test_how_plain_a_small_shift_must_be(behind, share, prominence, rival, plain) -> None:
    found = Synchrony(
        behind_s=behind,
        drift_ppm=0.0,
        at_s=5000.0,
        prominence=prominence,
        rival=rival,
        unshifted=0.0,
        movements=60,
        as_stamped=share,
    )
    assert found.is_plain() == plain


def test_the_share_of_stamps_that_are_best_is_one(sensor) -> None:
    """And that of stamps beyond what is looked at none."""
    one = LimbActivity.of(sensor(LEFT, 1))
    alike = synchrony_of(one, LimbActivity.of(sensor(RIGHT, 2)))
    far = synchrony_of(one, LimbActivity.of(sensor(RIGHT, 2, ahead=60.0)))
    assert alike is not None
    assert far is not None
    assert alike.as_stamped == pytest.approx(1.0, abs=0.01)
    assert far.as_stamped == 0.0


def test_a_small_shift_of_limbs_in_one_file_is_theirs(sensor) -> None:
    one = frozenset({"a"})
    tracks = [sensor(LEFT, 1), sensor(RIGHT, 2, ahead=0.6)]
    assert clocks_of(tracks)[1].mended
    assert not clocks_of(tracks, {LEFT: one, RIGHT: one})[1].mended


@pytest.mark.parametrize("ahead", [0.0, 0.2])
def test_clocks_that_agree_well_enough_are_left_alone(sensor, ahead) -> None:
    for clock in clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, ahead=ahead), sensor(WRIST, 3)]):
        assert not clock.mended
        assert clock.warning == ""


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_two_that_agree_are_right_against_a_third(sensor, odd) -> None:
    places = (LEFT, RIGHT, WRIST)
    tracks = [sensor(place, k, ahead=60.0 if k == odd else 0.0) for k, place in enumerate(places)]
    clocks = clocks_of(tracks)
    assert [clock.mended for clock in clocks] == [k == odd for k in range(3)]
    assert clocks[odd].ahead_s == pytest.approx(60.0, abs=0.2)
    assert "60.0 s ahead" in clocks[odd].warning
    assert "not known" not in clocks[odd].warning


def test_sensors_of_two_nights_have_nothing_in_common(sensor) -> None:
    clocks = clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, shared=7)])
    assert not any(clock.mended for clock in clocks)
    assert clocks[0].warning == ""
    assert "one person and one night?" in clocks[1].warning


def test_of_two_limbs_in_one_file_only_what_is_sure_is_told(sensor) -> None:
    """Their rows have one clock, whatever the movements of the limbs are."""
    one, other = frozenset({"a"}), frozenset({"b"})
    strange = [sensor(LEFT, 1), sensor(RIGHT, 2, shared=7)]
    assert clocks_of(strange, {LEFT: one, RIGHT: other})[1].warning
    assert not clocks_of(strange, {LEFT: one, RIGHT: one})[1].warning
    late = [sensor(LEFT, 1), sensor(RIGHT, 2, ahead=60.0)]
    assert clocks_of(late, {LEFT: one, RIGHT: one})[1].mended


def test_of_a_few_movements_nothing_is_said(sensor) -> None:
    clocks = clocks_of(
        [sensor(LEFT, 1, common=5, alone=5), sensor(RIGHT, 2, shared=7, common=5, alone=5)]
    )
    assert [clock.warning for clock in clocks] == ["", ""]


def test_a_shift_in_doubt_is_told_and_nothing_is_changed(sensor) -> None:
    """Of a rhythm that goes on alike all night every shift by an interval is nearly as good."""
    moments = np.arange(100.0, HOURS * 3600 - 100, 24.0)
    strengths = np.full(len(moments), 0.3)
    left, right = sensor(LEFT, 1, common=0, alone=6), sensor(RIGHT, 2, common=0, alone=6)
    left = replace(left, peaks=peaks_of((moments, strengths)))
    right = replace(right, peaks=peaks_of((moments + 5, strengths)))
    pair = synchrony_of(LimbActivity.of(left), LimbActivity.of(right))
    assert pair is not None
    assert pair.rival > 0.9
    assert not any(clock.mended for clock in clocks_of([left, right]))


@pytest.mark.parametrize("ahead", [0.0, 1.2])
def test_stamps_that_hold_are_not_doubted_for_a_shift_that_stands_out_as_much(
    sensor, ahead
) -> None:
    """Bouts of one limb each meet those of another at a shift as well as what both did at once."""
    moments, strengths = movements_at(np.random.default_rng(3), 12)
    bout = np.arange(0, 300, 4.0)
    own = (1500.0 + bout, np.full(len(bout), 0.6))
    later = (3797.0 + bout, np.full(len(bout), 0.6))
    left, right = sensor(LEFT, 1, alone=0), sensor(RIGHT, 2, alone=0)
    left = replace(left, peaks=peaks_of((moments, strengths), (own,)))
    right = replace(right, peaks=peaks_of((moments + ahead, strengths), (later,)))
    pair = synchrony_of(LimbActivity.of(left), LimbActivity.of(right))
    assert pair is not None
    assert pair.movements >= 60
    assert abs(pair.behind_s) > 60 or pair.rival > 0.65
    assert [clock.warning for clock in clocks_of([left, right])] == ["", ""]


@pytest.mark.parametrize(("short", "long"), [(0, 1), (1, 0)])
def test_a_clock_hours_off_is_found_in_a_short_recording(short, long) -> None:
    """Of an hour and of seven, no shift is taken for another by the length of the transform."""
    rng = np.random.default_rng(4)
    whole = np.zeros(7 * 3600)
    whole[rng.integers(0, len(whole), 300)] = rng.uniform(1.0, 4.0, 300)
    both = [whole[6 * 3600 - 400 : 7 * 3600 - 400], whole]

    def activity(level: np.ndarray) -> LimbActivity:
        fine = np.repeat(level, int(PEAK_RATE)).astype(np.float32)
        return LimbActivity(fine=fine, coarse=level, seen=np.ones(len(level)), large=300)

    pair = synchrony_of(activity(both[short]), activity(both[long]))
    assert pair is not None
    assert pair.behind_s == pytest.approx((6 * 3600 - 400) * (1 if short == 0 else -1), abs=0.2)


@pytest.mark.parametrize("peaks", [np.empty(0, np.float32), np.full(9000, np.nan, np.float32)])
def test_a_sensor_without_data_says_nothing(sensor, peaks) -> None:
    clocks = clocks_of([sensor(LEFT, 1), replace(sensor(RIGHT, 2), peaks=peaks)])
    assert [clock.warning for clock in clocks] == ["", ""]


@pytest.mark.parametrize("seconds", [0.5, 4.0, 30.0])
def test_of_a_recording_of_seconds_nothing_is_said(sensor, seconds) -> None:
    """Two sensors of 4 s ended the program: the blur of activity is five seconds wide."""
    short = [
        replace(one, peaks=one.peaks[: int(seconds * PEAK_RATE)])
        for one in (sensor(LEFT, 1), sensor(RIGHT, 2))
    ]
    assert synchrony_of(*(LimbActivity.of(one) for one in short)) is None


def recording(start=0.0, rate=50.0):
    xyz = np.tile(np.array([0, 0, 1], np.float32), (500, 1))
    runs = tuple(Samples(start=start + k * 20.0, rate=rate, xyz=xyz) for k in range(3))
    return Recording(
        start=datetime(2026, 3, 14, 22, tzinfo=UTC),
        placement=RIGHT,
        device="",
        rate_nominal=rate,
        rate=rate,
        runs=runs,
    )


@given(st.floats(-9e4, 9e4), st.floats(-200, 200), st.floats(0, 1e5))
def test_what_was_taken_off_can_be_put_back(ahead, fast, start) -> None:
    given_ = recording(start=start)
    back = given_.retimed(ahead_s=ahead, fast_ppm=fast).as_stamped()
    assert np.allclose(back.spans, given_.spans, rtol=0, atol=1e-6)
    assert [run.rate for run in back.runs] == pytest.approx([50.0] * 3)
    assert back.quality == given_.quality


def test_a_changed_clock_is_stored_with_what_was_changed(sensor, tmp_path) -> None:
    clocks = clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, ahead=3.0)])
    _, changed = on_one_clock([recording(), recording(start=3.0)], clocks)
    assert changed.runs[0].start == pytest.approx(0.0, abs=0.1)
    write_recording(changed, tmp_path / "ankle_right.parquet")
    stored = read_stored(tmp_path / "ankle_right.parquet")
    assert "ahead of that of the left ankle" in stored.quality.clock
    assert stored.as_stamped().runs[0].start == pytest.approx(3.0, abs=1e-6)


def jumped(track, at, jump):
    """A clock that is set forward within the night, without a sample lost."""
    first, more = round(at * PEAK_RATE), round(jump * PEAK_RATE)
    hole = np.full(more, np.nan, np.float32)
    peaks = np.concatenate([track.peaks[:first], hole, track.peaks[first:]])
    end = HOURS * 3600
    return replace(track, peaks=peaks, spans=np.array([(0, at), (at + jump, end + jump)]))


def lost(track, at, seconds):
    peaks = track.peaks.copy()
    peaks[round(at * PEAK_RATE) : round((at + seconds) * PEAK_RATE)] = np.nan
    return replace(track, peaks=peaks, spans=np.array([(0, at), (at + seconds, HOURS * 3600)]))


@pytest.mark.parametrize(("jump", "one"), [(3.0, 0), (60.0, 1), (3600.0, 0)])
def test_a_clock_that_jumps_in_mid_night_is_found_at_its_gap(sensor, jump, one) -> None:
    """An ankle 60 s late from mid night on had 52 periodic movements that were not there."""
    tracks = [sensor(LEFT, 1), sensor(RIGHT, 2)]
    tracks[one] = jumped(tracks[one], 5000.0, jump)
    clocks = clocks_of(tracks)
    (step,) = clocks[one].steps
    assert (step.at_s, step.jump_s) == pytest.approx((5000.0 + jump, jump), abs=0.05)
    assert (clocks[one].ahead_s, clocks[one].fast_ppm) == (0, 0)
    assert "jumped (+" in clocks[one].warning
    assert not clocks[1 - one].mended


@pytest.mark.parametrize("seconds", [3.0, 600.0])
def test_a_gap_in_which_samples_were_lost_is_no_jump(sensor, seconds) -> None:
    clocks = clocks_of([sensor(LEFT, 1), lost(sensor(RIGHT, 2), 5000.0, seconds)])
    assert [(clock.mended, clock.warning) for clock in clocks] == [(False, "")] * 2


def test_a_gap_of_another_night_is_no_jump(sensor) -> None:
    clocks = clocks_of([sensor(LEFT, 1), jumped(sensor(RIGHT, 2, shared=7), 5000.0, 60.0)])
    assert not any(clock.mended for clock in clocks)


def test_a_drift_at_the_end_of_the_range_is_no_find(sensor) -> None:
    """A jump of 1.8 s was told as 200 ppm, the end of what is looked for."""
    clocks = clocks_of([sensor(LEFT, 1), sensor(RIGHT, 2, fast=260.0)])
    assert not any(clock.mended for clock in clocks)
    assert clocks[1].warning != ""


def test_no_clock_is_changed_so_that_movements_agree_worse(sensor, make_track) -> None:
    moments = [(at, 1.0) for at in np.arange(100.0, HOURS * 3600 - 100, 90.0).tolist()]
    moves = make_track(LEFT, moments).movements
    left, right = sensor(LEFT, 1), sensor(RIGHT, 2, ahead=3.0)
    assert clocks_of([left, right])[1].mended
    clocks = clocks_of([replace(each, movements=moves) for each in (left, right)])
    assert not clocks[1].mended
    assert "may be 3.0 s ahead" in clocks[1].warning


def test_rows_counted_at_a_rate_that_was_not_kept_are_told_by_both_rates(sensor) -> None:
    """30 s an hour: no shift fits, and the rates beside it were not looked at."""
    rate = 50.0 / (1 + 30 / 3600)
    slow = replace(sensor(LEFT, 2, fast=1e6 * 30 / 3600), rate=rate)
    clocks = clocks_of([slow, sensor(RIGHT, 1)])
    assert clocks[0].fast_ppm == pytest.approx(1e6 * 30 / 3600, abs=20)
    assert "49.59 samples per second, and the right ankle 50.00" in clocks[0].warning
    assert not clocks[1].mended, "the one at a whole rate is right"
    other = replace(sensor(LEFT, 2, shared=7), rate=rate)
    clocks = clocks_of([other, sensor(RIGHT, 1)])
    assert not any(clock.mended for clock in clocks)
    assert "49.59 samples per second, and the right ankle 50.00" in clocks[0].warning


@pytest.mark.parametrize(
    ("behind", "is_round"),
    [(43200.2, True), (-3601.4, True), (86398.6, True), (43202.0, False), (450.0, False)],
)
def test_clocks_are_set_wrong_by_whole_quarters_of_hours(behind, is_round) -> None:
    pair = Synchrony(
        behind_s=behind,
        drift_ppm=0.0,
        at_s=0.0,
        prominence=11.0,
        rival=0.5,
        unshifted=0.0,
        movements=99,
    )
    assert pair.is_round() == is_round


@pytest.fixture
def far(sensor, monkeypatch):
    """Two recordings half a day apart by their stamps, of one night or of two."""

    def make(shared):
        tracks = {LEFT: sensor(LEFT, 1), RIGHT: sensor(RIGHT, 2, shared=shared)}
        day = np.full(round(43200 * PEAK_RATE), np.nan, np.float32)
        tracks[RIGHT] = replace(tracks[RIGHT], peaks=np.concatenate([day, tracks[RIGHT].peaks]))
        monkeypatch.setattr(far_clocks, "analyse", lambda one: tracks[one.placement])
        return tuple(
            replace(recording(start=begin), placement=place)
            for place, begin in ((LEFT, 0.0), (RIGHT, 43200.0))
        )

    return make


def test_a_clock_set_to_am_for_pm_is_brought_into_the_night(far) -> None:
    """The files do not overlap, and were refused; docs/files.md promises 26 h."""
    left, right = far_clocks.align_far_clocks(far(shared=0))
    assert right.span[0] == pytest.approx(left.span[0], abs=0.2)
    assert right.start == left.start
    assert "12 h 00 min 00 s ahead" in right.quality.clock


@pytest.mark.parametrize(
    ("shared", "keep_clocks", "words"),
    [
        (7, False, "Their movements were compared, too: no shift of up to 26 h"),
        (0, True, "Without --keep-clocks their movements are checked"),
    ],
)
def test_recordings_of_two_nights_stay_two(far, shared, keep_clocks, words) -> None:
    with pytest.raises(CommandError, match="not of one night") as refused:
        far_clocks.align_far_clocks(far(shared), keep_clocks=keep_clocks)
    assert words in str(refused.value)
    assert "--start" not in str(refused.value)


@given(st.floats(-600, 9.5), st.floats(-9e4, 9e4), st.floats(-9000, 9000))
def test_a_jump_that_was_taken_off_can_be_put_back(jump, ahead, fast) -> None:
    given_ = recording()
    changed = given_.without_steps([(20.0, jump), (40.0, 1.0)])
    assert changed.runs[1].start == pytest.approx(20.0 - jump)
    back = changed.retimed(ahead_s=ahead, fast_ppm=fast).as_stamped()
    assert np.allclose(back.spans, given_.spans, rtol=0, atol=1e-6)
    assert back.quality == given_.quality


def test_a_jump_longer_than_the_gap_moves_no_run_into_the_one_before() -> None:
    changed = recording().without_steps([(20.0, 15.0)])
    assert changed.runs[1].start == pytest.approx(changed.runs[0].end)


def test_a_clock_that_was_off_twice_gives_its_own_times_back() -> None:
    twice = recording().retimed(ahead_s=40.0, fast_ppm=100.0).retimed(ahead_s=2.0, fast_ppm=8000.0)
    assert np.allclose(twice.as_stamped().spans, recording().spans, rtol=0, atol=1e-6)


def test_a_jump_is_stored_with_the_samples(tmp_path) -> None:
    changed = recording().without_steps([(20.0, 5.0)])
    write_recording(changed, tmp_path / "ankle_right.parquet")
    stored = read_stored(tmp_path / "ankle_right.parquet")
    assert stored.quality == changed.quality
    assert np.allclose(stored.as_stamped().spans, recording().spans, rtol=0, atol=1e-6)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """An hour of the sample night's simulator as files, the right ankle 20 s late."""
    place = tmp_path_factory.mktemp("clocks")
    worn = (LEFT, RIGHT)
    write_night(simulate("plm_severe", seed=3, hours=1.0, rate=25.0, placements=worn), place)
    right = place / "ankle_right.csv"
    head, *rows = right.read_text().splitlines()
    late = [
        f"{(datetime.fromisoformat(row[: row.index(',')]).timestamp() + 20):.3f}"
        f"{row[row.index(',') :]}"
        for row in rows
    ]
    (place / "late.csv").write_text("\n".join([head, *late]) + "\n")
    return place


def figures(folder):
    facts = json.loads((folder / "night.json").read_text())
    told = [warning for sensor in facts["coverage"] for warning in sensor["warnings"]]
    return facts["plm"]["count"], facts["plm"]["bilateral"], told


def apart_in(folder):
    starts = {one.placement: one.runs[0].start for one in recordings_of(folder)}
    return starts[RIGHT] - starts[LEFT]


def test_a_night_with_a_late_ankle_has_the_figures_of_the_night(files, tmp_path) -> None:
    """A right ankle 3 s late turned 259 periodic movements into 159, and not a word was said."""

    def night(name, right, *more):
        command = ["replay", f"ankle_left={files / 'ankle_left.csv'}", f"ankle_right={right}"]
        done = CliRunner().invoke(
            app, [*command, "--nights", str(tmp_path / name), "--timezone", "UTC", *more]
        )
        assert done.exit_code == 0, done.output
        (folder,) = (tmp_path / name).iterdir()
        return folder, done.output

    good, _ = night("good", files / "ankle_right.csv")
    mended, output = night("mended", files / "late.csv")
    kept, _ = night("kept", files / "late.csv", "--keep-clocks")
    count, bilateral, told = figures(good)
    assert told == []
    assert figures(mended)[0] == pytest.approx(count, abs=1)
    assert figures(mended)[1] == pytest.approx(bilateral, abs=2)
    said = r"20\.[01] s ahead of that of the left ankle"
    assert re.search(said, " ".join(output.split()))
    assert re.search(said, (mended / "report.html").read_text())
    # some still fall together by chance: the legs keep one rhythm
    assert figures(kept)[1] <= bilateral - 3
    assert figures(kept)[2] == []

    def again(*more):
        done = CliRunner().invoke(app, ["rescore", str(mended), *more])
        assert done.exit_code == 0, done.output
        return figures(mended), apart_in(mended)

    first = figures(mended)
    assert again()[0] == first, "scored once more, nothing is to be changed, and it is still said"
    left, apart = again("--keep-clocks")
    assert left == figures(kept)
    assert apart == pytest.approx(apart_in(kept), abs=1e-6)
    assert again()[0] == first


def test_a_clock_that_was_changed_is_warned_of_also_where_quiet_or_the_night_was_there(
    files, tmp_path
) -> None:
    """It stood in the middle of the figures alone, and with --json in the file alone."""
    command = ["replay", f"ankle_left={files / 'ankle_left.csv'}", "--timezone", "UTC", "--quiet"]
    command += [f"ankle_right={files / 'late.csv'}", "--nights", str(tmp_path)]
    for more in ([], [], ["--json"]):
        done = CliRunner().invoke(app, [*command, *more])
        assert done.exit_code == 0, done.output
        told = " ".join(done.stderr.split())
        assert told.count("warning: right ankle: Its clock was 20.") == 1
    (folder,) = tmp_path.iterdir()
    assert (
        "ahead of that of the left ankle"
        in CliRunner().invoke(app, ["rescore", str(folder)]).stderr
    )


def test_clocks_of_sensors_that_share_no_time_are_not_doubted(sensor) -> None:
    """A sensor that was moved to the other leg was asked whether it is of one person."""
    half = HOURS * 3600 / 2
    both = [sensor(LEFT, 1), sensor(RIGHT, 2, shared=9)]
    assert "of one person" in clocks_of(both)[1].warning
    apart = [
        replace(one, spans=np.array([[begin, begin + half]]))
        for one, begin in zip(both, (0.0, half), strict=True)
    ]
    assert clocks_of(apart)[1].warning == ""
    overlapping = [replace(apart[0], spans=np.array([[0.0, half + 1]])), apart[1]]
    assert "of one person" in clocks_of(overlapping)[1].warning


def test_a_gap_between_two_stretches_without_a_movement_is_no_jump(make_track) -> None:
    """A jump of nothing ended the program."""
    spans = [(0.0, 7200.0), (14_760.0, 21_600.0)]
    still = make_track(LEFT, [], spans=spans, end=21_600.0)
    peaks = np.zeros(round(21_600 * PEAK_RATE), np.float32)
    other = make_track(RIGHT, [], spans=[(7560.0, 14_400.0)], end=21_600.0)
    clocks = clocks_of([replace(still, peaks=peaks), replace(other, peaks=peaks)])
    assert [clock.steps for clock in clocks] == [(), ()]
