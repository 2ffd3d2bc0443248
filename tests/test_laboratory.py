"""A night served by its polysomnogram: true sleep, respiratory movements, arousals, one clock."""

import json
import shutil
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from limbwatch.classify.associations import WINDOWS, laboratory_figures, with_arousal
from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import BreathingEvent, Laboratory
from limbwatch.classify.night import Coverage, Event, Night, series_of
from limbwatch.classify.sleep.known_sleep import kept_awake, staged_sleep
from limbwatch.classify.slept import Sleep, Window
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.laboratory_words import limits
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.page.rescan import rescan
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement
from limbwatch.sensor.scorings.manual_scoring import Hypnogram
from limbwatch.sensor.store import write_recording

WASM, AASM = WINDOWS
START = datetime(2026, 3, 14, 22, tzinfo=UTC)


COVERED = Coverage(
    placement=Placement.ANKLE_LEFT, recorded_s=3600, worn_s=3600, gaps=(), not_worn=(), rate=25,
    rate_nominal=25, drift_ppm=None, device="", floor=0.001, threshold=0.01, notes=(),
)  # fmt: skip


def event(onset, duration=2.0, *, kind=Kind.PLM, series=1, asleep=True):
    return Event(
        onset=onset, duration=duration, kind=kind, limbs=(Placement.ANKLE_LEFT,),
        series=series if kind is Kind.PLM else None, asleep=asleep, confidence=0.9, peak=0.1,
        reason="",
    )  # fmt: skip


def sleep_of(asleep, *, epoch=30.0):
    state = np.array(asleep, np.bool_)
    return Sleep(
        epoch=epoch, asleep=state, valid=np.ones(len(state), np.bool_),
        in_bed=(0.0, epoch * len(state)), method="",
    )  # fmt: skip


def night_of(events, laboratory=None, *, rules="wasm2016"):
    return Night(
        start=START, end=START + timedelta(hours=1), events=events, series=series_of(events),
        sleep=sleep_of([True] * 120), coverage=(COVERED,), findings=(), rules=rules, age=None,
        laboratory=laboratory,
    )  # fmt: skip


def breath(start, end, kind="obstructive_apnea"):
    return BreathingEvent(kind=kind, start_s=start, end_s=end)


@pytest.mark.parametrize(
    ("onset", "respiratory"),
    [
        (95.999, False),  # ends 2.001 s before the end of the event
        (96.0, True),
        (110.25, True),
        (110.251, False),
    ],
)
def test_wasm_takes_any_part_within_2_s_before_and_10_25_s_after_the_end(onset, respiratory):
    found = WASM.holds([event(onset)], [breath(85, 100)])
    assert found.tolist() == [respiratory]


@pytest.mark.parametrize(
    ("onset", "respiratory"),
    [(82.499, False), (82.5, True), (90.0, True), (100.5, True), (100.501, False)],
)
def test_aasm_takes_half_a_second_around_the_whole_event(onset, respiratory):
    found = AASM.holds([event(onset)], [breath(85, 100)])
    assert found.tolist() == [respiratory]


def test_a_rera_counts_by_aasm_alone_and_an_event_without_an_end_by_none():
    assert not WASM.holds([event(99)], [breath(85, 100, "rera")]).any()
    assert AASM.holds([event(99)], [breath(85, 100, "rera")]).all()
    for window in WINDOWS:
        assert not window.holds([event(85)], [breath(85, None)]).any()


def test_limits_of_both_windows_are_included_at_every_hundredth_of_a_second():
    """Sums of floats missed them, as at 20.31 + 10.25: one in 76 was left out."""
    end = np.arange(2000, 12_000, 7) / 100
    first, last = np.round(end - 2.0, 2), np.round(end + 10.25, 2)
    for onset, offset in ((first - 3, first), (last, last + 1)):
        held = [
            WASM.touched(onset[k : k + 1], offset[k : k + 1], begin=end[k : k + 1], end=one)
            for k, one in enumerate(end.reshape(-1, 1))
        ]
        assert np.all(held)
    last = np.round(end + 0.5, 2)
    assert all(
        AASM.touched(last[k : k + 1], last[k : k + 1], begin=one - 5, end=one).all()
        for k, one in enumerate(end.reshape(-1, 1))
    )


