"""Sleep onset and total sleep time against published algorithms, on the same simulated nights.

``python -m benchmarks.sleep [--hard] --nights 3`` prints a table. All figures are synthetic: they
rank algorithms on these nights and say nothing about people.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from benchmarks.hard_nights import HARD, NIGHTS, PLAIN
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.scoring import score_tracks
from limbwatch.dsp import Track, analyse
from limbwatch.sample_data.simulator import SimulatedNight, simulate
from limbwatch.sample_data.truth import Truth
from limbwatch.sensor import Recording

Mask = NDArray[np.bool_]

EPOCH_S = 30.0
_FIRST_SEED = 1000
"""Seeds below were used in development."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepError:
    """One estimate against the truth.

    Parameters
    ----------
    onset_min, total_min : float
        Estimated minus true sleep onset and total sleep time, minutes.
    agreement : float
        Share of 30 s epochs in agreement.
    """

    onset_min: float
    total_min: float
    agreement: float


def z_angles(track: Track) -> NDArray[np.float64]:
    """Angle between the sensor's z axis and the horizontal per 5 s, degrees, shape (n,).

    Times without data take over the angle between their neighbours.
    """
    size = round(5.0 / track.epochs.length)
    count = len(track.epochs) // size
    with np.errstate(invalid="ignore"):
        mean = track.epochs.gravity[: count * size].reshape(count, size, 3).mean(axis=1)
    angles = np.degrees(np.arctan2(mean[:, 2], np.hypot(mean[:, 0], mean[:, 1])))
    known = np.flatnonzero(np.isfinite(angles))
    return np.interp(np.arange(count), known, angles[known]).astype(np.float64)


def van_hees_2015(angles: NDArray[np.float64]) -> Mask:
    """Score sleep as no change of the z angle above 5 degrees for 5 minutes or more.

    Parameters
    ----------
    angles : ndarray of float, shape (n,)
        Per 5 s, degrees.

    Returns
    -------
    ndarray of bool, shape (n,)

    References
    ----------
    .. [1] van Hees V. T. et al. PLoS ONE 2015;10:e0142533. doi:10.1371/journal.pone.0142533
    """
    changes = np.flatnonzero(np.abs(np.diff(angles)) > 5.0) + 1
    edges = np.concatenate([[0], changes, [len(angles)]])
    asleep = np.zeros(len(angles), np.bool_)
    for start, end in pairwise(edges):
        asleep[start:end] = end - start >= 60
    return asleep


def hdcza_2018(angles: NDArray[np.float64]) -> Mask:
    """Find the sleep period without a diary; sleep inside it is van Hees 2015.

    Parameters
    ----------
    angles : ndarray of float, shape (n,)
        Per 5 s, degrees.

    Returns
    -------
    ndarray of bool, shape (n,)

    References
    ----------
    .. [1] van Hees V. T. et al. Sci Rep 2018;8:12975. doi:10.1038/s41598-018-31266-z
    """
    change = np.abs(np.diff(angles, append=angles[-1:]))
    padded = np.pad(change, (30, 29), mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 60), axis=1)
    threshold = np.clip(15 * np.percentile(usual, 10), 0.13, 0.50)
    blocks = [(a, b) for a, b in _runs(usual < threshold) if (b - a) * 5 > 30 * 60]
    inside = np.zeros(len(angles), np.bool_)
    for start, end in blocks:
        inside[start:end] = True
    for (_, end), (start, _) in pairwise(blocks):
        inside[end:start] = (start - end) * 5 < 60 * 60
    night = max(_runs(inside), key=lambda run: run[1] - run[0], default=(0, 0))
    asleep = van_hees_2015(angles)
    asleep[: night[0]] = asleep[night[1] :] = False
    return asleep


def cole_kripke_1992(recording: Recording) -> Mask:
    """Score minutes by a weighted sum of zero crossings of seven minutes.

    Returns
    -------
    ndarray of bool, shape (minutes,)

    Notes
    -----
    Zero crossings of the y axis in 0.25-3 Hz beyond 10 mg stand for the counts of the original
    device. Its later rescoring rules are not applied.

    References
    ----------
    .. [1] Cole R. J. et al. Sleep 1992;15:461-469. doi:10.1093/sleep/15.5.461
    """
    minutes = int(np.ceil(recording.runs[-1].end / 60))
    counts = np.zeros(minutes)
    for run in recording.runs:
        band = butter(2, (0.25, min(3.0, 0.45 * run.rate)), "bandpass", fs=run.rate, output="sos")
        moved = sosfilt(band, run.xyz[:, 1] - run.xyz[0, 1])
        sign = np.where(np.abs(moved) > 0.01, np.sign(moved), 0)
        crossing = np.flatnonzero((sign != 0) & (np.roll(sign, 1) != sign))
        minute = ((run.start + crossing / run.rate) / 60).astype(int)
        counts += np.bincount(np.clip(minute, 0, minutes - 1), minlength=minutes)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(counts, (4, 2)), 7)
    score = 0.001 * around @ np.array([106.0, 54.0, 58.0, 76.0, 230.0, 74.0, 67.0])
    return np.asarray(score < 1)


