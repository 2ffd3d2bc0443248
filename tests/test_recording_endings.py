"""Extensions of recordings stand in one list, which knows every kind that is read."""

import re
from pathlib import Path

import pytest

import limbwatch
from limbwatch.sensor.files.recorders.binary_files import BINARY_FORMATS
from limbwatch.sensor.files.recording_endings import (
    ENDINGS,
    NEVER_RECORDED,
    ends_as_recording,
    is_never_recording,
)

ROOT = Path(limbwatch.__file__).parents[1]
PLACE = "sensor/files/recording_endings.py"


@pytest.mark.parametrize("known", BINARY_FORMATS, ids=lambda one: one.what)
def test_the_extension_of_a_binary_format_is_that_of_a_recording(known) -> None:
    (ending,) = re.findall(r"\.\w+", known.what)
    assert ending in ENDINGS, f"enter {ending} of {known.what!r} in ENDINGS of {PLACE}"
    documented = (ROOT / "docs/files.md").read_text(encoding="utf-8")
    assert f"`{ending}`" in documented, f"enter {ending} in a table of docs/files.md"


def test_no_other_module_has_a_list_of_extensions() -> None:
    """A study, an archive and the names of places once had one each, and none was whole."""
    known = ENDINGS | NEVER_RECORDED
    expression = re.compile(r"\\\.\(\?:(\w+)\|[\w?]+\|")
    found = []
    for path in (path for folder in ("sensor", "cli") for path in (ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        named = known & set(re.findall(r"\"(\.\w+)\"", text))
        alternatives = expression.findall(text)
        if len(named) > 3 or any(f".{one}" in known for one in alternatives):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == [PLACE], f"use the lists of {PLACE}"


def test_an_extension_is_one_of_a_recording_or_never_or_unknown() -> None:
    assert not ENDINGS & NEVER_RECORDED
    names = ("a.b.CSV", "a.PDF", "a.xyz", "csv")
    assert [ends_as_recording(name) for name in names] == [True, False, False, False]
    assert [is_never_recording(name) for name in names] == [False, True, False, False]
