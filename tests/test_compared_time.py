"""Both scorers are counted over one time: what the reference scored and our sensors saw."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from limbwatch.classify.agreement.clock_fit import shifted
from limbwatch.classify.agreement.night_agreement import NightAgreement, compare_with_reference
from limbwatch.classify.agreement.reference import Marks, Reference
from limbwatch.classify.agreement.staging import staging
from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.summary import summarise


def marks(onsets: "list[float]", duration: float = 2.0) -> Marks:
    return Marks(onset=np.array(onsets, float), duration=np.full(len(onsets), duration))


def reference_of(
    onsets: "list[float]", stretches: "list[tuple[float, str]]", end: float, **more: object
) -> Reference:
    """Return a list with stretches of stages, each from its beginning to the next one's."""
    edges = np.array([begin for begin, _ in stretches] + [end])
    values: dict[str, object] = {
        "legs": marks(onsets),
        "side": np.array(["left"] * len(onsets), dtype="<U8"),
        "kind": np.array(["lm"] * len(onsets), dtype="<U16"),
        "stages": Marks(onset=edges[:-1], duration=np.diff(edges)),
        "stage": np.array([stage for _, stage in stretches], dtype="<U8"),
        "breathing": Marks.none(),
        "arousals": Marks.none(),
    }
    return Reference(**(values | more))  # type: ignore[arg-type]


def compared(night: Night, reference: Reference) -> NightAgreement:
    return compare_with_reference(
        night, summarise(night), reference, clock=shifted(0.0), rules=WASM_2016, name="night"
    )


SERIES = [3600.0 + 25 * k for k in range(8)]


def test_our_indices_of_a_night_scored_whole_are_those_of_its_own_file(
    example_night: Night,
) -> None:
    whole = reference_of(SERIES, [(0.0, "W"), (1800.0, "N2"), (27_000.0, "W")], 28_800.0)
    found, own = compared(example_night, whole).indices, summarise(example_night)
    assert found["plms"].ours == own.plm.index_per_hour
    assert found["plmw"].ours == own.plm.wake_index_per_hour
    assert found["lm"].ours == own.limb_movements.index_per_hour
    assert found["interval_log_mean"].ours == own.plm.interval_s.log_mean


def test_indices_of_a_reference_that_ended_early_are_of_its_time_by_both(
    example_night: Night,
) -> None:
    """Eight in the hour of sleep that both know; the night has 7 h of sleep and nine movements."""
    found = compared(example_night, reference_of(SERIES, [(600.0, "W"), (1800.0, "N2")], 5400.0))
    for name in ("plms", "lm"):
        index = found.indices[name]
        assert (index.ours, index.reference) == (pytest.approx(8.0), pytest.approx(8.0)), name
    assert found.sleep_share is not None
    assert found.sleep_share.with_reference_sleep == pytest.approx(8.0)
    # the series awake is after its end
    assert found.indices["plmw"].ours == 0


def test_the_references_movements_and_sleep_before_our_start_are_in_no_index(
    example_night: Night,
) -> None:
    before = [-3000.0 + 25 * k for k in range(8)]
    early = reference_of([*before, *SERIES], [(-3600.0, "N2"), (0.0, "W"), (1800.0, "N2")], 9000.0)
    found = compared(example_night, early).indices
    assert found["plms"].reference == pytest.approx(8 / 2)
    assert found["lm"].reference == pytest.approx(8 / 2)
    assert found["interval_log_mean"].reference == pytest.approx(25.0)


def test_wake_before_our_start_is_in_no_index_awake(example_night: Night) -> None:
    awake = [200.0 + 25 * k for k in range(4)]
    early = reference_of(awake, [(-7200.0, "W"), (1800.0, "N2")], 9000.0)
    assert compared(example_night, early).indices["plmw"].reference == pytest.approx(4 / 0.5)


def test_what_the_reference_left_unstaged_is_in_no_index(example_night: Night) -> None:
    """Lights on was marked in the morning, but only the first hour of sleep was staged."""
    stretches = [(600.0, "W"), (1800.0, "N2"), (5400.0, "unknown")]
    staged_in_part = reference_of(SERIES, stretches, 28_200.0, lights_on=28_200.0)
    index = compared(example_night, staged_in_part).indices["plms"]
    assert (index.ours, index.reference) == (pytest.approx(8.0), pytest.approx(8.0))


def test_an_interval_across_movements_that_no_sensor_saw_is_none(example_night: Night) -> None:
    """Both sensors are off for the third to fifth of the series."""
    gap = (SERIES[2] - 5, SERIES[4] + 5)
    coverage = tuple(replace(sensor, gaps=(gap,)) for sensor in example_night.coverage)
    night = replace(example_night, coverage=coverage)
    stretches = [(600.0, "W"), (1800.0, "N2")]
    found = compared(night, reference_of(SERIES, stretches, 9000.0)).indices
    assert found["interval_log_mean"].reference == pytest.approx(25.0)
    assert found["lm"].reference == pytest.approx(5 / 2, rel=0.02)


@pytest.mark.parametrize("early_s", [30.0, 1800.0])
def test_the_parts_of_a_night_add_up_whatever_was_staged_before_our_start(
    example_night: Night, early_s: float
) -> None:
    """Latency began where the reference's stages did, and sleep where our sensors did."""
    early = reference_of([], [(-early_s, "W"), (2400.0, "N2"), (27_000.0, "W")], 28_800.0)
    found = staging(example_night.sleep, early)
    assert found is not None
    assert (found.ours.latency, found.reference.latency) == (30.0, 40.0)
    for each in (found.ours, found.reference):
        whole = each.latency + each.total + each.after_onset
        assert whole == found.epochs / 2
        assert each.efficiency == pytest.approx(each.total / whole)


def test_unseen_epochs_before_sleep_are_in_no_latency(example_night: Night) -> None:
    valid = np.ones(960, np.bool_)
    valid[10:30] = False
    night = replace(example_night, sleep=replace(example_night.sleep, valid=valid))
    found = staging(night.sleep, reference_of([], [(0.0, "W"), (2400.0, "N2")], 28_800.0))
    assert found is not None
    assert (found.ours.latency, found.reference.latency) == (20.0, 30.0)


@pytest.mark.parametrize(
    ("ours", "hours", "share"),
    [
        (8, 2.0, 1.0),  # all of the error comes from the hours
        (8, 1.0, None),  # no error at all
        (6, 0.5, 0.6),  # 6 by us, 16 by the reference, 12 by us in its sleep
        (6, 2.0, None),  # 6, 4 and 3: the hours alone make more than the error
        (6, 1.25, None),  # 6, 6.4 and 4.8: the hours alone make the error smaller
    ],
)
def test_a_share_of_the_error_is_a_share_or_unknown(
    example_night: Night, ours: int, hours: float, share: float | None
) -> None:
    """Eight movements in ``hours`` by the reference, and ours in one hour."""
    asleep = (example_night.sleep.middles >= 3000) & (example_night.sleep.middles < 6600)
    night = replace(
        example_night,
        end=example_night.end - timedelta(hours=1),
        events=[event for event in example_night.events if event.onset < SERIES[ours - 1] + 1],
        sleep=replace(example_night.sleep, asleep=asleep),
    )
    stretches = [(600.0, "W"), (3000.0, "N2"), (3000.0 + 3600 * hours, "W")]
    found = compared(night, reference_of(SERIES, stretches, 28_200.0)).sleep_share
    assert found is not None
    if share is None:
        assert np.isnan(found.share)
    else:
        assert found.share == pytest.approx(share)
