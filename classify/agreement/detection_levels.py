"""Detection of movements over many nights, by level."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from limbwatch.classify.agreement.detection import Detection, DetectionFigures, figures
from limbwatch.classify.agreement.movement_levels import Leg
from limbwatch.classify.agreement.night_agreement import NightAgreement


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectionLevels:
    """Detection figures by level; levels that no night has are empty or None."""

    movements: Mapping[Leg, Mapping[str, DetectionFigures]]
    """Level 1, all leg movements, by leg and then by the way of pairing."""
    periodic: Mapping[Leg, DetectionFigures]
    """Level 3, periodic movements, by leg."""
    periodic_without_respiratory: DetectionFigures | None
    """Level 3 without respiratory leg movements."""
    reference_rules: DetectionFigures | None
    """Level 2, the rules on the reference's list against its own marks."""
    sensor_rules: DetectionFigures | None
    """Level 2, the rules on both lists."""
    sleep_starts: DetectionFigures | None
    """Level 6, sleep starts."""


def detection_levels(
    nights: Sequence[NightAgreement], whose: Sequence[str] | None = None, *, study: bool = False
) -> dict[str, Any]:
    """Return the fields of `DetectionLevels` for nights; the arguments are those of `figures`."""

    def pooled(of: Callable[[NightAgreement], Detection | None]) -> DetectionFigures | None:
        found = [(at, one) for at, night in enumerate(nights) if (one := of(night)) is not None]
        if not found:
            return None
        persons = None if whose is None else [whose[at] for at, _ in found]
        return figures([one for _, one in found], persons, study=study or len(nights) > 1)

    ways = dict.fromkeys(way for one in nights for way in one.movements.get("joined", {}))
    movements: dict[Leg, dict[str, DetectionFigures]] = {}
    periodic: dict[Leg, DetectionFigures] = {}
    for leg in get_args(Leg):
        for way in ways:
            found = pooled(lambda one, leg=leg, way=way: one.movements.get(leg, {}).get(way))  # type: ignore[misc]
            if found is not None:
                movements.setdefault(leg, {})[way] = found
        found = pooled(lambda one, leg=leg: one.periodic.get(leg))  # type: ignore[misc]
        if found is not None:
            periodic[leg] = found
    return {
        "movements": movements,
        "periodic": periodic,
        "periodic_without_respiratory": pooled(lambda one: one.periodic_without_respiratory),
        "reference_rules": pooled(lambda one: one.reference_rules),
        "sensor_rules": pooled(lambda one: one.sensor_rules),
        "sleep_starts": pooled(lambda one: one.sleep_starts),
    }
