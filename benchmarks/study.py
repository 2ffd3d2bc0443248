"""Many nights: cost, throughput, memory, and what is left after kills.

A dozen simulated nights are linked under many names, so that a study of any size fits the disk.
Cost is processor time, which a busy machine does not change much; throughput is by the clock, and
says as much about what else the machine did. ``python -m benchmarks.study --help``.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import psutil

SCENARIOS: Final = ("healthy", "hypnic", "plm_mild", "plm_moderate", "plm_severe", "both")
FIRST_SEED: Final = 1000
_COMMAND: Final = (sys.executable, "-m", "limbwatch")


def simulated(place: Path, number: int, hours: float) -> Path:
    """Store a simulated night of three sensors at 50 Hz as Parquet."""
    from limbwatch.sample_data.simulator import simulate  # noqa: PLC0415
    from limbwatch.sensor.store import write_recording  # noqa: PLC0415

    folder = place / f"night{number}"
    folder.mkdir(parents=True)
    night = simulate(SCENARIOS[number % len(SCENARIOS)], seed=FIRST_SEED + number, hours=hours)
    for recording in night.recordings:
        write_recording(recording, folder / f"{recording.placement.value}.parquet")
    return folder


def linked(sources: list[Path], place: Path, names: int) -> Path:
    """Give nights many names: a folder a person, of links to the same files."""
    for number in range(names):
        person = place / f"P{number:05d}"
        person.mkdir(parents=True)
        for file in sources[number % len(sources)].iterdir():
            (person / file.name).hardlink_to(file)
    return place


def planned(place: Path, manifest: Path) -> float:
    """Plan a study; give seconds by the clock."""
    begun = time.perf_counter()
    command = [*_COMMAND, "study", "plan", str(place), "-o", str(manifest), "--timezone", "UTC"]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def started(manifest: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start a study."""
    command = [*_COMMAND, "study", "run", str(manifest), "-o", str(out), "--quiet"]
    return subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def workers_of(run: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """List the processes that score: all below a run, or itself, that hold much memory."""
    try:
        every = psutil.Process(run.pid).children(recursive=True)
        return [one for one in every if "spawn_main" in " ".join(one.cmdline())]
    except psutil.Error:
        return []


def watched(run: subprocess.Popen[bytes]) -> Iterator[tuple[int, float]]:
    """Give process and memory (resident, MB) of each worker twice a second."""
    while run.poll() is None:
        for one in workers_of(run):
            try:
                yield one.pid, one.memory_info().rss / 2**20
            except psutil.Error:
                continue
        time.sleep(0.5)


def content(out: Path) -> dict[str, bytes]:
    """Read all that a study left, but for its lock."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.endswith("-lock")
    }


def cost_of_replay(night: Path, aside: Path) -> float:
    """Processor seconds of one ``replay``, the median of five."""
    files = [f"{file.stem}={file}" for file in sorted(night.iterdir())]
    found = []
    for number in range(5):
        before = _work()
        command = [*_COMMAND, "replay", *files, "--nights", str(aside / str(number)), "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        found.append(_work() - before)
    return statistics.median(found)


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _read_and_written() -> tuple[int, int]:
    """Bytes that this process and those it waited for asked the system to read and to write.

    Whether a disk or the system's memory answered; 0 where the system does not count.
    """
    counters = getattr(psutil.Process(), "io_counters", None)
    found = counters() if counters else None
    return getattr(found, "read_chars", 0), getattr(found, "write_chars", 0)


def speed(manifest: Path, place: Path, nights: int, workers: int, replay: float) -> None:
    """Print cost, throughput, what is read and written, and memory of a study."""
    out = place / f"out{workers}"
    read, written = _read_and_written()
    before, begun = _work(), time.perf_counter()
    run = started(manifest, out, workers)
    memory: dict[int, list[float]] = {}
    for pid, size in watched(run):
        memory.setdefault(pid, []).append(size)
    assert run.wait() == 0, run.stderr and run.stderr.read()
    seconds, work = time.perf_counter() - begun, _work() - before
    print(
        f"workers {workers}: {3600 * nights / seconds:.0f} nights/h by the clock, "
        f"{work / nights:.2f} s of processor a night ({work / nights / replay:.2f} of a replay), "
        f"load {os.getloadavg()[0]:.1f}"
    )
    after = _read_and_written()
    kept = sum(len(one) for one in content(out).values())
    print(
        f"  a night: {(after[0] - read) / nights / 2**20:.2f} MB read, "
        f"{(after[1] - written) / nights / 2**20:.2f} MB written, {kept / nights / 2**10:.0f} kB "
        "kept"
    )
    for pid, sizes in memory.items():
        third = len(sizes) // 3
        if third:
            first, last = (
                statistics.median(part) for part in (sizes[third : 2 * third], sizes[-third:])
            )
            print(
                f"  worker {pid}: median memory {first:.0f} MB in the second third, "
                f"{last:.0f} MB in the last, most {max(sizes):.0f} MB"
            )


def kills(manifest: Path, place: Path, times: int, whole: dict[str, bytes]) -> None:
    """Kill a worker or the whole run at random moments, go on, and compare."""
    rng = random.Random(FIRST_SEED)  # noqa: S311 - moments, not secrets
    equal = alive = 0
    begun = time.perf_counter()
    assert started(manifest, place / "undisturbed", 2).wait() == 0
    lasts = time.perf_counter() - begun
    shutil.rmtree(place / "undisturbed")
    for number in range(times):
        out = place / f"killed{number}"
        run = started(manifest, out, 2)
        moment = rng.uniform(0, lasts)
        time.sleep(moment)
        what = "worker" if number % 2 else "run"
        victims = workers_of(run) if what == "worker" else []
        victim = rng.choice(victims).pid if victims else run.pid
        if run.poll() is None:
            os.kill(victim, signal.SIGKILL)
            alive += 1
        code = run.wait()
        if code != 0:
            assert started(manifest, out, 2).wait() == 0
        same = content(out) == whole
        equal += same
        who = "worker" if victims else "run"
        print(
            f"  kill {number}: {who} after {moment:.1f} of {lasts:.1f} s, then exit code {code}, "
            f"result equal: {same}",
            flush=True,
        )
        shutil.rmtree(out)
    print(f"{equal} of {times} studies, {alive} of them killed, ended with the same bytes")


def main() -> None:
    """Print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--nights", type=int, default=200, help="names of nights")
    asked.add_argument("--different", type=int, default=12, help="simulated nights behind them")
    asked.add_argument("--hours", type=float, default=8.0)
    asked.add_argument("--workers", type=int, nargs="*", default=[0, 1, 2])
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--plan", type=int, default=10_000, help="nights that are only planned")
    given = asked.parse_args()
    print("arguments:", vars(given), "cores:", os.cpu_count(), "load:", os.getloadavg())
    with tempfile.TemporaryDirectory(prefix="limbwatch-study-") as folder:
        place = Path(folder)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            sources = [
                elsewhere.submit(simulated, place / "nights", number, given.hours).result()
                for number in range(given.different)
            ]
        size = sum(file.stat().st_size for one in sources for file in one.iterdir())
        print(f"a night has {size / len(sources) / 2**20:.1f} MB in three files")
        replay = cost_of_replay(sources[0], place / "replay")
        print(f"one replay with report: {replay:.2f} s of processor")
        manifest = place / "manifest.csv"
        planned(linked(sources, place / "study", given.nights), manifest)
        for workers in given.workers:
            speed(manifest, place, given.nights, workers, replay)
        made = [content(place / f"out{workers}") for workers in given.workers]
        print("all engines gave the same bytes:", all(one == made[0] for one in made))
        if given.kills:
            kills(manifest, place, given.kills, made[0])
        if given.plan:
            many = linked(sources, place / "many", given.plan)
            seconds = planned(many, place / "many.csv")
            print(f"{given.plan} nights planned and checked in {seconds:.1f} s by the clock")


if __name__ == "__main__":
    main()
