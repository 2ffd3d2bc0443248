"""Sensors without a clock are timed by the rate of the moment, on links made from physics."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.clockless import RadioScene, always, during, judged, sent_through
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.timing import arrival
from limbwatch.sensor.capture.timing.assembly import timeline
from limbwatch.sensor.devices import Settings, device_of_kind

STEADY = RadioScene(rate=always(50), nominal=50, seconds=300)
MINUTE = [(100.0, 160.0)]


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (lambda at: 50 * (1 + 0.02 * np.sin(at / 40)), (49, 51)),
        (lambda at: 50 * (1 + 0.004 * np.sin(at / 24)), (49.8, 50.2)),
        (during([(200, 999)], 20, 50), (20, 50)),
        (during([(200, 999)], 50, 20), (20, 50)),
        (during([(100, 180)], 25, 50), (25, 50)),
        (lambda at: np.where(at % 60 < 30, 28.6, 34.5), (28.6, 34.5)),
    ],
)
@pytest.mark.parametrize("per_packet", [1, 3])
def test_samples_are_timed_by_a_rate_that_wanders_or_changes(rate, told, per_packet):
    scene = replace(STEADY, rate=rate, per_packet=per_packet)
    one, line = judged(scene, 1)
    assert one.most < 0.035
    assert one.worst < 0.25
    assert (one.false_gaps, one.told) == (0, 0)
    assert line.rates_by_arrival == pytest.approx(told, rel=0.1)


@pytest.mark.parametrize(
    ("nominal", "per_packet", "queue"), [(50.0, 1, 4), (25.0, 3, 1), (50.0, 1, 3)]
)
def test_packets_dropped_one_by_one_are_told_and_move_no_other_sample(nominal, per_packet, queue):
    scene = replace(
        STEADY,
        rate=always(nominal),
        nominal=nominal,
        per_packet=per_packet,
        queue=queue,
        fails=during(MINUTE, 0.45),
    )
    one, _ = judged(scene, 1)
    assert one.most < 0.25
    assert one.worst < 0.6
    # where a loss of few packets lies is known to some tenths of a second
    assert one.false_gaps <= (per_packet > 1)
    assert one.told == pytest.approx(one.lost, rel=0.1 if per_packet == 1 else 0.8)


@pytest.mark.parametrize("fails", [1.0, 0.85])
def test_what_waited_behind_a_blocked_radio_belongs_where_it_was_sampled(fails):
    scene = replace(STEADY, seconds=600, fails=during([(200, 240)], fails), queue=4000)
    one, line = judged(scene, 1)
    assert (one.lost, one.told, len(line.runs)) == (0, 0, 1)
    assert one.worst < 0.06


def test_a_gap_among_dropped_packets_lies_where_nothing_came():
    shadow = during([(80, 200)], 0.4)
    blocked = during([(130, 150)], 1.0)
    scene = replace(STEADY, queue=4, fails=lambda at: np.maximum(shadow(at), blocked(at)))
    one, line = judged(scene, 1)
    assert one.missed_gaps == 0
    assert one.worst < 0.5
    longest = max(b.start - a.end for a, b in zip(line.runs[:-1], line.runs[1:], strict=True))
    assert longest == pytest.approx(20, abs=0.7)


@pytest.mark.parametrize("per_packet", [1, 3])
@pytest.mark.parametrize("fails", [0.0, 0.3])
def test_where_one_rate_explains_the_arrivals_it_gives_the_times(monkeypatch, fails, per_packet):
    scene = replace(STEADY, fails=always(fails), per_packet=per_packet, per_event=6)
    arrivals, _ = sent_through(scene, 1)
    followed = timeline(arrivals)
    monkeypatch.setattr(arrival, "pace_of", lambda *_: None)
    by_one = timeline(arrivals)
    assert followed.rates_by_arrival is None
    assert [run.start for run in followed.runs] == [run.start for run in by_one.runs]
    assert followed.rate == by_one.rate


def test_packet_numbers_tell_losses_and_the_pace_the_times():
    scene = replace(STEADY, rate=during([(200, 999)], 49, 50), per_packet=5)
    arrivals, times = sent_through(scene, 1)
    kept = np.ones(len(arrivals.host), np.bool_)
    kept[1000:1010] = False
    numbered = replace(
        arrivals,
        **{key: getattr(arrivals, key)[kept] for key in ("host", "stream", "tick", "anchor")},
        count=arrivals.count[kept],
        number=np.flatnonzero(kept),
        number_modulus=2**16,
        xyz=arrivals.xyz[np.repeat(kept, 5)],
    )
    line = timeline(numbered)
    assert (line.lost, len(line.runs)) == (50, 2)
    assert line.runs[-1].end == pytest.approx(times[-1], abs=0.1)
    assert line.rates_by_arrival == pytest.approx((49, 50), rel=0.002)


@pytest.mark.parametrize(("slow", "said"), [(50.0, False), (49.8, False), (49.0, True)])
def test_a_rate_that_changed_is_told_with_the_night(tmp_path, slow, said):
    arrivals, _ = sent_through(replace(STEADY, rate=during([(120, 999)], slow, 50)), 1)
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="adafruit", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=50.0, range_g=None))
    data = device_of_kind("adafruit").data
    sample = np.array([0, 0, 9.81], "<f4").tobytes()
    for at in arrivals.host.tolist():
        capture.notification(stream, data, round(at * 1e9), sample)
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    told = [note for note in recording.quality.notes if "was not steady" in note]
    assert ["49 to 50 samples per second" in note for note in told] == [True] * said


@pytest.mark.parametrize("packets", [1, 2, 4, 6, 40])
def test_a_few_packets_at_once_are_no_rate(packets):
    arrivals, _ = sent_through(replace(STEADY, seconds=20), 1)
    first = {key: getattr(arrivals, key)[:packets] for key in ("host", "stream", "tick")}
    some = replace(
        arrivals,
        **first | {"host": np.full(packets, 5.0)},
        anchor=arrivals.anchor[:packets],
        number=arrivals.number[:packets],
        count=arrivals.count[:packets],
        xyz=arrivals.xyz[:packets],
    )
    assert timeline(some).rates_by_arrival is None


@pytest.mark.parametrize("seed", range(40))
def test_arrivals_of_any_kind_give_times_in_order_and_no_negative_loss(seed):
    """Bursts, silences of hours and rates that run wild, singly and in packets."""
    rng = np.random.default_rng(seed)
    n, size = int(rng.choice([11, 300, 2000])), int(rng.choice([1, 3, 25]))
    period = float(rng.choice([0.01, 0.02, 0.24]))
    even = np.full(n, size * period)
    step = (
        rng.exponential(even),
        np.where(rng.random(n) < 0.05, rng.exponential(20, n), 0),
        even * np.exp(np.cumsum(rng.normal(0, 0.015, n))),
        np.minimum(rng.pareto(0.6, n), 1e5) * period,
        np.where(rng.random(n) < 0.9, 0, rng.exponential(10 * even)),
    )[seed % 5]
    late = rng.exponential(rng.choice([0.001, 0.3, 5]), n)
    scene, _ = sent_through(replace(STEADY, seconds=10), 1)
    zeros = np.zeros(n, np.int64)
    line = timeline(
        replace(
            scene,
            host=np.maximum.accumulate(np.cumsum(step) + late),
            stream=zeros,
            tick=zeros.astype(np.uint64),
            anchor=zeros + size - 1,
            number=zeros,
            count=zeros + size,
            xyz=np.zeros((n * size, 3), np.float32),
            period=period,
        )
    )
    assert line.lost >= 0
    assert np.isfinite([line.rate, *(line.rates_by_arrival or ())]).all()
    ends = [run.end for run in line.runs[:-1]]
    assert all(run.start >= end - 1e-6 for run, end in zip(line.runs[1:], ends, strict=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_computer_that_is_late_by_tenths_of_a_second_moves_no_sample_further(seed):
    """Two samples between two false losses were put behind those of the next half minute."""
    one, line = judged(replace(STEADY, host_s=0.1), seed)
    assert one.worst < 0.5
    # so much lateness says nothing of a rate
    assert line.rates_by_arrival is None


@pytest.mark.parametrize("seed", [1, 2])
def test_a_computer_that_is_late_still_more_tells_no_second_in_twenty_lost(seed):
    """By one rate 884 and 913 samples of 15000 were told to be lost, and none was."""
    one, _ = judged(replace(STEADY, host_s=0.2), seed)
    assert one.worst < 0.7
    assert one.false_gaps <= 2
    assert one.told < 150


def test_a_short_connection_that_came_in_bursts_tells_no_rate():
    arrivals, _ = sent_through(replace(STEADY, seconds=20), 1)
    n = len(arrivals.host)
    bursts = replace(arrivals, host=20.0 * (np.arange(n) // (n // 3 + 1)))
    assert timeline(bursts).rate == pytest.approx(50)


def test_a_slower_rate_around_a_hole_is_no_loss():
    """A slow quarter of a minute in which the radio halts for a moment, and loses nothing."""
    slow = during([(t, t + 30) for t in range(0, 300, 60)], 28.6, 34.5)
    halts = [(t, t + 0.3) for t in range(10, 300, 60)]
    one, line = judged(replace(STEADY, rate=slow, seconds=150, fails=during(halts, 1.0)), 1)
    assert line.rates_by_arrival is not None
    assert (one.lost, one.told) == (0, 0)


@pytest.mark.parametrize("halves", [1, 2])
def test_a_long_connection_that_was_read_at_once_tells_no_rate(halves):
    """Ten minutes of packets that waited in the system's queue divided by nought."""
    arrivals, _ = sent_through(replace(STEADY, seconds=600, per_packet=10), 1)
    n = len(arrivals.host)
    at_once = replace(arrivals, host=100.0 + 30.0 * (np.arange(n) * halves // n))
    assert timeline(at_once).rate == pytest.approx(50, rel=0.01)


def test_packets_that_came_after_younger_ones_are_timed_by_those():
    """Numbers out of order made arrivals go back, and roots of negative spans."""
    arrivals, _ = sent_through(replace(STEADY, per_packet=10), 1)
    n = len(arrivals.host)
    mixed = replace(
        arrivals, number=np.random.default_rng(1).integers(0, 256, n), number_modulus=256
    )
    line = timeline(mixed)
    assert np.isfinite(
        [line.rate, *(line.rates_by_arrival or ()), *(run.start for run in line.runs)]
    ).all()
