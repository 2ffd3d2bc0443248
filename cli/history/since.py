"""A day that divides the nights into before and after: a date, or the first evening of a note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.factors import FACTORS, Factor
from limbwatch.cli.history.nights import History, HistoryNight
from limbwatch.cli.history.regimens import (
    Regimen,
    changes,
    has_no_medication_note,
    lasting_regimens,
    nights_not_taken,
)
from limbwatch.cli.language.spoken import tr, trn

_KEYS: Final = ", ".join(factor.key for factor in FACTORS)
_MEDICATION: Final = "medication:"
"""Prefix of the evening on which the noted medication changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A day that divides the nights for a comparison."""

    asked: str
    """The request: a date or the key of a factor."""
    day: date
    """First evening of the later nights."""
    words: str
    """As in "more movements since ..."."""
    first: date | None = None
    """First evening of the earlier nights; None for all nights before."""
    end: date | None = None
    """Evening after the last of the later nights; None for all nights after."""
    left_out: frozenset[str] = frozenset()
    """Names of nights on neither side."""
    remarks: tuple[str, ...] = ()
    """Assumptions that a reader of the comparison should know."""

    def earlier(self, points: Sequence[HistoryNight]) -> tuple[HistoryNight, ...]:
        """Return the nights before the day."""
        start = self.first or date.min
        return self._kept(point for point in points if start <= point.day < self.day)

    def later(self, points: Sequence[HistoryNight]) -> tuple[HistoryNight, ...]:
        """Return the nights from the day on."""
        end = self.end or date.max
        return self._kept(point for point in points if self.day <= point.day < end)

    def _kept(self, points: Iterable[HistoryNight]) -> tuple[HistoryNight, ...]:
        return tuple(point for point in points if point.name not in self.left_out)


def since_of(history: History, asked: str) -> Since:
    """Return the day that a person asks for.

    The request is a date like ``2026-03-14``; a factor of the notes like ``medication``, which
    means the first night with it; or ``medication:2026-03-14``, the evening from which another
    medication is noted, whose nights are compared with those of the medication before it.

    Raises
    ------
    CommandError
        If it is none of these, or no night has such a note.
    """
    for factor in FACTORS:
        if factor.key == asked:
            first = _first_noted(history, factor)
            if first is None:
                raise CommandError(f"no night has a note of {factor.name}")
            return first
    if asked.startswith(_MEDICATION):
        return _medication_change(history, asked.removeprefix(_MEDICATION))
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise CommandError(
            "nights are compared since a date like 2026-03-14, since a note began "
            f"({_KEYS}) or since the medication changed (medication:2026-03-14), "
            f"not since {asked!r}"
        ) from None
    return Since(asked=day.isoformat(), day=day, words=day.isoformat())


def lasting_changes(history: History) -> tuple[Since, ...]:
    """Return the notes that begin after the first night and then stay, and changes of medication.

    Factors that come and go are compared with and without instead.
    """
    since = []
    for factor in FACTORS:
        first = _first_noted(history, factor)
        if first is None or first.day <= history.dated[0].day:
            continue
        after = [factor.noted(point.notes) for point in history.dated if point.day >= first.day]
        if False not in after:
            since.append(first)
    regimens = changes(history.dated)
    # a single change may just be the first note of a medication
    if len(regimens) > 1 or all(
        regimen.day not in {other.day for other in since} for regimen in regimens
    ):
        since += [_since_regimen(history, regimen) for regimen in regimens]
    return tuple(since)


def _medication_change(history: History, day: str) -> Since:
    known = {regimen.day.isoformat(): regimen for regimen in changes(history.dated)}
    if not known:
        raise CommandError("the notes give no evening from which the medication was different")
    if day not in known:
        raise CommandError(
            f"by the notes the medication did not change on {day!r}; it did on {', '.join(known)}"
        )
    return _since_regimen(history, known[day])


def _since_regimen(history: History, regimen: Regimen) -> Since:
    before = next(
        (other for other in lasting_regimens(history.dated) if other.end == regimen.day), None
    )
    since = Since(
        asked=f"{_MEDICATION}{regimen.day}",
        day=regimen.day,
        words=tr(
            "the medication was noted as {medication} ({day})",
            medication=regimen.words,
            day=regimen.day.isoformat(),
        ),
        first=before.day if before else None,
        end=regimen.end,
    )
    missed = nights_not_taken(history.dated, regimen) | (
        nights_not_taken(history.dated, before) if before else frozenset()
    )
    since = replace(since, left_out=missed)
    sides = (since.earlier(history.dated), since.later(history.dated))
    compared = tr(
        "Compared are the nights noted as {medication} with those before any medication was noted; "
        "nights of other medications are left out.",
        medication=regimen.words,
    )
    if before:
        compared = tr(
            "Compared are the nights noted as {medication} with those noted as {before}; nights of "
            "other medications are left out.",
            medication=regimen.words,
            before=before.words,
        )
    remarks = [compared]
    # nights before the first note of a medication belong to no medication
    without_note = sum(map(has_no_medication_note, (*(sides[0] if before else ()), *sides[1])))
    if without_note:
        remarks.append(
            trn(
                "{count} night has no note of a medication and counts as of the one noted last.",
                "{count} nights have no note of a medication and count as of the one noted last.",
                without_note,
            )
        )
    if missed:
        remarks.append(
            trn(
                "{count} night among these is left out: by what was noted last, nothing was taken "
                "then, or it is not said what was.",
                "{count} nights among these are left out: by what was noted last, nothing was "
                "taken then, or it is not said what was.",
                len(missed),
            )
        )
    return replace(since, remarks=tuple(remarks))


def _first_noted(history: History, factor: Factor) -> Since | None:
    for point in history.dated:
        if factor.noted(point.notes):
            words = tr(
                "{factor} was first noted ({day})",
                factor=tr(factor.name),
                day=point.day.isoformat(),
            )
            gone = sum(
                factor.noted(later.notes) is False
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
