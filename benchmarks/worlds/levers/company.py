"""Nights that are not one's own: a partner, a pet, a house that shakes the bed."""

from benchmarks.worlds.levers import house, visitor
from benchmarks.worlds.levers.diary import Diary
from benchmarks.worlds.levers.draws import around, between, chance, pick, span
from benchmarks.worlds.levers.parts import part
from benchmarks.worlds.levers.sleeper import ARM, LEGS
from benchmarks.worlds.night import PLACES


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
