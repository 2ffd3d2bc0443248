"""The time of every sample is right whatever was done to the time stamps."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.stretches import stamped_stretches, timed_runs
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.misplaced.strays import drop_impossible_stamps
from limbwatch.sensor.files.times.spacing import lines
from limbwatch.sensor.files.times.spacing.losses import earliest
from limbwatch.sensor.files.times.spacing.nominal import spacing_between_gaps
from limbwatch.sensor.files.times.stamps import Timeline, timeline

Array = NDArray[np.float64]


def times(track: Timeline) -> Array:
    return np.concatenate([p.start + np.arange(p.stop - p.first) / p.rate for p in track.pieces])


def grid(rate: float, hours: float = 0.5) -> Array:
    return np.arange(int(hours * 3600 * rate)) / rate


def arrival(true: Array, size: int, delay: Array) -> Array:
    """Stamp packets of equal size on arrival: after their last sample."""
    last = np.minimum(np.arange(len(true)) // size * size + size - 1, len(true) - 1)
    packet = np.arange(len(true)) // size
    stamps = np.maximum.accumulate(true[last[::size]] + delay[: packet[-1] + 1])
    return stamps[packet]


@pytest.mark.parametrize("rate", [12.5, 25.0, 49.3, 51.7, 80.0, 104.2])
def test_rounding_to_milliseconds_costs_nothing(rate: float) -> None:
    true = grid(rate)
    track = timeline(np.round(true, 3))
    assert len(track.pieces) == 1
    assert track.rate == pytest.approx(rate, rel=1e-7)
    assert np.abs(times(track) - true).max() < 1e-3


def test_stamps_coarser_than_the_period_are_no_loss() -> None:
    true = grid(80.0)
    track = timeline(np.round(true, 2))
    assert track.rate == pytest.approx(80.0, rel=1e-4)
    assert np.abs(times(track) - true).max() < 5e-3


def test_whole_seconds_are_spread() -> None:
    true = grid(50.0) + 0.37
    track = timeline(np.floor(true))
    assert len(track.pieces) == 1
    assert np.abs(times(track) - true).max() < 0.02
    assert track.batched == len(true)


def test_even_jitter_keeps_its_middle() -> None:
    true = grid(50.0)
    stamps = true + np.random.default_rng(1).normal(0, 0.005, len(true))
    track = timeline(stamps)
    assert len(track.pieces) == 1
    assert np.abs(times(track) - true).max() < 2e-3


@pytest.mark.parametrize(("rate", "size"), [(50.0, 5), (50.0, 10), (104.0, 8), (52.0, 36)])
def test_packets_stamped_on_arrival(rate: float, size: int) -> None:
    true = grid(rate)
    delay = np.random.default_rng(2).exponential(0.015, len(true))
    track = timeline(np.round(arrival(true, size, delay), 3))
    assert len(track.pieces) == 1
    assert np.abs(times(track) - true).max() < 5e-3


def test_a_stall_that_catches_up_is_no_loss() -> None:
    true = grid(50.0)
    stamps = true.copy()
    for at in (15_000, 45_000, 75_000):
        stalled = (true >= true[at]) & (true < true[at] + 1.2)
        stamps[stalled] = true[at] + 1.2
    track = timeline(stamps)
    assert len(track.pieces) == 1
    assert np.abs(times(track) - true).max() < 1e-3


def test_slow_drift_is_followed_over_eight_hours() -> None:
    # 130 ppm back and forth over two hours, as a sensor that warms and cools shows
    true = grid(50.0, hours=8)
    true = true + 0.15 * np.sin(2 * np.pi * true / 7200)
    track = timeline(np.round(true, 3))
    assert np.abs(times(track) - true).max() < 0.02
    assert not track.irregular


def test_rate_after_eight_hours_is_right() -> None:
    true = grid(49.3, hours=8)
    track = timeline(np.round(true + np.random.default_rng(3).normal(0, 0.004, len(true)), 3))
    assert np.abs(times(track) - true).max() < 2e-3


def test_single_losses_keep_later_samples_in_place() -> None:
    true = grid(50.0)
    lost = np.random.default_rng(4).choice(np.arange(500, len(true) - 500), 12, replace=False)
    kept = np.delete(true, lost)
    track = timeline(kept)
    assert len(track.pieces) == 13
    assert np.abs(times(track) - kept).max() < 1e-6


def test_lost_packets_are_found_behind_delays() -> None:
    true = grid(52.0)
    generator = np.random.default_rng(5)
    stamps = arrival(true, 36, generator.exponential(0.015, len(true)))
    packet = np.arange(len(true)) // 36
    kept = ~np.isin(packet, [500, 501, 900, 2000])
    track = timeline(stamps[kept])
    assert len(track.pieces) == 4
    assert np.abs(times(track) - true[kept]).max() < 0.02


def test_jumps_at_every_block_are_a_wrong_rate_inside_them() -> None:
    # an AX3 counts on at 100 Hz within 120 samples that took 1.2146 s
    block = np.arange(400)[:, None] * 1.2146 + np.arange(120) / 100
    track = timeline(block.ravel())
    assert len(track.pieces) == 1
    assert track.rate == pytest.approx(120 / 1.2146, rel=1e-4)


def test_no_steady_rate_is_said() -> None:
    steps = np.random.default_rng(6).uniform(0.09, 0.15, 20_000)
    assert timeline(np.cumsum(steps)).irregular


@settings(max_examples=40, deadline=None)
@given(
    rate=st.floats(20, 110),
    gaps=st.lists(
        st.tuples(st.integers(50, 5_950), st.floats(0.5, 4000)),
        max_size=4,
        unique_by=lambda g: g[0],
    ),
)
def test_gaps_anywhere(rate: float, gaps: list[tuple[int, float]]) -> None:
    true = np.arange(6_000) / rate
    for at, length in gaps:
        true[at:] += length + 1 / rate
    track = timeline(true)
    assert track.pieces[0].first == 0
    assert track.pieces[-1].stop == len(true)
    assert all(a.stop == b.first for a, b in zip(track.pieces, track.pieces[1:], strict=False))
    assert np.abs(times(track) - true).max() < 0.02


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(2, 14), min_size=100, max_size=150))
def test_any_split_into_packets(sizes: list[int]) -> None:
    last = np.cumsum(sizes) - 1
    # at 50 Hz packets of five would look like a clock that shows tenths of seconds
    true = np.arange(last[-1] + 1) / 52
    track = timeline(np.repeat(true[last], sizes))
    assert sum(p.stop - p.first for p in track.pieces) == len(true)
    assert np.abs(times(track) - true).max() < 0.02


def samples(count: int) -> NDArray[np.float32]:
    return np.random.default_rng(7).normal(size=(count, 3)).astype(np.float32)


def test_a_block_written_twice_is_dropped() -> None:
    true, xyz = grid(50.0, 0.1), samples(18_000)
    stamps = np.concatenate([true[:4000], true[3000:]])
    result = order_rows(stamps, np.concatenate([xyz[:4000], xyz[3000:18_000]]))
    assert result.duplicated == 1000
    assert result.backward_jumps == 0
    assert np.array_equal(result.seconds, true)


def test_single_rows_written_twice_are_dropped() -> None:
    true, xyz = grid(50.0, 0.02), samples(3600)
    twice = np.sort(np.concatenate([np.arange(3600), [70, 900, 901, 3599]]))
    result = order_rows(true[twice], xyz[twice])
    assert result.duplicated == 4
    assert np.array_equal(result.seconds, true)


def test_every_row_written_twice_is_dropped() -> None:
    true, xyz = grid(50.0, 0.02), samples(3600)
    result = order_rows(true.repeat(2), xyz.repeat(2, axis=0))
    assert result.duplicated == 3600


def test_packets_of_equal_values_are_kept() -> None:
    # a sensor of eight bits at rest repeats itself inside a packet
    true = np.repeat(grid(50.0, 0.02)[7::8], 8)
    xyz = np.tile(np.float32([0, 0, 1]), (len(true), 1))
    xyz[::50, 0] = 0.016
    assert order_rows(true, xyz).duplicated == 0


def test_a_clock_set_back_loses_nothing() -> None:
    true, xyz = grid(50.0, 0.1), samples(18_000)
    stamps = np.concatenate([true[:9000], true[9000:] - 2.0])
    result = order_rows(stamps, xyz)
    assert result.backward_jumps == 1
    assert len(result.rows) == 18_000
    assert np.abs(result.seconds - true).max() < 1e-6
    assert "went back by 2" in result.notes[0]


def test_rows_out_of_order_are_sorted() -> None:
    true, xyz = grid(50.0, 0.02), samples(3600)
    shuffled = np.random.default_rng(8).permutation(3600)
    result = order_rows(true[shuffled], xyz[shuffled])
    assert np.array_equal(result.seconds, true)
    assert np.array_equal(shuffled[result.rows], np.arange(3600))


def test_equal_stamps_only_are_no_time() -> None:
    with pytest.raises(ValueError, match="do not grow"):
        timeline(np.zeros(50))


@given(
    values=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60),
    window=st.integers(1, 80),
)
def test_the_earliest_of_a_window_is_its_least(values: list[float], window: int) -> None:
    expected = [min(values[k : k + window]) for k in range(len(values))]
    assert earliest(np.array(values), window).tolist() == expected


@pytest.mark.parametrize(("on", "every"), [(58, 60), (15, 20), (10, 20), (5, 30), (60, 3600)])
@pytest.mark.parametrize("kind", ["exact", "jitter", "packets", "whole seconds"])
def test_gaps_that_come_regularly_are_gaps(on: int, every: int, kind: str) -> None:
    true = grid(50.0, hours=1.0 if every < 3600 else 6.0)
    if kind == "jitter":
        stamps = true + np.random.default_rng(1).normal(0, 0.003, len(true))
    elif kind == "packets":
        stamps = arrival(true, 10, np.random.default_rng(2).exponential(0.01, len(true)))
    else:
        stamps = np.floor(true) if kind == "whole seconds" else true
    there = true % every < on
    track = timeline(stamps[there])
    assert track.rate == pytest.approx(50.0, rel=5e-4)
    assert not track.irregular
    # of a few packets the least delayed is late itself
    assert np.abs(times(track) - true[there]).max() < (0.06 if kind == "packets" else 0.03)
    gaps = [b.start - a.end for a, b in zip(track.pieces, track.pieces[1:], strict=False)]
    assert sum(gap > 1 for gap in gaps) == np.count_nonzero(np.diff(true[there]) > 1)
    assert min(gaps) >= 0


def test_whole_seconds_with_lost_samples_keep_each_in_its_second() -> None:
    # wadpac/GGIR issue 705: 4 % of the samples are missing, one here and one there
    true = grid(50.0)
    kept = true[np.random.default_rng(3).random(len(true)) > 0.04]
    track = timeline(np.floor(kept))
    assert track.irregular
    assert track.placed is not None
    assert track.rate == pytest.approx(50.0, rel=1e-6)
    assert np.abs(track.placed - kept).max() < 0.15


def test_whole_seconds_with_gaps_are_placed_around_them() -> None:
    true = grid(50.0)
    gaps = [(100.3, 103.9), (700.0, 700.6), (1500.2, 1500.9), (1700.5, 1702.1)]
    kept = true[~np.any([(true >= a) & (true < b) for a, b in gaps], axis=0)]
    track = timeline(np.floor(kept))
    error = np.abs(times(track) - kept)
    assert np.quantile(error, 0.999) < 0.03
    # on which side of a gap within a second a sample was cannot be told
    assert error.max() < 0.75
    assert all(b.start >= a.end for a, b in zip(track.pieces, track.pieces[1:], strict=False))


@pytest.mark.parametrize(("before", "after"), [(50.0, 10.0), (10.0, 50.0), (52.0, 26.0), (50, 40)])
@pytest.mark.parametrize("jitter", [0.0, 0.002])
def test_a_rate_that_changes_is_found_where_it_does(
    before: float, after: float, jitter: float
) -> None:
    first = np.arange(int(600 * before)) / before
    stamps = np.concatenate([first, 600 + np.arange(int(600 * after)) / after])
    stamps = stamps + np.random.default_rng(4).normal(0, jitter, len(stamps))
    (one, two), notes = stamped_stretches(np.sort(stamps), None)
    assert one.track.rate == pytest.approx(before, rel=2e-4)
    assert two.track.rate == pytest.approx(after, rel=2e-4)
    assert abs(two.first - len(first)) <= 2
    assert "The rate changes" in notes[0]


@pytest.mark.parametrize("tick", [None, 1.0], ids=["exact", "whole seconds"])
def test_rates_that_take_turns_are_each_read(tick: float | None) -> None:
    # a sensor that saves power while nobody moves: no rate of 50 Hz with a third missing
    begins = 400.0 * np.arange(12)
    parts = [
        at + np.arange(int(400 * rate)) / rate
        for at, rate in zip(begins, [50, 25] * 6, strict=True)
    ]
    stamps = np.concatenate(parts)
    found, notes = stamped_stretches(stamps if tick is None else np.floor(stamps), None)
    assert [one.first for one in found] == np.cumsum([0, *map(len, parts[:-1])]).tolist()
    assert [one.track.rate for one in found] == pytest.approx([50, 25] * 6, rel=1e-3)
    assert not any(one.track.irregular for one in found)
    assert "11 times, between 25.00 and 50.00 Hz" in notes[0]


@pytest.mark.parametrize("rates", [(100.0, 12.5, 100.0), (50.0, 25.0, 50.0), (12.5, 100.0, 12.5)])
def test_a_rate_that_changes_under_whole_seconds_is_no_loss(rates: tuple[float, ...]) -> None:
    parts = [1200.0 * k + np.arange(int(1200 * rate)) / rate for k, rate in enumerate(rates)]
    found, _ = stamped_stretches(np.floor(np.concatenate(parts)), None)
    assert [one.track.rate for one in found] == pytest.approx(list(rates), rel=2e-3)
    assert [one.first for one in found] == np.cumsum([0, *map(len, parts[:-1])]).tolist()


def test_runs_between_losses_are_placed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # days with single losses have a million runs: work is by their lengths, not by their number
    sizes: list[int] = []
    levels = lines._levels

    def counted(blocks: Array, *, delayed: bool) -> Array:
        sizes.append(len(blocks))
        return levels(blocks, delayed=delayed)

    monkeypatch.setattr(lines, "_levels", counted)
    true = grid(50.0)
    track = timeline(true[np.random.default_rng(3).random(len(true)) > 0.1])
    assert len(track.pieces) > 5000
    assert len(sizes) < 200


def test_losses_and_delays_are_no_change_of_rate() -> None:
    true = grid(50.0)
    generator = np.random.default_rng(5)
    kept = true[np.repeat(generator.random(len(true) // 100) > 0.05, 100)]
    assert len(stamped_stretches(kept, None)[0]) == 1
    packets = arrival(true, 36, generator.exponential(0.05, len(true)))
    assert len(stamped_stretches(packets, None)[0]) == 1


@settings(max_examples=30, deadline=None)
@given(
    # shorter pieces that change places are a delay (LATE_STAMPS), not pieces
    cuts=st.lists(st.integers(5, 295).map(lambda k: 20 * k), min_size=1, max_size=6, unique=True),
    seed=st.integers(0, 1000),
)
@example(cuts=[100, 101, 102, 103, 700], seed=229)  # one row far from its hole in a piece
def test_pieces_in_any_order_are_sorted(cuts: list[int], seed: int) -> None:
    true = np.arange(6_000) / 20
    pieces = np.split(np.arange(6_000), sorted(cuts))
    order = np.concatenate(
        [pieces[k] for k in np.random.default_rng(seed).permutation(len(pieces))]
    )
    xyz = np.random.default_rng(seed).normal(0, 1, (6_000, 3)).astype(np.float32)
    result = order_rows(true[order], xyz[order])
    assert np.array_equal(result.seconds, true)
    assert np.array_equal(order[result.rows], np.arange(6_000))


def test_work_is_bounded_by_the_samples_when_a_clock_wraps_all_the_time() -> None:
    # seconds of a minute, for a night: each minute is put behind the one before
    stamps = np.tile(np.arange(1200) / 20, 500)
    xyz = np.random.default_rng(6).normal(0, 1, (len(stamps), 3)).astype(np.float32)
    result = order_rows(stamps, xyz)
    assert result.backward_jumps == 499
    assert len(result.notes) < 6
    assert np.abs(np.diff(result.seconds) - 0.05).max() < 1e-6


@pytest.mark.parametrize("shift", [3600.0, -7200.0, 1e6])
def test_a_clock_set_wrong_for_a_while_is_brought_back(shift: float) -> None:
    true = np.arange(6_000) / 20
    stamps = true.copy()
    stamps[2_000:3_500] += shift
    xyz = np.random.default_rng(7).normal(0, 1, (6_000, 3)).astype(np.float32)
    result = order_rows(stamps, xyz)
    assert result.seconds == pytest.approx(true)
    assert "1500 rows" in result.notes[0]
    assert result.backward_jumps == 0


@pytest.mark.parametrize("far", [1e5, 1e9, -1e9, 1e300])
def test_spans_are_bounded_by_the_samples(far: float) -> None:
    true = np.arange(6_000) / 20
    stamps = true.copy()
    stamps[::50] += far * np.arange(1, 121)
    rows, seconds = drop_impossible_stamps(stamps, None, [])
    assert seconds.max() - seconds.min() <= 301
    assert len(rows) == 5_880


@pytest.mark.parametrize("rate", [50.0, 60.0, 128.0])
@pytest.mark.parametrize("scattered", [False, True])
def test_stamps_that_fit_a_rate_between_gaps_are_believed(rate: float, *, scattered: bool) -> None:
    true = grid(rate, 0.2)
    there = np.random.default_rng(7).random(len(true)) > 0.1
    if not scattered:
        there = np.arange(len(true)) % 10 != 9
    (found,), _ = stamped_stretches(np.round(true[there], 3), None)
    assert found.track.rate == pytest.approx(rate, rel=1e-3)
    assert np.abs(times(found.track) - true[there]).max() < 1e-3


def test_rows_that_are_missing_from_the_middle_on_change_no_rate() -> None:
    true = grid(50.0, 0.2)
    there = (np.arange(len(true)) % 10 != 9) | (true < 360)
    found, notes = stamped_stretches(true[there], None)
    assert len(found) == 1
    assert not notes
    assert found[0].track.rate == pytest.approx(50.0, rel=1e-3)


def test_a_clock_that_ticks_as_often_as_samples_come_is_believed_and_told() -> None:
    true = grid(100.0, 0.2)
    regular, scattered = np.arange(len(true)) % 25 != 24, np.random.default_rng(7).random(len(true))
    (found,), notes = stamped_stretches(true[regular], None)
    assert found.track.rate == pytest.approx(96.0, rel=1e-3)
    assert any(isinstance(note, Doubt) and "--rate 100" in note for note in notes)
    (found,), notes = stamped_stretches(true[regular], 100.0)
    assert found.track.rate == pytest.approx(100.0, rel=1e-3)
    assert not notes
    # rounding spreads what it skips evenly; chance does not
    (found,), notes = stamped_stretches(true[scattered > 0.1], None)
    assert found.track.rate == pytest.approx(100.0, rel=1e-3)
    # 64 Hz in hundredths are a rate that makers offer, and no 100 Hz without every so many a row
    (found,), notes = stamped_stretches(np.round(grid(64.0, 0.2), 2), None)
    assert found.track.rate == pytest.approx(64.0, rel=1e-3)
    assert not notes
    # 80 Hz in hundredths are 100 Hz without every fifth row
    (found,), notes = stamped_stretches(np.round(grid(80.0, 0.2), 2), None)
    assert found.track.rate == pytest.approx(80.0, rel=1e-3)
    assert any(isinstance(note, Doubt) and "--rate 100" in note for note in notes)
    (found,), notes = stamped_stretches(np.round(grid(80.0, 0.2), 2), 80.0)
    assert found.track.rate == pytest.approx(80.0, rel=1e-3)
    assert not notes


@pytest.mark.parametrize(
    ("rate", "asked"), [(50.0, False), (60.0, True), (75.0, True), (30.0, True), (25.0, False)]
)
def test_every_third_row_that_is_missing_leaves_the_rate(rate: float, *, asked: bool) -> None:
    """Half of the steps are the spacing then, half twice that; asked where 2/3 is usual too."""
    true = grid(rate, 0.2)
    there = np.arange(len(true)) % 3 != 2
    (found,), notes = stamped_stretches(np.round(true[there], 4), None)
    assert found.track.rate == pytest.approx(rate, rel=1e-4)
    assert np.abs(times(found.track) - true[there]).max() < 1e-3
    assert any(isinstance(note, Doubt) for note in notes) == asked
    (found,), notes = stamped_stretches(np.round(true[there], 4), rate * 2 / 3)
    assert found.track.rate == pytest.approx(rate * 2 / 3, rel=1e-4)
    assert not notes


def test_a_clock_skips_one_tick_at_a_time() -> None:
    """Two rows of five missing leave steps of one and three: no clock rounds so."""
    true = grid(100.0, 0.2)[np.arange(100 * 720) % 5 < 3]
    (found,), notes = stamped_stretches(true, None)
    assert found.track.rate == pytest.approx(100.0, rel=1e-4)
    assert not notes


@pytest.mark.parametrize("interval", [0.015, 0.0112])
def test_samples_that_wait_for_a_radio_keep_their_rate(interval: float) -> None:
    """50 Hz sent at the next of every 15 ms come one or two intervals apart."""
    true = grid(50.0, 0.2)
    stamps = np.round(np.ceil(true / interval) * interval, 4)
    (found,), notes = stamped_stretches(stamps, None)
    assert found.track.rate == pytest.approx(50.0, rel=1e-3)
    assert any(isinstance(note, Doubt) for note in notes) == (interval == 0.015)


def test_sectors_counted_at_a_nominal_rate_are_not_short_of_samples() -> None:
    """An AX3 that runs at 98.9 Hz counts 120 samples at 100 Hz and goes on 1.44 spacings later."""
    sector, count = 120 / 98.87, 200
    stamps = (sector * np.arange(count)[:, None] + np.arange(120) / 100).ravel()
    (found,), notes = stamped_stretches(stamps, 100.0)
    assert found.track.rate == pytest.approx(98.87, rel=1e-4)
    assert len(found.track.pieces) == 1
    assert not found.track.irregular
    assert not notes


def test_a_stated_rate_decides_between_gaps_and_a_coarse_clock() -> None:
    true = grid(50.0, 0.2)[np.arange(36000) % 10 != 9]
    assert timeline(true, stated=45.0).rate == pytest.approx(45.0, rel=1e-3)
    assert timeline(true, stated=50.0).rate == pytest.approx(50.0, rel=1e-3)


@pytest.mark.parametrize(
    ("rate", "share"), [(10, 0.02), (10, 0.12), (50, 0.02), (50, 0.2), (100, 0.03), (100, 0.2)]
)
@pytest.mark.parametrize("lost", ["every third", "every tenth", "one of 25", "by chance"])
def test_jitter_hides_no_missing_rows(rate: float, share: float, lost: str) -> None:
    # LORD-MicroStrain/MSCL#390, TixiaoShan/LVI-SAM#16: jitter alone; here with losses
    true, random = grid(rate, 0.2), np.random.default_rng(8)
    every = {"every third": 3, "every tenth": 10}.get(lost, 25)
    there = np.arange(len(true)) % every != every - 1
    if lost == "by chance":
        there = random.random(len(true)) > 0.1
    stamps = (true * (1 + 4e-5) + random.uniform(-share, share, len(true)) / rate)[there]
    (found,), _ = stamped_stretches(stamps, None)
    assert found.track.rate == pytest.approx(rate, rel=2e-3)
    good = np.ones(len(stamps), bool)
    xyz = np.column_stack([true[there]] * 3).astype(np.float32)
    runs, grid_rate, notes = timed_runs([found], stamps, xyz, good)
    assert grid_rate == pytest.approx(rate, rel=2e-3)
    assert any("are missing" in note for note in notes)
    # each value is the true time: placed closer than the jitter
    off = [run.start + np.arange(len(run)) / run.rate - run.xyz[:, 0] for run in runs]
    off = np.concatenate(off)
    assert np.abs(off - off.mean()).max() < max(0.002, 0.1 * share) + 0.1 / rate + 4e-5 * 720


@pytest.mark.parametrize("rate", [45.0, 50.0])
@pytest.mark.parametrize("kind", ["jitter", "late", "batches", "wandering"])
def test_jitter_alone_is_no_missing_row(rate: float, kind: str) -> None:
    true, random = grid(rate, 0.2), np.random.default_rng(9)
    late = random.random(len(true))
    stamps = {
        "jitter": true + random.uniform(-0.3, 0.3, len(true)) / rate,
        "late": np.maximum.accumulate(
            true + (late > 0.97) * random.uniform(0, 3, len(true)) / rate
        ),
        "batches": np.repeat(true[::4], 4)[: len(true)] + random.uniform(0, 0.01, len(true)) / rate,
        "wandering": np.cumsum(random.choice([0.8, 1.25], len(true)) / rate),
    }[kind]
    assert spacing_between_gaps(np.sort(stamps)) is None


def test_what_may_be_jitter_or_loss_is_asked() -> None:
    true, random = grid(100.0, 0.2), np.random.default_rng(8)
    stamps = true + random.uniform(-0.001, 0.001, len(true))
    (found,), notes = stamped_stretches(stamps[np.arange(len(true)) % 10 != 9], None)
    assert found.track.rate == pytest.approx(100.0, rel=1e-3)
    assert any(isinstance(note, Doubt) and "--rate 90" in note for note in notes)
    (found,), notes = stamped_stretches(stamps[np.arange(len(true)) % 10 != 9], 90.0)
    assert found.track.rate == pytest.approx(90.0, rel=1e-3)
    assert not notes


def test_losses_that_leave_the_mean_step_alone_raise_no_doubt() -> None:
    """Three of every five rows: the mean of the usual steps is the spacing, not another rate."""
    true, random = grid(50.0, 0.2), np.random.default_rng(8)
    stamps = true + random.uniform(-0.002, 0.002, len(true))
    (found,), notes = stamped_stretches(stamps[np.arange(len(true)) % 5 < 3], None)
    assert found.track.rate == pytest.approx(50.0, rel=1e-3)
    assert not notes


def test_samples_of_a_clock_that_stood_still_are_left_out_and_counted() -> None:
    seconds = grid(25.0, 180 / 3600)
    seconds[2212:2298] = seconds[2211] + 1.9 + 1e-12 * np.arange(86)
    stretches, _ = stamped_stretches(seconds, None)
    still = [p for one in stretches for p in one.track.pieces if p.rate > 1e6]
    assert still, "what this is about"
    xyz = np.zeros((len(seconds), 3), np.float32)
    runs, _, notes = timed_runs(stretches, seconds, xyz, np.ones(len(seconds), bool))
    assert max(run.rate for run in runs) < 30
    assert all(b.start >= a.end - 0.5 / a.rate for a, b in pairwise(runs))
    lost = sum(p.stop - p.first for p in still)
    assert sum(map(len, runs)) == len(seconds) - lost
    assert any(f"stood still in {lost} samples" in note for note in notes)


def test_a_rate_that_comes_back_is_found_twice() -> None:
    """Every second row is missing for a while: no row between is made up."""
    true = grid(25.0, 0.5)
    there = (np.arange(len(true)) % 2 == 0) | (true < 500) | (true > 1100)
    found, notes = stamped_stretches(true[there], None)
    assert [round(one.track.rate, 3) for one in found] == [25.0, 12.5, 25.0]
    assert "12.50 Hz from 500 s on; 25.00 Hz from 1100 s on" in notes[0]
    _, rate, _ = timed_runs(
        found, true[there], np.ones((there.sum(), 3), np.float32), np.ones(there.sum(), bool)
    )
    assert rate == pytest.approx(25.0)  # that nobody recorded 20 Hz


def test_rows_missing_every_so_many_are_no_wrong_rate() -> None:
    true = grid(25.0, 1.0)
    there = np.arange(len(true)) % 9000 != 8999
    (found,), _ = stamped_stretches(true[there], None)
    assert found.track.rate == pytest.approx(25.0, rel=1e-6)
    assert np.abs(times(found.track) - true[there]).max() < 1e-3
