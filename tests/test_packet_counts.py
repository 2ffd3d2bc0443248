"""A column that counts down within each packet says that its newest row comes first."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.files import NotInPieces, ReadRequest, open_long_text, read_recorded_file
from limbwatch.sensor.files.tables.clock_columns.row_counter import counts_down
from limbwatch.sensor.files.tables.heads.head import read_head
from limbwatch.sensor.files.tables.layout import Counter, Layout

BEGIN = 1_773_526_200_000
XYZ = np.round(np.random.default_rng(2).normal((0.12, -0.55, 0.83), 0.02, (1000, 3)), 3)


def written(path: Path, *, size: int = 10, name: str = "sample", down: bool = True) -> Path:
    packets = np.arange(len(XYZ)).reshape(-1, size)
    rows = [
        f"{BEGIN + 20 * packet[0]},{at - packet[0]},{x:.3f},{y:.3f},{z:.3f}"
        for packet in packets
        for at in (packet[::-1] if down else packet)
        for x, y, z in [XYZ[at]]
    ]
    path.write_text("\n".join([f"packet_ms,{name},x,y,z", *rows]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> Recording:
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)


@pytest.mark.parametrize("size", [4, 10, 25])
@pytest.mark.parametrize("down", [False, True])
def test_rows_are_in_order_whichever_way_they_count(tmp_path: Path, size: int, down: bool) -> None:
    found = read(written(tmp_path / "a.csv", size=size, down=down))
    assert np.array_equal(found.runs[0].xyz, XYZ.astype(np.float32))
    assert [said[:24] for said in found.quality.warnings] == ["Column 'sample' counts d"] * down


@pytest.mark.parametrize("name", ["remaining", "samples_left", "fifo_level"])
def test_a_count_of_what_is_left_is_in_the_order_of_time(tmp_path: Path, name: str) -> None:
    found = read(written(tmp_path / "a.csv", name=name))
    shown = XYZ.reshape(-1, 10, 3)[:, ::-1].reshape(-1, 3)
    assert np.array_equal(found.runs[0].xyz, shown.astype(np.float32))


def test_such_a_file_is_not_read_in_pieces(tmp_path: Path) -> None:
    told = ReadRequest(placement=Placement.ANKLE, zone=UTC)
    with pytest.raises(NotInPieces):
        list(open_long_text(written(tmp_path / "a.csv"), told))


@pytest.mark.parametrize(
    ("packets", "size", "found"), [(4, 3, True), (3, 3, False), (4, 2, False), (9, 2, False)]
)
def test_three_whole_packets_of_three_rows_count_down(
    tmp_path: Path, packets: int, size: int, found: bool
) -> None:
    """The last may be cut, and does not count."""
    rows = [
        f"{BEGIN + 20 * size * packet},{at},0.1,-0.5,0.8{at}"
        for packet in range(packets)
        for at in reversed(range(size))
    ]
    path = tmp_path / "a.csv"
    text = "\n".join(["ms,n,x,y,z", *rows]) + "\n"
    head = read_head(path, text.encode(), zipped=False)
    time = Counter(column=0, step=1e-3, epoch=None)
    layout = Layout(time=time, axes=(2, 3, 4), unit=None)
    assert (counts_down(head, layout) == 1) == found


@pytest.mark.parametrize(("odd", "turned"), [(4, True), (12, False)])
def test_one_row_in_a_hundred_may_count_otherwise(tmp_path: Path, odd: int, turned: bool) -> None:
    path = written(tmp_path / "a.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    for at in range(odd):  # behind the first rows, which show the order
        line = lines[-5 - 10 * at].split(",")
        lines[-5 - 10 * at] = ",".join([line[0], "77", *line[2:]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert bool(read(path).quality.warnings) == turned
