"""A limb that settles after it moved is no leg movement, and ends no series."""

import numpy as np
import pytest

from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.evidence.members import members_of
from limbwatch.classify.evidence.vicinity import settling_of
from limbwatch.sensor import Placement

LEFT, WRIST = Placement.ANKLE_LEFT, Placement.WRIST_LEFT


def peaks_of(make_track, moves, peaks):
    track = make_track(LEFT, moves)
    track.movements.peak[:] = peaks
    return track.movements


@pytest.mark.parametrize(("after", "known"), [(5.9, True), (6.1, False)])
def test_what_ended_within_six_seconds_is_compared(make_track, after, known):
    moves = peaks_of(make_track, [(100.0, 2.0), (102.0 + after, 0.7)], [0.2, 0.01])
    ratio = settling_of(moves)
    assert np.isinf(ratio[0])
    assert ratio[1] == pytest.approx(0.05) if known else np.isinf(ratio[1])


def test_the_strongest_of_what_went_before_counts(make_track):
    moves = peaks_of(make_track, [(100.0, 1.0), (102.0, 1.0), (104.0, 1.0)], [0.5, 0.01, 0.02])
    assert settling_of(moves)[2] == pytest.approx(0.04)


def test_a_movement_by_itself_settles_nothing(make_track):
    assert np.isinf(settling_of(peaks_of(make_track, [(100.0, 1.0)], [0.5]))).all()
    assert len(settling_of(make_track(LEFT, []).movements)) == 0


def test_a_rhythm_with_a_pause_and_an_extra_movement_stays_one_rhythm(make_track):
    """A member is missing and one is doubled; the chain of members goes on over both."""
    times = [100.0 + 25.0 * k for k in range(30) if k != 12] + [353.0]
    tracks = [make_track(LEFT, [(t, 2.0) for t in sorted(times)], end=1000.0)]
    joint = join(tracks)
    rhythm = members_of(joint, tracks, own=np.ones(len(joint.event), bool)).rhythm
    onset = np.array(sorted(times))
    # the extra one itself is in doubt, and so is the one that it doubles
    clear = (onset > 200) & (onset < 700) & (np.abs(onset - 351) > 10)
    assert np.all(rhythm.member[clear] > 0.8)
    assert np.all(rhythm.running[(onset > 200) & (onset < 700)] > 0.9)


def test_what_comes_by_chance_is_no_rhythm(make_track):
    rng = np.random.default_rng(4)
    times = np.cumsum(rng.exponential(120.0, 60)) + 10
    tracks = [make_track(LEFT, [(t, 1.0) for t in times], end=times[-1] + 100)]
    joint = join(tracks)
    rhythm = members_of(joint, tracks, own=np.ones(len(joint.event), bool)).rhythm
    assert np.mean(rhythm.member >= 0.5) < 0.1


@pytest.mark.parametrize(
    ("peak", "pace", "hidden"),
    [
        (0.0049, 1.0, False),
        (0.0051, 1.0, True),
        (0.0149, 0.3, False),
        (0.0151, 0.3, True),
        (0.0149, 0.6, True),
    ],
)
def test_a_breath_felt_at_the_wrist_does_not_hide_the_rhythm_of_a_leg(
    make_track, peak, pace, hidden
):
    """A wrist on the belly swayed 171 times an hour, and 205 periodic movements had no rhythm."""
    leg = make_track(LEFT, [(100.0 + 22 * k, 2.0) for k in range(60)])
    # by chance, as often as breaths that are felt
    sways = np.sort(np.random.default_rng(2).uniform(80.0, 1420.0, 500))
    kept = sways[np.abs((sways - 100.0 + 11.0) % 22 - 11.0) > 2.0]
    tracks = [
        leg,
        make_track(WRIST, [(at, 0.4) for at in kept], end=3600.0, peak=peak, frequency=pace),
    ]
    joint = join(tracks)
    members = members_of(joint, tracks, own=np.ones(len(joint.event), bool))
    running = members.rhythm.running[np.unique(joint.event[joint.track == 0])]
    assert (np.median(running) < 0.5) == hidden
    assert len(members.rhythm.member) == len(joint)
