"""Postures: how the sleeper lies, and how the segments move from one posture to the next."""

import numpy as np
from scipy.signal import bilinear, lfilter

from benchmarks.worlds.segmented.body import INDEX, JOINTS, POINT, N

FD = 100  # dense samples per second of the kinematics
GROUPS = {
    "trunk": ("px", "py", "pz", "roll", "pitch", "yaw"),
    "chest": ("twist", "bend"),
    "right": tuple(n for n in JOINTS if n.startswith("r.")),
    "left": tuple(n for n in JOINTS if n.startswith("l.")),
    "arm": tuple(n for n in JOINTS if n.startswith("a.")),
}
GROUP = {n: k for k, v in GROUPS.items() for n in v}


def vector(degrees: dict[str, float]) -> np.ndarray:
    """Joint values (rad) from names and degrees."""
    q = np.zeros(N)
    for name, value in degrees.items():
        q[INDEX[name]] = np.radians(value)
    return q


def arms(rng: np.random.Generator, family: str) -> tuple[dict[str, float], bool]:
    """Rest angles of the worn arm, and whether the forearm lies on the body."""
    u = rng.uniform
    if family == "prone":
        if rng.random() < 0.6:  # hand beside the head
            return {
                "a.shabd": u(90, 140),
                "a.elbow": u(70, 120),
                "a.shrot": u(0, 60),
                "a.pron": u(-30, 60),
            }, False
        return {"a.shabd": u(10, 30), "a.elbow": u(10, 40), "a.pron": u(-60, 60)}, False
    if family in ("left", "right"):
        q = {
            "a.shflex": u(30, 100),
            "a.elbow": u(40, 130),
            "a.shrot": u(-40, 30),
            "a.pron": u(-60, 60),
        }
        return q | {"a.shabd": u(-10, 20), "a.wrist": u(-20, 40)}, bool(rng.random() < 0.25)
    pick = rng.choice(3, p=[0.45, 0.35, 0.2])
    if pick == 0:
        return {
            "a.shabd": u(8, 30),
            "a.elbow": u(8, 45),
            "a.pron": u(-20, 70),
            "a.wrist": u(-10, 25),
        }, False
    if pick == 1:  # hand on the belly
        q = {"a.shabd": u(8, 25), "a.elbow": u(65, 100), "a.shrot": u(-70, -45), "a.pron": u(0, 60)}
        return q | {"a.shflex": u(5, 15)}, True
    return {
        "a.shabd": u(100, 150),
        "a.elbow": u(50, 110),
        "a.shrot": u(20, 80),
        "a.pron": u(-40, 40),
    }, False


def rest(rng: np.random.Generator, family: str) -> tuple[np.ndarray, dict[int, int]]:
    """Draw rest angles of a posture, and which contact points lie on other body parts."""
    u = rng.uniform
    d: dict[str, float] = {}
    under: dict[int, int] = {}
    for s in "rl":
        d[f"{s}.dors"], d[f"{s}.inv"], d[f"{s}.toe"] = u(-42, -15), u(0, 18), u(-10, 5)
    if family in ("supine", "sitting"):
        d["roll"] = rng.normal(0, 5)
        for s in "rl":
            d |= {
                f"{s}.hipflex": u(2, 10),
                f"{s}.ext": u(10, 60),
                f"{s}.knee": u(2, 16),
                f"{s}.abd": u(2, 14),
            }
        pick = rng.choice(4, p=[0.62, 0.14, 0.12, 0.12])
        s = str(rng.choice(["r", "l"]))
        if pick == 1:  # one leg bent and fallen outward
            d |= {
                f"{s}.hipflex": u(25, 40),
                f"{s}.abd": u(20, 35),
                f"{s}.ext": u(40, 60),
                f"{s}.knee": u(50, 80),
            }
        elif pick == 2:  # ankles crossed
            d |= {f"{s}.abd": u(-8, -4), f"{s}.hipflex": u(8, 12)}
            o = "l" if s == "r" else "r"
            under[POINT[f"{s}.heel"]] = POINT[f"{o}.heel"]
        elif pick == 3:  # a pillow below the knees
            for s in "rl":
                d |= {f"{s}.hipflex": u(15, 25), f"{s}.knee": u(25, 40)}
        if family == "sitting":
            lean = u(25, 60)
            d |= {"pitch": -lean * 0.6, "bend": lean * 0.4}
            for s in "rl":
                d[f"{s}.hipflex"] = d.get(f"{s}.hipflex", 0) + lean * 0.6
            d |= {
                "a.shflex": u(20, 50),
                "a.elbow": u(60, 100),
                "a.shrot": u(-40, -10),
                "a.pron": u(-10, 40),
            }
            return vector(d), under
    elif family in ("left", "right"):
        up, low = ("r", "l") if family == "left" else ("l", "r")
        d["roll"] = (80 if family == "left" else -80) + rng.normal(0, 8)
        d |= {f"{low}.hipflex": u(10, 55), f"{low}.knee": u(20, 90)}
        d |= {f"{up}.hipflex": u(30, 75), f"{up}.knee": u(35, 100), f"{up}.abd": u(-18, 5)}
        d |= {
            f"{low}.ext": u(-5, 15),
            f"{up}.ext": u(-25, 10),
            "bend": u(0, 20),
            "twist": u(-12, 12),
        }
        if rng.random() < 0.6:  # the upper leg on the lower one
            under[POINT[f"{up}.calf"]] = POINT[f"{low}.calf"]
            under[POINT[f"{up}.heel"]] = POINT[f"{low}.heel"]
    else:
        d["roll"] = 180 * (1 if family == "prone" else -1) + rng.normal(0, 8)
        for s in "rl":
            d |= {
                f"{s}.hipflex": u(-2, 8),
                f"{s}.ext": u(-25, 30),
                f"{s}.knee": u(2, 20),
                f"{s}.abd": u(4, 15),
            }
            d[f"{s}.dors"] = u(-58, -35)
        if rng.random() < 0.35:  # one knee drawn up
            s = str(rng.choice(["r", "l"]))
            d |= {
                f"{s}.hipflex": u(20, 40),
                f"{s}.abd": u(30, 50),
                f"{s}.ext": u(30, 60),
                f"{s}.knee": u(50, 90),
            }
    arm, on = arms(rng, family)
    if on:
        under[POINT["wrist"]] = POINT["thorax"]
    return vector(d | arm), under


