"""Samples of all kinds of sensor are given the times at which they were taken."""

import struct
from dataclasses import replace

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.capture.timing.assembly import MEET_S, Arrivals, _without_overlaps, timeline
from limbwatch.sensor.capture.timing.sensor_clock import FLOOR, fit
from limbwatch.sensor.devices import (
    Clock,
    Settings,
    colmi,
    device_of_kind,
    metamotion,
    open_profile,
    phone,
    polar,
)

DELAY_S = 0.026
BEGIN_S = 1000.0
SECONDS = 90


def bench_sensor(name):
    from benchmarks import peripherals

    made = getattr(peripherals, name)(address="A0:00:00:00:00:01", name="x")
    return made.rate, made.per_packet, made.counts_per_g, lambda first: made.packet(first)[1]


def counts(first, n):
    from benchmarks.peripherals import counts_of

    return counts_of(first, n)


def open_packet(first):
    tick = round(first / 50 * open_profile.CLOCK.ticks_per_second)
    return open_profile.encode(
        counts(first, 25).astype(np.int16), number=first // 25, tick=tick, range_g=8
    )


def phone_packet(first):
    times = (np.arange(first, first + 50) * 20_000_000).astype(np.int64)
    xyz = counts(first, 50).astype(np.float32) / -1000
    return phone.packet(times, xyz, phone.Convention.G_REVERSED)


def bangle_line(first):
    values = ",".join(map(str, counts(first, 10).astype(int).ravel()))
    return f"L,{first // 10},{(first + 9) * 20},{values},E\r\n".encode()


def puck_line(first):
    return bangle_line(first).replace(
        f",{(first + 9) * 20},".encode(), f",{round((first + 9) / 0.052)},".encode(), 1
    )


def ring_packet(first):
    x, y, z = counts(first, 1).astype(int)[0].tolist()
    parts = [part for one in (y, z, x) for part in ((one >> 4) & 0xFF, one & 0x0F)]
    return colmi.command(0xA1, 3, *parts)


def earbud_packet(first):
    body = bytes([12, *bytes(6)]) + counts(first, 1).astype(">i2").tobytes()
    return bytes([0x55, first % 256, sum(body) % 256]) + body


def printed_line(first):
    return f"\n{','.join(map(str, counts(first, 1).astype(int)[0]))}\n".encode()


SENSORS = {
    # a second in a push, stamped with its first sample
    "phone": lambda: (50.0, 50, 1000.0, phone_packet),
    "polar": lambda: bench_sensor("PolarSense"),
    "movesense": lambda: bench_sensor("Movesense"),
    "metamotion": lambda: bench_sensor("MetaMotion"),
    "osd": lambda: bench_sensor("Bangle"),
    "witmotion": lambda: bench_sensor("Wit"),
    "dot": lambda: bench_sensor("Dot"),
    # half a second in a packet, stamped with its first sample
    "open": lambda: (50.0, 25, 4096.0, open_packet),
    "bangle": lambda: (50.0, 10, 4096.0, bangle_line),
    "puck": lambda: (52.0, 10, 4096.0, puck_line),
    "pinetime": lambda: (10.0, 1, 1024.0, lambda i: counts(i, 1).astype("<i2").tobytes()),
    "colmi": lambda: (1 / 0.24, 1, 512.0, ring_packet),
    "microbit": lambda: (50.0, 1, 1000.0, lambda i: counts(i, 1).astype("<i2").tobytes()),
    "thingy52": lambda: (
        50.0,
        1,
        1024.0,
        lambda i: counts(i, 1).astype("<i2").tobytes() + bytes(12),
    ),
    "bluest": lambda: (
        20.0,
        1,
        1000.0,
        lambda i: bytes([i % 256, 0]) + counts(i, 1).astype("<i2").tobytes() + bytes(12),
    ),
    "adafruit": lambda: (
        50.0,
        1,
        1000.0,
        lambda i: (counts(i, 1) / 1000 * 9.80665).astype("<f4").tobytes(),
    ),
    "edgeml": lambda: (
        50.0,
        1,
        1000.0,
        lambda i: struct.pack("<BBI3f", 4, 12, 5000 + 20 * i, *(counts(i, 1)[0] / 1000)),
    ),
    "phyphoxboard": lambda: (
        50.0,
        1,
        1000.0,
        lambda i: struct.pack("<3f", *(counts(i, 1)[0] / 1000)),
    ),
    "esense": lambda: (50.0, 1, 4096.0, earbud_packet),
    "sciencejournal": lambda: (
        10.0,
        1,
        1000.0,
        lambda i: (counts(i, 1) / 1000).astype("<f4").tobytes(),
    ),
    "text": lambda: (50.0, 1, 1000.0, printed_line),
    "sensortag": lambda: (
        10.0,
        1,
        4096.0,
        lambda i: bytes(6) + counts(i, 1).astype("<i2").tobytes() + bytes(6),
    ),
}
EXTRA = {
    "metamotion": {"accounter": "time", "processor": 3},
    "polar": {"factor": 1.0},
    "movesense": {"reference": 0},
    "edgeml": {"number": 4, "layout": "<fff", "x": 0, "y": 1, "z": 2, "scale": 1.0, "most": 100.0},
    "phyphoxboard": {"channels": 3, "x": 0, "y": 1, "z": 2, "scale": 1.0},
    "text": {"shape": "#,#,#", "scale": 1e-3},
}


