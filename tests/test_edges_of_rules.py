"""Each number of each published rule set, of interruptions and of the periodicity index."""

from collections.abc import Callable

import numpy as np
import pytest

from limbwatch.classify.rules.interruptions import interruptions
from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, Side, score
from limbwatch.classify.rules.periodicity import periodic_share, periodicity_index
from limbwatch.classify.rules.published import AASM_3, COLEMAN_1982, MICHAUD_2001, WASM_2016
from limbwatch.classify.rules.rule_set import Rules

SIDES = {"L": Side.LEFT, "R": Side.RIGHT}
Listed = list[tuple[str, float, float]]


def scored(rules: Rules, movements: Listed, *, asleep: bool | None = None) -> ScoredMovements:
    sides, onset, duration = zip(*movements, strict=True)
    sleep = None if asleep is None else [asleep] * len(movements)
    table = LegMovements.from_seconds(
        side=[SIDES[side] for side in sides], onset=onset, duration=duration, asleep=sleep
    )
    return score(table, rules)


def series(rules: Rules, interval: float, count: int = 6) -> bool:
    found = scored(rules, [("L", 100 + interval * k, 1.0) for k in range(count)])
    return bool(found.periodic.any())


def candidates(rules: Rules, *movements: tuple[str, float, float]) -> int:
    return int(scored(rules, list(movements)).candidate.sum())


def one(rules: Rules, *movements: tuple[str, float, float]) -> bool:
    return len(scored(rules, list(movements))) == 1


def of(rules: Rules, *, onsets: float | None = None) -> dict[str, Callable[[], tuple[bool, bool]]]:
    """Give the cases of what the rule sets have in common: their times of one leg are equal."""
    step = onsets or 1.5  # from onset to onset: of two legs, movements last a second
    return {
        "same_leg_gap": lambda: (
            # together too long for a candidate of one leg, if they are one
            candidates(rules, ("L", 100, 5), ("L", 105.499, 6)) == 0,
            candidates(rules, ("L", 100, 5), ("L", 105.5, 6)) == 0,
        ),
        "shortest": lambda: (
            candidates(rules, ("L", 100, 0.5)) == 1,
            candidates(rules, ("L", 100, 0.499)) == 1,
        ),
        "longest": lambda: (
            candidates(rules, ("L", 100, 10.0)) == 1,
            candidates(rules, ("L", 100, 10.001)) == 1,
        ),
        "bilateral_gap": lambda: (
            one(rules, ("L", 100, 1), ("R", 100 + step - 0.001, 1)),
            one(rules, ("L", 100, 1), ("R", 100 + step, 1)),
        ),
        "interval_longest": lambda: (series(rules, 90.0), series(rules, 90.001)),
        "series_shortest": lambda: (series(rules, 30.0, 4), series(rules, 30.0, 3)),
    }


def long_between(rules: Rules) -> bool:
    """Say whether a series goes on across a movement that is too long."""
    onset = [100, 120, 140, 160, 180, 200]
    found = scored(rules, [("L", at, 11.0 if at == 160 else 2.0) for at in onset])
    return bool(found.periodic.any())


def short_between(rules: Rules, short: float) -> int:
    """Count periodic movements of a series in which one comes so soon after another."""
    onset = [100, 120, 140, 140 + short, 160, 180]
    return int(scored(rules, [("L", at, 1.0) for at in onset]).periodic.sum())


def parts(rules: Rules, count: int) -> bool:
    """Say whether a movement of two legs by turns is a candidate."""
    return candidates(rules, *[("LR"[k % 2], 100 + 1.2 * k, 1.0) for k in range(count)]) == 1


def lasting(rules: Rules, seconds: float) -> bool:
    """Say whether a movement of two legs is a candidate, of which neither is too long."""
    both = ("L", 100, 10.0), ("R", 90 + seconds, 10.0)
    return candidates(rules, *both) == 1


def by_turns(rules: Rules, seconds: float) -> bool:
    """Say whether four movements of two legs, each as the other ends, are a candidate."""
    return candidates(rules, *[("LR"[k % 2], 100 + seconds * k, seconds) for k in range(4)]) == 1


def awake(rules: Rules) -> bool:
    return len(scored(rules, [("L", 100, 2)], asleep=False)) == 1


def chained(rules: Rules) -> bool:
    """Say whether legs that move by turns are one movement from end to end."""
    return one(rules, ("L", 100, 4.8), ("R", 104.7, 4.8), ("L", 109.4, 0.6))


def hidden(gap: float) -> bool:
    return len(interruptions([[(100.0, 100.0 + gap)]])) > 0


def share(*intervals: int) -> bool:
    return (periodic_share(np.array(intervals)) or 0.0) > 0


def told(count: int) -> bool:
    found = scored(WASM_2016, [("L", 100 + 30 * k, 1.0) for k in range(count)])
    return periodicity_index(found, hours=1.0) is not None


