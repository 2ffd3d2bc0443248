"""Periodic limb movements: the rhythm of a night and the muscles of each movement."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.segmented.act import Act, limbs, shift
from benchmarks.worlds.segmented.muscle import Waves, burst, kick, put

# Which muscles follow the first, per person: de Weerd et al. 2004 (J Neurol Neurosurg Psychiatry
# 75:317) saw tibialis alone or with the toe extensor in 32 %, toe first in 18 %, the classic
# toe-tibialis-biceps-tensor order in 12 %, and person-bound patterns otherwise.
PATTERNS = {  # muscle: (gain, delay s, probability)
    "ankle": {"ta": (1.0, 0.0, 1.0), "ehl": (0.8, 0.1, 0.7)},
    "toe": {"ehl": (1.0, 0.0, 1.0), "ta": (0.7, 0.2, 0.7), "ham": (0.3, 0.5, 0.15)},
    "classic": {
        "ehl": (1.0, 0.0, 1.0),
        "ta": (0.9, 0.15, 1.0),
        "ham": (0.6, 0.4, 0.85),
        "tfl": (0.5, 0.6, 0.7),
        "ilio": (0.5, 0.5, 0.6),
    },
    "hip": {"ilio": (0.6, 0.0, 0.9), "ham": (0.5, 0.1, 0.9), "ta": (0.8, 0.1, 0.8)},
    "all": {
        "ta": (1.0, 0.0, 1.0),
        "ehl": (0.8, 0.05, 1.0),
        "ham": (0.4, 0.1, 1.0),
        "quad": (0.12, 0.15, 1.0),
        "tri": (0.12, 0.1, 1.0),
        "tfl": (0.4, 0.2, 1.0),
    },
    "extensor": {"tri": (0.25, 0.0, 0.9), "quad": (0.2, 0.2, 0.7), "fhl": (0.8, 0.0, 0.8)},
}


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """One person's periodic movements."""

    pattern: str
    size: float  # excitation of a typical movement
    spread: float  # log-SD of the size
    lasts: float  # s, median
    both: float  # share of bilateral ones
    right: float  # share of one-sided ones that are right
    faint: float  # share in which only toes move
    forms: tuple[float, ...]  # of tonic, ramp, polyclonic, kick, doublet
    median: float
    sd: float
    missing: float
    extra: float
    arm: float


def rhythm(rng: np.random.Generator, level: float = 1.0, faint: float | None = None) -> Rhythm:
    """Draw a person's rhythm; interval medians after Ferri et al. 2006 (Sleep 29:759)."""
    names = list(PATTERNS)
    return Rhythm(
        pattern=str(rng.choice(names, p=[0.28, 0.2, 0.22, 0.12, 0.13, 0.05])),
        size=level * float(rng.lognormal(np.log(0.16), 0.45)),
        spread=rng.uniform(0.2, 0.6),
        lasts=float(np.clip(rng.lognormal(np.log(2.6), 0.3), 1.0, 5.0)),
        both=rng.uniform(0.1, 0.85),
        right=float(np.clip(rng.beta(0.8, 0.8), 0.05, 0.95)),
        faint=rng.beta(1.2, 6) if faint is None else faint,
        forms=tuple(rng.dirichlet([2, 1.5, 1.2, 1.0, 0.5])),
        median=float(np.clip(rng.lognormal(np.log(25), 0.3), 15, 45)),
        sd=rng.uniform(0.15, 0.45),
        missing=rng.uniform(0, 0.12),
        extra=rng.uniform(0, 0.08),
        arm=float(rng.choice([0.0, rng.uniform(0.02, 0.25)], p=[0.6, 0.4])),
    )


def times(rng: np.random.Generator, r: Rhythm, spans: list[tuple[float, float]]) -> list[float]:
    """Onsets in the given spans; the log interval drifts slowly over the night."""
    out, drift = [], 0.0
    trend = rng.normal(0, 0.03)
    for a, b in spans:
        t = a + rng.uniform(0, r.median)
        while t < b - 6:
            if rng.random() >= r.missing:
                out.append(t)
            drift = 0.97 * drift + rng.normal(0, 0.05)
            mid = np.log(r.median) + drift + trend * t / 3600
            step = float(np.exp(rng.normal(mid, r.sd)))
            if rng.random() < r.extra and step > 14:
                out.append(t + step * rng.uniform(0.35, 0.65))
            t += max(step, 5.0)
    return out


