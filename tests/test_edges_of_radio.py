"""How long is waited for what, just inside and just outside, in time that passes at once."""

import asyncio
import sqlite3
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.recording.asked.passkey import parse_passkey
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import PacedClock, PacedLoop
from limbwatch.sensor.devices import Wish, open_profile
from limbwatch.sensor.devices.device import BATTERY_LEVEL
from limbwatch.sensor.errors import (
    BluetoothUnavailable,
    DeviceRefused,
    LinkLost,
    ServicesLacking,
)
from limbwatch.sensor.radio import ble, bluez, service_words
from limbwatch.sensor.radio.adapter import AdapterChoice
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.bounded import one_done
from limbwatch.sensor.radio.connection import BleConnection
from limbwatch.sensor.radio.link import SessionLink
from limbwatch.sensor.radio.patience import PATIENCE, RADIO_PATIENCE
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.search import Search
from limbwatch.sensor.radio.simulated import OpenPeripheral, SimulatedTransport
from limbwatch.sensor.radio.status import Target
from limbwatch.sensor.radio.streaming import FIRMWARE, Equipment
from limbwatch.sensor.radio.transport import Found, Sought

NAME, ADDRESS, OTHER = "Sensor", "A0:00:00:00:00:01", "A0:00:00:00:00:02"
EVER = 1e6


def in_no_time(work):
    with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
        return runner.run(work)


def hold_up(seconds):
    """Have the whole process stand still, as a stopped or a swapping one does."""
    asyncio.get_running_loop()._pace.passed += seconds


def found_at(address, **given):
    return Found(address=address, name=NAME, services=frozenset(), rssi=-50, handle=None, **given)


# a night of one sensor


@dataclass(kw_only=True)
class Slow:
    """A sensor of the open profile that is as slow as it is told to be: radio and link in one."""

    shows_s: float = 0.0
    connects_s: float = 0.0
    answers_s: float = 0.0
    at: tuple[float, ...] = (0.0,)
    """Seconds after its start at which it sends a packet."""
    held_up: tuple[float, float] = (EVER, 0.0)
    """From when and for how many seconds the recorder itself stands still; what came meanwhile is
    read a moment later."""
    reads_s: float = 0.3

    packet_size = 244
    characteristics = frozenset({open_profile.DATA, open_profile.CONTROL, BATTERY_LEVEL, FIRMWARE})

    async def find(self, sought, seconds):
        await asyncio.sleep(min(self.shows_s, seconds))
        if self.shows_s > seconds:
            raise LinkLost(f"{sought.sensor} does not show")
        return replace(found_at(ADDRESS), services=frozenset({open_profile.SERVICE}))

    async def connect(self, _found, *, seconds, **_):
        await asyncio.sleep(min(self.connects_s, seconds))
        if self.connects_s > seconds:
            raise LinkLost("not connected")
        return self

    async def read(self, characteristic):
        if characteristic == FIRMWARE:
            await asyncio.sleep(self.answers_s)
            return b"1.0"
        if characteristic == BATTERY_LEVEL:
            return b"\x50"
        return open_profile.control_value(rate=50, range_g=8)

    async def write(self, _characteristic, data, **_):
        loop = asyncio.get_running_loop()
        rate, _range_g = open_profile.control(data)
        held, lasts = self.held_up
        if rate and lasts:
            loop.call_later(held, hold_up, lasts)
        for second in self.at if rate else ():
            packet = open_profile.encode(np.zeros((5, 3), np.int16), number=0, tick=0, range_g=8)
            waits = held < second < held + lasts
            heard = held + lasts + self.reads_s if waits else second
            loop.call_later(heard, self.receive, packet)

    async def subscribe(self, _characteristic, receive):
        self.receive = receive

    async def close(self):
        pass


@dataclass
class Told:
    """What a night of so many seconds left: incidents with their seconds, and what was told."""

    incidents: list[tuple[str, float]]
    clocks: int
    ticks: int
    silent: list[float]

    def count(self, kind):
        return sum(one == kind for one, _ in self.incidents)


