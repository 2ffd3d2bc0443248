"""Where on the body a sensor is worn."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, Protocol, TypeVar

from limbwatch.sensor.typed_words import typed


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
        """The joint the sensor sits at, whatever the side."""
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


def placement_of(word: str) -> Placement:
    """Parse a typed placement; case, surrounding spaces, and ``-`` for ``_`` do not matter.

    Raises
    ------
    ValueError
        If there is no such placement.
    """
    try:
        return Placement(typed(word))
    except (AttributeError, ValueError):
        raise ValueError(
            f"placement is {word!r}; it must be one of {', '.join(Placement)}"
        ) from None


class Worn(Protocol):
    """Anything that belongs to one sensor."""

    @property
    def placement(self) -> Placement:
        """Where the sensor was worn."""


AnyWorn = TypeVar("AnyWorn", bound=Worn)


def by_placement(sensors: Iterable[AnyWorn]) -> tuple[AnyWorn, ...]:
    """Sort by the order of `Placement`, so that no result depends on the order of input.

    The sort is stable.
    """
    order = list(Placement)
    return tuple(sorted(sensors, key=lambda one: order.index(one.placement)))
