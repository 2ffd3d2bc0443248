"""The learned weights of the clues, loaded from ``learned.npz``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from limbwatch.classify.labels.context import Context
from limbwatch.classify.labels.network import Network

FILE = "learned.npz"
"""File of the weights, made by ``python -m benchmarks.fit_weights``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """The learned weights, with the inputs and outputs they apply to."""

    note: str
    """Number of events, and the nights they come from."""
    hypotheses: tuple[str, ...]
    """Columns of the network's ``direct`` and ``output``."""
    questions: tuple[tuple[str, float], ...]
    """Rows of its ``direct`` and ``hidden``: measures and their thresholds."""
    shaken: Mapping[str, float]
    """For each kind of shaken bed, the share of it, among itself and the movement it resembles, in
    the nights that the weights were learned from."""
    network: Network
    """Weights of an event's own measures."""
    context: Context
    """Weights of the events around it."""


def load_weights() -> Weights:
    """Load the shipped weights."""
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
