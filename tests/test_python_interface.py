"""The package called from Python: on arrays, and on nights."""

import os
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import limbwatch
from limbwatch.classify.night import Events
from limbwatch.cli.night.correction.corrections import Change, add_correction
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.dsp import gridded
from limbwatch.dsp.signal.peaks import peaks_of
from limbwatch.dsp.signal.thresholds import traces_of
from limbwatch.sample_data import sample_night
from limbwatch.sensor import Placement
from limbwatch.sensor.files import read_recorded_file

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def ankle():
    return read_recorded_file(
        sample_night()[Placement.ANKLE_LEFT], placement=Placement.ANKLE_LEFT, timezone=BERLIN
    )


def part(recording, seconds):
    run = recording.runs[0]
    return run.xyz[: round(seconds * run.rate)], run.rate


def still(seconds=60.0, rate=50.0):
    return np.tile([0.0, 0.0, 1.0], (round(seconds * rate), 1))


def test_an_array_gives_the_movements_of_its_recording(ankle):
    longest = max(ankle.runs, key=len)
    run = limbwatch.Samples(start=0.0, rate=longest.rate, xyz=longest.xyz)
    found = limbwatch.detect_movements(run.xyz, run.rate)
    wanted = limbwatch.analyse(replace(ankle, rate=run.rate, runs=(run,))).movements
    assert len(found) > 5
    assert np.array_equal(found.onset, wanted.onset)
    assert np.array_equal(found.peak, wanted.peak)


def test_times_count_from_the_start_that_was_given(ankle):
    xyz, rate = part(ankle, 3600)
    plain = limbwatch.detect_movements(xyz, rate)
    later = limbwatch.detect_movements(xyz.tolist(), rate, start=1.7e9)
    assert len(plain) > 0
    for name in ("onset", "offset", "peak_time"):
        assert np.allclose(getattr(later, name) - 1.7e9, getattr(plain, name), atol=1e-6)
    assert np.array_equal(later.still_before, plain.still_before, equal_nan=True)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_a_few_samples_hold_no_movement(count):
    assert len(limbwatch.detect_movements(still()[:count], 50)) == 0


@pytest.mark.parametrize(
    ("xyz", "rate", "said"),
    [
        (still().T, 50, r"shape \(3, 3000\).*\(n, 3\): transpose it"),
        (still()[:, :2], 50, r"shape \(3000, 2\)"),
        (still()[:, 0], 50, r"shape \(3000,\)"),
        ("walk", 50, "no array of numbers"),
        (np.vstack([still(), [[0, np.nan, 1]]]), 50, "not finite, the first at row 3000"),
        (still() * 9.81, 50, "looks like m/s2: divide by 9.80665"),
        (still() * 1000, 50, "looks like mg: divide by 1000"),
        (still() * 0, 50, "gravity was taken out"),
        (still(), 4.9, "rate is 4.9 Hz; it must be 5 to 1000 Hz"),
        (still(), 1001, "5 to 1000 Hz"),
        (still(), float("nan"), "5 to 1000 Hz"),
    ],
)
def test_what_is_no_acceleration_in_g_is_refused(xyz, rate, said):
    with pytest.raises(ValueError, match=said):
        limbwatch.detect_movements(xyz, rate)


def test_a_start_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="start is nan s"):
        limbwatch.detect_movements(still(), 50, start=float("nan"))


def test_movements_become_a_data_frame_with_the_time_of_day(ankle):
    xyz, rate = part(ankle, 3600)
    found = limbwatch.detect_movements(xyz, rate)
    plain = found.to_dataframe()
    timed = found.to_dataframe(start=ankle.start)
    assert "time" not in plain
    assert "shape" not in plain
    assert plain["onset"].tolist() == found.onset.tolist()
    assert plain["duration"].tolist() == found.duration.tolist()
    first = timed["time"].iloc[0].to_pydatetime()
    assert first.utcoffset() == ankle.start.utcoffset()
    assert (first - ankle.start).total_seconds() == pytest.approx(found.onset[0], abs=1e-6)
    with pytest.raises(ValueError, match="must have a time zone"):
        found.to_dataframe(start=ankle.start.replace(tzinfo=None))


