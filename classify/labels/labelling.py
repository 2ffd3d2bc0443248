"""From evidence to the probability of each kind, and the evidence that decided it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK, QUESTIONS, SPASM, Hypothesis
from limbwatch.classify.labels.context import around_of
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.evidence_groups import AROUND, GROUPS, log_odds, support
from limbwatch.classify.labels.prior import adapt_prior, rarity_of
from limbwatch.classify.labels.weights import WEIGHTS, Weights
from limbwatch.sensor.arrays import Array, Index, Mask

_DECISIVE = 1.0
"""Least evidence that a reason mentions, log odds: without it a label of 50 % has 27 %."""


class _Pair(NamedTuple):
    """A kind of movement, and the shaking of the bed that resembles it."""

    person: Hypothesis
    bed: Hypothesis
    expected: float | None
    """Share of the bed before anything is known of the night; None for that of simulated nights."""
    weight: float
    """Number of events that this share counts for: about as many as are mistaken on a night that
    has neither."""


_ADAPTED = (
    _Pair(Kind.HYPNIC_JERK, KNOCK, None, 8.0),
    _Pair(Kind.LIMB_MOVEMENT, EXTERNAL, None, 30.0),
)

OUTSIDE = 6.0
"""Evidence against a kind for an event outside its definition, log odds: odds of 1 to 400."""

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

_WHOLE_BODY: tuple[Hypothesis, ...] = (Kind.GROSS_MOVEMENT, Kind.WAKE_MOVEMENT)

_LEG_ASLEEP, _LEG_AWAKE, _LEG_IN_RHYTHM, _MEMBER = 0.4, 0.65, 0.25, 0.5
"""Least probability of a leg movement asleep, awake, and for a member of a rhythm asleep, which an
event is from the last of these probabilities on; chosen on worlds left out."""

_LONGEST_LEG_MOVEMENT_S = 10.0
"""A longer movement of a leg is no candidate but ends a series (WASM 2016, AASM)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """Probability of each hypothesis for each event."""

    hypotheses: tuple[Hypothesis, ...]
    """What was weighed, in the order of the columns."""
    probability: Array
    """Sums to 1 in each row; shape (events, hypotheses)."""
    support: Array
    """What each of `evidence_groups.GROUPS` did for the most probable hypothesis; shape (events,
    pieces)."""

    def of(self, hypothesis: Hypothesis) -> Array:
        """Return the probability of one hypothesis, shape (events,)."""
        if hypothesis not in self.hypotheses:
            return np.zeros(len(self.probability))
        return np.asarray(self.probability[:, self.hypotheses.index(hypothesis)])

    @property
    def ranking(self) -> Index:
        """Hypotheses of each event from the most to the least probable."""
        return np.asarray(np.argsort(-self.probability, axis=1, kind="stable"))

    def led_by(self, *hypotheses: Hypothesis) -> Mask:
        """Tell of which events one of some hypotheses is the most probable, shape (events,)."""
        columns = [k for k, one in enumerate(self.hypotheses) if one in hypotheses]
        return np.isin(self.ranking[:, 0], columns)

    def decisive(self, event: int) -> tuple[str, ...]:
        """Name the one or two pieces of evidence without which an event's label is least sure."""
        lost = self.support[event]
        order = np.argsort(-lost, kind="stable")[:2].tolist()
        names = tuple(GROUPS)
        return tuple(names[place] for place in order if lost[place] > _DECISIVE)

    def not_leg_movements(self, features: Features) -> Mask:
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
        whole = self.led_by(*_WHOLE_BODY)
        limb, train = self.led_by(Kind.LIMB_MOVEMENT), self.led_by(Kind.FOOT_TREMOR)
        asleep = features.asleep > 0
        needed = np.where(asleep, _LEG_ASLEEP, _LEG_AWAKE)
        needed = np.where(asleep & (features.rhythmic >= _MEMBER), _LEG_IN_RHYTHM, needed)
        sure = self.of(Kind.LIMB_MOVEMENT) >= needed
        leg = (sure & (limb | whole)) | train
        return np.asarray(~leg & ~(whole & (features.leg_lasting > _LONGEST_LEG_MOVEMENT_S)))

    def not_of_the_leg(self) -> Mask:
        """Events that were no movements of the leg itself, shape (events,).

        In a test of an hour awake every movement of the legs counts by its length and interval
        alone, whatever it is (Michaud 2001): only a bed that was shaken, and steps, are left out.
        """
        return self.led_by(EXTERNAL, KNOCK, Kind.WALKING)

    def confidence(self, series: NDArray[np.int64]) -> Array:
        """Return how sure each label is, shape (events,).

        For what is in a series: the probability that it is a movement of the leg at all.

        Parameters
        ----------
        series : ndarray of int, shape (events,)
            Number of the event's series; 0 for none.
        """
        best = self.probability.max(axis=1, initial=0.0)
        bed = self.of(EXTERNAL) + self.of(KNOCK)
        sleep_start = self.of(SPASM) + self.of(Kind.HYPNIC_JERK)
        leads = self.of(Kind.HYPNIC_JERK) >= best
        best = np.where(leads, sleep_start, np.maximum(best, bed))
        strange = np.sum([self.of(h) for h in (*_NO_LEG_MOVEMENT, *_WHOLE_BODY)], axis=0)
        return np.asarray(np.where(series > 0, 1.0 - strange, best))


