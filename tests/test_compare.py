"""``limbwatch compare``: night folders and files of references in, figures and pages out."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from limbwatch.classify.agreement import study_agreement
from limbwatch.classify.agreement.estimates import Estimate
from limbwatch.classify.night import Events, Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.compare import holding, page, study_table
from limbwatch.cli.compare.figure_names import night_names
from limbwatch.cli.compare.outline import paired_lines
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.words import UNKNOWN

pytestmark = pytest.mark.usefixtures("coarse_agreement")

CONTRACT = {"clock", "movements", "plm", "indices", "sleep", "schema"}


def stored(night: Night, nights: Path, name: str) -> Path:
    folder = nights / name
    folder.mkdir(parents=True)
    (folder / "night.json").write_bytes(summary_bytes(summarise(night)))
    (folder / "events.csv").write_bytes(events_table(night))
    return folder


def table(path: Path, header: str, rows: "list[tuple[object, ...]]") -> Path:
    lines = [header, *(",".join(str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def leg_rows(night: Night, *, shift: float = 0.0) -> "list[tuple[object, ...]]":
    return [
        (limb.side, f"{event.onset + shift:.3f}", event.duration)
        for event in night.events
        if event.kind in {"plm", "limb_movement"}
        for limb in event.limbs
        if limb.limb == "ankle"
    ]


@pytest.fixture
def restless(example_night: Night) -> Night:
    """The example with isolated movements at uneven times, so that clocks can be fitted."""
    random = np.random.default_rng(8)
    pattern = next(e for e in example_night.events if e.kind == "limb_movement")
    times = 9200 + np.cumsum(random.uniform(95, 150, 70))
    more = [replace(pattern, onset=float(time)) for time in times]
    events = sorted([*example_night.events, *more], key=lambda event: event.onset)
    return replace(example_night, events=Events(events))


@pytest.fixture
def files(restless: Night, tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    stored(restless, tmp_path / "nights", "2026-03-14")

    def made(shift: float = 0.0) -> tuple[Path, Path]:
        legs = table(
            tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(restless, shift=shift)
        )
        stages = table(
            tmp_path / "stages.csv",
            "onset_s,duration_s,stage",
            [(600 + shift, 1200, "W"), (1800 + shift, 25_200, "N2"), (27_000 + shift, 1200, "W")],
        )
        return legs, stages

    return made


def compared(tmp_path: Path, *arguments: str) -> dict[str, object]:
    out = tmp_path / "out"
    nights = str(tmp_path / "nights")
    assert run(["compare", *arguments, "--nights", nights, "-q", "-o", str(out)]) == 0
    content = json.loads((out / "compare.json").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_a_night_against_two_files_on_another_clock(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    legs, stages = files(shift=47.25)
    found = compared(tmp_path, "latest", "--with", str(legs), str(stages))
    assert found.keys() >= CONTRACT
    assert found["schema"] == "limbwatch.compare/1"
    assert found["clock"]["offset_s"] == pytest.approx(47.25, abs=0.01)  # type: ignore[index]
    assert found["clock"]["certain"] is True  # type: ignore[index]
    movements = found["movements"]
    assert isinstance(movements, dict)
    assert movements["f1"] == 1
    assert movements["f1_ci"] is None
    assert movements["f1_n"] == movements["tp"] == movements["joined"]["tp"]
    assert (movements["fp"], movements["fn"], movements["tolerance_s"]) == (0, 0, 0.5)
    assert movements["left"]["tp"] + movements["right"]["tp"] > movements["tp"]
    assert found["plm"]["f1"] == 1  # type: ignore[index]
    assert found["sleep"]["accuracy"] > 0.99  # type: ignore[index]
    assert found["sleep"]["tst_minutes"]["reference"] == 420  # type: ignore[index]
    assert found["indices"]["plms"]["ours"] == pytest.approx(1.142857)  # type: ignore[index]
    assert found["indices"]["plms"]["reference"] == pytest.approx(8 / 7, abs=0.01)  # type: ignore[index]


def test_pairs_csv_holds_both_lists(
    files: Callable[..., tuple[Path, Path]], restless: Night, tmp_path: Path
) -> None:
    legs, stages = files()
    lines = legs.read_text(encoding="utf-8").splitlines()
    legs.write_text("\n".join([lines[0], *lines[3:], "R,13000.0,1.5"]) + "\n", encoding="utf-8")
    compared(tmp_path, "latest", "--with", str(legs), "--with", str(stages), "--shift", "0")
    text = (tmp_path / "out" / "pairs.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    by = [row["matched"] for row in rows]
    assert (by.count("ours"), by.count("reference")) == (2, 1)
    alone = next(row for row in rows if row["matched"] == "reference")
    assert (alone["reference_onset_s"], alone["reference_side"]) == ("13000.000", "right")
    assert (alone["ours_onset_s"], alone["stage"], alone["difference_s"]) == ("", "N2", "")
    both = next(row for row in rows if row["matched"] == "both")
    assert both["difference_s"] == "0.000"


def test_nights_of_two_people_of_one_date_are_told_apart_in_pairs_csv(
    example_night: Night, tmp_path: Path
) -> None:
    legs = table(tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(example_night))
    rows = []
    for person, session in (("A", "1"), ("B", "1"), ("B", "2")):
        name = f"sub-{person}/ses-{session}/2026-03-14"
        stored(example_night, tmp_path / "nights" / name, "")
        rows.append((name, legs.name, person, 0))
    study = table(tmp_path / "study.csv", "night,reference,person,shift_s", rows)
    found = compared(tmp_path, "--study", str(study))
    text = (tmp_path / "out" / "pairs.csv").read_text(encoding="utf-8")
    pairs = list(csv.DictReader(io.StringIO(text)))
    assert {row["night"] for row in pairs} == {"2026-03-14"}
    told = {(int(row["number"]), row["person"]) for row in pairs}
    assert told == {(1, "A"), (2, "B"), (3, "B")}
    assert [one["person"] for one in found["per_night"]] == ["A", "B", "B"]  # type: ignore[attr-defined]


def test_no_two_nights_of_a_study_have_one_name(example_night: Night, tmp_path: Path) -> None:
    """By the person, and where one of them has two nights of a date by the number too."""
    legs = table(tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(example_night)[3:])
    rows = []
    for person, session in (("Q01", "1"), ("Q02", "1"), ("Q02", "2")):
        name = f"sub-{person}/ses-{session}/2026-03-14"
        stored(example_night, tmp_path / "nights" / name, "")
        rows.append((name, legs.name, person, ""))
    study = table(tmp_path / "study.csv", "night,reference,person,shift_s", rows)
    compared(tmp_path, "--study", str(study))
    html = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    names = ("Q01 2026-03-14", "Q02 2026-03-14, number 2", "Q02 2026-03-14, number 3")
    assert re.findall(r'<th scope="row">(Q0[^<]*)<', html) == [*names, *names]
    assert set(re.findall(r"<i>(Q0[^<]*)</i>", html)) == set(names)
    assert re.search(r"\(2026-03-14", html) is None


def test_a_study_without_persons_calls_its_nights_by_their_names(
    example_night: Night, tmp_path: Path
) -> None:
    held, _ = study_table.compare_study(_study(example_night, tmp_path, 2), tmp_path / "nights")
    nights = [night for night, _ in held]
    assert night_names(nights) == ["2026-03-14", "2026-03-15"]
    assert night_names([nights[0], nights[0]]) == ["2026-03-14, number 1", "2026-03-14, number 2"]


def test_a_level_says_of_how_many_nights_it_is_known(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two scorers of three name no leg: the left leg is known of one night."""
    study = _study(example_night, tmp_path, 3)
    for number in (0, 2):
        legs = tmp_path / f"legs{number}.csv"
        text = re.sub("(?m)^(left|right|L)?,", "?,", legs.read_text(encoding="utf-8"))
        legs.write_text(text, encoding="utf-8")
    compared(tmp_path, "--study", str(study))
    told = capsys.readouterr().out
    html = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    for leg, n in (("joined", 3), ("left", 1)):
        row = re.search(f"Leg movements, {leg}, onsets within 0.5 s</th><td>([^<]*)<", html)
        assert row is not None
        assert row[1] == str(n)
    assert re.search(r"left leg within 0.5 s +\d+ +\d+ +\d+ +1 ", told)
    assert re.search(r"Leg movements within 0.5 s +\d+ +\d+ +\d+ +3 ", told)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_movements_of_a_night_are_a_table_at_80_columns_in_every_language(
    files: Callable[..., tuple[Path, Path]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
) -> None:
    """One long German head of a column made a list of it."""
    asked = ["latest", "--with", *map(str, files()), "--nights", str(tmp_path / "nights")]
    assert run(["--lang", code, "compare", *asked, "-o", str(tmp_path / "out")]) == 0
    (heads,) = (line for line in capsys.readouterr().out.splitlines() if " TP " in line)
    assert heads.split()[:3] == ["TP", "FP", "FN"]
    assert len(heads.split()) == 6


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.4, ": 40 % of its error comes from the hours of sleep."), (None, "20.0 per hour.")],
)
def test_the_page_says_what_part_of_the_error_comes_from_sleep_if_it_is_one(
    share: float | None, told: str, example_night: Night, tmp_path: Path
) -> None:
    held, _ = study_table.compare_study(_study(example_night, tmp_path, 2), tmp_path / "nights")
    found = replace(
        study_agreement.study_figures([night for night, _ in held]),
        sleep_share=Estimate(value=share, n=2),
        index_with_reference_sleep=Estimate(value=20.0, n=2),
    )
    said = page.comparison_content(found, [source for _, source in held])["sleep_share"]
    assert said.endswith(told)


