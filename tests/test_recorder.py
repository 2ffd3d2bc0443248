"""The recorder end to end on simulated sensors, in simulated time."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.host_clock import (
    ClockPair,
    ContinuedClock,
    PacedClock,
    PacedLoop,
)
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.capture.system_clock import SystemClock
from limbwatch.sensor.devices import (
    Settings,
    Wish,
    device_of_kind,
    esense,
    movesense,
    open_profile,
    osd,
)
from limbwatch.sensor.errors import AlreadyRecording, LinkLost, ServicesLacking, UnreadableFile
from limbwatch.sensor.radio import simulated
from limbwatch.sensor.radio.connection import BleConnection
from limbwatch.sensor.radio.link import Kept, SessionLink
from limbwatch.sensor.radio.patience import Patience
from limbwatch.sensor.radio.recorder import Listener, Recorder
from limbwatch.sensor.radio.sensor_session import Session
from limbwatch.sensor.radio.simulated import OpenPeripheral, SimulatedConnection, SimulatedTransport
from limbwatch.sensor.radio.status import SessionState, Status, Target
from limbwatch.sensor.radio.streaming import Equipment, Streaming
from limbwatch.sensor.radio.transport import Found

LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
WALL_NS = 1_770_000_000_000_000_000


def worn(placement, *, seconds=600.0, rate=50.0):
    """A recording whose x axis counts samples, so that each one can be told."""
    n = int(seconds * rate)
    xyz = np.zeros((n, 3), np.float32)
    xyz[:, 0] = (np.arange(n) % 30000) / 4096  # exact at 8 g full scale
    xyz[:, 2] = 1
    return Recording(
        start=datetime.fromisoformat("2026-03-14T22:00:00+01:00"),
        placement=placement,
        device="test",
        rate_nominal=rate,
        rate=rate,
        runs=(Samples(start=0.0, rate=rate, xyz=xyz),),
    )


class Bench:
    """A recorder on a paced loop, with what it told its listener."""

    def __init__(self, folder, *, patience=None, transport=SimulatedTransport):
        self.path = folder / CAPTURE
        # a commit waits for the disk, which is not what these tests are about
        self.patience = patience or Patience(flush=20.0)
        self.wall_ns = WALL_NS
        self.make_transport = transport
        self.silent = []
        self.heard = 0
        self.ticks = 0

    def record(self, recordings, *, seconds, ppm=(0.0, 0.0), during=None):
        """Record for so many simulated seconds."""
        with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
            return runner.run(self._record(recordings, seconds, ppm, during))

    async def _record(self, recordings, seconds, ppm, during):
        loop = asyncio.get_running_loop()
        clock = PacedClock(loop, wall_start_ns=self.wall_ns)
        capture = Capture(self.path)
        last = capture.last_clock()
        if last is not None:
            clock = ContinuedClock(clock, last)
        peripherals = [
            OpenPeripheral(r, address=f"SIM{i}", begin_s=loop.time(), ppm=ppm[i])
            for i, r in enumerate(recordings)
        ]
        transport = self.make_transport(peripherals, loop.time)
        targets = [
            (Target(placement=r.placement, sensor=f"SIM{i}", device=None), transport)
            for i, r in enumerate(recordings)
        ]
        recorder = Recorder(
            targets,
            equipment=Equipment(capture=capture, clock=clock, wish=Wish(), patience=self.patience),
            listener=Listener(data=self._data, silence=self.silent.append, tick=self._tick),
        )
        stop = asyncio.Event()
        loop.call_later(seconds, stop.set)
        if during is not None:
            during(loop, recorder, capture, transport)
        await recorder.run(stop)
        capture.close()
        return recorder

    def _data(self, _status, arrived):
        self.heard += len(arrived)

    def _tick(self):
        self.ticks += 1


def events(path):
    with closing(sqlite3.connect(path)) as connection:
        return [kind for (kind,) in connection.execute("SELECT kind FROM event ORDER BY id")]


def stored(recording):
    return np.concatenate([run.xyz for run in recording.runs])


def test_two_sensors_are_stored_whole_and_in_time(tmp_path):
    bench = Bench(tmp_path)
    sources = [worn(LEFT), worn(RIGHT)]
    recorder = bench.record(sources, seconds=601, ppm=(20.0, -15.0))
    left, right = recordings_from_capture(bench.path)
    assert [left.placement, right.placement] == [LEFT, RIGHT]
    for recording in (left, right):
        assert len(recording.runs) == 1
        # the first packets pass before the connection stands
        assert len(stored(recording)) >= 600 * 50 - 50
        assert np.all(np.diff(np.round(stored(recording)[:, 0] * 4096)) % 30000 == 1)
        assert recording.rate == pytest.approx(50, rel=1e-4)
    # equal counters are samples of one moment: both ankles within 20 ms
    moments = [
        (r.start - left.start).total_seconds() - stored(r)[0, 0] * 4096 / 50 for r in (left, right)
    ]
    assert abs(moments[0] - moments[1]) < 0.02
    assert left.start.timestamp() == pytest.approx(WALL_NS / 1e9, abs=1.5)
    assert {status.state for status in recorder.statuses} == {SessionState.STOPPED}
    assert bench.heard == sum(status.notifications for status in recorder.statuses)
    assert recorder.listener_failures == []
    assert "stopped" in events(bench.path)
    assert not (tmp_path / "capture.lock").exists()


def test_battery_firmware_and_settings_are_in_the_capture(tmp_path):
    bench = Bench(tmp_path)
    recorder = bench.record([worn(LEFT)], seconds=60)
    assert recorder.statuses[0].battery.percent == 100
    with closing(sqlite3.connect(bench.path)) as connection:
        (settings,) = connection.execute("SELECT settings FROM stream").fetchone()
        assert '"rate": 50.0' in settings
        assert connection.execute("SELECT count(*) FROM clock").fetchone()[0] >= 2
        (kind, name) = connection.execute("SELECT kind, name FROM sensor").fetchone()
        assert (kind, name) == ("open", "limbwatch left ankle")


def test_a_listener_that_fails_does_not_hurt_the_capture(tmp_path):
    bench = Bench(tmp_path)

    def broken(*_):
        raise ZeroDivisionError("display")

    bench._data = broken
    recorder = bench.record([worn(LEFT)], seconds=100)
    assert "ZeroDivisionError: display" in recorder.listener_failures
    (recording,) = recordings_from_capture(bench.path)
    assert len(stored(recording)) > 90 * 50


class Shaky(SimulatedTransport):
    """Links that can be cut, stalled and refused."""

    def __init__(self, peripherals, now_s):
        super().__init__(peripherals, now_s)
        self.links = {}
        self.out_of_range = set()
        self.refuse = 0

    async def find(self, sought, seconds):
        if sought.sensor in self.out_of_range:
            await asyncio.sleep(seconds)
            raise LinkLost(f"{sought.sensor} is not in range")
        return await super().find(sought, seconds)

    async def connect(self, found, *, lost, seconds):
        if self.refuse:
            self.refuse -= 1
            raise LinkLost("connecting failed: le-connection-abort-by-local")
        connection = await super().connect(found, lost=lost, seconds=seconds)
        self.links[found.address] = (connection, lost)
        return connection

    def cut(self, address):
        connection, lost = self.links[address]
        connection._receive.clear()
        lost()

    def mute(self, address):
        """The link stays up and nothing comes any more: the sensor's stream died."""
        self.links[address][0].peripheral._streaming = False


