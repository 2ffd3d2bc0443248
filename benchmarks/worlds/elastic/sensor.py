"""What a small accelerometer under a strap makes of the specific force at the limb."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.signal import bilinear, butter, lfilter, sosfiltfilt
from scipy.spatial.transform import Rotation

from benchmarks.worlds.elastic.records import SIM_RATE


@dataclass(frozen=True, kw_only=True)
class Sensor:
    """Mounting, strap and electronics of one worn sensor."""

    mount: np.ndarray  # limb frame to sensor frame
    strap_hz: np.ndarray
    strap_zeta: float
    bulge: (
        np.ndarray
    )  # tilt (rad) about the limb's axes at full pull of the tendons under the strap
    sensor_at: float
    rate: float
    noise: float
    grain: float
    reach: float
    gain: np.ndarray
    offset: np.ndarray
    warm: np.ndarray
    sharp: float


def draw_sensor(rng, nominal, model):
    """Draw one sensor; `model` holds what all sensors of the night share."""
    loose = rng.random() < 0.25
    hertz = rng.uniform(4.5, 9) if loose else rng.uniform(9, 25)
    return Sensor(
        mount=Rotation.random(random_state=int(rng.integers(2**31))).as_matrix(),
        strap_hz=hertz * np.array([0.8, 1.6, 0.9]) * rng.lognormal(0, 0.1, 3),
        strap_zeta=float(rng.uniform(0.2, 0.6)),
        bulge=np.radians(rng.normal(0, 0.8, 3) * rng.uniform(0.3, 1.6)),
        sensor_at=float(rng.uniform(0.85, 0.96)),
        rate=nominal * (1 + float(np.clip(rng.normal(0, 0.002), -0.005, 0.005))),
        noise=model["noise"] * rng.uniform(0.8, 1.3),
        grain=model["grain"],
        reach=model["reach"],
        gain=1 + rng.normal(0, 0.006, 3),
        offset=rng.normal(0, 0.015, 3),
        warm=rng.normal(0, 0.004, 3),
        sharp=float(rng.uniform(0.25, 0.45)),
    )


def draw_model(rng):
    """Draw noise, resolution and range of the kind of sensor: 100-400 ug/sqrt(Hz), 8-16 bit."""
    reach = float(rng.choice([2, 4, 8, 16], p=[0.25, 0.3, 0.3, 0.15]))
    bits = int(rng.choice([8, 10, 12, 14, 16], p=[0.04, 0.1, 0.36, 0.2, 0.3]))
    nominal = float(
        rng.choice([25, 26, 31.25, 50, 52, 62.5, 100], p=[0.14, 0.06, 0.05, 0.5, 0.1, 0.05, 0.1])
    )
    return {
        "reach": reach,
        "grain": 2 * reach / 2**bits,
        "noise": float(np.exp(rng.uniform(np.log(3e-4), np.log(3e-3)))),
        "nominal": nominal,
    }


@lru_cache(maxsize=16)
def _spring(hertz, zeta):
    """Filter of a mass carried by a spring and damper."""
    w = 2 * np.pi * min(hertz, 0.4 * SIM_RATE)
    return bilinear([2 * zeta * w, w * w], [1, 2 * zeta * w, w * w], SIM_RATE)


def strap(sensor, force):
    """Pass specific force (n, 3) in limb axes through the sprung, damped mass under the strap."""
    out = np.empty_like(force)
    for axis in range(3):
        b, a = _spring(float(sensor.strap_hz[axis]), sensor.strap_zeta)
        out[:, axis] = lfilter(b, a, force[:, axis])
    return out


def band_limit(sensor, force):
    """Analogue or decimating filter of the chip, before sampling (phase left out)."""
    sos = butter(2, min(0.95, 2 * sensor.sharp * sensor.rate / SIM_RATE), output="sos")
    return sosfiltfilt(sos, force, axis=0, padlen=min(30, len(force) - 1))


def digitise(sensor, rng, clean, hours):
    """Mount, err, add noise, clip and round: float32 values in g."""
    value = clean @ sensor.mount.T.astype(np.float32)
    value *= sensor.gain.astype(np.float32)
    drift = np.exp(-hours * 1.5)[:, None].astype(np.float32) * sensor.warm.astype(np.float32)
    value += sensor.offset.astype(np.float32) - drift
    value += sensor.noise * rng.standard_normal(value.shape, dtype=np.float32)
    np.clip(value, -sensor.reach, sensor.reach - sensor.grain, out=value)
    return np.round(value / np.float32(sensor.grain)) * np.float32(sensor.grain)


def draw_runs(rng, end, rate):
    """Spans of seconds a sensor recorded: whole night with some gaps of lost radio."""
    if rng.random() < 0.45:
        return [(0.0, end)]
    cuts, out, start = [], [], float(rng.uniform(0, 20)) if rng.random() < 0.5 else 0.0
    for _ in range(int(rng.integers(1, 9))):
        cuts.append((float(rng.uniform(600, end - 600)), float(min(900, rng.lognormal(2.5, 1.3)))))
    for at, gap in sorted(cuts):
        if at > start + 60:
            out.append((start, at))
            start = at + gap
    if end > start + 60:
        out.append((start, end - (float(rng.uniform(0, 30)) if rng.random() < 0.3 else 0.0)))
    return out
