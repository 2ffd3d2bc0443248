"""Events of the nights of many worlds as something to learn from."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.world_nights import LEARNED, OWN, SETS, DetectedNight, Job, read, scenarios_of
from benchmarks.world_truth import targets
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.observation.witnesses import witnessed
from limbwatch.classify.scoring import Evidence

SEEDS = (0, 1, 2, 3)
HOURS = 1.5
"""Nights that are learned from: one of each scenario, and more of these in the worlds of others."""

MORE = (
    "bed_shaken",
    "both_plm",
    "convulsive",
    "focal",
    "hypnic",
    "hypnic_plm",
    "mixed",
    "partner_plm",
    "pet",
    "plm",
    "rest_tremor",
    "tonic",
    "walks",
)

MORE_OF_OWN = ("hard_touches", "hard_none_touches")
"""The same in our own: touches of one limb are made there alone."""

TOUCHES = 8.0
"""How often each of these touches counts, since one bed of eighteen has any. Learned as they come,
9 of the 45 touches of a clip were named limb movements or periodic with three sensors, and 13 with
two ankles, where ten beds had left 4 and 4."""

MOST = 250
"""Events of one kind, world and set of sensors that are learned from: what is common teaches no
more, and no world speaks louder than another."""

_UNTOLD = 4.0
"""An event without a truth that stands out this far over its sensor's threshold was left out by the
world's author; it teaches nothing."""

_UNLEARNED = frozenset({"mixed"})
"""Two kinds at once."""


def lesson_jobs() -> list[Job]:
    """List the nights that are learned from."""
    return [
        (world, scenario, seed, HOURS)
        for world in LEARNED
        for scenario in scenarios_of(world)
        for seed in (SEEDS if scenario in (MORE_OF_OWN if world == OWN else MORE) else SEEDS[:1])
    ]


def events_of(path: Path) -> pd.DataFrame:
    """Measure the events of a kept night with every set of sensors."""
    return measured(read(path))


def measured(night: DetectedNight) -> pd.DataFrame:
    """Measure the events of a night with every set of sensors."""
    tables = [pd.DataFrame()]
    for name, places in SETS.items():
        tracks = witnessed([night.tracks[place] for place in places if place in night.tracks])
        if not tracks:
            continue
        features = Evidence.of(tracks).features
        table = pd.DataFrame({f.name: getattr(features, f.name) for f in fields(Features)})
        table["kind"] = targets(night.truth, places, features.onset, features.duration)
        tables.append(
            table.assign(set=name, world=night.world, scenario=night.scenario, seed=night.seed)
        )
    return pd.concat(tables, ignore_index=True)


def nights_of(folder: Path, *, worlds: Sequence[str], seeds: Sequence[int]) -> pd.DataFrame:
    """Return all events of the kept nights of some worlds.

    Parameters
    ----------
    folder : Path
        Of `benchmarks.world_nights`.
    worlds : sequence of str
    seeds : sequence of int
        Below 100.

    Returns
    -------
    DataFrame
        One row per event and set of sensors.
    """
    paths = [
        path
        for world in worlds
        for path in sorted((folder / world).glob(f"*-{HOURS:g}.pkl"))
        if int(path.stem.rsplit("-", 2)[1]) in seeds
    ]
    with ProcessPoolExecutor() as pool:
        return pd.concat(pool.map(events_of, paths, chunksize=4), ignore_index=True)


def learnable(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what teaches nothing, and of what is common the rest."""
    untold = (table["kind"] == "none") & (table["salience"] > _UNTOLD)
    table = table[~untold & ~table["kind"].isin(_UNLEARNED)]
    shuffled = table.sample(frac=1.0, random_state=np.random.default_rng(3))
    groups = shuffled.groupby(["world", "set", "kind"])
    sizes = groups["kind"].transform("size")
    touch = (shuffled["world"] == OWN) & shuffled["scenario"].isin(MORE_OF_OWN)
    touch &= shuffled["kind"] == "external"
    weight = np.maximum(sizes / MOST, 1.0) * np.where(touch, TOUCHES, 1.0)
    return shuffled.assign(weight=weight)[groups.cumcount() < MOST]
