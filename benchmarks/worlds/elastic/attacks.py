"""Cramps, stiffening, convulsions and spasms: what muscles are told in them."""

import numpy as np

from benchmarks.worlds.elastic.moves import (
    ANKLE,
    HIP,
    KNEE,
    TENDON,
    TWIST,
)
from benchmarks.worlds.elastic.records import Act, Drive


def cramp(rng, onset):
    """Calf cramp: foot drawn down and held for half a minute or more, with rubbing at the end."""
    limb = str(rng.choice(["leg_left", "leg_right"]))
    span = float(rng.uniform(25, 110))
    size = rng.uniform(2, 7)
    pulls = [(0.4 * i, span - 0.4 * i - rng.uniform(0, 3), ANKLE, -size / 4) for i in range(4)]
    pulls += [(0.0, span, TENDON, 0.9), (0.2, span * 0.9, KNEE, rng.uniform(0, 3))]
    for _ in range(int(span / 12)):
        pulls.append((rng.uniform(2, span - 2), rng.uniform(0.3, 2), KNEE, rng.normal(0, 4)))
    waves = [(0.0, span, ANKLE, 0.25 * size, rng.uniform(6, 10), 0.1)]
    return Act(
        onset=onset,
        duration=span,
        kind="cramp",
        drives={limb: Drive(pulls=pulls, waves=waves, stiff=2)},
    )


def stiffening(rng, onset, kind="tonic"):
    """Sustained co-contraction: limbs stretch or bend and shake finely, 3-30 s."""
    span = float(rng.uniform(4, 22))
    size, hertz = rng.uniform(0.6, 1.6), rng.uniform(8, 14)
    drives = {}
    for limb in ("leg_left", "leg_right", "arm_left", "arm_right"):
        leg = limb.startswith("leg")
        rise = rng.uniform(0.5, 1.5)
        nm = np.array([14, -6, -5]) if leg else np.array([5, -4, -0.8])
        pulls = [
            (rise * i / 5, span - rise * i / 5 - 0.1 * i, channel, size * nm[channel] / 5)
            for channel in (HIP, KNEE, ANKLE)
            for i in range(5)
        ] + [(0, span, TENDON, 1.0)]
        waves = [
            (0.5, span - 0.6, channel, size * abs(nm[channel]) * 0.25, hertz, 0.1)
            for channel in (KNEE, ANKLE)
        ]
        drives[limb] = Drive(pulls=pulls, waves=waves, stiff=3)
    return Act(onset=onset, duration=span, kind=kind, drives=drives)


def convulsion(rng, onset):
    """Tonic, then clonic: bursts that slow from 6-8 to about 1 Hz in all limbs (Beniczky 2014)."""
    stiff = stiffening(rng, onset, "convulsive")
    tonic = float(rng.uniform(8, 16))
    clonic = float(rng.uniform(25, 50))
    beats, clock = [], tonic
    while clock < tonic + clonic:
        share = (clock - tonic) / clonic
        beats.append(clock)
        clock += rng.normal(1, 0.06) / (7.0 * np.exp(-1.9 * share))
    for limb, drive in stiff.drives.items():
        leg = limb.startswith("leg")
        drive.pulls = [(a, tonic, c, n) for a, _, c, n in drive.pulls]
        drive.waves = [(a, tonic, c, n, h, w) for a, _, c, n, h, w in drive.waves]
        drive.stiff = 1.8
        for beat in beats:
            share = (beat - tonic) / clonic
            on = 0.07 + 0.12 * share
            grow = (0.6 + 0.9 * share) * rng.lognormal(0, 0.15)
            for channel, nm in (
                ((HIP, 16), (KNEE, 7), (ANKLE, 4))
                if leg
                else ((HIP, 5), (KNEE, -4.5), (ANKLE, 0.8))
            ):
                drive.pulls.append((beat, on, channel, nm * grow))
    stiff.duration = tonic + clonic
    stiff.trunk = [(b, 0.25, rng.normal(0, 0.003, 3)) for b in beats]
    return stiff


def focal(rng, onset, limb):
    """Clonic shaking of one limb, 1-4 Hz, 10-60 s, that fades or slows."""
    span, hertz = float(rng.uniform(10, 60)), rng.uniform(1.2, 4)
    leg = limb.startswith("leg")
    size, drive, clock = rng.lognormal(0, 0.4), Drive(), 0.0
    while clock < span:
        on = rng.uniform(0.06, 0.14)
        grow = size * rng.lognormal(0, 0.15) * min(1, 0.3 + clock / 4)
        for channel, nm in (
            ((HIP, 4), (KNEE, 3), (ANKLE, 2)) if leg else ((KNEE, -1.8), (ANKLE, 0.5), (TWIST, 0.3))
        ):
            drive.pulls.append((clock, on, channel, nm * grow))
        drive.pulls.append((clock, on, TENDON, 0.7))
        clock += rng.normal(1, 0.07) / (hertz * (1 - 0.35 * clock / span))
    return Act(onset=onset, duration=span, kind="focal", drives={limb: drive})


def spasm(rng, onset):
    """One epileptic spasm: 0.5-2 s, rises in 0.2 s, held and let go, both sides, trunk bends."""
    span, size = float(rng.uniform(0.6, 1.8)), rng.lognormal(0, 0.3)
    drives = {}
    for limb in ("leg_left", "leg_right", "arm_left", "arm_right"):
        leg = limb.startswith("leg")
        parts = (
            ((HIP, 16), (KNEE, 6), (ANKLE, 3)) if leg else ((HIP, 5), (KNEE, -3.0), (ANKLE, 0.5))
        )
        pulls = []
        for channel, nm in parts:
            share = size * nm * rng.lognormal(0, 0.2)
            pulls += [
                (0.0, 0.3, channel, share),
                (0.0, span, channel, 0.45 * share),
                (0.0, span, TENDON, 0.8),
            ]
        drives[limb] = Drive(pulls=pulls, stiff=1.4)
    trunk = [(0.0, span + 0.4, np.array([0.01, 0, 0.012]) * size)]
    return Act(onset=onset, duration=span, kind="spasm", drives=drives, trunk=trunk)
