"""Periodic leg movements as a renewal process that stage and hour of night modulate."""

import numpy as np

# Readiness by stage: PLMS mostly in N1-N2, fewer in N3, nearly none in REM (Pollmaecher 1993).
READY = {"N1": 0.9, "N2": 1.0, "N3": 0.45, "R": 0.06, "W": 0.25}


def draw_rhythm(rng, hypnogram, per_hour, awake=0.3, first=None):
    """Draw onsets (s) of a night with about `per_hour` members per hour of sleep.

    Intervals are log-normal with a median of 15-45 s that drifts over the night; stretches begin
    and end, mostly in the first half (Ferri 2006; Skeba 2016 for the spread within persons).
    """
    median = np.exp(rng.uniform(np.log(17), np.log(42)))
    spread = rng.uniform(0.15, 0.45)
    drift = rng.normal(0, 0.25)
    sleep = hypnogram.spans("N1", "N2", "N3", "R")
    begin = sleep[0][0] - 300 if first is None else first
    span = hypnogram.end - begin
    decline = rng.uniform(0.8, 2.5)
    run_s = rng.lognormal(np.log(900), 0.5)
    # share of time in stretches that gives the wanted number
    share = per_hour / (3600 / median) / 0.6 * (1.0 + 0.45 * decline * 0.5)
    onsets, now, busy = [], begin + rng.exponential(120), False
    bad = 0
    left = 0.0
    while now < hypnogram.end - 20:
        age = (now - begin) / span
        want = np.clip(share * np.exp(-decline * (age - 0.25)), 0.01, 0.97)
        ready = READY[hypnogram.at(now)] if hypnogram.at(now) != "W" else awake
        if not busy:
            wait = run_s * (1 - want) / want
            now += rng.exponential(wait)
            busy, left = True, rng.exponential(run_s) + 3.2 * median
            continue
        step = median * np.exp(drift * (age - 0.3)) * rng.lognormal(0, spread)
        step = max(step, 6.0)
        now += step
        left -= step
        if left <= 0:
            busy = False
        if rng.random() > min(1, ready * 1.3):
            bad += 1
            if bad > 4 and rng.random() < 0.5:
                busy, bad = False, 0
            continue
        bad = 0
        if rng.random() < 0.07:
            continue  # a missing member: the rhythm goes on
        onsets.append(now)
        if rng.random() < 0.05:
            onsets.append(now + rng.uniform(5.5, 0.5 * median + 5.5))
    return np.array(sorted(onsets)), {"median_s": float(median), "log_sd": float(spread)}
