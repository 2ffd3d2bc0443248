"""Traces of movements: outlines of bars, and stretches cut from a night."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from jinja2 import DictLoader, Environment
from numpy.typing import NDArray

from limbwatch.cli.report import svg
from limbwatch.cli.report.traces import RATE, NightEnvelope
from limbwatch.cli.shortcuts.template_cache import TemplateCache

BASE = 21
ROWS = arrays(
    np.int64, st.tuples(st.integers(1, 5), st.integers(1, 12)), elements=st.integers(0, 3)
)


def drawn(path: str, width: int) -> list[int]:
    """Follow an outline as a browser does and read the height of each bar off it."""
    heights, y = [], BASE
    assert path.startswith(f"M0 {BASE}")
    assert path.endswith(f"V{BASE}z")
    for what, number in re.findall(r"([vh])(-?\d+)", path.removeprefix(f"M0 {BASE}")):
        if what == "v":
            y += int(number)
        else:
            heights += [BASE - y] * int(number)
    assert len(heights) == width
    return heights


@given(levels=ROWS)
def test_an_outline_shows_every_bar(levels: NDArray[np.int64]) -> None:
    for row, path in zip(levels, svg.steps(levels, BASE), strict=True):
        if row.any():
            assert drawn(path, len(row)) == row.tolist()
        else:
            assert path == ""


@given(levels=ROWS)
def test_rows_drawn_together_look_as_drawn_alone(levels: NDArray[np.int64]) -> None:
    alone = [svg.steps(levels[k : k + 1], BASE)[0] for k in range(len(levels))]
    assert svg.steps(levels, BASE) == alone


def test_bars_of_equal_height_are_one_step() -> None:
    assert svg.steps(np.array([[0, 0, 2, 2, 2, 1]]), BASE) == [f"M0 {BASE}h2v-2h3v1h1V{BASE}z"]


def limb() -> NightEnvelope:
    return NightEnvelope(
        placement="ankle_left",
        peak=np.arange(100, dtype=np.float32),
        gravity=np.zeros((1, 3)),
    )


def test_stretches_reach_beyond_the_night_without_data() -> None:
    before, inside, after = limb().windows(np.array([-1.0, 2.0, 9.0]), 2.0)
    assert np.isnan(before[:10]).all()
    assert before[10:].tolist() == list(range(10))
    assert inside.tolist() == list(range(20, 40))
    assert after[:10].tolist() == list(range(90, 100))
    assert np.isnan(after[10:]).all()


@pytest.mark.parametrize("seconds", [5.0, 10.0, 15.0])
def test_an_envelope_is_brought_to_the_length_of_the_night(seconds: float) -> None:
    found = limb().lasting(seconds).peak
    assert len(found) == seconds * RATE
    assert found[:50].tolist() == list(range(50))
    assert np.isnan(found[100:]).all()


def test_a_template_is_compiled_once_and_again_when_its_file_is_damaged(tmp_path: Path) -> None:
    def opened() -> Environment:
        return Environment(
            loader=DictLoader({"one": "{{ word }} {{ word }}"}),
            autoescape=True,
            bytecode_cache=TemplateCache(str(tmp_path)),
        )

    assert opened().get_template("one").render(word="a") == "a a"
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"x" * 100, whole[:20] + b"\xff" * 40):
        kept.write_bytes(damaged)
        assert opened().get_template("one").render(word="b") == "b b"
        assert kept.read_bytes() == whole


def test_a_template_is_compiled_again_for_other_options(tmp_path: Path) -> None:
    def shown(*, escape: bool) -> str:
        env = Environment(
            loader=DictLoader({"one": "{{ word }}"}),
            autoescape=escape,  # noqa: S701 - that is what is tested
            bytecode_cache=TemplateCache(str(tmp_path)),
        )
        return env.get_template("one").render(word="<b>")

    assert shown(escape=False) == "<b>"
    assert shown(escape=True) == "&lt;b&gt;"


def test_templates_are_compiled_where_nothing_can_be_kept(tmp_path: Path) -> None:
    nowhere = TemplateCache(str(tmp_path / "missing"))
    env = Environment(loader=DictLoader({"one": "x"}), autoescape=True, bytecode_cache=nowhere)
    assert env.get_template("one").render() == "x"
