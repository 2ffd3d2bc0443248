"""What nobody's page would send: refused in words, nothing changed, no traceback."""

import json
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

from limbwatch.cli.night.answers.notes import DayNotes, notes_file
from limbwatch.cli.night.answers.wearer import WearerFacts, dated_facts, wearer_file
from limbwatch.cli.night.listed.people import NAMELESS
from limbwatch.cli.page.body import LARGEST
from limbwatch.cli.page.site import page_application

HOST = "127.0.0.1:8123"
ROOT = "/that-nobody-guesses"
NIGHT = f"{ROOT}/night/2026-03-14"

STRANGE: list[Any] = [
    None, True, -1, 0, 10**400, 1e308, -0.0, "", "x" * 30_000, "\0", "\ud800", "=1+1", "22:5x",
    "25:00", "99:99:99", [], {}, [[]], {"a": 1}, [True], "<script>", "../..", "undo", "plm",
]  # fmt: skip
ALLOWED = {
    "caffeine=0", "caffeine=-0.0", "stress=0", "sleep_debt=True", "until=''", "test=True"
}  # fmt: skip
FORGOTTEN = {"birth_year", "sex", "legs_urge"}
"""Fields of a person that an empty text forgets."""
PLAYED = {"sensor": "sim:PLM", "placement": "ankle_left"}
WRONG = {
    "change": [
        {"change": strange} for strange in STRANGE if strange != "undo"
    ] + [
        {"change": "relabel", "onset_s": strange, "kind": "twitch"} for strange in STRANGE
    ] + [
        {"change": "exclude", "start_s": strange, "end_s": strange} for strange in STRANGE
    ] + [
        {"change": "exclude", "from": strange, "to": "23:50"} for strange in STRANGE
    ] + [
        {"change": moment, "time": strange}
        for moment in ("bedtime", "rising") for strange in STRANGE
    ],
    "notes": [
        {name: strange}
        for name in ("caffeine", "stress", "sleep_debt", "exercise", "caffeine_last")
        for strange in STRANGE
        # these are allowed: not told, or a number in the field of a number
        if strange is not None and f"{name}={strange!r}" not in ALLOWED
    ] + [{"mood": strange} for strange in STRANGE] + [{"undo": 1}, {"undo": True, "stress": 1}],
    "wearer": [
        {name: strange} for name in ("birth_year", "sex", "legs_urge", "answers", "changed")
        for strange in [*STRANGE, "9999", "1e3"] if not (strange == "" and name in FORGOTTEN)
    ] + [{"name": strange} for strange in STRANGE if not isinstance(strange, str)] + [{"undo": 1}],
    "tonight/start": [
        {"sensors": strange} for strange in [*STRANGE, [None], ["x"], [{}], [PLAYED] * 9]
    ] + [
        {"sensors": [PLAYED], name: strange}
        for name in ("speed", "until", "test") for strange in STRANGE
        if strange is not None and f"{name}={strange!r}" not in ALLOWED
    ] + [
        {"sensors": [PLAYED | {name: strange}]}
        for name in ("placement", "kind") for strange in STRANGE
        if not (strange == "" and name == "kind")
    ],
    "tonight/stop": [{"name": strange} for strange in STRANGE],
}  # fmt: skip
"""JSON that is well-formed and means nothing."""


