"""The ways to show nights, only one at a time."""

from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError

_COMPATIBLE = (
    {"--all", "--html"},
    {"--all", "--pdf"},
    {"--all", "--doctor"},
    {"--pdf", "--doctor"},
    {"--all", "--pdf", "--doctor"},
)
"""Options that may be combined."""


_PAGES: Final = frozenset({".html", ".htm", ".pdf"})
"""Suffixes of output files, which no night's folder has."""


def require_one_way(
    ways: dict[str, bool], *, night: str | None, out: Path | None, reviewed: str
) -> None:
    """Raise an error for options of which one would be silently ignored.

    Raises
    ------
    CommandError
        If two options exclude each other.
    """
    asked = [name for name, wanted in ways.items() if wanted]
    if len(asked) > 1 and set(asked) not in _COMPATIBLE:
        raise CommandError(
            f"{' and '.join(asked)} are different ways to show nights: give one of them at a time"
        )
    written = any(ways[one] for one in ("--html", "--doctor", "--pdf"))
    if written and night is not None and Path(night).suffix.lower() in _PAGES:
        option = "--pdf" if Path(night).suffix.lower() == ".pdf" else "-o"
        raise CommandError(
            f"{night} is the name of a file, not of a night: name the file to write with {option} "
            f"{night}"
        )
    if night is not None and ways["--all"]:
        raise CommandError(f"--all shows every night: leave out {night!r}, or --all")
    if reviewed and not (ways["--pdf"] or ways["--doctor"]):
        raise CommandError("--reviewed-by goes on the pages for the doctor: add --pdf FILE")
    if out is not None and (ways["--serve"] or ways["--events"]):
        raise CommandError(f"-o FILE goes with --html; {asked[0]} writes no file")


def refuse_other_rules(rules: str | None, age: float | None) -> None:
    """Raise an error for other rules where only the stored scoring can be shown; say what to do.

    Raises
    ------
    CommandError
        If other rules or another age are asked for.
    """
    if rules is None and age is None:
        return
    asked = "" if rules is None else f" --rules {rules}"
    asked += "" if age is None else f" --age {age:g}"
    raise CommandError(
        "--rules and --age show one night in the terminal; for lists, reports and pages score it "
        f"again first: limbwatch rescore NIGHT{asked}"
    )
