"""Damaged input by number: every command answers in words, in bounds, with possible figures.

``python -m benchmarks.fuzz FIRST COUNT [DIR]`` runs the seeds from FIRST on, in this process, and
prints what it finds: a traceback, a warning of a library, a crash log, a run of more than 20 s of
work, a figure that cannot be. DIR keeps what each such run was given. A seed always makes the same
input, so of the first 300 those that reach all that these reach are in the suite
(``tests/test_fuzz.py``), with every input that once found something.
"""

import contextlib
import io
import json
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from starlette.testclient import TestClient

from benchmarks.damage import damaged_bytes, damaged_json, damaged_text
from limbwatch.cli.app import run
from limbwatch.cli.making.finished_night import make_night
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.answers.notes import DayNotes, notes_file
from limbwatch.cli.night.correction.corrections import Change, add_correction
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.page.site import page_application
from limbwatch.sensor import Placement, Recording, Samples

Random = np.random.Generator

LONGEST_S = 20.0
RATE = 25.0
MINUTES = 6
START = datetime.fromisoformat("2026-03-14T22:00:00+01:00")
NIGHT = "2026-03-14"
HOST = "127.0.0.1:8123"
PAGE = "page"
EXIT_CODES = {0, 2, 3, 4, 5}
"""1 is what nobody foresaw."""


class Hang(BaseException):
    """A run took longer than `LONGEST_S`."""


class Answer(NamedTuple):
    """What a run gave back."""

    asked: list[str]
    code: int
    out: str
    err: str


