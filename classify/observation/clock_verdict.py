"""The errors found in one sensor's clock, and their correction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from limbwatch.classify.observation.clock_steps import ClockStep
from limbwatch.sensor import Recording, aligned


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorClock:
    """The errors found in the clock of one sensor."""

    ahead_s: float = 0.0
    """How far the clock is ahead, seconds, for `Recording.retimed`; 0 without a correction."""
    fast_ppm: float = 0.0
    """How much too fast it runs, parts per million, for `Recording.retimed`; 0 without a
    correction."""
    steps: tuple[ClockStep, ...] = ()
    """Jumps that `Recording.without_steps` removes first, in order of time."""
    warning: str = ""
    """A sentence about the clock for people; empty if there is nothing to say."""

    @property
    def mended(self) -> bool:
        """Whether stamps are corrected."""
        return self.ahead_s != 0 or self.fast_ppm != 0 or bool(self.steps)

    def most_taken_off(self, seconds: float) -> float:
        """Return the largest correction of a stamp in a recording of this length, seconds."""
        return max(abs(self.ahead_s), abs(self.ahead_s + self.fast_ppm * 1e-6 * seconds))


def on_one_clock(
    recordings: Sequence[Recording], clocks: Sequence[SensorClock]
) -> tuple[Recording, ...]:
    """Correct the times of sensors whose clocks (`clocks_of`) are wrong, and record the warnings.

    The recordings have a common second 0, and again afterwards.
    """
    return aligned(
        tuple(
            _retimed(recording, clock) for recording, clock in zip(recordings, clocks, strict=True)
        )
    )


def _retimed(recording: Recording, clock: SensorClock) -> Recording:
    if clock.warning:
        quality = replace(recording.quality, clock=clock.warning)
        recording = replace(recording, quality=quality)
    if clock.steps:
        recording = recording.without_steps([(step.at_s, step.jump_s) for step in clock.steps])
    if not (clock.ahead_s or clock.fast_ppm):
        return recording
    return recording.retimed(ahead_s=clock.ahead_s, fast_ppm=clock.fast_ppm)
