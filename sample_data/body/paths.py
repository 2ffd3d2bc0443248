"""Joint angles that reach a new level, or return, in several uneven pushes."""

from dataclasses import replace

import numpy as np

from limbwatch.sample_data.body.trajectory import Step, Trajectory


def staircase(duration: float, total: float, rng: np.random.Generator) -> Trajectory:
    """Draw a path to ``total`` in one to six uneven pushes that overlap or pause."""
    count = 1 + int(rng.integers(0, 1 + min(5, int(1 + duration / 2))))
    shares = rng.dirichlet(np.full(count, 1.5))
    starts = np.sort(rng.uniform(0, 0.75 * duration, count))
    starts[0] = 0.0
    steps = []
    for index, (start, share) in enumerate(zip(starts, shares, strict=True)):
        room = duration - start
        length = room if index == count - 1 else min(room, rng.uniform(0.5, 2.5))
        if index == count - 1 and room > 3.0:
            length = rng.uniform(1.0, 3.0)
        steps.append(
            Step(
                start=float(start),
                duration=float(length),
                size=float(total * share),
                early=rng.uniform(2.7, 3.6),
                late=rng.uniform(2.7, 3.6),
            )
        )
    last = steps[-1]
    steps[-1] = replace(last, start=duration - last.duration)
    return Trajectory(steps=tuple(steps))


def wiggle(duration: float, size: float, rng: np.random.Generator) -> Trajectory:
    """Draw a path that goes to and fro a few times and ends where it began."""
    count = 2 + int(rng.integers(0, 2 + int(min(duration, 20.0) / 1.5)))
    cuts = np.sort(rng.uniform(0, duration, count - 1))
    edges = np.concatenate(([0.0], cuts, [duration]))
    levels = np.concatenate(([0.0], rng.normal(0, size, count - 1), [0.0]))
    steps = []
    for start, end, before, after in zip(
        edges[:-1], edges[1:], levels[:-1], levels[1:], strict=True
    ):
        length = max(end - start, 0.5)
        begin = min(start, duration - length) if duration > length else 0.0
        steps.append(
            Step(
                start=float(begin),
                duration=float(min(length, duration - begin)),
                size=float(after - before),
                early=rng.uniform(2.7, 3.6),
                late=rng.uniform(2.7, 3.6),
            )
        )
    return Trajectory(steps=tuple(steps))


def squeezed(trajectory: Trajectory, duration: float) -> Trajectory:
    """Return a trajectory compressed to a duration, seconds, if it is longer."""
    factor = min(1.0, duration / trajectory.end)
    return Trajectory(
        steps=tuple(
            replace(step, start=step.start * factor, duration=step.duration * factor)
            for step in trajectory.steps
        )
    )
