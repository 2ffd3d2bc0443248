"""``replay`` and ``rescore`` from files to a finished night folder, and everything in between."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making import finished_night as scoring
from limbwatch.cli.making import tracks as analysis
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.night.scored.events_table import COLUMNS
from limbwatch.cli.reading.recordings import by_wall_clock
from limbwatch.cli.recording.asked.playback import blocks
from limbwatch.cli.report import document as page
from limbwatch.cli.report.traces import RATE, envelopes_of
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.files.rows.start import decide_start
from limbwatch.sensor.files.tables.clock_columns.row_times import RowTimes

START = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)
MINUTES = 12


@cache
def table(
    *,
    seed: int = 0,
    begin: float = 0.0,
    minutes: float = MINUTES,
    rate: float = 25.0,
    without: tuple[float, float] = (0.0, 0.0),
) -> str:
    """Make a limb at rest that is kicked every 30 s from the second minute on."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(minutes * 60 * rate)) / rate
    xyz = np.tile([0.0, 0.6, 0.8], (len(time), 1)) + rng.normal(0, 0.002, (len(time), 3))
    for onset in np.arange(120.0, minutes * 60 - 30, 30.0):
        inside = (time >= onset) & (time < onset + 2)
        xyz[inside, 0] += 0.3 * np.sin(2 * np.pi * 2 * (time[inside] - onset))
    kept = (time < without[0]) | (time >= without[1])
    stamps = START.timestamp() + begin + time[kept]
    rows = [
        f"{t:.3f},{x:.4f},{y:.4f},{z:.4f}"
        for t, (x, y, z) in zip(stamps.tolist(), xyz[kept].tolist(), strict=True)
    ]
    return "\n".join(["timestamp,x,y,z", *rows, ""])


def write_csv(path: Path, **made: Any) -> Path:
    path.write_text(table(**made), encoding="utf-8")
    return path


Ran = tuple[int, str, str]
Limbwatch = Callable[..., Ran]


@pytest.fixture
def limbwatch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Limbwatch:
    def call(command: str, *arguments: object) -> Ran:
        zone = [] if "--timezone" in arguments or command != "replay" else ["--timezone", "UTC"]
        code = run([command, *map(str, arguments), *zone, "--nights", str(tmp_path / "nights")])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def ankle(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "left.csv")


def made(tmp_path: Path) -> list[str]:
    nights = tmp_path / "nights"
    return sorted(os.listdir(nights)) if nights.is_dir() else []  # noqa: PTH208 - hidden ones too


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_file_becomes_a_night(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    wrist = write_csv(tmp_path / "w.csv", seed=1, begin=60, rate=50, minutes=MINUTES - 2)
    code, out, err = limbwatch("replay", f"ankle_left={ankle}", f"wrist_left={wrist}")
    assert code == 0
    assert made(tmp_path) == ["2026-03-14"]
    folder = tmp_path / "nights" / "2026-03-14"
    assert {*contents(folder)} == {
        "events.csv",
        "night.json",
        "report.html",
        "recording/ankle_left.parquet",
        "recording/wrist_left.parquet",
        "recording/origin.json",
    }
    assert out.startswith("Night of Sat 14 Mar 2026, 21:00 to 21:12\n")
    assert "left ankle, left wrist" in out
    # the wrist stops early, and lost nothing by what came before it began
    assert f"Wrote {folder} (12 min, 1 gap, left wrist began 1 min later)." in err
    assert f"Next: limbwatch view {folder}" in err
    lines = (folder / "events.csv").read_text().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) > 15
    first = dict(zip(COLUMNS, lines[1].split(","), strict=False))
    assert float(first["onset_s"]) == pytest.approx(120, abs=0.2)
    assert first["onset"].startswith("2026-03-14T21:02:00")
    coverage = json.loads((folder / "night.json").read_text())["coverage"]
    assert [round(c["rate_hz"]) for c in coverage] == [25, 50]


