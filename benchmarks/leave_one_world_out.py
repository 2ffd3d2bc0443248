"""How right labels are on nights of a world that they were not learned on.

``python -m benchmarks.leave_one_world_out FOLDER`` learns from all worlds but one and judges on
that one, for each world in turn; ``--shipped`` judges what ships, on worlds it has seen. Nights
are kept in the folder, detected once. Seeds below 100 are for development, those from 1000 on for
reports. Our own simulator is shown, and left out of the rows of all. All figures are synthetic.
"""

import argparse
import inspect
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.matching import match
from benchmarks.world_nights import (
    OWN,
    SETS,
    WORLDS,
    DetectedNight,
    paths_of,
    read,
    scenarios_of,
)
from benchmarks.world_truth import targets, told, true_periodic, true_starts, warranted
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks

ALARMS = frozenset({"convulsive_event", "tonic_event", "focal_event"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """True, found and matched events of one kind."""

    true: int
    found: int
    hit: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            true=self.true + other.true, found=self.found + other.found, hit=self.hit + other.hit
        )

    @property
    def shares(self) -> str:
        """Precision, recall and F1, as a row shows them."""
        parts = (
            (self.hit, self.found),
            (self.hit, self.true),
            (2 * self.hit, self.true + self.found),
        )
        return " / ".join(f"{a / b:.2f}" if b else "-" for a, b in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One night with one set of sensors, beside its truth; index per hour, sleep in minutes."""

    scenario: str
    plm: Tally
    starts: Tally
    index_error: float
    sleep_error: float
    false: tuple[str, ...]
    missed: tuple[str, ...]
    labels: list[tuple[float, bool]] = field(default_factory=list)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)


def judge(night: DetectedNight, name: str, scored: Night) -> Judged:
    """Compare a scored night with its truth.

    Parameters
    ----------
    night : DetectedNight
    name : str
        Of the set of sensors.
    scored : Night
    """
    places = SETS[name]
    periodic, meant = true_periodic(night.truth, places, breathing=night.scenario == "breathing")
    starts, like_starts = true_starts(night.truth, places)
    slept = sum(b - a for a, b in night.sleep) / 3600
    estimated = float(np.sum(scored.sleep.asleep)) * scored.sleep.epoch / 3600
    asleep = sum(any(a <= time < b for a, b in night.sleep) for time in periodic)
    found = sum(event.kind is Kind.PLM and event.asleep for event in scored.events)
    asked, left_open = warranted(night.truth, places)
    given = {finding.code for finding in scored.findings} & set(_JUDGED)
    labels, confused = _labels(night, places, scored)
    return Judged(
        scenario=night.scenario,
        plm=_tally(periodic, meant, scored, Kind.PLM),
        starts=_tally(starts, like_starts, scored, Kind.HYPNIC_JERK),
        index_error=found / max(estimated, 0.25) - asleep / max(slept, 0.25),
        sleep_error=60 * (estimated - slept),
        false=tuple(sorted(given - asked - left_open)),
        missed=tuple(sorted((asked & set(_JUDGED)) - told(asked, given))),
        labels=labels,
        confused=confused,
    )


_JUDGED = (
    "convulsive_event",
    "tonic_event",
    "focal_event",
    "tremor",
    "foot_tremor",
    "cramp_like",
    "frequent_hypnic_jerks",
    "sleep_start_cluster",
    "dream_enactment_like",
)


def _tally(true: Any, open_: Any, scored: Night, kind: Kind) -> Tally:
    found = np.array([event.onset for event in scored.events if event.kind is kind])
    hits = match(true, found)
    # what was found where the truth leaves it open is neither right nor wrong
    spare = match(open_, found).errors
    hit = len(hits.errors)
    return Tally(true=len(true), found=max(hit, len(found) - len(spare)), hit=hit)


def _labels(
    night: DetectedNight, places: Sequence[str], scored: Night
) -> tuple[list[tuple[float, bool]], Counter[tuple[str, str]]]:
    events = list(scored.events)
    true = targets(
        night.truth,
        places,
        np.array([event.onset for event in events]),
        np.array([event.duration for event in events]),
    )
    labels: list[tuple[float, bool]] = []
    confused: Counter[tuple[str, str]] = Counter()
    for event, kind in zip(events, true, strict=True):
        meant = {"none": "external", "spasm": "hypnic_jerk"}.get(kind, kind)
        said = "limb_movement" if event.kind is Kind.PLM else str(event.kind)
        confused[meant, str(event.kind)] += 1
        if meant not in ("mixed", "dream") and event.kind is not Kind.UNCERTAIN:
            labels.append((event.confidence, said == meant))
    return labels, confused


def judged(path: Path, *, names: Sequence[str], weights: Any = None) -> dict[str, Judged]:
    """Score a kept night with some sets of sensors, and judge it."""
    night = read(path)
    found = {}
    for name in names:
        tracks = [night.tracks[place] for place in SETS[name] if place in night.tracks]
        if not tracks:
            continue
        recordings = night.recordings(SETS[name])
        more = {} if weights is None else {"weights": weights}
        scored = score_tracks(tracks, recordings, rules=WASM_2016, age=None, **more)
        found[name] = judge(night, name, scored)
    return found


HEADER = (
    "| world | sensors | n | PLM P / R / F1 | sleep starts P / R / F1 | index error, bias /h "
    "| false, missed findings per 100 nights (alarms) | sleep error, bias min | worst tenth |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def row(world: str, name: str, results: Sequence[Judged]) -> str:
    """Put nights into one row of a Markdown table."""
    index = np.array([r.index_error for r in results])
    sleep = np.array([r.sleep_error for r in results])
    nothing = Tally(true=0, found=0, hit=0)
    alarms = sum(len(ALARMS & set(r.false)) for r in results)
    false, missed = sum(len(r.false) for r in results), sum(len(r.missed) for r in results)
    per = 100 / len(results)
    cells = (
        world,
        name,
        f"{len(results)}",
        sum((r.plm for r in results), nothing).shares,
        sum((r.starts for r in results), nothing).shares,
        f"{np.mean(np.abs(index)):.1f}, {np.mean(index):+.1f}",
        f"{false * per:.0f}, {missed * per:.0f} ({alarms * per:.0f})",
        f"{np.mean(np.abs(sleep)):.0f}, {np.mean(sleep):+.0f}",
        worst_tenth([pair for r in results for pair in r.labels]),
    )
    return "| " + " | ".join(cells) + " |"


def worst_tenth(labels: Sequence[tuple[float, bool]], *, least: int = 30) -> str:
    """Return the largest distance of stated and true confidence in a tenth with enough labels."""
    worst, words = -1.0, "-"
    for tenth in range(10):
        inside = [(c, r) for c, r in labels if min(int(10 * c), 9) == tenth]
        if len(inside) >= least:
            stated, right = np.mean(inside, axis=0)
            if abs(stated - right) > worst:
                worst, words = abs(stated - right), f"{stated:.2f} is {right:.2f}"
    return words


def reliability(labels: Sequence[tuple[float, bool]]) -> str:
    """Return a table of stated and true confidence by tenths."""
    rows = ["| tenth | labels | stated | right |", "|---|---|---|---|"]
    for tenth in range(10):
        inside = [(c, r) for c, r in labels if min(int(10 * c), 9) == tenth]
        if inside:
            stated, right = np.mean(inside, axis=0)
            rows.append(f"| {tenth / 10:.1f} | {len(inside)} | {stated:.2f} | {right:.2f} |")
    return "\n".join(rows)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=inspect.getdoc(inspect.getmodule(main)))
    parser.add_argument("folder", type=Path, help="where nights are kept")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument(
        "--learn", type=int, nargs="+", default=[0, 1, 2, 3], help="seeds below 100"
    )
    parser.add_argument("--hours", type=float, default=1.5)
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--shipped", action="store_true", help="judge the weights that ship")
    parser.add_argument("--confusion", action="store_true", help="show what was taken for what")
    options = parser.parse_args()
    everything: dict[str, list[Judged]] = {name: [] for name in options.sets}
    print(HEADER, flush=True)
    for world in options.worlds:
        weights = None
        if not options.shipped:
            from benchmarks.fit_weights import learned_without  # noqa: PLC0415 - old trees lack it

            weights = learned_without(world, folder=options.folder, seeds=options.learn)
        jobs = [
            (world, scenario, seed, options.hours)
            for seed in options.seeds
            for scenario in scenarios_of(world)
        ]
        paths = paths_of(jobs, options.folder)
        with ProcessPoolExecutor() as pool:
            nights = list(pool.map(partial(judged, names=options.sets, weights=weights), paths))
        for name in options.sets:
            mine = [night[name] for night in nights if name in night]
            if world != OWN:
                everything[name] += mine
            if mine:
                print(row(world, name, mine), flush=True)
        if options.confusion:
            _show(world, nights)
    for name, results in everything.items():
        if results:
            print(row("**all of others**", name, results))
    print()
    print(reliability([p for results in everything.values() for r in results for p in r.labels]))


def _show(world: str, nights: Sequence[dict[str, Judged]]) -> None:
    for name in SETS:
        total: Counter[tuple[str, str]] = Counter()
        false: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        for night in nights:
            if name in night:
                total += night[name].confused
                false.update(night[name].false)
                missed.update(night[name].missed)
        print(f"  {world}, {name}: false {dict(false)}, missed {dict(missed)}")
        if name == "three":
            for meant in sorted({a for a, _ in total}):
                told = {b: n for (a, b), n in sorted(total.items()) if a == meant}
                print(f"    {meant}: {told}")


if __name__ == "__main__":
    main()
