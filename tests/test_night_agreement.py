"""A night held against a reference: each level on lists of which the answer is known."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from limbwatch.classify.agreement.clock_fit import shifted
from limbwatch.classify.agreement.common_time import common_time
from limbwatch.classify.agreement.movement_levels import (
    borrowed_window,
    movements,
    periodic,
    periodic_without_respiratory,
    reference_by_rules,
    respiratory,
    sensor_by_rules,
)
from limbwatch.classify.agreement.night_agreement import (
    NightAgreement,
    compare_with_reference,
)
from limbwatch.classify.agreement.ours import leg_movements_of
from limbwatch.classify.agreement.paired_indices import PairedValue, paired_indices
from limbwatch.classify.agreement.paired_lists import NONE, confusion
from limbwatch.classify.agreement.reference import LISTED, Marks, Reference
from limbwatch.classify.agreement.staging import staging
from limbwatch.classify.agreement.study_agreement import StudyNight, study_figures
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.leg_movements import LegMovements, score
from limbwatch.classify.rules.periodicity import joining_rules, periodicity_index
from limbwatch.classify.rules.published import AASM_3, COLEMAN_1982, WASM_2016
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.classify.summary import summarise
from limbwatch.cli.compare.figure_names import INDEX_NAMES
from limbwatch.cli.compare.figures_json import compare_json
from limbwatch.cli.compare.outline import outline
from limbwatch.sensor import Placement

LIGHTS = (600.0, 28_200.0)


def marks(onsets: "list[float]", duration: float = 2.0) -> Marks:
    return Marks(onset=np.array(onsets, float), duration=np.full(len(onsets), duration))


def reference_of(
    onsets: "list[float]",
    *,
    side: str = "left",
    kind: "str | list[str]" = "lm",
    duration: float = 2.0,
    asleep: tuple[float, float] = (1800.0, 27_000.0),
    **more: object,
) -> Reference:
    """A list with one stretch of N2 between two of wake."""
    begin, end = LIGHTS
    edges = np.array([begin, *asleep, end])
    values: dict[str, object] = {
        "legs": marks(onsets, duration),
        "side": np.array([side] * len(onsets), dtype="<U8"),
        "kind": np.array([kind] * len(onsets) if isinstance(kind, str) else kind, dtype="<U16"),
        "stages": Marks(onset=edges[:-1], duration=np.diff(edges)),
        "stage": np.array(["W", "N2", "W"]),
        "lights_off": begin,
        "lights_on": end,
        "breathing": Marks.none(),
        "arousals": Marks.none(),
    }
    return Reference(**(values | more))  # type: ignore[arg-type]


def held(night: Night, reference: Reference, shift: float = 0.0) -> NightAgreement:
    return compare_with_reference(
        night,
        summarise(night),
        reference,
        clock=shifted(shift),
        rules=WASM_2016,
        name="night",
    )


def test_a_list_that_tells_sleep_without_epochs_counts_its_movements_in_sleep(
    example_night: Night,
) -> None:
    """Level 3 and the sensor's part of level 2, where a list says of each row who slept."""
    listed = reference_of(own_onsets(example_night))
    whole = replace(listed, stages=Marks.none(), stage=np.array([], dtype="<U8"))
    every = np.ones(len(whole.legs), np.bool_)
    slept = held(example_night, replace(whole, asleep=every)).periodic["joined"]
    awake = held(example_night, replace(whole, asleep=~every))
    assert slept.tp > 0
    assert (awake.periodic["joined"].tp, awake.periodic["joined"].fn) == (0, 0)
    assert (awake.sensor_rules.tp, awake.sensor_rules.fn) == (0, 0)


def own_onsets(night: Night) -> list[float]:
    return leg_movements_of(night).onset.tolist()


def test_a_night_agrees_wholly_with_itself(example_night: Night) -> None:
    found = held(example_night, reference_of(own_onsets(example_night)))
    joined = found.movements["joined"]["0.5"]
    assert (joined.tp, joined.fp, joined.fn) == (13, 0, 0)
    assert joined.onset_bias_s == 0
    assert joined.offset_bias_s == pytest.approx(0)
    assert found.movements["joined"]["overlap"].tp == 13
    assert (found.periodic["joined"].tp, found.periodic["joined"].fp) == (8, 0)
    for name in ("plms", "plmw", "lm"):
        both = found.indices[name]
        assert both.ours == pytest.approx(both.reference, abs=0.02), name
    assert found.staging is not None
    assert found.staging.accuracy == 1
    assert {row.ours is not None and row.onset is not None for row in found.rows} == {True}