def test_json_is_alone_on_stdout(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    code, out, _ = limbwatch("replay", f"ankle_left={ankle}", "--json")
    assert code == 0
    result = json.loads(out)
    folder = Path(result.pop("folder"))
    assert result == json.loads((folder / "night.json").read_text())
    assert result["schema"] == "limbwatch.night/1"


def test_quiet_is_quiet(limbwatch: Limbwatch, ankle: Path) -> None:
    code, out, err = limbwatch("replay", f"ankle_left={ankle}", "-q")
    assert (code, err) == (0, "")
    assert out


def test_one_input_gives_the_same_bytes_whenever_it_is_replayed(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path
) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    limbwatch("replay", f"ankle_left={ankle}", "--again")
    assert made(tmp_path) == ["2026-03-14", "2026-03-14-2"]
    first, second = (contents(tmp_path / "nights" / name) for name in made(tmp_path))
    assert first == second


@pytest.mark.parametrize("speed", ["0", "20000"])
def test_played_as_if_live_it_ends_with_the_same_bytes(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path, speed: str
) -> None:
    other = write_csv(tmp_path / "right.csv", seed=2, rate=31.25, without=(200, 300))
    sources = (f"ankle_left={ankle}", f"ankle_right={other}")
    limbwatch("replay", *sources)
    code, _, err = limbwatch("replay", *sources, "--speed", speed, "--again")
    assert code == 5
    assert err.count("provisional") >= 15
    assert "21:02:00  left ankle" in err
    first, second = (contents(tmp_path / "nights" / name) for name in made(tmp_path))
    assert first == second


def test_blocks_are_a_partition() -> None:
    xyz = np.arange(300, dtype=np.float32).reshape(100, 3)
    runs = (
        Samples(start=0.02, rate=31.0, xyz=xyz),
        Samples(start=10.0, rate=31.3, xyz=xyz),
    )
    recording = Recording(
        start=START, placement=Placement.WRIST, device="", rate_nominal=None, rate=31.0, runs=runs
    )
    for length in (0.01, 0.5, 1.0, 7.0, 60.0):
        pieces = [piece for block in blocks(recording, length) for piece in block]
        assert np.array_equal(np.concatenate([p.xyz for p in pieces]), np.concatenate([xyz, xyz]))


def test_rescoring_gives_the_same_bytes(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    folder = tmp_path / "nights" / "2026-03-14"
    before = contents(folder)
    (folder / "notes.json").write_text("mine")
    code, out, _ = limbwatch("rescore", "latest")
    assert code == 0
    assert out.startswith("Night of Sat 14 Mar 2026")
    after = contents(folder)
    assert after.pop("notes.json") == b"mine"
    assert b"notes.json" in after.pop("report.html")  # the report shows the person's notes
    before.pop("report.html")
    assert after == before


def test_rescoring_by_other_rules(limbwatch: Limbwatch, ankle: Path) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    code, out, _ = limbwatch("rescore", "2026-03-14", "--rules", "aasm", "--age", 9, "--json")
    assert code == 0
    result = json.loads(out)
    assert (result["rules"], result["age"]) == ("aasm", 9)


def test_rescoring_mends_a_damaged_night(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    folder = tmp_path / "nights" / "2026-03-14"
    before = contents(folder)
    (folder / "night.json").unlink()
    (folder / "events.csv").write_text("x")
    code, _, err = limbwatch("view")
    assert code == 4
    assert "2026-03-14 is recorded, not scored yet; score it first:" in err
    assert limbwatch("rescore", "2026-03-14")[0] == 0
    assert contents(folder) == before


def test_rescoring_without_samples(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    stored = tmp_path / "nights" / "2026-03-14" / "recording" / "ankle_left.parquet"
    whole = stored.read_bytes()
    for content in (b"", whole[: len(whole) // 2], b"PAR1" + os.urandom(100)):
        stored.write_bytes(content)
        code, _, err = limbwatch("rescore", "latest")
        assert code == 4, err
        assert "ankle_left.parquet" in err
    stored.unlink()
    code, _, err = limbwatch("rescore", "latest")
    assert code == 4
    assert "no stored samples" in err


def test_rescoring_that_fails_leaves_the_old_results(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limbwatch("replay", f"ankle_left={ankle}")
    folder = tmp_path / "nights" / "2026-03-14"
    before = contents(folder)
    monkeypatch.setattr(scoring, "write_whole", _full)
    code, _, err = limbwatch("rescore", "latest", "--rules", "aasm")
    assert code == 1
    assert "disk is full" in err
    assert contents(folder) == before


def test_the_report_comes_out_of_the_folder(limbwatch: Limbwatch, tmp_path: Path) -> None:
    """What replay drew from memory is drawn again from the stored samples, byte by byte."""
    left = write_csv(tmp_path / "left.csv", begin=0.0004567, without=(300.0, 360.0))
    right = write_csv(tmp_path / "right.csv", seed=1, begin=2.3, rate=51.7, without=(400.0, 400.1))
    assert limbwatch("replay", f"ankle_left={left}", f"ankle_right={right}")[0] == 0
    again = tmp_path / "again.html"
    assert limbwatch("view", "latest", "--html", "-o", again)[0] == 0
    (night,) = made(tmp_path)
    folder = tmp_path / "nights" / night
    assert (folder / "report.html").read_bytes() == again.read_bytes()
    assert limbwatch("rescore", "latest")[0] == 0
    assert (folder / "report.html").read_bytes() == again.read_bytes()


_PROBE = """
import sys
from limbwatch.cli.app import run
codes = [run(["replay", *sys.argv[2:], "--nights", sys.argv[1], "--timezone", "UTC"])]
codes.append(run(["rescore", "latest", "--nights", sys.argv[1]]))
import limbwatch.sample_data.simulator
print("LOADED", *codes, *sys.modules)
"""

SLOW_TO_IMPORT = {
    "bleak",
    "pandas",
    "pyarrow.compute",
    "pyarrow.dataset",
    "scipy.optimize",
    "scipy.signal",
    "scipy.stats",
    "sqlite3",
    "starlette",
}
"""Importing one of these takes long, and a night of files or of the simulator needs none of them.

``scipy.stats`` or ``scipy.signal`` takes longer than reading a night: a recording with a simulated
sensor took twice as long to start for two filters of it.
"""


def test_a_plain_night_and_a_simulated_one_import_only_what_they_need(
    tmp_path: Path, ankle: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(tmp_path / "nights"), f"ankle_left={ankle}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    replayed, rescored, *loaded = done.stdout.split("LOADED ")[1].split()
    assert (replayed, rescored) == ("0", "0")
    assert "scipy.ndimage" in loaded
    assert SLOW_TO_IMPORT & set(loaded) == set()


@pytest.mark.parametrize(("named", "used"), [(None, "system"), ("kept", "before")])
def test_arrow_takes_memory_of_the_system_unless_a_pool_is_named(
    limbwatch: Limbwatch,
    ankle: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str | None,
    used: str,
) -> None:
    """Pages of 2 MB that are filled with zeros are 2 to 10 % of a night's processor time."""
    pools = ["before"]
    monkeypatch.setattr(pa, "system_memory_pool", lambda: "system")
    monkeypatch.setattr(pa, "set_memory_pool", pools.append)
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL", raising=False)
    if named is not None:
        monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", named)
    assert limbwatch("replay", f"ankle_left={ankle}")[0] == 0
    assert pools[-1] == used


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (analysis, "write_recording"),
        (analysis, "analyse"),
        (scoring, "write_whole"),
        (scoring, "summarise"),
    ],
)
@pytest.mark.parametrize(("fault", "code"), [(_full, 1), (_interrupt, 130)])
def test_nothing_half_written_is_left(
    limbwatch: Limbwatch,
    tmp_path: Path,
    ankle: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    step: str,
    fault: Callable[..., None],
    code: int,
) -> None:
    monkeypatch.setattr(module, step, fault)
    found, out, err = limbwatch("replay", f"ankle_left={ankle}")
    assert found == code
    assert out == ""
    assert "Traceback" not in err
    assert (f"cannot write to {tmp_path / 'nights'}: the disk is full" in err) == (code == 1)
    assert made(tmp_path) == []


def test_a_night_is_kept_whose_report_fails(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(night: NightSource, **_: object) -> str:
        raise CommandError(f"no report of {night.folder.name}", exit_code=ExitCode.UNEXPECTED)

    with monkeypatch.context() as patched:
        patched.setattr(page, "report", fails)
        code, _, err = limbwatch("replay", f"ankle_left={ankle}")
    (night,) = made(tmp_path)
    assert (code, err) == (ExitCode.UNEXPECTED, f"limbwatch: no report of {night}\n")
    kept = {path.name for path in (tmp_path / "nights" / night).iterdir()}
    assert kept == {"events.csv", "night.json", "recording"}
    assert limbwatch("rescore", night)[0] == 0
    assert (tmp_path / "nights" / night / "report.html").exists()


def test_a_report_stays_in_step_when_the_first_sensor_is_gone(
    limbwatch: Limbwatch, tmp_path: Path
) -> None:
    early = write_csv(tmp_path / "early.csv", minutes=10)
    late = write_csv(tmp_path / "late.csv", minutes=10, begin=100.5, seed=1)
    assert limbwatch("replay", f"ankle_left={early}", f"ankle_right={late}")[0] == 0
    night = tmp_path / "nights" / made(tmp_path)[0]
    (night / "recording" / "ankle_left.parquet").unlink()
    assert limbwatch("rescore", night.name)[0] == 0
    report = (night / "report.html").read_bytes()
    later = tmp_path / "later.html"
    assert limbwatch("view", night.name, "--html", "-o", later)[0] == 0
    assert later.read_bytes() == report
    source = read_night(night)
    (limb,) = envelopes_of(source)
    strong = np.flatnonzero(np.nan_to_num(limb.peak) > 0.1) / RATE
    onsets = np.array([event.onset for event in source.events])
    assert len(onsets) > 10
    assert np.abs(strong[:, None] - onsets).min(axis=1).max() < 2.5


def test_a_folder_that_cannot_be_written(limbwatch: Limbwatch, tmp_path: Path, ankle: Path) -> None:
    (tmp_path / "nights").write_text("a file")
    code, out, err = limbwatch("replay", f"ankle_left={ankle}")
    assert (code, out) == (2, "")
    assert "nights is a file, but nights are kept in a folder: name the folder" in err
    assert (tmp_path / "nights").read_text() == "a file"


def test_much_lost_is_told_by_the_exit_code(limbwatch: Limbwatch, tmp_path: Path) -> None:
    gappy = write_csv(tmp_path / "gappy.csv", without=(200, 400))
    code, out, err = limbwatch("replay", f"ankle_left={gappy}")
    assert code == 5
    assert "one gap of 3 min" in out
    assert "left ankle 28 %" in err
    assert made(tmp_path) == ["2026-03-14"]


def test_files_that_follow_each_other_are_joined(limbwatch: Limbwatch, tmp_path: Path) -> None:
    first = write_csv(tmp_path / "1.csv", minutes=6)
    second = write_csv(tmp_path / "2.csv", minutes=6, begin=380, seed=1)
    code, out, _ = limbwatch("replay", f"ankle_left={second}", f"ankle_left={first}", "--json")
    assert code == 0
    (coverage,) = json.loads(out)["coverage"]
    (gap,) = coverage["gaps"]
    assert gap == pytest.approx([360, 380], abs=0.1)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"begin": 86400.0}, "not of one night"),
        ({"seed": 0}, "same content"),
    ],
)
def test_files_that_do_not_belong_together(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path, second: dict[str, float], words: str
) -> None:
    other = write_csv(tmp_path / "other.csv", **second)  # type: ignore[arg-type]
    code, _, err = limbwatch("replay", f"ankle_left={ankle}", f"ankle_right={other}")
    assert code == 2
    assert words in err
    assert made(tmp_path) == []


def test_a_lone_file_is_asked_for_its_placement(limbwatch: Limbwatch, ankle: Path) -> None:
    code, _, err = limbwatch("replay", ankle)
    assert code == 2
    assert f"ankle_left={ankle}" in err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"timestamp,x,y,z\n",
        b"timestamp,x,y,z\n1.0,0,0,1\n",
        b"\x00\xff\x10" * 500,
        b"timestamp,x,y,z\n" + b"nan,nan,nan,nan\n" * 500,
    ],
)
def test_unreadable_input_is_4_and_leaves_nothing(
    limbwatch: Limbwatch, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    code, out, err = limbwatch("replay", f"ankle_left={path}")
    assert (code, out) == (4, "")
    assert str(path) in err
    assert made(tmp_path) == []


def test_a_missing_file_is_4(limbwatch: Limbwatch, tmp_path: Path) -> None:
    code, _, err = limbwatch("replay", f"ankle_left={tmp_path / 'gone.csv'}")
    assert code == 4
    assert "gone.csv" in err


@pytest.mark.parametrize(("minutes", "night"), [(0.9, False), (1.1, True)])
def test_less_than_a_minute_is_a_night_only_when_asked(
    limbwatch: Limbwatch, tmp_path: Path, minutes: float, night: bool
) -> None:
    path = write_csv(tmp_path / "a.csv", minutes=minutes)
    code, _, err = limbwatch("replay", f"ankle_left={path}")
    assert (code == 0, len(made(tmp_path)) == 1) == (night, night), err
    if not night:
        assert "holds 54 s; less than 60 s is too short for a night" in err
        assert "--short" in err
        assert limbwatch("replay", f"ankle_left={path}", "--short")[0] == 0
        assert len(made(tmp_path)) == 1


def test_short_pieces_of_a_night_are_counted_together(limbwatch: Limbwatch, tmp_path: Path) -> None:
    """What was recorded counts, and not the hours between: two pieces of 36 s are enough."""
    paths = [
        write_csv(tmp_path / f"{hours}.csv", minutes=0.6, begin=3600.0 * hours) for hours in (0, 3)
    ]
    assert limbwatch("replay", f"ankle_left={paths[0]}")[0] == 2
    assert limbwatch("replay", *(f"ankle_left={path}" for path in paths))[0] in (0, 5)
    assert len(made(tmp_path)) == 1


@pytest.mark.parametrize(
    "name", ["a b=c.csv", "[bold]x.csv", "ü😀.csv", "-q.csv", "new\nline.csv", "\x1b[2J.csv"]
)
def test_hostile_names(limbwatch: Limbwatch, tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / name, minutes=6)
    code, out, err = limbwatch("replay", f"ankle_left={path}", "--explain")
    assert code == 0
    assert "\x1b" not in out + err
    path.write_text("")
    code, _, err = limbwatch("replay", f"ankle_left={path}")
    assert code == 4
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--timezone", "Europe/Berlen", "Europe/Berlin"),
        ("--timezone", "../../etc/passwd", "no time zone"),
        ("--start", "yesterday", "2026-03-14T22:41"),
        ("--start", "2190-03-14T22:41", "lies in the future"),
        ("--start", "2026-03-29T02:30", "2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00"),
        ("--start", "2025-10-26T02:30", "2025-10-26T02:30:00+02:00 or 2025-10-26T02:30:00+01:00"),
        ("--rate", "-5", "rate"),
        ("--unit", "furlong", "m/s2"),
        ("--rules", "wasm2006", "wasm2016"),
        ("--age", "-1", "age"),
        ("--speed", "-1", "speed"),
        ("--explian", "", "--explain"),
    ],
)
def test_wrong_options_are_2(
    ankle: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, words: str
) -> None:
    options = [option, *([value] if value else [])]
    if option == "--start":
        options += ["--timezone", "Europe/Berlin"]
    assert run(["replay", f"ankle_left={ankle}", *options]) == 2
    assert words in capsys.readouterr().err