def signals(random: Random, minutes: float = MINUTES) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Make the samples of a sleeper who kicks every 25 s and turns once, g."""
    count = int(minutes * 60 * RATE)
    xyz = random.normal([0.02, 0.1, 0.99], 0.004, (count, 3))
    for at in range(int(20 * RATE), count - 100, int(25 * RATE)):
        xyz[at : at + 40] += np.sin(np.arange(40) / 3)[:, None] * [0.3, 0.2, 0.1]
    xyz[count // 2 :] = xyz[count // 2 :, [1, 2, 0]]
    return xyz.astype(np.float32)


def model(place: Path) -> None:
    """Make a folder of two nights, one of them with its capture, a note and a correction."""
    random = np.random.default_rng(0)
    recordings = tuple(
        Recording(
            start=START,
            placement=placement,
            device="a sensor",
            rate_nominal=RATE,
            rate=RATE,
            runs=(Samples(start=0.0, rate=RATE, xyz=signals(random)),),
        )
        for placement in (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)
    )
    night = make_night(place, recordings, ScoringWish(ScoredBy("wasm2016")))
    notes_file(night).write(DayNotes(stress=4, caffeine=2.0, caffeine_last="16:30", text="a day"))
    add_correction(
        night, Change.EXCLUDE, made_at="2026-03-15T09:00:00+01:00", start_s=60.0, end_s=90.0
    )
    asked = ["record", "--sensor", "ankle_left=sim:PLM", "--duration", "2m", "--speed", "2000"]
    answer = ask([*asked, "--nights", str(place)])
    assert answer.code == 0, answer
    recorded = next(one for one in place.iterdir() if (one / "capture.sqlite").exists())
    recorded.rename(place / "2026-03-13")


def ask(arguments: list[str]) -> Answer:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    return Answer(arguments, code, out.getvalue(), err.getvalue())


def table(random: Random) -> bytes:
    """Write a table of minutes in one of the ways that people have."""
    xyz = signals(random, float(random.choice([0.2, 1, 3])))
    seconds = np.arange(len(xyz)) / RATE
    separator = str(random.choice([",", ";", "\t"]))
    match random.integers(5):
        case 0:
            times = [f"{second:.3f}" for second in seconds]
        case 1:
            times = [f"{1_773_522_000_000 + second * 1000:.0f}" for second in seconds]
        case 2:
            base = np.datetime64("2026-03-14T22:00:00.000")
            times = [str(base + np.timedelta64(int(s * 1000), "ms")) for s in seconds]
        case 3:
            rows = zip(seconds.tolist(), *xyz.T.tolist(), strict=True)
            lines = [json.dumps(dict(zip("txyz", row, strict=True))) for row in rows]
            return "\n".join(lines).encode()
        case _:
            times = [f"{22 + int(s) // 3600:02d}:{int(s) // 60 % 60:02d}:{s % 60:06.3f}"
                     for s in seconds]  # fmt: skip
    lines = [separator.join(("time", "x", "y", "z"))]
    lines += [
        separator.join((stamp, *(f"{value:.4f}" for value in row)))
        for stamp, row in zip(times, xyz.tolist(), strict=True)
    ]
    return "\n".join(lines).encode()


def replayed(random: Random, place: Path) -> Iterator[Answer]:
    """Damage a table and replay it, perhaps with options."""
    content = table(random)
    if random.random() < 0.9:
        content = damaged_text(random, content)
    if random.random() < 0.2:
        content = damaged_bytes(random, content)
    source = place / "table.csv"
    source.write_bytes(content)
    options: list[str] = []
    if random.random() < 0.3:
        option, values = [
            ("--start", ["0001-01-01T00:00", "9999-12-31T23:59:59+14:00", "2026-03-29T02:30"]),
            ("--rate", ["25", "0.0001", "1e9", "nan", "-5"]),
            ("--unit", ["g", "mg", "m/s2"]),
            ("--timezone", ["Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"]),
        ][random.integers(4)]
        options = [option, str(random.choice(values))]
    yield ask(["replay", f"ankle_left={source}", "--nights", str(place / "nights"), "--json",
               "--short", *options])  # fmt: skip


def scored(random: Random, place: Path) -> Iterator[Answer]:
    """Damage a table of leg movements and score it."""
    onsets = np.cumsum(random.uniform(2, 60, 40))
    lines = [
        f"{random.choice(['L', 'R'])},{onset:.2f},{random.uniform(0.1, 12):.2f},{k % 2}"
        for k, onset in enumerate(onsets.tolist())
    ]
    content = damaged_text(random, "\n".join(["side,onset_s,duration_s,asleep", *lines]).encode())
    source = place / "moves.csv"
    source.write_bytes(content)
    yield ask(["score", str(source), "--json", "--rules", str(random.choice(["wasm2016", "aasm"]))])


def damage_night(random: Random, nights: Path) -> str:
    """Damage one or two files of a night; give its name."""
    name = NIGHT if random.random() < 0.8 else "2026-03-13"
    files = sorted(one for one in (nights / name).rglob("*") if one.is_file())
    for _ in range(int(random.integers(1, 3))):
        path = files[random.integers(len(files))]
        content = path.read_bytes()
        if path.suffix == ".json" and random.random() < 0.8:
            content = damaged_json(random, content)
        elif path.suffix == ".csv" and random.random() < 0.8:
            content = damaged_text(random, content)
        else:
            content = damaged_bytes(random, content)
        path.write_bytes(content)
    return name


def shown(random: Random, place: Path) -> Iterator[Answer]:
    """Damage a night and ask for it in one of the ways there are."""
    nights = place / "nights"
    name = damage_night(random, nights)
    out = str(place / "out")
    ways = [
        ["view", name],
        ["view", name, "--json"],
        ["view", name, "--events", "--json"],
        ["view", name, "--uncorrected", "--rules", "aasm"],
        ["view", name, "--html", "-o", out],
        ["view", "--all", "--json"],
        ["view", "--all", "--since", "2026-03-14"],
        ["view", "--all", "--html", "-o", out],
        ["export", name, "--to", "csv", "--samples", "-o", out],
        ["export", name, "--to", "json", "--anonymous", "-o", out],
        ["export", name, "--to", "bids", "-o", out],
        ["export", name, "--to", "edf", "-o", out],
        ["export", "--all", "--to", "parquet", "-o", out],
        ["note", name, "--stress", "3", "--json"],
        ["rescore", name, "--json"],
    ]
    for way in random.permutation(len(ways))[:2].tolist():
        yield ask([*ways[way], "--nights", str(nights)])


def paged(random: Random, place: Path) -> Iterator[Answer]:
    """Damage a night and look at it on the page, and change it there."""
    nights = place / "nights"
    name = damage_night(random, nights)
    application = page_application(nights, token=PAGE, hosts=frozenset({HOST}))
    asked = [
        ("GET", "", b""),
        ("GET", "nights", b""),
        ("GET", f"night/{name}", b""),
        ("GET", f"night/{name}/report.html", b""),
        ("GET", f"night/{name}/doctor.html", b""),
        ("GET", f"night/{name}/rescan?mg={random.choice(['10', '1e9', 'x'])}", b""),
        ("POST", f"night/{name}/notes", damaged_json(random, b'{"stress": 3, "text": "x"}')),
        ("POST", f"night/{name}/change",
         damaged_json(random, b'{"change": "exclude", "start_s": 10, "end_s": 99}')),
    ]  # fmt: skip
    err = io.StringIO()
    with (
        contextlib.redirect_stderr(err),
        TestClient(application, base_url=f"http://{HOST}") as client,
    ):
        for number in random.permutation(len(asked))[:3].tolist():
            method, where, body = asked[number]
            headers = {"content-type": "application/json"} if body else {}
            answer = client.request(method, f"/{PAGE}/{where}", content=body, headers=headers)
            code = int("Something unexpected" in answer.text)
            yield Answer([method, where], code, "", err.getvalue() + answer.text * code)


def nonsense(answer: Answer, place: Path) -> str:
    """Say what is wrong with an answer; nothing when it is in order."""
    if answer.code not in EXIT_CODES:
        return f"exit code {answer.code}"
    found = re.search(r"Traceback|\w+Warning\b|unexpected \w+:", answer.err)
    if found:
        return f"{found.group()} on stderr"
    if answer.code not in {0, 5}:
        return "" if answer.err or answer.out else "refused without a word"
    return _nonsense_told(answer, place)


def _nonsense_told(answer: Answer, place: Path) -> str:
    if "--json" in answer.asked:
        try:
            content = json.loads(answer.out, parse_constant=_no_number)
        except ValueError as error:
            return f"stdout is no JSON: {error}"
        if answer.asked[0] == "replay":
            return impossible(place, content)
        return ""
    found = re.search(r"(?<![\w'])(nan|NaN|-?inf|None|-0\.0+)(?![\w.'])", answer.out)
    return f"{found.group()} on stdout" if found else ""


def _no_number(word: str) -> None:
    raise ValueError(f"{word} stands for a number")


def impossible(place: Path, _content: Any) -> str:
    """Check the figures of a night that was made against each other."""
    night = read_night(next((place / "nights").glob("[0-9]*")))
    length = (night.summary.ends - night.summary.begins).total_seconds()
    for event in night.events:
        if not (0 <= event.onset <= length and 0 < event.duration <= length + 0.001):
            return f"an event at {event.onset} s of {event.duration} s in {length} s"
        if not (0 <= event.confidence <= 1 and 0 < event.peak < 100):
            return f"an event of confidence {event.confidence} and {event.peak} g"
    asleep = night.summary.sleep.minutes
    if asleep is not None and not 0 <= asleep * 60 <= length + 60:
        return f"{asleep} minutes of sleep in {length} s"
    return ""


TARGETS: tuple[tuple[float, Callable[[Random, Path], Iterator[Answer]]], ...] = (
    (0.4, replayed),
    (0.5, scored),
    (0.85, shown),
    (1.0, paged),
)


class Fuzzer:
    """Runs seeds, each in a fresh folder.

    Parameters
    ----------
    place : Path
        For everything that is made.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.nights = place / "model"
        model(self.nights)

    def __call__(self, seed: int) -> str:
        """Run one seed; give what is wrong, or nothing."""
        random = np.random.default_rng(seed)
        draw = random.random()
        target = next(target for below, target in TARGETS if draw < below)
        work = self.place / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        if target in {shown, paged}:
            shutil.copytree(self.nights, work / "nights")
        worked, begun = time.process_time(), time.monotonic()
        asked: list[str] = []
        try:
            with warnings.catch_warnings(), hang_after(LONGEST_S):
                warnings.simplefilter("always")
                for answer in target(random, work):
                    asked = answer.asked
                    wrong = nonsense(answer, work)
                    if wrong:
                        return f"{' '.join(asked)}: {wrong}\n{answer.err[-1500:]}"
        except Hang:
            return f"{target.__name__}, after {' '.join(asked)}: hangs"
        except Exception:  # noqa: BLE001 - what is looked for
            return f"{target.__name__}: {traceback.format_exc(limit=-6)}"
        took = _spent(worked, begun)
        return f"{target.__name__}: took {took:.0f} s" if took > LONGEST_S else ""