def test_half_a_second_between_movement_and_arousal_is_not_less_than_it():
    offset = np.arange(1000, 9000, 7) / 100
    for one in offset:
        after = float(np.round(one + 0.5, 2))
        assert not with_arousal(np.array([one - 2]), np.array([one]), [(after, after + 3)]).any()
        assert with_arousal(np.array([one - 2]), np.array([one]), [(after - 0.01, after)]).all()


def test_movements_and_breathing_events_are_held_together_by_their_numbers_not_by_the_product():
    """All by all, 3000 movements and 300 000 events of a file took 1.8 GB."""
    onset, begin = np.arange(4000.0), np.arange(0, 4000, 0.2)
    tracemalloc.start()
    for window in WINDOWS:
        assert window.touched(onset, onset + 1, begin=begin, end=begin + 9)[9:].all()
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 20 * len(begin) * 8


def test_a_long_event_holds_what_shorter_ones_within_it_do_not():
    begin, end = np.array([10.0, 20.0, 400.0]), np.array([300.0, 30.0, np.nan])
    onset, offset = np.array([5.0, 299.0, 311.0, 290.0]), np.array([9.0, 300.0, 312.0, np.nan])
    held = AASM.touched(onset, offset, begin=begin, end=end)
    # the last has no end: nobody knows whether it was in the window
    assert held.tolist() == [False, True, False, False]
    assert WASM.touched(onset, offset, begin=begin, end=end).tolist() == [False, True, False, False]
    nothing = np.empty(0)
    assert not AASM.touched(onset, offset, begin=nothing, end=nothing).any()


def figures(events, **scored):
    night = night_of(events, Laboratory(files=("x",), **scored))
    return laboratory_figures(night, 1.0)


def test_without_its_respiratory_movements_a_series_may_be_too_short():
    events = [event(100 + 20 * k) for k in range(5)]
    found = figures(events, breathing=(breath(125, 140),))
    wasm, aasm = found.respiratory
    # 140 alone is respiratory: 100 and 120, 160 and 180 are left, 40 s between them
    assert (wasm.leg_movements, wasm.plm, wasm.plm_without) == (1, 1, 4)
    assert wasm.plm_without_per_hour == 4
    assert (aasm.plm, aasm.plm_without) == (1, 4)
    found = figures(events, breathing=(breath(105, 121), breath(165, 181)))
    assert (found.respiratory[0].plm, found.respiratory[0].plm_without) == (2, 0)


def test_respiratory_and_aroused_movements_are_counted_in_sleep_alone():
    events = [event(100 + 20 * k, asleep=k > 0) for k in range(5)]
    found = figures(
        events, breathing=(breath(80, 101),), arousals=((102.4, 105), (122.5, 125), (155, 159.5))
    )
    assert found.respiratory[0].plm == 0
    assert (found.arousal.leg_movements, found.arousal.plm) == (0, 0)
    found = figures(events, arousals=((122.499, 125), (139.0, 150), (155.0, 159.501)))
    assert (found.arousal.plm, found.arousal.plm_per_hour) == (3, 3)
    assert found.respiratory == ()


def test_nothing_respiratory_leaves_the_count_as_it_is():
    events = [event(100 + 20 * k) for k in range(6)]
    found = figures(events, breathing=())
    assert [one.plm_without for one in found.respiratory] == [6, 6]


