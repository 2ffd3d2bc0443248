"""Which kinds are told apart, and how sure the labels rightly are.

``python -m benchmarks.kinds`` labels every event of simulated nights that nobody developed on and
prints a confusion matrix and a reliability table. The labels are those of single events; what is in
a series is called periodic by the published rules afterwards. All figures are synthetic.
"""

import argparse
from dataclasses import fields

import numpy as np
import pandas as pd

from benchmarks.accuracy import REPORTING_SEED
from benchmarks.fit_weights import collect
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK
from limbwatch.classify.labels.labelling import weigh
from limbwatch.sample_data.recipes.scenario import SCENARIOS

_BINS = 10


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """Add the most probable kind of every event and its probability."""
    features = Features(**{f.name: table[f.name].to_numpy(float) for f in fields(Features)})
    labels = weigh(features, rhythmic=table["rhythmic"].to_numpy(bool))
    names = np.array([str(hypothesis) for hypothesis in labels.hypotheses])
    best = names[labels.ranking[:, 0]]
    return table.assign(
        # what no movement explains is, like a shaken bed, not the person's
        kind=table["kind"].replace("none", EXTERNAL),
        label=np.where(best == KNOCK, EXTERNAL, best),
        probability=labels.probability.max(axis=1),
    )


def reliability(table: pd.DataFrame) -> pd.DataFrame:
    """Compare stated and true probability in ten bins."""
    bins = np.minimum((table["probability"] * _BINS).astype(int), _BINS - 1)
    right = table["label"] == table["kind"]
    return pd.DataFrame(
        {
            "events": right.groupby(bins).size(),
            "stated": table["probability"].groupby(bins).mean().round(3),
            "right": right.groupby(bins).mean().round(3),
        }
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--nights", type=int, default=1, help="nights per scenario")
    parser.add_argument("--first-seed", type=int, default=REPORTING_SEED)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.nights)
    table = labelled(collect((name, seed) for seed in seeds for name in SCENARIOS))
    print(pd.crosstab(table["kind"], table["label"]).to_string(), "\n")
    print(reliability(table).to_string())


if __name__ == "__main__":
    main()
