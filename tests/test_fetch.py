"""What a Polar sensor recorded in its own memory: files, their transfer, and the night of them."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.peripherals import numbers_of
from benchmarks.polar_memory import PolarWithMemory
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.recording import fetching, reached_memory
from limbwatch.cli.recording.begun_in_memory import begin_in_memory
from limbwatch.cli.recording.fetch_names import FETCHED
from limbwatch.cli.recording.fetching import FetchPlan, fetch_nights
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, SensorError, UnreadableFile
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.capture.disk import database
from limbwatch.sensor.devices import Wish, polar
from limbwatch.sensor.devices.polar_offline import read_offline
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.memory import fetched, protobuf, psftp
from limbwatch.sensor.memory.psftp import air_packets
from limbwatch.sensor.radio import simulated
from limbwatch.sensor.radio.patience import PATIENCE
from limbwatch.sensor.radio.simulated import SimulatedTransport
from limbwatch.sensor.radio.status import Target


@pytest.fixture(autouse=True)
def _no_wait_for_the_radio(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulated radio was waited for twice a quarter of a second for each sensor."""
    monkeypatch.setattr(simulated, "_POLL_S", 0.01)
    monkeypatch.setattr(psftp, "_SETTLED_S", 0.02)
    monkeypatch.setattr(reached_memory, "PATIENCE", replace(PATIENCE, scan=0.05))


LEFT, RIGHT = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
QUIET = Terminal(quiet=True, no_color=True)
VECTORS = json.loads((Path(__file__).parent / "vectors" / "polar_offline.json").read_text())
ACC = bytes.fromhex(VECTORS["acc"]["hex"])


def decoded(file):
    decoder = polar.PmdDecoder(factor=1.0)
    return [packet for frame in file.frames for packet in decoder.push(frame)]


# the file


def test_the_vendors_file_gives_the_vendors_numbers():
    """As its unit test asserts them: head, settings, first two samples, time of the last one."""
    file = read_offline(ACC, "ACC0.REC")
    want = VECTORS["acc"]["expect"]
    assert file.start == datetime.fromisoformat(want["start"])
    assert (file.settings.rate, file.settings.range_g) == (want["rate"], want["range_g"])
    packets = decoded(file)
    np.testing.assert_allclose(packets[0].xyz[:2] * 1000, want["first_mg"], atol=1e-3)
    assert packets[-1].tick == want["last_ns"]
    assert file.cut == 0


@given(st.integers(0, len(ACC) - 1))
def test_a_file_cut_anywhere_gives_what_is_whole(end):
    try:
        file = read_offline(ACC[:end], "x")
    except UnreadableFile:
        assert end < 54
        return
    whole = read_offline(ACC, "x").frames
    assert file.frames == whole[: len(file.frames)]
    assert file.cut == end - 54 - sum(len(frame) + 2 for frame in file.frames)


@given(at=st.integers(0, 60), value=st.integers(0, 255), noise=st.binary(max_size=80))
def test_a_damaged_file_is_refused_in_words_or_gives_what_is_in_it(at, value, noise):
    broken = bytearray(ACC)
    broken[at] = value
    for content in (bytes(broken), noise):
        with suppress(UnreadableFile):
            file = read_offline(content, "x")
            frames = b"".join(len(one).to_bytes(2, "little") + one for one in file.frames)
            assert content[: len(content) - file.cut].endswith(frames)
            assert 0 <= file.cut <= len(content) - len(frames)


def test_an_encrypted_file_is_told():
    with pytest.raises(UnreadableFile, match="encrypted"):
        read_offline(b"\x02" + ACC[1:], "ACC0.REC")


# the transfer


def test_an_air_packet_says_first_or_next_more_or_last_and_its_number():
    """RFC 76 as in the vendor's sources: next, status << 1 (3 more, 1 last), number << 4."""
    packets = air_packets(bytes(range(250)) * 2, 20)
    assert [packet[0] for packet in packets[:3]] == [0x06, 0x17, 0x27]
    assert packets[16][0] == 0x07
    assert packets[-1][0] & 0x0F == 0x03
    assert b"".join(packet[1:] for packet in packets) == bytes(range(250)) * 2
    assert air_packets(b"", 20) == [b"\x02"]


FIELDS = st.lists(
    st.tuples(st.integers(1, 500), st.integers(0, 2**63) | st.binary(max_size=300)), max_size=5
)


