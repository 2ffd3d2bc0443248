"""Learn how sure labels are said to be: the lines of ``classify/labels/certainty.py``.

``python -m benchmarks.fit_certainty FOLDER`` judges development nights of each world by labels that
are learned without it (the folder of `benchmarks.leave_one_world_out`; two hours), and prints what
to say of what was found, for each set of sensors. All worlds count alike; our own simulator, whose
beds are the kindest, does not.
"""

import argparse
import inspect
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.fit_weights import learned_without
from benchmarks.leave_one_world_out import Judged, judged
from benchmarks.world_lessons import HOURS, SEEDS
from benchmarks.world_nights import OWN, SETS, WORLDS, paths_of, scenarios_of
from limbwatch.classify import scoring
from limbwatch.classify.labels.certainty import MOST, Certainty
from limbwatch.classify.labels.weights import Weights


def line_of(worlds: Sequence[Sequence[tuple[float, bool]]]) -> Certainty:
    """Fit a line through log odds; all worlds count alike (Platt 1999).

    Parameters
    ----------
    worlds : sequence of sequence of (float, bool)
        For each world the probability of each label that was named, and whether it was right.
    """
    pairs = [np.array(labels, np.float64).T for labels in worlds if labels]
    known = [(_log_odds(found), right) for found, right in pairs]

    def misfit(parameters: NDArray[np.float64]) -> float:
        offset, slope = parameters
        scores = [(offset + slope * odds, right) for odds, right in known]
        return float(sum(np.mean(np.logaddexp(0, s) - right * s) for s, right in scores))

    offset, slope = minimize(misfit, [0.0, 1.0]).x
    return Certainty(round(float(offset), 2), round(float(slope), 2))


def _log_odds(found: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.clip(found, 1 - MOST, MOST)
    return np.asarray(np.log(found / (1 - found)))


def as_found(path: Path, *, weights: Weights) -> Mapping[str, Judged]:
    """Judge a kept night whose labels are said to be as sure as they were found."""
    with patch.object(scoring, "stated", lambda found, **_: found):
        return judged(path, names=list(SETS), weights=weights)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(inspect.getmodule(main)))
    parser.add_argument("folder", type=Path, help="where nights are kept")
    folder = parser.parse_args().folder
    nights: dict[str, list[Mapping[str, Judged]]] = {}
    for world in (world for world in WORLDS if world != OWN):
        weights = learned_without(world, folder=folder, seeds=SEEDS)
        jobs = [(world, each, seed, HOURS) for seed in SEEDS for each in scenarios_of(world)]
        with ProcessPoolExecutor() as pool:
            nights[world] = list(
                pool.map(partial(as_found, weights=weights), paths_of(jobs, folder))
            )
    for name in SETS:
        worlds = [
            [label for night in mine if name in night for label in night[name].labels]
            for mine in nights.values()
        ]
        print(name, line_of(worlds))


if __name__ == "__main__":
    main()
