"""Every command that writes, with every operation of the disk failing in turn.

``python -m benchmarks.torn [COMMAND ...]``: a command is run again and again on a fresh copy of two
nights; each time one operation more is let through before the disk is full, breaks, is forbidden,
or the process is killed. Afterwards everything must be readable, and the same command given again
must end as if nothing had happened.
"""

import contextlib
import errno
import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from itertools import count
from pathlib import Path
from unittest.mock import patch

import numpy as np
from starlette.testclient import TestClient

from benchmarks.faulty_disk import Disk, Killed
from benchmarks.fuzz import HOST, NIGHT, PAGE, Answer, ask, model, signals
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.answers.notes import read_notes
from limbwatch.cli.night.correction.corrections import read_corrections
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.site import page_application

STUDY_START = "2026-03-20T22:00+01:00"

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES, None)
"""None is a kill."""

COMMANDS: Mapping[str, list[str]] = {
    "replay": ["replay", "ankle_left={place}/table.csv", "--start", "2026-03-20T22:00+01:00"],
    "replay with a profile": [
        *("replay", "ankle_left={place}/table.csv", "--start", "2026-03-20T22:00+01:00"),
        *("--unit", "g", "--save-profile", "mine"),
    ],
    "rescore": ["rescore", NIGHT, "--rules", "aasm"],
    "rescore a capture": ["rescore", "2026-03-13"],
    "note": ["note", NIGHT, "--stress", "7", "--text", "late"],
    "note --clear": ["note", NIGHT, "--clear", "all"],
    "note --about": ["note", NIGHT, "--about", "name=A B"],
    "view --html": ["view", NIGHT, "--html"],
    "view --html -o": ["view", NIGHT, "--html", "-o", "{place}/out.html"],
    "view --doctor": ["view", NIGHT, "--doctor", "-o", "{place}/doctor.html"],
    "view --all --html": ["view", "--all", "--html", "-o", "{place}/all.html"],
    "export csv": ["export", NIGHT, "--to", "csv", "--samples", "-o", "{place}/csv"],
    "export json": ["export", NIGHT, "--to", "json", "-o", "{place}/night.json"],
    "export bids": ["export", NIGHT, "--to", "bids", "-o", "{place}/bids"],
    "export edf": ["export", NIGHT, "--to", "edf", "-o", "{place}/night.edf"],
    "export luna": ["export", NIGHT, "--to", "luna", "-o", "{place}/luna"],
    "export parquet": ["export", "--all", "--to", "parquet", "-o", "{place}/all.parquet"],
    "compare": ["compare", NIGHT, "--with", "{place}/reference.csv", "-o", "{place}/compared"],
    "demo -o": ["demo", "--simulate", "healthy", "--hours", "0.25", "-o", "{place}/simulated"],
    "record": [
        *("record", "--sensor", "ankle_left=sim:PLM", "--duration", "60s", "--speed", "2000"),
    ],
    "study plan": ["study", "plan", "{place}/people", "-o", "{place}/plan.csv"],
    "study run": ["study", "run", "{place}/manifest.csv", "-o", "{place}/run", "--workers", "0"],
    "study report": ["study", "report", "{place}/results"],
    "study export": ["study", "export", "{place}/results", "-o", "{place}/shared"],
    "page notes": ["page", "notes", '{{"stress": 7, "text": "late"}}'],
    "page change": ["page", "change", '{{"change": "exclude", "start_s": 10, "end_s": 99}}'],
}

UNLIKE = frozenset({"record", "page change"})
"""Commands that never leave the same twice, for they tell what the clock was."""

CODES = frozenset({0, 5})
"""A minute has data missing at its end; the night is there."""


class TornError(AssertionError):
    """A state that must not be."""


