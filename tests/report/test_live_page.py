"""A running recording seen from outside, and the look at another threshold."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from limbwatch.classify.kind import Kind
from limbwatch.classify.rules.published import AASM_3, WASM_2016
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.finished_night import make_night, mark_wishes, summary_bytes
from limbwatch.cli.making.kept_samples import recordings_of
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.page import running
from limbwatch.cli.page.changes import change
from limbwatch.cli.page.follower import Follower
from limbwatch.cli.page.rescan import can_rescan, rescan
from limbwatch.cli.page.running import LiveView, Phase
from limbwatch.cli.page.site import page_application
from limbwatch.dsp import analyse
from limbwatch.dsp.limits import LIMITS
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident

HOST = "127.0.0.1:8123"
SECOND = 1_000_000_000
FRESH = -3600.0
"""From the future, so that no slow machine makes it old; its age is told as 0."""


def write_capture(
    folder: Path, *, ages: tuple[float, ...], minutes: float = 90, speed: float = 1.0
) -> None:
    """A capture whose sensors delivered last that many seconds of its clock ago."""
    folder.mkdir(parents=True)
    capture = Capture(folder / "capture.sqlite")
    capture.about("speed", str(speed))
    capture.about("utc_offset_s", "3600")
    capture.event(Incident.BEGUN, 0)
    now_host, now_wall = 5_000_000 * SECOND, time.time_ns()
    begun = round(minutes * 60 * SECOND)
    capture.clock(ClockPair(now_host - begun, 0, now_wall - begun))
    capture.clock(ClockPair(now_host, 0, now_wall))
    places = (Placement.ANKLE_LEFT, Placement.WRIST_LEFT)
    for place, age in zip(places, ages, strict=False):
        sensor = capture.sensor(place, kind="polar", address="AA:BB", name="Secret 4711")
        stream = capture.stream(sensor, now_host - begun, firmware="1", mtu=None)
        capture.event(Incident.BATTERY, now_host, sensor=sensor, detail={"percent": 76.0})
        for back in (age + 2, age):
            capture.notification(stream, "uuid", now_host - round(back * SECOND), b"x")
    assert capture.flush()
    capture.close()


def test_the_age_of_the_newest_data_is_told_for_each_sensor(tmp_path: Path) -> None:
    write_capture(tmp_path / "2026-03-14", ages=(FRESH, 30.0))
    found = LiveView(tmp_path).look()
    assert found.phase is Phase.RECORDING
    assert found.name == "2026-03-14"
    assert found.minutes == pytest.approx(90, abs=1)
    ankle, wrist = found.sensors
    assert ankle.placement == "left ankle"
    assert ankle.age == 0
    assert not ankle.late
    assert wrist.late
    assert wrist.battery == "76 %"


@pytest.mark.parametrize(("asked", "rules"), [("aasm", AASM_3), (None, WASM_2016)])
def test_movements_are_told_by_the_rules_that_the_recording_asked_for(
    asked: str | None, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a recording by AASM's rules the page told periodic movements by WASM 2016."""
    write_capture(tmp_path / "2026-03-14", ages=(FRESH,))
    if asked:
        mark_wishes(tmp_path / "2026-03-14", test=None, by=ScoredBy(asked))
    followed: list[Rules] = []

    def follower(*, rules: Rules) -> Follower:
        followed.append(rules)
        return Follower(rules=rules)

    monkeypatch.setattr(running, "Follower", follower)
    assert LiveView(tmp_path).look().phase is Phase.RECORDING
    assert followed[-1] is rules


def test_a_finished_night_is_no_running_one(tmp_path: Path) -> None:
    write_capture(tmp_path / "2026-03-14", ages=(FRESH,))
    (tmp_path / "2026-03-14" / "night.json").write_text("{}")
    assert LiveView(tmp_path).look().phase is Phase.NONE


def test_a_recording_that_has_noted_no_moment_yet_is_starting(tmp_path: Path) -> None:
    """For seconds after Start the page said that nothing was running."""
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    capture = Capture(folder / "capture.sqlite")
    found = LiveView(tmp_path).look("2026-03-13")
    assert (found.phase, found.name) == (Phase.STARTING, "2026-03-14")
    capture.close()
    assert LiveView(tmp_path).look().phase is Phase.NONE, "nobody records there any more"