@pytest.mark.parametrize("kind", SENSORS)
def test_a_sample_is_given_its_time_and_the_radio_delay(tmp_path, kind):
    """A packet leaves after its last sample, whichever of them its stamp belongs to."""
    from benchmarks.peripherals import numbers_of

    rate, per_packet, counts_per_g, packet = SENSORS[kind]()
    device = device_of_kind(kind)
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind=kind, address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=rate, range_g=8.0, extra=EXTRA.get(kind, {})))
    for first in range(0, int(SECONDS * rate) // per_packet * per_packet, per_packet):
        arrival = BEGIN_S + (first + per_packet - 1) / rate + DELAY_S
        capture.notification(stream, device.data, round(arrival * 1e9), packet(first))
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    (run,) = recording.runs
    first = numbers_of(run.xyz[:1], counts_per_g)[0]
    given = recording.start.timestamp() - 1e9 + run.start
    late = given - (BEGIN_S + first / rate)
    assert late == pytest.approx(DELAY_S, abs=0.002), f"{late * 1e3:.0f} ms late"


@pytest.mark.parametrize(
    ("kind", "slow"),
    [("colmi", True), ("pinetime", True), ("sensortag", True), ("bluest", False), ("open", False)],
)
def test_too_few_samples_a_second_are_told_with_the_night(tmp_path, kind, slow):
    rate, _, _, packet = SENSORS[kind]()
    device = device_of_kind(kind)
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind=kind, address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=rate, range_g=8.0))
    for n in range(60):
        capture.notification(stream, device.data, round(n / rate * 1e9), packet(n))
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert any("cannot be seen" in note for note in recording.quality.notes) == slow


def test_delays_that_grow_in_a_short_recording_are_no_fast_clock():
    """A link that fills up for two minutes looked like 6000 ppm."""
    sensor = np.arange(0, 120, 0.5)
    host = sensor + 0.03 + sensor * 0.006
    assert abs(fit(sensor, host).ppm) <= FLOOR.short_slope * 1e6 + 1e-6
    columns = {
        "stream": np.zeros(240, np.int64),
        "anchor": np.zeros(240, np.int64),
        "number": np.zeros(240, np.int64),
        "count": np.full(240, 25),
        "xyz": np.zeros((6000, 3), np.float32),
        "number_modulus": None,
        "period": 0.02,
    }
    clock = Clock(ticks_per_second=1e3, modulus=2**32)
    ticks = np.round(sensor * 1e3).astype(np.uint64)
    line = timeline(Arrivals(host=host, tick=ticks, clock=clock, **columns))
    assert line.rate == pytest.approx(50, rel=250e-6)


