"""The bed: springs under a grid of masses, tied to each other, on a frame that stands on a floor.

Sleepers lie on it as lumped masses; the whole is reduced to its slow modes (scipy.linalg.eigh).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.linalg import eigh
from scipy.signal import lfilter

from benchmarks.worlds.elastic.body import kind_of, points
from benchmarks.worlds.elastic.records import LIMBS, SIM_RATE

# kind: foundation (N/m per m2), length over which a dent fades (m), damping ratio, mass per m2.
# Load-deflection slopes of bedding: EN 1957 firmness curves, 20-60 kN/m2 per m under a body;
# fading lengths chosen so that a partner 0.7 m away gets 0.5-5 % (foam) to 30 % (soft springs).
KINDS = {
    "foam": ((25e3, 60e3), (0.10, 0.15), (0.18, 0.35), 9.0),
    "pocket": ((22e3, 50e3), (0.11, 0.19), (0.08, 0.18), 14.0),
    "bonnell": ((20e3, 40e3), (0.24, 0.42), (0.04, 0.10), 12.0),
    "waterbed": ((9e3, 14e3), (0.45, 0.75), (0.03, 0.10), 70.0),
    "futon": ((70e3, 140e3), (0.10, 0.20), (0.15, 0.30), 16.0),
}
MODES = 90  # of some 170; the rest moves the limbs by less than 1 %
FIXED = 6  # frame heave, pitch, roll, along, across, and the floor
FRAME_Z, PITCH, ROLL, ALONG, ACROSS, FLOOR = range(FIXED)
PLACES = ("head", "chest", "pelvis") + tuple(
    f"{a} {limb}" for limb in LIMBS for a in ("mid", "end")
)
SHARE = {"head": 0.081, "chest": 0.30, "pelvis": 0.24}
SHARE |= {"mid leg": 0.075, "end leg": 0.038, "mid arm": 0.026, "end arm": 0.015}
HOLD = {"head": 5e3, "chest": 2.5e4, "pelvis": 2.5e4, "mid leg": 9e3, "end leg": 6e3}
HOLD |= {"mid arm": 4e3, "end arm": 2.5e3}


@dataclass(frozen=True, kw_only=True)
class Bed:
    """Mattress, frame and floor drawn for one night."""

    kind: str
    floor: str
    width: float
    split: bool
    spring: float
    fade: float
    damping: float
    weight: float
    slat: float
    frame_mass: float
    leg_k: float
    rack: tuple[float, float]
    floor_mass: float
    floor_hz: float
    floor_damping: float
    volume: float


def draw_bed(rng, shared):
    """Draw a bed; `shared` ones are wide and may be split in two mattresses."""
    kind = str(rng.choice(list(KINDS), p=[0.34, 0.28, 0.18, 0.06, 0.14]))
    spring, fade, damping, weight = KINDS[kind]
    wood = rng.random() < 0.55
    frame = float(rng.uniform(25, 70))
    sway = rng.uniform(3.5, 14, 2)  # Hz, of an occupied bed frame sideways
    floor_mass = float(rng.uniform(250, 800) if wood else rng.uniform(3000, 9000))
    return Bed(
        kind=kind,
        floor="wood" if wood else "concrete",
        width=float(rng.choice([1.4, 1.6, 1.8]) if shared else rng.choice([0.9, 1.0, 1.2, 1.4])),
        split=bool(shared and kind != "waterbed" and rng.random() < 0.25),
        spring=float(rng.uniform(*spring)),
        fade=float(rng.uniform(*fade)),
        damping=float(rng.uniform(*damping)),
        weight=weight,
        slat=float(rng.uniform(1, 4) if kind in ("futon", "foam") else 1.0),
        frame_mass=frame,
        leg_k=float(rng.uniform(1.2e5, 6e5)),
        rack=tuple(float((frame + 110) * (2 * np.pi * f) ** 2) for f in sway),
        floor_mass=floor_mass,
        # wooden floors 8-15 Hz at 2-6 % damping, concrete 15-35 Hz (Murray, AISC guide 11)
        floor_hz=float(rng.uniform(8, 16) if wood else rng.uniform(18, 35)),
        floor_damping=float(rng.uniform(0.02, 0.07)),
        volume=float(rng.uniform(3, 8)) if kind == "waterbed" else 0.0,
    )


@dataclass(frozen=True, kw_only=True)
class System:
    """Modes of an occupied bed: shapes over coordinates, frequencies and damping ratios."""

    shapes: np.ndarray
    omega: np.ndarray
    zeta: np.ndarray
    nodes: tuple[np.ndarray, np.ndarray]
    sleepers: tuple
    floor_in: np.ndarray
    where: tuple


def _grid(bed):
    """Coordinates of the mattress nodes (0.2 m apart or so)."""
    across = max(5, round(bed.width / 0.2) + 1)
    return np.linspace(0.08, 1.92, 10), np.linspace(0.06, bed.width - 0.06, across)


def _weights(x, y, spot, reach):
    """Shares of a load at a spot among mattress nodes (sum 1)."""
    gx, gy = np.meshgrid(x, y, indexing="ij")
    far = ((gx - np.clip(spot[0], 0, 2.1)) ** 2 + (gy - spot[1]) ** 2) / reach**2
    share = np.exp(-0.5 * np.minimum(far - far.min(), 60)).ravel()
    return share / share.sum()


def body_points(sleeper, posture):
    """Places of the lumps of one sleeper, in the order of PLACES."""
    hip, trunk_y = 0.18 + 0.47 * sleeper.height + posture.shift[0], sleeper.lane + posture.shift[1]
    chest = 0.10 + 0.22 * sleeper.height + posture.shift[0]
    out = [(0.12, trunk_y), (chest, trunk_y), (hip - 0.02, trunk_y)]
    for limb in LIMBS:
        chain = points(sleeper, posture, limb)
        out += [tuple(chain[1][:2]), tuple(chain[2][:2])]
    return np.array(out)


def _tie(k, c, row, stiff, ratio, heavy):
    """Add a spring along a row of coefficients, damped as a share of critical of a mass."""
    at = np.flatnonzero(row)
    part = np.outer(row[at], row[at])
    k[np.ix_(at, at)] += stiff * part
    c[np.ix_(at, at)] += 2 * ratio * np.sqrt(stiff * heavy) * part


@lru_cache(maxsize=4)
def _empty(bed, people):
    """Masses, stiffness and damping of the bed with room for some people's coordinates."""
    x, y = _grid(bed)
    nx, ny = len(x), len(y)
    grid = nx * ny
    lumps = 3 * len(PLACES)
    size = FIXED + grid + lumps * people
    mass, k, c = np.zeros(size), np.zeros((size, size)), np.zeros((size, size))
    area = (x[1] - x[0]) * (y[1] - y[0])
    gx, gy = (g.ravel() for g in np.meshgrid(x, y, indexing="ij"))

    mass[FIXED : FIXED + grid] = bed.weight * area
    mass[:FIXED] = (
        [bed.frame_mass]
        + [bed.frame_mass * s for s in (0.35, bed.width**2 / 10)]
        + [
            bed.frame_mass + bed.weight * bed.width,
            bed.frame_mass + bed.weight * bed.width,
            bed.floor_mass,
        ]
    )
    stiff = bed.spring * area
    for node in range(grid):
        row = np.zeros(size)
        row[FIXED + node], row[FRAME_Z] = 1, -1
        row[PITCH], row[ROLL] = gx[node] - 1, -(gy[node] - bed.width / 2)
        _tie(k, c, row, stiff, bed.damping, 6 * bed.weight * area)
    shear = bed.spring * bed.fade**2
    middle = bed.width / 2
    index = np.arange(grid).reshape(nx, ny) + FIXED
    for axis, gap, other, more in (
        (0, x[1] - x[0], y[1] - y[0], 1),
        (1, y[1] - y[0], x[1] - x[0], bed.slat),
    ):
        first = index[:-1] if axis == 0 else index[:, :-1]
        second = index[1:] if axis == 0 else index[:, 1:]
        for a, b in zip(first.ravel(), second.ravel()):
            ga, gb = gy[a - FIXED], gy[b - FIXED]
            cut = bed.split and (ga - middle) * (gb - middle) < 0
            row = np.zeros(size)
            row[a], row[b] = 1, -1
            _tie(
                k,
                c,
                row,
                shear * more * other / gap * (0.03 if cut else 1),
                bed.damping,
                bed.weight * area,
            )
    if bed.volume:
        row = np.zeros(size)
        row[FIXED : FIXED + grid], row[FRAME_Z] = 1 / grid, -1
        _tie(k, c, row, bed.volume * stiff * grid, 0.1, 50)
    for dx in (-1, 1):
        for dy in (-1, 1):
            row = np.zeros(size)
            row[FRAME_Z], row[FLOOR] = 1, -1
            row[PITCH], row[ROLL] = -0.95 * dx, dy * bed.width / 2
            _tie(k, c, row, bed.leg_k, 0.04, 60)
    for coordinate, rack in ((ALONG, bed.rack[0]), (ACROSS, bed.rack[1])):
        row = np.zeros(size)
        row[coordinate] = 1
        _tie(k, c, row, rack, 0.05, bed.frame_mass + 110)
    row = np.zeros(size)
    row[FLOOR] = 1
    _tie(
        k,
        c,
        row,
        bed.floor_mass * (2 * np.pi * bed.floor_hz) ** 2,
        bed.floor_damping,
        bed.floor_mass,
    )
    return mass, k, c