def test_after_a_broken_link_the_sensor_is_found_again_and_the_gap_is_in_its_place(tmp_path):
    bench = Bench(tmp_path, transport=Shaky)

    def during(loop, _recorder, _capture, transport):
        loop.call_later(200, transport.cut, "SIM0")
        loop.call_later(200, transport.out_of_range.add, "SIM0")
        loop.call_later(260, transport.out_of_range.discard, "SIM0")

    recorder = bench.record([worn(LEFT)], seconds=600, during=during)
    (recording,) = recordings_from_capture(bench.path)
    assert len(recording.runs) == 2
    first, second = recording.runs
    counter = np.round(stored(recording)[:, 0] * 4096)
    lost = counter[len(first)] - counter[len(first) - 1] - 1
    assert second.start - first.end == pytest.approx(lost / 50, abs=0.005)
    assert recorder.statuses[0].losses == 1
    assert recorder.statuses[0].connects == 2
    assert events(bench.path).count("lost") == 1


@pytest.mark.parametrize("second", ["bangle", "open"])
def test_a_number_of_the_capture_stands_for_one_kind(tmp_path, second):
    capture = Capture(tmp_path / CAPTURE)
    equipment = Equipment(capture=capture, clock=SystemClock(), wish=Wish(), patience=Patience())
    status = Status(target=Target(placement=LEFT, sensor="Bangle.js 1a2b", device=None))
    numbers = []
    for kind, address in (("open", "A"), (second, "B"), ("open", "A")):
        Streaming(
            status,
            equipment,
            None,  # nothing is asked of the connection yet
            device=device_of_kind(kind),
            found=Found(
                address=address, name="Bangle.js 1a2b", services=frozenset(), rssi=None, handle=None
            ),
            lost=asyncio.Event(),
            stop=asyncio.Event(),
            fresh=[],
        )
        numbers.append(status.number)
    capture.close()
    assert numbers == ([1, 1, 1] if second == "open" else [1, 2, 1])