@pytest.mark.parametrize(("error", "believed"), [(0.02, True), (0.004, False)])
def test_a_rate_without_a_clock_is_measured_when_delays_cannot_explain_it(error, believed):
    rng = np.random.default_rng(7)
    index = np.arange(3, 3 + 25 * 20, 3)
    host = index * 0.04 * (1 + error) + rng.uniform(0.01, 0.08, len(index))
    n = len(index)
    line = timeline(
        Arrivals(
            host=host,
            stream=np.zeros(n, np.int64),
            tick=np.zeros(n, np.uint64),
            anchor=np.full(n, 2),
            number=np.zeros(n, np.int64),
            count=np.full(n, 3),
            xyz=np.zeros((3 * n, 3), np.float32),
            clock=None,
            number_modulus=None,
            period=0.04,
        )
    )
    measured = 25 / line.rate - 1
    assert measured == pytest.approx(error if believed else 0.0, abs=0.003 if believed else 3e-4)


@pytest.mark.parametrize("rate", [11.5, 26.0, 100.0])
@pytest.mark.parametrize("clocked", [False, True])
@pytest.mark.parametrize("seconds", [20, 60, 900])
def test_a_sensor_that_has_another_rate_than_it_was_set_to_has_its_own_times(
    rate, clocked, seconds
):
    """A board of which 50 Hz is asked, and whose program does other things between."""
    n = round(rate * seconds)
    line = timeline(Arrivals(**set_to_50(rate, n, clocked=clocked)))
    assert line.rate == pytest.approx(rate, rel=0.01)
    assert (sum(map(len, line.runs)), len(line.runs), line.lost) == (n, 1, 0)
    assert line.runs[-1].end - line.runs[0].start == pytest.approx(n / rate, abs=0.2)


@pytest.mark.parametrize("clocked", [False, True])
def test_losses_of_a_short_recording_are_no_other_rate(clocked):
    columns = set_to_50(50.0, 50 * 40, clocked=clocked)
    kept = np.ones(2000, np.bool_)
    kept[300:500] = kept[900:1000] = False
    left = {
        key: value[kept] if isinstance(value, np.ndarray) and len(value) == 2000 else value
        for key, value in columns.items()
    }
    line = timeline(Arrivals(**left))
    assert line.rate == pytest.approx(50, rel=0.005)
    assert line.lost == 300


@pytest.mark.parametrize(("lost", "told"), [(0.15, 25.0), (0.25, 50.0)])
def test_four_fifths_of_the_steps_of_a_clock_must_agree_about_another_rate(lost, told):
    """Each gap of one sample is a step twice as long, between others that are alike."""
    columns = set_to_50(25.0, 2000, clocked=True)
    steps = round(2000 * (1 - lost))
    gaps = np.flatnonzero(np.diff(np.floor(np.arange(steps + 1) * lost)))
    kept = np.ones(2000, np.bool_)
    kept[(gaps + np.arange(1, len(gaps) + 1))] = False
    left = {
        key: value[kept] if isinstance(value, np.ndarray) and len(value) == 2000 else value
        for key, value in columns.items()
    }
    assert timeline(Arrivals(**left)).rate == pytest.approx(told, rel=0.005)


