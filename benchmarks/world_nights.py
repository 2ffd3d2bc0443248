"""Nights of every world, simulated and detected once, and kept on disk.

Detection does not depend on labels, so a night that was detected serves every fit and every set of
sensors. The folder is a cache: empty it when ``limbwatch/dsp`` or a world has changed.
"""

import pickle
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.hard_nights import NIGHTS
from benchmarks.worlds.night import PLACES, Night, Truth
from limbwatch.dsp import Track, analyse
from limbwatch.sample_data.simulator import SimulatedNight, simulate
from limbwatch.sample_data.truth import EPOCH_S
from limbwatch.sensor import Placement, Recording, Samples

OWN = "own"
"""The product's own simulator, as one more world."""

APART = "engine"
"""A world that what ships is never learned on: its figures are those of a bed that nobody knew."""

WORLDS = (
    "rigid",
    "segmented",
    "elastic",
    "collage",
    "posed",
    "driven",
    "direct",
    "strokes",
    "levers",
    APART,
    OWN,
)

LEARNED = tuple(world for world in WORLDS if world != APART)
"""Worlds that may be learned on."""

_START = datetime(2026, 1, 1, 22, tzinfo=UTC)
_PLACEMENT = {
    "ankle_left": Placement.ANKLE_LEFT,
    "ankle_right": Placement.ANKLE_RIGHT,
    "wrist": Placement.WRIST,
}
_PLACE = {
    Placement.ANKLE_LEFT: "ankle_left",
    Placement.ANKLE_RIGHT: "ankle_right",
    Placement.WRIST_LEFT: "wrist",
}
SETS: dict[str, tuple[str, ...]] = {
    "three": PLACES,
    "two ankles": PLACES[:2],
    "one ankle": PLACES[:1],
    "wrist": PLACES[2:],
}
"""Sensors worn."""

Job = tuple[str, str, int, float]
"""World, scenario, seed and hours."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectedNight:
    """A night of a world as detection sees it, and its truth.

    Parameters
    ----------
    world, scenario : str
    seed : int
    tracks : dict of str to Track
        By place, on one common clock.
    runs : dict of str to list of (float, float, int)
        Start, rate and number of samples of every run, without its samples.
    truth : list of Truth
    sleep : list of (float, float)
        Asleep from and to, seconds.
    """

    world: str
    scenario: str
    seed: int
    tracks: dict[str, Track]
    runs: dict[str, list[tuple[float, float, int]]]
    truth: list[Truth]
    sleep: list[tuple[float, float]]

    def recordings(self, places: Iterable[str]) -> list[Recording]:
        """Return recordings of the same extents whose samples are all zero."""
        return [
            _recording(place, [Samples(start=a, rate=r, xyz=_nothing(n)) for a, r, n in runs])
            for place, runs in self.runs.items()
            if place in places
        ]


def scenarios_of(world: str) -> list[str]:
    """Return the names of a world's scenarios."""
    return list(NIGHTS if world == OWN else _module(world).SCENARIOS)


def read(path: Path) -> DetectedNight:
    """Read a night that was kept."""
    with path.open("rb") as file:
        night: DetectedNight = pickle.load(file)  # noqa: S301 - written by this module
    return night


def kept(job: Job, *, folder: Path) -> Path:
    """Simulate and detect a night unless it is kept, and return its file."""
    world, scenario, seed, hours = job
    path = folder / world / f"{scenario}-{seed}-{hours:g}.pkl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            pickle.dump(_made(job), file)
        part.rename(path)
    return path


def paths_of(jobs: Iterable[Job], folder: Path) -> list[Path]:
    """Return the files of nights, on all cores; what is not kept yet is made."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(kept, folder=folder), jobs))


def _made(job: Job) -> DetectedNight:
    world, scenario, seed, hours = job
    if world == OWN:
        return _own(simulate(NIGHTS[scenario], seed=seed, hours=hours))
    night: Night = _module(world).night(seed, scenario, hours=hours)
    recordings = {
        place: _recording(
            place, [Samples(start=s.start_s, rate=s.rate, xyz=s.xyz) for s in streams]
        )
        for place, streams in night.streams.items()
    }
    return DetectedNight(
        world=world,
        scenario=scenario,
        seed=seed,
        tracks={place: analyse(recording) for place, recording in recordings.items()},
        runs={place: extents(recording) for place, recording in recordings.items()},
        truth=night.truth,
        sleep=night.sleep,
    )


def _own(night: SimulatedNight) -> DetectedNight:
    recordings = {_PLACE[recording.placement]: recording for recording in night.recordings}
    return DetectedNight(
        world=OWN,
        scenario=night.scenario,
        seed=night.seed,
        tracks={place: analyse(recording) for place, recording in recordings.items()},
        runs={place: extents(recording) for place, recording in recordings.items()},
        truth=_told(night),
        sleep=_slept(night),
    )


def _told(night: SimulatedNight) -> list[Truth]:
    told = [
        Truth(
            onset_s=movement.onset,
            duration_s=movement.offset - movement.onset,
            kind="walking" if movement.source == "walking" else movement.kind,
            limbs=tuple(_PLACE[limb] for limb in movement.limbs if limb in _PLACE),
            source="self",
            visible={
                _PLACE[part.placement]: float(np.nan_to_num(part.peak_g))
                for part in movement.parts
                if part.placement in _PLACE
            },
        )
        for movement in night.truth.movements
    ]
    told += [
        Truth(
            onset_s=shake.onset,
            duration_s=shake.offset - shake.onset,
            kind="external",
            limbs=(),
            source="bed",
            visible={},
        )
        for shake in night.truth.disturbances
    ]
    return sorted(told, key=lambda truth: truth.onset_s)


def _slept(night: SimulatedNight) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], night.truth.asleep, [0]])))
    times = (night.truth.lights_out + edges * EPOCH_S).reshape(-1, 2)
    return [(float(a), float(b)) for a, b in times]


def _module(world: str):  # type: ignore[no-untyped-def]  # a module of the world
    return import_module(f"benchmarks.worlds.{world}.world")


def extents(recording: Recording) -> list[tuple[float, float, int]]:
    """Return start, rate and number of samples of every run."""
    return [(run.start, run.rate, len(run)) for run in recording.runs]


def _recording(place: str, runs: list[Samples]) -> Recording:
    length = sum(len(run) for run in runs)
    rate = length / sum(len(run) / run.rate for run in runs)
    return Recording(
        start=_START,
        placement=_PLACEMENT[place],
        device="simulated",
        rate_nominal=None,
        rate=rate,
        runs=tuple(runs),
    )


def _nothing(count: int) -> np.ndarray:
    return np.broadcast_to(np.float32(0), (count, 3))
