"""How long a command takes to end after a signal, at moments spread over its whole run.

``python -m benchmarks.stopping [MOMENTS]``: each command is run once to its end, and then again and
again, with Ctrl-C, SIGTERM or SIGHUP after a part of that time. What a command leaves is looked at:
no visible night that is not whole, nothing unpacked.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NIGHT = Path(__file__).parents[1] / "sample_data" / "night"


def commands(place: Path) -> dict[str, list[str]]:
    """Give what is run, on a whole sample night of three sensors."""
    nights = ["--nights", str(place / "nights")]
    files = [
        f"{name}={NIGHT / file}.csv.gz"
        for name, file in (
            ("ankle_left", "ankle_left"),
            ("ankle_right", "ankle_right"),
            ("wrist_left", "wrist_left"),
        )
    ]
    return {
        "replay": ["replay", *files, "--start", "2026-03-14T22:00+01:00", *nights],
        "rescore": ["rescore", "latest", *nights],
        "view": ["view", *nights],
        "view --html": ["view", "--html", *nights],
        "view --all": ["view", "--all", *nights],
        "export edf": ["export", "latest", "--to", "edf", "-o", str(place / "out.edf"), *nights],
        "export bids": ["export", "latest", "--to", "bids", "-o", str(place / "bids"), *nights],
        "note": ["note", "latest", "--stress", "3", *nights],
        "demo": ["demo", "--nights", str(place / "demo")],
    }


def started(arguments: list[str], place: Path) -> subprocess.Popen[bytes]:
    """Start a command."""
    return subprocess.Popen(
        [sys.executable, "-m", "limbwatch", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(place / "tmp")},
    )


def stopped(arguments: list[str], place: Path, after: float, number: int) -> tuple[float, int]:
    """Send a signal after some seconds; give the seconds until the end, and the exit code."""
    process = started(arguments, place)
    time.sleep(after)
    asked = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=60)
    return time.monotonic() - asked, code


def main(moments: int = 10) -> None:
    """Print a line for each command."""
    print(f"{'command':14}{'whole run':>11}{'longest':>9}{'codes':>7}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "tmp").mkdir()
        for name, arguments in commands(place).items():
            begun = time.monotonic()
            assert started(arguments, place).wait() == 0, name
            whole = time.monotonic() - begun
            # the interpreter itself takes its first 0.15 s, in which a signal kills it
            found = [
                stopped(arguments, place, 0.15 + whole * k / moments, SIGNALS[k % 3])
                for k in range(moments)
            ]
            codes = sorted({code for _, code in found})
            print(f"{name:14}{whole:9.2f} s{max(found)[0]:7.2f} s  {codes}")
            assert not list((place / "tmp").glob("limbwatch-reading-*"))
        for night in (place / "nights").glob("[0-9]*"):
            assert (night / "night.json").exists(), night


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
