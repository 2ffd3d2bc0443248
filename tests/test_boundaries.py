"""Every number of `Limits` and of `Concern` is held: a field without a case here fails."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.slept import Sleep
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.stored import recognised
from limbwatch.dsp import LIMITS, Detector, Limits, Movements
from limbwatch.dsp.movements import joined
from limbwatch.sensor import Placement, Samples
from tests.conftest import covered, without_form

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
LENGTH = 28800.0
WITHOUT_FORM: set[str] = set()
"""Evidence of the nights of a test that no form recognises."""


@pytest.fixture(autouse=True)
def every_evidence_has_a_form() -> Iterator[None]:
    """Let the test alone fail that makes a night first, not all that share the table of nights."""
    yield
    missing = sorted(WITHOUT_FORM)
    WITHOUT_FORM.clear()
    assert not missing, without_form(missing[0], "classify/findings")


def events(
    count: int,
    kind: Kind = Kind.PLM,
    *limbs: Placement,
    first: float = 7200.0,
    step: float = 20.0,
    duration: float = 2.0,
    peak: float = 0.2,
) -> list[Event]:
    return [
        Event(
            onset=first + k * step,
            duration=duration,
            kind=kind,
            limbs=limbs or (LEFT, RIGHT),
            series=None,
            asleep=True,
            confidence=0.9,
            peak=peak,
            reason="between tremor and convulsive movement: 30 s" if kind is Kind.UNCERTAIN else "",
        )
        for k in range(count)
    ]


def deep(_: Sequence[Event]) -> bool:
    """Breath that swells around whatever moves."""
    return True


def codes(
    found: list[Event],
    *,
    awake: float = 1800.0,
    asleep: float = 4 * 3600.0,
    hole: tuple[float, float] = (0.0, 0.0),
    age: float | None = None,
    worn: float = LENGTH,
    worn_by: tuple[Placement, ...] = (LEFT, RIGHT, WRIST),
    length: float = LENGTH,
) -> set[str]:
    """Findings of eight hours with some wake, then sleep, of which a hole is wake."""
    time = np.arange(length / 30) * 30
    sleeping = (time >= awake) & (time < awake + asleep)
    sleeping &= ~((time >= hole[0]) & (time < hole[1]))
    sleep = Sleep(
        epoch=30.0, asleep=sleeping, valid=np.ones(len(time), bool), in_bed=None, method=""
    )
    coverage = [covered(placement, LENGTH, worn=worn) for placement in worn_by]
    given = findings_of(found, sleep, coverage, length=length, age=age, breath_swells=deep)
    with speaking("de"):  # what a night stores is said in any language
        WITHOUT_FORM.update(one.evidence for one in given if not recognised(one.evidence))
    words = {
        f"{one.code}: {word}" for one in given for word in f"{one.title} {one.evidence}".split()
    }
    return {finding.code for finding in given} | words


def jolts(count: int = 6, *, step: float = 8.0, duration: float = 1.0) -> list[Event]:
    """Return brief movements of a leg and an arm together, whatever they were called."""
    return events(count, Kind.LIMB_MOVEMENT, LEFT, WRIST, step=step, duration=duration)


def crowd(count: int, *, step: float = 24.0) -> list[Event]:
    """Return brief movements of all limbs out of sleep."""
    return events(count, Kind.LIMB_MOVEMENT, LEFT, RIGHT, WRIST, step=step, duration=1.0)


def starts(count: int, step: float, *, sure: float = 0.9) -> list[Event]:
    return [replace(one, confidence=sure) for one in events(count, Kind.HYPNIC_JERK, step=step)]


def after(rest: float, *, duration: float = 30.0) -> list[Event]:
    """Return a movement, and a cramp so long after its end."""
    cramp = events(1, Kind.CRAMP, LEFT, first=7202.0 + rest, duration=duration)
    return events(1, Kind.WAKE_MOVEMENT, WRIST, duration=2.0) + cramp


def alike(whole: int, legs: int = 0, *, step: float = 40.0) -> list[Event]:
    """Return movements of arm and legs together, and of the legs alone."""
    together = events(whole, Kind.PLM, LEFT, RIGHT, WRIST, step=step)
    return together + events(legs, Kind.PLM, first=12000.0, step=step)


def trembled(arms: int) -> list[Event]:
    """Return two long tremors of all limbs, and shorter ones of an arm alone."""
    whole = events(2, Kind.TREMOR, LEFT, RIGHT, WRIST, duration=30.0, step=120.0)
    return whole + events(arms, Kind.TREMOR, WRIST, first=9000.0, step=60.0)


def waggled(trains: int) -> list[Event]:
    """Return two long jerkings of a leg, and trains of foot tremor of both."""
    jerked = events(2, Kind.FOCAL, LEFT, duration=30.0, step=60.0)
    return jerked + events(trains, Kind.FOOT_TREMOR, first=9000.0, step=60.0)


def shaken(count: int, *steps: float) -> list[Event]:
    """Return shakings of the bed: some at one step, then the rest at another."""
    found = events(count, Kind.EXTERNAL, step=steps[0])
    for step in steps[1:]:
        found += events(1, Kind.EXTERNAL, first=found[-1].onset + step)
    return found


def kicks(
    *steps: float, duration: float = 1.0, limbs: tuple[Placement, ...] = (WRIST,)
) -> list[Event]:
    """Return movements of some limbs, with these times from one to the next."""
    onset = 2400.0 + np.cumsum([0.0, *steps])
    return [
        one
        for at in onset.tolist()
        for one in events(1, Kind.LIMB_MOVEMENT, *limbs, first=at, duration=duration)
    ]


def still(count: int, *, duration: float = 6.0) -> list[Event]:
    """Legs that move while their owner lies awake."""
    return events(count, Kind.WAKE_MOVEMENT, first=1.0, step=15.0, duration=duration)


def jerked(*peaks: float) -> list[Event]:
    """Return jerkings of an arm out of sleep, one an hour."""
    found = events(len(peaks), Kind.FOCAL, WRIST, step=3600.0, duration=40.0)
    return [replace(one, peak=peak) for one, peak in zip(found, peaks, strict=True)]


def dreamt(count: int, *, peak: float = 0.8, first: float = 9001.0) -> list[Event]:
    """Return bursts of an arm close together."""
    kind = Kind.WAKE_MOVEMENT
    return events(count, kind, WRIST, first=first, step=14.0, duration=1.0, peak=peak)


def bursts(
    count: int, *, duration: float = 20.0, peak: float = 1.2, step: float = 30.0
) -> list[Event]:
    return events(
        count, Kind.LIMB_MOVEMENT, WRIST, first=10800.0, step=step, duration=duration, peak=peak
    )


def cramped(rest: float, *shaken: Placement) -> list[Event]:
    """Return a cramp, and some time behind it the shaking of a limb, twice."""
    cramp = events(1, Kind.CRAMP, LEFT, first=9000.0, duration=40.0)
    limbs = shaken or (WRIST,)
    once = events(1, Kind.FOCAL, *limbs, first=9040.0 + rest, duration=25.0)
    return [*cramp, *once, *events(1, Kind.FOCAL, *limbs, first=14000.0, duration=25.0)]


def sides(left: int, right: int) -> list[Event]:
    return events(left, Kind.PLM, LEFT) + events(right, Kind.PLM, RIGHT)


def doubted(duration: float, *, since: float = 600.0, stirred: float = 10.1) -> set[str]:
    """Findings of a wrist alone: a doubtful movement, and another that ended or lay before it."""
    before = events(1, Kind.WAKE_MOVEMENT, WRIST, first=7200.0 - since, duration=stirred)
    doubt = events(1, Kind.UNCERTAIN, WRIST, duration=duration, peak=0.5)
    return codes([*before, *doubt], worn_by=(WRIST,))


def one_leg(alone: int) -> list[Event]:
    """Return a hundred movements of a wrist: some alone, and then the others with one leg."""
    return kicks(*[24.0] * 99)[:alone] + kicks(*[24.0] * 99, limbs=(RIGHT, WRIST))[alone:]


@cache
def concerns() -> dict[str, tuple[str, set[str], set[str]]]:
    """Name a finding, and give those of a night that just reaches it and of one that does not."""
    return {
        "plm_adult": ("plm_index_high", codes(events(61)), codes(events(60))),
        "plm_child": ("plm_index_high", codes(events(21), age=9), codes(events(20), age=9)),
        "adult_age": ("plm_index_high", codes(events(40), age=17.9), codes(events(40), age=18)),
        "hypnic_jerks": (
            "frequent_hypnic_jerks",
            codes(starts(4, 1200.0)),
            codes(starts(3, 1200.0)),
        ),
        "evening_rate": ("evening_restlessness", codes(still(20)), codes(still(19))),
        "evening_minutes": (
            "evening_restlessness",
            codes(still(20), awake=600.0),
            codes(still(20), awake=570.0),
        ),
        "evening_least": (
            "evening_restlessness",
            codes(still(15), awake=900.0),
            codes(still(14), awake=900.0),
        ),
        "evening_moving": (
            "evening_restlessness",
            codes(still(20, duration=5.4)),
            codes(still(20, duration=5.3)),
        ),
        "focal_alike": (
            "focal_event",
            codes(jerked(1.0, 0.251)),
            codes(jerked(1.0, 0.249)),
        ),
        "evening_arms": (
            "evening_restlessness",
            codes(
                [
                    *still(20),
                    *events(20, Kind.LIMB_MOVEMENT, WRIST, first=9.0, step=15.0, duration=2.39),
                ]
            ),
            codes(
                [
                    *still(20),
                    *events(20, Kind.LIMB_MOVEMENT, WRIST, first=9.0, step=15.0, duration=2.41),
                ]
            ),
        ),
        "evening_alone": (
            "evening_restlessness",
            codes(still(20, duration=16.21), worn_by=(LEFT, RIGHT)),
            codes(still(20, duration=16.19), worn_by=(LEFT, RIGHT)),
        ),
        "falling_s": (
            "foot_tremor",
            codes(events(3, Kind.FOOT_TREMOR, first=1200.0), awake=1800.0),
            codes(events(3, Kind.FOOT_TREMOR, first=1199.0), awake=1800.0),
        ),
        "foot_tremor": (
            "foot_tremor",
            codes(events(3, Kind.FOOT_TREMOR)),
            codes(events(2, Kind.FOOT_TREMOR)),
        ),
        "foot_tremor_within_s": (
            "foot_tremor",
            codes(events(3, Kind.FOOT_TREMOR, step=3600.0)),
            codes(events(3, Kind.FOOT_TREMOR, step=3601.0)),
        ),
        "tremor": (
            "tremor",
            codes(events(2, Kind.TREMOR, duration=27.5)),
            codes(events(1, Kind.TREMOR, duration=55.0)),
        ),
        "tremor_s": (
            "tremor",
            codes(events(2, Kind.TREMOR, duration=25.0)),
            codes(events(2, Kind.TREMOR, duration=24.9)),
        ),
        "tremor_peak": (
            "tremor",
            codes(events(2, Kind.TREMOR, duration=55.0, peak=0.03)),
            codes(events(2, Kind.TREMOR, duration=55.0, peak=0.029)),
        ),
        "shaking_s": (
            "tremor",
            codes(events(1, Kind.TREMOR, duration=60.0)),
            codes(events(1, Kind.TREMOR, duration=59.9)),
        ),
        "tremor_arm_s": (
            "tremor",
            codes(events(6, Kind.TREMOR, WRIST, duration=10.0)),
            codes(events(6, Kind.TREMOR, WRIST, duration=9.9)),
        ),
        "enactment": (
            "dream_enactment_like",
            codes(bursts(8, peak=1.19)),
            codes(bursts(7, peak=1.19)),
        ),
        "enactment_within_s": (
            "dream_enactment_like",
            codes(bursts(8, peak=1.19, step=257.0)),
            codes(bursts(8, peak=1.19, step=258.0)),
        ),
        "enactment_peak": (
            "dream_enactment_like",
            codes(bursts(12), hole=(10800.0, 11100.0)),
            codes(bursts(12, peak=1.19), hole=(10800.0, 11100.0)),
        ),
        "enactment_asleep_peak": (
            "dream_enactment_like",
            codes(bursts(12, peak=0.3)),
            codes(bursts(12, peak=0.29)),
        ),
        "enactment_asleep": (
            "dream_enactment_like",
            codes(bursts(5)),
            codes(bursts(4)),
        ),
        "enactment_s": (
            "dream_enactment_like",
            codes(bursts(12)),
            codes(bursts(12, duration=20.1)),
        ),
        "enactment_wake_s": (
            "dream_enactment_like",
            codes(bursts(12), hole=(10800.0, 11100.0)),
            codes(bursts(12), hole=(10800.0, 11130.0)),
        ),
        "enactment_dense": (
            "dream_enactment_like",
            codes(dreamt(8), hole=(9000.0, 9300.0), length=11400.0),
            codes(dreamt(7), hole=(9000.0, 9300.0), length=11400.0),
        ),
        "enactment_dense_rate": (
            "dream_enactment_like",
            codes(dreamt(20, first=10801.0), hole=(10800.0, 11100.0)),
            codes(dreamt(19, first=10801.0), hole=(10800.0, 11100.0)),
        ),
        "enactment_sure": (
            "dream_enactment_like",
            codes(dreamt(20, peak=0.11), hole=(9000.0, 9300.0), length=11400.0),
            codes(dreamt(20, peak=0.108), hole=(9000.0, 9300.0), length=11400.0),
        ),
        "enactment_after_s": (
            "dream_enactment_like",
            codes(dreamt(20), awake=7350.0, hole=(9000.0, 9300.0), length=11400.0),
            codes(dreamt(20), awake=7380.0, hole=(9000.0, 9300.0), length=11400.0),
        ),
        "one_sided": ("one_sided", codes(sides(17, 3)), codes(sides(16, 4))),
        "one_sided_least": ("one_sided", codes(sides(20, 0)), codes(sides(19, 0))),
        "coverage": ("low_coverage", codes([], worn=25919.0), codes([], worn=25920.0)),
        "sleep_hours": (
            "plm_index_high",
            codes(events(60), asleep=7200.0),
            codes(events(60), asleep=7170.0),
        ),
        "sleep_error_h": ("plm_index_high: 40", codes(events(100), asleep=3 * 3600.0), set()),
        "infant_age": (
            "sleep_start_cluster: today",
            codes(starts(4, 20.0), age=1.9),
            codes(starts(4, 20.0), age=2.0),
        ),
        "short_wake_s": (
            "tonic_event",
            codes(events(2, Kind.TONIC), hole=(7170.0, 7530.0)),
            codes(events(2, Kind.TONIC), hole=(7170.0, 7560.0)),
        ),
        "unnamed_wake_s": (
            "unnamed_shaking",
            codes(events(1, Kind.UNCERTAIN, duration=30.0, peak=0.3), hole=(7170.0, 7470.0)),
            codes(events(1, Kind.UNCERTAIN, duration=30.0, peak=0.3), hole=(7170.0, 7500.0)),
        ),
        "unnamed_s": (
            "unnamed_shaking",
            codes(events(1, Kind.UNCERTAIN, duration=30.0, peak=0.3)),
            codes(events(1, Kind.UNCERTAIN, duration=29.9, peak=0.3)),
        ),
        "unnamed_longest_s": ("unnamed_shaking", doubted(120.0), doubted(120.1)),
        "unnamed_before_s": (
            "unnamed_shaking",
            doubted(60.0, since=60.2),
            doubted(60.0, since=59.9),
        ),
        "unnamed_stirred_s": (
            "unnamed_shaking",
            doubted(60.0, since=50.0, stirred=10.0),
            doubted(60.0, since=50.0, stirred=10.1),
        ),
        "unnamed_peak": (
            "unnamed_shaking",
            codes(events(1, Kind.EXTERNAL, duration=30.0, peak=0.3)),
            codes(events(1, Kind.EXTERNAL, duration=30.0, peak=0.29)),
        ),
        "shaken_peak": (
            "unnamed_shaking",
            codes(events(1, Kind.TREMOR, LEFT, RIGHT, WRIST, duration=30.0, peak=0.1)),
            codes(events(1, Kind.TREMOR, LEFT, RIGHT, WRIST, duration=30.0, peak=0.09)),
        ),
        "shaken_arms": ("unnamed_shaking", codes(trembled(5)), codes(trembled(6))),
        "cluster": ("sleep_start_cluster", codes(starts(4, 20.0)), codes(starts(3, 20.0))),
        "cluster_step_s": ("sleep_start_cluster", codes(starts(4, 120.0)), codes(starts(4, 120.1))),
        "jolts": ("sleep_start_cluster", codes(jolts(6)), codes(jolts(5))),
        "jolt_s": (
            "sleep_start_cluster",
            codes(jolts(duration=3.0)),
            codes(jolts(duration=3.1)),
        ),
        "jolt_least_step_s": (
            "sleep_start_cluster",
            codes(jolts(step=3.0)),
            codes(jolts(step=2.9)),
        ),
        "jolt_step_s": ("sleep_start_cluster", codes(jolts(step=16.0)), codes(jolts(step=16.1))),
        "crowd": (
            "sleep_start_cluster",
            codes(crowd(5)),
            codes(crowd(4)) | codes(crowd(5, step=24.1)) | codes(crowd(8, step=2.9)),
        ),
        "cluster_sure": (
            "sleep_start_cluster",
            codes(starts(4, 20.0, sure=0.5)),
            codes(starts(4, 20.0, sure=0.49)),
        ),
        "cluster_sure_alone": (
            "sleep_start_cluster",
            codes(starts(4, 20.0, sure=0.62), worn_by=(LEFT,)),
            codes(starts(4, 20.0, sure=0.61), worn_by=(LEFT,)),
        ),
        "cluster_many": (
            "sleep_start_cluster",
            codes(starts(8, 16.0, sure=0.5), worn_by=(LEFT,)),
            codes(starts(7, 16.0, sure=0.5), worn_by=(LEFT,))
            | codes(starts(8, 16.1, sure=0.5), worn_by=(LEFT,)),
        ),
        "cramp_rest_s": ("cramp_like", codes(after(5.0)), codes(after(4.9))),
        "cramp_long_s": (
            "cramp_like",
            codes(after(1.0, duration=60.0)),
            codes(after(1.0, duration=59.9)),
        ),
        "cramp_s": (
            "cramp_like",
            codes(events(1, Kind.CRAMP, LEFT, duration=20.0)),
            codes(events(1, Kind.CRAMP, LEFT, duration=19.9)),
        ),
        "focal_cramp_s": (
            "focal_event",
            codes(cramped(301.0)),
            codes(cramped(300.0)),
        ),
        "focal": (
            "focal_event",
            codes(events(2, Kind.FOCAL, LEFT, duration=21.0, step=60.0)),
            codes(events(1, Kind.FOCAL, LEFT, duration=42.0)),
        ),
        "focal_s": (
            "focal_event",
            codes(events(1, Kind.FOCAL, LEFT, duration=55.0)),
            codes(events(1, Kind.FOCAL, LEFT, duration=54.9)),
        ),
        "focal_arm_s": (
            "focal_event",
            codes(events(1, Kind.FOCAL, WRIST, duration=30.0)),
            codes(events(1, Kind.FOCAL, WRIST, duration=29.9)),
        ),
        "focal_together_s": (
            "focal_event",
            codes(events(2, Kind.FOCAL, WRIST, duration=20.0, step=60.0)),
            codes(events(2, Kind.FOCAL, WRIST, duration=19.9, step=60.0)),
        ),
        "focal_leg_s": (
            "focal_event",
            codes(events(3, Kind.FOCAL, LEFT, duration=20.0, step=60.0)),
            codes(events(3, Kind.FOCAL, LEFT, duration=19.9, step=60.0)),
        ),
        "focal_trains": ("focal_event", codes(waggled(5)), codes(waggled(6)) | codes(waggled(16))),
        "bed_shaken": ("bed_shaken", codes(shaken(15, 25.0)), codes(shaken(14, 25.0))),
        "bed_rest_s": (
            "bed_shaken",
            codes(events(15, Kind.EXTERNAL, step=6.0, duration=1.0)),
            codes(events(15, Kind.EXTERNAL, step=5.9, duration=1.0)),
        ),
        "bed_steps_s": (
            "bed_shaken: rhythm",
            codes(shaken(20, 90.0)) & codes(shaken(20, 10.0)),
            codes(shaken(20, 90.1)) | codes(shaken(20, 9.9)),
        ),
        "bed_rhythm": (
            "bed_shaken: rhythm",
            codes(shaken(16, 25.0, *[200.0] * 10)),
            codes(shaken(15, 25.0, *[200.0] * 10)),
        ),
        "breathing_least": ("breathing_first", codes(alike(20)), codes(alike(19))),
        "breathing_share": ("breathing_first", codes(alike(20, 60)), codes(alike(20, 61))),
        "breathing_step_s": (
            "breathing_first",
            codes(alike(20, step=30.0)),
            codes(alike(20, step=29.9)),
        ),
        "swapped_least": (
            "sensors_swapped",
            codes(kicks(*[24.0] * 29), asleep=9000.0),
            codes(kicks(*[24.0] * 28), asleep=9000.0),
        ),
        "swapped_per_hour": (
            "sensors_swapped",
            codes(kicks(*[24.0] * 47)),
            codes(kicks(*[24.0] * 46)),
        ),
        "swapped_times": (
            "sensors_swapped",
            codes(kicks(*[24.0] * 90) + kicks(*[25.0] * 29, limbs=(LEFT, RIGHT))),
            codes(kicks(*[24.0] * 89) + kicks(*[25.0] * 29, limbs=(LEFT, RIGHT))),
        ),
        "swapped_alone": ("sensors_swapped", codes(one_leg(25)), codes(one_leg(24))),
        "swapped_s": (
            "sensors_swapped",
            codes(kicks(*[24.0] * 49, duration=0.5)) & codes(kicks(*[24.0] * 49, duration=10.0)),
            codes(kicks(*[24.0] * 49, duration=0.49)) | codes(kicks(*[24.0] * 49, duration=10.1)),
        ),
        "swapped_share": (
            "sensors_swapped",
            codes(kicks(*[24.0] * 39, *[150.0] * 60), asleep=11880.0),
            codes(kicks(*[24.0] * 39, *[150.0] * 61), asleep=11880.0),
        ),
        "swapped_spread": (
            "sensors_swapped",
            codes(kicks(*[20.0] * 60, *[89.0] * 15)),
            codes(kicks(*[20.0] * 60, *[89.0] * 16)),
        ),
    }


@pytest.mark.parametrize("field", [field.name for field in fields(CONCERN)])
def test_a_concern_begins_at_its_threshold(field: str) -> None:
    code, reached, missed = concerns()[field]
    assert code in reached
    assert code not in missed


@pytest.mark.parametrize(("age", "told"), [(1.0, True), (17.9, True), (18.0, False), (None, False)])
def test_doubtful_jolts_in_groups_are_told_of_a_child(age: float | None, told: bool) -> None:
    """Spasms are found late by those who call them harmless; nobody loses by a film."""
    assert ("sleep_start_cluster" in codes(starts(4, 20.0, sure=0.3), age=age)) == told


@pytest.mark.parametrize(
    ("kind", "told"), [(Kind.GROSS_MOVEMENT, False), (Kind.UNCERTAIN, True), (Kind.TWITCH, True)]
)
def test_who_turns_over_throws_an_arm_and_dreams_of_nothing(kind: Kind, told: bool) -> None:
    """Of a wrist alone six nights of an outsider's were told: all but five bursts were turns."""
    given = [replace(one, kind=kind) for one in bursts(12)]
    assert ("dream_enactment_like" in codes(given)) == told