def weigh(features: Features, *, weights: Weights = WEIGHTS) -> Labels:
    """Weigh the evidence for each kind.

    Parameters
    ----------
    weights : Weights
        What the clues tell; what ships.

    Notes
    -----
    A small network weighs how well the clues fit, alone and together; probabilities follow by
    the soft maximum. An event outside the definition of a kind is hardly of that kind. What the
    events around it are by their own evidence is then weighed with it, and what is a movement or a
    shaken bed is divided by how many of each the night holds. The longer a night, the rarer a sleep
    start is in it.
    """
    hypotheses = tuple(CLUES)
    fit = fits(features)
    against = OUTSIDE * np.stack([outside(features, each) for each in hypotheses], axis=1)
    own = weights.network.evidence(fit)
    jerk, spasm = hypotheses.index(Kind.HYPNIC_JERK), hypotheses.index(SPASM)
    alone = _probability(own - against)
    sleep_start = alone[:, jerk] + alone[:, spasm]
    against[:, jerk] += rarity_of(features.onset, features.like_it_h, sleep_start)
    alone = _probability(own - against)
    around = around_of(features.onset, alone)
    score = weights.context.evidence(own, around)
    probability = _shared(_probability(score - against), alone, kept=~weights.context.tells_of)
    for pair in _ADAPTED:
        one, other = hypotheses.index(pair.person), hypotheses.index(pair.bed)
        learned = weights.shaken[str(pair.bed)]
        probability[:, one], probability[:, other] = adapt_prior(
            probability[:, one],
            probability[:, other],
            learned=learned,
            expected=learned if pair.expected is None else pair.expected,
            weight=pair.weight,
        )
    best = np.argmax(probability, axis=1) if len(features) else np.empty(0, np.intp)
    gains = support(weights.network, fit, own, best)
    gained = log_odds(score, best) - log_odds(own, best)
    gains[:, AROUND] += np.where(weights.context.tells_of[best], gained, 0.0)
    return Labels(hypotheses=hypotheses, probability=probability, support=gains)


def _probability(score: Array) -> Array:
    weight = np.exp(score - score.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _shared(probability: Array, alone: Array, *, kept: Mask) -> Array:
    """Keep the probability of some kinds by the event's own evidence; the others share the rest."""
    others = probability[:, ~kept]
    whole = np.maximum(others.sum(axis=1), np.finfo(float).tiny)
    room = (1 - alone[:, kept].sum(axis=1)) / whole
    found = alone.copy()
    found[:, ~kept] = others * room[:, None]
    return found


def fits(features: Features) -> Array:
    """Say how well each event fits each clue.

    Returns
    -------
    ndarray of float, shape (events, questions)
        -1 to 1, in the order of `limbwatch.classify.labels.clues.QUESTIONS`.
    """
    return np.stack([clue.fit(getattr(features, clue.measure)) for clue in QUESTIONS], axis=1)
