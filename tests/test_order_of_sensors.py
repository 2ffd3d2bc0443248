"""The order in which sensors are given changes nothing of a night."""

from itertools import permutations

import pytest

import limbwatch
from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.making.finished_night import make_night
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Placement, aligned
from limbwatch.sensor.placement import by_placement

SORTED = [Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT]


@pytest.fixture(scope="module")
def sensors():
    return simulate("plm_mild", seed=3, hours=0.5, rate=25.0).recordings


def test_a_night_is_the_same_in_every_order_of_its_sensors(sensors):
    nights = [limbwatch.score_night(given) for given in permutations(sensors)]
    assert len(nights[0].events) > 5
    for night in nights[1:]:
        assert night.events == nights[0].events
        assert limbwatch.summarise(night) == limbwatch.summarise(nights[0])


def test_the_files_of_a_night_are_the_same_in_every_order_of_its_sensors(sensors, tmp_path):
    files = []
    for number, given in enumerate((sensors, sensors[::-1])):
        source = tuple(
            SourceFile(placement=one.placement, name=f"{one.placement}.csv", sha256="")
            for one in given
        )
        origin = Origin(source=source)
        folder = make_night(
            tmp_path / str(number), given, ScoringWish(ScoredBy("wasm2016"), origin=origin)
        )
        files.append(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
    assert {"events.csv", "night.json"} <= set(files[0])
    assert files[0] == files[1]


def test_recordings_are_aligned_and_joined_in_the_order_of_placements(sensors):
    for given in permutations(sensors):
        assert [one.placement for one in aligned(given)] == SORTED
        assert [one.placement for one in one_per_placement(given)] == SORTED


def test_what_is_of_one_placement_stays_in_its_order(sensors):
    files = [
        SourceFile(placement=placement, name=name, sha256="")
        for placement, name in ((SORTED[1], "b"), (SORTED[0], "z"), (SORTED[0], "a"))
    ]
    assert [one.name for one in by_placement(files)] == ["z", "a", "b"]
