"""Bursts of somebody who acts out a dream, told by what happens near them."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from benchmarks.fit_dreams import DREAMS, Dreamt, learned, told
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.dreams import (
    BIAS,
    NEAR_S,
    NONE,
    REST_S,
    WEIGHTS,
    candidates,
    dense_bursts,
    dream_enactment,
    measures,
)
from limbwatch.classify.findings.scene import Scene
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.slept import Sleep
from limbwatch.sensor import Placement
from tests.conftest import covered

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
LENGTH = 14400.0
ASLEEP, DREAMING, AWAKE_AGAIN = 1200.0, 9000.0, 9300.0


def burst(onset: float, kind: Kind = Kind.WAKE_MOVEMENT, *limbs: Placement, **other) -> Event:
    given = {"duration": 1.0, "peak": 0.8, **other}
    return Event(
        onset=onset,
        kind=kind,
        limbs=limbs or (WRIST,),
        series=None,
        asleep=False,
        confidence=0.8,
        reason="",
        **given,
    )


def bursts(count: int = 20, *, first: float = DREAMING, step: float = 14.0, **other) -> list[Event]:
    return [burst(first + step * number, **other) for number in range(count)]


def scene(events, *, worn=(LEFT, RIGHT, WRIST), awake=(DREAMING, AWAKE_AGAIN)) -> Scene:
    """Four hours, of which the first 20 min, and those of the dream, look like wakefulness."""
    begin = np.arange(LENGTH / 30) * 30
    sleeping = (begin >= ASLEEP) & ~((begin >= awake[0]) & (begin < awake[1]))
    coverage = [covered(place, LENGTH) for place in worn]
    sleep = Sleep(
        epoch=30.0, asleep=sleeping, valid=np.ones(len(begin), bool), in_bed=None, method=""
    )
    return Scene(
        events=sorted(events, key=lambda event: event.onset),
        sleep=sleep,
        coverage=coverage,
        breath_swells=lambda _: False,
        length=LENGTH,
        age=None,
    )


def test_short_strong_bursts_close_together_in_the_middle_of_sleep_are_told() -> None:
    words = dream_enactment(scene(bursts()))
    assert words == (
        "20 short bursts of an arm (up to 0.8 g), close together, in the last two thirds of the "
        "night and after estimated sleep; lying awake and throwing an arm about looks the same"
    )


def test_few_bursts_are_not_told() -> None:
    """It takes more than a night must hold by its truth to be asked of."""
    assert DREAMS < CONCERN.enactment == CONCERN.enactment_dense
    found = scene(bursts())
    assert len(dense_bursts(found)) == 20
    assert dream_enactment(scene(bursts(4))) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([burst(8990.0 + 60 * k, Kind.WALKING) for k in range(5)], id="a walk"),
        pytest.param(
            [burst(8800.0 + 25 * k, Kind.PLM, LEFT) for k in range(20)], id="a rhythm of the legs"
        ),
    ],
)
def test_what_happens_in_a_walk_or_in_a_rhythm_is_no_dream(other) -> None:
    assert dream_enactment(scene(bursts() + other)) is None


@pytest.mark.parametrize(
    ("measure", "near"),
    [
        ("number", scene(bursts(8))),
        ("length", scene(bursts(duration=4.0))),
        ("strength", scene(bursts(peak=0.2))),
        ("turns", scene(bursts() + [burst(9001.0 + k, Kind.GROSS_MOVEMENT) for k in range(3)])),
        ("jolts", scene(bursts() + [burst(9001.0 + k, Kind.HYPNIC_JERK) for k in range(3)])),
        ("awake", scene(bursts(), awake=(DREAMING - 1800, AWAKE_AGAIN + 1800))),
        ("after", scene(bursts(12, step=25.0))),
    ],
)
def test_fewer_longer_weaker_bursts_are_less_sure(measure: str, near: Scene) -> None:
    """Of what people do who lie awake; the middle burst is looked at."""

    def middle(given: Scene) -> float:
        found = [event for event in candidates(given) if event.kind is Kind.WAKE_MOVEMENT]
        row = measures(given, found[len(found) // 2 : len(found) // 2 + 1])
        return float((row @ np.array(list(WEIGHTS.values())))[0])

    assert WEIGHTS[measure] != 0
    assert middle(near) < middle(scene(bursts()))


def test_an_arm_alone_or_legs_alone_tell_of_no_dream() -> None:
    assert dense_bursts(scene(bursts(), worn=(WRIST,))) == []
    assert dream_enactment(scene(bursts(), worn=(WRIST,))) is None
    legs = [replace(event, limbs=(LEFT,)) for event in bursts()]
    assert candidates(scene(legs)) == []
    assert dream_enactment(scene(legs, worn=(LEFT, RIGHT))) is None


def test_dreams_are_looked_for_half_an_hour_after_sleep_began_and_in_the_last_two_thirds() -> None:
    late = LENGTH / 3
    assert len(candidates(scene(bursts(2, first=late + 0.1)))) == 2
    assert len(candidates(scene(bursts(2, first=late)))) == 1
    slept_late = scene(bursts(2, first=ASLEEP + 7800.0), awake=(0.0, ASLEEP + 6000.0))
    assert len(candidates(slept_late)) == 1
    never = scene(bursts(), awake=(0.0, LENGTH))
    assert candidates(never) == []
    assert dense_bursts(never) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_what_has_another_name_is_no_burst(kind: Kind) -> None:
    taken = kind in {Kind.WAKE_MOVEMENT, Kind.GROSS_MOVEMENT, Kind.UNCERTAIN}
    assert bool(candidates(scene([burst(DREAMING, kind)]))) == taken


def test_every_measure_is_what_its_name_says() -> None:
    """Worked by hand: rests of 9 and 19 s, one event of each sort near, what is outside not."""
    events = [
        burst(DREAMING - NEAR_S - 0.1, peak=2.0),
        burst(DREAMING - NEAR_S, Kind.PLM, LEFT, peak=0.1, duration=2.0),
        burst(DREAMING - 10.0, peak=0.4),
        burst(DREAMING, Kind.UNCERTAIN, duration=2.0),
        burst(DREAMING + 1.0, Kind.EXTERNAL, duration=0.5),
        burst(DREAMING + 21.0, Kind.WALKING, peak=0.4),
        burst(DREAMING + 100.0, Kind.GROSS_MOVEMENT, peak=0.2),
        burst(DREAMING + 150.0, Kind.FOCAL, peak=0.2),
        burst(DREAMING + NEAR_S, Kind.TREMOR, peak=0.2),
        burst(DREAMING + NEAR_S + 0.1, peak=2.0),
    ]
    given = scene(events)
    found = [event for event in given.events if event.onset == DREAMING]
    peaks = [0.1, 0.4, 0.8, 0.4, 0.2, 0.2, 0.2]
    expected = {
        "number": log(7),
        "length": 2 * log(2) / 7,
        "strength": sum(map(log, peaks)) / 7,
        "periodic": log(1 + NONE),
        "steps": log(1 + NONE),
        "turns": log(1 + NONE),
        "jolts": log(2 + NONE),
        "awake": log(AWAKE_AGAIN - DREAMING + 30),
        "peak": log(0.8),
        "before": log(9.0),
        "after": log(19.0),
    }
    row = measures(given, found)[0]
    assert dict(zip(WEIGHTS, row.tolist(), strict=True)) == pytest.approx(expected)


def test_the_first_and_the_last_movement_rest_as_long_as_counts_and_none_is_without_rest() -> None:
    events = [burst(DREAMING), burst(DREAMING + 1.2), burst(DREAMING + 2000.0)]
    rows = measures(scene(events), events)
    before, after = rows[:, -2], rows[:, -1]
    shortest, longest = map(log, REST_S)
    assert before.tolist() == pytest.approx([longest, shortest, longest])
    assert after.tolist() == pytest.approx([shortest, longest, longest])


def test_a_peak_that_was_stored_as_nothing_counts_as_a_faint_one() -> None:
    events = [burst(DREAMING, peak=0.0), burst(DREAMING + 30.0, peak=0.001)]
    strength, peak = measures(scene(events), events).T[[2, 8]]
    assert strength.tolist() == peak.tolist() == pytest.approx([log(0.001)] * 2)


def test_what_each_measure_tells_is_what_was_learned() -> None:
    """As ``python -m benchmarks.fit_dreams`` printed it for docs/accuracy.md."""
    assert dict(WEIGHTS) == {
        "number": 3.11,
        "length": -1.98,
        "strength": 1.87,
        "periodic": -2.08,
        "steps": -2.19,
        "turns": -0.81,
        "jolts": -0.91,
        "awake": -0.55,
        "peak": 0.08,
        "before": -0.24,
        "after": -0.2,
    }
    assert BIAS == -4.94
    assert (NEAR_S, NONE, REST_S) == (300.0, 0.3, (0.5, 600.0))


def test_what_tells_bursts_is_learned_from_nights() -> None:
    """Bursts that are many and strong among movements that are as long: only that tells."""
    generator = np.random.default_rng(5)

    def night(bursts_made: int) -> Dreamt:
        measured = generator.normal(0, 1, (40, len(WEIGHTS)))
        is_burst = np.full(40, bursts_made > 0)
        measured[is_burst, list(WEIGHTS).index("number")] += 3
        measured[is_burst, list(WEIGHTS).index("strength")] += 3
        return Dreamt(world="made", measured=measured, burst=is_burst, bursts=bursts_made)

    nights = [night(40) for _ in range(6)] + [night(0) for _ in range(6)]
    tells, bias = learned(nights)
    assert min(tells["number"], tells["strength"]) > 0.7
    assert max(abs(tells[name]) for name in WEIGHTS if name not in {"number", "strength"}) < 0.5
    assert [told(each, tells, bias) for each in nights] == [True] * 6 + [False] * 6