def two_kinds_under_one_number(path, *, name="Bangle.js 1a2b", stored="osd"):
    """A watch that streamed through an app, then without it, as an earlier version stored it."""
    capture = Capture(path)
    capture.clock(ClockPair(0, 0, 10**18))
    number = capture.sensor(LEFT, kind=stored, address="A", name=name)
    first = capture.stream(number, 0, firmware="", mtu=None)
    capture.settings(first, Settings(rate=25.0, range_g=8.0))
    for packet in range(500):
        sample = np.array([[0, 0, 1000 + i] for i in range(3)], "<i2").tobytes()
        capture.notification(first, osd.DATA, round((packet + 1) * 0.12e9), sample)
    second = capture.stream(number, 70 * 10**9, firmware="", mtu=None)
    capture.settings(second, Settings(rate=50.0, range_g=8.0))
    for line in range(300):
        text = f"L,{line},{(line + 1) * 200}" + ",0,2048,0" * 10 + ",E\r\n"
        at = round((70 + (line + 1) * 0.2) * 1e9)
        capture.notification(second, device_of_kind("bangle").data, at, text.encode())
    capture.close()


def test_data_stored_under_the_kind_that_a_watch_had_before_are_read_as_what_they_are(tmp_path):
    two_kinds_under_one_number(tmp_path / CAPTURE)
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    early, late = recording.runs
    assert (len(early), round(early.rate), len(late), round(late.rate)) == (1500, 25, 3000, 50)
    np.testing.assert_allclose(early.xyz[:, 2].mean(), 1.001, atol=1e-3)
    np.testing.assert_allclose(late.xyz, np.tile([0, 0.5, 0], (3000, 1)), atol=1e-6)
    assert late.start - early.start == pytest.approx(70 + 0.02 - 0.04, abs=0.01)
    assert [note for note in recording.quality.notes if "they are read as bangle" in note]


def test_what_a_shared_characteristic_brought_is_read_only_where_the_name_tells_its_kind(tmp_path):
    two_kinds_under_one_number(tmp_path / CAPTURE, name="my watch")
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert sum(map(len, recording.runs)) == 1500
    assert not [note for note in recording.quality.notes if "are read as" in note]


def test_a_silent_stream_is_restarted_without_a_new_connection(tmp_path):
    bench = Bench(tmp_path, transport=Shaky)

    def during(loop, _recorder, _capture, transport):
        loop.call_later(100, transport.mute, "SIM0")

    recorder = bench.record([worn(LEFT)], seconds=300, during=during)
    assert recorder.statuses[0].stalls == 1
    assert recorder.statuses[0].losses == 0
    (recording,) = recordings_from_capture(bench.path)
    gap = recording.runs[1].start - recording.runs[0].end
    assert 2 < gap < 10
    assert "the stream fell silent and was restarted" in recording.quality.notes
    assert [kind for kind in events(bench.path) if kind in ("stalled", "restarted")] == [
        "stalled",
        "restarted",
    ]


