"""Learn how much each clue weighs, on simulated nights, and write ``classify/weights.py``.

Run ``python -m benchmarks.fit_weights --seeds 12``. Seeds below 100 are for development; reports
use seeds from 1000 on (see ``benchmarks/accuracy.py``).
"""

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from benchmarks.lesson import Lesson, shaken
from benchmarks.matching import true_kinds
from limbwatch.classify.clues import CLUES, EXTERNAL, KNOCK, Hypothesis
from limbwatch.classify.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.rules import WASM_2016
from limbwatch.classify.scoring import Evidence
from limbwatch.dsp import analyse
from limbwatch.sample_data.scenario import SCENARIOS
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement, aligned

SENSOR_SETS = (
    (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT),
    (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT),
    (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT),
    (Placement.ANKLE_LEFT,),
    (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT, Placement.WRIST_RIGHT),
    (Placement.ANKLE_RIGHT, Placement.WRIST_LEFT),
    (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT),
    (Placement.WRIST_LEFT,),
)
"""Worn in turn from seed to seed, so that fewer sensors give less sure labels."""

HOURS = 3.0
"""Length of the nights: long enough for every kind, short enough to make many."""

PRIOR = 0.5
"""Weight of a clue about which the nights say nothing: the literature behind it still counts."""

RIDGE = 0.002
"""Penalty on the square of each weight's distance from ``PRIOR``, per event of an average kind:
without it a separable simulator would make every label certain."""

JITTER = 0.1
"""Relative spread of the noise on each measure while fitting, so that no label hangs on a
simulator's exact figure."""

Job = tuple[str, int]


def events_of(job: Job) -> pd.DataFrame:
    """Return the features and the true kind of every event of one simulated night."""
    scenario, seed = job
    night = simulate(
        scenario, seed=seed, hours=HOURS, placements=SENSOR_SETS[seed % len(SENSOR_SETS)]
    )
    recordings = aligned(night.recordings)
    evidence = Evidence.of([analyse(recording) for recording in recordings], rules=WASM_2016)
    table = pd.DataFrame(
        {field.name: getattr(evidence.features, field.name) for field in fields(Features)}
    )
    table["rhythmic"] = evidence.rhythmic
    table["kind"] = true_kinds(night.truth, evidence.features.onset, evidence.features.duration)
    table["scenario"], table["seed"] = scenario, seed
    return table


Weights = dict[str, NDArray[np.float64]]
"""Bias and weights of each hypothesis, bias first."""


def fit(table: pd.DataFrame) -> Weights:
    """Fit the weights by penalised maximum likelihood, then make them as sure as they are right.

    Parameters
    ----------
    table : DataFrame
        From `events_of`.

    Returns
    -------
    dict of str to ndarray of float
        For each hypothesis its bias, then a weight per clue, which is not negative.
    """
    return sharpened(_fitted(Lesson.of(_jitter(table), even=True)), Lesson.of(table, even=False))


def _fitted(lesson: Lesson) -> Weights:
    names = [str(h) for h in CLUES]
    sizes = [1 + len(CLUES[h]) for h in CLUES]
    splits = np.cumsum(sizes)[:-1]
    strength = RIDGE * len(lesson.target) / len(names)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        blocks = np.split(parameters, splits)
        score = [b[0] + d @ b[1:] for b, d in zip(blocks, lesson.design, strict=True)]
        value, residual = lesson.loss(np.stack(score, axis=1))
        slopes = []
        for place, (block, matrix) in enumerate(zip(blocks, lesson.design, strict=True)):
            slopes.append([residual[:, place].sum()])
            excess = block[1:] - PRIOR
            slopes.append(matrix.T @ residual[:, place] + strength * excess)
            value += 0.5 * strength * float(excess @ excess)
        return value, np.concatenate(slopes)

    bounds = [b for size in sizes for b in [(None, None)] + [(0.0, None)] * (size - 1)]
    start = np.concatenate([np.concatenate([[0.0], np.ones(size - 1)]) for size in sizes])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(names, np.split(found.x, splits), strict=True))


