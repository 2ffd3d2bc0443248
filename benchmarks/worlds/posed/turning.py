"""Rotations as unit quaternions (w, x, y, z), one per row."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def about(vector: Array) -> Array:
    """Quaternions of rotation vectors (radians), shape (n, 3) to (n, 4)."""
    vector = np.atleast_2d(vector)
    half = 0.5 * np.linalg.norm(vector, axis=1, keepdims=True)
    scale = 0.5 * np.sinc(half / np.pi)
    return np.hstack([np.cos(half), scale * vector])


def times(first: Array, second: Array) -> Array:
    """Hamilton product, row by row: ``second`` is applied first."""
    first, second = np.atleast_2d(first), np.atleast_2d(second)
    w, v = first[:, :1], first[:, 1:]
    x, u = second[:, :1], second[:, 1:]
    scalar = w * x - np.sum(v * u, axis=1, keepdims=True)
    out: Array = np.hstack([scalar, w * u + x * v + np.cross(v, u)])
    return out


def back(turn: Array) -> Array:
    """The opposite rotations."""
    out: Array = np.atleast_2d(turn) * np.array([1.0, -1.0, -1.0, -1.0])
    return out


def turned(turn: Array, vector: Array) -> Array:
    """Vectors turned by quaternions, row by row (one row serves all)."""
    turn, vector = np.atleast_2d(turn), np.atleast_2d(vector)
    w, v = turn[:, :1], turn[:, 1:]
    twice = 2.0 * np.cross(v, vector)
    return np.asarray(vector + w * twice + np.cross(v, twice), dtype=np.float64)


def vector_of(turn: Array) -> Array:
    """Rotation vector (shorter way round) of one quaternion."""
    one = np.atleast_2d(turn)[0]
    if one[0] < 0:
        one = -one
    size = float(np.linalg.norm(one[1:]))
    if size < 1e-9:
        return np.zeros(3)
    return np.asarray(one[1:] / size * 2.0 * np.arctan2(size, one[0]), dtype=np.float64)


def of_matrix(matrix: Array) -> Array:
    """Quaternion (4,) of a rotation matrix whose columns are the turned axes."""
    m = matrix
    table = np.array(
        [
            [m[0, 0] + m[1, 1] + m[2, 2], 0.0, 0.0, 0.0],
            [m[2, 1] - m[1, 2], m[0, 0] - m[1, 1] - m[2, 2], 0.0, 0.0],
            [m[0, 2] - m[2, 0], m[0, 1] + m[1, 0], m[1, 1] - m[0, 0] - m[2, 2], 0.0],
            [
                m[1, 0] - m[0, 1],
                m[0, 2] + m[2, 0],
                m[1, 2] + m[2, 1],
                m[2, 2] - m[0, 0] - m[1, 1],
            ],
        ]
    )
    values, vectors = np.linalg.eigh(table, UPLO="L")
    return np.asarray(vectors[:, np.argmax(values)], dtype=np.float64)


def matrix_of(turn: Array) -> Array:
    """Rotation matrix of one quaternion."""
    return turned(np.repeat(np.atleast_2d(turn), 3, axis=0), np.eye(3)).T


def unit(vector: Array) -> Array:
    """The vector at length one."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float64)