@given(FIELDS)
def test_a_message_is_read_as_it_was_written(fields):
    assert list(protobuf.decode(protobuf.encode(*fields))) == fields


@given(st.binary(max_size=60))
def test_no_answer_breaks_the_reader(message):
    with suppress(SensorError):
        list(protobuf.decode(message))


# the sensor


def sensor(name="Polar Sense 1", address="A0:00:00:00:00:01", **settings):
    return PolarWithMemory(address=address, name=name, **settings)


def radio_of(*sensors):
    return lambda: SimulatedTransport(sensors, time.monotonic)


def plan(nights, *names, remove=False):
    placements = (LEFT, RIGHT)
    targets = tuple(
        Target(placement=placement, sensor=name, device=None)
        for placement, name in zip(placements, names, strict=False)
    )
    return FetchPlan(targets=targets, nights=nights, remove=remove, by=ScoredBy("wasm2016"))


def began(hours=8.0):
    # by a clock without a zone, as the sensor's is
    return (datetime.now() - timedelta(hours=hours)).replace(microsecond=0)  # noqa: DTZ005


def begin(one, nights, rate=50.0, terminal=QUIET):
    async def work():
        target = Target(placement=LEFT, sensor=one.name, device=None)
        await begin_in_memory((target,), radio_of(one)(), Wish(rate=rate), nights, terminal)

    asyncio.run(work())


def test_a_recording_is_begun_with_the_clock_set_and_never_restarted(tmp_path):
    one = sensor()
    begin(one, tmp_path)
    assert one.recording
    day, clock = (protobuf.numbers(protobuf.parts(one.set_to[0])[field]) for field in (1, 2))
    told = datetime(day[1], day[2], day[3], clock[1], clock[2], clock[3])  # noqa: DTZ001
    assert abs(told - datetime.now()) < timedelta(seconds=5)  # noqa: DTZ005
    with pytest.raises(DeviceRefused, match="is already recording in its memory"):
        begin(one, tmp_path)


@pytest.mark.parametrize("error_s", [0.0, -7 * 365 * 86400.0, 4500.0])
@pytest.mark.parametrize("listed", [False, True])
def test_a_night_is_fetched_whole_and_in_time_whatever_the_sensors_clock_says(
    tmp_path, error_s, listed
):
    error = timedelta(seconds=error_s)
    one = sensor(clock_error=error, listed=listed)
    true_begin = began(3.0)
    one.remember(true_begin + error, 0, 300, parts=3)
    ((folder, (recording,)),) = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    (run,) = recording.runs
    assert numbers_of(run.xyz, 1000).tolist() == list(range(300 * one.per_packet))
    late = recording.start.timestamp() + run.start - true_begin.timestamp()
    assert abs(late) < 1.0
    assert recording.rate == pytest.approx(52, rel=1e-6)
    assert recording.quality.drift_ppm is None
    assert any("fetched" in note for note in recording.quality.notes)
    assert not any("radio delay" in note for note in recording.quality.notes)
    kept = sorted((folder / FETCHED).iterdir())
    assert [path.read_bytes() for path in kept] == list(one.files.values())


def test_both_legs_are_one_night_and_other_nights_are_others(tmp_path):
    left, right = sensor(), sensor("Polar Sense 2", "A0:00:00:00:00:02")
    for days in (1, 0):
        at = began(3.0) - timedelta(days=days)
        left.remember(at, 0, 200)
        right.remember(at + timedelta(seconds=20), 0, 200)
    right.remember(began(2.0), 0, 200)
    made = fetch_nights(plan(tmp_path, left.name, right.name), radio_of(left, right), QUIET).nights
    assert [len(recordings) for _, recordings in made] == [2, 2, 1]
    assert len({folder for folder, _ in made}) == 3


def test_what_is_here_is_not_fetched_again_and_removed_only_when_asked(tmp_path):
    one = sensor()
    one.remember(began(), 0, 120)
    first = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    assert len(first) == 1
    assert len(one.files) == 1
    assert fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights == ()
    one.remember(began(1.0), 0, 120)
    fetch_nights(plan(tmp_path, one.name, remove=True), radio_of(one), QUIET)
    # the one that was fetched before stays: only what this fetch stored is removed
    assert len(one.files) == 1


