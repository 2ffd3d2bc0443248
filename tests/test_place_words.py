"""Words that say where a sensor was worn, as languages, keyboards and computers write them."""

import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.reading.placements import placement_by_words
from limbwatch.sensor import Placement, UnreadableFile
from limbwatch.sensor.files import TableOptions, read_recorded_file
from limbwatch.sensor.files.several.choice import SensorNotFound, chosen
from limbwatch.sensor.files.several.stated_place import file_name_doubt
from limbwatch.sensor.files.several.worn_words import worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of

AL, AR, WL = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT


def choose(names: Sequence[str], placement: Placement, told: str | None = None) -> str:
    words = {name: words_of(name) for name in names}
    return chosen(words, placement, named=told, path=Path("n.zip"), where="as files in it")


@pytest.mark.parametrize(
    "names",
    [
        ("li_Knöchel", "re_Knöchel", "li_Handgelenk"),
        ("li_Knoechel", "re_Knoechel", "li_Handgelenk"),
        ("Fuss_li", "Fuss_re", "Handgelenk_li"),
        ("caviglia_sx", "caviglia_dx", "polso_sx"),
        ("vänster fotled", "höger fotled", "vänster handled"),
        ("vanster fotled", "hoger fotled", "vanster handled"),
        ("venstre ankel", "højre ankel", "venstre håndled"),
        ("venstre ankel", "hoeyre ankel", "venstre haandledd"),
        ("tornozelo esquerdo", "tornozelo direito", "punho esquerdo"),
        ("tobillo_izq", "tobillo_der", "muneca_izq"),
        ("li", "re", "li_Handgelenk"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sensor_is_found_by_its_place_as_it_is_written(form: str, names: Sequence[str]) -> None:
    written = [unicodedata.normalize(form, name) for name in names]
    assert [choose(written, placement) for placement in (AL, AR, WL)] == written


def test_a_short_side_counts_only_beside_a_limb_or_the_other_side() -> None:
    assert worn(("re", "export")).side is None
    assert worn(("li", "battery")).side is None
    assert worn(("fuss", "re")).side == "right"


def test_a_word_of_english_is_no_wrist() -> None:
    assert worn(("handled", "left", "ankle")).limb == "ankle"
    assert worn(("handled",)).limb is None


@pytest.mark.parametrize("told", ["li_knöchel", unicodedata.normalize("NFD", "li_Knöchel")])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_that_is_typed_is_found_however_its_letters_are_composed(
    form: str, told: str
) -> None:
    names = [unicodedata.normalize(form, name) for name in ("li_Knöchel", "re_Knöchel")]
    assert choose(names, AR, told) == names[0]


def test_a_column_that_is_typed_is_found_however_its_letters_are_composed(tmp_path: Path) -> None:
    names = unicodedata.normalize("NFD", "Größe t,x,y,z")
    rows = [f"{k / 25:.2f},0.0{k % 7},0.1,1.0{k % 3}" for k in range(2000)]
    path = tmp_path / "f.csv"
    path.write_text("\n".join([names, *rows, ""]), encoding="utf-8")
    said = TableOptions(columns={"time": "größe t"}, time_unit="s")
    recording = read_recorded_file(path, placement=AL, timezone=UTC, options=said)
    assert recording.rate == pytest.approx(25)


def test_no_leg_is_proposed_by_a_name_whose_words_are_not_known() -> None:
    # Estonian: the right one comes first in the alphabet
    for placement in (AL, AR):
        with pytest.raises(SensorNotFound, match=f"such as --sensor {placement}=NAME"):
            choose(("parem hüppeliiges", "vasak hüppeliiges"), placement)
    with pytest.raises(SensorNotFound, match="--sensor ankle_left=NAME"):
        choose(("foot parem", "foot vasak"), AL)


def test_a_name_that_says_the_place_is_proposed() -> None:
    with pytest.raises(SensorNotFound, match="--sensor ankle_left='left ankle nap'"):
        choose(("left ankle night", "left ankle nap"), AL)


@pytest.mark.parametrize(
    ("name", "placement"),
    [
        ("re_Knoechel.txt", AL),
        ("Fuss_re.csv", AL),
        ("caviglia_dx.csv", AL),
        ("höger fotled.csv", AL),
        (unicodedata.normalize("NFD", "höger fotled.csv"), AL),
        ("vänster handled.csv", AL),
        ("højre ankel.csv", AL),
    ],
)
def test_a_file_that_is_given_for_the_other_leg_is_a_doubt(name: str, placement: Placement) -> None:
    assert len(file_name_doubt(Path(name), placement)) == 1


@pytest.mark.parametrize("name", ["re_Knoechel.txt", "höger fotled.csv", "handled right ankle.csv"])
def test_a_file_that_is_given_as_its_name_says_is_none(name: str) -> None:
    assert file_name_doubt(Path(name), AR) == ()


@pytest.mark.parametrize("name", ["handled.csv", "handled left.csv", "handled_data.csv"])
@pytest.mark.parametrize("placement", [AL, AR, WL])
def test_a_word_of_english_in_the_name_of_a_file_is_no_doubt(
    name: str, placement: Placement
) -> None:
    assert file_name_doubt(Path(name), placement) == ()


def test_a_wrist_without_its_ring_counts_beside_a_side_of_its_language() -> None:
    assert worn(("hojre", "handled")).limb == worn(("venstre", "handled")).limb == "wrist"


@pytest.mark.parametrize(
    ("name", "placement"),
    [
        ("right_recording_left_leg", "ankle_left"),
        ("left-handed right wrist", "wrist_right"),
        ("der linke Knöchel", "ankle_left"),
        ("re_bein_li", "ankle"),
        ("right left leg left", "ankle_left"),
        ("right_left_recording_leg", "ankle"),
    ],
)
def test_of_two_sides_that_beside_the_limb_counts_and_else_neither(
    name: str, placement: str
) -> None:
    assert placement_by_words(name) == placement


def test_a_plan_reads_names_whose_letters_are_apart() -> None:
    assert placement_by_words(unicodedata.normalize("NFD", "linker Knöchel")) == "ankle_left"


def test_members_of_an_archive_of_a_mac_are_found_by_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "n.zip"
    noise = np.random.default_rng(3).normal(0, 0.004, (2, 2000))
    with zipfile.ZipFile(path, "w") as archive:
        for at, name in enumerate(("eins ö", "zwei ö")):
            rows = [f"{k / 25:.2f},{x:.4f},0.{at},1.0" for k, x in enumerate(noise[at])]
            text = "\n".join(["time,x,y,z", *rows, ""])
            archive.writestr(unicodedata.normalize("NFD", f"{name}.csv"), text)
    found = read_recorded_file(
        path,
        placement=AL,
        timezone=UTC,
        options=TableOptions(sensor="zwei ö.csv"),
    )
    assert found.runs[0].xyz[:, 1].mean() == pytest.approx(0.1)
    with pytest.raises(UnreadableFile, match="--sensor ankle_left=NAME"):
        read_recorded_file(path, placement=AL, timezone=UTC)
