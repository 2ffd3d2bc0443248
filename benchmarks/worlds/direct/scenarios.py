"""What each scenario adds to an ordinary night."""

from collections.abc import Callable

import numpy as np

from benchmarks.worlds.direct import fits, outside, tremors
from benchmarks.worlds.direct.agenda import Agenda
from benchmarks.worlds.direct.draws import around, between, chance, span
from benchmarks.worlds.direct.moves import handling, isolated, jerk, stir, turn, twitch, walk
from benchmarks.worlds.direct.person import LEGS, draw_habit
from benchmarks.worlds.direct.pull import Move
from benchmarks.worlds.direct.series import PartnerSeries, Series, fill
from benchmarks.worlds.night import PLACES


def plm(agenda: Agenda, index: float) -> None:
    """Periodic movements of the wearer, so many per hour of sleep."""
    fill(agenda, Series(agenda), agenda.course.hours_asleep * index * around(agenda.rng, 1.0, 0.15))
    agenda.facts["index_aimed_at"] = index


def partner_plm(agenda: Agenda) -> None:
    """A partner's periodic movements."""
    rng = agenda.rng
    index = span(rng, 12.0, 60.0)
    habit = draw_habit(rng, (0.05, 0.2))
    amp = span(rng, 0.005, 0.03)
    agenda.facts |= {"partner_index": index, "partner_amp_g": amp}
    fill(agenda, PartnerSeries(agenda, habit, amp), agenda.course.hours_asleep * index)
    for _ in range(int(rng.poisson(4.0 * agenda.course.total / 3600.0))):
        at = between(rng, agenda.course.lights, agenda.course.rise)
        agenda.outer(outside.partner_turn(rng, agenda.person, at))


def hypnic(agenda: Agenda) -> None:
    """Sleep starts about the onset of sleep and after awakenings."""
    rng, course = agenda.rng, agenda.course
    count = int(rng.integers(4, 13))
    begin = course.busy[1] if course.busy else course.lights
    ends = [wake.end for wake in course.wakes if wake.end - wake.begin > 40.0]
    placed, tries = 0, 0
    while placed < count and tries < 200:
        tries += 1
        if ends and chance(rng, 0.35):
            at = float(rng.choice(ends)) + between(rng, -15.0, 150.0)
        else:
            early = max(begin + 20.0, course.onset - 420.0)
            at = between(rng, early, course.onset + 360.0)
        if not agenda.free(at - 6.0, at + 4.0) or not agenda.add(jerk(rng, agenda.person, at)):
            continue
        placed += 1
        if chance(rng, 0.3):
            agenda.add(stir(rng, agenda.person, at + between(rng, 1.2, 6.0)), apart=0.2)
        elif chance(rng, 0.15):
            agenda.add(agenda.posture(at + between(rng, 1.5, 10.0)), apart=0.2)
    agenda.facts["sleep_starts"] = placed


def pet(agenda: Agenda) -> None:
    """A pet on the bed, with one limb that it likes."""
    rng, course = agenda.rng, agenda.course
    liked = str(rng.choice(PLACES))
    visits = max(3, int(rng.poisson(course.total / 3600.0 * between(rng, 0.8, 3.0))))
    for _ in range(visits):
        now = between(rng, course.lights, course.rise - 60.0)
        for _ in range(int(rng.integers(1, 12))):
            place = liked if chance(rng, 0.85) else str(rng.choice(PLACES))
            agenda.outer(outside.paw(rng, agenda.person, now, place))
            now += span(rng, 3.0, 60.0)
    agenda.facts["pet_likes"] = liked


def bed_shaken(agenda: Agenda) -> None:
    """Footsteps, traffic, knocks, a partner who turns."""
    rng, course, person = agenda.rng, agenda.course, agenda.person
    weights = rng.dirichlet([1.0, 1.0, 0.7, 1.0])
    makers = (outside.footsteps, outside.rumble, outside.knock, outside.partner_turn)
    for _ in range(max(10, int(course.total / 3600.0 * span(rng, 6.0, 30.0)))):
        make = makers[int(rng.choice(4, p=weights))]
        agenda.outer(make(rng, person, between(rng, course.lights, course.rise - 30.0)))