class DeadAfterRestart(Shaky):
    """A sensor that answers and sends nothing until it is connected anew (Polar issue 336)."""

    def mute(self, address):
        peripheral = self.links[address][0].peripheral
        peripheral._streaming = False
        self.links[address][0].peripheral = Deaf(peripheral)


class Deaf:
    def __init__(self, inner):
        self._inner = inner

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def due(self, _now):
        return []


def test_a_stream_that_stays_silent_after_a_restart_is_connected_anew(tmp_path):
    bench = Bench(tmp_path, transport=DeadAfterRestart)

    def during(loop, _recorder, _capture, transport):
        loop.call_later(100, transport.mute, "SIM0")

    recorder = bench.record([worn(LEFT)], seconds=300, during=during)
    assert recorder.statuses[0].stalls == 1
    assert recorder.statuses[0].losses == 1
    assert recorder.statuses[0].state is SessionState.STOPPED
    (recording,) = recordings_from_capture(bench.path)
    assert recording.runs[-1].end > 290


def test_connection_errors_are_retried_with_growing_pauses(tmp_path):
    bench = Bench(tmp_path, transport=Shaky)

    def during(_loop, _recorder, _capture, transport):
        transport.refuse = 7

    bench.record([worn(LEFT)], seconds=200, during=during)
    with closing(sqlite3.connect(bench.path)) as connection:
        failed = [
            when / 1e9
            for (when,) in connection.execute(
                "SELECT host_ns FROM event WHERE kind = 'connect_failed' ORDER BY id"
            )
        ]
    assert len(failed) == 7
    pauses = np.diff(failed)
    assert np.all(np.diff(pauses) >= -0.01)
    assert pauses.max() == pytest.approx(16, abs=0.5)


def test_the_words_of_a_mistake_of_the_program_stand_in_the_capture_and_are_told_to_nobody(
    tmp_path, monkeypatch
):
    async def connect(*_, **__):
        raise TypeError("__init__() got an unexpected keyword")

    monkeypatch.setattr(Shaky, "connect", connect)
    bench = Bench(tmp_path, transport=Shaky)
    bench.record([worn(LEFT)], seconds=20)
    with closing(sqlite3.connect(bench.path)) as base:
        query = "SELECT detail FROM event WHERE kind = 'connect_failed'"
        told = json.loads(base.execute(query).fetchone()[0])
    # the morning tells why a sensor did not come back by these words
    assert told["why"] == "something unexpected went wrong; trying again"
    assert (told["error"], told["raw"]) == ("TypeError", "__init__() got an unexpected keyword")


ALL = frozenset({"all"})


class Lacking(Shaky):
    """Connections that show services of one's choice."""

    shows = ()

    async def connect(self, found, *, lost, seconds):
        shown = self.shows.pop(0) if self.shows else ALL
        if shown is None:
            raise LinkLost("connecting failed")
        connection = await super().connect(found, lost=lost, seconds=seconds)
        if shown is not ALL:
            connection.characteristics = shown
        return connection


class Partly(SimulatedConnection):
    characteristics = None

    def __init__(self, *what):
        super().__init__(*what)
        self.characteristics = SimulatedConnection.characteristics.fget(self)

    async def write(self, characteristic, data, *, response):
        if characteristic not in self.characteristics:
            raise BleConnection._lacking_error(self)
        await super().write(characteristic, data, response=response)

    @property
    def _found(self):
        return self.peripheral


NOTHING, OTHERS = frozenset(), frozenset({movesense.DEVICE.data})
ANOTHER = frozenset({"0000fe59-0000-1000-8000-00805f9b34fb"})
HALF = frozenset({open_profile.DATA})


def lacking(tmp_path, monkeypatch, shows, *, after_s, seconds, kind=None):
    """Record from a sensor whose connections, after some time, show these services in turn."""
    monkeypatch.setattr(simulated, "SimulatedConnection", Partly)
    told = []

    def during(loop, recorder, _capture, transport):
        if kind:
            (session,) = recorder._sessions
            session.status.target = replace(session.status.target, device=device_of_kind(kind))
            session.status.device = session.status.target.device
        bench._tick = lambda: None
        recorder._listener = replace(
            recorder._listener, tick=lambda: told.append(recorder.statuses[0].state)
        )
        if not after_s:
            transport.shows = list(shows)
            return

        def cut():
            transport.shows = list(shows)
            transport.cut("SIM0")

        loop.call_later(after_s, cut)

    bench = Bench(tmp_path, transport=Lacking)
    (status,) = bench.record([worn(LEFT)], seconds=seconds, during=during).statuses
    return status, told, events(bench.path)