def build(bed, sleepers):
    """Assemble and reduce bed and (sleeper, posture) pairs to a System of modes."""
    x, y = _grid(bed)
    grid, lumps = len(x) * len(y), 3 * len(PLACES)
    mass, k, c = (part.copy() for part in _empty(bed, len(sleepers)))
    size = len(mass)
    where = []
    for s, (sleeper, posture) in enumerate(sleepers):
        start = FIXED + grid + s * lumps
        spots = body_points(sleeper, posture)
        where.append(spots)
        for i, place in enumerate(PLACES):
            kind = place if i < 3 else place.split()[0] + " " + kind_of(place.split()[1])
            at = start + 3 * i
            lump = SHARE[kind] * sleeper.mass
            mass[at : at + 3] = lump
            row = np.zeros(size)
            row[at + 2] = 1
            row[FIXED : FIXED + grid] = -_weights(x, y, spots[i], 0.13 if i < 3 else 0.07)
            _tie(k, c, row, HOLD[kind], 0.25, lump)
            for flat, frame in ((0, ALONG), (1, ACROSS)):
                row = np.zeros(size)
                row[at + flat], row[frame] = 1, -1
                _tie(k, c, row, 0.5 * HOLD[kind], bed.damping + 0.12, lump)
        bones = [("head", "chest", 8e3), ("chest", "pelvis", 4e4)]
        for limb in LIMBS:
            leg = kind_of(limb) == "leg"
            bones.append(("pelvis" if leg else "chest", f"mid {limb}", 2e4 if leg else 5e3))
            bones.append((f"mid {limb}", f"end {limb}", 1e4 if leg else 4e3))
        if posture.legs_touch:
            for part in ("mid", "end"):
                a, b = (
                    start + 3 * PLACES.index(f"{part} leg_{side}") for side in ("left", "right")
                )
                for flat in range(3):
                    row = np.zeros(size)
                    row[a + flat], row[b + flat] = 1, -1
                    _tie(k, c, row, 2500 * posture.legs_touch, 0.3, 2)
        for a, b, strong in bones:
            ia, ib = PLACES.index(a), PLACES.index(b)
            way = spots[ib] - spots[ia]
            way = way / max(np.hypot(*way), 0.05)
            row = np.zeros(size)
            for flat in range(2):
                row[start + 3 * ia + flat], row[start + 3 * ib + flat] = -way[flat], way[flat]
            _tie(k, c, row, strong, 0.15, 4)
            row = np.zeros(size)
            row[start + 3 * ia + 2], row[start + 3 * ib + 2] = -1, 1
            _tie(k, c, row, 0.02 * strong, 0.3, 4)
    scale = 1 / np.sqrt(mass)
    values, shapes = eigh(k * np.outer(scale, scale), driver="evd", overwrite_a=True)
    shapes = shapes * scale[:, None]
    # keep what the wearer's limbs feel most of: shape at the limbs times shape at any driven place
    felt = (shapes[FIXED + grid + 9 : FIXED + grid + lumps] ** 2).sum(0)
    driven = (shapes[FIXED + grid :] ** 2).sum(0) + (shapes[FLOOR] * 40) ** 2
    score = np.where(values < (2 * np.pi * 45) ** 2, felt * driven, 0)
    best = np.sort(np.argsort(-score)[:MODES])
    shapes, omega = np.ascontiguousarray(shapes[:, best]), np.sqrt(np.maximum(values[best], 0.5))
    zeta = np.clip(
        np.einsum("im,ij,jm->m", shapes, c, shapes, optimize=True) / (2 * omega), 0.015, 0.9
    )
    return System(
        shapes=shapes,
        omega=omega,
        zeta=zeta,
        nodes=(x, y),
        sleepers=tuple(sleepers),
        floor_in=shapes[FLOOR] * bed.floor_mass,
        where=tuple(where),
    )


