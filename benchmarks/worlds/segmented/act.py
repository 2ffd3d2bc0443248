"""An act: one thing that happens, as excitations of muscles or pushes from outside."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.segmented.muscle import FS, Waves, burst, kick, put, span

SIDE = {"r": "ankle_right", "l": "ankle_left", "a": "wrist"}


@dataclass(kw_only=True)
class Act:
    """What happens from `at` seconds on; waves are this sleeper's, the rest comes from outside."""

    at: float
    kind: str
    limbs: tuple[str, ...] = ()
    source: str = "self"
    waves: Waves = field(default_factory=dict)
    base: np.ndarray | None = None
    shake: np.ndarray | None = None
    pushes: list[tuple[int, np.ndarray]] | None = None
    told: bool = True  # whether it enters the truth
    floor: float = 0.0  # least visible amplitude (g) that enters the truth

    @property
    def lasts(self) -> float:
        """Seconds of drive, without the ring-down."""
        sizes = [span(self.waves)]
        sizes += [len(x) / FS for x in (self.base, self.shake) if x is not None]
        sizes += [len(x) / FS for _, x in self.pushes or ()]
        return max(sizes)


def limbs(waves: Waves) -> tuple[str, ...]:
    """Placements whose limb has a muscle at work."""
    return tuple(sorted({SIDE[n[0]] for n in waves if n[1] == "."}))


LEGS = ("ta", "ehl", "tri", "ham", "quad", "ilio", "tfl", "add", "glut", "rot", "per", "fhl")
ARMS = ("delt", "pec", "inf", "bic", "trc", "pro", "sup", "wfl", "wex")
TRUNK = ("flex", "back", "obr", "obl")


def some(rng: np.random.Generator, names: tuple[str, ...], few: int, many: int) -> list[str]:
    """Pick a few muscles."""
    return list(rng.choice(names, int(rng.integers(few, min(many, len(names)) + 1)), replace=False))


def jerk(rng: np.random.Generator, size: float) -> Waves:
    """Sleep start: a 75-250 ms volley through legs, arm and trunk (ICSD-3)."""
    w: Waves = {}
    sides = [s for s, p in (("r", 0.92), ("l", 0.92), ("a", 0.8)) if rng.random() < p] or ["r", "l"]
    legs = some(rng, ("ta", "ham", "quad", "ilio", "glut", "tri", "add"), 2, 5)
    seat = rng.uniform(0, 0.05)
    for s in sides:
        lag = seat + abs(rng.normal(0, 0.03))
        gain = size * rng.lognormal(0, 0.3)
        for m in legs if s != "a" else some(rng, ARMS[:6], 2, 4):
            force = gain * rng.uniform(0.4, 1.0) * (0.5 if m in ("quad", "tri", "glut") else 1.0)
            put(
                w,
                f"{s}.{m}",
                lag + rng.uniform(0, 0.03),
                force * kick(rng, rng.uniform(0.075, 0.25)),
            )
    for m in some(rng, TRUNK, 1, 2):
        put(w, m, seat, size * rng.uniform(0.2, 0.9) * kick(rng, rng.uniform(0.075, 0.25)))
    return w


def move(rng: np.random.Generator, size: float, sides: str, lasts: float) -> Waves:
    """Isolated movement of sleep: one to three overlapping bursts of a few muscles per limb."""
    w: Waves = {}
    for s in sides:
        names = some(rng, LEGS[:9] if s != "a" else ARMS, 1, 4)
        parts = int(rng.integers(1, 4))
        for m in names:
            for _ in range(parts):
                dur = lasts * rng.uniform(0.4, 1.0) / (1 if parts == 1 else 0.6 * parts)
                on = rng.uniform(0, max(lasts - dur, 0.02))
                g = size * rng.lognormal(0, 0.5) * (0.5 if m in ("quad", "tri", "glut") else 1.0)
                rise = rng.uniform(0.08, 0.4) * min(1.0, dur)
                put(w, f"{s}.{m}", on, g * burst(rng, dur, rise, rng.uniform(0.2, 0.6) * dur))
    return shift(w)


def shift(w: Waves) -> Waves:
    """Let the earliest muscle begin at the act's start."""
    first = min(int(np.argmax(x > 1e-5)) for x in w.values())
    return {k: x[max(0, first - 2) :] for k, x in w.items()}