def test_epochs_become_a_data_frame(ankle):
    epochs = limbwatch.analyse(ankle).epochs
    frame = epochs.to_dataframe(start=ankle.start)
    assert len(frame) == len(epochs)
    assert np.array_equal(frame["gravity_z"], epochs.gravity[:, 2], equal_nan=True)
    assert frame["time"].iloc[60] - frame["time"].iloc[0] == np.timedelta64(60, "s")


def test_a_representation_fits_a_line(ankle):
    assert repr(ankle).startswith("Recording(ankle_left, 20")
    xyz, rate = part(ankle, 600)
    assert repr(limbwatch.detect_movements(still(), 50)) == "Movements(none)"
    for thing in (ankle, limbwatch.detect_movements(xyz, rate)):
        assert len(repr(thing)) < 90


def test_all_that_a_night_is_made_of_is_shown_in_a_line(ankle, night):
    track, figures = limbwatch.analyse(ankle), limbwatch.summarise(night)
    shown = [ankle.runs[0], ankle.quality, track, track.epochs, track.calibration]
    shown += [night.events, night.events[0], night.series[0], night.sleep, night.coverage[0]]
    shown += [*night.findings, night.origin, figures, limbwatch.rules_by_name("aasm")]
    shown += [getattr(figures, field.name) for field in fields(figures)]
    shown += [limbwatch.LIMITS, limbwatch.LIMITS.with_thresholds(2.0)]
    for thing in shown:
        if not isinstance(thing, tuple | dict | str) or thing is night.events:
            assert len(repr(thing)) < 90, type(thing)
            assert "\n" not in repr(thing), type(thing)
    # what was changed, and how much there is
    assert repr(replace(limbwatch.LIMITS, high_minimum=0.03)) == "Limits(high_minimum=0.03)"
    assert repr(night.events) == f"Events({len(night.events)})"


def test_the_names_are_listed():
    assert dir(limbwatch) == sorted(limbwatch.__all__)


def test_a_night_that_is_not_there_is_not_to_be_scored_again(tmp_path):
    with pytest.raises(limbwatch.UnreadableFile, match="nope is not a folder") as refused:
        limbwatch.load_night(tmp_path / "nope")
    assert "rescore" not in str(refused.value)
    (tmp_path / "night").mkdir()
    with pytest.raises(limbwatch.UnreadableFile, match="Give the folder of a night") as refused:
        limbwatch.load_night(tmp_path / "night")
    assert "rescore" not in str(refused.value)
    (tmp_path / "night" / "recording").mkdir()
    with pytest.raises(limbwatch.UnreadableFile, match="this makes it again: limbwatch rescore"):
        limbwatch.load_night(tmp_path / "night")


@pytest.fixture(scope="module")
def night():
    paths = {placement.value: str(path) for placement, path in sample_night().items()}
    return limbwatch.score_night(paths, timezone="UTC")


@pytest.fixture(scope="module")
def folder(demo_night):
    return demo_night.folder


def test_strings_give_the_night_that_a_command_makes(night, folder):
    # which sources scored is kept by who writes a night
    assert limbwatch.summarise(night) == replace(read_summary(folder), code="")


def test_recordings_in_any_order_give_the_same_night(night, ankle):
    alone = limbwatch.score_night([ankle], rules=limbwatch.rules_by_name("aasm"), age=40)
    assert (alone.rules, alone.age) == ("aasm", 40)
    assert [one.placement for one in alone.coverage] == [Placement.ANKLE_LEFT]
    assert night.rules == "wasm2016"