def spot(system, place_x, place_y, reach=0.08):
    """How each mode is pushed by a vertical force at a spot of the mattress."""
    x, y = system.nodes
    count = len(x) * len(y)
    return _weights(x, y, (place_x, place_y), reach) @ system.shapes[FIXED : FIXED + count]


def lump(system, sleeper, place):
    """How each mode is pushed along, across and up at a lump of a sleeper: (3, modes)."""
    grid = len(system.nodes[0]) * len(system.nodes[1])
    at = FIXED + grid + 3 * (len(PLACES) * sleeper + PLACES.index(place))
    return system.shapes[at : at + 3]


def sensor_rows(system, sleeper, limb, roll_share):
    """Rows over modes: shift along, across, up; pitch of the segment; roll of the surface."""
    mid, end = lump(system, sleeper, f"mid {limb}"), lump(system, sleeper, f"end {limb}")
    spots = system.where[sleeper]
    a, b = spots[PLACES.index(f"mid {limb}")], spots[PLACES.index(f"end {limb}")]
    way = b - a
    span = max(np.hypot(*way), 0.12)
    cross = np.array([-way[1], way[0]]) / span
    site = a + 0.9 * way
    here = 0.1 * mid + 0.9 * end
    lean = spot(system, *(site + 0.06 * cross)) - spot(system, *(site - 0.06 * cross))
    return np.concatenate([here, [(end[2] - mid[2]) / span, roll_share * lean / 0.12]])


def respond(system, push):
    """Displacements of the modes under modal forces (modes, n) at the simulation rate."""
    out = np.empty_like(push)
    step = 1 / SIM_RATE
    for m in range(push.shape[0]):
        w, z = system.omega[m], system.zeta[m]
        decay, wd = np.exp(-z * w * step), w * np.sqrt(1 - z * z) * step
        b = step * decay * np.sin(wd) / (wd / step)
        out[m] = lfilter([0, b], [1, -2 * decay * np.cos(wd), decay**2], push[m])
    return out
