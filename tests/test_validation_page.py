"""The page on validation: its examples run, and its numbers are those that they give."""

import json
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "validation.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_numbers_of_nights_are_those_of_the_formulas() -> None:
    names: dict[str, object] = {}
    exec(compile(BLOCKS[0], "docs/validation.md", "exec"), names)  # noqa: S102 - our own page
    sizes = names["sizes"]
    assert isinstance(sizes, dict)
    assert sizes
    for wanted, nights in sizes.items():
        assert f"| {wanted} | {nights} |" in PAGE


@pytest.mark.system
def test_the_worked_example_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program finds the clock that the example gave the laboratory, and the movements."""
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS[1], "docs/validation.md", "exec"), {})  # noqa: S102 - our own page
    for seed in (3, 4):
        found = json.loads((tmp_path / f"night{seed}" / "compare.json").read_text())
        assert found["clock"]["certain"]
        assert found["clock"]["offset_s"] == pytest.approx(95, abs=0.2)
        assert found["movements"]["tp"] > 25
        assert found["sleep"]["epochs"] > 100
    study = json.loads((tmp_path / "study" / "compare.json").read_text())
    assert study["nights"] == 2
    assert "2 nights" in study["indices"]["plms"]["limits_refused"]
