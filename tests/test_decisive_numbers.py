"""Single numbers of clocks, files and labels, each on both sides of where it decides."""

import numpy as np
import pytest

from limbwatch.classify.evidence.joint_movements import join
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import SPASM
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels
from limbwatch.classify.labels.naming import kinds_of
from limbwatch.classify.nights.comparison import trend
from limbwatch.classify.sleep import sleep_wake
from limbwatch.classify.sleep.activity import Activity
from limbwatch.sensor import Placement
from limbwatch.sensor.capture.timing.assembly import Arrivals, timeline
from limbwatch.sensor.capture.timing.sensor_clock import fit
from limbwatch.sensor.devices import Settings
from limbwatch.sensor.devices.packet import Clock
from limbwatch.sensor.devices.polar import DEVICE as POLAR
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.spacing.regular import regular

RATE, PER_PACKET = 50.0, 5
PACKET_S = PER_PACKET / RATE


def arrivals(taken, host, *, clock=True, connections=1):
    """Packets of five samples whose last was taken at ``taken`` and that came at ``host``."""
    count = len(taken)
    return Arrivals(
        host=np.asarray(host, float),
        stream=np.arange(count) * connections // count,
        tick=np.round(np.asarray(taken) * 1e9).astype(np.uint64),
        anchor=np.full(count, PER_PACKET - 1),
        number=np.zeros(count, np.int64),
        count=np.full(count, PER_PACKET),
        xyz=np.zeros((count * PER_PACKET, 3), np.float32),
        clock=Clock(ticks_per_second=1e9, modulus=2**64) if clock else None,
        number_modulus=None,
        period=1 / RATE,
    )


def evenly(minutes=4.0):
    return PACKET_S * np.arange(1, int(minutes * 60 / PACKET_S))


