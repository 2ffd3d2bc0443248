"""A night's machine and network in trouble: full disks, set clocks, killed programs, lost phones.

``python -m benchmarks.machine_faults`` runs the command line itself against phones over real HTTP
(`benchmarks.phones`), on a small file system of its own where one can be mounted, and prints for
each fault what arrived, what was kept, what was said as a person reads it, and the exit code. What
arrived is what the recorder acknowledged to the phone.
"""

import json
import re
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

from benchmarks.machine_bench import Bench, MachineOutcome, grow, may_mount, small_disk
from benchmarks.phones import Phyphox, SensorLogger, push
from limbwatch.cli.night.folder import CAPTURE
from limbwatch.sensor.capture.captured_recordings import recordings_from_capture

_FAST_HZ, _BATCH = 5000.0, 2500
"""A phone so fast that a small disk is full within seconds: 60 kB/s."""


ONE = ("--sensor", "ankle_left=phone:sensorlogger")


def fast_phone(bench: Bench) -> SensorLogger:
    """Begin to push fast."""
    phone = SensorLogger(bench.url(), platform="android", rate=_FAST_HZ, batch=_BATCH)
    phone.start()
    return phone


def five_seconds(bench: Bench) -> SensorLogger:
    """Have a phone push for five seconds."""
    phone = SensorLogger(bench.url(), platform="ios")
    phone.start()
    time.sleep(5)
    phone.stop()
    phone.join(5)
    return phone


def disk_full_to_the_end(folder: Path) -> MachineOutcome:
    """Fill the night's disk for good; the user's state folder has room."""
    with small_disk(500) as disk:
        bench = Bench(folder, nights=disk / "nights")
        bench.start(*ONE, "--duration", "16s")
        phone = fast_phone(bench)
        full = bench.wait_for("the disk is full: data go to", 30)
        code = bench.end()
        phone.stop()
        grow(disk, 64_000)
        again, text = bench.run("rescore", str(bench.night))
        outcome = bench.outcome(code, phone.sent)
        outcome.demand("data go elsewhere, and it is said where", holds=full)
        outcome.demand("exit code 5", holds=code == 5)
        outcome.demand(
            "the message names rescore", holds=any("rescore" in one for one in bench.said)
        )
        outcome.demand(f"rescore works once there is room: {text}", holds=again in (0, 5))
        outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
        return outcome


def disk_full_for_a_while(folder: Path) -> MachineOutcome:
    """Fill the disk, and give it room again while the night records."""
    with small_disk(500) as disk:
        bench = Bench(folder, nights=disk / "nights")
        bench.start(*ONE, "--duration", "16s")
        phone = fast_phone(bench)
        full = bench.wait_for("the disk is full", 30)
        time.sleep(2)
        grow(disk, 64_000)
        code = bench.end()
        phone.stop()
        outcome = bench.outcome(code, phone.sent)
        outcome.demand("it is told", holds=full)
        outcome.demand("the night is scored", holds=(bench.night / "night.json").is_file())
        outcome.demand("exit code 0", holds=code == 0)
        outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
        return outcome


def every_disk_full(folder: Path) -> MachineOutcome:
    """Fill the disk that night, state and temporary folder lie on."""
    with small_disk(500) as disk:
        bench = Bench(folder, nights=disk / "nights", all_in=True)
        bench.start(*ONE, "--duration", "16s")
        phone = fast_phone(bench)
        full = bench.wait_for("the disk is full: data wait in memory", 30)
        code = bench.end()
        phone.stop()
        outcome = bench.outcome(code, phone.sent)
        lost = [one for one in bench.said if "packets of the sensors are lost" in one]
        counted = int(m[1]) if lost and (m := re.search(r"(\d+) packets", lost[0])) else 0
        outcome.demand("it is told", holds=full)
        outcome.demand("exit code 5", holds=code == 5)
        outcome.demand("what is lost is counted", holds=counted > 0)
        # a push of this phone is three packets of at most a thousand samples
        missing = outcome.arrived - outcome.kept
        outcome.demand(
            f"the count ({counted} packets) is what is missing ({missing} samples)",
            holds=0 < missing <= counted * 1000,
        )
        return outcome