def test_the_reference_is_brought_to_our_clock_first(example_night: Night) -> None:
    moved = reference_of([t + 90 for t in own_onsets(example_night)])
    moved = replace(
        moved,
        stages=Marks(onset=moved.stages.onset + 90, duration=moved.stages.duration),
        lights_off=LIGHTS[0] + 90,
        lights_on=LIGHTS[1] + 90,
    )
    assert held(example_night, moved).movements["joined"]["1"].tp < 13
    found = held(example_night, moved, shift=90.0)
    assert found.movements["joined"]["0.5"].tp == 13
    assert found.staging is not None
    assert found.staging.accuracy == 1


def test_missing_and_false_movements_are_counted_each_as_what_it_is(example_night: Night) -> None:
    onsets = [*own_onsets(example_night)[2:], 15_000.0, 16_000.0, 17_000.0]
    found = held(example_night, reference_of(onsets))
    one = found.movements["joined"]["0.5"]
    assert (one.tp, one.fp, one.fn) == (11, 2, 3)
    assert found.confusion["lm", NONE] == 3
    assert found.confusion[NONE, "plm"] == 2


def test_legs_are_compared_where_a_sensor_was_and_the_reference_names_them(
    example_night: Night,
) -> None:
    time = common_time(example_night, reference_of(own_onsets(example_night)))
    assert set(movements(example_night, time)) == {"joined", "left"}
    left = movements(example_night, time)["left"]["0.5"]
    assert (left.tp, left.fp, left.fn) == (8, 0, 5)
    unknown = reference_of(own_onsets(example_night), side="unknown")
    assert set(movements(example_night, common_time(example_night, unknown))) == {"joined"}


def test_rows_of_two_legs_are_one_movement_and_nothing_listed_is_left_out() -> None:
    two = reference_of([100.0, 100.3, 200.0, 300.0], duration=1.0)
    two = replace(
        two,
        side=np.array(["left", "right", "both", "left"]),
        kind=np.array(["lm", "plm", "lm", "respiratory"], dtype="<U16"),
        legs=Marks(onset=two.legs.onset, duration=np.array([1.0, 1.0, np.nan, 25.0])),
    )
    joined = two.leg_movements(LISTED)
    assert joined.onset.tolist() == [100.0, 200.0, 300.0]
    assert joined.kind.tolist() == ["plm", "lm", "respiratory"]
    assert np.isnan(joined.offset[1])
    assert joined.offset[2] == 325.0


def test_only_what_both_could_see_is_compared(example_night: Night) -> None:
    """Before lights off, after lights on and while no leg sensor saw anything."""
    outside = [300.0, 28_500.0]
    found = held(example_night, reference_of([*own_onsets(example_night), *outside]))
    assert found.movements["joined"]["0.5"].fn == 0
    assert found.time.hours == pytest.approx((LIGHTS[1] - LIGHTS[0]) / 3600)
    blind = replace(
        example_night,
        coverage=tuple(replace(one, gaps=((3590.0, 3700.0),)) for one in example_night.coverage),
    )
    one = held(blind, reference_of(own_onsets(example_night))).movements["joined"]["0.5"]
    assert (one.tp, one.fp, one.fn) == (9, 0, 0)


def test_a_reference_that_scored_sleep_alone_is_compared_in_sleep_alone(
    example_night: Night,
) -> None:
    awake = [27_100.0 + 20 * k for k in range(4)]
    asleep = [t for t in own_onsets(example_night) if t not in awake]
    many = [*asleep, *(20_000.0 + 200 * k for k in range(20))]
    # with 40 min of wake and not one movement in it
    reference = reference_of(many, asleep=(1800.0, 27_000.0))
    found = held(example_night, reference)
    assert found.time.asleep_only
    assert any("only its sleep" in remark for remark in found.remarks)
    assert found.movements["joined"]["0.5"].fp == 0
    both = held(example_night, reference_of([*many, awake[0]]))
    assert not both.time.asleep_only
    assert both.movements["joined"]["0.5"].fp == 3


