"""Periodic limb movements in runs."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.strokes.chain import LIMBS
from benchmarks.worlds.strokes.maker import LEGS, Maker
from benchmarks.worlds.strokes.program import pick, play


@dataclass(frozen=True)
class Habit:
    """How one person's periodic movements are."""

    level: float
    spread: float
    interval: float
    regular: float
    length: float
    sides: tuple[float, float, float, float]
    arousal: float
    arm: float
    fade: float
    early: float

    @classmethod
    def draw(cls, rng: np.random.Generator, *, toes: bool = False) -> "Habit":
        """Draw one person's."""
        return cls(
            level=float(rng.lognormal(np.log(0.0035), 0.35))
            if toes
            else float(np.clip(rng.lognormal(np.log(0.1), 0.7), 0.025, 0.7)),
            spread=float(rng.uniform(0.2, 0.6)),
            interval=float(np.clip(rng.lognormal(np.log(24), 0.3), 14, 45)),
            regular=float(rng.uniform(0.1, 0.35)),
            length=float(np.clip(rng.lognormal(np.log(2.2), 0.4), 0.8, 5.0)),
            sides=tuple(rng.dirichlet(np.array([1.0, 1.0, 1.6, 0.7]))),
            arousal=float(rng.uniform(0.02, 0.25)),
            arm=float(rng.uniform(0.0, 0.15)),
            fade=float(rng.uniform(-0.5, 1.2)),
            early=float(rng.uniform(0.5, 3.0)),
        )


def movement(
    maker: Maker,
    habit: Habit,
    at: float,
    limbs: tuple[str, ...],
    peak: float,
    program_name: str,
    length: float,
) -> float:
    """One periodic movement; returns its length."""
    rng = maker.rng
    programs = getattr(maker.repertoire, program_name)
    program = pick(rng, programs)
    score = maker.score()
    lag = 0.0
    for k, limb in enumerate(limbs):
        scale = maker.scale(program, limb, at, peak * (1.0 if k == 0 else rng.uniform(0.4, 1.0)))
        stretch = length * rng.uniform(0.85, 1.15)
        if program.shape == "double":
            stretch = 0.0
        elif program.shape == "flick":
            stretch = rng.uniform(0.6, 1.1)
        play(score, program, limb, lag, scale, length=stretch)
        late = rng.random() < 0.12
        lag = float(rng.uniform(0.2, 1.5) if late else rng.exponential(0.1))
    act = maker.put(score.act(at, "plm", limbs), margin=0.5)
    return act.span(2.0)


def run(maker: Maker, habit: Habit, at: float, count: int, name: str, *, wake: bool = False) -> int:
    """One run; returns how many came about."""
    rng, night = maker.rng, maker.night
    side = int(rng.choice(4, p=np.array(habit.sides)))
    interval = habit.interval * float(np.exp(rng.normal(0, 0.15)))
    strong = habit.level * float(np.exp(rng.normal(0, 0.25)))
    drift = 0.0
    loud = 0.0
    made = 0
    t = at
    flip = int(rng.integers(2))
    while made < count:
        if not wake and (not night.asleep(t) or night.dreaming(t)):
            break
        if not maker.calendar.free(t - 1.0, t + 4.0):
            if rng.random() < 0.5:
                break
            t += 3.0
            continue
        u = made / max(1, count)
        loud = 0.6 * loud + 0.8 * rng.normal(0, habit.spread)
        peak = float(np.clip(strong * np.exp(loud - habit.fade * u), 0.0005, 1.4))
        if side == 2:
            limbs: tuple[str, ...] = LEGS if rng.random() < 0.85 else (LEGS[flip],)
            limbs = limbs[::-1] if rng.random() < 0.4 else limbs
        elif side == 3:
            limbs = (LEGS[(made + flip) % 2],)
        else:
            limbs = (LEGS[side],) if rng.random() < 0.92 else LEGS
        wanted = float(np.clip(habit.length * np.exp(rng.normal(0, 0.3)), 0.5, 8.0))
        long = movement(maker, habit, t, limbs, peak, name, wanted)
        if rng.random() < habit.arousal:
            later = t + rng.uniform(0.4, 2.0)
            maker.stir(later, rng.uniform(1.5, 5.0), rng.uniform(0.15, 0.5))
            long += 4
        elif rng.random() < habit.arm:
            maker.limb_movement(t + rng.uniform(0.2, 1.0), "wrist", 0.06)
        made += 1
        drift += rng.normal(0, 0.03)
        gap = interval * float(np.exp(drift + rng.normal(0, habit.regular)))
        t += max(float(np.clip(gap, 12.0, 60.0)), long + 1.0)
    return made


def periodic(maker: Maker, index: float, *, name: str = "periodic") -> Habit:
    """Runs through the night until the index is reached."""
    rng, night = maker.rng, maker.night
    habit = Habit.draw(rng, toes=name == "toes")
    index *= float(np.exp(rng.normal(0, 0.2)))
    wanted = max(6, round(index * night.sleep_hours))
    made = 0
    for _ in range(60):
        if made >= wanted - 2:
            break
        count = int(np.clip(rng.lognormal(np.log(16 if index > 20 else 9), 0.7), 5, 100))
        count = min(count, max(5, wanted - made))
        t = night.draw(rng, habit.early)
        if maker.calendar.free(t - 15, t + 30) and not night.dreaming(t):
            made += run(maker, habit, t, count, name)
    maker.facts |= {
        "plm_index_wanted": round(index, 1),
        "plm_made": made,
        "plm_level_g": round(habit.level, 4),
        "plm_interval_s": round(habit.interval, 1),
        "plm_shapes": [p.shape for p in getattr(maker.repertoire, name)],
    }
    return habit


__all__ = ["LIMBS", "Habit", "periodic", "run"]
