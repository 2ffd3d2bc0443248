"""When the wearer lies, sleeps, wakes and dreams."""

from dataclasses import dataclass, field

from benchmarks.worlds.levers.draws import Rng, around, between, chance


@dataclass(frozen=True, kw_only=True)
class Waking:
    """A stretch awake within the night, and what it is for."""

    begin: float
    end: float
    why: str


@dataclass(kw_only=True)
class Timetable:
    """The course of a night, s.

    Parameters
    ----------
    total, lights, onset, offset, rise : float
        Length, lights off, first falling asleep, last awakening, rising.
    busy : tuple of float, optional
        Spent on something before trying to sleep.
    wakings : list of Waking
        Between onset and offset, in order.
    """

    total: float
    lights: float
    onset: float
    offset: float
    rise: float
    busy: tuple[float, float] | None = None
    wakings: list[Waking] = field(default_factory=list)

    @property
    def asleep(self) -> list[tuple[float, float]]:
        """Asleep from and to."""
        begins = [self.onset, *(each.end for each in self.wakings)]
        ends = [*(each.begin for each in self.wakings), self.offset]
        return list(zip(begins, ends, strict=True))

    @property
    def hours(self) -> float:
        """Hours of sleep."""
        return sum(end - begin for begin, end in self.asleep) / 3600.0

    @property
    def drowsy(self) -> list[tuple[float, float]]:
        """Awake and trying to sleep."""
        begin = self.busy[1] if self.busy else self.lights
        out = [(begin + 5.0, self.onset)]
        return out + [(each.begin + 8.0, each.end) for each in self.wakings if each.why == "awake"]

    @property
    def late(self) -> list[tuple[float, float]]:
        """Asleep in the later part of the night, where dreams are."""
        middle = self.onset + 0.45 * (self.offset - self.onset)
        spans = [(max(low, middle), high) for low, high in self.asleep]
        return [(low, high) for low, high in spans if high - low > 90.0]


def draw_timetable(
    rng: Rng, total: float, wants: list[tuple[str, float]], busy: float, latency: float
) -> Timetable:
    """Draw a night.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    total : float
        Length of the recording, s.
    wants : list of (str, float)
        Wakings that the scenario needs, and how long, s.
    busy : float
        Share of the recording spent on something before trying to sleep.
    latency : float
        Least time for falling asleep, s.

    Returns
    -------
    Timetable
        Where most of the night is sleep.
    """
    lights = min(60.0 * between(rng, 1.5, 6.0), 0.05 * total)
    rise = total - min(60.0 * between(rng, 0.8, 4.0), 0.035 * total)
    begin = lights + busy * total
    wait = min(around(rng, 720.0, 0.6, 180.0, 2700.0), between(rng, 0.05, 0.14) * total)
    onset = begin + max(wait, min(latency, 0.2 * total)) * (0.6 if busy else 1.0)
    offset = rise - min(between(rng, 25.0, 300.0), 0.04 * total)
    table = Timetable(
        total=total,
        lights=lights,
        onset=onset,
        offset=offset,
        rise=rise,
        busy=(lights, begin) if busy else None,
    )
    hours = (offset - onset) / 3600.0
    wants = list(wants)
    for _ in range(int(rng.poisson(between(rng, 0.4, 2.0) * hours))):
        wants.append(("awake", around(rng, 60.0, 0.8, 20.0, 500.0)))
    if total > 4.0 * 3600.0 and chance(rng, 0.4):
        wants.append(("awake", between(rng, 400.0, 1800.0)))
    _place(rng, table, wants, 0.45 * (offset - onset))
    return table


def _place(rng: Rng, table: Timetable, wants: list[tuple[str, float]], spare: float) -> None:
    length = table.offset - table.onset
    apart = min(240.0, 0.06 * length)
    for why, lasts in wants:
        if lasts > spare:
            continue
        for _ in range(80):
            begin = table.onset + between(rng, 0.08, 0.95) * length
            end = begin + lasts
            if end > table.offset - apart:
                continue
            if all(end + apart < each.begin or begin > each.end + apart for each in table.wakings):
                table.wakings.append(Waking(begin=begin, end=end, why=why))
                spare -= lasts
                break
    table.wakings.sort(key=lambda each: each.begin)
