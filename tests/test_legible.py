"""Whatever letters a terminal lacks: nothing breaks off, and what is printed can be read."""

import io
import json
import sys
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.screen.legible import legibly, print_legibly

ENCODINGS = ("ascii", "latin-1", "cp437", "utf-8")


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        (
            "Schlaf geschätzt, über 2 µg \u00d7 3 \u2013 größer",
            "Schlaf geschaetzt, ueber 2 ug x 3 - groesser",
        ),
        ("café, Dvořák, Łódź, ½", "cafe, Dvorak, Lodz, 1/2"),
        ("≥ 5 … \u201eso\u201c \u2019t ▁▄█", '>= 5 ... "so" \'t ..#'),
        ("夜 of 2", "? of 2"),
        ("plain\n", "plain\n"),
    ],
)
def test_a_letter_is_spelt_with_those_that_every_terminal_has(text: str, spelt: str) -> None:
    assert legibly(text) == spelt


@pytest.fixture(scope="module")
def nights(ten_minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    nights = tmp_path_factory.mktemp("legible") / "nights"
    assert run(["replay", f"ankle_left={ten_minutes}", "--nights", str(nights), "-q"]) == 0
    (night,) = nights.glob("2*")
    assert run(["note", str(night), "--text", "spät \u2013 夜", "-q"]) == 0
    return nights


def printed(
    encoding: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    """Run a command on streams of an encoding that refuse what it lacks."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    for name, stream in zip(("stdout", "stderr"), streams, strict=True):
        monkeypatch.setattr(sys, name, stream)
    print_legibly()
    code = run(words)
    texts = []
    for stream in streams:
        stream.flush()
        texts.append(stream.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
    monkeypatch.undo()
    return code, texts[0], texts[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--lang de view", 0),
        ("--lang de view --all", 0),
        ("--lang de view --events", 0),
        ("--lang de note latest", 0),
        ("--lang de note latest --about help", 0),
        ("--lang de note latest --about name=Bär", 0),
        ("--lang de view 2031-01-01", 2),
        ("--lang de view --hälp", 2),
        ("--lang de view --help", 0),
        ("--lang de", 0),
    ],
)
def test_every_encoding_prints_every_command(
    encoding: str, command: str, code: int, nights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = command.split()
    place = ["--nights", str(nights)] if len(words) > 2 and "--help" not in words else []
    ended, out, err = printed(encoding, [*words, *place], monkeypatch)
    assert (ended, "UnicodeEncodeError" in err) == (code, False), err
    assert out or err


def test_what_becomes_longer_takes_the_blanks_behind_it(
    nights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--lang", "de", "view", "--nights", str(nights)]
    _, plain, _ = printed("utf-8", words, monkeypatch)
    _, spelt, _ = printed("ascii", words, monkeypatch)
    told = [
        (one.index("0 min, 0 %"), other.index("0 min, 0 %"))
        for one, other in zip(plain.split("\n"), spelt.split("\n"), strict=True)
        if one.startswith("Schlaf (gesch")
    ]
    assert len(told) == 1
    assert told[0][0] == told[0][1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_program_gets_the_letters_that_are_meant(
    encoding: str, nights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["note", "latest", "--json", "--nights", str(nights)]
    _, out, _ = printed(encoding, words, monkeypatch)
    assert json.loads(out) == {"text": "spät \u2013 夜"}
