"""The plan of a night: when the sleeper sleeps, turns, stirs, wakes and walks."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.rigid import moves
from benchmarks.worlds.rigid.acts import Act, Gait, Shove, Turn
from benchmarks.worlds.rigid.body import Body
from benchmarks.worlds.rigid.moves import ALL, grow, seed
from benchmarks.worlds.rigid.pose import BODIES, lying, upright


@dataclass(kw_only=True)
class Plan:
    """What is going to happen."""

    rng: np.random.Generator
    hours: float
    bodies: dict[str, Body]
    lights: float = 0.0
    rising: float = 0.0
    sleep: list = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    busy: list = field(default_factory=list)  # spans taken by changes of posture or walks
    out: list = field(default_factory=list)  # spans out of bed
    apnoeas: list = field(default_factory=list)
    body: str = "supine"

    def asleep(self, t: float) -> bool:
        """Whether the sleeper is asleep then."""
        return any(a <= t < b for a, b in self.sleep)

    def free(self, t: float, dur: float = 4.0, margin: float = 4.0) -> bool:
        """Whether no posture change or walk is near."""
        return all(t + dur + margin < a or t > b + margin for a, b in self.busy)

    def add(self, act: Act, *, margin: float = 2.0) -> bool:
        """Add an act if it is in bed and collides with no change of posture."""
        ok = self.free(act.t0, act.t1 - act.t0, margin)
        if ok and act.t0 > 3 and act.t1 < self.hours * 3600 - 6:
            self.acts.append(act)
            return True
        return False

    def limb(self, name: str):
        """The sleeper's limb."""
        return self.bodies["self"].limbs[name]

    def turn_over(self, t: float, *, kind="gross_movement", vigour=1.0, small=False) -> bool:
        """Change posture: all limbs go to a new pose."""
        rng = self.rng
        dur = float(np.clip(grow(rng, 5.0, 0.5), 2.2, 11))
        if not self.free(t, dur, 7.0) or t < 8 or t + dur > self.hours * 3600 - 10:
            return False
        self.busy.append((t, t + dur))
        if not small:
            others = [b for b in BODIES if b != self.body]
            p = np.array([{"supine": 0.35, "prone": 0.1}.get(b, 0.3) for b in others])
            self.body = str(rng.choice(others, p=p / p.sum())) if rng.random() < 0.8 else self.body
        act = Act(kind=kind, t0=t, t1=t + dur)
        for name in ALL:
            if small and rng.random() < 0.4 and act.limbs:
                continue
            late = abs(rng.normal(0, 0.5)) * bool(act.limbs)
            d = max(1.7, (dur - late) * rng.uniform(0.6, 1.0))
            act.limbs += (name,)
            self._turn(act, name, t + late, d, lying(rng, self.limb(name), self.body), vigour)
        for _ in range(rng.integers(1, 4)):
            force = tuple(rng.normal(0, 60, 3) * vigour)
            at = t + rng.uniform(0, 0.8) * dur
            act.shoves.append(
                Shove(place="trunk", t0=at, dur=rng.uniform(0.3, 0.9), newton=force, seed=seed(rng))
            )
        act.t1 = max(x.t0 + x.dur for x in act.turns)
        self.acts.append(act)
        return True

    def _turn(self, act, name, t, d, pose, vigour=1.0):
        rng = self.rng
        act.turns.append(
            Turn(
                limb=name,
                t0=t,
                dur=d,
                pose=pose,
                lift=rng.uniform(0.005, 0.05),
                travel=tuple(rng.normal(0, 0.05, 3)),
                parts=int(rng.integers(1, 4)),
                pivot=rng.uniform(0.1, 0.5),
                seed=seed(rng),
            )
        )
        for _ in range(rng.integers(1, 4)):
            at = t + rng.uniform(0, 0.8) * d
            k = vigour * grow(rng, 1.0, 0.4) * (0.22 if name == "wrist" else 1.0)
            torque = {0: k * rng.normal(2, 5), 1: k * rng.normal(0, 4), 2: k * rng.normal(0, 2)}
            act.pulls += moves.pulls(rng, name, at, rng.uniform(0.25, 1.0), torque, rise=0.1)

    def wake(self, t0: float, t1: float, *, rate: float = 3.0, turns: float = 0.6) -> None:
        """Move as somebody awake in bed does: reach, scratch, pull the blanket, now and then."""
        rng, t = self.rng, t0 + self.rng.exponential(10)
        while t < t1:
            u = rng.random()
            if u < 0.1 * turns:
                self.turn_over(t, kind="gross_movement")
            else:
                self.add(self.fidget(t))
            t += rng.exponential(60 / rate) + 2.0

    def fidget(self, t: float) -> Act:
        """One voluntary movement."""
        rng = self.rng
        limbs = [str(rng.choice(ALL, p=[0.25, 0.25, 0.5]))]
        if rng.random() < 0.3:
            limbs.append(str(rng.choice([x for x in ALL if x != limbs[0]])))
        act = Act(kind="wake_movement", t0=t, t1=t, limbs=tuple(limbs))
        dur = float(np.clip(grow(rng, 2.5, 0.6), 0.7, 12))
        for name in limbs:
            at, left = t, dur
            while left > 0.3:
                d = min(left, rng.uniform(0.6, 3.0))
                hz = rng.uniform(1.5, 4) if rng.random() < 0.2 else 0.0
                more = {"hz": hz, "ramp": 0.2} if hz else {}
                shift = moves.reach(rng, name, at, d, 0.35 if hz else 1.0, **more)
                act.shifts.append(shift)
                at, left = at + 0.7 * d, left - d
            act.t1 = max(act.t1, act.shifts[-1].t0 + act.shifts[-1].dur)
        return act

    def rise(self, t: float, *, stay: float | None = None, back: bool = True) -> float:
        """Get up, walk, and (mostly) come back; return when it is over."""
        rng, start = self.rng, t
        if not self.free(t, 250, 8):
            return t

        def go(t, name, dur, kind, told=True):
            act = Act(kind=kind, t0=t, t1=t + dur, limbs=ALL, told=told)
            for limb in ALL:
                pose = lying(rng, self.limb(limb), self.body) if name == "lie" else None
                pose = pose or upright(rng, self.limb(limb), name)
                self._turn(act, limb, t, dur, pose, 0.7)
            self.acts.append(act)
            return t + dur + rng.uniform(3.2, 6)

        def walk(t):
            dur = rng.uniform(7, 25)
            gait = Gait(
                t0=t,
                dur=dur,
                cadence=rng.uniform(0.65, 0.95),
                reach=rng.uniform(0.6, 1.0),
                seed=seed(rng),
            )
            act = Act(kind="walking", t0=t, t1=t + dur, limbs=ALL, gaits=[gait])
            self.acts.append(act)
            return t + dur + rng.uniform(1.0, 2.0)

        t = go(t, "sit", rng.uniform(2.5, 5), "gross_movement") + rng.exponential(6)
        left = t
        t = walk(go(t, "stand", rng.uniform(1.6, 2.6), "wake_movement"))
        stay = rng.uniform(30, 150) if stay is None else stay
        if stay > 20 and back:
            t = go(t, "sit", rng.uniform(1.6, 3), "wake_movement")
            end = t + stay
            while t < end:
                self.acts.append(self.fidget(t))
                t = self.acts[-1].t1 + 2.5 + rng.exponential(15)
            t = go(t, "stand", rng.uniform(1.6, 2.6), "wake_movement")
        if back:
            t = go(walk(t), "sit", rng.uniform(1.8, 3), "wake_movement")
            self.out.append((left, t))
            t = go(t, "lie", rng.uniform(2.5, 5), "gross_movement")
        else:
            self.out.append((left, self.hours * 3600))
        self.busy.append((start, t))
        return t

    def awaken(self, t0: float, t1: float) -> None:
        """Take a span out of the sleep."""
        cut = []
        for a, b in self.sleep:
            if t0 >= b or t1 <= a:
                cut.append((a, b))
                continue
            if t0 - a > 60:
                cut.append((a, t0))
            if b - t1 > 60:
                cut.append((t1, b))
        self.sleep = cut

    def asleep_time(self, share=(0.0, 1.0)) -> float:
        """Draw a moment asleep within a share of the night."""
        spans = np.array(self.sleep)
        for _ in range(200):
            t = self.rng.uniform(*(self.lights + np.array(share) * (self.rising - self.lights)))
            if np.any((spans[:, 0] < t) & (t < spans[:, 1])):
                return float(t)
        return float(spans[0, 0] + 1)

    def hold_book(self, t: float) -> None:
        """Take up a book or a telephone."""
        rng = self.rng
        act = Act(kind="wake_movement", t0=t, t1=t + 2.5, limbs=("wrist",))
        if self.free(t, 2.5, 7):
            self._turn(act, "wrist", t, 2.5, upright(rng, self.limb("wrist"), "book"), 0.5)
            self.acts.append(act)
            self.busy.append((t, t + 2.5))