def test_blows_in_short_wakefulness_are_told_when_there_are_more_of_them() -> None:
    awake = (10800.0, 11100.0)
    assert "dream_enactment_like" not in codes(bursts(7), hole=awake)
    assert "dream_enactment_like" in codes(bursts(8), hole=awake)


def test_a_leg_that_jerks_after_a_cramp_is_told_and_so_is_an_arm_before_one() -> None:
    """A hand rubs a calf after its cramp; a leg does not."""
    assert "focal_event" in codes(cramped(60.0, LEFT))
    assert "focal_event" in codes(cramped(-70.0))


@pytest.mark.parametrize(
    ("limbs", "led"),
    [((WRIST,), True), ((WRIST, LEFT), True), ((WRIST, LEFT, RIGHT), False), ((LEFT,), False)],
)
def test_arms_lead_when_they_are_half_of_the_limbs(limbs: tuple[Placement, ...], led: bool) -> None:
    given = events(12, Kind.LIMB_MOVEMENT, *limbs, first=10800.0, step=30.0, peak=1.2)
    assert ("dream_enactment_like" in codes(given)) == led


STATED = {
    "grid_rate": (23.5, 50.0),
    "dropout": (0.1, 0.2),
    "smooth": (0.12, 0.2),
    "reference": (0.5, 0.6),
    "quiet": (0.5, 0.4),
    "floor_cell": (5.0, 6.0),
    "floor_window": (180.0, 120.0),
    "floor_quantile": (0.3, 0.5),
    "floor_ceiling": (0.015, 0.012),
    "high_factor": (4.5, 4.0),
    "low_factor": (2.8, 2.5),
    "high_minimum": (0.003, 0.004),
    "low_minimum": (0.0018, 0.0022),
    "flicker_steps": (1.8, 2.5),
    "drift_steps": (0.85, 1.2),
    "sustain": (0.12, 0.2),
    "brief_factor": (1.5, 1.2),
    "shake_high_factor": (1.9, 3.0),
    "shake_low_factor": (1.45, 1.25),
    "shake_steps": (1.3, 2.0),
    "shake_ceiling": (0.045, 0.035),
    "shake_least": (1.0, 0.5),
    "hold": (6.0, 4.0),
    "hold_away": (1.5, 5.0),
    "hold_return": (0.5, 0.3),
    "hold_strength": (0.1, 0.6),
    "slow": (0.28, 0.2),
    "lean": (0.8, 1.0),
    "held_from": (0.35, 0.6),
    "held_share": (0.25, 0.5),
    "held_least": (0.0052, 0.02),
    "rest": (1.0, 0.8),
    "shape_before": (0.5, 0.6),
    "shape_after": (2.5, 2.4),
    "spectrum": (10.0, 8.0),
}
"""Each limit as its source gives it, and a value that must give other movements."""


