"""Each measurement that the docs name can begin: what it changes of limbwatch is still there."""

from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("[!_]*.py")))
def test_a_measurement_is_made_of_what_there_is(name: str) -> None:
    """`ablation` set limits to 0, which are refused, and could not begin."""
    import_module(f"benchmarks.{name}")