CASES: dict[str, dict[str, Callable[[], tuple[bool, bool]]]] = {
    "WASM_2016": of(WASM_2016)
    | {
        "interval_shortest": lambda: (series(WASM_2016, 10.0), series(WASM_2016, 9.999)),
        "bilateral_parts": lambda: (parts(WASM_2016, 4), parts(WASM_2016, 5)),
        "bilateral_longest": lambda: (lasting(WASM_2016, 15.0), lasting(WASM_2016, 15.001)),
        "sleep_required": lambda: (awake(WASM_2016), awake(AASM_3)),
        "bilateral_from": lambda: (chained(WASM_2016), chained(AASM_3)),
        "long_ends_series": lambda: (long_between(AASM_3), long_between(WASM_2016)),
        "short_interval": lambda: (
            short_between(AASM_3, 3.0) == 5,
            short_between(WASM_2016, 3.0) == 5,
        ),
    },
    "AASM_3": of(AASM_3, onsets=5.0)
    | {
        # a shorter one is passed over, and what is left is too far apart
        "interval_shortest": lambda: (series(AASM_3, 5.0, 4), series(AASM_3, 4.999, 4)),
        "bilateral_from": lambda: (chained(WASM_2016), chained(AASM_3)),
        "bilateral_parts": lambda: (parts(AASM_3, 5), parts(WASM_2016, 5)),
        "bilateral_longest": lambda: (lasting(AASM_3, 14.99), lasting(WASM_2016, 19.0)),
        "sleep_required": lambda: (awake(WASM_2016), awake(AASM_3)),
        "long_ends_series": lambda: (long_between(AASM_3), long_between(WASM_2016)),
        "short_interval": lambda: (
            short_between(AASM_3, 3.0) == 5,
            short_between(WASM_2016, 3.0) == 5,
        ),
    },
    "MICHAUD_2001": of(MICHAUD_2001)
    | {
        "interval_shortest": lambda: (
            series(MICHAUD_2001, 4.0, 4),
            series(MICHAUD_2001, 3.999, 4),
        ),
        "bilateral_from": lambda: (chained(MICHAUD_2001), chained(AASM_3)),
        "bilateral_parts": lambda: (parts(MICHAUD_2001, 5), parts(WASM_2016, 5)),
        "bilateral_longest": lambda: (lasting(MICHAUD_2001, 19.0), lasting(WASM_2016, 19.0)),
        "sleep_required": lambda: (awake(MICHAUD_2001), awake(AASM_3)),
        "long_ends_series": lambda: (long_between(MICHAUD_2001), long_between(WASM_2016)),
        "short_interval": lambda: (
            short_between(MICHAUD_2001, 3.0) == 5,
            short_between(WASM_2016, 3.0) == 5,
        ),
    },
    "COLEMAN_1982": of(COLEMAN_1982)
    | {
        "same_leg_gap": lambda: (
            # together too long for a candidate, if they are one
            candidates(COLEMAN_1982, ("L", 100, 2.5), ("L", 102.999, 2.5)) == 0,
            candidates(COLEMAN_1982, ("L", 100, 2.5), ("L", 103, 2.5)) == 0,
        ),
        "longest": lambda: (
            candidates(COLEMAN_1982, ("L", 100, 5.0)) == 1,
            candidates(COLEMAN_1982, ("L", 100, 5.001)) == 1,
        ),
        "interval_shortest": lambda: (
            series(COLEMAN_1982, 4.0, 4),
            series(COLEMAN_1982, 3.999, 4),
        ),
        "bilateral_from": lambda: (chained(COLEMAN_1982), chained(AASM_3)),
        "bilateral_parts": lambda: (parts(COLEMAN_1982, 5), parts(WASM_2016, 5)),
        "bilateral_longest": lambda: (by_turns(COLEMAN_1982, 4.0), by_turns(WASM_2016, 4.0)),
        "sleep_required": lambda: (awake(WASM_2016), awake(COLEMAN_1982)),
        "long_ends_series": lambda: (long_between(COLEMAN_1982), long_between(WASM_2016)),
        "short_interval": lambda: (
            short_between(COLEMAN_1982, 3.0) == 5,
            short_between(WASM_2016, 3.0) == 5,
        ),
    },
    "INTERRUPTION": {
        "movement": lambda: (hidden(3.0), hidden(2.999)),
        "rest": lambda: (hidden(3.0), hidden(2.999)),
    },
    "FERRI_2006": {
        "above": lambda: (share(10_001, 10_001, 10_001), share(10_000, 10_000, 10_000)),
        "up_to": lambda: (share(90_000, 90_000, 90_000), share(90_001, 90_001, 90_001)),
        "run": lambda: (share(20_000, 20_000, 20_000), share(20_000, 20_000)),
        "movements_per_hour": lambda: (told(10), told(9)),
    },
}
"""For each number what just reaches it, and what does not."""


@pytest.mark.parametrize(
    ("rules", "limit"), [(k, one) for k, each in CASES.items() for one in each]
)
def test_a_rule_decides_where_it_says(rules: str, limit: str) -> None:
    assert CASES[rules][limit]() == (True, False)
