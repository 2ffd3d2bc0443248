"""What each scenario adds to an ordinary night."""

from collections.abc import Callable

import numpy as np

from benchmarks.worlds.levers import gait, house, limb, posture, seizure, tremor, visitor
from benchmarks.worlds.levers.diary import Diary
from benchmarks.worlds.levers.draws import Rng, around, between, chance, pick, span
from benchmarks.worlds.levers.movement import Movement
from benchmarks.worlds.levers.sleeper import ARM, LEGS
from benchmarks.worlds.night import PLACES

PARTS: dict[str, Callable[[Diary], None]] = {}
MIXABLE = (
    *("plm", "hypnic", "partner_plm", "pet", "bed_shaken", "rest_tremor", "shudder", "foot_tremor"),
    *("twitches", "dream", "breathing", "focal", "spasms", "tonic", "walks", "cramp"),
)
COMPOUND: dict[str, tuple[str, ...]] = {
    "none": (),
    "hypnic_plm": ("hypnic", "plm"),
    "both_plm": ("plm", "partner_plm"),
}


def parts_of(rng: Rng, scenario: str) -> tuple[str, ...]:
    """What a scenario consists of."""
    if scenario == "mixed":
        count = int(rng.integers(3, 5))
        return tuple(str(part) for part in rng.choice(np.array(MIXABLE), count, replace=False))
    return COMPOUND.get(scenario, (scenario,))


def part(call: Callable[[Diary], None]) -> Callable[[Diary], None]:
    """Enter a part of a scenario under its own name."""
    PARTS[call.__name__] = call
    return call


def wants(rng: Rng, parts: tuple[str, ...], total: float) -> list[tuple[str, float]]:
    """Wakings that the parts need, and how long, s."""
    out: list[tuple[str, float]] = []
    short = min(1.0, total / 7200.0)
    for each in parts:
        if each == "walks":
            out += [
                ("walk", 90.0 + short * between(rng, 60.0, 240.0))
                for _ in range(pick(rng, (1, 2, 2)))
            ]
        elif each == "cramp":
            out += [("cramp", between(rng, 170.0, 280.0)) for _ in range(pick(rng, (1, 1, 2, 3)))]
        elif each == "spasms":
            out += [("spasms", short * span(rng, 90.0, 400.0)) for _ in range(pick(rng, (2, 3, 4)))]
        elif each in {"rest_tremor", "shudder"}:
            out += [("awake", short * between(rng, 150.0, 420.0)) for _ in range(3)]
        elif each in {"hypnic", "foot_tremor"}:
            out += [("awake", between(rng, 40.0, 140.0)) for _ in range(pick(rng, (1, 2)))]
    return out


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
def hypnic(diary: Diary) -> None:
    """Sleep starts about falling asleep and after awakenings."""
    rng, table = diary.rng, diary.table
    count, placed = int(rng.integers(3, 13)), 0
    begin = table.busy[1] if table.busy else table.lights
    ends = [each.end for each in table.wakings if each.end - each.begin > 35.0]
    for _ in range(200):
        if placed == count:
            break
        if ends and chance(rng, 0.35):
            at = pick(rng, ends) + between(rng, -15.0, 150.0)
        else:
            at = between(rng, max(begin + 15.0, table.onset - 420.0), table.onset + 400.0)
        if not diary.free(at - 6.0, at + 4.0):
            continue
        placed += diary.add(limb.jerk(rng, diary.sleeper, at))
        if chance(rng, 0.35):
            after = at + between(rng, 1.8, 8.0)
            make = posture.stir if chance(rng, 0.6) else posture.lie
            diary.add(make(rng, diary.sleeper, after), apart=0.3)
    diary.facts["sleep_starts"] = placed


