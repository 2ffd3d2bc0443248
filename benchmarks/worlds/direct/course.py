"""When the wearer lies, sleeps, wakes and dreams."""

from dataclasses import dataclass

from benchmarks.worlds.direct.draws import Rng, around, between


@dataclass(frozen=True, kw_only=True)
class Wake:
    """One stretch awake within the night, and what it is for."""

    begin: float
    end: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """The timetable of a night, s."""

    total: float
    lights: float
    rise: float
    busy: tuple[float, float] | None
    onset: float
    offset: float
    wakes: list[Wake]
    asleep: list[tuple[float, float]]
    rem: list[tuple[float, float]]

    @property
    def hours_asleep(self) -> float:
        """Hours of sleep."""
        return sum(end - begin for begin, end in self.asleep) / 3600.0

    def sleeping(self, time: float) -> bool:
        """Whether this moment is asleep."""
        return any(begin <= time < end for begin, end in self.asleep)

    def dreaming(self, time: float) -> bool:
        """Whether this moment is in REM sleep."""
        return any(begin <= time < end for begin, end in self.rem)


def draw_course(
    rng: Rng, total: float, before: float, demands: list[tuple[str, float]], latency: float = 0.0
) -> Course:
    """Draw a night; `before` seconds are spent awake on something before falling asleep."""
    lights = 60.0 * between(rng, 2.0, 5.0) if total > 2400.0 else total * between(rng, 0.04, 0.06)
    rise = total - min(60.0 * between(rng, 1.0, 4.0), 0.04 * total)
    wait = min(60.0 * between(rng, 5.0, 40.0), total * between(rng, 0.06, 0.13))
    wait = max(wait, min(latency, 0.2 * total))
    wait *= 0.6 if before else 1.0
    begin = lights + min(before, 0.42 * total - lights - wait)
    onset = begin + wait
    offset = rise - min(between(rng, 20.0, 240.0), 0.03 * total)
    spare = (offset - onset) - 0.54 * total
    wants = list(demands)
    hours = (offset - onset) / 3600.0
    for _ in range(int(rng.poisson(between(rng, 0.4, 1.8) * hours))):
        wants.append(("brief", around(rng, 70.0, 0.8, 25.0, 600.0)))
    if total > 4.0 * 3600.0 and rng.random() < 0.4:
        wants.append(("brief", between(rng, 300.0, 1500.0)))
    wakes = _place(rng, wants, onset, offset, spare)
    asleep, now = [], onset
    for wake in wakes:
        asleep.append((now, wake.begin))
        now = wake.end
    asleep.append((now, offset))
    return Course(
        total=total,
        lights=lights,
        rise=rise,
        busy=(lights, begin) if before else None,
        onset=onset,
        offset=offset,
        wakes=wakes,
        asleep=asleep,
        rem=_rem(rng, asleep, onset, offset),
    )


def _place(
    rng: Rng, wants: list[tuple[str, float]], onset: float, offset: float, spare: float
) -> list[Wake]:
    span = offset - onset
    apart = min(300.0, 0.05 * span)
    out: list[Wake] = []
    for why, length in wants:
        if length > spare:
            continue
        for _ in range(60):
            begin = onset + between(rng, 0.12, 0.93) * span
            end = begin + length
            if end > offset - apart:
                continue
            if all(end + apart < each.begin or begin > each.end + apart for each in out):
                out.append(Wake(begin=begin, end=end, why=why))
                spare -= length
                break
    return sorted(out, key=lambda each: each.begin)


def _rem(
    rng: Rng, asleep: list[tuple[float, float]], onset: float, offset: float
) -> list[tuple[float, float]]:
    span = offset - onset
    marks = []
    if span < 2.3 * 3600.0:
        length = between(rng, 0.13, 0.22) * span
        marks.append((offset - length - between(rng, 0.02, 0.1) * span, length))
    else:
        cycle, rank = 60.0 * between(rng, 82.0, 108.0), 1
        while onset + rank * cycle < offset - 60.0:
            length = 60.0 * min(5.0 + 6.0 * rank, 35.0) * between(rng, 0.6, 1.3)
            marks.append((onset + rank * cycle - length, length))
            rank += 1
    out = []
    for begin, length in marks:
        for low, high in asleep:
            start, stop = max(low, begin), min(high, begin + length, offset)
            if stop - start > 60.0:
                out.append((start, stop))
    return out