def test_rules_are_tested_on_the_references_own_marks() -> None:
    onsets = [5000.0 + 25 * k for k in range(6)] + [9000.0]
    right = reference_of(onsets, kind=["plm"] * 6 + ["lm"])
    found = reference_by_rules(right, WASM_2016)
    assert found is not None
    assert (found.tp, found.fp, found.fn) == (6, 0, 0)
    wrong = reference_of(onsets, kind=["plm"] * 5 + ["lm", "plm"])
    found = reference_by_rules(wrong, WASM_2016)
    assert found is not None
    assert (found.tp, found.fp, found.fn) == (5, 1, 1)
    assert reference_by_rules(reference_of(onsets), WASM_2016) is None


def test_the_sensor_is_tested_by_the_same_rules_on_both_lists(example_night: Night) -> None:
    series = [3600.0 + 25 * k for k in range(8)]
    time = common_time(example_night, reference_of(series[:7]))
    found = sensor_by_rules(example_night, time, WASM_2016)
    assert (found.tp, found.fp, found.fn) == (7, 1, 0)


def test_periodic_movements_are_those_marked_or_else_those_by_rules(example_night: Night) -> None:
    series = [3600.0 + 25 * k for k in range(8)]
    marked = reference_of(series, kind=["plm"] * 6 + ["lm"] * 2)
    found = periodic(example_night, common_time(example_night, marked), WASM_2016)["joined"]
    assert (found.tp, found.fp, found.fn) == (6, 2, 0)
    plain = periodic(example_night, common_time(example_night, reference_of(series)), WASM_2016)
    assert (plain["joined"].tp, plain["joined"].fp) == (8, 0)


@pytest.mark.parametrize(
    ("onset", "wasm", "aasm"),
    [
        (95.9, False, True),  # ends at 97.9, 2.1 s before the end: inside the event itself
        (96.0, True, True),  # ends 2.0 s before the end of the event
        (110.25, True, False),
        (110.26, False, False),
        (77.4, False, False),  # ends 0.6 s before its beginning
        (77.5, False, True),
        (100.5, True, True),
        (100.51, True, False),
    ],
)
def test_respiratory_movements_by_either_window(onset: float, wasm: bool, aasm: bool) -> None:
    event = Marks(onset=np.array([80.0]), duration=np.array([20.0]))
    begin = np.array([onset])
    assert respiratory(begin, begin + 2.0, event, WASM_2016).tolist() == [wasm]
    assert respiratory(begin, begin + 2.0, event, AASM_3).tolist() == [aasm]


def test_without_respiratory_movements_a_series_may_end(example_night: Night) -> None:
    series = [3600.0 + 25 * k for k in range(8)]
    breathing = Marks(onset=np.array([3680.0]), duration=np.array([20.0]))
    reference = reference_of(series, breathing=breathing)
    time = common_time(example_night, reference)
    found = periodic_without_respiratory(example_night, time, WASM_2016)
    assert found is not None
    # the fifth falls out of both; 3600..3675 and 3725..3775 are 50 s apart, still one series
    assert (found.tp, found.fp, found.fn) == (7, 0, 0)
    silent = common_time(example_night, reference_of(series))
    assert periodic_without_respiratory(example_night, silent, WASM_2016) is None


@pytest.mark.parametrize(
    ("rules", "kind", "left"),
    [(WASM_2016, "hypopnea", 7), (WASM_2016, "rera", 8), (AASM_3, "rera", 7)],
)
def test_a_rera_makes_movements_respiratory_by_the_aasm_alone(
    example_night: Night, rules: Rules, kind: str, left: int
) -> None:
    """SCORING.md 1.1: of an apnoea or hypopnoea; 1.2: of an apnoea, hypopnoea or RERA."""
    reference = reference_of(
        [3600.0 + 25 * k for k in range(8)],
        breathing=Marks(onset=np.array([3680.0]), duration=np.array([20.0])),
        breathing_kind=np.array([kind]),
    )
    found = periodic_without_respiratory(
        example_night, common_time(example_night, reference), rules
    )
    assert found is not None
    assert found.tp + found.fn == left


