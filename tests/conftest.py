"""Shared settings and builders: property tests are reproducible and not judged by the clock."""

import os

# As in the command itself, before numpy is imported here and in the workers: a second thread of
# linear algebra waits for its share by spinning, and took a quarter of what scoring tests take.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gc
import gzip
import io
import itertools
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from limbwatch.classify.agreement import clock_line, estimates
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Finding, Night, Series
from limbwatch.classify.slept import Sleep
from limbwatch.cli.app import run
from limbwatch.cli.recording import keep_awake
from limbwatch.dsp import Detector, Epochs, Movements, Track
from limbwatch.dsp.analysis import with_stillness
from limbwatch.dsp.limits import LIMITS
from limbwatch.dsp.movements import joined
from limbwatch.dsp.signal.calibration import UNCALIBRATED
from limbwatch.sample_data import sample_night
from limbwatch.sensor import Placement, Samples

# Looking through what tests read, which stays, for garbage took a quarter of reading the texts out
# of the sources. What only a cycle holds goes later, and no test waits for that.
gc.set_threshold(50_000, 20, 100)

os.environ["LIMBWATCH_LANG"] = "en"  # whatever the locale of whoever runs the tests
os.environ["TZ"] = "UTC"  # likewise
if sys.platform != "win32":
    time.tzset()
EXAMPLES = {"limbwatch": 40, "thorough": 1000}
"""Of each property, the same every time. Who changes what a property is of tries more of them once:
``pytest --hypothesis-profile=thorough``."""
for profile, count in EXAMPLES.items():
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=True,
        max_examples=count,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],  # a busy machine is slow
    )
settings.load_profile("limbwatch")

# Compiled modules are kept, whatever the environment says: each worker, and each command that a
# test starts, would compile all of limbwatch anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What starts the suite in the background has it, and all that it starts, ignore these.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

WAITING = frozenset({"test_ble.py", "test_radio_faults.py"})
"""Files whose tests mostly wait, and share nothing."""

SIZES = (1, 2, 3, 37, 4096)
"""Values pushed at once, beside whole runs."""


def pytest_xdist_auto_num_workers() -> int:
    """Four for two cores: two fifths of the suite wait for radios, browsers and processes."""
    cores = os.cpu_count() or 1
    return cores + max(min(cores, 2), (cores + 1) // 2)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each worker begins at another file, and finds the rest compiled by those that began there.

    In a fresh clone all would compile the same file at the same time, one after the other: to
    rewrite and compile the tests takes longer than to load them.
    """
    here, config = Path(__file__).parent, session.config
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker and [Path(arg).resolve() for arg in config.args] == [here]:
        files = [str(path) for path in sorted(here.rglob("test_*.py"))]
        first = int(worker) * len(files) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        config.args[:] = files[first:] + files[:first]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order is that of all workers again, which have to agree on it.

    What waits for radios lies among the rest: together at one place, it was waited for at the end.
    What opens a browser is not of those tests that any machine can run.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.system)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    if len(config.args) > 1:
        items.sort(key=lambda item: item.path)
    waiting = [item for item in items if item.path.name in WAITING]
    others = [item for item in items if item.path.name not in WAITING]
    places = np.linspace(0, len(others), len(waiting), endpoint=False).astype(int)
    for place, item in zip(places[::-1].tolist(), waiting[::-1], strict=True):
        others.insert(place, item)
    items[:] = others


def pytest_collection_finish() -> None:
    """What 3700 tests are made of stays: the collector need not look through it all the time."""
    gc.freeze()


_FINE = 3
"""Up to this size a push costs more than what it finds: only some moments are cut so finely,"""
_ROUND_S = 1.5
"""from so long before to so long after, seconds,"""
_FINE_MOVEMENTS = 2
"""at both ends of no more than this many movements of a run."""


@pytest.fixture(scope="session")
def detect() -> Callable[..., Movements]:
    """Movements of runs of samples: found whole, in chunks and sample by sample, and all equal.

    ``cuts`` are places of one more partition, of the first run; ``options`` are the detector's.
    """

    def detect(
        *runs: Samples,
        sizes: tuple[int, ...] = SIZES,
        cuts: "list[int] | range" = range(0),
        **options: object,
    ) -> Movements:
        make = partial(Detector, **options)  # type: ignore[arg-type]
        whole = pushed(make, runs)
        for size in sizes:
            parts = [part for run in runs for part in cut(run, size, whole)]
            assert_equal(pushed(make, parts), whole, f"{size} values at a time")
        if cuts:
            first = cut_at(runs[0], sorted({0, *cuts, len(runs[0])}))
            assert_equal(pushed(make, [*first, *runs[1:]]), whole, f"cut at {list(cuts)}")
        return whole

    return detect


def pushed(make: Callable[[], Detector], parts: "list[Samples] | tuple[Samples, ...]") -> Movements:
    detector = make()
    return joined([*(detector.push(part) for part in parts), detector.flush()])


def cut_at(run: Samples, edges: list[int]) -> Iterator[Samples]:
    for first, stop in itertools.pairwise(edges):
        start = run.start + first / run.rate
        yield Samples(start=start, rate=run.rate, xyz=run.xyz[first:stop])


def cut(run: Samples, size: int, found: Movements) -> Iterator[Samples]:
    """Pieces of one size, the finest where the run and some movements begin and end."""
    if size > _FINE:
        return cut_at(run, [*range(0, len(run), size), len(run)])
    edges = set(range(0, len(run), SIZES[-1]))
    inside = (found.onset < run.end) & (found.offset > run.start)
    onset, offset = found.onset[inside], found.offset[inside]
    chosen = np.unique(np.linspace(0, len(onset) - 1, _FINE_MOVEMENTS).astype(int))
    moments = [run.start, *(time[k] for k in chosen for time in (onset, offset) if len(time))]
    for moment in moments:
        first, stop = (int((moment - run.start + s) * run.rate) for s in (-_ROUND_S, _ROUND_S))
        edges.update(range(max(0, first), min(stop, len(run)), size))
    return cut_at(run, sorted({0, *edges, len(run)}))


def assert_equal(one: Movements, other: Movements, how: str) -> None:
    for column in fields(Movements):
        left, right = getattr(one, column.name), getattr(other, column.name)
        assert np.array_equal(left, right, equal_nan=True), f"{column.name}, {how}"


_NUMBERS = itertools.count()
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note what failed, whose files are kept."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture
def tmp_path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Make a folder of one's own, as pytest does, whose own looks for a free name each time.

    That took a millisecond of each of 4000 tests, of which most take less for all else.
    """
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}{next(_NUMBERS)}"
    path.mkdir(mode=0o700)
    yield path
    if not request.node.stash.get(_FAILED, False):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep crash logs and the list of files that were made out of the home of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """No power fails while the suite runs: what a test reads back need not be on the disk yet.

    Commands in processes of their own do wait for it, and the tests of a full or faulty disk have
    an ``fsync`` of theirs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # which refuses a file that is closed as well
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_system_is_kept_awake() -> Iterator[None]:
    """Every recording started a process, and waited a fifth of a second for its refusal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keep_awake, "_COMMANDS", {})
        yield