def test_breathing_without_any_end_leaves_respiratory_movements_unknown():
    endless = BreathingEvent(kind="hypopnea", start_s=105.0, end_s=None)
    events = [event(100 + 20 * k) for k in range(6)]
    assert figures(events, breathing=(endless,)).respiratory == ()
    assert len(figures(events, breathing=(endless, breath(125, 140))).respiratory) == 2
    found = summarise(night_of(events, Laboratory(files=("x",), breathing=(endless,))))
    assert any("end of breathing events" in clause for clause in found.not_assessed)
    assert "are counted too" in limits(found)


def hypnogram(*stages, onset=0.0, epoch=30.0):
    return Hypnogram(
        onset_s=onset + epoch * np.arange(len(stages)),
        duration_s=np.full(len(stages), epoch),
        stage=np.array(stages),
    )


def test_stages_take_the_place_of_the_estimate_and_what_is_unknown_is_no_wake():
    laboratory = Laboratory(files=("x",), stages=hypnogram("W", "N1", "R", "unknown"), staged=True)
    found = staged_sleep(sleep_of([True] * 6), laboratory)
    assert found.asleep.tolist() == [False, True, True, False, False, False]
    assert found.valid.tolist() == [True, True, True, False, False, False]
    assert (found.in_bed, found.estimated, found.window) == ((0, 90), False, Window.ESTIMATED)
    bare = replace(sleep_of([True] * 6), valid=np.arange(6) > 0)
    assert staged_sleep(bare, laboratory).valid.tolist() == [False, True, True] + [False] * 3
    lights = Laboratory(
        files=("x",), stages=hypnogram("W", "N1", "R", "W"), lights_off=15, lights_on=60
    )
    found = staged_sleep(sleep_of([True] * 4), lights)
    assert (found.in_bed, found.window) == ((15, 60), Window.LIGHTS)
    assert found.asleep.tolist() == [False, True, False, False]


def test_who_is_kept_awake_lies_in_bed_as_long_as_there_is_a_recording():
    found = kept_awake(sleep_of([True] * 4))
    assert (found.asleep.any(), found.in_bed, found.estimated) == (False, (0, 120), False)
    assert kept_awake(sleep_of([])).in_bed is None


