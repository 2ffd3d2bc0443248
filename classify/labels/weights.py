"""What the clues tell: learned, not written by hand; numbers, loaded from ``learned.npz``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from limbwatch.classify.labels.context import Context
from limbwatch.classify.labels.network import Network

FILE = "learned.npz"
"""Made by ``python -m benchmarks.fit_weights``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What was learned, and what it was learned for."""

    note: str
    """From how many events of which nights."""
    hypotheses: tuple[str, ...]
    """Columns of the network's ``direct`` and ``output``."""
    questions: tuple[tuple[str, float], ...]
    """Rows of its ``direct`` and ``hidden``: measures and their thresholds."""
    shaken: Mapping[str, float]
    """For each way in which a bed is shaken, its share among it and the movement it resembles that
    the weights presuppose."""
    network: Network
    context: Context


def load_weights() -> Weights:
    """Load the weights that ship."""
    resource = files("limbwatch.classify.labels").joinpath(FILE)
    with resource.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        measures, at = stored["measures"].tolist(), stored["at"].tolist()
        beds, shares = stored["beds"].tolist(), stored["shares"].tolist()
        return Weights(
            note=str(stored["note"]),
            hypotheses=tuple(stored["hypotheses"].tolist()),
            questions=tuple(zip(measures, at, strict=True)),
            shaken=MappingProxyType(dict(zip(beds, shares, strict=True))),
            network=Network(**{field.name: stored[field.name] for field in fields(Network)}),
            context=Context(
                factor=float(stored["around_factor"]),
                matrix=stored["around_matrix"],
                bias=stored["around_bias"],
            ),
        )


WEIGHTS = load_weights()
