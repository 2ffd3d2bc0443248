"""The kinds of movement."""

from enum import StrEnum


class Kind(StrEnum):
    """What a movement most probably is; the value is the word used in files.

    No kind is a diagnosis: an accelerometer sees neither brain nor muscle activity. ``EXTERNAL`` is
    motion that the limb did not make itself: a shaken bed, breath or pulse, a touch.
    """

    PLM = "plm"
    LIMB_MOVEMENT = "limb_movement"
    HYPNIC_JERK = "hypnic_jerk"
    GROSS_MOVEMENT = "gross_movement"
    FOOT_TREMOR = "foot_tremor"
    TREMOR = "tremor"
    CONVULSIVE = "convulsive"
    TONIC = "tonic"
    FOCAL = "focal"
    CRAMP = "cramp"
    TWITCH = "twitch"
    WALKING = "walking"
    WAKE_MOVEMENT = "wake_movement"
    EXTERNAL = "external"
    UNCERTAIN = "uncertain"

    @property
    def words(self) -> str:
        """The kind as a person says it."""
        return _WORDS[self]


LIMB_MOVEMENTS = frozenset({Kind.PLM, Kind.LIMB_MOVEMENT})
"""The kinds that the published rules may count, if a leg moved."""
_WORDS = {
    Kind.PLM: "periodic limb movement",
    Kind.LIMB_MOVEMENT: "isolated limb movement",
    Kind.HYPNIC_JERK: "hypnic jerk",
    Kind.GROSS_MOVEMENT: "posture change",
    Kind.FOOT_TREMOR: "foot tremor",
    Kind.TREMOR: "tremor",
    Kind.CONVULSIVE: "convulsive movement",
    Kind.TONIC: "sustained stiffening",
    Kind.FOCAL: "rhythmic jerking of one limb",
    Kind.CRAMP: "cramp-like movement",
    Kind.TWITCH: "twitch",
    Kind.WALKING: "walking",
    Kind.WAKE_MOVEMENT: "movement while awake",
    Kind.EXTERNAL: "carried by bed or breath",
    Kind.UNCERTAIN: "uncertain",
}
