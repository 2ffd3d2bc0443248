"""Whose night it is, what it was made of, and that the same files are not two nights."""

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from platformdirs import user_state_path

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.history.nights_sheet import doctors_nights
from limbwatch.cli.night.folder import find_night, list_nights
from limbwatch.cli.night.listed.people import (
    Person,
    parse_person,
    person_of_place,
    place_of_person,
)
from limbwatch.cli.page.shelf import cards
from limbwatch.cli.replaying import replayed
from tests.command_words import words_of
from tests.conftest import DemoNight

Ran = tuple[int, str, str]
Limbwatch = Callable[..., Ran]


@pytest.fixture
def limbwatch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Limbwatch:
    monkeypatch.setenv("LIMBWATCH_NIGHTS", str(tmp_path / "nights"))
    monkeypatch.setenv("TZ", "UTC")

    def call(*arguments: str) -> Ran:
        code = run([*arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def summary(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    return found


def test_nights_of_a_named_person_lie_in_a_folder_of_their_own(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    nights = tmp_path / "nights"
    source = f"ankle_left={ten_minutes}"
    assert limbwatch("replay", source, "--subject", "07", "--session", "b")[0] == 0
    assert limbwatch("replay", source)[0] == 0, "the same file of another person is another night"
    named = nights / "sub-07" / "ses-b" / "2026-03-19"
    found, nameless = summary(named), summary(nights / "2026-03-19")
    assert (found["subject"], found["session"]) == ("07", "b")
    assert (nameless["subject"], nameless["session"]) == (None, None)
    digest = hashlib.sha256(ten_minutes.read_bytes()).hexdigest()
    assert (
        found["source"]
        == nameless["source"]
        == [{"name": ten_minutes.name, "placement": "ankle_left", "sha256": digest}]
    )
    assert find_night(nights, None) == nights / "2026-03-19", "the nameless person's latest"
    for name in ("sub-07/2026-03-19", "sub-07", "sub-07/ses-b/2026-03", "sub-07/latest"):
        assert find_night(nights, name) == named


def test_scoring_again_keeps_whose_it_is_and_what_it_was_made_of(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    limbwatch("replay", f"ankle_left={ten_minutes}", "--subject", "07", "--timezone", "UTC")
    folder = tmp_path / "nights" / "sub-07" / "2026-03-19"
    before = (folder / "night.json").read_bytes()
    assert b'"timezone": "UTC"' in before
    assert limbwatch("rescore", "latest", "--subject", "07")[0] == 0
    assert (folder / "night.json").read_bytes() == before
    (folder / "night.json").write_text("{}", encoding="utf-8")
    assert limbwatch("rescore", "sub-07/2026")[0] == 0
    assert (folder / "night.json").read_bytes() == before, "also where its results are damaged"
    moved = folder.parents[1] / "sub-08" / folder.name
    moved.parent.mkdir()
    folder.rename(moved)
    limbwatch("rescore", str(moved))
    assert summary(moved)["subject"] == "08", "where a night lies says whose it is"


def test_nothing_is_left_of_a_person_whose_folder_is_deleted(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    """docs/people.md says what to delete; no list elsewhere remembers whose nights there were."""
    nights, source = tmp_path / "nights", f"ankle_left={ten_minutes}"
    whose = ("--subject", "Q7Z", "--nights", str(nights))
    assert limbwatch("replay", source, *whose)[0] == 0
    assert limbwatch("replay", source)[0] == 0
    assert limbwatch("note", "latest", *whose, "--about", "name=Zacharias")[0] == 0
    assert limbwatch("view", "--all", "--html", "-o", str(tmp_path / "all.html"), *whose)[0] == 0
    shutil.rmtree(nights / "sub-Q7Z")
    (tmp_path / "all.html").unlink()
    code, out, _ = limbwatch("view", "--all", "--nights", str(nights))
    assert (code, "Q7Z" in out) == (0, False)
    state = user_state_path("limbwatch", appauthor=False)
    left = [path for place in (tmp_path, state) for path in place.rglob("*") if path.is_file()]
    assert state / "made.txt" in left
    for path in left:
        assert not any(word in path.read_bytes() for word in (b"Q7Z", b"Zacharias")), path


def test_a_named_person_has_nights_to_export(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    limbwatch("replay", f"ankle_left={ten_minutes}", "--subject", "07", "--session", "b")
    out = tmp_path / "night.json"
    told = ("--to", "json", "-o", str(out), "--subject", "07")
    assert limbwatch("export", "latest", *told, "--session", "b")[0] == 0
    assert '"session": "b"' in out.read_text(encoding="utf-8")
    assert limbwatch("export", "latest", *told, "--session", "c")[0] == 2
    bids = tmp_path / "bids"
    label = ("--to", "bids", "-o", str(bids), "--subject", "p7")
    assert limbwatch("export", "sub-07/latest", *label)[0] == 0
    assert (bids / "sub-p7").is_dir(), "nobody has that name: it is a label"


def test_the_same_files_and_options_are_the_night_that_is_there(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    nights = tmp_path / "nights"
    limbwatch("replay", f"ankle_left={ten_minutes}")
    copied = tmp_path / "copy.csv.gz"
    copied.write_bytes(ten_minutes.read_bytes())
    code, out, err = limbwatch("replay", f"ankle_left={copied}", "--json")
    assert code == 0
    assert "scored before" in err
    assert json.loads(out)["folder"] == str(nights / "2026-03-19")
    assert [path.name for path in list_nights(nights)] == ["2026-03-19"]
    for options, words in (
        (["--rules", "aasm"], "rules wasm2016, now aasm"),
        (["--age", "9"], "age not given, now 9"),
        (["--keep-clocks"], "keep-clocks not given, now yes"),
        (["--unit", "g"], "ankle_left unit not given, now g"),
    ):
        count = len(list(nights.iterdir()))
        err = limbwatch("replay", f"ankle_left={ten_minutes}", *options)[2]
        assert words in " ".join(err.split())
        assert len(list(nights.iterdir())) == count + 1
    count = len(list(nights.iterdir()))
    limbwatch("replay", f"wrist_left={ten_minutes}")
    assert len(list(nights.iterdir())) == count + 1, "another placement is another night"
    limbwatch("replay", f"ankle_left={ten_minutes}", "--again")
    assert len(list(nights.iterdir())) == count + 2


def test_files_scored_before_are_not_read_again_unless_something_else_is_asked(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limbwatch("replay", f"ankle_left={ten_minutes}")

    def read_sensors(*_: object, **__: object) -> None:
        raise CommandError("it was read", exit_code=ExitCode.UNREADABLE)

    monkeypatch.setattr(replayed, "read_sensors", read_sensors)
    code, _, err = limbwatch("replay", f"ankle_left={ten_minutes}")
    assert (code, "scored before" in err, "it was read" in err) == (0, True, False)
    namesake = tmp_path / "other" / ten_minutes.name
    namesake.parent.mkdir()
    with gzip.open(ten_minutes) as whole, gzip.open(namesake, "wb", 1) as short:
        short.writelines(list(whole)[:-1])
    for asked in (
        [f"ankle_left={namesake}"],
        [f"wrist_left={ten_minutes}"],
        [f"ankle_left={ten_minutes}", "--age", "9"],
        [f"ankle_left={ten_minutes}", "--speed", "0"],
        [f"ankle_left={ten_minutes}", "--lights-off", "23:00", "--lights-on", "06:00"],
        [f"ankle_left={ten_minutes}", "--again"],
    ):
        code, _, err = limbwatch("replay", *asked)
        assert (code, "it was read" in err) == (4, True), asked


@pytest.mark.parametrize(
    ("subject", "session"), [("P-07", None), ("", None), ("../x", None), ("ä", None), ("1", "a b")]
)
def test_labels_are_letters_and_digits(subject: str, session: str | None) -> None:
    with pytest.raises(CommandError, match="letters A to Z and digits"):
        parse_person(subject, session)


def test_a_label_may_carry_its_prefix() -> None:
    assert parse_person("sub-07", "ses-2") == Person("07", "2") == parse_person("07", "2")
    with pytest.raises(CommandError, match="--subject"):
        parse_person(None, "2")


def test_labels_that_a_disk_may_confuse_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub-A1").mkdir()
    assert place_of_person(tmp_path, Person("A1")) == tmp_path / "sub-A1"
    with pytest.raises(CommandError, match="sub-A1"):
        place_of_person(tmp_path, Person("a1"))


def test_where_a_night_lies_says_whose_it_is() -> None:
    assert person_of_place(Path("/n/sub-07/2026-03-19")) == Person("07")
    assert person_of_place(Path("/n/sub-07/ses-2/2026-03-19")) == Person("07", "2")
    assert person_of_place(Path("/n/2026-03-19")) == Person()


def test_a_folder_of_named_people_alone_asks_for_whom(
    limbwatch: Limbwatch, ten_minutes: Path
) -> None:
    limbwatch("replay", f"ankle_left={ten_minutes}", "--subject", "07")
    code, _, err = limbwatch("view")
    assert code == 2
    assert "--subject 07" in err


def test_no_median_is_over_people(limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path) -> None:
    lived = tmp_path / "lived.csv"  # as somebody's: without the column that says it is nobody's
    raw = ten_minutes.read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode()
    lived.write_text("\n".join(row.rpartition(",")[0] for row in text.splitlines()))
    for subject in ((), ("--subject", "07"), ("--subject", "08"), ("--subject", "08")):
        limbwatch("replay", f"ankle_left={lived}", *subject, "--again")
    code, out, _ = limbwatch("view", "--all")
    assert code == 0
    blocks = out.split("\n\nsub-")
    assert [block.split("\n")[0] for block in blocks[1:]] == ["07", "08"]
    assert ["lowest" in block for block in blocks] == [False, False, True]
    rows = json.loads(limbwatch("view", "--all", "--json")[1])
    assert [row["subject"] for row in rows] == [None, "07", "08", "08"]
    own = json.loads(limbwatch("view", "--all", "--json", "--subject", "08")[1])
    assert [row["subject"] for row in own] == ["08", "08"]


def test_nights_of_one_evening_are_told_by_their_session_wherever_they_are_listed(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    for session in ("pre", "post"):
        told = ("--subject", "08", "--session", session)
        limbwatch("replay", f"ankle_left={ten_minutes}", *told)
    for whose in ((), ("--subject", "08")):
        lines = limbwatch("view", "--all", *whose)[1].splitlines()
        nights = [line.split()[0] for line in lines if "2026-03-19" in line]
        assert nights == ["ses-post/2026-03-19~", "ses-pre/2026-03-19~"]
    for session in ("pre", "post"):
        alone = limbwatch("view", "--all", "--subject", "08", "--session", session)[1]
        assert "ses-" not in alone.partition("\n")[2], "its heading says so already"
        night = f"ses-{session}/2026-03-19"
        out = limbwatch("note", night, "--subject", "08")[1]
        assert f"Nothing is noted for sub-08/{night}." in out
        err = limbwatch("note", night, "--subject", "08", "--stress", "3")[2]
        assert f"Noted for sub-08/{night}." in err
    page = tmp_path / "page.html"
    assert limbwatch("view", "--all", "--subject", "08", "--html", "-o", str(page))[0] == 0
    shown = page.read_text(encoding="utf-8")
    assert ("<small>ses-pre, " in shown, "<small>ses-post, " in shown) == (True, True)
    days = [card.day for card in cards(tmp_path / "nights" / "sub-08")]
    assert days == ["Thu 19 Mar, ses-pre", "Thu 19 Mar, ses-post"]
    folders = list_nights(place_of_person(tmp_path / "nights", Person("08")))
    assert all(f"2026-03-19~ ses-{one}" in doctors_nights(folders) for one in ("pre", "post"))


def test_a_damaged_night_of_a_session_is_named_as_it_can_be_looked_at(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    for session in ("pre", "post"):
        told = ("--subject", "08", "--session", session)
        limbwatch("replay", f"ankle_left={ten_minutes}", *told)
    (tmp_path / "nights" / "sub-08" / "ses-pre" / "2026-03-19" / "night.json").write_text("{")
    said = " ".join(limbwatch("view", "--all", "--subject", "08")[1].split())
    command = re.search(r"limbwatch (view \S+) says why", said)
    assert command is not None
    code, _, err = limbwatch(*words_of(command[1]))
    assert (code, "ses-pre" in err) == (4, True)
    rows = json.loads(limbwatch("view", "--all", "--subject", "08", "--json")[1])
    assert [(row["session"], "error" in row) for row in rows] == [("post", False), ("pre", True)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--subject", "08"), "--subject 08"),
        (("--subject", "08", "--session", "2"), "--subject 08 --session 2"),
        ((), ""),
    ],
)
def test_the_night_that_is_advised_is_made_of_the_person_who_was_asked_for(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path, asked: tuple[str, ...], told: str
) -> None:
    code, _, err = limbwatch("view", *asked)
    assert code == 2
    command = re.search(r"Make one with: limbwatch (.*)", err)
    assert command is not None
    assert told in command[1]
    typed = words_of(command[1].replace("FILE", str(ten_minutes)))
    assert limbwatch(*typed)[0] == 0
    assert limbwatch("view", *asked)[0] == 0
    other = limbwatch("view", "--subject", "80")[2]
    assert ("Say whose you mean: --subject 08" in other) == bool(asked), "who is there is named"


@pytest.mark.parametrize(
    "command",
    [
        ("view",),
        ("view", "--all"),
        ("view", "--all", "--json"),
        ("view", "--all", "--subject", "08"),
        ("view", "--serve"),
        ("export", "--all", "--to", "parquet"),
        ("note", "latest"),
        ("rescore", "latest"),
        ("compare", "latest", "--with", "x.edf"),
        ("demo",),
        ("doctor",),
        ("tonight",),
        ("record", "--sensor", "ankle_left=sim:PLM"),
        ("replay", "ankle_left=x.csv"),
        ("fetch", "ankle_left=x"),
    ],
)
def test_a_file_in_place_of_the_folder_of_nights_is_refused(
    limbwatch: Limbwatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("none")
    code, _, err = limbwatch(*command, "--nights", str(tmp_path / "file"))
    assert (code, f"{tmp_path / 'file'} is a file, but nights" in err) == (2, True)


def test_what_is_missing_is_no_zero(limbwatch: Limbwatch, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = np.column_stack(
        [
            1773525600.0 + np.arange(15000) / 25,
            np.array([0.0, 0.6, 0.8]) + rng.normal(0, 0.002, (15000, 3)),
        ]
    )
    short = tmp_path / "short.csv"
    np.savetxt(short, rows, "%.4f", ",", header="timestamp,x,y,z", comments="")
    assert limbwatch("replay", f"ankle_left={short}")[0] == 0
    (row,) = json.loads(limbwatch("view", "--all", "--json")[1])
    for name in ("plm_count", "hypnic_jerks", "plm_index_per_hour", "sleep_minutes"):
        assert row[name] is None, name
    assert limbwatch("view", "--all")[1].splitlines()[1].split()[-4:] == ["-"] * 4


def test_an_export_says_whose_night_it_is(
    limbwatch: Limbwatch, tmp_path: Path, ten_minutes: Path
) -> None:
    limbwatch("replay", f"ankle_left={ten_minutes}", "--subject", "07")
    limbwatch("replay", f"ankle_left={ten_minutes}")
    for night, options, label in (
        ("sub-07/latest", (), "07"),
        ("sub-07/latest", ("--anonymous",), "01"),
        ("sub-07/latest", ("--subject", "x"), "x"),
        ("latest", (), "01"),
    ):
        out = tmp_path / f"bids-{night[:3]}-{label}-{len(options)}"
        assert limbwatch("export", night, "--to", "bids", "-o", str(out), *options)[0] == 0
        assert (out / f"sub-{label}").is_dir()
    table = tmp_path / "all.parquet"
    assert limbwatch("export", "--all", "--to", "parquet", "-o", str(table))[0] == 0
    assert set(pq.read_table(table)["subject"].to_pylist()) == {None, "07"}
    assert limbwatch("export", "--all", "--to", "parquet", "-o", str(table), "--anonymous")[0] == 0
    assert set(pq.read_table(table)["subject"].to_pylist()) == {None}


def test_an_anonymous_night_has_no_date(
    limbwatch: Limbwatch, tmp_path: Path, demo_night: DemoNight
) -> None:
    night = tmp_path / "nights" / "2026-03-19"
    shutil.copytree(demo_night.folder, night)
    found = summary(night) | {"evening": "2026-03-19", "part": "1 of 2"}
    (night / "night.json").write_text(json.dumps(found), encoding="utf-8")
    out = tmp_path / "night.json"
    arguments = ("export", "latest", "--to", "json", "--anonymous", "-o", str(out))
    assert limbwatch(*arguments)[0] == 0
    assert "2026" not in out.read_text(encoding="utf-8")