@pytest.mark.parametrize("shown", [NOTHING, ANOTHER, HALF, OTHERS])
def test_a_sensor_that_streamed_tonight_is_given_up_by_no_connection_without_its_services(
    tmp_path, monkeypatch, shown
):
    status, _, told = lacking(tmp_path, monkeypatch, [shown] * 9, after_s=30, seconds=300)
    assert (status.state, status.connects, status.trouble) == (SessionState.STOPPED, 2, "")
    assert told.count("connect_failed") + told.count("refused") == 10


@pytest.mark.parametrize("shown", [NOTHING, ANOTHER, HALF])
@pytest.mark.parametrize(("times", "streams"), [(3, True), (4, False)])
def test_a_sensor_is_given_up_after_the_fourth_connection_in_a_row_without_its_services(
    tmp_path, monkeypatch, shown, times, streams
):
    status, ticks, told = lacking(tmp_path, monkeypatch, [shown] * times, after_s=0, seconds=60)
    assert (status.connects > 0) is streams
    assert told.count("connect_failed") == 3
    assert told.count("refused") == (not streams)
    words = ("this kind have", "of the kind open have")
    assert streams or any(one in status.trouble for one in words)
    # the person is told so before the recording ends for want of sensors
    assert (SessionState.GIVEN_UP in ticks) is (not streams)


EARBUD = [f"0000ff{one}-0000-1000-8000-00805f9b34fb" for one in ("07", "08", "0a", "0e")]
NUS = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"


@pytest.mark.parametrize(
    ("offers", "kind"),
    [
        ([f"{esense.SERVICE}/{one}" for one in EARBUD] + EARBUD, "esense"),
        # some of them, or in another service, may be anything
        ([f"{esense.SERVICE}/{one}" for one in EARBUD[1:]] + EARBUD, None),
        (EARBUD, None),
        ([NUS], None),
    ],
)
def test_a_renamed_sensor_is_known_by_what_only_its_kind_has_together(tmp_path, offers, kind):
    """``setDeviceName`` of the vendor's library for the eSense."""
    capture = Capture(tmp_path / CAPTURE)
    session = Session(
        Target(placement=LEFT, sensor="Ohr", device=None),
        transport=None,
        equipment=Equipment(capture=capture, clock=SystemClock(), wish=Wish(), patience=Patience()),
    )
    found = Found(address="A", name="Ohr", services=frozenset(), rssi=None, handle=None)
    connection = SimpleNamespace(characteristics=frozenset(offers))
    if kind is None:
        with pytest.raises(ServicesLacking, match="not a kind of sensor") as caught:
            session._device(found, connection)
        words = "Bangle.js or Puck.js of another name, give --device bangle or --device puck"
        assert (words in str(caught.value)) is (offers == [NUS])
    else:
        assert session._device(found, connection).kind == kind
    capture.close()


def test_connections_without_services_count_in_a_row(tmp_path, monkeypatch):
    shows = [*3 * [NOTHING], None, *3 * [NOTHING]]
    status, _, told = lacking(tmp_path, monkeypatch, shows, after_s=0, seconds=120)
    assert (status.connects, told.count("connect_failed")) == (1, 7)


@pytest.mark.parametrize(
    ("times", "after_s", "said"),
    [
        (1, 0, "does not show its services; it is connected again"),
        (2, 0, "may be of another kind"),
        # one that streamed tonight is of its kind
        (2, 30, "does not show its services; it is connected again"),
    ],
)
def test_the_second_lacking_connection_in_a_row_says_what_may_be_wrong(
    tmp_path, monkeypatch, times, after_s, said
):
    lacking(tmp_path, monkeypatch, times * [ANOTHER], after_s=after_s, seconds=60, kind="open")
    with closing(sqlite3.connect(tmp_path / CAPTURE)) as base:
        query = "SELECT detail FROM event WHERE kind = 'connect_failed' ORDER BY id"
        last = [json.loads(detail)["why"] for (detail,) in base.execute(query)][-1]
    assert said in last