def sleep_error(asleep: Mask, epoch: float, truth: Truth) -> SleepError:
    """Compare an estimate with the truth.

    Parameters
    ----------
    asleep : ndarray of bool, shape (n,)
        Epoch k covers ``[k * epoch, (k + 1) * epoch)`` seconds.
    epoch : float
        Seconds.
    truth : Truth

    Returns
    -------
    SleepError
        An estimate without sleep has its onset at the end of the night.
    """
    end = len(asleep) * epoch
    found = np.flatnonzero(asleep)
    onset = found[0] * epoch if len(found) else end
    middle = np.arange(EPOCH_S / 2, end, EPOCH_S)
    estimate = asleep[(middle / epoch).astype(int)]
    true = np.array([truth.asleep_at(time) for time in middle])
    return SleepError(
        onset_min=(onset - (end if truth.sleep_onset is None else truth.sleep_onset)) / 60,
        total_min=(asleep.sum() * epoch - truth.sleep_s) / 60,
        agreement=float((estimate == true).mean()),
    )


def errors_of(night: SimulatedNight) -> Iterator[tuple[str, SleepError]]:
    """Run every method on one night.

    Parameters
    ----------
    night : SimulatedNight
        With both ankles and a wrist.

    Yields
    ------
    tuple of (str, SleepError)
        Name of the method with its sensors, and its error.
    """
    worn = [(recording, analyse(recording)) for recording in night.recordings]
    ankles = [pair for pair in worn if pair[1].placement.limb == "ankle"]
    wrists = [pair for pair in worn if pair[1].placement.limb == "wrist"]
    for name, pairs in (
        ("limbwatch, both ankles and wrist", worn),
        ("limbwatch, both ankles", ankles),
        ("limbwatch, one ankle", ankles[:1]),
        ("limbwatch, wrist", wrists),
    ):
        recordings, tracks = zip(*pairs, strict=True)
        sleep = score_tracks(tracks, recordings, rules=WASM_2016, age=None).sleep
        yield name, sleep_error(sleep.asleep, sleep.epoch, night.truth)
    published: dict[str, Callable[[NDArray[np.float64]], Mask]] = {
        "van Hees 2015": van_hees_2015,
        "HDCZA 2018": hdcza_2018,
    }
    for limb, (recording, track) in (("wrist", wrists[0]), ("one ankle", ankles[0])):
        for name, method in published.items():
            yield f"{name}, {limb}", sleep_error(method(z_angles(track)), 5.0, night.truth)
        asleep = cole_kripke_1992(recording)
        yield f"Cole-Kripke 1992, {limb}", sleep_error(asleep, 60.0, night.truth)


def table(errors: dict[str, list[SleepError]]) -> str:
    """Lay out mean error and mean absolute error of each method.

    Returns
    -------
    str
        Markdown.
    """
    lines = [
        "| method | nights | onset bias | onset MAE | TST bias | TST MAE | agreement |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in errors.items():
        onset = np.array([error.onset_min for error in found])
        total = np.array([error.total_min for error in found])
        agreement = np.mean([error.agreement for error in found])
        lines.append(
            f"| {name} | {len(found)} | {onset.mean():+.1f} min | {np.abs(onset).mean():.1f} min "
            f"| {total.mean():+.1f} min | {np.abs(total).mean():.1f} min | {agreement:.3f} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate nights and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sleep", description=__doc__)
    parser.add_argument("--scenario", action="append", choices=sorted(NIGHTS))
    parser.add_argument("--hard", action="store_true", help="hard nights instead of plain ones")
    parser.add_argument("--first-seed", type=int, default=_FIRST_SEED)
    parser.add_argument("--nights", type=int, default=2, help="nights per scenario")
    options = parser.parse_args(arguments)
    errors: dict[str, list[SleepError]] = {}
    for scenario in options.scenario or (HARD if options.hard else PLAIN):
        for seed in range(options.first_seed, options.first_seed + options.nights):
            for name, error in errors_of(simulate(NIGHTS[scenario], seed=seed)):
                errors.setdefault(name, []).append(error)
    print(table(errors))


def _runs(inside: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


if __name__ == "__main__":
    main()
