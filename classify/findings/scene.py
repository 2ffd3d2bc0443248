"""The labelled night that findings are drawn from, and how evidence is worded."""

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
    """A labelled night with the sensors that were worn."""

    events: Sequence[Event]
    """Events in order of onset."""
    sleep: Sleep
    """Sleep and wake of the night."""
    coverage: Sequence[Coverage]
    """Coverage of each sensor."""
    length: float
    """Length of the night, seconds."""
    age: float | None
    """Age of the wearer, years; None if unknown."""
    breath_swells: Callable[[Sequence[Event]], bool]
    """Returns whether breath recorded on an arm was deeper around some events than earlier."""

    @property
    def sleep_hours(self) -> float:
        """Sleep in which a movement of the legs would have been recorded, hours.

        The index of the night uses the same hours, so that a finding cannot differ from it.
        """
        return exposure(self.sleep, self.coverage).hours_asleep

    @property
    def sleep_words(self) -> str:
        """The words for sleep: estimated, unless a laboratory scored it."""
        return "estimated sleep" if self.sleep.estimated else "sleep"

    @property
    def child(self) -> bool:
        """Whether the wearer is known to be a child."""
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
        """Time since the end of all earlier movements before each event, seconds.

        Below 0 while one lasts; infinite for the first event.
        """
        reach = np.maximum.accumulate([e.onset + e.duration for e in self.events] or [0.0])
        later = zip(reach.tolist(), self.events[1:], strict=False)
        return [np.inf, *(event.onset - end for end, event in later)][: len(self.events)]

    def of(self, *kinds: Kind) -> list[Event]:
        """Return the events of some kinds."""
        return [event for event in self.events if event.kind in kinds]

    def in_bed(self, event: Event) -> bool:
        """Return whether an event began in the time in bed; True where that is unknown."""
        bed = self.sleep.in_bed
        return bed is None or bed[0] <= event.onset < bed[1]

    def moved_between(self, start: float, end: float) -> float:
        """Return how long the wearer moved between two moments, seconds."""
        own = (event for event in self.events if event.kind is not Kind.EXTERNAL)
        return sum(
            max(0.0, min(event.onset + event.duration, end) - max(event.onset, start))
            for event in own
        )

    def falling_asleep(self, event: Event) -> bool:
        """Return whether an event began in sleep or shortly before it.

        Always False in a test of wakefulness.
        """
        return self.sleep.until_asleep(event.onset) <= CONCERN.falling_s

    def out_of_sleep(self, event: Event, *, within: float = CONCERN.short_wake_s) -> bool:
        """Return whether an event began in estimated sleep, or in short wakefulness around it.

        Always False without any sleep, where a wake period is short only because the recording is.

        Parameters
        ----------
        within : float
            Longest wake period that is short, seconds.
        """
        slept = bool(np.any(self.sleep.asleep))
        return slept and self.sleep.wake_around(event.onset) <= within


def times(count: int) -> str:
    """Return the words for a number of times."""
    return "once" if count == 1 else f"{count} times"


def joints_of(event: Event) -> set[str]:
    """Return at which joints an event was recorded: ``ankle``, ``wrist`` or both."""
    return {limb.limb for limb in event.limbs}


def limbs_of(events: Sequence[Event]) -> str:
    """Return the names of the limbs that took part in some events, the most frequent first."""
    places = [limb.words for event in events for limb in event.limbs]
    *others, last = sorted(set(places), key=lambda each: (-places.count(each), each))
    return f"{', '.join(others)} and {last}" if others else last


def seen_by(events: Sequence[Event], scene: Scene) -> str:
    """Return how many sensors recorded the most widely recorded of some events, in words."""
    if len(scene.coverage) == 1:
        return "seen by the one sensor there was"
    most = max(len(event.limbs) for event in events)
    return f"seen by {most} of {len(scene.coverage)} sensors"


def runs_within(
    events: Sequence[Event], longest: float, shortest: float = 0.0
) -> Iterator[list[Event]]:
    """Yield runs of events whose steps from onset to onset are within two bounds, seconds."""
    run: list[Event] = []
    for event in events:
        if run and not shortest <= event.onset - run[-1].onset <= longest:
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def most_at_once(events: Sequence[Event], within_s: float) -> Sequence[Event]:
    """Return the largest number of events within some time; the events are in order of onset."""
    onset = np.array([event.onset for event in events])
    if not len(onset):
        return events
    ends = np.searchsorted(onset, onset + within_s, side="right")
    first = int(np.argmax(ends - np.arange(len(onset))))
    return events[first : ends[first]]