@pytest.mark.parametrize(
    ("rules", "borrowed"), [(WASM_2016, False), (AASM_3, False), (COLEMAN_1982, True)]
)
def test_rules_without_a_window_say_whose_they_took(
    rules: Rules, borrowed: bool, example_night: Night
) -> None:
    """That of WASM 2016 was taken without a word."""
    breathing = Marks(onset=np.array([3680.0]), duration=np.array([20.0]))
    onsets = [3600.0 + 25 * k for k in range(8)]
    told = borrowed_window(reference_of(onsets, breathing=breathing), rules)
    assert any("those of wasm2016 were left out" in one for one in told) is borrowed
    assert borrowed_window(reference_of(onsets), rules) == ()


@pytest.mark.parametrize("known", [True, False])
def test_a_breathing_event_without_an_end_tells_of_no_movement(
    example_night: Night, *, known: bool
) -> None:
    """The window of WASM 2016 lies around the end; without any end nothing is known."""
    reference = reference_of(
        [3600.0 + 25 * k for k in range(8)],
        breathing=Marks(onset=np.array([3.0, 3697.0]), duration=np.array([10.0, np.nan])).where(
            np.array([known, True])
        ),
    )
    found = periodic_without_respiratory(
        example_night, common_time(example_night, reference), WASM_2016
    )
    assert (found is None) == (not known)
    assert found is None or found.tp + found.fn == 8


def test_a_candidate_of_two_legs_is_respiratory_as_a_whole(example_night: Night) -> None:
    """CLMr: any part of the CLM in the window, which begins at 3602.2 here."""
    series = [3600.0, 3625.0, 3650.0, 3675.0]
    reference = reference_of(
        [*series, 3601.9],
        side="left",
        breathing=Marks(onset=np.array([3590.0]), duration=np.array([14.2])),
    )
    reference = replace(reference, side=np.array(["left"] * 4 + ["right"]))
    found = periodic_without_respiratory(
        example_night, common_time(example_night, reference), WASM_2016
    )
    assert found is not None
    # three are left, which are no series
    assert found.tp + found.fn == 0


def test_indices_divide_by_the_references_own_sleep(example_night: Night) -> None:
    series = [3600.0 + 25 * k for k in range(8)]
    found = held(example_night, reference_of(series, asleep=(1800.0, 16_200.0)))
    assert found.indices["plms"].reference == pytest.approx(8 / 4)
    assert found.indices["plms"].ours == pytest.approx(8 / 7, abs=0.01)
    assert found.sleep_share is not None
    assert found.sleep_share.with_reference_sleep == pytest.approx(2.0)
    assert found.sleep_share.share == pytest.approx(1.0, abs=0.01)
    assert found.indices["interval_log_mean"].reference == pytest.approx(25.0)


def test_without_stages_no_index_is_told(example_night: Night) -> None:
    bare = replace(
        reference_of(own_onsets(example_night)),
        stages=Marks.none(),
        stage=np.empty(0, dtype="<U8"),
        lights_off=None,
        lights_on=None,
    )
    found = held(example_night, bare)
    assert np.isnan(found.indices["plms"].reference)
    assert found.staging is None
    assert found.sleep_share is None
    assert any("neither lights nor stages" in remark for remark in found.remarks)


def test_sleep_and_wake_epoch_by_epoch(example_night: Night) -> None:
    """We fall asleep 10 min before the reference and wake 15 min before it."""
    found = staging(example_night.sleep, reference_of([], asleep=(2400.0, 27_900.0)))
    assert found is not None
    assert found.table.tolist() == [[820.0, 20.0], [30.0, 50.0]]
    assert found.epochs == 920
    assert found.sensitivity == pytest.approx(820 / 850)
    assert found.specificity == pytest.approx(50 / 70)
    assert found.ours.total - found.reference.total == pytest.approx(-5.0)
    assert (found.ours.latency, found.reference.latency) == (20.0, 30.0)
    assert (found.ours.after_onset, found.reference.after_onset) == (20.0, 5.0)
    assert found.reference.efficiency == pytest.approx(850 / 920)


