"""Why an event got its label, in one short sentence with the figures that decided it."""

from collections.abc import Sequence

import numpy as np

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.gait import IN_TURN
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import KNOCK, SPASM, Hypothesis


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
        "abrupt: {of.core} in {of.limbs}, {of.peak}, {of.held}, still for {of.still} before; "
        "{of.rhythm_around}"
    ),
    Kind.GROSS_MOVEMENT: "{of.limbs} moved for {of.duration} and came to rest {of.rest}",
    Kind.FOOT_TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CONVULSIVE: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.TONIC: "{of.limbs} active for {of.duration}, {of.held}, {of.peak}",
    Kind.FOCAL: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CRAMP: "one leg active for {of.duration}, {of.peak}",
    Kind.TWITCH: "very small or very short: {of.peak}, {of.core}, {of.limbs}",
    Kind.WAKE_MOVEMENT: "awake; {of.duration}, {of.limbs}, {of.peak}",
    Kind.WALKING: "{of.steps} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.LIMB_MOVEMENT: "{of.duration} in {of.limbs}, {of.peak}; in no series",
    Kind.EXTERNAL: "{of.limbs}, {of.peak}, {of.core}{of.shaken}: not a movement of the limb",
}


def _doubt(figures: "_Figures", between: Sequence[Hypothesis]) -> str:
    names = [_OTHERS[h] if h in _OTHERS else Kind(h).words for h in between]
    return f"between {names[0]} and {names[1]}: {figures.duration}, {figures.limbs}, {figures.peak}"


_OTHERS: dict[Hypothesis, str] = {
    Kind.EXTERNAL: "a shaken bed",
    KNOCK: "a knock on the bed",
    SPASM: "a jolt of several limbs",
}


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
        turn = value("turn")
        self.rest = "as before" if turn < _AS_BEFORE else f"turned by {turn:.0f} degrees"
        limbs, worn = int(value("limbs")), int(value("worn"))
        self.limbs = f"{limbs} of {worn} limbs" if worn > 1 else "the one limb with a sensor"
        frequency = value("frequency")
        self.rhythm = "shaking" if np.isnan(frequency) else f"{frequency:.1f} Hz shaking"
        self.held = f"tilted for {value('held'):.1f} s"
        in_turn = value("antiphase") >= IN_TURN
        self.steps = "legs that swing in turn" if in_turn else "steps"
        self.rhythm_around = _rhythm_around(value("running"), value("rhythmic"), value("pace"))
        self.shaken = "".join(
            f", {words}"
            for words, true in (
                ("alike at all sensors", value("agreement") >= _ALIKE),
                ("hardly turned", value("leaning") <= _HARDLY),
                ("as strong between the sensors as those around it", value("fixed") >= _FIXED),
                (f"{value('salience'):.1f} times the noise", value("salience") <= _FAINT),
                (
                    f"{100 * value('settling'):.0f} % of the movement before it",
                    value("settling") <= _SETTLING,
                ),
            )
            if true
        )


_ALIKE, _HARDLY, _FIXED, _FAINT, _SETTLING = 0.8, 0.12, 0.4, 2.0, 0.1
"""From when a measure is put into words; the evidence itself has no such edges."""

_AS_BEFORE = 1.5
"""Degrees: less is told as no turn."""

_NO_RHYTHM, _IN_RHYTHM = 0.1, 0.5


def _rhythm_around(running: float, member: float, pace: float) -> str:
    if running < _NO_RHYTHM:
        return "no rhythm runs around it"
    if member < _IN_RHYTHM:
        return f"a rhythm of {pace:.0f} s runs around it ({100 * running:.0f} %), it is off that"
    return f"in a rhythm of {pace:.0f} s"
