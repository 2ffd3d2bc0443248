"""How fast a night is scored, as ratios: ``python -m benchmarks.speed``.

The whole ``limbwatch replay`` process (start-up, reading, detection, labels, Parquet, all files)
is held against a process that does nothing but ``pandas.read_csv`` of the same files, in the
same run, alternately, so that a slow or busy machine slows both. Seconds are not printed: they
say more about the machine than about the program. All have their byte code at hand, as
installed programs do.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from limbwatch.sensor import Placement

PLACEMENTS = (
    Placement.ANKLE_LEFT,
    Placement.ANKLE_RIGHT,
    Placement.WRIST_LEFT,
    Placement.WRIST_RIGHT,
)
RATE = 50.0
HOURS = 8.0
SENSORS = 3
START = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)

_PANDAS = "import sys, pandas\nfor path in sys.argv[1:]: pandas.read_csv(path)"
_STAGES = """
import sys, time
begun = time.perf_counter()
from limbwatch.cli.shortcuts.process import keep_to_one_thread
keep_to_one_thread()  # as the command does
marks = []
def mark(name):
    marks.append((name, time.perf_counter()))
from pathlib import Path
from limbwatch.cli.making.tracks import condensed
from limbwatch.cli.reading.recordings import Clocks, read_sources, zone_of
from limbwatch.cli.report.document import get_ready, write_report
from limbwatch.cli.making.finished_night import write_results
from limbwatch.cli.making.scored_tracks import night_of
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.reading.sources import parse_sources
from limbwatch.dsp import analyse
from limbwatch.sensor import aligned
from limbwatch.sensor.store import write_recording
get_ready()
mark("start-up and imports")
recordings = read_sources(parse_sources(sys.argv[2:]), Clocks(zone_of("UTC")))
mark("reading CSV")
common = aligned(recordings)
tracks = tuple(map(analyse, common))
mark("detection")
night = night_of(tracks, common, ScoringWish(ScoredBy("wasm2016")))
mark("labels, series, sleep, findings")
folder = Path(sys.argv[1])
(folder / "recording").mkdir(parents=True)
for recording in common:
    write_recording(recording, folder / "recording" / f"{recording.placement.value}.parquet")
mark("writing Parquet")
write_results(folder, night)
mark("writing results")
write_report(folder, at_hand=condensed(tracks))
mark("report")
for name, moment in marks:
    print(f"{name}\\t{moment - begun}")
    begun = moment
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process took: seconds by the clock, of the processors, and peak memory in MB."""

    seconds: float
    work: float
    memory: float


def limb(hours: float, *, seed: int) -> NDArray[np.float32]:
    """Make a limb that rests, breathes, is kicked every half minute and turns now and then."""
    rng = np.random.default_rng(seed)
    count = int(hours * 3600 * RATE)
    time_ = np.arange(count) / RATE
    angle = np.repeat(rng.uniform(-1, 1, count // 60000 + 1), 60000)[:count]
    xyz = np.column_stack([np.zeros(count), np.sin(angle), np.cos(angle)])
    xyz += rng.normal(0, 0.003, xyz.shape)
    kick = np.sin(2 * np.pi * 2 * (time_ % 30)) * (time_ % 30 < 2) * (time_ % 3600 < 1800)
    xyz[:, 0] += 0.2 * kick * np.repeat(rng.uniform(0.1, 1, count // 1500 + 1), 1500)[:count]
    return xyz.astype(np.float32)


def write_csv(path: Path, xyz: NDArray[np.float32]) -> None:
    """Write samples with Unix time in ms and four decimals."""
    stamps = np.round(START.timestamp() + np.arange(len(xyz)) / RATE, 3)
    columns = np.round(xyz.astype(np.float64), 4)
    table = pa.table({"timestamp": stamps} | {n: columns[:, k] for k, n in enumerate("xyz")})
    pyarrow.csv.write_csv(table, path)


def make_files(folder: Path, *, hours: float, sensors: int) -> list[Path]:
    """Write one CSV file for each sensor."""
    folder.mkdir()
    paths = [folder / f"{placement.value}.csv" for placement in PLACEMENTS[:sensors]]
    # elsewhere, because the peak memory of a process counts from that of the one that started it
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as elsewhere:
        for seed, path in enumerate(paths):
            elsewhere.submit(_make_file, path, hours, seed).result()
    return paths


def _make_file(path: Path, hours: float, seed: int) -> None:
    write_csv(path, limb(hours, seed=seed))


def run(arguments: Sequence[str]) -> Cost:
    """Run a process and wait for it."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        assert process.stderr is not None
        raise RuntimeError(process.stderr.read().decode())
    process.returncode = 0
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        seconds=seconds,
        work=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * unit / 1e6,
    )


def sources(paths: list[Path]) -> list[str]:
    """Name the placement of each file."""
    return [f"{path.stem}={path}" for path in paths]