def bad_requests(count: int) -> Iterator[tuple[str, bytes]]:
    """Make bodies that are torn, too large, too deep, of the wrong type, or no JSON at all."""
    draw = random.Random(19)  # noqa: S311 - the same requests every time
    good = {
        "change": b'{"change": "exclude", "start_s": 10, "end_s": 99}',
        "notes": b'{"stress": 3, "text": "a night"}',
        "wearer": b'{"sex": "female", "name": "somebody"}',
        "tonight/start": b'{"sensors": [{"sensor": "sim:PLM", "placement": "ankle_left"}]}',
        "tonight/stop": b'{"name": "2026-03-14"}',
    }
    for _ in range(count):
        what = draw.choice(sorted(good))
        body = good[what]
        match draw.randrange(7):
            case 0:
                body = body[: draw.randrange(len(body))]
            case 1:
                body = draw.randbytes(draw.randrange(1, 400))
            case 2:
                depth = draw.choice((10, 1000, 45_000))
                body = b'{"text": ' + b"[" * depth + b"]" * depth + b"}"
            case 3:
                body = json.dumps({"text": "x" * draw.randrange(LARGEST, LARGEST * 3)}).encode()
            case 4:
                body = draw.choice((b"[]", b"null", b'"x"', b"3", b"NaN", b'{"stress": NaN}',
                                    b'{"stress": 1, "stress": 2}', b'{"start_s": -Infinity}',
                                    body + body, b"\xef\xbb\xbf" + body, body.decode().encode(
                                        "utf-16"), b"9" * 5000, b'{"speed": 1e999}'))  # fmt: skip
            case 5:
                place = draw.randrange(len(body))
                body = body[:place] + draw.choice((b"\xff", b"\0")) + body[place:]
            case _:
                body = json.dumps(draw.choice(WRONG[what])).encode()
        yield what, body