@cache
def signals() -> list[tuple[np.ndarray, float, float]]:
    """Restless limbs over fine, coarse and noisy sensors: samples, rate, resolution."""
    made = []
    for seed, (rate, noise, step) in enumerate(
        [(25.0, 0.0004, 0.0), (50.0, 0.002, 0.0), (25.0, 0.001, 0.016), (25.0, 0.03, 0.0)]
    ):
        rng = np.random.default_rng(seed)
        time = np.arange(round(400 * rate)) / rate
        angle, shake = np.zeros(len(time)), np.zeros(len(time))
        for onset in np.arange(20.0, 380.0, 12.0):
            size, hold = np.radians(rng.uniform(0.3, 12)), rng.uniform(0, 8)
            up, down = rng.uniform(0.15, 0.8, 2)
            back = rng.choice([1.0, 0.9, 0.6, 0.5])
            angle += size * np.clip((time - onset) / up, 0, 1)
            angle -= back * size * np.clip((time - onset - hold) / down, 0, 1)
            if rng.random() < 0.4:
                inside = (time > onset) & (time < onset + rng.uniform(0.1, 11))
                size, beat = rng.uniform(0.004, 0.1), rng.uniform(1.5, 9)
                shake[inside] += size * np.sin(2 * np.pi * beat * time[inside])
        xyz = np.stack([np.sin(angle) + shake, 0 * angle, np.cos(angle)], axis=1)
        xyz += rng.normal(0, noise, xyz.shape)
        made.append((np.round(xyz / step) * step if step else xyz, rate, step))
    return [*made, *(brief(seed) for seed in range(2)), small_holds()]