def spans(
    rng: np.random.Generator,
    sleep: list[tuple[float, float]],
    rem: list[tuple[float, float]],
    share: float,
) -> list[tuple[float, float]]:
    """Stretches of periodic movement in NREM sleep, thinning out after the first half."""
    out = []
    if not sleep:
        return out
    whole = sleep[-1][1] - sleep[0][0]
    for a, b in sleep:
        t = a + rng.uniform(10, 400)
        while t < b - 60:
            when = (t - sleep[0][0]) / whole
            long = rng.lognormal(np.log(900), 0.7)
            if rng.random() < share * (1.25 - 1.1 * when):
                out.append((t, min(b, t + long)))
            t += long + rng.exponential(200)
    cut = []
    for a, b in out:
        for c, d in rem:
            if c < b and d > a:
                if c > a + 30:
                    cut.append((a, c))
                a = max(a, d)
        if b > a + 30:
            cut.append((a, b))
    return cut


def envelope(rng: np.random.Generator, form: int, lasts: float) -> np.ndarray:
    """One movement's excitation: tonic, ramp, polyclonic, kick then tonic, or doublet."""
    if form == 1:
        return burst(rng, lasts, rng.uniform(0.4, 0.8) * lasts, 0.2 * lasts, 0.8)
    if form == 2:  # a row of short bursts on a weak tonic floor
        out = 0.3 * burst(rng, lasts, 0.15, 0.3)
        t = 0.0
        w: Waves = {"x": out}
        while t < lasts - 0.25:
            put(w, "x", t, rng.uniform(0.5, 1.2) * kick(rng, rng.uniform(0.12, 0.3)))
            t += rng.uniform(0.2, 0.5)
        return w["x"]
    if form == 3:
        w = {"x": rng.uniform(0.3, 0.9) * burst(rng, lasts, 0.1, 0.4 * lasts, -0.5)}
        put(w, "x", 0, rng.uniform(1.0, 2.5) * kick(rng, rng.uniform(0.08, 0.18)))
        return w["x"]
    if form == 4:
        one = rng.uniform(0.4, 0.6) * lasts
        w = {"x": burst(rng, one, 0.15, 0.3)}
        put(
            w, "x", one + rng.uniform(0.05, 0.4), rng.uniform(0.5, 1.1) * burst(rng, one, 0.15, 0.3)
        )
        return w["x"]
    return burst(
        rng, lasts, rng.uniform(0.1, 0.35), rng.uniform(0.2, 0.5) * lasts, rng.uniform(-0.6, 0.3)
    )


def member(rng: np.random.Generator, r: Rhythm, at: float, kind: str = "plm") -> Act:
    """One movement of the rhythm."""
    w: Waves = {}
    size = r.size * rng.lognormal(0, r.spread)
    lasts = float(np.clip(r.lasts * rng.lognormal(0, 0.3), 0.5, 9.0))
    form = int(rng.choice(5, p=r.forms))
    first = "r" if rng.random() < r.right else "l"
    sides = [(first, 0.0, 1.0)]
    if rng.random() < r.both:
        other = "l" if first == "r" else "r"
        sides.append((other, abs(rng.normal(0.0, 0.25)), rng.uniform(0.3, 1.1)))
    only = rng.random() < r.faint
    pattern = PATTERNS[r.pattern]
    if only:
        pattern = {"ehl": (1.0, 0.0, 1.0), "fhl": (0.4, 0.2, 0.15)}
        size = float(np.clip(0.5 * size, 0.01, 0.12))
    for s, lag, gain in sides:
        slow = rng.lognormal(0, 0.5)
        for m, (g, delay, p) in pattern.items():
            if rng.random() < p:
                wave = envelope(rng, form, lasts * rng.uniform(0.75, 1.0))
                top = np.minimum(size * gain * g * rng.lognormal(0, 0.2) * wave, 0.7)
                put(w, f"{s}.{m}", lag + delay * slow, top)
    if not w:
        put(w, f"{first}.ta", 0.0, np.minimum(size * envelope(rng, form, lasts), 0.7))
    if not only and rng.random() < r.arm:
        for m in ("bic", "wfl", "fing"):
            put(w, f"a.{m}", rng.uniform(0, 0.5), 0.6 * size * envelope(rng, 0, 0.6 * lasts))
    w = shift(w)
    return Act(at=at, kind=kind, limbs=limbs(w), waves=w)
