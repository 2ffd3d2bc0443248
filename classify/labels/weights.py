"""What the clues tell: learned, not written by hand; numbers, loaded from ``learned.npz``."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FILE = "learned.npz"
"""Made by ``python -m benchmarks.fit_weights``."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What was learned, and what it was learned for.

    Parameters
    ----------
    note : str
        From how many events of which nights.
    hypotheses : tuple of str
        Columns of ``direct`` and ``output``.
    questions : tuple of (str, float)
        Rows of ``direct`` and ``hidden``: measures and their thresholds.
    shaken : mapping of str to float
        For each way in which a bed is shaken, its share among it and the movement it resembles
        that the weights presuppose.
    direct : ndarray of float, shape (questions, hypotheses)
    hidden : ndarray of float, shape (questions, units)
    threshold : ndarray of float, shape (units,)
    output : ndarray of float, shape (units, hypotheses)
    bias : ndarray of float, shape (hypotheses,)
    """

    note: str
    hypotheses: tuple[str, ...]
    questions: tuple[tuple[str, float], ...]
    shaken: MappingProxyType[str, float]
    direct: Matrix
    hidden: Matrix
    threshold: Matrix
    output: Matrix
    bias: Matrix


def load_weights() -> Weights:
    """Load the weights that ship.

    Returns
    -------
    Weights
    """
    with (
        as_file(files("limbwatch.classify.labels").joinpath(FILE)) as path,
        np.load(path, allow_pickle=False) as stored,
    ):
        measures, at = stored["measures"].tolist(), stored["at"].tolist()
        beds, shares = stored["beds"].tolist(), stored["shares"].tolist()
        return Weights(
            note=str(stored["note"]),
            hypotheses=tuple(stored["hypotheses"].tolist()),
            questions=tuple(zip(measures, at, strict=True)),
            shaken=MappingProxyType(dict(zip(beds, shares, strict=True))),
            **{name: stored[name] for name in ("direct", "hidden", "threshold", "output", "bias")},
        )


WEIGHTS = load_weights()
