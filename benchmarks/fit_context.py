"""Learn how kinds of movement go together (`limbwatch.classify.labels.context`).

Whole nights are needed: of the outsiders' only what teaches each kind is kept. Each world's events
are weighed by a network that does not know it, as those of an unknown bed are.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import softmax

from benchmarks.lesson import misfit, shaken
from benchmarks.world_lessons import learnable
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, Hypothesis
from limbwatch.classify.labels.context import Context, around_of
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.labelling import OUTSIDE, fits
from limbwatch.classify.labels.network import Network

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
its company would be evidence of the simulation (`limbwatch.classify.labels.context`)."""


_MOVED: Final = np.array([hypothesis not in UNMOVED for hypothesis in CLUES])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Events:
    """Events of the kinds that context tells of, to learn from; each world counts alike.

    Parameters
    ----------
    own, against : ndarray of float, shape (events, kinds)
        Evidence of each event, and what speaks against each kind by its definition.
    around : ndarray of float, shape (events, measures)
        Of spread 1.
    target : ndarray of int, shape (events,)
    weight : ndarray of float, shape (events,)
        With sum 1.
    """

    own: Matrix
    against: Matrix
    around: Matrix
    target: NDArray[np.intp]
    weight: Matrix

    def among(self, rows: NDArray[np.bool_]) -> "_Events":
        """Take some of them."""
        return _Events(
            own=self.own[rows],
            against=self.against[rows],
            around=self.around[rows],
            target=self.target[rows],
            weight=self.weight[rows] / self.weight[rows].sum(),
        )

    def score(self, parameters: Matrix) -> Matrix:
        factor, bias, matrix = _parts(parameters, self.own.shape[1])
        return np.asarray(factor * self.own + bias + self.around @ matrix)

    def misfit(self, score: Matrix) -> tuple[float, Matrix]:
        """Return the negative log likelihood and its slope for each score."""
        return misfit(score - self.against, self.target, self.weight)

    def loss(self, parameters: Matrix) -> tuple[float, Matrix]:
        _, bias, matrix = _parts(parameters, self.own.shape[1])
        value, slope = self.misfit(self.score(parameters))
        value += 0.5 * (RIDGE * float(np.sum(matrix**2)) + BIAS_RIDGE * float(np.sum(bias**2)))
        slopes = (
            [np.sum(slope * self.own)],
            slope.sum(axis=0) + BIAS_RIDGE * bias,
            (self.around.T @ slope + RIDGE * matrix).ravel(),
        )
        return value, np.concatenate(slopes)


def _parts(parameters: Matrix, kinds: int) -> tuple[float, Matrix, Matrix]:
    return (
        float(parameters[0]),
        parameters[1 : 1 + kinds],
        parameters[1 + kinds :].reshape(-1, kinds),
    )


def fit_context(nights: pd.DataFrame, networks: Mapping[str, Network]) -> Context:
    """Learn how kinds go together, and how sure that may be on a world that is not known.

    Parameters
    ----------
    nights : DataFrame
        All events of nights, from `benchmarks.world_lessons.nights_of`.
    networks : mapping of str to Network
        For each world of these nights a network that does not know it, made as sure as it is right.
    """
    nights = nights.reset_index(drop=True)
    own, against = _evidence(nights, networks)
    measures = _around(nights, own - against)
    middle, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    lesson = _lesson(nights)
    rows = lesson.index.to_numpy()
    events = _Events(
        own=(own - own.mean(axis=1, keepdims=True))[np.ix_(rows, _MOVED)],
        against=against[np.ix_(rows, _MOVED)],
        around=(measures[rows] - middle) / spread,
        target=lesson["target"].to_numpy(),
        weight=lesson["weight"].to_numpy(),
    )
    fitted = _fitted(events)
    sure = _sure(events, nights.loc[rows, "world"].to_numpy())
    factor, bias, matrix = _parts(sure * fitted, int(_MOVED.sum()))
    whole, all_bias = np.zeros((measures.shape[1], len(CLUES))), np.zeros(len(CLUES))
    whole[:, _MOVED] = matrix / spread[:, None]
    all_bias[_MOVED] = bias
    return Context(factor=factor, matrix=whole, bias=all_bias - middle @ whole)


def _fitted(events: _Events) -> Matrix:
    kinds = events.own.shape[1]
    begin = np.concatenate([[1.0], np.zeros(kinds * (1 + events.around.shape[1]))])
    options = {"maxiter": 150}
    return np.asarray(minimize(events.loss, begin, jac=True, method="L-BFGS-B", options=options).x)


def _sure(events: _Events, world: NDArray[np.object_]) -> float:
    """Find by what factor labels are as sure as they are right on a world left out of all this."""
    worlds = sorted(set(world))
    if len(worlds) < 2:
        return 1.0
    known = [world == one for one in worlds]
    with ProcessPoolExecutor() as pool:
        apart = list(pool.map(_fitted, [events.among(~one) for one in known]))
    foreign = [events.among(one) for one in known]
    scores = [one.score(fitted) for one, fitted in zip(foreign, apart, strict=True)]

    def unfit(factor: float) -> float:
        return sum(one.misfit(factor * s)[0] for one, s in zip(foreign, scores, strict=True))

    return float(minimize_scalar(unfit, bounds=(0.3, 1.5), method="bounded").x)


def _evidence(nights: pd.DataFrame, networks: Mapping[str, Network]) -> tuple[Matrix, Matrix]:
    own = np.empty((len(nights), len(CLUES)))
    against = np.empty_like(own)
    for world, events in nights.groupby("world"):
        features = Features(**{f.name: events[f.name].to_numpy(float) for f in fields(Features)})
        own[events.index] = networks[str(world)].evidence(fits(features))
        beyond = [outside(features, hypothesis) for hypothesis in CLUES]
        against[events.index] = OUTSIDE * np.stack(beyond, axis=1)
    return own, against


def _around(nights: pd.DataFrame, score: Matrix) -> Matrix:
    likely = softmax(score, axis=1)
    around = []
    for _, events in nights.groupby(["world", "scenario", "seed", "set"]):
        order = events.sort_values("onset", kind="stable").index
        found = around_of(nights.loc[order, "onset"].to_numpy(float), likely[order])
        around.append(pd.DataFrame(found, index=order))
    return pd.concat(around).sort_index().to_numpy()


def _lesson(nights: pd.DataFrame) -> pd.DataFrame:
    """Say which events teach something, which kind, and what each counts for."""
    names = [str(hypothesis) for hypothesis in CLUES if hypothesis not in UNMOVED]
    lesson = learnable(nights)
    lesson = lesson.assign(kind=shaken(lesson))
    lesson = lesson[lesson["kind"].isin(names)]
    share = lesson["weight"] / lesson.groupby("world")["weight"].transform("sum")
    worlds = lesson["world"].nunique()
    return pd.DataFrame({"target": lesson["kind"].map(names.index), "weight": share / worlds})
