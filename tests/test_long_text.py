"""A long text file is read day by day, as it would be read whole, or else whole."""

import gzip
import inspect
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from pyarrow.csv import WriteOptions, write_csv

from limbwatch.cli.errors import CommandError
from limbwatch.cli.interruption import discard_made
from limbwatch.cli.reading.long_recordings import are_large, stored_one_by_one
from limbwatch.cli.reading.recordings import Clocks
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import Placement, Quality, Recording, Samples, main_rate
from limbwatch.sensor.files import (
    NotInPieces,
    ReadRequest,
    TableOptions,
    open_long_text,
    read_recorded_file,
)
from limbwatch.sensor.files.doubt import CountingNote, counted, merge_counts
from limbwatch.sensor.files.rows import stretches
from limbwatch.sensor.files.rows.piece_notes import PieceNotes, SortedNotes
from limbwatch.sensor.files.times import continued, stalled
from limbwatch.sensor.files.times.continued import over_midnight
from limbwatch.sensor.files.times.misplaced import excursions, order, strays
from limbwatch.sensor.files.times.spacing.lines import Piece
from limbwatch.sensor.store import read_stored, write_pieces

RATE, HOURS = 5.0, 3.0
BEGIN = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)
"""Half past ten in Berlin: the first piece ends at noon, 27 000 rows later, as pieces are short."""
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.tables.parsed.table.BLOCK", 1 << 16)
    monkeypatch.setattr("limbwatch.sensor.files.long_text.SHORTEST", timedelta(hours=1))


@pytest.fixture(scope="module")
def xyz() -> NDArray[np.float64]:
    rng = np.random.default_rng(1)
    rows = np.array([0.0, 0.6, 0.8]) + rng.normal(0, 0.003, (int(HOURS * 3600 * RATE), 3))
    rows[::97] += 0.5
    return np.round(rows, 3)


def stamps(count: int, begin: datetime = BEGIN) -> NDArray[np.float64]:
    return begin.timestamp() + np.arange(count) / RATE


def written(path: Path, xyz: NDArray[np.float64], time: Any, name: str = "time") -> Path:
    columns = {} if time is None else time if isinstance(time, dict) else {name: time}
    columns |= {axis: xyz[:, at] for at, axis in enumerate("xyz")}
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        write_csv(pa.table(columns), file, WriteOptions(include_header=False, quoting_style="none"))
    return path


