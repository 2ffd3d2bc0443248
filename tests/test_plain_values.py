"""What a command takes as it is typed is what its parser would have made of it."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.exceptions import TyperException

from limbwatch.cli.app import command
from limbwatch.cli.shortcuts import plain_values
from limbwatch.cli.shortcuts.plain_values import taking_plainly

TYPED = [None, "", "a", " a ", "./a/", "a\udcff.csv", "a\0", "1.5", "true", "wasm2016", "WASM2016"]
SEVERAL = [None, (), ("a", "./b"), ["a\udcff"], "a"]


def parameters(inside: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    with inside.make_context("limbwatch", [], resilient_parsing=True) as context:
        for one in inside.get_params(context):
            yield f"{name} {one.name}", one
    for word, each in getattr(inside, "commands", {}).items():
        yield from parameters(each, f"{name} {word}")


def made(parameter: Any, value: Any, *, plainly: bool) -> Any:
    process = (
        parameter.process_value if plainly else type(parameter).process_value.__get__(parameter)
    )
    with command().make_context("limbwatch", [], resilient_parsing=True) as context:
        try:
            return process(context, value)
        except TyperException as error:
            return error.format_message()


def test_every_value_is_what_the_parser_makes_of_it(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    places = [str(tmp_path), str(tmp_path / "there.csv"), str(tmp_path / "not there")]
    kinds: dict[tuple[object, ...], Any] = {}
    for _, one in parameters(command()):
        # options of one kind are treated alike
        facts = (one.type_descriptor.annotation, one.multiple, one.nargs, one.required)
        kinds.setdefault((*facts, one.callback is None), one)
    assert len(kinds) > 10
    for one in kinds.values():
        several = one.multiple or one.nargs == -1
        choices = [choice.value for choice in one.type_descriptor.choices or ()]
        values = SEVERAL if several else [*TYPED, *places, *choices, one.default, 3, True]
        for value in values:
            if one.callback is not None and value is not None:
                continue  # it ends the program
            found, wanted = (made(one, value, plainly=each) for each in (True, False))
            assert (type(found), found) == (type(wanted), wanted), (one.name, value)


def test_a_path_that_cannot_be_read_is_left_to_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.touch(mode=stat.S_IWUSR)
    monkeypatch.setattr(plain_values.os, "access", lambda *_: False)
    assert not plain_values._can_be_read(str(closed))
    assert plain_values._can_be_read(str(tmp_path / "none"))


def test_a_parser_that_tells_no_type_is_left_alone() -> None:
    class Parameter:
        process_value = None

    one = Parameter()
    assert taking_plainly([one]) == [one]
    assert vars(one) == {}
