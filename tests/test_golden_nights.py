"""Golden nights: a change of any number of the method shows here, wanted or not."""

import difflib

import pytest

from benchmarks.golden import GOLDEN, NIGHTS, results


@pytest.mark.parametrize("name", NIGHTS)
def test_a_golden_night_gives_the_same_bytes(name: str) -> None:
    for file, content in results(name).items():
        expected = (GOLDEN / name / file).read_bytes()
        if content != expected:
            lines = difflib.unified_diff(
                expected.decode().splitlines(), content.decode().splitlines(), lineterm="", n=0
            )
            shown = "\n".join(list(lines)[:20])
            pytest.fail(
                f"{name}/{file} is not what it was; if that is meant, run "
                f"`python -m benchmarks.golden` and commit with the reason.\n{shown}"
            )


def test_every_file_has_its_night() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(NIGHTS)
