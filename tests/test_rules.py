from dataclasses import replace

import pytest

from limbwatch.classify.rules.published import AASM_3, WASM_2016, rules_by_name


def test_rules_are_found_by_the_name_typed():
    assert rules_by_name("wasm2016") is WASM_2016
    assert rules_by_name("aasm") is AASM_3


def test_short_interval_is_an_explicit_option():
    assert AASM_3.short_interval == "ignore"
    changed = rules_by_name("aasm", short_interval="end")
    assert changed == replace(AASM_3, short_interval="end")


def test_unknown_name_tells_the_names():
    with pytest.raises(ValueError, match=r"'icsd'.*wasm2016, aasm"):
        rules_by_name("icsd")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shortest": 20_000}, "20000 to 10000 ms"),
        ({"interval_shortest": 0}, "0 to 90000 ms"),
        ({"series_shortest": 1}, "at least 2 movements, not 1"),
    ],
)
def test_contradicting_limits_are_rejected(change, message):
    with pytest.raises(ValueError, match=message):
        replace(WASM_2016, **change)
