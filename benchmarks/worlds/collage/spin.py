"""Rotations of vectors, by rotation vectors and matrices."""

import numpy as np


def unit(v: np.ndarray) -> np.ndarray:
    """Return vectors scaled to length one along the last axis."""
    v = np.asarray(v, float)
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-12)


def turn(v: np.ndarray, rotvec: np.ndarray) -> np.ndarray:
    """Rotate vectors by rotation vectors (Rodrigues); both broadcast to (n, 3)."""
    v, rotvec = np.broadcast_arrays(np.asarray(v, float), np.asarray(rotvec, float))
    angle = np.linalg.norm(rotvec, axis=-1, keepdims=True)
    axis = rotvec / np.maximum(angle, 1e-12)
    along = np.sum(axis * v, axis=-1, keepdims=True)
    c, s = np.cos(angle), np.sin(angle)
    return v * c + np.cross(axis, v) * s + axis * along * (1 - c)


def square(v: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a random unit vector at right angles to v."""
    return unit(np.cross(v, unit(rng.normal(size=3)) + 1e-9))


def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the smallest rotation vector that takes directions a to directions b."""
    a, b = np.broadcast_arrays(unit(a), unit(b))
    cross = np.cross(a, b)
    sine = np.linalg.norm(cross, axis=-1, keepdims=True)
    cosine = np.sum(a * b, axis=-1, keepdims=True)
    spare = unit(np.cross(a, np.where(np.abs(a[..., :1]) < 0.9, [1.0, 0, 0], [0, 1.0, 0])))
    axis = np.where(sine > 1e-9, cross / np.maximum(sine, 1e-12), spare)
    return axis * np.arctan2(sine, cosine)


def matrix(rng: np.random.Generator) -> np.ndarray:
    """Return a rotation matrix drawn uniformly from all rotations."""
    w, x, y, z = unit(rng.normal(size=4))
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def ease(n: int, rng: np.random.Generator | None = None) -> np.ndarray:
    """Return a minimum-jerk step from 0 to 1 over n samples (Flash & Hogan 1985)."""
    x = np.linspace(0, 1, max(n, 2))
    return x**3 * (10 - 15 * x + 6 * x * x)
