"""A week of one person, cut into its nights: ``python -m benchmarks.week [--seed N]``.

Seven simulated nights of three sensors at 50 Hz, whose truth is known, with made-up days between
them, are written as one file per sensor. ``limbwatch replay`` reads them in a process of its own,
whose largest memory is measured. A night is right when it is one night of the list, its date is
that of its evening, and its figures are those of the same night replayed alone, within the limits
below. Seeds below 100 are for development.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow.csv import WriteOptions, write_csv

from limbwatch.sample_data.simulator import DEFAULT_PLACEMENTS, simulate
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.long_recording import open_stored
from limbwatch.sensor.store import write_recording

SCENARIOS = (
    "plm_severe",
    "healthy",
    "plm_moderate",
    "healthy",
    "plm_severe",
    "healthy",
    "plm_mild",
)
SLEEP_MINUTES = 45.0
"""Most minutes by which the sleep of a night of the week differs from the same night alone. The
days that lie around it are no part of the night alone, so that the stretch before sleep differs;
chosen."""
INDEX = 0.15
"""Largest relative difference of the PLMS index, and"""
INDEX_PER_HOUR = 2.0
"""largest difference that counts as none, per hour; chosen."""


def day(seconds: float, *, rate: float, seed: int, noise: float) -> NDArray[np.float32]:
    """Make a day of one limb: sitting with fidgets, changes of posture, and walking.

    Returns
    -------
    ndarray of float32, shape (n, 3)
        Acceleration, g.
    """
    rng = np.random.default_rng(seed)
    count = round(seconds * rate)
    xyz = np.empty((count, 3))
    at = 0
    lying = _direction(rng)
    while at < count:
        walking = rng.random() < 0.35
        length = round(rng.uniform(60, 400 if walking else 150) * rate)
        stop = min(at + length, count)
        time = np.arange(stop - at) / rate
        new = _direction(rng)
        share = np.clip(time / 1.5, 0, 1)[:, None]
        xyz[at:stop] = lying * (1 - share) + new * share
        xyz[at:stop] /= np.linalg.norm(xyz[at:stop], axis=1, keepdims=True)
        if walking:
            step = 2 * np.pi * rng.uniform(1.6, 2.1) * time
            swing = np.stack([np.sin(step), 0.6 * np.sin(2 * step + 1), 0.4 * np.cos(step)], axis=1)
            xyz[at:stop] += rng.uniform(0.25, 0.6) * swing
        lying, at = new, stop
    return (xyz + rng.normal(0, noise, xyz.shape)).astype(np.float32)


def _direction(rng: np.random.Generator) -> NDArray[np.float64]:
    vector = rng.normal(size=3)
    return np.asarray(vector / np.linalg.norm(vector))


def chain(
    nights: Sequence[Recording], *, first: datetime, every: timedelta, seed: int, tail_s: float
) -> Recording:
    """Put nights of one sensor one after the other, with days between.

    Parameters
    ----------
    nights : sequence of Recording
        Of one placement.
    first : datetime
        Aware start of the first; the others follow by ``every``.
    every : timedelta
    seed : int
    tail_s : float
        Seconds of day behind the last night.
    """
    rate = nights[0].rate
    # a sensor is no noisier by day: half of the differences of neighbours at rest are noise alone
    steps = np.abs(np.diff(nights[0].runs[0].xyz[:, 0].astype(np.float64)))
    noise = float(np.median(steps) / 0.6745 / np.sqrt(2))
    runs: list[Samples] = []
    for number, night in enumerate(nights):
        shift = number * every.total_seconds()
        if runs:
            runs.append(
                _filled(runs[-1].end, shift + night.runs[0].start, rate, seed + number, noise)
            )
        runs += [Samples(start=r.start + shift, rate=r.rate, xyz=r.xyz) for r in night.runs]
    if tail_s:
        runs.append(_filled(runs[-1].end, runs[-1].end + tail_s, rate, seed + 99, noise))
    return replace(nights[0], start=first, runs=tuple(runs))


def _filled(begin: float, end: float, rate: float, seed: int, noise: float) -> Samples:
    begin += 1 / rate
    xyz = day(end - begin - 1 / rate, rate=rate, seed=seed, noise=noise)
    return Samples(start=begin, rate=rate, xyz=xyz)


def write_week(place: Path, alone: Path, *, seed: int, rate: float = 50.0) -> dict[str, Path]:
    """Write a week, and each of its nights alone; one file for each placement."""
    zone_start = datetime.fromisoformat("2026-03-02T22:30:00+01:00")
    kept: dict[Placement, list[Recording]] = {p: [] for p in DEFAULT_PLACEMENTS}
    for number, scenario in enumerate(SCENARIOS):
        night = simulate(scenario, seed=seed + number, hours=8.0, rate=rate)
        for one in night.recordings:
            start = zone_start + timedelta(days=number)
            folder = alone / f"{number}"
            folder.mkdir(parents=True, exist_ok=True)
            # written and read again, so that only one sensor's week is ever in memory
            write_recording(replace(one, start=start), folder / f"{one.placement.value}.parquet")
    from limbwatch.sensor.store import read_stored  # noqa: PLC0415

    paths = {}
    for placement in kept:
        nights = [
            read_stored(alone / f"{number}" / f"{placement.value}.parquet")
            for number in range(len(SCENARIOS))
        ]
        week = chain(
            nights,
            first=zone_start,
            every=timedelta(days=1),
            seed=1000 * (seed + 1) + list(kept).index(placement) * 7,
            tail_s=3600.0,
        )
        paths[placement.value] = place / f"{placement.value}.parquet"
        write_recording(week, paths[placement.value])
    return paths


RATES = (1.0, 1.008, 0.996, 1.004, 1.0, 1.008, 0.99)
"""Shares of the rate of a sensor whose rate is another each day."""


def as_text(path: Path, *, clock: bool, rates: bool, zipped: bool) -> Path:
    """Write a stored recording as CSV, hour by hour.

    Parameters
    ----------
    path : Path
    clock : bool
        With times of day; else with Unix seconds.
    rates : bool
        At another rate each day, by stamps that go faster or slower.
    zipped : bool
    """
    stored, text = open_stored(path), path.with_suffix(".csv.gz" if zipped else ".csv")
    begin, (first, last) = stored.start.timestamp(), stored.span
    ahead = (stored.start.utcoffset() or timedelta()).total_seconds()
    days = np.arange(len(RATES) + 1) * 86_400.0
    by_stamps = np.r_[0.0, np.cumsum(86_400.0 / np.array(RATES))]
    with gzip.open(text, "wb", 1) if zipped else text.open("wb") as file:
        file.write(b"timestamp,x,y,z\n")
        for hour in np.arange(first, last, 3600.0).tolist():
            part = stored.between(hour, hour + 3600.0)
            for run in () if part is None else part.runs:
                seconds = run.start + np.arange(len(run)) / run.rate
                if rates:
                    seconds = np.interp(seconds, days, by_stamps)
                columns = [begin + seconds, *run.xyz.T]
                told = [pa.array(np.round(each.astype(np.float64), 4)) for each in columns]
                if clock:
                    whole = np.round((begin + seconds + ahead) * 1e3).astype(np.int64)
                    moments = pa.array(whole, pa.timestamp("ms"))
                    told[0] = pc.strftime(moments, format="%H:%M:%S")
                table = pa.table(dict(zip(("timestamp", "x", "y", "z"), told, strict=True)))
                write_csv(table, file, WriteOptions(include_header=False, quoting_style="none"))
    path.unlink()
    return text


def replayed(paths: dict[str, Path], nights: Path, *more: str) -> tuple[object, float, float]:
    """Replay files in a process of its own: what it says, its largest memory in MB, seconds."""
    command = [
        *(sys.executable, "-m", "limbwatch", "replay", "--json", "-q", "--nights", str(nights)),
        *more,
        *(f"{placement}={path}" for placement, path in paths.items()),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    # of this child alone; at its start it has the size of this process, which therefore stays small
    _, _, used = os.wait4(process.pid, 0)
    return json.loads(said), used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def main() -> None:
    """Make a week, cut it, and compare its nights with the same nights alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--csv", action="store_true", help="write the week as text")
    parser.add_argument("--clock", action="store_true", help="as text with times of day")
    parser.add_argument("--rates", action="store_true", help="as text, at another rate each day")
    parser.add_argument("--gz", action="store_true", help="as text, packed by gzip")
    given = parser.parse_args()
    as_said = {"clock": given.clock, "rates": given.rates, "zipped": given.gz}
    # times of day tell neither date nor zone
    more = (
        ("--start", "2026-03-02T22:30:00+01:00", "--timezone", "Etc/GMT-1") if given.clock else ()
    )
    seed = given.seed
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            paths = apart.submit(write_week, place, place / "alone", seed=seed).result()
            if given.csv or any(as_said.values()):
                paths = {
                    name: apart.submit(as_text, one, **as_said).result()
                    for name, one in paths.items()
                }
        size = sum(path.stat().st_size for path in paths.values()) / 1e6
        rows, peak, seconds = replayed(paths, place / "nights", *more)
        assert isinstance(rows, list)
        print(f"{size:.0f} MB in {len(paths)} files; {len(rows)} nights of {len(SCENARIOS)}")
        print(f"peak memory {peak:.0f} MB, CPU {seconds:.0f} s")
        right = 0
        for number, scenario in enumerate(SCENARIOS):
            own = {p: place / "alone" / f"{number}" / f"{p}.parquet" for p in paths}
            alone, _, _ = replayed(own, place / f"alone-{number}")
            assert isinstance(alone, dict)
            row = rows[number] if number < len(rows) else {}
            right += _compare(row, alone, scenario, number)
        print(f"{right} of {len(SCENARIOS)} nights right")


def _compare(row: dict, alone: dict, scenario: str, number: int) -> bool:  # type: ignore[type-arg]
    date = f"2026-03-{2 + number:02d}"
    index, alone_index = row.get("plm_index_per_hour"), alone["plm"]["index_per_hour"]
    sleep, alone_sleep = row.get("sleep_minutes") or 0.0, alone["sleep"]["minutes"]
    limit = max(INDEX_PER_HOUR, INDEX * alone_index)
    good = (
        row.get("night") == date
        and index is not None
        and abs(index - alone_index) <= limit
        and abs(sleep - alone_sleep) <= SLEEP_MINUTES
    )
    print(
        f"{row.get('night')} {scenario:14} PLMS/h {index} (alone {alone_index}), "
        f"sleep {sleep:.0f} min (alone {alone_sleep:.0f}), findings {row.get('findings')} "
        f"(alone {[one['code'] for one in alone['findings']]}): {'right' if good else 'WRONG'}"
    )
    return good


if __name__ == "__main__":
    main()
