"""The findings, and what is true of each of them whatever it says: one table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class About(StrEnum):
    """What a finding is about."""

    MOVEMENTS = "movements"
    BED = "bed"
    SENSORS = "sensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """A finding that a night may have.

    Its evidence, advice and limits stand elsewhere: see "A finding" in CONTRIBUTING.
    """

    code: str
    """Name in files."""
    about: About = About.MOVEMENTS
    """What it is about; a night with findings about its bed and sensors alone has no movement that
    stands out."""
    awake_too: bool = False
    """Whether it also applies to a test of an hour awake."""
    alarming: bool = False
    """Whether a doctor should hear of it after a single night."""
    over_nights: bool = False
    """Whether the list of all nights has a statement of its own about it."""
    for_babies: bool = True
    """Whether babies have other advice than older children."""

    @property
    def stands_out_alone(self) -> bool:
        """Whether the list of all nights has a line for it: it is about movements of one night."""
        return self.about is About.MOVEMENTS and not self.over_nights


FINDING_KINDS: Final = (
    FindingKind(code="convulsive_event", awake_too=True, alarming=True),
    FindingKind(code="tonic_event", awake_too=True, alarming=True),
    FindingKind(code="focal_event", awake_too=True, alarming=True),
    FindingKind(code="unnamed_shaking", alarming=True),
    FindingKind(code="sleep_start_cluster", alarming=True),
    FindingKind(code="breathing_first"),
    FindingKind(code="dream_enactment_like"),
    FindingKind(code="plm_index_high", over_nights=True),
    FindingKind(code="evening_restlessness"),
    FindingKind(code="frequent_hypnic_jerks"),
    FindingKind(code="cramp_like"),
    FindingKind(code="tremor"),
    FindingKind(code="foot_tremor"),
    FindingKind(code="bed_shaken", about=About.BED, for_babies=False),
    FindingKind(code="one_sided", over_nights=True, for_babies=False),
    FindingKind(code="sensors_swapped", about=About.SENSORS, awake_too=True, for_babies=False),
    FindingKind(code="low_coverage", about=About.SENSORS, awake_too=True, for_babies=False),
)
"""All findings, the most urgent first: in this order a night has them."""
