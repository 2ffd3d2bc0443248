"""Muscles: torque at the joints, twitch dynamics, and envelopes of excitation."""

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.segmented.body import INDEX, N

FS = 200  # steps per second of the dynamics
# Torque (N m) of full activation at each joint; isometric maxima as in Anderson et al. 2007
# (J Biomech 40:3105) and Holzbaur et al. 2005 (Ann Biomed Eng 33:829), rounded; twitch time s.
LEG = {
    "ta": (0.075, {"dors": 38, "inv": 6}),
    "ehl": (0.085, {"toe": 3.0, "dors": 6}),
    "fhl": (0.085, {"toe": -4.0, "dors": -8}),
    "tri": (0.110, {"dors": -130, "knee": 18}),
    "per": (0.080, {"inv": -12, "dors": -4}),
    "ham": (0.080, {"knee": 85, "hipflex": -60}),
    "quad": (0.075, {"knee": -160, "hipflex": 15}),
    "ilio": (0.080, {"hipflex": 90, "ext": 4}),
    "tfl": (0.080, {"abd": 50, "hipflex": 25, "ext": -5}),
    "add": (0.080, {"abd": -60}),
    "glut": (0.095, {"hipflex": -110, "ext": 15, "abd": 20}),
    "rot": (0.080, {"ext": 25}),
}
ARM = {
    "delt": (0.085, {"shflex": 30, "shabd": 35}),
    "pec": (0.080, {"shflex": 15, "shabd": -40, "shrot": -15}),
    "inf": (0.080, {"shrot": 25}),
    "bic": (0.070, {"elbow": 55, "pron": -5, "shflex": 5}),
    "trc": (0.065, {"elbow": -45}),
    "pro": (0.065, {"pron": 7}),
    "sup": (0.065, {"pron": -8}),
    "wfl": (0.070, {"wrist": 12}),
    "wex": (0.070, {"wrist": -9}),
    "fing": (0.070, {"wrist": 1.5}),
}
TRUNK = {
    "flex": (0.090, {"bend": 120}),
    "back": (0.100, {"bend": -160}),
    "obr": (0.090, {"twist": 60, "bend": 15}),
    "obl": (0.090, {"twist": -60, "bend": 15}),
}
TABLE = {
    f"{s}.{k}": (t, {f"{s}.{d}": v for d, v in m.items()})
    for s in "rl"
    for k, (t, m) in LEG.items()
}
TABLE |= {f"a.{k}": (t, {f"a.{d}": v for d, v in m.items()}) for k, (t, m) in ARM.items()}
TABLE |= TRUNK
# Tendons that pass below the strap: they lift and tilt the sensor (bow-stringing).
TENDON = {
    "r.ta": ("ankle_right", 1.0),
    "r.ehl": ("ankle_right", 0.8),
    "r.fhl": ("ankle_right", 0.5),
    "r.tri": ("ankle_right", 0.7),
    "r.per": ("ankle_right", 0.5),
    "l.ta": ("ankle_left", 1.0),
    "l.ehl": ("ankle_left", 0.8),
    "l.fhl": ("ankle_left", 0.5),
    "l.tri": ("ankle_left", 0.7),
    "l.per": ("ankle_left", 0.5),
    "a.wfl": ("wrist", 1.0),
    "a.wex": ("wrist", 1.0),
    "a.fing": ("wrist", 0.8),
    "a.pro": ("wrist", 0.4),
    "a.sup": ("wrist", 0.4),
}
Waves = dict[str, np.ndarray]


def twitch(u: np.ndarray, rise: float) -> np.ndarray:
    """Force of a muscle: critically damped second order with the given time to peak (s)."""
    p = np.exp(-1.0 / (FS * rise))
    return lfilter([(1 - p) ** 2], [1.0, -2 * p, p * p], u)


def torque(u: Waves, steps: int) -> np.ndarray:
    """Joint torques (steps, N) of a set of excitations."""
    out = np.zeros((steps, N), np.float32)
    for name, wave in u.items():
        rise, arms = TABLE[name]
        wave = np.concatenate([wave[:steps], np.zeros(max(0, steps - len(wave)))])
        force = twitch(wave, rise)
        for joint, arm in arms.items():
            out[:, INDEX[joint]] += arm * force
    return out


def tendon(u: Waves, steps: int, places: tuple[str, ...]) -> np.ndarray:
    """Tension (steps, sensors) of tendons below the straps, saturating with activation."""
    out = np.zeros((steps, len(places)), np.float32)
    for name, wave in u.items():
        if name in TENDON:
            where, gain = TENDON[name]
            wave = np.concatenate([wave[:steps], np.zeros(max(0, steps - len(wave)))])
            force = twitch(wave, TABLE[name][0])
            out[:, places.index(where)] += gain * force / (force + 0.08)
    return out


def rough(rng: np.random.Generator, n: int, cut: float, depth: float) -> np.ndarray:
    """Positive random modulation round 1, low-passed at `cut` Hz: the interference pattern."""
    a = np.exp(-2 * np.pi * cut / FS)
    white = lfilter([1 - a], [1, -a], rng.normal(size=n + 2 * FS))[2 * FS :]
    return np.clip(1 + depth * white * np.sqrt((1 + a) / (1 - a)), 0.05, 3.0)


def burst(
    rng: np.random.Generator,
    lasts: float,
    rise: float,
    fall: float,
    slope: float = 0.0,
    depth: float = 0.35,
) -> np.ndarray:
    """Envelope of one burst, plateau 1: raised-cosine edges, sloping top, rough interior."""
    n = max(4, int(lasts * FS))
    t = np.arange(n) / FS
    up = np.clip(t / max(rise, 0.01), 0, 1)
    down = np.clip((lasts - t) / max(fall, 0.01), 0, 1)
    env = 0.25 * (1 - np.cos(np.pi * up)) * (1 - np.cos(np.pi * down))
    env *= np.clip(1 + slope * (t / lasts - 0.5), 0.1, 3)
    return env * rough(rng, n, 7.0, depth)


def kick(rng: np.random.Generator, lasts: float) -> np.ndarray:
    """Envelope of a myoclonic burst of `lasts` seconds, peak near 1."""
    n = max(4, int(lasts * FS))
    x = (np.arange(n) + 0.5) / n
    return 1.4 * np.sin(np.pi * x**0.7) * rough(rng, n, 20.0, 0.25)


def put(waves: Waves, name: str, start: float, wave: np.ndarray) -> None:
    """Add a wave to a muscle's excitation from `start` seconds on."""
    i = max(0, round(start * FS))
    old = waves.get(name, np.zeros(0))
    new = np.zeros(max(len(old), i + len(wave)))
    new[: len(old)] += old
    new[i : i + len(wave)] += wave
    waves[name] = new


def span(waves: Waves) -> float:
    """Seconds from the first to the last sample of the longest excitation."""
    return max((len(w) for w in waves.values()), default=0) / FS
