"""What every night holds: settling, posture changes, isolated movements, arousals, rising."""

import numpy as np

from benchmarks.worlds.strokes.chain import LIMBS
from benchmarks.worlds.strokes.hypnogram import Span
from benchmarks.worlds.strokes.maker import Maker


def place(maker: Maker, length: float, *, lean: float = 0.0, tries: int = 25) -> float | None:
    """Find a free moment asleep."""
    for _ in range(tries):
        t = maker.night.draw(maker.rng, lean)
        if maker.calendar.free(t - 1.5, t + length + 1.5):
            return t
    return None


def awake(maker: Maker, span: Span, gap: float, vigour: float = 1.0, fade: float = 1.0) -> None:
    """Move now and then while awake; gaps grow by `fade`."""
    rng = maker.rng
    t = span[0] + rng.exponential(0.3 * gap)
    while t < span[1] - 3:
        act = maker.wake_move(t, vigour=vigour)
        t += act.span(2.0) + rng.lognormal(np.log(gap), 0.8)
        gap *= fade


def waking(maker: Maker, span: Span) -> None:
    """Awake for a few minutes: turn over, stir, lie still."""
    rng = maker.rng
    if rng.random() < 0.6:
        act = maker.turn_over(span[0] + rng.uniform(0.2, 2.0))
    else:
        act = maker.stir(span[0] + rng.uniform(0.2, 2.0), rng.uniform(2, 7), rng.uniform(0.5, 1.2))
    awake(maker, (span[0] + act.span(2.0) + 2, span[1]), rng.uniform(10, 40), 0.8, 1.2)


def trip(maker: Maker, span: Span) -> None:
    """To the bathroom and back."""
    rng = maker.rng
    t = span[0] + rng.uniform(2, 10)
    out = min(rng.uniform(12, 35), 0.15 * (span[1] - span[0]))
    act = maker.go_to(t, "edge", rng.uniform(1.5, 3.5), "wake_movement")
    t += act.span(1.5) + rng.uniform(0.5, 6)
    act = maker.walk(t, out)
    t += act.span(1.5) + rng.uniform(1, 4)
    home = span[1] - out - rng.uniform(20, 40)
    awake(maker, (t, home - 8), rng.uniform(3, 10), 0.8)
    act = maker.walk(home, out)
    t = home + act.span(1.5) + 0.5
    act = maker.go_to(t, "edge", 1.5, "wake_movement")
    t += act.span(1.5) + rng.uniform(0.3, 2)
    maker.go_to(t, str(rng.choice(["supine", "left", "right"])), rng.uniform(2, 4))
    maker.stir(t + 6, rng.uniform(1, 4), 0.5, "wake_movement")


def lying_down(maker: Maker) -> None:
    """Before lights off: sit or lie, handle sensors, switch the light off."""
    rng, night = maker.rng, maker.night
    awake(maker, (2.0, night.off - 8), rng.uniform(4, 14), 1.2)
    act = maker.wake_move(night.off - 6, vigour=1.2)
    maker.turn_over(night.off + act.span(2.0) + rng.uniform(1, 6))


def settle(maker: Maker, span: Span, *, turns: float) -> None:
    """Fall asleep: movements become rarer."""
    rng = maker.rng
    length = span[1] - span[0]
    for _ in range(int(rng.poisson(turns)) + 1):
        u = rng.beta(1.0, 1.8)
        t = span[0] + 6 + u * max(1.0, length - 20)
        if maker.calendar.free(t, t + 10):
            maker.turn_over(t)
    t = span[0] + rng.exponential(20)
    while t < span[1] - 4:
        if maker.calendar.free(t - 1, t + 4):
            u = (t - span[0]) / length
            limb = str(rng.choice(LIMBS))
            if rng.random() < 0.5 * (1 - u):
                maker.wake_move(t, vigour=0.7)
            else:
                peak = maker.limb_level * float(np.exp(rng.normal(0, 0.6)))
                maker.limb_movement(t, limb, peak, "wake_movement")
        t += rng.lognormal(np.log(25 + 70 * (t - span[0]) / length), 0.6)


def rising(maker: Maker) -> None:
    """Awake at the end, then get up."""
    rng, night = maker.rng, maker.night
    awake(maker, (night.sleep[-1][1] + 0.5, night.rise - 3), rng.uniform(6, 25))
    act = maker.go_to(night.rise, "edge", rng.uniform(1.5, 3.0), "wake_movement")
    t = night.rise + act.span(1.5) + rng.uniform(0.5, 4)
    maker.walk(t, max(8.0, min(rng.uniform(15, 40), night.total - t - 6)))


def limb_movements(maker: Maker, per_hour: float) -> int:
    """Isolated movements of one limb, asleep."""
    rng = maker.rng
    count = int(rng.poisson(per_hour * maker.night.sleep_hours))
    bias = rng.dirichlet(np.array([2.0, 2.0, 1.5]))
    for _ in range(count):
        t = place(maker, 5)
        if t is not None:
            peak = maker.limb_level * float(np.exp(rng.normal(0, 0.8)))
            limb = str(rng.choice(LIMBS, p=bias))
            act = maker.limb_movement(t, limb, float(np.clip(peak, 0.01, 1.2)))
            if rng.random() < 0.15:  # a second one soon after
                t += act.span(2.0) + rng.uniform(1.5, 7)
                maker.limb_movement(t, limb, float(np.clip(peak, 0.01, 1.2)))
    return count


def quiet_night(maker: Maker, *, busy: float = 1.0) -> None:
    """Everything that any night has."""
    rng, night = maker.rng, maker.night
    hours = night.total / 3600
    turns = max(rng.uniform(8, 40) * hours / 8, rng.uniform(2.5, 7)) * busy
    for _ in range(round(turns)):
        t = place(maker, 12, tries=12)
        if t is not None:
            maker.turn_over(t)
    per_hour = float(np.exp(rng.uniform(np.log(2), np.log(10)))) * busy
    limb_movements(maker, per_hour)
    arousals = float(rng.uniform(2, 9)) * busy
    for _ in range(int(rng.poisson(arousals * night.sleep_hours))):
        t = place(maker, 8, tries=12)
        if t is not None:
            vigour = float(np.exp(rng.normal(np.log(0.35), 0.5)))
            maker.stir(t, float(np.clip(rng.lognormal(np.log(3.0), 0.5), 1.2, 12)), vigour)
    twitches = float(np.exp(rng.uniform(np.log(4), np.log(40))))
    for _ in range(int(rng.poisson(twitches * night.sleep_hours))):
        maker.twitch(night.draw(rng))
    maker.facts |= {
        "posture_changes": round(turns),
        "limb_movements_per_hour": round(per_hour, 1),
        "arousals_per_hour": round(arousals, 1),
        "twitches_per_hour": round(twitches, 1),
    }