def test_a_folder_gives_its_night_back(night, folder):
    loaded = limbwatch.load_night(str(folder))
    was, now = limbwatch.summarise(night), limbwatch.summarise(loaded)
    # events.csv is rounded to 1 ms, so that intervals of its onsets may differ by as much
    assert replace(now, plm=was.plm) == was
    for name in ("count", "index_per_hour", "per_hour", "left", "right", "bilateral"):
        assert getattr(now.plm, name) == getattr(was.plm, name)
    onsets = [[event.onset for event in each.events] for each in (loaded, night)]
    assert np.allclose(*onsets, rtol=0, atol=0.0006)
    assert repr(loaded) == repr(night)
    assert len(repr(night)) < 90


def test_a_correction_is_applied_unless_it_is_not_wanted(folder, tmp_path):
    place = tmp_path / "night"
    shutil.copytree(folder, place)
    found = limbwatch.load_night(place)
    first = found.events[0]
    add_correction(
        place,
        Change.EXCLUDE,
        made_at=found.end.isoformat(),
        start_s=first.onset - 1,
        end_s=first.onset + first.duration + 1,
    )
    assert len(limbwatch.load_night(place).events) < len(found.events)
    assert limbwatch.load_night(place, corrected=False).events == found.events


def test_a_night_becomes_data_frames(night):
    events = night.events.to_dataframe()
    assert len(events) == len(night.events)
    assert events["series"].isna().sum() == sum(each.series is None for each in night.events)
    first = events["time"].iloc[0].to_pydatetime()
    assert first.utcoffset() == night.start.utcoffset()
    assert (first - night.start).total_seconds() == pytest.approx(night.events[0].onset, abs=1e-6)
    series = night.series[0].to_dataframe(start=night.start)
    assert series["interval"].isna().tolist() == [True] + [False] * (len(series) - 1)
    assert series["onset"].tolist() == list(night.series[0].onsets)
    sleep = night.sleep.to_dataframe(start=night.start)
    assert sleep["asleep"].tolist() == night.sleep.asleep.tolist()