def rls(agenda: Agenda) -> None:
    """Restless legs before sleep; most such people have periodic movements too."""
    rng, course, person = agenda.rng, agenda.course, agenda.person
    now, stop = course.busy or (course.lights, course.onset)
    rest = span(rng, 3.0, 12.0)
    while now < stop - 10.0:
        draw, leg = rng.random(), str(rng.choice(LEGS))
        length = span(rng, 4.0, 30.0)
        if draw < 0.25:
            agenda.add(fits.stretch(rng, now, LEGS if chance(rng, 0.3) else (leg,)))
        elif draw < 0.42:
            agenda.add(fits.rubbing(rng, person, now, length, "wrist", leg))
        elif draw < 0.5:
            agenda.add(fits.rubbing(rng, person, now, length, leg, None))
        elif draw < 0.65:
            agenda.add(tremors.bounce(rng, now, length, leg))
        elif draw < 0.72:
            agenda.add(agenda.posture(now))
        elif draw < 0.76 and stop - now > 120.0:
            _about(agenda, now, between(rng, 30.0, min(180.0, stop - now - 60.0)))
        elif draw < 0.82 and stop - now > 90.0:
            now = Series(agenda).awake(now + 3.0, min(stop, now + between(rng, 60.0, 240.0)))
        else:
            agenda.add(handling(rng, person, now, limbs=(leg,), strength=0.8))
        now = max([now, *(high for _, high in agenda.taken if high < stop)])
        now += rest * float(rng.exponential()) + 1.0
    if chance(rng, 0.75):
        plm(agenda, span(rng, 8.0, 45.0))


def _about(agenda: Agenda, begin: float, length: float) -> float:
    """Gets up, walks about and lies down again; returns the end."""
    rng, person = agenda.rng, agenda.person
    up = turn(rng, person, begin, person.standing, "wake_movement")
    agenda.add(up)
    now, stop = up.end + between(rng, 0.5, 4.0), begin + length
    while now < stop - 12.0:
        bout = min(between(rng, 6.0, 40.0), stop - now - 6.0)
        agenda.add(walk(rng, person, now, bout))
        now += bout + between(rng, 1.5, 6.0)
        if now < stop - 20.0 and chance(rng, 0.5):
            agenda.add(handling(rng, person, now, length=between(rng, 1.0, 6.0)))
            now += between(rng, 8.0, 15.0)
    down = agenda.posture(now)
    agenda.add(down)
    return down.end


def reading(agenda: Agenda) -> None:
    """Reads in bed: still, but a hand or foot moves every 15 to 60 s."""
    rng, course = agenda.rng, agenda.course
    now, stop = course.busy or (course.lights, course.onset)
    agenda.add(agenda.posture(now + 1.0))
    now += 20.0
    pace, spread, hand = span(rng, 18.0, 50.0), between(rng, 0.15, 0.5), between(rng, 0.4, 0.95)
    while now < stop - 8.0:
        limbs = ("wrist",) if chance(rng, hand) else (str(rng.choice(LEGS)),)
        length = span(rng, 0.4, 3.5)
        agenda.add(handling(rng, agenda.person, now, limbs=limbs, length=length, strength=0.6))
        now += around(rng, pace, spread, 15.0, 60.0)


def walks(agenda: Agenda) -> None:
    """To the bathroom and back."""
    rng, person = agenda.rng, agenda.person
    for wake in agenda.course.wakes:
        if wake.why != "walk":
            continue
        agenda.add(stir(rng, person, wake.begin))
        room = wake.end - wake.begin
        there = between(rng, 8.0, 30.0)
        up = turn(
            rng, person, wake.begin + between(rng, 6.0, 20.0), person.standing, "wake_movement"
        )
        agenda.add(up)
        now = up.end + between(rng, 0.5, 3.0)
        agenda.add(walk(rng, person, now, there))
        now += there + 2.0
        back = now + max(20.0, 0.55 * (room - (now - wake.begin) - there))
        while now < back - 10.0:
            length = span(rng, 0.6, 6.0)
            agenda.add(handling(rng, person, now, length=length, strength=0.7))
            now += length + span(rng, 3.0, 20.0)
        now = max(now, back) + 2.0
        agenda.add(walk(rng, person, now, there * between(rng, 0.8, 1.2)), force=True)
        agenda.add(agenda.posture(now + 1.25 * there + 2.5), force=True)


