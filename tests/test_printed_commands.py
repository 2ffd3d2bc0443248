"""Every command that README and docs print can be typed, and those that need no radio run."""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from edfio import Edf, EdfAnnotation, EdfSignal
from edfio import Recording as EdfRecording

from limbwatch.cli.app import command as all_commands
from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.report.paper import find_browser
from limbwatch.sample_data.simulator import simulate

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

NEEDS = {
    "limbwatch compare": "a laboratory's files: test_validation_page, test_compare",
    "limbwatch replay ankle_left=left.csv ankle_right=right.csv --scale": "a laboratory's scale: "
    "test_lab_scale",
    "limbwatch rescore latest --scale": "a laboratory's scale: test_lab_scale",
    "limbwatch fetch": "a sensor with a memory: test_fetch",
    "limbwatch doctor": "a radio: test_devices and test_true_words",
    "limbwatch devices": "a radio: test_devices and the hostile nights of benchmarks.faults",
    "limbwatch record": "sensors, or a night's time: test_live_recording, test_record",
    "limbwatch tonight": "a browser: tests/report/test_tonight",
    "limbwatch note latest --ask": "a person at a terminal: tests/report/test_doctors_pages",
    "limbwatch view latest --pdf": "a browser: tests/report/test_doctors_pages",
    "limbwatch study": "recordings of many people: test_study_manifest, test_study_run, "
    "test_study_page",
    "limbwatch view --all --since medication:": "nights of two medications: test_medications",
    "limbwatch view --serve": "a browser: tests/report/test_page",
    "limbwatch view latest --serve": "a browser: tests/report/test_page",
}
"""What is only parsed here, and what stands in for it."""

STANDS_FOR = {"NIGHT": "latest", "FILE": "page.html", "PATH": "written", "DIR": "folder"}


def in_blocks(page: Path) -> Iterator[str]:
    """Commands in indented blocks, without the words behind them."""
    for line in page.read_text(encoding="utf-8").splitlines():
        found = re.match(r"    (limbwatch .*?)(?:  +.*)?$", line)
        if found:
            yield found[1]


def in_text(page: Path) -> Iterator[str]:
    yield from re.findall(r"`(limbwatch [a-z][^`]*)`", page.read_text(encoding="utf-8"))


def variants(command: str) -> list[str]:
    """What a line of usage stands for: with and without what is in brackets, each alternative."""
    optional = re.search(r" \[([^\]]*)\]", command)
    if optional:
        start, end = optional.span()
        return [
            *variants(command[:start] + command[end:]),
            *variants(f"{command[:start]} {optional[1]}{command[end:]}"),
        ]
    choice = re.search(r"(?<= )[a-z0-9]+(?:\|[a-z0-9]+)+", command)
    if choice:
        start, end = choice.span()
        each = choice[0].split("|")
        return [v for one in each for v in variants(command[:start] + one + command[end:])]
    words = (STANDS_FOR.get(word, word) for word in command.split(" "))
    return [" ".join(words)]


PRINTED = [
    (page.relative_to(ROOT).as_posix(), one)
    for page in PAGES
    for line in in_blocks(page)
    for one in variants(line)
]
MENTIONED = sorted({one for page in PAGES for line in in_text(page) for one in variants(line)})
RUN = [(page, one) for page, one in PRINTED if not one.startswith(tuple(NEEDS))]
DRAWN = [one for one in RUN if " --pdf " in one[1]]
"""What is run where there is a browser to draw with."""


@pytest.mark.parametrize("command", sorted({one for _, one in PRINTED} | set(MENTIONED)))
def test_a_printed_command_can_be_typed(command: str) -> None:
    group = all_commands()
    _, name, *rest = shlex.split(command)
    assert name in group.commands, f"there is no command {name}"  # type: ignore[attr-defined]
    if rest:
        group.commands[name].make_context(name, rest)  # type: ignore[attr-defined]