@pytest.mark.parametrize("torn", [1, 700])
def test_a_torn_end_is_told_by_its_amount_and_what_is_whole_is_scored(tmp_path, capsys, torn):
    one = sensor()
    one.remember(began(), 0, 200)
    ((path, content),) = one.files.items()
    one.files[path] = content[:-torn]
    cut = read_offline(content[:-torn], path).cut
    assert cut > 0
    ((folder, _),) = fetch_nights(
        plan(tmp_path, one.name), radio_of(one), Terminal(no_color=True)
    ).nights
    assert f"ends in {cut} bytes that are no whole packet" in capsys.readouterr().err
    (again,) = recordings_from_capture(folder / CAPTURE)
    (note,) = [note for note in again.quality.notes if "torn" in note]
    assert note.startswith(f"{cut} bytes at the end")
    (kept,) = (folder / FETCHED).iterdir()
    assert kept.read_bytes() == content[:-torn]


def test_a_lost_packet_is_fetched_again(tmp_path):
    one = sensor()
    one.remember(began(), 0, 120)
    one.lose = 3
    ((folder, _),) = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    (kept,) = (folder / FETCHED).iterdir()
    assert [kept.read_bytes()] == list(one.files.values())


def test_a_file_that_came_whole_is_not_sent_again_after_a_break(tmp_path, monkeypatch):
    one = sensor()
    one.remember(began(), 0, 120, parts=2)
    first, second = one.files
    reply = one._reply

    def breaks(message):
        if second.encode() in message and f"get {second}" not in one.asked:
            one.asked.append(f"get {second}")
            return 202
        return reply(message)

    monkeypatch.setattr(one, "_reply", breaks)
    with pytest.raises(DeviceRefused, match="busy"):
        fetch_nights(plan(tmp_path, one.name, remove=True), radio_of(one), QUIET)
    assert len(one.files) == 2
    ((folder, _),) = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    assert one.asked.count(f"get {first}") == 1
    kept = sorted((folder / FETCHED).iterdir())
    assert [path.read_bytes() for path in kept] == list(one.files.values())
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def encrypted(one):
    """Lay down an old recording that another program encrypted (SdkOfflineRecordingExplained)."""
    one.files["/U/0/20261101/R/220000/ACC0.REC"] = b"\x02" + ACC[1:]


def test_an_old_encrypted_recording_stops_nothing_and_is_left(tmp_path, capsys):
    one = sensor()
    encrypted(one)
    begin(one, tmp_path, terminal=Terminal(no_color=True))
    said = " ".join(capsys.readouterr().err.split())
    assert "holds older recordings that are in no night here: 20261101-220000" in said
    one.remember(began(), 0, 120)
    asked = plan(tmp_path, one.name, remove=True)
    made = fetch_nights(asked, radio_of(one), Terminal(no_color=True))
    assert (len(made.nights), made.complete) == (1, True)
    said = " ".join(capsys.readouterr().err.split())
    assert f"20261101-220000 on {one.name} of the left ankle is left as it is" in said
    assert list(one.files) == ["/U/0/20261101/R/220000/ACC0.REC"]
    with pytest.raises(CommandError, match="can be read"):
        fetch_nights(asked, radio_of(one), QUIET)
    # it was kept, and so not sent again
    assert one.asked.count("get /U/0/20261101/R/220000/ACC0.REC") == 1


def test_what_one_sensor_gave_is_a_night_and_the_other_is_added_to_it(tmp_path, capsys):
    left, right = sensor(), sensor("Polar Sense 2", "A0:00:00:00:00:02")
    left.remember(began(3.0), 0, 200)
    right.remember(began(3.0), 0, 200)
    asked = replace(plan(tmp_path, left.name, right.name), options=("--nights", "x y"))
    made = fetch_nights(asked, radio_of(left), Terminal(no_color=True))
    ((folder, recordings),) = made.nights
    assert (len(recordings), made.complete) == (1, False)
    said = " ".join(capsys.readouterr().err.split())
    assert f"{right.name} of the right ankle was not fetched whole" in said
    assert "limbwatch fetch 'ankle_right=Polar Sense 2' --nights 'x y'" in said
    ((again, recordings),) = fetch_nights(asked, radio_of(left, right), QUIET).nights
    assert (again, len(recordings)) == (folder, 2)
    assert len(list((folder / FETCHED).iterdir())) == 2
    assert [len(numbers_of(one.runs[0].xyz, 1000)) for one in recordings] == [2400, 2400]