def breathing(agenda: Agenda) -> None:
    """Breathing stops again and again; each end brings a movement."""
    rng, course = agenda.rng, agenda.course
    aim = between(rng, 0.3, 0.7) * course.hours_asleep * 3600.0
    moving = between(rng, 0.6, 0.98)
    done, tries = 0.0, 0
    while done < aim and tries < 60:
        tries += 1
        low, high = course.asleep[int(rng.integers(len(course.asleep)))]
        begin = between(rng, low, high)
        stop = min(high, begin + between(rng, 300.0, 2400.0))
        if any(begin < b and a < stop for a, b in agenda.pauses) or stop - begin < 120.0:
            continue
        now, pace = begin, between(rng, 32.0, 56.0)
        while now < stop - 45.0:
            step = around(rng, pace, 0.14, 30.0, 60.0)
            hold = between(rng, 0.35, 0.6) * step
            agenda.pauses.append((now, now + hold))
            if chance(rng, moving):
                _gasp(agenda, now + hold + between(rng, -1.0, 2.0))
            now += step
        done += stop - begin
    agenda.pauses.sort()
    agenda.facts["apnoeas"] = len(agenda.pauses)


def _gasp(agenda: Agenda, at: float) -> None:
    rng = agenda.rng
    if chance(rng, 0.25):
        agenda.add(stir(rng, agenda.person, at))
        return
    move = isolated(rng, agenda.person, at)
    for _ in range(40):
        if "wrist" in move.limbs and len(move.limbs) > 1:
            break
        move = isolated(rng, agenda.person, at)
    other = isolated(rng, agenda.person, at)
    parts = dict(other.parts) | dict(move.parts)
    if chance(rng, 0.75) and set(parts) & set(LEGS):
        for leg in LEGS:
            if leg not in parts:
                parts[leg] = next(part for place, part in parts.items() if place in LEGS)
    lags = {place: between(rng, 0.0, 0.6) for place in parts}
    agenda.add(
        type(move)(
            at=at,
            length=max(move.length, other.length),
            kind="limb_movement",
            limbs=tuple(place for place in PLACES if place in parts),
            parts=parts,
            lags=lags,
        )
    )


def _waking(agenda: Agenda) -> list[tuple[float, float]]:
    course = agenda.course
    spans = [(course.lights + 20.0, course.onset)]
    return spans + [(each.begin + 10.0, each.end) for each in course.wakes if each.why != "spasms"]


def rest_tremor(agenda: Agenda) -> None:
    """Tremor of one hand or leg at rest, awake."""
    rng = agenda.rng
    place = "wrist" if chance(rng, 0.65) else str(rng.choice(LEGS))
    freq, amp = between(rng, 4.0, 6.0), span(rng, 0.012, 0.12)
    spans = _waking(agenda)
    awake = sum(high - low for low, high in spans)
    count = max(3, int(awake / between(rng, 90.0, 200.0)))
    done = agenda.sometime(
        min(count, 30), spans, lambda at: tremors.rest_tremor(rng, at, place, freq, amp)
    )
    agenda.facts |= {"tremor_hz": freq, "tremor_place": place, "tremors": done}


def shudder(agenda: Agenda) -> None:
    """Shudders, awake or with arousals; now and then shivering."""
    rng, course = agenda.rng, agenda.course
    count = max(4, int(rng.poisson(1.5 * course.total / 3600.0)))
    spans = _waking(agenda) + course.asleep[:1] + course.asleep[-1:]
    agenda.sometime(count, spans, lambda at: tremors.shake(rng, at))
    if chance(rng, 0.4):
        agenda.sometime(3, _waking(agenda), lambda at: tremors.shake(rng, at, "tremor"))


def foot_tremor(agenda: Agenda) -> None:
    """Trains of the foot about the onset of sleep."""
    rng, course = agenda.rng, agenda.course
    place, rate, amp = str(rng.choice(LEGS)), between(rng, 0.9, 2.0), span(rng, 0.015, 0.12)
    spans = [(max(course.lights, course.onset - 600.0), course.onset + 300.0)]
    spans += [(wake.end - 20.0, wake.end + 120.0) for wake in course.wakes]

    def make(at: float) -> Move:
        leg = place if chance(rng, 0.85) else str(rng.choice(LEGS))
        pace = rate * float(np.exp(rng.normal(0.0, 0.12)))
        return tremors.foot_tremor(rng, at, leg, pace, amp * float(np.exp(rng.normal(0.0, 0.35))))

    agenda.facts["trains"] = agenda.sometime(int(rng.integers(6, 21)), spans, make)


def cramp(agenda: Agenda) -> None:
    """A leg cramps; the wearer wakes and rubs it."""
    rng = agenda.rng
    for wake in agenda.course.wakes:
        if wake.why == "cramp":
            moves = fits.cramp(rng, agenda.person, wake.begin - 1.0, str(rng.choice(LEGS)))
            for move in moves:
                agenda.add(move, force=True)


def twitches(agenda: Agenda) -> None:
    """Many tiny twitches."""
    rng, course = agenda.rng, agenda.course
    count = int(course.hours_asleep * span(rng, 35.0, 140.0))
    agenda.facts["many_twitches"] = agenda.sometime(
        count, course.asleep + course.rem, lambda at: twitch(rng, at)
    )