@pytest.fixture(scope="module")
def nights(night_maker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("attacked")
    night_maker(folder / "2026-03-14", hours=2.0, samples=False)
    notes_file(folder / "2026-03-14").write(DayNotes(stress=4, text="mine"))
    return folder


def files(nights: Path) -> dict[str, bytes]:
    return {str(one.relative_to(nights)): one.read_bytes() for one in nights.rglob("*.*")}


def test_bad_requests_are_400_and_change_nothing(
    nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(nights)
    application = page_application(
        nights, token=ROOT.removeprefix("/"), hosts=frozenset({HOST}), recording=True
    )
    headers = {"content-type": "application/json"}
    every = [(what, json.dumps(body).encode()) for what in WRONG for body in WRONG[what]]
    with TestClient(application, base_url=f"http://{HOST}") as client:
        for what, body in (*bad_requests(100), *every):
            where = f"{ROOT}/{what}" if what.startswith("tonight") else f"{NIGHT}/{what}"
            answer = client.post(where, content=body, headers=headers)
            # what names a night that is not there is told so
            wanted = {400, 404} if what == "tonight/stop" else {400}
            assert answer.status_code in wanted, (what, body[:200], answer.text[:200])
            assert answer.text
    assert files(nights) == before
    assert capsys.readouterr() == ("", "")


def test_every_way_to_change_something_is_attacked() -> None:
    page = page_application(Path(), token="", hosts=frozenset(), recording=True)
    routes = page.inner._pages_of(NAMELESS).routes  # type: ignore[attr-defined]
    posted = [route.path for route in routes if "POST" in (route.methods or ())]
    known = {path.removeprefix("/night/{name:path}/").lstrip("/") for path in posted}
    assert known - set(WRONG) == {"tonight/scan"}, "which asks for nothing"


@pytest.mark.parametrize(
    "path",
    [f"{NIGHT}/rescan?mg={mg}" for mg in ("", "x", "nan", "inf", "-1", "1e999", "0", "%00")]
    + [f"{ROOT}/nights?since={since}" for since in ("%ff", "9999-99-99", "\u0661", "<b>")]
    + [f"{ROOT}/%ff%fe", f"{ROOT}/night/%ff", f"{NIGHT}/change", f"{ROOT}/style.css/x"],
)
def test_a_bad_address_is_refused_without_a_traceback(
    nights: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    application = page_application(nights, token=ROOT.removeprefix("/"), hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        assert 400 <= client.get(path).status_code < 500
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="ends the server by SIGINT")
def test_who_hangs_up_or_talks_nonsense_leaves_no_traceback(nights: Path) -> None:
    before = files(nights)
    command = [sys.executable, "-m", "limbwatch", "view", "--serve", "--nights", str(nights)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        address = urlsplit(served.stdout.readline().strip())
        assert address.port is not None
        to = (str(address.hostname), address.port)
        head = f"Host: {address.netloc}\r\nContent-Type: application/json\r\n"
        post = f"POST {address.path}night/2026-03-14/notes HTTP/1.1\r\n{head}"
        for said in (
            b"",
            b"\x16\x03\x01\x02\x00\x01",
            b"GET",
            b"GET / HTTP/9.9\r\n\r\n",
            b"X" * 100_000,
            f"{post}Content-Length: 500\r\n\r\n{{".encode(),
            f"{post}Content-Length: -5\r\n\r\n{{".encode(),
            f"{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
            f"GET {address.path}live/events HTTP/1.1\r\n{head}\r\n".encode(),
            f"GET {address.path}night/2026-03-14 HTTP/1.1\r\n{head}\r\n".encode(),
        ):
            with socket.create_connection(to, timeout=20) as one:
                one.sendall(said)
        with socket.create_connection(to, timeout=20) as one:
            body = b'{"stress": 99}'
            one.sendall(f"{post}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            assert one.recv(12) == b"HTTP/1.1 400"
        served.send_signal(signal.SIGINT)
        out, err = served.communicate(timeout=30)
    assert out == ""
    assert err == "Press Ctrl-C to stop.\n"
    assert served.returncode == 0
    assert files(nights) == before


TURNING = "\u202e"
HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>'\"]}{{7*7}}"


def test_hostile_notes_names_and_labels_are_only_text(
    browser: Any, nights: Path, serve: Any, tmp_path: Path
) -> None:
    folder = tmp_path / HOSTILE.replace("/", "")
    shutil.copytree(nights / "2026-03-14", folder)
    facts = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    for sensor in facts["coverage"]:
        sensor |= {"device": HOSTILE, "notes": [HOSTILE]}
    facts["sleep"]["method"] = HOSTILE
    facts["version"] = HOSTILE
    facts["findings"] = [
        {"code": HOSTILE, "title": HOSTILE, "evidence": HOSTILE, "advice": HOSTILE}
    ]
    (folder / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    events = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    reasons = [
        line.rsplit(",", 1)[0] if '"' not in line else line.split(',"')[0] for line in events[1:]
    ]
    told = HOSTILE.replace('"', '""')
    text = "\n".join([events[0], *(f'{line},"{told}"' for line in reasons)]) + "\n"
    (folder / "events.csv").write_text(text, encoding="utf-8")
    notes_file(folder).write(DayNotes(text=HOSTILE, medication=HOSTILE, nutrition=HOSTILE))
    wearer_file(folder).write(
        dated_facts(date(2026, 3, 15), WearerFacts(name=HOSTILE, reason=HOSTILE))
    )
    browser.look(width=390, scheme="dark")
    address = serve(tmp_path)
    browser.open(address)
    assert HOSTILE in browser.find(".notes").get_attribute("textContent")
    assert HOSTILE in browser.find(".finding").text
    browser.click(".list li a")
    assert HOSTILE in browser.find(".one").text
    papers = [f"night/{quote(folder.name)}/doctor.html", "nights/doctor.html"]
    for page in ("", "nights", "live", *papers):
        browser.open(address + page)
        assert browser.run("return window.hacked") is None
        assert browser.run("return document.querySelectorAll('img').length") == 0
        assert browser.width_of_content() <= 390
        assert browser.complaints() == []


def test_no_note_turns_the_order_of_what_stands_behind_it(nights: Path, tmp_path: Path) -> None:
    """A figure that is read backwards is a wrong figure."""
    folder = tmp_path / "2026-03-14"
    shutil.copytree(nights / "2026-03-14", folder)
    notes_file(folder).write(DayNotes(text=f"{TURNING}wake \u2067up", medication=TURNING))
    wearer_file(folder).write(dated_facts(date(2026, 3, 15), WearerFacts(name=TURNING)))
    application = page_application(tmp_path, token=ROOT.removeprefix("/"), hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        pages = [client.get(f"{NIGHT}{more}").text for more in ("", "/report.html", "/doctor.html")]
    assert "\ufffdwake \ufffdup" in pages[0]
    for page in pages:
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