def test_epochs_that_one_does_not_know_are_in_neither(example_night: Night) -> None:
    valid = np.ones(960, np.bool_)
    valid[100:110] = False
    found = staging(replace(example_night.sleep, valid=valid), reference_of([]))
    assert found is not None
    assert (found.epochs, found.unknown) == (910, 10)
    assert found.ours.total == pytest.approx(420 - 5)


def test_false_sleep_starts_are_told_by_what_the_reference_has_there(example_night: Night) -> None:
    seen = reference_of([1750.5], sleep_starts=marks([5000.0], 0.3))
    found = held(example_night, seen)
    assert found.sleep_starts is not None
    assert (found.sleep_starts.tp, found.sleep_starts.fp, found.sleep_starts.fn) == (0, 1, 1)
    assert found.false_starts == {"leg movement": 1}
    hit = held(example_night, reference_of([], sleep_starts=marks([1750.9], 0.3)))
    assert hit.sleep_starts is not None
    assert hit.sleep_starts.tp == 1
    nobody = held(example_night, reference_of([]))
    assert nobody.sleep_starts is None


def test_kinds_are_told_apart(example_night: Night) -> None:
    found = confusion(
        example_night, common_time(example_night, reference_of([3600.0, 9100.0, 12_000.0]))
    )
    assert found["lm", "plm"] == 1
    assert found["lm", "gross_movement"] == 1
    assert found["lm", NONE] == 1


def _study(night: Night, count: int, *, person: str | None = None) -> list[StudyNight]:
    random = np.random.default_rng(4)
    made = []
    for number in range(count):
        series = [3600.0 + 25 * k for k in range(8 + number)]
        jitter = random.normal(0, 0.05, len(series))
        one = held(night, reference_of([t + j for t, j in zip(series, jitter, strict=True)]))
        made.append(StudyNight(agreement=one, person=person or str(number), age=None))
    return made


@pytest.mark.usefixtures("coarse_agreement")
def test_a_study_gives_intervals_over_nights(example_night: Night) -> None:
    found = study_figures(_study(example_night, 12))
    assert not found.single
    joined = found.movements["joined"]["0.5"]
    assert joined.fn == sum(range(12))
    assert joined.f1.n == 12
    assert joined.f1.ci is not None
    plms = found.indices["plms"].agreement
    assert plms is not None
    assert plms.bias.n == 12
    assert plms.bias.value == pytest.approx(-np.mean(np.arange(12)) / 7, abs=0.02)
    assert plms.lower.ci is not None
    assert found.screening is not None
    assert found.screening.tn == 12
    assert found.screening.sensitivity.value is None


def test_means_of_both_scorers_are_of_the_nights_that_have_the_figure_by_both(
    example_night: Night,
) -> None:
    """One reference without a figure, and one of ours: the means are as far apart as the bias."""
    study = _study(example_night, 6)
    lone = {1: PairedValue(ours=90.0, reference=np.nan), 4: PairedValue(ours=np.nan, reference=0.0)}
    for place, both in lone.items():
        one = study[place].agreement
        agreement = replace(one, indices=dict(one.indices) | {"plms": both})
        study[place] = replace(study[place], agreement=agreement)
    found = study_figures(study).indices["plms"]
    assert found.agreement is not None
    assert (found.ours.n, found.reference.n, found.agreement.bias.n) == (4, 4, 4)
    assert None not in (found.ours.value, found.reference.value)
    apart = found.ours.value - found.reference.value  # type: ignore[operator]
    assert apart == pytest.approx(found.agreement.bias.value)


def test_nights_of_one_person_enter_once_but_from_night_to_night(example_night: Night) -> None:
    found = study_figures(_study(example_night, 6, person="p1"))
    assert (len(found.nights), len(found.independent)) == (6, 1)
    assert found.movements["joined"]["0.5"].f1.ci is None
    spread = found.night_to_night["plms_reference"]
    assert spread.within_sd.value == pytest.approx(np.std(np.arange(8, 14), ddof=1) / 7, rel=0.01)
    assert "two persons" in spread.refused


