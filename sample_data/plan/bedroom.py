"""What shakes the bed in a night."""

import numpy as np

from limbwatch.sample_data.diary.draft import Draft
from limbwatch.sample_data.diary.environment import (
    hum,
    knock,
    partner_move,
    through_the_mattress,
    touch,
)

_MARGIN_S = 15.0
"""Time without shaking at the start and the end of a night, seconds."""


def shake_the_bed(draft: Draft) -> None:
    """Add partner, knocks, touches, vibration and the sleeper's own movements to the bed."""
    around, rng = draft.scenario.surroundings, draft.rng
    for time in _times(draft, around.partner_per_hour):
        draft.trembles.append(partner_move(time, draft.draw_log(around.partner_peak_g), rng))
    for time in _times(draft, around.knocks_per_hour):
        draft.trembles.append(knock(time, draft.draw_log(around.knock_peak_g), rng))
    # no draw for nights without touches, so that they stay the same
    for time in _times(draft, around.touches_per_hour) if any(around.touches_per_hour) else ():
        draft.trembles.append(touch(time, draft.draw_log(around.touch_peak_g), rng))
    share = rng.uniform(*around.vibration_share)
    if share > 0:
        start = rng.uniform(0.0, 1.0 - share) * draft.end
        peak = draft.draw_log(around.vibration_peak_g)
        draft.vibrations.append(hum(start, start + share * draft.end, peak, rng))
    _transmit_own_movements(draft)


def _times(draft: Draft, per_hour: tuple[float, float]) -> list[float]:
    count = draft.rng.poisson(draft.rng.uniform(*per_hour) * draft.end / 3600.0)
    return [float(time) for time in draft.rng.uniform(_MARGIN_S, draft.end - _MARGIN_S, count)]


def _transmit_own_movements(draft: Draft) -> None:
    coupling = draft.draw_log(draft.scenario.surroundings.coupling)
    for action in draft.actions:
        peaks = [motion.peak_g for motion in action.motions.values() if motion.peak_g is not None]
        if peaks:
            share = coupling * draft.rng.lognormal(0, 0.4)
            draft.trembles.append(
                through_the_mattress(
                    action.onset,
                    float(np.minimum(action.offset - action.onset, 8.0)),
                    share * max(peaks),
                    frozenset(action.motions),
                    draft.rng,
                )
            )