@pytest.mark.parametrize(("moved", "clocks"), [(0.4, 1), (0.6, 2), (-0.4, 1), (-0.6, 2)])
def test_a_clock_that_a_new_connection_finds_half_a_second_off_is_a_new_clock(moved, clocks):
    host = evenly()
    taken = host + 100.0
    taken[(len(taken) + 1) // 2 :] += moved
    assert len(timeline(arrivals(taken, host, connections=2)).fits) == clocks


@pytest.mark.parametrize(("samples", "lost"), [(0, 0), (2, 0), (4, 4), (10, 10)])
def test_a_step_of_the_clock_is_a_loss_from_a_fifth_and_three_fifths_of_a_sample(samples, lost):
    # packets of 15 samples: a fifth of their time is three samples
    last = 0.3 * np.arange(1, 600)
    last[300:] += samples / RATE
    found = arrivals(last, last)
    wide = {
        "count": np.full(599, 15),
        "anchor": np.full(599, 14),
        "xyz": np.zeros((8985, 3), np.float32),
    }
    columns = {name: getattr(found, name) for name in Arrivals.__slots__}
    assert timeline(Arrivals(**columns | wide)).lost == lost


@pytest.mark.parametrize(("dropped", "silence"), [(12, 1.3), (1, 0.6), (0, 0.6)])
def test_packets_dropped_in_a_stall_are_counted_from_one_on(dropped, silence):
    taken = evenly(minutes=20)
    begin = len(taken) // 2
    host = taken + 0.02
    held = int(silence / PACKET_S)
    host[begin : begin + held] = taken[begin + held] + 0.02
    # the queue keeps the oldest: what was dropped lies where the backlog ends
    keep = np.ones(len(taken), bool)
    keep[begin + held - dropped : begin + held] = False
    kept = timeline(arrivals(taken[keep], np.maximum.accumulate(host[keep]), clock=False))
    assert kept.lost == dropped * PER_PACKET


@pytest.mark.parametrize("ppm", [-80.0, 80.0])
def test_a_clock_that_runs_fast_has_a_positive_drift(ppm):
    host = np.arange(0.0, 400.0, 0.5)
    found = fit(host * (1 + ppm * 1e-6), host)
    assert found.ppm == pytest.approx(ppm, rel=0.5)


def test_a_polar_without_a_factor_counts_in_quarter_milli_g():
    # type 0x80: a reference sample of 16 bits, then one delta of 8 bits for each axis
    reference, delta = (4098).to_bytes(2, "little") * 3, bytes([8, 1, 0, 0, 0])
    decoder = POLAR.decoder(Settings(rate=52.0, range_g=8.0))
    (packet,) = decoder.push(bytes([2]) + bytes(8) + b"\x80" + reference + delta)
    assert packet.xyz == pytest.approx(np.full((2, 3), 4098 * 2.44e-4))


@pytest.mark.parametrize(("back", "jumps"), [(0.05, 0), (0.3, 1)])
def test_a_stamp_a_tenth_of_a_second_back_is_a_clock_set_back(back, jumps):
    seconds = np.arange(3000) / 50.0
    seconds[1500:] -= back
    xyz = np.random.default_rng(1).normal(size=(3000, 3)).astype(np.float32)
    assert order_rows(seconds, xyz).backward_jumps == jumps


@pytest.mark.parametrize(("step", "pieces"), [(0.4, 1), (0.6, 2)])
def test_half_a_second_is_bridged_on_an_irregular_stream_and_no_more(step, pieces):
    seconds = np.arange(200) / 50.0
    seconds[100:] += step - 0.02
    assert len(regular(seconds, np.zeros((200, 3), np.float32))[0]) == pieces


@pytest.mark.parametrize(
    ("bursts", "apart", "events"), [(4, 3.3, 1), (4, 3.5, 4), (3, 3.3, 3), (5, 1.0, 1)]
)
def test_a_train_is_four_bursts_at_most_three_and_a_third_seconds_apart(
    make_track, bursts, apart, events
):
    moves = [(100.0 + apart * k, 0.4) for k in range(bursts)]
    assert len(join([make_track(Placement.ANKLE_LEFT, moves)])) == events


SEVERAL = np.array([False])
"""One event, felt by several sensors."""


@pytest.mark.parametrize(
    ("kind", "sure", "named"),
    [
        (Kind.LIMB_MOVEMENT, 0.46, Kind.LIMB_MOVEMENT),
        (Kind.LIMB_MOVEMENT, 0.44, Kind.UNCERTAIN),
        (Kind.CONVULSIVE, 0.81, Kind.CONVULSIVE),
        (Kind.CONVULSIVE, 0.79, Kind.UNCERTAIN),
        (Kind.CRAMP, 0.61, Kind.CRAMP),
        (Kind.CRAMP, 0.59, Kind.UNCERTAIN),
    ],
)
def test_a_kind_is_named_when_it_is_sure_enough_for_what_it_may_frighten(kind, sure, named):
    others = (Kind.TWITCH, Kind.GROSS_MOVEMENT)
    labels = Labels(
        hypotheses=(kind, *others),
        probability=np.array([[sure, (1 - sure) / 2, (1 - sure) / 2]]),
        support=np.zeros((1, len(GROUPS))),
    )
    assert kinds_of(labels, np.array([0]), np.array([0.0]), np.array([1.0]), alone=SEVERAL) == [
        named
    ]


def weighed(*rows):
    """Weigh events between stiffening, convulsion and a turn in bed, by the first two."""
    probability = np.array([[*row, 1 - sum(row)] for row in rows])
    return Labels(
        hypotheses=(Kind.TONIC, Kind.CONVULSIVE, Kind.GROSS_MOVEMENT),
        probability=probability,
        support=np.zeros((len(rows), len(GROUPS))),
    )


@pytest.mark.parametrize(
    ("stiff", "in_series", "named"),
    [
        ((0.91,), 0, [Kind.TONIC]),
        ((0.89,), 0, [Kind.UNCERTAIN]),
        # at least two of three: 0.81 and 0.796
        ((0.72, 0.72, 0.72), 0, [Kind.TONIC] * 3),
        ((0.71, 0.71, 0.71), 0, [Kind.UNCERTAIN] * 3),
        ((0.895, 0.895), 0, [Kind.TONIC] * 2),
        ((0.89, 0.89), 0, [Kind.UNCERTAIN] * 2),
        ((0.9, 0.9, 0.51), 0, [Kind.TONIC] * 3),
        ((0.9, 0.9, 0.49), 0, [Kind.TONIC] * 2 + [Kind.GROSS_MOVEMENT]),
        ((0.895, 0.895), 1, [Kind.PLM, Kind.UNCERTAIN]),
    ],
)
def test_doubtful_stiffenings_are_named_where_two_of_a_night_are_likely(stiff, in_series, named):
    labels = weighed(*[(p, 0.0) for p in stiff])
    onset = 600.0 * np.arange(len(stiff))
    series = np.zeros(len(stiff), np.int64)
    series[:in_series] = 1
    assert kinds_of(labels, series, onset, np.full(len(stiff), 10.0), alone=series < 0) == named


@pytest.mark.parametrize(
    ("stiff", "shaken", "duration", "named"),
    [
        (0.5, 0.31, 35.0, Kind.CONVULSIVE),
        (0.5, 0.31, 34.9, Kind.UNCERTAIN),
        (0.5, 0.29, 35.0, Kind.UNCERTAIN),
        (0.31, 0.5, 35.0, Kind.CONVULSIVE),
        (0.7, 0.21, 35.0, Kind.CONVULSIVE),
        (0.7, 0.19, 35.0, Kind.UNCERTAIN),
    ],
)
def test_a_stiffening_that_goes_on_and_shakes_is_a_convulsion(stiff, shaken, duration, named):
    labels = weighed((stiff, shaken))
    found = kinds_of(labels, np.array([0]), np.zeros(1), np.array([duration]), alone=SEVERAL)
    assert found == [named]


@pytest.mark.parametrize(
    ("stiff", "shaken", "focal", "duration", "named"),
    [
        (0.0, 0.6, 0.21, 10.0, Kind.CONVULSIVE),
        (0.0, 0.4, 0.41, 10.0, Kind.CONVULSIVE),
        (0.0, 0.21, 0.6, 10.0, Kind.CONVULSIVE),
        (0.0, 0.19, 0.62, 40.0, Kind.UNCERTAIN),
        (0.0, 0.6, 0.19, 40.0, Kind.UNCERTAIN),
        (0.2, 0.31, 0.3, 40.0, Kind.CONVULSIVE),
        (0.2, 0.31, 0.3, 34.0, Kind.UNCERTAIN),
    ],
)
def test_one_sensor_does_not_tell_a_jerking_limb_from_a_jerking_body(
    stiff, shaken, focal, duration, named
):
    """With one ankle 0 of 25 convulsions were told: jerking of the leg, or of all, in doubt."""
    labels = Labels(
        hypotheses=(Kind.TONIC, Kind.CONVULSIVE, Kind.FOCAL, Kind.GROSS_MOVEMENT),
        probability=np.array([[stiff, shaken, focal, 1 - stiff - shaken - focal]]),
        support=np.zeros((1, len(GROUPS))),
    )
    for alone, told in ((True, named), (False, Kind.UNCERTAIN)):
        found = kinds_of(
            labels,
            np.array([0]),
            np.zeros(1),
            np.array([duration]),
            alone=np.array([alone]),
        )
        assert found == [told]


@pytest.mark.parametrize(("longer", "named"), [(0.16, Kind.HYPNIC_JERK), (0.14, Kind.UNCERTAIN)])
def test_both_forms_of_a_jolt_together_make_it_sure(longer, named):
    labels = Labels(
        hypotheses=(Kind.HYPNIC_JERK, SPASM, Kind.WAKE_MOVEMENT, Kind.LIMB_MOVEMENT),
        probability=np.array([[0.3, longer, 0.29, 0.41 - longer]]),
        support=np.zeros((1, len(GROUPS))),
    )
    assert kinds_of(labels, np.array([0]), np.array([0.0]), np.array([1.0]), alone=SEVERAL) == [
        named
    ]
    assert labels.confidence(np.array([0])) == pytest.approx(0.3 + longer)


@pytest.mark.parametrize(("minutes", "unseen"), [(14, False), (16, True)])
def test_a_quarter_of_an_hour_without_a_sensor_is_no_time_in_bed(minutes, unseen):
    worn = np.ones(240, bool)
    worn[100 : 100 + 2 * minutes] = False
    nothing = np.zeros(240, np.int64)
    activity = Activity(
        epoch=30.0,
        legs_worn=worn,
        arms_worn=worn,
        posture=nothing,
        swinging=nothing > 0,
        legs_stirred=nothing > 0,
        arms_stirred=nothing > 0,
        legs_in_rhythm=nothing > 0,
        leg_movements=nothing,
    )
    assert sleep_wake._not_worn(activity).any() == unseen


def test_a_trend_is_said_by_the_week():
    days = list(range(14))
    found = trend(days, [10 + 0.5 * day for day in days])
    assert (found.per_week, found.low, found.high) == pytest.approx((3.5, 3.5, 3.5))
