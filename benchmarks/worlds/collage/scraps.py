"""Cuttings of real recordings: stillness, breathing, drift, movements, gait and tremor."""

import gzip
import os
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, median_filter, minimum_filter1d
from scipy.signal import butter, find_peaks, sosfiltfilt, welch

FS = 100.0  # every cutting is kept at 100 samples/s unless it says otherwise
G = 9.80665


@dataclass(frozen=True, kw_only=True)
class Scrap:
    """One real movement with the rest before and after it."""

    origin: str
    xyz: np.ndarray  # (n, 3) in g, first and last samples are the rest means
    angle: float  # degrees between the rest before and after
    peak: float  # largest departure from both rests, g


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The same real movement at a wrist and at an ankle."""

    wrist: Scrap
    ankle: Scrap


@dataclass(frozen=True, kw_only=True)
class Gait:
    """Real steady walking: ankle and wrist, cut at strides."""

    ankle: np.ndarray
    wrist: np.ndarray
    marks: np.ndarray  # one index a stride of the ankle worn


@dataclass(kw_only=True)
class Scraps:
    """All cuttings."""

    turns: list[Scrap] = field(default_factory=list)  # sleeping wrist, posture changed
    stirs: list[Scrap] = field(default_factory=list)  # sleeping wrist, came back
    handling: list[Scrap] = field(default_factory=list)  # waking wrist
    kicks: list[Scrap] = field(default_factory=list)  # ankle, daily living
    jerks: list[Scrap] = field(default_factory=list)  # short ones of wrist
    downs: list[Pair] = field(default_factory=list)
    ups: list[Pair] = field(default_factory=list)
    chores: list[Pair] = field(default_factory=list)
    gaits: list[Gait] = field(default_factory=list)
    lifts: list[np.ndarray] = field(default_factory=list)  # leg agility, whole series
    cycles: list[np.ndarray] = field(default_factory=list)  # leg agility, one lift each
    flanks: list[np.ndarray] = field(default_factory=list)  # 0..1 rises of an angle, 129 points
    tremors: list[tuple[float, np.ndarray]] = field(default_factory=list)  # peak Hz, (n, 3)
    grain: list[tuple[float, np.ndarray]] = field(
        default_factory=list
    )  # rate, sensor noise at rest
    beats: list[tuple[float, np.ndarray]] = field(
        default_factory=list
    )  # rate, pulse of a still limb
    breaths: list[np.ndarray] = field(default_factory=list)  # 5/s, unit amplitude
    drifts: list[np.ndarray] = field(default_factory=list)  # 1/s, g, (n, 3)


def folder() -> Path:
    """Return the data folder, or say plainly that it is absent."""
    path = Path(os.environ.get("LIMBWATCH_SHARED_DATA", "../shared/data"))
    if not (path / "wasts_wrist_nights").is_dir():
        raise FileNotFoundError(
            f"The real recordings are not at {path.resolve()}: set LIMBWATCH_SHARED_DATA"
            " to the folder that holds wasts_wrist_nights and the other recordings."
        )
    return path


def band(x: np.ndarray, fs: float, low: float | None, high: float | None) -> np.ndarray:
    """Filter along the first axis, zero phase."""
    if low and high:
        sos = butter(2, [low, min(high, 0.45 * fs)], "band", fs=fs, output="sos")
    else:
        kind = "high" if low else "low"
        sos = butter(2, min(low or high, 0.45 * fs), kind, fs=fs, output="sos")
    return sosfiltfilt(sos, x, axis=0, padlen=min(len(x) - 1, int(3 * fs / (low or 1))))


def regular(t: np.ndarray, a: np.ndarray, fs: float = FS) -> np.ndarray:
    """Resample a recording to a regular rate without overshoot."""
    t, keep = np.unique(t, return_index=True)
    return PchipInterpolator(t, a[keep], axis=0)(np.arange(t[0], t[-1], 1 / fs))


def runs(mask: np.ndarray) -> np.ndarray:
    """Return (start, stop) rows of the true runs of a mask."""
    edge = np.flatnonzero(np.diff(np.r_[0, mask.astype(np.int8), 0]))
    return edge.reshape(-1, 2)


def moving(a: np.ndarray, fs: float, level: float, join: float) -> np.ndarray:
    """Return (start, stop) rows of the stretches where any axis is not still."""
    width = max(3, int(0.5 * fs) | 1)
    spread = (maximum_filter1d(a, width, axis=0) - minimum_filter1d(a, width, axis=0)).max(1)
    rows: list[list[int]] = []
    for i, j in runs(spread > level):
        if rows and i - rows[-1][1] < join * fs:
            rows[-1][1] = j
        else:
            rows.append([i, j])
    return np.array(rows, int).reshape(-1, 2)


def cut(a: np.ndarray, i: int, j: int, fs: float, rest: float, origin: str) -> Scrap | None:
    """Cut samples i..j with the rest around them; None when it is not plausible."""
    k = int(rest * fs)
    before, after = a[max(i - k, 0) : i], a[j : j + k]
    if len(before) < 0.6 * k or len(after) < 0.6 * k or k < 2:
        return None
    g0, g1 = np.median(before, 0), np.median(after, 0)
    n0, n1 = np.linalg.norm(g0), np.linalg.norm(g1)
    if not (0.85 < n0 < 1.15 and 0.85 < n1 < 1.15):
        return None
    t = np.arange(j - i) / fs
    x = a[i:j] / np.linspace(n0, n1, j - i)[:, None]
    g0, g1 = g0 / n0, g1 / n1
    x = regular(t, x) if fs != FS else x.copy()
    away = np.minimum(np.linalg.norm(x - g0, axis=1), np.linalg.norm(x - g1, axis=1))
    if len(x) < 20 or away.max() > 6:
        return None
    x[0], x[-1] = g0, g1
    angle = float(np.degrees(np.arccos(np.clip(g0 @ g1, -1, 1))))
    return Scrap(origin=origin, xyz=x, angle=angle, peak=float(away.max()))


def _nights(path: Path, s: Scraps) -> None:
    """Cut the sleeping wrists: turns, stirs, drift and breathing (WASTS, 5/s, 10 mg)."""
    for name in ("p5n1.csv.gz", "p7n1.csv.gz", "p7n2_original.TXT.gz"):
        with gzip.open(path / "wasts_wrist_nights" / name, "rt", errors="replace") as lines:
            rows = [r.replace(",", " ").split() for r in lines]
        v = np.array([r for r in rows if len(r) == 6 and r[0].isdigit()], float)
        grid = np.arange(v[0, 0], v[-1, 0], 200.0)
        a = np.column_stack([np.interp(grid, v[:, 0], v[:, k]) for k in (1, 2, 3)])
        fs = 5.0
        ends = moving(a, fs, 0.045, 1.8)
        awake = 900 * fs
        for i, j in ends:
            piece = cut(a, max(i - 2, 0), j + 2, fs, 2.0, name) if j - i < 45 * fs else None
            if piece is None or piece.peak < 0.03:
                continue
            if i < awake or i > len(a) - 240 * fs:
                s.handling.append(piece)
            elif piece.angle > 12:
                s.turns.append(piece)
            else:
                s.stirs.append(piece)
        gaps = np.column_stack([np.r_[int(awake), ends[:, 1]], np.r_[ends[:, 0], len(a)]])
        for i, j in gaps:
            if j - i < 200 * fs or i < awake:
                continue
            x = a[i + 10 : j - 10]
            x = x / np.linalg.norm(np.median(x, 0))
            slow = gaussian_filter1d(x, 15 * fs, axis=0)[:: int(fs)]
            s.drifts.append(slow - slow[0])
            _breathing(x, fs, s)


def _breathing(x: np.ndarray, fs: float, s: Scraps) -> None:
    """Keep two-minute pieces of one axis whose breathing stands above the resolution."""
    w = int(120 * fs)
    for k in range(0, len(x) - w, w // 2):
        for y in x[k : k + w].T:
            f, p = welch(y, fs, nperseg=w // 2, detrend="linear")
            inside = (f > 0.13) & (f < 0.5)
            top = f[inside][np.argmax(p[inside])]
            share = p[np.abs(f - top) < 0.05].sum() / max(p[(f > 0.08) & (f < 1.2)].sum(), 1e-15)
            if share > 0.5 and p[inside].max() > 3e-6:
                b = band(y, fs, 0.6 * top, 2.2 * top)[10:-10]
                b = b / np.percentile(np.abs(b), 90)
                if np.abs(b).max() < 2.5:
                    s.breaths.append(b)


def _watch(path: Path, s: Scraps) -> None:
    """Cut the waking wrist with a gyroscope (ParaDigMa, 100/s): handling, jerks, flanks."""
    v = np.fromfile(path / "paradigma_pd_wrist/1.prepared_data/imu/imu_values.bin")
    v = v.reshape(-1, 6)
    a, w = band(v[:, :3], FS, None, 20), band(np.radians(v[:, 3:]), FS, None, 9)
    for i, j in moving(a, FS, 0.07, 0.5):
        piece = cut(a, max(i - 8, 0), j + 8, FS, 0.3, "paradigma") if j - i < 1500 else None
        if piece is not None and piece.peak > 0.04:
            (s.jerks if j - i < 130 else s.handling).append(piece)
    for i in range(38200, 70000, 911):  # long handling: windows, their ends made still later
        j = i + 300 + (i * 7) % 1500
        x = a[i:j].copy()
        g0, g1 = x[:40].mean(0), x[-40:].mean(0)
        if 0.8 < np.linalg.norm(g0) < 1.2 and 0.8 < np.linalg.norm(g1) < 1.2:
            x[0], x[-1] = g0, g1
            peak = float(np.linalg.norm(x - g0, axis=1).max())
            s.handling.append(Scrap(origin="paradigma", xyz=x, angle=0.0, peak=peak))
    for k in range(3):
        s.flanks += _rises(np.cumsum(w[:, k]) / FS, w[:, k], np.radians(7))
    still = a[26050:27350]
    s.tremors.append((6.0, band(still, FS, 3.5, 12)))


def _rises(angle: np.ndarray, speed: np.ndarray, least: float) -> list[np.ndarray]:
    """Return the unit rises of an angle between moments without speed."""
    zero = np.flatnonzero(np.diff(np.sign(speed)) != 0) + 1
    out = []
    for i, j in pairwise(zero):
        if 14 <= j - i <= 160 and abs(angle[j] - angle[i]) > least:
            y = (angle[i : j + 1] - angle[i]) / (angle[j] - angle[i])
            y = np.interp(np.linspace(0, 1, 129), np.linspace(0, 1, len(y)), y)
            out.append(gaussian_filter1d(np.r_[np.zeros(30), y, np.ones(30)], 5)[30:-30])
    return out


def _daily(path: Path, s: Scraps) -> None:
    """Cut daily living at ankle and wrist (UMAFall, about 20/s)."""
    table = pd.read_parquet(path / "umafall_wrist_ankle/umafall_wrist_ankle_acc.parquet")
    table = table[table.kind == "ADL"]
    for (activity, _), part in table.groupby(["activity", "trial"], sort=True):
        both = {}
        for place, rows in part.groupby("pos", sort=True):
            t = rows.t_ms.to_numpy() / 1000.0
            x = rows[["x", "y", "z"]].to_numpy(float)
            calm = median_filter(x, (3, 1))  # single lost or wrong samples of the radio link
            glitch = np.abs(x - calm) > (2.5 if place == "ANKLE" else 0.9)
            both[place] = t, np.where(glitch, calm, x)
        if len(both) < 2:
            continue
        grid = np.arange(0.6, min(v[0][-1] for v in both.values()), 1 / FS)
        a, w = (
            PchipInterpolator(*_unique(*both[p]), axis=0)(grid).clip(-8, 8)
            for p in ("ANKLE", "WRIST")
        )
        if activity == "Walking":
            _gait(a, w, s)
        elif activity not in ("Jogging", "Hopping", "GoUpstairs", "GoDownstairs", "Aplausing"):
            _parts(activity, a, w, s)


def _unique(t: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop repeated time stamps."""
    t, keep = np.unique(t, return_index=True)
    return t, a[keep]


