"""Simulated and real sensors in one recording, and a simulated one that is gone on with."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from limbwatch.classify.origin import NOBODY
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.evening.preflight import check_company
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.host_clock import ClockPair, ContinuedClock
from limbwatch.sensor.radio.status import Target

PLAYED = "simulated sensor (healthy, seed 1)"


def record(nights: Path, *options: str) -> int:
    """Record what is simulated, as fast as it can be played."""
    return run(["record", "--nights", str(nights), "--speed", "2000", "-q", *options])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of two simulated sensors."""
    nights = tmp_path_factory.mktemp("nights")
    worn = [f"--sensor={place}=sim:healthy" for place in ("ankle_left", "wrist_left")]
    assert record(nights, *worn, "--duration", "6m") == ExitCode.OK
    (folder,) = nights.iterdir()
    return folder


def with_a_real(recorded: Path, place: str, tmp_path: Path) -> Path:
    """The same recording, had the sensor of a place been real."""
    capture = tmp_path / CAPTURE
    capture.write_bytes((recorded / CAPTURE).read_bytes())
    with closing(sqlite3.connect(capture)) as base, base:
        changed = "UPDATE sensor SET address = 'AA:BB', name = 'Sense 1' WHERE placement = ?"
        base.execute(changed, (place,))
    return capture


@pytest.mark.parametrize("real", ["ankle_left", "wrist_left"])
def test_a_real_sensor_beside_a_simulated_one_keeps_its_name(
    recorded: Path, real: str, tmp_path: Path
) -> None:
    """A phone was called a simulated sensor, and warned of as one, as it came first."""
    found = recordings_from_capture(with_a_real(recorded, real, tmp_path))
    said = {one.placement.value: (one.device, "".join(one.quality.warnings)) for one in found}
    device, warnings = said.pop(real)
    assert device == "Sense 1 (open)"
    assert "simulated" not in warnings
    ((device, warnings),) = said.values()
    assert device == PLAYED
    assert "simulated (healthy, seed 1), beside sensors that are not: nobody's night" in warnings
    assert NOBODY.of(found).simulated, "no index of a person is made of it"


def test_a_recording_that_is_simulated_alone_is_told_once(recorded: Path) -> None:
    first, second = recordings_from_capture(recorded / CAPTURE)
    assert (first.device, second.device) == (PLAYED, PLAYED)
    assert first.quality.warnings == ("simulated (healthy, seed 1): nobody's night",)
    assert second.quality.warnings == ()


def test_a_simulated_sensor_that_took_the_place_of_a_real_one_makes_the_night_simulated(
    recorded: Path, tmp_path: Path
) -> None:
    (first, _) = recordings_from_capture(recorded / CAPTURE)
    joined = first.device.replace(PLAYED, f"Sense 1 (open), {PLAYED}")
    assert NOBODY.of([replace(first, device=joined)]).simulated
    assert not NOBODY.of([replace(first, device="Sense 1 (open)")]).simulated


def target(place: Placement, sensor: str) -> Target:
    return Target(placement=place, sensor=sensor, device=None)


def test_the_check_before_the_night_tells_of_a_simulated_sensor_among_real_ones() -> None:
    played = target(Placement.WRIST_LEFT, "sim:healthy")
    real = target(Placement.ANKLE_LEFT, "phone:sensorlogger")
    (check,) = check_company([real, played])
    assert not check.good
    assert check.text.startswith("left wrist: simulated, beside sensors that are not")
    assert list(check_company([played])) == list(check_company([real])) == []


@pytest.mark.system
def test_a_simulated_night_that_is_gone_on_with_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Its time had run ahead of the world's: longer additions moved all of it back."""
    assert record(tmp_path, "--sensor=ankle_left=sim:healthy", "--duration", "15m") == ExitCode.OK
    (folder,) = tmp_path.iterdir()
    (first,) = recordings_from_capture(folder / CAPTURE)
    more = ("--resume", folder.name, "--duration", "40m", "--sensor=ankle_left=sim:healthy")
    record(tmp_path, *more)
    (both,) = recordings_from_capture(folder / CAPTURE)
    assert abs((both.start - first.start).total_seconds()) < 1
    assert (both.end - first.end).total_seconds() >= 39 * 60
    starts = [one.start for one in both.runs]
    assert starts == sorted(starts)


@pytest.mark.parametrize(("played", "wall"), [(True, 5_000), (False, 2_000)])
def test_only_a_clock_that_was_simulated_is_held_forward(played: bool, wall: int) -> None:
    """A person who sets the clock back is followed, as ever."""

    class Clock:
        def now_ns(self) -> int:
            return 1_000

        def pair(self) -> ClockPair:
            return ClockPair(1_000, 0, 2_000)

    went_on = ContinuedClock(Clock(), ClockPair(9_000, 0, 5_000), played=played)
    assert went_on.pair().host >= 9_000
    assert went_on.pair().wall == wall