def night(folder, sensor, seconds, patience=None):
    async def work():
        loop = asyncio.get_running_loop()
        told = Told([], 0, 0, [])

        def tick():
            told.ticks += 1

        capture = Capture(folder / CAPTURE)
        clock = PacedClock(loop, wall_start_ns=1_770_000_000_000_000_000)
        begun = clock.now_ns()
        recorder = Recorder(
            [(Target(placement=Placement.ANKLE, sensor=NAME, device=None), sensor)],
            equipment=Equipment(
                capture=capture,
                clock=clock,
                wish=Wish(),
                patience=patience or replace(PATIENCE, flush=EVER),
            ),
            listener=Listener(
                data=lambda *_: None, silence=lambda _: told.silent.append(loop.time()), tick=tick
            ),
        )
        stop = asyncio.Event()
        loop.call_later(seconds, stop.set)
        await recorder.run(stop)
        capture.close()
        with closing(sqlite3.connect(folder / CAPTURE)) as connection:
            rows = connection.execute("SELECT kind, host_ns FROM event ORDER BY id").fetchall()
            told.clocks = connection.execute("SELECT count(*) FROM clock").fetchone()[0]
        told.incidents = [(kind, (host_ns - begun) / 1e9) for kind, host_ns in rows]
        return told

    return in_no_time(work())


class Away(Slow):
    """A sensor that is never found, and says so at once."""

    async def find(self, _sought, _seconds):
        raise LinkLost("not here")


STEADY = tuple(5.0 * k for k in range(200))


