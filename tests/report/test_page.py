"""The local page: who may ask, what is answered, what is written."""

import asyncio
import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.night.answers.wearer import read_wearer
from limbwatch.cli.night.correction.corrections import Change, read_corrections
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.page.guard import HEADERS, new_token
from limbwatch.cli.page.shelf import cards
from limbwatch.cli.page.site import page_application
from limbwatch.cli.report.templating import digest
from tests.report.conftest import HOST, ROOT, TOKEN


@pytest.fixture
def nights(
    tmp_path: Path, night_folder: Path, own_night: Path, copied: Callable[[Path, Path], Path]
) -> Path:
    """Two nights, the newest without samples, and a secret beside them."""
    folder = tmp_path / "nights"
    folder.mkdir()
    copied(night_folder, folder / "2026-03-13")
    shutil.copytree(own_night, folder / "2026-03-14")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def ask(client: TestClient, what: str, body: Any, **headers: str) -> Any:
    return client.post(f"{ROOT}/night/2026-03-14/{what}", json=body, headers=headers)


def test_the_newest_night_is_shown_with_strict_headers(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/")
    assert answer.status_code == 200
    assert answer.url.path == f"{ROOT}/night/2026-03-14"
    assert "Saturday 14 to Sunday 15 March 2026" in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    for name in ("style.css", "report.js", "page.js"):
        assert client.get(f"{ROOT}/{name}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/night/2026-03-14", "/x/night/2026-03-14", f"{ROOT}x/", f"{ROOT[:-1]}/", "//", "/%00",
     f"/{TOKEN.upper()}/", "/style.css"],
)  # fmt: skip
def test_without_the_secret_nothing_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert answer.text == "open the whole address that limbwatch printed"
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:9", "", "127.0.0.1:8123.evil"],
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get(f"{ROOT}/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "name",
    ["..", "../secret.txt", "..%2f..%2fsecret.txt", "%2e%2e/secret.txt", "2026-03-14/../..",
     "/etc/passwd", "2026-03-14\0", "2026-03-14/night.json", "2026-03-14/recording", "2026-03",
     "..\\secret.txt", "latest", "x" * 5000],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", "/report.html"])
def test_tricks_with_paths_find_nothing(nights: Path, name: str, ending: str) -> None:
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}))
    path = f"{ROOT}/night/{name}{ending}"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", HOST.encode())],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == 404
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert body in {b"Not Found", b'{"error":"There is no such night."}'}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-length": "100001"}, 400),
        ({"content-length": "many"}, 411),
    ],
)
def test_a_forged_change_is_refused(
    client: TestClient, nights: Path, headers: dict[str, str], status: int
) -> None:
    given = {"content-type": "application/json"} | headers
    body = json.dumps({"change": "exclude", "start_s": 1, "end_s": 99})
    answer = client.post(f"{ROOT}/night/2026-03-14/change", content=body, headers=given)
    assert answer.status_code == status
    assert not (nights / "2026-03-14" / "corrections.csv").exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, f"{ROOT}/").status_code == 405


