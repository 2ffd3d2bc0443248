"""From the tracks of all sensors to the scored night."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.event_legs import EventLegs, PeriodicMovements
from limbwatch.classify.evidence.bouts import bouts_of
from limbwatch.classify.evidence.breath import breath_swells
from limbwatch.classify.evidence.features import Features
from limbwatch.classify.evidence.joint_movements import JointMovements, join
from limbwatch.classify.evidence.measuring import features_of
from limbwatch.classify.evidence.members import Members, members_of
from limbwatch.classify.evidence.strength import FeltStrength, strength_at_sensors
from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.attacks import Attacks, attacks_of
from limbwatch.classify.labels.certainty import stated
from limbwatch.classify.labels.labelling import Labels, weigh
from limbwatch.classify.labels.naming import kinds_of
from limbwatch.classify.labels.overrides import Naming, overridden, overrides_of, too_short
from limbwatch.classify.labels.reasons import reason_of
from limbwatch.classify.labels.stiffenings import stiffenings_of
from limbwatch.classify.labels.weights import WEIGHTS, Weights
from limbwatch.classify.laboratory import Laboratory
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.classify.night import Event, Events, Night, series_of
from limbwatch.classify.observation.coverage import coverage_of
from limbwatch.classify.observation.witnesses import witnessed
from limbwatch.classify.rules.published import is_published
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.classify.sleep.known_sleep import kept_awake, staged_sleep
from limbwatch.classify.sleep.noted_bed import NotedBed
from limbwatch.classify.sleep.sleep_wake import SleepEstimate, estimate_sleep
from limbwatch.classify.slept import Sleep
from limbwatch.dsp import Track
from limbwatch.sensor import Recording
from limbwatch.sensor.arrays import Mask


def score_tracks(
    tracks: Sequence[Track],
    recordings: Sequence[Recording],
    *,
    rules: Rules,
    age: float | None,
    weights: Weights = WEIGHTS,
    laboratory: Laboratory | None = None,
    noted: NotedBed | None = None,
    awake: bool = False,
) -> Night:
    """Label every movement of a night and find its series.

    Parameters
    ----------
    tracks : sequence of Track
        One per sensor, from `limbwatch.dsp.analyse`; at least one.
    recordings : sequence of Recording
        The recordings the tracks were made from, in the same order, with a common second 0.
    age : float or None
        Years, if known; another threshold applies to children.
    weights : Weights
        Weights of the clues; by default those that are shipped.
    noted : NotedBed, optional
        Time in bed that a person noted.
    laboratory : Laboratory, optional
        Its sleep stages replace the estimate of sleep.
    awake : bool
        Whether the person was to stay awake, as in a test; sleep is not estimated then.

    Notes
    -----
    Rhythms are found first, so that periodic movements do not count as wakefulness when sleep is
    estimated. Every event is then labelled by its own evidence; movements of a leg are scored by
    the published rules, unchanged.
    """
    tracks = witnessed(tracks)
    evidence = Evidence.of(tracks, laboratory, noted, awake=awake)
    sleep, features = evidence.sleep.reported, evidence.features
    labels = weigh(features, weights=weights)
    attacks = attacks_of(
        labels,
        bouts_of(features, evidence.joint, tracks),
        evidence.sleep.probable.wake_around,
        sways=features.sways,
        agreement=features.agreement,
        alone=len(tracks) == 1,
    )
    without = labels.not_of_the_leg() if awake else labels.not_leg_movements(features)
    periodic = evidence.legs.periodic(rules, without=without | attacks.within | evidence.stiff)
    events = _events(evidence, tracks, labels, periodic, attacks)
    coverage = coverage_of(tracks, recordings)
    start, end = recordings[0].start, max(recording.end for recording in recordings)
    length = (end - start).total_seconds()
    return Night(
        start=start,
        end=end,
        events=Events(events),
        series=series_of(events),
        sleep=sleep,
        coverage=coverage,
        findings=findings_of(
            events,
            sleep,
            coverage,
            length=length,
            age=age,
            awake=awake,
            breath_swells=partial(breath_swells, tracks),
        ),
        rules=rules.name,
        age=age,
        laboratory=laboratory,
        own_rules=None if is_published(rules) else rules,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Everything measured of the events before they are labelled."""

    joint: JointMovements
    """Which limbs moved together."""
    sleep: SleepEstimate
    """Sleep and wake, epoch by epoch."""
    features: Features
    """Measures of each event."""
    legs: EventLegs
    """Movements of the legs in the events."""
    felt: FeltStrength
    """Strength of each limb's movement, and which limbs moved by themselves."""
    stiff: Mask
    """Which events are stiffenings of all worn limbs, shape (events,)."""

    @classmethod
    def of(
        cls,
        tracks: Sequence[Track],
        laboratory: Laboratory | None = None,
        noted: NotedBed | None = None,
        *,
        awake: bool = False,
    ) -> "Evidence":
        """Join the movements of all limbs into events and measure them."""
        joint = join(tracks)
        felt = strength_at_sensors(joint, tracks)
        members = members_of(joint, tracks, own=felt.own)
        sleep = _estimate(tracks, members, noted)
        if laboratory is not None:
            sleep = sleep.with_known(partial(staged_sleep, laboratory=laboratory))
        if awake:
            sleep = sleep.with_known(kept_awake)
        features = features_of(joint, tracks, sleep.probable, felt, members.rhythm)
        return cls(
            joint=joint,
            sleep=sleep,
            features=features,
            legs=EventLegs.of(joint, tracks, sleep.reported, own=felt.own),
            felt=felt,
            stiff=stiffenings_of(features, sleep.probable.wake_around),
        )


