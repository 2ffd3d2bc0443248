"""A gap is where a sample is missing: runs that follow each other at once have none."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from limbwatch.classify.observation.coverage import gaps_of
from limbwatch.dsp import Track
from limbwatch.sensor import Placement, Samples
from limbwatch.sensor.samples import gaps_between

RATE = 25.0


@pytest.mark.parametrize(("lacking", "gaps"), [(0.0, 0), (0.3, 0), (0.45, 0), (0.6, 1), (1.0, 1)])
def test_less_than_half_a_sample_is_no_gap(
    lacking: float, gaps: int, make_track: Callable[..., Track]
) -> None:
    xyz = np.ones((250, 3), np.float32)
    after = 10 + lacking / RATE
    runs = [Samples(start=0.0, rate=RATE, xyz=xyz), Samples(start=after, rate=RATE, xyz=xyz)]
    assert gaps_between(runs) == gaps
    track = make_track(Placement.ANKLE, [], spans=[(0.0, 10.0), (after, after + 10)])
    assert len(gaps_of(replace(track, rate=RATE), after + 10)) == gaps
