"""Learn what the clues tell, on simulated nights of all worlds: ``classify/labels/learned.npz``.

``python -m benchmarks.fit_weights FOLDER`` makes the nights that the folder does not hold yet (an
hour on two cores), learns from them and from what is kept of others' simulators
(`benchmarks.outsiders`), and writes what ships. Seeds below 100 are for development;
reports use seeds from 1000 on (`benchmarks.leave_one_world_out`).
"""

import argparse
import inspect
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.fit_context import fit_context
from benchmarks.lesson import Lesson, shaken
from benchmarks.outsiders import outsiders_events
from benchmarks.world_lessons import SEEDS, learnable, lesson_jobs, nights_of
from benchmarks.world_nights import LEARNED, paths_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK, QUESTIONS, Hypothesis
from limbwatch.classify.labels.network import Network
from limbwatch.classify.labels.weights import Weights

UNITS = 16
"""Hidden units of each network."""

RIDGE = 0.015
"""Penalty on the square of each weight, per event of an average kind: without it a separable
simulator would make every label certain. Chosen on worlds left out (development seeds): .0015,
.005, .015, .05 and .15 gave a log loss of .709, .697, .687, .684 and .701 with two networks."""

ROUNDS = 100
"""Steps of the search; more of them learn this simulator, and less that holds for others."""

JITTER = 0.2
NIGHT_JITTER = 0.3
LIKENESS_JITTER = 0.8
"""Relative spread of the noise on each measure while fitting, of a shift that the events of a night
have in common, and of the noise on how far a similarity is from perfect, so that no label hangs on
a simulator's exact figure."""

SHIFT_RIDGE = 1e-4
"""Penalty on the square of each kind's shift, per event of an average kind and world."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """What the clues tell.

    Parameters
    ----------
    network : Network
        The mean of all, as sure as it may be elsewhere.
    apart : dict of str to Network
        For each world the network that does not know it, as sure as that.
    """

    network: Network
    apart: dict[str, Network]


def fit(table: pd.DataFrame) -> Fitted:
    """Fit a network without each world in turn, and average them, as sure as they are elsewhere.

    Parameters
    ----------
    table : DataFrame
        From `benchmarks.world_lessons`; of one world alone it is learned and settled on that.

    Notes
    -----
    What the networks agree on holds in any world. Each was fitted by penalised maximum likelihood,
    and how sure it may be is learned on the one world that it does not know.
    """
    worlds = sorted(set(table["world"]))
    with ProcessPoolExecutor() as pool:
        networks = list(pool.map(partial(_without, table), worlds, range(len(worlds))))
    lessons = [Lesson.of(table[table["world"] == world], even=False) for world in worlds]
    foreign = [
        (network.evidence(lesson.design), lesson)
        for network, lesson in zip(networks, lessons, strict=True)
    ]
    factor, shift = settling(foreign)
    return Fitted(
        network=_settled(averaged(networks), factor, shift),
        apart={
            world: _settled(network, factor, shift)
            for world, network in zip(worlds, networks, strict=True)
        },
    )


def _settled(network: Network, factor: float, shift: NDArray[np.float64]) -> Network:
    scaled = network.scaled(factor)
    return replace(scaled, bias=scaled.bias + shift)


def _without(table: pd.DataFrame, world: str, seed: int) -> Network:
    """Fit one network without a world, unless there is no other."""
    others = table[table["world"] != world]
    return _fitted(_learned(others if len(others) else table), seed=seed)


def _learned(table: pd.DataFrame) -> Lesson:
    """Take half of the events as they are, and half as another body and bed might show them."""
    half = table.sample(frac=0.5, random_state=np.random.default_rng(11))
    mixed = pd.concat([table.drop(half.index), _jitter(half)], ignore_index=True)
    return Lesson.of(mixed, even=True)


def learned_without(world: str, *, folder: Path, seeds: Sequence[int]) -> Weights:
    """Learn from the kept nights of all worlds but one, and but the one that is kept apart.

    Parameters
    ----------
    world : str
    folder : Path
        Of `benchmarks.world_nights`.
    seeds : sequence of int
        Below 100.
    """
    others = [other for other in LEARNED if other != world]
    return weights_of(nights_of(folder, worlds=others, seeds=seeds), outsiders_events())


def weights_of(nights: pd.DataFrame, outsiders: pd.DataFrame) -> Weights:
    """Learn from whole nights, and from single events of others', what ships."""
    table = pd.concat([learnable(nights), outsiders], ignore_index=True)
    fitted = fit(table)
    return Weights(
        note=_note(table),
        hypotheses=tuple(str(hypothesis) for hypothesis in CLUES),
        questions=tuple((clue.measure, clue.at) for clue in QUESTIONS),
        shaken=shaken_shares(table),
        network=fitted.network,
        context=fit_context(nights, fitted.apart),
    )


