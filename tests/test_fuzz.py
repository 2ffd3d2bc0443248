"""Damaged inputs for every command, and each kind that the fuzzer ever found, kept small."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.fuzz import HOST, NIGHT, PAGE, Fuzzer, ask, signals
from limbwatch.cli.page.site import page_application
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.store import read_stored

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="hangs are ended by an alarm")


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory: pytest.TempPathFactory) -> Fuzzer:
    return Fuzzer(tmp_path_factory.mktemp("fuzz"))


SEEDS = (
    *(0, 1, 2, 3, 4, 6, 9, 12, 14, 19, 20, 21, 24, 26, 28, 30, 31, 34, 42, 47, 49, 51, 52, 54, 56),
    *(61, 62, 64, 65, 84, 89, 94, 95, 97, 100, 102, 103, 110, 112, 129, 131, 137, 141, 144, 146),
    *(150, 156, 162, 164, 180, 181, 182, 184, 187, 192, 201, 208, 209, 217, 229, 233, 234, 236),
    *(237, 239, 243, 245, 246, 250, 252, 257, 261, 264, 265, 269, 273, 275, 279, 281, 286, 293),
)
"""Of the first 300 those that reach all 14362 lines of the program that the 300 do, on 29 November
2026: the others go the same ways again. ``python -m benchmarks.fuzz 0 300`` tries them all."""


@pytest.mark.parametrize("block", range(0, len(SEEDS), 9))
def test_damaged_input_gets_an_answer_in_words_and_possible_figures(
    block: int, fuzzer: Fuzzer
) -> None:
    found = {seed: fuzzer(seed) for seed in SEEDS[block : block + 9]}
    assert {seed: wrong for seed, wrong in found.items() if wrong} == {}


@pytest.fixture
def nights(fuzzer: Fuzzer, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fuzzer.nights, tmp_path / "nights"))


def table(rows: Callable[[int, str], str], *, encoding: str = "utf-8") -> bytes:
    """Write half a minute of samples; each line is made of its number and of its good text."""
    xyz = signals(np.random.default_rng(1), 0.5).tolist()
    good = [f"{k / 25:.2f},{x:.4f},{y:.4f},{z:.4f}" for k, (x, y, z) in enumerate(xyz)]
    lines = [rows(k, line) for k, line in enumerate(good)]
    return "\n".join(["time,x,y,z", *lines, ""]).encode(encoding)


FOUND = {
    "a row of another width with a byte that is no text": table(
        lambda k, line: f"\u00ac,{line}" if k == 50 else line, encoding="latin-1"
    ),
    "a stamp that is infinite, twice": table(
        lambda k, line: f"inf,{line.partition(',')[2]}" if k in {99, 100} else line
    ),
    "a stamp with more digits than a whole number has": table(
        {50: "17735220153522016320,0,0,1", 51: "x,0,0,1"}.get
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_a_table_that_once_broke_the_reader_is_read(
    what: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    (tmp_path / "table.csv").write_bytes(FOUND[what])
    answer = ask(
        [
            *("replay", f"wrist={tmp_path / 'table.csv'}", "--short"),
            *("--nights", str(tmp_path / "n"), "--json"),
        ]
    )
    assert answer.code == 0, answer.err
    assert "Traceback" not in answer.err
    assert len(recwarn) == 0


@pytest.mark.parametrize("start", ["0001-01-01T00:00", "9999-12-31T23:59:59+14:00"])
def test_a_start_outside_the_calendar_of_nights_is_refused(start: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(table(lambda _, line: line))
    answer = ask(["replay", f"wrist={tmp_path / 'table.csv'}", "--start", start])
    assert (answer.code, "nights are from 1900 to 2199" in answer.err) == (2, True)


def test_a_byte_that_is_no_text_in_a_text_of_a_summary_is_damage(nights: Path) -> None:
    summary = nights / NIGHT / "night.json"
    summary.write_bytes(summary.read_bytes().replace(b"a sensor", b"a s\xe4nsor"))
    answer = ask(["view", NIGHT, "--nights", str(nights)])
    assert answer.code == 4
    assert "it is not complete JSON" in answer.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,202", "line 2: it does not have 7 cells"),
        ("1,2026-03-15T09:00:00+01:00,exclude,1,2,,,9", "line 2: it does not have 7 cells"),
        ('"' + "x" * 200_000, "cannot be read: it is not a complete table"),
    ],
)
def test_a_line_of_corrections_that_is_cut_is_told(line: str, words: str, nights: Path) -> None:
    path = nights / NIGHT / "corrections.csv"
    path.write_text(f"{path.read_text().splitlines()[0]}\n{line}\n")
    answer = ask(["view", NIGHT, "--nights", str(nights)])
    assert answer.code == 0
    assert words in answer.out


def changed(path: Path, facts: dict[str, object], value: float | None = None) -> None:
    """Write a stored recording again with other facts, and perhaps another first sample."""
    stored = pq.read_table(path)
    told = json.loads(stored.schema.metadata[b"limbwatch.recording"]) | facts
    if value is not None:
        x = stored["x"].to_numpy().copy()
        x[0] = value
        stored = stored.set_column(0, stored.schema.field("x"), [x])
    metadata = {b"limbwatch.recording": json.dumps(told).encode()}
    pq.write_table(stored.replace_schema_metadata(metadata), path)


RUNS = [{"start": 0.0, "rate": 25.0, "samples": 4500}, {"samples": 4500, "rate": 25.0}]
DAMAGE: list[tuple[dict[str, object], float | None, str]] = [
    ({}, float("nan"), "xyz must be finite"),
    ({}, 1e30, "an acceleration of 1e\\+30 g"),
    ({"start": "9999-12-31T23:00:00+00:00"}, None, "in the year 9999"),
    ({"start": "2026-03-14T22:00:00"}, None, "must have a time zone"),
    ({"runs": [*RUNS[:1], RUNS[1] | {"start": 4e6}]}, None, "lasts 46 days"),
    ({"runs": RUNS}, None, "KeyError"),
    ({"runs": 3}, None, "TypeError"),
    ({"placement": "tail"}, None, "tail"),
    ({"quality": {"mood": 1}}, None, "mood"),
]


@pytest.mark.parametrize(("facts", "value", "words"), DAMAGE)
def test_a_stored_recording_that_limbwatch_never_writes_is_refused(
    facts: dict[str, object], value: float | None, words: str, nights: Path
) -> None:
    path = nights / NIGHT / "recording" / "ankle_left.parquet"
    changed(path, facts, value)
    with pytest.raises(UnreadableFile, match=words):
        read_stored(path)


@pytest.fixture
def page(nights: Path) -> Iterator[object]:
    testclient = pytest.importorskip("starlette.testclient")
    application = page_application(nights, token=PAGE, hosts=frozenset({HOST}))
    with testclient.TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


def test_the_page_says_which_samples_are_damaged(nights: Path, page: object) -> None:
    samples = nights / NIGHT / "recording" / "wrist_left.parquet"
    samples.write_bytes(samples.read_bytes()[:-100])
    answer = page.get(f"/{PAGE}/night/{NIGHT}")  # type: ignore[attr-defined]
    assert (answer.status_code, "wrist_left.parquet cannot be read" in answer.text) == (500, True)


def test_a_change_beside_damaged_samples_is_saved_and_logs_no_crash(
    nights: Path, page: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report cannot be drawn anew then, which is said where the night is looked at."""
    changed(nights / NIGHT / "recording" / "wrist_left.parquet", {}, 1e30)
    asked = {"json": {"stress": 3}}
    answer = page.post(f"/{PAGE}/night/{NIGHT}/notes", **asked)  # type: ignore[attr-defined]
    assert answer.json() == {"changed": True}
    assert capsys.readouterr().err == ""
