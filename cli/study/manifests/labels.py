"""Labels of subjects and sessions as in BIDS: letters and digits."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import SESSION, SUBJECT

_PREFIXES: Final = {"subject": SUBJECT, "session": SESSION}
_OTHERS: Final = re.compile(r"[^0-9A-Za-z]+")
_DECIMALS: Final = re.compile(r"[+-]?(\d+)[.,]\d+")
"""Number with decimals: a spreadsheet writes the label 1 as 1.0, and without its point that is 10,
another label."""


def require_label(what: str, text: str) -> None:
    """Refuse a text that is not a label.

    Raises
    ------
    CommandError
        If it is empty or has other characters; suggests a label.
    """
    if text and not _OTHERS.search(text):
        return
    if decimals := _DECIMALS.fullmatch(text):
        raise CommandError(_with_decimals(what, text, decimals[1]))
    hint = f", such as {label_of(text)}" if label_of(text) else ""
    why = f"{text!r} has other characters than" if text else "is empty: give it"
    raise CommandError(f"{what} {why} letters and digits (a BIDS label){hint}.")


def label_of(text: str) -> str:
    """Return the letters and digits of a name: ``P01`` for ``P-01``; possibly empty.

    It is empty for a number with decimals, whose digits alone are another number.
    """
    return "" if _DECIMALS.fullmatch(text) else _OTHERS.sub("", text)


def _with_decimals(what: str, text: str, whole: str) -> str:
    """Explain why a number with decimals is no label, and what to write."""
    return (
        f"{what} {text!r} is a number with decimals, and its digits alone may be another label: "
        f"a label is letters and digits (BIDS). Write what it is, such as {whole}."
    )


def without_prefix(what: str, text: str) -> str:
    """Remove the BIDS prefix of a label: ``sub-01`` and ``01`` are one subject."""
    return text.removeprefix(_PREFIXES.get(what, ""))


def changed_labels(what: str, labels: Mapping[str, str]) -> list[str]:
    """Return a remark for each name whose label lacks some of its characters."""
    return [
        f"the {what} {name!r} is written {label!r}: labels are letters and digits (BIDS)"
        for name, label in labels.items()
        if without_prefix(what, name) != label
    ]


def labels_of(what: str, names: Iterable[str]) -> dict[str, str]:
    """Return the label for each name of a subject or a session.

    Raises
    ------
    CommandError
        If a name has no letters or digits, or is a number with decimals, or two names would get
        the same label.
    """
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name in names:
        if decimals := _DECIMALS.fullmatch(without_prefix(what, name)):
            raise CommandError(_with_decimals(what, name, decimals[1]))
        label = label_of(without_prefix(what, name))
        # case-insensitive file systems would put both into one folder
        other = owners.setdefault(label.lower(), name)
        if not label or other != name:
            why = f"and {other!r} would both be {label!r}" if label else "has no letter or digit"
            raise CommandError(
                f"the {what} {name!r} {why}: labels are letters and digits (BIDS). "
                "Rename one, or write the manifest by hand."
            )
        found[name] = label
    return found
