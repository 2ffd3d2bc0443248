"""Times of scored events: without seconds, beside columns of seconds, and in comments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.scorings.moments import WITHOUT_SECONDS
from limbwatch.sensor.scorings.reading import read_scoring

START = datetime(2026, 3, 14, 23, 56, 40)  # noqa: DTZ001 - as scorers write it
Write = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "scored.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def clock(number: int, form: str = "%H:%M:%S") -> str:
    return (START + timedelta(seconds=27 * number)).strftime(form)


def legs(path: Path) -> list[tuple[float, float]]:
    found = read_scoring(path).leg_movements
    return list(zip(found.onset_s.tolist(), found.duration_s.tolist(), strict=True))


@pytest.mark.parametrize("form", ["%H:%M", "%d.%m.%Y %H:%M", "%I:%M %p", "%Y-%m-%dT%H:%M"])
@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Time,Event,Duration", "{},LM,1.5"),
        ("Event\tTime\tDuration", "PLM\t{}\t1.5"),
        ("Start,End,Event", "{0},{0},LM"),
    ],
)
def test_leg_movements_told_to_the_minute_are_refused(
    written: Write, head: str, row: str, form: str
) -> None:
    """Movements of one minute were joined as if they had been listed twice."""
    rows = [row.format(clock(k, form)) for k in range(12)]
    with pytest.raises(UnreadableFile, match="12 leg movements are written without seconds"):
        read_scoring(written("\n".join([head, *rows]) + "\n"))


def test_events_that_need_no_seconds_are_read_to_the_minute_and_doubted(written: Write) -> None:
    rows = [f"23:{k:02},Arousal,3" for k in range(12)]
    found = read_scoring(written("\n".join(["Time,Event,Duration", *rows]) + "\n"))
    assert found.arousals.onset_s.tolist() == [60.0 * k for k in range(12)]
    assert WITHOUT_SECONDS in found.doubts
    # whole minutes that were written with their seconds are those of the events
    rows = [f"23:{k:02}:00,LM,3" for k in range(12)]
    found = read_scoring(written("\n".join(["Time,Event,Duration", *rows]) + "\n"))
    assert len(found.leg_movements) == 12
    assert WITHOUT_SECONDS not in found.doubts


SECONDS = "Wonambi v7.0\nclock start time,start time,end time,stitches,stage,event type\n"


def test_columns_of_seconds_beside_a_clock_tell_how_long_movements_lasted(written: Write) -> None:
    """A column of zeros was taken for the durations, and what the program fills in was told."""
    rows = [f"{clock(k)},{1000 + 27 * k}.25,{1001 + 27 * k}.75,0,NREM2,LM" for k in range(4)]
    path = written(SECONDS + "\n".join(rows) + "\n")
    assert legs(path) == [(27.0 * k, 1.5) for k in range(4)]
    assert not any("fills in" in one for one in read_scoring(path).doubts)


@pytest.mark.parametrize(("late", "onset"), [(0.9, 54.9), (1.1, 54.0)])
def test_seconds_refine_a_clock_that_they_agree_with_to_a_second(
    written: Write, late: float, onset: float
) -> None:
    """A clock is cut to whole seconds; seconds that are further away are of something else."""
    begins = [1000.0, 1027.0, 1054.0 + late, 1081.0]
    rows = [f"{clock(k)},{at},{at + 1.5},0,NREM2,LM" for k, at in enumerate(begins)]
    path = written(SECONDS + "\n".join(rows) + "\n")
    assert [at for at, _ in legs(path)] == pytest.approx([0.0, 27.0, onset, 81.0])


def test_a_duration_column_of_another_name_is_told(written: Write) -> None:
    rows = [f"{clock(k)},LM,1.{k % 5}" for k in range(6)]
    path = written("\n".join(["Time,Event,Megethos", *rows]) + "\n")
    assert [lasted for _, lasted in legs(path)] == [1.0, 1.1, 1.2, 1.3, 1.4, 1.0]
    assert any("'megethos' was taken for it" in one for one in read_scoring(path).doubts)
    path = written("\n".join(["Time,Event,Zeros", *(f"{clock(k)},LM,0" for k in range(6))]) + "\n")
    assert np.isnan([lasted for _, lasted in legs(path)]).all()


MNE = "# MNE-Annotations\n# orig_time : {}\n# onset, duration, description\n"


def test_annotations_of_mne_are_named_and_begun_by_their_comments(
    written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{1000.0 + 27 * k}, 1.5, LM left\n" for k in range(12))
    path = written(MNE.format("2026-03-14 22:40:00+00:00") + rows)
    found = read_scoring(path)
    assert legs(path) == [(1000.0 + 27 * k, 1.5) for k in range(12)]
    assert set(found.leg_movements.side) == {"left"}
    assert found.start == datetime(2026, 3, 14, 22, 40, tzinfo=UTC)
    assert any("orig_time) was read as UTC" in one for one in found.doubts)
    assert run(["score", str(path)]) == 0
    assert "12" in capsys.readouterr().out
    undated = read_scoring(written(MNE.format("None") + rows))
    assert (undated.start, undated.doubts) == (None, ())


def test_a_comment_that_names_no_columns_stays_a_comment(written: Write) -> None:
    text = "# start of the list, scored by hand\nside,onset_s,duration_s\nL,100,2\nR,130,2\n"
    assert legs(written(text)) == [(100.0, 2.0), (130.0, 2.0)]
    # as many names as there are columns, above rows that have names of their own
    text = "# side, start, duration\nside,onset_s,duration_s\nL,100,2\nR,130,2\n"
    assert legs(written(text)) == [(100.0, 2.0), (130.0, 2.0)]
