"""What comes through a pipe can be read once, also where it is given for two placements."""

import os
import threading
from pathlib import Path

import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.pipes import out_of_pipes


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "night.csv"
    os.mkfifo(path)
    threading.Thread(target=path.write_bytes, args=(b"a night",), daemon=True).start()
    return path


def test_a_pipe_that_is_given_twice_is_one_file(pipe: Path, tmp_path: Path) -> None:
    plain = tmp_path / "other.csv"
    plain.write_bytes(b"another")
    with out_of_pipes([pipe, plain, pipe]) as (first, beside, second):
        assert first == second != pipe
        assert first.read_bytes() == b"a night"
        assert beside == plain


def test_what_is_said_of_it_names_the_pipe(pipe: Path) -> None:
    with (
        pytest.raises(CommandError, match=f"^{pipe} was given twice$"),
        out_of_pipes([pipe, pipe]) as (first, _),
    ):
        raise CommandError(f"{first} was given twice")
