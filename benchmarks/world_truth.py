"""What really happened in a night of a world, in the words that a scored night uses."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds.night import Truth
from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.published import WASM_2016

Times = NDArray[np.float64]

FELT_G = 0.006
"""A movement that stays below this at every worn sensor of its limbs cannot be found."""

KINDS = {
    "plm": "limb_movement",
    "shudder": "tremor",
    "rest_tremor": "tremor",
    "micro_twitch": "twitch",
}
"""True kinds under another name; all others keep theirs."""

LEG_KINDS = ("plm", "limb_movement")
START_KINDS = ("hypnic_jerk", "spasm")

_SIDES = {"ankle_left": Side.LEFT, "ankle_right": Side.RIGHT}
_SLACK_S = 0.3


def felt_by(truth: Truth, places: Iterable[str]) -> list[str]:
    """Name the worn sensors whose limb moved by itself, strongly enough to be felt."""
    return [
        place
        for place in places
        if place in truth.limbs and truth.visible.get(place, 1.0) >= FELT_G
    ]


def true_periodic(
    truths: Sequence[Truth], places: Sequence[str], *, breathing: bool = False
) -> tuple[Times, Times]:
    """Apply WASM 2016 to the true leg movements that worn sensors could feel.

    A leg that moves for longer than ten seconds, whatever for, is no candidate and ends a series
    (3.3.1, 3.3.6); a candidate that it overlaps is part of it.

    Parameters
    ----------
    truths : sequence of Truth
    places : sequence of str
        Sensors worn.
    breathing : bool
        Whether breathing pauses end in movements, which the rules as scored here do not assess.

    Returns
    -------
    periodic, doubtful : ndarray of float
        Onsets of periodic movements, and of those that the world meant as such but that the rules
        leave out or that hardly reach a sensor: neither asked for nor held against anyone.
    """
    ankles = [place for place in places if place in _SIDES]
    mine = [
        (truth, place)
        for truth in truths
        if truth.source == "self" and (truth.kind in LEG_KINDS or _ends_series(truth))
        for place in felt_by(truth, ankles)
    ]
    periodic = np.empty(0)
    if mine and not breathing:
        scored = score(
            LegMovements.from_seconds(
                side=[_SIDES[place] for _, place in mine],
                onset=[truth.onset_s for truth, _ in mine],
                duration=[max(truth.duration_s, 0.5) for truth, _ in mine],
            ),
            WASM_2016,
            restarts=[],
        )
        periodic = np.asarray(scored.onset[scored.periodic] / 1000)
    meant = [
        truth.onset_s
        for truth in truths
        if truth.source == "self" and truth.kind in LEG_KINDS and set(ankles) & set(truth.limbs)
    ]
    doubtful = [time for time in meant if not np.any(np.abs(periodic - time) < 1.0)]
    return periodic, np.array(doubtful)


def _ends_series(truth: Truth) -> bool:
    """Say whether something else is a leg movement too long for a series, which ends one."""
    return truth.duration_s * 1000 > WASM_2016.longest


def true_starts(truths: Sequence[Truth], places: Sequence[str]) -> tuple[Times, Times]:
    """Return the onsets of sleep starts that a worn sensor felt, and of what is as good as one.

    Parameters
    ----------
    truths : sequence of Truth
    places : sequence of str
        Sensors worn.

    Returns
    -------
    starts, doubtful : ndarray of float
        Seconds; doubtful are spasms, and starts of limbs that are not worn or hardly felt.
    """
    felt = [t for t in truths if t.kind == "hypnic_jerk" and felt_by(t, places)]
    kept = {id(t) for t in felt}
    rest = [t for t in truths if t.kind in START_KINDS and id(t) not in kept]
    return np.array([t.onset_s for t in felt]), np.array([t.onset_s for t in rest])


def targets(
    truths: Sequence[Truth], places: Sequence[str], onset: Times, duration: Times
) -> list[str]:
    """Say what each found event really was.

    Parameters
    ----------
    truths : sequence of Truth
    places : sequence of str
        Sensors worn.
    onset, duration : ndarray of float, shape (n,)
        Of the found events, seconds.

    Returns
    -------
    list of str
        A kind; ``external`` for what no worn limb did by itself, ``none`` for nothing, and
        ``mixed`` where two kinds share the event about equally.
    """
    if not truths:
        return ["none"] * len(onset)
    begin = np.array([t.onset_s for t in truths])
    end = begin + np.array([t.duration_s for t in truths])
    kinds = [_kind(truth, places) for truth in truths]
    strong = np.array([_strength(truth, places) for truth in truths])
    found = []
    for a, b in zip(onset, onset + duration, strict=True):
        shared = np.minimum(end, b) - np.maximum(begin, a) + _SLACK_S
        near = np.flatnonzero(shared > 0)
        if not len(near):
            found.append("none")
            continue
        weight = shared[near] * strong[near]
        order = near[np.argsort(-weight, kind="stable")]
        first, rest = kinds[order[0]], [kinds[k] for k in order[1:2]]
        top = np.sort(weight)[::-1]
        close = len(top) > 1 and top[1] > 0.5 * top[0] and rest[0] != first
        found.append("mixed" if close else first)
    return found


def _kind(truth: Truth, places: Sequence[str]) -> str:
    if truth.source != "self" or not set(truth.limbs) & set(places):
        return "external"
    return KINDS.get(truth.kind, truth.kind)


def _strength(truth: Truth, places: Sequence[str]) -> float:
    """Square root of the largest visible peak: a strong event counts more, not all."""
    seen = [truth.visible.get(place, 0.0) for place in places]
    return float(np.sqrt(max(seen, default=0.0) + 1e-3)) if truth.visible else 0.3


EXPECTED: dict[str, tuple[tuple[str, ...], int]] = {
    "convulsive_event": (("convulsive",), 1),
    "tonic_event": (("tonic",), 1),
    "focal_event": (("focal",), 1),
    "tremor": (("tremor", "rest_tremor", "shudder"), 2),
    "foot_tremor": (("foot_tremor",), 3),
    "cramp_like": (("cramp",), 1),
    "frequent_hypnic_jerks": (("hypnic_jerk",), 4),
    "sleep_start_cluster": (("spasm",), 4),
    "dream_enactment_like": (("dream",), 6),
}
"""Findings, the true kinds that call for them, and how many."""


def warranted(truths: Sequence[Truth], places: Sequence[str]) -> tuple[set[str], set[str]]:
    """Say which findings a night asks for, and which it leaves open.

    Returns
    -------
    asked, open : set of str
        A finding is open where its kind happened, but less often, or hardly felt.
    """
    asked, left_open = set(), set()
    for code, (kinds, least) in EXPECTED.items():
        happened = [t for t in truths if t.source == "self" and t.kind in kinds]
        felt = [t for t in happened if felt_by(t, places)]
        if len(felt) >= least:
            asked.add(code)
        elif happened:
            left_open.add(code)
    if any(t.source == "self" and t.kind in START_KINDS for t in truths):
        # whether jolts come in groups is told by the night, not by their author's word for them
        left_open |= _OF_STARTS - asked
    return asked, left_open


_OF_STARTS = frozenset({"frequent_hypnic_jerks", "sleep_start_cluster"})


def told(asked: Iterable[str], given: Iterable[str]) -> set[str]:
    """Say which of the findings that a night asks for were given.

    Sleep starts that come in groups are told as groups, which presses more.
    """
    found = set(given)
    if "sleep_start_cluster" in found:
        found.add("frequent_hypnic_jerks")
    return found & set(asked)
