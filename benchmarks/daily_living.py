"""What is found in real daily living and real nights.

``python -m benchmarks.daily_living FOLDER`` scores public recordings that are not part of the
repository: UMAFall (ankle and wrist, activities of daily living and falls: Casilari et al.), the
wrist nights of WASTS (Bai 2020), a Verity Sense (BIOBSS), a wrist in Parkinson's disease
(ParaDigMa) and limbs with a phone (cloudUPDRS by PDkit). It prints movements per hour and their
kinds. Nothing here has a reference: the table is there to be looked at.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks
from limbwatch.dsp import analyse
from limbwatch.sensor import Placement, Recording, Samples, aligned
from limbwatch.sensor.files import read_recorded_file

_START = datetime(2026, 1, 1, 12, tzinfo=UTC)
_STEP_S = 20.0
"""Trials of UMAFall last 15 s; they are laid out this far apart, with a gap between."""

Named = tuple[str, tuple[Recording, ...]]


def umafall(folder: Path) -> Iterator[Named]:
    """Lay the trials of each subject behind one another, ankle and wrist together."""
    path = folder / "umafall_wrist_ankle" / "umafall_wrist_ankle_acc.parquet"
    if not path.exists():
        return
    table = pd.read_parquet(path)
    for (subject, kind), trials in table.groupby(["subject", "kind"], observed=True):
        order = {trial: k for k, trial in enumerate(sorted(trials["trial"].unique()))}
        recordings = []
        for name, placement in (("ANKLE", Placement.ANKLE), ("WRIST", Placement.WRIST)):
            mine = trials[trials["pos"] == name]
            runs = [_run(part, order[str(trial)] * _STEP_S) for trial, part in _trials(mine)]
            recordings.append(_recording(placement, runs, rate=20.0))
        yield (
            f"UMAFall {subject}, {'falls' if kind == 'Fall' else 'daily living'}",
            tuple(recordings),
        )


def _trials(table: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    for trial, part in table.groupby("trial", observed=True):
        yield trial, part.sort_values("t_ms").drop_duplicates("t_ms")


def _run(part: pd.DataFrame, start: float) -> Samples:
    seconds = part["t_ms"].to_numpy(float) / 1000
    rate = (len(seconds) - 1) / (seconds[-1] - seconds[0])
    xyz = part[["x", "y", "z"]].to_numpy(np.float32)
    return Samples(start=start + float(seconds[0]), rate=float(rate), xyz=xyz)


def _recording(placement: Placement, runs: list[Samples], *, rate: float) -> Recording:
    return Recording(
        start=_START,
        placement=placement,
        device="",
        rate_nominal=rate,
        rate=float(np.median([run.rate for run in runs])),
        runs=tuple(runs),
    )


def paradigma(folder: Path) -> Iterator[Named]:
    """Read twelve minutes of a wrist in Parkinson's disease (TSDF: seconds; g and degrees/s)."""
    base = folder / "paradigma_pd_wrist" / "1.prepared_data" / "imu"
    if not base.exists():
        return
    xyz = np.fromfile(base / "imu_values.bin", dtype="<f8").reshape(-1, 6)[:, :3]
    time = np.fromfile(base / "imu_time.bin", dtype="<f8")
    rate = (len(time) - 1) / float(time[-1] - time[0])
    run = Samples(start=0.0, rate=rate, xyz=xyz.astype(np.float32))
    yield "ParaDigMa wrist", (_recording(Placement.WRIST, [run], rate=rate),)


def files(folder: Path) -> Iterator[Named]:
    """Read the recordings that are files of a known dialect."""
    for path in sorted(folder.glob("wasts_wrist_nights/p*")):
        yield f"WASTS night {path.name.split('.')[0]}", (_read(path, Placement.WRIST),)
    for path in sorted(folder.glob("polar_verity_sense/*.txt")):
        yield "Verity Sense", (_read(path, Placement.WRIST),)
    for path in sorted(folder.glob("pdkit_cloudupdrs/*/*.csv")):
        leg = "LEG" in path.name.upper()
        name = path.name.split("_-_")[1].lower().replace("_", " ")
        yield f"cloudUPDRS {name}", (_read(path, Placement.ANKLE if leg else Placement.WRIST),)


def _read(path: Path, placement: Placement) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=UTC, start=_START)


def row(name: str, recordings: tuple[Recording, ...]) -> str:
    """Score one recording and put it into a row of a Markdown table."""
    common = aligned(recordings)
    night = score_tracks([analyse(one) for one in common], common, rules=WASM_2016, age=None)
    hours = sum(run.end - run.start for run in common[0].runs) / 3600
    kinds = Counter(str(event.kind) for event in night.events)
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    codes = ", ".join(finding.code for finding in night.findings) or "-"
    rate = sum(kinds.values()) / hours
    return f"| {name} | {hours:.2f} | {rate:.0f} | {counted or '-'} | {codes} |"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="where the public recordings are")
    folder = parser.parse_args().folder
    print("| recording | hours | movements /h | kinds | findings |\n|---|---|---|---|---|")
    for source in (umafall, files, paradigma):
        for name, recordings in source(folder):
            print(row(name, recordings), flush=True)


if __name__ == "__main__":
    main()