def killed(folder: Path) -> MachineOutcome:
    """Kill it in the middle: the morning says what there is, and how it is scored."""
    bench = Bench(folder)
    bench.start(*ONE)
    phone = five_seconds(bench)
    time.sleep(1.5)  # everything until a second ago is on the disk
    bench.send(signal.SIGKILL)
    code = bench.end()
    outcome = bench.outcome(code, phone.sent)
    seen, text = bench.run("view")
    outcome.said += text.splitlines()
    outcome.demand("view says what it is", holds="recorded, not scored yet" in text)
    outcome.demand("exit code 4", holds=seen == 4)
    outcome.demand("the ways are named", holds="rescore" in text and "--resume" in text)
    outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
    return outcome


def terminal_closed(folder: Path) -> MachineOutcome:
    """Close the terminal: the night is stored and scored."""
    bench = Bench(folder)
    bench.start(*ONE)
    phone = five_seconds(bench)
    bench.send(signal.SIGHUP)
    code = bench.end()
    outcome = bench.outcome(code, phone.sent)
    outcome.demand("scored", holds=(bench.night / "night.json").is_file())
    outcome.demand("exit code 130", holds=code == 130)
    outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
    return outcome


_CLOCK_SET = """
import time
from limbwatch.sensor.capture import system_clock
pair, read = system_clock.SystemClock.pair, []
def stepped(self):
    now = pair(self)
    read.append(time.monotonic())  # not from the program's start, which may take as long
    late = read[-1] - read[0] > 4
    return now._replace(wall=now.wall + 3600 * 10**9 * late)
system_clock.SystemClock.pair = stepped
"""


def clock_set(folder: Path) -> MachineOutcome:
    """Set the wall clock forward an hour: a length is none of its business."""
    bench = Bench(folder)
    begun = time.monotonic()
    bench.start(*ONE, "--duration", "9s", prelude=_CLOCK_SET)
    phone = SensorLogger(bench.url(), platform="ios")
    phone.start()
    told = bench.wait_for("was set forward by 60 min", 20)
    code = bench.end()
    lasted = time.monotonic() - begun
    phone.stop()
    outcome = bench.outcome(code, phone.sent)
    outcome.demand("it is told", holds=told)
    outcome.demand(f"it lasts 9 s, not {lasted:.1f} s", holds=9 <= lasted < 40)
    outcome.demand("exit code 0", holds=code == 0)
    outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
    return outcome


