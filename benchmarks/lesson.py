"""Events of simulated nights as something to learn from, and to judge by."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logsumexp

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK
from limbwatch.classify.labels.definitions import BOUNDS, outside
from limbwatch.classify.labels.labelling import OUTSIDE, fits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Events to learn from.

    Parameters
    ----------
    target : ndarray of int, shape (n,)
        Number of each event's true hypothesis.
    design : ndarray of float, shape (n, questions)
        How well each event fits each clue.
    beyond : ndarray of bool, shape (n, hypotheses)
        Whether an event lies outside a hypothesis's definition.
    emphasis : ndarray of float, shape (n,)
        Weight of each event, 1 on average.
    """

    target: NDArray[np.intp]
    design: NDArray[np.float64]
    beyond: NDArray[np.bool_]
    emphasis: NDArray[np.float64]

    @classmethod
    def of(cls, table: pd.DataFrame, *, even: bool) -> "Lesson":
        """Prepare a table.

        Parameters
        ----------
        table : DataFrame
            From `events_of`; kinds that are no hypothesis are left out. A column ``weight`` says
            how many events each stands for.
        even : bool
            Whether rare kinds count more than their number, and fragments that lack what defines
            their kind are left out, as they teach nothing about it.
        """
        names = [str(h) for h in CLUES]
        table = table.assign(kind=shaken(table))
        table = table[table["kind"].isin(names)]
        target = table["kind"].map(names.index).to_numpy()
        features = Features(**{f.name: table[f.name].to_numpy(float) for f in fields(Features)})
        beyond = np.stack([outside(features, hypothesis) for hypothesis in CLUES], axis=1)
        design = fits(features)
        natural = table["weight"].to_numpy(float) if "weight" in table else np.ones(len(target))
        if not even:
            emphasis = natural / natural.mean()
            return cls(target=target, design=design, beyond=beyond, emphasis=emphasis)
        kept = ~beyond[np.arange(len(target)), target]
        counts = np.bincount(target[kept], weights=natural[kept], minlength=len(names))
        # between natural and equal frequency of the kinds, so that rare ones are learned as well
        emphasis = natural[kept] / np.sqrt(np.maximum(counts, 1))[target[kept]]
        return cls(
            target=target[kept],
            design=design[kept],
            beyond=beyond[kept],
            emphasis=emphasis / emphasis.mean(),
        )

    def final(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take off what speaks against a hypothesis by its definition, shape (n, hypotheses)."""
        return np.asarray(score - OUTSIDE * self.beyond)

    def loss(self, score: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the negative log likelihood and its slope for each score."""
        return misfit(self.final(score), self.target, self.emphasis)


def misfit(
    score: NDArray[np.float64], target: NDArray[np.intp], emphasis: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Return the negative log likelihood of the soft maximum, and its slope for each score.

    Parameters
    ----------
    score : ndarray of float, shape (n, hypotheses)
    target : ndarray of int, shape (n,)
    emphasis : ndarray of float, shape (n,)
    """
    rows = np.arange(len(target))
    norm = logsumexp(score, axis=1)
    value = -np.sum(emphasis * (score[rows, target] - norm))
    slope = np.exp(score - norm[:, None])
    slope[rows, target] -= 1
    return float(value), slope * emphasis[:, None]


def shaken(table: pd.DataFrame) -> pd.Series:
    """Divide what is not the person's into weak and strong, by the definition of a knock."""
    # what no movement explains is, like a shaken bed, not the person's
    kind = table["kind"].replace("none", EXTERNAL)
    # who acts out a dream moves as people do who are awake: what it comes out of, and how often,
    # tells, and each burst by itself is no attack
    kind = kind.replace("dream", Kind.WAKE_MOVEMENT)
    # steps are told by legs; an arm alone shows that somebody is up, not that they walk
    kind = kind.mask((kind == Kind.WALKING) & (table["moving_legs"] < 1), Kind.WAKE_MOVEMENT)
    strong = kind == EXTERNAL
    # the others are of columns made of these, and tell that a bed did not do it
    for bound in (one for one in BOUNDS[KNOCK] if one.measure in table):
        strong &= ~bound.outside(table[bound.measure].to_numpy(float))
    return kind.mask(strong, KNOCK)