def test_relabel_exclude_bedtime_and_undo(client: TestClient, nights: Path) -> None:
    folder = nights / "2026-03-14"
    before = {name: (folder / name).read_bytes() for name in ("night.json", "events.csv")}
    events = read_night(folder).events
    event = next(event for event in events if event.series == 3)
    asked = {"change": "relabel", "onset_s": round(event.onset, 1), "kind": "twitch"}
    said = ask(client, "change", asked, origin=f"http://{HOST}").json()
    assert float(said["after"]) < float(said["before"])
    assert ask(client, "change", asked).json()["number"] is None, "it is so already"
    said = ask(client, "change", {"change": "exclude", "start_s": 2000, "end_s": 4000}).json()
    assert float(said["after"]) < float(said["before"])
    assert ask(client, "change", {"change": "bedtime", "time": "23:30"}).status_code == 200
    assert ask(client, "change", {"change": "rising", "time": "05:30"}).status_code == 200
    page = client.get(f"{ROOT}/night/2026-03-14").text
    assert "counted again with your 4 corrections" in page
    assert 'name="bedtime" value="23:30"' in page
    assert "you: twitch; program: periodic limb movement" in page
    for _ in range(4):
        said = ask(client, "change", {"change": "undo"}).json()
    refused = ask(client, "change", {"change": "undo"}).json()
    assert refused == {"error": "there is nothing to undo."}
    facts = json.loads(before["night.json"])
    assert float(said["after"]) == round(facts["plm"]["index_per_hour"], 1)
    assert "counted again" not in client.get(f"{ROOT}/night/2026-03-14").text
    lines = read_corrections(folder)
    assert [line.change for line in lines] == [
        Change.RELABEL, Change.EXCLUDE, Change.BEDTIME, Change.RISING, *[Change.UNDO] * 4
    ]  # fmt: skip
    assert (lines[0].before, lines[0].after) == ("plm", "twitch")
    assert before == {name: (folder / name).read_bytes() for name in before}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        [],
        {"change": "explode"},
        {"change": "relabel"},
        {"change": "relabel", "onset_s": "1", "kind": "plm"},
        {"change": "relabel", "onset_s": 1e9, "kind": "twitch"},
        {"change": "relabel", "onset_s": 82.8, "kind": "dance"},
        {"change": "exclude", "start_s": 5, "end_s": 4},
        {"change": "exclude", "start_s": True, "end_s": 4},
        {"change": "exclude", "start_s": 1e9, "end_s": 2e9},
        {"change": "bedtime", "time": "25:00"},
        {"change": "bedtime", "time": "12:00"},
        {"change": "rising", "time": "22:41"},
        {"change": "undo"},
    ],
)
def test_an_impossible_change_writes_nothing(client: TestClient, nights: Path, asked: Any) -> None:
    answer = ask(client, "change", asked)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not (nights / "2026-03-14" / "corrections.csv").exists()


def test_not_json_writes_nothing(client: TestClient, nights: Path) -> None:
    headers = {"content-type": "application/json"}
    url = f"{ROOT}/night/2026-03-14/change"
    for body in (b"", b"{", b"\xff", b"NaN"):
        assert client.post(url, content=body, headers=headers).status_code == 400
    nan = b'{"change": "exclude", "start_s": NaN, "end_s": Infinity}'
    assert client.post(url, content=nan, headers=headers).status_code == 400
    assert not (nights / "2026-03-14" / "corrections.csv").exists()


def test_notes_are_replaced_and_shown(client: TestClient, nights: Path) -> None:
    told = {"caffeine": 2, "caffeine_last": "16:30", "sleep_debt": False, "text": "<b>'\""}
    assert ask(client, "notes", told).status_code == 200
    assert read_notes(nights / "2026-03-14") == DayNotes(**told)
    page = client.get(f"{ROOT}/night/2026-03-14").text
    assert "&lt;b&gt;&#39;&#34;" in page
    assert ask(client, "notes", {"stress": 99}).status_code == 400
    assert ask(client, "notes", {"mood": 1}).status_code == 400
    assert ask(client, "notes", {"sleep_debt": 1}).status_code == 400, "1 is neither yes nor no"
    assert read_notes(nights / "2026-03-14") == DayNotes(**told)


def test_the_report_in_the_folder_says_what_was_just_changed(
    client: TestClient, nights: Path
) -> None:
    file = nights / "2026-03-14" / "report.html"
    ask(client, "change", {"change": "exclude", "start_s": 2000, "end_s": 4000})
    assert "with your 1 correction." in file.read_text(encoding="utf-8")
    ask(client, "notes", {"text": "a cat \N{HEBREW LETTER ALEF}"})
    text = file.read_text(encoding="utf-8")
    assert '<dd dir="auto">a cat' in text, "a note in either direction keeps its own"
    ask(client, "change", {"change": "undo"})
    assert "correction." not in file.read_text(encoding="utf-8").split("<dl", 1)[0]