class TestNight:
    @pytest.mark.parametrize(("shows_s", "failed"), [(14.0, 0), (16.0, 1), (22.0, 1)])
    def test_a_sensor_is_looked_for_for_a_quarter_of_a_minute(self, tmp_path, shows_s, failed):
        told = night(tmp_path, Slow(shows_s=shows_s), 15.5)
        assert told.count("connect_failed") == failed

    def test_a_sensor_that_is_away_is_looked_for_after_2_4_8_and_each_16_seconds(self, tmp_path):
        failed = [at for kind, at in night(tmp_path, Away(), 50.0).incidents if "failed" in kind]
        assert np.diff(failed).tolist() == [2.0, 4.0, 8.0, 16.0, 16.0]

    def test_a_sensor_that_was_lost_is_looked_for_after_a_second(self, tmp_path):
        told = night(tmp_path, Slow(), 30.0).incidents
        assert dict(reversed(told))["lost"] == 16.0
        assert [at for kind, at in told if kind == "connected"] == [0.0, 17.0]

    @pytest.mark.parametrize(("connects_s", "failed"), [(19.0, 0), (21.0, 1), (29.0, 1)])
    def test_a_connection_has_twenty_seconds(self, tmp_path, connects_s, failed):
        told = night(tmp_path, Slow(connects_s=connects_s), 20.5)
        assert told.count("connect_failed") == failed

    @pytest.mark.parametrize(("answers_s", "lost"), [(4.9, 0), (5.1, 1), (7.0, 1)])
    def test_an_answer_has_five_seconds(self, tmp_path, answers_s, lost):
        told = night(tmp_path, Slow(answers_s=answers_s), 5.5)
        assert told.count("connect_failed") == lost

    @pytest.mark.parametrize(("first_s", "failed"), [(5.9, 0), (6.1, 1), (8.9, 1)])
    def test_the_first_data_have_six_seconds(self, tmp_path, first_s, failed):
        told = night(tmp_path, Slow(at=(first_s,)), 6.5)
        assert told.count("connect_failed") == failed

    @pytest.mark.parametrize(("gap", "stalled"), [(7.9, 0), (8.1, 1), (8.9, 1), (10.9, 1)])
    def test_a_sensor_that_says_nothing_of_itself_may_be_silent_for_eight_seconds(
        self, tmp_path, gap, stalled
    ):
        """Three times the two that a healthy stream leaves at most, and two more."""
        told = night(tmp_path, Slow(at=(0.0, gap)), 8.5 if gap < 8.5 else gap)
        assert told.count("stalled") == stalled

    @pytest.mark.parametrize(("gap", "stalled"), [(2.2, 0), (2.4, 1), (3.2, 1)])
    def test_a_sensor_that_sends_ten_times_a_second_may_miss_three_and_two_seconds(
        self, tmp_path, gap, stalled
    ):
        quick = tuple(np.arange(100) / 10)
        told = night(tmp_path, Slow(at=(*quick, quick[-1] + gap)), quick[-1] + 2.5)
        assert told.count("stalled") == stalled

    @pytest.mark.parametrize(("held", "lasts"), [(5.05, 7.0), (5.05, 2.5), (3.01, 60.0)])
    @pytest.mark.parametrize(("reads_s", "stalled"), [(0.05, 0), (0.45, 0), (EVER, 1)])
    def test_a_recorder_that_was_held_up_reads_what_waits_before_it_calls_a_stream_stalled(
        self, tmp_path, held, lasts, reads_s, stalled
    ):
        quick = tuple(np.arange(1000) / 10)
        if stalled:
            quick = quick[: int(held * 10)]
        sensor = Slow(at=quick, held_up=(held, lasts), reads_s=reads_s)
        told = night(tmp_path, sensor, held + lasts + 4.0)
        assert told.count("stalled") == stalled

    def test_a_start_that_was_held_up_reads_the_first_data_before_it_gives_up(self, tmp_path):
        sensor = Slow(at=(0.2, *np.arange(8, 20)), held_up=(0.1, 7.0))
        assert night(tmp_path, sensor, 9.0).count("connect_failed") == 0

    @pytest.mark.parametrize(("seconds", "read"), [(590, 1), (610, 2), (890, 2)])
    def test_a_battery_is_read_each_ten_minutes(self, tmp_path, seconds, read):
        told = night(tmp_path, Slow(at=STEADY), seconds)
        assert told.count("battery") == read

    def test_a_person_is_told_of_two_minutes_without_data(self, tmp_path):
        told = night(tmp_path, Slow(shows_s=EVER), 200, replace(PATIENCE, flush=1.0))
        assert told.silent == [pytest.approx(121, abs=1.1)]

    def test_what_came_is_written_twice_a_second(self, tmp_path):
        """A computer that fails loses one second at most."""
        assert night(tmp_path, Slow(), 9.9, PATIENCE).ticks == 19

    @pytest.mark.parametrize(("seconds", "clocks"), [(58, 2), (62, 3), (118, 3), (122, 4)])
    def test_the_clocks_are_noted_each_minute_and_at_both_ends(self, tmp_path, seconds, clocks):
        assert night(tmp_path, Slow(at=STEADY), seconds).clocks == clocks


# a search


class TestSearch:
    @staticmethod
    def search(sought, *heard):
        """Hear sensors, each after so many seconds."""

        async def work():
            search = Search(sought=sought, patience=RADIO_PATIENCE)
            loop = asyncio.get_running_loop()
            for second, address in heard:
                loop.call_later(second, search.hear, found_at(address))
            return (await search.result(60.0)).address, loop.time()

        return in_no_time(work())

    @pytest.mark.parametrize(("after", "refused"), [(1.0, True), (1.1, True), (1.3, False)])
    def test_a_namesake_that_advertises_once_a_second_is_heard(self, after, refused):
        """So do sensors that save power."""
        heard = ((0.0, ADDRESS), (after, OTHER))
        with pytest.raises(DeviceRefused, match="2 sensors") if refused else nullcontext():
            assert self.search(Sought(sensor=NAME), *heard)[0] == ADDRESS

    @pytest.mark.parametrize(("after", "address"), [(2.9, ADDRESS), (3.1, OTHER), (4.0, OTHER)])
    def test_a_known_address_has_three_seconds_before_the_name_is_enough(self, after, address):
        sought = Sought(sensor=ADDRESS, address=ADDRESS, name=NAME)
        assert self.search(sought, (0.0, OTHER), (after, ADDRESS))[0] == address


