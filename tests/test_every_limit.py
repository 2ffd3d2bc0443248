"""Every number of every dataclass of thresholds is held by a test that a wrong number fails.

They are found by themselves: a field that comes without a case in `HELD` fails here, and so does a
case that a number a quarter larger or smaller passes.
"""

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import product
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

from tests.test_edges_of_radio import bus, radio  # noqa: F401 - fixtures of tests in HELD

FOLDERS = ("sensor", "dsp", "classify", "cli", "sample_data")


def table(test: str, *names: str, called: str = "") -> dict[str, str]:
    """Name the cases of a table, one for each field."""
    return {name: f"{test}[{called}{name}]" for name in names}


WEAR = "edges_of_wear::test_a_limit_of_wear_decides_where_it_says"
ARRIVAL = "edges_of_pace::test_a_number_of_arrival_decides_where_it_says"
RULES = "edges_of_rules::test_a_rule_decides_where_it_says"
BOUND = "edges_of_bounds::test_a_bound_lies_where_it_says"
_OF_RULES = (
    *("same_leg_gap", "shortest", "longest", "long_ends_series", "bilateral_from"),
    *("bilateral_gap", "bilateral_parts", "bilateral_longest", "interval_shortest"),
    *("interval_longest", "short_interval", "series_shortest", "sleep_required"),
)

# fmt: off
HELD: dict[str, dict[str, str | list[str]]] = {
    "Rules: WASM_2016": table(RULES, *_OF_RULES, called="WASM_2016-"),
    "Rules: AASM_3": table(RULES, *_OF_RULES, called="AASM_3-"),
    "Rules: MICHAUD_2001": table(RULES, *_OF_RULES, called="MICHAUD_2001-"),
    "Rules: COLEMAN_1982": table(RULES, *_OF_RULES, called="COLEMAN_1982-"),
    "InterruptionLimits": table(RULES, "movement", "rest", called="INTERRUPTION-"),
    "PeriodicityLimits": table(
        RULES, "above", "up_to", "run", "movements_per_hour", called="FERRI_2006-"
    ),
    "WearLimits": table(
        WEAR, "cell", "spread", "burst_factor", "burst", "drift", "bump", "level", "shortest",
        "shortest_tilted", "shortest_handled", "handled", "handled_within", "handled_for", "laid",
        "shortest_blind", "blind_share", "breath_band", "breath_segment", "breath_smooth",
        "breath_excess", "breath_excess_axis",
    ),
    "RestLimits": table(WEAR, "moved", "beside", "same", "fewest", "share", called="rest: "),
    "PaceLimits": table(
        ARRIVAL, "window_s", "window_packets", "follow_s", "spreads", "most_s", "near_s", "stall_s",
        "stall_packets", "step", "doubt", "hole", "other", "steady", "block_s",
    ),
    "AnchorLimits": table(
        ARRIVAL, "few_blocks", "around", "quickest", "fast", "least_fast", "scatters", "drained_s",
        "level_s", "back_s", called="anchor: ",
    ) | {"block_s": f"{ARRIVAL}[anchor: few_blocks]"},
    "Bounds": table(
        BOUND, "night_s", "recording_s", "rates_hz", "clock_off", "years", "archive_times",
        "archive_bytes", "line_bytes", "largest_g", "figure",
    ),
    "CheckLimits": table(BOUND, "battery", "rate", "level", "disk", called="check: ")
    | {"battery_alarm": "record::test_a_weak_battery_is_told_once"},
    "HourLimits": table(BOUND, "minutes", "about", "longest_hours", called="test: "),
    "AttackLimits": table(
        "attacks::test_every_limit_is_held", "length_s", "rest_s", "rest_after_s", "moving", "wake",
        "walking", "bed", "wake_around_s",
    ),
    "JerkingLimits": table(
        "attacks::test_every_limit_is_held", "jerking", "held_more", "tremor", "swaying",
        "one_limb", "second", "excursion", "peak", "swells", "hand_hz", called="jerking: ",
    ),
    "ConvulsionLimits": table(
        "attacks::test_every_limit_is_held", "shaking", "convulsive", "turning", "second",
        "excursion", "swells", "peak", "length_s", "alike", "alone", called="convulsion: ",
    ),
    "ClonicLimits": table(
        "attacks::test_every_limit_is_held", "sure", "convulsive", "length_s", "fastest_hz",
        "rhythm", called="clonic: ",
    ),
    "CrampLimits": table(
        "cramps::test_every_limit_is_held", "sure", "maybe", "likely", "held", "leaning", "held_s"
    ),
    "RisingLimits": table(
        "rising::test_every_limit_is_held", "lasting_s", "excursion", "stride", "at_pace"
    ) | {"sure": "scoring::test_what_a_rule_tells_of_one_event_is_its_name[rising_of-walking]"},
    "BreathLimits": table(
        "breath::test_a_window_lies_where_it_says", "half_s", "early_s", "before_s", "after_s"
    ) | {
        "swell": "breath::test_from_a_sixth_more_on_it_is_told",
        "fewest": "breath::test_a_few_movements_tell_nothing",
    },
    "EmbeddingLimits": table(
        "embedded_jolts::test_every_limit_is_held", "fewest", "step_s", "around_s", "members"
    ),
    "ShiverLimits": table(
        "shivers::test_every_limit_is_held", "fewest", "around_s", "lasting_s"
    ),
    "OutingLimits": table("outings::test_every_limit_is_held", "turn", "within_s")
    | {"sure": "outings::test_shaking_between_two_turns_is_a_movement_while_awake"},
    "LoneJoltLimits": table(
        "lone_jolts::test_every_limit_is_held", "compact", "company", "near_s"
    ),
    "StiffeningLimits": table(
        "stiffenings::test_every_limit_is_held", "held_s", "along", "trembling_hz", "longest_s",
        "wake_around_s", "brief_s", "even", "turned", "peaked", "rest_s",
    ) | {"sure": "stiffenings::test_a_stiffening_is_told_with_nine_tenths_at_least"},
} | json.loads((Path(__file__).parent / "held_numbers.json").read_text(encoding="utf-8"))
# fmt: on
"""By class, and by constant where a class has several, the test of each field: its file and its
name, without ``test_`` and ``.py``; of a table the row."""

