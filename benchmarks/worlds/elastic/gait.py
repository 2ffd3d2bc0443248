"""Getting up, walking to the bathroom and back: joint angles over time, heel strikes as impacts."""

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.elastic.body import angles, kind_of, sizes
from benchmarks.worlds.elastic.limb import _accelerate, _place, rotate
from benchmarks.worlds.elastic.records import SIM_RATE


def draw_trip(rng):
    """Draw the timetable of one trip: key times in seconds from its start."""
    sit, pause, rise = rng.uniform(1.5, 3.5), rng.uniform(0.5, 10), rng.uniform(0.9, 1.8)
    steps = int(rng.integers(8, 28))
    cadence = rng.uniform(1.45, 2.0)  # steps/s, sleepy indoor walking
    go = steps / cadence
    away = rng.uniform(35, 200)
    back = go * rng.uniform(0.9, 1.1)
    marks = np.cumsum(
        [sit, pause, rise, rng.uniform(0.3, 1.5), go, away, back, 1.2, rng.uniform(0.5, 4), 2.5]
    )
    return {
        "marks": marks,
        "cadence": cadence,
        "sits": bool(rng.random() < 0.7),
        "heading": rng.uniform(-np.pi, np.pi),
        "swing": float(rng.uniform(0.1, 0.45)),
        "hard": float(rng.lognormal(0, 0.35)),
        "seed": int(rng.integers(2**31)),
    }


def _bump(phase, centre, width):
    """Periodic bell over a gait cycle of length one."""
    return np.exp((np.cos(2 * np.pi * (phase - centre)) - 1) / (2 * np.pi * width) ** 2)


