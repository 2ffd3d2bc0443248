"""A sensor that hung, or a radio that repeats its last value: not recorded, and said."""

from datetime import UTC
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement, Samples
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import ClockPair
from limbwatch.sensor.devices import Settings, open_profile
from limbwatch.sensor.files import NotInPieces, ReadRequest, open_long_text, read_recorded_file
from limbwatch.sensor.standstill import noisy, without_standstill

RATE = 25
START = 1_770_000_000
SECOND = 10**9


def measured(seconds: int, *, step: float = 0.001, noise: float = 0.004) -> NDArray[np.float32]:
    """A limb at rest in four postures, as a sensor of some step writes it."""
    random = np.random.default_rng(3)
    postures = np.array([[0.31, 0.2, 0.93], [0.6, 0.0, 0.8], [0.0, -0.71, 0.7], [0.0, 0.1, 0.99]])
    still = np.repeat(postures, seconds * RATE // 4, axis=0)
    exact = still + random.normal(0, noise, still.shape)
    return (np.round(exact / step) * step).astype(np.float32)


def frozen(xyz: NDArray[np.float32], begin: float, end: float) -> NDArray[np.float32]:
    xyz = xyz.copy()
    xyz[round(begin * RATE) : round(end * RATE)] = xyz[round(begin * RATE)]
    return xyz


def one_run(xyz: NDArray[np.float32]) -> list[Samples]:
    return [Samples(start=0.0, rate=float(RATE), xyz=xyz)]


def spans(runs: list[Samples]) -> list[tuple[float, float]]:
    return [(round(run.start, 2), round(run.end, 2)) for run in runs]


def text(path: Path, xyz: NDArray[np.float32], begin: float = START) -> Path:
    rows = [f"{begin + k / RATE:.3f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(xyz)]
    path.write_text("\n".join(["time,x,y,z", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("lasts", "gap"), [(59, False), (61, True), (300, True)])
def test_a_minute_of_one_value_from_a_noisy_sensor_is_a_gap(lasts: int, gap: bool) -> None:
    kept, said = without_standstill(one_run(frozen(measured(1200), 400, 400 + lasts)))
    assert bool(said) == gap
    # the first row of the repeat was measured
    expected = [(0.0, 400.04), (400.0 + lasts, 1200.0)] if gap else [(0.0, 1200.0)]
    assert spans(kept) == expected


def toggling(xyz: NDArray[np.float32], values: int, *, axis: int = 2) -> NDArray[np.float32]:
    """Let one axis take so many values, at random, in 5 minutes in which the others stand."""
    xyz = frozen(xyz, 400, 700)
    steps = np.random.default_rng(8).integers(0, values, 300 * RATE)
    xyz[400 * RATE : 700 * RATE, axis] += (0.001 * steps).astype(np.float32)
    return xyz


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize(("values", "gap"), [(1, True), (2, True), (3, False)])
def test_the_last_bit_of_one_axis_may_go_to_and_fro_in_a_sensor_that_hangs(
    axis: int, values: int, gap: bool
) -> None:
    """Noise takes more than two values."""
    kept, said = without_standstill(one_run(toggling(measured(1200), values, axis=axis)))
    assert spans(kept) == ([(0.0, 400.04), (700.0, 1200.0)] if gap else [(0.0, 1200.0)])
    assert ("but for the last bit of one axis, for 5.0 min" in said) == (values == 2)


@pytest.mark.parametrize(("lasts", "gap"), [(58, False), (62, True)])
def test_it_goes_to_and_fro_for_a_minute(lasts: int, gap: bool) -> None:
    xyz = measured(1200)
    part = toggling(xyz, 2)[400 * RATE : round((400 + lasts) * RATE)]
    xyz[400 * RATE : 400 * RATE + len(part)] = part
    assert bool(without_standstill(one_run(xyz)).note) == gap


def test_a_coarse_sensor_whose_last_bit_goes_to_and_fro_is_believed() -> None:
    xyz = toggling(measured(1200, step=1 / 64, noise=0.1 / 64), 2)
    assert without_standstill(one_run(xyz)).note == ""


def test_a_repeat_at_the_beginning_or_to_the_end_is_a_gap() -> None:
    kept, said = without_standstill(one_run(frozen(frozen(measured(1200), 0, 100), 900, 1200)))
    assert spans(kept) == [(100.0, 900.04)]
    assert "2 times, for 6.7 min in all, first from 0 s on" in said


@pytest.mark.parametrize(("noise", "gap"), [(0.8, True), (0.6, False), (0.1, False)])
def test_a_sensor_that_repeats_itself_at_rest_is_believed(noise: float, gap: bool) -> None:
    """Share of equal rows of white noise: 4 % at 0.8 steps, 7 % at 0.6."""
    xyz = frozen(measured(1200, step=1 / 64, noise=noise / 64), 400, 700)
    assert bool(without_standstill(one_run(xyz)).note) == gap


@pytest.mark.parametrize(("rests", "kind"), [(57, None), (64, True)])
def test_a_minute_of_rest_tells_how_a_sensor_repeats_itself(rests: int, kind: bool | None) -> None:
    xyz = measured(1200)
    xyz[rests * RATE :] += (
        np.random.default_rng(1).normal(0, 0.1, (len(xyz) - rests * RATE, 3)).astype(np.float32)
    )
    assert noisy(one_run(xyz)) is kind
    assert bool(without_standstill(one_run(frozen(xyz, 400, 700))).note) == (kind is True)


@pytest.mark.parametrize("cuts", [(450.0,), (401.0, 402.0, 640.0), (400.0,), (400.04, 700.0)])
def test_it_does_not_depend_on_how_a_recording_is_cut(cuts: tuple[float, ...]) -> None:
    xyz = frozen(measured(1200), 400, 700)
    edges = [0, *(round(cut * RATE) for cut in cuts), len(xyz)]
    runs = [
        Samples(start=first / RATE, rate=float(RATE), xyz=xyz[first:stop])
        for first, stop in pairwise(edges)
    ]
    kept, said = without_standstill(runs)
    assert "for 5.0 min, from 400 s on" in said
    rows = np.concatenate([run.xyz for run in kept])
    lost = 300 * RATE - (400.0 not in cuts)
    assert len(rows) == len(xyz) - lost


def test_a_file_whose_sensor_hung_has_a_gap_and_a_warning(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", frozen(measured(1200), 400, 1000))
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert spans(list(found.runs)) == [(0.0, 400.04), (1000.0, 1200.0)]
    assert any("repeats one value, bit for bit, for 10.0 min" in w for w in found.quality.warnings)
    assert found.quality.held_s == 0


def test_a_sensor_that_is_known_to_idle_at_rest_has_no_gap(tmp_path: Path) -> None:
    """ActiGraph, idle sleep mode."""
    head = (
        "------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 Firmware v1.7.2 date "
        "format M/d/yyyy at 25 Hz  Filter Normal -----------\nSerial Number: NEO1DXXXXXXXX\n"
        "Start Time 22:30:00\nStart Date 3/14/2026\nEpoch Period (hh:mm:ss) 00:00:00\n"
        "Download Time 14:00:00\nDownload Date 3/16/2026\nCurrent Memory Address: 0\n"
        "Current Battery Voltage: 4.1     Mode = 12\n"
        "--------------------------------------------------\n"
        "Accelerometer X,Accelerometer Y,Accelerometer Z\n"
    )
    xyz = frozen(measured(1200), 400, 1000)
    path = tmp_path / "a.csv"
    path.write_text(head + "".join(f"{x:.3f},{y:.3f},{z:.3f}\n" for x, y, z in xyz), "utf-8")
    found = read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    assert len(found.runs) == 1
    assert found.quality.held_s == pytest.approx(600, abs=1)


@pytest.fixture
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 600 * RATE)
    monkeypatch.setattr("limbwatch.sensor.files.tables.parsed.table.BLOCK", 1 << 12)


TOLD = ReadRequest(placement=Placement.ANKLE, zone=UTC)
PIECE_S = 601.16
"""Where the first piece of the file ends that is read in pieces, seconds."""


@pytest.mark.usefixtures("_short_pieces")
def test_a_long_file_is_read_in_pieces_of_so_many_rows(tmp_path: Path) -> None:
    """Otherwise the repeats below are at the end of none."""
    first, *others = open_long_text(text(tmp_path / "a.csv", measured(1200)), TOLD)
    assert others
    assert first.runs[-1].end == pytest.approx(PIECE_S, abs=0.001)


@pytest.mark.usefixtures("_short_pieces")
@pytest.mark.parametrize(("begin", "end"), [(-30, 40), (-5, 100), (-3, 61), (-300, -200)])
def test_a_long_file_whose_piece_ends_in_a_repeat_is_read_whole(
    tmp_path: Path, begin: int, end: int
) -> None:
    """Half a minute of one value at the end of a piece may be a minute, or not."""
    repeats = frozen(measured(1200), PIECE_S + begin, PIECE_S + end)
    path = text(tmp_path / "a.csv", repeats)
    with pytest.raises(NotInPieces):
        list(open_long_text(path, TOLD))


def test_a_sensor_heard_by_radio_that_repeats_its_last_value_has_a_gap(tmp_path: Path) -> None:
    path = tmp_path / CAPTURE
    capture = Capture(path)
    capture.clock(ClockPair(0, 0, START * SECOND))
    sensor = capture.sensor(Placement.ANKLE, kind="open", address="A", name="a")
    stream = capture.stream(sensor, 0, firmware="", mtu=None)
    capture.settings(stream, Settings(rate=float(RATE), range_g=8.0))
    counts = np.round(frozen(measured(600), 200, 400) * 4096).astype(np.int16)
    for number in range(600):
        rows = counts[number * RATE : (number + 1) * RATE]
        data = open_profile.encode(rows, number=number, tick=number * 32768, range_g=8)
        capture.notification(stream, open_profile.DATA, number * SECOND, data)
    assert capture.close()
    (found,) = recordings_from_capture(path)
    assert sum(map(len, found.runs)) == pytest.approx(400 * RATE, abs=2 * RATE)
    assert any("repeats one value, bit for bit" in one for one in found.quality.warnings)


def test_a_gap_between_two_equal_values_is_no_hang() -> None:
    """A radio that fell silent for half an hour, and a first sample that is as the last was."""
    xyz = measured(1200)
    xyz[600 * RATE - 1] = xyz[600 * RATE] = xyz[600 * RATE - 2]
    before, behind = xyz[: 600 * RATE], xyz[600 * RATE :]
    runs = [
        Samples(start=0.0, rate=float(RATE), xyz=before),
        Samples(start=600.0 + 1800.0, rate=float(RATE), xyz=behind),
    ]
    kept, said = without_standstill(runs)
    assert said == ""
    assert sum(map(len, kept)) == len(xyz)


@pytest.mark.parametrize("swings", [False, True])
def test_smoothed_rows_that_settle_on_a_table_are_no_hang(swings: bool) -> None:
    """A filter makes every row of a coarse sensor another one, but not where nothing moves."""
    xyz = measured(1200)
    away = 0.003 * 0.7 ** np.arange(40) * (np.cos(np.arange(40) * 1.3) if swings else 1.0)
    begin = 800 * RATE
    end = xyz[begin].copy()
    xyz[begin:] = end
    xyz[begin - 40 : begin] = end + away[:, None] * np.array([0.6, 0.0, -0.8])
    assert without_standstill(one_run(xyz)).note == ""
    sudden = frozen(measured(1200), 800, 1200)
    assert without_standstill(one_run(sudden)).note
