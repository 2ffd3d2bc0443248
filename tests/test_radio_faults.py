"""A night goes on, keeps what arrived and says what is the matter, whatever the radio does."""

import asyncio
import logging
import re
import shutil
import sys

import pytest

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("dbus-daemon") is None,
        reason="needs Linux and dbus-daemon (Debian: dbus-daemon) for the private message bus",
    ),
]

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


def test_data_of_another_length_than_the_kind_sends_are_not_called_none(tmp_path):
    from benchmarks.scene import Scenario
    from benchmarks.watches import PineTime

    async def lengthen(scene):
        scene.devices[0].altered = lambda held: [(uuid, data + b"\0") for uuid, data in held]
        await scene.until(lambda: "what the kind pinetime sends" in " ".join(scene.said))

    scenario = Scenario(
        title="a firmware that sends a byte more",
        sensors=lambda: [PineTime(address="E0:00:00:00:00:08", name="InfiniTime")],
        act=lengthen,
        words=("the last of 7 bytes", "--device"),
    )
    survived(scenario, tmp_path)


def test_a_pinetime_that_collects_its_samples_streams(tmp_path):
    from benchmarks.peripherals import counts_of
    from benchmarks.scene import Scenario
    from benchmarks.watches import PineTime

    async def stream(scene):
        await scene.until(lambda: scene.statuses[0].notifications > 5)

    class Collecting(PineTime):
        """OpenSeizureDetector/PineTimeSD, ``MotionService.cpp``: what the chip has collected."""

        def packet(self, first):
            return super().packet(first)[0], counts_of(first, 3).astype("<i2").tobytes()

    survived(
        Scenario(
            title="three samples in a notification",
            sensors=lambda: [
                Collecting(address="E0:00:00:00:00:08", name="InfiniTime", rate=25.0, per_packet=3)
            ],
            act=stream,
        ),
        tmp_path,
    )


def survived(scenario, folder):
    from benchmarks.scene import play

    logging.getLogger("bleak").setLevel(logging.CRITICAL)
    outcome = asyncio.run(play(scenario, folder))
    assert outcome.kept == outcome.arrived
    said = " ".join(outcome.said)
    for words in scenario.words:
        assert words in said
    assert not RAW.search(said), said
