"""One recording of the command line, in an environment of its own, and what came of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import numpy as np

from benchmarks.phones import numbers
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture


@dataclass(kw_only=True)
class MachineOutcome:
    """What a fault came to.

    Parameters
    ----------
    arrived, kept : int
        Samples that the recorder acknowledged, and that the night holds in the end.
    said : list of str
    code : int
        Of the recording.
    wrong : list of str
        What was demanded and did not happen.
    """

    arrived: int = 0
    kept: int = 0
    said: list[str] = field(default_factory=list)
    code: int = 0
    wrong: list[str] = field(default_factory=list)

    def demand(self, what: str, *, holds: bool) -> None:
        """Note what does not hold."""
        if not holds:
            self.wrong.append(what)


class Bench:
    """One recording of the command line, with its environment.

    Parameters
    ----------
    folder : Path
        For nights, state and temporary files, unless told otherwise.
    """

    def __init__(self, folder: Path, *, nights: Path | None = None, all_in: bool = False) -> None:
        self.nights = nights or folder / "nights"
        elsewhere = self.nights.parent if all_in else folder
        for name in ("state", "tmp"):
            (elsewhere / name).mkdir(parents=True, exist_ok=True)
        self.nights.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "LIMBWATCH_NIGHTS": str(self.nights),
            "XDG_STATE_HOME": str(elsewhere / "state"),
            "TMPDIR": str(elsewhere / "tmp"),
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/none",
        }
        self.said: list[str] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None

    def start(self, *options: str, prelude: str = "") -> None:
        """Begin to record; ``prelude`` is run in the program first."""
        code = f"{prelude}\nfrom limbwatch.cli.app import main\nmain()"
        command = ["record", "--phone-port", str(self._port), "--no-color", *options]
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *command],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.said.append(line.rstrip())

    def url(self, seconds: float = 20.0) -> str:
        """Wait for the address to push to."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.said:
                if found := re.search(r"http://[^:]+:(\d+/\S+)", line):
                    return f"http://127.0.0.1:{found[1]}"
            time.sleep(0.05)
        raise AssertionError(f"no address was told: {self.said}")

    def wait_for(self, words: str, seconds: float = 60.0) -> bool:
        """Wait until something is said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if any(words in line for line in self.said):
                return True
            time.sleep(0.05)
        return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def end(self, seconds: float = 120.0) -> int:
        """Wait for the end; give the exit code."""
        assert self._process is not None
        assert self._reader is not None
        code = self._process.wait(seconds)
        self._reader.join(5)
        return code

    def run(self, *command: str) -> tuple[int, str]:
        """Run another command on the same nights."""
        done = subprocess.run(
            [sys.executable, "-m", "limbwatch", *command, "--no-color"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @property
    def night(self) -> Path:
        """The folder of the one night."""
        (folder,) = [path for path in self.nights.iterdir() if path.is_dir()]
        return folder

    def kept(self) -> int:
        """Count the samples that the night holds, each once."""
        try:
            recordings = recordings_from_capture(self.night / CAPTURE)
        except UnreadableFile:
            return 0
        runs = [numbers(run.xyz) for one in recordings for run in one.runs]
        return len(np.unique(np.concatenate(runs)))

    def outcome(self, code: int, arrived: int) -> MachineOutcome:
        """Put together what came of it."""
        told = [line for line in self.said if not re.match(r"\d{4}-\d\d-\d\d \d\d:", line)]
        return MachineOutcome(arrived=arrived, kept=self.kept(), said=told, code=code)


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """Mount a file system that holds no more; needs the right to mount."""
    place = Path(tempfile.mkdtemp(prefix="limbwatch-small-"))
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "limbwatch", place], check=True
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
        place.rmdir()


def grow(place: Path, kilobytes: int) -> None:
    """Give a small disk more room."""
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", place], check=True)


def may_mount() -> bool:
    """Tell whether a small file system can be mounted here."""
    if shutil.which("mount") is None:
        return False
    with suppress(subprocess.CalledProcessError, OSError), small_disk(100):
        return True
    return False
