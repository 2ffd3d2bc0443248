"""The page of a folder with several people: each has pages of their own, nobody a mixture."""

import json
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from limbwatch.cli.app import run
from limbwatch.cli.night.correction.corrections import read_corrections
from limbwatch.cli.page.serve import whose_nights
from limbwatch.cli.page.site import page_application
from tests.report.conftest import HOST, ROOT, TOKEN


def rated(source: Path, place: Path, index: float) -> None:
    """Copy a night and give it an index that is seen in medians."""
    shutil.copytree(source, place)
    night = json.loads((place / "night.json").read_bytes())
    night["plm"]["index_per_hour"] = index
    night["plm"]["hours_of_sleep"] = 7.0
    night["simulated"] = False
    (place / "night.json").write_text(json.dumps(night))


@pytest.fixture
def nights(tmp_path: Path, own_night: Path) -> Path:
    folder = tmp_path / "nights"
    places = ("2026-03-14", "sub-07/2026-03-14", "sub-07/2026-03-15", "sub-08/ses-2/2026-03-14")
    for number, place in enumerate(places):
        rated(own_night, folder / place, 10.0 + number)
    rated(own_night, folder / "sub-08/ses-1/2026-03-14", 40.0)
    return folder


def cells(text: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", text, flags=re.DOTALL)


def test_each_person_has_a_row_with_a_median_of_their_own(client: TestClient) -> None:
    text = client.get(f"{ROOT}/people").text
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in text.split("<tr>")[2:]]
    assert [row.partition(" The median")[0] for row in rows] == [
        "Without a name 1 night 2026-03-14 10.0 of 1",
        "sub-07 2 nights 2026-03-14 11.5 of 2",
        "sub-08 2 nights 2026-03-14 26.5 of 2",
    ]
    for link in re.findall(r'href="(/[^"]+)"', text):
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("whose", "median", "names"),
    [
        ("", "10.0", {"2026-03-14"}),
        ("/of/sub-07", "11.5", {"2026-03-14", "2026-03-15"}),
        ("/of/sub-08", "26.5", {"ses-1/2026-03-14", "ses-2/2026-03-14"}),
    ],
)
def test_a_history_and_a_shelf_are_of_one_person(
    client: TestClient, whose: str, median: str, names: set[str]
) -> None:
    history = client.get(f"{ROOT}{whose}/nights").text
    found = cells(history)
    assert found[found.index("Median") + 1] == median
    shelf = client.get(f"{ROOT}{whose}/").text
    for text in (history, shelf):
        links = set(re.findall(rf'href="({ROOT}[^"]*/night/[^"]+?\d)"', text))
        assert links == {f"{ROOT}{whose}/night/{name}" for name in names}
        assert all(client.get(link).status_code == 200 for link in links)
        assert f'href="{ROOT}/people"' in text
        assert ("of sub-" in text) == bool(whose)


def test_a_correction_goes_to_the_night_of_that_person_and_session(
    client: TestClient, nights: Path
) -> None:
    asked = {"change": "exclude", "start_s": 60.0, "end_s": 120.0}
    path = f"{ROOT}/of/sub-08/night/ses-2%2F2026-03-14/change"
    assert client.post(path, json=asked).json()["number"] == 1
    corrected = [path.parent for path in nights.rglob("corrections.csv")]
    assert corrected == [nights / "sub-08" / "ses-2" / "2026-03-14"]
    assert len(read_corrections(corrected[0])) == 1


@pytest.mark.parametrize(
    "path",
    ["/of/sub-09/", "/of/07/", "/of/sub-0/", "/of/SUB-07/", "/of/sub-07%2F..%2F/", "/of/",
     "/of/sub-08/night/2026-03-14", "/of/sub-07/night/ses-2/2026-03-14", "/of/sub-07/people",
     "/night/sub-07/2026-03-14", "/of/..%2F..%2Fsub-07/nights", "/of/sub-07/of/sub-08/nights"],
)  # fmt: skip
def test_nobody_else_is_found_below_a_person(client: TestClient, path: str) -> None:
    assert client.get(f"{ROOT}{path}").status_code == 404


def test_a_page_that_was_opened_for_one_person_knows_nobody_else(nights: Path) -> None:
    application = page_application(nights / "sub-07", token=TOKEN, hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        for path in ("/", "/nights"):
            text = client.get(f"{ROOT}{path}").text
            assert "sub-08" not in text
            assert "other people" not in text
        assert client.get(f"{ROOT}/of/sub-08/nights").status_code == 404


def test_a_person_who_lives_alone_notices_nothing(nights: Path) -> None:
    for other in nights.glob("sub-*"):
        shutil.rmtree(other)
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        for path in ("/", "/nights"):
            assert "people" not in client.get(f"{ROOT}{path}").text.partition("<main>")[0]
            assert f"{ROOT}/people" not in client.get(f"{ROOT}{path}").text


def test_where_only_named_people_have_nights_they_are_listed_first(nights: Path) -> None:
    shutil.rmtree(nights / "2026-03-14")
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        answer = client.get(f"{ROOT}/")
        assert answer.url.path == f"{ROOT}/people"
        assert "Without a name" not in answer.text


def test_a_list_in_a_file_says_who_is_not_in_it(
    nights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "all.html"
    assert run(["view", "--all", "--html", "-o", str(page), "--nights", str(nights)]) == 0
    assert "--subject 07 or 08" in capsys.readouterr().err
    text = page.read_text("utf-8")
    found = cells(text)
    assert found[found.index("Median") + 1] == "10.0"


def test_who_opens_the_page_to_the_network_is_told_whose_nights_it_shows(nights: Path) -> None:
    assert whose_nights(nights / "sub-07") == "your nights"
    assert "2 named people" in whose_nights(nights)
