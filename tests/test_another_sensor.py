"""``classify/findings/another_sensor.py``: the night says what one more sensor would tell."""

import pytest

from limbwatch.classify.findings.another_sensor import another_sensor
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def named(sentences: tuple[str, ...]) -> list[str]:
    """Which sensor each sentence is about."""
    names = ("on an ankle", "on the other ankle", "on a wrist")
    return [name for sentence in sentences for name in names if f"A sensor {name}" in sentence]


@pytest.mark.parametrize(
    ("worn", "wanted"),
    [
        ([LEFT, RIGHT, WRIST], []),
        ([LEFT, RIGHT], ["on a wrist"]),
        ([LEFT, WRIST], ["on the other ankle"]),
        ([Placement.ANKLE], ["on the other ankle", "on a wrist"]),
        ([WRIST], ["on an ankle"]),
        ([WRIST, Placement.WRIST_RIGHT], ["on an ankle"]),
    ],
)
def test_only_what_is_not_worn_is_named_most_useful_first(
    worn: list[Placement], wanted: list[str]
) -> None:
    assert named(another_sensor(worn)) == wanted