def train(
    rng: np.random.Generator, hz: float, lasts: float, duty: float, wander: float, fade: bool = True
) -> np.ndarray:
    """Rhythmic excitation of wandering rate and amplitude, 0..1."""
    n = int(lasts * FS)
    walk = np.cumsum(rng.normal(0, wander * np.sqrt(1 / FS), n))
    walk -= np.linspace(0, walk[-1] if n else 0, n)
    phase = np.cumsum(hz * np.exp(np.clip(walk, -0.5, 0.5))) / FS
    x = phase % 1.0
    beat = np.where(x < duty, np.sin(np.pi * x / duty), 0.0)
    whole = np.floor(phase).astype(int)
    beat *= rng.lognormal(0, 0.25, whole.max(initial=0) + 1)[whole]
    if fade:
        t = np.arange(n) / FS
        edge = min(0.25 * lasts, 2.0)
        beat *= np.clip(t / edge + 0.25, 0, 1) * np.clip((lasts - t) / edge + 0.1, 0, 1)
    return beat


def twitch(rng: np.random.Generator, side: str) -> Waves:
    """A few motor units of one muscle, below half a second."""
    w: Waves = {}
    names = (
        ("ta", "ehl", "fhl", "tri", "per") if side != "a" else ("wfl", "wex", "fing", "bic", "pro")
    )
    m = str(rng.choice(names))
    for k in range(1 + int(rng.random() < 0.25)):
        put(
            w,
            f"{side}.{m}",
            k * 0.12,
            rng.lognormal(np.log(0.018), 0.5) * kick(rng, rng.uniform(0.04, 0.12)),
        )
    return w


def tremor(rng: np.random.Generator, side: str, hz: float, size: float, lasts: float) -> Waves:
    """Alternating contraction of antagonists of one limb; amplitude waxes and wanes."""
    w: Waves = {}
    n = int(lasts * FS)
    knots = np.arange(0, lasts + 3, 1.5)
    swell = np.exp(np.interp(np.arange(n) / FS, knots, rng.normal(0, 0.5, len(knots))))
    pairs = [("sup", "pro"), ("wex", "wfl")] if side == "a" else [("ta", "tri")]
    if side == "a" and rng.random() < 0.4:
        pairs = [*pairs, ("bic", "trc")]
    base = train(rng, hz, lasts, 0.5, 0.08)
    half = int(FS * 0.5 / hz)
    other = np.concatenate([np.zeros(half), base])[:n]
    for up, down in pairs:
        g = size * rng.uniform(0.4, 1.2)
        put(w, f"{side}.{up}", 0, np.minimum(g * swell * base, 0.6))
        put(w, f"{side}.{down}", 0, np.minimum(g * swell * other * 0.8, 0.6))
    return w


def shudder(rng: np.random.Generator, lasts: float) -> Waves:
    """Shivering of trunk and limbs at 6-11 Hz."""
    w: Waves = {}
    hz, size = rng.uniform(5.5, 11), rng.uniform(0.05, 0.2)
    n = int(lasts * FS)
    env = burst(rng, lasts, 0.3 * lasts, 0.4 * lasts, depth=0.2)
    for m in (
        *TRUNK,
        "a.bic",
        "a.pec",
        "a.trc",
        "a.delt",
        "r.add",
        "l.add",
        "r.quad",
        "l.quad",
        "r.ham",
        "l.ham",
    ):
        if rng.random() < 0.8:
            g = size * rng.uniform(0.4, 1.3) * (0.5 if "quad" in m else 1.0)
            put(
                w,
                m,
                0,
                g * env[:n] * (0.3 + train(rng, hz, lasts, 0.6, 0.05, fade=False))[: len(env)],
            )
    return w


def foot(rng: np.random.Generator, kind: str) -> Waves:
    """Hypnagogic foot tremor (one foot) or alternating leg muscle activation."""
    w: Waves = {}
    size = rng.lognormal(np.log(0.08), 0.5)
    s = str(rng.choice(["r", "l"]))
    if kind == "hft":  # Wichniak 2001; AASM: 0.25-1 s bursts at 0.3-4 Hz, trains of 10-15 s
        hz, lasts = rng.uniform(0.6, 2.2), rng.uniform(5, 22)
        base = train(rng, hz, lasts, min(0.7, rng.uniform(0.25, 0.6) * hz), 0.06)
        names = [("ta", 1.0), ("ehl", 0.8)] if rng.random() < 0.6 else [("tri", 0.35), ("fhl", 0.8)]
        for m, g in names:
            put(w, f"{s}.{m}", 0, size * g * base)
        return w
    hz, lasts = rng.uniform(0.7, 2.5), rng.uniform(4, 20)  # Chervin 2003
    base = train(rng, hz, lasts, min(0.6, rng.uniform(0.1, 0.45) * hz), 0.06)
    half = int(FS * 0.5 / hz)
    o = "l" if s == "r" else "r"
    for m, g in (("ta", 1.0), ("ehl", 0.6)):
        put(w, f"{s}.{m}", 0, size * g * base)
        put(w, f"{o}.{m}", half / FS, size * g * rng.uniform(0.6, 1.2) * base)
    return w


