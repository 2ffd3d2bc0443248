"""What counts as a true periodic movement in nights of other simulators (WASM 2016)."""

from benchmarks.world_truth import true_periodic
from benchmarks.worlds.night import Truth

LEGS = ("ankle_left", "ankle_right")


def moved(onset: float, *, duration: float = 2.0, kind: str = "plm", peak: float = 0.1) -> Truth:
    return Truth(
        onset_s=onset,
        duration_s=duration,
        kind=kind,
        limbs=("ankle_left",),
        source="self",
        visible={"ankle_left": peak},
    )


ROW = [moved(30.0 * k) for k in range(6)]


def test_a_row_of_leg_movements_is_periodic():
    periodic, left_open = true_periodic(ROW, LEGS)
    assert periodic.tolist() == [truth.onset_s for truth in ROW]
    assert len(left_open) == 0


def test_a_leg_that_moves_for_more_than_ten_seconds_ends_a_series_whatever_it_does():
    handling = moved(80.0, duration=10.1, kind="wake_movement")
    periodic, left_open = true_periodic([*ROW, handling], LEGS)
    assert len(periodic) == 0
    assert left_open.tolist() == [truth.onset_s for truth in ROW]


def test_other_movements_of_less_than_that_are_no_leg_movements():
    handling = moved(75.0, duration=9.9, kind="wake_movement")
    assert len(true_periodic([*ROW, handling], LEGS)[0]) == len(ROW)