@pytest.mark.usefixtures("coarse_agreement")
def test_nights_of_persons_give_limits_of_all_nights_too(example_night: Night) -> None:
    """Five persons of two nights: in figures, terminal and compare.json."""
    one = held(example_night, reference_of(own_onsets(example_night)))
    nights = []
    for number in range(10):
        indices = dict(one.indices) | {"plms": PairedValue(ours=20.0 + number, reference=20.0)}
        agreement = replace(one, indices=indices)
        nights.append(StudyNight(agreement=agreement, person=f"p{number // 2}", age=None))
    found = study_figures(nights)
    repeated = found.indices["plms"].repeated
    assert repeated is not None
    assert repeated.bias.value == pytest.approx(4.5)
    assert repeated.within_sd == pytest.approx(np.sqrt(0.5))
    told = compare_json(found)["indices"]["plms"]["repeated"]
    assert (told["nights"], told["bias"], told["bias_n"]) == (10, 4.5, 5)
    assert told["upper_limit_ci"][0] < told["upper_limit"] < told["upper_limit_ci"][1]
    shown = outline(found, width=120)
    assert "All 10 nights of 5 persons: precision, recall and F1 of the counts of all" in shown
    assert "in brackets 95 % intervals from persons drawn" in " ".join(shown.split())
    assert "PLMS per hour of sleep          bias 4.5 [" in shown
    long = INDEX_NAMES["interval_log_mean"]  # longer than its column: it stands above its figures
    assert len(re.findall(rf"{re.escape(long)}\n +bias 0\.0", shown)) == 2  # first nights, and all
    assert study_figures(nights[::2]).indices["plms"].repeated is None


@pytest.mark.usefixtures("coarse_agreement")
def test_nights_of_persons_give_the_other_levels_of_all_nights_too(example_night: Night) -> None:
    """Six persons of two nights: sleep, movements and epochs, with persons as n."""
    first = _study(example_night, 12)
    nights = [replace(one, person=f"p{number // 2}") for number, one in enumerate(first)]
    found = study_figures(nights)
    repeated = found.repeated
    assert repeated is not None
    assert (repeated.nights, repeated.persons) == (12, 6)
    joined = repeated.movements["joined"]["0.5"]
    assert (joined.fn, found.movements["joined"]["0.5"].fn) == (
        sum(range(12)),
        sum(range(0, 12, 2)),
    )
    assert (joined.recall.n, joined.recall.ci is None) == (6, False)
    assert repeated.epochs["accuracy"].n == 6
    assert repeated.specificity.value == 1
    # six persons who are all alike are not certainty: Wilson's of 6 of 6
    assert repeated.specificity.ci == pytest.approx((0.6097, 1.0), abs=1e-3)
    assert repeated.sensitivity.value is None
    sleep = found.sleep["tst_minutes"].repeated
    assert sleep is not None
    assert sleep.nights == 12
    told = compare_json(found)
    assert told["repeated"]["movements"]["recall_n"] == 6
    assert told["repeated"]["sleep"]["accuracy_n"] == 6
    assert told["sleep"]["tst_minutes"]["repeated"]["nights"] == 12
    shown = outline(found, width=120)
    assert "Sleep and wake in 30 s epochs   accuracy" in shown
    assert "Total sleep time, min           bias" in shown
    assert compare_json(study_figures(first))["repeated"] is None


def test_one_night_has_no_interval(example_night: Night) -> None:
    found = study_figures(_study(example_night, 1))
    assert found.single
    assert found.screening is None
    assert found.category_kappa is None
    assert found.indices["plms"].agreement is None
    assert found.movements["joined"]["0.5"].f1.ci is None


_KINDS = st.sampled_from(["lm", "plm", "respiratory"])
_SIDES = st.sampled_from(["left", "right", "both", "unknown"])
_ROWS = st.lists(
    st.tuples(st.floats(-4000, 40_000), st.floats(0, 30) | st.just(np.nan), _SIDES, _KINDS),
    max_size=40,
)