def _parts(activity: str, a: np.ndarray, w: np.ndarray, s: Scraps) -> None:
    """Cut the movements of one trial."""
    for i, j in moving(a, FS, 0.12, 0.4):
        piece = cut(a, max(i - 10, 0), j + 10, FS, 0.4, activity) if j - i < 600 else None
        if piece is not None and piece.peak > 0.08:
            s.kicks.append(piece)
    for i, j in moving(w, FS, 0.15, 0.5):
        piece = cut(w, max(i - 10, 0), j + 10, FS, 0.4, activity) if j - i < 900 else None
        if piece is not None and piece.peak > 0.1:
            (s.jerks if j - i < 130 else s.handling).append(piece)
    for i, j in moving(np.hstack([a, w]), FS, 0.2, 0.9):
        k, m = cut(a, i, j, FS, 0.4, activity), cut(w, i, j, FS, 0.4, activity)
        if k is None or m is None or j - i < 100:
            continue
        pair, tall = Pair(wrist=m, ankle=k), (abs(k.xyz[0, 0]) > 0.85, abs(k.xyz[-1, 0]) > 0.85)
        if activity == "LyingDown_OnABed" and k.angle > 35:
            (s.downs if tall[0] else s.ups).append(pair)
        elif all(tall):
            s.chores.append(pair)


