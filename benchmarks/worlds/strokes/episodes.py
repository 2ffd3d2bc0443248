"""Breathing pauses, dreams acted out, showers of twitches, restless evenings, reading."""

import numpy as np

from benchmarks.worlds.strokes.chain import ARM, LEFT, LIMBS, RIGHT
from benchmarks.worlds.strokes.hypnogram import Span
from benchmarks.worlds.strokes.maker import LEGS, Maker
from benchmarks.worlds.strokes.periodic import Habit, run
from benchmarks.worlds.strokes.program import flurry
from benchmarks.worlds.strokes.stroke import REACH


def breathing(maker: Maker) -> list[Span]:
    """Pauses of breath whose ends bring movements; returns the pauses."""
    rng, night = maker.rng, maker.night
    pauses: list[Span] = []
    share = float(rng.uniform(0.3, 0.7))
    pace = float(rng.uniform(33, 52))
    moving = float(rng.uniform(0.5, 0.95))
    vigour = float(np.exp(rng.normal(np.log(0.22), 0.4)))
    way = maker.repertoire.flurries[0]
    wanted = share * night.sleep_hours * 3600
    done = 0.0
    for _ in range(60):
        if done >= wanted:
            break
        t = night.draw(rng)
        for _ in range(int(rng.integers(8, 50))):
            gap = float(np.clip(pace * np.exp(rng.normal(0, 0.15)), 30, 60))
            stop = min(float(rng.uniform(10, 30)), gap - 12)
            if not (night.asleep(t) and maker.calendar.free(t, t + gap + 6)):
                break
            pauses.append((t, t + stop))
            end = t + stop + rng.uniform(-0.5, 1.5)
            if rng.random() < moving:
                score = maker.score()
                limbs = (
                    LIMBS
                    if rng.random() < 0.75
                    else tuple(sorted({"wrist", str(rng.choice(LEGS))}))
                )
                size = vigour * float(np.exp(rng.normal(0, 0.45)))
                flurry(score, way, limbs, 0.0, float(rng.uniform(1.2, 5.0)), size, left=0.06)
                maker.trunk(score, 0.1, 2.5, 0.25 * size)
                maker.put(score.act(end, "gross_movement", limbs), margin=0.3)
            maker.calendar.book(t, t + stop)
            t += gap
            done += gap
    maker.facts |= {"pauses": len(pauses), "pause_pace_s": round(pace, 1)}
    return pauses


def dream(maker: Maker) -> None:
    """Act dreams out: punches, kicks, gestures; clustered in REM."""
    rng, night = maker.rng, maker.night
    made = 0
    level = float(np.exp(rng.normal(np.log(0.35), 0.5)))
    weights = np.linspace(0.4, 1.6, max(1, len(night.rem)))
    for weight, (a, b) in zip(weights, night.rem):
        for _ in range(max(1, int(rng.poisson(2.5 * weight)))):
            t = float(rng.uniform(a, max(a + 1, b - 25)))
            for _ in range(int(np.clip(rng.poisson(6), 2, 20))):
                if t > b or not night.asleep(t):
                    break
                made += _gesture(maker, t, level)
                t += float(np.clip(rng.lognormal(np.log(4.5), 0.9), 0.8, 40))
    maker.facts |= {"dream_movements": made, "dream_level_g": round(level, 3)}


def _gesture(maker: Maker, at: float, level: float) -> int:
    rng = maker.rng
    if not maker.calendar.free(at - 0.3, at + 3):
        return 0
    score = maker.score()
    size = level * float(np.exp(rng.normal(0, 0.5)))
    what = str(rng.choice(["punch", "kick", "talk", "twist"], p=[0.3, 0.25, 0.35, 0.1]))
    if what == "punch":
        limbs: tuple[str, ...] = ("wrist",)
        for n in range(int(rng.integers(1, 4))):
            when = n * rng.uniform(0.35, 0.9)
            for j in (0, 1, 3):
                share = rng.uniform(0.3, 1.0) * (1 if j != 3 else -1)
                back = rng.uniform(0.25, 0.6)
                score.jolt(
                    ARM + j, when, size * share, rng.uniform(0.03, 0.06), REACH[ARM + j], back
                )
    elif what == "kick":
        leg = int(rng.integers(2))
        limbs = (LEGS[leg],) if rng.random() < 0.7 else LEGS
        for name in limbs:
            k = (LEFT, RIGHT)[LEGS.index(name)]
            for n in range(int(rng.integers(1, 3))):
                when = n * rng.uniform(0.4, 0.9) + rng.uniform(0, 0.2)
                for j in (0, 3):
                    amount = size * rng.uniform(0.3, 0.9)
                    back = rng.uniform(0.25, 0.6)
                    score.jolt(k + j, when, amount, rng.uniform(0.03, 0.07), REACH[k + j], back)
    else:
        limbs = ("wrist",) if what == "talk" else LIMBS
        way = maker.repertoire.flurries[int(rng.integers(len(maker.repertoire.flurries)))]
        length = rng.uniform(0.8, 4.0)
        flurry(score, way, limbs, 0.0, length, min(1.2, 1.6 * size), quick=1.2, left=0.08)
    maker.put(score.act(at, "dream", limbs), margin=0.2)
    return 1


def twitches(maker: Maker) -> None:
    """Many tiny twitches."""
    rng, night = maker.rng, maker.night
    per_hour = float(rng.uniform(60, 300))
    level = float(np.exp(rng.normal(np.log(0.012), 0.4)))
    for _ in range(int(per_hour * night.sleep_hours)):
        t = night.draw(rng)
        maker.twitch(t, level=level)
        if rng.random() < 0.2:
            maker.twitch(t + rng.uniform(0.3, 2.0), level=level)
    maker.facts |= {"twitch_shower_per_hour": round(per_hour, 1)}