def brief(seed: int) -> tuple[np.ndarray, float, float]:
    """Pairs of twitches, some weak, and fast shaking of half a second to two."""
    rng = np.random.default_rng(seed)
    time = np.arange(10000) / 25.0
    xyz = np.tile([0.0, 0.0, 1.0], (len(time), 1)) + rng.normal(0, 0.0004, (len(time), 3))
    for onset in np.arange(10, 390, 6.0):
        inside = (time >= onset + 3) & (time < onset + 3 + rng.uniform(0.4, 2))
        xyz[inside, 1] += 0.006 * np.sin(2 * np.pi * 11 * time[inside])
        for begin in (onset, onset + rng.uniform(0.5, 2)):
            xyz[(time >= begin) & (time < begin + 0.06), 0] += rng.uniform(0.005, 0.02)
    return xyz, 25.0, 0.0


def small_holds() -> tuple[np.ndarray, float, float]:
    """Small turns that last, over a noisy sensor."""
    rng = np.random.default_rng(9)
    time = np.arange(10000) / 25.0
    angle = np.zeros(len(time))
    for onset in np.arange(20.0, 380.0, 12.0):
        size, away = rng.uniform(0.01, 0.08), rng.uniform(1, 4)
        angle += size * ((time >= onset) * 1.0 - (time >= onset + away))
        jolt = (time >= onset) & (time < onset + 0.2)
        angle[jolt | (abs(time - onset - away) < 0.1)] += 0.1
    xyz = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    return xyz + rng.normal(0, 0.008, xyz.shape), 25.0, 0.0