def _note(table: pd.DataFrame) -> str:
    nights = table.groupby(["world", "scenario", "seed"]).ngroups
    worlds = ", ".join(sorted(set(table["world"])))
    return (
        f"{len(table)} events of {nights} simulated nights of {worlds}, "
        f"seeds {table['seed'].min()} to {table['seed'].max()}."
    )


def _fitted(lesson: Lesson, *, seed: int) -> Network:
    generator = np.random.default_rng(seed)
    fits = lesson.design.astype(np.float32)
    questions, hypotheses = fits.shape[1], len(CLUES)
    shapes = {
        "direct": (questions, hypotheses),
        "hidden": (questions, UNITS),
        "threshold": (UNITS,),
        "output": (UNITS, hypotheses),
        "bias": (hypotheses,),
    }
    splits = np.cumsum([np.prod(shape) for shape in shapes.values()])[:-1]
    strength = RIDGE * len(fits) / hypotheses

    def network(parameters: NDArray[np.floating[Any]]) -> Network:
        parts = zip(np.split(parameters, splits), shapes.items(), strict=True)
        return Network(**{name: part.reshape(shape) for part, (name, shape) in parts})

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now = network(parameters.astype(np.float32))
        together = np.tanh(fits @ now.hidden + now.threshold)
        score = fits @ now.direct + together @ now.output + now.bias
        value, slope = lesson.loss(score.astype(np.float64))
        residual = slope.astype(np.float32)
        inner = (residual @ now.output.T) * (1 - np.square(together))
        slopes = {
            "direct": fits.T @ residual + strength * now.direct,
            "hidden": fits.T @ inner + strength * now.hidden,
            "threshold": inner.sum(axis=0),
            "output": together.T @ residual + strength * now.output,
            "bias": residual.sum(axis=0),
        }
        squares = [float(np.sum(np.square(w))) for w in (now.direct, now.hidden, now.output)]
        gradient = np.concatenate([slopes[name].ravel() for name in shapes])
        return value + 0.5 * strength * sum(squares), gradient.astype(np.float64)

    begin = Network(
        direct=np.zeros(shapes["direct"]),
        hidden=generator.normal(0, questions**-0.5, shapes["hidden"]),
        threshold=np.zeros(UNITS),
        output=generator.normal(0, 0.3 * UNITS**-0.5, shapes["output"]),
        bias=np.zeros(hypotheses),
    )
    start = np.concatenate([getattr(begin, name).ravel() for name in shapes])
    limits = {"maxiter": ROUNDS, "maxfun": 2 * ROUNDS}
    return network(minimize(loss, start, jac=True, method="L-BFGS-B", options=limits).x)


def averaged(networks: Sequence[Network]) -> Network:
    """Put networks side by side: the mean of their evidence."""
    return Network(
        direct=np.mean([one.direct for one in networks], axis=0),
        hidden=np.hstack([one.hidden for one in networks]),
        threshold=np.concatenate([one.threshold for one in networks]),
        output=np.vstack([one.output for one in networks]) / len(networks),
        bias=np.mean([one.bias for one in networks], axis=0),
    )


def settling(
    foreign: Sequence[tuple[NDArray[np.float64], Lesson]],
) -> tuple[float, NDArray[np.float64]]:
    """Find a factor, and a shift of each kind, that make labels as sure as they are right.

    Both are found on worlds that the networks do not know.

    Jitter and penalty leave labels less sure, and worlds that are known make them surer, than they
    may be in a world that is not; and rare kinds are learned as if they were less rare.

    Parameters
    ----------
    foreign : sequence of (ndarray of float, Lesson)
        For each world the evidence, shape (events, hypotheses), of a network that does not know
        it, and its events as they are; all worlds count alike.
    """
    strength = SHIFT_RIDGE * len(foreign)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        factor, shift = parameters[0], parameters[1:]
        value = 0.5 * strength * float(np.square(shift).sum())
        gradient = np.concatenate([[0.0], strength * shift])
        for evidence, lesson in foreign:
            apart, slope = lesson.loss(factor * evidence + shift)
            value += apart / len(evidence)
            gradient[0] += np.sum(slope * evidence) / len(evidence)
            gradient[1:] += slope.sum(axis=0) / len(evidence)
        return value, gradient

    begin = np.concatenate([[1.0], np.zeros(foreign[0][0].shape[1])])
    best = minimize(loss, begin, jac=True, method="L-BFGS-B").x
    return float(best[0]), np.asarray(best[1:])