def test_start_and_rate_for_a_file_that_does_not_say(limbwatch: Limbwatch, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    write_csv(path)
    rows = path.read_text().splitlines()[1:]
    path.write_text("x,y,z\n" + "\n".join(row.split(",", 1)[1] for row in rows) + "\n")
    code, out, _ = limbwatch(
        "replay", f"ankle={path}", "--rate", 25, "--start", "2026-07-01T01:30+02:00", "--json"
    )
    assert code == 0
    result = json.loads(out)
    assert Path(result["folder"]).name == "2026-06-30"
    start = datetime.fromisoformat(result["start"])
    assert start == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert datetime.fromisoformat(result["end"]) - start == timedelta(minutes=MINUTES)


@pytest.mark.parametrize(
    ("start", "warned"), [("2026-03-14", True), ("2026-W11-6", True), ("2026-03-14T00:00", False)]
)
def test_a_date_alone_as_a_start_is_told_to_be_midnight(
    limbwatch: Limbwatch, tmp_path: Path, start: str, *, warned: bool
) -> None:
    path = tmp_path / "bare.csv"
    write_csv(path)
    rows = path.read_text().splitlines()[1:]
    path.write_text("x,y,z\n" + "\n".join(row.split(",", 1)[1] for row in rows) + "\n")
    code, out, err = limbwatch("replay", f"ankle={path}", "--rate", 25, "--start", start, "--json")
    told = "The start given, 2026-03-14, has no time of day: midnight"
    assert (code, told in err) == (0, warned)
    (sensor,) = json.loads(out)["coverage"]
    assert any(told in one for one in sensor["warnings"]) == warned
    assert json.loads(out)["start"].startswith("2026-03-14T00:00:00")


def test_a_date_alone_that_gives_times_of_day_their_date_is_enough(
    limbwatch: Limbwatch, tmp_path: Path
) -> None:
    path = tmp_path / "clock.csv"
    write_csv(path)
    header, *rows = path.read_text().splitlines()
    cells = [row.partition(",") for row in rows]
    clocks = [datetime.fromtimestamp(float(time), UTC).time() for time, _, _ in cells]
    lines = [f"{at:%H:%M:%S.%f},{rest}" for at, (_, _, rest) in zip(clocks, cells, strict=True)]
    path.write_text("\n".join([header.replace("timestamp", "time"), *lines, ""]))
    code, _, err = limbwatch("replay", f"ankle={path}", "--start", "2026-03-14")
    assert (code, "midnight" in err) == (0, False)


def test_a_start_in_the_future_by_a_clock_that_may_be_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Early(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 1, 1, tzinfo=tz)

    monkeypatch.setattr("limbwatch.sensor.files.rows.start.datetime", Early)
    for day, told in ((1, 0), (2, 0), (3, 1)):
        start = datetime(2026, 1, day, tzinfo=UTC)
        _, doubts = decide_start(RowTimes(seconds=None, start=None), start, UTC)
        assert sum("lies in the future" in one for one in doubts) == told


@pytest.mark.parametrize(
    ("start", "zone", "wall"),
    [
        ("2026-03-14T11:30:00+00:00", "Australia/Sydney", "2026-03-14T22:30:00+11:00"),
        ("2026-03-28T23:30:00+00:00", "Europe/Berlin", "2026-03-29T00:30:00+01:00"),
        ("2026-03-14T22:30:00+01:00", "America/New_York", "2026-03-14T22:30:00+01:00"),
        ("2026-03-14T22:30:00+00:00", "UTC", "2026-03-14T22:30:00+00:00"),
    ],
)
def test_absolute_time_is_told_by_the_clock_of_the_wearer(start: str, zone: str, wall: str) -> None:
    found = by_wall_clock(datetime.fromisoformat(start), ZoneInfo(zone))
    assert found.isoformat() == wall


def test_a_night_keeps_the_clock_it_began_with() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = by_wall_clock(datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1), zone)
    assert start.isoformat() == "2026-10-25T02:30:00+01:00"
    assert (start + timedelta(hours=3)).astimezone(UTC).isoformat() == "2026-10-25T04:30:00+00:00"