class TestAttention:
    @pytest.mark.parametrize(
        ("held", "lasts", "heard", "done", "at"),
        [
            (9.0, 0.0, 2.9, True, 2.9),
            (9.0, 0.0, 3.1, False, 3.0),
            # what lay in the queue is read a moment later
            (0.2, 60.0, 60.6, True, 60.6),
            (2.95, 60.0, 63.4, True, 63.4),
            # and what does not come does not
            (2.95, 60.0, EVER, False, 63.45),
            (0.25, 60.0, EVER, False, 62.75),
            # late by what a busy loop may be is no hold-up
            (2.95, 0.2, EVER, False, 3.15),
        ],
    )
    def test_a_hold_up_of_the_recorder_is_no_waiting(self, held, lasts, heard, done, at):
        async def work():
            loop = asyncio.get_running_loop()
            answer = loop.create_future()
            loop.call_later(heard, answer.set_result, None)
            loop.call_later(held, hold_up, lasts)
            return await one_done({answer}, 3.0), loop.time()

        assert in_no_time(work()) == (done, pytest.approx(at, abs=0.06))

    def test_a_loop_that_is_always_late_comes_to_an_end(self):
        async def work():
            loop = asyncio.get_running_loop()

            def late():
                hold_up(0.4)
                loop.call_later(0.4, late)

            late()
            return await one_done({loop.create_future()}, 3.0)

        assert in_no_time(work()) is False

    def test_a_command_that_a_hold_up_interrupts_has_its_answer(self):
        async def work():
            loop = asyncio.get_running_loop()

            async def write(*_, **__):
                loop.call_later(0.1, hold_up, 30.0)
                loop.call_later(30.4, link._answers.put_nowait, b"yes")

            link = SessionLink(SimpleNamespace(write=write), lambda *_: None, 5.0)
            return await link.request("", b"", accept=lambda answer: answer == b"yes")

        assert in_no_time(work()) == b"yes"


# the adapter


class Library:
    """The Bluetooth library, as slow as it is told to be."""

    def __init__(self, **slow):
        self.slow = {"start": 0.0, "stop": 0.0, "connect": 0.0, "disconnect": 0.0} | slow
        self.calls = []
        self.clients = []
        self.links = lambda _second: ()
        self.services = ()

    async def call(self, name):
        self.calls.append((name, asyncio.get_running_loop().time()))
        await asyncio.sleep(self.slow[name])

    def times(self, name):
        return [pytest.approx(second) for one, second in self.calls if one == name]


@pytest.fixture
def radio(monkeypatch):
    """A transport over a library of ours, on a system that has one adapter."""

    def make(**slow):
        library = Library(**slow)

        def scanner(*_, **__):
            return SimpleNamespace(
                start=lambda: library.call("start"), stop=lambda: library.call("stop")
            )

        class Client:
            services = ()
            is_connected = True

            def __init__(self, *_, timeout, disconnected_callback, **__):
                self.timeout = timeout
                library.clients.append((self, disconnected_callback))

            async def connect(self):
                await library.call("connect")

            async def disconnect(self):
                await library.call("disconnect")

        async def connected(_services):
            return list(library.links(asyncio.get_running_loop().time()))

        async def adapter(**_):
            return SimpleNamespace(get_connected_devices=connected)

        monkeypatch.setattr(bluez, "ON_LINUX", False)
        monkeypatch.setattr(ble, "BleakScanner", scanner)
        monkeypatch.setattr(ble, "BleakClient", Client)
        monkeypatch.setattr(ble, "BleakAdapter", SimpleNamespace(get=adapter))
        return library

    return make


def device():
    return ble.BLEDevice(ADDRESS, NAME, {})


async def elapsed(work):
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        await work
    except LinkLost as error:
        return loop.time() - begun, str(error)
    return loop.time() - begun, ""