def minjerk(x: np.ndarray) -> np.ndarray:
    """Minimum-jerk ramp from 0 to 1 (Flash & Hogan 1985)."""
    x = np.clip(x, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x * x)


def servo(x: np.ndarray, hz: float, zeta: float) -> np.ndarray:
    """Limb that follows its commanded angle through a second-order joint; axis -1 is time."""
    w = 2 * np.pi * hz
    b, a = bilinear([w * w], [1.0, 2 * zeta * w, w * w], FD)
    first = x[..., :1]
    return first + lfilter(b, a, x - first, axis=-1)


def change(
    rng: np.random.Generator, a: np.ndarray, b: np.ndarray, lasts: float, order: str
) -> np.ndarray:
    """Joint trajectories (N, T) of a change of posture: segments move one after another."""
    n = int((lasts + 1.2) * FD)
    t = np.arange(n) / FD
    big = abs(b[INDEX["roll"]] - a[INDEX["roll"]]) + abs(b[INDEX["pitch"]] - a[INDEX["pitch"]])
    lists = {
        "legs": ["left", "right", "trunk", "chest", "arm"],
        "arm": ["arm", "chest", "trunk", "right", "left"],
        "trunk": ["trunk", "chest", "left", "arm", "right"],
    }
    names = lists[order]
    if rng.random() < 0.4:
        names = [{"left": "right", "right": "left"}.get(x, x) for x in names]
    start = {}
    for i, g in enumerate(names):
        a0 = np.clip(i * 0.11 + rng.normal(0, 0.06), 0, 0.6)
        start[g] = (a0, np.clip(a0 + rng.uniform(0.3, 0.6), a0 + 0.2, 0.9))
    out = np.empty((N, n))
    for i, name in enumerate(JOINTS):
        t0, t1 = (x * lasts for x in start[GROUP[name]])
        cuts = rng.integers(1, 4)  # submovements
        at = np.sort(rng.uniform(t0, t1, cuts - 1))
        edges = np.concatenate([[t0], at, [t1]])
        path = np.full(n, a[i])
        level = a[i]
        for k in range(cuts):
            frac = 1.0 if k == cuts - 1 else np.clip((k + 1) / cuts + rng.normal(0, 0.15), 0, 1.15)
            new = a[i] + (b[i] - a[i]) * frac
            dur = min(max(edges[k + 1] - edges[k], 0.4 + 0.9 * abs(new - level)), 0.95 * lasts)
            path += (new - level) * minjerk((t - min(edges[k], lasts - dur)) / dur)
            level = new
        path += b[i] - level
        joint = name.split(".")[-1]
        bump = {"knee": 0.5, "hipflex": 0.35, "elbow": 0.4, "shflex": 0.3, "dors": 0.25, "pz": 0.03}
        if joint in bump and big > 0.3:
            lift = bump[joint] * rng.uniform(0.1, 1.0) * min(1.0, big)
            mid = (t0 + t1) / 2
            path += (
                lift * minjerk((t - t0) / (mid - t0)) * minjerk((t1 + 0.3 - t) / (t1 + 0.3 - mid))
            )
        out[i] = path
    hz, zeta = rng.uniform(1.2, 2.6), rng.uniform(0.5, 0.95)
    out = servo(out, hz, zeta)
    # Effort shakes the limbs while they move.
    pace = np.abs(np.gradient(out, axis=1)) * FD
    noise = lfilter([0.08], [1, -0.92], rng.normal(size=out.shape), axis=1)
    noise = servo(noise, 4.0, 0.7)
    out[3:] += 0.05 * noise[3:] * np.minimum(servo(pace, 1.0, 1.0)[3:], 2.0)
    tail = int(1.0 * FD)  # come to rest exactly
    w = minjerk(np.arange(tail) / tail)
    out[:, -tail:] += (b[:, None] - out[:, -tail:]) * w
    return out


def near(roll: float, target: float) -> float:
    """The angle equal to `target` (mod 360 degrees) that is nearest to `roll`; radians."""
    return target + 2 * np.pi * np.round((roll - target) / (2 * np.pi))