def _jitter(table: pd.DataFrame) -> pd.DataFrame:
    """Blur every measure, and shift those of a night together: another bed, another body."""
    generator = np.random.default_rng(7)
    noisy = table.copy()
    night = pd.factorize(table["world"].astype(str) + table["scenario"] + table["seed"].astype(str))
    for name in _CONTINUOUS:
        blur = generator.normal(0, JITTER, len(table))
        shift = generator.normal(0, NIGHT_JITTER, len(night[1]))[night[0]]
        noisy[name] = table[name] * np.exp(blur + shift)
    for name in _LIKENESSES:
        factor = np.exp(generator.normal(0, LIKENESS_JITTER, len(table)))
        noisy[name] = 1 - (1 - table[name]) * factor
    for name in _SHARES:
        blur = generator.normal(0, JITTER, len(table))
        shift = generator.normal(0, NIGHT_JITTER, len(night[1]))[night[0]]
        noisy[name] = np.maximum(1 - (1 - table[name]) * np.exp(blur + shift), 0.0)
    return noisy


_LIKENESSES = ("similarity", "agreement", "resemblance")


_SHARES = ("burst_share", "swing_share", "early_share")


_CONTINUOUS = (
    "duration",
    "lag",
    "delay",
    "peak",
    "crest",
    "width",
    "rise",
    "abruptness",
    "evenness",
    "tilt",
    "active",
    "turn",
    "excursion",
    "slowness",
    "leaning",
    "frequency",
    "rate",
    "still_before",
    "still_after",
    "neighbours",
    "faint",
    "since_wake",
    "until_wake",
    "falling",
    "salience",
    "held",
    "arms_over_legs",
    "leg_over_leg",
    "company_leaning",
    "company_slowness",
    "company_held",
    "company_arms",
    "posture_share",
    "at_pace",
    "settling",
    "begun_apart",
    "half_apart",
    "weakest",
)


def shaken_shares(table: pd.DataFrame) -> dict[str, float]:
    """Return how much of what resembles it each shaken bed is, as the weights presuppose."""
    lesson, names = Lesson.of(table, even=False), list(CLUES)

    def total(hypothesis: Hypothesis) -> float:
        return float(lesson.emphasis[lesson.target == names.index(hypothesis)].sum())

    pairs = {KNOCK: Kind.HYPNIC_JERK, EXTERNAL: Kind.LIMB_MOVEMENT}
    return {bed: total(bed) / (total(bed) + total(person)) for bed, person in pairs.items()}


def write(path: Path, weights: Weights) -> None:
    """Write weights, to three decimals, with what they were learned for."""
    network, around = weights.network, weights.context
    np.savez_compressed(
        path,
        note=np.array(weights.note),
        hypotheses=np.array(weights.hypotheses),
        measures=np.array([measure for measure, _ in weights.questions]),
        at=np.array([at for _, at in weights.questions]),
        beds=np.array([str(bed) for bed in weights.shaken]),
        shares=np.round(list(weights.shaken.values()), 3),
        **{f.name: np.round(getattr(network, f.name), 3) for f in fields(Network)},
        around_factor=np.round(around.factor, 3),
        around_matrix=np.round(around.matrix, 3),
        around_bias=np.round(around.bias, 3),
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(inspect.getmodule(main)))
    parser.add_argument("folder", type=Path, help="where nights are kept")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parent.parent / "classify" / "labels" / "learned.npz",
    )
    options = parser.parse_args()
    paths_of(lesson_jobs(), options.folder)
    nights, outsiders = nights_of(options.folder, worlds=LEARNED, seeds=SEEDS), outsiders_events()
    known = set(shaken(learnable(nights))) | set(shaken(outsiders))
    missing = {str(h) for h in CLUES} - known
    if missing:
        raise SystemExit(f"no event of {', '.join(sorted(missing))}: simulate more nights")
    weights = weights_of(nights, outsiders)
    write(options.out, weights)
    print(weights.note)


if __name__ == "__main__":
    main()
