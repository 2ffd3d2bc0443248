"""What comes over the ill, and trembling and cramps that others know as well."""

from collections.abc import Callable

from benchmarks.worlds.driven.act import Act
from benchmarks.worlds.driven.body import Body
from benchmarks.worlds.driven.diary import Diary, Span
from benchmarks.worlds.driven.drive import Rng, around, between
from benchmarks.worlds.driven.movements import (
    some,
)
from benchmarks.worlds.driven.periodic import spread
from benchmarks.worlds.driven.rhythms import (
    cramp,
    focal,
    foot_tremor,
    rest_tremor,
    shudder,
    spasm,
)
from benchmarks.worlds.night import PLACES

Facts = dict[str, object]


Special = Callable[[Body, Rng, Diary, float], Facts]


def tremor(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Rest tremor while awake."""
    limb = some(rng, PLACES, (1.0, 1.0, 2.5))
    hz = between(rng, 4.1, 5.9)
    spans: list[Span] = [(20.0, diary.lights_off), (diary.lights_off, diary.asleep_at)]
    spans += [*diary.wakes, (diary.awake_at, diary.rise)]
    awake = sum(b - a for a, b in spans)
    wanted = max(3.0, dose * min(10.0, awake / 150.0))
    done = spread(rng, diary, wanted, lambda at: rest_tremor(body, rng, at, limb, hz), spans)
    return {"tremor_limb": limb, "tremor_hz": hz, "tremors": done}


def awaken(rng: Rng, diary: Diary, at: float, seconds: float) -> None:
    """Make the wearer wake for a while."""
    diary.wakes.append((at, min(at + seconds, diary.awake_at)))


def shudders(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Shudders, awake and asleep."""
    span = [(10.0, diary.rise)]
    count = max(3.0, dose * between(rng, 3.0, 8.0) * diary.hours**0.7)
    return {"shudders": spread(rng, diary, count, lambda at: shudder(body, rng, at), span)}


def feet(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Hypnagogic foot tremor around the onset of sleep."""
    before = 0.6 * (diary.asleep_at - diary.lights_off)
    spans = [(diary.asleep_at - before, diary.asleep_at + 600.0)]
    spans += [(max(b - 30.0, a), b + 120.0) for a, b in diary.wakes]
    count = max(3.0, dose * between(rng, 6.0, 16.0))
    return {"foot_tremors": spread(rng, diary, count, lambda at: foot_tremor(body, rng, at), spans)}


def cramps(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Cramps that wake the wearer."""
    done = 0
    for _ in range(int(rng.integers(1, 4 if diary.hours > 1.0 else 2))):
        for _ in range(10):
            acts = cramp(body, rng, diary.at_slept(between(rng, 0.1, 0.95) * diary.slept))
            end = max(a.at + a.length for a in acts)
            if end < diary.awake_at - 90.0 and diary.book(acts[0], margin=4.0):
                for act in acts[1:]:
                    diary.book(act, anyway=True)
                awaken(rng, diary, acts[0].at + 2.0, end - acts[0].at + between(rng, 20.0, 60.0))
                done += 1
                break
    return {"cramps": done}


def seizures(make: Callable[[Body, Rng, float], Act], most: int, still: float) -> Special:
    """A few seizures of a kind out of sleep, each followed by stillness."""

    def add(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
        done = 0
        for _ in range(int(rng.integers(1, most + 1))):
            for _ in range(20):
                act = make(body, rng, diary.at_slept(between(rng, 0.05, 0.95) * diary.slept))
                if act.at + act.length < diary.awake_at - 60.0 and diary.book(act, margin=8.0):
                    quiet = act.at + act.length
                    diary.busy.append((quiet, quiet + still * between(rng, 0.5, 1.5)))
                    done += 1
                    break
        return {"seizures": done}

    return add


def focals(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Shaking of always the same limb."""
    limb = some(rng, PLACES)
    facts = seizures(lambda b, r, at: focal(b, r, at, limb), 6, 20.0)(body, rng, diary, dose)
    return {**facts, "focal_limb": limb}


def spasms(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Clusters of spasms on awakening."""
    longest = min(300.0, 0.08 * diary.slept)
    clusters = [diary.awake_at + 3.0]
    for _ in range(int(rng.integers(1, 3))):
        at = diary.at_slept(between(rng, 0.2, 0.85) * diary.slept)
        awaken(rng, diary, at, between(rng, 0.6, 1.0) * longest)
        clusters.append(at + 3.0)
    done = 0
    for begin in clusters:
        gap, strong = around(rng, 11.0, 0.3, 6.0, 22.0), around(rng, 0.35, 0.5, 0.12, 0.9)
        number = int(rng.integers(6, 30))
        t = begin
        for k in range(number):
            size = strong * (0.5 + 0.5 * min(k / 4.0, 1.0)) * around(rng, 1.0, 0.2, 0.5, 1.6)
            act = spasm(body, rng, t, size)
            if act.at + act.length > min(begin + longest, diary.rise - 3.0):
                break
            done += diary.book(act, margin=0.5)
            t += around(rng, gap, 0.25, 5.0, 30.0)
    return {"spasms": done}