def test_the_evening_is_that_of_the_wearer(limbwatch: Limbwatch, ankle: Path) -> None:
    _, out, _ = limbwatch("replay", f"ankle_left={ankle}", "--json", "--timezone", "Asia/Tokyo")
    result = json.loads(out)
    assert result["start"] == "2026-03-15T06:00:00.000+09:00"
    assert Path(result["folder"]).name == "2026-03-14"


def test_a_night_is_viewed_by_other_rules_and_stays(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path
) -> None:
    limbwatch("replay", f"ankle_left={ankle}", "--age", 40)
    folder = tmp_path / "nights" / "2026-03-14"
    before = contents(folder)
    code, out, _ = limbwatch("view", "--rules", "aasm", "--json")
    assert code == 0
    assert (json.loads(out)["rules"], json.loads(out)["age"]) == ("aasm", 40)
    _, out, _ = limbwatch("view", "--age", 9, "--json")
    assert (json.loads(out)["rules"], json.loads(out)["age"]) == ("wasm2016", 9)
    assert limbwatch("view", "--rules", "aasm")[0] == 0
    assert limbwatch("view", "--rules", "aasm", "--events")[0] == 0
    assert limbwatch("view", "--rules", "aasm", "--all")[0] == 2
    assert contents(folder) == before


