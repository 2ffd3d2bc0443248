"""Breathing and pulse, felt everywhere on the bed all night."""

import numpy as np

from benchmarks.worlds.elastic.mattress import lump, respond
from benchmarks.worlds.elastic.records import GRAVITY, SIM_RATE


def draw_breath(rng, end, apnoea_spans, effort):
    """Breathing effort at 10 Hz over the night; in apnoea spells it waxes and wanes."""
    n = int(end * 10) + 20
    rate = rng.uniform(0.2, 0.3)
    slow = np.interp(np.arange(n), np.arange(n // 300 + 2) * 300, rng.standard_normal(n // 300 + 2))
    quick = np.interp(np.arange(n), np.arange(n // 40 + 2) * 40, rng.standard_normal(n // 40 + 2))
    phase = 2 * np.pi * np.cumsum(rate * np.exp(0.06 * slow + 0.05 * quick)) / 10
    depth = np.exp(0.15 * slow + 0.12 * quick)
    wave = depth * (np.sin(phase) + 0.25 * np.sin(2 * phase - 0.6))
    for a, b in apnoea_spans:
        i, j = int(a * 10), int(b * 10)
        share = np.linspace(0, 1, max(1, j - i))
        wave[i:j] *= effort + (1.8 - effort) * share**2
    return wave


def breath_of(rng, system, rows, axes, on_trunk):
    """Specific force in limb axes per unit of breathing effort (3,)."""
    push = 3.0 * rng.lognormal(0, 0.4)
    modes = push * (lump(system, 0, "chest")[2] - 0.6 * lump(system, 0, "pelvis")[2])
    modes = modes + 0.5 * push * lump(system, 0, "chest")[0]
    shift = rows @ (modes / system.omega**2)
    out = tilt(axes, shift[3], shift[4])
    if on_trunk:
        out = out + axes @ np.cross([0, 0, 1.0], on_trunk * 0.012 * rng.normal(0, 1, 3))
    return out


def tilt(axes, pitch, roll):
    """Change of specific force (g) in limb axes by small pitch and roll of the limb."""
    way = axes[0].copy()
    way[2] = 0
    way = way / max(np.linalg.norm(way), 0.2)
    up = np.array([0, 0, 1.0])
    spin = np.multiply.outer(pitch, np.cross(way, up)) + np.multiply.outer(roll, way)
    return -np.cross(spin, up) @ axes.T


def draw_beats(rng, end):
    """Times of heart beats."""
    base = rng.uniform(0.8, 1.2)
    n = int(end / base * 1.4)
    slow = np.interp(np.arange(n), np.arange(n // 200 + 2) * 200, rng.standard_normal(n // 200 + 2))
    gaps = base * np.exp(
        0.06 * slow
        + 0.03 * np.sin(np.arange(n) * 0.25 * 2 * np.pi * base)
        + 0.02 * rng.standard_normal(n)
    )
    beats = np.cumsum(gaps)
    return beats[beats < end - 2]


def pulse_of(rng, system, rows, axes, local):
    """Response (n, 3) at 200 Hz to one heart beat: recoil of the body, artery under the strap."""
    n = int(1.0 * SIM_RATE)
    t = np.arange(n) / SIM_RATE
    # ballistocardiogram I, J, K: some 1-3 N head to foot (Inan 2015)
    recoil = sum(
        a * np.exp(-0.5 * ((t - c) / 0.025) ** 2)
        for a, c in ((-1.2, 0.13), (2.4, 0.20), (-1.7, 0.28))
    )
    push = np.outer(-lump(system, 0, "chest")[0] + 0.3 * lump(system, 0, "chest")[2], recoil)
    shift = (rows @ respond(system, push)).T
    acceleration = np.gradient(np.gradient(shift[:, :3], axis=0), axis=0) * SIM_RATE**2 / GRAVITY
    out = acceleration @ axes.T + tilt(axes, shift[:, 3], shift[:, 4])
    wave = np.exp(-0.5 * ((t - 0.26) / 0.05) ** 2) + 0.4 * np.exp(-0.5 * ((t - 0.5) / 0.09) ** 2)
    out += np.outer(wave, local)
    edge = np.minimum(1, (n - 1 - np.arange(n)) / 40)
    return out * edge[:, None]