def set_to_50(rate, n, *, clocked):
    """Single samples at a rate, from a sensor that was set to 50 Hz; arrivals jitter by 30 ms."""
    taken = np.arange(n) / rate
    jitter = np.random.default_rng(3).uniform(0, 0.03, n)
    return {
        "host": np.maximum.accumulate(taken + DELAY_S + jitter),
        "stream": np.zeros(n, np.int64),
        "tick": np.round(taken * 1e4).astype(np.uint64),
        "anchor": np.zeros(n, np.int64),
        "number": np.zeros(n, np.int64),
        "count": np.ones(n, np.int64),
        "xyz": np.zeros((n, 3), np.float32),
        "clock": Clock(ticks_per_second=1e4, modulus=2**32) if clocked else None,
        "number_modulus": None,
        "period": 0.02,
    }


@pytest.mark.parametrize(("rate", "told"), [(11.5, True), (52.0, False), (47.0, True)])
def test_a_rate_that_is_not_the_one_set_is_told_with_the_night(tmp_path, rate, told):
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="adafruit", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=50.0, range_g=None))
    data = device_of_kind("adafruit").data
    for i in range(round(rate * 60)):
        sample = np.array([0, 0, 9.81], "<f4").tobytes()
        capture.notification(stream, data, round(i / rate * 1e9), sample)
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    said = [note for note in recording.quality.notes if "though 50 were expected" in note]
    assert [f"gave {rate:.3g} samples" in note for note in said] == [True] * told


def test_losses_by_a_clock_are_told_as_such_though_packets_are_numbered(tmp_path):
    """A stamp that is late twice in a row looks like a loss, and no number is missing."""
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(Placement.ANKLE_LEFT, kind="puck", address="x", name="x")
    stream = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=52.0, range_g=8.0))
    for line in range(100):
        late = 2000 if line >= 50 else 0
        text = f"L,{line},{round((line + 1) / 0.0052) + late}" + ",0,0,4096" * 10 + ",E\r\n"
        at = round((line + 1) / 5.2 * 1e9) + late * 10**6
        capture.notification(stream, device_of_kind("puck").data, at, text.encode())
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert [note for note in recording.quality.notes if "were lost" in note] == [
        "104 samples were lost between sensor and computer (by its clock)"
    ]


def test_a_stall_in_the_backlog_of_another_drops_nothing():
    columns = stamped(0.0, at=(), n=200, clock=None, number_modulus=None)
    columns["host"][50:53] = 11.1 + DELAY_S
    columns["host"][53:58] = 11.8 + DELAY_S
    line = timeline(Arrivals(**columns))
    assert (line.lost, len(line.runs)) == (0, 1)
    assert np.abs(given_late(line)).max() < 0.005


@pytest.mark.parametrize(("factor", "kept"), [(1.0, np.s_[::2]), (1.4, np.s_[::3])])
def test_by_packet_numbers_losses_that_come_evenly_are_no_rate(factor, kept):
    """Every second packet is lost, or two of three of a sensor faster than it was set to."""
    columns = stamped(0.0, at=(), n=600, period=0.02 * factor)
    came = np.zeros(600, np.bool_)
    came[kept] = came[200:240] = True
    samples = columns["xyz"].reshape(600, 10, 3)[came].reshape(-1, 3)
    columns = {key: one[came] if key in PACKETS else one for key, one in columns.items()}
    line = timeline(Arrivals(**columns | {"xyz": samples}))
    assert line.rate == pytest.approx(50, rel=0.001)
    assert line.lost == 10 * (np.flatnonzero(came)[-1] + 1 - came.sum())
    assert np.abs(given_late(line)).max() < 0.005


def test_what_the_sensors_are_stamped_with():
    """As in the vendors' documents: Polar's last sample, MetaMotion's only one, our first."""
    decoders = {
        "polar": (polar.DEVICE, SENSORS["polar"]()),
        "metamotion": (metamotion.DEVICE, SENSORS["metamotion"]()),
        "open": (open_profile.DEVICE, SENSORS["open"]()),
    }
    anchors = {}
    for kind, (device, (rate, _, _, packet)) in decoders.items():
        settings = Settings(rate=rate, range_g=8.0, extra=EXTRA.get(kind, {}))
        (decoded,) = device.decoder(settings).push(packet(0))
        anchors[kind] = (decoded.anchor, len(decoded.xyz))
    assert anchors == {"polar": (11, 12), "metamotion": (0, 1), "open": (0, 25)}


