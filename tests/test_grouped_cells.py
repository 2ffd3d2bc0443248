"""A comma or a point between thousands is one of thousands only where nothing else fits."""

from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor.files.tables.rewritten.rewritings import rewriting_of
from tests.test_foreign_files import COUNT, START, TIMES, VALUES, read, told

CODES = np.array([[4096 * float(cell) for cell in line.split(",")] for line in VALUES])


def grouped(number: float, sign: str) -> str:
    return f"{number:,.0f}".replace(",", sign)


def test_codes_in_quotes_with_commas_between_thousands_are_codes(tmp_path: Path) -> None:
    lines = [
        ",".join([f"{TIMES[i]:.3f}", *(f'"{grouped(code, ",")}"' for code in CODES[i])])
        for i in range(COUNT)
    ]
    recording = read(tmp_path, ["time,ax,ay,az", *lines])
    assert sum(map(len, recording.runs)) == COUNT
    assert np.allclose(np.linalg.norm(recording.runs[0].xyz, axis=1).mean(), 1, atol=0.01)
    assert "thousands" in told(recording)


@pytest.mark.parametrize(("sign", "decimal", "separator"), [(",", ".", ","), (".", ",", ";")])
def test_times_with_signs_between_thousands_are_times(
    sign: str, decimal: str, separator: str, tmp_path: Path
) -> None:
    for base in (0.0, START.timestamp()):
        lines = []
        for i in range(COUNT):
            time = grouped(1000 * base + 50 * i, sign)
            cells = [cell.replace(".", decimal) for cell in VALUES[i].split(",")]
            lines.append(separator.join([f'"{time}"' if sign == separator else time, *cells]))
        recording = read(
            tmp_path,
            [separator.join(["time (ms)", "x (g)", "y (g)", "z (g)"]), *lines],
            start=START,
        )
        assert [len(run) for run in recording.runs] == [COUNT]
        assert recording.rate == pytest.approx(20, abs=1e-6)
        assert recording.start == START


@pytest.mark.parametrize(
    "row",
    [
        '"{t}","1,{n}","-5,{n}","8,{n}"',  # three decimals, as many in each row
        '"{t}","0,{n}","-5,{n}","8,{n}"',  # nothing has a thousand of nothing
        '"1{t}","1,{n}","-5,2","8,{n}"',  # two decimals
        '"1,{n}",0.123,-0.543,0.821',  # seconds beside values of the other sign
    ],
)
def test_a_sign_that_may_part_decimals_is_left_alone(row: str) -> None:
    text = "\n".join(["t,x,y,z", *(row.format(t=i, n=f"{i:03d}") for i in range(100, 300))])
    assert rewriting_of(text.encode()) is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("start", "third"),
    [
        (12.345, 995),
        (12.345, 4096),
        (-300.0, 995),
    ],  # mg below and above 1000, codes, a falling time
)
def test_seconds_beside_whole_values_are_seconds(start: float, third: int, separator: str) -> None:
    # the first hundreds of seconds have the form of thousands, those from 1000 s on have not
    rng = np.random.default_rng(5)
    codes = np.round(rng.normal((30, -45, third), 8, (3000, 3))).astype(int)
    lines = [
        separator.join([f"{abs(start + i / 2):.3f}", *map(str, row)]) for i, row in enumerate(codes)
    ]
    if start < 0:
        lines = lines[:500]
    text = "\n".join([separator.join("txyz"), *lines])
    assert rewriting_of(text.encode()) is None


def test_a_voltage_beside_whole_values_has_decimals() -> None:
    rng = np.random.default_rng(5)
    rows = np.round(rng.normal((30, -45, 995), 8, (300, 3))).astype(int).tolist()
    lines = [
        f"2026-03-14T23:10:00.{i:03d},{x},{y},{z},3.7{i % 90 + 10}"
        for i, (x, y, z) in enumerate(rows)
    ]
    assert rewriting_of("\n".join(["t,x,y,z,volt", *lines]).encode()) is None


def test_times_and_some_codes_with_signs_between_thousands_are_told() -> None:
    rng = np.random.default_rng(5)
    rows = np.round(rng.normal((30, -45, 4096), 8, (300, 3))).astype(int).tolist()
    lines = [f'"{50 * i + 9000:,}",{x},{y},"{z:,}"' for i, (x, y, z) in enumerate(rows)]
    found = rewriting_of("\n".join(["t,x,y,z", *lines]).encode())
    assert found is not None
    assert b"\n9050," in found.rewritten("\n".join(lines).encode()).replace(b'"', b"")
