"""One file, row or event is said to be one: number, noun and verb agree, also in German."""

import re
from pathlib import Path

import pytest

from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.trouble import has_form, translate_trouble
from limbwatch.cli.study.manifests.bids_layout import by_bids
from limbwatch.cli.study.manifests.counted_files import (
    of_other_endings,
    of_other_names,
    passed_over,
    without_placement,
)
from limbwatch.cli.study.manifests.discovery import by_folders
from limbwatch.sensor.files.times.misplaced.excursions import _doubt_foreign_rows
from limbwatch.sensor.scorings.rows import hypnogram_of, without_time

_MANY = re.compile(
    r"\b1 (other )?(files|rows|events|samples|stages|lines|Dateien|Zeilen|Ereignisse|Stadien)\b"
)

ONE = {
    passed_over(["a.csv"]): "1 Datei neben",
    without_placement(["a.csv"]): "1 Datei sagt nicht",
    of_other_endings(1): "1 Datei wurde übergangen",
    of_other_names(1, Path("night")): "1 andere Datei in night heißt",
    without_time(1, one="row", many="rows")[0]: "1 Zeile hat keine Zeit",
    without_time(1, one="event", many="events")[0]: "1 Ereignis hat keine Zeit",
    str(_doubt_foreign_rows(1, 5.0)): "1 Zeile ist 5 s nach denen",
    str(_doubt_foreign_rows(1, -5.0)): "1 Zeile ist 5 s vor denen",
}


@pytest.mark.parametrize(("said", "german"), ONE.items())
def test_one_is_said_in_the_singular(said: str, german: str) -> None:
    assert not _MANY.search(said)
    with speaking("de"):
        assert has_form(said)
        assert translate_trouble(said).startswith(german)
        assert not _MANY.search(translate_trouble(said))


MORE = {
    passed_over(["a.csv", "b.csv"]): "2 Dateien neben",
    without_placement(["a.csv", "b.csv"]): "2 Dateien sagen nicht",
    of_other_endings(2): "2 Dateien wurden",
    of_other_names(2, Path("night")): "2 andere Dateien",
    without_time(2, one="line", many="lines")[0]: "2 Zeilen haben",
}


@pytest.mark.parametrize(("said", "german"), MORE.items())
def test_two_are_said_in_the_plural(said: str, german: str) -> None:
    with speaking("de"):
        assert translate_trouble(said).startswith(german)


def test_one_stage_without_a_length_is_one() -> None:
    said: list[str] = []
    hypnogram_of([(0.0, 30.0, "N"), (30.0, float("nan"), "W")], said)
    assert [one.split(" ", 3)[:3] for one in said] == [["1", "stage", "is"], ["1", "stage", "has"]]


def test_nothing_is_said_of_none() -> None:
    assert without_time(0, one="row", many="rows") == []


def test_of_one_file_without_a_placement_no_others_are_hinted_at(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "sensor.csv").write_text("t,x,y,z\n0,0,0,1\n", "utf-8")
    (remark,) = by_folders(tmp_path).remarks
    assert remark.startswith("1 file does not say where the sensor was worn (1/sensor.csv): ")


def test_of_one_file_of_a_dataset_without_a_placement_no_others_are_hinted_at(
    tmp_path: Path,
) -> None:
    motion = tmp_path / "sub-1" / "motion" / "sub-1_task-sleep_tracksys-imu_motion.tsv"
    motion.parent.mkdir(parents=True)
    motion.write_text("0.1\t0.2\t0.9\n" * 9, "utf-8")
    (tmp_path / "dataset_description.json").write_text('{"BIDSVersion": "1.9.0"}', "utf-8")
    channels = "name\tcomponent\ttype\ttracked_point\tunits\n" + "".join(
        f"a{axis}\t{axis}\tACCEL\tpoint\tg\n" for axis in "xyz"
    )
    name = motion.name.replace("_motion.tsv", "_channels.tsv")
    motion.with_name(name).write_text(channels, "utf-8")
    (tmp_path / motion.relative_to(tmp_path)).with_suffix(".json").write_text(
        '{"SamplingFrequency": 50}', "utf-8"
    )
    (remark,) = by_bids(tmp_path).remarks
    assert remark.startswith("1 file does not say")
    assert ", ..." not in remark
