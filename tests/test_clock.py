"""Clocks are fitted to the floor of arrival: stalls, blocked radio, wraps, resets, losses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limbwatch.sensor.capture.timing.assembly import Arrivals, sample_times, timeline
from limbwatch.sensor.capture.timing.sensor_clock import fit, unwrapped
from limbwatch.sensor.devices.packet import Clock


def link(rng, time, *, stalls=True):
    """Arrival of packets sent at ``time``: connection events, retries, stalls, blocked radio."""
    delay = 0.012 + rng.uniform(0, 0.05, len(time))
    delay += 0.05 * (rng.geometric(0.85, len(time)) - 1)
    if stalls:
        at = 0.0
        while (at := at + rng.exponential(900)) < time[-1]:
            inside = (time >= at) & (time < at + rng.uniform(2, 8))
            delay[inside] += at + rng.uniform(2, 8) - time[inside]
        for start in rng.uniform(0.1, 0.9, 3) * time[-1]:
            inside = (time >= start) & (time < start + 1200)
            delay[inside] += rng.exponential(0.25, inside.sum())
    return np.maximum.accumulate(time + np.maximum(delay, 0.012))


def clock_reading(time, *, ppm, warm=6, wander=1.5):
    """A crystal that warms up on the skin and wanders."""
    error = ppm * time + warm * 1200 * (1 - np.exp(-time / 1200))
    error += wander * 7200 / (2 * np.pi) * (1 - np.cos(2 * np.pi * time / 7200))
    return time + error * 1e-6


def night(seed, *, ppm, hours=8.0, rate=52.0, per_packet=36, stalls=True, hz=1e9):
    """Columns of a sensor whose z axis is the true time of the sample in hours."""
    rng = np.random.default_rng(seed)
    samples = np.arange(int(hours * 3600 * rate / per_packet) * per_packet) / rate
    last = samples[per_packet - 1 :: per_packet]
    ticks = np.round((clock_reading(last, ppm=ppm) + 100) * hz).astype(np.int64)
    n = len(last)
    xyz = np.zeros((len(samples), 3), np.float32)
    xyz[:, 2] = samples / 3600
    return {
        "host": link(rng, last, stalls=stalls),
        "stream": np.zeros(n, np.int64),
        "tick": ticks.astype(np.uint64),
        "anchor": np.full(n, per_packet - 1),
        "number": np.zeros(n, np.int64),
        "count": np.full(n, per_packet),
        "xyz": xyz,
        "clock": Clock(ticks_per_second=hz, modulus=2**64),
        "number_modulus": None,
        "period": 1 / rate,
    }


def arrivals(columns):
    return Arrivals(**columns)


def errors(result):
    """Time error of every stored sample, seconds: time given minus true time of sampling."""
    given_times = np.concatenate(
        [run.start + np.arange(len(run)) / run.rate for run in result.runs]
    )
    true = np.concatenate([run.xyz[:, 2].astype(float) * 3600 for run in result.runs])
    return given_times, given_times - true


def without(columns, packets):
    keep = ~np.isin(np.arange(len(columns["host"])), packets)
    rows = np.repeat(keep, columns["count"])
    return {
        name: (value[rows] if name == "xyz" else value[keep])
        if isinstance(value, np.ndarray)
        else value
        for name, value in columns.items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_two_sensors_agree_within_20_ms_over_8_h_of_stalls_and_blocked_radio(seed):
    ends = []
    for ppm, warm in ((20, seed), (-15, seed + 100)):
        result = timeline(arrivals(night(warm, ppm=ppm)))
        assert len(result.runs) == 1
        when, error = errors(result)
        ends.append(np.interp(np.arange(0, 8 * 3600 - 60, 10.0), when, error))
    assert np.abs(ends[0] - ends[1]).max() < 0.020


def test_drift_is_reported_in_ppm():
    result = timeline(arrivals(night(1, ppm=50)))
    assert result.fits[0].ppm == pytest.approx(50, abs=4)
    assert result.rate == pytest.approx(52, rel=1e-5)


def test_blocked_windows_are_set_aside():
    result = timeline(arrivals(night(2, ppm=0)))
    assert result.fits[0].rejected > 0


@pytest.mark.parametrize("modulus", [2**32, 2**24])
def test_wraps_are_followed_through_long_silences(modulus):
    columns = night(3, ppm=10, hours=4, stalls=False, hz=1e6 if modulus == 2**32 else 1e3)
    columns["clock"] = Clock(ticks_per_second=columns["clock"].ticks_per_second, modulus=modulus)
    columns["tick"] %= np.uint64(modulus)
    # a silence of two hours is longer than a turn of either counter
    gap = (columns["host"] > 3600) & (columns["host"] < 3 * 3600)
    result = timeline(arrivals(without(columns, np.flatnonzero(gap))))
    assert len(result.fits) == 1
    assert len(result.runs) == 2
    _, error = errors(result)
    assert np.ptp(error) < 0.015


def test_a_clock_that_restarts_begins_a_new_stretch_at_the_right_time():
    columns = night(4, ppm=10, hours=2, stalls=False)
    half = len(columns["host"]) // 2
    columns["tick"][half:] -= columns["tick"][half] - np.uint64(10**9)
    result = timeline(arrivals(columns))
    assert len(result.fits) == 2
    _, error = errors(result)
    assert np.ptp(error) < 0.015


def test_a_clock_that_is_set_forward_begins_a_new_stretch():
    columns = night(4, ppm=10, hours=2, stalls=False)
    half = len(columns["host"]) // 2
    columns["tick"][half:] += np.uint64(86_400 * 10**9)
    result = timeline(arrivals(columns))
    assert len(result.fits) == 2
    assert np.ptp(errors(result)[1]) < 0.015


def test_no_sample_is_lost_where_a_clock_restarts_without_a_gap():
    columns = night(11, ppm=10, hours=0.5, stalls=False)
    for packet, shift in ((400, 50), (420, 900), (1500, 7)):
        columns["tick"][packet:] += np.uint64(shift * 10**9)
    result = timeline(arrivals(columns))
    assert len(result.fits) == 4
    stored = np.concatenate([run.xyz[:, 2] for run in result.runs])
    assert len(stored) == len(columns["xyz"])
    assert np.ptp(errors(result)[1]) < 0.06


def test_one_clock_goes_on_across_a_reconnect():
    columns = night(5, ppm=-20, hours=2)
    half = len(columns["host"]) // 2
    columns["stream"][half + 40 :] = 1
    result = timeline(arrivals(without(columns, np.arange(half, half + 40))))
    assert len(result.fits) == 1
    (before, after) = result.runs
    assert after.start - before.end == pytest.approx(40 * 36 / 52, abs=0.01)
    assert result.lost == 40 * 36


def test_every_lost_packet_is_a_gap_in_the_right_place():
    columns = night(6, ppm=5, hours=4)
    lost = np.array([100, 500, 501, 502, 3000])
    result = timeline(arrivals(without(columns, lost)))
    assert result.lost == 5 * 36
    assert len(result.runs) == 4
    assert np.ptp(errors(result)[1]) < 0.02


def test_repeats_are_dropped_and_late_packets_put_in_place():
    columns = night(7, ppm=0, hours=0.5, stalls=False)
    n = len(columns["host"])
    order = list(range(n))
    order.insert(400, 399)
    order[200], order[201] = order[201], order[200]
    rows = np.concatenate([np.arange(36) + 36 * p for p in order])
    arrival = np.sort(columns["host"][order])
    arrival[200] = arrival[201]  # nothing arrives before it was sampled
    shuffled = {
        name: value[rows if name == "xyz" else order] if isinstance(value, np.ndarray) else value
        for name, value in columns.items()
    }
    result = timeline(arrivals(shuffled | {"host": arrival}))
    assert (result.repeated, result.late, result.lost) == (1, 1, 0)
    (run,) = result.runs
    assert np.all(np.diff(run.xyz[:, 2]) > 0)
    assert len(run) == n * 36


@given(seed=st.integers(0, 10**6), lost=st.sets(st.integers(1, 398), max_size=30))
@settings(max_examples=25, deadline=None)
def test_samples_kept_and_lost_always_add_up(seed, lost):
    columns = night(seed, ppm=30, hours=400 * 36 / 52 / 3600)
    n = len(columns["host"])
    lost = np.array(sorted(x for x in lost if x < n - 1), int)
    result = timeline(arrivals(without(columns, lost)))
    kept = sum(len(run) for run in result.runs)
    assert kept == pytest.approx((n - len(lost)) * 36, abs=len(result.runs) + 1)
    assert result.lost == len(lost) * 36


def no_clock(columns):
    return columns | {"clock": None, "tick": np.zeros(len(columns["host"]), np.uint64)}


@pytest.mark.parametrize(("rate", "per_packet"), [(25.0, 3), (50.0, 2)])
def test_without_a_clock_sample_number_and_arrival_floor_agree_too(rate, per_packet):
    columns = no_clock(night(8, ppm=0, hours=3, rate=rate, per_packet=per_packet, stalls=False))
    columns["period"] *= 1.03  # the sampling clock of a cheap sensor
    result = timeline(arrivals(columns))
    _, error = errors(result)
    assert np.ptp(error) < 0.020
    assert result.rate == pytest.approx(rate, rel=1e-4)


def test_packets_dropped_in_a_stall_are_found_without_a_clock():
    columns = no_clock(night(9, ppm=0, hours=1, rate=25.0, per_packet=3, stalls=False))
    sent = np.arange(len(columns["host"])) * 0.12
    stall = (sent > 1800) & (sent < 1806)
    columns["host"][stall] = 1806.0 + np.arange(stall.sum()) * 1e-4
    dropped = np.flatnonzero(stall)[20:]  # the queue holds twenty, the newest are dropped
    result = timeline(arrivals(without(columns, dropped)))
    assert result.lost == len(dropped) * 3
    assert len(result.runs) == 2
    # nothing tells on which side of the hole the very last packet of the backlog belongs
    _, error = errors(result)
    assert np.sum(np.abs(error - np.median(error)) > 0.03) <= 2 * 3


def test_a_running_number_finds_losses_and_repeats_without_a_clock():
    columns = no_clock(night(10, ppm=0, hours=0.2, rate=50.0, per_packet=2, stalls=False))
    columns["number"] = np.arange(len(columns["host"])) % 65536
    columns["number_modulus"] = 65536
    result = timeline(arrivals(without(columns, np.arange(1000, 1007))))
    assert (result.lost, len(result.runs)) == (14, 2)


def test_unset_and_backward_clocks_unwrap_with_a_negative_step():
    ticks = np.array([5_000_000, 100, 1100], np.uint64)
    seconds = unwrapped(
        ticks, np.array([0, 1.0, 1.001]), Clock(ticks_per_second=1e6, modulus=2**32)
    )
    assert np.diff(seconds).tolist() == pytest.approx([-4.9999, 0.001])


def test_a_few_packets_are_enough_for_an_offset():
    short = fit(np.array([0.0, 1.0, 2.0]), np.array([10.5, 11.02, 12.3]))
    assert short.host(np.array([3.0]))[0] == pytest.approx(13.02, abs=0.03)
    assert short.ppm == 0


def test_sample_times_are_even_between_stamps_and_go_on_outside():
    times = sample_times(np.array([2, 4]), np.array([1.0, 2.0]), count=6, period=0.25)
    assert times.tolist() == [0.5, 0.75, 1.0, 1.5, 2.0, 2.25]


def test_a_last_packet_that_is_held_up_is_no_restart_of_the_clock():
    columns = night(12, ppm=0, hours=0.1, stalls=False)
    last = len(columns["host"]) - 1
    columns["host"][last] += 2.0
    result = timeline(arrivals(without(columns, np.array([last - 2, last - 1]))))
    assert len(result.fits) == 1
    assert result.lost == 2 * 36


@pytest.mark.parametrize("held", [5, 12, 40])
def test_packets_held_up_before_a_hole_are_no_restart_of_the_clock(held):
    # a radio that stood still for a while: it brings what it held, and what came after is lost
    columns = night(13, ppm=0, hours=0.2, per_packet=4, stalls=False)
    half = len(columns["host"]) // 2
    fresh = half + held + 45
    columns["host"][half : half + held] = columns["host"][fresh] - 0.01
    columns["stream"][half:] = 1
    result = timeline(arrivals(without(columns, np.arange(half + held, fresh))))
    assert len(result.fits) == 1
    assert result.lost == 45 * 4
    assert np.ptp(errors(result)[1]) < 0.015


def test_without_a_clock_nothing_that_arrived_is_taken_for_a_repeat():
    columns = no_clock(night(7, ppm=0, hours=0.02, stalls=False))
    packets = len(columns["host"])
    # the machine held everything up for a while, then the sensor was connected anew
    first = np.arange(packets) < packets // 2
    columns["stream"] = np.where(first, 0, 1)
    columns["host"] = np.where(first, columns["host"] + 1.5, columns["host"])
    result = timeline(arrivals(columns))
    stored = np.concatenate([run.xyz[:, 2] for run in result.runs])
    assert len(np.unique(stored)) == len(np.unique(columns["xyz"][:, 2]))
    ends = [run.end for run in result.runs[:-1]]
    assert all(run.start >= end for run, end in zip(result.runs[1:], ends, strict=True))
