"""A night without a terminal: sensors are picked, recorded, stopped and read on the page alone."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.page.running import LiveView, Phase
from limbwatch.cli.page.serve import LEFT_AFTER_S, Attendance
from limbwatch.cli.page.site import live_application, page_application
from limbwatch.cli.page.tonight import Tonight
from limbwatch.cli.recording.unattended.apart import RecordingWish
from limbwatch.cli.recording.unattended.desktop import entry, install_desktop
from limbwatch.cli.recording.watch.monitor import SHOWN_S, LiveTrace
from limbwatch.cli.recording.wish_to_stop import STOP, ask_to_stop
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.incident import Incident

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
HOST = "127.0.0.1:8123"
TOKEN = "t"  # noqa: S105 - of no server
PATIENCE_S = 120
"""For a slow machine; nothing is asserted about time itself."""
LEAD = "document.querySelector('.lead').textContent"


@pytest.fixture(autouse=True)
def _own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    (tmp_path / "nights").mkdir()
    return tmp_path / "nights"


@pytest.fixture
def tonight(nights: Path) -> Iterator[Callable[[], "tuple[subprocess.Popen[str], str]"]]:
    """Start ``limbwatch tonight``; give its process and address."""
    started: list[subprocess.Popen[str]] = []

    def start() -> "tuple[subprocess.Popen[str], str]":
        served = subprocess.Popen(
            [sys.executable, "-m", "limbwatch", "tonight", "--no-browser", "--nights", str(nights)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        started.append(served)
        assert served.stdout is not None
        return served, served.stdout.readline().strip()

    yield start
    for folder in nights.iterdir():
        (folder / STOP).touch()  # nothing that a failed test started goes on
    for served in started:
        if served.poll() is None:
            served.send_signal(signal.SIGINT)
        served.wait(timeout=PATIENCE_S)
        assert served.stdout is not None
        served.stdout.close()


def test_a_night_is_picked_started_stopped_and_read_by_keys_alone(
    browser: Any, nights: Path, tonight: Any
) -> None:
    served, address = tonight()
    browser.look(width=390, scheme="light")
    browser.open(address)
    browser.wait("return !document.querySelector('.evening').hidden")
    assert browser.axe(AXE) == []
    # nothing is started without a sensor
    browser.press_on(".go", "enter")
    browser.wait(f"return {LEAD}.startsWith('Say where at least one sensor')")
    browser.press_on("summary", "enter")
    browser.type("[name=scenario]", "plm moderate")
    browser.press_on("[data-add=scenario]", "enter")
    browser.wait("return document.querySelectorAll('.offered li').length === 1")
    browser.keys("left a")
    browser.wait("return document.querySelector('.offered select').value === 'ankle_left'")
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= 390
    browser.press_on(".go", "enter")
    browser.wait("return location.pathname.endsWith('/live')", seconds=PATIENCE_S)
    browser.wait(
        "return document.querySelector('.signal path')?.getAttribute('d')", seconds=PATIENCE_S
    )
    assert "newest minute" in browser.find(".signal svg").get_attribute("aria-label")
    browser.wait("return !document.querySelector('.checked').hidden", seconds=PATIENCE_S)
    checks = [one.text for one in browser.all(".checks li")]
    assert any("left ankle: 50.0 samples per second" in one for one in checks), checks
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= 390
    # the page dies, the browser leaves: the recording goes on, and a new page finds it
    served.kill()
    served.wait()
    browser.driver.get("about:blank")
    served, address = tonight()
    browser.open(address)
    assert browser.find(".lead").text == "A recording is running."
    browser.press_on(".lead + p a", "enter")
    browser.wait(f"return {LEAD} === 'All sensors are sending.'", seconds=PATIENCE_S)
    browser.press_on("[data-stop]", "enter")
    browser.wait("return document.activeElement.dataset.sure !== undefined")
    browser.keys("<escape>")
    browser.wait("return document.activeElement.dataset.stop !== undefined")
    browser.keys("<enter>")
    browser.press_on("[data-go-on]", "enter")
    browser.wait("return document.activeElement.dataset.stop !== undefined")
    browser.keys("<enter>")
    browser.wait("return document.activeElement.dataset.sure !== undefined")
    browser.keys("<enter>")
    browser.wait(f"return {LEAD} === 'The recording has ended.'", seconds=PATIENCE_S)
    (night,) = nights.iterdir()
    assert not (night / STOP).exists()
    browser.press_on(".finished a", "enter")
    browser.wait(f"return location.pathname.endsWith('/night/{night.name}')")
    assert browser.find("#night-title").is_displayed()
    assert "simulated" in browser.find("main").text
    assert browser.complaints() == []


def test_fingers_do_as_well_as_keys(browser: Any, nights: Path, serve: Any) -> None:
    address = serve(nights, at="tonight", recording=True)
    browser.look(width=390, scheme="dark")
    browser.open(address)
    browser.wait("return !document.querySelector('.evening').hidden")
    browser.tap("summary")
    browser.tap("[data-add=scenario]")
    browser.wait("return document.querySelectorAll('.offered li').length === 1")
    browser.tap(".go")
    browser.wait(f"return {LEAD}.startsWith('Say where at least one sensor')")
    assert not browser.find(".before").is_displayed()
    browser.tap("[name=test]")
    assert "legs stretched out" in browser.find(".before").text
    assert browser.axe(AXE) == []
    sizes = "return [...document.querySelectorAll('button,select,input:not([type=checkbox])')]"
    low = browser.run(
        sizes + ".filter(e => e.offsetParent && e.offsetHeight < 32).map(e => e.outerHTML)"
    )
    assert low == []


def test_without_javascript_it_says_what_to_do(browser: Any, nights: Path, serve: Any) -> None:
    address = serve(nights, at="tonight", recording=True)
    browser.open(address, script=False)
    try:
        assert "record --sensor ankle_left=NAME" in browser.find("noscript").text
        assert not browser.find(".evening").is_displayed()
    finally:
        browser.open("about:blank")


def test_a_wish_says_all_that_record_is_started_with() -> None:
    wish = RecordingWish(
        sensors=("ankle_left=sim:PLM",),
        devices=("ankle_left=polar",),
        until="07:30",
        speed=60,
        test=True,
    )
    said = "--sensor=ankle_left=sim:PLM --device=ankle_left=polar --until=07:30 --speed=60"
    assert wish.options() == [*said.split(), "--test=immobilisation"]
    assert RecordingWish(sensors=("ankle=sim:PLM",)).options() == ["--sensor=ankle=sim:PLM"]


def page(nights: Path, **given: bool) -> TestClient:
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}), **given)
    return TestClient(application, base_url=f"http://{HOST}")


def start(client: TestClient, **wish: object) -> Any:
    return client.post("/t/tonight/start", json=wish)


SIM = {"sensor": "sim:plm_moderate", "placement": "ankle_left"}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"sensors": []}, "one to 4 sensors"),
        ({"sensors": "sim:PLM"}, "sensors is a list"),
        ({"sensors": [{"sensor": "AA"}]}, "no placement"),
        ({"sensors": [{"sensor": 7, "placement": "ankle"}]}, "as texts"),
        ({"sensors": [SIM | {"placement": "nose"}]}, "nose"),
        ({"sensors": [SIM | {"sensor": "sim:none"}]}, "no simulated night"),
        ({"sensors": [SIM, SIM]}, "named twice"),
        ({"sensors": [SIM], "until": "25:00"}, "25:00"),
        ({"sensors": [SIM], "until": 7}, "until"),
        ({"sensors": [SIM], "speed": 0.99}, "speed is 1 to 2000"),
        ({"sensors": [SIM], "speed": 2000.1}, "speed is 1 to 2000"),
        ({"sensors": [SIM], "speed": True}, "speed"),
        ({"sensors": [SIM], "test": 1}, "test is true or false"),
        ({"sensors": [{"sensor": "AA", "placement": "ankle"}], "speed": 60}, "simulated"),
    ],
)
def test_an_impossible_wish_is_refused_and_nothing_is_made(
    nights: Path, wish: dict[str, object], said: str
) -> None:
    answer = start(page(nights, recording=True), **wish)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert list(nights.iterdir()) == []


def test_what_the_recorder_says_when_it_cannot_begin_is_told(
    nights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    wish = {"sensors": [{"sensor": "AA:BB:CC:DD:EE:FF", "placement": "ankle", "kind": "polar"}]}
    answer = start(page(nights, recording=True), **wish)
    assert answer.status_code == 500
    assert "Bluetooth" in answer.json()["error"]
    assert list(nights.iterdir()) == []


@pytest.mark.parametrize("path", ["tonight", "tonight/scan", "tonight/start", "tonight/stop"])
def test_only_the_page_of_tonight_records(nights: Path, path: str) -> None:
    assert page(nights).post(f"/t/{path}", json={}).status_code == 404
    live = live_application(nights, token=TOKEN, hosts=frozenset({HOST}))
    assert TestClient(live, base_url=f"http://{HOST}").get(f"/t/{path}").status_code == 404
    guarded = page(nights, recording=True)
    assert guarded.post(f"/x/{path}", json={}).status_code == 403
    foreign = guarded.post(f"/t/{path}", json={}, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403
    assert guarded.post(f"/t/{path}", content="x=1").status_code == 415


def captured(folder: Path) -> Capture:
    folder.mkdir(parents=True)
    capture = Capture(folder / "capture.sqlite")
    sensor = capture.sensor(Placement.ANKLE_LEFT, kind="polar", address="AA:BB", name="Sense 4711")
    capture.event(Incident.BATTERY, 0, sensor=sensor, detail={"percent": 76.0})
    assert capture.flush()
    return capture


def test_the_sensors_of_last_time_are_offered_as_they_were_worn(nights: Path) -> None:
    captured(nights / "2026-03-14").close()
    (one,) = Tonight(nights, LiveView(nights)).last_time()
    assert (one.sensor, one.name, one.kind) == ("AA:BB", "Sense 4711", "polar")
    assert (one.placement, one.battery, one.heard) == ("ankle_left", "76 %", "last time")
    (nights / "2026-03-15").mkdir()
    (nights / "2026-03-15" / "capture.sqlite").write_bytes(b"none")
    captured(nights / "2026-03-16").close()
    with closing(sqlite3.connect(nights / "2026-03-16" / "capture.sqlite")) as base, base:
        base.execute("UPDATE event SET detail = '[7]'")
    assert [o.sensor for o in Tonight(nights, LiveView(nights)).last_time()] == ["AA:BB"]


@pytest.mark.parametrize(
    "kept", ["", "7", "[7]", '[{"good": 1}]', "[" * 5000, '{"good": true, "text": "x"}']
)
def test_a_check_that_cannot_be_read_costs_only_itself(nights: Path, kept: str) -> None:
    capture = captured(nights / "2026-03-14")
    capture.clock(ClockPair(time.monotonic_ns(), 0, time.time_ns()))
    capture.about("check", json.dumps([{"good": True, "text": "battery 76 %"}]))
    assert capture.flush()
    assert LiveView(nights).look().checks == ((True, "battery 76 %"),)
    capture.about("check", kept)
    assert capture.flush()
    found = LiveView(nights).look()
    assert (found.phase, found.checks) == (Phase.RECORDING, ())
    capture.close()


def test_only_what_is_being_recorded_is_stopped(nights: Path) -> None:
    capture = captured(nights / "2026-03-14")
    client = page(nights, recording=True)

    def stop(name: object) -> int:
        return int(client.post("/t/tonight/stop", json={"name": name}).status_code)

    assert stop("../2026-03-14") == stop(None) == 404
    assert stop("2026-03-14") == 200
    assert (nights / "2026-03-14" / STOP).exists()
    (nights / "2026-03-14" / STOP).unlink()
    capture.close()
    assert stop("2026-03-14") == 400
    with pytest.raises(CommandError, match="nothing is being recorded"):
        ask_to_stop(nights / "2026-03-14")
    assert not (nights / "2026-03-14" / STOP).exists()


def test_a_night_of_a_session_is_stopped_by_the_name_that_the_page_shows(nights: Path) -> None:
    """The page asked for ``ses-2/2026-03-14``, and there was no night of that name."""
    subject = nights / "sub-07"
    capture = captured(subject / "ses-2" / "2026-03-14")
    name = LiveView(subject).look().name
    assert name == "ses-2/2026-03-14"
    answer = page(subject, recording=True).post("/t/tonight/stop", json={"name": name})
    assert answer.status_code == 200
    assert (subject / "ses-2" / "2026-03-14" / STOP).exists()
    capture.close()


def test_a_trace_holds_extremes_of_one_minute_however_it_is_cut() -> None:
    magnitude = 1 + np.sin(np.arange(6000) / 7.0) / 10
    whole, pieces = LiveTrace(), LiveTrace()
    whole.push(0.0, 50.0, magnitude)
    for begin in range(0, 6000, 36):
        pieces.push(begin / 50, 50.0, magnitude[begin : begin + 36])
    assert pieces.newest == whole.newest
    assert whole.newest[-1].end_s - whole.newest[0].end_s == SHOWN_S == 60
    assert whole.newest[-1].end_s - whole.newest[-2].end_s == 0.25
    last = magnitude[-12:]
    assert whole.newest[-1][1:] == (last.min(), last.max())


def test_a_page_that_everybody_left_ends_and_a_watched_one_does_not() -> None:
    async def inner(*_: object) -> None: ...

    attended = Attendance(inner)  # type: ignore[arg-type]
    assert attended.left(after_s=0)
    assert not attended.left(after_s=3600)
    assert not attended.left()
    attended._last_s -= LEFT_AFTER_S
    assert attended.left()
    assert LEFT_AFTER_S == 12 * 3600, "as docs/recording.md says"
    attended._open = 1
    assert not attended.left(after_s=0)


def test_an_entry_of_the_menu_is_valid_and_starts_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "my nights"
    assert run(["tonight", "--install-desktop", "--nights", str(folder)]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == tmp_path / "applications" / "limbwatch-tonight.desktop"
    parser = ConfigParser(interpolation=None)
    parser.read(path)
    told = parser["Desktop Entry"]
    assert told["Exec"] == f'"{sys.executable}" "-m" "limbwatch" "tonight" "--nights={folder}"'
    if checker := shutil.which("desktop-file-validate"):
        subprocess.run([checker, str(path)], check=True)
    # the same again is well, another file is never overwritten
    assert run(["tonight", "--install-desktop", "--nights", str(folder)]) == 0
    assert run(["tonight", "--install-desktop", "--nights", str(tmp_path)]) == 2


def test_an_entry_escapes_what_the_specification_reserves() -> None:
    line = next(one for one in entry(['a"$`\\% b']).splitlines() if one.startswith("Exec="))
    assert line == 'Exec="a\\\\"\\\\$\\\\`\\\\\\\\%% b"'


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_told_what_to_start(platform: str, capsys: Any) -> None:
    install_desktop([], Terminal(), platform=platform)
    said = capsys.readouterr()
    assert "limbwatch tonight" in said.out
    assert ("limbwatch.command" if platform == "darwin" else "shortcut") in said.err
