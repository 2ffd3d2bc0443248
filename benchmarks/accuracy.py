"""Accuracy on simulated nights that nobody developed on.

``python -m benchmarks.accuracy`` prints a table for plain nights, ``--hard`` for nights made to
break the method. All figures are synthetic: they say how well limbwatch finds what its simulator
did, and must not be put beside figures from patients.

The truth for periodic movements is the published grammar applied to the true movements of the
legs that a sensor could feel; a sleep start is no leg movement.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.hard_nights import HARD, NIGHTS, PLAIN
from benchmarks.matching import Match, f1, match, onsets, true_plm
from limbwatch.classify.agreement.reliability import icc_2_1
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks
from limbwatch.dsp import analyse
from limbwatch.sample_data.sensor_model import SensorModel
from limbwatch.sample_data.simulator import simulate
from limbwatch.sample_data.truth import Truth
from limbwatch.sensor import Placement, aligned

REPORTING_SEED = 1000
"""Seeds from here on are for reports only; development uses those below 100."""

THREE = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How the nights of one row are recorded.

    Parameters
    ----------
    placements : tuple of Placement
    rate : float
        Hz.
    sensor : SensorModel or None
        None for the scenario's own.
    """

    placements: tuple[Placement, ...] = THREE
    rate: float = 50.0
    sensor: SensorModel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One night compared with its truth; times in seconds, index per hour."""

    scenario: str
    plm: Match
    hypnic: Match
    movements: Match
    true_index: float
    index: float
    onset_error: float
    sleep_error: float


def compare(job: tuple[str, int, Setting]) -> Result:
    """Simulate, score and compare one night."""
    scenario, seed, setting = job
    made = simulate(
        NIGHTS[scenario],
        seed=seed,
        placements=setting.placements,
        rate=setting.rate,
        sensor=setting.sensor,
    )
    recordings = aligned(made.recordings)
    night = score_tracks(
        [analyse(recording) for recording in recordings], recordings, rules=WASM_2016, age=None
    )
    return result_of(scenario, made.truth, night)


def result_of(scenario: str, truth: Truth, night: Night) -> Result:
    """Compare a scored night with its truth."""
    periodic = true_plm(truth)
    slept = float(np.sum(night.sleep.asleep)) * night.sleep.epoch
    legs = [
        part.onset
        for movement in truth.movements
        if movement.kind == Kind.LIMB_MOVEMENT
        for part in movement.parts[:1]
    ]
    jerks = [m.onset for m in truth.movements if m.kind == Kind.HYPNIC_JERK]
    asleep = [truth.asleep_at(time) for time in periodic]
    found = [e for e in night.events if e.kind is Kind.PLM and e.asleep]
    return Result(
        scenario=scenario,
        plm=match(periodic, onsets(night, Kind.PLM)),
        hypnic=match(np.array(jerks), onsets(night, Kind.HYPNIC_JERK)),
        movements=match(np.array(legs), onsets(night, *Kind)),
        true_index=sum(asleep) / max(truth.sleep_s / 3600, 0.1),
        index=len(found) / max(slept / 3600, 0.1),
        onset_error=(night.sleep.onset or np.nan) - (truth.sleep_onset or np.nan),
        sleep_error=slept - truth.sleep_s,
    )


def row(name: str, results: Sequence[Result]) -> str:
    """Put the results of several nights into one row of a Markdown table."""
    errors = np.concatenate([r.movements.errors for r in results])
    true = sum(r.movements.true for r in results)
    index = np.array([r.index for r in results])
    truth = np.array([r.true_index for r in results])
    cells = [
        name,
        f"{len(results)}",
        _share(f1([r.plm for r in results])),
        f"{sum(r.plm.true for r in results)}",
        _share(f1([r.hypnic for r in results])),
        f"{sum(r.hypnic.true for r in results)}",
        _share(len(errors) / true if true else float("nan")),
        f"{np.mean(np.abs(index - truth)):.2f}",
        f"{np.median(np.abs(errors)):.3f}" if len(errors) else "-",
        f"{np.nanmean(np.abs([r.onset_error for r in results])) / 60:.1f}",
        f"{np.mean(np.abs([r.sleep_error for r in results])) / 60:.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _share(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.3f}"


HEADER = """\
| nights | n | PLM F1 | true PLM | hypnic F1 | true jerks | limb movements found | index error /h \
| onset error s | sleep onset error min | sleep time error min |
|---|---|---|---|---|---|---|---|---|---|---|"""


def table(jobs: dict[str, list[tuple[str, int, Setting]]]) -> dict[str, list[Result]]:
    """Run the jobs of every row, printing each row as it is done."""
    print(HEADER, flush=True)
    done: dict[str, list[Result]] = {}
    with ProcessPoolExecutor() as pool:
        for name, nights in jobs.items():
            done[name] = list(pool.map(compare, nights))
            print(row(name, done[name]), flush=True)
    return done


def summary(results: Sequence[Result]) -> str:
    """Say how the indices of all nights agree."""
    index = np.array([r.index for r in results])
    truth = np.array([r.true_index for r in results])
    quiet = [r for r in results if r.plm.true == 0]
    hours = sum(8.0 for _ in quiet)
    false = sum(r.plm.found for r in quiet)
    icc = icc_2_1(index, truth).value
    agreement = (
        f"PLM index: ICC(2,1) {float('nan') if icc is None else icc:.4f}, mean absolute error "
        f"{np.mean(np.abs(index - truth)):.2f}/h, bias {np.mean(index - truth):+.2f}/h."
    )
    lines = [row("**all**", results), "", agreement]
    if quiet:
        lines.append(
            f"{len(quiet)} nights without any true series: {false} periodic movements found "
            f"({false / hours:.2f}/h), series on {sum(r.plm.found > 0 for r in quiet)} of them."
        )
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--hard", action="store_true", help="nights made to break the method")
    parser.add_argument("--nights", type=int, default=5, help="nights per row")
    parser.add_argument("--first-seed", type=int, default=REPORTING_SEED)
    parser.add_argument("--only", nargs="*", help="scenarios to run")
    options = parser.parse_args()
    names = options.only or list(HARD if options.hard else PLAIN)
    seeds = range(options.first_seed, options.first_seed + options.nights)
    done = table({name: [(name, seed, Setting()) for seed in seeds] for name in names})
    print(summary([result for results in done.values() for result in results]))
    if not options.hard and not options.only:
        print("\nOther sensors, on the same plain nights with a series in them:\n")
        table({name: _nights(setting, seeds) for name, setting in _OTHER.items()})


_OTHER = {
    "one ankle": Setting(placements=(Placement.ANKLE_LEFT,)),
    "both ankles": Setting(placements=(Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT)),
    "wrist only": Setting(placements=(Placement.WRIST_LEFT,)),
    "25 Hz": Setting(rate=25.0),
    "100 Hz, 15.6 mg per count": Setting(
        rate=100.0, sensor=replace(SensorModel(), counts_per_g=64.0)
    ),
}
_SHOWN = ("plm_mild", "plm_moderate", "plm_severe", "both", "hypnic")


def _nights(setting: Setting, seeds: range) -> list[tuple[str, int, Setting]]:
    return [(name, seed, setting) for name in _SHOWN for seed in seeds[:1]]


if __name__ == "__main__":
    main()