def dream(agenda: Agenda) -> None:
    """Dreams are acted out: clusters in REM sleep, more late in the night."""
    rng, course = agenda.rng, agenda.course
    for rank, (low, high) in enumerate(course.rem):
        late = (rank + 1) / len(course.rem)
        now = low + between(rng, 10.0, 60.0)
        while now < high - 10.0:
            until = min(high, now + between(rng, 40.0, 240.0))
            while now < until:
                agenda.add(fits.dream(rng, agenda.person, now), apart=0.4)
                now += span(rng, 2.0, 30.0) / late
            now += span(rng, 30.0, 240.0)


def tonic(agenda: Agenda) -> None:
    """Stiffens out of sleep."""
    rng, course = agenda.rng, agenda.course
    count = max(2, int(rng.poisson(0.9 * course.hours_asleep)))
    make = fits.tonic
    agenda.sometime(count, course.asleep, lambda at: make(rng, at, between(rng, 10.0, 30.0)))


def convulsive(agenda: Agenda) -> None:
    """One or two convulsions out of sleep, each with stillness after it."""
    rng, course = agenda.rng, agenda.course
    for _ in range(2 if chance(rng, 0.3) else 1):
        for _ in range(40):
            low, high = course.asleep[int(rng.integers(len(course.asleep)))]
            if high - low < 400.0:
                continue
            move = fits.convulsion(rng, between(rng, low + 60.0, high - 200.0))
            if agenda.add(move):
                agenda.hush(move.end, move.end + between(rng, 120.0, 600.0))
                break


def focal(agenda: Agenda) -> None:
    """Rhythmic shaking of one limb."""
    rng, course = agenda.rng, agenda.course
    place = str(rng.choice(PLACES))

    def make(at: float) -> Move:
        where = place if chance(rng, 0.85) else str(rng.choice(PLACES))
        return fits.focal(rng, at, where, between(rng, 1.0, 4.0))

    agenda.sometime(max(2, int(rng.poisson(0.8 * course.hours_asleep))), course.asleep, make)


def spasms(agenda: Agenda) -> None:
    """Spasms in clusters on awakening."""
    rng, tilt = agenda.rng, between(agenda.rng, 0.3, 1.5)
    amp = span(rng, 0.06, 0.5)
    for wake in agenda.course.wakes:
        if wake.why != "spasms":
            continue
        now, pace = wake.begin, span(rng, 7.0, 18.0)
        while now < wake.end:
            place = (now - wake.begin) / (wake.end - wake.begin)
            strength = amp * (0.35 + 0.9 * np.sin(np.pi * min(1.0, 0.15 + place))) / 1.2
            agenda.add(fits.spasm(rng, now, around(rng, strength, 0.25), tilt), force=True)
            now += around(rng, pace, 0.3, 5.0, 30.0)


def toes(agenda: Agenda) -> None:
    """Periodic movements of which the ankle shows hardly anything."""
    plm(agenda, span(agenda.rng, 15.0, 60.0))


PARTS: dict[str, Callable[[Agenda], None]] = {
    "plm": lambda agenda: plm(agenda, 25.0),
    "hypnic": hypnic,
    "partner_plm": partner_plm,
    "pet": pet,
    "bed_shaken": bed_shaken,
    "rest_tremor": rest_tremor,
    "shudder": shudder,
    "foot_tremor": foot_tremor,
    "twitches": twitches,
    "dream": dream,
    "breathing": breathing,
    "focal": focal,
    "spasms": spasms,
    "tonic": tonic,
    "walks": walks,
    "cramp": cramp,
    "plm_mild": lambda agenda: plm(agenda, 8.0),
    "plm_severe": lambda agenda: plm(agenda, 60.0),
    "rls": rls,
    "reading": reading,
    "convulsive": convulsive,
    "toes": toes,
}
MIXABLE = tuple(PARTS)[:16]
COMPOUND = {"none": (), "hypnic_plm": ("hypnic", "plm"), "both_plm": ("plm", "partner_plm")}
SCENARIOS = (
    *("none", "plm_mild", "plm", "plm_severe", "hypnic", "hypnic_plm", "partner_plm", "both_plm"),
    *("pet", "bed_shaken", "rls", "reading", "walks", "breathing", "rest_tremor", "shudder"),
    *("foot_tremor", "cramp", "twitches", "dream", "tonic", "convulsive", "focal", "spasms"),
    *("mixed", "toes"),
)
