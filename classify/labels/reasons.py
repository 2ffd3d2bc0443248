"""Why an event got its label, in one short sentence with the figures that decided it."""

from collections.abc import Sequence

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import EXTERNAL, KNOCK, Hypothesis


def reason_of(
    kind: Kind,
    features: Features,
    event: int,
    *,
    between: Sequence[Hypothesis],
    interval: float | None,
    length: int,
    decisive: Sequence[str],
) -> str:
    """Explain one label.

    Parameters
    ----------
    kind : Kind
    features : Features
    event : int
        Row of the features.
    between : sequence of Kind or str
        The two most probable hypotheses.
    interval : float or None
        Time since the previous movement of the series, seconds.
    length : int
        Movements in the series.
    decisive : sequence of str
        Pieces of evidence without which the label would be least sure.

    Returns
    -------
    str
    """
    figures = _Figures(features, event)
    if kind is Kind.UNCERTAIN:
        return _doubt(figures, between)
    if kind is Kind.PLM:
        decisive = ()  # the rules decide, not the evidence
    by = f"; told by {' and '.join(decisive)}" if decisive else ""
    rhythm = "first" if interval is None else f"{interval:.0f} s after the one before, one"
    return _SENTENCES[kind].format(of=figures, place=rhythm, length=length) + by


_SENTENCES = {
    Kind.PLM: "{place} of {length} in a series; {of.duration}, {of.limbs}",
    Kind.HYPNIC_JERK: (
        "abrupt: {of.core} in {of.limbs}, {of.peak}, still for {of.still} before; in no rhythm"
    ),
    Kind.GROSS_MOVEMENT: "{of.limbs} moved for {of.duration} and came to rest {of.turn}",
    Kind.FOOT_TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CONVULSIVE: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CRAMP: "one leg active for {of.duration}, {of.peak}",
    Kind.TWITCH: "very small or very short: {of.peak}, {of.core}, {of.limbs}",
    Kind.WAKE_MOVEMENT: "awake; {of.duration}, {of.limbs}, {of.peak}",
    Kind.LIMB_MOVEMENT: "{of.duration} in {of.limbs}, back to rest; in no series",
}


def _doubt(figures: "_Figures", between: Sequence[Hypothesis]) -> str:
    if between[0] in (EXTERNAL, KNOCK):
        if figures.alone:
            return (
                f"{figures.peak}, {figures.core}, without a turn: more like a shaken bed or the "
                "sensor's noise than a movement of the limb"
            )
        return (
            f"{figures.limbs} shaken alike at once without turning, {figures.peak}: more like a "
            "knock or a bed partner than a movement of the limb"
        )
    names = [h.words if isinstance(h, Kind) else "a shaken bed" for h in between]
    return f"between {names[0]} and {names[1]}: {figures.duration}, {figures.limbs}, {figures.peak}"


class _Figures:
    """The measures of one event as a person reads them."""

    def __init__(self, features: Features, event: int) -> None:
        def value(name: str) -> float:
            return float(getattr(features, name)[event])

        self.duration = f"{value('duration'):.1f} s"
        self.core = f"{1000 * value('width'):.0f} ms at half its peak"
        self.peak = (
            f"peak {value('peak'):.2g} g"
            if value("peak") >= 0.1
            else (f"peak {1000 * value('peak'):.0f} mg")
        )
        still = value("still_before")
        self.still = f"{still:.0f} s" if still < 120 else f"{still / 60:.0f} min"
        self.turn = f"turned by {value('turn'):.0f} degrees"
        limbs, worn = int(value("limbs")), int(value("worn"))
        self.alone = limbs == 1
        self.limbs = f"{limbs} of {worn} limbs" if worn > 1 else "the one limb with a sensor"
        frequency = value("frequency")
        self.rhythm = "shaking" if np.isnan(frequency) else f"{frequency:.1f} Hz shaking"