def table(path: Path, header: str, rows: Iterator[str]) -> None:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def write_files(folder: Path) -> None:
    """The files that docs/files.md speaks of, one evening of a quarter of an hour."""
    night = simulate("plm_moderate", seed=1, hours=0.25, rate=25.0)
    ankle, other, wrist = (recording.runs[0].xyz for recording in night.recordings)
    count = min(map(len, (ankle, other, wrist)))
    begin = datetime(2026, 3, 14, 22, 41, tzinfo=zone_of(None))
    times = [begin.timestamp() + i / 25 for i in range(count)]

    said = {
        id(xyz): [f"{x:.4f},{y:.4f},{z:.4f}" for x, y, z in xyz.tolist()]
        for xyz in (ankle, other, wrist)
    }

    def cells(xyz: np.ndarray, i: int) -> str:
        return said[id(xyz)][i]

    plain = {"left": ankle, "right": other, "night": ankle, "wrist": wrist, "w": wrist}
    for name, xyz in plain.items():
        suffix = ".cwa" if name == "wrist" else ".csv"
        rows = (f"{times[i]:.3f},{cells(xyz, i)}" for i in range(count))
        table(folder / f"{name}{suffix}", "time,x,y,z", rows)
    sides = "time,left_x,left_y,left_z,right_x,right_y,right_z"
    rows = (f"{times[i]:.3f},{cells(ankle, i)},{cells(other, i)}" for i in range(count))
    table(folder / "legs.csv", sides, rows)
    rows = (
        f"{times[i]:.3f},{device},{cells(xyz, i)}"
        for i in range(count)
        for device, xyz in (("4A1B", ankle), ("77C0", other))
    )
    table(folder / "two.csv", "time,device,x,y,z", rows)

    def written(i: int) -> str:
        when = datetime.fromtimestamp(times[i], tz=zone_of(None))
        return when.strftime("%d.%m.%y %H:%M:%S.%f")

    rows = (f"{written(i)},{cells(ankle, i)}" for i in range(count))
    table(folder / "odd.csv", "Zeit,A1,A2,A3", rows)
    rows = (f"{i},{40 * i},{cells(ankle, i)}" for i in range(count))
    table(folder / "logger.csv", "Nr,Takt,p,q,r", rows)
    (folder / "next.csv").write_bytes((folder / "logger.csv").read_bytes())
    rows = (f"left,{25.0 * i:.1f},1.0" for i in range(20))
    table(folder / "movements.csv", "side,onset_s,duration_s", rows)
    write_scoring(folder / "scored.edf", begin)


def write_scoring(path: Path, begin: datetime) -> None:
    """What a laboratory scored of that quarter of an hour."""
    stages = [
        EdfAnnotation(30 * k, 30, f"Sleep stage {'W' if k < 10 else 'N2'}") for k in range(30)
    ]
    kicks = [EdfAnnotation(300 + 25 * k, 1.5, "PLMS LEFT") for k in range(12)]
    edf = Edf(
        [EdfSignal(np.zeros(900), 1, label="EMG LAT", physical_range=(-1, 1))],
        recording=EdfRecording(startdate=begin.date()),
        starttime=begin.time(),
        data_record_duration=1,
        annotations=[*stages, *kicks, EdfAnnotation(600, 15, "Obstructive apnea")],
    )
    edf.write(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    write_files(folder)
    return folder


@pytest.fixture(scope="module")
def nights(place: Path) -> Path:
    """The folder with the night that every page speaks of; read only."""
    nights = place / "nights"
    sensors = [f"ankle_left={place / 'left.csv'}", f"wrist_left={place / 'wrist.cwa'}"]
    assert run(["replay", *sensors, "-q", "--nights", str(nights)]) == 0
    assert run(["note", "latest", "--medication", "x", "--nights", str(nights)]) == 0
    return nights


@pytest.mark.parametrize("page", sorted({page for page, _ in RUN}))
def test_what_a_page_prints_runs(
    page: str, place: Path, nights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMBWATCH_NIGHTS", str(shutil.copytree(nights, tmp_path / "nights")))
    monkeypatch.chdir(place)
    if page == "docs/people.md":  # as its `record --subject 07 --session pre` would make it
        named = ["--subject", "07", "--session", "pre", "-q"]
        assert run(["replay", "ankle_left=left.csv", *named]) == 0
    for number, (name, command) in enumerate(RUN):
        if name == page and (name, command) not in DRAWN:
            arguments = shlex.split(command.replace(" written", f" written-{number}"))
            assert run(arguments[1:]) == 0, command


@pytest.mark.system
@pytest.mark.parametrize("command", sorted({command for _, command in DRAWN}))
def test_what_needs_a_browser_runs(
    command: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        find_browser()
    except CommandError as error:
        pytest.skip(str(error))
    monkeypatch.setenv("LIMBWATCH_NIGHTS", str(tmp_path / "nights"))
    monkeypatch.chdir(place)
    assert run(["replay", "ankle_left=left.csv", "-q"]) == 0
    assert run(shlex.split(command)[1:]) == 0
    assert (place / shlex.split(command)[-1]).read_bytes().startswith(b"%PDF")


def test_what_is_not_run_here_is_printed_somewhere() -> None:
    for start in NEEDS:
        assert any(one.startswith(start) for _, one in PRINTED), f"{start} is not printed"
