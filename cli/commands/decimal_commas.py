"""Numbers on the command line that are written with a decimal comma, as German writes them."""

from collections.abc import Iterable, Iterator
from typing import Any

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.typed_numbers import with_point


def with_points(arguments: list[str], parameters: Iterable[Any]) -> list[str]:
    """Write the numbers of options with a decimal point where they have a comma.

    Parameters
    ----------
    arguments : list of str
        As typed after the name of a command.
    parameters : iterable of typer parameters
        What the command takes; only options of a number with a fraction are looked at.

    Raises
    ------
    CommandError
        If a number may be meant in two ways, as 1,500.
    """
    taking = {name for one in parameters if _is_number(one) for name in one.opts}
    return list(_read(arguments, taking))


def _read(arguments: list[str], taking: set[str]) -> Iterator[str]:
    before, ended = "", False
    for one in arguments:
        ended = ended or one == "--"
        name, equals, value = one.partition("=")
        if not ended and equals and name in taking:
            yield f"{name}={_with_point(name, value)}"
        else:
            yield _with_point(before, one) if not ended and before in taking else one
        before = one


def _with_point(option: str, text: str) -> str:
    try:
        return with_point(option, text)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _is_number(parameter: Any) -> bool:
    return getattr(getattr(parameter, "type_descriptor", None), "annotation", None) is float