def leg_never_came(folder: Path) -> MachineOutcome:
    """Ask for two phones, of which one is not there at all."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    bench = Bench(folder)
    bench.start(*ONE, "--sensor", f"ankle_right=phone:phyphox@127.0.0.1:{port}", "--duration", "8s")
    phone = SensorLogger(bench.url(), platform="ios")
    phone.start()
    code = bench.end()
    phone.stop()
    outcome = bench.outcome(code, phone.sent)
    outcome.demand("exit code 5", holds=code == 5)
    outcome.demand("it is told", holds=any("right ankle" in one for one in outcome.said))
    outcome.demand("all of the other is kept", holds=outcome.kept == outcome.arrived)
    return outcome


def network_lost(folder: Path) -> MachineOutcome:
    """Take a phone out of the network for four seconds: its buffers last."""
    there = Phyphox(rate=100.0)
    bench = Bench(folder)
    bench.start("--sensor", f"ankle_left=phone:phyphox@127.0.0.1:{there.port}", "--duration", "14s")
    there_since = time.monotonic()
    while not there.measuring and time.monotonic() - there_since < 20:
        time.sleep(0.05)
    time.sleep(3)
    there.reachable = False
    time.sleep(4)
    there.reachable = True
    code = bench.end()
    there.close()
    kept = bench.kept()
    outcome = bench.outcome(code, kept)
    (recording,) = recordings_from_capture(bench.night / CAPTURE)
    outcome.demand("no gap", holds=len(recording.runs) == 1)
    outcome.demand("exit code 0", holds=code == 0)
    return outcome


def stranger_pushes(folder: Path) -> MachineOutcome:
    """Push with a wrong secret, too much at once, and nonsense, beside a phone that is right."""
    bench = Bench(folder)
    bench.start(*ONE, "--duration", "8s")
    url = bench.url()
    phone = SensorLogger(url, platform="ios")
    phone.start()
    answers = []
    host = url.rsplit("/", 2)[0]
    for address, body in (
        (f"{host}/guess/ankle_left", b"{}"),
        (url, b" " * (2**21 + 1)),
        (url, b'{"payload": 7}'),
        (url, json.dumps({"payload": [{"name": "gravity"}]}).encode()),
    ):
        try:
            answers.append(push(address, body))
        except HTTPError as error:
            answers.append(error.code)
        except OSError:
            answers.append(413)  # the connection is closed while it still sends
    code = bench.end()
    phone.stop()
    outcome = bench.outcome(code, phone.sent)
    outcome.demand(f"refused: {answers}", holds=answers == [404, 413, 400, 400])
    outcome.demand("exit code 0", holds=code == 0)
    outcome.demand("all of the phone's is kept", holds=outcome.kept == outcome.arrived)
    return outcome


def battery_low(folder: Path) -> MachineOutcome:
    """Let a phone say 9 %: it is told, and the command for alarms is run."""
    alarms = folder / "alarms"
    bench = Bench(folder)
    script = folder / "alarm.sh"
    script.write_text(f'#!/bin/sh\necho "$LIMBWATCH_EVENT $LIMBWATCH_PLACEMENT" >> "{alarms}"\n')
    script.chmod(0o755)
    bench.start(*ONE, "--duration", "8s", "--on-silence", str(script))
    phone = SensorLogger(bench.url(), platform="ios", battery=0.09)
    phone.start()
    code = bench.end()
    phone.stop()
    outcome = bench.outcome(code, phone.sent)
    heard = alarms.read_text() if alarms.exists() else ""
    outcome.demand("it is told", holds=any("at 9 %" in one for one in bench.said))
    outcome.demand(f"the command ran: {heard!r}", holds="battery ankle_left" in heard)
    outcome.demand("all is kept", holds=outcome.kept == outcome.arrived)
    return outcome


def unknown_scenario(folder: Path) -> MachineOutcome:
    """Ask for a simulated night of no such name: refused with the list."""
    bench = Bench(folder)
    bench.start("--sensor", "ankle_left=sim:FOO", "--duration", "5m")
    code = bench.end()
    outcome = MachineOutcome(said=bench.said, code=code)
    outcome.demand("exit code 2", holds=code == 2)
    outcome.demand("the list", holds=any("healthy" in one for one in bench.said))
    outcome.demand("no folder is left", holds=not list(bench.nights.iterdir()))
    return outcome


FAULTS: dict[str, Callable[[Path], MachineOutcome]] = {
    "disk full to the end": disk_full_to_the_end,
    "disk full for a while": disk_full_for_a_while,
    "every disk full": every_disk_full,
    "killed": killed,
    "terminal closed": terminal_closed,
    "clock set forward an hour": clock_set,
    "a leg that never came": leg_never_came,
    "network lost for four seconds": network_lost,
    "a stranger pushes": stranger_pushes,
    "battery low": battery_low,
    "no such simulated night": unknown_scenario,
}
SMALL_DISK = frozenset({"disk full to the end", "disk full for a while", "every disk full"})


def main() -> int:
    """Play every fault, print, judge."""
    asked = sys.argv[1:] or list(FAULTS)
    mounts = may_mount()
    bad = 0
    print("arrived    kept  code  fault, and what was said")
    for name in asked:
        if name in SMALL_DISK and not mounts:
            print(f"{'':22}  {name}: not run, as nothing can be mounted here")
            continue
        with tempfile.TemporaryDirectory() as place:
            outcome = FAULTS[name](Path(place))
            hidden = {place: "...", tempfile.gettempdir(): "..."}
        failed = "FAILED: " if outcome.wrong else ""
        print(f"{outcome.arrived:>7} {outcome.kept:>7} {outcome.code:>5}  {failed}{name}")
        for line in [*outcome.said, *(f"NOT: {one}" for one in outcome.wrong)]:
            for path, shown in hidden.items():
                line = line.replace(path, shown)  # noqa: PLW2901 - the same line
            print(f"{'':22}  {line}")
        bad += bool(outcome.wrong)
    print("all good" if not bad else f"{bad} FAILURES")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