WAITS = 6.0
"""How much slower than its own work a run may be by the clock."""


def _spent(worked: float, begun: float) -> float:
    """Give the seconds of work since a moment, or those by the clock where they are far more."""
    return max(time.process_time() - worked, (time.monotonic() - begun) / WAITS)


@contextlib.contextmanager
def hang_after(seconds: float) -> Iterator[None]:
    """Break off what takes too long: its own work, or `WAITS` times as long by the clock.

    On a machine that is busy with other work, the clock alone says nothing of a command.
    """
    worked, begun = time.process_time(), time.monotonic()

    def late(*_: object) -> None:
        if _spent(worked, begun) < seconds:
            signal.setitimer(signal.ITIMER_REAL, 1.0)
        else:
            raise Hang

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main(first: int, count: int, keep: Path | None = None) -> int:
    """Run seeds and print what they find."""
    found = 0
    begun, longest = time.monotonic(), 0.0
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder))
        for seed in range(first, first + count):
            before = time.process_time()
            wrong = fuzzer(seed)
            longest = max(longest, time.process_time() - before)
            if wrong:
                found += 1
                print(f"seed {seed}: {wrong}\n", flush=True)
                if keep is not None:
                    shutil.copytree(fuzzer.place / "work", keep / str(seed), dirs_exist_ok=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} seeds from {first} on: {found} found something; the longest took "
        f"{longest:.1f} s of work, all {time.monotonic() - begun:.0f} s; {memory:.0f} MB at most"
    )
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:])))
