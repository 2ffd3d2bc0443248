"""Ctrl-C, SIGTERM and SIGHUP end every command, whatever it waits for; nothing is left behind.

Each command here waits for a pipe that nobody writes to: without the signal it would never end.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli import interruption
from limbwatch.cli.app import run
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.interruption import discard_made
from limbwatch.cli.making.finished_night import make_night
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.study.sessions import engine
from limbwatch.sensor import Placement, Recording, Samples

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and pipes"),
]

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def started(*arguments: str, folder: Path, **how: object) -> subprocess.Popen[str]:
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "limbwatch", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        **how,
    )


def writer(pipe: Path, process: subprocess.Popen[str]) -> int:
    """Open a pipe for writing as soon as a process reads it."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads it yet
            time.sleep(0.01)
    raise AssertionError(process.communicate())


def wait_until_it_waits(process: subprocess.Popen[str]) -> None:
    """Wait until a process has slept for half a second without using its processor.

    Where nothing but the opening of a pipe is to be interrupted: once the other end is open, the
    reader goes on, and whether it or the signal comes first is chance.
    """
    told, still = "", 0
    while still < 50:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        state, used = fields[0], "/".join(fields[11:13])
        still = still + 1 if state == "S" and used == told else 0
        told = used


def interrupted(process: subprocess.Popen[str], name: str) -> tuple[str, str]:
    """Send a signal and give what the process still says."""
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED, err
    assert err.count("interrupted, as asked") == 1
    assert "Traceback" not in err
    return out, err


def test_a_second_signal_does_not_keep_a_command_from_its_last_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interruption, "_unwound", [])
    interrupt = interruption._interrupt
    with pytest.raises(KeyboardInterrupt):
        interrupt(signal.SIGINT, None)
    interrupt(signal.SIGINT, None)
    assert interruption.was_unwound()


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_ends_replay_while_it_reads_a_pipe(name: str, pipe: Path, tmp_path: Path) -> None:
    nights = tmp_path / "nights"
    process = started("replay", f"ankle_left={pipe}", "--nights", str(nights), folder=tmp_path)
    end = writer(pipe, process)
    os.write(end, b"time,x,y,z\n0.00,0,0,1\n")
    interrupted(process, name)
    os.close(end)
    assert not nights.exists()
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_ends_score_while_it_reads_a_pipe(name: str, pipe: Path, tmp_path: Path) -> None:
    process = started("score", str(pipe), "--json", folder=tmp_path)
    end = writer(pipe, process)
    out, _ = interrupted(process, name)
    os.close(end)
    assert '"exit_code": 130' in out


@pytest.fixture
def stuck(tmp_path: Path, pipe: Path) -> Path:
    """Make a night of which one sensor's samples never come."""
    random = np.random.default_rng(3)
    recordings = tuple(
        Recording(
            start=datetime.fromisoformat("2026-03-14T22:00:00+01:00"),
            placement=placement,
            device="",
            rate_nominal=None,
            rate=50.0,
            runs=(
                Samples(
                    start=0.0,
                    rate=50.0,
                    xyz=random.normal([0, 0, 1], 0.02, (9000, 3)).astype(np.float32),
                ),
            ),
        )
        for placement in (Placement.ANKLE_LEFT, Placement.WRIST_LEFT)
    )
    night = make_night(tmp_path / "nights", recordings, ScoringWish(ScoredBy("wasm2016")))
    samples = min((night / "recording").iterdir())
    samples.unlink()
    pipe.rename(samples)
    return night


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only /proc tells who waits")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["rescore", "latest"], "SIGINT"),
        (["rescore", "latest"], "SIGHUP"),
        (["export", "latest", "--to", "edf", "-o", "night.edf"], "SIGTERM"),
    ],
)
def test_a_signal_ends_a_library_that_waits(
    arguments: list[str], name: str, stuck: Path, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in stuck.rglob("*")}
    process = started(*arguments, "--nights", str(stuck.parent), folder=tmp_path, cwd=tmp_path)
    wait_until_it_waits(process)
    interrupted(process, name)
    assert {path: path.stat().st_mtime_ns for path in stuck.rglob("*")} == before
    assert not (tmp_path / "night.edf").exists()


