"""Events of simulators that others made, apart from this code and from documents alone.

Whoever wrote one saw no line of limbwatch, so its mechanics are not ours; each was judged blind
before it was learned from (``docs/accuracy.md``). The simulators are not here. What can be learned
from their nights is kept as it was measured, in ``benchmarks/outsiders/*.parquet``.

``python -m benchmarks.outsiders NIGHTS NAME`` measures a folder of nights and keeps them: one
folder per night with ``ankle_left.csv``, ``ankle_right.csv``, ``wrist_left.csv`` and
``truth.json``: ``asleep``, pairs of seconds, and ``movements``, each with ``onset_s``,
``duration_s``, ``kind`` (one of `KINDS`), ``limb`` (one of `LIMBS`) and ``peak_by_sensor_g``. The
first four outsiders wrote their truth in other forms, which were brought into these words by hand.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import limbwatch.sensor
from benchmarks.world_lessons import learnable, measured
from benchmarks.world_nights import DetectedNight, extents
from benchmarks.worlds.night import PLACES, Truth
from limbwatch.classify.evidence.features import Features
from limbwatch.dsp import analyse
from limbwatch.sensor import Placement
from limbwatch.sensor.files.counts import by_one_count

FOLDER = Path(__file__).with_name("outsiders")

KINDS = {
    "periodic": "plm",
    "isolated": "limb_movement",
    "sleep_start": "hypnic_jerk",
    "posture": "gross_movement",
    "walking": "walking",
    "foot_tremor": "foot_tremor",
    "tremor": "tremor",
    "convulsion": "convulsive",
    "tonic": "tonic",
    "focal": "focal",
    "cramp": "cramp",
    "twitch": "micro_twitch",
    "restless": "wake_movement",
    "wake_movement": "wake_movement",
    "enactment": "dream",
    "external": "external",
}
"""Kinds of a truth, and what the worlds here call them."""

LIMBS = {
    "ankle_left": PLACES[:1],
    "ankle_right": PLACES[1:2],
    "both": PLACES[:2],
    "wrist_left": PLACES[2:],
    "whole_body": PLACES,
    "external": (),
}

_FILES = dict(
    zip(PLACES, (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT), strict=True)
)
_BITS = 10
"""Binary digits of a kept measure: a tenth of a percent."""


_UNLEARNED = ["similar_hours", "leg_held", "least_lasting", "held_least"]
"""Measures that nothing is learned from, so that nights measured before have them as unknown."""


def outsiders_events(folder: Path = FOLDER) -> pd.DataFrame:
    """Return the events that are kept, as `world_lessons.learnable` left them.

    Raises
    ------
    ValueError
        If events were measured by other measures than there are now.
    """
    tables = [pd.DataFrame()]
    for path in sorted(folder.glob("*.parquet")):
        table = pd.read_parquet(path)
        table = table.reindex(columns=table.columns.union(_UNLEARNED))
        missing = {field.name for field in fields(Features)} - set(table.columns)
        if missing:
            raise ValueError(
                f"{path.name} was measured before there were {', '.join(sorted(missing))}: measure "
                "its nights again, or remove it"
            )
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def night_of(folder: Path, world: str) -> DetectedNight:
    """Read and detect a night.

    Parameters
    ----------
    folder : Path
        With the three files and ``truth.json``.
    world : str
        Name of whoever's simulator made it.
    """
    read = tuple(
        limbwatch.read_recording(folder / f"{placement}.csv", placement=placement)
        for placement in _FILES.values()
    )
    recordings = limbwatch.sensor.aligned(by_one_count(read))
    told = json.loads((folder / "truth.json").read_text())
    return DetectedNight(
        world=world,
        scenario=folder.name,
        seed=0,
        tracks={place: analyse(each) for place, each in zip(_FILES, recordings, strict=True)},
        runs={place: extents(each) for place, each in zip(_FILES, recordings, strict=True)},
        truth=sorted(map(_truth, told["movements"]), key=lambda truth: truth.onset_s),
        sleep=[(float(begin), float(end)) for begin, end in told["asleep"]],
    )


def _truth(movement: dict[str, object]) -> Truth:
    kind = KINDS[str(movement["kind"])]
    bed = kind == "external"
    peaks = np.asarray(movement["peak_by_sensor_g"], float)
    return Truth(
        onset_s=float(str(movement["onset_s"])),
        duration_s=max(float(str(movement["duration_s"])), 0.05),
        kind=kind,
        limbs=() if bed else LIMBS[str(movement["limb"])],
        source="bed" if bed else "self",
        visible=dict(zip(PLACES, peaks.tolist(), strict=True)),
    )


def kept(table: pd.DataFrame, name: str, folder: Path = FOLDER) -> Path:
    """Keep what can be learned from events, and return its file."""
    table = learnable(table)
    numbers = table.select_dtypes("number").columns.difference(["seed"])
    table = table.astype(dict.fromkeys(numbers, np.float32))
    table[numbers] = _rounded(table[numbers].to_numpy())
    path = folder / f"{name}.parquet"
    words = list(table.columns.difference([*numbers, "seed"]))
    table.to_parquet(
        path,
        compression="zstd",
        index=False,
        use_dictionary=words,
        use_byte_stream_split=list(numbers),
    )
    return path


def _rounded(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round to `_BITS` binary digits; what is dropped takes no room in a packed file."""
    share, power = np.frexp(values)
    return np.ldexp(np.round(share * 2.0**_BITS) / 2.0**_BITS, power).astype(np.float32)


def _events(folder: Path, *, world: str) -> pd.DataFrame:
    return measured(night_of(folder, world))


def main(argv: Sequence[str] | None = None) -> None:
    """Measure a folder of nights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nights", type=Path)
    parser.add_argument("name")
    options = parser.parse_args(argv)
    nights = sorted(path.parent for path in options.nights.glob("*/truth.json"))
    if not nights:
        parser.error(f"{options.nights} holds no NIGHT/truth.json")
    with ProcessPoolExecutor() as pool:
        tables = pool.map(partial(_events, world=options.name), nights, chunksize=2)
        table = pd.concat(tables, ignore_index=True)
    path = kept(table, options.name)
    print(f"{len(nights)} nights, {len(table)} events; what can be learned from them: {path.name}")


if __name__ == "__main__":
    main()