class Bench:
    """Runs commands on a disk that fails.

    Parameters
    ----------
    place : Path
        For everything that is made.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.model = place / "model"
        self.model.mkdir(parents=True)
        model(self.model / "nights")
        xyz = signals(np.random.default_rng(5), 6.0).tolist()
        rows = [f"{k / 25:.2f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(xyz)]
        (self.model / "table.csv").write_text("\n".join(["time,x,y,z", *rows, ""]))
        self._make_study()
        marks = [f"left,{at},1.5,1" for at in range(20, 300, 25)]
        (self.model / "reference.csv").write_text(
            "\n".join(["side,onset_s,duration_s,asleep", *marks, ""])
        )
        self._wanted: dict[str, Mapping[str, str]] = {}

    def _make_study(self) -> None:
        lines = ["subject,session,placement,path,start"]
        for person in ("a", "b"):
            place = self.model / "people" / person
            place.mkdir(parents=True)
            shutil.copy(self.model / "table.csv", place / "1_ankle_left.csv")
            lines.append(f"{person},1,ankle_left,people/{person}/1_ankle_left.csv,{STUDY_START}")
        (self.model / "manifest.csv").write_text("\n".join([*lines, ""]))
        made = ask(
            [
                *("study", "run", str(self.model / "manifest.csv")),
                *("-o", str(self.model / "results"), "--workers", "0"),
            ]
        )
        if made.code not in CODES:
            raise TornError(f"the study cannot be made: {made.err}")

    def attempts(
        self, name: str, fault: int | None, *, first: int = 1, every: int = 1
    ) -> Iterator[int]:
        """Let each operation of a command fail in turn, and look at what is left.

        Parameters
        ----------
        name : str
            One of `COMMANDS`.
        fault : int or None
            The error; None is a kill.
        first, every : int
            Only this operation and each so manieth after it.

        Yields
        ------
        int
            Number of the operation that failed.

        Raises
        ------
        TornError
            If what is left is not as it must be.
        """
        for fails in count(first, every):
            with self.fresh() as work:
                disk = Disk(work, fails, fault)
                answer = None
                with contextlib.suppress(Killed), disk.failing():
                    answer = self.run(name, work)
                if disk.done < fails:
                    if disk.done < 3:
                        raise TornError(f"{name} does nothing to the disk that is watched")
                    return
                where = f"{name}, operation {fails}, {fault and errno.errorcode[fault]}"
                _require_words(answer, where)
                self._require_whole(work, where)
                again = self.run(name, work)
                if again.code not in CODES:
                    raise TornError(f"{where}: given again it ends with {again.code}: {again.err}")
                if name not in UNLIKE:
                    _require_same(self.wanted(name), contents(work), where)
            yield fails

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Path]:
        """Give a copy of the model to work on."""
        work = self.place / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.model, work)
        homes = {f"XDG_{name}_HOME": str(work / name) for name in ("STATE", "CONFIG", "DATA")}
        with patch.dict(os.environ, homes):
            yield work

    def run(self, name: str, work: Path) -> Answer:
        """Run a command."""
        arguments = [each.format(place=work) for each in COMMANDS[name]]
        if arguments[0] == "page":
            return _saved(work / "nights", *arguments[1:])
        if arguments[0] in {"study", "demo"}:
            return ask(arguments)
        return ask([*arguments, "--nights", str(work / "nights")])

    def wanted(self, name: str) -> Mapping[str, str]:
        """Tell what a command leaves when nothing fails."""
        if name not in self._wanted:
            with self.fresh() as work:
                self.run(name, work)
                self._wanted[name] = contents(work)
        return self._wanted[name]

    def _require_whole(self, work: Path, where: str) -> None:
        nights = list_nights(work / "nights")
        if len(nights) not in {2, 3, 4}:
            raise TornError(f"{where}: there are {len(nights)} nights")
        try:
            for night in nights:
                read_night(night)
                read_notes(night)
                read_corrections(night)
        except CommandError as error:
            raise TornError(f"{where}: {error}") from error
        for asked in (["view", "--all", "--json"], ["view", NIGHT, "--json"]):
            answer = ask([*asked, "--nights", str(work / "nights")])
            if answer.code != 0:
                raise TornError(f"{where}: {' '.join(asked)} ends with {answer.code}: {answer.err}")


def _saved(nights: Path, what: str, content: str) -> Answer:
    """Have the page save something, and tell whether it said that it could."""
    application = page_application(nights, token=PAGE, hosts=frozenset({HOST}))
    err = io.StringIO()
    try:
        with (
            contextlib.redirect_stderr(err),
            TestClient(application, base_url=f"http://{HOST}") as client,
        ):
            answer = client.post(
                f"/{PAGE}/night/{NIGHT}/{what}",
                content=content.encode(),
                headers={"content-type": "application/json"},
            )
    except (CancelledError, RuntimeError) as error:
        # what was killed is the thread of the server
        raise Killed from error
    code = 0 if answer.is_success else int(ExitCode.UNREADABLE)
    return Answer(["page", what], code, answer.text, err.getvalue() + answer.text * (code > 0))


def contents(work: Path) -> Mapping[str, str]:
    """Tell what lies in a folder, without what is hidden, and without the list of what was made."""
    return {
        str(path.relative_to(work)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(work.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(work).parts)
        and "STATE" not in path.parts
    }


def _require_words(answer: Answer | None, where: str) -> None:
    if answer is None:
        return  # killed
    if "unexpected" in answer.err or "Traceback" in answer.err or "Warning" in answer.err:
        raise TornError(f"{where}: {answer.err}")
    if answer.code != 0 and not answer.err:
        raise TornError(f"{where}: ends with {answer.code} without a word")


def _require_same(wanted: Mapping[str, str], found: Mapping[str, str], where: str) -> None:
    if wanted != found:
        differ = sorted(dict(wanted.items() ^ found.items()))
        raise TornError(f"{where}: given again it leaves others: {', '.join(differ)}")


def main(names: list[str]) -> int:
    """Run commands whole and print how many operations each has."""
    troubles = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for name in names or COMMANDS:
            done = []
            for fault in FAULTS:
                last = 0
                try:
                    last = max(bench.attempts(name, fault), default=0)
                except TornError as torn:
                    troubles += 1
                    print(f"  {torn}", flush=True)
                done.append(last)
            print(f"{name:24}{' '.join(map(str, done))} operations failed", flush=True)
    return min(troubles, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