def perform(trip, sleeper, limb, old, new, sensor_at):
    """Specific force in the limb's frame over a trip, from one lying pose to another."""
    rng = np.random.default_rng([trip["seed"], len(limb), ord(limb[-2])])
    marks = trip["marks"]
    n = int((marks[-1] + 0.5) * SIM_RATE)
    t = np.arange(n) / SIM_RATE
    leg = kind_of(limb) == "leg"
    side = 1.0 if limb.endswith("left") else -1.0

    def lying(pose):
        """Absolute angles of a lying pose."""
        return np.concatenate([angles(pose, limb), pose[3:]])

    down = -np.pi / 2
    if leg:
        sit = np.array([-0.05, down + 0.15, 0.0, 0, 1.4, 0])
        stand = np.array([down, down - 0.03, 0.0, 0, trip["heading"], 0.1 * side])
        seat = np.array([-0.05, down + 0.1, 0.0, 0, trip["heading"] + 2, 0.1 * side])
    else:
        sit = np.array([-1.1, -0.6, -0.6, 0.1 * side, 1.4, rng.normal(0, 0.4)])
        stand = np.array(
            [down, down + 0.3, down + 0.3, 0.1 * side, trip["heading"], rng.normal(0, 0.3)]
        )
        seat = np.array([-1.0, -0.3, -0.4, 0.2 * side, trip["heading"] + 2, rng.normal(0, 0.6)])
    home = stand.copy()
    home[4] += np.pi
    bath = seat if trip["sits"] else stand + np.array([0, 0.6 * (not leg), 0, 0, 2, 0])
    if trip["sits"]:
        waits = [(marks[4] + 2, 2.0, bath), (marks[5] - 2.5, 2.0, home)]
    else:
        waits = [(marks[4] + 1, 2.0, bath), (marks[5] - 2.5, 2.0, home)]
    keys = [
        (rng.uniform(0, 0.3), marks[0] - 0.2, sit),
        (marks[1], marks[2] - marks[1], stand),
        *waits,
        (marks[6], 1.2, sit),
        (marks[8], marks[9] - marks[8] - rng.uniform(0, 0.4), lying(new)),
    ]
    kept = np.tile(lying(old), (n, 1))
    now = lying(old)
    for start, span, target in keys:
        u = np.clip((t - start) / max(span, 0.3), 0, 1)[:, None]
        gone = target - now
        gone[3:] = (gone[3:] + np.pi) % (2 * np.pi) - np.pi
        kept += (u**3 * (10 - 15 * u + 6 * u * u)) * gone
        now = now + gone
    walking = np.zeros(n)
    for a, b in ((marks[3], marks[4]), (marks[5], marks[6])):
        walking += np.clip(np.minimum((t - a) / 0.6, (b - t) / 0.6), 0, 1)
    rate = (
        0.5
        * trip["cadence"]
        * (1 + 0.03 * lfilter([0.01], [1, -0.99], rng.standard_normal(n)) * 14)
    )
    phase = np.cumsum(rate * (walking > 0)) / SIM_RATE + (0.5 if side > 0 else 0.0)
    if leg:
        # hip, knee and ankle over a cycle: Winter (2005), natural cadence
        hip = 0.36 * np.cos(2 * np.pi * (phase - 0.93)) + 0.12
        knee = 0.26 * _bump(phase, 0.14, 0.07) + 1.0 * _bump(phase, 0.72, 0.075) + 0.05
        kept[:, 0] += walking * 0.8 * hip
        kept[:, 1] += walking * 0.8 * (hip - knee)
        kept[:, 2] += walking * 0.6 * hip
    else:
        sway = -trip["swing"] * np.cos(2 * np.pi * (phase - 0.93))
        kept[:, 0] += walking * sway
        kept[:, 1] += walking * 1.3 * sway
    awake = ((t > marks[0]) & (t < marks[8])).astype(float)
    awake = lfilter([0.02], [1, -0.98], awake)
    unrest = lfilter(
        [1 - 0.985],
        [1, -0.985],
        lfilter([0.01], [1, -0.99], rng.standard_normal((n, 6)), axis=0),
        axis=0,
    )
    kept += (0.25 if leg else 0.8) * awake[:, None] * unrest * np.array([1, 1, 1, 0.5, 0.5, 1])
    length = sizes(sleeper, limb)[1]
    where = _place_free(kept, np.array([length[0], sensor_at * length[1], 0]))
    hips = np.zeros((n, 3))
    hips[:, 2] = 0.018 * walking * np.cos(4 * np.pi * (phase - 0.3))
    speed = lfilter([0.02], [1, -0.98], walking) * 0.55 * trip["cadence"]
    hips[:, 0] = np.cumsum(speed * np.cos(kept[:, 4])) / SIM_RATE
    hips[:, 1] = np.cumsum(speed * np.sin(kept[:, 4])) / SIM_RATE
    acceleration = _accelerate(where + hips)
    # heel strike: 20 ms blow on shank (or, weakened by the body, arm), ringing at 15-25 Hz
    blow = np.zeros(n)
    struck = (
        np.flatnonzero(np.diff(np.floor(phase - 0.02)) > 0)
        if leg
        else np.flatnonzero(np.diff(np.floor(2 * phase)) > 0)
    )
    for i in struck:
        span = int(0.02 * SIM_RATE) + 1
        force = 70 * trip["hard"] * rng.lognormal(0, 0.2) * (1 if leg else 0.12) * walking[i]
        blow[i : i + span] += force * np.sin(np.pi * np.arange(1, span + 1) / (span + 1))[: n - i]
    w, zeta, step = 2 * np.pi * rng.uniform(14, 22), 0.35, 1 / SIM_RATE
    decay, wd = np.exp(-zeta * w * step), w * np.sqrt(1 - zeta**2) * step
    ring = (
        lfilter([0, decay * np.sin(wd) * w * step], [1, -2 * decay * np.cos(wd), decay**2], blow)
        / 4.0
    )
    acceleration[:, 2] += ring
    acceleration[:, 0] += 0.3 * ring
    return rotate(kept, acceleration)


def _place_free(kept, lever):
    """Place of a point on a limb against its own hip or shoulder."""

    class Free:
        base = None

    return _place(Free, kept, lever)