def test_what_was_scored_is_no_longer_said_to_be_missing():
    assert len(summarise(night_of([])).not_assessed) == 3
    scored = Laboratory(files=("x",), breathing=(), arousals=())
    assert len(summarise(night_of([], scored)).not_assessed) == 1


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A night of an hour, and its movements as a laboratory lists them, 7.5 s ahead."""
    folder = tmp_path_factory.mktemp("laboratory")
    night = simulate("plm_severe", seed=3, hours=1.0, rate=25.0)
    for recording in night.recordings[:1]:
        write_recording(recording, folder / "ankle.parquet")
    nights = folder / "nights"
    assert (
        run(["replay", f"ankle_left={folder / 'ankle.parquet'}", "--nights", str(nights), "-q"])
        == 0
    )
    (place,) = nights.glob("20*")
    return folder, place


@pytest.fixture
def night(made, tmp_path):
    place = tmp_path / "nights" / made[1].name
    shutil.copytree(made[1], place)
    return place


def annot(path, night, *, ahead=0.0, stages=True, legs=True, breaths=()):
    """Luna's annotations of a night on a clock that is ahead."""
    summary = read_summary(night)
    start = summary.begins.replace(tzinfo=None)

    def clock(seconds):
        return (start + timedelta(seconds=seconds + ahead)).isoformat(timespec="milliseconds")

    rows = []
    count = int(summary.duration_s // 30)
    if stages:
        kinds = ["W"] * 20 + ["N2"] * (count - 40) + ["W"] * 20
        rows += [f"{kind}\t.\t.\t{clock(30 * k)}\t+30\t." for k, kind in enumerate(kinds)]
    if legs:
        with (night / "events.csv").open() as table:
            names = next(table).strip().split(",")
            onset = names.index("onset_s")
            times = [float(line.split(",")[onset]) for line in table]
        rows += [f"LM\t.\tLAT\t{clock(time)}\t+2\t." for time in times]
    rows += [f"apnea\tobstructive\t.\t{clock(start)}\t{clock(end)}\t." for start, end in breaths]
    path.write_text("\n".join(rows).replace("T", "-") + "\n")
    return path


def rescored(night, *options):
    assert run(["rescore", str(night), "-q", *map(str, options)]) == 0
    return read_summary(night)


def test_a_hypnogram_serves_the_night_and_every_later_scoring(night, tmp_path, capsys):
    before = read_summary(night)
    assert before.laboratory is None
    assert "laboratory" not in json.loads((night / "night.json").read_text())
    path = annot(tmp_path / "psg.annot", night, ahead=7.5)
    after = rescored(night, "--hypnogram", path)
    assert not after.sleep.estimated
    minutes = (int(before.duration_s // 30) - 40) / 2
    assert after.sleep.minutes == pytest.approx(minutes, abs=1)
    assert after.laboratory.files == ("psg.annot (Luna)",)
    assert after.laboratory.clock_from == "movements"
    assert after.laboratory.clock_offset_s == pytest.approx(7.5, abs=0.1)
    path.unlink()
    again = rescored(night)
    assert again == after
    capsys.readouterr()
    assert run(["view", str(night)]) == 0
    shown = capsys.readouterr().out
    assert "Asleep (by laboratory)" in shown
    assert "psg.annot (Luna)" in shown
    report = (night / "report.html").read_text()
    assert "Sleep, scored by a laboratory" in report
    assert "Estimated." not in report


def test_a_shift_by_hand_is_kept_and_can_be_changed(night, tmp_path):
    path = annot(tmp_path / "psg.annot", night, ahead=600, legs=False)
    right = rescored(night, "--hypnogram", path, "--hypnogram-shift", "600")
    assert right.laboratory.clock_from == "shift"
    wrong = rescored(night, "--hypnogram-shift", "0")
    # wake before and after sleep tells the two apart
    assert wrong.sleep.asleep_s[0][0] - right.sleep.asleep_s[0][0] == pytest.approx(600, abs=30)
    assert rescored(night, "--hypnogram-shift", "600") == right


@pytest.mark.parametrize(
    ("shift", "told"), [("7.5", None), ("-7.5", "that it was 7.5 s"), ("0", "that it was 7.5 s")]
)
def test_a_shift_that_leg_movements_contradict_is_used_and_told(night, tmp_path, shift, told):
    path = annot(tmp_path / "psg.annot", night, ahead=7.5)
    found = rescored(night, "--hypnogram", path, "--hypnogram-shift", shift).laboratory
    assert found.clock_offset_s == float(shift)
    remarks = [one for one in found.remarks if "mistyped" in one]
    assert told in remarks[0] if told else not remarks


def test_of_another_date_only_the_time_of_day_is_used(night, tmp_path):
    right = rescored(night, "--hypnogram", annot(tmp_path / "psg.annot", night, legs=False))
    path = annot(tmp_path / "other.annot", night, ahead=-10 * 86_400, legs=False)
    shifted = rescored(night, "--hypnogram", path)
    assert shifted.sleep == right.sleep
    assert any("so only its time of day is used" in remark for remark in shifted.laboratory.remarks)
    assert not any("its time of day" in remark for remark in right.laboratory.remarks)


def test_a_home_test_of_breathing_alone_takes_movements_out(night, tmp_path, capsys):
    before = read_summary(night)
    onsets = [
        float(line.split(",")[1])
        for line in (night / "events.csv").read_text().splitlines()[1:]
        if ",plm," in line
    ]
    assert len(onsets) > 10
    breaths = [(onset - 15, onset - 1) for onset in onsets[:10]]
    path = annot(tmp_path / "apnoea.annot", night, stages=False, legs=False, breaths=breaths)
    after = rescored(night, "--breathing", path, "--breathing-shift", "0")
    assert after.sleep == before.sleep
    assert after.plm == before.plm
    wasm, _ = after.laboratory.respiratory
    assert wasm.plm_without < before.plm.count
    assert wasm.plm_without_per_hour == pytest.approx(
        wasm.plm_without / after.plm.hours_of_sleep, abs=0.01
    )
    capsys.readouterr()
    assert run(["view", str(night)]) == 0
    assert "without respiratory" in capsys.readouterr().out


def test_figures_of_the_laboratory_follow_corrections(night, tmp_path):
    from limbwatch.cli.night.correction.rebuilt import stored_night
    from limbwatch.cli.night.scored.contents import read_night

    path = annot(tmp_path / "psg.annot", night, breaths=[(1500, 1515), (1600, 1620)])
    after = rescored(night, "--hypnogram", path)
    rebuilt = summarise(stored_night(read_night(night)))
    assert rebuilt.laboratory == after.laboratory
    assert rebuilt.sleep == after.sleep


def test_compare_holds_the_sensors_alone_against_the_laboratory(night, tmp_path, capsys):
    path = annot(tmp_path / "psg.annot", night)

    def compared(place):
        options = ["--with", str(path), "--json", "-q", "-o", str(tmp_path / place)]
        assert run(["compare", str(night), *options]) == 0
        return json.loads(capsys.readouterr().out)

    before = compared("before")
    rescored(night, "--hypnogram", path)
    capsys.readouterr()
    after = compared("after")
    assert after["sleep"] == before["sleep"]
    assert after["indices"] == before["indices"]
    assert after["sleep"]["accuracy"] < 1


def test_an_anonymous_export_names_no_file_of_the_laboratory(night, tmp_path):
    rescored(night, "--hypnogram", annot(tmp_path / "Miller.annot", night))
    out = tmp_path / "out.json"
    assert run(["export", str(night), "--to", "json", "-o", str(out), "--anonymous", "-q"]) == 0
    assert "Miller" not in out.read_text()
    assert '"staged": true' in out.read_text()


def test_other_thresholds_are_tried_with_the_laboratorys_sleep(night, tmp_path):
    after = rescored(night, "--hypnogram", annot(tmp_path / "psg.annot", night, ahead=7.5))
    found = rescan(read_night(night), factor=1).summary
    assert not found.sleep.estimated
    assert found.sleep.minutes == pytest.approx(after.sleep.minutes, abs=0.5)
    assert found.plm.count == after.plm.count
    assert rescan(read_night(night), factor=4).summary.sleep.minutes == pytest.approx(
        after.sleep.minutes, abs=0.5
    )


def test_replay_takes_a_hypnogram_too(made, tmp_path):
    path = annot(tmp_path / "psg.annot", made[1])
    where = ["--nights", str(tmp_path / "nights"), "-q"]
    assert (
        run(["replay", f"ankle_left={made[0] / 'ankle.parquet'}", "--hypnogram", str(path), *where])
        == 0
    )
    (place,) = (tmp_path / "nights").glob("20*")
    assert not read_summary(place).sleep.estimated
    kept = [one.name for one in (place / "laboratory").iterdir()]
    assert len(kept) == 2
    assert rescored(place) == read_summary(place)


def test_a_second_hypnogram_leaves_the_first_one_in_the_folder(night, tmp_path):
    rescored(night, "--hypnogram", annot(tmp_path / "one.annot", night))
    rescored(night, "--hypnogram", annot(tmp_path / "two.annot", night, legs=False))
    assert len(list((night / "laboratory").glob("*.annot"))) == 2
    assert read_summary(night).laboratory.files == ("two.annot (Luna)",)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--hypnogram", "none.edf"], ["There is no file none.edf"]),
        (["--hypnogram", "legs.csv"], ["legs.csv (plain) holds no sleep stages"]),
        (["--breathing", "other.csv"], ["no row of it is understood", "'Snore' (1)"]),
        (["--breathing-shift", "3"], ["--breathing FILE"]),
        (
            ["--hypnogram", "late.csv"],
            ["late.csv is from another time", "--hypnogram-shift", "2026-"],
        ),
    ],
)
def test_what_cannot_serve_is_refused_and_the_night_stays(
    night, tmp_path, monkeypatch, capsys, options, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "legs.csv").write_text("side,onset_s,duration_s\nL,1,2\n")
    (tmp_path / "other.csv").write_text("2026-03-14 23:00:00,Snore\n")
    (tmp_path / "late.csv").write_text("onset_s,duration_s,stage\n900000,30,N2\n")
    before = {path.name: path.read_bytes() for path in night.iterdir() if path.is_file()}
    assert run(["rescore", str(night), *options]) in {ExitCode.UNREADABLE, ExitCode.USAGE}
    said = capsys.readouterr().err
    for word in words:
        assert word in " ".join(said.split())
    assert before == {path.name: path.read_bytes() for path in night.iterdir() if path.is_file()}
    assert not (night / "laboratory").exists()


@pytest.mark.parametrize(
    "content", ["", "{", '{"hypnogram": 3}', '{"hypnogram": {"path": "../x"}}']
)
def test_a_damaged_note_of_the_files_is_told(night, capsys, content):
    (night / "laboratory").mkdir()
    (night / "laboratory" / "laboratory.json").write_text(content)
    assert run(["rescore", str(night)]) == ExitCode.UNREADABLE
    assert "laboratory" in capsys.readouterr().err


def test_a_file_of_the_same_recorder_is_given_the_shift_that_the_other_told(night, tmp_path):
    """Breathing events alone tell no clock; the hypnogram's leg movements did."""
    psg = annot(tmp_path / "psg.annot", night, ahead=7.5)
    breaths = annot(
        tmp_path / "flow.annot", night, ahead=7.5, stages=False, legs=False, breaths=[(100, 120)]
    )
    found = rescored(night, "--hypnogram", psg, "--breathing", breaths)
    (hint,) = [said for said in found.laboratory.remarks if "recorder of psg.annot" in said]
    assert hint.startswith("flow.annot: ")
    assert "7.5 s ahead" in hint
    told = rescored(night, "--breathing-shift", "7.5")
    assert not any("recorder of" in said for said in told.laboratory.remarks)
    assert told.laboratory.breathing[0].start_s == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("copied", [False, True])
def test_one_file_for_sleep_and_breathing_is_named_and_remarked_on_once(night, tmp_path, copied):
    psg = annot(tmp_path / "psg.annot", night, ahead=7.5, breaths=[(100, 120)])
    again = psg
    if copied:
        again = tmp_path / "copy.annot"
        shutil.copy(psg, again)
    both = rescored(night, "--hypnogram", psg, "--breathing", again)
    assert both.laboratory.files == ("psg.annot (Luna)",)
    assert len(set(both.laboratory.remarks)) == len(both.laboratory.remarks)
    assert not any("recorder of" in said for said in both.laboratory.remarks)
    assert rescored(night) == both
    # breathing alone would be on the same clock
    assert both.laboratory.breathing[0].start_s == pytest.approx(100, abs=0.1)


def test_a_shift_said_of_a_file_for_both_holds_for_both_unless_two_are_said(night, tmp_path):
    psg = annot(tmp_path / "psg.annot", night, ahead=600, legs=False, breaths=[(700, 720)])
    one = rescored(night, "--hypnogram", psg, "--breathing", psg, "--hypnogram-shift", "600")
    assert one.laboratory.files == ("psg.annot (Luna)",)
    assert one.laboratory.breathing[0].start_s == pytest.approx(700, abs=0.01)
    two = rescored(night, "--breathing-shift", "590")
    assert two.laboratory.files == ("psg.annot (Luna)",) * 2
    assert two.laboratory.breathing[0].start_s == pytest.approx(710, abs=0.01)
