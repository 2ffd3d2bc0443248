"""Movement programs of a leg or arm: drawn once per person, played with variation."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.strokes.person import Score, first_joint

SHAPES = ("pull_hold", "pull_osc", "double", "kick_slow", "slow_weak", "triple", "flick")


@dataclass(frozen=True)
class Program:
    """A habit of moving one limb: beats of (second, joint offset, amount, time)."""

    shape: str
    beats: tuple[tuple[float, int, float, float], ...]
    hold: float
    back: float
    land: float
    ripple: float
    after: float
    weight: float
    unit: float = 1.0
    bursts: float = 0.0


def leg_program(rng: np.random.Generator, shape: str, *, ankle_only: bool = False) -> Program:
    """Draw a flexion of one leg of some shape."""
    mix = {4: rng.uniform(0.25, 0.7)}
    if not ankle_only:
        mix[0] = rng.uniform(0.02, 0.25)
        mix[3] = mix[0] * rng.uniform(0.8, 2.2)
        mix[1] = rng.normal(0, 0.02)
        mix[2] = rng.normal(0, 0.06)
    if shape in ("triple", "kick_slow") and not ankle_only:
        mix[0] += rng.uniform(0.1, 0.3)
        mix[3] += rng.uniform(0.2, 0.5)
    order = rng.choice([-1.0, 1.0]) * rng.uniform(0.0, 0.08)
    time = {
        "pull_hold": rng.uniform(0.15, 0.4),
        "pull_osc": rng.uniform(0.1, 0.25),
        "double": rng.uniform(0.12, 0.3),
        "kick_slow": rng.uniform(0.09, 0.18),
        "slow_weak": rng.uniform(0.5, 1.2),
        "triple": rng.uniform(0.2, 0.5),
        "flick": rng.uniform(0.08, 0.16),
    }[shape]
    beats = []
    for j, amount in mix.items():
        lag = max(0.0, order * (4 - j)) if order > 0 else max(0.0, -order * j)
        beats.append((lag, j, amount, time))
        if shape == "double":
            gap = rng.uniform(0.5, 1.1)
            beats.append((lag + gap * 0.6, j, -0.7 * amount, time))
            beats.append((lag + gap, j, amount * rng.uniform(0.5, 1.1), time))
        if shape == "triple":
            beats.append((lag + rng.uniform(0.25, 0.7), j, amount * rng.uniform(0.2, 0.8), time))
    hold = {
        "pull_hold": rng.uniform(0.4, 3.0),
        "pull_osc": rng.uniform(0.3, 1.5),
        "double": rng.uniform(0.1, 0.6),
        "kick_slow": rng.uniform(0.1, 0.5),
        "slow_weak": rng.uniform(0.3, 2.0),
        "triple": rng.uniform(0.3, 2.0),
        "flick": rng.uniform(0.02, 0.25),
    }[shape]
    back = {
        "kick_slow": rng.uniform(0.7, 1.6),
        "slow_weak": rng.uniform(0.6, 1.4),
        "flick": rng.uniform(0.12, 0.3),
    }.get(shape, rng.uniform(0.2, 0.7))
    return Program(
        shape=shape,
        beats=tuple(beats),
        hold=float(hold),
        back=float(back),
        land=float(rng.uniform(0, 0.0015)) if rng.random() < 0.5 else 0.0,
        ripple=float(np.exp(rng.normal(np.log(5e-5), 0.6))),
        after=float(rng.uniform(2.5, 5.0)) if shape == "pull_osc" else 0.0,
        weight=float(rng.gamma(1.0)) + 0.1,
        bursts=float(rng.choice([0.0, rng.uniform(0.3, 2.5)])),
    )


def arm_program(rng: np.random.Generator) -> Program:
    """Draw a small movement of the worn arm."""
    mix = {k: rng.normal(0, s) for k, s in enumerate((0.15, 0.1, 0.15, 0.35, 0.35))}
    time = rng.uniform(0.12, 0.5)
    beats = [(rng.uniform(0, 0.2), j, float(a), float(time)) for j, a in mix.items()]
    if rng.random() < 0.4:
        beats += [(b[0] + rng.uniform(0.4, 0.9), b[1], -b[2] * 0.5, b[3]) for b in beats]
    return Program(
        shape="arm",
        beats=tuple(beats),
        hold=float(rng.uniform(0.1, 2.0)),
        back=float(rng.uniform(0.25, 0.8)),
        land=float(rng.uniform(0, 0.003)),
        ripple=4e-5,
        after=0.0,
        weight=float(rng.gamma(1.0)) + 0.1,
    )


def play(
    score: Score,
    program: Program,
    limb: str,
    at: float,
    scale: float,
    *,
    length: float = 0.0,
    left: float = 0.02,
) -> None:
    """Play a program on a limb into a score; `length` s stretches its hold."""
    rng, person = score.rng, score.person
    k = first_joint(limb)
    tempo = float(np.exp(rng.normal(0, 0.4 * person.clumsy)))
    before = score.net()
    ready = at
    for when, j, amount, time in program.beats:
        start = at + when * tempo
        score.move(k + j, start, amount * scale, time * tempo)
        ready = max(ready, start + time * tempo)
    hold = program.hold * float(np.exp(rng.normal(0, 0.35)))
    back = program.back * tempo
    if length > 0:
        hold = max(0.02, length - (ready - at) - back)
    if program.after > 0:
        hz = program.after
        count = rng.integers(2, 6)
        for j in (3, 4):
            size = scale * rng.uniform(0.03, 0.12)
            stop = min(ready + hold, ready + count / hz)
            score.rhythm(k + j, ready, stop, (hz, hz * 0.9), size)
    if hold > 0.25:
        for j in (3, 4) if k < 15 else (3,):
            unsteady = float(np.exp(rng.normal(0.3, 0.6)))
            score.shake(k + j, ready, ready + hold, unsteady * program.ripple * min(scale, 2.0))
        for _ in range(int(rng.poisson(program.bursts * hold))):
            _, j, amount, time = program.beats[int(rng.integers(len(program.beats)))]
            when = ready + rng.uniform(0.1, max(0.15, hold - 0.3))
            more = amount * scale * rng.uniform(0.03, 0.3) * rng.choice([-1.0, 1.0])
            score.move(k + j, when, more, min(0.4, time))
    land = ready + hold + back
    for joint, amount in score.net().items():
        move = amount - before.get(joint, 0.0)
        if k <= joint < k + 5 and abs(move) > 1e-7:
            rest = 1.0 - rng.normal(0, left)
            when = ready + hold + rng.uniform(0, 0.08)
            score.move(joint, when, -move * rest, back, exact=True)
    if program.land > 0 and program.shape != "slow_weak":
        score.landing(land, k if k < 15 else k + 3, program.land * min(scale, 1.0))


def pick(rng: np.random.Generator, programs: list[Program]) -> Program:
    """Choose a program by its weight."""
    weights = np.array([p.weight for p in programs])
    return programs[int(rng.choice(len(programs), p=weights / weights.sum()))]


@dataclass
class Repertoire:
    """Programs of one person."""

    periodic: list[Program]
    toes: list[Program]
    leg: list[Program]
    arm: list[Program]
    flurries: list["Flurry"]

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Repertoire":
        """Draw three to six of each."""

        def shapes(n: int, p: list[float]) -> list[str]:
            return [str(s) for s in rng.choice(SHAPES, size=n, p=p, replace=False)]

        return cls(
            periodic=[
                leg_program(rng, s, ankle_only=rng.random() < 0.25)
                for s in shapes(int(rng.integers(3, 6)), [0.3, 0.13, 0.12, 0.14, 0.13, 0.14, 0.04])
            ],
            toes=[
                leg_program(rng, s, ankle_only=True) for s in ("pull_hold", "double", "pull_osc")
            ],
            leg=[
                leg_program(rng, s)
                for s in shapes(int(rng.integers(4, 7)), [0.16, 0.1, 0.12, 0.16, 0.16, 0.16, 0.14])
            ],
            arm=[arm_program(rng) for _ in range(int(rng.integers(3, 7)))],
            flurries=[Flurry.draw(rng) for _ in range(int(rng.integers(3, 7)))],
        )


@dataclass(frozen=True)
class Flurry:
    """A way of stirring: which joints, how often, how quickly."""

    bias: dict[str, float]
    joints: tuple[float, ...]
    per_second: float
    time: float
    weight: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Flurry":
        """One way."""
        return cls(
            bias={
                "ankle_left": float(rng.gamma(1.0)) + 0.1,
                "ankle_right": float(rng.gamma(1.0)) + 0.1,
                "wrist": float(rng.gamma(1.3)) + 0.2,
            },
            joints=tuple(float(v) for v in rng.dirichlet(np.full(5, 1.2))),
            per_second=float(rng.uniform(1.0, 5.0)),
            time=float(np.exp(rng.normal(np.log(0.28), 0.35))),
            weight=1.0,
        )


def flurry(
    score: Score,
    way: Flurry,
    limbs: tuple[str, ...],
    at: float,
    length: float,
    vigour: float,
    *,
    left: float = 0.15,
    quick: float = 1.0,
) -> None:
    """Many overlapping strokes of several joints, each answered by its return."""
    rng = score.rng
    for limb in limbs:
        k = first_joint(limb)
        share = way.bias[limb] / max(way.bias[x] for x in limbs)
        n = max(1, int(rng.poisson(way.per_second * length * (0.3 + 0.7 * share))))
        weights = np.array(way.joints) + 0.05
        chosen = rng.choice(5, size=n, p=weights / weights.sum())
        starts = at + np.sort(rng.uniform(0, max(0.05, length - 0.8), n))
        starts[0] = at + (0.0 if limb == limbs[0] else rng.uniform(0, 0.4))
        for j, when in zip(chosen, starts, strict=True):
            j = int(j)
            size = (0.35, 0.15, 0.3, 0.45, 0.45)[j] * vigour * rng.exponential(0.6)
            amount = size * rng.choice([-1.0, 1.0], p=[0.35, 0.65])
            time = way.time * float(np.exp(rng.normal(0, 0.3))) / quick
            score.move(k + j, float(when), amount, time)
            if rng.random() < 0.75:
                gap = time * rng.uniform(0.8, 3.0)
                score.move(k + j, float(when + gap), -amount * rng.uniform(0.6, 1.1), time * 1.2)
        for joint, amount in score.net().items():
            if k <= joint < k + 5 and abs(amount) > 1e-6:
                when = at + max(0.3, length - rng.uniform(0.3, 0.9))
                score.move(joint, when, -amount * (1 - rng.normal(0, left)), 0.35, exact=True)