class TestAdapter:
    @pytest.mark.parametrize(("start", "stuck"), [(4.9, False), (5.1, True), (7.4, True)])
    def test_a_search_has_five_seconds_to_begin(self, radio, start, stuck):
        radio(start=start)

        async def work():
            return await elapsed(BleTransport().scan(0.0))

        lasted, said = in_no_time(work())
        assert ("does not answer" in said) == stuck
        assert lasted == pytest.approx(min(start, 5.0))

    @pytest.mark.parametrize(("stop", "lasts"), [(1.9, 1.9), (EVER, 2.0)])
    def test_a_search_that_does_not_end_holds_nothing_up_for_more_than_two_seconds(
        self, radio, stop, lasts
    ):
        radio(stop=stop)

        async def work():
            return await elapsed(BleTransport().scan(0.0))

        assert in_no_time(work()) == (pytest.approx(lasts), "")

    @pytest.mark.parametrize(("connect", "next_"), [(1.0, 1.0), (2.9, 2.9), (10.0, 3.0)])
    def test_a_connection_keeps_others_waiting_for_three_seconds(self, radio, connect, next_):
        library = radio(connect=connect)

        async def work():
            transport = BleTransport()
            one = replace(found_at(ADDRESS), handle=device())
            await asyncio.gather(
                *[transport.connect(one, lost=lambda: None, seconds=20.0) for _ in range(2)]
            )

        in_no_time(work())
        assert library.times("connect") == [0.0, next_]

    def test_only_the_end_of_a_link_that_was_given_over_is_told(self, radio):
        """The library tells also of those that end while it connects, and goes on by itself."""
        library = radio(connect=1.0)
        told = []

        async def work():
            loop = asyncio.get_running_loop()

            def end():
                client, ended = library.clients[-1]
                ended(client)

            loop.call_later(0.5, end)
            one = replace(found_at(ADDRESS), handle=device())
            await BleTransport().connect(one, lost=lambda: told.append(loop.time()), seconds=20.0)
            loop.call_later(2.0, end)
            await asyncio.sleep(3.0)

        in_no_time(work())
        assert told == [pytest.approx(3.0)]

    def test_a_link_that_ended_before_it_was_given_over_is_a_failure_to_connect(self, radio):
        library = radio(connect=1.0)

        async def work():
            def end():
                client, ended = library.clients[-1]
                client.is_connected = False
                ended(client)

            asyncio.get_running_loop().call_later(0.5, end)
            one = replace(found_at(ADDRESS), handle=device())
            return await elapsed(BleTransport().connect(one, lost=lambda: None, seconds=20.0))

        assert "the connection broke while it was being made" in in_no_time(work())[1]
        # and what the client still holds is freed
        assert library.times("disconnect") == [1.0]

    @pytest.mark.parametrize(("connect", "lost"), [(8.9, False), (9.1, True), (12.5, True)])
    def test_a_link_that_the_system_has_is_taken_over_in_eight_seconds(self, radio, connect, lost):
        """And one more, in which the library ends by itself."""
        radio(connect=connect)

        async def work():
            one = replace(found_at(ADDRESS), handle=device(), connected=True)
            return await elapsed(BleTransport().connect(one, lost=lambda: None, seconds=20.0))

        assert bool(in_no_time(work())[1]) == lost

    @pytest.mark.parametrize(("disconnect", "lasts"), [(4.9, 4.9), (EVER, 5.0)])
    def test_a_link_that_does_not_end_holds_nothing_up_for_more_than_five_seconds(
        self, radio, disconnect, lasts
    ):
        radio(disconnect=disconnect)

        async def work():
            one = replace(found_at(ADDRESS), handle=device())
            link = await BleTransport().connect(one, lost=lambda: None, seconds=20.0)
            return await elapsed(link.close())

        assert in_no_time(work()) == (pytest.approx(lasts), "")

    def test_a_link_that_something_else_made_is_seen_within_five_seconds(self, radio):
        library = radio()
        library.links = lambda second: [device()] if second > 1.0 else []

        async def work():
            found = await BleTransport().find(Sought(sensor=NAME), 60.0)
            return found.connected, asyncio.get_running_loop().time()

        assert in_no_time(work()) == (True, pytest.approx(5.0))