ELSEWHERE = {
    "Limits": "test_boundaries.py and test_detection_clauses.py have a line for each field",
    "Concern": "test_boundaries.py has a night on each side of each field",
    "Clock": "what a data sheet says of a sensor's counter; the bytes of tests/vectors hold it",
    "MagnitudeAtRest": "a result",
    "Rules: LISTED": "no rules, but that whatever a scorer lists is a movement",
    "SensorModel": "what a simulated sensor is, and no threshold",
}
"""Classes whose fields are not in `HELD`, and why."""

READ_ONCE = {"Bounds.rates_hz", "Bounds.clock_off", "Bounds.line_bytes"}
"""What other constants are made of when they are imported: a mutant of `benchmarks` shows it."""

OTHERS = {
    "bilateral_parts": (4,),
    "bilateral_longest": (12_000,),
    "end": ("ignore",),
    "ignore": ("end",),
    "onset": ("offset",),
    "offset": ("onset",),
}
"""Wrong values where there is no number to make a quarter larger: of limits that are none, and of
words."""

WIDER = {
    "SynchronyLimits.as_stamped_s": 0.4,
    "SynchronyLimits.step_ppm": 0.5,
    "BreathLimits.half_s": 1.2,
    "BreathLimits.early_s": 1.2,
    "BreathLimits.before_s": 1.2,
    "BreathLimits.after_s": 1.2,
}
"""Where a quarter changes nothing: shifts, and windows of breath, are whole seconds."""


def is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(is_number, value))
    return isinstance(value, (int, float, range)) or value is None or is_thresholds(value)


def is_thresholds(value: object) -> bool:
    """Whether a value is an instance of a frozen dataclass of numbers; of rules words too."""
    if not is_dataclass(value) or isinstance(value, type):
        return False
    parts = [getattr(value, one.name) for one in fields(value)]
    if type(value).__name__ == "Rules":
        return True
    frozen = type(value).__dataclass_params__.frozen
    return frozen and any(one is not None for one in parts) and all(map(is_number, parts))


@cache
def thresholds() -> dict[str, Any]:
    """All constants of the product that are thresholds, by class, or class and name."""
    found: dict[int, tuple[str, Any]] = {}
    for folder in FOLDERS:
        place = Path(__file__).parents[1] / folder
        for info in walk_packages([str(place)], f"limbwatch.{folder}."):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                if is_thresholds(value):
                    found.setdefault(id(value), (name, value))
    classes = [type(value).__name__ for _, value in found.values()]
    return {
        kind if classes.count(kind) == 1 else f"{kind}: {name}": value
        for name, value in found.values()
        for kind in [type(value).__name__]
    }


def numbers(value: Any, before: str = "") -> Iterator[tuple[Any, str, str]]:
    """Give each field that is a number, or several: its owner, its name, and its way from here."""
    for one in fields(value):
        within = getattr(value, one.name)
        if is_dataclass(within):
            yield from numbers(within, f"{before}{one.name}.")
        elif within in OTHERS or (one.name in OTHERS if within is None else is_number(within)):
            yield value, one.name, before + one.name


