"""Pieces: acts as jobs of the dynamics, cut where they are long and joined again."""

import numpy as np

from benchmarks.worlds.segmented.act import Act
from benchmarks.worlds.segmented.body import N
from benchmarks.worlds.segmented.dynamics import Job, Mechanics, integrate
from benchmarks.worlds.segmented.muscle import FS, torque
from benchmarks.worlds.segmented.posture import FD, minjerk

TAIL = 1.8  # s of ring-down after the drive of an act
WHOLE, PIECE, LEAD = 12.0, 8.0, 1.5  # longer acts are integrated in pieces with a lead-in


def drive(a: Act) -> Job:
    """The job of one act."""
    steps = int((a.lasts + TAIL) * FS) // 2 * 2
    tau = torque(a.waves, steps) if a.waves else np.zeros((steps, N), np.float32)

    def pad(x: np.ndarray | None) -> np.ndarray | None:
        if x is None:
            return None
        return np.concatenate([x[:steps], np.repeat(x[-1:] * 0, max(0, steps - len(x)), axis=0)])

    pushes = [(p, pad(x)) for p, x in a.pushes or ()]
    return Job(torque=tau, base=pad(a.base), shake=pad(a.shake), pushes=pushes)


def cut(job: Job) -> list[Job]:
    """Split a long job into overlapping pieces."""
    n = len(job.torque)
    if n <= WHOLE * FS:
        return [job]
    out = []
    for i in range(0, n, int(PIECE * FS)):
        a, b = max(0, i - int(LEAD * FS)), min(n, i + int(PIECE * FS))
        if b - i < FS and out:  # a short rest joins the last piece
            continue
        if n - b < FS:
            b = n
        out.append(
            Job(
                torque=job.torque[a:b],
                base=None if job.base is None else job.base[a:b],
                shake=None if job.shake is None else job.shake[a:b],
                pushes=[(p, x[a:b]) for p, x in job.pushes or ()],
            )
        )
    return out


def join(parts: list[np.ndarray]) -> np.ndarray:
    """Join the motions of overlapping pieces, fading over half a second; (N, T)."""
    out = parts[0]
    lead, fade = int(LEAD * FD), int(0.8 * FD)
    w = minjerk(np.arange(fade) / fade)[:, None]
    for p in parts[1:]:
        tail = out[-fade:] * (1 - w) + p[lead - fade : lead] * w
        out = np.concatenate([out[:-fade], tail, p[lead:]])
    return out.T.astype(float)


def motions(mechs: list[Mechanics], keys: np.ndarray, acts: list[Act]) -> list[np.ndarray]:
    """Joint deviations (N, T) at FD of all acts, integrated posture by posture."""
    out: list = [None] * len(acts)
    for key, mech in enumerate(mechs):
        mine = [i for i in range(len(acts)) if keys[i] == key]
        jobs, owner = [], []
        for i in mine:
            parts = cut(drive(acts[i]))
            jobs += parts
            owner += [i] * len(parts)
        plain = [j for j, b in enumerate(jobs) if b.base is None and b.shake is None]
        shaken = [
            j for j in range(len(jobs)) if jobs[j].base is not None or jobs[j].shake is not None
        ]
        moved: list = [None] * len(jobs)
        for some in (plain, shaken):
            for j, r in zip(some, integrate(mech, [jobs[j] for j in some]), strict=True):
                moved[j] = r[0]
        for i in mine:
            out[i] = join([moved[j] for j in range(len(jobs)) if owner[j] == i])
    return out
