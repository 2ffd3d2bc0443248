"""Placements and simulated nights are understood by one parser each, whatever the command."""

import pytest

from benchmarks.hard_nights import HARD
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.cli.reading.scenarios import listed_scenarios, parse_scenario
from limbwatch.cli.reading.sources import parse_sources
from limbwatch.cli.recording.asked.worn import parse_worn
from limbwatch.sensor import Placement


@pytest.mark.parametrize("text", ["ankle_left", "Ankle-Left", " ANKLE_LEFT "])
def test_a_placement_may_be_typed_in_any_case(text: str) -> None:
    assert parse_placement(text) is Placement.ANKLE_LEFT


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("links", "ankle_left, wrist_left"),
        ("left", "ankle_left, wrist_left"),
        ("rechts", "ankle_right, wrist_right"),
        ("kn\N{LATIN SMALL LETTER O WITH DIAERESIS}chel_links", "ankle_left"),
        ("rechtes Handgelenk", "wrist_right"),
        ("foot", "ankle_left, ankle_right, ankle"),
        ("LeftAnkle", "ankle_left"),
        ("ankl_left", "ankle_left"),
        ("ankle_lef", "ankle_left"),
        ("wirst_right", "wrist_right"),
    ],
)
def test_what_a_word_leaves_open_is_suggested_and_nothing_else(text: str, meant: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_placement(text)
    assert str(caught.value).endswith(f" Did you mean {meant}?")


@pytest.mark.parametrize("text", ["pillow", "chest", "left_pocket", "knee"])
def test_a_place_that_is_none_gets_no_limb_suggested(text: str) -> None:
    with pytest.raises(CommandError, match="has none"):
        parse_placement(text)


@pytest.mark.parametrize("text", ["ankle_left=", "ankle_left", "Ankle-left"])
def test_a_sensor_without_a_name_is_told_so(text: str) -> None:
    with pytest.raises(CommandError, match=f"{text!r} names no sensor; write ankle_left=ADDRESS"):
        parse_worn([text], [])


def test_recording_and_replaying_suggest_the_same() -> None:
    said = []
    for parse in (
        lambda: parse_sources(["left_ankle=x.csv"]),
        lambda: parse_worn(["left_ankle=x"], []),
    ):
        with pytest.raises(CommandError) as caught:
            parse()
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "Did you mean ankle_left?" in said[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PLM", "plm_moderate"),
        ("plm-severe", "plm_severe"),
        ("healthy", "healthy"),
        ("evening", "evening_restlessness"),
    ],
)
def test_a_night_is_found_by_its_name_or_what_only_it_begins_with(text: str, name: str) -> None:
    assert parse_scenario(text) == name


@pytest.mark.parametrize("text", ["plm_", "", "h", "FOO", "convul"])
def test_nothing_is_guessed_from_what_several_begin_with_or_none(text: str) -> None:
    with pytest.raises(CommandError, match=r"Name one of them|choose one of"):
        parse_scenario(text)


def test_nights_that_break_the_method_are_not_shown_to_a_sleeper() -> None:
    assert not set(HARD) & set(listed_scenarios())
    with pytest.raises(CommandError, match="no simulated night"):
        parse_scenario("hard_clocks")
    assert "plm_severe" in listed_scenarios()