def sharpened(weights: Weights, lesson: Lesson) -> Weights:
    """Scale all weights by one factor until the labels are as sure as they are right.

    Jitter and penalty, which keep the weights from hanging on the simulator, leave the labels
    less sure than that.

    Parameters
    ----------
    weights : dict of str to ndarray of float
    lesson : Lesson
        The events as they are.

    Returns
    -------
    dict of str to ndarray of float
    """
    plain = [b[0] + d @ b[1:] for b, d in zip(weights.values(), lesson.design, strict=True)]
    evidence = np.stack(plain, axis=1)

    def loss(factor: float) -> float:
        return lesson.loss(factor * evidence)[0]

    best = minimize_scalar(loss, bounds=(0.5, 3.0), method="bounded").x
    return {name: best * block for name, block in weights.items()}


def _jitter(table: pd.DataFrame) -> pd.DataFrame:
    generator = np.random.default_rng(7)
    noisy = table.copy()
    for name in _CONTINUOUS:
        noisy[name] = table[name] * np.exp(generator.normal(0, JITTER, len(table)))
    return noisy


_CONTINUOUS = (
    "duration",
    "lag",
    "delay",
    "peak",
    "crest",
    "width",
    "active",
    "turn",
    "excursion",
    "slowness",
    "leaning",
    "frequency",
    "rate",
    "still_before",
    "still_after",
    "since_wake",
    "until_wake",
    "falling",
    "salience",
)


def shaken_shares(table: pd.DataFrame) -> dict[str, float]:
    """Return how much of what resembles it each shaken bed is, as the weights presuppose."""
    lesson, names = Lesson.of(table, even=True), list(CLUES)

    def total(hypothesis: Hypothesis) -> float:
        return float(lesson.emphasis[lesson.target == names.index(hypothesis)].sum())

    pairs = {KNOCK: Kind.HYPNIC_JERK, EXTERNAL: Kind.LIMB_MOVEMENT}
    return {bed: total(bed) / (total(bed) + total(person)) for bed, person in pairs.items()}


def write(path: Path, weights: Weights, *, shares: dict[str, float], note: str) -> None:
    """Write the weights as a module of plain data."""
    lines = [
        '"""How much each clue weighs: learned, not written by hand.',
        "",
        f"{note}",
        "Made by ``python -m benchmarks.fit_weights``; the order is that of",
        "`limbwatch.classify.clues.CLUES`.",
        '"""',
        "",
        "BIAS = {",
        *(f'    "{name}": {block[0]:.3f},' for name, block in weights.items()),
        "}",
        "",
        "SHAKEN = {",
        *(f'    "{name}": {share:.3f},' for name, share in shares.items()),
        "}",
        '"""Share among it and the movement it resembles that the weights presuppose."""',
        "",
        "WEIGHTS = {",
        *(
            f'    "{name}": [{", ".join(f"{value:.3f}" for value in block[1:])}],'
            for name, block in weights.items()
        ),
        "}",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def collect(jobs: Iterable[Job]) -> pd.DataFrame:
    """Simulate and measure nights on all cores."""
    with ProcessPoolExecutor() as pool:
        return pd.concat(pool.map(events_of, jobs), ignore_index=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8, help="nights per scenario")
    parser.add_argument("--table", type=Path, help="keep or reuse the table of events (pickle)")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent.parent / "classify" / "weights.py"
    )
    options = parser.parse_args()
    if options.table and options.table.exists():
        table = pd.read_pickle(options.table)  # noqa: S301 - written by this script
    else:
        table = collect((s, seed) for seed in range(options.seeds) for s in SCENARIOS)
        if options.table:
            table.to_pickle(options.table)
    missing = {str(h) for h in CLUES} - set(shaken(table))
    if missing:
        raise SystemExit(f"no event of {', '.join(sorted(missing))}: simulate more nights")
    weights = fit(table)
    counts = table["kind"].value_counts()
    note = (
        f"{len(table)} events of {table.groupby(['scenario', 'seed']).ngroups} simulated nights, "
        f"seeds 0 to {table['seed'].max()}."
    )
    write(options.out, weights, shares=shaken_shares(table), note=note)
    print(counts.to_string())


if __name__ == "__main__":
    main()
