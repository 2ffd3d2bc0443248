"""No English word stays in a German sentence, whatever the sources put into its placeholders."""

import gzip
import json
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import datetime
from errno import (
    EACCES,
    EEXIST,
    EIO,
    EISDIR,
    EMFILE,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
)
from functools import cache
from io import BytesIO
from os import strerror
from pathlib import Path
from string import Formatter
from time import process_time
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest

from benchmarks import translations
from benchmarks.wording.error_texts import ErrorTexts
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.trouble import has_form, translate_trouble
from limbwatch.cli.language.trouble_forms import FORMS_FILE

KEPT: dict[str, dict[str, dict[str, list[str]]]] = json.loads(
    (translations.CATALOGUES / FORMS_FILE).read_text(encoding="utf-8")
)
ALL = KEPT["forms"] | KEPT["parts"]
_WORD = re.compile(r"[a-zäöüß]{2,}", re.IGNORECASE)
_TYPED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|limbwatch .*|sudo .*|bluetoothctl .*|systemctl .*|launchctl .*"
    r"|pip install .*|--?[\w-]+|[\w/.+-]+[.=_/][\w/.=_+-]+|\{[^}]*\}|\([^)]*=[^)]*\)"
)
"""What is typed or written as it is in every language."""


def words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_TYPED.sub(" ", text))}


@cache
def english() -> frozenset[str]:
    """Words that English texts have and no German one has."""
    catalogue = translations.read(translations.CATALOGUES / "de.po")
    ours: set[str] = set()
    theirs: set[str] = set()
    for message in catalogue:
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            ours |= words(text)
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            theirs |= words(text)
    return frozenset(ours - theirs)


def fillings(form: str, depth: int = 3) -> Iterator[str]:
    """Fill a form with each text that the sources can put into each of its placeholders."""
    held = ALL.get(form, {})
    names = [name for _, name, _, _ in Formatter().parse(form) if name is not None]
    yield fill(form, {})
    for name in names if depth else ():
        for text in held.get(name, ()):
            for inner in list(fillings(text, depth - 1))[-2:] if text != form else ():
                yield fill(form, {name: inner})


def fill(form: str, told: dict[str, str]) -> str:
    out = ""
    for at, (said, name, spec, kind) in enumerate(Formatter().parse(form)):
        out += said
        if name is not None:
            number = format(12.5 if spec[-1] in "efg" else 12, spec) if spec else ""
            held = ALL.get(form, {}).get(name, ())
            plain = [one for one in held if "{" not in one and one == one.strip()]
            other = next(iter(plain), "") if held else f"'Q{at}'" if kind else f"Q{at}"
            out += told.get(name) or number or other
    return out


def leaks(forms: dict[str, Any]) -> dict[str, str]:
    found = {}
    with speaking("de"):
        for form in forms:
            for text in fillings(form):
                said = translate_trouble(text)
                for word in words(said) & english():
                    found.setdefault(word, f"{said}   <- {form}")
    return found


@pytest.mark.system
def test_no_english_word_stays_in_a_german_sentence() -> None:
    assert len(english()) > 1000
    assert leaks(KEPT["forms"]) == {}


def test_a_word_that_stays_is_found() -> None:
    """The test above can fail: a text that is no form is shown as it is."""
    assert "which" in leaks({"{name} holds what nobody knows, which is odd": {}})


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            (
                "a.csv: 3 lines of stages alone are too few to be taken for a hypnogram: that has "
                "20 epochs or more. Write W"
            ),
            (
                "a.csv: 3 Zeilen (nur Stadien) sind zu wenige, um als Hypnogramm zu gelten: das "
                "hat 20 Epochen oder mehr. Write W"
            ),
        ),
        ("By s (50) or ms (0.05) it would be.", "In s (50) oder ms (0.05) läge es dazwischen."),
        (
            (
                "Its column 'time' (1.5, 2.5, ...) does not grow, so it is not time. If it is "
                "one, sort the rows by it first."
            ),
            (
                "Spalte 'time' darin (1.5, 2.5, ...) wächst nicht, ist also keine Zeit. Wenn es "
                "eine ist, sortieren Sie die Zeilen zuerst danach."
            ),
        ),
        (
            (
                "Counted from 1970 the times would be of 3 March 2041, in the future: they were "
                "taken for time since some start."
            ),
            (
                "Ab 1970 gezählt wären die Zeiten vom 3. März 2041, in der Zukunft: sie wurden als "
                "Zeit seit irgendeinem Beginn genommen."
            ),
        ),
        (
            (
                "Its clock was 1 h 00 min 02 s ahead of that of the left ankle, and ran 12 ppm "
                "faster; its times were changed so that the movements of both limbs agree. "
                "--keep-clocks undoes that."
            ),
            (
                "Die Uhr dieses Sensors ging 1 h 00 min 02 s vor der anderen (linker Knöchel) und "
                "lief 12 ppm schneller; seine Zeiten wurden so geändert, dass die Bewegungen "
                "beider Gliedmaßen übereinstimmen. --keep-clocks lässt sie, wie sie sind."
            ),
        ),
    ],
)
def test_words_in_a_sentence_are_said_with_it(english: str, german: str) -> None:
    assert translate_trouble(english) == english
    with speaking("de"):
        assert translate_trouble(english) == german