@pytest.mark.parametrize("said_to", ["read", "write", "subscribe"])
@pytest.mark.parametrize("characteristic", ["2a19", "180f/2a19"])
def test_a_characteristic_that_a_connection_does_not_show_is_told_as_lacking(
    said_to, characteristic
):
    """Of half of a sensor's services the library says that the characteristic was not found."""
    connection = BleConnection(
        SimpleNamespace(services=(), read_gatt_char=print, write_gatt_char=print),
        found_at(ADDRESS),
        paired=False,
        closed=lambda: None,
        close_s=1.0,
    )
    given = {"read": (), "write": (b"",), "subscribe": (print,)}[said_to]
    named = {"response": True} if said_to == "write" else {}
    with pytest.raises(ServicesLacking, match="lacks what sensors of this kind have"):
        in_no_time(getattr(connection, said_to)(characteristic, *given, **named))


# Linux's service


class Bus:
    """The message bus, as slow as it is told to be."""

    slow = 0.0
    calls: list[tuple[object, float]]

    def __init__(self, **_):
        pass

    async def connect(self):
        await asyncio.sleep(self.slow)

    async def call(self, message):
        value = message.body[-1].value if message.body else None
        self.calls.append((value, asyncio.get_running_loop().time()))
        return SimpleNamespace(message_type=None, body=[{}])

    def disconnect(self):
        pass


@pytest.fixture
def bus(monkeypatch):
    if not bluez.ON_LINUX:
        pytest.skip("no other system has this service")
    monkeypatch.setattr(Bus, "calls", [], raising=False)
    monkeypatch.setattr(bluez, "MessageBus", Bus)
    return Bus


def adapter_to_switch(monkeypatch):
    """Give what is connected to one adapter, and how often that was switched off and on."""
    devices, times = [], []

    async def inventory():
        one = bluez.Adapter(name="hci0", address=ADDRESS, powered=True)
        return bluez.Inventory(adapters=(one,), devices=tuple(devices))

    async def power_cycle(adapter):
        times.append(adapter)

    monkeypatch.setattr(bluez, "ON_LINUX", True)
    monkeypatch.setattr(bluez, "inventory", inventory)
    monkeypatch.setattr(bluez, "power_cycle", power_cycle)
    return devices, times


