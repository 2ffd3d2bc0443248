"""Timeline: which posture holds when, and how the sleeper gets from one to the next."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.segmented.body import INDEX, Body, N
from benchmarks.worlds.segmented.gait import trip
from benchmarks.worlds.segmented.posture import FD, change, near, rest
from benchmarks.worlds.segmented.stage import Stage


@dataclass(kw_only=True)
class Shift:
    """A prescribed motion of the whole chain, dense, from frame `k` on."""

    k: int
    path: np.ndarray  # (N, T)
    key: int  # posture held afterwards, -1 when out of bed
    parts: list[tuple[str, int, int]]
    shocks: dict[str, np.ndarray] = field(default_factory=dict)
    drop: float = 0.0  # N, how hard limbs land


@dataclass(kw_only=True)
class Line:
    """All shifts of a night, with the prototypes of the postures."""

    lies: list[np.ndarray]
    under: list[dict[int, int]]
    names: list[str]
    first: np.ndarray
    key: int
    shifts: list[Shift]

    def keys(self, k: np.ndarray) -> np.ndarray:
        """Posture held at frames `k`; -1 out of bed."""
        at = np.array([s.k for s in self.shifts])
        key = np.array([self.key] + [s.key for s in self.shifts])
        return key[np.searchsorted(at, k, side="right")]


def timeline(rng: np.random.Generator, b: Body, s: Stage) -> Line:
    """Draw the sleeper's postures and arrange turns, trips and the final rising."""
    names = list(
        rng.choice(
            ["supine", "left", "right", "prone"], 3, replace=False, p=[0.36, 0.26, 0.26, 0.12]
        )
    )
    if rng.random() < 0.4:
        names.append(str(rng.choice(names)))  # a second way to lie so
    if s.sitting:
        names.append("sitting")
    drawn = [rest(rng, str(n)) for n in names]
    lies, under = [d[0] for d in drawn], [d[1] for d in drawn]
    beds = [i for i, n in enumerate(names) if n != "sitting"]
    love = rng.dirichlet(np.full(len(beds), 1.5))
    habit = str(rng.choice(["legs", "arm", "trunk"]))
    key = len(names) - 1 if s.sitting else int(rng.choice(beds, p=love))

    def settle(key: int, before: np.ndarray) -> np.ndarray:
        q = lies[key].copy()
        q[6:] += rng.normal(0, np.radians(3), N - 6)
        q[3:6] += rng.normal(0, np.radians(2.5), 3)
        for joint in ("r.knee", "l.knee", "a.elbow"):
            q[INDEX[joint]] = max(q[INDEX[joint]], 0.0)
        q[INDEX["roll"]] = near(before[INDEX["roll"]], q[INDEX["roll"]])
        return q

    now = settle(key, lies[key])
    line = Line(
        lies=lies, under=under, names=[str(n) for n in names], first=now, key=key, shifts=[]
    )
    plan = s.plan
    events = [(t, "turn", 0.0) for t in plan.turns]
    events += [(a, "trip", c) for a, c in plan.trips] + [(plan.bed[1], "rise", 0.0)]
    if s.sitting:
        events.append((plan.sleep[0][0] - rng.uniform(60, 240), "down", 0.0))
        events = [e for e in events if e[1] != "turn" or e[0] > plan.sleep[0][0]]
    free = 20.0
    for t, what, until in sorted(events):
        if what == "turn" and (t < free or t > plan.bed[1] - 45):
            continue
        if what == "turn" and any(a - 40 < t < c + 60 for a, c in plan.trips):
            continue
        t = max(t, free)
        k = int(t * FD)
        if what in ("turn", "down"):
            stay = what == "turn" and rng.random() < 0.3
            key = key if stay else int(rng.choice(beds, p=love))
            to = settle(key, now)
            if stay and rng.random() < 0.5:  # only some segments shift
                for g in ("r.", "l.", "a."):
                    if rng.random() < 0.5:
                        same = [i for n, i in INDEX.items() if n.startswith(g)]
                        to[same] = now[same]
            else:
                to[6:] += rng.normal(0, np.radians(4), N - 6)
            far = abs(to[INDEX["roll"]] - now[INDEX["roll"]])
            lasts = float(np.clip(rng.lognormal(np.log(4 + 2 * far), 0.35), 3, 15))
            path = change(rng, now, to, lasts, habit if rng.random() < 0.7 else "trunk")
            parts = [("gross_movement", 0, path.shape[1])]
            line.shifts.append(
                Shift(k=k, path=path, key=key, parts=parts, drop=rng.lognormal(3.3, 0.6))
            )
            now = to
        else:
            path, parts, shocks, _ = trip(rng, b, now, True)
            if what == "rise":
                room = int((plan.total - t - 3) * FD)
                path = path[:, :room]
                shocks = {p: x[:room] for p, x in shocks.items()}
                parts = [(n, i, min(j, room)) for n, i, j in parts if i < room - 100]
            line.shifts.append(Shift(k=k, path=path, key=-1, parts=parts, shocks=shocks))
            now = path[:, -1]
            if what == "trip":
                back = max(until, t + path.shape[1] / FD + 20)
                key = int(rng.choice(beds, p=love))
                now = now.copy()
                now[0:3] = 0
                to = settle(key, now)
                seat_path, parts, shocks, _ = trip(rng, b, now, False, to)
                line.shifts.append(
                    Shift(
                        k=int(back * FD),
                        path=seat_path,
                        key=key,
                        parts=parts,
                        shocks=shocks,
                        drop=40,
                    )
                )
                now = to
                t = back
                path = seat_path
        free = t + path.shape[1] / FD + 12
    return line
