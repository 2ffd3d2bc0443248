"""A simulated night says so wherever it is shown, and is in no median, trend or comparison."""

from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.history.nights import History, read_history
from limbwatch.cli.night.folder import list_nights


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two simulated nights, scored at once and from files, and one of a person."""
    folder = tmp_path_factory.mktemp("simulated")
    simulated = [
        "demo",
        "--simulate",
        "plm_severe",
        "--hours",
        "0.5",
        "-q",
        "--nights",
        str(folder),
    ]
    assert run(simulated) == 0
    brief = ["demo", "--simulate", "hypnic", "--hours", "0.25", "-o", str(folder / "files")]
    assert run(brief) == 0
    files = sorted((folder / "files").glob("*_*.csv"))
    named = [f"{path.stem}={path}" for path in files if path.stem.startswith(("ankle", "wrist"))]
    assert run(["replay", *named, "-q", "--nights", str(folder)]) == 0
    for path in files:  # a person's files do not say that nobody lived them
        rows = path.read_text(encoding="utf-8").splitlines()
        lived = [row.rpartition(",")[0].replace("2026-03-0", "2026-04-0") for row in rows]
        path.write_text("\n".join(lived), encoding="utf-8")
    assert run(["replay", *named, "-q", "--nights", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def history(nights: Path) -> History:
    return read_history(list_nights(nights))


def test_it_is_among_the_nights_and_not_among_those_lived(history: History) -> None:
    assert [point.mark for point in history.points] == ["~", "~", ""]
    (own,) = history.lived
    assert not own.summary.simulated


def test_the_list_marks_it_and_takes_no_median(
    nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", "--all", "--nights", str(nights)]) == 0
    shown = capsys.readouterr().out
    assert "~ simulated: not a real night, in no median." in shown
    assert "median" not in shown.partition("\n\n")[0]


def test_its_first_line_and_its_pages_say_so(
    nights: Path, history: History, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [point.name for point in history.points if point.summary.simulated]
    for name in names:
        assert run(["view", name, "--nights", str(nights)]) == 0
        assert ", simulated\n" in capsys.readouterr().out
        assert "made by a program" in (nights / name / "report.html").read_text(encoding="utf-8")
        out = tmp_path / f"{name}.html"
        doctor = ["view", name, "--doctor", "-o", str(out), "--nights", str(nights)]
        assert run(doctor) == 0
        assert "made by a program" in out.read_text(encoding="utf-8")


def test_the_page_of_nights_says_so(nights: Path, tmp_path: Path) -> None:
    out = tmp_path / "nights.html"
    assert run(["view", "--all", "--html", "-o", str(out), "--nights", str(nights)]) == 0
    page = out.read_text(encoding="utf-8")
    assert '<span title="simulated">~</span>' in page
    assert "2 nights marked ~ are simulated and in no median, trend or comparison." in page
