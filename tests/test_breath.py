"""Breath that an arm feels swells before the movements that end its pauses, and is deep after."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from limbwatch.classify.evidence.breath import breath_swells, swell_of
from limbwatch.dsp import Track, analyse
from limbwatch.sensor import Placement, Recording, Samples

RATE, LEFT, WRIST = 50.0, Placement.ANKLE_LEFT, Placement.WRIST_LEFT
ONSETS = np.arange(60.0, 1700.0, 40.0)
"""Of movements of two seconds."""


def track(
    depth: np.ndarray,
    *,
    placement: Placement = WRIST,
    kick: float = 0.3,
    gap: float = 0.0,
    sway: float = 0.0,
) -> Track:
    """Analyse half an hour in which breath tilts a limb by so much each second, and it kicks.

    It may sway slowly as well, once in 16 s.
    """
    rng = np.random.default_rng(5)
    time = np.arange(1800 * RATE) / RATE
    angle = np.interp(time, np.arange(len(depth)), depth) * np.sin(2 * np.pi * 0.25 * time)
    angle += sway * np.sin(2 * np.pi * time / 16)
    for onset in ONSETS:
        angle += kick * np.clip(np.minimum(time - onset, onset + 2.0 - time) / 0.3, 0, 1)
    values = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], axis=1)
    values += rng.normal(0, 0.001, values.shape)
    whole = values.astype(np.float32)
    cut = round(gap * RATE)
    runs = [Samples(start=0.0, rate=RATE, xyz=whole)]
    if cut:
        runs = [
            Samples(start=0.0, rate=RATE, xyz=whole[:cut]),
            Samples(start=gap + 10.0, rate=RATE, xyz=whole[cut + round(10 * RATE) :]),
        ]
    return analyse(
        Recording(
            start=datetime(2026, 1, 1, 22, tzinfo=UTC),
            placement=placement,
            device="",
            rate_nominal=None,
            rate=RATE,
            runs=tuple(runs),
        )
    )


def around(before: float, after: float) -> np.ndarray:
    """Return the depth of breath in each second, deeper before and after each movement."""
    depth = np.full(1800, 0.01)
    for onset in ONSETS.astype(int):
        depth[onset - 11 : onset] *= before
        depth[onset : onset + 15] *= after
    return depth


def swell(**kwargs) -> float:
    return swell_of(track(**kwargs), ONSETS, ONSETS + 2.0)


def within(begin: int, end: int, factor: float) -> np.ndarray:
    """Return the depth of breath, changed from so long after each onset until so long after it."""
    depth = np.full(1800, 0.01)
    for onset in ONSETS.astype(int):
        depth[onset + begin : onset + end] *= factor
    return depth


CASES = {
    "half_s": lambda: swell(depth=within(-11, -1, 1.6), sway=0.03),
    "early_s": lambda: swell(depth=within(-28, -14, 0.5)),
    "before_s": lambda: swell(depth=within(-11, -1, 1.6)),
    "after_s": lambda: swell(depth=within(3, 15, 1.6)),
}


@pytest.mark.parametrize("limit", CASES)
def test_a_window_lies_where_it_says(limit: str) -> None:
    """Breath that is deeper in one window, and in no second beside it, swells by nearly as much.

    A second at its edge is deeper by half, and what is slower than breath takes a part.
    """
    expected = {"half_s": 1.457, "early_s": 1.979, "before_s": 1.586, "after_s": 1.514}
    assert CASES[limit]() == pytest.approx(expected[limit], abs=0.004)


def test_even_breath_does_not_swell_however_hard_the_limb_moves() -> None:
    """Movements reach into no window: a kick is a hundred times as large as a breath."""
    assert swell(depth=around(1.0, 1.0), kick=1.0) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(("before", "after"), [(1.5, 1.0), (1.0, 1.5)])
def test_it_swells_that_is_deeper_before_or_after(before, after) -> None:
    assert swell(depth=around(before, after)) == pytest.approx(1.5, abs=0.12)


@pytest.mark.parametrize(("factor", "told"), [(1.08, False), (1.3, True)])
def test_from_a_sixth_more_on_it_is_told(factor, told) -> None:
    events = [_Event(onset) for onset in ONSETS]
    assert breath_swells([track(around(factor, 1.0))], events) == told


def test_what_a_leg_feels_does_not_count() -> None:
    """A leg that moves in a rhythm has just come to rest in the early window."""
    events = [_Event(onset) for onset in ONSETS]
    assert not breath_swells([track(around(3.0, 3.0), placement=LEFT)], events)


def test_a_few_movements_tell_nothing() -> None:
    one = track(around(2.0, 2.0))
    assert np.isfinite(swell_of(one, ONSETS[:10], ONSETS[:10] + 2.0))
    assert np.isnan(swell_of(one, ONSETS[:9], ONSETS[:9] + 2.0))


def test_windows_that_reach_into_a_gap_or_out_of_the_recording_are_left_out() -> None:
    late = np.append(ONSETS, [5.0, 1795.0])
    whole = swell(depth=around(1.5, 1.0))
    assert swell_of(track(around(1.5, 1.0)), late, late + 2.0) == pytest.approx(whole, abs=0.05)
    cut = track(around(1.5, 1.0), gap=ONSETS[9] + 5.0)
    assert swell_of(cut, ONSETS, ONSETS + 2.0) == pytest.approx(whole, abs=0.05)
    assert np.isnan(swell_of(cut, ONSETS[:10], ONSETS[:10] + 2.0))


def test_a_sensor_too_coarse_for_breath_tells_of_none() -> None:
    """Its posture is the same to the last bit before, and creeps by a step as the limb settles."""
    one = track(around(1.0, 1.0))
    tilt = np.tile([0.0, 0.0, 1.0], (len(one.epochs), 1))
    tilt[ONSETS.astype(int) + 8] = [0.03, 0.0, 1.0]
    coarse = replace(one, epochs=replace(one.epochs, gravity=tilt))
    assert np.isnan(swell_of(coarse, ONSETS, ONSETS + 2.0))


class _Event:
    """What is asked of an event here."""

    def __init__(self, onset: float) -> None:
        self.onset, self.duration = float(onset), 2.0
