"""Arguments of the Python interface: recordings, paths and time zones, checked."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from inspect import currentframe
from numbers import Real
from pathlib import Path
from typing import Any, Final

import numpy as np

from limbwatch.detection import require_gravity
from limbwatch.sensor import RATE_CHANGE, Recording, UnreadableFile, main_rate

PathLike = str | Path
Zone = str | tzinfo | None
"""A time zone by name or object; None for this computer's."""

_PACKAGE: Final = "limbwatch."
"""Prefix of the names of this package's modules."""
_RECORDINGS: Final = (
    'give recordings, or a mapping of placement to file such as {"ankle_left": "left.csv"}'
)


def path_given(value: Any, name: str) -> Path:
    """Return an argument as a path.

    Raises
    ------
    TypeError
        If it is not a path, such as an array of samples or of sleep stages.
    ValueError
        If it is empty.
    """
    if isinstance(value, str) and not value.strip():
        # Path("") would be the current folder
        raise ValueError(f"{name} is empty; give the path of a file, or of a night's folder")
    if isinstance(value, str | Path):
        return Path(value)
    raise TypeError(
        f"{name} must be a path, not {type(value).__name__}. Samples in an array become a "
        "limbwatch.Recording, and recordings are given in a list; stages and breathing events are "
        "written into a file first, one row each"
    )


_WANTED: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "timezone": ((str, tzinfo), 'a name such as "Europe/Berlin" or a tzinfo'),
    "start": ((datetime, str), "an aware datetime"),
    "rate": ((Real,), "a number"),
    "unit": ((str,), 'a word such as "mg"'),
    "columns": ((Mapping,), 'a mapping such as {"x": "acc_x", "y": 3, "z": 4}'),
    "time_unit": ((str,), 'a word such as "ms"'),
    "time_format": ((str,), 'a text such as "%d/%m/%Y %H:%M:%S"'),
    "sensor": ((str,), "a name in the file"),
    "lights_off": ((str,), 'a time of day such as "22:45"'),
    "lights_on": ((str,), 'a time of day such as "06:30"'),
    "age": ((Real,), "a number"),
    "hypnogram_shift": ((Real,), "a number"),
    "breathing_shift": ((Real,), "a number"),
}
"""Types that each argument accepts, and their description in an error."""


_ARGUMENTS: Final = frozenset((*_WANTED, "hypnogram", "breathing"))
"""Arguments that are also options of the command line."""
_OPTION: Final = re.compile(r"(?<![^\s(])--([a-z]+(?:-[a-z]+)*)(?![\w.-]*\.\w)")
"""An option in a sentence that is not part of a file name."""


def require_kinds(**given: Any) -> None:
    """Raise an error if an argument is of the wrong type; None stands for unknown.

    Raises
    ------
    TypeError
        If an argument is of another type; the message says what it accepts.
    ValueError
        If an argument is an empty text, as from an empty cell of a table.
    """
    for name, value in given.items():
        kinds, words = _WANTED[name]
        # bool is a number to Python, and timedelta64 to numpy; neither is meant as one
        if value is not None and (
            not isinstance(value, kinds) or isinstance(value, bool | np.timedelta64)
        ):
            raise TypeError(
                f"{name} must be {words}, not {value!r}; leave it out where it is not known"
            )
        if isinstance(value, str) and not value.strip():
            raise ValueError(
                f"{name} is empty; it must be {words}, or left out where it is not known"
            )


def recordings_given(value: Any) -> tuple[Any, ...]:
    """Return one or several recordings as a tuple, not yet checked.

    Raises
    ------
    TypeError
        If the value cannot hold recordings.
    ValueError
        If it holds none.
    """
    if isinstance(value, Recording):
        return (value,)
    if not isinstance(value, Iterable) or isinstance(value, Mapping | str):
        raise TypeError(f"{type(value).__name__} is no Recording; {_RECORDINGS}")
    given = tuple(value)
    if not given:
        raise ValueError("there is no recording; give at least one, such as read_recording(...)")
    return given


def checked_recording(value: Any) -> Recording:
    """Return a recording in g with the rate of its runs; warn of doubts.

    Raises
    ------
    TypeError
        If it is not a recording.
    ValueError
        If its unit is not g.
    """
    if not isinstance(value, Recording):
        raise TypeError(f"{type(value).__name__} is no Recording; {_RECORDINGS}")
    doubt = require_gravity(value)
    if doubt:
        warn_caller(doubt)
    measured = main_rate(value.runs)
    if abs(value.rate / measured - 1) <= RATE_CHANGE:
        return value
    warn_caller(
        f"rate is {value.rate:g} Hz, and the runs of {value.placement.value} have "
        f"{measured:g} Hz; the runs are believed"
    )
    return replace(value, rate=measured)


def warn_caller(sentence: str) -> None:
    """Issue a warning that points at the first caller outside this package."""
    frame, level = currentframe(), 1
    while frame is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    warnings.warn(_name_arguments(sentence), UserWarning, stacklevel=level)


@contextmanager
def python_errors() -> Iterator[None]:
    """Turn errors of the command line into those of a Python function, naming its arguments."""
    from limbwatch.cli.errors import CommandError, ExitCode  # noqa: PLC0415

    try:
        yield
    except CommandError as error:
        kind = ValueError if error.exit_code is ExitCode.USAGE else UnreadableFile
        raise kind(_name_arguments(str(error))) from error
    except UnreadableFile as error:
        error.args = (_name_arguments(str(error)),)
        raise


def _name_arguments(sentence: str) -> str:
    """Replace the options of the command line in a sentence by the arguments of the same name."""
    return _OPTION.sub(
        lambda found: name if (name := found[1].replace("-", "_")) in _ARGUMENTS else found[0],
        sentence,
    )