@pytest.mark.parametrize("study", [False, True])
def test_a_night_is_compared_by_other_rules_and_stays(
    limbwatch: Limbwatch, tmp_path: Path, ankle: Path, study: bool
) -> None:
    """`view` took --rules; compare refused it and told no other way."""
    limbwatch("replay", f"ankle_left={ankle}")
    folder = tmp_path / "nights" / "2026-03-14"
    before = contents(folder)
    theirs, table = tmp_path / "theirs.csv", tmp_path / "table.csv"
    rows = [f"left,{100 + 25 * k},1.0" for k in range(8)]
    theirs.write_text("\n".join(["side,onset_s,duration_s", *rows]) + "\n")
    table.write_text("night,reference,shift_s\n2026-03-14,theirs.csv,0\n")
    asked = ("--study", table) if study else ("latest", "--with", theirs, "--shift", 0)
    for rules in ("aasm", "wasm2016"):
        out = tmp_path / rules
        code, said, _ = limbwatch("compare", *asked, "--rules", rules, "-o", out, "--json")
        assert code == 0
        assert json.loads(said)["scored_by"] == [rules]
    assert contents(folder) == before


def test_the_name_of_a_sensor_without_a_file_is_refused(ten_minutes, tmp_path, capsys):
    source, nights = f"ankle_right={ten_minutes}", tmp_path / "nights"
    named = ["--sensor", "ankle_left=4A1B"]
    assert run(["replay", source, *named, "--nights", str(nights)]) == ExitCode.USAGE
    assert "no file is given for this placement" in capsys.readouterr().err
    assert not nights.exists()
