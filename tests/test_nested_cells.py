"""Samples in brackets or behind words: lists and objects in cells, tuples, logs, stacked names."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import read_recorded_file

COUNT, RATE = 1500, 50
VALUES = np.random.default_rng(8).normal(0, 0.003, (COUNT, 3)) + np.array((0.2, -0.93, 0.3))
VALUES[700:760] += 0.2 * np.hanning(60)[:, None]
ROWS = [[f"{value:.5f}" for value in row] for row in VALUES.tolist()]
START = 1773526200


def read(folder: Path, lines: list[str], name: str = "raw.txt") -> Recording:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_recorded_file(path, placement=Placement.ANKLE, timezone=ZoneInfo("UTC"))


def require_all(recording: Recording) -> None:
    np.testing.assert_allclose(recording.runs[0].xyz, VALUES, rtol=0, atol=1e-4)
    assert recording.rate == pytest.approx(RATE, rel=1e-3)


def unix(k: int) -> str:
    return f"{START + k / RATE:.3f}"


def jsoned(row: list[str]) -> str:
    return json.dumps(dict(zip("xyz", map(float, row), strict=True))).replace('"', '""')


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ("time,acc", lambda k, row: f'{unix(k)},"[{", ".join(row)}]"'),
        ("time,acc", lambda k, row: f'{unix(k)},"({", ".join(row)})"'),
        ("time,acc", lambda k, row: f"{unix(k)},[{' '.join(row)}]"),
        ("time;acc", lambda k, row: f"{unix(k)};[{', '.join(row)}]"),
        ("time,topic,payload", lambda k, row: f'{unix(k)},leg,"{{{jsoned(row)[1:-1]}}}"'),
        ("", lambda k, row: f"({k * 1000 // RATE}, {', '.join(row)})"),
        ("", lambda k, row: f"[{k / RATE:.2f} {' '.join(row)}]"),
        ("", lambda k, row: f"I ({412 + k * 1000 // RATE}) MPU: {','.join(row)}"),
        (
            "\x1b[0;32mI (27) boot: ESP-IDF v5.1\x1b[0m",
            lambda k, row: (
                f"\x1b[0;32mI ({412 + k * 20}) MPU: acc_x:{row[0]}, acc_y:{row[1]}, "
                f"acc_z:{row[2]}\x1b[0m"
            ),
        ),
        (
            "",
            lambda k, row: (
                f"2026-03-14 23:10:{k / RATE:06.3f} "
                + repr(dict(zip("xyz", map(float, row), strict=True)))
            ),
        ),
    ],
    ids=[
        "list",
        "tuple",
        "array",
        "semicolons",
        "object",
        "printed tuple",
        "printed array",
        "ESP-IDF",
        "ESP-IDF in colours",
        "dictionary behind a time",
    ],
)
def test_samples_in_brackets_or_behind_words_are_read(
    names: str, line: Callable[[int, list[str]], str], tmp_path: Path
) -> None:
    rows = [line(k, row) for k, row in enumerate(ROWS)]
    require_all(read(tmp_path, [names, *rows] if names else rows))


def test_lists_of_samples_are_a_row_each(tmp_path: Path) -> None:
    """A packet of 25 samples in a row, and a last one that is shorter or longer: none is lost."""
    edges = [*range(0, COUNT - 40, 25), COUNT - 40 + 10, COUNT]
    lines = ["time,x,y,z"]
    for first, stop in pairwise(edges):
        lists = (", ".join(row[at] for row in ROWS[first:stop]) for at in range(3))
        lines.append(",".join([unix(first), *(f'"[{one}]"' for one in lists)]))
    recording = read(tmp_path, lines)
    assert sum(map(len, recording.runs)) == COUNT
    np.testing.assert_allclose(recording.runs[0].xyz[:1400], VALUES[:1400], rtol=0, atol=1e-4)


@pytest.mark.parametrize("sorts", [("RAW", "CAL"), ("CAL", "RAW")])
def test_the_calibrated_of_names_in_four_lines_are_read(
    sorts: tuple[str, str], tmp_path: Path
) -> None:
    """ShimmerCapture writes device, signal, RAW or CAL, and unit below each other."""
    signals = ["Timestamp", *(f"Accelerometer {axis}" for axis in "XYZ")]
    units = {"RAW": ["no units"] * 4, "CAL": ["mSecs", *["m/(sec^2)*"] * 3]}
    lines = [
        ["Shimmer_5E12"] * 8,
        signals * 2,
        [sort for sort in sorts for _ in range(4)],
        [unit for sort in sorts for unit in units[sort]],
    ]
    for k, row in enumerate(VALUES.tolist()):
        raw = [str(655 * k), *(str(round(2000 + 80 * value * 9.80665)) for value in row)]
        calibrated = [f"{1234.5 + 20 * k:.4f}", *(f"{value * 9.80665:.6f}" for value in row)]
        cells = {"RAW": raw, "CAL": calibrated}
        lines.append([cell for sort in sorts for cell in cells[sort]])
    require_all(read(tmp_path, ["\t".join(line) for line in lines]))


def test_seconds_since_1970_behind_the_signals_are_the_time(tmp_path: Path) -> None:
    """BrainFlow: no names, a count of packets, many signals, and the time behind them."""
    rows = [
        "\t".join([f"{k % 256}.0", *row, *[f"{k % 7}.5"] * 2, f"{START + k / RATE:.6f}", "0.0"])
        for k, row in enumerate(ROWS)
    ]
    recording = read(tmp_path, rows)
    require_all(recording)
    assert recording.start.timestamp() == pytest.approx(START, abs=0.03)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["INSERT INTO acc VALUES ('2026-03-14', -0.4, 0.6, 0.6);"] * 30, "commands of SQL"),
        (
            [f"[23:10:00][D][sensor:094]: 'Accel {a}': 6.4 m/s" for a in "XYZ"] * 10,
            "each line holds one axis",
        ),
        (["BrainVision Data Exchange Header File Version 1.0", "[Common]"] * 9, "BrainVision"),
        (["<html><body>", "<table>", "</table>"] * 9, "open it in a browser"),
        (["- t: 1773526200", "  note: none"] * 9, "no acceleration in another form"),
    ],
    ids=["SQL", "ESPHome", "BrainVision", "page", "YAML"],
)
def test_what_is_not_read_is_called_what_it_is(lines: list[str], told: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read(tmp_path, lines)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("https://example.org/a.csv", "download it first"),
        ("nights/b*.csv", "Patterns are not expanded here"),
        ("a.csv", "Check the name"),
    ],
)
def test_a_file_that_is_not_there_may_be_a_pattern_or_an_address(name: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read_recorded_file(Path(name), placement=Placement.ANKLE, timezone=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("GMT+1", "always at [+]1 h is Etc/GMT-1"),
        ("UTC-05:00", "always at -5 h is Etc/GMT[+]5"),
        ("W. Europe Standard Time", "name of Windows"),
        ("Europe/Berln", "Did you mean Europe/Berlin"),
    ],
)
def test_an_unknown_zone_is_not_taken_for_its_opposite(name: str, told: str) -> None:
    """Of Etc/GMT+1 the clocks are an hour behind UTC."""
    with pytest.raises(CommandError, match=told):
        zone_of(name)
