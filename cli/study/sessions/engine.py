"""Who scores the sessions: this process, or workers of dask.distributed."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.scored.scoring_code import program, this_program
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.faults import Fault
from limbwatch.cli.study.sessions.scored_session import Outcome, score_session
from limbwatch.cli.study.sessions.session_record import StudyOptions
from limbwatch.sensor import scratch

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

DEATHS: Final = 3
"""Workers that may die of one session before it is given up; as dask does by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce:
    """Who scores, and where results go.

    Raises
    ------
    CommandError
        If what is asked for contradicts itself, or needs dask and there is none.
    """

    workers: int | None
    """On this computer; 0 is this process, None as many as it has cores where dask is installed."""
    scheduler: str | None
    """Address of a scheduler that runs."""
    memory: str
    """Limit of each worker here."""
    options: StudyOptions
    out: str

    def __post_init__(self) -> None:
        if self.scheduler is not None and self.workers is not None:
            raise CommandError(
                f"--workers {self.workers} starts workers here, and --scheduler "
                f"{self.scheduler} has its own: give one of them."
            )
        if self.scheduler is not None or self.workers:
            if not has_dask():
                raise CommandError(
                    "dask.distributed is not installed: pip install 'limbwatch[study]', or score "
                    "in this process with --workers 0."
                )
            _bytes(self.memory)

    def score(self, sessions: Sequence[StudySession]) -> Iterator[Outcome]:
        """Score sessions; a cluster is there only meanwhile."""
        workers = self.workers
        if workers is None:
            workers = (os.cpu_count() or 1) if has_dask() else 0
        if self.scheduler is None and workers == 0:
            for session in sessions:
                yield score_session(session, self.options, self.out)
            return
        with (
            existing_cluster(self.scheduler)
            if self.scheduler is not None
            else local_cluster(min(workers, len(sessions)), self.memory)
        ) as client:
            yield from score_with(client, sessions, self.options, self.out)


def score_with(
    client: "Client", sessions: Sequence[StudySession], options: StudyOptions, out: str
) -> Iterator[Outcome]:
    """Score sessions on the workers of a cluster; they come as they end.

    What travels are texts and paths. A session whose worker dies goes to another one; where it
    costs `DEATHS` workers and one more, it fails and the others go on.
    """
    from distributed import KilledWorker, as_completed

    futures = client.map(
        score_session,
        list(sessions),
        options=options,
        out=out,
        pure=False,
        key=[f"session-{at}" for at in range(len(sessions))],
    )
    whose = dict(zip((future.key for future in futures), sessions, strict=True))
    waiting = as_completed(futures)
    del futures
    for future in waiting:
        session = whose.pop(future.key)
        error = future.exception()
        if isinstance(error, KilledWorker):
            yield Outcome(session, None, (_killed(session),))
        elif error is not None:
            raise error
        else:
            yield future.result()
        future.release()


def _killed(session: StudySession) -> Fault:
    row, *others = session.rows
    return Fault(
        row=row,
        reason=f"{session.name}: {DEATHS + 1} workers died of it one after the other, as they do "
        "when they need more memory than --memory gives. Give more, or score it alone with "
        "--workers 0.",
        left_out=tuple(other.line for other in others),
    )


@contextmanager
def local_cluster(workers: int, memory: str) -> Iterator["Client"]:
    """Start workers on this computer: processes of one thread, each with a limit of memory."""
    import dask
    from distributed import Client

    quiet = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.worker.memory.spill": False,  # what is held are paths: there is no sample
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.pause": False,
        # looking at a worker's stack a hundred times a second costs, and MALLOC_TRIM_THRESHOLD_,
        # which dask sets, has every large array fetched from the system anew
        "distributed.worker.profile.enabled": False,
        "distributed.nanny.pre-spawn-environ": {"OPENBLAS_NUM_THREADS": "1"},
    }
    # a process that is ended in the midst leaves semaphores; one of Python's removes them for it,
    # and would complain on our stderr
    if _NO_COMPLAINT not in sys.warnoptions:
        sys.warnoptions.append(_NO_COMPLAINT)
    with (
        # it is gone however this process ends, as dask's own place would not be
        scratch.aside(_WORKERS) as folder,
        dask.config.set(quiet | {"temporary-directory": str(folder)}),
        _started(workers, _bytes(memory)) as cluster,
        Client(cluster) as client,
    ):
        yield client


_NO_COMPLAINT: Final = "ignore:resource_tracker:UserWarning"
"""As Python takes it after ``-W``, and gives it on to the processes that it starts."""


_WORKERS: Final = "limbwatch-workers-"


def _started(workers: int, memory: int) -> "LocalCluster":
    """Start a cluster; a worker that dies while it starts takes the others with it, so all again.

    Raises
    ------
    CommandError
        If that comes `DEATHS` times and one more.
    """
    from distributed import LocalCluster

    for death in range(DEATHS + 1):
        try:
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=memory,
                # any free port of this computer: a second study must not find it taken
                dashboard_address="127.0.0.1:0",
                silence_logs="CRITICAL",
            )
        except RuntimeError as error:  # "Nanny failed to start."
            if death == DEATHS:
                raise CommandError(
                    f"workers end while they start ({error.__cause__ or error}). Give them more "
                    "--memory, or score in this process with --workers 0."
                ) from error
    raise AssertionError  # the last time returns or raises


@contextmanager
def existing_cluster(address: str) -> Iterator["Client"]:
    """Join a cluster that somebody runs; its workers must have this limbwatch.

    Raises
    ------
    CommandError
        If nothing answers at the address, there is no worker, or one has another version.
    """
    from distributed import Client

    try:
        client = Client(address, timeout="20s")
    except (OSError, TimeoutError, ValueError) as error:
        raise CommandError(
            f"no dask scheduler answers at {address} ({error}). Start one with dask scheduler, or "
            "leave --scheduler out."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=120)
        except TimeoutError as error:
            raise CommandError(
                f"the scheduler at {address} has no worker after 120 s. Start some with "
                f"dask worker {address}."
            ) from error
        here = this_program()
        others = {theirs for theirs in client.run(this_program).values() if theirs != here}
        if others:
            names = ", ".join(sorted(program(*theirs) for theirs in others))
            raise CommandError(
                f"workers at {address} have limbwatch {names} and this is {program(*here)}: "
                "results would not be alike. Install one version."
            )
        yield client


def has_dask() -> bool:
    """Tell whether dask.distributed is installed."""
    from importlib.util import find_spec

    return find_spec("distributed") is not None


def _bytes(memory: str) -> int:
    from dask.utils import parse_bytes

    try:
        found: Any = parse_bytes(memory)
    except ValueError:
        found = 0
    if found < 2**28:
        raise CommandError(f"--memory {memory!r} is no amount from 256 MiB on; write it like 2GiB")
    return int(found)