def _gait(a: np.ndarray, w: np.ndarray, s: Scraps) -> None:
    """Cut steady walking into strides of the ankle worn."""
    rows = moving(a, FS, 0.5, 1.0)
    if not len(rows):
        return
    i, j = rows[np.argmax(rows[:, 1] - rows[:, 0])] + [120, -60]
    if j - i < 450:
        return
    a, w = a[i:j], w[i:j]
    push = band(np.linalg.norm(a, axis=1), FS, 0.5, 5)
    lag = np.correlate(push, push, "full")[len(push) :]
    stride = 80 + int(np.argmax(lag[80:160]))
    marks, _ = find_peaks(push, distance=int(0.8 * stride), prominence=0.4 * push.std())
    good = len(marks) > 4 and np.diff(marks).std() < 0.2 * stride
    if good and abs(np.linalg.norm(a.mean(0)) - 1) < 0.25:
        marks = marks - int(0.35 * stride)  # cut in mid-swing, where little happens
        s.gaits.append(Gait(ankle=a, wrist=w, marks=marks[marks > 0]))


def _phone(path: Path, s: Scraps) -> None:
    """Cut the clinic's phone recordings (cloudUPDRS, 100/s): lifts, tremor, pulse."""
    for name in sorted((path / "pdkit_cloudupdrs").glob("2458/*.csv")):
        v = np.loadtxt(name, delimiter=",", usecols=range(4))
        t = (v[:, 0] - v[0, 0]) / 1e9
        a = regular(t, v[:, 1:] / G)
        if "LEG_AGILITY" in name.name:
            x = band(a[150:3100], FS, 0.8, 20)
            s.lifts.append(x)
            main = x[:, np.argmax(x.var(0))]
            speed = np.cumsum(main) / FS
            speed = band(speed, FS, 0.8, None)
            s.flanks += _rises(np.cumsum(speed) / FS, speed, 2e-4)
            tops, _ = find_peaks(-main, distance=25, prominence=0.1)
            s.cycles += [x[i:j] for i, j in pairwise(tops) if 30 < j - i < 70]
        elif "TREMOR" in name.name and "KINETIC" not in name.name:
            x = a[600:3100]
            rough = np.abs(band(x, FS, 2, None)).max(1)
            wild = maximum_filter1d(rough > 8 * np.median(rough), 101)
            for i, j in runs(~wild):
                if j - i < 500:
                    continue
                y = x[i:j]
                if "LEG" in name.name:
                    s.beats.append((FS, band(y, FS, 0.8, 15)))
                else:
                    y = band(y, FS, 3.2, 14)
                    f, p = welch(y, FS, nperseg=256, axis=0)
                    s.tremors.append((float(f[p.sum(1).argmax()]), y))
        elif "PRONATION" in name.name:
            y = band(a[120:420], FS, 2.5, 14)
            f, p = welch(y, FS, nperseg=256, axis=0)
            s.tremors.append((float(f[p.sum(1).argmax()]), y))


