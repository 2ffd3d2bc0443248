"""Wake, sleep onset, cycles, awakenings and the final wake of one night."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sample_data.truth import EPOCH_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The stages of a night."""

    stages: tuple[str, ...]
    """``W``, ``N1``, ``N2``, ``N3`` or ``R`` per 30 s from second 0."""
    still_from: float
    """Time from which the sleeper lies still, awake, until sleep onset, seconds."""

    @property
    def end(self) -> float:
        """End of the night, seconds."""
        return len(self.stages) * EPOCH_S

    def spans(self, *stages: str) -> list[tuple[float, float]]:
        """Return start and end of each unbroken stretch of the given stages, seconds."""
        inside = np.array([False, *(stage in stages for stage in self.stages), False])
        edges = np.flatnonzero(np.diff(inside.astype(int)))
        return [
            (float(start * EPOCH_S), float(end * EPOCH_S)) for start, end in edges.reshape(-1, 2)
        ]

    def stage_at(self, time: float) -> str:
        """Return the stage at a time, seconds."""
        return self.stages[min(int(time // EPOCH_S), len(self.stages) - 1)]


def draw(
    rng: np.random.Generator,
    *,
    hours: float,
    latency_min: tuple[float, float],
    awakenings: tuple[int, int],
) -> Architecture:
    """Draw the stages of a night that is recorded for some hours.

    Cycles of 90 to 110 min, deep sleep in the first and REM in the last third, as in the AASM
    manual and Carskadon and Dement (Principles and Practice of Sleep Medicine, ch. 2).
    ``latency_min`` is the range of the minutes awake before sleep, of which at most a third of the
    recording is used; ``awakenings`` is the range of the number of awakenings of a minute or more
    in an 8 h night.
    """
    total = int(hours * 3600 / EPOCH_S)
    latency = _epochs(min(rng.uniform(*latency_min), hours * 20.0))
    final = min(_epochs(rng.uniform(2.0, 12.0)), max(1, total // 15))
    still = min(_epochs(rng.uniform(3.0, 12.0)), latency // 2)
    sleep: list[str] = []
    cycle = 0
    while len(sleep) < total - latency - final:
        sleep += _cycle(cycle, rng)
        cycle += 1
    stages = ["W"] * latency + sleep[: total - latency - final] + ["W"] * final
    count = rng.integers(awakenings[0], awakenings[1] + 1) * hours / 8.0
    for _ in range(int(count + rng.random())):
        _wake_up(stages, rng, first=latency + 20, last=total - final - 20)
    return Architecture(stages=tuple(stages), still_from=(latency - still) * EPOCH_S)


def _epochs(minutes: float) -> int:
    return max(1, round(minutes * 60 / EPOCH_S))


def _cycle(number: int, rng: np.random.Generator) -> list[str]:
    deep = max(0.0, rng.normal(38 - 14 * number, 7))
    dream = max(2.0, rng.normal(6 + 7 * number, 4))
    light = 92 - deep - dream + rng.normal(0, 6)
    plan = (
        ("N1", rng.uniform(2, 6) if number == 0 else rng.uniform(0.5, 2)),
        ("N2", light * rng.uniform(0.35, 0.6)),
        ("N3", deep),
        ("N2", light * rng.uniform(0.3, 0.5)),
        ("R", dream),
    )
    stages: list[str] = []
    for stage, minutes in plan:
        stages += [stage] * round(max(0.0, minutes) * 60 / EPOCH_S)
    return stages


def _wake_up(stages: list[str], rng: np.random.Generator, *, first: int, last: int) -> None:
    if last <= first:
        return
    start = int(rng.integers(first, last))
    length = _epochs(float(np.clip(rng.lognormal(0.9, 0.8), 1.0, 20.0)))
    drowsy = _epochs(rng.uniform(0.5, 3.0))
    for index in range(start, min(start + length, last)):
        stages[index] = "W"
    for index in range(start + length, min(start + length + drowsy, last)):
        if stages[index] in {"N2", "N3"}:
            stages[index] = "N1"