@pytest.mark.parametrize("name", ["again", "none", "left and right", "first", "no"])
def test_a_file_may_be_called_as_a_word_of_ours(name: str) -> None:
    """Words are looked up where the sources put them, and nowhere else."""
    with speaking("de"):
        assert translate_trouble(f"{name} is empty (0 bytes). Export or copy it again.").startswith(
            name
        )


@pytest.mark.parametrize(
    "text", [", " * 1900, " is " * 900, "line 3: " * 480, "row and 3 rows were dropped. " * 130]
)
def test_a_hostile_text_is_soon_said(text: str) -> None:
    """A file may put anything into a warning; what is told of it takes no minutes."""
    with speaking("de"):
        started = process_time()
        translate_trouble(text)
        assert process_time() - started < 10


def said_by_others() -> Iterator[str]:
    """What the system and libraries say of what they cannot read."""
    broken = (
        lambda: json.loads("{"),
        lambda: json.loads("[1, 2"),
        lambda: json.loads("[1] 2"),
        lambda: json.loads('{"a": "b'),
        lambda: json.loads("[1, x]"),
        lambda: gzip.decompress(gzip.compress(b"x" * 99)[:-9]),
        lambda: gzip.decompress(b"xx" * 9),
        lambda: zlib.decompress(b"xx"),
        lambda: ZipFile(BytesIO(b"x")),
        lambda: struct.unpack("<I", b"x"),
        lambda: datetime.strptime("", "%Q"),  # noqa: DTZ007
        lambda: Path("/nowhere/at/all").read_bytes(),
        lambda: msgspec.json.decode(b"[1"),
    )
    for one in broken:
        try:
            one()
        except Exception as error:  # noqa: BLE001 - whatever it is
            yield str(error)
    for code in (ENOENT, ENOSPC, EACCES, EROFS, EISDIR, ENOTDIR, EIO, EEXIST, EPERM, EMFILE):
        said = strerror(code)
        yield from (said, said[0].lower() + said[1:])


@pytest.mark.parametrize("text", list(said_by_others()))
def test_what_others_say_of_a_file_is_said_in_german(text: str) -> None:
    with speaking("de"):
        said = translate_trouble(f"x.csv cannot be read: {text}. Repair it.")
        assert has_form(text), text
        assert not words(translate_trouble(text)) & english(), said


def test_what_may_stand_in_a_placeholder_is_read_out_of_the_sources(tmp_path: Path) -> None:
    """By a condition, a function, a loop, an argument, a field, or a property of an object."""
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "x.py").write_text(
        "from dataclasses import dataclass\n"
        "@dataclass\n"
        "class Clock:\n"
        "    state: str\n"
        "    @property\n"
        "    def side(self) -> str:\n"
        "        return 'ahead' if self.state else 'behind'\n"
        "def made() -> Clock:\n    return Clock('slow')\n"
        "def dated(day: int, year: int) -> str:\n"
        "    month = NAMES[day]\n"
        "    return f'{day} {month} {year}'\n"
        "def told(which: str, n: float) -> str:\n"
        "    clock = made()\n"
        "    when = dated(1, 2)\n"
        "    for way in ('upward', 'downward'):\n"
        "        pass\n"
        "    raise ValueError(\n"
        "        f'it is {clock.state}, {clock.side}, the {which} one, {way}, {n:g} of {n!r}'\n"
        "        f' on {when}'\n"
        "    )\n"
        "told('first', 1)\n"
        "told(' or '.join(['last']), 2)\n"
    )
    texts = ErrorTexts(tmp_path, ("cli",))
    [(form, held)] = texts.forms().items()
    assert form == ("it is {state}, {side}, the {which} one, {way}, {n:g} of {n_2!r} on {when}")
    assert held == {
        "state": ["slow"],
        "side": ["ahead", "behind"],
        "which": [" or ", "first", "last"],
        "way": ["downward", "upward"],
        "when": ["{day} {month} {year}"],
    }
    assert "March" in texts.parts()


def test_what_is_typed_is_no_word_of_ours(tmp_path: Path) -> None:
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "x.py").write_text(
        "def check() -> None:\n"
        "    for option in ('speed', 'the end'):\n"
        "        raise ValueError(f'{option} is no number')\n"
    )
    found = ErrorTexts(tmp_path, ("cli",)).forms()
    assert found["{option} is no number"] == {"option": ["the end"]}


def test_a_word_in_a_sentence_means_the_same_elsewhere() -> None:
    """One word has one translation: where another is meant, the source says more of it."""
    alike = {" or ", "connecting", "left", "none", "once", "right", "{count} times"}
    catalogue = translations.read(translations.CATALOGUES / "de.po")
    places = {one: catalogue.get(one) for one in KEPT["parts"]}
    assert {one for one, told in places.items() if told and len(told.locations) > 1} == alike
