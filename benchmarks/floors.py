"""Accuracy that must not be lost: ``python -m benchmarks.floors`` shows it beside what is asked.

A few short nights, so that the test suite can afford them (``tests/test_accuracy_floor.py``): two
groups of limbwatch's own simulator, and one night of a world whose mechanics are another's. They
are of seeds for development and too few to be a figure of accuracy; those are in
``docs/accuracy.md``. They are here to show at once when a change makes names worse.

A floor is what was measured when it was set, less a margin that is chosen: it lets pass what one
or two events more or less do to so few. After a change that makes names better, run this module
and write the new figures down as measured; a floor goes down only with the reason in its commit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.accuracy import Result, result_of
from benchmarks.hard_nights import NIGHTS
from benchmarks.matching import Match, f1, match, onsets
from benchmarks.worlds.night import Night as WorldNight
from benchmarks.worlds.rigid.world import night as rigid_night
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks
from limbwatch.dsp import analyse
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement, Recording, Samples, aligned

RATE = 25.0
"""Of the sensors in our own simulator, Hz: the slowest usual ones, and the soonest simulated."""

_PLACES = {
    "ankle_left": Placement.ANKLE_LEFT,
    "ankle_right": Placement.ANKLE_RIGHT,
    "wrist": Placement.WRIST_LEFT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What some nights are measured by.

    Parameters
    ----------
    plm_f1 : float
        Of periodic limb movements, pooled over the nights.
    start_precision, start_recall : float
        Of sleep starts, pooled over the nights.
    index_error : float
        Mean absolute error of the PLM index, per hour of sleep.
    """

    plm_f1: float
    start_precision: float
    start_recall: float
    index_error: float


MARGIN = Figures(plm_f1=0.04, start_precision=0.1, start_recall=0.1, index_error=1.5)
"""How much worse a figure may be than when it was measured. Chosen."""


def figures_of(results: Iterable[tuple[Match, Match, float]]) -> Figures:
    """Pool nights.

    Parameters
    ----------
    results : iterable of (Match, Match, float)
        Periodic movements, sleep starts and error of the index of each night.
    """
    periodic, starts, errors = zip(*results, strict=True)
    right = sum(len(one.errors) for one in starts)
    return Figures(
        plm_f1=f1(list(periodic)),
        start_precision=right / sum(one.found for one in starts),
        start_recall=right / sum(one.true for one in starts),
        index_error=float(np.mean(np.abs(errors))),
    )


def _scored(recordings: tuple[Recording, ...]) -> Night:
    tracks = [analyse(recording) for recording in recordings]
    return score_tracks(tracks, recordings, rules=WASM_2016, age=None)


def _simulated(*nights: tuple[str, int, float]) -> Figures:
    """Score nights of our own simulator: scenario, seed, hours."""
    results: list[Result] = []
    for scenario, seed, hours in nights:
        made = simulate(NIGHTS[scenario], seed=seed, hours=hours, rate=RATE)
        results.append(result_of(scenario, made.truth, _scored(aligned(made.recordings))))
    return figures_of((one.plm, one.hypnic, one.index - one.true_index) for one in results)


def plain() -> Figures:
    """Score nights as most are."""
    return _simulated(("both", 7, 2.0), ("hypnic", 7, 2.0), ("plm_mild", 8, 2.0))


def hard() -> Figures:
    """Score nights made to break the method."""
    return _simulated(
        ("hard_everything", 7, 2.0), ("hard_knocks", 7, 2.0), ("hard_startles", 7, 2.0)
    )


def _recordings(night: WorldNight) -> tuple[Recording, ...]:
    begin = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)
    made = []
    for place, streams in night.streams.items():
        first = streams[0].start_s
        made.append(
            Recording(
                start=begin + timedelta(seconds=first),
                placement=_PLACES[place],
                device=night.world,
                rate_nominal=50.0,
                rate=streams[0].rate,
                runs=tuple(
                    Samples(start=one.start_s - first, rate=one.rate, xyz=one.xyz)
                    for one in streams
                ),
            )
        )
    return aligned(tuple(made))


