"""Messages for a refused command line, with the value and what is allowed."""

import os
import re
from collections.abc import Mapping
from typing import Any, Final

_NUMBER: Final = "{option} is {value!r}, which is not a number."
_WHOLE: Final = "{option} is {value!r}, which is not a whole number."
_LEAST: Final = "{option} is {value!r}; it must be {least} or more."
_MOST: Final = "{option} is {value!r}; it must be {most} or less."
_CHOICE: Final = "{option} is {value!r}; it must be one of {names}."
_BY_KIND: Final = {
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "greater_than_equal": _LEAST,
    "less_than_equal": _MOST,
    "value_error": _CHOICE,
}
"""Messages by the validation library's name of an error."""
_NOT_READABLE: Final = re.compile(r"[Pp]ath '(.*)' is not readable\.$", re.DOTALL)
"""The parser's message for a missing permission."""
_TOO_MANY: Final = "Got unexpected extra argument"
"""The parser's message for a surplus argument, which may be meant as an output file."""
_ONE_OF: Final = " is not one of "
"""The parser's words before the list of allowed values."""


def refusal(error: Any) -> str:
    """Return why a command line is refused: usage in the parser's words, values in ours."""
    said = str(error.format_message())
    if said.startswith(_TOO_MANY) and _has_output_option(error):
        return f"{said}. Name the file to write with -o."
    found = _first_error(error.__cause__)
    form = _BY_KIND.get(str(found.get("type")))
    if form is None or getattr(error, "param", None) is None:
        return said
    names = said.rpartition(_ONE_OF)[2].rstrip(".") if _ONE_OF in said else ""
    if form is _CHOICE and not names:
        return said
    bounds = found.get("ctx", {})
    return form.format(
        option=_option_name(error.param),
        value=found.get("input"),
        least=_format_bound(bounds.get("ge")),
        most=_format_bound(bounds.get("le")),
        names=names.replace("'", ""),
    )


def _has_output_option(error: Any) -> bool:
    """Tell whether the command has an option for an output file or folder."""
    context = getattr(error, "ctx", None)
    return context is not None and any("-o" in one.opts for one in context.command.params)


def without_permission(error: Exception) -> str:
    """Return the file or folder that may not be read; empty if the error is another.

    The parser checks paths before a command does.
    """
    if isinstance(error, PermissionError):
        path = error.filename
        return path if isinstance(path, str) and not os.access(path, os.R_OK) else ""
    said = getattr(error, "format_message", str)
    found = _NOT_READABLE.search(str(said()))
    return found[1] if found else ""


def _first_error(cause: object) -> Mapping[str, Any]:
    """Return the first validation error of a value; empty if there are no details."""
    listed = getattr(cause, "errors", None)
    found = listed() if callable(listed) else ()
    return found[0] if found else {}


def _option_name(parameter: Any) -> str:
    """Return the name of an option as it is typed, or of an argument as in the help."""
    long = [one for one in parameter.opts if one.startswith("--")]
    return str(long[0] if long else parameter.metavar or parameter.name)


def _format_bound(bound: Any) -> str:
    return f"{bound:g}" if isinstance(bound, int | float) else str(bound)
