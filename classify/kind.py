"""The kinds of movement."""

from enum import StrEnum


class Kind(StrEnum):
    """What a movement most probably is; the value is the word used in files.

    None of these is a diagnosis: an accelerometer sees neither brain nor muscle activity.
    """

    PLM = "plm"
    LIMB_MOVEMENT = "limb_movement"
    HYPNIC_JERK = "hypnic_jerk"
    GROSS_MOVEMENT = "gross_movement"
    FOOT_TREMOR = "foot_tremor"
    TREMOR = "tremor"
    CONVULSIVE = "convulsive"
    CRAMP = "cramp"
    TWITCH = "twitch"
    WAKE_MOVEMENT = "wake_movement"
    UNCERTAIN = "uncertain"

    @property
    def words(self) -> str:
        """The kind as a person says it."""
        return _WORDS[self]


_WORDS = {
    Kind.PLM: "periodic limb movement",
    Kind.LIMB_MOVEMENT: "isolated limb movement",
    Kind.HYPNIC_JERK: "hypnic jerk",
    Kind.GROSS_MOVEMENT: "posture change",
    Kind.FOOT_TREMOR: "foot tremor",
    Kind.TREMOR: "tremor",
    Kind.CONVULSIVE: "convulsive movement",
    Kind.CRAMP: "cramp-like movement",
    Kind.TWITCH: "twitch",
    Kind.WAKE_MOVEMENT: "movement while awake",
    Kind.UNCERTAIN: "uncertain",
}
