"""What stands above a table about its sensor is held against what was given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from limbwatch.cli.reading.joining import one_per_placement
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.recorders.binary_files import stated_fields
from limbwatch.sensor.files.several.stated_place import serial_in, stated_place_doubt
from limbwatch.sensor.files.several.worn_words import worn

# GENEActiv's header; a logger's; a spreadsheet's
STATED = ["Device Location Code,right ankle", "Placement: right ankle", '"Limb";"Right ankle"']


@pytest.mark.parametrize("line", STATED)
@pytest.mark.parametrize(
    ("given", "doubts"),
    [(Placement.ANKLE_LEFT, 1), (Placement.WRIST_RIGHT, 1), (Placement.ANKLE_RIGHT, 0)],
)
def test_a_placement_that_the_file_contradicts_is_a_doubt(
    line: str, given: Placement, doubts: int
) -> None:
    found = stated_place_doubt(["Subject: 12", line], given)
    assert len(found) == doubts
    assert all(isinstance(one, Doubt) and given.words in one for one in found)


@pytest.mark.parametrize(
    "line", ["Location: bedroom right", "Site: Leeds", "Position: supine", "Comment: right ankle"]
)
def test_other_places_say_nothing_of_a_limb(line: str) -> None:
    said = stated_place_doubt([line], Placement.ANKLE_RIGHT)
    assert said == ()


def test_a_letter_beside_a_limb_tells_the_side() -> None:
    assert worn(("r", "ankle")).side == "right"
    assert worn(("wrist", "l")).side == "left"
    assert worn(("acc", "r")).side is None


@pytest.mark.parametrize(
    ("line", "serial"),
    [
        ("Serial Number: 1041", "1041"),
        ("Device Unique Serial Code,012345", "012345"),
        ("Series: 7", ""),
    ],
)
def test_a_serial_number_is_found(line: str, serial: str) -> None:
    assert serial_in(["Device: LG", line]) == serial


@pytest.mark.parametrize(
    ("serials", "doubts"), [(("1", "2"), 1), (("1", "1"), 0), (("1", ""), 0), (("", ""), 0)]
)
def test_files_of_two_sensors_for_one_limb_are_a_doubt(
    serials: tuple[str, str], doubts: int
) -> None:
    one = Recording(
        start=datetime(2026, 3, 14, 22, tzinfo=UTC),
        placement=Placement.ANKLE_LEFT,
        device="",
        rate_nominal=None,
        rate=25.0,
        runs=(Samples(start=0.0, rate=25.0, xyz=np.zeros((250, 3), np.float32)),),
    )
    parts = (
        replace(one, serial=serials[0]),
        replace(one, serial=serials[1], start=one.start + timedelta(seconds=60)),
    )
    (joined,) = one_per_placement(parts)
    assert len(joined.quality.warnings) == doubts
    # a night may be shown to others: no number of a device stands in it
    assert not any(char.isdigit() for said in joined.quality.warnings for char in said)


@pytest.mark.parametrize(
    ("fields", "doubts"),
    [
        ({"Limb": "Ankle", "Side": "Left"}, 1),
        ({"Limb": "Ankle", "Side": "Right"}, 0),
        ({"Limb": "Wrist", "Side": ""}, 1),
        ({"Device Location Code": "left ankle"}, 1),
        ({"Device Location Code": ""}, 0),
    ],
)
def test_headers_of_devices_are_held_against_it_too(fields: dict[str, str], doubts: int) -> None:
    # ActiGraph's info.txt, GENEActiv's header
    lines = stated_fields({"info": {"Serial Number": "7", **fields}})
    assert len(stated_place_doubt(lines, Placement.ANKLE_RIGHT)) == doubts