class TestService:
    @pytest.mark.parametrize(("slow", "lost"), [(2.9, False), (3.1, True), (4.4, True)])
    def test_the_service_has_three_seconds_to_answer(self, bus, monkeypatch, slow, lost):
        monkeypatch.setattr(bus, "slow", slow)

        async def work():
            return await elapsed(bluez.inventory())

        lasted, said = in_no_time(work())
        assert ("did not answer in 3 s" in said) == lost
        assert lasted == pytest.approx(min(slow, 3.0))

    def test_an_adapter_is_off_for_half_a_second_and_has_as_much_to_come_back(self, bus):
        async def work():
            return await elapsed(bluez.power_cycle("hci0"))

        assert in_no_time(work()) == (pytest.approx(1.0), "")
        assert bus.calls == [(False, 0.0), (True, pytest.approx(0.5))]

    @pytest.mark.parametrize("ends_s", [0.0, 0.2, 0.4, 0.6])
    def test_an_adapter_is_not_left_off_by_a_night_that_ends_meanwhile(self, bus, ends_s):
        async def work():
            switching = asyncio.create_task(bluez.power_cycle("hci0"))
            await asyncio.sleep(ends_s)
            switching.cancel()
            await asyncio.wait({switching})
            return switching.cancelled()

        assert in_no_time(work())
        assert [on for on, _ in bus.calls] == [False, True]

    @pytest.mark.parametrize(("refused", "comes_back"), [(2, True), (3, False)])
    def test_an_adapter_that_is_busy_is_switched_on_again_up_to_three_times(
        self, bus, monkeypatch, refused, comes_back
    ):
        call = bus.call

        async def busy(self, message):
            reply = await call(self, message)
            if message.body[-1].value and len(self.calls) <= 1 + refused:
                raise OSError
            return reply

        monkeypatch.setattr(bus, "call", busy)

        async def work():
            return await elapsed(bluez.power_cycle("hci0"))

        _, said = in_no_time(work())
        assert (said == "") is comes_back
        assert [on for on, _ in bus.calls] == [False, *min(3, refused + 1) * [True]]

    @pytest.mark.parametrize(
        ("there", "used"),
        [
            # it was pulled out and put in again
            ({"hci0": OTHER, "hci2": ADDRESS}, "hci2"),
            ({"hci1": OTHER, "hci2": ADDRESS}, "hci2"),
            # another one has its name
            ({"hci0": ADDRESS[:-1] + "9", "hci1": OTHER}, "hci1"),
            ({"hci0": OTHER}, "there is no Bluetooth adapter hci1"),
        ],
    )
    def test_the_adapter_that_was_asked_for_is_known_by_its_address_all_night(
        self, monkeypatch, there, used
    ):
        adapters = {"hci0": OTHER, "hci1": ADDRESS}

        async def inventory():
            found = (
                bluez.Adapter(name=name, address=address, powered=True)
                for name, address in adapters.items()
            )
            return bluez.Inventory(adapters=tuple(found), devices=())

        monkeypatch.setattr(bluez, "ON_LINUX", True)
        monkeypatch.setattr(bluez, "inventory", inventory)

        async def work():
            choice = AdapterChoice(asked="hci1")
            assert await choice.name() == "hci1"
            adapters.clear()
            adapters.update(there)
            try:
                return str(await choice.name())
            except BluetoothUnavailable as error:
                return str(error)

        assert in_no_time(work()).startswith(used)

    def test_an_adapter_that_does_not_answer_twice_is_switched_off_and_on(self, monkeypatch):
        _, switched = adapter_to_switch(monkeypatch)

        async def work():
            choice = AdapterChoice()
            await choice.name()
            said = [await choice.is_stuck(in_use=False) for _ in range(2)]
            return [words.rpartition("answer")[2] for words in said]

        first, second = in_no_time(work())
        assert "asked again" in first
        assert "switched off and on" in second
        assert switched == ["hci0"]

    @pytest.mark.parametrize(
        ("again_s", "linked", "switched", "said"),
        [
            (599.0, "", 1, "less than 10 min ago"),
            (601.0, "", 2, "was switched off and on"),
            (601.0, "hci0", 1, "while another device is connected to it"),
            (601.0, "hci1", 2, "was switched off and on"),
        ],
    )
    def test_an_adapter_is_switched_off_and_on_every_ten_minutes_and_cuts_nobody_off(
        self, monkeypatch, again_s, linked, switched, said
    ):
        devices, times = adapter_to_switch(monkeypatch)

        async def work():
            choice = AdapterChoice()
            await choice.name()
            for _ in range(2):
                await choice.is_stuck(in_use=False)
            await asyncio.sleep(again_s)
            for adapter, connected in (("hci0", False), (linked, True)):
                devices.append(
                    bluez.KnownDevice(
                        path=f"/org/bluez/{adapter}/dev_1",
                        address=OTHER,
                        names=frozenset(),
                        connected=connected,
                        lasting=True,
                    )
                )
            return await choice.is_stuck(in_use=False)

        assert said in in_no_time(work())
        assert len(times) == switched

    @pytest.mark.parametrize(("ends", "cut"), [(0.4, False), (0.9, False), (1.1, True)])
    def test_a_link_that_no_service_has_may_end_within_a_second(
        self, radio, monkeypatch, ends, cut
    ):
        """It is looked at twice, half a second later each time."""
        library = radio()
        library.links = lambda second: [device()] if second < ends else []
        disconnected = []

        async def inventory():
            one = bluez.Adapter(name="hci0", address=ADDRESS, powered=True)
            return bluez.Inventory(adapters=(one,), devices=())

        async def manager():
            return SimpleNamespace(
                _bus=SimpleNamespace(disconnect=lambda: disconnected.append(True))
            )

        monkeypatch.setattr(bluez, "ON_LINUX", True)
        monkeypatch.setattr(bluez, "inventory", inventory)
        monkeypatch.setattr(ble, "get_global_bluez_manager", manager, raising=False)

        async def work():
            return await elapsed(BleTransport().find(Sought(sensor=NAME), 3.0))

        in_no_time(work())
        assert bool(disconnected) == cut


