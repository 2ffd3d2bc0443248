"""A recording on its grids: what is analysed, and drawn."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from limbwatch.dsp.limits import LIMITS, Limits
from limbwatch.dsp.signal.grid import Grid, GridBlock
from limbwatch.sensor import Recording


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gridded:
    """The runs of one sensor on grids, one grid for what no dropout of length divides."""

    recording: Recording
    """Where the values come from."""
    blocks: tuple[GridBlock, ...]
    """One for each run; a block with index 0 begins a stretch on a grid of its own."""
    spans: NDArray[np.float64]
    """Begin and end of each stretch, seconds from the recording's start; shape (stretches, 2)."""

    @property
    def stretches(self) -> tuple[tuple[GridBlock, ...], ...]:
        """Blocks of one grid together, in order of time."""
        heads = [k for k, block in enumerate(self.blocks) if block.index == 0]
        return tuple(self.blocks[a:b] for a, b in pairwise([*heads, len(self.blocks)]))


def gridded(recording: Recording, *, limits: Limits = LIMITS) -> Gridded:
    """Put a recording on grids."""
    runs = recording.runs
    grid = Grid(runs[0], limits=limits)
    blocks, spans = [], [[runs[0].start, runs[0].start]]
    for run in runs:
        if not grid.continues(run):
            grid = Grid(run, limits=limits)
            spans.append([run.start, run.end])
        spans[-1][1] = run.end
        blocks.append(grid.push(run))
    return Gridded(recording=recording, blocks=tuple(blocks), spans=np.array(spans))
