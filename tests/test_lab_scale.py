"""A laboratory's own scale: fitted to a study, put beside a night, named by its report."""

import gzip
import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.agreement.lab_scale import fit_scale
from limbwatch.classify.night import Events, Night
from limbwatch.cli.app import run
from limbwatch.cli.making.finished_night import add_files
from limbwatch.cli.night.scale_file import read_scale, scale_bytes, scale_sentence
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.sample_data import sample_night
from limbwatch.sensor import Placement
from tests.test_compare import leg_rows, stored, table


def study(seed: int, nights: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Ours is half of EMG's, with the spread of counts."""
    random = np.random.default_rng(seed)
    root = random.uniform(1, 8, nights)
    return (0.7 * root) ** 2, (root + random.normal(0, 0.5, nights)).clip(0) ** 2


def test_a_scale_gives_what_the_line_between_square_roots_says() -> None:
    """By hand: ours 1, 4, 9 ... 100 and EMG twice the root, exactly."""
    ours = np.arange(1.0, 11) ** 2
    scale = fit_scale(ours, (2 * np.sqrt(ours)) ** 2, name="lab", rules="wasm2016")
    middle, low, high = scale.of(25.0)
    assert (middle, low, high) == pytest.approx((100.0, 100.0, 100.0), abs=1e-6)
    assert (scale.lowest, scale.highest, scale.nights) == (1.0, 100.0, 10)


def test_the_interval_holds_a_new_night_in_95_of_100() -> None:
    held = told = 0
    for seed in range(300):
        ours, reference = study(seed)
        scale = fit_scale(ours[1:], reference[1:], name="lab", rules="wasm2016")
        if scale.covers(ours[0]):
            _, low, high = scale.of(ours[0])
            held += low <= reference[0] <= high
            told += 1
    assert told > 250
    assert 0.92 <= held / told <= 0.98


def test_nothing_is_told_outside_the_nights_it_was_fitted_to() -> None:
    scale = fit_scale(*study(1), name="lab", rules="wasm2016")
    with pytest.raises(ValueError, match="lies outside"):
        scale.of(scale.highest + 0.1)


@pytest.mark.parametrize(
    ("ours", "reference", "told"),
    [
        (np.arange(9.0), np.arange(9.0), "9 persons"),
        (np.ones(12), np.arange(12.0), "the same in all nights"),
        (np.arange(12.0), np.arange(12.0)[::-1], "does not predict"),
        (np.append(np.arange(9.0), [np.nan] * 5), np.arange(14.0), "9 persons"),
    ],
)
def test_no_scale_where_the_nights_tell_none(
    ours: np.ndarray, reference: np.ndarray, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        fit_scale(ours, reference, name="lab", rules="wasm2016")


def test_a_scale_is_read_as_it_was_written(tmp_path: Path) -> None:
    scale = fit_scale(*study(2), name="lab", rules="aasm")
    path = tmp_path / "lab.json"
    path.write_bytes(scale_bytes(scale))
    assert read_scale(path) == scale


@pytest.mark.parametrize(
    "change",
    ['{"schema": "limbwatch.scale/1"}', "[]", "nothing", '{"slope": 1}', "SLOPE", "RANGE"],
)
def test_what_is_no_scale_is_refused_in_words(
    change: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.loads(scale_bytes(fit_scale(*study(2), name="lab", rules="aasm")))
    texts = {
        "SLOPE": json.dumps(content | {"slope": -1.0}),
        "RANGE": json.dumps(content | {"lowest": 99.0, "highest": 5.0}),
    }
    path = tmp_path / "lab.json"
    path.write_text(texts.get(change, change), encoding="utf-8")
    assert run(["replay", "ankle_left=x.csv", "--scale", str(path)]) == 4
    assert "cannot be used as a scale" in capsys.readouterr().err


def test_a_night_says_where_it_stands_on_the_scale(example_night: Night, tmp_path: Path) -> None:
    folder = stored(example_night, tmp_path, "2026-03-14")
    summary = read_night(folder).summary
    assert scale_sentence(folder, summary) == ""
    scale = fit_scale(*study(3), name="lab", rules="wasm2016")
    add_files(folder, {"scale.json": scale_bytes(scale)})
    middle, low, high = scale.of(1.14)
    told = scale_sentence(folder, summary)
    assert f"go with {middle:.1f} by EMG" in told
    assert f"have {low:.1f} to {high:.1f}" in told
    assert told.startswith("On the scale of lab (30 nights")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"go with {middle:.1f} by EMG" in page


def test_a_night_of_other_rules_or_beyond_the_scale_has_no_place_on_it(
    example_night: Night, tmp_path: Path
) -> None:
    folder = stored(example_night, tmp_path, "2026-03-14")
    summary = read_night(folder).summary
    ours, reference = study(3)
    for given, told in (
        (fit_scale(ours, reference, name="lab", rules="aasm"), "of the rules aasm"),
        (fit_scale(ours + 10, reference, name="lab", rules="wasm2016"), "and this one 1.1"),
    ):
        (folder / "scale.json").write_bytes(scale_bytes(given))
        assert told in scale_sentence(folder, summary)
    (folder / "scale.json").write_text("torn", encoding="utf-8")
    assert "cannot be used" in scale_sentence(folder, summary)


def _more_periodic(night: Night, count: int) -> Night:
    """The same night with so many periodic movements more, in its first series."""
    pattern = next(event for event in night.events if event.series == 1)
    more = [replace(pattern, onset=12_000.0 + 25 * k) for k in range(count)]
    return replace(night, events=Events(sorted([*night.events, *more], key=lambda e: e.onset)))


def _study_of(nights: "list[Night]", tmp_path: Path) -> Path:
    rows: list[tuple[object, ...]] = []
    for number, night in enumerate(nights):
        name = f"2026-03-{10 + number}"
        stored(night, tmp_path / "nights", name)
        legs = table(tmp_path / f"l{number}.csv", "side,onset_s,duration_s", leg_rows(night))
        stages = table(
            tmp_path / f"s{number}.csv",
            "onset_s,duration_s,stage",
            [(600, 1200, "W"), (1800, 25_200, "N2"), (27_000, 1200, "W")],
        )
        rows.append((name, f"{legs.name}|{stages.name}", 0))
    return table(tmp_path / "study.csv", "night,reference,shift_s", rows)


def _first_hour(folder: Path) -> Path:
    path = folder / "ankle.csv"
    with gzip.open(sample_night()[Placement.ANKLE_LEFT]) as whole, path.open("wb") as short:
        short.writelines(islice(whole, 1 + 3600 * 25))
    return path


@pytest.mark.usefixtures("coarse_agreement")
def test_a_study_gives_a_scale_that_replay_takes(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reference's lists are ours, so that both indices are the same and so is the scale.

    One night alone has more than the one that is replayed: the clocks of a list are fitted to
    each of its movements.
    """
    nights = [_more_periodic(example_night, count) for count in (*range(0, 55, 5), 250)]
    study_path, scale = _study_of(nights, tmp_path), tmp_path / "lab.json"
    arguments = ["--nights", str(tmp_path / "nights"), "-q", "-o", str(tmp_path / "out")]
    arguments += ["--scale-out", str(scale)]
    assert run(["compare", "--study", str(study_path), *arguments]) == 0
    assert read_scale(scale).of(20.0)[0] == pytest.approx(20.0, abs=0.3)
    sensor = f"ankle_left={_first_hour(tmp_path)}"
    nights_of_replay = str(tmp_path / "replayed")
    capsys.readouterr()
    for _ in range(2):  # the second finds the night that is there
        assert (
            run(["replay", sensor, "--scale", str(scale), "--nights", nights_of_replay, "-q"]) == 0
        )
        assert "On the scale of out (12 nights" in capsys.readouterr().out
    folder = next(Path(nights_of_replay).iterdir())
    assert (folder / "scale.json").read_bytes() == scale.read_bytes()
    assert "On the scale of out" in (folder / "report.html").read_text(encoding="utf-8")
    (folder / "scale.json").unlink()
    again = ["rescore", folder.name, "--scale", str(scale), "--nights", nights_of_replay, "-q"]
    assert run(again) == 0
    assert "On the scale of out" in capsys.readouterr().out
    assert (folder / "scale.json").read_bytes() == scale.read_bytes()
    assert "On the scale of out" in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("coarse_agreement")
def test_a_study_that_tells_no_scale_says_so(
    example_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study_path, scale = _study_of([example_night] * 12, tmp_path), tmp_path / "lab.json"
    arguments = ["--nights", str(tmp_path / "nights"), "-q", "-o", str(tmp_path / "out")]
    arguments += ["--scale-out", str(scale)]
    assert run(["compare", "--study", str(study_path), *arguments]) == 4
    assert "our index is the same in all nights" in capsys.readouterr().err
    assert not scale.exists()
    assert run(["compare", "latest", "--with", str(tmp_path / "l0.csv"), *arguments]) == 2


def test_a_scale_of_simulated_nights_says_so(example_night: Night, tmp_path: Path) -> None:
    folder = stored(example_night, tmp_path, "2026-03-14")
    scale = replace(fit_scale(*study(2), name="lab", rules="wasm2016"), simulated=3)
    (folder / "scale.json").write_bytes(scale_bytes(scale))
    assert read_scale(folder / "scale.json").simulated == 3
    said = scale_sentence(folder, read_night(folder).summary)
    assert "nights against EMG, 3 of them simulated)" in said