def replay(paths: list[Path], nights: Path) -> Cost:
    """Score files as one more night, with nothing left out."""
    before = len(list(nights.glob("*")))
    options = ["--nights", str(nights), "--timezone", "UTC", "--again"]
    cost = run(["-m", "limbwatch", "replay", *sources(paths), *options])
    # without --again the same files are not scored twice, and what was measured is no replay; a
    # recording of more than a day becomes several nights
    assert len(list(nights.glob("*"))) > before, "replay made no night"
    return cost


def against_pandas(work: Path, *, repeats: int) -> None:
    """Compare the commands with plain pandas, alternately."""
    paths = make_files(work / "night", hours=HOURS, sensors=SENSORS)
    nights = work / "nights"
    costs: dict[str, list[Cost]] = {"pandas": [], "replay": [], "rescore": []}
    run(["-c", _PANDAS, *map(str, paths)])
    replay(paths, nights)
    for _ in range(repeats):
        costs["pandas"].append(run(["-c", _PANDAS, *map(str, paths)]))
        costs["replay"].append(replay(paths, nights))
        costs["rescore"].append(
            run(["-m", "limbwatch", "rescore", "latest", "--nights", str(nights)])
        )
    seconds = {name: [cost.seconds for cost in each] for name, each in costs.items()}
    ratios = [r / p for r, p in zip(seconds["replay"], seconds["pandas"], strict=True)]
    again = [r / p for r, p in zip(seconds["rescore"], seconds["replay"], strict=True)]
    memory = max(cost.memory for cost in costs["replay"])
    effort = [r.work / p.work for r, p in zip(costs["replay"], costs["pandas"], strict=True)]
    lighter = [r.work / p.work for r, p in zip(costs["rescore"], costs["replay"], strict=True)]
    print(f"{HOURS:g} h, {SENSORS} sensors, {RATE:g} Hz, CSV; median of {repeats}, (all)")
    print(f"replay / pandas.read_csv    {median(ratios):.2f}   ({_all(ratios)})   aim 1.5")
    print(f"  the same, processor time  {median(effort):.2f}   ({_all(effort)})")
    print(f"rescore / replay            {median(again):.2f}   ({_all(again)})   aim 0.33")
    print(f"  the same, processor time  {median(lighter):.2f}   ({_all(lighter)})")
    print(f"peak memory of replay       {memory:.0f} MB   aim 600")
    stages(work, paths, whole=median(seconds["replay"]), repeats=repeats)


def stages(work: Path, paths: list[Path], *, whole: float, repeats: int) -> None:
    """Say where the time goes, one stage after the other, as shares of the whole command."""
    shares: dict[str, list[float]] = {}
    for number in range(repeats):
        done = subprocess.run(
            [sys.executable, "-c", _STAGES, str(work / f"stages{number}"), *sources(paths)],
            capture_output=True,
            text=True,
            check=True,
        )
        for line in done.stdout.splitlines():
            name, seconds = line.split("\t")
            shares.setdefault(name, []).append(float(seconds) / whole)
    print("\nwhere the time goes, one stage after the other (replay does some at once, so the sum")
    print("may be over 100 %):")
    for name, each in shares.items():
        print(f"  {name:<34}{median(each):6.1%}")


def growth(work: Path, *, longest: float) -> None:
    """Cost of more hours and of more sensors."""
    shortest = make_files(work / "empty", hours=0.1, sensors=1)
    empty = min(replay(shortest, work / "grown").work for _ in range(5))
    print("\nprocessor time beyond start-up, per sensor and hour, as a ratio to 8 h of one sensor")
    hours = [h for h in (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0) if h <= max(longest, HOURS)]
    cases = [(h, 1) for h in hours] + [(HOURS, n) for n in (2, 3, 4)]
    found: dict[tuple[float, int], Cost] = {}
    for number, (length, sensors) in enumerate(cases):
        folder = work / f"grown{number}"
        paths = make_files(folder, hours=length, sensors=sensors)
        costs = [replay(paths, work / "grown") for _ in range(3)]
        found[length, sensors] = min(costs, key=lambda cost: cost.work)
        shutil.rmtree(folder)
        shutil.rmtree(work / "grown")
    unit = (found[HOURS, 1].work - empty) / HOURS
    print("  hours  sensors   ratio   peak MB")
    for (length, sensors), cost in found.items():
        ratio = (cost.work - empty) / (length * sensors) / unit
        print(f"  {length:5g}  {sensors:7d}   {ratio:5.2f}   {cost.memory:7.0f}")


def _all(values: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="How fast a night is scored, as ratios.")
    parser.add_argument("--repeats", type=int, default=5, help="alternate runs (5)")
    parser.add_argument("--longest", type=float, default=64.0, help="longest recording, hours (64)")
    parser.add_argument("--no-growth", action="store_true", help="leave out hours and sensors")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="limbwatch-speed-") as folder:
        work = Path(folder)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
        against_pandas(work, repeats=wanted.repeats)
        if not wanted.no_growth:
            growth(work, longest=wanted.longest)


if __name__ == "__main__":
    main()
