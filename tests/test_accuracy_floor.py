"""Names are no worse than when the floors of `benchmarks.floors` were set."""

from dataclasses import replace

import pytest

from benchmarks.floors import GROUPS, MARGIN, MEASURED, short_of


@pytest.mark.parametrize("name", GROUPS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    assert short_of(name, GROUPS[name]()) == {}


@pytest.mark.parametrize(
    ("figure", "worse"),
    [("plm_f1", -1), ("start_precision", -1), ("start_recall", -1), ("index_error", 1)],
)
def test_a_figure_that_falls_is_named(figure: str, worse: int) -> None:
    then, margin = getattr(MEASURED["plain"], figure), getattr(MARGIN, figure)
    for change, named in ((0.9, set()), (1.1, {figure})):
        found = replace(MEASURED["plain"], **{figure: then + worse * change * margin})
        assert set(short_of("plain", found)) == named


def test_a_figure_that_is_no_number_falls_short() -> None:
    lost = replace(MEASURED["plain"], plm_f1=float("nan"))
    assert set(short_of("plain", lost)) == {"plm_f1"}
