"""No English word stays in a German sentence, whatever the sources put into its placeholders."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from benchmarks import translations
from benchmarks.wording.error_texts import CODES, ErrorTexts
from limbwatch.cli.language.spoken import speaking
from limbwatch.cli.language.trouble import FORMS_FILE, explained, in_known_words

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
                said = explained(text)
                for word in words(said) & english():
                    found.setdefault(word, f"{said}   <- {form}")
    return found


def test_no_english_word_stays_in_a_german_sentence() -> None:
    assert len(english()) > 1000
    assert leaks(KEPT["forms"]) == {}
