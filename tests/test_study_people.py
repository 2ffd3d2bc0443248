"""Which nights enter the figures of a person of a study, and what is said of the others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.export.night_record import night_record
from limbwatch.cli.history.yardsticks import Unrated
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.study.tabled.night_row import DOUBTS, NightOfStudy, night_columns
from limbwatch.cli.study.tabled.person_row import SubjectNights, subject_columns
from limbwatch.cli.study.tabled.table_files import cells

Scored = Callable[..., NightOfStudy]


@pytest.fixture
def scored(tmp_path: Path) -> Scored:
    """Write a night and read it as one of a study."""

    def made(night: Night, session: str = "1", *, copied: bool = False) -> NightOfStudy:
        place = tmp_path / session
        place.mkdir()
        (place / "night.json").write_bytes(summary_bytes(summarise(night)))
        (place / "events.csv").write_bytes(events_table(night))
        record = night_record(place, anonymous=False)
        return NightOfStudy(
            subject="1", session=session, night="2026-03-14", place=session, record=record,
            inputs=(), copied=copied,
        )  # fmt: skip

    return made


def arms_of(night: Night) -> Night:
    worn = tuple(one for one in night.coverage if one.placement.limb == "wrist")
    return replace(night, coverage=worn, findings=())


def short_of(night: Night) -> Night:
    asleep = night.sleep.asleep & (night.sleep.middles < 1800 + 7000)
    return replace(night, sleep=replace(night.sleep, asleep=asleep))


def torn_of(night: Night) -> Night:
    """Both legs are seen for a quarter of each minute."""
    gaps = tuple((60.0 * k, 60.0 * k + 44) for k in range(480))
    torn = tuple(replace(one, gaps=gaps) for one in night.coverage)
    return replace(night, coverage=torn, events=(), series=())


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (arms_of, "no_leg_sensor"),
        (short_of, "too_little_sleep"),
        (torn_of, "gaps_too_close"),
        (lambda night: night, ""),
    ],
)
def test_a_night_without_an_index_says_what_it_lacks(
    changed: Callable[[Night], Night], reason: str, example_night: Night, scored: Scored
) -> None:
    """A night of which a wrist alone was recorded was said to have too little sleep."""
    night = scored(changed(example_night))
    assert [code for code in night.doubts if code in list(Unrated)] == [reason] * bool(reason)
    assert night.rated is not bool(reason)
    assert cells(night_columns(), night)["rated"] == (not reason)


def test_every_reason_for_no_index_has_words() -> None:
    assert {reason.value for reason in Unrated} <= set(DOUBTS)


def person(*nights: NightOfStudy) -> dict[str, object]:
    return cells(subject_columns(), SubjectNights("1", nights))


def test_sleep_without_a_sensor_on_a_leg_is_in_the_figures_of_sleep_alone(
    example_night: Night, scored: Scored
) -> None:
    """Two nights of 7 h, one of them of a wrist, and one of 2 h by the wrist that follows."""
    arms = arms_of(example_night)
    found = person(scored(example_night, "1"), scored(arms, "2"), scored(short_of(arms), "3"))
    assert (found["nights"], found["nights_rated"], found["nights_slept"]) == (3, 1, 3)
    assert found["sleep_minutes_median"] == 420.0
    assert found["sleep_minutes_min"] == pytest.approx(116.5)
    assert found["plm_index_per_hour_median"] == found["plm_index_per_hour_max"]
    assert found["plm_index_per_hour_sd"] is None


def test_sleep_that_was_hardly_observed_is_in_no_figure(
    example_night: Night, scored: Scored
) -> None:
    valid = np.arange(960) < 300
    seldom = replace(example_night, sleep=replace(example_night.sleep, valid=valid))
    found = person(scored(seldom))
    assert (found["nights_slept"], found["sleep_minutes_median"]) == (0, None)


def test_a_recording_that_two_sessions_of_a_person_have_counts_once(
    example_night: Night, scored: Scored
) -> None:
    """Its second night entered median, spread and the nights above the line."""
    other = replace(example_night, events=example_night.events[:6], series=())
    nights = scored(example_night, "1"), scored(other, "2"), scored(other, "3", copied=True)
    found = person(*nights)
    assert (found["nights"], found["nights_rated"], found["nights_slept"]) == (3, 2, 2)
    assert found["nights_copied"] == 1
    assert found | {"nights": 2, "nights_copied": 0} == person(*nights[:2])
