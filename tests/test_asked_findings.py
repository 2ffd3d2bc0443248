"""What a simulated night asks a scored one to tell."""

from benchmarks.world_truth import told, warranted
from benchmarks.worlds.night import PLACES, Truth


def night(kind: str, count: int) -> list[Truth]:
    return [
        Truth(
            onset_s=100.0 + 300.0 * k,
            duration_s=0.5,
            kind=kind,
            limbs=PLACES,
            source="self",
            visible=dict.fromkeys(PLACES, 0.3),
        )
        for k in range(count)
    ]


def test_four_sleep_starts_ask_for_their_finding_and_leave_groups_open():
    asked, left_open = warranted(night("hypnic_jerk", 4), PLACES)
    assert asked == {"frequent_hypnic_jerks"}
    assert left_open == {"sleep_start_cluster"}
    assert warranted(night("hypnic_jerk", 3), PLACES)[0] == set()


def test_spasms_ask_to_be_told_as_groups_not_as_ordinary_starts():
    asked, left_open = warranted(night("spasm", 4), PLACES)
    assert asked == {"sleep_start_cluster"}
    assert left_open == {"frequent_hypnic_jerks"}


def test_starts_that_are_told_as_groups_are_told():
    assert told({"frequent_hypnic_jerks"}, {"sleep_start_cluster"}) == {"frequent_hypnic_jerks"}
    assert told({"sleep_start_cluster"}, {"frequent_hypnic_jerks"}) == set()
