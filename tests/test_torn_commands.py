"""Commands on a disk that fails: some of the operations of each; all by ``benchmarks.torn``."""

import errno
import sys
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.faulty_disk import Disk, Killed
from benchmarks.torn import COMMANDS, Bench, TornError, contents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX folders and signals")

SOME = ("replay", "rescore", "note", "view --html -o", "export csv", "study run", "page notes")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("torn") / "bench")


@pytest.mark.parametrize("fault", [errno.ENOSPC, None], ids=["full", "killed"])
@pytest.mark.parametrize("name", SOME)
def test_a_command_that_fails_midway_leaves_what_can_be_read_and_repeated(
    name: str, fault: int | None, bench: Bench
) -> None:
    first = 1 + len(name) // 2  # others for each command; the first ones are alike
    first += 0 if fault else 4  # and for each fault
    assert list(islice(bench.attempts(name, fault, first=first, every=9), 1))


@pytest.mark.parametrize("fault", [errno.ENOSPC, None], ids=["full", "killed"])
def test_a_profile_is_kept_whole_or_not_at_all(fault: int | None, bench: Bench) -> None:
    assert list(islice(bench.attempts("replay with a profile", fault, first=5 if fault else 7), 2))


def test_every_command_that_writes_is_on_the_bench() -> None:
    assert {name.split()[0] for name in COMMANDS} == {
        *("replay", "rescore", "note", "view", "export"),
        *("compare", "demo", "record", "study", "page"),
    }


def test_the_bench_sees_what_is_torn(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content)

    monkeypatch.setattr("limbwatch.cli.night.answers.answer_file.write_whole", in_place)
    with pytest.raises(TornError, match=r"notes.json cannot be read"):
        list(bench.attempts("note", None))


def test_a_killed_process_does_nothing_more(tmp_path: Path) -> None:
    def write() -> None:
        try:
            (tmp_path / "one").write_bytes(b"1234")
        finally:
            (tmp_path / "two").mkdir()

    with Disk(tmp_path, 2, None).failing(), pytest.raises(Killed):
        write()
    assert contents(tmp_path).keys() == {"one"}
    assert (tmp_path / "one").read_bytes() == b"12"