@pytest.mark.parametrize(
    ("title", "above"),
    [("Log-mean interval in series, asleep, s", True), ("x" * 31, False), ("x" * 32, True)],
)
def test_figures_stand_in_their_columns_however_long_their_name_is(title: str, above: bool) -> None:
    bias = Estimate(value=-2.8, ci=None, n=4)
    none = SimpleNamespace(agreement=SimpleNamespace(bias=replace(bias, value=None)))
    alone = SimpleNamespace(agreement=None, ours=bias, reference=bias)
    for one, told in ((none, UNKNOWN), (alone, "    -2.8       -2.8")):
        lines = list(paired_lines(title, one, 1))  # type: ignore[arg-type]
        assert lines == ([title, " " * 32 + told] if above else [f"{title} {told}"])


def test_the_page_stands_alone_and_is_the_same_every_time(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    legs, stages = files()
    compared(tmp_path, "latest", "--with", str(legs), str(stages), "--shift", "0")
    page = (tmp_path / "out" / "compare.html").read_bytes()
    text = page.decode("utf-8")
    assert "default-src &#39;none&#39;" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text
    for heading in ("Two clocks", "Movements", "Indices", "Sleep", "only we have"):
        assert heading in text
    assert str(tmp_path) not in text
    compared(tmp_path, "latest", "--with", str(legs), str(stages), "--shift", "0")
    assert (tmp_path / "out" / "compare.html").read_bytes() == page


def test_clocks_that_cannot_be_told_are_believed_as_they_are_written(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, stages = files()
    few = table(tmp_path / "few.csv", "side,onset_s,duration_s", [("L", 3600, 2), ("L", 3625, 2)])
    out = str(tmp_path / "out")
    nights = str(tmp_path / "nights")
    assert (
        run(["compare", "latest", "--with", str(few), str(stages), "--nights", nights, "-o", out])
        == 0
    )
    told = capsys.readouterr().err
    assert "taken as they are written" in told
    assert "--shift" in told
    content = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    assert content["clock"]["offset_s"] is None
    assert content["clock"]["certain"] is False
    assert content["movements"]["tp"] == 2


def test_taps_are_typed_as_times_of_day_or_seconds(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    """The night starts at 22:41:00."""
    legs, stages = files(shift=12.5)
    found = compared(
        tmp_path, "latest", "--with", str(legs), str(stages),
        "--tap", "22:42:12.5=22:42:00", "--tap", "06:30:00.5=28127.992",
    )  # fmt: skip
    clock = found["clock"]
    assert isinstance(clock, dict)
    assert clock["from"] == "taps"
    assert clock["offset_s"] == pytest.approx(12.5, abs=0.01)
    assert clock["drift_ppm"] == pytest.approx(0.3, abs=0.1)
    assert found["movements"]["f1"] == 1  # type: ignore[index]


def _study(example_night: Night, tmp_path: Path, count: int = 12) -> Path:
    random = np.random.default_rng(3)
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        start = example_night.start + timedelta(days=number)
        night = replace(example_night, start=start, end=start + timedelta(hours=8))
        name = f"2026-03-{14 + number:02d}"
        stored(night, tmp_path / "nights", name)
        extra = [("L", 10_000 + 30 * k, 2) for k in range(number * 2)]
        jitter = random.normal(0, 0.05)
        legs = table(
            tmp_path / f"legs{number}.csv",
            "side,onset_s,duration_s",
            [*leg_rows(night, shift=jitter), *extra],
        )
        stages = table(
            tmp_path / f"stages{number}.csv",
            "onset_s,duration_s,stage",
            [(600, 1200 + 30 * number, "W"), (1800 + 30 * number, 26_400, "N2")],
        )
        rows.append((name, f"{legs.name}|{stages.name}", 0))
    return table(tmp_path / "study.csv", "night,reference,shift_s", rows)


def test_a_study_has_intervals_and_plots(example_night: Night, tmp_path: Path) -> None:
    found = compared(tmp_path, "--study", str(_study(example_night, tmp_path)))
    assert found["nights"] == 12
    plms = found["indices"]["plms"]  # type: ignore[index]
    assert plms["bias_n"] == 12
    assert plms["bias_ci"][0] < plms["bias"] < plms["bias_ci"][1]
    assert plms["lower_limit_ci"] is not None
    assert plms["limits_refused"] is None
    movements = found["movements"]
    assert isinstance(movements, dict)
    assert movements["fn"] == sum(2 * k for k in range(12))
    assert movements["recall_ci"][0] < movements["recall"] < movements["recall_ci"][1]
    assert movements["recall_n"] == 12
    assert found["screening"]["specificity_n"] == 12  # type: ignore[index]
    assert found["sleep"]["kappa_n"] == 12  # type: ignore[index]
    assert len(found["per_night"]) == 12  # type: ignore[arg-type]
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert page.count("Bland-Altman plot of") >= 6
    assert "Counts of all nights" in page
    assert "first ones alone" not in page


def made_once(step: Callable[..., Any]) -> Callable[..., Any]:
    made: list[Any] = []

    def again(*arguments: object, **options: object) -> Any:
        if not made:
            made.append(step(*arguments, **options))
        return made[0]

    return again


@pytest.mark.parametrize("many", [False, True])
def test_its_lines_fit_the_terminal_and_lose_nothing(
    example_night: Night,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    many: bool,
) -> None:
    if many:
        asked = ["--study", str(_study(example_night, tmp_path, count=6))]
    else:
        asked = ["latest", "--with", *map(str, request.getfixturevalue("files")())]
    for module, step in (
        (holding, "compare_night"),
        (study_table, "compare_study"),
        (study_agreement, "study_figures"),
        (page, "comparison_page"),
    ):  # none of them knows how wide a terminal is
        monkeypatch.setattr(module, step, made_once(getattr(module, step)))
    said = {}
    for columns in (60, 80, 100, 120, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        compared(tmp_path, *asked)
        said[columns] = capsys.readouterr().out.replace(str(tmp_path), "")
    whole = set(re.findall(r"[\d.:]*\d", said.pop(200)))
    for width, text in said.items():
        lines = text.splitlines()
        assert [line for line in lines if len(line) > width] == []
        assert set(re.findall(r"[\d.:]*\d", text)) == whole, width
        # a row is one line under the heads of its columns, or a few lines of its own
        heads = next((line for line in lines if line.split()[:3] == ["TP", "FP", "FN"]), None)
        rows = [line for line in lines if line.startswith("Leg movements within")]
        if heads:
            assert {len(row) for row in rows} == {len(heads)}
        else:
            assert all("  " not in row for row in rows)
        assert all(rate in text for rate in ("precision", "recall", "F1"))


def test_two_nights_are_refused_an_icc_in_words(example_night: Night, tmp_path: Path) -> None:
    found = compared(tmp_path, "--study", str(_study(example_night, tmp_path, count=2)))
    plms = found["indices"]["plms"]  # type: ignore[index]
    assert plms["icc"] is None
    assert plms["lower_limit"] is None
    assert "2 nights" in plms["limits_refused"]
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert "an ICC of 2 nights cannot be estimated" in page


def test_of_an_index_that_no_night_has_by_both_one_thing_is_said(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three sentences said of 0 nights what they lack, and a table that none was too many."""
    table_of_nights = _study(example_night, tmp_path, count=2)
    rows = table_of_nights.read_text(encoding="utf-8")
    table_of_nights.write_text(re.sub(r"\|stages\d+\.csv", "", rows), encoding="utf-8")
    compared(tmp_path, "--study", str(table_of_nights))
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert "PLMS per hour of sleep: no night has it by both." in page
    assert "0 nights have both figures" not in page
    assert "an ICC of 0 nights" not in page
    assert "false negative nights" not in page
    assert "Weighted kappa" not in page
    shown = capsys.readouterr().out
    assert "PLMS per hour of sleep" in shown
    assert "0 of 0 nights" not in shown
    assert "weighted kappa" not in shown


def test_nights_of_two_persons_tell_how_much_one_night_is_worth(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = _study(example_night, tmp_path)
    first, *rows = study.read_text(encoding="utf-8").splitlines()
    lines = [f"{first},person", *(f"{row},p{k // 6}" for k, row in enumerate(rows))]
    study.write_text("\n".join(lines), encoding="utf-8")
    found = compared(tmp_path, "--study", str(study))
    assert (found["nights"], found["persons"]) == (12, 2)
    assert found["movements"]["recall_ci"] is None  # type: ignore[index]
    spread = found["night_to_night"]["lm_reference"]  # type: ignore[index]
    assert spread["within_sd_n"] == 12
    assert spread["icc_n"] == 2
    assert spread["minimal_detectable_change"] == pytest.approx(
        2.77 * spread["within_sd"], rel=0.01
    )
    told = capsys.readouterr().out
    assert "the first of each enters" in told
    assert "From night to night" in told
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert "From night to night" in page
    assert "All 12 nights of 2 persons" in page
    # the page says as the terminal does that its counts are of two nights, the clips of all
    assert "the first of each enters" in page
    assert "Counts of the first night of each person" in page
    assert "Counts of all nights" not in page
    assert page.count("They are of all nights, not of the first ones alone.") == 1
    assert found["repeated"]["movements"]["recall_n"] == 2  # type: ignore[index]
    with speaking("de"):
        compared(tmp_path, "--study", str(study))
    german = capsys.readouterr().out
    assert german.count("Genauigkeit ") == 2, "a noun keeps its capital, of all nights too"
    assert "genauigkeit" not in german


def test_a_row_that_cannot_be_compared_is_left_out_and_told(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = _study(example_night, tmp_path, count=3)
    (tmp_path / "legs1.csv").write_text("nothing here\n", encoding="utf-8")
    with study.open("a", encoding="utf-8") as rows:
        rows.write("2026-03-20,,0\n")
    nights, out = str(tmp_path / "nights"), str(tmp_path / "out")
    assert run(["compare", "--study", str(study), "--nights", nights, "-q", "-o", out]) == 5
    said = capsys.readouterr().err.replace(str(tmp_path), "")
    assert "line 3 (2026-03-15) is left out" in said
    assert "line 5 (2026-03-20) is left out: its reference is empty" in said
    content = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    assert content["nights"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("night\nx\n", "no column reference"),
        ("night,reference,bogus\nx,y,z\n", "has the column bogus"),
        ("night,reference\n,y\n", "line 2 (no night) is left out: its night is empty"),
        ("night,reference\nx, | \n", "line 2 (x) is left out: its reference is empty"),
        ("night,reference,age\nx,y,old\n", "line 2: age is 'old'"),
        ("night,reference,age\n\n\nx,y,old\n", "line 4: age is 'old'"),
        ("night,reference\nx,y,z\n", "line 2 has 3 cells and the header 2"),
        ("night,reference\nx,y\nx,z\n", "line 3: x stands in line 2 too"),
        ("night,reference\n", "has no row"),
        ("", "no column night and no column reference"),
    ],
)
def test_a_study_table_that_cannot_be_understood(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "study.csv"
    study.write_text(text, encoding="utf-8")
    assert run(["compare", "--study", str(study), "--nights", str(tmp_path)]) == 4
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["latest"], "say what to compare with"),
        (["latest", "--with", "a.csv", "--shift", "1", "--tap", "1=2"], "give only one"),
        (["latest", "--study", "a.csv"], "leave out NIGHT"),
        (["latest", "--with", "LEGS", "--tap", "1"], "the reference's first"),
        (["latest", "--with", "LEGS", "--tap", "soon=2"], "is not a moment"),
        (["latest", "--with", "LEGS", "--tap", "nan=2"], "'nan' is not a moment of a night"),
        (["latest", "--with", "LEGS", "--tap", "2=1e9"], "'1e9' is not a moment of a night"),
        (["latest", "--with", "LEGS", "--shift", "nan"], "--shift is"),
        (["latest", "--with", "LEGS", "--shift", "inf"], "--shift is"),
        (["nowhere", "--with", "LEGS"], "there is no night 'nowhere'"),
        (["/no/where", "--with", "LEGS"], "/no/where does not exist"),
        (["no/where", "--with", "LEGS"], "and no such folder here"),
        (["LEGS", "--with", "LEGS"], "is a file, but a night is a folder"),
        (["NIGHTS", "--with", "LEGS"], "is not a night's folder: it has no night.json"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str],
    told: str,
    files: Callable[..., tuple[Path, Path]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    legs, _ = files()
    places = {"LEGS": str(legs), "NIGHTS": str(tmp_path / "nights")}
    given = [places.get(one, one) for one in arguments]
    assert run(["compare", *given, "--nights", str(tmp_path / "nights")]) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_limbwatchs_own_is_not_replaced(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    legs, _ = files()
    mine = tmp_path / "out" / "compare.json"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    nights = str(tmp_path / "nights")
    assert run(
        [
            "compare",
            "latest",
            "--with",
            str(legs),
            "--shift",
            "0",
            "--nights",
            nights,
            "-o",
            str(mine.parent),
        ]
    )
    assert "--force" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_file_without_a_time_of_day_may_have_begun_hours_before(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    legs, stages = files(shift=7000.0)
    clock = compared(tmp_path, "latest", "--with", str(legs), str(stages))["clock"]
    assert isinstance(clock, dict)
    assert clock["offset_s"] == pytest.approx(7000, abs=0.05)


def test_a_reference_of_another_time_is_refused(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The night is from 22:41 to 06:41; two days of offset leave nothing to compare."""
    legs, stages = files(shift=0)
    nights = str(tmp_path / "nights")
    arguments = ["latest", "--with", str(legs), str(stages), "--shift", "-60000"]
    assert run(["compare", *arguments, "--nights", nights]) == 4
    told = capsys.readouterr().err
    assert "no time in common" in told
    assert "--shift" in told
    # legs alone, so that nothing tells a time in bed: still the times of what is in the file
    assert run(["compare", "latest", "--with", str(legs), *arguments[4:], "--nights", nights]) == 4
    words = capsys.readouterr().err.split("events are from ")[1]
    first = datetime.fromisoformat(words[:16])
    start = datetime.fromisoformat(told.split("ours is from ")[1][:16])
    assert timedelta(seconds=60_000) <= first - start <= timedelta(seconds=60_000 + 8 * 3600)


def dated_export(night: Night, tmp_path: Path, *, ahead: float) -> Path:
    start = night.start.replace(tzinfo=None) + timedelta(seconds=ahead)
    rows = ["Start,Event,Duration"]
    for side, onset, duration in leg_rows(night):
        time = start + timedelta(seconds=float(onset))
        rows.append(f"{time:%Y-%m-%d %H:%M:%S.%f},LM {side},{duration}")
    export = tmp_path / "export.csv"
    export.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return export


@pytest.mark.parametrize(
    ("ahead", "shift", "told"),
    [
        (-3607.96, "-3600", "put it 8.0 s off"),
        (-3607.96, "3600", "put it 7208.0 s off"),  # the wrong sign, hours away
        (-3607.96, "-3608", None),
        (86_382.0, "86400", "put it 18.0 s off"),
        (86_420.0, "86420", None),  # a day and 20 s can be said
        (86_420.0, "20", None),  # or the 20 s alone, as the day is seen
    ],
)
def test_a_clock_that_was_mistyped_is_told_however_far_clocks_are_apart(
    ahead: float,
    shift: str,
    told: str | None,
    restless: Night,
    tmp_path: Path,
    files: Callable[..., tuple[Path, Path]],
) -> None:
    files()
    export = dated_export(restless, tmp_path, ahead=ahead)
    found = compared(tmp_path, "latest", "--with", str(export), "--shift", shift)
    remarks = [one for one in found["per_night"][0]["remarks"] if "mistyped" in one]  # type: ignore[index]
    assert len(remarks) == (told is not None)
    assert told is None or told in remarks[0]
    assert told is not None or found["movements"]["fn"] == 0  # type: ignore[index]


@pytest.mark.parametrize("day", [-1, 1, 2, 7])
def test_of_a_date_that_is_not_the_nights_the_time_of_day_is_used(
    day: int, restless: Night, tmp_path: Path, files: Callable[..., tuple[Path, Path]]
) -> None:
    files()
    export = dated_export(restless, tmp_path, ahead=86_400 * day - 20)
    found = compared(tmp_path, "latest", "--with", str(export))
    assert found["clock"]["offset_s"] == pytest.approx(-20, abs=0.05)  # type: ignore[index]
    assert any("time of day is used" in one for one in found["per_night"][0]["remarks"])  # type: ignore[index]


def test_a_dated_clock_of_another_zone_is_found_and_told(
    restless: Night, tmp_path: Path, files: Callable[..., tuple[Path, Path]]
) -> None:
    files()
    export = dated_export(restless, tmp_path, ahead=3605)
    found = compared(tmp_path, "latest", "--with", str(export))
    clock = found["clock"]
    assert isinstance(clock, dict)
    assert clock["offset_s"] == pytest.approx(3605, abs=0.05)
    assert any(
        "its clock is 1.0 h from ours" in str(line) for line in found["per_night"][0]["remarks"]
    )  # type: ignore[index]


_REMLOGIC = """RemLogic Event Export
Events Included:
PLM-LM

Sleep Stage\tTime [hh:mm:ss]\tEvent\tDuration[s]\tLocation
"""


def test_a_reference_without_a_leg_movement_has_no_index(
    files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    _, stages = files()
    found = compared(tmp_path, "latest", "--with", str(stages))
    assert found["indices"]["plms"]["reference"] is None  # type: ignore[index]
    assert found["indices"]["plms"]["ours"] > 0  # type: ignore[index]
    remarks = found["per_night"][0]["remarks"]  # type: ignore[index]
    told = [line for line in remarks if "no row of the reference was recognised as a leg" in line]
    assert "write LM or PLM in its place" in told[0]
    for level in ("movements", "plm"):
        figures = found[level]
        assert {figures[key] for key in ("tp", "fp", "fn", "precision", "recall")} == {None}  # type: ignore[index]
        assert figures["joined"] is None  # type: ignore[index]
    assert found["confusion"] == []
    assert (tmp_path / "out" / "pairs.csv").read_text().count("\n") == 1
    page = (tmp_path / "out" / "compare.html").read_text()
    assert page.count("Not known: no leg movement of a reference was recognised.") == 2
    assert "What we called each movement" not in page
    assert re.search(r"Leg movements</t[dh]>(\s*<td[^>]*>\u2013?-?</td>){10}", page)


def test_an_export_with_times_of_day_over_midnight(
    restless: Night, files: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    """Whole seconds, default durations, the laboratory's clock 61 s ahead, no date."""
    files()
    start = restless.start.replace(tzinfo=None) + timedelta(seconds=61)
    rows = [
        (start + timedelta(seconds=round(float(onset))), "PLM-LM", "5.0", f"Leg-{side.title()}")
        for side, onset, _ in leg_rows(restless)
    ]
    stages = [(600, "SLEEP-S0"), (1800, "SLEEP-S2"), (27_000, "SLEEP-S0")]
    for (begin, stage), end in zip(stages, (1800, 27_000, 28_200), strict=True):
        rows += [
            (start + timedelta(seconds=at), stage, "30", "EEG") for at in range(begin, end, 30)
        ]
    lines = [
        f"\t{time:%H:%M:%S}\t{event}\t{duration}\t{place}"
        for time, event, duration, place in sorted(rows)
    ]
    export = tmp_path / "export.txt"
    export.write_text(_REMLOGIC + "\n".join(lines) + "\n", encoding="latin-1")
    found = compared(tmp_path, "latest", "--with", str(export))
    clock = found["clock"]
    assert isinstance(clock, dict)
    assert clock["certain"]
    assert clock["offset_s"] == pytest.approx(61, abs=0.3)
    movements = found["movements"]
    assert isinstance(movements, dict)
    assert (movements["tolerance_s"], movements["fp"], movements["fn"]) == (1.0, 0, 0)
    assert "overlap" not in movements["by"]
    assert found["sleep"]["tst_minutes"]["reference"] == 420  # type: ignore[index]


@pytest.mark.parametrize("simulated", [True, False])
def test_a_simulated_night_says_so_in_a_comparison(
    simulated: bool,
    files: Callable[..., tuple[Path, Path]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    legs, stages = files()
    path = tmp_path / "nights" / "2026-03-14" / "night.json"
    facts = json.loads(path.read_text(encoding="utf-8")) | {"simulated": simulated}
    path.write_text(json.dumps(facts), encoding="utf-8")
    found = compared(tmp_path, "latest", "--with", str(legs), str(stages), "--shift", "0")
    out = tmp_path / "out"
    page = (out / "compare.html").read_text(encoding="utf-8")
    pairs = csv.DictReader(io.StringIO((out / "pairs.csv").read_text(encoding="utf-8")))
    assert found["simulated"] == int(simulated)
    assert found["per_night"][0]["simulated"] is simulated  # type: ignore[index]
    assert {row["simulated"] for row in pairs} == {str(int(simulated))}
    assert ("The night is simulated, so" in page) is simulated
    assert ("Night 2026-03-14, simulated," in capsys.readouterr().out) is simulated
    study = table(tmp_path / "study.csv", "night,reference", [("2026-03-14", f"{legs}|{stages}")])
    compared(tmp_path, "--study", str(study))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--shift", "47.25"], None),
        (["--shift", "48.5"], None),
        (["--shift", "-47.25"], "94.5 s off"),
        (["--tap", "647.25=600", "--tap", "20047.25=20000"], None),
        (["--tap", "600=647.25", "--tap", "20000=20047.25"], "94.5 s off"),
        (["--tap", "647.25=600", "--tap", "653.25=600"], "contradict each other by 3.0 s"),
        (["--tap", "647.25=600", "--tap", "20057.25=20000"], "a drift of 515 ppm"),
    ],
)
def test_a_clock_that_was_mistyped_is_told(
    arguments: list[str],
    told: str | None,
    files: Callable[..., tuple[Path, Path]],
    tmp_path: Path,
) -> None:
    """What a person says is used; movements that tell it otherwise by more than a lag say so."""
    found = compared(tmp_path, "latest", "--with", *map(str, files(shift=47.25)), *arguments)
    remarks = [one for one in found["per_night"][0]["remarks"] if "mistyped" in one]  # type: ignore[index]
    assert any(told in one for one in remarks) if told else not remarks


@pytest.mark.parametrize("mixed", [False, True])
def test_a_comparison_says_by_which_rules_and_warns_of_several(
    mixed: bool, example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("2026-03-14", "2026-03-15")
    legs = table(tmp_path / "legs.csv", "side,onset_s,duration_s", leg_rows(example_night))
    for name in names:
        rules = "aasm" if mixed and name == names[0] else "wasm2016"
        stored(replace(example_night, rules=rules), tmp_path / "nights", name)
    rows = [(name, legs.name, 0) for name in names]
    study = str(table(tmp_path / "study.csv", "night,reference,shift_s", list(rows)))
    found = compared(tmp_path, "--study", study)
    text = " ".join(capsys.readouterr().out.split())
    html = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    told = (
        "AASM manual version 3: 2026-03-14; WASM 2016: 2026-03-15"
        if mixed
        else "Scored by WASM 2016."
    )
    assert all(told in each for each in (text, html))
    assert all(("Not all nights were scored by the same rules" in t) is mixed for t in (text, html))
    assert found["scored_by"] == (["aasm", "wasm2016"] if mixed else ["wasm2016"])
    per_night = found["per_night"]
    assert isinstance(per_night, list)
    assert [one["scored_by"] for one in per_night] == ["aasm" if mixed else "wasm2016", "wasm2016"]
    compared(tmp_path, "--study", study, "--json")
    assert ("Not all nights" in capsys.readouterr().err) is mixed
