"""A sensor that stays away or stopped early is told with the charge that it told last, if weak."""

import asyncio

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair, PacedClock, PacedLoop
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.devices import Battery, Settings, Wish, open_profile
from limbwatch.sensor.errors import LinkLost
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.sensor_session import Session
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.streaming import Equipment

WEAK, FINE = {"percent": 15.0}, {"percent": 16.0}


def warnings_of(folder, told, *, stops_s, events=(), about="battery"):
    """What is said of a minute's recording whose sensor told these charges and sent so long."""
    capture = Capture(folder / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="open", address="x", name="x")
    capture.event(Incident.BEGUN, 0)
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=50.0, range_g=8.0))
    xyz = np.full((10, 3), 2000, np.int16)
    for i in range(stops_s * 5):
        data = open_profile.encode(xyz, number=i, tick=round(i / 5 * 32768), range_g=8)
        capture.notification(stream, open_profile.DATA, round((i / 5 + 0.2) * 1e9), data)
    for second, detail in enumerate(told):
        capture.event(Incident.BATTERY, second * 10**9, sensor=number, detail=detail)
    for kind, second, detail in events:
        capture.event(kind, second * 10**9, sensor=number, detail=detail)
    capture.event(Incident.ENDED, 60 * 10**9)
    capture.close()
    (recording,) = recordings_from_capture(folder / CAPTURE)
    return [one for one in recording.quality.warnings if about in one]


@pytest.mark.parametrize(
    ("told", "stops_s", "said"),
    [
        ((FINE, WEAK), 30, ["its battery was at 15 % when last reported"]),
        ((WEAK, FINE), 30, []),
        ((WEAK, WEAK | {"charging": True}), 30, []),
        ((WEAK, {"percent": None, "volts": 3.4}), 30, []),
        ((FINE,), 30, []),
        ((), 30, []),
        # it recorded to the end
        ((WEAK,), 60, []),
    ],
)
def test_a_sensor_that_stopped_early_is_told_with_its_weak_battery(tmp_path, told, stops_s, said):
    assert warnings_of(tmp_path, told, stops_s=stops_s) == said


@pytest.mark.parametrize(
    ("second", "placement", "said"),
    [
        (31, "ankle_left", ["what kept it from recording last: Bluetooth is off"]),
        # its data came back after it
        (29, "ankle_left", []),
        (31, "ankle_right", []),
    ],
)
def test_a_sensor_that_stopped_early_is_told_with_what_kept_it_from_coming_back(
    tmp_path, second, placement, said
):
    detail = {"placement": placement, "why": "Bluetooth is off"}
    failed = (Incident.CONNECT_FAILED, second, detail)
    assert warnings_of(tmp_path, (), stops_s=30, events=(failed,), about="kept it") == said


class Away:
    """A radio that hears nothing."""

    async def find(self, sought, seconds):
        await asyncio.sleep(seconds)
        raise LinkLost(f"{sought.sensor} is not in range")


@pytest.mark.parametrize(
    ("battery", "said"),
    [
        (Battery(percent=4), ". Its battery was at 4 % when it was last heard"),
        (Battery(percent=15), ". Its battery was at 15 % when it was last heard"),
        (Battery(percent=16), ""),
        (Battery(percent=4, charging=True), ""),
        (Battery(percent=None, volts=3.4), ""),
        (None, ""),
    ],
)
def test_a_sensor_that_stays_away_is_told_with_its_weak_battery(tmp_path, battery, said):
    async def work():
        loop = asyncio.get_running_loop()
        capture = Capture(tmp_path / CAPTURE)
        session = Session(
            Target(placement=Placement.ANKLE_LEFT, sensor="Sensor", device=None),
            transport=Away(),
            equipment=Equipment(
                capture=capture,
                clock=PacedClock(loop, wall_start_ns=10**18),
                wish=Wish(),
                patience=Patience(),
            ),
        )
        session.status.battery = battery
        loop.call_later(20.0, session.stop)
        await session.run()
        capture.close()
        return session.status.trouble

    with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
        assert runner.run(work()) == f"Sensor is not in range{said}"
