"""Nights of sleep starts, books, walks, stopped breath, tremor, dreams and seizures."""

import numpy as np

from benchmarks.worlds.levers import gait, limb, posture, seizure, tremor
from benchmarks.worlds.levers.diary import Diary
from benchmarks.worlds.levers.draws import around, between, chance, pick, span
from benchmarks.worlds.levers.movement import Movement
from benchmarks.worlds.levers.parts import part
from benchmarks.worlds.levers.sleeper import ARM, LEGS
from benchmarks.worlds.night import PLACES


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