def test_nights_of_one_evening_are_told_apart_in_every_list(
    client: TestClient, nights: Path
) -> None:
    second = nights / "2026-03-14-2"
    shutil.copytree(nights / "2026-03-14", second)
    facts = json.loads((second / "night.json").read_text(encoding="utf-8"))
    for end in ("start", "end"):
        moment = datetime.fromisoformat(facts[end]) + timedelta(hours=2)
        facts[end] = moment.isoformat(timespec="milliseconds")
    (second / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    assert [card.day for card in cards(nights)] == [
        "Sat 14 Mar, Sun 00:41 to 08:41",
        "Sat 14 Mar, 22:41 to 06:41",
        "Sat 14 Mar, 22:41 to 00:41",
    ]
    page = client.get(f"{ROOT}/nights").text
    assert "<small>Sun 00:41 to 08:41</small>" in page
    assert "<small>22:41 to 06:41</small>" in page
    for name in ("2026-03-13", "2026-03-14"):
        shutil.rmtree(nights / name)
    assert [card.day for card in cards(nights)] == ["Sat 14 Mar"], "one needs no times"


@pytest.mark.parametrize(
    "asked", [{"sex": "x"}, {"mood": "fine"}, {"birth_year": 1961}, {"legs_urge": "often"}]
)
def test_impossible_answers_write_nothing(client: TestClient, nights: Path, asked: Any) -> None:
    assert ask(client, "wearer", asked).status_code == 400
    assert not (nights / "wearer.json").exists()


def test_answers_are_kept_field_by_field(client: TestClient, nights: Path) -> None:
    assert ask(client, "wearer", {"name": "A", "family": "yes"}).json() == {"changed": True}
    assert ask(client, "wearer", {"name": "A"}).json() == {"changed": False}
    told = read_wearer(nights / "2026-03-14")
    assert (told.name, dict(told.answers)) == ("A", {"family": "yes"})
    (nights / "wearer.json").write_text("{", encoding="utf-8")
    page = client.get(f"{ROOT}/night/2026-03-14")
    assert page.status_code == 200, "a damaged file hides no night"
    assert "wearer.json cannot be read" in page.text
    assert ask(client, "wearer", {"name": "B"}).status_code == 500
    assert (nights / "wearer.json").read_text(encoding="utf-8") == "{", "and is not overwritten"


def test_the_slider_of_thresholds_has_a_scale(client: TestClient) -> None:
    page = client.get(f"{ROOT}/night/2026-03-13").text
    assert 'x="0%" y="11" class="start">0.71</text>' in page, "half of it would be cut"
    for name in ("1", "2", "4", "8", "16"):
        assert f'class="mid">{name}</text>' in page


def test_pages_for_the_doctor_are_one_click_away(client: TestClient) -> None:
    for path in ("night/2026-03-14", "nights"):
        assert f'href="{ROOT}/{path}/doctor.html"' in client.get(f"{ROOT}/{path}").text
        assert "Not validated against" in client.get(f"{ROOT}/{path}/doctor.html").text


@pytest.mark.parametrize(
    "path", ["night/2026-03-13", "nights", "live", "night/2026-03-13/doctor.html",
             "nights/doctor.html"],
)  # fmt: skip
def test_a_page_may_have_the_styles_and_scripts_that_it_holds(
    client: TestClient, path: str
) -> None:
    answer = client.get(f"{ROOT}/{path}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    held = re.findall(r"<(style|script)>(.*?)</\1>", answer.text, re.DOTALL)
    for kind, text in held:
        allowed = policy.partition(f"{kind}-src ")[2].partition(";")[0]
        assert digest(text) in allowed, (kind, allowed)
    assert held or "<link" in answer.text


def test_damaged_nights_do_not_hide_the_others(client: TestClient, nights: Path) -> None:
    for name, content in (("2026-03-01", b"{"), ("2026-03-02", b"[]"), ("<img src=x>", b"{}")):
        (nights / name).mkdir()
        (nights / name / "night.json").write_bytes(content)
    assert [bool(card.trouble) for card in cards(nights)].count(True) == 3
    page = client.get(f"{ROOT}/night/2026-03-14")
    assert page.status_code == 200
    assert "<img" not in page.text
    answer = client.get(f"{ROOT}/night/2026-03-01")
    assert answer.status_code == 500
    assert "rescore" in answer.text


def test_damaged_corrections_and_notes_are_said_and_kept(client: TestClient, nights: Path) -> None:
    folder = nights / "2026-03-14"
    (folder / "corrections.csv").write_text("spoilt")
    (folder / "notes.json").write_text("spoilt")
    page = client.get(f"{ROOT}/night/2026-03-14")
    assert page.status_code == 200, "the night is shown all the same"
    assert "corrections.csv cannot be read" in page.text
    assert "limbwatch note says why" in page.text
    asked = {"change": "exclude", "start_s": 1, "end_s": 99}
    assert ask(client, "change", asked).status_code == 500
    assert ask(client, "notes", {"stress": 3}).status_code == 500
    assert (folder / "corrections.csv").read_text() == "spoilt"
    assert (folder / "notes.json").read_text() == "spoilt"


def test_the_report_file_can_be_taken_along(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/night/2026-03-13/report.html")
    assert answer.status_code == 200
    assert 'filename="limbwatch-2026-03-13.html"' in answer.headers["Content-Disposition"]
    assert "<script>" in answer.text


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    application = page_application(tmp_path / "none", token=TOKEN, hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        assert "No night yet" in client.get(f"{ROOT}/").text


def test_secrets_differ_and_are_long() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) >= 32


def test_all_nights_on_one_page(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/nights")
    assert answer.status_code == 200
    assert answer.text.count('<td class="bar">') == 2
    assert f'href="{ROOT}/night/2026-03-13"' in answer.text


@pytest.fixture
def evenings(nights: Path) -> None:
    """Put the earlier night on the evening of its name."""
    path = nights / "2026-03-13" / "night.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    for moment in ("start", "end"):
        facts[moment] = (datetime.fromisoformat(facts[moment]) - timedelta(days=1)).isoformat()
    path.write_text(json.dumps(facts), encoding="utf-8")


@pytest.mark.usefixtures("evenings")
def test_before_and_after_on_the_page(client: TestClient) -> None:
    assert "Nights since" not in client.get(f"{ROOT}/nights").text
    shown = client.get(f"{ROOT}/nights?since=2026-03-14").text
    assert "Nights since 2026-03-14 against those before." in shown
    assert 'name="since" value="2026-03-14"' in shown
    assert "since 2026-03-14: 1 night since then, 1 before; 6 of each are needed" in shown


@pytest.mark.usefixtures("evenings")
def test_before_and_after_a_note_on_the_page(client: TestClient) -> None:
    assert ask(client, "notes", {"medication": "ferrous sulfate"}).status_code == 200
    assert f'href="{ROOT}/nights?since=medication#since"' in client.get(f"{ROOT}/nights").text
    shown = client.get(f"{ROOT}/nights?since=medication").text
    assert "Nights since medication was first noted (2026-03-14) against those before." in shown


@pytest.mark.parametrize("asked", ["spring", "<script>alert(1)</script>", "2026-99-01", "x" * 9000])
def test_a_date_that_is_none_is_refused_on_the_page(client: TestClient, asked: str) -> None:
    answer = client.get(f"{ROOT}/nights", params={"since": asked})
    assert answer.status_code == 400
    assert "since a date like 2026-03-14" in answer.text
    assert "<script>alert" not in answer.text
    assert answer.text.count('<td class="bar">') == 2, "the nights are still there"


@pytest.mark.parametrize("asked", [True, False])
def test_a_phone_keeps_the_page_only_when_asked(nights: Path, asked: bool) -> None:
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}), installable=asked)
    with TestClient(application, base_url=f"http://{HOST}") as client:
        answer = client.get(f"{ROOT}/manifest.json")
        assert (answer.status_code == 200) is asked
        for path in ("/", "/nights", "/live"):
            assert ("manifest.json" in client.get(ROOT + path).text) is asked
        if asked:
            assert answer.json()["start_url"] == f"{ROOT}/"