def sleep_of(tracks: Sequence[Track], noted: NotedBed | None = None) -> Sleep:
    """Estimate the sleep of a night, or of a day with its night."""
    joint = join(tracks)
    members = members_of(joint, tracks, own=strength_at_sensors(joint, tracks).own)
    return _estimate(tracks, members, noted).reported


def _estimate(tracks: Sequence[Track], members: Members, noted: NotedBed | None) -> SleepEstimate:
    _, single, rhythmic, hurried = members
    return estimate_sleep(tracks, single=single, rhythmic=rhythmic, hurried=hurried, noted=noted)


def _naming(
    evidence: Evidence,
    labels: Labels,
    series: NDArray[np.int64],
    attacks: Attacks,
    *,
    leg: Mask,
) -> Naming:
    """Choose the kind of every event by its evidence, the overriding rules and its series."""
    features = evidence.features
    kinds = kinds_of(
        labels,
        series,
        features.onset,
        features.duration,
        alone=features.worn == 1,
        unproven={
            Kind.CONVULSIVE: attacks.brief,
            Kind.TONIC: features.tautness < 1,
            Kind.LIMB_MOVEMENT: too_short(features),
        },
    )
    overrides = overrides_of(
        labels, features, attacks, stiff=evidence.stiff, moved=evidence.felt.moved, leg=leg
    )
    return overridden(kinds, labels.confidence(series), overrides, counted=series > 0)


def _events(
    evidence: Evidence,
    tracks: Sequence[Track],
    labels: Labels,
    periodic: PeriodicMovements,
    attacks: Attacks,
) -> tuple[Event, ...]:
    features, series = evidence.features, periodic.series
    placements = [track.placement for track in tracks]
    naming = _naming(evidence, labels, series, attacks, leg=on_legs(tracks))
    asleep = evidence.sleep.reported.asleep_at(features.onset)
    lengths = np.bincount(series, minlength=1)
    counted = series > 0
    begin = np.where(counted, periodic.begin, features.onset)
    end = np.where(counted, periodic.end, features.onset + features.duration)
    confidence = stated(naming.sure, worn=features.worn, legs=features.moving_legs)
    ranking = labels.ranking[:, :2].tolist()
    last_onset: dict[int, float] = {}
    events = []
    for place, kind in enumerate(naming.kinds):
        number = int(series[place])
        onset, lasting = float(begin[place]), float(end[place] - begin[place])
        previous = last_onset.get(number) if number else None
        last_onset[number] = onset
        reason = reason_of(
            kind,
            features,
            place,
            lasting=lasting,
            between=[labels.hypotheses[k] for k in ranking[place]],
            interval=None if previous is None else onset - previous,
            length=int(lengths[number]),
            # evidence did not decide a kind that a rule set
            decisive=() if naming.by_rule[place] else labels.decisive(place),
            # a part of an attack that was given another kind has its own reason
            bout=attacks.bout(place) if attacks.kinds.get(place) is kind else None,
        )
        events.append(
            Event(
                onset=onset,
                duration=lasting,
                kind=kind,
                limbs=tuple(compress(placements, evidence.felt.moved[place])),
                series=number or None,
                asleep=bool(asleep[place]),
                confidence=float(confidence[place]),
                peak=float(features.peak[place]),
                reason=reason,
            )
        )
    return tuple(sorted(events, key=lambda event: event.onset))
