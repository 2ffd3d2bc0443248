"""The partner, the pet and the house: what moves besides the sleeper."""

import numpy as np

from benchmarks.worlds.elastic import moves
from benchmarks.worlds.elastic.hypnogram import draw_hypnogram
from benchmarks.worlds.elastic.occasions import pick, turn
from benchmarks.worlds.elastic.records import Act
from benchmarks.worlds.elastic.rhythm import draw_rhythm


def partner(rng, has, end, lights):
    """The partner's night: own hypnogram, turns, limb movements, perhaps periodic ones."""
    their = draw_hypnogram(rng, lights + rng.uniform(-60, 1800), end - 60, rng.uniform(300, 1200))
    acts = [
        turn(t)
        for t in pick(
            rng, [(60, end - 60)], rng.poisson((4 if "bed_shaken" in has else 1.6) * end / 3600)
        )
    ]
    acts += [turn(t, False) for t in pick(rng, [(60, end - 60)], rng.poisson(1.5 * end / 3600))]
    for t in pick(rng, their.spans("N1", "N2", "R"), rng.poisson(3 * end / 3600)):
        acts.append(moves.isolated(rng, float(t), "arm_left"))
    if has & {"partner_plm", "both_plm"}:
        onsets, _ = draw_rhythm(rng, their, rng.uniform(20, 60), 0.3)
        style = moves.draw_style(rng)
        style["strength"] = max(style["strength"], 0.8) * rng.uniform(1, 1.8)
        acts += [moves.plm(rng, float(t), style, rng.lognormal(0, 0.4)) for t in onsets]
    for act in acts:
        act.source = "partner"
    return acts


def _push(wave, where, at=0.0):
    """One push from outside: where it acts, when it starts, its force over time."""
    return (where, at, np.asarray(wave, float))


def pet(rng, lights, rising, worn):
    """A cat or small dog jumps up, walks over the bed, kneads or leans on a limb, lies down."""
    acts = []
    weight = rng.uniform(2.5, 9) * 9.81
    for t in pick(rng, [(lights + 300, rising - 300)], int(rng.integers(4, 12))):
        bed, clock = [], 0.0
        n = int(rng.uniform(0.18, 0.3) * 200)
        bed.append(
            _push(
                -rng.uniform(1.5, 3) * weight * np.sin(np.pi * np.arange(n) / n),
                ("spot", 1.7, rng.uniform(0.1, 1.0)),
            )
        )
        x, y = 1.7, 0.5
        for _ in range(int(rng.integers(4, 14))):
            clock += rng.uniform(0.25, 0.6)
            x, y = (
                np.clip(x + rng.normal(-0.05, 0.12), 0.4, 1.9),
                np.clip(y + rng.normal(0, 0.12), 0.1, 1.2),
            )
            n = int(rng.uniform(0.3, 0.6) * 200)
            bed.append(
                _push(-0.35 * weight * np.sin(np.pi * np.arange(n) / n) ** 2, ("spot", x, y), clock)
            )
        acts.append(
            Act(onset=float(t), duration=clock + 0.5, kind="external", source="pet", bed=bed)
        )
        limb = str(rng.choice(["leg_left", "leg_right", worn]))
        later = t + clock + rng.uniform(4, 30)
        for _ in range(int(rng.integers(1, 4))):
            span = float(rng.uniform(1, 40))
            n = int(span * 200)
            hertz = rng.uniform(0.7, 2.2)
            phase = (
                2
                * np.pi
                * np.cumsum(hertz * (1 + 0.1 * rng.standard_normal(n).cumsum() / np.sqrt(n)))
                / 200
            )
            knead = np.maximum(np.sin(phase), 0) ** 2 * np.minimum(
                1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 60
            )
            size = rng.uniform(0.6, 6) if rng.random() < 0.7 else 0.3
            way = rng.normal(0, 0.3, 2)
            wave = size * knead[None] * np.array([way[0], way[1], -1.0])[:, None]
            place = f"{rng.choice(['end', 'end', 'mid'])} {limb}"
            acts.append(
                Act(
                    onset=float(later),
                    duration=span,
                    kind="external",
                    source="pet",
                    bed=[_push(wave, ("lump", place))],
                )
            )
            later += span + rng.uniform(4, 90)
    return acts


def house(rng, much, lights, rising):
    """Traffic, doors and a washing machine shake the floor (m/s2)."""
    acts = []
    count = int(rng.integers(15, 60)) if much else int(rng.poisson(1.5))
    level = rng.lognormal(np.log(0.025), 0.6)
    for t in pick(rng, [(60, rising)], count):
        span = float(rng.uniform(2, 9))
        n = int(span * 200)
        hertz = rng.uniform(5, 18)
        phase = (
            2
            * np.pi
            * np.cumsum(hertz * (1 + 0.04 * rng.standard_normal(n).cumsum() / np.sqrt(n) * 3))
            / 200
        )
        noise = np.convolve(rng.standard_normal(n), np.hanning(30) / 4, "same")
        wave = level * rng.lognormal(0, 0.5) * np.hanning(n) * noise * np.sin(phase)
        acts.append(
            Act(
                onset=float(t),
                duration=span,
                kind="external",
                source="bed",
                bed=[_push(wave, ("floor",))],
            )
        )
    for t in pick(rng, [(60, rising)], int(rng.integers(2, 10)) if much else int(rng.poisson(0.7))):
        n = int(0.06 * 200)  # a door or something dropped
        wave = rng.lognormal(np.log(0.5), 0.6) * np.sin(np.pi * np.arange(n) / n)
        acts.append(
            Act(
                onset=float(t),
                duration=0.4,
                kind="external",
                source="bed",
                bed=[_push(wave, ("floor",))],
            )
        )
    if much and rng.random() < 0.6:
        t = rng.uniform(lights, min(lights + 7200, rising - 900))
        spin = rng.uniform(9, 20)
        for _ in range(int(rng.integers(2, 5))):
            span = float(rng.uniform(20, 90))
            n = int(span * 200)
            ramp = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.25 * n))
            speed = spin * (0.25 + 0.75 * ramp)
            wave = (
                0.05
                * rng.lognormal(0, 0.5)
                * (speed / spin) ** 2
                * ramp
                * np.sin(2 * np.pi * np.cumsum(speed) / 200)
            )
            acts.append(
                Act(
                    onset=float(t),
                    duration=span,
                    kind="external",
                    source="bed",
                    bed=[_push(wave, ("floor",))],
                )
            )
            t += span + rng.uniform(30, 240)
    return acts