def test_what_the_system_remembers_is_forgotten_from_the_second_lacking_connection_in_a_row(
    tmp_path, monkeypatch
):
    sought = []
    find = Lacking.find

    async def noted(self, one, seconds):
        sought.append(one.stale)
        return await find(self, one, seconds)

    monkeypatch.setattr(Lacking, "find", noted)
    shows = [NOTHING, None, NOTHING, NOTHING, NOTHING]
    lacking(tmp_path, monkeypatch, shows, after_s=0, seconds=120)
    assert sought == ["", "", "", "", "SIM0", "SIM0"]


def test_a_sensor_that_shows_the_services_of_another_kind_is_given_up_at_once(
    tmp_path, monkeypatch
):
    status, ticks, told = lacking(
        tmp_path, monkeypatch, [OTHERS], after_s=0, seconds=60, kind="open"
    )
    assert "it looks like --device movesense" in status.trouble
    assert told.count("refused") == 1
    assert "connect_failed" not in told
    assert ticks[-1] is SessionState.GIVEN_UP


def test_silence_is_told_once_and_again_after_data_came_back(tmp_path):
    bench = Bench(tmp_path, transport=Shaky, patience=Patience(silence=30.0, flush=5.0))

    def during(loop, _recorder, _capture, transport):
        for begin in (100, 300):
            loop.call_later(begin, transport.out_of_range.add, "SIM0")
            loop.call_later(begin, transport.cut, "SIM0")
            loop.call_later(begin + 70, transport.out_of_range.discard, "SIM0")

    bench.record([worn(LEFT)], seconds=500, during=during)
    assert len(bench.silent) == 2
    assert events(bench.path).count("silence") == 2


def test_a_sensor_that_never_shows_leaves_the_others_alone(tmp_path):
    bench = Bench(tmp_path, transport=Shaky)

    def during(_loop, _recorder, _capture, transport):
        transport.out_of_range.add("SIM1")

    recorder = bench.record([worn(LEFT), worn(RIGHT)], seconds=300, during=during)
    (recording,) = recordings_from_capture(bench.path)
    assert recording.placement == LEFT
    assert "not in range" in recorder.statuses[1].trouble


@pytest.mark.parametrize(
    ("broken", "shown"), [(0, ""), (1, "connecting failed: le-connection-abort-by-local")]
)
def test_a_sensor_that_came_into_range_is_not_said_to_be_out_of_it(tmp_path, broken, shown):
    seen = []

    class Watched(Shaky):
        async def connect(self, found, *, lost, seconds):
            seen.append((recorders[0].statuses[0].state, recorders[0].statuses[0].trouble))
            return await super().connect(found, lost=lost, seconds=seconds)

    recorders = []
    bench = Bench(tmp_path, transport=Watched)

    def during(loop, recorder, _capture, transport):
        recorders.append(recorder)
        transport.refuse = broken
        transport.out_of_range.add("SIM0")
        loop.call_later(50, transport.out_of_range.discard, "SIM0")

    bench.record([worn(LEFT)], seconds=200, during=during)
    assert seen[-1] == (SessionState.CONNECTING, shown)


def test_a_full_disk_keeps_everything_in_memory_until_there_is_room(tmp_path):
    bench = Bench(tmp_path)

    def fill(capture):
        pages = capture._connection.execute("PRAGMA page_count").fetchone()[0]
        capture._connection.execute(f"PRAGMA max_page_count = {pages}")

    def during(loop, _recorder, capture, _transport):
        loop.call_later(100, fill, capture)
        loop.call_later(250, capture._connection.execute, "PRAGMA max_page_count = 1073741823")

    recorder = bench.record([worn(LEFT)], seconds=400, during=during)
    (recording,) = recordings_from_capture(bench.path)
    assert len(recording.runs) == 1
    assert recorder.disk_trouble is None
    assert "disk" in events(bench.path)
    assert any("disk" in note for note in recording.quality.notes)


