"""A gap is where a sample is missing: runs that follow each other at once have none."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Night
from limbwatch.classify.observation.coverage import gaps_of
from limbwatch.classify.summary import summarise
from limbwatch.cli.report.lead import _coverage_number
from limbwatch.cli.report.sheet import _wear_words
from limbwatch.cli.report.tables import _cells
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.outcome import _gap_words
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


class TestBegunLater:
    """A sensor that came later than another was not lost: what it lacks before is no gap."""

    @staticmethod
    def with_gaps(night: Night, *gaps: tuple[float, float]) -> Summary:
        first, *others = night.coverage
        begun = replace(first, gaps=gaps)
        whole = [replace(one, gaps=()) for one in others]
        return summarise(replace(night, coverage=(begun, *whole)))

    @pytest.mark.parametrize(
        ("gaps", "late", "losses"),
        [
            ((), 0.0, 0),
            (((0.0, 4.0),), 0.0, 0),
            (((0.0, 30.0), (500.0, 530.0)), 0.0, 1),
            (((0.0, 40.4),), 40.4, 0),
            (((0.0, 40.4), (500.0, 530.0)), 40.4, 1),
            (((3.0, 40.4),), 0.0, 1),
        ],
    )
    def test_what_is_missing_before_the_first_data_is_no_loss(
        self,
        gaps: tuple[tuple[float, float], ...],
        late: float,
        losses: int,
        example_night: Night,
    ) -> None:
        one = self.with_gaps(example_night, *gaps).coverage[0]
        assert (one.late_s, len(one.losses), len(one.gaps)) == (late, losses, len(gaps))

    @pytest.mark.parametrize(("recorded", "late"), [(190.0, 0.0), (170.0, 18.0)])
    def test_in_a_short_recording_less_is_told_as_begun_later(
        self, recorded: float, late: float, example_night: Night
    ) -> None:
        one = self.with_gaps(example_night, (0.0, 18.0)).coverage[0]
        assert replace(one, recorded_s=recorded).late_s == late

    @pytest.mark.parametrize(
        ("gaps", "said", "account"),
        [
            (((0.0, 40.4),), "no gap, began 40 s later", "no gaps, left ankle began 40 s later"),
            (
                ((0.0, 40.4), (500.0, 530.0)),
                "one gap of 30 s, began 40 s later",
                "1 gap, left ankle began 40 s later",
            ),
            (((0.0, 4.0),), "of the night, no gap, 49", "no gaps"),
            (((500.0, 530.0),), "one gap of 30 s,", "1 gap"),
        ],
    )
    def test_it_is_told_as_begun_later_on_the_screen(
        self,
        gaps: tuple[tuple[float, float], ...],
        said: str,
        account: str,
        example_night: Night,
    ) -> None:
        summary = self.with_gaps(example_night, *gaps)
        assert said in first_screen(summary)
        assert _gap_words(summary) == account

    def test_it_is_told_as_begun_later_in_the_report(self, example_night: Night) -> None:
        summary = self.with_gaps(example_night, (0.0, 40.4), (500.0, 530.0))
        left = summary.coverage[0]
        assert _coverage_number(summary).basis == (
            "3 sensors, 1 gap, the longest 30 s, one began 40 s later"
        )
        assert _wear_words(left).endswith("1 gap of 30 s in all, began 40 s later")
        assert "1, longest 30 s, began 40 s later" in _cells(left)
        other = replace(summary.coverage[1], gaps=((0.0, 61.0),))
        both = replace(summary, coverage=(left, other))
        assert _coverage_number(both).basis.endswith(", 2 began later, up to 1 min")