def cramp(rng: np.random.Generator, side: str) -> Waves:
    """Sustained contraction of the calf with fasciculation, then rubbing and stretching."""
    w: Waves = {}
    lasts = rng.uniform(25, 120)
    env = burst(rng, lasts, rng.uniform(1, 4), rng.uniform(4, 12), depth=0.15)
    put(w, f"{side}.tri", 0, rng.uniform(0.12, 0.35) * env)
    put(w, f"{side}.fhl", 0, rng.uniform(0.2, 0.6) * env)
    for _ in range(int(lasts / 2)):
        put(w, f"{side}.tri", rng.uniform(0, lasts), 0.06 * kick(rng, 0.08))
    for _ in range(int(lasts / 10)):  # the sleeper, awake now, writhes
        at = rng.uniform(3, lasts)
        for m in some(rng, ("ham", "ilio", "quad", "ta"), 1, 2):
            put(w, f"{side}.{m}", at, 0.1 * burst(rng, rng.uniform(0.7, 3), 0.3, 0.5))
        if rng.random() < 0.5:
            put(w, "a.bic", at, 0.12 * burst(rng, rng.uniform(0.7, 3), 0.3, 0.5))
            put(w, "a.delt", at, 0.15 * burst(rng, rng.uniform(0.7, 3), 0.3, 0.5))
    return w


def dream(rng: np.random.Generator, size: float) -> Waves:
    """One burst of dream enactment: short volleys, arm more than legs (Frauscher 2008)."""
    w: Waves = {}
    lasts = rng.choice([rng.uniform(0.4, 1.5), rng.uniform(1.5, 6)], p=[0.6, 0.4])
    sides = [s for s, p in (("a", 0.9), ("r", 0.3), ("l", 0.3)) if rng.random() < p] or ["a"]
    for s in sides:
        for _ in range(max(1, int(lasts * rng.uniform(1.5, 4)))):
            for m in some(rng, ARMS if s == "a" else LEGS[:8], 1, 3):
                dur = rng.uniform(0.1, 0.7)
                g = size * rng.lognormal(0, 0.6) * (0.4 if m in ("quad", "tri", "glut") else 1.0)
                put(
                    w,
                    f"{s}.{m}",
                    rng.uniform(0, max(lasts - dur, 0.01)),
                    g * burst(rng, dur, 0.08, 0.1),
                )
    return shift(w)


def fidget(rng: np.random.Generator, sides: str, style: str) -> Waves:
    """What a waking person does in bed: rub, stretch, bounce, or just move."""
    w: Waves = {}
    lasts = rng.uniform(2, 15)
    s = str(rng.choice(list(sides)))
    if style == "rub":
        hz = rng.uniform(0.6, 2.0)
        base = train(rng, hz, lasts, 0.5, 0.08)
        half = int(FS * 0.5 / hz)
        other = np.concatenate([np.zeros(half), base])[: len(base)]
        pair = ("ham", "quad", 0.5) if s != "a" else ("bic", "trc", 0.9)
        put(w, f"{s}.{pair[0]}", 0, rng.uniform(0.06, 0.2) * base)
        put(w, f"{s}.{pair[1]}", 0, rng.uniform(0.06, 0.2) * pair[2] * other)
        return w
    if style == "stretch":
        lasts = rng.uniform(2, 7)
        for m, g in (
            (("quad", 0.15), ("tri", 0.15), ("fhl", 0.3))
            if s != "a"
            else (("trc", 0.2), ("delt", 0.2))
        ):
            put(
                w,
                f"{s}.{m}",
                rng.uniform(0, 0.3),
                rng.uniform(0.5, 1.5) * g * burst(rng, lasts, 0.8, 0.8),
            )
        return w
    if style == "bounce" and s != "a":
        hz = rng.uniform(2.5, 5.5)
        base = train(rng, hz, rng.uniform(3, 25), 0.5, 0.05)
        put(w, f"{s}.tri", 0, rng.uniform(0.04, 0.12) * base)
        put(w, f"{s}.ta", 0.5 / hz, rng.uniform(0.0, 0.1) * base)
        return w
    return move(rng, rng.lognormal(np.log(0.1), 0.6), s, rng.uniform(0.6, 6))