def restless(maker: Maker) -> None:
    """Restless legs before sleep: stretch, rub, bounce, walk about."""
    rng, night = maker.rng, maker.night
    assert night.restless is not None
    span = night.restless
    t = span[0] + rng.uniform(5, 20)
    liking = rng.dirichlet(np.array([2.0, 1.5, 1.5, 0.4, 1.5, 0.6]))
    ways = ["stretch", "rub", "bounce", "walk", "shift", "periodic"]
    bounce = float(rng.uniform(2.5, 5.5))
    habit = Habit.draw(rng)
    seen: dict[str, int] = {}
    pause = float(rng.uniform(8, 22))
    while t < span[1] - 20:
        what = str(rng.choice(ways, p=liking))
        seen[what] = seen.get(what, 0) + 1
        leg = int(rng.integers(2))
        k = (LEFT, RIGHT)[leg]
        score = maker.score()
        if what == "stretch":
            both = rng.random() < 0.3
            for m in (LEFT, RIGHT) if both else (k,):
                score.move(m + 4, 0.0, rng.uniform(-0.6, 0.5), 0.7)
                score.move(m + 3, 0.1, rng.uniform(-0.1, 0.7), 0.8)
                score.move(m, 0.1, rng.uniform(0.0, 0.4), 0.8)
                score.quiver(m + 3, 0.6, 3.0, 0.006, 9.5, 0.36)
            score.back(rng.uniform(2, 6), 0.7, 0.15, 0.6)
            act = maker.put(score.act(t, "wake_movement", LEGS if both else (LEGS[leg],)))
        elif what == "rub":
            stop = float(rng.uniform(3, 18))
            f = float(rng.uniform(0.8, 2.5))
            limb = "wrist" if rng.random() < 0.5 else LEGS[leg]
            if limb == "wrist":
                score.move(ARM, 0.0, rng.uniform(0.2, 0.8), 0.5)
                score.rhythm(ARM + 3, 0.5, stop, (f, f), rng.uniform(0.1, 0.4), wander=0.15)
                score.rhythm(k + 3, 0.7, stop, (f, f), rng.uniform(0.002, 0.02), wander=0.15)
            else:
                size = rng.uniform(0.05, 0.25)
                score.rhythm(k, 0.0, stop, (f, f), size, wander=0.15, ragged=0.3)
                score.rhythm(k + 3, 0.0, stop, (f, f), 1.8 * size, wander=0.15, ragged=0.3)
            score.back(stop + 0.3, 0.5, 0.1)
            act = maker.put(score.act(t, "wake_movement", (limb,)))
        elif what == "bounce":
            stop = float(rng.uniform(4, 50))
            f = bounce * float(np.exp(rng.normal(0, 0.08)))
            size = rng.uniform(0.01, 0.05)
            score.rhythm(k + 3, 0.0, stop, (f, f), size, wander=0.06)
            score.rhythm(k + 4, 0.0, stop, (f, f), 3 * size, wander=0.06)
            act = maker.put(score.act(t, "wake_movement", (LEGS[leg],)))
        elif what == "walk" and t + 150 < span[1]:
            act = maker.go_to(t, "edge", 2.0, "wake_movement")
            t += act.span(1.5) + 0.5
            act = maker.walk(t, float(rng.uniform(25, 100)))
            t += act.span(1.5) + 1
            act = maker.go_to(t, "edge", 1.5, "wake_movement")
            t += act.span(1.5) + 0.5
            act = maker.go_to(t, str(rng.choice(["supine", "left", "right"])), 2.5)
        elif what == "periodic" and t + 80 < span[1]:
            before = len(maker.acts)
            run(maker, habit, t, int(rng.integers(4, 9)), "periodic", wake=True)
            act = maker.acts[-1] if len(maker.acts) > before else maker.wake_move(t)
        elif rng.random() < 0.5:
            act = maker.turn_over(t)
        else:
            act = maker.wake_move(t)
        t = act.at + act.span(2.0) + float(rng.lognormal(np.log(pause), 0.8))
    maker.facts["restless"] = seen


def reading(maker: Maker) -> None:
    """Read in bed: still, with a hand or foot moving now and then."""
    rng, night = maker.rng, maker.night
    assert night.restless is not None
    span = night.restless
    sit = rng.random() < 0.6
    act = maker.turn_over(span[0] + 4, "wake_movement", "sitting" if sit else "supine")
    t = act.at + act.span(2.0) + rng.uniform(5, 30)
    pace = float(rng.uniform(20, 45))
    foot = float(rng.uniform(0.1, 0.5))
    while t < span[1] - 15:
        u = rng.random()
        peak = float(np.clip(rng.lognormal(np.log(0.12), 0.6), 0.02, 0.8))
        if u < foot:
            act = maker.limb_movement(t, str(rng.choice(LEGS)), peak, "wake_movement")
        elif u < 0.93:
            act = maker.limb_movement(t, "wrist", peak, "wake_movement")
        else:
            act = maker.wake_move(t, vigour=0.8)
        t += float(np.clip(pace * np.exp(rng.normal(0, 0.35)), 15, 60))
        t = max(t, act.at + act.span(2.0) + 1)
    maker.stir(span[1] - 8, 4, 1.0, "wake_movement")
    maker.turn_over(span[1])
    maker.facts["reading_s"] = round(span[1] - span[0])
