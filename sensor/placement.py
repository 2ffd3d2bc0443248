"""Where on the body a sensor is worn."""

from enum import StrEnum
from typing import Literal


class Placement(StrEnum):
    """A worn position; the value is the word used on the command line and in files.

    ``ankle`` and ``wrist`` stand for a sensor whose side is unknown.
    """

    ANKLE_LEFT = "ankle_left"
    ANKLE_RIGHT = "ankle_right"
    WRIST_LEFT = "wrist_left"
    WRIST_RIGHT = "wrist_right"
    ANKLE = "ankle"
    WRIST = "wrist"

    @property
    def limb(self) -> Literal["ankle", "wrist"]:
        """The joint the sensor sits at, whichever the side."""
        return "ankle" if self.value.startswith("ankle") else "wrist"

    @property
    def side(self) -> Literal["left", "right"] | None:
        """The side of the body, or None when it is unknown."""
        if self.value.endswith("_left"):
            return "left"
        return "right" if self.value.endswith("_right") else None

    @property
    def words(self) -> str:
        """The placement as a person says it: ``left ankle``."""
        return self.limb if self.side is None else f"{self.side} {self.limb}"