@given(
    rows=_ROWS,
    lights=st.none() | st.tuples(st.floats(-5000, 40_000), st.floats(-5000, 40_000)),
    stages=st.lists(
        st.tuples(st.floats(-3000, 40_000), st.sampled_from(["W", "N1", "N2", "R", "unknown"])),
        max_size=12,
    ),
    breathing=st.lists(st.floats(-3000, 40_000), max_size=5),
    starts=st.none() | st.lists(st.floats(-3000, 40_000), max_size=3),
    rules=st.sampled_from([WASM_2016, AASM_3]),
)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_a_reference_lists_every_movement_is_counted_once(
    example_night: Night,
    rows: "list[tuple[float, float, str, str]]",
    lights: "tuple[float, float] | None",
    stages: "list[tuple[float, str]]",
    breathing: "list[float]",
    starts: "list[float] | None",
    rules: Rules,
) -> None:
    reference = Reference(
        legs=Marks(
            onset=np.array([row[0] for row in rows], float),
            duration=np.array([row[1] for row in rows], float),
        ),
        side=np.array([row[2] for row in rows], dtype="<U8"),
        kind=np.array([row[3] for row in rows], dtype="<U16"),
        stages=marks([at for at, _ in stages], 1800.0),
        stage=np.array([stage for _, stage in stages], dtype="<U8"),
        lights_off=None if lights is None else lights[0],
        lights_on=None if lights is None else lights[1],
        breathing=marks(breathing, 20.0),
        arousals=Marks.none(),
        sleep_starts=None if starts is None else marks(starts, 0.3),
    )
    found = compare_with_reference(
        example_night,
        summarise(example_night),
        reference,
        clock=shifted(0.0),
        rules=rules,
        name="night",
    )
    one = found.movements["joined"]["0.5"]
    both = [row for row in found.rows if row.ours is not None and row.onset is not None]
    assert len(both) == one.tp
    assert len(found.rows) == one.tp + one.fp + one.fn
    assert one.tp + one.fp <= 13
    assert one.tp <= found.movements["joined"]["1"].tp
    assert sum(count for (theirs, _), count in found.confusion.items() if theirs != NONE) == (
        one.tp + one.fn
    )
    figures = study_figures([StudyNight(agreement=found, person="p", age=None)])
    assert figures.movements["joined"]["0.5"].tp == one.tp


def test_whole_seconds_do_not_part_two_legs_whose_durations_are_not_known() -> None:
    two = replace(
        reference_of([100.0, 101.0, 200.0, 202.0], resolution=1.0),
        side=np.array(["left", "right", "left", "right"]),
        legs=Marks(onset=np.array([100.0, 101, 200, 202]), duration=np.full(4, np.nan)),
    )
    assert two.leg_movements(LISTED).onset.tolist() == [100.0, 200.0, 202.0]
    fine = replace(two, resolution=0.0)
    assert len(fine.leg_movements(LISTED)) == 4


def test_durations_that_are_not_known_are_told(example_night: Night) -> None:
    reference = reference_of(own_onsets(example_night))
    legs = Marks(onset=reference.legs.onset, duration=np.full(13, np.nan))
    found = held(example_night, replace(reference, legs=legs))
    assert "overlap" not in found.movements["joined"]
    assert any("13 of 13 durations" in remark for remark in found.remarks)
    assert np.isnan(found.movements["joined"]["0.5"].offset_bias_s)


def test_a_reference_of_whole_seconds_is_matched_within_one(example_night: Night) -> None:
    assert held(example_night, reference_of([])).tolerance_s == 0.5
    assert held(example_night, reference_of([], resolution=0.9)).tolerance_s == 0.5
    assert held(example_night, reference_of([], resolution=1.0)).tolerance_s == 1.0


@pytest.mark.parametrize(
    ("movements_asleep", "wake_s", "alone"),
    [(20, 1800, True), (19, 1800, False), (20, 1770, False)],
)
def test_when_wake_is_taken_as_not_scored(
    example_night: Night, movements_asleep: int, wake_s: int, alone: bool
) -> None:
    onsets = [10_000.0 + 100 * k for k in range(movements_asleep)]
    reference = reference_of(onsets, asleep=(LIGHTS[0] + wake_s, LIGHTS[1]))
    reference = replace(
        reference,
        stages=Marks(
            onset=np.array([LIGHTS[0], LIGHTS[0] + wake_s]),
            duration=np.array([wake_s, LIGHTS[1] - LIGHTS[0] - wake_s]),
        ),
        stage=np.array(["W", "N2"]),
    )
    assert common_time(example_night, reference).asleep_only is alone