@pytest.mark.parametrize("rate", [25.0, 50.0, 100.0])
@pytest.mark.parametrize("seconds", [4, 30])
def test_a_clock_of_few_ticks_a_sample_gives_the_rate(rate, seconds):
    """MetaMotion: at 100 Hz its stamps are 6 or 7 ticks apart, and 7 alone are 97.5 Hz."""
    n = round(rate * seconds)
    tick = np.floor(np.arange(n) / rate * metamotion.CLOCK.ticks_per_second).astype(np.uint64)
    arrivals = Arrivals(
        host=np.arange(n) / rate + DELAY_S,
        stream=np.zeros(n, np.int64),
        tick=tick + (np.arange(n) % 3 == 0).astype(np.uint64),
        anchor=np.zeros(n, np.int64),
        number=np.zeros(n, np.int64),
        count=np.ones(n, np.int64),
        xyz=np.zeros((n, 3), np.float32),
        clock=metamotion.CLOCK,
        number_modulus=None,
        period=1 / rate,
    )
    line = timeline(arrivals)
    assert line.rate == pytest.approx(rate, rel=2e-3)
    assert [len(run) for run in line.runs] == [n]
    assert line.lost == 0


def stamped(late, *, at=(3000,), n=6000, per_packet=10, **columns):
    """An hour or two of packets whose x axis is the time of each sample, some stamped late."""
    last = (np.arange(n) + 1) * per_packet / 50
    stamps = last.copy()
    stamps[list(at)] += late
    times = (np.arange(n * per_packet) + 1) / 50
    return {
        "host": last + DELAY_S,
        "stream": np.zeros(n, np.int64),
        "tick": np.round(stamps * 1000).astype(np.uint64) + np.uint64(10**6),
        "anchor": np.full(n, per_packet - 1),
        "number": np.arange(n) % 2**16,
        "count": np.full(n, per_packet),
        "xyz": np.repeat(times[:, None].astype(np.float32), 3, axis=1),
        "clock": Clock(ticks_per_second=1000.0, modulus=2**64),
        "number_modulus": 2**16,
        "period": 0.02,
    } | columns


PACKETS = ("host", "stream", "tick", "anchor", "number", "count")


def given_late(line):
    """How late each sample stands, seconds."""
    return np.concatenate(
        [
            run.start + np.arange(len(run)) / run.rate - run.xyz[:, 0].astype(float) - DELAY_S
            for run in line.runs
        ]
    )


@pytest.mark.parametrize("late", [0.045, 0.09, 0.2, 0.24, 0.3, 0.6, -0.09])
@pytest.mark.parametrize("numbered", [True, False])
def test_one_stamp_that_is_off_moves_nothing(late, numbered):
    line = timeline(Arrivals(**stamped(late, number_modulus=2**16 if numbered else None)))
    assert (len(line.runs), line.stray, line.lost, line.repeated) == (1, 1, 0, 0)
    assert np.abs(given_late(line)).max() < 0.005
    assert sum(map(len, line.runs)) == 60000


@pytest.mark.parametrize("per_packet", [1, 4, 72])
def test_a_stamp_is_off_by_more_than_half_a_sample_and_a_fifth_of_its_packet(per_packet):
    limit = max(0.6, 0.2 * per_packet) * 0.02
    for late, stray in ((limit - 0.002, 0), (limit + 0.002, 1)):
        line = timeline(Arrivals(**stamped(late, per_packet=per_packet)))
        assert (line.stray, line.lost) == (stray, 0)


