"""The ordinary night: turns, shifts, lone movements, awakenings, trips out of bed."""

import numpy as np

from benchmarks.worlds.collage.figure import LEGS, Act, Scene
from benchmarks.worlds.collage.moves import (
    chore,
    fidget,
    handle,
    lone,
    pulse,
    shift,
    style,
    turn_over,
    upright,
    walk,
)

Spans = list[tuple[float, float]]


def clip(spans: Spans, a: float, b: float) -> Spans:
    """Return the parts of spans inside a..b."""
    out = [(max(x, a), min(y, b)) for x, y in spans]
    return [(x, y) for x, y in out if y - x > 1]


def wakes(scene: Scene) -> Spans:
    """Return the stretches awake and lying in bed."""
    book, out = scene.book, []
    for a, b in book.wakes:
        a, b = max(a, 3.0), min(b, book.rise - 20)
        for t0, t1 in book.trips:
            if a <= t0 < b:
                out.append((a, t0 - 12))
                a = t1 + 20
        out.append((a, b))
    return [(a, b) for a, b in out if b - a > 4]


def trips(scene: Scene) -> None:
    """Plan the trips out of bed, and the rising."""
    rng, book = scene.rng, scene.book
    for a, b in book.trips:
        book.take(a - 10, b + 14)
        scene.plan(a - 8, "gross_movement", lambda s, r: upright(s, r, True))
        out = float(rng.uniform(0.15, 0.35)) * (b - a)
        back = float(rng.uniform(0.6, 0.8)) * (b - a)
        first, last = (float(rng.uniform(7, 25)) for _ in range(2))
        if rng.random() < 0.3:  # a turn round the flat
            first = min(float(rng.uniform(20, 90)), back - 10)
        first = min(first, out + 5)
        scene.plan(a + 2, "walking", _walk(first))
        t = a + 2 + first + float(rng.uniform(3, 10))
        while t < a + back - 18:
            scene.plan(t, "wake_movement", chore)
            t += float(rng.uniform(17, 40))
        last = min(last, b - (a + back) - 2)
        if last > 5:
            scene.plan(a + back, "walking", _walk(last))
        scene.plan(b, "gross_movement", lambda s, r: upright(s, r, False))
    t = book.rise
    book.take(t - 12, book.end)
    scene.plan(t - 8, "gross_movement", lambda s, r: upright(s, r, True))
    length = min(float(rng.uniform(8, 60)), book.end - t - 6)
    if length > 6:
        scene.plan(t + 3, "walking", _walk(length))
    t += length + 8
    while t < book.end - 25:
        scene.plan(t, "wake_movement", chore)
        t += float(rng.uniform(17, 60))


def _walk(length: float):
    """Return the making of a walk."""
    return lambda s, r: walk(s, r, length)


def awake(scene: Scene, spans: Spans, rate: float, legs: float) -> None:
    """Plan waking movements at a rate an hour; a share of them of the feet."""
    rng = scene.rng
    for a, b in spans:
        mood = rate * float(rng.lognormal(0, 0.4))
        for _ in range(rng.poisson(mood * (b - a) / 3600)):
            act = fidget if rng.random() < legs else handle
            t = scene.book.slot(rng, [(a, b)], 13.5, 0.3)
            if t is not None:
                scene.plan(t, "wake_movement", act)
        if b - a > 25 and rng.random() < 0.8:  # most turn over before they sleep again
            posture(scene, [(max(a, b - 90), b)])


def posture(scene: Scene, spans: Spans, whole: bool = True) -> float | None:
    """Plan a turn, or a smaller shift."""
    t = scene.book.slot(scene.rng, spans, 17.0, 0.5)
    if t is not None:
        act = (lambda s, r: turn_over(s, r)) if whole else shift
        scene.plan(t, "gross_movement", act)
    return t


def ordinary(scene: Scene, *, quiet: float = 1.0) -> None:
    """Plan everything an ordinary sleeper does (LMM 6.8/h, IQR 4.5-10.8: Ferri 2021)."""
    rng, book, habits = scene.rng, scene.book, scene.body.habits
    asleep = book.sleep()
    hours = sum(b - a for a, b in asleep) / 3600
    for kind, whole in (("turns", True), ("shifts", False)):
        for _ in range(rng.poisson(habits[kind] * hours)):
            posture(scene, asleep, whole)
    awake(scene, wakes(scene), habits["fidgets"], float(rng.uniform(0.15, 0.5)))
    for _ in range(rng.poisson(habits["limbs"] * hours * quiet)):
        limb = str(rng.choice([*LEGS, "wrist"], p=[0.3, 0.3, 0.4]))
        t = book.slot(rng, asleep, 10.0, 1.0)
        if t is not None:
            scene.plan(t, "limb_movement", _lone(limb))
    for _ in range(rng.poisson(habits["limbs"] * hours * 0.15)):  # both legs stretch
        t = book.slot(rng, asleep, 8.0, 1.0)
        if t is not None:
            scene.plan(t, "limb_movement", _stretch)


def _lone(limb: str):
    """Return the making of a lone movement."""
    return lambda s, r: lone(s, r, limb)


def _stretch(scene: Scene, rng: np.random.Generator) -> Act:
    """Move both legs at about the same time, once."""
    target = float(np.clip(rng.lognormal(np.log(0.12), 0.6), 0.02, 0.8))
    length = float(rng.uniform(0.8, 4))
    parts = {}
    for limb in LEGS:
        a = pulse(scene, rng, limb, style(scene, rng), target * rng.uniform(0.5, 1.5), length)
        parts[limb] = (float(rng.uniform(0, 0.5)), a)
    return Act(parts=parts, active=LEGS)
