"""What the findings of a night look at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.leg_sensors import ankle_sensors
from limbwatch.classify.night import Coverage, Event
from limbwatch.classify.observation.exposure_time import exposure
from limbwatch.classify.slept import Sleep
from limbwatch.sensor import Placement

HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A labelled night, and what was worn."""

    events: Sequence[Event]
    """In order of onset."""
    sleep: Sleep
    coverage: Sequence[Coverage]
    length: float
    """Length of the night, seconds."""
    age: float | None
    """Years."""
    breath_swells: Callable[[Sequence[Event]], bool]
    """Whether the breath that an arm felt was deeper around some events than earlier."""

    @property
    def sleep_hours(self) -> float:
        """Sleep in which a movement of the legs would have been seen, hours.

        The index of the night is counted in the same hours, so that a finding never says another.
        """
        return exposure(self.sleep, self.coverage).hours_asleep

    @property
    def sleep_words(self) -> str:
        """What sleep is: estimated, unless a laboratory scored it."""
        return "estimated sleep" if self.sleep.estimated else "sleep"

    @property
    def child(self) -> bool:
        """Whether the wearer is known to be one."""
        return self.age is not None and self.age < CONCERN.adult_age

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where sensors were worn."""
        return tuple(sensor.placement for sensor in self.coverage)

    @property
    def ankles(self) -> int:
        """Number of sensors on legs."""
        return len(ankle_sensors(self.coverage))

    @property
    def wrists(self) -> int:
        """Number of sensors on arms."""
        return len(self.coverage) - self.ankles

    @property
    def rests(self) -> list[float]:
        """Time since the end of all movements before each event, seconds; below 0 while one lasts.

        The first event has rested without end.
        """
        reach = np.maximum.accumulate([e.onset + e.duration for e in self.events] or [0.0])
        later = zip(reach.tolist(), self.events[1:], strict=False)
        return [np.inf, *(event.onset - end for end, event in later)][: len(self.events)]

    def of(self, *kinds: Kind) -> list[Event]:
        """Return the events of some kinds."""
        return [event for event in self.events if event.kind in kinds]

    def in_bed(self, event: Event) -> bool:
        """Tell whether an event began in the time in bed; where that is unknown, all did."""
        bed = self.sleep.in_bed
        return bed is None or bed[0] <= event.onset < bed[1]

    def falling_asleep(self, event: Event) -> bool:
        """Tell whether an event began in sleep, or so late before it that its wearer falls asleep.

        In a test of wakefulness nobody does.
        """
        return self.sleep.until_asleep(event.onset) <= CONCERN.falling_s

    def out_of_sleep(self, event: Event) -> bool:
        """Tell whether an event began in estimated sleep, or in short wakefulness around it.

        Where nobody slept at all, wakefulness is short only because the recording is.
        """
        slept = bool(np.any(self.sleep.asleep))
        return slept and self.sleep.wake_around(event.onset) <= CONCERN.short_wake_s


def times(count: int) -> str:
    """Say how often."""
    return "once" if count == 1 else f"{count} times"


def limbs_of(events: Sequence[Event]) -> str:
    """Name the limbs that took part in some events, the most frequent first."""
    places = [limb.words for event in events for limb in event.limbs]
    *others, last = sorted(set(places), key=lambda each: (-places.count(each), each))
    return f"{', '.join(others)} and {last}" if others else last


def seen_by(events: Sequence[Event], scene: Scene) -> str:
    """Say how many sensors saw the most widely seen of some events."""
    if len(scene.coverage) == 1:
        return "seen by the one sensor there was"
    most = max(len(event.limbs) for event in events)
    return f"seen by {most} of {len(scene.coverage)} sensors"


def runs_within(
    events: Sequence[Event], longest: float, shortest: float = 0.0
) -> Iterator[list[Event]]:
    """Divide events, in order, where the step from one onset to the next is outside two bounds."""
    run: list[Event] = []
    for event in events:
        if run and not shortest <= event.onset - run[-1].onset <= longest:
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def most_at_once(events: Sequence[Event], within_s: float) -> Sequence[Event]:
    """Return the most events that lie within some time; these are in order of onset."""
    onset = np.array([event.onset for event in events])
    if not len(onset):
        return events
    ends = np.searchsorted(onset, onset + within_s, side="right")
    first = int(np.argmax(ends - np.arange(len(onset))))
    return events[first : ends[first]]
