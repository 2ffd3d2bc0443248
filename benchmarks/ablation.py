"""What each piece of evidence, and each step of detection, is worth.

``python -m benchmarks.ablation`` leaves out one at a time. Evidence: the weights are learned anew
without it on development nights, then the events of other nights are labelled. Detection: hard
nights are scored again with one step disabled. All figures are synthetic.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.accuracy import REPORTING_SEED, THREE, Result, result_of
from benchmarks.fit_weights import collect, fit
from benchmarks.lesson import Lesson
from benchmarks.matching import f1
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.network import Network
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_night
from limbwatch.dsp import LIMITS, Limits, analyse
from limbwatch.sample_data.recipes.scenario import SCENARIOS
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import aligned

STEPS: dict[str, Limits] = {
    "nothing": LIMITS,
    "a threshold that follows the noise (fixed 20 and 10 mg)": replace(
        LIMITS, high_factor=0.0, low_factor=0.0, high_minimum=0.02, low_minimum=0.01
    ),
    "hysteresis": replace(LIMITS, low_factor=LIMITS.high_factor, low_minimum=LIMITS.high_minimum),
    "joining across a hold, slow returns": replace(LIMITS, hold=0.0),
    "the sensor's resolution": replace(LIMITS, flicker_steps=0.0, drift_steps=0.0, shake_steps=0.0),
    "shaking faster than the envelope": replace(LIMITS, shake_high_factor=1e9),
}
"""Detection with one step disabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """How well events are labelled; shares from 0 to 1.

    Parameters
    ----------
    hypnic : float
        F1 of sleep starts.
    shaken : float
        F1 of what is not the person's: a shaken bed, noise.
    right : float
        Share of all events whose most probable kind is the true one.
    surprise : float
        Mean negative log likelihood of the true kind, nat.
    """

    hypnic: float
    shaken: float
    right: float
    surprise: float


def without(table: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Silence some measures of a table of events."""
    silent = {name: False if name == "rhythmic" else np.nan for name in measures}
    return table.assign(**silent)


def worth(network: Network, table: pd.DataFrame) -> Worth:
    """Label the events of a table and compare with their true kinds."""
    lesson = Lesson.of(table, even=False)
    score = network.evidence(lesson.design)
    loss, _ = lesson.loss(score)
    best = np.argmax(lesson.final(score), axis=1)
    names = list(CLUES)
    jerk = names.index(Kind.HYPNIC_JERK)
    strange = [names.index(EXTERNAL), names.index(KNOCK)]
    return Worth(
        hypnic=_f1(best == jerk, lesson.target == jerk),
        shaken=_f1(np.isin(best, strange), np.isin(lesson.target, strange)),
        right=float(np.mean(best == lesson.target)),
        surprise=loss / len(lesson.target),
    )


def _f1(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    return float(2 * np.sum(found & true) / max(1, found.sum() + true.sum()))


def evidence(learn: pd.DataFrame, judge: pd.DataFrame) -> None:
    """Print the worth of each piece of evidence."""
    print("| without | hypnic F1 | shaken bed F1 | kind right | surprise, nat |")
    print("|---|---|---|---|---|")
    for name, measures in ({"nothing": ()} | GROUPS).items():
        found = worth(fit(without(learn, measures), networks=1), without(judge, measures))
        cells = (name, *(f"{getattr(found, field.name):.3f}" for field in fields(Worth)))
        print("| " + " | ".join(cells) + " |", flush=True)


def detect(job: tuple[str, int], *, limits: Limits) -> Result:
    """Score one hard night with some limits."""
    scenario, seed = job
    made = simulate(scenario, seed=seed, placements=THREE)
    recordings = aligned(made.recordings)
    tracks = [analyse(recording, limits=limits) for recording in recordings]
    night = score_night(tracks, recordings, rules=WASM_2016, age=None)
    return result_of(scenario, made.truth, night)


def detection(seeds: range) -> None:
    """Print the worth of each step of detection."""
    jobs = [(name, seed) for name, s in SCENARIOS.items() for seed in seeds if s.group == "hard"]
    print("| without | PLM F1 | hypnic F1 | limb movements found | index error /h |")
    print("|---|---|---|---|---|")
    with ProcessPoolExecutor() as pool:
        for name, limits in STEPS.items():
            results = list(pool.map(partial(detect, limits=limits), jobs))
            found = sum(len(r.movements.errors) for r in results)
            cells = (
                name,
                f"{f1([r.plm for r in results]):.3f}",
                f"{f1([r.hypnic for r in results]):.3f}",
                f"{found / sum(r.movements.true for r in results):.3f}",
                f"{np.mean([abs(r.index - r.true_index) for r in results]):.2f}",
            )
            print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--table", type=Path, help="events to learn from (fit_weights --table)")
    parser.add_argument("--first-seed", type=int, default=REPORTING_SEED)
    parser.add_argument("--nights", type=int, default=1, help="nights per scenario")
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.nights)
    if options.table is None:
        learn = collect((name, seed) for seed in range(6) for name in SCENARIOS)
    else:
        learn = pd.read_pickle(options.table)  # noqa: S301 - written by fit_weights
    evidence(learn, collect((name, seed) for seed in seeds for name in SCENARIOS))
    print()
    detection(seeds)


if __name__ == "__main__":
    main()
