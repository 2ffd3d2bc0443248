"""The evidence for each kind of movement, as data.

A clue looks at one measure of an event and says how well it fits. Its fit goes smoothly from 0 to
1 around ``at``: for ``MORE`` it is 1 far above, for ``LESS`` 1 far below. ``spread`` is the
distance from ``at``, in the measure's own unit or as a factor for measures that vary over decades
(``log``), at which the fit is 73 % or 27 %. A clue adds ``weight * (2 * fit - 1)`` to the evidence
for its kind, in natural units of log odds.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind


class Direction(Enum):
    """Which side of a clue's threshold speaks for its kind."""

    MORE = 1
    LESS = -1


MORE, LESS = Direction.MORE, Direction.LESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One piece of evidence.

    Parameters
    ----------
    measure : str
        Column of `limbwatch.classify.features.Features`.
    direction : Direction
    at, spread : float
        Where the fit is one half, and how fast it changes.
    weight : float
        Evidence at full fit, natural log odds.
    source : str
        Where the threshold comes from.
    log : bool
        Compare logarithms: ``spread`` is then a factor above 1.
    """

    measure: str
    direction: Direction
    at: float
    spread: float
    weight: float
    source: str
    log: bool = False

    def evidence(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weigh this clue for each event.

        Parameters
        ----------
        values : ndarray of float, shape (n,)
            The measure; NaN (not measurable) counts as neither for nor against.

        Returns
        -------
        ndarray of float, shape (n,)
            Between ``-weight`` and ``weight``.
        """
        if self.log:
            place = np.log(np.maximum(values, 1e-9) / self.at) / np.log(self.spread)
        else:
            place = (values - self.at) / self.spread
        signed = np.clip(np.nan_to_num(place) * self.direction.value, -60, 60)
        return np.asarray(self.weight * np.tanh(signed / 2))


EXTERNAL = "external"
"""Not a movement of the person: the bed was shaken. Written as ``uncertain``, with that reason."""

_JERK = "sleep start: muscle burst 75-250 ms, isolated, several limbs at once (ICSD-3)"
_WASM = "candidate leg movement 0.5-10 s (WASM 2016)"
_LMM = "large muscle group movement 3-45 s, several channels (Ferri et al. 2021)"
_HFT = "trains of at least 4 bursts at 0.3-4 Hz (AASM; Wichniak et al. 2001)"
_TREMOR = "rhythmic shaking at 3-12 Hz"
_CONVULSION = "generalised rhythmic shaking for 10 s or more"
_CRAMP = "one leg, sustained for seconds to minutes, ends awake (AAFP 2012)"
_TWITCH = "one limb, very small or very short (fragmentary myoclonus, AASM)"
_WAKE = "movement in estimated wakefulness"
_SHAKEN = "one mechanical cause reaches every sensor at once, alike, and turns none"

Hypothesis = Kind | str

