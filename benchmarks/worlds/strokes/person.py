"""A person: how fast, how clumsy, how trembling, and the score of strokes they play."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.strokes.chain import ARM, JOINTS, LEFT, RIGHT, Build
from benchmarks.worlds.strokes.stroke import REACH, Act, Array, Ripple, Stroke, Target, slowest


@dataclass
class Person:
    """What stays the same in one person through the night."""

    build: Build
    log_delay: Array
    response: Array
    clumsy: float
    antagonist: float
    tremor: float
    tremor_hz: float
    strength: dict[str, float]
    drift: Array
    haste: float
    habits: dict[str, object] = field(default_factory=dict)

    @classmethod
    def draw(cls, rng: np.random.Generator, hours: float) -> "Person":
        """One person."""
        steps = max(2, int(hours * 4) + 1)
        return cls(
            build=Build.draw(rng),
            log_delay=rng.normal(0, 0.14, JOINTS),
            response=rng.uniform(0.16, 0.36, JOINTS),
            clumsy=float(rng.uniform(0.05, 0.35)),
            antagonist=float(rng.uniform(0.0, 0.3)),
            tremor=float(np.exp(rng.normal(np.log(2.5e-5), 0.6))),
            tremor_hz=float(rng.uniform(8.5, 11.5)),
            strength={
                "ankle_left": float(np.exp(rng.normal(0, 0.25))),
                "ankle_right": float(np.exp(rng.normal(0, 0.25))),
                "wrist": float(np.exp(rng.normal(0, 0.25))),
            },
            drift=np.cumsum(rng.normal(0, 0.12, steps)),
            haste=float(rng.uniform(5.0, 12.0)),
        )

    def drifted(self, at: float) -> float:
        """Tonight's multiplier of vigour at a second."""
        where = np.arange(len(self.drift)) * 900.0
        return float(np.exp(np.interp(at, where, self.drift)))


