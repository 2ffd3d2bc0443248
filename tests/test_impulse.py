"""A jolt is over with its muscle burst; what follows is a limb, or a bed, that rings."""

import numpy as np
import pytest

from limbwatch.classify.evidence.impulse import impulse_of
from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.parts import Parts
from limbwatch.dsp.limits import LIMITS, SHAPE_RATE
from limbwatch.sensor import Placement

LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
TIME = np.arange(LIMITS.shape_values) / SHAPE_RATE - LIMITS.shape_before


def rings(decay: float) -> np.ndarray:
    """Size of a swing of 4 Hz that dies away."""
    swing = np.exp(-np.maximum(TIME, 0) / decay) * np.abs(np.cos(2 * np.pi * 4 * TIME))
    return np.where(TIME >= 0, swing, 0.0)


def moves(make_track, shapes, *, seconds=2.0, rms=0.0, own=None, clock=None):
    """Measure one event whose limbs move like this."""
    tracks = []
    for placement, shape in zip((LEFT, RIGHT), shapes, strict=False):
        track = make_track(placement, [(100.0, seconds)])
        track.movements.shape[:] = shape
        track.movements.rms[:] = rms
        tracks.append(track)
    joint = join(tracks)
    own = np.ones(len(joint.event), bool) if own is None else np.array(own)
    clock = np.zeros(len(own)) if clock is None else np.array(clock)
    return impulse_of(Parts(joint, tracks), tracks, own=own, clock=clock)


def test_a_jolt_that_rings_on_for_two_seconds_has_its_energy_in_the_first_swings(make_track):
    found = moves(make_track, [rings(0.3)])
    assert found.burst_share[0] > 0.9
    assert found.swing_share[0] > 0.98
    assert found.early_share[0] > 0.9


def test_a_muscle_that_goes_on_spreads_it_out(make_track):
    found = moves(make_track, [np.where((TIME >= 0) & (TIME < 2), 0.3, 0.0)])
    assert found.burst_share[0] == pytest.approx(0.2, abs=0.02)
    assert found.swing_share[0] == pytest.approx(0.4, abs=0.02)
    assert found.early_share[0] == pytest.approx(0.25, abs=0.02)


def test_a_kick_after_a_while_is_a_burst_but_comes_late(make_track):
    found = moves(make_track, [np.roll(rings(0.1), round(1.2 * SHAPE_RATE))])
    assert found.burst_share[0] > 0.9
    assert found.early_share[0] < 0.05


def test_what_lies_behind_the_kept_waveform_counts(make_track):
    """20 s at a root mean square of 0.1 g hold more than a burst of the first half second."""
    alone, going_on = (moves(make_track, [rings(0.1)], seconds=20.0, rms=r) for r in (0.0, 0.1))
    assert alone.burst_share[0] > 0.9
    assert going_on.burst_share[0] < 0.3


def test_a_limb_that_was_carried_along_tells_nothing(make_track):
    """The bed rings long after the jolt of a limb that moved by itself."""
    limbs = [rings(0.1), np.where(TIME >= 0, 0.5, 0.0)]
    both, mine = (moves(make_track, limbs, own=own).burst_share[0] for own in (None, [True, False]))
    assert mine > 0.9 > both


@pytest.mark.parametrize(("later", "together"), [(0.04, True), (0.4, False)])
def test_limbs_are_compared_where_their_energy_comes(make_track, later, together):
    """Not where the first of them left the noise: both begin at 100 s here."""
    other = np.interp(TIME - later, TIME, rings(0.1))
    found = moves(make_track, [rings(0.1), other])
    for apart in (found.begun_apart[0], found.half_apart[0]):
        assert apart == pytest.approx(later, abs=0.03)
        assert (apart < 0.08) == together


def test_one_limb_is_together_with_nothing(make_track):
    limbs = [rings(0.1), rings(0.3)]
    assert np.isnan(moves(make_track, limbs[:1]).begun_apart[0])
    assert np.isnan(moves(make_track, limbs, own=[True, False]).half_apart[0])


def test_a_clock_that_is_behind_sets_no_limbs_apart(make_track):
    other = np.interp(TIME - 0.4, TIME, rings(0.1))
    found = moves(make_track, [rings(0.1), other], clock=[0.0, 0.4])
    assert found.begun_apart[0] == pytest.approx(0.0, abs=0.03)
    assert found.half_apart[0] == pytest.approx(0.0, abs=0.03)
