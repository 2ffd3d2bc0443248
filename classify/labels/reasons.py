"""The reason for an event's label: one short sentence with the figures that decided it."""

from collections.abc import Sequence

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.gait import IN_TURN
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import KNOCK, SPASM, Hypothesis
from limbwatch.classify.rounding import rounded


def reason_of(
    kind: Kind,
    features: Features,
    event: int,
    *,
    lasting: float,
    between: Sequence[Hypothesis],
    interval: float | None,
    length: int,
    decisive: Sequence[str],
    bout: tuple[int, float] | None = None,
) -> str:
    """Explain one label.

    Parameters
    ----------
    event : int
        Row of the features.
    lasting : float
        Duration of the event as listed, seconds.
    between : sequence of Kind or str
        The two most probable hypotheses.
    interval : float or None
        Time since the previous movement of the series, seconds.
    length : int
        Movements in the series.
    decisive : sequence of str
        Groups of measures that supported the label most.
    bout : (int, float), optional
        Number of pieces of the attack the event is part of, and its length in seconds.
    """
    figures = _Figures(features, event, lasting)
    if kind is Kind.UNCERTAIN:
        return _uncertain_reason(figures, between)
    if kind is Kind.PLM:
        decisive = ()  # the rules decide, not the evidence
    by = f"; judged by {' and '.join(decisive)}" if decisive else ""
    rhythm = "first" if interval is None else f"{rounded(interval)} s after the one before, one"
    pieces, length_s = (1, 0.0) if bout is None else bout
    piece = f"; one of {pieces} pieces of {rounded(length_s)} s of shaking" if pieces > 1 else ""
    return _SENTENCES[kind].format(of=figures, place=rhythm, length=length) + piece + by


_SENTENCES = {
    Kind.PLM: "{place} of {length} in a series; {of.duration}, {of.limbs}",
    Kind.HYPNIC_JERK: "abrupt: {of.core} in {of.limbs}, {of.peak}{of.jolted}",
    Kind.GROSS_MOVEMENT: "{of.limbs} moved for {of.duration}{of.rest}",
    Kind.FOOT_TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.TREMOR: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CONVULSIVE: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.TONIC: "{of.limbs} active for {of.duration}{of.stiff}, {of.peak}",
    Kind.FOCAL: "{of.rhythm} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.CRAMP: "one leg active for {of.duration}, {of.peak}",
    Kind.TWITCH: "very small or very short: {of.duration}, {of.peak}, {of.core}, {of.limbs}",
    Kind.WAKE_MOVEMENT: "{of.awake}; {of.duration}, {of.limbs}, {of.peak}",
    Kind.WALKING: "{of.steps} for {of.duration} in {of.limbs}, {of.peak}",
    Kind.LIMB_MOVEMENT: "{of.duration} in {of.limbs}, {of.peak}; in no series",
    Kind.EXTERNAL: (
        "{of.limbs}, {of.peak}, {of.core}{of.shaken}: not a movement of the limb's own"
    ),
}
"""Sentence of each kind; optional parts are empty where a measure does not support the kind."""


def _uncertain_reason(figures: "_Figures", between: Sequence[Hypothesis]) -> str:
    names = [_OTHERS[h] if h in _OTHERS else Kind(h).words for h in between]
    return f"between {names[0]} and {names[1]}: {figures.duration}, {figures.limbs}, {figures.peak}"


_OTHERS: dict[Hypothesis, str] = {
    Kind.EXTERNAL: "a shaken bed",
    KNOCK: "a knock on the bed",
    SPASM: "a jolt of several limbs",
}