@pytest.mark.parametrize(("age", "limit"), [(17.9, 5.0), (18.0, 15.0), (None, 15.0)])
def test_a_childs_limit_is_a_childs(example_night: Night, age: float | None, limit: float) -> None:
    nights = [replace(one, age=age) for one in _study(example_night, 2)]
    found = study_figures(nights).screening
    assert found is not None
    assert found.limit == limit


@pytest.mark.parametrize(("away", "counted"), [(1.0, 1), (1.01, 0)])
def test_a_sleep_start_is_one_within_a_second(
    example_night: Night, away: float, counted: int
) -> None:
    found = held(example_night, reference_of([], sleep_starts=marks([1750.0 + away], 0.3)))
    assert found.sleep_starts is not None
    assert found.sleep_starts.tp == counted


@pytest.mark.parametrize(
    ("onset", "was"),
    [
        (1748.0, "leg movement"),
        (1747.9, "awake, nothing marked"),
        (1752.1, "awake, nothing marked"),
    ],
)
def test_what_a_false_sleep_start_was_lies_within_two_seconds(
    example_night: Night, onset: float, was: str
) -> None:
    near = reference_of([onset], duration=0.0, sleep_starts=marks([9000.0], 0.3))
    assert held(example_night, near).false_starts == {was: 1}


def test_aasm_counts_what_is_asleep_in_part_and_not_what_is_awake() -> None:
    """The reference falls asleep at 1800 s."""
    reference = reference_of([1700.0, 1799.0, 1900.0])
    assert reference.leg_movements(AASM_3).onset.tolist() == [1799.0, 1900.0]
    assert len(reference.leg_movements(WASM_2016)) == 3


@pytest.mark.parametrize("rules", [WASM_2016, AASM_3], ids=lambda rules: rules.name)
def test_one_list_has_one_periodicity_index_as_a_night_as_a_list_and_as_a_reference(
    example_night: Night, rules: Rules
) -> None:
    """By AASM a night took the movements before legs 5 s apart were joined, and lists after it."""
    rng = np.random.default_rng(8)
    onsets = 2000.0 + np.cumsum(rng.choice([3.0, 7.0, 22.0, 25.0, 30.0, 95.0], 900))
    sides = [("left", "right")[k % 2] for k in range(len(onsets))]
    template = next(event for event in example_night.events if event.kind is Kind.LIMB_MOVEMENT)
    limbs = {"left": Placement.ANKLE_LEFT, "right": Placement.ANKLE_RIGHT}
    asleep = (onsets >= 1800) & (onsets < 18_000)
    events = tuple(
        replace(template, onset=float(t), duration=1.0, limbs=(limbs[side],), asleep=bool(sleeps))
        for t, side, sleeps in zip(onsets, sides, asleep, strict=True)
    )
    coverage = tuple(replace(one, gaps=()) for one in example_night.coverage)
    night = replace(example_night, events=events, series=(), rules=rules.name, coverage=coverage)
    ours = summarise(night).plm.periodicity_index
    reference = reference_of(onsets.tolist(), duration=1.0, asleep=(1800.0, 18_000.0), side="left")
    reference = replace(reference, side=np.array(sides, dtype="<U8"))
    indices, _ = paired_indices(night, common_time(night, reference), rules)
    theirs = indices["periodicity_index"].reference
    listed = LegMovements.from_seconds(
        side=[("left", "right").index(side) for side in sides],
        onset=onsets,
        duration=np.ones(len(onsets)),
        asleep=asleep,
    )
    of_list = periodicity_index(score(listed, joining_rules()), hours=4.5)
    assert ours is not None
    assert 0.05 < ours < 0.95
    assert (theirs, of_list) == (pytest.approx(ours, abs=1e-5), pytest.approx(ours, abs=1e-5))


def test_pairs_of_legs_are_short_intervals_to_the_periodicity_index_by_all_rules() -> None:
    """By AASM a pair 2 s apart is one movement: of such a list the index was 1, by WASM 2016 0."""
    onsets = np.array([100.0 + 25 * (k // 2) + 2 * (k % 2) for k in range(40)])
    listed = LegMovements.from_seconds(
        side=[k % 2 for k in range(40)], onset=onsets, duration=np.full(40, 0.6)
    )
    assert score(listed, AASM_3).series_count == 1
    assert periodicity_index(score(listed, joining_rules())) == 0
