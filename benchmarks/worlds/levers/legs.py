"""What the legs of some sleepers do: periodic movements, restlessness, trains, cramps."""

from benchmarks.worlds.levers import gait, limb, posture, tremor
from benchmarks.worlds.levers.diary import Diary
from benchmarks.worlds.levers.draws import around, between, chance, pick, span
from benchmarks.worlds.levers.movement import Movement
from benchmarks.worlds.levers.parts import part
from benchmarks.worlds.levers.sleeper import LEGS


def _series(diary: Diary, index: float) -> None:
    """Runs of periodic movements, so many an hour of sleep, thinning out by morning."""
    rng, table, habit = diary.rng, diary.table, diary.sleeper.habit
    goal = max(5, int(table.hours * index * around(rng, 1.0, 0.15)))
    lengths = [max(high - low, 0.0) for low, high in table.asleep]
    covered: list[tuple[float, float]] = []
    done = 0
    for _ in range(150):
        if done >= goal:
            break
        low, high = pick(rng, table.asleep, lengths)
        now = low + (high - low) * between(rng, 0.0, 1.0) ** (1.0 / habit.fading)
        first, count = now, max(4, int(habit.run * float(rng.exponential())))
        for rank in range(min(count, goal - done + 3)):
            if now > high - 5.0 or any(begin < now < end for begin, end in covered):
                break
            # now and then a beat is left out
            if chance(rng, 0.95):
                fade = 1.0 - 0.3 * rank / count
                done += diary.add(limb.periodic(rng, diary.sleeper, now, fade))
            now += around(rng, habit.interval, habit.interval_sd, 10.0, 90.0)
        if now > first:
            covered.append((first - 60.0, now + 30.0))


def _plm(diary: Diary, index: float) -> None:
    diary.facts["index_aimed_at"] = index
    _series(diary, index)


@part
def plm_mild(diary: Diary) -> None:
    """Some periodic movements."""
    _plm(diary, between(diary.rng, 6.0, 12.0))


@part
def plm(diary: Diary) -> None:
    """Periodic movements."""
    _plm(diary, between(diary.rng, 18.0, 35.0))


@part
def plm_severe(diary: Diary) -> None:
    """Many periodic movements."""
    _plm(diary, between(diary.rng, 45.0, 90.0))


@part
def toes(diary: Diary) -> None:
    """Periodic movements that the ankle hardly shows."""
    _plm(diary, span(diary.rng, 15.0, 60.0))


@part
def rls(diary: Diary) -> None:
    """Restless legs before sleep; most such people have periodic movements as well."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    now, stop = table.busy or (table.lights, table.onset)
    pause = span(rng, 3.0, 14.0)
    while now < stop - 12.0:
        draw, leg, lasts = rng.random(), pick(rng, LEGS), span(rng, 4.0, 30.0)
        lasts = min(lasts, stop - now)
        if draw < 0.25:
            diary.add(limb.stretch(rng, sleeper, now, LEGS if chance(rng, 0.3) else (leg,)))
        elif draw < 0.45:
            diary.add(limb.rub(rng, sleeper, now, lasts, leg))
        elif draw < 0.62:
            diary.add(tremor.bounce(rng, sleeper, now, lasts, leg))
        elif draw < 0.7:
            diary.add(posture.lie(rng, sleeper, now, "wake_movement"))
        elif draw < 0.73 and stop - now > 200.0:
            diary.leave(gait.trip(rng, sleeper, now, between(rng, 40.0, 90.0)))
        elif draw < 0.82 and stop - now > 90.0:
            # awake and lying still for once, the legs jerk by themselves
            until = now + between(rng, 60.0, 200.0)
            while now < min(until, stop - 10.0):
                diary.add(limb.periodic(rng, sleeper, now))
                now += around(rng, 13.0, 0.3, 10.0, 40.0)
        else:
            diary.add(limb.handling(rng, sleeper, now, limbs=(leg,)))
        now = max([now, *(high for _, high in diary.taken if high < stop)])
        now += 1.2 + pause * float(rng.exponential())
    if chance(rng, 0.75):
        _plm(diary, span(rng, 8.0, 50.0))


@part
def foot_tremor(diary: Diary) -> None:
    """Trains of one foot about falling asleep."""
    rng, table = diary.rng, diary.table
    place, hertz, peak = pick(rng, LEGS), span(rng, 0.5, 3.0), span(rng, 0.03, 1.0)
    smooth = between(rng, 0.0, 1.0)
    spans = [(max(table.lights + 20.0, table.onset - 600.0), table.onset + 300.0)]
    spans += [(each.end - 20.0, each.end + 120.0) for each in table.wakings]

    def make(at: float) -> Movement:
        return tremor.foot_tremor(
            rng,
            diary.sleeper,
            at,
            place if chance(rng, 0.85) else pick(rng, LEGS),
            around(rng, hertz, 0.15, 0.5, 3.0),
            around(rng, peak, 0.4, 0.03, 1.0),
            smooth=chance(rng, smooth),
        )

    diary.facts["trains"] = diary.sometime(int(rng.integers(5, 20)), spans, make)


@part
def cramp(diary: Diary) -> None:
    """A calf cramps; the wearer wakes, stretches and rubs it."""
    for each in diary.table.wakings:
        if each.why == "cramp":
            leg = pick(diary.rng, LEGS)
            for movement in tremor.cramp(diary.rng, diary.sleeper, each.begin - 1.0, leg):
                diary.add(movement, force=True)


@part
def twitches(diary: Diary) -> None:
    """Many small twitches."""
    rng, table = diary.rng, diary.table
    count = int(table.hours * span(rng, 35.0, 140.0))
    spans = table.asleep + table.late
    diary.sometime(count, spans, lambda at: limb.twitch(rng, diary.sleeper, at))