def test_the_end_is_told_to_a_page_that_saw_the_recording(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-14"
    write_capture(folder, ages=(FRESH,))
    view = LiveView(tmp_path)
    assert view.look().phase is Phase.RECORDING
    capture = Capture(folder / "capture.sqlite")
    capture.event(Incident.ENDED, 0)
    capture.close()
    assert view.look("2026-03-14").phase is Phase.SCORING
    (folder / "night.json").write_text("{}")
    ended = view.look("2026-03-14")
    assert (ended.phase, ended.name) == (Phase.ENDED, "2026-03-14")
    # whoever saw nothing is told of no end, and a name from outside is only compared
    for name in ("", "2026-03-13", "../2026-03-14", "/etc"):
        assert view.look(name).phase is Phase.NONE


def test_a_recording_that_broke_off_is_said_to_be_unscored(tmp_path: Path) -> None:
    write_capture(tmp_path / "2026-03-14", ages=(FRESH,))
    for path in (tmp_path / "2026-03-14").glob("capture.sqlite*"):
        os.utime(path, (1e9, 1e9))
    assert LiveView(tmp_path).look("2026-03-14").phase is Phase.BROKEN


def test_a_night_that_is_gone_on_with_is_a_running_one(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-14"
    write_capture(folder, ages=(FRESH,))
    (folder / "night.json").write_text("{}")
    os.utime(folder / "night.json", (1e9, 1e9))
    assert LiveView(tmp_path).look().phase is Phase.RECORDING


def test_simulated_time_is_told_in_seconds_of_the_one_who_looks(tmp_path: Path) -> None:
    write_capture(tmp_path / "2026-03-14", ages=(0.0, 600.0), speed=60)
    found = LiveView(tmp_path).look()
    ankle, wrist = found.sensors
    assert found.speed == 60
    assert ankle.age is not None
    assert wrist.age is not None
    assert wrist.age - ankle.age == pytest.approx(10, abs=0.11)


def test_a_sensor_of_another_version_does_not_hide_the_age(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-14"
    write_capture(folder, ages=(FRESH,))
    with closing(sqlite3.connect(folder / "capture.sqlite")) as base, base:
        base.execute("UPDATE sensor SET kind = 'of tomorrow'")
    found = LiveView(tmp_path).look()
    assert found.sensors[0].age == 0
    assert found.happenings == ()


def test_what_happened_is_told_once_and_newest_first(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-14"
    write_capture(folder, ages=(FRESH,))
    view = LiveView(tmp_path)
    assert [words for _, words in view.look().happenings] == ["recording began"]
    capture = Capture(folder / "capture.sqlite")
    capture.event(Incident.LOST, 5_000_001 * SECOND, sensor=1)
    capture.event(Incident.BATTERY, 5_000_002 * SECOND, sensor=1, detail={"percent": 75.0})
    capture.event(Incident.CONNECTED, 5_000_003 * SECOND, sensor=1)
    capture.close()
    told = [words for _, words in view.look().happenings]
    assert told == ["left ankle: connected", "left ankle: connection lost", "recording began"]
    assert [words for _, words in view.look().happenings] == told


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_capture_is_passed_over(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    (folder / "capture.sqlite").write_bytes(content)
    assert LiveView(tmp_path).look().phase is Phase.NONE


def test_the_event_tells_no_address_and_no_name(tmp_path: Path) -> None:
    write_capture(tmp_path / "2026-03-14", ages=(FRESH,))
    text = LiveView(tmp_path).look().event
    assert text.startswith("id: 2026-03-14\ndata: {")
    assert text.endswith("}\n\n")
    state = json.loads(text.partition("data: ")[2])
    assert state["phase"] == "recording"
    assert state["sensors"][0]["placement"] == "left ankle"
    assert "4711" not in text
    assert "AA:BB" not in text
    nothing = LiveView(tmp_path / "none").look().event
    assert json.loads(nothing.partition("data: ")[2])["phase"] == "none"


@pytest.fixture(scope="module")
def scored_folder(night_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The night that is found in the samples of `night_folder`."""
    recordings = recordings_of(night_folder)
    return make_night(
        tmp_path_factory.mktemp("scored"), recordings, ScoringWish(ScoredBy("wasm2016"))
    )


def test_the_nights_own_thresholds_find_exactly_the_night(scored_folder: Path) -> None:
    found = rescan(read_night(scored_folder), factor=1)
    assert found.summary.limb_movements.count > 20
    assert summary_bytes(found.summary) == (scored_folder / "night.json").read_bytes()
    stored = read_night(scored_folder).events
    assert [f"{one.onset:.3f} {one.kind}" for one in found.events] == [
        f"{one.onset:.3f} {one.kind}" for one in stored
    ]


def test_what_a_person_corrected_is_in_the_look(scored_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / scored_folder.name
    shutil.copytree(scored_folder, folder)
    first = next(one for one in read_night(folder).events if one.kind is Kind.PLM and one.asleep)
    change(folder, {"change": "relabel", "onset_s": first.onset, "kind": "twitch"})
    shown = as_corrected(read_night(folder)).night.summary
    assert shown.plm.count < read_night(folder).summary.plm.count
    assert rescan(read_night(folder), factor=1).summary.plm.count == shown.plm.count


def test_higher_thresholds_are_those_of_the_detector(scored_folder: Path) -> None:
    night = read_night(scored_folder)
    before = [one.threshold_g for one in night.summary.coverage]
    found = rescan(night, factor=8)
    after = [one.threshold_g for one in found.summary.coverage]
    assert after == pytest.approx([8 * one for one in before], abs=2e-5)
    recordings = recordings_of(scored_folder)
    expected = analyse(recordings[0], limits=LIMITS.with_thresholds(8))
    ankles = sum(recordings[0].placement in one.limbs for one in found.events)
    assert 0 < ankles <= len(expected.movements)
    assert len(found.events) < len(night.events)


def test_no_threshold_is_tried_where_samples_are_missing(
    scored_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / scored_folder.name
    shutil.copytree(scored_folder, folder)
    next((folder / "recording").glob("ankle*.parquet")).unlink()
    assert not can_rescan(read_night(folder))
    with pytest.raises(CommandError, match="not all stored"):
        rescan(read_night(folder), factor=1)


def test_the_page_rescans_and_refuses_nonsense(scored_folder: Path) -> None:
    application = page_application(scored_folder.parent, token="t", hosts=frozenset({HOST}))  # noqa: S106
    with TestClient(application, base_url=f"http://{HOST}") as client:
        url = f"/t/night/{scored_folder.name}/rescan"
        found = client.get(f"{url}?factor=1").json()
        facts = read_night(scored_folder).summary
        assert len(found["onsets"]) == facts.plm.count > 20
        assert found["index"] == facts.plm.index_per_hour
        assert found["movements"] == facts.limb_movements.count
        assert all(mg >= 3 for mg in found["mg"].values())
        for wrong in ("", "?factor=0.7", "?factor=17", "?factor=-5", "?factor=nan", "?factor=x"):
            assert client.get(url + wrong).status_code == 400
        assert client.get("/t/live").status_code == 200
        assert client.get("/t/live.js").status_code == 200


@pytest.fixture(scope="module")
def address(night_folder: Path, tmp_path_factory: pytest.TempPathFactory, serve: Any) -> str:
    """A scored night and a running recording, served."""
    nights = tmp_path_factory.mktemp("served")
    shutil.copytree(night_folder, nights / "2026-03-13")
    write_capture(nights / "2026-03-14", ages=(FRESH, 30.0))
    return str(serve(nights))


def test_live_in_a_browser(browser: Any, address: str) -> None:
    browser.look(width=390, scheme="light")
    browser.open(address + "live")
    browser.wait("return document.querySelectorAll('.sensors li').length === 2")
    assert "No new data from: left wrist." in browser.find(".lead").text
    assert browser.find(".sensors .late .age").text.endswith("s")
    axe = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
    assert browser.axe(axe) == []
    assert browser.complaints() == []


def test_the_slider_counts_again_in_a_browser(browser: Any, address: str) -> None:
    browser.look(width=1440, scheme="light")
    browser.open(address + "night/2026-03-13")
    browser.run(
        "const slider = document.querySelector('[name=factor]'); slider.value = 1;"
        "slider.dispatchEvent(new Event('change'))"
    )
    browser.wait(
        "return document.querySelector('.threshold output').textContent.includes('A preview')"
    )
    assert "Thresholds times 2 (left ankle " in browser.find(".threshold output").text
    assert browser.find(".track.tried").is_displayed()
    assert not browser.find(".threshold progress").is_displayed()
    assert browser.complaints() == []