def foreign() -> Figures:
    """Score a night of a world with other mechanics than those that labels were learned from."""
    night = rigid_night(3, "hypnic_plm", hours=1.0)
    scored = _scored(_recordings(night))
    first = min(streams[0].start_s for streams in night.streams.values())
    own = [one for one in night.truth if one.source == "self"]

    def true(kind: str) -> np.ndarray:
        return np.array([one.onset_s - first for one in own if one.kind == kind])

    slept = sum(end - start for start, end in night.sleep) / 3600
    asleep = [
        onset
        for onset in true("plm")
        if any(start <= onset + first < end for start, end in night.sleep)
    ]
    counted = sum(event.asleep for event in scored.events if event.kind is Kind.PLM)
    estimated = float(scored.sleep.asleep.sum()) * scored.sleep.epoch / 3600
    return figures_of(
        [
            (
                match(true("plm"), onsets(scored, Kind.PLM)),
                match(true("hypnic_jerk"), onsets(scored, Kind.HYPNIC_JERK)),
                counted / max(estimated, 0.1) - len(asleep) / slept,
            )
        ]
    )


GROUPS: dict[str, Callable[[], Figures]] = {"plain": plain, "hard": hard, "foreign": foreign}
"""How the nights of each group are made and scored."""

MEASURED = {
    "plain": Figures(plm_f1=0.883, start_precision=1.0, start_recall=0.727, index_error=0.97),
    "hard": Figures(plm_f1=0.782, start_precision=0.407, start_recall=0.846, index_error=4.82),
    "foreign": Figures(plm_f1=0.862, start_precision=1.0, start_recall=0.333, index_error=9.48),
}
"""What each group gave when its floors were set, by this module, on numpy 2 and Python 3.11.

Labels learned on our own simulator alone gave 0.987, 0.953 and 0.561: since they are learned
on five worlds, nights of other worlds are named better and those of our own worse. With what
six outsiders' beds teach, two of eleven sleep starts of the plain nights fell into doubt; of 616
nights of worlds left out more are named (``docs/accuracy.md``). F1 of the foreign hour is of the
labels just before those that ship, which give 0.847. The index of
the one foreign hour went off by more when its movements were named better: its sleep is estimated
8 min short of 27, and an index is per hour of it. It went up by another 3 an hour, and two figures
of precision down, when labels were learned anew on 302 nights with touches of one limb and clues of
when the energy of a movement comes, which name more sleep starts on worlds left out. With a fifth
foreign world the hard nights' sleep starts, 13 in all, are named worse; on 96 nights of our own
worlds their F1 is 0.84 for 0.87 with three sensors, 0.67 for 0.64 with one ankle, 0.65 for 0.61
with a wrist. With a tenth simulator two of the six sleep starts of the foreign hour and four more
wrong ones of the hard nights went the other way; on 96 nights of our own simulator (seeds 1000 and
1001) F1 of sleep starts is 0.81 as before, on 8 nights of the foreign world's 0.56 for 0.58. With
two outsiders more one sleep start of the foreign hour fell into doubt (0.42 for 0.46) and one
periodic movement more, two fewer are counted in 22 min of sleep; F1 of the hour is 0.842 for 0.847,
and over 520 nights of worlds left out starts are named as well or better. Since a rhythm must be
regular to say nothing about wake, the foreign hour has 25 of its periodic movements in 18.5 min of
sleep for 26 in 20 (true: 26.8 min), and its index is off by 9.5 an hour; over 512 development
nights the index is off by 6.6 for 6.8, three sensors."""


def short_of(name: str, found: Figures) -> dict[str, tuple[float, float]]:
    """Say which figures of a group fall short of their floor.

    Parameters
    ----------
    name : str
        A name in `GROUPS`.
    found : Figures

    Returns
    -------
    dict of str to (float, float)
        What was found and what is the least (of an error: the most) allowed, by figure.
    """
    missed = {}
    for field in fields(Figures):
        value, then = getattr(found, field.name), getattr(MEASURED[name], field.name)
        worse = -1 if field.name == "index_error" else 1
        floor = then - worse * getattr(MARGIN, field.name)
        # a figure that is no number is none of any worth
        if not worse * (value - floor) >= 0:
            missed[field.name] = (value, floor)
    return missed


def main() -> None:
    """Print what every group gives now, and what was measured when its floors were set."""
    for name, measure in GROUPS.items():
        found = measure()
        print(f"{name}: {found}\n    set at {MEASURED[name]}")
        print(f"    short: {short_of(name, found) or 'nothing'}")


if __name__ == "__main__":
    main()