def test_every_field_of_every_dataclass_of_thresholds_has_a_case() -> None:
    lacking, gone = [], []
    asked = {kind for kind in thresholds() if not {kind, kind.partition(":")[0]} & set(ELSEWHERE)}
    for kind in asked:
        value = thresholds()[kind]
        wanted = {path for _, _, path in numbers(value)}
        lacking += [f"{kind}.{path}" for path in sorted(wanted - set(HELD.get(kind, ())))]
        gone += [f"{kind}.{path}" for path in sorted(set(HELD.get(kind, ())) - wanted)]
    assert lacking == [], "say in HELD which test holds them, on both sides of where they decide"
    assert gone == []
    assert set(HELD) == asked


def wrong(value: Any, name: str, by: float) -> list[Any]:
    """Give wrong values, one number of it at a time."""
    match value:
        case None:
            found = OTHERS[name]
        case str():
            found = OTHERS[value]
        case bool():
            found = (not value,)
        case range(start=first, stop=stop):
            moved = ((1, 0), (-1, 0), (0, 1), (0, -1))
            found = [range(first + begin, stop + end) for begin, end in moved]
        case tuple():
            found = [
                (*value[:k], other, *value[k + 1 :])
                for k, one in enumerate(value)
                for other in wrong(one, "", by)
            ]
        case int():
            found = (value + max(1, round(by * value)), value - max(1, round(by * value)))
        case _:
            found = (value * (1 + by), value / (1 + by))
    return list(found)


@contextmanager
def changed(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Make a frozen number wrong for a while, for all that hold the same object."""
    before = getattr(owner, name)
    object.__setattr__(owner, name, value)
    try:
        yield
    finally:
        object.__setattr__(owner, name, before)


def rows(test: Callable[..., object]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what a test is called with, and how pytest would name it."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    sets = []
    for mark in marks:
        names = mark.args[0]
        names = names.split(",") if isinstance(names, str) else list(names)
        names = [name.strip() for name in names]
        values = [getattr(row, "values", row) for row in mark.args[1] if not callable(row)]
        sets.append(
            [dict(zip(names, row if len(names) > 1 else [row], strict=True)) for row in values]
        )
    for chosen in product(*sets):
        given = {name: value for one in chosen for name, value in one.items()}
        yield "-".join(map(str, given.values())), given


def fixture(name: str, request: pytest.FixtureRequest) -> Any:
    """Give what a test asks for: a new place each time, and what the others ask pytest for."""
    if name == "tmp_path":
        return request.getfixturevalue("tmp_path_factory").mktemp("held")
    return request.getfixturevalue(name)


def passes(case: str, request: pytest.FixtureRequest) -> bool:
    """Say whether a test, or one row of it, passes."""
    where, row = re.fullmatch(r"([^\[]+)(?:\[(.*)\])?", case).groups()
    file, *names = where.split("::")
    test: Any = importlib.import_module(f"tests.test_{file}")
    for name in names:
        test = getattr(test() if isinstance(test, type) else test, name)
    found = [given for called, given in rows(test) if row in (None, called)]
    assert found, f"{case} is no test"
    asked = inspect.signature(test).parameters
    for given in found:
        rest = {name: fixture(name, request) for name in asked if name not in given}
        try:
            test(**given, **rest)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - however it is noticed
            return False
    return True


SOUND: set[str] = set()
"""Tests that were seen to pass with the numbers as they are, called as here.

Of a table one row: whether each passes is asked by the test itself, and what it is given is alike.
"""

ALL = [
    (kind, path)
    for kind, held in HELD.items()
    for path in held
    if f"{kind}.{path}" not in READ_ONCE
]


@pytest.mark.parametrize(("kind", "path"), ALL, ids=[f"{kind}.{path}" for kind, path in ALL])
def test_a_wrong_number_is_noticed_by_the_test_that_holds_it(
    kind: str, path: str, request: pytest.FixtureRequest
) -> None:
    cases = HELD[kind][path]
    cases = (cases,) if isinstance(cases, str) else cases
    (place,) = [
        (owner, name) for owner, name, known in numbers(thresholds()[kind]) if known == path
    ]
    owner, name = place
    value = getattr(owner, name)
    for case in cases:
        test = case.partition("[")[0]
        assert test in SOUND or passes(case, request)
        SOUND.add(test)
    for other in wrong(value, name, WIDER.get(f"{kind}.{path}", 0.25)):
        with changed(owner, name, other):
            assert not all(passes(case, request) for case in cases), (
                f"{name} may be {other!r} in place of {value!r}"
            )
