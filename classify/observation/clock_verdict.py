"""What was found of the clock of one sensor, and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from limbwatch.classify.observation.clock_steps import ClockStep
from limbwatch.sensor import Recording, aligned


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorClock:
    """What was found of the clock of one sensor."""

    ahead_s: float = 0.0
    fast_ppm: float = 0.0
    """What `Recording.retimed` is to take off its stamps, seconds and parts per million; 0 where
    nothing is to be mended."""
    steps: tuple[ClockStep, ...] = ()
    """Jumps that `Recording.without_steps` is to take off before, in order of time."""
    warning: str = ""
    """A sentence about it for the person; empty where there is nothing to say."""

    @property
    def mended(self) -> bool:
        """Whether stamps are to be changed."""
        return self.ahead_s != 0 or self.fast_ppm != 0 or bool(self.steps)

    def most_taken_off(self, seconds: float) -> float:
        """Return what is taken off the stamps of a recording that lasts so long at most, s."""
        return max(abs(self.ahead_s), abs(self.ahead_s + self.fast_ppm * 1e-6 * seconds))


def on_one_clock(
    recordings: Sequence[Recording], clocks: Sequence[SensorClock]
) -> tuple[Recording, ...]:
    """Change the times of the sensors whose clocks are off, and say so.

    Parameters
    ----------
    recordings : sequence of Recording
        With one second 0.
    clocks : sequence of SensorClock
        In the same order, as `clocks_of` found them.

    Returns
    -------
    tuple of Recording
        With one second 0 again.
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
