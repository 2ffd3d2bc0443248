"""What a Movesense sensor logged: the file, its transfer, and the night of it."""

import asyncio
import base64
import json
import struct
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.movesense_logbook import MovesenseFlash, chunk, described, head, log_of, samples
from benchmarks.peripherals import numbers_of
from benchmarks.polar_memory import PolarWithMemory
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.recording import reached_memory
from limbwatch.cli.recording.begun_in_memory import begin_in_memory
from limbwatch.cli.recording.fetch_names import FETCHED
from limbwatch.cli.recording.fetching import FetchPlan, fetch_nights
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.devices import Wish
from limbwatch.sensor.devices.movesense_log import read_log
from limbwatch.sensor.errors import DeviceRefused, PartMissing
from limbwatch.sensor.memory.log_parts import LogParts
from limbwatch.sensor.memory.unfinished_fetch import (
    BegunRecording,
    UnfinishedFetch,
    unfinished_folder,
)
from limbwatch.sensor.radio import simulated
from limbwatch.sensor.radio.simulated import SimulatedTransport
from limbwatch.sensor.radio.status import Target


@pytest.fixture(autouse=True)
def _no_wait_for_the_radio(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulated radio was waited for twice a quarter of a second for each sensor."""
    monkeypatch.setattr(simulated, "_POLL_S", 0.01)


QUIET = Terminal(quiet=True, no_color=True)
VECTOR = json.loads((Path(__file__).parent / "vectors" / "movesense_log.json").read_text())
REAL = base64.b64decode(VECTOR["base64"])
TIMED = (
    described(200, "<PTH>Samples+Array.TimeDetailed.relativeTime\n<FRM>uint32")
    + described(201, "<PTH>Samples.Array.TimeDetailed.utcTime\n<FRM>uint64")
    + described(202, "<GRP>200,201")
    + chunk(202, struct.pack("<IQ", 866_085_000, 1_700_000_000_000_000))
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(reached_memory, "STARTS_S", 0.01)


def test_a_real_log_gives_what_the_vendors_converter_gives():
    log = read_log(REAL + TIMED, "log 1")
    want = VECTOR["expect"]
    assert [one.time_ms for one in log.samples[:2]] == want["time_ms"]
    np.testing.assert_allclose(log.samples[0].xyz, want["first_ms2"], rtol=1e-6)
    assert len(log.samples) == want["chunks"]
    levels = [np.linalg.norm(one.xyz, axis=1).mean() for one in log.samples]
    assert 9 < np.median(levels) < 11


def test_a_log_without_a_time_of_day_is_refused_with_what_to_log():
    with pytest.raises(UnreadableFile, match="/Time/Detailed"):
        read_log(REAL, "log 1")


@pytest.mark.parametrize("content", [b"", b"SBEM0112", b"CSV,1", head()])
def test_what_holds_nothing_is_refused(content):
    with pytest.raises(UnreadableFile, match=r"log 1 (is not a log|holds no)"):
        read_log(content, "log 1")


WHOLE = log_of(1_700_000_000.0, 6)


@given(st.integers(0, len(WHOLE)))
def test_a_log_cut_anywhere_gives_what_is_whole(end):
    with suppress(UnreadableFile):
        log = read_log(WHOLE[:end], "x")
        got = log.samples
        if end == len(WHOLE):
            assert log.cut == 0
        else:
            # the time of day stands before the samples: what is cut is part of one chunk
            assert read_log(WHOLE[: end - log.cut], "x").cut == 0
            assert len(read_log(WHOLE[: end - log.cut], "x").samples) == len(got)
        numbers = numbers_of(np.concatenate([one.xyz for one in got]) / 9.80665, 1000)
        assert numbers.tolist() == list(range(8 * len(got)))


@given(st.data())
def test_a_damaged_log_is_refused_or_read(data):
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableFile):
        assert all(np.isfinite(one.xyz).all() for one in read_log(bytes(broken), "x").samples)


def test_a_group_that_holds_itself_ends():
    loop = b"SBEM0112" + described(9, "<GRP>9,9,8") + described(8, "<GRP>9,8")
    with pytest.raises(UnreadableFile):
        read_log(loop + chunk(9, bytes(8)), "x")


# the sensor


def sensor(**settings):
    return MovesenseFlash(address="0C:8C:DC:00:00:01", name="Movesense 000000000001", **settings)


def fetch(nights, *sensors, remove=False, terminal=QUIET):
    placements = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT)
    targets = tuple(
        Target(placement=placement, sensor=one.name, device=None)
        for placement, one in zip(placements, sensors, strict=False)
    )
    plan = FetchPlan(targets=targets, nights=nights, remove=remove, by=ScoredBy("wasm2016"))
    radio = SimulatedTransport(sensors, time.monotonic)
    return fetch_nights(plan, lambda: radio, terminal).nights


def begin(one, nights, rate=50.0, terminal=QUIET):
    async def work():
        target = Target(placement=Placement.ANKLE_LEFT, sensor=one.name, device=None)
        radio = SimulatedTransport([one], time.monotonic)
        await begin_in_memory((target,), radio, Wish(rate=rate), nights, terminal)

    asyncio.run(work())


def test_a_log_is_begun_with_the_clock_and_never_restarted(tmp_path):
    one = sensor()
    begin(one, tmp_path)
    assert abs(one.utc_us / 1e6 - time.time()) < 5
    assert (one.config, one.state) == (b"/Meas/Acc/52\0/Time/Detailed\0", 3)
    with pytest.raises(DeviceRefused, match="is already logging"):
        begin(one, tmp_path)


def test_a_night_is_fetched_whole_and_in_time(tmp_path):
    one = sensor(state=3)
    true_begin = time.time() - 3 * 3600
    one.logs[1] = log_of(true_begin, 500)
    ((folder, (recording,)),) = fetch(tmp_path, one)
    (run,) = recording.runs
    assert numbers_of(run.xyz, 1000).tolist() == list(range(4000))
    assert recording.start.timestamp() + run.start == pytest.approx(true_begin, abs=0.01)
    assert recording.rate == pytest.approx(52, rel=1e-3)
    (kept,) = (folder / FETCHED).iterdir()
    assert (kept.suffix, kept.read_bytes()) == (".sbem", one.logs[1])
    # ended, and started anew so that the log is written out
    assert (one.state, one.started) == (2, 1)
    assert fetch(tmp_path, one) == ()


def test_logs_behind_the_list_are_found(tmp_path):
    one = sensor(listed=1)
    for number in (1, 2, 3):
        one.logs[number] = log_of(time.time() - number * 86_400, 200)
    assert len(fetch(tmp_path, one)) == 3


@pytest.mark.parametrize(("lost", "downloads"), [([7], 2), ([7, 3], 2), ([0, 0], 3)])
def test_a_lost_part_is_fetched_again_and_the_rest_is_kept(tmp_path, lost, downloads):
    """gsp-protocol.md, 5: "Detect gaps after EOF and re-fetch if a hole remains"."""
    one = sensor(lose=lost)
    content = one.logs[1] = log_of(time.time() - 3600, 200)
    ((folder, _),) = fetch(tmp_path, one, remove=True)
    ((kept),) = (folder / FETCHED).iterdir()
    assert kept.read_bytes() == content
    assert one.sent == downloads
    assert one.logs == {}
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_what_three_downloads_lack_the_next_fetch_adds_and_nothing_is_cleared(tmp_path):
    one = sensor(lose=[9, 9, 9])
    one.logs[1] = log_of(time.time() - 3600, 200)
    with pytest.raises(PartMissing, match="150 bytes of log 1 are missing after 3 downloads"):
        fetch(tmp_path, one, remove=True)
    assert len(one.logs) == 1
    one.lose = [4]
    assert len(fetch(tmp_path, one, remove=True)) == 1
    assert one.logs == {}


def test_parts_of_another_log_of_the_same_number_are_not_mixed_in(tmp_path):
    one = sensor(lose=[9, 9, 9], listed=0)
    one.logs[1] = log_of(time.time() - 90_000, 200)
    with pytest.raises(PartMissing):
        fetch(tmp_path, one)
    content = one.logs[1] = log_of(time.time() - 3600, 200)
    one.lose = [9]
    ((folder, _),) = fetch(tmp_path, one)
    ((kept),) = (folder / FETCHED).iterdir()
    assert kept.read_bytes() == content


def test_a_log_of_another_program_stops_nothing_and_is_left(tmp_path, capsys):
    one = sensor(listed=1)
    one.logs[1] = REAL.replace(b"ArrayAcc", b"ArrayXyz")
    one.logs[2] = log_of(time.time() - 3600, 200)
    begin(one, tmp_path, terminal=Terminal(no_color=True))
    assert "holds older recordings that are in no night here" in capsys.readouterr().err
    assert len(fetch(tmp_path, one, terminal=Terminal(no_color=True))) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"on {one.name} of the left ankle is left as it is: log 1 holds no acceleration" in said
    with pytest.raises(CommandError, match="nothing new came that can be read") as refused:
        fetch(tmp_path, one, remove=True)
    assert refused.value.exit_code == ExitCode.UNREADABLE
    assert len(one.logs) == 2


def test_a_conflict_is_ended_by_a_restart_as_documented(tmp_path):
    """gsp-protocol.md, 6: mode 5 "works around a 409 on firmware <= 2.3.1"."""
    one = sensor(conflict_after=1)
    for number in (1, 2, 3):
        one.logs[number] = log_of(time.time() - number * 86_400, 100)
    assert len(fetch(tmp_path, one)) == 3
    assert one.started == 2


def test_a_conflict_in_the_evening_is_ended_by_a_restart(tmp_path):
    one = sensor(conflict_after=1, conflicts=(6, 9), sent=1)
    begin(one, tmp_path)
    assert (one.state, one.started) == (3, 1)


def test_a_conflict_that_a_restart_does_not_end_has_words_with_a_remedy(tmp_path):
    one = sensor(conflict_after=0)
    one.logs[1] = log_of(time.time() - 3600, 100)
    with pytest.raises(DeviceRefused, match=r"status 409.*take its battery out"):
        fetch(tmp_path, one)
    assert one.started == 2


def test_a_sensor_that_may_be_recording_is_not_restarted(tmp_path):
    """A restart would end the recording."""
    one = sensor(conflict_after=0, conflicts=(4,), state=3)
    with pytest.raises(DeviceRefused, match="status 409"):
        begin(one, tmp_path)
    assert (one.state, one.started) == (3, 0)


@pytest.mark.parametrize(
    ("state", "hours", "words"),
    [
        (2, 3.0, "before it was fetched; why is not known"),
        (3, 3.0, "still took itself to be recording"),
        (3, 0.0, None),
    ],
)
def test_a_recording_that_ended_by_itself_is_said_with_its_time(tmp_path, state, hours, words):
    one = sensor()
    begin(one, tmp_path)
    unfinished = UnfinishedFetch(unfinished_folder(tmp_path, one.address))
    unfinished.evening = BegunRecording(begun=time.time() - 8 * 3600, ended=None)
    one.state = state
    one.logs[1] = log_of(time.time() - hours * 3600 - 200 * 8 / 52, 200)
    ((_, (recording,)),) = fetch(tmp_path, one)
    found = [text for text in recording.quality.warnings if "ended by itself at" in text]
    assert [words in text for text in found] == ([] if words is None else [True])
    assert unfinished.evening is None


def test_a_logbook_is_not_cleared_of_what_was_not_stored(tmp_path, capsys):
    one = sensor()
    one.logs[1] = log_of(time.time() - 86_400, 200)
    fetch(tmp_path, one)
    one.logs[2] = log_of(time.time() - 3600, 200)
    fetch(tmp_path, one, remove=True)
    assert len(one.logs) == 2
    assert "as a whole" in capsys.readouterr().err


def test_two_makers_are_one_night(tmp_path):
    left, right = sensor(), PolarWithMemory(address="A0:00:00:00:00:01", name="Polar Sense 1")
    at = (datetime.now() - timedelta(hours=2)).replace(microsecond=0)  # noqa: DTZ005
    left.logs[1] = log_of(at.timestamp(), 300)
    right.remember(at, 0, 200)
    ((_, recordings),) = fetch(tmp_path, left, right)
    begins = [one.start.timestamp() + one.runs[0].start for one in recordings]
    assert abs(begins[0] - begins[1]) < 1.0
    assert [one.device.split(" (")[1] for one in recordings] == ["movesense)", "polar)"]


def test_a_chunk_of_one_sample_counts_as_well():
    content = head() + chunk(32, struct.pack("<IQ", 0, 10**15))
    content += samples(0, 8, 0) + samples(8, 1, 154)
    assert [len(one.xyz) for one in read_log(content, "x").samples] == [8, 1]


@pytest.mark.parametrize("length", [172, 173, 174, 254, 255, 256, 300])
def test_a_chunk_has_any_length(length):
    """Lengths from 255 on are escaped; 173 is not, as one reading of the vendor has it."""
    note = chunk(0, struct.pack("<H", 99) + b"x" * (length - 2))
    content = head() + note + chunk(32, struct.pack("<IQ", 0, 10**15)) + samples(0, 8, 0)
    assert len(read_log(content, "x").samples) == 1


# the parts


@given(
    st.binary(min_size=1, max_size=300),
    st.lists(st.tuples(st.integers(0, 299), st.integers(1, 60)), max_size=25),
    st.integers(0, 400),
    st.integers(0, 25),
)
def test_parts_come_in_any_order_and_are_read_again_wherever_their_file_was_cut(
    log, parts, cut, interrupted
):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x" / "log.parts"
        with LogParts(path) as first:
            for at, length in parts[:interrupted]:
                if body := log[at : at + length]:
                    first.add(at, body)
        stored = path.read_bytes()
        path.write_bytes(stored[: max(0, len(stored) - cut)])
        with LogParts(path) as again:
            again.begin()
            for at, length in parts[interrupted:]:
                if body := log[at : at + length]:
                    again.add(at, body)
            again.finish(len(log))
            known = set()
            for at, length in parts if cut == 0 else parts[interrupted:]:
                known |= set(range(at, min(at + length, len(log))))
            assert again.missing <= len(log) - len(known)
            assert (again.whole == log) == (again.missing == 0)
            again.begin()
            again.add(0, log)
            again.finish(None)
        with LogParts(path) as last:
            assert last.whole == log


def test_what_contradicts_an_older_part_is_another_log(tmp_path):
    with LogParts(tmp_path / "log.parts") as parts:
        parts.add(0, b"SBEM" + bytes(96))
        parts.finish(100)
        assert parts.whole == b"SBEM" + bytes(96)
        parts.begin()
        parts.add(0, b"SBEM")
        parts.add(50, b"\x01" * 50)
        parts.finish(100)
        assert (parts.whole, parts.missing) == (None, 46)
    with LogParts(tmp_path / "log.parts") as again:
        again.add(4, bytes(46))
        assert again.whole == b"SBEM" + bytes(46) + b"\x01" * 50


def test_a_disk_that_takes_nothing_stops_no_download(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with LogParts(tmp_path / "file" / "log.parts") as parts:
        parts.add(0, b"SBEM")
        parts.finish(4)
        assert parts.whole == b"SBEM"
    unfinished = UnfinishedFetch(tmp_path / "file")
    unfinished.keep("x", b"1")
    assert unfinished.read("x", 1) is None
