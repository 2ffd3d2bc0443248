"""From evidence to a label, how sure it is, and why."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK, QUESTIONS, SPASM, Hypothesis
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.evidence_groups import GROUPS, support
from limbwatch.classify.labels.prior import balanced
from limbwatch.classify.labels.weights import WEIGHTS, Weights

_CLOSE = 0.45
"""Below this probability the leading kind is not named: the label is ``uncertain``."""

_NEEDED: dict[Hypothesis, float] = {
    Kind.CONVULSIVE: 0.8,
    Kind.TONIC: 0.95,
    Kind.FOCAL: 0.8,
    Kind.CRAMP: 0.6,
    Kind.TREMOR: 0.6,
    Kind.FOOT_TREMOR: 0.5,
}
"""The same for kinds that are rare, and that a person may worry about when they read of them."""

_SEVERAL = 0.8
"""Stiffenings come several to a night: they are named, doubtful as each may be, where at least two
of those that lead are ones with this probability. Chosen on 426 nights of seven worlds left out
(any value from 0.7 to 0.9 tells of the same nights but two)."""

_FIT_S, _FIT, _SHAKEN = 35.0, 0.8, 0.2
"""A stiffening that goes on and shakes is a convulsion: from this length, seconds, where either is
as probable as this and shaking has this part in it. Of 120 tonic-clonic seizures the mean length
was 62 s (Theodore et al. 1994, Neurology 44:1403), and of the simulated stiffenings none lasts
longer than 30 s. Chosen likewise."""

_ABOUT: tuple[Hypothesis, ...] = (Kind.WAKE_MOVEMENT, Kind.WALKING, Kind.GROSS_MOVEMENT)
_ABOUT_SURE = 0.6
"""What is one of these with this probability, in doubt which, is a movement while awake."""

_DECISIVE = 1.0
"""Evidence that is worth naming, log odds: without it a label of 50 % has 27 %."""


class _Pair(NamedTuple):
    """A movement, and what shakes the bed like it.

    Attributes
    ----------
    person, bed : Kind or str
    expected : float or None
        Share of the bed where nothing is known of the night; None for that of simulated nights.
    weight : float
        Events that it counts for: some of what a night without either holds by mistake.
    """

    person: Hypothesis
    bed: Hypothesis
    expected: float | None
    weight: float


_BALANCED = (
    _Pair(Kind.HYPNIC_JERK, KNOCK, None, 8.0),
    _Pair(Kind.LIMB_MOVEMENT, EXTERNAL, None, 30.0),
)

OUTSIDE = 6.0
"""Evidence against a kind for an event outside its definition, log odds: 1 to 400."""

_NO_LEG_MOVEMENT: tuple[Hypothesis, ...] = (
    Kind.HYPNIC_JERK,
    Kind.TWITCH,
    Kind.TREMOR,
    Kind.CONVULSIVE,
    Kind.TONIC,
    Kind.FOCAL,
    Kind.CRAMP,
    Kind.WALKING,
    SPASM,
    EXTERNAL,
    KNOCK,
)

_CLUSTER, _CLUSTER_S = 4, 300.0
"""Spasms within this time of each other that are named; one alone could be anything."""

_WHOLE_BODY: tuple[Hypothesis, ...] = (Kind.GROSS_MOVEMENT, Kind.WAKE_MOVEMENT)

_LEG_ASLEEP, _LEG_AWAKE, _LEG_IN_RHYTHM, _MEMBER = 0.4, 0.65, 0.25, 0.5
"""Least probability of a leg movement, and from when an event counts as a member of a rhythm for
that; chosen on worlds left out."""

_LONGEST_LEG_MOVEMENT_S = 10.0
"""A longer movement of a leg is no candidate but ends a series (WASM 2016, AASM)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """Probability of each hypothesis for each event.

    Parameters
    ----------
    hypotheses : tuple of Kind or str
        What was weighed, in the order of the columns.
    probability : ndarray of float, shape (events, hypotheses)
        Sums to 1 in each row.
    support : ndarray of float, shape (events, pieces)
        What each of `evidence_groups.GROUPS` did for the most probable hypothesis.
    """

    hypotheses: tuple[Hypothesis, ...]
    probability: NDArray[np.float64]
    support: NDArray[np.float64]

    def of(self, hypothesis: Hypothesis) -> NDArray[np.float64]:
        """Return the probability of one hypothesis, shape (events,)."""
        if hypothesis not in self.hypotheses:
            return np.zeros(len(self.probability))
        return np.asarray(self.probability[:, self.hypotheses.index(hypothesis)])

    @property
    def ranking(self) -> NDArray[np.intp]:
        """Hypotheses of each event from the most to the least probable."""
        return np.asarray(np.argsort(-self.probability, axis=1, kind="stable"))

    def decisive(self, event: int) -> tuple[str, ...]:
        """Name the one or two pieces of evidence without which an event's label is least sure."""
        lost = self.support[event]
        order = np.argsort(-lost, kind="stable")[:2].tolist()
        names = tuple(GROUPS)
        return tuple(names[place] for place in order if lost[place] > _DECISIVE)

    def not_leg_movements(self, features: Features) -> NDArray[np.bool_]:
        """Events that the scoring rules must not see, shape (events,).

        The muscle bursts of a sleep start (0.25 s) and of a twitch (0.15 s) are shorter than the
        shortest leg movement (0.5 s; the limb only rings longer), a shaken bed is no movement of
        the leg, and steps, shaking and handling are no leg movements of sleep. How probable a leg
        movement must be depends on what it is among: less in a rhythm asleep, where strong members
        look like handling, and more awake. What moves the whole body, and a leg for long, still
        ends a series.

        Returns
        -------
        ndarray of bool, shape (events,)
        """
        leading = self.ranking[:, 0]
        whole = np.isin(leading, [self.hypotheses.index(h) for h in _WHOLE_BODY])
        limb = leading == self.hypotheses.index(Kind.LIMB_MOVEMENT)
        train = leading == self.hypotheses.index(Kind.FOOT_TREMOR)
        asleep = features.asleep > 0
        needed = np.where(asleep, _LEG_ASLEEP, _LEG_AWAKE)
        needed = np.where(asleep & (features.rhythmic >= _MEMBER), _LEG_IN_RHYTHM, needed)
        sure = self.of(Kind.LIMB_MOVEMENT) >= needed
        leg = (sure & (limb | whole)) | train
        return np.asarray(~leg & ~(whole & (features.leg_lasting > _LONGEST_LEG_MOVEMENT_S)))

    def not_of_the_leg(self) -> NDArray[np.bool_]:
        """Events that were no movements of the leg itself, shape (events,).

        In a test of an hour awake every movement of the legs counts by its length and interval
        alone, whatever it is (Michaud 2001): only a bed that was shaken, and steps, are left out.
        """
        others = (EXTERNAL, KNOCK, Kind.WALKING)
        leading = self.ranking[:, 0]
        return np.isin(leading, [k for k, h in enumerate(self.hypotheses) if h in others])

    def confidence(self, series: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how sure each label is, shape (events,).

        For what is in a series: the probability that it is a movement of the leg at all.

        Parameters
        ----------
        series : ndarray of int, shape (events,)
            Number of the event's series; 0 for none.
        """
        best = self.probability.max(axis=1, initial=0.0)
        bed = self.of(EXTERNAL) + self.of(KNOCK)
        jolt = self.of(SPASM) + self.of(Kind.HYPNIC_JERK)
        leads = self.of(Kind.HYPNIC_JERK) >= best
        best = np.where(leads, jolt, np.maximum(best, bed))
        strange = np.sum([self.of(h) for h in (*_NO_LEG_MOVEMENT, *_WHOLE_BODY)], axis=0)
        return np.asarray(np.where(series > 0, 1.0 - strange, best))


def weigh(features: Features, *, weights: Weights = WEIGHTS) -> Labels:
    """Weigh the evidence for each kind.

    Parameters
    ----------
    features : Features
    weights : Weights
        What the clues tell; what ships.

    Notes
    -----
    A small network weighs how well the clues fit, alone and together; probabilities follow by
    the soft maximum. An event outside the definition of a kind is hardly of that kind. What is a
    movement or a shaken bed is then divided by how many of each the night holds.
    """
    hypotheses = tuple(CLUES)
    fit = fits(features)
    score = weights.network.evidence(fit)
    for place, hypothesis in enumerate(hypotheses):
        score[:, place] -= OUTSIDE * outside(features, hypothesis)
    score -= score.max(axis=1, keepdims=True, initial=-np.inf)
    weight = np.exp(score)
    probability = weight / weight.sum(axis=1, keepdims=True)
    for pair in _BALANCED:
        one, other = hypotheses.index(pair.person), hypotheses.index(pair.bed)
        learned = weights.shaken[str(pair.bed)]
        probability[:, one], probability[:, other] = balanced(
            probability[:, one],
            probability[:, other],
            presupposed=learned,
            expected=learned if pair.expected is None else pair.expected,
            weight=pair.weight,
        )
    best = np.argmax(probability, axis=1) if len(features) else np.empty(0, np.intp)
    return Labels(
        hypotheses=hypotheses,
        probability=probability,
        support=support(weights.network, fit, best),
    )


def fits(features: Features) -> NDArray[np.float64]:
    """Say how well each event fits each clue.

    Returns
    -------
    ndarray of float, shape (events, questions)
        -1 to 1, in the order of `limbwatch.classify.labels.clues.QUESTIONS`.
    """
    return np.stack([clue.fit(getattr(features, clue.measure)) for clue in QUESTIONS], axis=1)


def kinds_of(
    labels: Labels,
    series: NDArray[np.int64],
    onset: NDArray[np.float64],
    duration: NDArray[np.float64],
    *,
    alone: NDArray[np.bool_],
    feet: NDArray[np.bool_] | None = None,
) -> list[Kind]:
    """Name each event.

    Parameters
    ----------
    labels : Labels
    series : ndarray of int, shape (events,)
        Number of the event's series; 0 for none.
    onset : ndarray of float, shape (events,)
        Seconds, not falling.
    duration : ndarray of float, shape (events,)
        Seconds.
    alone : ndarray of bool, shape (events,)
        Whether one sensor was worn: what other limbs did is unknown.
    feet : ndarray of bool, shape (events,), optional
        Trains of the feet by their number (`limbwatch.classify.labels.trains`).

    Returns
    -------
    list of Kind
        What is in a series is ``plm`` by the rules, whatever else it resembles.
    """
    best = labels.ranking[:, 0] if len(labels.probability) else np.empty(0, np.intp)
    bed = labels.of(EXTERNAL) + labels.of(KNOCK)
    jolt = labels.of(SPASM) + labels.of(Kind.HYPNIC_JERK)
    about = np.isin(best, [k for k, h in enumerate(labels.hypotheses) if h in _ABOUT]) & ~alone
    about &= np.sum([labels.of(h) for h in _ABOUT], axis=0) >= _ABOUT_SURE
    jolts = [k for k, h in enumerate(labels.hypotheses) if h in (SPASM, Kind.HYPNIC_JERK)]
    clustered = _clustered(onset, np.isin(best, jolts))
    stiff = _stiffened(labels, series == 0)
    convulsed = _convulsed(labels, best, duration, alone)
    trains = np.zeros(len(best), np.bool_) if feet is None else feet
    names = []
    for event, place in enumerate(best.tolist()):
        hypothesis = labels.hypotheses[place]
        if trains[event]:
            named, sure = Kind.FOOT_TREMOR, True
        elif hypothesis in (EXTERNAL, KNOCK):
            named, sure = Kind.EXTERNAL, bool(bed[event] >= _CLOSE)
        elif hypothesis == SPASM:
            named, sure = Kind.HYPNIC_JERK, bool(clustered[event])
        elif convulsed[event]:
            named, sure = Kind.CONVULSIVE, True
        elif stiff[event]:
            named, sure = Kind.TONIC, True
        elif about[event] and labels.probability[event, place] < _CLOSE:
            # who walks or turns over moves while awake; which of them it is may stay open
            named, sure = Kind.WAKE_MOVEMENT, True
        else:
            named = Kind(hypothesis)
            # a jolt is one, whichever of its two forms it is
            likely = jolt if named is Kind.HYPNIC_JERK else labels.probability[:, place]
            sure = bool(likely[event] >= _NEEDED.get(hypothesis, _CLOSE))
        if series[event]:
            names.append(Kind.PLM)
        else:
            names.append(named if sure else Kind.UNCERTAIN)
    return names


def _stiffened(labels: Labels, single: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which events are stiffenings because the night holds several."""
    probability = labels.of(Kind.TONIC)
    leading = probability >= np.maximum(_CLOSE, labels.probability.max(axis=1, initial=0.0))
    leading &= single
    missing = 1 - probability[leading]
    none = float(np.prod(missing))
    one = sum((1 - missing[k]) * float(np.prod(np.delete(missing, k))) for k in range(len(missing)))
    return np.asarray(leading & (1 - none - one >= _SEVERAL))


def _convulsed(
    labels: Labels,
    best: NDArray[np.intp],
    duration: NDArray[np.float64],
    alone: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Say which events shake for longer than a stiffening lasts, or, of one sensor, shake at all.

    One sensor does not tell the jerking of its limb from that of all limbs: what is either shakes.
    """
    shaken, stiff = labels.of(Kind.CONVULSIVE), labels.of(Kind.TONIC)
    focal = np.where(alone, labels.of(Kind.FOCAL), 0.0)
    leads = [k for k, h in enumerate(labels.hypotheses) if h in _FITS]
    long = (duration >= _FIT_S) & (shaken + stiff + focal >= _FIT)
    either = long | (shaken + focal >= _FIT)
    return np.asarray(np.isin(best, leads) & (shaken >= _SHAKEN) & either)


_FITS = (Kind.CONVULSIVE, Kind.TONIC, Kind.FOCAL)


def _clustered(onset: NDArray[np.float64], jolts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which events have enough jolts around them, themselves included."""
    times = onset[jolts]
    low = np.searchsorted(times, onset - _CLUSTER_S / 2)
    high = np.searchsorted(times, onset + _CLUSTER_S / 2, side="right")
    return np.asarray(high - low >= _CLUSTER)
