"""What a MetaMotion logged: the entries, their transfer page by page, and the night of them."""

import asyncio
import json
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.metamotion_flash import TICK_S, MetaMotionFlash, entry
from benchmarks.peripherals import numbers_of
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.recording import fetching
from limbwatch.cli.recording.begun_in_memory import begin_in_memory
from limbwatch.cli.recording.fetch_names import FETCHED
from limbwatch.cli.recording.fetching import FetchPlan, fetch_nights
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture
from limbwatch.sensor.devices import Settings, Wish
from limbwatch.sensor.devices.metamotion_log import (
    ClockReading,
    head_block,
    page_block,
    read_metamotion_log,
    reading_block,
    stretches,
)
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.memory import metawear_log
from limbwatch.sensor.memory.metamotion_memory import kept_file
from limbwatch.sensor.radio import simulated
from limbwatch.sensor.radio.simulated import SimulatedTransport
from limbwatch.sensor.radio.status import Target

QUIET = Terminal(quiet=True, no_color=True)
ADDRESS = "F0:00:00:00:00:05"
SETTINGS = Settings(rate=50, range_g=8)
HEAD = head_block("x", SETTINGS, (0, 1))
VECTOR = json.loads((Path(__file__).parent / "vectors" / "metamotion_log.json").read_text())


@pytest.fixture(autouse=True)
def at_once(monkeypatch, request):
    monkeypatch.setattr(metawear_log, "_NEXT_S", 0.05)
    monkeypatch.setattr(metawear_log, "_LAST_PAGE_S", 0.05)
    monkeypatch.setattr(simulated, "_POLL_S", 0.01)
    if "fetched_whole" not in request.node.name:
        monkeypatch.setattr(
            fetching,
            "make_captured_night",
            lambda folder, _by: recordings_from_capture(folder / CAPTURE),
        )


def board(**settings):
    return MetaMotionFlash(address=ADDRESS, name="MetaWear", **settings)


def radio(one):
    return lambda: SimulatedTransport([one], time.monotonic)


def fetch(one, nights, **asked):
    target = Target(placement=Placement.ANKLE_LEFT, sensor=one.name, device=None)
    plan = FetchPlan(
        targets=(target,), nights=nights, remove=False, by=ScoredBy("wasm2016"), **asked
    )
    return fetch_nights(plan, radio(one), QUIET).nights


def begin(one, nights, rate=50.0, terminal=QUIET):
    async def work():
        target = Target(placement=Placement.ANKLE_LEFT, sensor=one.name, device=None)
        await begin_in_memory((target,), radio(one)(), Wish(rate=rate), nights, terminal)

    asyncio.run(work())


def two_triggers(one):
    one.triggers = {0: bytes.fromhex("0304ff60"), 1: bytes.fromhex("0304ff24")}


# the entries


def test_the_vendors_packets_give_the_vendors_numbers():
    packets = [bytes.fromhex(one) for one in VECTOR["packets"]]
    pages = b"".join(one[2:] for one in packets if one[:2] == b"\x0b\x07")
    log = read_metamotion_log(HEAD + page_block(pages), "x")
    (one,) = stretches(log)
    want = VECTOR["expect"]
    np.testing.assert_allclose(one.counts / 4096, want["g"], atol=6e-5)
    offsets = np.diff(one.ticks) * TICK_S * 1000
    # the vendor rounds each time to milliseconds before it subtracts
    np.testing.assert_allclose(offsets, want["offsets_ms"], atol=1.0)
    assert one.halves == 1  # the vectors end between the two entries of a sample
    assert one.unix_ns is None


def whole(n, *, start=1, at=1000, step=14):
    parts = []
    for number in range(n):
        tick = at + number * step
        parts += [entry(0, start, tick, number), entry(1, start, tick + number % 2, 1000)]
    return parts


@given(st.sets(st.integers(0, 39), max_size=12))
def test_a_lost_half_costs_one_sample_and_shifts_no_other(lost):
    kept = [one for number, one in enumerate(whole(20)) if number not in lost]
    found = list(stretches(read_metamotion_log(HEAD + page_block(b"".join(kept)), "x")))
    want = [n for n in range(20) if not {2 * n, 2 * n + 1} & lost]
    assert [int(x) for one in found for x in one.counts[:, 0]] == want
    if found:
        assert found[0].halves == len(kept) - 2 * len(want)


def test_a_page_that_came_twice_is_there_once():
    page = page_block(b"".join(whole(20)))
    (one,) = stretches(read_metamotion_log(HEAD + page + page, "x"))
    assert one.counts[:, 0].tolist() == list(range(20))


def test_ticks_that_wrap_go_on():
    page = page_block(b"".join(whole(20, at=2**32 - 100)))
    (one,) = stretches(read_metamotion_log(HEAD + page, "x"))
    assert one.counts[:, 0].tolist() == list(range(20))