def test_events_stay_a_tuple(night):
    plain = tuple(night.events)
    assert night.events == plain
    assert hash(night.events) == hash(plain)
    again = pickle.loads(pickle.dumps(night.events))  # noqa: S301 - made one line above
    assert (again, again.start) == (plain, night.start)
    assert replace(night, events=plain[:3]).events.start == night.start
    assert len(Events().to_dataframe()) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"placement": "left_ankle"}, "is one of ankle_left, .* Did you mean ankle_left?"),
        ({"placement": "knee"}, "'knee' is not a placement"),
        ({"placement": "ankle", "timezone": "Europe/Berln"}, "Did you mean Europe/Berlin"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_ones(options, said):
    with pytest.raises(ValueError, match=said):
        limbwatch.read_recording("left.csv", **options)


@pytest.mark.parametrize(
    ("recordings", "options", "error", "said"),
    [
        ([], {}, ValueError, "no recording"),
        (["left.csv"], {}, TypeError, "str is no Recording"),
        ({"ankle": "left.csv"}, {"rules": "icsd"}, ValueError, "the rules are wasm2016, aasm"),
        ({"ankle": "left.csv"}, {"age": -1}, ValueError, "must be 0 to 130"),
        ({"ankle": "no.csv"}, {"timezone": "UTC"}, limbwatch.UnreadableFile, "no.csv"),
    ],
)
def test_what_is_no_night_is_refused(recordings, options, error, said):
    with pytest.raises(error, match=said):
        limbwatch.score_night(recordings, **options)


def test_a_folder_without_a_night_is_refused(tmp_path):
    with pytest.raises(limbwatch.UnreadableFile, match=r"night\.json"):
        limbwatch.load_night(tmp_path)


def test_the_traces_are_those_of_the_detector(ankle):
    track = limbwatch.analyse(ankle)
    sensor = gridded(ankle)
    traces = traces_of(sensor, track.calibration)
    envelope = np.concatenate([each.envelope for each in traces]).astype(np.float32)
    assert np.array_equal(peaks_of(sensor.blocks, envelope), track.peaks, equal_nan=True)
    high = np.concatenate([each.high for each in traces])
    assert np.median(high) == pytest.approx(track.threshold, rel=0.05)


def test_a_stretch_is_drawn_with_its_labels(night, ankle):
    pytest.importorskip("matplotlib")
    event = next(e for e in night.events if e.series and Placement.ANKLE_LEFT in e.limbs)
    figure = limbwatch.plot(ankle, event.onset - 5, event.onset + 10, night=night)
    above, below = figure.axes
    assert [line.get_label() for line in above.lines] == ["x", "y", "z"]
    assert [line.get_label() for line in below.lines] == [
        "envelope",
        "detection threshold",
        "extent threshold",
    ]
    assert event.kind.words in [text.get_text() for text in above.texts]
    with pytest.raises(ValueError, match="no sample from 1000000000"):
        limbwatch.plot(ankle, 1e9, 2e9)


@pytest.mark.parametrize(("before", "after"), [(-0.5, 30), (30, 0.5)])
def test_a_name_at_an_edge_stays_in_the_picture_and_no_legend_lies_on_the_data(
    night, ankle, before, after
):
    pytest.importorskip("matplotlib")
    event = next(e for e in night.events if e.series and Placement.ANKLE_LEFT in e.limbs)
    end = event.onset + event.duration
    figure = limbwatch.plot(ankle, event.onset - before, end + after, night=night)
    figure.canvas.draw()
    above, below = figure.axes
    for text in above.texts:
        box = text.get_window_extent()
        assert box.x0 >= above.bbox.x0 - 1
        assert box.x1 <= above.bbox.x1 + 1
    assert above.get_legend() is below.get_legend() is None
    (legend,) = figure.legends
    assert legend.get_window_extent().y1 <= below.bbox.y0
    assert [text.get_text() for text in legend.get_texts()] == [
        line.get_label() for axes in figure.axes for line in axes.lines
    ]


def test_names_that_would_lie_on_each_other_stand_in_the_legend_once_each(night, ankle):
    """A long stretch had its names one over the other."""
    pytest.importorskip("matplotlib")
    figure = limbwatch.plot(ankle, 0, ankle.span[1], night=night)
    above, _ = figure.axes
    assert list(above.texts) == []
    (legend,) = figure.legends
    kinds = {e.kind.words for e in night.events if Placement.ANKLE_LEFT in e.limbs}
    told = [text.get_text() for text in legend.get_texts()]
    assert kinds <= set(told)
    assert len(told) == len(set(told))
    colours = {patch.get_label(): patch.get_facecolor() for patch in above.patches}
    assert set(colours) == kinds
    assert len(set(colours.values())) == len(kinds)


def test_without_matplotlib_the_extra_is_named(ankle, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r"pip install 'limbwatch\[plot\]'"):
        limbwatch.plot(ankle, 0, 10)


def test_the_documented_examples_run(capsys):
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 3
    if find_spec("matplotlib") is None:
        blocks = [block for block in blocks if "limbwatch.plot(" not in block]
    names = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)  # noqa: S102 - our own page
    assert "Movements(1, 30.01 to 31.01 s)" in capsys.readouterr().out


@pytest.mark.system
def test_the_documented_examples_pass_a_strict_type_checker(tmp_path):
    """Checking what they import takes half a minute where nothing is cached."""
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)
    wrong = 'import limbwatch\n\nlimbwatch.score_night([], rules="nonsense")\n'
    for name, text in (("examples", "\n".join(blocks)), ("wrong", wrong)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    own = ["--cache-dir", str(tmp_path / "cache"), "--config-file", os.devnull]
    # what is imported is looked at as that of an installed package is: for its types alone
    words = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", *own]
    checked = subprocess.run(
        [*words, "examples.py", "wrong.py"],
        cwd=tmp_path,
        # a type checker does not follow what an editable installation does at import
        env=os.environ | {"MYPYPATH": str(Path(limbwatch.__file__).parents[1])},
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )
    said = checked.stdout.splitlines()
    assert len(said) == 2, checked.stdout + checked.stderr
    assert said[0].startswith('wrong.py:3: error: Argument "rules" to "score_night"')
