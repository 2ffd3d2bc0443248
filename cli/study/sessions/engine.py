"""Scoring engines: this process, or workers of dask.distributed."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.scored.scoring_code import program, this_program
from limbwatch.cli.study.sessions.checking import Fault, StudySession
from limbwatch.cli.study.sessions.scored_session import Outcome, score_session
from limbwatch.cli.study.sessions.session_record import StudyOptions
from limbwatch.sensor import scratch

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

DEATHS: Final = 3
"""Workers that may die of one session before it is given up; dask's default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce:
    """Where sessions are scored, and where results are written.

    Raises
    ------
    CommandError
        If the options contradict each other, or need dask and it is not installed.
    """

    workers: int | None
    """Workers on this computer; 0 is this process, None one per core if dask is installed."""
    scheduler: str | None
    """Address of a running scheduler."""
    memory: str
    """Memory limit of each local worker."""
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
        """Score sessions; a local cluster only exists meanwhile."""
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
    """Score sessions on the workers of a cluster; yield outcomes as they complete.

    Only texts and paths are sent. A session whose worker dies goes to another one; after `DEATHS`
    deaths and one more it fails, and the others go on.
    """
    from distributed import KilledWorker, as_completed

    futures = client.map(
        score_session,
        list(sessions),
        options=options,
        out=out,
        pure=False,
        key=[f"session-{number}" for number in range(len(sessions))],
    )
    by_key = dict(zip((future.key for future in futures), sessions, strict=True))
    waiting = as_completed(futures)
    del futures
    for future in waiting:
        session = by_key.pop(future.key)
        error = future.exception()
        if isinstance(error, KilledWorker):
            yield Outcome(session, None, (_death_fault(session),))
        elif error is not None:
            raise error
        else:
            yield future.result()
        future.release()


def _death_fault(session: StudySession) -> Fault:
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
    """Start workers on this computer: single-threaded processes, each with a memory limit."""
    import dask
    from distributed import Client

    quiet = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.worker.memory.spill": False,  # workers hold paths, no samples
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.pause": False,
        # sampling a worker's stack a hundred times a second is costly, and MALLOC_TRIM_THRESHOLD_,
        # which dask sets, has every large array allocated by the system anew
        "distributed.worker.profile.enabled": False,
        "distributed.nanny.pre-spawn-environ": {"OPENBLAS_NUM_THREADS": "1"},
    }
    # a killed process leaves semaphores behind; Python's resource tracker removes them, and would
    # warn on our stderr
    if _NO_TRACKER_WARNING not in sys.warnoptions:
        sys.warnoptions.append(_NO_TRACKER_WARNING)
    with (
        # removed however this process ends, unlike dask's own folder
        scratch.aside(_WORKERS) as folder,
        dask.config.set(quiet | {"temporary-directory": str(folder)}),
        ExitStack() as running,
    ):
        with ctrl_c_kept_from_children():
            cluster = running.enter_context(_start_cluster(workers, _bytes(memory)))
            client = running.enter_context(Client(cluster))
        yield client


@contextmanager
def ctrl_c_kept_from_children() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: a terminal sends it to them all.

    Workers would each print where they were interrupted. This process, which ends them, gets it
    when all have been started. Windows has no such mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # started later, in a thread of dask, it would let the signal through there again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_NO_TRACKER_WARNING: Final = "ignore:resource_tracker:UserWarning"
"""In the syntax of ``-W``; Python passes it on to the processes it starts."""


_WORKERS: Final = "limbwatch-workers-"


def _start_cluster(workers: int, memory: int) -> "LocalCluster":
    """Start a cluster; retry, since a worker that dies while starting takes down the others.

    It is given up when it failed `DEATHS` times and once more.
    """
    from distributed import LocalCluster

    for death in range(DEATHS + 1):
        try:
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=memory,
                # any free local port, so that a second study finds one, too
                dashboard_address="127.0.0.1:0",
                silence_logs="CRITICAL",
            )
        except RuntimeError as error:  # "Nanny failed to start."
            if death == DEATHS:
                raise CommandError(
                    f"workers end while they start ({error.__cause__ or error}). Give them more "
                    "--memory, or score in this process with --workers 0."
                ) from error
    raise AssertionError  # the last attempt returns or raises


@contextmanager
def existing_cluster(address: str) -> Iterator["Client"]:
    """Join a running cluster; its workers must have this limbwatch.

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
    """Return whether dask.distributed is installed."""
    from importlib.util import find_spec

    return find_spec("distributed") is not None


def _bytes(memory: str) -> int:
    from dask.utils import parse_bytes

    try:
        found: Any = parse_bytes(memory)
    except ValueError:
        found = 0
    if found < 2**28:
        raise CommandError(
            f"--memory {memory!r} is not an amount from 256 MiB on; write it like 2GiB"
        )
    return int(found)
