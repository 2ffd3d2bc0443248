"""What is already planned, and the ordinary life of every night."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.direct.course import Course
from benchmarks.worlds.direct.draws import Rng, around, between, chance, span
from benchmarks.worlds.direct.moves import handling, isolated, stir, turn, twitch, walk
from benchmarks.worlds.direct.person import LEGS, Person
from benchmarks.worlds.direct.pull import Move


@dataclass(kw_only=True)
class Agenda:
    """Moves of a night that keep out of each other's way."""

    rng: Rng
    person: Person
    course: Course
    moves: list[Move] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    def free(self, begin: float, end: float) -> bool:
        """Whether nobody of the wearer moves then."""
        return all(end < low or begin > high for low, high in self.taken)

    def add(self, move: Move, apart: float = 0.7, *, force: bool = False) -> bool:
        """Plan a move of the wearer unless another is in the way."""
        if move.at < 1.0 or move.end > self.course.total - 2.0:
            return False
        if not force and not self.free(move.at - apart, move.end + apart):
            return False
        self.moves.append(move)
        self.taken.append((move.at, move.end))
        return True

    def outer(self, move: Move) -> None:
        """Plan something from outside; it may fall together with anything."""
        if move.at > 1.0 and move.end < self.course.total - 2.0:
            self.moves.append(move)

    def hush(self, begin: float, end: float) -> None:
        """Nothing of the background may happen then."""
        self.taken.append((begin, end))

    def sometime(
        self, count: int, spans: list[tuple[float, float]], make: Callable[[float], Move]
    ) -> int:
        """Plan so many moves anywhere within spans; returns how many found room."""
        lengths = np.array([max(0.0, high - low) for low, high in spans])
        if not lengths.sum():
            return 0
        placed = 0
        for _ in range(count):
            for _ in range(8):
                low, high = spans[int(self.rng.choice(len(spans), p=lengths / lengths.sum()))]
                if self.add(make(between(self.rng, low, high))):
                    placed += 1
                    break
        return placed

    def posture(self, at: float) -> Move:
        """A turn to one of the wearer's postures."""
        postures = self.person.postures
        return turn(self.rng, self.person, at, postures[int(self.rng.integers(len(postures)))])


def ordinary(agenda: Agenda) -> None:
    """Everything that happens in any night, after what the scenario asks for."""
    _rising(agenda)
    _settling(agenda)
    _wakes(agenda)
    _asleep(agenda)


def _before_lights(agenda: Agenda) -> None:
    rng, person, course = agenda.rng, agenda.person, agenda.course
    now = between(rng, 2.0, 6.0)
    if chance(rng, 0.5):
        length = between(rng, 4.0, 15.0)
        agenda.add(walk(rng, person, now, length))
        now += length + 1.5
        agenda.facts["starts_standing"] = True
    first = agenda.posture(now)
    agenda.add(first)
    now = first.end + between(rng, 1.0, 5.0)
    while now < course.lights:
        move = handling(rng, person, now)
        agenda.add(move)
        now = move.end + span(rng, 1.5, 25.0)


def _settling(agenda: Agenda) -> None:
    rng, person, course = agenda.rng, agenda.person, agenda.course
    _before_lights(agenda)
    begin = course.busy[1] if course.busy else course.lights
    now, gap = begin + between(rng, 2.0, 20.0), span(rng, 15.0, 60.0)
    while now < course.onset - 5.0:
        late = (now - begin) / max(course.onset - begin, 1.0)
        draw = rng.random()
        if draw < 0.25 * (1.2 - late):
            agenda.add(agenda.posture(now))
        elif draw < 0.8:
            agenda.add(handling(rng, person, now, strength=0.7))
        else:
            agenda.add(isolated(rng, person, now, "wake_movement"))
        now += gap * (1.0 + 3.0 * late) * float(rng.exponential())
        now += 2.0


def _wakes(agenda: Agenda) -> None:
    rng, person, course = agenda.rng, agenda.person, agenda.course
    for wake in course.wakes:
        if wake.why != "spasms":
            first = (
                agenda.posture(wake.begin) if chance(rng, 0.6) else stir(rng, person, wake.begin)
            )
            agenda.add(first)
        now, gap = wake.begin + between(rng, 5.0, 20.0), span(rng, 8.0, 45.0)
        gap *= 4.0 if wake.why == "spasms" else 1.0
        while now < wake.end - 3.0:
            if chance(rng, 0.15):
                agenda.add(agenda.posture(now))
            else:
                agenda.add(handling(rng, person, now, strength=0.8))
            now += 2.0 + gap * float(rng.exponential())
        if chance(rng, 0.4):
            agenda.add(agenda.posture(wake.end - between(rng, 5.0, 30.0)))


def _rising(agenda: Agenda) -> None:
    rng, person, course = agenda.rng, agenda.person, agenda.course
    last = turn(rng, person, course.rise - 8.0, person.standing, "wake_movement")
    agenda.add(last, force=True)
    now = last.end + between(rng, 0.5, 2.0)
    while now < course.total - 8.0:
        length = min(between(rng, 5.0, 40.0), course.total - now - 4.0)
        if length < 3.0:
            break
        agenda.add(walk(rng, person, now, length))
        now += length + between(rng, 2.0, 6.0)
        if now < course.total - 20.0:
            agenda.add(handling(rng, person, now, length=between(rng, 1.0, 6.0)))
            now += between(rng, 9.0, 20.0)
    now = course.offset + between(rng, 0.5, 4.0)
    agenda.add(stir(rng, person, now))
    while now < course.rise - 14.0:
        now += span(rng, 4.0, 25.0)
        agenda.add(handling(rng, person, now))


def _asleep(agenda: Agenda) -> None:
    rng, person, course = agenda.rng, agenda.person, agenda.course
    hours = course.hours_asleep
    busy = 1.6 if course.total < 3.0 * 3600.0 else 1.0
    turns = max(1, int(rng.poisson(hours * busy * between(rng, 8.0, 40.0) / 8.0)))
    stirs = int(rng.poisson(hours * span(rng, 1.5, 7.0)))
    lone = int(rng.poisson(hours * span(rng, 1.0, 8.0)))
    tiny = int(rng.poisson(hours * span(rng, 1.0, 12.0)))
    agenda.facts |= {"turns": turns, "stirs": stirs, "isolated": lone, "twitches": tiny}
    asleep = course.asleep
    agenda.sometime(turns, asleep, agenda.posture)
    agenda.sometime(stirs, asleep, lambda at: stir(rng, person, at))
    done = agenda.sometime(lone, asleep, lambda at: isolated(rng, person, at))
    agenda.sometime(tiny, asleep + 2 * course.rem, lambda at: twitch(rng, at))
    if done and chance(rng, 0.3):
        _by_chance(agenda)


def _by_chance(agenda: Agenda) -> None:
    """Two or three movements of one leg that only look like a series."""
    rng, course = agenda.rng, agenda.course
    low, high = course.asleep[int(rng.integers(len(course.asleep)))]
    now, place = between(rng, low, high), str(rng.choice(LEGS))
    for _ in range(int(rng.integers(2, 4))):
        move = isolated(rng, agenda.person, now)
        if move.limbs == (place,) or chance(rng, 0.5):
            agenda.add(move)
        now += around(rng, 25.0, 0.4, 12.0, 80.0)
        if not course.sleeping(now):
            break