class Score:
    """Strokes of one movement while it is being composed."""

    def __init__(self, person: Person, rng: np.random.Generator) -> None:
        self.person = person
        self.rng = rng
        self.strokes: list[Stroke] = []
        self.ripples: list[Ripple] = []
        self.targets: list[Target] = []

    def timing(self, joint: int, time: float) -> tuple[float, float]:
        """Draw log-time delay and response time of a stroke of a median time."""
        p = self.person
        sigma = p.response[joint] * np.exp(self.rng.normal(0, 0.12))
        mu = np.log(time) + p.log_delay[joint] + self.rng.normal(0, 0.5 * p.clumsy)
        return float(mu), float(sigma)

    def move(
        self, joint: int, at: float, amount: float, time: float, *, exact: bool = False
    ) -> None:
        """Add an agonist with its antagonist; it is first felt at about `at`."""
        p, rng = self.person, self.rng
        mu, sigma = self.timing(joint, time)
        if not exact:
            amount *= float(np.exp(rng.normal(0, p.clumsy)))
        mu = max(mu, float(np.log(slowest(joint, amount, p.haste) / sigma)))
        begin = at - float(np.exp(mu - 2.4 * sigma))
        over = p.antagonist * rng.uniform(0.3, 1.0)
        self.strokes.append(Stroke(joint, begin, amount * (1 + over), mu, sigma))
        if over > 0.03:
            lag = time * rng.uniform(0.25, 0.9)
            self.strokes.append(Stroke(joint, begin + lag, -amount * over, mu + 0.1, sigma * 1.1))

    def net(self) -> dict[int, float]:
        """Sum of what each joint has moved by."""
        out: dict[int, float] = {}
        for s in self.strokes:
            out[s.joint] = out.get(s.joint, 0.0) + s.amount
        return out

    def back(self, at: float, time: float, left: float = 0.03, lag: float = 0.05) -> None:
        """Bring every joint back to where it was, but for a small rest."""
        for joint, amount in self.net().items():
            if abs(amount) < 1e-7:
                continue
            rest = 1.0 - self.rng.normal(0, left)
            when = at + self.rng.uniform(0, lag)
            self.move(joint, when, -amount * rest, time, exact=True)

    def landing(self, at: float, joint: int, amount: float) -> None:
        """Let a falling limb bump and rebound."""
        time = self.rng.uniform(0.025, 0.05)
        for k, share in enumerate((1.0, -1.4, 0.55, -0.15)):
            start = at + k * time * 1.1
            self.strokes.append(Stroke(joint, start, amount * share, float(np.log(time)), 0.3))

    def jolt(
        self, joint: int, at: float, peak: float, width: float, lever: float, back: float = 0.0
    ) -> None:
        """Add a brisk stroke of a peak (g) at a lever (m); `back` s later it is undone."""
        sigma = float(np.clip(self.person.response[joint], 0.18, 0.32))
        mu = float(np.log(width / sigma))
        amount = peak * 9.81 / lever * width * width / 0.242
        begin = at - float(np.exp(mu - 2.4 * sigma))
        self.strokes.append(Stroke(joint, begin, amount, mu, sigma))
        if back > 0:
            slow = width * self.rng.uniform(1.3, 2.6)
            low = float(np.log(slow / sigma))
            again = at + back - float(np.exp(low - 2.4 * sigma))
            left = 1.0 - self.rng.normal(0, 0.01)
            self.strokes.append(Stroke(joint, again, -amount * left, low, sigma))

    def quiver(
        self, joint: int, start: float, stop: float, level: float, hz: float, lever: float
    ) -> None:
        """Add trembling of an rms level (g) at a lever (m)."""
        self.shake(joint, start, stop, level * 9.81 / lever / (2 * np.pi * hz) ** 2, hz)

    def rhythm(
        self,
        joint: int,
        start: float,
        stop: float,
        hz: tuple[float, float],
        amount: float,
        *,
        wander: float = 0.06,
        duty: float = 0.5,
        ragged: float = 0.15,
        swell: float = 0.25,
    ) -> list[float]:
        """Alternate agonist and antagonist; return the moments of the agonist's strokes."""
        rng = self.rng
        t = start
        slow = 0.0
        last = 0.0
        loud = 0.0
        beats = []
        while t < stop:
            share = (t - start) / max(stop - start, 1e-6)
            slow = 0.92 * slow + rng.normal(0, wander * 0.4)
            loud = 0.9 * loud + rng.normal(0, swell * 0.43)
            f = (hz[0] + (hz[1] - hz[0]) * share) * np.exp(slow + rng.normal(0, wander * 0.3))
            period = 1.0 / f
            rise = min(1.0, (t - start) * f / 3 + 0.4, (stop - t) * f / 3 + 0.3)
            size = amount * rise * np.exp(loud + rng.normal(0, ragged))
            most = 1.3 * self.person.haste * (0.25 * min(duty, 1 - duty) * period) ** 2
            size = min(size, most / 0.242 / REACH[joint])
            out, home = duty * period, (1 - duty) * period
            for when, d, time in ((t, size, out), (t + out, -0.5 * (size + last) - 0, home)):
                mu = float(np.log(0.9 * time))
                self.strokes.append(Stroke(joint, when - 0.4 * time, d, mu, 0.28))
            last = size
            beats.append(t)
            t += period
        net = self.net().get(joint, 0.0)
        if abs(net) > 1e-7:
            self.strokes.append(Stroke(joint, t - 0.1, -net, float(np.log(0.3)), 0.3))
        return beats

    def shake(self, joint: int, start: float, stop: float, amount: float, hz: float = 0.0) -> None:
        """Add co-contraction ripple (rms angle) to a joint."""
        hz = hz or self.person.tremor_hz
        self.ripples.append(Ripple(joint, start, stop, amount, hz, 0.18 * hz))

    def aim(self, pose: Array, joints: list[int], start: float, length: float, time: float) -> None:
        """Bring joints to a posture, each in one to three strokes within a length."""
        rng = self.rng
        for joint in joints:
            n = int(rng.integers(1, 4))
            parts = rng.dirichlet(np.full(n, 1.5))
            shares = []
            for k in range(n):
                mu, sigma = self.timing(joint, time * np.exp(rng.normal(0, 0.3)))
                when = start + length * (k + rng.uniform(0, 0.8)) / n
                shares.append((when, float(parts[k]), mu, sigma))
            self.targets.append(Target(joint, float(pose[joint]), tuple(shares)))

    def act(self, at: float, kind: str, limbs: tuple[str, ...], **more: object) -> Act:
        """Finish: every active joint trembles a little while it works."""
        p = self.person
        spans: dict[int, list[float]] = {}
        for s in self.strokes:
            end = s.start + np.exp(s.mu + 1.5 * s.sigma)
            lo, hi, big = spans.get(s.joint, [s.start, end, 0.0])
            spans[s.joint] = [min(lo, s.start), max(hi, end), max(big, abs(s.amount))]
        for joint, (lo, hi, big) in spans.items():
            if joint >= LEFT:
                size = p.tremor * min(1.0, big / 0.25) * np.exp(self.rng.normal(0, 0.3))
                self.shake(joint, lo + 0.05, hi, size)
        return Act(
            at,
            kind,
            limbs,
            strokes=self.strokes,
            ripples=self.ripples,
            targets=self.targets,
            haste=p.haste,
            **more,  # type: ignore[arg-type]
        )


def first_joint(limb: str) -> int:
    """First joint of a worn limb."""
    return {"ankle_left": LEFT, "ankle_right": RIGHT, "wrist": ARM}[limb]