def test_a_signal_ends_a_library_that_lets_python_have_no_turn() -> None:
    probe = (
        "import hashlib, sys, typer\n"
        "from limbwatch.cli import app\n"
        "from limbwatch.sensor.scratch import unpacking\n"
        "long = typer.Typer()\n"
        "@long.callback(invoke_without_command=True)\n"
        "def work():\n"
        "    with unpacking() as folder:\n"
        "        print(folder, flush=True)\n"
        "        hashlib.pbkdf2_hmac('sha256', b'', b'', 2**31 - 1)\n"  # half an hour
        "app.app = long\n"
        "sys.argv[1:] = []\n"
        "app.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert folder.is_dir()
    interrupted(process, "SIGTERM")
    assert not folder.exists()


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_that_python_drops_in_a_callback_unwinds_all_the_same(name: str) -> None:
    probe = (
        "import sys, time, typer\n"
        "from limbwatch.cli import app, interruption\n"
        "interruption.GRACE_S = 60\n"  # so that only the unwinding can end it
        "class Collected:\n"
        "    def __del__(self):\n"
        "        print('collecting', flush=True)\n"
        "        while not interruption._unwound:\n"
        "            pass\n"
        "long = typer.Typer()\n"
        "@long.callback(invoke_without_command=True)\n"
        "def work():\n"
        "    try:\n"
        "        for _ in range(3):\n"
        "            Collected()\n"
        "        while True:\n"
        "            time.sleep(0.01)\n"
        "    finally:\n"
        "        print('unwound', flush=True)\n"
        "app.app = long\n"
        "sys.argv[1:] = []\n"
        "app.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "collecting\n"
    out, _ = interrupted(process, name)
    assert out == "collecting\n" * 2 + "unwound\n"


def test_the_page_ends_by_a_closed_terminal(tmp_path: Path) -> None:
    (tmp_path / "nights").mkdir()
    process = started("view", "--serve", "--nights", str(tmp_path / "nights"), folder=tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("http")
    process.send_signal(signal.SIGHUP)
    _, err = process.communicate(timeout=60)
    assert process.returncode in {ExitCode.OK, ExitCode.INTERRUPTED}
    assert "Traceback" not in err


def test_a_closed_terminal_ends_nothing_under_nohup(pipe: Path, tmp_path: Path) -> None:
    process = started(
        "score",
        str(pipe),
        folder=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    end = writer(pipe, process)
    process.send_signal(signal.SIGHUP)
    os.write(end, b"side,onset_s,duration_s\nL,10,1\n")
    os.close(end)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (ExitCode.OK, "")
    assert "Leg movements" in out


def test_what_comes_through_a_pipe_is_read_as_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{k / 50:.2f},0.01,0.02,{1 + (k % 7) / 1000}\n" for k in range(6000))
    (tmp_path / "night.csv").write_text(f"time,x,y,z\n{rows}")
    replay = ["replay", "--explain", "--nights", str(tmp_path / "n"), "--short", "--start"]
    with (tmp_path / "night.csv").open("rb") as table:
        given = subprocess.Popen(["/bin/cat"], stdin=table, stdout=subprocess.PIPE)
    process = started(
        *(*replay, "2026-03-10T22:00+01:00", "ankle_left=/dev/stdin"),
        folder=tmp_path,
        stdin=given.stdout,
    )
    told, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.OK, err
    assert given.stdout is not None
    given.stdout.close()
    given.wait()
    assert run([*replay, "2026-03-11T22:00+01:00", f"ankle_left={tmp_path / 'night.csv'}"]) == 0
    assert told.replace("Tue 10", "Wed 11") == capsys.readouterr().out
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("command", [["score", "-"], ["replay", "ankle_left=-"]])
def test_a_dash_is_standard_input(command: list[str], tmp_path: Path) -> None:
    """As of other programs; a file of this name comes first."""
    given = {
        "score": "side,onset_s,duration_s\n" + "".join(f"L,{10 + 25 * k},1\n" for k in range(8)),
        "replay": "time,x,y,z\n"
        + "".join(f"{k / 25:.2f},0,0,{1 + k % 3 / 1000}\n" for k in range(2500)),
    }[command[0]]

    def done() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "limbwatch", *command, "--json"],
            input=given,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "LIMBWATCH_NIGHTS": str(tmp_path / "nights")},
            check=False,
        )

    assert done().returncode == ExitCode.OK
    (tmp_path / "-").write_text("no table\n")
    assert done().returncode == ExitCode.UNREADABLE
    (tmp_path / "-").unlink()
    given = ""
    assert done().returncode == ExitCode.UNREADABLE


def test_words_about_a_pipe_name_it_as_the_person_did(tmp_path: Path) -> None:
    process = started("replay", "wrist=/dev/stdin", folder=tmp_path, stdin=subprocess.PIPE)
    _, err = process.communicate("not a table\n", timeout=60)
    assert process.returncode == ExitCode.UNREADABLE
    assert "/dev/stdin is too short" in err


def test_a_device_is_no_recording(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", "wrist=/dev/zero"]) == ExitCode.UNREADABLE
    assert "is a pipe or a device" in capsys.readouterr().err


def test_workers_of_a_study_leave_nothing_when_it_is_ended_in_the_midst(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second after the signal the process ends as it is: what dask has made goes by then."""
    dask = pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(engine, "_start_cluster", lambda *_: nullcontext())
    monkeypatch.setattr(distributed, "Client", nullcontext)
    monkeypatch.setattr(sys, "warnoptions", [])
    with engine.local_cluster(2, "1GiB"):
        place = Path(dask.config.get("temporary-directory"))
        (place / "worker-1").mkdir()
        discard_made()
        assert not place.exists()
        assert sys.warnoptions == ["ignore:resource_tracker:UserWarning"]
