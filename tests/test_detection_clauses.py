"""The clauses of detection: offset, hold and floor; and each number of `Limits` at its edge.

Most signals are without noise, so that thresholds lie at their absolute minimum and an edge is
sharp. Each goes through the harness (`detect`), whole and in every partition.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial

import numpy as np
import pytest

from limbwatch.dsp import LIMITS, Detector, Limits, Movements, gridded
from limbwatch.dsp.events.bursts import Bursts, find_bursts, united
from limbwatch.dsp.events.holds import hold_groups
from limbwatch.dsp.signal.calibration import UNCALIBRATED
from limbwatch.dsp.signal.channel import movement_levels, shaking_levels
from limbwatch.dsp.signal.envelope import envelope_of
from limbwatch.dsp.signal.floor import NoiseFloor
from limbwatch.dsp.signal.neighbourhood import Neighbourhood
from limbwatch.dsp.signal.shaking import shaking_of
from limbwatch.dsp.signal.thresholds import traces_of
from limbwatch.sensor import Placement, Recording, Samples

RATE = 25.0
NEAR = Neighbourhood.of(RATE, LIMITS)
AT = 10.0
UNSEEN_HZ = 25 / 3
"""A whole period fits the 0.12 s of "now" at 25 Hz: only the channel of shaking sees it."""

Detect = Callable[..., Movements]


def clock(seconds: float, rate: float = RATE) -> np.ndarray:
    return np.arange(round(seconds * rate)) / rate


def sampled(x: np.ndarray, *, rate: float = RATE, start: float = 0.0) -> Samples:
    """A sensor with gravity along z that is moved along x, g."""
    xyz = np.stack([x, 0 * x, 0 * x + 1], axis=1)
    return Samples(start=start, rate=rate, xyz=xyz.astype(np.float32))


def turned(degrees: np.ndarray, *, rate: float = RATE) -> Samples:
    angle = np.radians(degrees)
    xyz = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    return Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32))


def steps(seconds: float, *places: tuple[float, float]) -> Samples:
    """A limb that turns within 0.2 s to each angle, degrees, at each time."""
    time = clock(seconds)
    angle, before = np.zeros(len(time)), 0.0
    for at, degrees in places:
        angle += (degrees - before) * np.clip((time - at) / 0.2, 0, 1)
        before = degrees
    return turned(angle)


def pulse(height: float, *, values: int) -> Samples:
    """One pulse along x whose envelope goes as high as given, g."""
    x = np.zeros(round(2 * AT * RATE))
    x[round(AT * RATE) :][:values] = 1.0
    grid = np.rint(np.stack([x, 0 * x, 0 * x]) * 1e6).astype(np.int32)
    envelope = envelope_of(grid, near=NEAR, calibration=UNCALIBRATED)
    return sampled(x * height / envelope.max())


def tremor(height: float, seconds: float, *, begin: float = AT, whole: float = 30.0) -> Samples:
    """Shaking that the envelope does not see, as high as given in its own channel, g."""
    time = clock(whole)
    wave = np.sin(2 * np.pi * UNSEEN_HZ * time)
    grid = np.rint(np.stack([wave, 0 * wave, 0 * wave]) * 1e6).astype(np.int32)
    unit = shaking_of(grid, near=NEAR, calibration=UNCALIBRATED).max()
    inside = (time >= begin) & (time < begin + seconds)
    return sampled(inside * wave * height / unit)


def recorded(*runs: Samples) -> Recording:
    return Recording(
        start=datetime(2026, 3, 14, 21, 0, tzinfo=UTC),
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=None,
        rate=runs[0].rate,
        runs=runs,
    )


def stretches(*runs: Samples) -> int:
    return len(gridded(recorded(*runs)).stretches)


def grid_rate(rate: float) -> float:
    return gridded(recorded(sampled(np.zeros(500), rate=rate))).blocks[0].anchor.rate


@pytest.mark.parametrize("nominal", [25, 26, 30, 31.25, 32, 40, 50, 52, 60, 62.5, 64, 75, 80])
@pytest.mark.parametrize("times", [1, 1.6, 2])
def test_a_sensor_off_its_nominal_rate_shares_the_grid(nominal: float, times: float) -> None:
    rates = [grid_rate(nominal * times * (1 + off)) for off in (-0.02, -1e-9, 0.0, 0.02)]
    assert max(rates) / min(rates) == pytest.approx(1.02 / 0.98)


def bursts_of(*spans: tuple[int, int], quiet: int = 12, sustain: int = 3) -> list[tuple[int, int]]:
    """Bursts of an envelope that is high inside some spans and low elsewhere."""
    envelope = np.zeros(200)
    for first, stop in spans:
        envelope[first:stop] = 9.0
    level = np.ones(200)
    found = find_bursts(envelope, low=level, high=2 * level, quiet=quiet, sustain=sustain)
    return list(zip(found.first.tolist(), found.stop.tolist(), strict=True))


class TestOffset:
    """WASM 2016: an offset starts a rest of at least 0.5 s."""

    @pytest.mark.parametrize(("gap", "count"), [(11, 1), (12, 2)])
    def test_quiet_of_just_so_many_values_ends_a_burst(self, gap, count):
        assert len(bursts_of((20, 40), (40 + gap, 70))) == count

    @pytest.mark.parametrize(("gap", "count"), [(11, 1), (12, 2)])
    def test_shaking_joins_a_burst_by_the_same_rule(self, gap, count):
        def single(first: int, stop: int) -> Bursts:
            return Bursts(np.array([first]), np.array([stop]), np.array([True]))

        found = united(single(20, 40), single(40 + gap, 90), quiet=12)
        assert len(found.first) == count
        assert (found.first[0], found.stop[-1]) == (20, 90)

    def test_a_burst_inside_shaking_does_not_end_it(self):
        inner = Bursts(np.array([30]), np.array([40]), np.array([True]))
        outer = Bursts(np.array([20]), np.array([90]), np.array([True]))
        found = united(inner, outer, quiet=12)
        assert (found.first.tolist(), found.stop.tolist()) == ([20], [90])

    def test_it_is_the_end_of_the_return_not_of_the_flexion(self, detect):
        found = detect(steps(30, (AT, 8), (AT + 4, 0)))
        assert len(found) == 1
        assert found.offset[0] == pytest.approx(AT + 4.2, abs=0.1)

    def test_it_is_the_end_of_the_turn_when_the_limb_stays_away(self, detect):
        found = detect(steps(30, (AT, 8)))
        assert found.offset[0] == pytest.approx(AT + 0.2, abs=0.1)

    def test_a_limb_that_sinks_back_unseen_ends_where_it_is_at_rest(self, detect):
        time = clock(30)
        angle = np.clip((time - AT) / 0.2, 0, 1) * 2.0
        sinking = 2.0 * np.clip((time - AT - 0.2) / 3.0, 0, 1)  # below the envelope's thresholds
        found = detect(turned(angle - sinking))
        assert len(found) == 1
        # back within the extent threshold, 1.8 mg of 35
        assert found.offset[0] == pytest.approx(AT + 3.2 - 3 * 1.8 / 35, abs=0.1)

    def test_the_briefest_movement_keeps_its_length(self, detect):
        """Edges move inward by the reach of "now", never by more than a quarter of the burst."""
        assert detect(pulse(0.01, values=1)).duration[0] == pytest.approx(0.12)

    @pytest.mark.parametrize("share", [1.0, 0.2])
    def test_onset_and_offset_lie_where_a_long_or_short_shaking_does(self, detect, share):
        time = clock(30, 50.0)
        inside = (time >= AT) & (time < AT + 3 * share)
        found = detect(sampled(inside * 0.2 * np.sin(2 * np.pi * 4 * time), rate=50.0))
        assert found.onset[0] == pytest.approx(AT, abs=0.05)
        assert found.offset[0] == pytest.approx(AT + 3 * share, abs=0.05)


def grouped(
    *after: float,
    gap: float = 1.0,
    floor: float = 0.0,
    away: float = 0.0,
    strength: tuple[float, ...] = (),
) -> list[int]:
    """Groups of bursts after which a limb is this far from where it lay at first, g."""
    count = len(after)
    places = np.zeros((3, count))
    places[0] = after
    before = np.roll(places, 1, axis=1)
    before[:, 0] = away
    return hold_groups(
        before=before,
        after=places,
        gap=np.full(count - 1, gap),
        floor=np.full(count, floor),
        strength=np.array(strength or np.ones(count)),
        limits=LIMITS,
    ).tolist()


class TestHold:
    """A limb that flexes, holds still and comes back makes one movement."""

    def test_flexion_hold_and_return_are_one_movement(self, detect):
        found = detect(steps(40, (AT, 10), (AT + 5, 0)))
        assert len(found) == 1
        assert found.turn[0] < 0.1
        assert found.duration[0] == pytest.approx(5.2, abs=0.1)

    def test_a_place_that_is_kept_begins_no_hold(self, detect):
        assert len(detect(steps(40, (AT, 10), (AT + 5, 20)))) == 2

    def test_quiet_of_several_parts_adds_up(self):
        assert grouped(0.2, 0.2, 0.0, gap=2.9) == [0, 0, 0]
        assert grouped(0.2, 0.2, 0.0, gap=3.1) == [0, 1, 2]

    def test_it_is_back_by_the_farthest_place_that_was_held(self):
        assert grouped(0.2, 0.12, 0.08) == [0, 0, 0]

    def test_a_later_part_may_go_farther(self):
        assert grouped(0.1, 0.3, 0.06) == [0, 0, 0]

    def test_settling_does_not_hide_the_return_behind_it(self):
        assert grouped(0.2, 0.05, 0.02, strength=(0.1, 0.005, 0.05)) == [0, 0, 0]

    def test_a_limb_whose_bedding_creeps_back_moved_as_long_as_it_moved(self, detect):
        time = clock(40)
        up = np.clip(time - AT, 0, 1) - 0.8 * np.clip(time - AT - 1.0, 0, 1)
        creep = 0.2 * np.clip((time - AT - 5.0) / 5.0, 0, 1)  # 14 mg/s, above the thresholds
        found = detect(turned(20 * (up - creep)))
        assert found.duration[0] == pytest.approx(2.0, abs=0.2)

    @pytest.mark.parametrize(("left", "groups"), [(0.0014, [0, 1]), (0.0016, [0, 0])])
    def test_a_limb_that_hardly_left_holds_nothing(self, left, groups):
        assert grouped(left, 0.0) == groups

    @pytest.mark.parametrize(("left", "groups"), [(0.0149, [0, 1]), (0.0151, [0, 0])])
    def test_how_far_is_measured_in_floors(self, left, groups):
        assert grouped(left, 0.0, floor=0.01) == groups


class TestFloor:
    """Faint movements of a quiet sensor are kept; a noisy sensor does not flood the night."""

    @pytest.mark.parametrize(("height", "count"), [(0.0029, 0), (0.0031, 1)])
    def test_nothing_below_the_absolute_minimum_counts(self, detect, height, count):
        assert len(detect(pulse(height, values=9))) == count

    @pytest.mark.parametrize("rate", [25.0, 50.0])
    def test_noise_is_as_high_over_its_floor_as_stated(self, rate):
        """4.1 floors in eight hours, 0.2 % above 2.8 floors; this is half an hour."""
        rng = np.random.default_rng(1)
        xyz = rng.normal(0, 0.004, (round(1800 * rate), 3)) + np.array([0, 0, 1])
        heard: list[np.ndarray] = []
        detector = Detector(listener=heard.append)
        detector.push(Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32)))
        assert len(detector.flush()) == 0
        over = np.concatenate(heard) / np.median(detector.floors)
        assert 3.0 < over.max() < 4.3
        assert 0.0005 < np.mean(over > 2.8) < 0.004

    def test_the_floor_is_the_quantile_of_the_cells_so_far(self):
        cells = np.random.default_rng(2).uniform(0.001, 0.01, 90)
        floor = NoiseFloor(limits=LIMITS, ceiling=1.0)
        found = np.concatenate([floor.push(part) for part in np.split(cells, [1, 7, 8, 50])])
        window = round(LIMITS.floor_window / LIMITS.floor_cell)
        for k in range(90):
            known = cells[max(0, k + 1 - window) : k + 1]
            assert found[k] == np.quantile(known, LIMITS.floor_quantile, method="lower")

    def test_legs_that_are_restless_for_two_thirds_of_the_time_do_not_raise_it(self, detect):
        time = clock(200)
        restless = (time > 20) & (time % 30 < 20)
        found = detect(sampled(restless * 0.1 * np.sin(2 * np.pi * 2 * time)))
        assert len(found) == 6

    def test_a_flicker_of_a_coarse_sensor_is_no_movement(self, detect):
        flicker = np.random.default_rng(4).integers(0, 2, (1500, 3)) * 0.016
        run = Samples(
            start=0.0, rate=RATE, xyz=(flicker + np.array([0, 0, 0.98])).astype(np.float32)
        )
        assert len(detect(run, resolution=0.016)) == 0
        assert len(detect(pulse(0.02, values=9), resolution=0.016)) == 1

    @pytest.mark.parametrize(("rate", "lost"), [(8.0, 1), (8.0, 2), (25.0, 2), (25.0, 3)])
    def test_one_missing_sample_hides_nothing_however_slow_the_sensor(self, rate, lost):
        second = 20.0 + lost / rate
        still = np.zeros(round(20 * rate))
        crossed = lost == 1 or lost / rate <= LIMITS.dropout
        found = stretches(sampled(still, rate=rate), sampled(still, rate=rate, start=second))
        assert found == (1 if crossed else 2)

    def test_samples_that_are_lost_one_by_one_leave_later_movements_in_place(self, detect):
        x = np.zeros(3000)
        x[2500:2505] = 0.1
        parts = np.split(np.arange(3000), range(20, 3000, 20))
        runs = [sampled(x[part[:-1]], start=part[0] / RATE) for part in parts]
        assert detect(*runs, sizes=(37,)).onset == pytest.approx([100.0], abs=0.06)

    @pytest.mark.parametrize(("change", "count"), [(0.0005, 1), (0.005, 2)])
    def test_another_rate_begins_a_stretch_and_the_drift_of_a_crystal_does_not(self, change, count):
        one = sampled(np.zeros(500))
        other = sampled(np.zeros(500), rate=RATE * (1 + change), start=one.end)
        assert stretches(one, other) == count


def long(found: Movements, seconds: float) -> bool:
    return bool((found.duration > seconds).any())


def sine(hertz: float, *, rate: float = 50.0) -> Samples:
    time = clock(25, rate)
    swell = np.sin(np.pi * np.clip((time - AT) / 6, 0, 1)) ** 2
    return sampled(0.2 * swell * np.sin(2 * np.pi * hertz * time), rate=rate)


def of_peak(found: Movements, column: str) -> float:
    return float(getattr(found, column)[0] / found.peak[0])


def moved_by(distance: int) -> bool:
    """Whether a value of the envelope changes with a sample that far from it."""
    envelope = partial(envelope_of, near=NEAR, calibration=UNCALIBRATED)
    values = np.random.default_rng(5).integers(0, 1000, (3, 200)).astype(np.int32)
    other = values.copy()
    other[:, 100 + distance :] += 1000
    at = 100 - NEAR.margin
    return envelope(values)[at] != envelope(other)[at]


def envelope_of_sine(hertz: float) -> float:
    wave = np.rint(0.05e6 * np.sin(2 * np.pi * hertz * clock(20)))
    grid = np.stack([wave, 0 * wave, 0 * wave]).astype(np.int32)
    return float(envelope_of(grid, near=NEAR, calibration=UNCALIBRATED).max())


def floors_after(cells: int) -> float:
    """The floor after three minutes of quiet, when it has been noisy for so many cells."""
    floor = NoiseFloor(limits=LIMITS, ceiling=1.0)
    return float(floor.push(np.r_[np.full(36, 0.001), np.full(cells, 0.003)])[-1])


def steps_of_the_floor() -> np.ndarray:
    """Where the threshold changes over a sensor that grows noisier, grid values."""
    wave = clock(120) * 2e-4 * np.sin(2 * np.pi * 2 * clock(120))
    (traces,) = traces_of(gridded(recorded(sampled(wave))), UNCALIBRATED)
    return np.flatnonzero(np.diff(traces.high)) + 1


def begins_shaken(size: float, hertz: float) -> Samples:
    time = clock(90)
    return sampled((time < 60) * size * np.sin(2 * np.pi * hertz * time))


def two_pulses(apart: float) -> Samples:
    x = np.zeros(round(30 * RATE))
    for at in (AT, AT + apart):
        x[round(at * RATE) :][:3] = 0.1
    return sampled(x)


def two_rhythms(seconds: float) -> Samples:
    """A jolt in the midst of 3 Hz for some seconds, with stronger 6 Hz before and after it."""
    time = clock(50, 50.0)
    near = abs(time - 25) <= seconds / 2
    x = np.where(near, 0.1 * np.sin(2 * np.pi * 3 * time), 0.2 * np.sin(2 * np.pi * 6 * time))
    x *= abs(time - 25) <= 12
    x[abs(time - 25) < 0.05] += 0.6
    return sampled(x, rate=50.0)


def rippled(period: float) -> Samples:
    """A turn by 10 degrees of a limb that sways faintly, as by breath."""
    time = clock(30)
    turn = 10 * np.clip((time - AT) / 0.6, 0, 1)
    return turned(turn + 0.05 * np.sin(2 * np.pi * time / period))


def held_of(
    detect: Detect, *, degrees: float = 10.0, left: float = 1.0, back_after: float = 4.0
) -> float:
    """How long a limb is held that turns, comes back to a share of it, and then to rest."""
    time = clock(30)
    way = np.clip((time - AT) / 0.08, 0, 1) - (1 - left) * np.clip((time - AT - 0.8) / 0.08, 0, 1)
    angle = degrees * (way - left * np.clip((time - AT - back_after) / 0.08, 0, 1))
    # while it trembles it is one movement; no mean over whole periods sees that
    trembles = (time >= AT) & (time < AT + 5)
    run = turned(angle)
    run.xyz[:, 1] += (0.02 * trembles * np.sin(2 * np.pi * UNSEEN_HZ * time)).astype(np.float32)
    return float(detect(run, sizes=(1, 37)).held[0])


def sustained(values: int) -> bool:
    """Whether a faint excursion of so many values soon after a burst extends it."""
    envelope = np.zeros(100)
    envelope[20:40], envelope[45 : 45 + values] = 9.0, 1.5
    level = np.ones(100)
    found = find_bursts(envelope, low=level, high=2 * level, quiet=12, sustain=sustain_values())
    return bool(found.stop[-1] == 45 + values)


def sustain_values() -> int:
    return round(LIMITS.sustain * RATE)


def low(floor: float, *, shaking: bool = False) -> float:
    """Extent threshold over a floor, g."""
    levels = (
        shaking_levels(0.0, limits=LIMITS)
        if shaking
        else movement_levels(0.0, rate=RATE, limits=LIMITS)
    )
    return float(levels.over(np.array([floor]))[0][0])


def high(floor: float, *, shaking: bool = False, step: float = 0.0, rate: float = RATE) -> float:
    """Detection threshold over a floor, g."""
    levels = (
        shaking_levels(step, limits=LIMITS)
        if shaking
        else movement_levels(step, rate=rate, limits=LIMITS)
    )
    return float(levels.over(np.array([floor]))[1][0])


CLAUSES: dict[str, tuple[str, Callable[[Detect], bool], Callable[[Detect], bool]]] = {
    "grid_rate": (
        "49.9 Hz and 50.1 Hz share a grid",
        lambda _: grid_rate(47.1) == 23.55 and grid_rate(46.9) == 46.9,
        lambda _: any(grid_rate(rate) < 23.5 for rate in (30.0, 37.6, 64.0, 93.9, 104.0, 125.0)),
    ),
    "dropout": (
        "detection continues across",
        lambda _: stretches(sampled(np.zeros(500)), sampled(np.zeros(500), start=20.09)) == 1,
        lambda _: stretches(sampled(np.zeros(500)), sampled(np.zeros(500), start=20.11)) == 1,
    ),
    "smooth": (
        "muscle burst 75-250 ms, ICSD-3",
        lambda _: envelope_of_sine(3.0) > 0.02,
        lambda _: envelope_of_sine(UNSEEN_HZ) > 0.005,
    ),
    "reference": (
        "WASM 2016 asks for at an offset",
        lambda _: moved_by(13),
        lambda _: moved_by(14),
    ),
    "quiet": (
        "WASM 2016, offset rule",
        lambda _: len(bursts_of((20, 40), (52, 70), quiet=round(LIMITS.quiet * RATE))) == 2,
        lambda _: len(bursts_of((20, 40), (51, 70), quiet=round(LIMITS.quiet * RATE))) == 2,
    ),
    "floor_cell": (
        "medians of ``floor_cell`` second cells",
        lambda _: not (steps_of_the_floor() % 125).any(),
        lambda _: not (steps_of_the_floor() % 250).any(),
    ),
    "floor_window": (
        "trailing ``floor_window`` seconds",
        lambda _: floors_after(26) == 0.003,
        lambda _: floors_after(25) == 0.003,
    ),
    "floor_quantile": (
        "Below one half",
        lambda _: floors_after(25) == 0.001,
        lambda _: floors_after(26) == 0.001,
    ),
    "floor_ceiling": (
        "even at the start of a recording",
        lambda detect: long(detect(begins_shaken(0.2, 3)), 50),
        lambda detect: long(detect(begins_shaken(0.05, 3)), 50),
    ),
    "high_factor": (
        "largest value is 4.1 floors",
        lambda _: high(0.01) == pytest.approx(4.5 * 0.01),
        lambda _: high(0.01) < 4.1 * 0.01,
    ),
    "low_factor": (
        "0.2 % of its values are above 2.8",
        lambda _: low(0.01) == pytest.approx(2.8 * 0.01),
        lambda _: low(0.01) >= high(0.01),
    ),
    "high_minimum": (
        "pulse and breathing remain",
        lambda detect: len(detect(pulse(0.00301, values=9))) == 1,
        lambda detect: len(detect(pulse(0.00299, values=9))) == 1,
    ),
    "low_minimum": (
        "Published ankle detectors use 5 to 50 mg on and half of that off",
        lambda _: low(0.0006) == 0.0018,
        lambda _: low(0.0007) == 0.0018,
    ),
    "flicker_steps": (
        "A flicker on all three axes is 1.7 steps long",
        lambda _: high(0.0, step=0.016) == pytest.approx(0.016 * 1.8 / np.sqrt(3)),
        lambda _: high(0.0, step=0.016) < 0.016 * 1.7 / np.sqrt(3),
    ),
    "drift_steps": (
        "a drift across one step looks half a step high",
        lambda _: high(0.0, step=0.016, rate=100.0) == pytest.approx(0.85 * 0.016),
        lambda _: high(0.0, step=0.016, rate=100.0) < 0.5 * 0.016,
    ),
    "sustain": (
        "Shortest excursion above the low threshold that may extend a movement",
        lambda _: sustained(3),
        lambda _: sustained(2),
    ),
    "brief_factor": (
        "muscle burst of 50-150 ms",
        lambda detect: len(detect(pulse(0.0046, values=1))) == 1,
        lambda detect: len(detect(pulse(0.0044, values=1))) == 1,
    ),
    "shake_high_factor": (
        "largest value is 1.5 floors",
        lambda _: high(0.01, shaking=True) == pytest.approx(1.9 * 0.01),
        lambda _: high(0.01, shaking=True) < 1.5 * 0.01,
    ),
    "shake_low_factor": (
        "1 % of its values are above 1.3",
        lambda _: low(0.01, shaking=True) == pytest.approx(1.45 * 0.01),
        lambda _: low(0.01, shaking=True) < 1.3 * 0.01,
    ),
    "shake_steps": (
        "on all three axes shakes by one step",
        lambda _: high(0.0, shaking=True, step=0.016) == pytest.approx(1.3 * 0.016),
        lambda _: high(0.0, shaking=True, step=0.016) < 0.016,
    ),
    "shake_ceiling": (
        "whose envelope floor is just at",
        lambda detect: long(detect(begins_shaken(0.2, UNSEEN_HZ)), 50),
        lambda detect: long(detect(begins_shaken(0.09, UNSEEN_HZ)), 50),
    ),
    "shake_least": (
        "a tremor lasts 2 s or more",
        lambda detect: long(detect(tremor(0.0032, 2.0)), 1.0),
        lambda detect: long(detect(tremor(0.0032, 0.8)), 0.0),
    ),
    "hold": (
        "Below the 10 s that",
        lambda detect: len(detect(steps(40, (AT, 10), (AT + 6.0, 0)))) == 1,
        lambda detect: len(detect(steps(40, (AT, 10), (AT + 6.6, 0)))) == 1,
    ),
    "hold_away": (
        "error is a third of the envelope's floor",
        lambda _: grouped(0.0151, 0.0, floor=0.01) == [0, 0],
        lambda _: grouped(0.0149, 0.0, floor=0.01) == [0, 0],
    ),
    "hold_return": (
        "below this share of the distance",
        lambda _: grouped(0.2, 0.099) == [0, 0],
        lambda _: grouped(0.2, 0.101) == [0, 0],
    ),
    "hold_strength": (
        "Lowest strength of the return from a hold",
        lambda _: grouped(0.2, 0.0, strength=(0.1, 0.0101)) == [0, 0],
        lambda _: grouped(0.2, 0.0, strength=(0.1, 0.0099)) == [0, 0],
    ),
    "slow": (
        "so that shaking drops out",
        lambda detect: of_peak(detect(sine(1.0)), "displacement") > 0.5,
        lambda detect: of_peak(detect(sine(2.8)), "displacement") > 0.06,
    ),
    "lean": (
        "never passes more than 8 %",
        lambda detect: of_peak(detect(sine(0.5)), "lean") > 0.4,
        lambda detect: of_peak(detect(sine(2.5)), "lean") > 0.04,
    ),
    "held_from": (
        "counted from ``held_from`` seconds after the onset",
        lambda detect: held_of(detect, back_after=0.4) > 0.1,
        lambda detect: held_of(detect, back_after=0.1) > 0.0,
    ),
    "held_share": (
        "above ``held_share`` of the largest",
        lambda detect: held_of(detect, left=0.3) > 2.0,
        lambda detect: held_of(detect, left=0.2) > 2.0,
    ),
    "held_least": (
        "above ``held_least`` g (0.3 degrees)",
        lambda detect: held_of(detect, degrees=0.35) > 2.0,
        lambda detect: held_of(detect, degrees=0.25) > 2.0,
    ),
    "rest": (
        "resting orientation is taken from",
        lambda detect: abs(detect(rippled(1.0)).turn[0] - 10) < 0.004,
        lambda detect: abs(detect(rippled(1.6)).turn[0] - 10) < 0.004,
    ),
    "shape_before": (
        "around its onset",
        lambda detect: np.argmax(detect(pulse(0.1, values=3)).shape[0]) in {12, 13, 14},
        lambda detect: detect(pulse(0.1, values=3)).shape[0][:10].max() > 0.02,
    ),
    "shape_after": (
        "Extent of the waveform",
        lambda detect: detect(two_pulses(2.4)).shape[0][60:].max() > 0.05,
        lambda detect: detect(two_pulses(2.6)).shape[0][60:].max() > 0.05,
    ),
    "spectrum": (
        "Longest stretch that the dominant frequency is taken from",
        lambda detect: detect(two_rhythms(10.0)).frequency[0] == pytest.approx(3, abs=0.1),
        lambda detect: detect(two_rhythms(2.0)).frequency[0] == pytest.approx(3, abs=0.1),
    ),
}
"""Of each limit: words of its source, what holds on its one side, and what not on the other."""


@pytest.mark.parametrize("field", [field.name for field in fields(Limits)])
def test_a_limit_holds_on_one_side_of_its_edge(detect: Detect, field: str) -> None:
    source, inside, outside = CLAUSES[field]
    assert source in " ".join((Limits.__doc__ or "").split())
    assert bool(inside(detect))
    assert not bool(outside(detect))
