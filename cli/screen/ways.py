"""The ways to show nights, only one at a time, and the options that go with each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.cli.errors import CommandError

_WAYS: Final = ("--serve", "--pdf", "--doctor", "--events", "--all", "--html")
"""Options that each are a way to show nights, in the order in which errors name them."""
_COMPATIBLE: Final = (
    {"--all", "--html"},
    {"--all", "--pdf"},
    {"--all", "--doctor"},
    {"--pdf", "--doctor"},
    {"--all", "--pdf", "--doctor"},
)
"""Ways that may be combined."""
_WRITING: Final = ("--html", "--doctor", "--pdf", "-o", "--since")
"""Options of what is more than a list of nights or the first screen of one."""
_PAGES: Final = frozenset({".html", ".htm", ".pdf"})
"""Suffixes of output files, which no night's folder has."""


@dataclass(frozen=True, kw_only=True)
class ViewAsked:
    """What is asked of ``limbwatch view``."""

    night: str | None
    """Name of a night, its beginning, or latest; None for the newest."""
    every: bool
    """All nights, not one."""
    events: bool
    """Each movement, not the night's figures."""
    html: bool
    """The report, or the page of all nights, as a file."""
    out: Path | None
    """Where a page is written; None for its usual place."""
    pdf: Path | None
    """Where the doctor's pages are written as PDF."""
    doctor: bool
    """The doctor's pages as HTML, written to `out`."""
    reviewed: str
    """By whom and when the doctor's pages were looked through; empty for a pen."""
    since: str | None
    """A date or a note: nights before and since are compared."""
    force: bool
    """Replace files of others."""
    page: bool
    """The local page."""
    lan: bool
    """The local page, also for other devices."""
    live: bool
    """The running recording alone, on the local page."""
    rules: str | None
    """Other rules than the night was scored by."""
    age: float | None
    """Another age of the wearer, years."""
    corrected: bool
    """With the corrections of the person."""
    together: bool
    """JSON also of what all nights say together."""
    json: bool
    """JSON, not text."""

    @property
    def for_doctor(self) -> bool:
        """Whether the doctor's pages are written."""
        return self.doctor or self.pdf is not None

    @property
    def as_page(self) -> bool:
        """Whether a report or a page of all nights is written, if not the doctor's."""
        return self.html or self.out is not None

    @property
    def served(self) -> bool:
        """Whether the local page is opened."""
        return self.page or self.lan or self.live

    @property
    def needs_a_night(self) -> bool:
        """Whether a folder without nights is an error."""
        # the doctor's pages raise their own error if there is no night
        return self.every and not self.for_doctor and (self.as_page or self.since is not None)

    def given(self) -> set[str]:
        """Return the names of the options given, those that mean the same under one."""
        wanted = {
            "NIGHT": self.night is not None,
            "--all": self.every,
            "--events": self.events,
            "--html": self.html,
            "-o": self.out is not None,
            "--pdf": self.pdf is not None,
            "--doctor": self.doctor,
            "--reviewed-by": bool(self.reviewed),
            "--since": self.since is not None,
            "--serve": self.page or self.lan,
            "--live": self.live,
            "--rules": self.rules is not None or self.age is not None,
            "--together": self.together,
            "--json": self.json,
        }
        return {name for name, is_given in wanted.items() if is_given}


class _Companions(NamedTuple):
    """Which options another one goes with."""

    option: str
    words: str
    """The error if one is missing, or there is one that it does not go with."""
    needs: tuple[tuple[str, ...], ...] = ()
    """One option of each of these is needed."""
    excludes: Collection[str] = ()

    def are_wrong(self, given: set[str]) -> bool:
        """Return whether the option is given without one it needs, or with one it excludes."""
        return self.option in given and not (
            all(given.intersection(one) for one in self.needs) and given.isdisjoint(self.excludes)
        )


def _companions(wish: ViewAsked, asked: Sequence[str]) -> tuple[_Companions, ...]:
    """Return which options go together; the first that is violated is the error.

    ``asked`` are the ways of the wish.
    """
    return (
        _Companions(
            "NIGHT",
            f"--all shows every night: leave out {wish.night!r}, or --all",
            excludes=("--all",),
        ),
        _Companions(
            "--reviewed-by",
            "--reviewed-by goes on the pages for the doctor: add --pdf FILE",
            needs=(("--pdf", "--doctor"),),
        ),
        _Companions(
            "-o",
            f"-o FILE goes with --html; {''.join(asked[:1])} writes no file",
            excludes=("--serve", "--events"),
        ),
        _Companions(
            "--rules",
            _scored_again(wish.rules, wish.age),
            excludes=("--all", "--serve", "--live", *_WRITING),
        ),
        _Companions(
            "--since",
            "--since compares all nights, in the terminal or on their page: add --all, and leave "
            "out --json",
            needs=(("--all",),),
            excludes=("--json",),
        ),
        _Companions(
            "--together",
            "--together is what all nights say together, as JSON: add --all --json, and leave out "
            "what writes a page",
            needs=(("--all",), ("--json",)),
            excludes=_WRITING,
        ),
    )


def _scored_again(rules: str | None, age: float | None) -> str:
    """Return the error for other rules where only the stored scoring can be shown."""
    asked = "" if rules is None else f" --rules {rules}"
    asked += "" if age is None else f" --age {age:g}"
    return (
        "--rules and --age show one night in the terminal; for lists, reports and pages score it "
        f"again first: limbwatch rescore NIGHT{asked}"
    )


def require_one_way(wish: ViewAsked) -> None:
    """Raise an error for options of which one would be silently ignored.

    Raises
    ------
    CommandError
        If two options exclude each other, or one lacks another that it needs.
    """
    given = wish.given()
    asked = [way for way in _WAYS if way in given]
    if len(asked) > 1 and set(asked) not in _COMPATIBLE:
        raise CommandError(
            f"{' and '.join(asked)} are different ways to show nights: give one of them at a time"
        )
    _require_no_file(wish.night, written=wish.html or wish.for_doctor)
    for one in _companions(wish, asked):
        if one.are_wrong(given):
            raise CommandError(one.words)


def _require_no_file(night: str | None, *, written: bool) -> None:
    """Raise an error for the name of a file to write in the place of a night."""
    if written and night is not None and Path(night).suffix.lower() in _PAGES:
        option = "--pdf" if Path(night).suffix.lower() == ".pdf" else "-o"
        raise CommandError(
            f"{night} is the name of a file, not of a night: name the file to write with {option} "
            f"{night}"
        )