def texts(count: int, form: str, zone: Any, begin: datetime = BEGIN) -> list[str]:
    """Write the moments of rows; all of a second are one text but for its fractions."""
    fractions = [f"{round(1e6 * k / RATE):06d}" for k in range(round(RATE))]
    seconds = (begin + timedelta(seconds=k) for k in range(-(-count // len(fractions))))
    plain = (at.astimezone(zone).strftime(form.replace("%f", "@")) for at in seconds)
    return [text.replace("@", one) for text in plain for one in fractions][:count]


def in_pieces(path: Path, **told: Any) -> Recording:
    pieces = open_long_text(path, ReadRequest(placement=Placement.ANKLE, zone=BERLIN, **told))
    write_pieces(pieces, lambda: pieces.quality, path.with_suffix(".parquet"))
    return read_stored(path.with_suffix(".parquet"))


def from_first(quality: Quality) -> Quality:
    """Give the quality with the fitted time of the first sample to a nanosecond."""
    begin = quality.counted_from
    return quality if begin is None else replace(quality, counted_from=round(begin, 9) + 0.0)


def times(recording: Recording) -> NDArray[np.float64]:
    return np.concatenate([run.start + np.arange(len(run)) / run.rate for run in recording.runs])


def require_same(path: Path, *, least: int = 2, **told: Any) -> Recording:
    found = in_pieces(path, **told)
    whole = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, **told)
    assert (found.start, found.device) == (whole.start, whole.device)
    assert from_first(found.quality) == from_first(whole.quality)
    samples = [np.concatenate([run.xyz for run in one.runs]) for one in (found, whole)]
    assert np.array_equal(*samples)
    assert np.abs(times(found) - times(whole)).max() < 1e-6
    assert len(found.runs) >= len(whole.runs) + least - 1, "read in pieces"
    return found


@pytest.mark.parametrize("way", ["unix", "iso", "local", "steady"])
def test_pieces_are_what_the_whole_is(tmp_path: Path, xyz: NDArray[np.float64], way: str) -> None:
    told: dict[str, Any] = {}
    time: Any = stamps(len(xyz))
    if way == "iso":
        time = texts(len(xyz), "%Y-%m-%dT%H:%M:%S.%f+00:00", UTC)
    if way == "local":
        time = texts(len(xyz), "%Y-%m-%d %H:%M:%S.%f", BERLIN)
    if way == "steady":
        time, told = None, {"rate": RATE, "start": BEGIN}
    require_same(written(tmp_path / "a.csv", xyz, time), **told)


@pytest.mark.parametrize("way", ["clock", "clock beside its date", "counted", "no date"])
def test_pieces_go_on_where_a_row_does_not_tell_its_day(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 8_000)
    xyz = xyz[:24_000]
    begin = datetime(2026, 3, 12, 22, 30, tzinfo=UTC)  # midnight in Berlin is in the second piece
    clocks = texts(len(xyz), "%H:%M:%S.%f", BERLIN, begin)
    time: Any = clocks
    told = {} if way == "no date" else {"start": begin}
    if way == "clock beside its date":
        time = {"date": texts(len(xyz), "%d.%m.%Y", BERLIN, begin), "time": clocks}
    if way == "counted":
        time = np.round(np.arange(len(xyz)) / RATE + 77.0, 3)
    require_same(written(tmp_path / "a.csv", xyz, time), least=3, **told)


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%m/%d/%Y %H:%M:%S.%f", "%H:%M:%S.%f"])
def test_pieces_have_the_format_that_is_said_of_a_date_beside_its_clock(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 8_000)
    xyz = xyz[:20_000]
    time = {
        "date": texts(len(xyz), "%m/%d/%Y", BERLIN),
        "time": texts(len(xyz), "%H:%M:%S.%f", BERLIN),
    }
    require_same(written(tmp_path / "a.csv", xyz, time), options=TableOptions(time_format=form))


def test_what_is_missing_is_counted_over_all_pieces(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    path = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    lines = path.read_text().splitlines()
    for at in (100, 30_000, 50_000):
        lines[at] = lines[at].rpartition(",")[0] + ","
    del lines[22_000:25_000]
    lines[-1] = lines[-1].rpartition(",")[0]  # cut off in the last row
    path.write_text("\n".join(lines))
    found = require_same(path)
    assert found.quality.invalid == 4
    assert "The recording is in 5 runs." in found.quality.notes


def test_a_piece_ends_about_noon_or_when_it_is_large(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a night lies in one piece."""
    monkeypatch.setattr("limbwatch.sensor.files.long_text.SHORTEST", timedelta(hours=6))
    xyz = np.tile(xyz, (3, 1))
    begin = datetime(2026, 3, 13, 4, tzinfo=UTC)  # seven hours before noon in Berlin
    found = require_same(written(tmp_path / "a.csv", xyz, stamps(len(xyz), begin)))
    begins = [found.start + timedelta(seconds=run.start) for run in found.runs[1:]]
    assert [at.astimezone(BERLIN).hour for at in begins] == [12]
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 50_000)
    assert len(require_same(tmp_path / "a.csv").runs) == 4


def backwards(lines: list[str]) -> None:
    lines[12_000:12_500], lines[12_500:13_000] = lines[12_500:13_000], lines[12_000:12_500]


def milli_g(lines: list[str]) -> None:
    for at in range(12_000, len(lines)):
        time, *axes = lines[at].split(",")
        lines[at] = ",".join([time, *(f"{1000 * float(value):.0f}" for value in axes)])


def torn(lines: list[str]) -> None:
    for at in range(11_000, 11_020):
        lines[at] = lines[at].rpartition(",")[0]


def wordy(lines: list[str]) -> None:
    lines[12_000] = "paused,,,"


def commented(lines: list[str]) -> None:
    lines[12_000] += ",#* lights off"


def cut(lines: list[str]) -> None:
    """A last row that ends within its number: shorter than all others."""
    stamp = lines[-1].split(",")[0]
    lines[-1] = f"{stamp},0,0,1."


@pytest.mark.parametrize("fault", [backwards, milli_g, torn, wordy, commented, cut])
def test_what_only_the_whole_tells_is_read_whole(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 8_000)
    xyz = xyz[:18_000]  # all faults are in the second piece, or at the end of the third
    path = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    lines = path.read_text().splitlines()
    fault(lines)
    path.write_text("\n".join(lines))
    with pytest.raises(NotInPieces):
        in_pieces(path)
    whole = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)
    source = Source(Placement.ANKLE, path)
    with stored_one_by_one([source], Clocks(BERLIN), tmp_path) as (kept,):
        found = kept.between(*kept.span)
        assert found is not None
        assert np.array_equal(times(found), times(whole))
        assert kept.quality == whole.quality


def test_for_how_many_rows_a_sample_is_held_only_the_whole_tells(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    time = BEGIN.timestamp() + np.arange(2 * len(xyz)) / (2 * RATE)
    path = written(tmp_path / "a.csv", np.repeat(xyz, 2, axis=0), time)
    with pytest.raises(NotInPieces, match="repeat"):
        in_pieces(path)
    whole = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN)
    assert whole.rate == pytest.approx(RATE)


@pytest.mark.parametrize("day", [12, 9])
def test_which_is_the_day_and_which_the_month_is_told_by_all_of_the_file(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch, day: int
) -> None:
    """12/03 may be of December; 13/03, in the morning, is of March. 09/03, 10/03 tell nothing."""
    evening = datetime(2026, 3, day, 22, 30, tzinfo=UTC)
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 8_000)
    stamped = texts(24_000, "%d/%m/%Y %H:%M:%S.%f", BERLIN, evening)
    found = require_same(written(tmp_path / "a.csv", xyz[:24_000], stamped), least=3)
    assert (found.start.day, found.start.month) == (day, 3)


def test_a_rate_that_changes_from_piece_to_piece_is_read_in_pieces_and_told(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("limbwatch.sensor.files.long_text.MOST_ROWS", 17_000)
    steps = np.full(len(xyz), 0.1)  # 10 Hz
    steps[18_000:36_000] = 0.2
    steps[36_000:] = 0.2 / 1.008
    time = BEGIN.timestamp() + np.cumsum(steps)
    found = in_pieces(written(tmp_path / "a.csv", xyz, np.round(time, 4)))
    samples = np.concatenate([run.xyz for run in found.runs])
    assert np.array_equal(samples, xyz.astype(np.float32))
    begin = (found.start - BEGIN).total_seconds() + BEGIN.timestamp()
    assert np.abs(begin + times(found) - time).max() < 0.01
    said = "The rate changes: 10.00 Hz first; 5.00 Hz from 1800 s on. Each was read as such."
    assert said in found.quality.notes


def test_what_pieces_say_of_their_rate_is_said_once_and_counts_are_added_up() -> None:
    notes = PieceNotes()
    for at, rate in enumerate((25.01, 25.2, 25.0)):
        pace = f"The samples are irregular; they were interpolated onto {rate:.2f} Hz."
        told: list[str] = []
        over_midnight(np.array([86_399.0, 1.0]), told)
        passed = tuple(one for one in told if isinstance(one, CountingNote))
        opening = ("of the start",) if at == 0 else ()
        assert notes.add(SortedNotes(("n", *opening), (pace,), passed), opening)
    run = Piece(first=0, stop=2500, start=0.0, rate=25.0)
    *others, last = notes.merged([run, replace(run, rate=25.2)])
    assert others == ["n", "of the start", "The time of day passed midnight 3 times."]
    assert last.endswith("onto 25.01 Hz. So it is in 2 more parts of the file, by other figures.")
    other = SortedNotes(("n", "Clocks went back in this night; the device followed."))
    assert not notes.add(other)


def test_a_long_file_has_the_rate_that_lasts_longest_and_not_a_mean(tmp_path: Path) -> None:
    """An hour at 25 Hz and three at 100 Hz were stored as 81.25 Hz, which nobody recorded."""
    runs = [
        Samples(start=0.0, rate=25.0, xyz=np.ones((250, 3), np.float32)),
        Samples(start=10.0, rate=100.0, xyz=np.ones((3000, 3), np.float32)),
    ]
    pieces = [
        Recording(
            start=BEGIN,
            placement=Placement.ANKLE,
            device="",
            rate_nominal=None,
            rate=one.rate,
            runs=(one,),
        )
        for one in runs
    ]
    write_pieces(iter(pieces), Quality, tmp_path / "a.parquet")
    assert read_stored(tmp_path / "a.parquet").rate == main_rate(runs) == 100.0


def test_a_long_file_with_stalls_is_read_in_pieces_and_they_are_added_up(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """Three stalls in one piece and one in the next made it a file that is read whole."""
    time = stamps(len(xyz)) - BEGIN.timestamp()
    for at in (1_000, 5_000, 9_000, 40_000):
        time[at : at + 20] = time[at + 20] - np.arange(20)[::-1] * 0.001
    found = require_same(written(tmp_path / "a.csv", xyz, np.round(BEGIN.timestamp() + time, 3)))
    (said,) = [note for note in found.quality.notes if "stalled" in note]
    assert said.startswith("The link stalled 4 times for more than")


def test_rows_without_gravity_are_told_apart_from_others_over_all_pieces(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    xyz = xyz.copy()
    for at in (1_000, 2_000, 40_000):
        xyz[at] = 0.0
    path = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    lines = path.read_text().splitlines()
    lines[33_000] = lines[33_000].rpartition(",")[0] + ","
    path.write_text("\n".join(lines))
    found = require_same(path)
    assert any(note.startswith("3 rows have 0 in x, y and z") for note in found.quality.notes)
    assert any(note.startswith("1 row had a missing") for note in found.quality.notes)


def test_what_the_readers_count_in_a_file_is_added_up_over_its_pieces() -> None:
    """A sentence with a count that no piece can sum up makes a long file one that is read whole."""
    counting = {
        name: function
        for module in (continued, stalled, order, excursions, strays, stretches)
        for name, function in vars(module).items()
        if name.startswith("_")
        and inspect.isfunction(function)
        and function.__module__ == module.__name__
        and list(inspect.signature(function).parameters)[-1:] == ["count"]
        and function(*[16] * (len(inspect.signature(function).parameters) - 1), 2).endswith(".")
    }
    for name, function in counting.items():
        words = partial(function, 16) if name == "_wrapped" else function
        assert merge_counts([counted(1, words), counted(3, words)]) == [words(4)], name
    files = Path(continued.__file__).parents[1]
    given: set[str] = set()
    for path in files.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        given |= set(re.findall(r"counted\(.*?(?:partial\()?(_\w+)(?:, \w+\))?\)\)$", text, re.M))
        # whoever says how often something happened hands on the count
        found = re.findall(r"append\(\s*f\"[^\"]*(?:\{count\} times|\{count\} more)", text)
        assert not found, f"{path}: {found}"
    assert given == set(counting)


def test_a_packed_file_is_as_large_as_what_is_in_it(
    tmp_path: Path, xyz: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.csv", xyz[:2000], stamps(2000))
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    large = path.stat().st_size
    assert packed.stat().st_size < large / 2
    sources = [Source(Placement.ANKLE, packed)]
    for limit, is_large in ((large - 1, True), (large, False)):
        monkeypatch.setattr("limbwatch.cli.reading.long_recordings.LARGE_BYTES", limit)
        assert are_large(sources) is is_large
    monkeypatch.setattr("limbwatch.cli.reading.long_recordings.LARGE_BYTES", 10)
    (tmp_path / "none").touch()
    assert not are_large([Source(Placement.ANKLE, tmp_path / "none")])


def test_the_start_that_a_file_has_is_its_first_row(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """Times of day are counted from midnight, and the first row is later."""
    path = written(tmp_path / "a.csv", xyz[:600], texts(600, "%H:%M:%S.%f", BERLIN))
    for start, said in ((BEGIN, ()), (BEGIN + timedelta(minutes=5), ("2026-03-13 10:30:00",))):
        told = read_recorded_file(path, placement=Placement.ANKLE, timezone=BERLIN, start=start)
        assert told.start == BEGIN
        assert len(told.quality.warnings) == len(said)
        assert all(one in told.quality.warnings[0] for one in said)


def test_a_process_that_ends_leaves_no_samples_behind(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    path = written(tmp_path / "a.csv", xyz[:24_000], stamps(24_000))
    room = tmp_path / "nights"
    asked = Clocks(BERLIN), room
    with stored_one_by_one([Source(Placement.ANKLE, path)], *asked):
        assert list(room.iterdir())
        discard_made()  # as the last thing that an interrupted process does
        assert not list(room.iterdir())


def test_a_start_is_by_the_clock_on_the_wall(tmp_path: Path, xyz: NDArray[np.float64]) -> None:
    clock = UTC
    path = written(tmp_path / "a.csv", xyz, texts(len(xyz), "%Y-%m-%d %H:%M:%S.%f", clock))
    asked = Clocks(BERLIN, clock), tmp_path
    with stored_one_by_one([Source(Placement.ANKLE, path)], *asked) as (kept,):
        assert kept.start.isoformat() == "2026-03-13T10:30:00+01:00"
        assert kept.span[1] == pytest.approx(HOURS * 3600, abs=0.01)


def test_an_hour_that_the_clock_skips_is_read_whole(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """Summer time in Berlin begins at two on 29 March."""
    begin = datetime(2026, 3, 28, 23, 45, tzinfo=UTC)
    stamped = texts(24_000, "%Y-%m-%d %H:%M:%S.%f", BERLIN, begin)
    assert " 02:" not in "".join(stamped)
    assert " 03:" in stamped[-1]
    path = written(tmp_path / "a.csv", xyz[:24_000], stamped)
    asked = Clocks(BERLIN), tmp_path
    with stored_one_by_one([Source(Placement.ANKLE, path)], *asked) as (kept,):
        assert kept.span[1] == pytest.approx(24_000 / RATE, abs=0.01)


def test_a_long_file_and_its_copy_with_fewer_digits_are_no_two_limbs(
    tmp_path: Path, xyz: NDArray[np.float64]
) -> None:
    """Its first minute, in which hardly anything moved, does not tell."""
    left = written(tmp_path / "a.csv", xyz, stamps(len(xyz)))
    right = written(tmp_path / "b.csv", np.round(xyz, 2), stamps(len(xyz)))
    sources = [Source(Placement.ANKLE_LEFT, left), Source(Placement.ANKLE_RIGHT, right)]
    asked = Clocks(BERLIN), tmp_path
    with (
        pytest.raises(CommandError, match="one sensor, saved twice"),
        stored_one_by_one(sources, *asked),
    ):
        pass
