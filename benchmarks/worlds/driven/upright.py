"""Out of bed: sitting up, walking, lying down again."""

from benchmarks.worlds.driven.act import Act, Pull, Shock
from benchmarks.worlds.driven.body import LEGS, LYING, Body
from benchmarks.worlds.driven.drive import Array, Rng, around, between, burst, joined
from benchmarks.worlds.driven.movements import some, stir, turn_over
from benchmarks.worlds.driven.rhythms import steps
from benchmarks.worlds.night import PLACES


def bout(body: Body, rng: Rng, at: float, seconds: float) -> Act:
    """A few steps."""
    beats = steps(rng, seconds)
    push: dict[str, list[tuple[float, Array]]] = {leg: [] for leg in LEGS}
    swing: list[tuple[float, Array]] = []
    shocks = []
    heel = around(rng, 0.8, 0.4, 0.3, 2.2)
    hz = between(rng, 9.0, 22.0)
    turn = int(rng.integers(0, 2))
    for k, beat in enumerate(beats):
        leg, other = LEGS[(k + turn) % 2], LEGS[(k + turn + 1) % 2]
        w = between(rng, 0.3, 0.42)
        push[leg].append((beat, between(rng, 0.8, 1.2) * burst(rng, w, 0.4 * w, 0.4 * w)))
        swing.append((beat, (1.0 if k % 2 else -1.0) * burst(rng, 0.5, 0.2, 0.2)))
        land = beat + w + between(rng, 0.05, 0.1)
        size = heel * between(rng, 0.7, 1.3)
        shocks.append(Shock(limb=leg, at=land, peak=size, hz=hz, decay=0.035))
        shocks.append(Shock(limb=other, at=land + 0.01, peak=0.15 * size, hz=hz, decay=0.05))
        if k % 2:
            shocks.append(Shock(limb="wrist", at=land + 0.02, peak=0.08 * size, hz=8.0, decay=0.08))
    vigour = between(rng, 0.4, 0.9)
    pulls = [
        Pull(limb=leg, envelope=joined(parts), peak=vigour * between(rng, 0.8, 1.2), twitch=0.04)
        for leg, parts in push.items()
        if parts
    ]
    arm = around(rng, 0.2, 0.5, 0.04, 0.6)
    pulls.append(Pull(limb="wrist", envelope=joined(swing), peak=arm, twitch=0.06))
    return Act(at=at, kind="walking", pulls=tuple(pulls), shocks=tuple(shocks), upright=True)


def rising(body: Body, rng: Rng, at: float) -> list[Act]:
    """From lying to standing."""
    sit = turn_over(body, rng, at, "sit", seconds=between(rng, 2.0, 4.5), vigour=1.3)
    t = at + sit.length + between(rng, 0.5, 4.0)
    seconds = between(rng, 1.5, 3.0)
    stand = turn_over(body, rng, t, "stand", kind="wake_movement", seconds=seconds, vigour=1.3)
    return [sit, stand]


def trip(body: Body, rng: Rng, at: float, until: float) -> list[Act]:
    """To somewhere and back to bed within a span."""
    acts = rising(body, rng, at)
    t = acts[-1].at + acts[-1].length + between(rng, 0.3, 2.0)
    stride = min(between(rng, 8.0, 28.0), 0.2 * (until - at))
    acts.append(bout(body, rng, t, stride))
    t = acts[-1].at + acts[-1].length + between(rng, 1.0, 3.0)
    back = until - stride - 22.0
    while t < back:
        limbs = (
            ("wrist",)
            if rng.random() < 0.6
            else tuple(p for p in PLACES if rng.random() < 0.6) or ("wrist",)
        )
        seconds = between(rng, 1.0, 6.0)
        peak = around(rng, 0.2, 0.6, 0.03, 0.8)
        acts.append(
            stir(body, rng, t, "wake_movement", limbs, seconds=seconds, peak=peak, askew=0.05)
        )
        t += acts[-1].length + between(rng, 1.0, 12.0)
    acts.append(bout(body, rng, t, stride * between(rng, 0.9, 1.1)))
    t = acts[-1].at + acts[-1].length + between(rng, 0.5, 2.0)
    seconds = between(rng, 1.5, 3.0)
    acts.append(turn_over(body, rng, t, "sit", kind="wake_movement", seconds=seconds))
    t = acts[-1].at + acts[-1].length + between(rng, 0.3, 2.0)
    acts.append(turn_over(body, rng, t, some(rng, LYING), seconds=between(rng, 2.5, 6.0)))
    return acts