def test_a_second_recorder_is_refused(tmp_path):
    first = Capture(tmp_path / CAPTURE)
    with pytest.raises(AlreadyRecording, match="stop it first"):
        Capture(tmp_path / CAPTURE)
    first.close()
    Capture(tmp_path / CAPTURE).close()


def test_a_file_that_is_no_capture_is_refused_and_left_alone(tmp_path):
    path = tmp_path / CAPTURE
    path.write_bytes(b"not a database, but somebody's file" * 40)
    with pytest.raises(UnreadableFile):
        Capture(path)
    with pytest.raises(UnreadableFile):
        recordings_from_capture(path)
    assert path.read_bytes().startswith(b"not a database")
    assert list(tmp_path.iterdir()) == [path]  # and nobody is locked out


def test_a_capture_without_samples_says_so(tmp_path):
    Capture(tmp_path / CAPTURE).close()
    with pytest.raises(UnreadableFile, match="no sensor ever streamed"):
        recordings_from_capture(tmp_path / CAPTURE)


def test_a_recording_that_is_gone_on_with_keeps_its_first_part(tmp_path):
    bench = Bench(tmp_path)
    bench.record([worn(LEFT)], seconds=100)
    bench.wall_ns += 1000 * 10**9  # the machine was started anew in between
    bench.record([worn(LEFT)], seconds=100)
    (recording,) = recordings_from_capture(bench.path)
    assert len(stored(recording)) > 2 * 95 * 50
    first, second = recording.runs
    assert second.start - first.start == pytest.approx(1000, abs=2)


class Fixed:
    def __init__(self, host, wall):
        self._pair = ClockPair(host, host, wall)

    def now_ns(self):
        return self._pair.host

    def pair(self):
        return self._pair


@pytest.mark.parametrize(
    ("host", "wall", "expected"),
    [
        (200, 1100, 200),  # same start of the machine: its own clock
        (5, 1900, 1000),  # another start: the wall clock tells
        (5, 400, 100),  # and the wall clock was set back: never before the last moment
    ],
)
def test_time_goes_on_where_the_recording_left_off(host, wall, expected):
    second = 10**9
    last = ClockPair(100 * second, 100 * second, 1000 * second)
    clock = ContinuedClock(Fixed(host * second, wall * second), last)
    assert clock.now_ns() == expected * second


def test_what_arrives_is_on_disk_within_a_second(tmp_path):
    bench = Bench(tmp_path, patience=Patience())
    delays = []

    def look(loop, capture):
        with closing(sqlite3.connect(bench.path)) as connection:
            query = "SELECT max(host_ns) FROM notification"
            (newest,) = connection.execute(query).fetchone()
        delays.append(loop.time() - (newest or 0) / 1e9)

    def during(loop, _recorder, capture, _transport):
        for when in np.arange(5, 12, 0.37):
            loop.call_later(when, look, loop, capture)

    bench.record([worn(LEFT)], seconds=13, during=during)
    # a packet is half a second long
    assert max(delays) < 1.0 + 0.6


def test_eight_hours_need_little_room(tmp_path):
    bench = Bench(tmp_path)
    bench.record([worn(LEFT, seconds=1800)], seconds=1800)
    # 160 bytes for 25 samples, and what SQLite adds
    assert bench.path.stat().st_size * 16 < 13e6


def moments(recording):
    """How far each sample lies from its own time, seconds: its x axis counts samples."""
    for run in recording.runs:
        numbers = np.round(run.xyz[:, 0] * 4096)
        yield from run.start + (np.arange(len(run)) - numbers) / run.rate


def test_each_part_of_a_night_keeps_the_rate_that_it_was_recorded_at(tmp_path):
    bench = Bench(tmp_path)
    bench.record([worn(LEFT, rate=100.0)], seconds=60)
    bench.wall_ns += 60 * 10**9
    bench.record([worn(LEFT, rate=50.0)], seconds=60)
    (recording,) = recordings_from_capture(bench.path)
    assert [round(run.rate) for run in recording.runs] == [100, 50]
    assert np.ptp(list(moments(replace(recording, runs=recording.runs[:1])))) < 0.01
    assert np.ptp(list(moments(replace(recording, runs=recording.runs[1:])))) < 0.01
    assert len(stored(recording)) >= 59 * 100 + 59 * 50
    assert "the rate of the sensor changed in the recording: 100 Hz, then 50 Hz" in (
        recording.quality.notes
    )


