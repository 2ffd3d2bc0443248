"""A sensor whose clock says that it changed its rate has no gaps by that, and its own times."""

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.timing.assembly import Arrivals, timeline
from limbwatch.sensor.devices import Clock, Settings, open_profile

DELAY_S = 0.02
TOLD = (
    "by its clock the sensor changed its rate: for 40 s it took 25 samples per second, and 50 "
    "otherwise; all are set to the latter"
)


def taken_at(*parts):
    """Times of samples: so many at each rate, one part behind the other."""
    return np.cumsum(np.concatenate([np.full(n, 1 / rate) for rate, n in parts]))


def heard(taken, *, per, anchor=0, numbered=False, without=()):
    """What arrives of samples whose value is their time; set to 50 Hz."""
    packets = taken.reshape(-1, per)
    kept = np.setdiff1d(np.arange(len(packets)), without)
    packets, n = packets[kept], len(kept)
    xyz = np.zeros((n * per, 3), np.float32)
    xyz[:, 0] = packets.ravel()
    line = timeline(
        Arrivals(
            host=packets[:, -1] + DELAY_S,
            stream=np.zeros(n, np.int64),
            tick=np.round(packets[:, anchor] * 32768).astype(np.uint64),
            anchor=np.full(n, anchor),
            number=kept % 65536,
            count=np.full(n, per),
            xyz=xyz,
            clock=Clock(ticks_per_second=32768.0, modulus=2**32),
            number_modulus=65536 if numbered else None,
            period=0.02,
        )
    )
    errors = [
        run.start + np.arange(len(run.xyz)) / run.rate - run.xyz[:, 0] - DELAY_S
        for run in line.runs
    ]
    return line, np.abs(np.concatenate(errors))


def in_time(errors, *, slowest, mixed=20):
    """All at their times, but some of the packet in which the rate changed: its stamp is one."""
    return (errors > 0.004).sum() <= mixed and errors.max() < 0.75 / slowest


@pytest.mark.parametrize("anchor", [0, 9])
@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize(
    "parts",
    [
        ((50, 6000), (25, 3000)),
        ((25, 3000), (50, 6000)),
        ((50, 3000), (12.5, 1500), (50, 3000)),
        ((50, 3000), (100, 6000)),
        ((25, 6000), (50, 3000)),
        ((50, 6000), (40, 4000)),
    ],
)
def test_a_rate_that_changes_within_a_link_makes_no_gap(parts, numbered, anchor):
    line, errors = heard(taken_at(*parts), per=10, anchor=anchor, numbered=numbered)
    assert (len(line.runs), line.lost) == (1, 0)
    rates = [rate for rate, _ in parts]
    mixed = (len(parts) - 1) * round(10 * max(rates) / min(rates))
    assert in_time(errors, slowest=min(rates), mixed=mixed)
    # all is put to the faster rate, so that nothing that was sampled is lost
    assert line.rate == pytest.approx(max(rates), rel=1e-3)
    other = min(rates)
    samples = sum(n for rate, n in parts if rate == other)
    assert line.rates_by_clock.seconds == pytest.approx(samples / other, abs=1.0)
    assert line.rates_by_clock[1:] == pytest.approx((other, other), rel=0.01)


@pytest.mark.parametrize(("steps", "lost"), [(19, 19), (20, 0), (21, 0)])
def test_without_packet_numbers_twenty_steps_in_a_row_are_another_rate(steps, lost):
    """Single samples at half the rate are every second one lost, where they are few."""
    line, _ = heard(taken_at((50, 400), (25, steps), (50, 400)), per=1)
    assert (line.lost, len(line.runs)) == (lost, lost + 1)


@pytest.mark.parametrize(("packets", "whole"), [(2, False), (3, True), (4, True)])
def test_where_packet_numbers_follow_three_steps_are(packets, whole):
    parts = ((50, 400), (25, 10 * packets), (50, 400))
    line, errors = heard(taken_at(*parts), per=10, numbered=True, anchor=9)
    assert (len(line.runs) == 1) == whole
    if whole:
        assert in_time(errors, slowest=25, mixed=40)


def test_a_sensor_that_stopped_for_a_moment_has_a_gap_though_its_numbers_follow():
    taken = taken_at((50, 800))
    taken[400:] += 0.3
    line, errors = heard(taken, per=10, numbered=True)
    assert len(line.runs) == 2
    assert in_time(errors, slowest=50, mixed=0)
    assert line.rates_by_clock is None


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("lost", [100, 400])
def test_a_loss_is_a_gap_of_its_own_length_at_any_rate(numbered, lost):
    """The number of the packet that is lost: at 50 Hz, and in what came at 25 Hz."""
    taken = taken_at((50, 2000), (25, 3000))
    line, errors = heard(taken, per=10, numbered=numbered, without=[lost])
    assert line.lost == 10
    before, after = line.runs
    assert in_time(errors, slowest=25)
    missing = taken[lost * 10 : lost * 10 + 10]
    assert before.end - DELAY_S == pytest.approx(missing[0], abs=0.03)
    assert after.start - DELAY_S == pytest.approx(missing[-1] + np.diff(missing)[0], abs=0.03)


def test_another_rate_for_a_while_is_told_with_the_night(tmp_path):
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="open", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=50.0, range_g=8.0))
    packets = taken_at((50, 2000), (25, 1000)).reshape(-1, 10)
    for i, times in enumerate(packets):
        data = open_profile.encode(
            np.full((10, 3), 2000, np.int16), number=i, tick=round(times[0] * 32768), range_g=8
        )
        capture.notification(stream, open_profile.DATA, round((times[-1] + 0.02) * 1e9), data)
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert len(recording.runs) == 1
    assert [note for note in recording.quality.notes if "changed its rate" in note] == [TOLD]
