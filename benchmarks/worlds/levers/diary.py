"""What is planned for a night, and the ordinary life in every one."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.levers import house, visitor
from benchmarks.worlds.levers.draws import Rng, around, between, chance, pick, span
from benchmarks.worlds.levers.gait import walk
from benchmarks.worlds.levers.limb import handling, isolated, jerk, twitch
from benchmarks.worlds.levers.movement import Movement
from benchmarks.worlds.levers.posture import lie, stir, turn
from benchmarks.worlds.levers.sleeper import ARM, LEGS, Sleeper
from benchmarks.worlds.levers.timetable import Timetable

Make = Callable[[float], Movement]


@dataclass(kw_only=True)
class Diary:
    """Movements of a night that keep out of each other's way."""

    rng: Rng
    sleeper: Sleeper
    table: Timetable
    movements: list[Movement] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)
    away: list[tuple[float, float]] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    def free(self, begin: float, end: float) -> bool:
        """Whether nothing of the wearer is planned then."""
        return all(end < low or begin > high for low, high in self.taken)

    def add(self, movement: Movement, apart: float = 0.8, *, force: bool = False) -> bool:
        """Plan a movement of the wearer unless another is in the way."""
        if movement.at < 1.0 or movement.end > self.table.total - 3.0:
            return False
        if not force and not self.free(movement.at - apart, movement.end + apart):
            return False
        self.movements.append(movement)
        self.taken.append((movement.at, movement.end))
        return True

    def outer(self, movements: list[Movement]) -> bool:
        """Plan what comes from outside; it may fall together with anything done in bed."""
        begin, end = movements[0].at, movements[-1].end
        if begin < 1.0 or end > self.table.total - 3.0:
            return False
        if any(begin < high and end > low for low, high in self.away):
            return False
        self.movements += movements
        return True

    def leave(self, movements: list[Movement]) -> bool:
        """Plan a way out of bed and back as a whole."""
        begin, end = movements[0].at, movements[-1].end + 2.0
        if begin < 1.0 or end > self.table.total - 3.0 or not self.free(begin, end):
            return False
        self.movements += movements
        self.taken.append((begin, end))
        self.away.append((begin, end))
        return True

    def kept(self) -> list[Movement]:
        """All movements but those of the bed while the wearer is out of it."""
        return [
            each
            for each in self.movements
            if each.source == "self"
            or not any(each.at < high and each.end > low for low, high in self.away)
        ]

    def sometime(self, count: int, spans: list[tuple[float, float]], make: Make) -> int:
        """Plan so many movements anywhere within spans; returns how many found room."""
        lengths = np.array([max(0.0, high - low) for low, high in spans])
        placed = 0
        for _ in range(count if lengths.sum() > 0.0 else 0):
            for _ in range(8):
                low, high = pick(self.rng, spans, list(lengths))
                if self.add(make(between(self.rng, low, high))):
                    placed += 1
                    break
        return placed


def ordinary(diary: Diary) -> None:
    """Everything that happens in any night, after what the scenario asks for."""
    _rising(diary)
    _evening(diary)
    _wakings(diary)
    _asleep(diary)
    _company(diary)


def _evening(diary: Diary) -> None:
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    now = between(rng, 2.0, 6.0)
    if diary.facts.get("starts_standing"):
        now += 1.0
        diary.add(walk(rng, sleeper, now, int(rng.integers(4, 20))))
        now = diary.movements[-1].end + 1.5
    first = turn(rng, sleeper, now, pick(rng, sleeper.postures), kind="wake_movement")
    diary.add(first)
    diary.away.append((0.0, first.end))
    now = first.end + between(rng, 1.5, 6.0)
    while now < table.lights:
        each = handling(rng, sleeper, now)
        diary.add(each)
        now = each.end + span(rng, 2.0, 30.0)
    begin = table.busy[1] if table.busy else table.lights
    now, gap = begin + between(rng, 2.0, 15.0), span(rng, 15.0, 70.0)
    while now < table.onset - 5.0:
        late = (now - begin) / max(table.onset - begin, 1.0)
        draw = rng.random()
        if draw < 0.28 * (1.2 - late):
            diary.add(lie(rng, sleeper, now, "wake_movement"))
        elif draw < 0.85:
            diary.add(handling(rng, sleeper, now))
        else:
            each = isolated(rng, sleeper, now)
            each.kind = "wake_movement"
            diary.add(each)
        now += 2.0 + gap * (1.0 + 3.0 * late) * float(rng.exponential())
    if chance(rng, 0.12):
        diary.add(jerk(rng, sleeper, between(rng, table.onset - 60.0, table.onset + 200.0)))