def test_what_waited_in_a_stall_belongs_to_the_samples_before_it(tmp_path):
    """A sensor without a command to stop goes on sampling; its queue of twelve packets is old."""
    stall, queued, over = 60.0, 61.5, 64.0
    capture = Capture(tmp_path / CAPTURE)
    capture.clock(ClockPair(0, 0, WALL_NS))
    number = capture.sensor(LEFT, kind="osd", address="A", name="watch")
    capture.event(Incident.CONNECTED, 0, sensor=number)
    stream = 0
    for packet in range(1000):
        taken = 0.12 * (packet + 1)
        if queued < taken < over:
            continue
        heard = over if stall < taken <= queued else taken
        if stream == 0 or (stream == 1 and taken > stall):
            stream = capture.stream(number, int(heard * 1e9) - 1, firmware="", mtu=None)
            capture.settings(stream, Settings(rate=25.0, range_g=8.0))
        counts = np.full((3, 3), 1000, "<i2")
        counts[:, 0] = np.arange(3) + 3 * packet
        capture.notification(stream, osd.DATA, int(heard * 1e9), counts.tobytes())
    capture.close()
    (recording,) = recordings_from_capture(tmp_path / CAPTURE)
    assert sum(map(len, recording.runs)) == 3 * 979
    late = [
        run.start - recording.runs[0].start + np.arange(len(run)) / 25 - run.xyz[:, 0] * 40
        for run in recording.runs
    ]
    # of the twelve one may be the first behind the hole as well as the last before it
    assert (np.abs(np.concatenate(late)) > 0.06).sum() <= 3


def test_how_a_sensor_was_set_first_holds_for_a_recording_that_is_gone_on_with(tmp_path):
    async def kept(capture, number, value):
        link = SessionLink(None, lambda *_: None, 5.0, kept=Kept(capture, number))
        said = await link.keep("range", value)
        return said, link.memory["range"]

    first = Capture(tmp_path / CAPTURE)
    assert asyncio.run(kept(first, 1, 16)) == (16, 16)
    with closing(sqlite3.connect(first.path)) as other:
        # before anything is set in the sensor, whatever happens next
        assert other.execute("SELECT value FROM about WHERE key = 'found.1.range'").fetchall()
    first.close()
    again = Capture(tmp_path / CAPTURE)
    assert asyncio.run(kept(again, 1, 8)) == (16, 16)
    assert asyncio.run(kept(again, 2, 8)) == (8, 8)
    again.close()


@pytest.mark.parametrize(
    ("told", "value", "more", "still", "kept"),
    [
        ([], b"a", [], True, [b"a", b"a"]),
        ([], b"b", [], False, [b"a"]),
        # BlueZ tells what is read as if it had been sent
        ([b"a"], b"a", [], True, [b"a", b"a"]),
        ([b"b"], b"b", [], False, [b"a", b"b"]),
        # it stirs meanwhile
        ([b"b"], b"b", [b"c"], True, [b"a", b"b", b"c"]),
        ([b"b", b"b"], b"b", [], True, [b"a", b"b", b"b"]),
        ([b"b"], b"a", [], True, [b"a", b"b"]),
    ],
)
def test_a_value_that_the_system_tells_as_sent_because_it_was_read_is_no_news(
    monkeypatch, told, value, more, still, kept
):
    monkeypatch.setattr("limbwatch.sensor.radio.link.STIRS_S", 0.05)
    came = []

    class Read:
        async def subscribe(self, _characteristic, receive):
            self.receive = receive
            receive(b"a")

        async def read(self, _characteristic):
            for one in told:
                self.receive(one)
            for one in more:
                asyncio.get_running_loop().call_later(0.01, self.receive, one)
            return value

    async def asked():
        link = SessionLink(Read(), lambda _characteristic, data: came.append(data), 5.0)
        await link.subscribe("data")
        return await link.still("data")

    assert asyncio.run(asked()) is still
    assert came == kept
