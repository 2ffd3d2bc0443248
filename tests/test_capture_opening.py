"""A capture from somebody else, or a damaged one: read, or refused, and nothing else."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk import opening
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.disk.opening import open_capture
from limbwatch.sensor.capture.incident import Incident

Base = sqlite3.Connection


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nights = tmp_path_factory.mktemp("recorded")
    record = ["record", "--sensor", "ankle_left=sim:PLM", "--speed", "2000", "--duration", "10m"]
    assert run([*record, "-q", "--nights", str(nights)]) == 0
    (night,) = nights.iterdir()
    return night / "capture.sqlite"


@pytest.fixture
def capture(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(recorded, tmp_path / "capture.sqlite"))


def view(base: Base) -> None:
    base.execute("ALTER TABLE sensor RENAME TO truth")
    base.execute("CREATE VIEW sensor AS SELECT * FROM truth")


def trigger(base: Base) -> None:
    base.execute("CREATE TRIGGER t AFTER INSERT ON clock BEGIN DELETE FROM notification; END")


def virtual(base: Base) -> None:
    base.execute("CREATE VIRTUAL TABLE f USING fts5(x)")


def generated(base: Base) -> None:
    base.execute("ALTER TABLE sensor ADD COLUMN more TEXT AS (hex(zeroblob(1000000000)))")


def other_version(base: Base) -> None:
    base.execute("PRAGMA user_version = 2")


def other_program(base: Base) -> None:
    base.execute("PRAGMA application_id = 7")


def long_row(base: Base) -> None:
    base.execute("UPDATE notification SET data = zeroblob(100000000) WHERE id = 5")


@pytest.mark.parametrize(
    "change", [view, trigger, virtual, generated, other_version, other_program]
)
def test_what_is_not_ours_to_the_letter_is_refused(
    capture: Path, change: Callable[[Base], None]
) -> None:
    with closing(sqlite3.connect(capture, isolation_level=None)) as base:
        change(base)
    before = capture.read_bytes()
    with pytest.raises(UnreadableFile):
        open_capture(capture)
    assert capture.read_bytes() == before
    assert run(["rescore", str(capture.parent), "-q"]) == 4


def test_a_row_beyond_any_packet_is_damage_and_not_memory(capture: Path) -> None:
    with closing(sqlite3.connect(capture, isolation_level=None)) as base:
        long_row(base)
    (found,) = recordings_from_capture(capture)
    assert any("too big" in note for note in found.quality.notes)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM notification",
        "ATTACH ':memory:' AS other",
        "PRAGMA writable_schema = ON",
        "CREATE TEMP TABLE t (x)",
        "SELECT load_extension('x')",
        "SELECT randomblob(9)",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
    ],
)
def test_only_plain_reading_is_allowed(capture: Path, statement: str) -> None:
    with closing(open_capture(capture)) as base, pytest.raises(sqlite3.Error):
        base.execute(statement).fetchall()


def test_work_is_bounded_by_the_size_of_the_file(
    capture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "SELECT count(*) FROM notification, notification AS a, notification AS b, clock"
    monkeypatch.setattr(opening, "_STEPS_AT_LEAST", 100_000)
    with closing(open_capture(capture)) as base, pytest.raises(sqlite3.OperationalError):
        base.execute(endless).fetchall()
    assert recordings_from_capture(capture), "an honest night needs far less"


def test_a_closed_capture_is_read_where_nothing_can_be_written(capture: Path) -> None:
    before = sorted(one.name for one in capture.parent.iterdir())
    assert recordings_from_capture(capture)
    assert sorted(one.name for one in capture.parent.iterdir()) == before, "nothing is left beside"


def test_a_capture_that_was_not_closed_is_read_with_its_log(tmp_path: Path) -> None:
    writing = Capture(tmp_path / "capture.sqlite")
    writing.sensor(Placement.WRIST_LEFT, kind="polar", address="A", name="n")
    assert writing.flush()
    for name in ("capture.sqlite", "capture.sqlite-wal"):
        (tmp_path / "killed").mkdir(exist_ok=True)
        shutil.copy(tmp_path / name, tmp_path / "killed" / name)
    writing.close()
    with closing(open_capture(tmp_path / "killed" / "capture.sqlite")) as base:
        assert base.execute("SELECT count(*) FROM sensor").fetchone() == (1,)


def test_a_look_takes_no_lock_away_from_the_recorder_of_the_same_process(tmp_path: Path) -> None:
    path = tmp_path / "capture.sqlite"
    writing = Capture(path)
    ask = "SELECT count(*) FROM event"
    look = f"import sqlite3; print(*sqlite3.connect({str(path)!r}).execute({ask!r}).fetchone())"
    for number in range(1, 4):
        writing.event(Incident.CONNECTED, number)
        assert writing.flush()
        open_capture(path).close()
        seen = subprocess.run(
            [sys.executable, "-c", look], capture_output=True, text=True, check=True
        )
        assert int(seen.stdout) == number
    writing.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sensor SET placement = 'x'",
        "UPDATE sensor SET kind = 'x'",
        "UPDATE sensor SET name = x'ff'",
        "UPDATE stream SET settings = '[]'",
        "UPDATE stream SET settings = '{'",
        "UPDATE stream SET settings = json_set(settings, '$.rate', 0)",
        "UPDATE stream SET settings = json_set(settings, '$.rate', 'x')",
        "UPDATE stream SET sensor = 77",
        "UPDATE clock SET wall_ns = 9223372036854775807",
        "UPDATE clock SET wall_ns = 'x'",
        "UPDATE about SET value = '1e9' WHERE key = 'utc_offset_s'",
        "UPDATE notification SET host_ns = 'x'",
        "UPDATE notification SET data = 'text'",
        "UPDATE notification SET data = x'' WHERE id > 3",
    ],
)
def test_values_that_no_recorder_writes_are_refused_in_words(
    capture: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(capture, isolation_level=None)) as base:
        base.execute(statement)
    assert run(["rescore", str(capture.parent), "-q"]) in {0, 3, 4, 5}
    assert "unexpected" not in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(12))
def test_damage_is_told_and_never_a_crash(capture: Path, seed: int) -> None:
    draw = np.random.default_rng(seed)
    content = bytearray(capture.read_bytes())
    for place in draw.integers(100, len(content), 60):
        content[place] = draw.integers(256)
    capture.write_bytes(content)
    assert run(["rescore", str(capture.parent), "-q"]) in {0, 4, 5}
