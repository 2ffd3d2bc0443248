"""Seizures: tonic stiffening, convulsions, focal shaking and spasms."""

import numpy as np

from benchmarks.worlds.segmented.act import ARMS, some, train
from benchmarks.worlds.segmented.muscle import FS, Waves, burst, kick, put


def tonic(rng: np.random.Generator, lasts: float, size: float, grow: float = 0.0) -> Waves:
    """Sustained stiffening of several limbs with an 8-14 Hz ripple that may grow."""
    w: Waves = {}
    hz = rng.uniform(8, 14)
    env = burst(
        rng, lasts, rng.uniform(0.5, 1.5), rng.uniform(0.5, 2.0), rng.uniform(-0.4, 0.4), 0.12
    )
    style = rng.random() < 0.5  # extension or flexion
    names = ["r.quad", "l.quad", "r.tri", "l.tri", "a.trc", "back"]
    if not style:
        names = ["r.ilio", "l.ilio", "r.ta", "l.ta", "a.bic", "a.delt", "flex"]
    for m in names:
        g = size * rng.uniform(0.5, 1.2) * (0.5 if m[2:] in ("quad", "tri") else 1.0)
        beat = train(rng, hz, lasts, 0.6, 0.08, fade=False)
        ripple = 0.85 + (0.3 + grow * np.linspace(0, 1, len(beat))) * beat
        put(w, m, rng.uniform(0, 0.3), g * env[: len(beat)] * ripple[: len(env)])
    return w


def convulsion(rng: np.random.Generator) -> Waves:
    """Tonic then clonic phase, the jerks slowing from 4-6 to about 1 Hz (Fisher 2014)."""
    w = tonic(rng, rng.uniform(8, 20), rng.uniform(0.2, 0.45), grow=2.5)
    start = max(len(x) for x in w.values()) / FS - 1.0
    lasts, t, times = rng.uniform(20, 55), 0.0, []
    f0, f1 = rng.uniform(3.5, 6), rng.uniform(0.8, 1.4)
    while t < lasts:
        times.append(t)
        t += rng.uniform(0.88, 1.12) / (f0 * (f1 / f0) ** (t / lasts))
    names = ["r.ilio", "l.ilio", "r.ta", "l.ta", "r.quad", "l.quad", "a.bic", "a.delt", "flex"]
    gains = {m: rng.uniform(0.5, 1.2) * (0.5 if "quad" in m else 1.0) for m in names}
    for t in times:
        g = rng.uniform(0.15, 0.5) * (1 - 0.3 * t / lasts)
        dur = rng.uniform(0.1, 0.22)
        for m in names:
            put(w, m, start + t + rng.uniform(0, 0.02), g * gains[m] * kick(rng, dur))
    return w


def focal(rng: np.random.Generator, side: str) -> Waves:
    """Clonic shaking of one limb, 1-4 Hz, 8-60 s."""
    w: Waves = {}
    lasts, hz = rng.uniform(8, 60), rng.uniform(1, 4)
    size = rng.lognormal(np.log(0.12), 0.4)
    base = train(rng, hz, lasts, min(0.7, 0.15 * hz + 0.1), 0.05)
    names = some(rng, ("ta", "ham", "quad", "tri", "ilio") if side != "a" else ARMS, 2, 3)
    for m in names:
        g = 0.5 if m in ("quad", "tri") else 1.0
        put(w, f"{side}.{m}", 0, size * g * rng.uniform(0.5, 1.2) * base)
    return w


def spasm(rng: np.random.Generator, size: float) -> Waves:
    """Bilateral spasm: quick onset, 0.5-2 s, diamond-shaped (Fusco & Vigevano 1993)."""
    w: Waves = {}
    lasts = rng.uniform(0.5, 2.0)
    for m in ("a.delt", "a.bic", "flex", "r.ilio", "l.ilio", "r.ta", "l.ta", "r.ham", "l.ham"):
        g = size * rng.uniform(0.5, 1.1)
        put(w, m, rng.uniform(0, 0.05), g * burst(rng, lasts, 0.12, 0.7 * lasts))
    return w