def test_late_stamps_in_a_row_leave_the_rest_of_the_night_in_place():
    line = timeline(Arrivals(**stamped(0.09, at=(3000, 3001))))
    late = given_late(line)
    assert line.stray == 0
    assert np.abs(np.delete(late, np.s_[29900:30100])).max() < 0.01


def test_an_old_packet_in_place_of_a_lost_one_is_no_late_stamp():
    columns = stamped(0.0, number_modulus=None)
    columns["tick"][3000] = columns["tick"][2900]
    line = timeline(Arrivals(**columns))
    assert (line.stray, line.repeated, line.lost) == (0, 1, 10)


def test_packets_that_come_in_another_order_are_no_late_stamps():
    columns = stamped(0.0, number_modulus=None)
    columns["tick"][[3000, 3001]] = columns["tick"][[3001, 3000]]
    assert timeline(Arrivals(**columns)).stray == 0


def still_watch(*, noise, stall=False, minutes=60, seed=1):
    """Arrivals of a watch that sends ten times a second what changed; x is what it felt."""
    rng = np.random.default_rng(seed)
    taken = np.arange(1, minutes * 600 + 1) / 10
    counts = np.round(rng.normal(300, noise * 1.024, (len(taken), 3)))
    counts[:, 0] += 300 * (taken // 300 % 2)
    sent = np.r_[True, np.any(np.diff(counts, axis=0) != 0, axis=1)]
    host = taken + 0.02 + rng.exponential(0.015, len(taken))
    if stall:
        inside = (taken > 600) & (taken < 603)
        host[inside] = 603.1
    host = np.maximum.accumulate(host)[sent]
    n = len(host)
    zeros = np.zeros(n, np.int64)
    arrivals = Arrivals(
        host=host,
        stream=zeros,
        tick=zeros.astype(np.uint64),
        anchor=zeros,
        number=zeros,
        count=np.ones(n, np.int64),
        xyz=(counts[sent] / 1024).astype(np.float32),
        clock=None,
        number_modulus=None,
        period=0.1,
        changes=True,
    )
    return arrivals, taken, counts[:, 0] / 1024


@pytest.mark.parametrize("noise", [4.0, 0.8, 0.5, 0.3])
@pytest.mark.parametrize("stall", [False, True])
def test_a_sensor_that_sends_only_what_changed_is_timed_by_arrival(noise, stall):
    arrivals, taken, felt = still_watch(noise=noise, stall=stall)
    line = timeline(arrivals)
    assert line.rate == pytest.approx(10)
    for run in line.runs:
        times = run.start + np.arange(len(run)) / run.rate
        level = run.xyz[:, 0] > 450 / 1024
        turns = times[np.flatnonzero(np.diff(level))]
        true = taken[np.flatnonzero(np.diff(felt > 450 / 1024))]
        near = true[(true > times[0]) & (true < times[-1])]
        # the radio's delay, and two samples of the grid
        assert turns == pytest.approx(near, abs=0.25)
    assert sum(len(run) for run in line.runs) == pytest.approx(len(taken), rel=0.02)


def test_a_watch_that_was_silent_for_long_has_a_gap_and_holds_no_value():
    arrivals, _, _ = still_watch(noise=4.0, minutes=2)
    for silence, runs in ((7.9, 1), (8.2, 2)):
        host = arrivals.host + np.where(arrivals.host > 60, silence - 0.1, 0)
        assert len(timeline(replace(arrivals, host=host)).runs) == runs


@pytest.mark.parametrize("period", [0.02, 0.01])
@pytest.mark.parametrize("waited", [2, 3, 7])
def test_numbered_packets_that_waited_and_are_stamped_alike_are_no_repeats(waited, period):
    """Espruino stamps a line when it prints it: a board that was busy prints several at once."""
    columns = stamped(0.0, per_packet=10)
    scale = period / 0.02
    last = (np.arange(6000) + 1) * 10 * period
    held = slice(3000, 3000 + waited)
    last[held] = last[3000 + waited - 1] + 0.004
    columns |= {
        "host": last + DELAY_S,
        "tick": np.round(last * 1000).astype(np.uint64) + np.uint64(10**6),
        "xyz": (columns["xyz"] * scale).astype(np.float32),
        "period": period,
    }
    line = timeline(Arrivals(**columns))
    assert (len(line.runs), line.lost, line.repeated) == (1, 0, 0)
    assert line.stray in (waited - 1, waited)  # the last of them may fit as it is
    # neither they nor what follows them have a time that is later than they came
    assert np.abs(given_late(line)).max() < 0.01
    assert sum(map(len, line.runs)) == 60000


def test_numbered_packets_of_one_stamp_and_number_are_repeats():
    columns = stamped(0.0, at=(), n=600)
    rows = np.r_[0:300, 299, 300:600]
    samples = columns["xyz"].reshape(600, 10, 3)[rows].reshape(-1, 3)
    columns = {key: one[rows] if key in PACKETS else one for key, one in columns.items()}
    line = timeline(Arrivals(**columns | {"xyz": samples}))
    assert (line.repeated, line.lost, len(line.runs)) == (1, 0, 1)


@pytest.mark.parametrize("per_packet", [1, 8])
def test_neighbours_that_came_in_the_other_order_twice_in_a_row_are_no_late_stamps(per_packet):
    """``a c b e d f``: b stands between c and e, whose stamps fit each other, and is in a."""
    columns = stamped(0.0, at=(), n=600, per_packet=per_packet, number_modulus=None)
    order = np.r_[0:300, 301, 300, 303, 302, 305, 304, 306:600]
    samples = columns["xyz"].reshape(600, per_packet, 3)[order].reshape(-1, 3)
    columns = {
        key: one[order] if key in PACKETS and key != "host" else one for key, one in columns.items()
    }
    line = timeline(Arrivals(**columns | {"xyz": samples}))
    assert (line.stray, line.repeated, line.lost, len(line.runs)) == (0, 0, 0, 1)
    assert np.abs(given_late(line)).max() < 0.005


def test_a_long_piece_of_a_clock_is_not_moved_behind_a_short_one_that_overlaps_it():
    """All that follows would have a time later than it came."""
    pieces = [
        (start + np.arange(n) / 50, np.zeros((n, 3), np.float32))
        for start, n in ((0.0, 50), (1.0, 10), (1.1, 500))
    ]
    first, short, long = _without_overlaps(pieces, 0.02, twice_s=MEET_S)
    assert (first[0][0], long[0][0], len(long[0])) == (0.0, 1.1, 500)
    assert len(short[0]) == 5
    # without a clock all are late, and all are kept
    assert sum(len(time) for time, _ in _without_overlaps(pieces, 0.02, twice_s=np.inf)) == 560


@pytest.mark.parametrize("missing", [(-1,), (0,), (3,), (6,), (7,), (3, 4)])
def test_of_numbered_packets_that_waited_some_may_be_lost(missing):
    """Of a burst of seven all others were late by 1.2 s, and four of them not stored at all."""
    columns = stamped(0.0, at=(), n=600)
    last = (np.arange(600) + 1) * 0.2
    last[300:307] = last[306] + 0.004
    columns |= {
        "host": last + DELAY_S,
        "tick": np.round(last * 1000).astype(np.uint64) + np.uint64(10**6),
    }
    rows = np.delete(np.arange(600), [300 + one for one in missing])
    samples = columns["xyz"].reshape(600, 10, 3)[rows].reshape(-1, 3)
    columns = {key: one[rows] if key in PACKETS else one for key, one in columns.items()}
    line = timeline(Arrivals(**columns | {"xyz": samples}))
    assert (line.lost, line.repeated, len(line.runs)) == (10 * len(missing), 0, 2)
    assert np.abs(given_late(line)).max() < 0.005
    assert sum(map(len, line.runs)) == 10 * len(rows)