def still(x: np.ndarray, fs: float, level: float) -> list[np.ndarray]:
    """Return the parts of a high-passed rest without any movement (beyond level deviations)."""
    rough = np.abs(x).max(1)
    wild = gaussian_filter1d(rough, 0.5 * fs) > 1.25 * np.median(rough)
    wild |= rough > level * 1.48 * np.median(np.abs(x))
    wild = maximum_filter1d(wild, int(1.5 * fs) | 1)
    return [x[i:j] for i, j in runs(~wild) if j - i > 6 * fs]


def _band_wrist(path: Path, s: Scraps) -> None:
    """Cut the armband at rest (Polar Verity Sense, 52/s): noise, pulse and breathing."""
    v = pd.read_csv(path / "polar_verity_sense/Polar_Sense_ACC.txt", sep=";").iloc[:, 1:5]
    v = v.to_numpy(float)
    fs = 1e9 / np.median(np.diff(v[:, 0]))
    a = v[:, 1:] / 1000
    for i, j in ((46, 58), (60, 81), (104, 196), (206, 258), (262, 345), (455, 470)):
        x = a[int(i * fs) : int(j * fs)]
        s.grain += [(fs, y) for y in still(band(x, fs, 1.0, None), fs, 5.5)]
        if j - i > 50:
            y = band(x, fs, 0.12, 0.6) @ unit_main(band(x, fs, 0.12, 0.6))
            y = np.interp(np.arange(0, len(y) / fs, 0.2), np.arange(len(y)) / fs, y)
            s.breaths.append(y / np.percentile(np.abs(y), 90))


def unit_main(x: np.ndarray) -> np.ndarray:
    """Return the direction along which x varies most."""
    return np.linalg.svd(x - x.mean(0), full_matrices=False)[2][0]


@lru_cache(maxsize=2)
def _load(path: Path) -> Scraps:
    """Cut everything once."""
    s = Scraps()
    for step in (_nights, _watch, _daily, _phone, _band_wrist):
        step(path, s)
    return s


def scraps() -> Scraps:
    """Return all cuttings, cut once per process."""
    return _load(folder())