def test_if_every_sensor_fails_each_is_named(tmp_path, capsys):
    names = ("Polar Sense 1", "Polar Sense 2")
    with pytest.raises(SensorError, match="nothing new was fetched"):
        fetch_nights(plan(tmp_path, *names), radio_of(), Terminal(no_color=True))
    said = " ".join(capsys.readouterr().err.split())
    assert all(f"{name} of the" in said for name in names)


def test_an_evening_begins_with_every_sensor_that_is_there(tmp_path):
    one = sensor("Polar Sense 2", "A0:00:00:00:00:02")

    async def work():
        targets = plan(tmp_path, "Polar Sense 1", one.name).targets
        await begin_in_memory(targets, radio_of(one)(), Wish(), tmp_path, QUIET)

    with pytest.raises(SensorError, match=r"1 of 2 sensors do not record.*ankle_left=.*--begin"):
        asyncio.run(work())
    assert one.recording


def test_a_file_that_the_disk_changed_is_seen_before_anything_is_removed(tmp_path, monkeypatch):
    one = sensor()
    one.remember(began(), 0, 120)
    monkeypatch.setattr(fetching, "write_whole", lambda path, _: path.write_bytes(b"other"))
    with pytest.raises(CommandError, match="does not hold what the sensor sent"):
        fetch_nights(plan(tmp_path, one.name, remove=True), radio_of(one), QUIET)
    assert len(one.files) == 1


def test_a_long_night_is_written_whole_whatever_a_capture_holds_in_memory(tmp_path, monkeypatch):
    """A MetaMotion gives 1.4 million frames in 8 h, twice what a capture may hold waiting."""
    monkeypatch.setattr(database, "WAITING_LIMIT", 15_000)
    monkeypatch.setattr(fetched, "_AT_ONCE", 20)
    one = sensor()
    one.remember(began(), 0, 300)
    ((_, (recording,)),) = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    assert sum(len(run) for run in recording.runs) == 300 * one.per_packet


def test_a_recording_that_runs_is_ended_before_it_is_fetched(tmp_path):
    one = sensor(recording=True)
    one.remember(began(), 0, 120)
    fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET)
    assert not one.recording


def test_a_sensor_without_such_a_memory_says_which_have_one(tmp_path):
    from benchmarks.peripherals import PolarSense

    plain = PolarSense(address="A0:00:00:00:00:09", name="Polar H10 9")
    with pytest.raises(DeviceRefused, match="H10"):
        fetch_nights(plan(tmp_path, plain.name), radio_of(plain), QUIET)


def test_a_fetched_night_is_scored_again_from_its_capture(tmp_path):
    one = sensor()
    one.remember(began(), 0, 200)
    ((folder, recordings),) = fetch_nights(plan(tmp_path, one.name), radio_of(one), QUIET).nights
    before = (folder / "night.json").read_bytes()
    assert run(["rescore", str(folder), "-q", "--json"]) == ExitCode.OK
    assert (folder / "night.json").read_bytes() == before
    (again,) = recordings_from_capture(folder / CAPTURE)
    assert again.runs[0].xyz.tobytes() == recordings[0].runs[0].xyz.tobytes()


def test_a_fetched_night_that_was_not_scored_keeps_the_age_that_was_asked(tmp_path, monkeypatch):
    def fails(*_given, **_named):
        raise OSError("no room")

    one = sensor()
    one.remember(began(), 0, 200)
    asked = replace(plan(tmp_path, one.name), by=ScoredBy("wasm2016", 6.0))
    monkeypatch.setattr(fetching, "make_captured_night", fails)
    with pytest.raises(OSError, match="no room"):
        fetch_nights(asked, radio_of(one), QUIET)
    (folder,) = tmp_path.iterdir()
    assert run(["rescore", str(folder), "-q"]) == ExitCode.OK
    assert json.loads((folder / "night.json").read_bytes())["age"] == 6


@pytest.mark.parametrize("name", ["sim:healthy", "phone:sensorlogger"])
def test_only_bluetooth_sensors_have_a_memory(capsys, name):
    assert run(["fetch", f"ankle_left={name}"]) == ExitCode.USAGE
    assert "memory" in capsys.readouterr().err
