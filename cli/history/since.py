"""The day from which nights are compared with those before: a date, or where a note begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.factors import FACTORS, Factor
from limbwatch.cli.history.nights import History, Point
from limbwatch.cli.history.regimens import Regimen, changes, lasting, off, untold
from limbwatch.cli.language.spoken import tr, trn

_KEYS: Final = ", ".join(factor.key for factor in FACTORS)
_MEDICATION: Final = "medication:"
"""Before the evening from which the notes tell another medication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A day that divides the nights."""

    asked: str
    """How it is asked for: a date or the key of a factor."""
    day: date
    """First evening of the later nights."""
    words: str
    """As in "more movements since ..."."""
    first: date | None = None
    """First evening of the earlier nights; None when all nights before are meant."""
    end: date | None = None
    """Evening from which nights are no longer of the later ones; None when all are meant."""
    left_out: frozenset[str] = frozenset()
    """Names of nights that are of neither side."""
    remarks: tuple[str, ...] = ()
    """What the reading rests on."""

    def earlier(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """Take the nights before the day."""
        start = self.first or date.min
        return self._kept(point for point in points if start <= point.day < self.day)

    def later(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """Take the nights from the day on."""
        end = self.end or date.max
        return self._kept(point for point in points if self.day <= point.day < end)

    def _kept(self, points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(point for point in points if point.name not in self.left_out)


def since_of(history: History, asked: str) -> Since:
    """Find the day that a person asks for.

    It is a date like ``2026-03-14``; what notes tell, like ``medication``: then the first night of
    which they tell it; or ``medication:2026-03-14``, the evening from which they tell another
    medication: then its nights, against those of the medication before it.

    Raises
    ------
    CommandError
        If it is neither, or no night tells it.
    """
    for factor in FACTORS:
        if factor.key == asked:
            first = _first(history, factor)
            if first is None:
                raise CommandError(f"no night has a note of {factor.name}")
            return first
    if asked.startswith(_MEDICATION):
        return _changed(history, asked.removeprefix(_MEDICATION))
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise CommandError(
            "nights are compared since a date like 2026-03-14, since a note began "
            f"({_KEYS}) or since the medication changed (medication:2026-03-14), "
            f"not since {asked!r}"
        ) from None
    return Since(asked=day.isoformat(), day=day, words=day.isoformat())


def beginnings(history: History) -> tuple[Since, ...]:
    """List the notes that begin after the first night and then stay, and changed medications.

    What comes and goes is compared with and without instead.
    """
    found = []
    for factor in FACTORS:
        first = _first(history, factor)
        if first is None or first.day <= history.dated[0].day:
            continue
        after = [factor.told(point.notes) for point in history.dated if point.day >= first.day]
        if False not in after:
            found.append(first)
    known = changes(history.dated)
    # one alone may be what the note of a medication begins with
    if len(known) > 1 or all(one.day not in {other.day for other in found} for one in known):
        found += [_of_regimen(history, one) for one in known]
    return tuple(found)


def _changed(history: History, day: str) -> Since:
    known = {one.day.isoformat(): one for one in changes(history.dated)}
    if not known:
        raise CommandError("the notes tell no evening from which the medication was another")
    if day not in known:
        raise CommandError(
            f"by the notes the medication did not change on {day!r}; it did on {', '.join(known)}"
        )
    return _of_regimen(history, known[day])


def _of_regimen(history: History, one: Regimen) -> Since:
    before = next((other for other in lasting(history.dated) if other.end == one.day), None)
    since = Since(
        asked=f"{_MEDICATION}{one.day}",
        day=one.day,
        words=tr(
            "the medication was noted as {medication} ({day})",
            medication=one.words,
            day=one.day.isoformat(),
        ),
        first=before.day if before else None,
        end=one.end,
    )
    missed = off(history.dated, one) | (off(history.dated, before) if before else frozenset())
    since = replace(since, left_out=missed)
    sides = (since.earlier(history.dated), since.later(history.dated))
    said = tr(
        "Compared are the nights noted as {medication} with those before any medication was noted; "
        "nights of other medications are left out.",
        medication=one.words,
    )
    if before:
        said = tr(
            "Compared are the nights noted as {medication} with those noted as {before}; nights of "
            "other medications are left out.",
            medication=one.words,
            before=before.words,
        )
    remarks = [said]
    # before the first note of a medication there is none that a night could be of
    silent = sum(map(untold, (*(sides[0] if before else ()), *sides[1])))
    if silent:
        remarks.append(
            trn(
                "{count} night has no note of a medication and counts as of the one noted last.",
                "{count} nights have no note of a medication and count as of the one noted last.",
                silent,
            )
        )
    if missed:
        remarks.append(
            trn(
                "{count} night among these is left out: by what was noted last, nothing was taken "
                "then, or it is not told what was.",
                "{count} nights among these are left out: by what was noted last, nothing was "
                "taken then, or it is not told what was.",
                len(missed),
            )
        )
    return replace(since, remarks=tuple(remarks))


def _first(history: History, factor: Factor) -> Since | None:
    for point in history.dated:
        if factor.told(point.notes):
            words = tr(
                "{factor} was first noted ({day})",
                factor=tr(factor.name),
                day=point.day.isoformat(),
            )
            gone = sum(
                factor.told(later.notes) is False
                for later in history.dated
                if later.day >= point.day
            )
            remark = trn(
                "{count} later night is noted as without it, and counts as since then all the "
                "same. Nights with and without it are compared, where there are enough, under: "
                "{heading}.",
                "{count} later nights are noted as without it, and count as since then all the "
                "same. Nights with and without it are compared, where there are enough, under: "
                "{heading}.",
                gone,
                heading=tr("What your notes go with"),
            )
            remarks = (remark,) if gone else ()
            return Since(asked=factor.key, day=point.day, words=words, remarks=remarks)
    return None