@cache
def found() -> list[Movements]:
    """Movements in all signals under the limits as they are."""
    return list(found_with(LIMITS))


def found_with(limits: Limits) -> Iterator[Movements]:
    for xyz, rate, step in signals():
        detector = Detector(limits=limits, resolution=step)
        half = len(xyz) // 2
        # a dropout of 0.15 s in the middle
        parts = [(0.0, xyz[:half]), (half / rate + 0.15, xyz[half:])]
        pushed = [
            detector.push(Samples(start=start, rate=rate, xyz=part.astype(np.float32)))
            for start, part in parts
        ]
        yield joined([*pushed, detector.flush()])


def same(one: Movements, other: Movements) -> bool:
    return all(
        np.array_equal(getattr(one, column.name), getattr(other, column.name), equal_nan=True)
        for column in fields(Movements)
    )


@pytest.mark.parametrize("field", [field.name for field in fields(LIMITS)])
def test_a_limit_is_what_its_source_says_and_a_change_of_it_is_seen(field: str) -> None:
    stated, changed = STATED[field]
    assert getattr(LIMITS, field) == stated
    found_so = found_with(replace(LIMITS, **{field: changed}))
    assert not all(same(*both) for both in zip(found_so, found(), strict=True)), (
        "seen in none of the signals"
    )


@pytest.mark.parametrize(("awake", "told"), [(0, True), (2, True), (3, False)])
def test_what_a_limb_does_more_often_in_lasting_wake_is_no_attack(awake: int, told: bool) -> None:
    """Who rocks a child, or rubs a leg, shakes an arm on purpose, and dozes off in between."""
    out_of_sleep = events(2, Kind.FOCAL, WRIST, step=3600.0, duration=45.0)
    meant = events(awake, Kind.FOCAL, WRIST, first=60.0, step=300.0, duration=45.0)
    assert ("focal_event" in codes([*meant, *out_of_sleep])) == told
