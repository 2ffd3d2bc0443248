"""What each piece of evidence, and each step of detection, is worth.

``python -m benchmarks.ablation FOLDER`` leaves out one at a time. Evidence: labels are learned anew
without it on the kept nights of all worlds but one (the folder of
`benchmarks.leave_one_world_out`), and that world's nights are judged. Detection: hard nights are
scored again with one step disabled. All figures are synthetic.
"""

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from benchmarks.accuracy import REPORTING_SEED, THREE, Result, result_of
from benchmarks.fit_weights import weights_of
from benchmarks.hard_nights import HARD, NIGHTS
from benchmarks.leave_one_world_out import HEADER, Judged, judged, row
from benchmarks.matching import f1
from benchmarks.world_lessons import HOURS, SEEDS, nights_of
from benchmarks.world_nights import LEARNED, OWN, paths_of, scenarios_of
from limbwatch.classify import scoring
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.labels.labelling import Labels, weigh
from limbwatch.classify.labels.weights import Weights
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks
from limbwatch.dsp import LIMITS, Limits, analyse
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import aligned

_OFF = 1e-9
"""What no movement notices, where a limit has to be above 0."""

STEPS: dict[str, Limits] = {
    "nothing": LIMITS,
    "a threshold that follows the noise (fixed 20 and 10 mg)": replace(
        LIMITS, high_factor=_OFF, low_factor=_OFF, high_minimum=0.02, low_minimum=0.01
    ),
    "hysteresis": replace(LIMITS, low_factor=LIMITS.high_factor, low_minimum=LIMITS.high_minimum),
    "joining across a hold, slow returns": replace(LIMITS, hold=_OFF),
    "the sensor's resolution": replace(
        LIMITS, flicker_steps=_OFF, drift_steps=_OFF, shake_steps=_OFF
    ),
    "shaking faster than the envelope": replace(LIMITS, shake_high_factor=1e9),
}
"""Detection with one step disabled."""


PARTS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "whose movement": (
        *GROUPS["one source in one bed"],
        *GROUPS["the movements around it"],
        "similarity",
        "agreement",
    ),
    "rhythm in the labels": (*GROUPS["rhythm"], "settling"),
}
"""Measures that fall silent together; other worlds are left out beside them."""

_FOREIGN = tuple(world for world in LEARNED if world != OWN)


def silent(table: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Silence some measures of a table of events."""
    return table.assign(**dict.fromkeys(measures, np.nan))


@contextmanager
def without(measures: Sequence[str]) -> Iterator[None]:
    """Label as if some measures could not be taken."""

    def weighed(features: Features, *, weights: Weights) -> Labels:
        nothing = np.full(len(features), np.nan)
        return weigh(replace(features, **dict.fromkeys(measures, nothing)), weights=weights)

    with patch.object(scoring, "weigh", weighed):
        yield


def _judged(path: Path, *, measures: Sequence[str], weights: Weights) -> Judged | None:
    with without(measures):
        return judged(path, names=("three",), weights=weights).get("three")


def evidence(folder: Path, *, seed: int) -> None:
    """Print the worth of each part on worlds that are left out, three sensors."""
    print(HEADER)
    parts = {name: (measures, _FOREIGN) for name, measures in PARTS.items()}
    parts["other worlds"] = ((), ())
    for name, (measures, worlds) in parts.items():
        results: list[Judged] = []
        for world in _FOREIGN:
            learned = [one for one in (OWN, *worlds) if one != world]
            nights = nights_of(folder, worlds=sorted(set(learned)), seeds=SEEDS)
            weights = weights_of(silent(nights, measures), pd.DataFrame())
            jobs = [(world, scenario, seed, HOURS) for scenario in scenarios_of(world)]
            with ProcessPoolExecutor() as pool:
                scored = partial(_judged, measures=measures, weights=weights)
                found = list(pool.map(scored, paths_of(jobs, folder)))
            results += [one for one in found if one is not None]
        print(row(f"without {name}", "three", results), flush=True)


def detect(job: tuple[str, int], *, limits: Limits) -> Result:
    """Score one hard night with some limits."""
    scenario, seed = job
    made = simulate(NIGHTS[scenario], seed=seed, placements=THREE)
    recordings = aligned(made.recordings)
    tracks = [analyse(recording, limits=limits) for recording in recordings]
    night = score_tracks(tracks, recordings, rules=WASM_2016, age=None)
    return result_of(scenario, made.truth, night)


def detection(seeds: range) -> None:
    """Print the worth of each step of detection."""
    jobs = [(name, seed) for name in HARD for seed in seeds]
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
    parser.add_argument("folder", type=Path, help="where nights are kept")
    parser.add_argument("--first-seed", type=int, default=REPORTING_SEED)
    parser.add_argument("--nights", type=int, default=1, help="nights per scenario, of detection")
    options = parser.parse_args()
    evidence(options.folder, seed=options.first_seed)
    print()
    detection(range(options.first_seed, options.first_seed + options.nights))


if __name__ == "__main__":
    main()