@pytest.fixture(scope="session")
def ten_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a limb of the sample night, its first ten minutes; read only."""
    path = tmp_path_factory.mktemp("short") / "ankle.csv.gz"
    with gzip.open(sample_night()["ankle_left"]) as whole, gzip.open(path, "wb", 1) as short:
        short.writelines(itertools.islice(whole, 1 + 10 * 60 * 25))
    return path


class DemoNight(NamedTuple):
    """The sample night as ``limbwatch demo`` makes it, and what the command says."""

    folder: Path
    out: str
    err: str
    own: Path
    """The folder of one's own nights."""


@pytest.fixture(scope="session")
def demo_night(tmp_path_factory: pytest.TempPathFactory) -> DemoNight:
    """The sample night, made once for all tests that look at it; read only."""
    place = tmp_path_factory.mktemp("demo")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("LIMBWATCH_NIGHTS", str(place / "own"))
        patch.setattr(tempfile, "tempdir", str(place))
        assert run(["demo"]) == 0
    (folder,) = place.glob("limbwatch-demo-*/*")
    return DemoNight(folder, out.getvalue(), err.getvalue(), place / "own")


@pytest.fixture
def coarse_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few lines are weighed and nights drawn where a test is not of how clocks and studies go.

    That took most of what comparing takes; the tests of clocks and of statistics have all of them.
    """
    told = estimates.over_nights.__kwdefaults__
    monkeypatch.setitem(told, "resamples", told["resamples"] // 10)
    few = replace(clock_line._GRID, levels=9, slopes=21, jitters=clock_line._GRID.jitters[::3])
    monkeypatch.setattr(clock_line, "_GRID", few)


_TYPICAL = {
    "peak": 0.15,
    "rms": 0.06,
    "jerk": 4.0,
    "rise": 0.3,
    "width": 0.3,
    "bursts": 2.0,
    "frequency": 1.5,
    "rhythm": 0.3,
    "displacement": 0.1,
    "excursion": 5.0,
    "turn": 0.2,
    "floor": 0.001,
}


@pytest.fixture
def make_track() -> Callable[..., Track]:
    """Build the track of one limb from (onset, duration) pairs; other measures are typical."""

    def make(
        placement: Placement,
        moves: list[tuple[float, float]],
        *,
        end: float = 3600.0,
        spans: list[tuple[float, float]] | None = None,
        **measures: float,
    ) -> Track:
        onset = np.array([a for a, _ in moves], float)
        offset = np.array([a + d for a, d in moves], float)
        columns = {f.name: np.full(len(moves), np.nan) for f in fields(Movements)}
        columns |= {
            name: np.full(len(moves), value) for name, value in (_TYPICAL | measures).items()
        }
        columns |= {
            "onset": onset,
            "offset": offset,
            "peak_time": onset + 0.2,
            "active": offset - onset,
            "shape": np.tile(np.hanning(LIMITS.shape_values), (len(moves), 1)),
        }
        recorded = np.array(spans or [(0.0, end)])
        count = int(end)
        epochs = Epochs(
            length=1.0,
            valid=np.ones(count),
            gravity=np.tile([0.0, 0.0, 1.0], (count, 1)),
            spread=np.full((count, 3), 0.001),
        )
        return Track(
            placement=placement,
            rate=50.0,
            spans=recorded,
            worn=recorded,
            calibration=UNCALIBRATED,
            movements=with_stillness(Movements(**columns), spans=recorded),
            epochs=epochs,
            peaks=np.empty(0, np.float32),
            threshold=0.005,
            floor=0.001,
        )

    return make


LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
START = datetime.fromisoformat("2026-03-14T22:41:00+01:00")
HOURS = 8


def _event(onset: float, kind: Kind, *limbs: Placement, **given: object) -> Event:
    values: dict[str, object] = {
        "duration": 2.0,
        "series": None,
        "asleep": True,
        "confidence": 0.9,
        "peak": 0.25,
        "reason": "2.0 s, 20.0 s after the one before",
    }
    return Event(onset=onset, kind=kind, limbs=limbs, **(values | given))  # type: ignore[arg-type]


def _coverage(placement: Placement, *gaps: tuple[float, float]) -> Coverage:
    lost = sum(end - start for start, end in gaps)
    return Coverage(
        placement=placement,
        recorded_s=HOURS * 3600.0 - lost,
        worn_s=HOURS * 3600.0 - lost,
        gaps=gaps,
        not_worn=(),
        rate=49.97,
        rate_nominal=50.0,
        drift_ppm=None,
        device="sensor",
        floor=0.002,
        threshold=0.012,
        notes=(),
    )


def without_form(text: str, place: str) -> str:
    """Say in one sentence that evidence of a finding lacks a form, and what to do."""
    return (
        f"{place}: no form has {text!r}: write the sentence, its figures as {{names}}, into "
        "_EVIDENCE of cli/language/forms.py, then run python -m benchmarks.translations and "
        "translate what it lists"
    )


def covered(placement: Placement, seconds: float, *, worn: float | None = None) -> Coverage:
    """Coverage of a sensor that recorded all the time, and was worn so long of it."""
    return replace(
        _coverage(placement),
        recorded_s=seconds,
        worn_s=seconds if worn is None else worn,
        rate=25.0,
        rate_nominal=None,
        device="",
        floor=0.001,
        threshold=0.005,
    )


@pytest.fixture
def example_night() -> Night:
    """Eight hours in bed with 7 h of sleep: a series of 8 in sleep and one of 4 awake."""
    epoch = 30.0
    time = np.arange(int(HOURS * 3600 / epoch)) * epoch
    asleep = (time >= 1800) & (time < 27000)
    first = [3600.0 + 25 * k for k in range(8)]
    second = [27100.0 + 20 * k for k in range(4)]
    events = [
        _event(1750.0, Kind.HYPNIC_JERK, LEFT, RIGHT, WRIST, asleep=False, duration=0.4, peak=1.5),
        *(_event(t, Kind.PLM, LEFT, series=1) for t in first[:5]),
        *(_event(t, Kind.PLM, LEFT, RIGHT, series=1) for t in first[5:]),
        _event(9000.0, Kind.LIMB_MOVEMENT, RIGHT, reason="alone, 80 min from the next"),
        _event(9100.0, Kind.GROSS_MOVEMENT, LEFT, RIGHT, duration=14.0),
        *(_event(t, Kind.PLM, RIGHT, series=2, asleep=False) for t in second),
    ]
    return Night(
        start=START,
        end=START + timedelta(hours=HOURS),
        events=tuple(events),
        series=(
            Series(number=1, onsets=tuple(first), end=first[-1] + 2),
            Series(number=2, onsets=tuple(second), end=second[-1] + 2),
        ),
        sleep=Sleep(
            epoch=epoch,
            asleep=asleep,
            valid=np.ones(len(time), dtype=np.bool_),
            in_bed=(600.0, 28200.0),
            method="test",
        ),
        coverage=(_coverage(LEFT, (12000.0, 12041.0)), _coverage(RIGHT), _coverage(WRIST)),
        findings=(
            Finding(
                code="one_sided",
                title="Mostly one leg",
                evidence="5 of 8 movements were of the left leg alone.",
                advice="Note the side and compare other nights.",
            ),
        ),
        rules="wasm2016",
        age=None,
    )