@part
def partner_plm(diary: Diary) -> None:
    """A partner with periodic movements in the same bed."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    partner = visitor.draw_partner(rng)
    index = span(rng, 15.0, 80.0)
    diary.facts |= {"partner_index": index, "partner_peak_g": partner.peak}
    diary.facts["partner_interval_s"] = partner.interval
    goal, done = int(table.hours * index), 0
    now = between(rng, table.lights, table.lights + 600.0)
    rest = 3600.0 / index - partner.interval
    while done < max(goal, 6) and now < table.rise - 20.0:
        for _ in range(max(4, int(30.0 * float(rng.exponential())))):
            if now > table.rise - 20.0:
                break
            done += diary.outer([visitor.periodic(rng, sleeper, partner, now)])
            now += around(rng, partner.interval, partner.interval_sd, 12.0, 80.0)
        now += max(60.0, 15.0 * rest) * float(rng.exponential())
    for _ in range(int(rng.poisson(4.0 * table.total / 3600.0))):
        diary.outer([visitor.turns(rng, sleeper, between(rng, table.lights, table.rise - 30.0))])
    for _ in range(int(rng.poisson(between(rng, 0.0, 2.0) * table.hours))):
        diary.outer([visitor.nudge(rng, sleeper, between(rng, table.lights, table.rise - 30.0))])


@part
def pet(diary: Diary) -> None:
    """A cat that comes, lies down on one limb, and goes."""
    rng, table = diary.rng, diary.table
    liked = pick(rng, (*LEGS, *LEGS, ARM))
    diary.facts["pet_likes"] = liked
    count = max(3, int(rng.poisson(table.total / 3600.0 * between(rng, 1.0, 4.0))))
    for _ in range(count):
        for _ in range(5):
            at = between(rng, table.lights, table.rise - 60.0)
            place = liked if chance(rng, 0.85) else pick(rng, PLACES)
            if diary.outer(visitor.visit(rng, diary.sleeper, at, place)):
                break


@part
def bed_shaken(diary: Diary) -> None:
    """Steps, trucks, knocks, somebody who shakes the bed, a partner who turns."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    shares = [*rng.dirichlet([1.0, 1.0, 0.6, 0.8]), 0.15]
    makers = (house.footsteps, house.truck, house.knock, visitor.turns, house.shaken)
    for _ in range(max(8, int(table.total / 3600.0 * span(rng, 6.0, 30.0)))):
        at = between(rng, table.lights, table.rise - 60.0)
        diary.outer([pick(rng, makers, shares)(rng, sleeper, at)])
    for _ in range(pick(rng, (1, 1, 2))):
        diary.outer([house.shaken(rng, sleeper, between(rng, table.lights, table.rise - 60.0))])


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
def reading(diary: Diary) -> None:
    """Reads in bed: a hand or a foot moves every 15 to 60 s."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    now, stop = table.busy or (table.lights, table.onset)
    diary.add(posture.lie(rng, sleeper, now + 1.0, "wake_movement"))
    now += 25.0
    pace, spread, hand = span(rng, 17.0, 50.0), between(rng, 0.15, 0.5), between(rng, 0.35, 0.95)
    while now < stop - 8.0:
        limbs = (ARM,) if chance(rng, hand) else (pick(rng, LEGS),)
        size = np.radians(span(rng, 1.0, 25.0))
        diary.add(
            limb.handling(rng, sleeper, now, limbs=limbs, length=span(rng, 0.4, 3.5), size=size)
        )
        now += around(rng, pace, spread, 15.0, 60.0)


@part
def walks(diary: Diary) -> None:
    """To the bathroom and back."""
    rng = diary.rng
    for each in diary.table.wakings:
        if each.why == "walk":
            room = each.end - each.begin - 25.0
            diary.leave(gait.trip(rng, diary.sleeper, each.begin + between(rng, 0.0, 8.0), room))


@part
def breathing(diary: Diary) -> None:
    """Breath stops again and again; most stops end in a movement of arm and legs."""
    rng, table = diary.rng, diary.table
    aim, done = between(rng, 0.3, 0.7) * table.hours * 3600.0, 0.0
    moving = between(rng, 0.55, 0.98)
    for _ in range(80):
        low, high = pick(rng, table.asleep)
        begin = between(rng, low, high)
        stop = min(high, begin + between(rng, 300.0, 2400.0))
        if stop - begin < 120.0 or any(begin < b and a < stop for a, b in diary.pauses):
            continue
        now, pace = begin, between(rng, 32.0, 55.0)
        while now < stop - 45.0:
            step = around(rng, pace, 0.14, 30.0, 62.0)
            hold = between(rng, 0.35, 0.6) * step
            diary.pauses.append((now, now + hold))
            if chance(rng, moving):
                at = now + hold + between(rng, -1.0, 1.5)
                if chance(rng, 0.25):
                    diary.add(posture.stir(rng, diary.sleeper, at))
                else:
                    limbs = pick(rng, (PLACES, (ARM, pick(rng, LEGS)), LEGS), (0.6, 0.25, 0.15))
                    diary.add(limb.isolated(rng, diary.sleeper, at, limbs))
            now += step
        done += stop - begin
        if done > aim:
            break
    diary.pauses.sort()
    diary.facts["apnoeas"] = len(diary.pauses)


@part
def rest_tremor(diary: Diary) -> None:
    """Tremor of one hand or leg while awake and drowsy."""
    rng, sleeper, table = diary.rng, diary.sleeper, diary.table
    place = pick(rng, (ARM, *LEGS), (0.8, 0.1, 0.1))
    hertz, peak = between(rng, 4.0, 6.0), span(rng, 0.015, 0.2)
    spans = table.drowsy
    count = max(3, int(sum(high - low for low, high in spans) / between(rng, 120.0, 260.0)))
    done = diary.sometime(
        min(count, 30), spans, lambda at: tremor.rest_tremor(rng, sleeper, at, place, hertz, peak)
    )
    diary.facts |= {"tremor_hz": hertz, "tremor_place": place, "tremors": done}


@part
def shudder(diary: Diary) -> None:
    """Shudders while awake and out of light sleep."""
    rng, table = diary.rng, diary.table
    count = max(4, int(rng.poisson(1.5 * table.total / 3600.0)))
    spans = table.drowsy + table.asleep[:1] + table.asleep[-1:]
    diary.sometime(count, spans, lambda at: tremor.shudder(rng, diary.sleeper, at))


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


@part
def dream(diary: Diary) -> None:
    """Dreams are acted out in clusters late in the night."""
    rng = diary.rng
    for low, high in diary.table.late:
        now = low + between(rng, 10.0, 300.0)
        while now < high - 15.0:
            until = min(high - 10.0, now + between(rng, 30.0, 200.0))
            while now < until:
                diary.add(seizure.dream(rng, diary.sleeper, now), apart=0.5)
                now += span(rng, 2.0, 40.0)
            now += span(rng, 60.0, 900.0)


@part
def tonic(diary: Diary) -> None:
    """Stiffens out of sleep, 3 to 6 times."""
    rng, count = diary.rng, int(diary.rng.integers(3, 7))
    diary.sometime(count, diary.table.asleep, lambda at: seizure.tonic(rng, diary.sleeper, at))


@part
def convulsive(diary: Diary) -> None:
    """One or two convulsions out of sleep, each with stillness after it."""
    rng = diary.rng
    for _ in range(pick(rng, (1, 1, 2))):
        for _ in range(60):
            low, high = pick(rng, diary.table.asleep)
            if high - low < 260.0:
                continue
            each = seizure.convulsion(rng, diary.sleeper, between(rng, low + 50.0, high - 180.0))
            after = min(each.end + between(rng, 90.0, 600.0), high)
            if diary.free(each.at - 3.0, after) and diary.add(each):
                diary.taken.append((each.end, after))
                break


@part
def focal(diary: Diary) -> None:
    """One limb jerks in rhythm."""
    rng, place = diary.rng, pick(diary.rng, PLACES)
    count = max(2, int(rng.poisson(0.8 * diary.table.hours)))

    def make(at: float) -> Movement:
        where = place if chance(rng, 0.85) else pick(rng, PLACES)
        return seizure.focal(rng, diary.sleeper, at, where)

    diary.sometime(count, diary.table.asleep, make)


@part
def spasms(diary: Diary) -> None:
    """Spasms in clusters on awakening, each of 0.8 to 1.5 s every 7 to 13 s."""
    rng, tilt = diary.rng, span(diary.rng, 2.5, 22.0)
    for each in diary.table.wakings:
        if each.why != "spasms":
            continue
        now, pace = each.begin, span(rng, 7.0, 15.0)
        while now < each.end - 3.0:
            place = (now - each.begin) / (each.end - each.begin)
            size = tilt * (0.35 + 0.7 * np.sin(np.pi * min(1.0, 0.15 + place)))
            spasm = seizure.spasm(rng, diary.sleeper, now, around(rng, size, 0.25))
            diary.add(spasm, force=True)
            now += around(rng, pace, 0.25, 5.0, 30.0)
