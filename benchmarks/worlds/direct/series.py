"""Periodic movements: runs with a rhythm, of the wearer or of a partner."""

from typing import Protocol

import numpy as np

from benchmarks.worlds.direct.agenda import Agenda
from benchmarks.worlds.direct.draws import Rng, around, between, chance
from benchmarks.worlds.direct.moves import periodic
from benchmarks.worlds.direct.outside import partner_kick
from benchmarks.worlds.direct.person import LEGS, Habit
from benchmarks.worlds.direct.pull import shape_of


class Runner(Protocol):
    """Somebody who has runs."""

    habit: Habit

    def begin(self) -> None:
        """A new run starts."""

    def one(self, at: float, place: float) -> bool:
        """One movement at this place (0 to 1) of the run; whether there was room for it."""


class Series:
    """The wearer's own runs."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self.habit = agenda.person.habit
        self.count = 0
        self.shape, self.side = "hold", "left"
        self.begin()

    def begin(self) -> None:
        """Draw side and shape of a run."""
        rng, habit = self.agenda.rng, self.habit
        self.shape = shape_of(rng, habit.shapes)
        self.side = str(rng.choice(np.array(["left", "right", "both", "change"]), p=habit.sides))

    def one(self, at: float, place: float) -> bool:
        """Plan one movement."""
        rng = self.agenda.rng
        self.count += 1
        left, right = (LEGS[0],), (LEGS[1],)
        if self.side == "both":
            sides: tuple[str, ...] = LEGS if chance(rng, 0.85) else (str(rng.choice(LEGS)),)
        elif self.side == "change":
            sides = left if self.count % 2 else right
        else:
            sides = left if self.side == "left" else right
        fade = float(np.exp(-self.habit.fading * place))
        return self.agenda.add(periodic(rng, self.habit, at, sides, self.shape, fade), apart=0.5)

    def awake(self, begin: float, end: float) -> float:
        """A run awake before sleep, with the shorter intervals of wakefulness; its end."""
        rng = self.agenda.rng
        now, pace = begin, between(rng, 11.0, 22.0)
        while now < end:
            self.one(now, 0.0)
            now += around(rng, pace, 0.25, 6.0, 60.0)
        return now


class PartnerSeries:
    """A partner's runs, felt through the bed."""

    def __init__(self, agenda: Agenda, habit: Habit, amp: float) -> None:
        self.agenda, self.habit, self.amp = agenda, habit, amp

    def begin(self) -> None:
        """Nothing to draw."""

    def one(self, at: float, place: float) -> bool:
        """Plan one movement."""
        fade = float(np.exp(-self.habit.fading * place))
        self.agenda.outer(
            partner_kick(self.agenda.rng, self.agenda.person, self.habit, at, self.amp, fade)
        )
        return True


def fill(agenda: Agenda, runner: Runner, aim: float) -> None:
    """Runs of 5 to 100 until so many movements are planned; most in the first half."""
    rng, course, habit = agenda.rng, agenda.course, runner.habit
    need, tries, used = round(aim), 0, list[tuple[float, float]]()
    dense = aim / max(course.hours_asleep, 0.1)
    usual = habit.interval * min(1.0, 0.75 * 3600.0 / max(dense, 1.0) / habit.interval)
    while need >= 4 and tries < 150:
        tries += 1
        length = min(need, int(around(rng, 16.0 if dense < 40 else 35.0, 0.7, 5.0, 100.0)))
        if need - length < 5:
            length = min(need, 100)
        pace = around(rng, usual, 0.12, 12.5, 58.0)
        begin = _somewhere(rng, course.asleep, 1.0 if tries > 40 else 1.9)
        if begin is None or any(low - 60.0 < begin < high + 60.0 for low, high in used):
            continue
        planned = _run(agenda, runner, begin, length, pace, used)
        need -= planned


def _somewhere(rng: Rng, spans: list[tuple[float, float]], lean: float) -> float | None:
    total = sum(high - low for low, high in spans)
    left = float(rng.beta(1.0, lean)) * total
    for low, high in spans:
        if left < high - low:
            return low + left
        left -= high - low
    return None


def _run(
    agenda: Agenda,
    runner: Runner,
    begin: float,
    length: int,
    pace: float,
    used: list[tuple[float, float]],
) -> int:
    """One run; it ends where sleep, or free room, ends."""
    rng, course = agenda.rng, agenda.course
    drift, spread = float(np.exp(rng.normal(0.0, 0.12))), runner.habit.interval_sd
    times, now = [], begin
    for rank in range(length):
        if not course.sleeping(now) or (course.dreaming(now) and chance(rng, 0.5)):
            break
        if any(low - 20.0 < now < high + 20.0 for low, high in used):
            break
        times.append(now)
        now += around(rng, pace * drift ** (rank / length), spread, 10.5, 85.0)
        if chance(rng, 0.02):
            now += around(rng, pace, spread, 10.5, 60.0)
    if len(times) < 4:
        return 0
    runner.begin()
    used.append((times[0], times[-1]))
    return sum(runner.one(at, rank / len(times)) for rank, at in enumerate(times))
