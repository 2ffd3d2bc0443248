"""A laboratory's list of leg movements, as rules take it."""

import numpy as np

from limbwatch.classify.rules.leg_movements import LegMovements, Side
from limbwatch.classify.rules.published import Rules
from limbwatch.sensor.scorings.manual_scoring import Scoring

_LEGS = {
    "left": (Side.LEFT,),
    "right": (Side.RIGHT,),
    "both": (Side.LEFT, Side.RIGHT),
    "unknown": (Side.UNKNOWN,),
}


def listed_movements(scoring: Scoring, rules: Rules) -> LegMovements:
    """Take the leg movements of a scoring.

    Parameters
    ----------
    rules : Rules
        A movement whose duration is not known has their shortest.

    Returns
    -------
    LegMovements
        Asleep as the list itself says, else by the stage at the onset, or at any part where
        the rules ask for sleep at any; None when neither is known.
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
