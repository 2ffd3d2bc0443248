"""The probability of each kind by the evidence, and the evidence that decided it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.features import Features
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.clues import CLUES, EXTERNAL, KNOCK, QUESTIONS, SPASM, Hypothesis
from limbwatch.classify.labels.context import around_of
from limbwatch.classify.labels.definitions import outside
from limbwatch.classify.labels.embedded_jolts import embedded_jolts
from limbwatch.classify.labels.evidence_groups import AROUND, GROUPS, log_odds, support
from limbwatch.classify.labels.lone_jolts import lone_jolts
from limbwatch.classify.labels.prior import adapt_prior, rarity_of
from limbwatch.classify.labels.weights import WEIGHTS, Weights
from limbwatch.sensor.arrays import Array, Index, Mask

_DECISIVE = 1.0
"""Least evidence that a reason mentions, log odds: without it a label of 50 % has 27 %."""


class _Pair(NamedTuple):
    """A kind of movement, and the shaking of the bed that resembles it."""

    person: Hypothesis
    """The movement."""
    bed: Hypothesis
    """The shaking of the bed."""
    expected: float | None
    """Prior share of the bed in a night; None for the share in simulated nights."""
    weight: float
    """Number of events that the prior counts for: about as many as are mistaken on a night that has
    neither."""


_ADAPTED = (
    _Pair(Kind.HYPNIC_JERK, KNOCK, None, 8.0),
    _Pair(Kind.LIMB_MOVEMENT, EXTERNAL, None, 30.0),
)
"""Pairs whose shares are adapted to the night."""

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
"""Hypotheses that are not leg movements in the sense of the rules."""

_WHOLE_BODY: tuple[Hypothesis, ...] = (Kind.GROSS_MOVEMENT, Kind.WAKE_MOVEMENT)
"""Movements of the whole body, in which the legs may move too."""

_LEG_ASLEEP, _LEG_AWAKE, _LEG_IN_RHYTHM, _MEMBER = 0.4, 0.65, 0.25, 0.5
"""Least probability of a leg movement asleep, awake, and asleep in a rhythm; the last is the least
probability of being in a rhythm. Chosen on worlds left out."""

_LONGEST_LEG_MOVEMENT_S = 10.0
"""Longest candidate leg movement, seconds; a longer one ends a series (WASM 2016, AASM)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """Probability of each hypothesis for each event."""

    hypotheses: tuple[Hypothesis, ...]
    """Hypotheses in the order of the columns."""
    probability: Array
    """Probability of each hypothesis, which sum to 1 in each row; shape (events, hypotheses)."""
    support: Array
    """Support of each of `evidence_groups.GROUPS` for the most probable hypothesis, log odds; shape
    (events, pieces)."""

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
        """Return for which events one of the hypotheses is the most probable, shape (events,)."""
        columns = [k for k, one in enumerate(self.hypotheses) if one in hypotheses]
        return np.isin(self.ranking[:, 0], columns)

    def decisive(self, event: int) -> tuple[str, ...]:
        """Return the one or two groups of measures that supported an event's label most."""
        lost = self.support[event]
        order = np.argsort(-lost, kind="stable")[:2].tolist()
        names = tuple(GROUPS)
        return tuple(names[place] for place in order if lost[place] > _DECISIVE)

    def not_leg_movements(self, features: Features) -> Mask:
        """Return the events that are excluded from the scoring rules, shape (events,).

        The muscle bursts of a sleep start (0.25 s) and of a twitch (0.15 s) are shorter than the
        shortest leg movement (0.5 s; the limb only rings longer), a shaken bed is not a movement of
        the leg, and steps, shaking and handling are not leg movements of sleep. The least
        probability of a leg movement is lower in a rhythm asleep, where strong members look like
        handling, and higher awake. Movements of the whole body that move a leg for long are kept,
        as they end a series.
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
        """Return the events that are not movements of the leg itself, shape (events,).

        In a test of an hour awake every leg movement counts by its length and interval alone,
        whatever its kind (Michaud 2001): only a shaken bed and steps are left out.
        """
        return self.led_by(EXTERNAL, KNOCK, Kind.WALKING)

    def confidence(self, series: NDArray[np.int64]) -> Array:
        """Return the probability of each label, shape (events,).

        For a member of a series, whose number is not 0, it is that of a leg movement of any kind.
        """
        best = self.probability.max(axis=1, initial=0.0)
        bed = self.of(EXTERNAL) + self.of(KNOCK)
        sleep_start = self.of(SPASM) + self.of(Kind.HYPNIC_JERK)
        leads = self.of(Kind.HYPNIC_JERK) >= best
        best = np.where(leads, sleep_start, np.maximum(best, bed))
        not_a_leg_movement = np.sum([self.of(h) for h in (*_NO_LEG_MOVEMENT, *_WHOLE_BODY)], axis=0)
        return np.asarray(np.where(series > 0, 1.0 - not_a_leg_movement, best))


def weigh(features: Features, *, weights: Weights = WEIGHTS) -> Labels:
    """Return the probability of each kind for each event, by the weights of the clues.

    Notes
    -----
    A small network weighs how well the clues fit, alone and together; a softmax gives
    probabilities. Kinds whose definition an event violates are penalised. The kinds of the events
    around it are weighed in next. The probabilities of a movement and of the shaken bed that
    resembles it are then adapted to how many of each the night holds. Sleep starts are penalised
    with the length of the night, in which they are rarer. Members of a rhythm in a group of jolts
    amid that rhythm are leg movements, and a jolt that goes on for too long to stand alone is
    another movement.
    """
    hypotheses = tuple(CLUES)
    fit = fits(features)
    penalty = OUTSIDE * np.stack([outside(features, each) for each in hypotheses], axis=1)
    own_evidence = weights.network.evidence(fit)
    jerk, spasm = hypotheses.index(Kind.HYPNIC_JERK), hypotheses.index(SPASM)
    alone = _softmax(own_evidence - penalty)
    sleep_start = alone[:, jerk] + alone[:, spasm]
    penalty[:, jerk] += rarity_of(features.onset, features.similar_hours, sleep_start)
    alone = _softmax(own_evidence - penalty)
    around = around_of(features.onset, alone)
    score = weights.context.evidence(own_evidence, around)
    probability = _rescaled(_softmax(score - penalty), alone, kept=~weights.context.affected)
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
    _join_to_rhythm(probability, features, hypotheses)
    _leave_no_long_jolt_alone(probability, features, hypotheses)
    best = np.argmax(probability, axis=1) if len(features) else np.empty(0, np.intp)
    gains = support(weights.network, fit, own_evidence, best)
    gained = log_odds(score, best) - log_odds(own_evidence, best)
    gains[:, AROUND] += np.where(weights.context.affected[best], gained, 0.0)
    return Labels(hypotheses=hypotheses, probability=probability, support=gains)


def _join_to_rhythm(
    probability: Array, features: Features, hypotheses: tuple[Hypothesis, ...]
) -> None:
    """Give the leg movement the probability of a jolt, in groups amid a rhythm of the legs."""
    leg = hypotheses.index(Kind.LIMB_MOVEMENT)
    starts = np.array([hypotheses.index(Kind.HYPNIC_JERK), hypotheses.index(SPASM)])
    leading = probability.argmax(axis=1)
    member = features.rhythmic >= _MEMBER
    rows = member & embedded_jolts(
        features.onset, jolts=np.isin(leading, starts), members=member & (leading == leg)
    )
    probability[rows, leg] += probability[np.ix_(rows, starts)].sum(axis=1)
    probability[np.ix_(rows, starts)] = 0.0


def _leave_no_long_jolt_alone(
    probability: Array, features: Features, hypotheses: tuple[Hypothesis, ...]
) -> None:
    """Share out the probability of a jolt that is too long to stand alone among other kinds."""
    starts = np.array([hypotheses.index(Kind.HYPNIC_JERK), hypotheses.index(SPASM)])
    jolts = np.isin(probability.argmax(axis=1), starts)
    rows = lone_jolts(features.onset, jolts=jolts, compact=features.swing_share)
    probability[np.ix_(rows, starts)] = 0.0
    probability[rows] /= np.maximum(
        probability[rows].sum(axis=1, keepdims=True), np.finfo(float).tiny
    )


def _softmax(score: Array) -> Array:
    weight = np.exp(score - score.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _rescaled(probability: Array, alone: Array, *, kept: Mask) -> Array:
    """Keep the probability of some kinds by own evidence; scale the others to fill the rest."""
    others = probability[:, ~kept]
    whole = np.maximum(others.sum(axis=1), np.finfo(float).tiny)
    room = (1 - alone[:, kept].sum(axis=1)) / whole
    found = alone.copy()
    found[:, ~kept] = others * room[:, None]
    return found


def fits(features: Features) -> Array:
    """Return how well each event fits each clue, -1 to 1, shape (events, questions).

    They are in the order of `limbwatch.classify.labels.clues.QUESTIONS`.
    """
    return np.stack([clue.fit(getattr(features, clue.measure)) for clue in QUESTIONS], axis=1)
