"""What every night holds."""

from benchmarks.worlds.driven.act import Act
from benchmarks.worlds.driven.body import LEGS, LYING, Body
from benchmarks.worlds.driven.diary import Diary, Span
from benchmarks.worlds.driven.drive import Rng, around, between
from benchmarks.worlds.driven.movements import (
    isolated,
    other_posture,
    some,
    stir,
    turn_over,
    twitch,
)
from benchmarks.worlds.driven.periodic import spread
from benchmarks.worlds.driven.upright import bout, rising, trip
from benchmarks.worlds.night import PLACES


def fidget(body: Body, rng: Rng, at: float) -> Act:
    """A voluntary movement while awake in bed."""
    limbs = tuple(p for p in PLACES if rng.random() < (0.65 if p == "wrist" else 0.3))
    seconds = around(rng, 2.0, 0.6, 0.5, 9.0)
    peak = around(rng, 0.14, 0.8, 0.015, 0.9)
    limbs = limbs or (some(rng, PLACES),)
    return stir(body, rng, at, "wake_movement", limbs, seconds=seconds, peak=peak)


def awake(body: Body, rng: Rng, diary: Diary, span: Span, gap: float, slower: float = 1.0) -> None:
    """Fidgets through a span, at growing distances."""
    t = span[0] + between(rng, 0.5, 3.0)
    while t < span[1] - 2.0:
        act = fidget(body, rng, t)
        if act.at + act.length < span[1]:
            diary.book(act)
        part = (t - span[0]) / (span[1] - span[0])
        t += act.length + rng.exponential(gap * slower**part) + 1.0


def ends(body: Body, rng: Rng, diary: Diary) -> None:
    """Going to bed, trips, and rising."""
    for start, stop in diary.walks:
        for act in trip(body, rng, start + 3.0, stop - 5.0):
            diary.book(act, anyway=True)
    acts = rising(body, rng, diary.rise)
    last = acts[-1].at + acts[-1].length + 1.0
    acts.append(bout(body, rng, last, max(4.0, min(20.0, diary.end - last - 6.0))))
    for act in acts:
        diary.book(act, anyway=True)
    reach = stir(
        body,
        rng,
        diary.lights_off - 3.0,
        "wake_movement",
        ("wrist",),
        seconds=2.5,
        peak=between(rng, 0.2, 0.7),
    )
    diary.book(reach, anyway=True)


def wakeful(body: Body, rng: Rng, diary: Diary, *, still: bool) -> None:
    """Movements of the time awake."""
    awake(body, rng, diary, (4.0, diary.lights_off - 4.0), between(rng, 4.0, 15.0))
    if not still:
        drowsy = between(rng, 0.25, 0.45) * (diary.asleep_at - diary.lights_off)
        span = (diary.lights_off, diary.asleep_at - drowsy)
        awake(body, rng, diary, span, between(rng, 8.0, 25.0), between(rng, 2.0, 6.0))
    for span in diary.wakes:
        awake(body, rng, diary, span, between(rng, 5.0, 20.0))
    awake(body, rng, diary, (diary.awake_at, diary.rise - 2.0), between(rng, 4.0, 15.0))


def asleep(body: Body, rng: Rng, diary: Diary) -> dict[str, object]:
    """Turns, stirrings, limb movements and twitches of the sleep."""
    spans = [(diary.lights_off + 5.0, diary.asleep_at), *diary.sleep]
    wanted = between(rng, 8.0, 40.0) * (diary.hours / 8.0) ** 0.6
    now = some(rng, LYING)
    times = sorted(diary.instant(spans) for _ in range(max(2, int(rng.poisson(wanted)))))
    times += [a + between(rng, 0.0, 0.7) * (b - a) for a, b in diary.wakes if rng.random() < 0.7]
    turned = 0
    for t in sorted(times):
        act = turn_over(body, rng, t, other_posture(rng, now))
        if diary.book(act):
            now = str(act.posture)
            turned += 1
            if rng.random() < 0.4:
                after = t + act.length + between(rng, 1.6, 8.0)
                seconds, peak = between(rng, 0.8, 3.0), around(rng, 0.08, 0.6, 0.012, 0.5)
                limbs = (some(rng, PLACES),)
                diary.book(
                    stir(body, rng, after, "gross_movement", limbs, seconds=seconds, peak=peak)
                )
    hours = diary.slept / 3600.0

    def roused(at: float) -> Act:
        limbs = tuple(p for p in PLACES if rng.random() < 0.7) or (some(rng, LEGS), "wrist")
        seconds = around(rng, 3.0, 0.5, 1.0, 10.0)
        peak = body.strength * around(rng, 0.16, 0.7, 0.02, 0.8)
        return stir(body, rng, at, "gross_movement", limbs, seconds=seconds, peak=peak)

    rates = {
        "stirs_per_h": between(rng, 2.0, 6.0),
        "isolated_per_h": between(rng, 2.0, 8.0),
        "twitches_per_h": between(rng, 3.0, 15.0),
    }
    sleep = diary.sleep
    spread(rng, diary, rates["stirs_per_h"] * hours, roused, sleep)
    isolated_at = rates["isolated_per_h"] * hours
    spread(rng, diary, isolated_at, lambda at: isolated(body, rng, at), sleep)
    spread(rng, diary, rates["twitches_per_h"] * hours, lambda at: twitch(body, rng, at), sleep)
    return {"turns": turned, **rates}