CLUES: dict[Hypothesis, tuple[Clue, ...]] = {
    Kind.HYPNIC_JERK: (
        Clue(
            measure="width",
            direction=LESS,
            at=0.45,
            spread=1.35,
            weight=1.5,
            source=_JERK,
            log=True,
        ),
        Clue(
            measure="active", direction=LESS, at=1.3, spread=1.3, weight=2.0, source=_JERK, log=True
        ),
        Clue(measure="limbs", direction=MORE, at=1.5, spread=0.3, weight=2.0, source=_JERK),
        Clue(measure="share", direction=MORE, at=0.8, spread=0.1, weight=1.0, source=_JERK),
        Clue(measure="lag", direction=LESS, at=0.3, spread=0.08, weight=1.0, source=_JERK),
        Clue(
            measure="peak", direction=MORE, at=0.12, spread=1.6, weight=1.0, source=_JERK, log=True
        ),
        Clue(measure="rhythmic", direction=LESS, at=0.5, spread=0.2, weight=1.0, source=_JERK),
        Clue(
            measure="still_before",
            direction=MORE,
            at=4.0,
            spread=1.5,
            weight=0.7,
            source=_JERK,
            log=True,
        ),
        Clue(
            measure="since_wake",
            direction=LESS,
            at=900.0,
            spread=2.0,
            weight=0.7,
            source=_JERK,
            log=True,
        ),
    ),
    Kind.LIMB_MOVEMENT: (
        Clue(
            measure="duration",
            direction=MORE,
            at=0.45,
            spread=1.15,
            weight=1.0,
            source=_WASM,
            log=True,
        ),
        Clue(
            measure="duration",
            direction=LESS,
            at=11.0,
            spread=1.15,
            weight=1.5,
            source=_WASM,
            log=True,
        ),
        Clue(
            measure="turn", direction=LESS, at=15.0, spread=1.5, weight=1.5, source=_LMM, log=True
        ),
        Clue(measure="asleep", direction=MORE, at=0.5, spread=0.2, weight=1.0, source=_WAKE),
        Clue(measure="rhythmic", direction=MORE, at=0.5, spread=0.2, weight=1.0, source=_WASM),
        Clue(
            measure="peak",
            direction=MORE,
            at=0.012,
            spread=1.5,
            weight=0.8,
            source=_TWITCH,
            log=True,
        ),
    ),
    Kind.GROSS_MOVEMENT: (
        Clue(
            measure="turn", direction=MORE, at=15.0, spread=1.5, weight=2.0, source=_LMM, log=True
        ),
        Clue(measure="share", direction=MORE, at=0.6, spread=0.1, weight=1.0, source=_LMM),
        Clue(
            measure="active", direction=MORE, at=2.5, spread=1.3, weight=1.5, source=_LMM, log=True
        ),
        Clue(
            measure="duration",
            direction=MORE,
            at=3.0,
            spread=1.3,
            weight=0.5,
            source=_LMM,
            log=True,
        ),
    ),
    Kind.FOOT_TREMOR: (
        Clue(measure="bursts", direction=MORE, at=4.5, spread=1.0, weight=1.5, source=_HFT),
        Clue(measure="rate", direction=MORE, at=0.4, spread=1.3, weight=0.5, source=_HFT, log=True),
        Clue(
            measure="frequency",
            direction=LESS,
            at=4.5,
            spread=1.15,
            weight=1.0,
            source=_HFT,
            log=True,
        ),
        Clue(measure="rhythm", direction=MORE, at=0.35, spread=0.08, weight=1.5, source=_HFT),
        Clue(
            measure="duration",
            direction=MORE,
            at=3.0,
            spread=1.3,
            weight=1.0,
            source=_HFT,
            log=True,
        ),
        Clue(measure="arms", direction=LESS, at=0.5, spread=0.2, weight=1.5, source=_HFT),
        Clue(
            measure="turn", direction=LESS, at=10.0, spread=1.5, weight=1.0, source=_HFT, log=True
        ),
    ),
    Kind.TREMOR: (
        Clue(
            measure="frequency",
            direction=MORE,
            at=3.0,
            spread=1.12,
            weight=2.0,
            source=_TREMOR,
            log=True,
        ),
        Clue(measure="rhythm", direction=MORE, at=0.5, spread=0.07, weight=2.0, source=_TREMOR),
        Clue(
            measure="duration",
            direction=MORE,
            at=1.8,
            spread=1.2,
            weight=1.5,
            source=_TREMOR,
            log=True,
        ),
        Clue(
            measure="turn",
            direction=LESS,
            at=15.0,
            spread=1.5,
            weight=0.5,
            source=_TREMOR,
            log=True,
        ),
    ),
    Kind.CONVULSIVE: (
        Clue(
            measure="active",
            direction=MORE,
            at=9.0,
            spread=1.2,
            weight=2.0,
            source=_CONVULSION,
            log=True,
        ),
        Clue(measure="share", direction=MORE, at=0.8, spread=0.1, weight=1.5, source=_CONVULSION),
        Clue(measure="rhythm", direction=MORE, at=0.3, spread=0.07, weight=1.5, source=_CONVULSION),
        Clue(
            measure="peak",
            direction=MORE,
            at=0.3,
            spread=1.4,
            weight=1.5,
            source=_CONVULSION,
            log=True,
        ),
        Clue(
            measure="frequency",
            direction=MORE,
            at=1.2,
            spread=1.2,
            weight=1.0,
            source=_CONVULSION,
            log=True,
        ),
    ),
    Kind.CRAMP: (
        Clue(
            measure="duration",
            direction=MORE,
            at=15.0,
            spread=1.25,
            weight=2.0,
            source=_CRAMP,
            log=True,
        ),
        Clue(measure="limbs", direction=LESS, at=1.5, spread=0.2, weight=1.5, source=_CRAMP),
        Clue(measure="legs", direction=MORE, at=0.5, spread=0.2, weight=1.5, source=_CRAMP),
        Clue(
            measure="still_after",
            direction=LESS,
            at=60.0,
            spread=2.0,
            weight=0.5,
            source=_CRAMP,
            log=True,
        ),
    ),
    Kind.TWITCH: (
        Clue(
            measure="active",
            direction=LESS,
            at=0.45,
            spread=1.2,
            weight=1.5,
            source=_TWITCH,
            log=True,
        ),
        Clue(
            measure="peak",
            direction=LESS,
            at=0.03,
            spread=1.5,
            weight=1.0,
            source=_TWITCH,
            log=True,
        ),
        Clue(measure="limbs", direction=LESS, at=1.5, spread=0.2, weight=1.5, source=_TWITCH),
        Clue(measure="rhythmic", direction=LESS, at=0.5, spread=0.2, weight=1.0, source=_TWITCH),
    ),
    Kind.WAKE_MOVEMENT: (
        Clue(measure="asleep", direction=LESS, at=0.5, spread=0.1, weight=2.0, source=_WAKE),
        Clue(
            measure="neighbours",
            direction=MORE,
            at=12.0,
            spread=1.4,
            weight=0.7,
            source=_WAKE,
            log=True,
        ),
        Clue(
            measure="active", direction=MORE, at=4.0, spread=1.5, weight=0.7, source=_WAKE, log=True
        ),
        Clue(measure="rhythmic", direction=LESS, at=0.5, spread=0.2, weight=0.7, source=_WASM),
    ),
    EXTERNAL: (
        Clue(
            measure="similarity", direction=MORE, at=0.85, spread=0.04, weight=1.5, source=_SHAKEN
        ),
        Clue(
            measure="slowness",
            direction=LESS,
            at=0.25,
            spread=1.3,
            weight=2.0,
            source=_SHAKEN,
            log=True,
        ),
        Clue(measure="lag", direction=LESS, at=0.12, spread=0.04, weight=0.7, source=_SHAKEN),
        Clue(measure="limbs", direction=MORE, at=1.5, spread=0.2, weight=1.5, source=_SHAKEN),
        Clue(
            measure="turn", direction=LESS, at=1.5, spread=1.5, weight=1.0, source=_SHAKEN, log=True
        ),
    ),
}
"""Clues of each kind."""