def test_two_readings_of_the_clock_give_its_speed_and_a_set_computer_does_not():
    hours = 8
    ticks = round(hours * 3600 / TICK_S)
    page = page_block(b"".join(whole(1, at=ticks // 2)))
    evening = reading_block(ClockReading(start=1, tick=0, unix_ns=0))
    for late_s, off_s in ((2.0, 1.0), (3600.0, 3600.0)):
        unix_ns = round((hours * 3600 + late_s) * 1e9)
        morning = reading_block(ClockReading(start=1, tick=ticks, unix_ns=unix_ns))
        (one,) = stretches(read_metamotion_log(HEAD + evening + morning + page, "x"))
        assert one.unix_ns[0] / 1e9 == pytest.approx(hours * 1800 + off_s, abs=0.01)


FILE = (
    HEAD
    + reading_block(ClockReading(start=1, tick=0, unix_ns=0))
    + 2 * page_block(b"".join(whole(3)))
)


@given(st.integers(0, len(FILE)))
def test_a_file_cut_anywhere_gives_its_whole_pages(end):
    try:
        log = read_metamotion_log(FILE[:end], "x")
    except UnreadableFile:
        assert end < len(HEAD)
        return
    assert len(log.entries) in (0, 6, 12)
    assert read_metamotion_log(FILE[: end - log.cut], "x").cut == 0


@given(at=st.integers(0, len(FILE) - 1), value=st.integers(0, 255), noise=st.binary(max_size=80))
def test_a_damaged_file_is_refused_in_words_or_gives_no_sample_that_is_not_in_it(at, value, noise):
    broken = bytearray(FILE)
    broken[at] = value
    for content in (bytes(broken), noise, FILE[:40] + noise):
        with suppress(UnreadableFile):
            log = read_metamotion_log(content, "x")
            assert 0 <= log.cut <= len(content) - log.entries.nbytes
            found = list(stretches(log))
            assert sum(2 * len(one.ticks) + one.halves for one in found) <= len(log.entries)
            for one in found:
                assert one.counts.shape == (len(one.ticks), 3)
                assert (np.diff(one.ticks) > 0).all()


# the board


def test_an_evening_sets_it_up_as_the_vendor_does_and_says_how_long_it_has_room(tmp_path, capsys):
    one = board(capacity=1_000_000)
    begin(one, tmp_path, rate=25, terminal=Terminal(no_color=True))
    assert one.logging
    assert list(one.triggers.values()) == [bytes.fromhex("0304ff60"), bytes.fromhex("0304ff24")]
    order = [bytes.fromhex(x) for x in ("03 03 a6 02", "0b0b00", "0b0101", "03020100", "030101")]
    assert [one.asked.index(command) for command in order] == sorted(
        one.asked.index(command) for command in order
    )
    assert "at 25 Hz. It has room for 5.6 h." in capsys.readouterr().err
    with pytest.raises(DeviceRefused, match="is already logging"):
        begin(one, tmp_path)


@pytest.mark.parametrize(("revision", "last_page_first"), [(2, True), (3, False)])
def test_a_night_is_fetched_whole_and_in_time(tmp_path, last_page_first, revision):
    one = board(last_page_first=last_page_first, revision=revision)
    two_triggers(one)
    one.remember(0, 3000, seconds_ago=600)
    before = time.time()
    ((folder, (recording,)),) = fetch(one, tmp_path)
    (run,) = recording.runs
    assert numbers_of(run.xyz, 4096).tolist() == list(range(3000))
    # the board's clock was read in between
    began = recording.start.timestamp() + run.start + 600
    assert before - 0.1 < began < time.time() + 0.1
    assert recording.rate == pytest.approx(50, rel=1e-3)
    assert one.log == []
    assert [path.suffix for path in (folder / FETCHED).iterdir()] == [".mmlog"]
    assert not kept_file(tmp_path, ADDRESS).exists()
    assert fetch(one, tmp_path) == ()


def test_what_waits_in_the_boards_cache_is_written_out_first(tmp_path):
    one = board(logging=True)
    two_triggers(one)
    one.remember(0, 100, seconds_ago=600)
    one.cached, one.log = one.log[20:], one.log[:20]
    ((_, (recording,)),) = fetch(one, tmp_path)
    assert sum(len(run) for run in recording.runs) == 100
    assert not one.logging


def test_a_page_is_on_the_disk_before_the_board_forgets_it(tmp_path, monkeypatch):
    one = board(per_page=64)
    two_triggers(one)
    one.remember(0, 500, seconds_ago=600)
    kept = kept_file(tmp_path, ADDRESS)
    confirm = one._obey

    def watched(register, given):
        if register == 0x0E:
            stored = len(read_metamotion_log(kept.read_bytes(), "x").entries)
            assert stored >= 64 * (one.confirmed + 1) or len(one.log) <= 64
        return confirm(register, given)

    monkeypatch.setattr(one, "_obey", watched)
    assert len(fetch(one, tmp_path)) == 1


def test_a_fetch_that_broke_off_goes_on_and_nothing_is_there_twice_or_lost(tmp_path):
    one = board(per_page=64, lost_after=3)
    two_triggers(one)
    one.remember(0, 500, seconds_ago=600)
    with pytest.raises(LinkLost, match="Fetch again"):
        fetch(one, tmp_path)
    assert len(one.log) == 1000 - 3 * 64
    assert [path.name[0] for path in tmp_path.iterdir()] == ["."]
    with pytest.raises(DeviceRefused, match="not fetched"):
        begin(one, tmp_path)
    kept = kept_file(tmp_path, ADDRESS)
    kept.write_bytes(kept.read_bytes() + page_block(bytes(90))[:-1])  # killed while it wrote
    ((_, (recording,)),) = fetch(one, tmp_path)
    (run,) = recording.runs
    assert numbers_of(run.xyz, 4096).tolist() == list(range(500))


def test_a_full_disk_leaves_the_rest_on_the_board(tmp_path, monkeypatch):
    one = board(per_page=64)
    two_triggers(one)
    one.remember(0, 100, seconds_ago=600)
    whole_open = Path.open

    def full(path, mode="r", *more, **named):
        if mode == "ab" and one.confirmed == 1:
            raise OSError(28, "No space left on device")
        return whole_open(path, mode, *more, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UnreadableFile, match="stays on the MetaMotion"):
        fetch(one, tmp_path)
    assert len(one.log) == 200 - 64


def test_a_night_whose_battery_died_is_dated_by_the_evening(tmp_path):
    one = board()
    before = time.time()
    begin(one, tmp_path)
    after = time.time()
    one.remember(0, 500, seconds_ago=-60)
    one.restart()
    ((_, (recording,)),) = fetch(one, tmp_path)
    (run,) = recording.runs
    assert len(run) == 500
    (early,) = [text for text in recording.quality.warnings if "ended by itself" in text]
    assert "the sensor restarted, as when its battery is empty" in early
    began = recording.start.timestamp() + run.start - 60
    assert before - 0.1 < began < after + 0.1


def test_samples_that_nobody_can_date_are_kept_and_told(tmp_path, capsys):
    one = board()
    one.remember(0, 200, seconds_ago=600)
    one.restart()
    two_triggers(one)
    kept = kept_file(tmp_path, ADDRESS)
    with pytest.raises(CommandError, match="can be read"):
        fetch(one, tmp_path)
    assert "move that file" in " ".join(capsys.readouterr().err.split())
    assert len(read_metamotion_log(kept.read_bytes(), "x").entries) == 400
    one.remember(200, 200, seconds_ago=5)
    loud = Terminal(no_color=True)
    target = Target(placement=Placement.ANKLE_LEFT, sensor=one.name, device=None)
    plan = FetchPlan(targets=(target,), nights=tmp_path, remove=False, by=ScoredBy("wasm2016"))
    ((folder, (recording,)),) = fetch_nights(plan, radio(one), loud).nights
    assert "200 samples" in capsys.readouterr().err
    assert numbers_of(recording.runs[0].xyz, 4096).tolist() == list(range(200, 400))
    (stored,) = (folder / FETCHED).iterdir()
    assert len(read_metamotion_log(stored.read_bytes(), "x").entries) == 800


@pytest.mark.parametrize(
    ("prepared", "words"),
    [
        ({"revision": 1, "logging": True}, "too old"),
        (
            {"triggers": {0: bytes.fromhex("1305ff60")}, "logging": True},
            "other things than acceleration",
        ),
        ({}, "is no longer known"),
    ],
)
def test_a_log_that_cannot_be_read_is_left_on_the_board(tmp_path, prepared, words):
    one = board(**prepared)
    one.remember(0, 10, seconds_ago=60)
    with pytest.raises(DeviceRefused, match=words):
        fetch(one, tmp_path)
    assert len(one.log) == 20
    assert one.logging == prepared.get("logging", False)


def test_a_night_that_was_stored_is_not_made_twice_of_what_was_kept_for_it(tmp_path):
    """The program ended between both."""
    one = board()
    begin(one, tmp_path)
    one.remember(0, 200, seconds_ago=-10)
    ((folder, _),) = fetch(one, tmp_path)
    (stored,) = (folder / FETCHED).iterdir()
    kept = kept_file(tmp_path, ADDRESS)
    kept.write_bytes(stored.read_bytes())
    assert fetch(one, tmp_path) == ()
    assert not kept.exists()
