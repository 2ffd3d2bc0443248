"""Learn how kinds of movement go together (`limbwatch.classify.labels.surroundings`).

Whole nights are needed: of the outsiders' only what teaches each kind is kept. Each world's events
are weighed by a network that does not know it, as those of an unknown bed are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from benchmarks.lesson import shaken
from benchmarks.world_lessons import learnable
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, Hypothesis
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.labelling import OUTSIDE, fits
from limbwatch.classify.labels.network import Network
from limbwatch.classify.labels.surroundings import Surroundings, around_of

Matrix = NDArray[np.float64]

RIDGE: Final = 0.01
"""Penalty on the square of each weight of a measure of spread 1. Chosen on worlds left out
(development seeds), all kinds free and a third reach of 300 s: .0001, .001 and .01 gave a log loss
of .708, .701 and .699, none .739; as it is now .01 gives .708, .04 .711."""

BIAS_RIDGE: Final = 1e-4

UNMOVED: Final[tuple[Hypothesis, ...]] = (
    Kind.CONVULSIVE,
    Kind.TONIC,
    Kind.FOCAL,
    Kind.CRAMP,
    Kind.TREMOR,
    Kind.FOOT_TREMOR,
)
"""What lies around says nothing of these: nights that are simulated to show one are full of it, and
its company would be evidence of the simulation (`limbwatch.classify.labels.surroundings`)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Events:
    """Events to learn from; each world counts alike."""

    own: Matrix
    around: Matrix
    against: Matrix
    target: NDArray[np.intp]
    weight: Matrix

    def loss(
        self, parameters: NDArray[np.float64], free: NDArray[np.float64]
    ) -> tuple[float, NDArray[np.float64]]:
        kinds = self.own.shape[1]
        factor, bias = parameters[0], parameters[1 : 1 + kinds]
        matrix = parameters[1 + kinds :].reshape(-1, kinds)
        rows = np.arange(len(self.target))
        score = factor * self.own + bias + self.around @ matrix - self.against
        norm = logsumexp(score, axis=1)
        value = -float(np.sum(self.weight * (score[rows, self.target] - norm)))
        value += 0.5 * (RIDGE * float(np.sum(matrix**2)) + BIAS_RIDGE * float(np.sum(bias**2)))
        slope = np.exp(score - norm[:, None])
        slope[rows, self.target] -= 1
        slope *= self.weight[:, None]
        parts = (
            [np.sum(slope * self.own)],
            slope.sum(axis=0) + BIAS_RIDGE * bias,
            ((self.around.T @ slope + RIDGE * matrix) * free).ravel(),
        )
        return value, np.concatenate(parts)


def fit_surroundings(nights: pd.DataFrame, networks: Mapping[str, Network]) -> Surroundings:
    """Learn how kinds go together.

    Parameters
    ----------
    nights : DataFrame
        All events of nights, from `benchmarks.world_lessons.nights_of`.
    networks : mapping of str to Network
        For each world of these nights a network that does not know it, made as sure as it is right.
    """
    own = np.empty((len(nights), len(CLUES)))
    against, around = np.empty_like(own), []
    nights = nights.reset_index(drop=True)
    for world, events in nights.groupby("world"):
        features = Features(**{f.name: events[f.name].to_numpy(float) for f in fields(Features)})
        own[events.index] = networks[str(world)].evidence(fits(features))
        beyond = [outside(features, hypothesis) for hypothesis in CLUES]
        against[events.index] = OUTSIDE * np.stack(beyond, axis=1)
    likely = np.exp(own - against - logsumexp(own - against, axis=1)[:, None])
    for _, events in nights.groupby(["world", "scenario", "seed", "set"]):
        order = events.sort_values("onset", kind="stable").index
        found = around_of(nights.loc[order, "onset"].to_numpy(float), likely[order])
        around.append(pd.DataFrame(found, index=order))
    measures = pd.concat(around).sort_index().to_numpy()
    middle, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    lesson = _lesson(nights)
    rows = lesson.index.to_numpy()
    events_ = _Events(
        own=own[rows] - own[rows].mean(axis=1, keepdims=True),
        around=(measures[rows] - middle) / spread,
        against=against[rows],
        target=lesson["target"].to_numpy(),
        weight=lesson["weight"].to_numpy(),
    )
    free = np.array([hypothesis not in UNMOVED for hypothesis in CLUES], float)
    begin = np.concatenate([[1.0], np.zeros(len(CLUES) * (1 + measures.shape[1]))])
    best = minimize(
        events_.loss, begin, args=(free,), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    ).x
    matrix = best[1 + len(CLUES) :].reshape(-1, len(CLUES)) / spread[:, None]
    return Surroundings(
        factor=float(best[0]),
        matrix=matrix,
        bias=best[1 : 1 + len(CLUES)] - middle @ matrix,
    )


def _lesson(nights: pd.DataFrame) -> pd.DataFrame:
    """Say which events teach something, which kind, and what each counts for."""
    names = [str(hypothesis) for hypothesis in CLUES]
    lesson = learnable(nights)
    lesson = lesson.assign(kind=shaken(lesson))
    lesson = lesson[lesson["kind"].isin(names)]
    share = lesson["weight"] / lesson.groupby("world")["weight"].transform("sum")
    worlds = lesson["world"].nunique()
    return pd.DataFrame({"target": lesson["kind"].map(names.index), "weight": share / worlds})