class _Figures:
    """The measures of one event, formatted for people."""

    def __init__(self, features: Features, event: int, lasting: float) -> None:
        def value(name: str) -> float:
            return float(getattr(features, name)[event])

        self.duration = f"{rounded(lasting, 1)} s"
        self.core = f"{rounded(1000 * value('width'))} ms at half its peak"
        self.peak = (
            f"peak {value('peak'):.2g} g"
            if value("peak") >= 0.1
            # from the stored figure, which is shown beside it
            else f"peak {rounded(1000 * round(value('peak'), 4))} mg"
        )
        self.rest = _rest(value("turn"), value("excursion"))
        limbs, worn = int(value("limbs")), int(value("worn"))
        self.limbs = f"{limbs} of {worn} limbs" if worn > 1 else "the one limb with a sensor"
        # a frequency that rounds to 0.0 is missing
        hertz = f"{rounded(value('frequency'), 1)}"
        self.rhythm = "shaking" if hertz in {"nan", "0.0"} else f"{hertz} Hz shaking"
        held = value("held")
        self.stiff = f", tilted for {rounded(held, 1)} s" if held >= _STIFF_S else ""
        in_turn = value("antiphase") >= IN_TURN
        self.steps = "legs that swing in turn" if in_turn else "steps"
        self.awake = "as when awake" if value("asleep") > _ASLEEP else "awake"
        self.jolted = _clauses(
            (_drop(held), held <= _JOLT_S),
            (_still(value("still_before")), value("still_before") >= _STILL_S),
            *_rhythm_around(value("running"), value("rhythmic"), value("pace")),
        )
        settling = value("settling")
        self.shaken = _clauses(
            ("alike at all sensors", value("agreement") >= _ALIKE),
            ("hardly turned", value("leaning") <= _HARDLY),
            ("as strong between the sensors as those around it", value("fixed") >= _FIXED),
            # salience is the peak over the detection threshold and is not shown as a figure: it is
            # below 1 for a movement found by shaking
            ("faint for its sensor", value("salience") <= _FAINT),
            (
                f"right after a movement {rounded(1 / max(settling, _WEAKEST))} times as strong",
                settling <= _SETTLING,
            ),
        )


def _clauses(*parts: tuple[str, bool]) -> str:
    return "".join(f", {words}" for words, true in parts if true)


_ALIKE, _HARDLY, _FIXED, _FAINT, _SETTLING = 0.8, 0.12, 0.4, 2.0, 0.1
"""Thresholds at which agreement, leaning, fixed ratio, salience and settling are mentioned; the
evidence itself is smooth."""

_TURNED, _SWUNG = 10.0, 20.0
"""Least turn of the posture, and otherwise least swing of a limb, that is mentioned, degrees: less
would be evidence against the label. Chosen; the second is that of the clue."""

_AT_ONCE_S, _JOLT_S, _STIFF_S = 0.05, 0.6, 3.0
"""Time tilted that would be formatted as 0.0 s, longest one that indicates a jolt, and shortest one
that indicates a stiffening, seconds (`limbwatch.classify.labels.clues`)."""

_STILL_S = 1.0
"""Shortest rest that is mentioned, seconds."""

_ASLEEP = 0.5
"""Probability of sleep above which a movement is described "as when awake"."""

_WEAKEST = 0.001
"""Smallest share of the previous movement's strength that is mentioned; weaker ones show as
this."""

_NO_RHYTHM, _RHYTHM, _IN_RHYTHM = 0.1, 0.5, 0.5
"""Highest probability of no rhythm, least of a rhythm, and least of a member of it."""


def _rest(turn: float, excursion: float) -> str:
    if turn >= _TURNED:
        return f" and came to rest turned by {rounded(turn)} degrees"
    return f" and swung by up to {rounded(excursion)} degrees" if excursion >= _SWUNG else ""


def _drop(held: float) -> str:
    return "back at once" if held < _AT_ONCE_S else f"tilted for {rounded(held, 1)} s"


def _still(seconds: float) -> str:
    said = f"{rounded(seconds)} s" if seconds < 120 else f"{rounded(seconds / 60)} min"
    return f"still for {said} before"


def _rhythm_around(running: float, member: float, pace: float) -> tuple[tuple[str, bool], ...]:
    """Return the clauses for a jolt that is not part of a rhythm, and whether each holds."""
    return (
        ("no rhythm runs around it", running < _NO_RHYTHM),
        (
            f"off the rhythm of {rounded(pace)} s that runs around it",
            running >= _RHYTHM and member < _IN_RHYTHM,
        ),
    )
