"""Which columns of a table without names are x, y and z, where small ones stand beside them."""

from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.tables.axes.unnamed_axes import MagnitudeAtRest
from limbwatch.sensor.files.tables.table_options import TableOptions

COUNT, RATE = 1000, 25
NOISE = np.random.default_rng(7).normal(0, 0.003, (COUNT, 3))
LYING, TURNED = (0.2, -0.93, 0.31), (0.1, -0.35, 0.93)
TURNS = NOISE + np.where(np.arange(COUNT)[:, None] < COUNT // 2, LYING, TURNED)
STAYS = NOISE + np.array((0.01, -0.93, 0.36))
SMALL = [0.1 * np.sin(np.arange(COUNT) / slow)[:, None] for slow in (9, 70)]
RATES_OF_TURN = np.random.default_rng(8).normal(0, 0.01, (COUNT, 3))


def read(folder: Path, *columns: np.ndarray, **given: object) -> Recording:
    path = folder / "a.csv"
    rows = np.column_stack([np.arange(COUNT) / RATE, *columns])
    np.savetxt(path, rows, "%.4f", ",")
    return read_recorded_file(
        path,
        placement=Placement.ANKLE,
        timezone=ZoneInfo("Europe/Berlin"),
        **given,  # type: ignore[arg-type]
    )


def first(recording: Recording) -> list[float]:
    return [float(value) for value in recording.runs[0].xyz[0]]


@pytest.mark.parametrize("scale", [1, 1000, 9.80665])
@pytest.mark.parametrize("small", [1, 2])
def test_of_overlapping_columns_those_that_keep_gravity_in_each_posture_are_the_axes(
    small: int, scale: float, tmp_path: Path
) -> None:
    """One or two small columns before x, y and z: the axes were taken a column too early."""
    beside = [scale * column for column in SMALL[:small]]
    recording = read(tmp_path, *beside, scale * TURNS)
    assert first(recording) == pytest.approx(TURNS[0], abs=2e-3)
    passed = "2" if small == 1 else "2, 3"
    assert any(f"not {passed} before" in one for one in recording.quality.warnings)


def test_columns_behind_the_axes_without_names_are_told(tmp_path: Path) -> None:
    axes = TURNS[:, ::-1]
    recording = read(tmp_path, axes, SMALL[0])
    assert first(recording) == pytest.approx(axes[0], abs=2e-3)
    assert any("without names: 5, behind x, y and z" in one for one in recording.quality.notes)


def test_overlapping_columns_that_no_posture_tells_apart_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(WrongKind, match="2, 3, 4 and 3, 4, 5 have the length of gravity") as caught:
        read(tmp_path, SMALL[0] / 10, STAYS)
    assert "--columns time=1,x=2,y=3,z=4" in str(caught.value)
    said = TableOptions(columns={"time": "1", "x": "3", "y": "4", "z": "5"})
    recording = read(tmp_path, SMALL[0] / 10, STAYS, options=said)
    assert first(recording) == pytest.approx(STAYS[0], abs=2e-3)


def test_the_steadier_columns_that_are_farther_from_gravity_are_asked_for(tmp_path: Path) -> None:
    """Axes that are off vary from posture to posture, and may seem the worse ones."""
    z = np.where(np.arange(COUNT) < COUNT // 2, 0.35, -0.35) + 0.06
    uneven = np.column_stack([np.full(COUNT, 0.3), np.full(COUNT, -0.89), z]) + NOISE / 10
    with pytest.raises(WrongKind, match="2, 3, 4 and 3, 4, 5 have the length of gravity"):
        read(tmp_path, SMALL[0] / 100, uneven)


def test_of_two_whole_sensors_without_names_the_one_at_gravity_is_taken(tmp_path: Path) -> None:
    """A gyroscope at rest makes gravity with y and z, where x is about 0."""
    recording = read(tmp_path, STAYS, RATES_OF_TURN)
    assert first(recording) == pytest.approx(STAYS[0], abs=2e-3)


@pytest.mark.parametrize("before", [True, False])
def test_a_column_of_one_value_beside_whole_sensors_hides_none(
    tmp_path: Path, *, before: bool
) -> None:
    label = np.zeros((COUNT, 1))
    columns = [STAYS, RATES_OF_TURN]
    recording = read(tmp_path, *([label, *columns] if before else [*columns, label]))
    assert first(recording) == pytest.approx(STAYS[0], abs=2e-3)


def test_several_sensors_and_a_column_beside_them_are_asked_for_one_by_one(tmp_path: Path) -> None:
    """Daphnet: three sensors and an annotation; no three across two of them is named."""
    other = STAYS[:, [1, 0, 2]]
    label = np.arange(COUNT)[:, None] // 500
    with pytest.raises(WrongKind, match="columns 2, 3, 4 and 5, 6, 7 and 8, 9, 10"):
        read(tmp_path, STAYS, other, STAYS + NOISE[::-1], label)


def test_columns_of_one_value_between_sensors_part_no_others(tmp_path: Path) -> None:
    """PAMAP2: by number of columns alone the axes would begin where a temperature stands."""
    small, none = NOISE[:, :1], np.zeros((COUNT, 1))
    columns = (STAYS, none, STAYS[:, [1, 0, 2]], np.hstack([small, small, small]))
    with pytest.raises(WrongKind, match="--columns time=1,x=2,y=3,z=4"):
        read(tmp_path, *columns)


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_of_alike_sensors_side_by_side_each_is_asked_for_and_no_three_across_them(
    before: int, tmp_path: Path
) -> None:
    """PAMAP2: its ankle has two accelerometers, of 16 and 6 g, somewhere behind a temperature."""
    alike = 0.98 * STAYS + NOISE[::-1] / 10
    warm = np.full((COUNT, 1), 33.5) + NOISE[:, :1]
    one, other = (", ".join(str(2 + before + at + k) for k in range(3)) for at in (0, 3))
    with pytest.raises(WrongKind, match=f"{one} and {other}[^,\\d]"):
        read(tmp_path, *[warm] * before, STAYS, alike, warm, warm)


@pytest.mark.parametrize(("tenths", "asked"), [(7, False), (9, True)])
def test_an_acceleration_lies_at_gravity_in_four_fifths_of_the_first_rows(
    tenths: int, tmp_path: Path, *, asked: bool
) -> None:
    """What does so in fewer is something else, and the columns behind it are taken."""
    often = np.where(np.arange(COUNT) % 10 < tenths, 1.0, 1.5)[:, None]
    if asked:
        with pytest.raises(WrongKind, match="columns 2, 3, 4 and 5, 6, 7"):
            read(tmp_path, often * STAYS, STAYS)
    else:
        assert first(read(tmp_path, often * STAYS, STAYS)) == pytest.approx(STAYS[0], abs=2e-3)


@pytest.mark.parametrize(
    ("varies", "other", "clear"),
    [(0.01, 0.041, True), (0.01, 0.039, False), (0.001, 0.0081, True), (0.001, 0.0079, False)],
)
def test_axes_are_sure_where_others_vary_four_times_as_much(
    varies: float, other: float, *, clear: bool
) -> None:
    """Less than 0.2 % counts as that: so much a good sensor shows where nobody turns."""
    found, rival = (MagnitudeAtRest(one, 0.0) for one in (varies, other))
    assert found.is_clear_of(rival) == clear


@pytest.mark.parametrize("period", [16, 256, 100_000])
@pytest.mark.parametrize("beside", [1, 2])
def test_a_number_of_rows_that_starts_anew_is_no_axis(
    period: int, beside: int, tmp_path: Path
) -> None:
    """It was taken for x where the values are in no known unit, as raw codes are."""
    count = np.arange(COUNT)[:, None] % period
    ahead = [count, 0 * count][:beside]
    rows = np.column_stack([*ahead, np.round(4096 * TURNS)])
    np.savetxt(tmp_path / "a.txt", rows, "%d", "\t")
    recording = read_recorded_file(
        tmp_path / "a.txt", placement=Placement.ANKLE, timezone=ZoneInfo("Europe/Berlin"), rate=RATE
    )
    assert first(recording) == pytest.approx(TURNS[0], abs=2e-2)
