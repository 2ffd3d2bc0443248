"""Learn what tells bursts of somebody who acts out a dream: ``classify/findings/dreams.py``.

``python -m benchmarks.fit_dreams FOLDER`` scores development nights of each world by labels that
are learned without it (the folder of `benchmarks.leave_one_world_out`; two hours), and prints what
each measure tells and how many nights are told of, each world judged by the others. Nights on which
no dream is acted out count as much in all as those on which one is.
"""

import argparse
import inspect
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from benchmarks.fit_weights import learned_without
from benchmarks.world_lessons import HOURS, SEEDS, lesson_jobs
from benchmarks.world_nights import LEARNED, DetectedNight, Job, paths_of, read, scenarios_of
from benchmarks.world_truth import EXPECTED
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.dreams import WEIGHTS, candidates, measures
from limbwatch.classify.findings.scene import Scene
from limbwatch.classify.labels.weights import Weights
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks

SETS = (("ankle_left", "ankle_right", "wrist"), ("ankle_left", "wrist"))
"""Sensors that bursts are told by: an arm's, and of one or two legs."""

RIDGE = 10.0
"""Penalty on the square of what each measure tells, in units of its spread, as events count one in
the mean. Chosen: a tenth and ten times as much change what is told by a tenth."""

DREAM = "dream"
"""Scenario, and kind of movement in its truth."""

DREAMS = EXPECTED["dream_enactment_like"][1]
"""Bursts from which a night asks for the finding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dreamt:
    """What may be a burst in a night.

    Parameters
    ----------
    world : str
    measured : ndarray of float, shape (events, measures)
    burst : ndarray of bool, shape (events,)
        Whether it is one.
    bursts : int
        How many the sleeper made, felt or not.
    """

    world: str
    measured: NDArray[np.float64]
    burst: NDArray[np.bool_]
    bursts: int


def dreamt(night: DetectedNight, places: Sequence[str], weights: Weights) -> Dreamt | None:
    """Measure a night, or nothing where a dream is acted out and an event is none of its bursts."""
    tracks = [night.tracks[place] for place in places if place in night.tracks]
    scored = score_tracks(
        tracks, night.recordings(places), rules=WASM_2016, age=None, weights=weights
    )
    scene = Scene(
        events=scored.events,
        sleep=scored.sleep,
        coverage=scored.coverage,
        length=(scored.end - scored.start).total_seconds(),
        age=None,
    )
    spans = [
        (truth.onset_s - 0.5, truth.onset_s + truth.duration_s + 0.5)
        for truth in night.truth
        if truth.kind == DREAM and truth.source == "self"
    ]
    found = candidates(scene)
    burst = np.array([any(a < e.onset < b for a, b in spans) for e in found], np.bool_)
    taken = burst if spans else np.ones(len(found), np.bool_)
    kept = list(compress(found, taken.tolist()))
    return Dreamt(
        world=night.world,
        measured=measures(scene, kept) if kept else np.empty((0, len(WEIGHTS))),
        burst=burst[taken],
        bursts=len(spans),
    )


def learned(nights: Sequence[Dreamt]) -> tuple[dict[str, float], float]:
    """Fit what each measure tells, and what is known before (penalised logistic regression)."""
    measured = np.concatenate([night.measured for night in nights])
    burst = np.concatenate([night.burst for night in nights])
    middle, spread = measured.mean(axis=0), measured.std(axis=0)
    spread[spread == 0] = 1.0
    fits = (measured - middle) / spread
    weight = np.where(burst, 0.5 / burst.sum(), 0.5 / (~burst).sum()) * len(burst)

    def misfit(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slope, offset = parameters[:-1], parameters[-1]
        score = fits @ slope + offset
        wrong = weight * (expit(score) - burst)
        value = float(np.sum(weight * (np.logaddexp(0, score) - burst * score)))
        gradient = np.append(fits.T @ wrong + RIDGE * slope, wrong.sum())
        return value + 0.5 * RIDGE * float(slope @ slope), gradient

    start = np.zeros(len(WEIGHTS) + 1)
    parameters = minimize(misfit, start, jac=True, method="L-BFGS-B").x
    slope = np.round(parameters[:-1] / spread, 2)
    offset = float(np.round(parameters[-1] - (parameters[:-1] / spread) @ middle, 2))
    return dict(zip(WEIGHTS, slope.tolist(), strict=True)), offset


def told(night: Dreamt, tells: Mapping[str, float], bias: float) -> bool:
    """Say whether a night is told of."""
    score = night.measured @ np.array(list(tells.values())) + bias
    return int(np.sum(expit(score) >= CONCERN.enactment_sure)) >= CONCERN.enactment_dense


def jobs_of(world: str) -> list[Job]:
    """List the nights of a world that are learned from: with dreams of every seed."""
    dreams = [(world, DREAM, seed, HOURS) for seed in SEEDS if DREAM in scenarios_of(world)]
    return sorted({*(job for job in lesson_jobs() if job[0] == world), *dreams})


def measured_nights(path: Path, *, weights: Weights) -> list[Dreamt]:
    """Measure a kept night with each of `SETS`."""
    night = read(path)
    return [dreamt(night, places, weights) for places in SETS]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(inspect.getmodule(main)))
    parser.add_argument("folder", type=Path, help="where nights are kept")
    folder = parser.parse_args().folder
    nights: list[Dreamt] = []
    for world in LEARNED:
        weights = learned_without(world, folder=folder, seeds=SEEDS)
        with ProcessPoolExecutor() as pool:
            paths = paths_of(jobs_of(world), folder)
            for each in pool.map(partial(measured_nights, weights=weights), paths):
                nights += each
    for world in (world for world in LEARNED if DREAM in scenarios_of(world)):
        tells = learned([night for night in nights if night.world != world])
        mine = [night for night in nights if night.world == world]
        asked = [night for night in mine if night.bursts >= DREAMS]
        other = [night for night in mine if not night.bursts]
        print(
            f"{world}: told of {sum(told(night, *tells) for night in asked)} of {len(asked)}, and "
            f"of {sum(told(night, *tells) for night in other)} of {len(other)} others"
        )
    print(*learned(nights))


if __name__ == "__main__":
    main()
