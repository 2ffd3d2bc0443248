"""A night goes on, keeps what arrived and says what is the matter, whatever the radio does."""

import asyncio
import logging
import re
import shutil
import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="needs Linux and dbus-daemon (Debian package dbus-daemon) for the private message bus",
)

NAMES = (
    "orphaned link, by name",
    "orphaned link, by address",
    "half-made link",
    "StartDiscovery unanswered",
    "StartDiscovery unanswered, no right to switch",
    "search stuck beside a stream",
    "StopDiscovery unanswered",
    "one sensor absent",
    "one connection stuck",
    "answers and sends nothing",
    "new private address",
    "equal names",
    "pairing",
    "two adapters",
    "no format",
)
"""The others are longer, and held by tests of their parts."""

HOSTILE_NAMES = (
    "adapter pulled out, back as hci1",
    "service restarts",
    "device removed",
    "smallest MTU",
    "notifications acquired elsewhere",
)
"""Those that once did not hold, and two more."""

UNFAITHFUL_NAMES = ("keys lost", "stranger", "services change")
"""Those that once did not hold, and one more."""

RAW = re.compile(r"org\.(bluez|freedesktop)|bleak|\[|Error\.|exception", re.IGNORECASE)
"""What must never reach a person."""


@pytest.mark.parametrize("name", NAMES)
def test_a_night_survives(tmp_path, name):
    from benchmarks.scenarios import SCENARIOS

    assert set(SCENARIOS) - set(NAMES) == {"late answer"}
    survived(SCENARIOS[name], tmp_path)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_night_survives_what_was_not_thought_of_when_it_was_written(tmp_path, name):
    from benchmarks.hostile import HOSTILE

    assert set(HOSTILE) > set(HOSTILE_NAMES)
    survived(HOSTILE[name], tmp_path)


@pytest.mark.parametrize("name", UNFAITHFUL_NAMES)
def test_a_night_survives_a_sensor_that_is_not_what_it_was(tmp_path, name):
    from benchmarks.unfaithful import UNFAITHFUL

    assert set(UNFAITHFUL) > set(UNFAITHFUL_NAMES)
    survived(UNFAITHFUL[name], tmp_path)


def survived(scenario, folder):
    from benchmarks.scene import play

    logging.getLogger("bleak").setLevel(logging.CRITICAL)
    outcome = asyncio.run(play(scenario, folder))
    assert outcome.kept == outcome.arrived
    said = " ".join(outcome.said)
    for words in scenario.words:
        assert words in said
    assert not RAW.search(said), said
