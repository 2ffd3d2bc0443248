"""What was taken for acceleration by a first length is held against a whole night of it."""

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.night_long_gravity import no_gravity_since
from limbwatch.sensor.devices import Settings
from limbwatch.sensor.devices.espruino import DATA
from limbwatch.sensor.samples import Samples

RATE = 5


def postures(hours=4, *, noise=0.004, angle=40.0, jerk=0.1):
    """A limb that lies otherwise every ten minutes, and turns there with a jerk, in g."""
    rng = np.random.default_rng(7)
    seconds = np.arange(int(hours * 3600 * RATE)) / RATE
    nth = np.floor(seconds / 600)
    turn = np.radians(angle) * (nth % 3)
    xyz = np.stack([np.sin(turn), np.cos(turn), 0.2 + 0 * turn], axis=1)
    moving = (seconds % 600 < 2)[:, None] & (nth > 0)[:, None]
    return xyz / np.linalg.norm(xyz, axis=1)[:, None] + (
        rng.normal(0, noise, xyz.shape) + moving * rng.normal(0, jerk, xyz.shape)
    )


def said(xyz):
    return no_gravity_since([Samples(start=0.0, rate=float(RATE), xyz=xyz.astype(np.float32))])


def test_a_night_of_a_limb_that_turns_is_not_doubted():
    assert said(postures()) == ""
    assert said(postures(noise=0.0007, jerk=0.03)) == ""
    assert said(1.08 * postures() + 0.05) == ""


def test_numbers_that_lie_in_one_direction_all_night_are_doubted():
    """1013 hPa beside degrees and percent is 1.013 g in mg; nothing would be counted."""
    n = 4 * 3600 * RATE
    rng = np.random.default_rng(3)
    drift = np.linspace(0, 1, n)
    air = np.stack([1013 - 5 * drift, 18 + 12 * drift, 40 + 15 * drift], axis=1) / 1000
    assert "lies in one direction at rest in all 4.0 h" in said(air + rng.normal(0, 1e-4, (n, 3)))
    # the offset of a gyroscope, which is turned in movements
    moved = rng.random(n) < 0.1
    turned = np.array([-0.9, 0.3, 0.2]) + moved[:, None] * rng.normal(0, 3, (n, 3))
    assert "lies in one direction at rest" in said(turned + rng.normal(0, 0.02, (n, 3)))


@pytest.mark.parametrize("decimals", [2, 4])
def test_a_length_that_stays_the_same_in_movements_is_doubted(decimals):
    xyz = postures()
    made = np.round(xyz / np.linalg.norm(xyz, axis=1)[:, None], decimals)
    assert "stays the same in movements" in said(made)
    assert "stays the same in movements" not in said(np.round(xyz, decimals))


@pytest.mark.parametrize(("angle", "doubted"), [(9.0, True), (11.0, False)])
def test_another_posture_lies_ten_degrees_from_the_usual(angle, doubted):
    assert bool(said(postures(angle=angle / 1.02, noise=0.001))) == doubted


def test_what_is_shorter_than_three_hours_is_not_doubted():
    """A test of lying still lasts an hour."""
    still = np.array([0.0, 0.6, 0.8]) + np.random.default_rng(1).normal(0, 0.004, (54600, 3))
    assert said(still) != ""
    assert said(still[:53500]) == ""


def test_a_night_of_lines_warns_where_they_are_no_acceleration(tmp_path):
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="text", address="x", name="ESP32")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    extra = {"shape": "#,#,#", "unit": "mg", "scale": 0.001, "clock": -1, "x": 0, "y": 1, "z": 2}
    capture.settings(stream, Settings(rate=2.0, range_g=None, extra={**extra, "tick_s": 1.0}))
    for n in range(22_000):
        line = f"{1013 + n % 3 / 10},{21 + n % 2 / 10},{45 + n % 7 / 10}\n"
        capture.notification(stream, DATA, n * 500_000_000, line.encode())
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert any("something else (a pressure" in said for said in recording.quality.warnings)
