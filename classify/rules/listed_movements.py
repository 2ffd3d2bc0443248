"""A laboratory's list of leg movements as input for the rules."""

import numpy as np

from limbwatch.classify.rules.leg_movements import LegMovements, Side
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.scorings.manual_scoring import Scoring

_LEGS = {
    "left": (Side.LEFT,),
    "right": (Side.RIGHT,),
    "both": (Side.LEFT, Side.RIGHT),
    "unknown": (Side.UNKNOWN,),
}


def listed_movements(scoring: Scoring, rules: Rules) -> LegMovements:
    """Return the leg movements of a scoring.

    They are asleep as the list itself says, else by the stage at the onset, or at onset or end
    where the rules require sleep; None when neither is known. One of unknown duration gets the
    shortest of the rules.
    """
    listed = scoring.leg_movements
    legs = [_LEGS[str(side)] for side in listed.side]
    source = np.repeat(np.arange(len(listed)), [len(sides) for sides in legs])
    onset = listed.onset_s[source]
    duration = np.nan_to_num(listed.duration_s[source], nan=rules.shortest / 1000)
    asleep = None
    if listed.asleep is not None:
        asleep = listed.asleep[source]
    elif scoring.stages is not None:
        asleep = scoring.stages.asleep_at(onset)
        if rules.sleep_required:
            asleep = asleep | scoring.stages.asleep_at(onset + duration)
    return LegMovements.from_seconds(
        side=[int(leg) for sides in legs for leg in sides],
        onset=onset,
        duration=duration,
        asleep=asleep,
    )