def _wakings(diary: Diary) -> None:
    rng, sleeper = diary.rng, diary.sleeper
    for each in diary.table.wakings:
        if each.why != "spasms":
            diary.add(
                lie(rng, sleeper, each.begin)
                if chance(rng, 0.6)
                else stir(rng, sleeper, each.begin)
            )
        now, gap = each.begin + between(rng, 5.0, 20.0), span(rng, 8.0, 50.0)
        gap *= 4.0 if each.why == "spasms" else 1.0
        while now < each.end - 3.0:
            if chance(rng, 0.15):
                diary.add(lie(rng, sleeper, now, "wake_movement"))
            else:
                diary.add(handling(rng, sleeper, now))
            now += 2.0 + gap * float(rng.exponential())


def _rising(diary: Diary) -> None:
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    now = table.rise - 9.0
    for posture, length in ((sleeper.sitting, between(rng, 2.0, 4.0)), (sleeper.standing, 1.6)):
        each = turn(rng, sleeper, now, posture, kind="wake_movement", length=length)
        diary.add(each, force=True)
        now = each.end + between(rng, 0.6, 1.5)
    diary.away.append((table.rise - 9.0, table.total))
    while now < table.total - 8.0:
        steps = int(min(between(rng, 6.0, 50.0), 1.5 * (table.total - now - 5.0)))
        if steps < 4:
            break
        diary.add(walk(rng, sleeper, now, steps))
        now += 0.75 * steps + between(rng, 3.0, 10.0)
        if now < table.total - 20.0:
            diary.add(handling(rng, sleeper, now, limbs=(ARM,), length=between(rng, 1.0, 6.0)))
            now += between(rng, 9.0, 20.0)
    now = table.offset + between(rng, 0.5, 4.0)
    diary.add(stir(rng, sleeper, now))
    while now < table.rise - 14.0:
        now += span(rng, 5.0, 30.0)
        diary.add(handling(rng, sleeper, now))


def _asleep(diary: Diary) -> None:
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    # SCORING.md 1.4: large movements 6.8 an hour (4.5 to 10.8), posture shifts among them
    turns = max(1, int(rng.poisson(table.hours * span(rng, 1.2, 5.0))))
    stirs = int(rng.poisson(table.hours * span(rng, 1.5, 6.0)))
    lone = int(rng.poisson(table.hours * span(rng, 1.0, 8.0)))
    tiny = int(rng.poisson(table.hours * span(rng, 1.0, 14.0)))
    diary.facts |= {"turns": turns, "stirs": stirs, "isolated": lone, "twitches": tiny}
    diary.sometime(turns, table.asleep, lambda at: lie(rng, sleeper, at))
    diary.sometime(stirs, table.asleep, lambda at: stir(rng, sleeper, at))
    diary.sometime(lone, table.asleep, lambda at: isolated(rng, sleeper, at))
    diary.sometime(tiny, table.asleep + table.late, lambda at: twitch(rng, sleeper, at))
    if chance(rng, 0.25):
        _by_chance(diary)


def _company(diary: Diary) -> None:
    """In some nights a partner who turns over, in some a house that is not quite still."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    if chance(rng, 0.25):
        for _ in range(int(rng.poisson(table.total / 3600.0 * span(rng, 0.7, 5.0)))):
            at = between(rng, table.lights, table.rise - 40.0)
            diary.outer([visitor.turns(rng, sleeper, at)])
    if chance(rng, 0.2):
        for _ in range(int(rng.poisson(table.total / 3600.0 * span(rng, 0.5, 3.0)))):
            make = pick(rng, (house.knock, house.footsteps, house.truck))
            diary.outer([make(rng, sleeper, between(rng, table.lights, table.rise - 40.0))])


def _by_chance(diary: Diary) -> None:
    """Two or three movements of one leg that only look like a series."""
    rng = diary.rng
    low, high = pick(rng, diary.table.asleep)
    now, leg = between(rng, low, high), pick(rng, LEGS)
    for _ in range(int(rng.integers(2, 4))):
        if now < high:
            diary.add(isolated(rng, diary.sleeper, now, (leg,)))
        now += around(rng, 25.0, 0.4, 12.0, 80.0)