class TestConnectionErrors:
    """What BlueZ says of a connection that was not made, ``src/error.h``, each for LE and BR/EDR.

    A device that speaks both is connected by either, and LE sensors get the words of the other one
    (github.com/hbldh/bleak/issues/1333).
    """

    @pytest.mark.parametrize("bearer", ["br", "le"])
    @pytest.mark.parametrize(
        ("why", "said"),
        [
            ("canceled", "broke while it was being made"),
            ("abort-by-local", "broke while it was being made"),
            ("aborted-by-remote", "broke while it was being made"),
            ("lmp-protocol-error", "broke while it was being made"),
            ("link-layer-protocol-error", "broke while it was being made"),
            ("gatt-browsing", "broke while it was being made"),
            ("page-timeout", "did not answer"),
            ("timeout", "did not answer"),
            ("refused", "refused the connection"),
            ("concurrent-connection-limit", "no room for one more"),
            ("memory-allocation", "no room for one more"),
            ("busy", "busy with an earlier request"),
            ("already-connected", "busy with an earlier request"),
            ("adapter-not-powered", "Bluetooth is off"),
            ("unknown", "could not be made"),
            ("profile-unavailable", "could not be made"),
            ("create-socket", "could not be made"),
            ("invalid-argument", "could not be made"),
            ("not-supported", "could not be made"),
            ("sdp-search", "could not be made"),
        ],
    )
    def test_each_is_told_in_words(self, bearer, why, said):
        assert said in service_words.plain("org.bluez.Error.Failed", f"{bearer}-connection-{why}")

    @pytest.mark.parametrize("bearer", ["br", "le"])
    def test_a_key_that_is_missing_is_told_as_a_pairing_that_was_forgotten(self, bearer):
        text = f"{bearer}-connection-key-missing"
        assert service_words.wants_pairing("org.bluez.Error.Failed", text, None)


class TestPasskey:
    @pytest.mark.parametrize("text", ["0", "000001", "999999", "123 456"])
    def test_a_passkey_has_six_digits(self, text):
        """Bluetooth Core Specification, volume 3, part H, 2.3.5.3: 0 to 999,999."""
        assert parse_passkey(text) == int(text.replace(" ", ""))
        with pytest.raises(CommandError, match="up to 6 digits"):
            parse_passkey("1000000")


# sensors that are not there


def worn(seconds, rate=50.0):
    xyz = np.zeros((round(seconds * rate), 3), np.float32)
    return Recording(
        start=datetime(2026, 3, 14, tzinfo=UTC),
        placement=Placement.ANKLE,
        device="",
        rate_nominal=rate,
        rate=rate,
        runs=(Samples(start=0.0, rate=rate, xyz=xyz),),
    )


class TestSimulated:
    def test_a_simulated_sensor_sends_twice_a_second_at_50_hz(self):
        sensor = OpenPeripheral(worn(10), address=ADDRESS, begin_s=0.0)
        sensor.write(open_profile.CONTROL, open_profile.control_value(rate=50, range_g=8))
        assert [len(sensor.due(second)) for second in (0.47, 0.49, 5.0, 10.0)] == [0, 1, 9, 10]

    def test_its_packets_come_within_a_quarter_of_a_second(self):
        arrived = []

        async def work():
            loop = asyncio.get_running_loop()
            sensor = OpenPeripheral(worn(30), address=ADDRESS, begin_s=0.0)
            link = await SimulatedTransport([sensor], loop.time).connect(
                replace(found_at(ADDRESS), handle=sensor), lost=lambda: None, seconds=1.0
            )
            await link.subscribe(open_profile.DATA, lambda _: arrived.append(loop.time()))
            command = open_profile.control_value(rate=50, range_g=8)
            await link.write(open_profile.CONTROL, command, response=True)
            await asyncio.sleep(30.5)
            await link.close()

        in_no_time(work())
        taken = 0.48 + 0.5 * np.arange(60)
        assert (np.array(arrived) - taken).max() <= 0.25
